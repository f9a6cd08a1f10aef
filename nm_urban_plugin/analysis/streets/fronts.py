"""Shortest ways from many sources at once: fronts of nodes, and a heap where a front is thin.

A node's value is the pair (distance, source), the smallest in this order, held as one integer

    value = distance · 2^bits + source,

so that the nearest source wins, of equally near ones that with the smaller number, and sums and comparisons are exact.
Values only ever fall, and a node whose value fell is looked at again; what is left when none falls any more satisfies

    value(v) = min(value of a seed at v, min over arcs u → v of value(u) + cost · 2^bits),

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

#: The value of what is not reached. Adding to it does not overflow.
NEVER = 1 << 62

#: A band is this many mean costs wide: few nodes are looked at twice, and few bands are needed.
_BAND = 2.0


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs by node: those that leave node k are ptr[k] … ptr[k + 1] − 1 (int64); to (a,) int32, cost (a,) int64 > 0.
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


def spread(arcs: Arcs, node: np.ndarray, value: np.ndarray, bits: int, most: int) -> np.ndarray:
    """(n,) int64 value of each node (`NEVER`: not reached) from seeds: nodes (s,) with values (s,).

    Values ≥ *most* are not passed on. Everything must stay below 2^62, which :func:`bits_for` sees to.
    """
    best = np.full(arcs.n, NEVER, np.int64)
    slot = np.empty(arcs.n, np.int32)
    begin = value < most
    front = _lower(best, slot, node[begin], value[begin])
    band = max(int(arcs.band), 1) << bits
    edge = int(value[begin].min()) + band if len(front) else 0
    wait = np.zeros(0, front.dtype)
    while len(front) or len(wait):
        if len(front) + len(wait) < _THIN:
            front = _by_heap(arcs, best, np.concatenate([front, wait]), bits, most)
            wait = wait[:0]
            edge = int(best[front].min()) + band if len(front) else edge
            continue
        near = best[front] <= edge
        if not near.all():
            wait = np.concatenate([wait, front[~near]])
            front = front[near]
        if not len(front):
            # nodes that waited and fell meanwhile have been looked at in their band
            wait = wait[best[wait] > edge]
            if len(wait):
                edge = int(best[wait].min()) + band
                front, wait = wait, wait[:0]
            continue
        at, owner = expand(arcs.ptr[front], arcs.ptr[front + 1] - arcs.ptr[front])
        to = arcs.to[at]
        offer = best[front][owner] + (arcs.cost[at] << bits)
        better = np.nonzero((offer < best[to]) & (offer < most))[0]
        front = _lower(best, slot, to[better], offer[better])
    return best


def bits_for(sources: int, farthest: int) -> int:
    """Bits that hold the numbers of sources. Raises ValueError where distances up to *farthest* leave no room."""
    bits = max(int(sources - 1).bit_length(), 1)
    if farthest.bit_length() + bits > 62:
        raise ValueError("too many sources for so long a network")
    return bits


def _lower(best: np.ndarray, slot: np.ndarray, node: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Give nodes the least of the values offered; returns those nodes, each once. *slot* (n,) is scratch.

    Of several values for one node any may be written first; what is still less is written again.
    """
    number = np.arange(len(node), dtype=np.int32)
    slot[node] = number
    fell = node[slot[node] == number]
    while len(node):
        best[node] = value
        less = value < best[node]
        node, value = node[less], value[less]
    return fell


def _by_heap(arcs: Arcs, best: np.ndarray, nodes: np.ndarray, bits: int, most: int) -> np.ndarray:
    """Look at *nodes* and at what they lead to, least value first, until none waits or many do; returns those that do.
    """
    ptr, to, cost, value = memoryview(arcs.ptr), memoryview(arcs.to), memoryview(arcs.cost), memoryview(best)
    heap = [(value[k], k) for k in set(nodes.tolist())]
    heapq.heapify(heap)
    pop, push = heapq.heappop, heapq.heappush
    while heap and len(heap) <= _THICK:
        own, k = pop(heap)
        if own != value[k]:
            continue
        for a in range(ptr[k], ptr[k + 1]):
            j, offer = to[a], own + (cost[a] << bits)
            if offer < value[j] and offer < most:
                value[j] = offer
                push(heap, (offer, j))
    return np.array([k for own, k in heap if own == value[k]], nodes.dtype)
