"""批而未供 of approval documents: 未供 = 批准 − 已供 − 核销, their ages, and whether an approval has lapsed.

自然资规〔2018〕1号: an approval lapses by itself when for two years the land was not used, or the plan of compensation
not carried out. All areas are integer cents (0.01 m²).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from ..dates import add_years
from ..messages import Message
from ..periods import completed_years
from ..units import ConservationError
from .role_names import RoleNames
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


@dataclass(frozen=True)
class Evidence:
    """What is known of a document's use by the day of evaluation.

    first    day of the first supply, use or compensation, None = none with a day
    unknown  roles of which something is there whose day is not known: a supply without date, an unreadable cell
    absent   the layer has no field for the compensation
    """

    first: dt.date | None = None
    unknown: tuple[str, ...] = ()
    absent: bool = False


@dataclass(frozen=True)
class Lapse:
    """Whether an approval has lapsed: `YES`, `NO` or `UNKNOWN`, and then why a person must decide."""

    state: str
    why: Message | None = None


def lapse(day: dt.date | None, as_of: dt.date, evidence: Evidence, rule: Rules | None = None) -> Lapse:
    """`YES` only where two years are up by *as_of* and by then nothing was supplied, used or compensated.

    `NO` where something of these happened within the two years, or they are not over. `UNKNOWN`, with the reason, where
    the document has no date, where the first of these came after the two years, and where it is not known. Days after
    *as_of* do not count: *evidence* must not hold them. 自然资规〔2018〕1号; the anniversary itself ends the two years.
    """
    if day is None:
        return Lapse(UNKNOWN, Message("idle.lapse_no_date"))
    end = add_years(day, (rule or rules()).lapse_years)
    if as_of < end or (evidence.first is not None and evidence.first < end):
        return Lapse(NO)
    if evidence.first is not None:
        return Lapse(UNKNOWN, Message("idle.lapse_late", {"day": evidence.first, "end": end}))
    if evidence.unknown:
        return Lapse(UNKNOWN, Message("idle.lapse_unknown", {"roles": RoleNames(evidence.unknown)}))
    return Lapse(UNKNOWN, Message("idle.lapse_absent")) if evidence.absent else Lapse(YES)


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
