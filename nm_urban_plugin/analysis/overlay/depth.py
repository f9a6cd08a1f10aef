"""Which polygons of a layer may overlap another one: few look-ups instead of a look at every pair of neighbours.

Let depth(p) be the number of polygons that hold the place p. Its boundary is the sum of all their boundaries as a
chain of directed edges, in which two that run to and fro between the same vertices cancel exactly. Where polygons share
their borders vertex by vertex almost nothing of the chain is left; where nothing of it is left near a polygon's box,
the depth there is one number, read off by a scan of the rows of a grid. 1 = the polygon overlaps nothing. All others (a
neighbour without our vertices, a true overlap) must be looked at pair by pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import Rings, expand
from .grid import Grid
from .partition import _mixed as mixed

#: The grid has this many cells per polygon and at least, and cells of at least so many metres.
_CELLS_PER_POLYGON, _FEWEST_CELLS, _SMALLEST_CELL_M = 4, 50_000, 10.0


@dataclass(frozen=True)
class NetEdges:
    """(k,) edges of a chain that do not cancel, from the smaller end to the larger, and how often more they run that
    way than back (int64)."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    times: np.ndarray

    @staticmethod
    def of(rings: Rings) -> NetEdges:
        """Of the boundaries of polygons whose rings may turn either way, in any CRS."""
        x1, y1 = rings.ends()
        turned = (rings.turns() > 0) == rings.hole
        real = np.nonzero((rings.x != x1) | (rings.y != y1))[0]
        x0, y0, x1, y1 = rings.x[real], rings.y[real], x1[real], y1[real]
        swap = (x0 > x1) | ((x0 == x1) & (y0 > y1))
        ends = [np.where(swap, *pair) for pair in ((x1, x0), (y1, y0), (x0, x1), (y0, y1))]
        backwards = swap != turned[rings.vertex_ring[real]]
        return _summed(*ends, 1 - 2 * backwards.astype(np.int64))

    @staticmethod
    def joined(parts: list[NetEdges]) -> NetEdges:
        """The chain of several batches: what lies together in the file has cancelled already."""
        if not parts:
            none = np.zeros(0)
            return NetEdges(none, none, none, none, np.zeros(0, np.int64))
        if len(parts) == 1:
            return parts[0]
        names = ("x0", "y0", "x1", "y1", "times")
        return _summed(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _summed(x0, y0, x1, y1, times) -> NetEdges:
    order = np.argsort(mixed(x0, y0, x1, y1))
    x0, y0, x1, y1 = (v[order] for v in (x0, y0, x1, y1))
    new = np.ones(len(order), bool)
    new[1:] = (x0[1:] != x0[:-1]) | (y0[1:] != y0[:-1]) | (x1[1:] != x1[:-1]) | (y1[1:] != y1[:-1])
    start = np.nonzero(new)[0]
    net = np.add.reduceat(times[order], start) if len(start) else np.zeros(0, np.int64)
    at = start[net != 0]
    return NetEdges(x0[at], y0[at], x1[at], y1[at], net[net != 0])


def may_overlap(net: NetEdges, bounds: np.ndarray, unit_m: float = 1.0) -> np.ndarray:
    """(n,) bool of polygons with the boxes *bounds* (n, 4), whose chain is *net*: False where no other lies over it.
    *unit_m*: metres to a unit of the coordinates."""
    out = np.zeros(len(bounds), bool)
    some = np.nonzero(np.isfinite(bounds[:, 0]))[0]
    if not len(some):
        return out
    box = bounds[some]
    low, high = box[:, :2].min(0), box[:, 2:].max(0)
    grid = Grid.over(*low, *high, _SMALLEST_CELL_M / unit_m, _CELLS_PER_POLYGON * len(some) + _FEWEST_CELLS)
    _, cell = grid.cells_of_edges(net.x0, net.y0, net.x1, net.y1)
    doubtful = np.zeros(grid.size, bool)
    doubtful[cell] = True
    doubtful |= _depth(grid, net) > 1
    out[some] = grid.count(grid.summed(doubtful), *grid.box(*box.T)) > 0
    return out


def _depth(grid: Grid, net: NetEdges) -> np.ndarray:
    """(cells,) polygons over the middle of each cell that no edge of the chain touches: the sum over the edges that
    cross the middle of its row to the left of it. Means nothing for a cell that is touched."""
    low, high = np.minimum(net.y0, net.y1), np.maximum(net.y0, net.y1)
    first = np.ceil((low - grid.y0) / grid.cell - 0.5).astype(np.int64)  # middles with low <= y < high
    row, edge = expand(first, np.ceil((high - grid.y0) / grid.cell - 0.5).astype(np.int64) - first)
    y = grid.y0 + (row + 0.5) * grid.cell
    x = net.x0[edge] + (y - net.y0[edge]) / (net.y1[edge] - net.y0[edge]) * (net.x1[edge] - net.x0[edge])
    column = np.clip(grid.column(x), 0, grid.nx - 1)
    # an edge that goes up has its polygon on its left: who crosses it to the right leaves the polygon
    step = np.where(net.y1[edge] > net.y0[edge], -net.times[edge], net.times[edge])
    depth = np.zeros(grid.size, np.int64)
    np.add.at(depth, row * grid.nx + column, step)
    return np.cumsum(depth.reshape(grid.ny, grid.nx), axis=1, dtype=np.int64).ravel()
