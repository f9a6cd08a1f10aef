"""A table of published or reported figures, row by row, for core.idle.published."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsFeatureRequest

from ...analysis.reading.batches import features_of, plain
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core.idle.declared import unit_of_name
from ...core.idle.published import ITEMS, UNITS, Figure, Finding, Statement, check_all
from ...i18n import tr
from .records import text_of

_SHORT = {"supplied": "sup", "cancelled": "canc", "total": "total", "task": "task"}
#: (item, unit) → role of its field.
ROLES = {(item, unit): f"rep_{_SHORT[item]}_{unit}" for item in ITEMS for unit in UNITS}
_TOTAL_YEARS = ("", "0", "合计", "总计", "小计", "total", "all")


def columns_of(fields: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """(item, unit) → field. A field that names no unit serves one unit only: 亩."""
    out = {}
    for (item, unit), role in ROLES.items():
        field = fields.get(role)
        if field is None or (unit_of_name(field) or "mu") != unit:
            continue
        out[item, unit] = field
    return out


def read_reported(given: Given, fields: Mapping[str, str], tally: Tally) -> list[Finding]:
    """Read the table and check it; cells that are no figures are listed."""
    columns = columns_of(fields)
    statements = []
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in features_of(given.source, request):
        def cell(field, feature=feature):
            return text_of(plain(feature.attribute(field))) if field else ""

        figures = {}
        for key, field in columns.items():
            figure = _figure(cell(field), given, feature.id(), field, tally)
            if figure is not None:
                figures[key] = figure
        rate = _figure(cell(fields.get("rep_rate")), given, feature.id(), fields.get("rep_rate", ""), tally)
        year = cell(fields.get("year")).removesuffix("度").removesuffix("年")
        known = None if year.casefold() in _TOTAL_YEARS else int(year) if year.isdigit() else None
        statements.append(Statement(feature.id(), cell(fields.get("rep_name")), known, figures, rate))
    return check_all(statements)


def _figure(text: str, given: Given, fid: int, field: str, tally: Tally) -> Figure | None:
    if not text or text in ("-", "—", "/"):
        return None
    try:
        return Figure.of(text)
    except ValueError:
        tally.reject(given.name, fid, tr("'{value}' in field '{field}' is not a number >= 0; taken as unknown").format(
            value=text, field=field))
        return None
