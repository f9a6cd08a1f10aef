"""A small spreadsheet (OOXML) writer: streamed rows, styled headers, print set-up. Standard library only.

    with Workbook(path) as book:
        with book.sheet("台账", columns=[Column("code", "旗县代码", 10, "text")], title="…", unit="单位：亩") as sheet:
            sheet.rows(iterable_of_dicts)
            sheet.notes(["注：…"])

The file is written beside its place and renamed when complete; a failed run leaves nothing behind
(NotWritten says what is in the way). The same input
gives the same bytes (no time stamps). Rows go straight into the archive, so memory does not grow with their number.
"""

import os
import zipfile
from contextlib import contextmanager

from ...core.whole_file import whole_file
from .grid import Grid, Setup
from .parts import StyleTable, content_types, relationships, sheet_name, workbook_xml
from .sheet import Column, Layout, Sheet, XlsxError

__all__ = ["Column", "Grid", "Setup", "Sheet", "Workbook", "XlsxError"]


class Workbook:
    """An .xlsx file in the making; use as a context manager."""

    def __init__(self, path):
        self._path = os.fspath(path)
        self._styles = StyleTable()
        self._sheets = []
        self._open_sheet = None
        self._place = None
        self._zip = None

    def __enter__(self):
        self._place = self._written()
        self._place.__enter__()
        return self

    def __exit__(self, kind, error, trace):
        return self._place.__exit__(kind, error, trace)

    @contextmanager
    def _written(self):
        with whole_file(self._path) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as self._zip:
            try:
                yield
                self._finish()
            except BaseException:
                if self._open_sheet is not None:
                    self._open_sheet.abandon()  # else its stream would stand in the way of closing the archive
                raise

    def sheet(self, name, columns, title="", subtitle="", unit="", paper="A4", freeze_columns=0, autofilter=True):
        """Start a sheet (context manager). One sheet is open at a time.

        title: merged over all columns. subtitle: second line, left. unit: second line, right (单位：亩). paper: A4 | A3
        (always landscape, fitted to the width). freeze_columns: columns kept in view beside the header rows.
        """
        if self._open_sheet is not None:
            raise XlsxError("close the sheet that is open before starting the next one")
        if not columns:
            raise XlsxError("a sheet needs at least one column")
        name = sheet_name(name, [sheet.name for sheet in self._sheets])
        layout = Layout(tuple(columns), title, subtitle, unit, paper, freeze_columns, autofilter)
        sheet = Sheet(self, name, layout)
        self._sheets.append(sheet)
        self._open_sheet = sheet
        return sheet

    def grid(self, name, setup):
        """Start a sheet that is laid out freely (context manager): see `Grid` and `Setup`."""
        if self._open_sheet is not None:
            raise XlsxError("close the sheet that is open before starting the next one")
        grid = Grid(self, sheet_name(name, [sheet.name for sheet in self._sheets]), setup)
        self._sheets.append(grid)
        self._open_sheet = grid
        return grid

    def open_part(self, sheet):
        """Writable binary stream of the part that belongs to `sheet`."""
        return self._zip.open(_entry(f"xl/worksheets/sheet{self._sheets.index(sheet) + 1}.xml"), "w")

    def style(self, style):
        """Index of a Style in the style table of this workbook."""
        return self._styles.id(style)

    def closed(self, sheet):
        """Told by a sheet that it is complete."""
        if self._open_sheet is sheet:
            self._open_sheet = None

    def _finish(self):
        if self._open_sheet is not None:
            raise XlsxError(f"sheet {self._open_sheet.name!r} was not closed")
        if not self._sheets:
            raise XlsxError("a workbook needs at least one sheet")
        count = len(self._sheets)
        pages = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)]
        parts = {
            "xl/styles.xml": self._styles.xml(),
            "xl/workbook.xml": workbook_xml(self._sheets),
            "xl/_rels/workbook.xml.rels": relationships([*pages, ("styles", "styles.xml")]),
            "_rels/.rels": relationships([("officeDocument", "xl/workbook.xml")]),
            "[Content_Types].xml": content_types(count),
        }
        for path, text in parts.items():
            self._zip.writestr(_entry(path), text.encode("utf-8"))


def _entry(path):
    """Archive entry with a fixed date, so that equal ledgers are equal files."""
    info = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # else the byte differs between Windows and Linux
    return info
