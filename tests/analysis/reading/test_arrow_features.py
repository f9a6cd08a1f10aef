"""The fast path must hand over exactly what the slow one does."""

import datetime as dt
import gc
import shutil

import numpy as np
import pytest
from osgeo import gdal, ogr, osr
from qgis.core import QgsGeometry, QgsRectangle, QgsVectorLayer

from nm_urban.nm_urban_plugin.analysis.reading import arrow
from nm_urban.nm_urban_plugin.analysis.reading.batches import FeatureReader, plain_file
from tests.builders import geopackage, layer, rectangle

pytestmark = pytest.mark.skipif(not arrow.available(), reason="this GDAL has no Arrow stream")

FIELDS = [("名称", ogr.OFTString, None), ("批准日期", ogr.OFTDate, None), ("stamp", ogr.OFTDateTime, None),
          ("n32", ogr.OFTInteger, None), ("n64", ogr.OFTInteger64, None), ("n16", ogr.OFTInteger, ogr.OFSTInt16),
          ("real", ogr.OFTReal, None), ("unused", ogr.OFTString, None)]
COLUMNS = ["名称", "批准日期", "stamp", "n32", "n64", "n16", "real"]


def feature(definition, fid, geometry, values):
    out = ogr.Feature(definition)
    out.SetFID(fid)
    if geometry is not None:
        out.SetGeometry(ogr.CreateGeometryFromWkt(geometry))
    for name, value in values.items():
        out.SetField(name, value)
    return out


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    target = tmp_path_factory.mktemp("arrow") / "宗地 数据.gpkg"
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4525)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(target))
    made = source.CreateLayer("地块", reference, ogr.wkbUnknown, ["FID=序号", "GEOMETRY_NAME=图形"])
    for name, kind, subtype in FIELDS:
        definition = ogr.FieldDefn(name, kind)
        if subtype is not None:
            definition.SetSubType(subtype)
        made.CreateField(definition)
    # a boolean and bytes, which the fast path does not know
    yes = ogr.FieldDefn("flag", ogr.OFTInteger)
    yes.SetSubType(ogr.OFSTBoolean)
    made.CreateField(yes)
    full = {"名称": "赛罕区 'A' 号\n地块", "批准日期": "2023/02/28", "stamp": "2023/12/31 23:59:58", "n32": -7,
            "n64": 2**53 + 1, "n16": 300, "real": 0.1, "flag": 1, "unused": "x"}
    shapes = [
        rectangle(37_555_000, 4_520_000, 37_555_100, 4_520_100), None, "POLYGON EMPTY", "MULTIPOLYGON EMPTY",
        "POLYGON Z ((0 0 5,4 0 5,4 4 5,0 0 5))", "MULTIPOLYGON M (((0 0 5,4 0 5,4 4 5,0 0 5)))",
        "MULTIPOLYGON (((0 0,9 0,9 9,0 9,0 0),(1 1,2 1,2 2,1 1)),((20 0,21 0,21 1,20 0)))",
        "POINT (1 2)", "CURVEPOLYGON (CIRCULARSTRING (0 0,2 2,4 0,2 -2,0 0))",
        "POLYGON ZM ((0 0 5 6,4 0 5 6,4 4 5 6,0 0 5 6))",
    ]
    made.StartTransaction()
    for k in range(200):
        values = {name: value for i, (name, value) in enumerate(full.items()) if (k + i) % 3}
        made.CreateFeature(feature(made.GetLayerDefn(), 5 + 3 * k + k % 2, shapes[k % len(shapes)], values))
    for fid in (5 + 3 * 17 + 1, 5 + 3 * 60):  # gaps
        assert made.DeleteFeature(fid) == 0
    made.CommitTransaction()
    del made, source
    return target


def read(path, fast, columns=COLUMNS, size=64):
    source = QgsVectorLayer(f"{path}|layername=地块", "地块", "ogr")
    assert source.isValid()
    reader = FeatureReader(source, list(columns), source if fast else None, size)
    return list(reader), reader.path_taken


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
def test_both_paths_give_the_same_batches(path, size):
    quick, how = read(path, True, size=size)
    slow, other = read(path, False, size=size)
    assert (how, other) == ("arrow", "features")
    assert [len(b) for b in quick] == [len(b) for b in slow]
    assert sum(len(b) for b in quick) == 198
    for a, b in zip(quick, slow):
        assert a.fids.dtype == b.fids.dtype and a.fids.tolist() == b.fids.tolist()
        assert a.offsets.tolist() == b.offsets.tolist()
        assert [a.blob(k) for k in range(len(a))] == [b.blob(k) for k in range(len(b))]
        assert a.columns == b.columns
        assert {n: [type(v) for v in c] for n, c in a.columns.items()} == \
            {n: [type(v) for v in c] for n, c in b.columns.items()}


def test_batches_outlive_the_stream_the_file_and_each_other(path, tmp_path):
    """Their WKB is GDAL's memory: it must stay while anybody looks at any part of it."""
    own = shutil.copy(path, tmp_path / "own.gpkg")
    stream = arrow.read(str(own), "地块", [], 7)
    tails = [blob[len(blob) // 2 :] for _, blob, _, _ in stream]
    expected = [b.buffer[len(b.buffer) // 2 :].tobytes() for b in read(path, False, size=7)[0]]
    stream.close()
    del stream
    own.unlink()
    gc.collect()
    noise = [np.full(1 << 16, k) for k in range(50)]
    assert [t.tobytes() for t in tails] == expected and len(noise) == 50
    kept = tails[3]
    del tails
    gc.collect()
    assert kept.tobytes() == expected[3]


def test_values_are_plain(path):
    batches, _ = read(path, True, size=4096)
    columns = batches[0].columns
    assert set(map(type, columns["名称"])) == {str, type(None)}
    assert dt.date(2023, 2, 28) in columns["批准日期"] and None in columns["批准日期"]
    assert dt.date(2023, 12, 31) in columns["stamp"]
    assert 2**53 + 1 in columns["n64"] and "赛罕区 'A' 号\n地块" in columns["名称"]
    assert batches[0].fids[:3].tolist() == [5, 9, 11]
    assert batches[0].blob(1) == b"" and batches[0].blob(2) != b""  # NULL and empty are two things


def test_no_columns_at_all(path):
    quick, how = read(path, True, columns=[])
    slow, _ = read(path, False, columns=[])
    assert how == "arrow"
    assert [b.fids.tolist() for b in quick] == [b.fids.tolist() for b in slow]
    assert [b.buffer.tobytes() for b in quick] == [b.buffer.tobytes() for b in slow]
    assert all(b.columns == {} for b in quick)


def test_a_type_that_arrow_does_not_know_falls_back(path):
    batches, how = read(path, True, columns=["名称", "flag"])
    assert how == "features" and sum(len(b) for b in batches) == 198


def test_iterating_twice_gives_the_same(path):
    source = QgsVectorLayer(f"{path}|layername=地块", "地块", "ogr")
    reader = FeatureReader(source, ["n64"], source, 50)
    assert [b.columns for b in reader] == [b.columns for b in reader]
    half = iter(reader)
    next(half)
    del half  # a stream given up in the middle
    assert sum(len(b) for b in reader) == 198


def test_only_what_lies_in_the_file_is_read_from_the_file(path):
    def fresh(uri=f"{path}|layername=地块"):
        source = QgsVectorLayer(uri, "地块", "ogr")
        assert source.isValid()
        return source

    assert plain_file(fresh()) == (str(path), "地块", "")
    # mixed geometry: QGIS offers such a table as one layer per type, which hides the other rows
    only = fresh(f"{path}|layername=地块|geometrytype=Polygon")
    assert only.featureCount() < 198 and plain_file(only) is None
    query = fresh()
    assert query.setSubsetString('SELECT * FROM "地块" WHERE "n32" IS NULL')
    assert plain_file(query) is None
    edited = fresh()
    assert edited.startEditing()
    assert plain_file(edited) is None
    edited.rollBack()
    assert plain_file(layer([(rectangle(0, 0, 1, 1),)])) is None


@pytest.mark.parametrize("where", ['"n32" IS NULL', '"n32" > 3 OR "序号" = 7', '"序号" < 0'])
def test_a_filtered_layer_is_read_from_the_file_with_its_filter(path, where):
    shown = QgsVectorLayer(f"{path}|layername=地块", "地块", "ogr")
    assert shown.setSubsetString(where)
    assert plain_file(shown) == (str(path), "地块", where)
    again = QgsVectorLayer(f"{path}|layername=地块|subset={where}", "地块", "ogr")
    assert plain_file(again) == plain_file(shown)
    reader = FeatureReader(shown, ["n32"], shown)
    got = [(fid, value) for b in reader for fid, value in zip(b.fids.tolist(), b.columns["n32"])]
    plain = FeatureReader(shown, ["n32"])  # feature by feature
    assert got == [(fid, value) for b in plain for fid, value in zip(b.fids.tolist(), b.columns["n32"])]
    assert (reader.path_taken, plain.path_taken) == (("arrow" if got else reader.path_taken), "features")
    assert len(got) == shown.featureCount() < 198


def test_an_edited_geometry_is_seen_although_it_is_not_saved(path):
    source = QgsVectorLayer(f"{path}|layername=地块", "地块", "ogr")
    source.startEditing()
    source.changeGeometry(5, QgsGeometry.fromWkt("POLYGON ((0 0,1 0,1 1,0 0))"))
    batch = next(iter(FeatureReader(source, [], source)))
    geometry = QgsGeometry()
    geometry.fromWkb(batch.blob(0))
    assert geometry.area() == 0.5
    source.rollBack()


def test_a_rectangle_limits_what_is_read():
    source = layer([(rectangle(k * 10, 0, k * 10 + 5, 5),) for k in range(20)], crs="EPSG:4525")
    reader = FeatureReader(source, [], source, rect=QgsRectangle(41, 1, 62, 2))
    assert np.concatenate([b.fids for b in reader]).tolist() == [5, 6, 7]


def test_a_single_table_needs_no_name(tmp_path):
    plain = geopackage(tmp_path / "one.gpkg", "one", [(rectangle(37_555_000, 4_520_000, 37_555_100, 4_520_100),)])
    shown = QgsVectorLayer(str(plain), "one", "ogr")
    assert plain_file(shown) == (str(plain), "one", "")
    assert [b.fids.tolist() for b in FeatureReader(shown, [], shown)] == [[1]]


def test_an_empty_layer(tmp_path):
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "empty.gpkg"))
    source.CreateLayer("empty", None, ogr.wkbPolygon)
    del source
    shown = QgsVectorLayer(str(tmp_path / "empty.gpkg"), "empty", "ogr")
    assert sum(len(b) for b in FeatureReader(shown, [], shown)) == 0


def test_the_version_that_is_needed():
    assert arrow.available() == (int(gdal.VersionInfo("VERSION_NUM")) >= 3_060_200)
