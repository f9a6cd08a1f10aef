"""Files and checks that the tests of writing share: QGIS's own writer is the judge."""

import sqlite3
import struct

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from nm_urban.nm_urban_plugin.analysis.writing.columns import for_qgis

CRS = QgsCoordinateReferenceSystem("EPSG:4527")
MULTI = QgsWkbTypes.Type.MultiPolygon
PLAIN = QgsWkbTypes.Type.NoGeometry
TC = QgsCoordinateTransformContext()
ODD_NAME = 'a"b 表\'c'
_KINDS = {"text": QVariant.String, "real": QVariant.Double, "int": QVariant.Int, "long": QVariant.LongLong,
          "date": QVariant.Date}


def fields_of(*specs):
    fields = QgsFields()
    for name, kind in specs:
        fields.append(QgsField(name, _KINDS[kind]))
    return fields


def squares(n, seed=1):
    """WKB of n MultiPolygon squares near Hohhot, and their boxes."""
    rng = np.random.default_rng(seed)
    x, y, w = rng.uniform(39_400_000, 39_600_000, n), rng.uniform(4_500_000, 4_900_000, n), rng.uniform(5, 900, n)
    wkb = [b"\x01\x06\x00\x00\x00\x01\x00\x00\x00\x01\x03\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00"
           + struct.pack("<10d", a, b, a + c, b, a + c, b + c, a, b + c, a, b) for a, b, c in zip(x, y, w)]
    return wkb, np.stack([x, y, x + w, y + w], 1)


def by_qgis(destination, fields, wkb, columns, kind=MULTI, crs=CRS):
    """The same rows through the sink that Processing makes for a destination."""
    sink, dest = QgsProcessingUtils.createFeatureSink(destination, QgsProcessingContext(), fields, kind, crs)
    for k, row in enumerate(zip(*map(for_qgis, columns))):
        feature = QgsFeature(fields)
        feature.setAttributes(list(row))
        if wkb is not None and wkb[k] is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(wkb[k])
            feature.setGeometry(geometry)
        assert sink.addFeature(feature)
    del sink
    return dest


def ask(path, sql, *values):
    db = sqlite3.connect(str(path))
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def schema(path):
    return set(ask(path, "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))


def contents(path, table):
    """Every row of a table, and what the GeoPackage says of it, but for the time of the last change."""
    extent = ", ".join(f"round({v}, 6)" for v in ("min_x", "min_y", "max_x", "max_y"))
    about = ask(path, f"SELECT table_name, data_type, identifier, description, srs_id, {extent} FROM gpkg_contents "
                      "WHERE table_name = ?", table)
    count = ask(path, "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", table)
    return ask(path, f"SELECT * FROM {quoted(table)} ORDER BY 1"), about, count


def index_of(path, table):
    return ask(path, f"SELECT * FROM {quoted(f'rtree_{table}_geom')} ORDER BY 1")


def sound(path, table=None):
    """SQLite's own checks of a file, and of a table's R-tree."""
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert ask(path, "PRAGMA foreign_key_check") == []
    if table is not None:
        assert ask(path, "SELECT rtreecheck(?)", f"rtree_{table}_geom") == [("ok",)]


def edited(path, table):
    """Add, move and delete a feature as a user does in QGIS; returns (features by box after the move, count)."""
    layer = QgsVectorLayer(f"{path}|layername={table}", "edited", "ogr")
    assert layer.isValid() and layer.startEditing()
    first = next(f for f in layer.getFeatures() if f.hasGeometry())
    moved = QgsGeometry(first.geometry())
    moved.translate(2e6, 0)
    new = QgsFeature(layer.fields())
    new.setGeometry(moved)
    assert layer.addFeature(new) and layer.deleteFeature(first.id()) and layer.commitChanges(), layer.commitErrors()
    found = [f.id() for f in layer.getFeatures(moved.boundingBox())]
    return found, layer.featureCount()
