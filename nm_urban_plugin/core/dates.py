"""Dates as people write them in layers and sheets, and the two sums the land rules do with them."""

from __future__ import annotations

import calendar
import datetime
import math
import numbers
import re
import unicodedata
from typing import Any

from .resources import BilingualError

# Excel serials of 1954-10-03 … 2119-01-10: below lie counts and years, above lie compact dates.
SERIAL_MIN, SERIAL_MAX = 20000, 80000
_SERIAL_ZERO = datetime.date(1899, 12, 30)
YEAR_MIN = 1900

_EMPTY = frozenset(("", "NULL", "<NULL>", "NONE", "NAN", "NAT", "-", "--", "—", "——", "/", "\\", "无"))

_WHY = {
    "only_year": ("only a year: give month and day", "只有年份：请补全月和日"),
    "only_month": ("only a year and a month: give the day", "只有年月：请补全日"),
    "month": ("there is no such month", "没有这个月份"),
    "day": ("there is no such day in that month", "该月没有这一天"),
    "time": ("the time of day is impossible", "时刻不存在"),
    "year": (f"the year lies before {YEAR_MIN}", f"年份早于{YEAR_MIN}年"),
    "number": (
        "the number is neither YYYYMMDD nor a date serial of a sheet",
        "该数字既不是 YYYYMMDD，也不是表格的日期序号",
    ),
    "unreadable": ("cannot be read as a date: write YYYY-MM-DD", "无法识别为日期：请写成 YYYY-MM-DD"),
}

#: Chinese time: a moment with a time zone lies on the day that it is in China.
CHINA = datetime.timezone(datetime.timedelta(hours=8))
#: A zone's offset is at most so many minutes.
_MOST_OFFSET = 14 * 60
#: Midnight in China as UTC, in seconds of the day.
_UTC_MIDNIGHT = 16 * 3600

_ZONE = r"(Z|UTC|GMT|(?:UTC|GMT)?[+-](?:\d{2}(?::?\d{2})?|\d))?"
_TIME = r"(?:[T\s]\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?\s*" + _ZONE + ")?"
#: Dashes of all kinds that stand for the hyphen in a date: 2021–03–05.
_DASHES = re.compile(r"[‐‑‒–—―−﹣－]")
_FULL = re.compile(r"(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})" + _TIME, re.IGNORECASE)
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?" + _TIME, re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?" + _TIME, re.IGNORECASE)
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})")
_ONLY_YEAR = re.compile(r"(?:1[89]|2[01])\d{2}(?:\.0+)?\s*年?度?")
_ONLY_MONTH = re.compile(r"\d{4}\s*(?:[-/.]\s*\d{1,2}|年\s*\d{1,2}\s*月份?)|(?:19|20)\d{4}")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class ImpossibleDate(BilingualError):
    """A value that stands where a date belongs but names no day.

    ``value`` is what was found, ``kind`` a stable key, ``why`` the reason in English; ``text('zh')``
    gives the whole message in Chinese.
    """

    def __init__(self, value: Any, kind: str):
        why, why_zh = _WHY[kind]
        shown = str(value)
        if len(shown) > 40:
            shown = shown[:39] + "…"
        super().__init__(f"'{shown}': {why}", f"“{shown}”：{why_zh}")
        self.value = value
        self.kind = kind
        self.why = why


class MovedDay(datetime.date):
    """A day that is another one in China than where its time stamp was written: 16:00 UTC is midnight there.

    Readers of layers hand it on in raw columns; `parse_date` makes a plain date of it, `is_moved` tells it.
    """


def china_day(moment: datetime.datetime) -> datetime.date:
    """The day in China of a moment; one without a time zone is taken as Chinese. A `MovedDay` where it differs::

        >>> china_day(datetime.datetime(2021, 3, 4, 16, tzinfo=datetime.timezone.utc)).isoformat()
        '2021-03-05'
    """
    if moment.utcoffset() is None or moment.year == datetime.MAXYEAR:
        return moment.date()
    there = moment.astimezone(CHINA).date()
    return there if there == moment.date() else MovedDay(there.year, there.month, there.day)


def day_of_stamp(ordinal: int, seconds: int) -> datetime.date:
    """The day of a time stamp whose time zone its format does not tell (GeoPackage calls every one UTC): one of exactly
    16:00 is midnight in China, exported as UTC; every other keeps its day. *seconds* since midnight."""
    day = datetime.date.fromordinal(ordinal)
    return MovedDay.fromordinal(ordinal + 1) if seconds == _UTC_MIDNIGHT and day.year < datetime.MAXYEAR else day


def parse_date(value: Any) -> datetime.date | None:
    """The day that ``value`` names; None for an empty value (None, NaN, '', 'NULL', '-', '/' …).

    Reads dates and datetimes (also numpy's and Qt's), YYYY-MM-DD with - / . or 年月日, YYYYMMDD, each with a
    time of day, and the date serials of sheets. The time is dropped; with a time zone the day is that in China
    (2021-03-04T16:00Z is 5 March there, see `is_moved`). Full-width digits, blanks and dashes of all kinds do no harm.
    Raises `ImpossibleDate` for anything else.
    """
    day = _parsed(value)
    # Qt takes a plain date only
    return datetime.date(day.year, day.month, day.day) if isinstance(day, MovedDay) else day


def is_moved(value: Any) -> bool:
    """Whether the day of a value is another one in China than it was written: who reads a column says so in the log."""
    if isinstance(value, str) and ":" not in value:  # without a time of day there is no time zone
        return False
    try:
        return isinstance(_parsed(value), MovedDay)
    except ImpossibleDate:
        return False


def _parsed(value: Any) -> datetime.date | None:
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        # pandas' NaT is a datetime that equals nothing, not even itself.
        return china_day(value) if value == value else None
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, bool):
        raise ImpossibleDate(value, "unreadable")
    if isinstance(value, numbers.Real):
        return _from_number(float(value), value)
    return _from_object(value)


def parse_column(values: list) -> tuple[list[datetime.date | None], dict[int, ImpossibleDate]]:
    """parse_date of a whole column, each distinct value once: the days, None also where one is impossible; and why, by
    place."""
    kinds = set(map(type, values)) - {type(None)}
    keys = values if len(kinds) < 2 else [(type(value), value) for value in values]  # 1 equals True
    known: dict[Any, datetime.date | None] = {}
    wrong: dict[Any, ImpossibleDate] = {}
    for key, value in dict(zip(keys, values)).items():
        try:
            known[key] = parse_date(value)
        except ImpossibleDate as error:
            known[key], wrong[key] = None, error
    return [known[key] for key in keys], {k: wrong[key] for k, key in enumerate(keys) if key in wrong} if wrong else {}


def _from_object(value: Any) -> datetime.date | None:
    """Dates of other libraries, told by what they can do, so that none of them is imported here."""
    is_null = getattr(value, "isNull", None)
    if callable(is_null) and is_null():
        return None
    for name in ("date", "toPyDate", "toPython", "item"):
        method = getattr(value, name, None)
        if not callable(method):
            continue
        if name == "item" and getattr(getattr(value, "dtype", None), "kind", "") == "M":
            value = value.astype("datetime64[D]")
            method = value.item
        inner = method()
        if inner is None or isinstance(inner, (datetime.date, str, numbers.Real)):
            return _parsed(inner)
        if name == "date":
            return _from_object(inner)
    raise ImpossibleDate(value, "unreadable")


def _from_text(text: str) -> datetime.date | None:
    clean = unicodedata.normalize("NFKC", text).strip().strip("'\"\x00").strip()
    if clean.upper() in _EMPTY:
        return None
    clean = _DASHES.sub("-", clean)
    match = _FULL.fullmatch(clean)
    if match:
        year, _, month, day, *clock = match.groups()
        return _day(text, year, month, day, clock)
    match = _CHINESE.fullmatch(clean) or _STAMP.fullmatch(clean) or _COMPACT.fullmatch(clean)
    if match:
        year, month, day, *clock = match.groups()
        return _day(text, year, month, day, clock)
    if _ONLY_YEAR.fullmatch(clean):
        raise ImpossibleDate(text, "only_year")
    if _ONLY_MONTH.fullmatch(clean):
        raise ImpossibleDate(text, "only_month")
    if _NUMBER.fullmatch(clean):
        return _from_number(float(clean), text)
    raise ImpossibleDate(text, "unreadable")


def _from_number(number: float, shown: Any) -> datetime.date | None:
    if math.isnan(number):
        return None
    if SERIAL_MIN <= number < SERIAL_MAX + 1:
        return _SERIAL_ZERO + datetime.timedelta(days=math.floor(number))
    if number.is_integer() and 1e7 <= number < 1e8:
        digits = f"{number:.0f}"
        return _day(shown, digits[:4], digits[4:6], digits[6:], ())
    if number.is_integer() and 1800 <= number < 2200:
        raise ImpossibleDate(shown, "only_year")
    if number.is_integer() and 190000 <= number < 210000 and 1 <= number % 100 <= 12:
        raise ImpossibleDate(shown, "only_month")
    raise ImpossibleDate(shown, "number")


def _day(shown: Any, year: str, month: str, day: str, clock: Any) -> datetime.date:
    y, m, d = int(year), int(month), int(day)
    if y < YEAR_MIN:
        raise ImpossibleDate(shown, "year")
    if not 1 <= m <= 12:
        raise ImpossibleDate(shown, "month")
    if not 1 <= d <= calendar.monthrange(y, m)[1]:
        raise ImpossibleDate(shown, "day")
    limits = (24, 60, 61)  # 61: a leap second is written :60
    if any(part is not None and int(part) >= limit for part, limit in zip(clock, limits)):
        raise ImpossibleDate(shown, "time")
    day = datetime.date(y, m, d)
    if len(clock) < 4 or clock[3] is None:
        return day
    offset = _offset(clock[3])
    if abs(offset) > _MOST_OFFSET:
        raise ImpossibleDate(shown, "time")
    zone = datetime.timezone(datetime.timedelta(minutes=offset))
    return china_day(datetime.datetime(y, m, d, int(clock[0]), int(clock[1]), tzinfo=zone))


def _offset(zone: str) -> int:
    """Minutes east of Greenwich of Z, UTC, +08:00, GMT+8, +0800."""
    digits = zone.upper().replace("UTC", "").replace("GMT", "").replace("Z", "").replace(":", "")
    if not digits:
        return 0
    hours, minutes = digits[1:3], digits[3:]
    return (-1 if digits[0] == "-" else 1) * (int(hours) * 60 + int(minutes or 0))


def add_years(day: datetime.date, years: int) -> datetime.date:
    """``day`` moved by whole years: month and day stay, 29 February becomes 28 February in a common year.

    Raises ValueError outside the years 1 … 9999.
    """
    year = day.year + years
    if day.month == 2 and day.day == 29 and 1 <= year <= 9999 and not calendar.isleap(year):
        return datetime.date(year, 2, 28)
    return datetime.date(year, day.month, day.day)


def elapsed_days(start: datetime.date, end: datetime.date) -> int:
    """Days from ``start`` to ``end``, both counted; 0 if ``end`` lies before ``start``."""
    return max(0, (end - start).days + 1)
