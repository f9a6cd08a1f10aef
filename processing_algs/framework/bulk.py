"""Outputs written by columns: in bulk into a GeoPackage, by QGIS's own writer into everything else.

In bulk the rows go into a fresh file beside the destination, which takes its name when it is complete, or is copied
into the GeoPackage that is there already (analysis.writing). Where that cannot be done, QGIS's writer does the same,
slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from qgis.core import QgsDataSourceUri, QgsFields, QgsProcessingOutputLayerDefinition, QgsWkbTypes

from ...nm_urban_plugin.analysis.reading.batches import plain_file
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.analysis.writing.background import Background
from ...nm_urban_plugin.analysis.writing.carry import Carrier, Source
from ...nm_urban_plugin.analysis.writing.columns import alike, for_sqlite
from ...nm_urban_plugin.analysis.writing.part import PartFile
from ...nm_urban_plugin.analysis.writing.table import BulkTable, WriteFailed, possible
from .destinations import place_of

#: Types of geometry that are written in bulk.
_POLYGONS = (QgsWkbTypes.Type.Polygon, QgsWkbTypes.Type.MultiPolygon)


@dataclass(frozen=True)
class Rows:
    """n rows of an output: WKB (None = no geometry) and boxes (n, 4) in its CRS, and n values of each of its fields."""

    wkb: Sequence[bytes | None]
    bounds: np.ndarray
    columns: Sequence[Sequence]


@dataclass(frozen=True)
class Batches:
    """Rows made of the records of a spool as they are asked for, as often as they are."""

    spool: Iterable
    rows_of: Callable[..., Rows]

    def __iter__(self) -> Iterator[Rows]:
        return map(self.rows_of, self.spool)


@dataclass(frozen=True)
class Carried:
    """The user's features *fids* (n,) of a layer, our n values of each of our fields behind theirs; *bounds* (n, 4) in
    the layer's CRS, *mended* by id the WKB of those whose geometry is not the layer's."""

    given: Given
    fids: np.ndarray
    bounds: np.ndarray
    columns: Sequence[Sequence] = ()
    mended: Mapping[int, bytes] = field(default_factory=dict)


@dataclass
class Place:
    """A table of a GeoPackage: path, name, and whether it stands beside others (or alone in its file); *touched*: what
    was there is there no longer."""

    path: str
    table: str
    beside: bool
    touched: bool = False

    @property
    def layer(self) -> str:
        """As QGIS names it."""
        return f"{self.path}|layername={self.table}" if self.beside else self.path

    @staticmethod
    def of(value, wkb) -> Place | None:
        """Where a destination is a table of a GeoPackage that can be written in bulk."""
        if wkb not in _POLYGONS or not possible():
            return None
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            if value.useRemapping() or value.sink.propertyType() != value.sink.StaticProperty:
                return None
            value = value.sink.staticValue()
        text = str(value or "")
        path, table = place_of(text)
        if not path.lower().endswith(".gpkg") or "|" in text:
            return None
        if text.startswith("ogr:") and QgsDataSourceUri(text[4:]).geometryColumn() not in ("", "geom"):
            return None
        return Place(path, table or Path(path).stem, bool(table))


@contextmanager
def _part(place: Place, fields: QgsFields, wkb, crs, context) -> Iterator[PartFile]:
    """A fresh file that is published when the block ends well, else removed."""
    part = PartFile(place.path, place.table, fields, wkb, crs, context.transformContext())
    try:
        yield part
        place.touched = place.beside  # a file that cannot be replaced is as it was
        part.publish(place.beside)
        place.touched = True
    finally:
        part.discard()


def write_rows(place: Place, fields: QgsFields, wkb, crs, context, batches: Iterable[Rows],
               watch: Callable[[int], None]) -> None:
    """Fill a table with the rows of batch after batch, on a thread of its own; *watch* is told the number of rows so
    far, and may raise. Raises WriteFailed; nothing of the table is there then."""
    with _part(place, fields, wkb, crs, context) as part:
        made: list[BulkTable] = []

        def begin() -> Callable:
            made.append(BulkTable(part.path, part.table))
            return lambda rows: made[0].append(rows.wkb, rows.bounds, list(map(for_sqlite, rows.columns)))

        writer = Background(begin, lambda: made[0].close(), lambda: made and made[0].abandon())
        try:
            count = 0
            for rows in batches:
                writer.put(rows)
                count += len(rows.bounds)
                watch(count)
            writer.finish()
        finally:
            writer.give_up()


def source_of(carried: Carried, fields: QgsFields, as_multi: bool) -> tuple[Source, dict[str, str]] | None:
    """The table that the features can be copied from, and the names of the user's columns here and there; None where
    they must be read."""
    layer = carried.given.layer
    place = plain_file(layer) if layer is not None else None
    source = Source.of(*place[:2]) if place is not None else None
    if source is None or source.kind not in ("POLYGON", "MULTIPOLYGON") or (as_multi and not source.can_be_multi()):
        return None
    theirs = [one.name() for one in carried.given.source.fields()]
    ours = [one.name() for one in fields][: len(theirs)]
    key = next((there for here, there in zip(ours, theirs) if here.casefold() == "fid"), source.key)
    return (source, dict(zip(ours, theirs))) if set(theirs) <= set(source.columns) and key == source.key else None


def write_carried(place: Place, fields: QgsFields, wkb, crs, context, carried: Carried,
                  watch: Callable[[int], None]) -> bool:
    """Fill a table with the user's features, copied inside SQLite; False where the source does not allow that. Raises
    WriteFailed; nothing of the table is there then."""
    as_multi = wkb == QgsWkbTypes.Type.MultiPolygon
    found = source_of(carried, fields, as_multi)
    if found is None:
        return False
    source, names = found
    ours = dict(zip([one.name() for one in fields][len(names):], map(for_sqlite, carried.columns)))
    same = {name: column[0] if column else None for name, column in ours.items() if alike(column)}
    told = [name for name in ours if name not in same]
    mended = [carried.mended.get(fid) for fid in carried.fids.tolist()] if carried.mended else None
    with _part(place, fields, wkb, crs, context) as part, Carrier(part, told, same) as carrier:
        carrier.append(carried.fids, carried.bounds, [ours[name] for name in told], mended)
        carrier.staged()
        watch(len(carried.fids) // 2)
        carrier.join(source, names, as_multi)
    return True


__all__ = ["Batches", "Carried", "Place", "Rows", "WriteFailed", "write_carried", "write_rows"]
