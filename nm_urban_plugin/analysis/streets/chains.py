"""Chains: edges between two junctions through nodes at which only two edges end. The search goes from junction to
junction; what lies inside a chain follows from its ends.

Each edge has two half-edges: 2e leaves u, 2e + 1 leaves v, and h ^ 1 is the way back. Where a node dissolves, the
half-edge before h is the way back of the other one that leaves the node. Pointer doubling finds in log₂ k rounds where
the chain of each half-edge starts and what the edges before it cost (list ranking).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .graph import Graph


@dataclass(frozen=True, eq=False)
class Chains:
    """u, v (c,) int32 nodes at the ends, cost (c,) int64, forward, backward (c,) bool: may be travelled from u, from v.

    Of edges (m,): chain int32, flip bool (runs against its chain), before int64: cost from the chain's u to the edge's
    nearer end. Of dissolved nodes (k,): node int32, node_chain int32, node_at int64 cost from u.
    """

    u: np.ndarray
    v: np.ndarray
    cost: np.ndarray
    forward: np.ndarray
    backward: np.ndarray
    chain: np.ndarray
    flip: np.ndarray
    before: np.ndarray
    node: np.ndarray
    node_chain: np.ndarray
    node_at: np.ndarray

    def at(self, edge: np.ndarray, offset: np.ndarray, cost: np.ndarray) -> np.ndarray:
        """Cost from the chain's u of places at *offset* (a cost, too) from u of edges whose *cost* is given."""
        return self.before[edge] + np.where(self.flip[edge], cost - offset, offset)


def dissolve(graph: Graph, cost: np.ndarray, forward: np.ndarray, backward: np.ndarray) -> Chains:
    """The chains of a graph whose edges have a *cost* and may be travelled *forward* and *backward*.

    A node dissolves where two different edges end that may be travelled in the same directions along the chain. Of a
    ring without a junction the smallest node stays.
    """
    m = graph.m
    tail = np.empty(2 * m, np.int32)
    tail[0::2], tail[1::2] = graph.u, graph.v
    other = _partners(graph, tail, forward, backward)
    previous = np.where(other >= 0, other ^ 1, np.int32(-1)).astype(np.int32)
    root, acc = _rank(previous, cost)
    ring = np.nonzero(previous[root] >= 0)[0]
    if len(ring):  # no start: break each ring at its smallest node
        stays = _smallest_nodes(previous, tail, ring)
        previous[stays[tail]] = -1
        root, acc = _rank(previous, cost)
    first, back = root[0::2], root[1::2]
    start = np.minimum(first, back)
    other_start = np.stack([back, first], axis=1).ravel()
    heads = np.nonzero((previous < 0) & (np.arange(2 * m, dtype=np.int64) < other_start))[0].astype(np.int64)
    number = np.full(2 * m, -1, np.int32)
    number[heads] = np.arange(len(heads), dtype=np.int32)
    chain, flip = number[start], back < first
    edge = heads >> 1
    whole = cost[edge] + acc[heads ^ 1]
    way = (heads & 1).astype(bool)
    inner = np.nonzero(previous >= 0)[0]
    inner = inner[(root[inner] == start[inner >> 1])]  # of the two half-edges that leave a node the one along its chain
    return Chains(
        tail[heads], tail[root[heads ^ 1]], whole,
        np.where(way, backward[edge], forward[edge]), np.where(way, forward[edge], backward[edge]),
        chain, flip, np.where(flip, acc[1::2], acc[0::2]),
        tail[inner], chain[inner >> 1], acc[inner],
    )


def _partners(graph: Graph, tail, forward, backward) -> np.ndarray:
    """(2m,) int32: the other half-edge that leaves the node of each, where that dissolves; −1 elsewhere."""
    other = np.full(len(tail), -1, np.int32)
    two = np.nonzero((graph.degree == 2)[tail])[0]
    two = two[np.argsort(tail[two], kind="stable")].reshape(-1, 2)
    a, b = two[:, 0], two[:, 1]
    # from a's edge into b: against a, then along b; the way back: against b, then along a
    out_a, in_a = _ways(a, forward, backward)
    out_b, in_b = _ways(b, forward, backward)
    keep = ((a >> 1) != (b >> 1)) & (in_a == out_b) & (in_b == out_a)
    a, b = a[keep], b[keep]
    other[a], other[b] = b, a
    return other


def _ways(half: np.ndarray, forward, backward) -> tuple[np.ndarray, np.ndarray]:
    """Whether one may travel along half-edges, and along their ways back."""
    edge, back = half >> 1, (half & 1).astype(bool)
    return np.where(back, backward[edge], forward[edge]), np.where(back, forward[edge], backward[edge])


def _rank(previous: np.ndarray, cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First half-edge of each one's chain, and the cost of the edges before it. On a ring the first has a previous."""
    root = np.where(previous >= 0, previous, np.arange(len(previous), dtype=np.int32)).astype(np.int32)
    acc = np.zeros(len(previous), np.int64)
    live = np.nonzero(previous >= 0)[0]
    acc[live] = cost[previous[live] >> 1]
    for _ in range(len(live).bit_length() + 1):
        if not len(live):
            break
        up = root[live]
        acc[live] += acc[up]
        root[live] = root[up]
        live = live[previous[root[live]] >= 0]
    return root, acc


def _smallest_nodes(previous: np.ndarray, tail: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """(n,) bool: the smallest node of each ring of half-edges."""
    low = tail.copy()
    up = previous.copy()
    for _ in range(len(ring).bit_length() + 1):
        low[ring] = np.minimum(low[ring], low[up[ring]])
        up[ring] = up[up[ring]]
    stays = np.zeros(int(tail.max()) + 1, bool)
    stays[low[ring]] = True
    return stays
