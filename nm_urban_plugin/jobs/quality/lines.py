"""Lengths of lines on the ellipsoid."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsDistanceArea, QgsGeometry

from ...analysis.reading.area import ELLIPSOID
from ...analysis.reading.batches import Batch
from ...analysis.reading.frames import Frame


def line_lengths(read: Batch, frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """((n,) m, −1 where there is no geometry; (n,) bool without geometry)."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(frame.crs, QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    out = np.full(len(read), -1.0)
    for k in range(len(read)):
        blob = read.blob(k)
        if blob:
            geometry = QgsGeometry()
            geometry.fromWkb(blob)
            if not geometry.isEmpty():
                out[k] = measure.measureLength(geometry)
    return out, out < 0
