"""A raster of cells over a plane: which cells an edge touches, and how many marked cells a box covers.

Supersets are safe here and are used freely: a cell that is marked without need costs a test, never an error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import expand

#: Edges are widened by this much (m), so that float error cannot make one miss a cell that it touches.
_SKIN_M = 1e-6


@dataclass(frozen=True)
class Grid:
    """nx · ny square cells of *cell* metres, lower left corner (x0, y0); cell number = row · nx + column."""

    x0: float
    y0: float
    cell: float
    nx: int
    ny: int

    @staticmethod
    def over(x0: float, y0: float, x1: float, y1: float, cell: float, most_cells: int) -> Grid:
        """A grid over a box with two spare cells all round; cells grow until there are at most *most_cells*."""
        width, height = max(x1 - x0, cell), max(y1 - y0, cell)
        cell = max(cell, float(np.sqrt(width * height / most_cells)))
        nx, ny = int(width // cell) + 5, int(height // cell) + 5
        return Grid(x0 - 2 * cell, y0 - 2 * cell, cell, nx, ny)

    @property
    def size(self) -> int:
        return self.nx * self.ny

    def column(self, x) -> np.ndarray:
        return np.floor((x - self.x0) / self.cell).astype(np.int64)

    def row(self, y) -> np.ndarray:
        return np.floor((y - self.y0) / self.cell).astype(np.int64)

    def box(self, x0, y0, x1, y1) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """First and last column and row of boxes; what lies outside counts as in the nearest, spare cell."""
        return (self._inside(x0 - _SKIN_M, self.x0, self.nx), self._inside(x1 + _SKIN_M, self.x0, self.nx),
                self._inside(y0 - _SKIN_M, self.y0, self.ny), self._inside(y1 + _SKIN_M, self.y0, self.ny))

    def nearest(self, x, y) -> np.ndarray:
        """Cell of each point; of one outside the nearest, a spare one."""
        cell = self._inside(y, self.y0, self.ny)
        cell *= self.nx
        cell += self._inside(x, self.x0, self.nx)
        return cell

    def _inside(self, value, start: float, cells: int) -> np.ndarray:
        """Column (row) of a coordinate, cut to the grid; 0 for NaN."""
        at = value - start
        at /= self.cell
        np.fmax(at, 0, out=at)
        np.minimum(at, cells - 1, out=at)
        return at.astype(np.int64)

    def cells_of_boxes(self, c0, c1, r0, r1) -> tuple[np.ndarray, np.ndarray]:
        """(box, cell) of every cell in boxes of cells."""
        wide = np.maximum(c1 - c0 + 1, 0)
        step, box = expand(np.zeros(len(wide), np.int64), wide * np.maximum(r1 - r0 + 1, 0))
        up, along = np.divmod(step, np.maximum(wide, 1)[box])
        return box, (r0[box] + up) * self.nx + c0[box] + along

    def cells_of_edges(self, xa, ya, xb, yb) -> tuple[np.ndarray, np.ndarray]:
        """(edge, cell) of every cell that an edge touches, with some that it just misses; a pair may repeat.

        Edges are cut into pieces of at most one cell, whose boxes cover at most 2 x 2 cells.
        """
        dx, dy = xb - xa, yb - ya
        pieces = np.ceil(np.maximum(np.abs(dx), np.abs(dy)) / self.cell).astype(np.int64)
        pieces = np.maximum(pieces, 1)
        step, edge = expand(np.zeros(len(pieces), np.int64), pieces)
        a, b = step / pieces[edge], (step + 1) / pieces[edge]
        ax, ay = xa[edge] + a * dx[edge], ya[edge] + a * dy[edge]
        bx, by = xa[edge] + b * dx[edge], ya[edge] + b * dy[edge]
        box, cell = self.cells_of_boxes(
            *self.box(np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by))
        )
        return edge[box], cell

    def summed(self, marked: np.ndarray) -> np.ndarray:
        """Summed-area table (ny + 1, nx + 1) of a bool raster (size,)."""
        table = np.zeros((self.ny + 1, self.nx + 1), np.int32)
        np.cumsum(marked.reshape(self.ny, self.nx), axis=0, dtype=np.int32, out=table[1:, 1:])
        np.cumsum(table[1:, 1:], axis=1, out=table[1:, 1:])
        return table.ravel()

    def count(self, table: np.ndarray, c0, c1, r0, r1) -> np.ndarray:
        """Marked cells in each box of cells."""
        width = self.nx + 1
        low, high, a, b = r0 * width, (r1 + 1) * width, c0, c1 + 1
        return table[high + b] - table[low + b] - table[high + a] + table[low + a]


def grouped(keys: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Order that sorts *keys* (0 … size−1), and where each key's run starts (size + 1)."""
    order = np.argsort(keys, kind="stable")
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=size), out=start[1:])
    return order, start


def chunks(weight: np.ndarray, most: int):
    """Slices of consecutive items whose weights sum to about *most* (at least one item each)."""
    total = np.cumsum(weight, dtype=np.int64)
    at = 0
    while at < len(weight):
        done = total[at - 1] if at else 0
        to = max(at + 1, int(np.searchsorted(total, done + most, "right")))
        yield slice(at, to)
        at = to
