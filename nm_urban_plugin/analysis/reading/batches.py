"""Features of any source as batches: ids, WKB, attribute columns. Streamed, so memory does not grow with the layer.

A GeoPackage layer (with or without a filter, but no edit buffer, no join, no selection) is read as Arrow, everything
else feature by feature; the batches are the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from qgis.core import (
    NULL,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsProcessingFeatureSource,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ...core.dates import china_day, day_of_stamp
from . import arrow

#: Features of a batch: the larger, the fewer calls; the smaller, the less memory and the sooner both threads have work.
BATCH_SIZE, _LARGEST_BATCH, _BATCHES = 16_384, 32_768, 32


@dataclass(frozen=True)
class Batch:
    """n features: ids (n,), WKB bytes of all with offsets (n+1,), and the asked columns as lists of plain values."""

    fids: np.ndarray
    buffer: np.ndarray
    offsets: np.ndarray
    columns: dict[str, list]

    def __len__(self) -> int:
        return len(self.fids)

    def blob(self, k: int) -> bytes:
        """WKB of feature k; empty where it has no geometry."""
        return self.buffer[self.offsets[k] : self.offsets[k + 1]].tobytes()


def plain(value):
    """A QGIS attribute as a plain Python value: None, int, float, str, bool or datetime.date."""
    if value is None or value == NULL:
        return None
    if isinstance(value, QDateTime):
        return _day_of(value) if value.isValid() else None
    if isinstance(value, QDate):
        return value.toPyDate() if value.isValid() else None
    return value


def _day_of(moment: QDateTime) -> dt.date:
    """The day of a time stamp: one that bears an offset lies on the day that it is in China."""
    day, time = moment.date().toPyDate(), moment.time()
    if moment.timeSpec() in (Qt.TimeSpec.LocalTime, Qt.TimeSpec.UTC):  # providers say either where they know neither
        return day_of_stamp(day.toordinal(), time.msecsSinceStartOfDay() // 1000)
    zone = dt.timezone(dt.timedelta(seconds=moment.offsetFromUtc()))
    return china_day(dt.datetime(day.year, day.month, day.day, time.hour(), time.minute(), tzinfo=zone))


def features_of(source: QgsFeatureSource, request: QgsFeatureRequest):
    """Iterate a source as it is. A Processing source would stop the run at the first invalid geometry: we list it."""
    if isinstance(source, QgsProcessingFeatureSource):
        return source.getFeatures(request, QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)
    return source.getFeatures(request)


class FeatureReader:
    """Repeatable stream over a source.

    *layer* is given where the source is exactly that layer (no selection, no filter of the parameter), so that the
    fast path may be taken; :attr:`path_taken` says which one was. *rect* (layer CRS) limits to features near it.
    """

    def __init__(self, source: QgsFeatureSource, columns: list[str], layer: QgsVectorLayer | None = None,
                 size: int | None = None, rect: QgsRectangle | None = None) -> None:
        self._source = source
        self._rect = rect
        self._columns = list(dict.fromkeys(columns))
        self._file = plain_file(layer) if layer is not None and rect is None else None
        self._size = size or min(max(BATCH_SIZE, source.featureCount() // _BATCHES), _LARGEST_BATCH)
        self.path_taken = ""

    @property
    def count(self) -> int:
        """Number of features, −1 where the provider does not know."""
        return self._source.featureCount()

    def __iter__(self) -> Iterator[Batch]:
        if self._file is not None:
            path, table, where = self._file
            stream = arrow.read(path, table, self._columns, self._size, where)
            try:
                first = next(stream, None)
            except arrow.ArrowUnsupported:
                first = None
            else:
                self.path_taken = "arrow"
                if first is not None:
                    yield Batch(*first)
                    for item in stream:
                        yield Batch(*item)
                return
        self.path_taken = "features"
        yield from self._by_feature()

    def _by_feature(self) -> Iterator[Batch]:
        fields = self._source.fields()
        index = [fields.lookupField(name) for name in self._columns]
        request = QgsFeatureRequest().setSubsetOfAttributes(index)
        if self._rect is not None:
            request.setFilterRect(self._rect)
        fids, blobs, rows = [], [], []
        for feature in features_of(self._source, request):
            geometry = feature.geometry()
            fids.append(feature.id())
            blobs.append(b"" if geometry.isNull() else bytes(geometry.asWkb()))
            rows.append([plain(feature.attribute(k)) for k in index])
            if len(fids) == self._size:
                yield self._batch(fids, blobs, rows)
                fids, blobs, rows = [], [], []
        if fids:
            yield self._batch(fids, blobs, rows)

    def _batch(self, fids, blobs, rows) -> Batch:
        offsets = np.concatenate([[0], np.cumsum([len(b) for b in blobs], dtype=np.int64)]).astype(np.int64)
        columns = {name: list(values) for name, values in zip(self._columns, zip(*rows))}
        return Batch(np.array(fids, np.int64), np.frombuffer(b"".join(blobs), np.uint8), offsets, columns)


def plain_file(layer: QgsVectorLayer) -> tuple[str, str, str] | None:
    """(path, table, condition) where the layer shows rows of a GeoPackage table as they lie in the file, else None."""
    if layer.providerType() != "ogr" or layer.isEditable() or layer.vectorJoins():
        return None
    where = layer.subsetString().strip()
    if where.casefold().startswith("select") or not arrow.available():  # a whole query may do more than leave rows out
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = str(parts.get("path") or "")
    if not path.lower().endswith(".gpkg") or parts.get("geometryType"):
        return None
    table = parts.get("layerName")
    if not table:
        names = layer.dataProvider().subLayers()
        if len(names) != 1:
            return None
        table = names[0].split("!!::!!")[1]
    return path, str(table), where
