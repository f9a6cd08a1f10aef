"""Parcels that overlap each other: which of them the overlap belongs to.

The reading: an overlap belongs to the earliest date, then to the smallest feature id, and is counted
once. The index holds 52 bytes a parcel (id, date, box, cell order); geometries of neighbours are fetched when needed.
"""

from __future__ import annotations

import numpy as np
from qgis.core import QgsGeometry

from ..core.rings import expand
from .frames import polygons_of

#: Overlaps smaller than a tenth of a cent are rounding noise of shared borders.
_NOISE_M2 = 1e-3


class ClaimIndex:
    """Boxes of the counted parcels on a grid, to find those that come before a given one.

    fids (n,), days (n,) proleptic ordinals of the approval dates, boxes (n, 4) in the layer's CRS.
    """

    def __init__(self, fids: np.ndarray, days: np.ndarray, boxes: np.ndarray) -> None:
        self.fids, self.days, self.boxes = fids, days.astype(np.int32), boxes
        self._levels: list[tuple[float, np.ndarray, np.ndarray]] = []
        if not len(fids):
            return
        self._origin = boxes[:, :2].min(axis=0)
        self._extent = boxes[:, 2:].max(axis=0) - self._origin
        size = np.maximum(boxes[:, 2:] - boxes[:, :2], 1e-12)
        finest = max(2 * float(np.median(size)), float(self._extent.max()) / 4096, 1e-9)
        # a grid for each order of size, so that also a giant parcel lies in four cells and not in millions
        level = np.ceil(np.log(np.maximum(size.max(axis=1) / finest, 1)) / np.log(4) - 1e-9).astype(np.int64)
        for k in np.unique(level):
            cell = finest * 4.0**k
            rows = np.nonzero(level == k)[0]
            low, high = self._corners(rows, cell)
            wide, tall = (high - low + 1).T
            step, owner = expand(np.zeros(len(rows), np.int64), wide * tall)
            cells = (low[owner, 1] + step // wide[owner]) * self._width(cell) + low[owner, 0] + step % wide[owner]
            order = np.argsort(cells, kind="stable")
            self._levels.append((cell, cells[order], rows[owner[order]].astype(np.int32)))

    def _width(self, cell: float) -> int:
        return int(self._extent[0] // cell) + 1

    def _corners(self, rows: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray]:
        """(n, 2) column and row of the cells in which the boxes of *rows* begin and end."""
        return (((self.boxes[rows, :2] - self._origin) // cell).astype(np.int64),
                ((self.boxes[rows, 2:] - self._origin) // cell).astype(np.int64))

    def _near(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(row, other) of boxes that share a cell; a pair may come more than once."""
        mine, others = [], []
        for cell, cells, owner in self._levels:
            low, high = self._corners(rows, cell)
            step, who = expand(np.zeros(len(rows), np.int64), high[:, 1] - low[:, 1] + 1)
            line = (low[who, 1] + step) * self._width(cell)  # the cells of one line of the grid lie side by side
            first = np.searchsorted(cells, line + low[who, 0], "left")
            at, which = expand(first, np.searchsorted(cells, line + high[who, 0], "right") - first)
            mine.append(rows[who[which]])
            others.append(owner[at].astype(np.int64))
        return np.concatenate(mine), np.concatenate(others)

    def earlier(self, rows: np.ndarray) -> dict[int, np.ndarray]:
        """For each index row: rows whose boxes overlap its own and that come before it, in order of precedence."""
        a, b = self._near(np.asarray(rows, np.int64))
        before = (self.days[b] < self.days[a]) | ((self.days[b] == self.days[a]) & (self.fids[b] < self.fids[a]))
        a, b = a[before], b[before]
        one, two = self.boxes[a], self.boxes[b]
        meet = ((one[:, 0] < two[:, 2]) & (two[:, 0] < one[:, 2]) & (one[:, 1] < two[:, 3]) & (two[:, 1] < one[:, 3]))
        pairs = np.unique(np.stack([a[meet], b[meet]], 1), axis=0)
        out = {}
        for row in np.unique(pairs[:, 0]):
            found = pairs[pairs[:, 0] == row, 1]
            out[int(row)] = found[np.lexsort((self.fids[found], self.days[found]))]
        return out


def claim_of(shape: QgsGeometry, before: list[QgsGeometry]) -> QgsGeometry | None:
    """The part of a shape that earlier parcels hold (all in one plane), or None."""
    engine = QgsGeometry.createGeometryEngine(shape.constGet())
    engine.prepareGeometry()
    held = []
    for other in before:
        if engine.intersects(other.constGet()):
            common = polygons_of(shape.intersection(other))
            if common.area() > _NOISE_M2:
                held.append(common)
    if not held:
        return None
    return held[0] if len(held) == 1 else polygons_of(QgsGeometry.unaryUnion(held))
