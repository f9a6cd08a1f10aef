"""Land cover 2019 (IGBP classes, 0.05 degrees): cut from the NASA raster, or smooth noise where that cannot be had."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

from tools.demo import gpkg
from tools.demo.inputs import mesh, sources

WEST, NORTH, STEP, COLUMNS, ROWS = 97.0, 54.0, 0.05, 600, 340
CLASSES = {
    0: ("水体", "Water"), 1: ("常绿针叶林", "Evergreen needleleaf forest"),
    2: ("常绿阔叶林", "Evergreen broadleaf forest"), 3: ("落叶针叶林", "Deciduous needleleaf forest"),
    4: ("落叶阔叶林", "Deciduous broadleaf forest"), 5: ("混交林", "Mixed forest"),
    6: ("密闭灌丛", "Closed shrublands"), 7: ("稀疏灌丛", "Open shrublands"),
    8: ("多树草原", "Woody savannas"), 9: ("稀树草原", "Savannas"), 10: ("草地", "Grasslands"),
    11: ("永久湿地", "Permanent wetlands"), 12: ("农田", "Croplands"), 13: ("城市和建成区", "Urban and built-up"),
    14: ("农田与自然植被镶嵌", "Cropland and natural vegetation mosaic"), 15: ("冰雪", "Snow and ice"),
    16: ("裸地", "Barren"),
}  # fmt: skip


def load(wheel: Path) -> np.ndarray:
    """IGBP classes (340 rows from 54 N down, 600 columns from 97 E), uint8, 255 = no data."""
    with zipfile.ZipFile(wheel) as archive:
        name = sources.member_name(archive, ".tif")
    raster = gdal.Open(f"/vsizip/{{{wheel.resolve()}}}/{name}")
    west, step, _, north, _, _ = raster.GetGeoTransform()
    if abs(step - STEP) > 1e-9 or (raster.RasterXSize, raster.RasterYSize) != (7200, 3600):
        raise ValueError("the land cover raster is not the global 0.05 degree grid")
    return raster.GetRasterBand(1).ReadAsArray(
        round((WEST - west) / step), round((north - NORTH) / step), COLUMNS, ROWS
    )


def generate(seed: int) -> np.ndarray:
    """Plausible classes from smooth noise: barren in the west, grass, crops, forest in the north-east."""
    lon = WEST + (np.arange(COLUMNS)[None, :] + 0.5) * STEP
    lat = NORTH - (np.arange(ROWS)[:, None] + 0.5) * STEP
    noise = np.zeros((ROWS, COLUMNS))
    for k in range(1, 9):
        a, b, c = (2 * np.pi * mesh.hash01(seed, 700, k, i) for i in range(3))
        noise += np.sin(lon * k * 0.8 * np.cos(a) + lat * k * 0.8 * np.sin(a) + b) * np.cos(lat * k * 0.5 + c) / k
    wet = (lon - 110) / 8 + (lat - 42) / 10 + noise
    return np.select([wet < -0.9, wet < 0.3, wet < 1.0], [16, 10, 12], 5).astype(np.uint8)


def sample(classes: np.ndarray, lonlat: np.ndarray) -> np.ndarray:
    """Class of the cell under each point (n, 2); points outside the cut take the nearest cell."""
    column = np.clip(((lonlat[:, 0] - WEST) / STEP).astype(int), 0, COLUMNS - 1)
    row = np.clip(((NORTH - lonlat[:, 1]) / STEP).astype(int), 0, ROWS - 1)
    return classes[row, column]


def write(classes: np.ndarray, package: gpkg.Package, note: str, synthetic: bool) -> int:
    """Polygons of equal class as layer ``landcover``; returns how many."""
    memory = gdal.GetDriverByName("MEM").Create("", COLUMNS, ROWS, 1, gdal.GDT_Byte)
    memory.SetGeoTransform((WEST, STEP, 0, NORTH, 0, -STEP))
    memory.GetRasterBand(1).WriteArray(classes)
    store = gpkg.memory_source()
    target = store.CreateLayer("p", gpkg.crs("EPSG:4490"), ogr.wkbPolygon)
    target.CreateField(ogr.FieldDefn("v", ogr.OFTInteger))
    gdal.Polygonize(memory.GetRasterBand(1), None, target, 0)
    values, shapes = [], []
    for feature in target:
        if feature.GetField(0) in CLASSES:
            values.append(feature.GetField(0))
            shapes.append(bytes(ogr.ForceToMultiPolygon(feature.GetGeometryRef().Clone()).ExportToWkb()))
    fields = [gpkg.Field("igbp", "int"), gpkg.Field("name_zh", alias="类型"), gpkg.Field("name_en")]
    layer = package.layer("landcover", fields, note=note, synthetic=synthetic)
    layer.write(
        shapes,
        {"igbp": values, "name_zh": [CLASSES[v][0] for v in values], "name_en": [CLASSES[v][1] for v in values]},
    )
    return layer.count
