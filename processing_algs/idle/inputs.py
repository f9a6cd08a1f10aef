"""Which fields of the layers of a stock inventory play which role; what is missing is named with its remedy."""

from __future__ import annotations

from qgis.core import QgsProcessingException, QgsWkbTypes

from ...nm_urban_plugin.analysis.reading.frames import Frame
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.reading.table_rows import is_table
from ...nm_urban_plugin.core.idle.facts import FACT_ROLES
from ...nm_urban_plugin.i18n import tr
from ...nm_urban_plugin.jobs.idle.inputs import Layers
from ...nm_urban_plugin.jobs.idle.published import ROLES as REPORTED_ROLES
from ..framework.field_mapping import Wanted

APPROVED, SUPPLIED, CANCELLED = "APPROVED", "SUPPLIED", "CANCELLED"
COUNTIES, COUNTY_CODE, TASKS, REPORTED = "COUNTIES", "COUNTY_CODE", "TASKS", "REPORTED"

#: Columns that formats and programs add of themselves, and row numbers: they say nothing of the land.
_NUMBERING = {"fid", "id", "gid", "ogc_fid", "objectid", "objectid_1", "shape_leng", "shape_le_1", "shape_length",
              "shape_area"}

ROLES = {
    APPROVED: ("approval_id", "approval_date", "approved_area", "compensated_on", "used_on", "county_code", "year",
               "project_name"),
    SUPPLIED: ("approval_id", "supply_id", "supplied_area", "county_code", *FACT_ROLES),
    CANCELLED: ("approval_id", "cancelled_on", "cancelled_area"),
    COUNTIES: ("county_code", "county_name"),
    TASKS: ("county_code", "year", "task_mu"),
    REPORTED: ("rep_name", "year", *REPORTED_ROLES.values(), "rep_rate"),
}


def check_geometry(given: Given | None) -> None:
    """Raise for a layer of points or lines, and for a CRS that cannot be accounted in."""
    if given is None or is_table(given):
        return
    kind = QgsWkbTypes.geometryType(given.source.wkbType())
    if kind in (QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.LineGeometry):
        raise QgsProcessingException(tr("Layer '{name}' is neither polygons nor a table without geometry.").format(
            name=given.name))
    Frame(given.crs, given.name)


def wanted_of(layers: dict[str, Given | None]) -> list[Wanted]:
    """The roles that each layer is asked for; which are needed depends on what is drawn and what is a table."""
    out = []
    for parameter, roles in ROLES.items():
        needed = _needed(parameter, layers) if layers.get(parameter) is not None else ()
        out += [Wanted(parameter, role, COUNTY_CODE if (parameter, role) == (COUNTIES, "county_code") else "",
                       needed=role in needed) for role in roles]
    return out


def _needed(parameter: str, layers: dict[str, Given | None]) -> tuple[str, ...]:
    """Roles without which nothing can be computed. Without geometry it is the documents that tie supplies to
    approvals, and the declared areas that count."""
    given = layers[parameter]
    by_document = any(layers.get(name) is not None and is_table(layers[name]) for name in (APPROVED, SUPPLIED))
    if parameter in (APPROVED, SUPPLIED):
        area = {APPROVED: "approved_area", SUPPLIED: "supplied_area"}[parameter]
        dates = ("approval_date",) if parameter == APPROVED and (by_document or not _only_drawn(given)) else ()
        return (*dates, *(("approval_id",) if by_document else ()), *((area,) if is_table(given) else ()))
    if parameter == CANCELLED:
        return ("approval_id",) if by_document or is_table(given) else ()
    return {COUNTIES: ("county_code",), TASKS: ("county_code", "task_mu")}.get(parameter, ())


def _only_drawn(given: Given) -> bool:
    """Whether a layer is geometry alone: no columns but row numbers. Its areas can be told, its dates cannot."""
    return not is_table(given) and all(field.name().casefold() in _NUMBERING for field in given.source.fields())


def layers_of(given: dict[str, Given | None]) -> Layers:
    """The layers of the job."""
    return Layers(given[APPROVED], given[SUPPLIED], given.get(CANCELLED), given.get(COUNTIES), given.get(TASKS),
                  given.get(REPORTED))
