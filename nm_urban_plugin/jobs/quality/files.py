"""A file, a folder or an archive → what is in it: tables and layers with their signs. Nothing is written beside them.

Shapefiles are read in the encoding of their records whatever a .cpg says; sheets and text tables are made clean; what
cannot be read here is explained. Every failure is a sentence, never an exception.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from osgeo import gdal, ogr

from ...core.quality import (
    BrokenDbf,
    CleanTable,
    Encoding,
    FileKind,
    Names,
    Said,
    Signs,
    clean_table,
    dbf_encoding,
    said,
    sniff,
    tables_of,
    text_encoding,
    zip_names,
)
from ...core.quality.files.containers import HEAD
from .sample import geometry_of, quiet, sample_rows
from .sheets import sheets_of

#: Files beside others that are no data of their own.
_SIDE = (".dbf", ".shx", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".xml", ".qmd", ".qml", ".cst", ".idm", ".ind", ".qpj",
         ".lock", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal", ".dat", ".id", ".map", ".mid", ".ini", ".lyr", ".mxd",
         ".qgz", ".qgs", ".py", ".md", ".png", ".jpg", ".tmp")
_DEEPEST, _MOST_FILES = 6, 5000
_DBF_HEAD = 4_000_000
_MOST_UNPACKED = 4_000_000_000
_OGR = ("shp", "gpkg", "gdb", "dxf", "kml", "kmz", "geojson", "gml", "tab", "mif", "sqlite", "parquet", "fgb")


@dataclass(frozen=True)
class Found:
    """One table or layer, or a file that cannot be used.

    path, table   where it is; kind as in `core.quality.sniff`; signs None where nothing could be read
    encoding      of a shapefile; crs: authority code or name, '' = none; extent (xmin, ymin, xmax, ymax) or None
    clean         of a sheet or text table; advice: what to say about it
    """

    path: Path
    table: str
    kind: str
    signs: Signs | None = None
    encoding: Encoding | None = None
    crs: str = ""
    extent: tuple[float, float, float, float] | None = None
    clean: CleanTable | None = None
    advice: tuple[Said, ...] = field(default=())

    @property
    def usable(self) -> bool:
        return self.signs is not None


class Unpacked:
    """A private folder into which archives are unpacked; gone at the end of the with statement."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory | None = None
        self._count = 0

    def __enter__(self) -> Unpacked:
        return self

    def __exit__(self, *_) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def place(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="nm_urban_")
        self._count += 1
        place = Path(self._folder.name) / str(self._count)
        place.mkdir()
        return place


def look(path: Path, unpacked: Unpacked) -> list[Found]:
    """Everything in a file, folder or archive, in the order of names. Archives are unpacked into *unpacked*."""
    path = Path(path)
    if not path.exists():
        return [Found(path, "", "unknown", advice=(said("file_gone", name=path.name),))]
    if path.is_dir() and path.suffix.lower() != ".gdb":
        return [one for file in _files(path) for one in look(file, unpacked)]
    try:
        return _look_at(path, unpacked)
    except OSError as error:
        return [Found(path, "", "unknown", advice=(said("file_locked", name=path.name, why=str(error)),))]


def _files(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Data files of a folder and those below it; the parts of a shapefile count once."""
    try:
        inside = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError:
        return
    shapes = {p.stem.lower() for p in inside if p.suffix.lower() == ".shp"}
    for number, path in enumerate(inside):
        suffix = path.suffix.lower()
        if path.name.startswith((".", "~$")) or number > _MOST_FILES:
            continue
        if path.is_dir():
            if suffix == ".gdb":
                yield path
            elif depth < _DEEPEST:
                yield from _files(path, depth + 1)
        elif suffix not in _SIDE or (suffix == ".dbf" and path.stem.lower() not in shapes):
            yield path


def _look_at(path: Path, unpacked: Unpacked) -> list[Found]:
    if path.is_dir():
        return _ogr_layers(path, FileKind("gdb"))
    with open(path, "rb") as stream:
        head = stream.read(HEAD)
    members: tuple[str, ...] = ()
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                members = tuple(archive.namelist())
        except (zipfile.BadZipFile, OSError) as error:
            return [Found(path, "", "unknown", advice=(said("file_broken", name=path.name, why=str(error)),))]
    kind = sniff(path.name, head, members)
    if not kind.readable:
        return [Found(path, "", kind.kind, advice=(kind.advice,))]
    if kind.kind == "zip":
        return _archive(path, unpacked)
    if kind.kind in ("xlsx", "xls", "xls_html", "xls_xml", "csv", "txt"):
        return _sheets(path, kind)
    if kind.kind == "boundarytxt":
        return [Found(path, "", kind.kind, advice=(said("file_boundarytxt", name=path.name),))]
    return _ogr_layers(path, kind)


def _archive(path: Path, unpacked: Unpacked) -> list[Found]:
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > _MOST_UNPACKED:
            return [Found(path, "", "zip", advice=(said("zip_large", name=path.name),))]
        place = unpacked.place() / path.stem
        try:
            for member, name in zip_names(archive).items():
                target = place / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, open(target, "wb") as out:
                    shutil.copyfileobj(source, out)
        except (zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError) as error:
            return [Found(path, "", "zip", advice=(said("file_broken", name=path.name, why=str(error)),))]
    return look(place, unpacked)


def _folders(path: Path) -> tuple[str, ...]:
    return tuple(parent.name for parent in path.parents if parent.name)[:4]


def _sheets(path: Path, kind: FileKind) -> list[Found]:
    """The sheets of a book or the rows of a text table, made clean."""
    try:
        if kind.kind in ("xlsx", "xls"):
            grids = sheets_of(path)
        elif kind.kind in ("xls_html", "xls_xml"):
            encoding, _ = text_encoding(path.read_bytes())
            pages = tables_of(path.read_text(encoding=encoding, errors="replace"))
            grids = [(f"{path.stem}" if len(pages) == 1 else f"{path.stem}_{k + 1}", grid.rows, grid.merges)
                     for k, grid in enumerate(pages)]
        else:
            grids = [("", _text_rows(path), [])]
    except (OSError, RuntimeError, ValueError, csv.Error) as error:
        return [Found(path, "", kind.kind, advice=(said("file_broken", name=path.name, why=str(error)),))]
    advice = (said("renamed", name=path.name),) if kind.renamed else ()
    out = []
    for table, rows, merges in grids:
        clean = clean_table(rows, merges)
        if not clean.columns and not clean.left_out:
            continue
        names = tuple(column.name for column in clean.columns)
        columns = list(zip(*clean.rows)) or [()] * len(names)
        sample = {name: list(values[:200]) for name, values in zip(names, columns)}
        signs = Signs(table, path.stem, _folders(path), fields=names, geometry="none", sample=sample,
                      count=len(clean.rows))
        out.append(Found(path, table, kind.kind, signs if names else None, clean=clean, advice=advice + clean.notes))
    return out or [Found(path, "", kind.kind, advice=(said("file_empty", name=path.name),))]


def _text_rows(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    encoding, _ = text_encoding(raw)
    text = raw.decode(encoding, errors="replace")
    first = text[:20000]
    delimiter = max((",", "\t", ";", "|"), key=lambda mark: sum(line.count(mark) for line in first.splitlines()[:20]))
    return [row for row in csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter)]


def _ogr_layers(path: Path, kind: FileKind) -> list[Found]:
    advice, encoding, options = [], None, []
    if kind.kind in ("shp", "dbf"):
        encoding, advice, missing = _shapefile(path)
        if missing is not None:
            return [Found(path, "", kind.kind, advice=(missing,))]
        options = [f"ENCODING={encoding.best or 'UTF-8'}"]
    if kind.kind == "gpkg":
        options = ["IMMUTABLE=YES"]  # or a journal would be made beside it
    with quiet() as errors:
        source = _opened(path, options)
        if source is None and kind.kind == "geojson":  # any other .json
            return [Found(path, "", "unknown", advice=(said("file_unknown", name=path.name),))]
        if source is None:
            why = errors.last or "OGR"
            return [Found(path, "", kind.kind, advice=(said("file_broken", name=path.name, why=why),))]
        out = [_layer(path, kind.kind, source.GetLayer(k), encoding, tuple(advice))
               for k in range(source.GetLayerCount())]
    return out or [Found(path, "", kind.kind, advice=(said("file_empty", name=path.name),))]


def _opened(path: Path, options: list[str]):
    try:
        return gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
    except RuntimeError:  # where somebody in this process made GDAL raise
        return None


def _shapefile(path: Path) -> tuple[Encoding | None, list[Said], Said | None]:
    """(encoding, advice, what is missing so that it cannot be read)."""
    sides = {p.suffix.lower(): p for p in path.parent.iterdir() if p.stem == path.stem}
    lacking = [suffix for suffix in (".shx", ".dbf") if suffix not in sides] if path.suffix.lower() == ".shp" else []
    if lacking:
        return None, [], said("file_parts", name=path.name, parts=Names(tuple(lacking), tuple(lacking)))
    cpg = sides[".cpg"].read_text(encoding="latin-1")[:40] if ".cpg" in sides else None
    with open(sides.get(".dbf", path), "rb") as stream:
        data = stream.read(_DBF_HEAD)
    try:
        encoding = dbf_encoding(data, cpg)
    except BrokenDbf as error:
        return None, [], said("file_broken", name=sides[".dbf"].name, why=str(error))
    advice = []
    if encoding.lying:
        advice.append(said("encoding_lying", name=path.name, declared=encoding.declared, found=encoding.encoding))
    if path.suffix.lower() == ".shp" and ".prj" not in sides:
        advice.append(said("no_prj", name=path.name))
    return encoding, advice, None


def _layer(path: Path, kind: str, layer: ogr.Layer, encoding: Encoding | None, advice: tuple[Said, ...]) -> Found:
    definition = layer.GetLayerDefn()
    fields, aliases = [], {}
    for k in range(definition.GetFieldCount()):
        one = definition.GetFieldDefn(k)
        fields.append(one.GetName())
        alias = one.GetAlternativeName() if hasattr(one, "GetAlternativeName") else ""
        if alias and alias != one.GetName():
            aliases[one.GetName()] = alias
    table = "" if kind in ("shp", "dbf") else layer.GetName()
    signs = Signs(table, path.stem, _folders(path), _dataset(layer), tuple(fields), aliases, geometry_of(layer),
                  sample_rows(layer, fields), layer.GetFeatureCount())
    crs = layer.GetSpatialRef()
    name = ""
    if crs is not None:
        code = crs.GetAuthorityCode(None)
        name = f"{crs.GetAuthorityName(None)}:{code}" if code else crs.GetName() or ""
    extent = layer.GetExtent(can_return_null=True) if geometry_of(layer) != "none" else None
    box = (extent[0], extent[2], extent[1], extent[3]) if extent else None
    return Found(path, table, kind, signs, encoding, name, box, advice=advice)


def _dataset(layer: ogr.Layer) -> str:
    """Feature dataset of a geodatabase layer, where GDAL tells it."""
    text = layer.GetMetadataItem("CATALOG_PATH") or layer.GetMetadataItem("FEATURE_DATASET") or ""
    parts = [part for part in text.replace("\\", "/").split("/") if part]
    return parts[0] if len(parts) > 1 else text.strip("\\/") if "FEATURE" in text else ""
