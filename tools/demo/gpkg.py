"""Writing GeoPackages with OGR: batches of WKB and columns in, whole files out (written beside, then renamed)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

_TYPES = {"text": ogr.OFTString, "int": ogr.OFTInteger, "real": ogr.OFTReal, "date": ogr.OFTDate}
_GEOMETRIES = {
    "none": ogr.wkbNone,
    "point": ogr.wkbPoint,
    "line": ogr.wkbLineString,
    "multipolygon": ogr.wkbMultiPolygon,
}


@dataclass(frozen=True)
class Field:
    """A column: ASCII name, type (text, int, real, date), width for text, Chinese alias."""

    name: str
    kind: str = "text"
    width: int = 0
    alias: str = ""


def crs(code: str) -> osr.SpatialReference:
    """Spatial reference with x east, y north whatever the authority says; raises RuntimeError for an unknown code."""
    reference = osr.SpatialReference()
    reference.SetFromUserInput(code)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def memory_source() -> gdal.Dataset:
    """An empty vector source in memory: GDAL 3.11 gave the driver MEM what the driver Memory did before."""
    if int(gdal.VersionInfo("VERSION_NUM")) >= 3_110_000:
        return gdal.GetDriverByName("MEM").Create("", 0, 0, 0, gdal.GDT_Unknown)
    return gdal.GetDriverByName("Memory").Create("", 0, 0, 0, gdal.GDT_Unknown)


class Layer:
    """One open layer; ``write`` takes a batch of rows at a time."""

    def __init__(self, layer: ogr.Layer, fields: Sequence[Field]):
        self._layer, self._fields = layer, fields
        self.count = 0

    def write(self, wkb: Sequence[bytes | None] | None, columns: dict[str, Sequence]) -> None:
        """Append rows. ``wkb`` (n bytes objects or None) is stored as it is; NULL is None in a column."""
        names = [f.name for f in self._fields]
        missing = set(names) ^ set(columns)
        if missing:
            raise ValueError(f"columns do not match the fields: {sorted(missing)}")
        data = [c.tolist() if isinstance(c, np.ndarray) else list(c) for c in (columns[n] for n in names)]
        rows = len(data[0]) if data else len(wkb or ())
        definition, layer = self._layer.GetLayerDefn(), self._layer
        shapes = wkb if wkb is not None else [None] * rows
        if any(len(column) != rows for column in (shapes, *data)):
            raise ValueError("columns and geometries differ in length")
        for shape, *values in zip(shapes, *data):
            feature = ogr.Feature(definition)
            for index, value in enumerate(values):
                if value is not None:
                    feature.SetField(index, value)
            if shape is not None:
                feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(shape))
            layer.CreateFeature(feature)
        self.count += rows


class Package:
    """A GeoPackage being written; use ``create``."""

    def __init__(self, dataset: gdal.Dataset, reference: osr.SpatialReference):
        self._dataset, self._crs = dataset, reference
        dataset.StartTransaction()

    def close(self) -> None:
        """Commit and close the file; layers of it must not be used any more."""
        self._dataset.CommitTransaction()
        self._dataset = None

    def abandon(self) -> None:
        """Close the file without keeping what was written."""
        if self._dataset is not None:
            self._dataset.RollbackTransaction()
            self._dataset = None

    def layer(
        self,
        name: str,
        fields: Sequence[Field],
        geometry: str = "multipolygon",
        note: str = "",
        synthetic: bool = False,
    ) -> Layer:
        """Add a layer; ``geometry`` is none, point, line or multipolygon; ``note`` goes to its description."""
        options = [f"DESCRIPTION={note}", "GEOMETRY_NAME=geom"]
        layer = self._dataset.CreateLayer(
            name, self._crs if geometry != "none" else None, _GEOMETRIES[geometry], options
        )
        for field in fields:
            definition = ogr.FieldDefn(field.name, _TYPES[field.kind])
            if field.width:
                definition.SetWidth(field.width)
            if field.alias:
                definition.SetAlternativeName(field.alias)
            layer.CreateField(definition)
        layer.SetMetadataItem("synthetic", "yes" if synthetic else "no")
        if note:
            layer.SetMetadataItem("note", note)
        return Layer(layer, fields)


def _quiet(level: int, number: int, message: str) -> None:
    """Keep OGR's warnings on the shapes that are broken on purpose out of the log; errors still raise."""


@contextlib.contextmanager
def create(path: Path, reference: str) -> Iterator[Package]:
    """Write ``path`` as a whole: a temporary file beside it is renamed on success and removed on failure.

    The date that GeoPackage stores for each layer is fixed, so equal input gives an equal file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}.part.gpkg")
    temporary.unlink(missing_ok=True)
    old = gdal.GetConfigOption("OGR_CURRENT_DATE")
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2025-12-31T00:00:00.000Z")
    gdal.PushErrorHandler(_quiet)
    try:
        package = Package(ogr.GetDriverByName("GPKG").CreateDataSource(str(temporary), ["VERSION=1.2"]), crs(reference))
        try:
            yield package
            package.close()
        finally:
            package.abandon()
        os.replace(temporary, path)
    finally:
        gdal.PopErrorHandler()
        gdal.SetConfigOption("OGR_CURRENT_DATE", old)
        for left in path.parent.glob(f".{path.stem}.part.gpkg*"):
            left.unlink()
