"""Chains and components: what is dissolved, what stays, and that the search does not notice."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis import streets
from nm_urban.nm_urban_plugin.analysis.streets.components import labels
from tests.analysis.streets import worlds


def chain(n, **columns):
    """Nodes 0 … n in a row, numbered at random, edges drawn either way."""
    random = np.random.default_rng(2)
    number = random.permutation(n + 1)
    u, v = number[:-1].copy(), number[1:].copy()
    turn = random.random(n) < 0.5
    u[turn], v[turn] = v[turn], u[turn]
    length = random.integers(1, 200_000, n).astype(float)
    return worlds.graph_of(n + 1, u, v, length, **columns), number


def test_a_row_of_20_000_edges_is_one_chain():
    graph, number = chain(20_000)
    net = streets.Net(graph)
    assert len(net.chains.cost) == 1 and len(net.junctions) == 2 and net.chains.cost[0] == graph.length.sum()
    start = streets.at_nodes(graph, number[:1])
    reach = streets.nearest(net, start)
    assert np.array_equal(reach.far[number], np.concatenate([[0], np.cumsum(graph.length)]))


def test_a_comb_of_20_000_teeth_goes_by_the_heap():
    n = 20_000
    spine, tips = np.arange(n), n + np.arange(n)
    graph = worlds.graph_of(2 * n, np.concatenate([spine[:-1], spine]), np.concatenate([spine[1:], tips]),
                            np.concatenate([np.full(n - 1, 10.0), np.full(n, 3.0)]))
    reach = streets.nearest(streets.Net(graph), streets.at_nodes(graph, [0]))
    assert np.array_equal(reach.far[:n], 10.0 * spine) and np.array_equal(reach.far[n:], 10.0 * spine + 3)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 1000])
def test_a_ring_without_a_junction_stays_open_at_its_smallest_node(n):
    number = np.random.default_rng(n).permutation(n)
    graph = worlds.graph_of(n, number, np.roll(number, -1), np.arange(1.0, n + 1))
    chains = streets.Net(graph).chains
    if n == 2:  # two parallel edges between two nodes, each of which has two edges: a ring, too
        assert len(chains.cost) == 1
    assert chains.u.tolist() == chains.v.tolist() == [0] and chains.cost.tolist() == [n * (n + 1) / 2]
    assert sorted(chains.node.tolist()) == list(range(1, n))


def test_a_node_stays_where_directions_change():
    both = streets.Net(chain(4)[0]).chains
    assert len(both.cost) == 1
    for oneway, parts in (([0, 0, 0, 0], 1), ([1, 1, 1, 1], 1), ([1, 1, 0, 0], 2), ([1, -1, 1, -1], 4),
                          ([0, 1, 0, 1], 4)):
        graph = worlds.graph_of(5, np.arange(4), np.arange(1, 5), np.ones(4), oneway=np.array(oneway))
        assert len(streets.Net(graph, oneway=True).chains.cost) == parts
        assert len(streets.Net(graph).chains.cost) == 1


@pytest.mark.parametrize("seed", range(60))
def test_chains_hold_every_edge_once_and_in_order(seed):
    random = np.random.default_rng(seed)
    graph = worlds.multigraph(random)
    net = streets.Net(graph, oneway=bool(seed % 2), toward=False)
    c = net.chains
    assert np.array_equal(np.bincount(c.chain, graph.length, minlength=len(c.cost)), c.cost)
    inside = np.zeros(graph.n, bool)
    inside[c.node] = True
    assert not inside[c.u].any() and not inside[c.v].any() and len(np.unique(c.node)) == len(c.node)
    for k in range(len(c.cost)):
        edges = np.nonzero(c.chain == k)[0]
        edges = edges[np.argsort(c.before[edges])]
        at, run = c.u[k], 0.0
        for e in edges:
            a, b = (graph.v[e], graph.u[e]) if c.flip[e] else (graph.u[e], graph.v[e])
            assert (a, c.before[e]) == (at, run)
            ways = (net.backward[e], net.forward[e]) if c.flip[e] else (net.forward[e], net.backward[e])
            assert ways == (c.forward[k], c.backward[k])
            at, run = b, run + graph.length[e]
            where = np.nonzero(c.node == at)[0]
            if len(where) and e != edges[-1]:
                assert (c.node_chain[where[0]], c.node_at[where[0]]) == (k, run)
        assert at == c.v[k]


@pytest.mark.parametrize("seed", range(40))
def test_components_are_those_of_a_plain_flood(seed):
    random = np.random.default_rng(seed)
    graph = worlds.multigraph(random)
    neighbours = [set() for _ in range(graph.n)]
    for a, b in zip(graph.u.tolist(), graph.v.tolist()):
        neighbours[a].add(b), neighbours[b].add(a)
    low = np.full(graph.n, -1)
    for k in range(graph.n):
        todo = [k] if low[k] < 0 else []
        while todo:
            a = todo.pop()
            low[a] = k
            todo += [b for b in neighbours[a] if low[b] < 0]
    assert np.array_equal(labels(graph.n, graph.u, graph.v), low)
    which, length = streets.components(graph)
    assert (np.diff(length) <= 0).all() and length.sum() == graph.length.sum()
    assert len(np.unique(np.stack([which, low], 1), axis=0)) == len(length) == len(np.unique(low))
    assert np.array_equal(np.bincount(which[graph.u], graph.length, minlength=len(length)), length)


def test_components_of_a_star_and_of_a_long_row():
    n = 5000
    assert not labels(n, np.full(n - 1, n - 1), np.arange(n - 1)).any()
    assert not labels(n, np.arange(n - 1), np.arange(1, n)).any()
    assert not labels(n, np.arange(1, n)[::-1], np.arange(n - 1)[::-1]).any()
