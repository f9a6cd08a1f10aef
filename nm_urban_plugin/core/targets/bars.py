"""Where value, goal and trajectory stand on a bar: shares of its length, for the dock and the report alike."""

from __future__ import annotations

from dataclasses import dataclass

from ..measurement import convert
from .rows import TargetRow

#: Free room beyond the longest of the three, so that a mark at the end is still seen as a mark.
_HEADROOM = 1.08


@dataclass(frozen=True)
class Bar:
    """Positions from 0 to 1. zero is where the bar starts; expected is None without a trajectory."""

    zero: float
    value: float
    goal: float
    expected: float | None = None


def bar_of(row: TargetRow) -> Bar | None:
    """The bar of a row; None where there is no value, no goal, or where they are not in one unit (tests)."""
    if row.value is None or row.goal is None or row.target.kind != "target":
        return None
    value = row.value if row.value_unit == row.target.unit else convert(row.value, row.value_unit, row.target.unit)
    if value is None:
        return None
    marks = [value, row.goal, *([] if row.expected is None else [row.expected])]
    low, high = min(0.0, *marks), max(0.0, *marks)
    if high <= low:
        return None
    span = (high - low) * _HEADROOM
    start = low - (_HEADROOM - 1) * (high - low) * (low < 0)

    def at(number: float) -> float:
        return min(1.0, max(0.0, (number - start) / (span + (low - start))))

    return Bar(at(0.0), at(value), at(row.goal), None if row.expected is None else at(row.expected))
