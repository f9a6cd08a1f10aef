"""批而未供 of approval documents: 未供 = 批准 − 已供 − 核销, their ages, and whether an approval has lapsed.

自然资规〔2018〕1号: an approval lapses by itself when for two years the land was not used, or the plan of compensation
not carried out. All areas are integer cents (0.01 m²).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from ..dates import add_years
from ..periods import completed_years
from ..units import ConservationError
from .rules import Rules, rules

YES, NO, UNKNOWN = "yes", "no", "unknown"

#: Year of a document without a date.
NO_YEAR = -1


def age_of(day: dt.date | None, as_of: dt.date) -> int | None:
    """Completed years since the approval; the anniversary counts. None without a date."""
    return None if day is None else completed_years(day, as_of)


def age_class(age: int | None, bounds: tuple[int, ...] | None = None) -> str:
    """'<1', '1-2', '2-5' or '>5' (five completed years and more); '' without a date."""
    if age is None:
        return ""
    bounds = bounds or rules().age_bounds
    if age < bounds[0]:
        return f"<{bounds[0]}"
    for low, high in zip(bounds, bounds[1:]):
        if low <= age < high:
            return f"{low}-{high}"
    return f">{bounds[-1]}"


def age_classes(bounds: tuple[int, ...] | None = None) -> list[str]:
    """All age classes, youngest first, then '' (no date)."""
    bounds = bounds or rules().age_bounds
    return [f"<{bounds[0]}", *(f"{a}-{b}" for a, b in zip(bounds, bounds[1:])), f">{bounds[-1]}", ""]


def lapsed(day: dt.date | None, as_of: dt.date, supplied: bool, used: bool, compensated: bool | None,
           rule: Rules | None = None) -> str:
    """'yes' only where two years are up, nothing is supplied or used, and the compensation field is there and empty;
    'unknown' where that hangs on a date or a field that is not there; else 'no'.

    *compensated*: None = the layer has no such field, or its value cannot be read.
    """
    if supplied or used or compensated:
        return NO
    if day is None:
        return UNKNOWN
    if as_of < add_years(day, (rule or rules()).lapse_years):
        return NO
    return UNKNOWN if compensated is None else YES


@dataclass(frozen=True)
class Account:
    """Areas of n approvals; all int64 (n,): approved = supplied + cancelled + unsupplied; *disposed* is what was
    unsupplied on the base date and has been supplied or cancelled since; *excess_supplied*, *excess_cancelled* are
    declared beyond what is approved."""

    approved: np.ndarray
    supplied: np.ndarray
    cancelled: np.ndarray
    unsupplied: np.ndarray
    disposed: np.ndarray
    excess_supplied: np.ndarray
    excess_cancelled: np.ndarray


def settle(approved, supplied, cancelled, supplied_before, cancelled_before, on_base) -> Account:
    """批准 − 已供 − 核销 by document where no map can say which m² is which.

    All (n,) int64 cents. *_before: what of it was there on the base date already. on_base (n,) bool: approved by the
    base date. What is supplied goes before what is cancelled; neither takes more than there is.
    """
    approved = np.asarray(approved, np.int64)
    sup, canc, rest = _deduct(approved, supplied, cancelled)
    _, _, rest_before = _deduct(approved, supplied_before, cancelled_before)
    disposed = np.where(np.asarray(on_base, bool), rest_before - rest, 0)
    if (disposed < 0).any():
        raise ConservationError("more was supplied by the base date than in all")
    account = Account(approved, sup, canc, rest, disposed, np.asarray(supplied, np.int64) - sup,
                      np.asarray(cancelled, np.int64) - canc)
    check(account.approved, account.supplied, account.cancelled, account.unsupplied)
    return account


def _deduct(approved, supplied, cancelled) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    sup = np.minimum(approved, np.asarray(supplied, np.int64))
    canc = np.minimum(approved - sup, np.asarray(cancelled, np.int64))
    return sup, canc, approved - sup - canc


def check(approved, supplied, cancelled, unsupplied) -> None:
    """Raise ConservationError unless approved = supplied + cancelled + unsupplied for each, and none is negative."""
    parts = [np.asarray(part, np.int64) for part in (supplied, cancelled, unsupplied)]
    if any((part < 0).any() for part in parts):
        raise ConservationError("an area of an approval is negative")
    wrong = np.nonzero(sum(parts) != np.asarray(approved, np.int64))[0]
    if len(wrong):
        k = int(wrong[0])
        raise ConservationError(f"approval {k}: supplied + cancelled + unsupplied = {int(sum(parts)[k])} cents, "
                                f"approved = {int(np.asarray(approved)[k])}")


def sum_by(group, n: int, values) -> np.ndarray:
    """(n,) int64 sums of *values* by group (0 … n−1, −1 = none); exact, never through floats."""
    out = np.zeros(n, np.int64)
    group = np.asarray(group, np.int64)
    keep = group >= 0
    np.add.at(out, group[keep], np.asarray(values, np.int64)[keep])
    return out
