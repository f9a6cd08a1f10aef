"""One sheet of a bureau's template: its cells with placeholders, and the sheet with rows repeated and cells filled."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ...xlsx.grid import MAX_HEIGHT
from ...xlsx.parts import clean_text
from ...xlsx.sheet import day_number
from ..errors import TemplateError
from ..sizes import LINE_POINTS, lines_of
from ..values import Printed, as_text
from .shifts import Shift, moved
from .styles import Styles
from .tree import Document, Element

_MAX_ROWS = 1048576
_RANGES = (
    ("hyperlink", "ref"),
    ("dataValidation", "sqref"),
    ("conditionalFormatting", "sqref"),
    ("autoFilter", "ref"),
    ("dimension", "ref"),
    ("selection", "sqref"),
    ("selection", "activeCell"),
    ("pane", "topLeftCell"),
    ("protectedRange", "sqref"),
    ("ignoredError", "sqref"),
)
_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass
class Row:
    """A row of the template: its number, element, and the text of the cells with placeholders, by column letter."""

    number: int
    node: Element
    texts: dict[str, str] = field(default_factory=dict)


class TemplateSheet:
    """Edits the tree of one worksheet part. `shared` are the workbook's shared texts."""

    def __init__(self, name: str, document: Document, shared: list[str], styles: Styles):
        self.name, self.document, self._styles = name, document, styles
        self._root = document.root
        self._data = self._root.find("sheetData") or self._root.make("sheetData")
        self.rows: list[Row] = []
        self.has_formulas = any(True for _ in self._data.walk("f"))
        at = 0
        for node in self._data.all("row"):
            at = int(node.get("r") or at + 1)
            row = Row(at, node)
            for letter, cell in _cells(node):
                text = _text_of(cell, shared)
                if "{{" in text or "｛｛" in text:
                    row.texts[letter] = text
            self.rows.append(row)
        self.has_slots = any(row.texts for row in self.rows)
        self._widths, self._base_width = self._column_widths()
        self._merged = self._merged_columns()
        self._last_column = max((_number(one) for row in self.rows for one, _ in _cells(row.node)), default=1)

    # -- what the sheet looks like ----------------------------------------------------------------------------

    def _column_widths(self) -> tuple[dict[int, float], float]:
        form, cols = self._root.find("sheetFormatPr"), self._root.find("cols")
        base = float((form.get("defaultColWidth") if form is not None else "") or 8.43)
        out: dict[int, float] = {}
        for col in cols.all("col") if cols is not None else ():
            for k in range(int(col.get("min")), min(int(col.get("max")), 400) + 1):
                out[k] = float(col.get("width") or base)
        return out, base

    def _merged_columns(self) -> dict[tuple[int, str], str]:
        """(row, first column) → last column of merges within one row."""
        out = {}
        for merge in self._root.walk("mergeCell"):
            found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", merge.get("ref"))
            if found and found[2] == found[4]:
                out[int(found[2]), found[1]] = found[3]
        return out

    def _width(self, row: int, letter: str, node: Element | None = None) -> float:
        """Width of a cell with those it is merged with; given its row, with the empty ones that its text runs into."""
        last = _number(self._merged.get((row, letter), letter))
        if node is not None:
            held = [_number(one) for one, cell in _cells(node) if cell.nodes and _number(one) > last]
            last = min(held) - 1 if held else max(last, self._last_column)
        return sum(self._widths.get(k, self._base_width) for k in range(_number(letter), last + 1))

    def decimals_of(self, row: Row, letter: str) -> int | None:
        """Decimals that the format of a cell shows, None where it shows what is there."""
        cell = dict(_cells(row.node))[letter]
        return self._styles.decimals(cell.get("s"))

    # -- filling ----------------------------------------------------------------------------------------------

    def fill(
        self, shift: Shift, others: Callable[[str], Shift], values: Callable[[Row, int], Mapping[str, Printed]]
    ) -> None:
        """Repeat the rows of `shift`, move what lies below, and write `values(row, copy)` (by column letter)."""
        if self.rows and shift.last(self.rows[-1].number) > _MAX_ROWS:
            raise TemplateError("forms.too_many_rows", sheet=self.name)
        filled: list[Element | str] = []
        for row in self.rows:
            times = max(shift.times.get(row.number, 1), 1)
            repeated = row.number if row.number in shift.times else 0
            for k, node in enumerate([*(row.node.copy() for _ in range(times - 1)), row.node]):
                self._renumber(node, shift.first(row.number) + k, shift, others, repeated, k)
                if row.texts:
                    self._write(row, node, values(row, k))
                filled.append(node)
        self._data.nodes = filled
        self._ranges(shift, others)

    def _renumber(self, node: Element, number: int, shift: Shift, others, repeated: int, copy: int) -> None:
        node.set("r", str(number))
        for letter, cell in _cells(node):
            cell.set("r", f"{letter}{number}")
            formula = cell.find("f")
            if formula is None:
                continue
            if formula.get("ref"):
                formula.set("ref", shift.range(formula.get("ref")))
            if formula.text:
                formula.text = moved(formula.text, shift, others, repeated, copy)
            # the value was that of the empty template; programs calculate anew on loading
            cell.nodes = [one for one in cell.nodes if isinstance(one, str) or one.local != "v"]

    def _write(self, row: Row, node: Element, values: Mapping[str, Printed]) -> None:
        tallest = 0.0
        for letter, cell in _cells(node):
            if letter in values:
                tallest = max(tallest, self._write_cell(row, node, letter, cell, values[letter]))
        height = float(node.get("ht") or 0)
        if tallest > max(height, 18.0):
            node.set("ht", f"{min(tallest, MAX_HEIGHT):g}")
            node.set("customHeight", "1")

    def _write_cell(self, row: Row, node: Element, letter: str, cell: Element, value: Printed) -> float:
        """Fill a cell; returns the height that its text needs."""
        style = cell.get("s")
        cell.nodes = []
        cell.drop("t")
        if isinstance(value, dt.date) and self._styles.is_date(style) and day_number(value) is not None:
            cell.nodes = [cell.make("v", str(day_number(value)))]
            return 0.0
        if isinstance(value, Decimal) and not self._styles.is_text(style):
            cell.nodes = [cell.make("v", f"{value:f}")]
            return 0.0
        text = "" if value is None else clean_text(as_text(value))
        if not text:
            return 0.0
        written, inside = cell.make("t", _LOOKALIKE.sub("_x005F_", text)), cell.make("is")
        written.set("xml:space", "preserve")
        inside.nodes, cell.nodes = [written], [inside]
        cell.set("t", "inlineStr")
        size = self._styles.font_size(style)
        wraps = self._styles.wraps(style)
        if not wraps and lines_of(text, self._width(row.number, letter, node) * 11 / max(size, 6)) == 1:
            return 0.0
        lines = lines_of(text, self._width(row.number, letter) * 11 / max(size, 6))
        if not wraps:
            cell.set("s", self._styles.wrapped(style))
        return lines * LINE_POINTS * size / 10 + 4 if lines > 1 else 0.0

    # -- what refers to rows ----------------------------------------------------------------------------------

    def _ranges(self, shift: Shift, others) -> None:
        for local, attribute in _RANGES:
            for node in self._root.walk(local):
                old = node.get(attribute)
                if old and attribute in ("activeCell", "topLeftCell"):
                    node.set(attribute, shift.range(old).split(":")[0])
                elif old:
                    node.set(attribute, shift.range(old))
        for local in ("formula", "formula1", "formula2"):
            for node in self._root.walk(local):
                if node.text:
                    node.text = moved(node.text, shift, others)
        for one in self._root.walk("brk"):
            one.set("id", str(shift.last(int(one.get("id") or 0))))
        merges = self._root.find("mergeCells")
        if merges is not None:
            merges.nodes = [copy for one in merges.all("mergeCell") for copy in _merges(one, shift)]
            merges.set("count", str(len(merges.nodes)))


def _merges(node: Element, shift: Shift) -> list[Element]:
    """Merges within a repeated row are made in each copy; others move and grow."""
    old = node.get("ref")
    found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", old)
    if not found or found[2] != found[4]:
        node.set("ref", shift.range(old))
        return [node]
    first, out = shift.first(int(found[2])), []
    for k in range(max(shift.times.get(int(found[2]), 1), 1)):
        copy = node.copy()
        copy.set("ref", f"{found[1]}{first + k}:{found[3]}{first + k}")
        out.append(copy)
    return out


def _cells(row: Element) -> list[tuple[str, Element]]:
    """(column letters, element) of the cells of a row; those without an address follow their neighbour."""
    out, column = [], 0
    for cell in row.all("c"):
        letters = re.match(r"[A-Z]+", cell.get("r"))
        column = _number(letters.group()) if letters else column + 1
        out.append((_letters(column), cell))
    return out


def _number(letters: str) -> int:
    value = 0
    for char in letters:
        value = value * 26 + ord(char) - 64
    return value


def _letters(number: int) -> str:
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out


def _text_of(cell: Element, shared: list[str]) -> str:
    """Text of a cell, its runs joined; '' for numbers and formulas."""
    kind, value = cell.get("t"), cell.find("v")
    if cell.find("f") is not None:
        return ""
    if kind == "inlineStr":
        return rich_text(cell.find("is"))
    text = value.text if value is not None else ""
    if kind == "s" and text.strip().isdigit() and int(text) < len(shared):
        return shared[int(text)]
    return text if kind == "str" else ""


def rich_text(node: Element | None) -> str:
    """Text of a shared or inline string, its runs joined; phonetic readings left out."""
    if node is None:
        return ""
    parts = [node, *node.all("r")]
    return "".join(text.text for part in parts for text in part.all("t"))
