"""Covered cells: every corner of one is inside a single circle, by PROJ's geodesics, which share no code with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis.network.cover import FINE, boxes_of, cover_of, discs_of

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(a=6378137, rf=298.257222101)


def circles(seed, n, lat):
    rng = np.random.default_rng(seed)
    centre = np.stack([111 + rng.uniform(0, 0.3, n), lat + rng.uniform(0, 0.3, n)], axis=1)
    return centre, rng.uniform(0, 5000, n)


def metres(one, two):
    """(n, m) geodesic distances."""
    lon, lat = (np.broadcast_arrays(one[:, None, k], two[None, :, k]) for k in (0, 1))
    return GEOD.inv(lon[0].ravel(), lat[0].ravel(), lon[1].ravel(), lat[1].ravel())[2].reshape(len(one), len(two))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 120), st.floats(20, 53))
def test_a_covered_cell_is_inside_one_circle(seed, n, lat):
    centre, radius = circles(seed, n, lat)
    cover = cover_of(centre, radius)
    assert cover is not None
    row, column = np.nonzero(cover.full)
    some = np.random.default_rng(seed).permutation(len(row))[:60]
    inside = np.ones((len(some), n), bool)
    for a in (0, 1):
        for b in (0, 1):
            corner = np.stack([cover.west + (column[some] + a) * cover.size[0],
                               cover.south + (row[some] + b) * cover.size[1]], axis=1)
            inside &= metres(corner, centre) <= 0.998 * radius
    assert inside.any(axis=1).all()


def test_most_of_a_large_circle_is_covered():
    """One circle of 5 km is 24 cells across: cells whose middle is a diagonal and a half inside are covered, so by hand
    more than π (24 − 1.1)² = 1647 of the π 24² = 1810 cells of its area."""
    cover = cover_of(np.array([[111.0, 41.0], [111.0, 41.0]]), np.array([5000.0, 10.0]), FINE)
    assert 1647 < cover.full.sum() < 1810
    assert cover_of(np.zeros((0, 2)), np.zeros(0)) is None
    assert cover_of(np.array([[111.0, 41.0]] * 2), np.zeros(2)) is None


def test_boxes_and_rectangles():
    centre, radius = circles(1, 300, 41)
    cover = cover_of(centre, np.full(300, 5000.0))
    rectangles = cover.rectangles()
    cell = cover.size[0] * cover.size[1]
    area = np.ptp(rectangles[:, :, 0], axis=1) * np.ptp(rectangles[:, :, 1], axis=1)
    assert area.sum() == pytest.approx(cover.full.sum() * cell, rel=1e-9)
    row, column = np.argwhere(cover.full)[cover.full.sum() // 2]
    x, y = cover.west + (column + 0.5) * cover.size[0], cover.south + (row + 0.5) * cover.size[1]
    boxes = np.array([[x, y, x, y], [x - 10, y, x, y], [x, y, x + 0.6, y], [x - 9, y - 9, x - 8, y - 8]])
    assert cover.holds(boxes).tolist() == [True, False, False, False]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.floats(20, 53))
def test_a_disc_that_is_held_touches_covered_cells_only(seed, lat):
    centre, radius = circles(seed, 150, lat)
    cover = cover_of(centre, radius)
    rng = np.random.default_rng(seed + 1)
    which = rng.integers(0, 150, 400)
    small = np.minimum(rng.uniform(10, 2500, 400), radius[which] * 0.9 + 10)
    middle = centre[which] + rng.normal(0, 0.004, (400, 2))
    held = cover.holds_discs(middle, small)
    boxes = boxes_of(middle, middle, small)
    assert (held | ~cover.holds(boxes)).all() and held.any() and not held.all()
    for azimuth in range(0, 360, 5):
        lon, lat_, _ = GEOD.fwd(middle[held, 0], middle[held, 1], np.full(int(held.sum()), float(azimuth)), small[held])
        column, row = (np.floor((v - o) / s).astype(int) for v, o, s in (
            (lon, cover.west, cover.size[0]), (lat_, cover.south, cover.size[1])))
        assert cover.full[row, column].all()
    assert not cover.holds_discs(np.array([[100.0, 40.0]]), np.array([1.0])).any()


def test_discs_hold_the_circles_about_both_ends():
    start, radius = circles(4, 200, 44)
    end = start + np.random.default_rng(4).uniform(-0.02, 0.02, (200, 2))
    middle, wide = discs_of(start, end, radius)
    for at in (start, end):
        assert (GEOD.inv(*middle.T, *at.T)[2] + radius <= wide).all()


def test_boxes_hold_the_circles():
    start, radius = circles(2, 200, 44)
    end = start + 0.01
    boxes = boxes_of(start, end, radius)
    for azimuth in range(0, 360, 15):
        for at in (start, end):
            lon, lat, _ = GEOD.fwd(at[:, 0], at[:, 1], np.full(200, float(azimuth)), radius)
            assert (lon >= boxes[:, 0]).all() and (lon <= boxes[:, 2]).all()
            assert (lat >= boxes[:, 1]).all() and (lat <= boxes[:, 3]).all()
