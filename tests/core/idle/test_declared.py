"""Units of declared areas: by name, by geometry, and the exact cents they become."""

from fractions import Fraction

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.core.idle.declared import (
    UnitUnknown,
    choose_unit,
    likely_unit,
    money_factor,
    number,
    to_cents,
    unit_of_name,
)


@pytest.mark.parametrize(("name", "unit"), [
    ("批准面积（公顷）", "ha"), ("批准面积(亩)", "mu"), ("面积（万亩）", "wanmu"), ("PZMJ_HA", "ha"), ("appr_mu", "mu"),
    ("area_m2", "m2"), ("面积亩", "mu"), ("面积万亩", "wanmu"), ("供地面积平方米", "m2"), ("面积㎡", "m2"),
    ("面积【平方公里】", "km2"), ("PZMJ", None), ("批准面积", None), ("ha", "ha"), ("亩", "mu"), ("m2", "m2"),
    ("zhaha", None), ("emu", None)])
def test_unit_of_a_name(name, unit):
    assert unit_of_name(name) == unit


@pytest.mark.parametrize(("value", "unit", "cents"), [
    ("1", "ha", 1_000_000), ("1", "mu", 66_667), ("15", "mu", 1_000_000), ("0.1", "ha", 100_000),
    ("0.00000050", "ha", 1), ("0.00000049", "ha", 0), ("10000.005", "m2", 1_000_001),
    ("52.02", "wanmu", 34_680_000_000),
    ("0.0075", "mu", 500)])
def test_cents_are_exact(value, unit, cents):
    assert to_cents(Fraction(value), unit) == cents


@pytest.mark.parametrize(("value", "found"), [
    ("1,234.50", Fraction("1234.5")), ("３．５", Fraction("3.5")), (0.1, Fraction("0.1")),
    (np.float64(0.1), Fraction("0.1")), (7, Fraction(7)), ("", None),
    (None, None), (float("nan"), None), ("—", None), ("0", Fraction(0))])
def test_numbers_as_written(value, found):
    assert number(value) == found


@pytest.mark.parametrize("value", ["十亩", "1/3", -1, "-0.5", float("inf"), "1.2.3"])
def test_what_is_no_number(value):
    with pytest.raises(ValueError):
        number(value)


def test_unit_by_geometry():
    drawn = [1_000_000, 2_500_000, 333_300]  # 1 ha, 2.5 ha, 0.3333 ha
    hectares = [Fraction("1.0"), Fraction("2.51"), None]
    assert likely_unit(hectares, drawn) == "ha"
    assert likely_unit([v and v * 15 for v in hectares], drawn) == "mu"
    assert likely_unit([v and v * 10_000 for v in hectares], drawn) == "m2"
    assert likely_unit([Fraction(7), Fraction(3), None], drawn) is None
    assert choose_unit("PZMJ", hectares, drawn) == ("ha", "geometry")
    assert choose_unit("PZMJ_HA", hectares, drawn) == ("ha", "name")
    assert choose_unit("批准面积（亩）", hectares, drawn) == ("mu", "contradicted")
    assert choose_unit("PZMJ", hectares, None, "mu") == ("mu", "given")
    assert choose_unit("PZMJ", hectares, drawn, "mu") == ("mu", "contradicted")


def test_unit_without_name_and_geometry():
    assert choose_unit("PZMJ", [Fraction(20_000), Fraction(50_000)], None) == ("m2", "assumed")
    assert choose_unit("PZMJ", [], None) == ("m2", "assumed")
    with pytest.raises(UnitUnknown, match="PZMJ.*12.5.*AREA_UNIT") as told:
        choose_unit("PZMJ", [Fraction("12.5")], None)
    assert "单位不明" in told.value.zh


@pytest.mark.parametrize(("name", "factor"), [
    ("总投资（万元）", 10_000), ("已投资(元)", 1), ("ztz", None), (None, None), ("投资亿元", 100_000_000)])
def test_money(name, factor):
    assert money_factor(name) == factor
