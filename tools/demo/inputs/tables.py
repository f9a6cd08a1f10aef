"""Columns and files of the synthetic layers: what the generators made, written to one GeoPackage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely
from osgeo import osr

from tools.demo import gpkg
from tools.demo.gpkg import Field
from tools.demo.inputs import broken as synthetic_broken
from tools.demo.inputs import control_lines as synthetic_lines
from tools.demo.inputs import counties, mesh, places
from tools.demo.inputs import landuse as synthetic_landuse
from tools.demo.inputs import parcels as synthetic_parcels
from tools.demo.inputs import quota as synthetic_quota
from tools.demo.inputs import sites as synthetic_sites
from tools.demo.inputs import stock as synthetic_stock
from tools.demo.inputs import stock_layers as synthetic_stock_layers

NOTE = "synthetic 示例数据: made by a seeded generator, no real parcel, control line, land use or quota"
USES = ("工业用地", "城镇住宅用地", "公路用地", "商业服务业设施用地", "物流仓储用地", "公用设施用地", "科教文卫用地",
        "采矿用地")  # fmt: skip
TEXT_DATES = 40
BATCH = 50_000

_PARCEL = (
    Field("BSM", width=18, alias="标识码"), Field("XMMC", alias="项目名称"), Field("PZWH", alias="批准文号"),
    Field("PZRQ", "date", alias="批准日期"), Field("XZQDM", width=6, alias="行政区代码"), Field("YT", alias="用途"),
    Field("NOTE", alias="说明"),
)  # fmt: skip
_PARCEL_TEXT = tuple(Field("PZRQ", "text", alias="批准日期") if f.name == "PZRQ" else f for f in _PARCEL)
_BSM = (Field("BSM", width=18, alias="标识码"), Field("XZQDM", width=6, alias="行政区代码"))
_MJ = Field("MJ", "real", alias="面积")
_LINES = {
    "eco_redline": (*_BSM, Field("HXMC", alias="红线名称"), Field("LHLX", alias="红线类型"), _MJ),
    "farmland": (*_BSM, Field("YJJBNTTBBH", alias="图斑编号"), Field("DLBM", alias="地类编码"), _MJ),
    "urban_boundary": (*_BSM, Field("GHFQDM", alias="规划分区代码"), Field("GHFQMC", alias="规划分区名称"), _MJ),
}
_LANDUSE = (
    Field("BSM", width=18, alias="标识码"), Field("YSDM", alias="要素代码"), Field("TBBH", alias="图斑编号"),
    Field("DLBM", alias="地类编码"), Field("DLMC", alias="地类名称"), Field("QSXZ", alias="权属性质"),
    Field("QSDWDM", alias="权属单位代码"), Field("QSDWMC", alias="权属单位名称"), Field("ZLDWDM", alias="坐落单位代码"),
    Field("ZLDWMC", alias="坐落单位名称"), Field("TBMJ", "real", alias="图斑面积"),
    Field("KCDLBM", alias="扣除地类编码"), Field("KCXS", "real", alias="扣除系数"),
    Field("KCMJ", "real", alias="扣除面积"), Field("TBDLMJ", "real", alias="图斑地类面积"),
    Field("SJNF", "int", alias="数据年份"),
)  # fmt: skip
_SOURCE = Field("SOURCE", alias="来源")
_QUOTA = (
    Field("code", width=6, alias="行政区代码"), Field("name", alias="名称"), Field("year", "int", alias="年份"),
    Field("quota_mu", "real", alias="指标(亩)"), _SOURCE,
)  # fmt: skip
_REWARD = (
    Field("code", width=6, alias="行政区代码"), Field("year", "int", alias="年份"),
    Field("reward_mu", "real", alias="奖励指标(亩)"), _SOURCE,
)  # fmt: skip
def projector(code: str) -> Callable[[np.ndarray], np.ndarray]:
    """Function from CGCS2000 lon, lat (n, 2) to x, y of the CRS; the identity for EPSG:4490."""
    target = gpkg.crs(code)
    if code.upper() == "EPSG:4490":
        return lambda xy: xy
    change = osr.CoordinateTransformation(gpkg.crs("EPSG:4490"), target)
    return lambda xy: np.array(change.TransformPoints(np.ascontiguousarray(xy)))[:, :2]


def parcel_columns(parcels: synthetic_parcels.Parcels, units: counties.Counties, seed: int) -> dict[str, list]:
    """Attribute columns of the valid parcels. A document number counts up within its year, by date."""
    documents, which = np.unique(parcels.document, return_inverse=True)
    date = np.empty(len(documents), dtype="datetime64[D]")
    date[which] = parcels.date
    year = date.astype("datetime64[Y]").astype(int) + 1970
    order = np.lexsort((documents, date))
    number = np.empty(len(documents), dtype=np.int64)
    for y in np.unique(year):
        mine = order[year[order] == y]
        number[mine] = np.arange(1, len(mine) + 1)
    paper = [f"内政土发〔{y}〕{n}号" for y, n in zip(year.tolist(), number.tolist())]
    day = [str(d) for d in parcels.date]
    serial = np.arange(1, len(which) + 1)
    use = (mesh.hash01(seed, 60, parcels.block) * len(USES)).astype(int)
    code = [units.code[k] for k in parcels.unit.tolist()]
    return {
        "BSM": [f"{c}2020{n:08d}" for c, n in zip(code, serial.tolist())],
        "XMMC": [
            f"{units.name[k]}{USES[u]}项目{b + 1}号（示例）"
            for k, u, b in zip(parcels.unit.tolist(), use.tolist(), parcels.block.tolist())
        ],
        "PZWH": [paper[k] for k in which.tolist()],
        "PZRQ": day,
        "XZQDM": code,
        "YT": [USES[u] for u in use.tolist()],
        "NOTE": [None] * len(which),
    }


def _write_parcels(package, parcels, units, sites, project, move, seed) -> dict[str, int]:
    """Layers parcels and parcels_text_dates."""
    columns = parcel_columns(parcels, units, seed)
    count = len(parcels.wkb)
    layer = package.layer("parcels", _PARCEL, note=NOTE, synthetic=True)
    for start in range(0, count, BATCH):
        part = slice(start, start + BATCH)
        layer.write(move(parcels.wkb[part]), {k: v[part] for k, v in columns.items()})
    broken = synthetic_broken.shapes(sites.broken_centre, project)
    home = units.code[int(np.argmin(((units.label - sites.broken_centre) ** 2).sum(1)))]
    rows = len(broken)
    layer.write(
        [wkb for _, wkb, _, _ in broken],
        {
            "BSM": [f"{home}2020{count + 1 + k:08d}" for k in range(rows)],
            "XMMC": ["问题图斑（示例）"] * rows,
            "PZWH": ["内政土发〔2023〕9999号"] * rows,
            "PZRQ": [None if no_date else "2023-06-15" for _, _, no_date, _ in broken],
            "XZQDM": [code or home for _, _, _, code in broken],
            "YT": [USES[0]] * rows,
            "NOTE": [note for note, _, _, _ in broken],
        },
    )
    plain = np.flatnonzero((parcels.kind == synthetic_parcels.CELL) & ~parcels.outside)[:TEXT_DATES]
    styles = ("{}-{:02d}-{:02d}", "{}/{}/{}", "{}年{}月{}日", "{}{:02d}{:02d}")
    dates = [styles[k % 4].format(*map(int, columns["PZRQ"][i].split("-"))) for k, i in enumerate(plain)]
    dates[-1] = "2023-02-30"
    chosen = {name: [values[i] for i in plain] for name, values in columns.items()}
    notes = [None] * (len(plain) - 1) + ["impossible date 不可能的日期"]
    text = package.layer("parcels_text_dates", _PARCEL_TEXT, note=NOTE, synthetic=True)
    text.write(move(parcels.wkb[plain]), {**chosen, "PZRQ": dates, "NOTE": notes})
    return {"parcels": layer.count, "parcels_broken": rows, "parcels_text_dates": text.count}


def _write_lines(package, lines: dict[str, synthetic_lines.Patches], units, project) -> dict[str, int]:
    """Layers of the three control lines."""
    made = {}
    kinds = ("水源涵养", "防风固沙", "水土保持", "生物多样性维护")
    for prefix, (name, patches) in zip(("2003", "2002", "2004"), lines.items()):
        count = len(patches.geometry)
        code = [units.code[k] for k in patches.unit.tolist()]
        serial = range(1, count + 1)
        columns = {
            "BSM": [f"{c}{prefix}{n:08d}" for c, n in zip(code, serial)],
            "XZQDM": code,
            "HXMC": [f"示例生态保护红线{n:04d}" for n in serial],
            "LHLX": [kinds[n % 4] for n in serial],
            "YJJBNTTBBH": [f"{n:06d}" for n in serial],
            "DLBM": ["0102" if n % 3 == 0 else "0103" for n in serial],
            "GHFQDM": [synthetic_lines.ZONES[z][0] for z in patches.zone.tolist()],
            "GHFQMC": [synthetic_lines.ZONES[z][1] for z in patches.zone.tolist()],
            "MJ": np.round(mesh.area_m2(patches.geometry), 2).tolist(),
        }
        fields = _LINES[name]
        shapes = shapely.to_wkb(mesh.to_multi(shapely.transform(patches.geometry, project)), byte_order=1)
        layer = package.layer(name, fields, note=NOTE, synthetic=True)
        layer.write(shapes, {f.name: columns[f.name] for f in fields})
        made[name] = count
        made[f"{name}_edges"] = int(shapely.get_num_coordinates(patches.geometry).sum())
    return made


def write(
    path: Path,
    count: int,
    seed: int,
    code: str,
    units: counties.Counties,
    towns: places.Settlements,
    cover: np.ndarray,
    say: Callable[[str], None],
) -> dict[str, int | float]:
    """Generate everything for ``count`` rows of parcels (broken ones included) and write ``path``; returns figures."""
    project = projector(code)

    def move(wkb: np.ndarray) -> np.ndarray:
        shape = shapely.from_wkb(wkb)
        return shapely.to_wkb(mesh.to_multi(shapely.transform(shape, project)), byte_order=1)

    sites = synthetic_sites.place_blocks(count, units, towns, seed)
    say(f"{len(sites.angle)} blocks placed, slots of {sites.slot_m:.0f} m")
    valid = count - len(synthetic_broken.shapes(sites.broken_centre, lambda xy: xy))
    parcels = synthetic_parcels.generate(valid, sites, units, seed)
    kinds = ", ".join(f"{n} {name}" for name, n in zip(synthetic_parcels.KINDS, np.bincount(parcels.kind, minlength=6)))
    say(f"{valid} valid parcels ({kinds}), {parcels.area.sum() / 1e4:,.0f} ha")
    town_zones, outline = synthetic_lines.urban(sites, towns, seed)
    red = synthetic_lines.red_line(sites, units, cover, outline, seed)
    farm = synthetic_lines.farmland(sites, units, cover, outline, red.geometry, seed)
    lines = {"eco_redline": red, "farmland": farm, "urban_boundary": town_zones}
    say("control lines drawn")
    grid = synthetic_landuse.Grid(sites, cover, seed)
    figures: dict[str, int | float] = {"blocks": len(sites.angle), "slot_m": round(sites.slot_m, 2)}
    with gpkg.create(path, code) as package:
        figures.update(_write_parcels(package, parcels, units, sites, project, move, seed))
        say("parcels written")
        figures.update(_write_lines(package, lines, units, project))
        bare = parcels.centroid[np.flatnonzero(parcels.block == 7)[:3]]
        layer = package.layer("landuse", _LANDUSE, note=NOTE, synthetic=True)
        for shape, columns in synthetic_landuse.generate(grid, units, bare, seed):
            shape = mesh.to_multi(shapely.transform(shape, project))
            layer.write(shapely.to_wkb(shape, byte_order=1), columns)
        figures["landuse"] = layer.count
        say(f"{layer.count} land-use patches written")
        under = grid.cell_of(parcels.centroid)
        free = ~synthetic_landuse.BUILT[grid.land_class(under)] & ~grid.is_missing(under)
        used = synthetic_quota.use_by_county(parcels, free, units)
        quota, reward = synthetic_quota.tables(used, units, seed)
        package.layer("quota", _QUOTA, "none", NOTE, True).write(None, quota)
        package.layer("reward", _REWARD, "none", NOTE, True).write(None, reward)
        figures.update(quota=len(quota["code"]), reward=len(reward["code"]))
        stock = synthetic_stock.generate(count, units, towns, seed)
        figures.update(synthetic_stock_layers.write(package, stock, project, NOTE))
        say(f"stock: {figures['stock_approved']} approvals, {figures['stock_supplied']} supplies written")
    per_county = np.array(quota["quota_mu"]).reshape(len(units.code), -1).sum(1)
    gain = {c: sum(m for k, m in zip(reward["code"], reward["reward_mu"]) if k == c) for c in reward["code"]}
    allowed = per_county + np.array([gain.get(c, 0.0) for c in units.code])
    figures["estimated_use_mu"] = round(float(used.sum()), 2)
    figures["estimated_use_pct"] = round(float(used.sum()) / 6400, 2)
    figures["estimated_counties_over"] = int((used.sum(1) > allowed).sum())
    over = figures["estimated_counties_over"]
    say(f"estimated use {figures['estimated_use_pct']} % of 640 000 mu, {over} units over their quota")
    return figures
