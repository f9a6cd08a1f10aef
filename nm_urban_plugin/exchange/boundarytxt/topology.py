"""Whether the rings of one parcel are sound, and which lies in which: exact, in whole numbers.

Coordinates are scaled to integers of their last decimal, so that no rounding decides whether a point lies on an edge.
Rings are closed arrays (k, 2). Edges are compared only where their boxes meet; memory is bounded.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from ...core.rings import expand

#: Products of two differences below this fit an int64 determinant.
_INT64_SAFE = 1_000_000_000
_PAIRS_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Fault:
    """kind: crosses | spike | shared_edge | touches_twice; (ring, edge) of the first and of the second edge."""

    kind: str
    one: tuple[int, int]
    other: tuple[int, int]


def whole(values: list[list[tuple[str, str]]]) -> list[np.ndarray]:
    """Decimal texts (x, y) of rings → integers of the last decimal from a common origin, (k, 2) each."""
    decimals = max((len(t.partition(".")[2]) for ring in values for pair in ring for t in pair), default=0)
    rings = [np.array([[_scaled(t, decimals) for t in pair] for pair in ring], object) for ring in values]
    origin = np.min([ring.min(axis=0) for ring in rings], axis=0)
    rings = [ring - origin for ring in rings]
    if max(ring.max() for ring in rings) < _INT64_SAFE:
        rings = [ring.astype(np.int64) for ring in rings]
    return rings


def _scaled(text: str, decimals: int) -> int:
    before, _, after = text.partition(".")
    return int(before + after.ljust(decimals, "0"))


def fault_of(rings: list[np.ndarray]) -> Fault | None:
    """The first thing that makes closed rings no polygon; None where there is none."""
    start = np.concatenate([ring[:-1] for ring in rings])
    end = np.concatenate([ring[1:] for ring in rings])
    count = np.array([len(ring) - 1 for ring in rings], np.int64)
    edge, ring = expand(np.zeros(len(rings), np.int64), count)
    touches = defaultdict(set)
    faults = []
    for i, j in _close_pairs(start, end):
        found = _judge(start, end, ring, edge, count, i, j, touches)
        if found:
            faults.append(found)
    if faults:
        return min(faults, key=lambda f: (f.kind != "spike", f.one, f.other))
    return _fault_of_rings(rings, touches)


def _close_pairs(start, end):
    """Chunks (i, j) of pairs of edges whose boxes meet, i before j in the order of the rings."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.argsort(low[:, 0], kind="stable")
    until = np.searchsorted(low[order, 0], high[order, 0], side="right")
    many = until - np.arange(len(order), dtype=np.int64) - 1
    total = np.concatenate([[0], np.cumsum(many, dtype=np.int64)])
    at = 0
    while at < len(order):
        to = max(at + 1, int(np.searchsorted(total, total[at] + _PAIRS_AT_ONCE, side="right")) - 1)
        second, owner = expand(np.arange(at + 1, to + 1, dtype=np.int64), many[at:to])
        i, j = order[at + owner], order[second]
        meet = (low[i, 1] <= high[j, 1]) & (low[j, 1] <= high[i, 1])
        i, j = i[meet], j[meet]
        yield np.minimum(i, j), np.maximum(i, j)
        at = to


def _turn(a, b, c) -> np.ndarray:
    """Sign of the area of triangles a b c: on which side of a→b lies c."""
    (ax, ay), (bx, by), (cx, cy) = a.T, b.T, c.T
    twice = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    return (twice > 0).astype(np.int8) - (twice < 0).astype(np.int8)


def _judge(start, end, ring, edge, count, i, j, touches) -> Fault | None:
    """The first fault among pairs of edges, a spike before all others; where rings touch is collected in *touches*."""
    a, b, c, d = start[i], end[i], start[j], end[j]
    turns = np.stack([_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)])
    meet = (turns[0] * turns[1] <= 0) & (turns[2] * turns[3] <= 0)
    along = (turns == 0).all(axis=0)
    same = ring[i] == ring[j]
    step = edge[j] - edge[i]
    neighbours = same & ((step == 1) | (step == count[ring[i]] - 1))
    # neighbours share a point and are at fault only where they run back along each other
    back = neighbours & along & _share_length(a, b, c, d)
    wrong = np.where(neighbours, back, meet & same)
    proper = ~same & (turns[0] * turns[1] < 0) & (turns[2] * turns[3] < 0)
    shared = ~same & along & _share_length(a, b, c, d)
    bad = np.nonzero(wrong | proper | shared)[0]
    if len(bad):
        k = bad[np.lexsort((j[bad], i[bad], ~back[bad]))[0]]
        kind = "spike" if back[k] else "shared_edge" if shared[k] else "crosses"
        one, other = i[k], j[k]
        return Fault(kind, (int(ring[one]), int(edge[one])), (int(ring[other]), int(edge[other])))
    for k in np.nonzero(~same & meet & (turns == 0).any(axis=0))[0]:
        ends = [c[k], d[k], a[k], b[k]]
        if along[k]:  # two edges in one line that share an end
            at = next(p for p in ends[2:] if any((p == q).all() for q in ends[:2]))
        else:
            at = ends[int(np.nonzero(turns[:, k] == 0)[0][0])]
        pair = (int(ring[i[k]]), int(ring[j[k]]))
        touches[pair].add((int(at[0]), int(at[1]), int(edge[i[k]]), int(edge[j[k]])))
    return None


def _share_length(a, b, c, d) -> np.ndarray:
    """Whether edges on one line have more than a point in common."""
    axis = (np.abs(b - a)[:, 0] < np.abs(b - a)[:, 1]).astype(np.int64)
    pick = np.arange(len(a), dtype=np.int64), axis
    low = np.maximum(np.minimum(a[pick], b[pick]), np.minimum(c[pick], d[pick]))
    high = np.minimum(np.maximum(a[pick], b[pick]), np.maximum(c[pick], d[pick]))
    return low < high


def _fault_of_rings(rings, touches) -> Fault | None:
    """Rings that touch: they may not cross in the touching point, nor cut the interior apart."""
    if not touches:
        return None
    for (one, other), points in sorted(touches.items()):
        first = min(points, key=lambda p: p[2:])
        if any(side.min() < 0 < side.max() for side in
               (_sides(rings[one], rings[other]), _sides(rings[other], rings[one]))):
            return Fault("crosses", (one, first[2]), (other, first[3]))
    return _fault_of_interior(nesting(rings), touches)


def _fault_of_interior(parent: list[int], touches) -> Fault | None:
    """The interior of a polygon falls apart where its rings and touching points form a chain that closes."""
    depth = depths(parent)
    owner = [k if depth[k] % 2 == 0 else parent[k] for k in range(len(parent))]
    joined: dict = {}

    def root(node):
        while joined.get(node, node) != node:
            node = joined[node]
        return node

    seen = set()
    for (one, other), points in sorted(touches.items()):
        if owner[one] != owner[other]:
            continue  # parts may meet in any number of points
        for x, y, edge, far in sorted(points, key=lambda p: p[2:]):
            for ring in (one, other):
                if (x, y, ring) in seen:
                    continue
                seen.add((x, y, ring))
                a, b = root((x, y)), root(ring)
                if a == b:
                    return Fault("touches_twice", (one, edge), (other, far))
                joined[a] = b
    return None


def _sides(ring, other) -> np.ndarray:
    """For corners and edge middles of *other*: 1 inside *ring*, 0 on it, −1 outside. Doubled, so middles are whole."""
    return sides(2 * ring, np.concatenate([2 * other[:-1], other[:-1] + other[1:]]))


def sides(ring: np.ndarray, points: np.ndarray) -> np.ndarray:
    """(k,) 1 inside a closed ring, 0 on it, −1 outside."""
    start, end = ring[:-1], ring[1:]
    out = np.empty(len(points), np.int8)
    chunk = max(1, _PAIRS_AT_ONCE // len(start))
    for at in range(0, len(points), chunk):
        p = points[at : at + chunk]
        x, y = p[:, :1], p[:, 1:]
        turn = (end[:, 0] - start[:, 0]) * (y - start[:, 1]) - (end[:, 1] - start[:, 1]) * (x - start[:, 0])
        up = (start[:, 1] <= y) & (end[:, 1] > y) & (turn > 0)
        down = (start[:, 1] > y) & (end[:, 1] <= y) & (turn < 0)
        low, high = np.minimum(start, end), np.maximum(start, end)
        on = (turn == 0) & (low[:, 0] <= x) & (x <= high[:, 0]) & (low[:, 1] <= y) & (y <= high[:, 1])
        inside = (up.sum(axis=1) - down.sum(axis=1)) != 0
        out[at : at + chunk] = np.where(on.any(axis=1), 0, np.where(inside, np.int64(1), np.int64(-1)))
    return out


def nesting(rings: list[np.ndarray]) -> list[int]:
    """For each of several sound rings the ring that directly encloses it, −1 where none does."""
    low = np.array([ring.min(axis=0) for ring in rings])
    high = np.array([ring.max(axis=0) for ring in rings])
    around: list[list[int]] = [[] for _ in rings]
    for k, ring in enumerate(rings):
        candidates = ((low <= low[k]) & (high >= high[k])).all(axis=1)
        candidates[k] = False
        around[k] = [int(m) for m in np.nonzero(candidates)[0] if _sides(rings[m], ring).max() > 0]
    # the enclosing rings are nested in each other: the direct one is enclosed most often
    return [max(outer, key=lambda m: len(around[m])) if outer else -1 for outer in around]


def depths(parent: list[int]) -> list[int]:
    """In how many rings each one lies: an even number makes an outer ring, an odd one a hole."""
    out = []
    for k in range(len(parent)):
        depth, at = 0, parent[k]
        while at >= 0:
            depth, at = depth + 1, parent[at]
        out.append(depth)
    return out
