"""idleland on the map: 批准 − 已供 − 核销 document by document, ledger lines, lapse, disposal, all from drawn squares.

A square of 100 m x 100 m prints 15.00 亩 and 0.9999 or 1.0000 公顷; sums are checked in integer hundredths.
"""

import pytest

from tests.builders import layer, rectangle, rows_of, table
from tests.processing_algs.idle import case

A, B, C = "内政土〔2019〕1号", "内政土〔2019〕2号", "内政土〔2023〕3号"


def approved(*rows):
    """Rows (i, j, width, height, document, date[, compensated[, 公顷]])."""
    made = []
    for i, j, w, h, document, date, *more in rows:
        compensated, hectares = (*more, None, None)[:2]
        made.append((case.square(i, j, w, h), document, date, hectares, compensated, "150102"))
    return case.approvals(made)


def sold(*rows):
    return case.supplies([case.supply(wkt, **values) for wkt, values in rows])


def by_document(result):
    out = {row["appr_id"]: row for row in rows_of(result["DOCUMENTS"])}
    for row in out.values():
        cents = {key: round(row[f"{key}_m2"] * 100) for key in ("appr", "sup", "canc", "unsup")}
        assert cents["appr"] == cents["sup"] + cents["canc"] + cents["unsup"]
    return out


def check_ledger(result):
    """Every printed row ties across and down; returns the rows."""
    rows = case.ledger(result)
    for unit, scale in (("mu", 100), ("ha", 10_000)):
        def value(row, key, unit=unit, scale=scale):
            return round((row[f"{key}_{unit}"] or 0) * scale)  # empty where nothing was read of a county

        for (level, _, _), row in rows.items():
            if level in ("region", "league", "county", "county_year", "year", "no_county"):
                assert value(row, "appr") == value(row, "sup") + value(row, "canc") + value(row, "unsup")
                assert value(row, "stock") == value(row, "unsup") + value(row, "idle")
        for key in ("appr", "sup", "canc", "unsup", "idle", "halted", "stock", "disp"):
            def total(level, key=key, value=value):
                return sum(value(row, key) for (found, _, _), row in rows.items() if found == level)

            assert total("region") == total("county") + total("no_county") == total("year")
            assert total("county") == total("county_year") == total("league")
    documents = rows_of(result["DOCUMENTS"])
    for key in ("appr", "sup", "canc", "unsup"):
        assert sum(round(row[f"{key}_mu"] * 100) for row in documents) == round(
            rows["region", "150000", ""][f"{key}_mu"] * 100)
    region = rows["region", "150000", ""]
    for name, key in (("UNSUPPLIED_MU", "unsup"), ("IDLE_MU", "idle"), ("HALTED_MU", "halted"), ("STOCK_MU", "stock"),
                      ("DISPOSED_MU", "disp"), ("APPROVED_MU", "appr"), ("SUPPLIED_MU", "sup"),
                      ("CANCELLED_MU", "canc")):
        assert result[name] == region[f"{key}_mu"], name
    return rows


def test_partial_supply_and_several_supplies(run_alg):
    result = case.run(run_alg, approved((0, 0, 300, 100, A, "2019-05-01"), (1, 0, 100, 100, B, "2019-05-02")),
                      sold((case.square(0, 0), {"供地日期": "2020-01-01"}),
                           (case.square(0, 0, 200, 50), {"供地日期": "2020-02-01"})), COUNTIES=case.counties())
    found = by_document(result)
    # 100x100 and 200x50 overlap by 100x50: 15000 m² of 30000 supplied
    assert found[A]["sup_mu"] == 22.5 and found[A]["unsup_mu"] == 22.5 and found[B]["unsup_mu"] == 15.0
    rows = check_ledger(result)
    assert rows["sup_twice", "", ""]["sup_mu"] == 7.5 == result["TWICE_MU"]
    assert rows["county", "150102", ""]["unsup_pct"] == 62.5 and result["UNSUPPLIED_MU"] == 37.5
    pieces = rows_of(result["UNSUPPLIED"])
    assert {row["appr_id"] for row in pieces} == {A, B} and {row["code"] for row in pieces} == {"150102"}
    for document in (A, B):
        total = sum(round(row["area_m2"] * 100) for row in pieces if row["appr_id"] == document)
        assert total == round(found[document]["unsup_m2"] * 100)
    assert "areas as drawn" in result["METHOD"] and "图斑椭球面积" in result["METHOD"]


def test_special_lines(run_alg):
    """B overlaps A by half and is later; one supply lies half outside all approvals."""
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2019-05-01"), (0, 0, 150, 100, B, "2020-05-01")),
                      sold((case.square(0, 0, 100, 200), {"供地日期": "2021-01-01"})))
    found = by_document(result)
    assert (found[A]["appr_mu"], found[A]["unsup_mu"], found[B]["appr_mu"]) == (15.0, 0.0, 7.5)
    assert found[B]["overlap_m2"] == pytest.approx(10_000, abs=1.5)
    rows = check_ledger(result)
    assert rows["appr_overlap", "", ""]["appr_mu"] == 15.0 == result["OVERLAP_MU"]
    assert rows["sup_outside", "", ""]["sup_mu"] == 15.0 == result["OUTSIDE_MU"]
    (parcel,) = rows_of(result["IDLE"])
    assert parcel["out_m2"] == pytest.approx(10_000, abs=1.5) and parcel["twice_m2"] == 0 and parcel["lies_in"] == A
    assert {rows[level, "", ""]["verdict"] for level in ("appr_overlap", "sup_outside", "sup_twice")} == {"no_number"}


@pytest.mark.parametrize(("polygons", "hectares", "left"), [(True, None, 7.5), (False, 0.5, 7.5), (False, None, 0.0)])
def test_cancellations_as_polygons_or_as_a_table(run_alg, polygons, hectares, left):
    """Half of A is cancelled; a table without area cancels all that is left."""
    cancelled = case.cancellations([(case.square(0, 0, 100, 50), A, "2023-01-01", hectares)], geometry=polygons)
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2019-05-01"), (1, 0, 100, 100, B, "2019-05-01")),
                      sold((case.square(2, 0), {})), CANCELLED=cancelled)
    found = by_document(result)
    assert found[A]["unsup_mu"] == left and found[A]["canc_mu"] == 15.0 - left and found[B]["unsup_mu"] == 15.0
    check_ledger(result)
    assert result["DISPOSED_MU"] == 15.0 - left  # cancelled after the base date
    pieces = [row for row in rows_of(result["UNSUPPLIED"]) if row["appr_id"] == A]
    assert sum(round(row["area_m2"] * 100) for row in pieces) == round(found[A]["unsup_m2"] * 100)


def test_slivers_are_flagged_and_counted(run_alg):
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2019-05-01")),
                      sold((case.square(0, 0, 99.95, 100), {})), MIN_PIECE_M2=10)
    (piece,) = rows_of(result["UNSUPPLIED"])
    assert piece["sliver"] == 1 and piece["area_m2"] == pytest.approx(5, abs=0.01)
    assert result["N_SLIVERS"] == 1 and result["UNSUPPLIED_MU"] == 0.01
    bigger = case.run(run_alg, approved((0, 0, 100, 100, A, "2019-05-01")),
                      sold((case.square(0, 0, 99.95, 100), {})), MIN_PIECE_M2=4)
    assert rows_of(bigger["UNSUPPLIED"])[0]["sliver"] == 0 and bigger["UNSUPPLIED_MU"] == 0.01


def test_lapsed_documents(run_alg):
    layers = approved((0, 0, 100, 100, A, "2022-06-30"), (1, 0, 100, 100, B, "2022-07-01"),
                      (2, 0, 100, 100, C, "2019-01-01", "2020-01-01"), (3, 0, 100, 100, "D", "2019-01-01"),
                      (4, 0, 100, 100, "E", None))
    sales = sold((case.square(3, 0, 50, 50), {"批准文号": "D"}))
    found = {row["appr_id"]: row["lapsed"] for row in rows_of(case.run(run_alg, layers, sales)["UNSUPPLIED"])}
    # D was supplied, but nobody knows when: within its two years or after them
    assert found == {A: "yes", B: "no", C: "no", "D": "unknown", "E": "unknown"}
    fields = [field for field in case.APPROVAL_FIELDS if field[0] != "补偿安置日期"]
    bare = layer([(case.square(0, 0), A, "2019-01-01", None, "150102"),
                  (case.square(1, 0), B, "2024-01-01", None, "150102")], fields, name="批准")
    found = {row["appr_id"]: (row["lapsed"], row["age_y"], row["age_class"])
             for row in rows_of(case.run(run_alg, bare, sales)["UNSUPPLIED"])}
    assert found == {A: ("unknown", 5, ">5"), B: ("no", 0, "<1")}


def test_disposal_since_the_base_date(run_alg):
    """Base 2021-12-31. A: half supplied early, a quarter late: 7.5 亩 disposed. B: approved later: nothing."""
    result = case.run(run_alg, approved((0, 0, 200, 100, A, "2019-05-01"), (1, 0, 100, 100, B, "2022-05-01")),
                      sold((case.square(0, 0), {"供地日期": "2021-12-31"}),
                           (case.square(0, 0, 150, 100), {"供地日期": "2022-01-01"}),
                           (case.square(1, 0), {"供地日期": "2023-01-01"})), TARGET_MU=30)
    assert result["DISPOSED_MU"] == 7.5 and result["PROGRESS_PCT"] == 25.0
    assert case.ledger(result)["region", "150000", ""]["verdict"] == "not_computable"  # one county of 103
    assert result["TWICE_MU"] == 15.0


def test_idle_land_that_left_the_stock(run_alg):
    """Parcels idle on the base date: taken back, started, only fined, still idle; and two that had left before."""
    early = {"供地日期": "2019-01-01", "约定动工日期": "2020-01-01"}
    result = case.run(run_alg, approved((0, 1, 100, 100, A, "2018-01-01")), sold(
        (case.square(0, 0), {**early, "处置方式": "协议有偿收回", "处置日期": "2023-05-01"}),
        (case.square(1, 0), {**early, "实际动工日期": "2022-03-01"}),
        (case.square(2, 0), {**early, "处置方式": "收取闲置费", "处置日期": "2023-05-01"}),
        (case.square(3, 0), early),
        (case.square(4, 0), {**early, "处置方式": "收回", "处置日期": "2021-12-31"}),
        (case.square(5, 0), {**early, "实际动工日期": "2021-12-31"}),
        (case.square(0, 0), {"供地日期": "2023-06-01", "约定动工日期": "2024-12-01"}),  # supplied again
    ))
    rows = rows_of(result["IDLE"])
    assert [row["disposed"] for row in rows] == [1, 1, 0, 0, 0, 0, 0]
    assert [row["in_stock"] for row in rows] == [0, 0, 1, 1, 0, 0, 0]
    assert result["DISPOSED_MU"] == 30.0 and result["IDLE_MU"] == 30.0
    check_ledger(result)


def test_idle_parcels_that_overlap_count_once(run_alg):
    idle = {"供地日期": "2019-01-01", "约定动工日期": "2020-01-01"}
    result = case.run(run_alg, approved((0, 1, 100, 100, A, "2018-01-01")),
                      sold((case.square(0, 0), idle), (case.square(0, 0, 150, 100), idle)))
    assert result["IDLE_MU"] == 22.5 and result["N_IDLE"] == 2


def test_kinds_of_parcels_and_recognised_halts(run_alg):
    halted = {"约定动工日期": "2020-01-01", "实际动工日期": "2020-05-01", "中止开发日期": "2022-01-01",
              "应动工面积": 9.0, "已开发面积": 2.0}
    result = case.run(run_alg, approved((0, 1, 100, 100, A, "2018-01-01")), sold(
        (case.square(0, 0), {"约定动工日期": "2022-01-01", "闲置原因": "企业原因"}),
        (case.square(1, 0), {"约定动工日期": "2022-01-01", "闲置原因": "规划调整"}),
        (case.square(2, 0), halted), (case.square(3, 0), {**halted, "认定书文号": "内自然资认〔2024〕1号"}),
        (case.square(4, 0), {}), (case.square(5, 0), {"约定动工日期": "2024-01-01"})))
    rows = rows_of(result["IDLE"])
    assert [row["kind"] for row in rows] == ["not_started", "government_cause", "halted", "halted", "unknown",
                                             "not_idle"]
    assert (result["IDLE_MU"], result["HALTED_MU"], result["N_UNKNOWN"], result["N_HALTED"]) == (45.0, 30.0, 1, 2)
    assert "需人工认定" in rows[2]["action"] and rows[0]["fee_from"].toString("yyyy-MM-dd") == "2023-01-01"
    assert rows[1]["fee_from"] is None and "art. 8(2)" in rows[1]["article"] and rows[0]["months"] == 17
    assert all(row["article"] and row["why"] for row in rows)


@pytest.mark.parametrize("value", ["2022年1月1日", "2022/1/1", "20220101", "44562", "2022-01-01", "２０２２．１．１"])
def test_dates_as_offices_write_them(run_alg, value):
    result = case.run(run_alg, approved((0, 1, 100, 100, A, value)), sold((case.square(0, 0), {"约定动工日期": value})))
    (row,) = rows_of(result["IDLE"])
    assert row["kind"] == "not_started" and row["idle_from"].toString("yyyy-MM-dd") == "2023-01-01"
    assert rows_of(result["UNSUPPLIED"])[0]["age_y"] == 2


def test_period_and_as_of(run_alg):
    layers = approved((0, 0, 100, 100, A, "2018-12-31"), (1, 0, 100, 100, B, "2019-01-01"),
                      (2, 0, 100, 100, C, "2024-07-01"), (3, 0, 100, 100, "D", None))
    sales = sold((case.square(5, 0), {}))
    result = case.run(run_alg, layers, sales)
    assert set(by_document(result)) == {A, B, "D"}  # C comes after AS_OF
    assert case.ledger(result)["out_of_window", "", ""]["appr_mu"] == 15.0
    result = case.run(run_alg, layers, sales, APPR_FROM=2019, APPR_TO=2024)
    assert set(by_document(result)) == {B} and result["N_DOCUMENTS"] == 1
    assert case.ledger(result)["out_of_window", "", ""]["appr_mu"] == 45.0
    result = case.run(run_alg, layers, sold((case.square(1, 0), {"供地日期": "2024-07-01"})), APPR_FROM=2019)
    assert by_document(result)[B]["unsup_mu"] == 15.0  # not yet supplied
    assert (result["N_READ"], result["N_USED"]) == (1, 0)


def test_tasks_of_counties(run_alg):
    tasks = table([("150102", 2022, 5.0), ("150102", 2023, 2.5), (150202, 2022, 100.0), ("999999", 2022, 1.0)],
                  [("旗县代码", str), ("年度", int), ("处置任务", float)], name="任务")
    started = {"供地日期": "2022-05-01", "约定动工日期": "2023-05-01", "实际动工日期": "2022-06-01"}
    result = case.run(run_alg, approved((0, 0, 200, 100, A, "2019-05-01")), sold((case.square(0, 0), started)),
                      COUNTIES=case.counties(), TASKS=tasks)
    rows = check_ledger(result)
    assert rows["county", "150102", ""]["task_mu"] == 7.5 and rows["county", "150102", ""]["verdict"] == "met"
    assert rows["county", "150102", ""]["prog_pct"] == 200.0
    # nothing was read of 150202, and its league has eight more counties without a task
    assert rows["county", "150202", ""]["task_mu"] == 100.0 and rows["league", "150200", ""]["task_mu"] is None
    assert rows["county", "150202", ""]["verdict"] == "not_computable" == rows["league", "150200", ""]["verdict"]
    assert [row["src"] for row in rows_of(result["REJECTS"])] == ["任务"]
    without = case.run(run_alg, approved((0, 0, 200, 100, A, "2019-05-01")), sold((case.square(0, 0), {})))
    assert case.ledger(without)["county", "150102", ""]["verdict"] == "not_computable"
    assert {row["missing"] for row in rows_of(without["MEASURES"]) if row["code"] == "150102"} == {"", "TASKS"}


def test_places_by_map_and_by_field(run_alg):
    """The code field says 150102, the second parcel lies in 150202: the map stands; without map the field."""
    layers = approved((0, 0, 100, 100, A, "2019-05-01"), (6, 0, 100, 100, B, "2019-05-01"),
                      (30, 0, 100, 100, C, "2019-05-01"))
    sales = sold((case.square(7, 0), {"约定动工日期": "2020-01-01"}))
    rows = check_ledger(case.run(run_alg, layers, sales, COUNTIES=case.counties()))
    assert rows["county", "150202", ""]["unsup_mu"] == 15.0 == rows["county", "150202", ""]["idle_mu"]
    assert rows["no_county", "", ""]["unsup_mu"] == 15.0
    rows = check_ledger(case.run(run_alg, layers, sales))
    assert rows["county", "150102", ""]["unsup_mu"] == 45.0 and rows["no_county", "", ""]["idle_mu"] == 15.0


def test_degrees_and_zone_agree(run_alg, provider):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

    from tests.builders import LONLAT, ZONE37

    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(ZONE37), QgsCoordinateReferenceSystem(LONLAT),
                                       QgsProject.instance())

    def degrees(wkt):
        shape = QgsGeometry.fromWkt(wkt)
        shape.transform(transform)
        return shape

    made = [(degrees(rectangle(case.X, case.Y, case.X + 300, case.Y + 100)), A, "2019-05-01", None, None, "150102")]
    west = layer(made, case.APPROVAL_FIELDS, crs=LONLAT, name="批准")
    result = case.run(run_alg, west, sold((case.square(0, 0), {})))
    assert by_document(result)[A]["sup_mu"] == 15.0 and result["UNSUPPLIED_MU"] == 30.0
