"""What a form prints: tables of records under the role of their layer, and facts that stand around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...core.places import REGION, is_county, league_of, name_of, normalise_code
from ...core.roles import match


@dataclass(frozen=True)
class Table:
    """Records of one result layer.

    role: of the layer, such as landquota_ledger. fields: names of its columns in their order. records: dicts by field
    name with plain values (str, int, float, date, None). name: of the layer as the user knows it. mapping: role → field
    that the user confirmed for it.
    """

    role: str
    fields: Sequence[str]
    records: Sequence[Mapping[str, Any]]
    name: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[str, Table] = field(default_factory=dict)

    def find(self, candidates: Iterable[str]) -> str | None:
        """The first candidate that the table has: a field name, or `role:<role>` for a field of the user's own; both
        also behind the name of a joined table, `project.role:project_name`."""
        folded = {name.casefold(): name for name in self.fields}
        for one in candidates:
            beside, dot, rest = one.partition(".")
            if dot and beside in self.joined:
                found = self.joined[beside].find([rest])
                if found:
                    return f"{beside}.{found}"
            elif one.startswith("role:"):
                found = match(one[5:], list(self.fields), dict(self.mapping))
                if found:
                    return found
            elif one.casefold() in folded:
                return folded[one.casefold()]
        return None


def place_of(tables: Iterable[Table], lang: str) -> str:
    """The name of the county that all tables are about, else of the league, else of the region; '' where none says."""
    codes: set[str] = set()
    for table in tables:
        field = table.find(["code", "role:county_code"])
        values = {record.get(field) for record in table.records} if field else set()
        codes |= {code for value in values if (code := normalise_code(value)) and is_county(code)}
    leagues = {league_of(code) for code in codes}
    code = (
        next(iter(codes))
        if len(codes) == 1
        else next(iter(leagues))
        if len(leagues) == 1
        else REGION
        if codes
        else None
    )
    return name_of(code, lang) if code else ""


@dataclass(frozen=True)
class Results:
    """The tables a workbook is made of, by role, and the facts for titles and notes.

    facts: plain texts by name. Known everywhere: place, as_of, org, method, source. What is not there prints as an
    empty slot. look: called now and then while rows are written; it raises what is to stop the writing.
    """

    tables: Mapping[str, Table]
    facts: Mapping[str, Any] = field(default_factory=dict)
    look: Callable[[], None] = lambda: None

    @classmethod
    def of(
        cls, tables: Iterable[Table], facts: Mapping[str, Any] = (), look: Callable[[], None] | None = None
    ) -> Results:
        """From tables in any order; of two tables of one role the last stands."""
        return cls({table.role: table for table in tables}, dict(facts), look or (lambda: None))

    def first(self, roles: Iterable[str]) -> Table | None:
        """The table of the first role that is there."""
        return next((self.tables[role] for role in roles if role in self.tables), None)
