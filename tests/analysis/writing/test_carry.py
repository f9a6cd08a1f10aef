"""The user's features carried inside SQLite: nothing of theirs is changed, ours stands behind."""

import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsVectorLayer

sys.path.insert(0, str(Path(__file__).parent))
from case import CRS, MULTI, ODD_NAME, TC, ask, contents, edited, index_of, quoted, sound, squares  # noqa: E402

from nm_urban.nm_urban_plugin.analysis.writing.carry import Carrier, Source  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.writing.part import PartFile  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.writing.table import WriteFailed  # noqa: E402
from tests.builders import geopackage  # noqa: E402

N = 40


def source_file(path, table="parcels", kind=ogr.wkbMultiPolygon):
    wkb, bounds = squares(N)
    rows = [(blob, f"宗地{k}'\"", k / 7, None if k % 4 else k) for k, blob in enumerate(wkb)]
    geopackage(path, table, rows, (('名"称', str), ("AREA", float), ("code", int)), 4527, kind)
    return bounds


def layer_of(path, table="parcels"):
    layer = QgsVectorLayer(f"{path}|layername={table}", "source", "ogr")
    assert layer.isValid()
    return layer


def fields_with(layer, drop=()):
    fields = layer.fields()
    for name in drop:
        fields.remove(fields.lookupField(name))
    ours = layer.fields().at(layer.fields().lookupField("AREA"))
    ours.setName("area_m2")
    fields.append(ours)
    return fields


def carried(tmp_path, take, table="parcels", wkb=None, fields=None, names=None, bounds=None, kind=MULTI):
    path = tmp_path / "source.gpkg"
    found = source_file(path, table)
    layer = layer_of(path, table)
    part = PartFile(str(tmp_path / "out.gpkg"), "out", fields or fields_with(layer), kind, CRS, TC)
    with Carrier(part, ["area_m2"]) as carrier:
        half = len(take) // 2
        for rows in (take[:half], take[half:]):
            carrier.append(np.array(rows) + 1, (found if bounds is None else bounds)[rows],
                           [[100.0 + k for k in rows]], wkb and [wkb.get(k) for k in rows])
        carrier.staged()
        count = carrier.join(Source.of(str(path), table), names or {n: n for n in ("fid", '名"称', "AREA", "code")})
    part.publish(False)
    assert count == len(take)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.gpkg", "source.gpkg"]
    return path, tmp_path / "out.gpkg"


@pytest.mark.parametrize("table", ["parcels", ODD_NAME])
def test_blobs_values_and_keys_are_theirs_byte_for_byte(tmp_path, table):
    take = [k for k in range(N) if k != 7][::-1]
    path, out = carried(tmp_path, take, table)
    theirs = {row[0]: row for row in ask(path, f"SELECT * FROM {quoted(table)}")}
    rows = contents(out, "out")[0]
    assert [row[0] for row in rows] == sorted(k + 1 for k in take)
    assert [row[:-1] for row in rows] == [theirs[row[0]] for row in rows]
    assert [row[-1] for row in rows] == [99.0 + row[0] for row in rows]
    assert contents(out, "out")[2] == [(N - 1,)]
    boxes = np.array(index_of(out, "out"))
    assert boxes[:, 0].tolist() == [row[0] for row in rows]
    sound(out, "out")
    assert edited(out, "out") == ([N + 1], N - 1)
    sound(out, "out")


def test_mended_geometries_are_ours(tmp_path):
    mended, boxes = squares(N, 77)
    bounds = squares(N)[1]
    bounds[[3, 30]] = boxes[[3, 30]]
    path, out = carried(tmp_path, list(range(N)), wkb={3: mended[3], 30: mended[30]}, bounds=bounds)
    theirs = ask(path, "SELECT geom FROM parcels")
    rows = ask(out, "SELECT geom FROM out")
    changed = [k for k in range(N) if rows[k] != theirs[k]]
    assert changed == [3, 30]
    for k in changed:
        blob = rows[k][0]
        assert blob[40:] == mended[k] and blob[4:8] == theirs[k][0][4:8]
        assert np.frombuffer(blob[8:40], "<f8").tolist() == boxes[k, [0, 2, 1, 3]].tolist()
    layer = layer_of(out, "out")
    assert [f.id() for f in layer.getFeatures(next(layer.getFeatures("fid = 31")).geometry().boundingBox())] == [31]
    sound(out, "out")


def test_a_table_with_keys_of_its_own_is_numbered_in_the_order_of_theirs(tmp_path):
    path = tmp_path / "first.gpkg"
    source_file(path)
    fields = fields_with(layer_of(path), ["fid"])
    path.unlink()
    path, out = carried(tmp_path, [30, 4, 20], fields=fields, names={n: n for n in ('名"称', "AREA", "code")})
    rows = contents(out, "out")[0]
    assert [(row[0], row[2], row[-1]) for row in rows] == [
        (1, "宗地4'\"", 104.0), (2, "宗地20'\"", 120.0), (3, "宗地30'\"", 130.0)]
    boxes = index_of(out, "out")
    found = squares(N)[1][[4, 20, 30]]
    assert [row[0] for row in boxes] == [1, 2, 3]
    assert np.abs(np.array(boxes)[:, [1, 3, 2, 4]] - found).max() <= 4
    sound(out, "out")


def test_a_renamed_column_holds_their_values(tmp_path):
    path = tmp_path / "first.gpkg"
    source_file(path)
    fields = fields_with(layer_of(path))
    fields.rename(fields.lookupField("AREA"), "AREA_1")
    path.unlink()
    path, out = carried(tmp_path, list(range(N)), fields=fields,
                        names={"fid": "fid", '名"称': '名"称', "AREA_1": "AREA", "code": "code"})
    assert ask(out, "SELECT AREA_1 FROM out ORDER BY fid") == ask(path, "SELECT AREA FROM parcels ORDER BY fid")


def test_a_feature_that_is_no_longer_there_fails_loudly(tmp_path):
    path = tmp_path / "source.gpkg"
    bounds = source_file(path)
    part = PartFile(str(tmp_path / "out.gpkg"), "out", fields_with(layer_of(path)), MULTI, CRS, TC)
    with Carrier(part, ["area_m2"]) as carrier:
        carrier.append(np.array([1, 999]), bounds[:2], [[1.0, 2.0]])
        carrier.staged()
        with pytest.raises(WriteFailed, match="1 rows instead of 2"):
            carrier.join(Source.of(str(path), "parcels"), {"fid": "fid"})
    part.discard()
    assert [p.name for p in tmp_path.iterdir()] == ["source.gpkg"]


def test_nothing_to_carry_is_an_empty_table(tmp_path):
    path = tmp_path / "source.gpkg"
    source_file(path)
    part = PartFile(str(tmp_path / "out.gpkg"), "out", fields_with(layer_of(path)), MULTI, CRS, TC)
    with Carrier(part, ["area_m2"]) as carrier:
        carrier.staged()
        assert carrier.join(Source.of(str(path), "parcels"), {"fid": "fid"}) == 0
    part.publish(False)
    assert contents(tmp_path / "out.gpkg", "out")[0] == []
    sound(tmp_path / "out.gpkg", "out")


def test_what_is_no_plain_table_is_not_carried(tmp_path):
    path = tmp_path / "source.gpkg"
    source_file(path)
    db = ogr.Open(str(path), 1)
    db.ExecuteSQL("CREATE VIEW shown AS SELECT * FROM parcels")
    db.ExecuteSQL("INSERT INTO gpkg_contents (table_name, identifier, data_type, srs_id) "
                  "VALUES ('shown', 'shown', 'features', 4527)")
    db.ExecuteSQL("INSERT INTO gpkg_geometry_columns VALUES ('shown', 'geom', 'MULTIPOLYGON', 4527, 0, 0)")
    del db
    assert Source.of(str(path), "parcels") == Source(str(path), "parcels", "fid", "geom", "MULTIPOLYGON", 4527)
    assert Source.of(str(path), "shown") is None
    assert Source.of(str(path), "nothing") is None
    assert Source.of(str(tmp_path / "no.gpkg"), "parcels") is None
    geopackage(tmp_path / "high.gpkg", "high", [], (), 4527, ogr.wkbMultiPolygon25D)
    assert Source.of(str(tmp_path / "high.gpkg"), "high") is None


def single(path):
    polygons = [blob[9:] for blob in squares(N)[0]]
    geopackage(path, "parcels", [(blob, k) for k, blob in enumerate(polygons)], (("code", int),), 4527, ogr.wkbPolygon)
    return Source.of(str(path), "parcels")


def test_polygons_become_multi_polygons_of_one_part(tmp_path):
    source = single(tmp_path / "source.gpkg")
    assert source.kind == "POLYGON" and source.can_be_multi()
    part = PartFile(str(tmp_path / "out.gpkg"), "out", fields_with_area(source), MULTI, CRS, TC)
    wkb, bounds = squares(N)
    with Carrier(part, ["area_m2"]) as carrier:
        carrier.append(np.arange(1, N + 1), bounds, [[1.0] * N])
        carrier.staged()
        carrier.join(source, {"fid": "fid", "code": "code"}, as_multi=True)
    part.publish(False)
    assert [row[1][40:] for row in contents(tmp_path / "out.gpkg", "out")[0]] == wkb
    layer = layer_of(tmp_path / "out.gpkg", "out")
    assert all(f.geometry().isMultipart() and f.geometry().isGeosValid() for f in layer.getFeatures())
    sound(tmp_path / "out.gpkg", "out")


def fields_with_area(source):
    layer = layer_of(source.path)
    fields = layer.fields()
    area = layer.fields().at(layer.fields().lookupField("code"))
    area.setName("area_m2")
    fields.append(area)
    return fields


def test_geometries_with_an_odd_header_cannot_be_made_multi_in_place(tmp_path):
    source = single(tmp_path / "source.gpkg")
    db = ogr.Open(source.path, 1)
    db.ExecuteSQL("UPDATE parcels SET geom = CAST(substr(geom, 1, 3) || x'01' || substr(geom, 5, 4) || "
                  "substr(geom, 41) AS BLOB) WHERE fid = 5")
    del db
    assert not Source.of(source.path, "parcels").can_be_multi()
    assert source.columns == ["fid", "geom", "code"]


def test_what_is_alike_in_all_rows_is_staged_once(tmp_path):
    source = single(tmp_path / "source.gpkg")
    fields = fields_with_area(source)
    for name in ("why", "gap"):
        more = fields.at(0)
        more.setName(name)
        fields.append(more)
    part = PartFile(str(tmp_path / "out.gpkg"), "out", fields, MULTI, CRS, TC)
    with Carrier(part, ["area_m2"], {"gap": None, "why": "not judged; 'x'"}) as carrier:
        carrier.append(np.arange(1, N + 1), squares(N)[1], [list(range(N))])
        carrier.staged()
        assert carrier.join(source, {"fid": "fid", "code": "code"}, as_multi=True) == N
    part.publish(False)
    rows = ask(tmp_path / "out.gpkg", "SELECT area_m2, why, gap FROM out ORDER BY fid")
    assert rows == [(k, "not judged; 'x'", None) for k in range(N)]


@pytest.mark.parametrize("wkt", [None, "MULTIPOLYGON EMPTY"])
def test_features_without_geometry_are_carried_and_empty_ones_left_to_gdal(tmp_path, wkt):
    wkb, bounds = squares(2)
    path = geopackage(tmp_path / "source.gpkg", "parcels", [(wkb[0], 1), (wkt, 2)], (("code", int),), 4527,
                      ogr.wkbMultiPolygon)
    source = Source.of(str(path), "parcels")
    part = PartFile(str(tmp_path / "out.gpkg"), "out", fields_with_area(source), MULTI, CRS, TC)
    bounds[1] = np.nan
    with Carrier(part, ["area_m2"]) as carrier:
        carrier.append(np.array([1, 2]), bounds, [[1, 2]])
        carrier.staged()
        if wkt is not None:
            with pytest.raises(WriteFailed, match="2 of them drawn"):
                carrier.join(source, {"fid": "fid", "code": "code"})
            part.discard()
            return
        carrier.join(source, {"fid": "fid", "code": "code"})
    part.publish(False)
    assert [row[1] is None for row in contents(tmp_path / "out.gpkg", "out")[0]] == [False, True]
    assert [row[0] for row in index_of(tmp_path / "out.gpkg", "out")] == [1]
    sound(tmp_path / "out.gpkg", "out")
