"""Files as they are: each kind is read or explained; hostile ones get a sentence; nothing on disk changes."""

import os
import shutil
import zipfile

import pytest
from osgeo import gdal, ogr

from nm_urban.nm_urban_plugin.core.quality import recognise
from nm_urban.nm_urban_plugin.jobs.quality.files import Unpacked, look
from nm_urban.nm_urban_plugin.jobs.quality.opening import open_layer
from nm_urban.nm_urban_plugin.jobs.quality.source import layer_encoding, read_right, signs_of
from tests.builders import files_in, fingerprint, rows_of
from tools.corpus.build import ZONE, patches, shape_of
from tools.corpus.schemas import row, schemas
from tools.corpus.writers import set_language, write_csv, write_html, write_layer, write_xlsx

DLTB = next(one for one in schemas() if one.role == "dltb" and one.generation == 3)
QUOTA = [["和林格尔县计划指标分解表", None, None], ["旗县代码", "年度", "下达指标（亩）"], ["150123", 2021, 100],
         ["150124", 2021, "1,200.5"], ["合计", None, 1300.5], ["填表人：张三", None, "审核人：李四"]]


def shapefile(folder, name="DLTB", encoding="GBK", ldid=0, cpg=None):
    """A shapefile of twelve patches; returns its path."""
    rings = patches()
    rows = [[row(DLTB, k, 14000.0).get(field[0]) for field in DLTB.fields] for k in range(len(rings))]
    path = folder / f"{name}.shp"
    write_layer(path, "shp", name, DLTB.fields, rows, [shape_of("polygon", ring) for ring in rings], "polygon", ZONE,
                encoding)
    set_language(path, ldid, cpg)
    return path


def look_at(path):
    with Unpacked() as unpacked:
        return look(path, unpacked)


def words(found):
    return [advice.text(lang) for one in found for advice in one.advice for lang in ("zh", "en")]


@pytest.mark.parametrize(("encoding", "ldid", "cpg"), [("GBK", 0x00, None), ("GBK", 0x4D, None), ("GBK", 0x57, None),
                                                       ("UTF-8", 0x00, None), ("UTF-8", 0x4D, "GBK"),
                                                       ("GBK", 0x00, "UTF-8")])
def test_a_shapefile_is_read_in_the_encoding_of_its_records(qgis_app, tmp_path, encoding, ldid, cpg):
    path = shapefile(tmp_path, encoding=encoding, ldid=ldid, cpg=cpg)
    before = fingerprint(*sorted(tmp_path.iterdir()))
    (one,) = look_at(path)
    assert one.encoding.encoding == encoding and recognise(one.signs).role == "dltb"
    layer = open_layer(one)
    assert rows_of(layer)[0]["DLMC"] == "旱地" and layer.crs().authid() == f"EPSG:{ZONE}"
    assert one.encoding.lying == (cpg is not None) and any(cpg in line for line in words([one])) == bool(cpg)
    assert fingerprint(*sorted(tmp_path.iterdir())) == before


def test_a_layer_that_is_open_in_a_wrong_encoding_is_read_from_a_copy(qgis_app, tmp_path):
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(shapefile(tmp_path, ldid=0x57)), "DLTB", "ogr")
    layer.setProviderEncoding("ISO-8859-1")
    right, encoding = read_right(layer)
    assert (encoding, layer_encoding(layer).encoding) == ("GBK", "GBK") and right is not layer
    assert layer.dataProvider().encoding() == "ISO-8859-1"
    assert signs_of(right).sample["DLMC"][0] == "旱地"


@pytest.mark.parametrize("form", ["xlsx", "csv_gbk", "csv_utf8", "html"])
def test_a_sheet_comes_in_clean_with_a_report(qgis_app, tmp_path, form):
    path = tmp_path / ("指标.xlsx" if form == "xlsx" else "指标.xls" if form == "html" else "指标.csv")
    if form == "xlsx":
        write_xlsx(path, {"Sheet1": (QUOTA, [(0, 0, 1, 3)])})
    elif form == "html":
        write_html(path, QUOTA, [(0, 0, 1, 3)], "gb18030")
    else:
        write_csv(path, QUOTA, "gb18030" if form == "csv_gbk" else "utf-8-sig")
    (one,) = look_at(path)
    assert recognise(one.signs).role == "quota_table"
    rows = rows_of(open_layer(one))
    assert [(r["旗县代码"], r["年度"], r["下达指标（亩）"]) for r in rows] == [("150123", 2021, 100.0),
                                                                      ("150124", 2021, 1200.5)]
    left = [(item.row, item.kind) for item in one.clean.left_out]
    assert left == [(1, "title"), (5, "total"), (6, "signature")]
    assert any("1300.5" in line for line in one.clean.report("zh"))


def test_an_archive_with_chinese_names_is_looked_into_and_left_as_it_is(qgis_app, tmp_path):
    folder = tmp_path / "数据"
    folder.mkdir()
    shapefile(folder)
    path = tmp_path / "和林格尔县.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"国土调查/{file.name}")
    shutil.rmtree(folder)
    before = fingerprint(path)
    with Unpacked() as unpacked:
        (one,) = look(path, unpacked)
        assert recognise(one.signs).role == "dltb" and "国土调查" in one.signs.folders
        place = one.path
    assert not place.exists() and fingerprint(path) == before and files_in(tmp_path) == ["和林格尔县.zip"]


def test_a_folder_gives_all_its_data_once_and_explains_the_rest(qgis_app, tmp_path):
    shapefile(tmp_path / "国土调查")
    write_xlsx(tmp_path / "指标.xlsx", {"Sheet1": (QUOTA, [])})
    (tmp_path / "库.mdb").write_bytes(b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(200))
    (tmp_path / "交换.vct").write_text("HeadBegin\nDataMark:LANDUSE\n", encoding="gbk")
    (tmp_path / "空.csv").write_bytes(b"")
    (tmp_path / "~$指标.xlsx").write_bytes(b"x")
    found = look_at(tmp_path)
    assert sorted(one.path.name for one in found if one.usable) == ["DLTB.shp", "指标.xlsx"]
    said = " ".join(words([one for one in found if not one.usable]))
    assert all(name in said for name in ("库.mdb", "交换.vct", "空.csv")) and "MDB" in said and "VCT" in said


def _cut(path, share=0.4):
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_missing_part_is_named_and_none_is_made(qgis_app, tmp_path, part):
    path = shapefile(tmp_path)
    path.with_suffix(part).unlink()
    before = files_in(tmp_path)
    (one,) = look_at(path)
    assert not one.usable and all(part in line for line in words([one]))
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("name", ["a.gpkg", "a.xlsx", "a.dbf", "a.zip", "a.kml", "a.json"])
def test_a_damaged_file_gets_a_sentence_and_no_exception(qgis_app, tmp_path, name):
    path = tmp_path / name
    heads = {"a.gpkg": b"SQLite format 3\x00", "a.xlsx": b"PK\x03\x04", "a.zip": b"PK\x03\x04", "a.dbf": b"\x03",
             "a.kml": b"<?xml version='1.0'?><kml>", "a.json": b'{"type": "FeatureColl'}
    path.write_bytes(heads[name] + os.urandom(60 if name != "a.kml" else 0))
    before = fingerprint(path)
    found = look_at(path)
    assert not any(one.usable for one in found) and words(found) and all(name in line for line in words(found))
    assert fingerprint(path) == before and files_in(tmp_path) == [name]


def test_a_table_cut_in_its_records_still_tells_its_role_and_one_cut_in_its_head_does_not(qgis_app, tmp_path):
    path = shapefile(tmp_path)
    _cut(path.with_suffix(".dbf"), 0.7)
    (one,) = look_at(path)
    assert one.usable and recognise(one.signs).role == "dltb"
    _cut(path.with_suffix(".dbf"), 0.02)
    (one,) = look_at(path)
    assert not one.usable and words([one])


def test_names_with_quotes_long_paths_and_read_only_files(qgis_app, tmp_path):
    folder = tmp_path / "张三's \"资料\" & <b>" / ("长" * 60) / ("路径" * 25)
    folder.mkdir(parents=True)
    path = shapefile(folder, name="DLTB'2023")
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    before = fingerprint(*sorted(folder.iterdir()))
    try:
        (one,) = look_at(path)
        assert recognise(one.signs).role == "dltb" and open_layer(one).featureCount() == 12
        assert fingerprint(*sorted(folder.iterdir())) == before
    finally:
        folder.chmod(0o755)


def test_what_is_not_there_or_cannot_be_opened_is_said(qgis_app, tmp_path, monkeypatch):
    (one,) = look_at(tmp_path / "没有.shp")
    assert not one.usable and "没有.shp" in words([one])[0]
    path = tmp_path / "占用.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    def refuse(*_args, **_more):
        raise PermissionError(13, "locked")

    monkeypatch.setattr("builtins.open", refuse)
    (one,) = look_at(path)
    assert not one.usable and "占用.csv" in words([one])[0]


def test_a_geopackage_gets_no_journal_beside_it(qgis_app, tmp_path):
    path = tmp_path / "a.gpkg"
    rings = patches()
    rows = [[row(DLTB, k, 14000.0).get(field[0]) for field in DLTB.fields] for k in range(len(rings))]
    write_layer(path, "gpkg", "DLTB", DLTB.fields, rows, [shape_of("polygon", r) for r in rings], "polygon", ZONE)
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    source.ExecuteSQL("PRAGMA journal_mode=WAL")
    del source
    before = fingerprint(path)
    assert recognise(look_at(path)[0].signs).role == "dltb"
    assert fingerprint(path) == before and files_in(tmp_path) == ["a.gpkg"]


def test_headings_with_signs_of_an_address_survive(qgis_app, tmp_path):
    heads = ["名称: 全称", "a&b=c", "100% 面积（亩）", "x#y?z"]
    write_csv(tmp_path / "表.csv", [heads, ["甲", "乙", 1.5, "丁"], ["戊", "己", 2.5, "辛"]], "utf-8-sig")
    layer = open_layer(look_at(tmp_path / "表.csv")[0])
    assert [field.name() for field in layer.fields()] == heads
    assert list(rows_of(layer)[0].values()) == ["甲", "乙", 1.5, "丁"]


def test_drawings_placemarks_and_boundary_point_files(qgis_app, tmp_path):
    ring = patches()[0]
    for driver, name in (("DXF", "红线.dxf"), ("KML", "红线.kml"), ("GeoJSON", "红线.geojson")):
        source = gdal.GetDriverByName(driver).Create(str(tmp_path / name), 0, 0, 0, gdal.GDT_Unknown)
        layer = source.CreateLayer("entities" if driver == "DXF" else "红线")
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(shape_of("polygon", ring if driver == "DXF" else ring / 1e6))
        layer.CreateFeature(feature)
        del layer, source
    (tmp_path / "报批.txt").write_text("[属性描述]\n格式版本号=1.01\n[地块坐标]\n", encoding="gbk")
    found = {one.path.suffix: one for one in look_at(tmp_path)}
    assert {suffix for suffix, one in found.items() if one.usable} == {".dxf", ".kml", ".geojson"}
    assert all(open_layer(found[suffix]).featureCount() == 1 for suffix in (".dxf", ".kml", ".geojson"))
    assert "boundarytxtimport" in words([found[".txt"]])[1]
