"""Names and limits of the exchange format 勘测定界界址点坐标交换格式 (报批/备案 TXT), shared by reader and writer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ...core.ellipsoid.gauss import PREFIX_UNIT, Zone
from ...core.resources import ROOT, PolicyEntry, ResourceError, read_policy

HEADER, POINTS = "属性描述", "地块坐标"
VERSION, PRODUCER, DATE, DATUM, WIDTH, PROJECTION = (
    "格式版本号", "数据产生单位", "数据产生日期", "坐标系", "几度分带", "投影类型")
UNIT, ZONE, PRECISION, TRANSFORMATION = "计量单位", "带号", "精度", "转换参数"
KEYS = (VERSION, PRODUCER, DATE, DATUM, WIDTH, PROJECTION, UNIT, ZONE, PRECISION, TRANSFORMATION)

#: Other names under which a key is written.
_ALIASES = {"坐标系统": DATUM, "坐标系名称": DATUM, "平面坐标系": DATUM, "平面坐标系统": DATUM, "大地坐标系": DATUM,
            "坐标基准": DATUM, "大地基准": DATUM, "分带": WIDTH, "几度带": WIDTH, "分带方式": WIDTH, "投影": PROJECTION,
            "投影方式": PROJECTION, "坐标单位": UNIT, "长度单位": UNIT, "投影带号": ZONE, "分带号": ZONE,
            "数据生产单位": PRODUCER, "数据生产日期": DATE}

#: Columns of a parcel line before those of the 12-column variant.
COLUMNS = ("count", "area", "number", "name", "shape", "sheet", "use", "dlbm")
AREA_SHAPE = "面"

_WIDTHS = {3: (25, 45), 6: (13, 23)}


def zone_of_number(number: int) -> Zone | None:
    """The zone (with prefix) of a 3-degree number 25 … 45 or a 6-degree number 13 … 23; the two do not overlap."""
    for width, (first, last) in _WIDTHS.items():
        if first <= number <= last:
            return Zone(3.0 * number if width == 3 else 6.0 * number - 3, width, True)
    return None


def key_of(text: str) -> str | None:
    """The key of the header that a normalised text names, blanks inside left out; None for any other."""
    key = re.sub(r"\s", "", text)
    return key if key in KEYS else _ALIASES.get(key)


def whole_number(text: str) -> int | None:
    """A whole number >= 0, None for anything else."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def zone_of_text(text: str) -> Zone | None:
    """The zone that 带号 names: 37, 37带, 第37带, 三度带37 …; None where not exactly one number is that of a zone."""
    zones = {zone_of_number(int(number)) for number in re.findall(r"(?<![0-9.])[0-9]{1,3}(?![0-9])", text)} - {None}
    return zones.pop() if len(zones) == 1 else None


@dataclass(frozen=True)
class Limits:
    """The window in which coordinates may lie, and the tolerances (resources/policies/boundarytxt.json)."""

    north: tuple[float, float]
    east: tuple[float, float]
    zones: Mapping[int, tuple[int, int]]
    area_tolerance_m2: float
    unit_slack: float

    def is_north(self, value: float) -> bool:
        return self.north[0] <= value <= self.north[1]

    def is_east(self, value: float) -> bool:
        """With or without prefix."""
        prefix = int(value // PREFIX_UNIT)
        if prefix and not self.has(zone_of_number(prefix)):
            return False
        return self.east[0] <= value - prefix * PREFIX_UNIT <= self.east[1]

    def has(self, zone: Zone | None) -> bool:
        if zone is None:
            return False
        first, last = self.zones[zone.width]
        return first <= zone.number <= last


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The shipped limits."""
    return read_limits(ROOT / "policies" / "boundarytxt.json")


def read_limits(path: Path) -> Limits:
    """Limits from a file of the user; raises ResourceError naming the file and the entry."""
    entries = read_policy(path)

    def value(key: str, unit: str) -> float:
        found: PolicyEntry | None = entries.get(key)
        if found is None or found.unit != unit:
            raise ResourceError(f"{Path(path).name}: an entry {key} in {unit} is needed",
                                f"{Path(path).name}：缺少单位为 {unit} 的 {key}")
        return float(found.value)

    def pair(low: str, high: str, unit: str) -> tuple[float, float]:
        a, b = value(low, unit), value(high, unit)
        if a > b:
            raise ResourceError(f"{Path(path).name}: {low} must not exceed {high}",
                                f"{Path(path).name}：{low} 不得大于 {high}")
        return a, b

    zones = {width: pair(f"zone{width}_first", f"zone{width}_last", "1") for width in _WIDTHS}
    return Limits(pair("north_min", "north_max", "m"), pair("east_min", "east_max", "m"),
                  {width: (int(a), int(b)) for width, (a, b) in zones.items()},
                  value("area_tolerance", "公顷") * 10_000, value("unit_slack", "%") / 100)
