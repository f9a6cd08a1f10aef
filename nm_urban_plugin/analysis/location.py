"""Which feature of a partition a point lies in, for many points at once.

A point in a free cell has the cell's label, unless features overlap there. From any other point a ray runs left to the
nearest such cell of its row; every zone edge that it crosses leaves one feature and enters another. Counting, not
sorting, finds the feature: the count of the right one ends at 1, of all others at 0. Anything else means that features
overlap there.
"""

from __future__ import annotations

import numpy as np

from ..core.rings import expand
from .predicates import zone_edge_left_of

#: Answer where the counts contradict each other, or no free cell was found.
UNKNOWN = -2
_NONE = -1


def locate(partition, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(k,) feature of each point, −1 = none, UNKNOWN = cannot be told."""
    grid = partition.grid
    column, row = grid.column(x), grid.row(y)
    out = np.full(len(x), _NONE, np.int64)
    here = np.nonzero((column >= 0) & (column < grid.nx) & (row >= 0) & (row < grid.ny))[0]
    cell = row[here] * grid.nx + column[here]
    free_column = partition.free_left[cell].astype(np.int64)
    out[here] = np.where(free_column >= 0, partition.label[row[here] * grid.nx + np.maximum(free_column, 0)], UNKNOWN)
    ray = np.nonzero((free_column >= 0) & (free_column != column[here]))[0]
    if not len(ray):
        return out
    point, base = here[ray], row[here[ray]] * grid.nx
    start = partition.cell_start[base + free_column[ray]].astype(np.int64)
    end = partition.cell_start[base + column[point] + 1].astype(np.int64)
    at, which = expand(start, end - start)
    edge = partition.edge_of[at].astype(np.int64)
    px, py = x[point][which], y[point][which]
    x0, y0, x1, y1 = (v[edge] for v in (partition.x0, partition.y0, partition.x1, partition.y1))
    crossed = zone_edge_left_of(px, py, x0, y0, x1, y1)
    with np.errstate(divide="ignore", invalid="ignore"):
        at_x = x0 + (py - y0) / (y1 - y0) * (x1 - x0)
    crossed &= at_x > (grid.x0 + (free_column[ray] + 0.5) * grid.cell)[which]
    hit = np.nonzero(crossed)[0]
    pair = np.unique(which[hit] * len(partition.x0) + edge[hit])  # an edge may touch several cells of the row
    which, edge = pair // len(partition.x0), pair % len(partition.x0)
    up = partition.y1[edge] > partition.y0[edge]
    entered = np.where(up, partition.right[edge], partition.left[edge])
    left = np.where(up, partition.left[edge], partition.right[edge])
    width = partition.n + 1  # feature −1 is counted in the last place
    key = np.concatenate([which * width + entered % width, which * width + left % width,
                          np.arange(len(ray)) * width + out[point] % width])
    change = np.concatenate([np.ones(len(which)), -np.ones(len(which)), np.ones(len(ray))])
    place, inverse = np.unique(key, return_inverse=True)
    count = np.rint(np.bincount(inverse.reshape(-1), change, minlength=len(place))).astype(np.int64)
    answer = np.full(len(ray), UNKNOWN, np.int64)
    one = count == 1
    answer[place[one] // width] = place[one] % width
    answer[answer == width - 1] = _NONE
    bad = (count != 0) & (count != 1)
    answer[place[bad] // width] = UNKNOWN
    ones = np.bincount(place[one] // width, minlength=len(ray))
    answer[ones != 1] = UNKNOWN
    out[point] = answer
    return out
