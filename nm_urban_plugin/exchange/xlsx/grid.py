"""A worksheet laid out freely, row by row: merged cells, print area, page breaks, lists of choices.

The streamed `Sheet` of the xlsx room writes one plain list; a form has title rows, header trees and cards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Union

from .parts import HEAD, MAIN, Style, column_letter, xml_text
from .sheet import MAX_ROWS, Stream, XlsxError, day_number

if TYPE_CHECKING:
    from .workbook import Workbook

#: Inches: left, right, top, bottom, header, footer.
MARGINS = (0.55, 0.55, 0.6, 0.65, 0.3, 0.3)
#: Width and height of the paper in inches, upright.
PAPER_INCHES = {"A4": (8.27, 11.69), "A3": (11.69, 16.54)}
_PAPER_NUMBER = {"A4": 9, "A3": 8}
MAX_HEIGHT = 409.0  # points; no program makes a row higher

Value = Union[str, Decimal, dt.date, None]


@dataclass(frozen=True)
class Setup:
    """Columns and page of a grid.

    widths: of the columns in characters. footer: with &P and &N. freeze: (columns, rows) that stay in view.
    repeat: (first, last) row printed on each page. scale: percent; 0 fits the width to one page (page breaks set by
    hand are then not sure to hold).
    """

    widths: Sequence[float]
    paper: str = "A4"
    landscape: bool = True
    footer: str = ""
    freeze: Sequence[int] = (0, 0)
    repeat: Sequence[int] | None = None
    scale: int = 0


@dataclass
class Grid(Stream):
    """One worksheet in the making; made by `Workbook.grid`. Rows are written in the order of the calls."""

    book: Workbook
    name: str
    setup: Setup
    filter_ref: str = ""
    print_area: str = ""
    _row: int = 0
    _merges: list = field(default_factory=list)
    _breaks: list = field(default_factory=list)
    _choices: dict = field(default_factory=dict)

    @property
    def repeat_rows(self):
        """Rows printed on each page, as the workbook part asks for them."""
        return self.setup.repeat

    @property
    def last_row(self) -> int:
        """Number of the row written last, from 1."""
        return self._row

    def row(self, cells: Mapping[int, tuple[Value, Style]], height: float | None = None) -> int:
        """Write one row of {column: (value, style)}; returns its number."""
        if self._row >= MAX_ROWS:
            raise XlsxError(f"sheet {self.name!r} is full: a spreadsheet holds {MAX_ROWS} rows; split the table")
        self._row += 1
        tall = f' ht="{min(height, MAX_HEIGHT):g}" customHeight="1"' if height else ""
        inside = "".join(self._cell(at, *cells[at]) for at in sorted(cells))
        self._put(f'<row r="{self._row}"{tall}>{inside}</row>')
        return self._row

    def merge(self, column1: int, row1: int, column2: int, row2: int) -> None:
        """Join the cells of a rectangle; its value stands in the first."""
        if (column1, row1) != (column2, row2):
            self._merges.append(f"{column_letter(column1)}{row1}:{column_letter(column2)}{row2}")

    def page_break(self) -> None:
        """The next row begins a new page."""
        if self._row:
            self._breaks.append(self._row)

    def choices(self, column: int, first: int, last: int, items: Sequence[str]) -> None:
        """Cells of a column take one of the items only (other entries are warned of, not refused)."""
        if last >= first:
            letter = column_letter(column)
            self._choices.setdefault(tuple(items), []).append(f"{letter}{first}:{letter}{last}")

    # -- XML, in the order the format demands -----------------------------------------------------------------

    def _start(self) -> None:
        columns, rows = self.setup.freeze
        pane = ""
        if columns or rows:
            where = "bottomRight" if columns and rows else "bottomLeft" if rows else "topRight"
            splits = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
            pane = (
                f'<pane{splits} topLeftCell="{column_letter(columns)}{rows + 1}" activePane="{where}" '
                f'state="frozen"/><selection pane="{where}"/>'
            )
        fit = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if not self.setup.scale else ""
        widths = "".join(
            f'<col min="{i}" max="{i}" width="{width:g}" customWidth="1"/>'
            for i, width in enumerate(self.setup.widths, 1)
        )
        self._put(
            f'{HEAD}<worksheet xmlns="{MAIN}">{fit}<sheetViews><sheetView workbookViewId="0" showGridLines="0">'
            f'{pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="16"/><cols>{widths}</cols><sheetData>'
        )

    def _end(self) -> None:
        setup = self.setup
        self.print_area = f"A1:{column_letter(len(setup.widths) - 1)}{max(self._row, 1)}"
        filtered = f'<autoFilter ref="{self.filter_ref}"/>' if self.filter_ref else ""
        merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in self._merges)
        merges = f'<mergeCells count="{len(self._merges)}">{merges}</mergeCells>' if merges else ""
        left, right, top, bottom, header, footer = MARGINS
        fit = f' scale="{setup.scale}"' if setup.scale else ' fitToWidth="1" fitToHeight="0"'
        breaks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in self._breaks)
        count = len(self._breaks)
        breaks = f'<rowBreaks count="{count}" manualBreakCount="{count}">{breaks}</rowBreaks>' if breaks else ""
        foot = (
            f"<headerFooter><oddFooter>&amp;C{xml_text(setup.footer)}</oddFooter></headerFooter>"
            if setup.footer
            else ""
        )
        self._put(
            f'</sheetData>{filtered}{merges}{self._validations()}<printOptions horizontalCentered="1"/>'
            f'<pageMargins left="{left}" right="{right}" top="{top}" bottom="{bottom}" '
            f'header="{header}" footer="{footer}"/>'
            f'<pageSetup paperSize="{_PAPER_NUMBER[setup.paper]}"{fit} '
            f'orientation="{"landscape" if setup.landscape else "portrait"}"/>{foot}{breaks}</worksheet>'
        )

    def _validations(self) -> str:
        if not self._choices:
            return ""
        inside = "".join(
            f'<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" '
            f'sqref="{" ".join(refs)}">'
            f"<formula1>{xml_text(chr(34) + ','.join(items) + chr(34))}</formula1></dataValidation>"
            for items, refs in self._choices.items()
        )
        return f'<dataValidations count="{len(self._choices)}">{inside}</dataValidations>'

    def _cell(self, column: int, value: Value, style: Style) -> str:
        at = f'<c r="{column_letter(column)}{self._row}" s="{self.book.style(style)}"'
        if isinstance(value, Decimal):
            return f"{at}><v>{value:f}</v></c>"
        if isinstance(value, dt.date) and (number := day_number(value)) is not None:
            return f"{at}><v>{number}</v></c>"
        content = "" if value is None or value == "" else xml_text(value)
        return f'{at} t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>' if content else f"{at}/>"

    def _put(self, text: str) -> None:
        self._part.write(text.encode("utf-8"))
