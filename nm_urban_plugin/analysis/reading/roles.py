"""Which role a layer plays: what the user said, what its GeoPackage says, else its fields. Never its display name."""

from __future__ import annotations

from collections.abc import Mapping

from osgeo import gdal
from qgis.core import QgsFields, QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes

from ...core.roles import field_roles, layer_roles, role_of_schema
from .arrow import opened

ROLE_PROPERTY = "nm_urban/role"
FIELDS_PROPERTY = "nm_urban/fields"
CHOSEN, IN_FILE, BY_FIELDS, NONE = "chosen", "in_file", "by_fields", "none"

_KINDS = {
    QgsWkbTypes.GeometryType.PolygonGeometry: "polygon", QgsWkbTypes.GeometryType.LineGeometry: "line",
    QgsWkbTypes.GeometryType.PointGeometry: "point", QgsWkbTypes.GeometryType.NullGeometry: "none",
}


def geometry_kind(wkb_type) -> str:
    """polygon, line, point, none; any where the source does not tell."""
    return _KINDS.get(QgsWkbTypes.geometryType(wkb_type), "any")


def known_roles() -> tuple[str, ...]:
    """All layer roles."""
    return tuple(dict.fromkeys(layer.role for layer in layer_roles()))


def role_of_fields(fields: QgsFields, wkb_type, overrides: Mapping[str, str] | None = None) -> str | None:
    """The role that the fields and the geometry suggest; *overrides* (FIELDS) name fields as an alias would."""
    kind = geometry_kind(wkb_type)
    names = [field.name() for field in fields]
    have = {name.casefold() for name in names}
    names += [field_roles()[role].aliases[0] for role, name in (overrides or {}).items() if name.casefold() in have]
    return role_of_schema(names, None if kind == "any" else kind)


def detect_role(layer: QgsVectorLayer) -> tuple[str, str]:
    """(role, how it was found): chosen by the user, written in the file, by its fields, or ('', 'none')."""
    chosen = str(layer.customProperty(ROLE_PROPERTY, "") or "")
    if chosen:
        return chosen, CHOSEN
    written = role_in_file(layer)
    if written:
        return written, IN_FILE
    found = role_of_fields(layer.fields(), layer.wkbType())
    return (found, BY_FIELDS) if found else ("", NONE)


def set_role(layer: QgsVectorLayer, role: str) -> None:
    """Remember the user's choice in the layer (saved with the project); '' forgets it."""
    if role:
        layer.setCustomProperty(ROLE_PROPERTY, role)
    else:
        layer.removeCustomProperty(ROLE_PROPERTY)


def role_in_file(layer: QgsVectorLayer) -> str:
    """The role that an algorithm wrote into the layer's GeoPackage; '' if there is none."""
    if layer.providerType() != "ogr":
        return ""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = str(parts.get("path") or "")
    if not path.lower().endswith(".gpkg"):
        return ""
    source = opened(path, gdal.OF_READONLY)
    if source is None:
        return ""
    name = str(parts.get("layerName") or "")
    table = source.GetLayerByName(name) if name else source.GetLayer(0)
    return str(table.GetMetadataItem(ROLE_PROPERTY) or "") if table is not None else ""
