"""A table form on a worksheet: title, lines above, header tree, body with subtotals and totals, notes, sign lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..xlsx.grid import Grid, Setup
from ..xlsx.parts import Style, column_letter
from ..xlsx.sheet import EMPHASIS_FILL
from ..xlsx.workbook import Workbook
from .figures import Figures
from .lines import TOTAL, Body, Lines
from .results import Results
from .schema import Column, Form
from .sizes import broken_at_bracket, column_widths, height_of, row_height, scale_for
from .sources import missing, table_of
from .ties import check_agreements, check_ties
from .values import filled

HEAD_FILL = "DDEBF7"
TITLE_SIZE, SUB_SIZE, BODY_SIZE, NOTE_SIZE = 16, 10, 10, 9
#: Rows between two looks at whether to go on.
LOOK_EVERY = 500
FOOTER = ("第 &P 页　共 &N 页", "Page &P of &N")
_FORMATS = {k: f"0.{'0' * k}" if k else "int" for k in range(7)}
TITLE_FONT = "黑体"
#: Share of the width that left, middle and right of the line under the title take.
_THIRDS = (0.36, 0.3, 0.34)


def write_table(book: Workbook, form: Form, results: Results, at: int) -> None:
    """One sheet of the workbook. Raises FormError where the layer or a needed field is missing, FormDoesNotTie."""
    table = table_of(form, results)
    if table is None:
        raise missing(form)
    check_ties(form, table)
    lines = Lines(form, table, at)
    pages = lines.pages()
    rows = ((line.mark, line.values) for _, body in pages for line in body.lines)
    Sheet(form, results, at, lines.columns, column_widths(lines.columns, rows, at)).write(book, pages)


@dataclass
class Sheet:
    """Draws the pages of one table form."""

    form: Form
    results: Results
    at: int
    columns: Sequence[Column]
    widths: Sequence[float]

    def __post_init__(self):
        self._depth = max(len(column.headings) for column in self.columns)
        self._last = len(self.columns) - 1
        self._styles = {}

    def write(self, book: Workbook, pages: Sequence[tuple[Mapping[str, Any], Body]]) -> None:
        """All pages into one sheet of the book."""
        form = self.form
        figures = Figures(form, self.results, self.at)
        facts = [figures.of(first) for first, _ in pages]
        paged = bool(form.pages)
        numbers = bool(form.column_numbers)
        above = (
            bool(form.title[self.at])
            + bool(form.number[self.at])
            + bool(self._subline(facts[0]))
            + (numbers and form.numbers_on_top)
        )
        header = self._depth + (numbers and not form.numbers_on_top)
        repeat = None if paged else (above + 1, above + header)
        scale = scale_for(self.widths, form.paper, form.landscape) if paged else 0
        freeze = (0, 0) if paged else (self._frozen(), above + header)
        setup = Setup(self.widths, form.paper, form.landscape, FOOTER[self.at], freeze, repeat, scale)
        with book.grid(filled(form.tab[self.at], facts[0], missing=""), setup) as grid:
            for k, (first, body) in enumerate(pages):
                check_agreements(form, facts[k])
                if k:
                    grid.page_break()
                self._page(grid, body, {**first, **facts[k]})
                if not paged and body.n and not form.groups and not form.tree:
                    grid.filter_ref = (
                        f"A{above + header}:{column_letter(self._last)}"
                        f"{above + header + body.n + (form.total == 'first')}"
                    )

    def _frozen(self) -> int:
        """Columns that stay in view: up to the one that names the row, if they take no more than a third."""
        k = next((k for k, column in enumerate(self.columns) if column.kind == "text"), -1) + 1
        return k if sum(self.widths[:k]) <= 45 else 0

    def _page(self, grid: Grid, body: Body, facts: Mapping[str, Any]) -> None:
        self._top(grid, facts)
        self._header(grid)
        first = grid.last_row + 1
        for k, line in enumerate(body.lines):
            if k % LOOK_EVERY == 0:
                self.results.look()
            self._body_row(grid, line)
        if not body.lines:
            self._wide(grid, self.form.empty[self.at], Style(align="center", border=True), 20)
        for k, column in enumerate(self.columns):
            if column.choices:
                grid.choices(k, first, grid.last_row, [choice[self.at] for choice in column.choices])
        self._bottom(grid, body, facts)

    # -- above ------------------------------------------------------------------------------------------------

    def _subline(self, facts: Mapping[str, Any]) -> list[str]:
        form = self.form
        texts = [filled(text[self.at], facts) for text in (form.left, form.middle, form.right)]
        return texts if any(texts) else []

    def _top(self, grid: Grid, facts: Mapping[str, Any]) -> None:
        form, at = self.form, self.at
        if form.number[at]:
            self._wide(
                grid,
                form.number[at],
                Style(align="left", size=SUB_SIZE, wrap=True),
                max(16, height_of(form.number[at], sum(self.widths), SUB_SIZE)),
            )
        title = filled(form.title[at], facts)
        if title:
            self._wide(
                grid,
                title,
                Style(size=TITLE_SIZE, bold=True, align="center", wrap=True, font=TITLE_FONT),
                max(30, height_of(title, sum(self.widths), TITLE_SIZE) + 6),
            )
        if form.numbers_on_top:
            self._column_numbers(grid)
        texts = self._subline(facts)
        if texts:
            self._segments(grid, texts, _THIRDS, ("left", "center", "right"), SUB_SIZE, 20)

    def _segments(
        self, grid: Grid, texts: Sequence[str], shares: Sequence[float], aligns, size: int, least: float
    ) -> None:
        """A line of texts over the whole width, each over some columns; one that needs no room takes none."""
        starts = self._starts(texts, shares)
        cells, height, row = {}, least, grid.last_row + 1
        for k, (text, begin) in enumerate(zip(texts, starts)):
            if begin is None:
                continue
            end = next((one for one in starts[k + 1 :] if one is not None), self._last + 1) - 1
            width = sum(self.widths[begin : end + 1])
            cells[begin] = (text, Style(align=aligns[k], size=size, wrap=True))
            height = max(height, height_of(text, width, size) + 2)
            grid.merge(begin, row, end, row)
        grid.row(cells, height)

    def _starts(self, texts: Sequence[str], shares: Sequence[float]) -> list:
        """First column of each text that is not empty, so that the widths are near to their shares."""
        wanted = [share if text else 0 for text, share in zip(texts, shares)]
        whole, reached, done, out, column = sum(wanted) or 1, 0.0, 0.0, [], 0
        total = sum(self.widths)
        for share in wanted:
            if not share or column > self._last:
                out.append(None)
                continue
            out.append(column)
            reached += share / whole * total
            while column <= self._last and (done + self.widths[column] / 2 < reached or column == out[-1]):
                done += self.widths[column]
                column += 1
        return out

    def _header(self, grid: Grid) -> None:
        style = Style(bold=True, fill=HEAD_FILL, align="center", border=True, wrap=True)
        top = grid.last_row + 1
        paths = [[text[self.at] for text in column.headings] for column in self.columns]
        for level in range(self._depth):
            cells, height = {}, 20.0
            for k, path in enumerate(paths):
                leaf_level = len(path) - 1
                text = path[level] if level <= leaf_level else ""
                first = level == 0 or level <= leaf_level
                new = first and not (
                    k
                    and level < leaf_level
                    and paths[k - 1][: level + 1] == path[: level + 1]
                    and len(paths[k - 1]) > level + 1
                )
                cells[k] = (text if new else "", style)
                if new and level == leaf_level:
                    text = broken_at_bracket(text, self.widths[k])
                    cells[k] = (text, style)
                    grid.merge(k, top + level, k, top + self._depth - 1)
                    rows = self._depth - level
                    height = max(height, height_of(text, self.widths[k] * 0.93) / rows + 2)
                elif new:
                    end = self._same_until(paths, k, level)
                    grid.merge(k, top + level, end, top + level)
                    height = max(height, height_of(text, sum(self.widths[k : end + 1]) * 0.95) + 2)
            grid.row(cells, height)
        if not self.form.numbers_on_top:
            self._column_numbers(grid)

    def _column_numbers(self, grid: Grid) -> None:
        if self.form.column_numbers:
            small = Style(size=NOTE_SIZE, align="center", border=True)
            grid.row({k: (filled(self.form.column_numbers, {"n": k + 1}), small) for k in range(self._last + 1)}, 15)

    @staticmethod
    def _same_until(paths, k: int, level: int) -> int:
        end = k
        while (
            end + 1 < len(paths)
            and paths[end + 1][: level + 1] == paths[k][: level + 1]
            and (len(paths[end + 1]) > level + 1)
        ):
            end += 1
        return end

    # -- body and below ---------------------------------------------------------------------------------------

    def _body_row(self, grid: Grid, line) -> None:
        cells = {}
        for k, (column, value) in enumerate(zip(self.columns, line.values)):
            fill = (
                ""
                if line.mark
                else column.fills.get(str(line.raw.get(column.sources[0] if column.sources else "", "")), "")
            )
            shown = value
            if value is None:
                blank = column.kind in ("blank", "serial") or (
                    line.mark == TOTAL and column.total == "none" and not line.raw
                )
                shown = "" if blank else column.null if column.null is not None else _no_value(column)
            cells[k] = (shown, self._look(k, value, line.mark, fill))
        grid.row(cells, row_height(self.columns, [cells[k][0] for k in cells], self.widths))

    def _look(self, k: int, value, mark: str, fill: str) -> Style:
        key = (k, isinstance(value, str) or value is None, mark, fill)
        if key not in self._styles:
            self._styles[key] = look_of(self.columns[k], value, mark, fill)
        return self._styles[key]

    def _bottom(self, grid: Grid, body: Body, facts: Mapping[str, Any]) -> None:
        form, at = self.form, self.at
        notes = [filled(note[at], facts, missing="—") for note in form.notes]
        for heading, n in body.partial.items():
            notes.append(
                (
                    f"“{heading}”有 {n} 行无数据，其合计只是有数据部分之和。",
                    f"'{heading}': {n} rows have no value; the total is that of the others.",
                )[at]
            )
        for k, note in enumerate(notes, 1):
            text = f"{k}. {note}" if len(notes) > 1 else note
            self._wide(
                grid, text, Style(size=NOTE_SIZE, wrap=True, align="left"), height_of(text, sum(self.widths), NOTE_SIZE)
            )
        if form.sign:
            grid.row({}, 8)
            labels = [filled(label[at], facts, missing="") for label in form.sign]
            self._segments(grid, labels, [1] * len(labels), ["left"] * len(labels), BODY_SIZE, 24)

    def _wide(self, grid: Grid, text: str, style: Style, height: float) -> None:
        row = grid.last_row + 1
        grid.merge(0, row, self._last, row)
        cells = {k: ("", style) for k in range(1, self._last + 1)} if style.border else {}
        grid.row({0: (text, style), **cells}, height)


def _no_value(column: Column) -> str:
    """A dash for a figure that is not known, nothing for a text that was not given."""
    return "—" if column.kind == "number" or column.words else ""


def look_of(column: Column, value: Any, mark: str, fill: str) -> Style:
    """Style of a body cell: text cells hold text for ever, numbers print with the decimals of their column."""
    text = isinstance(value, str) or value is None
    natural = {"text": "left", "code": "center", "date": "center", "serial": "center", "blank": "left"}
    align = column.align or ("center" if column.words else natural.get(column.kind, "center" if text else "right"))
    fmt = (
        "text"
        if text or column.kind == "code"
        else "date"
        if column.kind == "date"
        else ("int" if column.kind == "serial" else _FORMATS[column.decimals])
    )
    return Style(
        fmt=fmt,
        bold=bool(mark),
        fill=fill or EMPHASIS_FILL.get(mark, ""),
        align=align,
        border=True,
        wrap=text,
        size=BODY_SIZE,
    )
