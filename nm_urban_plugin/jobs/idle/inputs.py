"""Which rows count on the day of evaluation, and to which approval document each belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...analysis.reading.area import OFFICIAL
from ...analysis.reading.source import Given
from ...core import cells
from ...core.dockeys import partnerless
from ...core.idle.ledger import Progress
from ...core.messages import Message
from ...core.tables import one_per_key
from .balance import Inputs
from .parcels import Judged
from .records import Records

#: So many numbers without partner are named in the log.
_NAMED = 5


@dataclass(frozen=True)
class Terms:
    """What is asked: days and goal, window of approval years, size of slivers (m²), method, unit of declared areas."""

    progress: Progress
    first_year: int | None = None
    last_year: int | None = None
    min_piece_m2: float = 0.0
    method: str = OFFICIAL
    unit: str | None = None

    @property
    def as_of(self) -> dt.date:
        return self.progress.as_of

    @property
    def base(self) -> dt.date:
        return self.progress.base


@dataclass(frozen=True)
class Layers:
    """The layers of a run; tables may stand for all but the county units."""

    approved: Given
    supplied: Given
    cancelled: Given | None = None
    counties: Given | None = None
    tasks: Given | None = None
    reported: Given | None = None


@dataclass(frozen=True)
class Window:
    """Approvals that count: rows, dates, years (None = neither date nor year), the area of those that do not, and the
    keys of all documents that the layer has."""

    records: Records
    days: list[dt.date | None]
    years: list[int | None]
    left_out: int
    keys: frozenset[str]


@dataclass(frozen=True)
class Assembled:
    """*inputs* of the account, printed *names* of the documents, rows of the supplies that count (*live*), and how many
    of them have no date."""

    inputs: Inputs
    names: list[str]
    live: np.ndarray
    undated: int


def without_repeats(records: Records) -> Records:
    """The supplies of a table, rows that say the same under one number of supply counted once; the others are listed.
    Rows of one number that differ all count, for nobody can tell which is right without a map: that is said."""
    if records.parcels is not None or not records.has("supply_id"):
        return records
    numbers = [text or None for text in records.texts("supply_id")]
    found = one_per_key(numbers, list(zip(*records.columns.values())))
    first = {numbers[k]: k for k in reversed(range(len(numbers)))}
    for k in found.repeated:
        records.list_row(k, Message("idle.repeated", {"row": int(records.fids[first[numbers[k]]])}))
    if found.differing:
        records.say("same_number", n=sum(len(rows) - 1 for rows in found.differing.values()))
    records.tally.used -= len(found.repeated)
    every = np.arange(len(records), dtype=np.int64)
    return records.take(np.setdiff1d(every, np.array(found.repeated, np.int64)))


def has_happened(records: Records, role: str) -> np.ndarray:
    """The rows whose event has happened: those whose date cell says 未供, 尚未批准 … are listed, not counted."""
    if not records.has(role):
        return np.arange(len(records), dtype=np.int64)
    rows = []
    for k, cell in enumerate(records.columns[role]):
        if cells.says_not_yet(cell):
            records.list_row(k, Message("idle.not_yet", {"field": records.fields[role], "value": cells.shown(cell)}))
        else:
            rows.append(k)
    records.tally.used -= len(records) - len(rows)
    return np.array(rows, np.int64)


def window(records: Records, terms: Terms) -> Window:
    """Approvals dated up to AS_OF and inside the years asked for; the others are listed, not counted."""
    days, _ = records.dates("approval_date")
    stated, errors = cells.distinct(records.columns.get("year", [None] * len(records)), cells.year)
    for k, error in errors.items():
        if days[k] is None:
            records.list_row(k, Message("idle.bad_year", {"field": records.fields["year"], "why": error}))
    years = [year or None if day is None else day.year for day, year in zip(days, stated)]
    low, high = terms.first_year, terms.last_year
    bounded = low is not None or high is not None
    keep = []
    for k, (day, year) in enumerate(zip(days, years)):
        if day is not None and day > terms.as_of or (year is not None and year > terms.as_of.year):
            continue
        if bounded and (year is None or (low is not None and year < low) or (high is not None and year > high)):
            continue
        keep.append(k)
    rows = np.array(keep, np.int64)
    left = np.setdiff1d(np.arange(len(records), dtype=np.int64), rows)
    undated = sum(years[k] is None for k in keep)
    if undated:
        records.say("undated_approvals", n=undated)
    if len(left):
        records.say("outside_period", n=len(left))
        records.tally.listed += len(left)
    return Window(records.take(rows), [days[k] for k in keep], [years[k] for k in keep],
                  int(records.areas()[left].sum()), frozenset(records.document_keys()))


def assemble(chosen: Window, supplied: Records, supply_days: list[dt.date | None], judged: Sequence[Judged],
             cancelled: Records | None, codes: list[str], supply_codes: list[str], terms: Terms) -> Assembled:
    """The rows that count with their documents. *codes* are the counties of the approvals, *supply_codes* of all
    supplies, '' = not known."""
    records = chosen.records
    keys, names = _documents(records)
    index: Mapping[str, int] = {key: k for k, key in enumerate(names)}
    live = np.array([k for k, day in enumerate(supply_days) if day is None or day <= terms.as_of], np.int64)
    late = np.array([supply_days[k] is not None and supply_days[k] > terms.base for k in live.tolist()], bool)
    later = len(supplied) - len(live)
    if later:
        supplied.say("later_supplies", n=later, day=terms.as_of)
        supplied.tally.used -= later
        supplied.tally.listed += later
    sold = supplied.take(live)
    _name_partnerless(sold, chosen.keys)
    cancelled, doc_cancelled, late_cancelled = _cancelled(cancelled, chosen.keys, index, terms)
    undated = sum(supply_days[k] is None for k in live.tolist())
    if undated and terms.base < terms.as_of:
        supplied.say("undated_supplies", n=undated)
    on_base = np.array([day is not None and day <= terms.base or (day is None and year is not None
                        and year <= terms.base.year) for day, year in zip(chosen.days, chosen.years)], bool)
    inputs = Inputs(
        records, sold, cancelled, len(names), np.array([index[key] for key in keys], np.int64), _named(sold, index),
        doc_cancelled, late, late_cancelled, chosen.days, [supply_days[k] for k in live.tolist()], on_base, codes,
        [supply_codes[k] for k in live.tolist()], np.array([judged[k].now.counts for k in live.tolist()], bool))
    return Assembled(inputs, list(names.values()), live, undated)


def _documents(records: Records) -> tuple[list[str], dict[str, str]]:
    """(key of each approval row, key → number as the layer first writes it, ascending by key)."""
    keys, texts = records.document_keys(), records.texts("approval_id")
    nameless = sum(not key for key in keys)
    keys = [key or f"#{fid}" for key, fid in zip(keys, records.fids.tolist())]
    if nameless and records.has("approval_id"):
        records.say("nameless", n=nameless)
    first: dict[str, str] = {}
    for key, text in zip(keys, texts):
        first.setdefault(key, text or key)
    return keys, dict(sorted(first.items()))


def _cancelled(records: Records | None, known: frozenset[str], index: Mapping[str, int], terms: Terms
               ) -> tuple[Records | None, np.ndarray, np.ndarray]:
    """(cancellations up to AS_OF, document of each, whether after the base date)."""
    if records is None:
        return None, np.zeros(0, np.int64), np.zeros(0, bool)
    days, _ = records.dates("cancelled_on")
    rows = np.array([k for k, day in enumerate(days) if day is None or day <= terms.as_of], np.int64)
    late = np.array([days[k] is not None and days[k] > terms.base for k in rows.tolist()], bool)
    records = records.take(rows)
    documents = _named(records, index)
    stray = int((documents < 0).sum())
    if stray and records.parcels is None:
        records.say("stray_cancellations", n=stray)
    _name_partnerless(records, known)
    return records, documents, late


def _named(records: Records, index: Mapping[str, int]) -> np.ndarray:
    """(n,) document that each row names, −1 = none of those that count."""
    return np.array([index.get(key, -1) if key else -1 for key in records.document_keys()], np.int64)


def _name_partnerless(records: Records, known: frozenset[str]) -> None:
    """Say which numbers of documents no approval bears: they are likely slips of the hand."""
    if not records.has("approval_id") or not known - {""}:
        return
    strays = partnerless(records.document_keys(), known)
    if strays:
        texts = dict(zip(records.document_keys(), records.texts("approval_id")))
        shown = tuple(cells.shown(texts[key]) for key in strays[:_NAMED])
        records.say("partnerless" if len(strays) <= _NAMED else "partnerless_many", n=len(strays), numbers=shown)
