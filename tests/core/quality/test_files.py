"""Encodings from bytes, kinds from heads, names in archives, sheets made clean."""

import datetime
import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.quality import (
    BrokenDbf,
    clean_table,
    dbf_encoding,
    sniff,
    tables_of,
    text_encoding,
    zip_names,
)

WORDS = ["旱地", "和林格尔县", "永久基本农田", "水浇地", "乔木林地", "嘎查", "新店子镇"]


def dbf(texts, codec, ldid=0, width=20, name=b"DLMC"):
    """A dBASE table of one text field, cells cut at their width."""
    fields = name[:10].ljust(11, b"\0") + b"C" + bytes(4) + bytes([width, 0]) + bytes(14)
    rows = b"".join(b" " + text.encode(codec)[:width].ljust(width) for text in texts)
    head = struct.pack("<B3BIHH", 3, 124, 1, 1, len(texts), 32 + 32 + 1, width + 1)
    return head + bytes(17) + bytes([ldid]) + bytes(2) + fields + b"\r" + rows + b"\x1a"


@pytest.mark.parametrize("ldid", [0x00, 0x4D, 0x57, 0x03])
@pytest.mark.parametrize(("codec", "name"), [("gbk", "GBK"), ("utf-8", "UTF-8")])
def test_the_records_tell_the_encoding_whatever_the_language_byte_says(codec, name, ldid):
    found = dbf_encoding(dbf(WORDS, codec, ldid))
    assert (found.encoding, found.sure) == (name, True)
    assert found.lying == (ldid == 0x4D and name == "UTF-8")


def test_a_lying_cpg_is_caught_and_a_true_one_is_not():
    assert dbf_encoding(dbf(WORDS, "utf-8"), "GBK").lying
    assert dbf_encoding(dbf(WORDS, "gbk"), "UTF-8").lying
    assert not dbf_encoding(dbf(WORDS, "gbk"), "GBK").lying


def test_a_character_cut_by_the_width_of_its_cell_is_forgiven():
    assert dbf_encoding(dbf(["和林格尔县"] * 3, "utf-8", width=10)).encoding == "UTF-8"
    assert dbf_encoding(dbf(["和林格尔县"] * 3, "gbk", width=9)).encoding == "GBK"


def test_short_gbk_words_that_are_valid_utf8_are_gbk():
    """路 is C2 B7, in UTF-8 a middle dot."""
    assert dbf_encoding(dbf(["路1", "路2", "路3"], "gbk")).encoding == "GBK"
    assert dbf_encoding(dbf(["呼和浩特·新城", "路·桥"], "utf-8")).encoding == "UTF-8"


def test_four_byte_characters_are_gb18030_and_ascii_says_nothing():
    rare = "㐂旱地乔木林地水浇地耕地草地和林格尔县天然牧草地农村道路"  # one of 28 characters has four bytes
    assert dbf_encoding(dbf([rare] * 2, "gb18030", width=80)).encoding == "GB18030"
    assert dbf_encoding(dbf(["abc", "01"], "ascii")).encoding == ""


def test_field_names_speak_where_records_are_silent():
    found = dbf_encoding(dbf(["1", "2"], "ascii", name="地类编码".encode("gbk")))
    assert (found.encoding, found.sure) == ("GBK", False)


def test_a_file_that_ends_within_its_header_is_broken():
    with pytest.raises(BrokenDbf):
        dbf_encoding(dbf(WORDS, "gbk")[:40])


@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=9), min_size=3))
def test_any_text_of_some_length_comes_back_in_its_own_encoding(texts):
    encodable = [t for t in texts if t.encode("gbk", errors="ignore").decode("gbk") == t]
    if len(encodable) >= 3:
        assert dbf_encoding(dbf(encodable, "gbk", width=40)).encoding == "GBK"
        assert dbf_encoding(dbf(encodable, "utf-8", width=40)).encoding == "UTF-8"


def test_text_files_by_mark_validity_or_else_gb18030():
    assert text_encoding("\ufeff旗县".encode("utf-8")) == ("utf-8-sig", True)
    assert text_encoding("旗县".encode()) == ("utf-8", False)
    assert text_encoding("旗县代码".encode("gb18030")) == ("gb18030", False)
    assert text_encoding("旗县".encode("utf-16")) == ("utf-16", True)


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.xls", b"<html><body><table>", "xls_html"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted"),
        ("a.mdb", b"\x00\x01\x00\x00Standard Jet DB\x00", "mdb"),
        ("a.vct", "HeadBegin\nDataMark:LANDUSE.VCT".encode("gbk"), "vct"),
        ("a.txt", "[属性描述]\n格式版本号=1.01".encode("gbk"), "boundarytxt"),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(100), "gpkg"),
        ("a.dwg", b"AC1027", "dwg"),
        ("a.rar", b"Rar!\x1a\x07", "rar"),
        ("a.csv", b"a,b\n", "csv"),
        ("a.shp", b"", "empty"),
    ],
)
def test_a_file_is_what_its_bytes_say(name, head, kind):
    found = sniff(name, head)
    assert found.kind == kind
    assert found.readable == (kind not in ("mdb", "vct", "dwg", "rar", "empty", "encrypted"))
    if found.advice:
        assert name in found.advice.text("zh") and name in found.advice.text("en")


def test_names_of_a_chinese_windows_are_read_and_none_leaves_the_folder():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for raw in ("数据/地类图斑.shp".encode("gbk"), b"../evil.txt", b"/root.txt"):
            info = zipfile.ZipInfo(raw.decode("cp437"))
            archive.writestr(info, "x")
        archive.writestr("旗县.csv", "x")
    with zipfile.ZipFile(io.BytesIO(_without_utf8_marks(data.getvalue()))) as archive:
        assert sorted(zip_names(archive).values()) == sorted(["数据/地类图斑.shp", "旗县.csv"])


def _without_utf8_marks(data: bytes) -> bytes:
    """Names that zipfile wrote as UTF-8 of cp437 letters, put back to the bytes they stand for."""
    name = "数据/地类图斑.shp".encode("gbk")
    wide = name.decode("cp437").encode("utf-8")
    pad = len(wide) - len(name)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename.replace(name.decode("cp437"), "N" * len(name)), source.read(info))
    assert pad > 0
    return out.getvalue().replace(b"N" * len(name), name)


QUOTA = [["和林格尔县新增建设用地计划指标分解表", "", ""], ["", "", "单位：亩"], ["旗县代码", "年度", "下达指标"],
         ["150123", "2021", "1,234.5"], ["150123", "2022", "３００"], ["合计", "", 1534.5],
         ["填表人：张三", "审核人：李四", "填报日期：2024-1-1"]]


def test_title_unit_total_and_signature_rows_are_left_out_and_listed():
    table = clean_table(QUOTA)
    assert [c.name for c in table.columns] == ["旗县代码", "年度", "下达指标（亩）"]
    assert [c.kind for c in table.columns] == ["text", "int", "real"]
    assert table.rows == (("150123", 2021, 1234.5), ("150123", 2022, 300.0)) and table.numbers == (4, 5)
    left = [(one.row, one.kind) for one in table.left_out]
    assert left == [(1, "title"), (2, "unit"), (6, "total"), (7, "signature")]
    assert table.title == QUOTA[0][0] and all(table.report("en")) and len(table.report("zh")) >= 5


def test_a_head_of_two_rows_with_a_group_becomes_one():
    rows = [["序号", "批准文号", "批准日期", "面积（公顷）", "", "备注"], ["", "", "", "批准", "供应", ""],
            ["1", "2", "3", "4", "5", "6"], [1, "内政土发〔2021〕3号", "2021年3月4日", "12.5", 10, ""]]
    table = clean_table(rows)
    names = ["序号", "批准文号", "批准日期", "批准面积（公顷）", "供应面积（公顷）", "备注"]
    assert [c.name for c in table.columns] == names
    assert table.rows[0][2:5] == (datetime.date(2021, 3, 4), 12.5, 10.0)
    assert "numbers" in {one.kind for one in table.left_out}
    assert any(note.key == "quality.merged_head" for note in table.notes)


def test_merged_cells_of_the_body_are_filled_down_and_codes_stay_text():
    rows = [["旗县代码", "旗县", "年度", "面积（亩）"], [150123.0, "和林格尔县", 2021, 1], [None, None, 2022, 2]]
    table = clean_table(rows, [(1, 0, 2, 1), (1, 1, 2, 1)])
    assert table.rows == (("150123", "和林格尔县", 2021, 1.0), ("150123", "和林格尔县", 2022, 2.0))


def test_a_number_with_an_unreadable_rest_is_listed_and_not_cut():
    rows = [["旗县", "面积（亩）"], *[[f"县{k}", 10 * k] for k in range(9)], ["县9", "12亩左右"]]
    table = clean_table(rows)
    assert table.columns[1].kind == "real" and table.rows[-1] == ("县9", None)
    assert [(one.row, one.text) for one in table.unread] == [(11, "12亩左右")]


def test_a_unit_in_every_cell_becomes_the_unit_of_the_column():
    table = clean_table([["旗县", "城镇人口"], ["甲旗", "5万人"], ["乙旗", "6万人"]])
    assert (table.columns[1].name, table.columns[1].unit) == ("城镇人口（万人）", "万人") and table.rows[0][1] == 5.0


def test_a_plain_table_passes_unchanged_and_an_empty_one_says_so():
    rows = [["DLBM", "DLMC", "TBMJ"], ["0103", "旱地", 12.5], ["0301", "乔木林地", 3.25]]
    table = clean_table(rows)
    assert table.rows == (("0103", "旱地", 12.5), ("0301", "乔木林地", 3.25))
    assert not table.left_out and not table.unread
    assert clean_table([]).columns == () and clean_table([["", None]]).rows == ()


def test_a_sheet_that_is_html_is_read_with_its_spans():
    grid = tables_of('<table><tr><td colspan=3>标题</td></tr><tr><td rowspan=2>旗县</td><td colspan=2>面积（公顷）</td>'
                     "</tr><tr><td>批准</td><td>供应</td></tr><tr><td>甲&amp;乙</td><td>1.5</td><td>.7</td></tr></table>")[0]
    table = clean_table(grid.rows, grid.merges)
    assert [c.name for c in table.columns] == ["旗县", "批准面积（公顷）", "供应面积（公顷）"]
    assert table.rows == (("甲&乙", 1.5, 0.7),)
