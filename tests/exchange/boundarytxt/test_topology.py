"""Soundness of rings against GEOS, on small grids where everything touches, and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from nm_urban.nm_urban_plugin.exchange.boundarytxt.rings import shape_of
from nm_urban.nm_urban_plugin.exchange.boundarytxt.tokens import Point
from nm_urban.nm_urban_plugin.exchange.boundarytxt.topology import fault_of, nesting, sides, whole

SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]


def closed(points, scale=1):
    return np.array([*points, points[0]], np.int64) * scale


def geos_valid(rings, part, hole):
    shape = ogr.Geometry(ogr.wkbMultiPolygon)
    for k in sorted(range(len(rings)), key=lambda k: (part[k], hole[k])):
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in [*rings[k], rings[k][0]]:
            ring.AddPoint_2D(float(x), float(y))
        if not hole[k]:
            shape.AddGeometry(ogr.Geometry(ogr.wkbPolygon))
        shape.GetGeometryRef(shape.GetGeometryCount() - 1).AddGeometry(ring)
    return shape.IsValid()


corner = st.tuples(st.integers(0, 5), st.integers(0, 5))
ring_points = st.lists(corner, min_size=3, max_size=7)


@settings(deadline=None, max_examples=400)
@given(ring_points)
def test_one_ring_is_sound_exactly_where_geos_says_so(points):
    points = [p for k, p in enumerate(points) if p != points[k - 1]]
    if len(set(points)) < 3:
        return
    assert (fault_of([closed(points)]) is None) == geos_valid([points], [0], [False])


@settings(deadline=None, max_examples=400)
@given(st.lists(ring_points, min_size=2, max_size=3))
def test_what_is_accepted_is_valid_in_geos(rings):
    lines = [Point(k + 1, "", number, str(y), str(x)) for number, ring in enumerate(rings, 1)
             for k, (x, y) in enumerate([*ring, ring[0]])]
    shape, notes = shape_of(lines)
    if shape is None:
        assert notes[-1].level == "reject"
        return
    corners = [[(float(p.y), float(p.x)) for p in ring.points] for ring in shape.rings]
    assert geos_valid(corners, shape.part, shape.hole)


@pytest.mark.parametrize("scale", [1, 10**12])  # beyond int64 the numbers are Python's
def test_faults_by_hand(scale):
    def fault(*rings):
        grid = [np.array(closed(ring).tolist(), object) * scale if scale > 1 else closed(ring) for ring in rings]
        found = fault_of(grid)
        return found and found.kind

    assert fault(SQUARE) is None
    assert fault([(0, 0), (10, 10), (10, 0), (0, 10)]) == "crosses"
    assert fault([(0, 0), (10, 0), (10, 10), (10, 15), (10, 10), (0, 10)]) == "spike"
    assert fault(SQUARE, [(2, 2), (4, 2), (4, 4)]) is None
    assert fault(SQUARE, [(0, 0), (4, 2), (4, 4)]) is None, "a hole may touch the outer ring in a point"
    assert fault(SQUARE, [(0, 5), (4, 2), (4, 4)]) is None, "also within an edge"
    assert fault(SQUARE, [(0, 2), (4, 2), (0, 4)]) == "shared_edge"
    assert fault(SQUARE, [(0, 5), (5, 6), (10, 5), (5, 4)]) == "touches_twice"
    chain = [(0, 5), (4, 6), (5, 5), (4, 4)], [(5, 5), (6, 6), (10, 5), (6, 4)]
    assert fault(SQUARE, *chain) == "touches_twice", "two holes that touch each other and opposite sides"
    assert fault(SQUARE, [(0, 5), (4, 6), (5, 5), (4, 4)], [(5, 5), (6, 6), (9, 5), (6, 4)]) is None
    assert fault(SQUARE, [(0, 10), (-5, 5), (0, 0), (-9, 5)]) is None, "parts may meet twice"
    assert fault(SQUARE, [(-2, 2), (4, 2), (4, 4)]) == "crosses"
    assert fault(SQUARE, [(-5, 5), (5, 5), (0, 0), (-5, -1)]) == "crosses"
    assert fault([(0, 0), (6, 0), (6, 6), (0, 6)], [(0, 0), (6, 6), (9, 3)]) == "crosses", "only in corners"
    assert fault(SQUARE, [(10, 10), (20, 10), (20, 20)]) is None, "parts that meet in a corner"
    assert fault(SQUARE, SQUARE) == "shared_edge"


def test_who_encloses_whom():
    nest = [closed([(a, a), (20 - a, a), (20 - a, 20 - a), (a, 20 - a)]) for a in (2, 0, 6, 4)]
    assert nesting(nest) == [1, -1, 3, 0]
    assert nesting(nest[:1]) == [-1]
    assert nesting([closed(SQUARE), closed([(30, 0), (40, 0), (40, 9)])]) == [-1, -1]


def test_points_in_a_ring():
    found = sides(closed(SQUARE), np.array([(5, 5), (0, 5), (10, 10), (11, 5), (5, -1)]))
    assert found.tolist() == [1, 0, 0, -1, -1]


def test_decimals_are_kept_exactly():
    (ring,) = whole([[("4526000.12", "581000.5"), ("4526000.1", "581000.50"), ("4526000.125", "581000.4")]])
    assert ring.tolist() == [[20, 100], [0, 100], [25, 0]]
