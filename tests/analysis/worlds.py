"""Frames, rings and small worlds for the tests of analysis/."""

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from nm_urban.nm_urban_plugin.analysis.overlay.partition import NONE
from nm_urban.nm_urban_plugin.analysis.reading.batches import BATCH_SIZE, FeatureReader
from nm_urban.nm_urban_plugin.analysis.reading.frames import Frame
from nm_urban.nm_urban_plugin.analysis.reading.intake import Intake
from nm_urban.nm_urban_plugin.analysis.reading.planes import Shapes
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.analysis.reading.wkb import decode, encode

E0, N0 = 37_555_000.0, 4_520_000.0  # a corner in zone 37, as layers in EPSG:4525 have it


def frame(crs="EPSG:4525", name="layer") -> Frame:
    return Frame(QgsCoordinateReferenceSystem(crs), name)


def rings_of(geometries):
    """WKT or anything with .wkb (shapely), or None → Rings."""
    blobs = []
    for geometry in geometries:
        if isinstance(geometry, str):
            blobs.append(bytes(QgsGeometry.fromWkt(geometry).asWkb()))
        else:
            blobs.append(None if geometry is None else geometry.wkb)
    return decode(blobs).rings


def plane_shapes(geometries, meridian=111.0) -> Shapes:
    """Polygons that lie already in the (e, n) plane of a zone."""
    rings = rings_of(geometries)
    return Shapes(rings, np.arange(rings.n), np.full(rings.n, meridian))


def qgs(rings):
    """Rings → list of QgsGeometry."""
    out = []
    for blob in encode(rings):
        geometry = QgsGeometry()
        geometry.fromWkb(blob)
        out.append(geometry)
    return out


def geometries_of(cells):
    """Plane geometry of each cell of an overlay, None where it is the whole shape."""
    made = qgs(cells.pieces)
    return [None if k == NONE else made[k] for k in cells.drawn.tolist()]


def batches_of(layer, columns=(), size=BATCH_SIZE, fast=False):
    """(clean batches, tally) of a layer."""
    tally = Tally()
    reader = FeatureReader(layer, list(columns), layer if fast else None, size)
    return list(Intake(reader, Frame(layer.crs(), layer.name()), tally)), tally
