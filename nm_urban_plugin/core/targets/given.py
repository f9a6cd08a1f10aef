"""Values that were computed elsewhere: rows of a MEASURES table, and the user's statistics."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ..measurement import UNITS, Measurement, convert
from ..places import REGION, is_county
from .indicators import Indicator, quantities
from .registry import Target, register
from .scopes import Scope


class GivenValues:
    """Measurements by indicator and place; of several dates the latest one up to the date of evaluation."""

    def __init__(self, values: Iterable[Measurement], as_of: dt.date) -> None:
        self.all = tuple(values)
        self._by_key: dict[tuple[str, str], Measurement] = {}
        for one in self.all:
            if one.date is not None and one.date > as_of:
                continue
            key = (one.indicator, one.code)
            old = self._by_key.get(key)
            if old is None or (one.date or dt.date.min) >= (old.date or dt.date.min):
                self._by_key[key] = one

    def find(self, target: Target, indicator: Indicator | None, scope: Scope, parts_count: bool
             ) -> tuple[Measurement, int, int] | None:
        """(value in the target's unit, units covered, units) for a target at a place, None if there is none.

        parts_count: rows of county units beside the place's own row say what the table covers (a run over one county
        prints a row for the region too); else the place's own row stands for all of it.
        """
        # one value of the region cannot be that of all cities and that of all county seats
        told = indicator and (scope.whole or len({register()[key].scope for key in indicator.targets}) == 1)
        names = [target.id] + ([indicator.id] if told else [])
        names += [target.answers] if target.answers else []
        for name in names:
            one = self._by_key.get((name, scope.key))
            if one is None:
                continue
            value = one.value if one.value is None else convert(one.value, one.unit, target.unit)
            units = set(scope.units)
            listed = {code for key, code in self._by_key if key == name and is_county(code) and code in units}
            covered = len(listed) if parts_count and listed and len(units) > 1 else len(units)
            if value is None and one.value is not None:
                one = Measurement(one.indicator, one.code, one.date, None, one.unit, one.n, one.method, one.source,
                                  f"{one.unit} → {target.unit} ?")
                return one, covered, len(units)
            method = one.method
            if value is not None and not one.unit.strip() and target.unit:
                method = "; ".join(filter(None, (method, f"{target.unit} ?")))  # the table names no unit
            return (Measurement(one.indicator, one.code, one.date, value, target.unit, one.n, method, one.source,
                                one.missing), covered, len(units))
        return None

    def sum_of(self, field: str, scope: Scope) -> float | None:
        """Value of a field role at a place in base units: its own row, else the sum of its county units if all are
        there."""
        own = self._by_key.get((field, scope.key))
        if own is not None:
            return self._base(own, field)
        if scope.key == REGION and not scope.whole:
            return None
        parts = [self._by_key.get((field, unit)) for unit in scope.units]
        if not parts or any(part is None for part in parts):
            return None
        found = [self._base(part, field) for part in parts]
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
