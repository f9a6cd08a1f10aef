"""Which role a table plays, told from signals: codes, fields, values, names, folders, geometry, aliases.

Each signal gives points (`catalogue.weights`); a role is taken from 60 points on if it is 15 ahead of the next, else
the candidates are listed and a person is asked: ambiguous stays ambiguous.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..roles import role_of_schema
from .catalogue import GEOMETRIES, Kind, kinds, weights
from .headings import STRONG, column_names, match_columns
from .naming import Hit, hits, in_folders
from .signs import Signs
from .values import cell_text, code_generation, share
from .words import Names, Said, said

CERTAIN, AMBIGUOUS, UNKNOWN = "certain", "ambiguous", "unknown"
_HIGH = 80
_CANDIDATES = 5
_SHOWN_FROM = 20
#: A value test that fewer cells than this pass speaks against the role, and one that more pass for it.
_AGAINST, _FOR = 0.2, 0.6


@dataclass(frozen=True)
class Candidate:
    """A role with its points (0 … about 140) and why; `against`: what contradicts it."""

    role: str
    score: float
    reasons: tuple[Said, ...]
    against: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Recognition:
    """The answer. role is '' unless `state` is 'certain'; candidates: the best first; fields: column → field name;
    generation: 'third', 'second', 'mixed' or '' of its land-use codes; notes: what a user should know all the same."""

    role: str
    state: str
    score: float
    candidates: tuple[Candidate, ...]
    fields: dict[str, str] = field(default_factory=dict)
    generation: str = ""
    notes: tuple[Said, ...] = ()

    @property
    def reasons(self) -> tuple[Said, ...]:
        return self.candidates[0].reasons if self.candidates else ()

    @property
    def runner_up(self) -> str:
        return self.candidates[1].role if len(self.candidates) > 1 else ""

    @property
    def high(self) -> bool:
        """Whether the role is certain with points to spare."""
        return self.state == CERTAIN and self.score >= _HIGH


class _Case:
    """The signals of one table, worked out once for all roles."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.columns = match_columns(signs.fields)
        self.by_alias = match_columns(a for a in signs.aliases.values() if a)
        back = {alias: name for name, alias in signs.aliases.items()}
        for column, (alias, strength) in self.by_alias.items():
            if column not in self.columns:
                self.columns[column] = back.get(alias, alias), strength
        self.names = _name_hits(signs)
        self.ysdm = self._majority("YSDM")
        self.codes_known = {code: None for kind in kinds().values() for code in kind.ysdm}

    def _majority(self, column: str) -> str:
        found = self.columns.get(column)
        values = Counter(text for v in self.signs.values(found[0]) if (text := cell_text(v))) if found else Counter()
        if not values:
            return ""
        code, count = values.most_common(1)[0]
        return code if 2 * count > sum(values.values()) else ""

    def first_field(self, columns: tuple[str, ...]) -> tuple[str, str] | None:
        """(column, field) of the first of these columns that the table has."""
        for column in columns:
            if column in self.columns:
                return column, self.columns[column][0]
        return None


def _name_hits(signs: Signs) -> tuple[tuple[str, tuple[Hit, ...]], ...]:
    """(name, tokens in it) of the table, the file and the feature dataset, those without a token left out."""
    names = dict.fromkeys(name for name in (signs.table, signs.file, signs.dataset) if name)
    return tuple((name, found) for name in names if (found := hits(name)))


def recognise(signs: Signs) -> Recognition:
    """The role of one table, with the points of its rivals and the reasons.

    >>> recognise(Signs(file="DLTB", fields=("BSM", "DLBM", "TBMJ"), geometry="polygon",
    ...                 sample={"DLBM": ["0101", "0301"]})).role
    'dltb'
    """
    case = _Case(signs)
    written = _result_of(signs)
    found = [_judge(kind, case) for kind in kinds().values() if not kind.result]
    if written is not None:
        found.append(written)
    found = sorted((c for c in found if c.score >= _SHOWN_FROM), key=lambda c: (-c.score, c.role))[:_CANDIDATES]
    rule = weights()
    state, role, score = UNKNOWN, "", 0.0
    if found:
        score = found[0].score
        lead = score - (found[1].score if len(found) > 1 else 0.0)
        sure = score >= rule.accept and lead >= rule.lead and not found[0].against
        state, role = (CERTAIN, found[0].role) if sure else (AMBIGUOUS, "")
    fields = {column: name for column, (name, strength) in case.columns.items() if strength >= STRONG}
    best = kinds()[found[0].role] if found else None
    generation = _generation(case)
    return Recognition(role, state, score, tuple(found), fields, generation, _notes(case, best, generation))


def _result_of(signs: Signs) -> Candidate | None:
    """A result of this plugin is told by its columns alone."""
    role = role_of_schema(signs.fields, signs.geometry or None)
    kind = kinds().get(role) if role else None
    if kind is None or not kind.result:
        return None
    return Candidate(kind.role, 100.0, (said("own_result"),))


def judged(kind: Kind, signs: Signs) -> Candidate:
    """The points of one role, also of one that has no chance."""
    return _judge(kind, _Case(signs))


def _judge(kind: Kind, case: _Case) -> Candidate:
    """The points of one role."""
    points, reasons, against = 0.0, [], []
    for gained, reason, contrary in (_ysdm(kind, case), _fields(kind, case), _values(kind, case), _name(kind, case),
                                     _folder(kind, case), _geometry(kind, case), _alias(kind, case)):
        points += gained
        if reason is not None:
            (against if contrary else reasons).append(reason)
    return Candidate(kind.role, round(points, 1), tuple(reasons), tuple(against))


def _ysdm(kind: Kind, case: _Case):
    weight = weights().ysdm
    if not case.ysdm or case.ysdm not in case.codes_known:
        return 0, None, False
    if case.ysdm in kind.ysdm:
        return weight, said("by_ysdm", code=case.ysdm), False
    return (-weight, said("other_ysdm", code=case.ysdm), True) if kind.ysdm else (-weight / 2, None, False)


def _fields(kind: Kind, case: _Case):
    weight = weights().fields
    if not kind.need:
        return 0, None, False
    shares, found, used = [], [], set()
    for group in kind.need:
        # one field cannot stand for two needs
        options = [(case.columns[c][1], case.columns[c][0], c) for c in group
                   if c in case.columns and case.columns[c][0] not in used]
        best = max(options, default=None, key=lambda option: option[0])
        shares.append(best[0] if best else 0.0)
        if best:
            used.add(best[1])
            found.append(best[1])
    part = sum(shares) / len(kind.need)
    helped = sum(case.columns[c][1] for c in kind.helps if c in case.columns and case.columns[c][0] not in used)
    points = weight * part + (min(helped, 3.0) * 2.5 if part else 0.0)
    contrary = [c for c in kind.without if c in case.columns and case.columns[c][1] >= STRONG]
    points -= 20 * min(len(contrary), 2)
    if min(shares) == 0 and found:
        points -= 10
    reason = said("by_fields", fields=tuple(found)) if found else None
    return points, reason, False


def _values(kind: Kind, case: _Case):
    weight = weights().values
    parts, reason, contrary = [], None, None
    for columns, test in kind.values:
        place = case.first_field(columns)
        part = share(test, case.signs.values(place[1])) if place else None
        if part is None:
            continue
        parts.append(part)
        if part >= _FOR:
            reason = reason or said("by_values", field=place[1], share=round(100 * part))
        elif part < _AGAINST:
            contrary = contrary or said("against_values", field=place[1], column=_named(place[0]))
    if not parts:
        return 0, None, False
    mean = sum(parts) / len(parts)
    points = weight * (mean if mean >= _FOR else -1.0 if min(parts) < _AGAINST else mean / 2)
    return points, contrary or reason, contrary is not None


def _named(column: str) -> Names:
    zh, en = column_names(column)
    return Names((zh,), (en,))


def _name(kind: Kind, case: _Case):
    """All points for the longest token of the table or file name, fewer for another word in it."""
    weight = weights().name
    for name, found in case.names:
        owned = [hit for hit in found if kind.role in hit.roles]
        if owned:
            points = weight if owned[0] is found[0] else weight * 0.4
            return points, said("by_name", name=name, word=owned[0].token), False
    return (-weight * 0.4 if case.names else 0), None, False


def _folder(kind: Kind, case: _Case):
    words = [*kind.folders, *(t for t in kind.tokens if len(t) > 2)]
    found = in_folders(words, case.signs.folders[:3])
    return (weights().folder, said("by_folder", folder=found[1]), False) if found else (0, None, False)


def _geometry(kind: Kind, case: _Case):
    weight, geometry = weights().geometry, case.signs.geometry
    if geometry not in GEOMETRIES:
        return 0, None, False
    if geometry in kind.geometry:
        telling = len(kind.geometry) < len(GEOMETRIES) and case.signs.inside is not False
        return (weight if telling else weight / 2), None, False
    return -4 * weight, said("against_geometry", geometry=geometry_name(geometry)), True


def _alias(kind: Kind, case: _Case):
    wanted = {c for group in kind.need for c in group}
    hit = any(c in case.by_alias and case.by_alias[c][1] >= STRONG for c in wanted)
    return (weights().alias, said("by_alias"), False) if hit else (0, None, False)


_GEOMETRY_WORDS = {"polygon": ("面", "polygons"), "line": ("线", "lines"), "point": ("点", "points"),
                   "none": ("无图形的表", "a table without geometry")}


def geometry_name(geometry: str) -> Names:
    """polygon → 面 / polygons."""
    zh, en = _GEOMETRY_WORDS.get(geometry, (geometry, geometry))
    return Names((zh,), (en,))


def _generation(case: _Case) -> str:
    for column in ("landuse_code", "DLBM", "JQDLBM", "BGHDLBM"):
        if column in case.columns:
            return code_generation(case.signs.values(case.columns[column][0]))
    return ""


def _notes(case: _Case, best: Kind | None, generation: str) -> tuple[Said, ...]:
    notes = []
    if generation == "mixed":
        notes.append(said("mixed_codes"))
    if best is not None and best.partial:
        notes.append(said("partial_layer", role=Names((best.zh,), (best.en,))))
    if case.signs.count == 0:
        notes.append(said("no_rows"))
    garbled = [name for name in case.signs.fields if "\ufffd" in name.rstrip("\ufffd_0123456789")]
    if garbled:
        notes.append(said("garbled_names", n=len(garbled)))
    years = {text[:4] for text in map(cell_text, case.signs.values(case.columns.get("SJNF", ("",))[0])) if text}
    if len(years) > 1:
        notes.append(said("several_years", years=tuple(sorted(years))))
    return tuple(notes)


__all__ = ["AMBIGUOUS", "CERTAIN", "UNKNOWN", "Candidate", "Recognition", "geometry_name", "judged", "recognise"]
