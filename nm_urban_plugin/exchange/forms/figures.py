"""The figures that titles and notes ask for: sums, counts and single values of the results, for all or for one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from .results import Results
from .schema import Fact, Form
from .sources import chosen
from .values import order_key, rounded


class Figures:
    """The figures of one form. Tables are read once, however many pages ask."""

    def __init__(self, form: Form, results: Results, at: int):
        self._form, self._results, self._at = form, results, at
        self._found = {name: self._values(fact) for name, fact in form.facts.items()}

    def _values(self, fact: Fact) -> dict[tuple, list] | None:
        """The values of a fact by page (all under the empty key where it is no matter of pages); None where the table
        or the field is not there."""
        table = self._results.first(fact.source)
        field = table.find([fact.field]) if table is not None and fact.field else ""
        if table is None or field is None:
            return None
        keys = self._form.pages if fact.of_page else ()
        out: dict[tuple, list] = {}
        for record in chosen(table, fact.where):
            out.setdefault(tuple(record.get(key) for key in keys), []).append(record.get(field) if field else 1)
        return out

    def of(self, page: Mapping[str, Any]) -> dict[str, Any]:
        """Facts of the results and figures of one page, given by its first record."""
        out = dict(self._results.facts)
        for name, fact in self._form.facts.items():
            found = self._found[name]
            key = tuple(page.get(one) for one in self._form.pages) if fact.of_page else ()
            out[name] = None if found is None else figure(fact, found.get(key, ()), self._at)
        return out


def figure(fact: Fact, values: Sequence[Any], at: int) -> Any:
    """One figure of values; counts of nothing are 0, sums and choices of nothing are unknown."""
    known = [one for one in values if one is not None and one != ""]
    if fact.take == "count":
        return Decimal(len(values))
    if fact.take == "distinct":
        return Decimal(len(set(known)))
    if fact.take == "sum":
        numbers = [number for one in known if (number := rounded(one, fact.decimals, fact.convert)) is not None]
        return sum(numbers, Decimal(0).quantize(Decimal(1).scaleb(-fact.decimals))) if numbers or not values else None
    if not known:
        return None
    value = known[0] if fact.take == "first" else sorted(known, key=order_key)[0 if fact.take == "min" else -1]
    if str(value) in fact.words:
        return fact.words[str(value)][at]
    number = None if isinstance(value, str) else rounded(value, fact.decimals, fact.convert)
    return value if number is None else number
