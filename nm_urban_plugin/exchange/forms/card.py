"""A card form on a worksheet: one page for each record, its cells laid on a grid of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..xlsx.grid import Grid, Setup
from ..xlsx.parts import Style
from ..xlsx.workbook import Workbook
from .figures import Figures
from .results import Results, Table
from .schema import CardRow, Cell, Column, Form
from .sizes import LINE_POINTS, height_of, lines_of, scale_for
from .sources import chosen, missing, table_of
from .table import BODY_SIZE, FOOTER, HEAD_FILL, NOTE_SIZE, SUB_SIZE, TITLE_FONT, TITLE_SIZE, look_of
from .ties import check_agreements, check_ties
from .values import filled, order_key, printed

#: Placeholder of a text: a slot of the record in a sentence, such as {eco_m2}.
_LEAST = 22.0


def write_cards(book: Workbook, form: Form, results: Results, at: int) -> None:
    """One sheet of the workbook with a page for each record. Raises FormError, FormDoesNotTie."""
    table = table_of(form, results)
    if table is None:
        raise missing(form)
    check_ties(form, table)
    records = chosen(table, form.where)
    if form.order:
        names = [table.find([one]) or one for one in form.order]
        records = sorted(records, key=lambda record: [order_key(record.get(name)) for name in names])
    Cards(form, results, table, at).write(book, records)


@dataclass(frozen=True)
class _Placed:
    """A cell of a card with its text, where it stands in the card and its size."""

    row: int
    column: int
    cell: Cell
    value: Any
    style: Style


@dataclass
class Cards:
    """Draws the pages of one card form."""

    form: Form
    results: Results
    table: Table
    at: int

    def __post_init__(self):
        self._figures = Figures(self.form, self.results, self.at)
        self._fields = {
            id(cell.slot): self.table.find(cell.slot.sources)
            for row in self.form.rows
            for cell in row.cells
            if cell.slot is not None and not row.each
        }
        self._details = {
            k: results_table
            for k, row in enumerate(self.form.rows)
            if row.each and (results_table := self.results.first(row.each)) is not None
        }

    def write(self, book: Workbook, records: Sequence[Mapping[str, Any]]) -> None:
        """All pages into one sheet of the book."""
        form = self.form
        pages = [self._page(record) for record in records]
        points = max((sum(heights) for _, heights, _ in pages), default=0.0)
        scale = scale_for(form.grid, form.paper, form.landscape, points + 60)
        setup = Setup(form.grid, form.paper, form.landscape, FOOTER[self.at], scale=scale)
        with book.grid(filled(form.tab[self.at], self.results.facts, missing=""), setup) as grid:
            for k, (placed, heights, facts) in enumerate(pages):
                self.results.look()
                check_agreements(form, facts)
                if k:
                    grid.page_break()
                self._draw(grid, placed, heights)
            if not pages:
                grid.row({0: (form.empty[self.at], Style(size=BODY_SIZE))}, _LEAST)

    # -- one page ---------------------------------------------------------------------------------------------

    def _page(self, record: Mapping[str, Any]):
        """([placed cells], [row heights], facts) of one card."""
        form, at = self.form, self.at
        facts = {**self._words(record), **self._figures.of(record)}
        placed: list[_Placed] = []
        heights: list[float] = []
        self._line(placed, heights, form.number[at], Style(size=SUB_SIZE, align="left"))
        self._line(
            placed,
            heights,
            filled(form.title[at], facts),
            Style(size=TITLE_SIZE, bold=True, align="center", wrap=True, font=TITLE_FONT),
        )
        self._edge(placed, heights, facts)
        busy: dict[int, set[int]] = {}
        for k, row in enumerate(form.rows):
            for source in self._sources(k, row, record):
                self._card_row(placed, heights, busy, row, source, facts)
        for note in form.notes:
            self._line(
                placed, heights, filled(note[at], facts, missing="—"), Style(size=NOTE_SIZE, wrap=True, align="left")
            )
        self._signs(placed, heights, facts)
        return placed, heights, facts

    def _words(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record's values as its slots print them, for sentences; others as they are."""
        out = dict(record)
        for row in self.form.rows:
            for cell in row.cells:
                if cell.slot is not None and not row.each and (name := self._fields[id(cell.slot)]):
                    out[cell.slot.key] = printed(cell.slot, record.get(name), self.at)
        return out

    def _sources(self, k: int, row: CardRow, record: Mapping[str, Any]) -> list[tuple[Table, Mapping[str, Any]]]:
        """What a row is filled from: the record of the card, or each matching record of another table."""
        if not row.each:
            return [(self.table, record)]
        table = self._details.get(k)
        if table is None:
            return []
        wanted = {theirs: str(record.get(self.table.find([mine]) or mine)) for theirs, mine in row.match.items()}
        found = [
            one
            for one in chosen(table, row.where)
            if all(str(one.get(name)) == value for name, value in wanted.items())
        ]
        return [(table, one) for one in sorted(found, key=lambda one: [order_key(one.get(name)) for name in row.order])]

    def _card_row(self, placed, heights, busy, row: CardRow, source, facts) -> None:
        table, record = source
        at_row, column, height = len(heights), 0, _LEAST
        for cell in row.cells:
            while column in busy.get(at_row, ()):
                column += 1
            value = self._value(cell, table, record, facts, bool(row.each))
            style = self._style(cell, value)
            placed.append(_Placed(at_row, column, cell, value, style))
            for below in range(1, cell.tall):
                busy.setdefault(at_row + below, set()).update(range(column, column + cell.span))
            width = sum(self.form.grid[column : column + cell.span])
            if isinstance(value, str) and value:
                height = max(height, (lines_of(value, width) * LINE_POINTS + 8) / cell.tall)
            height = max(height, cell.height)
            column += cell.span
        heights.append(height)

    def _value(self, cell: Cell, table: Table, record, facts, detail: bool):
        if cell.slot is None:
            return filled(cell.text[self.at], facts, missing="—")
        name = table.find(cell.slot.sources) if detail else self._fields[id(cell.slot)]
        value = printed(cell.slot, record.get(name), self.at) if name else None
        if value is None:
            known = cell.slot.kind == "number" or bool(cell.slot.words)
            return cell.slot.null if cell.slot.null is not None else "—" if known else ""
        return value

    def _style(self, cell: Cell, value) -> Style:
        if cell.slot is None:
            return Style(
                bold=cell.head,
                fill=HEAD_FILL if cell.head else "",
                border=True,
                wrap=True,
                size=BODY_SIZE,
                align=cell.align or ("center" if cell.head else "left"),
            )
        slot: Column = replace(cell.slot, align=cell.align or cell.slot.align or "center")
        return look_of(slot, value, "", "")

    # -- around the cells -------------------------------------------------------------------------------------

    def _line(self, placed, heights, text: str, style: Style) -> None:
        if text:
            count = len(self.form.grid)
            placed.append(_Placed(len(heights), 0, Cell(span=count), text, style))
            heights.append(
                max(_LEAST if style.size <= 11 else 34, height_of(text, sum(self.form.grid), style.size) + 2)
            )

    def _edge(self, placed, heights, facts) -> None:
        """The line under the title: left and right text."""
        left, right = (filled(text[self.at], facts) for text in (self.form.left, self.form.right))
        if left or right:
            count = len(self.form.grid)
            half = max(1, count // 2)
            placed.append(
                _Placed(len(heights), 0, Cell(span=half), left, Style(size=SUB_SIZE, align="left", wrap=True))
            )
            placed.append(
                _Placed(
                    len(heights), half, Cell(span=count - half), right, Style(size=SUB_SIZE, align="right", wrap=True)
                )
            )
            width = sum(self.form.grid) / 2
            heights.append(max(20.0, height_of(left, width), height_of(right, width)))

    def _signs(self, placed, heights, facts) -> None:
        labels = [filled(label[self.at], facts, missing="") for label in self.form.sign]
        if not labels:
            return
        heights.append(10.0)
        count, n = len(self.form.grid), len(labels)
        starts = [round(k * count / n) for k in range(n)] + [count]
        for label, begin, end in zip(labels, starts, starts[1:]):
            if end > begin:
                placed.append(
                    _Placed(
                        len(heights),
                        begin,
                        Cell(span=end - begin),
                        label,
                        Style(size=BODY_SIZE, align="left", wrap=True),
                    )
                )
        heights.append(26.0)

    def _draw(self, grid: Grid, placed: Sequence[_Placed], heights: Sequence[float]) -> None:
        top = grid.last_row + 1
        rows: list[dict] = [{} for _ in heights]
        for one in placed:
            last_row, last = one.row + one.cell.tall - 1, one.column + one.cell.span - 1
            grid.merge(one.column, top + one.row, last, top + last_row)
            if one.style.border:
                for r in range(one.row, last_row + 1):
                    rows[r].update({c: ("", one.style) for c in range(one.column, last + 1)})
            rows[one.row][one.column] = (one.value, one.style)
        for cells, height in zip(rows, heights):
            grid.row(cells, height)
