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

    sin_cos    0.53 for 1/8 ≤ |x| ≤ π/2, 1.01 below; beyond, and for the cosine within 1/100 of its zero, half an ulp
               of 1. Arguments beyond 3.5 are first reduced by multiples of 2π: two ulp of 1 up to 1 000, no good beyond
    1e6. tan        1.6      arctan2    1.3      arctanh    0.6 for |x| ≤ 0.1, 6 beyond (1.2e-16 / |x|)
    sinh       2.0      exp        1.5      log        1.9      hypot      1.1 (the squares must not overflow)

All take arrays or scalars of float64 and return arrays of their shape.
"""

from __future__ import annotations

from functools import wraps

import numpy as np

PI = 3.141592653589793
_TO_RADIANS, _TO_DEGREES = PI / 180, 180 / PI

#: Steps of the tables per unit, and bits of the whole numbers from which the tables are made.
_STEPS, _BITS = 256, 160
_ONE = 1 << _BITS

#: The table of sines reaches to this many steps on both sides of 0, a little farther than π.
_LAST = 900
_REACH = _LAST / _STEPS - 0.01

#: Arguments worked on at a time. No result depends on it.
_BLOCK = 1 << 13


def _halves(number: int) -> tuple[float, float]:
    """number / 2^_BITS as an unevaluated sum of two floats, each rounded correctly."""
    high = number / _ONE
    top, bottom = high.as_integer_ratio()
    return high, (number - top * (_ONE // bottom)) / _ONE


def _table(numbers) -> tuple[np.ndarray, np.ndarray]:
    high, low = zip(*map(_halves, numbers))
    return np.array(high), np.array(low)


def _odd_series(top: int, bottom: int, sign: int) -> int:
    """x + sign x³/3 + x⁵/5 + … for x = top/bottom ≥ 0: arctan with −1, arctanh with 1."""
    power, total, k = _ONE * top // bottom, 0, 1
    while power:
        total += (sign if k % 4 == 3 else 1) * (power // k)
        power = power * top * top // (bottom * bottom)
        k += 2
    return total


def _circle():
    """Tables of sine and cosine at k/_STEPS, k = −_LAST … _LAST: a step by its series, the others by turning on."""
    parts, term, k = [0, 0], _ONE, 0
    while term:
        parts[k % 2] += term if k % 4 < 2 else -term
        k += 1
        term //= k * _STEPS
    c1, s1 = parts
    s, c = [0], [_ONE]
    for _ in range(_LAST):
        sine, cosine = s[-1], c[-1]
        s.append((sine * c1 + cosine * s1) >> _BITS)
        c.append((cosine * c1 - sine * s1) >> _BITS)
    return _table([-v for v in s[:0:-1]] + s), _table(c[:0:-1] + c)


def _arcs():
    """Table of arctan k/_STEPS, k = 0 … _STEPS, each from the one before: the tangent of the difference is rational."""
    arcs = [0]
    for k in range(1, _STEPS + 1):
        arcs.append(arcs[-1] + _odd_series(_STEPS, _STEPS * _STEPS + k * (k - 1), -1))
    return _table(arcs)


def _logarithms():
    """Table of log k/_STEPS from the first k to the last that `log` needs."""
    halves = [_odd_series(abs(k - _STEPS), k + _STEPS, 1) for k in range(_FIRST_LOG, 2 * _FIRST_LOG + 1)]
    return _table([2 * half if k >= _STEPS else -2 * half for k, half in enumerate(halves, _FIRST_LOG)])


_HALF_ROOT = 0.7071067811865476
_FIRST_LOG = 181  # _STEPS · √½
(_SIN, _SIN_LOW), (_COS, _COS_LOW) = _circle()
_ARC, _ARC_LOW = _arcs()
_LOG, _LOG_LOW = _logarithms()
_LN2 = 2 * _odd_series(1, 3, 1)
_PI = 4 * (4 * _odd_series(1, 5, -1) - _odd_series(1, 239, -1))  # Machin
_HALF_PI, _HALF_PI_LOW = _halves(_PI // 2)


def _stepwise(number: int, bits: int) -> tuple[float, float, float]:
    """number / 2^_BITS as a sum of three floats, the first two of so few bits that multiples of them are exact."""
    parts = []
    for _ in range(2):
        high = number >> (number.bit_length() - bits) << (number.bit_length() - bits)
        parts.append(high / _ONE)
        number -= high
    return parts[0], parts[1], number / _ONE


_TURN = _stepwise(2 * _PI, 33)
_LN2_PARTS = _stepwise(_LN2, 33)


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
    x[far] = ((some - turns * _TURN[0]) - turns * _TURN[1]) - turns * _TURN[2]
    return x


def _evaluate(x: np.ndarray, sine: np.ndarray | None, cosine: np.ndarray | None) -> None:
    """Fill *sine* and *cosine* (where given) block by block: all that a block needs stays in the cache."""
    x = _turned_back(x.reshape(-1))
    work, at = np.empty((6, min(len(x), _BLOCK))), np.empty(min(len(x), _BLOCK), np.intp)
    with np.errstate(invalid="ignore"):  # NaN has no place in the table; any will do
        for begin in range(0, len(x), _BLOCK):
            part = slice(begin, begin + _BLOCK)
            some = x[part]
            place, rest, versine = _rest(some, work[:, : len(some)], at[: len(some)])
            s, c, t = work[3:, : len(some)]
            np.take(_SIN, place, mode="clip", out=s)
            np.take(_COS, place, mode="clip", out=c)
            if sine is not None:
                _sum(s, c, versine, rest, np.take(_SIN_LOW, place, mode="clip"), sine[part], t)
            if cosine is not None:
                np.negative(rest, out=rest)
                _sum(c, s, versine, rest, np.take(_COS_LOW, place, mode="clip"), cosine[part], t)


def _rest(x, work, at) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places in the tables, and sin r and cos r − 1 of the rests; what the series leave out is less than 1e-19 of each.

    Written into *at* and the first rows of *work*.
    """
    r, r2, sine = work[:3]
    t = work[3]
    np.multiply(x, _STEPS, out=r)
    np.rint(r, out=r)
    np.add(r, _LAST, out=t)
    np.copyto(at, t, casting="unsafe")
    r *= -1 / _STEPS
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
    step = np.rint(least / some * _STEPS)
    with np.errstate(invalid="ignore"):
        at = step.astype(np.intp)
    step *= 1 / _STEPS
    u = (least - step * some) / (some + step * least)
    u2 = u * u
    arc = _taken(_ARC, at) + (_taken(_ARC_LOW, at) + u * (u2 * (u2 * 0.2 - 1 / 3) + 1))
    arc = np.where(steep, _HALF_PI - (arc - _HALF_PI_LOW), arc)
    arc = np.where(np.signbit(x), PI - (arc - 2 * _HALF_PI_LOW), arc)
    return np.copysign(arc, y)


def arctan(x) -> np.ndarray:
    """Arc tangent, −π/2 … π/2."""
    return arctan2(x, 1.0)


def _horner(x: np.ndarray, coefficients: tuple[float, ...]) -> np.ndarray:
    """Σ a_k xᵏ, highest power first."""
    total = x * coefficients[0]
    for a in coefficients[1:-1]:
        total += a
        total *= x
    total += coefficients[-1]
    return total


_ATANH = tuple(1 / k for k in range(17, 1, -2)) + (0.0,)
_SINH = (1 / 1307674368000, 1 / 6227020800, 1 / 39916800, 1 / 362880, 1 / 5040, 1 / 120, 1 / 6, 0.0)
_EXP = tuple(1 / k for k in (39916800 * 1, 3628800, 362880, 40320, 5040, 720, 120, 24, 6, 2, 1)) + (0.0,)


@_of_arrays
def arctanh(x) -> np.ndarray:
    """Inverse hyperbolic tangent; what is nearer to ±1 than any other number counts as that number."""
    out = x + x * _horner(x * x, _ATANH)
    wide = np.abs(x) > 0.1
    if wide.any():
        w = np.clip(x[wide], -1 + 2.0**-53, 1 - 2.0**-53)
        out[wide] = 0.5 * log((1 + w) / (1 - w))
    return out


@_of_arrays
def sinh(x) -> np.ndarray:
    """Hyperbolic sine."""
    out = x + x * _horner(x * x, _SINH)
    wide = np.abs(x) > 0.35
    if wide.any():
        e = exp(np.abs(x[wide]))
        out[wide] = np.copysign(0.5 * (e - 1 / e), x[wide])
    return out


@_of_arrays
def exp(x) -> np.ndarray:
    """eˣ for |x| < 700."""
    k = np.rint(x * (1 / 0.6931471805599453))
    r = ((x - k * _LN2_PARTS[0]) - k * _LN2_PARTS[1]) - k * _LN2_PARTS[2]
    r *= 1 / 32
    out = _horner(r, _EXP)
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
    step = np.rint(m * _STEPS)
    at = step.astype(np.intp) - _FIRST_LOG
    step *= 1 / _STEPS
    u = (m - step) / (m + step)
    u2 = u * u
    small = 2 * u * (u2 * (u2 * 0.2 + 1 / 3) + 1) + (_taken(_LOG_LOW, at) + exponent * _LN2_PARTS[1])
    return exponent * _LN2_PARTS[0] + (_taken(_LOG, at) + small)
