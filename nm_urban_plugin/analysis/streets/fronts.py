"""Shortest ways from many sources at once: fronts of nodes, and a heap where a front is thin.

All costs are whole numbers held in float64, so sums are exact in any order and every correct method gives the same
bits. A node's value is (distance, source), the smallest in this order: of equally near sources the one with the smaller
number. Values only ever fall, and a node whose value fell is looked at again; what is left when none falls any more
satisfies

    value(v) = min(value(seed at v), min over arcs u → v of value(u) + (cost, 0)),

which has one solution, as costs are > 0. In which order nodes are looked at decides the work only: all nodes of the
nearest band of distances at once (numpy's overhead is paid per band), or, while fewer than 32 wait, one after another
by a heap as Dijkstra does (a long alley has as many bands as junctions).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from ...core.rings import expand

#: While fewer nodes wait than the first number a heap takes over, until more wait than the second.
_THIN, _THICK = 32, 96

#: A band is this many mean costs wide: few nodes are looked at twice, and few bands are needed.
_BAND = 2.0


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs by node: those that leave node k are ptr[k] … ptr[k + 1] − 1 (int64); to (a,) int32, cost (a,) float64 > 0.
    """

    ptr: np.ndarray
    to: np.ndarray
    cost: np.ndarray

    @property
    def n(self) -> int:
        """How many nodes there are."""
        return len(self.ptr) - 1

    @property
    def band(self) -> float:
        """Width of a band of distances."""
        return _BAND * float(self.cost.mean()) if len(self.cost) else 1.0


def arcs_of(n: int, tail: np.ndarray, head: np.ndarray, cost: np.ndarray) -> Arcs:
    """The arcs, sorted by where they leave; arcs from a node to itself lead nowhere and are left out."""
    keep = tail != head
    tail, head, cost = tail[keep], head[keep], cost[keep]
    order = np.argsort(tail, kind="stable")
    ptr = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(tail, minlength=n), out=ptr[1:])
    return Arcs(ptr, head[order].astype(np.int32), cost[order])


def spread(arcs: Arcs, node: np.ndarray, cost: np.ndarray, source: np.ndarray, limit: float
           ) -> tuple[np.ndarray, np.ndarray]:
    """((n,) float64 distance, (n,) int64 source) of each node from the nearest seed; inf and −1 beyond *limit*.

    Seeds: node (s,), cost (s,) with which each starts, source (s,) its number. Distances equal to *limit* count.
    """
    far, who = np.full(arcs.n, np.inf), np.full(arcs.n, -1, np.int64)
    begin = cost <= limit
    front = _lower(far, who, node[begin].astype(np.int64), cost[begin], source[begin].astype(np.int64))
    band = arcs.band
    edge = float(cost[begin].min()) + band if len(front) else 0.0
    wait = np.zeros(0, np.int64)
    while len(front) or len(wait):
        if len(front) + len(wait) < _THIN:
            front = _by_heap(arcs, far, who, np.concatenate([front, wait]), limit)
            wait = wait[:0]
            edge = float(far[front].min()) + band if len(front) else edge
            continue
        near = far[front] <= edge
        if not near.all():
            wait = np.concatenate([wait, front[~near]])
            front = front[near]
        if not len(front):
            # nodes that waited and came nearer meanwhile have been looked at in their band
            wait = np.unique(wait[far[wait] > edge])
            if len(wait):
                edge = float(far[wait].min()) + band
                front, wait = wait, wait[:0]
            continue
        at, owner = expand(arcs.ptr[front], arcs.ptr[front + 1] - arcs.ptr[front])
        to = arcs.to[at]
        cost_to, source_to = far[front][owner] + arcs.cost[at], who[front][owner]
        better = (cost_to < far[to]) | ((cost_to == far[to]) & (source_to < who[to]))
        better &= cost_to <= limit
        front = _lower(far, who, to[better].astype(np.int64), cost_to[better], source_to[better])
    return far, who


def _lower(far, who, node, cost, source) -> np.ndarray:
    """Give nodes the least of the values offered; returns those nodes, ascending, each once."""
    order = np.lexsort((source, cost, node))
    node = node[order]
    first = np.nonzero(np.diff(node, prepend=-1))[0]
    node, order = node[first], order[first]
    far[node], who[node] = cost[order], source[order]
    return node


def _by_heap(arcs: Arcs, far, who, nodes, limit: float) -> np.ndarray:
    """Look at *nodes* and at what they lead to, nearest first, until none waits or many do; returns those that wait."""
    ptr, to, cost = memoryview(arcs.ptr), memoryview(arcs.to), memoryview(arcs.cost)
    far_of, who_of = memoryview(far), memoryview(who)
    heap = [(far_of[k], who_of[k], k) for k in set(nodes.tolist())]
    heapq.heapify(heap)
    pop, push = heapq.heappop, heapq.heappush
    while heap and len(heap) <= _THICK:
        d, s, k = pop(heap)
        if d != far_of[k] or s != who_of[k]:
            continue
        for a in range(ptr[k], ptr[k + 1]):
            j, e = to[a], d + cost[a]
            if e <= limit and (e < far_of[j] or e == far_of[j] and s < who_of[j]):
                far_of[j], who_of[j] = e, s
                push(heap, (e, s, j))
    return np.unique(np.array([k for d, s, k in heap if d == far_of[k] and s == who_of[k]], np.int64))
