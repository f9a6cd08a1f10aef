"""The spreadsheet writer, read back with openpyxl."""

import datetime
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.exchange.xlsx.parts import clean_text, column_letter, sheet_name
from nm_urban.nm_urban_plugin.exchange.xlsx.workbook import Column, Workbook, XlsxError

openpyxl = pytest.importorskip("openpyxl")

COLUMNS = [
    Column("code", "旗县代码", 10, "text"),
    Column("n", "个数", 8, "int"),
    Column("mu", "亩", 12, "0.00", group="面积"),
    Column("ha", "公顷", 12, "0.0000", group="面积"),
    Column("day", "日期", 12, "date"),
    Column("verdict", "判定", 12, "text", words={"met": "达标"}, fills={"met": "E2EFDA"}),
]
ROW = {"code": "015012", "n": 3, "mu": 1.005, "ha": 0.00007, "day": datetime.date(2024, 2, 29), "verdict": "met"}


def write(path, rows, name="台账", columns=COLUMNS, **options):
    with Workbook(path) as book, book.sheet(name, columns, **options) as sheet:
        sheet.rows(rows)
    return path


def test_values_types_and_formats_survive(tmp_path):
    path = write(tmp_path / "表.xlsx", [ROW], title="标题", subtitle="截止", unit="单位：亩")
    sheet = openpyxl.load_workbook(path)["台账"]
    code, count, mu, ha, day, verdict = sheet[5]
    assert (code.value, code.data_type, code.number_format) == ("015012", "s", "@")
    assert (count.value, count.number_format) == (3, "0")
    assert (mu.value, mu.number_format) == (1.005, "0.00")
    assert (ha.value, ha.number_format) == (0.00007, "0.0000")
    assert (day.value, day.number_format) == (datetime.datetime(2024, 2, 29), "yyyy-mm-dd")
    assert (verdict.value, verdict.fill.fgColor.rgb) == ("达标", "FFE2EFDA")


def test_head_of_the_sheet(tmp_path):
    path = write(tmp_path / "a.xlsx", [ROW, ROW], title="标题", unit="单位：亩", paper="A3", freeze_columns=1)
    sheet = openpyxl.load_workbook(path)["台账"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:F1", "C3:D3", "A3:A4"} <= merged
    assert sheet["A1"].value == "标题"
    assert sheet["E2"].value == "单位：亩"
    assert [sheet["C3"].value, sheet["C4"].value, sheet["D4"].value] == ["面积", "亩", "公顷"]
    assert sheet["A3"].font.bold and sheet["A3"].border.left.style == "thin" and sheet["A3"].alignment.wrap_text
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:F6"
    assert sheet.print_title_rows == "$3:$4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.page_setup.fitToWidth == 1 and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_null_nan_and_blank(tmp_path):
    columns = [Column("a", "a", format="0.00"), Column("b", "b", format="0.00", null="")]
    rows = [{"a": None, "b": None}, {"a": float("nan"), "b": np.float64("inf")}, {"a": Decimal("NaN")}]
    sheet = openpyxl.load_workbook(write(tmp_path / "a.xlsx", rows, columns=columns)).active
    assert [[cell.value for cell in row] for row in sheet["A2:B4"]] == [["—", None], ["—", None], ["—", None]]


def test_numpy_and_decimal_numbers(tmp_path):
    columns = [Column("a", "a"), Column("b", "b"), Column("c", "c")]
    rows = [{"a": np.int64(7), "b": np.float64(0.1), "c": Decimal("640000.00")}]
    sheet = openpyxl.load_workbook(write(tmp_path / "a.xlsx", rows, columns=columns)).active
    assert [cell.value for cell in sheet[2]] == [7, 0.1, 640000]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", " \t=1", "＝1+1", "\x00=1", "=cmd|' /C calc'!A0"])
def test_text_never_becomes_a_formula(tmp_path, text):
    path = write(tmp_path / "a.xlsx", [{"code": text}], name="=x", title=text)
    sheet = openpyxl.load_workbook(path).active
    for cell in (sheet["A1"], sheet["A4"]):
        assert cell.data_type == "s"
        assert cell.value.startswith("'")
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_markup_and_control_characters(tmp_path):
    nasty = 'a<b>&"\x07\ud800\ufffe_x0041_'
    sheet = openpyxl.load_workbook(write(tmp_path / "a.xlsx", [{"code": nasty}], title="<&>")).active
    assert sheet["A4"].value == 'a<b>&"_x005F_x0041_'  # spreadsheet programs show _x0041_, and not A
    assert sheet["A1"].value == "<&>"


def test_clean_text_is_cut_to_what_a_cell_holds():
    assert len(clean_text("字" * 40000)) == 32767
    assert clean_text("—") == "—"


@pytest.mark.parametrize(
    ("wanted", "taken", "got"),
    [
        ("a[b]:*?/\\c", [], "a_b______c"),
        ("''", [], "Sheet"),
        ("台账", ["台账"], "台账(2)"),
        ("x" * 40, ["X" * 31], "x" * 28 + "(2)"),
        ("\x01\n", [], "Sheet"),
    ],
)
def test_sheet_names(wanted, taken, got):
    assert sheet_name(wanted, taken) == got


def test_column_letters():
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_quoted_sheet_name_in_print_titles(tmp_path):
    path = write(tmp_path / "a.xlsx", [ROW], name="它's & 表")
    assert openpyxl.load_workbook(path)["它's & 表"].print_title_rows == "$1:$2"


def test_same_input_gives_same_bytes(tmp_path):
    one, two = write(tmp_path / "1.xlsx", [ROW]), write(tmp_path / "2.xlsx", [ROW])
    assert one.read_bytes() == two.read_bytes()


def test_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def rows():
        yield ROW
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write(path, rows())
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.xlsx"]


def test_misuse_is_named(tmp_path):
    with pytest.raises(XlsxError, match="format"):
        Column("a", "a", format="0,0")
    with pytest.raises(XlsxError, match="at least one sheet"), Workbook(tmp_path / "a.xlsx"):
        pass
    with pytest.raises(XlsxError, match="close the sheet"), Workbook(tmp_path / "a.xlsx") as book:
        book.sheet("a", COLUMNS).__enter__()
        book.sheet("b", COLUMNS)
    assert list(tmp_path.iterdir()) == []


def test_too_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("nm_urban.nm_urban_plugin.exchange.xlsx.sheet.MAX_ROWS", 5)
    with pytest.raises(XlsxError, match="split the table"):
        write(tmp_path / "a.xlsx", [ROW] * 5)


def test_memory_does_not_grow_with_the_rows(tmp_path):
    tracemalloc = pytest.importorskip("tracemalloc")
    peaks = []
    for count in (2000, 20000):
        tracemalloc.start()
        write(tmp_path / "a.xlsx", (ROW for _ in range(count)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000


def test_needs_no_qgis_and_no_gdal():
    room = Path(sys.modules["nm_urban.nm_urban_plugin.exchange.xlsx.workbook"].__file__).parents[1]
    code = (
        f"import sys; sys.path.insert(0, {str(room.parent.parent)!r}); import nm_urban_plugin.exchange.xlsx.workbook; "
        "print([m for m in sys.modules if m.split('.')[0] in ('qgis', 'osgeo', 'PyQt5', 'PyQt6')])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8",
                            check=True)
    assert result.stdout.strip() == "[]"
