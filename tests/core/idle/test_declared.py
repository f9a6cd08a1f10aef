"""Units of declared areas: by heading, by geometry, and the exact cents they become."""

from fractions import Fraction

import pytest

from nm_urban.nm_urban_plugin.core.cells import UnitMismatch, not_negative
from nm_urban.nm_urban_plugin.core.idle.declared import UNITS, UnitUnknown, cents_of, choose_unit, likely_unit


@pytest.mark.parametrize(("name", "unit"), [
    ("批准面积（公顷）", "ha"), ("批准面积(亩)", "mu"), ("面积（万亩）", "wanmu"), ("PZMJ_HA", "ha"), ("appr_mu", "mu"),
    ("area_m2", "m2"), ("面积亩", "mu"), ("面积万亩", "wanmu"), ("供地面积平方米", "m2"), ("面积㎡", "m2"),
    ("面积【平方公里】", "km2"), ("ha", "ha"), ("亩", "mu"), ("m2", "m2"), ("批准面积(单位：亩)", "mu")])
def test_unit_of_a_heading(name, unit):
    assert choose_unit(name, [Fraction(12)], None)[0].factor == UNITS[unit].factor


@pytest.mark.parametrize("name", ["PZMJ", "批准面积", "zhaha", "emu"])
def test_headings_without_a_unit(name):
    with pytest.raises(UnitUnknown, match=name):
        choose_unit(name, [Fraction(12)], None)


def test_a_unit_that_measures_no_area_is_refused():
    with pytest.raises(UnitMismatch, match="万元"):
        choose_unit("批准面积（万元）", [Fraction(12)], None)


@pytest.mark.parametrize(("value", "unit", "cents"), [
    ("1", "ha", 1_000_000), ("1", "mu", 66_667), ("15", "mu", 1_000_000), ("0.1", "ha", 100_000),
    ("0.00000050", "ha", 1), ("0.00000049", "ha", 0), ("10000.005", "m2", 1_000_001),
    ("52.02", "wanmu", 34_680_000_000), ("0.0075", "mu", 500), ("1,5", "ha", 1_500_000), ("1,500", "m2", 150_000),
    ("1.5公顷", "mu", 1_500_000), ("22.5 亩", "m2", 1_500_000)])
def test_cents_are_exact(value, unit, cents):
    assert cents_of(not_negative(value, UNITS[unit])) == cents


def test_unit_by_geometry():
    drawn = [1_000_000, 2_500_000, 333_300]  # 1 ha, 2.5 ha, 0.3333 ha
    hectares = [Fraction("1.0"), Fraction("2.51"), None]
    assert likely_unit(hectares, drawn) == "ha"
    assert likely_unit([v and v * 15 for v in hectares], drawn) == "mu"
    assert likely_unit([v and v * 10_000 for v in hectares], drawn) == "m2"
    assert likely_unit([Fraction(7), Fraction(3), None], drawn) is None
    assert choose_unit("PZMJ", hectares, drawn) == (UNITS["ha"], "geometry")
    for name, given, unit, how in (("PZMJ_HA", None, "ha", "name"), ("批准面积（亩）", None, "mu", "contradicted"),
                                   ("PZMJ", "ha", "ha", "given"), ("PZMJ", "mu", "mu", "contradicted")):
        found = choose_unit(name, hectares, drawn, given)
        assert (found[0].factor, found[1]) == (UNITS[unit].factor, how)
    assert choose_unit("PZMJ", hectares, None, "mu") == (UNITS["mu"], "given")


def test_unit_without_name_and_geometry():
    assert choose_unit("PZMJ", [Fraction(20_000), Fraction(50_000)], None) == (UNITS["m2"], "assumed")
    assert choose_unit("PZMJ", [], None) == (UNITS["m2"], "assumed")
    with pytest.raises(UnitUnknown, match="PZMJ.*12.5.*AREA_UNIT") as told:
        choose_unit("PZMJ", [Fraction("12.5")], None)
    assert "单位不明" in told.value.zh
