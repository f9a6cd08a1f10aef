"""小时交通圈 as the user runs it: both readings, both modes, everything bad listed, nothing of the user's changed."""

import json

import pytest
from qgis.core import QgsProcessingException

from tests.analysis.network import case
from tests.builders import LONLAT, files_in, fingerprint, layer, rectangle, role_in_file, rows_of, save
from tools.common import ROOT

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(a=6378137, rf=298.257222101)
HUB, EAST, WEST = (111.6, 40.8), (112.4, 40.8), (110.8, 40.8)
CITIES = (("呼和浩特", "150100", *HUB), ("乌兰察布", "150900", *EAST), ("包头", "150200", *WEST))
STRAIGHT = [[WEST, HUB], [HUB, EAST]]


def metres(*points):
    return GEOD.line_length([p[0] for p in points], [p[1] for p in points])


def dense_area(ring):
    """m² inside a ring whose edges are straight in degrees: points every 100 m, then PROJ's geodesics."""
    lon, lat = [], []
    for a, b in zip(ring, ring[1:]):
        n = max(1, int(metres((a.x(), a.y()), (b.x(), b.y())) // 100))
        lon += [a.x() + (b.x() - a.x()) * k / n for k in range(n)]
        lat += [a.y() + (b.y() - a.y()) * k / n for k in range(n)]
    return abs(GEOD.polygon_area_perimeter(lon, lat)[0])


def circle(run_alg, network=None, cities=CITIES, **more):
    parameters = {"INPUT": network if network is not None else case.lines_layer(STRAIGHT),
                  "ORIGINS": case.cities_layer(cities), "MODE": "rail", "AS_OF": "2025-12-31", "OUTPUT": "memory:",
                  "MATRIX": "memory:", "REJECTS": "memory:", "MEASURES": "memory:", **more}
    return run_alg("hourcircle", parameters)


def test_minutes_by_hand_both_readings(run_alg):
    result = circle(run_alg)
    matrix = {(row["o"], row["d"]): row for row in rows_of(result["MATRIX"])}
    assert len(matrix) == 6 and all(row["mode"] == "rail" for row in matrix.values())
    side, through = metres(HUB, EAST) / 2000, metres(WEST, HUB, EAST) / 2000  # 120 km/h = 2 km a minute
    assert matrix["呼和浩特", "乌兰察布"]["minutes"] == pytest.approx(side, abs=0.006)
    assert matrix["包头", "乌兰察布"]["minutes"] == pytest.approx(through, abs=0.006)
    for (o, d), row in matrix.items():
        assert row["minutes"] == matrix[d, o]["minutes"] and row["length_m"] == matrix[d, o]["length_m"]
        assert row["spoke"] == int("呼和浩特" in (o, d)) and row["within"] == int(row["minutes"] <= 60)
    # 鄂尔多斯 is none of the origins: three pairs are there, one of them takes longer
    assert (result["RAIL_N_PAIRS"], result["RAIL_N_WITHIN"], result["RAIL_VERDICT"]) == (3, 2, "not_met")
    assert result["RAIL_MAX_MIN"] == pytest.approx(through, abs=0.006)
    assert result["RAIL_SPOKE_VERDICT"] == "not_computable"
    assert result["RAIL_SPOKE_MIN"] == pytest.approx(side, abs=0.006)
    assert result["ROAD_VERDICT"] == "not_computable" and result["ROAD_MAX_MIN"] is None


def test_rail_and_road_are_separate_results_of_one_layer(run_alg):
    paths = [[WEST, HUB], [HUB, EAST], [WEST, HUB]]
    network = case.lines_layer(paths, (("fclass", str),), [("rail",), ("motorway",), ("primary",)])
    result = circle(run_alg, network, MODE="auto")
    found = {(row["mode"], row["o"], row["d"]): row["minutes"] for row in rows_of(result["MATRIX"])}
    assert found["rail", "呼和浩特", "包头"] == pytest.approx(metres(HUB, WEST) / 2000, abs=0.006)
    assert found["road", "呼和浩特", "包头"] == pytest.approx(metres(HUB, WEST) / 1000, abs=0.006)  # 60 km/h
    assert found["road", "呼和浩特", "乌兰察布"] == pytest.approx(metres(HUB, EAST) / (100 / 0.06), abs=0.006)
    assert found["rail", "呼和浩特", "乌兰察布"] is None  # no line comes near 乌兰察布 by rail
    assert result["RAIL_N_UNREACHED"] == 2 and result["RAIL_VERDICT"] == "not_computable"
    rejected = rows_of(result["REJECTS"])
    assert len(rejected) == 1 and "乌兰察布" in rejected[0]["reason"] and rejected[0]["src"] == "cities"
    circles = rows_of(result["OUTPUT"])
    assert len(circles) == 3 * (2 + 3) and {row["mode"] for row in circles} == {"rail", "road"}


def test_circles_are_nested_and_their_areas_official(run_alg):
    result = circle(run_alg, MINUTES="60，30")
    rows = rows_of(result["OUTPUT"])
    shapes = [feature.geometry() for feature in result["OUTPUT"].getFeatures()]
    assert [row["minutes"] for row in rows] == [60] * 3 + [30] * 3  # the large ones first
    assert {row["pop"] for row in rows} == {None} == {row["n_towns"] for row in rows}
    for row, shape in zip(rows, shapes):
        total = 0.0
        for rings in shape.asMultiPolygon():
            parts = [dense_area(ring) for ring in rings]
            total += parts[0] - sum(parts[1:])
        assert row["area_m2"] == pytest.approx(total, rel=2e-6) and row["area_m2"] == round(row["area_m2"], 2)


def test_people_as_points_and_as_units(run_alg):
    rows = [("POINT (111.62 40.81)", "近", 1000), ("POINT (111.61 40.82)", "更近", 2000), ("POINT (115 45)", "远", 9),
            ("POINT (111.6 40.8)", "无", None)]
    towns = layer(rows, (("name", str), ("pop", int)), LONLAT, "Point")
    result = circle(run_alg, POPULATION=towns, MINUTES="30")
    row = next(r for r in rows_of(result["OUTPUT"]) if r["origin"] == "呼和浩特")
    assert (row["pop"], row["n_towns"], row["towns"]) == (3000, 3, "更近、近、无")
    # two units: one wholly inside, one cut in half by the isochrone's northern border is not needed: by area
    unit = rectangle(111.55, 40.79, 111.65, 40.81)
    far = rectangle(114.0, 45.0, 114.1, 45.1)
    units = layer([(unit, "内", 500), (far, "外", 700)], (("name", str), ("pop_total", int)), LONLAT)
    result = circle(run_alg, POPULATION=units, MINUTES="30")
    row = next(r for r in rows_of(result["OUTPUT"]) if r["origin"] == "呼和浩特")
    assert (row["pop"], row["n_towns"], row["towns"]) == (500, 1, "内")
    reach = next(m for m in rows_of(result["MEASURES"]) if m["indicator"] == "hourcircle_rail_30min_pop"
                 and m["code"] == "150100")
    assert (reach["value"], reach["unit"]) == (500, "人")


def test_a_unit_counts_with_its_share_of_area(run_alg):
    strip = rectangle(111.5, 40.6, 111.7, 41.0)  # 44 km from south to north; the isochrone is 10 km broad
    units = layer([(strip, "条", 1_000_000)], (("name", str), ("pop_total", int)), LONLAT)
    result = circle(run_alg, POPULATION=units, MINUTES="60")
    row = next(r for r in rows_of(result["OUTPUT"]) if r["origin"] == "呼和浩特")
    share = 10_000 / metres((111.6, 40.6), (111.6, 41.0))
    assert row["pop"] == pytest.approx(1_000_000 * share, rel=0.003) and row["n_towns"] == 0


def test_measures_name_the_missing_city(run_alg):
    rows = {row["indicator"]: row for row in rows_of(circle(run_alg)["MEASURES"])}
    assert rows["hbew_one_hour_rail"]["value"] is None and "Ordos" in rows["hbew_one_hour_rail"]["missing"]
    assert {row["date"].toString("yyyy-MM-dd") for row in rows.values()} == {"2025-12-31"}
    ordos = ("鄂尔多斯市", "150600", 111.6, 40.8001)
    rows = {r["indicator"]: r for r in rows_of(circle(run_alg, cities=(*CITIES, ordos))["MEASURES"])}
    assert rows["hbew_one_hour_rail"]["value"] == pytest.approx(metres(WEST, HUB, EAST) / 2000, abs=0.006)
    assert rows["hbew_one_hour_rail_spoke"]["n"] == 3 and rows["hbew_one_hour_rail"]["n"] == 6
    assert rows["hbew_one_hour_rail"]["missing"] in ("", None) and rows["hbew_one_hour_rail"]["unit"] == "分钟"


def test_speed_parameter_field_and_policy(run_alg, tmp_path):
    assert circle(run_alg, SPEED_KMH=240)["RAIL_MAX_MIN"] == pytest.approx(metres(WEST, HUB, EAST) / 4000, abs=0.006)
    network = case.lines_layer(STRAIGHT, (("kmh", float),), [(200.0,), (None,)])
    result = circle(run_alg, network, SPEED_KMH=100)
    wanted = metres(WEST, HUB) / (200 / 0.06) + metres(HUB, EAST) / (100 / 0.06)
    assert result["RAIL_MAX_MIN"] == pytest.approx(wanted, abs=0.006)
    data = json.loads((ROOT / "resources/policies/hourcircle.json").read_text(encoding="utf-8"))
    data["entries"]["rail_kmh"]["value"] = 60
    path = tmp_path / "策略.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    result = circle(run_alg, POLICY=str(path))
    assert result["RAIL_MAX_MIN"] == pytest.approx(metres(WEST, HUB, EAST) / 1000, abs=0.006)
    assert "60 km/h" in result["METHOD"] and "AS_OF 2025-12-31" in result["METHOD"]


def test_access_at_both_ends_and_its_limit(run_alg):
    off = ("乌兰察布", "150900", 112.3, 40.8 + 3000 / 111_040)
    result = circle(run_alg, cities=(CITIES[0], off))
    (row, _) = rows_of(result["MATRIX"])
    far = metres(off[2:], (112.3, 40.8))
    assert row["acc_min"] == pytest.approx(far / 500, abs=0.01)  # 30 km/h = 500 m a minute
    assert row["net_min"] == pytest.approx(metres(HUB, (112.3, 40.8)) / 2000, abs=0.01)
    assert row["minutes"] == pytest.approx(row["acc_min"] + row["net_min"], abs=0.011)
    result = circle(run_alg, cities=(CITIES[0], off), SNAP_M=2900)
    assert rows_of(result["MATRIX"])[0]["minutes"] is None and "乌兰察布" in rows_of(result["MATRIX"])[0]["why"]
    assert result["RAIL_VERDICT"] == "not_computable"


def test_same_figures_from_a_gauss_zone(run_alg):
    """The edges of 25 km and more are other lines there, straight in the plane: the areas differ by 2 in a million."""
    there = pyproj.Transformer.from_crs("+proj=longlat +ellps=GRS80", "+proj=tmerc +lon_0=111 +k=1 +x_0=37500000 "
                                        "+ellps=GRS80", always_xy=True)
    paths = [[there.transform(*p) for p in path] for path in STRAIGHT]
    cities = [(name, code, *there.transform(x, y)) for name, code, x, y in CITIES]
    one = circle(run_alg)
    two = circle(run_alg, case.lines_layer(paths, crs="EPSG:4525"), ORIGINS=case.cities_layer(cities, "EPSG:4525"))
    for name in ("RAIL_MAX_MIN", "RAIL_SPOKE_MIN", "RAIL_N_WITHIN"):
        assert one[name] == two[name]
    for a, b in zip(rows_of(one["OUTPUT"]), rows_of(two["OUTPUT"])):
        assert a["area_m2"] == pytest.approx(b["area_m2"], rel=5e-6)


def test_exits_are_counted_on_roads_only(run_alg):
    city = layer([(rectangle(111.5, 40.7, 111.8, 40.9),)], (), LONLAT)
    paths = [[(111.6, 40.80), (112.0, 40.80)], [(111.6, 40.801), (112.0, 40.801)], [HUB, (111.6, 40.5)], [WEST, HUB]]
    network = case.lines_layer(paths, (("fclass", str),), [("motorway",), ("motorway",), ("primary",), ("rail",)])
    result = circle(run_alg, network, MODE="auto", BOUNDARY=city, EXITS="memory:")
    assert result["N_EXITS"] == 2 and len(rows_of(result["EXITS"])) == 3
    measure = next(m for m in rows_of(result["MEASURES"]) if m["indicator"] == "hohhot_exit_corridors")
    assert (measure["value"], measure["code"], measure["n"]) == (2, "150100", 3)
    assert circle(run_alg, network, MODE="rail", BOUNDARY=city)["N_EXITS"] is None


@pytest.mark.parametrize(("change", "words"), [
    ({"MINUTES": "30,x"}, "MINUTES"), ({"MINUTES": "0"}, "1440"), ({"AS_OF": "2025-13-01"}, "AS_OF"),
    ({"SPEED_KMH": 0}, "SPEED_KMH"), ({"SPEED_KMH": 5000}, "SPEED_KMH"),
    ({"SPEED_KMH": float("nan")}, "SPEED_KMH"), ({"SNAP_M": "nan"}, "SNAP_M"), ({"TAIL_M": -1}, "TAIL_M"),
    ({"SPEED_FIELD": "nope"}, "nope"), ({"FIELDS": "{"}, "FIELDS"), ({"MODE": "air"}, "MODE")])
def test_a_wrong_parameter_is_named(run_alg, change, words):
    with pytest.raises(QgsProcessingException, match=words):
        circle(run_alg, **change)


def test_a_population_without_a_field_is_named(run_alg):
    towns = layer([("POINT (111.6 40.8)", "甲")], (("name", str),), LONLAT, "Point", "towns")
    with pytest.raises(QgsProcessingException, match="towns.*POP_FIELD"):
        circle(run_alg, POPULATION=towns)


def test_layers_without_a_crs_or_features_are_named(run_alg):
    with pytest.raises(QgsProcessingException, match="no CRS"):
        circle(run_alg, case.lines_layer(STRAIGHT, crs=""))
    with pytest.raises(QgsProcessingException, match="cities.*no features"):
        circle(run_alg, cities=())
    empty = circle(run_alg, layer([], crs=LONLAT, kind="LineString"))
    assert empty["RAIL_VERDICT"] == "not_computable" and rows_of(empty["OUTPUT"]) == []


def test_bad_features_are_listed_not_fatal(run_alg):
    network = layer([(case.line(WEST, HUB),), (case.line(HUB, EAST),), (None,), ("LINESTRING (111 40, 111 40)",),
                     ("LINESTRING (500000 4500000, 600000 4500000)",)], (), LONLAT, "LineString", "net")
    points = layer([("POINT (111.6 40.8)", "150100", "呼和浩特"), (None, "150200", "包头"),
                    ("POINT (40 111)", "150600", "鄂尔多斯"), ("POINT (112.4 40.8)", "150900", "乌兰察布")],
                   (("code", str), ("name", str)), LONLAT, "Point", "cities")
    result = circle(run_alg, network, ORIGINS=points)
    listed = [(row["src"], row["fid"]) for row in rows_of(result["REJECTS"])]
    assert sorted(listed) == [("cities", 2), ("cities", 3), ("net", 3), ("net", 4), ("net", 5)]
    assert result["N_USED"] == 2 and result["N_READ"] == 5 and result["RAIL_N_PAIRS"] == 1


def test_names_that_repeat_are_told_apart_and_text_stays_text(run_alg):
    evil = "=cmd|' /C calc'!A0"
    result = circle(run_alg, cities=((evil, "", *HUB), (evil, "", *EAST)))
    assert {row["o"] for row in rows_of(result["MATRIX"])} == {evil, evil + " (2)"}


def test_outputs_bear_their_roles_and_inputs_stay(run_alg, tmp_path):
    source = tmp_path / "路网.gpkg"
    path = save(case.lines_layer(STRAIGHT), source, "lines")
    before, gpkg = fingerprint(source), tmp_path / "out" / "结果.gpkg"
    gpkg.parent.mkdir()
    circle(run_alg, path, OUTPUT=f"ogr:dbname='{gpkg}' table=\"circles\" (geom)",
           MATRIX=f"ogr:dbname='{gpkg}' table=\"matrix\"", REJECTS=f"ogr:dbname='{gpkg}' table=\"rejects\"",
           MEASURES=f"ogr:dbname='{gpkg}' table=\"measures\"")
    assert fingerprint(source) == before
    assert role_in_file(gpkg, "circles") == "hourcircle" and role_in_file(gpkg, "matrix") == "hourcircle_matrix"
    with pytest.raises(QgsProcessingException):
        circle(run_alg, path, OUTPUT=str(source))
    with pytest.raises(QgsProcessingException, match="MINUTES"):
        circle(run_alg, path, MINUTES="-1", OUTPUT=str(tmp_path / "out" / "x.gpkg"))
    assert files_in(tmp_path / "out") == ["结果.gpkg"]


def test_corridor_lines_solid_and_dashed(run_alg):
    """The register's lines: an existing one on the network, a planned one straight and unmeasured."""
    result = run_alg("corridorlines", {"INPUT": case.lines_layer(case.real_network("rail")), "MODE": "rail",
                                       "CORRIDORS": "京包、呼包高铁，集大高铁、上定铁路、神瓦", "OUTPUT": "memory:"})
    rows = {row["key"]: row for row in rows_of(result["OUTPUT"])}
    assert set(rows) == {"jingbao_rail", "hu_bao_hsr", "jida_rail", "shangding_rail"}
    assert (rows["jingbao_rail"]["kind"], rows["jingbao_rail"]["status"]) == ("derived", "existing")
    assert "北京市" in rows["jingbao_rail"]["gaps"] and rows["jingbao_rail"]["length_m"] > 250_000
    assert (rows["hu_bao_hsr"]["kind"], rows["hu_bao_hsr"]["status"]) == ("schematic", "preliminary")
    assert rows["hu_bao_hsr"]["length_m"] is None and "前期研究" in rows["hu_bao_hsr"]["quote"]
    assert (result["N_DERIVED"], result["N_SCHEMATIC"], result["N_NO_LINE"]) == (1, 3, 1)
    with pytest.raises(QgsProcessingException, match="京沪"):
        run_alg("corridorlines", {"CORRIDORS": "京沪", "OUTPUT": "memory:"})


def test_corridor_lines_without_a_network_are_schematic_only(run_alg):
    result = run_alg("corridorlines", {"OUTPUT": "memory:"})
    assert result["N_DERIVED"] == 0 and result["N_SCHEMATIC"] == len(rows_of(result["OUTPUT"])) == 23
    assert result["N_NO_LINE"] == 44 - 23  # the 20 that exist, and one whose end has no position


def test_a_network_far_from_the_meridian_of_its_zone(run_alg):
    """Zone 39 (117° E) at 109.8 to 113.1° E: the same minutes, within what the other straight edges make."""
    there = pyproj.Transformer.from_crs("+proj=longlat +ellps=GRS80", "+proj=tmerc +lon_0=117 +k=1 +x_0=39500000 "
                                        "+ellps=GRS80", always_xy=True)
    paths = [[there.transform(*p) for p in path] for path in STRAIGHT]
    cities = [(name, code, *there.transform(x, y)) for name, code, x, y in CITIES]
    far = circle(run_alg, case.lines_layer(paths, crs="EPSG:4527"), ORIGINS=case.cities_layer(cities, "EPSG:4527"))
    assert far["N_REJECTED"] == 0 and far["RAIL_N_PAIRS"] == circle(run_alg)["RAIL_N_PAIRS"]
    assert far["RAIL_MAX_MIN"] == pytest.approx(circle(run_alg)["RAIL_MAX_MIN"], abs=0.02)


@pytest.mark.parametrize(("heading", "cells", "people"), [
    ("人口（万人）", ("12,5", "2.5万人", "1"), 160_000), ("常住人口(千人)", ("1,234.5", "１２", "0.5万人"), 1_251_500),
    ("人口", ("1,234", "5.5万人", " 66 "), 56_300), ("pop", (10.0, 20.0, 30.0), 60)])
def test_people_are_read_in_the_unit_of_heading_and_cell(run_alg, heading, cells, people):
    rows = [(f"POINT (111.6{k} 40.81)", f"乡{k}", cell) for k, cell in enumerate(cells)]
    towns = layer(rows, (("名称", str), (heading, type(cells[0]))), LONLAT, "Point", "乡镇")
    result = circle(run_alg, POPULATION=towns, MINUTES="30")
    row = next(r for r in rows_of(result["OUTPUT"]) if r["origin"] == "呼和浩特")
    assert (row["pop"], row["n_towns"]) == (people, 3)


def test_unknown_people_are_told_and_never_nobody(run_alg):
    rows = [("POINT (111.61 40.81)", "甲", "2"), ("POINT (111.62 40.81)", "乙", "—"),
            ("POINT (111.63 40.81)", "丙", "约3"), ("POINT (112.41 40.81)", "丁", "无")]
    towns = layer(rows, (("名称", str), ("人口（万人）", str)), LONLAT, "Point", "乡镇")
    result = circle(run_alg, POPULATION=towns, MINUTES="30")
    found = {r["origin"]: (r["pop"], r["n_towns"]) for r in rows_of(result["OUTPUT"])}
    assert found == {"呼和浩特": (20_000, 3), "乌兰察布": (None, 1), "包头": (0, 0)}
    missing = {r["code"]: r["missing"] for r in rows_of(result["MEASURES"]) if r["indicator"].endswith("30min_pop")}
    assert "2" in missing["150100"] and missing["150900"] and not missing["150200"]
    (listed,) = rows_of(result["REJECTS"])
    assert listed["fid"] == 3 and "约3" in listed["reason"]
    with pytest.raises(QgsProcessingException, match="公顷"):
        circle(run_alg, POPULATION=layer(rows[:1], (("名称", str), ("人口（公顷）", str)), LONLAT, "Point"))


def test_a_part_of_the_cities_never_keeps_the_hour(run_alg):
    """呼和浩特 and 乌兰察布 lie within the hour; of 包头 and 鄂尔多斯 nothing is known."""
    result = circle(run_alg, cities=CITIES[:2])
    assert (result["RAIL_N_PAIRS"], result["RAIL_N_WITHIN"]) == (1, 1)
    assert (result["RAIL_VERDICT"], result["RAIL_SPOKE_VERDICT"]) == ("not_computable", "not_computable")
