"""The printed ledger: what stands where, and that nothing leaves which does not add up."""

import re
from pathlib import Path

import pytest

from nm_urban.nm_urban_plugin.exchange.ledgers.quota import LedgerDoesNotTie, LedgerMeta, write_ledger
from nm_urban.nm_urban_plugin.exchange.ledgers.quota_words import EN, ZH, words

openpyxl = pytest.importorskip("openpyxl")

META = LedgerMeta(
    title="指标台账",
    as_of="2025-12-31",
    method="official; CGCS2000",
    synthetic=True,
    notes=["=HYPERLINK(1)"],
    cap_mu=640000,
    document="规划第二章第三节",
    quote="城镇新增建设用地规模控制在64万亩以内",
)


def row(level, code, name, year, used, quota=None, verdict="met"):
    """A ledger row with `used` hundredths of a mu, all of it agricultural."""
    mu = used / 100
    return {
        "level": level,
        "code": code,
        "name": name,
        "year": year,
        "quota_mu": quota,
        "reward_mu": None,
        "used_mu": mu,
        "used_ha": round(mu / 15, 4),
        "balance_mu": None if quota is None else round(quota - mu, 2),
        "used_pct": None if quota is None else round(mu / quota * 100, 2),
        "agri_mu": mu,
        "crop_mu": 0.0,
        "unused_mu": 0.0,
        "built_mu": None,
        "unknown_mu": None,
        "verdict": verdict,
    }


@pytest.fixture
def rows():
    counties = [("150121", "土默特左旗", 1, 1500), ("150102", "新城区", 1, 3000), ("152921", "阿拉善左旗", 2, 4500)]
    out = []
    for code, name, year, used in counties:
        out += [row("county", code, name, 2020 + year, used, 100.0), row("county", code, name, 0, used, 100.0)]
    out += [row("outside", None, None, 2021, 750, None, None), row("outside", None, None, 0, 750, None, None)]
    for year in (2021, 0):
        out.append(row("league", "150100", "呼和浩特市", year, 4500, 200.0))
    for year in (2022, 0):
        out.append(row("league", "152900", "阿拉善盟", year, 4500, 100.0))
    out += [row("region", "150000", "内蒙古自治区", 2021, 5250), row("region", "150000", "内蒙古自治区", 2022, 4500)]
    out.append(row("region", "150000", "内蒙古自治区", 0, 9750, 640000.0))
    return [*out, row("overlap", None, None, 0, 11), row("undated", None, None, 0, 22, verdict="not_met")]


def sheets(path, rows, meta=META):
    write_ledger(path, rows, meta)
    return openpyxl.load_workbook(path)


def test_order_and_words(tmp_path, rows):
    book = sheets(tmp_path / "台账.xlsx", rows)
    assert book.sheetnames == ["台账", "分年", "口径与参数"]
    ledger = book["台账"]
    names = [ledger.cell(line, 1).value for line in range(5, 14)]
    assert names == [
        "合计",
        "呼和浩特市",
        "　新城区",
        "　土默特左旗",
        "阿拉善盟",
        "　阿拉善左旗",
        "不在任何旗县",
        "重叠部分(不计入)",
        "无有效日期(不计入)",
    ]
    assert [ledger.cell(5, c).value for c in (2, 3, 4, 5, 6, 7)] == ["150000", 640000, "—", 97.5, 6.5, 639902.5]
    assert ledger["A5"].font.bold and ledger["A6"].font.bold and not ledger["A7"].font.bold
    assert [ledger.cell(13, 14).value, ledger.cell(13, 14).fill.fgColor.rgb] == ["超标(超指标)", "FFF8CBAD"]
    assert "单位：亩、公顷" in [cell.value for cell in ledger[2]]
    text = " ".join(str(cell.value) for line in ledger.iter_rows() for cell in line)
    assert re.search("制表.*审核.*日期", text)


def test_years_stand_beside_each_other(tmp_path, rows):
    years = sheets(tmp_path / "a.xlsx", rows)["分年"]
    assert [years.cell(3, c).value for c in (3, 5, 7)] == ["2021年", "2022年", "合计"]
    assert [years.cell(5, c).value for c in range(1, 9)] == ["合计", "150000", "—", 52.5, "—", 45, 640000, 97.5]
    assert [years.cell(7, c).value for c in range(3, 9)] == [100, 30, "—", "—", 100, 30]


def test_method_sheet_and_synthetic_mark(tmp_path, rows):
    book = sheets(tmp_path / "a.xlsx", rows)
    text = {line[0].value: line[1].value for line in book["口径与参数"].iter_rows(min_row=4)}
    assert text["规划上限"] == "640000.00 亩(64 万亩)"
    assert META.quote in text["原文"]
    assert text["面积与计算方法"] == META.method
    assert "300.00 亩" in text["分解指标核对"] and "不一致" in text["分解指标核对"]
    assert text["说明"].startswith("'=")
    for sheet in book:
        assert ZH["synthetic"] in sheet["A2"].value


def test_not_synthetic_and_english(tmp_path, rows):
    meta = LedgerMeta("Ledger", "2025-12-31", "official", lang="en")
    book = sheets(tmp_path / "a.xlsx", rows, meta)
    assert book.sheetnames == ["Ledger", "By year", "Method"]
    assert book["Ledger"]["A5"].value == "Total"
    chinese = re.compile("[\u4e00-\u9fff]")
    values = [cell.value for line in book["Method"].iter_rows() for cell in line if isinstance(cell.value, str)]
    assert not [value for value in values if chinese.search(value)]
    assert EN["synthetic"] not in " ".join(values)


@pytest.mark.parametrize(
    ("level", "code", "year", "field", "delta", "named"),
    [
        ("region", "150000", 0, "used_mu", 0.01, "region"),
        ("region", "150000", 2021, "used_ha", 0.0001, "region 2021 used_ha"),
        ("league", "150100", 0, "agri_mu", -0.01, "150100"),
        ("county", "150102", 2021, "used_mu", 0.01, "county 150102"),
        ("outside", None, 0, "used_mu", 0.01, "outside"),
        ("league", "152900", 0, "quota_mu", 1.0, "152900"),
        ("county", "152921", 0, "balance_mu", 0.01, "balance_mu"),
    ],
)
def test_refuses_what_does_not_tie(tmp_path, rows, level, code, year, field, delta, named):
    victim = next(r for r in rows if (r["level"], r["code"], r["year"]) == (level, code, year))
    victim[field] = round(victim[field] + delta, 4)
    with pytest.raises(LedgerDoesNotTie, match=named) as caught:
        write_ledger(tmp_path / "a.xlsx", rows, META)
    assert caught.value.differences
    assert list(tmp_path.iterdir()) == []


def test_null_total_over_known_parts_does_not_tie(tmp_path, rows):
    rows[-3]["agri_mu"] = None
    with pytest.raises(LedgerDoesNotTie, match="agri_mu"):
        write_ledger(tmp_path / "a.xlsx", rows, META)


def test_league_without_quota_because_one_county_has_none(tmp_path, rows):
    for r in rows:
        if r["code"] in ("150102", "150100"):
            r["quota_mu"] = r["balance_mu"] = r["used_pct"] = None
    assert sheets(tmp_path / "a.xlsx", rows)["台账"]["C6"].value == "—"


def test_missing_field_is_named(tmp_path, rows):
    del rows[0]["crop_mu"]
    with pytest.raises(KeyError, match="crop_mu"):
        write_ledger(tmp_path / "a.xlsx", rows, META)


def test_hundred_counties_with_float_noise_tie(tmp_path):
    rows = [row("county", f"1501{n:02d}", "旗", 0, 10) for n in range(1, 99)]
    rows += [row("league", "150100", "市", 0, 980), row("region", "150000", "区", 0, 980)]
    for r in rows:  # what each row prints is what must add up
        r["used_ha"] = 0.0067 if r["level"] == "county" else 0.6566
    write_ledger(tmp_path / "a.xlsx", rows, META)
    assert Path(tmp_path / "a.xlsx").stat().st_size > 0


def test_word_tables_have_the_same_keys():
    assert set(ZH) == set(EN) and set(ZH["verdicts"]) == set(EN["verdicts"])
    assert [words(lang) is ZH for lang in ("zh", "zh_CN", "zh-Hans", "en", "", None)] == [True] * 3 + [False] * 3


def test_what_core_builds_ties(tmp_path):
    from datetime import date

    from nm_urban.nm_urban_plugin.core.landuse import LandAreas
    from nm_urban.nm_urban_plugin.core.quota.ledger import Account, Plan, build_ledger

    plan = Plan(64_000_000, date(2021, 1, 1), date(2025, 12, 31), date(2025, 12, 31))
    codes = [f"15{league:02d}{n:02d}" for league in (1, 2, 29) for n in range(2, 9)]
    cells = {
        ("county", code, year): LandAreas(area=3333 * k + year, agri=3333 * k, crop=7, unused=year)
        for k, code in enumerate(codes)
        for year in plan.years
    }
    cells["outside", "", 2023] = LandAreas(area=100_001, agri=100_001)
    cells["undated", "", 0] = LandAreas(area=5, unknown=5)
    cells["overlap", "", 0] = LandAreas(area=55_555, built=55_555)
    cells["overlap", "", 2022] = LandAreas(area=77_777, agri=77_777)
    account = Account(
        plan,
        units={code: f"旗{code}" for code in codes},
        leagues={code: code[:4] + "00" for code in codes},
        names={"150000": "全区", "outside": "外", "overlap": "重", "undated": "无", **dict.fromkeys(
            {code[:4] + "00" for code in codes}, "盟")},
        cells=cells,
        quota={(code, 2021): 1_000_000 for code in codes[1:]},
        has_land_use=True,
    )  # fmt: skip
    rows = [row.as_dict() for row in build_ledger(account).rows]
    book = sheets(tmp_path / "a.xlsx", rows)
    assert book["台账"].max_row > len(codes)
