"""conformity against figures of a second author, its pieces, its missing layers, and what it writes."""

import json

import pytest
from qgis.core import QgsApplication, QgsGeometry, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

from tests.builders import corners, files_in, geopackage, layer, polygon, rectangle, role_in_file, rows_of
from tests.processing_algs.conformity import case
from tests.processing_algs.quota import oracle
from tools.common import ROOT

CHOSEN = case.projects()
ALL = {"OUTPUT": "memory:", "PIECES": "memory:", "MEASURES": "memory:", "REJECTS": "memory:"}


def run(run_alg, feedback=None, **more):
    parameters = {"INPUT": case.project_layer(CHOSEN), "AS_OF": "2025-12-31", **ALL, **more}
    return run_alg("conformity", parameters, feedback)


def cents(value):
    number = round(value * 100)
    assert abs(value * 100 - number) < 1e-6, f"{value} has more than two decimals"
    return number


def pieces_of(result):
    """{(src_fid, line): {zone: cents}}."""
    out = {}
    for row in rows_of(result["PIECES"]):
        found = out.setdefault((row["src_fid"], row["line"]), {})
        assert (row["zone"] or "") not in found
        found[row["zone"] or ""] = cents(row["area_m2"])
    return out


@pytest.fixture(scope="module")
def expected():
    return {key: case.expected(CHOSEN, key) for key in case.LINES}


def test_every_figure_is_that_of_a_second_author(run_alg, expected):
    result = run(run_alg, **case.line_layers())
    rows, pieces = rows_of(result["OUTPUT"]), pieces_of(result)
    assert [row["XMMC"] for row in rows] == [f"项目{k}" for k in range(len(CHOSEN))]
    for k, row in enumerate(rows):
        area = oracle.parcel_cents(CHOSEN[k])
        assert cents(row["area_m2"]) == area and row["src_fid"] == k + 1
        inside = {}
        for key in case.LINES:
            want = {zone: n for zone, n in expected[key][k].items() if zone is not None and n}
            assert pieces.get((k + 1, key), {}) == want, (k, key)
            inside[key] = sum(want.values())
            assert cents(row[f"{key}_m2"]) == inside[key]
            assert inside[key] + expected[key][k].get(None, 0) == area
        assert row["verdict"] == case.verdict(area, **inside)
        zones = {name: n for name, n in expected["ubd"][k].items() if name}
        for name, field in (("城镇集中建设区", "conc_m2"), ("城镇弹性发展区", "elas_m2"), ("特别用途区", "spec_m2")):
            assert cents(row[field]) == zones.get(name, 0)
    for key in case.LINES:
        assert cents(result[f"{key.upper()}_M2"]) == sum(cents(row[f"{key}_m2"]) for row in rows)
    verdicts = [row["verdict"] for row in rows]
    assert result["N_CONFLICT"] == sum(v.startswith("conflict") for v in verdicts) > 10
    assert len(set(verdicts)) == 6
    counted = [result[n] for n in ("N_CONFLICT", "N_NOT_COMPUTABLE", "N_INSIDE", "N_OUTSIDE", "N_PARTLY")]
    assert sum(counted) == result["N_USED"] == result["N_READ"] == len(CHOSEN)


def test_the_projects_chosen_by_hand(run_alg):
    result = run(run_alg, **case.line_layers())
    rows = rows_of(result["OUTPUT"])
    found = [(row["verdict"], row["flag"] or "") for row in rows[: len(case.BY_HAND)]]
    assert found == [
        ("conflict_both", ""), ("conflict_eco", ""), ("conflict_farm", ""), ("inside_boundary", ""),
        ("inside_boundary", "special_use,elastic"), ("partly_outside", "zone_unknown"), ("outside_boundary", ""),
        ("outside_boundary", "sliver"), ("inside_boundary", ""), ("conflict_both", ""), ("outside_boundary", ""),
    ]  # fmt: skip
    assert cents(rows[7]["eco_m2"]) == 5 and cents(rows[10]["ubd_m2"]) == 0
    slivers = [row for row in rows_of(result["PIECES"]) if row["sliver"] == 1]
    assert len(slivers) == result["N_SLIVERS"] and (8, "eco", 0.05) in [
        (row["src_fid"], row["line"], row["area_m2"]) for row in slivers]
    assert "「" in rows[0]["why"] and "{" not in rows[0]["why"]


def test_the_tolerance_moves_the_verdict_and_drops_nothing(run_alg):
    chosen = [CHOSEN[7]]
    before = None
    for tolerance, verdict in ((1.0, "outside_boundary"), (0.05, "outside_boundary"), (0.04, "conflict_eco"),
                               (0, "conflict_eco")):
        result = run(run_alg, INPUT=case.project_layer(chosen), TOLERANCE_M2=tolerance, **case.line_layers())
        row = rows_of(result["OUTPUT"])[0]
        assert row["verdict"] == verdict and row["eco_m2"] == 0.05
        assert before in (None, pieces_of(result))
        before = pieces_of(result)


def test_pieces_lie_where_they_belong(run_alg):
    result = run(run_alg, **case.line_layers())
    projects = {f["src_fid"]: f.geometry() for f in result["OUTPUT"].getFeatures()}
    for feature in result["PIECES"].getFeatures():
        piece, project = feature.geometry(), projects[feature["src_fid"]]
        assert piece.isMultipart() and piece.isGeosValid()
        assert abs(piece.area() - feature["area_m2"]) < 0.01 + 1e-3 * feature["area_m2"]
        assert piece.difference(project.buffer(1e-6, 2)).area() < 1e-9
        names = [r for r, name in case.ZONES[feature["line"]]
                 if feature["line"] == "farm" or name == feature["zone"]]
        zone = QgsGeometry.unaryUnion([QgsGeometry.fromWkt(rectangle(*r)) for r in names])
        assert piece.difference(zone.buffer(1e-6, 2)).area() < 1e-6
        assert abs(project.intersection(zone).area() - piece.area()) < 1e-4


@pytest.mark.parametrize("given", [(), ("eco",), ("farm",), ("ubd",), ("eco", "farm"), ("eco", "ubd"),
                                   ("farm", "ubd")])
def test_a_missing_line_is_never_zero(run_alg, expected, given):
    lines = case.line_layers(*given) if given else {}
    result = run(run_alg, **lines)
    for k, row in enumerate(rows_of(result["OUTPUT"])):
        inside = {key: sum(n for zone, n in expected[key][k].items() if zone is not None) if key in given else None
                  for key in case.LINES}
        for key in case.LINES:
            assert (row[f"{key}_m2"] is None) == (key not in given)
        assert row["verdict"] == case.verdict(cents(row["area_m2"]), **inside)
        assert (row["conc_m2"] is None) == ("ubd" not in given)
        if row["verdict"].startswith("conflict"):
            assert "incomplete" in row["flag"]
    assert {row["line"] for row in rows_of(result["PIECES"])} == set(given)
    for key in case.LINES:
        value = result[f"{key.upper()}_M2"]
        assert value is None if key not in given else value > 0
    measures = {row["indicator"]: row for row in rows_of(result["MEASURES"])}
    for key in case.LINES:
        row = measures[f"conformity_{key}_m2"]
        assert (row["missing"] or "") == ("" if key in given else case.PARAMETERS[key])
        assert (row["value"] is None) == (key not in given)
    assert measures["conformity_not_computable_n"]["value"] == result["N_NOT_COMPUTABLE"]


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4526"])
def test_lines_in_another_crs_give_the_same_to_the_cent_rounding(run_alg, crs):
    here = rows_of(run(run_alg, **case.line_layers())["OUTPUT"])
    there = rows_of(run(run_alg, **case.line_layers(crs=crs, step=20.0))["OUTPUT"])
    for one, two in zip(here, there):
        for key in case.LINES:
            assert abs(one[f"{key}_m2"] - two[f"{key}_m2"]) <= 0.02
        assert one["area_m2"] == two["area_m2"]


def test_land_use_splits_the_whole_project(run_alg):
    patches = [((case.X, case.Y, case.X + 100, case.Y + 100), "0103", 0.1),
               ((case.X + 100, case.Y, case.X + 200, case.Y + 100), "0701", None),
               ((case.X + 200, case.Y, case.X + 300, case.Y + 100), "1206", None),
               ((case.X + 300, case.Y, case.X + 400, case.Y + 100), "0401", None)]
    land = layer([(rectangle(*r), code, ridge) for r, code, ridge in patches], [("DLBM", str), ("KCXS", float)])
    project = (case.X, case.Y + 20, case.X + 500, case.Y + 60)
    result = run(run_alg, INPUT=layer([(rectangle(*project),)]), LANDUSE=land)
    row = rows_of(result["OUTPUT"])[0]
    raw = {k: oracle.ring_area(corners(case.X + 100 * k, project[1], case.X + 100 * k + 100, project[3]), case.FE,
                               rounded=False) for k in range(5)}
    share = oracle.share(raw, oracle.parcel_cents((project, None)))
    found = {key: cents(row[f"{key}_m2"]) for key in ("agri", "crop", "built", "unused", "unknown")}
    assert found["built"] == share[1] and found["unused"] == share[2] and found["unknown"] == share[4]
    assert found["agri"] == share[0] + share[3] and abs(found["crop"] - 0.9 * share[0]) <= 0.5
    assert sum(found[key] for key in ("agri", "built", "unused", "unknown")) == cents(row["area_m2"])
    without = rows_of(run(run_alg, INPUT=layer([(rectangle(*project),)]))["OUTPUT"])[0]
    assert without["agri_m2"] is None and without["unknown_m2"] is None


def test_zones_by_code_by_choice_and_not_at_all(run_alg):
    rows = [(rectangle(*r), {"城镇集中建设区": "410", "特别用途区": "430"}.get(name, "999"), None, name)
            for r, name in case.ZONES["ubd"]]
    boundary = layer(rows, [("GHFQDM", str), ("GHFQMC", str), ("类", str)])
    by_code = run(run_alg, URBAN_BOUNDARY=boundary)
    assert {zone for (_, line), zones in pieces_of(by_code).items() for zone in zones} == {"410", "430", "999"}
    chosen = run(run_alg, URBAN_BOUNDARY=boundary, ZONE_FIELD="类")
    override = run(run_alg, URBAN_BOUNDARY=boundary, FIELDS=json.dumps({"zone_name": "类"}))
    assert pieces_of(chosen) == pieces_of(override)
    plain = run(run_alg, URBAN_BOUNDARY=case.line_layer("ubd", fields=False))
    for one, two, three in zip(*(rows_of(r["OUTPUT"]) for r in (by_code, chosen, plain))):
        assert one["conc_m2"] == two["conc_m2"] and one["spec_m2"] == two["spec_m2"]
        assert three["conc_m2"] is None
        assert one["ubd_m2"] == two["ubd_m2"] == three["ubd_m2"]


def test_overlapping_zones_count_once(run_alg):
    r = (case.X, case.Y, case.X + 100, case.Y + 100)
    boundary = layer([(rectangle(*r), "城镇集中建设区"), (rectangle(*r), "特别用途区")], [("GHFQMC", str)])
    feedback = Heard()
    result = run(run_alg, feedback, INPUT=layer([(rectangle(*r),)]), URBAN_BOUNDARY=boundary)
    row = rows_of(result["OUTPUT"])[0]
    assert row["ubd_m2"] == row["area_m2"] == row["conc_m2"] + row["spec_m2"]
    assert any("overlap each other" in line for line in feedback.warnings)


class Heard(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, text):
        self.warnings.append(text)


def test_bad_features_are_listed_and_mended_ones_are_cut_as_mended(run_alg):
    x, y = case.X + 100, case.Y + 100
    bow = f"POLYGON(({x} {y}, {x + 100} {y + 100}, {x + 100} {y}, {x} {y + 100}, {x} {y}))"
    bad = layer([(None, "a"), (bow, "b"), (rectangle(x + 300, y, x + 400, y + 100), "c")], [("n", str)])
    result = run(run_alg, INPUT=bad, ECO_REDLINE=case.line_layer("eco"))
    rows = rows_of(result["OUTPUT"])
    assert [row["n"] for row in rows] == ["b", "c"] and all(row["verdict"] == "conflict_eco" for row in rows)
    assert [row["action"] for row in rows_of(result["REJECTS"])] == ["repaired", "rejected"]
    assert (result["N_READ"], result["N_USED"], result["N_REPAIRED"], result["N_REJECTED"]) == (3, 2, 1, 1)
    assert all(f.geometry().isGeosValid() for f in result["PIECES"].getFeatures())
    assert [cents(row["eco_m2"]) for row in rows] == [cents(row["area_m2"]) for row in rows]


def test_a_bad_zone_is_listed_and_said(run_alg):
    x, y = case.X, case.Y
    hole = [(x + 5000, y + 5000), (x + 5100, y + 5000), (x + 5000, y + 5100)]
    outside = polygon(corners(x, y, x + 500, y + 500), hole)  # a hole outside its ring: read in no one way
    bad = layer([(outside, "x"), (rectangle(*case.ZONES["eco"][0][0]), "x")], [("LHLX", str)], name="红线")
    feedback = Heard()
    result = run(run_alg, feedback, ECO_REDLINE=bad)
    assert any("红线" in line and "could not be used" in line for line in feedback.warnings)
    assert [row["src"] for row in rows_of(result["REJECTS"])] == ["红线"]


def test_an_empty_project_layer(run_alg):
    result = run(run_alg, INPUT=layer([], []), **case.line_layers())
    assert rows_of(result["OUTPUT"]) == [] and result["N_CONFLICT"] == 0 and result["ECO_M2"] == 0


def test_the_users_own_fields_stay(run_alg):
    result = run(run_alg)
    row = rows_of(result["OUTPUT"])[0]
    assert row["area_m2_1"] == 7 and row["XMMC"] == "项目0"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"TOLERANCE_M2": -1}, "TOLERANCE_M2"),
        ({"AS_OF": "2025-02-30"}, "AS_OF"),
        ({"FIELDS": "{"}, "FIELDS"),
        ({"FIELDS": '{"zone_name": "没有"}'}, "没有"),
        ({"ZONE_FIELD": "没有"}, "没有"),
        ({"LANDUSE": layer}, "landuse_code"),
        ({"POLICY": "nowhere.json"}, "nowhere.json"),
    ],
)
def test_what_cannot_be_is_refused_before_it_runs(run_alg, tmp_path, more, message):
    more = {k: v([(rectangle(0, 0, 1, 1), 1)], [("n", int)]) if callable(v) else v for k, v in more.items()}
    boundary = case.line_layer("ubd")
    with pytest.raises(QgsProcessingException, match=message):
        run(run_alg, URBAN_BOUNDARY=boundary, OUTPUT=str(tmp_path / "o.gpkg"), **more)
    assert files_in(tmp_path) == []


def test_an_old_datum_is_refused(run_alg):
    with pytest.raises(QgsProcessingException, match="Xi'an"):
        run(run_alg, ECO_REDLINE=layer([(rectangle(*case.ZONES["eco"][0][0]),)], crs="EPSG:2361"))


def test_a_rule_table_of_the_user(run_alg, tmp_path):
    data = json.loads((ROOT / "resources" / "policies" / "conformity.json").read_text(encoding="utf-8"))
    data["verdicts"]["conflict_eco"]["why_en"] = "NO: {eco} m²"
    path = tmp_path / "规则.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    rows = rows_of(run(run_alg, POLICY=str(path), **case.line_layers())["OUTPUT"])
    assert rows[1]["why"].startswith(f"NO: {rows[1]['eco_m2']:.2f} m²: 「")


def test_files_roles_and_reading_by_arrow_or_by_feature(run_alg, tmp_path):
    rows = [(polygon(corners(*o), *([corners(*h)] if h else [])), f"项目{k}") for k, (o, h) in enumerate(CHOSEN)]
    source = geopackage(tmp_path / "in.gpkg", "项目", rows, [("XMMC", str)])
    one = tmp_path / "all.gpkg"
    out = {"OUTPUT": f"ogr:dbname='{one}' table=\"projects\" (geom)", "MEASURES": f"ogr:dbname='{one}' table=\"m\"",
           "PIECES": f"ogr:dbname='{one}' table=\"pieces\" (geom)", "REJECTS": f"ogr:dbname='{one}' table=\"r\""}
    result = run(run_alg, INPUT=str(source), **case.line_layers(), **out)
    memory = run(run_alg, **case.line_layers())
    assert role_in_file(one, "projects") == "conformity" and role_in_file(one, "pieces") == "conformity_pieces"
    in_file = {row["src_fid"]: row for row in rows_of(f"{one}|layername=projects")}
    for row in rows_of(memory["OUTPUT"]):
        for field in ("area_m2", "eco_m2", "farm_m2", "ubd_m2", "conc_m2", "verdict", "flag", "why"):
            assert in_file[row["src_fid"]][field] == row[field]
    pieces = QgsVectorLayer(f"{one}|layername=pieces", "p", "ogr")
    assert pieces.featureCount() == result["N_PIECES"] == memory["N_PIECES"]


def test_a_shapefile_holds_it(run_alg, tmp_path):
    result = run(run_alg, OUTPUT=str(tmp_path / "o.shp"), PIECES=str(tmp_path / "p.shp"), **case.line_layers())
    rows = rows_of(result["OUTPUT"])
    assert rows[0]["verdict"] == "conflict_both" and rows[0]["unknown_m2"] is None
    assert len(rows_of(result["PIECES"])) == result["N_PIECES"]


def test_pieces_are_optional(run_alg):
    with_pieces = run(run_alg, **case.line_layers())
    without = run(run_alg, PIECES=None, MEASURES=None, REJECTS=None, **case.line_layers())
    assert "PIECES" not in without and without["N_PIECES"] == with_pieces["N_PIECES"]
    assert rows_of(without["OUTPUT"]) == rows_of(with_pieces["OUTPUT"])


@pytest.mark.parametrize("percent", [None, 1, 79, 90])
def test_a_cancelled_run_leaves_no_file(run_alg, tmp_path, percent):
    class CancelAt(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.progressChanged.connect(lambda value: self.cancel() if value >= percent else None)

    feedback = CancelAt() if percent is not None else QgsProcessingFeedback(False)
    if percent is None:
        feedback.cancel()
    out = {name: str(tmp_path / f"{name}.gpkg") for name in ALL}
    result = run(run_alg, feedback, **case.line_layers(), **out)
    assert feedback.isCanceled() and files_in(tmp_path) == [] and "OUTPUT" not in result


@pytest.mark.parametrize("bad", list(ALL))
def test_one_output_that_cannot_be_written_takes_the_others_with_it(run_alg, tmp_path, bad):
    out = {name: str(tmp_path / f"{name}.gpkg") for name in ALL}
    (tmp_path / "file").write_text("", encoding="utf-8")
    out[bad] = str(tmp_path / "file" / "o.gpkg")
    with pytest.raises(QgsProcessingException):
        run(run_alg, **case.line_layers(), **out)
    assert files_in(tmp_path) == ["file"]


def test_help_names_every_parameter_and_output(provider):
    algorithm = QgsApplication.processingRegistry().algorithmById("nmurban:conformity")
    names = {d.name() for d in algorithm.parameterDefinitions()} | {d.name() for d in algorithm.outputDefinitions()}
    for language in ("zh", "en"):
        text = (ROOT / "resources" / "help" / f"conformity_{language}.json").read_text(encoding="utf-8")
        assert {key for key in json.loads(text) if not key.startswith("ALG_")} == names
    assert not algorithm.icon().isNull()


def test_the_batch_example_names_parameters_that_exist(provider):
    algorithm = QgsApplication.processingRegistry().algorithmById("nmurban:conformity")
    batch = json.loads((ROOT / "resources" / "models" / "conformity_batch.json").read_text(encoding="utf-8"))
    assert set(batch["inputs"]) <= {d.name() for d in algorithm.parameterDefinitions()}
