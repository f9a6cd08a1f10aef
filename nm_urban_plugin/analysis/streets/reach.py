"""What the nearest of many sources is, and how far: for nodes, for places, and for pieces of edges within a limit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .fronts import NEVER, bits_for, spread
from .net import Net, Seeds, usable
from .places import Places


@dataclass(frozen=True, eq=False)
class Pieces:
    """Stretches of edges: edge (k,) int64, begin, end (k,) float64 millimetres along it; cost_begin, cost_end (k,) the
    distance (or time) there. By edge, then by begin."""

    edge: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    cost_begin: np.ndarray
    cost_end: np.ndarray

    def __len__(self) -> int:
        return len(self.edge)


@dataclass(frozen=True, eq=False)
class Reach:
    """The result of :func:`nearest`: ``far`` and ``source`` of each node, and :meth:`at` and :meth:`pieces` for what
    lies between. value (n,) int64 = distance · 2^bits + source (see fronts)."""

    net: Net
    seeds: Seeds
    limit: float
    value: np.ndarray
    bits: int

    @cached_property
    def far(self) -> np.ndarray:
        """(n,) float64 distance of each node, inf where it is not within the limit."""
        return self._far(self.value)

    @cached_property
    def source(self) -> np.ndarray:
        """(n,) int64 nearest source of each node, −1 for none; of equally near ones that with the smaller number."""
        return self._source(self.value)

    def _far(self, value: np.ndarray) -> np.ndarray:
        return np.where(value < NEVER, (value >> self.bits).astype(np.float64), np.inf)

    def _source(self, value: np.ndarray) -> np.ndarray:
        return np.where(value < NEVER, value & ((1 << self.bits) - 1), -1)

    def at(self, places: Places, cost: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """((p,) float64 distance with the places' own access, (p,) int64 source) of places; inf and −1 out of reach.

        Exact within an edge: from its ends and from sources on it. *cost*: as in :func:`nearest`.
        """
        k, own = usable(self.net, places, cost, self.limit)
        bits_for(1 << self.bits, self.net.farthest + int(own.max(initial=0)))
        some = places.take(k)
        value = self._value(some.edge, self.net.offset_cost(some)) + (own << self.bits)
        inside = value < most_of(self.limit, self.bits)
        far, source = np.full(len(places), np.inf), np.full(len(places), -1, np.int64)
        far[k[inside]], source[k[inside]] = self._far(value[inside]), self._source(value[inside])
        return far, source

    def _value(self, edge: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Values *at* (a cost) on edges: over their ends, and straight along them from sources on them."""
        net, g = self.net, self.net.graph
        rest = net.cost[edge] - at
        value = np.where(net.forward[edge] | (at == 0), self.value[g.u[edge]] + (at << self.bits), NEVER)
        other = np.where(net.backward[edge] | (rest == 0), self.value[g.v[edge]] + (rest << self.bits), NEVER)
        np.minimum(value, other, out=value)
        np.minimum(value, self.straight(edge, at), out=value)
        return np.minimum(value, NEVER, out=value)

    def straight(self, edge: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Values *at* (a cost) on edges from sources on the same edge, straight along it; `NEVER` where there is none.
        """
        out = np.full(len(edge), NEVER, np.int64)
        seeded = np.nonzero(self._has_seed[edge])[0]
        if len(seeded):
            s, net = self.seeds, self.net
            out[seeded] = along(edge[seeded], at[seeded], (s.edge, s.offset, values_of(s.cost, s.source, self.bits)),
                                net.forward, net.backward, self.bits)
        return out

    @cached_property
    def _has_seed(self) -> np.ndarray:
        out = np.zeros(self.net.graph.m, bool)
        out[self.seeds.edge] = True
        return out

    def pieces(self, limit: float | None = None, rising: bool = False) -> Pieces:
        """The stretches of edges within *limit* (default: that of the search), cut exactly where it is reached.

        A stretch that is reached from both sides comes as one where the two meet; with *rising* each is cut at the
        place where they meet, so that the distance runs straight from cost_begin to cost_end along every piece (it
        does not along the whole ones: there these are the distances at its ends). Raises ValueError for a limit
        beyond that of the search.
        """
        limit = self.limit if limit is None else limit
        if limit > self.limit:
            raise ValueError("the search did not go that far")
        return _cut(self.net, self._parts(limit), limit, rising)

    def _parts(self, limit: float):
        """(edge, from, to, distance at both) of edges and, where sources lie on them, of the parts between these."""
        net, g = self.net, self.net.graph
        value = self.value
        near = np.minimum(value[g.u], value[g.v]) < most_of(limit, self.bits)
        plain = np.nonzero(near & ~self._has_seed)[0].astype(np.int64)
        edges = np.unique(self.seeds.edge)
        edge = np.concatenate([self.seeds.edge, edges, edges])
        at = np.concatenate([self.seeds.offset, np.zeros(len(edges), np.int64), net.cost[edges]])
        order = np.lexsort((at, edge))
        edge, at = edge[order], at[order]
        stop = np.nonzero((edge[1:] == edge[:-1]) & (at[1:] > at[:-1]))[0]
        far = self._far(self._value(edge, at))
        both = ((plain, edge[stop]), (np.zeros(len(plain)), at[stop]), (net.cost[plain], at[stop + 1]),
                (self._far(value[g.u[plain]]), far[stop]), (self._far(value[g.v[plain]]), far[stop + 1]))
        return tuple(np.concatenate(columns) for columns in both)


def nearest(net: Net, sources: Places, limit: float = np.inf, cost: np.ndarray | None = None) -> Reach:
    """Distances to (or from) the nearest of many sources, within *limit* (inclusive), in the unit of the net.

    *cost* (s,): what each source starts with, whole; by default its access in millimetres. Sources that are not tied
    are left out. Raises ValueError for costs that are not whole. Example::

        reach = nearest(Net(graph), gates, 500_000)        # 500 m
        far, gate = reach.at(tie(graph, homes_xy, 300.0))  # far <= 500_000: within 500 m, access of both ends counted
    """
    seeds = Seeds.of(net, sources, cost, limit)
    bits = bits_for(len(sources), net.farthest + int(seeds.cost.max(initial=0)))
    most = most_of(limit, bits)
    node, start, source = seeds.arrivals(net)
    value = np.full(net.graph.n, NEVER, np.int64)
    value[net.junctions] = spread(net.arcs, node, values_of(start, source, bits), bits, most)
    if len(net.chains.node):
        _fill(net, seeds, value, bits, most)
    return Reach(net, seeds, limit, value, bits)


def values_of(cost: np.ndarray, source: np.ndarray, bits: int) -> np.ndarray:
    """int64 values of distances and sources."""
    return (cost << bits) + source


def most_of(limit: float, bits: int) -> int:
    """The first value beyond a limit."""
    return NEVER if not limit < (NEVER >> bits) else (int(np.floor(limit)) + 1) << bits


def _fill(net: Net, seeds: Seeds, value: np.ndarray, bits: int, most: int) -> None:
    """Values of the nodes inside chains, from both ends and from the seeds on the chain."""
    c = net.chains
    seeded = np.zeros(len(c.cost), bool)
    seeded[c.chain[seeds.edge]] = True
    near = (np.minimum(value[c.u], value[c.v]) < most) | seeded
    which = near[c.node_chain]
    chain, at, node = c.node_chain, c.node_at, c.node
    if not which.all():
        chain, at, node = chain[which], at[which], node[which]
    best = np.where(c.forward, value[c.u], NEVER)[chain]
    best += at << bits
    other = (np.where(c.backward, value[c.v], NEVER) + (c.cost << bits))[chain]
    other -= at << bits
    np.minimum(best, other, out=best)
    inner = np.nonzero(seeded[chain])[0]
    if len(inner):
        place = c.at(seeds.edge, seeds.offset, net.cost[seeds.edge])
        straight = along(chain[inner], at[inner],
                         (c.chain[seeds.edge], place, values_of(seeds.cost, seeds.source, bits)),
                         c.forward, c.backward, bits)
        best[inner] = np.minimum(best[inner], straight)
    value[node] = np.where(best < most, best, NEVER)


def along(line, at, seeds, forward, backward, bits: int) -> np.ndarray:
    """Least values along lines (edges or chains) from the seeds on them to items *at* some cost from the lines' starts.

    seeds: (line, at, value); every item's line has some. *forward*, *backward* by line. The least of value − at over
    the seeds up to an item, and of value + at over those from it on, come by a scan of the sorted seeds and a
    bisection. A seed at the item's own place counts on both sides, so that one direction is enough.
    """
    seed_line, seed_at, value = seeds
    lines, rank = np.unique(seed_line, return_inverse=True)
    rank = rank.reshape(-1)
    base = max(int(at.max(initial=0)), int(seed_at.max(initial=0))) + 1
    order = np.lexsort((seed_at, rank))
    rank, place, value = rank[order], seed_at[order], value[order]
    key = rank * base + place
    own = np.searchsorted(lines, line)
    want = own * base + at
    shifted = at << bits
    up = _scan(rank, value - (place << bits))
    k = np.searchsorted(key, want, "right") - 1
    best = np.where((k >= 0) & (rank[k] == own) & forward[line], up[k] + shifted, NEVER)
    down = _scan(rank[::-1], (value + (place << bits))[::-1])[::-1]
    k = np.searchsorted(key, want, "left")
    inside = k < len(key)
    k[~inside] = 0
    other = np.where(inside & (rank[k] == own) & backward[line], down[k] - shifted, NEVER)
    return np.minimum(best, other, out=best)


def _scan(group: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Running least value within groups, by doubling."""
    value = value.copy()
    first = np.nonzero(np.diff(group, prepend=-1))[0]
    longest = int(np.diff(np.append(first, len(group))).max(initial=0))
    step = 1
    while step < longest:
        same = group[step:] == group[:-step]
        value[step:] = np.where(same, np.minimum(value[step:], value[:-step]), value[step:])
        step *= 2
    return value


def _cut(net: Net, parts, limit: float, rising: bool) -> Pieces:
    """Parts with the distance at both ends → the stretches of them within the limit."""
    edge, a, b, far_a, far_b = parts
    size = b - a
    from_a = net.forward[edge] & np.isfinite(far_a) & (far_a <= limit)
    from_b = net.backward[edge] & np.isfinite(far_b) & (far_b <= limit)
    with np.errstate(invalid="ignore"):
        left = np.where(from_a, np.minimum(limit - far_a, size), -1.0)
        right = np.where(from_b, np.minimum(limit - far_b, size), -1.0)
        whole = (left >= 0) & (right >= 0) & (left + right >= size)
        meet = np.clip((far_b - far_a + size) / 2, 0.0, size)
    if rising:
        left, right = np.where(whole, meet, left), np.where(whole, size - meet, right)
        whole = np.zeros(len(edge), bool)
    one, two, three = (np.nonzero(k)[0] for k in (whole, ~whole & (left > 0), ~whole & (right > 0)))
    columns = (
        np.concatenate([edge[one], edge[two], edge[three]]),
        np.concatenate([a[one], a[two], b[three] - right[three]]),
        np.concatenate([b[one], a[two] + left[two], b[three]]),
        np.concatenate([far_a[one], far_a[two], far_b[three] + right[three]]),
        np.concatenate([far_b[one], far_a[two] + left[two], far_b[three]]),
    )
    order = np.lexsort((columns[1], columns[0]))
    edge, begin, end, cost_begin, cost_end = (c[order] for c in columns)
    if not net.in_mm:
        scale = net.graph.length[edge] / net.cost[edge]
        begin, end = begin * scale, end * scale
    return Pieces(edge, begin, end, cost_begin, cost_end)
