"""Parcels in degrees, across zone borders and in other CRS; land-use ridges; lines by hand."""

import json

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
)

from tests.builders import LONLAT, layer, rectangle, rows_of
from tests.processing_algs.quota import case

X, Y = case.X, case.Y


@pytest.fixture(scope="module")
def chosen():
    return case.parcels(30)


def moved(source, crs, step=None):
    """The same features through PROJ; with *step* first densified, so that the edges stay where they are."""
    transform = QgsCoordinateTransform(source.crs(), QgsCoordinateReferenceSystem(crs), QgsProject.instance())
    rows = []
    for feature in source.getFeatures():
        shape = feature.geometry() if step is None else feature.geometry().densifyByDistance(step)
        shape.transform(transform)
        rows.append((shape, *feature.attributes()))
    kinds = [("PZRQ", str), ("nr", int)]
    return layer(rows, kinds, crs=crs, name=source.name())


@pytest.mark.parametrize("crs", [LONLAT, "EPSG:4546", "EPSG:4326"])
def test_parcels_in_another_crs_give_the_same_pieces(run_alg, chosen, crs):
    one = case.found_pieces(case.run(run_alg, chosen))
    source = moved(case.parcel_layer(chosen), crs, None if crs == "EPSG:4546" else 20)
    two = case.found_pieces(case.run(run_alg, chosen, INPUT=source))
    assert set(one) == set(two)
    for key, cell in one.items():
        # 1.2 km of edge x half a unit of the last stored place is the noise of the chain of roundings
        assert abs(two[key]["area"] - cell["area"]) <= (0 if crs == "EPSG:4546" else 8), key


@pytest.mark.parametrize("crs", [LONLAT, "EPSG:4326", "EPSG:3857", "EPSG:4524"])
def test_pieces_sum_to_parcelarea_in_every_crs(run_alg, chosen, crs):
    source = moved(case.parcel_layer(chosen), crs)
    areas = [round(row["area_m2"] * 100)
             for row in rows_of(run_alg("parcelarea", {"INPUT": source, "OUTPUT": "memory:"})["OUTPUT"])]
    sums = {}
    for (fid, _, _), cell in case.found_pieces(case.run(run_alg, chosen, INPUT=source)).items():
        sums[fid] = sums.get(fid, 0) + cell["area"]
    assert [sums[fid] for fid in sorted(sums)] == areas


@pytest.mark.parametrize("method", ["official", "geodesic", "planar"])
def test_pieces_sum_to_parcelarea_by_every_method(run_alg, chosen, method):
    source = case.parcel_layer(chosen)
    area = run_alg("parcelarea", {"INPUT": source, "OUTPUT": "memory:", "AREA_METHOD": method})
    result = case.run(run_alg, chosen, INPUT=source, AREA_METHOD=method)
    assert sum(c["area"] for c in case.found_pieces(result).values()) == round(area["TOTAL_M2"] * 100)
    assert method in result["METHOD"]


def test_a_parcel_over_three_zones_is_one_parcel(run_alg):
    """From 110.4° to 116.2° E: cut at the zone borders, booked in each county once, summed to its own area."""
    strip = rectangle(110.4, 40.5, 116.2, 40.51)
    parcel = layer([(strip, "2022-05-01")], [("PZRQ", str)], crs=LONLAT, name="路")
    counties = layer([(rectangle(110.0, 40.0, 112.1, 41.0), "150102"), (rectangle(112.1, 40.0, 115.0, 41.0), "150103")],
                     [("code", str)], crs=LONLAT)
    result = case.run(run_alg, {}, INPUT=parcel, COUNTIES=counties, ECO_REDLINE=layer(
        [(rectangle(111.0, 40.0, 114.0, 41.0),)], crs=LONLAT))
    pieces = {row["code"] or "": row for row in rows_of(result["OUTPUT"])}
    assert set(pieces) == {"150102", "150103", ""} and len(rows_of(result["OUTPUT"])) == 3
    whole = run_alg("parcelarea", {"INPUT": parcel, "OUTPUT": "memory:"})["TOTAL_M2"]
    assert sum(round(p["area_m2"] * 100) for p in pieces.values()) == round(whole * 100)
    for code, width in (("150102", 1.7), ("150103", 2.9), ("", 1.2)):  # between meridians area goes with longitude
        assert abs(pieces[code]["area_m2"] / whole - width / 5.8) < 1e-5
    assert abs(pieces["150102"]["eco_m2"] / pieces["150102"]["area_m2"] - 1.1 / 1.7) < 1e-5
    assert pieces[""]["eco_m2"] == 0
    for feature in result["OUTPUT"].getFeatures():
        assert feature.geometry().isGeosValid()


def test_overlap_between_parcels_of_different_zones_counts_once(run_alg):
    a, b = rectangle(112.40, 40.5, 112.51, 40.51), rectangle(112.49, 40.5, 112.60, 40.51)  # zone 37, zone 38
    parcels = layer([(a, "2022-05-01"), (b, "2022-05-02")], [("PZRQ", str)], crs=LONLAT)
    counties = layer([(rectangle(110.0, 40.0, 115.0, 41.0), "150102")], [("code", str)], crs=LONLAT)
    rows = {(r["src_fid"], r["status"]): r["area_m2"] for r in rows_of(
        case.run(run_alg, {}, INPUT=parcels, COUNTIES=counties)["OUTPUT"])}
    assert set(rows) == {(1, "counted"), (2, "counted"), (2, "overlap")}
    assert abs(rows[2, "overlap"] / rows[1, "counted"] - 2 / 11) < 1e-4
    assert abs(rows[2, "counted"] / rows[1, "counted"] - 9 / 11) < 1e-4


def one_parcel():
    return {1: (((X + 5000, Y + 5000, X + 5100, Y + 5100), None), None, "2022-05-01")}


def patch_layer(*rows):
    """rows: (x0, x1 relative to the parcel, code, KCXS)."""
    return layer([(rectangle(X + 5000 + a, Y + 4000, X + 5000 + b, Y + 6000), code, kcxs) for a, b, code, kcxs in rows],
                 [("DLBM", str), ("KCXS", float)], name="DLTB")


def test_ridges_are_farm_land_but_not_cropland(run_alg):
    result = case.run(run_alg, one_parcel(), LANDUSE=patch_layer((-100, 200, "0103", 0.1234)))
    (row,) = rows_of(result["OUTPUT"])
    area = round(row["area_m2"] * 100)
    assert round(row["agri_m2"] * 100) == area and row["unused_m2"] == row["built_m2"] == row["unknown_m2"] == 0
    assert round(row["crop_m2"] * 100) == int(area * (1 - 0.1234) + 0.5)


@pytest.mark.parametrize(("code", "kind"), [
    ("0101", "agri"), ("0204", "agri"), ("0307", "agri"), ("0401", "agri"), ("1203", "agri"), ("1006", "agri"),
    ("0404", "unused"), ("1206", "unused"), ("1105", "unused"), ("0701", "built"), ("1001", "built"), ("0602", "built"),
    ("", "unknown"), (None, "unknown")])
def test_classes_of_land(run_alg, code, kind):
    result = case.run(run_alg, one_parcel(), LANDUSE=patch_layer((-100, 200, code, None)))
    (row,) = rows_of(result["OUTPUT"])
    for name in ("agri", "unused", "built", "unknown"):
        assert row[f"{name}_m2"] == (row["area_m2"] if name == kind else 0), name
    leaf = case.ledger(result)["county", "150102", 2022]
    assert leaf["used_mu"] == (15.0 if kind in ("agri", "unused") else 0)
    assert leaf["built_mu"] == (15.0 if kind == "built" else 0)
    assert leaf["unknown_mu"] == (15.0 if kind == "unknown" else 0)


@pytest.mark.parametrize(("field", "code", "kind"), [
    ("YDYHFLDM", "1202", "built"), ("YDYHFLDM", "0602", "agri"), ("GHYDDM", "1207", "built"),
    ("YDYHDM", "1101", "built"), ("用地用海分类代码", "0602", "agri"), ("DLBM", "070102", "built"),
    ("DLBM", "090101", "built"), ("DLBM", "1202", "agri")])
def test_codes_of_planned_use_are_read_by_their_own_table(run_alg, field, code, kind):
    """1202 is 公路用地 by 用地用海分类 and 设施农用地 by the survey; six digits stand in 用地用海分类 only."""
    patches = layer([(rectangle(X - 100, Y - 100, X + 10000, Y + 10000), code)], [(field, str)], name="规划用地")
    result = case.run(run_alg, one_parcel(), LANDUSE=patches, FIELDS=json.dumps({"landuse_code": field}))
    (row,) = rows_of(result["OUTPUT"])
    assert [name for name in ("agri", "unused", "built", "unknown") if row[f"{name}_m2"]] == [kind]


def test_a_set_of_codes_that_fits_no_table_is_refused_with_both_readings(run_alg):
    patches = layer([(rectangle(X - 100, Y - 100, X + 10000, Y + 10000), code) for code in ("9901", "R2", "A33")],
                    [("DLBM", str)], name="规划用地")
    with pytest.raises(QgsProcessingException, match="DLBM.*YDYHFLDM"):
        case.run(run_alg, one_parcel(), LANDUSE=patches)


@pytest.mark.parametrize(("shares", "crop", "listed"), [
    ((0.125,), 8750.0, 0), ((12.5,), 8750.0, 0), (("12.5%",), 8750.0, 0), (("0,125",), 8750.0, 0),
    ((-0.1,), 10000.0, 1), (("无",), 10000.0, 0), (("多",), 10000.0, 1), ((0.125, 12.5), 8750.0, 1),
    ((75.0,), 10000.0, 1)])
def test_deduction_shares_are_shares_or_percent_or_listed(run_alg, shares, crop, listed):
    kind = str if isinstance(shares[0], str) else float
    rows = [(rectangle(X - 100, Y - 100, X + 10000, Y + 10000), "0103", shares[0])]
    rows += [(rectangle(X + 20000 + k, Y, X + 20001 + k, Y + 1), "0103", share) for k, share in enumerate(shares[1:])]
    patches = layer(rows, [("DLBM", str), ("KCXS", kind)], name="DLTB")
    result = case.run(run_alg, one_parcel(), LANDUSE=patches)
    (row,) = rows_of(result["OUTPUT"])
    assert row["crop_m2"] == pytest.approx(row["agri_m2"] * crop / 10000, abs=0.006)
    assert sum("KCXS" in one["reason"] for one in rows_of(result["REJECTS"])) == (listed if len(shares) == 1 else 0)


def test_what_no_patch_covers_is_unknown_and_not_used(run_alg):
    result = case.run(run_alg, one_parcel(), LANDUSE=patch_layer((-100, 40, "0103", None), (60, 200, "0701", None)))
    row = case.ledger(result)["county", "150102", 2022]
    assert (row["used_mu"], row["agri_mu"], row["built_mu"], row["unknown_mu"]) == (6.0, 6.0, 6.0, 3.0)


def test_given_lines_are_zero_where_not_touched_and_null_where_not_given(run_alg):
    far = layer([(rectangle(X + 90000, Y, X + 90100, Y + 100),)])
    half = layer([(rectangle(X + 5050, Y, X + 6000, Y + 9000),), (rectangle(X + 5040, Y, X + 6000, Y + 9000),)])
    (row,) = rows_of(case.run(run_alg, one_parcel(), ECO_REDLINE=far, FARMLAND=half)["OUTPUT"])
    assert row["eco_m2"] == 0 and row["ubd_m2"] is None
    assert abs(row["farm_m2"] / row["area_m2"] - 0.6) < 1e-4, "overlapping features of one line count once"


def test_an_empty_line_layer_is_a_line_that_touches_nothing(run_alg):
    (row,) = rows_of(case.run(run_alg, one_parcel(), ECO_REDLINE=layer([]))["OUTPUT"])
    assert row["eco_m2"] == 0


def test_a_line_in_another_crs_with_broken_features(run_alg):
    shape = QgsGeometry.fromWkt(rectangle(X + 5050, Y, X + 6000, Y + 9000))
    shape.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4525"),
                                           QgsCoordinateReferenceSystem(LONLAT), QgsProject.instance()))
    line = layer([(shape,), (None,)], crs=LONLAT, name="红线")
    result = case.run(run_alg, one_parcel(), ECO_REDLINE=line)
    (row,) = rows_of(result["OUTPUT"])
    assert abs(row["eco_m2"] / row["area_m2"] - 0.5) < 1e-3
