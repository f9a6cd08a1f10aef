"""One worksheet, written row by row into its part of the archive. Used through `xlsx.Workbook`."""

import datetime
import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Callable, Optional

from .parts import BUILT_IN_FORMATS, CUSTOM_FORMATS, HEAD, MAIN, Style, column_letter, xml_text

MAX_ROWS = 1048576
_EPOCH = datetime.date(1899, 12, 30)  # day 0 of the 1900 date system, its false leap day included
_FIRST_DATE = datetime.date(1900, 3, 1)  # before it that false leap day makes numbers ambiguous
_PAPER = {"A4": 9, "A3": 8}
_HEADER_FILL = "DDEBF7"
_WRAP_WIDTH = 30  # text columns at least this wide wrap their text
EMPHASIS_FILL = {"total": "FFF2CC", "subtotal": "EDEDED"}


def day_number(day: datetime.date) -> Optional[int]:
    """Serial number of a day in the 1900 date system; None before 1900-03-01."""
    plain = day.date() if isinstance(day, datetime.datetime) else day
    return (plain - _EPOCH).days if plain >= _FIRST_DATE else None


class XlsxError(ValueError):
    """The sheet cannot be written as asked (unknown format, too many rows, sheets opened at the same time)."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    key: key in the row dicts. title: header text. width: in characters. format: general | text | int | 0.00 | 0.0000 |
    date. null: what stands for None and NaN ('' leaves the cell blank). group: neighbours with the same group share a
    header cell above theirs. words: raw value → text shown. fills: raw value → RRGGBB of the cell.
    align: left | center | right.
    """

    key: str
    title: str
    width: float = 12
    format: str = "general"
    null: str = "—"
    group: str = ""
    words: Mapping[Any, str] = field(default_factory=dict)
    fills: Mapping[Any, str] = field(default_factory=dict)
    align: str = ""

    def __post_init__(self):
        if self.format not in BUILT_IN_FORMATS and self.format not in CUSTOM_FORMATS:
            raise XlsxError(f"unknown number format {self.format!r} for column {self.key!r}")


@dataclass(frozen=True)
class Layout:
    """What `Workbook.sheet` was asked for."""

    columns: Sequence[Column]
    title: str
    subtitle: str
    unit: str
    paper: str
    freeze_columns: int
    autofilter: bool


class Stream:
    """The part of a worksheet in its *book*, written from `_start` to `_end` in the length of a ``with``."""

    _part = None

    def __enter__(self):
        self._part = self.book.open_part(self)
        self._start()
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self._end()
        self.abandon()

    def abandon(self) -> None:
        """Close the stream of this sheet and give the workbook free for the next one."""
        if self._part is not None:
            self._part.close()
            self._part = None
        self.book.closed(self)


class Sheet(Stream):
    """One worksheet; made by `Workbook.sheet`. Rows, notes and signature are written in the order of the calls."""

    def __init__(self, book, name, layout):
        self.name = name
        self.repeat_rows = None
        self.print_area = ""
        self.filter_ref = ""
        self.book = book
        self._layout = layout
        self._columns = layout.columns
        self._letters = [column_letter(i) for i in range(len(self._columns))]
        self._row = 0
        self._merges = []
        self._style_ids = {}

    def rows(self, records, emphasis: Optional[Callable[[Mapping], str]] = None):
        """Write one line per dict of `records`; `emphasis(record)` → '' | 'total' | 'subtotal'. Returns how many."""
        count = 0
        for record in records:
            mark = emphasis(record) if emphasis else ""
            cells = [self._cell(i, column, record.get(column.key), mark) for i, column in enumerate(self._columns)]
            self._write_row(cells, self._wrapped_height(record))
            count += 1
        if count and self._layout.autofilter:
            self.filter_ref = f"A{self.repeat_rows[1]}:{self._letters[-1]}{self._row}"
        return count

    def notes(self, lines):
        """Free text lines below the table, each merged over all columns."""
        style = Style(size=9, wrap=True, align="left")
        width = sum(column.width for column in self._columns)
        for line in lines:
            self._wide_row(line, style, height=13 * _lines(line, width) + 2)

    def signature(self, labels):
        """A line of labels spread over the width (制表：　审核：　日期：), after an empty line."""
        self._write_row([])
        count = len(self._columns)
        starts = sorted({round(k * count / len(labels)) for k in range(len(labels))})
        style = Style(size=11, align="left")
        cells = [self._text(self._letters[at], label, style) for at, label in zip(starts, labels)]
        row = self._row + 1
        for at, until in zip(starts, [*starts[1:], count]):
            self._merge(at, row, until - 1, row)
        self._write_row(cells, height=24)

    # -- the parts of the worksheet XML, in the order the format demands --

    def _start(self):
        layout, columns = self._layout, self._columns
        grouped = any(column.group for column in columns)
        header_rows = 2 if grouped else 1
        top = int(bool(layout.title)) + int(bool(layout.subtitle or layout.unit))
        self.repeat_rows = (top + 1, top + header_rows)
        below = top + header_rows + 1
        frozen = layout.freeze_columns
        pane = "bottomRight" if frozen else "bottomLeft"
        split = f'xSplit="{frozen}" ' if frozen else ""
        widths = "".join(
            f'<col min="{i}" max="{i}" width="{column.width}" customWidth="1"/>' for i, column in enumerate(columns, 1)
        )
        self._put(
            f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0" showGridLines="0"><pane {split}ySplit="{below - 1}" '
            f'topLeftCell="{column_letter(frozen)}{below}" activePane="{pane}" state="frozen"/>'
            f'<selection pane="{pane}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="16"/><cols>{widths}</cols><sheetData>'
        )
        if layout.title:
            self._wide_row(layout.title, Style(size=16, bold=True, align="center"), height=30)
        if layout.subtitle or layout.unit:
            self._second_line(layout.subtitle, layout.unit)
        self._header(grouped)

    def _second_line(self, subtitle, unit):
        cells, last = [], len(self._columns) - 1
        cut = max(1, round(len(self._columns) * 0.7)) if last else 1
        row = self._row + 1
        cells.append(self._text("A", subtitle, Style(align="left")))
        self._merge(0, row, cut - 1, row)
        if last:
            cells.append(self._text(self._letters[cut], unit, Style(align="right")))
            self._merge(cut, row, last, row)
        self._write_row(cells, height=18)

    def _header(self, grouped):
        style = Style(bold=True, fill=_HEADER_FILL, align="center", border=True, wrap=True)
        row = self._row + 1
        if grouped:
            start = 0
            for i, column in enumerate(self._columns):
                if not column.group:
                    self._merge(i, row, i, row + 1)
                if i + 1 == len(self._columns) or self._columns[i + 1].group != column.group:
                    if column.group:
                        self._merge(start, row, i, row)
                    start = i + 1
            upper = [column.group or column.title for column in self._columns]
            self._write_row([self._text(at, text, style) for at, text in zip(self._letters, upper)], height=20)
        lower = ["" if grouped and not column.group else column.title for column in self._columns]
        self._write_row([self._text(at, text, style) for at, text in zip(self._letters, lower)], height=32)

    def _end(self):
        filtered = f'<autoFilter ref="{self.filter_ref}"/>' if self.filter_ref else ""
        merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in self._merges)
        merges = f'<mergeCells count="{len(self._merges)}">{merges}</mergeCells>' if merges else ""
        paper = _PAPER[self._layout.paper]
        self._put(
            f'</sheetData>{filtered}{merges}<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>'
            f'<pageSetup paperSize="{paper}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
        )

    # -- cells --

    def _cell(self, index, column, value, mark):
        fill = column.fills.get(value, "") if column.fills else ""
        value = column.words.get(value, value) if column.words else value
        if _missing(value):
            return self._text(self._letters[index], column.null, self._look(index, "null", mark, fill))
        if column.format == "text":
            return self._text(self._letters[index], value, self._look(index, "text", mark, fill))
        number, kind = _as_number(value), column.format
        if isinstance(value, datetime.date) and kind in ("date", "general"):
            day = day_number(value)
            number, kind = None if day is None else str(day), "date"
        if number is None:
            return self._text(self._letters[index], value, self._look(index, "text", mark, fill))
        style = self._look(index, kind, mark, fill)
        return f'<c r="{self._letters[index]}{self._row + 1}" s="{style}"><v>{number}</v></c>'

    def _look(self, index, kind, mark, fill):
        """Style index of a body cell; remembered, since a million cells share a few looks."""
        key = (index, kind, mark, fill)
        if key not in self._style_ids:
            column = self._columns[index]
            natural = {"null": "center", "text": "left", "date": "center"}.get(kind, "right")
            look = Style(
                fmt="text" if kind in ("null", "text") else kind,
                bold=bool(mark),
                fill=fill or EMPHASIS_FILL.get(mark, ""),
                align=column.align or natural,
                border=True,
                wrap=kind == "text" and column.width >= _WRAP_WIDTH,
            )
            self._style_ids[key] = self.book.style(look)
        return self._style_ids[key]

    def _text(self, letter, value, style):
        number = style if isinstance(style, int) else self.book.style(style)
        at = f'<c r="{letter}{self._row + 1}" s="{number}"'
        content = "" if value is None or value == "" else xml_text(value)
        if not content:
            return f"{at}/>"
        return f'{at} t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'

    def _wide_row(self, text, style, height):
        row, last = self._row + 1, len(self._columns) - 1
        self._merge(0, row, last, row)
        self._write_row([self._text("A", text, style)], height)

    def _merge(self, column1, row1, column2, row2):
        if (column1, row1) != (column2, row2):
            self._merges.append(f"{column_letter(column1)}{row1}:{column_letter(column2)}{row2}")

    def _wrapped_height(self, record):
        """Height for the longest wrapped text, None where one line is enough: not every program fits rows by itself."""
        wide = [column for column in self._columns if column.format == "text" and column.width >= _WRAP_WIDTH]
        lines = max((_lines(record.get(column.key) or "", column.width) for column in wide), default=1)
        return 14 * lines + 4 if lines > 1 else None

    def _write_row(self, cells, height=None):
        if self._row >= MAX_ROWS:
            raise XlsxError(f"sheet {self.name!r} is full: a spreadsheet holds {MAX_ROWS} rows; split the table")
        self._row += 1
        tall = f' ht="{height}" customHeight="1"' if height else ""
        self._put(f'<row r="{self._row}"{tall}>{"".join(cells)}</row>')

    def _put(self, text):
        self._part.write(text.encode("utf-8"))


def _lines(text, width):
    """Lines that `text` fills in a column `width` characters wide; a 汉字 takes two characters."""
    spans = (sum(2 if ord(char) > 0x2000 else 1 for char in line) for line in str(text).split("\n"))
    return sum(max(1, math.ceil(span / width)) for span in spans)


def _missing(value):
    if value is None:
        return True
    real = isinstance(value, (numbers.Real, Decimal)) and not isinstance(value, numbers.Integral)
    return real and not math.isfinite(value)


def _as_number(value):
    """Shortest exact decimal text of a number (numpy's too), None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return repr(float(value))
    return str(value) if isinstance(value, Decimal) else None
