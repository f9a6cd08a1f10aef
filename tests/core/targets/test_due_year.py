"""Tables by year against an oracle of another make, and laws of verdicts: order, splitting, merging, dropping."""

import datetime as dt
import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.core.measurement import Measurement
from nm_urban.nm_urban_plugin.core.targets.assessment import Assessment
from nm_urban.nm_urban_plugin.core.targets.columns import Columns, unit_of_heading
from nm_urban.nm_urban_plugin.core.targets.judging import judge
from nm_urban.nm_urban_plugin.core.targets.own import read_own
from nm_urban.nm_urban_plugin.core.targets.registry import conventions, register
from tests.core.targets import due_year_oracle
from tests.core.targets.test_assessment import ALL, assessed, columns, one, rows_of

WUHAI = [unit.code for unit in places.counties_of("150300")]
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2028, 12, 31)) | st.sampled_from(
    [dt.date(year, 12, day) for year in range(2022, 2028) for day in (30, 31)])
ROW = st.tuples(st.sampled_from(WUHAI), st.sampled_from([None, 2022, 2023, 2024, 2025, 2026, 2027]),
                st.integers(55, 105) | st.none(), st.sampled_from([100]))


def wuhai(rows, as_of, comparator, goal, base):
    own = {"targets": [{"id": "t", "answers": "urbanization_rate_2025", "place": "150300", "value": goal,
                        "comparator": comparator, "year": 2025,
                        **({"baseline": {"value": base[0], "date": base[1].isoformat()}} if base else {})}]}
    found = assessed("county_table", [row[0] for row in rows], as_of, own=json.dumps(own),
                     year=[row[1] for row in rows], pop_urban=[row[2] for row in rows],
                     pop_total=[row[3] for row in rows])
    return one(found, "t")


@given(st.lists(ROW, min_size=1, max_size=14), DAYS, st.sampled_from([">=", "~"]), st.sampled_from([65, 70, 80, 95]),
       st.sampled_from([None, (60, dt.date(2020, 12, 31)), (75, dt.date(2022, 6, 30))]))
@settings(deadline=None, max_examples=300)
def test_the_oracle_agrees(rows, as_of, comparator, goal, base):
    assume(base is None or goal > base[0])
    row = wuhai(rows, as_of, comparator, goal, base)
    share, verdict = due_year_oracle.verdict(rows, WUHAI, as_of, dt.date(2025, 12, 31), goal,
                                             1 if comparator == "~" else 0, base)
    assert row.verdict == verdict
    assert (row.value is None) == (share is None)
    if share is not None:
        assert row.value == pytest.approx(float(share), rel=1e-12)


def test_the_oracle_by_hand():
    """Three districts of 100: 70, 71, 72 of 2025 give 71 %; the row of 2026 and a contradicted one do not count."""
    due = dt.date(2025, 12, 31)
    rows = [(code, 2025, 70 + k, 100) for k, code in enumerate(WUHAI)] + [(WUHAI[0], 2026, 99, 100)]
    assert due_year_oracle.verdict(rows, WUHAI, dt.date(2026, 12, 31), due, 71, 0) == (71, "met")
    assert due_year_oracle.verdict(rows, WUHAI, dt.date(2025, 12, 30), due, 71, 0) == (None, "not_computable")
    twice = [*rows, (WUHAI[2], 2025, 60, 100)]
    assert due_year_oracle.verdict(twice, WUHAI, due, due, 71, 0)[1] == "not_computable"


# -- the due year's row -------------------------------------------------------------------------------------------


def region(years, shares, as_of, **more):
    codes = [code for code in ALL for _ in years]
    return assessed("county_table", codes, dt.date.fromisoformat(as_of), year=list(years) * len(ALL),
                    pop_total=[100_000.0] * len(codes),
                    pop_urban=[1000.0 * share for share in shares] * len(ALL), **more)


@pytest.mark.parametrize("as_of, value, verdict", [
    ("2025-12-30", 66.0, "at_risk"), ("2025-12-31", 67.0, "not_met"), ("2026-06-30", 67.0, "not_met"),
    ("2026-12-31", 67.0, "not_met"), ("2030-01-01", 67.0, "not_met")])
def test_a_later_row_never_changes_the_verdict(as_of, value, verdict):
    """67 % at the end of 2025, 69.5 % a year later: the target of 2025 was missed, whenever it is asked."""
    row = one(region((2024, 2025, 2026), (66.0, 67.0, 69.5), as_of), "urbanization_rate_2025")
    assert (row.value, row.verdict) == (pytest.approx(value), verdict)
    history = "later rows (history, not judged): 2026: 69.5 %" in row.method.en
    assert history == (as_of >= "2026-12-31") == ("2026年69.5%" in row.method.zh)
    assert ("rows of 2025, 2026 are not known yet" in row.method.en) == (as_of < "2025-12-31")


def test_the_last_row_before_the_due_year_where_that_has_none():
    row = one(region((2023, 2026), (68.5, 60.0), "2027-01-01"), "urbanization_rate_2025")
    assert (row.value, row.verdict) == (pytest.approx(68.5), "met") and "rows of 2023" in row.method.en
    only_later = one(region((2026,), (75.0,), "2027-01-01"), "urbanization_rate_2025")
    assert only_later.verdict == "not_computable" and only_later.value is None
    assert one(region((2026,), (75.0,), "2027-01-01"), "urbanization_rate_2035").verdict == "met"


@pytest.mark.parametrize("cell", [2025, "2025", "2025年", "2025年度", 2025.0, "2025-12-31", dt.date(2025, 12, 31)])
def test_spellings_of_a_year(cell):
    found = assessed("county_table", ["150121", "150121"], dt.date(2026, 6, 30), year=[cell, "2026年"],
                     pop_total=[100, 100], pop_urban=[60, 90], place="150121")
    assert one(found, "urbanization_rate_2025").value == pytest.approx(60)


def test_values_of_the_user_by_their_day():
    def judged(*dates, as_of="2027-01-01"):
        own = {"values": [{"target": "senior_high_enrolment_2025", "place": "150000", "date": day, "value": value,
                           "unit": "%"} for day, value in dates]}
        found = Assessment("parks", [], dt.date.fromisoformat(as_of), own=read_own(json.dumps(own), "f"))
        return one(found, "senior_high_enrolment_2025")

    row = judged(("2025-12-31", 94.0), ("2026-12-31", 96.0))
    assert (row.value, row.verdict) == (94, "not_met") and "2026-12-31: 96" in row.method.en
    row = judged(("2026-12-31", 96.0))
    assert (row.value, row.verdict) == (None, "not_computable") and "after the target was due" in row.missing.en
    row = judged(("2025-06-30", 94.0), ("2025-06-30", 94.0), as_of="2025-07-01")
    assert (row.value, row.verdict) == (94, "pending")
    row = judged(("2025-06-30", 94.0), ("2025-06-30", 95.5))
    assert row.verdict == "not_computable" and "values of one place and day differ" in row.missing.en
    row = judged(("2025-06-30", 105.0))
    assert row.verdict == "not_computable" and "no share of a whole" in row.missing.en


def test_an_account_of_a_period_may_be_drawn_up_later():
    """What was used of 2021 to 2025 is known for good some time after its end."""
    day = dt.date(2026, 6, 30)
    found = Assessment("measures", [], day)
    found.add_measures([Measurement("new_urban_construction_land_cap_2025", "150000", day, 630_000.0, "亩")])
    assert one(found, "new_urban_construction_land_cap_2025").verdict == "met"


# -- laws ---------------------------------------------------------------------------------------------------------

RANK = {"not_met": 0, "at_risk": 1, "pending": 2, "met": 3}
JUDGED = [row for row in register().values() if row.kind == "target" and row.value is not None]


@given(st.sampled_from(JUDGED), st.floats(0, 2), st.floats(0, 2), st.dates(dt.date(2021, 1, 1), dt.date(2036, 1, 1)))
@settings(deadline=None, max_examples=300)
def test_a_better_value_never_gets_a_worse_verdict(row, one_, two, day):
    from nm_urban.nm_urban_plugin.core.targets.indicators import indicator_of
    from nm_urban.nm_urban_plugin.core.targets.judging import way_of

    indicator = indicator_of().get(row.id)
    direction = indicator.direction if indicator else "near"
    assume(way_of(row, direction) != "near" or row.comparator == "~")
    low, high = sorted((one_, two))
    scale = abs(row.value) or 10.0
    found = [RANK[judge(row, value * scale, day, conventions(), direction).verdict] for value in (low, high)]
    assert found == sorted(found, reverse=way_of(row, direction) == "down")


TABLE = st.lists(st.tuples(st.sampled_from(WUHAI), st.sampled_from([0, 2023, 2024, 2025]), st.integers(50, 100),
                           st.integers(1, 9)), min_size=1, max_size=10)


@given(TABLE, st.randoms(use_true_random=False), st.integers(1, 4))
@settings(deadline=None, max_examples=120)
def test_order_splitting_and_repeating_change_nothing(rows, chance, size):
    def evaluated(some, cuts):
        found = Assessment("county_table", ["county_code", "year", "pop_total", "pop_urban", "used_mu", "quota_mu"],
                           dt.date(2025, 12, 31), keep=chance.random() < 0.5)
        for first in range(0, len(some), cuts):
            part = some[first : first + cuts]
            found.add(columns([r[0] for r in part], fids=list(range(first, first + len(part))),
                              year=[r[1] for r in part], pop_total=[100] * len(part), pop_urban=[r[2] for r in part],
                              used_mu=[r[3] for r in part], quota_mu=[5] * len(part)))
        return [(r.target.id, r.scope.key, r.origin, r.value, r.verdict, r.n, r.covered) for r in found.rows()]

    whole = evaluated(rows, len(rows))
    mixed = [*rows, *(row for row in rows if chance.random() < 0.5)]
    chance.shuffle(mixed)
    assert evaluated(mixed, size) == whole


FIELDS = {"pop_total": 1e5, "pop_urban": 7e4, "gdp": 9e9, "used_mu": 9e3, "disp_area": 9e3, "park_area": 2e6,
          "green_area": 4e5, "built_area": 1e6, "seat_pop": 3e4, "heat_area": 1e6, "cent_heat": 9e5, "water_pop": 7e4,
          "gas_pop": 7e4, "beds": 100, "nurse_beds": 60, "places_n": 900, "cars": 100, "spaces": 120, "piles": 500}
_FULL: dict = {}


def _verdicts(codes, scale):
    values = {name: [value * scale if name in ("pop_urban", "used_mu", "disp_area", "gdp") else value] * len(codes)
              for name, value in FIELDS.items()}
    rows = assessed("county_table", codes, dt.date(2026, 1, 1), **values).rows()
    return {(row.target.id, row.scope.key): row for row in rows}


@given(st.sampled_from(ALL), st.sampled_from([0.5, 1.0, 1.2]))
@settings(deadline=None, max_examples=40)
def test_dropping_a_county_never_makes_a_verdict(code, scale):
    """Of every place in which the county lies, nothing is met or missed any more."""
    rows = _verdicts([other for other in ALL if other != code], scale)
    full = _FULL.setdefault(scale, _verdicts(ALL, scale))
    assert any(row.verdict == "met" for row in full.values()) and any(r.verdict == "not_met" for r in full.values())
    for key, row in rows.items():
        if code in row.scope.units and row.origin != "allotted":
            assert row.verdict in ("not_computable", "no_number"), key
        elif row.indicator is None or not row.indicator.den_scope:
            assert row.verdict == full[key].verdict, key


def test_one_number_one_verdict_by_every_way():
    """A table, the measures drawn from it and values typed by hand: the same number is judged the same."""
    day = dt.date(2024, 6, 30)
    for share in (0.68, 0.6855, 0.72):
        table = one(assessed("county_table", ALL, day, pop_total=[1e5] * 103, pop_urban=[share * 1e5] * 103),
                    "urbanization_rate_2035")
        measured = Assessment("measures", [], day)
        measured.add_measures([Measurement("urbanization_rate_2035", "150000", day, 100 * share, "%")])
        typed = Assessment("parks", [], day, own=read_own(json.dumps({"values": [
            {"target": "urbanization_rate_2035", "place": "150000", "value": 100 * share, "unit": "%"}]}), "f"))
        assert len({one(found, "urbanization_rate_2035").verdict for found in (measured, typed)} | {table.verdict}) == 1


# -- what is unknown ----------------------------------------------------------------------------------------------


def test_the_unknown_never_proves_a_target():
    """51 of 100 compounds have a committee and 3 nobody knows of: of 103 between 49.5 and 52.4 %."""
    codes = [*ALL, "150121"]
    known = ["是"] * 53 + ["否"] * 48 + [None] * 3
    row = one(assessed("compounds", codes, dt.date(2026, 1, 1), committee=known, own='{"covers": "150000"}'),
              "owners_committee_rate_2025")
    assert row.verdict == "met" and "between 50.9615 % and 53.8462 %; 3 features cannot be judged" in row.method.en
    fewer = ["是"] * 51 + ["否"] * 50 + [None] * 3
    row = one(assessed("compounds", codes, dt.date(2026, 1, 1), committee=fewer, own='{"covers": "150000"}'),
              "owners_committee_rate_2025")
    assert (row.value, row.verdict) == (pytest.approx(100 * 51 / 101), "not_computable")
    assert row.missing.zh == "介于49.0385 %与51.9231 %之间；另有3个要素无法判定"


@pytest.mark.parametrize("states, verdict", [([], "met"), ([None], "not_computable"), (["直排"], "pending")])
def test_features_without_a_place_may_lie_in_any(states, verdict):
    """A table of closed outfalls in every county of Wuhai, and one row without a code."""
    own = '{"targets": [{"id": "t", "answers": "sewage_outfalls_zero", "place": "150300", "value": 0}]}'
    found = assessed("outfalls", [*WUHAI, *[""] * len(states)], own=own, outf_open=["已封堵"] * len(WUHAI) + states)
    row = one(found, "t")
    assert row.verdict == ("met" if not states else "not_computable")
    if states:
        assert "at least 0; 1 features cannot be judged" in row.method.en
    assert verdict in ("met", "not_computable", "pending")


def test_nothing_read_is_nothing_even_where_it_is_declared_complete():
    for own in ("", '{"covers": "150000"}'):
        row = one(assessed("flood_points", [], own=own, flood_open=[]), "flood_points_dynamic_zero")
        assert (row.value, row.verdict) == (None, "not_computable")


# -- rows and cells -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other, value", [
    ((100, 60), 60), (("100", "60.0"), 60), (("100 ", "6,0"), None), ((100, 61), None), ((None, 60), None)])
def test_two_rows_of_a_county_and_year(other, value):
    found = assessed("county_table", ["150121", "150121"], year=[2023, "2023年"], pop_total=[100, other[0]],
                     pop_urban=[60, other[1]], place="150121")
    row = one(found, "urbanization_rate_2025")
    assert row.value == (None if value is None else pytest.approx(value))
    assert len(found.contradictions()) == (2 if value is None else 0)
    if value is None:
        assert "Tumed Left Banner, 2023: 2 rows with different values" in row.method.en
        assert found.contradictions()[0][1].text("zh").startswith("土默特左旗2023年有2行且数值不一致")


def test_a_share_of_more_than_all_is_listed_and_not_used():
    found = Assessment("county_table", ["county_code", "pop_total", "pop_urban"], dt.date(2024, 6, 30))
    told = found.add(columns(["150121", "150122"], pop_total=[100, 100], pop_urban=[120, 60]))
    assert [fid for fid, _ in told] == [0] and "120.00 %, outside 0 to 100 %" in told[0][1].text("en")
    assert "120.00%" in told[0][1].text("zh")
    row = one(found, "urbanization_rate_2025")
    assert (row.value, row.n_skipped) == (60, 1)
    # a growth is no share, and neither are seats per car
    fields = ["county_code", "yield_now", "ind_land", "yield_2020", "land_2020"]
    gain = Assessment("zones", fields, dt.date(2024, 6, 30))
    assert gain.add(columns(["150121"], yield_now=[300], ind_land=[1], yield_2020=[100], land_2020=[1])) == []


@pytest.mark.parametrize("cell, people", [
    ("1,234,567", 1234567), ("１２３４", 1234), ("12,5", 12.5), ("1.2万人", 12000), ("—", None), ("/", None),
    ("无", None), ("约1200", None), ("1 234", 1234), (" 88 ", 88), ("12人", 12), ("NULL", None), ("-5", None)])
def test_cells_of_people(cell, people):
    heading = unit_of_heading("pop_urban", "城镇人口（人）")
    found = Columns(np.arange(1), ["150121"], {"pop_urban": [cell]}, {"pop_urban": heading}).numbers("pop_urban")[0]
    assert np.isnan(found) if people is None else found == people


@pytest.mark.parametrize("heading, factor", [
    ("公园绿地面积（公顷）", 1e6), ("公园绿地面积(单位：亩)", 200_000 / 3), ("park_area_wanmu", 2e9 / 3),
    ("公园绿地面积万平方米", 1e6), ("公园绿地面积【km²】", 1e8)])
def test_units_of_headings_by_the_shared_reader(heading, factor):
    assert unit_of_heading("park_area", heading).factor == pytest.approx(factor, rel=1e-15)


def test_whole_period_and_years():
    """The years are the leaves; the row of the whole period is compared and never added; the place's own row stands."""
    day = dt.date(2025, 12, 31)
    own = '{"targets": [{"id": "t", "answers": "new_urban_construction_land_cap_2025", "place": "150121", "value": 1}]}'
    found = assessed("county_table", ["150121"] * 3, day, own=own, year=["合计", 2021, 2022],
                     used_mu=[3000.0, 1000, 2000])
    assert one(found, "t").value == pytest.approx(0.3) and "whole-period row" not in one(found, "t").method.en
    found = assessed("county_table", ["150121"] * 3, day, own=own, year=[None, 2021, 2022],
                     used_mu=[9000.0, 1000, 2000])
    row = one(found, "t")
    assert row.value == pytest.approx(0.3) and "whole-period row differs" in row.method.en
    found = assessed("county_table", ["150300", *WUHAI], day, own=own.replace("150121", "150300"),
                     used_mu=[5000.0, 1000, 1000, 1000])
    row = one(found, "t")
    assert row.value == pytest.approx(0.5) and "本级行与所辖旗县之和不一致" in row.method.zh
    assert rows_of(found, "t") == [row]


def test_what_a_ledger_cannot_judge_is_not_judged_from_its_rows():
    """Land of no known class stands beside used_mu: the ledger says not computable, and so does every other face."""
    values = dict(level=["county"] * 3, year=[0, 0, 2024], used_mu=[60.0, 60.0, 60.0], quota_mu=[100.0] * 3)
    found = assessed("landquota_ledger", ["150121", "150122", "150122"], dt.date(2025, 12, 31),
                     verdict=["not_computable", "met", "not_computable"], **values)
    rows = {row.scope.key: row for row in rows_of(found, "new_urban_construction_land_cap_2025", "allotted")}
    assert {code: row.verdict for code, row in rows.items()} == {"150121": "not_computable", "150122": "met"}
    assert "台账本身无法判定" in rows["150121"].missing.zh and rows["150121"].value == pytest.approx(0.006)
