"""Approval documents, county by county: the balance on the map, the declared one beside it, age and lapse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...analysis.stock.account import LAST_DAY
from ...core.idle.approvals import NO_YEAR, Evidence, Lapse, age_class, age_of, check, lapse, sum_by
from ...core.idle.rules import Rules
from .balance import Balance, Inputs, ordinals
from .inputs import Terms, Window
from .records import Records


@dataclass(frozen=True)
class Documents:
    """m parts of documents, one per document, county and year; areas (m,) int64 cents.

    A supply counts in its own county: a part may hold nothing but land supplied from another county's approval.

    row_of     (a,) part of each approval row
    drawn      (m,) area of the part's own rows, overlaps included
    idle       (m,) of the supplied land, what lies idle
    declared   approved, supplied, cancelled, unsupplied as declared: m cents or None where any of it is not declared
    n_parcels, n_supplies (m,); other_document: supplies that name another document than the one they lie in
    """

    ids: list[str]
    names: list[str]
    codes: list[str]
    years: list[int]
    dates: list[dt.date | None]
    row_of: np.ndarray
    drawn: np.ndarray
    approved: np.ndarray
    overlap: np.ndarray
    supplied: np.ndarray
    cancelled: np.ndarray
    unsupplied: np.ndarray
    disposed: np.ndarray
    idle: np.ndarray
    declared: dict[str, list[int | None]]
    n_parcels: np.ndarray
    n_supplies: np.ndarray
    ages: list[int | None]
    age_classes: list[str]
    lapsed: list[Lapse]
    other_document: int
    other_county: int

    def __len__(self) -> int:
        return len(self.ids)


class _Parts:
    """The parts of one run: (document, county, year), numbered in this order."""

    def __init__(self, inputs: Inputs, balance: Balance, years: Sequence[int]) -> None:
        self.years = np.array(years, np.int64)
        self._row_keys = list(zip(inputs.doc_approved.tolist(), inputs.codes, years))
        names = (*balance.places, "")
        shares = balance.shares
        share_keys = [(doc, names[place], year) for doc, place, year in zip(
            inputs.doc_approved[shares.row].tolist(), shares.place.tolist(), self.years[shares.row].tolist())]
        self.keys = sorted({*self._row_keys, *share_keys})
        self._index = {key: k for k, key in enumerate(self.keys)}
        self._first: dict[int, int] = {}
        for k, (doc, _, _) in enumerate(self.keys):
            self._first.setdefault(doc, k)
        self.of_row = np.array([self._index[key] for key in self._row_keys], np.int64)
        self.of_share = np.array([self._index[key] for key in share_keys], np.int64)

    def find(self, doc: int, code: str, year: int) -> int:
        """The part of a document, county and year, else the document's first one; −1 = no such document."""
        return self._index.get((doc, code, year), self._first.get(doc, -1))


def group_documents(inputs: Inputs, names: list[str], balance: Balance, chosen: Window, terms: Terms, rules: Rules,
                    idle_within: np.ndarray) -> Documents:
    """Sum the rows to documents; *idle_within* (k,) what of each share lies idle. Raises ConservationError where one
    does not tie."""
    records, shares = chosen.records, balance.shares
    parts = _Parts(inputs, balance, [NO_YEAR if year is None else year for year in chosen.years])
    m, row_of = len(parts.keys), parts.of_row
    sums = {name: sum_by(row_of, m, getattr(balance, name)) for name in ("overlap", "cancelled", "unsupplied")}
    sums["supplied"] = sum_by(parts.of_share, m, shares.cents)
    sums["idle"] = sum_by(parts.of_share, m, idle_within)
    sums["disposed"] = sum_by(row_of, m, balance.disposed) + sum_by(parts.of_share, m, shares.disposed)
    sums["approved"] = sums["supplied"] + sums["cancelled"] + sums["unsupplied"]
    check([balance.approved.sum()], [sums["supplied"].sum()], [sums["cancelled"].sum()], [sums["unsupplied"].sum()])
    dates, titles = _heads(records, chosen.days, row_of, m)
    of_supply, other_document, other_county = _part_of_supply(inputs, balance, parts)
    first = np.array([parts.find(doc, "", NO_YEAR) for doc in range(inputs.n_docs)] + [-1], np.int64)
    declared = {
        "approved": _declared(records, row_of, m),
        "supplied": _declared(inputs.supplied, of_supply, m),
        "cancelled": [0] * m if inputs.cancelled is None else _declared(
            inputs.cancelled, first[inputs.doc_cancelled], m),
    }
    declared["unsupplied"] = [None if None in (a, s, c) else a - s - c for a, s, c in zip(*declared.values())]
    docs = [doc for doc, _, _ in parts.keys]
    earliest = _earliest(inputs.doc_approved, chosen.days, inputs.n_docs)
    evidence = _evidence(inputs, balance, records, terms)
    own = sum_by(row_of, m, np.ones(len(row_of), np.int64))
    dates = [day if own[k] else earliest[docs[k]] for k, day in enumerate(dates)]
    ages = [age_of(day, terms.as_of) for day in dates]
    return Documents(
        [names[doc] for doc in docs], titles, [code for _, code, _ in parts.keys], [year for *_, year in parts.keys],
        dates, row_of,
        sum_by(row_of, m, balance.approved + balance.overlap), **sums, declared=declared,
        n_parcels=own,
        n_supplies=sum_by(of_supply, m, np.ones(len(of_supply), np.int64)), ages=ages,
        age_classes=[age_class(age, rules.age_bounds) for age in ages],
        lapsed=[lapse(day, terms.as_of, evidence[doc], rules) for day, doc in zip(dates, docs)],
        other_document=other_document, other_county=other_county)


def _heads(records: Records, days, row_of: np.ndarray, m: int) -> tuple[list[dt.date | None], list[str]]:
    """(earliest date, first project name) of each part."""
    titles = [""] * m
    for part, project in zip(row_of.tolist(), records.texts("project_name")):
        titles[part] = titles[part] or project
    return _earliest(row_of, days, m), titles


def _earliest(group: np.ndarray, days, n: int) -> list[dt.date | None]:
    """The first date of each group, None where it has none."""
    out: list[dt.date | None] = [None] * n
    for k, day in zip(group.tolist(), days):
        if day is not None and (out[k] is None or day < out[k]):
            out[k] = day
    return out


def _part_of_supply(inputs: Inputs, balance: Balance, parts: _Parts) -> tuple[np.ndarray, int, int]:
    """((s,) part to which each supply is declared, −1 = none; how many name another document than they lie in; how many
    count in another county than the approval they belong to)."""
    lies, said = balance.lies_in, inputs.doc_supplied
    there = np.append(inputs.doc_approved, -1)[lies]
    doc = np.where((said >= 0) & (there != said), said, there)
    codes, years = [*inputs.codes, ""], np.append(parts.years, NO_YEAR)
    out = np.full(len(lies), -1, np.int64)
    elsewhere = 0
    for k, (d, row) in enumerate(zip(doc.tolist(), lies.tolist())):
        if d >= 0:
            own = inputs.supply_codes[k] or codes[row]
            out[k] = parts.find(d, own, int(years[row]))
            elsewhere += bool(own and codes[row] and own != codes[row])
    return out, int(((said >= 0) & (lies >= 0) & (there != said)).sum()), elsewhere


def _declared(records: Records, part: np.ndarray, m: int) -> list[int | None]:
    """Declared cents per part; None where the layer declares none, or a row of the part has an empty cell."""
    if records.declared is None:
        present = set(part.tolist())
        return [None if k in present else 0 for k in range(m)]
    total: list[int | None] = [0] * m
    for k, value in zip(part.tolist(), records.declared):
        if k >= 0 and total[k] is not None:
            total[k] = None if value is None else total[k] + value
    return total


def _evidence(inputs: Inputs, balance: Balance, records: Records, terms: Terms) -> list[Evidence]:
    """Per document what keeps it from lapsing: first supply, use or compensation by AS_OF, and what is not known."""
    n, doc = inputs.n_docs, inputs.doc_approved
    first = np.full(n, LAST_DAY, np.int64)
    unknown: list[list[str]] = [[] for _ in range(n)]
    days = ordinals(inputs.supply_days).astype(np.int64)
    real = sum_by(doc, n, balance.supplied) > terms.min_piece_m2 * 100
    linked = balance.link_cents > 0
    owner, supply = doc[balance.link_row[linked]], balance.link_supply[linked]
    owner, supply = owner[real[owner]], supply[real[owner]]
    named = np.nonzero(inputs.doc_supplied >= 0)[0]
    owner, supply = np.append(owner, inputs.doc_supplied[named]), np.append(supply, named)
    np.minimum.at(first, owner, days[supply])
    for k in np.unique(owner[days[supply] == LAST_DAY]).tolist():
        unknown[k].append("supply_date")
    for role in ("used_on", "compensated_on"):
        found, bad = records.dates(role)
        for k, (d, day) in enumerate(zip(doc.tolist(), found)):
            if day is not None and day <= terms.as_of:
                first[d] = min(first[d], day.toordinal())
            if k in bad and role not in unknown[d]:
                unknown[d].append(role)
    absent = not records.has("compensated_on")
    return [Evidence(None if day == LAST_DAY else dt.date.fromordinal(day), tuple(missing), absent)
            for day, missing in zip(first.tolist(), unknown)]
