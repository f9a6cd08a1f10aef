"""Pieces of unsupplied land: their final areas, and the declared unsupplied land shared out to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...analysis.reading.spool import Spool
from ...core.units import apportion, check_sums, ha, mu
from .job import IdleResult


@dataclass(frozen=True)
class Unsupplied:
    """Columns (p,) of the pieces: approval row, area as cents (int64), 公顷 and 亩, declared cents or None; and their
    polygons one after the other (b'' without a map), read from the spool as they are asked for."""

    row: np.ndarray
    cents: np.ndarray
    ha: np.ndarray
    mu: np.ndarray
    declared: list[int | None]
    wkb: Iterator[bytes]

    def __len__(self) -> int:
        return len(self.row)


def pieces(done: IdleResult, spool: Spool) -> Unsupplied:
    """All pieces with an area; those of a row sum to its unsupplied land, those of a document to what it declares.

    Raises ConservationError.
    """
    balance, documents = done.balance, done.documents
    if done.was_mapped:
        found = [(piece.row, piece.cents) for piece in spool]
        row, area = np.array(found, np.int64).reshape(-1, 2).T
        # what has no drawing is a piece without one
        bare = np.setdiff1d(np.nonzero(balance.unsupplied)[0], row)
        row, area = np.append(row, bare), np.append(area, balance.unsupplied[bare])
        if (balance.by_map != balance.unsupplied).any():  # what has no drawing took its share by document
            area = apportion(area.astype(np.float64), row, balance.unsupplied,
                             ties=(np.arange(len(row), dtype=np.int64),))
        check_sums(area, row, balance.unsupplied)
    else:
        row = np.nonzero(balance.unsupplied)[0]
        area = balance.unsupplied[row]
    part = documents.row_of[row]
    stated = documents.declared["unsupplied"]
    totals = np.array([max(0, value or 0) for value in stated], np.int64)
    totals[np.bincount(part, area, minlength=len(documents)) <= 0] = 0
    declared = apportion(area.astype(np.float64), part, totals, ties=(np.arange(len(row), dtype=np.int64),))
    drawn = (piece.wkb for piece in spool) if done.was_mapped else iter(())
    blobs = (next(drawn, b"") for _ in range(len(row)))
    some = np.nonzero(area)[0]
    told = [None if stated[k] is None else cents for k, cents in zip(part[some].tolist(), declared[some].tolist())]
    return Unsupplied(row[some], area[some], ha(area[some]), mu(area[some]), told,
                      (blob for blob, cents in zip(blobs, area.tolist()) if cents))
