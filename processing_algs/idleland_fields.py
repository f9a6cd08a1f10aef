"""Which fields of the layers of a stock inventory play which role; what is missing is named with its remedy."""

from __future__ import annotations

from qgis.core import QgsProcessingException, QgsWkbTypes

from ..nm_urban_plugin.analysis.frames import Frame
from ..nm_urban_plugin.analysis.idle_inputs import Layers
from ..nm_urban_plugin.analysis.idle_records import is_table
from ..nm_urban_plugin.analysis.idle_reported import ROLES as REPORTED_ROLES
from ..nm_urban_plugin.analysis.loading import Given
from ..nm_urban_plugin.core.idle_facts import FACT_ROLES
from ..nm_urban_plugin.core.roles import match
from ..nm_urban_plugin.i18n import tr

APPROVED, SUPPLIED, CANCELLED = "APPROVED", "SUPPLIED", "CANCELLED"
COUNTIES, TASKS, REPORTED = "COUNTIES", "TASKS", "REPORTED"

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


def fields_of(layers: dict[str, Given | None], overrides: dict[str, str], county_field: str = ""
              ) -> dict[str, dict[str, str]]:
    """Per parameter, role → field for the roles that its layer has. Raises where a needed one is missing."""
    out: dict[str, dict[str, str]] = {}
    for parameter, roles in ROLES.items():
        given = layers.get(parameter)
        if given is None:
            continue
        names = [field.name() for field in given.source.fields()]
        own = {k: v for k, v in overrides.items() if v.casefold() in [n.casefold() for n in names]}
        found = {role: match(role, names, own) for role in roles}
        if parameter == COUNTIES and county_field:
            if county_field not in names:
                raise QgsProcessingException(tr("Layer '{name}' has no field '{field}'.").format(
                    name=given.name, field=county_field))
            found["county_code"] = county_field
        out[parameter] = {role: field for role, field in found.items() if field is not None}
        for role in _needed(parameter, layers):
            if role not in out[parameter]:
                raise QgsProcessingException(tr("Layer '{name}' has no field for '{role}': choose it in {remedy} (it "
                                                "has: {have}).").format(
                    name=given.name, role=role, remedy="FIELDS", have=", ".join(names)))
    used = {field.casefold() for fields in out.values() for field in fields.values()}
    known = {role for roles in ROLES.values() for role in roles}
    missing = [field for role, field in overrides.items() if role in known and field.casefold() not in used]
    if missing:
        raise QgsProcessingException(tr("FIELDS names fields that no layer has: {fields}").format(
            fields=", ".join(missing)))
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
