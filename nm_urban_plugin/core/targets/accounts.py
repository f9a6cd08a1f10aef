"""Accounts of indicators: what each feature contributes, summed by place and year.

A contribution is a row of terms per feature, so an edit is a difference of rows and the features behind a number can be
named. Regional numbers are always made of the sums per county unit, never apart from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from ..cells import is_empty
from ..messages import Message
from ..places import name_of
from ..resources import BilingualError
from . import conditions as c
from .columns import Columns, Settings
from .indicators import PLACES, Form, Indicator
from .judging import compare
from .registry import Target

#: From this share of dead rows, or this many chunks on, the arrays are packed.
_DEAD_SHARE, _MOST_CHUNKS = 0.5, 256


@dataclass(frozen=True)
class Contribution:
    """What n features contribute.

    places, group   the different (code, year) pairs, and which of them each feature belongs to
    terms, goal     (n, k) and (n,) in base units; goal NaN = none
    counted         in the number; examined: known well enough to say whether they count
    skipped         something they need is missing or cannot be; why: row → which field role, or a sentence
    unknown         of skipped ones: how much they could add to a share, NaN where that is unknown too
    keys            for counts of different ones: the different keys, and which of them each feature has
    """

    fids: np.ndarray
    places: list[tuple[str, int]]
    group: np.ndarray
    terms: np.ndarray
    goal: np.ndarray
    counted: np.ndarray
    examined: np.ndarray
    skipped: np.ndarray
    failing: np.ndarray
    unknown: np.ndarray
    keys: tuple[list[str], np.ndarray] | None
    why: dict[int, str | Message]

    def __len__(self) -> int:
        return len(self.fids)


@dataclass
class Sum:
    """Sums of one place and year."""

    terms: np.ndarray
    n: int = 0
    examined: int = 0
    skipped: int = 0
    failing: int = 0
    goal: float = np.nan
    unknown: float = 0.0
    keys: set[str] = field(default_factory=set)

    def add(self, other: Sum) -> None:
        self.terms = self.terms + other.terms
        self.n += other.n
        self.examined += other.examined
        self.skipped += other.skipped
        self.failing += other.failing
        self.unknown += other.unknown
        self.goal = self.goal if np.isnan(other.goal) else other.goal + (0.0 if np.isnan(self.goal) else self.goal)
        self.keys = self.keys | other.keys


def width(form: Form) -> int:
    """Number of terms of a form."""
    if form.agg in ("share", "test"):
        return 2
    return max(1, len(form.terms))


def _all(columns: Columns, conditions, settings: Settings, only_if_there: bool = False) -> np.ndarray:
    out = np.ones(len(columns), np.int8)
    for condition in conditions:
        if not only_if_there or columns.has(condition.field):
            out = c.both(out, columns.test(condition, settings))
    return out


def _term(columns: Columns, term) -> np.ndarray:
    out = np.zeros(len(columns))
    for sign, name, optional in term:
        if name.startswith("@") or (optional and not columns.has(name)):
            continue
        values = columns.numbers(name)
        out = out + sign * (np.nan_to_num(values) if optional else values)
    return out


def contribute(form: Form, columns: Columns, settings: Settings, target: Target | None = None,
               indicator: Indicator | None = None) -> Contribution:
    """Contributions of a batch. *target* is needed for tests: it holds the threshold; *indicator* for shares: a part
    that is more than its whole is no share."""
    n = len(columns)
    where = c.both(_all(columns, form.where, settings), _all(columns, form.where_if, settings, only_if_there=True))
    passes = _all(columns, form.passes, settings)
    bad = np.zeros(n, bool)
    failing = np.zeros(n, bool)
    keys = None
    if form.agg == "share":
        weight = _term(columns, form.terms[0])
        bad = (passes < 0) | np.isnan(weight)
        terms = np.stack([weight * (passes == 1), weight], 1)
        failing = passes == 0
    elif form.agg == "test":
        fits = passes if not form.value else c.both(passes, _fits(form, columns, settings, target))
        failing = (fits == 0) if form.fails == "misses" else (fits == 1)
        excused = _all(columns, form.excuse, settings, only_if_there=True) if form.excuse else np.zeros(n, np.int8)
        failing &= excused != 1
        bad = fits < 0
        terms = np.stack([failing.astype(float), np.ones(n)], 1)
    elif form.terms:
        terms = np.stack([_term(columns, term) for term in form.terms], 1)
        bad = np.isnan(terms).any(1)
    else:
        terms = np.ones((n, 1))
        if form.key:
            keys = columns.words(form.key)
            bad = np.array([is_empty(key) for key in keys[0]] or [True], bool)[keys[1]]
    impossible = _no_share(form, terms) if indicator is not None and indicator.is_share(form) else np.zeros(n, bool)
    impossible &= ~bad & (where == 1)
    bad = bad | impossible
    skipped = (where < 0) | ((where == 1) & bad)
    counted = (where == 1) & ~bad
    goal = np.full(n, np.nan)
    if form.goal and all(optional or columns.has(name) for _, name, optional in form.goal):
        goal = _term(columns, form.goal)
    places, group = columns.groups(form.rows == PLACES)
    why: dict[int, str | Message] = dict(_reasons(form, columns, skipped & ~impossible))
    why.update((k, _why_no_share(indicator, form, terms[k], columns.codes[k]))
               for k in np.nonzero(impossible)[0].tolist())
    unknown = terms[:, -1] if form.agg == "share" else np.full(n, 1.0 if form.agg in ("count", "test") else np.nan)
    terms = np.where(counted[:, None], np.nan_to_num(terms), 0.0)
    return Contribution(columns.fids, places, group, terms, np.where(counted, goal, np.nan), counted,
                        (where >= 0) & ~skipped, skipped, failing & counted, np.where(skipped, unknown, 0.0), keys, why)


#: By how much float noise may let a part exceed its whole.
_NOISE = 1e-9


def _no_share(form: Form, terms: np.ndarray) -> np.ndarray:
    """(n,) bool: a part that is negative or more than its whole."""
    if form.agg not in ("ratio", "min"):
        return np.zeros(len(terms), bool)
    parts, whole = terms[:, :-1], terms[:, -1:]
    with np.errstate(invalid="ignore"):
        return ((parts < -_NOISE * np.abs(whole)) | (parts > whole * (1 + _NOISE))).any(1)


def _why_no_share(indicator: Indicator, form: Form, terms: np.ndarray, code: str) -> Message:
    worst = max(terms[:-1], key=lambda part: abs(part - terms[-1] / 2))
    value = "∞" if not terms[-1] else f"{worst / terms[-1] * form.scale[0] / form.scale[1]:.2f}"
    return Message("targets.share_row", {
        "place": BilingualError(name_of(code, "en") or code or "?", name_of(code) or code or "？"),
        "name": BilingualError(indicator.en, indicator.zh), "value": value})


def _fits(form: Form, columns: Columns, settings: Settings, target: Target | None) -> np.ndarray:
    """(n,) int8: does the tested value meet the threshold of the target?"""
    if form.value.startswith("@age:"):
        values = settings.as_of.year - columns.numbers(form.value[5:])
    else:
        values = columns.numbers(form.value) * form.scale[0] / form.scale[1]
    if target is None or target.value is None:
        return np.full(len(columns), c.UNKNOWN, np.int8)
    with np.errstate(invalid="ignore"):
        fits = compare(values, target.value, target.test_comparator)
    return np.where(np.isnan(values), c.UNKNOWN, fits.astype(np.int8)).astype(np.int8)


def _reasons(form: Form, columns: Columns, skipped: np.ndarray) -> dict[int, str]:
    """Skipped row → the first field role that says nothing usable."""
    out: dict[int, str] = {}
    rows = np.nonzero(skipped)[0].tolist()
    summed = {name for term in form.terms for _, name, _ in term} | {form.value.removeprefix("@age:")}
    for role in form.fields if rows else ():
        values = columns.values.get(role, ())
        bad = np.isnan(columns.numbers(role)) if len(values) and role in summed else None
        for k in rows:
            if len(values) and (values[k] is None or values[k] == "" or (bad is not None and bad[k])):
                out.setdefault(k, role)
    for k in rows:
        out.setdefault(k, form.fields[-1] if form.fields else "geometry")
    return out


class Account:
    """Contributions of one layer to one indicator (for tests: to one target).

    keep: contributions stay in memory feature by feature, so that `replace`, `remove` and `fids_behind` work; without
    it only sums stay and memory does not grow with the layer.
    """

    def __init__(self, indicator: Indicator, form: Form, target: Target | None = None, keep: bool = False) -> None:
        self.indicator, self.form, self.target, self.keep = indicator, form, target, keep
        self._sums: dict[tuple[str, int], Sum] = {}
        self._chunks: list[Contribution] = []
        self._live: list[np.ndarray] = []
        self._ignored = np.zeros(0, np.int64)
        self._stale = False

    def ignore(self, fids: Iterable[int]) -> None:
        """Features that are not to be counted, in place of those named before (keep only)."""
        ignored = np.array(sorted(fids), np.int64)
        if not np.array_equal(ignored, self._ignored):
            self._ignored, self._stale = ignored, True

    def add(self, columns: Columns, settings: Settings) -> Contribution:
        """Add a batch of features that were not there before."""
        part = contribute(self.form, columns, settings, self.target, self.indicator)
        if self.keep:
            self._chunks.append(part)
            self._live.append(np.ones(len(part), bool))
        if not self._stale:
            self._fold(part, np.ones(len(part), bool), self._sums)
        return part

    def remove(self, fids: Iterable[int]) -> None:
        """Take features out (keep only)."""
        gone = np.array(list(fids), np.int64)
        for part, live in zip(self._chunks, self._live):
            hit = live & np.isin(part.fids, gone)
            if hit.any():
                live[hit] = False
                self._stale = True

    def replace(self, columns: Columns, settings: Settings) -> None:
        """Features as they are now, in place of what they were (keep only)."""
        self.remove(columns.fids)
        self._stale = True
        self.add(columns, settings)
        dead = sum(int((~live).sum()) for live in self._live)
        if len(self._chunks) > _MOST_CHUNKS or dead > _DEAD_SHARE * sum(len(live) for live in self._live):
            self._pack()

    def sums(self) -> dict[tuple[str, int], Sum]:
        """(code, year) → sums. Read-only for the caller."""
        if self._stale:
            self._pack()
            self._sums = {}
            for part, live in zip(self._chunks, self._live):
                self._fold(part, live, self._sums)
            self._stale = False
        return self._sums

    def fids_behind(self, codes: Iterable[str] | None = None, failing: bool = False, skipped: bool = False
                    ) -> np.ndarray:
        """Ids of the features behind the number (keep only): counted ones, or those that fail, or were skipped.

        codes: six-digit codes as the features bear them; None = all.
        """
        wanted = None if codes is None else set(codes)
        out = [np.zeros(0, np.int64)]
        for part, live in zip(self._chunks, self._live):
            hit = live & (part.failing if failing else part.skipped if skipped else part.counted)
            hit &= ~np.isin(part.fids, self._ignored)
            if wanted is not None and len(part):
                hit = hit & np.array([code in wanted for code, _ in part.places], bool)[part.group]
            out.append(part.fids[hit])
        return np.concatenate(out)

    def _pack(self) -> None:
        """One chunk of all live rows, so that sums of many chunks take a few array operations."""
        if len(self._chunks) < 2 and all(live.all() for live in self._live):
            return
        parts = list(zip(self._chunks, self._live))
        places: dict[tuple[str, int], int] = {}
        words: dict[str, int] = {}
        group, key, why, at = [], [], {}, 0
        for part, live in parts:
            label = np.array([places.setdefault(place, len(places)) for place in part.places] or [0], np.int64)
            group.append(label[part.group][live])
            if part.keys is not None:
                names = np.array([words.setdefault(word, len(words)) for word in part.keys[0]] or [0], np.int64)
                key.append(names[part.keys[1]][live])
            moved = np.cumsum(live, dtype=np.int64) - 1 + at
            why.update((int(moved[k]), role) for k, role in part.why.items() if live[k])
            at += int(live.sum())
        columns = {name: np.concatenate([getattr(part, name)[live] for part, live in parts])
                   for name in ("fids", "terms", "goal", "counted", "examined", "skipped", "failing", "unknown")}
        one = Contribution(places=list(places), group=np.concatenate(group), why=why,
                           keys=(list(words), np.concatenate(key)) if key else None, **columns)
        self._chunks, self._live = [one], [np.ones(at, bool)]

    def _fold(self, part: Contribution, live: np.ndarray, sums: dict[tuple[str, int], Sum]) -> None:
        """Add the live rows of a contribution to the sums."""
        if len(self._ignored):
            live = live & ~np.isin(part.fids, self._ignored)
        size, rows = len(part.places), slice(None) if live.all() else np.nonzero(live)[0]
        group = part.group[rows]
        if not len(group):
            return
        terms = np.stack([np.bincount(group, part.terms[rows, j], minlength=size) for j in range(width(self.form))], 1)
        counts = [np.bincount(group[getattr(part, name)[rows]], minlength=size)
                  for name in ("counted", "examined", "skipped", "failing")]
        goal = part.goal[rows]
        known = ~np.isnan(goal)
        goals = np.bincount(group[known], goal[known], minlength=size)
        unknown = np.bincount(group, part.unknown[rows], minlength=size)
        has_goal = np.bincount(group[known], minlength=size) > 0
        present = np.bincount(group, minlength=size) > 0
        keys: dict[int, set[str]] = {}
        if part.keys is not None:
            counted = part.counted[rows]
            pairs = np.unique(np.stack([group[counted], part.keys[1][rows][counted]]), axis=1)
            for g, word in pairs.T.tolist():
                keys.setdefault(g, set()).add(part.keys[0][word])
        for g in np.nonzero(present)[0].tolist():
            one = Sum(terms[g], *(int(values[g]) for values in counts), float(goals[g]) if has_goal[g] else np.nan,
                      float(unknown[g]), keys.get(g, set()))
            place = part.places[g]
            if place in sums:
                sums[place].add(one)
            else:
                sums[place] = one
