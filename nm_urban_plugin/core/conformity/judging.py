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
        values = {key: "—" if cents is None else f"{cents / CENTS_PER_M2:.2f}"
                  for key, cents in figures(case.area, case.lines, case.zones).items()}
        return "".join(values[part.name] if isinstance(part, _Figure) else part
                       for part in self._sentence(case, flags, tolerance, lang))

    def explained(self, projects: Projects, tolerance: float, lang: str) -> tuple[list[tuple[str, ...]], list[str]]:
        """flags_of and why of n projects. A sentence hangs on the verdict and on what raises a flag; those alike have
        one template, whose figures are filled in by column."""
        signs = [projects.slivers, *(exceeds(cents, tolerance) for cents in (projects.zones or {}).values())]
        key = np.unique(projects.verdict, return_inverse=True)[1].reshape(-1).astype(np.int64)
        for sign in signs:
            key = key * 2 + sign
            key = np.unique(key, return_inverse=True)[1].reshape(-1).astype(np.int64)
        columns = figures(projects.area, projects.lines, projects.zones)
        flags: list[tuple[str, ...]] = [()] * len(key)
        texts = [""] * len(key)
        for one in range(int(key.max(initial=-1)) + 1):
            rows = np.nonzero(key == one)[0]
            case = projects.case(int(rows[0]))
            raised = self.flags_of(case, tolerance)
            parts = self._sentence(case, raised, tolerance, lang)
            used = [columns[part.name] for part in parts if isinstance(part, _Figure)]
            template = "".join(("—" if columns[part.name] is None else "%.2f") if isinstance(part, _Figure)
                               else part.replace("%", "%%") for part in parts)
            numbers = [(cents[rows] / CENTS_PER_M2).tolist() for cents in used if cents is not None]
            filled = (template % row for row in zip(*numbers)) if numbers else [template % ()] * len(rows)
            for k, text in zip(rows.tolist(), filled):
                flags[k], texts[k] = raised, text
        return flags, texts

    def _sentence(self, case: Case, flags: Sequence[str], tolerance: float, lang: str) -> list[str | _Figure]:
        """The sentence in parts; the figures of the project stand by name."""
        rule, zh = self.verdicts[case.verdict], _is_zh(lang)
        names = [_pick(self.lines[key], lang) for key in case.missing]
        known = {"missing": ("、" if zh else ", ").join(names), "tolerance": f"{tolerance:.2f}"}
        parts = _parts(_pick(rule.sentence, lang), known)
        if rule.clauses:
            parts.append(("：" if zh else ": ") + rule.clauses[0].text(lang))
        for key in flags:
            parts += ["；" if zh else "; ", *_parts(_pick(self.flags[key].sentence, lang), known)]
        parts = [part for part in [*parts, "。" if zh else "."] if part != ""]
        if isinstance(parts[0], str):
            parts[0] = parts[0][:1].upper() + parts[0][1:]
        return parts


@dataclass(frozen=True)
class Projects:
    """Columns of n projects as `Case` has them."""

    area: np.ndarray
    lines: Mapping[str, np.ndarray | None]
    zones: Mapping[str, np.ndarray] | None
    verdict: np.ndarray
    slivers: np.ndarray

    def case(self, k: int) -> Case:
        """Project k."""
        lines = {key: None if column is None else int(column[k]) for key, column in self.lines.items()}
        zones = None if self.zones is None else {key: int(column[k]) for key, column in self.zones.items()}
        return Case(int(self.area[k]), lines, zones, str(self.verdict[k]), bool(self.slivers[k]))


@dataclass(frozen=True)
class _Figure:
    """A number of the project in a sentence."""

    name: str


def figures(area, lines: Mapping, zones: Mapping | None) -> dict:
    """What sentences may name, in cents, of one project or of a column of them; None where it is not known."""
    zones, ubd = zones or {}, lines.get(UBD)
    return {"area": area, **{key: lines.get(key) for key in LINES}, **{zone: zones.get(zone) for zone in ZONES},
            "other": zones.get("other"), "outside": None if ubd is None else area - ubd}


def _parts(template: str, known: Mapping[str, str]) -> list[str | _Figure]:
    """A template with what is *known* filled in."""
    found = _PLACEHOLDER.split(template)
    return [part if k % 2 == 0 else known[part] if part in known else _Figure(part) for k, part in enumerate(found)]


def _is_zh(lang: str) -> bool:
    return lang.lower().startswith("zh")


def _pick(pair: tuple[str, str], lang: str) -> str:
    return pair[0] if _is_zh(lang) else pair[1]


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
