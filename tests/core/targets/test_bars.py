"""Positions on the bar, reckoned by hand."""

import datetime as dt

import pytest

from nm_urban.nm_urban_plugin.core.targets.bars import bar_of
from nm_urban.nm_urban_plugin.core.targets.registry import register
from nm_urban.nm_urban_plugin.core.targets.rows import TargetRow
from nm_urban.nm_urban_plugin.core.targets.scopes import of_code
from nm_urban.nm_urban_plugin.core.verdict import NOTHING


def row(value, goal, expected=None, unit="万亩", target="new_urban_construction_land_cap_2025"):
    return TargetRow(register()[target], of_code("150000"), None, value, unit, goal, "met", None, None, "", 1, 0, 0, 1,
                     1, "", expected, NOTHING, NOTHING, dt.date(2025, 12, 31), "layer")


@pytest.mark.parametrize(
    ("given", "zero", "value", "goal", "expected"),
    [
        ((32.0, 64.0), 0.0, 0.5 / 1.08, 1 / 1.08, None),  # the longest leaves 8 % of headroom
        ((128.0, 64.0, 32.0), 0.0, 1 / 1.08, 0.5 / 1.08, 0.25 / 1.08),
        # 80 from -16 to 64, and 6.4 more on both sides: from -22.4 to 70.4
        ((-16.0, 64.0), 22.4 / 92.8, 6.4 / 92.8, 86.4 / 92.8, None),
        ((0.0, 64.0), 0.0, 0.0, 1 / 1.08, None),
    ],
)  # fmt: skip
def test_positions(given, zero, value, goal, expected):
    bar = bar_of(row(*given))
    assert (bar.zero, bar.value, bar.goal) == pytest.approx((zero, value, goal))
    assert bar.expected == (None if expected is None else pytest.approx(expected))


def test_units_are_brought_together():
    # 320 000 亩 = 32 万亩
    assert bar_of(row(320_000.0, 64.0, unit="亩")).value == pytest.approx(0.5 / 1.08)


@pytest.mark.parametrize("given", [(None, 64.0), (1.0, None), (0.0, 0.0)])
def test_no_bar_without_value_goal_or_length(given):
    assert bar_of(row(*given)) is None


def test_no_bar_for_units_that_do_not_fit():
    assert bar_of(row(5.0, 64.0, unit="个")) is None
