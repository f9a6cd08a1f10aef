"""Three bureaus' own workbooks, filled: right figures in right cells, everything else as it was."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest

from nm_urban.nm_urban_plugin.exchange.forms import FormError, Table, TemplateError, fill_book
from tests.exchange.forms import bureau_templates
from tests.exchange.forms.form_results import conformity, idle, quota_ledger, results

FOLDER = bureau_templates.FOLDER


def filled(tmp_path, name, given=None):
    path = tmp_path / "filled.xlsx"
    sheets = fill_book(path, FOLDER / name, given or results(), "zh")
    return openpyxl.load_workbook(path), sheets


@pytest.mark.parametrize("name", list(bureau_templates.MAKERS))
def test_the_stored_templates_are_those_of_the_script(tmp_path, name):
    bureau_templates.MAKERS[name](tmp_path / name)
    with zipfile.ZipFile(tmp_path / name) as made, zipfile.ZipFile(FOLDER / name) as stored:
        assert made.namelist() == stored.namelist()
        for part in made.namelist():
            if name != "office.xlsx" or part == "xl/worksheets/sheet1.xml":  # other parts vary with openpyxl's version
                assert made.read(part) == stored.read(part)


def test_office_template(tmp_path):
    book, sheets = filled(tmp_path, "office.xlsx")
    assert sheets == ["闲置台账"]
    sheet = book["闲置台账"]
    assert sheet["A1"].value == "和林格尔县闲置土地处置台账（截至2025-12-31）"
    assert sheet["A1"].font.name == "黑体" and sheet["A1"].font.sz == 18
    shown = sorted((r for r in idle().records if r["kind"] != "not_idle"), key=lambda r: (r["kind"], r["src_fid"]))
    n = len(shown)
    body = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=4 + n, max_col=7)]
    assert [line[0] for line in body] == list(range(1, n + 1))
    tenths = {r["DZJGH"]: Decimal(str(r["area_mu"])).quantize(Decimal("0.1"), ROUND_HALF_UP) for r in shown}
    assert {line[2]: Decimal(str(line[3])) for line in body} == tenths
    assert body[0][2] == "0150123202100001" or "0150123202100001" in {line[2] for line in body}
    # the total is that of what is printed, in the decimals of the template
    assert sheet.cell(5 + n, 4).value == float(sum(tenths.values()))
    assert sheet.cell(5 + n, 5).value == f"=SUM(E5:E{4 + n})"
    assert [line[4] for line in body] == [f"=D{row}/15" for row in range(5, 5 + n)]
    dates = [line[5] for line in body]
    assert {type(one) for one in dates if one} == {datetime} and sheet["F6"].number_format == "yyyy/m/d"
    for row in range(5, 5 + n):
        assert sheet.cell(row, 2).fill.fgColor.rgb == "00FFF8E1" and sheet.cell(row, 2).border.left.style == "thin"
    assert str(sheet.data_validations.dataValidation[0].sqref) == f"G5:G{4 + n}"
    assert sheet.print_area == f"'闲置台账'!$A$1:$G${7 + n}" and sheet.print_title_rows == "$3:$4"
    assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 8
    assert f"B{7 + n}:C{7 + n}" in {str(one) for one in sheet.merged_cells.ranges}
    assert sheet.cell(5 + n, 4).comment.text == "四舍五入后相加"
    assert book["说明"]["A2"].value == f"=闲置台账!D{5 + n}"
    assert book.calculation.fullCalcOnLoad


def test_names_in_a_template_are_safe_and_not_cut(tmp_path):
    sheet = filled(tmp_path, "office.xlsx")[0]["闲置台账"]
    rows = {sheet.cell(row, 2).value: row for row in range(5, 13)}
    assert '\'=HYPERLINK("x")' in rows and "𠮷野𡘙😀👍🏽工程" in rows
    long = max(rows, key=lambda one: len(str(one or "")))
    assert len(long) == 200 and sheet.row_dimensions[rows[long]].height >= 200 * 2 / 22 * 12


def test_suite_template(tmp_path):
    book, _ = filled(tmp_path, "suite.xlsx")
    sheet = book["台账"]
    units = [r for r in quota_ledger().records if r["year"] == 0]
    n = len(units)
    names = [sheet.cell(row, 1).value for row in range(4, 4 + n)]
    assert names[:2] == ["合计", "呼和浩特市"] and names[-1] == "无有效日期（不计入）"
    used = {r["name"]: r["used_mu"] for r in units}
    assert sheet.cell(6, 4).value == used["土默特左旗"] and sheet.cell(6, 4).number_format.startswith("#,##0.00")
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {f"A{row}:B{row}" for row in range(4, 4 + n)} <= merged and "A1:E1" in merged
    assert sheet.cell(4 + n, 3).value == f"=SUM(C4:C{3 + n})"
    assert sheet.cell(5 + n, 1).value == "制表人：和林格尔县自然资源局"
    assert [str(one.sqref) for one in sheet.conditional_formatting] == [f"E4:E{3 + n}"]
    assert sheet.freeze_panes == "A4" and sheet.row_dimensions[5].height == 18
    with zipfile.ZipFile(tmp_path / "filled.xlsx") as new, zipfile.ZipFile(FOLDER / "suite.xlsx") as old:
        assert set(old.namelist()) - set(new.namelist()) == {"xl/calcChain.xml"}
        for part in ("xl/media/image1.png", "xl/sharedStrings.xml"):
            assert new.read(part) == old.read(part)
        before, after = (one.read("xl/styles.xml").partition(b"</cellXfs>")[0] for one in (old, new))
        before, after = (re.sub(rb'count="\d"|<\?.*?\?>\s*', b"", one) for one in (before, after))
        assert after.startswith(before) and after[len(before) :].count(b'wrapText="1"') == 1  # one name was too long
        assert re.findall(rb"<xdr:row>(\d+)<", new.read("xl/drawings/drawing1.xml")) == [
            b"%d" % (5 + n),
            b"%d" % (9 + n),
        ]
        assert b"calcChain" not in new.read("[Content_Types].xml") + new.read("xl/_rels/workbook.xml.rels")
        assert b'mc:Ignorable="x14ac"' in new.read("xl/worksheets/sheet1.xml")


def test_library_template(tmp_path):
    book, _ = filled(tmp_path, "library.xlsx")
    sheet = book["清单"]
    projects = conformity().records
    assert [sheet.cell(row, 3).value for row in range(3, 7)] == [r["area_m2"] for r in projects]
    assert sheet["D3"].value == "占用生态保护红线和永久基本农田" and sheet["B3"].value == "公路用地"
    total = sum(Decimal(str(r["area_m2"])) for r in projects)
    assert sheet["A7"].value == f"共 4 项，{total} 平方米；截至2025-12-31"
    with zipfile.ZipFile(tmp_path / "filled.xlsx") as archive:
        text = archive.read("xl/worksheets/sheet.xml").decode("utf-8")
    assert "<!-- made by a library -->" in text and "<worksheet" not in text


def test_no_record_leaves_the_row_empty(tmp_path):
    sheet = filled(tmp_path, "office.xlsx", results(replace(idle(), records=[])))[0]["闲置台账"]
    assert (
        [cell.value for cell in sheet[5]][:4] == [None] * 4
        and sheet["A6"].value == "合计"
        and sheet["D6"].value is None
    )


def template(tmp_path, cells, name="t.xlsx"):
    book = openpyxl.Workbook()
    for at, value in cells.items():
        book.active[at] = value
    book.save(tmp_path / name)
    return tmp_path / name


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"A1": "没有"}, "no placeholder"),
        ({"A1": "{{不存在的列}}"}, "不存在的列"),
        ({"A1": "{{stock_idle.不存在}}"}, "不存在"),
        ({"A1": "{{旗县}}", "B1": "{{序号}}"}, "several forms"),
        ({"A1": "{{stock_idle.旗县}}", "B1": "{{quota_list.项目名称}}"}, "names several forms"),
        ({"A1": "{{quota_list.亩}}{{quota_ledger.亩}}"}, "several"),
        ({"A1": "{{quota_years.年度}}"}, "3 pages"),
    ],
)
def test_what_a_template_cannot_mean_is_said(tmp_path, cells, said):
    with pytest.raises(TemplateError, match=said) as caught:
        fill_book(tmp_path / "out.xlsx", template(tmp_path, cells), results(), "zh")
    assert caught.value.zh
    assert not (tmp_path / "out.xlsx").exists()


def test_full_width_unit_and_role_names(tmp_path):
    path = template(
        tmp_path, {"A1": "{{stock_idle.供地面积(亩)}}", "B1": "{{土地使用权人}}", "C1": "{{ stock_idle.area_m2 }}"}
    )
    fill_book(tmp_path / "out.xlsx", path, results(), "zh")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert {row[0].value for row in sheet.iter_rows()} == {
        r["area_mu"] for r in idle().records if r["kind"] != "not_idle"
    }
    assert {row[2].value for row in sheet.iter_rows()} == {
        r["area_m2"] for r in idle().records if r["kind"] != "not_idle"
    }


def archive(parts):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return raw.getvalue()


def with_part(name, data):
    """The library template with one part replaced or added."""
    with zipfile.ZipFile(FOLDER / "library.xlsx") as old:
        return archive({**{one: old.read(one) for one in old.namelist()}, name: data})


BOMB = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"),
        (b"<html><table></table></html>", "no .xlsx"),
        (archive({"a.txt": b"x"}), "no .xlsx"),
        (with_part("xl/vbaProject.bin", b"x"), "macros"),
        (with_part("xl/worksheets/sheet.xml", BOMB), "refused"),
        (with_part("xl/workbook.xml", BOMB), "refused"),
        (with_part("xl/_rels/workbook.xml.rels", BOMB), "refused"),
        (with_part("xl/worksheets/sheet.xml", b"<a><b></a>"), "refused"),
    ],
)
def test_unsafe_or_broken_files_are_refused(tmp_path, data, said):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(data)
    with pytest.raises(TemplateError, match=said) as caught:
        fill_book(tmp_path / "out.xlsx", path, results(), "zh")
    assert re.search("[\u4e00-\u9fff]", caught.value.zh)
    assert not (tmp_path / "out.xlsx").exists()


def test_a_zip_that_unpacks_without_measure_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("nm_urban.nm_urban_plugin.exchange.forms.template.package.MAX_BYTES", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(with_part("xl/bomb.xml", b"0" * 2_000_000))
    with pytest.raises(TemplateError, match="unpacks to too much"):
        fill_book(tmp_path / "out.xlsx", path, results(), "zh")


def test_a_ledger_that_does_not_tie_fills_no_template(tmp_path):
    table = quota_ledger()
    records = [{**r, "used_mu": r["used_mu"] + 1} if r["level"] == "region" else r for r in table.records]
    with pytest.raises(FormError, match="does not tie"):
        fill_book(tmp_path / "out.xlsx", FOLDER / "suite.xlsx", results(replace(table, records=records)), "zh")


def test_external_links_and_unknown_layers_do_not_disturb(tmp_path):
    given = results(idle(), Table("something", ("a",), [{"a": 1}]))
    assert filled(tmp_path, "office.xlsx", given)[1] == ["闲置台账"]
