"""批准 − 已供 − 核销 by document, where no map can say which m² is which.

A document is a set of approval rows, each with the area that is left of it. Supplies take from the rows of their own
county first, then from the other rows of their document; rows of one county share what is taken in proportion to what
they have left, so that the result does not depend on the order of the rows. Where more is supplied than there is, the
later supply is the one beyond it. What was there on the base date goes first:

1. supplies by the base date, and supplies since that lie idle (they are in stock all the same: nothing is disposed of);
2. cancellations by the base date;
3. supplies since: from what is left (that is disposed of), then from what was cancelled before (it was revived);
4. cancellations since (disposed of).

All areas are int64 cents (0.01 m²). Nothing takes more than there is; the excess is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..units import apportion
from .approvals import sum_by

#: A cancellation without an area takes all that is left of its document.
ALL_THAT_IS_LEFT = 10**15  # cents: more than any region, and thousands of them still fit into 64 bits


@dataclass(frozen=True)
class Rows:
    """a approval rows: *left* (a,) cents, *document* (a,) 0 … n−1, *place* (a,) county (−1 unknown), *on_base* (a,)
    approved by the base date, *undrawn* (a,) without a drawing: only they answer supplies that are drawn elsewhere."""

    left: np.ndarray
    document: np.ndarray
    place: np.ndarray
    on_base: np.ndarray
    undrawn: np.ndarray


@dataclass(frozen=True)
class Amounts:
    """k supplies or cancellations: *cents*, *document* (−1 = none of them), *place* (−1 = not known), *late* after the
    base date, *idle* in stock now, *drawn* on the map, *turn* (the smaller goes first)."""

    cents: np.ndarray
    document: np.ndarray
    place: np.ndarray
    late: np.ndarray
    idle: np.ndarray
    drawn: np.ndarray
    turn: np.ndarray

    @classmethod
    def cancelled(cls, cents: np.ndarray, document: np.ndarray, late: np.ndarray) -> Amounts:
        """Cancellations: of a document, wherever it lies."""
        no, turn = np.zeros(len(cents), bool), np.arange(len(cents), dtype=np.int64)
        return cls(cents, document, np.full(len(cents), -1, np.int64), late, no, no, turn)


@dataclass(frozen=True)
class Shares:
    """k parts of supplied land: approval *row*, *place* (county that it counts in, −1 = not known), *cents*, and of
    them *disposed* of since the base date and *idle* now."""

    row: np.ndarray
    place: np.ndarray
    cents: np.ndarray
    disposed: np.ndarray
    idle: np.ndarray

    @classmethod
    def joined(cls, several: Sequence[Shares]) -> Shares:
        """All of them, one behind the other."""
        return cls(*(np.concatenate([getattr(one, name) for one in several]) for name in cls.__dataclass_fields__))


@dataclass(frozen=True)
class Deduction:
    """What of each row (a,) was *supplied* and *cancelled*, *left* after it, and of the cancelled part *disposed* since
    the base date; *shares* of the supplied land; *inside* (s,) what of each supply was found in its document;
    *excess_cancelled* cents beyond what was left."""

    supplied: np.ndarray
    cancelled: np.ndarray
    left: np.ndarray
    disposed: np.ndarray
    shares: Shares
    inside: np.ndarray
    excess_cancelled: int


def deduct(rows: Rows, supplies: Amounts, cancellations: Amounts, n_documents: int) -> Deduction:
    """Take supplies and cancellations from the rows of their documents, in the order of the module's head."""
    free = rows.left.astype(np.int64)
    inside = np.zeros(len(supplies.cents), np.int64)
    taken: list[Shares] = []

    def supply(which: np.ndarray, source: np.ndarray, disposes: bool) -> None:
        """Supplies *which* take from *source* (a,), which shrinks."""
        for drawn in (True, False):
            some = np.nonzero(which & (supplies.drawn == drawn))[0]
            open_to = np.where(rows.undrawn, source, 0) if drawn else source
            got, shares = _take(rows, open_to, _pick(supplies, some, inside), n_documents, disposes)
            inside[some] += got
            taken.append(shares)
            np.subtract.at(source, shares.row, shares.cents)

    early = ~supplies.late | supplies.idle
    supply(early, free, False)
    before, excess = _cancel(rows, free, cancellations, ~cancellations.late, n_documents)
    free = free - before
    supply(~early, free, True)
    supply(~early, before, False)
    since, more = _cancel(rows, free, cancellations, cancellations.late, n_documents)
    shares = Shares.joined(taken)
    return Deduction(sum_by(shares.row, len(free), shares.cents), before + since, free - since,
                     np.where(rows.on_base, since, 0), shares, inside,
                     excess + more)


def _pick(amounts: Amounts, which: np.ndarray, done: np.ndarray) -> Amounts:
    """Some amounts, less what of them was found before."""
    return Amounts(amounts.cents[which] - done[which], amounts.document[which], amounts.place[which],
                   amounts.late[which], amounts.idle[which], amounts.drawn[which], amounts.turn[which])


def _take(rows: Rows, free: np.ndarray, amounts: Amounts, n: int, disposes: bool) -> tuple[np.ndarray, Shares]:
    """((k,) found of each amount, shares): from rows of the same county first, then from all of the document."""
    width = int(max(rows.place.max(initial=-1), amounts.place.max(initial=-1))) + 2
    keys, group = np.unique(rows.document * width + rows.place + 1, return_inverse=True)
    wanted = amounts.document * width + amounts.place + 1
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    known = (amounts.document >= 0) & (keys[at] == wanted) if len(keys) else np.zeros(len(wanted), bool)
    home = np.where(known, at, -1)
    first, got = _fill(free, group.reshape(-1), amounts.cents, home, len(keys), amounts.turn)
    rest = amounts.cents - got
    then, more = _fill(free - first, rows.document, rest, amounts.document, n, amounts.turn)
    near = np.nonzero(first)[0]
    row, place, cents = _abroad(rows, then, amounts, more)
    row, place = np.append(near, row), np.append(rows.place[near], place)
    cents = np.append(first[near], cents)
    place = np.where(place < 0, rows.place[row], place)
    idle = _idle_shares(rows, row, place, cents, amounts, got + more)
    return got + more, Shares(row, place, cents, np.where(rows.on_base[row], cents, 0) if disposes else cents * 0, idle)


def _fill(free: np.ndarray, group: np.ndarray, amounts: np.ndarray, of: np.ndarray, n: int, turn: np.ndarray
          ) -> tuple[np.ndarray, np.ndarray]:
    """((a,) taken of each row, (k,) found of each amount in its turn): group by group, no more than there is; −1 = no
    group."""
    room = sum_by(group, n, free)
    total = np.minimum(room, sum_by(of, n, amounts))
    taken = apportion(free, group, total, (np.arange(len(free), dtype=np.int64),))
    found = np.zeros(len(amounts), np.int64)
    inside = np.nonzero(of >= 0)[0]
    inside = inside[np.lexsort((inside, turn[inside], of[inside]))]
    asked = np.cumsum(amounts[inside], dtype=np.int64)
    first = np.searchsorted(of[inside], of[inside], "left")
    before = asked - amounts[inside] - np.where(first > 0, asked[first - 1], 0)
    found[inside] = np.clip(total[of[inside]] - before, 0, amounts[inside])
    return taken, found


def _abroad(rows: Rows, taken: np.ndarray, amounts: Amounts, found: np.ndarray) -> tuple[np.ndarray, ...]:
    """(row, place of the supply, cents) of what was taken from rows of another county than the supply's: the documents
    in which that happens are few, so they are gone through one by one."""
    supplies: dict[int, dict[int, int]] = {}
    for k in np.nonzero(found)[0].tolist():
        of = supplies.setdefault(int(amounts.document[k]), {})
        of[int(amounts.place[k])] = of.get(int(amounts.place[k]), 0) + int(found[k])
    out: list[tuple[int, int, int]] = []
    for row in np.nonzero(taken)[0].tolist():
        wanted, open_to = int(taken[row]), supplies[int(rows.document[row])]
        for place in sorted(open_to):
            part = min(wanted, open_to[place])
            if part:
                out.append((row, place, part))
                open_to[place] -= part
                wanted -= part
    found_ = np.array(out, np.int64).reshape(-1, 3).T
    return found_[0], found_[1], found_[2]


def _idle_shares(rows: Rows, row: np.ndarray, place: np.ndarray, cents: np.ndarray, amounts: Amounts,
                 found: np.ndarray) -> np.ndarray:
    """(k,) what of each share lies idle: the idle supplies of a document and county, in proportion to the shares."""
    idle = np.zeros(len(row), np.int64)
    rest = np.where(amounts.idle, found, 0)
    if not rest.any():
        return idle
    width = int(max(place.max(initial=-1), amounts.place.max(initial=-1))) + 2
    for own in (True, False):  # those whose county is known first; the others anywhere in their document
        keys = rows.document[row] * width + (place + 1 if own else 0)
        names, group = np.unique(keys, return_inverse=True)
        wanted = amounts.document * width + (amounts.place + 1 if own else 0)
        at = np.minimum(np.searchsorted(names, wanted), len(names) - 1)
        home = np.where((amounts.document >= 0) & (names[at] == wanted), at, -1)
        more, got = _fill(cents - idle, group.reshape(-1), rest, home, len(names), amounts.turn)
        idle, rest = idle + more, rest - got
    return idle


def _cancel(rows: Rows, free: np.ndarray, cancellations: Amounts, which: np.ndarray, n: int
            ) -> tuple[np.ndarray, int]:
    """((a,) taken, cents beyond what was left)."""
    some = np.nonzero(which)[0]
    taken, found = _fill(free, rows.document, cancellations.cents[some], cancellations.document[some], n,
                         cancellations.turn[some])
    stated = cancellations.cents[some]
    return taken, int(np.where(stated == ALL_THAT_IS_LEFT, 0, stated - found).sum())
