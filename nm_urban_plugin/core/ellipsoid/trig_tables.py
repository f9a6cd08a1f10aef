"""Tables for core.ellipsoid.trig, reckoned in whole numbers when the module is imported: no library has a say in
them."""

from __future__ import annotations

import numpy as np

#: Steps of the tables per unit, and bits of the whole numbers from which the tables are made.
STEPS, _BITS = 256, 160
_ONE = 1 << _BITS

#: The table of sines reaches to this many steps on both sides of 0, a little farther than π.
LAST = 900


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
    """Tables of sine and cosine at k/STEPS, k = −LAST … LAST: a step by its series, the others by turning on."""
    parts, term, k = [0, 0], _ONE, 0
    while term:
        parts[k % 2] += term if k % 4 < 2 else -term
        k += 1
        term //= k * STEPS
    c1, s1 = parts
    s, c = [0], [_ONE]
    for _ in range(LAST):
        sine, cosine = s[-1], c[-1]
        s.append((sine * c1 + cosine * s1) >> _BITS)
        c.append((cosine * c1 - sine * s1) >> _BITS)
    return _table([-v for v in s[:0:-1]] + s), _table(c[:0:-1] + c)


def _arcs():
    """Table of arctan k/STEPS, k = 0 … STEPS, each from the one before: the tangent of the difference is rational."""
    arcs = [0]
    for k in range(1, STEPS + 1):
        arcs.append(arcs[-1] + _odd_series(STEPS, STEPS * STEPS + k * (k - 1), -1))
    return _table(arcs)


def _logarithms():
    """Table of log k/STEPS from the first k to the last that `log` needs."""
    halves = [_odd_series(abs(k - STEPS), k + STEPS, 1) for k in range(FIRST_LOG, 2 * FIRST_LOG + 1)]
    return _table([2 * half if k >= STEPS else -2 * half for k, half in enumerate(halves, FIRST_LOG)])


FIRST_LOG = 181  # STEPS · √½
(SIN, SIN_LOW), (COS, COS_LOW) = _circle()
ARC, ARC_LOW = _arcs()
LOG, LOG_LOW = _logarithms()
_LN2 = 2 * _odd_series(1, 3, 1)
_PI = 4 * (4 * _odd_series(1, 5, -1) - _odd_series(1, 239, -1))  # Machin
HALF_PI, HALF_PI_LOW = _halves(_PI // 2)


def _stepwise(number: int, bits: int) -> tuple[float, float, float]:
    """number / 2^_BITS as a sum of three floats, the first two of so few bits that multiples of them are exact."""
    parts = []
    for _ in range(2):
        high = number >> (number.bit_length() - bits) << (number.bit_length() - bits)
        parts.append(high / _ONE)
        number -= high
    return parts[0], parts[1], number / _ONE


TURN = _stepwise(2 * _PI, 33)
LN2_PARTS = _stepwise(_LN2, 33)
