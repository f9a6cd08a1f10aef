"""What the features that cannot be judged could make of a value: the least and the most it could be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .indicators import FEATURES, Form
from .rollup import Rolled


@dataclass(frozen=True)
class Range:
    """The least and the most that a value could be, in its own unit; infinite where nothing bounds it."""

    low: float
    high: float

    def key(self, value: float) -> str:
        """The sentence that tells it: at least, at most, between, or that nothing is known."""
        if math.isinf(self.low) or math.isinf(self.high):
            return "at_least" if self.low == value else "cannot_be_judged"
        return "at_least" if self.low == value else "at_most" if self.high == value else "between"


def range_of(form: Form, rolled: Rolled) -> Range | None:
    """The range of a value of features, some of which were skipped or lie nowhere; None where all is known.

    Sums and counts can only grow. A share lies between none and all of the unknown fulfilling it. Of a ratio of two
    unknown sums nothing is known. Rows of places are no matter of this: a place without its row is not covered.
    """
    if form.rows != FEATURES or rolled.value is None or not (rolled.skipped or rolled.unplaced):
        return None
    times, by = form.scale
    if form.agg in ("count", "test"):
        return Range(rolled.value, rolled.value + rolled.unknown * times / by)
    one_way = form.agg == "ratio" and any(name.startswith("@") for _, name, _ in form.terms[1])
    if form.agg in ("sum", "distinct", "divisions") or one_way:
        minus = any(sign < 0 for sign, _, _ in form.terms[0]) if form.terms else False
        return Range(-math.inf if minus else rolled.value, math.inf)
    if form.agg == "share":
        if rolled.unknown != rolled.unknown:
            return Range(0.0, times / by)
        whole = rolled.bottom + rolled.unknown
        return Range(rolled.top / whole * times / by, (rolled.top + rolled.unknown) / whole * times / by)
    if form.agg == "units_share":
        return Range(rolled.value, times / by)
    return Range(-math.inf, math.inf)
