"""The one record that travels between algorithms, dock, sheet and report: a value with all that proves it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from fractions import Fraction

#: 1 亩 = 2000/3 m², exactly.
_MU = Fraction(200_000, 3)

#: Unit → (dimension, how many base units). Base units: 0.01 m², 人, 元, kW, m, m³ (1 吨 of water), min,
#: percent; plain counts 1.
UNITS: dict[str, tuple[str, float | Fraction]] = {
    "m2": ("area", 100.0), "平方米": ("area", 100.0), "㎡": ("area", 100.0), "ha": ("area", 1e6), "公顷": ("area", 1e6),
    "hm2": ("area", 1e6), "mu": ("area", _MU), "亩": ("area", _MU), "wanmu": ("area", 10_000 * _MU),
    "万亩": ("area", 10_000 * _MU), "km2": ("area", 1e8), "平方公里": ("area", 1e8), "平方千米": ("area", 1e8),
    "万平方公里": ("area", 1e12), "万平方米": ("area", 1e6), "万平": ("area", 1e6), "万公顷": ("area", 1e10),
    "平米": ("area", 100.0), "万m2": ("area", 1e6), "万km2": ("area", 1e12), "千公顷": ("area", 1e9),
    "m3": ("volume", 1.0), "立方米": ("volume", 1.0), "吨": ("volume", 1.0), "t": ("volume", 1.0),
    "万m3": ("volume", 1e4), "万立方米": ("volume", 1e4), "万吨": ("volume", 1e4), "亿立方米": ("volume", 1e8),
    "%": ("rate", 1.0), "％": ("rate", 1.0), "percent": ("rate", 1.0), "pct": ("rate", 1.0), "share": ("rate", 100.0),
    "小数": ("rate", 100.0),
    "人": ("people", 1.0), "万人": ("people", 1e4), "千人": ("people", 1e3),
    "元": ("money", 1.0), "万元": ("money", 1e4), "千元": ("money", 1e3), "百万元": ("money", 1e6),
    "千万元": ("money", 1e7), "亿": ("money", 1e8), "亿元": ("money", 1e8), "万亿元": ("money", 1e12),
    "kw": ("power", 1.0), "千瓦": ("power", 1.0), "mw": ("power", 1e3), "兆瓦": ("power", 1e3),
    "万千瓦": ("power", 1e4), "百万千瓦": ("power", 1e6), "亿千瓦": ("power", 1e8), "gw": ("power", 1e6),
    "吉瓦": ("power", 1e6),
    "m": ("length", 1.0), "米": ("length", 1.0), "km": ("length", 1e3), "公里": ("length", 1e3),
    "千米": ("length", 1e3), "个": ("number", 1.0), "万个": ("number", 1e4), "户": ("number", 1.0),
    "万户": ("number", 1e4), "套": ("number", 1.0), "万套": ("number", 1e4), "条": ("number", 1.0),
    "辆": ("number", 1.0), "万辆": ("number", 1e4), "台": ("number", 1.0), "万台": ("number", 1e4),
    "1": ("number", 1.0), "万": ("number", 1e4),
}  # fmt: skip


#: Units of register and indicators in English; counts need no word. ×10⁴ stands for 万, which English has no word for.
_ENGLISH = {
    "亩": "mu", "万亩": "×10⁴ mu", "公顷": "ha", "平方米": "m²", "万平方米": "×10⁴ m²", "平方公里": "km²",
    "平方千米": "km²", "万平方公里": "×10⁴ km²", "立方米": "m³", "万立方米": "×10⁴ m³", "人": "people",
    "万人": "×10⁴ people", "元": "yuan", "万元": "×10⁴ yuan", "亿元": "×10⁸ yuan", "万亿元": "×10¹² yuan",
    "千瓦": "kW", "万千瓦": "×10⁴ kW", "亿千瓦": "×10⁸ kW", "千伏": "kV", "米": "m", "公里": "km", "个": "",
    "万个": "×10⁴", "条": "", "户": "households", "万户": "×10⁴ households", "套": "dwellings",
    "万套": "×10⁴ dwellings", "分钟": "min", "年": "years", "个月": "months", "车道": "lanes", "比值": "",
    "百分点": "points", "千兆": "Gbit/s", "平方米/人": "m²/person", "个/千人": "per 1,000 people", "吨/日": "t/day",
    "万吨/百分点": "×10⁴ t/point", "万立方米/百分点": "×10⁴ m³/point",
}  # fmt: skip


@dataclass(frozen=True)
class Measurement:
    """Value of an indicator at a place and date; *value* is None where *missing* says why.

    indicator  id of an indicator, or of a target
    code       six digits of the place, or the name of a set of places
    unit       unit of the value as printed
    n          features behind the value, None where not known
    source     name of the layer or document
    """

    indicator: str
    code: str
    date: dt.date | None
    value: float | None
    unit: str
    n: int | None = None
    method: str = ""
    source: str = ""
    missing: str = ""


def unit_word(unit: str, lang: str) -> str:
    """A unit as it is printed: 万亩 in Chinese, ×10⁴ mu in English; a unit of the user's own stays as it is."""
    return unit if lang.lower().startswith("zh") else _ENGLISH.get(unit, unit)


def convert(value: float, unit: str, wanted: str) -> float | None:
    """*value* in another unit of the same dimension; None where they do not fit together."""
    if unit == wanted or not unit.strip():
        return value
    one, two = UNITS.get(unit.strip().lower()), UNITS.get(wanted.strip().lower())
    if one is None or two is None or one[0] != two[0]:
        return None
    ratio = Fraction(one[1]) / Fraction(two[1])
    return value * ratio.numerator / ratio.denominator


def fits(one: str, two: str) -> bool:
    """Whether two units measure the same: 万亩 and 公顷; also two spellings of one unit, m²/人 and 平方米/人."""
    spelled = [text.strip().lower().replace("㎡", "平方米").replace("m²", "平方米").replace("m2", "平方米")
               for text in (one, two)]
    return spelled[0] == spelled[1] or convert(1.0, one, two) is not None


def finite(value) -> float | None:
    """A number, None for anything else, NaN and infinity included; '12,345.6' is read, '85%' too."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.replace(",", "").replace("，", "").strip().rstrip("%％")
        try:
            number = float(text)
        except ValueError:
            return None
    else:
        try:
            number = float(value)
        except (TypeError, ValueError):
            return None
    return number if math.isfinite(number) else None
