"""Card forms: one page a record, details of other layers within, joined layers in one page."""

from tests.exchange.forms.form_results import LONG, conformity, conformity_pieces, quota_ledger, results
from tests.exchange.forms.sheets_read import book, row_with, rows


def test_one_page_per_project_with_its_pieces(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["lines_projects"], results())["项目审查表"]
    titles = [
        cell.row for line in sheet.iter_rows(max_col=1) for cell in line if cell.value == "建设项目三线符合性审查表"
    ]
    assert len(titles) == 4
    assert [brk.id for brk in sheet.row_breaks.brk] == [row - 1 for row in titles[1:]]
    first = rows(sheet)[titles[0] - 1 : titles[1] - 1]
    values = {line[0]: line for line in first if line[0]}
    assert values["占用生态保护红线"][4:8:2] == [5.0, 0.01]
    assert values["占用永久基本农田"][4] == 1.11
    assert values["结论"][2] == "占用生态保护红线和永久基本农田"
    assert values["依据与说明"][2] == LONG[:180]
    pieces = [line[2:8:2] for line in first if line[2] in ("生态保护红线", "永久基本农田")]
    assert pieces == [["生态保护红线", "示例红线", 5.0], ["永久基本农田", None, 1.11]]
    second = rows(sheet)[titles[1] - 1 : titles[2] - 1]
    assert not any("碎" in str(line) for line in second)  # slivers stay in the layer


def test_what_is_not_known_is_a_dash(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["lines_projects"], results(conformity(), conformity_pieces()))["项目审查表"]
    last = row_with(sheet, "无法判定")
    values = {line[0]: line for line in rows(sheet)[last - 30 : last]}
    assert values["城镇开发边界内"][4] == "—" and values["　其中：耕地"][4] == "—"


def test_county_page_joins_what_there_is(tmp_path):
    classes = [
        {
            "XZQDM": "150123",
            "XZQMC": "和林格尔县",
            "cls": "agri",
            "cls_src": "reported",
            "growth": "stable",
            "growth_ms": None,
            "flags": "service,satellite",
        }
    ]
    from nm_urban.nm_urban_plugin.exchange.forms import Table

    table = Table("countyclass", tuple(classes[0]), classes)
    sheet = book(tmp_path / "a.xlsx", ["county_page"], results(table, quota_ledger()))["一县一策"]
    top = row_with(sheet, "和林格尔县建设用地“一县一策”情况表")
    page = {line[0]: line for line in rows(sheet)[top - 1 : top + 32]}
    assert page["主体功能"][2] == "农产品主产区" and page["主体功能"][6] == "清单"
    assert page["标识"][2] == "城市服务型、卫星县城"
    ledger = next(r for r in quota_ledger().records if r["code"] == "150123" and r["year"] == 0)
    assert page["已用（亩）"][2] == ledger["used_mu"] and page["未供（亩）"][2] == "—"
    assert [page[str(year)][4] for year in range(2021, 2026)] == [
        r["used_mu"] for r in quota_ledger().records if r["code"] == "150123" and r["year"]
    ]
    assert len(sheet.row_breaks.brk) == 2  # three counties are known
