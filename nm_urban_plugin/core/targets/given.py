"""Values that were computed elsewhere: rows of a MEASURES table, and the user's statistics."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..measurement import UNITS, Measurement, convert
from ..places import REGION, is_county
from ..verdict import NOTHING, Coverage, Text
from .indicators import LEDGER, Indicator, quantities
from .registry import Target, register
from .rows import possible_share
from .scopes import Scope
from .words import said, unit_words


@dataclass(frozen=True)
class Found:
    """A value for a target at a place: in the target's unit, what it covers, and what must be said of it."""

    value: Measurement
    units: Coverage
    notes: Text = NOTHING


class GivenValues:
    """Measurements by indicator and place.

    Of several dates the last one up to the date of evaluation counts, and for a target that is due the last one up to
    its due date; of one day equal values count once, differing ones not at all.
    """

    def __init__(self, values: Iterable[Measurement], as_of: dt.date) -> None:
        self.all = tuple(values)
        self._by_key: dict[tuple[str, str], list[Measurement]] = {}
        for one in self.all:
            if one.date is None or one.date <= as_of:
                self._by_key.setdefault((one.indicator, one.code), []).append(one)
        for same in self._by_key.values():
            same.sort(key=lambda one: one.date or dt.date.min)

    def find(self, target: Target, indicator: Indicator | None, scope: Scope, parts_count: bool, of: int,
             due: dt.date | None = None) -> Found | None:
        """The value of a target at a place, None if there is none.

        parts_count  rows of county units beside the place's own row say what the table covers (a run over one county
                     prints a row for the region too); else the place's own row stands for all of it
        of           county units the target speaks of, at least
        due          day after which a value is history: what an account of a period says later is none
        """
        limit = None if indicator is not None and any(form.rows == LEDGER for form in indicator.forms) else due
        # one value of the region cannot be that of all cities and that of all county seats
        told = indicator and (scope.whole or len({register()[key].scope for key in indicator.targets}) == 1)
        names = [target.id] + ([indicator.id] if told else [])
        names += [target.answers] if target.answers else []
        for name in names:
            same = self._by_key.get((name, scope.key))
            if same is None:
                continue
            one, notes = _chosen(same, target, indicator, limit)
            units = set(scope.units)
            listed = [code for key, code in self._by_key if key == name and is_county(code) and code in units]
            whole = len(units)
            if parts_count and listed and len(units) > 1:
                whole = sum(_chosen(self._by_key[name, code], target, indicator, limit)[0].value is not None
                            for code in listed)
            return Found(one, Coverage(whole, max(of, len(units))), notes)
        return None

    def sum_of(self, field: str, scope: Scope) -> float | None:
        """Value of a field role at a place in base units: its own row, else the sum of its county units if all are
        there."""
        own = self._by_key.get((field, scope.key))
        if own is not None:
            return self._base(_last(own)[0], field)
        if scope.key == REGION and not scope.whole:
            return None
        parts = [self._by_key.get((field, unit)) for unit in scope.units]
        if not parts or any(part is None for part in parts):
            return None
        found = [self._base(_last(part)[0], field) for part in parts]
        return None if any(v is None for v in found) else sum(found)

    @staticmethod
    def _base(one: Measurement, field: str) -> float | None:
        """In base units; a unit that does not fit the field is no value."""
        dimension, default = quantities().get(field, ("number", ""))
        unit = (one.unit or default).strip().lower()
        if one.value is None:
            return None
        if not unit:
            return one.value
        found = UNITS.get(unit)
        return one.value * float(found[1]) if found is not None and found[0] == dimension else None


def _last(same: Sequence[Measurement]) -> tuple[Measurement, Text]:
    """The last of several values by date, without a number where those of its day differ."""
    day = [one for one in same if one.date == same[-1].date]
    if len({(one.value, one.unit) for one in day}) > 1:
        return replace(day[0], value=None), said("values_differ", n=len(day))
    return day[0], NOTHING


def _chosen(same: Sequence[Measurement], target: Target, indicator: Indicator | None, due: dt.date | None
            ) -> tuple[Measurement, Text]:
    """The value that judges a target, in its unit, and what must be said of it."""
    later = [one for one in same if due is not None and one.date is not None and one.date > due]
    early = [one for one in same if one not in later]
    if not early:
        only = later[0]
        return replace(only, value=None, unit=target.unit, missing=""), said("value_is_later", day=only.date, due=due)
    one, notes = _last(early)
    if later:
        told = [f"{after.date}: {after.value:g}" for after in later if after.value is not None]
        notes += said("later_rows", rows=tuple(told))
    if one.value is None:
        return replace(one, unit=target.unit), notes
    value = convert(one.value, one.unit, target.unit)
    if value is None:
        return replace(one, value=None, missing=f"{one.unit} → {target.unit} ?"), notes
    if not one.unit.strip() and target.unit:
        notes += said("unit_not_named", unit=unit_words(target.unit))
    known = indicator is not None or target.id in register()
    if target.unit == "%" and known and not possible_share(value) and (indicator is None or indicator.is_share()):
        return replace(one, value=None, unit=target.unit), notes + said("impossible_share", value=f"{value:.4g}")
    return replace(one, value=value, unit=target.unit), notes
