"""Verdicts: a value against a target, on a date, by the one rule of `core.verdict`.

Only rows of the kind target are judged. A target that is not due and not reached is at risk where the value lies behind
the straight line from the baseline to the target, else pending; METHOD says whether it is on the line, or why there is
none. A cap that is used up over the years (新增建设用地) is not met as soon as it is exceeded, and at risk above its
line; a level that shall fall (漏损率) is a goal like any other.

Example::

    >>> rate = register()["urbanization_rate_2035"]
    >>> judge(rate, 68.6, dt.date(2024, 6, 30), conventions(), UP).verdict
    'pending'
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..measurement import unit_word
from ..verdict import NO_NUMBER, NOT_COMPUTABLE, NOTHING, PENDING, Text, judge_cap, judge_target
from .registry import DUE, LIVE, Conventions, Target
from .words import said

UP, DOWN, NEAR = "up", "down", "near"
ON_SCHEDULE, BEHIND, NO_PACE = "on_schedule", "behind", ""

#: What float sums may differ by, as a share of the goal.
_NOISE = 1e-9


@dataclass(frozen=True)
class Judgement:
    """What came of it. gap: what is missing to the goal in the target's unit (negative = in reserve); expected: the
    trajectory on the date of evaluation, None without one; tolerance: what was allowed."""

    verdict: str
    gap: float | None = None
    expected: float | None = None
    pace: str = NO_PACE
    tolerance: float = 0.0
    why: Text = NOTHING


def tolerance_of(target: Target, rules: Conventions) -> float:
    """How far a value may lie off the goal: ~ gets points or a share of the total, = a trace for shares, else 0."""
    if target.value is None:
        return 0.0
    if target.comparator == "~":
        if target.tolerance is not None:
            return target.tolerance
        return rules.tolerance_points if target.is_rate else abs(target.value) * rules.tolerance_total_pct / 100
    if target.comparator == "=":
        return rules.equal_points if target.is_rate else 0.0
    return 0.0


def effective_goal(target: Target) -> float | None:
    """The goal; a target that lies below its own baseline has the baseline as floor."""
    if target.value is None or target.floor is None:
        return target.value
    return max(target.value, target.floor)


def compare(value, goal: float, comparator: str, tolerance: float = 0.0, direction: str = NEAR):
    """Whether a value (or each of an array) meets the goal.

    ~ is met from goal − tolerance on, or up to goal + tolerance where less is better; beyond the goal is met too
    (69 %左右 by 70.6 %). = with a direction is met beyond the goal (eight pilot cities by nine).
    """
    trace = _NOISE * max(abs(goal), 1.0)
    if comparator == "<=":
        return value <= goal + trace
    if comparator == "<":
        return value < goal - trace
    if comparator == ">=":
        return value >= goal - trace
    if comparator == ">":
        return value > goal + trace
    if direction == DOWN:
        return value <= goal + tolerance + trace
    if direction == UP or comparator == "~":
        return value >= goal - tolerance - trace
    return abs(value - goal) <= tolerance + trace


def gap_of(value: float, goal: float, comparator: str, direction: str) -> float:
    """What is missing to the goal, in the target's unit; negative = in reserve."""
    if comparator in ("<=", "<") or (comparator in ("~", "=") and direction == DOWN):
        return value - goal
    if comparator in (">=", ">", "~") or direction == UP:
        return goal - value
    return abs(goal - value)


def expected_at(target: Target, as_of: dt.date, goal: float, strict_before: bool = False) -> float | None:
    """The straight line from the baseline to the goal, on a date; None without baseline or year."""
    due, base = target.due(strict_before), target.baseline
    if due is None or base is None or due <= base.date:
        return None
    share = (as_of - base.date).days / (due - base.date).days
    return base.value + (goal - base.value) * min(1.0, max(0.0, share))


def way_of(target: Target, direction: str = NEAR) -> str:
    """Whether more or less is better: by the comparator, else the indicator, else by the side of the baseline."""
    if target.comparator in ("<=", "<"):
        return DOWN
    if target.comparator in (">=", ">"):
        return UP
    base, goal = target.baseline, effective_goal(target)
    if direction == NEAR and target.comparator == "~" and base is not None and goal is not None:
        return DOWN if goal < base.value else UP
    return direction


def is_cap(target: Target) -> bool:
    """Whether the goal is a ceiling that is used up over the years, so that what exceeds it cannot come back."""
    if target.comparator not in ("<=", "<") or target.value is None:
        return False
    base = target.baseline
    return base.value <= target.value if base is not None else "period" in target.extra or target.accumulates


def judge(target: Target, value: float | None, as_of: dt.date, rules: Conventions, direction: str = NEAR) -> Judgement:
    """The verdict of a value that covers all of the target's places. *direction* is that of the indicator."""
    if target.kind != "target":
        return Judgement(NO_NUMBER, why=_NOT_A_TARGET.get(target.kind, NOTHING))
    goal = effective_goal(target)
    if goal is None:
        return Judgement(NO_NUMBER, why=said("no_number"))
    if value is None:
        return Judgement(NOT_COMPUTABLE)
    direction = way_of(target, direction)
    tolerance = tolerance_of(target, rules)
    fits = bool(compare(value, goal, target.comparator, tolerance, direction))
    gap = gap_of(value, goal, target.comparator, direction)
    why = _allowed(target, goal, tolerance, direction)
    state = target.state(as_of, rules.strict_before)
    expected = expected_at(target, as_of, goal, rules.strict_before) if state == LIVE else None
    behind = None
    if expected is not None:
        trace = _NOISE * max(abs(goal), 1.0)
        falling = is_cap(target) or goal < target.baseline.value
        behind = value > expected + trace if falling else value < expected - trace
        due = target.due(rules.strict_before)
        why += said("straight_line", base=f"{target.baseline.value:g}", start=target.baseline.date, goal=f"{goal:g}",
                    due=due, expected=f"{expected:.4g}")
    if is_cap(target):
        verdict = judge_cap(kept=fits, ended=state == DUE, above_pace=behind)
    else:
        verdict = judge_target(reached=fits, due=state == DUE, behind=behind)
    if verdict == PENDING:
        why += said("pending_on_schedule" if behind is False else "pending_no_year" if state != LIVE else
                    "pending_no_baseline")
    pace = NO_PACE if behind is None else BEHIND if behind else ON_SCHEDULE
    return Judgement(verdict, gap, expected, pace, tolerance, why)


_NOT_A_TARGET = {kind: said(f"not_judged_{kind}") for kind in ("baseline", "threshold", "rule")}


def _allowed(target: Target, goal: float, tolerance: float, direction: str) -> Text:
    why = NOTHING
    unit = "个百分点" if target.is_rate else target.unit
    points = "percentage point" if tolerance == 1 else "percentage points"
    english = points if target.is_rate else unit_word(target.unit, "en")
    if target.comparator == "~":
        bound = goal + tolerance if direction == DOWN else goal - tolerance
        why += said("about_down" if direction == DOWN else "about_up", goal=f"{goal:g}", tolerance=f"{tolerance:g}",
                    unit=Text(english, unit), bound=f"{bound:g}")
    elif target.comparator == "=" and tolerance:
        why += said("all_or_none", tolerance=f"{tolerance:g}", unit=Text(english, unit))
    if target.floor is not None and goal != target.value:
        why += said("floor", goal=f"{goal:g}", value=f"{target.value:g}")
    return why
