"""The drawn town: every figure here was worked out by hand."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis import streets
from tests.analysis.streets import drawn_town as town

M = 1000.0


@pytest.fixture(scope="module")
def graph():
    return town.graph()


def node(graph, x, y):
    """The node at a place."""
    return int(np.nonzero((graph.node_xy == (x, y)).all(axis=1))[0][0])


def reach_of(graph, limit=np.inf, **how):
    return streets.nearest(streets.Net(graph, **how), streets.tie(graph, [town.GATE], 50), limit)


def test_the_graph_has_the_junctions_and_edges_of_the_drawing(graph):
    # 8 places on the south bank, 5 on the north, the flyover's two ends and the alley's; the south street and quay are
    # three edges each, the north quay two, the other nine one each
    assert (graph.n, graph.m) == (16, 17)
    lengths = {name: graph.length[graph.line == k].sum() / M for k, name in enumerate(town.NAMES)}
    assert lengths == {"south street": 600, "west lane": 250, "middle lane": 250, "east lane": 250, "south quay": 600,
                       "bridge": 100, "north quay": 600, "north lane": 250, "hill street": 250, "top street": 600,
                       "flyover": 250, "alley": 150}
    # the ends of the south street, of its quay and the alley (which do not meet as drawn), of the flyover, of the alley
    assert (graph.report.hanging, graph.report.level_crossings, graph.report.open_crossings) == (6, 1, 0)


def test_the_one_end_that_was_moved_is_listed(graph):
    moves = graph.report.moves
    assert [town.NAMES[k] for k in moves.line] == ["alley"] and not moves.at_end[0]
    assert moves.origin.tolist() == [[600, 249.7]] and moves.target.tolist() == [[600, 250]]
    assert moves.distance == pytest.approx(0.3)


def test_a_gap_wider_than_the_tolerance_stays(graph):
    far = reach_of(town.graph(tolerance_m=0.25)).far
    assert np.isinf(far).sum() == 4  # flyover and alley
    assert np.isinf(reach_of(graph).far).sum() == 2


def test_500_000_m_is_in_and_500_001_m_is_out(graph):
    # access 10, lane up 150, quay 200, bridge 100, quay 35, access 5
    homes = streets.tie(graph, [(235.0, 355.0), (235.001, 355.0), (400.0, 355.0)], 50)
    reach = reach_of(graph, 500 * M)
    far, source = reach.at(homes)
    assert far.tolist() == [500 * M, np.inf, np.inf] and source.tolist() == [0, -1, -1]
    # without a limit the distance is printed: over the bridge, though the gate is 255 m away over the water
    assert reach_of(graph).at(homes)[0].tolist() == [500_000, 500_001, 665_000]


def test_the_reached_stretches_are_cut_exactly(graph):
    pieces = reach_of(graph, 500 * M).pieces()
    by_street = {}
    for edge, size in zip(pieces.edge, pieces.end - pieces.begin):
        name = town.NAMES[graph.line[edge]]
        by_street[name] = by_street.get(name, 0) + size / M
    assert by_street == {"east lane": 250, "south street": 590, "middle lane": 250, "south quay": 540, "alley": 140,
                         "bridge": 100, "north quay": 80}
    # the cut on south street: 390 m west of (400, 0)
    on_south = np.nonzero(graph.line[pieces.edge] == 0)[0]
    xy, first = graph.stretches(pieces.edge[on_south], pieces.begin[on_south], pieces.end[on_south])
    assert xy[first[0]].tolist() == [10, 0] and xy[first[-1] - 1].tolist() == [600, 0]


def test_pieces_that_rise_meet_where_both_ways_are_equally_long(graph):
    pieces = reach_of(graph, 500 * M).pieces(rising=True)
    middle = np.nonzero(graph.line[pieces.edge] == town.NAMES.index("middle lane"))[0]
    # 310 m at its foot, 360 m at the quay, 250 m long: they meet at 460 m, 150 m up
    assert pieces.begin[middle].tolist() == [0, 150 * M] and pieces.end[middle].tolist() == [150 * M, 250 * M]
    assert pieces.cost_begin[middle].tolist() == [310 * M, 460 * M]
    assert pieces.cost_end[middle].tolist() == [460 * M, 360 * M]


@pytest.mark.parametrize("toward, south, quay", [(True, 110, 760), (False, 810, 160)])
def test_one_way_lanes_count_for_those_who_drive(toward, south, quay):
    oneway = [1 if name == "east lane" else 0 for name in town.NAMES]
    graph = streets.build(town.lines(oneway=oneway), streets.Rules(ellipsoidal=False))
    reach = reach_of(graph, oneway=True, toward=toward)
    assert reach.far[node(graph, 400, 0)] == south * M and reach.far[node(graph, 400, 250)] == quay * M
    on_foot = reach_of(graph, toward=toward)
    assert on_foot.far[node(graph, 400, 0)] == 110 * M and on_foot.far[node(graph, 400, 250)] == 160 * M


def test_times_are_whole_milliseconds():
    kmh = [36.0 if name != "bridge" else 18.0 for name in town.NAMES]
    graph = streets.build(town.lines(kmh=kmh), streets.Rules(ellipsoidal=False))
    net = streets.Net(graph, by=streets.TIME)
    gate = streets.tie(graph, [town.GATE], 50)
    with pytest.raises(ValueError, match="milliseconds"):
        streets.nearest(net, gate)
    reach = streets.nearest(net, gate, cost=np.array([7000.0]))
    # 7 s, 150 m and 200 m at 10 m/s, the bridge at 5 m/s
    assert reach.far[node(graph, 200, 350)] == 7000 + 35_000 + 20_000
    pieces = streets.nearest(net, gate, 52_000, np.array([7000.0])).pieces()
    bridge = graph.line[pieces.edge] == town.NAMES.index("bridge")
    assert pieces.end[bridge].tolist() == [50 * M] and pieces.cost_end[bridge].tolist() == [52_000]


def test_all_pairs_of_gates_and_homes(graph):
    gates = streets.tie(graph, [town.GATE, (-3.0, 500.0)], 50)  # the second on hill street, 3 m off it
    homes = streets.tie(graph, [(235.0, 355.0), (0.0, 600.0)], 50)
    found = streets.pairs(streets.Net(graph), gates, homes, 600 * M)
    # hill street: 3 + 150 down, quay 200 + 35, access 5; and 3 + 100 up
    assert list(zip(found.source.tolist(), found.target.tolist(), found.cost.tolist())) == [
        (0, 0, 500 * M), (1, 0, 393 * M), (1, 1, 103 * M)]


def test_components_are_the_town_and_the_flyover(graph):
    which, length = streets.components(graph)
    assert length.tolist() == [3900 * M, 250 * M]
    assert which[graph.u[graph.line == town.NAMES.index("flyover")]].tolist() == [1]


def test_chains_run_through_corners(graph):
    chains = streets.Net(graph).chains
    ends = {frozenset((tuple(graph.node_xy[a]), tuple(graph.node_xy[b]))): c / M
            for a, b, c in zip(chains.u, chains.v, chains.cost)}
    # around the north bank: quay, lane, top street, hill street, quay, from the bridge back to it
    assert ends[frozenset([(200.0, 350.0)])] == 600 + 250 + 600 + 250
    # south street's end, and west lane with its corners
    assert ends[frozenset([(400.0, 0.0), (600.0, 0.0)])] == 200
    assert ends[frozenset([(200.0, 0.0), (200.0, 250.0)])] in (250, 650)
    assert np.bincount(chains.chain, graph.length).tolist() == chains.cost.tolist()


def test_crossing_rule_joins_what_crosses_on_one_level():
    level = np.where(np.array(town.NAMES) == "flyover", 0, town.LEVEL)
    drawn = town.lines(level=level)
    by_vertex = streets.build(drawn, streets.Rules(ellipsoidal=False))
    by_crossing = streets.build(drawn, streets.Rules(ellipsoidal=False, junctions=streets.CROSSING))
    assert (by_vertex.report.open_crossings, by_crossing.report.open_crossings) == (1, 0)
    assert by_crossing.report.cuts == 2 and by_crossing.m == by_vertex.m + 2
    # 10 access, 100 down, 100 along, 200 up to the end of what is no flyover now
    assert reach_of(by_crossing).far[node(by_crossing, 300, 200)] == 410 * M
