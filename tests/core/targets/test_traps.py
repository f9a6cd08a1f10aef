"""Traps in which a wrong number looks right: units of own targets, yearly amounts, doubled rows, words, states."""

import datetime as dt
import json

import pytest

from nm_urban.nm_urban_plugin.core import measurement, places
from nm_urban.nm_urban_plugin.core.resources import load
from nm_urban.nm_urban_plugin.core.targets.conditions import flag_words, plain
from nm_urban.nm_urban_plugin.core.targets.json_lines import JsonLineError
from nm_urban.nm_urban_plugin.core.targets.own import read_own
from nm_urban.nm_urban_plugin.core.targets.registry import register
from nm_urban.nm_urban_plugin.core.targets.scopes import parse_place
from tests.core.targets.test_assessment import ALL, DAY, assessed, one, rows_of

CAP, STOCK = "new_urban_construction_land_cap_2025", "idle_land_stock_to_revive"


def own_target(**more):
    return json.dumps({"targets": [{"id": "t", "place": "150121", "comparator": ">=", "year": 2030, **more}]})


@pytest.mark.parametrize("unit, goal, value, verdict, gap", [
    ("亩", 5000, 6000, "not_met", 1000), ("万亩", 0.5, 0.6, "not_met", 0.1), ("公顷", 500, 400, "met", -100),
    ("平方公里", 5, 4, "met", -1)])
def test_an_own_target_is_compared_in_its_own_unit(unit, goal, value, verdict, gap):
    """6000 亩 used = 0.6 万亩 = 400 公顷 = 4 平方公里."""
    own = own_target(answers=CAP, value=goal, unit=unit, comparator="<=", year=2025)
    row = one(assessed("county_table", ["150121"], own=own, used_mu=[6000.0]), "t")
    assert (row.value, row.value_unit, row.verdict) == (pytest.approx(value), unit, verdict)
    assert row.gap == pytest.approx(gap)
    assert row.gap_phys == pytest.approx(gap * measurement.convert(1, unit, "亩")) and row.phys_unit == "亩"


def test_a_unit_of_another_kind_is_a_mistake_with_its_line():
    with pytest.raises(JsonLineError, match="line 3: unit: '亩' does not fit"):
        read_own('{"targets": [\n{"id": "t", "answers": "urbanization_rate_2025", "place": "150121", "value": 1,\n'
                 '"unit": "亩"}]}', "f")
    row = one(assessed("county_table", ["150121"], own=own_target(indicator="gdp", value=1, unit="贝壳"), gdp=[5]), "t")
    assert row.verdict == "not_computable" and "贝壳" in row.missing.zh
    assert measurement.fits("m²/人", "平方米/人") and not measurement.fits("%", "亩")


def test_yearly_amounts_of_land_add_up_and_stocks_do_not():
    """1000 亩 a year in every county: 103 x 3 x 1000 亩 = 30.9 万亩 by 2023, 51.5 by the end of the period."""
    codes = [code for code in ALL for _ in range(2020, 2027)]
    years = list(range(2020, 2027)) * len(ALL)
    amounts = dict(used_mu=[1000.0] * len(codes), disp_area=[1000.0] * len(codes), settled_pop=[1e3] * len(codes),
                   pop_urban=[7e4] * len(codes), pop_total=[1e5] * len(codes), year=years)
    found = assessed("county_table", codes, **amounts)
    assert one(found, CAP).value == pytest.approx(30.9) and "2021-2023 added up" in one(found, CAP).method.en
    assert one(found, STOCK).value == pytest.approx(20.6)  # 2022 and 2023
    assert one(found, "rural_settled_pop_13fyp").value == pytest.approx(10.3)  # only 2020 lies in 2016-2020
    assert one(found, "hbew_urban_population_2025").value == pytest.approx(38 * 7)
    late = assessed("county_table", codes, as_of=dt.date(2027, 1, 1), **amounts)
    assert one(late, CAP).value == pytest.approx(51.5)


def test_a_missing_year_is_no_zero_and_a_total_row_wins():
    found = assessed("county_table", ["150121"] * 3, used_mu=[1.0, None, 3.0], year=[2021, 2022, 2023],
                     own=own_target(answers=CAP, value=1, year=2025))
    assert one(found, "t").verdict == "not_computable" and one(found, "t").n_skipped == 1
    found = assessed("county_table", ["150121"] * 3, used_mu=[9000.0, 4000.0, 5000.0], year=[0, 2021, 2022],
                     own=own_target(answers=CAP, value=1, year=2025))
    assert one(found, "t").value == pytest.approx(0.9)


def test_two_rows_of_a_county_are_told():
    row = one(assessed("county_table", [*ALL, "150121"], pop_urban=[7e4] * 104), "hbew_urban_population_2025")
    assert row.n == 38 and row.value == pytest.approx(38 * 7) and "1 rows repeat an earlier one" in row.method.en
    row = one(assessed("county_table", ["150502", "150502"], core_pop=[2e6, None]), "tongliao_core_population_2025")
    assert row.verdict == "not_computable"


def test_no_negative_people():
    row = one(assessed("county_table", ["150502"], core_pop=[-1.0]), "tongliao_core_population_2025")
    assert row.value is None and (row.verdict, row.n_skipped) == ("not_computable", 1)


def test_nothing_left_is_not_proven_while_states_are_unknown():
    """Every county has a closed outfall, one has another whose state nobody knows: none may be claimed."""
    states = ["已封堵"] * len(ALL)
    assert one(assessed("outfalls", ALL, outf_open=states), "sewage_outfalls_zero").verdict == "met"
    row = one(assessed("outfalls", [*ALL, "150121"], outf_open=[*states, None]), "sewage_outfalls_zero")
    assert (row.value, row.verdict, row.n_skipped) == (0, "not_computable", 1)
    row = one(assessed("outfalls", [*ALL, "150121", "150121"], outf_open=[*states, None, "直排"]),
              "sewage_outfalls_zero")
    assert (row.value, row.verdict) == (1, "pending")
    assert "at least 1; 1 features cannot be judged" in row.method.en


def test_every_no_of_a_field_is_a_no():
    """未治理 in 完成治理 once counted as treated: a word that denies must never be read as a yes, nor the reverse."""
    flags = [key for key, (kind, _) in load("indicators")["quantities"].items() if kind == "flag"]
    bad = ("black_open", "flood_open", "outf_open", "defect", "flooded")  # here the word for trouble is the yes
    for field in flags:
        for word, code in flag_words(field).items():
            if word.startswith(("未", "不", "非", "无")) and field not in bad:
                assert code == 0, (field, word)
            if word.startswith("已"):
                assert code == (0 if field in bad else 1), (field, word)
    assert flag_words("treated")[plain("未治理")] == 0 and flag_words("black_open")[plain("未治理")] == 1
    found = assessed("gullies", ["150621"] * 3, treated=["已治理", "未治理", "治理中"])
    assert one(found, "kongdui_count").value == 1


def test_what_is_only_planned_does_not_count():
    found = assessed("compounds", ["150121"] * 3, built_year=[2022, 2023, 2026], property_s=["是", "否", "是"])
    assert one(found, "property_service_new_2025").value == 50


def test_places_by_short_names_and_codes():
    for text, code in (("呼和浩特", "150100"), ("锡林郭勒", "152500"), ("满洲里", "150781"), ("1501", "150100"),
                       ("15", "150000"), ("150121000000", "150121")):
        assert [scope.key for scope in parse_place(text)] == [code]


def test_a_copy_of_the_register_adds_nothing():
    copied = [{key: raw[key] for key in ("id", "name_zh", "name_en", "value", "unit", "comparator", "year", "kind",
                                         "scope_zh", "scope_codes", "quote", "tier")} for raw in
              load("targets")["targets"]]
    assert read_own(json.dumps(copied), "f").targets == ()
    changed = next(raw for raw in copied if raw["id"] == "central_heating_county_2025")
    mine = read_own(json.dumps([{**changed, "value": 94}]), "f").targets
    assert [(t.value, t.scope) for t in mine] == [(94, "seats")]


def test_an_own_target_is_known_by_its_name():
    name = register()["urbanization_rate_2025"].name_zh
    own = json.dumps([{"id": "mine", "name_zh": name, "value": 60, "unit": "%", "comparator": ">=", "year": 2030,
                       "scope_codes": ["150121"]}])
    kind = [row for row in register().values() if row.name_zh == name and row.kind == "target"]
    found = assessed("county_table", ["150121"], own=own, pop_total=[10.0], pop_urban=[7.0])
    assert one(found, "mine").verdict == ("met" if len(kind) == 1 else "not_computable")
    own = own.replace(json.dumps(name), json.dumps("常住人口城镇化率"))
    found = assessed("county_table", ["150121"], own=own, pop_total=[10.0], pop_urban=[7.0])
    assert one(found, "mine").verdict == "met"


def test_water_volumes_have_units_and_floors_are_no_fields():
    headings = {"supp_m3": "供水总量（万立方米）", "meter_m3": "售水量（m3）"}
    found = assessed("water_zones", ["150121"], headings=headings, supp_m3=[10.0], meter_m3=[91_000.0])
    assert one(found, "water_network_leakage_2030").value == pytest.approx(9)
    cities = [unit.code for unit in places.counties()]
    found = assessed("county_table", cities, cent_heat=[50e4] * 103, heat_area=[100e4] * 103)
    row = one(found, "central_heating_county_2025")
    # 43 % of 100 万平方米 in each of 69 seats are missing
    assert (row.gap_phys, row.phys_unit) == (pytest.approx(0.43 * 100 * 69), "万平方米")
    assert rows_of(found, "central_heating_county_2025")[0].verdict == "pending" and DAY.year == 2024


def test_yulin_counts_by_its_counties_or_as_a_city():
    """呼包鄂榆 = 27 units of three cities and 12 of 榆林市; its counties add up, its own row stands for them."""
    mine = [unit.code for city in ("150100", "150200", "150600") for unit in places.counties_of(city)]
    theirs = ["610802", "610803", "610822", "610824", "610825", "610826", "610827", "610828", "610829", "610830",
              "610831", "610881"]
    for codes, people, covered in ((theirs, 1e5, 39), (["610800"], 12e5, 39), (theirs[:5], 1e5, 32)):
        found = assessed("county_table", mine + codes, pop_total=[1e5] * 27 + [people] * len(codes))
        row = one(found, "hbey_population_2016")
        assert (row.value, row.covered, row.of) == (pytest.approx((covered) * 10), covered, 39)
    both = assessed("county_table", [*theirs, "610800"], pop_total=[1e5] * 12 + [12e5])
    assert one(both, "hbey_population_2016").value == pytest.approx(120)


def test_tables_with_an_own_task_or_quota_are_county_tables():
    from nm_urban.nm_urban_plugin.core.roles import role_of_schema

    assert role_of_schema(["code", "task_mu", "disp_mu", "quota_mu", "used_mu"], "none") == "county_table"
    assert role_of_schema(["code", "year", "quota_mu", "used_mu"], "none") == "county_table"
    assert role_of_schema(["code", "task_mu"], "none") == "disposal_tasks"
    assert role_of_schema(["code", "year", "quota_mu"], "none") == "quota_table"


def test_the_frozen_ledger_has_no_year():
    """level, code, name … disp_mu, as the interface lists them: 6600 亩 x 103 = 67.98 万亩 of 67.94."""
    found = assessed("idleland_ledger", [*ALL, "150000"], disp_area=[6600.0] * 103 + [679800.0],
                     level=["county"] * 103 + ["region"])
    assert one(found, STOCK).value == pytest.approx(67.98) and one(found, STOCK).verdict == "met"


def test_a_value_of_an_indicator_is_not_taken_for_two_denominators():
    own = {"values": [{"indicator": "class3_toilets", "place": "150000", "value": 90, "unit": "%"}]}
    found = assessed("parks", [], own=json.dumps(own))
    for key in ("class3_toilets_city_2025", "class3_toilets_county_2025"):
        assert one(found, key).value is None  # of the cities or of the county seats? the target must be named
    own["values"][0] = {**own["values"][0], "target": "class3_toilets_city_2025"}
    del own["values"][0]["indicator"]
    assert one(assessed("parks", [], own=json.dumps(own)), "class3_toilets_city_2025").verdict == "met"
