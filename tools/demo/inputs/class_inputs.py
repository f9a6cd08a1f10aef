"""Inputs of the county demo: real county units with census figures, land cover in survey codes, centre cities, seats,
and a made-up table of disposed land and settled people for the quota hooks."""

import csv
import math
from pathlib import Path

import numpy as np
import shapely
from osgeo import ogr

from tools.demo import gpkg

ogr.UseExceptions()

CENSUS = Path(__file__).resolve().parents[1] / "data" / "census.tsv"
SEED = 20251231
STEP, TURN, BLOCK = 0.05, 20.0, 16  # degrees, degrees, cells

#: IGBP class of the land cover → the survey's class that comes nearest; coarse (0.05°), for the demo only. Water, ice
#: and barren land are none of the indicators and are left out.
DLBM = {1: "0301", 2: "0301", 3: "0301", 4: "0301", 5: "0301", 6: "0301", 7: "0301", 8: "0401", 9: "0401", 10: "0401",
        12: "0103", 13: "201", 14: "0103"}  # fmt: skip

#: County unit that holds each centre city which the county-seat plan names (二、（四）).
CENTRES = {"150102": "呼和浩特", "150203": "包头", "150602": "鄂尔多斯", "150902": "集宁", "150402": "赤峰",
           "150502": "通辽", "150302": "乌海", "152502": "锡林浩特", "152201": "乌兰浩特"}  # fmt: skip


def census() -> dict[str, dict[str, float | None]]:
    """code → pop_2010, pop_2020, urban_2020, prim_pct; None where there is no figure."""
    lines = [line for line in CENSUS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    out = {}
    for row in csv.DictReader(lines, delimiter="\t"):
        out[row["code"]] = {key: float(row[key]) if row[key] else None
                            for key in ("pop_2010", "pop_2020", "urban_2020", "prim_pct")}
    return out


def write(base: Path, path: Path) -> None:
    """Write the demo's input GeoPackage from base.gpkg (real) and the census table."""
    source = ogr.Open(str(base))
    people = census()
    units = [(f["code"], f["name"], f.GetGeometryRef().Clone()) for f in source.GetLayerByName("counties")]
    real = source.GetLayerByName("counties").GetMetadataItem("synthetic") != "yes"
    text = gpkg.Field
    with gpkg.create(path, "EPSG:4490") as package:
        fields = (text("code", width=6, alias="代码"), text("name", alias="名称"),
                  text("pop_total", "real", alias="常住人口2020"), text("pop_urban", "real", alias="城镇人口2020"),
                  text("pop_before", "real", alias="常住人口2010"), text("prim_pct", "real", alias="第一产业就业占比"))
        layer = package.layer("counties", fields, note="人口：人口普查分县资料 2010、2020", synthetic=not real)
        figures = [people.get(code, {}) for code, _, _ in units]
        layer.write([bytes(shape.ExportToWkb()) for _, _, shape in units], {
            "code": [code for code, _, _ in units], "name": [name for _, name, _ in units],
            **{name: [one.get(key) for one in figures] for name, key in (
                ("pop_total", "pop_2020"), ("pop_urban", "urban_2020"), ("pop_before", "pop_2010"),
                ("prim_pct", "prim_pct"))}})
        cover = source.GetLayerByName("landcover")
        layer = package.layer("landcover", (text("DLBM", width=4, alias="地类编码"),),
                              note="NASA MCD12C1 2019, 0.05°, 换为三调地类编码，仅作示例")
        layer.write(*_cover(cover, units))
        _points(package, source, units)
        _hooks(package, units, people)


def _cover(cover, units) -> tuple[list[bytes], dict[str, list]]:
    """Land cover by survey class, resampled to a turned mesh of the same cell size and joined in blocks.

    As drawn, a steppe that spans the region is one patch with ten thousand holes and edges of thousands of steps along
    one parallel, as no survey draws it.
    """
    patches = [(DLBM[f["igbp"]], shapely.from_wkb(bytes(f.GetGeometryRef().ExportToWkb())))
               for f in cover if f["igbp"] in DLBM]
    codes = np.array([code for code, _ in patches])
    region = [shapely.from_wkb(bytes(shape.ExportToWkb())) for _, _, shape in units]
    west, south, east, north = shapely.total_bounds(region)
    reach = math.ceil(max(east - west, north - south) / STEP * 1.5)
    i, j = (axis.ravel() for axis in np.meshgrid(np.arange(-reach, reach), np.arange(-reach, reach)))
    middle = _node(i + 0.5, j + 0.5, west, south)
    inside = np.nonzero(((middle > (west, south)) & (middle < (east, north))).all(1))[0]
    i, j, middle = i[inside], j[inside], shapely.points(middle[inside])
    near = np.unique(shapely.STRtree(region).query(middle, "dwithin", 2 * STEP)[0])
    point, patch = shapely.STRtree([shape for _, shape in patches]).query(middle[near], "within")
    cell, first = np.unique(point, return_index=True)
    i, j, code = i[near][cell], j[near][cell], codes[patch[first]]
    corners = np.stack([_node(i + a, j + b, west, south) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))], 1)
    squares = shapely.polygons(corners)
    block = np.char.add(np.char.add(code, "_"), np.char.add((i // BLOCK).astype(str), (j // BLOCK).astype(str)))
    out, kinds = [], []
    for one in np.unique(block):
        parts = shapely.get_parts(shapely.unary_union(squares[block == one]))
        out.append(shapely.to_wkb(shapely.MultiPolygon(list(parts))))
        kinds.append(str(one).split("_")[0])
    return out, {"DLBM": kinds}


def _node(i, j, west: float, south: float) -> np.ndarray:
    """(n, 2) degrees of nodes of the turned mesh; the same node always has the same digits."""
    cos, sin = STEP * math.cos(math.radians(TURN)), STEP * math.sin(math.radians(TURN))
    return np.round(np.column_stack([west + i * cos - j * sin, south + i * sin + j * cos]), 9)


def _points(package: gpkg.Package, source, units) -> None:
    """Centre cities, and the largest settlement of every unit as its seat."""
    largest: dict[str, tuple[float, str, bytes]] = {}
    for feature in source.GetLayerByName("settlements"):
        code, size = feature["code"], feature["pop"] or 0
        if code and (code not in largest or size > largest[code][0]):
            largest[code] = (size, feature["name_zh"] or feature["name"], bytes(feature.GetGeometryRef().ExportToWkb()))
    fields = (gpkg.Field("name", alias="名称"), gpkg.Field("code", width=6, alias="代码"))
    cities = [code for code in CENTRES if code in largest]
    layer = package.layer("cities", fields, "point", note="居民点：GeoNames，CC BY 4.0")
    layer.write([largest[code][2] for code in cities], {"name": [CENTRES[c] for c in cities], "code": cities})
    seats = sorted(largest)
    layer = package.layer("seats", fields, "point", note="各旗县最大的居民点：GeoNames，CC BY 4.0")
    layer.write([largest[c][2] for c in seats], {"name": [largest[c][1] for c in seats], "code": seats})


def _hooks(package: gpkg.Package, units, people) -> None:
    """A made-up year: disposed land, settled people, present land per head, remaining capacity, tasks."""
    draw = np.random.default_rng(SEED)
    n = len(units)
    urban = np.array([people.get(code, {}).get("urban_2020") or 20_000 for code, _, _ in units])
    disposed = np.round(draw.gamma(2.0, 450.0, n), 2)
    columns = {
        "code": [code for code, _, _ in units], "name": [name for _, name, _ in units],
        "disposed": disposed, "settled": np.round(urban * draw.uniform(0.004, 0.025, n)),
        "percap_m2": np.round(draw.uniform(75, 240, n), 1),
        "remain_mu": np.round(draw.uniform(400, 9000, n), 2),
        "task_mu": np.round(disposed * draw.uniform(0.7, 1.15, n), 2),
        "port_mu": [120.0 if code == "152501" else 60.0 if code == "152923" else None for code, _, _ in units],
        "SOURCE": ["合成示例"] * n,
    }
    titles = {"disposed": "处置存量(亩)", "settled": "落户人数", "percap_m2": "人均城镇建设用地(㎡)",
              "remain_mu": "边界剩余容量(亩)", "task_mu": "处置任务(亩)", "port_mu": "清单内口岸项目(亩)"}
    fields = [gpkg.Field(name, "text" if name in ("code", "name", "SOURCE") else "real", 6 if name == "code" else 0,
                         titles.get(name, "")) for name in columns]
    layer = package.layer("hooks", fields, note="合成示例数据，非真实指标", synthetic=True)
    layer.write([bytes(shape.ExportToWkb()) for _, _, shape in units], columns)
