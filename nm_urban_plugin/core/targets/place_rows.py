"""Rows that stand for a place: repeated ones count once, contradicting ones not at all, whatever their order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np

from ..messages import Message
from ..places import name_of
from ..resources import BilingualError
from ..tables import Unique, one_per_key
from ..verdict import NOTHING, Text
from .columns import Columns
from .indicators import quantities
from .scopes import Scope
from .words import said

#: Of each place and year so many contradictions are told in a method; all of them are listed.
_MOST_TOLD = 3


class PlaceRows:
    """What each row says of its place and year, by feature id; a row without a place takes no part."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[Hashable, Hashable]] = {}
        self._settled: tuple[list[int], Unique] | None = None

    def add(self, columns: Columns, roles: Iterable[str], ledger: bool) -> None:
        """Rows as they are now; *ledger*: the level of a row is part of what it stands for."""
        years = np.nan_to_num(columns.numbers("year")).astype(np.int64).tolist() if columns.has("year") else [0] * len(
            columns)
        levels = _words(columns, "level") if ledger and columns.has("level") else [""] * len(columns)
        said_ = [_words(columns, role) if quantities().get(role, ("text",))[0] in ("flag", "text", "date")
                 else columns.numbers(role).tolist() for role in roles if role not in ("county_code", "year", "level")]
        for k, fid in enumerate(columns.fids.tolist()):
            code = columns.codes[k]
            key = (code, years[k], levels[k]) if code else None
            self._rows[fid] = (key, tuple(None if values[k] != values[k] else values[k] for values in said_))
        self._settled = None

    def remove(self, fids: Iterable[int]) -> None:
        """Rows that are gone."""
        for fid in fids:
            self._rows.pop(fid, None)
        self._settled = None

    def ignored(self) -> list[int]:
        """Ids of the rows that do not count: repetitions, and all that contradict each other."""
        fids, found = self._unique()
        return sorted([fids[row] for row in found.repeated]
                      + [fids[row] for rows in found.differing.values() for row in rows])

    def contradictions(self) -> list[tuple[int, Message]]:
        """(fid, sentence) of each row that contradicts another one."""
        fids, found = self._unique()
        return [(fids[row], Message("targets.row_differs", _of(key, len(rows))))
                for key, rows in sorted(found.differing.items()) for row in rows]

    def told(self, scope: Scope) -> Text:
        """What a row about a place must say of them: contradictions, and how many rows only repeat."""
        fids, found = self._unique()
        inside = {scope.key, *scope.units}
        mine = [(key, rows) for key, rows in sorted(found.differing.items()) if key[0] in inside]
        words = NOTHING
        for key, rows in mine[:_MOST_TOLD]:
            words += said("row_differs", **_of(key, len(rows)))
        if len(mine) > _MOST_TOLD:
            words += said("more_differ", n=len(mine) - _MOST_TOLD)
        repeated = sum(self._rows[fids[row]][0][0] in inside for row in found.repeated)
        return words + said("rows_repeated", n=repeated) if repeated else words

    def _unique(self) -> tuple[list[int], Unique]:
        if self._settled is None:
            fids = sorted(self._rows)
            self._settled = fids, one_per_key([self._rows[fid][0] for fid in fids],
                                              [self._rows[fid][1] for fid in fids])
        return self._settled


def _words(columns: Columns, role: str) -> list[str]:
    words, at = columns.words(role)
    return [words[k] for k in at.tolist()]


def _of(key: tuple, n: int) -> dict:
    code, year, _ = key
    name = BilingualError(name_of(code, "en") or code, name_of(code) or code)
    return {"place": name, "n": n, "year": Message("targets.of_year", {"year": year}) if year else ""}
