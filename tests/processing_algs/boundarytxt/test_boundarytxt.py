"""Import and export of boundary-point files as a user runs them."""

import errno
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import forward
from nm_urban.nm_urban_plugin.exchange.boundarytxt import reader as boundary
from tests.builders import LONLAT, corners, files_in, geometries_of, layer, polygon, role_in_file, rows_of, save
from tests.processing_algs.area.official_vectors import in_crs
from tests.processing_algs.quota.oracle import cents_of, ring_area
from tools.common import ROOT
from tools.samples.boundary_samples import CLEAN

FOLDER = ROOT / "tests" / "data" / "boundary_txt"
CLEAN_FILE = FOLDER / "clean_gb18030.txt"
FROZEN = ["parcel_no", "name", "use", "dlbm", "sheet", "decl_ha", "area_m2", "file", "warnings"]
MANIFEST = {e["file"]: e for e in json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))}


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.lines = []

    def pushInfo(self, text):
        self.lines.append(text)

    pushWarning = reportError = pushInfo


def imported(run_alg, path, **more):
    return run_alg("boundarytxtimport", {"INPUT": str(path), "OUTPUT": "memory:", "REJECTS": "memory:", **more})


def exported(run_alg, source, path, **more):
    return run_alg("boundarytxtexport", {"INPUT": source, "OUTPUT": str(path), "REJECTS": "memory:", **more})


def test_a_clean_file(run_alg):
    result = imported(run_alg, CLEAN_FILE)
    made = result["OUTPUT"]
    assert [f.name() for f in made.fields()][:9] == FROZEN and made.crs().authid() == "EPSG:4525"
    first, second = rows_of(made)
    assert [first[key] for key in FROZEN] == [
        "1", "示例工业地块A", "工业用地", "0601", "K49G076064", 143.281, 1432809.57, "clean_gb18030.txt", ""]
    assert (second["area_m2"], second["line"], second["producer"], second["made_on"]) == (
        9999.25, 24, "示例旗自然资源局", "2024-05-20")
    assert geometries_of(made)[1] == (
        "MultiPolygon (((37555000 4520000, 37555000 4520100, 37555100 4520100, 37555100 4520000, 37555000 4520000)))")
    assert (result["N_READ"], result["N_USED"], result["N_REJECTED"], result["N_WARNED"]) == (2, 2, 0, 0)
    assert result["TOTAL_M2"] == 1442808.82 and result["DECLARED_HA"] == 144.2809
    assert rows_of(result["REJECTS"]) == [] and "图斑椭球面积" in result["METHOD"]


def test_every_sample_of_the_folder(run_alg):
    """All files at once: what is read, repaired and rejected is what the manifest says, each under its file."""
    log = Log()
    result = run_alg("boundarytxtimport", {"INPUT": str(FOLDER), "OUTPUT": "memory:", "REJECTS": "memory:"}, log)
    expected = {name: entry for name, entry in MANIFEST.items() if entry["crs"] is None}
    found = {name: [] for name in MANIFEST}
    for row in rows_of(result["OUTPUT"]):
        found[row["file"]].append([row["parcel_no"], row["decl_ha"]])
    assert {name: found[name] for name in expected} == {name: e["parcels"] for name, e in expected.items()}
    rejected = {name: [] for name in MANIFEST}
    for row in rows_of(result["REJECTS"]):
        if row["action"] == "rejected":
            rejected[row["src"]].append(row["fid"])
            assert row["fid"] == 0 or f"line {row['reason'].split()[1]}" in row["reason"]
    for name, entry in expected.items():
        assert len(rejected[name]) == len(entry["rejected"]), name
    assert result["N_FILES"] == len(MANIFEST)
    assert result["N_READ"] == result["N_USED"] + sum(map(len, rejected.values()))
    assert any("… and" in line for line in log.lines)


def test_overlapping_parcels_are_named(run_alg):
    rows = rows_of(imported(run_alg, FOLDER / "defect_overlap.txt")["OUTPUT"])
    assert [bool(row["warnings"]) for row in rows] == [False, True, True]
    assert rows[2]["warnings"] == "overlaps parcel 2 of line 24 by 5000.00 m²"


@pytest.mark.parametrize("name", ["defect_swapped", "defect_noprefix", "defect_area_m2", "defect_unclosed",
                                  "defect_utf16le", "defect_wrong_zone_header"])
def test_a_repair_is_in_the_table_and_with_the_parcel(run_alg, name):
    result = imported(run_alg, FOLDER / f"{name}.txt")
    rows, listed = rows_of(result["OUTPUT"]), rows_of(result["REJECTS"])
    assert geometries_of(result["OUTPUT"]) == geometries_of(imported(run_alg, CLEAN_FILE)["OUTPUT"])
    assert listed and {row["action"] for row in listed} == {"repaired"} and {row["src"] for row in listed} == {
        f"{name}.txt"}
    assert all(f"line {row['fid']}" in row["reason"] for row in listed)
    assert all(row["warnings"] for row in rows) and result["N_REPAIRED"] == 2 == result["N_WARNED"]


def test_the_zone_of_the_user(run_alg):
    path = FOLDER / "defect_noprefix_zone_empty.txt"
    assert imported(run_alg, path)["N_REJECTED"] == 2
    for crs in ("EPSG:4525", "EPSG:4546"):
        result = imported(run_alg, path, CRS=crs)
        assert result["N_USED"] == 2 and result["OUTPUT"].crs().authid() == crs
        shift = 0 if crs == "EPSG:4525" else 37_000_000
        box = result["OUTPUT"].extent()
        assert box.xMinimum() + shift == pytest.approx(37555000, abs=1e-6)
    with pytest.raises(QgsProcessingException, match="no Gauss zone"):
        imported(run_alg, path, CRS=LONLAT)
    with pytest.raises(QgsProcessingException, match="Xi'an 1980"):
        imported(run_alg, path, CRS="EPSG:2361")


def test_parcels_of_several_zones_come_into_one_layer(run_alg):
    """Zone 38 into zone 37 by PROJ, an independent road; area and remarks say that it was moved."""
    result = imported(run_alg, FOLDER / "clean_two_headers.txt")
    first, second = rows_of(result["OUTPUT"])
    assert result["OUTPUT"].crs().authid() == "EPSG:4525"
    assert first["warnings"] == "" and "transformed from zone 38 to EPSG:4525" in second["warnings"]
    ring = [(38555000.0, 4520000.0), (38555000.0, 4520100.0), (38555100.0, 4520100.0), (38555100.0, 4520000.0)]
    (there,) = in_crs([ring], "EPSG:4526", "EPSG:4525")
    feature = list(result["OUTPUT"].getFeatures())[1]
    made = [(v.x(), v.y()) for v in feature.geometry().vertices()]
    for point in there:
        assert min(np.hypot(point[0] - x, point[1] - y) for x, y in made) < 1e-3
    assert second["area_m2"] == 9999.25
    (listed,) = rows_of(result["REJECTS"])
    assert listed["action"] == "repaired" and listed["fid"] == second["line"]


def test_folder_of_the_file_subfolders_and_other_files(run_alg, tmp_path):
    (tmp_path / "二期").mkdir()
    shutil.copy(CLEAN_FILE, tmp_path / "一期.TXT")
    shutil.copy(CLEAN_FILE, tmp_path / "二期" / "b.txt")
    (tmp_path / "c.doc").write_text("x", encoding="utf-8")
    result = imported(run_alg, tmp_path / "一期.TXT", WHOLE_FOLDER=True)
    assert {row["file"] for row in rows_of(result["OUTPUT"])} == {"一期.TXT", "二期/b.txt"} and result["N_FILES"] == 2
    assert imported(run_alg, tmp_path / "一期.TXT")["N_FILES"] == 1
    (tmp_path / "leer").mkdir()
    for bad, why in ((tmp_path / "leer", "no .txt"), (tmp_path / "none.txt", "no file"), ("", "INPUT")):
        with pytest.raises(QgsProcessingException, match=why):
            imported(run_alg, bad)


def test_the_order_of_files_is_that_of_every_system(run_alg, tmp_path):
    """Windows sorts without regard to case; ids of features follow the order."""
    for name in ("b.txt", "A.TXT", "C.txt", "a2.Txt"):
        shutil.copy(CLEAN_FILE, tmp_path / name)
    (tmp_path / "B").mkdir()
    shutil.copy(CLEAN_FILE, tmp_path / "B" / "z.txt")
    rows = rows_of(imported(run_alg, tmp_path)["OUTPUT"])
    assert list(dict.fromkeys(row["file"] for row in rows)) == ["A.TXT", "a2.Txt", "b.txt", "B/z.txt", "C.txt"]


def test_a_file_or_folder_that_cannot_be_opened_is_listed_with_the_reason(run_alg, tmp_path, monkeypatch):
    """Windows lists files whose path is too long, and opens none of them."""
    long = tmp_path / "很长" / f"{'x' * 200}.txt"
    long.parent.mkdir()
    (tmp_path / "closed").mkdir()
    for path in (tmp_path / "a.txt", long):
        shutil.copy(CLEAN_FILE, path)
    stat, scandir = Path.stat, os.scandir

    def limited(self, **options):
        if str(self) == str(long):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(self))
        return stat(self, **options)

    def closed(path):
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Access is denied", str(path))
        return scandir(path)

    monkeypatch.setattr(boundary, "LONGEST_PATH", len(str(long)) - 1)
    monkeypatch.setattr(Path, "stat", limited)
    monkeypatch.setattr(os, "scandir", closed)
    result = imported(run_alg, tmp_path)
    monkeypatch.undo()
    assert {row["file"] for row in rows_of(result["OUTPUT"])} == {"a.txt"}
    reasons = {row["src"]: row["reason"] for row in rows_of(result["REJECTS"])}
    assert reasons == {
        str(tmp_path / "closed"): "the folder cannot be listed (Access is denied)",
        f"很长/{long.name}": f"the file cannot be opened: its path has {len(str(long))} characters, Windows allows "
                           f"{len(str(long)) - 1}"}
    with pytest.raises(QgsProcessingException, match="the path has 300 characters, Windows allows 259"):
        imported(run_alg, "C:/" + "x" * 293 + ".txt")


def test_a_file_without_parcels_gives_an_empty_layer(run_alg):
    result = imported(run_alg, FOLDER / "defect_readme.txt")
    assert rows_of(result["OUTPUT"]) == [] and result["N_REJECTED"] == 1
    assert "no parcel" in rows_of(result["REJECTS"])[0]["reason"]


def test_encoding_limits_and_role(run_alg, tmp_path):
    out = tmp_path / "out.gpkg"
    imported(run_alg, CLEAN_FILE, OUTPUT=str(out), ENCODING="gb18030")
    for encoding, name in (("gbk", "clean_gb18030"), ("utf-8-sig", "clean_utf8bom")):
        assert imported(run_alg, FOLDER / f"{name}.txt", ENCODING=encoding)["N_USED"] == 2
    assert role_in_file(out) == "boundarytxt"
    from nm_urban.nm_urban_plugin.core.roles import role_of_schema

    assert role_of_schema([f.name() for f in QgsVectorLayer(str(out), "o", "ogr").fields()], "polygon") == "boundarytxt"
    bad = tmp_path / "limits.json"
    bad.write_text('{"entries": {}}', encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="limits.json"):
        imported(run_alg, CLEAN_FILE, POLICY=str(bad))


def test_the_source_file_is_not_touched_and_a_cancel_leaves_nothing(run_alg, tmp_path):
    class Cancelled(QgsProcessingFeedback):
        def setProgress(self, value):
            self.cancel()

    before = CLEAN_FILE.read_bytes()
    run_alg("boundarytxtimport", {"INPUT": str(CLEAN_FILE), "OUTPUT": str(tmp_path / "o.gpkg")}, Cancelled())
    assert CLEAN_FILE.read_bytes() == before and files_in(tmp_path) == []
    run_alg("boundarytxtexport", {"INPUT": square_layer(), "OUTPUT": str(tmp_path / "o.txt")}, Cancelled())
    assert files_in(tmp_path) == []


# -- export ---------------------------------------------------------------------------------------------------------


SQUARE = corners(37555000, 4520000, 37555100, 4520100)


def square_layer(crs="EPSG:4525", ring=SQUARE, **fields):
    names = [(name, type(value)) for name, value in fields.items()]
    return layer([(polygon(ring), *fields.values())], names, crs=crs)


def text_of(path, encoding="gb18030"):
    return Path(path).read_bytes().decode(encoding).split("\r\n")


@pytest.mark.parametrize("container", ["gpkg", "memory", "shp"])
def test_a_clean_file_goes_round_byte_for_byte(run_alg, tmp_path, container):
    out = {"gpkg": str(tmp_path / "a.gpkg"), "memory": "memory:", "shp": str(tmp_path / "a.shp")}[container]
    made = imported(run_alg, CLEAN_FILE, OUTPUT=out)["OUTPUT"]
    exported(run_alg, made, tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == CLEAN_FILE.read_bytes()


@pytest.mark.parametrize("name", ["clean_twelve_columns", "clean_six_degrees", "clean_hole_touches",
                                  "clean_fullwidth_name", "defect_ring_part", "defect_island"])
def test_other_files_go_round_once_they_are_in_order(run_alg, tmp_path, name):
    """Exported once, a file is in order; imported and exported again it does not change, and has no new remark."""
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    first = imported(run_alg, FOLDER / f"{name}.txt")
    exported(run_alg, first["OUTPUT"], one)
    second = imported(run_alg, one)
    exported(run_alg, second["OUTPUT"], two)
    assert one.read_bytes() == two.read_bytes()
    assert second["N_REPAIRED"] <= first["N_REPAIRED"] and second["N_USED"] == first["N_USED"]
    assert first["TOTAL_M2"] == second["TOTAL_M2"]
    if name == "clean_six_degrees":
        assert one.read_bytes() == (FOLDER / f"{name}.txt").read_bytes()


def test_header_columns_and_defaults(run_alg, tmp_path):
    source = square_layer(地块名称="某地块", 土地用途="工业", DLBM="0601", DKBH=12.0)
    result = exported(run_alg, source, tmp_path / "o.txt", UNIT="某局", DATE="2025年3月1日")
    text = text_of(tmp_path / "o.txt")
    assert text[:12] == CLEAN.replace("示例旗自然资源局", "某局").replace("2024-05-20", "2025-03-01").split("\n")[:12]
    assert text[12] == "5,0.9999,12,某地块,面,K49G077059,工业,0601,@"
    assert text[13] == text[17] == "J1,1,4520000.000,37555000.000" and text[14] == "J2,1,4520100.000,37555000.000"
    assert (result["N_USED"], result["N_POINTS"], result["TOTAL_M2"]) == (1, 5, 9999.25)


def test_a_unit_of_area_is_no_organisation(run_alg, tmp_path):
    """UNIT is 数据产生单位; who takes it for the unit of the areas is told, and the header stays clean."""
    source, log = imported(run_alg, CLEAN_FILE)["OUTPUT"], Log()
    run_alg("boundarytxtexport", {"INPUT": source, "OUTPUT": str(tmp_path / "o.txt"), "UNIT": "ha"}, log)
    assert (tmp_path / "o.txt").read_bytes() == CLEAN_FILE.read_bytes()
    assert any("数据产生单位" in line and "'ha'" in line for line in log.lines)


def test_chosen_fields_win_and_a_missing_one_is_refused(run_alg, tmp_path):
    source = square_layer(name="甲", 另名="乙")
    exported(run_alg, source, tmp_path / "o.txt", NAME_FIELD="另名")
    assert text_of(tmp_path / "o.txt")[12].split(",")[2:4] == ["1", "乙"]
    with pytest.raises(QgsProcessingException, match="no field|NAME_FIELD"):
        exported(run_alg, source, tmp_path / "o.txt", NAME_FIELD="没有")


def test_values_that_would_break_the_line_are_listed(run_alg, tmp_path):
    result = exported(run_alg, square_layer(name="甲,乙@\n丙"), tmp_path / "o.txt")
    assert text_of(tmp_path / "o.txt")[12].split(",")[3] == "甲 乙 丙"
    (row,) = rows_of(result["REJECTS"])
    assert row["action"] == "repaired" and "甲,乙@" in row["reason"]


@pytest.mark.parametrize(("crs", "number"), [("EPSG:4546", 37), ("EPSG:4510", None)])
def test_a_zone_without_prefix_gets_it(run_alg, tmp_path, crs, number):
    ring = [(x - 37_000_000, y) for x, y in SQUARE]
    exported(run_alg, square_layer(crs, ring), tmp_path / "o.txt")
    text = text_of(tmp_path / "o.txt")
    zone = number or 21
    assert f"带号={zone}" in text and text[13] == f"J1,1,4520000.000,{zone}555000.000"
    assert ("几度分带=3" if number else "几度分带=6") in text


def test_a_layer_in_no_zone_is_refused_unless_the_zone_is_said(run_alg, tmp_path):
    """From degrees: the same corners to the millimetre (PROJ there, our formulas back), the area is that of them."""
    (degrees,) = in_crs([SQUARE], "EPSG:4525", LONLAT)
    source = square_layer(LONLAT, degrees)
    with pytest.raises(QgsProcessingException, match=r"zone 37 \(EPSG:4525\)"):
        exported(run_alg, source, tmp_path / "o.txt")
    assert files_in(tmp_path) == []
    result = exported(run_alg, source, tmp_path / "o.txt", CRS="EPSG:4525")
    assert text_of(tmp_path / "o.txt")[13:18] == CLEAN.split("\n")[24:29]
    assert "corners projected to zone 37" in result["METHOD"] and rows_of(result["REJECTS"]) == []
    with pytest.raises(QgsProcessingException, match="no Gauss zone"):
        exported(run_alg, source, tmp_path / "o.txt", CRS=LONLAT)
    with pytest.raises(QgsProcessingException, match="no parcel that could be written"):
        exported(run_alg, source, tmp_path / "p.txt", CRS="EPSG:4529")


def test_long_edges_that_change_the_area_are_listed(run_alg, tmp_path):
    """A parcel 8 km long in degrees: its northern edge is a parallel there, a straight line here."""
    source = square_layer(LONLAT, corners(111.6, 40.8, 111.7, 40.81))
    result = exported(run_alg, source, tmp_path / "o.txt", CRS="EPSG:4525")
    (row,) = rows_of(result["REJECTS"])
    assert row["action"] == "repaired" and "long edges" in row["reason"]
    e, n = forward(np.array([111.6, 111.6, 111.7, 111.7]), np.array([40.8, 40.81, 40.81, 40.8]), 111.0)
    written = [(37_500_000 + round(x, 3), round(y, 3)) for x, y in zip(e, n)]
    assert abs(result["TOTAL_M2"] * 100 - cents_of(ring_area(written, 37_500_000))) <= 1


def test_other_datums_and_broken_features(run_alg, tmp_path):
    with pytest.raises(QgsProcessingException, match="Xi'an 1980"):
        exported(run_alg, square_layer("EPSG:2361"), tmp_path / "o.txt")
    rows = [(polygon(SQUARE), "a"), (None, "b"), ("POLYGON((37555000 4520000,37555200 4520000,37555000 4520000))", "c")]
    result = exported(run_alg, layer(rows, [("name", str)]), tmp_path / "o.txt")
    assert result["N_USED"] == 1 and result["N_REJECTED"] == 2 == len(rows_of(result["REJECTS"]))
    with pytest.raises(QgsProcessingException, match="no parcel that could be written"):
        exported(run_alg, layer([(None, "b")], [("name", str)]), tmp_path / "p.txt")
    assert not (tmp_path / "p.txt").exists()


def test_several_parts_are_written_as_rings_and_said(run_alg, tmp_path):
    two = corners(37556000, 4520000, 37556100, 4520100)
    text = f"MULTIPOLYGON({polygon(SQUARE).replace('POLYGON ', '')}, {polygon(two).replace('POLYGON ', '')})"
    result = exported(run_alg, layer([(text,)], kind="MultiPolygon"), tmp_path / "o.txt")
    lines = text_of(tmp_path / "o.txt")
    assert lines[12].startswith("10,1.9998,") and lines[18] == "J5,2,4520000.000,37556000.000"
    assert "several parts" in rows_of(result["REJECTS"])[0]["reason"]
    (back,) = rows_of(imported(run_alg, tmp_path / "o.txt")["OUTPUT"])
    assert back["area_m2"] == pytest.approx(19998.49, abs=0.02) and "separate part" in back["warnings"]


def test_encodings_and_impossible_date(run_alg, tmp_path):
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        exported(run_alg, square_layer(name="𠮷地"), tmp_path / "o.txt", ENCODING=encoding)
        assert "𠮷地" in text_of(tmp_path / "o.txt", encoding)[12]
    exported(run_alg, square_layer(name="某地"), tmp_path / "g.txt", ENCODING="gbk")
    with pytest.raises(QgsProcessingException, match="20bb7.*gbk"):
        exported(run_alg, square_layer(name="𠮷地"), tmp_path / "g.txt", ENCODING="gbk")
    assert "某地" in text_of(tmp_path / "g.txt", "gbk")[12]  # a failure leaves the file as it was
    with pytest.raises(QgsProcessingException, match="DATE"):
        exported(run_alg, square_layer(), tmp_path / "o.txt", DATE="2025-02-30")


def test_an_input_is_not_overwritten(run_alg, tmp_path):
    source = save(square_layer(), tmp_path / "in.gpkg", "parcels")
    with pytest.raises(QgsProcessingException):
        exported(run_alg, source, tmp_path / "in.gpkg")
