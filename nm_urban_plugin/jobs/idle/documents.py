"""Approval documents, county by county: the balance on the map, the declared one beside it, age and lapse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from ...core.idle.approvals import NO_YEAR, age_class, age_of, check, lapsed, sum_by
from ...core.idle.rules import Rules, is_set
from .balance import Balance, Inputs
from .inputs import Terms, Window
from .records import Records


@dataclass
class Documents:
    """m parts of documents, one per document, county and year; areas (m,) int64 cents.

    row_of     (a,) part of each approval row
    declared   approved, supplied, cancelled, unsupplied as declared: m cents or None where any of it is not declared
    n_parcels, n_supplies (m,); other_document: supplies that name another document than the one they lie in
    """

    ids: list[str]
    names: list[str]
    codes: list[str]
    years: list[int]
    dates: list[dt.date | None]
    row_of: np.ndarray
    approved: np.ndarray
    overlap: np.ndarray
    supplied: np.ndarray
    cancelled: np.ndarray
    unsupplied: np.ndarray
    disposed: np.ndarray
    declared: dict[str, list[int | None]]
    n_parcels: np.ndarray
    n_supplies: np.ndarray
    ages: list[int | None]
    age_classes: list[str]
    lapsed: list[str]
    other_document: int

    def __len__(self) -> int:
        return len(self.ids)


def group_documents(inputs: Inputs, names: list[str], balance: Balance, chosen: Window, codes: list[str],
                    terms: Terms, rules: Rules) -> Documents:
    """Sum the rows to documents. Raises ConservationError where one does not tie."""
    records = chosen.records
    years = [NO_YEAR if year is None else year for year in chosen.years]
    keys = list(zip(inputs.doc_approved.tolist(), codes, years))
    parts = sorted(set(keys))
    index = {key: k for k, key in enumerate(parts)}
    row_of = np.array([index[key] for key in keys], np.int64)
    m = len(parts)
    sums = {name: sum_by(row_of, m, getattr(balance, name))
            for name in ("approved", "overlap", "supplied", "cancelled", "unsupplied", "disposed")}
    check(sums["approved"], sums["supplied"], sums["cancelled"], sums["unsupplied"])
    dates: list[dt.date | None] = [None] * m
    titles = [""] * m
    projects = records.texts("project_name")
    for k, part in enumerate(row_of.tolist()):
        day = chosen.days[k]
        if day is not None and (dates[part] is None or day < dates[part]):
            dates[part] = day
        titles[part] = titles[part] or projects[k]
    first = np.full(inputs.n_docs + 1, -1, np.int64)
    first[[doc for doc, _, _ in parts][::-1]] = np.arange(m, dtype=np.int64)[::-1]
    part_of_supply, other = _part_of_supply(inputs, balance, row_of, first)
    counted = sum_by(part_of_supply, m, np.ones(len(part_of_supply), np.int64))
    declared = {
        "approved": _declared(records, row_of, m),
        "supplied": _declared(inputs.supplied, part_of_supply, m),
        "cancelled": [0] * m if inputs.cancelled is None else _declared(
            inputs.cancelled, first[inputs.doc_cancelled], m),
    }
    declared["unsupplied"] = [None if None in (a, s, c) else a - s - c for a, s, c in zip(*declared.values())]
    doc_of = [doc for doc, _, _ in parts]
    by_doc = sum_by(inputs.doc_approved, inputs.n_docs, balance.supplied)
    named = sum_by(inputs.doc_supplied, inputs.n_docs, np.ones(len(inputs.doc_supplied), np.int64))
    used, compensated = _marks(records, inputs)
    least = terms.min_piece_m2 * 100
    ages = [age_of(day, terms.as_of) for day in dates]
    return Documents(
        [names[doc] for doc in doc_of], titles, [code for _, code, _ in parts], [year for _, _, year in parts], dates,
        row_of, **sums, declared=declared, n_parcels=sum_by(row_of, m, np.ones(len(row_of), np.int64)),
        n_supplies=counted, ages=ages, age_classes=[age_class(age, rules.age_bounds) for age in ages],
        lapsed=[lapsed(day, terms.as_of, bool(by_doc[doc] > least or named[doc]), used[doc], compensated[doc], rules)
                for day, doc in zip(dates, doc_of)],
        other_document=other)


def _part_of_supply(inputs: Inputs, balance: Balance, row_of: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, int]:
    """(s,) part to which each supply is declared, −1 = none; and how many name another document than they lie in."""
    lies = balance.lies_in
    row = np.append(row_of, -1)[lies]
    doc_there = np.append(inputs.doc_approved, -1)[lies]
    said = inputs.doc_supplied
    differs = (said >= 0) & (lies >= 0) & (doc_there != said)
    elsewhere = (said >= 0) & ((lies < 0) | differs)
    return np.where(elsewhere, first[said], row), int(differs.sum())


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


def _marks(records: Records, inputs: Inputs) -> tuple[list[bool], list[bool | None]]:
    """Per document: in use, and compensated (None = no such field)."""
    used = [False] * inputs.n_docs
    compensated: list[bool | None] = [None if not records.has("compensated_on") else False] * inputs.n_docs
    for role, marks in (("used_on", used), ("compensated_on", compensated)):
        for doc, value in zip(inputs.doc_approved.tolist(), records.columns.get(role, ())):
            marks[doc] = bool(marks[doc]) or is_set(value)
    return used, compensated
