"""Writers of the formats that bureaus hand over: shapefiles of any encoding, geodatabases, sheets, CSV."""

from __future__ import annotations

import csv
import html
import zipfile
from collections.abc import Sequence
from pathlib import Path

from osgeo import gdal, ogr, osr

Merge = tuple[int, int, int, int]
"""Row, column, rows, columns, from 0."""

GEOMETRY = {"polygon": ogr.wkbPolygon, "line": ogr.wkbLineString, "point": ogr.wkbPoint, "none": ogr.wkbNone}
_DRIVERS = {"shp": "ESRI Shapefile", "gpkg": "GPKG", "gdb": "OpenFileGDB"}
_TYPES = {"C": ogr.OFTString, "F": ogr.OFTReal, "I": ogr.OFTInteger, "D": ogr.OFTDate}


def write_layer(path: Path, kind: str, table: str, fields: Sequence[tuple[str, str, int]], rows: Sequence[Sequence],
                shapes: Sequence[ogr.Geometry | None], geometry: str, epsg: int, encoding: str = "UTF-8",
                aliases: dict[str, str] | None = None) -> None:
    """One layer; kind shp, gpkg or gdb. epsg 0 = no CRS. A shapefile's names are cut at 10 bytes of *encoding*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    crs = None
    if epsg:
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(epsg)
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS sets it to nothing, and then no text is recoded
    source = gdal.GetDriverByName(_DRIVERS[kind]).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    options = [f"ENCODING={'CP936' if encoding == 'GBK' else encoding}"] if kind == "shp" else []
    layer = source.CreateLayer(table, crs, GEOMETRY[geometry], options)
    for name, what, width in fields:
        definition = ogr.FieldDefn(_cut(name, encoding) if kind == "shp" else name, _TYPES[what])
        if what == "C":
            definition.SetWidth(width)
        elif what == "F" and kind == "shp":
            definition.SetWidth(20)
            definition.SetPrecision(4)
        if aliases and name in aliases:
            definition.SetAlternativeName(aliases[name])
        layer.CreateField(definition)
    layer.StartTransaction()
    for values, shape in zip(rows, shapes):
        feature = ogr.Feature(layer.GetLayerDefn())
        for k, value in enumerate(values):
            if value is not None:
                feature.SetField(k, value)
        if shape is not None:
            feature.SetGeometry(shape)
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def _cut(name: str, encoding: str) -> str:
    codec = "gbk" if encoding == "GBK" else "utf-8"
    return name.encode(codec)[:10].decode(codec, errors="ignore")


def set_language(shp: Path, ldid: int | None, cpg: str | None) -> None:
    """Give the .dbf this language byte and the shapefile this .cpg (None = none)."""
    if ldid is not None:
        with open(shp.with_suffix(".dbf"), "r+b") as stream:
            stream.seek(29)
            stream.write(bytes([ldid]))
    side = shp.with_suffix(".cpg")
    side.unlink(missing_ok=True)
    if cpg is not None:
        side.write_text(cpg, encoding="ascii")


def write_csv(path: Path, rows: Sequence[Sequence], encoding: str) -> None:
    """A text table as Excel in China saves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([["" if cell is None else cell for cell in line] for line in rows])


def write_html(path: Path, rows: Sequence[Sequence], merges: Sequence[Merge], encoding: str) -> None:
    """A sheet that an office system 'exported to Excel': HTML under the name .xls."""
    path.parent.mkdir(parents=True, exist_ok=True)
    spans = {(r, c): (tall, wide) for r, c, tall, wide in merges}
    covered = {(r + i, c + j) for r, c, tall, wide in merges for i in range(tall) for j in range(wide)} - set(spans)
    lines = [f'<html><head><meta charset="{encoding}"></head><body><table>']
    for r, line in enumerate(rows):
        cells = []
        for c, cell in enumerate(line):
            if (r, c) not in covered:
                tall, wide = spans.get((r, c), (1, 1))
                text = html.escape("" if cell is None else str(cell))
                cells.append(f'<td rowspan="{tall}" colspan="{wide}">{text}</td>')
        lines.append("<tr>" + "".join(cells) + "</tr>")
    path.write_text("\n".join([*lines, "</table></body></html>"]), encoding=encoding)


_FORMATS = "http://schemas.openxmlformats.org"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_xlsx(path: Path, sheets: dict[str, tuple[Sequence[Sequence], Sequence[Merge]]]) -> None:
    """A book: sheet name → (rows, merges). Numbers are numbers, all else is text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    office, main = f"{_FORMATS}/officeDocument/2006/relationships", f"{_FORMATS}/spreadsheetml/2006/main"
    parts = [f"xl/worksheets/sheet{k + 1}.xml" for k in range(len(sheets))]
    overrides = [("xl/workbook.xml", "sheet.main"), *((part, "worksheet") for part in parts)]
    types = "".join(f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in overrides)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{_FORMATS}/package/2006/content-types">'
                      '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
                      f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>')
        book.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")], office))
        book.writestr("xl/_rels/workbook.xml.rels", _relations(
            [("worksheet", part.removeprefix("xl/")) for part in parts], office))
        names = "".join(f'<sheet name="{html.escape(name)}" sheetId="{k + 1}" r:id="rId{k + 1}"/>'
                        for k, name in enumerate(sheets))
        book.writestr("xl/workbook.xml",
                      f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>')
        for part, (rows, merges) in zip(parts, sheets.values()):
            lines = "".join(_row(r, line) for r, line in enumerate(rows))
            data = f"<sheetData>{lines}</sheetData>{_merges(merges)}"
            book.writestr(part, f'<worksheet xmlns="{main}">{data}</worksheet>')


def _relations(pairs: Sequence[tuple[str, str]], office: str) -> str:
    lines = "".join(f'<Relationship Id="rId{k + 1}" Type="{office}/{kind}" Target="{target}"/>'
                    for k, (kind, target) in enumerate(pairs))
    return f'<Relationships xmlns="{_FORMATS}/package/2006/relationships">{lines}</Relationships>'


def _row(r: int, line: Sequence) -> str:
    cells = []
    for c, cell in enumerate(line):
        place = f"{_letters(c)}{r + 1}"
        if isinstance(cell, (int, float)):
            cells.append(f'<c r="{place}"><v>{cell}</v></c>')
        elif cell is not None and cell != "":
            cells.append(f'<c r="{place}" t="inlineStr"><is><t>{html.escape(str(cell))}</t></is></c>')
    return f'<row r="{r + 1}">{"".join(cells)}</row>'


def _merges(merges: Sequence[tuple[int, int, int, int]]) -> str:
    if not merges:
        return ""
    refs = "".join(f'<mergeCell ref="{_letters(c)}{r + 1}:{_letters(c + wide - 1)}{r + tall}"/>'
                   for r, c, tall, wide in merges)
    return f'<mergeCells count="{len(merges)}">{refs}</mergeCells>'


def _letters(c: int) -> str:
    return chr(65 + c) if c < 26 else chr(64 + c // 26) + chr(65 + c % 26)
