"""Checks that tables add up, digit by digit as printed, before they may leave the house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from .errors import FormDoesNotTie
from .results import Table
from .schema import Agreement, Form, Tie
from .values import holds, rounded


def check_ties(form: Form, table: Table) -> None:
    """Raise FormDoesNotTie unless all `ties` of the form hold in the whole table, filtered or not."""
    differences = []
    for tie in form.ties:
        differences += _in_rows(tie, table) if tie.plus else _in_sums(tie, table)
    if differences:
        raise FormDoesNotTie(form.name, differences)


def check_agreements(form: Form, facts: Mapping[str, Any]) -> None:
    """Raise FormDoesNotTie where two figures of the results differ by more than rounding explains."""
    wrong = [one for one in form.agree if _apart(one, facts)]
    if wrong:
        raise FormDoesNotTie(
            form.name, [f"{one.one} {facts[one.one]}, {one.other} {facts[one.other]}" for one in wrong]
        )


def _apart(one: Agreement, facts: Mapping[str, Any]) -> bool:
    mine, other, n = (facts.get(name) for name in (one.one, one.other, one.n))
    if not isinstance(mine, Decimal) or not isinstance(other, Decimal):
        return False
    return abs(mine - other) > Decimal(str(one.each)) * max(int(n or 0), 1)


def _in_sums(tie: Tie, table: Table) -> Iterator[str]:
    columns = {name: found for name in tie.columns if (found := table.find([name]))}
    wholes: dict[tuple, Mapping[str, Any]] = {}
    parts: dict[tuple, list] = defaultdict(list)
    for record in table.records:
        key = tuple(_key(record, name) for name in tie.by)
        if holds(record, tie.whole):
            wholes[key] = record
        if holds(record, tie.parts):
            parts[key].append(record)
    for key, whole in wholes.items():
        if key not in parts:
            continue  # a total without parts is a ledger without details
        for name, field in columns.items():
            total = rounded(whole.get(field), tie.columns[name])
            if total is None and tie.lenient:
                continue  # a league with a county that has no quota has none itself
            known = [
                value for record in parts[key] if (value := rounded(record.get(field), tie.columns[name])) is not None
            ]
            if sum(known) != (total or 0) or (total is None and any(known)):
                yield f"{_where(whole, tie)} {name}: {'-' if total is None else total} ≠ {sum(known, Decimal(0))}"


def _in_rows(tie: Tie, table: Table) -> Iterator[str]:
    for name, decimals in tie.columns.items():
        fields = [table.find([one]) for one in (name, *tie.plus, *tie.less)]
        if None in fields:
            continue
        for record in table.records:
            if not holds(record, tie.parts):
                continue
            total, *values = [rounded(record.get(field), decimals) for field in fields]
            if tie.lenient:  # parts that may be absent count nothing, the first may not
                values = [values[0], *(value or Decimal(0) for value in values[1:])]
            if total is None or None in values:
                continue
            found = sum(values[: len(tie.plus)]) - sum(values[len(tie.plus) :])
            if found != total:
                yield f"{_where(record, tie)} {name}: {total} ≠ {found}"


def _key(record: Mapping[str, Any], name: str) -> str:
    """Value of a field; `code:4` takes its first four characters."""
    field, _, length = name.partition(":")
    value = str(record.get(field) if record.get(field) is not None else "")
    return value[: int(length)] if length else value


def _where(record: Mapping[str, Any], tie: Tie) -> str:
    named = [str(record[name]) for name in ("level", "code", "name", "year", "appr_id", "corridor") if record.get(name)]
    return " ".join(named) or ", ".join(tie.by)
