"""Where features of one layer overlap: the cells of a partition that must be left to GEOS.

Features are a sound partition if no two edges cross, if around every vertex each edge begins where the one before it
ended, and if nothing lies inside another feature without touching it. All three are tested here; what is thinner than
a micrometre is rounding noise of shared borders and counts for nothing.
"""

from __future__ import annotations

import numpy as np

from ...core.ellipsoid import trig
from ...core.rings import expand, owners
from .grid import chunks
from .location import locate
from .predicates import cross_deeply, vertex_on_edge

#: Overlaps of features thinner than this (m) are rounding noise of shared borders.
DEEP_M = 1e-6

#: Pairs of edges tested at a time; bounds the memory.
_PAIRS_AT_A_TIME = 1 << 18

_NONE = -1


def mark_overlaps(partition, doubled: np.ndarray) -> None:
    """Mark the cells along edges where features overlap dirty; *doubled*: edges that two features have on one side."""
    crossing, through, point = _meetings(partition)
    suspect = np.unique(np.concatenate([doubled, crossing, _torn_fans(partition, through, point)]))
    _mark(partition, suspect)
    partition.free_left, partition.free_below = nearest_clean(partition)
    _mark(partition, _inside_others(partition, suspect))


def nearest_clean(partition) -> tuple[np.ndarray, np.ndarray]:
    """Per cell the nearest free cell that is not dirty, itself if it is one: the column of that to its left in the row,
    and the row of that below in the column; −1 where there is none."""
    grid = partition.grid
    clean = ~(partition.touched | partition.dirty).reshape(grid.ny, grid.nx)
    column = np.where(clean, np.arange(grid.nx, dtype=np.int32)[None, :], np.int32(-1))
    row = np.where(clean, np.arange(grid.ny, dtype=np.int32)[:, None], np.int32(-1))
    return np.maximum.accumulate(column, axis=1).ravel(), np.maximum.accumulate(row, axis=0).ravel()


def _mark(partition, edges: np.ndarray) -> None:
    """Mark all cells of some edges dirty."""
    if len(edges):
        _, cell = partition.grid.cells_of_edges(*(v[edges] for v in _ends(partition)))
        partition.dirty[cell] = True


def _ends(partition):
    return partition.x0, partition.y0, partition.x1, partition.y1


def _meetings(partition):
    """(edges that cross another one by more than noise; edges that run through a vertex of another one, its (x, y))."""
    owner = owners(np.diff(partition.cell_start))
    at = np.arange(len(partition.edge_of), dtype=np.int64)
    later = partition.cell_start[1:][owner] - at - 1  # partners behind each entry in its cell
    spans = [(np.minimum(v0, v1), np.maximum(v0, v1))
             for v0, v1 in ((partition.x0, partition.x1), (partition.y0, partition.y1))]
    crossing, through, points = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros((0, 2))]
    for part in chunks(later, _PAIRS_AT_A_TIME):
        other, mine = expand(at[part] + 1, later[part])
        a, b = partition.edge_of[at[part][mine]], partition.edge_of[other]
        for low, high in spans:
            meet = np.nonzero((low[a] <= high[b]) & (low[b] <= high[a]))[0]
            a, b = a[meet], b[meet]
        ends_a, ends_b = ([v[k] for v in _ends(partition)] for k in (a, b))
        deep = cross_deeply(*ends_a, *ends_b, DEEP_M)
        crossing += [a[deep], b[deep]]
        for of, edge, ends in ((ends_a, b, ends_b), (ends_b, a, ends_a)):
            for x, y in (of[:2], of[2:]):
                on = vertex_on_edge(x, y, *ends, DEEP_M)
                through.append(edge[on])
                points.append(np.stack([x[on], y[on]], 1))
    found = np.column_stack([np.concatenate(through), np.concatenate(points)])
    found = np.unique(found, axis=0)  # edges that share several cells were paired several times
    return np.concatenate(crossing), found[:, 0].astype(np.int64), found[:, 1:]


def _torn_fans(partition, through: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Edges at vertices around which the features do not follow one another.

    Counter-clockwise about a vertex, an outgoing edge leads from the feature on its right to that on its left. Edges
    *through* a vertex go out from it both ways.
    """
    n = len(partition.x0)
    x0, y0, x1, y1 = _ends(partition)
    edge = np.concatenate([np.arange(n, dtype=np.int64), np.arange(n, dtype=np.int64), through, through])
    outward = np.repeat([True, False, True, False], [n, n, len(through), len(through)])  # towards (x1, y1)
    x, y = np.concatenate([x0, x1, point[:, 0], point[:, 0]]), np.concatenate([y0, y1, point[:, 1], point[:, 1]])
    order = np.nonzero(_crowded(x, y))[0]
    order = order[np.lexsort((y[order], x[order]))]
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(x[order]) != 0) | (np.diff(y[order]) != 0)
    vertex = np.cumsum(new, dtype=np.int64) - 1
    branching = np.bincount(vertex)[vertex] > 2 if len(vertex) else np.zeros(0, bool)
    order, vertex = order[branching], vertex[branching]
    if not len(order):
        return np.zeros(0, np.int64)
    edge, outward, x, y = edge[order], outward[order], x[order], y[order]
    dx, dy = np.where(outward, x1[edge], x0[edge]) - x, np.where(outward, y1[edge], y0[edge]) - y
    length = trig.hypot(dx, dy)
    turn = np.lexsort((trig.arctan2(dy, dx), vertex))
    edge, outward, vertex, dx, dy, length = (v[turn] for v in (edge, outward, vertex, dx, dy, length))
    left = np.where(outward, partition.left[edge], partition.right[edge])
    right = np.where(outward, partition.right[edge], partition.left[edge])
    # the next one about the same vertex, and whether it lies on this one but for noise
    start = np.nonzero(np.diff(vertex, prepend=-1))[0]
    follower = np.arange(1, len(edge) + 1, dtype=np.int64)
    follower[np.append(start[1:], len(edge)) - 1] = start
    sine = (dx * dy[follower] - dy * dx[follower]) / np.maximum(length, length[follower])
    tied = (np.abs(sine) <= 4 * DEEP_M) & (dx * dx[follower] + dy * dy[follower] > 0)
    # two edges on each other act as one: what the first leads to, the second leads away from, or the other way round
    pair, other = np.nonzero(tied)[0], follower[tied]
    torn = tied[other]  # three on each other
    straight = left[pair] == right[other]
    torn |= ~straight & (left[other] != right[pair])
    merged_left = np.where(straight, left[other], left[pair])
    merged_right = np.where(straight, right[pair], right[other])
    left[pair] = left[other] = merged_left
    right[pair] = right[other] = merged_right
    wrong = np.zeros(len(edge), bool)
    wrong[pair[torn]] = True
    wrong |= ~tied & (left != right[follower])
    return edge[np.isin(vertex, vertex[wrong])]


def _crowded(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(k,) bool: points of which there are more than two, and a few others: points are counted by a short hash."""
    bits = max(len(x).bit_length() + 2, 8)
    mixed = (x + 0.0).view(np.int64) * np.int64(-7046029254386353131)
    mixed ^= mixed >> np.int64(32)
    mixed += (y + 0.0).view(np.int64)
    mixed *= np.int64(-7046029254386353131)
    place = (mixed >> np.int64(64 - bits)) + (1 << (bits - 1))
    return np.bincount(place, minlength=1 << bits)[place] > 2


def _inside_others(partition, suspect: np.ndarray) -> np.ndarray:
    """Edges of features that lie in another one. One edge of each ring is tried; where it does, or the ring has a
    *suspect* edge, all of them."""
    sides = np.stack([partition.ring_left, partition.ring_right])
    used = np.nonzero(sides != _NONE)
    ring, one = np.unique(sides[used], return_index=True)
    side, edge = used[0][one], used[1][one]
    doubtful = np.union1d(sides[:, suspect], ring[_not_alone(partition, edge, side == 0)])
    side, edge = np.nonzero(np.isin(sides, doubtful[doubtful != _NONE]))
    return edge[_not_alone(partition, edge, side == 0)]


def _not_alone(partition, edge: np.ndarray, on_left: np.ndarray) -> np.ndarray:
    """Whether the feature beside the middle of each edge, on its left or right, is not the only one there."""
    x0, y0, x1, y1 = (v[edge] for v in _ends(partition))
    dx, dy = x1 - x0, y1 - y0
    off = np.where(on_left, 4 * DEEP_M, -4 * DEEP_M) / trig.hypot(dx, dy)
    found = locate(partition, 0.5 * (x0 + x1) - off * dy, 0.5 * (y0 + y1) + off * dx)
    return found != np.where(on_left, partition.left[edge], partition.right[edge])
