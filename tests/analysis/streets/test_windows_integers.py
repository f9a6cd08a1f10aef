"""The same bits where numpy's default integer has 32 bits, in a town whose numbers do not fit them."""

import numpy as np

from nm_urban.nm_urban_plugin.analysis import streets
from tests import windows_ints
from tools.bench import town


def answers(count=4000):
    """A town far from the middle of its layer, with numbers that do not fit 32 bits, and all that can be asked."""
    drawn = town.streets(count, seed=3)
    xy = np.concatenate([drawn.xy, [(-1.9e6, 4.5e6), (1.9e6, 4.6e6)]])
    lines = streets.Lines.of(xy, np.append(drawn.first, drawn.first[-1] + 2), np.append(drawn.oneway, 0),
                             np.append(drawn.level, 0), np.append(drawn.kmh, 5.0))
    graph = streets.build(lines, streets.Rules(junctions=streets.CROSSING))
    gates = streets.tie(graph, town.points(drawn, 40, 5), 300.0)
    ring, _ = town.compounds(drawn, 60)
    homes = streets.tie_outlines(graph, ring.reshape(-1, 2), 5 * np.arange(61), np.arange(60), 60, 300.0)
    out = [graph.lo, graph.hi, graph.u, graph.v, graph.length, graph.node_xy, gates.edge, gates.offset, homes.access]
    for net in (streets.Net(graph), streets.Net(graph, by=streets.TIME, oneway=True)):
        reach = streets.nearest(net, gates, cost=gates.access.round() * 3)
        pieces = streets.nearest(net, gates, 900_000, gates.access).pieces()
        found = streets.pairs(net, gates, homes, 1_200_000, gates.access, homes.access)
        nodes = streets.node_pairs(net, gates, 400_000, gates.access)
        out += [reach.far, reach.source, *reach.at(homes, homes.access), pieces.edge, pieces.begin, pieces.end,
                found.source, found.target, found.cost, nodes.source, nodes.target, nodes.cost]
    return [*out, *streets.components(graph), *graph.stretches(pieces.edge, pieces.begin, pieces.end)]


def test_all_answers_have_the_same_bits_on_windows(monkeypatch, pytestconfig):
    wide = answers()
    switched = windows_ints.switch(monkeypatch)
    assert switched > 10 or pytestconfig.pluginmanager.hasplugin("tests.windows_ints")
    slim = answers()
    assert max(float(v[np.isfinite(v)].max()) for v in wide) > 2**31
    for a, b in zip(wide, slim):
        assert a.dtype == b.dtype and np.array_equal(a, b)
