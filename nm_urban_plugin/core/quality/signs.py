"""What is known of a table before anybody judges it: names, fields, a sample of its rows, its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

SAMPLE = 200
"""Rows of a sample."""


@dataclass(frozen=True)
class Signs:
    """One layer or table.

    table     name of the layer or table ('' where the file has no other name); file: the file's name without ending
    folders   names of the folders above it, the nearest first; dataset: feature dataset of a geodatabase
    fields    field names in their order; aliases: field name → alias
    geometry  polygon, line, point, none; '' where unknown
    sample    field name → values of some rows spread over the table (see `spread`), all of one length
    count     number of rows, −1 where unknown
    inside    whether its extent lies in or about the county that is worked on; None where unknown
    """

    table: str = ""
    file: str = ""
    folders: tuple[str, ...] = ()
    dataset: str = ""
    fields: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    geometry: str = ""
    sample: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    count: int = -1
    inside: bool | None = None

    def values(self, name: str) -> Sequence[Any]:
        return self.sample.get(name, ())


def spread(count: int, size: int = SAMPLE) -> np.ndarray:
    """Places 0 … count−1 of at most *size* rows spread evenly over a table, first and last among them."""
    if count <= size:
        return np.arange(max(count, 0), dtype=np.int64)
    return np.unique(np.linspace(0, count - 1, size).astype(np.int64))
