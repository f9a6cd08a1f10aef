"""Which rows count on the day of evaluation, and to which approval document each belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ...analysis.reading.area import OFFICIAL
from ...analysis.reading.source import Given
from ...core.idle.ledger import Progress
from ...i18n import tr
from .balance import Inputs, area_of
from .records import Records


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


@dataclass
class Window:
    """Approvals that count: rows, dates, years (None = neither date nor year), and the area of those that do not."""

    records: Records
    days: list[dt.date | None]
    years: list[int | None]
    left_out: int


def take(records: Records, rows: np.ndarray) -> Records:
    """Some rows of a layer."""
    ks = rows.tolist()
    return replace(
        records, fids=records.fids[rows], columns={role: [v[k] for k in ks] for role, v in records.columns.items()},
        parcels=None if records.parcels is None else records.parcels.take(rows),
        declared=None if records.declared is None else [records.declared[k] for k in ks])


def window(records: Records, terms: Terms, warnings: list[str]) -> Window:
    """Approvals dated up to AS_OF and inside the years asked for; the others are listed, not counted."""
    days, _ = records.dates("approval_date")
    stated = [_year(value) for value in records.columns.get("year", [None] * len(records))]
    years = [year if day is None else day.year for day, year in zip(days, stated)]
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
        warnings.append(tr("Layer '{name}': {n} approvals have no date: counted, without age and year.").format(
            name=records.name, n=undated))
    if len(left):
        warnings.append(tr("Layer '{name}': {n} approvals lie outside the period: listed, not counted.").format(
            name=records.name, n=len(left)))
        records.tally.listed += len(left)
    return Window(take(records, rows), [days[k] for k in keep], [years[k] for k in keep],
                  int(area_of(records)[left].sum()))


def _year(value) -> int | None:
    text = str(value or "").strip().removesuffix("度").removesuffix("年").removesuffix(".0")
    return int(text) if text.isdigit() and len(text) == 4 else None


def assemble(chosen: Window, supplied: Records, supply_days: list[dt.date | None], cancelled: Records | None,
             terms: Terms, warnings: list[str]) -> tuple[Inputs, list[str], np.ndarray]:
    """(inputs of the account, ids of the documents, rows of the supplies that count)."""
    ids = chosen.records.texts("approval_id")
    nameless = sum(not text for text in ids)
    ids = [text or f"#{fid}" for text, fid in zip(ids, chosen.records.fids.tolist())]
    if nameless and chosen.records.has("approval_id"):
        warnings.append(tr("Layer '{name}': {n} rows without number of the document; each stands for itself.").format(
            name=chosen.records.name, n=nameless))
    names = sorted(set(ids))
    index: Mapping[str, int] = {name: k for k, name in enumerate(names)}
    live = np.array([k for k, day in enumerate(supply_days) if day is None or day <= terms.as_of], np.int64)
    late = np.array([supply_days[k] is not None and supply_days[k] > terms.base for k in live.tolist()], bool)
    later = len(supplied) - len(live)
    if later:
        warnings.append(tr("Layer '{name}': {n} supplies are dated after {day}: listed, not counted.").format(
            name=supplied.name, n=later, day=terms.as_of))
        supplied.tally.used -= later
        supplied.tally.listed += later
    sold = take(supplied, live)
    doc_cancelled, late_cancelled = np.zeros(0, np.int64), np.zeros(0, bool)
    if cancelled is not None:
        days, _ = cancelled.dates("cancelled_on")
        rows = np.array([k for k, day in enumerate(days) if day is None or day <= terms.as_of], np.int64)
        cancelled = take(cancelled, rows)
        late_cancelled = np.array([days[k] is not None and days[k] > terms.base for k in rows.tolist()], bool)
        doc_cancelled = _documents_of(cancelled, index)
        stray = int((doc_cancelled < 0).sum())
        if stray and cancelled.parcels is None:
            warnings.append(tr("Layer '{name}': {n} cancellations name no approval document that counts.").format(
                name=cancelled.name, n=stray))
    if sold.parcels is None:
        numbers = [text for text in sold.texts("supply_id") if text]
        if len(numbers) > len(set(numbers)):
            warnings.append(tr("Layer '{name}': {n} supplies bear a number that another one bears; without a map all "
                               "count. Check them.").format(name=sold.name, n=len(numbers) - len(set(numbers))))
    undated = sum(day is None for day in supply_days)
    if undated and terms.base < terms.as_of:
        warnings.append(tr("Layer '{name}': {n} supplies have no date: counted as supplied before the base date."
                           ).format(name=supplied.name, n=undated))
    on_base = np.array([day is not None and day <= terms.base or (day is None and year is not None
                        and year <= terms.base.year) for day, year in zip(chosen.days, chosen.years)], bool)
    inputs = Inputs(chosen.records, sold, cancelled, len(names), np.array([index[i] for i in ids], np.int64),
                    _documents_of(sold, index), doc_cancelled, late, late_cancelled, chosen.days,
                    [supply_days[k] for k in live.tolist()], on_base)
    return inputs, names, live


def _documents_of(records: Records, index: Mapping[str, int]) -> np.ndarray:
    return np.array([index.get(text, -1) if text else -1 for text in records.texts("approval_id")], np.int64)
