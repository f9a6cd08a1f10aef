"""A zone layer in one plane, made ready once so that whole batches of parcels can be measured in it.

* Rings are oriented with the interior on the left; an edge that two features share is kept once, with the feature on
  its left and on its right (−1 = none).
* Edges lie on a grid. A cell that no edge touches lies wholly in one feature, or in none: its label is found by
  scanning the rows. Summed-area tables answer for a batch of boxes whether any edge comes near.
* Every feature's boundary carries the running integral ∮ F dn of core.ellipsoid.straight along its rings, in fixed
  point (2⁻²⁴ m², int64). Differences of it are exact in any order, and the part of a boundary between two crossings is
  one subtraction, however many vertices lie between.
* Where features overlap (overlaps), the cells are marked dirty; parcels there are left to GEOS.
"""

from __future__ import annotations

import numpy as np

from ...core.ellipsoid import trig
from ...core.rings import Rings, expand
from .grid import Grid, grouped
from .outlines import Outlines
from .overlaps import DEEP_M, mark_overlaps, nearest_clean

#: A grid has about this many cells per edge and per parcel to come (fewer parcels meet an edge by chance in a finer
#: one, but a cell costs some twenty bytes and its share of the preparation), within these limits.
_CELLS_PER_EDGE, _CELLS_PER_PARCEL = 3, 1
_FEWEST_CELLS, _MOST_CELLS = 50_000, 2_500_000

_SMALLEST_CELL_M = 60.0

NONE = -1


def _mixed(*columns: np.ndarray) -> np.ndarray:
    """(k,) int64 hash of rows of float64: equal rows come together when sorted by it."""
    out = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        out ^= (column + 0.0).view(np.int64)  # + 0.0: minus zero is zero
        out *= np.int64(-7046029254386353131)  # odd, so that no bit is lost (wraps around)
        out ^= out >> np.int64(29)
    return out


class Partition:
    """Features of one layer in one plane. Public arrays, all per edge unless said otherwise:

    x0 … y1        ends
    left, right    feature on each side, NONE where there is none
    at_left, at_right   fixed-point integral along the left (right) feature's ring where it enters this edge
    whole          fixed-point integral of the edge
    ring_left, ring_right   ring of each side
    start_x, start_y, start_feature, start_total   per ring: first vertex, feature, integral of the whole ring
    label          per cell: feature of a free cell
    free_left, free_below   per cell: column (row) of the nearest free cell, not dirty, to its left (below) or itself;
                   −1 where none is
    """

    def __init__(self, rings: Rings, expected: int = 0) -> None:
        """*rings* in the plane, *expected* = number of parcels to come (only the speed depends on it)."""
        outlines = Outlines.of(rings)
        rings = outlines.rings
        self.n = rings.n
        doubled = self._merge(outlines)
        self._make_grid(rings, expected)
        self._lay_edges()
        self._label_rows(doubled)
        mark_overlaps(self, doubled)
        self.free_left, self.free_below = nearest_clean(self)
        self.touched_table = self.grid.summed(self.touched)
        self.dirty_table = self.grid.summed(self.dirty) if self.dirty.any() else None
        self._start_index()

    # -- edges ------------------------------------------------------------------------------------------------

    def _merge(self, outlines: Outlines) -> np.ndarray:
        """Keep shared edges once; returns edges that occur otherwise than once in each direction."""
        rings = outlines.rings
        x1, y1 = rings.ends()
        start = np.nonzero((rings.x != x1) | (rings.y != y1))[0]
        ring = rings.vertex_ring[start]
        x0, y0, x1, y1 = rings.x[start], rings.y[start], x1[start], y1[start]
        swap = (x0 > x1) | ((x0 == x1) & (y0 > y1))
        ax, ay = np.where(swap, x1, x0), np.where(swap, y1, y0)
        bx, by = np.where(swap, x0, x1), np.where(swap, y0, y1)
        order = np.argsort(_mixed(ax, ay, bx, by), kind="stable")
        same = np.zeros(len(order), bool)
        o, p = order[1:], order[:-1]
        same[1:] = (ax[o] == ax[p]) & (ay[o] == ay[p]) & (bx[o] == bx[p]) & (by[o] == by[p])
        # numbered as they come along the rings: what lies together in the plane does so in memory
        first = order[~same]
        n = len(first)
        number = np.zeros(len(order), np.int64)
        number[first] = 1
        number = np.cumsum(number, dtype=np.int64) - 1
        edge = np.empty(len(order), np.int64)
        edge[order] = number[first][np.cumsum(~same, dtype=np.int64) - 1]
        forward = ~swap
        uses_forward = np.bincount(edge[forward], minlength=n)
        uses_back = np.bincount(edge[swap], minlength=n)
        self.x0, self.y0, self.x1, self.y1 = (np.empty(n) for _ in range(4))
        for array, values in ((self.x0, ax), (self.y0, ay), (self.x1, bx), (self.y1, by)):
            array[edge] = values
        feature = rings.shape[ring]
        self.left, self.right = np.full(n, NONE, np.int32), np.full(n, NONE, np.int32)
        self.left[edge[forward]], self.right[edge[swap]] = feature[forward], feature[swap]
        self.ring_left, self.ring_right = np.full(n, NONE, np.int32), np.full(n, NONE, np.int32)
        self.ring_left[edge[forward]], self.ring_right[edge[swap]] = ring[forward], ring[swap]
        running = outlines.running[start]
        value = outlines.running[start + 1] - running
        self.whole = np.empty(n, np.int64)
        self.whole[edge] = np.where(swap, -value, value)
        self.at_left, self.at_right = np.zeros(n, np.int64), np.zeros(n, np.int64)
        self.at_left[edge[forward]], self.at_right[edge[swap]] = running[forward], running[swap]
        # rings: totals, first vertices
        self.start_feature = rings.shape
        self.start_x, self.start_y = rings.x[rings.first[:-1]], rings.y[rings.first[:-1]]
        self.start_total = outlines.total(np.arange(len(rings.shape), dtype=np.int64))
        return np.nonzero((uses_forward > 1) | (uses_back > 1))[0]

    def _make_grid(self, rings: Rings, expected: int) -> None:
        cells = _CELLS_PER_EDGE * len(self.x0) + _CELLS_PER_PARCEL * expected
        box = (rings.x.min(), rings.y.min(), rings.x.max(), rings.y.max()) if len(rings.x) else (0.0, 0.0, 1.0, 1.0)
        self.grid = Grid.over(*box, _SMALLEST_CELL_M, int(np.clip(cells, _FEWEST_CELLS, _MOST_CELLS)))

    def _lay_edges(self) -> None:
        edge, cell = self.grid.cells_of_edges(self.x0, self.y0, self.x1, self.y1)
        key = np.unique(cell * max(len(self.x0), 1) + edge)
        cell, edge = key // max(len(self.x0), 1), key % max(len(self.x0), 1)
        self.edge_of = edge.astype(np.int32)
        self.cell_start = np.zeros(self.grid.size + 1, np.int32)
        np.cumsum(np.bincount(cell, minlength=self.grid.size), out=self.cell_start[1:])
        self.touched = self.cell_start[1:] > self.cell_start[:-1]
        self.dirty = np.zeros(self.grid.size, bool)

    # -- labels of free cells -----------------------------------------------------------------------------------

    def _label_rows(self, doubled: np.ndarray) -> None:
        """Scan each row of cells along its middle: crossings sorted by x change the label from side to side."""
        g = self.grid
        low, high = np.minimum(self.y0, self.y1), np.maximum(self.y0, self.y1)
        # middles r with low <= y0 + (r + ½) cell < high
        r0 = np.ceil((low - g.y0) / g.cell - 0.5).astype(np.int64)
        r1 = np.ceil((high - g.y0) / g.cell - 0.5).astype(np.int64)
        row, edge = expand(r0, r1 - r0)
        y = g.y0 + (row + 0.5) * g.cell
        dx, dy = self.x1[edge] - self.x0[edge], self.y1[edge] - self.y0[edge]
        up, slope = dy > 0, dx / dy
        # reckoned from the lower end, so that edges that start in one vertex meet to the bit where the row goes through
        x = np.where(up, self.x0[edge], self.x1[edge]) + np.clip(y - low[edge], 0, np.abs(dy)) * slope
        before = np.where(up, self.left[edge], self.right[edge])
        after = np.where(up, self.right[edge], self.left[edge])
        order = np.lexsort((slope, x, row))
        # edges that lie on each other (a T-junction has three) may have been sorted the wrong way round
        i, j = order[:-1], order[1:]
        noise = DEEP_M * trig.hypot(1, np.maximum(np.abs(slope[i]), np.abs(slope[j])))
        astray = (row[i] == row[j]) & (x[j] - x[i] <= noise) & (after[j] == before[i]) & (after[i] != before[j])
        astray[1:] &= ~astray[:-1]
        astray = np.nonzero(astray)[0]
        order[astray], order[astray + 1] = order[astray + 1], order[astray]
        row, x, before, after = row[order], x[order], before[order], after[order]
        column = np.clip(g.column(x), 0, g.nx - 1)
        label = np.full(g.size, -2, np.int64)
        label[row * g.nx + column] = after
        label = label.reshape(g.ny, g.nx)
        label[:, 0] = np.where(label[:, 0] == -2, NONE, label[:, 0])
        known = np.where(label != -2, np.arange(g.nx, dtype=np.int64)[None, :], 0)
        known = np.maximum.accumulate(known, axis=1)
        self.label = np.take_along_axis(label, known, axis=1).ravel().astype(np.int32)
        # before must be what the crossing to the left left behind; where it is not, features overlap
        previous = np.empty_like(after)
        previous[1:] = after[:-1]
        first = np.diff(row, prepend=-1) != 0
        previous[first] = NONE
        wrong = previous != before
        # as many features hold a place as were entered but not left: where that is not one or none, the label is no use
        step = (after != NONE).astype(np.int64) - (before != NONE)
        depth = np.cumsum(step, dtype=np.int64)
        start = np.nonzero(first)[0]
        depth -= np.repeat(depth[start] - step[start], np.diff(np.append(start, len(row))))
        wrong |= depth != (after != NONE)
        wrong |= np.isin(edge[order], doubled)  # one feature of two is lost there, and the other would look sound
        wrong = np.nonzero(wrong)[0]
        if len(wrong):
            last = np.minimum(wrong + 1, len(row) - 1)
            c0 = np.where(first[wrong], column[wrong], column[wrong - 1])
            c1 = np.where(row[last] == row[wrong], column[last], column[wrong])
            _, cell = g.cells_of_boxes(c0, c1, row[wrong], row[wrong])
            self.dirty[cell] = True

    def _start_index(self) -> None:
        """Ring starts by cell, to find those that may lie in a parcel."""
        cell = self.grid.row(self.start_y) * self.grid.nx + self.grid.column(self.start_x)
        order, start = grouped(cell, self.grid.size)
        self.start_order, self.start_cell = order, start.astype(np.int32)
