"""Do published or reported figures tie: 供应 + 核销 = 合计, 亩 = 公顷 x 15, 完成率 = 合计 / 任务, years = total.

Figures are compared as printed, in exact fractions: a sum of printed parts must be the printed total to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .. import cells

TIES, NOT_TIED, COARSE = "ties", "does_not_tie", "coarse"
ITEMS = ("supplied", "cancelled", "total", "task")
UNITS = ("mu", "ha")
_RATE_DECIMALS = 2


@dataclass(frozen=True)
class Figure:
    """A printed number with its decimals: 66.67 has two, 3040 none."""

    value: Fraction
    decimals: int

    @classmethod
    def of(cls, cell: Any, as_fractions: bool = False) -> Figure | None:
        """Reads '1,695', '112.98', '12,5', '222.73%', 66.67; None for an empty cell. *as_fractions*: a bare 0.855 of a
        column of rates is 85.5. Raises `cells.UnreadableCell`."""
        written = cells.plain(cell) if isinstance(cell, str) else ""
        signed = written.endswith("%")
        found = cells.number(written.removesuffix("%").strip() if signed else cell)
        if found is None:
            return None
        value = cells.not_negative(found)
        decimals = max(0, -int(found.as_tuple().exponent))
        return cls(value * 100, max(0, decimals - 2)) if as_fractions and not signed else cls(value, decimals)

    def __str__(self) -> str:
        return printed(self.value, self.decimals)


@dataclass(frozen=True)
class Statement:
    """What one row of a published table says. figures: (item, 'mu' | 'ha') → Figure; rate in percent or None; year None
    = the total of the years of that name."""

    row: int
    name: str
    year: int | None
    figures: Mapping[tuple[str, str], Figure]
    rate: Figure | None = None


@dataclass(frozen=True)
class Finding:
    """One check of one row: sum, unit, rate or years; printed against computed; *words* is the arithmetic."""

    row: int
    name: str
    check: str
    item: str
    unit: str
    printed: Fraction
    computed: Fraction
    result: str
    words: str


def printed(value: Fraction, decimals: int) -> str:
    """A fraction half-up to *decimals* places."""
    units = half_up(value, decimals)
    sign, digits = ("-" if units < 0 else ""), str(abs(units)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def half_up(value: Fraction, decimals: int) -> int:
    """Units of the last printed place, rounded half away from zero."""
    scaled = abs(value) * 10**decimals
    units = int((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))
    return -units if value < 0 else units


def check_all(statements: Iterable[Statement]) -> list[Finding]:
    """Every check that the figures allow, row by row, then the years of each name."""
    rows = list(statements)
    found: list[Finding] = []
    for one in rows:
        found += _sum(one) + _units(one) + _rate(one)
    return found + _years(rows)


def _finding(one: Statement, check: str, item: str, unit: str, said: Figure, computed: Fraction, words: str,
             result: str | None = None) -> Finding:
    result = result or (TIES if said.value == computed else NOT_TIED)
    return Finding(one.row, one.name, check, item, unit, said.value, computed, result, words)


def _sum(one: Statement) -> list[Finding]:
    out = []
    for unit in UNITS:
        parts = [one.figures.get((item, unit)) for item in ("supplied", "cancelled")]
        total = one.figures.get(("total", unit))
        if None in parts or total is None:
            continue
        computed = parts[0].value + parts[1].value
        decimals = max(part.decimals for part in (*parts, total))
        out.append(_finding(one, "sum", "total", unit, total, computed,
                            f"{parts[0]} + {parts[1]} = {printed(computed, decimals)}; {total}"))
    return out


def _units(one: Statement) -> list[Finding]:
    """亩 and 公顷 of one item: either rounded from the other will do."""
    out = []
    for item in ITEMS:
        mu, ha = one.figures.get((item, "mu")), one.figures.get((item, "ha"))
        if mu is None or ha is None:
            continue
        computed = ha.value * 15
        same = half_up(computed, mu.decimals) == half_up(mu.value, mu.decimals) or (
            half_up(mu.value / 15, ha.decimals) == half_up(ha.value, ha.decimals))
        shown = printed(computed, max(4, mu.decimals))
        out.append(_finding(one, "unit", item, "mu", mu, computed, f"{ha} x 15 = {shown}; {mu}",
                            TIES if same else NOT_TIED))
    return out


def _rate(one: Statement) -> list[Finding]:
    """A rate belongs with two decimals: one with fewer may tie, but is coarse."""
    if one.rate is None:
        return []
    for unit in ("ha", "mu"):
        total, task = one.figures.get(("total", unit)), one.figures.get(("task", unit))
        if total is None or task is None or task.value == 0:
            continue
        computed = total.value / task.value * 100
        same = half_up(computed, one.rate.decimals) == half_up(one.rate.value, one.rate.decimals)
        coarse = one.rate.decimals < _RATE_DECIMALS and computed != one.rate.value
        result = NOT_TIED if not same else COARSE if coarse else TIES
        return [_finding(one, "rate", "rate", "%", one.rate, computed,
                         f"{total} / {task} = {printed(computed, _RATE_DECIMALS)} %; {one.rate} %", result)]
    return []


def _years(rows: list[Statement]) -> list[Finding]:
    out = []
    for total in rows:
        members = [one for one in rows if one.name == total.name and one.year is not None]
        if total.year is not None or not members:
            continue
        for key, said in total.figures.items():
            parts = [one.figures[key] for one in members if key in one.figures]
            if len(parts) != len(members):
                continue
            computed = sum((part.value for part in parts), Fraction(0))
            decimals = max(part.decimals for part in (*parts, said))
            words = " + ".join(str(part) for part in parts)
            out.append(_finding(total, "years", key[0], key[1], said, computed,
                                f"{words} = {printed(computed, decimals)}; {said}"))
    return out
