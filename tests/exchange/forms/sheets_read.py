"""Reads written sheets with openpyxl, and measures whether a text would be cut."""

import math
import unicodedata
from datetime import datetime

import openpyxl

from nm_urban.nm_urban_plugin.exchange.forms import write_book


def book(path, ids, results, lang="zh"):
    """The workbook of some forms, written and opened again."""
    write_book(path, ids, results, lang)
    return openpyxl.load_workbook(path)


def rows(sheet):
    """All rows as lists of values."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def row_with(sheet, text, after=0):
    """Number of the first row below `after` in which a cell holds `text`."""
    cells = (cell for line in sheet.iter_rows(min_row=after + 1) for cell in line)
    return next(cell.row for cell in cells if isinstance(cell.value, str) and text in cell.value)


def column_with(sheet, heading):
    """Number of the first column with a heading."""
    return next(
        cell.column
        for line in sheet.iter_rows(max_row=8)
        for cell in line
        if str(cell.value).replace("\n", "") == heading
    )


def cut_cells(sheet):
    """Cells whose text needs more room than they have: numbers wider than the column, texts taller than the row.

    Judged apart from the code that sizes them: a 汉字 is two characters, 10 points are 13 high, one character margin.
    """
    spans = {}
    for area in sheet.merged_cells.ranges:
        wide = sum(
            sheet.column_dimensions[openpyxl.utils.get_column_letter(c)].width
            for c in range(area.min_col, area.max_col + 1)
        )
        tall = sum(sheet.row_dimensions[r].height or 16 for r in range(area.min_row, area.max_row + 1))
        spans[area.min_row, area.min_col] = (wide, tall)
    found = []
    for line in sheet.iter_rows():
        for cell in line:
            if cell.value is None:
                continue
            own = (sheet.column_dimensions[cell.column_letter].width, sheet.row_dimensions[cell.row].height or 16)
            width, height = spans.get((cell.row, cell.column), own)
            size = cell.font.sz or 10
            if isinstance(cell.value, datetime):
                if width < 10.5:
                    found.append((cell.coordinate, cell.value, width))
                continue
            if isinstance(cell.value, (int, float)):
                decimals = len(cell.number_format.partition(".")[2])
                need = len(f"{cell.value:.{decimals}f}") * size / 10
                if need > width - 0.5:
                    found.append((cell.coordinate, cell.value, width))
                continue
            lines = 0
            for part in str(cell.value).split("\n"):
                span = sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in part) * size / 10
                lines += max(1, math.ceil(span / max(width - 1, 1)))
            if lines * size * 1.25 > height + 3 or (lines > 1 and not cell.alignment.wrap_text):
                found.append((cell.coordinate, cell.value, (width, height)))
    return found
