"""From a layer's CRS to the planes in which its polygons are measured: what QGIS knows of the CRS."""

from __future__ import annotations

from functools import partial

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
)

from ...core.ellipsoid.straight import HALF_WIDTH_M
from ...core.rings import Rings
from ...i18n import tr
from ..geos.by_qgis import geometry_from_wkb
from .area import ELLIPSOID
from .crs import LAT, LON, NORTH, gauss_zone, why_off_zone
from .planes import Planes
from .wkb import encode

LONLAT = "EPSG:4490"


class Frame(Planes):
    """How one layer's coordinates get to the Gauss plane and back. Raises CrsRefused where they cannot."""

    def __init__(self, crs: QgsCoordinateReferenceSystem, layer_name: str) -> None:
        self.crs = crs
        self.name = layer_name
        zone, changes = gauss_zone(crs, layer_name), ()
        if zone is None and not crs.isGeographic():
            lonlat, context = QgsCoordinateReferenceSystem(LONLAT), QgsCoordinateTransformContext()
            changes = [partial(_transform_points, QgsCoordinateTransform(a, b, context))
                       for a, b in ((crs, lonlat), (lonlat, crs))]
        super().__init__(zone, crs.isGeographic(), *changes)

    def geodesic_areas(self, rings: Rings) -> np.ndarray:
        """(n,) m² between geodesics of the CGCS2000 ellipsoid through the vertices."""
        measure = QgsDistanceArea()
        measure.setSourceCrs(self.crs, QgsCoordinateTransformContext())
        measure.setEllipsoid(ELLIPSOID)
        return np.array([measure.measureArea(geometry_from_wkb(blob)) for blob in encode(rings)], float)

    # -- plausibility -----------------------------------------------------------------------------------------

    def misplaced(self, bounds: np.ndarray) -> np.ndarray:
        """(n,) bool: polygons whose bounding box (n, 4) cannot lie in China in this CRS."""
        x, y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
        if self.zone is not None:
            reach = np.maximum(np.abs(bounds[:, 0] - self.zone.false_easting),
                               np.abs(bounds[:, 2] - self.zone.false_easting))
            ok = (reach <= HALF_WIDTH_M) & (y >= NORTH[0]) & (y <= NORTH[1])
        else:
            with np.errstate(invalid="ignore"):
                lon, lat = self.lonlat(x, y)
            ok = (lon >= LON[0]) & (lon <= LON[1]) & (lat >= LAT[0]) & (lat <= LAT[1])
        return ~ok & np.isfinite(x)

    def why_misplaced(self, x: float, y: float) -> str:
        """What is probably wrong with a polygon centred on (x, y) in layer coordinates, and the remedy."""
        crs = self.crs.authid() or self.crs.description()
        if self.zone is None and self.geographic:
            if abs(x) <= 90 and LON[0] <= abs(y) <= LON[1]:
                return tr("longitude and latitude are swapped: exchange the axes of the layer")
            if max(abs(x), abs(y)) > 360:
                return tr("coordinates are metres but the CRS {crs} is in degrees: set the CRS of the Gauss zone in "
                          "which the layer was drawn").format(crs=crs)
            return tr("coordinates lie outside China in {crs}").format(crs=crs)
        if self.zone is not None:
            return why_off_zone(self.zone, crs, x, y)
        return tr("coordinates lie outside China in {crs}: check the layer's CRS").format(crs=crs)


def _transform_points(transform: QgsCoordinateTransform, x, y) -> tuple[np.ndarray, np.ndarray]:
    """Many points at once, through one LineString in WKB (PyQGIS has no array interface)."""
    x, y = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
    if not len(x):
        return x.copy(), y.copy()
    xy = np.stack([x, y], 1).astype("<f8")
    line = QgsGeometry()
    line.fromWkb(b"\x01\x02\x00\x00\x00" + np.uint32(len(x)).astype("<u4").tobytes() + xy.tobytes())
    line.transform(transform)
    out = np.frombuffer(bytes(line.asWkb())[9:], "<f8").reshape(-1, 2)
    return out[:, 0].copy(), out[:, 1].copy()
