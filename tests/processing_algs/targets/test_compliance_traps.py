"""compliance with the tables that people bring: names instead of codes, own headings, plain words, unreadable codes."""

import json

import pytest

from nm_urban.nm_urban_plugin.core import places
from tests.builders import layer, rows_of, table
from tests.processing_algs.targets.test_compliance import row, run  # noqa: F401  (the fixture)

UNITS = places.counties()
ALL = [unit.code for unit in UNITS]


def points(field, values):
    return layer([("POINT (111 41)", code, value) for code in ALL for value in values], [("code", str), (field, str)],
                 crs="EPSG:4490", kind="Point")


def test_a_table_with_names_only(run):  # noqa: F811
    made = table([(unit.name, 10.0, 7.0) for unit in UNITS],
                 [("旗县", str), ("常住人口（万人）", float), ("城镇人口（万人）", float)])
    assert row(run(made), "urbanization_rate_2025")["value"] == 70


def test_the_mapping_also_tells_the_role(run):  # noqa: F811
    made = table([(code, 10.0, 7.0) for code in ALL], [("q", str), ("a", float), ("b", float)])
    fields = json.dumps({"county_code": "q", "pop_total": "a", "pop_urban": "b"})
    result = run(made, FIELDS=fields)
    assert row(result, "urbanization_rate_2025")["verdict"] == "met" and "county_table" in result["METHOD"]


@pytest.mark.parametrize("role, field, words, target, value", [
    ("outfalls", "status", ["open", "closed"], "sewage_outfalls_zero", 103),
    ("flood_points", "status", ["closed"], "flood_points_old_town_2025", 0),
    ("water_bodies", "status", ["black-odorous", "normal"], "black_odorous_water_2025", 103),
    ("water_plants", "quality", ["pass", "fail"], "water_plant_quality", 50),
    ("cranes", "status", ["intact"] * 49 + ["broken"], "fire_crane_intact_rate", 98),
    ("incinerators", "incineration", ["yes"], "incineration_prefecture_2035", 100)])
def test_plain_words_once_the_role_is_chosen(run, role, field, words, target, value):  # noqa: F811
    assert row(run(points(field, words), ROLE=role), target)["value"] == value
    assert row(run(points(field, words)), target)["value"] is None  # 'status' alone says nothing


def test_codes_that_cannot_be_read_are_listed(run):  # noqa: F811
    result = run(table([("150121", 10.0, 7.0), ("=cmd|x", 10.0, 7.0), (None, 10.0, 7.0)],
                       [("code", str), ("pop_total", float), ("pop_urban", float)]))
    rejects = rows_of(result["REJECTS"])
    assert [r["fid"] for r in rejects] == [2] and "=cmd|x" in rejects[0]["reason"]
    assert "pop_total: 人" in result["METHOD"]  # units that were assumed


def test_the_quote_is_the_text_as_found(run):  # noqa: F811
    found = row(run(table([("a",)], [("x", str)])), "hbey_area")
    assert found["quote"] == "国土面积175万平方公里" and found["goal"] == 17.5
    assert "17[.]5" in found["history"] and "written 175" in found["method"]
