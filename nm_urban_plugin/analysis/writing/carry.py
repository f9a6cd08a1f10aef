"""The user's features with our columns behind theirs, copied inside SQLite: no feature, no geometry is ever built.

For a source that is a plain table of a GeoPackage (features.plain_file) and a destination that is one. Our columns lie
in a fresh file of their own first (Python's SQLite); GDAL's SQLite, which may have the source open elsewhere, then
joins both into the empty table that QGIS made. Geometries and values are copied byte for byte, but for those that were
mended, which come with our columns.

    with Carrier(part) as carrier:
        carrier.append(fids, bounds, columns)        # as often as wanted
        carrier.join(Source.of(path, table), {"PZRQ": "PZRQ", …})
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..reading.arrow import opened
from .attach import Sql, attached, geometry_of, literal, patched, without_triggers
from .blobs import HEAD, blobs
from .part import BESIDE, PartFile
from .table import BulkTable, WriteFailed, quoted

_STAGED = ".columns"


@dataclass(frozen=True)
class Source:
    """A table of a GeoPackage: its key and geometry column, type of geometry as declared, and srs_id."""

    path: str
    table: str
    key: str
    geometry: str
    kind: str
    srs_id: int

    def can_be_multi(self) -> bool:
        """Whether all its geometries are multi-polygons, or polygons that can be made such in place."""
        if self.kind != "POLYGON":
            return self.kind == "MULTIPOLYGON"
        dataset = opened(self.path)
        blob = quoted(self.geometry)
        try:
            odd = [] if dataset is None else Sql(dataset).rows(
                f"SELECT 1 AS found FROM {quoted(self.table)} WHERE {blob} IS NOT NULL AND NOT {_is_plain(blob)} "  # nosec B608
                "LIMIT 1")
        except WriteFailed:
            return False
        return dataset is not None and not odd

    @property
    def columns(self) -> list[str]:
        """Names of the columns of the table, as the file has them."""
        dataset = opened(self.path)
        if dataset is None:
            return []
        return [row[0] for row in Sql(dataset).rows(
            f"SELECT name FROM pragma_table_info({literal(self.table)})")]  # nosec B608

    @staticmethod
    def of(path: str, table: str) -> Source | None:
        """None where it is no real table with a key and 2D geometry (a view has no key to join by)."""
        dataset = opened(path)
        if dataset is None:
            return None
        sql, named = Sql(dataset), literal(table)
        try:
            if not sql.rows(f"SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = {named}"):  # nosec B608
                return None
            keys = sql.rows(f"SELECT name FROM pragma_table_info({named}) WHERE pk = 1 AND "  # nosec B608
                            "upper(type) = 'INTEGER'")
            shapes = sql.rows("SELECT column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns "  # nosec B608
                              f"WHERE table_name = {named}")
        except WriteFailed:
            return None
        if len(keys) != 1 or len(shapes) != 1:
            return None
        geometry, kind, srs_id, z, m = shapes[0]
        return Source(path, table, keys[0][0], geometry, kind.upper(), int(srs_id)) if not z and not m else None


#: In hexadecimal: flags of a header with an XY envelope, and what stands before a polygon and a multi-polygon of one.
_XY, _POLYGON, _MULTI_OF_ONE = "03", "0103000000", "010600000001000000"


def _is_plain(blob: str) -> str:
    """SQL of whether a geometry is a little-endian 2D polygon with the usual header."""
    return f"(substr({blob}, 4, 1) = x'{_XY}' AND substr({blob}, {HEAD + 1}, 5) = x'{_POLYGON}')"


def _one_part(blob: str) -> str:
    """SQL of a polygon as a multi-polygon of one part; all else as it is."""
    one = f"CAST(substr({blob}, 1, {HEAD}) || x'{_MULTI_OF_ONE}' || substr({blob}, {HEAD + 1}) AS BLOB)"
    return f"CASE WHEN {_is_plain(blob)} THEN {one} ELSE {blob} END"


class Carrier:
    """Rows of *part* staged beside it; the staging file is gone when the with statement ends.

    columns  names of our columns in the table, in the order in which they come
    same     column → the one value that all rows have in it
    """

    def __init__(self, part: PartFile, columns: Sequence[str], same: Mapping[str, object] | None = None) -> None:
        self._part, self._columns, self._same = part, list(columns), dict(same or {})
        self._path = part.path + _STAGED
        self._remove()
        self._db: sqlite3.Connection | None = None
        self._fids: list[np.ndarray] = []
        self._bounds: list[np.ndarray] = []

    def __enter__(self) -> Carrier:
        return self

    def __exit__(self, *_) -> None:
        self.close()
        self._remove()

    def _remove(self) -> None:
        for ending in ("", *BESIDE):
            Path(self._path + ending).unlink(missing_ok=True)

    def close(self) -> None:
        """End the staging; to be called on the thread that appended."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def append(self, fids: np.ndarray, bounds: np.ndarray, columns: Sequence[Sequence],
               wkb: Sequence[bytes | None] | None = None) -> None:
        """n features by their ids (n,), with boxes (n, 4) in the layer's CRS and n values of SQLite in each of
        *columns*; *wkb* (n,) where a geometry is not copied (None = copied)."""
        try:
            if self._db is None:
                self._begin()
            count = len(self._columns) + 2
            drawn = [None] * len(fids) if wkb is None else blobs(wkb, bounds, 0)
            self._db.executemany(f"INSERT INTO ours VALUES ({', '.join('?' * count)})",  # nosec B608
                                 zip(fids.tolist(), drawn, *columns))
        except sqlite3.Error as error:
            raise WriteFailed(str(error)) from error
        self._fids.append(np.asarray(fids, np.int64))
        self._bounds.append(np.asarray(bounds, np.float64))

    def _begin(self) -> None:
        self._db = sqlite3.connect(self._path, isolation_level=None)
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA journal_mode=OFF")
        names = ", ".join(f"c{k}" for k in range(len(self._columns)))
        self._db.execute(f"CREATE TABLE ours (k INTEGER PRIMARY KEY, g BLOB{', ' if names else ''}{names})")
        same = [f"s{k}" for k in range(len(self._same))]
        self._db.execute(f"CREATE TABLE same ({', '.join(['k', *same])})")
        self._db.execute(f"INSERT INTO same VALUES ({', '.join('?' * (len(same) + 1))})",  # nosec B608
                         (0, *self._same.values()))
        self._db.execute("BEGIN")

    def staged(self) -> None:
        """All rows are there."""
        if self._db is None:
            self._begin()
        self._db.execute("COMMIT")
        self.close()

    def join(self, source: Source, names: Mapping[str, str], as_multi: bool = False) -> int:
        """Fill the table; *names* maps its columns to those of the source, for what is carried; *as_multi*: a polygon
        becomes a multi-polygon of one part. Number of rows, in the order of the source's key. Raises WriteFailed."""
        fids = np.concatenate([np.zeros(0, np.int64), *self._fids])
        bounds = np.concatenate([np.zeros((0, 4)), *self._bounds])
        order = np.argsort(fids, kind="stable")
        fids, bounds = fids[order], bounds[order]
        with attached(self._part.path, {"source": source.path, "staged": self._path}, throwaway=True) as sql:
            keyed = self._insert(sql, source, names, as_multi)
        table = BulkTable(self._part.path, self._part.table)
        table.adopt(fids if keyed else np.arange(1, len(fids) + 1, dtype=np.int64), bounds)
        table.close()
        return len(fids)

    def _insert(self, sql: Sql, source: Source, names: Mapping[str, str], as_multi: bool) -> bool:
        """The rows, by GDAL's SQLite; whether the key of the table is the source's."""
        table = self._part.table
        key = sql.rows(f"SELECT name FROM pragma_table_info({literal(table)}) WHERE pk = 1")[0][0]  # nosec B608
        geometry, srs_id = geometry_of(sql, "main", table)
        shape = f"s.{quoted(source.geometry)}"
        shape = patched(_one_part(shape) if as_multi else shape, source.srs_id, srs_id)
        # a blob of ours has the number 0 until the table's is known
        shape = f"coalesce({patched('o.g', 0, srs_id)}, {shape})"
        pairs = [(geometry, shape), *((mine, f"s.{quoted(theirs)}") for mine, theirs in names.items()),
                 *((mine, f"o.c{k}") for k, mine in enumerate(self._columns)),
                 *((mine, f"a.s{k}") for k, mine in enumerate(self._same))]
        columns, values = (", ".join(part) for part in zip(*((quoted(mine), value) for mine, value in pairs)))
        with without_triggers(sql, table):
            sql.run(f"INSERT INTO main.{quoted(table)} ({columns}) SELECT {values} "  # nosec B608
                    f"FROM source.{quoted(source.table)} s JOIN staged.ours o ON o.k = s.{quoted(source.key)} "
                    f"CROSS JOIN staged.same a ORDER BY s.{quoted(source.key)}")
        return key.casefold() in {name.casefold() for name in names}
