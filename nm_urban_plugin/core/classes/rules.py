"""The parameters of countyclass, read from resources/policies/countyclass.json or a file of the user's.

No plan states a threshold for the classes, the flags or the measured growth types: all of them are assumptions that a
user may edit, and each entry says so (external).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..resources import ROOT, PolicyEntry, ResourceError, read_json, read_policy, require

_CLASSES = ("urban", "agri", "eco")
_NEEDED = ("min_units", "few_units", "clip_pct", "clusters", "sharpness", "topsis_weight", "min_margin",
           "rank_high_pct", "people_up_pct", "people_down_pct", "land_up_pct", "land_down_pct", "loss_pct",
           "satellite_km", "service_km", "touch_m")
_PEOPLE, _LAND = ("up", "flat", "down"), ("up", "flat", "down", "unknown")
_GROWTH = ("expand", "stable", "shrink")


@dataclass(frozen=True)
class Indicator:
    """One figure of a county: its range, whether its logarithm is compared, and its direction (1, 0, −1) per class."""

    key: str
    name: str
    name_en: str
    unit: str
    low: float
    high: float
    log: bool
    direction: Mapping[str, int]


@dataclass(frozen=True)
class ClassRules:
    """Numbers by key, indicators by key, and measured growth type by (people, land)."""

    numbers: Mapping[str, float]
    indicators: Mapping[str, Indicator]
    growth: Mapping[tuple[str, str], str]
    entries: Mapping[str, PolicyEntry] = field(default_factory=dict)

    def __getitem__(self, key: str) -> float:
        return self.numbers[key]


def read_class_rules(path: Path) -> ClassRules:
    """The rules in a file, checked entry by entry. Raises `ResourceError` naming the entry and what is wrong."""
    path = Path(path)
    entries, data, where = read_policy(path), read_json(path), path.name
    require(f"{where}: entries", entries, _NEEDED)
    require(where, data, ("indicators", "growth_table"))
    for key in _NEEDED:
        if isinstance(entries[key].value, bool) or not isinstance(entries[key].value, (int, float)):
            raise ResourceError(f"{where}: {key} must be a number", f"{where}：{key} 应为数")
    numbers = {key: float(entries[key].value) for key in _NEEDED}
    for key, low, high in (("min_units", 3, 1e9), ("clip_pct", 0, 49), ("clusters", 2, 50), ("sharpness", 0.1, 100),
                           ("topsis_weight", 0, 1), ("min_margin", 0, 1), ("rank_high_pct", 1, 50)):
        if not low <= numbers[key] <= high:
            raise ResourceError(f"{where}: {key} must lie between {low:g} and {high:g}",
                                f"{where}：{key} 应在 {low:g} 与 {high:g} 之间")
    require(f"{where}: indicators", data["indicators"], ())
    indicators = {key: _indicator(f"{where}: indicators.{key}", key, raw) for key, raw in data["indicators"].items()}
    for cls in _CLASSES:
        if not any(one.direction[cls] > 0 for one in indicators.values()):
            raise ResourceError(f"{where}: no indicator speaks for {cls}", f"{where}：没有指标支持 {cls}")
    require(f"{where}: growth_table", data["growth_table"], _PEOPLE)
    growth = {}
    for people in _PEOPLE:
        here = f"{where}: growth_table.{people}"
        require(here, data["growth_table"][people], _LAND)
        for land in _LAND:
            growth[people, land] = data["growth_table"][people][land]
            if growth[people, land] not in _GROWTH:
                raise ResourceError(f"{here}.{land}: one of {', '.join(_GROWTH)} is expected",
                                    f"{here}.{land}：应为 {'、'.join(_GROWTH)} 之一")
    return ClassRules(numbers, indicators, growth, entries)


def _indicator(here: str, key: str, raw) -> Indicator:
    require(here, raw, ("name", "name_en", "unit", "min", "max", "log", *_CLASSES))
    for name in ("min", "max"):
        if isinstance(raw[name], bool) or not isinstance(raw[name], (int, float)):
            raise ResourceError(f"{here}.{name}: a number is expected", f"{here}.{name}：应为数")
    if not isinstance(raw["log"], bool) or not raw["min"] < raw["max"] or (raw["log"] and raw["min"] < 0):
        raise ResourceError(f"{here}: min, max or log is wrong", f"{here}：min、max 或 log 有误")
    if any(raw[cls] not in (-1, 0, 1) for cls in _CLASSES):
        raise ResourceError(f"{here}: directions must be -1, 0 or 1", f"{here}：方向应为 -1、0 或 1")
    return Indicator(key, str(raw["name"]), str(raw["name_en"]), str(raw["unit"]), float(raw["min"]),
                     float(raw["max"]), raw["log"], {cls: int(raw[cls]) for cls in _CLASSES})


@functools.cache
def class_rules() -> ClassRules:
    """The bundled rules (cached)."""
    return read_class_rules(ROOT / "policies" / "countyclass.json")
