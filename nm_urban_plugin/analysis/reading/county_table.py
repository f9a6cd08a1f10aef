"""Tables by county and year: quotas, rewards, tasks in 亩."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field

from qgis.core import QgsFeatureRequest

from ...core import places
from ...core.cells import ALL_YEARS
from ...core.dates import ImpossibleDate, parse_date
from ...core.units import scaled_half_up
from ...i18n import tr
from .batches import features_of, plain
from .source import Given
from .tally import Tally


@dataclass
class YearlyTable:
    """亩 by county and year: hundredths of a 亩 per (code, year); year 0 = for the whole period.

    total is the sum of all readable rows of the 103 county units, also of those without a polygon here; summed counts
    the rows that were added to an earlier row of their county and year.
    """

    values: dict[tuple[str, int], int] = field(default_factory=dict)
    total: int = 0
    summed: int = 0


def load_yearly(given: Given, code_field: str, year_field: str | None, value_field: str, years: range,
                tally: Tally) -> YearlyTable:
    """Read a quota or reward table. Rows of one county and year are summed and counted; unreadable rows are listed."""
    table = YearlyTable()
    wanted = [code_field, value_field] + ([year_field] if year_field else [])
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in features_of(given.source, request):
        raw = {name: plain(feature.attribute(name)) for name in wanted}
        code = places.normalise_code(raw[code_field])
        amount = _amount(raw[value_field])
        year = _year(raw[year_field]) if year_field else ALL_YEARS
        if not code or not places.is_county(code):
            reason = tr("unknown county code '{code}' in field '{field}': it is none of the 103 county units").format(
                code=raw[code_field], field=code_field)
        elif amount is None:
            reason = tr("'{value}' in field '{field}' is not an area in 亩 (a number >= 0)").format(
                value=raw[value_field], field=value_field)
        elif year is None:
            reason = tr("'{value}' in field '{field}' is not a year").format(value=raw[year_field], field=year_field)
        elif year != ALL_YEARS and year not in years:
            reason = tr("year {year} lies outside the plan period {first}-{last}").format(
                year=year, first=years[0], last=years[-1])
        else:
            key = (code, year)
            table.summed += key in table.values
            table.values[key] = table.values.get(key, 0) + amount
            table.total += amount
            continue
        tally.reject(given.name, feature.id(), reason)
    return table


def _amount(value) -> int | None:
    """Hundredths of a 亩, half-up; None for what is no number >= 0."""
    try:
        number = float(str(value).replace(",", "").replace("，", "").strip())
    except ValueError:
        return None
    return int(scaled_half_up(number, 2)) if math.isfinite(number) and number >= 0 else None


def _year(value) -> int | None:
    """A year as number, text ('2022', '2022年') or date; empty or 0 = the whole period; None for anything else."""
    if value is None or str(value).strip() in ("", "0"):
        return ALL_YEARS
    if isinstance(value, dt.date):
        return value.year
    text = str(value).strip().removesuffix("度").removesuffix("年").removesuffix(".0")
    if text.isdigit() and len(text) == 4:
        return int(text)
    try:
        found = parse_date(value)
    except ImpossibleDate:
        return None
    return found.year if found else ALL_YEARS
