"""The printed stock ledger: what stands where, that it ties, and that nothing leaves which does not add up."""

import datetime as dt

import pytest

from nm_urban.nm_urban_plugin.core.idle.ledger import Progress, Stock, build_ledger
from nm_urban.nm_urban_plugin.exchange.ledgers.idle import write_stock_ledger
from nm_urban.nm_urban_plugin.exchange.ledgers.idle_words import EN, ZH
from nm_urban.nm_urban_plugin.exchange.ledgers.quota import LedgerDoesNotTie, LedgerMeta

openpyxl = pytest.importorskip("openpyxl")

META = LedgerMeta(title="存量台账", as_of="2024-06-30", method="official", synthetic=True, notes=["=1+1"],
                  cap_mu=679400, document="方案八（三十四）", quote="力争将67.94万亩批而未供、闲置土地全部盘活")
HA = 1_000_000


@pytest.fixture
def rows():
    cells = {("150102", 2019): {"sup": 10 * HA, "canc": HA // 3, "unsup": 15 * HA + 7, "idle": 4 * HA, "disp": 33_333},
             ("150202", 2020): {"unsup": HA // 7, "halted": HA}, ("", -1): {"unsup": 12_345}}
    names = {"150000": "内蒙古自治区", "150100": "呼和浩特市", "150200": "包头市", "no_county": "无", "no_year": "无",
             "sup_outside": "外", "sup_twice": "重"}
    progress = Progress(67_940_000, dt.date(2021, 12, 31), dt.date(2025, 12, 31), dt.date(2024, 6, 30))
    units = {"150102": "新城区", "150202": "东河区"}
    stock = Stock(progress, units, {code: code[:4] + "00" for code in units}, names, cells,
                  {"sup_outside": {"sup": 77_777}, "sup_twice": {"sup": 5}}, [("<1", 1), (">5", 2)])
    return [row.as_dict() for row in build_ledger(stock).rows]


DOCUMENT = {"appr_id": "=文号", "project": "", "name": "新城区", "appr_date": "2019/05/01", "n_supply": 2,
            **dict.fromkeys(("appr_m2", "sup_m2", "canc_m2", "unsup_m2", "decl_appr", "decl_sup", "decl_canc",
                             "decl_uns", "d_appr_m2", "d_uns_m2"), 1.0), "age_y": 5, "lapsed": "yes"}
PARCEL = {"src_fid": 7, "cnty_name": "新城区", "lies_in": "文号", "kind": "not_started", "area_mu": 60.0,
          "decl_m2": None, "idle_from": "2022-01-01", "months": 29, "fee_from": None, "take_from": None,
          "article": "53号令", "action": "征缴", "why": "…"}


def documents(rows):
    region = next(row for row in rows if row["level"] == "region")
    return [DOCUMENT | {f"{key}_mu": region[f"{key}_mu"] for key in ("appr", "sup", "canc", "unsup")}]


def cells(path, sheet):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_sheets_and_figures(tmp_path, rows):
    path = tmp_path / "台账.xlsx"
    write_stock_ledger(path, rows, META, documents(rows), [PARCEL, PARCEL | {"kind": "not_idle"}])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["台账", "分年", "批文图账对照", "闲置宗地", "口径与参数"]
    table = cells(path, "台账")
    names = [row[0] for row in table]
    assert names.index("合计") < names.index("呼和浩特市") < names.index("　新城区") < names.index("包头市")
    assert names.index("包头市") < names.index("不在任何旗县") < names.index("批准范围外供地(不计入)")
    region = table[names.index("合计")]
    assert region[2] == pytest.approx(region[3] + region[4] + region[5]) and region[8] == pytest.approx(
        region[5] + region[6])
    assert [row[3] for row in cells(path, "闲置宗地")].count("未动工") == 1
    assert any("67.94" in str(row[1]) for row in cells(path, "口径与参数"))
    documents_sheet = cells(path, "批文图账对照")
    line = next(row for row in documents_sheet if str(row[0]).endswith("=文号"))
    assert line[3] == dt.datetime(2019, 5, 1) and line[17] == "是" and line[0] == "'=文号"  # no formula
    years = [row[2] for row in cells(path, "分年")]
    assert years.count("2019") == 2 and "无年度" in years


def test_english(tmp_path, rows):
    path = tmp_path / "ledger.xlsx"
    write_stock_ledger(path, rows, LedgerMeta(title="Stock", as_of="2024-06-30", method="m", lang="en"))
    assert openpyxl.load_workbook(path).sheetnames == ["Ledger", "By year", "Method"]


@pytest.mark.parametrize(("level", "field"), [("region", "unsup_mu"), ("league", "sup_ha"), ("county", "idle_mu"),
                                              ("county_year", "canc_mu"), ("year", "disp_ha"), ("region", "appr_mu"),
                                              ("county", "stock_ha")])
def test_a_ledger_that_does_not_tie_is_not_written(tmp_path, rows, level, field):
    row = next(row for row in rows if row["level"] == level)
    row[field] = round(row[field] + 0.01, 4)
    with pytest.raises(LedgerDoesNotTie):
        write_stock_ledger(tmp_path / "x.xlsx", rows, META)
    assert list(tmp_path.iterdir()) == []


def test_documents_must_tie_too(tmp_path, rows):
    wrong = documents(rows)
    wrong[0]["unsup_mu"] += 0.01
    with pytest.raises(LedgerDoesNotTie, match="documents"):
        write_stock_ledger(tmp_path / "x.xlsx", rows, META, wrong)
    del rows[0]["idle_ha"]
    with pytest.raises(KeyError, match="idle_ha"):
        write_stock_ledger(tmp_path / "x.xlsx", rows, META)


def test_both_languages_have_the_same_words():
    assert set(ZH) == set(EN)
    for key in ("kinds", "verdicts", "lapse_words"):
        assert set(ZH[key]) == set(EN[key])
