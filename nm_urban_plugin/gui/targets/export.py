"""The rows that are shown, as a file: sheet, csv or report."""

from __future__ import annotations

from pathlib import Path

from ...core.targets.readiness import layer_name
from ...core.targets.rows import TargetRow
from ...exchange.targets.report import write_html
from ...exchange.targets.view import ViewMeta, write_csv, write_xlsx
from ...i18n import locale, tr
from .evaluation import Evaluation
from .formatting import record_of

#: Ending → (writer, whether areas are shown in the unit chosen)
WRITERS = {".xlsx": write_xlsx, ".csv": write_csv, ".html": write_html}


def file_filter() -> str:
    """The kinds of files for a file dialog."""
    return ";;".join((tr("Sheet (*.xlsx)"), tr("Text for spreadsheets (*.csv)"), tr("Report (*.html)")))


def ending_of(chosen_filter: str) -> str:
    """The ending of a line of `file_filter`."""
    return next((ending for ending in WRITERS if f"*{ending}" in chosen_filter), ".xlsx")


def export(path: str, rows: list[TargetRow], evaluation: Evaluation, filters: list[str], area_unit: str) -> str:
    """Write the rows to *path* by its ending (.xlsx where it has none of ours); returns the path written.

    Raises NotWritten where it cannot be written; an older file then stays as it was.
    """
    if Path(path).suffix.lower() not in WRITERS:
        path += ".xlsx"
    question, lang = evaluation.question, locale()
    role = layer_name(evaluation.run.role, lang) if evaluation.run.role else ""
    meta = ViewMeta(evaluation.run.given.name, role, question.as_of.isoformat(), lang, filters,
                    conventions_in_words(evaluation))
    WRITERS[Path(path).suffix.lower()](path, [record_of(row, area_unit) for row in rows], meta)
    return path


def conventions_in_words(evaluation: Evaluation) -> list[str]:
    """What no plan states: tolerances, the area method, units assumed."""
    run, rules = evaluation.run, evaluation.question.own.conventions
    about = tr("“About” allows {points:g} points of a rate and {share:g} % of a total (convention of the plugin).")
    out = [about.format(points=rules.tolerance_points, share=rules.tolerance_total_pct)]
    if run.reader.needs_area:
        out.append(tr("Areas: {method} on the CGCS2000 ellipsoid, {crs}.").format(
            method=evaluation.question.method, crs=run.given.crs.authid() or run.given.crs.description()))
    units = run.reader.assumed_units()
    if units:
        out.append(tr("Units assumed, as the headings name none: {units}").format(units=", ".join(units)))
    rejected = run.tally.count("rejected")
    out.append(tr("Features read {read}, rejected {rejected}.").format(read=run.tally.read, rejected=rejected))
    return out
