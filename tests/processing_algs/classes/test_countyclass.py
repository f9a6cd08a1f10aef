"""countyclass: sources of a class, shares by hand, flags, growth, bad input, and what it writes."""

import json

import pytest
from qgis.core import QgsProcessingException

from tests.builders import ZONE37, files_in, layer, rectangle, role_in_file, rows_of
from tests.processing_algs.classes import case
from tools.common import ROOT


def run(run_alg, counties=None, **more):
    parameters = {"INPUT": counties or case.county_layer(), "LANDUSE": case.land_use_layer(),
                  "ECO_REDLINE": case.line_layer(0.8), "AS_OF": "2025-12-31", **case.CLASS_OUT, **more}
    result = run_alg("countyclass", parameters)
    return result, rows_of(result["OUTPUT"])


def test_three_kinds_are_proposed_and_add_up(run_alg):
    result, rows = run(run_alg)
    assert [row["cls"] for row in rows] == [case.kind_of(k) for k in range(15)]
    assert {row["cls_src"] for row in rows} == {"computed"}
    for row in rows:
        assert row["p_urban"] + row["p_agri"] + row["p_eco"] == pytest.approx(1, abs=1e-9)
        assert row["agree"] == 1 and row["cls_comp"] == row["topsis"] == row["cluster"] == row["cls"]
        assert row["why"].startswith("Computed proposal: ") and "not a class set by a plan" in row["why"]
    assert (result["N_URBAN"], result["N_AGRI"], result["N_ECO"], result["N_MISSING"]) == (5, 5, 5, 0)
    assert result["N_COMPUTED"] == result["N_USED"] == result["N_READ"] == 15 and result["N_REJECTED"] == 0


def test_shares_are_those_of_the_rectangles(run_alg):
    """By hand: parts of rectangles side by side are parts of the width, whatever the scale of the plane."""
    _, rows = run(run_alg)
    for k, row in enumerate(rows):
        want = dict.fromkeys(("crop_pct", "built_pct", "grass_pct", "forest_pct"), 0.0)
        for code, start, end in case.COVER[case.kind_of(k)]:
            key = {"0103": "crop_pct", "0701": "built_pct", "0401": "grass_pct", "0301": "forest_pct"}[code]
            want[key] += 100 * (end - start) * (0.75 if case.kind_of(k) == "agri" and code == "0103" else 1)
        want["eco_pct"] = 80.0 if case.kind_of(k) == "eco" else 0.0
        for key, value in want.items():
            assert row[key] == pytest.approx(value, abs=0.01), (k, key)
        assert row["farm_pct"] is None, "a line that was not given is no 0"
        people, urban = case.FIGURES[case.kind_of(k)][:2]
        assert row["density"] == pytest.approx(people * (1 + k / 100) / (row["area_m2"] / 1e6), abs=1e-3)
        assert row["urban_pct"] == pytest.approx(100 * urban / people, abs=1e-3)


def test_fields_serve_where_there_is_no_layer(run_alg):
    """The shares of a first run, carried as fields, give the same classes without any layer beside."""
    first, rows = run(run_alg)
    again = run_alg("countyclass", {"INPUT": first["OUTPUT"], "AS_OF": "2025-12-31", **case.CLASS_OUT})
    assert [row["cls"] for row in rows_of(again["OUTPUT"])] == [row["cls"] for row in rows]


def test_the_class_with_a_document_is_official_else_reported(run_alg):
    counties = case.county_layer(main={0: "农畜产品主产区", 1: "重点生态功能区", 2: "旅游区"})
    result, rows = run(run_alg, counties, MAIN_FIELD="主体功能", MAIN_DOC="内政发〔2024〕32号")
    assert [(row["cls"], row["cls_src"]) for row in rows[:3]] == [("agri", "official"), ("eco", "official"),
                                                                  ("eco", "computed")]
    assert "内政发〔2024〕32号" in rows[0]["why"] and "旅游区" in rows[2]["why"]
    assert rows[0]["cls_comp"] == "urban", "the proposal stands beside it"
    assert result["N_OFFICIAL"] == 2
    _, rows = run(run_alg, counties, MAIN_FIELD="主体功能")
    assert [(row["cls"], row["cls_src"]) for row in rows[:2]] == [("agri", "reported"), ("eco", "reported")]


def test_the_bundled_list_is_reported_and_never_above_the_user(run_alg):
    codes = ["150702", "150523", *case.UNKNOWN[2:]]
    _, rows = run(run_alg, case.county_layer(codes, main={1: "农产品主产区"}), MAIN_DOC="某文件")
    assert (rows[0]["cls"], rows[0]["cls_src"]) == ("urban", "reported")
    assert (rows[1]["cls"], rows[1]["cls_src"]) == ("agri", "official")
    _, rows = run(run_alg, case.county_layer(codes))
    assert (rows[1]["cls"], rows[1]["cls_src"]) == ("eco", "reported") and rows[1]["cls_comp"] == "agri"


@pytest.mark.parametrize(("field", "value"), [
    ("第一产业就业占比", 101.0), ("第一产业就业占比", -1.0), ("常住人口", -5.0), ("第一产业就业占比", None),
    ("城镇人口", 9e9), ("pop_2010", None)])
def test_bad_indicators_are_missing_with_the_reason(run_alg, field, value):
    result, rows = run(run_alg, case.county_layer(changed={(4, field): value}))
    row = rows[4]
    assert (row["cls"], row["cls_src"], row["p_urban"], row["cls_comp"]) == (None, "missing", None, None)
    assert "missing" in row["why"] and result["N_MISSING"] == 1
    assert [r["cls"] for k, r in enumerate(rows) if k != 4] == [case.kind_of(k) for k in range(15) if k != 4]


def test_one_county_only_is_missing(run_alg):
    result, rows = run(run_alg, case.county_layer(["150102"], {(0, "第一产业就业占比"): 20.0}))
    assert (rows[0]["cls"], rows[0]["cls_src"]) == (None, "missing") and "only 1 comparable" in rows[0]["why"]
    assert result["N_MISSING"] == 1


def test_all_equal_is_missing(run_alg):
    rows = [(case.box(k), code, 1000.0) for k, code in enumerate(case.UNKNOWN)]
    counties = layer(rows, [("code", str), ("第一产业就业占比", float)])
    result = run_alg("countyclass", {"INPUT": counties, **case.CLASS_OUT,
                                     "FIELDS": json.dumps({"crop_pct": "第一产业就业占比"})})
    assert {row["cls_src"] for row in rows_of(result["OUTPUT"])} == {"missing"}


def test_growth_types_and_the_alert(run_alg):
    codes = ["150781", "152501", "150702", "152502", *case.UNKNOWN[4:]]
    fields = [*case.FIELDS, ("land_before", float), ("land_now", float)]
    base = case.county_layer(codes)
    rows = []
    for k, feature in enumerate(base.getFeatures()):
        values = feature.attributes()
        values[4] = values[2] * 1.2 if k == 0 else values[2]
        rows.append((feature.geometry(), *values, 100.0, 130.0 if k == 0 else 100.0))
    result, rows = run(run_alg, layer(rows, fields))
    assert [row["growth"] for row in rows[:4]] == ["expand", "shrink", "stable", "stable"]
    assert [row["growth_ms"] for row in rows[:4]] == ["shrink", "stable", "stable", "stable"]
    assert [row["mismatch"] for row in rows[:4]] == [1, 1, 0, 0]
    assert rows[0]["blind"] == 1 and "blind" in rows[0]["flags"] and result["N_BLIND"] == 1
    assert rows[0]["land_yr"] == pytest.approx((1.3**0.1 - 1) * 100, abs=1e-4)


def test_flags_by_border_river_and_cities(run_alg):
    left, right = case.X - 300, case.X + 2 * case.SIDE
    border = layer([(f"LINESTRING({left} {case.Y}, {left} {case.Y + 9000})",)], kind="LineString", name="国界")
    far = layer([(f"LINESTRING({left - 900} {case.Y}, {left - 900} {case.Y + 9000})",)], kind="LineString")
    river = layer([(f"LINESTRING({right + 600} {case.Y - 100}, {right + 600} {case.Y + 9000})",)], kind="LineString")
    city = layer([(f"POINT({case.X + 3.5 * case.SIDE} {case.Y + 1000})", "中心城")], [("name", str)], kind="Point")
    _, rows = run(run_alg, BORDER=border, RIVER=river, CITIES=city)
    assert [k for k, row in enumerate(rows) if "border" in row["flags"].split(",")] == [0], "300 m, within 500 m"
    assert [k for k, row in enumerate(rows) if "river" in row["flags"].split(",")] == [2]
    near = [k for k, row in enumerate(rows) if "satellite" in row["flags"].split(",")]
    assert near == [k for k in range(15) if k != 3], "all within 40 km, the city's own unit is none"
    assert "中心城" in rows[2]["why"] and "border" not in rows[0]["unjudged"].split(",")
    _, rows = run(run_alg, BORDER=far)
    assert not any("border" in row["flags"].split(",") for row in rows)
    assert "river" in rows[0]["unjudged"].split(",")


def test_unknown_and_repeated_codes_and_bad_geometry_are_listed(run_alg):
    codes = [*case.UNKNOWN[:12], "159999", case.UNKNOWN[0], None]
    result, rows = run(run_alg, case.county_layer(codes))
    assert len(rows) == 11 == result["N_USED"] and result["N_REJECTED"] == 4
    reasons = {row["fid"]: row["reason"] for row in rows_of(result["REJECTS"])}
    assert "159999" in reasons[13] and "twice" in reasons[1] == reasons[14] and set(reasons) == {1, 13, 14, 15}


def test_units_and_layers_in_other_systems(run_alg):
    """The same units asked for with layers in EPSG:4490 differ by less than 0.001 %."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject

    here, there = QgsCoordinateReferenceSystem(ZONE37), QgsCoordinateReferenceSystem("EPSG:4490")
    transform = QgsCoordinateTransform(here, there, QgsProject.instance())
    moved = []
    for feature in case.land_use_layer().getFeatures():
        geometry = feature.geometry().densifyByDistance(50)
        geometry.transform(transform)
        moved.append((geometry, *feature.attributes()))
    _, rows = run(run_alg, LANDUSE=layer(moved, [("DLBM", str), ("KCXS", float)], crs="EPSG:4490"))
    _, same = run(run_alg)
    for one, two in zip(rows, same):
        assert one["crop_pct"] == pytest.approx(two["crop_pct"], abs=0.001) and one["cls"] == two["cls"]


def test_overlapping_land_use_counts_once(run_alg):
    patches = [(case.box(k, 0, 0, 0.5, 1), "0103") for k in range(15)] + [(case.box(0, 0, 0, 0.5, 1), "0103")]
    _, rows = run(run_alg, LANDUSE=layer(patches, [("DLBM", str)], name="地类"))
    assert rows[0]["crop_pct"] == pytest.approx(50, abs=0.01)


def test_measures_and_roles_in_one_file(run_alg, tmp_path):
    path = tmp_path / "分类.gpkg"
    out = {"OUTPUT": f"ogr:dbname='{path}' table=\"classes\" (geom)", "MEASURES": f"ogr:dbname='{path}' table=\"m\"",
           "REJECTS": f"ogr:dbname='{path}' table=\"r\""}
    result = run_alg("countyclass", {"INPUT": case.county_layer(), "LANDUSE": case.land_use_layer(),
                                     "ECO_REDLINE": case.line_layer(0.8), "AS_OF": "2025-12-31", **out})
    assert role_in_file(path, "classes") == "countyclass"
    rows = rows_of(f"{path}|layername=m")
    share = next(row for row in rows if row["indicator"] == "eco_redline_share" and row["code"] == "150000")
    assert share["value"] == pytest.approx(80 / 3, abs=0.01) and share["n"] == 15
    assert "official" in result["METHOD"] and "AS_OF 2025-12-31" in result["METHOD"]


@pytest.mark.parametrize(("change", "message"), [
    ({"MAIN_FIELD": "没有"}, "没有"), ({"AS_OF": "2025-02-30"}, "AS_OF"),
    ({"FIELDS": '{"pop_totl": "x"}'}, "pop_total"),
    ({"LANDUSE": layer([(rectangle(0, 0, 9, 9), 1)], [("x", int)], name="无码")}, "landuse_code")])  # fmt: skip
def test_refusals_name_the_place_and_the_remedy(run_alg, change, message):
    with pytest.raises(QgsProcessingException, match=message):
        run(run_alg, **change)


def test_a_layer_without_codes_is_refused(run_alg):
    with pytest.raises(QgsProcessingException, match="COUNTY_CODE"):
        run(run_alg, layer([(case.box(0), 1.0)], [("x", float)]))


def test_a_broken_parameter_table_leaves_nothing(run_alg, tmp_path):
    policy = tmp_path / "参数.json"
    policy.write_text('{"entries": {}, "indicators": {}}', encoding="utf-8")
    (tmp_path / "out").mkdir()
    with pytest.raises(QgsProcessingException, match=r"参数\.json"):
        run(run_alg, POLICY=str(policy), OUTPUT=str(tmp_path / "out" / "o.gpkg"))
    assert files_in(tmp_path / "out") == []


def test_a_changed_parameter_table_counts(run_alg, tmp_path):
    data = json.loads((ROOT / "resources" / "policies" / "countyclass.json").read_text(encoding="utf-8"))
    data["entries"]["min_units"]["value"] = 20
    policy = tmp_path / "p.json"
    policy.write_text(json.dumps(data), encoding="utf-8")
    _, rows = run(run_alg, POLICY=str(policy))
    assert {row["cls_src"] for row in rows} == {"missing"}


def test_the_users_fields_are_kept(run_alg):
    _, rows = run(run_alg)
    assert rows[0]["常住人口"] == 8000 and rows[0]["code"] == "150102" and rows[0]["name"] == "新城区"


def test_people_in_the_unit_of_the_heading(run_alg):
    """The same people under 常住人口（万人） give the same density and the same measured type."""
    plain = [("code", str), ("常住人口", float), ("pop_2010", float)]
    in_wan = [("code", str), ("常住人口（万人）", float), ("pop_2010", float)]
    rows = [(case.box(k), code, 9000.0 + 100 * k, 8000.0) for k, code in enumerate(case.UNKNOWN)]
    wan = [(box, code, people / 10_000, before) for box, code, people, before in rows]
    found = [rows_of(run_alg("countyclass", {"INPUT": layer(table, fields), **case.CLASS_OUT})["OUTPUT"])
             for table, fields in ((rows, plain), (wan, in_wan))]
    for one, two in zip(*found):
        assert one["density"] == pytest.approx(two["density"]) and one["growth_ms"] == two["growth_ms"]
        assert one["people_yr"] == pytest.approx(two["people_yr"])


@pytest.mark.parametrize(("now", "word"), [(0.0, "no positive number"), (5.0, "cannot be")])
def test_an_absurd_change_of_people_gives_no_type_and_no_flag(run_alg, now, word):
    """From 1000 to 0, or to 5 in one year (-99.5 %): no measured type, no flag of population loss."""
    counties = case.county_layer(changed={(1, "常住人口"): now, (1, "城镇人口"): now, (1, "pop_2010"): 1000.0})
    _, rows = run(run_alg, counties, YEARS=1)
    assert rows[1]["growth_ms"] is None and rows[1]["cls_src"] == "missing"
    assert "loss" not in rows[1]["flags"].split(",") and word in rows[1]["why"]


def test_what_is_equal_in_all_units_is_named(run_alg):
    same = [(case.box(k), code, 100.0, 10.0) for k, code in enumerate(case.UNKNOWN)]
    made = layer(same, [("code", str), ("prim_pct", float), ("eco_pct", float)])
    rows = rows_of(run_alg("countyclass", {"INPUT": made, **case.CLASS_OUT})["OUTPUT"])
    assert {row["cls_src"] for row in rows} == {"missing"} and "equal" in rows[0]["why"]


def _with_texts(cells):
    """Units with shares as text: *cells* {field: [text per unit, repeated]}."""
    fields = [("code", str), ("常住人口（万人）", str), ("城镇人口（万人）", str), ("一产就业占比", str), ("口岸", str)]
    plain_cells = {"常住人口（万人）": ["12.5", "10", "9"], "城镇人口（万人）": ["10", "3", "2"],
                   "一产就业占比": ["5", "60", "40"], "口岸": ["是", "否", ""], **cells}
    rows = [(case.box(k), code, *(plain_cells[name][k % len(plain_cells[name])] for name, _ in fields[1:]))
            for k, code in enumerate(case.UNKNOWN)]
    return layer(rows, fields, name="旗县")


def _run(run_alg, source, **more):
    return run_alg("countyclass", {"INPUT": source, "AS_OF": "2025-12-31", **case.CLASS_OUT,
                                   "FIELDS": '{"prim_pct": "一产就业占比"}', **more})


@pytest.mark.parametrize("written", [
    ["0.05", "0.6", "0.4"], ["5%", "60 %", "40%"], ["5", "60", "40"], ["0,05", "60%", "0,4"]])
def test_shares_as_fractions_and_percent(run_alg, written):
    result = _run(run_alg, _with_texts({"一产就业占比": written}))
    assert [row["prim_pct"] for row in rows_of(result["OUTPUT"])][:3] == [5, 60, 40]


def test_impossible_shares_and_unreadable_cells_are_listed(run_alg):
    source = _with_texts({"一产就业占比": ["5", "145", "约4", "60"], "城镇人口（万人）": ["10", "3", "-2"],
                          "口岸": ["是", "一类口岸", "否", ""]})
    result = _run(run_alg, source)
    reasons = {}
    for row in rows_of(result["REJECTS"]):
        reasons.setdefault(row["fid"], []).append(row["reason"])
    assert any("145" in text and "一产就业占比" in text for text in reasons[2])
    assert any("一类口岸" in text and "口岸" in text for text in reasons[2])
    assert any("约4" in text for text in reasons[3]) and any("-2" in text for text in reasons[3])
    rows = rows_of(result["OUTPUT"])
    assert rows[2]["prim_pct"] is None and rows[2]["urban_pct"] is None
    assert "port" in rows[0]["flags"] and "port" in rows[1]["unjudged"]
    assert "port" not in rows[2]["unjudged"] + rows[3]["unjudged"] + rows[1]["flags"]


def test_of_a_county_in_two_parts_neither_is_classified(run_alg):
    codes = [case.UNKNOWN[0], *case.UNKNOWN[:-1]]
    result = run_alg("countyclass", {"INPUT": case.county_layer(codes), "AS_OF": "2025-12-31", **case.CLASS_OUT})
    assert case.UNKNOWN[0] not in {row["code"] for row in rows_of(result["OUTPUT"]) if row["cls_src"]}
    assert {row["fid"] for row in rows_of(result["REJECTS"])} == {1, 2}
    assert (result["N_READ"], result["N_USED"], result["N_REJECTED"]) == (15, 13, 2)
