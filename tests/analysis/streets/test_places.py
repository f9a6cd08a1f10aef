"""Places tied to the network, against measuring every street."""

import numpy as np
import pytest
import shapely

from nm_urban.nm_urban_plugin.analysis import streets
from tests.analysis.streets.drawn_town import lines
from tools.bench import town

PLANE = streets.Rules(ellipsoidal=False, junctions=streets.CROSSING)


@pytest.fixture(scope="module")
def made():
    """A town of some hundred streets with a motorway across it, its graph, and its edges as GEOS has them."""
    drawn = town.streets(400, seed=5)
    corner, size = np.array(drawn.corner), drawn.size
    far = np.stack([corner - (80_000, 31_000), corner + (size + 120_000, size + 47_000)])
    first = np.append(drawn.first, drawn.first[-1] + 2)
    graph = streets.build(streets.Lines.of(np.concatenate([drawn.xy, far]), first), PLANE)
    xy, at = graph.edges_xy(np.arange(graph.m))
    return drawn, graph, shapely.linestrings(xy, indices=np.repeat(np.arange(graph.m), np.diff(at)))


def check(graph, edges, places, points, limit):
    """Places are the nearest, as GEOS measures."""
    apart = shapely.distance(edges[None, :], shapely.points(points)[:, None]).min(axis=1)
    assert (places.tied == (apart <= limit)).all() and places.tied.any() and not places.tied.all()
    k = places.tied
    assert np.abs(places.access[k] / 1000 - apart[k]).max() < 6e-4
    where = shapely.line_interpolate_point(edges[places.edge[k]], places.offset[k] / 1000)
    assert shapely.distance(where, shapely.points(points[k])) == pytest.approx(apart[k], abs=1.5e-3)
    assert np.abs(graph.position(places.edge[k], places.offset[k]) - shapely.get_coordinates(where)).max() < 1.5e-3
    assert (np.floor(places.offset) == places.offset).all() and (places.offset[k] <= graph.length[places.edge[k]]).all()


@pytest.mark.parametrize("limit", [15.0, 60.0, 700.0])
def test_points_are_tied_to_the_nearest_place(made, limit):
    drawn, graph, edges = made
    random = np.random.default_rng(int(limit))
    points = np.array(drawn.corner) + random.uniform(-3 * limit, drawn.size + 3 * limit, (500, 2))
    check(graph, edges, streets.tie(graph, points, limit), points, limit)


def test_places_far_off_find_the_nearest_street_as_well(made):
    drawn, graph, edges = made
    corner = np.array(drawn.corner)
    points = corner + np.array([[-400e3, 10e3], [5.0, 300e3], [250e3, -250e3], [100.0, 100.0], [-90e3, -20e3]])
    places = streets.tie(graph, points, np.inf)
    apart = shapely.distance(edges[None, :], shapely.points(points)[:, None]).min(axis=1)
    assert places.tied.all() and np.abs(places.access / 1000 - apart).max() < 6e-4


def test_only_the_allowed_edges_count(made):
    drawn, graph, edges = made
    allowed = np.random.default_rng(1).random(graph.m) < 0.2
    points = town.points(drawn, 300, 3)
    places = streets.tie(graph, points, 90.0, allowed)
    assert allowed[places.edge[places.tied]].all()
    apart = shapely.distance(edges[allowed][None, :], shapely.points(points)[:, None]).min(axis=1)
    assert (places.tied == (apart <= 90)).all()
    assert np.abs(places.access / 1000 - apart)[places.tied].max() < 6e-4


def test_a_tie_goes_to_the_smaller_edge():
    graph = streets.build(lines([[(0, 10), (100, 10)], [(0, -10), (100, -10)]]), PLANE)
    places = streets.tie(graph, [(50, 0), (120, 0)], 100)
    assert places.edge.tolist() == [0, 0] and places.offset.tolist() == [50_000, 100_000]
    assert places.access.tolist() == [10_000, 22_361]


def test_access_is_measured_on_the_ellipsoid():
    east = 180e3  # k = 1.0004
    graph = streets.build(streets.Lines.of([(east, 4.5e6), (east, 4.5e6 + 100)], [0, 2]))
    assert graph.length[0] < 100_000 - 35
    assert streets.tie(graph, [(east + 300, 4.5e6 + 50)], 400).access[0] == pytest.approx(300_000 / 1.0004, abs=2)


def rings_of(polygons):
    """(xy, first, thing) of polygons and their holes."""
    rings = shapely.get_rings(polygons)
    thing = np.repeat(np.arange(len(polygons)), shapely.get_num_interior_rings(polygons) + 1)
    xy = shapely.get_coordinates(rings)
    return xy, np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(rings))]), thing


@pytest.fixture(scope="module")
def polygons(made):
    drawn, _, _ = made
    random = np.random.default_rng(8)
    ring, _ = town.compounds(drawn, 150)
    shapes = shapely.buffer(shapely.polygons(ring), 3, join_style="mitre")
    holed = shapely.difference(shapes, shapely.buffer(shapely.centroid(shapes), 3.0))
    far = shapely.box(*(np.array(drawn.corner)[[0, 1, 0, 1]] - 5000 + [0, 0, 40, 40]))
    return np.concatenate([np.where(random.random(len(shapes)) < 0.3, holed, shapes), [far]])


def test_polygons_are_tied_at_the_nearest_place_of_their_outline(made, polygons):
    _, graph, edges = made
    limit = 45.0
    places = streets.tie_outlines(graph, *rings_of(polygons), len(polygons), limit)
    apart = shapely.distance(edges[None, :], shapely.boundary(polygons)[:, None])
    least = apart.min(axis=1)
    assert (places.tied == (least <= limit)).all() and not places.tied[-1]
    k = places.tied
    assert (places.access[k] == 0).any() and (places.access[k] > 0).any()
    assert np.abs(places.access[k] / 1000 - least[k]).max() < 6e-4
    where = shapely.points(graph.position(places.edge[k], places.offset[k]))
    assert shapely.distance(where, shapely.boundary(polygons[k])) == pytest.approx(least[k], abs=1.5e-3)


def test_every_street_near_an_outline_is_found_once(made, polygons):
    _, graph, edges = made
    found = streets.near_outlines(graph, *rings_of(polygons), 30.0)
    apart = shapely.distance(edges[None, :], shapely.boundary(polygons)[:, None])
    thing, edge = np.nonzero(apart <= 30.0)
    assert list(zip(found.thing.tolist(), found.edge.tolist())) == list(zip(thing.tolist(), edge.tolist()))
    assert np.abs(found.distance / 1000 - apart[thing, edge]).max() < 6e-4
    # the place of the outline lies on it, and as far from the street's place as is said
    here = shapely.points(found.xy)
    assert shapely.distance(here, shapely.boundary(polygons)[found.thing]).max() < 1e-6
    there = shapely.points(graph.position(found.edge, found.offset))
    assert np.abs(shapely.distance(here, there) - found.distance / 1000).max() < 2e-3


def test_every_street_near_a_point_is_found_once(made):
    drawn, graph, edges = made
    points = town.points(drawn, 200, 9)
    found = streets.near_points(graph, points, 80.0)
    apart = shapely.distance(edges[None, :], shapely.points(points)[:, None])
    thing, edge = np.nonzero(apart <= 80.0)
    assert list(zip(found.thing.tolist(), found.edge.tolist())) == list(zip(thing.tolist(), edge.tolist()))
    nearest, tied = found.nearest(200), streets.tie(graph, points, 80.0)
    assert np.array_equal(nearest.edge, tied.edge) and np.array_equal(nearest.access, tied.access)


def test_places_at_nodes():
    graph = streets.build(lines([[(0, 0), (100, 0)], [(100, 0), (100, 40)]]), PLANE)
    places = streets.at_nodes(graph, np.arange(3))
    assert np.array_equal(graph.position(places.edge, places.offset), graph.node_xy) and not places.access.any()


def test_stretches_run_from_place_to_place_over_the_vertices_between():
    graph = streets.build(lines([[(0, 0), (10, 0), (10, 10), (20, 10)]]), PLANE)
    for begin, end, want in [
        (0, 30_000, [[0, 0], [10, 0], [10, 10], [20, 10]]), (10_000, 20_000, [[10, 0], [10, 10]]),
        (4_000, 13_000, [[4, 0], [10, 0], [10, 3]]), (11_000, 12_000, [[10, 1], [10, 2]]),
        (5_000, 5_000, [[5, 0], [5, 0]]),
    ]:
        xy, first = graph.stretches([0], [begin], [end])
        assert xy.tolist() == want and first.tolist() == [0, len(want)]
