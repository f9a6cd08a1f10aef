"""Tables by county and year: quotas, rewards, tasks, whatever unit of area their heading names.

Every such table is read by the same rules: totals, unit, note and signature rows are no data; one county and year in
several rows counts once where the rows say the same, and not at all where they differ; the years of a county are its
leaves, and a whole-period row beside them must equal their sum; rows of a league or of the region stand for that unit
and are never added to its counties.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from qgis.core import QgsFeatureRequest

from ...core import places
from ...core.cells import (
    ALL_YEARS,
    Unit,
    UnreadableCell,
    heading_unit,
    is_empty,
    not_negative,
    period,
    unit_named,
    year,
)
from ...core.messages import Message
from ...core.resources import BilingualError
from ...core.roles import match
from ...core.tables import BLANK, DATA, UNITS, one_per_key, row_kind, unit_of_row
from .batches import features_of, plain
from .source import Given
from .table_rows import is_table, sheet_columns
from .tally import Tally

#: Hundredths of a 亩 in a base unit of area (0.01 m²).
_HUNDREDTHS = Fraction(100) / unit_named("亩", "area").factor


@dataclass(frozen=True)
class YearlyTable:
    """亩 by county and year: hundredths of a 亩 per (code, year); year 0 = for the whole period.

    values    county rows; a county with years has no whole-period row beside them
    groups    rows of leagues and of the region, which stand for that unit
    total     sum of all county rows, also of counties without a polygon here
    warnings  what a reader must know of the table
    """

    values: dict[tuple[str, int], int] = field(default_factory=dict)
    groups: dict[tuple[str, int], int] = field(default_factory=dict)
    warnings: list[Message] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.values.values())

    def of_group(self, code: str) -> int | None:
        """What the table gives a league or the region for the whole period; None where it has no row for it."""
        if (code, ALL_YEARS) in self.groups:
            return self.groups[code, ALL_YEARS]
        years = [amount for (found, _), amount in self.groups.items() if found == code]
        return sum(years) if years else None


def load_yearly(given: Given, code_field: str, year_field: str | None, value_field: str, years: range,
                tally: Tally) -> YearlyTable:
    """Read a quota, reward or task table; what is no data or cannot be used is listed in *tally* with the reason.

    The unit of the heading holds, else that of a row of units (单位：公顷) (said), else 亩. Where the cell of the
    code is empty, the full name of the place will do. Raises `UnitMismatch` where the heading of the values names
    another unit than of area.
    """
    unit, of_row = heading_unit(value_field, "area"), None
    data: list[tuple[int, dict]] = []
    name_field = match("county_name", [field.name() for field in given.source.fields()])
    for fid, cells, row in _rows(given, (code_field, year_field, value_field, name_field)):
        kind = row_kind(cells) if cells is not None else DATA
        if kind == BLANK:
            continue
        if kind != DATA:
            tally.reject(given.name, fid, Message(f"shared.row_{kind}"))
            of_row = of_row or (unit_of_row(cells, "area") if kind == UNITS else None)
            continue
        if is_empty(row[code_field]) and name_field:
            row[code_field] = row[name_field]
        data.append((fid, row))
    warnings = []
    if unit is None and of_row is not None:
        warnings.append(Message("shared.unit_of_row", {"name": given.name, "field": value_field, "unit": of_row.name}))
    unit = unit or of_row or unit_named("亩", "area")
    fids, keys, amounts = [], [], []
    for fid, row in data:
        try:
            key, amount = _key_of(row, code_field, year_field, years), _amount(row[value_field], value_field, unit)
        except BilingualError as error:
            tally.reject(given.name, fid, error)
            continue
        fids.append(fid)
        keys.append(key)
        amounts.append(amount)
    table = _settled(given.name, fids, keys, amounts, tally)
    table.warnings[:0] = warnings
    return table


def _rows(given: Given, names):
    """(feature id, all cells of a row without geometry else None, the cells of the wanted fields by name)."""
    columns = sheet_columns(given) if is_table(given) else None
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in features_of(given.source, request):
        values = feature.attributes()
        cells = None if columns is None else [plain(values[k]) for k in columns]
        yield feature.id(), cells, {name: plain(feature.attribute(name)) for name in names if name}


def _key_of(row: dict, code_field: str, year_field: str | None, years: range) -> tuple[str, int]:
    code = places.code_of(row[code_field])
    if code is None or not (places.is_county(code) or code == places.REGION or places.league_of(code) == code):
        raise places.why_no_county(row[code_field], code_field)
    found = ALL_YEARS
    if year_field and period(row[year_field]) != (years[0], years[-1]):
        try:
            found = year(row[year_field]) or ALL_YEARS
        except UnreadableCell as error:
            raise UnreadableCell(error.value, f"{error.en} (field '{year_field}')",
                                 f"{error.zh}（字段“{year_field}”）") from error
    if found != ALL_YEARS and found not in years:
        raise UnreadableCell(found, f"year {found} lies outside the plan period {years[0]}-{years[-1]}",
                             f"年份 {found} 不在规划期 {years[0]}—{years[-1]} 内")
    return code, found


def _amount(cell, name: str, unit: Unit) -> int:
    """Hundredths of a 亩, rounded half-up once from the digits as written."""
    try:
        found = not_negative(cell, unit)
    except UnreadableCell as error:
        found, why = None, error
    else:
        why = UnreadableCell(cell, "the cell is empty", "单元格为空")
    if found is None:
        raise UnreadableCell(cell, f"field '{name}': {why.en}; an area >= 0 is expected",
                             f"字段“{name}”：{why.zh}；应为不小于零的面积")
    exact = found * _HUNDREDTHS
    return int((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))


def _settled(name: str, fids: list[int], keys: list[tuple[str, int]], amounts: list[int], tally: Tally) -> YearlyTable:
    table, unique = YearlyTable(), one_per_key(keys, amounts)
    for (code, found), rows in sorted(unique.differing.items()):
        for row in rows:
            tally.reject(name, fids[row], Message("shared.row_differs", {
                "place": places.name_of(code) or code, "code": code, "year": found or "—", "n": len(rows)}))
    if unique.repeated:
        table.warnings.append(Message("shared.rows_repeated", {"name": name, "n": len(unique.repeated)}))
    for key, row in unique.chosen.items():
        side = table.values if places.is_county(key[0]) else table.groups
        side[key] = amounts[row]
    _drop_whole_periods(name, table.values, table.warnings)
    _compare_groups(name, table)
    return table


def _drop_whole_periods(name: str, values: dict[tuple[str, int], int], warnings: list[Message]) -> None:
    """The years are the leaves: a whole-period row beside them is compared with their sum, and never added."""
    for code in [code for code, found in values if found == ALL_YEARS]:
        leaves = [amount for (other, found), amount in values.items() if other == code and found != ALL_YEARS]
        if not leaves:
            continue
        whole = values.pop((code, ALL_YEARS))
        if whole != sum(leaves):
            warnings.append(Message("shared.whole_differs", {
                "name": name, "place": places.name_of(code), "whole": f"{whole / 100:.2f}",
                "years": f"{sum(leaves) / 100:.2f}"}))


def _compare_groups(name: str, table: YearlyTable) -> None:
    """The own row of a league or the region stands; that its counties sum to something else is said."""
    for code in sorted({code for code, _ in table.groups}):
        members = {unit.code for unit in places.counties_of(code)}
        counties = [amount for (found, _), amount in table.values.items() if found in members]
        own = table.of_group(code)
        if counties and own is not None and own != sum(counties):
            table.warnings.append(Message("shared.group_differs", {
                "name": name, "place": places.name_of(code), "own": f"{own / 100:.2f}",
                "counties": f"{sum(counties) / 100:.2f}"}))
