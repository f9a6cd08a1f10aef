"""A graph made ready for searching: what edges cost, in which direction, chains dissolved; and places as its seeds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .chains import Chains, dissolve
from .fronts import Arcs, arcs_of
from .graph import LENGTH, Graph
from .places import Places


@dataclass(frozen=True, eq=False)
class Net:
    """How a graph is searched. Make one per question and search it as often as wanted.

    by       `LENGTH`: costs are millimetres; `TIME`: milliseconds at the lines' speeds
    oneway   heed directions; on foot nobody does
    toward   distances are those from anywhere *to* the sources (people go to a facility), else *from* the sources (the
             fire brigade comes from one). Without one-way lines it is the same
    costs    (m,) whole costs > 0 of the edges in any other unit, instead of those that *by* names
    """

    graph: Graph
    by: str = LENGTH
    oneway: bool = False
    toward: bool = True
    costs: np.ndarray | None = None

    @cached_property
    def cost(self) -> np.ndarray:
        """(m,) int64 cost of each edge."""
        return (self.graph.costs(self.by) if self.costs is None else self.costs).astype(np.int64)

    @property
    def in_mm(self) -> bool:
        """Whether costs are lengths in millimetres."""
        return self.by == LENGTH and self.costs is None

    @cached_property
    def forward(self) -> np.ndarray:
        """(m,) bool: the search may go from u to v."""
        return self._ways[0]

    @cached_property
    def backward(self) -> np.ndarray:
        """(m,) bool: the search may go from v to u."""
        return self._ways[1]

    @cached_property
    def _ways(self) -> tuple[np.ndarray, np.ndarray]:
        if not self.oneway:
            every = np.ones(self.graph.m, bool)
            return every, every
        ways = self.graph.forward, self.graph.backward
        return ways[::-1] if self.toward else ways

    @cached_property
    def chains(self) -> Chains:
        """The edges, dissolved into chains."""
        return dissolve(self.graph, self.cost, self.forward, self.backward)

    @cached_property
    def junction(self) -> np.ndarray:
        """(n,) int32 number of each node among the junctions, −1 where it is dissolved."""
        stays = np.ones(self.graph.n, bool)
        stays[self.chains.node] = False
        number = np.cumsum(stays, dtype=np.int32) - np.int32(1)
        number[~stays] = -1
        return number

    @cached_property
    def junctions(self) -> np.ndarray:
        """(j,) int64 nodes that are junctions."""
        return np.nonzero(self.junction >= 0)[0].astype(np.int64)

    @cached_property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Junction numbers at both ends of each chain."""
        return self.junction[self.chains.u], self.junction[self.chains.v]

    @cached_property
    def arcs(self) -> Arcs:
        """Arcs between junctions."""
        c, (u, v) = self.chains, self.ends
        tail = np.concatenate([u[c.forward], v[c.backward]])
        head = np.concatenate([v[c.forward], u[c.backward]])
        return arcs_of(len(self.junctions), tail, head, np.concatenate([c.cost[c.forward], c.cost[c.backward]]))

    def offset_cost(self, places: Places) -> np.ndarray:
        """(p,) int64 cost from u of the edge to each place, which must be tied."""
        if self.in_mm:
            return places.offset.astype(np.int64)
        share = self.cost[places.edge] / self.graph.length[places.edge]
        return np.floor(places.offset * share + 0.5).astype(np.int64)

    @cached_property
    def farthest(self) -> int:
        """No way that does not turn back costs more."""
        return int(self.cost.sum(dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Seeds:
    """Sources on a net: source (s,) int64 their numbers (those that are tied and start within the limit), edge (s,)
    int64, place (s,) float64 millimetres along it; offset, cost (s,) int64: the cost from u to there, and that with
    which each starts."""

    source: np.ndarray
    edge: np.ndarray
    place: np.ndarray
    offset: np.ndarray
    cost: np.ndarray

    @staticmethod
    def of(net: Net, places: Places, cost: np.ndarray | None, limit: float) -> Seeds:
        """Seeds at places; *cost* defaults to their access in mm, and must be given for a net by time."""
        k, own = usable(net, places, cost, limit)
        some = places.take(k)
        return Seeds(k, some.edge, some.offset, net.offset_cost(some), own)

    def arrivals(self, net: Net) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(junction int32, cost int64, source int64) with which the seeds reach the ends of their chains."""
        c = net.chains
        chain = c.chain[self.edge]
        at = c.at(self.edge, self.offset, net.cost[self.edge])
        rest = c.cost[chain] - at
        u, v = net.ends
        to_u, to_v = c.backward[chain] | (at == 0), c.forward[chain] | (rest == 0)
        return (np.concatenate([u[chain[to_u]], v[chain[to_v]]]),
                np.concatenate([(self.cost + at)[to_u], (self.cost + rest)[to_v]]),
                np.concatenate([self.source[to_u], self.source[to_v]]))


def usable(net: Net, places: Places, cost: np.ndarray | None, limit: float) -> tuple[np.ndarray, np.ndarray]:
    """(which places are tied and start within the limit, int64; the cost of each, int64).

    *cost* (p,) are whole numbers, by default the access of the places. Raises ValueError for others.
    """
    if cost is None:
        if not net.in_mm:
            raise ValueError("a net by time needs the access to places in milliseconds")
        cost = places.access
    cost = np.asarray(cost, np.float64)
    if len(cost) != len(places):
        raise ValueError("one cost is needed for each place")
    k = np.nonzero(places.tied & ~(cost > limit) & (cost < np.inf))[0].astype(np.int64)
    own = cost[k]
    if not (own >= 0).all() or (np.floor(own) != own).any():
        raise ValueError("costs must be whole numbers ≥ 0")
    return k, own.astype(np.int64)
