"""qgis_process writes the same workbook as processing.run, byte for byte."""

import zipfile

from tests.builders import save
from tests.processing_algs.quota import case
from tests.processing_algs.sheets.test_sheet import named_parcels


def test_same_workbook_through_qgis_process(qgis_process, run_alg, tmp_path):
    inputs = {"INPUT": save(named_parcels(), tmp_path / "in.gpkg", "图斑"),
              "COUNTIES": save(case.county_layer(), tmp_path / "in.gpkg", "旗县"), "AS_OF": "2024-06-30"}
    made = {}
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        made[name] = {**inputs, "OUTPUT": str(folder / "pieces.gpkg"), "LEDGER": str(folder / "ledger.gpkg"),
                      "SHEET": str(folder / "台账 '签字'.xlsx")}
    run_alg("landquota", made["one"])
    answer = qgis_process.run("nmurban:landquota", made["two"])
    assert answer["SHEET"] == made["two"]["SHEET"]
    parts = []
    for name in ("one", "two"):
        with zipfile.ZipFile(made[name]["SHEET"]) as archive:
            parts.append({part: archive.read(part) for part in archive.namelist()})
    assert parts[0] == parts[1]


def test_sheet_through_qgis_process(qgis_process, run_alg, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    run_alg("landquota", {"INPUT": named_parcels(), "COUNTIES": case.county_layer(), "AS_OF": "2024-06-30",
                          "OUTPUT": str(folder / "pieces.gpkg"), "LEDGER": str(folder / "ledger.gpkg")})
    answer = qgis_process.run_json("nmurban:sheet", {
        "LAYERS": [str(folder / "pieces.gpkg"), str(folder / "ledger.gpkg")], "FORM": "quota_list",
        "AS_OF": "2024-06-30", "OUTPUT": str(tmp_path / "a.xlsx")})["results"]
    assert answer["N_SHEETS"] == 1 and zipfile.is_zipfile(tmp_path / "a.xlsx")
