"""What a first look at a layer has read, kept for the second: coordinates in an unnamed temporary file, which the
system may hold in memory or not; the rest is small."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass

import numpy as np

from ...core.rings import Rings, join
from .planes import Clean, Planes


@dataclass(frozen=True)
class _Slot:
    """A batch without coordinates, and where in the file they begin."""

    batch: Clean
    at: int
    vertices: int


class KeptBatches:
    """Clean batches of one layer without their columns; rows are numbered through all of them. The file is gone when
    the with statement ends, whatever happens."""

    def __init__(self, frame: Planes) -> None:
        self.frame = frame
        self.first_row = [0]
        self._file = tempfile.TemporaryFile(prefix="nm_urban_")  # noqa: SIM115
        self._size = 0
        self._slots: list[_Slot] = []

    def __enter__(self) -> KeptBatches:
        return self

    def __exit__(self, *_) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._slots)

    def add(self, batch: Clean) -> None:
        """Keep a batch. All are added before the first is asked for."""
        rings, nothing = batch.rings, np.zeros(0)
        for values in (rings.x, rings.y):
            values.astype(np.float64, copy=False).tofile(self._file)
        self._file.flush()
        bare = Clean(batch.fids, rings.with_xy(nothing, nothing), {}, batch.mended, batch.frame)
        self._slots.append(_Slot(bare, self._size, len(rings.x)))
        self._size += 16 * len(rings.x)
        self.first_row.append(self.first_row[-1] + len(batch))

    def batch(self, number: int) -> Clean:
        """A batch as it came; its coordinates are read from the file as they are needed."""
        slot = self._slots[number]
        bare = slot.batch
        if not slot.vertices:
            return bare
        x, y = np.memmap(self._file, np.float64, "r", slot.at, (2, slot.vertices))
        return Clean(bare.fids, bare.rings.with_xy(x, y), {}, bare.mended, bare.frame)

    @property
    def fids(self) -> np.ndarray:
        """Ids of all rows."""
        return np.concatenate([np.zeros(0, np.int64), *(slot.batch.fids for slot in self._slots)])

    def rings_of(self, rows: np.ndarray) -> Rings:
        """Polygons of the layer by row (ascending), in its CRS."""
        which = np.searchsorted(self.first_row, rows, "right") - 1
        return join([self.batch(k).rings.take(rows[which == k] - self.first_row[k]) for k in np.unique(which).tolist()])
