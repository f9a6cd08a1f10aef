"""Searches against a plain Dijkstra: the same bits on every node, place and pair."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.streets import LENGTH, Net, fronts, nearest, node_pairs, pairs
from tests.analysis.streets import oracle, worlds

#: Only fronts, only the heap, and much changing between the two.
WAYS = {"fronts": (0, 0), "heap": (10**9, 10**9), "both": (3, 4)}


def question(seed):
    """A random multigraph and a way to search it, sources, targets, and a limit."""
    random = np.random.default_rng(seed)
    graph = worlds.multigraph(random)
    net = Net(graph, LENGTH, oneway=bool(random.integers(2)), toward=bool(random.integers(2)))
    sources, targets = (worlds.places(random, graph, int(random.integers(1, 9))) for _ in range(2))
    limit = np.inf if random.random() < 0.3 else float(random.integers(0, 150))
    return net, sources, targets, limit


@pytest.mark.parametrize("way", WAYS)
def test_600_random_multigraphs_have_the_bits_of_dijkstra(way, monkeypatch):
    monkeypatch.setattr(fronts, "_THIN", WAYS[way][0])
    monkeypatch.setattr(fronts, "_THICK", WAYS[way][1])
    reached = 0
    for seed in range(600):
        net, sources, targets, limit = question(seed)
        neighbours, at_source, (at_target,) = oracle.explode(net, sources, None, [targets])
        seeds = [(v, c, k) for k, (v, c) in enumerate(zip(at_source, sources.access.tolist()))]
        far, who = oracle.dijkstra(neighbours, seeds, limit)
        reach = nearest(net, sources, limit)
        n = net.graph.n
        assert np.array_equal(reach.far, far[:n]) and np.array_equal(reach.source, who[:n]), seed
        total = np.array([far[v] if v >= 0 else np.inf for v in at_target]) + targets.access
        inside = total <= limit if np.isfinite(limit) else np.isfinite(total)
        got, got_who = reach.at(targets)
        assert np.array_equal(got, np.where(inside, total, np.inf)), seed
        assert np.array_equal(got_who, [who[v] if i else -1 for v, i in zip(at_target, inside)]), seed
        reached += int(np.isfinite(got).sum())
    assert reached > 1000


def test_600_random_multigraphs_have_all_pairs_of_dijkstra():
    count = 0
    for seed in range(600):
        net, sources, targets, limit = question(seed)
        limit = limit if np.isfinite(limit) else 400.0
        neighbours, at_source, (at_target,) = oracle.explode(net, sources, None, [targets])
        want, to_nodes = [], []
        for k, (vertex, access) in enumerate(zip(at_source, sources.access.tolist())):
            far, _ = oracle.dijkstra(neighbours, [(vertex, access, k)], limit)
            to_nodes += [(k, j, d) for j, d in enumerate(far[: net.graph.n].tolist()) if d <= limit]
            total = [far[v] + a if v >= 0 else np.inf for v, a in zip(at_target, targets.access.tolist())]
            want += [(k, j, d) for j, d in enumerate(total) if d <= limit]
        found = pairs(net, sources, targets, limit)
        assert list(zip(found.source.tolist(), found.target.tolist(), found.cost.tolist())) == want, seed
        found = node_pairs(net, sources, limit)
        assert list(zip(found.source.tolist(), found.target.tolist(), found.cost.tolist())) == to_nodes, seed
        count += len(want)
    assert count > 4000
