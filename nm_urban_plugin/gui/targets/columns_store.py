"""The columns of a layer as they were read and measured, so that another date or filter needs no second reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from ...core.targets.columns import Columns


class ColumnsStore:
    """Columns of features by id. Not for two threads at the same time."""

    def __init__(self) -> None:
        self._chunks: list[Columns] = []
        self._live: list[np.ndarray] = []
        self._place: dict[int, tuple[int, int]] = {}
        #: Ids of features that were read and could not be used.
        self.unusable: set[int] = set()

    def __len__(self) -> int:
        return len(self._place)

    def add(self, columns: Columns) -> None:
        """Keep a batch; features that were there before are replaced."""
        fids = columns.fids.tolist()
        self.remove(fids)
        at = len(self._chunks)
        self._chunks.append(_copy(columns))
        self._live.append(np.ones(len(fids), bool))
        self._place.update((fid, (at, k)) for k, fid in enumerate(fids))

    def remove(self, fids: Collection[int]) -> None:
        """Forget features."""
        self.unusable.difference_update(fids)
        for fid in fids:
            found = self._place.pop(fid, None)
            if found is not None:
                self._live[found[0]][found[1]] = False

    def unknown(self, fids: Collection[int]) -> list[int]:
        """Those ids of which nothing is known."""
        return [fid for fid in fids if fid not in self._place and fid not in self.unusable]

    def take(self, fids: Collection[int] | None = None) -> Iterator[Columns]:
        """Columns of these features (None: of all), chunk by chunk."""
        rows: list[np.ndarray] = [np.nonzero(live)[0] for live in self._live]
        if fids is not None:
            wanted: list[list[int]] = [[] for _ in self._chunks]
            for fid in fids:
                found = self._place.get(fid)
                if found is not None:
                    wanted[found[0]].append(found[1])
            rows = [np.array(sorted(some), np.int64) for some in wanted]
        for columns, some in zip(self._chunks, rows):
            if len(some) == len(columns):
                yield _copy(columns)
            elif len(some):
                yield part(columns, some)


def _copy(columns: Columns) -> Columns:
    """The same values, codes of their own: an evaluation fills in missing codes."""
    return Columns(columns.fids, list(columns.codes), columns.values, columns.units, columns.area, columns.length)


def part(columns: Columns, rows: np.ndarray) -> Columns:
    """The given rows of a batch."""
    at = rows.tolist()
    values = {role: [column[k] for k in at] for role, column in columns.values.items()}
    area = None if columns.area is None else columns.area[rows]
    length = None if columns.length is None else columns.length[rows]
    return Columns(columns.fids[rows], [columns.codes[k] for k in at], values, columns.units, area, length)
