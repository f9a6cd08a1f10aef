"""Which feature of a partition a point lies in, for many points at once.

A point in a free cell has the cell's label, unless features overlap there. From any other point a ray runs left along
its row, or down its column, whichever is shorter, to the nearest such cell; every zone edge that it crosses leaves one
feature and enters another. Counting, not sorting, finds the feature: the count of the right one ends at 1, of all
others at 0. Anything else means that features overlap there.
"""

from __future__ import annotations

import numpy as np

from ...core.rings import expand
from .grid import chunks
from .predicates import zone_edge_below, zone_edge_left_of

#: Answer where the counts contradict each other, or no free cell was found.
UNKNOWN = -2
_NONE = -1

#: Pairs of a ray and an edge looked at together; bounds the memory.
_PAIRS_AT_A_TIME = 4_000_000


def locate(partition, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(k,) feature of each point, −1 = none, UNKNOWN = cannot be told."""
    grid = partition.grid
    column, row = grid.column(x), grid.row(y)
    out = np.full(len(x), _NONE, np.int64)
    here = np.nonzero((column >= 0) & (column < grid.nx) & (row >= 0) & (row < grid.ny))[0]
    column, row = column[here], row[here]
    cell = row * grid.nx + column
    left, below = partition.free_left[cell].astype(np.int64), partition.free_below[cell].astype(np.int64)
    across = np.where(left >= 0, column - left, grid.nx + grid.ny)
    down = np.where(below >= 0, row - below, grid.nx + grid.ny)
    vertical = down < across
    free = np.where(vertical, below * grid.nx + column, row * grid.nx + left)
    known = (left >= 0) | (below >= 0)
    out[here] = np.where(known, partition.label[np.where(known, free, 0)], UNKNOWN)
    for ray, entries, crossed in ((np.nonzero(known & ~vertical & (across > 0))[0], _along_row, _crossed_to_the_right),
                                  (np.nonzero(known & vertical)[0], _up_column, _crossed_upwards)):
        if len(ray):
            at = here[ray]
            out[at] = _followed(partition, x[at], y[at], out[at], free[ray], cell[ray], entries, crossed)
    return out


def _along_row(partition, free, cell):
    """(first, count, owner) of runs of entries in the cells from a free one to the right; one run per ray."""
    first = partition.cell_start[free].astype(np.int64)
    return first, partition.cell_start[cell + 1] - first, np.arange(len(free), dtype=np.int64)


def _up_column(partition, free, cell):
    """The same for the cells above a free one: one run per cell."""
    nx = partition.grid.nx
    step, owner = expand(np.ones(len(free), np.int64), (cell - free) // nx)
    at = free[owner] + step * nx
    first = partition.cell_start[at].astype(np.int64)
    return first, partition.cell_start[at + 1] - first, owner


def _crossed_to_the_right(partition, x, y, free, edge):
    """Whether a ray from the middle of a free cell to the right crosses each edge, and whether it enters its right."""
    x0, y0, x1, y1 = (v[edge] for v in (partition.x0, partition.y0, partition.x1, partition.y1))
    crossed = zone_edge_left_of(x, y, x0, y0, x1, y1)
    with np.errstate(divide="ignore", invalid="ignore"):
        at_x = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    grid = partition.grid
    return crossed & (at_x > grid.x0 + (free % grid.nx + 0.5) * grid.cell), y1 > y0


def _crossed_upwards(partition, x, y, free, edge):
    """The same for a ray upwards."""
    x0, y0, x1, y1 = (v[edge] for v in (partition.x0, partition.y0, partition.x1, partition.y1))
    crossed = zone_edge_below(x, y, x0, y0, x1, y1)
    with np.errstate(divide="ignore", invalid="ignore"):
        at_y = y0 + (x - x0) / (x1 - x0) * (y1 - y0)
    grid = partition.grid
    return crossed & (at_y > grid.y0 + (free // grid.nx + 0.5) * grid.cell), x1 < x0


def _followed(partition, x, y, label, free, cell, entries, crossed) -> np.ndarray:
    """(k,) feature at the end of each ray that starts in a free cell of *label*."""
    run_first, run_count, run_owner = entries(partition, free, cell)
    edges = len(partition.x0)
    found = []
    for part in chunks(run_count, _PAIRS_AT_A_TIME):
        at, run = expand(run_first[part], run_count[part])
        ray, edge = run_owner[part][run], partition.edge_of[at].astype(np.int64)
        hit = np.nonzero(crossed(partition, x[ray], y[ray], free[ray], edge)[0])[0]
        found.append(ray[hit] * edges + edge[hit])
    pair = np.unique(np.concatenate(found))  # an edge may touch several cells on the way
    ray, edge = pair // edges, pair % edges
    _, enters_right = crossed(partition, x[ray], y[ray], free[ray], edge)
    entered = np.where(enters_right, partition.right[edge], partition.left[edge])
    left = np.where(enters_right, partition.left[edge], partition.right[edge])
    width = partition.n + 1  # feature −1 is counted in the last place
    key = np.concatenate([ray * width + entered % width, ray * width + left % width,
                          np.arange(len(x), dtype=np.int64) * width + label % width])
    change = np.concatenate([np.ones(len(ray)), -np.ones(len(ray)), np.ones(len(x))])
    place, inverse = np.unique(key, return_inverse=True)
    count = np.rint(np.bincount(inverse.reshape(-1), change, minlength=len(place))).astype(np.int64)
    answer = np.full(len(x), UNKNOWN, np.int64)
    one = count == 1
    answer[place[one] // width] = place[one] % width
    answer[answer == width - 1] = _NONE
    bad = (count != 0) & (count != 1)
    answer[place[bad] // width] = UNKNOWN
    ones = np.bincount(place[one] // width, minlength=len(x))
    answer[ones != 1] = UNKNOWN
    return answer
