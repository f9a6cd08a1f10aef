"""Small results with all that makes a sheet go wrong: long, rare and hostile names, absent values, several levels."""

from datetime import date

from nm_urban.nm_urban_plugin.core.quota import Account, Cell, Plan, build_ledger
from nm_urban.nm_urban_plugin.exchange.forms import Results, Table

LONG = "内蒙古自治区和林格尔县盛乐现代服务业集聚区基础设施配套建设项目" * 7 + "一期工程（续建）"
NAMES = [
    '=HYPERLINK("x")',
    "甲/乙“引号”'撇号'",
    "𠮷野𡘙😀👍🏽工程",
    LONG[:200],
    "+1-2@3",
    "\t=1",
    "a<b>&c\x07",
    "普通项目",
    "-",
]
FACTS = {
    "place": "和林格尔县",
    "as_of": "2025-12-31",
    "org": "和林格尔县自然资源局",
    "method": ["图斑椭球面积；CGCS2000"],
}

UNITS = {"150123": "和林格尔县", "150121": "土默特左旗", "152921": "阿拉善左旗"}
PARCELS = [
    # code, day, status, agri, crop, unused, built, unknown (all in cents of a m²)
    ("150123", date(2021, 3, 1), "counted", 1_234_567, 1_000_001, 89_013, 5, 0),
    ("150123", date(2022, 2, 28), "counted", 333_333, 0, 0, 0, 0),
    ("150123", date(2022, 2, 28), "overlap", 5_001, 0, 0, 0, 0),
    ("150121", date(2023, 7, 9), "counted", 777_777, 777_777, 1, 0, 12),
    ("150121", None, "undated", 5_000, 0, 0, 0, 0),
    ("152921", date(2024, 2, 29), "counted", 99_999, 0, 100_001, 0, 0),
    ("", date(2025, 1, 1), "counted", 4_444, 0, 0, 0, 0),
    ("150123", date(2019, 1, 1), "out_of_period", 7, 0, 0, 0, 0),
]


def quota_ledger():
    """The ledger of PARCELS as core builds it."""
    plan = Plan(64_000_000, date(2021, 1, 1), date(2025, 12, 31), date(2025, 12, 31))
    cells: dict = {}
    for code, day, status, agri, crop, unused, built, unknown in PARCELS:
        if status == "out_of_period":
            continue
        year = day.year if day else 0
        place = ("county", code, year) if code else ("outside", "", year)
        key = place if status == "counted" else (status, "", year)
        cell = Cell(
            area=agri + unused + built + unknown, agri=agri, crop=crop, unused=unused, built=built, unknown=unknown
        )
        cells.setdefault(key, Cell()).add(cell)
    names = {
        "150000": "内蒙古自治区",
        "150100": "呼和浩特市",
        "152900": "阿拉善盟",
        "outside": "外",
        "overlap": "重",
        "undated": "无",
    }
    account = Account(
        plan,
        units=UNITS,
        leagues={code: code[:4] + "00" for code in UNITS},
        names=names,
        cells=cells,
        quota={(code, year): 5_000 for code in ("150123", "150121") for year in plan.years},
        reward={("150123", 2023): 1_001},
        has_land_use=True,
    )
    records = [row.as_dict() for row in build_ledger(account).rows]
    return Table("landquota_ledger", tuple(records[0]), records, "台账")


def quota_pieces(names=NAMES):
    """PARCELS as the layer of pieces, with what is carried through from the input."""
    records = []
    for fid, (code, day, status, agri, crop, unused, built, unknown) in enumerate(PARCELS, 1):
        area = agri + unused + built + unknown
        records.append(
            {
                "src_fid": fid,
                "code": code or None,
                "name": UNITS.get(code),
                "year": day.year if day else None,
                "date": day,
                "status": status,
                "area_m2": area / 100,
                "area_ha": _half_up(area, 100) / 10_000,
                "area_mu": _half_up(area * 3, 2000) / 100,
                "eco_m2": 0.0,
                "farm_m2": agri / 200,
                "ubd_m2": None,
                "agri_m2": agri / 100,
                "crop_m2": crop / 100,
                "unused_m2": unused / 100,
                "built_m2": built / 100,
                "unknown_m2": unknown / 100,
                "project": names[(fid - 1) % len(names)],
                "appr_id": f"内政土发〔2021〕{fid // 2}号",
                "use": "工业用地",
            }
        )
    return Table("landquota_pieces", tuple(records[0]), records, "图斑")


def _half_up(value, by):
    return (2 * value + by) // (2 * by)


def idle(names=NAMES):
    """Idle parcels with holder and place in the user's own fields; supervision numbers of 16 digits."""
    kinds = ["not_started", "government_cause", "halted", "unknown", "not_idle"]
    records = [
        {
            "DZJGH": f"1501232021B0{k:04d}" if k else "0150123202100001",
            "TDSYZ": names[k % len(names)],
            "TDZL": "盛乐镇",
            "TDYT": "工业用地",
            "HTBH": f"{10**15 + k}",
            "YDDGRQ": date(2022, 4, 8),
            "SJDGRQ": None,
            "XZYY": "企业资金不足",
            "src_fid": k + 1,
            "code": "150123",
            "cnty_name": "和林格尔县",
            "kind": kinds[k % 5],
            "idle_from": date(2023, 4, 8) if k % 5 < 3 else None,
            "months": 32 if k % 5 < 3 else None,
            "article": "53号令第二条第一款",
            "action": "征缴",
            "area_m2": 1000.0 * (k + 1),
            "area_mu": 1.5 * (k + 1),
            "decl_m2": None,
            "fee_from": None,
            "take_from": None,
            "fee": 12.3456 if k == 0 else None,
            "why": "说明",
        }
        for k in range(10)
    ]
    return Table("idleland_idle", tuple(records[0]), records, "闲置")


def conformity(names=NAMES):
    """Checked projects, one without land use and boundary."""
    verdicts = ["conflict_both", "conflict_eco", "inside_boundary", "not_computable"]
    records = []
    for k in range(4):
        known = k < 3
        agri, built = 1000.25 * (k + 1), 10.5
        records.append(
            {
                "XMMC": names[k],
                "GHYT": "公路用地",
                "src_fid": k + 1,
                "area_m2": agri + built,
                "eco_m2": 5.0 * (k < 2),
                "farm_m2": 1.11 * (k == 0),
                "ubd_m2": agri if known else None,
                "conc_m2": agri if known else None,
                "elas_m2": 0.0 if known else None,
                "spec_m2": 0.0 if known else None,
                "agri_m2": agri if known else None,
                "crop_m2": 1.0 if known else None,
                "built_m2": built if known else None,
                "unused_m2": 0.0 if known else None,
                "unknown_m2": 0.0 if known else None,
                "verdict": verdicts[k],
                "flag": "special_use,elastic" if k == 2 else "",
                "why": LONG[:180],
            }
        )
    return Table("conformity", tuple(records[0]), records, "项目")


def conformity_pieces():
    records = [
        {"src_fid": 1, "line": "eco", "zone": "示例红线", "area_m2": 5.0, "sliver": 0},
        {"src_fid": 1, "line": "farm", "zone": "", "area_m2": 1.11, "sliver": 0},
        {"src_fid": 2, "line": "eco", "zone": "=1", "area_m2": 5.0, "sliver": 0},
        {"src_fid": 2, "line": "farm", "zone": "碎", "area_m2": 0.01, "sliver": 1},
    ]
    return Table("conformity_pieces", tuple(records[0]), records, "压占")


def results(*tables, **facts):
    """Results of the tables, all small ones where none is named."""
    tables = tables or (quota_ledger(), quota_pieces(), idle(), conformity(), conformity_pieces())
    return Results.of(tables, {**FACTS, **facts})
