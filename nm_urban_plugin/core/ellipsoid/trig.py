"""Sine, cosine and their kin with the same bits on every machine, numpy build and processor.

numpy hands these functions to the C library or to vector kernels chosen at run time: the last bit changes with the
build and with AVX-512, and an angle on the edge between two units of 1e-6 seconds carries it into a parcel's cents.
Here they are made of additions, multiplications, divisions, square roots and roundings to whole numbers, one numpy call
each. IEEE 754 prescribes the result of each of these to the last bit, and as every call writes its result to memory, no
compiler can contract two of them (FMA). The tables are made of whole numbers when the module is imported.

The method is that of tables and a short rest (Tang 1991, "Table-lookup algorithms for elementary functions and their
error analysis"): the argument is split into the nearest multiple of 1/256 and a rest |r| ≤ 1/512, which is exact; the
function there stands in a table as an unevaluated sum of two floats, and the addition theorem with two or three terms
of a series in r gives what is missing. Largest errors found over millions of arguments against 60 digits, in units in
the last place (ulp):

    sin_cos    0.53 for 1/8 ≤ |x| ≤ π/2, 1.2 below; beyond, and for the cosine within 1/100 of its zero, half an ulp
               of 1. Arguments beyond 3.5 are first reduced by whole turns: two ulp of 1 up to 1 000, no good at 1e6
    tan        1.6      arctan2    1.3      arctanh    0.6 for |x| ≤ 0.1, 6 beyond (1.2e-16 / |x|)
    sinh       2.0      exp        1.5      log        1.9      hypot      1.1 (the squares must not overflow)

All take arrays or scalars of float64 and return arrays of their shape.
"""

from __future__ import annotations

from functools import wraps

import numpy as np

from .trig_tables import (
    ARC,
    ARC_LOW,
    COS,
    COS_LOW,
    FIRST_LOG,
    HALF_PI,
    HALF_PI_LOW,
    LAST,
    LN2_PARTS,
    LOG,
    LOG_LOW,
    SIN,
    SIN_LOW,
    STEPS,
    TURN,
)

PI = 3.141592653589793
_TO_RADIANS, _TO_DEGREES = PI / 180, 180 / PI
_HALF_ROOT = 0.7071067811865476

#: Sines of arguments up to here stand in the table.
_REACH = LAST / STEPS - 0.01

#: Between 2⁵² and 2⁵³ floats are the whole numbers; the bits of this one, less the place of 0 in the tables.
_WHOLE = 1.5 * 2.0**52
_WHOLE_BITS = (0x433 << 52) + (1 << 51) - LAST

#: Arguments worked on at a time. No result depends on it.
_BLOCK = 1 << 14

def horner(coefficients: tuple[float, ...], x: np.ndarray) -> np.ndarray:
    """Σ a_k xᵏ, lowest power first."""
    total = x * coefficients[-1]
    for a in coefficients[-2:0:-1]:
        if a:
            total += a
        total *= x
    total += coefficients[0]
    return total


def radians(x) -> np.ndarray:
    """Degrees → radians, one multiplication."""
    return np.multiply(x, _TO_RADIANS)


def degrees(x) -> np.ndarray:
    """Radians → degrees, one multiplication."""
    return np.multiply(x, _TO_DEGREES)


def hypot(x, y) -> np.ndarray:
    """√(x² + y²); 0 where the squares vanish (both below 1e-162)."""
    return np.sqrt(np.multiply(x, x) + np.multiply(y, y))


def _of_arrays(function):
    """*function* also of scalars: it sees arrays of float64 with at least one axis."""

    @wraps(function)
    def taking(*arguments):
        arrays = [np.asarray(x, np.float64) for x in arguments]
        if all(x.ndim for x in arrays):
            return function(*arrays)
        out = function(*(x.reshape(x.shape or 1) for x in arrays))
        shape = np.broadcast(*arrays).shape if len(arrays) > 1 else arrays[0].shape
        return tuple(part.reshape(shape)[()] for part in out) if isinstance(out, tuple) else out.reshape(shape)[()]

    return taking


def _turned_back(x: np.ndarray) -> np.ndarray:
    """x without whole turns where it lies beyond the table. NaN and infinity become NaN."""
    if x.min(initial=0.0) > -_REACH and x.max(initial=0.0) < _REACH:
        return x
    far = ~(np.abs(x) < _REACH)
    some = np.where(np.isfinite(x[far]), x[far], np.nan)
    turns = np.rint(some * (0.5 / PI))
    x = x.copy()
    x[far] = ((some - turns * TURN[0]) - turns * TURN[1]) - turns * TURN[2]
    return x


def _evaluate(x: np.ndarray, sine: np.ndarray | None, cosine: np.ndarray | None) -> None:
    """Fill *sine* and *cosine* (where given) block by block: all that a block needs stays in the cache."""
    x = _turned_back(x.reshape(-1))
    work, at = np.empty((7, min(len(x), _BLOCK))), np.empty(min(len(x), _BLOCK), np.int64)
    with np.errstate(invalid="ignore"):  # NaN has no place in the table; any will do
        for begin in range(0, len(x), _BLOCK):
            part = slice(begin, begin + _BLOCK)
            some = x[part]
            place, rest, versine = _rest(some, work[:, : len(some)], at[: len(some)])
            s, c, t, low = work[3:, : len(some)]
            SIN.take(place, mode="clip", out=s)
            COS.take(place, mode="clip", out=c)
            if sine is not None:
                _sum(s, c, versine, rest, SIN_LOW.take(place, mode="clip", out=low), sine[part], t)
            if cosine is not None:
                np.negative(rest, out=rest)
                _sum(c, s, versine, rest, COS_LOW.take(place, mode="clip", out=low), cosine[part], t)


def _rest(x, work, at) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places in the tables, and sin r and cos r − 1 of the rests; what the series leave out is less than 1e-19 of each.

    Written into *at* and the first rows of *work*.
    """
    r, r2, sine = work[:3]
    t = work[3]
    np.multiply(x, STEPS, out=t)
    t += _WHOLE  # rounds to a whole number, which then stands in the last bits
    np.subtract(t.view(np.int64), _WHOLE_BITS, out=at)
    np.subtract(_WHOLE, t, out=r)
    r *= 1 / STEPS
    r += x  # exact: the two lie close together
    np.multiply(r, r, out=r2)
    np.multiply(r2, 1 / 120, out=sine)
    sine -= 1 / 6
    sine *= r2
    sine *= r
    sine += r
    np.multiply(r2, 1 / 24, out=r)
    r -= 0.5
    r *= r2
    return at, sine, r


def _sum(high, other, versine, sine, low, out, work) -> None:
    """high + (low + other · sine + high · versine)."""
    np.multiply(high, versine, out=work)
    low += work
    np.multiply(other, sine, out=work)
    low += work
    np.add(high, low, out=out)


@_of_arrays
def sin_cos(x) -> tuple[np.ndarray, np.ndarray]:
    """Sine and cosine of radians; NaN where x is not finite."""
    sine, cosine = np.empty(x.size), np.empty(x.size)
    _evaluate(x, sine, cosine)
    return sine.reshape(x.shape), cosine.reshape(x.shape)


@_of_arrays
def sin(x) -> np.ndarray:
    """Sine of radians."""
    out = np.empty(x.size)
    _evaluate(x, out, None)
    return out.reshape(x.shape)


@_of_arrays
def cos(x) -> np.ndarray:
    """Cosine of radians."""
    out = np.empty(x.size)
    _evaluate(x, None, out)
    return out.reshape(x.shape)


def _taken(table: np.ndarray, at: np.ndarray) -> np.ndarray:
    return np.take(table, at, mode="clip")


def tan(x) -> np.ndarray:
    """Tangent of radians."""
    s, c = sin_cos(x)
    return s / c


@_of_arrays
def arctan2(y, x) -> np.ndarray:
    """Direction of (x, y) in radians, −π … π, with the signs of zero as in C; both must be finite."""
    steep = np.abs(y) > np.abs(x)
    most, least = np.abs(np.where(steep, y, x)), np.abs(np.where(steep, x, y))
    some = np.where(most > 0, most, 1.0)
    step = np.rint(least / some * STEPS)
    with np.errstate(invalid="ignore"):
        at = step.astype(np.intp)
    step *= 1 / STEPS
    u = (least - step * some) / (some + step * least)
    u2 = u * u
    arc = _taken(ARC, at) + (_taken(ARC_LOW, at) + u * (u2 * (u2 * 0.2 - 1 / 3) + 1))
    arc = np.where(steep, HALF_PI - (arc - HALF_PI_LOW), arc)
    arc = np.where(np.signbit(x), PI - (arc - 2 * HALF_PI_LOW), arc)
    return np.copysign(arc, y)


def arctan(x) -> np.ndarray:
    """Arc tangent, −π/2 … π/2."""
    return arctan2(x, 1.0)


_ATANH = (0.0, *(1 / k for k in range(3, 18, 2)))
_SINH = (0.0, 1 / 6, 1 / 120, 1 / 5040, 1 / 362880, 1 / 39916800, 1 / 6227020800, 1 / 1307674368000)
_EXP = (0.0, 1.0, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040)


@_of_arrays
def arctanh(x) -> np.ndarray:
    """Inverse hyperbolic tangent; what is nearer to ±1 than any other number counts as that number."""
    out = x + x * horner(_ATANH, x * x)
    wide = np.abs(x) > 0.1
    if wide.any():
        w = np.clip(x[wide], -1 + 2.0**-53, 1 - 2.0**-53)
        out[wide] = 0.5 * log((1 + w) / (1 - w))
    return out


@_of_arrays
def sinh(x) -> np.ndarray:
    """Hyperbolic sine."""
    out = x + x * horner(_SINH, x * x)
    wide = np.abs(x) > 0.35
    if wide.any():
        e = exp(np.abs(x[wide]))
        out[wide] = np.copysign(0.5 * (e - 1 / e), x[wide])
    return out


@_of_arrays
def exp(x) -> np.ndarray:
    """eˣ for |x| < 700."""
    k = np.rint(x * (1 / 0.6931471805599453))
    r = ((x - k * LN2_PARTS[0]) - k * LN2_PARTS[1]) - k * LN2_PARTS[2]
    r *= 1 / 32
    out = horner(_EXP, r)
    for _ in range(5):  # e^2r − 1 from e^r − 1
        out *= 2 + out
    return np.ldexp(1 + out, k.astype(np.int32))


@_of_arrays
def log(x) -> np.ndarray:
    """Natural logarithm of positive numbers."""
    m, exponent = np.frexp(x)
    low = m < _HALF_ROOT
    m = np.where(low, 2 * m, m)
    exponent = exponent - low
    step = np.rint(m * STEPS)
    at = step.astype(np.intp) - FIRST_LOG
    step *= 1 / STEPS
    u = (m - step) / (m + step)
    u2 = u * u
    small = 2 * u * (u2 * (u2 * 0.2 + 1 / 3) + 1) + (_taken(LOG_LOW, at) + exponent * LN2_PARTS[1])
    return exponent * LN2_PARTS[0] + (_taken(LOG, at) + small)
