"""The three control lines: polygons with holes where smooth random fields exceed a threshold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal, ogr
from scipy.ndimage import gaussian_filter

from tools.bench import region
from tools.demo import gpkg

_MARGIN = 0.05  # of the region's width and height, beyond the parcels
_SPECK_M2 = 2e4

#: From GDAL 3.13 on a polygon lies between two given levels; before, one level was enough and MAX unknown.
_TO_THE_TOP = ",MAX" if int(gdal.VersionInfo("VERSION_NUM")) >= 3_130_000 else ""


@dataclass(frozen=True)
class Field:
    """A random field: share of the region inside, width of its noise (m), weight of the finer ones, raster step (m)."""

    seed: int
    share: float
    scale_m: float
    rough: float
    step_m: float
    column: tuple[str, str, str]


FIELDS = {
    "eco": Field(2, 0.50, 4500, 0.35, 500, ("HXLX", "红线类型", "生态保护红线")),
    "farm": Field(3, 0.10, 2600, 0.35, 450, ("YJJBNT", "永久基本农田", "永久基本农田")),
    "ubd": Field(4, 0.010, 2200, 0.30, 200, ("GHFQMC", "规划分区名称", "城镇集中建设区")),
}


def polygons(name: str) -> np.ndarray:
    """The zones of a line as disjoint, valid shapely polygons."""
    field = FIELDS[name]
    rng = np.random.default_rng(field.seed)
    step = field.step_m
    nx = int(region.WIDTH * (1 + 2 * _MARGIN) / step)
    ny = int(region.HEIGHT * (1 + 2 * _MARGIN) / step)
    values = np.zeros((ny, nx))
    for octave in range(3):
        noise = gaussian_filter(rng.standard_normal((ny, nx)), field.scale_m / 3**octave / step, mode="wrap")
        values += field.rough**octave * noise / noise.std()
    level = np.quantile(values, 1 - field.share)
    values[[0, -1], :] = values.min()
    values[:, [0, -1]] = values.min()
    parts = np.concatenate([shapely.get_parts(shapely.make_valid(g)) for g in _above(values, float(level), step)])
    parts = parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) > _SPECK_M2)]
    return parts[np.argsort(shapely.area(parts))[::-1]]


def _above(values: np.ndarray, level: float, step: float) -> np.ndarray:
    """Polygons where *values* exceed *level*; coordinates to 0.1 mm, in the CRS of the region."""
    raster = gdal.GetDriverByName("MEM").Create("", values.shape[1], values.shape[0], 1, gdal.GDT_Float64)
    left, bottom = region.X0 - _MARGIN * region.WIDTH, region.Y0 - _MARGIN * region.HEIGHT
    raster.SetGeoTransform((left, step, 0, bottom, 0, step))
    raster.GetRasterBand(1).WriteArray(values)
    source = gpkg.memory_source()
    layer = source.CreateLayer("above", None, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("low", ogr.OFTReal))
    gdal.ContourGenerateEx(raster.GetRasterBand(1), layer,
                           options=[f"FIXED_LEVELS={level!r}{_TO_THE_TOP}", "ELEV_FIELD_MIN=0", "POLYGONIZE=YES"])
    blobs = [bytes(f.GetGeometryRef().ExportToWkb(ogr.wkbNDR)) for f in layer if f.GetField(0) >= level]
    return shapely.transform(shapely.get_parts(shapely.from_wkb(blobs)), lambda xy: np.round(xy, 4))


def write(path: Path, name: str) -> str:
    """Write one line; returns a few words on it."""
    zones = polygons(name)
    column, alias, word = FIELDS[name].column
    with gpkg.create(path, region.CRS) as package:
        layer = package.layer(name, [gpkg.Field(column, width=60, alias=alias)], "multipolygon", synthetic=True)
        layer.write(list(shapely.to_wkb(shapely.multipolygons(zones[:, None]))), {column: [word] * len(zones)})
    inside = shapely.intersection(
        zones, shapely.box(region.X0, region.Y0, region.X0 + region.WIDTH, region.Y0 + region.HEIGHT))
    return (f"{len(zones)} zones, {shapely.get_num_coordinates(zones).sum():,} vertices, "
            f"{shapely.length(zones).sum() / 1e3:,.0f} km of boundary, "
            f"{shapely.area(inside).sum() / region.WIDTH / region.HEIGHT:.1%} of the region")
