"""Flat rings against nested lists, the form in which a reader would think of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.rings import Rings, expand, join, owners, surely_simple

LAWS = settings(deadline=None, max_examples=60)
NUMBER = st.integers(-1000, 1000).map(float)


def build(polygons) -> Rings:
    """polygons = [part = [ring = [(x, y), …]]] with closed rings → Rings, vertex by vertex."""
    x, y, first, shape, part_no, hole = [], [], [0], [], [], []
    for s, polygon in enumerate(polygons):
        for p, part in enumerate(polygon):
            for h, ring in enumerate(part):
                x += [v[0] for v in ring]
                y += [v[1] for v in ring]
                first.append(len(x))
                shape.append(s)
                part_no.append(p)
                hole.append(h > 0)
    return Rings(np.array(x, float), np.array(y, float), np.array(first, np.int64), np.array(shape, np.int64),
                 np.array(part_no, np.int64), np.array(hole, bool), len(polygons))


ring = st.lists(st.tuples(NUMBER, NUMBER), min_size=3, max_size=6).map(lambda r: [*r, r[0]])
polygon = st.lists(st.lists(ring, min_size=1, max_size=3), max_size=3)
world = st.lists(polygon, max_size=6)


def same(a: Rings, b: Rings) -> bool:
    return a.n == b.n and all(
        np.array_equal(getattr(a, name), getattr(b, name)) for name in ("x", "y", "first", "shape", "part", "hole"))


@LAWS
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 7)), max_size=12))
def test_expand(ranges):
    index, owner = expand([s for s, _ in ranges], [c for _, c in ranges])
    assert index.tolist() == [s + k for s, c in ranges for k in range(c)]
    assert owner.tolist() == [i for i, (_, c) in enumerate(ranges) for _ in range(c)]


@LAWS
@given(world, st.data())
def test_take_is_the_subset(polygons, data):
    chosen = sorted(data.draw(st.sets(st.integers(0, len(polygons) - 1)))) if polygons else []
    assert same(build(polygons).take(np.array(chosen, np.int64)), build([polygons[k] for k in chosen]))


@LAWS
@given(world, world, world)
def test_join_is_the_concatenation(a, b, c):
    assert same(join([build(a), build(b), build(c)]), build(a + b + c))


def test_join_of_nothing():
    assert join([]).n == 0
    assert join([Rings.empty(), Rings.empty(2)]).n == 2
    assert len(join([Rings.empty(2), build([])]).edges()) == 0


@LAWS
@given(world)
def test_bounds_edges_and_owners(polygons):
    rings = build(polygons)
    bounds = rings.bounds()
    assert bounds.shape == (len(polygons), 4)
    for k, polygon_ in enumerate(polygons):
        points = [v for part in polygon_ for r in part for v in r]
        if points:
            xs, ys = zip(*points)
            assert bounds[k].tolist() == [min(xs), min(ys), max(xs), max(ys)]
        else:
            assert np.isnan(bounds[k]).all()
    flat = [(s, r, i) for s, p in enumerate(polygons) for part in p for r in part for i in range(len(r))]
    edges = rings.edges().tolist()
    assert edges == [k for k, (_, r, i) in enumerate(flat) if i < len(r) - 1]
    assert rings.vertex_shape().tolist() == [s for s, _, _ in flat]
    assert rings.count.tolist() == [len(r) for p in polygons for part in p for r in part]


def test_holes_are_subtracted_and_parts_added_whatever_their_direction():
    r = [(0, 0), (1, 0), (1, 1), (0, 0)]
    rings = build([[[r, r], [r]], [], [[r]]])
    assert rings.sum_rings(np.array([-9.0, 2.0, 4.0, -1.5])).tolist() == [9 - 2 + 4, 0.0, 1.5]


def test_with_xy_keeps_the_structure():
    rings = build([[[[(0, 0), (1, 0), (1, 1), (0, 0)]]]])
    moved = rings.with_xy(rings.x + 5, rings.y)
    assert moved.x.tolist() == [5, 6, 6, 5] and moved.first is rings.first and moved.n == 1


@LAWS
@given(st.lists(st.integers(0, 5), max_size=12))
def test_owners_is_repeat(count):
    assert owners(count).tolist() == np.repeat(np.arange(len(count)), np.array(count, int)).tolist()


def simple(*ring) -> bool:
    placed = [(x + 37_500_000.0, y + 4_500_000.0) for x, y in (*ring, ring[0])]
    return surely_simple(build([[[placed]]])).item()


def test_what_is_surely_simple():
    square = [(0, 0), (9, 0), (9, 9), (0, 9)]
    assert simple(*square) and simple(*square[::-1])
    assert simple((0, 0), (9, 0), (9, 9), (5, 7), (0, 9)), "a notch that the middle sees past"
    assert not simple((0, 0), (9, 9), (9, 0), (0, 9)), "a bow"
    assert not simple(*square, *square), "twice around"
    assert not simple((0, 0), (5, 0), (5, 5), (5, 0), (9, 0), (9, 9), (0, 9)), "a spike inwards"
    assert not simple((0, 0), (9, 0), (9, 0), (9, 9), (0, 9)), "a repeated vertex is left to GEOS"
    assert not simple((0, 0), (4, 0), (9, 0)), "no area"
    assert not simple((0, 0), (float("nan"), 0), (9, 9), (0, 9))
    hole = build([[[[(0, 0), (9, 0), (9, 9), (0, 0)], [(5, 1), (8, 1), (8, 2), (5, 1)]]]])
    assert surely_simple(hole).tolist() == [False], "holes are left to GEOS"
    several = build([[], [[[(0, 0), (9, 0), (9, 9), (0, 0)]]], [[[(0, 0), (1, 0), (1, 1), (0, 0)]],
                                                               [[(3, 3), (4, 3), (4, 4), (3, 3)]]]])
    assert surely_simple(several).tolist() == [False, True, False]


@LAWS
@given(st.lists(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=3, max_size=9))
def test_what_is_surely_simple_is_valid(vertices):
    """On a small lattice, where rings touch and cross all the time; GEOS is the judge."""
    shapely = pytest.importorskip("shapely")
    if simple(*vertices):
        assert shapely.Polygon(vertices).is_valid and shapely.Polygon(vertices).area > 0


@pytest.mark.parametrize("size", [1e-9, 1e-6, 1e-3, 1.0, 1e4, 1e7])
def test_the_turn_of_a_ring_is_told_in_any_unit(size):
    """A ring of a square metre is 1e-10 square degrees: too small for sums in whole fractions of a unit."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * size
    x = np.concatenate([111.0 + corners[:, 0], 111.0 + corners[::-1, 0]])
    y = np.concatenate([40.0 + corners[:, 1], 40.0 + corners[::-1, 1]])
    rings = Rings(x, y, np.array([0, 5, 10]), np.array([0, 1]), np.zeros(2, np.int64), np.zeros(2, bool), 2)
    left, right = rings.turns()
    assert left > 0 > right and left == pytest.approx(2.0, rel=1e-3 if size < 1e-6 else 1e-6) == -right
