"""From a layer's CRS to the Gauss plane in which its polygons are measured.

A layer in a CGCS2000 Gauss zone is measured in that zone. Polygons of any other CGCS2000 or WGS 84 layer are measured
in the 3° zone of their bounding-box centre; one that reaches more than 1.6° from that meridian is cut at the zone
borders and its parts are measured each in its own zone. An edge is straight in
its own layer's CRS: before any change of CRS it is densified there until its sagitta is under 0.1 mm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsWkbTypes,
)

from ...core.ellipsoid import trig
from ...core.ellipsoid.gauss import MAX_FROM_MERIDIAN, forward, inverse, zone_number
from ...core.ellipsoid.official import plane_areas
from ...core.ellipsoid.straight import HALF_WIDTH_M
from ...core.rings import Rings, expand, join
from ...i18n import tr
from .crs import LAT, LON, NORTH, gauss_zone, why_off_zone
from .wkb import decode, encode

SAGITTA_M = 0.0001
LONLAT = "EPSG:4490"

#: Degrees of latitude between vertices of a zone border; its sagitta in the plane is then 6 µm at most.
_BORDER_STEP = 0.001


@dataclass(frozen=True)
class Shapes:
    """Polygons in Gauss planes: rings of (e, n), the feature (index in the batch, ascending) and central meridian of
    each."""

    rings: Rings
    feature: np.ndarray
    meridian: np.ndarray

    def take(self, which: np.ndarray) -> Shapes:
        """The shapes *which* (ascending)."""
        return Shapes(self.rings.take(which), self.feature[which], self.meridian[which])

    def known(self, area: np.ndarray) -> np.ndarray:
        """(n,) m² of the shapes from the *area* of their features: of one that is all of its feature and no speck; else
        NaN."""
        alone = np.bincount(self.feature, minlength=len(area))[self.feature] == 1
        return np.where(alone & (area[self.feature] > 0), area[self.feature], np.nan)


class Frame:
    """How one layer's coordinates get to the Gauss plane and back.

    zone is the layer's own Gauss zone, or None where the zone is chosen polygon by polygon.
    """

    def __init__(self, crs: QgsCoordinateReferenceSystem, layer_name: str) -> None:
        self.crs = crs
        self.name = layer_name
        self.zone = gauss_zone(crs, layer_name)
        self.geographic = crs.isGeographic()
        self._there = self._back = None
        if self.zone is None and not self.geographic:
            lonlat = QgsCoordinateReferenceSystem(LONLAT)
            context = QgsCoordinateTransformContext()
            self._there = QgsCoordinateTransform(crs, lonlat, context)
            self._back = QgsCoordinateTransform(lonlat, crs, context)

    # -- points -----------------------------------------------------------------------------------------------

    def lonlat(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Layer coordinates → longitude, latitude in degrees (CGCS2000)."""
        if self.geographic:
            return x, y
        if self.zone is not None:
            return inverse(x - self.zone.false_easting, y, self.zone.meridian)
        return _transform_points(self._there, x, y)

    def plane(self, x: np.ndarray, y: np.ndarray, meridian) -> tuple[np.ndarray, np.ndarray]:
        """Layer coordinates → (e, n) of the Gauss plane about *meridian* (degrees, scalar or one per point)."""
        if self.zone is not None and np.all(meridian == self.zone.meridian):
            return x - self.zone.false_easting, y
        return forward(*self.lonlat(x, y), meridian)

    def source(self, e: np.ndarray, n: np.ndarray, meridian) -> tuple[np.ndarray, np.ndarray]:
        """(e, n) → layer coordinates; the inverse of :meth:`plane`."""
        if self.zone is not None and np.all(meridian == self.zone.meridian):
            return e + self.zone.false_easting, n
        x, y = inverse(e, n, meridian)
        if self.geographic:
            return x, y
        if self.zone is not None:
            e, n = forward(x, y, self.zone.meridian)
            return e + self.zone.false_easting, n
        return _transform_points(self._back, x, y)

    # -- polygons ---------------------------------------------------------------------------------------------

    def to_meridian(self, rings: Rings, meridian: float) -> Rings:
        """All polygons into the plane about one meridian (for zone layers that are overlaid there)."""
        if self.zone is not None and self.zone.meridian == meridian:
            return rings.with_xy(rings.x - self.zone.false_easting, rings.y)
        each = np.full(rings.n, float(meridian))
        dense = self._densify(rings, each)
        return dense.with_xy(*self.plane(dense.x, dense.y, float(meridian)))

    def shapes(self, rings: Rings) -> Shapes:
        """Polygons of this layer → shapes in the planes in which they are measured."""
        if self.zone is not None:
            plane = rings.with_xy(rings.x - self.zone.false_easting, rings.y)
            return Shapes(plane, np.arange(rings.n, dtype=np.int64), np.full(rings.n, self.zone.meridian))
        bounds = self._lonlat_bounds(rings)
        meridian = 3.0 * zone_number((bounds[:, 0] + bounds[:, 2]) / 2)
        reach = np.maximum(meridian - bounds[:, 0], bounds[:, 2] - meridian)
        wide = np.nonzero(reach > MAX_FROM_MERIDIAN)[0]
        dense = self._densify(rings, meridian)
        if len(wide) == 0:
            plane = self.plane(dense.x, dense.y, meridian[dense.vertex_shape()])
            return Shapes(dense.with_xy(*plane), np.arange(rings.n, dtype=np.int64), meridian)
        parts, feature, meridians = [], [np.zeros(0, np.int64)], [np.zeros(0)]
        at = 0
        for k in [*wide.tolist(), rings.n]:
            narrow = np.arange(at, k, dtype=np.int64)
            kept = dense.take(narrow)
            parts.append(kept.with_xy(*self.plane(kept.x, kept.y, meridian[narrow][kept.vertex_shape()])))
            feature.append(narrow)
            meridians.append(meridian[narrow])
            for part, middle in self._cut_at_zone_borders(dense.take([k])) if k < rings.n else ():
                parts.append(part)
                feature.append(np.array([k], np.int64))
                meridians.append(np.array([middle]))
            at = k + 1
        return Shapes(join(parts), np.concatenate(feature), np.concatenate(meridians))

    def _lonlat_bounds(self, rings: Rings) -> np.ndarray:
        if self.geographic:
            return rings.bounds()
        return rings.with_xy(*self.lonlat(rings.x, rings.y)).bounds()

    def _cut_at_zone_borders(self, rings: Rings) -> list[tuple[Rings, float]]:
        """One densified polygon → its parts per 3° zone, in the plane of each."""
        degrees = rings.with_xy(*self.lonlat(rings.x, rings.y))
        whole = QgsGeometry()
        whole.fromWkb(encode(degrees)[0])
        box = whole.boundingBox()
        out = []
        for number in range(int(zone_number(box.xMinimum())), int(zone_number(box.xMaximum())) + 1):
            middle = 3.0 * number
            strip = _zone_strip(middle, box.yMinimum(), box.yMaximum())
            part = decode([bytes(polygons_of(whole.intersection(strip)).asWkb())]).rings
            if len(part.shape):
                out.append((part.with_xy(*forward(part.x, part.y, middle)), middle))
        return out

    def _densify(self, rings: Rings, meridian: np.ndarray) -> Rings:
        """Insert points, evenly on each edge, until edges straight here have a sagitta < 0.1 mm in the plane."""
        for _ in range(8):
            start = rings.edges()
            if not len(start):
                return rings
            each = meridian[rings.vertex_shape()]
            e, n = self.plane(rings.x, rings.y, each)
            dx, dy = rings.x[start + 1] - rings.x[start], rings.y[start + 1] - rings.y[start]
            sagitta = np.zeros(len(start))
            for share in (0.25, 0.5, 0.75):  # three, or an edge with an inflection would look straight
                me, mn = self.plane(rings.x[start] + share * dx, rings.y[start] + share * dy, each[start])
                off_e = me - (e[start] + share * (e[start + 1] - e[start]))
                off_n = mn - (n[start] + share * (n[start + 1] - n[start]))
                sagitta = np.maximum(sagitta, trig.hypot(off_e, off_n))
            if sagitta.max() < SAGITTA_M:
                return rings
            pieces = np.ones(len(rings.x), np.int64)
            # the sagitta falls with the square of the number of pieces; 0.9 leaves room for unevenness. An edge that
            # is good is left alone, so that its points do not depend on the other polygons of the batch
            needed = np.ceil(np.sqrt(sagitta / (0.9 * SAGITTA_M)))
            pieces[start] = np.where(sagitta < SAGITTA_M, 1, needed).astype(np.int64)
            step, vertex = expand(np.zeros(len(pieces), np.int64), pieces)
            share = step / pieces[vertex]
            after = np.minimum(vertex + 1, len(rings.x) - 1)
            x = rings.x[vertex] + share * (rings.x[after] - rings.x[vertex])
            y = rings.y[vertex] + share * (rings.y[after] - rings.y[vertex])
            first = np.concatenate([[0], np.cumsum(pieces, dtype=np.int64)])[rings.first]
            rings = Rings(x, y, first, rings.shape, rings.part, rings.hole, rings.n)
        return rings

    def rough_areas(self, rings: Rings) -> np.ndarray:
        """(n,) m² to a few percent, without leaving the layer's CRS: enough to tell an area from none."""
        if not self.geographic:
            return plane_areas(rings)
        # in metres first: sums of rings are exact to fractions of a unit, and a square degree is 12 000 km²
        area = plane_areas(rings.with_xy(rings.x * self.unit_m, rings.y * self.unit_m))
        middle = rings.bounds()[:, [1, 3]].mean(axis=1) if rings.n else np.zeros(0)
        return area * trig.cos(trig.radians(middle))

    @property
    def reach(self) -> float:
        """How far (degrees of longitude) a polygon may lie from the meridian of the plane it is measured in."""
        return MAX_FROM_MERIDIAN if self.zone is None else 6.0

    @property
    def unit_m(self) -> float:
        """Metres to a unit of the layer's coordinates, roughly."""
        return 111_320.0 if self.geographic else 1.0

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


def _zone_strip(meridian: float, south: float, north: float) -> QgsGeometry:
    """The 3° zone about a meridian, beyond two parallels, in degrees. Its borders carry vertices, because they are
    curves in the plane and the cut must follow them as closely as every other edge."""
    lat = _BORDER_STEP * np.arange(np.floor(south / _BORDER_STEP) - 1, np.ceil(north / _BORDER_STEP) + 2)
    x = np.repeat([meridian + 1.5, meridian - 1.5, meridian + 1.5], [len(lat), len(lat), 1])
    one = np.zeros(1, np.int64)
    ring = Rings(x, np.concatenate([lat, lat[::-1], lat[:1]]), np.array([0, len(x)], np.int64), one, one,
                 np.zeros(1, bool), 1)
    strip = QgsGeometry()
    strip.fromWkb(encode(ring)[0])
    return strip


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


def polygons_of(geometry: QgsGeometry) -> QgsGeometry:
    """The polygonal part of a GEOS result (touching polygons also give points and lines); empty if there is none."""
    if geometry.isNull() or geometry.isEmpty():
        return QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")
    polygon = QgsWkbTypes.GeometryType.PolygonGeometry
    if geometry.type() == polygon:
        return geometry
    parts = [g for g in geometry.asGeometryCollection() if g.type() == polygon and not g.isEmpty()]
    return QgsGeometry.collectGeometry(parts) if parts else QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")


def geometry_from_wkb(wkb: bytes) -> QgsGeometry:
    """A polygon as it is."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def sound(wkb: bytes) -> QgsGeometry:
    """A polygon in the plane as GEOS can cut it. What is valid in its layer's CRS can cross itself in the plane by less
    than the sagitta (a hole that touches a long edge of its shell), and GEOS then cuts wrongly or not at all."""
    geometry = geometry_from_wkb(wkb)
    return geometry if geometry.isGeosValid() else polygons_of(geometry.makeValid())


def united(blobs: list[bytes]) -> QgsGeometry:
    """Parts of one polygon that were made in several planes, as one geometry in the layer's CRS.

    Their common borders agree to a nanometre only; where GEOS stumbles over that the parts are joined one by one, each
    made valid, and what still cannot be joined stays a part of its own.
    """
    parts = [sound(blob) for blob in blobs]
    whole = QgsGeometry.unaryUnion(parts)
    if not whole.isNull() and whole.isGeosValid():
        return polygons_of(whole)
    whole = parts[0]
    for part in parts[1:]:
        more = whole.combine(part)
        whole = QgsGeometry.collectGeometry([whole, part]) if more.isNull() else more
    return polygons_of(whole if whole.isGeosValid() else whole.makeValid())
