"""What is left of polygons when others that lie wholly inside them, disjoint, are taken away: whole batches at once.

The boundary of A − ∪ S is ∂A − Σ ∂S as a chain of directed edges. Where borders are shared vertex by vertex, as when
supplies were cut from the approval in the same file, shared edges cancel, and the edges that stay link up to the rings
of the remainder: no intersection is ever computed, and every vertex is an original one. Whatever does not fit that
picture (a vertex where rings touch, a border without the neighbour's vertices) is not done here but left to GEOS, and
what is done is checked by GEOS for validity: a valid polygon with that boundary is the remainder.
"""

from __future__ import annotations

import numpy as np

from ...core.ellipsoid.straight import ring_integrals
from ...core.rings import Rings, expand, surely_simple
from ..geos import default
from ..reading.wkb import encode
from .outlines import Outlines
from .partition import _mixed as mixed


def remainders(wholes: Outlines, which: np.ndarray, inner: Outlines, owner: np.ndarray, part: np.ndarray
               ) -> dict[int, bytes]:
    """WKB per position in *which* of wholes[which] less inner[part] of the same *owner* (position in which).

    Positions that are missing in the answer must be drawn with GEOS.
    """
    edges = [_edges(wholes, which, np.arange(len(which), dtype=np.int64), False), _edges(inner, part, owner, True)]
    who, x0, y0, x1, y1 = (np.concatenate(column) for column in zip(*edges))
    bad = np.zeros(len(which), bool)
    who, x0, y0, x1, y1 = _cancelled(who, x0, y0, x1, y1, bad)
    follower = _followers(who, x0, y0, x1, y1, bad)
    good = ~bad[who]
    number = np.cumsum(good, dtype=np.int64) - 1
    follower, who, x0, y0 = number[follower[good]], who[good], x0[good], y0[good]
    if not len(who):
        return {}
    ring, order = _cycles(follower)
    rings = _rings(who[order], x0[order], y0[order], ring[order], len(which))
    return _valid_polygons(rings, bad)


def _edges(outlines: Outlines, which: np.ndarray, owner: np.ndarray, backwards: bool):
    rings = outlines.rings
    first = rings.first[np.searchsorted(rings.shape, np.arange(outlines.n + 1, dtype=np.int64))]
    start, at = expand(first[which], first[which + 1] - first[which] - 1)
    real = ~rings.closing[start]
    start, at = start[real], at[real]
    real = (rings.x[start] != rings.x[start + 1]) | (rings.y[start] != rings.y[start + 1])
    start, at = start[real], at[real]
    a, b = (start + 1, start) if backwards else (start, start + 1)
    return owner[at], rings.x[a], rings.y[a], rings.x[b], rings.y[b]


def _cancelled(who, x0, y0, x1, y1, bad):
    """Edges without those that occur once in each direction; marks owners with an edge twice in one direction."""
    swap = (x0 > x1) | ((x0 == x1) & (y0 > y1))
    ax, ay, bx, by = (np.where(swap, *pair) for pair in ((x1, x0), (y1, y0), (x0, x1), (y0, y1)))
    order = np.argsort(mixed(who.astype(float), ax, ay, bx, by), kind="stable")
    who, ax, ay, bx, by = (v[order] for v in (who, ax, ay, bx, by))
    new = np.ones(len(order), bool)
    same = who[1:] == who[:-1]
    for v in (ax, ay, bx, by):
        same &= v[1:] == v[:-1]
    new[1:] = ~same
    group = np.nonzero(new)[0]
    way = np.where(swap[order], np.int64(-1), np.int64(1))
    net = np.add.reduceat(way, group) if len(group) else np.zeros(0, np.int64)
    bad[who[group[np.abs(net) > 1]]] = True
    group, net = group[net != 0], net[net != 0]
    who, ax, ay, bx, by = (v[group] for v in (who, ax, ay, bx, by))
    back = net < 0
    return who, np.where(back, bx, ax), np.where(back, by, ay), np.where(back, ax, bx), np.where(back, ay, by)


def _followers(who, x0, y0, x1, y1, bad) -> np.ndarray:
    """Index of the edge that starts where each one ends; marks owners with vertices from which several start."""
    n = len(who)
    owner = who.astype(float)
    order = np.argsort(mixed(owner, x0, y0), kind="stable")
    code, ends = mixed(owner, x0, y0)[order], mixed(owner, x1, y1)
    place = np.minimum(np.searchsorted(code, ends), max(n - 1, 0))
    found = order[place]
    wrong = (who[found] != who) | (x0[found] != x1) | (y0[found] != y1)
    wrong |= np.bincount(found, minlength=n)[found] != 1
    bad[who[wrong]] = True
    return found


def _cycles(follower: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(least member of the cycle of each edge, order in which the edges of each cycle follow one another)."""
    leader, ahead = np.arange(len(follower), dtype=np.int64), follower
    while True:
        lower = np.minimum(leader, leader[ahead])
        if (lower == leader).all() and (leader == leader[follower]).all():
            break
        leader, ahead = lower, ahead[ahead]
    # steps to the leader, by doubling; the leader itself stays where it is
    own = np.arange(len(follower), dtype=np.int64)
    ahead = np.where(leader == own, own, follower)
    steps = (leader != own).astype(np.int64)
    while (ahead != leader).any():
        steps += steps[ahead]
        ahead = ahead[ahead]
    length = np.bincount(leader, minlength=len(follower))[leader]
    return leader, np.lexsort(((length - steps) % length, leader))


def _rings(who, x, y, ring, n: int) -> Rings:
    """Closed rings, one part each, from edges in order; sorted by owner."""
    start = np.nonzero(np.diff(ring, prepend=-1))[0]
    count = np.diff(np.append(start, len(ring)))
    order = np.argsort(who[start], kind="stable")
    start, count = start[order], count[order]
    index, at = expand(start, count + 1)
    index = np.where(index == (start + count)[at], start[at], index)
    first = np.append(0, np.cumsum(count + 1, dtype=np.int64))
    zero = np.zeros(len(start), np.int64)
    return Rings(x[index], y[index], first, who[start], zero, zero.astype(bool), n)


def _valid_polygons(rings: Rings, bad: np.ndarray) -> dict[int, bytes]:
    """Shells (counter-clockwise) and holes made into polygons; only those that GEOS finds valid."""
    hole = ring_integrals(rings) <= 0
    shells = np.bincount(rings.shape, ~hole, minlength=rings.n).astype(np.int64)
    holes = np.bincount(rings.shape, hole, minlength=rings.n)
    bad |= (shells == 0) | ((shells > 1) & (holes > 0))
    bad[rings.shape[rings.count < 4]] = True
    order = np.lexsort((hole, rings.shape))
    vertex, _ = expand(rings.first[order], rings.count[order])
    part = np.where(hole[order], 0, np.cumsum(~hole[order], dtype=np.int64))
    first = np.append(0, np.cumsum(rings.count[order], dtype=np.int64))
    sorted_ = Rings(rings.x[vertex], rings.y[vertex], first, rings.shape[order],
                    np.where(shells[rings.shape[order]] > 1, part, 0), hole[order], rings.n)
    good, geos = np.nonzero(~bad)[0], default()
    polygons = sorted_.take(good)
    out = {}
    for k, blob, sure in zip(good.tolist(), encode(polygons), surely_simple(polygons).tolist()):
        if sure or geos.is_valid(geos.read(blob)):
            out[k] = blob
    return out
