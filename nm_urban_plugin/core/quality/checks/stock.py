"""Checks of approvals, supplies and idle land: document numbers, areas within areas, dates in their order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

import numpy as np

from ...dates import ImpossibleDate, parse_date
from ..codelists import word_list
from ..headings import column_names
from ..values import cell_text
from ..words import Names
from .columns import Batch, Repeats
from .findings import Finding, of_rows
from .rules import Rule

#: Events in the order in which they happen (批准 ≤ 签订 ≤ 交地 ≤ 动工 ≤ 竣工).
_ORDER = (("approval_date",), ("supply_date",), ("delivery_date", "YDJDSJ"), ("agreed_start",), ("XYJGS",))
_DATES = ("approval_date", "supply_date", "delivery_date", "YDJDSJ", "agreed_start", "actual_start", "XYJGS",
          "compensated_on", "used_on", "cancelled_on", "halted_since", "disposal_date", "extended_start")
_PLANNED = ("delivery_date", "agreed_start", "XYJGS", "YDJDSJ", "extended_start")
_DOCUMENT = re.compile(r"[^\d〔]{0,30}〔(?:19|20)\d{2}〕[^〔〕]{0,12}?\d{1,6}号(?:[（(].{1,12}[)）])?")
_NESTED = ("approved_area", "XZJSYDMJ", "NZYMJ", "PZGDMJ")
_NO_DAY = 0


class StockChecks:
    """Rules Q63xx for one layer, batch by batch. as_of: the day after which an event cannot have happened yet."""

    def __init__(self, role: str, table: Mapping[str, Rule], as_of: datetime.date) -> None:
        self._role = role
        self._rules = table
        self._as_of = as_of.toordinal()
        self._contracts = Repeats()

    def batch(self, batch: Batch) -> list[Finding]:
        out = self._documents(batch) + self._areas(batch)
        days, found = self._days(batch)
        out += found + self._order(batch, days)
        if self._role in ("supplied_land", "idle_list"):
            out += self._no_start(batch)
            if batch.has("supply_id"):
                numbers = batch.every("supply_id")
                self._contracts.add(batch.fids, [text or None for text in numbers])
        return out

    def finish(self) -> list[Finding]:
        again, first = self._contracts.repeated()
        return of_rows("Q6305", "contract_twice", again, np.arange(len(again), dtype=np.int64), {"first": first})

    def _documents(self, batch: Batch) -> list[Finding]:
        if not batch.has("approval_id") or self._role not in ("approved_land", "new_construction", "cancelled_land"):
            return []
        bad = batch.where("approval_id", lambda text: bool(text) and not document_form(text))
        values = batch.pick("approval_id", np.nonzero(bad)[0])
        out = of_rows("Q6301", "document_form", batch.fids, bad, {"value": values})
        if batch.has("approval_date"):
            years = batch.mapped("approval_id", lambda text: _year_in(text))
            days = batch.mapped("approval_date", lambda text: _year_of(text))
            differs = (years > 0) & (days > 0) & (np.abs(years - days) > 1)
            out += of_rows("Q6301", "document_year", batch.fids, differs,
                           {"value": batch.pick("approval_id", np.nonzero(differs)[0]), "year": days[differs]})
        return out

    def _areas(self, batch: Batch) -> list[Finding]:
        out = []
        have = [column for column in _NESTED if batch.has(column)]
        for outer, inner in zip(have, have[1:]):
            a, b = batch.numbers(outer), batch.numbers(inner)
            bad = b > a * (1 + self._rules["Q6302"].limit("share")) + 1e-9
            out += of_rows("Q6302", "part_exceeds", batch.fids, bad, {"part": b[bad], "whole": a[bad]},
                           inner=_name(inner), outer=_name(outer))
        return out

    def _days(self, batch: Batch) -> tuple[dict[str, np.ndarray], list[Finding]]:
        """Column → (n,) ordinal days (0 = none), and what cannot be read or cannot be."""
        days, out = {}, []
        first = datetime.date(int(self._rules["Q6306"].limit("first_year")), 1, 1).toordinal()
        for column in _DATES:
            if not batch.has(column):
                continue
            read = batch.mapped(column, _ordinal)
            days[column] = np.maximum(read, 0)
            for bad, key in ((read == -1, "date_unread"), ((read > 0) & (read < first), "date_early"),
                             (read > self._as_of, "date_future")):
                if key == "date_future" and column in _PLANNED:
                    continue
                out += of_rows("Q6306", key, batch.fids, bad, {"value": batch.pick(column, np.nonzero(bad)[0])},
                               field=batch.name(column))
        return days, out

    def _order(self, batch: Batch, days: Mapping[str, np.ndarray]) -> list[Finding]:
        out = []
        steps = [next((column for column in columns if column in days), "") for columns in _ORDER]
        have = [column for column in steps if column]
        for early, late in zip(have, have[1:]):
            out += self._pair(batch, days, early, late)
        for early, late in (("supply_date", "actual_start"), ("approval_date", "actual_start"),
                            ("approval_date", "compensated_on"), ("approval_date", "cancelled_on")):
            if early in days and late in days and not (early == "approval_date" and "supply_date" in days
                                                       and late == "actual_start"):
                out += self._pair(batch, days, early, late)
        return out

    def _pair(self, batch: Batch, days, early: str, late: str) -> list[Finding]:
        bad = (days[early] > 0) & (days[late] > 0) & (days[late] < days[early])
        rows = np.nonzero(bad)[0]
        return of_rows("Q6306", "date_order", batch.fids, bad,
                       {"a": batch.pick(early, rows), "b": batch.pick(late, rows)}, early=_name(early),
                       late=_name(late))

    def _no_start(self, batch: Batch) -> list[Finding]:
        columns = [column for column in ("agreed_start", "delivery_date", "YDJDSJ") if batch.has(column)]
        if not columns:
            return [Finding("Q6307", "no_start_fields")] if len(batch) else []
        return of_rows("Q6307", "no_start", batch.fids,
                       np.logical_and.reduce([batch.empty(column) for column in columns]))


def document_form(text: str) -> bool:
    """Whether an approval number has the form …〔20nn〕…号, brackets of any kind."""
    plain = re.sub(r"[\[(（【]((?:19|20)\d{2})[\])）】]", r"〔\1〕", re.sub(r"\s+", "", text))
    return bool(_DOCUMENT.fullmatch(plain))


def _year_in(text: str) -> int:
    match = re.search(r"[〔\[(（【]((?:19|20)\d{2})[〕\])）】]", text)
    return int(match.group(1)) if match else 0


def _year_of(text: str) -> int:
    day = _ordinal(text)
    return datetime.date.fromordinal(day).year if day > 0 else 0


def _ordinal(text: str) -> int:
    """A date as its ordinal; 0 for an empty cell or a word of not yet, −1 for what is no day."""
    if not text or any(word in text for word in word_list("not_yet")):
        return _NO_DAY
    try:
        day = parse_date(float(text) if re.fullmatch(r"\d{5}(?:\.\d+)?", text) else text)
    except ImpossibleDate:
        return -1
    return day.toordinal() if day else _NO_DAY


def _name(column: str) -> Names:
    zh, en = column_names(column)
    return Names((zh,), (en,))


def contract_key(value) -> str:
    """A contract number as it is compared."""
    return re.sub(r"\s+", "", cell_text(value)).upper()
