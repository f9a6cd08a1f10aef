"""The user's own features with our fields behind theirs: geometry as drawn, or as mended where it was mended."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from qgis.core import QgsFeatureRequest, QgsFeatureSource, QgsFields, QgsGeometry, QgsVectorLayer

from ...nm_urban_plugin.analysis.reading.batches import features_of, plain
from ...nm_urban_plugin.i18n import tr
from .fields import extended


def carried_fields(source: QgsFeatureSource, layer: QgsVectorLayer | None, extra: QgsFields, feedback) -> QgsFields:
    """The fields of a source plus ours; says which of the user's had to be renamed."""
    # a GeoPackage makes a field fid its key, so one that repeats must go by another name; geom is its geometry
    reserved = ("geom",) if _ids_are_unique(source, layer) else ("geom", "fid")
    fields, renamed = extended(source.fields(), extra, reserved)
    for old, new in renamed.items():
        feedback.pushWarning(tr("The layer's own field {old} is kept as {new}").format(old=old, new=new))
    return fields


def carried_features(source: QgsFeatureSource, fids: np.ndarray, mended: dict[int, bytes]
                     ) -> Iterator[tuple[int, QgsGeometry, list]]:
    """(k, geometry, attributes) of the features whose ids stand in fids (n,), k their place there; others are among
    the rejects."""
    order = np.argsort(fids, kind="stable")
    ids = fids[order]
    for feature in features_of(source, QgsFeatureRequest()):
        at = int(np.searchsorted(ids, feature.id()))
        if at == len(ids) or ids[at] != feature.id():
            continue
        geometry = feature.geometry()
        if feature.id() in mended:
            geometry = QgsGeometry()
            geometry.fromWkb(mended[feature.id()])
        yield int(order[at]), geometry, feature.attributes()


def _ids_are_unique(source: QgsFeatureSource, layer: QgsVectorLayer | None) -> bool:
    """Whether the field fid of the source, if it has one, can be the key of a table."""
    index = source.fields().lookupField("fid")
    # new features of an edit session have no key yet
    key = layer is not None and index in layer.primaryKeyAttributes() and not layer.isEditable()
    if index < 0 or key:
        return True
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([index])
    seen = set()
    for feature in features_of(source, request):
        value = plain(feature.attribute(index))
        if not isinstance(value, int) or value < 0 or value in seen:
            return False
        seen.add(value)
    return True
