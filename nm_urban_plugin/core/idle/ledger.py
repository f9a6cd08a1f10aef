"""批而未供和闲置土地台账: from exact cells (county x approval year) to printed rows that tie.

Leaves are rounded half-up once, in 亩 and in 公顷 separately. Across: appr = sup + canc + unsup and stock = unsup +
idle, as printed. Down: every total (county, league, region, year) is the sum of the printed leaves; documents and age
classes share out what is printed above them. Rates as bureaus compute them: 批而未供率 = unsup/appr, 供地率 =
sup/appr, 闲置土地率 = idle/sup over one set (both of the documents' land: idle_in), 完成率 = disp/goal.

Coverage first: a county is judged by its own task where anything of it was read, a league or the region only where that
holds for all its counties. What cannot be judged may hold a verdict back, see `Progress.verdict`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from .. import places
from ..messages import Message
from ..places import REGION
from ..units import apportion, ha_ten_thousandths, mu_hundredths, percent_hundredths
from ..verdict import NO_NUMBER, NOT_COMPUTABLE, NOT_MET, Coverage, certain, covered, judge_target
from .approvals import NO_YEAR

PARTS = ("sup", "canc", "unsup", "idle", "halted", "disp")
#: With the idle land within what the documents supplied: the numerator of 闲置土地率.
_LEAF = (*PARTS, "idle_in")
SPECIAL = ("sup_outside", "sup_twice", "appr_overlap", "out_of_window")
LEVELS = ("region", "year", "age", "league", "county", "county_year", "no_county", *SPECIAL)
ALL_YEARS = 0


@dataclass(frozen=True)
class Progress:
    """What disposal is judged by: goal of the region (hundredths of a 亩), base date, deadline, day of evaluation."""

    target: int
    base: date
    deadline: date
    as_of: date

    def verdict(self, disposed: int, goal: int | None, unknown: Unknown | None = None) -> str:
        """Reached → met; due and not reached → not_met; below the linear pace → at_risk; else pending. All in
        hundredths of a 亩. No goal → not_computable; so is what the *unknown* could turn from met or from not_met.
        """
        if goal is None:
            return NOT_COMPUTABLE
        unknown = unknown or Unknown()
        total = max(1, (self.deadline - self.base).days)
        gone = min(total, max(0, (self.as_of - self.base).days))
        found = judge_target(reached=disposed >= goal, due=self.as_of >= self.deadline,
                             behind=disposed * total < goal * gone)
        if found == NOT_MET and disposed + unknown.more >= goal:
            return NOT_COMPUTABLE
        return certain(found, disposed - unknown.less < goal)


@dataclass(frozen=True)
class Unknown:
    """What cannot be judged of a county: n rows, *cents* in all; disposed land may be *more* (idle land, supplies or
    approvals without a date) or *less* (supplied since, but perhaps idle). Cents, in a verdict hundredths of a 亩."""

    n: int = 0
    cents: int = 0
    more: int = 0
    less: int = 0

    def __add__(self, other: Unknown) -> Unknown:
        return Unknown(self.n + other.n, self.cents + other.cents, self.more + other.more, self.less + other.less)

    @property
    def in_mu(self) -> Unknown:
        """In hundredths of a 亩."""
        return Unknown(self.n, *(int(mu_hundredths(value)) for value in (self.cents, self.more, self.less)))


@dataclass
class Row:
    """One printed row: hundredths of a 亩 and ten-thousandths of a 公顷 by part; None prints as NULL."""

    level: str
    code: str
    name: str | Message
    year: int | None = ALL_YEARS
    mu: dict[str, int | None] = field(default_factory=dict)
    ha: dict[str, int | None] = field(default_factory=dict)
    goal: int | None = None
    verdict: str = NO_NUMBER
    coverage: Coverage | None = None

    def amount(self, key: str, unit: str = "mu") -> int | None:
        """One column; appr and stock are sums of what is printed beside them."""
        values = self.mu if unit == "mu" else self.ha
        sums = {"appr": ("sup", "canc", "unsup"), "stock": ("unsup", "idle")}
        if key in values or key not in sums:
            return values.get(key)
        parts = [values.get(part) for part in sums[key]]
        return None if any(part is None for part in parts) else sum(parts)

    def rate(self, part: str, whole: str) -> int | None:
        """Hundredths of a percent; None where there is no whole ("—")."""
        a, b = self.amount(part), self.amount(whole)
        return None if a is None or b is None else percent_hundredths(a, b)

    def as_dict(self) -> dict:
        """The LEDGER fields, in order, with their printed values; the name may be a `Message`."""
        columns = ("appr", "sup", "canc", "unsup", "idle", "halted", "stock", "disp")

        def scaled(value: int | None, scale: int) -> float | None:
            return None if value is None else value / scale

        out = {"level": self.level, "code": self.code, "name": self.name}
        out |= {f"{key}_mu": scaled(self.amount(key), 100) for key in columns}
        out |= {"unsup_pct": scaled(self.rate("unsup", "appr"), 100),
                "idle_pct": scaled(self.rate("idle_in", "sup"), 100)}
        out["verdict"] = self.verdict
        out["year"] = self.year
        disposed = self.amount("disp")
        progress = None if self.goal is None or disposed is None else percent_hundredths(disposed, self.goal)
        out |= {"sup_pct": scaled(self.rate("sup", "appr"), 100), "task_mu": scaled(self.goal, 100),
                "prog_pct": scaled(progress, 100)}
        out |= {f"{key}_ha": scaled(self.amount(key, "ha"), 10_000) for key in columns}
        return {**out, "idle_in_mu": scaled(self.amount("idle_in"), 100)}


@dataclass
class Stock:
    """Everything that enters one ledger; all areas in cents.

    units     county code → printed name; every one gets its row
    leagues   county code → league code
    names     code of a league or the region, level of a special row, 'no_year' → printed name
    cells     (county code or '' = no county, approval year or NO_YEAR) → {part: cents}, parts as in PARTS
    special   level → {part: cents}
    ages      [(printed name, cents of unsupplied land)], youngest first
    tasks     code of a county, league or the region → hundredths of a 亩, None = no table
    covered   counties of which anything was read and counted
    unknown   county code → what cannot be judged there
    """

    progress: Progress
    units: Mapping[str, str]
    leagues: Mapping[str, str]
    names: Mapping[str, str | Message]
    cells: Mapping[tuple[str, int], Mapping[str, int]]
    special: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    ages: Iterable[tuple[str | Message, int]] = ()
    tasks: Mapping[str, int] | None = None
    covered: frozenset[str] = frozenset()
    unknown: Mapping[str, Unknown] = field(default_factory=dict)


@dataclass(frozen=True)
class Ledger:
    """Printed rows, the region's row, the leaves by (code, year), the tied total minus the exact one of each part in
    hundredths of a 亩, and what cannot be judged in all (hundredths of a 亩)."""

    rows: list[Row]
    total: Row
    leaves: Mapping[tuple[str, int], Row]
    differences: Mapping[str, int]
    unknown: Unknown = Unknown()


def _total(level: str, code: str, name: str | Message, rows: Iterable[Row], year: int | None = ALL_YEARS) -> Row:
    total = Row(level, code, name, year, dict.fromkeys(_LEAF, 0), dict.fromkeys(_LEAF, 0))
    for row in rows:
        for part in _LEAF:
            total.mu[part] += row.mu[part]
            total.ha[part] += row.ha[part]
    return total


def _year(year: int) -> int | None:
    return None if year == NO_YEAR else year


def build_ledger(stock: Stock) -> Ledger:
    """Region, years, age classes, leagues with their counties and years, what lies in no county, special rows.

    Raises KeyError for a cell of a county that is not among the units.
    """
    leaves = _leaves(stock)
    by_county = {code: [leaf for (c, _), leaf in leaves.items() if c == code] for code in ("", *sorted(stock.units))}
    counties = {code: _total("county", code, stock.units[code], by_county[code]) for code in sorted(stock.units)}
    nowhere = _total("no_county", "", stock.names["no_county"], by_county[""])
    region = _total("region", REGION, stock.names[REGION], [*counties.values(), nowhere])
    rows = [region]
    for year in sorted({year for _, year in leaves}):
        name = stock.names["no_year"] if year == NO_YEAR else str(year)
        rows.append(_total("year", REGION, name, [leaf for (_, y), leaf in leaves.items() if y == year], _year(year)))
    rows += _age_rows(stock, region)
    judged = [region]
    for league in sorted({stock.leagues[code] for code in counties}):
        members = [code for code in counties if stock.leagues[code] == league]
        total = _total("league", league, stock.names[league], [counties[code] for code in members])
        rows.append(total)
        judged.append(total)
        for code in members:
            rows += [counties[code], *by_county[code]]
            judged.append(counties[code])
    for row in judged:
        _judge(row, stock)
        if row.level == "county" and not row.coverage.complete and not by_county[row.code]:
            # nothing was read of it: unknown is not nil
            row.mu, row.ha = dict.fromkeys(_LEAF), dict.fromkeys(_LEAF)
    rows.append(nowhere)
    for level in SPECIAL:
        if level in stock.special:
            parts = stock.special[level]
            rows.append(Row(level, "", stock.names[level], ALL_YEARS,
                            {part: int(mu_hundredths(amount)) for part, amount in parts.items()},
                            {part: int(ha_ten_thousandths(amount)) for part, amount in parts.items()}))
    exact = {part: sum(cell.get(part, 0) for cell in stock.cells.values()) for part in PARTS}
    return Ledger(rows, region, leaves, {part: region.mu[part] - int(mu_hundredths(exact[part])) for part in PARTS},
                  sum(stock.unknown.values(), Unknown()).in_mu)


def _leaves(stock: Stock) -> dict[tuple[str, int], Row]:
    """The printed cells: each part rounded half-up once in each unit."""
    leaves: dict[tuple[str, int], Row] = {}
    for (code, year), cell in sorted(stock.cells.items()):
        name = stock.units[code] if code else stock.names["no_county"]
        leaf = Row("county_year" if code else "no_county", code, name, _year(year))
        cell = {**cell, "idle_in": min(cell.get("idle_in", 0), cell.get("sup", 0))}
        leaf.mu = {part: int(mu_hundredths(cell.get(part, 0))) for part in _LEAF}
        leaf.ha = {part: int(ha_ten_thousandths(cell.get(part, 0))) for part in _LEAF}
        leaves[code, year] = leaf
    return leaves


def _judge(row: Row, stock: Stock) -> None:
    """Goal, coverage and verdict of a county, a league or the region."""
    scope = _scope(row)
    row.coverage = Coverage(sum(code in stock.covered for code in scope), len(scope))
    row.goal = _goal(row, scope, stock)
    places_of = scope if row.level != "region" else (*scope, "")
    unknown = [stock.unknown[code] for code in places_of if code in stock.unknown]
    found = stock.progress.verdict(row.mu["disp"], row.goal, sum(unknown, Unknown()).in_mu)
    row.verdict = covered(found, row.coverage)


def _scope(row: Row) -> tuple[str, ...]:
    """The county units of the register that a row stands for."""
    if row.level == "county":
        return (row.code,)
    return tuple(one.code for one in places.counties() if row.level == "region" or one.league == row.code)


def _goal(row: Row, scope: tuple[str, ...], stock: Stock) -> int | None:
    """The row's own task, else for a league the sum of its counties' where all have one, for the region the target."""
    tasks = stock.tasks or {}
    if row.code in tasks:
        return tasks[row.code]
    if row.level == "region":
        return stock.progress.target
    goals = [tasks.get(code) for code in scope]
    return None if None in goals else sum(goals)


def _age_rows(stock: Stock, region: Row) -> list[Row]:
    """Unsupplied land of the region by age class: shares of the printed total."""
    ages = list(stock.ages)
    if not ages:
        return []
    amounts = [amount for _, amount in ages]
    shares = [share_out(amounts, np.zeros(len(ages), np.int64), [total])
              for total in (region.mu["unsup"], region.ha["unsup"])]
    return [Row("age", REGION, name, ALL_YEARS, {"unsup": int(shares[0][k])}, {"unsup": int(shares[1][k])})
            for k, (name, _) in enumerate(ages)]


def share_out(cents, group, printed) -> np.ndarray:
    """(n,) int64: what is printed above (*printed*, (g,)) shared out to the members of each group in proportion to
    their *cents*, so that they sum to it as printed (强制调平)."""
    return apportion(np.asarray(cents, np.float64), group, np.asarray(printed, np.int64),
                     ties=(np.arange(len(group), dtype=np.int64),))
