"""A table by county stays one whatever facilities it counts; a list of facilities stays what it is."""

import pytest

from nm_urban.nm_urban_plugin.core.roles import role_of_schema

COUNTS = ["充电桩数", "停车位数", "床位数", "护理型床位数", "在园幼儿数", "托位数", "供水总量（万立方米）", "计量水量",
          "污水处理量", "装机容量", "设施服务能力", "piles", "beds", "生活垃圾日清运量"]


@pytest.mark.parametrize("column", COUNTS)
@pytest.mark.parametrize("others", [
    ["旗县代码", "常住人口（万人）", "城镇人口（万人）"], ["行政区代码", "年份", "城镇常住人口"],
    ["code", "name", "pop_total", "gdp"],
    ["XZQDM", "XZQMC", "年度", "地区生产总值（亿元）"], ["旗县", "城镇人口"]])
def test_a_facility_count_beside_statistics(column, others):
    assert role_of_schema([*others, column], "none") == "county_table"
    assert role_of_schema([column, *reversed(others)], "none") == "county_table"


@pytest.mark.parametrize("names", [
    ["旗县代码", "年份", "充电桩数"], ["旗县代码", "充电桩数", "停车位数"], ["code", "year", "beds"],
    ["行政区代码", "床位数", "在园幼儿数"], ["旗县代码", "年度", "托位数"]])
def test_counts_by_county_and_year_or_of_several_kinds(names):
    assert role_of_schema(names, "none") == "county_table"


def test_county_polygons_with_a_facility_count_are_counties():
    for column in COUNTS:
        found = role_of_schema(["行政区代码", "行政区名称", "常住人口", column], "polygon")
        assert found == "counties"


@pytest.mark.parametrize("names, role", [
    (["名称", "充电桩数"], "charging"), (["旗县代码", "名称", "充电桩数"], "charging"),
    (["停车位数", "旗县代码"], "parking"),
    (["名称", "年份", "充电桩数"], "charging"), (["幼儿园", "旗县代码", "在园幼儿数"], "kindergartens"),
    (["机构", "旗县代码", "床位数", "护理型床位数"], "eldercare"), (["旗县代码", "托位数"], "nurseries"),
    (["旗县代码", "业主委员会", "人口"], "compounds")])
def test_lists_of_facilities_are_no_county_tables(names, role):
    assert role_of_schema(names, "none") == role
