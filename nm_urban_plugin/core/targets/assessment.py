"""A layer against all targets: which can be answered, with which value, and what is missing for the others."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..measurement import Measurement
from ..messages import Message
from ..places import REGION, is_county, league_of
from ..resources import policy
from ..verdict import NOT_COMPUTABLE, NOTHING, VERDICTS, Text
from . import rows as rows_
from .accounts import Account
from .columns import Columns, Settings
from .given import GivenValues
from .indicators import FEATURES, LEDGER, PLACES, Form, Indicator, indicator_of, indicators
from .own import Own
from .place_rows import PlaceRows
from .readiness import why_not
from .registry import LIVE, Baseline, Target, register
from .rollup import Rolled, roll
from .rows import ALLOTTED, OWN, REGISTER, TargetRow
from .scopes import Scope, of_code, of_target, units_of
from .words import said, unit_words

MEASURES = "measures"


class Assessment:
    """State of one layer's evaluation: fill with `add`, ask with `rows`.

    role     layer role; fields: the field roles the layer has (with county_code where it has one)
    own      the user's targets, values and switches; places: only rows for these (() = the targets' own places)
    assumed  code that features without a county code get ('' = none)
    keep     True to allow `replace`, `remove` and `fids_behind` (the dock), False to stream any number of features
    """

    def __init__(self, role: str, fields: Iterable[str], as_of: dt.date, *, own: Own | None = None,
                 places: Sequence[Scope] = (), source: str = "", assumed: str = "", keep: bool = False,
                 geometry: str = "any", method: Text = NOTHING) -> None:
        self.role, self.fields, self.as_of, self.source = role, frozenset(fields), as_of, source
        self.own = own or Own()
        self.places, self.assumed, self.keep = tuple(places), assumed, keep
        self.geometry, self.method = geometry, method
        plan = policy("landquota")
        self.settings = Settings(as_of, plan["start"].value, plan["end"].value)
        self.given = GivenValues(self.own.values, as_of)
        self.measures = GivenValues((), as_of)
        self._accounts: dict[tuple[str, str], Account] = {}
        self._repeats = PlaceRows()
        self._undecided: dict[int, str] = {}
        for indicator in indicators().values():
            form = indicator.form_for(role, self.fields)
            if form is not None and self._measurable(form):
                self._open(indicator, form)

    # -- features -----------------------------------------------------------------------------------------------

    @property
    def wanted(self) -> tuple[str, ...]:
        """Field roles whose columns have to be read."""
        names = [name for a in self._accounts.values() for name in (*a.form.fields, *a.form.optional)]
        return tuple(n for n in dict.fromkeys(names) if n in self.fields)

    @property
    def needs_area(self) -> bool:
        return any(a.form.needs_area for a in self._accounts.values())

    @property
    def needs_length(self) -> bool:
        return any(a.form.needs_length for a in self._accounts.values())

    def add(self, columns: Columns) -> list[tuple[int, str | Message]]:
        """Add a batch; returns (fid, field role or a sentence) of the features that had to be skipped somewhere."""
        self._fill(columns)
        self._note_rows(columns)
        skipped: dict[int, str | Message] = {}
        for account in self._accounts.values():
            part = account.add(columns, self.settings)
            for k in part.skipped.nonzero()[0].tolist():
                skipped.setdefault(int(part.fids[k]), part.why[k])
        return list(skipped.items())

    def replace(self, columns: Columns) -> None:
        """Features as they are now (also new ones), keep only."""
        self._fill(columns)
        self._note_rows(columns)
        for account in self._accounts.values():
            account.replace(columns, self.settings)

    def remove(self, fids: Iterable[int]) -> None:
        """Features that are gone, keep only."""
        gone = list(fids)
        self._repeats.remove(gone)
        for fid in gone:
            self._undecided.pop(fid, None)
        for account in self._accounts.values():
            account.remove(gone)

    def contradictions(self) -> list[tuple[int, Message]]:
        """(fid, sentence) of the rows of one place and year that differ: none of them is used."""
        return self._repeats.contradictions()

    def add_measures(self, measures: Iterable[Measurement]) -> None:
        """Rows of a MEASURES table."""
        self.measures = GivenValues([*self.measures.all, *measures], self.as_of)

    def fids_behind(self, row: TargetRow, failing: bool = False, skipped: bool = False):
        """Ids of the features behind the number of a row (keep only); those that fail, or that were skipped."""
        account = self._account(row.target, row.indicator) if row.indicator else None
        if account is None:
            return ()
        self._settle()
        return account.fids_behind(None if skipped else row.codes, failing, skipped)

    def _fill(self, columns: Columns) -> None:
        if self.assumed:
            columns.codes[:] = [code or self.assumed for code in columns.codes]

    def _note_rows(self, columns: Columns) -> None:
        """Rows that stand for their place: which of them repeat or contradict each other."""
        kinds = {account.form.rows for account in self._accounts.values()} - {FEATURES}
        if kinds:
            self._repeats.add(columns, [name for name in self.wanted if columns.has(name)], LEDGER in kinds)
        if LEDGER in kinds and columns.has("verdict"):
            words, at = columns.words("verdict")
            years = np.nan_to_num(columns.numbers("year")) if columns.has("year") else np.zeros(len(columns))
            for k, fid in enumerate(columns.fids.tolist()):
                self._undecided.pop(fid, None)
                if words[at[k]] == NOT_COMPUTABLE and not years[k]:
                    self._undecided[fid] = columns.codes[k]

    def _settle(self) -> None:
        ignored = self._repeats.ignored()
        for account in self._accounts.values():
            if account.form.rows != FEATURES:
                account.ignore(ignored)

    # -- rows ---------------------------------------------------------------------------------------------------

    def rows(self, answered_only: bool = False) -> list[TargetRow]:
        """One row per target and place: the register in its order, quotas and tasks of the layer, own rows."""
        self._settle()
        out: list[TargetRow] = []
        for target in register().values():
            for scope, of in self._scopes(target):
                out.append(self._row(target, scope, of, indicator_of().get(target.id), REGISTER))
        out += self._allotted()
        for target in self.own.targets:
            indicator = indicators().get(target.indicator)
            for scope, of in self._scopes(target):
                out.append(self._row(target, scope, of, indicator, OWN))
        if self.method.en:
            out = [dataclasses.replace(r, method=r.method + self.method) if r.value is not None else r for r in out]
        return [r for r in out if r.value is not None or r.n_skipped] if answered_only else out

    def _scopes(self, target: Target) -> list[tuple[Scope, int]]:
        """Places of a target with the number of units the target speaks of; with a place filter the parts inside it."""
        own = of_target(target, self.own.conventions)
        if not self.places:
            return [(scope, len(scope.units)) for scope in own]
        out = []
        for place in self.places:
            for scope in own:
                units = tuple(u for u in scope.units if u in set(place.units))
                if units == scope.units:
                    out.append((scope, len(scope.units)))
                elif units:
                    whole = scope.whole and set(units) == set(place.units)
                    out.append((Scope(place.key, place.name_zh, place.name_en, units, whole), len(scope.units)))
        return list(dict.fromkeys(out))

    def _row(self, target: Target, scope: Scope, of: int, indicator: Indicator | None, origin: str) -> TargetRow:
        rules = self.own.conventions
        account = self._account(target, indicator) if indicator else None
        rolled = self._rolled(account, indicator, scope, target) if account else None
        # leagues, or the units of numerator and denominator together, are counted otherwise than county units
        units = rolled.of if rolled is not None and len(scope.units) == of else of
        if rolled is not None and len(scope.units) != of:  # a part of the target's units: never complete
            rolled = dataclasses.replace(rolled, covered=min(rolled.covered, len(scope.units)))
        if rolled is None or (rolled.covered != units and target.kind == "target"):
            found = self._given(target, scope, indicator, of, origin)
            if found is not None:
                return found
        if rolled is None:
            return rows_.without_value(target, scope, indicator, self._why_not(indicator), self.as_of, rules, of,
                                       self.source, origin)
        notes = self._notes(target, account, scope)
        return rows_.built(target, scope, indicator, account.form, rolled, self.as_of, rules, self.source, of=units,
                           notes=notes, origin=origin)

    def _given(self, target: Target, scope: Scope, indicator: Indicator | None, of: int, origin: str
               ) -> TargetRow | None:
        """A row from a table of measures, or from the user's values."""
        day = target.due(self.own.conventions.strict_before) if target.kind == "target" else None
        for values, strict in ((self.measures, True), (self.given, False)):
            found = values.find(target, indicator, scope, strict, of, day)
            if found is not None:
                return rows_.from_value(target, scope, indicator, found.value, self.as_of, self.own.conventions,
                                        found.units, found.notes, origin)
        return None

    def known_year(self) -> int:
        """The last year of which a row can be known: a year is known from its last day on."""
        return self.as_of.year if (self.as_of.month, self.as_of.day) == (12, 31) else self.as_of.year - 1

    def _last_year(self, target: Target | None) -> int:
        """The last year whose rows judge a target: that of its due date, as far as it is known."""
        due = target.due(self.own.conventions.strict_before) if target and target.kind == "target" else None
        return self.known_year() if due is None else min(self.known_year(), due.year)

    def _rolled(self, account: Account, indicator: Indicator, scope: Scope, target: Target | None = None,
                year: int | None = None) -> Rolled:
        declared = frozenset(units_of(self.own.covers)) if self.own.covers else frozenset()
        den = of_code(REGION) if indicator.den_scope == "region" else None
        context = {name: self.given.sum_of(name, scope) for name in account.form.context}
        return roll(indicator, account.form, account.sums(), scope, self._last_year(target) if year is None else year,
                    declared=declared, den_scope=den, context=context,
                    period=target.extra.get("period") if target else None)

    def _years_after(self, target: Target, account: Account, scope: Scope) -> Text:
        """What rows of later years say: history, which never changes the verdict; and years not known yet."""
        if account.form.rows != PLACES or target.kind != "target":
            return NOTHING
        last, known, inside = self._last_year(target), self.known_year(), set(scope.units)
        codes = inside | {scope.key} | {league_of(code) for code in inside}
        years = sorted({year for code, year in account.sums() if code in codes and year > last})
        words = NOTHING
        later = [year for year in years if year <= known]
        if later:
            told = [self._told(account, scope, target, year) for year in later]
            words += said("later_rows", rows=Text(", ".join(t.en for t in told), "，".join(t.zh for t in told)))
        unknown = [str(year) for year in years if year > known]
        if unknown and (later or target.state(self.as_of, self.own.conventions.strict_before) == LIVE
                        or known < target.due(self.own.conventions.strict_before).year):
            words += said("not_known_yet", years=Text(", ".join(unknown), "、".join(unknown)))
        return words

    def _told(self, account: Account, scope: Scope, target: Target, year: int) -> Text:
        found = None if account.form.flow else self._rolled(account, account.indicator, scope, target, year)
        value = None if found is None or year not in found.years else rows_.in_unit_of(
            target, found.value, account.indicator.unit)
        if value is None:
            return Text(str(year), f"{year}年")
        units = unit_words(target.unit)
        return Text(f"{year}: {value:.4g} {units.en}".rstrip(), f"{year}年{value:.4g}{units.zh}")

    def _notes(self, target: Target, account: Account, scope: Scope) -> Text:
        notes = self._years_after(target, account, scope)
        if account.form.rows != FEATURES:
            notes += self._repeats.told(scope)
        if self.own.covers:
            notes += said("declared_complete", code=self.own.covers)
        if self.assumed:
            notes += said("code_assumed", code=self.assumed)
        variant = target.extra.get("variant")
        if variant:
            codes = tuple(u for code in variant["codes"] for u in units_of(code))
            other = Scope("", "", "", codes, True)
            found = self._rolled(account, account.indicator, other, target)
            if found.value is not None and found.complete:
                units = unit_words(target.unit)
                notes += Text(f"{variant['en']}: {found.value:.2f} {units.en}",
                              f"{variant['zh']}：{found.value:.2f}{units.zh}")
        return notes

    def _allotted(self) -> list[TargetRow]:
        """Rows of the quota or task that the layer's own rows bear: a county is judged by its own allotment."""
        out = []
        for (_, of_test), account in self._accounts.items():
            if not account.form.goal or of_test:
                continue
            base = next((register()[t] for t in account.indicator.targets if register()[t].kind == "target"), None)
            codes = sorted({c for c, _ in account.sums() if is_county(c) or (c and league_of(c) == c)})
            for code in codes if base is not None else ():
                scope = of_code(code)
                if self.places and not any(set(scope.units) <= set(p.units) for p in self.places):
                    continue
                rolled = self._rolled(account, account.indicator, scope, base)
                if rolled.goal is None:
                    continue
                target = _allotment(base, rolled.goal * account.form.scale[0] / account.form.scale[1], code)
                row = rows_.built(target, scope, account.indicator, account.form, rolled, self.as_of,
                                  self.own.conventions, self.source, origin=ALLOTTED,
                                  notes=self._years_after(base, account, scope) + self._repeats.told(scope))
                undecided = account.form.rows == LEDGER and code in self._undecided.values()
                out.append(rows_.undecided(row) if undecided else row)
        return out

    # -- accounts -----------------------------------------------------------------------------------------------

    def _measurable(self, form: Form) -> bool:
        return not ((form.needs_area and self.geometry not in ("polygon", "any"))
                    or (form.needs_length and self.geometry not in ("line", "any")))

    def _open(self, indicator: Indicator, form: Form) -> None:
        keep = self.keep or form.rows != FEATURES  # tables of places are small, and a later row may contradict one
        if form.agg != "test" or not form.value:
            self._accounts[(indicator.id, "")] = Account(indicator, form, None, keep)
            return
        own = [t for t in self.own.targets if t.indicator == indicator.id]
        for target in [*(register()[t] for t in indicator.targets), *own]:
            self._accounts[(indicator.id, _test_key(target))] = Account(indicator, form, target, keep)

    def _account(self, target: Target, indicator: Indicator) -> Account | None:
        return self._accounts.get((indicator.id, "")) or self._accounts.get((indicator.id, _test_key(target)))

    def _why_not(self, indicator: Indicator | None) -> Text:
        return why_not(indicator, self.role, self.fields, self.geometry)


def _test_key(target: Target) -> str:
    return f"{target.id}@{','.join(target.scope_codes)}" if target.own else target.id


def _allotment(base: Target, goal: float, code: str) -> Target:
    """The target of a county's own quota or task: the same period, its own number."""
    baseline = None if base.baseline is None else Baseline(0.0, base.baseline.date, "", base.baseline.external)
    return dataclasses.replace(base, value=goal, scope="codes", scope_codes=(code,), baseline=baseline, own=True,
                               own_source=base.source, comparator=base.comparator, history=(), extra={})


def numbers(rows: Iterable[TargetRow]) -> Mapping[str, int]:
    """How many rows of each verdict; superseded rows do not count."""
    out = dict.fromkeys(VERDICTS, 0)
    for row in rows:
        if row.stands:
            out[row.verdict] += 1
    return out
