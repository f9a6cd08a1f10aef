"""datacheck through Processing: places, severities, readiness, roles, words in the log, refusals."""

import json
import re

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QDate

from tests.builders import files_in, layer, polygon, rectangle, role_in_file, rows_of, table

X, Y = 37_568_000.0, 4_470_000.0
DLTB = [("BSM", str), ("TBBH", str), ("DLBM", str), ("DLMC", str), ("TBMJ", float)]
FARMLAND = [("YJJBNTTBBH", str), ("DLBM", str), ("YJJBNTMJ", float)]
OUT = {"ISSUES": "memory:", "READINESS": "memory:", "REJECTS": "memory:"}


def patch(k, x0, y0, x1, y1, code="0301", name="乔木林地", area=None):
    return (rectangle(X + x0, Y + y0, X + x1, Y + y1), f"150123{k:012d}", str(k), code, name, area)


def land_use(rows, name="DLTB"):
    return layer(rows, DLTB, name=name)


SOUND = [patch(1, 0, 0, 100, 100), patch(2, 100, 0, 200, 100), patch(3, 0, 100, 100, 200), patch(4, 100, 100, 200, 200)]


def run(run_alg, *layers, **more):
    result = run_alg("datacheck", {"LAYERS": list(layers), "AS_OF": "2025-12-31", **OUT, **more})
    return result, rows_of(result["ISSUES"])


def number_in(words):
    """The last number of a sentence."""
    return float(re.findall(r"\d+(?:\.\d+)?", words)[-1])


def rules_of(rows):
    return sorted((row["rule"], row["fid"]) for row in rows)


def test_a_sound_layer_has_no_issue_and_says_so(run_alg):
    result, rows = run(run_alg, land_use(SOUND))
    assert [row["severity"] for row in rows if row["severity"] != "hint"] == []
    assert (result["N_LAYERS"], result["N_READ"], result["N_USED"], result["N_ERROR"]) == (1, 4, 4, 0)
    assert "2025-12-31" in result["METHOD"]


def test_an_overlap_of_ten_by_hundred_metres_and_a_gap_of_twenty(run_alg):
    """Feature 2 reaches 10 m into 1 over 100 m; between 3 and 4 20 m are missing, closed by a patch above."""
    rows = [patch(1, 0, 0, 100, 100), patch(2, 90, 0, 200, 100), patch(3, 0, 100, 100, 200),
            patch(4, 120, 100, 200, 200), patch(5, 0, 200, 200, 300)]
    _, found = run(run_alg, land_use(rows))
    (overlap,) = [row for row in found if row["rule"] == "Q4301"]
    (gap,) = [row for row in found if row["rule"] == "Q4302"]
    assert overlap["fid"] == 2 and number_in(overlap["detail"]) == pytest.approx(1000, abs=1)
    assert number_in(gap["detail"]) == pytest.approx(2000, abs=1)


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"code": "9999"}, "Q3104"), ({"name": "水田"}, "Q6201"), ({"area": -1.0}, "Q3105"), ({"code": None}, "Q3106"),
     ({"area": 123.0}, "Q7101")],
)
def test_one_wrong_cell_is_found_at_its_feature(run_alg, change, rule):
    rows = [*SOUND[:3], patch(4, 100, 100, 200, 200, **change)]
    _, found = run(run_alg, land_use(rows))
    assert (rule, 4) in rules_of(found)
    assert {fid for one, fid in rules_of(found) if one == rule} == {4}


def test_layers_in_conflict_and_what_can_be_computed(run_alg):
    farm = layer([(rectangle(X, Y, X + 100, Y + 100), "1", "0103", 5.0)], FARMLAND, name="永久基本农田")
    zone = layer([(rectangle(X + 50, Y, X + 300, Y + 100), "集中建设区")], [("GHFQMC", str)], name="CZKFBJ")
    result, rows = run(run_alg, land_use(SOUND), farm, zone)
    (conflict,) = [row for row in rows if row["rule"] == "Q5601"]
    assert number_in(conflict["detail"]) == pytest.approx(5000, abs=5)
    ready = {(row["indicator"], row["input"]): row for row in rows_of(result["READINESS"])}
    assert ready["parcelarea", "INPUT"]["layer"] == "DLTB" and ready["parcelarea", "INPUT"]["ready"] == "yes"
    assert ready["conformity", "ECO_REDLINE"]["ready"] == "no" and ready["conformity", "ECO_REDLINE"]["missing"]
    assert ready["conformity", "FARMLAND"]["layer"] == "永久基本农田"


def test_what_lies_outside_the_county_and_codes_of_another_one(run_alg):
    county = layer([(rectangle(X, Y, X + 150, Y + 400), "150123", "和林格尔县")], [("XZQDM", str), ("XZQMC", str)])
    _, rows = run(run_alg, land_use(SOUND), COUNTIES=county)
    assert [row["fid"] for row in rows if row["rule"] == "Q5401"] == [2, 4]


def test_rows_of_a_table_that_are_no_data(run_alg):
    rows = [("150123", "2021", 10.0), ("150124", "2021", 20.0), ("合计", None, 31.0)]
    quota = table(rows, [("旗县代码", str), ("年度", str), ("下达指标（亩）", float)], name="计划指标")
    _, found = run(run_alg, quota)
    assert {rule for rule, _ in rules_of(found)} >= {"Q7202", "Q7201"}


def test_dates_out_of_order(run_alg):
    fields = [("电子监管号", str), ("合同签订日期", QDate), ("约定动工日期", QDate), ("供地面积", float)]
    rows = [(rectangle(X, Y, X + 100, Y + 100), "1501232022B00001", QDate(2022, 3, 1), QDate(2021, 3, 1), 1.0)]
    _, found = run(run_alg, layer(rows, fields, name="供地库"))
    assert ("Q6306", 1) in rules_of(found)


def test_a_role_can_be_corrected_and_is_questioned_where_the_data_contradicts(run_alg):
    farm = layer([(rectangle(X, Y, X + 100, Y + 100), "1", "0103", 5.0)], FARMLAND, name="永久基本农田")
    _, rows = run(run_alg, farm, ROLES=json.dumps({"永久基本农田": "地类图斑"}))
    (asked,) = [row for row in rows if row["rule"] == "Q1202"]
    assert asked["severity"] == "error" and asked["fid"] is None


@pytest.mark.parametrize("more", [{"LAYERS": []}, {"ROLES": "{"}, {"ROLES": '{"DLTB": "no such"}'},
                                  {"ROLES": '{"other": "dltb"}'}, {"COUNTY": "15"}, {"AS_OF": "2025-13-01"}])
def test_what_cannot_be_used_is_refused_in_words(run_alg, more):
    with pytest.raises(QgsProcessingException, match=r"\S"):
        run(run_alg, land_use(SOUND), **more)


def test_invalid_and_missing_geometry_are_listed_and_left_out(run_alg):
    bow = polygon([(X, Y + 400), (X + 100, Y + 500), (X + 100, Y + 400), (X, Y + 500)])
    rows = [*SOUND, (bow, "a", "5", "0301", "乔木林地", None), (None, "b", "6", "0301", "乔木林地", None)]
    result, found = run(run_alg, land_use(rows))
    assert {("Q4102", 5), ("Q4101", 6)} <= set(rules_of(found))
    assert result["N_USED"] == 4 and sorted(row["fid"] for row in rows_of(result["REJECTS"])) == [5, 6]


def test_outputs_carry_their_role_and_a_cancelled_run_leaves_nothing(run_alg, tmp_path):
    path = tmp_path / "check.gpkg"
    run_alg("datacheck", {"LAYERS": [land_use(SOUND)], **OUT, "ISSUES": str(path)})
    assert role_in_file(path) == "datacheck"
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    run_alg("datacheck", {"LAYERS": [land_use(SOUND)], **OUT, "ISSUES": str(tmp_path / "no.gpkg")}, feedback=feedback)
    assert files_in(tmp_path) == ["check.gpkg"]


def test_what_layers_say_of_each_other(run_alg):
    """Supply half outside its approval; a village patch outside the town area; patches beyond the district."""
    approved = layer([(rectangle(X, Y, X + 100, Y + 100), "内政土发〔2021〕3号", "2021-03-01", 1.0)],
                     [("批准文号", str), ("批准日期", str), ("批准面积", float)], name="批准用地")
    supplied = layer([(rectangle(X + 50, Y, X + 150, Y + 100), "1501232022B00001", "2022-03-01", "2023-03-01")],
                     [("电子监管号", str), ("合同签订日期", str), ("约定动工日期", str)], name="供地库")
    _, rows = run(run_alg, approved, supplied)
    (outside,) = [row for row in rows if row["rule"] == "Q6303"]
    assert number_in(outside["detail"]) == pytest.approx(50, abs=0.1) and outside["layer"] == "供地库"
    fields = [*DLTB, ("CZCSXM", str)]
    patches = layer([(*patch(1, 0, 0, 100, 100, "0702", "农村宅基地"), "203"), (*patch(2, 100, 0, 200, 100), None)],
                    fields, name="DLTB")
    town = layer([(rectangle(X, Y, X + 60, Y + 100), "203", "1501231002010000000", "甲村")],
                 [("CZCLX", str), ("CZCDM", str), ("CZCMC", str)], name="CZCDYD")
    area = layer([(rectangle(X, Y, X + 150, Y + 100), "150123", "和林格尔县")], [("XZQDM", str), ("XZQMC", str)],
                 name="旗县界")
    _, rows = run(run_alg, patches, town, area)
    found = {(row["rule"], row["layer"]): row for row in rows}
    assert found["Q6207", "DLTB"]["fid"] == 1
    beyond = found["Q5501", "DLTB"]
    assert beyond["fid"] == 2 and number_in(beyond["detail"]) == pytest.approx(5000, abs=5)
    assert ("Q5501", "旗县界") not in found


def test_layers_in_several_crs_and_in_a_zone_far_away(run_alg):
    other = layer([(rectangle(111.8, 40.3, 111.801, 40.301), "集中建设区")], [("GHFQMC", str)], crs="EPSG:4490",
                  name="CZKFBJ")
    _, rows = run(run_alg, land_use(SOUND), other)
    assert [row["fid"] for row in rows if row["rule"] == "Q2204"] == [None]
    far = layer([patch(1, 250_000, 0, 250_100, 100)], DLTB, name="DLTB")
    _, rows = run(run_alg, far)
    assert "Q2203" in {row["rule"] for row in rows}


def test_the_workbook_holds_the_list(run_alg, tmp_path):
    import openpyxl

    rows = [*SOUND[:3], patch(4, 100, 100, 200, 200, code="9999")]
    run(run_alg, land_use(rows), SHEET=str(tmp_path / "质检.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "质检.xlsx")
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert "Q3104" in cells and any("9999" in cell for cell in cells) and len(book.worksheets) == 3


@pytest.mark.parametrize("name", ["挂钩", "项目"])
def test_inputs_that_may_be_anything_are_not_questioned(run_alg, name):
    heard = Heard()
    run_alg("parcelarea", {"INPUT": layer([(rectangle(X, Y, X + 10, Y + 10), "1", "0103", 5.0)], FARMLAND, name=name),
                           "OUTPUT": "memory:"}, heard)
    assert not any("looks like" in line for line in heard.warnings)


class Heard(QgsProcessingFeedback):
    """Keeps the warnings of a run."""

    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, warning):
        self.warnings.append(warning)


@pytest.mark.parametrize("chosen", ["farmland", "dltb"])
def test_a_farmland_layer_chosen_as_land_use_is_questioned_by_every_algorithm(run_alg, chosen):
    """The log of landquota must not say 'used 0.00, met' without a word; nor may it question what is right."""
    farm = layer([(rectangle(X, Y, X + 500, Y + 500), "1", "0103", 5.0)], FARMLAND, name="永久基本农田")
    county = layer([(rectangle(X, Y, X + 500, Y + 500), "150123", "和林格尔县")], [("XZQDM", str), ("XZQMC", str)])
    parcels = layer([(rectangle(X, Y, X + 100, Y + 100), "2022-03-01")], [("批准日期", str)], name="新增建设用地")
    heard = Heard()
    run_alg("landquota", {"INPUT": parcels, "COUNTIES": county, "AS_OF": "2025-12-31", "OUTPUT": "memory:",
                          "LANDUSE": farm if chosen == "farmland" else land_use(SOUND), "LEDGER": "memory:"}, heard)
    asked = [line for line in heard.warnings if "looks like" in line or "contradicts" in line]
    assert [("permanent basic farmland" in line) for line in asked] == ([True] if chosen == "farmland" else [])


def test_words_of_totals_and_units_in_the_column_of_running_numbers(run_alg):
    rows = [("单位：亩", None, None, None), ("1", "150123", "2021", 10.0), ("2", "150124", "2021", 20.0),
            ("合计", None, None, 31.0)]
    quota = table(rows, [("序号", str), ("旗县代码", str), ("年度", str), ("下达指标（亩）", float)], name="计划指标")
    _, found = run(run_alg, quota)
    assert {fid for rule, fid in rules_of(found) if rule == "Q7202"} == {1, 4}
    assert [fid for rule, fid in rules_of(found) if rule == "Q7201"] == [4]
