"""Where rows go when some of them are repeated, and what that does to references, ranges and formulas."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_STRINGS = re.compile(r'("(?:[^"]|"")*")')
_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*)!)?"
    r"(?<![A-Za-z0-9_.$])(?:"
    r"(?P<c1>\$?[A-Z]{1,3})(?P<a1>\$?)(?P<r1>\d{1,7})(?::(?P<c2>\$?[A-Z]{1,3})(?P<a2>\$?)(?P<r2>\d{1,7}))?"
    r"|(?P<b1>\$?)(?P<w1>\d{1,7}):(?P<b2>\$?)(?P<w2>\d{1,7}))"
    r"(?![A-Za-z0-9_(.!])"
)


@dataclass
class Shift:
    """How often each repeated row of a sheet is printed (0: the row stays once, empty)."""

    times: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self):
        self._rows = sorted(self.times)
        self._extra = []
        total = 0
        for row in self._rows:
            total += max(self.times[row], 1) - 1
            self._extra.append(total)

    def first(self, row: int) -> int:
        """New number of a row; of a repeated one, of its first copy."""
        k = bisect_left(self._rows, row)
        return row + (self._extra[k - 1] if k else 0)

    def last(self, row: int) -> int:
        """New number of a row; of a repeated one, of its last copy."""
        return self.first(row) + max(self.times.get(row, 1), 1) - 1

    def range(self, text: str) -> str:
        """A reference like B7 or B7:D9, or several with blanks between, moved; ranges grow with their last row."""
        return " ".join(self._one(part) for part in text.split())

    def _one(self, part: str) -> str:
        found = re.fullmatch(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?", part)
        if not found:
            return part
        left, row1, right, row2 = found.groups()
        if right is None:
            if self.times.get(int(row1), 1) > 1:
                return f"{left}{self.first(int(row1))}:{left}{self.last(int(row1))}"
            return f"{left}{self.first(int(row1))}"
        return f"{left}{self.first(int(row1))}:{right}{self.last(int(row2))}"


def moved(
    formula: str, own: Shift, others: Callable[[str], Shift] = lambda name: Shift(), at: int = 0, copy: int = 0
) -> str:
    """A formula after the rows have moved.

    own: shift of the sheet in which references without a sheet's name lie. others(name): shift of a named sheet. at:
    old row of the formula where that row is repeated, copy: which copy this is; relative references to that row
    follow.
    """

    def one(found: re.Match) -> str:
        sheet = found.group("sheet") or ""
        shift = others(sheet[:-1].strip("'").replace("''", "'")) if sheet else own
        if found.group("w1"):
            return f"{sheet}{found['b1']}{shift.first(int(found['w1']))}:{found['b2']}{shift.last(int(found['w2']))}"
        row = int(found["r1"])
        here = not sheet and at and row == at and not found["a1"]
        first = shift.first(row) + (copy if here else 0)
        text = f"{sheet}{found['c1']}{found['a1']}{first}"
        if not found["r2"]:
            return text
        end = int(found["r2"])
        last = shift.first(end) + copy if at and end == at and not sheet else shift.last(end)
        return f"{text}:{found['c2']}{found['a2']}{last}"

    parts = _STRINGS.split(formula)
    return "".join(part if part.startswith('"') else _REFERENCE.sub(one, part) for part in parts)
