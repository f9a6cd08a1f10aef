"""Lines as a street network takes them, and how long their segments are on the ellipsoid.

Coordinates are held as whole millimetres from the middle of the layer. Two vertices are the same place when these
numbers are the same, so no comparison depends on the noise of floating point, and products of differences are exact
for segments up to 60 km.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid import trig
from ...core.ellipsoid.official import E2, INVERSE_FLATTENING, A

MM = 1000.0

#: Directions in which a line may be travelled.
BOTH, AS_DRAWN, AGAINST = 0, 1, -1

#: A layer may not be wider or higher than this (m): its millimetres must fit 32 bits.
WIDEST_M = 4_000_000.0

#: Segments measured at a time: their intermediates stay in the cache. No result depends on it.
_CHUNK = 1 << 16

_THIRD = 1 / (2 * INVERSE_FLATTENING - 1)
_RECTIFYING_RADIUS = A / (1 + _THIRD) * (1 + _THIRD**2 / 4 + _THIRD**4 / 64)


@dataclass(frozen=True, eq=False)
class Lines:
    """n polylines, as GeoArrow holds them.

    xy      (v, 2) float64 vertices in metres: easting from the central meridian (false easting taken off), northing
    first   (n + 1,) int64 offsets: line k is xy[first[k] : first[k + 1]]
    oneway  (n,) int8: `BOTH`, `AS_DRAWN`, `AGAINST`
    level   (n,) int16: 0 on the ground, > 0 bridges, < 0 tunnels
    kmh     (n,) float64 speeds, > 0; None where nobody asks for times

    Lines of different levels meet only where the raised or sunken one ends. Make them with :meth:`of`.
    """

    xy: np.ndarray
    first: np.ndarray
    oneway: np.ndarray
    level: np.ndarray
    kmh: np.ndarray | None = None

    @staticmethod
    def of(xy, first, oneway=None, level=None, kmh=None) -> Lines:
        """The lines, checked. Raises ValueError for offsets that are none, NaN, speeds ≤ 0 and other lengths."""
        xy = np.ascontiguousarray(xy, np.float64).reshape(-1, 2)
        first = np.ascontiguousarray(first, np.int64)
        if not len(first) or first[0] != 0 or first[-1] != len(xy) or (first[1:] < first[:-1]).any():
            raise ValueError("first must ascend from 0 to the number of vertices")
        n = len(first) - 1
        oneway = np.zeros(n, np.int8) if oneway is None else np.asarray(oneway).astype(np.int8)
        level = np.zeros(n, np.int16) if level is None else np.asarray(level).astype(np.int16)
        kmh = None if kmh is None else np.asarray(kmh, np.float64)
        if any(column is not None and len(column) != n for column in (oneway, level, kmh)):
            raise ValueError("one direction, level and speed is needed for each line")
        if kmh is not None and not (np.isfinite(kmh) & (kmh > 0)).all():
            raise ValueError("speeds must be > 0 km/h")
        if not np.isfinite(xy).all():
            raise ValueError("coordinates must be finite")
        return Lines(xy, first, oneway, level, kmh)

    @property
    def n(self) -> int:
        """How many lines there are."""
        return len(self.first) - 1


@dataclass(frozen=True)
class Origin:
    """Where the millimetres start: east, north in whole millimetres; how lengths are taken.

    *ellipsoidal*: x, y are eastings from a central meridian and northings of the Gauss plane of CGCS2000, and lengths
    are those on the ellipsoid; else lengths are those of the plane.
    """

    east: int
    north: int
    ellipsoidal: bool

    def inward(self, xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Metres (p, 2) → x, y (p,) float64 millimetres from the origin, not rounded."""
        xy = np.asarray(xy, np.float64).reshape(-1, 2)
        return xy[:, 0] * MM - self.east, xy[:, 1] * MM - self.north

    def outward(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Millimetres from the origin → (p, 2) metres."""
        out = np.empty((len(x), 2))
        out[:, 0] = (x + np.float64(self.east)) / MM
        out[:, 1] = (y + np.float64(self.north)) / MM
        return out

    def lengths(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """(v − 1,) float64 millimetres of the segments from each vertex to the next."""
        out = np.empty(max(len(x) - 1, 0))
        for a in range(0, len(out), _CHUNK):
            at = slice(a, min(a + _CHUNK, len(out)) + 1)
            x0, y0 = x[at].astype(np.float64), y[at].astype(np.float64)
            out[a: a + _CHUNK] = self.chords(x0[:-1], y0[:-1], np.diff(x0), np.diff(y0))
        return out

    def chords(self, x0, y0, dx, dy) -> np.ndarray:
        """float64 millimetres of straight segments that start at x0, y0 and run dx, dy (millimetres)."""
        plane = np.sqrt(dx * dx + dy * dy)
        if not self.ellipsoidal:
            return plane
        middle = x0 + 0.5 * dx + self.east
        square = (middle * middle + dx * dx / 12) / MM**2
        return plane * inverse_scale(square, (y0 + 0.5 * dy + self.north) / MM)


def inverse_scale(easting_squared: np.ndarray, northing: np.ndarray) -> np.ndarray:
    """1/k: metres on the ellipsoid per metre of the Gauss plane, from m² and m.

    The projection is conformal, so the length of a straight segment of the plane is ∫ ds / k. With x = e²/(MN), M and N
    the radii of curvature at the footpoint latitude, Redfearn's series (Empire Survey Review 9 no. 69, 1948) is

        k = 1 + x/2 + x² (1 + 4η²)/24 + x³/720,   η² = e'² cos² φ

    good to 3e-10 within 400 km of the meridian. Along a segment e² has the mean e_m² + Δe²/12, which is what callers
    pass; a segment of 10 km is then right to micrometres.
    """
    mu = northing / _RECTIFYING_RADIUS
    sin2 = trig.sin(2 * mu)
    # footpoint latitude = μ + 3n/2 sin 2μ + …: sin² of it is wanted to 1e-7 only
    sine = trig.sin(mu + (1.5 * _THIRD) * sin2)
    sine *= sine
    shrink = 1 - E2 * sine
    x = easting_squared * (shrink * shrink / (A * A * (1 - E2)))
    four = (1 + 4 * E2 / (1 - E2) * (1 - sine)) / 24
    return 1 / (1 + x * (0.5 + x * (four + x / 720)))


def middle(xy: np.ndarray, ellipsoidal: bool) -> Origin:
    """The origin in the middle of vertices (v, 2). Raises ValueError where they lie too far apart."""
    if not len(xy):
        return Origin(0, 0, ellipsoidal)
    low, high = xy.min(axis=0), xy.max(axis=0)
    if (high - low).max() > WIDEST_M:
        raise ValueError("the lines are spread over more than 4000 km")
    east, north = (int(v) for v in np.rint((low + high) / 2 * MM))
    return Origin(east, north, ellipsoidal)
