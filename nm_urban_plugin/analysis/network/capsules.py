"""Outlines around short lines on the ellipsoid, with a radius that changes along the line: true metres everywhere.

All points within r(s) of a straight piece, r linear along it, fill the convex hull of the circles about its ends (a
'capsule', tapered where the radii differ). Offsets are computed from each end by its own radii of curvature, to second
order: 1 mm off at 5 km, 7 cm at 20 km.
"""

from __future__ import annotations

import numpy as np

from ...core.ellipsoid import trig

#: CGCS2000: semi-major axis and square of the eccentricity.
_A, _E2 = 6_378_137.0, 0.006694380022903416

#: Points on each of the two arcs, minus one. The chords of a whole circle cut in by r (1 − cos(π/n)) = 0.21 % of r,
#: those of a half circle by a quarter of that.
ARC = 48


def curvature_radii(lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Radii of curvature in metres at latitudes in degrees: along the meridian, and across it."""
    w2 = 1 - _E2 * np.square(trig.sin(trig.radians(lat)))
    w = np.sqrt(w2)
    return _A * (1 - _E2) / (w2 * w), _A / w


def offset(lon: np.ndarray, lat: np.ndarray, azimuth: np.ndarray, metres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points at a distance from others (degrees), in directions in radians clockwise from north. Broadcasts."""
    along, across = curvature_radii(lat)
    sin, cos = trig.sin_cos(trig.radians(lat))
    east, north = trig.sin_cos(azimuth)
    north, east = metres * north, metres * east
    tan = sin / cos
    d_lat = north / along - east * east * tan / (2 * along * across)
    d_lat = d_lat - 1.5 * _E2 * sin * cos * np.square(north / along) / (1 - _E2 * sin * sin)
    d_lon = east / (across * cos) * (1 + north * tan / across)
    return lon + trig.degrees(d_lon), lat + trig.degrees(d_lat)


def capsules(start: np.ndarray, end: np.ndarray, r_start: np.ndarray, r_end: np.ndarray) -> np.ndarray:
    """Closed rings (n, 2·`ARC` + 3, 2) around pieces from start (n, 2) to end (n, 2); all lon, lat in degrees.

    r_start, r_end (n,): radii in metres, ≥ 0, not both 0. Where one circle holds the other the ring is that circle.
    """
    middle = (start[:, 1] + end[:, 1]) / 2
    along, across = curvature_radii(middle)
    east = trig.radians(end[:, 0] - start[:, 0]) * across * trig.cos(trig.radians(middle))
    north = trig.radians(end[:, 1] - start[:, 1]) * along
    length = trig.hypot(east, north)
    swallowed = length <= np.abs(r_start - r_end)
    first = r_start >= r_end  # the larger circle is the one about the start
    a = np.where((swallowed & ~first)[:, None], end, start)
    b = np.where((swallowed & first)[:, None], start, end)
    ra = np.where(swallowed & ~first, r_end, r_start)
    rb = np.where(swallowed & first, r_start, r_end)
    heading = np.where(swallowed, 0.0, trig.arctan2(east, north))
    cosine = np.clip(np.where(swallowed, 0.0, (ra - rb) / np.where(length > 0, length, 1.0)), -1, 1)
    lean = trig.arctan2(np.sqrt((1 - cosine) * (1 + cosine)), cosine)
    share = np.linspace(0.0, 1.0, ARC + 1)
    back = heading[:, None] + lean[:, None] + share * (2 * trig.PI - 2 * lean[:, None])
    front = heading[:, None] - lean[:, None] + share * 2 * lean[:, None]
    lon_a, lat_a = offset(a[:, :1], a[:, 1:], back, ra[:, None])
    lon_b, lat_b = offset(b[:, :1], b[:, 1:], front, rb[:, None])
    lon, lat = np.hstack([lon_a, lon_b, lon_a[:, :1]]), np.hstack([lat_a, lat_b, lat_a[:, :1]])
    return np.stack([lon, lat], axis=2)
