"""Which county units a target speaks of, and what a user's place text stands for.

城镇, 城市, 县城, 建成区, 中心城区 and 县域 are six different things: the scope says whose units count, the indicator
says which ground (its boundary).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from .. import places
from ..places import REGION, ExtentUndefined, UnknownPlace
from ..resources import load
from .registry import Conventions, Target

SEAT_KINDS = ("县", "旗", "自治旗")


@dataclass(frozen=True)
class Scope:
    """A place to be judged. key: a code, a set's name, or codes joined by commas; units: codes of its county units (of
    places outside the region their own code); whole: rows of the region or of a league stand for all its units."""

    key: str
    name_zh: str
    name_en: str
    units: tuple[str, ...]
    whole: bool

    def name(self, lang: str = "zh") -> str:
        return self.name_zh if lang.lower().startswith("zh") else self.name_en


def of_target(target: Target, rules: Conventions) -> tuple[Scope, ...]:
    """The place or places a target is judged for."""
    if target.each:
        return tuple(of_code(code) for code in target.scope_codes)
    return (_scope(target.scope, target.scope_codes, rules.seats_with_cities),)


@functools.lru_cache(maxsize=256)
def _scope(kind: str, codes: tuple[str, ...], seats_with_cities: bool) -> Scope:
    if kind == "region":
        return of_code(REGION)
    if kind == "codes":
        return of_codes(codes)
    kinds = {
        "seats": (*SEAT_KINDS, "县级市") if seats_with_cities else SEAT_KINDS,
        "county_level": (*SEAT_KINDS, "县级市"), "cities": ("市辖区", "县级市"), "prefecture_cities": ("市辖区",),
        "city_districts": ("市辖区",), "leagues": places.KINDS,
    }[kind]
    inside = codes if kind == "city_districts" else (REGION,)
    units = tuple(unit.code for code in inside for unit in places.counties_of(code) if unit.kind in kinds)
    if kind == "prefecture_cities":
        cities = {league.code for league in places.leagues() if league.kind == "地级市"}
        units = tuple(code for code in units if places.league_of(code) in cities)
    if kind == "leagues":
        return of_code(REGION)
    key = codes[0] if kind == "city_districts" else REGION
    zh, en = _KIND_NAMES[kind]
    return Scope(key, f"{places.name_of(key)}·{zh}", f"{places.name_of(key, 'en')}, {en}", units, False)


_KIND_NAMES = {
    "seats": ("县城", "county seats"), "county_level": ("县域", "counties"), "cities": ("设市城市", "cities"),
    "prefecture_cities": ("地级城市", "prefecture-level cities"), "city_districts": ("市辖区", "city districts"),
}


@functools.lru_cache(maxsize=1)
def _outside() -> dict[str, tuple[str, ...]]:
    """Codes of the county units of the cities outside the region (榆林市 610800)."""
    return {raw["code"]: tuple(raw.get("units", (raw["code"],))) for raw in load("places")["neighbours"]}


def units_of(code: str) -> tuple[str, ...]:
    """Codes of the county units of a place; a place outside the region that is not known stands for itself."""
    try:
        return tuple(unit.code for unit in places.counties_of(code))
    except UnknownPlace:
        return _outside().get(code, (code,))


def league_of(code: str) -> str:
    """The league or city that a county unit lies in, also outside the region; the code itself where none is known."""
    return places.league_of(code) or next((city for city, units in _outside().items() if code in units), code)


@functools.lru_cache(maxsize=512)
def of_code(code: str) -> Scope:
    """A county unit, a league, the region, or a place outside it."""
    return Scope(code, places.name_of(code) or code, places.name_of(code, "en") or code, units_of(code), True)


def of_codes(codes: Iterable[str]) -> Scope:
    """Several places taken together; a named set of cities keeps its name."""
    codes = tuple(codes)
    if len(codes) == 1:
        return of_code(codes[0])
    units = tuple(dict.fromkeys(unit for code in codes for unit in units_of(code)))
    for known in places.city_sets():
        if known.codes is not None and set(known.codes) == set(codes):
            return Scope(known.name, known.name, known.name_en, units, True)
    names = [places.name_of(code) or code for code in codes]
    english = [places.name_of(code, "en") or code for code in codes]
    return Scope(",".join(codes), "、".join(names), ", ".join(english), units, True)


def parse_place(text: str | None) -> tuple[Scope, ...]:
    """What a PLACE text stands for: () for an empty one; codes or names, parted by commas; a named set of cities;
    'counties' or 'leagues' for all of them. Raises `UnknownPlace`, `ExtentUndefined`."""
    out: list[Scope] = []
    for part in (text or "").replace("，", ",").replace("、", ",").replace(";", ",").split(","):
        name = part.strip()
        if name:
            out += _named(name)
    return tuple(dict.fromkeys(out))


def _named(name: str) -> list[Scope]:
    if name.lower() in ("counties", "旗县"):
        return [of_code(unit.code) for unit in places.counties()]
    if name.lower() in ("leagues", "盟市"):
        return [of_code(league.code) for league in places.leagues()]
    code = places.normalise_code(name.ljust(6, "0") if name.isdigit() and len(name) in (2, 4) else name)
    if code is not None:
        if not places.name_of(code):
            raise UnknownPlace(f"PLACE: there is no place with the code {code}", f"PLACE：没有代码为{code}的地方")
        return [of_code(code)]
    for known in places.city_sets():
        if known.name == name:
            if known.codes is None:
                raise ExtentUndefined(f"PLACE: no plan defines the extent of {name}", f"PLACE：规划未界定{name}的范围")
            return [of_codes(known.codes)]
    found = [unit for unit in (*places.leagues(), *places.counties()) if name in (unit.name, unit.name_en)]
    if name in ("全区", "内蒙古", "内蒙古自治区"):
        return [of_code(REGION)]
    if not found:  # 呼和浩特, 锡林郭勒, 满洲里: the name without its last word
        found = [unit for unit in (*places.leagues(), *places.counties()) if unit.name in (name + "市", name + "盟")]
    if len(found) != 1:
        raise UnknownPlace(f"PLACE: '{name}' is no code, name of a place or set of cities",
                           f"PLACE：“{name}”不是代码、地名或城市组合名称")
    return [of_code(found[0].code)]
