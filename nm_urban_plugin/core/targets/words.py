"""Words of the targets: sentences from ``resources/messages/targets.json``, and units as an English reader knows them.

A row's method is a chain of sentences, so they are joined as `Text`; each of them stands in the file under its key.
"""

from __future__ import annotations

from typing import Any

from ..messages import Message
from ..verdict import Text

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


def said(key: str, **values: Any) -> Text:
    """A sentence of ``messages/targets.json`` in both languages. Raises `ResourceError` where it is not there."""
    parts = [Message(f"targets.{key}", {name: _in(value, lang) for name, value in values.items()}).text(lang)
             for lang in ("en", "zh")]
    return Text(*parts)


def _in(value: Any, lang: str) -> Any:
    return value.text(lang) if isinstance(value, (Text, Message)) else value


def unit_word(unit: str, lang: str) -> str:
    """A unit as it is printed: 万亩 in Chinese, ×10⁴ mu in English; a unit of the user's own stays as it is."""
    return unit if lang.lower().startswith("zh") else _ENGLISH.get(unit, unit)


def amount(value: float, unit: str) -> Text:
    """A value with its unit in both languages, six digits."""
    return Text(*(f"{value:.6g} {unit_word(unit, lang)}".rstrip() for lang in ("en", "zh")))


def unit_words(unit: str) -> Text:
    """A unit in both languages."""
    return Text(unit_word(unit, "en"), unit_word(unit, "zh"))
