"""Verdicts: a value against a target, on a date.

Five states: met, not met, at risk, not computable, no number in the plan. Only rows of the kind target are judged. A
target that is not due yet is at risk where the value lies behind the straight line from the baseline to the target; for
a ceiling that is used up over the years (新增建设用地), where it lies above that line.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..verdict import AT_RISK, MET, NO_NUMBER, NOT_COMPUTABLE, NOT_MET, NOTHING, Text
from .registry import LIVE, Conventions, Target

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
    """Whether a value (or each of an array) meets the goal. ~ and = with a direction are met beyond the goal too
    (69 %左右 by 70.6 %, eight pilot cities by nine)."""
    trace = _NOISE * max(abs(goal), 1.0)
    if comparator == "<=":
        return value <= goal + trace
    if comparator == "<":
        return value < goal - trace
    if comparator == ">=":
        return value >= goal - trace
    if comparator == ">":
        return value > goal + trace
    if direction == UP:
        return value >= goal - tolerance - trace
    if direction == DOWN:
        return value <= goal + tolerance + trace
    return abs(value - goal) <= tolerance + trace


def gap_of(value: float, goal: float, comparator: str, direction: str) -> float:
    """What is missing to the goal, in the target's unit; negative = in reserve."""
    if comparator in ("<=", "<") or (comparator in ("~", "=") and direction == DOWN):
        return value - goal
    if comparator in (">=", ">") or direction == UP:
        return goal - value
    return abs(goal - value)


def expected_at(target: Target, as_of: dt.date, goal: float, strict_before: bool = False) -> float | None:
    """The straight line from the baseline to the goal, on a date; None without baseline or year."""
    due, base = target.due(strict_before), target.baseline
    if due is None or base is None or due <= base.date:
        return None
    share = (as_of - base.date).days / (due - base.date).days
    return base.value + (goal - base.value) * min(1.0, max(0.0, share))


def judge(target: Target, value: float | None, as_of: dt.date, rules: Conventions, direction: str = NEAR) -> Judgement:
    """The verdict of a value that covers all of the target's places. *direction* is that of the indicator."""
    if target.kind != "target":
        return Judgement(NO_NUMBER, why=_NOT_A_TARGET.get(target.kind, NOTHING))
    goal = effective_goal(target)
    if goal is None:
        return Judgement(NO_NUMBER, why=Text("the document gives no number", "文件未给出数值"))
    if value is None:
        return Judgement(NOT_COMPUTABLE)
    tolerance = tolerance_of(target, rules)
    fits = compare(value, goal, target.comparator, tolerance, direction)
    gap = gap_of(value, goal, target.comparator, direction)
    why = _allowed(target, goal, tolerance)
    live = target.state(as_of, rules.strict_before) == LIVE
    expected = expected_at(target, as_of, goal, rules.strict_before) if live else None
    if expected is None:
        return Judgement(MET if fits else NOT_MET, gap, None, NO_PACE, tolerance, why)
    base = target.baseline.value
    ceiling = target.comparator in ("<=", "<")
    trace = _NOISE * max(abs(goal), 1.0)
    falling = ceiling or goal < base
    behind = value > expected + trace if falling else value < expected - trace
    why += Text(f"straight line {base:g} ({target.baseline.date}) to {goal:g} ({target.due(rules.strict_before)}): "
                f"{expected:.4g} due now", f"直线进度{base:g}（{target.baseline.date}）至{goal:g}"
                f"（{target.due(rules.strict_before)}），当前应为{expected:.4g}")
    pace = BEHIND if behind else ON_SCHEDULE
    if ceiling and goal >= base:  # a ceiling used up over the years
        verdict = NOT_MET if not fits else AT_RISK if behind else MET
    else:
        verdict = MET if fits else AT_RISK if behind else NOT_MET
    if verdict == NOT_MET and pace == ON_SCHEDULE:
        why += Text("not reached yet, on schedule", "尚未达到，符合序时进度")
    return Judgement(verdict, gap, expected, pace, tolerance, why)


_NOT_A_TARGET = {
    "baseline": Text("a baseline, never judged", "基数，不作判定"),
    "threshold": Text("a threshold: a test of each feature, not of a place", "门槛值：逐要素检验，不对地区作判定"),
    "rule": Text("a rule: a test of each feature, not of a place", "规则：逐要素检验，不对地区作判定"),
}


def _allowed(target: Target, goal: float, tolerance: float) -> Text:
    why = NOTHING
    if target.comparator == "~":
        why += Text(f"about {goal:g}: ±{tolerance:g} {target.unit} allowed (convention of the plugin)",
                    f"约{goal:g}：容差±{tolerance:g}{target.unit}（插件约定）")
    elif target.comparator == "=" and tolerance:
        why += Text(f"all / none: ±{tolerance:g} {target.unit} allowed", f"全部或无：容差±{tolerance:g}{target.unit}")
    if target.floor is not None and goal != target.value:
        why += Text(f"judged by the baseline {goal:g} as floor, above the target {target.value:g}",
                    f"目标{target.value:g}低于基数，以基数{goal:g}为下限判定")
    return why
