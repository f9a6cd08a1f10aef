"""A batch of features as columns, read by field role: numbers in base units, yes/no, words, years, county codes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from .. import cells
from ..cells import FIRST_YEAR, LAST_YEAR, UnitMismatch, UnreadableCell, heading_unit
from ..dates import ImpossibleDate, parse_date
from ..measurement import UNITS
from ..places import code_of
from . import conditions as c
from .indicators import AREA, LENGTH, ONE, quantities

_BRACKET = re.compile(r"[(\[【〔（]([^()\[\]【】〔〕（）]*)[)\]】〕）]\s*$")
#: The end of words that are meant as units (亿美元, 顷, 户), unlike 2020年 or 建成区.
_UNIT_LIKE = re.compile(r"(元|亩|顷|平|米|里|瓦|吨|人|户|套|辆|个)$")


@dataclass(frozen=True)
class ColumnUnit:
    """How many base units one of a column is: *factor*, NaN where the heading names a unit that does not fit; *name* as
    it is printed; *assumed* where the heading does not say."""

    factor: float = 1.0
    name: str = ""
    assumed: bool = False
    dimension: str = "number"

    @property
    def exact(self) -> cells.Unit:
        """The unit as the reader of cells takes it: a unit that a cell names itself goes before it."""
        return cells.Unit(self.dimension, Fraction(self.factor), self.name)


def unit_of_heading(role: str, heading: str) -> ColumnUnit:
    """'常住人口（万人）' → 10 000 persons; without a unit the one of resources/indicators.json, marked as assumed."""
    dimension, default = quantities().get(role, ("number", ""))
    if dimension in ("flag", "year", "date", "text"):
        return ColumnUnit()
    strange = ColumnUnit(float("nan"), heading, False, dimension)
    try:
        found = heading_unit(heading, dimension)
    except UnitMismatch:
        return strange
    if found is not None:
        return ColumnUnit(float(found.factor), found.name, False, dimension)
    bracket = _BRACKET.search(unicodedata.normalize("NFKC", heading).replace(" ", ""))
    if bracket and dimension != "number" and _UNIT_LIKE.search(bracket.group(1)):
        return strange
    # a default is no guess for plain counts
    base = float(UNITS.get(default, ("number", 1.0))[1])
    guessed = bool(default) and dimension in ("area", "money", "power", "people")
    return ColumnUnit(base, default, guessed, dimension)


@dataclass
class Settings:
    """What the evaluation of conditions needs besides the features: date, plan period, the user's values by role."""

    as_of: dt.date
    plan_start: dt.date
    plan_end: dt.date


@dataclass
class Columns:
    """n features. values: field role → list of raw values; units: role → Unit; area (n,) in 0.01 m², length (n,) in m,
    None where not measured; codes (n,) list of six-digit codes or ''."""

    fids: np.ndarray
    codes: list[str]
    values: Mapping[str, Sequence]
    units: Mapping[str, ColumnUnit] = field(default_factory=dict)
    area: np.ndarray | None = None
    length: np.ndarray | None = None
    _cache: dict = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.fids)

    def has(self, role: str) -> bool:
        return role in self.values

    def numbers(self, role: str) -> np.ndarray:
        """(n,) float64 in base units, NaN where empty, negative or no number."""
        if role in ("1", ONE):
            return np.ones(len(self))
        if role == AREA:
            return np.full(len(self), np.nan) if self.area is None else self.area
        if role == LENGTH:
            return np.full(len(self), np.nan) if self.length is None else self.length
        key = ("n", role)
        if key not in self._cache:
            if quantities().get(role, ("",))[0] in ("year", "date"):
                out = _years(self.values[role])
                if role != "year":  # 0 is no year of building; in the column of years it stands for all of them
                    out = np.where(out == cells.ALL_YEARS, np.nan, out)
            else:
                out = _quantities(self.values[role], self.units.get(role, ColumnUnit()))
                out = np.where(out < 0, np.nan, out)  # no quantity of the register can be negative
            self._cache[key] = out.reshape(len(self))
        return self._cache[key]

    def words(self, role: str) -> tuple[list[str], np.ndarray]:
        """The different words of a column as compared ('' = empty), and (n,) which of them each feature has."""
        key = ("w", role)
        if key not in self._cache:
            place: dict = {}
            at = np.fromiter((place.setdefault(v, len(place)) for v in self.values[role]), np.int64, len(self))
            self._cache[key] = (["" if v is None else c.plain(v) for v in place], at)
        return self._cache[key]

    def groups(self, by_year: bool) -> tuple[list[tuple[str, int]], np.ndarray]:
        """The different (code, year) pairs, and (n,) which of them each feature belongs to; year 0 = no years."""
        key = ("g", by_year)
        if key not in self._cache:
            place: dict = {}
            if by_year and self.has("year"):
                years = np.nan_to_num(self.numbers("year")).astype(np.int64).tolist()
            else:
                years = [0] * len(self)
            at = np.fromiter((place.setdefault(pair, len(place)) for pair in zip(self.codes, years)), np.int64,
                             len(self))
            self._cache[key] = (list(place), at)
        return self._cache[key]

    def test(self, condition: c.Condition, settings: Settings) -> np.ndarray:
        """(n,) int8 of one condition."""
        if condition.op in ("yes", "no"):
            table, (words, at) = c.flag_words(condition.field), self.words(condition.field)
            trouble = c.means_trouble(condition.field)
            found = np.array([_flag(word, table, trouble) for word in words] or [c.UNKNOWN], np.int8)[at]
            return found if condition.op == "yes" else np.where(found < 0, found, 1 - found).astype(np.int8)
        if condition.op == "within":
            last = min(settings.plan_end, settings.as_of)
            days = [_within(v, settings.plan_start, last) for v in self.values[condition.field]]
            return np.array(days, np.int8).reshape(len(self))
        if condition.op in ("among", "not_among", "has"):
            words, at = self.words(condition.field)
            return np.array([_among(word, condition) for word in words] or [c.UNKNOWN], np.int8)[at]
        values = self.numbers(condition.field)
        if condition.op == "from":  # what is only planned on the date of evaluation does not count
            return c.both(c.compare_numbers(values, ">=", condition.number),
                          c.compare_numbers(values, "<=", settings.as_of.year))
        return c.compare_numbers(values, condition.op, condition.number)


def _quantities(values: Sequence, unit: ColumnUnit) -> np.ndarray:
    """(n,) float64 in base units, NaN for what is no number. Fast where all are numbers."""
    if unit.factor != unit.factor:
        return np.full(len(values), np.nan)
    if {type(value) for value in values} <= {int, float, type(None)}:
        out = np.array(values, dtype=np.float64).reshape(len(values))
        return np.where(np.isfinite(out), out, np.nan) * unit.factor
    found, _ = cells.distinct(values, lambda value: _quantity(value, unit))
    return np.array([np.nan if value is None else value for value in found], np.float64)


def _quantity(value, unit: ColumnUnit) -> float | None:
    """One cell, so that '1.5' and 1.5 give the same bits. Raises `UnreadableCell`."""
    try:
        found = cells.number(value)
    except UnreadableCell:
        return float(cells.quantity(value, unit.exact))
    return None if found is None else float(found) * unit.factor


def _among(word: str, condition: c.Condition) -> int:
    if cells.is_empty(word):
        return condition.blank
    if condition.op == "has":
        return int(any(w in word for w in condition.words))
    return int((word in condition.words) == (condition.op == "among"))


def _flag(word: str, table: Mapping[str, int], trouble: bool) -> int:
    """1, 0 or unknown: by the words of the field, then by those that everybody uses (√, ×, Y …)."""
    if not word:
        return c.UNKNOWN
    found = table.get(word, table.get(word.removesuffix(".0")))
    if found is not None or trouble:
        return c.UNKNOWN if found is None else found
    try:
        said = cells.yes_no(word)
    except UnreadableCell:
        return c.UNKNOWN
    return c.UNKNOWN if said is None else int(said)


def _within(value, first: dt.date, last: dt.date) -> int:
    if cells.says_not_yet(value):
        return c.NO
    try:
        day = None if cells.is_empty(value) else parse_date(value)
    except ImpossibleDate:
        return c.UNKNOWN
    return c.UNKNOWN if day is None else int(first <= day <= last)


def _years(values: Sequence) -> np.ndarray:
    """(n,) years, 0 for all years, NaN where there is none. Fast where all are whole numbers."""
    if all(type(v) is int for v in values):
        out = np.array(values, np.float64).reshape(len(values))
        return np.where((out == cells.ALL_YEARS) | ((out >= FIRST_YEAR) & (out <= LAST_YEAR)), out, np.nan)
    found, _ = cells.distinct(values, cells.year)
    return np.array([np.nan if value is None else value for value in found], np.float64)


class Codes:
    """Raw county codes (or full names of county units, leagues and cities) → six digits, each distinct value once."""

    def __init__(self) -> None:
        self._known: dict = {}

    def __call__(self, values: Sequence) -> list[str]:
        for value in set(values):
            if value not in self._known:
                self._known[value] = code_of(value) or ""
        return [self._known[value] for value in values]
