"""Fields and rows of conformity's outputs."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDate

from ...nm_urban_plugin.core.conformity.judging import CONFLICTS, LINES, NOT_COMPUTABLE, VERDICTS, ZONES
from ...nm_urban_plugin.i18n import locale, tr
from ...nm_urban_plugin.jobs.conformity.job import ConformityResult
from ...nm_urban_plugin.jobs.conformity.run import PieceBatch
from ..framework.bulk import Rows
from ..framework.fields import LONG

LAND = ("agri", "crop", "built", "unused", "unknown")

CHECK_FIELDS = (
    ("src_fid", "long"),
    ("area_m2", "real", 2),
    *((f"{key}_m2", "real", 2) for key in (*LINES, *ZONES, *LAND)),
    ("verdict", "text", 0, 16),
    ("flag", "text"),
    ("why", "text", 0, LONG),
)

PIECE_FIELDS = (
    ("src_fid", "long"),
    ("line", "text", 0, 8),
    ("zone", "text"),
    ("area_m2", "real", 2),
    ("sliver", "int"),
)

#: Parameter that gives each line.
LINE_PARAMETERS = {"eco": "ECO_REDLINE", "farm": "FARMLAND", "ubd": "URBAN_BOUNDARY"}


def check_columns(done: ConformityResult, language: str) -> tuple[list, int]:
    """Columns of CHECK_FIELDS, and how many projects bear a flag."""
    checked = done.checked
    zones, land = checked.zones or {}, checked.land or {}
    none = [None] * len(checked.fids)
    cents = [checked.area, *(checked.lines[key] for key in LINES), *map(zones.get, ZONES), *map(land.get, LAND)]
    flags, why = done.rules.explained(checked, done.tolerance, language)
    columns = [checked.fids, *(none if one is None else one / 100 for one in cents), checked.verdict.tolist(),
               [",".join(one) for one in flags], why]
    return columns, sum(map(bool, flags))


def piece_rows(pieces: PieceBatch) -> Rows:
    """Columns of PIECE_FIELDS."""
    return Rows(pieces.wkb, pieces.bounds, [pieces.src_fid, [pieces.line] * len(pieces), pieces.zone,
                                            pieces.area / 100, pieces.sliver])


def measures(done: ConformityResult, method: str) -> list[list]:
    """Rows of the MEASURES table: what all projects take of each line, and how many there are per verdict."""
    day = QDate(done.as_of.year, done.as_of.month, done.as_of.day)
    n = len(done.checked.area)
    absent = [LINE_PARAMETERS[key] for key in LINES if done.checked.lines[key] is None]
    rows = []
    for key in LINES:
        total = done.total(key)
        rows.append([f"conformity_{key}_m2", "", day, None if total is None else total / 100, "m2", n, method,
                     done.source_name, "" if total is not None else LINE_PARAMETERS[key]])
    for verdict in VERDICTS:
        missing = ",".join(absent) if verdict == NOT_COMPUTABLE else ""
        rows.append([f"conformity_{verdict}_n", "", day, float(done.verdicts[verdict]), "1", n, method,
                     done.source_name, missing])
    return rows


def numbers(done: ConformityResult, n_flagged: int) -> dict:
    """The totals as numbers; NULL where a line was not given."""
    out = {f"{key.upper()}_M2": None if done.total(key) is None else done.total(key) / 100 for key in LINES}
    count = done.verdicts
    out["AREA_M2"] = int(done.checked.area.sum()) / 100
    out["N_CONFLICT"] = sum(count[verdict] for verdict in CONFLICTS)
    for name, verdict in (("N_NOT_COMPUTABLE", NOT_COMPUTABLE), ("N_INSIDE", "inside_boundary"),
                          ("N_OUTSIDE", "outside_boundary"), ("N_PARTLY", "partly_outside")):
        out[name] = count[verdict]
    out |= {"N_FLAGGED": n_flagged, "N_PIECES": done.n_pieces, "N_SLIVERS": done.n_slivers}
    return out


def say_verdicts(feedback, done: ConformityResult) -> None:
    """One line per verdict that occurs: how many projects, and what follows."""
    at = 0 if locale() == "zh" else 1
    for verdict in VERDICTS:
        if done.verdicts[verdict]:
            rule = done.rules.verdicts[verdict]
            feedback.pushInfo(tr("{title}: {n} projects; {consequence}").format(
                title=rule.title[at], n=done.verdicts[verdict], consequence=rule.consequence[at]))
