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

from .rings import Rings, owners

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

#: Vertices and densified points handled at a time: few enough for the cache, enough that two threads do not spend
#: their time on handing the interpreter lock to and fro. No result depends on it.
_CHUNK_VERTICES, _CHUNK_POINTS = 1 << 15, 1 << 16


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


def _strip_polynomial(k0, k1, k2, k3, k4) -> tuple[float, float, float, float, float]:
    """Σ (−1)ᵏ (2k+1) constant · cos (2k+1)B / cos B as a polynomial in cos² B, lowest power first."""
    return (k0 + 9 * k1 + 25 * k2 + 49 * k3 + 81 * k4, -12 * k1 - 100 * k2 - 392 * k3 - 1080 * k4,
            80 * k2 + 784 * k3 + 3888 * k4, -448 * k3 - 5184 * k4, 2304 * k4)


_STRIP = _strip_polynomial(*_TRAPEZOID)


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
    sin, cos = np.sin(x), np.cos(x)
    sin2 = sin * sin
    step = cos * sin * (_K[0] - sin2 * (_K[1] - sin2 * (_K[2] - sin2 * _K[3])))  # footpoint latitude minus x, < 0.0026
    # sine and cosine of the sum by those of x: the Taylor series of the step ends at the last bit of a double
    s2 = step * step
    sin_step = step * (1 - s2 / 6 * (1 - s2 / 20))
    cos_step = 1 - s2 / 2 * (1 - s2 / 12 * (1 - s2 / 30))
    cos_foot = cos * cos_step - sin * sin_step
    t = (sin * cos_step + cos * sin_step) / cos_foot
    t2 = t * t
    eta2 = E2_SECOND * cos_foot * cos_foot
    v2 = 1 + eta2
    u = e * np.sqrt(v2) / POLAR_RADIUS
    u2 = u * u
    latitude = (5 + 3 * t2 + eta2 - 9 * eta2 * t2) / 24 - u2 * ((61 + (90 + 45 * t2) * t2) / 720)
    latitude = x + step + v2 * t * u2 * (u2 * latitude - 1 / 2)
    longitude = (5 + (28 + 24 * t2) * t2 + (6 + 8 * t2) * eta2) * (1 / 120)
    longitude = u / cos_foot * (1 - u2 * ((1 + 2 * t2 + eta2) / 6 - u2 * longitude))
    return longitude, latitude


def _plane_rounded(value: np.ndarray) -> np.ndarray:
    """Coordinates half-up to 4 decimals. Towards +∞ also west of the meridian, as the full Y (> 0) would be."""
    return np.floor(value * 1e4 + (0.5 + _TIE_M * 1e4)) / 1e4


def _strips(longitude, latitude, unit: float) -> np.ndarray:
    """(k − 1,) signed m² between successive points (in units of *unit* radians) and the meridian longitude = 0.

    The trapezoid formula for points at most 70 m apart: cos (2k+1)B = cos B · polynomial in cos² B, so one cosine
    serves all five terms; sin (2k+1)h / (2k+1) = sin h · (1 + O(h²)), where h < 6e-6 makes the rest 1e-13 of a strip.
    Differences are taken of whole units and therefore exact.
    """
    half = (latitude[1:] - latitude[:-1]) * (0.5 * unit)
    cosine = (latitude[1:] + latitude[:-1]) * (0.5 * unit)
    np.cos(cosine, out=cosine)
    c = cosine * cosine
    bracket = c * _STRIP[4]
    for constant in _STRIP[3:0:-1]:
        bracket += constant
        bracket *= c
    bracket += _STRIP[0]
    bracket *= cosine
    bracket *= half
    half *= half
    half *= -1 / 6
    half += 1
    bracket *= half  # half · (1 − half²/6) = sin half
    span = longitude[1:] + longitude[:-1]
    span *= B * B * unit
    bracket *= span
    return bracket


def _vertex_strips(e, n, closing, rounded: bool):
    """Yield the strips (m²) of k vertices in order, from each to the next; e, n are (k + 1,), *closing* (k,).

    No edge starts at a closing vertex: from the end of one ring to the start of the next there is none.
    """
    if rounded:
        e, n = _plane_rounded(e), _plane_rounded(n)
    de, dn = e[1:] - e[:-1], n[1:] - n[:-1]
    length = np.sqrt(de * de + dn * dn)
    length[closing] = 0.0
    pieces = (length / DENSIFY_M).astype(np.int64)
    pieces += length != DENSIFY_M  # 70 m exactly is not more than 70 m
    points = np.cumsum(pieces)
    begin = 0
    while begin < len(pieces):
        done = points[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(points, done + _CHUNK_POINTS, "right")))
        part = slice(begin, end)
        strips = _piece_strips(e[begin : end + 1], n[begin : end + 1], de[part], dn[part], pieces[part], rounded)
        strips[closing[part]] = 0.0
        yield strips
        begin = end


def _piece_strips(e, n, de, dn, pieces, rounded: bool) -> np.ndarray:
    """(k,) signed m² of the strips along k edges, each cut into even *pieces*; e, n are (k + 1,)."""
    count = len(pieces)
    first = np.cumsum(pieces) - pieces
    several = first[-1] + pieces[-1] > count
    if several:
        edge = owners(pieces)
        share = (np.arange(len(edge)) - first[edge]) / pieces[edge]
        inner_e, inner_n = e[edge] + de[edge] * share, n[edge] + dn[edge] * share
        if rounded:
            inner_e, inner_n = _plane_rounded(inner_e), _plane_rounded(inner_n)
        e, n = np.append(inner_e, e[-1]), np.append(inner_n, n[-1])
    longitude, latitude = inverse_gauss(e, n)
    unit = 1.0
    if rounded:
        unit = 1 / (SECONDS_PER_RADIAN * 1e6)
        longitude, latitude = np.floor(longitude / unit + 0.5), np.floor(latitude / unit + 0.5)
    strips = _strips(longitude, latitude, unit)
    return np.add.reduceat(strips, first) if several else strips


def official_areas(rings: Rings, rounded: bool = True) -> np.ndarray:
    """(n,) official m² of each polygon, before the final rounding to 0.01 m².

    *rings* hold (e, n) in metres. rounded=False leaves out the intermediate roundings (for cross-checks).
    The same polygon gives the same bits in any batch. Cost is linear in the densified points, memory bounded.
    """
    total = len(rings.x)
    strips = np.empty(total)
    done = 0
    for at in range(0, total, _CHUNK_VERTICES):
        to = min(at + _CHUNK_VERTICES, total)
        e, n = rings.x[at : to + 1], rings.y[at : to + 1]
        if to == total:
            e, n = np.append(e, e[-1]), np.append(n, n[-1])
        for part in _vertex_strips(e, n, rings.closing[at:to], rounded):
            strips[done : done + len(part)] = part
            done += len(part)
    return rings.sum_rings(rings.ring_sums(strips))


def plane_areas(rings: Rings) -> np.ndarray:
    """(n,) area in the plane of the coordinates (shoelace), m². For AREA_METHOD = planar."""
    first = rings.first[:-1][rings.vertex_ring]
    near = rings.with_xy(rings.x - rings.x[first], rings.y - rings.y[first])  # or the products lose digits
    x1, y1 = near.ends()
    return rings.sum_rings(rings.ring_sums(0.5 * (near.x * y1 - x1 * near.y)))
