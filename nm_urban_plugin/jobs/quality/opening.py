"""What `files.look` found → a layer of QGIS: in the encoding of its records, or as a clean table in memory."""

from __future__ import annotations

from urllib.parse import quote

from qgis.core import QgsFeature, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from ...core.quality import Column
from .files import Found

#: Kinds of columns as the memory provider spells them.
_TYPES = {"text": "string(0,0)", "real": "double(0,0)", "int": "integer(0,0)", "date": "date(0,0)"}


def open_layer(found: Found) -> QgsVectorLayer | None:
    """The layer, None where it cannot be used. A sheet or text table comes as a clean table in memory."""
    if not found.usable:
        return None
    name = found.table or found.path.stem
    if found.clean is not None:
        return _in_memory(found, found.path.stem if found.table in ("", "Sheet1") else name)
    source = f"{found.path}|layername={found.table}" if found.table else str(found.path)
    layer = QgsVectorLayer(source, name, "ogr")
    if found.encoding is not None and found.encoding.best:
        layer.setProviderEncoding(found.encoding.best)
    return layer if layer.isValid() else None


def _in_memory(found: Found, name: str) -> QgsVectorLayer:
    """The clean table; its report stands with the layer (custom property nm_urban/left_out)."""
    fields = "&".join(map(_field, found.clean.columns))
    layer = QgsVectorLayer(f"None?{fields}", name, "memory")
    features = []
    for row in found.clean.rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([_value(value) for value in row])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.setCustomProperty("nm_urban/left_out", "\n".join(found.clean.report("zh")))
    layer.setCustomProperty("nm_urban/source", f"{found.path}|{found.table}")
    return layer


def _field(column: Column) -> str:
    return f"field={quote(column.name, safe='')}:{_TYPES[column.kind]}"


def _value(value):
    return QDate(value.year, value.month, value.day) if hasattr(value, "isoformat") else value
