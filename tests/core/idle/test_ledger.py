"""Ages, lapse, settlement by document, and a ledger whose printed rows tie in both directions."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.idle.approvals import NO_YEAR, age_class, age_of, check, lapsed, settle, sum_by
from nm_urban.nm_urban_plugin.core.idle.ledger import PARTS, Progress, Stock, build_ledger, share_out
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


@pytest.mark.parametrize(("day", "supplied", "used", "compensated", "answer"), [
    (D(2022, 6, 30), False, False, False, "yes"),  # two years are up on the day
    (D(2022, 7, 1), False, False, False, "no"),  # a day short
    (D(2022, 6, 30), True, False, False, "no"), (D(2022, 6, 30), False, True, False, "no"),
    (D(2022, 6, 30), False, False, True, "no"), (D(2022, 6, 30), False, False, None, "unknown"),
    (D(2022, 7, 1), False, False, None, "no"), (D(2022, 6, 30), True, False, None, "no"),
    (None, False, False, False, "unknown"), (None, True, False, None, "no")])
def test_lapse(day, supplied, used, compensated, answer):
    assert lapsed(day, D(2024, 6, 30), supplied, used, compensated) == answer


def test_settlement_by_hand():
    """100 approved, 60 supplied (20 of it late), 50 cancelled (all late): 40 are left to cancel; on the base date 60
    lay unsupplied, now none: 60 disposed of, 10 cancelled beyond."""
    found = settle([100], [60], [50], [40], [0], [True])
    assert [int(v[0]) for v in (found.supplied, found.cancelled, found.unsupplied, found.disposed,
                                found.excess_supplied, found.excess_cancelled)] == [60, 40, 0, 60, 0, 10]


amounts = st.lists(st.integers(0, 10**9), min_size=1, max_size=8)


@LAWS
@given(st.data())
def test_settlement_conserves(data):
    n = data.draw(st.integers(1, 8))
    column = st.lists(st.integers(0, 10**9), min_size=n, max_size=n)
    approved, sup0, sup1, canc0, canc1 = (np.array(data.draw(column), np.int64) for _ in range(5))
    on_base = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    found = settle(approved, sup0 + sup1, canc0 + canc1, sup0, canc0, on_base)
    assert (found.supplied + found.cancelled + found.unsupplied == approved).all()
    assert (found.supplied + found.excess_supplied == sup0 + sup1).all()
    before = settle(approved, sup0, canc0, sup0, canc0, on_base)
    assert (found.disposed == np.where(on_base, before.unsupplied - found.unsupplied, 0)).all()
    assert (found.disposed >= 0).all()


def test_a_document_that_does_not_tie_is_refused():
    with pytest.raises(ConservationError):
        check([100], [50], [10], [39])
    with pytest.raises(ConservationError):
        check([100], [110], [0], [-10])


def test_sums_are_exact():
    big = 2**60 + 1
    assert sum_by([0, 0, -1, 1], 3, [big, 1, 5, 7]).tolist() == [big + 1, 7, 0]


cell = st.fixed_dictionaries({part: st.integers(0, 10**10) for part in PARTS})
cells = st.dictionaries(st.tuples(st.sampled_from(["", *UNITS]), st.sampled_from([NO_YEAR, 2015, 2019, 2022])), cell,
                        max_size=12)


@LAWS
@given(cells, st.lists(st.integers(0, 10**9), max_size=5))
def test_every_row_ties_as_printed(cells, ages):
    total = sum(c["unsup"] for c in cells.values())
    ages = [(str(k), amount) for k, amount in enumerate(ages)]
    if total == 0 or sum(a for _, a in ages) == 0:
        ages = []
    found = build_ledger(Stock(progress(), UNITS, LEAGUES, NAMES, cells, {"sup_outside": ("sup", 7)}, ages))
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
                return sum(round(row[f"{key}_{unit}"] * scale) for row in rows
                           if row["level"] == level and (row["code"] or "").startswith(prefix or code))
            region = total_of("region")
            assert region == total_of("county") + total_of("no_county") == total_of("league") + total_of("no_county")
            assert region == total_of("year") and total_of("county") == total_of("county_year")
            for league in ("1501", "1502"):
                assert total_of("league", prefix=league) == total_of("county", prefix=league)
            if key == "unsup" and ages:
                assert total_of("age") == region
    leaves = {key: found.leaves[key].mu["unsup"] for key in cells}
    for key, amount in cells.items():
        assert leaves[key] == (2 * amount["unsup"] * 3 + 2000) // 4000
    assert all(abs(d) <= len(cells) for d in found.differences.values())


@pytest.mark.parametrize(("disposed", "goal", "as_of", "verdict"), [
    (1000, None, D(2024, 1, 1), "not_computable"), (1000, 1000, D(2022, 1, 1), "met"),
    (999, 1000, D(2026, 1, 1), "not_met"),
    (499, 1000, D(2023, 12, 31), "at_risk"), (500, 1000, D(2023, 12, 31), "met"), (0, 1000, D(2021, 1, 1), "met"),
    (999, 1000, D(2025, 12, 31), "at_risk"), (0, 0, D(2030, 1, 1), "met")])
def test_verdicts(disposed, goal, as_of, verdict):
    """Base 2021-12-31, deadline 2025-12-31: 1461 days; on 2023-12-31 730 are gone: pace 499.66 of 1000."""
    assert progress(as_of=as_of).verdict(disposed, goal) == verdict


def test_tasks_and_rates():
    """One county, 30 ha approved: 10 supplied, 5 cancelled, 15 unsupplied, 4 idle, 6 disposed (ha = 10^6 cents)."""
    ha = 1_000_000
    cells = {("150102", 2019): {"sup": 10 * ha, "canc": 5 * ha, "unsup": 15 * ha, "idle": 4 * ha, "disp": 6 * ha}}
    found = build_ledger(Stock(progress(), UNITS, LEAGUES, NAMES, cells, tasks={"150102": 10_000, "150121": 500}))
    rows = {(row.level, row.code): row.as_dict() for row in found.rows if row.level in ("region", "league", "county")}
    county = rows["county", "150102"]
    assert (county["appr_mu"], county["sup_mu"], county["unsup_mu"], county["stock_mu"]) == (450.0, 150.0, 225.0, 285.0)
    assert (county["appr_ha"], county["stock_ha"]) == (30.0, 19.0)
    assert (county["unsup_pct"], county["sup_pct"], county["idle_pct"], county["prog_pct"]) == (50.0, 33.33, 40.0, 90.0)
    assert county["verdict"] == "met"  # 90 of 100 mu after half the time
    assert rows["league", "150100"]["task_mu"] == 105.0 and rows["league", "150100"]["prog_pct"] == 85.71
    assert rows["league", "150200"]["task_mu"] is None and rows["league", "150200"]["verdict"] == "not_computable"
    assert rows["county", "150202"]["unsup_pct"] is None
    assert rows["region", "150000"]["task_mu"] == 1000.0


def test_documents_share_what_is_printed():
    """Three documents of 333.33 m² in a county that prints 1.50 mu: 0.50 each; one cent of a mu more goes somewhere."""
    assert share_out([33_333, 33_333, 33_334], [0, 0, 0], [150]).tolist() == [50, 50, 50]
    assert share_out([33_333, 33_333, 33_334], [0, 0, 0], [151]).sum() == 151
