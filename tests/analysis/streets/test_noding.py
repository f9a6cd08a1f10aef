"""From drawings to graphs: what is joined, what is not, what it is made of, and that nothing else changes."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis import streets
from nm_urban.nm_urban_plugin.core.ellipsoid import gauss, geodesic
from tests.analysis.streets.drawn_town import lines

PLANE = streets.Rules(ellipsoidal=False)
CROSS = streets.Rules(ellipsoidal=False, junctions=streets.CROSSING)


def drawing(parts, level=None, rules=PLANE, **columns):
    return streets.build(lines(parts, level, **columns), rules)


def edges(graph):
    """The graph as a sorted list of (line, length in mm, both ends in mm), whatever the numbering."""
    ends = np.rint(graph.node_xy * 1000).astype(np.int64)
    rows = []
    for line, size, u, v in zip(graph.line, graph.length, graph.u, graph.v):
        rows.append((int(line), float(size), *sorted((tuple(ends[u]), tuple(ends[v])))))
    return sorted(rows)


def joined(graph, a, b):
    """Whether two lines are in one component."""
    which, _ = streets.components(graph)
    return which[graph.u[graph.line == a][0]] == which[graph.u[graph.line == b][0]]


# -- hanging ends ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap, meets", [(0.0, True), (0.499, True), (0.501, False)])
def test_an_end_is_joined_to_the_inside_of_a_line_within_the_tolerance(gap, meets):
    graph = drawing([[(0, 0), (100, 0)], [(40, 50), (40, gap)]])
    assert joined(graph, 0, 1) == meets and graph.m == (3 if meets else 2)
    if meets:
        assert graph.length.tolist() == [40_000, 60_000, 50_000]


def test_a_vertex_goes_before_the_inside_and_the_nearer_before_the_farther():
    # the end is 0.3 m from the line and 0.4 m from its vertex; and 0.2 m from another line's vertex on the other side
    bent = [(0, 0), (40.265, 0), (100, 0)]
    graph = drawing([bent, [(40, 50), (40, 0.3)]])
    assert graph.report.moves.target.tolist() == [[40.265, 0]]
    graph = drawing([bent, [(39.8, 0.3), (39.8, 9), (20, 20)], [(40, 50), (40, 0.3)]])
    assert graph.report.moves.target.tolist() == [[39.8, 0.3]]


def test_of_two_ends_that_face_each_other_the_earlier_stays():
    graph = drawing([[(0, 0), (10, 0)], [(10.4, 0), (20, 0)]])
    assert graph.report.moves.line.tolist() == [1] and graph.report.moves.target.tolist() == [[10, 0]]
    assert graph.length.tolist() == [10_000, 10_000]


def test_a_row_of_ends_goes_to_where_the_row_leads():
    # three ends 0.4 m apart in a row: the last follows the second to the first, and says that it went 0.8 m
    graph = drawing([[(0, 9), (0, 0)], [(0.4, -9), (0.4, 0)], [(9, 0), (0.8, 0)]])
    assert joined(graph, 0, 2) and joined(graph, 0, 1)
    assert graph.report.moves.distance.tolist() == pytest.approx([0.4, 0.8])


def test_a_ring_drawn_with_a_gap_is_closed_but_a_short_stub_is_no_ring():
    graph = drawing([[(0, 0), (50, 0), (50, 50), (0, 50), (0, 0.3)], [(200, 0), (200.3, 0)]])
    assert graph.u[0] == graph.v[0] and graph.length[0] == 200_000
    assert graph.m == 2 and graph.u[1] != graph.v[1]


def test_a_line_that_shrinks_to_nothing_is_counted_and_harms_nobody():
    graph = drawing([[(0, 0), (100, 0)], [(40, 0.2), (40, -0.2)], [(5, 5), (5, 5)], [(60, 0.1), (60, 80)]])
    assert graph.report.short == 2 and sorted(set(graph.line.tolist())) == [0, 3]
    assert joined(graph, 0, 3)
    gate = streets.tie(graph, [(40, 3), (60.5, 40)], 10)
    assert graph.line[gate.edge].tolist() == [0, 3]


def test_nothing_moves_without_a_tolerance():
    parts = [[(0, 0), (100, 0)], [(40, 50), (40, 0.2)]]
    graph = drawing(parts, rules=streets.Rules(0.0, ellipsoidal=False))
    assert graph.m == 2 and len(graph.report.moves.line) == 0 and graph.report.hanging == 4


# -- crossings and levels ----------------------------------------------------------------------------------------


def test_lines_that_cross_meet_only_by_the_rule_that_says_so():
    parts = [[(0, 0), (100, 100)], [(0, 100), (100, 0)]]
    assert drawing(parts).m == 2 and drawing(parts).report.open_crossings == 1
    crossed = drawing(parts, rules=CROSS)
    assert crossed.m == 4 and crossed.report.cuts == 2
    assert crossed.length.tolist() == [70_711] * 4


@pytest.mark.parametrize("rules", [PLANE, CROSS])
def test_an_end_on_a_line_is_a_junction_by_both_rules(rules):
    # two lines end together on the inside of a third: no end hangs, yet they meet
    graph = drawing([[(0, 0), (100, 0)], [(40, 0), (40, 50)], [(40, 0), (30, -50)]], rules=rules)
    assert graph.m == 4 and graph.degree.max() == 4 and len(graph.report.moves.line) == 0


def test_unless_only_shared_vertices_are_wanted():
    rules = streets.Rules(0.0, touching=False, ellipsoidal=False)
    graph = drawing([[(0, 0), (100, 0)], [(40, 0), (40, 50)], [(100, 0), (120, 0)]], rules=rules)
    assert graph.m == 3 and not joined(graph, 0, 1) and joined(graph, 0, 2) and graph.report.open_crossings == 1


def test_a_vertex_on_a_line_is_a_junction_only_by_the_crossing_rule():
    parts = [[(0, 0), (100, 0)], [(40, 50), (40, 0), (40, -50)]]
    assert drawing(parts).m == 2 and drawing(parts).report.open_crossings == 1
    assert drawing(parts, rules=CROSS).m == 4


def test_a_bridge_meets_what_it_crosses_nowhere_and_the_ground_at_its_ends():
    ground = [[(0, 0), (50, 0), (100, 0)], [(0, 80), (50, 80), (100, 80)], [(0, 40), (50, 40), (100, 40)]]
    bridge = [(50, 0), (50, 40), (50, 80)]  # has a vertex in common with the third street, far below it
    for rules in (PLANE, CROSS):
        graph = drawing([*ground, bridge], level=[0, 0, 0, 1], rules=rules)
        assert joined(graph, 0, 3) and joined(graph, 1, 3) and not joined(graph, 2, 3)
        assert graph.m == 6  # two halves of each quay, the street below, the bridge
    # a lane that ends under the bridge does not meet it
    graph = drawing([*ground, bridge, [(50, 40), (90, 60)]], level=[0, 0, 0, 1, 0])
    assert joined(graph, 4, 2) and not joined(graph, 4, 3)
    # a bridge and a tunnel at one place meet where both end
    assert joined(drawing([[(0, 0), (9, 0)], [(9, 0), (20, 0)]], level=[1, -1]), 0, 1)
    assert not joined(drawing([[(0, 0), (9, 0)], [(9, -9), (9, 0), (20, 0)]], level=[1, -1]), 0, 1)


def test_the_foot_of_a_bridge_is_joined_to_the_street_but_no_lane_to_the_bridge_above():
    street = [(0, 0), (100, 0)]
    assert joined(drawing([street, [(50, 0.3), (50, 80)]], level=[0, 1]), 0, 1)
    assert not joined(drawing([street, [(50, 0.3), (50, 80)]], level=[1, 0]), 0, 1)


def test_a_street_drawn_twice_becomes_parallel_edges():
    graph = drawing([[(0, 0), (100, 0)], [(20, 0), (130, 0)], [(100, 0), (40, 0)]], rules=CROSS)
    pair = np.sort(np.stack([graph.node_xy[graph.u, 0], graph.node_xy[graph.v, 0]], 1), axis=1)
    rows, count = np.unique(pair, axis=0, return_counts=True)
    assert rows.tolist() == [[0, 20], [20, 40], [40, 100], [100, 130]] and count.tolist() == [1, 2, 3, 1]


def test_ends_a_millimetre_apart_are_one_place():
    # four streets of two layers that came through different transformations
    graph = drawing([[(0, 0), (100.0004, 0)], [(100.0006, 0), (200, 0)], [(100, 0.001), (100, 90)],
                     [(100.001, -0.001), (100, -90)]], rules=streets.Rules(0.0, ellipsoidal=False))
    assert graph.degree.max() == 4


# -- against GEOS, and laws --------------------------------------------------------------------------------------


def soup(seed, n=40):
    random = np.random.default_rng(seed)
    return [np.round(np.cumsum(random.normal(0, 30, (int(random.integers(2, 6)), 2)), axis=0)
                     + random.uniform(0, 250, 2), 3).tolist() for _ in range(n)]


@pytest.mark.parametrize("seed", range(20))
def test_crossings_are_those_of_geos(seed):
    parts = soup(seed)
    graph = drawing(parts, rules=streets.Rules(0.0, streets.CROSSING, ellipsoidal=False))
    noded = shapely.get_parts(shapely.node(shapely.multilinestrings([shapely.linestrings(p) for p in parts])))
    # coordinates are rounded to millimetres: crossings nearer than that may be one here and two there
    assert abs(graph.m - len(noded)) <= 4
    assert graph.length.sum() / 1000 == pytest.approx(shapely.length(noded).sum(), abs=2e-3 * graph.m)
    ours = shapely.points(graph.node_xy)
    theirs = shapely.points(np.concatenate([shapely.get_coordinates(noded)]))
    apart = shapely.distance(ours[:, None], shapely.multipoints(theirs))
    assert apart.max() < 2e-3


coordinate = st.integers(0, 12).map(float)
polyline = st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=5)
drawings = st.lists(polyline, min_size=1, max_size=8)
KINDS = (streets.VERTEX, streets.CROSSING)
rules_of = st.sampled_from([streets.Rules(0.0, kind, ellipsoidal=False) for kind in KINDS])


@settings(max_examples=150, deadline=None)
@given(drawings, rules_of)
def test_every_line_is_as_long_as_it_was_drawn(parts, rules):
    graph = drawing(parts, rules=rules)
    drawn = [shapely.length(shapely.linestrings(p)) * 1000 for p in parts]
    got = np.bincount(graph.line, graph.length, minlength=len(parts))
    pieces = np.bincount(graph.line, graph.hi - graph.lo, minlength=len(parts))
    # each edge and each cut is rounded to a millimetre
    assert (np.abs(got - drawn) <= 1.5 * pieces + 1e-6).all()
    assert graph.length.min(initial=1) >= 1 and (np.floor(graph.length) == graph.length).all()


def test_a_crossing_at_half_a_millimetre_is_rounded_alike_however_it_is_drawn():
    one, other = [(6.0, 11.0), (12.0, 4.0)], [(9.0, 12.0), (7.0, 1.0)]  # they cross at y = 8.2875
    drawn = [[one, other], [other, one], [one[::-1], other], [other[::-1], one[::-1]]]
    nodes = {tuple(sorted(map(tuple, drawing(parts, rules=CROSS).node_xy.tolist()))) for parts in drawn}
    assert len(nodes) == 1


@settings(max_examples=100, deadline=None)
@given(drawings, rules_of, st.randoms(use_true_random=False))
def test_the_graph_does_not_depend_on_the_order_of_lines_or_vertices(parts, rules, random):
    graph = drawing(parts, rules=rules)
    order = list(range(len(parts)))
    random.shuffle(order)
    turned = [parts[k][::-1] if random.random() < 0.5 else parts[k] for k in order]
    again = drawing(turned, rules=rules)
    back = [(order[line], *rest) for line, *rest in edges(again)]
    assert edges(graph) == sorted(back)


@settings(max_examples=100, deadline=None)
@given(drawings)
def test_crossing_everywhere_leaves_no_two_edges_that_cross(parts):
    graph = drawing(parts, rules=streets.Rules(0.0, streets.CROSSING, ellipsoidal=False))
    if not graph.m:
        return
    xy, first = graph.edges_xy(np.arange(graph.m))
    shapes = [shapely.linestrings(xy[a:b]) for a, b in zip(first[:-1], first[1:])]
    for k, one in enumerate(shapes):
        for other in shapes[k + 1:]:
            # what cuts were rounded to may still overlap by a millimetre
            assert not shapely.crosses(one, other) or shapely.distance(
                shapely.intersection(one, other), shapely.multipoints(graph.node_xy)) < 2e-3


# -- lengths -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("east", [0.0, 60e3, -180e3, 390e3])
def test_lengths_are_those_of_the_ellipsoid(east):
    random = np.random.default_rng(3)
    start = np.stack([east + random.uniform(-5e3, 5e3, 200), random.uniform(4.2e6, 5.8e6, 200)], 1)
    end = start + random.normal(0, 800, (200, 2))
    xy = np.stack([start, end], 1).reshape(-1, 2)
    graph = streets.build(streets.Lines.of(xy, 2 * np.arange(201)), streets.Rules(0.0))
    a, b = gauss.inverse(*start.T, 111.0), gauss.inverse(*end.T, 111.0)
    geodesics, _ = geodesic.inverse(*a, *b)
    assert np.abs(graph.length / 1000 - geodesics).max() < 1.6e-3  # ends and length, each to a millimetre
    if east > 100e3:
        assert np.abs(graph.length / 1000 - np.hypot(*(end - start).T)).max() > 0.1


def test_a_cut_motorway_is_as_long_as_a_whole_one():
    whole = streets.build(streets.Lines.of([(0, 4.5e6), (300e3, 4.6e6)], [0, 2]))
    share = np.linspace(0, 1, 2001)[:, None]
    fine = streets.build(streets.Lines.of((0, 4.5e6) + share * (300e3, 1e5), [0, 2001]))
    assert abs(whole.length[0] - fine.length[0]) < 60  # of 316 228 m; the vertices are rounded to millimetres


# -- doors -------------------------------------------------------------------------------------------------------


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="ascend"):
        streets.Lines.of([(0, 0), (1, 1)], [0, 1])
    with pytest.raises(ValueError, match="finite"):
        streets.Lines.of([(0, 0), (np.nan, 1)], [0, 2])
    with pytest.raises(ValueError, match="km/h"):
        streets.Lines.of([(0, 0), (1, 1)], [0, 2], kmh=[0.0])
    with pytest.raises(ValueError, match="each line"):
        streets.Lines.of([(0, 0), (1, 1)], [0, 2], oneway=[0, 0])
    with pytest.raises(ValueError, match="4000 km"):
        streets.build(streets.Lines.of([(0, 0), (5e6, 1)], [0, 2]))
    with pytest.raises(ValueError, match="no such rule"):
        streets.build(streets.Lines.of([(0, 0), (1, 1)], [0, 2]), streets.Rules(junctions="anywhere"))


@pytest.mark.parametrize("parts", [[], [[(5, 5), (5, 5)]]])
def test_no_lines_make_an_empty_graph_that_reaches_nothing(parts):
    graph = drawing(parts) if parts else streets.build(streets.Lines.of(np.zeros((0, 2)), [0]))
    assert (graph.n, graph.m, graph.report.lines) == (0, 0, len(parts))
    places = streets.tie(graph, [(5.0, 5.0)], 100.0)
    assert not places.tied.any()
    net = streets.Net(graph)
    reach = streets.nearest(net, places, 1000.0)
    assert len(reach.far) == 0 and np.isinf(reach.at(places)[0]).all() and len(reach.pieces()) == 0
    assert len(streets.pairs(net, places, places, 1000.0)) == 0
    assert len(streets.near_points(graph, [(5.0, 5.0)], 100.0)) == 0
    assert [len(v) for v in streets.components(graph)] == [0, 0]
