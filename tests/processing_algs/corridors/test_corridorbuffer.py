"""corridorbuffer as users run it: rings, nodes, measures, rejects, refusals."""

import numpy as np
import pytest
import shapely
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from tests.analysis.buffers import case
from tests.builders import LONLAT, files_in, fingerprint, layer, role_in_file, rows_of, save
from tools.bench import geodesic_judge as judge

ASKED = {"AS_OF": "2025-12-31", "OUTPUT": "memory:", "NODES": "memory:", "MEASURES": "memory:", "REJECTS": "memory:"}
SOUTH, NORTH = [[111.0, 40.0], [111.5, 40.1], [112.0, 40.0]], [[111.0, 40.6], [112.0, 40.7]]


def polygons(source):
    return [shapely.from_wkb(bytes(f.geometry().asWkb())) for f in source.getFeatures()]


def towns(rows):
    return layer([(f"POINT ({x!r} {y!r})", name, code, people) for name, code, x, y, people in rows],
                 (("名称", str), ("代码", str), ("人口", int)), LONLAT, "Point", "城镇")


def zone(points, fields=(), *values, name="区"):
    text = ", ".join(f"{x!r} {y!r}" for x, y in [*points, points[0]])
    return layer([(f"POLYGON (({text}))", *values)], fields, LONLAT, "Polygon", name)


def box(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def test_rings_of_two_corridors(run_alg):
    lines = case.lines_layer([SOUTH, NORTH], fields=(("线名", str),), values=[("京包",), ("包兰",)], name="铁路")
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "WIDTH": 5000, "RINGS": "1000, 5000",
                                       "DISSOLVE_FIELD": "线名"})
    rows, shapes = rows_of(found["OUTPUT"]), polygons(found["OUTPUT"])
    assert [(r["corridor"], r["ring"], r["inner_m"], r["width_m"], r["n_src"]) for r in rows] == [
        ("京包", 1, 0, 1000, 1), ("京包", 2, 1000, 5000, 1), ("包兰", 1, 0, 1000, 1), ("包兰", 2, 1000, 5000, 1)] or [
        r["corridor"] for r in rows] == ["包兰", "包兰", "京包", "京包"]
    for row, shape in zip(rows, shapes):
        assert row["area_m2"] == pytest.approx(judge.polygon_area(shape), rel=1e-7)
        assert shape.is_valid
    assert shapely.intersection(shapes[0], shapes[1]).area == 0
    assert found["N_RINGS"] == 4 and found["N_CORRIDORS"] == 2
    assert found["TOTAL_M2"] == pytest.approx(sum(r["area_m2"] for r in rows), abs=1e-6)
    assert found["OUTPUT"].crs().authid() == "EPSG:4490"
    assert "CGCS2000" in found["METHOD"] and "2025-12-31" in found["METHOD"]


def test_without_field_the_layer_is_one_corridor_and_its_name_is_the_layers(run_alg):
    lines = case.lines_layer([SOUTH, NORTH], name="铁路网")
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "WIDTH": 3000})
    (row,) = rows_of(found["OUTPUT"])
    assert (row["corridor"], row["ring"], row["width_m"], row["kind"], row["n_src"]) == ("铁路网", 1, 3000, "whole", 2)


def test_stations_have_the_rings_of_tod(run_alg):
    stations = layer([("POINT (111.65 40.81)",), ("POINT (111.9 40.81)",), (None,)], (), LONLAT, "Point", "车站")
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": stations, "RINGS": "500，800，1500"})
    areas = [row["area_m2"] for row in rows_of(found["OUTPUT"])]
    discs = [np.pi * r * r * 2 for r in (500, 800, 1500)]
    assert areas == pytest.approx(np.diff([0, *discs]), rel=1e-7)
    assert found["N_REJECTED"] == 1 and rows_of(found["REJECTS"])[0]["fid"] == 3


def test_width_of_each_feature_and_of_each_class(run_alg):
    values = [(800.0, "高速"), (0.0, "国道"), (-3.0, "乡道"), (None, None), (1e7, "国道")]
    lines = case.lines_layer([SOUTH, *[NORTH] * 4], fields=(("宽", float), ("等级", str)), name="路", values=values)
    own = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "WIDTH_FIELD": "宽"})
    (row,) = rows_of(own["OUTPUT"])
    assert row["width_m"] == 800 and row["n_src"] == 1
    rejected = rows_of(own["REJECTS"])
    assert [r["fid"] for r in rejected] == [2, 3, 4, 5] and all("宽" in r["reason"] for r in rejected)
    by_class = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "WIDTH_FIELD": "等级", "DISSOLVE_FIELD": "等级",
                                          "CLASS_WIDTHS": '{"高速": 3000, "国道": 1000}'})
    assert {r["corridor"]: r["width_m"] for r in rows_of(by_class["OUTPUT"])} == {"高速": 3000, "国道": 1000}
    assert [r["fid"] for r in rows_of(by_class["REJECTS"])] == [3, 4]


def test_nodes_hubs_and_people(run_alg):
    lines = case.lines_layer([SOUTH, [[111.5, 39.8], [111.5, 40.4]]], fields=(("n", str),), values=[("横",), ("纵",)])
    points = towns([("枢纽", "150102", 111.5, 40.1, 1000), ("近", "150103", 111.2, 40.05, 200),
                    ("远", "150104", 111.2, 40.3, 30), ("稍远", "150105", 111.8, 40.075, 4)])
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "DISSOLVE_FIELD": "n", "PLACES": points, "WIDTH": 3000,
                                       "RINGS": "2000,6000"})
    rows = {(r["name"], r["corridor"]): r for r in rows_of(found["NODES"])}
    assert len(rows) == 8 and rows["枢纽", "横"]["hub"] == rows["枢纽", "纵"]["hub"] == found["HUB_MAX"] == 2
    assert rows["近", "横"]["on"] == 1 and rows["近", "纵"]["on"] == 0 and rows["远", "横"]["on"] == 0
    far = judge.distances([np.array(SOUTH)], np.array([[111.2, 40.3], [111.2, 40.05], [111.8, 40.075]]))
    assert [rows[n, "横"]["dist_m"] for n in ("远", "近", "稍远")] == pytest.approx(far, abs=0.02)
    measures = {(r["indicator"], r["corridor"], r["ring"]): r["value"] for r in rows_of(found["MEASURES"])}
    expected = {1: 1000 + 200 * (far[1] <= 2000) + 4 * (far[2] <= 2000),
                2: 200 * (2000 < far[1] <= 6000) + 4 * (2000 < far[2] <= 6000)}
    assert {k: measures["corridor_population", "横", k] for k in (1, 2)} == expected
    assert found["N_ON"] + found["N_OFF"] + found["N_NOT_JUDGED"] == 8
    order = [r["name"] for r in rows_of(found["NODES"]) if r["corridor"] == "横" and r["on"] == 1]
    assert order.index("近") < order.index("枢纽")


def test_corridors_of_the_register_on_lines_without_names(run_alg):
    from nm_urban.nm_urban_plugin.core.corridors.nodes import corridor

    located = [(p.lon, p.lat) for p in corridor("京包铁路").places if p.located]
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": case.lines_layer([located]), "WIDTH": 5000,
                                       "CORRIDORS": "京包铁路, hu_bao_hsr"})
    (row,) = rows_of(found["OUTPUT"])
    assert (row["corridor"], row["kind"]) == ("京包铁路", "derived")
    nodes = rows_of(found["NODES"])
    mine = [n for n in nodes if n["corridor"] == "京包铁路"]
    assert [n["on"] for n in mine] == [1] * len(mine) and mine[0]["chain_m"] == 0
    assert [n["chain_m"] for n in mine] == sorted(n["chain_m"] for n in mine)
    assert {n["state"] for n in nodes if n["corridor"] != "京包铁路"} == {"not_judged"}
    assert "京包铁路" in found["METHOD"]


def test_what_lies_in_the_rings(run_alg):
    line = case.lines_layer([[[111.0, 40.05], [111.4, 40.05]]])
    counties = layer([(f"POLYGON (({a} 39.9, {b} 39.9, {b} 40.2, {a} 40.2, {a} 39.9))", code, name, people)
                      for a, b, code, name, people in ((110.8, 111.2, "150102", "新城区", 10_000),
                                                       (111.2, 111.6, "150103", "回民区", 6_000))],
                     (("代码", str), ("名称", str), ("人口", int)), LONLAT, "Polygon", "旗县")
    land = zone(box(111.1, 40.0, 111.3, 40.1), (("DLBM", str), ("TBMJ", float), ("DLMC", str)), "0601", 1.0, "工业用地")
    eco = zone(box(111.0, 40.04, 111.1, 40.06), (("HXLX", str), ("STBHHXMC", str)), "生态", "甲", name="红线")
    eco.setCustomProperty("nm_urban/role", "eco_redline")
    other = zone(box(111.15, 40.0, 111.25, 40.1), name="园区")
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": line, "RINGS": "1000,3000",
                                       "ZONES": [counties, land, eco, other]})
    values = {}
    for row in rows_of(found["MEASURES"]):
        values[row["indicator"], row["code"] or "", row["ring"]] = row["value"]
    rings = polygons(found["OUTPUT"])
    areas = [row["area_m2"] for row in rows_of(found["OUTPUT"])]

    def inside(polygon, k):
        return judge.polygon_area(shapely.intersection(rings[k], shapely.box(*polygon)))

    for k in (0, 1):
        ring = k + 1
        assert values["corridor_area_m2", "", ring] == areas[k]
        west, east = (values["corridor_county_m2", code, ring] for code in ("150102", "150103"))
        assert west + east == pytest.approx(areas[k], abs=1e-6)  # shared out to the cent
        assert west == pytest.approx(inside((110.8, 39.9, 111.2, 40.2), k), rel=1e-6)
        assert values["corridor_counties_n", "", ring] == 2
        assert values["corridor_built_m2", "", ring] == pytest.approx(inside((111.1, 40.0, 111.3, 40.1), k), rel=1e-6)
        assert sum(values[f"corridor_{key}_m2", "", ring] for key in ("agri", "unused", "built", "unknown")
                   ) == pytest.approx(areas[k], abs=1e-6)
        assert values["corridor_eco_m2", "", ring] == pytest.approx(inside((111.0, 40.04, 111.1, 40.06), k), rel=1e-6,
                                                                    abs=0.01)
        assert values["corridor_zone_m2", "", ring] == pytest.approx(inside((111.15, 40.0, 111.25, 40.1), k), rel=1e-6)
        assert values["corridor_farm_m2", "", ring] is None
        share = 10_000 * west / judge.polygon_area(shapely.box(110.8, 39.9, 111.2, 40.2)) + (
            6_000 * east / judge.polygon_area(shapely.box(111.2, 39.9, 111.6, 40.2)))
        assert values["corridor_county_population", "", ring] == pytest.approx(share, abs=0.6)
    missing = {row["indicator"]: row["missing"] for row in rows_of(found["MEASURES"]) if row["value"] is None}
    assert missing["corridor_farm_m2"] == "ZONES: farmland" and missing["corridor_population"] == "PLACES"


def test_clip_and_rings_outside_it(run_alg):
    line = case.lines_layer([SOUTH, NORTH], fields=(("n", str),), values=[("甲",), ("乙",)])
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": line, "WIDTH": 2000, "DISSOLVE_FIELD": "n",
                                       "CLIP": zone(box(111.2, 39.9, 111.4, 40.3))})
    rows, shapes = rows_of(found["OUTPUT"]), polygons(found["OUTPUT"])
    inside = {row["corridor"]: (row["area_m2"], shape) for row, shape in zip(rows, shapes)}
    assert inside["乙"][0] == 0 and inside["乙"][1].is_empty
    assert inside["甲"][1].bounds[0] == pytest.approx(111.2) and inside["甲"][1].bounds[2] == pytest.approx(111.4)


@pytest.mark.parametrize(("region", "people", "places"), [
    (None, 1010.0, 2), (box(111.35, 39.5, 112, 41), 10.0, 1), (box(110, 39.5, 111.25, 41), 1000.0, 1),
    (box(100, 30, 101, 31), 0.0, 0)])
def test_a_clip_region_clips_areas_people_and_places_alike(run_alg, region, people, places):
    line = case.lines_layer([SOUTH], fields=(("n", str),), values=[("甲",)])
    points = towns([("西", "", 111.2, 40.041, 1000), ("东", "", 111.45, 40.091, 10)])
    asked = {**ASKED, "INPUT": line, "WIDTH": 3000, "RINGS": "3000", "DISSOLVE_FIELD": "n", "PLACES": points}
    found = run_alg("corridorbuffer", asked if region is None else {**asked, "CLIP": zone(region)})
    values = {row["indicator"]: row["value"] for row in rows_of(found["MEASURES"])}
    assert (values["corridor_population"], values["corridor_places_n"]) == (people, places)
    assert len(rows_of(found["NODES"])) == places
    assert (values["corridor_area_m2"] == 0) == (places == 0)


def test_chainage_begins_at_a_place_that_stands_in_the_table(run_alg):
    """The same line without 呼和浩特 among the places: 包头 is the first ordered place that stands there."""
    from nm_urban.nm_urban_plugin.core.corridors.nodes import corridor

    places = {p.name: (p.lon, p.lat) for p in corridor("京包铁路").places}
    west, hohhot = places["包头市"], places["呼和浩特市"]
    lines = case.lines_layer([[west, hohhot]], fields=(("线名", str),), values=[("京包",)], name="铁路")
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "DISSOLVE_FIELD": "线名", "WIDTH": 3000,
                                       "PLACES": towns([("包头市", "", *west, 1), ("某站", "", *hohhot, 1)])})
    assert [(n["name"], n["chain_m"] == 0) for n in rows_of(found["NODES"])] == [("某站", False), ("包头市", True)]


@pytest.mark.parametrize("change, words", [
    ({"WIDTH": 0}, "WIDTH"), ({"WIDTH": -5}, "WIDTH"), ({"WIDTH": float("nan")}, "WIDTH"), ({"WIDTH": 1e7}, "WIDTH"),
    ({"RINGS": "500,-1"}, "RINGS"), ({"RINGS": "500,x"}, "RINGS"), ({"RINGS": "500,500.1"}, "RINGS"),
    ({"CORRIDORS": "没有的通道"}, "没有的通道"), ({"CLASS_WIDTHS": "{"}, "CLASS_WIDTHS"),
    ({"CLASS_WIDTHS": '{"a": 5000}'}, "WIDTH_FIELD"), ({"DISSOLVE_FIELD": "无"}, "无"),
    ({"AS_OF": "2025-02-30"}, "AS_OF"),
])
def test_refusals_name_the_parameter(run_alg, change, words):
    with pytest.raises(QgsProcessingException, match=words):
        run_alg("corridorbuffer", {**ASKED, "INPUT": case.lines_layer([SOUTH]), **change})


def test_register_wants_lines(run_alg):
    with pytest.raises(QgsProcessingException, match="CORRIDORS"):
        run_alg("corridorbuffer", {**ASKED, "INPUT": towns([("a", "", 111.0, 40.0, 1)]), "CORRIDORS": "京包"})


def test_all_bad_features_give_an_empty_result_not_a_failure(run_alg):
    lines = layer([(None,), ("LINESTRING EMPTY",), ("LINESTRING (111 40, 111 40)",)], (), LONLAT, "LineString")
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": lines})
    assert rows_of(found["OUTPUT"]) == [] and found["N_REJECTED"] == 3 and found["TOTAL_M2"] == 0


def test_a_cancelled_run_leaves_nothing(provider, tmp_path):
    feedback, context = QgsProcessingFeedback(False), QgsProcessingContext()
    feedback.cancel()
    asked = {"INPUT": case.lines_layer([SOUTH]), "WIDTH": 5000, "OUTPUT": str(tmp_path / "o.gpkg")}
    found, _ = provider.algorithm("corridorbuffer").create().run(asked, context, feedback)
    assert found == {} and files_in(tmp_path) == []


def test_layers_are_not_changed_and_roles_are_written(run_alg, tmp_path):
    source = save(case.lines_layer([SOUTH], name="线"), tmp_path / "线.gpkg", "线")
    before = fingerprint(tmp_path / "线.gpkg")
    out = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "NODES", "MEASURES", "REJECTS")}
    run_alg("corridorbuffer", {**ASKED, **out, "INPUT": source, "PLACES": towns([("a", "", 111.0, 40.0, 1)])})
    assert fingerprint(tmp_path / "线.gpkg") == before
    assert [role_in_file(out[name]) for name in out] == ["corridorbuffer", "corridor_nodes", "measures", "rejects"]
    assert rows_of(out["OUTPUT"])[0]["corridor"] == "线"


def test_chainage_begins_at_the_first_place_that_lies_at_the_line(run_alg):
    """A line called 京包, drawn from 包头 (west) to 20 km east of 呼和浩特. Of the register's places 北京 to 卓资县 lie
    beyond its end: chainage counts from 呼和浩特 westwards, what lies before it has a minus sign."""
    from nm_urban.nm_urban_plugin.core.corridors.nodes import corridor

    places = {p.name: (p.lon, p.lat) for p in corridor("京包铁路").places}
    west, hohhot = places["包头市"], places["呼和浩特市"]
    east = (hohhot[0] + 0.24, hohhot[1])
    lines = case.lines_layer([[west, hohhot, east]], fields=(("线名", str),), values=[("京包",)], name="铁路")
    given = [(name, "", *at, 1) for name, at in (("包头市", west), ("呼和浩特市", hohhot), ("东端", east))]
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "DISSOLVE_FIELD": "线名", "WIDTH": 3000,
                                       "PLACES": towns(given)})
    nodes = rows_of(found["NODES"])
    assert [n["name"] for n in nodes] == ["东端", "呼和浩特市", "包头市"]
    step = judge.inverse([west[0], hohhot[0]], [west[1], hohhot[1]], [hohhot[0], east[0]], [hohhot[1], east[1]])
    assert [n["chain_m"] for n in nodes] == pytest.approx([-step[1], 0, step[0]], rel=1e-4, abs=0.01)


def test_unknown_people_of_places_and_counties_are_told(run_alg):
    lines = case.lines_layer([SOUTH], name="铁路")
    places = layer([("POINT (111.5 40.1)", "甲", "1,5"), ("POINT (111.2 40.04)", "乙", "—"),
                    ("POINT (111.3 40.06)", "丙", "约3")],
                   (("名称", str), ("人口（万人）", str)), LONLAT, "Point", "城镇")
    fields = (("XZQDM", str), ("XZQMC", str), ("常住人口（万人）", str))

    def counties(east):
        rows = [("150102", "新城区", "12,5", 111.0, 111.5), ("150103", "回民区", east, 111.5, 112.0)]
        return layer([(f"POLYGON (({x} 39.9, {u} 39.9, {u} 40.3, {x} 40.3, {x} 39.9))", code, name, people)
                      for code, name, people, x, u in rows], fields, LONLAT, "Polygon", "旗县")

    def people_of(result, indicator):
        (found,) = [r for r in rows_of(result["MEASURES"]) if r["indicator"] == indicator]
        return found["value"], found["missing"]

    found = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "WIDTH": 5000, "PLACES": places,
                                       "ZONES": [counties("—")]})
    value, missing = people_of(found, "corridor_population")
    assert value == 15_000 and "2" in missing and "3" in missing
    part, missing = people_of(found, "corridor_county_population")
    assert part > 0 and "1" in missing and "2" in missing
    found = run_alg("corridorbuffer", {**ASKED, "INPUT": lines, "WIDTH": 5000, "ZONES": [counties("2")]})
    whole, missing = people_of(found, "corridor_county_population")
    assert whole > part and not missing
