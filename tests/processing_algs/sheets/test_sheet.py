"""Workbooks of runs: SHEET and FORM of each algorithm, and `sheet` of any results; figures are those of the layers."""

from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProject, QgsVectorLayer

from nm_urban.nm_urban_plugin.core import places
from tests.analysis.buffers import case as lines_case
from tests.analysis.network import case as network_case
from tests.builders import corners, files_in, layer, polygon, rows_of, save, table
from tests.exchange.forms.bureau_templates import FOLDER
from tests.exchange.forms.sheets_read import column_with, row_with
from tests.processing_algs.classes import case as class_case
from tests.processing_algs.conformity import case as conformity_case
from tests.processing_algs.hooks.test_quotahooks import FIELDS as HOOK_FIELDS
from tests.processing_algs.hooks.test_quotahooks import ROWS as HOOK_ROWS
from tests.processing_algs.idle import case as idle_case
from tests.processing_algs.idle.test_idleland import A, approved, sold
from tests.processing_algs.quota import case

LONG = "和林格尔县盛乐现代服务业集聚区道路工程" * 11


def named_parcels(n=30):
    """The parcels of the case with what a list needs, one name of 200 characters and one that would be a formula."""
    chosen = case.parcels(n)
    rows = [(polygon(corners(*chosen[f][0][0])), chosen[f][2], "=1+1" if f == 1 else LONG if f == 2 else f"项目{f}",
             f"内政土发〔2021〕{f // 3}号", "工业用地", "某公司") for f in sorted(chosen)]
    fields = [("PZRQ", str), ("XMMC", str), ("PZWH", str), ("TDYT", str), ("土地使用权人", str)]
    return layer(rows, fields, name="新增建设用地")


def quota(run_alg, path="", feedback=None, **more):
    parameters = {"INPUT": named_parcels(), "COUNTIES": case.county_layer(), "AS_OF": case.AS_OF.isoformat(),
                  "LANDUSE": case.land_use_layer(), "OUTPUT": "memory:", "LEDGER": "memory:", **more}
    return run_alg("landquota", {**parameters, **({"SHEET": str(path)} if path else {})}, feedback)


def stock(run_alg, path="", **more):
    parameters = {
        "APPROVED": approved((0, 0, 333, 100, A, "2019-05-01")),
        "SUPPLIED": sold((idle_case.square(0, 0), {"供地日期": "2020-01-01", "约定动工日期": "2021-01-01",
                                                   "批准文号": A})),
        "COUNTIES": idle_case.counties(), "AS_OF": "2024-06-30", "UNSUPPLIED": "memory:", "IDLE": "memory:",
        "LEDGER": "memory:", **more}
    return run_alg("idleland", {**parameters, **({"SHEET": str(path)} if path else {})})


def test_quota_book_prints_the_layers(run_alg, tmp_path):
    path = tmp_path / "指标.xlsx"
    result = quota(run_alg, path)
    assert result["SHEET"] == str(path)
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 5
    listed = book["Parcels"]
    column = column_with(listed, "Project")
    number = column_with(listed, "No.")
    pieces = rows_of(result["OUTPUT"])
    shown = [listed.cell(row, column).value for row in range(1, listed.max_row) if isinstance(
        listed.cell(row, number).value, (int, float))]
    assert len(shown) == len(pieces) and "'=1+1" in shown and LONG in shown
    assert sorted(one for one in shown if one[:2] == "项目") == sorted(
        p["project"] for p in pieces if p["project"][:2] == "项目")
    assert {p["holder"] for p in pieces} == {"某公司"} and {p["use"] for p in pieces} == {"工业用地"}
    ledger = book["Ledger"]
    region = next(r for r in rows_of(result["LEDGER"]) if r["level"] == "region" and r["year"] == 0)
    used = column_with(ledger, "mu")
    assert ledger.cell(row_with(ledger, "Total"), used).value == region["used_mu"]
    assert "CGCS2000" in str([cell.value for line in book["Method"].iter_rows() for cell in line])


def test_tables_made_for_the_sheet_are_no_results(run_alg, tmp_path):
    result = stock(run_alg, tmp_path / "a.xlsx")
    assert "DOCUMENTS" not in result and set(result) >= {"IDLE", "LEDGER", "SHEET"}
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.sheetnames) == 5
    sheet = book["By document"]
    assert sheet.cell(row_with(sheet, A), column_with(sheet, "Document")).value == A
    summary = book["Summary"]
    region = next(r for r in rows_of(result["LEDGER"]) if r["level"] == "region")
    row = row_with(summary, "Total")
    assert summary.cell(row, column_with(summary, "Unsupplied")).value == region["unsup_mu"]
    assert summary.cell(row, column_with(summary, "Stock") + 1).value == region["stock_ha"]


def test_without_sheet_nothing_changes(run_alg):
    result = stock(run_alg)
    assert "SHEET" not in result and "DOCUMENTS" not in result


def conformity(run_alg, path):
    return run_alg("conformity", {
        "INPUT": conformity_case.project_layer(conformity_case.projects(8)),
        **conformity_case.line_layers("eco", "farm"), "AS_OF": "2025-12-31", "OUTPUT": "memory:", "SHEET": path})


def classes(run_alg, path):
    return run_alg("countyclass", {"INPUT": class_case.county_layer(), "LANDUSE": class_case.land_use_layer(),
                                   "AS_OF": "2025-12-31", "OUTPUT": "memory:", "SHEET": path})


def hooks(run_alg, path):
    return run_alg("quotahooks", {"INPUT": table(list(HOOK_ROWS), HOOK_FIELDS, name="挂钩"), "CAP_MU": 1000,
                                  "OUTPUT": "memory:", "SHEET": path})


def targets(run_alg, path):
    codes = [unit.code for unit in places.counties()]
    source = table([(code, 10.0, 7.0) for code in codes],
                   [("旗县代码", str), ("常住人口（万人）", float), ("城镇人口（万人）", float)])
    return run_alg("compliance", {"INPUT": source, "AS_OF": "2024-06-30", "OUTPUT": "memory:", "SHEET": path})


def corridors(run_alg, path):
    lines = lines_case.lines_layer([[[111.0, 40.0], [111.5, 40.1]]], fields=(("线名", str),), values=[("京包",)])
    return run_alg("corridorbuffer", {"INPUT": lines, "WIDTH": 2000, "AS_OF": "2025-12-31", "OUTPUT": "memory:",
                                      "SHEET": path})


def circles(run_alg, path):
    cities = network_case.cities_layer((("呼和浩特", "150100", 111.6, 40.8), ("包头", "150200", 110.8, 40.8)))
    lines = network_case.lines_layer([[(110.8, 40.8), (111.6, 40.8)]])
    return run_alg("hourcircle", {"INPUT": lines, "ORIGINS": cities, "MODE": "rail", "AS_OF": "2025-12-31",
                                  "OUTPUT": "memory:", "MATRIX": "memory:", "SHEET": path})


@pytest.mark.parametrize(("make", "tab", "heading", "field", "places_"), [
    (conformity, "Summary", "m²", "area_m2", 2), (classes, "Classes", "Urban", "p_urban", 1),
    (hooks, "Hooks", "Allotted (mu)", "capped_mu", 2), (targets, "Targets", "Goal", "goal", 4),
    (corridors, "Rings", "To (m)", "width_m", 2), (circles, "Isochrones", "Minutes", "minutes", 0)])
def test_every_algorithm_with_a_list_leaves_its_sheet(run_alg, tmp_path, make, tab, heading, field, places_):
    path = tmp_path / "a b'c.xlsx"
    result = make(run_alg, str(path))
    sheet = openpyxl.load_workbook(path)[tab]
    column = column_with(sheet, heading)
    found = [sheet.cell(row, column).value for row in range(1, sheet.max_row + 1)]
    scale = 100 if field.startswith("p_") else 1
    step = Decimal(1).scaleb(-places_)
    wanted = [float((Decimal(repr(r[field])) * scale).quantize(step, ROUND_HALF_UP)) for r in rows_of(result["OUTPUT"])
              if r[field] is not None and r.get("level") != "rest"]
    assert wanted
    remaining = [value for value in found if isinstance(value, (int, float))]
    for value in wanted:
        remaining.remove(value)
    assert len(remaining) <= 1  # the total
    assert len(openpyxl.load_workbook(path).sheetnames) >= 2


def test_forms_by_id_and_own_template(run_alg, tmp_path):
    quota(run_alg, tmp_path / "a.xlsx", FORM="quota_ledger, quota_list")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["Ledger", "Parcels"]
    result = quota(run_alg, tmp_path / "b.xlsx", FORM=str(FOLDER / "suite.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["台账"]
    units = [r for r in rows_of(result["LEDGER"]) if r["year"] == 0]
    assert sorted(sheet.cell(row, 4).value for row in range(4, 4 + len(units))) == sorted(r["used_mu"] for r in units)


@pytest.mark.parametrize(("form", "said"), [("nosuch", "nosuch"), ("stock_idle", "idleland_idle"),
                                            ("missing/file.xlsx", "cannot be read")])
def test_a_form_that_cannot_be_used_leaves_nothing(run_alg, tmp_path, form, said):
    with pytest.raises(QgsProcessingException, match=said):
        quota(run_alg, tmp_path / "a.xlsx", FORM=form, LEDGER=str(tmp_path / "ledger.gpkg"))
    assert files_in(tmp_path) == []


def test_a_wrong_form_is_refused_before_the_run(provider):
    from qgis.core import QgsProcessingContext

    algorithm = provider.algorithm("landquota").create()
    ok, message = algorithm.checkParameterValues(
        {"INPUT": named_parcels(), "COUNTIES": case.county_layer(), "SHEET": "/x/a.xlsx", "FORM": "nosuch",
         "OUTPUT": "memory:", "LEDGER": "memory:", "CAP_MU": 1.0, "START": "2021-01-01", "END": "2025-12-31"},
        QgsProcessingContext())
    assert not ok and "nosuch" in message


def test_sheet_reads_results_from_a_geopackage_by_their_role(run_alg, tmp_path):
    gpkg = tmp_path / "结果.gpkg"
    quota(run_alg, OUTPUT=f"ogr:dbname='{gpkg}' table=\"pieces\" (geom)",
          LEDGER=f"ogr:dbname='{gpkg}' table=\"ledger\"")
    given = [QgsVectorLayer(f"{gpkg}|layername={name}", "无意义的名字", "ogr") for name in ("pieces", "ledger")]
    assert all(one.isValid() for one in given)
    path = tmp_path / "a.xlsx"
    feedback = QgsProcessingFeedback()
    result = run_alg("sheet", {"LAYERS": given, "OUTPUT": str(path), "AS_OF": "2024-06-30", "ORG": "县局"}, feedback)
    assert result["N_SHEETS"] == 5 and result["OUTPUT"] == str(path)
    book = openpyxl.load_workbook(path)
    region = next(r for r in rows_of(given[1]) if r["level"] == "region" and r["year"] == 0)
    ledger = book["Ledger"]
    assert ledger.cell(row_with(ledger, "Total"), column_with(ledger, "mu")).value == region["used_mu"]
    assert "县局" in ledger.cell(row_with(ledger, "Reporting unit"), 1).value
    assert "2024-06-30" in str([cell.value for cell in ledger[2]])


def test_land_classes_of_measured_patches(run_alg, tmp_path):
    measured = run_alg("parcelarea", {"INPUT": case.land_use_layer(), "OUTPUT": str(tmp_path / "m.gpkg")})["OUTPUT"]
    path = tmp_path / "a.xlsx"
    run_alg("sheet", {"LAYERS": [measured], "FORM": "land_classes", "PLACE": "某县", "OUTPUT": str(path)})
    sheet = openpyxl.load_workbook(path)["Land classes"]
    total = sheet.cell(row_with(sheet, "Total area"), column_with(sheet, "Area (ha)")).value
    exact = sum(f["area_m2"] for f in rows_of(QgsVectorLayer(measured, "m", "ogr"))) / 10000
    assert total == pytest.approx(exact, abs=0.0001 * 10) and "某县" in sheet["A1"].value
    assert row_with(sheet, "1203")


def test_county_page_of_several_runs(run_alg, tmp_path):
    given = [quota(run_alg)["LEDGER"], stock(run_alg)["LEDGER"]]
    path = tmp_path / "a.xlsx"
    run_alg("sheet", {"LAYERS": given, "FORM": "county_page", "OUTPUT": str(path)})
    sheet = openpyxl.load_workbook(path)["County"]
    row = next(r for r in rows_of(given[0]) if r["code"] == "150102" and r["year"] == 0)
    top = row_with(sheet, "县150102")
    assert row["used_mu"] in [cell.value for line in sheet.iter_rows(min_row=top, max_row=top + 12) for cell in line]


def test_layers_that_are_no_results_are_named(run_alg, tmp_path):
    with pytest.raises(QgsProcessingException, match="随便"):
        run_alg("sheet", {"LAYERS": [table([(1,)], [("a", int)], name="随便")], "OUTPUT": str(tmp_path / "a.xlsx")})
    with pytest.raises(QgsProcessingException, match="no measured area"):
        run_alg("sheet", {"LAYERS": [case.land_use_layer()], "OUTPUT": str(tmp_path / "a.xlsx")})
    with pytest.raises(QgsProcessingException, match="No form prints"):
        run_alg("sheet", {"LAYERS": [case.county_layer()], "OUTPUT": str(tmp_path / "a.xlsx")})
    assert files_in(tmp_path) == []


def test_reporting_unit_from_the_project(run_alg, tmp_path):
    from qgis.core import QgsProcessingContext

    project = QgsProject()
    project.setCustomVariables({"nm_urban_org": "某某自然资源局"})
    context = QgsProcessingContext()
    context.setProject(project)
    parameters = {"INPUT": table(list(HOOK_ROWS), HOOK_FIELDS), "CAP_MU": 1000, "OUTPUT": "memory:",
                  "SHEET": str(tmp_path / "a.xlsx")}
    run_alg("quotahooks", parameters, context=context)
    assert "某某自然资源局" in openpyxl.load_workbook(tmp_path / "a.xlsx")["Hooks"]["A2"].value


def test_saved_tables_of_other_formats_are_known_by_their_fields(run_alg, tmp_path):
    ledger = quota(run_alg)["LEDGER"]
    source = save(ledger, tmp_path / "x.gpkg", "t")
    run_alg("sheet", {"LAYERS": [source], "OUTPUT": str(tmp_path / "a.xlsx")})
    assert "Ledger" in openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames


class Impatient(QgsProcessingFeedback):
    """Cancels at the first look after everything was computed."""

    def pushInfo(self, info):
        super().pushInfo(info)
        self.cancel()


def test_cancel_leaves_neither_workbook_nor_layers(run_alg, tmp_path):
    ledger = quota(run_alg)["LEDGER"]
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    run_alg("sheet", {"LAYERS": [ledger], "OUTPUT": str(tmp_path / "a.xlsx")}, feedback)
    quota(run_alg, tmp_path / "b.xlsx", LEDGER=str(tmp_path / "l.gpkg"), feedback=Impatient())
    assert files_in(tmp_path) == []
