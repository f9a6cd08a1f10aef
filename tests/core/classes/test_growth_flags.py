"""Growth types of the plan and measured, and the flags D01-D13 with their quotes."""

import csv

import pytest

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.core.classes import growth
from nm_urban.nm_urban_plugin.core.classes.flags import Facts, centre_codes, flags_of, register
from nm_urban.nm_urban_plugin.core.classes.growth import (
    Change,
    Measured,
    assigned,
    measured,
    merged,
    mismatches,
    yearly,
)
from nm_urban.nm_urban_plugin.core.classes.rules import class_rules
from nm_urban.nm_urban_plugin.core.classes.words import why_flags, why_growth
from tools.common import ROOT

RULES = class_rules()
#: 自治区新型城镇化规划 第二章第五节, read by hand.
PLAN = {
    "150100": "expand", "150200": "expand", "150600": "expand", "150400": "expand", "150500": "expand",
    "150781": "expand", "150700": "stable", "152200": "stable", "152500": "stable", "150900": "stable",
    "150800": "stable", "150300": "stable", "152900": "shrink", "152501": "shrink",
}  # fmt: skip


def test_the_plans_types_for_all_leagues_and_the_two_cities():
    assert {code: assigned(code) for code in PLAN} == PLAN
    assert len(places.leagues()) == 12 and {one.code for one in places.leagues()} <= set(PLAN)


def test_the_most_specific_code_wins_for_every_county():
    for unit in places.counties():
        assert assigned(unit.code) == PLAN.get(unit.code, PLAN[unit.league])
    assert (assigned("150702"), assigned("152502")) == ("stable", "stable")


def test_yearly_change_by_hand():
    """100 to 121 in two years is 10 % a year; to 81 it is -10 %."""
    assert yearly(100, 121, 2) == pytest.approx(10) and yearly(100, 81, 2) == pytest.approx(-10)
    for bad in ((None, 1), (1, None), (0, 5), (-3, 5), (float("nan"), 1), (1, float("inf")), (5, -1)):
        assert yearly(*bad, 10) is None
    assert yearly(1, 1, 0) is None


@pytest.mark.parametrize(("people", "land", "key", "alert"), [
    (120, 120, "expand", False), (120, 100, "expand", False), (120, 80, "stable", False), (100, 130, "stable", False),
    (100, 100, "stable", False), (90, 90, "shrink", False), (90, 100, "shrink", False), (90, 120, "shrink", True),
    (120, None, "expand", None), (100, None, "stable", None), (90, None, "shrink", None)])  # fmt: skip
def test_people_times_land(people, land, key, alert):
    """Over 10 years, thresholds 0.5 % a year: 120/100 is +1.84 %, 90/100 is -1.05 %."""
    found = measured(Change(100, people, None if land is None else 100, land), 10, RULES)
    assert (found.key, found.alert) == (key, alert)


def test_what_cannot_be_measured_says_why():
    found = measured(Change(None, 5), 10, RULES)
    assert (found.key, found.missing, found.alert) == ("", "people_then", None)
    assert "两期人口" in why_growth("stable", found, "zh") and "two dates" in why_growth("stable", found, "en")
    assert measured(Change(-5, 5), 10, RULES).missing == "people"


def test_units_that_did_not_exist_are_compared_with_the_one_they_came_from():
    before = {"150603": Change(None, 30), "150602": Change(100, 90), "150702": Change(10, 9)}
    after = merged(before)
    assert after["150603"] == after["150602"] == Change(100, 120) and after["150702"] == Change(10, 9)
    assert merged({"150603": Change(20, 30), "150602": Change(80, 90)})["150602"] == Change(80, 90)
    assert merged({"150603": Change(None, 30)}) == {"150603": Change(None, 30)}


def test_mismatches_are_listed_by_code():
    found = mismatches([("152501", Measured("stable", 0.2, None, None)), ("150102", Measured("expand", 2, None, None)),
                        ("150702", Measured("", None, None, None)), ("150200", Measured("stable", 0.2, None, None))])
    assert [(one.code, one.assigned, one.measured.key) for one in found] == [
        ("150200", "expand", "stable"), ("152501", "shrink", "stable")]


def test_census_2010_2020_by_league():
    """The table of the demo, summed by league: the twelve sums of the census bulletins, and what they say."""
    lines = (ROOT / "tools" / "demo" / "data" / "census.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))
    assert len(rows) == 103
    assert sum(int(row["pop_2020"]) for row in rows) == 24_049_155
    assert sum(int(row["pop_2010"] or 0) for row in rows) == 24_706_291
    sums = {}
    for row in rows:
        then, now = sums.get(row["code"][:4] + "00", (0, 0))
        sums[row["code"][:4] + "00"] = then + int(row["pop_2010"] or 0), now + int(row["pop_2020"])
    found = {code: measured(Change(*pair), 10, RULES).key for code, pair in sums.items()}
    assert found == {"150100": "expand", "150200": "stable", "150300": "stable", "150400": "shrink",
                     "150500": "shrink", "150600": "expand", "150700": "shrink", "150800": "shrink",
                     "150900": "shrink", "152200": "shrink", "152500": "expand", "152900": "expand"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_of_growth(lang):
    found = measured(Change(100, 90, 100, 120), 10, RULES)
    text = why_growth("expand", found, lang)
    assert ("不一致" if lang == "zh" else "not that of the plan") in text and "-1.05 %" in text and "+1.84 %" in text
    assert ("不一致" if lang == "zh" else "not that") not in why_growth("shrink", found, lang)


# -- flags --------------------------------------------------------------------------------------------------------


def test_every_rule_from_d01_to_d13_stands_in_the_register_with_its_quote():
    rules = {flag.rule for flag in register().values()}
    assert {f"D{n:02d}" for n in range(1, 14)} <= rules
    assert all(flag.quote and flag.source and flag.source_en and flag.name and flag.name_en
               for flag in register().values())


def test_the_demonstration_counties_and_ports_that_the_plans_name():
    demo = {unit.code for unit in places.counties() if "demo" in flags_of(Facts(unit.code), RULES)[0]}
    assert demo == {"150781", "150429"}
    port = {unit.code for unit in places.counties() if "port" in flags_of(Facts(unit.code), RULES)[0]}
    assert port == {"150781", "152501", "150824"}


def test_what_was_not_given_is_not_judged():
    raised, unjudged = flags_of(Facts("150102"), RULES)
    assert raised == ()
    assert set(unjudged) >= {"border", "river", "satellite", "garden", "exhausted", "loss", "receiving", "ecoworks"}
    raised, unjudged = flags_of(Facts("150102", "eco", "呼和浩特", 500.0, False, False, False, False, "", False, 0.0,
                                      False), RULES)
    assert (raised, unjudged) == ((), ())


@pytest.mark.parametrize(("facts", "key"), [
    (Facts("150702", border=True), "border"), (Facts("150702", river=True), "river"),
    (Facts("150702", "urban", "海拉尔", 0.0), "group"), (Facts("150121", "urban", "呼和浩特", 30.0), "service"),
    (Facts("150121", "", "呼和浩特", 40.0), "satellite"), (Facts("150121", "eco", "呼和浩特", 30.0), "garden"),
    (Facts("150702", people_pct=-1.0), "loss"), (Facts("150702", blind=True), "blind"),
    (Facts("150702", exhausted=True), "exhausted"), (Facts("150702", port=True), "port"),
    (Facts("150702", "agri"), "farming"), (Facts("150702", regions="阴山北麓"), "receiving"),
    (Facts("150702", regions="毛乌素沙地"), "ecoworks"), (Facts("150702", subcentre=True), "subcentre")])  # fmt: skip
def test_each_flag(facts, key):
    assert key in flags_of(facts, RULES)[0]


@pytest.mark.parametrize("facts", [
    Facts("150121", "eco", "呼和浩特", 60.1), Facts("150702", "urban", "海拉尔", 0.0),
    Facts("150121", "urban", "通辽", 99.0)])
def test_distance_flags_stop(facts):
    assert not {"service", "garden", "satellite"} & set(flags_of(facts, RULES)[0])


def test_words_of_flags_carry_the_quote():
    text = why_flags(("demo", "satellite"), "zh", {"satellite": "呼和浩特 32 km"})
    assert "满洲里市、宁城县国家县城新型城镇化示范" in text and "D12" in text and "卫星县城（呼和浩特 32 km）" in text
    assert why_flags((), "zh") == "" and "D12" in why_flags(("demo",), "en")


def test_centres_are_those_of_the_plan():
    assert set(centre_codes()) == {"150100", "150200", "150600", "150900", "150400", "150500", "150300", "152502",
                                   "152201"}
    assert growth.assigned("610800") == ""
