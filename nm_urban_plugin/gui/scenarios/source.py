"""Where the scenario panel gets its figures: county tables of the project, their claims, and the shapes for the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qgis.core import QgsFeatureRequest, QgsFeedback, QgsGeometry, QgsProject, QgsVectorLayer, QgsWkbTypes

from ...analysis.reading.batches import features_of, plain
from ...analysis.reading.roles import FIELDS_PROPERTY
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core import places
from ...core.hooks.allotment import Claim
from ...core.messages import Message, worded
from ...core.resources import BilingualError
from ...core.roles import match, match_all, parse_fields_json
from ...i18n import locale, tr
from ...jobs.hooks.job import EARNING, ROLES, read_claims

#: The region has 103 county units; a table with far more rows is another kind of table.
MOST_ROWS = 2000

#: The property that marks the panel's own layer.
MAP_PROPERTY = "nm_urban/scenario_map"


class TableRefused(Exception):
    """The table cannot be used; the message, in the user's language, says why."""


@dataclass(frozen=True)
class CountyTable:
    """Claims, how many rows cannot be used with the reason of the first, and how columns were read."""

    claims: tuple[Claim, ...]
    rejected: int = 0
    reason: str = ""
    said: tuple[Message, ...] = ()


def fields_of(layer: QgsVectorLayer) -> dict[str, str | None] | None:
    """Field of each role; None where the layer has no county code or nothing that earns quota."""
    names = [field.name() for field in layer.fields()]
    try:
        found = match_all(ROLES, names, parse_fields_json(str(layer.customProperty(FIELDS_PROPERTY, "") or "")))
    except BilingualError:  # a mapping for other roles, or of a layer that lost fields
        found = match_all(ROLES, names)
    return found if found["county_code"] and any(found[role] for role in EARNING) else None


def county_tables(project: QgsProject) -> list[QgsVectorLayer]:
    """Tables that the hooks can be computed from: those with the most of the figures first, then by name."""
    ranked = []
    for layer in project.mapLayers().values():
        if not isinstance(layer, QgsVectorLayer) or not layer.isValid() or layer.customProperty(MAP_PROPERTY):
            continue
        if layer.fields().lookupField("capped_mu") >= 0:  # a result
            continue
        found = fields_of(layer)
        if found is not None:
            ranked.append((-sum(name is not None for name in found.values()), layer.name(), layer.id(), layer))
    return [layer for *_, layer in sorted(ranked, key=lambda row: row[:3])]


def read_table(layer: QgsVectorLayer) -> CountyTable:
    """All claims of a layer as it is now, edits included. Raises `TableRefused`."""
    fields = fields_of(layer)
    if fields is None:
        raise TableRefused(tr("The layer has no county code, or neither disposed land, settled people nor base quota."))
    count = layer.featureCount()
    if count > MOST_ROWS:
        raise TableRefused(tr("The layer has {n} rows: a table with one row per county is expected.").format(
            n=f"{count:,}"))
    tally, said = Tally(), []
    claims, _ = read_claims(Given(layer, layer.crs(), layer.name(), layer), fields, tally, QgsFeedback(), said)
    first = worded(tally.rejects[0].reason, locale()) if tally.rejects else ""
    return CountyTable(tuple(claims or ()), len(tally.rejects), first, tuple(said))


def shapes_layer(project: QgsProject, table: QgsVectorLayer) -> QgsVectorLayer | None:
    """The polygons to draw: the table's own, else those of another county layer of the project; None = there are none.
    """
    if _is_polygon(table):
        return table
    for layer in sorted(project.mapLayers().values(), key=lambda one: (one.name(), one.id())):
        usable = isinstance(layer, QgsVectorLayer) and layer.isValid() and _is_polygon(layer)
        if usable and not layer.customProperty(MAP_PROPERTY) and 0 < layer.featureCount() <= MOST_ROWS and (
                _code_field(layer) is not None):
            return layer
    return None


def shapes_of(layer: QgsVectorLayer) -> Mapping[str, QgsGeometry]:
    """Geometry by county code; parts of one county are joined as they are drawn."""
    field = _code_field(layer)
    out: dict[str, QgsGeometry] = {}
    if field is None:
        return out
    request = QgsFeatureRequest().setSubsetOfAttributes([layer.fields().lookupField(field)])
    for feature in features_of(layer, request):
        code = places.normalise_code(plain(feature.attribute(field)))
        if not code or not places.is_county(code) or feature.geometry().isNull():
            continue
        geometry = QgsGeometry(feature.geometry())
        geometry.convertToMultiType()
        out[code] = geometry if code not in out else QgsGeometry.collectGeometry([out[code], geometry])
    return out


def _is_polygon(layer: QgsVectorLayer) -> bool:
    return QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry


def _code_field(layer: QgsVectorLayer) -> str | None:
    return match("county_code", [field.name() for field in layer.fields()])
