"""Values as they are printed: rounded half-up once, converted exactly, worded; and the pieces of text around them.

A printed number is a Decimal with the decimals of its column, so sums of printed numbers are exact.
"""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Union

from .schema import CONVERSIONS, Column, Text, Where

Printed = Union[str, Decimal, dt.date, None]

_STEPS = tuple(Decimal(1).scaleb(-k) for k in range(7))
_SLOT = re.compile(r"\{([A-Za-z_][\w.]*)\}")
_YEAR_ONLY = re.compile(r"-?\d+(\.\d+)?")


def language(lang: str) -> int:
    """Place of a language in a Text: 0 Chinese, 1 everything else."""
    return 0 if str(lang or "").lower().startswith("zh") else 1


def rounded(value: Any, decimals: int, convert: str = "") -> Decimal | None:
    """A number half-up to `decimals` after its conversion; None for what is no finite number.

    The shortest decimal form counts, as in core.units: 1.005 prints as 1.01.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Decimal):
        exact = value
    elif isinstance(value, numbers.Integral):
        exact = Decimal(int(value))
    elif isinstance(value, numbers.Real):
        if not math.isfinite(value):
            return None
        exact = Decimal(repr(float(value)))
    elif isinstance(value, str) and _YEAR_ONLY.fullmatch(value.strip()):
        exact = Decimal(value.strip())
    else:
        return None
    if convert:
        exact *= CONVERSIONS[convert]
    return exact.quantize(_STEPS[decimals], ROUND_HALF_UP) + 0


def fraction(value: Fraction, decimals: int) -> Decimal:
    """An exact fraction half away from zero to `decimals`."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-decimals) + 0


def printed(column: Column, value: Any, at: int) -> Printed:
    """A raw value as this column prints it; None where there is none. `at`: language."""
    if value is None or value == "":
        return None
    if column.words:
        key = _key(value)
        if key in column.words:
            return column.words[key][at]
        if "," in key:  # a list of flags
            return "、".join(column.words.get(one, (one, one))[at] for one in key.split(","))
    if column.kind == "number":
        number = rounded(value, column.decimals, column.convert)
        return number if number is not None else (str(value) if isinstance(value, str) else None)
    if column.kind == "date":
        return value.date() if isinstance(value, dt.datetime) else value if isinstance(value, dt.date) else str(value)
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return _key(value)


def _key(value: Any) -> str:
    """A value as text; whole numbers without a point, so that codes that came as 150121.0 stay codes."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(float(value))
    return str(value)


def filled(text: str, facts: Mapping[str, Any], missing: str = "　　　　") -> str:
    """A text with its {slots} filled; what is not known becomes a blank to write in. One pass: values are no slots."""

    def one(found: re.Match) -> str:
        value = facts.get(found.group(1))
        return missing if value is None or value == "" else as_text(value)

    return _SLOT.sub(one, text)


def slots_of(text: str) -> set[str]:
    """Names of the slots of a text."""
    return set(_SLOT.findall(text))


def as_text(value: Any) -> str:
    """A fact within a sentence."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return _key(value)


def holds(record: Mapping[str, Any], where: Where) -> bool:
    """Whether a record fulfils all conditions; numbers and texts of the same digits are equal, '' stands for NULL."""
    for name, rule in where.items():
        value = record.get(name)
        text = "" if value is None else _key(value)
        for sense, values in rule.items():
            inside = any(text == ("" if one is None else _key(one)) for one in values)
            if inside != (sense == "in"):
                return False
    return True


def order_key(value: Any) -> tuple:
    """Sorts numbers, dates and texts of one field; no value comes last, digits in texts count as numbers."""
    if value is None or value == "":
        return (2,)
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return (0, float(value)) if math.isfinite(value) else (2,)
    parts = re.split(r"(\d+)", str(value))
    return (1, tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts if one))


def words(text: Text, at: int) -> str:
    """One language of a text."""
    return text[at]
