"""Area that pairs of polygons have in common, for many pairs at once, without building one piece.

The same sums as in tabulate, pair by pair instead of against a sound partition: here the polygons of either side may
overlap each other as they like. For polygons P and Q with running integrals I_P and I_Q along their rings

    area(P ∩ Q) = Σ ± (I_P − I_Q)  over the crossings,  + where P leaves Q, − where it enters
                + Σ ∮ over rings of P that start in Q  +  Σ ∮ over rings of Q that start in P

Q is thought to be moved by an infinitesimal (predicates), so shared borders, the normal case, need no case of their
own. Polygons of very many vertices with very many partners are handed to tabulate, one partition for each.
"""

from __future__ import annotations

import numpy as np

from ...core.ellipsoid.straight import edge_integrals
from ...core.rings import expand
from .grid import chunks
from .outlines import UNIT_M2, Outlines, fixed
from .partition import Partition
from .predicates import crossings, zone_edge_left_of, zone_point_in_parcel_edge
from .tabulate import tabulate

#: Edges, and pairs of edges, looked at in one go; bounds the memory.
_EDGES_AT_A_TIME = 1_000_000
_MEETINGS_AT_A_TIME = 1_000_000

#: A polygon whose edges would be looked at more often than this in all its pairs gets a grid of its own.
_HEAVY = 2_000_000

#: An area may be below 0 or above the whole by this much (m²) before it counts as contradictory.
_TOLERANCE_M2 = 1e-3


def common_areas(one: Outlines, two: Outlines, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """(k,) raw m² of one[p] ∩ two[q], all in one plane; NaN where the boundaries contradict each other (for GEOS)."""
    out = np.full(len(p), np.nan)
    if not len(p):
        return out
    edges_one, edges_two = _edge_ranges(one), _edge_ranges(two)
    load = np.zeros(len(p), bool)
    for mine, other, edges, which in ((one, two, edges_one, p), (two, one, edges_two, q)):
        partner = q if which is p else p
        often = np.bincount(which, minlength=mine.n) * (edges[1:] - edges[:-1])
        for giant in np.nonzero(often > _HEAVY)[0].tolist():
            here = np.nonzero((which == giant) & ~load)[0]
            out[here] = _in_giant(mine.take(np.array([giant], np.int64)), other, partner[here])
            load[here] = True
    light = np.nonzero(~load)[0]
    effort = np.diff(edges_one)[p[light]] + np.diff(edges_two)[q[light]]
    for part in chunks(effort, _EDGES_AT_A_TIME):
        some = light[part]
        out[some] = _common(one, two, p[some], q[some], edges_one, edges_two)
    return out


def _edge_ranges(outlines: Outlines) -> np.ndarray:
    """(n + 1,) first vertex of each polygon; a closing vertex counts as an edge without length."""
    rings = outlines.rings
    return rings.first[np.searchsorted(rings.shape, np.arange(outlines.n + 1, dtype=np.int64))]


def _in_giant(giant: Outlines, others: Outlines, which: np.ndarray) -> np.ndarray:
    """(k,) area that others[which] have in common with one polygon."""
    partners, at = np.unique(which, return_inverse=True)
    table = tabulate(others.take(partners), Partition(giant.rings, len(partners)))
    area = np.zeros(len(partners))
    np.add.at(area, table.shape, table.area)
    area[table.failed] = np.nan
    return area[at.reshape(-1)]


def _common(one: Outlines, two: Outlines, p, q, edges_one, edges_two) -> np.ndarray:
    """One chunk of pairs."""
    low = np.maximum(one.bounds[p, :2], two.bounds[q, :2])
    high = np.minimum(one.bounds[p, 2:], two.bounds[q, 2:])
    pair, a, b = _meetings(_near_edges(one, p, edges_one, low, high), _near_edges(two, q, edges_two, low, high),
                           one, two, len(p))
    x_one, y_one, x_two, y_two = one.rings.x, one.rings.y, two.rings.x, two.rings.y
    crosses, to_left, x, y = crossings(x_one[a], y_one[a], x_one[a + 1], y_one[a + 1],
                                       x_two[b], y_two[b], x_two[b + 1], y_two[b + 1])
    hit = np.nonzero(crosses)[0]
    pair, a, b, to_left, x, y = (v[hit] for v in (pair, a, b, to_left, x, y))
    sign = np.where(to_left, np.int64(-1), np.int64(1))
    along = one.running[a] + fixed(edge_integrals(x_one[a], y_one[a], x, y))
    along -= two.running[b] + fixed(edge_integrals(x_two[b], y_two[b], x, y))
    units = np.zeros(len(p), np.int64)
    np.add.at(units, pair, sign * along)
    bad = np.zeros(len(p), bool)
    for rings, edge in ((one.rings, a), (two.rings, b)):  # along a ring one enters as often as one leaves
        place, at = np.unique(pair * len(rings.shape) + rings.vertex_ring[edge], return_inverse=True)
        uneven = np.bincount(at.reshape(-1), sign, minlength=len(place)) != 0
        bad[place[uneven] // len(rings.shape)] = True
    _add_starts(units, one, two, p, q, edges_two, low, high, zone_edge_left_of)
    _add_starts(units, two, one, q, p, edges_one, low, high, zone_point_in_parcel_edge)
    area = units * UNIT_M2
    whole = np.minimum(one.area[p], two.area[q])
    bad |= (area < -_TOLERANCE_M2) | (area > whole + _TOLERANCE_M2)
    return np.where(bad, np.nan, np.clip(area, 0.0, whole))


def _near_edges(outlines: Outlines, which, edges, low, high):
    """(first, edge): the edges of each pair's polygon that come near the box [low, high], grouped by pair."""
    x, y = outlines.rings.x, outlines.rings.y
    edge, pair = expand(edges[which], edges[which + 1] - edges[which] - 1)  # the last one is a closing vertex
    here = np.ones(len(edge), bool)
    for values, axis in ((x, 0), (y, 1)):
        start, end = values[edge], values[edge + 1]
        here &= np.maximum(start, end) >= low[pair, axis]
        here &= np.minimum(start, end) <= high[pair, axis]
    here &= ~outlines.rings.closing[edge]
    edge = edge[here]
    first = np.zeros(len(which) + 1, np.int64)
    np.cumsum(np.bincount(pair[here], minlength=len(which)), out=first[1:])
    return first, edge


def _meetings(near_one, near_two, one: Outlines, two: Outlines, n: int):
    """(pair, edge of one, edge of two) whose boxes meet."""
    (first_a, edge_a), (first_b, edge_b) = near_one, near_two
    pair_of = np.repeat(np.arange(n, dtype=np.int64), np.diff(first_a))
    partners = np.diff(first_b)[pair_of]
    found = [(np.zeros(0, np.int64),) * 3]
    boxes_a, boxes_b = _boxes(one, edge_a), _boxes(two, edge_b)
    for part in chunks(partners, _MEETINGS_AT_A_TIME):
        b, a = expand(first_b[pair_of[part]], partners[part])
        a += part.start
        for (low_a, high_a), (low_b, high_b) in zip(boxes_a, boxes_b):
            meet = np.nonzero((low_a[a] <= high_b[b]) & (low_b[b] <= high_a[a]))[0]
            a, b = a[meet], b[meet]
        found.append((pair_of[a], edge_a[a], edge_b[b]))
    pair, a, b = (np.concatenate(column) for column in zip(*found))
    return pair, a, b


def _boxes(outlines: Outlines, edge):
    """((xmin, xmax), (ymin, ymax)) of edges."""
    return [(np.minimum(v[edge], v[edge + 1]), np.maximum(v[edge], v[edge + 1]))
            for v in (outlines.rings.x, outlines.rings.y)]


def _add_starts(units, mine: Outlines, other: Outlines, which, partner, edges, low, high, crossed) -> None:
    """Add the integrals of the rings of mine[which] that start in other[partner]."""
    rings = mine.rings
    ring_first = np.searchsorted(rings.shape, np.arange(mine.n + 1, dtype=np.int64))
    ring, pair = expand(ring_first[which], np.diff(ring_first)[which])
    x, y = rings.x[rings.first[ring]], rings.y[rings.first[ring]]
    inside = (x >= low[pair, 0]) & (x <= high[pair, 0]) & (y >= low[pair, 1]) & (y <= high[pair, 1])
    ring, pair, x, y = ring[inside], pair[inside], x[inside], y[inside]
    count = edges[partner[pair] + 1] - edges[partner[pair]] - 1
    odd = np.zeros(len(ring), bool)
    ex, ey, closing = other.rings.x, other.rings.y, other.rings.closing
    for part in chunks(count, _MEETINGS_AT_A_TIME):
        edge, at = expand(edges[partner[pair[part]]], count[part])
        hit = crossed(x[part][at], y[part][at], ex[edge], ey[edge], ex[edge + 1], ey[edge + 1]) & ~closing[edge]
        odd[part] = np.bincount(at, hit, minlength=len(count[part])) % 2 == 1
    np.add.at(units, pair[odd], mine.total(ring[odd]))
