"""Cells of tables as people fill them: numbers with separators or a percent sign, yes and no."""

from __future__ import annotations

import math

from ...core.cells import UnitMismatch, heading_unit

_YES = frozenset(("1", "1.0", "是", "有", "yes", "y", "true", "t", "√"))


def number(value) -> float | None:
    """The number in a cell ('1,234', '45 %'); None for NULL and what is no number. Infinity stays, to be refused."""
    if value is None or isinstance(value, bool):
        return None
    try:
        found = float(str(value).replace(",", "").replace("，", "").strip().removesuffix("%").strip())
    except ValueError:
        return None
    return None if math.isnan(found) else found


def persons_per_one(heading: str) -> float:
    """How many people a 1 in a column of people is: 10 000 under 常住人口（万人）, else 1; NaN under another unit."""
    try:
        unit = heading_unit(heading, "people")
    except UnitMismatch:
        return math.nan
    return 1.0 if unit is None else float(unit.factor)


def is_empty(value) -> bool:
    """NULL, blanks, or the text NULL."""
    return value is None or str(value).strip().upper() in ("", "NULL")


def is_yes(value) -> bool:
    """Whether a cell says yes: 1, 是, 有, yes, true, √."""
    return value is not None and str(value).strip().casefold() in _YES
