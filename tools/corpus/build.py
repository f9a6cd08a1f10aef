"""Writes the corpus: generations x formats x encodings, with names and headings as they come, from one seed."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from osgeo import ogr

from tools.common import import_nm_urban
from tools.corpus.schemas import COUNTY, COUNTY_NAME, Schema, field_list, row, schemas
from tools.corpus.writers import set_language, write_csv, write_html, write_layer, write_xlsx

import_nm_urban()

from nm_urban.nm_urban_plugin.core.ellipsoid import official_areas  # noqa: E402
from nm_urban.nm_urban_plugin.core.rings import Rings, join  # noqa: E402

ZONE, FALSE_EASTING = 4525, 37_500_000.0
_X0, _Y0, _CELL, _NX, _NY = 37_568_000.0, 4_470_000.0, 120.0, 4, 3
#: Names that say nothing: then only fields and values can tell.
_BLANK = ("新建文件", "export_1", "图层1", "layer", "汇总表(2)", "aaa")
_NOISE = (("备注", "C", 50), ("Shape_Leng", "F", 0), ("Shape_Area", "F", 0),
          ("FID_1", "I", 0), ("OBJECTID", "I", 0), ("录入人", "C", 20))
FORMATS = ("gpkg", "gdb", "shp_gbk_00", "shp_gbk_4d", "shp_gbk_57", "shp_utf8", "shp_lying")
TABLES = ("xlsx_plain", "xlsx_title", "xlsx_merged", "csv_gbk", "csv_utf8", "xls_html")


@dataclass
class Case:
    """One file: where it is, its role ('' = cannot be told), format, and what was planted in it: rule ids, and those
    that may be found beside them."""

    path: str
    role: str
    table: str = ""
    format: str = ""
    generation: int = 0
    planted: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    ambiguous: bool = False


def patches(nx: int = _NX, ny: int = _NY, seed: int = 1) -> list[np.ndarray]:
    """(5, 2) closed rings of a jittered grid whose cells share their corners exactly."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(_X0 + _CELL * np.arange(nx + 1), _Y0 + _CELL * np.arange(ny + 1))
    x, y = (np.round(v + rng.uniform(-20, 20, v.shape), 4) for v in (x, y))
    out = []
    for j in range(ny):
        for i in range(nx):
            corner = [(j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i), (j, i)]
            out.append(np.array([[x[c], y[c]] for c in corner]))
    return out


def official(ring: np.ndarray) -> float:
    """Area of a ring of the zone by the survey's formula."""
    one = np.zeros(1, np.int64)
    rings = Rings(ring[:, 0] - FALSE_EASTING, ring[:, 1], np.array([0, len(ring)]), one, one, np.zeros(1, bool), 1)
    return float(official_areas(join([rings]))[0])


def polygon(*rings: np.ndarray) -> ogr.Geometry:
    """A polygon of one or more rings."""
    out = ogr.Geometry(ogr.wkbPolygon)
    for ring in rings:
        line = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in ring:
            line.AddPoint_2D(float(x), float(y))
        out.AddGeometry(line)
    return out


def shape_of(kind: str, ring: np.ndarray) -> ogr.Geometry | None:
    """A feature's geometry from the cell it lies in."""
    if kind == "polygon":
        return polygon(ring)
    if kind == "point":
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(*map(float, ring[:4].mean(axis=0)))
        return point
    if kind == "line":
        line = ogr.Geometry(ogr.wkbLineString)
        for x, y in ring[:3]:
            line.AddPoint_2D(float(x), float(y))
        return line
    return None


def rows_of(schema: Schema) -> int:
    """Rows of a file: a table of one row per county has no more than there are counties."""
    return 9 if schema.role in ("disposal_tasks", "county_table") else _NX * _NY


class Corpus:
    """Writes files under a folder and remembers what they are."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.cases: list[Case] = []
        self.number = 0

    def add(self, schema: Schema, form: str, named: bool = True, rows: int | None = None, **more) -> Case:
        """One clean file of a schema in a format; *named* False gives a name and a folder that say nothing."""
        self.number += 1
        pick = self.random
        name = pick.choice(schema.names) if named else pick.choice(_BLANK)
        folder = self.folder / f"{self.number:03d}_{pick.choice(schema.folders) if named else 'x'}"
        fields = [f for f in schema.fields if f[0] not in schema.optional or pick.random() < 0.7]
        taken = {f[0] for f in fields}
        fields += [noise for noise in _NOISE if noise[0] not in taken and pick.random() < 0.2]
        own = pick.random() < 0.5
        heads = {f[0]: schema.heads.get(f[0], f[0]) if own else f[0] for f in fields}
        cells = patches(seed=self.number)[: rows or rows_of(schema)]
        values = []
        for k, ring in enumerate(cells):
            found = row(schema, k, official(ring)) | {"Shape_Leng": 480.0, "Shape_Area": 14000.0, "OBJECTID": k + 1}
            if schema.generation == 1:
                found["BSM"] = k + 1
            if "YSDM" in found and pick.random() < 0.5 and schema.geometry != "none":
                found["YSDM"] = None if self.number % 2 else found["YSDM"]
            values.append([found.get(f[0]) for f in fields])
        spec = [(heads[f[0]], f[1], f[2]) for f in fields]
        case = Case("", schema.role, "", form, schema.generation, **more)
        if form in FORMATS:
            self._layer(case, schema, form, folder, name, spec, values, cells)
        else:
            self._table(case, form, folder, name, spec, values)
        self.cases.append(case)
        return case

    def _layer(self, case: Case, schema: Schema, form: str, folder: Path, name: str, spec, values, cells) -> None:
        kind = form.split("_")[0]
        encoding = "GBK" if form.startswith("shp_gbk") else "UTF-8"
        path = folder / f"{name}.{kind}"
        shapes = [shape_of(schema.geometry, ring) for ring in cells]
        write_layer(path, kind, name, spec, values, shapes, schema.geometry, ZONE, encoding)
        if form.startswith("shp_gbk"):
            set_language(path, int(form[-2:], 16), None)
        elif form == "shp_lying":
            set_language(path, 0x4D, "GBK")
        case.path, case.table = str(path.relative_to(self.folder)), "" if kind == "shp" else name

    def _table(self, case: Case, form: str, folder: Path, name: str, spec, values) -> None:
        heads = [head for head, _, _ in spec]
        lines, merges = [heads, *values], []
        if form in ("xlsx_title", "csv_gbk", "xls_html"):
            title = [f"{COUNTY_NAME}{name}", *[None] * (len(heads) - 1)]
            office = [f"填报单位（盖章）：{COUNTY_NAME}自然资源局", *[None] * (len(heads) - 1)]
            foot = ["填表人：张三", *[None] * (len(heads) - 2), "填报日期：2024年1月5日"]
            lines = [title, office, *lines, foot]
            merges = [(0, 0, 1, len(heads))]
        if form == "xlsx_merged":
            lines, merges = _merged_head(name, heads, values)
        if form.startswith("xlsx"):
            write_xlsx(folder / f"{name}.xlsx", {"Sheet1": (lines, merges)})
            case.path, case.table = str((folder / f"{name}.xlsx").relative_to(self.folder)), "Sheet1"
        elif form == "xls_html":
            write_html(folder / f"{name}.xls", lines, merges, "gb18030")
            case.path, case.table = str((folder / f"{name}.xls").relative_to(self.folder)), name
        else:
            write_csv(folder / f"{name}.csv", lines, "gb18030" if form == "csv_gbk" else "utf-8-sig")
            case.path = str((folder / f"{name}.csv").relative_to(self.folder))

    def save(self) -> None:
        """Write truth.json beside the files."""
        text = json.dumps([asdict(case) for case in self.cases], ensure_ascii=False, indent=1)
        (self.folder / "truth.json").write_text(text, encoding="utf-8")


def _merged_head(name: str, heads: list[str], values: list) -> tuple[list, list]:
    """A head of three rows: title, groups with their units, columns; the columns of areas stand under 面积."""
    areas = [k for k, head in enumerate(heads) if head.endswith("面积") and head != "面积"]
    width = len(heads)
    merges = [(0, 0, 1, width)]
    top, low = list(heads), [None] * width
    if areas and areas == list(range(areas[0], areas[-1] + 1)) and len(areas) > 1:
        for k in areas:
            top[k], low[k] = None, heads[k].removesuffix("面积")
        top[areas[0]] = "面积（公顷）"
        merges.append((1, areas[0], 1, len(areas)))
    merges += [(1, k, 2, 1) for k in range(width) if top[k] and low[k] is None and k not in areas[:1]]
    if not any(low):
        return [[f"{COUNTY_NAME}{name}", *[None] * (width - 1)], heads, *values], merges[:1]
    return [[f"{COUNTY_NAME}{name}", *[None] * (width - 1)], top, low, *values], merges


def clean_files(corpus: Corpus) -> None:
    """Every schema in several formats; and files whose names say nothing."""
    for schema in schemas():
        layer = schema.geometry != "none"
        forms = FORMATS if layer else TABLES
        core = schema.generation > 0
        chosen = corpus.random.sample(forms, 4 if core else 3)
        for form in chosen:
            corpus.add(schema, form)
        if schema.role in ("approved_land", "supplied_land", "idle_list", "new_construction") and layer:
            for form in corpus.random.sample(TABLES, 2):
                corpus.add(schema, form)
    for role in ("dltb", "urban_boundary", "eco_redline", "farmland", "supplied_land", "quota_table", "counties",
                 "dltb_process", "town_land", "control_zones_old"):
        for schema in [s for s in schemas() if s.role == role][-2:]:
            corpus.add(schema, "csv_utf8" if schema.geometry == "none" else "gpkg", named=False)


def doubtful_files(corpus: Corpus) -> None:
    """Files of which nobody can tell the role: they must stay without one."""
    base = next(s for s in schemas() if s.role == "approved_land" and s.generation == 3)
    for k, (fields, geometry) in enumerate((
            ("批准文号:C60 批准日期:D 面积:F", "polygon"), ("名称:C60 面积:F", "polygon"), ("id:I 备注:C60", "polygon"),
            ("名称:C60", "point"), ("代码:C6 名称:C30", "none"), ("year:I value:F", "none"),
            ("Layer:C30 Entity:C30", "line"), ("XZQDM:C12 MJ:F", "polygon"))):
        schema = Schema("", 0, geometry, ("数据",), ("x",), tuple(field_list(fields)), frozenset(), {}, "")
        form = ("gpkg", "shp_gbk_00")[k % 2] if geometry != "none" else "xlsx_plain"
        corpus.add(schema, form, named=False, ambiguous=True)
    empty = Schema("", 0, "polygon", ("数据",), ("x",), base.fields[:1], frozenset(), {}, "")
    corpus.add(empty, "gpkg", named=False, ambiguous=True)


def build(folder: Path, seed: int = 20251) -> list[Case]:
    """Write all files and truth.json under *folder*; returns the cases."""
    folder.mkdir(parents=True, exist_ok=True)
    from tools.corpus.defects import defect_files  # which uses the corpus itself

    corpus = Corpus(folder, seed)
    clean_files(corpus)
    doubtful_files(corpus)
    defect_files(corpus)
    corpus.save()
    return corpus.cases


__all__ = ["COUNTY", "Case", "Corpus", "build", "official", "patches", "polygon", "shape_of"]
