"""What the files of the corpus hold, from schemas.json: roles in three generations, names, fields; and their values."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

COUNTY, COUNTY_NAME = "150123", "和林格尔县"
UNIT = COUNTY + "100201" + "0000000"

_CLASSES3 = (("0103", "旱地"), ("0301", "乔木林地"), ("0401", "天然牧草地"), ("0702", "农村宅基地"),
             ("1006", "农村道路"), ("0102", "水浇地"), ("1101", "河流水面"))
_CLASSES2 = (("013", "旱地"), ("031", "有林地"), ("041", "天然牧草地"), ("203", "村庄"), ("104", "农村道路"))
_DRY, _CROP = ("0103", "013"), ("0103", "0102", "013")
#: Values that go round with the row.
_ROUND = {"GHFQMC": ("集中建设区", "弹性发展区", "特别用途区"), "GHFQDM": ("110", "120", "130"),
          "GHDLDM": ("1110", "2110", "3110"), "GHDLBM": ("0701", "0801", "1207"),
          "GHYDLBDM": ("070101", "0901", "1207"), "GZQLXDM": ("010", "020", "030"), "CZCLX": ("201", "202", "203"),
          "CZCDM": (COUNTY + "0" * 13, COUNTY + "100" + "0" * 10, UNIT),
          "fclass": ("primary", "residential", "service")}
#: Numbered names: the row's number stands in {k}.
_NUMBERED = {"BSM": COUNTY + "{k:012d}", "TBYBH": "{k}", "TBBH": "{k}", "BGQTBBSM": COUNTY + "{k:012d}",
             "BGHTBBSM": COUNTY + "9{k:011d}", "HXBM": "HX{k:03d}", "JBNTTBBH": COUNTY + "{k:06d}",
             "YJJBNTTBBH": COUNTY + "{k:06d}", "项目名称": COUNTY_NAME + "第{k}批次建设项目",
             "土地使用权人": "某某公司{k}", "项目代码": "2305-150123-04-01-{k:06d}", "监测编号": "JC150123{k:04d}",
             "网格编号": "G{k:06d}",
             "公园名称": "第{k}公园", "绿地名称": "绿地{k}", "出入口名称": "{k}号门", "小区名称": "阳光小区{k}期",
             "设施名称": "第{k}小学", "道路名称": "第{k}大街", "osm_id": "{k}000", "name": "路{k}",
             "车站名称": "第{k}站", "开发区名称": "某某开发区{k}"}
_DOCUMENTS = {"批准文号": "内政土发〔{y}〕{k}号", "电子监管号": COUNTY + "{y}B{k:05d}",
              "认定书文号": "和自然资闲认〔{y}〕{k}号"}
_DAYS = {"合同签订日期": (-3, "-03-01"), "约定交地时间": (-3, "-06-01"), "约定动工时间": (-2, "-03-01"),
         "约定竣工时间": (1, "-03-01"), "到期日期": (2, "-03-01")}
_AREAS_M2 = ("TBMJ", "MJ", "DCMJ", "JSMJ", "CZCMJ", "BGQTBDLMJ", "BGHTBDLMJ", "TBBGMJ", "BJMJ", "JBNTMJ", "YJJBNTTBMJ",
             "GHDLMJ", "YDMJ", "GZQMJ", "用地面积", "JCMJ", "公园面积", "建成区面积")
_AREAS_HA = {"批准面积": 1.0, "新增建设用地面积": 0.9, "农用地转用面积": 0.8, "供地面积": 1.0, "未动工面积": 1.0}
_NUMBERS = {"常住人口": 300, "城镇人口": 200, "地区生产总值": 100, "户数": 210, "下达指标（亩）": 1000,
            "奖励指标（亩）": 50, "处置任务（亩）": 300}


@dataclass(frozen=True)
class Schema:
    """One layer: role, generation (1 until 2018, 2 until 2021, 3 now, 0 any), geometry, names, folders, fields.

    optional: fields that a file may lack; heads: other headings by field; ysdm: its feature code.
    """

    role: str
    generation: int
    geometry: str
    names: tuple[str, ...]
    folders: tuple[str, ...]
    fields: tuple[tuple[str, str, int], ...]
    optional: frozenset[str]
    heads: dict[str, str]
    ysdm: str


@functools.lru_cache(maxsize=1)
def _data() -> dict:
    return json.loads((Path(__file__).parent / "schemas.json").read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=1)
def schemas() -> tuple[Schema, ...]:
    """All schemas."""
    return tuple(Schema(raw["role"], raw["generation"], raw["geometry"], tuple(raw["names"]), tuple(raw["folders"]),
                        tuple(field_list(raw["fields"])), frozenset(raw["optional"].split()), raw["heads"], raw["ysdm"])
                 for raw in _data()["schemas"])


def field_list(text: str) -> list[tuple[str, str, int]]:
    """(name, kind, width) of a field specification."""
    return [(name, kind[0], int(kind[1:] or 0)) for name, kind in (part.rsplit(":", 1) for part in text.split())]


def row(schema: Schema, k: int, area: float) -> dict:
    """Field → value of row *k* (from 0) with *area* m²; dates are in order, the areas of cropland fit each other."""
    year = 2021 + k % 4
    day = f"{year}-{1 + k % 12:02d}-{1 + k % 28:02d}"
    values = dict(_data()["constants"])
    values |= {name: around[k % len(around)] for name, around in _ROUND.items()}
    values |= {name: text.format(k=k + 1) for name, text in _NUMBERED.items()}
    values |= {name: text.format(k=k + 1, y=year) for name, text in _DOCUMENTS.items()}
    values |= {name: f"{year + shift}{end}" for name, (shift, end) in _DAYS.items()}
    values |= dict.fromkeys(_AREAS_M2, round(area, 2))
    values |= {name: round(area / 10000 * part, 4) for name, part in _AREAS_HA.items()}
    values |= {name: start + 7 * k for name, start in _NUMBERS.items()}
    if schema.role in ("quota_table", "reward_table", "disposal_tasks", "county_table"):
        counties = _data()["counties"]
        values["旗县代码"], values["旗县名称"] = counties[k % len(counties)]
    values |= _land(schema, k, round(area, 2)) | _place(schema.role, k)
    values |= {"YSDM": schema.ysdm or "2090020140", "批准日期": day, "GXSJ": day, "BHKSSJ": day, "年度": 2021 + k // 9,
               "年份": 2018 + k % 6, "建成年份": 1998 + k % 20,
               "实际动工时间": f"{year - 2}-04-01" if k % 2 else None}
    return values


def _land(schema: Schema, k: int, area: float) -> dict:
    """The values that depend on the land-use class."""
    old = schema.generation == 1
    classes = _CLASSES2 if old and schema.role == "dltb" else _CLASSES3
    code, name = classes[k % len(classes)]
    if schema.role in ("farmland", "cropland_target"):
        code, name = ("013" if old and schema.role == "farmland" else "0103"), "旱地"
    share = 0.0712 if code in _DRY else 0.0
    cut = (round(area * 100) * round(share * 1_000_000) + 500_000) // 1_000_000 / 100
    crop = code in _CROP
    return {"DLBM": code, "DLMC": name, "JQDLBM": code, "JQDLMC": name, "KCDLBM": "1203" if share else None,
            "KCXS": share, "KCMJ": cut, "TBDLMJ": round(area - cut, 2), "YJJBNTMJ": round(area - cut, 2),
            "GDLX": "PD" if code in _DRY else None, "GDPDJB": "2" if crop else None,
            "XZDWKD": 4.0 if code == "1006" else None, "ZZSXDM": "LS" if crop and not old else None,
            "CZCSXM": "203" if code == "0702" else None}


def _place(role: str, k: int) -> dict:
    data = _data()
    if role == "counties":
        code, name = data["counties"][k % len(data["counties"])]
    elif role == "towns_admin":
        code, name = f"{COUNTY}{100 + k}", data["towns"][k % len(data["towns"])]
    else:
        code, name = COUNTY, COUNTY_NAME
    return {"XZQDM": code, "XZQMC": name}
