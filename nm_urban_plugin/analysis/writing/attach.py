"""Copying between GeoPackages inside GDAL's own SQLite.

A file that QGIS may have open must be written by the SQLite library that has it open there: POSIX locks belong to the
process, and a second copy of the library (Python's) would drop them (sqlite.org/howtocorrupt.html §2.2.1).

Names cannot be bound to a statement: they are quoted, so that SQL made of them (bandit's B608) holds nothing foreign.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

from ..reading.arrow import opened
from .blobs import SRS_AT, SRS_END
from .table import WriteFailed, quoted

_SHADOWS = ("node", "rowid", "parent")


def literal(text: str) -> str:
    """A text as SQL wants it."""
    return "'" + text.replace("'", "''") + "'"


def patched(blob: str, have: int, wanted: int) -> str:
    """SQL of a geometry with another srs_id: a CRS of the user's own may bear another number in another file."""
    if have == wanted:
        return blob
    number = int(wanted).to_bytes(SRS_END - SRS_AT, "little", signed=True).hex()
    return f"CAST(substr({blob}, 1, {SRS_AT}) || x'{number}' || substr({blob}, {SRS_END + 1}) AS BLOB)"


class Sql:
    """SQL on a GeoPackage that is open in GDAL; raises WriteFailed with GDAL's words."""

    def __init__(self, dataset: gdal.Dataset) -> None:
        self._dataset = dataset

    def close(self) -> None:
        """Let go of the file, whoever still holds this object: a traceback, a variable of the caller."""
        self._dataset = None

    def run(self, sql: str) -> None:
        """A statement without an answer."""
        gdal.ErrorReset()
        try:
            answer = self._dataset.ExecuteSQL(sql)
        except RuntimeError as error:
            raise WriteFailed(str(error)) from error
        if answer is not None:
            self._dataset.ReleaseResultSet(answer)
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise WriteFailed(gdal.GetLastErrorMsg())

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a query (plain columns only)."""
        gdal.ErrorReset()
        try:
            answer = self._dataset.ExecuteSQL(sql)
        except RuntimeError as error:
            raise WriteFailed(str(error)) from error
        if answer is None:
            raise WriteFailed(gdal.GetLastErrorMsg())
        count = answer.GetLayerDefn().GetFieldCount()
        out = [tuple(row.GetField(k) for k in range(count)) for row in answer]
        self._dataset.ReleaseResultSet(answer)
        return out


@contextmanager
def attached(path: str, others: dict[str, str], throwaway: bool = False) -> Iterator[Sql]:
    """SQL on the file *path*, with *others* attached (name → file); one transaction, undone if it fails. *throwaway*:
    nobody will miss the file if the machine stops in between."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")  # errors are raised here, not printed
    dataset = sql = None
    try:
        dataset = opened(path, gdal.OF_UPDATE)
        if dataset is None:
            raise WriteFailed(f"{path}: {gdal.GetLastErrorMsg()}")
        sql = Sql(dataset)
        if throwaway:
            sql.run("PRAGMA synchronous=OFF")
        for name, other in others.items():
            sql.run(f"ATTACH DATABASE {literal(other)} AS {name}")
        dataset.StartTransaction()
        try:
            yield sql
        except BaseException:
            dataset.RollbackTransaction()
            raise
        if dataset.CommitTransaction() != 0:
            raise WriteFailed(gdal.GetLastErrorMsg())
    finally:
        # a dataset that outlives GDAL's drivers crashes QGIS as it ends, and Windows keeps its file locked
        dataset = None
        if sql is not None:
            sql.close()
        gdal.PopErrorHandler()


@contextmanager
def without_triggers(sql: Sql, table: str) -> Iterator[None]:
    """Drop the triggers of a table and make them again word for word."""
    triggers = sql.rows(f"SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name = "  # nosec B608
                        f"{literal(table)}")
    for name, _ in triggers:
        sql.run(f"DROP TRIGGER main.{quoted(name)}")
    yield  # where it fails the transaction is undone, and they are there again
    for _, text in triggers:
        sql.run(text)


def copy_table(source: str, target: str, table: str) -> None:
    """All rows of the *table* of a fresh file into the empty one of that name and schema in an existing file; its
    R-tree is copied as it lies. Raises WriteFailed."""
    named = literal(table)
    with attached(target, {"fresh": source}) as sql, without_triggers(sql, table):
        columns = [row[0] for row in sql.rows(f"SELECT name FROM pragma_table_info({named})")]  # nosec B608
        values = list(map(quoted, columns))
        geometry, number = geometry_of(sql, "main", table)
        if geometry:
            values[columns.index(geometry)] = patched(quoted(geometry), geometry_of(sql, "fresh", table)[1], number)
        listed = ", ".join(map(quoted, columns))
        sql.run(f"INSERT INTO main.{quoted(table)} ({listed}) "  # nosec B608
                f"SELECT {', '.join(values)} FROM fresh.{quoted(table)}")
        if geometry:
            _copy_index(sql, f"rtree_{table}_{geometry}")
        extent = "min_x, min_y, max_x, max_y"
        sql.run(f"UPDATE main.gpkg_contents SET ({extent}) = (SELECT {extent} FROM fresh.gpkg_contents "  # nosec B608
                f"WHERE table_name = {named}) WHERE table_name = {named}")
        sql.run(f"UPDATE main.gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM "  # nosec B608
                f"fresh.{quoted(table)}) WHERE table_name = {named}")


def geometry_of(sql: Sql, database: str, table: str) -> tuple[str, int]:
    """Geometry column and srs_id of a table; ('', 0) where it has no geometry."""
    found = sql.rows(f"SELECT column_name, srs_id FROM {database}.gpkg_geometry_columns WHERE table_name = "  # nosec B608
                     f"{literal(table)}")
    return (found[0][0], int(found[0][1])) if found else ("", 0)


def _copy_index(sql: Sql, rtree: str) -> None:
    """The shadow tables of an R-tree; its rows one by one where SQLite guards them (defensive mode)."""
    try:
        for end in _SHADOWS:
            shadow = quoted(f"{rtree}_{end}")
            sql.run(f"DELETE FROM main.{shadow}")  # nosec B608
            sql.run(f"INSERT INTO main.{shadow} SELECT * FROM fresh.{shadow}")  # nosec B608
    except WriteFailed:
        sql.run(f"INSERT INTO main.{quoted(rtree)} SELECT * FROM fresh.{quoted(rtree)}")  # nosec B608
