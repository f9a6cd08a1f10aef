"""Every source and every place within reach of each other: for shared capacity, second nearest, allocation.

Fronts of (source, junction) pairs grow for a lot of sources at once, nearest band first. Pairs are the numbers
source · n + junction in a sorted array, so no row per source is ever held: memory goes with the pairs that exist.
Costs are whole, so a pair and its cost fit one integer and the least cost of each pair comes by one sort.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import expand
from .fronts import Arcs
from .net import Net, Seeds, usable
from .places import Places

#: Sources handled at a time. No result depends on it.
_LOT = 512


@dataclass(frozen=True, eq=False)
class Pairs:
    """source, target (k,) int64, cost (k,) float64 whole; by source, then target. Each pair once."""

    source: np.ndarray
    target: np.ndarray
    cost: np.ndarray

    def __len__(self) -> int:
        return len(self.source)


def pairs(net: Net, sources: Places, targets: Places, limit: float, cost: np.ndarray | None = None,
          target_cost: np.ndarray | None = None) -> Pairs:
    """All (source, target) whose distance, access of both ends counted, is within *limit* (finite, inclusive).

    The distance is exact within edges, as that of :func:`nearest`. *cost*, *target_cost*: what sources and targets
    start with, by default their access in mm. Example::

        found = pairs(Net(graph), schools, homes, 1_200_000)
        load = np.bincount(found.source, pupils[found.target], minlength=len(schools))
    """
    k, own = usable(net, targets, target_cost, limit)
    some = targets.take(k)
    at = net.chains.at(some.edge, net.offset_cost(some), net.cost[some.edge])
    return _to_items(net, Seeds.of(net, sources, cost, limit), limit, (net.chains.chain[some.edge], at, own), k)


def node_pairs(net: Net, sources: Places, limit: float, cost: np.ndarray | None = None) -> Pairs:
    """All (source, node) within *limit*, as :func:`pairs`."""
    seeds = Seeds.of(net, sources, cost, limit)
    source, junction, far = _junction_pairs(net, seeds, limit)
    c = net.chains
    items = c.node_chain, c.node_at, np.zeros(len(c.node), np.int64)
    inner = _to_items(net, seeds, limit, items, c.node.astype(np.int64), (source, junction, far))
    source = np.concatenate([source, inner.source])
    node = np.concatenate([net.junctions[junction], inner.target])
    order = np.lexsort((node, source))
    return Pairs(source[order], node[order], np.concatenate([far.astype(np.float64), inner.cost])[order])


def _junction_pairs(net: Net, seeds: Seeds, limit: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(source, junction, cost) int64 by source, then junction."""
    if not np.isfinite(limit):
        raise ValueError("pairs need a limit")
    node, cost, source = seeds.arrivals(net)
    keep = cost <= limit
    node, cost, source = node[keep].astype(np.int64), cost[keep], source[keep]
    order = np.argsort(source, kind="stable")
    node, cost, source = node[order], cost[order], source[order]
    arcs, most = net.arcs, int(limit)
    bits = most.bit_length()
    lot = min(_LOT, (1 << (62 - bits)) // max(arcs.n, 1))
    if lot < 1:
        raise ValueError("the limit is too far for pairs")
    out = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    numbers = np.unique(source)
    for a in range(0, len(numbers), lot):
        lo, hi = np.searchsorted(source, [numbers[a], numbers[min(a + lot, len(numbers)) - 1] + 1])
        base = np.searchsorted(numbers, source[lo:hi]) - a
        key, best = _grow(arcs, base * arcs.n + node[lo:hi], cost[lo:hi], most, bits)
        out.append((numbers[a + key // max(arcs.n, 1)] * arcs.n + key % max(arcs.n, 1), best))
    key, best = (np.concatenate(column) for column in zip(*out))
    return key // max(arcs.n, 1), key % max(arcs.n, 1), best


def _grow(arcs: Arcs, start: np.ndarray, cost: np.ndarray, limit: int, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Sorted keys (number of source · n + junction) of all pairs within *limit*, and their costs (int64)."""
    key, best = _least((start << bits) | cost, bits)
    front, far = key, best
    band = int(arcs.band) + 1
    while len(front):
        near = far <= far.min() + band
        here, cost_here, later = front[near], far[near], front[~near]
        node = here % arcs.n
        at, owner = expand(arcs.ptr[node], arcs.ptr[node + 1] - arcs.ptr[node])
        cost_to = cost_here[owner] + arcs.cost[at]
        ok = np.nonzero(cost_to <= limit)[0]
        to = (here - node)[owner[ok]] + arcs.to[at[ok]]
        found, found_cost = _least((to << bits) | cost_to[ok], bits)
        place = np.searchsorted(key, found)
        known = key[np.minimum(place, len(key) - 1)] == found
        fall = known.copy()
        fall[known] = found_cost[known] < best[place[known]]
        best[place[fall]] = found_cost[fall]
        new = ~known
        if new.any():
            key = np.insert(key, place[new], found[new])
            best = np.insert(best, place[new], found_cost[new])
        front = np.union1d(later, found[fall | new])
        far = best[np.searchsorted(key, front)]  # what waited may have come nearer meanwhile
    return key, best


def _least(packed: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Distinct keys, sorted, and the least cost of each, from key << bits | cost."""
    packed.sort()
    key = packed >> bits
    first = np.ones(len(key), bool)
    np.not_equal(key[1:], key[:-1], out=first[1:])
    return key[first], packed[first] & ((1 << bits) - 1)


def _to_items(net: Net, seeds: Seeds, limit: float, items, names: np.ndarray, known=None) -> Pairs:
    """Pairs of sources and items (chain, at, own cost) called *names*: over both ends of an item's chain, and straight
    along it from the sources on it."""
    source, junction, far = _junction_pairs(net, seeds, limit) if known is None else known
    chain, at, own = items
    c, (u, v) = net.chains, net.ends
    order = np.argsort(junction, kind="stable")
    ptr = np.zeros(net.arcs.n + 1, np.int64)
    np.cumsum(np.bincount(junction, minlength=net.arcs.n), out=ptr[1:])
    found = []
    rest = c.cost[chain] - at
    for end, away, way in ((u, at, c.forward), (v, rest, c.backward)):
        pick = np.nonzero(way[chain] | (away == 0))[0]
        node = end[chain[pick]]
        k, owner = expand(ptr[node], ptr[node + 1] - ptr[node])
        k, item = order[k], pick[owner]
        found.append((source[k], item, far[k] + away[item] + own[item]))
    found.append(_straight(net, seeds, limit, chain, at, own))
    source, item, cost = (np.concatenate(column) for column in zip(*found))
    near = cost <= limit
    source, item, cost = source[near], item[near], cost[near]
    order = np.lexsort((cost, names[item], source))
    source, item, cost = source[order], item[order], cost[order]
    first = np.ones(len(order), bool)
    first[1:] = (source[1:] != source[:-1]) | (item[1:] != item[:-1])
    return Pairs(source[first], names[item[first]], cost[first].astype(np.float64))


def _straight(net: Net, seeds: Seeds, limit: float, chain, at, own) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(source, item, cost) of sources on an item's own chain, straight along it."""
    c = net.chains
    seed_chain = c.chain[seeds.edge].astype(np.int64)
    seed_at = c.at(seeds.edge, seeds.offset, net.cost[seeds.edge])
    order = np.lexsort((seed_at, seed_chain))
    base = int(c.cost.max(initial=0)) + 1  # chain · base + at sorts as (chain, at) does
    most = int(limit)
    key = seed_chain[order] * base + seed_at[order]
    chain = chain.astype(np.int64)
    low = np.searchsorted(key, chain * base + np.maximum(at - most, 0), "left")
    high = np.searchsorted(key, chain * base + np.minimum(at + most, c.cost[chain]), "right")
    k, item = expand(low, high - low)
    k = order[k]
    away = at[item] - seed_at[k]
    ok = np.where(away > 0, c.forward[chain[item]], np.where(away < 0, c.backward[chain[item]], True))
    k, item = k[ok], item[ok]
    return seeds.source[k], item, seeds.cost[k] + np.abs(away[ok]) + own[item]
