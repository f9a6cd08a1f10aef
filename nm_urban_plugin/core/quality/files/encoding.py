"""The encoding of a table, told from the bytes of its records: what a .cpg or a language byte says may be wrong.

A shapefile of a bureau is GBK without a .cpg, or UTF-8 with one that says otherwise. Only the records are
tested, because field names are cut at 10 bytes, often within a character; a cell that is full may end within one too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

UTF8, GBK, GB18030 = "UTF-8", "GBK", "GB18030"
_ENOUGH = 0.95
_RECORDS = 2000
_DESCRIPTOR = 32
#: Language driver ids that mean GBK, and the neutral ones that mean nothing.
_LDID_GBK = (0x4D, 0x7A)
_FAMILIES = {"utf8": UTF8, "utf-8": UTF8, "65001": UTF8, "gbk": GBK, "cp936": GBK, "936": GBK, "ansi936": GBK,
             "gb2312": GBK, "oem936": GBK, "gb18030": GBK, "54936": GBK, "ansi 936": GBK, "x-gbk": GBK}


class BrokenDbf(ValueError):
    """The bytes are no dBASE table, or end before its header does."""


@dataclass(frozen=True)
class DbfField:
    """One field: its name as bytes, type letter, place in the record, width and decimals."""

    name: bytes
    kind: str
    offset: int
    width: int
    decimals: int


@dataclass(frozen=True)
class DbfHeader:
    """What the header says: number of records, where they begin, their length, language byte, fields."""

    count: int
    start: int
    length: int
    ldid: int
    fields: tuple[DbfField, ...]


@dataclass(frozen=True)
class Encoding:
    """encoding: UTF-8, GBK, GB18030, or '' where nothing but ASCII was found or no reading fits.

    sure      False where only names or too few characters spoke
    declared  the family that the .cpg, else the language byte, names ('' = none)
    lying     the declared family contradicts the bytes
    """

    encoding: str
    sure: bool
    declared: str
    lying: bool

    @property
    def best(self) -> str:
        """What to read in: what the records say; where they are silent what is declared, else what names say."""
        return self.encoding if self.sure else self.declared or self.encoding


def dbf_header(data: bytes) -> DbfHeader:
    """The header of a .dbf from its first bytes. Raises `BrokenDbf`."""
    if len(data) < _DESCRIPTOR + 1:
        raise BrokenDbf("the file ends within its header")
    count, start, length = struct.unpack_from("<IHH", data, 4)
    if data[0] & 0x07 not in (0x02, 0x03, 0x04, 0x05) or start < _DESCRIPTOR + 1 or length < 1 or len(data) < start:
        raise BrokenDbf("this is no dBASE header, or the file ends within it")
    fields, at, offset = [], _DESCRIPTOR, 1
    while at + _DESCRIPTOR <= start and data[at] not in (0x0D, 0x00):
        raw = data[at : at + _DESCRIPTOR]
        width, decimals = raw[16], raw[17]
        kind = chr(raw[11])
        if kind == "C" and decimals:  # long text fields of some programs
            width, decimals = width + 256 * decimals, 0
        fields.append(DbfField(raw[:11].split(b"\x00")[0], kind, offset, width, decimals))
        offset += width
        at += _DESCRIPTOR
    return DbfHeader(count, start, length, data[29], tuple(fields))


def declared_family(cpg: str | None, ldid: int = 0) -> str:
    """UTF-8 or GBK as a .cpg (else the language byte) says; the word itself where it is another; '' if silent."""
    word = (cpg or "").strip().strip("\ufeff\x00").lower()
    if word:
        return _FAMILIES.get(word, _FAMILIES.get(word.replace("-", "").replace("_", ""), word.upper()))
    return GBK if ldid in _LDID_GBK else ""


def dbf_encoding(data: bytes, cpg: str | None = None) -> Encoding:
    """The encoding of a .dbf from its bytes (the whole file, or as much of its beginning as is at hand).

    Records spread over all that is there are tested; where they hold ASCII only, field names speak, less surely.
    Raises `BrokenDbf`.
    """
    header = dbf_header(data)
    declared = declared_family(cpg, header.ldid)
    found = encoding_of(_cells(data, header))
    sure = bool(found)
    if not found:
        found = encoding_of(field.name for field in header.fields)
    family = GBK if found == GB18030 else found
    return Encoding(found, sure, declared, bool(family and sure and declared and declared != family))


def _cells(data: bytes, header: DbfHeader) -> list[bytes]:
    """Text cells with bytes beyond ASCII, of records spread over the table; a cell cut by its width loses no more."""
    have = min(header.count, (len(data) - header.start) // header.length)
    rows = np.unique(np.linspace(0, have - 1, min(have, _RECORDS)).astype(np.int64)) if have > 0 else ()
    text = [f for f in header.fields if f.kind == "C"]
    out = []
    for row in rows:
        at = header.start + int(row) * header.length
        for one in text:
            cell = data[at + one.offset : at + one.offset + one.width].rstrip(b" \x00")
            if any(byte > 0x7F for byte in cell):
                out.append(cell)
    return out


def encoding_of(cells: Iterable[bytes]) -> str:
    """UTF-8, GBK or GB18030, whichever reads at least 95 % of the cells as common characters; '' if none does.

    A character cut at the end of a cell is forgiven. UTF-8 is tried first: long GBK texts are hardly ever valid UTF-8.
    Short ones may be (路 is C2 B7, which is · in UTF-8), so half of what UTF-8 reads has to have three bytes.
    """
    cells = [cell for cell in cells if any(byte > 0x7F for byte in cell)]
    if not cells:
        return ""
    for encoding in ("utf-8", "gbk", "gb18030"):
        read = [decoded_cell(cell, encoding) for cell in cells]
        good = [text for text in read if text is not None]
        wide = [c for text in good for c in text if ord(c) > 0x7F]
        if encoding == "utf-8" and 2 * sum(ord(c) > 0x7FF for c in wide) < len(wide):
            continue
        if len(good) >= _ENOUGH * len(cells) and wide and sum(map(_common, wide)) >= _ENOUGH * len(wide):
            return {"utf-8": UTF8, "gbk": GBK, "gb18030": GB18030}[encoding]
    return ""


def decoded_cell(cell: bytes, encoding: str) -> str | None:
    """The text of a cell whose last character may be cut; None if it cannot be read in this encoding."""
    longest = 3 if encoding in ("utf-8", "gb18030") else 1
    for cut in range(longest + 1):
        try:
            return cell[: len(cell) - cut].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(cell) - longest:
                return None
    return None


def _common(char: str) -> bool:
    code = ord(char)
    return (0x4E00 <= code <= 0x9FA5 or 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFFEF
            or 0x2010 <= code <= 0x2469 or char in "·×÷±°㎡²³§µ")


def text_encoding(data: bytes) -> tuple[str, bool]:
    """(encoding of a text file as Python spells it, whether it begins with a mark) from its first bytes.

    UTF-16 and UTF-8 by their marks, UTF-8 if it is valid (a character cut at the end is forgiven), else
    GB18030; 'latin-1' where nothing fits.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return name, True
    if decoded_cell(data, "utf-8") is not None:
        return "utf-8", False
    return ("gb18030" if decoded_cell(data, "gb18030") is not None else "latin-1"), False
