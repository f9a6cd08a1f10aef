from collections import Counter

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.core import places


def test_the_official_count_of_county_units():
    units = places.counties()
    assert len(units) == 103
    assert len({unit.code for unit in units}) == 103
    assert len({unit.name for unit in units}) == 103
    assert Counter(unit.kind for unit in units) == {"市辖区": 23, "县级市": 11, "县": 17, "旗": 49, "自治旗": 3}
    assert [unit.code for unit in units] == sorted(unit.code for unit in units)
    assert all(unit.name_en for unit in units)


def test_twelve_leagues_share_out_all_units():
    sizes = {league.code: len(places.counties_of(league.code)) for league in places.leagues()}
    assert sizes == {
        "150100": 9, "150200": 9, "150300": 3, "150400": 12, "150500": 8, "150600": 9,
        "150700": 14, "150800": 7, "150900": 11, "152200": 6, "152500": 12, "152900": 3,
    }  # fmt: skip
    assert Counter(league.kind for league in places.leagues()) == {"地级市": 9, "盟": 3}
    assert len(places.counties_of("150000")) == 103


@pytest.mark.parametrize(
    "value",
    [150102, 150102.0, "150102", " 150102 ", "150102.0", "150102001", "150102001002", 150102001002, "'150102",
     "１５０１０２", "　150102\t", np.int64(150102), np.float64(150102.0), np.str_("150102")],
)  # fmt: skip
def test_codes_as_people_write_them(value):
    assert places.normalise_code(value) == "150102"


@pytest.mark.parametrize(
    "value",
    [None, "", " ", "NULL", "新城区", "15010", "1501020", "15010200", "1501020010", 0, -150102, 150102.5,
     float("nan"), float("inf"), True, "010203", "15O102", "150102 新城区"],
)  # fmt: skip
def test_what_is_no_code(value):
    assert places.normalise_code(value) is None
    assert not places.is_county(value)
    assert places.name_of(value) == ""


def test_one_county():
    unit = places.county(" 152501 ")
    assert unit == places.County("152501", "二连浩特市", "152500", "县级市", "Erenhot City")
    assert places.league_of(152501) == "152500"
    assert places.league_of("152500") == "152500"
    assert places.league_of("150172") == "150100"  # a development zone lies in its city, but is no county unit
    assert not places.is_county("150172")
    assert places.league_of("150000") is None
    assert places.league_of("610802") is None
    assert places.name_of("150000") == "内蒙古自治区"
    assert places.name_of("150100", "en") == "Hohhot"
    assert places.name_of("610800") == "榆林市"


def test_the_most_specific_code_wins():
    table = {"150000": "region", "150700": "league", "150781": "county"}
    assert places.lookup(table, "150781") == "county"
    assert places.lookup(table, "150781001") == "county"
    assert places.lookup(table, 150702) == "league"
    assert places.lookup(table, "150102") == "region"
    assert places.lookup(table, "610802") is None
    assert places.lookup(table, "?", "none") == "none"


def test_growth_types_and_their_two_overrides():
    keys = {unit.code: places.growth_of(unit.code).key for unit in places.counties()}
    assert keys["150781"] == "expand" and places.growth_of("150700").key == "stable"
    assert keys["152501"] == "shrink" and places.growth_of("152500").key == "stable"
    own = {code for code, key in keys.items() if key != places.growth_of(code[:4] + "00").key}
    assert own == {"150781", "152501"}
    assert Counter(places.growth_of(league.code).name for league in places.leagues()) == {
        "提质扩张型": 5, "稳定发展型": 6, "收缩型": 1,
    }  # fmt: skip
    assert places.growth_of("150000") is None
    assert places.growth_of("610800") is None


def test_the_four_city_sets_stay_apart():
    assert places.city_set("呼包鄂").codes == ("150100", "150200", "150600")
    assert places.city_set("呼包鄂乌").codes == ("150100", "150200", "150600", "150900")
    assert places.city_set("呼包鄂榆").codes == ("150100", "150200", "150600", "610800")
    assert places.city_set("呼和浩特都市圈").codes is None
    assert all(one.source and one.quote for one in places.city_sets())
    assert len(places.counties_of_set("呼包鄂乌")) == 38
    assert len(places.counties_of_set("呼包鄂榆")) == len(places.counties_of_set("呼包鄂")) == 27
    assert len(places.counties_of_set("多中心")) == 4 + 3  # four county units and the three districts of 乌海
    with pytest.raises(places.ExtentUndefined) as error:
        places.counties_of_set("呼和浩特都市圈")
    assert "范围" in error.value.text("zh_CN")
    with pytest.raises(places.UnknownPlace, match="呼包鄂乌"):
        places.city_set("呼包鄂银")
    with pytest.raises(places.UnknownPlace):
        places.counties_of("610800")


def test_leagues_of_a_column():
    got = places.leagues_of(np.array(["150781", None, "152501001", "999999", 150102], dtype=object))
    assert got.tolist() == ["150700", "", "152500", "", "150100"]
    assert got.dtype == np.dtype("<U6")
    assert places.leagues_of([]).shape == (0,)
