"""Laws of rounding, conversion and apportionment, checked against exact decimal and rational arithmetic."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import units
from nm_urban.nm_urban_plugin.core.units import ConservationError, apportion

LAWS = settings(deadline=None, max_examples=100)


def half_up_fraction(value: Fraction) -> int:
    """Half away from zero, the definition of 四舍五入, in rational arithmetic."""
    sign = -1 if value < 0 else 1
    return sign * int(abs(value) + Fraction(1, 2))


# -- rounding ----------------------------------------------------------------------------------------------------


def test_half_up_golden_numbers_where_numpy_and_python_differ():
    # each of these ends in 5 as a decimal; round() gives 0.0, 1.0, 2.67, 0.12, -0.0, 1000000.0
    values = [0.005, 1.005, 2.675, 0.125, -0.005, 1000000.005]
    assert units.half_up(values, 2).tolist() == [0.01, 1.01, 2.68, 0.13, -0.01, 1000000.01]
    assert [round(v, 2) for v in values] != [0.01, 1.01, 2.68, 0.13, -0.01, 1000000.01]
    assert units.cents(9999.245).item() == 999925
    assert units.cents(9999.2449999).item() == 999924


@LAWS
@given(st.integers(-(10**13), 10**13), st.integers(0, 4), st.integers(1, 2))
def test_half_up_equals_decimal_rounding_of_the_written_number(digits, decimals, more):
    written = Decimal(digits).scaleb(-(decimals + more))
    expected = written.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    scaled = units.scaled_half_up(float(written), decimals)
    assert scaled.dtype == np.int64
    assert scaled.item() == int(expected.scaleb(decimals))
    assert units.half_up(float(written), decimals).item() == float(expected)


@LAWS
@given(st.integers(0, 10**10), st.floats(1e-4, 0.49))
def test_the_nudge_never_lifts_what_is_below_the_tie(whole, below):
    # up to 10 000 ha at a ten-thousandth of a cent below the tie; the nudge is two ulp
    assert units.scaled_half_up((whole + 0.5 - below) / 100.0, 2).item() == whole


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_not_printed(bad):
    with pytest.raises(ValueError, match="NaN"):
        units.cents([1.0, bad])


def test_rounding_keeps_the_shape():
    assert units.half_up(np.zeros((3, 2)), 2).shape == (3, 2)
    assert units.cents(np.zeros(0)).shape == (0,)


# -- units -------------------------------------------------------------------------------------------------------


def test_conversions_golden():
    one_ha, one_km2 = 1_000_000, 100_000_000  # cents
    assert (units.mu(one_ha).item(), units.ha(one_ha).item()) == (15.0, 1.0)  # 1 公顷 = 15 亩 exactly
    assert units.mu(one_km2).item() == 1500.0
    assert units.mu(66_667).item() == 1.0  # 666.67 m² is printed as 1.00 亩
    assert units.ha(66_667).item() == 0.0667
    assert units.mu(1_000).item() == 0.02  # 10 m² = 0.015 亩, half-up
    assert units.mu_hundredths(-1_000).item() == -2
    # 64 万亩 = 42666.6667 公顷: the cap in cents, rounded once, is the cap again
    cap = half_up_fraction(Fraction(640_000 * 2000 * 100, 3))
    assert units.mu(cap).item() == 640_000.0
    assert units.ha(cap).item() == 42_666.6667


@LAWS
@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=20))
def test_conversions_are_rounded_once_from_the_cents(values):
    array = np.array(values, np.int64)
    assert units.mu_hundredths(array).tolist() == [half_up_fraction(Fraction(v * 3, 2000)) for v in values]
    assert units.ha_ten_thousandths(array).tolist() == [half_up_fraction(Fraction(v, 100)) for v in values]


@LAWS
@given(st.integers(0, 9 * 10**14))
def test_cents_to_square_metres_and_back(value):
    assert units.cents(units.m2(value)).item() == value


def test_percent():
    assert units.percent_hundredths(1, 3) == 3333
    assert units.percent_hundredths(1, 32) == 313  # 3.125 %
    assert units.percent_hundredths(-1, 32) == -313
    assert units.percent_hundredths(64_000_001, 64_000_000) == 10_000
    assert units.percent_hundredths(5, 0) is None
    assert units.percent_hundredths(0, 7) == 0


# -- apportionment -----------------------------------------------------------------------------------------------


def largest_remainder(raw, total, keys):
    """The definition, in rational arithmetic, one group."""
    whole = sum(raw)
    exact = [Fraction(r) * total / whole for r in raw]
    parts = [int(x) for x in exact]
    order = sorted(range(len(raw)), key=lambda i: (-(exact[i] - parts[i]), keys[i]))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def test_apportion_golden():
    # the textbook case of 面积平差: 10.004, 20.003, 30.002 to 60.00 → 10.00, 20.00, 30.00
    assert apportion([10.004, 20.003, 30.002], [0, 0, 0], [6000]).tolist() == [1000, 2000, 3000]
    # thirds of 100: 33.33… each, the one missing cent goes to the smallest key
    assert apportion([1, 1, 1], [0, 0, 0], [100], ties=([3, 1, 2],)).tolist() == [33, 34, 33]
    # two keys: the first decides, then the second
    keys = ([1, 1, 0], [5, 4, 9])
    assert apportion([1, 1, 1], [0, 0, 0], [101], ties=keys).tolist() == [33, 34, 34]
    # float noise must not decide: 0.1 + 0.2 in both orders
    assert apportion([0.1 + 0.2, 0.3], [0, 0], [1], ties=([1, 0],)).tolist() == [0, 1]


@st.composite
def groups(draw):
    n = draw(st.integers(1, 25))
    g = draw(st.integers(1, 4))
    raw = draw(st.lists(st.integers(0, 200), min_size=n, max_size=n))
    group = draw(st.lists(st.integers(0, g - 1), min_size=n, max_size=n))
    totals = [draw(st.integers(0, 5000)) if any(r for r, k in zip(raw, group) if k == j) else 0 for j in range(g)]
    keys = draw(st.permutations(range(n)))
    return raw, group, totals, keys


@LAWS
@given(groups(), st.randoms(use_true_random=False))
def test_apportion_is_the_largest_remainder_rule_in_any_order(world, random):
    raw, group, totals, keys = world
    got = apportion(raw, group, totals, ties=(keys,))
    for j, total in enumerate(totals):
        members = [i for i in range(len(raw)) if group[i] == j]
        assert got[members].sum() == total
        if any(raw[i] for i in members):
            expected = largest_remainder([raw[i] for i in members], total, [keys[i] for i in members])
            assert got[members].tolist() == expected
    order = list(range(len(raw)))
    random.shuffle(order)
    shuffled = apportion([raw[i] for i in order], [group[i] for i in order], totals, ties=([keys[i] for i in order],))
    assert shuffled.tolist() == got[order].tolist()


@LAWS
@given(st.lists(st.just(0.0) | st.floats(1e-9, 1e9), min_size=1, max_size=40), st.integers(0, 10**13))
def test_apportion_conserves_and_stays_within_one_unit(raw, total):
    if sum(raw) <= 0:
        total = 0
    got = apportion(raw, np.zeros(len(raw), int), [total], ties=(np.arange(len(raw)),))
    assert got.sum() == total and (got >= 0).all()
    if total:
        whole = sum(map(Fraction, raw))
        for part, value in zip(got.tolist(), raw):
            assert abs(part - Fraction(value) * total / whole) < 1.01  # 1, and float noise of 10¹³
        for i in range(len(raw)):  # the bigger part never gets less, of equals the smaller key gets more
            for j in range(i + 1, len(raw)):
                if raw[i] == raw[j]:
                    assert 0 <= got[i] - got[j] <= 1


def test_apportion_of_nothing():
    assert apportion([], [], [0, 0]).tolist() == []
    assert apportion([0.0, 0.0], [0, 0], [0]).tolist() == [0, 0]
    assert apportion([5.0], [1], [0, 7]).tolist() == [7]


@pytest.mark.parametrize("raw, group, totals", [
    ([], [], [1]),
    ([0.0, 0.0], [0, 0], [1]),
    ([1.0], [0], [1, 1]),
    ([-1.0, 2.0], [0, 0], [1]),
    ([np.nan], [0], [1]),
    ([np.inf], [0], [1]),
    ([1.0], [0], [-1]),
])
def test_apportion_refuses_what_cannot_tie(raw, group, totals):
    with pytest.raises(ConservationError):
        apportion(raw, group, totals)


def test_check_sums():
    units.check_sums([1, 2, 3], [0, 0, 1], [3, 3])
    with pytest.raises(ConservationError, match="sum to 3, the whole is 4"):
        units.check_sums([1, 2, 3], [0, 0, 1], [4, 3])
