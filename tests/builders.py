"""Layers and files for tests, made from plain numbers; nothing here knows the code that is tested."""

import hashlib
from pathlib import Path

from osgeo import gdal, ogr, osr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QVariant

ZONE37 = "EPSG:4525"
LONLAT = "EPSG:4490"

if Qgis.QGIS_VERSION_INT >= 33800:  # QgsField takes a QMetaType from there on
    from qgis.PyQt.QtCore import QMetaType

    _KINDS = {str: QMetaType.Type.QString, int: QMetaType.Type.LongLong, float: QMetaType.Type.Double,
              QDate: QMetaType.Type.QDate, QDateTime: QMetaType.Type.QDateTime}
else:
    _KINDS = {str: QVariant.String, int: QVariant.LongLong, float: QVariant.Double,
              QDate: QVariant.Date, QDateTime: QVariant.DateTime}


def _drawn(wkt):
    """A geometry, None for a WKT that OGR refuses; another test module may have made it raise."""
    try:
        return ogr.CreateGeometryFromWkt(wkt)
    except RuntimeError:
        return None


def ring_text(points):
    """``(x y, …)`` of a ring given as (x, y) points without the closing one."""
    closed = [*points, points[0]]
    return "(" + ", ".join(f"{float(x)!r} {float(y)!r}" for x, y in closed) + ")"


def polygon(*rings):
    """WKT of a polygon: outer ring, then holes, each a list of (x, y) points without the closing one."""
    return f"POLYGON ({', '.join(ring_text(ring) for ring in rings)})"


def corners(x0, y0, x1, y1, step=None):
    """Points of a rectangle, anticlockwise; with ``step`` extra points no farther apart than that on every side."""
    points = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    if step is None:
        return points
    out = []
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]]):
        n = max(1, int(max(abs(bx - ax), abs(by - ay)) // step) + 1)
        out += [(ax + (bx - ax) * k / n, ay + (by - ay) * k / n) for k in range(n)]
    return out


def rectangle(x0, y0, x1, y1, step=None):
    """WKT of a rectangle."""
    return polygon(corners(x0, y0, x1, y1, step))


def layer(rows, fields=(), crs=ZONE37, kind="Polygon", name="layer"):
    """A memory layer. rows: (WKT, QgsGeometry or None, value, …); fields: (name, Python type). crs '' = none."""
    made = QgsVectorLayer(kind, name, "memory")
    assert made.isValid(), kind
    made.setCrs(QgsCoordinateReferenceSystem(crs))
    assert made.crs().isValid() == bool(crs)
    # for an empty list 3.22 answers True, 3.40 False
    assert not fields or made.dataProvider().addAttributes([QgsField(title, _KINDS[kind_]) for title, kind_ in fields])
    made.updateFields()
    features = []
    for geometry, *values in rows:
        feature = QgsFeature(made.fields())
        if geometry is not None:
            shape = geometry if isinstance(geometry, QgsGeometry) else QgsGeometry.fromWkt(geometry)
            assert isinstance(geometry, QgsGeometry) or not shape.isNull() or "EMPTY" in geometry, geometry
            feature.setGeometry(shape)
        feature.setAttributes(list(values))
        features.append(feature)
    done, _ = made.dataProvider().addFeatures(features)
    assert done and made.featureCount() == len(rows)
    return made


def table(rows, fields, name="table"):
    """A memory table; rows: (value, …)."""
    return layer([(None, *row) for row in rows], fields, crs="", kind="None", name=name)


def rows_of(source):
    """All attribute rows of a layer or of what an algorithm returned, as dicts; NULL is None."""
    found = source if isinstance(source, QgsVectorLayer) else QgsVectorLayer(str(source), "rows", "ogr")
    assert found.isValid(), source
    names = [field.name() for field in found.fields()]
    out = []
    for feature in found.getFeatures():
        values = [None if value is None or (isinstance(value, QVariant) and value.isNull()) else value
                  for value in feature.attributes()]
        out.append(dict(zip(names, values)))
    return out


def geometries_of(source):
    """WKT (3 decimals) of every feature of a layer."""
    found = source if isinstance(source, QgsVectorLayer) else QgsVectorLayer(str(source), "rows", "ogr")
    return [feature.geometry().asWkt(3) for feature in found.getFeatures()]


def geopackage(path, table_name, rows, fields=(), crs=4525, kind=ogr.wkbUnknown):
    """A GeoPackage table written by OGR; rows: (WKB bytes, WKT text or None, value, …). Returns the path."""
    reference = None
    if crs:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(crs)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    driver = ogr.GetDriverByName("GPKG")
    path = Path(path)
    source = driver.Open(str(path), 1) if path.exists() else driver.CreateDataSource(str(path))
    made = source.CreateLayer(table_name, reference, kind)
    for name, kind_ in fields:
        ogr_kind = {str: ogr.OFTString, int: ogr.OFTInteger64, float: ogr.OFTReal, QDate: ogr.OFTDate}[kind_]
        made.CreateField(ogr.FieldDefn(name, ogr_kind))
    made.StartTransaction()
    for geometry, *values in rows:
        feature = ogr.Feature(made.GetLayerDefn())
        if isinstance(geometry, bytes):
            feature.SetGeometry(ogr.CreateGeometryFromWkb(geometry))
        elif geometry is not None:
            feature.SetGeometry(_drawn(geometry))
        for k, value in enumerate(values):
            if value is not None:
                feature.SetField(k, value)
        assert made.CreateFeature(feature) == 0
    made.CommitTransaction()
    del made, source
    return path


def fingerprint(*paths):
    """Hash and size of files, to see that nobody changed them."""
    return [(str(p), hashlib.sha256(Path(p).read_bytes()).hexdigest()) for p in paths]


def files_in(folder):
    """Names of all files below a folder."""
    return sorted(str(p.relative_to(folder)) for p in Path(folder).rglob("*") if p.is_file())


def role_in_file(path, table_name=None):
    """The role that a GeoPackage table bears."""
    return item_in_file(path, "nm_urban/role", table_name)


def item_in_file(path, item, table_name=None):
    """A metadata item of a GeoPackage table."""
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    found = source.GetLayerByName(table_name) if table_name else source.GetLayer(0)
    return found.GetMetadataItem(item)


def save(source, path, table_name):
    """Write a layer as a table of a GeoPackage (new file or further table); returns 'path|layername=…'."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = table_name
    if Path(path).exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    error, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        source, str(path), QgsProject.instance().transformContext(), options)
    assert error == QgsVectorFileWriter.WriterError.NoError, message
    return f"{path}|layername={table_name}"


def printed_rows(path, table_name=None, without=()):
    """Every row of a file's table as text in full precision, key first; geometry left out."""
    source = ogr.Open(str(path))
    found = source.GetLayerByName(table_name) if table_name else source.GetLayer(0)
    names = [field.GetName() for field in found.schema]
    return [(feature.GetFID(), *(f"{name}={feature.GetField(name)!r}" for name in names if name not in without))
            for feature in found]
