"""The sheets of an Excel book as rows of cells, with the merged cells that its file names."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from osgeo import gdal

from .sample import quiet

_MERGE = re.compile(rb'<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_SHEET = re.compile(rb"<sheet\b[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_TARGET = re.compile(rb"<Relationship\b[^>]*>")
_OPTIONS = {"OGR_XLSX_HEADERS": "DISABLE", "OGR_XLSX_FIELD_TYPES": "AUTO", "OGR_XLS_HEADERS": "DISABLE",
            "OGR_XLS_FIELD_TYPES": "AUTO"}

Sheet = tuple[str, list, list]
"""Name, rows of cells, merges (row, column, rows, columns) from 0."""


def sheets_of(path: Path) -> list[Sheet]:
    """All sheets that hold something. Raises RuntimeError, with OGR's words, where the book cannot be opened."""
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in _OPTIONS}
    with quiet() as errors:
        try:
            for name, value in _OPTIONS.items():
                gdal.SetThreadLocalConfigOption(name, value)
            source = _opened(path)
            if source is None:
                raise RuntimeError(errors.last or path.name)
            merges = _merges(path)
            return [(layer.GetName(), _rows(layer), merges.get(layer.GetName(), []))
                    for k in range(source.GetLayerCount()) if (layer := source.GetLayer(k)).GetFeatureCount()]
        finally:
            for name, value in before.items():
                gdal.SetThreadLocalConfigOption(name, value)


def _opened(path: Path):
    try:
        return gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=["XLSX", "XLS"])
    except RuntimeError:
        return None


def _rows(layer) -> list[list]:
    """Cells as numbers, dates as text, or text; row k stands at place k, gaps filled, so that merges fit."""
    rows: list[list] = []
    width = layer.GetLayerDefn().GetFieldCount()
    for feature in layer:
        number = feature.GetFID() - 1
        while len(rows) < number and number < 1_048_576:
            rows.append([None] * width)
        rows.append([_cell(feature, k) for k in range(width)])
    return rows


def _cell(feature, k: int):
    if not feature.IsFieldSetAndNotNull(k):
        return None
    kind = feature.GetFieldDefnRef(k).GetTypeName()
    if kind in ("Integer", "Integer64"):
        return feature.GetFieldAsInteger64(k)
    if kind == "Real":
        return feature.GetFieldAsDouble(k)
    text = feature.GetFieldAsString(k)
    return re.sub(r"^(\d{4})/(\d\d)/(\d\d)(?: 00:00:00)?$", r"\1-\2-\3", text)


def _merges(path: Path) -> dict[str, list]:
    """Sheet name → merges, from the parts of the book; {} for an old .xls or a book that cannot be taken apart."""
    try:
        with zipfile.ZipFile(path) as book:
            names = {info.filename for info in book.infolist()}
            relations = dict(_pairs(_TARGET, book.read("xl/_rels/workbook.xml.rels"), b"Id", b"Target"))
            out = {}
            for name, relation in _pairs(_SHEET, book.read("xl/workbook.xml"), b"name", b"r:id"):
                part = "xl/" + relations.get(relation, b"").decode("utf-8").removeprefix("/xl/")
                if part in names:
                    out[_unescaped(name)] = [_span(*match.groups()) for match in _MERGE.finditer(book.read(part))]
            return out
    except (zipfile.BadZipFile, KeyError, OSError):
        return {}


def _pairs(tag: re.Pattern, data: bytes, one: bytes, two: bytes):
    for match in tag.finditer(data):
        found = dict(_ATTRIBUTE.findall(match.group()))
        if one in found and two in found:
            yield found[one], found[two]


def _unescaped(name: bytes) -> str:
    text = name.decode("utf-8")
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    return text


def _span(left: bytes, top: bytes, right: bytes, bottom: bytes) -> tuple[int, int, int, int]:
    row, column = int(top) - 1, _column(left)
    return row, column, int(bottom) - row, _column(right) - column + 1


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1
