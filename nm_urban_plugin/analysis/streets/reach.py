"""What the nearest of many sources is, and how far: for nodes, for places, and for pieces of edges within a limit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .fronts import spread
from .graph import LENGTH
from .net import Net, Seeds, start_costs
from .places import Places

_NOBODY = np.int64(np.iinfo(np.int64).max)


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
    """The result of :func:`nearest`: far (n,) float64 of each node (inf: not within limit), source (n,) int64 the
    nearest source (−1: none); of equally near ones the one with the smaller number."""

    net: Net
    seeds: Seeds
    limit: float
    far: np.ndarray
    source: np.ndarray

    def at(self, places: Places, cost: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """((p,) float64 distance with the places' own access, (p,) int64 source) of places; inf and −1 out of reach.

        Exact within an edge: from its ends and from sources on it. *cost*: as in :func:`nearest`.
        """
        own = start_costs(self.net, places, cost)
        k = np.nonzero(places.tied & np.isfinite(own))[0]
        edge, at = places.edge[k], self.net.offset_cost(places)[k]
        best, who = self._from_ends(edge, at)
        seeded = np.nonzero(self._has_seed[edge])[0]
        if len(seeded):
            near, near_who = self._from_seeds(edge[seeded], at[seeded])
            take = _less(near, near_who, best[seeded], who[seeded])
            best[seeded[take]], who[seeded[take]] = near[take], near_who[take]
        far, source = np.full(len(places), np.inf), np.full(len(places), -1, np.int64)
        total = best + own[k]
        inside = (total <= self.limit) & np.isfinite(total)
        far[k[inside]], source[k[inside]] = total[inside], who[inside]
        return far, source

    def _from_ends(self, edge, at) -> tuple[np.ndarray, np.ndarray]:
        """(distance, source) over the ends of edges."""
        net, g = self.net, self.net.graph
        u, v = g.u[edge], g.v[edge]
        rest = net.cost[edge] - at
        near = np.where(net.forward[edge] | (at == 0), self.far[u] + at, np.inf)
        other = np.where(net.backward[edge] | (rest == 0), self.far[v] + rest, np.inf)
        one = _known(near, self.source[u])
        two = _known(other, self.source[v])
        take = _less(other, two, near, one)
        return np.where(take, other, near), np.where(take, two, one)

    @cached_property
    def _has_seed(self) -> np.ndarray:
        out = np.zeros(self.net.graph.m, bool)
        out[self.seeds.edge] = True
        return out

    def _from_seeds(self, edge, at) -> tuple[np.ndarray, np.ndarray]:
        """(distance, source) straight along the edge from the seeds on it."""
        s, net = self.seeds, self.net
        return along(edge, at, (s.edge, s.offset, s.cost, s.source), net.forward, net.backward)

    def pieces(self, limit: float | None = None, rising: bool = False) -> Pieces:
        """The stretches of edges within *limit* (default: that of the search), cut exactly where it is reached.

        A stretch that is reached from both sides comes as one where the two meet; with *rising* each is cut at the
        place where they meet, so that the distance runs straight from cost_begin to cost_end along every piece (it
        does not along the whole ones: there these are the distances at its ends).
        """
        limit = self.limit if limit is None else limit
        if limit > self.limit:
            raise ValueError("the search did not go that far")
        return _cut(self, self._parts(limit), limit, rising)

    def _parts(self, limit: float):
        """(edge, from, to, distance at both) of edges and, where sources lie on them, of the parts between these."""
        net, g = self.net, self.net.graph
        near = np.minimum(self.far[g.u], self.far[g.v]) <= limit
        plain = np.nonzero(near & ~self._has_seed)[0].astype(np.int64)
        edges = np.unique(self.seeds.edge)
        edge = np.concatenate([self.seeds.edge, edges, edges])
        at = np.concatenate([self.seeds.offset, np.zeros(len(edges)), net.cost[edges]])
        order = np.lexsort((at, edge))
        edge, at = edge[order], at[order]
        stop = np.nonzero((edge[1:] == edge[:-1]) & (at[1:] > at[:-1]))[0]
        far, _ = self._from_ends(edge, at)
        far = np.minimum(far, self._from_seeds(edge, at)[0]) if len(edge) else far
        both = ((plain, edge[stop]), (np.zeros(len(plain)), at[stop]), (net.cost[plain], at[stop + 1]),
                (self.far[g.u[plain]], far[stop]), (self.far[g.v[plain]], far[stop + 1]))
        return tuple(np.concatenate(columns) for columns in both)


def nearest(net: Net, sources: Places, limit: float = np.inf, cost: np.ndarray | None = None) -> Reach:
    """Distances to (or from) the nearest of many sources, within *limit* (inclusive), in the unit of the net.

    *cost* (s,): what each source starts with, whole; by default its access in millimetres. Sources that are not tied
    are left out. Example::

        reach = nearest(Net(graph), gates, 500_000)       # 500 m
        far, gate = reach.at(tie(graph, homes_xy, 300.0))  # far <= 500_000: within 500 m, access of both ends counted
    """
    seeds = Seeds.of(net, sources, cost, limit)
    far, who = spread(net.arcs, *seeds.arrivals(net), limit)
    g, c = net.graph, net.chains
    out, source = np.full(g.n, np.inf), np.full(g.n, -1, np.int64)
    out[net.junctions], source[net.junctions] = far, who
    if len(c.node):
        _fill(net, seeds, limit, out, source)
    return Reach(net, seeds, limit, out, source)


def _fill(net: Net, seeds: Seeds, limit: float, far: np.ndarray, source: np.ndarray) -> None:
    """Distances of the nodes inside chains, from both ends and from the seeds on the chain."""
    c = net.chains
    near = (far[c.u] < limit) | (far[c.v] < limit)
    chain_of_seed = c.chain[seeds.edge]
    seeded = np.zeros(len(c.cost), bool)
    seeded[chain_of_seed] = True
    k = np.nonzero((near | seeded)[c.node_chain])[0]
    chain, at = c.node_chain[k], c.node_at[k]
    one = np.where(c.forward[chain], far[c.u[chain]] + at, np.inf)
    two = np.where(c.backward[chain], far[c.v[chain]] + (c.cost[chain] - at), np.inf)
    who_one, who_two = _known(one, source[c.u[chain]]), _known(two, source[c.v[chain]])
    take = _less(two, who_two, one, who_one)
    best, who = np.where(take, two, one), np.where(take, who_two, who_one)
    inner = np.nonzero(seeded[chain])[0]
    if len(inner):
        place = c.at(seeds.edge, seeds.offset, net.cost[seeds.edge])
        near, near_who = along(chain[inner], at[inner], (chain_of_seed, place, seeds.cost, seeds.source),
                               c.forward, c.backward)
        take = _less(near, near_who, best[inner], who[inner])
        best[inner[take]], who[inner[take]] = near[take], near_who[take]
    inside = (best <= limit) & np.isfinite(best)
    node = c.node[k[inside]]
    far[node], source[node] = best[inside], who[inside]


def _known(far, source):
    return np.where(np.isfinite(far), source, _NOBODY)


def _less(a, who_a, b, who_b) -> np.ndarray:
    """Whether (a, who_a) comes before (b, who_b)."""
    return (a < b) | ((a == b) & (who_a < who_b))


def along(line, at, seeds, forward, backward) -> tuple[np.ndarray, np.ndarray]:
    """Least (distance, source) along each line (an edge or a chain) from the seeds on it to items at *at*.

    seeds: (line, at, cost, source). *forward*, *backward* by line. Items and seeds are sorted along their line; the
    least of cost − at over the seeds before an item, and of cost + at over those behind it, come by a scan. A seed at
    the item's own place counts on both sides, so that one direction is enough.
    """
    seed_line, seed_at, seed_cost, seed_source = seeds
    n = len(line)
    both = np.concatenate([line, seed_line]).astype(np.int64)
    place = np.concatenate([at, seed_at])
    value = np.concatenate([np.full(n, np.inf), seed_cost])
    who = np.concatenate([np.full(n, _NOBODY, np.int64), seed_source])
    is_item = np.arange(len(both), dtype=np.int64) < n
    best, best_who = np.full(n, np.inf), np.full(n, _NOBODY, np.int64)
    for sign, allowed in ((1.0, forward), (-1.0, backward)):
        order = np.lexsort((is_item, sign * place, both))
        least, least_who = _scan(both[order], (value - sign * place)[order], who[order])
        item = np.nonzero(is_item[order])[0]
        k = order[item]
        far = np.where(allowed[line[k]], least[item] + sign * at[k], np.inf)
        source = _known(far, least_who[item])
        take = _less(far, source, best[k], best_who[k])
        best[k[take]], best_who[k[take]] = far[take], source[take]
    return best, best_who


def _scan(group, value, who) -> tuple[np.ndarray, np.ndarray]:
    """Running least (value, who) within groups, by doubling."""
    value, who = value.copy(), who.copy()
    first = np.nonzero(np.diff(group, prepend=-1))[0]
    longest = int(np.diff(np.append(first, len(group))).max(initial=0))
    step = 1
    while step < longest:
        take = (group[step:] == group[:-step]) & _less(value[:-step], who[:-step], value[step:], who[step:])
        at = np.nonzero(take)[0]
        value[at + step], who[at + step] = value[at], who[at]
        step *= 2
    return value, who


def _cut(reach: Reach, parts, limit: float, rising: bool) -> Pieces:
    """Parts with the distance at both ends → the stretches of them within the limit."""
    net = reach.net
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
    if net.by != LENGTH:
        scale = net.graph.length[edge] / net.cost[edge]
        begin, end = begin * scale, end * scale
    return Pieces(edge, begin, end, cost_begin, cost_end)
