"""One row per target and place: value, goal, verdict, gap, and in words how it came about."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from ..measurement import Measurement, convert, fits
from ..places import name_of
from ..roles import field_roles
from ..verdict import MET, NO_NUMBER, NOT_COMPUTABLE, NOTHING, Coverage, Text, certain, covered
from .certainty import Range, range_of
from .indicators import Form, Indicator
from .judging import Judgement, effective_goal, gap_of, judge, way_of
from .registry import Conventions, Target, register
from .rollup import Rolled, physical_gap
from .scopes import Scope
from .words import amount, said, unit_words

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


def covers(k: int, of: int) -> Text:
    """How many of the county units a target speaks of are covered."""
    return said("covers", k=k, n=of)


#: Aggregations that count features which fail a test.
_TESTS = ("test", "units_distinct", "units_missing")


def _how(target: Target, indicator: Indicator, form: Form, rolled: Rolled, of: int) -> Text:
    """How the value came about: what was counted, of which units and years, and what was left out."""
    how = Text(f"{indicator.en} ({indicator.boundary_name('en')}), {_HOW[form.agg][0]}",
               f"{indicator.zh}（{indicator.boundary_name('zh')}），{_HOW[form.agg][1]}")
    method = how + covers(rolled.covered, of)
    if form.note_en:
        method += Text(form.note_en, form.note_zh)
    if rolled.years:
        added = form.flow and len(rolled.years) > 1
        method += said("rows_added" if added else "rows_of", years=_range(rolled.years))
    if form.agg in _TESTS and target.kind != "target":
        fail, tested = f"{rolled.value or 0:g}", int(rolled.bottom)
        if form.value and target.value is not None:
            method += said("per_feature_than", fail=fail, n=tested, sign=target.test_comparator,
                           threshold=f"{target.value:g}", unit=unit_words(target.unit))
        else:
            method += said("per_feature", fail=fail, n=tested)
        if rolled.value is None:
            method += said("nothing_to_test")
    if rolled.skipped:
        method += said("skipped", n=rolled.skipped)
    if rolled.unplaced:
        method += said("unplaced", n=rolled.unplaced)
    return method + rolled.notes


def _what_is_missing(target: Target, indicator: Indicator, form: Form, rolled: Rolled, value: float | None, of: int
                     ) -> Text:
    """What keeps a target from being judged; `NOTHING` where nothing does."""
    if rolled.lacking:
        return said("value_missing", names=_names(rolled.lacking))
    if target.own and form.agg not in _TESTS and not fits(target.unit, indicator.unit):
        return said("unit_does_not_fit", unit=target.unit[:40], wanted=unit_words(indicator.unit))
    if not Coverage(rolled.covered, of).complete:
        return covers(rolled.covered, of)
    if value is None:
        return said("nothing_to_divide_by")
    if indicator.is_share() and not possible_share(value):
        return said("impossible_share", value=f"{value:.4g}")
    return NOTHING


def possible_share(value: float) -> bool:
    """Whether a value can be a part of a whole: 0 to 100 %, but for float noise."""
    return -_NOISE <= value <= 100 + _NOISE


#: What float sums of percent may differ by.
_NOISE = 1e-7


def _may_turn(target: Target, indicator: Indicator, form: Form, rolled: Rolled, found: Judgement, as_of: dt.date,
              rules: Conventions) -> tuple[Text, bool]:
    """(what is known at least or at most, whether the unknown could turn a met target)."""
    span = range_of(form, rolled)
    if span is None or rolled.value is None:
        return NOTHING, False
    span = Range(*(in_unit_of(target, bound, indicator.unit) for bound in (span.low, span.high)))
    value = in_unit_of(target, rolled.value, indicator.unit)
    unit = target.unit if fits(indicator.unit, target.unit) else indicator.unit
    told = said(span.key(value), value=amount(value, unit), low=amount(span.low, unit), high=amount(span.high, unit),
                n=rolled.skipped + rolled.unplaced)
    other = [judge(target, bound, as_of, rules, indicator.direction).verdict for bound in (span.low, span.high)]
    return told, found.verdict == MET and any(verdict != MET for verdict in other)


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
        missing = _what_is_missing(target, indicator, form, rolled, value, of)
        if not missing.en:
            told, turns = _may_turn(target, indicator, form, rolled, found, as_of, rules)
            method += told
            missing = told if turns else NOTHING
            found = dataclasses.replace(found, verdict=certain(found.verdict, turns))
        if missing.en:
            found = Judgement(NOT_COMPUTABLE, found.gap, found.expected, "", found.tolerance)
        method += found.why
    elif test or target.kind not in ("threshold", "rule"):
        method += found.why
    else:
        method += said("shown_not_judged")
    method += _standing(target, as_of, rules)
    goal = target.value
    judged_goal = effective_goal(target)
    physical = None
    if judged_goal is not None and full and target.kind == "target":
        physical = physical_gap(form, rolled, convert(judged_goal, target.unit, indicator.unit) or judged_goal,
                                way_of(target, indicator.direction))
    gap = found.gap if target.kind == "target" else None
    if gap is None and full and target.kind == "target" and rolled.value is not None and judged_goal is not None:
        gap = gap_of(value, judged_goal, target.comparator, way_of(target, indicator.direction))
    if not full:
        gap = None
    unit = "个" if test else target.unit if value is not rolled.value else indicator.unit
    return TargetRow(target, scope, indicator, value, unit, goal, found.verdict, gap,
                     *(physical or (None, "")), rolled.n, rolled.skipped, rolled.failing, rolled.covered, of,
                     found.pace, found.expected, method, missing, as_of, source, rolled.codes, origin)


def undecided(row: TargetRow) -> TargetRow:
    """A row whose ledger says itself that it cannot be judged: what it leaves out could turn the verdict."""
    if row.verdict in (NOT_COMPUTABLE, NO_NUMBER):
        return row
    why = said("ledger_undecided")
    return dataclasses.replace(row, verdict=NOT_COMPUTABLE, pace="", method=row.method + why, missing=why)


def in_unit_of(target: Target, value: float | None, unit: str) -> float | None:
    """A value of the indicator's unit in the unit of the target, where it is another one of the same kind."""
    if value is None or target.kind != "target" or unit == target.unit:
        return value
    found = convert(value, unit, target.unit)
    return value if found is None else found


def from_value(target: Target, scope: Scope, indicator: Indicator | None, given: Measurement, as_of: dt.date,
               rules: Conventions, units: Coverage, notes: Text = NOTHING, origin: str = REGISTER) -> TargetRow:
    """The row of a target whose value somebody else has computed: a table of measures, or the user's values.

    units: covered ones of those the target speaks of; notes: why a value was not used, and what is history.
    """
    direction = indicator.direction if indicator else "near"
    found = judge(target, given.value, as_of, rules, direction)
    missing = NOTHING
    if target.kind == "target" and found.verdict != NO_NUMBER:
        if not units.complete:
            missing = covers(units.k, units.n)
            found = Judgement(covered(found.verdict, units))
        elif given.value is None:
            missing = Text(given.missing, given.missing) if given.missing else notes if notes.en else said("no_value")
    method = said("given_value_of", day=given.date) if given.date else said("given_value")
    method += covers(units.k, units.n)
    if given.method:
        method += Text(given.method, given.method)
    method = method + notes + found.why + _standing(target, as_of, rules)
    return TargetRow(target, scope, indicator, given.value, given.unit or target.unit, target.value, found.verdict,
                     found.gap if units.complete else None, None, "", given.n or 0, 0, 0, units.k, units.n, found.pace,
                     found.expected, method, missing, as_of, given.source, (), origin)


def without_value(target: Target, scope: Scope, indicator: Indicator | None, missing: Text, as_of: dt.date,
                  rules: Conventions, of: int, source: str, origin: str = REGISTER) -> TargetRow:
    """The row of a target for which this layer says nothing."""
    found = judge(target, None, as_of, rules)
    verdict = found.verdict
    unit = indicator.unit if indicator else target.unit
    return TargetRow(target, scope, indicator, None, unit, target.value, verdict, None, None, "", 0, 0, 0, 0, of, "",
                     None, missing + found.why + _standing(target, as_of, rules),
                     missing if verdict == NOT_COMPUTABLE else NOTHING, as_of, source, (), origin)


def _standing(target: Target, as_of: dt.date, rules: Conventions) -> Text:
    """Due, live or undated; inferred years; which row stands instead."""
    words = said(f"state_{target.state(as_of, rules.strict_before)}")
    if target.year_inferred:
        words += said("year_inferred")
    if not target.stands(as_of):
        later = register().get(target.superseded_by)
        name = (later.name_en, later.name_zh) if later else (target.superseded_by,) * 2
        words += said("superseded", row=target.superseded_by, name=Text(*name))
    if target.restored and target.as_written:
        words += said("restored", written=target.as_written)
    return words


def _names(roles: tuple[str, ...]) -> Text:
    known = [field_roles()[role] for role in roles]
    return Text(", ".join(role.en for role in known), "、".join(role.zh for role in known))


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
