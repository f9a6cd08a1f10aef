"""Pieces of parcels in the features of a partition, drawn from the crossings that tabulate measures by.

tabulate sums integrals over the parts of ∂P that lie in f and the parts of ∂f that lie in P. The same parts, put one
after the other, are the boundary of P ∩ f: where P enters f it goes on along P to the next crossing, where P leaves f
it goes on along f (Weiler and Atherton 1977). All steps are sorts and gathers over whole batches; no vertex is computed
but the crossings. What does not alternate as it must is handed back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import Rings, expand
from ..overlay.location import UNKNOWN, locate
from ..overlay.outlines import Outlines
from ..overlay.partition import NONE, Partition
from ..overlay.partition import _mixed as mixed
from ..overlay.tabulate import _events as events_of
from ..overlay.tabulate import _starts_inside as starts_inside
from .chains import cycles
from .loops import Loops


@dataclass(frozen=True)
class Borders:
    """Where the edges of a partition stand in the rings of its features.

    rings      of the features, oriented with the interior on the left
    at_left    (e,) vertex from which an edge starts in the ring of the feature on its left
    at_right   (e,) the same for its right, whose ring runs backwards through the edge
    """

    rings: Rings
    at_left: np.ndarray
    at_right: np.ndarray

    @staticmethod
    def of(partition: Partition, rings: Rings) -> Borders:
        """From the *rings* that the partition was made of."""
        rings = Outlines.of(rings).rings
        x1, y1 = rings.ends()
        start = np.nonzero((rings.x != x1) | (rings.y != y1))[0]
        x0, y0, x1, y1 = rings.x[start], rings.y[start], x1[start], y1[start]
        swap = (x0 > x1) | ((x0 == x1) & (y0 > y1))
        code = mixed(partition.x0, partition.y0, partition.x1, partition.y1)
        order = np.argsort(code, kind="stable")
        ends = [np.where(swap, *pair) for pair in ((x1, x0), (y1, y0), (x0, x1), (y0, y1))]
        edge = order[np.searchsorted(code[order], mixed(*ends))]
        at_left, at_right = np.full((2, len(partition.x0)), NONE, np.int32)
        at_left[edge[~swap]], at_right[edge[swap]] = start[~swap], start[swap]
        return Borders(rings, at_left, at_right)


@dataclass(frozen=True)
class Drawn:
    """Rings of pieces, owner = shape · features + feature; *failed* (n,) bool, shapes that could not be traced (what
    there is of theirs means nothing); and the crossings: the edges of the shapes (c,), in order along them, and the
    places x, y."""

    loops: Loops
    failed: np.ndarray
    edge: np.ndarray
    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class _Passages:
    """Each crossing once for every feature whose border it is: (k,) arrays.

    key      shape · features + feature;  enters  whether the shape enters the feature there
    ring, at, along     ring and edge of the shape, and how far along the edge (with its tie-breakers)
    zone_ring, place, far   the same of the feature
    """

    key: np.ndarray
    enters: np.ndarray
    x: np.ndarray
    y: np.ndarray
    ring: np.ndarray
    at: np.ndarray
    along: tuple[np.ndarray, ...]
    zone_ring: np.ndarray
    place: np.ndarray
    far: tuple[np.ndarray, ...]


def draw(parcels: Outlines, partition: Partition, borders: Borders, own: np.ndarray | None = None) -> Drawn:
    """All pieces of *parcels* in the features of the partition, or in those that are its *own* ((n,) bool)."""
    events = events_of(parcels, partition)
    a, b, _, x, y = events
    along, far = _places(parcels, partition, a, b)
    passages = _passages(parcels, partition, borders, events, along, far, own)
    width = partition.n
    failed = np.zeros(parcels.n, bool)
    follower, count, base, offset, size = _traced(passages, parcels.rings, borders.rings, failed, width)
    good = np.nonzero(~failed[passages.key // width])[0]
    parts = [_cut_loops(passages, parcels.rings, borders.rings, good, follower, count, base, offset, size)]
    parts += _whole_loops(parcels, partition, borders.rings, a, passages, failed, own)
    order = np.lexsort((*reversed(along), a))
    return Drawn(Loops.joined(parts), failed, a[order], x[order], y[order])


def _places(parcels: Outlines, partition: Partition, a: np.ndarray, b: np.ndarray):
    """How far along the parcel's edge a and the zone's edge b each crossing lies: a number, and what tells apart those
    in one place, the first-order terms of the shift (ε₁, ε₂) of the zone layer by which predicates breaks ties."""
    ax0, ay0, ax1, ay1 = (v[a] for v in parcels.edges)
    bx0, by0, bx1, by1 = (v[b] for v in (partition.x0, partition.y0, partition.x1, partition.y1))
    adx, ady, bdx, bdy = ax1 - ax0, ay1 - ay0, bx1 - bx0, by1 - by0
    turn = adx * bdy - ady * bdx
    d0, d1 = bdx * (ay0 - by0) - bdy * (ax0 - bx0), bdx * (ay1 - by0) - bdy * (ax1 - bx0)
    e0, e1 = adx * (by0 - ay0) - ady * (bx0 - ax0), adx * (by1 - ay0) - ady * (bx1 - ax0)
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (d0 / (d0 - d1), bdy / turn, -bdx / turn)
        far = (e0 / (e0 - e1), ady / turn, -adx / turn)
    return along, far


def _passages(parcels, partition, borders, events, along, far, own) -> _Passages:
    a, b, to_left, x, y = events
    sides = []
    for label in (partition.left, partition.right):
        side = label[b] != NONE
        if own is not None:
            side &= own[label[b]]
        sides.append(np.nonzero(side)[0])
    event = np.concatenate(sides)
    on_left = np.arange(len(event), dtype=np.int64) < len(sides[0])
    edge = b[event]
    feature = np.where(on_left, partition.left[edge], partition.right[edge]).astype(np.int64)
    ring = parcels.rings.vertex_ring[a[event]]
    return _Passages(
        parcels.rings.shape[ring] * partition.n + feature, to_left[event] == on_left, x[event], y[event], ring,
        a[event], tuple(v[event] for v in along),
        np.where(on_left, partition.ring_left[edge], partition.ring_right[edge]).astype(np.int64),
        np.where(on_left, borders.at_left[edge], borders.at_right[edge]).astype(np.int64),
        tuple(np.where(on_left, v[event], -v[event]) for v in far))


def _traced(p: _Passages, rings: Rings, zone: Rings, failed: np.ndarray, width: int):
    """For each passage the one that comes next on the boundary of the piece, the number of vertices in between, and
    where they stand: vertices base + (offset + 1 … count) mod size of the ring that is followed. Marks shapes where
    ways in and out do not alternate."""
    n = len(p.key)
    follower, count, base, offset = np.zeros((4, n), np.int64)
    size = np.ones(n, np.int64)
    ways = ((p.enters, p.ring, p.at, p.along, rings), (~p.enters, p.zone_ring, p.place, p.far, zone))
    for go, who, at, how, of in ways:
        order = np.lexsort((*reversed(how), at, who, p.key))
        new = np.ones(n, bool)
        new[1:] = (p.key[order][1:] != p.key[order][:-1]) | (who[order][1:] != who[order][:-1])
        first = np.nonzero(new)[0]
        after = np.arange(1, n + 1, dtype=np.int64)
        after[np.append(first[1:], n)[: len(first)] - 1] = first
        then, rank = np.empty(n, np.int64), np.empty(n, np.int64)
        then[order], rank[order] = order[after], np.arange(n, dtype=np.int64)
        failed[p.key[p.enters == p.enters[then]] // width] = True
        mine = np.nonzero(go)[0]
        to = then[mine]
        steps, around = at[to] - at[mine], of.count[who[mine]] - 1
        steps += np.where((steps < 0) | ((steps == 0) & (rank[to] <= rank[mine])), around, 0)
        follower[mine], count[mine], size[mine] = to, steps, around
        base[mine], offset[mine] = of.first[who[mine]], at[mine] - of.first[who[mine]]
    return follower, count, base, offset, size


def _cut_loops(p: _Passages, rings: Rings, zone: Rings, good, follower, count, base, offset, size) -> Loops:
    """Rings of the pieces that are cut: each passage's own place, then the vertices on the way to the next."""
    if not len(good):
        return Loops.empty()
    number = np.full(len(p.key), -1, np.int64)
    number[good] = np.arange(len(good), dtype=np.int64)
    leader, order = cycles(number[follower[good]])
    pick = good[order]
    step, at = expand(np.zeros(len(pick), np.int64), count[pick] + 1)
    which = pick[at]
    vertex, mine = base[which] + (offset[which] + step) % size[which], p.enters[which]
    ours, theirs = np.where(mine, vertex, 0), np.where(mine, 0, vertex)
    start = step == 0
    x = np.where(start, p.x[which], np.where(mine, rings.x[ours], zone.x[theirs]))
    y = np.where(start, p.y[which], np.where(mine, rings.y[ours], zone.y[theirs]))
    new = np.nonzero(np.diff(leader[order], prepend=-1))[0]
    total = np.append(0, np.cumsum(count[pick] + 1, dtype=np.int64))
    return Loops.closed(p.key[pick[new]], x, y, total[new], np.diff(np.append(total[new], total[-1])))


def _whole_loops(parcels: Outlines, partition: Partition, zone: Rings, a, p: _Passages, failed, own) -> list[Loops]:
    """Rings of parcels that nothing cuts, in the feature where they lie, and rings of features that lie in a parcel."""
    rings = parcels.rings
    cut = np.zeros(len(rings.shape), bool)
    cut[rings.vertex_ring[a]] = True
    alone = np.nonzero(~cut)[0]
    home = locate(partition, rings.x[rings.first[alone]], rings.y[rings.first[alone]])
    failed[rings.shape[alone[home == UNKNOWN]]] = True
    inside, island, heavy = starts_inside(parcels, partition)
    failed[heavy] = True
    here = home >= 0
    free = ~np.isin(inside * len(zone.shape) + island, p.key // partition.n * len(zone.shape) + p.zone_ring)
    if own is not None:
        here &= own[np.maximum(home, 0)]
        free &= own[zone.shape[island]]
    alone, home, inside, island = alone[here], home[here], inside[free], island[free]
    return [Loops.closed(rings.shape[alone] * partition.n + home, rings.x, rings.y, rings.first[alone],
                         rings.count[alone] - 1),
            Loops.closed(inside * partition.n + zone.shape[island], zone.x, zone.y, zone.first[island],
                         zone.count[island] - 1)]
