"""Supplied parcels under Order 53: the facts of each row, and what is decided on the base date and on AS_OF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ...core import cells
from ...core.idle.decision import Decision, Facts, decide, left_stock
from ...core.idle.facts import FACT_ROLES, NOT_IDLE, UNKNOWN
from ...core.idle.role_names import RoleNames
from ...core.idle.rules import Rules, cause_of, is_recognised
from ...core.messages import Message
from .records import Records

_DATES = ("supply_date", "agreed_start", "extended_start", "extended_on", "delivery_date", "actual_start",
          "halted_since", "gov_from", "gov_to", "disposal_date")
#: Facts of which a share is taken, each with the role of its field: both stand in one unit.
_PAIRS = (("area", {"due": "due_area", "developed": "developed_area"}),
          ("money", {"total": "total_investment", "invested": "invested"}), ("money", {"price": "land_price"}))
#: Fields without which a whole class of decisions cannot be made; that is said once.
TELLING = ("agreed_start", "actual_start", "halted_since")


@dataclass(frozen=True)
class Judged:
    """One supplied parcel: the decision on AS_OF, whether it left the stock since the base date, and whether that or
    its state cannot be told."""

    now: Decision
    left: bool
    was_idle: bool
    uncertain: bool


def facts_of(records: Records) -> list[Facts]:
    """The facts of every row, one record for all rows with the same; what cannot be read is listed and unknown."""
    n = len(records)
    columns: dict[str, list] = {}
    unreadable: list[set[str]] = [set() for _ in range(n)]
    for role in _DATES:
        columns[role], bad = records.dates(role)
        for k in bad:
            unreadable[k].add(role)
    for dimension, roles in _PAIRS:
        _read_amounts(records, dimension, roles, columns, unreadable)
    days, bad = records.quantities("gov_days", "number")
    columns["gov_days"] = [None if value is None else int(value[0]) for value in days]
    for k in bad:
        unreadable[k].add("gov_days")
    columns["cause"] = _by_value(cause_of, records.texts("cause"))
    columns["recognised"] = [is_recognised(value) for value in records.columns.get("recognised", [None] * n)]
    columns["disposal_mode"] = records.texts("disposal_mode")
    absent = frozenset(role for role in FACT_ROLES if not records.has(role))
    return _records(columns, unreadable, absent)


def _by_value(function: Callable, values: list) -> list:
    """[function(value) for value in values], each distinct value once."""
    known = {value: function(value) for value in set(values)}
    return [known[value] for value in values]


def _records(columns: dict[str, list], unreadable: list[set[str]], absent: frozenset[str]) -> list[Facts]:
    """One record for all rows with the same facts. Most layers have few of the columns: the others are set once."""
    n = len(unreadable)
    alike = {name: values[0] for name, values in columns.items() if n and values.count(values[0]) == n}
    told = [name for name in columns if name not in alike]
    known: dict[tuple, Facts] = {}
    out = []
    for key, bad in zip(zip(*(columns[name] for name in told)) if told else [()] * n, unreadable):
        whole = (*key, frozenset(bad)) if bad else key
        if whole not in known:
            known[whole] = Facts(**alike, **dict(zip(told, key)), absent=absent, unreadable=frozenset(bad))
        out.append(known[whole])
    return out


def _read_amounts(records: Records, dimension: str, roles: dict[str, str], columns: dict[str, list],
                  unreadable: list[set[str]]) -> None:
    """Amounts of one dimension in one unit: that of the first heading that names one, else as they stand. A cell that
    names a unit where no heading does cannot be compared with bare ones: it is unreadable then."""
    headings = [records.fields[role] for role in roles.values() if records.has(role)]
    units = [unit for unit in (cells.heading_unit(heading, dimension) for heading in headings) if unit is not None]
    for fact, role in roles.items():
        found, bad = records.quantities(role, dimension)
        values: list[Fraction | None] = []
        for k, amount in enumerate(found):
            if amount is not None and amount[1] and not units:
                records.list_row(k, Message("idle.unit_in_cell", {"field": records.fields[role], "value": cells.shown(
                    records.columns[role][k])}))
                bad.add(k)
                amount = None
            values.append(None if amount is None else amount[0] / units[0].factor if amount[1] else amount[0])
        columns[fact] = values
        for k in bad:
            unreadable[k].add(role)


def judge(facts: list[Facts], base: dt.date, as_of: dt.date, rules: Rules) -> list[Judged]:
    """Decide every parcel for both days, each record of facts once. On the base date what was supplied later is no
    parcel yet."""
    known: dict[int, Judged] = {}
    for one in facts:
        if id(one) in known:
            continue
        now = decide(one, as_of, rules)
        before = None
        if base < as_of and (now.idle_from is not None or now.disposed or one.actual_start or one.extended_start):
            before = decide(one, base, rules)
        was_idle = before is not None and before.counts
        uncertain = now.kind == UNKNOWN or (before is not None and before.kind == UNKNOWN and now.kind == NOT_IDLE)
        known[id(one)] = Judged(now, left_stock(before, now), was_idle, uncertain)
    return [known[id(one)] for one in facts]


def say_lacking(records: Records) -> None:
    """Say which decisive fields the layer does not have."""
    lacking = tuple(role for role in TELLING if not records.has(role))
    if lacking:
        records.say("lacking_fields", roles=RoleNames(lacking))
