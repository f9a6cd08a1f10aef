"""A spread sample of rows from an OGR layer, and OGR's messages kept instead of printed."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator

from osgeo import gdal, ogr

from ...core.quality import SAMPLE, spread

#: Up to here all rows are read and the sample picked from them; beyond, single rows are fetched by their id.
_READ_ALL = 5000


class Errors:
    """The last message of OGR since `quiet` began."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, level, number, message) -> None:
        if level >= gdal.CE_Failure:
            self.last = str(message)


@contextlib.contextmanager
def quiet() -> Iterator[Errors]:
    """OGR's messages go into the object that this gives, and nowhere else."""
    errors = Errors()
    gdal.PushErrorHandler(errors)
    try:
        yield errors
    finally:
        gdal.PopErrorHandler()


def geometry_of(layer: ogr.Layer) -> str:
    """polygon, line, point, none, or '' where the layer may hold any."""
    kind = ogr.GT_Flatten(layer.GetGeomType())
    if kind == ogr.wkbNone:
        return "none"
    if kind in (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface):
        return "polygon"
    if kind in (ogr.wkbLineString, ogr.wkbMultiLineString, ogr.wkbCompoundCurve, ogr.wkbMultiCurve):
        return "line"
    return "point" if kind in (ogr.wkbPoint, ogr.wkbMultiPoint) else ""


def sample_rows(layer: ogr.Layer, fields: list[str]) -> dict[str, list]:
    """Field → values of at most `SAMPLE` rows spread over the layer; a row that cannot be read is passed over."""
    count = layer.GetFeatureCount()
    wanted = spread(count, SAMPLE).tolist()
    rows = []
    try:
        if 0 <= count <= _READ_ALL:
            chosen = set(wanted)
            for k, feature in enumerate(layer):
                if k in chosen:
                    rows.append(feature)
        else:
            first = layer.GetNextFeature()
            start = first.GetFID() if first is not None else 0
            rows = [feature for k in wanted if (feature := layer.GetFeature(start + k)) is not None]
        layer.ResetReading()
    except RuntimeError:  # a damaged record where GDAL was told to raise
        layer.ResetReading()
    return {name: [_value(feature, k) for feature in rows] for k, name in enumerate(fields)}


def _value(feature: ogr.Feature, k: int):
    if not feature.IsFieldSetAndNotNull(k):
        return None
    kind = feature.GetFieldDefnRef(k).GetType()
    if kind == ogr.OFTReal:
        return feature.GetFieldAsDouble(k)
    if kind in (ogr.OFTInteger, ogr.OFTInteger64):
        return feature.GetFieldAsInteger64(k)
    if kind in (ogr.OFTDate, ogr.OFTDateTime):
        year, month, day = feature.GetFieldAsDateTime(k)[:3]
        return dt.date(year, month, day) if year and month and day else None
    return _text(feature, k)


def _text(feature: ogr.Feature, k: int) -> str:
    """Text whose bytes may not be what the driver takes them for."""
    try:
        return feature.GetFieldAsString(k)
    except UnicodeDecodeError:
        return bytes(feature.GetFieldAsBinary(k)).decode("gb18030", errors="replace")
