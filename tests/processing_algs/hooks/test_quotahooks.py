"""quotahooks: rows by hand, cap and rest, limits, parameters, bad rows, outputs."""

import json

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from tests.builders import files_in, layer, role_in_file, rows_of, table
from tests.processing_algs.classes import case
from tools.common import ROOT

FIELDS = [("旗县代码", str), ("处置面积（亩）", float), ("落户人数", float), ("人均城镇建设用地", float),
          ("剩余容量", float), ("处置任务", float), ("口岸项目", float)]
ROWS = [("150102", 100.0, 300.0, 95.0, None, 90.0, None), ("150781", 100.0, 300.0, 120.0, 30.004, 200.0, None),
        ("152921", 50.0, 10.0, None, None, None, None), ("152923", 50.0, None, None, None, None, 12.0)]  # fmt: skip
OUT = {"OUTPUT": "memory:", "WHATIF": "memory:", "REJECTS": "memory:"}


def run(run_alg, rows=ROWS, **more):
    result = run_alg("quotahooks", {"INPUT": table(list(rows), FIELDS, name="挂钩"), "CAP_MU": 1000, **OUT, **more})
    return result, rows_of(result["OUTPUT"])


def test_rows_by_hand_and_the_rest(run_alg):
    """新城区 (50 + 45) x 1.1 x 1.1 = 114.95; 满洲里 (50 + 36) x 0.8 = 68.80, room for 30.00; 左旗 0; 额济纳 12."""
    result, rows = run(run_alg)
    found = {row["code"]: row for row in rows}
    assert [row["capped_mu"] for row in rows] == [114.95, 30.0, 0.0, 12.0, 843.05]
    one = found["150102"]
    assert (one["base_mu"], one["stock_mu"], one["people_mu"], one["k2_m2"]) == (0, 50.0, 45.0, 100)
    assert one["factor"] == pytest.approx(1.21) and (one["core"], one["task"], one["growth"]) == (1, "done", "expand")
    assert (found["150781"]["demand_mu"], found["150781"]["limit_by"]) == (68.8, "boundary")
    assert (found["152921"]["factor"], found["152921"]["growth"]) == (0, "shrink")
    assert (found["152923"]["people_mu"], found["152923"]["limit_by"]) == (None, "port")
    assert (rows[-1]["level"], rows[-1]["code"]) == ("rest", "")
    assert result["ALLOTTED_MU"] + result["REST_MU"] == pytest.approx(1000) and result["SCALE"] == 1
    assert all(row["why"] for row in rows) and "assumed" in result["METHOD"]


def test_scaled_to_the_cap_without_a_rest_row(run_alg):
    result, rows = run(run_alg, CAP_MU=100)
    assert round(sum(row["capped_mu"] for row in rows), 2) == 100.00 and result["REST_MU"] == 0
    assert {row["level"] for row in rows} == {"county"} and 0 < result["SCALE"] < 1


@pytest.mark.parametrize("order", [ROWS, ROWS[::-1], ROWS[2:] + ROWS[:2]])
def test_the_order_of_rows_does_not_matter(run_alg, order):
    _, rows = run(run_alg, order, CAP_MU=100.01)
    assert rows == run(run_alg, CAP_MU=100.01)[1]


def test_k1_and_k2_as_parameters(run_alg):
    """k2 = 0 and nothing disposed gives 0; k1 = 0 follows settled people only."""
    bare = [(row[0], 0.0, *row[2:]) for row in ROWS]
    result, rows = run(run_alg, bare, K2=0)
    assert result["ALLOTTED_MU"] == 0 and rows[-1]["capped_mu"] == 1000
    _, rows = run(run_alg, K1=0)
    assert [row["stock_mu"] for row in rows[:4]] == [0, 0, 0, 0]
    assert rows[0]["demand_mu"] == pytest.approx(45 * 1.21, abs=0.01)
    _, rows = run(run_alg, TILT=1)
    assert rows[0]["demand_mu"] == pytest.approx(95 * 1.1, abs=0.01)


def test_the_base_quota_counts(run_alg):
    rows = [("150724", 10.0, 0.0)]
    made = table(rows, [("code", str), ("base_mu", float), ("disposed", float)])
    result = run_alg("quotahooks", {"INPUT": made, **OUT})
    assert rows_of(result["OUTPUT"])[0]["capped_mu"] == 10.0 and result["REST_MU"] == 639990.0


def test_urban_land_per_head_from_land_and_people(run_alg):
    """1500 mu = 1 000 000 m² for 10 000 people: 100 m² each, so 100 m² per settled person."""
    made = table([("150724", 100.0, 1500.0, 10_000.0)],
                 [("code", str), ("settled", float), ("urban_land_mu", float), ("pop_urban", float)])
    assert rows_of(run_alg("quotahooks", {"INPUT": made, **OUT})["OUTPUT"])[0]["k2_m2"] == 100


@pytest.mark.parametrize(("field", "value"), [(1, -1.0), (2, -5.0), (4, -0.01), (0, "159999"), (0, None)])
def test_rows_that_cannot_be_used_are_listed(run_alg, field, value):
    bad = list(ROWS[0])
    bad[field] = value
    result, rows = run(run_alg, [tuple(bad), *ROWS[1:]])
    assert "150102" not in {row["code"] for row in rows} and result["N_REJECTED"] == 1 and result["N_USED"] == 3
    assert rows_of(result["REJECTS"])[0]["fid"] == 1
    assert round(sum(row["capped_mu"] for row in rows), 2) == 1000


def test_text_that_is_no_number_is_listed(run_alg):
    made = table([("150724", "很多"), ("150725", "1,200")], [("code", str), ("disposed", str)])
    result = run_alg("quotahooks", {"INPUT": made, **OUT})
    assert "很多" in rows_of(result["REJECTS"])[0]["reason"]
    assert rows_of(result["OUTPUT"])[0]["stock_mu"] == 600.0


def test_a_code_in_two_rows_that_differ_is_listed_twice_and_not_chosen(run_alg):
    result, rows = run(run_alg, [*ROWS, (ROWS[0][0], 99.0, *ROWS[0][2:])])
    assert result["N_REJECTED"] == 2 and "150102" not in {row["code"] for row in rows}


def test_a_row_that_is_repeated_counts_once(run_alg):
    result, rows = run(run_alg, [*ROWS, ROWS[0], ROWS[0]])
    assert result["N_REJECTED"] == 0 and result["N_USED"] == len(ROWS)
    assert [row["code"] for row in rows].count("150102") == 1


def county_row(run_alg, made):
    (row,) = (row for row in rows_of(run_alg("quotahooks", {"INPUT": made, **OUT})["OUTPUT"])
              if row["level"] == "county")
    return row


@pytest.mark.parametrize("sign", ["", "—", "-", "/", "无", None, "　"])
def test_a_sign_of_emptiness_is_an_empty_cell_and_not_a_county_less(run_alg, sign):
    """(100 + 1000 x 50 x 3/2000) x 1.1 x 1.1 = 211.75 for a county of 呼和浩特 with both tasks done."""
    fields = [("code", str), ("基础指标（亩）", float), ("处置存量（亩）", str), ("落户人数（人）", str),
              ("批而未供任务完成率", float), ("闲置土地任务完成率", float)]
    made = table([("150121", 100.0, sign, "1,000", 100.0, 100.0)], fields)
    row = county_row(run_alg, made)
    assert row["demand_mu"] == 211.75


@pytest.mark.parametrize("rates", [(105.0, 100.0), (1.05, 1.0), (1.05, 1), ("105%", "100 %"), ("1.05", "1.00")])
def test_percent_cells_are_percent_however_a_sheet_hands_them_over(run_alg, rates):
    kind = str if isinstance(rates[0], str) else float
    fields = [("code", str), ("基础指标（亩）", float), ("批而未供任务完成率", kind), ("闲置土地任务完成率", kind)]
    made = table([("150121", 100.0, *rates)], fields)
    row = county_row(run_alg, made)
    assert row["task"] == "done" and row["demand_mu"] == 121.0


@pytest.mark.parametrize(("heading", "cell", "stock"), [
    ("处置存量（亩）", "1,5", 0.75), ("处置存量（公顷）", "2", 15.0), ("处置存量（万亩）", "0.01", 50.0),
    ("处置存量（亩）", "2公顷", 15.0), ("处置存量（亩）", "1,234.5", 617.25)])
def test_figures_in_the_unit_of_the_heading_or_of_the_cell(run_alg, heading, cell, stock):
    made = table([("150724", cell)], [("code", str), (heading, str)])
    row = county_row(run_alg, made)
    assert row["stock_mu"] == stock


@pytest.mark.parametrize("words", ["合计", "小计：", "全区合计", "单位：亩", "注：含飞地", "填报人：张三"])
def test_rows_that_are_no_data_are_listed(run_alg, words):
    result, rows = run(run_alg, [*ROWS, (words, None, None, None, None, None, None)])
    reasons = [row["reason"] for row in rows_of(result["REJECTS"])]
    assert len(reasons) == 1 and "not data" in reasons[0] and result["N_USED"] == len(ROWS)


def test_an_empty_table_leaves_the_whole_cap(run_alg):
    result, rows = run(run_alg, [])
    assert [row["capped_mu"] for row in rows] == [1000.0] and result["N_USED"] == 0


def test_what_if(run_alg):
    result, _ = run(run_alg)
    rows = rows_of(result["WHATIF"])
    assert len(rows) == 25 and (rows[0]["demand_mu"], rows[0]["rest_mu"]) == (0, 1000)
    now = next(row for row in rows if row["k1_x"] == 1 and row["k2_x"] == 1)
    assert (now["demand_mu"], now["alloc_mu"]) == (result["DEMAND_MU"], result["ALLOTTED_MU"])
    assert all(round(row["alloc_mu"] + row["rest_mu"], 2) == 1000 for row in rows)


def test_polygons_keep_their_geometry(run_alg):
    made = layer([(case.box(0), "150724", 10.0), (case.box(1), "150725", 20.0)], [("code", str), ("disposed", float)])
    result = run_alg("quotahooks", {"INPUT": made, **OUT})
    areas = [feature.geometry().area() for feature in result["OUTPUT"].getFeatures()]
    assert areas == [case.SIDE**2, case.SIDE**2, 0.0] or areas[2] < 0


def test_files_carry_their_role(run_alg, tmp_path):
    run(run_alg, OUTPUT=str(tmp_path / "q.gpkg"))
    assert role_in_file(tmp_path / "q.gpkg") == "quotahooks"


@pytest.mark.parametrize("fields", [[("x", str), ("disposed", float)], [("code", str), ("y", float)]])
def test_a_table_without_what_is_needed_is_refused(run_alg, fields):
    with pytest.raises(QgsProcessingException, match="FIELDS"):
        run_alg("quotahooks", {"INPUT": table([("150724", 1.0)], fields), **OUT})


def test_a_bad_parameter_table_leaves_nothing(run_alg, tmp_path):
    data = json.loads((ROOT / "resources" / "policies" / "quotahooks.json").read_text(encoding="utf-8"))
    data["entries"]["k1"]["value"] = -1
    policy = tmp_path / "系数.json"
    policy.write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "out").mkdir()
    with pytest.raises(QgsProcessingException, match="k1"):
        run(run_alg, POLICY=str(policy), OUTPUT=str(tmp_path / "out" / "o.gpkg"))
    assert files_in(tmp_path / "out") == []


def test_an_own_parameter_table(run_alg, tmp_path):
    data = json.loads((ROOT / "resources" / "policies" / "quotahooks.json").read_text(encoding="utf-8"))
    data["entries"]["k1"]["value"] = 1
    data["core"] = ["152900"]
    policy = tmp_path / "p.json"
    policy.write_text(json.dumps(data), encoding="utf-8")
    _, rows = run(run_alg, POLICY=str(policy))
    assert (rows[0]["stock_mu"], rows[0]["core"]) == (100, 0)


def test_people_in_the_unit_of_the_heading(run_alg):
    """1.2 万人 are 12 000 people; at 100 m² each 1 800 mu."""
    made = table([("150724", 1.2, 90.0)], [("code", str), ("落户人数（万人）", float), ("人均城镇建设用地", float)])
    assert rows_of(run_alg("quotahooks", {"INPUT": made, **OUT})["OUTPUT"])[0]["people_mu"] == 1800.0


def test_a_field_in_another_unit_of_area_is_converted(run_alg):
    class Said(QgsProcessingFeedback):
        warnings = []

        def pushWarning(self, text):  # noqa: N802
            self.warnings.append(text)

    said = Said()
    made = table([("150724", 10.0, 1.0)], [("code", str), ("落户人数", float), ("剩余容量（公顷）", float)])
    run_alg("quotahooks", {"INPUT": made, **OUT}, feedback=said)
    assert not any("remaining capacity" in line for line in said.warnings)  # 1 公顷 is known, and is 15 亩


@pytest.mark.parametrize("value", ["12%", "1e300", "3e9", "12元", "-5", "约12"])
def test_cells_that_are_no_area_are_listed(run_alg, value):
    made = table([("150724", value), ("150725", "1,000.5")], [("code", str), ("disposed", str)])
    result = run_alg("quotahooks", {"INPUT": made, **OUT})
    assert [row["fid"] for row in rows_of(result["REJECTS"])] == [1]
    assert [row["stock_mu"] for row in rows_of(result["OUTPUT"])][0] == 500.25


@pytest.mark.parametrize(("name", "value"), [("CAP_MU", float("nan")), ("K1", float("nan")), ("TILT", 1e300)])
def test_numbers_that_are_none_are_refused(run_alg, name, value):
    with pytest.raises(QgsProcessingException, match=name):
        run(run_alg, **{name: value})


def test_a_row_of_units_holds_for_headings_without_one(run_alg):
    """10 公顷 are 150 亩; m² per head stay m², people are counted in 万人."""
    fields = [("旗县代码", str), ("处置面积", str), ("落户人数", str), ("人均城镇建设用地", str),
              ("剩余容量（亩）", str)]
    rows = [("单位：公顷、万人", None, None, None, None), ("150724", "10", "0,03", "95", "900")]
    (one, *_) = rows_of(run_alg("quotahooks", {"INPUT": table(rows, fields, "挂钩"), **OUT})["OUTPUT"])
    assert (one["stock_mu"], one["people_mu"], one["k2_m2"]) == (75.0, 45.0, 100)


def test_a_full_name_does_where_the_code_is_empty(run_alg):
    fields = [("旗县代码", str), ("旗县名称", str), ("处置面积（亩）", str)]
    rows = [(None, "新城区", "10"), ("—", "回民 区", "20"), ("", "某某区", "5"), (None, "合计", "35")]
    result = run_alg("quotahooks", {"INPUT": table(rows, fields, "挂钩"), **OUT})
    assert [(r["code"], r["stock_mu"]) for r in rows_of(result["OUTPUT"])][:2] == [("150102", 5), ("150103", 10)]
    reasons = {r["fid"]: r["reason"] for r in rows_of(result["REJECTS"])}
    assert set(reasons) == {3, 4} and "某某区" in reasons[3]
