"""The indicators: what is computed from which layer and fields, how it adds up, and which targets it answers.

All of it is data (resources/indicators.json). An indicator has one form per kind of layer it can be computed from; a
form is a sum, a ratio of sums, a share, a count, a test of each feature, or a question asked of each county unit.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..resources import ResourceError, load, require
from ..roles import field_roles, layer_roles
from .conditions import Condition, parse_condition, parse_term
from .registry import register

AGGREGATIONS = ("sum", "ratio", "growth", "min", "share", "count", "distinct", "test", "units_share", "units_distinct",
                "units_missing", "divisions")  # fmt: skip
DIRECTIONS = ("up", "down", "near")
FEATURES, PLACES, LEDGER = "features", "places", "ledger"
AREA, LENGTH, ONE = "$area", "$length", "1"


@dataclass(frozen=True)
class Form:
    """One way to compute an indicator from layers of the given roles.

    terms   what is summed, feature by feature: (num,), (num, den), (num, den, num0, den0) or (*nums, den); each a list
            of (sign, field role, optional)
    where   which features count; where_if only where the layer has the field; passes what numerators and tests ask
    scale   (numerator, denominator): base units → unit of the indicator
    rows    features: every row adds; places: a row stands for its place; ledger: places, leaves beside totals
    flow    rows by year are amounts of a year and add up; else the latest one counts
    """

    roles: tuple[str, ...]
    agg: str
    terms: tuple[tuple[tuple[int, str, bool], ...], ...]
    where: tuple[Condition, ...] = ()
    where_if: tuple[Condition, ...] = ()
    passes: tuple[Condition, ...] = ()
    excuse: tuple[Condition, ...] = ()
    goal: tuple[tuple[int, str, bool], ...] = ()
    value: str = ""
    fails: str = "misses"
    key: str = ""
    scale: tuple[float, float] = (1.0, 1.0)
    rows: str = FEATURES
    unit_level: str = "county"
    kinds: tuple[str, ...] = ()
    note_en: str = ""
    note_zh: str = ""
    flow: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Field roles that must be there; county_code is asked for apart."""
        names = [name for term in self.terms for _, name, optional in term if not optional]
        names += [c.field for c in (*self.where, *self.passes)] + [self.key]
        names.append(self.value.removeprefix("@age:"))
        return tuple(dict.fromkeys(n for n in names if n and n != ONE and n[0] not in "$@"))

    @property
    def optional(self) -> tuple[str, ...]:
        """Field roles that are used where they are there."""
        names = [c.field for c in (*self.where_if, *self.excuse)]
        names += [name for term in (*self.terms, self.goal) for _, name, optional in term if optional]
        names += [name for _, name, _ in self.goal]
        if self.rows != FEATURES:
            names.append("year")
        if self.rows == LEDGER:  # what a ledger cannot judge itself, nobody can from its rows
            names.append("verdict")
        return tuple(dict.fromkeys(n for n in names if n and n not in self.fields))

    @property
    def context(self) -> tuple[str, ...]:
        """Field roles whose value comes from the user's values for the place (@pop_urban)."""
        return tuple(name[1:] for term in self.terms for _, name, _ in term if name.startswith("@"))

    @property
    def needs_area(self) -> bool:
        return any(name == AREA for term in self.terms for _, name, _ in term)

    @property
    def needs_length(self) -> bool:
        return any(name == LENGTH for term in self.terms for _, name, _ in term)


@dataclass(frozen=True)
class Indicator:
    """An indicator with its forms, the best first. boundary: the ground it is measured on (城镇, 城市, 县城 …)."""

    id: str
    zh: str
    en: str
    unit: str
    direction: str
    boundary: str
    targets: tuple[str, ...]
    forms: tuple[Form, ...]
    den_scope: str = ""

    def name(self, lang: str = "zh") -> str:
        return self.zh if lang.lower().startswith("zh") else self.en

    def boundary_name(self, lang: str = "zh") -> str:
        return boundaries()[self.boundary][0 if lang.lower().startswith("zh") else 1]

    def is_share(self, form: Form | None = None) -> bool:
        """Whether its value is a part of a whole, which only 0 to 100 % can be (a growth is none); of *form*, whether
        that holds of each row too: the whole may lie in another place."""
        forms = self.forms if form is None else (form,)
        mine = self.unit == "%" and all(one.agg != "growth" for one in forms)
        return mine and (form is None or (not self.den_scope and not form.context))

    def form_for(self, role: str, fields: Iterable[str]) -> Form | None:
        """The first form that a layer of this role with these field roles can serve."""
        have = set(fields)
        return next((f for f in self.forms if role in f.roles and have.issuperset(f.fields)), None)

    def missing_for(self, role: str, fields: Iterable[str]) -> tuple[str, ...] | None:
        """Field roles that are missing in the form that misses least; None where no form is for this role."""
        have = set(fields)
        lacks = [tuple(n for n in f.fields if n not in have) for f in self.forms if role in f.roles]
        return min(lacks, key=len) if lacks else None


@functools.lru_cache(maxsize=1)
def boundaries() -> Mapping[str, tuple[str, str]]:
    """The six and more denominators: key → (中文, English)."""
    return {key: tuple(pair) for key, pair in load("indicators")["boundaries"].items()}


@functools.lru_cache(maxsize=1)
def quantities() -> Mapping[str, tuple[str, str]]:
    """Field role → (dimension, unit that holds where the heading names none)."""
    return {key: tuple(pair) for key, pair in load("indicators")["quantities"].items()}


@functools.lru_cache(maxsize=1)
def indicators() -> Mapping[str, Indicator]:
    """All indicators by id, checked one by one. Raises `ResourceError`."""
    where = "indicators.json"
    data = load("indicators")
    require(where, data, ("boundaries", "quantities", "words", "flag_words", "row_kinds", "indicators"))
    out: dict[str, Indicator] = {}
    for i, raw in enumerate(data["indicators"]):
        here = f"{where}: indicators[{i}]"
        require(here, raw, ("id", "zh", "en", "unit", "direction", "boundary", "targets", "forms"))
        if raw["id"] in out or raw["direction"] not in DIRECTIONS or raw["boundary"] not in data["boundaries"]:
            _bad(here, "id twice, or direction or boundary unknown", "编号重复，或方向、口径未知")
        unknown = [t for t in raw["targets"] if t not in register()]
        if unknown:
            _bad(here, f"no such targets: {unknown}", f"没有这些目标：{unknown}")
        forms = tuple(_form(f"{here}.forms[{k}]", f, data["row_kinds"]) for k, f in enumerate(raw["forms"]))
        out[raw["id"]] = Indicator(raw["id"], raw["zh"], raw["en"], raw["unit"], raw["direction"], raw["boundary"],
                                   tuple(raw["targets"]), forms, raw.get("den_scope", ""))
    return out


@functools.lru_cache(maxsize=1)
def indicator_of() -> Mapping[str, Indicator]:
    """Target id → the indicator that answers it."""
    return {target: indicator for indicator in indicators().values() for target in indicator.targets}


def layer_roles_answering() -> tuple[str, ...]:
    """Layer roles from which at least one indicator can be computed."""
    return tuple(dict.fromkeys(role for i in indicators().values() for f in i.forms for role in f.roles))


def _form(here: str, raw: Mapping[str, Any], row_kinds: Mapping[str, str]) -> Form:
    require(here, raw, ("roles", "agg"))
    agg = raw["agg"]
    if agg not in AGGREGATIONS:
        _bad(here, f"aggregation {agg!r} unknown", f"未知的汇总方式 {agg!r}")
    kinds = {row_kinds.get(role, FEATURES) for role in raw["roles"]}
    if len(kinds) > 1:
        kinds = {FEATURES} if FEATURES in kinds else kinds
    texts = {
        "sum": [raw.get("num")], "ratio": [raw.get("num"), raw.get("den")],
        "growth": [raw.get(k) for k in ("num", "den", "num0", "den0")], "min": [*raw.get("nums", ()), raw.get("den")],
        "share": [raw.get("weight", ONE)],
    }.get(agg, [])
    if any(not isinstance(text, str) for text in texts):
        _bad(here, "a term is missing", "缺少分子或分母")
    conditions = {name: tuple(parse_condition(here, text) for text in raw.get(key, ()))
                  for name, key in (("where", "where"), ("where_if", "where_if"), ("passes", "pass"),
                                    ("excuse", "excuse"))}
    top, _, bottom = str(raw.get("scale", "1")).partition("/")
    form = Form(tuple(raw["roles"]), agg, tuple(parse_term(text) for text in texts), **conditions,
                goal=parse_term(raw["goal"]) if "goal" in raw else (), value=raw.get("value", ""),
                fails=raw.get("fails", "misses"), key=raw.get("key", ""), scale=(float(top), float(bottom or 1)),
                rows=raw.get("rows", kinds.pop()), unit_level=raw.get("unit_level", "county"),
                kinds=tuple(raw.get("kinds", ())), note_en=raw.get("note_en", ""), note_zh=raw.get("note_zh", ""),
                flow=bool(raw.get("flow")))
    known = {layer.role for layer in layer_roles()}
    # outputs of algorithms that are not installed are no error
    strange = [r for r in form.roles if r not in known and not r.endswith(("_ledger", "_nodes", "_matrix", "class"))]
    strange += [n for n in (*form.fields, *form.optional, *form.context) if n not in field_roles()]
    if strange:
        _bad(here, f"unknown layer or field roles: {strange}", f"未知的图层或字段角色：{strange}")
    return form


def _bad(here: str, en: str, zh: str) -> None:
    raise ResourceError(f"{here}: {en}", f"{here}：{zh}")
