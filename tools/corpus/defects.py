"""Files with one planted defect each: what a rule must find, on layers that are sound otherwise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from osgeo import ogr

from tools.corpus.build import ZONE, Case, Corpus, official, patches, polygon, rows_of, shape_of
from tools.corpus.schemas import Schema, row, schemas
from tools.corpus.writers import set_language, write_layer

Rows = list[dict]
Change = Callable[[Rows, list, list], None]
"""Changes rows, geometries and field specification in place."""

WGS84_MERCATOR, XIAN80, ZONE_114 = 3857, 2361, 4526


def schema_of(role: str, generation: int = 3) -> Schema:
    """The schema of a role, of that generation if there is one."""
    own = [one for one in schemas() if one.role == role]
    return next((one for one in own if one.generation == generation), own[0])


def plant(corpus: Corpus, role: str, planted: str, change: Change, beside: str = "", generation: int = 3,
          epsg: int = ZONE, form: str = "gpkg", cells: int = 12, encoding: str = "UTF-8") -> Case:
    """One file with a defect; *planted* and *beside* are rule ids (the latter may be found too)."""
    schema = schema_of(role, generation)
    corpus.number += 1
    name = schema.names[0]
    path = corpus.folder / f"{corpus.number:03d}_{planted.split()[0]}" / f"{name}.{form}"
    rings = patches(seed=corpus.number)[: min(cells, rows_of(schema))]
    rows = [row(schema, k, official(ring)) for k, ring in enumerate(rings)]
    shapes = [shape_of(schema.geometry, ring) for ring in rings]
    spec = [field for field in schema.fields]
    change(rows, shapes, spec)
    values = [[one.get(field[0]) for field in spec] for one in rows]
    write_layer(path, form, name, spec, values, shapes, schema.geometry, epsg, encoding)
    case = Case(str(path.relative_to(corpus.folder)), role, "" if form == "shp" else name, form, schema.generation,
                planted.split(), beside.split())
    corpus.cases.append(case)
    return case


def cell(name: str, value, at: int = 2) -> Change:
    """One cell."""
    def change(rows: Rows, shapes: list, spec: list) -> None:
        rows[at][name] = value
    return change


def column(name: str, value: Callable[[dict], object]) -> Change:
    """A whole column, from the row."""
    def change(rows: Rows, shapes: list, spec: list) -> None:
        for one in rows:
            one[name] = value(one)
    return change


def shape(value: Callable[[ogr.Geometry], ogr.Geometry | None], at: int = 5) -> Change:
    """One geometry."""
    def change(rows: Rows, shapes: list, spec: list) -> None:
        shapes[at] = value(shapes[at])
    return change


def more(value: Callable[[list], ogr.Geometry], same_row: bool = False) -> Change:
    """One more feature."""
    def change(rows: Rows, shapes: list, spec: list) -> None:
        new = dict(rows[-1])
        if not same_row:
            new |= {"BSM": "150123000000000999", "TBBH": "999", "批准文号": "内政土发〔2024〕999号", "DLBM": "0301",
                    "DLMC": "乔木林地", "XZDWKD": None}
        rows.append(new)
        shapes.append(value(shapes))
    return change


def points_of(geometry: ogr.Geometry) -> np.ndarray:
    """(n, 2) of the outer ring."""
    return np.array(geometry.GetGeometryRef(0).GetPoints())[:, :2]


def _bowtie(geometry: ogr.Geometry) -> ogr.Geometry:
    ring = points_of(geometry)
    return polygon(ring[[0, 2, 1, 3, 0]])


def _spike(geometry: ogr.Geometry) -> ogr.Geometry:
    ring = points_of(geometry)
    middle = (ring[0] + ring[1]) / 2
    out = middle + (ring[1] - ring[0])[::-1] * np.array([1, -1]) * 0.2
    return polygon(np.concatenate([ring[:1], [middle - [0.2, 0], out, middle + [0.2, 0]], ring[1:]]))


def _with_vertex(offset: float) -> Callable[[ogr.Geometry], ogr.Geometry]:
    def change(geometry: ogr.Geometry) -> ogr.Geometry:
        ring = points_of(geometry)
        step = ring[1] - ring[0]
        return polygon(np.concatenate([ring[:1], [ring[0] + step / np.hypot(*step) * offset], ring[1:]]))
    return change


def _shrunk(factor: float) -> Callable[[ogr.Geometry], ogr.Geometry]:
    def change(geometry: ogr.Geometry) -> ogr.Geometry:
        ring = points_of(geometry)
        middle = ring[:4].mean(axis=0)
        return polygon(middle + factor * (ring - middle))
    return change


def _far(width: float, height: float) -> Callable[[list], ogr.Geometry]:
    """A rectangle beside the others."""
    def make(shapes: list) -> ogr.Geometry:
        x, y = points_of(shapes[0])[0] - [2000, 2000]
        return polygon(np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]))
    return make


def _two_parts(geometry: ogr.Geometry) -> ogr.Geometry:
    ring = points_of(geometry)
    out = ogr.Geometry(ogr.wkbMultiPolygon)
    out.AddGeometry(polygon(ring))
    out.AddGeometry(polygon(ring + [3000, 0]))
    return out


def _holed(geometry: ogr.Geometry) -> ogr.Geometry:
    ring = points_of(geometry)
    middle = ring[:4].mean(axis=0)
    return polygon(ring, (middle + 0.2 * (ring - middle))[::-1])


def _without_field(name: str) -> Change:
    def change(rows: Rows, shapes: list, spec: list) -> None:
        spec[:] = [one for one in spec if one[0] != name]
    return change


def _with_field(name: str, value: str) -> Change:
    def change(rows: Rows, shapes: list, spec: list) -> None:
        spec.append((name, "C", 30))
        for one in rows:
            one[name] = value
    return change


def _without_feature(at: int) -> Change:
    def change(rows: Rows, shapes: list, spec: list) -> None:
        del rows[at], shapes[at]
    return change


def _total_row(name: str, value: float) -> Change:
    def change(rows: Rows, shapes: list, spec: list) -> None:
        rows.append({spec[0][0]: "合计", name: value})
        shapes.append(None)
    return change


def _repeat_row(rows: Rows, shapes: list, spec: list) -> None:
    rows.append(dict(rows[0]))
    shapes.append(None)


_GEOMETRY = "Q7101 Q4301 Q4302 Q4601"


def attribute_defects(corpus: Corpus) -> None:
    """Codes, ranges, empties, ids, areas, dates."""
    dltb = [("Q3104", cell("DLBM", "9999")), ("Q3104", cell("QSXZ", "99")), ("Q3105", cell("KCXS", 1.5)),
            ("Q3105", cell("TBMJ", -5.0)), ("Q3106", cell("DLBM", None)), ("Q3301", cell("BSM", "150123000000000001")),
            ("Q3301", cell("BSM", "123")), ("Q3302", cell("TBBH", "1")), ("Q6201", cell("DLMC", "水田")),
            ("Q6202", cell("ZLDWDM", "1501")), ("Q6203", cell("KCMJ", 999.0, 0)), ("Q6203", cell("KCXS", 0.1, 1)),
            ("Q6204", cell("GDLX", "TT", 1)), ("Q6205", cell("XZDWKD", 3.0, 1)), ("Q6206", cell("CZCSXM", "204", 3)),
            ("Q6209", cell("TBXHDM", "HDGY", 0)), ("Q6210", cell("ZZSXDM", "GCHF", 0)),
            ("Q5606", _with_field("SFZH", "x")), ("Q3102", _without_field("DLMC")),
            ("Q6201", cell("DLBM", "011")), ("Q7101", cell("TBMJ", 30000.0, 1)),
            ("Q7102", column("TBMJ", lambda r: round(r["TBMJ"] / 10000, 6)))]
    beside = "Q6203 Q6201 Q7101 Q3104 Q6204 Q3105 Q6210"
    for rule, change in dltb:
        case = plant(corpus, "dltb", rule, change, beside)
        if rule == "Q3102":
            case.planted, case.beside = [], [*case.beside, "Q3102"]
    plant(corpus, "dltb", "Q3102", _without_field("TBMJ"), beside)
    plant(corpus, "town_land", "Q6208", cell("CZCDM", "1501230000000000001", 0))
    plant(corpus, "urban_boundary", "Q5602", cell("GHFQMC", "某某区"))
    plant(corpus, "eco_redline", "Q5603", column("HXLX", lambda r: None), "Q3106", generation=2)
    plant(corpus, "farmland", "Q5604", cell("DLBM", "0301"), "Q6201 Q6203 Q6204")
    plant(corpus, "farmland", "Q5604", cell("YJJBNTMJ", 1e6), "Q6203")
    plant(corpus, "approved_land", "Q6301", cell("批准文号", "内政土发2021-33"))
    plant(corpus, "approved_land", "Q6302", cell("新增建设用地面积", 99.0))
    plant(corpus, "supplied_land", "Q6305", cell("电子监管号", "1501232021B00001"))
    plant(corpus, "supplied_land", "Q6306", cell("约定动工时间", "2015-01-01"))
    plant(corpus, "supplied_land", "Q6306", cell("实际动工时间", "2031-01-01"))
    plant(corpus, "approved_land", "Q6306", cell("批准日期", "1901-01-01"), "Q6301")
    plant(corpus, "supplied_land", "Q6307", _no_start)
    plant(corpus, "supplied_land", "Q7101", cell("供地面积", 9.0))


def _no_start(rows: Rows, shapes: list, spec: list) -> None:
    rows[2]["约定动工时间"] = rows[2]["约定交地时间"] = None


def table_defects(corpus: Corpus) -> None:
    """Rows that are no data."""
    plant(corpus, "quota_table", "Q7202 Q7201", _total_row("下达指标（亩）", 1.0), "Q3106")
    plant(corpus, "quota_table", "Q3303", _repeat_row)
    plant(corpus, "disposal_tasks", "Q7202", _total_row("处置任务（亩）", sum(300 + 7 * k for k in range(9))), "Q3106")


def geometry_defects(corpus: Corpus) -> None:
    """Form, topology, CRS, encoding."""
    for rule, change, beside in (
            ("Q4101", shape(lambda g: None), _GEOMETRY), ("Q4102", shape(_bowtie), _GEOMETRY),
            ("Q4103", shape(_two_parts), _GEOMETRY), ("Q4105", shape(_with_vertex(0.0005)), ""),
            ("Q4105", shape(_with_vertex(0.02)), ""), ("Q4107", shape(_spike), _GEOMETRY),
            ("Q4106", more(lambda shapes: shapes[3].Clone()), "Q7101"),
            ("Q4301", shape(_shrunk(1.05)), "Q7101 Q4302 Q4602 Q4601"),
            ("Q4302", shape(_shrunk(0.97)), "Q7101"), ("Q4601", more(_far(2, 2)), "Q7101"),
            ("Q4602", more(_far(300, 2)), "Q7101 Q6205"), ("Q4302", _without_feature(5), "Q7101"),
            ("Q4301", more(lambda shapes: _shrunk(0.5)(shapes[2])), "Q7101")):
        plant(corpus, "dltb", rule, change, beside)
    plant(corpus, "town_land", "Q4108", shape(_holed), "Q7101")
    plant(corpus, "approved_land", "Q6304", more(lambda shapes: _shrunk(0.5)(shapes[2])), "Q7101 Q6302 Q6301")
    plant(corpus, "plan_zones", "Q5605", more(lambda shapes: _shrunk(0.5)(shapes[2])), "Q7101")
    nothing = cell("BZ", None)
    plant(corpus, "dltb", "Q2201", nothing, "Q7101 Q2202", epsg=WGS84_MERCATOR)
    plant(corpus, "dltb", "Q2201", nothing, "Q7101", epsg=XIAN80)
    plant(corpus, "dltb", "Q2201", nothing, "Q7101", epsg=0)
    plant(corpus, "dltb", "Q2202", nothing, "Q7101 Q4301", epsg=ZONE_114)
    plant(corpus, "dltb", "Q2202", nothing, "Q7101 Q4301 Q4105 Q4107 Q4302", epsg=4490)
    case = plant(corpus, "dltb", "Q3101", nothing, form="shp", encoding="GBK")
    set_language(corpus.folder / case.path, 0x57, None)


def defect_files(corpus: Corpus) -> None:
    """All of them."""
    attribute_defects(corpus)
    table_defects(corpus)
    geometry_defects(corpus)
