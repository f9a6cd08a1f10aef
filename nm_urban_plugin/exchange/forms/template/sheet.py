"""One sheet of a bureau's template: its cells with placeholders, and the sheet with rows repeated and cells filled."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ...xlsx_parts import clean_text
from ..errors import TemplateError
from ..grid import MAX_HEIGHT, day_number
from ..sizes import LINE_POINTS, lines_of
from ..values import Printed, as_text
from .package import child, children, elements, sibling_tag
from .shifts import Shift, moved
from .styles import Styles

_MAX_ROWS = 1048576
_RANGES = (
    ("mergeCell", "ref"),
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
    node: Any
    texts: dict[str, str] = field(default_factory=dict)


class TemplateSheet:
    """Edits the tree of one worksheet part. `shared` are the workbook's shared texts."""

    def __init__(self, name: str, document, shared: list[str], styles: Styles):
        self.name, self.document, self._styles = name, document, styles
        self._root = document.documentElement
        self._data = child(self._root, "sheetData")
        self.rows: list[Row] = []
        self.has_formulas = False
        at = 0
        for node in children(self._data, "row") if self._data is not None else ():
            at = int(node.getAttribute("r") or at + 1)
            node.setAttribute("r", str(at))
            row = Row(at, node)
            for letter, cell in _cells(node):
                if child(cell, "f") is not None:
                    self.has_formulas = True
                text = _text_of(cell, shared)
                if "{{" in text or "｛｛" in text:
                    row.texts[letter] = text
            self.rows.append(row)
        self._widths = self._column_widths()
        self._merged = self._merged_columns()

    # -- what the sheet looks like ----------------------------------------------------------------------------

    def _column_widths(self) -> dict[int, float]:
        form = child(self._root, "sheetFormatPr")
        base = float((form.getAttribute("defaultColWidth") if form is not None else "") or 8.43)
        out: dict[int, float] = {}
        cols = child(self._root, "cols")
        for col in children(cols, "col") if cols is not None else ():
            for k in range(int(col.getAttribute("min")), min(int(col.getAttribute("max")), 400) + 1):
                out[k] = float(col.getAttribute("width") or base)
        self._base_width = base
        return out

    def _merged_columns(self) -> dict[tuple[int, str], str]:
        """(row, first column) → last column of merges within one row."""
        out = {}
        for merge in elements(self._root, "mergeCell"):
            found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", merge.getAttribute("ref"))
            if found and found[2] == found[4]:
                out[int(found[2]), found[1]] = found[3]
        return out

    def _width(self, row: int, letter: str) -> float:
        last = self._merged.get((row, letter), letter)
        return sum(self._widths.get(k, self._base_width) for k in range(_number(letter), _number(last) + 1))

    def decimals_of(self, row: Row, letter: str) -> int | None:
        """Decimals that the format of a cell shows, None where it shows what is there."""
        cell = dict(_cells(row.node))[letter]
        return self._styles.decimals(cell.getAttribute("s"))

    # -- filling ----------------------------------------------------------------------------------------------

    def fill(
        self, shift: Shift, others: Callable[[str], Shift], values: Callable[[Row, int], Mapping[str, Printed]]
    ) -> None:
        """Repeat the rows of `shift`, move what lies below, and write `values(row, copy)` (by column letter)."""
        if self.rows and shift.last(self.rows[-1].number) > _MAX_ROWS:
            raise TemplateError(f"sheet '{self.name}' would have too many rows", f"工作表“{self.name}”行数过多")
        for row in self.rows:
            times = shift.times.get(row.number, 1)
            copies = [row.node] + [row.node.cloneNode(True) for _ in range(times - 1)]
            after = row.node.nextSibling
            for k, node in enumerate(copies):
                if k:
                    self._data.insertBefore(node, after)
                repeated = row.number if row.number in shift.times else 0
                self._renumber(node, shift.first(row.number) + k, shift, others, repeated, k)
                if row.texts:
                    self._write(row, node, values(row, k))
        self._ranges(shift, others)

    def _renumber(self, node, number: int, shift: Shift, others, repeated: int, copy: int) -> None:
        node.setAttribute("r", str(number))
        for letter, cell in _cells(node):
            cell.setAttribute("r", f"{letter}{number}")
            formula = child(cell, "f")
            if formula is None:
                continue
            if formula.hasAttribute("ref"):
                formula.setAttribute("ref", shift.range(formula.getAttribute("ref")))
            if formula.firstChild is not None:
                formula.firstChild.data = moved(formula.firstChild.data, shift, others, repeated, copy)
            for value in children(cell, "v"):  # it was of the empty template; programs calculate anew on loading
                cell.removeChild(value)

    def _write(self, row: Row, node, values: Mapping[str, Printed]) -> None:
        tallest = 0.0
        for letter, cell in _cells(node):
            if letter in values:
                tallest = max(tallest, self._write_cell(row, letter, cell, values[letter]))
        height = float(node.getAttribute("ht") or 0)
        if tallest > max(height, 18.0):
            node.setAttribute("ht", f"{min(tallest, MAX_HEIGHT):g}")
            node.setAttribute("customHeight", "1")

    def _write_cell(self, row: Row, letter: str, cell, value: Printed) -> float:
        """Fill a cell; returns the height that its text needs."""
        style = cell.getAttribute("s")
        for old in list(cell.childNodes):
            cell.removeChild(old)
        if cell.hasAttribute("t"):
            cell.removeAttribute("t")
        if isinstance(value, dt.date) and self._styles.is_date(style) and day_number(value) is not None:
            self._add(cell, "v", str(day_number(value)))
            return 0.0
        if isinstance(value, Decimal) and not self._styles.is_text(style):
            self._add(cell, "v", f"{value:f}")
            return 0.0
        text = "" if value is None else clean_text(as_text(value))
        if not text:
            return 0.0
        cell.setAttribute("t", "inlineStr")
        inside = self._add(cell, "is", None)
        written = self._add(inside, "t", _LOOKALIKE.sub("_x005F_", text))
        written.setAttribute("xml:space", "preserve")
        size = self._styles.font_size(style)
        width = self._width(row.number, letter) * 11 / max(size, 6)
        lines = lines_of(text, width)
        if lines > 1 and not self._styles.wraps(style):
            cell.setAttribute("s", self._styles.wrapped(style))
        return lines * LINE_POINTS * size / 10 + 4 if lines > 1 else 0.0

    def _add(self, parent, local: str, text: str | None):
        node = self.document.createElementNS(self._root.namespaceURI, sibling_tag(self._root, local))
        if text is not None:
            node.appendChild(self.document.createTextNode(text))
        parent.appendChild(node)
        return node

    # -- what refers to rows ----------------------------------------------------------------------------------

    def _ranges(self, shift: Shift, others) -> None:
        for local, attribute in _RANGES:
            for node in elements(self._root, local):
                if not node.hasAttribute(attribute):
                    continue
                old = node.getAttribute(attribute)
                if local == "mergeCell":
                    self._merge(node, old, shift)
                elif attribute in ("activeCell", "topLeftCell"):
                    node.setAttribute(attribute, shift.range(old).split(":")[0])
                else:
                    node.setAttribute(attribute, shift.range(old))
        for local in ("formula", "formula1", "formula2"):
            for node in elements(self._root, local):
                if node.firstChild is not None:
                    node.firstChild.data = moved(node.firstChild.data, shift, others)
        breaks = child(self._root, "rowBreaks")
        for one in children(breaks, "brk") if breaks is not None else ():
            one.setAttribute("id", str(shift.last(int(one.getAttribute("id")))))
        merges = child(self._root, "mergeCells")
        if merges is not None:
            merges.setAttribute("count", str(len(children(merges, "mergeCell"))))

    def _merge(self, node, old: str, shift: Shift) -> None:
        """Merges within a repeated row are made in each copy; others move and grow."""
        found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", old)
        if not found or found[2] != found[4] or shift.times.get(int(found[2]), 1) < 2:
            node.setAttribute("ref", shift.range(old))
            return
        first = shift.first(int(found[2]))
        for k in range(shift.times[int(found[2])]):
            copy = node if not k else node.cloneNode(True)
            copy.setAttribute("ref", f"{found[1]}{first + k}:{found[3]}{first + k}")
            if k:
                node.parentNode.appendChild(copy)


def _cells(row) -> list[tuple[str, Any]]:
    """(column letters, element) of the cells of a row; those without an address follow their neighbour."""
    out, column = [], 0
    for cell in children(row, "c"):
        letters = re.match(r"[A-Z]+", cell.getAttribute("r"))
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


def _text_of(cell, shared: list[str]) -> str:
    """Text of a cell, its runs joined; '' for numbers and formulas."""
    if child(cell, "f") is not None:
        return ""
    kind = cell.getAttribute("t")
    if kind == "inlineStr":
        return rich_text(child(cell, "is"))
    value = child(cell, "v")
    if value is None or value.firstChild is None:
        return ""
    text = value.firstChild.data
    if kind == "s" and text.strip().isdigit() and int(text) < len(shared):
        return shared[int(text)]
    return text if kind == "str" else ""


def rich_text(node) -> str:
    """Text of a shared or inline string; phonetic readings left out."""
    if node is None:
        return ""
    texts = [one for one in elements(node, "t") if one.parentNode.localName != "rPh"]
    return "".join(
        part.data
        for one in texts
        for part in one.childNodes
        if part.nodeType in (part.TEXT_NODE, part.CDATA_SECTION_NODE)
    )
