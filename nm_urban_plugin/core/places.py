"""Places of Inner Mongolia: 103 county units, 12 leagues and cities, growth types, named city sets.

Codes are six-digit text (GB/T 2260). Where something is known for several levels, the most specific code
wins: the six digits, then four digits + '00', then the region 150000.
"""

from __future__ import annotations

import functools
import numbers
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .resources import BilingualError, ResourceError, load, require

REGION = "150000"
KINDS = ("市辖区", "县级市", "县", "旗", "自治旗")

_CODE = re.compile(r"[1-8]\d{5}(?:\d{3}|\d{6})?")


class UnknownPlace(BilingualError):
    """A code or a name that the register does not have."""


class ExtentUndefined(BilingualError):
    """A named set of cities for which no plan says what belongs to it."""


@dataclass(frozen=True)
class County:
    """A county unit (旗县市区): ``code`` and ``league`` are six digits, ``kind`` is one of `KINDS`."""

    code: str
    name: str
    league: str
    kind: str
    name_en: str = ""


@dataclass(frozen=True)
class League:
    """A league or league-level city (盟市); ``kind`` is 盟 or 地级市."""

    code: str
    name: str
    kind: str
    name_en: str = ""


@dataclass(frozen=True)
class GrowthType:
    """One of the plan's three city types; ``key`` is expand, stable or shrink."""

    key: str
    name: str
    name_en: str
    policy: str
    source: str
    quote: str


@dataclass(frozen=True)
class CitySet:
    """A named set of cities with its source; ``codes`` is None where no plan defines the extent.

    Codes are of leagues and cities (four digits + '00') or of county units; 榆林市 610800 has no county
    units in this register.
    """

    name: str
    name_en: str
    codes: tuple[str, ...] | None
    source: str
    quote: str
    note: str = ""


@dataclass(frozen=True)
class _Register:
    names: Mapping[str, tuple[str, str]]
    leagues: Mapping[str, League]
    counties: Mapping[str, County]
    growth: Mapping[str, str]
    growth_types: Mapping[str, GrowthType]
    city_sets: Mapping[str, CitySet]


@functools.lru_cache(maxsize=1)
def _register() -> _Register:
    """Reads and checks resources/places.json. Raises `ResourceError`."""
    data, where = load("places"), "places.json"
    require(where, data, ("region", "growth_types", "leagues", "counties", "neighbours", "zones", "city_sets"))
    types = {}
    for i, raw in enumerate(data["growth_types"]):
        require(f"{where}: growth_types[{i}]", raw, GrowthType.__dataclass_fields__)
        types[raw["key"]] = GrowthType(**{key: raw[key] for key in GrowthType.__dataclass_fields__})
    leagues, counties, growth, names = {}, {}, {}, {}
    for group in ("leagues", "counties", "neighbours", "zones"):
        for i, raw in enumerate(data[group]):
            here = f"{where}: {group}[{i}]"
            require(here, raw, ("code", "name", "name_en", "kind"))
            code = raw["code"]
            if normalise_code(code) != code or code in names:
                raise ResourceError(f"{here}: code {code!r} is malformed or twice", f"{here}：代码 {code!r} 有误或重复")
            names[code] = (raw["name"], raw["name_en"])
            if group == "leagues":
                leagues[code] = League(code, raw["name"], raw["kind"], raw["name_en"])
            elif group == "counties":
                if raw["kind"] not in KINDS or raw.get("league") != code[:4] + "00" or raw["league"] not in leagues:
                    raise ResourceError(f"{here}: kind or league is wrong", f"{here}：类别或所属盟市有误")
                counties[code] = County(code, raw["name"], raw["league"], raw["kind"], raw["name_en"])
            if "growth" in raw:
                if raw["growth"] not in types:
                    raise ResourceError(f"{here}: growth type unknown", f"{here}：未知的城市类型")
                growth[code] = raw["growth"]
    names[data["region"]["code"]] = (data["region"]["name"], data["region"]["name_en"])
    sets = {}
    for i, raw in enumerate(data["city_sets"]):
        here = f"{where}: city_sets[{i}]"
        require(here, raw, ("name", "name_en", "codes", "source", "quote"))
        unknown = [code for code in raw["codes"] or () if code not in names]
        if unknown:
            raise ResourceError(f"{here}: unknown codes {unknown}", f"{here}：未知代码 {unknown}")
        codes = None if raw["codes"] is None else tuple(raw["codes"])
        sets[raw["name"]] = CitySet(
            raw["name"], raw["name_en"], codes, raw["source"], raw["quote"], raw.get("note", "")
        )
    return _Register(names, leagues, counties, growth, types, sets)


def normalise_code(value: Any) -> str | None:
    """The six digits of an administrative code, or None for NULL, blanks and whatever is no code.

    Reads text and numbers (150102, 150102.0, '150102', ' １５０１０２ ', "'150102"), and cuts the codes of
    townships (9 digits) and villages (12) to those of their county unit. Says nothing about whether the place exists.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, numbers.Real):
        number = float(value)
        if not number.is_integer():
            return None
        text = str(int(value))
    else:
        text = unicodedata.normalize("NFKC", str(value)).strip().strip("'\"\x00").strip()
        text = re.sub(r"\.0+$", "", text)
    return text[:6] if _CODE.fullmatch(text) else None


def county(code: Any) -> County | None:
    """The county unit of a code, None if there is none in the region."""
    return _register().counties.get(normalise_code(code) or "")


def is_county(code: Any) -> bool:
    """True if the code is that of one of the 103 county units."""
    return county(code) is not None


def is_zone(code: Any) -> bool:
    """True for a development zone or management area that statistics count apart: it is no county unit."""
    text = normalise_code(code)
    return text is not None and text in _zones()


@functools.lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(raw["code"] for raw in load("places")["zones"])


@functools.lru_cache(maxsize=1)
def _codes_by_name() -> Mapping[str, str]:
    """Full name of a county unit, a league, the region or a zone → code; names are unique in the register."""
    return {pair[0]: code for code, pair in _register().names.items()}


def code_of(value: Any) -> str | None:
    """The six digits of a code, or of the full name of a place of the register; None for anything else."""
    found = normalise_code(value)
    if found is None and isinstance(value, str):
        found = _codes_by_name().get("".join(unicodedata.normalize("NFKC", value).split()))
    return found


def why_no_county(value: Any, field: str) -> BilingualError | None:
    """Why a value of a code field is none of the 103 county units, in words; None where it is one.

    A zone that statistics count apart (150172) is shown by its name: its land and people belong to county units.
    """
    code = code_of(value)
    if code is not None and is_county(code):
        return None
    if code is not None and code in _zones():
        return UnknownPlace(
            f"'{value}' in field '{field}' is {name_of(code, 'en')}, a zone that is counted apart and no county unit: "
            "enter the code of the county unit it lies in",
            f"字段“{field}”的“{value}”为{name_of(code)}，属单列统计的功能区，不是旗县市区：请填写其所在旗县市区的代码")
    if code is not None and name_of(code) and code.startswith(REGION[:2]):
        return UnknownPlace(
            f"'{value}' in field '{field}' is {name_of(code, 'en')}, no county unit: county units are expected here",
            f"字段“{field}”的“{value}”为{name_of(code)}，不是旗县市区：此处应为旗县市区")
    return UnknownPlace(f"unknown county code '{value}' in field '{field}': it is none of the 103 county units",
                        f"字段“{field}”中的旗县代码“{value}”未知：不在103个旗县市区之列")


def league_of(code: Any) -> str | None:
    """The league's code for a code of the league itself or of any place in it; None outside the region."""
    text = normalise_code(code)
    league = text[:4] + "00" if text else ""
    return league if league in _register().leagues else None


def name_of(code: Any, lang: str = "zh") -> str:
    """The name of a county unit, league, the region or 榆林市, in Chinese or English; '' if unknown."""
    pair = _register().names.get(normalise_code(code) or "", ("", ""))
    return pair[0] if lang.lower().startswith("zh") else pair[1]


def counties() -> tuple[County, ...]:
    """All 103 county units in the order of their codes."""
    return tuple(_register().counties.values())


def leagues() -> tuple[League, ...]:
    """The 12 leagues and league-level cities in the order of their codes."""
    return tuple(_register().leagues.values())


def counties_of(code: Any) -> tuple[County, ...]:
    """The county units of a league (or of 150000: all; or of a county unit: itself). Raises `UnknownPlace`."""
    text = normalise_code(code)
    if text == REGION:
        return counties()
    one = county(text)
    if one is not None:
        return (one,)
    if text not in _register().leagues:
        raise UnknownPlace(f"{code!r} is no league of Inner Mongolia", f"{code!r} 不是内蒙古的盟市代码")
    return tuple(unit for unit in counties() if unit.league == text)


def lookup(mapping: Mapping[str, Any], code: Any, default: Any = None) -> Any:
    """What ``mapping`` (code → anything) says about a place: the most specific code wins.

    Six digits, then four digits + '00', then 150000 (for codes of the region only).
    """
    text = normalise_code(code)
    if text is None:
        return default
    keys = [text, text[:4] + "00"]
    if text.startswith(REGION[:2]):
        keys.append(REGION)
    return next((mapping[key] for key in keys if key in mapping), default)


def growth_types() -> tuple[GrowthType, ...]:
    """The plan's three city types with their clauses."""
    return tuple(_register().growth_types.values())


def growth_of(code: Any) -> GrowthType | None:
    """The plan's city type of a place: 满洲里市 and 二连浩特市 have their own, others their league's.

    None for the region as a whole and outside it.
    """
    key = lookup(_register().growth, code)
    return _register().growth_types[key] if key else None


def city_sets() -> tuple[CitySet, ...]:
    """All named sets. 呼包鄂, 呼包鄂乌, 呼包鄂榆 and 呼和浩特都市圈 are four different ones, never to be mixed."""
    return tuple(_register().city_sets.values())


def city_set(name: str) -> CitySet:
    """The set of that exact name. Raises `UnknownPlace`, naming the sets there are."""
    found = _register().city_sets.get(unicodedata.normalize("NFKC", name).strip())
    if found is None:
        known = "、".join(_register().city_sets)
        raise UnknownPlace(f"no city set '{name}'; there are: {known}", f"没有名为“{name}”的城市组合；现有：{known}")
    return found


def counties_of_set(name: str) -> tuple[County, ...]:
    """The county units of a named set that lie in the region, without repeats.

    Raises `ExtentUndefined` where no plan defines the extent, `UnknownPlace` for an unknown name.
    """
    chosen = city_set(name)
    if chosen.codes is None:
        raise ExtentUndefined(
            f"no plan defines the extent of {name}: give a boundary layer",
            f"规划未界定{name}的范围：请提供范围图层",
        )
    inside = [code for code in chosen.codes if league_of(code)]
    return tuple(dict.fromkeys(unit for code in inside for unit in counties_of(code)))


def leagues_of(codes: Iterable[Any]) -> np.ndarray:
    """The league's code of each code, shape (n,), dtype '<U6'; '' where there is none."""
    values = codes.tolist() if isinstance(codes, np.ndarray) else list(codes)
    table = {value: league_of(value) or "" for value in set(values)}
    return np.array([table[value] for value in values], dtype="<U6")
