"""One row per target and place: value, goal, verdict, gap, and in words how it came about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..measurement import Measurement, convert, fits
from ..places import name_of
from ..verdict import MET, NO_NUMBER, NOT_COMPUTABLE, NOTHING, Text
from .indicators import PLACES, Form, Indicator
from .judging import Judgement, effective_goal, gap_of, judge
from .registry import Conventions, Target, register
from .rollup import Rolled, physical_gap
from .scopes import Scope

REGISTER, OWN, ALLOTTED = "register", "own", "allotted"


@dataclass(frozen=True)
class TargetRow:
    """A target at a place.

    value and value_unit   what was measured (of a test: how many features fail); None where nothing could be
    goal, unit             of the target; gap in its unit (positive = missing, negative = in reserve)
    gap_phys, phys_unit    the same in physical units (亩, 万人, 公里 …)
    n, n_skipped, n_fail   features counted, skipped because something is missing, failing
    covered, of            county units covered, of those the target speaks of
    codes                  as the features behind the number bear them; origin: register, own, allotted (quota, task)
    """

    target: Target
    scope: Scope
    indicator: Indicator | None
    value: float | None
    value_unit: str
    goal: float | None
    verdict: str
    gap: float | None
    gap_phys: float | None
    phys_unit: str
    n: int
    n_skipped: int
    n_fail: int
    covered: int
    of: int
    pace: str
    expected: float | None
    method: Text
    missing: Text
    as_of: dt.date
    source: str
    codes: tuple[str, ...] = ()
    origin: str = REGISTER

    @property
    def stands(self) -> bool:
        """False where a later document's wording has taken the place of this one."""
        return self.target.stands(self.as_of)

    def measurement(self, lang: str = "zh") -> Measurement:
        """The record that travels on to sheet, report and other layers."""
        key = self.indicator.id if self.indicator else self.target.id
        return Measurement(key, self.scope.key, self.as_of, self.value, self.value_unit, self.n,
                           self.method.text(lang), self.source, self.missing.text(lang))


def covers(rolled: Rolled, of: int) -> Text:
    return Text(f"covers {rolled.covered} of {of} units", f"覆盖{of}个单元中的{rolled.covered}个")


#: Aggregations that count features which fail a test.
_TESTS = ("test", "units_distinct", "units_missing")


def _how(target: Target, indicator: Indicator, form: Form, rolled: Rolled, of: int) -> Text:
    """How the value came about: what was counted, of which units and years, and what was left out."""
    how = Text(f"{indicator.en} ({indicator.boundary_name('en')}), {_HOW[form.agg][0]}",
               f"{indicator.zh}（{indicator.boundary_name('zh')}），{_HOW[form.agg][1]}")
    method = how + covers(rolled, of)
    if form.note_en:
        method += Text(form.note_en, form.note_zh)
    if rolled.years:
        added = form.flow and len(rolled.years) > 1
        method += Text(f"rows of {_range(rolled.years)}{' added up' if added else ''}",
                       f"采用{_range(rolled.years)}年数据{'，逐年相加' if added else ''}")
    if form.rows == PLACES and not form.flow and rolled.n > len(rolled.codes):
        method += Text(f"{rolled.n} rows for {len(rolled.codes)} places: rows of one place are added up",
                       f"{len(rolled.codes)}个地区有{rolled.n}行：同一地区的行已相加")
    if form.agg in _TESTS and target.kind != "target":
        tested = int(rolled.bottom)
        threshold = target.value if form.value else None
        sign = "" if threshold is None else f"{target.test_comparator} {threshold:g} {target.unit}"
        method += Text(f"per-feature test: {rolled.value or 0:g} of {tested} fail {sign}".rstrip(),
                       f"逐要素检验：{tested}个中{rolled.value or 0:g}个不符合{sign}")
        if rolled.value is None:
            method += Text("nothing to test in this layer", "图层中没有可检验的要素")
    if rolled.skipped:
        method += Text(f"{rolled.skipped} features skipped (a value is missing or cannot be read)",
                       f"{rolled.skipped}个要素因缺值或无法识别而未计入")
    return method


def _what_is_missing(target: Target, indicator: Indicator, form: Form, rolled: Rolled, of: int, found: Judgement
                     ) -> Text:
    """What keeps a target from being judged; `NOTHING` where nothing does."""
    if rolled.lacking:
        return _lacking(rolled.lacking)
    if target.own and form.agg not in _TESTS and not fits(target.unit, indicator.unit):
        return Text(f"the unit '{target.unit[:40]}' of the target does not fit {indicator.unit}",
                    f"目标单位“{target.unit[:40]}”与“{indicator.unit}”不符")
    if not (of > 0 and rolled.covered == of):
        return covers(rolled, of)
    if rolled.value is None:
        return Text("nothing to divide by", "分母为零或无有效数据")
    if form.agg == "count" and rolled.skipped and found.verdict == MET and _way(target, indicator) == "down":
        return Text(f"{rolled.skipped} features are unknown: there may be more",
                    f"{rolled.skipped}个要素状态不明，实际数可能更大")
    return NOTHING


def built(target: Target, scope: Scope, indicator: Indicator, form: Form, rolled: Rolled, as_of: dt.date,
          rules: Conventions, source: str, *, of: int | None = None, notes: Text = NOTHING, origin: str = REGISTER
          ) -> TargetRow:
    """The row of a target whose indicator could be computed from the layer. of: units the target speaks of, where the
    place is only a part of them."""
    of = of or rolled.of
    test = form.agg in _TESTS
    method = _how(target, indicator, form, rolled, of) + notes
    full = of > 0 and rolled.covered == of
    value = rolled.value if test else in_unit_of(target, rolled.value, indicator.unit)
    found = judge(target, value, as_of, rules, indicator.direction)
    missing = NOTHING
    if target.kind == "target" and found.verdict != NO_NUMBER:
        missing = _what_is_missing(target, indicator, form, rolled, of, found)
        if missing.en:
            found = Judgement(NOT_COMPUTABLE, found.gap, found.expected, "", found.tolerance)
        method += found.why
    elif test or target.kind not in ("threshold", "rule"):
        method += found.why
    else:
        method += Text("shown, not judged", "仅列数值，不作判定")
    method += _standing(target, as_of, rules)
    goal = target.value
    judged_goal = effective_goal(target)
    physical = None
    if judged_goal is not None and full and target.kind == "target":
        physical = physical_gap(form, rolled, convert(judged_goal, target.unit, indicator.unit) or judged_goal,
                                _way(target, indicator))
    gap = found.gap if target.kind == "target" else None
    if gap is None and full and target.kind == "target" and rolled.value is not None and judged_goal is not None:
        gap = gap_of(value, judged_goal, target.comparator, indicator.direction)
    if not full:
        gap = None
    unit = "个" if test else target.unit if value is not rolled.value else indicator.unit
    return TargetRow(target, scope, indicator, value, unit, goal, found.verdict, gap,
                     *(physical or (None, "")), rolled.n, rolled.skipped, rolled.failing, rolled.covered, of,
                     found.pace, found.expected, method, missing, as_of, source, rolled.codes, origin)


def in_unit_of(target: Target, value: float | None, unit: str) -> float | None:
    """A value of the indicator's unit in the unit of the target, where it is another one of the same kind."""
    if value is None or target.kind != "target" or unit == target.unit:
        return value
    found = convert(value, unit, target.unit)
    return value if found is None else found


def from_value(target: Target, scope: Scope, indicator: Indicator | None, given: Measurement, as_of: dt.date,
               rules: Conventions, covered: int, of: int, origin: str = REGISTER) -> TargetRow:
    """The row of a target whose value somebody else has computed: a table of measures, or the user's values."""
    direction = indicator.direction if indicator else "near"
    full = covered == of
    found = judge(target, given.value, as_of, rules, direction)
    missing = NOTHING
    if target.kind == "target" and found.verdict != NO_NUMBER:
        if not full:
            missing = Text(f"covers {covered} of {of} units", f"覆盖{of}个单元中的{covered}个")
            found = Judgement(NOT_COMPUTABLE)
        elif given.value is None:
            missing = Text(given.missing or "the table has no value", given.missing or "表中没有数值")
    day = f" {given.date}" if given.date else ""
    method = Text(f"given value{day}", f"采用给定数值{day}") + Text(f"covers {covered} of {of} units",
                                                            f"覆盖{of}个单元中的{covered}个")
    if given.method:
        method += Text(given.method, given.method)
    method = method + found.why + _standing(target, as_of, rules)
    return TargetRow(target, scope, indicator, given.value, given.unit or target.unit, target.value, found.verdict,
                     found.gap if full else None, None, "", given.n or 0, 0, 0, covered, of, found.pace, found.expected,
                     method, missing, as_of, given.source, (), origin)


def without_value(target: Target, scope: Scope, indicator: Indicator | None, missing: Text, as_of: dt.date,
                  rules: Conventions, of: int, source: str, origin: str = REGISTER) -> TargetRow:
    """The row of a target for which this layer says nothing."""
    found = judge(target, None, as_of, rules)
    verdict = NOT_COMPUTABLE if found.verdict == MET else found.verdict
    unit = indicator.unit if indicator else target.unit
    return TargetRow(target, scope, indicator, None, unit, target.value, verdict, None, None, "", 0, 0, 0, 0, of, "",
                     None, missing + found.why + _standing(target, as_of, rules),
                     missing if verdict == NOT_COMPUTABLE else NOTHING, as_of, source, (), origin)


def _way(target: Target, indicator: Indicator) -> str:
    ways = {"<=": "down", "<": "down", ">=": "up", ">": "up"}
    return ways.get(target.comparator, indicator.direction)


def _standing(target: Target, as_of: dt.date, rules: Conventions) -> Text:
    """Due, live or undated; inferred years; which row stands instead."""
    state = {"due": ("due", "已到期"), "live": ("live", "未到期"), "undated": ("undated", "未写明年份")}[
        target.state(as_of, rules.strict_before)]
    words = Text(*state)
    if target.year_inferred:
        words += Text("year inferred, not in the sentence", "年份为推定，原句未写")
    if not target.stands(as_of):
        later = register().get(target.superseded_by)
        name = (later.name_en, later.name_zh) if later else (target.superseded_by,) * 2
        words += Text(f"superseded by {target.superseded_by} ({name[0]})", f"已由后文件“{name[1]}”取代")
    if target.restored and target.as_written:
        words += Text(f"number restored, written {target.as_written}", f"数字已恢复，原文识别为{target.as_written}")
    return words


def _lacking(roles: tuple[str, ...]) -> Text:
    from ..roles import field_roles

    known = [field_roles()[role] for role in roles]
    return Text("a value of the place is missing: " + ", ".join(r.en for r in known),
                "缺少该地数值：" + "、".join(r.zh for r in known))


def _range(years: tuple[int, ...]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


_HOW = {
    "sum": ("sum", "求和"), "ratio": ("ratio of sums", "总量之比"),
    "growth": ("growth of a ratio of sums", "总量之比的增幅"),
    "min": ("smallest of several shares", "多项比例取最小"), "share": ("share", "占比"), "count": ("count", "计数"),
    "distinct": ("count of different ones", "去重计数"), "test": ("test of each feature", "逐要素检验"),
    "units_share": ("share of places that have one", "有此设施的地区占比"),
    "units_distinct": ("places with more than one", "多于一个的地区数"),
    "units_missing": ("named places that lack it", "名单中缺少的地区数"),
    "divisions": ("count of divisions by code", "按代码计数"),
}


def name_of_scope(scope: Scope, lang: str) -> str:
    """Printed name of a place."""
    return scope.name(lang) or name_of(scope.key, lang) or scope.key
