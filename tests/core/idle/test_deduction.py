"""Supplies and cancellations deducted by document: worked by hand, and laws that hold for any tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.idle.deduction import ALL_THAT_IS_LEFT, Amounts, Rows, deduct

LAWS = settings(deadline=None, max_examples=150)


def rows(*values):
    """(cents, document, place[, on base, undrawn])."""
    full = [(*v, True, True)[:5] if len(v) == 3 else v for v in values]
    cents, document, place, base, undrawn = zip(*full) if full else ((),) * 5
    return Rows(np.array(cents, np.int64), np.array(document, np.int64), np.array(place, np.int64),
                np.array(base, bool), np.array(undrawn, bool))


def supplies(*values):
    """(cents, document, place, late, idle[, drawn[, turn]])."""
    full = [(*v, False)[:6] if len(v) < 7 else v[:6] for v in values]
    cents, document, place, late, idle, drawn = zip(*full) if full else ((),) * 6
    turns = [v[6] if len(v) == 7 else k for k, v in enumerate(values)]
    return Amounts(np.array(cents, np.int64), np.array(document, np.int64), np.array(place, np.int64),
                   np.array(late, bool), np.array(idle, bool), np.array(drawn, bool),
                   np.array(turns, np.int64))


def cancelled(*values):
    cents, document, late = zip(*values) if values else ((),) * 3
    return Amounts.cancelled(np.array(cents, np.int64), np.array(document, np.int64), np.array(late, bool))


def figures(done):
    return [one.tolist() for one in (done.supplied, done.cancelled, done.left, done.disposed)]


def test_early_late_and_cancelled():
    """100 approved, 40 supplied early, 20 late, 50 cancelled late: 40 are left to cancel, 10 beyond; of the 60 that lay
    unsupplied on the base date nothing is left: 20 + 40 disposed of."""
    done = deduct(rows((100, 0, 0)), supplies((40, 0, 0, False, False), (20, 0, 0, True, False)),
                  cancelled((50, 0, True)), 1)
    assert figures(done) == [[60], [40], [0], [40]] and done.excess_cancelled == 10
    assert done.shares.disposed.sum() == 20


def test_what_was_cancelled_and_is_supplied_since_is_revived():
    """100 approved, 60 cancelled early, 80 supplied since: 40 of them were in stock, 40 come out of the cancelled."""
    done = deduct(rows((100, 0, 0)), supplies((80, 0, 0, True, False)), cancelled((60, 0, False)), 1)
    assert figures(done) == [[80], [20], [0], [0]] and done.shares.disposed.sum() == 40 and done.excess_cancelled == 0


def test_a_supply_since_that_lies_idle_is_not_disposed_of():
    done = deduct(rows((100, 0, 0)), supplies((30, 0, 0, True, True), (20, 0, 0, True, False)), cancelled(), 1)
    assert figures(done)[0] == [50] and done.shares.disposed.sum() == 20 and done.shares.idle.sum() == 30


def test_a_document_of_two_counties():
    """60 in county 0, 40 in county 1; 50 supplied in county 1: its own row first, 10 beyond it count there as well."""
    done = deduct(rows((60, 0, 0), (40, 0, 1)), supplies((50, 0, 1, False, True)), cancelled(), 1)
    assert figures(done) == [[10, 40], [0, 0], [50, 0], [0, 0]]
    assert sorted(zip(done.shares.row.tolist(), done.shares.place.tolist(), done.shares.cents.tolist(),
                      done.shares.idle.tolist())) == [(0, 1, 10, 10), (1, 1, 40, 40)]


def test_the_later_supply_is_the_one_beyond():
    """50 in all, 30 + 30 supplied: the second finds 20, and it is the idle one."""
    done = deduct(rows((50, 0, 0)), supplies((30, 0, 0, False, False), (30, 0, 0, False, True)), cancelled(), 1)
    assert done.inside.tolist() == [30, 20] and done.shares.idle.sum() == 20


def test_what_is_drawn_elsewhere_takes_nothing_from_drawn_rows():
    done = deduct(rows((60, 0, 0, True, False), (40, 0, 0, True, True)),
                  supplies((50, 0, 0, False, False, True), (5, 0, 0, False, False)), cancelled(), 1)
    assert done.supplied.tolist() == [5, 40] and done.inside.tolist() == [40, 5]


def test_a_cancellation_without_an_area_takes_all_and_strays_nothing():
    done = deduct(rows((100, 0, 0), (7, 1, -1)), supplies((30, 0, -1, False, False), (9, -1, 0, False, False)),
                  cancelled((ALL_THAT_IS_LEFT, 0, False), (5, -1, False)), 2)
    assert figures(done)[:3] == [[30, 0], [70, 0], [0, 7]]
    assert done.inside.tolist() == [30, 0] and done.excess_cancelled == 5


amount = st.integers(0, 10**9)
row = st.tuples(amount, st.integers(0, 2), st.integers(-1, 2), st.booleans(), st.just(True))
sale = st.tuples(amount, st.integers(-1, 2), st.integers(-1, 2), st.booleans(), st.booleans())
loss = st.tuples(amount, st.integers(-1, 2), st.booleans())


@LAWS
@given(st.lists(row, max_size=6), st.lists(sale, max_size=6), st.lists(loss, max_size=4))
def test_nothing_is_lost_and_nothing_counts_twice(a, s, c):
    done = deduct(rows(*a), supplies(*s), cancelled(*c), 3)
    whole = np.array([one[0] for one in a], np.int64)
    assert (done.supplied + done.cancelled + done.left == whole).all()
    assert all((part >= 0).all() for part in (done.supplied, done.cancelled, done.left, done.disposed))
    stated = np.array([one[0] for one in s], np.int64)
    assert (done.inside <= stated).all() and done.inside.sum() == done.supplied.sum() == done.shares.cents.sum()
    shares = done.shares
    assert (shares.disposed + shares.idle <= shares.cents).all() and (shares.idle >= 0).all()
    assert (done.disposed <= done.cancelled).all()
    idle = sum(inside for one, inside in zip(s, done.inside.tolist()) if one[4])
    assert shares.idle.sum() <= idle


@LAWS
@given(st.lists(row, min_size=1, max_size=5), st.lists(sale, max_size=5), st.lists(loss, max_size=3), st.randoms())
def test_the_order_of_the_rows_does_not_matter(a, s, c, random):
    def totals(a, s, c):
        done = deduct(rows(*a), supplies(*s), cancelled(*c), 3)
        out = {}
        for r, place, cents in zip(done.shares.row, done.shares.place, done.shares.cents):
            key = (a[int(r)][1], int(place))
            out[key] = out.get(key, 0) + int(cents)
        left = {}
        for one, rest in zip(a, done.left.tolist()):
            left[one[1], one[2]] = left.get((one[1], one[2]), 0) + rest
        return {key: value for key, value in out.items() if value}, left

    s = [(*one, False, turn) for turn, one in enumerate(s)]
    first = totals(a, s, c)
    mixed = [random.sample(column, len(column)) for column in (a, s, c)]
    again = totals(*mixed)
    for one, two in zip(first, again):
        assert one.keys() | two.keys() == {k for k in {**one, **two}}
        assert all(abs(one.get(key, 0) - two.get(key, 0)) <= 8 for key in {**one, **two})  # cents of apportionment


@pytest.mark.parametrize("empty", [True, False])
def test_nothing_at_all(empty):
    done = deduct(rows(*([] if empty else [(5, 0, 0)])), supplies(), cancelled(), 1)
    assert done.left.tolist() == ([] if empty else [5]) and len(done.inside) == 0
