"""The one reader of cells: a table of cells as bureaus fill them, and laws for all others."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import cells
from nm_urban.nm_urban_plugin.core.cells import UnreadableCell

AREA = {name: cells.unit_named(name, "area") for name in ("公顷", "亩", "万亩", "平方米", "m²", "hm2", "平方公里")}
EMPTY = [None, "", "  ", "—", "-", "--", "——", "–", "/", "无", "空", "NULL", "<null>", "N/A", "／", "　", float("nan")]


@pytest.mark.parametrize("cell", EMPTY)
def test_signs_of_emptiness_are_empty_for_every_reader(cell):
    assert cells.is_empty(cell)
    assert cells.number(cell) is None
    assert cells.text(cell) == ""
    assert cells.year(cell) is None
    assert cells.event_day(cell) is None
    assert cells.quantity(cell, AREA["亩"]) is None


@pytest.mark.parametrize(("cell", "expected"), [
    ("1,234", "1234"), ("1,234.5", "1234.5"), ("1,234,567.89", "1234567.89"), ("12,5", "12.5"), ("10,50", "10.50"),
    ("0,125", "0.125"), ("1.234,5", "1234.5"), ("1 234 567", "1234567"), ("３．５", "3.5"), ("1，234", "1234"),
    ("-3", "-3"), ("−3.5", "-3.5"), (" 7 ", "7"), ("'8", "8"), (".5", "0.5"), ("1e3", "1E+3"), (3, "3"), (2.5, "2.5"),
    (np.float64(0.1), "0.1"), (np.int64(7), "7"), ("1,2345", "1.2345"), ("12.0", "12.0"),
])  # fmt: skip
def test_numbers_are_read_exactly_as_written(cell, expected):
    assert cells.number(cell) == Decimal(expected)


@pytest.mark.parametrize("cell", [
    "1,234,5", "12,34,567", "12 亩地", "10公顷", "一百", "3-5", "1/2", "3..5", "约10", True, "∞", float("inf"), "1,2,3",
    "0x10", "1_000", "二十", "10.5.2", "15%"])
def test_what_cannot_be_read_whole_is_never_cut(cell):
    with pytest.raises(UnreadableCell) as error:
        cells.number(cell)
    assert error.value.value is cell and error.value.zh


@given(st.decimals(-10**9, 10**9, places=4), st.sampled_from(["plain", "grouped", "comma"]))
def test_every_spelling_of_a_number_reads_back(value, spelling):
    written = {"plain": f"{value}", "grouped": f"{value:,}", "comma": f"{value}".replace(".", ",")}[spelling]
    if spelling == "comma" and len(written.split(",")[-1]) == 3:
        return  # 1,234 is a thousand
    assert cells.number(written) == value


@given(st.integers(0, 10**12), st.sampled_from(sorted(AREA)))
def test_a_quantity_is_the_same_in_the_cell_as_in_the_heading(hundredths, name):
    value = Decimal(hundredths) / 100
    expected = Fraction(hundredths, 100) * AREA[name].factor
    assert cells.quantity(str(value), AREA[name]) == expected
    assert cells.quantity(f"{value}{name}", AREA["平方公里"]) == expected


def test_a_unit_of_another_dimension_in_a_cell_is_refused():
    with pytest.raises(UnreadableCell):
        cells.quantity("3万元", AREA["亩"])
    with pytest.raises(UnreadableCell):
        cells.not_negative("-1", AREA["亩"])


@pytest.mark.parametrize(("column", "unit", "expected", "fractions"), [
    ([1.05, 1], "", [105, 100], True), (["105", "100"], "", [105, 100], False), (["85%", "0.9"], "", [85, 90], True),
    (["85 %", "90"], "", [85, 90], False), ([0.5, 0.25], "%", [Fraction(1, 2), Fraction(1, 4)], False),
    ([0.5], "share", [50], False), ([0, 0], "", [0, 0], False), ([None, "—", 2.5], "", [None, None, 250], True),
    ([3, 2], "", [300, 200], True), ([3.01, 2], "", [Fraction("3.01"), 2], False),
])  # fmt: skip
def test_columns_of_percent(column, unit, expected, fractions):
    found = cells.percents(column, unit)
    if unit == "share":
        assert found.as_fractions and found.values == expected
        return
    assert found.values == expected and found.as_fractions == fractions and not found.unreadable


def test_an_unreadable_share_is_listed_with_its_row():
    assert cells.percents(["85", "约90", "1,2,3"]).unreadable == [1, 2]


@pytest.mark.parametrize(("cell", "expected"), [
    (2022, 2022), ("2022", 2022), ("2022年", 2022), ("２０２２年度", 2022), (2022.0, 2022), ("2022.0", 2022),
    ("2022 年", 2022), (dt.date(2022, 5, 1), 2022), ("2022-05-01", 2022), (0, 0), ("0", 0), ("合计", 0), ("规划期", 0),
])  # fmt: skip
def test_years(cell, expected):
    assert cells.year(cell) == expected


@pytest.mark.parametrize("cell", ["22", "abc", "20222", "2022-2023", 1, "1022", "十四五"])
def test_no_years(cell):
    with pytest.raises(UnreadableCell):
        cells.year(cell)


@pytest.mark.parametrize(("cell", "expected"), [
    (1, True), ("是", True), ("√", True), ("1.0", True), (True, True), ("yes", True), (0, False), ("否", False),
    ("无", False), ("×", False), (0.0, False), (None, None), ("", None), ("—", None), ("/", None),
])  # fmt: skip
def test_yes_and_no(cell, expected):
    assert cells.yes_no(cell) is expected


def test_neither_yes_nor_no():
    with pytest.raises(UnreadableCell):
        cells.yes_no("也许")


@pytest.mark.parametrize("cell", ["未动工", "未开工", "尚未动工", "否", "尚未", "还没有开工", "目前未动工",
                                  " 未 动 工 ", "未竣工。"])
def test_words_of_not_yet_are_the_empty_cell_of_an_event(cell):
    assert cells.says_not_yet(cell) and cells.event_day(cell) is None


@pytest.mark.parametrize("cell", ["2023-01-09", "已动工", "政府未交地导致", "未知", "", None, 0])
def test_other_words_do_not_say_not_yet(cell):
    assert not cells.says_not_yet(cell)


def test_each_distinct_value_is_read_once():
    read = []

    def reader(cell):
        read.append(cell)
        return cells.number(cell)

    values, errors = cells.distinct(["1", "x", "1", None, "x", 1, None], reader)
    assert values == [1, None, 1, None, None, 1, None]
    assert sorted(errors) == [1, 4] and read == ["1", "x", None, 1]


@given(st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.none()))
def test_any_cell_is_a_value_nothing_or_unreadable(cell):
    for read in (cells.number, cells.year, cells.yes_no, lambda c: cells.quantity(c, AREA["亩"])):
        try:
            read(cell)
        except UnreadableCell as error:
            assert error.en and error.zh


@pytest.mark.parametrize(("heading", "dimension", "name"), [
    ("计划指标（公顷）", "area", "公顷"), ("计划指标(万亩)", "area", "万亩"), ("面积【单位：亩】", "area", "亩"),
    ("PZMJ_HA", "area", "公顷"), ("面积（㎡）", "area", "平方米"), ("面积（m²）", "area", "平方米"),
    ("批准面积公顷", "area", "公顷"), ("ha", "area", "公顷"), ("quota_mu", "area", "亩"),
    ("task_wanmu", "area", "万亩"),
    ("常住人口（万人）", "people", "万人"), ("常住人口（个）", "people", "人"), ("常住人口_wan", "people", "万人"),
    ("完成率（%）", "rate", "%"), ("完成率_pct", "rate", "%"),
])
def test_the_unit_of_a_heading(heading, dimension, name):
    expected = cells.unit_named(name, dimension)
    found = cells.heading_unit(heading, dimension)
    assert (found.dimension, found.factor) == (expected.dimension, expected.factor)


@pytest.mark.parametrize("heading", ["计划指标", "quota", "2022年", "人口（人）备注", "住户", "面积", "合计（含飞地）"])
def test_a_heading_without_a_unit(heading):
    assert cells.heading_unit(heading, "area") is None


@pytest.mark.parametrize(("heading", "dimension"), [("人口（公顷）", "people"), ("投资_mu", "money"),
                                                    ("面积（万元）", "area")])
def test_a_heading_with_the_unit_of_something_else_is_refused(heading, dimension):
    with pytest.raises(cells.UnitMismatch):
        cells.heading_unit(heading, dimension)
