"""A sheet as a bureau made it → a clean table, with a list of everything that was left out or changed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...dates import ImpossibleDate, parse_date
from ..headings import plain_heading
from ..values import cell_text, number_of
from ..words import Said, said
from .headrows import EMPTY, TITLE, UNIT, Cells, Merge, filled, find_head, heading_names, kind_of_row, unit_of_line

TEXT, REAL, WHOLE, DATE = "text", "real", "int", "date"

_MOSTLY = 0.8
_CODE_HEAD = re.compile(r"代码|编码|编号|号$|^BSM$|DM$|BH$|^code$|_id$|文号|电话|序号", re.IGNORECASE)
_COUNT_HEAD = re.compile(r"年度?$|年份$|year|数$|人数|ND$", re.IGNORECASE)
_DATE_HEAD = re.compile(r"日期|时间$|RQ$|SJ$|_date$|_on$|date", re.IGNORECASE)
_AREA_HEAD = re.compile(r"面积|规模|指标|任务|供应|供地|核销|撤销|处置|结余|已用|奖励|MJ$|合计|耕地|农用地|未利用地"
                        r"|建设用地")
_TRAILING_UNIT = re.compile(r"^([+-]?[\d,，.]+)\s*(亩|万亩|公顷|平方米|㎡|m2|hm2|ha|%|％|万元|人|万人)$", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """name as it goes into the table; kind text, real, int or date; unit that a cell or the sheet's unit line named."""

    name: str
    kind: str
    unit: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A row that is no data: its number in the sheet (from 1), what it is, its text."""

    row: int
    kind: str
    text: str


@dataclass(frozen=True)
class Unread:
    """A cell that could not be read as its column: row (from 1), column, its text. It is empty in the clean table."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class CleanTable:
    """columns; rows of plain values (str, float, int, datetime.date or None); numbers: each row's place in the sheet
    (from 1)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple, ...]
    numbers: tuple[int, ...]
    left_out: tuple[LeftOut, ...]
    unread: tuple[Unread, ...]
    notes: tuple[Said, ...]
    title: str = ""

    def report(self, lang: str = "zh") -> list[str]:
        """What was left out and changed, one sentence each."""
        lines = [note.text(lang) for note in self.notes]
        lines += [said("left_out", row=one.row, kind=said(f"row_{one.kind}"), text=one.text[:60]).text(lang)
                  for one in self.left_out]
        return lines + [said("unread_cell", row=one.row, column=one.column, text=one.text[:40]).text(lang)
                        for one in self.unread]


def clean_table(rows: Sequence[Cells], merges: Sequence[Merge] = ()) -> CleanTable:
    """The table in a sheet: head found (one to three rows, merged or not), title, unit, total, note and signature rows
    left out and listed, numbers and dates written as text read, codes kept as text.

    *rows* are cells of any plain kind, row 0 being row 1 of the sheet; *merges* as in `headrows.Merge`, if known.
    A sheet without a recognisable head gives a table without columns.
    """
    rows = [list(row) for row in rows]
    head = find_head(rows, merges)
    if not head.rows:
        left = tuple(LeftOut(k + 1, TITLE, _joined(row)) for k, row in enumerate(rows) if filled(row))
        return CleanTable((), (), (), left, (), (said("no_head"),))
    names = heading_names(rows, head, merges)
    left = [LeftOut(k + 1, kind, _joined(rows[k])) for k, kind in head.above]
    title = next((one.text for one in left if one.kind == TITLE), "")
    words = tuple(plain_heading(text) for k in head.rows for _, text in filled(rows[k]))
    body, numbers, unit = [], [], head.unit
    filled_down = _fill_down(rows, head.start, merges)
    for k in range(head.start, len(rows)):
        kind = kind_of_row(rows[k], len(names), words)
        if not kind:
            body.append([*rows[k][: len(names)], *[None] * (len(names) - len(rows[k]))])
            numbers.append(k + 1)
        elif kind != EMPTY:
            if kind == UNIT:
                unit = unit or unit_of_line(filled(rows[k]))
            left.append(LeftOut(k + 1, kind, _joined(rows[k])))
    used = [c for c in range(len(names)) if any(cell_text(row[c]) for row in body) or not names[c].startswith("列")]
    columns, values, unread, notes = _columns(names, used, body, numbers, unit)
    if len(head.rows) > 1:
        notes.insert(0, said("merged_head", n=len(head.rows)))
    if filled_down:
        notes.append(said("filled_down", n=filled_down))
    table = tuple(zip(*values)) if values and body else ()
    return CleanTable(tuple(columns), table, tuple(numbers), tuple(sorted(left, key=lambda one: one.row)),
                      tuple(unread), tuple(notes), title)


def _joined(row: Cells) -> str:
    return " ".join(str(row[c]).strip() if isinstance(row[c], str) else text for c, text in filled(row))


def _fill_down(rows: list[list], start: int, merges: Sequence[Merge]) -> int:
    """Put the value of a cell that is merged over several rows of data into each of them."""
    count = 0
    for row, column, tall, _ in merges:
        if row >= start and tall > 1 and column < len(rows[row]) and cell_text(rows[row][column]):
            for k in range(row + 1, min(row + tall, len(rows))):
                if column < len(rows[k]) and not cell_text(rows[k][column]):
                    rows[k][column] = rows[row][column]
                    count += 1
    return count


def _columns(names, used, body, numbers, unit):
    columns, values, unread, notes = [], [], [], []
    applied = []
    for c in used:
        cells = [row[c] for row in body]
        kind, unit_here = _kind(names[c], cells)
        name = names[c]
        bracket = re.search(r"[(（][^()（）]+[)）]$", name)
        if kind == REAL and not bracket and (unit_here or (unit and _AREA_HEAD.search(name) and "%" not in name)):
            name = f"{name}（{unit_here or unit}）"
            applied.append(name)
        column = Column(name, kind, unit_here or (unit if name != names[c] else ""))
        read = []
        for cell, number in zip(cells, numbers):
            value = _value(cell, kind)
            if value is None and cell_text(cell):
                unread.append(Unread(number, name, cell_text(cell)))
            read.append(value)
        columns.append(column)
        values.append(read)
        as_text = sum(isinstance(cell, str) and bool(cell_text(cell)) for cell in cells)
        if kind in (REAL, WHOLE) and as_text:
            notes.append(said("numbers_as_text", column=name, n=as_text))
    if applied and unit:
        notes.insert(0, said("unit_line", unit=unit, n=len(applied)))
    return columns, values, unread, notes


def _kind(name: str, cells: list) -> tuple[str, str]:
    """(kind, unit that the cells themselves carry) of a column."""
    texts = [text for cell in cells if (text := cell_text(cell))]
    plain = re.sub(r"[(（][^()（）]*[)）]$", "", name)
    if not texts:
        return TEXT, ""
    dates = [isinstance(cell, datetime.date) for cell in cells if cell_text(cell)]
    if all(dates) or (_DATE_HEAD.search(plain) and all(_date(text) is not None for text in texts)):
        return DATE, ""
    if _CODE_HEAD.search(plain) or any(re.fullmatch(r"0\d+|\d{12,}", text) for text in texts):
        return TEXT, ""
    units = {match.group(2) for text in texts if (match := _TRAILING_UNIT.match(text))}
    read = sum(_value(text, REAL) is not None for text in texts)
    if read < _MOSTLY * len(texts) or len(units) > 1:
        return TEXT, ""
    with_unit = sum(bool(_TRAILING_UNIT.match(text)) for text in texts)
    if _COUNT_HEAD.search(plain) and not units and all(float(v).is_integer() for t in texts
                                                       if (v := _value(t, REAL)) is not None):
        return WHOLE, ""
    return REAL, units.pop() if units and with_unit == read else ""


def _date(text: Any) -> datetime.date | None:
    try:
        return parse_date(text)
    except ImpossibleDate:
        return None


def _value(cell: Any, kind: str):
    """A cell as its column's kind; None if it is empty or cannot be read."""
    text = cell_text(cell)
    if not text:
        return None
    if kind == TEXT:
        return cell.strip().strip("'\x00").strip() if isinstance(cell, str) else text
    if kind == DATE:
        return cell if isinstance(cell, datetime.date) and not isinstance(cell, datetime.datetime) else _date(cell)
    match = _TRAILING_UNIT.match(text)
    number = number_of(match.group(1)) if match else number_of(cell if not isinstance(cell, str) else text)
    return int(number) if number is not None and kind == WHOLE else number
