"""A layer as columns for the indicators: fields by role, county codes, official areas or lengths where needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsGeometry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ...analysis.reading.area import ELLIPSOID, OFFICIAL, feature_cents
from ...analysis.reading.batches import Batch, FeatureReader, plain
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import clean
from ...analysis.reading.roles import geometry_kind
from ...analysis.reading.source import Given
from ...analysis.reading.table_rows import sheet_columns
from ...analysis.reading.tally import Tally
from ...core.cells import UnreadableCell, is_empty, shown, year
from ...core.messages import Message
from ...core.places import is_zone, name_of, why_no_county
from ...core.roles import chosen_words, match
from ...core.tables import BLANK, DATA, row_kind
from ...core.targets.columns import Codes, Columns, unit_of_heading
from ...core.targets.indicators import indicators, quantities

#: Small enough that a chunk never holds the interpreter for long (the dock computes beside the main thread).
CHUNK = 2048

_SUFFIX = re.compile(r"_(m2|ha|hm2|mu|km2|wan)$", re.IGNORECASE)
_INSTEAD = {
    "county_table": ("county_name",), "counties": ("county_name",), "time_matrix": ("origin_code", "origin"),
    "hourcircle_matrix": ("origin_code", "origin"),
}


class SnapshotSource(QgsFeatureSource):
    """Features of a layer as they are now, edits included; made on the main thread, read in a task."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        super().__init__()
        self._features = QgsVectorLayerFeatureSource(layer)
        self._fields, self._count, self._name = layer.fields(), layer.featureCount(), layer.name()
        self._crs, self._type, self._extent = layer.crs(), layer.wkbType(), layer.extent()

    def getFeatures(self, request=None):
        return self._features.getFeatures(request or QgsFeatureRequest())

    def fields(self):
        return self._fields

    def featureCount(self):
        return self._count

    def sourceName(self):
        return self._name

    def sourceCrs(self):
        return self._crs

    def wkbType(self):
        return self._type

    def sourceExtent(self):
        return self._extent


def snapshot(layer: QgsVectorLayer) -> Given:
    """A layer for a task. Call it on the main thread."""
    return Given(SnapshotSource(layer), layer.crs(), layer.name(), layer)


def fields_of(names: Iterable[str], role: str, overrides: Mapping[str, str] | None = None) -> dict[str, str]:
    """Field role → field, of all field roles that the indicators of this layer role can use, and county_code."""
    names = list(names)
    wanted = ["county_code"]
    for indicator in indicators().values():
        for form in indicator.forms:
            if role in form.roles:
                wanted += [*form.fields, *form.optional]
    have = {name.casefold() for name in names}
    own = {key: value for key, value in (overrides or {}).items() if value.casefold() in have}
    found = {key: match(key, names, own) for key in dict.fromkeys([*wanted, *own])}
    for key, words in chosen_words(role).items():  # plain words that say nothing before the layer role is known
        first = next((name for word in words for name in names if name.casefold() == word), None)
        found[key] = found.get(key) or first
    for key in [key for key, name in found.items() if name is None]:  # park_area_ha
        if quantities().get(key, ("",))[0] in ("area", "people"):
            cut = {_SUFFIX.sub("", name): name for name in names if _SUFFIX.search(name)}
            found[key] = cut.get(match(key, cut) or "")
    for key in _INSTEAD.get(role, ()):  # where codes are missing, full names of places do
        found["county_code"] = found["county_code"] or match(key, names, own)
    return {key: name for key, name in found.items() if name is not None}


class IndicatorReader:
    """Chunks of a source as `Columns`. fields: field role → field; needs: what has to be measured."""

    def __init__(self, given: Given, fields: Mapping[str, str], wanted: Iterable[str], tally: Tally, *,
                 needs_area: bool = False, needs_length: bool = False, method: str = OFFICIAL, size: int = CHUNK
                 ) -> None:
        self.given, self.fields, self.tally, self.method = given, dict(fields), tally, method
        self.wanted = [key for key in dict.fromkeys(["county_code", *wanted]) if key in self.fields]
        self.units = {key: unit_of_heading(key, self.fields[key]) for key in self.wanted}
        self.needs_area, self.needs_length = needs_area, needs_length
        self.frame = Frame(given.crs, given.name) if needs_area else None
        self._length = _measure(given) if needs_length else None
        names = [field.name() for field in given.source.fields()]
        #: Fields that are read: of a table all, for totals and notes are told by any of them.
        self.names = names if kind_of(given) == "none" else [self.fields[key] for key in self.wanted]
        self._is_table = kind_of(given) == "none"
        self._place_name = match("county_name", names) if self._is_table else None
        self._codes, self._first = Codes(), True
        self._reader = FeatureReader(given.source, self.names, given.layer, size)

    @property
    def count(self) -> int:
        return self._reader.count

    def __iter__(self) -> Iterator[Columns]:
        for batch in self._reader:
            self.tally.read += len(batch)
            yield self.columns(batch)

    def columns(self, batch: Batch) -> Columns:
        """One batch; what cannot be measured is listed in the tally and left out."""
        fids, values, area, length = batch.fids, batch.columns, None, None
        if self.needs_area:
            cleaned = clean(batch, self.frame, self.tally, self._first)
            self._first = False
            fids, values = cleaned.fids, cleaned.columns
            area = feature_cents(self.frame, cleaned.rings, cleaned.shapes, self.method).astype(np.float64)
        elif self.needs_length:
            length = np.array([self._length_of(batch.blob(k)) for k in range(len(batch))], np.float64)
        by_role = {key: values[self.fields[key]] for key in self.wanted}
        codes = self._codes(by_role["county_code"]) if "county_code" in by_role else [""] * len(fids)
        if self._place_name and "county_code" in by_role and "" in codes:  # the full name of the place will do
            codes = [self._codes([name])[0] if not code and is_empty(cell) else code for code, cell, name in zip(
                codes, by_role["county_code"], values[self._place_name])]
        data = self._data_rows(values, by_role, codes, fids)
        if not data.all():
            at = np.nonzero(data)[0].tolist()
            by_role = {key: [column[k] for k in at] for key, column in by_role.items()}
            codes, fids = [codes[k] for k in at], fids[data]
            area, length = (None if one is None else one[data] for one in (area, length))
        if "county_code" in by_role:
            self._unread(by_role["county_code"], codes, fids)
        codes = self._known(codes, fids)
        self.tally.used += len(fids)
        return Columns(fids, codes, by_role, self.units, area, length)

    def _data_rows(self, values: Mapping[str, list], by_role: Mapping[str, list], codes: list[str], fids: np.ndarray
                   ) -> np.ndarray:
        """(n,) bool: which rows are data. Totals, unit, note and signature rows of a table, and rows whose year cannot
        be read, are listed; a row that names its place is data whatever it is called (全区)."""
        data = np.ones(len(fids), bool)
        if self._is_table:
            table = [values[self.names[k]] for k in sheet_columns(self.given) if self.names[k] in values]
            for k, code in enumerate(codes):
                kind = DATA if code else row_kind([column[k] for column in table])
                if kind != DATA:
                    data[k] = False
                if kind not in (DATA, BLANK):
                    self.tally.reject(self.given.name, fids[k], Message(f"shared.row_{kind}"))
        known: dict = {}
        for k, cell in enumerate(by_role.get("year", ())):
            if cell not in known:
                known[cell] = _why_no_year(cell)
            if data[k] and known[cell] is not None:
                data[k] = False
                self.tally.reject(self.given.name, fids[k], known[cell])
        return data

    def columns_of(self, features: Iterable[QgsFeature]) -> Columns:
        """Some features as they are now (an edit), without reading the layer again."""
        fids, blobs, rows = [], [], []
        for feature in features:
            geometry = feature.geometry()
            fids.append(feature.id())
            blobs.append(b"" if geometry.isNull() else bytes(geometry.asWkb()))
            rows.append([plain(feature.attribute(name)) for name in self.names])
        offsets = np.concatenate([[0], np.cumsum([len(b) for b in blobs], dtype=np.int64)]).astype(np.int64)
        columns = {name: [row[k] for row in rows] for k, name in enumerate(self.names)}
        return self.columns(Batch(np.array(fids, np.int64), np.frombuffer(b"".join(blobs), np.uint8), offsets, columns))

    def assumed_units(self) -> list[str]:
        """Headings without a unit, with the one taken: '建成区面积: m2'."""
        return [f"{self.fields[key]}: {unit.name}" for key, unit in self.units.items() if unit.assumed]

    def strange_units(self) -> list[str]:
        """Headings whose unit does not fit what they hold: their numbers are not read."""
        return [self.fields[key] for key, unit in self.units.items() if unit.factor != unit.factor]

    def _unread(self, raw, codes: list[str], fids: np.ndarray) -> None:
        """Texts that are no code and no name of a place are listed."""
        field = self.fields["county_code"]
        if "" not in codes or field in (self.fields.get("origin"), self.fields.get("origin_code")):
            return
        for k, code in enumerate(codes):
            if not code and not is_empty(raw[k]):
                self.tally.reject(self.given.name, fids[k], Message("targets.no_place", {
                    "text": shown(raw[k]), "field": field}))

    def _known(self, codes: list[str], fids: np.ndarray) -> list[str]:
        """Codes of the region that name no place, or a zone that is no county unit, are listed: the feature counts for
        no place."""
        strange = {code: Message("targets.unknown_code", {"code": code}) if not is_zone(code) else
                   why_no_county(code, self.fields.get("county_code", ""))
                   for code in set(codes) if code.startswith("15") and (not name_of(code) or is_zone(code))}
        if not strange:
            return codes
        for k, code in enumerate(codes):
            if code in strange:
                self.tally.reject(self.given.name, fids[k], strange[code])
        return ["" if code in strange else code for code in codes]

    def _length_of(self, blob: bytes) -> float:
        if not blob:
            return float("nan")
        geometry = QgsGeometry()
        geometry.fromWkb(blob)
        return self._length.measureLength(geometry)


def _why_no_year(cell) -> UnreadableCell | None:
    try:
        year(cell)
    except UnreadableCell as error:
        return error
    return None


def _measure(given: Given) -> QgsDistanceArea:
    measure = QgsDistanceArea()
    measure.setSourceCrs(given.crs, QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    return measure


def kind_of(given: Given) -> str:
    """Geometry of a source: polygon, line, point, none."""
    return geometry_kind(given.source.wkbType())
