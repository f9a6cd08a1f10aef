"""A batch of rows as columns, each distinct value looked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..values import cell_text, number_of


@dataclass
class Batch:
    """n rows: ids (n,), and values by catalogue column (n each). fields: column → name of the field in the layer."""

    fids: np.ndarray
    values: Mapping[str, Sequence[Any]]
    fields: Mapping[str, str]
    _cache: dict = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.fids)

    def has(self, *columns: str) -> bool:
        return all(column in self.values for column in columns)

    def first(self, *columns: str) -> str:
        """The first of these columns that the layer has; '' if none."""
        return next((column for column in columns if column in self.values), "")

    def name(self, column: str) -> str:
        return self.fields.get(column, column)

    def texts(self, column: str) -> tuple[list[str], np.ndarray]:
        """The distinct values of a column as text ('' = empty), and (n,) which of them each row has."""
        key = ("t", column)
        if key not in self._cache:
            raw, at = _distinct(self.values[column])
            place: dict[str, int] = {}
            new = np.array([place.setdefault(cell_text(value), len(place)) for value in raw] or [0], np.int64)
            self._cache[key] = list(place) or [""], new[at] if len(at) else at
        return self._cache[key]

    def numbers(self, column: str) -> np.ndarray:
        """(n,) float64, NaN where empty or no number."""
        key = ("n", column)
        if key not in self._cache:
            values = self.values[column]
            try:
                out = np.array(values, np.float64)
            except (TypeError, ValueError):
                raw, at = _distinct(values)
                read = [number_of(value) for value in raw]
                out = np.array([np.nan if v is None else v for v in read] or [np.nan])[at]
            self._cache[key] = out.reshape(len(self))
        return self._cache[key]

    def where(self, column: str, wanted: Callable[[str], bool]) -> np.ndarray:
        """(n,) bool: rows whose text passes a test, asked once per distinct value."""
        texts, at = self.texts(column)
        return np.array([wanted(text) for text in texts], bool)[at]

    def mapped(self, column: str, found: Callable[[str], Any]) -> np.ndarray:
        """(n,) of what a function says of each text."""
        texts, at = self.texts(column)
        return np.array([found(text) for text in texts])[at]

    def empty(self, column: str) -> np.ndarray:
        """(n,) bool."""
        return self.where(column, lambda text: not text)

    def every(self, column: str) -> list[str]:
        """The text of each row."""
        texts, at = self.texts(column)
        return [texts[k] for k in at.tolist()]

    def pick(self, column: str, rows: np.ndarray) -> list[str]:
        """The texts of some rows."""
        texts, at = self.texts(column)
        return [texts[k] for k in at[rows]]


def _distinct(values: Sequence[Any]) -> tuple[list, np.ndarray]:
    place: dict = {}
    at = np.fromiter((place.setdefault(value, len(place)) for value in values), np.int64, len(values))
    return list(place), at


class Repeats:
    """Keys of all rows of a layer, kept as 8-byte hashes, to tell at the end which occur more than once."""

    def __init__(self) -> None:
        self._keys: list[np.ndarray] = []
        self._fids: list[np.ndarray] = []

    def add(self, fids: np.ndarray, keys: Sequence[Any]) -> None:
        """Rows with their keys (any hashables); a key None is not compared."""
        keep = np.array([key is not None for key in keys], bool)
        hashed = np.fromiter((hash(key) for key in keys if key is not None), np.int64, int(keep.sum()))
        self._keys.append(hashed)
        self._fids.append(np.asarray(fids, np.int64)[keep])

    def repeated(self) -> tuple[np.ndarray, np.ndarray]:
        """(fids of rows whose key an earlier row has, fid of the first row with that key), ascending."""
        if not self._keys:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        keys, fids = np.concatenate(self._keys), np.concatenate(self._fids)
        order = np.argsort(keys, kind="stable")
        keys, fids = keys[order], fids[order]
        new = np.ones(len(keys), bool)
        new[1:] = keys[1:] != keys[:-1]
        first = fids[np.nonzero(new)[0][np.cumsum(new, dtype=np.int64) - 1]] if len(keys) else fids
        again, first = fids[~new], first[~new]
        order = np.argsort(again, kind="stable")
        return again[order], first[order]
