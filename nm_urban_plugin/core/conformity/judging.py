"""三线符合性: what the three control lines say about a project, and the rule table that words it.

The verdict has one order and one tolerance; titles, consequences, clauses, zones of the urban development
boundary and flags are data: resources/policies/conformity.json, or a file of the user in the same form.
Areas are int64 cents of 0.01 m²; None = the layer was not given, which is never the same as 0.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..resources import ROOT, BilingualError, ResourceError, read_json, require
from ..units import CENTS_PER_M2

ECO, FARM, UBD = LINES = ("eco", "farm", "ubd")
ZONES = ("conc", "elas", "spec")
CONFLICT_BOTH, CONFLICT_ECO, CONFLICT_FARM = CONFLICTS = ("conflict_both", "conflict_eco", "conflict_farm")
NOT_COMPUTABLE = "not_computable"
INSIDE, OUTSIDE, PARTLY = "inside_boundary", "outside_boundary", "partly_outside"
VERDICTS = (*CONFLICTS, NOT_COMPUTABLE, INSIDE, OUTSIDE, PARTLY)

#: Flags that the check sets itself; others come from the zones of the rule table.
ZONE_UNKNOWN, SLIVER, INCOMPLETE = "zone_unknown", "sliver", "incomplete"

_NUMBERS = ("area", *LINES, "outside", *ZONES, "other", "tolerance")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


class ToleranceError(BilingualError):
    """The tolerance is not a number >= 0."""


def check_tolerance(tolerance: float) -> float:
    """The tolerance in m² itself; raises `ToleranceError` for a negative or infinite one."""
    if not 0 <= tolerance < float("inf"):
        raise ToleranceError(f"TOLERANCE_M2 must be a number >= 0, not {tolerance}",
                             f"TOLERANCE_M2 应为不小于 0 的数，而不是 {tolerance}")
    return tolerance


def exceeds(cents, tolerance: float) -> np.ndarray:
    """Whether areas (cents, any shape) are larger than *tolerance* (m²); 0.29 m² does not exceed 0.29."""
    return np.asarray(cents, np.int64) / float(CENTS_PER_M2) > tolerance


def judge(area: np.ndarray, lines: Mapping[str, np.ndarray | None], tolerance: float) -> np.ndarray:
    """Verdicts (n,), dtype '<U16', of areas (n,) in cents; *lines* gives the part of each in eco, farm and ubd.

    A conflict is proven by one line alone; all else needs all three. Raises `ToleranceError`.
    """
    check_tolerance(tolerance)
    area = np.asarray(area, np.int64)
    none = np.zeros(len(area), bool)
    eco = none if lines.get(ECO) is None else exceeds(lines[ECO], tolerance)
    farm = none if lines.get(FARM) is None else exceeds(lines[FARM], tolerance)
    if any(lines.get(key) is None for key in LINES):
        rest = np.full(len(area), NOT_COMPUTABLE, "<U16")
    else:
        ubd = np.asarray(lines[UBD], np.int64)
        inside, outside = ~exceeds(area - ubd, tolerance), ~exceeds(ubd, tolerance)
        rest = np.select([inside, outside], [INSIDE, OUTSIDE], PARTLY).astype("<U16")
    found = np.select([eco & farm, eco, farm], CONFLICTS, "")
    return np.where(found == "", rest, found).astype("<U16")


@dataclass(frozen=True)
class Case:
    """One project for its flags and its sentence: cents; *zones* by key, with what no rule knows as 'other', None
    where the boundary has no zones; *slivers*: a piece within the tolerance exists."""

    area: int
    lines: Mapping[str, int | None]
    zones: Mapping[str, int] | None
    verdict: str
    slivers: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(key for key in LINES if self.lines.get(key) is None)


@dataclass(frozen=True)
class Clause:
    """A place in a document; *external*: national rules, which the plans themselves do not state."""

    quote: str
    source: tuple[str, str]
    external: bool

    def text(self, lang: str) -> str:
        where = _pick(self.source, lang)
        if not self.quote:
            return where
        return f"「{self.quote}」（{where}）" if _is_zh(lang) else f"「{self.quote}」 ({where})"


@dataclass(frozen=True)
class Rule:
    """One row of the rule table. Pairs are (Chinese, English); *sentence* is the template of why or note."""

    key: str
    title: tuple[str, str]
    sentence: tuple[str, str] = ("", "")
    consequence: tuple[str, str] = ("", "")
    clauses: tuple[Clause, ...] = ()
    external: bool = False
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    flag: str = ""


@dataclass(frozen=True)
class Rules:
    """The rule table: verdicts, zones and flags by key, and the names of the three lines."""

    verdicts: Mapping[str, Rule]
    zones: Mapping[str, Rule]
    flags: Mapping[str, Rule]
    lines: Mapping[str, tuple[str, str]]
    _known: dict[str, str] = field(default_factory=dict, compare=False)

    def zone_of(self, label: str) -> str:
        """Key of the zone that a name or code of the boundary means, '' if no rule knows it."""
        if label not in self._known:
            text = label.strip()
            by_name = [key for key, rule in self.zones.items() if any(name in text for name in rule.names)]
            by_code = [key for key, rule in self.zones.items() if text.startswith(rule.codes or ("\0",))]
            self._known[label] = (by_name or (by_code if text.isdigit() else []) or [""])[0]
        return self._known[label]

    def flags_of(self, case: Case, tolerance: float) -> tuple[str, ...]:
        """Flags of a project, in the order of the rule table."""
        raised = set()
        for key, cents in (case.zones or {}).items():
            if exceeds(cents, tolerance):
                raised.add(self.zones[key].flag if key in self.zones else ZONE_UNKNOWN)
        if case.slivers:
            raised.add(SLIVER)
        if case.missing and case.verdict in CONFLICTS:
            raised.add(INCOMPLETE)
        return tuple(key for key in self.flags if key in raised)

    def why(self, case: Case, flags: Sequence[str], tolerance: float, lang: str) -> str:
        """The verdict in one sentence, with its first clause and what the flags add."""
        rule = self.verdicts[case.verdict]
        values = self._values(case, tolerance, lang)
        zh = _is_zh(lang)
        parts = [_fill(_pick(rule.sentence, lang), values)]
        if rule.clauses:
            parts[0] += ("：" if zh else ": ") + rule.clauses[0].text(lang)
        parts += [_fill(_pick(self.flags[key].sentence, lang), values) for key in flags]
        text = ("；" if zh else "; ").join(parts) + ("。" if zh else ".")
        return text[:1].upper() + text[1:]

    def _values(self, case: Case, tolerance: float, lang: str) -> dict[str, str]:
        zones = case.zones or {}
        ubd = case.lines.get(UBD)
        cents = {"area": case.area, **{key: case.lines.get(key) for key in LINES}, **{z: zones.get(z) for z in ZONES},
                 "other": zones.get("other"), "outside": None if ubd is None else case.area - ubd}
        values = {key: "—" if value is None else f"{value / CENTS_PER_M2:.2f}" for key, value in cents.items()}
        names = [_pick(self.lines[key], lang) for key in case.missing]
        values["missing"] = ("、" if _is_zh(lang) else ", ").join(names)
        values["tolerance"] = f"{tolerance:.2f}"
        return values


def _is_zh(lang: str) -> bool:
    return lang.lower().startswith("zh")


def _pick(pair: tuple[str, str], lang: str) -> str:
    return pair[0] if _is_zh(lang) else pair[1]


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda m: values[m.group(1)], template)


def read_rules(path: Path) -> Rules:
    """The rule table in a file, checked row by row. Raises `ResourceError` naming the row and what is wrong."""
    path = Path(path)
    data, where = read_json(path), path.name
    require(where, data, ("lines", "clauses", "verdicts", "zones", "flags"))
    clauses = {key: _clause(f"{where}: clauses.{key}", raw) for key, raw in _rows(where, data, "clauses")}
    table: dict[str, dict[str, Rule]] = {}
    for group, sentence, needed in (("verdicts", "why", VERDICTS), ("zones", "", ZONES),
                                    ("flags", "note", (ZONE_UNKNOWN, SLIVER, INCOMPLETE))):
        require(f"{where}: {group}", data[group], needed)
        table[group] = {key: _rule(f"{where}: {group}.{key}", key, raw, sentence, clauses)
                        for key, raw in _rows(where, data, group)}
    for key in table["verdicts"]:
        if key not in VERDICTS:
            raise ResourceError(f"{where}: verdicts.{key} is no verdict; there are: {', '.join(VERDICTS)}",
                                f"{where}：verdicts.{key} 不是结论代码；现有：{'、'.join(VERDICTS)}")
    for key, rule in table["zones"].items():
        if rule.flag and rule.flag not in table["flags"]:
            raise ResourceError(f"{where}: zones.{key}: there is no flag '{rule.flag}'",
                                f"{where}：zones.{key}：没有名为“{rule.flag}”的标记")
    require(f"{where}: lines", data["lines"], LINES)
    lines = {key: _pair(f"{where}: lines.{key}", raw, "title") for key, raw in _rows(where, data, "lines")}
    return Rules(table["verdicts"], table["zones"], table["flags"], lines)


@functools.cache
def rules() -> Rules:
    """The bundled rule table (cached)."""
    return read_rules(ROOT / "policies" / "conformity.json")


def _rows(where: str, data: Mapping, group: str):
    require(f"{where}: {group}", data[group], ())
    return data[group].items()


def _clause(here: str, raw) -> Clause:
    require(here, raw, ("quote", "source", "source_en", "external"))
    if not _flag(here, raw) and not raw["quote"]:
        raise ResourceError(f"{here}: a clause of a plan needs its quote; else set external to true",
                            f"{here}：规划条款须附原文；若非规划条款，请将 external 设为 true")
    return Clause(_text(here, raw, "quote"), _pair(here, raw, "source"), _flag(here, raw))


def _rule(here: str, key: str, raw, sentence: str, clauses: Mapping[str, Clause]) -> Rule:
    require(here, raw, ("title", "title_en", "external"))
    wanted = raw.get("clauses", [])
    unknown = [name for name in wanted if name not in clauses]
    if unknown:
        raise ResourceError(f"{here}: no such clauses: {', '.join(unknown)}",
                            f"{here}：没有这些条款：{'、'.join(unknown)}")
    templates = ("", "")
    if sentence:
        templates = _pair(here, raw, sentence)
        strange = {name for text in templates for name in _PLACEHOLDER.findall(text)} - {*_NUMBERS, "missing"}
        if strange:
            names = ", ".join(f"{{{name}}}" for name in sorted(strange))
            raise ResourceError(f"{here}.{sentence}: unknown placeholders {names}",
                                f"{here}.{sentence}：未知的占位符 {names}")
    consequence = _pair(here, raw, "consequence") if "consequence" in raw else ("", "")
    return Rule(key, _pair(here, raw, "title"), templates, consequence, tuple(clauses[name] for name in wanted),
                _flag(here, raw), _texts(here, raw, "names"), _texts(here, raw, "codes"), str(raw.get("flag", "")))


def _pair(here: str, raw, key: str) -> tuple[str, str]:
    require(here, raw, (key, f"{key}_en"))
    return _text(here, raw, key), _text(here, raw, f"{key}_en")


def _text(here: str, raw: Mapping, key: str) -> str:
    if not isinstance(raw[key], str):
        raise ResourceError(f"{here}.{key}: a text is expected", f"{here}.{key}：应为文本")
    return raw[key]


def _texts(here: str, raw: Mapping, key: str) -> tuple[str, ...]:
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        raise ResourceError(f"{here}.{key}: a list of texts is expected", f"{here}.{key}：应为文本列表")
    return tuple(found)


def _flag(here: str, raw: Mapping) -> bool:
    if not isinstance(raw["external"], bool):
        raise ResourceError(f"{here}.external: true or false is expected", f"{here}.external：应为 true 或 false")
    return raw["external"]
