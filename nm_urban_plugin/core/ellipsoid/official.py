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

from ..rings import Rings, expand, grouped_sums
from . import trig
from .trig import horner

A = 6378137.0
INVERSE_FLATTENING = 298.257222101
B = A * (1 - 1 / INVERSE_FLATTENING)
E2 = (A * A - B * B) / (A * A)  # first eccentricity squared
E2_SECOND = (A * A - B * B) / (B * B)
POLAR_RADIUS = A * A / B  # C of the official text
SECONDS_PER_RADIAN = 206264.8062471  # ρ as printed in the official text

_UNIT = 1 / (SECONDS_PER_RADIAN * 1e6)  # 1e-6 seconds in radians

#: Longest distance between neighbouring points in the Gauss plane (三调: 70 m).
DENSIFY_M = 70.0

# Series of the footpoint latitude, CGCS2000 (third survey).
_K0 = 1.57048761144159e-07
_K = (5.05250178820567e-03, 2.98472900956587e-05, 2.41626669230084e-07, 2.22241238938534e-09)

#: Two coordinates closer than this (m) are the same number: coordinates meet exact ties of the 4th decimal (…00005),
#: and the float error must not decide them: 4e-9 m in an easting with prefix, 1e-10 m in interpolation.
_TIE_M = 5e-9

#: Points handled at a time: few enough for the cache, and that the C library keeps the memory of one step for the next
#: (with four times as many, half the time went into getting pages); enough that two threads do not spend their time on
#: handing the interpreter lock to and fro. No result depends on it.
_CHUNK_POINTS = 1 << 15


def trapezoid_constants(e2: float = E2) -> tuple[float, float, float, float, float]:
    """A … E of the trapezoid series from the first eccentricity squared."""
    e4 = e2 * e2  # products, not powers: those are the C library's
    e6, e8 = e4 * e2, e4 * e4
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
        total += (-1) ** k * constant * trig.sin(odd * half) * trig.cos(odd * middle)
    return 2 * B * B * dl * total


def sheet_area(south_deg: float, north_deg: float, width_deg: float) -> float:
    """图幅理论面积 in m² of a map sheet between two parallels and two meridians."""
    return float(trapezoid(*trig.radians([south_deg, north_deg, width_deg])))


def _product(p: tuple[float, ...], q: tuple[float, ...]) -> tuple[float, ...]:
    """Coefficients of the product of two polynomials, summed in the order of p."""
    out = [0.0] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a * b
    return tuple(out)


def _foot_polynomial(k) -> tuple[float, ...]:
    """cos² of the footpoint latitude over cos² x as a polynomial in s = sin² x, lowest power first.

    The footpoint latitude is x + sin x cos x · q(s). With δ² = s(1 − s) q² and h = s q its cosine is that of x times
    cos δ − tan x sin δ = 1 − h − δ²(1/2 − h/6) + δ⁴(1/24 − h/120) − …; what is left out is 1e-18.
    """
    q = (k[0], -k[1], k[2], -k[3])
    h = (0.0, *q)
    d2 = _product(_product(h, q), (1.0, -1.0))
    terms = ((1.0,), tuple(-a for a in h), _product(d2, (-1 / 2, *(a / 6 for a in h[1:]))),
             _product(_product(d2, d2), (1 / 24, *(-a / 120 for a in h[1:]))))
    ratio = [0.0] * max(map(len, terms))
    for term in terms:
        for i, a in enumerate(term):
            ratio[i] += a
    return _product(tuple(ratio), tuple(ratio))[:7]


_FOOT = _foot_polynomial(_K)

#: The official series in c = cos² of the footpoint latitude, lowest power first: with t² = (1 − c)/c and η² = e'²c the
#: brackets of the official text, times cos² or cos⁴, are polynomials.
_L3 = (2 / 6, -1 / 6, E2_SECOND / 6)
_L5 = (24 / 120, -20 / 120, (1 + 8 * E2_SECOND) / 120, -2 * E2_SECOND / 120)
_B4 = (3 / 12, (2 - 9 * E2_SECOND) / 12, 10 * E2_SECOND / 12)
_B6 = (45 / 360, 0.0, 16 / 360)


def inverse_gauss(e: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(e, n) in metres, n > 0 → (longitude from the central meridian, latitude) in radians, by the official series.

    With ω = e V/(C cos Bf) the official series are
        L = ω (1 − ω² (L3 − ω² L5)),   B = Bf − V²/2 sin Bf cos Bf ω² (1 − ω² (B4 − ω² B6)).
    """
    latitude = _K0 * n  # x
    s, cos = trig.sin_cos(latitude)
    step = s * cos
    s *= s
    step *= horner((_K[0], -_K[1], _K[2], -_K[3]), s)
    latitude += step  # Bf
    c = horner(_FOOT, s)
    cos *= cos
    c *= cos
    v2 = c * E2_SECOND
    v2 += 1
    omega = v2 / c
    np.sqrt(omega, out=omega)
    omega *= e
    omega *= 1 / POLAR_RADIUS
    o2 = omega * omega
    longitude = _folded(o2, c, _L3, _L5)
    longitude *= omega
    bend = _folded(o2, c, _B4, _B6)
    bend *= v2
    bend *= o2
    v2 = 1 - c
    v2 *= c
    np.sqrt(v2, out=v2)  # sin Bf cos Bf
    v2 *= 0.5
    bend *= v2
    latitude -= bend
    return longitude, latitude


def _folded(o2, c, near, far) -> np.ndarray:
    """1 − ω² (near(c) − ω² far(c))."""
    total = horner(far, c)
    total *= o2
    total -= horner(near, c)
    total *= o2
    total += 1
    return total


def _plane_rounded(value: np.ndarray) -> np.ndarray:
    """Coordinates half-up to 4 decimals. Towards +∞ also west of the meridian, as the full Y (> 0) would be."""
    out = value * 1e4
    out += 0.5 + _TIE_M * 1e4
    np.floor(out, out=out)
    out /= 1e4
    return out


def _angles(e, n, rounded: bool) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude in whole units of 1e-6 seconds; in radians where nothing is rounded."""
    angles = inverse_gauss(e, n)
    if rounded:
        for angle in angles:
            angle *= 1 / _UNIT
            angle += 0.5
            np.floor(angle, out=angle)
    return angles


def _strips(from_longitude, from_latitude, to_longitude, to_latitude, unit: float) -> np.ndarray:
    """(k,) signed m² between edges (in units of *unit* radians) and the meridian longitude = 0.

    The trapezoid formula for points at most 70 m apart: cos (2k+1)B = cos B · polynomial in cos² B, so one cosine
    serves all five terms; sin (2k+1)h / (2k+1) = sin h · (1 + O(h²)), where h < 6e-6 makes the rest 1e-13 of a strip.
    Differences are taken of whole units and therefore exact.
    """
    half = to_latitude - from_latitude
    half *= 0.5 * unit
    cosine = to_latitude + from_latitude
    cosine *= 0.5 * unit
    cosine = trig.cos(cosine)
    bracket = horner(_STRIP, cosine * cosine)
    bracket *= cosine
    bracket *= half
    half *= half
    half *= -1 / 6
    half += 1
    bracket *= half  # half · (1 − half²/6) = sin half
    span = to_longitude + from_longitude
    span *= B * B * unit
    bracket *= span
    return bracket


def _lengths(de, dn, rounded: bool) -> np.ndarray:
    """Lengths in metres; of edges between coordinates of 4 decimals in whole numbers, or float noise would tell whether
    an edge of 70 m is longer than that."""
    if not rounded:
        return np.sqrt(de * de + dn * dn)
    de, dn = np.rint(de * 1e4), np.rint(dn * 1e4)
    return np.sqrt(de * de + dn * dn) / 1e4


def _vertex_strips(e, n, closing, rounded: bool) -> np.ndarray:
    """(k,) strips in m² of k vertices in order, from each to the next; e, n are (k + 1,), *closing* (k,).

    No edge starts at a closing vertex: from the end of one ring to the start of the next there is none.
    """
    if rounded:
        e, n = _plane_rounded(e), _plane_rounded(n)
    longitude, latitude = _angles(e, n, rounded)
    ends = longitude[:-1], latitude[:-1], longitude[1:], latitude[1:]
    strips = _strips(*ends, _UNIT if rounded else 1.0)
    strips[closing] = 0.0
    de, dn = e[1:] - e[:-1], n[1:] - n[:-1]
    length = de * de
    length += dn * dn
    length[closing] = 0.0
    long = np.nonzero(length > (DENSIFY_M - _TIE_M) ** 2)[0]
    length = _lengths(de[long], dn[long], rounded)
    pieces = (length / DENSIFY_M).astype(np.int64)
    pieces += length != DENSIFY_M  # 70 m exactly is not more than 70 m
    points = np.cumsum(pieces, dtype=np.int64)
    begin = 0
    while begin < len(long):
        done = points[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(points, done + _CHUNK_POINTS, "right")))
        part = long[begin:end]
        edge = e[part], n[part], de[part], dn[part]
        strips[part] = _strips_in_pieces(edge, [v[part] for v in ends], pieces[begin:end], rounded)
        begin = end
    return strips


def _strips_in_pieces(edge, ends, pieces, rounded: bool) -> np.ndarray:
    """(k,) strips of edges (e, n, de, dn) that are cut into even *pieces*, with the angles of their *ends*."""
    e, n, de, dn = edge
    first = np.cumsum(pieces, dtype=np.int64) - pieces
    step, which = expand(np.ones(len(pieces), np.int64), pieces - 1)
    share = step / pieces[which]
    e, n = e[which] + de[which] * share, n[which] + dn[which] * share
    if rounded:
        e, n = _plane_rounded(e), _plane_rounded(n)
    inner = first[which] + step  # the piece that starts at each inserted point
    start, end = np.empty((2, 2, first[-1] + pieces[-1]))
    for one, other, (new, before, after) in zip(start, end, zip(_angles(e, n, rounded), ends[:2], ends[2:])):
        one[first], one[inner] = before, new
        other[first + pieces - 1], other[inner - 1] = after, new
    return grouped_sums(_strips(*start, *end, _UNIT if rounded else 1.0), first)


def official_areas(rings: Rings, rounded: bool = True) -> np.ndarray:
    """(n,) official m² of each polygon, before the final rounding to 0.01 m².

    *rings* hold (e, n) in metres. rounded=False leaves out the intermediate roundings (for cross-checks).
    The same polygon gives the same bits in any batch. Cost is linear in the densified points, memory bounded.
    """
    total = len(rings.x)
    strips = np.empty(total)
    for at in range(0, total, _CHUNK_POINTS):
        to = min(at + _CHUNK_POINTS, total)
        e, n = rings.x[at : to + 1], rings.y[at : to + 1]
        if to == total:
            e, n = np.append(e, e[-1]), np.append(n, n[-1])
        strips[at:to] = _vertex_strips(e, n, rings.closing[at:to], rounded)
    return rings.sum_rings(rings.ring_sums(strips))


def plane_areas(rings: Rings) -> np.ndarray:
    """(n,) area in the plane of the coordinates (shoelace), m². For AREA_METHOD = planar."""
    first = rings.first[:-1][rings.vertex_ring]
    near = rings.with_xy(rings.x - rings.x[first], rings.y - rings.y[first])  # or the products lose digits
    x1, y1 = near.ends()
    return rings.sum_rings(rings.ring_sums(0.5 * (near.x * y1 - x1 * near.y)))
