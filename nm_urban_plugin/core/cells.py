"""The one reader of cells: what a bureau types into a table becomes a number, a year, a day, a yes, a text, or nothing.

Every table of every algorithm is read by these functions, so that one cell means the same everywhere and a fault of
reading is mended once. Three answers are told apart for every kind of cell:

* a value;
* ``None``: the cell is empty, or holds a sign that people use for empty (— - / 无 空 NULL);
* `UnreadableCell`: something stands there that cannot be read whole. It is listed by the caller, never cut or guessed.

Numbers are exact (`decimal.Decimal`), as they are written. Example::

    >>> number("1,234.50"), number("12,5"), number("—")
    (Decimal('1234.50'), Decimal('12.5'), None)
    >>> quantity("3.5公顷", Unit("area", Fraction(200_000, 3), "亩"))    # the unit in the cell goes before the column's
    Fraction(3500000, 1)
"""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from .dates import ImpossibleDate, parse_date
from .measurement import UNITS
from .resources import BilingualError

#: A year cell that stands for all years of the period.
ALL_YEARS = 0
#: A year outside these is a slip of the hand.
FIRST_YEAR, LAST_YEAR = 1900, 2199

#: What people type where nothing is to be typed; compared without blanks, in NFKC and upper case.
EMPTY_SIGNS = frozenset((
    "", "-", "--", "---", "—", "——", "–", "−", "―", "ー", "~", "/", "//", "\\", "|", "*", ".", "…", "......",
    "无", "空", "暂无", "无数据", "缺", "未填", "NULL", "<NULL>", "(NULL)", "NONE", "NAN", "NA", "N/A", "#N/A", "NIL",
    "NAT"))
#: Words in the date cell of an event (动工, 竣工, 交地 …) that say: it has not happened.
NOT_YET = frozenset((
    "否", "未", "尚未", "未定", "待定", "未建", "没有", "没有动工", "没动工", "没开工", "没有开工", "NO", "N", "FALSE",
    "F", "NOTYET", "NOTSTARTED"))
_NOT_YET_FORM = re.compile(r"(?:尚|仍|还|暂|至今|目前|暂时|仍然)*(?:未|没有|没)(?:能|有|予|曾|经|实际)*"
                           r"(?:动工|开工|开发|开始|竣工|完工|交地|交付|供地|供应|批准|补偿|处置|中止|停工|发生|实施|建设|建成|认定|批复|获批|审批|报批|签订|签约|核销|投产|完成|施工)?"
                           r"(?:开发|建设|土地)?[。.!]?")

YES_WORDS = frozenset(("1", "是", "有", "对", "已", "√", "✓", "✔", "☑", "Y", "YES", "TRUE", "T"))
NO_WORDS = frozenset(("0", "否", "无", "没有", "不是", "未", "×", "✗", "✘", "☐", "N", "NO", "FALSE", "F"))

_YEAR = re.compile(r"(\d{4})(?:\.0+)?(?:年)?(?:度)?")
_PERIOD = re.compile(r"(\d{4})年?(?:[-‐‑‒–—―−~～]+|至|到)(\d{4})年?(?:度)?")
_FIVE_YEARS = re.compile(r"[“\"]?十四五[”\"]?(?:期间|时期|规划期)?")
_ALL_YEARS = frozenset(("", "0", "0.0", "合计", "总计", "小计", "累计", "全部", "整个规划期", "规划期", "TOTAL", "ALL",
                        "SUM"))
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_BLANK_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?")
_DOT_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d{1,3})?")
_WITH_UNIT = re.compile(r"([+-]?[\d.,  ]*\d[\d., ]*(?:E[+-]?\d+)?)\s*(\D.*)", re.DOTALL)


_IN_BRACKETS = re.compile(r"[(\[【〔（]([^()\[\]【】〔〕（）]*)[)\]】〕）]\s*$")
_SUFFIX = re.compile(r"(?:_|(?<=[\u4e00-\u9fff]))(m2|sqm|pfm|ha|hm2|gq|wanmu|wmu|mu|km2|km|m|kw|mw|wan|pct)$")
#: Units that may close a heading without brackets, the longer first: 批准面积公顷 ends in a unit, 户 in 住户 is none.
_UNIT_ENDINGS = ("万平方公里", "平方公里", "平方千米", "万平方米", "平方米", "万公顷", "千公顷", "公顷",
                 "万亩", "亩", "万人", "千人", "万亿元", "亿元", "百万元", "千万元", "万元", "千元")
_COUNTS = frozenset(("个", "1", "万", "户", "套", "条", "辆", "台", "t", "m"))


class UnreadableCell(BilingualError):
    """A cell that holds something, but nothing that can be read as what belongs there. ``value`` is the cell."""

    def __init__(self, value: Any, en: str, zh: str):
        super().__init__(en, zh)
        self.value = value


@dataclass(frozen=True)
class Unit:
    """A unit: its dimension (area, people, money, rate …) and how many base units one of it is.

    Base units are those of `measurement.UNITS`: 0.01 m², one person, 1 元, percent, 1 m … *name* is as people write it.
    """

    dimension: str
    factor: Fraction
    name: str = ""


def plain(value: Any) -> str:
    """The text of a cell as it is compared: NFKC, upper case, no blanks, zero bytes or quotes about it."""
    return unicodedata.normalize("NFKC", str(value)).replace("\x00", "").strip().strip("'\"").strip().upper()


def is_empty(value: Any) -> bool:
    """Whether a cell is empty or bears a sign of emptiness (—, /, 无, NULL …); NaN is empty, 0 is not."""
    if value is None:
        return True
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return bool(value != value)
    is_null = getattr(value, "isNull", None)
    if callable(is_null):
        return bool(is_null())
    return isinstance(value, str) and "".join(plain(value).split()) in EMPTY_SIGNS


def text(value: Any) -> str:
    """A name or number of a document as text: whole floats without '.0', no blanks about it, '' for an empty cell."""
    if is_empty(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\x00", "").strip()


def number(value: Any) -> Decimal | None:
    """The number in a cell exactly as written; None for an empty one.

    A comma is a thousands separator only before groups of three digits (1,234,567.8), otherwise a decimal comma (12,5);
    full-width digits and blanks between groups are read. '0,125' is a decimal, for no group begins with 0.

    Raises `UnreadableCell` for everything else: a number with a rest is never cut, infinity and yes/no are no numbers.
    """
    if isinstance(value, bool):
        raise no_number(value)
    if is_empty(value):
        return None
    if isinstance(value, Decimal):
        found = value
    elif isinstance(value, numbers.Integral):
        found = Decimal(int(value))
    elif isinstance(value, numbers.Real):
        # repr of a plain float gives the shortest digits; of numpy's it would give 'np.float64(1.5)'
        found = Decimal(repr(float(value)))
    else:
        found = _number_in(plain(value), value)
    if not found.is_finite():
        raise no_number(value)
    return found


def _number_in(written: str, value: Any) -> Decimal:
    written = written.replace("−", "-").replace("﹣", "-")
    if _GROUPED.fullmatch(written):
        digits = written.replace(",", "")
    elif _BLANK_GROUPED.fullmatch(written):
        digits = written.replace(" ", "").replace(",", ".")
    elif _DOT_GROUPED.fullmatch(written):
        digits = written.replace(".", "").replace(",", ".")
    elif _DECIMAL_COMMA.fullmatch(written):
        digits = written.replace(",", ".")
    elif _PLAIN.fullmatch(written):
        digits = written
    else:
        raise no_number(value)
    try:
        return Decimal(digits)
    except InvalidOperation as error:  # the patterns leave nothing that Decimal refuses; kept for their next change
        raise no_number(value) from error


def no_number(value: Any) -> UnreadableCell:
    """That a cell is no number, for the list of rejects."""
    return UnreadableCell(value, f"'{shown(value)}' is not a number", f"“{shown(value)}”不是数值")


def shown(value: Any, most: int = 40) -> str:
    """A cell for a message: at most *most* characters, in one line."""
    line = " ".join(str(value).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def unit_named(name: str, dimension: str | None = None) -> Unit | None:
    """The unit that a name stands for (公顷, 万亩, ㎡, hm2, 万人, %), None if it is none of *dimension*."""
    key = unicodedata.normalize("NFKC", name).replace(" ", "").lower().replace("m²", "m2").replace("km²", "km2")
    found = UNITS.get(key)
    if found is None:
        return None
    if found[0] != dimension and dimension == "people" and key in ("个", "1", "万"):
        return Unit("people", Fraction(found[1]), name)
    return Unit(found[0], Fraction(found[1]), name) if dimension in (None, found[0]) else None


class UnitMismatch(BilingualError):
    """A heading names a unit that cannot measure what its column holds (人口（公顷））."""


def heading_unit(heading: str, dimension: str) -> Unit | None:
    """The unit that a heading names in brackets, as an ending or altogether; None where it names none.

    计划指标（公顷）, 面积(单位：亩), PZMJ_HA, 常住人口万人, ha. Raises `UnitMismatch` where it names one of another
    dimension: a field that was chosen by hand is read in its own unit or not at all.
    """
    folded = unicodedata.normalize("NFKC", heading).replace(" ", "").lower().replace("²", "2")
    bracket, suffix = _IN_BRACKETS.search(folded), _SUFFIX.search(folded)
    names = [bracket.group(1).removeprefix("单位:").removeprefix("单位")] if bracket else []
    names += [suffix.group(1)] if suffix else []
    names += [folded] if folded in UNITS and folded not in _COUNTS else []
    names += [ending for ending in _UNIT_ENDINGS if folded.endswith(ending) and folded != ending][:1]
    for name in names:
        name = {"wanmu": "万亩", "wmu": "万亩", "wan": "万", "sqm": "m2", "pfm": "m2", "gq": "公顷"}.get(name, name)
        found = unit_named(name, dimension)
        if found is not None:
            return found
        if name == "万" and dimension in ("people", "number"):
            return Unit(dimension, Fraction(10_000), "万")
        other = unit_named(name)
        if other is not None and other.dimension != "number" and dimension != "number":
            raise UnitMismatch(f"'{heading}' is in {name}, which does not measure this",
                               f"“{heading}”的单位“{name}”不适用")
    return None


def quantity(value: Any, unit: Unit) -> Fraction | None:
    """The quantity in a cell in base units of *unit*'s dimension, exactly; None for an empty cell.

    A unit that the cell itself names ('3.5公顷', '45 %') goes before the column's. Raises `UnreadableCell` for what is
    no number, and for a unit of another dimension.
    """
    try:
        found = number(value)
    except UnreadableCell:
        if not isinstance(value, str):
            raise
        return _quantity_with_unit(value, unit)
    return None if found is None else Fraction(found) * unit.factor


def _quantity_with_unit(value: str, unit: Unit) -> Fraction:
    match = _WITH_UNIT.fullmatch(plain(value))
    own = unit_named(match.group(2).strip().strip("()[]"), unit.dimension) if match else None
    if match is None or own is None:
        raise no_number(value)
    return Fraction(_number_in(match.group(1).strip(), value)) * own.factor


def not_negative(value: Any, unit: Unit | None = None) -> Fraction | None:
    """As `quantity` (or `number` without a unit), but no area or count is negative: below zero is unreadable."""
    found = quantity(value, unit) if unit is not None else number(value)
    if found is not None and found < 0:
        raise UnreadableCell(value, f"'{shown(value)}' is below zero", f"“{shown(value)}”小于零")
    return None if found is None else Fraction(found)


@dataclass(frozen=True)
class Percents:
    """A column of shares in percent: *values* n numbers or None, *rows* of the unreadable cells, *as_fractions* whether
    the column was read as fractions (0.85 = 85 %), which the log says."""

    values: list[Fraction | None]
    unreadable: list[int]
    as_fractions: bool


#: Shares of 100 that are all at most this large can only be fractions, as Excel hands over percent cells.
LARGEST_FRACTION = 3


def percents(cells: Sequence[Any], unit: str = "") -> Percents:
    """A column of shares of 100: '85', '85 %', 0.85 of a percent-formatted sheet.

    A column without a unit or sign whose values are all ≤ 3 is read as fractions; *unit* ('%', 'share') decides where
    the heading names it. A cell with a percent sign is percent whatever the others are.
    """
    values: list[Fraction | None] = []
    unreadable, bare = [], []
    for row, cell in enumerate(cells):
        written = plain(cell) if isinstance(cell, str) else ""
        signed = written.endswith(("%", "个百分点"))
        try:
            found = number(written.removesuffix("个百分点").removesuffix("%").strip() if signed else cell)
        except UnreadableCell:
            found = None
            unreadable.append(row)
        values.append(None if found is None else Fraction(found))
        if found is not None and not signed:
            bare.append(row)
    named = unit_named(unit, "rate") if unit else None
    if named is not None:
        fractions = named.factor == 100
    else:
        positive = [values[row] for row in bare if values[row]]
        fractions = bool(positive) and max(abs(one) for one in positive) <= LARGEST_FRACTION
    if fractions:
        for row in bare:
            values[row] *= 100
    return Percents(values, unreadable, fractions and bool(bare))


def year(value: Any) -> int | None:
    """The year of a cell: 2022, '2022年', '2022年度', 2022.0, or of a day; `ALL_YEARS` for 0 and 合计; None if empty.

    Raises `UnreadableCell` for what names no year between 1900 and 2199. A bare number is a year or nothing, never the
    serial of a day in a sheet.
    """
    if is_empty(value):
        return None
    if isinstance(value, dt.date):
        return value.year
    written = "".join(plain(value).split())
    if written in _ALL_YEARS:
        return ALL_YEARS
    match = _YEAR.fullmatch(written)
    try:
        day = None if match or written.isdigit() else parse_date(value)
    except ImpossibleDate as error:
        raise _no_year(value) from error
    found = int(match.group(1)) if match else None if day is None else day.year
    if found is None or not FIRST_YEAR <= found <= LAST_YEAR:
        raise _no_year(value)
    return found


def period(value: Any) -> tuple[int, int] | None:
    """First and last year of a cell that names several: 2021-2025, 2021—2025年, 十四五; None for anything else."""
    written = "" if value is None else "".join(plain(value).split())
    if _FIVE_YEARS.fullmatch(written):
        return 2021, 2025
    match = _PERIOD.fullmatch(written)
    return (int(match.group(1)), int(match.group(2))) if match else None


def _no_year(value: Any) -> UnreadableCell:
    return UnreadableCell(value, f"'{shown(value)}' is not a year", f"“{shown(value)}”不是年份")


def yes_no(value: Any) -> bool | None:
    """True for 1, 是, 有, √, yes …; False for 0, 否, 无, ×, no …; None for an empty cell. Raises `UnreadableCell`."""
    if isinstance(value, bool):
        return value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    written = "".join(plain(value).split()).removesuffix(".0")
    if written in YES_WORDS:
        return True
    if written in NO_WORDS:
        return False
    if is_empty(value):
        return None
    raise UnreadableCell(value, f"'{shown(value)}' is neither yes nor no", f"“{shown(value)}”不是“是”或“否”")


def says_not_yet(value: Any) -> bool:
    """Whether a date cell says in words that the event has not happened: 未动工, 尚未开工, 否."""
    if not isinstance(value, str):
        return False
    written = "".join(plain(value).split())
    return written in NOT_YET or bool(_NOT_YET_FORM.fullmatch(written))


def event_day(value: Any) -> dt.date | None:
    """The day on which something happened; None where the cell is empty or says that it has not happened yet.

    Raises `ImpossibleDate`.
    """
    if is_empty(value) or says_not_yet(value):
        return None
    return parse_date(value)


def distinct(cells: Iterable[Any], read) -> tuple[list, dict[int, BilingualError]]:
    """*read* applied to a column, each distinct value once: (n values, row → error of the unreadable cells).

    The value of an unreadable cell is None. Values that cannot be hashed are read one by one.
    """
    known: dict = {}
    out: list = []
    errors: dict[int, BilingualError] = {}
    for row, cell in enumerate(cells):
        key = (type(cell), cell) if getattr(cell, "__hash__", None) else None
        found = known.get(key) if key is not None else None
        if found is None:
            try:
                found = (read(cell), None)
            except (UnreadableCell, ImpossibleDate) as error:
                found = (None, error)
            if key is not None:
                known[key] = found
        out.append(found[0])
        if found[1] is not None:
            errors[row] = found[1]
    return out, errors
