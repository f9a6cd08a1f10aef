"""Chains of directed edges, and the rings that they make: whole batches at once, each edge with its owner.

The boundary of a union of polygons that share only borders is the sum of their boundaries, that of a remainder the
difference: edges that run to and fro between the same places cancel, and what stays links up to rings. Nothing is
intersected, every vertex is an original one. Where several rings touch in one vertex, the next edge is the one that
keeps the interior, on the left, in one piece there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid import trig
from ...core.rings import expand
from ..overlay.grid import chunks
from ..overlay.partition import _mixed as mixed
from ..overlay.predicates import vertex_on_edge
from .loops import Loops

#: A vertex this near to an edge (m) lies on it; owners of more edges than the second number are not split.
_ON_EDGE_M, _MOST_SPLIT = 1e-8, 3_000

_PAIRS_AT_A_TIME = 1 << 18


@dataclass(frozen=True)
class Edges:
    """(k,) owner (int64) and ends of directed edges, the interior on the left."""

    owner: np.ndarray
    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray

    @staticmethod
    def of(loops: Loops, backwards: bool = False) -> Edges:
        """The edges of oriented rings; or the other way round."""
        real = np.nonzero((loops.x[1:] != loops.x[:-1]) | (loops.y[1:] != loops.y[:-1]))[0]
        real = real[~np.isin(real + 1, loops.first)]
        start, end = (real + 1, real) if backwards else (real, real + 1)
        owner = np.repeat(loops.owner, np.diff(loops.first))[real]
        return Edges(owner, loops.x[start], loops.y[start], loops.x[end], loops.y[end])

    def plus(self, other: Edges) -> Edges:
        """These edges and those of another chain."""
        return Edges(*(np.concatenate(pair) for pair in zip(self._columns, other._columns)))

    def of_owners(self, owners: np.ndarray) -> Edges:
        """The edges of some owners."""
        keep = np.nonzero(np.isin(self.owner, owners))[0]
        return Edges(*(v[keep] for v in self._columns))

    def split(self) -> Edges:
        """With a vertex wherever one of the same owner lies on an edge: borders in common that have not the same
        vertices (a T-junction) then cancel, too. Owners of very many edges stay as they are."""
        order = np.argsort(self.owner, kind="stable")
        who, x0, y0, x1, y1 = (v[order] for v in self._columns)
        _, first, of = np.unique(who, return_index=True, return_inverse=True)
        size = np.diff(np.append(first, len(who)))
        count = np.where(size <= _MOST_SPLIT, size, 0)[of.reshape(-1)]
        found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        for part in chunks(count, _PAIRS_AT_A_TIME):
            vertex, edge = expand(first[of.reshape(-1)[part]], count[part])
            edge += part.start
            hit = vertex_on_edge(x0[vertex], y0[vertex], x0[edge], y0[edge], x1[edge], y1[edge], _ON_EDGE_M)
            found.append((edge[hit], vertex[hit]))
        edge, vertex = map(np.concatenate, zip(*found))
        if not len(edge):
            return self
        # the start of each edge, then the vertices on it by their distance from there; each goes to the next
        at = np.concatenate([np.arange(len(who), dtype=np.int64), edge])
        x, y = np.concatenate([x0, x0[vertex]]), np.concatenate([y0, y0[vertex]])
        order = np.lexsort((np.abs(x - x0[at]) + np.abs(y - y0[at]), at))
        at, x, y = at[order], x[order], y[order]
        last = np.append(at[1:] != at[:-1], True)
        end_x, end_y = np.where(last, x1[at], np.append(x[1:], 0)), np.where(last, y1[at], np.append(y[1:], 0))
        real = np.nonzero((x != end_x) | (y != end_y))[0]
        return Edges(who[at[real]], x[real], y[real], end_x[real], end_y[real])

    @property
    def _columns(self) -> tuple[np.ndarray, ...]:
        return self.owner, self.x0, self.y0, self.x1, self.y1

    def net(self) -> tuple[Edges, np.ndarray]:
        """The edges that do not cancel, and the owners (unique) that have one more than once."""
        swap = (self.x0 > self.x1) | ((self.x0 == self.x1) & (self.y0 > self.y1))
        ends = ((self.x1, self.x0), (self.y1, self.y0), (self.x0, self.x1), (self.y0, self.y1))
        ax, ay, bx, by = (np.where(swap, *pair) for pair in ends)
        order = np.argsort(mixed(self.owner.astype(np.float64), ax, ay, bx, by), kind="stable")
        who, ax, ay, bx, by = (v[order] for v in (self.owner, ax, ay, bx, by))
        new = np.ones(len(order), bool)
        same = np.ones(max(len(order) - 1, 0), bool)
        for v in (who, ax, ay, bx, by):
            same &= v[1:] == v[:-1]
        new[1:] = ~same
        at = np.nonzero(new)[0]
        times = np.add.reduceat(1 - 2 * swap[order].astype(np.int64), at) if len(at) else np.zeros(0, np.int64)
        at, back = at[times != 0], times[times != 0] < 0
        often = np.unique(who[np.nonzero(new)[0][np.abs(times) > 1]])
        who, ax, ay, bx, by = (v[at] for v in (who, ax, ay, bx, by))
        return Edges(who, np.where(back, bx, ax), np.where(back, by, ay), np.where(back, ax, bx),
                     np.where(back, ay, by)), often


def followers(edges: Edges) -> tuple[np.ndarray, np.ndarray]:
    """(k,) the edge that comes after each one, and (unique) owners whose edges do not close to rings."""
    n = len(edges.owner)
    owner = edges.owner.astype(np.float64)
    starts, ends = mixed(owner, edges.x0, edges.y0), mixed(owner, edges.x1, edges.y1)
    order = np.argsort(starts, kind="stable")
    code = starts[order]
    first, last = np.searchsorted(code, ends, "left"), np.searchsorted(code, ends, "right")
    out = order[np.minimum(first, max(n - 1, 0))]
    several = np.nonzero(last - first > 1)[0]
    if len(several):
        out[several] = _next_at_a_knot(edges, several, order, first[several], (last - first)[several])
    wrong = (edges.owner[out] != edges.owner) | (edges.x0[out] != edges.x1) | (edges.y0[out] != edges.y1)
    wrong |= np.bincount(out, minlength=n)[out] != 1
    return out, np.unique(edges.owner[wrong])


def _next_at_a_knot(edges: Edges, which, order, first, count) -> np.ndarray:
    """Of the edges that start where each of *which* ends, the first one clockwise from where it came: between the two
    lies a wedge of the interior and nothing else."""
    at, row = expand(first, count)
    candidate, mine = order[at], which[row]
    back = trig.arctan2(edges.y0[mine] - edges.y1[mine], edges.x0[mine] - edges.x1[mine])
    out = trig.arctan2(edges.y1[candidate] - edges.y0[candidate], edges.x1[candidate] - edges.x0[candidate])
    turn = np.mod(back - out, 2 * np.pi)
    turn[turn == 0] = 2 * np.pi
    best = np.lexsort((turn, row))
    return candidate[best[np.nonzero(np.diff(row[best], prepend=-1))[0]]]


def cycles(follower: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of a permutation: (least member of the cycle of each element, order in which those of a cycle come in turn)."""
    n = len(follower)
    leader, ahead = np.arange(n, dtype=np.int64), follower
    while True:
        lower = np.minimum(leader, leader[ahead])
        if (lower == leader).all() and (leader == leader[follower]).all():
            break
        leader, ahead = lower, ahead[ahead]
    # steps to the leader, by doubling; the leader itself stays where it is
    head = leader == np.arange(n, dtype=np.int64)
    ahead = np.where(head, np.arange(n, dtype=np.int64), follower)
    steps = (~head).astype(np.int64)
    while (ahead != leader).any():
        steps += steps[ahead]
        ahead = ahead[ahead]
    length = np.bincount(leader, minlength=n)[leader]
    return leader, np.lexsort(((length - steps) % np.maximum(length, 1), leader))


def bounding(chain: Edges) -> tuple[Loops, np.ndarray]:
    """The rings of what does not cancel of a chain, and (unique) owners whose edges do not close; theirs are left
    out."""
    edges, often = chain.net()
    after, loose = followers(edges)
    bad = np.union1d(loose, often)
    good = np.nonzero(~np.isin(edges.owner, bad))[0]
    number = np.full(len(edges.owner), -1, np.int64)
    number[good] = np.arange(len(good), dtype=np.int64)
    if not len(good):
        return Loops.empty(), bad
    leader, order = cycles(number[after[good]])
    order_of = good[order]
    start = np.nonzero(np.diff(leader[order], prepend=-1))[0]
    count = np.diff(np.append(start, len(order)))
    return Loops.closed(edges.owner[order_of[start]], edges.x0[order_of], edges.y0[order_of], start, count), bad
