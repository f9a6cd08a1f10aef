"""Ages, lapse, settlement by document, and a ledger whose printed rows tie in both directions."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.core.idle.approvals import NO_YEAR, Evidence, age_class, age_of, check, lapse, sum_by
from nm_urban.nm_urban_plugin.core.idle.ledger import PARTS, Progress, Stock, Unknown, build_ledger, share_out
from nm_urban.nm_urban_plugin.core.units import ConservationError

LAWS = settings(deadline=None, max_examples=60)
UNITS = {"150102": "新城区", "150121": "土默特左旗", "150202": "东河区"}
LEAGUES = {code: code[:4] + "00" for code in UNITS}
NAMES = {"150000": "内蒙古自治区", "150100": "呼和浩特市", "150200": "包头市", "no_county": "none",
         "no_year": "no year", "sup_outside": "o", "sup_twice": "t", "appr_overlap": "v", "out_of_window": "w"}
D = dt.date


def progress(as_of=None):
    return Progress(100_000, D(2021, 12, 31), D(2025, 12, 31), as_of or D(2023, 12, 31))


@pytest.mark.parametrize(("day", "as_of", "age", "label"), [
    ("2023-07-01", "2024-06-30", 0, "<1"), ("2023-06-30", "2024-06-30", 1, "1-2"),
    ("2022-07-01", "2024-06-30", 1, "1-2"), ("2022-06-30", "2024-06-30", 2, "2-5"),
    ("2019-07-01", "2024-06-30", 4, "2-5"), ("2019-06-30", "2024-06-30", 5, ">5"),
    ("2020-02-29", "2021-02-28", 1, "1-2"), ("2020-02-29", "2025-02-27", 4, "2-5"),
    ("2009-01-01", "2024-06-30", 15, ">5")])
def test_ages(day, as_of, age, label):
    found = age_of(D.fromisoformat(day), D.fromisoformat(as_of))
    assert (found, age_class(found)) == (age, label)


def test_no_date_no_age():
    assert age_of(None, D(2024, 1, 1)) is None and age_class(None) == ""


@pytest.mark.parametrize(("day", "evidence", "answer"), [
    (D(2022, 6, 30), Evidence(), "yes"),  # two years are up on the day
    (D(2022, 7, 1), Evidence(), "no"), (D(2022, 7, 1), Evidence(absent=True), "no"),  # a day short
    (D(2022, 6, 30), Evidence(D(2024, 6, 29)), "no"), (D(2022, 6, 30), Evidence(D(2020, 1, 1), absent=True), "no"),
    (D(2021, 6, 30), Evidence(D(2023, 6, 30)), "unknown"), (D(2021, 6, 30), Evidence(D(2024, 6, 30)), "unknown"),
    (D(2022, 6, 30), Evidence(absent=True), "unknown"),
    (D(2022, 6, 30), Evidence(unknown=("compensated_on",)), "unknown"),
    (D(2022, 6, 30), Evidence(D(2023, 1, 1), ("supply_date",)), "no"),
    (None, Evidence(), "unknown"), (None, Evidence(D(2020, 1, 1)), "unknown")])
def test_lapse(day, evidence, answer):
    found = lapse(day, D(2024, 6, 30), evidence)
    assert found.state == answer and (found.why is not None) == (answer == "unknown")
    for lang in ("zh", "en"):
        assert found.why is None or found.why.text(lang)


def test_a_document_that_does_not_tie_is_refused():
    with pytest.raises(ConservationError):
        check([100], [50], [10], [39])
    with pytest.raises(ConservationError):
        check([100], [110], [0], [-10])


def test_sums_are_exact():
    big = 2**60 + 1
    assert sum_by([0, 0, -1, 1], 3, [big, 1, 5, 7]).tolist() == [big + 1, 7, 0]


cell = st.fixed_dictionaries({part: st.integers(0, 10**10) for part in (*PARTS, "idle_in")})
cells = st.dictionaries(st.tuples(st.sampled_from(["", *UNITS]), st.sampled_from([NO_YEAR, 2015, 2019, 2022])), cell,
                        max_size=12)


@LAWS
@given(cells, st.lists(st.integers(0, 10**9), max_size=5))
def test_every_row_ties_as_printed(cells, ages):
    total = sum(c["unsup"] for c in cells.values())
    ages = [(str(k), amount) for k, amount in enumerate(ages)]
    if total == 0 or sum(a for _, a in ages) == 0:
        ages = []
    found = build_ledger(Stock(progress(), UNITS, LEAGUES, NAMES, cells, {"sup_outside": {"sup": 7}}, ages))
    rows = [row.as_dict() for row in found.rows]
    cent = {"mu": 100, "ha": 10_000}
    for row in rows:
        for unit, scale in cent.items():
            value = {key: None if row[f"{key}_{unit}"] is None else round(row[f"{key}_{unit}"] * scale)
                     for key in ("appr", "sup", "canc", "unsup", "idle", "stock", "disp")}
            if None not in value.values():
                assert value["appr"] == value["sup"] + value["canc"] + value["unsup"]
                assert value["stock"] == value["unsup"] + value["idle"]
    for unit, scale in cent.items():
        for key in ("appr", *PARTS):
            def total_of(level, code="", prefix="", key=key, unit=unit, scale=scale):
                return sum(round((row[f"{key}_{unit}"] or 0) * scale) for row in rows
                           if row["level"] == level and (row["code"] or "").startswith(prefix or code))
            region = total_of("region")
            assert region == total_of("county") + total_of("no_county") == total_of("league") + total_of("no_county")
            assert region == total_of("year") and total_of("county") == total_of("county_year")
            for league in ("1501", "1502"):
                assert total_of("league", prefix=league) == total_of("county", prefix=league)
            if key == "unsup" and ages:
                assert total_of("age") == region
    assert all(row["idle_pct"] is None or row["idle_pct"] <= 100 for row in rows)
    leaves = {key: found.leaves[key].mu["unsup"] for key in cells}
    for key, amount in cells.items():
        assert leaves[key] == (2 * amount["unsup"] * 3 + 2000) // 4000
    assert all(abs(d) <= len(cells) for d in found.differences.values())


@pytest.mark.parametrize(("disposed", "goal", "as_of", "verdict"), [
    (1000, None, D(2024, 1, 1), "not_computable"), (1000, 1000, D(2022, 1, 1), "met"),
    (999, 1000, D(2026, 1, 1), "not_met"), (999, 1000, D(2025, 12, 31), "not_met"),  # due on the day itself
    (499, 1000, D(2023, 12, 31), "at_risk"), (500, 1000, D(2023, 12, 31), "pending"),
    (0, 1000, D(2021, 1, 1), "pending"), (999, 1000, D(2025, 12, 30), "at_risk"), (0, 0, D(2030, 1, 1), "met")])
def test_verdicts(disposed, goal, as_of, verdict):
    """Base 2021-12-31, deadline 2025-12-31: 1461 days; on 2023-12-31 730 are gone: pace 499.66 of 1000."""
    assert progress(as_of=as_of).verdict(disposed, goal) == verdict


@pytest.mark.parametrize(("unknown", "disposed", "as_of", "verdict"), [
    (Unknown(1, 5, more=1), 999, D(2026, 1, 1), "not_computable"), (Unknown(1, 5), 999, D(2026, 1, 1), "not_met"),
    (Unknown(1, 5, less=1), 1000, D(2024, 1, 1), "not_computable"), (Unknown(1, 5, less=1), 1001, D(2024, 1, 1), "met"),
    (Unknown(1, 5, more=600), 499, D(2023, 12, 31), "at_risk")])
def test_what_cannot_be_judged_holds_a_verdict_back(unknown, disposed, as_of, verdict):
    assert progress(as_of=as_of).verdict(disposed, 1000, unknown) == verdict


@LAWS
@given(st.integers(0, 2000), st.integers(1, 2000), st.integers(0, 2000), st.dates(D(2020, 1, 1), D(2027, 1, 1)))
def test_more_disposed_is_never_judged_worse(one, goal, more, as_of):
    order = ("not_met", "at_risk", "pending", "met")
    terms = progress(as_of=as_of)
    assert order.index(terms.verdict(one, goal)) <= order.index(terms.verdict(one + more, goal))


def test_tasks_and_rates():
    """One county, 30 ha approved: 10 supplied, 5 cancelled, 15 unsupplied, 4 idle, 6 disposed (ha = 10^6 cents); half
    of the idle land lies outside what the documents supplied."""
    ha = 1_000_000
    cells = {("150102", 2019): {"sup": 10 * ha, "canc": 5 * ha, "unsup": 15 * ha, "idle": 4 * ha, "disp": 6 * ha,
                                "idle_in": 2 * ha}}
    found = build_ledger(Stock(progress(), UNITS, LEAGUES, NAMES, cells, tasks={"150102": 10_000, "150121": 500},
                               covered=frozenset(["150102"])))
    rows = {(row.level, row.code): row.as_dict() for row in found.rows if row.level in ("region", "league", "county")}
    county = rows["county", "150102"]
    assert (county["appr_mu"], county["sup_mu"], county["unsup_mu"], county["stock_mu"]) == (450.0, 150.0, 225.0, 285.0)
    assert (county["appr_ha"], county["stock_ha"]) == (30.0, 19.0)
    assert (county["unsup_pct"], county["sup_pct"], county["idle_pct"], county["prog_pct"]) == (50.0, 33.33, 20.0, 90.0)
    assert county["verdict"] == "pending"  # 90 of 100 mu after half the time
    assert rows["county", "150121"]["verdict"] == "not_computable"  # a task, but nothing was read: nothing is printed
    assert rows["county", "150121"]["disp_mu"] is None is rows["county", "150121"]["stock_mu"]
    for place in (("league", "150100"), ("league", "150200")):
        assert rows[place]["task_mu"] is None and rows[place]["verdict"] == "not_computable"
    assert rows["county", "150202"]["unsup_pct"] is None
    assert rows["region", "150000"]["task_mu"] == 1000.0 and rows["region", "150000"]["verdict"] == "not_computable"


def whole(dropped=(), **more):
    """A ledger of all 103 county units, each with 1 000 mu disposed of, less some that nobody read."""
    every = [one.code for one in places.counties() if one.code not in dropped]
    ha = 1_000_000
    cells = {(code, 2019): {"sup": 100 * ha, "disp": 1000 * ha // 15} for code in every}
    names = {**NAMES, **{one.code: one.name for one in places.leagues()}}
    stock = Stock(progress(D(2026, 1, 1)), {code: code for code in every},
                  {code: places.league_of(code) for code in every}, names, cells, covered=frozenset(every), **more)
    return {row.code: row for row in build_ledger(stock).rows if row.level in ("region", "league", "county")}


def test_a_whole_region_is_judged_and_tasks_of_leagues_and_region_stand_for_them():
    assert whole()["150000"].verdict == "met"  # 103 000 of 1 000 mu
    tasks = {one.code: 100_000 for one in places.counties()}
    rows = whole(tasks={**tasks, "150100": 10**9, "150000": 103 * 10**5 + 1})
    assert rows["150102"].verdict == "met" and rows["150200"].verdict == "met"
    assert rows["150100"].goal == 10**9 and rows["150100"].verdict == "not_met"
    assert rows["150000"].goal == 103 * 10**5 + 1 and rows["150000"].verdict == "not_met"


@LAWS
@given(st.sets(st.sampled_from([one.code for one in places.counties()]), min_size=1, max_size=102))
def test_a_part_is_never_judged_as_the_whole(dropped):
    """Whatever counties are left out: neither the region nor a league they belong to gets a verdict of the whole."""
    rows = whole(dropped, tasks={one.code: 100_000 for one in places.counties()})
    assert rows["150000"].verdict == "not_computable"
    torn = {places.league_of(code) for code in dropped}
    for code, row in rows.items():
        if row.level == "league":
            assert row.verdict == ("not_computable" if code in torn else "met")
        if row.level == "county":
            assert row.verdict == "met"


def test_documents_share_what_is_printed():
    """Three documents of 333.33 m² in a county that prints 1.50 mu: 0.50 each; one cent of a mu more goes somewhere."""
    assert share_out([33_333, 33_333, 33_334], [0, 0, 0], [150]).tolist() == [50, 50, 50]
    assert share_out([33_333, 33_333, 33_334], [0, 0, 0], [151]).sum() == 151
