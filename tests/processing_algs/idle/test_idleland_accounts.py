"""One set for every rate, each m² once: idle land outside approvals, documents of two counties, drawn and declared."""

import pytest

from tests.builders import rows_of
from tests.processing_algs.idle import case
from tests.processing_algs.idle.test_idleland import A, B, approved, by_document, check_ledger, sold
from tests.processing_algs.idle.test_idleland_tables import Log

IDLE = {"供地日期": "2019-01-01", "约定动工日期": "2020-01-01"}
USED = {"供地日期": "2019-01-01", "约定动工日期": "2020-01-01", "实际动工日期": "2020-01-01"}


def test_the_idle_rate_is_of_one_set(run_alg):
    """One square supplied within an approval and used, two outside every approval idle: within it 0 of 15 亩 lie idle;
    what lies outside has a row of its own, 30 of 30."""
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2018-01-01")),
                      sold((case.square(0, 0), USED), (case.square(2, 0), IDLE), (case.square(3, 0), IDLE)))
    rows = check_ledger(result)
    region, outside = rows["region", "150000", ""], rows["sup_outside", "", ""]
    assert (region["sup_mu"], region["idle_mu"], region["idle_in_mu"], region["idle_pct"]) == (15.0, 30.0, 0.0, 0.0)
    assert (outside["sup_mu"], outside["idle_mu"], outside["idle_pct"]) == (30.0, 30.0, 100.0)
    assert result["IDLE_MU"] == 30.0  # idle land is stock wherever it lies


@pytest.mark.parametrize(("squares", "rate"), [
    ([(0, 0, 100, 100, IDLE), (0, 0, 100, 100, USED)], 50.0),  # on each other: idle all the same
    ([(0, 0, 100, 100, IDLE), (0, 0, 200, 100, IDLE)], 100.0),  # idle twice: once
    ([(0, 0, 200, 200, IDLE)], 100.0),  # half of it outside: only what lies within
    ([(0, 0, 50, 100, IDLE), (1, 0, 200, 100, IDLE)], 100.0)])
def test_the_idle_rate_never_exceeds_what_is_supplied(run_alg, squares, rate):
    made = [(case.square(i, j, w, h), facts) for i, j, w, h, facts in squares]
    extra = [(case.square(0, 0, 200, 100), USED)] if rate == 50.0 else []
    result = case.run(run_alg, approved((0, 0, 200, 100, A, "2018-01-01")), sold(*made, *extra))
    assert check_ledger(result)["county", "150102", ""]["idle_pct"] == rate


def test_drawn_stays_drawn_beside_a_table(run_alg):
    """Approved and drawn: 100 m x 100 m = 9 999.25 m² = 15 亩, declared 14 亩; 10 亩 supplied by a table."""
    drawn = approved((0, 0, 100, 100, A, "2020-01-01", None, 14 / 15))
    sales = case.supplies([case.supply(None, 批准文号=A, 供地日期="2021-01-01", 公顷=10 / 15)], geometry=False)
    result = case.run(run_alg, drawn, sales)
    assert (result["APPROVED_MU"], result["SUPPLIED_MU"], result["UNSUPPLIED_MU"]) == (15.0, 10.0, 5.0)
    row = by_document(result)[A]
    area = row["appr_m2"]
    assert area == pytest.approx(9999, abs=1) and row["decl_appr"] == 9333.33
    assert row["d_appr_m2"] == pytest.approx(9333.33 - area, abs=0.005)
    assert rows_of(result["UNSUPPLIED"])[0]["area_m2"] == pytest.approx(area - 6666.67, abs=0.005)


def test_approvals_on_each_other_count_once_also_beside_a_table(run_alg):
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2019-01-01"), (0, 0, 200, 100, B, "2020-01-01")),
                      case.supplies([case.supply(None, 批准文号=B, 公顷=0.5)], geometry=False))
    assert (result["APPROVED_MU"], result["OVERLAP_MU"], result["UNSUPPLIED_MU"]) == (30.0, 15.0, 22.5)


def test_drawn_supplies_of_a_table_of_approvals(run_alg):
    """2 公顷 approved by a table; drawn supplies of one square and, later, of one that covers it and as much again:
    20 000 m² in all, each once."""
    result = case.run(run_alg, case.approvals([(None, A, "2019-01-01", 2.5, None, "150102")], geometry=False),
                      sold((case.square(0, 0), {"批准文号": A, "供地日期": "2020-01-01"}),
                           (case.square(0, 0, 200, 100), {"批准文号": A, "供地日期": "2020-02-01"})))
    assert (result["APPROVED_MU"], result["TWICE_MU"], result["OUTSIDE_MU"]) == (37.5, 15.0, 0.0)
    assert result["SUPPLIED_MU"] == pytest.approx(30.0, abs=0.01)


def test_features_without_geometry_count_with_what_they_declare(run_alg):
    """A layer of two drawn approvals and one that nobody drew; a supply without geometry of a drawn document."""
    log = Log()
    made = case.approvals([(case.square(0, 0), A, "2019-01-01", None, None, "150102"),
                           (None, B, "2019-01-01", 2.0, None, "150102"), (None, "合计", None, 3.0, None, None)])
    sales = case.supplies([case.supply(case.square(0, 0, 50, 100), 批准文号=A, 供地日期="2020-01-01"),
                           case.supply(None, 批准文号=A, 供地日期="2020-01-01", 公顷=0.2),
                           case.supply(None, 批准文号=B, 供地日期="2020-01-01", 公顷=0.5)])
    result = case.run(run_alg, made, sales, log)
    found = by_document(result)
    assert (found[A]["unsup_mu"], found[B]["unsup_mu"]) == (4.5, 22.5) and result["APPROVED_MU"] == 45.0
    pieces = {row["appr_id"]: row["area_mu"] for row in rows_of(result["UNSUPPLIED"])}
    assert pieces == {A: 4.5, B: 22.5}
    drawings = {feature["appr_id"]: feature.hasGeometry() for feature in result["UNSUPPLIED"].getFeatures()}
    assert drawings == {A: True, B: False}
    assert "1 features of 批准 without geometry" in result["METHOD"] and "2 features of 供应" in result["METHOD"]
    assert [(row["src"], row["fid"]) for row in rows_of(result["REJECTS"])] == [("批准", 3)]


def test_a_supply_counts_in_its_own_county(run_alg):
    """One document, 60 亩 in 150121 and 40 in 150122; 40 supplied and idle by its own code in 150122. 50 of it: 10 come
    out of the other county's approval, and count where the supply says."""
    fields = [*case.SUPPLY_FIELDS, ("XZQDM", str)]
    made = case.approvals([(None, A, "2018-03-01", 4.0, None, "150121"),
                           (None, A, "2018-03-01", 40 / 15, None, "150122")], geometry=False)

    def counties(mu, code):
        from tests.builders import table
        row = (*case.supply(None, 批准文号=A, 公顷=mu / 15, **IDLE)[1:], code)
        result = case.run(run_alg, made, table([row], fields, "供应"))
        rows = check_ledger(result)
        return [tuple(rows["county", c, ""][f"{key}_mu"] for key in ("appr", "sup", "unsup", "idle"))
                for c in ("150121", "150122")], rows["county", "150122", ""]["idle_pct"], result

    assert counties(40, "150122")[:2] == ([(60.0, 0.0, 60.0, 0.0), (40.0, 40.0, 0.0, 40.0)], 100.0)
    found, rate, result = counties(50, "150122")
    assert (found, rate) == ([(50.0, 0.0, 50.0, 0.0), (50.0, 50.0, 0.0, 50.0)], 100.0)
    documents = {row["code"]: row for row in rows_of(result["DOCUMENTS"])}
    assert documents["150121"]["unsup_mu"] == 50.0 and documents["150122"]["sup_mu"] == 50.0
    # without a code of its own it counts in its document's counties, by what they have
    assert [row[1] for row in counties(50, None)[0]] == [30.0, 20.0]


def test_a_drawn_supply_counts_where_it_lies(run_alg):
    """An approval of 300 m x 100 m that reaches 100 m into the next county: the supply there counts there."""
    across = (case.X + 4300, case.Y, case.X + 4600, case.Y + 100)
    from tests.builders import rectangle
    made = case.approvals([(rectangle(*across), A, "2018-01-01", None, None, None)])
    sales = case.supplies([case.supply(rectangle(across[2] - 100, *across[1:]), 供地日期="2022-05-01")])
    log = Log()
    rows = check_ledger(case.run(run_alg, made, sales, log, COUNTIES=case.counties()))
    assert rows["county", "150202", ""]["sup_mu"] == 15.0 == rows["county", "150202", ""]["disp_mu"]
    assert rows["county", "150102", ""]["unsup_mu"] == 30.0 and rows["county", "150102", ""]["sup_mu"] == 0.0
    assert any("count in another county unit" in line for line in log.lines)


LATE = {"供地日期": "2022-01-10", "约定动工日期": "2022-03-01"}
BACK = {**IDLE, "处置方式": "收回", "处置日期": "2022-02-01"}


@pytest.mark.parametrize(("supplies", "idle", "disposed"), [
    ([(100, {**LATE, "实际动工日期": "2022-04-01"})], 0.0, 15.0),  # supplied since and used
    ([(100, LATE)], 15.0, 0.0),  # supplied since, but it lies idle: still in stock
    ([(100, {**LATE, "实际动工日期": "2022-04-01"}), (50, {**LATE, "供地日期": "2022-02-01"})], 7.5, 7.5),
    ([(50, {**LATE, "供地日期": "2022-02-01"}), (100, {**LATE, "实际动工日期": "2022-04-01"})], 7.5, 7.5),
    # taken back and supplied again, idle again: in stock, not disposed of
    ([(100, BACK), (100, {**LATE, "供地日期": "2022-03-01"})], 15.0, 0.0), ([(100, BACK)], 0.0, 15.0)])
def test_nothing_is_disposed_of_and_in_stock(run_alg, supplies, idle, disposed):
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2018-01-01")),
                      sold(*((case.square(0, 0, width, 100), facts) for width, facts in supplies)))
    assert (result["IDLE_MU"], result["DISPOSED_MU"], result["UNSUPPLIED_MU"]) == (idle, disposed, 0.0)
    assert result["STOCK_MU"] + result["DISPOSED_MU"] == 15.0
    check_ledger(result)
    rows = sorted(rows_of(result["IDLE"]), key=lambda row: row["供地日期"])
    assert rows[0]["twice_m2"] == 0.0  # the surplus is the later one's, whichever lies idle


@pytest.mark.parametrize(("compensated", "used", "supplied", "lapsed"), [
    (None, None, None, "yes"), ("2024-07-01", None, None, "yes"), (None, "2024-08-01", None, "yes"),
    (None, None, "2024-09-01", "yes"),  # all after AS_OF: they do not count
    ("2021-12-31", None, None, "no"), (None, "2020-05-01", None, "no"), (None, None, "2021-01-01", "no"),
    ("2022-01-01", None, None, "unknown"), (None, "2024-06-30", None, "unknown"), (None, None, "2023-01-01", "unknown"),
    ("待补", None, None, "unknown"), ("待补", "2020-05-01", None, "no"), ("未补偿", "否", None, "yes"),
    ("2019-13-01", None, "2024-09-01", "unknown")])
def test_an_approval_lapses_by_its_own_two_years(run_alg, compensated, used, supplied, lapsed):
    """Approved 2020-01-01: the two years end on 2022-01-01; AS_OF is 2024-06-30."""
    from tests.builders import table
    fields = [("批准文号", str), ("批准日期", str), ("批准面积（亩）", float), ("补偿安置日期", str), ("used_on", str)]
    made = table([(A, "2020-01-01", 100.0, compensated, used)], fields, "批准")
    sales = case.supplies([case.supply(None, 批准文号=A if supplied else "别的", 供地日期=supplied or "2021-01-01",
                                       公顷=0.1)], geometry=False)
    result = case.run(run_alg, made, sales)
    (piece,) = rows_of(result["UNSUPPLIED"])
    assert piece["lapsed"] == lapsed and bool(piece["lapse_why"]) == (lapsed == "unknown")
    listed = [row["fid"] for row in rows_of(result["REJECTS"]) if row["src"] == "批准"]
    assert listed == ([1] if compensated in ("待补", "2019-13-01") else [])
    assert result["N_LAPSED"] == (lapsed == "yes")
