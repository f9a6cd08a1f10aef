"""What `files.look` found → a layer of QGIS: in the encoding of its records, or as a clean table in memory."""

from __future__ import annotations

from qgis.core import Qgis, QgsFeature, QgsField, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from ...core.quality import Column
from .files import Found

if Qgis.QGIS_VERSION_INT >= 33800:
    from qgis.PyQt.QtCore import QMetaType

    _TYPES = {"text": QMetaType.Type.QString, "real": QMetaType.Type.Double, "int": QMetaType.Type.Int,
              "date": QMetaType.Type.QDate}
else:
    from qgis.PyQt.QtCore import QVariant

    _TYPES = {"text": QVariant.Type.String, "real": QVariant.Type.Double, "int": QVariant.Type.Int,
              "date": QVariant.Type.Date}


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
    layer = QgsVectorLayer("None", name, "memory")
    provider = layer.dataProvider()
    provider.addAttributes([_field(column) for column in found.clean.columns])
    layer.updateFields()
    features = []
    for row in found.clean.rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([_value(value) for value in row])
        features.append(feature)
    provider.addFeatures(features)
    layer.setCustomProperty("nm_urban/left_out", "\n".join(found.clean.report("zh")))
    layer.setCustomProperty("nm_urban/source", f"{found.path}|{found.table}")
    return layer


def _field(column: Column) -> QgsField:
    return QgsField(column.name, _TYPES[column.kind])


def _value(value):
    return QDate(value.year, value.month, value.day) if hasattr(value, "isoformat") else value
