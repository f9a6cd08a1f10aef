"""县城标识 D01-D13 of the 县城城镇化总体方案, and 沿黄 and 口岸: what adds to a county's class, each with its quote.

Flags are additive, the class is single. A flag is raised only where the layer or list behind it was given; what could
not be judged is named, never taken as 'no'. Distances and thresholds are parameters, for the plan states none.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from ..places import lookup
from ..resources import ResourceError, load, require
from .rules import ClassRules


@dataclass(frozen=True)
class Flag:
    """One flag: key, rule of the register, names, quote; *codes*: places that the plan names; *regions*: words of
    natural regions that raise it."""

    key: str
    rule: str
    name: str
    name_en: str
    quote: str
    source: str
    source_en: str
    codes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of a county. None = the layer, field or list was not given.

    city: name of the nearest centre city and km to it (0 for a unit that holds one) · border, river, exhausted, port:
    yes or no · regions: text naming the natural regions it lies in · subcentre: largest unit outside the centre ·
    people_pct: yearly change · blind: people fall while land grows.
    """

    code: str
    cls: str = ""
    city: str | None = None
    city_km: float | None = None
    border: bool | None = None
    river: bool | None = None
    exhausted: bool | None = None
    port: bool | None = None
    regions: str | None = None
    subcentre: bool | None = None
    people_pct: float | None = None
    blind: bool | None = None


@functools.lru_cache(maxsize=1)
def register() -> Mapping[str, Flag]:
    """All flags by key, in the order of the register. Raises `ResourceError`."""
    out = {}
    for i, raw in enumerate(load("classes")["flags"]):
        here = f"classes.json: flags[{i}]"
        require(here, raw, ("key", "rule", "name", "name_en", "quote", "source", "source_en"))
        if raw["key"] in out or not raw["quote"]:
            raise ResourceError(f"{here}: the key stands twice or the quote is missing", f"{here}：键重复或缺少原文")
        out[raw["key"]] = Flag(raw["key"], raw["rule"], raw["name"], raw["name_en"], raw["quote"], raw["source"],
                               raw["source_en"], tuple(raw.get("codes", ())), tuple(raw.get("regions", ())),
                               raw.get("scope", ""))
    return out


def centre_codes() -> tuple[str, ...]:
    """Codes (leagues or county units) of the centre cities that D01 names."""
    return tuple(load("classes")["centres"]["codes"])


def flags_of(facts: Facts, rules: ClassRules) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(raised, not judged): keys in the order of the register. A flag of all counties (一县一策) is not listed."""
    states = {flag.key: _state(flag, facts, rules) for flag in register().values() if flag.scope != "all"}
    return (tuple(key for key, state in states.items() if state),
            tuple(key for key, state in states.items() if state is None))


def _state(flag: Flag, facts: Facts, rules: ClassRules) -> bool | None:
    if flag.codes and lookup(dict.fromkeys(flag.codes, True), facts.code, False):
        return True
    if flag.regions:
        return None if facts.regions is None else any(word in facts.regions for word in flag.regions)
    if flag.key in ("group", "service", "satellite", "garden"):
        return _near(flag.key, facts, rules)
    if flag.key == "loss":
        return None if facts.people_pct is None else facts.people_pct <= -rules["loss_pct"]
    if flag.key == "farming":
        return facts.cls == "agri" if facts.cls else None
    if flag.key in ("border", "river", "exhausted", "port", "subcentre", "blind"):
        return getattr(facts, flag.key)
    return False


def _near(key: str, facts: Facts, rules: ClassRules) -> bool | None:
    """Flags by the distance to the nearest centre city; a unit that holds one is the city itself."""
    if facts.city_km is None or (not facts.cls and key != "satellite"):
        return None
    beside = facts.city_km > 0
    if key == "satellite":
        return beside and facts.city_km <= rules["satellite_km"]
    if key == "group":
        return facts.cls == "urban" and facts.city_km <= rules["service_km"]
    wanted = "urban" if key == "service" else "eco"
    return beside and facts.cls == wanted and facts.city_km <= rules["service_km"]
