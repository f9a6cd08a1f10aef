"""A zone layer in one plane as blocks: partitions of features that lie together.

A layer of few vertices is one block. One of very many (DLTB) is halved again and again, across its longer side, until
no block has too many vertices: what the preparation needs beside the result stays small, threads prepare blocks side by
side, and those where no parcel comes are never made.

What a parcel has in a feature depends on the edges of that feature alone, so blocks can be tabulated one by one. That
no features overlap must be tested among all that are near: a block also holds its neighbours, the features whose boxes
meet its own, and forgets what is measured in them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ...core.rings import Rings
from ..drawing.loops import Loops
from ..drawing.tracing import Borders, Drawn, draw
from ..reading.parallel import each
from .outlines import Outlines
from .partition import NONE, Partition
from .tabulate import Table, seen, tabulate

#: A block has at most this many vertices, unless it would have fewer features than the second number: a few large
#: features have all the others as neighbours.
_MOST_VERTICES, _FEWEST_FEATURES = 1_000_000, 2_000

#: Boxes are widened by this much (m), so that what touches is near.
_SKIN_M = 1e-3


class Blocks:
    """n features in the plane; *expected* parcels are to come."""

    def __init__(self, rings: Rings, expected: int = 0) -> None:
        self.n = rings.n
        self.rings, self._expected = rings, expected
        self._boxes = rings.bounds()
        self._weight = np.bincount(rings.shape, rings.count, minlength=rings.n)
        filled = np.nonzero(self._weight)[0]
        middle = 0.5 * (self._boxes[:, :2] + self._boxes[:, 2:])
        self._own = list(_halved(filled, middle, self._weight)) or [filled]
        self._bounds = np.array([_hull(self._boxes[own]) for own in self._own])
        self._locks = [threading.Lock() for _ in self._own]  # batches on several threads ask for the same block
        self._ready: dict[int, tuple[Partition, np.ndarray, np.ndarray]] = {}
        self._borders: dict[int, Borders] = {}

    def __len__(self) -> int:
        return len(self._own)

    @property
    def ready(self) -> list[Partition]:
        """The blocks that have been asked for so far."""
        return [self._ready[k][0] for k in sorted(self._ready)]

    def block(self, k: int) -> tuple[Partition, np.ndarray, np.ndarray]:
        """Block k: its partition, the features in it, and (bool) which of them are its own."""
        with self._locks[k]:
            if k not in self._ready:
                if len(self) == 1:
                    which = np.arange(self.n, dtype=np.int64)
                    own = np.ones(self.n, bool)
                else:
                    which = np.nonzero(_meet(self._boxes, self._bounds[k]))[0]
                    own = np.zeros(self.n, bool)
                    own[self._own[k]] = True
                    own = own[which]
                share = self._weight[which].sum() / max(self._weight.sum(), 1)
                self._ready[k] = Partition(self.rings.take(which), int(share * self._expected)), which, own
            return self._ready[k]

    def tabulate(self, parcels: Outlines) -> Table:
        """Areas of parcels in the features."""
        if len(self) == 1:
            return tabulate(parcels, self.block(0)[0])
        failed = np.zeros(parcels.n, bool)
        found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
        for (partition, which, own), here in self._near(parcels.bounds):
            table = tabulate(parcels.take(here), partition)
            failed[here[table.failed]] = True
            mine = own[table.feature]
            found.append((here[table.shape[mine]], which[table.feature[mine]], table.area[mine]))
        shape, feature, area = (np.concatenate(column) for column in zip(*found))
        keep = ~failed[shape]
        return Table(shape[keep], feature[keep], area[keep], np.nonzero(failed)[0])

    def draw(self, parcels: Outlines) -> Drawn:
        """Pieces of parcels in the features; the owners are numbered shape · n + feature."""
        failed = np.zeros(parcels.n, bool)
        loops, crossed = [Loops.empty()], [(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
        near = [k for k, box in enumerate(self._bounds) if _meet(parcels.bounds, box).any()]
        for k in near:
            here = np.nonzero(_meet(parcels.bounds, self._bounds[k]))[0]
            partition, which, own = self.block(k)
            vertex, _ = parcels.rings.picked(here)
            drawn = draw(parcels.take(here), partition, self._borders_of(k), None if own.all() else own)
            failed[here[drawn.failed]] = True
            shape, feature = np.divmod(drawn.loops.owner, max(partition.n, 1))
            loops.append(replace(drawn.loops, owner=here[shape] * self.n + which[feature]))
            crossed.append((vertex[drawn.edge], drawn.x, drawn.y))
        edge, x, y = map(np.concatenate, zip(*crossed))
        if len(near) > 1:
            x0, y0, _, _ = (v[edge] for v in parcels.edges)
            order = np.lexsort((np.abs(x - x0) + np.abs(y - y0), edge))
            edge, x, y = edge[order], x[order], y[order]
        return Drawn(Loops.joined(loops), failed, edge, x, y)

    def _borders_of(self, k: int) -> Borders:
        """What drawing needs beside the partition of a block; most layers are never drawn."""
        partition, which, _ = self.block(k)
        with self._locks[k]:
            if k not in self._borders:
                self._borders[k] = Borders.of(partition, self.rings.take(which))
            return self._borders[k]

    def seen(self, bounds: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """As tabulate.seen, of all blocks."""
        if len(self) == 1:
            return seen(bounds, self.block(0)[0])
        near, dirty = np.zeros((2, len(bounds)), bool)
        feature = np.full(len(bounds), NONE, np.int64)
        for (partition, which, own), here in self._near(bounds):
            close, torn, label = seen(bounds[here], partition)
            near[here] |= close
            dirty[here] |= torn
            mine = np.nonzero((label != NONE) & own[label])[0]
            feature[here[mine]] = which[label[mine]]
        return near, dirty, feature

    def near(self, box: np.ndarray) -> np.ndarray:
        """The features, ascending, whose boxes meet one box (4,)."""
        met = [own for own, hull in zip(self._own, self._bounds) if _meet(hull[None], box)[0]]
        which = np.sort(np.concatenate(met)) if met else np.zeros(0, np.int64)
        return which[_meet(self._boxes[which], box)]

    def _near(self, bounds: np.ndarray) -> Iterator[tuple[tuple[Partition, np.ndarray, np.ndarray], np.ndarray]]:
        """Each block to which some of the boxes come near, and which."""
        met = [(k, np.nonzero(_meet(bounds, box))[0]) for k, box in enumerate(self._bounds)]
        met = [(k, here) for k, here in met if len(here)]
        for block, (_, here) in zip(each(self.block, [k for k, _ in met]), met):
            yield block, here


def _hull(boxes: np.ndarray) -> np.ndarray:
    """(4,) the box of all boxes (k, 4); nothing meets that of none."""
    some = boxes[np.isfinite(boxes[:, 0])]
    if not len(some):
        return np.array([np.inf, np.inf, -np.inf, -np.inf])
    return np.concatenate([some[:, :2].min(0), some[:, 2:].max(0)])


def _meet(boxes: np.ndarray, box: np.ndarray) -> np.ndarray:
    """(k,) bool: which of the boxes (k, 4) meet one; none that is NaN."""
    return ((boxes[:, :2] <= box[2:] + _SKIN_M) & (boxes[:, 2:] >= box[:2] - _SKIN_M)).all(1)


def _halved(which: np.ndarray, middle: np.ndarray, weight: np.ndarray) -> Iterator[np.ndarray]:
    """The features *which* in groups that lie together, each ascending."""
    if weight[which].sum() <= _MOST_VERTICES or len(which) < 2 * _FEWEST_FEATURES:
        if len(which):
            yield np.sort(which)
        return
    at = middle[which]
    order = which[np.argsort(at[:, np.argmax(np.ptp(at, axis=0))], kind="stable")]
    half = np.cumsum(weight[order])
    cut = int(np.clip(np.searchsorted(half, half[-1] / 2), _FEWEST_FEATURES, len(order) - _FEWEST_FEATURES))
    for part in (order[:cut], order[cut:]):
        yield from _halved(part, middle, weight)
