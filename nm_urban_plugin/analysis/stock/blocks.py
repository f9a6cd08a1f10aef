"""Which parcels are settled together: approvals that lie near each other, with all that may meet them.

Boxes of all layers are brought to one system (the layers' own where it is the same, else longitude and latitude) and
paired; approvals in the order of a Z-curve are then grouped into blocks of bounded weight. Each supply is the *own* of
one block, which sees to what of it was supplied before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid.gauss import zone_number
from ..overlay.boxes import BoxIndex
from ..overlay.depth import NetEdges, may_overlap
from ..overlay.grid import chunks, grouped
from ..reading.batches import BATCH_SIZE
from ..reading.parallel import each
from .parcels import Parcels

#: Vertices of approvals and of what may meet them, in a block: bounds the memory of a block to some 100 MB.
MOST_VERTICES = 250_000

_CURVE_BITS = 16


@dataclass(frozen=True)
class Block:
    """Parcels that are settled together in the plane about *meridian*.

    rows        approvals, ascending
    beside      other approvals whose boxes meet those of *rows*
    covers      supplied and cancelled parcels (numbered one after the other) that may matter, ascending
    own         supplies of this block, ascending
    pair_row, pair_cover   boxes that meet: position in rows, position in covers; ascending
    """

    meridian: float
    rows: np.ndarray
    beside: np.ndarray
    covers: np.ndarray
    own: np.ndarray
    pair_row: np.ndarray
    pair_cover: np.ndarray


class Plan:
    """Blocks of one accounting; approved, supplied, cancelled as in stock.Request.

    among_approvals, among_covers   of each parcel those of the same kind whose boxes meet its own: (others, start);
                                    of approvals only where one may lie over another at all (overlay.depth)
    """

    def __init__(self, approved: Parcels, supplied: Parcels, cancelled: Parcels | None) -> None:
        layers = [approved, supplied] + ([cancelled] if cancelled is not None else [])
        boxes = common_boxes(layers)
        covers = np.concatenate(boxes[1:])
        self._approved, self._supplied = approved, supplied
        self._meridian = [_meridians(approved, boxes[0], _same_crs(layers)),
                          _meridians(approved if approved.frame.zone else supplied, boxes[1], _same_crs(layers))]
        self._boxes = boxes
        self._row, self._cover = BoxIndex(covers).meeting(boxes[0])
        self.among_approvals = _twins(boxes[0], _doubtful(approved))
        self.among_covers = _twins(covers)
        self._covers = len(covers)
        self._weight = np.concatenate([np.zeros(0, np.int64), *(_vertices(layer) for layer in layers[1:])])
        self._of_rows()

    def _of_rows(self) -> None:
        """Sort the approvals along the curve, cut them into blocks, give each supply to the first block it meets."""
        order = _along_curve(self._boxes[0], self._meridian[0])
        start = np.searchsorted(self._row, np.arange(len(order) + 1, dtype=np.int64))
        weight = np.concatenate([[0], np.cumsum(self._weight[self._cover], dtype=np.int64)])
        weight = _vertices(self._approved) + weight[start[1:]] - weight[start[:-1]]
        self._blocks = _cut(order, weight, self._meridian[0])
        block = np.empty(len(order), np.int64)
        for number, rows in enumerate(self._blocks):
            block[rows] = number
        owner = np.full(self._covers, len(self._blocks), np.int64)
        np.minimum.at(owner, self._cover, block[self._row])
        owner = owner[: len(self._supplied)]
        # supplies that meet no approval have blocks of their own
        alone = np.nonzero(owner == len(self._blocks))[0]
        order = alone[_along_curve(self._boxes[1][alone], self._meridian[1][alone])]
        for supplies in _cut(order, _vertices(self._supplied)[order], self._meridian[1], ordered=True):
            owner[supplies] = len(self._blocks)
            self._blocks.append(np.zeros(0, np.int64))
        self._own, self._own_start = grouped(owner, len(self._blocks) + 1)
        self._row_start = start

    def __len__(self) -> int:
        return len(self._blocks)

    def __iter__(self):
        for number, rows in enumerate(self._blocks):
            own = self._own[self._own_start[number] : self._own_start[number + 1]]
            rows = np.sort(rows)
            at = np.concatenate([np.zeros(0, np.int64),
                                 *(np.arange(self._row_start[r], self._row_start[r + 1], dtype=np.int64)
                                   for r in rows.tolist())])
            cover = self._cover[at]
            covers = np.unique(np.concatenate([cover, own, twins_of(self.among_covers, own)]))
            meridian = self._meridian[0][rows[0]] if len(rows) else self._meridian[1][own[0]]
            yield Block(float(meridian), rows, np.setdiff1d(twins_of(self.among_approvals, rows), rows), covers, own,
                        np.searchsorted(rows, self._row[at]), np.searchsorted(covers, cover))


def twins_of(among: tuple[np.ndarray, np.ndarray], rows: np.ndarray) -> np.ndarray:
    """All whose boxes meet those of *rows*, ascending, each once."""
    other, start = among
    found = [other[start[r] : start[r + 1]] for r in rows.tolist()]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))


def rows_near(layer: Parcels, others: Parcels) -> np.ndarray:
    """Rows of a layer whose boxes meet those of some other parcels, ascending."""
    boxes, around = common_boxes([layer, others])
    return np.unique(BoxIndex(boxes).meeting(around)[1])


def approvals_near(approved: Parcels, covers: Parcels) -> tuple[np.ndarray, np.ndarray]:
    """(rows of the approvals whose boxes meet those of some supplies, these and the rows whose boxes meet theirs), each
    ascending: an account with the second alone gives for the first what one with all approvals gives."""
    touched = rows_near(approved, covers)
    return touched, np.union1d(touched, rows_near(approved, approved.take(touched)))


def common_boxes(layers: Sequence[Parcels]) -> list[np.ndarray]:
    """(n, 4) boxes of each layer in one system; those that were transformed have a margin."""
    own = [layer.rings.bounds() for layer in layers]
    if _same_crs(layers):
        return own
    return [_lonlat(layer, boxes) for layer, boxes in zip(layers, own)]


def _same_crs(layers: Sequence[Parcels]) -> bool:
    return all(layer.frame.crs == layers[0].frame.crs for layer in layers)


def _lonlat(layer: Parcels, boxes: np.ndarray) -> np.ndarray:
    """Boxes in degrees. A side is a curve there: its sagitta is far under a hundredth of its length."""
    x0, y0, x1, y1 = boxes.T
    corners = [layer.frame.lonlat(x, y) for x in (x0, x1) for y in (y0, y1)]
    lon, lat = (np.stack(c) for c in zip(*corners))
    out = np.stack([lon.min(axis=0), lat.min(axis=0), lon.max(axis=0), lat.max(axis=0)], 1)
    margin = 0.01 * np.maximum(out[:, 2] - out[:, 0], out[:, 3] - out[:, 1]) + 1e-6
    return out + margin[:, None] * np.array([-1.0, -1.0, 1.0, 1.0])


def _meridians(layer: Parcels, boxes: np.ndarray, own_crs: bool) -> np.ndarray:
    """(b,) meridian of the plane for each box: the layer's zone, else that of the middle of the box."""
    if layer.frame.zone is not None:
        return np.full(len(boxes), layer.frame.zone.meridian)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return 3.0 * zone_number(layer.frame.lonlat(x, y)[0] if own_crs else x)


def _twins(boxes: np.ndarray, some: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Others whose boxes meet, grouped: (other, start); only among *some* (ascending) where given."""
    every = np.arange(len(boxes), dtype=np.int64) if some is None else some
    one, other = BoxIndex(boxes[every]).meeting(boxes[every])
    apart = one != other
    one, other = every[one[apart]], every[other[apart]]
    return other, np.searchsorted(one, np.arange(len(boxes) + 1, dtype=np.int64))


def _doubtful(layer: Parcels) -> np.ndarray:
    """Parcels over which another one of the layer may lie, ascending."""
    cuts = [np.arange(a, min(a + BATCH_SIZE, len(layer)), dtype=np.int64) for a in range(0, len(layer), BATCH_SIZE)]
    net = NetEdges.joined(each(lambda rows: NetEdges.of(layer.rings.take(rows)), cuts))
    return np.nonzero(may_overlap(net, layer.rings.bounds(), layer.frame.unit_m))[0]


def _vertices(layer: Parcels) -> np.ndarray:
    return np.bincount(layer.rings.shape, layer.rings.count, minlength=len(layer)).astype(np.int64)


def _along_curve(boxes: np.ndarray, meridian: np.ndarray) -> np.ndarray:
    """Order by meridian, then along a Z-curve through the middles of the boxes."""
    if not len(boxes):
        return np.zeros(0, np.int64)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    low, high = middle.min(axis=0), middle.max(axis=0)
    side = max(float((high - low).max()), 1e-9)
    cell = ((middle - low) / side * (2**_CURVE_BITS - 1)).astype(np.int64)
    code = np.zeros(len(boxes), np.int64)
    for bit in range(_CURVE_BITS):
        code |= (cell[:, 0] >> bit & 1) << 2 * bit | (cell[:, 1] >> bit & 1) << 2 * bit + 1
    return np.lexsort((code, meridian))


def _cut(order: np.ndarray, weight: np.ndarray, meridian: np.ndarray, ordered: bool = False) -> list[np.ndarray]:
    """Runs of *order* of one meridian each and of bounded weight (weight by item, or in *order*)."""
    weight = weight if ordered else weight[order]
    out = []
    for run in np.split(np.arange(len(order), dtype=np.int64), np.nonzero(np.diff(meridian[order]))[0] + 1):
        out += [order[run[part]] for part in chunks(weight[run], MOST_VERTICES)]
    return out
