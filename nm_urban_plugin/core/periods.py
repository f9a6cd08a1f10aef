"""Whole months and years between two days, as the land rules count them: the anniversary itself is included."""

from __future__ import annotations

import calendar
import datetime as dt

from .dates import add_years


def whole_months(start: dt.date, end: dt.date) -> int:
    """Completed months from *start* to *end*; 31 January + 1 month is the last day of February. 0 if end is before."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day < min(start.day, calendar.monthrange(end.year, end.month)[1]):
        months -= 1
    return max(0, months)


def completed_years(start: dt.date, end: dt.date) -> int:
    """Completed years from *start* to *end*, the anniversary included; 0 if end is before."""
    years = end.year - start.year
    return max(0, years - (years > 0 and add_years(start, years) > end))
