"""What the cell styles of a template show: dates, text, decimals, wrapping; and copies of them that wrap."""

from __future__ import annotations

import re

from .tree import Document, Element

_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILT_IN_DECIMALS = {1: 0, 2: 2, 3: 0, 4: 2, 9: 0, 10: 2, 37: 0, 38: 0, 39: 2, 40: 2}
_TEXT = 49
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class Styles:
    """Reads the styles part of a workbook; `document` is changed where a wrapping copy is asked for."""

    def __init__(self, document: Document):
        self.document = document
        self.changed = False
        root = document.root
        self._formats = {
            int(one.get("numFmtId")): one.get("formatCode")
            for one in root.walk("numFmt")
            if one.get("numFmtId").isdigit()
        }
        self._cells = root.find("cellXfs")
        self._xfs = self._cells.all("xf") if self._cells is not None else []
        fonts = root.find("fonts")
        self._sizes = [self._size(font) for font in fonts.all("font")] if fonts is not None else []
        self._wrapping: dict[str, str] = {}

    @staticmethod
    def _size(font: Element) -> float:
        size = font.find("sz")
        return float(size.get("val")) if size is not None else 11.0

    def _xf(self, style: str):
        k = int(style or 0)
        return self._xfs[k] if k < len(self._xfs) else None

    def _format(self, style: str) -> int:
        xf = self._xf(style)
        return int(xf.get("numFmtId") or 0) if xf is not None else 0

    def is_date(self, style: str) -> bool:
        """Whether a number in this style shows as a date."""
        number = self._format(style)
        code = _QUOTED.sub("", self._formats.get(number, "")).lower()
        return number in _DATE_IDS or (bool(re.search("[ymd年月日]", code)) and "general" not in code)

    def is_text(self, style: str) -> bool:
        """Whether the cell holds text whatever is typed in."""
        number = self._format(style)
        return number == _TEXT or self._formats.get(number) == "@"

    def decimals(self, style: str) -> int | None:
        """Decimals that a number in this style shows; None for General, text and dates."""
        number = self._format(style)
        if number in _BUILT_IN_DECIMALS:
            return _BUILT_IN_DECIMALS[number]
        code = self._formats.get(number)
        if code is None or self.is_date(style) or self.is_text(style):
            return None
        plain = _QUOTED.sub("", code.split(";")[0])
        if not re.search("[0#?]", plain) or "%" in plain:
            return None
        found = re.search(r"\.([0#?]+)", plain)
        return len(found.group(1)) if found else 0

    def font_size(self, style: str) -> float:
        """Points of the font."""
        xf = self._xf(style)
        k = int(xf.get("fontId") or 0) if xf is not None else 0
        return self._sizes[k] if k < len(self._sizes) else 11.0

    def wraps(self, style: str) -> bool:
        """Whether text breaks within the cell, or is shrunk into it."""
        xf = self._xf(style)
        alignment = xf.find("alignment") if xf is not None else None
        return alignment is not None and any(
            alignment.get(name) in ("1", "true") for name in ("wrapText", "shrinkToFit")
        )

    def wrapped(self, style: str) -> str:
        """Number of a style that is this one with wrapping text."""
        style = style or "0"
        if style not in self._wrapping and self._cells is not None and self._xf(style) is not None:
            copy = self._xf(style).copy()
            alignment = copy.find("alignment")
            if alignment is None:
                alignment = copy.make("alignment")
                copy.nodes.insert(0, alignment)
            alignment.set("wrapText", "1")
            copy.set("applyAlignment", "1")
            self._cells.nodes.append(copy)
            self._xfs.append(copy)
            self._cells.set("count", str(len(self._xfs)))
            self._wrapping[style] = str(len(self._xfs) - 1)
            self.changed = True
        return self._wrapping.get(style, style)
