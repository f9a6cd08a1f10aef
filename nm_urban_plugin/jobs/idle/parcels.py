"""Supplied parcels under Order 53: the facts of each row, and what is decided on the base date and on AS_OF."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from ...core.idle.decision import Decision, Facts, decide, left_stock
from ...core.idle.declared import FACTORS, money_factor, unit_of_name
from ...core.idle.facts import FACT_ROLES
from ...core.idle.rules import Rules, cause_of, is_set
from ...core.idle.words import role_names
from ...i18n import locale, tr
from .records import Records

_DATES = ("supply_date", "agreed_start", "extended_start", "extended_on", "delivery_date", "actual_start",
          "halted_since", "gov_from", "gov_to", "disposal_date")
#: Fact → role of its field.
_AMOUNTS = {"due": "due_area", "developed": "developed_area", "total": "total_investment", "invested": "invested",
            "price": "land_price"}
#: Fields without which a whole class of decisions cannot be made; that is said once.
TELLING = ("agreed_start", "actual_start", "halted_since")


@dataclass(frozen=True)
class Judged:
    """One supplied parcel: the decision on AS_OF and whether it left the stock since the base date."""

    now: Decision
    left: bool
    was_idle: bool


def facts_of(records: Records) -> list[Facts]:
    """The facts of every row; what cannot be read is listed and unknown."""
    n = len(records)
    columns: dict[str, list] = {}
    unreadable: list[set[str]] = [set() for _ in range(n)]
    for role in _DATES:
        columns[role], bad = records.dates(role)
        for k in bad:
            unreadable[k].add(role)
    scales = _scales(records)
    for fact, role in _AMOUNTS.items():
        values, _ = records.numbers(role)
        scale = scales.get(fact)
        columns[fact] = values if scale is None else [None if v is None else Fraction(v) * scale for v in values]
    days, _ = records.numbers("gov_days")
    columns["gov_days"] = [None if value is None else int(value) for value in days]
    columns["cause"] = [cause_of(text) for text in records.texts("cause")]
    marks = records.columns.get("recognised", [None] * n)
    columns["recognised"] = [is_set(value) for value in marks]
    columns["disposal_mode"] = records.texts("disposal_mode")
    absent = frozenset(role for role in FACT_ROLES if not records.has(role))
    nothing: frozenset[str] = frozenset()
    names = list(columns)
    return [Facts(**dict(zip(names, row)), absent=absent, unreadable=frozenset(bad) if bad else nothing)
            for row, bad in zip(zip(*columns.values()), unreadable)]


def _scales(records: Records) -> dict[str, Fraction]:
    """Factors of the amounts whose ratio stands in two units; none where both are in one."""
    scales: dict[str, Fraction] = {}
    for one, two, unit in (("due", "developed", _area), ("total", "invested", money_factor)):
        factors = [unit(records.fields.get(_AMOUNTS[fact])) for fact in (one, two)]
        if None not in factors and factors[0] != factors[1]:
            scales[one], scales[two] = factors
    return scales


def _area(field: str | None) -> Fraction | None:
    unit = unit_of_name(field) if field else None
    return None if unit is None else FACTORS[unit]


def judge(facts: list[Facts], base: dt.date, as_of: dt.date, rules: Rules) -> list[Judged]:
    """Decide every parcel for both days. On the base date what was supplied later is no parcel yet."""
    out = []
    for one in facts:
        now = decide(one, as_of, rules)
        before = None
        if base < as_of and (now.idle_from is not None or now.disposed or one.actual_start or one.extended_start):
            before = decide(one, base, rules)
        was_idle = before is not None and before.counts
        out.append(Judged(now, left_stock(before, now), was_idle))
    return out


def warn(records: Records, warnings: list[str]) -> None:
    """Say which decisive fields the layer does not have."""
    lacking = [role for role in TELLING if not records.has(role)]
    if lacking:
        warnings.append(tr("Layer '{name}' has no field for {roles}: what hangs on it stays undecided. Name the fields "
                           "in FIELDS.").format(name=records.name, roles=role_names(tuple(lacking), locale())))
