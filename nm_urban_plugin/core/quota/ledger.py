"""建设用地指标台账: the ledger of new construction land, from exact cells to printed rows that tie.

自治区新型城镇化规划(2021—2035年): 城镇新增建设用地 within 64 万亩 (the cap and the period are policy data).
Leaves are county x year; each is rounded half-up once, in 亩 and in 公顷 separately; every total (league, region,
year 0 = whole period) is the sum of the printed leaves. All sums are of integers: hundredths of a 亩, ten-thousandths
of a 公顷, cents of a m².
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ..landuse import LAND, LandAreas
from ..places import REGION, counties_of
from ..units import ConservationError, ha_ten_thousandths, mu_hundredths, percent_hundredths
from ..verdict import NO_NUMBER, NOT_COMPUTABLE, Coverage, certain, covered, judge_cap

LEVELS = ("region", "league", "county", "outside", "overlap", "undated")
WHOLE_PERIOD = 0


@dataclass(frozen=True)
class Plan:
    """What the plan allows: cap in hundredths of a 亩, first and last day (both counted), day of evaluation."""

    cap: int
    start: date
    end: date
    as_of: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the plan ends ({self.end}) before it starts ({self.start})")

    @property
    def years(self) -> range:
        return range(self.start.year, self.end.year + 1)

    @property
    def counted_until(self) -> date:
        """Last approval date that counts: the day of evaluation, at most the end of the plan."""
        return min(self.end, self.as_of)

    def window(self, year: int = WHOLE_PERIOD) -> tuple[date, date]:
        """First and last day of the whole plan or of one year of it."""
        if year == WHOLE_PERIOD:
            return self.start, self.end
        return max(self.start, date(year, 1, 1)), min(self.end, date(year, 12, 31))

    def elapsed(self, year: int = WHOLE_PERIOD) -> tuple[int, int]:
        """Days gone by as_of (inclusive), and days in all, of the whole plan or of one year."""
        first, last = self.window(year)
        total = (last - first).days + 1
        return max(0, min(total, (self.as_of - first).days + 1)), total


def verdict(used: int, allowed: int | None, plan: Plan, year: int = WHOLE_PERIOD) -> str:
    """Verdict of *used* against *allowed* = quota + reward (both hundredths of a 亩).

    used > allowed → not_met; past the end → met; above the linear pace → at_risk; else met.
    No quota → not_computable, never met.
    """
    if allowed is None:
        return NOT_COMPUTABLE
    gone, total = plan.elapsed(year)
    return judge_cap(kept=used <= allowed, ended=plan.as_of > plan.window(year)[1],
                     above_pace=used * total > allowed * gone)


@dataclass
class Row:
    """One printed row; 亩 in hundredths, 公顷 in ten-thousandths, percent in hundredths; None prints as NULL."""

    level: str
    code: str
    name: str
    year: int
    quota: int | None = None
    reward: int | None = None
    used: int = 0
    used_ha: int = 0
    agri: int | None = None
    crop: int | None = None
    unused: int | None = None
    built: int | None = None
    unknown: int | None = None
    verdict: str = NOT_COMPUTABLE

    @property
    def allowed(self) -> int | None:
        return None if self.quota is None else self.quota + (self.reward or 0)

    @property
    def balance(self) -> int | None:
        return None if self.allowed is None else self.allowed - self.used

    @property
    def used_pct(self) -> int | None:
        """Share of quota + reward, so that more than 100 % and not_met are the same statement."""
        return None if self.allowed is None else percent_hundredths(self.used, self.allowed)

    def as_dict(self) -> dict:
        """The LEDGER fields, in order, with their printed values."""

        def hundredth(value: int | None) -> float | None:
            return None if value is None else value / 100

        out = {key: getattr(self, key) for key in ("level", "code", "name", "year")}
        out |= {"quota_mu": hundredth(self.quota), "reward_mu": hundredth(self.reward)}
        out |= {"used_mu": self.used / 100, "used_ha": self.used_ha / 10_000}
        out |= {"balance_mu": hundredth(self.balance), "used_pct": hundredth(self.used_pct)}
        out |= {f"{key}_mu": hundredth(getattr(self, key)) for key in LAND}
        out["verdict"] = self.verdict
        return out


_SUMMED = ("used", "used_ha", *LAND)


@dataclass
class Account:
    """Everything that enters one ledger.

    units     county code → printed name; every one gets its rows, used or not
    leagues   county code → league code
    names     code of a league or the region, or name of a special level → printed name
    cells     (level, code, year) → LandAreas, level one of county, outside, overlap, undated
    quota     (county code, year) → hundredths of a 亩, None = no table; year 0 = allotted for the whole period
    reward    the same for rewards
    groups   code of a league → hundredths of a 亩 that the table gives it as a whole
    has_land_use   whether agri … unknown are known
    undated  county code → cents of parcels without a date, which belong to no year
    n_parcels      parcels that were read and could be measured; an account of none is not computable
    """

    plan: Plan
    units: Mapping[str, str]
    leagues: Mapping[str, str]
    names: Mapping[str, str]
    cells: Mapping[tuple[str, str, int], LandAreas] = field(default_factory=dict)
    quota: Mapping[tuple[str, int], int] | None = None
    reward: Mapping[tuple[str, int], int] | None = None
    groups: Mapping[str, int] = field(default_factory=dict)
    has_land_use: bool = False
    undated: Mapping[str, int] = field(default_factory=dict)
    n_parcels: int = 1

    def coverage(self, level: str, code: str) -> Coverage:
        """How many county units of a row's scope have a polygon here."""
        members = (code,) if level == "county" else tuple(unit.code for unit in counties_of(code))
        return Coverage(sum(one in self.units for one in members), len(members))


@dataclass(frozen=True)
class Ledger:
    """Printed rows, the region's total row, and how far the tied total lies from the exact one (hundredths of 亩)."""

    rows: list[Row]
    total: Row
    tie_difference: int


def _leaf(account: Account, level: str, code: str, name: str, year: int, cell: LandAreas) -> Row:
    row = Row(level, code, name, year)
    used = cell.agri + cell.unused if account.has_land_use else cell.area
    row.used_ha = int(ha_ten_thousandths(used))
    if not account.has_land_use:
        row.used = int(mu_hundredths(used))
        return row
    if cell.agri + cell.unused + cell.built + cell.unknown != cell.area:
        raise ConservationError(f"land use of {level} {code} {year} does not sum to its area")
    for key in LAND:
        setattr(row, key, int(mu_hundredths(getattr(cell, key))))
    row.used = row.agri + row.unused  # a total like any other: the sum of what is printed beside it
    return row


def _total(level: str, code: str, name: str, year: int, rows: Iterable[Row]) -> Row:
    total = Row(level, code, name, year)
    for row in rows:
        for key in _SUMMED:
            value = getattr(row, key)
            if value is not None:
                setattr(total, key, (getattr(total, key) or 0) + value)
    return total


def _sum_known(values: Iterable[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _allot(account: Account, row: Row) -> None:
    """Fill quota and reward of a county leaf (year > 0) from the tables."""
    if account.quota is not None:
        row.quota = account.quota.get((row.code, row.year))
    if account.reward is not None:
        row.reward = account.reward.get((row.code, row.year), 0)


def _county_rows(account: Account, code: str) -> list[Row]:
    """Year-0 row of one county, then its years."""
    name = account.units[code]
    years = [
        _leaf(account, "county", code, name, year, account.cells.get(("county", code, year), LandAreas()))
        for year in account.plan.years
    ]
    for row in years:
        _allot(account, row)
    total = _total("county", code, name, WHOLE_PERIOD, years)
    whole = Row("county", code, name, WHOLE_PERIOD)
    _allot(account, whole)  # what a table allots to the period as a whole belongs to no single year
    total.quota = _sum_known([whole.quota, *(row.quota for row in years)])
    if account.reward is not None:
        total.reward = (whole.reward or 0) + sum(row.reward or 0 for row in years)
    return [total, *years]


def _special_rows(account: Account, level: str) -> list[Row]:
    """Rows of what lies outside all counties, is counted twice, or has no date: total first, then its years."""
    name = account.names[level]
    found = sorted(year for kind, _, year in account.cells if kind == level)
    leaves = [_leaf(account, level, "", name, year, account.cells[(level, "", year)]) for year in found]
    # so that a level without leaves prints 0, not NULL
    nothing = _leaf(account, level, "", name, WHOLE_PERIOD, LandAreas())
    total = _total(level, "", name, WHOLE_PERIOD, [nothing, *leaves])
    rows = [total, *(row for row in leaves if row.year != WHOLE_PERIOD)]
    for row in rows:
        row.verdict = NO_NUMBER  # the plan allots nothing to them
    return rows


def _group_rows(level: str, code: str, name: str, members: list[list[Row]], plan: Plan) -> list[Row]:
    """Total rows of a league or of the counties of the region: year 0, then each year, summed member by member."""
    out = []
    for k, year in enumerate([WHOLE_PERIOD, *plan.years]):
        rows = [rows_[k] for rows_ in members]
        total = _total(level, code, name, year, rows)
        if all(row.quota is not None for row in rows):
            total.quota = _sum_known(row.quota for row in rows)
        total.reward = _sum_known(row.reward for row in rows)
        out.append(total)
    return out


def _judge(account: Account, row: Row) -> str:
    """The verdict of a county, league or region row: of what is covered, not met where the unknown could turn it."""
    if not account.n_parcels or row.allowed is None:
        return NOT_COMPUTABLE
    found = covered(verdict(row.used, row.allowed, account.plan, row.year), account.coverage(row.level, row.code))
    return certain(found, could_turn=row.used + unknown_of(account, row) > row.allowed)


def unknown_of(account: Account, row: Row) -> int:
    """Hundredths of a 亩 that may be new construction land of a row and cannot be told: land of no known class, and, in
    the row of the whole period, parcels without a date."""
    unknown = row.unknown or 0
    if row.year == WHOLE_PERIOD:
        members = (row.code,) if row.level == "county" else tuple(unit.code for unit in counties_of(row.code))
        unknown += sum(int(mu_hundredths(account.undated.get(code, 0))) for code in members)
    return unknown


def build_ledger(account: Account) -> Ledger:
    """Printed ledger: region, then leagues with their counties, then outside, overlap and undated.

    Region = Σ counties + outside. The region's quota for the whole period is the cap; a league's quota is the sum
    over its counties, NULL while one of them has none (its use would be judged against a part of the allotment), or the
    league's own row of the table. A row is judged only where all county units of its scope have a polygon.
    Raises ConservationError where leaves outside the plan's years were handed in.
    """
    plan = account.plan
    allowed_years = {WHOLE_PERIOD, *plan.years}
    for level, code, year in account.cells:
        if level == "county" and (year not in allowed_years or year == WHOLE_PERIOD or code not in account.units):
            raise ConservationError(f"a leaf lies outside the ledger: {level} {code} {year}")
    counties = {code: _county_rows(account, code) for code in sorted(account.units)}
    special = {level: _special_rows(account, level) for level in ("outside", "overlap", "undated")}

    region = _group_rows("region", REGION, account.names[REGION], list(counties.values()), plan)
    outside_by_year = {row.year: row for row in special["outside"]}
    for row in region:
        extra = outside_by_year.get(row.year)
        if extra is not None:
            summed = _total("region", "", "", row.year, [row, extra])
            for key in _SUMMED:
                setattr(row, key, getattr(summed, key))
    region[0].quota = plan.cap  # whatever the table says of the region: that they differ is a warning

    rows = list(region)
    for league in sorted(set(account.leagues[code] for code in counties)):
        members = [counties[code] for code in counties if account.leagues[code] == league]
        own = _group_rows("league", league, account.names[league], members, plan)
        own[0].quota = account.groups.get(league, own[0].quota)
        rows += own
        for member in members:
            rows += member
    for row in rows:
        row.verdict = _judge(account, row)
    for level in ("outside", "overlap", "undated"):
        rows += special[level]

    exact = sum(
        cell.agri + cell.unused if account.has_land_use else cell.area
        for (level, _, _), cell in account.cells.items()
        if level in ("county", "outside")
    )
    return Ledger(rows, region[0], region[0].used - int(mu_hundredths(exact)))
