"""图斑面积: the official values, from every CRS, with nothing of the user's data lost or changed."""

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer, QgsWkbTypes

from tests.builders import (
    LONLAT,
    ZONE37,
    corners,
    fingerprint,
    geometries_of,
    geopackage,
    layer,
    polygon,
    rectangle,
    rows_of,
)
from tests.processing_algs.area.official_vectors import OFFICIAL, T1, T2, T5, T7, in_crs
from tests.processing_algs.quota import oracle

NOTE = "=4.4 % of 'all' parcels"  # a text that must survive as it is


def measured(run_alg, source, **more):
    return run_alg("parcelarea", {"INPUT": source, "OUTPUT": "memory:", "REJECTS": "memory:", **more})


@pytest.mark.parametrize(("rings", "crs", "expected"), [v[1:] for v in OFFICIAL], ids=[v[0] for v in OFFICIAL])
def test_official_value_to_the_cent(run_alg, rings, crs, expected):
    result = measured(run_alg, layer([(polygon(*rings),)], crs=crs))
    (row,) = rows_of(result["OUTPUT"])
    assert row["area_m2"] == expected
    assert row["adj_m2"] == expected and result["TOTAL_M2"] == expected
    assert row["area_ha"] == pytest.approx(round(expected / 10_000 + 1e-9, 4), abs=1e-12)
    assert row["area_mu"] == pytest.approx(round(expected * 3 / 2000 + 1e-9, 2), abs=1e-12)


def test_the_oracle_of_these_tests_knows_the_official_values_too():
    for name, rings, crs, expected in OFFICIAL:
        false_easting = 33_500_000 if crs == "EPSG:4521" else 37_500_000
        areas = [oracle.ring_area(ring, false_easting) for ring in rings]
        assert oracle.cents_of(areas[0] - sum(areas[1:])) == round(expected * 100), name


@pytest.mark.parametrize("name", ["T1", "T2"])
def test_from_geographic_coordinates_within_a_cent(run_alg, name):
    _, rings, crs, expected = next(v for v in OFFICIAL if v[0] == name)
    (row,) = rows_of(measured(run_alg, layer([(polygon(*in_crs(rings, crs, LONLAT)),)], crs=LONLAT))["OUTPUT"])
    assert abs(row["area_m2"] - expected) <= 0.01 + 1e-9


def test_a_parcel_beyond_its_zone_is_measured_in_the_zone_of_its_centre(run_alg):
    """T7 lies 1.7° east of its meridian: from degrees its zone is 34; the roundings fall elsewhere."""
    rings = in_crs(T7, "EPSG:4521", LONLAT)
    (row,) = rows_of(measured(run_alg, layer([(polygon(*rings),)], crs=LONLAT))["OUTPUT"])
    dense = [[(ax + (bx - ax) * k / 40, ay + (by - ay) * k / 40) for k in range(40)]
             for ((ax, ay), (bx, by)) in zip(rings[0], [*rings[0][1:], rings[0][0]])]
    (ring,) = in_crs([[p for side in dense for p in side]], LONLAT, "EPSG:4522")
    assert abs(row["area_m2"] - oracle.ring_area(ring, 34_500_000)) < 0.03
    assert abs(row["area_m2"] - 999514.56) <= 0.01 + 1e-9


@pytest.mark.parametrize("crs", ["EPSG:4546", "EPSG:4326"])
def test_zone_without_prefix_and_wgs84(run_alg, crs):
    (row,) = rows_of(measured(run_alg, layer([(polygon(*in_crs(T2, ZONE37, crs)),)], crs=crs))["OUTPUT"])
    assert abs(row["area_m2"] - 999924.21) <= (0 if crs == "EPSG:4546" else 0.01 + 1e-9)


def test_web_mercator_is_measured_on_the_ellipsoid(run_alg):
    dense = [corners(37555000, 4520000, 37556000, 4521000, step=50)]
    source = layer([(polygon(*in_crs(dense, ZONE37, "EPSG:3857")),)], crs="EPSG:3857")
    (row,) = rows_of(measured(run_alg, source)["OUTPUT"])
    assert abs(row["area_m2"] - 999924.21) < 0.05  # the plane of 3857 would say 1.7 million


def test_conversions_come_from_the_printed_area_once(run_alg):
    rows = [(rectangle(37555000 + 300 * k, 4520000, 37555000 + 300 * k + 17.31 * (k + 1), 4520000 + 11.7 * (k + 1)), k)
            for k in range(12)]
    for row in rows_of(measured(run_alg, layer(rows, [("k", int)]))["OUTPUT"]):
        cents = round(row["area_m2"] * 100)
        assert round(row["area_mu"] * 100) == oracle.printed(cents, "mu")
        assert round(row["area_ha"] * 10_000) == oracle.printed(cents, "ha")


def test_many_shapes_agree_with_the_oracle(run_alg):
    shapes = [((37530000 + 913.7 * k, 4410000 + 5711.3 * k, 37530000 + 913.7 * k + 40 * k + 3.3333,
                4410000 + 5711.3 * k + 61.77 * (k + 1)), None) for k in range(25)]
    found = rows_of(measured(run_alg, layer([(rectangle(*s[0]),) for s in shapes]))["OUTPUT"])
    assert [round(row["area_m2"] * 100) for row in found] == [oracle.parcel_cents(s) for s in shapes]


def test_geodesic_and_planar_are_other_numbers(run_alg):
    source = layer([(polygon(*T2),)])
    planar = measured(run_alg, source, AREA_METHOD="planar")
    assert planar["TOTAL_M2"] == 1_000_000.0
    geodesic = measured(run_alg, source, AREA_METHOD="geodesic")
    assert geodesic["TOTAL_M2"] == pytest.approx(999924.2111, abs=0.02)
    assert "planar" in planar["METHOD"] and "geodesic" in geodesic["METHOD"]
    lonlat = layer([(polygon(*in_crs(T2, ZONE37, LONLAT)),)], crs=LONLAT)
    assert measured(run_alg, lonlat, AREA_METHOD="planar")["TOTAL_M2"] == pytest.approx(1e6, abs=0.01)


def test_method_says_how(run_alg):
    text = measured(run_alg, layer([(polygon(*T1),)]))["METHOD"]
    for word in ("official", "图斑椭球面积", "CGCS2000", "EPSG:4525", "NM Urban 0."):
        assert word in text


def test_multipart_sums_its_parts_and_subtracts_holes(run_alg):
    parts = [polygon(*T5), polygon(*T1).replace("POLYGON ", "")]
    text = f"MULTIPOLYGON ({parts[0].replace('POLYGON ', '')}, {parts[1]})"
    (row,) = rows_of(measured(run_alg, layer([(text,)], kind="MultiPolygon"))["OUTPUT"])
    assert abs(row["area_m2"] - (1432809.68 + 9999.25)) <= 0.011


def test_zero_features_give_an_empty_layer_and_zero(run_alg):
    result = measured(run_alg, layer([], [("村", str)]))
    assert rows_of(result["OUTPUT"]) == [] and result["TOTAL_M2"] == 0 and result["N_READ"] == 0
    names = [field.name() for field in result["OUTPUT"].fields()]
    assert names == ["村", "area_m2", "area_ha", "area_mu", "adj_m2"]


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon", "PolygonZ", "MultiPolygonZM"])
def test_attributes_geometry_and_its_type_are_kept(run_alg, kind):
    geometry = QgsGeometry.fromWkt(polygon(*T1))
    if "Multi" in kind:
        geometry.convertToMultiType()
    if "Z" in kind:
        geometry.get().addZValue(1043.5)
    if "M" in kind.replace("Multi", ""):
        geometry.get().addMValue(7)
    source = layer([(geometry, "甲村", NOTE, None)], [("村", str), ("备注 '\"", str), ("数", float)], kind=kind)
    result = measured(run_alg, source)
    assert result["OUTPUT"].wkbType() == source.wkbType()
    assert QgsWkbTypes.displayString(result["OUTPUT"].wkbType()) == kind
    assert geometries_of(result["OUTPUT"]) == geometries_of(source)
    (row,) = rows_of(result["OUTPUT"])
    assert (row["村"], row["备注 '\""], row["数"], row["area_m2"]) == ("甲村", NOTE, None, 9999.25)


@pytest.mark.parametrize("kind", ["Polygon", "PolygonZ", "MultiPolygon"])
@pytest.mark.parametrize("to_file", [False, True])
def test_a_mended_feature_fits_the_type_of_its_layer(run_alg, tmp_path, kind, to_file):
    """A bow-tie is two triangles: with one, a layer of single polygons comes out as a layer of multi polygons."""
    bow_tie = "POLYGON ((37555000 4520000, 37555100 4520100, 37555100 4520000, 37555000 4520100, 37555000 4520000))"
    source = layer([(polygon(*T1), "a"), (bow_tie, "b")], [("n", str)], kind=kind)
    result = measured(run_alg, source, OUTPUT=str(tmp_path / "out.gpkg") if to_file else "memory:")
    out = QgsVectorLayer(result["OUTPUT"], "out", "ogr") if to_file else result["OUTPUT"]
    assert QgsWkbTypes.displayString(out.wkbType()) == ("MultiPolygonZ" if kind == "PolygonZ" else "MultiPolygon")
    found = {f["n"]: f.geometry() for f in out.getFeatures()}
    assert all(QgsWkbTypes.isMultiType(geometry.wkbType()) for geometry in found.values())
    assert all(geometry.isGeosValid() for geometry in found.values())
    assert len(found["b"].asGeometryCollection()) == 2 and found["b"].area() == pytest.approx(5000)
    assert result["N_REPAIRED"] == 1


def test_the_users_own_area_field_is_kept_under_another_name(run_alg):
    source = layer([(polygon(*T1), 12.5, "x", 3.0)], [("area_m2", float), ("AREA_M2_1", str), ("ADJ_M2", float)])
    (row,) = rows_of(measured(run_alg, source)["OUTPUT"])
    assert row["area_m2"] == 9999.25 and row["adj_m2"] == 9999.25
    own = {name: value for name, value in row.items() if value in (12.5, "x", 3.0)}
    assert own == {"area_m2_2": 12.5, "AREA_M2_1": "x", "ADJ_M2_1": 3.0}


def test_a_repeating_field_fid_does_not_break_a_geopackage(run_alg, tmp_path):
    source = layer([(polygon(*T1), 7), (polygon(*T2), 7)], [("fid", int)])
    result = measured(run_alg, source, OUTPUT=str(tmp_path / "out.gpkg"))
    assert [row["fid_1"] for row in rows_of(result["OUTPUT"])] == [7, 7]


def test_new_features_of_an_edit_session_are_measured_too(run_alg, tmp_path):
    path = geopackage(tmp_path / "in.gpkg", "in", [(polygon(*T1), "a")], [("n", str)])
    source = QgsVectorLayer(str(path), "in", "ogr")
    source.startEditing()
    feature = QgsFeature(source.fields())
    feature.setGeometry(QgsGeometry.fromWkt(polygon(*T2)))
    feature["n"] = "b"
    assert source.addFeature(feature)
    result = measured(run_alg, source, OUTPUT=str(tmp_path / "out.gpkg"))
    assert {row["n"]: row["area_m2"] for row in rows_of(result["OUTPUT"])} == {"a": 9999.25, "b": 999924.21}
    source.rollBack()


def test_the_key_of_a_geopackage_stays_the_key(run_alg, tmp_path):
    path = geopackage(tmp_path / "in.gpkg", "in", [(polygon(*T1), "a"), (polygon(*T2), "b")], [("n", str)])
    result = measured(run_alg, str(path), OUTPUT=str(tmp_path / "out.gpkg"))
    assert [(row["fid"], row["n"]) for row in rows_of(result["OUTPUT"])] == [(1, "a"), (2, "b")]


def test_the_users_file_is_not_touched(run_alg, tmp_path):
    path = geopackage(tmp_path / "in.gpkg", "in", [(polygon(*T1), "a"), (polygon(*T2), "b")], [("n", str)])
    before = fingerprint(path)
    measured(run_alg, str(path), OUTPUT=str(tmp_path / "out.gpkg"))
    assert fingerprint(path) == before
    memory = layer([(QgsGeometry.fromWkt(polygon(*T1)), 1.0)], [("area_m2", float)])
    measured(run_alg, memory)
    assert rows_of(memory) == [{"area_m2": 1.0}] and memory.fields().count() == 1
