"""Gauss-Krüger zones of CGCS2000: which zone a CRS or a polygon belongs to, and exact transformation to and fro.

EPSG: 3° zone n with prefix 4488+n, without 4509+n (n = 25 … 45); 6° zone n with prefix 4478+n,
without 4489+n (n = 13 … 23). Official axis order is north, east; here it is always (e, n), with
e = easting − false easting, so that all zones share one form.

The forward and inverse projection are Krüger's series to the sixth order in the third flattening
(Karney 2011, "Transverse Mercator with an accuracy of a few nanometers", eqs. 35-36), written as complex functions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import trig
from .official import E2, INVERSE_FLATTENING, A

PREFIX_UNIT = 1_000_000
FALSE_EASTING = 500_000.0

#: A polygon from a geographic CRS is measured in one zone only while it stays this close to its meridian (degrees).
MAX_FROM_MERIDIAN = 1.6

#: Points transformed at a time: bounds the memory, not the result.
_CHUNK_POINTS = 1 << 15

_E = np.sqrt(E2)
_N = 1 / (2 * INVERSE_FLATTENING - 1)
_N2 = _N * _N
_RECTIFYING_RADIUS = A / (1 + _N) * (1 + _N2 / 4 + _N2 * _N2 / 64 + _N2 * _N2 * _N2 / 256)


def _series(*rows: tuple[float, ...]) -> tuple[float, ...]:
    """Coefficients Σ c_i n^(k+i) of the k-th harmonic, rows k = 1 … 6."""
    powers = [1.0]
    while len(powers) <= 6:
        powers.append(powers[-1] * _N)  # not **, which is the C library's
    return tuple(sum(c * powers[k + i] for i, c in enumerate(row)) for k, row in enumerate(rows, 1))


_ALPHA = _series(
    (1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
    (13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
    (61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
    (49561 / 161280, -179 / 168, 6601661 / 7257600),
    (34729 / 80640, -3418889 / 1995840),
    (212378941 / 319334400,),
)
_BETA = _series(
    (1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800),
    (1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720),
    (17 / 480, -37 / 840, -209 / 4480, 5569 / 90720),
    (4397 / 161280, -11 / 504, -830251 / 7257600),
    (4583 / 161280, -108847 / 3991680),
    (20648693 / 638668800,),
)


def _sine_series(coefficients: tuple[float, ...], north: np.ndarray, east: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Σ a_k sin 2kζ of ζ = north + i·east by Clenshaw's recurrence, real and imaginary part.

    In real numbers: a product of complex numbers is compiled with or without FMA, and differs by it.
    """
    sin, cos = trig.sin_cos(2 * north)
    sinh = trig.sinh(2 * east)
    cosh = np.sqrt(1 + sinh * sinh)
    p, q = 2 * cos * cosh, 2 * sin * sinh  # 2 cos 2ζ = p − i q
    re, im, last_re, last_im = (np.zeros_like(p) for _ in range(4))
    for a in reversed(coefficients):
        re, im, last_re, last_im = a + (p * re + q * im) - last_re, (p * im - q * re) - last_im, re, im
    sin *= cosh
    cos *= sinh  # sin 2ζ = sin cosh + i cos sinh
    return re * sin - im * cos, re * cos + im * sin


@dataclass(frozen=True)
class Zone:
    """One Gauss zone: its central meridian in degrees, width 3 or 6, and whether eastings carry the zone number."""

    meridian: float
    width: int = 3
    prefixed: bool = False

    @property
    def number(self) -> int:
        return round(self.meridian / 3) if self.width == 3 else round((self.meridian + 3) / 6)

    @property
    def false_easting(self) -> float:
        return FALSE_EASTING + (self.number * PREFIX_UNIT if self.prefixed else 0)

    @property
    def epsg(self) -> int:
        if self.width == 3:
            return (4488 if self.prefixed else 4509) + self.number
        return (4478 if self.prefixed else 4489) + self.number


def zone_of_epsg(code: int) -> Zone | None:
    """The CGCS2000 Gauss zone of an EPSG code, or None."""
    if 4513 <= code <= 4533:
        return Zone(3.0 * (code - 4488), 3, True)
    if 4534 <= code <= 4554:
        return Zone(3.0 * (code - 4509), 3, False)
    if 4491 <= code <= 4501:
        return Zone(6.0 * (code - 4478) - 3, 6, True)
    if 4502 <= code <= 4512:
        return Zone(6.0 * (code - 4489) - 3, 6, False)
    return None


def zone_of_parameters(meridian: float, false_easting: float) -> Zone | None:
    """The zone of a transverse Mercator by its central meridian and false easting; None if it is no such zone."""
    for width in (3, 6):
        for prefixed in (True, False):
            zone = Zone(float(meridian), width, prefixed)
            exact = zone.number * 3 if width == 3 else zone.number * 6 - 3
            if abs(exact - meridian) < 1e-9 and abs(zone.false_easting - false_easting) < 1e-3:
                return zone
    return None


def zone_number(longitude) -> np.ndarray:
    """Number of the 3° zone, n = floor((L + 1.5)/3), of longitudes in degrees."""
    return np.floor((np.asarray(longitude, np.float64) + 1.5) / 3).astype(np.int64)


def _in_chunks(function, x, y, meridian) -> tuple[np.ndarray, np.ndarray]:
    """function(x, y, meridian) over many points, piece by piece: its complex intermediates stay small."""
    x, y, meridian = np.broadcast_arrays(*(np.asarray(v, np.float64) for v in (x, y, meridian)))
    if x.ndim != 1 or x.size <= _CHUNK_POINTS:
        return function(x, y, meridian)
    out = np.empty((2, x.size))
    for at in range(0, x.size, _CHUNK_POINTS):
        to = slice(at, at + _CHUNK_POINTS)
        out[:, to] = function(x[to], y[to], meridian[to])
    return out[0], out[1]


def forward(longitude, latitude, meridian) -> tuple[np.ndarray, np.ndarray]:
    """Degrees → (e, n) in metres. *meridian* is a scalar or one per point. Good to nanometres within 20°."""
    return _in_chunks(_forward, longitude, latitude, meridian)


def _forward(longitude, latitude, meridian):
    sin_lam, cos_lam = trig.sin_cos(trig.radians(np.asarray(longitude, np.float64) - meridian))
    sin, cos = trig.sin_cos(trig.radians(np.asarray(latitude, np.float64)))
    conformal = _conformal(sin / cos)
    north = trig.arctan2(conformal, cos_lam)
    east = trig.arctanh(sin_lam / np.sqrt(1 + conformal * conformal))
    more_north, more_east = _sine_series(_ALPHA, north, east)
    return _RECTIFYING_RADIUS * (east + more_east), _RECTIFYING_RADIUS * (north + more_north)


def _conformal(tau):
    """Tangent of the conformal latitude from that of the latitude (Karney 2011, eqs. 7-9)."""
    root = np.sqrt(1 + tau * tau)
    sigma = trig.sinh(_E * trig.arctanh(_E * tau / root))
    return tau * np.sqrt(1 + sigma * sigma) - sigma * root


def inverse(e, n, meridian) -> tuple[np.ndarray, np.ndarray]:
    """(e, n) in metres → longitude, latitude in degrees."""
    return _in_chunks(_inverse, e, n, meridian)


def _inverse(e, n, meridian):
    north, east = np.asarray(n, np.float64) / _RECTIFYING_RADIUS, np.asarray(e, np.float64) / _RECTIFYING_RADIUS
    less_north, less_east = _sine_series(_BETA, north, east)
    sin, cos = trig.sin_cos(north - less_north)
    sinh = trig.sinh(east - less_east)
    tau = _latitude_tangent(sin / trig.hypot(sinh, cos))
    return meridian + trig.degrees(trig.arctan2(sinh, cos)), trig.degrees(trig.arctan(tau))


def _latitude_tangent(target):
    """The inverse of :func:`_conformal` by Newton's method, which is at the last bit in three rounds."""
    tau = target / (1 - E2)
    for _ in range(3):
        tau_i = _conformal(tau)
        step = (target - tau_i) / np.sqrt(1 + tau_i * tau_i)
        tau = tau + step * (1 + (1 - E2) * tau * tau) / ((1 - E2) * np.sqrt(1 + tau * tau))
    return tau


def inverse_scale_squared(e, n) -> np.ndarray:
    """k⁻²: ellipsoidal m² per plane m² at (e, n).

    The projection is conformal, so k = |d(plane)/d(isometric)| / (N cos B). On the conformal sphere that derivative is
    1/|cosh(isometric)| = 1/√(τ'² + cos² λ), τ' the tangent of the conformal latitude; Krüger's series adds its own,
    taken term by term, which loses no digits.
    """
    longitude, latitude = inverse(e, n, 0.0)
    sin, cos = trig.sin_cos(trig.radians(latitude))
    conformal = _conformal(sin / cos)
    sin_lam, cos_lam = trig.sin_cos(trig.radians(longitude))
    north = trig.arctan2(conformal, cos_lam)
    sinh = sin_lam / trig.hypot(conformal, cos_lam)
    cosh = np.sqrt(1 + sinh * sinh)
    re, im = np.ones_like(north), np.zeros_like(north)
    sinh_k, cosh_k = np.zeros_like(north), np.ones_like(north)
    twice = 2 * sinh * cosh, cosh * cosh + sinh * sinh
    for k, a in enumerate(_ALPHA, 1):
        sinh_k, cosh_k = sinh_k * twice[1] + cosh_k * twice[0], cosh_k * twice[1] + sinh_k * twice[0]
        sin_k, cos_k = trig.sin_cos(2 * k * north)
        re += 2 * k * a * cos_k * cosh_k
        im -= 2 * k * a * sin_k * sinh_k
    parallel = A * cos / np.sqrt(1 - E2 * sin * sin)
    ratio = parallel / _RECTIFYING_RADIUS
    return ratio * ratio * (conformal * conformal + cos_lam * cos_lam) / (re * re + im * im)
