"""Targets, values and switches of the user's own, from a JSON file of a project or a profile.

    {"targets": [{"id": "…", "name_zh": "…", "answers": "<row of the register>" or "indicator": "<indicator>",
                  "place": "150121", "value": 68, "unit": "%", "comparator": ">=", "year": 2030,
                  "baseline": {"value": 61.2, "date": "2025-12-31"}, "source": "…", "quote": "…"}],
     "values": [{"target" | "indicator" | "field": "…", "place": "150121", "date": "2024-12-31", "value": 69.1,
                 "unit": "%", "source": "…"}],
     "conventions": {"tolerance_points": 1, "seats_with_cities": false}, "covers": "150000"}

A bare list is taken as targets. Rows in the form of the register (scope_codes, doc, section …) are read too. Every
mistake is told with its line.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..measurement import UNITS, Measurement, fits
from ..places import name_of, normalise_code
from ..resources import why_no_file
from ..roles import field_roles
from .indicators import indicator_of, indicators
from .json_lines import JsonLineError, read
from .registry import COMPARATORS, KINDS, Baseline, Conventions, Target, conventions, register

_TARGET_KEYS = frozenset((
    "id", "name_zh", "name_en", "name", "answers", "indicator", "place", "scope_codes", "scope", "scope_zh", "value",
    "unit", "comparator", "year", "kind", "tier", "doc", "section", "source", "quote", "quote_clean",
    "note", "baseline", "tolerance", "due", "how", "computable_from", "decimals_restored", "quote_in", "value_basis",
    "year_basis", "year_inferred", "see_also", "value_as_written"))  # fmt: skip
_VALUE_KEYS = frozenset(("target", "indicator", "field", "place", "date", "value", "unit", "source", "n", "note"))
_TOP_KEYS = frozenset(("targets", "values", "conventions", "covers", "note"))
_LONGEST = 20_000_000


@dataclass(frozen=True)
class Own:
    """What a user's file says. values: measurements; their indicator is an id of a target, of an indicator or a field
    role. covers: code of the place for which the layer is declared complete, '' = none."""

    targets: tuple[Target, ...] = ()
    values: tuple[Measurement, ...] = ()
    conventions: Conventions = field(default_factory=conventions)
    covers: str = ""


def load_own(text_or_path: str | None) -> Own:
    """From the path of a file, or the JSON text itself; nothing for an empty text. Raises `JsonLineError`."""
    text = (text_or_path or "").strip()
    if not text:
        return Own()
    if text.lstrip("\ufeff")[:1] in "{[":
        return read_own(text, "TARGETS")
    path = Path(text)
    try:
        if path.stat().st_size > _LONGEST:
            raise JsonLineError(f"{path.name}: larger than 20 MB", f"{path.name}：超过 20 MB")
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, JsonLineError):
            raise
        why = why_no_file(error)
        raise JsonLineError(f"TARGETS: the file cannot be read as UTF-8 ({path.name}: {why.en})",
                            f"TARGETS：无法按 UTF-8 读取文件（{path.name}：{why.zh}）") from error
    return read_own(content, path.name)


def read_own(text: str, where: str) -> Own:
    """The content of a file of own targets. Raises `JsonLineError` with the line."""
    data, lines = read(text, where)
    row = _Row(where, lines)
    if isinstance(data, list):
        data = {"targets": data}
        lines = {("targets", *path): line for path, line in lines.items()}
        row = _Row(where, lines)
    if not isinstance(data, dict):
        row.fail((), "an object or a list of targets is expected", "应为对象或目标列表")
    row.known((), data, _TOP_KEYS)
    rules = row.conventions(data.get("conventions", {}))
    targets, values = [], []
    seen = set()
    for k, raw in enumerate(row.list(("targets",), data.get("targets", []))):
        target = row.target(("targets", k), raw)
        key = (target.id, target.scope, target.scope_codes, target.year)
        if key in seen:
            row.fail(("targets", k), f"'{target.id}' stands twice for one place and year", f"“{target.id}”同地同年重复")
        seen.add(key)
        if not _is_the_register_row(target):
            targets.append(target)
    for k, raw in enumerate(row.list(("values",), data.get("values", []))):
        values.append(row.value(("values", k), raw))
    covers = data.get("covers", "")
    if covers:
        covers = row.place(("covers",), covers)
    return Own(tuple(targets), tuple(values), rules, covers)


def _is_the_register_row(target: Target) -> bool:
    """True for a row of the register repeated as it is (a copy of the register given as own targets)."""
    row = register().get(target.id)
    return row is not None and all(
        getattr(row, name) == getattr(target, name)
        for name in ("value", "unit", "comparator", "year", "kind", "scope", "scope_codes"))


def _told_by_name(raw: Mapping) -> tuple[str, str]:
    """(row of the register, indicator) that a row without 'answers' means by its name; ('', '') where none fits."""
    name = raw.get("name_zh") or raw.get("name")
    rows = [row.id for row in register().values() if row.name_zh == name and row.kind == "target"]
    found = [i.id for i in indicators().values() if name and name in (i.zh, i.en)]
    return (rows[0] if len(rows) == 1 else "", found[0] if len(found) == 1 and not rows else "")


class _Row:
    """Checks of one file; every error names file and line."""

    def __init__(self, where: str, lines: Mapping[tuple, int]) -> None:
        self.where, self.lines = where, lines

    def fail(self, path: tuple, en: str, zh: str) -> None:
        line = next((self.lines[path[:k]] for k in range(len(path), -1, -1) if path[:k] in self.lines), 1)
        name = ".".join(str(part) for part in (path[2:] if path[:1] in (("targets",), ("values",)) else path[1:]))
        name = f"{name}: " if name else ""
        raise JsonLineError(f"{self.where}, line {line}: {name}{en}", f"{self.where} 第{line}行：{name}{zh}")

    def list(self, path: tuple, value: Any) -> list:
        if not isinstance(value, list):
            self.fail(path, "a list is expected", "应为列表")
        return value

    def known(self, path: tuple, raw: Any, keys: frozenset[str]) -> None:
        if not isinstance(raw, dict):
            self.fail(path, "an object is expected", "应为对象")
        for key in raw:
            if key not in keys:
                self.fail((*path, key), f"unknown; known are {', '.join(sorted(keys))}",
                          f"未知的键；可用：{', '.join(sorted(keys))}")

    def text(self, path: tuple, raw: Mapping, key: str, needed: bool = False) -> str:
        value = raw.get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value.strip()):
            self.fail((*path, key), "a text is expected", "应为文本")
        return value

    def number(self, path: tuple, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.fail(path, f"a number is expected, not {value!r}", f"应为数字，而不是 {value!r}")
        return float(value)

    def day(self, path: tuple, value: Any) -> dt.date:
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fail(path, f"a date YYYY-MM-DD is expected, not {value!r}", f"应为 YYYY-MM-DD 日期，而不是 {value!r}")
            raise

    def place(self, path: tuple, value: Any) -> str:
        code = normalise_code(value) if isinstance(value, str) else None
        if code is None or (code.startswith("15") and not name_of(code)):
            self.fail(path, f"a code of six digits (as text) of a place is expected, not {value!r}",
                      f"应为六位行政区代码（文本），而不是 {value!r}")
        return code

    def conventions(self, raw: Any) -> Conventions:
        names = {f.name: f for f in dataclasses.fields(Conventions)}
        self.known(("conventions",), raw, frozenset(names))
        out = {}
        for key, value in raw.items():
            if isinstance(getattr(conventions(), key), bool):
                if not isinstance(value, bool):
                    self.fail(("conventions", key), "true or false is expected", "应为 true 或 false")
                out[key] = value
            else:
                out[key] = self.number(("conventions", key), value)
                if out[key] < 0:
                    self.fail(("conventions", key), "must not be negative", "不得为负")
        return dataclasses.replace(conventions(), **out)

    def target(self, path: tuple, raw: Any) -> Target:
        self.known(path, raw, _TARGET_KEYS)
        key = self.text(path, raw, "id", needed=True)
        answers = self.text(path, raw, "answers") or (key if key in register() else "")
        indicator = self.text(path, raw, "indicator")
        if not answers and not indicator:
            answers, indicator = _told_by_name(raw)
        if answers and answers not in register():
            self.fail((*path, "answers"), f"no row '{answers}' in the register", f"登记册中没有“{answers}”")
        if indicator and indicator not in indicators():
            self.fail((*path, "indicator"), f"no indicator '{indicator}'", f"没有指标“{indicator}”")
        like = register().get(answers)
        indicator = indicator or (indicator_of()[answers].id if answers in indicator_of() else "")
        as_register = False
        if "place" in raw:
            codes = (self.place((*path, "place"), raw["place"]),)
        else:
            found = list(like.scope_codes) if like and "scope_codes" not in raw else self.list(
                (*path, "scope_codes"), raw.get("scope_codes", []))
            codes = tuple(self.place((*path, "scope_codes", k), code) for k, code in enumerate(found))
            as_register = like is not None and (not codes or codes == like.scope_codes)
            if not codes and not as_register:
                self.fail(path, "place (a code of six digits) is missing", "缺少 place（六位行政区代码）")
        if "value" not in raw:
            self.fail(path, "value is missing", "缺少 value")
        value = None if raw["value"] is None else self.number((*path, "value"), raw["value"])
        comparator = self.text(path, raw, "comparator") or (like.comparator if like else ">=")
        kind = self.text(path, raw, "kind") or "target"
        for name, given, allowed in (("comparator", comparator, COMPARATORS), ("kind", kind, KINDS)):
            if given not in allowed:
                known = ", ".join(allowed)
                self.fail((*path, name), f"{given!r} is none of {known}", f"{given!r} 不在 {known} 之中")
        year = raw.get("year", like.year if like else None)
        if year is not None and (isinstance(year, bool) or not isinstance(year, int) or not 1990 <= year <= 2100):
            self.fail((*path, "year"), f"a year is expected, not {year!r}", f"应为年份，而不是 {year!r}")
        default_unit = like.unit if like else indicators()[indicator].unit if indicator else ""
        unit = self.text(path, raw, "unit") or default_unit
        measured = indicators()[indicator].unit if indicator and kind == "target" else ""
        if value is not None and measured and unit.strip().lower() in UNITS and not fits(measured, unit):
            self.fail((*path, "unit"), f"{unit!r} does not fit the indicator, which is in {measured}",
                      f"{unit!r} 与指标单位“{measured}”不符")
        zh = self.text(path, raw, "name_zh") or self.text(path, raw, "name") or (like.name_zh if like else key)
        source = self.text(path, raw, "source") or self.text(path, raw, "note") or self.where
        quote = self.text(path, raw, "quote")
        return Target(
            id=key, name_zh=zh, name_en=self.text(path, raw, "name_en") or (like.name_en if like else zh), value=value,
            unit=unit, comparator=comparator, year=year, kind=kind, tier="own", doc="own", section="",
            scope=like.scope if as_register else "codes", scope_zh=like.scope_zh if as_register else "",
            scope_codes=like.scope_codes if as_register else codes, each=as_register and like.each,
            extra=like.extra if like else {}, quote=quote, quote_clean=quote, note=self.text(path, raw, "note"),
            baseline=self._baseline(path, raw), own=True, own_source=source, indicator=indicator, answers=answers,
            tolerance=self.number((*path, "tolerance"), raw["tolerance"]) if raw.get("tolerance") is not None else None,
            due_date=self.day((*path, "due"), raw["due"]) if raw.get("due") else None,
            accumulates=bool(indicator) and any(form.flow for form in indicators()[indicator].forms))

    def _baseline(self, path: tuple, raw: Mapping) -> Baseline | None:
        base = raw.get("baseline")
        if base is None:
            return None
        here = (*path, "baseline")
        self.known(here, base, frozenset(("value", "date", "note")))
        return Baseline(self.number((*here, "value"), base.get("value")), self.day((*here, "date"), base.get("date")))

    def value(self, path: tuple, raw: Any) -> Measurement:
        self.known(path, raw, _VALUE_KEYS)
        names = [key for key in ("target", "indicator", "field") if raw.get(key)]
        if len(names) != 1:
            self.fail(path, "exactly one of target, indicator, field is expected",
                      "target、indicator、field 三者应给且只给一个")
        key = self.text(path, raw, names[0], needed=True)
        known = {"target": register(), "indicator": indicators(), "field": field_roles()}[names[0]]
        if key not in known and names[0] != "target":
            self.fail((*path, names[0]), f"unknown: '{key}'", f"未知：“{key}”")
        if "value" not in raw:
            self.fail(path, "value is missing", "缺少 value")
        place = self.place((*path, "place"), raw.get("place", "150000"))
        day = self.day((*path, "date"), raw["date"]) if raw.get("date") else None
        count = raw.get("n")
        return Measurement(key, place, day, self.number((*path, "value"), raw["value"]), self.text(path, raw, "unit"),
                           count if isinstance(count, int) else None, "", self.text(path, raw, "source") or self.where)
