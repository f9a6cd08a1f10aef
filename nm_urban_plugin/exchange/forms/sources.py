"""The records that a form prints: found by role, united, joined, enriched, filtered, pivoted, summed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ...core.places import normalise_code
from .errors import FormError, Words
from .results import Results, Table
from .schema import Form, Join, Unite, Where
from .values import holds, order_key, rounded
from .views import VIEWS


def table_of(form: Form, results: Results) -> Table | None:
    """The table a form prints, with what stands beside it; None where no layer for it was given."""
    table = _united(form.unite, results) if form.unite else results.first(form.source)
    if table is None:
        return None
    if form.view:
        table = VIEWS[form.view](table)
    for name, join in form.joins.items():
        table = _joined(table, name, join, results)
    return table


def roles_of(form: Form) -> list[str]:
    """Roles of the layers that a form can print, for messages."""
    return list(dict.fromkeys([*form.source, *(role for one in form.unite for role in one.source)]))


def missing(form: Form) -> FormError:
    """The error for a form without its layer."""
    return FormError("forms.needs_layer", form=Words(form.name), roles=roles_of(form))


def chosen(table: Table, where: Where) -> list[Mapping[str, Any]]:
    """The records that fulfil the conditions. A condition on a field that the table does not have is not asked."""
    known = {name: rule for name, rule in where.items() if table.find([name])}
    return [record for record in table.records if holds(record, known)]


def _united(parts: Sequence[Unite], results: Results) -> Table | None:
    """One record for each unit that any of the tables names; the first name stands."""
    found: dict[str, str] = {}
    any_there = False
    for part in parts:
        table = results.first(part.source)
        code = table.find(part.code) if table else None
        if table is None or code is None:
            continue
        any_there = True
        name = table.find(part.name)
        for record in chosen(table, part.where):
            key = normalise_code(record.get(code)) or str(record.get(code) or "")
            if key:
                found.setdefault(key, "")
                found[key] = found[key] or str((record.get(name) if name else "") or "")
    if not any_there:
        return None
    records = [{"code": key, "name": found[key] or key} for key in sorted(found)]
    return Table("units", ("code", "name"), records)


def _joined(table: Table, name: str, join: Join, results: Results) -> Table:
    """The table with the fields of another as `name.field`; left out where nothing can be joined."""
    other = results.first(join.source)
    if other is None:
        return table
    keys = [(mine, other.find(theirs)) for mine, theirs in join.on.items()]
    mine = [table.find([one]) for one, _ in keys]
    if None in mine or any(theirs is None for _, theirs in keys):
        return table
    index: dict[tuple, Mapping[str, Any]] = {}
    for record in chosen(other, join.where):
        index.setdefault(tuple(_same(record.get(theirs)) for _, theirs in keys), record)
    records = []
    for record in table.records:
        beside = index.get(tuple(_same(record.get(one)) for one in mine), {})
        records.append({**record, **{f"{name}.{key}": value for key, value in beside.items()}})
    fields = (*table.fields, *(f"{name}.{one}" for one in other.fields))
    return replace(table, fields=fields, records=records, joined={**table.joined, name: other})


def _same(value: Any) -> str:
    """Key under which codes and ids of different types meet: 150121, 150121.0 and '150121'."""
    text = str(value if value is not None else "")
    return text[:-2] if text.endswith(".0") else text


def pivoted(records: Sequence[Mapping[str, Any]], keys: Sequence[str], across: str) -> tuple[list[dict], list]:
    """One record per key, its yearly values as field@year; and the values of `across`, the whole period (0) last."""
    rows: dict[tuple, dict] = {}
    values = set()
    for record in records:
        row = rows.setdefault(tuple(record.get(key) for key in keys), {key: record.get(key) for key in keys})
        value = record.get(across) or 0
        values.add(value)
        row.update({f"{name}@{value}": one for name, one in record.items() if name not in keys})
    return list(rows.values()), sorted(values, key=lambda value: (value == 0, order_key(value)))


def summed(records: Sequence[Mapping[str, Any]], by: Sequence[str], numbers: Sequence[str]) -> list[dict]:
    """Records with equal `by` become one: `numbers` are added exactly (none known → None), others are those of the
    first."""
    rows: dict[tuple, dict] = {}
    for record in records:
        key = tuple(record.get(name) for name in by)
        if key not in rows:
            rows[key] = {**record, **{name: None for name in numbers}}
        for name in numbers:
            value = rounded(record.get(name), 6)
            if value is not None:
                rows[key][name] = (rows[key][name] or Decimal(0)) + value
    return list(rows.values())
