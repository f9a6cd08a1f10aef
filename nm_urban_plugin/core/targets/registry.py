"""The register of targets: what the plans ask for, in whose words, for which places and until when.

Every row is data (resources/targets.json). Where documents contradict each other the later one stands, and the older
wording stays visible as history.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..resources import ResourceError, load, require

KINDS = ("target", "threshold", "rule", "baseline")
COMPARATORS = ("<=", "<", ">=", ">", "=", "~")
SCOPES = ("region", "codes", "seats", "cities", "prefecture_cities", "county_level", "city_districts", "leagues")
TIERS = ("A", "B", "C", "own")
DUE, LIVE, UNDATED = "due", "live", "undated"
RATES = ("%", "百分点")


@dataclass(frozen=True)
class Document:
    """A planning document with its period; *date* is the day from which its wording stands."""

    key: str
    title: str
    title_en: str
    date: dt.date
    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class Baseline:
    """Where the linear trajectory to a target starts; *external* where no document states it."""

    value: float
    date: dt.date
    row: str = ""
    external: bool = False
    note: str = ""


@dataclass(frozen=True)
class History:
    """Another wording of the same subject: its row, and what was decided."""

    row: str
    why: str


@dataclass(frozen=True)
class Target:
    """One row of the register, or one of the user's own.

    value is None where the document gives no number. scope and scope_codes say which county units it speaks of (see
    core.targets.scopes). quote is the raw text, damage and all; quote_clean is for display, restored characters in
    square brackets. each: every scope code is judged by itself.
    """

    id: str
    name_zh: str
    name_en: str
    value: float | None
    unit: str
    comparator: str
    year: int | None
    kind: str
    tier: str
    doc: str
    section: str
    scope: str
    scope_zh: str
    scope_codes: tuple[str, ...]
    quote: str
    quote_clean: str
    how: str = ""
    note: str = ""
    note_zh: str = ""
    year_inferred: bool = False
    see_also: tuple[str, ...] = ()
    baseline: Baseline | None = None
    floor: float | None = None
    floor_row: str = ""
    history: tuple[History, ...] = ()
    superseded_by: str = ""
    superseded_from: dt.date | None = None
    restored: str = ""
    as_written: str = ""
    each: bool = False
    strict: bool = False
    due_strict: dt.date | None = None
    own: bool = False
    own_source: str = ""
    indicator: str = ""
    answers: str = ""
    tolerance: float | None = None
    due_date: dt.date | None = None
    accumulates: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    def name(self, lang: str = "zh") -> str:
        return self.name_zh if lang.lower().startswith("zh") else self.name_en or self.name_zh

    def remark(self, lang: str = "zh") -> str:
        """The note on the wording or the number; a user's own has one language."""
        return self.note_zh or self.note if lang.lower().startswith("zh") else self.note

    @property
    def source(self) -> str:
        """Document and section, for print."""
        if self.own:
            return self.own_source
        return f"{documents()[self.doc].title}{self.section}"

    def due(self, strict_before: bool = False) -> dt.date | None:
        """The day on which the target is due: the last of its year; None = the document names no year."""
        if strict_before and self.due_strict is not None:
            return self.due_strict
        if self.due_date is not None:
            return self.due_date
        return dt.date(self.year, 12, 31) if self.year else None

    def state(self, as_of: dt.date, strict_before: bool = False) -> str:
        """due, live or undated on the date of evaluation; on its last day a target is due."""
        day = self.due(strict_before)
        return UNDATED if day is None else DUE if as_of >= day else LIVE

    def stands(self, as_of: dt.date) -> bool:
        """False from the day on which a later document's wording takes its place."""
        return self.superseded_from is None or as_of < self.superseded_from

    @property
    def is_rate(self) -> bool:
        return self.unit in RATES

    @property
    def test_comparator(self) -> str:
        """The comparator as the sentence means it: 不足300 is strictly below."""
        return self.comparator.rstrip("=") if self.strict and self.comparator in ("<=", ">=") else self.comparator


@dataclass(frozen=True)
class Conventions:
    """What no document states: tolerances and switches. Shown with every verdict that rests on one of them."""

    tolerance_points: float = 1.0
    tolerance_total_pct: float = 2.0
    equal_points: float = 0.05
    seats_with_cities: bool = False
    strict_before: bool = False


@functools.lru_cache(maxsize=1)
def documents() -> Mapping[str, Document]:
    """The planning documents by key. Raises `ResourceError`."""
    out = {}
    for key, raw in _data()["docs"].items():
        here = f"targets.json: docs.{key}"
        require(here, raw, ("title", "title_en", "date", "start", "end"))
        days = {name: day_of(here, name, raw[name]) for name in ("date", "start", "end")}
        out[key] = Document(key, raw["title"], raw["title_en"], **days)
    return out


@functools.lru_cache(maxsize=1)
def conventions() -> Conventions:
    """The defaults of the register. Raises `ResourceError`."""
    raw = _data()["conventions"]
    return Conventions(**{key: float(entry["value"]) for key, entry in raw.items()})


@functools.lru_cache(maxsize=1)
def register() -> Mapping[str, Target]:
    """All rows by id, in the order of the file, checked one by one. Raises `ResourceError`."""
    return read_rows(_data()["targets"], "targets.json", documents())


def _data() -> Mapping[str, Any]:
    data = load("targets")
    require("targets.json", data, ("docs", "conventions", "targets"))
    return data


def read_rows(rows: Any, where: str, docs: Mapping[str, Document]) -> dict[str, Target]:
    """Rows of a register file → targets by id. Raises `ResourceError` that names row and field."""
    raw_by_id, out = {}, {}
    for i, raw in enumerate(rows):
        here = f"{where}: targets[{i}]"
        require(here, raw, _NEEDED)
        if raw["id"] in raw_by_id:
            _bad(here, "id", f"'{raw['id']}' stands twice", f"“{raw['id']}”重复")
        raw_by_id[raw["id"]] = (here, raw)
    for key, (here, raw) in raw_by_id.items():
        check_row(here, raw, docs)
        linked = [*raw.get("see_also", ()), *(h["row"] for h in raw.get("history", ()))]
        linked += [raw["superseded"]["by"]] if "superseded" in raw else []
        linked += [raw["floor"]] if "floor" in raw else []
        unknown = [name for name in linked if name not in raw_by_id]
        if unknown:
            _bad(here, "see_also / history / superseded / floor", f"no such row: {unknown}", f"没有此行：{unknown}")
        out[key] = _target(raw, here, {k: r for k, (_, r) in raw_by_id.items()})
    return out


_NEEDED = ("id", "name_zh", "name_en", "value", "unit", "comparator", "year", "kind", "tier", "doc", "section", "scope",
           "scope_zh", "scope_codes", "quote", "quote_clean")  # fmt: skip


def check_row(here: str, raw: Mapping[str, Any], docs: Mapping[str, Document]) -> None:
    """Raise `ResourceError` where a row of the register says something that cannot be."""
    for name in ("id", "name_zh", "unit", "section", "quote", "quote_clean"):
        if not isinstance(raw[name], str) or not raw[name].strip():
            _bad(here, name, "a text is expected", "应为文本")
    value = raw["value"]
    if value is not None and not (type(value) in (int, float) and math.isfinite(value)):
        _bad(here, "value", f"a number or null is expected, not {value!r}", f"应为数字或 null，而不是 {value!r}")
    year = raw["year"]
    if year is not None and (isinstance(year, bool) or not isinstance(year, int) or not 1990 <= year <= 2100):
        _bad(here, "year", f"a year or null is expected, not {year!r}", f"应为年份或 null，而不是 {year!r}")
    if bool(raw.get("note")) != bool(raw.get("note_zh")):
        _bad(here, "note / note_zh", "a note is expected in both languages", "备注应有中英文两种")
    for name, allowed in (("comparator", COMPARATORS), ("kind", KINDS), ("tier", TIERS), ("scope", SCOPES),
                          ("doc", tuple(docs))):
        if raw[name] not in allowed:
            known = ", ".join(allowed)
            _bad(here, name, f"{raw[name]!r} is none of {known}", f"{raw[name]!r} 不在 {known} 之中")
    if not all(isinstance(code, str) and len(code) == 6 and code.isdigit() for code in raw["scope_codes"]):
        _bad(here, "scope_codes", "codes of six digits, as text, are expected", "应为六位文本代码")


def _bad(here: str, name: str, en: str, zh: str) -> None:
    raise ResourceError(f"{here}.{name}: {en}", f"{here}.{name}：{zh}")


def day_of(here: str, name: str, text: Any) -> dt.date:
    """An ISO day. Raises `ResourceError`."""
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        _bad(here, name, f"a date YYYY-MM-DD is expected, not {text!r}", f"应为 YYYY-MM-DD 日期，而不是 {text!r}")
        raise


def _target(raw: Mapping[str, Any], here: str, rows: Mapping[str, Mapping[str, Any]]) -> Target:
    base = raw.get("baseline")
    baseline = None
    if base is not None and "row" in base:
        origin = rows[base["row"]]
        baseline = Baseline(float(origin["value"]), dt.date(origin["year"], 12, 31), base["row"])
    elif base is not None:
        baseline = Baseline(float(base["value"]), day_of(here, "baseline", base["date"]), "",
                            bool(base.get("external")), base.get("note", ""))
    superseded, restored = raw.get("superseded", {}), raw.get("restored", {})
    return Target(
        **{name: raw[name] for name in _NEEDED if name != "scope_codes"}, scope_codes=tuple(raw["scope_codes"]),
        how=raw.get("how", ""), note=raw.get("note", ""), note_zh=raw.get("note_zh", ""),
        year_inferred=bool(raw.get("year_inferred")),
        see_also=tuple(raw.get("see_also", ())), baseline=baseline,
        floor=float(rows[raw["floor"]]["value"]) if "floor" in raw else None, floor_row=raw.get("floor", ""),
        history=tuple(History(h["row"], h["why"]) for h in raw.get("history", ())),
        superseded_by=superseded.get("by", ""),
        superseded_from=day_of(here, "superseded", superseded["from"]) if superseded else None,
        restored=restored.get("how", ""), as_written=restored.get("as_written") or "", each=bool(raw.get("each")),
        strict=bool(raw.get("comparator_strict")),
        due_strict=day_of(here, "due_strict", raw["due_strict"]) if "due_strict" in raw else None,
        extra={name: raw[name] for name in ("variant", "period") if name in raw})
