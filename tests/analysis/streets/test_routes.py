"""Ways: what the tree sums is what the search found, and what is travelled hangs together."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis import streets
from tests.analysis.streets import drawn_town as town
from tests.analysis.streets import worlds


@pytest.mark.parametrize("seed", range(150))
def test_sums_along_the_tree_are_the_distances(seed):
    random = np.random.default_rng(seed)
    graph = worlds.multigraph(random)
    net = streets.Net(graph, oneway=bool(seed % 2), toward=False)
    sources, targets = worlds.places(random, graph, 4), worlds.places(random, graph, 12)
    reach = streets.nearest(net, sources, np.inf if seed % 3 else 90)
    tree = streets.Tree.of(reach)
    start = np.where(reach.source >= 0, sources.access[reach.source], 0.0)
    assert np.array_equal(tree.sums(graph.length) + start, reach.far)
    bare = streets.Places(targets.edge, targets.offset, np.where(targets.tied, 0.0, np.inf))
    far, source = reach.at(bare)
    got = tree.at(targets, graph.length)
    near = np.isfinite(far)
    assert np.array_equal(got[near] + sources.access[source[near]], far[near])
    for k in np.nonzero(near)[0].tolist():
        check_way(net, sources, targets, k, source[k], tree.way(targets, k), got[k])
    assert all(tree.way(targets, k) is None for k in np.nonzero(~targets.tied)[0])


def check_way(net, sources, targets, k, source, way, length):
    """A way starts at its source, ends at its target, is as long as is said, and every step may be travelled."""
    graph = net.graph
    assert np.abs(way.end - way.begin).sum() == length
    ahead = way.end > way.begin
    assert np.where(ahead, net.forward[way.edge], net.backward[way.edge]).all()
    place = [spot(graph, sources.edge[source], sources.offset[source])]
    for edge, begin, end in zip(way.edge, way.begin, way.end):
        assert spot(graph, edge, begin) == place[-1]
        place.append(spot(graph, edge, end))
    assert place[-1] == spot(graph, targets.edge[k], targets.offset[k])


def spot(graph, edge, offset):
    """A name for a place: its node, or edge and offset."""
    if offset == 0:
        return int(graph.u[edge])
    return int(graph.v[edge]) if offset == graph.length[edge] else (int(edge), float(offset))


def test_the_way_over_the_bridge_by_hand():
    graph = town.graph()
    reach = streets.nearest(streets.Net(graph, toward=False), streets.tie(graph, [town.GATE], 50))
    homes = streets.tie(graph, [(235.0, 355.0), (400.0, 180.0), (300.0, 100.0)], 50)
    tree = streets.Tree.of(reach)
    way = tree.way(homes, 0)
    assert [town.NAMES[k] for k in graph.line[way.edge]] == ["east lane", "south quay", "bridge", "north quay"]
    assert way.begin.tolist() == [100_000, 200_000, 0, 0] and way.end.tolist() == [250_000, 0, 100_000, 35_000]
    straight = tree.way(homes, 1)  # on the gate's own street
    assert (straight.edge.tolist(), straight.begin.tolist(), straight.end.tolist()) == (
        [graph.m and int(np.nonzero(graph.line == 3)[0][0])], [100_000], [180_000])
    assert tree.way(homes, 2) is None  # the flyover
    # anything can be summed: how often a bridge is crossed
    bridges = (graph.lines.level[graph.line] > 0).astype(float)
    assert tree.at(homes, bridges).tolist() == [1, 0, np.inf]


def test_other_units_and_places_between_millimetres():
    graph = town.graph()
    micro = np.rint(graph.length * 1000 / 3).astype(np.int64)
    net = streets.Net(graph, costs=micro, toward=False)
    start = streets.Places(np.array([0]), np.array([0.25]), np.zeros(1))
    with pytest.raises(ValueError, match="milliseconds"):
        streets.nearest(net, start)
    reach = streets.nearest(net, start, cost=np.zeros(1))
    far, _ = reach.at(streets.Places(np.array([0]), np.array([100_000.25]), np.zeros(1)), np.zeros(1))
    assert far.tolist() == [pytest.approx(100_000_000 / 3, abs=1)]
    assert streets.Tree.of(reach).at(streets.at_nodes(graph, graph.v[:1]), graph.length).tolist() == [199_999.75]


def test_vertices_know_which_drawn_vertex_they_are():
    graph = town.graph(junctions=streets.CROSSING)
    drawn = town.lines().xy
    known = graph.source >= 0
    assert np.array_equal(graph.origin.outward(graph.x, graph.y)[known], drawn[graph.source[known]])
    assert np.count_nonzero(~known) == 1  # the alley's end, which was moved
