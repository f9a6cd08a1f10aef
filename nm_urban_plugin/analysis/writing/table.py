"""A table of a GeoPackage filled in bulk: blobs and a packed R-tree made by numpy, rows inserted by sqlite3.

    make_empty(path, "pieces", fields, QgsWkbTypes.Type.MultiPolygon, crs, transform_context)
    table = BulkTable(path, "pieces")
    table.append(wkb, bounds, columns)      # as often as wanted
    table.close()

QGIS's own writer makes the empty table, so that field types, CRS, triggers and extension rows are those of the running
QGIS and GDAL. Its triggers call functions that only GDAL has (ST_MinX …): their text is read from the file, they are
dropped for the insert and made again word for word. All is one transaction, without a journal on disk: the file must be
fresh and nobody else's, and is thrown away where anything fails (part.PartFile).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFields,
    QgsVectorFileWriter,
)

from .blobs import blobs
from .rtree import packed

_SHADOWS = ("node", "rowid", "parent")


class WriteFailed(OSError):
    """A table could not be made or filled; the message is that of QGIS, GDAL or SQLite."""


def quoted(name: str) -> str:
    """A name as SQL wants it."""
    return '"' + name.replace('"', '""') + '"'


@lru_cache(maxsize=1)
def possible() -> bool:
    """Whether Python's SQLite can fill an R-tree here, in one way or the other."""
    try:
        with sqlite3.connect(":memory:") as db:
            db.execute("CREATE VIRTUAL TABLE probe USING rtree(id, minx, maxx, miny, maxy)")
            db.execute("INSERT INTO probe VALUES (1, 0, 1, 0, 1)")
    except sqlite3.Error:
        return False
    return True


def make_empty(path: str, name: str, fields: QgsFields, wkb_type, crs: QgsCoordinateReferenceSystem,
               context: QgsCoordinateTransformContext, into_existing: bool = False, fid: str = "") -> None:
    """An empty table as QGIS makes it, in a new file or (replacing one of its name) in an existing one; *fid* is the
    name of the key column where it must not be QGIS's own."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    options.datasourceOptions = QgsVectorFileWriter.defaultDatasetOptions("GPKG")
    usual = QgsVectorFileWriter.defaultLayerOptions("GPKG")
    options.layerOptions = [f"FID={fid}", *(o for o in usual if not o.startswith("FID="))] if fid else usual
    if into_existing:
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    writer = QgsVectorFileWriter.create(path, fields, wkb_type, crs, context, options)
    failed, words = writer.hasError() != QgsVectorFileWriter.WriterError.NoError, writer.errorMessage()
    del writer  # closes the file
    if failed:
        raise WriteFailed(words)


class BulkTable:
    """An empty table of a fresh GeoPackage, taken over for filling. One thread only, as sqlite3 wants it.

    columns   names of the plain columns, in the order of the fields
    key       name of the key column; *keyed*: whether it is one of the fields, so that its values come with the rows
    """

    def __init__(self, path: str, name: str) -> None:
        self.name = name
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._take_over()
        except sqlite3.Error as error:
            self._db.close()
            raise WriteFailed(str(error)) from error
        self.count = 0
        self._bounds: list[np.ndarray] = []
        self._fids: list[np.ndarray] = []

    def _take_over(self) -> None:
        run = self._db.execute
        run("PRAGMA synchronous=OFF")
        run("PRAGMA journal_mode=MEMORY")
        run("PRAGMA cache_size=-65536")
        run("BEGIN IMMEDIATE")
        found = run("SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (self.name,))
        self.geometry, self.srs_id = found.fetchone() or ("", 0)
        info = run(f"PRAGMA table_info({quoted(self.name)})").fetchall()
        self.key = next(row[1] for row in info if row[5])
        self.columns = [row[1] for row in info if row[1] not in (self.geometry, self.key)]
        self._triggers = run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?",
                             (self.name,)).fetchall()
        for trigger, _ in self._triggers:
            run(f"DROP TRIGGER {quoted(trigger)}")
        self.rtree = f"rtree_{self.name}_{self.geometry}"
        if not run("SELECT 1 FROM sqlite_master WHERE name = ?", (self.rtree,)).fetchone():
            self.rtree = ""

    def append(self, wkb: Sequence[bytes | None], bounds: np.ndarray, columns: Sequence[Sequence],
               fids: np.ndarray | None = None) -> None:
        """n rows. *wkb* (n,) and *bounds* (n, 4) are left out of account in a table without geometry; each of *columns*
        (in the order of :attr:`columns`) holds n values of SQLite (columns.for_sqlite); *fids* (n,) where the key is
        given, else rows are numbered on. Raises WriteFailed."""
        n = len(columns[0]) if columns else len(bounds)
        fids = self.count + np.arange(1, n + 1, dtype=np.int64) if fids is None else np.asarray(fids, np.int64)
        parts = [fids.tolist()]
        if self.geometry:
            parts.append(blobs(wkb, bounds, self.srs_id))
            self._bounds.append(np.asarray(bounds, np.float64))
            self._fids.append(fids)
        names = [self.key, *([self.geometry] if self.geometry else []), *self.columns]
        marks = ", ".join("?" * len(names))
        # names are quoted, values are bound
        sql = f"INSERT INTO {quoted(self.name)} ({', '.join(map(quoted, names))}) VALUES ({marks})"  # nosec B608
        try:
            self._db.executemany(sql, zip(*parts, *columns))
        except sqlite3.Error as error:
            raise WriteFailed(str(error)) from error
        self.count += n

    def adopt(self, fids: np.ndarray, bounds: np.ndarray) -> None:
        """n rows that were put in by other means: their keys (n,) and boxes (n, 4), NaN where there is no geometry.
        Raises WriteFailed where the table holds another number of rows, or of geometries."""
        there, drawn = self._db.execute(
            f"SELECT count(*), count({quoted(self.geometry)}) FROM {quoted(self.name)}").fetchone()  # nosec B608
        if (there, drawn) != (len(fids), np.isfinite(bounds[:, 0]).sum()):
            self.abandon()
            raise WriteFailed(f"{self.name}: {there} rows instead of {len(fids)}, {drawn} of them drawn")
        self._bounds.append(bounds)
        self._fids.append(fids)
        self.count = there

    def close(self) -> None:
        """Index, extent, count and triggers; then the file is as QGIS would have left it."""
        try:
            self._finish()
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise WriteFailed(str(error)) from error
        finally:
            self._db.close()

    def abandon(self) -> None:
        """Let go of the file as it is."""
        self._db.close()

    def _finish(self) -> None:
        run = self._db.execute
        if self._bounds:
            bounds, fids = np.concatenate(self._bounds), np.concatenate(self._fids)
            some = np.isfinite(bounds[:, 0])
            if some.any():
                if self.rtree:
                    self._index(fids[some], bounds[some])
                low, high = bounds[some, :2].min(0).tolist(), bounds[some, 2:].max(0).tolist()
                run("UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                    (*low, *high, self.name))
        run("UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = ?",
            (self.name,))
        if run("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_ogr_contents'").fetchone():
            run("UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?", (self.count, self.name))
        for _, sql in self._triggers:
            run(sql)

    def _index(self, fids: np.ndarray, bounds: np.ndarray) -> None:
        """Fill the R-tree: packed, or where SQLite guards its shadow tables (defensive mode) row by row."""
        self._db.execute("SAVEPOINT packing")
        try:
            self._pack(fids, bounds)
        except sqlite3.Error:
            self._db.execute("ROLLBACK TO packing")
            x0, y0, x1, y1 = bounds.T.tolist()
            self._db.executemany(f"INSERT INTO {quoted(self.rtree)} VALUES (?, ?, ?, ?, ?)",  # nosec B608
                                 zip(fids.tolist(), x0, x1, y0, y1))
        self._db.execute("RELEASE packing")

    def _pack(self, fids: np.ndarray, bounds: np.ndarray) -> None:
        node, rowid, parent = (quoted(f"{self.rtree}_{end}") for end in _SHADOWS)
        size = self._db.execute(f"SELECT length(data) FROM {node} WHERE nodeno = 1").fetchone()[0]  # nosec B608
        for table, rows in zip((node, rowid, parent), packed(fids, bounds, size)):
            self._db.execute(f"DELETE FROM {table}")  # nosec B608
            self._db.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # nosec B608
