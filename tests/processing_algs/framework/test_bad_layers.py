"""Layers as they come: no CRS, a wrong CRS, strange dates, codes, field types, names and paths."""

import pytest
from osgeo import ogr
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from tests.builders import files_in, fingerprint, geopackage, layer, rectangle, role_in_file, rows_of, table
from tests.processing_algs.quota import case

IN_A = rectangle(case.X + 5000, case.Y + 5000, case.X + 5100, case.Y + 5100)  # 15.00 亩 in 150102


def parcel(date, field="PZRQ", kind=str, **more):
    return layer([(IN_A, date)], [(field, kind)], **more)


def quota(run_alg, source, **more):
    return run_alg("landquota", {"INPUT": source, "COUNTIES": case.county_layer(), "AS_OF": "2024-06-30",
                                 "OUTPUT": "memory:", "LEDGER": "memory:", "REJECTS": "memory:", **more})


def used(run_alg, source, **more):
    return case.ledger(quota(run_alg, source, **more))["county", "150102", 0]["used_mu"]


# -- CRS ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("algorithm", ["parcelarea", "landquota"])
@pytest.mark.parametrize(("crs", "words"), [
    ("", ["no CRS", "EPSG:4490"]), ("EPSG:2349", ["Xi'an 1980", "CGCS2000"]), ("EPSG:4610", ["Xi'an 1980"]),
    ("EPSG:2421", ["BJ54"]), ("EPSG:4214", ["BJ54"]), ("EPSG:27700", ["CGCS2000"])])
def test_crs_is_refused_with_the_remedy(run_alg, tmp_path, algorithm, crs, words):
    source = parcel("2022-05-01", crs=crs, name="报批 '红线' \"一\"")
    out = {"OUTPUT": str(tmp_path / "o.gpkg")}
    if algorithm == "landquota":
        out.update(COUNTIES=case.county_layer(), LEDGER=str(tmp_path / "l.gpkg"))
    with pytest.raises(QgsProcessingException) as told:
        run_alg(algorithm, {"INPUT": source, **out})
    for word in ["报批 '红线' \"一\"", *words]:
        assert word in str(told.value)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("which", ["COUNTIES", "LANDUSE", "ECO_REDLINE", "FARMLAND", "URBAN_BOUNDARY"])
def test_every_layer_needs_a_crs(run_alg, which):
    fields = {"COUNTIES": [("code", str)], "LANDUSE": [("DLBM", str)]}.get(which, [])
    source = layer([(IN_A, *["150102"] * len(fields))], fields, crs="", name=which.lower())
    with pytest.raises(QgsProcessingException, match=f"{which.lower()}.*no CRS"):
        quota(run_alg, parcel("2022-05-01"), **{which: source})


@pytest.mark.parametrize(("shape", "crs", "words"), [
    (rectangle(555000, 4520000, 555100, 4520100), "EPSG:4525", ["no zone prefix", "EPSG:4546"]),
    (IN_A, "EPSG:4546", ["prefix", "37", "EPSG:4525"]),
    (IN_A, "EPSG:4526", ["EPSG:4525"]),
    (IN_A, "EPSG:4490", ["metres", "degrees"]),
    (rectangle(4520000, 37555000, 4520100, 37555100), "EPSG:4525", ["swapped"]),
    (rectangle(40.8, 111.6, 40.81, 111.61), "EPSG:4490", ["swapped"]),
    (rectangle(111.6, 40.8, 111.61, 40.81), "EPSG:4525", ["degrees", "EPSG:4490"])])
def test_coordinates_that_contradict_the_crs_are_refused(run_alg, shape, crs, words):
    with pytest.raises(QgsProcessingException) as told:
        run_alg("parcelarea", {"INPUT": layer([(shape,)], crs=crs), "OUTPUT": "memory:"})
    for word in words:
        assert word in str(told.value)


# -- dates ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("value", "kind"), [
    ("2022-05-01", str), ("2022/5/1", str), ("2022.5.1", str), ("2022年5月1日", str), ("20220501", str),
    ("２０２２－０５－０１", str), (20220501, int), (44682, int), (44682.75, float), (QDate(2022, 5, 1), QDate),
    (QDateTime.fromString("2022-05-01T23:59:59", "yyyy-MM-ddTHH:mm:ss"), QDateTime)])
def test_dates_as_people_write_them(run_alg, value, kind):
    result = quota(run_alg, parcel(value, kind=kind))
    (row,) = rows_of(result["OUTPUT"])
    assert row["date"] == QDate(2022, 5, 1) and row["year"] == 2022 and row["status"] == "counted"


@pytest.mark.parametrize("value", [None, "", "  ", "无", "2022-13-01", "2022-02-30", "2022", "待定", "1822-01-01"])
def test_missing_and_impossible_dates_are_measured_and_listed(run_alg, value):
    rows = [(IN_A, "2022-05-01"), (rectangle(case.X + 7000, case.Y + 5000, case.X + 7100, case.Y + 5100), value)]
    result = quota(run_alg, layer(rows, [("PZRQ", str)], name="地块"))
    lines = case.ledger(result)
    assert lines["undated", "", 0]["used_mu"] == result["UNDATED_MU"] == 15.0 and result["USED_MU"] == 15.0
    (reject,) = rows_of(result["REJECTS"])
    assert (reject["src"], reject["fid"], reject["action"]) == ("地块", 2, "rejected") and "PZRQ" in reject["reason"]
    assert {row["status"] for row in rows_of(result["OUTPUT"])} == {"counted", "undated"}


@pytest.mark.parametrize(("date", "status"), [("2020-12-31", "out_of_period"), ("2021-01-01", "counted"),
                                              ("2024-06-30", "counted"), ("2024-07-01", "out_of_period"),
                                              ("2026-01-01", "out_of_period")])
def test_dates_outside_the_period_or_after_the_evaluation_are_listed(run_alg, date, status):
    result = quota(run_alg, parcel(date))
    assert [row["status"] for row in rows_of(result["OUTPUT"])] == [status]
    assert (result["USED_MU"], result["OUT_OF_PERIOD_MU"]) == ((15.0, 0) if status == "counted" else (0, 15.0))
    assert result["N_LISTED"] == (status != "counted")


@pytest.mark.parametrize("field", ["名称", "面积亩"])
def test_a_field_without_dates_is_refused(run_alg, tmp_path, field):
    source = layer([(IN_A, "甲", 151.5), (IN_A, "乙", 99.25)], [("名称", str), ("面积亩", float)], name="地块")
    with pytest.raises(QgsProcessingException) as told:
        quota(run_alg, source, DATE_FIELD=field, OUTPUT=str(tmp_path / "o.gpkg"), LEDGER=str(tmp_path / "l.gpkg"))
    assert field in str(told.value) and "地块" in str(told.value) and "date" in str(told.value)
    assert files_in(tmp_path) == []


def test_a_missing_date_field_names_what_there_is(run_alg):
    with pytest.raises(QgsProcessingException) as told:
        quota(run_alg, layer([(IN_A, "x")], [("备注", str)], name="地块"))
    for word in ("地块", "approval_date", "DATE_FIELD", "备注"):
        assert word in str(told.value)


@pytest.mark.parametrize(("name", "value"), [("AS_OF", "2024-02-30"), ("START", "去年"), ("START", ""),
                                             ("END", "2020-01-01")])
def test_impossible_parameters_are_refused(run_alg, name, value):
    with pytest.raises(QgsProcessingException):
        quota(run_alg, parcel("2022-05-01"), **{name: value})


def test_field_mapping_wins_and_a_wrong_one_is_told(run_alg):
    source = layer([(IN_A, "2019-01-01", "2022-05-01")], [("PZRQ", str), ("真日期", str)])
    assert used(run_alg, source, FIELDS='{"approval_date": "真日期"}') == 15.0
    assert used(run_alg, source, DATE_FIELD="真日期") == 15.0 and used(run_alg, source) == 0
    for text, word in (('{"approval_date": "没有"}', "没有"), ('{"approvaldate": "PZRQ"}', "approvaldate"),
                       ("{", "line 1")):
        with pytest.raises(QgsProcessingException, match=word):
            quota(run_alg, source, FIELDS=text)


# -- counties -------------------------------------------------------------------------------------------------------

def test_unknown_county_code_is_listed_and_its_land_is_outside(run_alg):
    x, y, code = case.X, case.Y, "159999"
    rows = [(rectangle(x, y, x + 5050, y + 9000), "150102"), (rectangle(x + 5050, y, x + 9000, y + 9000), code),
            (rectangle(x + 9000, y, x + 9900, y + 9000), None)]
    counties = layer(rows, [("XZQDM", str)], name="旗县")
    result = quota(run_alg, parcel("2022-05-01"), COUNTIES=counties)
    lines = case.ledger(result)
    assert lines["county", "150102", 0]["used_mu"] == lines["outside", "", 0]["used_mu"] == 7.5
    assert lines["region", "150000", 0]["used_mu"] == 15.0 and {code_ for _, code_, _ in lines} <= {
        "150102", "150100", "150000", ""}
    rejects = rows_of(result["REJECTS"])
    assert [(r["src"], r["fid"]) for r in rejects] == [("旗县", 2), ("旗县", 3)] and code in rejects[0]["reason"]
    assert result["N_REJECTED"] == 0, "the parcel itself was used"


def test_parcel_outside_all_counties(run_alg):
    shape = rectangle(case.X + 100, case.Y + 12000, case.X + 200, case.Y + 12100)
    result = quota(run_alg, layer([(shape, "2022-05-01")], [("PZRQ", str)]))
    (row,) = rows_of(result["OUTPUT"])
    assert (row["code"] or "", row["status"]) == ("", "counted")
    assert result["USED_MU"] == result["OUTSIDE_MU"] == 15.0


def test_overlapping_counties_count_once_and_are_told(run_alg):
    x, y = case.X, case.Y
    rows = [(rectangle(x, y, x + 5100, y + 9000), "150103"), (rectangle(x + 5000, y, x + 9000, y + 9000), "150102")]
    result = quota(run_alg, parcel("2022-05-01"), COUNTIES=layer(rows, [("code", str)]))
    assert case.ledger(result)["county", "150102", 0]["used_mu"] == 15.0 == result["USED_MU"]


def test_several_features_of_one_county_are_one_county(run_alg):
    x, y = case.X, case.Y
    rows = [(rectangle(x, y, x + 5040, y + 9000), 150102.0), (rectangle(x + 5040, y, x + 9000, y + 9000), 150102.0)]
    result = quota(run_alg, parcel("2022-05-01"), COUNTIES=layer(rows, [("code", float)]))
    assert [row["area_mu"] for row in rows_of(result["OUTPUT"])] == [15.0]


# -- names, paths, sources --------------------------------------------------------------------------------------------

NAMES = ["新增'建设\"用地", "中文 图层（一）", "a;b|c", "1+2％ (x)"]


@pytest.mark.parametrize("name", NAMES)
def test_names_with_quotes_in_and_out(run_alg, tmp_path, name):
    folder = tmp_path / "内蒙古 '旗县' 数据"
    folder.mkdir()
    path = geopackage(folder / "输入 '1'.gpkg", name, [(IN_A, "2022-05-01", "“甲”'乙'")],
                      [("PZRQ", str), ("备'注", str)])
    geopackage(path, "另一层", [(IN_A, "x")], [("n", str)])
    before = fingerprint(path)
    source = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    if "|" not in name:
        assert source.isValid()
    else:
        source = QgsVectorLayer(str(path), name, "ogr")  # the first table
    out = {key: str(folder / f"输出 '{key}'.gpkg") for key in ("OUTPUT", "LEDGER", "REJECTS")}
    result = quota(run_alg, source, **out)
    assert result["USED_MU"] == 15.0 and fingerprint(path) == before
    assert [role_in_file(out[k]) for k in out] == ["landquota_pieces", "landquota_ledger", "rejects"]
    area = run_alg("parcelarea", {"INPUT": source, "OUTPUT": str(folder / "面积.shp")})
    (row,) = rows_of(area["OUTPUT"])
    assert row["area_m2"] == pytest.approx(9999, abs=2) and "“甲”'乙'" in row.values()
    assert fingerprint(path) == before


def test_a_new_table_in_an_existing_geopackage(run_alg, tmp_path):
    path = geopackage(tmp_path / "库.gpkg", "地块", [(IN_A, "2022-05-01")], [("PZRQ", str)])
    result = quota(run_alg, f"{path}|layername=地块", OUTPUT="memory:",
                   LEDGER=f"ogr:dbname='{path}' table=\"台账\"", REJECTS=f"ogr:dbname='{path}' table=\"问题\"")
    assert {layer_.GetName() for layer_ in ogr.Open(str(path))} == {"地块", "台账", "问题"}
    assert len(rows_of(f"{path}|layername=台账")) > 5 and rows_of(f"{path}|layername=问题") == []
    assert (role_in_file(path, "台账"), role_in_file(path, "问题")) == ("landquota_ledger", "rejects")
    assert role_in_file(path, "地块") is None and result["USED_MU"] == 15.0


def test_tables_of_one_file_are_told_apart(run_alg, tmp_path):
    """A batch names path|layername=…; QGIS calls each such layer after its file."""
    path = geopackage(tmp_path / "库.gpkg", "地块", [(IN_A, "2022-05-01"), (None, "2022-05-01")], [("PZRQ", str)])
    geopackage(path, "旗县", [(None, "150102"), (rectangle(*case.COUNTIES["150102"][0]), "150102")], [("code", str)])
    geopackage(path, "红线", [(None,), ("POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))",)])
    result = quota(run_alg, f"{path}|layername=地块", COUNTIES=f"{path}|layername=旗县",
                   ECO_REDLINE=f"{path}|layername=红线")
    assert {(r["src"], r["fid"]) for r in rows_of(result["REJECTS"])} >= {("地块", 2), ("旗县", 1)}
    assert {r["src"] for r in rows_of(result["REJECTS"])} <= {"地块", "旗县", "红线"}
    assert (result["N_READ"], result["N_USED"], result["N_REJECTED"], result["N_REPAIRED"]) == (2, 1, 1, 0)


def test_selection_filter_and_edit_buffer_are_respected(run_alg, tmp_path):
    path = geopackage(tmp_path / "in.gpkg", "in", [
        (IN_A, "2022-05-01"), (rectangle(case.X + 7000, case.Y + 5000, case.X + 7100, case.Y + 5100), "2022-05-01")],
        [("PZRQ", str)])
    source = QgsVectorLayer(str(path), "in", "ogr")
    QgsProject.instance().addMapLayer(source)
    try:
        assert used(run_alg, source) == 30.0
        source.selectByIds([2])
        chosen = QgsProcessingFeatureSourceDefinition(source.id(), selectedFeaturesOnly=True)
        result = quota(run_alg, chosen)
        assert [row["src_fid"] for row in rows_of(result["OUTPUT"])] == [2] and result["USED_MU"] == 15.0
        assert source.setSubsetString("fid = 1") and used(run_alg, source) == 15.0
        assert source.setSubsetString("")
        source.startEditing()
        source.deleteFeature(1)
        assert used(run_alg, source) == 15.0
        source.rollBack()
        assert sum(1 for _ in source.getFeatures(QgsFeatureRequest())) == 2
    finally:
        QgsProject.instance().removeMapLayer(source.id())


def test_csv_tables(run_alg, tmp_path):
    path = tmp_path / "指标 '表'.csv"
    path.write_text("旗县代码,年度,指标\n150102,2022,\"1,000.5\"\n150103,2022年,7\n", encoding="utf-8-sig")
    lines = case.ledger(quota(run_alg, parcel("2022-05-01"), QUOTA=str(path)))
    assert lines["county", "150102", 2022]["quota_mu"] == 1000.5


def test_a_table_without_its_fields_is_told(run_alg):
    with pytest.raises(QgsProcessingException, match="quota_mu"):
        quota(run_alg, parcel("2022-05-01"), QUOTA=table([("150102", 5.0)], [("code", str), ("x", float)], name="表"))
