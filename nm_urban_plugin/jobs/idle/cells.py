"""The exact cells of the ledger, county by approval year: documents, idle parcels, and what cannot be judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.reading.spool import Spool
from ...analysis.stock.account import Request, take_stock
from ...analysis.stock.blocks import approvals_near
from ...analysis.stock.once import areas_counted_once
from ...core.idle.approvals import NO_YEAR
from ...core.idle.facts import HALTED
from ...core.idle.ledger import Unknown
from ...core.units import apportion
from .balance import Balance, Inputs, ordinals
from .documents import Documents
from .parcels import Judged
from .records import Records

#: (county code or '', approval year) → {part: cents}
Cells = dict[tuple[str, int], dict[str, int]]


def idle_within(inputs: Inputs, balance: Balance, feedback: QgsFeedback) -> np.ndarray | None:
    """(k,) int64: what of each share of the supplied land lies idle, each m² once; None when cancelled.

    Idle parcels may lie on each other and on parcels that are not idle, so the map is asked again, near them only.
    """
    shares = balance.shares
    idle = shares.idle.copy()
    supplied, approved = inputs.supplied.parcels, inputs.approved.parcels
    rows = np.nonzero(inputs.idle[: inputs.supplied.n_drawn])[0]
    if approved is None or supplied is None or not len(rows):
        return idle
    _, near = approvals_near(approved, supplied.take(rows))
    days = ordinals(inputs.days)[near]
    with Spool() as spool:
        stock = take_stock(Request(approved.take(near), days, supplied.take(rows),
                                   ordinals(inputs.supply_days)[rows], np.zeros(len(rows), bool)), spool, feedback)
    if stock is None:
        return None
    held = np.zeros(len(inputs.approved), np.int64)
    held[near] = stock.supplied
    # of the shares of an approval, those of the idle parcels' counties come first
    number = {code: k for k, code in enumerate(balance.places)} | {"": -1}
    at = np.array([number[inputs.supply_codes[k]] for k in rows.tolist()], np.int64)[stock.link_supplied]
    row = near[stock.link_approved]
    own = np.array([number[code] for code in inputs.codes], np.int64)
    width = len(balance.places) + 1
    claimed = np.unique(row * width + np.where(at < 0, own[row], at) + 1)
    first = np.isin(shares.row * width + shares.place + 1, claimed)
    for which in (first, ~first):
        room = np.where(which, shares.cents - idle, 0)
        total = np.minimum(held, np.bincount(shares.row, room, minlength=len(held)).astype(np.int64))
        idle += apportion(room, shares.row, total, (np.arange(len(room), dtype=np.int64),))
        held = held - total
    return idle


def document_cells(documents: Documents) -> Cells:
    """Supplied, cancelled, unsupplied, disposed land of the documents, and the idle land within what they supplied."""
    cells: Cells = {}
    columns = (("sup", documents.supplied), ("canc", documents.cancelled), ("unsup", documents.unsupplied),
               ("disp", documents.disposed), ("idle_in", documents.idle))
    for k, key in enumerate(zip(documents.codes, documents.years)):
        cell = cells.setdefault(key, {})
        for part, values in columns:
            cell[part] = cell.get(part, 0) + int(values[k])
    return cells


@dataclass(frozen=True)
class Parcels:
    """The supplied parcels of a run: records, days of supply, judgements, counties, and the approval year of each."""

    records: Records
    days: Sequence
    judged: Sequence[Judged]
    codes: Sequence[str]
    years: Sequence[int]


def years_of(lies_in: np.ndarray, documents: Documents) -> list[int]:
    """The approval year of each supply, NO_YEAR where it belongs to no approval."""
    part = np.append(documents.row_of, -1)[lies_in].tolist()
    return [documents.years[k] if k >= 0 else NO_YEAR for k in part]


def add_idle(cells: Cells, parcels: Parcels, feedback: QgsFeedback) -> bool:
    """Add idle, halted and disposed parcels to the cells; False when cancelled.

    Each m² counts once in each part, and what lies idle now is never disposed of, although another parcel on the same
    ground left the stock.
    """
    judged = parcels.judged
    idle = np.array([one.now.counts for one in judged], bool)
    left = np.array([one.left for one in judged], bool) & ~idle
    halted = np.array([one.now.kind == HALTED for one in judged], bool)
    for part, before, wanted in (("idle", None, idle), ("halted", None, halted), ("disp", idle, left)):
        rows = np.nonzero(wanted if before is None else wanted | before)[0]
        amounts = _once(parcels, rows, None if before is None else before[rows], feedback)
        if amounts is None:
            return False
        for k, amount in zip(rows.tolist(), amounts.tolist()):
            if wanted[k]:
                cell = cells.setdefault((parcels.codes[k], parcels.years[k]), {})
                cell[part] = cell.get(part, 0) + amount
    return True


def _once(parcels: Parcels, rows: np.ndarray, first: np.ndarray | None, feedback: QgsFeedback) -> np.ndarray | None:
    """(k,) cents of some parcels, less what an earlier one of them holds, those marked *first* before the others; what
    is not drawn counts with its declared area. None when cancelled."""
    records = parcels.records
    amounts = records.areas()[rows]
    drawn = rows[rows < records.n_drawn]
    if len(drawn) < 2:
        return amounts
    days = ordinals([parcels.days[k] for k in drawn.tolist()]).astype(np.int64)
    if first is not None:
        days = np.where(first[: len(drawn)], -1, days)
    once = areas_counted_once(records.parcels.take(drawn), days, feedback)
    if once is None:
        return None
    return np.append(once, amounts[len(drawn):])


def unknown_of(inputs: Inputs, balance: Balance, live: np.ndarray, parcels: Parcels, base_is_past: bool
               ) -> dict[str, Unknown]:
    """County → what cannot be judged there: undecidable parcels, supplies and approvals without a date."""
    out: dict[str, Unknown] = {}
    area = parcels.records.areas().tolist()
    place = {int(k): n for n, k in enumerate(live.tolist())}
    for k, one in enumerate(parcels.judged):
        n = place.get(k)
        if n is None:
            continue
        late = bool(inputs.late_supplied[n])
        undated = parcels.days[k] is None and base_is_past and balance.inside[n] > 0
        if one.uncertain or undated:
            found = Unknown(1, area[k], 0 if late else area[k], area[k] if late and one.uncertain else 0)
            out[parcels.codes[k]] = out.get(parcels.codes[k], Unknown()) + found
    for k, day in enumerate(inputs.days):
        gone = int(balance.supplied[k] + balance.cancelled[k])
        if day is None and not inputs.on_base[k] and gone and base_is_past:
            found = Unknown(1, gone, gone, 0)
            out[inputs.codes[k]] = out.get(inputs.codes[k], Unknown()) + found
    return out
