"""Bounding boxes on grids, to find those that may meet a given one: whole batches at a time."""

from __future__ import annotations

import numpy as np

from ...core.rings import expand

#: Boxes that are looked up in one go; bounds the memory.
_QUERIES_AT_A_TIME = 20_000


class BoxIndex:
    """n boxes (n, 4) xmin, ymin, xmax, ymax. Beside the boxes it holds some 20 bytes a box."""

    def __init__(self, boxes: np.ndarray) -> None:
        self.boxes = boxes
        self._levels: list[tuple[float, np.ndarray, np.ndarray]] = []
        if not len(boxes):
            return
        self._origin = boxes[:, :2].min(axis=0)
        self._extent = boxes[:, 2:].max(axis=0) - self._origin
        size = np.maximum(boxes[:, 2:] - boxes[:, :2], 1e-12)
        finest = max(2 * float(np.median(size)), float(self._extent.max()) / 4096, 1e-9)
        # a grid for each order of size, so that also a giant parcel lies in four cells and not in millions
        self._low = np.zeros((len(boxes), 2), np.int32)  # cell in which each box begins, on the grid of its level
        level = np.ceil(np.log(np.maximum(size.max(axis=1) / finest, 1)) / np.log(4) - 1e-9).astype(np.int64)
        for k in np.unique(level):
            cell = finest * 4.0**k
            rows = np.nonzero(level == k)[0]
            low, high = self._corners(boxes[rows], cell)
            self._low[rows] = low
            wide, tall = (high - low + 1).T
            step, owner = expand(np.zeros(len(rows), np.int64), wide * tall)
            cells = (low[owner, 1] + step // wide[owner]) * self._width(cell) + low[owner, 0] + step % wide[owner]
            order = np.argsort(cells, kind="stable")
            self._levels.append((cell, cells[order], rows[owner[order]].astype(np.int32)))

    def _width(self, cell: float) -> int:
        return int(self._extent[0] // cell) + 1

    def _corners(self, boxes: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray]:
        """(n, 2) column and row of the cells in which *boxes* begin and end, cut to the grid."""
        last = (self._extent // cell).astype(np.int64)
        low = np.floor((boxes[:, :2] - self._origin) / cell).astype(np.int64)
        high = np.floor((boxes[:, 2:] - self._origin) / cell).astype(np.int64)
        return np.maximum(low, 0), np.minimum(high, last)

    def meeting(self, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(query, row) of pairs whose boxes have area in common, each once, ascending; *boxes* (q, 4)."""
        found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        for start in range(0, len(boxes), _QUERIES_AT_A_TIME):
            query, row = self._meeting(boxes[start : start + _QUERIES_AT_A_TIME])
            found.append((query + start, row))
        query, row = (np.concatenate(column) for column in zip(*found))
        return query, row

    def _meeting(self, boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        mine, others = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for cell, cells, owner in self._levels:
            low, high = self._corners(boxes, cell)
            inside = np.nonzero((high >= low).all(axis=1))[0]
            step, who = expand(np.zeros(len(inside), np.int64), (high - low)[inside, 1] + 1)
            who = inside[who]
            line = (low[who, 1] + step) * self._width(cell)  # the cells of one line of the grid lie side by side
            first = np.searchsorted(cells, line + low[who, 0], "left")
            at, which = expand(first, np.searchsorted(cells, line + high[who, 0], "right") - first)
            a, b = who[which], owner[at]
            for low_side, high_side in ((0, 2), (1, 3)):
                meet = boxes[a, low_side] < self.boxes[b, high_side]
                meet &= self.boxes[b, low_side] < boxes[a, high_side]
                a, b, at = a[meet], b[meet], at[meet]
            # two boxes may share several cells; they meet in the one where what they have in common begins
            column, row = np.maximum(low[a], self._low[b]).T
            once = row * self._width(cell) + column == cells[at]
            mine.append(a[once])
            others.append(b[once].astype(np.int64))
        a, b = np.concatenate(mine), np.concatenate(others)
        order = np.argsort(a * max(len(self.boxes), 1) + b)
        return a[order], b[order]
