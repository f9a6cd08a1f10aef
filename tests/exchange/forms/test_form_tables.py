"""Table forms as they are printed: what stands where, that totals tie, and that nothing is cut or becomes a formula."""

import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from nm_urban.nm_urban_plugin.exchange.forms import FormError, Table, form_ids, write_book
from nm_urban.nm_urban_plugin.exchange.forms.library import read
from tests.exchange.forms.form_results import (
    NAMES,
    conformity,
    conformity_pieces,
    idle,
    quota_ledger,
    quota_pieces,
    results,
)
from tests.exchange.forms.sheets_read import book, column_with, cut_cells, row_with, rows

BOOKS = ("landquota", "conformity", "county", "stock_idle")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", BOOKS)
def test_nothing_printed_is_cut(tmp_path, form, lang):
    for sheet in book(tmp_path / "a.xlsx", [form], results(), lang):
        assert cut_cells(sheet) == []


@pytest.mark.parametrize("form", BOOKS)
def test_print_set_up(tmp_path, form):
    for sheet in book(tmp_path / "a.xlsx", [form], results()):
        assert int(sheet.page_setup.paperSize) in (8, 9)
        assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
        last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
        assert sheet.print_area.replace("$", "").endswith(f"A1:{last}")
        fitted = sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert fitted or 10 <= sheet.page_setup.scale <= 100
        if sheet.print_title_rows:
            first, last = (int(one) for one in sheet.print_title_rows.replace("$", "").split(":"))
            assert sheet.freeze_panes and sheet.freeze_panes.endswith(str(last + 1)) and first <= last


def test_county_sheet_has_years_and_the_total_of_the_ledger(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["quota_years"], results())["指标使用情况表"]
    top = row_with(sheet, "和林格尔县新增建设用地指标使用情况表")
    assert "填报单位（盖章）：和林格尔县自然资源局" in sheet.cell(top + 1, 1).value
    years = [sheet.cell(top + 4 + k, 1).value for k in range(6)]
    assert years == ["2021", "2022", "2023", "2024", "2025", "合计"]
    total = next(r for r in quota_ledger().records if r["code"] == "150123" and r["year"] == 0)
    used = column_with(sheet, "亩")
    assert sheet.cell(top + 9, used).value == total["used_mu"]
    assert (
        sheet.cell(top + 9, used + 1).value == total["used_ha"]
        and sheet.cell(top + 9, used + 1).number_format == "0.0000"
    )
    allowed = column_with(sheet, "合计")
    assert sheet.cell(top + 9, allowed).value == total["quota_mu"] + (total["reward_mu"] or 0)
    assert [brk.id for brk in sheet.row_breaks.brk] and len(sheet.row_breaks.brk) == 2  # three counties, a page each
    note = sheet.cell(row_with(sheet, "不计入已用", top), 1).value
    assert "重叠 1 宗 0.08 亩" in note and "不在规划期 1 宗 0.00 亩" in note


def test_ledger_is_climbed_from_the_region_to_the_counties(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["quota_ledger"], results())["台账"]
    at = row_with(sheet, "行政区") + 2
    names = [sheet.cell(at + k, 1).value for k in range(9)]
    assert names == [
        "合计",
        "呼和浩特市",
        "　土默特左旗",
        "　和林格尔县",
        "阿拉善盟",
        "　阿拉善左旗",
        "不在任何旗县",
        "重叠部分（不计入）",
        "无有效日期（不计入）",
    ]
    assert sheet.cell(at, 1).font.bold and not sheet.cell(at + 2, 1).font.bold
    assert sheet.cell(at, 2).value == "150000" and sheet.cell(at, 2).data_type == "s"
    assert sheet.freeze_panes == f"B{at}" or sheet.freeze_panes == f"C{at}"


def test_header_tree_is_merged(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["quota_list"], results())["新增建设用地清单"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    top = row_with(sheet, "序号")
    assert f"A{top}:A{top + 1}" in merged
    group = column_with(sheet, "按原地类（亩）")
    letter = sheet.cell(top, group).column_letter
    assert any(area.startswith(f"{letter}{top}:") and area.endswith(str(top)) for area in merged)
    assert [sheet.cell(top + 1, group + k).value for k in range(5)] == [
        "农用地",
        "其中：耕地",
        "未利用地",
        "原建设用地",
        "地类不明",
    ]


def test_list_is_numbered_summed_and_ties(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["quota_list"], results())["新增建设用地清单"]
    lines = rows(sheet)
    top = row_with(sheet, "序号") + 1
    body = lines[top:]
    numbers = [line[0] for line in body if isinstance(line[0], (int, float))]
    assert numbers == list(range(1, len(quota_pieces().records) + 1))
    mu = column_with(sheet, "亩") - 1
    total = next(line for line in body if line[1] == "合计")
    leaves = [Decimal(str(line[mu])) for line in body if isinstance(line[0], (int, float))]
    assert Decimal(str(total[mu])) == sum(leaves)
    subtotals = [Decimal(str(line[mu])) for line in body if "小计" in str(line[2])]
    assert sum(subtotals) == sum(leaves) and len(subtotals) == 5
    assert [record["area_mu"] for record in quota_pieces().records].sort() == [float(one) for one in leaves].sort()


def test_hostile_and_rare_names_stay_text(tmp_path):
    path = tmp_path / "a.xlsx"
    sheet = book(path, ["quota_list"], results())["新增建设用地清单"]
    column = column_with(sheet, "项目名称")
    shown = {sheet.cell(r, column).value for r in range(5, sheet.max_row) if sheet.cell(r, column).value}
    assert {'\'=HYPERLINK("x")', "'+1-2@3", "'\t=1", NAMES[2], NAMES[3], "甲/乙“引号”'撇号'"} <= shown
    assert "a<b>&c" in shown  # the bell is no character of XML
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_codes_are_text_and_blank_slots_have_choices(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["stock_idle"], results())["闲置土地台账"]
    column = column_with(sheet, "电子监管号（供地文号）")
    cell = next(sheet.cell(r, column) for r in range(5, 30) if sheet.cell(r, column).value == "0150123202100001")
    assert (cell.data_type, cell.number_format) == ("s", "@")
    holders = column_with(sheet, "土地使用权人")
    assert sheet.cell(cell.row, holders).value == '\'=HYPERLINK("x")'
    rule = sheet.data_validations.dataValidation[0]
    assert "供应" in rule.formula1 and sheet.cell(cell.row, column_with(sheet, "拟处置方式")).coordinate in rule.sqref
    kinds = {sheet.cell(r, column_with(sheet, "判定")).value for r in range(5, sheet.max_row)}
    assert {"未动工", "政府原因", "中止开发", "无法判定"} <= kinds and "不闲置" not in kinds
    total = sheet.cell(row_with(sheet, "合计"), column_with(sheet, "供地面积（亩）")).value
    assert total == sum(r["area_mu"] for r in idle().records if r["kind"] != "not_idle")


def test_unknown_is_no_nil_and_a_part_is_no_total(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["lines_summary"], results())["三线审查汇总"]
    inside = column_with(sheet, "边界内")
    last = row_with(sheet, "无法判定")
    assert sheet.cell(last, inside).value == "—"
    assert row_with(sheet, "有 1 行无数据，其合计只是有数据部分之和")


def test_years_beside_each_other(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["quota_by_year"], results())["分年"]
    top = row_with(sheet, "行政区")
    heads = [cell.value for cell in sheet[top] if cell.value]
    assert heads == ["行政区", "代码", "2021年", "2022年", "2023年", "2024年", "2025年", "合计"]
    row = row_with(sheet, "　和林格尔县")
    used = [sheet.cell(row, c).value for c in range(4, sheet.max_column + 1, 2)]
    ledger = {r["year"]: r["used_mu"] for r in quota_ledger().records if r["code"] == "150123"}
    assert used == [ledger[year] for year in (2021, 2022, 2023, 2024, 2025, 0)]


def test_national_layout_of_33_columns(tmp_path):
    record = {
        "appr_id": "内政土发〔2021〕1号",
        "project": "批次",
        "code": "150123",
        "name": "和林格尔县",
        "year": 2021,
        "appr_date": None,
        "appr_m2": 12345.67,
        "unsup_m2": 5000.0,
    }
    table = Table("idleland_documents", tuple(record), [record, {**record, "unsup_m2": 0.0}])
    sheet = book(tmp_path / "a.xlsx", ["stock_cleanup"], results(table))["分类清理台账"]
    assert sheet.max_column == 33
    assert [sheet.cell(2, c).value for c in (1, 2, 33)] == ["C1", "C2", "C33"]
    assert sheet["A1"].value.startswith("填写说明") and sheet["A3"].value == "单位：公顷"
    heads = [
        next(v for v in (sheet.cell(r, c).value for r in (6, 5, 4)) if v).replace("\n", "")
        for c in (1, 13, 20, 29, 31, 33)
    ]
    assert heads == ["序号", "批准（用地）总面积", "不具备供应可能的面积", "村庄用地", "其他", "规划用地用海分类名称"]
    assert sheet.cell(7, 13).value == 1.2346 and sheet.cell(7, 20).value == 0.5 and sheet.cell(8, 1).value is None
    lists = {str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation}
    assert lists == {"H", "I", "S"}


def test_land_classes_climb_to_the_three_groups(tmp_path):
    patches = [
        ("0101", 1000.10, 0.1),
        ("0101", 500.05, 0.0),
        ("0404", 30.0, None),
        ("1201", 7.0, None),
        ("0303", 2.5, None),
        ("9999", 1.0, None),
    ]
    records = [{"DLBM": code, "area_m2": area, "KCXS": share} for code, area, share in patches]
    sheet = book(
        tmp_path / "a.xlsx", ["land_classes"], results(Table("parcelarea", ("DLBM", "area_m2", "KCXS"), records))
    )["地类面积汇总"]
    found = {}
    for line in rows(sheet):
        found[line[2] or line[0] or line[1]] = line[-2:]
    assert found["0101"][0] == 0.1400  # 1000.10 less a tenth of 田坎, and 500.05
    assert found["1203"][0] == 0.0100
    assert found["总面积"][0] == float(
        sum(Decimal(str(found[k][0])) for k in ("0101", "1203", "0404", "1201", "0303", "9999"))
    )
    assert "农用地 合计" in found and "未利用地 合计" in found and "湿地 小计" in found and "地类不明 合计" in found
    order = [line[0] for line in rows(sheet) if str(line[0]).endswith(" 合计")]
    assert order == ["农用地 合计", "建设用地 合计", "未利用地 合计", "地类不明 合计"]


def test_method_sheet_says_clause_and_what_was_left_out(tmp_path):
    sheet = book(tmp_path / "a.xlsx", ["landquota"], results(quota_ledger()))["口径与参数"]
    text = {line[0]: line[1] for line in rows(sheet)}
    assert "640000 亩" in text["规划上限"] and "64万亩以内" in text["规划上限"]
    assert text["未列的表"] == "新增建设用地清单"
    assert text["面积与计算方法"] == "图斑椭球面积；CGCS2000"


def test_a_form_without_its_layer_names_the_roles(tmp_path):
    with pytest.raises(FormError, match="conformity"):
        write_book(tmp_path / "a.xlsx", ["lines_summary"], results(quota_ledger()), "zh")
    assert list(tmp_path.iterdir()) == []


def test_a_layer_without_land_class_is_refused(tmp_path):
    table = Table("parcelarea", ("area_m2",), [{"area_m2": 1.0}])
    with pytest.raises(FormError, match="DLBM"):
        write_book(tmp_path / "a.xlsx", ["land_classes"], results(table), "zh")


def test_empty_layers_print_a_sentence(tmp_path):
    empty = replace(idle(), records=[])
    sheet = book(tmp_path / "a.xlsx", ["stock_idle"], results(empty))["闲置土地台账"]
    assert row_with(sheet, "本期无此类记录")


def test_the_same_results_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_book(tmp_path / f"{name}.xlsx", ["landquota", "conformity"], results(), "zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_user_fields_by_role_or_by_confirmed_mapping(tmp_path):
    table = conformity()
    records = [{**{k: v for k, v in r.items() if k != "XMMC"}, "MC1": f"项目{r['src_fid']}"} for r in table.records]
    mapped = Table("conformity", tuple(records[0]), records, mapping={"project_name": "MC1"})
    sheet = book(tmp_path / "a.xlsx", ["lines_pieces"], results(mapped, conformity_pieces()))["压占明细"]
    assert row_with(sheet, "项目1")


def test_every_form_of_one_page_takes_no_more_than_one_name(tmp_path):
    tabs = [read(one).tab for one in form_ids() if hasattr(read(one), "tab")]
    for at in (0, 1):
        assert all(len(tab[at]) <= 31 for tab in tabs)
