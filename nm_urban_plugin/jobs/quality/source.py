"""A layer of QGIS as the quality topic sees it: its signs, its role, the fields that its checks read."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsFeatureRequest, QgsProviderRegistry, QgsVectorLayer

from ...analysis.reading.arrow import opened
from ...analysis.reading.batches import plain
from ...analysis.reading.roles import FIELDS_PROPERTY, ROLE_PROPERTY, geometry_kind
from ...analysis.reading.source import Given
from ...core.quality import (
    CERTAIN,
    SAMPLE,
    BrokenDbf,
    Encoding,
    Recognition,
    Signs,
    dbf_encoding,
    match_columns,
    recognise,
    spread,
)
from ...core.quality.files.encoding import declared_family

_READ_ALL, _FEW, _FIRST = 3000, 50, 2000
_DBF_HEAD = 4_000_000
_FILES = ("ogr", "delimitedtext", "spatialite")


@dataclass(frozen=True)
class Subject:
    """A layer to be checked: its source, geometry kind, role ('' = unknown), how that was told, its fields by column,
    and the kind and width of each field. wrong: (encoding as the user's layer reads it, that of its records)."""

    given: Given
    geometry: str
    role: str
    recognition: Recognition
    columns: Mapping[str, str]
    kinds: Mapping[str, tuple[str, int]]
    signs: Signs
    chosen: bool = False
    wrong: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        return self.given.name


def signs_of(layer: QgsVectorLayer) -> Signs:
    """The signs of a layer; its display name counts only where it has no file."""
    path, table = _place(layer)
    file = Path(path)
    fields = tuple(field.name() for field in layer.fields())
    aliases = {field.name(): field.alias() for field in layer.fields() if field.alias()}
    return Signs(table if path else layer.name(), file.stem if path else "", tuple(p.name for p in file.parents)[:4],
                 "", fields, aliases, geometry_kind(layer.wkbType()), _sample(layer, fields), layer.featureCount())


def recognised(layer: QgsVectorLayer) -> Recognition:
    """What `recognise` says of a layer; asked again only when its source, fields or number of rows change."""
    key = (layer.id(), layer.source(), layer.featureCount(), tuple(field.name() for field in layer.fields()))
    if key not in _known():
        if len(_known()) > 200:
            _known().clear()
        _known()[key] = recognise(signs_of(layer))
    return _known()[key]


@functools.lru_cache(maxsize=1)
def _known() -> dict:
    return {}


def subject_of(given: Given, layer: QgsVectorLayer, role: str = "") -> Subject:
    """A layer ready to be checked. *role* as the user gave it; else what is kept with the layer, else recognised.

    A shapefile whose records are read in a wrong encoding is checked as a copy that reads them right.
    """
    right, encoding = read_right(layer)
    if right is not layer:
        given = Given(right, right.crs(), given.name, right)
    signs = signs_of(right)
    found = recognise(signs)
    chosen = role or str(layer.customProperty(ROLE_PROPERTY, "") or "")
    columns = {column: field for column, (field, _) in match_columns(signs.fields).items()}
    columns |= {column: field for column, field in _confirmed(layer).items() if field in signs.fields}
    kinds = {field.name(): (_kind(field), max(field.length(), 0)) for field in right.fields()}
    best = chosen or (found.role if found.state == CERTAIN else "")
    wrong = (layer.dataProvider().encoding(), encoding) if encoding else None
    return Subject(given, signs.geometry, best, found, columns, kinds, signs, bool(chosen), wrong)


def layer_encoding(layer: QgsVectorLayer) -> Encoding | None:
    """The encoding of a shapefile from the bytes of its records; None for any other layer, and for a broken table."""
    path, _ = _place(layer)
    if layer.providerType() != "ogr" or Path(path).suffix.lower() not in (".shp", ".dbf"):
        return None
    table = Path(path).with_suffix(".dbf")
    if not table.exists():
        return None
    side = table.with_suffix(".cpg")
    try:
        with open(table, "rb") as stream:
            data = stream.read(_DBF_HEAD)
        return dbf_encoding(data, side.read_text(encoding="latin-1")[:40] if side.exists() else None)
    except (BrokenDbf, OSError):
        return None


def read_right(layer: QgsVectorLayer) -> tuple[QgsVectorLayer, str]:
    """(the layer, or a private copy that reads its records in their own encoding; that encoding, '' where the layer
    reads them right). The user's layer is not touched."""
    found = layer_encoding(layer)
    read = layer.dataProvider().encoding() if found else ""
    if found is None or not found.best or declared_family(read) == declared_family(found.best):
        return layer, ""
    copy = QgsVectorLayer(layer.source(), layer.name(), layer.providerType())
    copy.setProviderEncoding(found.best)
    copy.setCrs(layer.crs())
    return copy, found.best


def _confirmed(layer: QgsVectorLayer) -> dict[str, str]:
    """The field mapping that a user confirmed for the layer."""
    try:
        found = json.loads(str(layer.customProperty(FIELDS_PROPERTY, "") or "{}"))
    except json.JSONDecodeError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _kind(field) -> str:
    name = field.typeName().lower()
    if field.isNumeric():
        return "int" if name.startswith(("int", "medium", "small", "tiny")) or not field.precision() and "int" in name \
            else "real"
    return "date" if "date" in name else "text"


def _place(layer: QgsVectorLayer) -> tuple[str, str]:
    """(file, table) of a layer; ('', '') where it is no file."""
    if layer.providerType() not in _FILES:
        return "", ""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path, table = str(parts.get("path") or ""), str(parts.get("layerName") or "")
    if path and not table and Path(path).suffix.lower() in (".gpkg", ".gdb", ".sqlite"):
        source = opened(path)
        table = source.GetLayer(0).GetName() if source is not None and source.GetLayerCount() else ""
    return path, table


def _sample(layer: QgsVectorLayer, fields: tuple[str, ...]) -> dict[str, list]:
    """Field → values of at most `SAMPLE` rows spread over the layer."""
    count = layer.featureCount()
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    if 0 <= count <= _READ_ALL:
        rows = [feature.attributes() for feature in layer.getFeatures(request)]
        rows = [rows[k] for k in spread(len(rows), SAMPLE)]
    else:
        first = next(layer.getFeatures(QgsFeatureRequest(request).setLimit(1)), None)
        start = first.id() if first is not None else 0
        ids = [int(start + k) for k in spread(count, SAMPLE)]
        rows = [feature.attributes() for feature in layer.getFeatures(QgsFeatureRequest(request).setFilterFids(ids))]
        if len(rows) < _FEW:  # ids of a database need not follow each other
            rows = [f.attributes() for f in layer.getFeatures(QgsFeatureRequest(request).setLimit(_FIRST))]
            rows = [rows[k] for k in spread(len(rows), SAMPLE)]
    return {name: [plain(row[k]) for row in rows] for k, name in enumerate(fields)}
