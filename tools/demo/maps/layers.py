"""Layers of the quota map, made in memory from the counties and the ledger: joined counties, leagues, league names."""

from dataclasses import dataclass
from pathlib import Path

from osgeo import ogr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPalLayerSettings,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

from tools.common import ROOT
from tools.demo.maps.qgis_app import chinese_font

ogr.UseExceptions()

STYLES = ROOT / "resources" / "styles"
NUMBERS = ("quota_mu", "reward_mu", "used_mu", "used_ha", "balance_mu", "used_pct")
_CLOSE_GAPS_DEG = 1e-5  # about a metre: neighbours whose shared border differs by rounding still melt together


def read_ledger(path, layer="ledger"):
    """Rows of the ledger table as dicts, NULL as None. Raises RuntimeError where file or layer is missing."""
    source = ogr.Open(str(path))
    table = source.GetLayerByName(layer)
    if table is None:
        raise RuntimeError(f"{path} has no layer {layer}")
    names = [field.name for field in table.schema]
    return [{name: feature[name] for name in names} for feature in table]


def source_note(path, layer="counties"):
    """Where a layer comes from, as its metadata say it; '' where they say nothing."""
    source = ogr.Open(str(path))
    table = source.GetLayerByName(layer)
    return (table.GetMetadataItem("note") or "") if table is not None else ""


@dataclass
class MapLayers:
    """What the map draws, top first, and the region's ledger row (None where the ledger has none)."""

    labels: QgsVectorLayer
    leagues: QgsVectorLayer
    counties: QgsVectorLayer
    region: dict

    def ordered(self):
        return [self.labels, self.leagues, self.counties]


def build(counties_path, ledger_rows, layer="counties"):
    """Join the ledger rows of the whole period to copies of the county polygons by code."""
    totals = {(row["level"], row["code"]): row for row in ledger_rows if not row["year"]}
    region = next((row for row in ledger_rows if row["level"] == "region" and not row["year"]), None)
    path = Path(counties_path)
    source = QgsVectorLayer(f"{path}|layername={layer}", "counties", "ogr")
    if not source.isValid():
        raise RuntimeError(f"cannot read the layer {layer} of {path}")
    counties = _memory("Polygon", source.crs(), "旗县市区指标使用率", NUMBERS)
    shapes, features = {}, []
    for feature in source.getFeatures():
        code = feature["code"]
        row = totals.get(("county", code), {})
        geometry = feature.geometry()
        values = [code, feature["name"], row.get("verdict"), *(row.get(name) for name in NUMBERS)]
        features.append(_feature(counties, geometry, values))
        shapes.setdefault(code[:4] + "00", []).append(geometry)
    counties.dataProvider().addFeatures(features)
    message, good = counties.loadNamedStyle(str(STYLES / "county_usedpct.qml"))
    if not good:
        raise RuntimeError(message)
    counties.setLabelsEnabled(False)  # 103 names do not fit on a page of the whole region
    leagues = _memory("Polygon", source.crs(), "盟市界", ())
    labels = _memory("Point", source.crs(), "盟市名称", ())
    for code, parts in sorted(shapes.items()):
        name = totals.get(("league", code), {}).get("name") or code
        grown = [part.buffer(_CLOSE_GAPS_DEG, 2) for part in parts]
        whole = QgsGeometry.unaryUnion(grown).buffer(-_CLOSE_GAPS_DEG, 2)
        spot = whole.poleOfInaccessibility(0.01)[0]
        leagues.dataProvider().addFeature(_feature(leagues, whole, [code, name, None]))
        labels.dataProvider().addFeature(_feature(labels, spot, [code, name, None]))
    _style_leagues(leagues)
    _style_labels(labels)
    for item in (counties, leagues, labels):
        item.updateExtents()
    return MapLayers(labels, leagues, counties, region)


def _memory(geometry, crs, name, numbers):
    columns = [f"field={field}:string" for field in ("code", "name", "verdict")]
    columns += [f"field={number}:double" for number in numbers]
    layer = QgsVectorLayer(f"{geometry}?{'&'.join(columns)}", name, "memory")
    layer.setCrs(crs)
    return layer


def _feature(layer, geometry, values):
    feature = QgsFeature(layer.fields())
    feature.setGeometry(geometry)
    feature.setAttributes(values)
    return feature


def _style_leagues(layer):
    symbol = layer.renderer().symbol().symbolLayer(0)
    symbol.setColor(QColor(0, 0, 0, 0))
    symbol.setStrokeColor(QColor("#3b3b3b"))
    symbol.setStrokeWidth(0.5)


def _style_labels(layer):
    layer.renderer().symbol().setOpacity(0)
    text = QgsTextFormat()
    font = QFont(chinese_font())
    font.setBold(True)
    text.setFont(font)
    text.setSize(10)
    text.setColor(QColor("#10202b"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.9)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.placement = QgsPalLayerSettings.Placement.OverPoint
    settings.setFormat(text)
    settings.displayAll = True
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
