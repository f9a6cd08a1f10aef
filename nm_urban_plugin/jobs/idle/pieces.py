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
    """One piece: approval row, area as cents, 公顷 and 亩, declared cents or None, polygon (empty without a map)."""

    row: int
    cents: int
    ha: float
    mu: float
    declared: int | None
    wkb: bytes


def pieces(done: IdleResult, spool: Spool) -> Iterator[Unsupplied]:
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
    hectares, mus = ha(area).tolist(), mu(area).tolist()
    for k, blob in enumerate(blobs):
        if area[k]:
            yield Unsupplied(int(row[k]), int(area[k]), hectares[k], mus[k],
                             None if stated[part[k]] is None else int(declared[k]), blob)
