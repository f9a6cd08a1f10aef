"""Flat rings against nested lists, the form in which a reader would think of them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.rings import Rings, expand, join

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
