"""Bytes of an exchange file → lines of text: GB18030, UTF-8, UTF-16, or several of them in one file.

Order: byte-order mark; UTF-16 without one; strict UTF-8; GB18030. Where neither fits the file as a whole, every
line is read by itself, and what is unlike the rest is said with its line.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from .notes import Note, note

AUTO = "auto"
#: What ENCODING may be; `auto` finds out.
ENCODINGS = (AUTO, "gb18030", "utf-8", "utf-16", "gbk", "utf-8-sig")
#: Names for what another one reads as well.
_SAME = {"gbk": "gb18030", "utf-8-sig": "utf-8"}

_LINE_END = re.compile(rb"\r\n|\n|\r")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Share of zero bytes at even or odd places from which a file without mark is UTF-16.
_ZEROS = 0.3


@dataclass(frozen=True)
class Text:
    """Lines of a file (line 1 is lines[0]), the encoding found, and remarks."""

    lines: list[str]
    encoding: str
    notes: list[Note]


def decode(raw: bytes, encoding: str = AUTO) -> Text:
    """Lines of a file. Never fails: what is no text is replaced by U+FFFD and said."""
    if encoding not in ENCODINGS:
        raise ValueError(f"encoding must be one of {', '.join(ENCODINGS)}, not {encoding!r}")
    encoding = _SAME.get(encoding, encoding)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            body = raw[len(mark) :]
            return _wide(body, name) if name != "utf-8" else _narrow(body, name)
    if encoding == "utf-16":
        return _wide(raw, _wide_order(raw) or "utf-16-le")
    if encoding == AUTO:
        order = _wide_order(raw)
        return _wide(raw, order) if order else _narrow(raw, None)
    return _narrow(raw, encoding)


def _wide_order(raw: bytes) -> str | None:
    """utf-16-le or utf-16-be where the zero bytes say so. Digits and commas are most of such a file."""
    half = max(len(raw) // 2, 1)
    even, odd = raw[0::2].count(0) / half, raw[1::2].count(0) / half
    if max(even, odd) < _ZEROS:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _wide(raw: bytes, name: str) -> Text:
    text = raw.decode(name, errors="replace")
    lines = re.split("\r\n|\n|\r", text)
    notes = [note(1, "utf16", encoding=name.upper())]
    notes += [note(k, "undecodable", encoding=name.upper()) for k, line in enumerate(lines, 1) if "\ufffd" in line]
    return Text(lines, name, notes)


def _narrow(raw: bytes, main: str | None) -> Text:
    """Byte encodings, line by line; a line end is never part of a character in any of them."""
    rows = _LINE_END.split(raw)
    wide = [k for k, row in enumerate(rows) if not row.isascii()]
    if main is None:
        as_utf8 = sum(_strict(rows[k], "utf-8") is not None for k in wide)
        main = "utf-8" if as_utf8 * 2 > len(wide) else "gb18030"
    other = "gb18030" if main == "utf-8" else "utf-8"
    lines = [row.decode("latin-1") for row in rows]
    notes = []
    for k in wide:
        mine, strange = _strict(rows[k], main), _strict(rows[k], other)
        if strange is not None and _is_chinese(strange, other) and not (mine is not None and main == "utf-8"):
            lines[k] = strange
            notes.append(note(k + 1, "mixed", encoding=other.upper()))
        elif mine is not None:
            lines[k] = mine
        else:
            lines[k] = rows[k].decode(main, errors="replace")
            notes.append(note(k + 1, "undecodable", encoding=main.upper()))
    return Text(lines, main, notes)


def _strict(row: bytes, encoding: str) -> str | None:
    try:
        return row.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str, encoding: str) -> bool:
    """Whether text that was read in an encoding other than the file's is Chinese, and not two bytes that look so.

    Common words only, for GB18030; three-byte characters, for UTF-8: GB text that is also valid UTF-8 of that kind
    would be all rare characters.
    """
    if encoding == "utf-8":
        return all(char.isascii() or char >= "\u2000" for char in text)
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
