"""Parcels that overlap each other: which of them the overlap belongs to.

The reading of INTERFACES: an overlap belongs to the earliest date, then to the smallest feature id, and is counted
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
        if not len(fids):
            return
        self._origin = boxes[:, :2].min(axis=0)
        size = np.maximum(boxes[:, 2:] - boxes[:, :2], 1e-12)
        # a parcel of median size touches about four cells; a giant one is kept from touching millions
        extent = boxes[:, 2:].max(axis=0) - self._origin
        self._cell = max(2 * float(np.median(size)), float(extent.max()) / 4096, 1e-9)
        self._width = int(extent[0] // self._cell) + 1
        cells, owner = self._cells_of(np.arange(len(fids)))
        order = np.argsort(cells, kind="stable")
        self._owner = owner[order].astype(np.int32)
        self._cells = cells[order]

    def _cells_of(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        low = ((self.boxes[rows, :2] - self._origin) // self._cell).astype(np.int64)
        high = ((self.boxes[rows, 2:] - self._origin) // self._cell).astype(np.int64)
        wide, tall = high[:, 0] - low[:, 0] + 1, high[:, 1] - low[:, 1] + 1
        step, owner = expand(np.zeros(len(rows), np.int64), wide * tall)
        column, row = low[owner, 0] + step % wide[owner], low[owner, 1] + step // wide[owner]
        return row * self._width + column, rows[owner]

    def earlier(self, rows: np.ndarray) -> dict[int, np.ndarray]:
        """For each index row: rows whose boxes overlap its own and that come before it, in order of precedence."""
        cells, mine = self._cells_of(np.asarray(rows, np.int64))
        first = np.searchsorted(self._cells, cells, "left")
        count = np.searchsorted(self._cells, cells, "right") - first
        at, which = expand(first, count)
        a, b = mine[which], self._owner[at].astype(np.int64)
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
