"""Laws of the ledger: it conserves, every total is the sum of the printed leaves, and the verdict rules."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.landuse import CLASSES, LandAreas
from nm_urban.nm_urban_plugin.core.places import counties, leagues
from nm_urban.nm_urban_plugin.core.quota.ledger import Account, Plan, Row, build_ledger, verdict
from nm_urban.nm_urban_plugin.core.units import ConservationError
from nm_urban.nm_urban_plugin.core.verdict import AT_RISK, MET, NO_NUMBER, NOT_COMPUTABLE, NOT_MET

LAWS = settings(deadline=None, max_examples=80)
CAP = 64_000_000  # 64 万亩 in hundredths of a 亩
UNITS = {"150102": "新城区", "150121": "土默特左旗", "150202": "东河区", "152501": "二连浩特市", "150781": "满洲里市"}
LEAGUES = {code: code[:4] + "00" for code in UNITS}
NAMES = {"150000": "内蒙古自治区", "150100": "呼和浩特市", "150200": "包头市", "152500": "锡林郭勒盟",
         "150700": "呼伦贝尔市", "outside": "outside", "overlap": "overlap", "undated": "undated"}


def plan(as_of=date(2025, 6, 30), start=date(2021, 1, 1), end=date(2025, 12, 31), cap=CAP):
    return Plan(cap, start, end, as_of)


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))  # of what is never negative


def mu(cents: int) -> int:
    return half_up(Fraction(cents * 3, 2000))


# -- verdict -----------------------------------------------------------------------------------------------------


def test_elapsed_counts_both_days():
    assert plan(date(2021, 1, 1)).elapsed() == (1, 1826)  # five years, one of them a leap year
    assert plan(date(2020, 12, 31)).elapsed() == (0, 1826)
    assert plan(date(2025, 12, 31)).elapsed() == plan(date(2030, 1, 1)).elapsed() == (1826, 1826)
    assert plan(date(2024, 12, 31)).elapsed(2024) == (366, 366)
    assert plan(date(2023, 7, 1)).elapsed(2024) == (0, 366)
    half = plan(start=date(2021, 7, 1), end=date(2022, 3, 31), as_of=date(2022, 1, 31))
    assert (half.window(2021), half.elapsed(2021)) == ((date(2021, 7, 1), date(2021, 12, 31)), (184, 184))
    assert (half.window(2022), half.elapsed(2022)) == ((date(2022, 1, 1), date(2022, 3, 31)), (31, 90))


def test_what_counts_ends_with_the_day_of_evaluation():
    assert plan(date(2024, 2, 29)).counted_until == date(2024, 2, 29)
    assert plan(date(2027, 1, 1)).counted_until == date(2025, 12, 31)
    assert list(plan().years) == [2021, 2022, 2023, 2024, 2025]
    with pytest.raises(ValueError, match="before it starts"):
        plan(start=date(2026, 1, 1))


@pytest.mark.parametrize("used, allowed, as_of, expected", [
    # 10 days, 1000 hundredths: the pace is 100 a day, the day of evaluation counted
    (300, 1000, 3, MET),  # exactly at the pace
    (301, 1000, 3, AT_RISK),
    (299, 1000, 3, MET),
    (1000, 1000, 9, AT_RISK),  # exactly at the quota, one day early
    (1000, 1000, 10, MET),  # exactly at the quota on the last day
    (1000, 1000, 11, MET),  # past the end
    (1001, 1000, 11, NOT_MET),  # past the end does not heal
    (1001, 1000, 1, NOT_MET),
    (0, 1000, 0, MET),  # before the start
    (1, 1000, 0, AT_RISK),
    (0, 0, 5, MET),
    (1, 0, 5, NOT_MET),
    (0, None, 11, NOT_COMPUTABLE),  # never met without a quota
    (5, None, 3, NOT_COMPUTABLE),
])
def test_verdict(used, allowed, as_of, expected):
    ten_days = Plan(1000, date(2023, 3, 1), date(2023, 3, 10), date(2023, 2, 28) + timedelta(as_of))
    assert verdict(used, allowed, ten_days) == expected
    assert verdict(used, allowed, ten_days, 2023) == expected


@LAWS
@given(st.integers(0, 10**8), st.integers(0, 10**8), st.integers(-400, 2300), st.integers(1, 2500))
def test_verdict_is_the_rule_in_rational_arithmetic(used, allowed, offset, length):
    start = date(2021, 1, 1)
    p = Plan(allowed, start, start + timedelta(length - 1), start + timedelta(offset))
    days = min(max(offset + 1, 0), length)
    if used > allowed:
        expected = NOT_MET
    elif offset >= length:
        expected = MET
    else:
        expected = AT_RISK if used > Fraction(allowed * days, length) else MET
    assert verdict(used, allowed, p) == expected


def test_a_year_is_judged_by_its_own_window():
    p = plan(as_of=date(2023, 7, 2))  # day 183 of 365
    assert verdict(900, 1000, p, 2022) == MET  # 2022 is over
    assert verdict(900, 1000, p, 2023) == AT_RISK
    assert verdict(501, 1000, p, 2023) == MET  # 1000 · 183/365 = 501.4
    assert verdict(502, 1000, p, 2023) == AT_RISK
    assert verdict(1, 1000, p, 2024) == AT_RISK


# -- one small ledger by hand -----------------------------------------------------------------------------------


def account(cells, **more):
    return Account(more.pop("plan", plan()), UNITS, LEAGUES, NAMES, cells, **more)


def find(ledger, level, code="", year=0):
    (row,) = [r for r in ledger.rows if (r.level, r.code, r.year) == (level, code, year)]
    return row


def test_small_ledger_by_hand():
    """Two leaves of 333.33 m² = 0.499995 亩 print 0.50 each, so the total is 1.00, not mu(666.66 m²) = 0.99999 → 1.00;
    three leaves of 3.33 m² = 0.004995 亩 print 0.00 each, and the total 0.00, although 9.99 m² alone print 0.01."""
    cells = {
        ("county", "150102", 2021): LandAreas(area=333), ("county", "150121", 2021): LandAreas(area=333),
        ("county", "150202", 2022): LandAreas(area=333), ("outside", "", 2022): LandAreas(area=66_667),
        ("overlap", "", 2021): LandAreas(area=1_000_000), ("undated", "", 0): LandAreas(area=2_000_000),
    }
    ledger = build_ledger(account(cells, quota={("150102", 2021): 100, ("150102", 0): 50}, reward={("150102", 0): 7}))
    assert ledger.total.used == 100 and ledger.total.quota == CAP
    assert ledger.tie_difference == 100 - mu(3 * 333 + 66_667) == -1
    assert find(ledger, "region", "150000", 2022).used == 100
    assert find(ledger, "outside").used == find(ledger, "outside", year=2022).used == 100
    assert find(ledger, "overlap").used == 1500 and find(ledger, "undated").used == 3000
    assert {r.verdict for r in ledger.rows if r.level in ("outside", "overlap", "undated")} == {NO_NUMBER}
    county = find(ledger, "county", "150102")
    assert (county.quota, county.reward, county.allowed, county.balance) == (150, 7, 157, 157)
    assert find(ledger, "county", "150102", 2021).quota == 100
    assert find(ledger, "county", "150102", 2021).reward == 0
    assert find(ledger, "county", "150102", 2022).quota is None
    # 150121 has no quota: neither it nor its league can be judged
    assert find(ledger, "county", "150121").verdict == find(ledger, "league", "150100").verdict == NOT_COMPUTABLE
    assert find(ledger, "league", "150100").balance is None


def test_without_quota_and_reward_tables():
    ledger = build_ledger(account({("county", "150102", 2023): LandAreas(area=700_000)}))
    assert ledger.total.as_dict() == {
        "level": "region", "code": "150000", "name": "内蒙古自治区", "year": 0, "quota_mu": 640_000.0,
        "reward_mu": None, "used_mu": 10.5, "used_ha": 0.7, "balance_mu": 639_989.5, "used_pct": 0.0,
        "agri_mu": None, "crop_mu": None, "unused_mu": None, "built_mu": None, "unknown_mu": None,
        "verdict": NOT_COMPUTABLE}
    assert all(r.quota is None and r.reward is None and r.verdict == NOT_COMPUTABLE
               for r in ledger.rows if r.level in ("county", "league"))
    assert find(ledger, "region", "150000", 2023).verdict == NOT_COMPUTABLE  # the cap is for the period only


def whole_account(cells, **more):
    """An account that covers all 103 county units."""
    units = {unit.code: unit.name for unit in counties()}
    names = {**NAMES, **{league.code: league.name for league in leagues()}}
    return Account(more.pop("plan", plan()), units, {code: code[:4] + "00" for code in units}, names, cells, **more)


def test_a_region_that_is_covered_is_judged_and_any_county_less_makes_it_not_computable():
    whole = whole_account({("county", "150102", 2023): LandAreas(area=700_000)})
    assert build_ledger(whole).total.verdict == MET
    for code in ("150102", "152923", "150781"):
        part = {key: value for key, value in whole.units.items() if key != code}
        cells = {key: cell for key, cell in whole.cells.items() if key[1] != code}
        ledger = build_ledger(replace(whole, units=part, cells=cells))
        assert ledger.total.verdict == NOT_COMPUTABLE
        league = code[:4] + "00"
        assert all(row.verdict == NOT_COMPUTABLE for row in ledger.rows if row.level == "league" and row.code == league)


def test_what_is_unknown_and_could_turn_the_verdict_takes_the_met_away():
    """10 亩 used of 15; 5.00 亩 of unknown class may be used up too, 5.01 亩 would be too much."""
    def county(unknown):
        cells = {("county", "150102", 2021): LandAreas(666_667 + unknown, 666_667, 0, 0, 0, unknown)}
        return find(build_ledger(account(cells, quota={("150102", 2021): 1500}, has_land_use=True)), "county", "150102")

    assert county(333_333).verdict == MET and county(334_100).verdict == NOT_COMPUTABLE
    dated = {("county", "150102", 2021): LandAreas(area=666_667)}
    for undated, verdict_ in ((333_333, MET), (334_100, NOT_COMPUTABLE)):
        ledger = build_ledger(account(dated, quota={("150102", 2021): 1500}, undated={"150102": undated}))
        assert find(ledger, "county", "150102").verdict == verdict_
        assert find(ledger, "county", "150102", 2021).verdict == MET  # no year is known, so no year is doubted


def test_an_account_of_no_parcel_says_nothing():
    ledger = build_ledger(whole_account({}, quota={("150102", 0): 10_000}, n_parcels=0))
    assert {row.verdict for row in ledger.rows if row.level in ("region", "league", "county")} == {NOT_COMPUTABLE}


def test_the_own_row_of_a_league_stands_for_it():
    quota = {("150102", 0): 10_000, ("150121", 0): 2_000}
    ledger = build_ledger(account({}, quota=quota, groups={"150100": 50_000}))
    assert find(ledger, "league", "150100").quota == 50_000 and find(ledger, "county", "150102").quota == 10_000


def test_share_above_100_percent_and_not_met_are_one_statement():
    row = Row("county", "150102", "", 0, quota=1000, reward=10, used=1011)
    assert (row.allowed, row.balance, row.used_pct) == (1010, -1, 10_010)
    assert verdict(row.used, row.allowed, plan()) == NOT_MET
    assert Row("county", "", "", 0, quota=0).used_pct is None


def test_land_use_must_sum_to_the_area():
    with pytest.raises(ConservationError, match="150102"):
        build_ledger(account({("county", "150102", 2021): LandAreas(10, 4, 0, 3, 2, 0)}, has_land_use=True))


@pytest.mark.parametrize("key", [("county", "150102", 2020), ("county", "150102", 0), ("county", "159999", 2021)])
def test_leaves_outside_the_ledger_are_refused(key):
    with pytest.raises(ConservationError, match="outside the ledger"):
        build_ledger(account({key: LandAreas(area=1)}))


# -- conservation ------------------------------------------------------------------------------------------------


@st.composite
def cell(draw):
    agri, unused, built, unknown = (draw(st.integers(0, 3 * 10**9)) for _ in range(4))
    return LandAreas(agri + unused + built + unknown, agri, draw(st.integers(0, agri)), unused, built, unknown)


YEARS = range(2021, 2026)
table = st.dictionaries(st.tuples(st.sampled_from(sorted(UNITS)), st.sampled_from([0, *YEARS])),
                        st.integers(0, 10**7), max_size=12)


@st.composite
def accounts(draw):
    cells = draw(st.dictionaries(st.tuples(st.just("county"), st.sampled_from(sorted(UNITS)), st.sampled_from(YEARS)),
                                 cell(), max_size=12))
    for level, years in (("outside", YEARS), ("overlap", YEARS), ("undated", [0])):
        for year in draw(st.sets(st.sampled_from(list(years)))):
            cells[(level, "", year)] = draw(cell())
    return account(cells, quota=draw(st.none() | table), reward=draw(st.none() | table),
                   has_land_use=draw(st.booleans()), plan=plan(draw(st.dates(date(2020, 6, 1), date(2026, 6, 1)))))


@LAWS
@given(accounts())
def test_the_ledger_conserves(acc):
    ledger = build_ledger(acc)
    rows = {(r.level, r.code, r.year): r for r in ledger.rows}
    assert len(rows) == len(ledger.rows)
    assert {code for level, code, _ in rows if level == "county"} == set(UNITS)
    summed = ("used", "used_ha") + (("agri", "crop", "unused", "built", "unknown") if acc.has_land_use else ())
    for name in summed:
        def total(level, year, codes=None, name=name):
            return sum(getattr(r, name) for (lv, c, y), r in rows.items()
                       if lv == level and y == year and (codes is None or c in codes))

        for year in [0, *YEARS]:
            region = getattr(rows["region", "150000", year], name)
            assert region == total("county", year) + total("outside", year)
            assert region == total("league", year) + total("outside", year)
            for league in set(LEAGUES.values()):
                members = {c for c in UNITS if LEAGUES[c] == league}
                assert getattr(rows["league", league, year], name) == total("county", year, members)
        for (level, code, year), row in rows.items():
            if year == 0 and level != "undated":
                years = [getattr(rows[level, code, y], name) for y in YEARS if (level, code, y) in rows]
                assert getattr(row, name) == sum(years)
    for (level, code, year), leaf in acc.cells.items():
        row = rows[level, code, year]
        if acc.has_land_use:
            for name in CLASSES[1:]:
                assert getattr(row, name) == mu(getattr(leaf, name))
            assert row.used_ha == half_up(Fraction(leaf.agri + leaf.unused, 100))
        else:
            assert (row.used, row.used_ha, row.agri) == (mu(leaf.area), half_up(Fraction(leaf.area, 100)), None)
    if acc.has_land_use:
        assert all(r.used == r.agri + r.unused for r in ledger.rows if r.agri is not None)
    exact = sum(c.agri + c.unused if acc.has_land_use else c.area
                for (level, _, _), c in acc.cells.items() if level in ("county", "outside"))
    assert ledger.total.used - ledger.tie_difference == mu(exact)
    assert ledger.total is rows["region", "150000", 0]


@LAWS
@given(accounts())
def test_quota_rewards_and_verdicts(acc):
    ledger = build_ledger(acc)
    for row in ledger.rows:
        if row.level in ("outside", "overlap", "undated"):
            assert row.quota is None and row.verdict == NO_NUMBER
            continue
        expected = verdict(row.used, row.allowed, acc.plan, row.year)
        if row.level != "county" or (expected == MET and row.used + (row.unknown or 0) > row.allowed):
            expected = NOT_COMPUTABLE  # no league is covered here, and what is unknown may turn what is met
        assert row.verdict == expected
        assert (row.balance is None) == (row.quota is None)
        if row.level == "county":
            expected = [v for (c, y), v in (acc.quota or {}).items() if c == row.code and row.year in (0, y)]
            assert row.quota == (sum(expected) if expected else None)
            given_reward = [v for (c, y), v in (acc.reward or {}).items() if c == row.code and row.year in (0, y)]
            assert row.reward == (None if acc.reward is None else sum(given_reward))
        if row.level == "region" and row.year == 0:
            assert row.quota == acc.plan.cap
            assert row.reward == (None if acc.reward is None else sum(acc.reward.values()))
        if row.level == "league" and row.year == 0:
            members = [r for r in ledger.rows if r.level == "county" and r.year == 0 and LEAGUES[r.code] == row.code]
            known = [r.quota for r in members if r.quota is not None]
            assert row.quota == (sum(known) if len(known) == len(members) else None)
