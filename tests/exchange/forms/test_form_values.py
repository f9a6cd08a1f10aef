"""Printed values: rounded once, half-up, converted exactly as the areas of the core."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import units
from nm_urban.nm_urban_plugin.exchange.forms.schema import Column
from nm_urban.nm_urban_plugin.exchange.forms.values import filled, holds, order_key, printed, rounded


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_rounding_is_that_of_the_core(value, decimals):
    number = value / 1000
    assert int(rounded(number, decimals).scaleb(decimals)) == int(units.scaled_half_up(number, decimals))


@given(st.integers(0, 10**13))
def test_conversions_are_those_of_the_core(cents):
    m2 = cents / 100
    assert rounded(m2, 2, "m2:mu") == Decimal(int(units.mu_hundredths(cents))) / 100
    assert rounded(m2, 4, "m2:ha") == Decimal(int(units.ha_ten_thousandths(cents))) / 10_000


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1.005, 2, "1.01"),
        (-1.005, 2, "-1.01"),
        (0.00005, 4, "0.0001"),
        (2, 2, "2.00"),
        ("12.345", 2, "12.35"),
        (-0.001, 2, "0.00"),
        (Decimal("0.125"), 2, "0.13"),
        (float("nan"), 2, "None"),
        (None, 2, "None"),
        ("x", 2, "None"),
        (True, 2, "None"),
    ],
)
def test_rounded(value, decimals, shown):
    assert str(rounded(value, decimals)) == shown


def test_codes_dates_and_words():
    code = Column("c", (), kind="code")
    assert printed(code, 150123.0, 0) == "150123" and printed(code, "015012", 0) == "015012"
    assert printed(Column("d", (), kind="date"), datetime(2024, 2, 29, 12), 0) == date(2024, 2, 29)
    worded = Column("w", (), words={"1": ("是", "yes"), "a": ("甲", "A")})
    assert [printed(worded, one, 1) for one in (1, 1.0, "a", "a,z", "other", None, "")] == [
        "yes",
        "yes",
        "A",
        "A、z",
        "other",
        None,
        None,
    ]


def test_slots_are_filled_in_one_pass():
    assert filled("{a}{b}{c}", {"a": "{b}", "b": 1.0, "c": None}, missing="?") == "{b}1?"


def test_conditions_and_order():
    assert holds({"a": 0, "b": None}, {"a": {"in": ["0"]}, "b": {"in": [None, ""]}})
    assert not holds({"a": 0.0}, {"a": {"not": [0]}})
    assert sorted(["第10号", "第9号", None, "第9号之2", ""], key=order_key)[:3] == ["第9号", "第9号之2", "第10号"]
