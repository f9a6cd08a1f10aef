"""批准 − 已供 − 核销 per approval row: what is drawn on the map, the rest by document from declared areas.

What is drawn stays drawn, whatever the other layer is: approvals without supplies on the map keep their drawn areas,
drawn supplies theirs. What has no drawing takes part with its declared area, document by document
(core.idle.deduction), in what the map leaves unsupplied.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.reading.spool import Spool
from ...analysis.stock.account import LAST_DAY, Request, Stock, take_stock
from ...analysis.stock.blocks import approvals_near, rows_near
from ...core.idle.approvals import check
from ...core.idle.deduction import ALL_THAT_IS_LEFT, Amounts, Rows, Shares, deduct
from ...core.units import apportion
from .records import Records


@dataclass(frozen=True)
class Inputs:
    """Rows that count on AS_OF. Documents are numbered 0 … n_docs−1; −1 = names none of them.

    doc_*    (n,) document of each row; late_* (n,) bool, dated after the base date
    days     (a,) approval dates; supply_days (s,) supply dates
    on_base  (a,) bool, approved by the base date
    codes, supply_codes   county of each row, '' = not known
    idle     (s,) bool, counts as idle on AS_OF
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
    codes: list[str]
    supply_codes: list[str]
    idle: np.ndarray

    @property
    def mapped(self) -> bool:
        """Whether the map can say which m² is which."""
        return self.approved.parcels is not None and self.supplied.parcels is not None

    @property
    def cancelled_mapped(self) -> bool:
        """Whether cancellations are drawn on the approvals' map."""
        return (self.approved.parcels is not None and self.cancelled is not None
                and self.cancelled.parcels is not None)


@dataclass(frozen=True)
class Balance:
    """Per approval row int64 cents: approved = supplied + cancelled + unsupplied.

    overlap      counted under an earlier approval
    disposed     of the cancelled part: unsupplied on the base date and cancelled since
    shares       the supplied land by approval row and county (index of *places*, −1 = none known), with what of it is
                 disposed of and what lies idle
    by_map       (a,) unsupplied by the map alone, before documents took their share
    inside, outside, doubled  (s,) of each supply: found in approved land or in its document, beyond it, supplied before
    lies_in      (s,) approval row that holds most of the supply, −1 = none
    link_*       which supplies lie in which approval row on the map, with cents that are not for adding up
    """

    approved: np.ndarray
    overlap: np.ndarray
    supplied: np.ndarray
    cancelled: np.ndarray
    unsupplied: np.ndarray
    disposed: np.ndarray
    shares: Shares
    places: tuple[str, ...]
    by_map: np.ndarray
    inside: np.ndarray
    outside: np.ndarray
    doubled: np.ndarray
    lies_in: np.ndarray
    link_row: np.ndarray
    link_supply: np.ndarray
    link_cents: np.ndarray
    excess_cancelled: int


def ordinals(days: list[dt.date | None]) -> np.ndarray:
    """(n,) int32 ordinals, LAST_DAY where there is no date."""
    return np.array([LAST_DAY if day is None else day.toordinal() for day in days], np.int32)


def take_balance(inputs: Inputs, spool: Spool, feedback: QgsFeedback) -> Balance | None:
    """The balance of every approval row; drawn pieces go to the spool. None when cancelled."""
    places = tuple(sorted({code for code in (*inputs.codes, *inputs.supply_codes) if code}))
    number = {code: k for k, code in enumerate(places)} | {"": -1}
    place = np.array([number[code] for code in inputs.codes], np.int64)
    supply_place = np.array([number[code] for code in inputs.supply_codes], np.int64)
    stock = _on_the_map(inputs, spool, feedback)
    if feedback.isCanceled():
        return None
    balance = _with_documents(inputs, stock, places, place, supply_place)
    check(balance.approved, balance.supplied, balance.cancelled, balance.unsupplied)
    return balance


# -- on the map -----------------------------------------------------------------------------------------------------


def _on_the_map(inputs: Inputs, spool: Spool, feedback: QgsFeedback) -> Stock | None:
    """What the map says of the rows that are drawn; None where no layer is drawn, or when cancelled."""
    approved, supplied = inputs.approved.parcels, inputs.supplied.parcels
    if approved is None and supplied is None:
        return None
    approved = supplied.take([]) if approved is None else approved
    supplied = approved.take([]) if supplied is None else supplied
    cancelled = inputs.cancelled.parcels if inputs.cancelled_mapped else None
    a, s = len(approved), len(supplied)
    request = Request(
        approved, ordinals(inputs.days[:a]), supplied, ordinals(inputs.supply_days[:s]), inputs.late_supplied[:s],
        cancelled, None if cancelled is None else inputs.late_cancelled[: len(cancelled)])
    stock = take_stock(request, spool, feedback)
    return None if stock is None else _still_in_stock(request, stock, inputs.idle[:s], feedback)


def _still_in_stock(request: Request, stock: Stock, idle: np.ndarray, feedback: QgsFeedback) -> Stock | None:
    """The stock without what was supplied since and lies idle among what is disposed of: it is in stock all the same.

    Near such parcels the account is taken once more as if they had been supplied by the base date. None when cancelled.
    """
    since = np.nonzero(request.supplied_late & idle)[0]
    if not len(since) or not len(request.approved):
        return stock
    touched, near = approvals_near(request.approved, request.supplied.take(since))
    approved = request.approved.take(near)
    rows, cancelled, late = rows_near(request.supplied, approved), request.cancelled, request.cancelled_late
    if cancelled is not None:
        kept = rows_near(cancelled, approved)
        cancelled, late = cancelled.take(kept), late[kept]
    with Spool() as aside:
        again = take_stock(Request(
            approved, request.approved_days[near], request.supplied.take(rows), request.supplied_days[rows],
            (request.supplied_late & ~idle)[rows], cancelled, late), aside, feedback)
    if again is None:
        return None
    at = np.searchsorted(near, touched)
    supplied_since, cancelled_since = stock.disposed_supplied.copy(), stock.disposed_cancelled.copy()
    supplied_since[touched] = np.minimum(again.disposed_supplied[at], stock.disposed_supplied[touched])
    cancelled_since[touched] = again.disposed_cancelled[at]
    return replace(stock, disposed_supplied=supplied_since, disposed_cancelled=cancelled_since)


def _shares_on_the_map(inputs: Inputs, stock: Stock, place: np.ndarray, supply_place: np.ndarray) -> Shares:
    """The supplied land of each drawn approval, shared out to the supplies that lie in it and so to their counties.

    What is idle of it is not told here: idle parcels may lie on each other, see `idle_within`.
    """
    late = inputs.late_supplied & ~inputs.idle
    n = len(stock.supplied)
    row, supply = stock.link_approved, stock.link_supplied
    at = np.where(supply_place[supply] < 0, place[row], supply_place[supply])
    weight = stock.link_cents.astype(np.float64)
    # what is too thin to be linked stays in the approval's own county
    bare = np.nonzero((stock.supplied > 0) & (np.bincount(row, weight, minlength=n) <= 0))[0]
    row, at, weight = np.append(row, bare), np.append(at, place[bare]), np.append(weight, np.ones(len(bare)))
    since = np.append(late[supply], np.ones(len(bare), bool))
    ties = (np.arange(len(row), dtype=np.int64),)
    cents = apportion(weight, row, stock.supplied, ties)
    wanted = np.where(inputs.on_base[:n], stock.disposed_supplied, 0)
    late_weight = np.where(since, cents, 0)
    wanted = np.where(np.bincount(row, late_weight, minlength=n) > 0, wanted, 0)
    disposed = apportion(late_weight, row, wanted, ties)
    return Shares(row, at, cents, disposed, np.zeros(len(row), np.int64))


def _largest(owner: np.ndarray, target: np.ndarray, weight: np.ndarray, n: int) -> np.ndarray:
    """(n,) target of the heaviest link of each owner (ties: smaller target), −1 = no link."""
    out = np.full(n, -1, np.int64)
    order = np.lexsort((-target, weight, owner))
    out[owner[order]] = target[order]  # of several the last one stays
    return out


# -- by document ----------------------------------------------------------------------------------------------------


def _with_documents(inputs: Inputs, stock: Stock | None, places: tuple[str, ...], place: np.ndarray,
                    supply_place: np.ndarray) -> Balance:
    """The map's account, and what has no drawing taken from it document by document."""
    approved, supplied = inputs.approved, inputs.supplied
    a, s = approved.n_drawn, supplied.n_drawn
    area = approved.areas()
    zero = np.zeros(len(area), np.int64)
    whole, overlap, cancelled, disposed = area.copy(), zero.copy(), zero.copy(), zero.copy()
    left = area.copy()
    outside, doubled = supplied.areas(), np.zeros(len(supplied), np.int64)
    shares, lies_in = [], np.full(len(supplied), -1, np.int64)
    links = (zero[:0], zero[:0], zero[:0])
    if stock is not None:
        whole[:a], overlap[:a], cancelled[:a] = stock.approved, stock.overlap, stock.cancelled
        disposed[:a] = np.where(inputs.on_base[:a], stock.disposed_cancelled, 0)
        left[:a] = stock.unsupplied
        outside[:s], doubled[:s] = stock.supply_outside, stock.supply_doubled
        lies_in[:s] = _largest(stock.link_supplied, stock.link_approved, stock.link_cents, s)
        links = (stock.link_approved, stock.link_supplied, stock.link_cents)
        shares.append(_shares_on_the_map(inputs, stock, place, supply_place))
    rows = Rows(left, inputs.doc_approved, place, inputs.on_base, np.arange(len(area), dtype=np.int64) >= a)
    drawn = np.arange(len(supplied), dtype=np.int64) < s
    supplies = Amounts(outside, inputs.doc_supplied, supply_place, inputs.late_supplied, inputs.idle, drawn,
                       ordinals(inputs.supply_days).astype(np.int64))
    done = deduct(rows, supplies, _cancellations(inputs), inputs.n_docs)
    shares.append(done.shares)
    bare = (lies_in < 0) & (inputs.doc_supplied >= 0) & (~drawn | (done.inside > 0))
    lies_in = np.where(bare, _first_rows(inputs, place, supply_place), lies_in)
    together = Shares.joined(shares)
    unsupplied = done.left
    cancelled = cancelled + done.cancelled
    return Balance(whole, overlap, whole - cancelled - unsupplied, cancelled, unsupplied, disposed + done.disposed,
                   together, places, left, supplied.areas() - doubled - (outside - done.inside),
                   outside - done.inside, doubled, lies_in, *links, done.excess_cancelled)


def _cancellations(inputs: Inputs) -> Amounts:
    """The cancellations that are deducted by document: all that the map has not deducted."""
    cancelled = inputs.cancelled
    if cancelled is None:
        none = np.zeros(0, np.int64)
        return Amounts.cancelled(none, none, none.astype(bool))
    cents = cancelled.areas(ALL_THAT_IS_LEFT)
    if inputs.cancelled_mapped:
        cents[: cancelled.n_drawn] = 0
    return Amounts.cancelled(cents, inputs.doc_cancelled, inputs.late_cancelled)


def _first_rows(inputs: Inputs, place: np.ndarray, supply_place: np.ndarray) -> np.ndarray:
    """(s,) first approval row of the document that each supply names, one of its own county before the others."""
    first = np.full(inputs.n_docs + 1, -1, np.int64)
    first[inputs.doc_approved[::-1]] = np.arange(len(place), dtype=np.int64)[::-1]
    first[-1] = -1  # where a supply names no document
    out = first[inputs.doc_supplied]
    near = {}
    for row, key in enumerate(zip(inputs.doc_approved.tolist(), place.tolist())):
        near.setdefault(key, row)
    for k, key in enumerate(zip(inputs.doc_supplied.tolist(), supply_place.tolist())):
        out[k] = near.get(key, out[k])
    return out
