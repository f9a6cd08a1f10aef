"""Sheets that are really HTML or SpreadsheetML under the name .xls: their first table as rows of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_MOST_SPAN = 1000


@dataclass
class Grid:
    """Rows of cells ('' where empty; a spanned cell stands in its first place only) and merges (row, column, rows,
    columns), all counted from 0."""

    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


class _Tables(HTMLParser):
    """Collects the rows of all tables; tables within a cell are read as text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._column = 0
        self._skip = 0
        self._taken: dict[tuple[int, int], None] = {}

    def handle_starttag(self, tag: str, attrs) -> None:
        tag = tag.rsplit(":", 1)[-1]
        named = {name.rsplit(":", 1)[-1]: value for name, value in attrs}
        if tag in ("style", "script"):
            self._skip += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.grids.append(Grid())
                self._taken = {}
        elif tag in ("tr", "row") and self._depth == 1:
            self._new_row(named)
        elif tag in ("td", "th", "cell") and self._depth == 1 and self.grids[-1].rows:
            self._new_cell(named)
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def _new_row(self, named) -> None:
        rows = self.grids[-1].rows
        for _ in range(min(_number(named.get("index"), len(rows) + 1) - len(rows), _MOST_SPAN)):
            rows.append([])
        self._column = 0

    def _new_cell(self, named) -> None:
        self._end_cell()
        wide = _number(named.get("colspan"), 1) + _number(named.get("mergeacross"), 0)
        tall = _number(named.get("rowspan"), 1) + _number(named.get("mergedown"), 0)
        self._column = _number(named.get("index"), self._column + 1) - 1
        row = len(self.grids[-1].rows) - 1
        while (row, self._column) in self._taken:
            self._column += 1
        self._span = (max(1, min(tall, _MOST_SPAN)), max(1, min(wide, _MOST_SPAN)))
        self._cell = []

    def handle_startendtag(self, tag: str, attrs) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rsplit(":", 1)[-1]
        if tag in ("style", "script"):
            self._skip = max(0, self._skip - 1)
        elif tag in ("td", "th", "cell", "tr", "row") and self._depth == 1:
            self._end_cell()
        elif tag == "table" and self._depth:
            self._end_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skip:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        grid = self.grids[-1]
        row, (tall, wide) = len(grid.rows) - 1, self._span
        line = grid.rows[row]
        line += [""] * (self._column + wide - len(line))
        line[self._column] = " ".join("".join(self._cell).split())
        if (tall, wide) != (1, 1):
            grid.merges.append((row, self._column, tall, wide))
            for down in range(1, tall):
                for right in range(wide):
                    self._taken[row + down, self._column + right] = None
        self._column += wide
        self._cell = None


def _number(text, default: int) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return default


def tables_of(text: str) -> list[Grid]:
    """All tables of an HTML page or a SpreadsheetML book, in their order, empty ones left out."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    for grid in parser.grids:
        width = max((len(row) for row in grid.rows), default=0)
        for row in grid.rows:
            row += [""] * (width - len(row))
    return [grid for grid in parser.grids if any(any(row) for row in grid.rows)]
