"""Comparators, tolerances, the straight line and the verdicts, each worked out by hand."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.targets.judging import (
    compare,
    effective_goal,
    expected_at,
    gap_of,
    judge,
    tolerance_of,
)
from nm_urban.nm_urban_plugin.core.targets.registry import Baseline, Conventions, conventions, register

RULES = conventions()
END = dt.date(2025, 12, 31)


def verdict(key, value, day, direction="up", rules=RULES):
    return judge(register()[key], value, dt.date.fromisoformat(day), rules, direction).verdict


@pytest.mark.parametrize(
    ("value", "goal", "sign", "tolerance", "direction", "fits"),
    [(64, 64, "<=", 0, "down", True), (64.0001, 64, "<=", 0, "down", False), (36.5, 36.5, ">=", 0, "up", True),
     (36.4999, 36.5, ">=", 0, "up", False), (39, 39, ">", 0, "up", False), (39.01, 39, ">", 0, "up", True),
     (300, 300, "<", 0, "down", False), (299, 300, "<", 0, "down", True), (0, 0, "=", 0, "down", True),
     (1, 0, "=", 0, "down", False), (99.95, 100, "=", 0.05, "up", True), (99.9, 100, "=", 0.05, "up", False),
     (68, 69, "~", 1, "up", True), (67.99, 69, "~", 1, "up", False), (70.6, 69, "~", 1, "up", True),
     (70.6, 69, "~", 1, "near", True), (67.9, 69, "~", 1, "near", False),
     (70, 69, "~", 1, "near", True), (1, 0, "~", 0, "down", False),
     (0.1 + 0.2, 0.3, "<=", 0, "down", True), (9, 8, "=", 0, "up", True), (7, 8, "=", 0, "up", False),
     (9, 8, "=", 0, "near", False)])  # fmt: skip
def test_compare(value, goal, sign, tolerance, direction, fits):
    assert compare(value, goal, sign, tolerance, direction) is fits


def test_tolerances_are_conventions_that_can_be_changed():
    rows = register()
    assert tolerance_of(rows["urbanization_rate_2025"], RULES) == 1.0
    assert tolerance_of(rows["hbew_urban_population_2025"], RULES) == 16.0  # 2 % of 800
    assert tolerance_of(rows["county_5g_gigabit_2025"], RULES) == 0.05
    assert tolerance_of(rows["dead_end_roads_zero"], RULES) == 0
    assert tolerance_of(rows["green_space_rate_2025"], RULES) == 0
    assert tolerance_of(rows["urbanization_rate_2025"], Conventions(tolerance_points=0.5)) == 0.5


@given(st.floats(0, 200), st.floats(0, 5))
@settings(deadline=None, max_examples=60)
def test_changing_a_tolerance_changes_only_about_rows(value, points):
    day, other = dt.date(2026, 6, 30), Conventions(tolerance_points=points, tolerance_total_pct=points)
    for row in register().values():
        if row.comparator != "~":
            assert judge(row, value, day, RULES, "up").verdict == judge(row, value, day, other, "up").verdict


def test_the_straight_line():
    row = register()["urbanization_rate_2025"]
    # 67.48 on 2020-12-31 to 69 on 2025-12-31: 1826 days; on 2024-06-30 1277 have gone
    assert (dt.date(2024, 6, 30) - dt.date(2020, 12, 31)).days == 1277
    assert expected_at(row, dt.date(2024, 6, 30), 69) == pytest.approx(67.48 + 1.52 * 1277 / 1826)
    assert expected_at(row, dt.date(2020, 12, 31), 69) == 67.48
    assert expected_at(row, dt.date(2019, 1, 1), 69) == 67.48
    assert expected_at(row, END, 69) == pytest.approx(69)
    assert expected_at(register()["greening_coverage_2025"], dt.date(2024, 1, 1), 39) is None


@pytest.mark.parametrize(
    ("key", "value", "day", "direction", "wanted"),
    [
        ("urbanization_rate_2035", 68.4, "2024-06-30", "up", "at_risk"),  # line: 67.48 + 4.52 x 1277/5478 = 68.53
        ("urbanization_rate_2035", 68.6, "2024-06-30", "up", "pending"),  # on schedule, not there yet
        ("urbanization_rate_2035", 71, "2024-06-30", "up", "met"),  # within one point
        ("urbanization_rate_2025", 67.9, "2025-12-31", "up", "not_met"),  # due: no line any more
        ("urbanization_rate_2025", 68, "2025-12-31", "up", "met"),
        ("new_urban_construction_land_cap_2025", 44, "2024-06-30", "down", "met"),  # line: 64 x 1277/1826 = 44.76
        ("new_urban_construction_land_cap_2025", 45, "2024-06-30", "down", "at_risk"),
        ("new_urban_construction_land_cap_2025", 64.1, "2024-06-30", "down", "not_met"),
        ("new_urban_construction_land_cap_2025", 64, "2026-01-01", "down", "met"),
        ("idle_land_stock_to_revive", 30, "2024-06-30", "up", "at_risk"),  # line: 67.94 x 912/1461 = 42.41
        ("idle_land_stock_to_revive", 50, "2024-06-30", "up", "pending"),
        ("idle_land_stock_to_revive", 50, "2025-12-30", "up", "at_risk"),
        ("idle_land_stock_to_revive", 50, "2025-12-31", "up", "not_met"),  # due on the day itself
        ("idle_land_stock_to_revive", 67.94, "2024-06-30", "up", "met"),  # 全部盘活 compares with >=
        ("green_space_rate_2025", 36.1, "2024-06-30", "up", "at_risk"),  # line: 36 + 0.5 x 0.6993 = 36.35
        ("water_supply_coverage_target", 99.05, "2025-12-31", "up", "not_met"),  # floor 99.1
        ("water_supply_coverage_target", 99.1, "2025-12-31", "up", "met"),
        ("dead_end_roads_zero", 0, "2024-01-01", "down", "met"),
        ("dead_end_roads_zero", 1, "2024-01-01", "down", "pending"),  # no year: never due
        ("greening_coverage_2025", 38, "2025-12-30", "up", "pending"),  # no baseline, no line
        ("greening_coverage_2025", 38, "2025-12-31", "up", "not_met"),
        ("water_network_leakage_2030", 12, "2027-12-31", "down", "pending"),  # a level that shall fall is no cap
        ("water_network_leakage_2030", 12, "2030-12-31", "down", "not_met"),
        ("hohhot_type1_large_city_2035", 400, "2024-01-01", "up", "no_number"),
        ("urbanization_rate_2020", 67.48, "2024-01-01", "up", "no_number"),
        ("green_within_300m_2025", 0, "2024-01-01", "down", "no_number"),
        ("new_toilets_flush", 0, "2024-01-01", "up", "no_number"),
        ("urbanization_rate_2025", None, "2024-01-01", "up", "not_computable"),
    ],
)  # fmt: skip
def test_verdict(key, value, day, direction, wanted):
    assert verdict(key, value, day, direction) == wanted


def test_pace_and_words():
    row = register()["urbanization_rate_2035"]
    found = judge(row, 68.6, dt.date(2024, 6, 30), RULES, "up")
    assert found.pace == "on_schedule" and "on schedule" in found.why.en and "序时进度" in found.why.zh
    assert found.gap == pytest.approx(3.4) and found.expected == pytest.approx(67.48 + 4.52 * 1277 / 5478)
    assert judge(row, 68.4, dt.date(2024, 6, 30), RULES, "up").pace == "behind"
    assert "±1" in found.why.zh and "±1" in found.why.en  # the tolerance is visible


def test_a_target_that_shall_fall():
    row = dataclasses.replace(register()["water_network_leakage_2030"], baseline=Baseline(14.0, dt.date(2025, 12, 31)))
    # 14 % at the end of 2025 to 9 % at the end of 2030: 2027-12-31 is 730 of 1826 days → 12.00 %
    day = dt.date(2027, 12, 31)
    assert expected_at(row, day, 9) == pytest.approx(14 - 5 * 730 / 1826)
    assert judge(row, 12.5, day, RULES, "down").verdict == "at_risk"
    assert judge(row, 11.9, day, RULES, "down").verdict == "pending"
    assert judge(row, 9, day, RULES, "down").verdict == "met"
    assert judge(row, 9.1, dt.date(2030, 12, 31), RULES, "down").verdict == "not_met"


def test_gaps():
    assert gap_of(50, 64, "<=", "down") == -14  # in reserve
    assert gap_of(40, 67.94, ">=", "up") == pytest.approx(27.94)
    assert gap_of(70, 69, "~", "up") == -1
    assert gap_of(3, 0, "=", "down") == 3
    assert gap_of(10, 12, "=", "near") == 2
    assert effective_goal(register()["water_supply_coverage_target"]) == 99.1
