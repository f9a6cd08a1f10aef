"""图斑椭球面积: the official area of a polygon on the CGCS2000 ellipsoid, for whole batches at once.

国土调查办发〔2008〕32号 《图幅理论面积与图斑椭球面积计算公式及要求》, with the CGCS2000 constants of the third
survey (TD/T 1055-2019): plane coordinates in the Gauss zone → points inserted evenly so that none are more than
70 m apart, all to 4 decimals → B, L by the inverse Gauss series, to 6 decimals of a second → signed trapezoids between
each edge and a reference meridian → |Σ| per ring, holes subtracted.

Coordinates here are (e, n): e = easting minus false easting (metres from the central meridian), n = northing.
The meridian itself cancels in a closed ring, so polygons of all zones are measured in one call.
"""

from __future__ import annotations

import numpy as np

from .rings import Rings, expand

A = 6378137.0
INVERSE_FLATTENING = 298.257222101
B = A * (1 - 1 / INVERSE_FLATTENING)
E2 = (A * A - B * B) / (A * A)  # first eccentricity squared
E2_SECOND = (A * A - B * B) / (B * B)
POLAR_RADIUS = A * A / B  # C of the official text
SECONDS_PER_RADIAN = 206264.8062471  # ρ as printed in the official text

#: Longest distance between neighbouring points in the Gauss plane (三调: 70 m).
DENSIFY_M = 70.0

# Series of the footpoint latitude, CGCS2000 (third survey).
_K0 = 1.57048761144159e-07
_K = (5.05250178820567e-03, 2.98472900956587e-05, 2.41626669230084e-07, 2.22241238938534e-09)

#: Two coordinates closer than this (m) are the same number: coordinates meet exact ties of the 4th decimal (…00005),
#: and the float error must not decide them: 4e-9 m in an easting with prefix, 1e-10 m in interpolation.
_TIE_M = 5e-9

#: Densified points handled at a time; bounds the memory, not the result.
_CHUNK_POINTS = 1 << 20


def trapezoid_constants(e2: float = E2) -> tuple[float, float, float, float, float]:
    """A … E of the trapezoid series from the first eccentricity squared."""
    e4, e6, e8 = e2**2, e2**3, e2**4
    return (
        1 + 3 / 6 * e2 + 30 / 80 * e4 + 35 / 112 * e6 + 630 / 2304 * e8,
        1 / 6 * e2 + 15 / 80 * e4 + 21 / 112 * e6 + 420 / 2304 * e8,
        3 / 80 * e4 + 7 / 112 * e6 + 180 / 2304 * e8,
        1 / 112 * e6 + 45 / 2304 * e8,
        5 / 2304 * e8,
    )


_TRAPEZOID = trapezoid_constants()


def trapezoid(b1, b2, dl) -> np.ndarray:
    """Signed m² between latitudes b1, b2 (radians) over the longitude difference dl (radians)."""
    half = 0.5 * (b2 - b1)
    middle = 0.5 * (b1 + b2)
    total = np.zeros_like(half)
    for k, constant in enumerate(_TRAPEZOID):
        odd = 2 * k + 1
        total += (-1) ** k * constant * np.sin(odd * half) * np.cos(odd * middle)
    return 2 * B * B * dl * total


def sheet_area(south_deg: float, north_deg: float, width_deg: float) -> float:
    """图幅理论面积 in m² of a map sheet between two parallels and two meridians."""
    return float(trapezoid(np.radians(south_deg), np.radians(north_deg), np.radians(width_deg)))


def inverse_gauss(e: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(e, n) in metres → (longitude from the central meridian, latitude) in radians, by the official series."""
    x = _K0 * n
    sin = np.sin(x)
    sin2 = sin * sin
    foot = x + np.cos(x) * sin * (_K[0] - sin2 * (_K[1] - sin2 * (_K[2] - sin2 * _K[3])))
    cos_foot = np.cos(foot)
    t = np.tan(foot)
    t2 = t * t
    eta2 = E2_SECOND * cos_foot * cos_foot
    v2 = 1 + eta2
    u = e * np.sqrt(v2) / POLAR_RADIUS
    u2 = u * u
    latitude = foot + v2 * t * u2 * (
        -1 / 2
        + u2 * ((5 + 3 * t2 + eta2 - 9 * eta2 * t2) / 24 - u2 * (61 + 90 * t2 + 45 * t2 * t2) / 720)
    )
    longitude = u / cos_foot * (
        1
        - u2 * ((1 + 2 * t2 + eta2) / 6 - u2 * (5 + 28 * t2 + 24 * t2 * t2 + 6 * eta2 + 8 * eta2 * t2) / 120)
    )
    return longitude, latitude


def _plane_rounded(value: np.ndarray) -> np.ndarray:
    """Coordinates half-up to 4 decimals. Towards +∞ also west of the meridian, as the full Y (> 0) would be."""
    return np.floor(value * 1e4 + (0.5 + _TIE_M * 1e4)) / 1e4


def _angle_rounded(radians: np.ndarray) -> np.ndarray:
    """Radians half-up to 6 decimals of a second (the meridian is a whole second, so l rounds as L would)."""
    return np.floor(radians * (SECONDS_PER_RADIAN * 1e6) + 0.5) / (SECONDS_PER_RADIAN * 1e6)


def _edge_areas(e0, n0, e1, n1, rounded: bool) -> np.ndarray:
    """(k,) signed m² of the trapezoid strips of densified plane edges."""
    length = np.hypot(e1 - e0, n1 - n0)
    pieces = np.where(length > DENSIFY_M, np.floor(length / DENSIFY_M), 0).astype(np.int64) + 1
    step, edge = expand(np.zeros(len(pieces), np.int64), pieces + 1)
    share = step / pieces[edge]
    e = e0[edge] + (e1 - e0)[edge] * share
    n = n0[edge] + (n1 - n0)[edge] * share
    if rounded:
        e, n = _plane_rounded(e), _plane_rounded(n)
    longitude, latitude = inverse_gauss(e, n)
    if rounded:
        longitude, latitude = _angle_rounded(longitude), _angle_rounded(latitude)
    inner = np.nonzero(edge[1:] == edge[:-1])[0]
    strips = trapezoid(latitude[inner], latitude[inner + 1], 0.5 * (longitude[inner] + longitude[inner + 1]))
    return np.bincount(edge[inner], strips, minlength=len(pieces))


def official_areas(rings: Rings, rounded: bool = True) -> np.ndarray:
    """(n,) official m² of each polygon, before the final rounding to 0.01 m².

    *rings* hold (e, n) in metres. rounded=False leaves out the two intermediate roundings (for cross-checks).
    The same polygon gives the same bits in any batch. Cost is linear in the densified points, memory bounded.
    """
    e, n = rings.x, rings.y
    if rounded:
        e, n = _plane_rounded(e), _plane_rounded(n)
    start = rings.edges()
    length = np.hypot(e[start + 1] - e[start], n[start + 1] - n[start])
    points = np.cumsum(np.floor(length / DENSIFY_M) + 2)
    strips = np.empty(len(start))
    at = 0
    while at < len(start):
        done = points[at - 1] if at else 0
        to = max(at + 1, int(np.searchsorted(points, done + _CHUNK_POINTS)))
        i = start[at:to]
        strips[at:to] = _edge_areas(e[i], n[i], e[i + 1], n[i + 1], rounded)
        at = to
    ring_of_vertex = np.repeat(np.arange(len(rings.shape)), rings.count)
    return rings.sum_rings(np.bincount(ring_of_vertex[start], strips, minlength=len(rings.shape)))


def plane_areas(rings: Rings) -> np.ndarray:
    """(n,) area in the plane of the coordinates (shoelace), m². For AREA_METHOD = planar."""
    start = rings.edges()
    ring_of_vertex = np.repeat(np.arange(len(rings.shape)), rings.count)
    at = rings.first[:-1]
    x = rings.x - rings.x[np.repeat(at, rings.count)]  # near the origin, or the products lose digits
    y = rings.y - rings.y[np.repeat(at, rings.count)]
    cross = 0.5 * (x[start] * y[start + 1] - x[start + 1] * y[start])
    return rings.sum_rings(np.bincount(ring_of_vertex[start], cross, minlength=len(rings.shape)))
