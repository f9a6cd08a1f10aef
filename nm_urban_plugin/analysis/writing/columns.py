"""Columns of values in the words of SQLite, and of QGIS where a feature must be built. Each distinct date once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import numpy as np
from qgis.PyQt.QtCore import QDate


def for_sqlite(column: Sequence) -> list:
    """None, int, float, str of a column: a numpy array (NaN = no value), or a list with dates (ISO text then) or bools
    in it. A numpy scalar would be stored as a blob, so there must be none in a list."""
    if isinstance(column, np.ndarray):
        return _listed(column)
    return _converted(column, dt.date.isoformat)


def alike(column: list) -> bool:
    """Whether all values of a column of SQLite's are one and the same (of one type: 1.0 is not 1)."""
    first = column[0] if column else None
    return column.count(first) == len(column) and {type(first)} >= set(map(type, column))


def for_qgis(column: Sequence) -> list:
    """The same for QgsFeature.setAttributes: dates as QDate."""
    if isinstance(column, np.ndarray):
        return _listed(column)
    return _converted(column, lambda day: QDate(day.year, day.month, day.day))


def _listed(column: np.ndarray) -> list:
    if column.dtype.kind == "f":
        gaps = np.nonzero(np.isnan(column))[0].tolist()
        out = column.tolist()
        for k in gaps:
            out[k] = None
        return out
    return column.astype(np.int64).tolist() if column.dtype.kind == "b" else column.tolist()


def _converted(column: Sequence, date: Callable) -> list:
    """The list itself where nothing in it must be changed; of a moment its day."""
    kinds = set(map(type, column))
    if bool in kinds:
        column = [int(value) if isinstance(value, bool) else value for value in column]
    days = tuple(kind for kind in kinds if issubclass(kind, dt.date))
    if not days:
        return list(column)
    known = {day: date(dt.date(day.year, day.month, day.day)) for day in {v for v in column if isinstance(v, days)}}
    return [known[value] if isinstance(value, days) else value for value in column]
