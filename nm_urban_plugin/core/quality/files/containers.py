"""What a file really is, from its first bytes and its name; and what to do with one that cannot be read here."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from ..words import Said, said
from .encoding import decoded_cell, text_encoding

HEAD = 4096
"""Bytes of a file's beginning that `sniff` wants."""

#: Kinds that are read, in the words of OGR's drivers and our own readers.
TABLES = ("xlsx", "xls", "xls_html", "xls_xml", "csv", "dbf")
LAYERS = ("shp", "gpkg", "gdb", "dxf", "kml", "kmz", "geojson", "gml", "tab", "mif", "sqlite", "parquet", "fgb")
EXPLAINED = ("mdb", "vct", "dwg", "rar", "7z", "mapgis", "pdf", "doc", "et", "encrypted", "empty", "unknown")

_SUFFIXES = {".shp": "shp", ".gpkg": "gpkg", ".gdb": "gdb", ".dxf": "dxf", ".kml": "kml", ".kmz": "kmz",
             ".json": "geojson", ".geojson": "geojson", ".gml": "gml", ".tab": "tab", ".mif": "mif",
             ".sqlite": "sqlite", ".csv": "csv",
             ".dbf": "dbf", ".txt": "txt", ".vct": "vct", ".dwg": "dwg", ".rar": "rar", ".7z": "7z", ".wp": "mapgis",
             ".wl": "mapgis", ".wt": "mapgis", ".mpj": "mapgis", ".parquet": "parquet", ".fgb": "fgb", ".et": "et"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class FileKind:
    """kind: one of the words above, 'zip', 'txt' or 'boundarytxt'; advice is said of files that are not read here;
    renamed where the ending says otherwise (an .xls that is HTML)."""

    kind: str
    advice: Said | None = None
    renamed: bool = False

    @property
    def readable(self) -> bool:
        return self.advice is None


def sniff(name: str, head: bytes, members: tuple[str, ...] = ()) -> FileKind:
    """The kind of a file from its name, its first `HEAD` bytes and, of a zip, the names in it.

    >>> sniff("台账.xls", b"<html><table>").kind
    'xls_html'
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if not head:
        return FileKind("empty", said("file_empty", name=name))
    kind = _by_bytes(suffix, head, members) or _by_suffix(suffix, head)
    expected = {"xls_html": ".html", "xls_xml": ".xml"}.get(kind, "." + kind)
    advice = said(f"file_{kind}", name=name) if kind in EXPLAINED else None
    return FileKind(kind, advice, kind in ("xls_html", "xls_xml") or (kind == "xlsx" and suffix == ".xls")
                    or (kind == "xls" and suffix == ".xlsx") and expected != suffix)


def _by_bytes(suffix: str, head: bytes, members: tuple[str, ...]) -> str:
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(suffix, members)
    if head.startswith(_OLE):
        return "encrypted" if suffix == ".xlsx" else {".doc": "doc", ".et": "xls"}.get(suffix, "xls")
    if head[4:19] in (b"Standard Jet DB", b"Standard ACE DB"):
        return "mdb"
    if head.startswith(b"SQLite format 3\x00"):
        return "gpkg" if suffix == ".gpkg" or head[68:72] in (b"GPKG", b"GP10", b"GP11") else "sqlite"
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith((b"Rar!", b"7z\xbc\xaf")):
        return "rar" if head.startswith(b"Rar!") else "7z"
    if head[:6] in (b"AC1015", b"AC1018", b"AC1021", b"AC1024", b"AC1027", b"AC1032"):
        return "dwg"
    if head[:4] == b"\x00\x00\x27\x0a" and suffix == ".shp":
        return "shp"
    text = _text(head).lstrip("\ufeff \r\n\t")
    low = text[:2000].lower()
    if low.startswith(("headbegin", "datamark")) or "datamark:" in low.replace(" ", "")[:400]:
        return "vct"
    if suffix in (".xls", ".et", ".htm", ".html") and ("<table" in low or low.startswith(("<html", "<!doctype html"))):
        return "xls_html"
    if suffix in (".xls", ".xml") and "urn:schemas-microsoft-com:office:spreadsheet" in low:
        return "xls_xml"
    if suffix == ".txt" and ("[属性描述]" in text or "[地块坐标]" in text):
        return "boundarytxt"
    return ""


def _by_suffix(suffix: str, head: bytes) -> str:
    if suffix in (".xls", ".xlsx"):
        return "csv" if b"\x00" not in head else "unknown"  # a text file under the name of a sheet
    return _SUFFIXES.get(suffix, "unknown")


def _zip_kind(suffix: str, members: tuple[str, ...]) -> str:
    names = {member.lower() for member in members}
    if suffix == ".kmz" or "doc.kml" in names:
        return "kmz"
    if "xl/workbook.xml" in names or (suffix in (".xlsx", ".xlsm", ".xls") and not members):
        return "xlsx"
    return "doc" if "word/document.xml" in names else "zip"


def _text(head: bytes) -> str:
    encoding, _ = text_encoding(head)
    if encoding.startswith("utf-16"):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    return head.decode(encoding, errors="replace")


def zip_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member as the archive spells it → its real name. Names without the UTF-8 mark were written by a Chinese Windows:
    they are UTF-8 if they are valid as that, else GBK. Names that would leave the folder are left out."""
    out = {}
    for info in archive.infolist():
        name = info.filename
        if not info.flag_bits & 0x800:
            try:
                raw = name.encode("cp437")
            except UnicodeEncodeError:
                raw = b""
            if any(byte > 0x7F for byte in raw):
                name = decoded_cell(raw, "utf-8") or decoded_cell(raw, "gb18030") or name
        parts = PurePosixPath(name.replace("\\", "/")).parts
        unsafe = name.startswith(("/", "\\")) or ".." in parts or bool(PureWindowsPath(name).drive)
        if not unsafe and not info.is_dir():
            out[info.filename] = "/".join(parts)
    return out
