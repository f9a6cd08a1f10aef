"""A layer against the targets: coverage, own quotas and tasks, tables by year, measures, values, live edits."""

import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.core.measurement import Measurement
from nm_urban.nm_urban_plugin.core.targets.assessment import Assessment, numbers
from nm_urban.nm_urban_plugin.core.targets.columns import Columns, unit_of_heading
from nm_urban.nm_urban_plugin.core.targets.own import read_own
from nm_urban.nm_urban_plugin.core.targets.readiness import readiness
from nm_urban.nm_urban_plugin.core.targets.registry import register
from nm_urban.nm_urban_plugin.core.targets.scopes import parse_place
from nm_urban.nm_urban_plugin.core.verdict import VERDICTS

DAY = dt.date(2024, 6, 30)
ALL = [unit.code for unit in places.counties()]


def columns(codes, headings=None, fids=None, area=None, **values):
    units = {key: unit_of_heading(key, (headings or {}).get(key, key)) for key in values}
    fids = np.arange(len(codes)) if fids is None else np.array(fids, np.int64)
    return Columns(fids, list(codes), values, units, area)


def assessed(role, codes, as_of=DAY, headings=None, fids=None, area=None, own="", place="", keep=False, **values):
    out = Assessment(role, ["county_code", *values], as_of, own=read_own(own, "own.json") if own else None,
                     places=parse_place(place), source="layer", keep=keep)
    out.add(columns(codes, headings, fids, area, **values))
    return out


def rows_of(assessment, target, origin=None):
    return [r for r in assessment.rows() if r.target.id == target and origin in (None, r.origin)]


def one(assessment, target, origin=None):
    found = rows_of(assessment, target, origin)
    assert len(found) == 1
    return found[0]


# -- coverage -----------------------------------------------------------------------------------------------------


def test_one_county_never_judges_the_region():
    """Whatever a county's table says, no target of the region, of a cluster or of all seats is met or not met."""
    fields = dict(pop_total=[1000], pop_urban=[990], gdp=[1e9], cars=[1], spaces=[9], water_pop=[990], gas_pop=[990],
                  green_area=[9], built_area=[10], park_area=[1e9], settled_pop=[5], used_mu=[1.0], disp_area=[1e9],
                  edu_bal=["是"], g5=["是"], gigabit=["是"], cent_heat=[1], heat_area=[1], places_n=[900],
                  seat_pop=[500])
    for code in ("150121", "150102", "150781", "150502"):
        found = assessed("county_table", [code], **fields).rows()
        judged = [r for r in found if r.verdict in ("met", "not_met", "at_risk", "pending") and r.of != 1]
        assert judged == []
        row = next(r for r in found if r.target.id == "urbanization_rate_2025")
        assert row.value == pytest.approx(99) and row.verdict == "not_computable"
        assert "covers 1 of 103 units" in row.method.en and "覆盖103个单元中的1个" in row.method.zh
        assert row.missing.en == "covers 1 of 103 units" and row.gap is None


def test_102_counties_are_not_enough_and_103_are():
    values = {"pop_total": [100] * 103, "pop_urban": [70] * 103}
    part = assessed("county_table", ALL[:-1], **{k: v[:-1] for k, v in values.items()})
    assert one(part, "urbanization_rate_2025").verdict == "not_computable"
    assert one(part, "urbanization_rate_2025").value == pytest.approx(70)
    full = one(assessed("county_table", ALL, **values), "urbanization_rate_2025")
    assert (full.verdict, full.covered, full.of, full.n) == ("met", 103, 103, 103)
    # 70 % of 10 300 are 7210; 69 % would be 7107: 103 people in reserve
    assert full.gap == pytest.approx(-1) and full.gap_phys == pytest.approx(-0.0103) and full.phys_unit == "万人"


def test_a_county_without_a_value_is_not_covered():
    urban = [70] * 103
    urban[5] = None
    row = one(assessed("county_table", ALL, pop_total=[100] * 103, pop_urban=urban), "urbanization_rate_2025")
    assert (row.covered, row.n_skipped, row.verdict) == (102, 1, "not_computable")
    assert "1 features skipped" in row.method.en


def test_a_set_of_cities_is_judged_by_its_own_units():
    codes = [c for c in ALL if c[:4] in ("1501", "1502", "1506", "1509")]
    found = assessed("county_table", codes, pop_urban=[210_000] * len(codes))
    row = one(found, "hbew_urban_population_2025")
    # 38 units x 21 万 = 798 万: within 2 % of 800
    assert (row.value, row.verdict, row.of) == (pytest.approx(798), "met", 38)
    assert row.gap == pytest.approx(2) and row.scope.key == "呼包鄂乌"
    # 呼包鄂榆 needs 榆林 too
    assert one(found, "hbey_population_2016").value is None


def test_rows_of_leagues_and_of_the_region_stand_for_their_counties():
    leagues = [league.code for league in places.leagues()]
    by_league = assessed("county_table", leagues, pop_total=[100] * 12, pop_urban=[80] * 12)
    assert one(by_league, "urbanization_rate_2025").covered == 103
    mixed = assessed("county_table", ["150000", *leagues, *ALL], pop_total=[1000] + [100] * 115,
                     pop_urban=[690] + [80] * 115)
    row = one(mixed, "urbanization_rate_2025")
    assert row.value == pytest.approx(69) and row.n == 1  # the region's own row, not everything twice
    # county_gdp counts 旗县 only, so the row of the region (with its districts) cannot stand for them
    gdp = assessed("county_table", ["150000", *ALL], gdp=[99999] + [100] * 103)
    row = one(gdp, "county_gdp_2025")
    assert row.value == pytest.approx(0.8) and row.n == 80 and row.verdict == "pending"


def test_a_layer_declared_complete():
    own = '{"covers": "150000"}'
    found = assessed("flood_points", ["150102"], own=own, flood_open=["已消除"])
    row = one(found, "flood_points_dynamic_zero")
    assert (row.value, row.verdict) == (0, "met") and "declared complete" in row.method.en
    bare = one(assessed("flood_points", ["150102"], flood_open=["已消除"]), "flood_points_dynamic_zero")
    assert bare.verdict == "not_computable"


def test_share_of_cities_with_incineration():
    leagues = [league.code for league in places.leagues() if league.kind == "地级市"]
    row = one(assessed("county_table", leagues, has_incin=["是"] * 8 + ["否"]), "incineration_prefecture_2035")
    assert (row.covered, row.of, row.verdict) == (9, 9, "pending") and row.value == pytest.approx(100 * 8 / 9)
    row = one(assessed("incinerators", leagues[:8], operating=["是"] * 8), "incineration_prefecture_2035")
    assert (row.covered, row.verdict) == (8, "not_computable")


def test_both_readings_of_the_core_regions():
    codes = ALL
    row = one(assessed("county_table", codes, pop_urban=[100] * 103), "core_regions_urban_share_2025")
    # 58 of 103 units with whole prefectures; 38 + 4 with the central districts only
    assert row.value == pytest.approx(100 * 58 / 103) and f"{100 * 42 / 103:.2f}" in row.method.en
    assert row.of == 103


# -- own quota, task, targets -------------------------------------------------------------------------------------


def ledger(codes, **values):
    n = len(codes)
    return dict(level=["county"] * n, year=[0] * n, **values)


def test_a_county_is_judged_by_its_own_quota():
    found = assessed("landquota_ledger", ["150121", "150122", "150123"], **ledger(
        range(3), used_mu=[60.0, 100.0, 30.0], quota_mu=[100.0, 90.0, None], reward_mu=[None, 5.0, None]))
    rows = {r.scope.key: r for r in rows_of(found, "new_urban_construction_land_cap_2025", "allotted")}
    assert set(rows) == {"150121", "150122"}
    # the straight line to 2025-12-31 stands at 100 x 1277/1826 = 69.93 亩 on 2024-06-30
    assert rows["150121"].verdict == "met" and rows["150121"].goal == pytest.approx(0.01)
    assert rows["150122"].verdict == "not_met" and rows["150122"].gap == pytest.approx(0.0005)
    region = one(found, "new_urban_construction_land_cap_2025", "register")
    assert region.verdict == "not_computable" and region.value == pytest.approx(0.019)
    later = assessed("landquota_ledger", ["150121"], **ledger(range(1), used_mu=[75.0], quota_mu=[100.0]))
    assert one(later, "new_urban_construction_land_cap_2025", "allotted").verdict == "at_risk"


def test_the_region_row_of_a_ledger_covers_only_the_counties_it_lists():
    codes, levels = ["150000", "150100", "150121"], ["region", "league", "county"]
    values = dict(level=levels, year=[0] * 3, used_mu=[1.0] * 3, quota_mu=[640000.0, 10.0, 10.0])
    found = assessed("landquota_ledger", codes, **values)
    row = one(found, "new_urban_construction_land_cap_2025", "register")
    assert (row.covered, row.of, row.verdict) == (1, 103, "not_computable")
    rows = {r.scope.key: r for r in rows_of(found, "new_urban_construction_land_cap_2025", "allotted")}
    assert rows["150121"].verdict == "met"
    assert (rows["150100"].verdict, rows["150100"].covered, rows["150100"].of) == ("not_computable", 1, 9)
    full = assessed("landquota_ledger", ["150000", *ALL], level=["region"] + ["county"] * 103, year=[0] * 104,
                    used_mu=[300000.0] + [1.0] * 103, quota_mu=[640000.0] + [None] * 103)
    row = one(full, "new_urban_construction_land_cap_2025", "register")
    assert (row.value, row.verdict) == (pytest.approx(30), "met")
    # years and levels beside the totals do not count
    more = assessed("landquota_ledger", ["150121", "150121", ""], level=["county", "county", "outside"],
                    year=[0, 2022, 0], used_mu=[5.0, 4.0, 90.0], quota_mu=[10.0, 10.0, None])
    assert one(more, "new_urban_construction_land_cap_2025", "allotted").value == pytest.approx(0.0005)


def test_a_county_is_judged_by_its_own_task():
    found = assessed("county_table", ["150121", "150122"], disp_area=[800.0, 300.0], task_mu=[700.0, 1000.0])
    rows = {r.scope.key: r.verdict for r in rows_of(found, "idle_land_stock_to_revive", "allotted")}
    # line from 2021-12-31 to 2025-12-31: 1000 x 912/1461 = 624 亩 are due
    assert rows == {"150121": "met", "150122": "at_risk"}


OWN = {"targets": [
    {"id": "rate_tumd", "name_zh": "土左旗城镇化率", "answers": "urbanization_rate_2025", "place": "150121",
     "value": 65, "comparator": ">=", "year": 2030, "baseline": {"value": 55, "date": "2020-12-31"},
     "source": "十五五规划纲要"},
    {"id": "parks", "indicator": "park_per_head", "place": "150121", "value": 15, "comparator": ">=", "year": 2024}]}


def test_own_targets():
    found = assessed("county_table", ["150121", "150122"], own=json.dumps(OWN), pop_total=[1000, 1000],
                     pop_urban=[600, 100], park_area=[9600, 0])
    row = one(found, "rate_tumd")
    # line: 55 + 10 x 1277/3652 = 58.5 on the date; 60 is on schedule but not there
    assert (row.value, row.verdict, row.pace, row.scope.key) == (60, "pending", "on_schedule", "150121")
    assert row.target.source == "十五五规划纲要" and row.origin == "own"
    row = one(found, "parks")
    # 15 m2 x 600 people = 9000; 9600 are there: 0.9 亩 in reserve
    assert (row.value, row.verdict) == (16, "met") and row.gap_phys == pytest.approx(-600 * 3 / 2000)
    assert row.phys_unit == "亩"


def test_own_number_where_the_plan_gives_none():
    own = '[{"id": "hohhot_type1_large_city_2035", "place": "150100", "value": 300, "source": "国发〔2014〕51号"}]'
    codes = [u.code for u in places.counties_of("150100")]
    found = assessed("county_table", codes, own=own, core_pop=[500_000] * 9)
    assert one(found, "hohhot_type1_large_city_2035", "register").verdict == "no_number"
    row = one(found, "hohhot_type1_large_city_2035", "own")
    assert (row.value, row.goal, row.verdict) == (450, 300, "met")


# -- tables by year, values, measures -----------------------------------------------------------------------------


def test_the_latest_year_up_to_the_date_counts():
    codes, years = ["150121"] * 3, [2022, 2024, 2026]
    own = json.dumps(OWN)
    for day, wanted in (("2024-06-30", 50), ("2024-12-30", 50), ("2024-12-31", 62), ("2023-12-31", 50),
                        ("2026-12-30", 62), ("2026-12-31", 70), ("2030-01-01", 70)):
        found = assessed("county_table", codes, dt.date.fromisoformat(day), own=own, year=years,
                         pop_total=[100] * 3, pop_urban=[50, 62, 70])
        assert one(found, "rate_tumd").value == pytest.approx(wanted)
    early = assessed("county_table", codes, dt.date(2021, 1, 1), own=own, year=years, pop_total=[100] * 3,
                     pop_urban=[50, 62, 70])
    assert one(early, "rate_tumd").verdict == "not_computable"


def test_units_of_headings():
    own = json.dumps(OWN)
    found = assessed("county_table", ["150121"], own=own, headings={
        "park_area": "公园绿地面积（公顷）", "pop_urban": "城镇人口（万人）", "pop_total": "常住人口(万人)"},
        park_area=[18], pop_urban=[1.2], pop_total=[2.0])
    assert one(found, "parks").value == pytest.approx(15) and one(found, "rate_tumd").value == pytest.approx(60)
    assert unit_of_heading("park_area", "park_ha").factor == 1e6
    assert unit_of_heading("park_area", "公园绿地面积").assumed
    assert unit_of_heading("pop_total", "常住人口").assumed
    assert not unit_of_heading("pop_total", "常住人口（人）").assumed
    # units that do not fit are not read as the default one
    for role, heading in (("pop_urban", "城镇人口（户）"), ("park_area", "公园面积（顷）"), ("gdp", "GDP（亿美元）")):
        assert np.isnan(unit_of_heading(role, heading).factor)
    assert unit_of_heading("pop_total", "常住人口（2020年）").factor == 1
    assert unit_of_heading("gdp", "地区生产总值（百万元）").factor == 1e6
    assert unit_of_heading("supp_m3", "供水总量（万立方米）").factor == 1e4
    assert unit_of_heading("gdp", "地区生产总值(万元)").factor == 1e4


def test_statistics_come_from_the_values_of_the_user():
    own = json.dumps({"values": [
        {"target": "senior_high_enrolment_2025", "place": "150000", "date": "2023-12-31", "value": 94, "unit": "%"},
        {"target": "senior_high_enrolment_2025", "place": "150000", "date": "2024-06-01", "value": 95.5, "unit": "%"},
        {"target": "senior_high_enrolment_2025", "place": "150000", "date": "2025-06-01", "value": 10, "unit": "%"},
        {"indicator": "charging_piles", "place": "150000", "value": 45000, "unit": "个"},
        {"target": "county_gdp_2025", "place": "150000", "value": 1.3, "unit": "公顷"},
        {"field": "pop_urban", "place": "150121", "value": 2, "unit": "万人"}]})
    found = assessed("parks", ["150121"], own=own, area=np.array([300_000 * 100.0]), in_built=["是"])
    row = one(found, "senior_high_enrolment_2025")
    assert (row.value, row.verdict) == (95.5, "met") and "2024-06-01" in row.method.en
    row = one(found, "charging_piles_2025")
    assert (row.value, row.value_unit, row.verdict) == (4.5, "万个", "met")
    assert one(found, "county_gdp_2025").verdict == "not_computable"  # 公顷 is no money
    tumd = assessed("parks", ["150121"], own=own, area=np.array([300_000 * 100.0]), in_built=["是"], place="150121")
    assert one(tumd, "park_green_per_capita_2025").value == pytest.approx(15)
    # without a population for the region there is nothing to divide by
    row = one(found, "park_green_per_capita_2025")
    assert row.value is None and row.verdict == "not_computable" and "urban population" in row.missing.en


def test_measures():
    found = Assessment("measures", [], DAY, source="m", own=read_own(json.dumps(
        {"targets": [{"id": "cap_tumd", "answers": "new_urban_construction_land_cap_2025", "place": "150121",
                      "value": 900, "unit": "亩", "comparator": "<=", "year": 2025}]}), "own"))
    key = "new_urban_construction_land_cap_2025"
    found.add_measures([Measurement(key, "150000", DAY, 300000.0, "亩", 5, "m", "s"),
                        Measurement(key, "150121", DAY, 950.0, "亩", 1, "m", "s")])
    row = one(found, key)
    # a run over one county prints a row of the region too: it covers one unit
    assert (row.value, row.covered, row.verdict) == (30, 1, "not_computable")
    row = one(found, "cap_tumd")
    assert (row.value, row.verdict, row.gap) == (950, "not_met", 50)
    alone = Assessment("measures", [], DAY)
    alone.add_measures([Measurement(key, "150000", DAY, 300000.0, "亩")])
    assert one(alone, key).verdict == "met"


def test_places_filter():
    found = assessed("county_table", ALL, place="150121,150100", pop_total=[100] * 103, pop_urban=[70] * 103)
    rows = rows_of(found, "urbanization_rate_2025")
    assert [(r.scope.key, r.covered, r.of, r.verdict) for r in rows] == [
        ("150121", 1, 103, "not_computable"), ("150100", 9, 103, "not_computable")]
    assert not rows_of(found, "chifeng_core_population_2025")


def test_every_target_has_a_row_and_a_reason():
    found = assessed("county_table", ALL, pop_total=[100] * 103).rows()
    assert {r.target.id for r in found} == set(register())
    for row in found:
        assert row.verdict in VERDICTS
        assert row.method.en and row.method.zh
        if row.verdict == "not_computable":
            assert row.missing.en and row.missing.zh
    assert "pop_urban" in next(r for r in found if r.target.id == "urbanization_rate_2025").missing.en
    assert "compounds" in next(r for r in found if r.target.id == "owners_committee_rate_2025").missing.en
    assert sum(numbers(found).values()) <= len(found)
    ready = {r.target.id: r for r in readiness("county_table", ["county_code", "pop_total", "pop_urban"])}
    assert len(ready) == 184 and ready["urbanization_rate_2025"].ready
    assert not ready["owners_committee_rate_2025"].ready and ready["senior_high_enrolment_2025"].missing.zh


def test_an_empty_layer_is_not_computable():
    found = assessed("flood_points", [], flood_open=[])
    row = one(found, "flood_points_dynamic_zero")
    assert row.value is None and row.verdict == "not_computable"


# -- live edits ---------------------------------------------------------------------------------------------------

FEATURE = st.tuples(st.integers(0, 30), st.sampled_from(["150121", "150102", "", "150781"]), st.integers(1990, 2025),
                    st.sampled_from(["是", "否", None, "?"]))


@given(st.lists(st.lists(FEATURE, max_size=6), max_size=8), st.lists(st.integers(0, 30), max_size=8))
@settings(deadline=None, max_examples=60)
def test_edits_by_difference_equal_a_fresh_pass(edits, gone):
    """Whatever is added, changed and deleted, the rows are those of a fresh evaluation of what is there in the end."""
    live = Assessment("compounds", ["county_code", "built_year", "property_s"], DAY, keep=True)
    state = {}

    def batch(features):
        return columns([f[1] for f in features], fids=[f[0] for f in features], built_year=[f[2] for f in features],
                       property_s=[f[3] for f in features])

    for features in edits:
        unique = list({f[0]: f for f in features}.values())
        live.replace(batch(unique))
        state.update({f[0]: f for f in unique})
    live.remove(gone)
    state = {fid: f for fid, f in state.items() if fid not in gone}
    fresh = Assessment("compounds", ["county_code", "built_year", "property_s"], DAY, keep=True)
    fresh.add(batch(list(state.values())))
    for target in ("property_service_coverage_2025", "property_service_new_2025"):
        one_, two = one(live, target), one(fresh, target)
        assert (one_.value, one_.n, one_.n_skipped, one_.n_fail, one_.covered) == (
            two.value, two.n, two.n_skipped, two.n_fail, two.covered)
        assert sorted(live.fids_behind(one_)) == sorted(fresh.fids_behind(two))
        assert sorted(live.fids_behind(one_, failing=True)) == sorted(fresh.fids_behind(two, failing=True))


def test_features_behind_a_number():
    found = assessed("compounds", ["150121", "150102", "150121", "150121"], fids=[7, 8, 9, 10], keep=True,
                     dist_green=[100.0, 400.0, 500.0, None])
    row = one(found, "green_within_300m_2025")
    assert sorted(found.fids_behind(row)) == [7, 8, 9]
    assert sorted(found.fids_behind(row, failing=True)) == [8, 9]
    assert sorted(found.fids_behind(row, skipped=True)) == [10]
    seats = one(found, "green_within_300m_county")
    assert sorted(found.fids_behind(seats, failing=True)) == [9]


HOSTILE = ["<img src=x onerror=alert(1)>", "=cmd|'/C calc'!A0", "'; DROP TABLE t; --", "\u202eabc", "x" * 10_000,
           "\x00", "NaN"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_are_data(text):
    found = assessed("compounds", ["150121", text], property_s=[text, "是"], dist_green=[text, 5])
    rows = found.rows()
    assert len(rows) == 184 + 2  # the wind base is judged in three places
    assert next(r for r in rows if r.target.id == "property_service_coverage_2025").n_skipped == 1


@pytest.mark.slow
@given(st.lists(st.integers(0, 10**7), min_size=103, max_size=103))
@settings(deadline=None, max_examples=25)
def test_the_counties_sum_to_the_region_and_to_the_leagues(amounts):
    """Every printed level is made of the same sums: 万亩 of the region = Σ leagues = Σ counties, to the last float."""
    own = json.dumps({"targets": [{"id": "x", "indicator": "construction_land", "place": "150000", "value": 1}]})
    values = {}
    for place in ("", "leagues", "counties"):
        found = assessed("county_table", ALL, own=own, place=place, cons_land=[float(v) for v in amounts])
        values[place] = [r.value for r in found.rows() if r.target.id == "x"]
    assert len(values["leagues"]) == 12 and len(values["counties"]) == 103
    whole = sum(amounts) * 3 / 2000 / 10000
    assert values[""] == [pytest.approx(whole, rel=1e-12, abs=1e-12)]
    assert sum(values["leagues"]) == pytest.approx(whole, rel=1e-12, abs=1e-12)
    assert sum(values["counties"]) == pytest.approx(whole, rel=1e-12, abs=1e-12)
