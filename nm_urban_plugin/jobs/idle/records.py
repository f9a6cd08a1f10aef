"""Rows of approved, supplied and cancelled land, from polygons or from a table: values by role, areas in cents.

With polygons the drawn area is the official one and the declared area stands beside it; without geometry, of a table or
of a single feature, the declared area is all there is. Cells are read by core.cells; those that cannot be read are
listed and are unknown from then on, never empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.reading.source import Given
from ...analysis.reading.table_rows import is_table, read_table
from ...analysis.reading.tally import Tally
from ...analysis.stock.account import Parcels, read_parcels
from ...core import cells
from ...core.dates import is_moved
from ...core.dockeys import document_keys
from ...core.idle.declared import cents_of, choose_unit
from ...core.messages import Message, MessageError
from ...core.tables import DATA, row_kind

#: So many unreadable dates and not one readable: surely the wrong field.
_SURELY_WRONG = 10
#: Words in the cell of an agreed date that say: none was agreed.
_NOT_AGREED = frozenset(("未约定", "未作约定", "没有约定", "无约定", "约定不明", "约定不明确", "未明确"))


class WrongField(MessageError):
    """A field that was taken for a date holds none."""


@dataclass(frozen=True)
class Records:
    """n rows, those that are drawn first: ids, raw values by role, drawn polygons or None, declared areas.

    fields    role → name of the field, for the roles that the layer has
    columns   role → n raw values
    parcels   the polygons of the first rows, None for a table
    declared  n cents or None (empty cell), None where there is no such field
    said      what the log says of the layer
    """

    name: str
    fids: np.ndarray
    fields: dict[str, str]
    columns: dict[str, list]
    parcels: Parcels | None
    tally: Tally
    said: list[Message]
    declared: list[int | None] | None = None

    def __len__(self) -> int:
        return len(self.fids)

    @property
    def n_drawn(self) -> int:
        """How many rows are drawn; they stand before the others."""
        return 0 if self.parcels is None else len(self.parcels)

    def has(self, role: str) -> bool:
        return role in self.columns

    def say(self, key: str, **values) -> None:
        """A sentence for the log that names the layer."""
        self.said.append(Message(f"idle.{key}", {"name": self.name, **values}))

    def list_row(self, k: int, reason) -> None:
        """Enter row *k* in the table of rejects."""
        self.tally.reject(self.name, self.fids[k], reason)

    def take(self, rows: np.ndarray) -> Records:
        """Some rows, ascending."""
        ks = rows.tolist()
        return replace(
            self, fids=self.fids[rows], columns={role: [v[k] for k in ks] for role, v in self.columns.items()},
            parcels=None if self.parcels is None else self.parcels.take(rows[rows < self.n_drawn]),
            declared=None if self.declared is None else [self.declared[k] for k in ks])

    def areas(self, where_none: int = 0) -> np.ndarray:
        """(n,) int64 cents: drawn where it is drawn, else declared; *where_none* where it is neither."""
        values = self.declared if self.declared is not None else [None] * len(self)
        out = np.array([where_none if value is None else value for value in values], np.int64)
        if self.parcels is not None:
            out[: self.n_drawn] = self.parcels.cents
        return out

    def texts(self, role: str) -> list[str]:
        """n texts without blanks around; '' for an empty cell and for a role without field."""
        return [cells.text(value) for value in self.columns[role]] if self.has(role) else [""] * len(self)

    def document_keys(self) -> list[str]:
        """n folded numbers of approval documents, '' where none is given."""
        return document_keys(self.columns["approval_id"]) if self.has("approval_id") else [""] * len(self)

    def dates(self, role: str) -> tuple[list[dt.date | None], set[int]]:
        """n days, None where empty, not yet happened or unreadable, and the rows of the unreadable ones (listed)."""
        if not self.has(role):
            return [None] * len(self), set()
        column = self.columns[role]
        days, errors = cells.distinct(column, _agreed_day if role == "agreed_start" else cells.event_day)
        name = self.fields[role]
        for k, error in errors.items():
            self.list_row(k, Message("idle.bad_date", {"field": name, "why": error}))
        if len(errors) >= _SURELY_WRONG and not any(days):
            raise WrongField("idle.wrong_field", name=self.name, field=name, role=role,
                             value=cells.shown(column[min(errors)]))
        moved = sum(is_moved(cell) for cell in column)
        if moved:
            self.said.append(Message("shared.moved_days", {"name": self.name, "field": name, "n": moved}))
        return days, set(errors)

    def quantities(self, role: str, dimension: str) -> tuple[list[tuple[Fraction, bool] | None], set[int]]:
        """n (amount, whether it is in base units) or None, and the rows whose cell is no number ≥ 0 (listed).

        An amount is in base units where the heading or the cell itself names the unit. Raises `cells.UnitMismatch`.
        """
        if not self.has(role):
            return [None] * len(self), set()
        unit = cells.heading_unit(self.fields[role], dimension)
        found, errors = cells.distinct(self.columns[role], lambda cell: _amount(cell, unit, dimension))
        for k, error in errors.items():
            self.list_row(k, Message("idle.bad_number", {"field": self.fields[role], "why": error}))
        return found, set(errors)


def _agreed_day(value) -> dt.date | None:
    """An agreed date; None where the cell says that none was agreed."""
    if isinstance(value, str) and "".join(cells.plain(value).split()) in _NOT_AGREED:
        return None
    return cells.event_day(value)


def _amount(cell, unit: cells.Unit | None, dimension: str) -> tuple[Fraction, bool] | None:
    """(number ≥ 0, whether in base units) of a cell; its own unit goes before the column's."""
    try:
        found = cells.not_negative(cell)
    except cells.UnreadableCell:
        own = cells.not_negative(cell, unit or cells.Unit(dimension, Fraction(1)))
        return None if own is None else (own, True)
    if found is None:
        return None
    return (found, False) if unit is None else (found * unit.factor, True)


def read_records(given: Given, fields: dict[str, str], tally: Tally, said: list[Message], feedback: QgsFeedback,
                 method: str, advance: Callable[[int], None] | None = None) -> Records | None:
    """All usable rows of a layer; *fields* maps roles to field names. None when cancelled."""
    names = list(dict.fromkeys(fields.values()))
    if is_table(given):
        rows = read_table(given, names, tally, feedback)
        if rows is None:
            return None
        if rows.blank:
            said.append(Message("idle.blank_rows", {"name": given.name, "n": rows.blank}))
        ids, values, parcels = rows.fids, rows.columns, None
    else:
        undrawn: list[tuple[int, dict]] = []
        parcels = read_parcels(given, names, tally, feedback, method, advance, undrawn)
        if parcels is None:
            return None
        bare = [(fid, row) for fid, row in undrawn if _is_data(given.name, fid, row, tally)]
        ids = np.append(parcels.fids, np.array([fid for fid, _ in bare], np.int64))
        values = {name: parcels.columns[name] + [row[name] for _, row in bare] for name in names}
    tally.used += len(ids)
    return Records(given.name, ids, dict(fields), {role: values[name] for role, name in fields.items()}, parcels,
                   tally, said)


def _is_data(name: str, fid: int, row: dict, tally: Tally) -> bool:
    """Whether a feature without geometry is a row of data; what is not is listed."""
    kind = row_kind(list(row.values()))
    if kind != DATA:
        tally.reject(name, fid, Message("idle.no_geometry") if kind == "blank" else Message(f"shared.row_{kind}"))
    return kind == DATA


def declare(records: Records, role: str, given_unit: str | None) -> Records:
    """The records with the declared areas from the field of *role*; the log says how the unit was found where that
    matters. A feature with neither drawing nor declared area is listed and left out, a row of a table counts as 0.

    Raises `UnitUnknown` and `cells.UnitMismatch`.
    """
    if not records.has(role):
        return _without_area(records, [None] * len(records))
    name, column = records.fields[role], records.columns[role]
    bare, _ = cells.distinct(column, cells.not_negative)
    drawn = None if records.parcels is None else records.parcels.cents.tolist()
    unit, how = choose_unit(name, bare, drawn, given_unit)
    found, errors = cells.distinct(column, lambda cell: cells.not_negative(cell, unit))
    for k, error in errors.items():
        records.list_row(k, Message("idle.bad_number", {"field": name, "why": error}))
    declared = [None if value is None else cents_of(value) for value in found]
    if records.parcels is None and role != "cancelled_area":
        for k in [k for k, cents in enumerate(declared) if cents is None and k not in errors]:
            records.list_row(k, Message("idle.no_area", {"field": name}))
        unknown = sum(cents is None for cents in declared)
        if unknown:
            records.say("area_at_least", field=name, n=unknown)
    if how == "contradicted":
        records.say("unit_contradicted", field=name, unit=unit.name)
    elif how in ("assumed", "geometry"):
        records.say(f"unit_{how}", field=name, unit=unit.name)
    return _without_area(replace(records, declared=declared), declared)


def _without_area(records: Records, declared: list[int | None]) -> Records:
    """Features of a drawn layer that have neither geometry nor declared area are rejected; the others are told."""
    if records.parcels is None or len(records) == records.n_drawn:
        return records
    lost = [k for k in range(records.n_drawn, len(records)) if declared[k] is None]
    for k in lost:
        records.list_row(k, Message("idle.no_geometry"))
    records.tally.used -= len(lost)
    kept = records.take(np.setdiff1d(np.arange(len(records), dtype=np.int64), np.array(lost, np.int64)))
    if len(kept) > kept.n_drawn:
        kept.say("undrawn", n=len(kept) - kept.n_drawn)
    return kept
