"""The Gauss planes in which polygons are measured, without QGIS.

A layer in a CGCS2000 Gauss zone is measured in that zone. Polygons of any other CGCS2000 or WGS 84 layer are measured
in the 3° zone of their bounding-box centre; one that reaches more than 1.6° from that meridian is cut at the zone
borders and its parts are measured each in its own zone. An edge is straight in
its own layer's CRS: before any change of CRS it is densified there until its sagitta is under 0.1 mm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...core.ellipsoid import trig
from ...core.ellipsoid.gauss import MAX_FROM_MERIDIAN, Zone, forward, inverse, zone_number
from ...core.ellipsoid.official import plane_areas
from ...core.rings import Rings, join
from ..geos import default
from .wkb import decode, encode

SAGITTA_M = 0.0001

#: Degrees of latitude between vertices of a zone border; its sagitta in the plane is then 6 µm at most.
_BORDER_STEP = 0.001

#: Many points at once, x and y in, x and y out.
Change = Callable[[np.ndarray, np.ndarray], "tuple[np.ndarray, np.ndarray]"]


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


class Planes:
    """How coordinates of one CRS get to the Gauss plane and back.

    zone        the Gauss zone of the coordinates, or None where the zone is chosen polygon by polygon
    geographic  whether they are degrees
    there, back  to longitude and latitude and back, where the coordinates are neither degrees nor in a Gauss zone
    """

    def __init__(self, zone: Zone | None, geographic: bool, there: Change | None = None,
                 back: Change | None = None) -> None:
        self.zone, self.geographic = zone, geographic
        self._there, self._back = there, back

    # -- points -----------------------------------------------------------------------------------------------

    def lonlat(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Layer coordinates → longitude, latitude in degrees (CGCS2000)."""
        if self.geographic:
            return x, y
        if self.zone is not None:
            return inverse(x - self.zone.false_easting, y, self.zone.meridian)
        return self._there(x, y)

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
        return self._back(x, y)

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
        geos = default()
        whole = geos.read(encode(degrees)[0])
        west, south, east, north = geos.box(whole).tolist()
        out = []
        for number in range(int(zone_number(west)), int(zone_number(east)) + 1):
            middle = 3.0 * number
            strip = geos.read(_zone_strip(middle, south, north))
            part = decode([geos.write(geos.intersection(whole, strip))]).rings
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
            rings = rings.with_points(pieces)
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


@dataclass(frozen=True)
class Clean:
    """Measurable features of one batch: ids, rings in the layer's CRS, columns, and which were mended."""

    fids: np.ndarray
    rings: Rings
    columns: dict[str, list]
    mended: np.ndarray
    frame: Planes

    @cached_property
    def shapes(self) -> Shapes:
        """The polygons in the planes where they are measured (zone layers never ask)."""
        return self.frame.shapes(self.rings)

    def __len__(self) -> int:
        return len(self.fids)


def _zone_strip(meridian: float, south: float, north: float) -> bytes:
    """WKB of the 3° zone about a meridian, beyond two parallels, in degrees. Its borders carry vertices, because they
    are curves in the plane and the cut must follow them as closely as every other edge."""
    lat = _BORDER_STEP * np.arange(np.floor(south / _BORDER_STEP) - 1, np.ceil(north / _BORDER_STEP) + 2)
    x = np.repeat([meridian + 1.5, meridian - 1.5, meridian + 1.5], [len(lat), len(lat), 1])
    one = np.zeros(1, np.int64)
    ring = Rings(x, np.concatenate([lat, lat[::-1], lat[:1]]), np.array([0, len(x)], np.int64), one, one,
                 np.zeros(1, bool), 1)
    return encode(ring)[0]
