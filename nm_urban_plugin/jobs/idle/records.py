"""Rows of approved, supplied and cancelled land, from polygons or from a table: values by role, areas in cents.

With polygons the drawn area is the official one and the declared area stands beside it; without geometry the declared
area is all there is. Values that cannot be read are listed and are unknown from then on, never empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from qgis.core import QgsFeatureRequest, QgsFeedback, QgsWkbTypes

from ...analysis.reading.batches import features_of, plain
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...analysis.stock.account import Parcels, read_parcels
from ...core.dates import ImpossibleDate, parse_date
from ...core.idle.declared import TITLES, choose_unit, number, to_cents
from ...core.resources import BilingualError
from ...i18n import locale, tr

#: So many unreadable dates and not one readable: surely the wrong field.
_SURELY_WRONG = 10


class WrongField(BilingualError):
    """A field that was taken for a date holds none."""


@dataclass
class Records:
    """n rows: ids, raw values by role, drawn polygons or None, declared areas.

    fields    role → name of the field, for the roles that the layer has
    columns   role → n raw values
    drawn     (n,) int64 cents of the polygons, None for a table
    declared  n cents or None (empty cell), None where there is no such field
    """

    name: str
    fids: np.ndarray
    fields: dict[str, str]
    columns: dict[str, list]
    parcels: Parcels | None
    declared: list[int | None] | None = None
    unit: str = ""
    tally: Tally = field(default_factory=Tally)

    def __len__(self) -> int:
        return len(self.fids)

    @property
    def drawn(self) -> np.ndarray | None:
        return None if self.parcels is None else self.parcels.cents

    def has(self, role: str) -> bool:
        return role in self.columns

    def texts(self, role: str) -> list[str]:
        """n texts without blanks around; '' for NULL and for a role without field."""
        return [text_of(value) for value in self.columns[role]] if self.has(role) else [""] * len(self)

    def declared_or_zero(self) -> np.ndarray:
        """(n,) int64 declared cents, 0 where none."""
        values = self.declared or [None] * len(self)
        return np.array([value or 0 for value in values], np.int64)

    def dates(self, role: str) -> tuple[list[dt.date | None], set[int]]:
        """n days, None where empty or unreadable, and the rows of the unreadable ones (which are listed)."""
        if not self.has(role):
            return [None] * len(self), set()
        known: dict = {}
        days: list[dt.date | None] = []
        bad: set[int] = set()
        for k, value in enumerate(self.columns[role]):
            key = value if isinstance(value, (str, int, float)) else None
            if key is not None and key in known:
                days.append(known[key])
                continue
            try:
                day = parse_date(value)
            except ImpossibleDate as error:
                bad.add(k)
                day = None
                self.tally.reject(self.name, self.fids[k], tr("impossible date in field '{field}': {why}; taken as "
                                  "unknown").format(field=self.fields[role], why=error.text(locale())))
            else:
                if key is not None:
                    known[key] = day
            days.append(day)
        if len(bad) >= _SURELY_WRONG and not any(days):
            value, name = self.columns[role][min(bad)], self.fields[role]
            raise WrongField(f"Layer '{self.name}': field '{name}' holds no dates ('{value}'): choose the field of "
                             f"{role} in FIELDS", f"图层“{self.name}”：字段“{name}”不是日期（“{value}”）；请在 FIELDS "
                             f"中指定 {role} 的字段")
        return days, bad

    def numbers(self, role: str) -> tuple[list[Decimal | None], set[int]]:
        """n exact numbers, and the rows whose value is none (listed)."""
        if not self.has(role):
            return [None] * len(self), set()
        out: list[Decimal | None] = []
        bad: set[int] = set()
        for k, value in enumerate(self.columns[role]):
            try:
                out.append(number(value))
            except ValueError:
                out.append(None)
                bad.add(k)
                self.tally.reject(self.name, self.fids[k], tr("'{value}' in field '{field}' is not a number >= 0; "
                                  "taken as unknown").format(value=value, field=self.fields[role]))
        return out, bad


def text_of(value) -> str:
    """A value as the text of a name or number of a document: no '.0', no blanks around; '' for NULL."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def is_table(given: Given) -> bool:
    """Whether a source has no geometry at all."""
    return given.source.wkbType() == QgsWkbTypes.Type.NoGeometry


def read_records(given: Given, fields: dict[str, str], tally: Tally, feedback: QgsFeedback, method: str,
                 advance: Callable[[int], None] | None = None) -> Records | None:
    """All usable rows of a layer; *fields* maps roles to field names. None when cancelled."""
    names = list(dict.fromkeys(fields.values()))
    if is_table(given):
        fids, rows = [], []
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        for feature in features_of(given.source, request):
            fids.append(feature.id())
            rows.append([plain(feature.attribute(name)) for name in names])
            if feedback.isCanceled():
                return None
        tally.read += len(fids)
        values = {name: [row[k] for row in rows] for k, name in enumerate(names)}
        ids, parcels = np.array(fids, np.int64), None
    else:
        parcels = read_parcels(given, names, tally, feedback, method, advance)
        if parcels is None:
            return None
        ids, values = parcels.fids, parcels.columns
    tally.used += len(ids)
    return Records(given.name, ids, dict(fields), {role: values[name] for role, name in fields.items()}, parcels,
                   tally=tally)


def declare(records: Records, role: str, given_unit: str | None, warnings: list[str]) -> None:
    """Fill the declared areas of the rows from the field of *role*; says how the unit was found where that matters.

    Raises `UnitUnknown`.
    """
    if not records.has(role):
        return
    values, _ = records.numbers(role)
    drawn = None if records.drawn is None else records.drawn.tolist()
    name = records.fields[role]
    unit, how = choose_unit(name, values, drawn, given_unit)
    records.declared = [None if value is None else to_cents(value, unit) for value in values]
    if drawn is None:
        for k in [k for k, cents in enumerate(records.declared) if cents is None and role != "cancelled_area"]:
            records.tally.reject(records.name, records.fids[k], tr("no area in field '{field}' and no geometry: counts "
                                 "as 0").format(field=name))
    records.unit = unit
    title = TITLES[unit][0 if locale() == "zh" else 1]
    if how == "contradicted":
        warnings.append(tr("Layer '{name}', field '{field}': read as {unit}, but that does not fit the drawn areas; "
                           "check the unit.").format(name=records.name, field=name, unit=title))
    elif how in ("assumed", "geometry"):
        by = tr("by the drawn areas") if how == "geometry" else tr("assumed: nothing tells it")
        warnings.append(tr("Layer '{name}', field '{field}': no unit in its name, read as {unit} ({by}).").format(
            name=records.name, field=name, unit=title, by=by))
