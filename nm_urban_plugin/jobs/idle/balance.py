"""批准 − 已供 − 核销 per approval row: on the map where all layers are drawn, else by document from declared areas.

Cancellations that are only a table are deducted by document from what the map leaves unsupplied.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.reading.spool import Spool
from ...analysis.stock.account import LAST_DAY, Request, take_stock
from ...core.idle.approvals import check, settle, sum_by
from ...core.units import apportion
from .records import Records

#: A cancellation without an area takes all that is left of its document.
ALL_THAT_IS_LEFT = 10**15  # cents: more than any region, and thousands of them still fit into 64 bits


@dataclass
class Inputs:
    """Rows that count on AS_OF. Documents are numbered 0 … n_docs−1; −1 = names none of them.

    doc_*    (n,) document of each row; late_* (n,) bool, dated after the base date
    days     (a,) approval dates; supply_days (s,) supply dates
    on_base  (a,) bool, approved by the base date
    """

    approved: Records
    supplied: Records
    cancelled: Records | None
    n_docs: int
    doc_approved: np.ndarray
    doc_supplied: np.ndarray
    doc_cancelled: np.ndarray
    late_supplied: np.ndarray
    late_cancelled: np.ndarray
    days: list[dt.date | None]
    supply_days: list[dt.date | None]
    on_base: np.ndarray

    @property
    def mapped(self) -> bool:
        """Whether the map can say which m² is which."""
        return self.approved.parcels is not None and self.supplied.parcels is not None

    @property
    def cancelled_mapped(self) -> bool:
        return self.mapped and self.cancelled is not None and self.cancelled.parcels is not None


@dataclass
class Balance:
    """Per approval row int64 cents: approved = supplied + cancelled + unsupplied; per supplied row its counted area.

    overlap      counted under an earlier approval
    disposed     unsupplied on the base date, supplied or cancelled since
    outside      supplied outside (by document: beyond) what is approved; doubled: supplied twice; *_of (s,): the same
                 per supply, None without a map
    lies_in      (s,) approval row that holds most of the supply, −1 = none
    piece_scale  None, or (unsupplied by the map, after table cancellations) per row
    """

    approved: np.ndarray
    overlap: np.ndarray
    supplied: np.ndarray
    cancelled: np.ndarray
    unsupplied: np.ndarray
    disposed: np.ndarray
    outside: int
    doubled: int
    lies_in: np.ndarray
    excess_cancelled: int = 0
    piece_scale: tuple[np.ndarray, np.ndarray] | None = None
    outside_of: np.ndarray | None = None
    doubled_of: np.ndarray | None = None


def ordinals(days: list[dt.date | None]) -> np.ndarray:
    """(n,) int32 ordinals, LAST_DAY where there is no date."""
    return np.array([LAST_DAY if day is None else day.toordinal() for day in days], np.int32)


def take_balance(inputs: Inputs, spool: Spool, feedback: QgsFeedback) -> Balance | None:
    """The balance of every approval row; drawn pieces go to the spool. None when cancelled."""
    balance = _on_the_map(inputs, spool, feedback) if inputs.mapped else _by_document(inputs)
    if balance is not None:
        check(balance.approved, balance.supplied, balance.cancelled, balance.unsupplied)
    return balance


# -- on the map -----------------------------------------------------------------------------------------------------


def _on_the_map(inputs: Inputs, spool: Spool, feedback: QgsFeedback) -> Balance | None:
    drawn = inputs.cancelled_mapped
    stock = take_stock(Request(
        inputs.approved.parcels, ordinals(inputs.days), inputs.supplied.parcels, ordinals(inputs.supply_days),
        inputs.late_supplied, inputs.cancelled.parcels if drawn else None, inputs.late_cancelled if drawn else None,
    ), spool, feedback)
    if stock is None:
        return None
    disposed = np.where(inputs.on_base, stock.disposed_supplied + stock.disposed_cancelled, 0)
    balance = Balance(stock.approved, stock.overlap, stock.supplied, stock.cancelled, stock.unsupplied, disposed,
                      int(stock.supply_outside.sum()), int(stock.supply_doubled.sum()),
                      _largest(stock.link_supplied, stock.link_approved, stock.link_cents, len(inputs.supplied)),
                      outside_of=stock.supply_outside, doubled_of=stock.supply_doubled)
    if inputs.cancelled is not None and not drawn:
        _deduct_table(inputs, balance)
    return balance


def _largest(owner: np.ndarray, target: np.ndarray, weight: np.ndarray, n: int) -> np.ndarray:
    """(n,) target of the heaviest link of each owner (ties: smaller target), −1 = no link."""
    out = np.full(n, -1, np.int64)
    order = np.lexsort((-target, weight, owner))
    out[owner[order]] = target[order]  # of several the last one stays
    return out


def _deduct_table(inputs: Inputs, balance: Balance) -> None:
    """Deduct cancellations that have no polygons from the unsupplied land of their documents."""
    amounts = _cancelled_cents(inputs)
    before = sum_by(inputs.doc_cancelled, inputs.n_docs, np.where(inputs.late_cancelled, 0, amounts))
    since = sum_by(inputs.doc_cancelled, inputs.n_docs, np.where(inputs.late_cancelled, amounts, 0))
    left = sum_by(inputs.doc_approved, inputs.n_docs, balance.unsupplied)
    early = np.minimum(left, before)
    late = np.minimum(left - early, since)
    by_map = balance.unsupplied
    first = _fill(by_map, inputs.doc_approved, early)
    then = _fill(by_map - first, inputs.doc_approved, late)
    balance.unsupplied = by_map - first - then
    balance.cancelled = balance.cancelled + first + then
    balance.disposed = balance.disposed + np.where(inputs.on_base, then, 0)
    stated = np.where(amounts == ALL_THAT_IS_LEFT, 0, amounts)
    balance.excess_cancelled = max(0, int(stated.sum()) - int((early + late).sum()))
    balance.piece_scale = by_map, balance.unsupplied


def _cancelled_cents(inputs: Inputs) -> np.ndarray:
    cancelled = inputs.cancelled
    if cancelled.drawn is not None:
        return cancelled.drawn
    values = cancelled.declared or [None] * len(cancelled)
    return np.array([ALL_THAT_IS_LEFT if value is None else value for value in values], np.int64)


def _fill(capacity: np.ndarray, group: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """(n,) int64: the total of each document shared out to its rows by capacity; no row takes more than it holds."""
    return apportion(capacity.astype(np.float64), group, totals, ties=(np.arange(len(group), dtype=np.int64),))


# -- by document ----------------------------------------------------------------------------------------------------


def area_of(records: Records) -> np.ndarray:
    """(n,) int64: declared area where the layer declares any, else the drawn one; rows without either count 0."""
    if records.declared is None:
        return records.drawn if records.drawn is not None else np.zeros(len(records), np.int64)
    if records.drawn is None:
        return records.declared_or_zero()
    return np.array([drawn if value is None else value for value, drawn in
                     zip(records.declared, records.drawn.tolist())], np.int64)


def _by_document(inputs: Inputs) -> Balance:
    approved = area_of(inputs.approved)
    supplied = area_of(inputs.supplied)
    n = inputs.n_docs
    cancelled = np.zeros(0, np.int64) if inputs.cancelled is None else _cancelled_cents(inputs)

    def by_doc(docs, values, late=None):
        return sum_by(docs, n, values if late is None else np.where(late, 0, values))

    total = by_doc(inputs.doc_approved, approved)
    on_base = np.zeros(n, bool)
    np.logical_or.at(on_base, inputs.doc_approved, inputs.on_base)
    account = settle(total, by_doc(inputs.doc_supplied, supplied), by_doc(inputs.doc_cancelled, cancelled),
                     by_doc(inputs.doc_supplied, supplied, inputs.late_supplied),
                     by_doc(inputs.doc_cancelled, cancelled, inputs.late_cancelled), on_base)
    # a document with several rows: each takes its share
    sup = _fill(approved, inputs.doc_approved, account.supplied)
    canc = _fill(approved - sup, inputs.doc_approved, account.cancelled)
    rest = approved - sup - canc
    disposed = _fill(approved, inputs.doc_approved, account.disposed)
    stray = int(supplied[inputs.doc_supplied < 0].sum())
    first = np.full(n, -1, np.int64)
    first[inputs.doc_approved[::-1]] = np.arange(len(approved), dtype=np.int64)[::-1]
    first = np.append(first, -1)  # where a supply names no document
    lies_in = first[inputs.doc_supplied]
    stated = np.where(cancelled == ALL_THAT_IS_LEFT, 0, cancelled)
    return Balance(approved, np.zeros_like(approved), sup, canc, rest, disposed,
                   stray + int(account.excess_supplied.sum()), 0, lies_in,
                   max(0, int(stated.sum()) - int(account.cancelled.sum())))
