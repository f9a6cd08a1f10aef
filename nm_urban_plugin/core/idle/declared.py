"""In which unit a declared area stands: told by the field's name, else by its ratio to the drawn area.

1 亩 = 2000/3 m², 1 公顷 = 10 000 m² = 15 亩, 1 万亩 = 10 000 亩. Declared values become cents of 0.01 m², rounded
half-up once, from the digits as they are written (so 0.1 公顷 is 1 000.00 m² exactly).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np

from ..resources import BilingualError
from ..roles import unit_in_name

#: m² in one unit.
FACTORS = {"m2": Fraction(1), "ha": Fraction(10_000), "mu": Fraction(2000, 3), "wanmu": Fraction(20_000_000, 3),
           "km2": Fraction(1_000_000)}
TITLES = {"m2": ("平方米", "m²"), "ha": ("公顷", "ha"), "mu": ("亩", "mu"), "wanmu": ("万亩", "10 000 mu"),
          "km2": ("平方公里", "km²")}

_ENDINGS = (("wanmu", ("万亩", "_wanmu", "_wmu")), ("m2", ("平方米", "㎡", "m²", "_m2", "_sqm", "_pfm")),
            ("km2", ("平方公里", "平方千米", "_km2")), ("ha", ("公顷", "_ha", "_hm2", "_gq")), ("mu", ("亩", "_mu")))
_MONEY = {"亿元": Fraction(10**8), "万元": Fraction(10**4), "千元": Fraction(10**3), "元": Fraction(1)}
_MONEY_NAME = re.compile(r"(亿元|万元|千元|元)[)）\]】]?$")

#: Values whose ratio to the drawn area lies this near to a unit's (in log) are in that unit: 20 %.
_NEAR = math.log(1.2)
#: Below this median a column can hardly be in m²: no parcel of a land approval is that small.
_LEAST_M2 = 2000.0


class UnitUnknown(BilingualError):
    """Nothing tells in which unit a field of declared areas stands."""


def unit_of_name(field: str) -> str | None:
    """The unit that a field name carries in brackets or as an ending, or that it is: 批准面积（公顷）, PZMJ_MU, 面积亩,
    ha."""
    inside = unit_in_name(field)
    if inside:
        return inside
    plain = unicodedata.normalize("NFKC", field).casefold().strip()
    return next((unit for unit, endings in _ENDINGS for ending in endings
                 if plain.endswith(unicodedata.normalize("NFKC", ending)) or plain == ending.lstrip("_")), None)


def money_factor(field: str | None) -> Fraction | None:
    """元 in the unit that a field name carries (总投资（万元）: 10 000); None where it carries none."""
    found = _MONEY_NAME.search(unicodedata.normalize("NFKC", field or "").strip())
    return _MONEY[found.group(1)] if found else None


def number(value: Any) -> Decimal | None:
    """The number that a cell holds, exactly as written ('1,234.50', '３．５'); None for an empty one.

    Raises ValueError for anything else, also for infinity and for what is below zero.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if math.isinf(value):
            raise ValueError(value)
        found = Decimal(repr(float(value)))
    elif isinstance(value, int):
        found = Decimal(value)
    else:
        text = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
        if text in ("", "-", "--", "—", "/", "NULL", "无"):
            return None
        try:
            found = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(text) from error
        if not found.is_finite():
            raise ValueError(text)
    if found < 0:
        raise ValueError(value)
    return found


def to_cents(value: Decimal | Fraction, unit: str) -> int:
    """Cents of 0.01 m², half-up once."""
    exact = Fraction(value) * FACTORS[unit] * 100
    return int((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))


def likely_unit(values: Iterable[Decimal | None], drawn_cents: Sequence[int]) -> str | None:
    """The unit in which most values agree with the drawn areas within 20 %; None where no unit does."""
    ratios = [math.log(float(value) / (cents / 100)) for value, cents in zip(values, drawn_cents)
              if value is not None and value > 0 and cents > 0]
    if not ratios:
        return None
    array = np.asarray(ratios)
    votes = {unit: float(np.mean(np.abs(array + math.log(float(factor))) < _NEAR)) for unit, factor in FACTORS.items()}
    best = max(votes, key=lambda unit: votes[unit])
    return best if votes[best] > 0.5 else None


def choose_unit(field: str, values: Sequence[Decimal | None], drawn_cents: Sequence[int] | None,
                given: str | None = None) -> tuple[str, str]:
    """(unit, how it was found): 'given', 'name', 'geometry' or 'assumed'; 'contradicted' = by the name, against the
    geometry. Raises `UnitUnknown` where nothing tells it and the values can hardly be m².
    """
    likely = likely_unit(values, drawn_cents) if drawn_cents is not None else None
    if given:
        return given, "contradicted" if likely not in (None, given) else "given"
    named = unit_of_name(field)
    if named:
        return named, "contradicted" if likely not in (None, named) else "name"
    if likely:
        return likely, "geometry"
    known = [float(value) for value in values if value is not None and value > 0]
    if known and float(np.median(known)) < _LEAST_M2:
        middle = float(np.median(known))
        raise UnitUnknown(
            f"field '{field}': the unit of the areas is not known (median {middle:g}, hardly m²); name it in the field "
            "name, such as 面积（公顷）, or choose AREA_UNIT",
            f"字段“{field}”：面积单位不明（中位数 {middle:g}，不像平方米）；"
            "请在字段名中注明，如 面积（公顷），或选择 AREA_UNIT")
    return "m2", "assumed"
