"""A layer of QGIS as the quality topic sees it: its signs, its role, the fields that its checks read."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsFeatureRequest, QgsProviderRegistry, QgsVectorLayer

from ...analysis.overlay.loading import Given
from ...analysis.reading.arrow import opened
from ...analysis.reading.batches import plain
from ...analysis.reading.roles import FIELDS_PROPERTY, detect_role, geometry_kind
from ...core.quality import CERTAIN, SAMPLE, Recognition, Signs, match_columns, recognise, spread

_READ_ALL, _FEW, _FIRST = 3000, 50, 2000
_FILES = ("ogr", "delimitedtext", "spatialite")


@dataclass(frozen=True)
class Subject:
    """A layer to be checked: its source, geometry kind, role ('' = unknown), how that was told, its fields by column,
    and the kind and width of each field."""

    given: Given
    geometry: str
    role: str
    recognition: Recognition
    columns: Mapping[str, str]
    kinds: Mapping[str, tuple[str, int]]
    signs: Signs
    chosen: bool = False

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


def subject_of(layer: QgsVectorLayer, name: str = "", role: str = "") -> Subject:
    """A layer ready to be checked. *role* as the user gave it; else what is written with the layer, else recognised."""
    signs = signs_of(layer)
    found = recognise(signs)
    written, _ = detect_role(layer) if not role else (role, "")
    chosen = role or (written if layer.customProperty("nm_urban/role") else "")
    best = chosen or (found.role if found.state == CERTAIN else "") or ""
    columns = {column: field for column, (field, _) in match_columns(signs.fields).items()}
    columns |= {column: field for column, field in _confirmed(layer).items() if field in signs.fields}
    kinds = {field.name(): (_kind(field), max(field.length(), 0)) for field in layer.fields()}
    given = Given(layer, layer.crs(), name or layer.name(), layer)
    return Subject(given, signs.geometry, best, found, columns, kinds, signs, bool(chosen))


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
