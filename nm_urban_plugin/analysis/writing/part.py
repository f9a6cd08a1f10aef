"""A GeoPackage under another name until it is complete: a run that is killed leaves none under the destination's."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsFields

from ...core.whole_file import not_written, patiently, replace
from .attach import copy_table
from .table import WriteFailed, make_empty

#: Ending of an unfinished file, and of what SQLite may keep beside one.
PART, BESIDE = ".part", ("-journal", "-wal", "-shm")


class PartFile:
    """An empty table in ``<destination>.part``, to be filled by a BulkTable and then published.

    *destination* is the path of a GeoPackage, *table* the name of the table in it. An unfinished file that a killed run
    has left there is replaced.
    """

    def __init__(self, destination: str, table: str, fields: QgsFields, wkb_type,
                 crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext, fid: str = "") -> None:
        self.destination, self.table = destination, table
        self.path = destination + PART
        self._empty = (fields, wkb_type, crs, context, fid)
        self.discard()
        Path(destination).parent.mkdir(parents=True, exist_ok=True)
        made = self.path + ".gpkg"  # QGIS insists on the ending
        Path(made).unlink(missing_ok=True)
        try:
            make_empty(made, table, fields, wkb_type, crs, context, fid=fid)
            replace(made, self.path)
        except OSError as error:
            raise WriteFailed(str(error)) from error
        finally:
            Path(made).unlink(missing_ok=True)

    def publish(self, beside_others: bool) -> None:
        """Give the file its name; or, where it is to be a table *beside others* of a file that exists, copy it there
        by GDAL's own SQLite. Raises WriteFailed, or NotWritten where the file is held open; the destination is then as
        it was, or its table is empty."""
        try:
            if beside_others and Path(self.destination).exists():
                fields, wkb_type, crs, context, fid = self._empty
                make_empty(self.destination, self.table, fields, wkb_type, crs, context, True, fid)
                copy_table(self.path, self.destination, self.table)
            else:
                self._replace()
                for ending in BESIDE:  # of the file that was replaced
                    Path(self.destination + ending).unlink(missing_ok=True)
        finally:
            self.discard()

    def _replace(self) -> None:
        try:
            replace(self.path, self.destination)
        except OSError as error:
            raise not_written(self.destination, self.path, error) from error

    def discard(self) -> None:
        """Remove the unfinished file. What a virus scanner holds open stays; the next run replaces it."""
        for ending in ("", *BESIDE):
            with suppress(PermissionError):
                patiently(lambda path=self.path + ending: Path(path).unlink(missing_ok=True))
