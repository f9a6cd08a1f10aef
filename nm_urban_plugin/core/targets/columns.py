"""A batch of features as columns, read by field role: numbers in base units, yes/no, words, years, county codes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..dates import ImpossibleDate, parse_date
from ..measurement import UNITS, finite
from ..places import counties, leagues, normalise_code
from . import conditions as c
from .indicators import AREA, LENGTH, ONE, quantities

_BRACKET = re.compile(r"[(\[【〔（]([^()\[\]【】〔〕（）]*)[)\]】〕）]\s*$")
#: The end of words that are meant as units (亿美元, 顷, 户), unlike 2020年 or 建成区.
_UNIT_LIKE = re.compile(r"(元|亩|顷|平|米|里|瓦|吨|人|户|套|辆|个)$")
_SUFFIX = re.compile(r"_(m2|ha|hm2|mu|km2|km|m|kw|mw|wan)$", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """Unit of a column: how many base units one of it is (NaN: the heading names a unit that does not fit); *assumed*
    where the heading does not say."""

    factor: float = 1.0
    name: str = ""
    assumed: bool = False


def unit_of_heading(role: str, heading: str) -> Unit:
    """'常住人口（万人）' → 10 000 persons; without a unit the one of resources/indicators.json, marked as assumed."""
    dimension, default = quantities().get(role, ("number", ""))
    if dimension in ("flag", "year", "date", "text"):
        return Unit()
    text = unicodedata.normalize("NFKC", heading).replace(" ", "").lower()
    bracket, suffix = _BRACKET.search(text), _SUFFIX.search(text)
    names = [bracket.group(1).removeprefix("单位:")] if bracket else []
    names += [suffix.group(1)] if suffix else []
    for name in names:
        found = UNITS.get(name)
        if found and (found[0] == dimension or (dimension == "people" and name in ("个", "1", "万"))):
            return Unit(float(found[1]), name)
        if name in ("wan", "万") and dimension in ("people", "number"):
            return Unit(1e4, name)
        if dimension != "number" and (found or _UNIT_LIKE.search(name)):
            return Unit(float("nan"), name)
    # a default is no guess for plain counts
    base = float(UNITS.get(default, ("number", 1.0))[1])
    return Unit(base, default, bool(default) and dimension in ("area", "money", "power", "people"))


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
    units: Mapping[str, Unit] = field(default_factory=dict)
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
            else:
                out = _floats(self.values[role]) * self.units.get(role, Unit()).factor
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
            found = np.array([_flag(word, table) for word in words] or [c.UNKNOWN], np.int8)[at]
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


def _floats(values: Sequence) -> np.ndarray:
    """Raw values → float64, NaN for what is no number. Fast where all are numbers."""
    try:
        out = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        out = np.array([np.nan if (v := finite(value)) is None else v for value in values], np.float64)
    return np.where(np.isfinite(out), out, np.nan)


def _among(word: str, condition: c.Condition) -> int:
    if not word:
        return condition.blank
    if condition.op == "has":
        return int(any(w in word for w in condition.words))
    return int((word in condition.words) == (condition.op == "among"))


def _flag(word: str, table: Mapping[str, int]) -> int:
    if not word:
        return c.UNKNOWN
    found = table.get(word)
    if found is None:
        found = table.get(word.removesuffix(".0"), c.UNKNOWN)
    return found


def _within(value, first: dt.date, last: dt.date) -> int:
    try:
        day = parse_date(value)
    except ImpossibleDate:
        return c.UNKNOWN
    return c.UNKNOWN if day is None else int(first <= day <= last)


def _years(values: Sequence) -> np.ndarray:
    """(n,) years, NaN where there is none. Fast where all are whole numbers."""
    if all(type(v) is int for v in values):
        out = np.array(values, np.float64)
        return np.where((out == 0) | ((out >= 1000) & (out <= 9999)), out, np.nan)
    return np.array([_year(v) for v in values], np.float64)


def _year(value) -> float:
    """A year from a number, a text ('2004年') or a date; NaN for anything else; 0 stays 0 (all years)."""
    if value is None:
        return np.nan
    if isinstance(value, dt.date):
        return float(value.year)
    text = str(value).strip().removesuffix("度").removesuffix("年").removesuffix(".0")
    if text.isdigit() and (len(text) == 4 or text == "0"):
        return float(text)
    try:
        day = parse_date(value)
    except ImpossibleDate:
        return np.nan
    return float(day.year) if day else np.nan


class Codes:
    """Raw county codes (or full names of county units, leagues and cities) → six digits, each distinct value once."""

    def __init__(self) -> None:
        self._known: dict = {}
        self._names = {place.name: place.code for place in (*counties(), *leagues())}

    def __call__(self, values: Sequence) -> list[str]:
        for value in set(values):
            if value not in self._known:
                self._known[value] = normalise_code(value) or self._names.get(str(value).strip(), "")
        return [self._known[value] for value in values]
