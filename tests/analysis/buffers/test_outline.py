"""Strips and fans: their union is the buffer, by shapely in the plane and by areas known by hand."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis.buffers.outline import circles, runs, strips_and_fans


def union(vertices, r, at=(0.0, 0.0)):
    vertices = np.asarray(vertices, float) + at
    rings = [shapely.polygons(group) for group in strips_and_fans(vertices[:-1], vertices[1:], r)]
    return shapely.union_all(np.concatenate(rings)), shapely.LineString(vertices)


def test_circle_has_the_area_of_the_circle():
    (ring,) = circles(np.zeros(1), np.zeros(1), 500.0)
    assert shapely.Polygon(ring).area == pytest.approx(np.pi * 500**2, rel=1e-9)
    assert (ring[0] == ring[-1]).all()


def test_straight_line_is_a_strip_with_two_half_circles():
    area, _ = union([[0, 0], [30, 0]], 5.0)
    assert area.area == pytest.approx(30 * 10 + np.pi * 5**2, rel=1e-8)
    assert area.is_valid and not area.interiors


@pytest.mark.parametrize("turn", [1e-9, 1e-6, 1e-3, 0.02, 0.5, 2.0, 3.1])
def test_bend_has_round_outside_and_sharp_inside(turn):
    # two arms that make an angle: strips overlap in a kite of r² tan(turn/2), a sector of r² turn/2 is added
    arm, r = 400.0, 5.0  # near the centre of the plane, where its metres are metres
    area, line = union([[-arm, 0], [0, 0], [arm * np.cos(turn), arm * np.sin(turn)]], r)
    overlap = r * r * np.tan(turn / 2) if r * np.tan(turn / 2) < arm else None
    if overlap is not None:
        expected = 2 * (2 * arm * r) + np.pi * r * r + r * r * turn / 2 - overlap
        assert area.area == pytest.approx(expected, rel=2e-8)
    assert area.geom_type == "Polygon" and area.is_valid and not area.interiors
    edge = shapely.distance(shapely.points(shapely.get_coordinates(area)), line)
    assert np.abs(edge - r).max() < 6e-5 * r


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), min_size=2, max_size=12),
       st.sampled_from([30.0, 500.0, 4000.0]))
def test_union_is_the_buffer_of_any_line(points, r):
    vertices = np.array(points, float) * 100
    keep = np.append(True, (np.diff(vertices, axis=0) != 0).any(axis=1))
    vertices = vertices[keep]
    if len(vertices) < 2:
        return
    area, line = union(vertices, r)
    # segment by segment: GEOS 3.13 loses most of the buffer of some short closed lines
    segments = shapely.linestrings(np.stack([vertices[:-1], vertices[1:]], 1))
    fine = shapely.union_all(shapely.buffer(segments, r, quad_segs=720))
    assert area.is_valid
    assert area.symmetric_difference(fine).area < 1e-4 * fine.area
    edge = shapely.distance(shapely.points(shapely.get_coordinates(shapely.segmentize(area.boundary, r / 20))), line)
    assert np.abs(edge - r).max() < 6e-5 * r


def test_metres_far_from_the_centre_are_metres_of_the_ellipsoid():
    # at (100 km, 0) of an azimuthal equidistant plane a northward metre is drawn 1 + p²/6R² long, an eastward one as is
    (ring,) = circles(np.array([100e3]), np.zeros(1), 1000.0)
    size = np.ptp(ring, axis=0) / np.ptp(circles(np.zeros(1), np.zeros(1), 1000.0)[0], axis=0)
    assert size[0] == pytest.approx(1.0, abs=1e-9)
    assert size[1] - 1 == pytest.approx(100e3**2 / (6 * 6.371e6**2), rel=1e-6)


def test_runs_join_consecutive_segments():
    index, first = runs(np.array([3, 4, 7, 9, 10]), np.array([0, 0, 0, 0, 1]))
    assert index.tolist() == [3, 4, 5, 7, 8, 9, 10, 10, 11] and first.tolist() == [0, 3, 5, 7, 9]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([200.0, 1000.0, 5000.0]), st.sampled_from([0.05, 0.2, 0.45]))
def test_gentle_lines_share_strips_that_do_not_cross_themselves(seed, r, bend):
    rng = np.random.default_rng(seed)
    heading = np.cumsum(rng.normal(0, bend, 40))
    steps = rng.uniform(50, 4000, 40)
    vertices = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], 1) * steps[:, None], axis=0)
    vertices -= vertices.mean(axis=0)
    groups = strips_and_fans(vertices[:-1], vertices[1:], r)
    rings = np.concatenate([shapely.polygons(group) for group in groups])
    assert shapely.is_valid(rings).all()
    area, line = shapely.union_all(rings), shapely.LineString(vertices)
    edge = shapely.distance(shapely.points(shapely.get_coordinates(shapely.segmentize(area.boundary, r / 20))), line)
    assert np.abs(edge - r).max() < 1e-4 * r  # the plane's own scale is 2 parts in 100 000 out there
    if bend == 0.05 and r == 200.0:
        assert len(rings) < 40, "most segments share a strip"
