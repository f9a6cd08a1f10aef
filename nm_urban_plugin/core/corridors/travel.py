"""Hour circle (小时交通圈): speeds of lines, and what a matrix of travel times says about 'one hour' between cities.

Two readings of the documents' 'one hour' stand side by side, for they do not say which is meant: every pair of cities
(all pairs), and every city with 呼和浩特 only (spokes). Rail and road are separate results. The numbers are in
resources/policies/hourcircle.json.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..resources import ROOT, PolicyEntry, ResourceError, read_json, read_policy, require
from ..transport import FASTEST, RAIL, ROAD, SLOWEST
from ..verdict import MET, NOT_COMPUTABLE, NOT_MET

_UNITS = {"rail_kmh": "km/h", "motorway_kmh": "km/h", "road_kmh": "km/h", "access_kmh": "km/h", "tail_m": "m",
          "snap_m": "m", "detour_max": "1", "exit_gap_m": "m", "rail_limit_min": "分钟", "road_limit_min": "分钟"}
_DEFAULT = {RAIL: "rail_kmh", ROAD: "road_kmh"}


@dataclass(frozen=True)
class Rules:
    """A policy file of the hour circle. ``classes``: class of a line (folded) → (mode, key of its speed)."""

    entries: Mapping[str, PolicyEntry]
    classes: Mapping[str, tuple[str, str]]
    cities: tuple[str, ...]
    hub: str
    indicators: Mapping[str, str]
    exits: str

    def number(self, key: str) -> float:
        return float(self.entries[key].value)

    def default_kmh(self, mode: str) -> float:
        """The speed of a line of which only the mode is known."""
        return self.number(_DEFAULT[mode])

    def limit(self, mode: str) -> float:
        """Minutes that a document allows between two cities by this mode."""
        return self.number(f"{mode}_limit_min")

    def classify(self, value: Any) -> tuple[str, float] | None:
        """(mode, km/h) of a line by the value of its class field; None for an empty or unknown one."""
        found = self.classes.get(_folded(value)) if value is not None else None
        return (found[0], self.number(found[1])) if found else None


def _folded(value: Any) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value))).casefold()


def read_rules(path: Path) -> Rules:
    """The rules in a policy file, checked. Raises `ResourceError` with the place of the mistake."""
    path = Path(path)
    entries, data, where = read_policy(path), read_json(path), path.name
    require(where, data, ("circle", "classes"))
    require(f"{where}: entries", entries, _UNITS)
    for key, unit in _UNITS.items():
        if entries[key].unit != unit or not entries[key].value > 0:
            raise ResourceError(f"{where}: {key} must be a number > 0 in {unit}",
                                f"{where}：{key} 应为大于 0 的数，单位 {unit}")
    for key in ("rail_kmh", "motorway_kmh", "road_kmh", "access_kmh"):
        if not SLOWEST <= entries[key].value <= FASTEST:
            raise ResourceError(f"{where}: {key} is no travel speed", f"{where}：{key} 不是合理的行驶速度")
    classes: dict[str, tuple[str, str]] = {}
    for i, raw in enumerate(data["classes"]):
        here = f"{where}: classes[{i}]"
        require(here, raw, ("mode", "speed", "values"))
        if raw["mode"] not in _DEFAULT or _UNITS.get(raw["speed"]) != "km/h":
            raise ResourceError(f"{here}: mode or speed is unknown", f"{here}：mode 或 speed 未知")
        for value in raw["values"]:
            if _folded(value) in classes:
                raise ResourceError(f"{here}: {value} stands twice", f"{here}：{value} 重复")
            classes[_folded(value)] = (raw["mode"], raw["speed"])
    circle = data["circle"]
    require(f"{where}: circle", circle, ("cities", "hub", "indicators", "exits"))
    if circle["hub"] not in circle["cities"]:
        raise ResourceError(f"{where}: the hub is none of the cities", f"{where}：hub 不在 cities 之中")
    return Rules(entries, classes, tuple(circle["cities"]), circle["hub"], dict(circle["indicators"]), circle["exits"])


@functools.lru_cache(maxsize=1)
def rules() -> Rules:
    """The bundled rules."""
    return read_rules(ROOT / "policies" / "hourcircle.json")


def read_minutes(text: str) -> tuple[float, ...]:
    """Minutes from '30,60,120' (also with Chinese commas), ascending, each once. Raises ValueError."""
    parts = [part for part in re.split(r"[,，、;；\s]+", text.strip()) if part]
    minutes = sorted({float(unicodedata.normalize("NFKC", part)) for part in parts})
    if not minutes or not all(math.isfinite(m) and 0 < m <= 24 * 60 for m in minutes):
        raise ValueError(text)
    return tuple(minutes)


@dataclass(frozen=True)
class Pair:
    """Travel between two origins: ``minutes`` with access at both ends, None where there is no way (``why``)."""

    o: int
    d: int
    minutes: float | None
    net_minutes: float | None = None
    access_minutes: float | None = None
    length_m: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Reading:
    """One reading of 'one hour' for one mode.

    ``worst``: the slowest pair that was reached (index pair), ``minutes`` its time; ``within`` of ``pairs`` pairs take
    at most the limit; ``unreached`` have no way. Verdict: `NOT_MET` as soon as one pair takes longer, else
    `NOT_COMPUTABLE` while a pair is unreached, a city of the circle is missing or there is no pair, else `MET`.
    """

    pairs: int
    within: int
    unreached: int
    minutes: float | None
    worst: tuple[int, int] | None
    verdict: str


def read_pairs(pairs: Iterable[Pair], limit: float, hub: int | None = None, complete: bool = True) -> Reading:
    """All pairs, or with *hub* (index of an origin) only those with it. Each pair is to be given once. *complete*:
    whether the origins are all of those that the limit is set for; a part of them never keeps it."""
    chosen = [p for p in pairs if hub is None or hub in (p.o, p.d)]
    reached = [p for p in chosen if p.minutes is not None]
    worst = max(reached, key=lambda p: (p.minutes, -p.o, -p.d), default=None)
    within = sum(p.minutes <= limit for p in reached)
    if within < len(reached):
        verdict = NOT_MET
    elif not complete or not chosen or len(reached) < len(chosen):
        verdict = NOT_COMPUTABLE
    else:
        verdict = MET
    return Reading(len(chosen), within, len(chosen) - len(reached), worst.minutes if worst else None,
                   (worst.o, worst.d) if worst else None, verdict)


def city_indexes(codes: Sequence[str], names: Sequence[str], rule: Rules, name_of) -> dict[str, int]:
    """Which origin each city of the circle is: by code, else by its name (呼和浩特 or 呼和浩特市).

    ``name_of(code)`` gives a city's name. An origin whose code is that of a unit inside the city does not count.
    """
    found: dict[str, int] = {}
    for city in rule.cities:
        name = name_of(city)
        short = name.removesuffix("市") if len(name) > 2 else name
        for k, (code, text) in enumerate(zip(codes, names)):
            if code == city or not code and _folded(text) in (_folded(name), _folded(short)):
                found[city] = k
                break
    return found
