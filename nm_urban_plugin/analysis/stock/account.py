"""The stock of approved land, spatial part: approved = supplied + cancelled + unsupplied, exactly, parcel by parcel.

    approved  = read_parcels(given_approved, columns, tally, feedback)
    supplied  = read_parcels(given_supplied, ...)
    cancelled = read_parcels(given_cancelled, ...) or None
    with Spool() as spool:
        stock = take_stock(Request(approved, days, supplied, supply_days, supply_late, ...), spool, feedback)
        for piece in spool: ...

All areas are integer cents (0.01 m²). The official area of an approval parcel is the whole; raw areas of the overlay
engine are shared out so that the parts sum to it (面积平差, core.units.apportion).

Readings
* A place that several approvals hold belongs to the earliest approval day, then the smallest fid; it is *overlap* of
  the others and is counted once.
* A place that is both supplied and cancelled is supplied. A place supplied twice is supplied once; the surplus is
  *doubled* of the later supply (day, then fid).
* "late" supplies and cancellations are those after the base date. Land in stock on the base date that was supplied or
  cancelled since (*disposed_supplied*, *disposed_cancelled*) is what no early supply and no early cancellation held:
  each m² once, a part of the same apportionment, so it never exceeds supplied and cancelled.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeedback

from ...core.units import apportion, cents
from ..geos import NOISE_M2
from ..overlay.overlay import Overlay
from ..overlay.zones import OUTSIDE, ZoneLayer
from ..reading.batches import BATCH_SIZE
from ..reading.parallel import stream
from ..reading.spool import Spool
from .blocks import Plan
from .cut import CANCELLED_EARLY, CANCELLED_LATE, EARLY, LATE, LEFT, OVERLAP, PARTS, REVIVED
from .parcels import Parcels, read_parcels
from .pieces import Piece, pieces_of, share_out
from .settle import Covers, Settlement

__all__ = ["LAST_DAY", "Parcels", "Piece", "Request", "Stock", "read_parcels", "take_stock", "zone_of"]

#: Day of a parcel without a date: it comes after all others.
LAST_DAY = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Request:
    """Parcels of one accounting; only rows that count (Parcels.take for those of the period, up to AS_OF).

    approved        approval parcels; their frame is that of the pieces
    approved_days   (a,) ordinal of the approval date, LAST_DAY where there is none; precedence among approvals
    supplied        supplied parcels
    supplied_days   (s,) ordinal of the supply date, LAST_DAY where there is none; precedence among supplies
    supplied_late   (s,) bool, supplied after the base date
    cancelled       cancelled parcels, or None
    cancelled_late  (c,) bool, cancelled after the base date
    """

    approved: Parcels
    approved_days: np.ndarray
    supplied: Parcels
    supplied_days: np.ndarray
    supplied_late: np.ndarray
    cancelled: Parcels | None = None
    cancelled_late: np.ndarray | None = None


@dataclass(frozen=True)
class Stock:
    """Result; all areas int64 cents, all arrays in the order of the rows of the request.

    Per approval parcel, area = overlap + supplied + cancelled + unsupplied:
    area                 official area
    overlap              belongs to an earlier approval, counted there
    supplied, cancelled, unsupplied
    disposed_supplied    part of supplied that was unsupplied on the base date
    disposed_cancelled   part of cancelled that was unsupplied on the base date

    Per supplied parcel, area = outside + doubled + within:
    supply_area, supply_outside (outside every approval), supply_doubled (in an earlier supply), supply_within
    A place outside every approval that is also supplied twice is doubled.

    Which supplies lie in which approval (an overlap of approvals appears under the one that owns it; a place supplied
    twice under the earlier supply), raw areas rounded on their own, for finding things and not for adding up:
    link_approved (k,) row, link_supplied (k,) row, link_cents (k,)

    approved = area − overlap is the property to print as approved.
    """

    area: np.ndarray
    overlap: np.ndarray
    supplied: np.ndarray
    cancelled: np.ndarray
    unsupplied: np.ndarray
    disposed_supplied: np.ndarray
    disposed_cancelled: np.ndarray
    supply_area: np.ndarray
    supply_outside: np.ndarray
    supply_doubled: np.ndarray
    supply_within: np.ndarray
    link_approved: np.ndarray
    link_supplied: np.ndarray
    link_cents: np.ndarray

    @property
    def approved(self) -> np.ndarray:
        """Counted once: area less what an earlier approval holds."""
        return self.area - self.overlap


def take_stock(request: Request, spool: Spool, feedback: QgsFeedback) -> Stock | None:
    """Do the accounting; the pieces go to *spool* (:class:`Piece`; neighbours follow one another, in the same order in
    every run). None when cancelled.

    Raises ConservationError where parts do not sum to their whole.
    """
    approved, supplied = request.approved, request.supplied
    plan = Plan(approved, supplied, request.cancelled)
    settlement = Settlement(approved, ranks(approved.fids, request.approved_days), _covers(request),
                            plan.among_approvals, plan.among_covers)
    parts = np.zeros((len(approved), PARTS), np.int64)
    raw = np.zeros((3, len(supplied)))
    links = []

    def done(block):
        settled = settlement.settle(block)
        shared = share_out(settled, approved)
        return settled, shared, pieces_of(settled, shared, approved)

    for number, (settled, shared, pieces) in enumerate(stream(done, plan)):
        parts[settled.block.rows] = shared
        raw[0, settled.block.own] = settled.supply_area
        raw[1, settled.block.own] = settled.supply_doubled
        np.add.at(raw[2], settled.link_supply, settled.link_area)
        links.append((settled.link_row, settled.link_supply, settled.link_area))
        spool.write(pieces)
        feedback.setProgress(100.0 * (number + 1) / len(plan))
        if feedback.isCanceled():
            return None
    return _stock(approved, supplied, parts, raw, links)


def _covers(request: Request) -> Covers:
    late = np.asarray(request.supplied_late, bool)
    rank = ranks(request.supplied.fids, request.supplied_days, late)
    if request.cancelled is not None:
        since = np.asarray(request.cancelled_late, bool)
        rank = np.append(rank, len(rank) + ranks(request.cancelled.fids, since))
        late = np.concatenate([late, since])
    return Covers(request.supplied, request.cancelled, late, rank)


def ranks(*keys: np.ndarray) -> np.ndarray:
    """Place of each parcel in the order of *keys*, the last one first."""
    rank = np.empty(len(keys[0]), np.int64)
    rank[np.lexsort(keys)] = np.arange(len(keys[0]), dtype=np.int64)
    return rank


def _stock(approved: Parcels, supplied: Parcels, parts: np.ndarray, raw: np.ndarray, links: list) -> Stock:
    """Sums of the parts; the supplies shared out to where they lie."""
    whole, doubled, within = raw
    outside = whole - doubled - within
    three = np.stack([outside, doubled, within], 1)
    three[three <= NOISE_M2] = 0.0
    group = np.repeat(np.arange(len(supplied), dtype=np.int64), 3)
    column = np.tile(np.arange(3, dtype=np.int64), len(supplied))
    shared = apportion(three.ravel(), group, supplied.cents, (column,)).reshape(-1, 3)
    row, supply, area = (np.concatenate([np.zeros(0, kind), *column]) for kind, column in
                         zip((np.int64, np.int64, float), zip(*links) if links else ((), (), ())))
    # the same pair may come from several planes
    pair, at = np.unique(row * max(len(supplied), 1) + supply, return_inverse=True)
    return Stock(
        approved.cents, parts[:, OVERLAP], parts[:, [EARLY, REVIVED, LATE]].sum(axis=1),
        parts[:, [CANCELLED_EARLY, CANCELLED_LATE]].sum(axis=1), parts[:, LEFT], parts[:, LATE],
        parts[:, CANCELLED_LATE], supplied.cents, shared[:, 0], shared[:, 1], shared[:, 2],
        pair // max(len(supplied), 1), pair % max(len(supplied), 1),
        cents(np.bincount(at.reshape(-1), area, minlength=len(pair))))


def zone_of(parcels: Parcels, zones: ZoneLayer) -> np.ndarray:
    """(n,) label of the zone (county unit) that holds the largest share of each parcel, OUTSIDE where none holds any;
    of shares equal to the cent the smaller label."""
    out = np.full(len(parcels), OUTSIDE, np.int64)
    overlay = Overlay(None, [zones], parcels.frame.reach, len(parcels))
    waiting: deque = deque()

    def batches():
        for start in range(0, len(parcels), BATCH_SIZE):
            rows = np.arange(start, min(start + BATCH_SIZE, len(parcels)), dtype=np.int64)
            shapes = parcels.frame.shapes(parcels.rings.take(rows))
            waiting.append(rows[shapes.feature])
            yield shapes, {}

    for cells in overlay.stream(batches()):
        found, row = cells.measured[zones.name], waiting.popleft()
        inside = np.nonzero(found.label != OUTSIDE)[0]
        row, label = row[cells.shape[found.cell[inside]]], found.label[inside]
        key, at = np.unique(row * (label.max(initial=0) + 1) + label, return_inverse=True)
        area = np.bincount(at.reshape(-1), found.area[inside], minlength=len(key))
        row, label = key // (label.max(initial=0) + 1), key % (label.max(initial=0) + 1)
        order = np.lexsort((-label, np.round(area, 2), row))
        out[row[order]] = label[order]  # of several the last one stays
    return out
