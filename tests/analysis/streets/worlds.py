"""Graphs for the tests: random multigraphs, as they are no drawing could give them, and small towns."""

from types import SimpleNamespace

import numpy as np

from nm_urban.nm_urban_plugin.analysis.streets import Graph, Lines, Places
from nm_urban.nm_urban_plugin.analysis.streets.lines import Origin


def multigraph(random, n=None, m=None, most=40):
    """A graph with loops, parallel edges, islands, rings and one-ways; only what a search needs is true of it."""
    n = n or int(random.integers(1, 40))
    m = int(random.integers(1, 3 * n + 2)) if m is None else m
    if random.random() < 0.3:  # mostly chains
        u = random.integers(0, n, m)
        v = np.minimum(u + 1, n - 1)
    else:
        u, v = random.integers(0, n, (2, m))
    length = random.integers(1, most, m).astype(np.float64)
    return graph_of(n, u, v, length, random.choice([-1, 0, 0, 1], m))


def graph_of(n, u, v, length, oneway=None, kmh=None):
    """A graph from its table of edges, each an own line from (0, k) to (length, k)."""
    m = len(u)
    oneway = np.zeros(m, np.int64) if oneway is None else oneway
    xy = np.stack([np.stack([np.zeros(m), np.arange(m)], 1), np.stack([length / 1000, np.arange(m)], 1)], 1)
    lines = Lines.of(xy.reshape(-1, 2), 2 * np.arange(m + 1), oneway, kmh=kmh)
    x, y = (np.rint(lines.xy[:, k] * 1000).astype(np.int32) for k in (0, 1))
    lo = 2 * np.arange(m, dtype=np.int64)
    number = np.arange(2 * m, dtype=np.int32)
    return Graph(Origin(0, 0, False), x, y, number, lo, lo + 1, np.asarray(u, np.int32), np.asarray(v, np.int32),
                 np.asarray(length, np.float64), number[:m], np.zeros((n, 2), np.int32), lines, SimpleNamespace(), None)


def places(random, graph, k, most=30):
    """k places anywhere on the graph, many of them at ends and on one edge; some are not tied."""
    edge = random.integers(0, graph.m, k)
    if random.random() < 0.5:
        edge[: k // 2] = edge[0] if k else 0
    offset = np.floor(random.random(k) * (graph.length[edge] + 1))
    access = random.integers(0, most, k).astype(np.float64)
    loose = random.random(k) < 0.1
    edge[loose], offset[loose], access[loose] = -1, 0, np.inf
    return Places(edge.astype(np.int64), offset, access)
