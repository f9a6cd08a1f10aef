"""How wide columns and how high rows must be, so that nothing printed is cut."""

from __future__ import annotations

import datetime as dt
import functools
import math
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ..xlsx.grid import MARGINS, MAX_HEIGHT, PAPER_INCHES
from .schema import Column
from .values import Printed

LINE_POINTS = 13.5  # one line of 10 point text
_PADDING = 1.4  # cell margins, in characters
#: Width of one character of the standard font in inches; generous, since fonts differ between programs.
_CHARACTER_INCHES = 8.6 / 96
_MOST_LINES = int((MAX_HEIGHT - 8) / LINE_POINTS)
_DATE_WIDTH = 10


@functools.lru_cache(maxsize=8192)
def span(text: str) -> int:
    """Width of one line of text in characters; a 汉字, a full-width sign or an emoji takes two, a mark none."""
    total = 0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
            continue
        total += 2 if unicodedata.east_asian_width(char) in ("W", "F", "A") else 1
    return total


def lines_of(text: str, width: float) -> int:
    """Lines that a text fills in a column of this width; words and wide signs do not break, so some room is lost."""
    room = max(width - _PADDING, 2)
    return sum(max(1, math.ceil(span(line) * 1.04 / room)) for line in str(text).split("\n"))


def height_of(text: str, width: float, size: float = 10) -> float:
    """Height in points of a wrapped text."""
    return lines_of(text, width * 10 / size) * LINE_POINTS * size / 10 + 4


def _shown(value: Printed) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return "0" * _DATE_WIDTH
    return str(value or "")


def column_widths(columns: Sequence[Column], rows: Iterable[tuple[str, Sequence[Printed]]], at: int) -> list[float]:
    """Widths for the (mark, values) of `rows`: as wide as the longest, at least and at most what the column says, wider
    where a text would else need more lines than a row can be high. Labels of totals wrap."""
    need = [max(column.width[0], _word_width(column.headings[-1][at])) for column in columns]
    for mark, values in rows:
        bold = 1.1 if mark else 1.0
        for k, value in enumerate(values):
            if value is None or value == "":
                continue
            text = _shown(value)
            wide = max(span(line) for line in text.split("\n")) * 1.04 * bold + _PADDING
            if isinstance(value, (Decimal, dt.date)) or columns[k].kind == "code":
                need[k] = max(need[k], wide)  # numbers never wrap: they would print as ####
            else:
                tallest = sum(math.ceil(span(line) * 1.04 / _MOST_LINES) for line in text.split("\n")) + _PADDING
                need[k] = max(need[k], min(wide, columns[k].width[1]), tallest)
    return [round(one + 0.05, 1) for one in need]


def _word_width(heading: str) -> float:
    """A heading wraps, but not within a Latin word, and not to single signs."""
    words = max((span(word) for word in heading.replace("（", " （").split()), default=0)
    return min(words, 12) + _PADDING if heading.isascii() else min(span(heading), 7) + _PADDING


def broken_at_bracket(heading: str, width: float) -> str:
    """A heading that does not fit one line breaks before the bracket of its unit, not within it."""
    return heading.replace("（", "\n（", 1) if heading.find("（") > 0 and lines_of(heading, width) > 1 else heading


def row_height(columns: Sequence[Column], values: Sequence[Printed], widths: Sequence[float]) -> float:
    """Height of a body row: of its longest wrapped text."""
    lines = max(
        (lines_of(value, width) for value, width in zip(values, widths) if isinstance(value, str) and value), default=1
    )
    return max(18.0, lines * LINE_POINTS + 4)


def printable(paper: str, landscape: bool) -> tuple[float, float]:
    """Width and height in inches that margins leave of a page."""
    width, height = PAPER_INCHES[paper]
    if landscape:
        width, height = height, width
    left, right, top, bottom = MARGINS[:4]
    return width - left - right, height - top - bottom


def scale_for(widths: Sequence[float], paper: str, landscape: bool, points: float = 0) -> int:
    """Percent at which the columns fit the width of the page, and `points` of rows its height, never above 100.

    A height that would need less than 60 % is left to run on to the next page.
    """
    width, height = printable(paper, landscape)
    scale = width / (sum(widths) * _CHARACTER_INCHES) * 100
    if points:
        by_height = height * 72 / points * 100 * 0.98
        scale = min(scale, by_height) if by_height >= 60 else scale
    return max(10, min(100, math.floor(scale)))
