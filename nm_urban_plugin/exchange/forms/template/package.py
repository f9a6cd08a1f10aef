"""A bureau's workbook as a zip of XML parts: opened with care, changed part by part, the rest copied byte for byte.

Nothing in the file is trusted: no macros, no document types (entity bombs), no part that unpacks without measure.
"""

from __future__ import annotations

import posixpath
import zipfile

from ....core.resources import why_no_file
from ....core.whole_file import whole_file
from ..errors import TemplateError
from .tree import BrokenXml, Document, read_xml

MAX_BYTES = 200 * 1024 * 1024  # unpacked, all parts
MAX_PARTS = 4000
_OLE = b"\xd0\xcf\x11\xe0"


class Package:
    """The parts of an .xlsx file. Use as a context manager; `changed` holds the parts to be written anew."""

    def __init__(self, path: str):
        self._path = path
        self.changed: dict[str, bytes] = {}
        self.dropped: set[str] = set()

    def __enter__(self):
        try:
            with open(self._path, "rb") as file:
                start = file.read(8)
        except OSError as error:
            raise TemplateError("forms.cannot_read", path=self._path, why=why_no_file(error)) from error
        if start.startswith(_OLE):
            raise TemplateError("forms.old_xls")
        try:
            self._zip = zipfile.ZipFile(self._path)
        except zipfile.BadZipFile as error:
            raise TemplateError("forms.no_zip") from error
        try:
            self._check()
        except TemplateError:
            self._zip.close()
            raise
        return self

    def __exit__(self, *error):
        self._zip.close()

    def _check(self) -> None:
        infos = self._zip.infolist()
        names = [info.filename for info in infos]
        if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_BYTES or len(set(names)) < len(names):
            raise TemplateError("forms.too_much")
        if any(info.flag_bits & 1 for info in infos):
            raise TemplateError("forms.encrypted")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise TemplateError("forms.macros")
        if "[Content_Types].xml" not in names:
            raise TemplateError("forms.no_workbook")

    # -- parts ------------------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """Names of all parts."""
        return self._zip.namelist()

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """Bytes of a part, as changed. Never more than the directory of the zip says."""
        if name in self.changed:
            return self.changed[name]
        try:
            info = self._zip.getinfo(name)
            with self._zip.open(info) as part:
                data = part.read(info.file_size + 1)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
            raise TemplateError("forms.damaged", part=name) from error
        if len(data) > info.file_size:
            raise TemplateError("forms.damaged", part=name)
        return data

    def parse(self, name: str) -> Document:
        """A part as a document tree. Document types are refused: entities could unpack without end."""
        return parse(self.read(name), name)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Relationships of a part: id → (kind, name of the part it leads to)."""
        folder, file = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(rels):
            return {}
        out = {}
        for one in self.parse(rels).root.walk("Relationship"):
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target")
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            kind = one.get("Type")
            out[one.get("Id")] = (kind.rsplit("/", 1)[-1], target)
        return out

    def sheets(self) -> tuple[str, list[tuple[str, str]]]:
        """(name of the workbook part, [(name of a sheet, its part)]) in the order of the tabs."""
        book = next((target for kind, target in self.related("").values() if kind == "officeDocument"), "")
        if not self.has(book):
            raise TemplateError("forms.no_workbook")
        related = self.related(book)
        out = []
        for sheet in self.parse(book).root.walk("sheet"):
            key = next((sheet.get(name) for name in sheet.attributes if name.endswith(":id")), "")
            kind, target = related.get(key, ("", ""))
            if kind == "worksheet" and self.has(target):
                out.append((sheet.get("name"), target))
        return book, out

    def save(self, path: str) -> None:
        """Write the workbook: changed parts anew, others as they are, in their old order. An older file is replaced
        only when all is written."""
        with whole_file(path) as beside, zipfile.ZipFile(beside, "w") as out:
            for info in self._zip.infolist():
                if info.filename in self.dropped:
                    continue
                fresh = zipfile.ZipInfo(info.filename, info.date_time)
                fresh.compress_type = zipfile.ZIP_DEFLATED if info.compress_type else zipfile.ZIP_STORED
                fresh.external_attr, fresh.create_system = info.external_attr, info.create_system
                out.writestr(fresh, self.read(info.filename))


def parse(data: bytes, name: str) -> Document:
    """XML bytes as a document; refuses document types, deep nesting and broken XML."""
    try:
        return read_xml(data)
    except BrokenXml as error:
        raise TemplateError("forms.refused_part", part=name, why=str(error)) from error
