"""A table of published or reported figures, row by row, for core.idle.published."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsFeedback

from ...analysis.reading.source import Given
from ...analysis.reading.table_rows import read_table
from ...analysis.reading.tally import Tally
from ...core import cells
from ...core.dates import ImpossibleDate
from ...core.idle.declared import UNITS as AREA_UNITS
from ...core.idle.published import ITEMS, UNITS, Figure, Finding, Statement, check_all
from ...core.messages import Message

_SHORT = {"supplied": "sup", "cancelled": "canc", "total": "total", "task": "task"}
#: (item, unit) → role of its field.
ROLES = {(item, unit): f"rep_{_SHORT[item]}_{unit}" for item in ITEMS for unit in UNITS}


def columns_of(fields: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """(item, unit) → field. A field that names no unit serves one unit only: 亩."""
    out = {}
    for (item, unit), role in ROLES.items():
        field = fields.get(role)
        if field is None:
            continue
        named = cells.heading_unit(field, "area") or AREA_UNITS["mu"]
        if named.factor == AREA_UNITS[unit].factor:
            out[item, unit] = field
    return out


def read_reported(given: Given, fields: Mapping[str, str], tally: Tally, said: list[Message], feedback: QgsFeedback
                  ) -> list[Finding]:
    """Read the table and check it; cells that are no figures are listed. Its totals are figures to be checked, too."""
    columns = columns_of(fields)
    rows = read_table(given, [*fields.values()], tally, feedback, with_totals=True)
    if rows is None:
        return []
    n = len(rows.fids)

    def column(role: str) -> list:
        return rows.columns.get(fields.get(role, ""), [None] * n)

    def read(k: int, field: str, reader, cell):
        try:
            return reader(cell)
        except (cells.UnreadableCell, ImpossibleDate) as error:
            tally.reject(given.name, rows.fids[k], Message("idle.bad_number", {"field": field, "why": error}))
            return None

    percents = cells.percents(column("rep_rate"))
    if percents.as_fractions:
        said.append(Message("idle.rate_as_fractions", {"name": given.name, "field": fields["rep_rate"]}))
    statements = []
    for k in range(n):
        figures = {key: read(k, field, Figure.of, rows.columns[field][k]) for key, field in columns.items()}
        rate = read(k, fields.get("rep_rate", ""), lambda cell: Figure.of(cell, percents.as_fractions),
                    column("rep_rate")[k])
        year = read(k, fields.get("year", ""), cells.year, column("year")[k])
        statements.append(Statement(int(rows.fids[k]), cells.text(column("rep_name")[k]), year or None,
                                    {key: one for key, one in figures.items() if one is not None}, rate))
    return check_all(statements)
