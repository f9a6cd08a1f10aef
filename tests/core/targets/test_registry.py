"""The register: every row loads, its quote stands in the plans, anchors hold, contradictions are kept as history."""

import copy
import datetime as dt
import hashlib
import json
import re

import pytest

from nm_urban.nm_urban_plugin.core import measurement, places
from nm_urban.nm_urban_plugin.core.resources import ResourceError, load
from nm_urban.nm_urban_plugin.core.targets import registry as targets
from nm_urban.nm_urban_plugin.core.targets import scopes as target_scopes
from nm_urban.nm_urban_plugin.core.targets.registry import documents, register
from tools.common import ROOT

HASHES = json.loads((ROOT / "tests" / "data" / "quote_hashes.json").read_text(encoding="utf-8"))
ROWS = list(register().values())


def test_184_of_184_rows_load():
    assert len(ROWS) == 184
    kinds = {kind: sum(row.kind == kind for row in ROWS) for kind in targets.KINDS}
    assert kinds == {"target": 84, "baseline": 60, "rule": 21, "threshold": 19}
    tiers = {tier: sum(row.tier == tier for row in ROWS) for tier in "ABC"}
    assert tiers == {"A": 42, "B": 68, "C": 74}
    assert {key: sum(row.doc == key for row in ROWS) for key in documents()} == {
        "P18": 22, "P21": 112, "P23": 36, "P25": 14}


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_quote_stands_in_the_plans(row):
    """The tool found the raw quote in the texts; here its hash must still be the same."""
    known = HASHES["quotes"][row.id]
    assert hashlib.sha256(row.quote.encode("utf-8")).hexdigest() == known["quote"]
    assert known["found"] and all(
        place["at"] + len(row.quote) <= HASHES["texts"][place["text"]] for place in known["found"])


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_the_clean_quote_says_the_same(row):
    """Display differs from the raw text by blanks and by restored characters in square brackets, nothing else."""
    raw = re.sub(r"\s", "", row.quote)
    clean = re.sub(r"\s", "", re.sub(r"\[[^\]]*\]", "", row.quote_clean))
    assert clean == raw
    assert ("[" in row.quote_clean) == bool(row.as_written)
    assert bool(row.restored) == (row.quote != row.quote_clean)


def test_sources_are_documents_not_files():
    for row in ROWS:
        assert row.source.startswith("《") and ".txt" not in row.source and row.section in row.source
        assert row.name("en") and row.name("zh")


def test_restored_numbers():
    restored = {row.id: (row.value, row.as_written) for row in ROWS if row.as_written}
    assert restored == {
        "hbey_area": (17.5, "175"), "hbey_population_2016": (1138.4, "11384"), "hbey_gdp_2016": (14230.2, "142302"),
        "hbey_area_share": (1.8, "18"), "hbey_population_share": (0.8, "08"), "hbey_gdp_share": (1.9, "19"),
        "hbey_urbanization_2016": (69.3, "693")}
    # the shares of the nation cross-check them: 17.5 of 960 万km2, 1138.4 of 138271 万人, 14230.2 of 744127 亿元
    assert round(17.5 / 960 * 100, 1) == 1.8
    assert round(1138.4 / 138271 * 100, 1) == 0.8
    assert round(14230.2 / 744127 * 100, 1) == 1.9


def value(key):
    return register()[key].value


def test_sanity_anchors():
    cap, stock = value("new_urban_construction_land_cap_2025"), value("idle_land_stock_to_revive")
    assert measurement.convert(cap, "万亩", "平方公里") == pytest.approx(426.667, abs=5e-4)
    assert measurement.convert(stock, "万亩", "平方公里") == pytest.approx(452.933, abs=5e-4)
    assert cap / 5 == 12.8
    assert round(stock / cap, 4) == 1.0616
    rate = value("urbanization_rate_2020")
    assert round(rate - value("urbanization_gain_2015_2020"), 2) == 62.09
    assert round(rate - value("urbanization_gap_to_nation_2020"), 2) == 63.89
    assert round(value("hbe_urbanization_2020") - rate, 2) == value("hbe_urbanization_lead_2020") == 13.51
    to_2025, to_2035 = value("urbanization_rate_2025") - rate, value("urbanization_rate_2035") - rate
    assert round(value("water_use_per_point") * to_2025, 1) == 595.8
    assert round(value("water_use_per_point") * to_2035, 1) == 1771.8
    assert round(value("sewage_per_point") * to_2025) == 6194
    assert round(value("sewage_per_point") * to_2035) == 18419
    kinds = {kind: sum(unit.kind == kind for unit in places.counties()) for kind in places.KINDS}
    cities = sum(league.kind == "地级市" for league in places.leagues())
    assert len(places.counties()) == 103 and kinds["市辖区"] == 23
    assert cities + kinds["县级市"] == 9 + 11 == value("cities_count_2020")
    assert (kinds["县"], kinds["旗"], kinds["自治旗"]) == (17, 49, 3)
    assert kinds["县"] + kinds["旗"] + kinds["自治旗"] == value("county_seats_count_2020") == 69
    assert (value("hbey_area"), value("hbey_population_2016"), value("hbey_gdp_2016")) == (17.5, 1138.4, 14230.2)


def test_contradictions_are_kept_and_the_later_document_stands():
    rows = register()
    assert not rows["hbew_one_hour_circle"].stands(dt.date(2026, 1, 1))
    assert rows["hbew_one_hour_circle"].superseded_by == "hbew_one_hour_rail"
    assert rows["flood_points_old_town_2025"].stands(dt.date(2025, 12, 31))
    assert not rows["flood_points_old_town_2025"].stands(dt.date(2026, 1, 1))
    assert rows["old_compounds_built_before_2005_2025"].superseded_by == "old_compounds_before_2005_2023plan"
    for row in rows.values():
        if row.superseded_by:
            later = rows[row.superseded_by]
            assert documents()[later.doc].date > documents()[row.doc].date
            assert row.id in [entry.row for entry in later.history]
    # both hooks stay: no document gives a coefficient for either
    assert all(rows[key].stands(dt.date(2030, 1, 1)) and rows[key].value is None
               for key in ("land_people_hook", "land_people_hook_county", "stock_increment_hook"))
    assert rows["water_supply_coverage_target"].floor == 99.1
    assert rows["housing_area_standard_rate_2020"].kind == rows["incoming_urban_people"].kind == "baseline"
    assert rows["chifeng_core_population_2025"].comparator == "~"
    assert rows["tongliao_core_population_2025"].comparator == ">="
    assert rows["green_space_rate_2025"].id != rows["greening_coverage_2025"].id
    assert sum(row.year_inferred for row in rows.values()) == 30
    assert all(entry.why for row in rows.values() for entry in row.history)


@pytest.mark.parametrize(
    ("key", "day", "state"),
    [("residence_permit_coverage_2022", "2022-12-30", "live"), ("residence_permit_coverage_2022", "2022-12-31", "due"),
     ("urbanization_rate_2025", "2026-01-01", "due"), ("urbanization_rate_2035", "2026-01-01", "live"),
     ("dead_end_roads_zero", "2026-01-01", "undated"),
     ("bridge_tunnel_reinforcement_2030", "2030-06-30", "live")])  # fmt: skip
def test_state_on_a_date(key, day, state):
    assert register()[key].state(dt.date.fromisoformat(day)) == state


def test_2030年前_may_be_read_strictly():
    row = register()["bridge_tunnel_reinforcement_2030"]
    assert row.due() == dt.date(2030, 12, 31) and row.due(strict_before=True) == dt.date(2029, 12, 31)
    assert row.state(dt.date(2030, 6, 30), strict_before=True) == "due"


@pytest.mark.parametrize(
    ("change", "words"),
    [({"value": "69"}, r"targets\[1\]\.value"), ({"comparator": "=>"}, r"comparator.*'=>'"), ({"year": 69}, "year"),
     ({"kind": "wish"}, "kind"), ({"scope_codes": [150000]}, "scope_codes"), ({"see_also": ["nobody"]}, "nobody"),
     ({"quote": ""}, "quote"), ({"id": "rural_settled_pop_13fyp"}, "twice"), ({"value": float("inf")}, "value"),
     ({"scope": "moon"}, "scope"), ({"baseline": {"value": 1, "date": "2020"}}, "baseline")])  # fmt: skip
def test_a_mistake_in_the_register_is_named(change, words):
    rows = copy.deepcopy(list(load("targets")["targets"][:2]))
    rows[1].update(change)
    with pytest.raises(ResourceError, match=words) as told:
        targets.read_rows(rows, "targets.json", documents())
    assert told.value.zh != told.value.en


def test_a_missing_field_is_named():
    rows = copy.deepcopy(list(load("targets")["targets"][:1]))
    del rows[0]["quote"]
    with pytest.raises(ResourceError, match=r"targets\[0\]: quote missing"):
        targets.read_rows(rows, "targets.json", documents())


# -- places -------------------------------------------------------------------------------------------------------


def test_scopes_are_the_units_the_sentence_speaks_of():
    rules = targets.conventions()
    sizes = {key: len(target_scopes.of_target(register()[key], rules)[0].units) for key in (
        "urbanization_rate_2025", "central_heating_county_2025", "county_gdp_2025", "class3_toilets_city_2025",
        "road_sweeping_rate_prefecture_2025", "hbew_urban_population_2025", "hbe_urbanization_2020",
        "hbey_population_2016")}
    assert sizes == {
        "urbanization_rate_2025": 103, "central_heating_county_2025": 69, "county_gdp_2025": 80,
        "class3_toilets_city_2025": 34, "road_sweeping_rate_prefecture_2025": 23, "hbew_urban_population_2025": 38,
        "hbe_urbanization_2020": 27, "hbey_population_2016": 39}  # 27 and the 12 of 榆林市
    wide = targets.Conventions(seats_with_cities=True)
    assert len(target_scopes.of_target(register()["central_heating_county_2025"], wide)[0].units) == 80
    each = target_scopes.of_target(register()["wind_power_base_scale"], rules)
    assert [scope.key for scope in each] == ["150200", "150600", "150800"]
    assert target_scopes.of_target(register()["hbew_urban_population_2025"], rules)[0].key == "呼包鄂乌"
    assert target_scopes.of_target(register()["hbe_urbanization_2020"], rules)[0].key == "呼包鄂"


def test_place_texts():
    parse = target_scopes.parse_place
    assert parse("") == parse(None) == parse(" , ") == ()
    assert [scope.key for scope in parse("150121，150102; 呼包鄂乌、土默特左旗")] == ["150121", "150102", "呼包鄂乌"]
    assert parse("全区")[0].key == "150000" and len(parse("150100")[0].units) == 9
    assert len(parse("counties")) == 103 and len(parse("盟市")) == 12
    with pytest.raises(places.UnknownPlace, match="nowhere"):
        parse("nowhere")
    with pytest.raises(places.UnknownPlace, match="159999"):
        parse("159999")
    with pytest.raises(places.ExtentUndefined):
        parse("呼和浩特都市圈")
