"""Areas as whole cents (0.01 m²), and the conversions, roundings and tie-outs made from them.

Every printed area begins as an integer number of cents. 公顷 and 亩 are derived from that integer with
integer arithmetic, so a figure is rounded half-up (四舍五入) exactly once and never twice:

    1 亩 = 2000/3 m²      1 公顷 = 10 000 m² = 15 亩      1 万亩 = 10 000 亩

Source: land-survey practice, 面积单位换算 and 面积平差 (control-area adjustment by largest remainder).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CENTS_PER_M2 = 100
MU_PER_WAN_MU = 10_000

#: Fractional parts closer than this count as equal, so that ties fall to the key and not to float noise.
_SAME_FRACTION_DECIMALS = 6


class ConservationError(ValueError):
    """The parts of a whole do not sum to it. Raised instead of printing figures that do not tie."""


def half_up(values, decimals: int) -> np.ndarray:
    """Round half away from zero to *decimals* places, as 四舍五入 does (numpy rounds half to even).

    A value whose shortest decimal form ends in 5 (1.005) counts as that decimal, although the nearest
    float lies a trace below it. Shape is kept; the unit is that of the input.
    """
    return scaled_half_up(values, decimals) / 10.0**decimals


def scaled_half_up(values, decimals: int) -> np.ndarray:
    """Like :func:`half_up`, but returns the int64 number of units of the last place.

    Raises ValueError for NaN and infinity: they have no printed form.
    """
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("cannot round NaN or infinity")
    magnitude = np.abs(array) * 10.0**decimals
    nudge = magnitude * 2.0**-51  # two ulp: 100.49999999999999 is the decimal 100.5
    return (np.sign(array) * np.floor(magnitude + 0.5 + nudge)).astype(np.int64)


def cents(m2) -> np.ndarray:
    """m² (float) → int64 cents of 0.01 m², rounded half-up once."""
    return scaled_half_up(m2, 2)


def m2(cents_) -> np.ndarray:
    """int64 cents → m² with two decimals (float)."""
    return np.asarray(cents_, dtype=np.int64) / 100.0


def _divide_half_up(numerator: np.ndarray, denominator: int) -> np.ndarray:
    """Integer division rounded half away from zero."""
    sign = np.where(numerator < 0, np.int64(-1), np.int64(1))
    return sign * ((2 * np.abs(numerator) + denominator) // (2 * denominator))


def mu_hundredths(cents_) -> np.ndarray:
    """int64 cents → int64 hundredths of a 亩, half-up. cents/100 · 3/2000 · 100 = cents · 3/2000."""
    return _divide_half_up(np.asarray(cents_, dtype=np.int64) * 3, 2000)


def ha_ten_thousandths(cents_) -> np.ndarray:
    """int64 cents → int64 ten-thousandths of a 公顷 (that is, whole m²), half-up."""
    return _divide_half_up(np.asarray(cents_, dtype=np.int64), 100)


def mu(cents_) -> np.ndarray:
    """int64 cents → 亩 with two decimals (float)."""
    return mu_hundredths(cents_) / 100.0


def ha(cents_) -> np.ndarray:
    """int64 cents → 公顷 with four decimals (float)."""
    return ha_ten_thousandths(cents_) / 10_000.0


def percent_hundredths(part: int, whole: int) -> int | None:
    """part/whole in hundredths of a percent, half-up; None where the whole is not positive ("—")."""
    if whole <= 0:
        return None
    return int(_divide_half_up(np.int64(part) * 10_000, int(whole)))


def apportion(raw, group, totals, ties: Sequence = ()) -> np.ndarray:
    """Share *totals* among the parts of each group in proportion to *raw*: the one adjustment, 面积平差.

    raw     (n,) non-negative areas, any common unit
    group   (n,) index into totals, 0 … g−1
    totals  (g,) int64, what the parts of each group must sum to
    ties    key columns (n,), most significant first, that decide between equal remainders (smaller first)

    Each part is scaled so that its group sums to the total, floored, and the missing units go to the
    largest fractional remainders. Returns (n,) int64 that sum to the totals exactly.
    Raises ConservationError where a group has nothing to share a non-zero total among.
    """
    raw = np.asarray(raw, dtype=np.float64)
    group = np.asarray(group, dtype=np.int64)
    totals = np.asarray(totals, dtype=np.int64)
    if len(raw) == 0:
        if totals.any():
            raise ConservationError("a total without parts")
        return np.zeros(0, np.int64)
    if not np.isfinite(raw).all() or (raw < 0).any():
        raise ConservationError("parts must be finite and not negative")
    if (totals < 0).any():
        raise ConservationError("a total must not be negative")
    sums = np.bincount(group, raw, minlength=len(totals))
    if ((sums <= 0) & (totals != 0)).any():
        raise ConservationError("a total without parts to share it")
    scale = np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 0)
    exact = raw * scale[group]
    floor = np.floor(exact).astype(np.int64)
    missing = totals - np.bincount(group, floor, minlength=len(totals)).astype(np.int64)
    members = np.bincount(group, minlength=len(totals))
    if ((missing < 0) | (missing > members)).any():
        raise ConservationError("areas are too large to be shared to the last cent")
    remainder = np.round(exact - floor, _SAME_FRACTION_DECIMALS)
    order = np.lexsort((*[np.asarray(key) for key in reversed(ties)], -remainder, group))
    first = np.cumsum(members, dtype=np.int64) - members
    rank = np.arange(len(raw), dtype=np.int64) - first[group[order]]
    floor[order] += rank < missing[group[order]]
    check_sums(floor, group, totals)
    return floor


def check_sums(parts, group, totals) -> None:
    """Raise ConservationError unless the integer parts of each group sum to its total exactly."""
    found = np.zeros(len(totals), np.int64)
    np.add.at(found, np.asarray(group, np.int64), np.asarray(parts, np.int64))
    wrong = np.nonzero(found != np.asarray(totals, np.int64))[0]
    if len(wrong):
        k = int(wrong[0])
        raise ConservationError(f"parts sum to {int(found[k])}, the whole is {int(totals[k])}")
