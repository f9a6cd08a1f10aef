"""城市发展类型: the type that the plan assigns, the type that people and land show, and where the two disagree.

自治区新型城镇化规划 第二章第五节 assigns expanding, stable or shrinking to 12 leagues and two county-level cities;
the most specific code wins (满洲里市, 二连浩特市). The measured type comes from the yearly change of people and of
construction land, by a table and thresholds of resources/policies/countyclass.json, which no plan states.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..places import growth_of, normalise_code
from ..resources import load
from .rules import ClassRules

UP, FLAT, DOWN, UNKNOWN = "up", "flat", "down", "unknown"
ABSURD = "absurd"


@dataclass(frozen=True)
class Change:
    """What two dates show of a place: people then and now, 亩 of construction land then and now; None = no figure."""

    people_then: float | None = None
    people_now: float | None = None
    land_then: float | None = None
    land_now: float | None = None


@dataclass(frozen=True)
class Measured:
    """Measured type ('' with *missing* = why there is none: people_then, people, absurd), yearly change in %, and the
    blind-construction alert (people fall while construction land grows); *alert* is None where it cannot be told."""

    key: str
    people_pct: float | None
    land_pct: float | None
    alert: bool | None
    missing: str = ""


@dataclass(frozen=True)
class Mismatch:
    """A place whose measured type is not the assigned one."""

    code: str
    assigned: str
    measured: Measured


def assigned(code: str) -> str:
    """The plan's type of a place: expand, stable or shrink; '' outside the plan."""
    found = growth_of(code)
    return found.key if found else ""


def yearly(then: float | None, now: float | None, years: float) -> float | None:
    """Yearly change in percent, compound; None where a figure is missing or no positive number."""
    if then is None or now is None or not years > 0:
        return None
    if not (math.isfinite(then) and math.isfinite(now) and then > 0 and now > 0):
        return None
    return (math.pow(now / then, 1 / years) - 1) * 100


def _level(change: float | None, up: float, down: float) -> str:
    if change is None:
        return UNKNOWN
    return UP if change >= up else DOWN if change <= -down else FLAT


def plausible(people_pct: float, rules: ClassRules) -> bool:
    """Whether a yearly change of people lies within the limits of the indicator."""
    limits = rules.indicators.get("people_pct")
    return limits is None or limits.low <= people_pct <= limits.high


def measured(change: Change, years: float, rules: ClassRules) -> Measured:
    """The measured type of one place over *years* years. Without land figures people alone decide."""
    people = yearly(change.people_then, change.people_now, years)
    land = yearly(change.land_then, change.land_now, years)
    if people is None:
        return Measured("", None, land, None, "people_then" if change.people_then is None else "people")
    if not plausible(people, rules):
        return Measured("", people, land, None, ABSURD)
    rising = _level(people, rules["people_up_pct"], rules["people_down_pct"])
    building = _level(land, rules["land_up_pct"], rules["land_down_pct"])
    alert = None if land is None else people < 0 and rising == DOWN and building == UP
    return Measured(rules.growth[rising, building], people, land, alert)


def merged(changes: Mapping[str, Change]) -> dict[str, Change]:
    """The same, with units that did not exist at the first date compared together with the unit they came from.

    Where the newer unit has no earlier figure and the older one has, both get the sums of the pair (classes.json,
    ``merged``): 康巴什 with 东胜, 扎赉诺尔 with 满洲里.
    """
    out = dict(changes)
    for new, old in load("classes")["merged"]["pairs"]:
        a, b = out.get(new), out.get(old)
        if a is None or b is None or a.people_then is not None or None in (a.people_now, b.people_now, b.people_then):
            continue
        pair = Change(b.people_then, a.people_now + b.people_now, b.land_then,
                      b.land_now if a.land_now is None or b.land_now is None else a.land_now + b.land_now)
        out[new] = out[old] = pair
    return out


def mismatches(found: Iterable[tuple[str, Measured]]) -> list[Mismatch]:
    """Places whose measured type differs from the assigned one, by code. Without either there is nothing to compare."""
    out = [Mismatch(code, assigned(code), one) for code, one in found if one.key and assigned(code)]
    return sorted((one for one in out if one.assigned != one.measured.key), key=lambda one: normalise_code(one.code))
