"""compliance as an algorithm: any layer or table, one row per target and place, numbers, rejects, words, cancel."""

import json

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.core.targets.registry import register
from tests.builders import fingerprint, layer, rectangle, role_in_file, rows_of, save, table

ALL = [unit.code for unit in places.counties()]
DAY = "2024-06-30"
COUNTY = [("旗县代码", str), ("常住人口（万人）", float), ("城镇人口（万人）", float)]


@pytest.fixture
def run(run_alg):
    def run_(source, **more):
        given = {"INPUT": source, "AS_OF": DAY, "OUTPUT": "memory:", "REJECTS": "memory:", **more}
        return run_alg("compliance", given)

    return run_


def row(result, target, place=None, origin="register"):
    found = [r for r in rows_of(result["OUTPUT"]) if r["target"] == target and r["origin"] == origin
             and place in (None, r["place"])]
    assert len(found) == 1, found
    return found[0]


def whole_region(share=0.7):
    return table([(code, 10.0, 10.0 * share) for code in ALL], COUNTY)


def test_a_table_of_all_counties(run):
    result = run(whole_region())
    rows = rows_of(result["OUTPUT"])
    assert len(rows) == result["N_ROWS"] == 186 and {r["target"] for r in rows} == set(register())
    found = row(result, "urbanization_rate_2025")
    # 103 x 7 万 of 103 x 10 万; 69 % would be 710.7 万: 10.3 万 more than needed
    assert [found[key] for key in ("value", "goal", "cmp", "verdict", "unit")] == [70, 69, "~", "met", "%"]
    assert (found["gap"], found["gap_phys"], found["phys_unit"], found["n"]) == (-1, -10.3, "万人", 103)
    assert found["quote"] == "常住人口城镇化率达到69%左右"
    assert found["source"].startswith("《内蒙古自治区新型城镇化规划")
    assert "covers 103 of 103 units" in found["method"] and "±1 percentage point allowed" in found["method"]
    counts = {v: sum(r["verdict"] == v and r["stands"] == 1 for r in rows)
              for v in ("met", "not_met", "at_risk", "not_computable", "no_number")}
    assert counts == {v: result[f"N_{v.upper()}"] for v in counts}
    assert result["N_READ"] == result["N_USED"] == 103 and "AS_OF 2024-06-30" in result["METHOD"]


def test_one_county_judges_no_target_of_the_region(run):
    result = run(table([("150121", 10.0, 9.9)], COUNTY))
    assert result["N_MET"] == result["N_NOT_MET"] == result["N_AT_RISK"] == 0
    found = row(result, "urbanization_rate_2025")
    assert (found["value"], found["verdict"], found["missing"]) == (99, "not_computable", "covers 1 of 103 units")
    assert found["gap"] is None


def test_only_answered_and_places(run):
    result = run(whole_region(), ANSWERED=True, PLACE="150121，呼包鄂乌")
    rows = rows_of(result["OUTPUT"])
    # also the targets of places inside it: 呼包鄂 and Hohhot
    assert {r["place"] for r in rows} == {"150121", "呼包鄂乌", "呼包鄂", "150100"}
    assert all(r["value"] is not None for r in rows)
    assert row(result, "hbew_urban_population_2025", "呼包鄂乌")["value"] == 266  # 38 units x 7 万
    assert row(result, "urbanization_rate_2025", "150121")["verdict"] == "not_computable"


def test_areas_are_official_and_a_layer_without_codes_belongs_to_the_place(run, run_alg):
    square = rectangle(37_500_000, 4_500_000, 37_501_000, 4_501_000)
    parks = layer([(square,)], crs="EPSG:4525", name="公园")
    measured = rows_of(run_alg("parcelarea", {"INPUT": parks, "OUTPUT": "memory:"})["OUTPUT"])[0]["area_m2"]
    own = json.dumps({
        "values": [{"field": "pop_urban", "place": "150121", "value": 40000, "unit": "人"}],
        "targets": [{"id": "parks", "answers": "park_green_per_capita_2025", "place": "150121", "value": 20,
                     "comparator": ">=", "year": 2025}]})
    result = run(parks, ROLE="公园", PLACE="150121", TARGETS=own)
    found = row(result, "parks", origin="own")
    assert found["value"] == round(measured / 40000, 4) and found["verdict"] == "met"
    assert "official" in result["METHOD"] and "EPSG:4525" in result["METHOD"]
    assert row(result, "park_green_per_capita_2025")["verdict"] == "not_computable"


def test_lengths_of_lines(run):
    lines = layer([("LINESTRING (111 41, 111.01 41)", "150121", "机械化"),
                   ("LINESTRING (111 41, 111.03 41)", "150121", "人工")],
                  [("code", str), ("机械化清扫", str)], crs="EPSG:4490", kind="LineString")
    found = row(run(lines), "road_sweeping_rate_county_2025")
    assert found["value"] == pytest.approx(25, abs=1e-3)  # one of four equal parts along a parallel
    assert "covers 1 of 69 units" in found["missing"]


def test_bad_rows_are_listed(run):
    source = table([("150121", 10.0, None), ("159998", 10.0, 5.0), ("150122", 10.0, 6.0)], COUNTY)
    result = run(source)
    rejects = {r["fid"]: r["reason"] for r in rows_of(result["REJECTS"])}
    assert len(rejects) == result["N_REJECTED"] == 2
    assert "城镇人口（万人）" in rejects[1] and "159998" in rejects[2]
    assert row(result, "urbanization_rate_2025")["n_skipped"] == 1
    bad = layer([(None, "150121", 1), ("POLYGON EMPTY", "150121", 1),
                 (rectangle(37_500_000, 4_500_000, 37_501_000, 4_501_000), "150121", 1)],
                [("code", str), ("revived", int)], crs="EPSG:4525")
    result = run(bad)
    assert result["N_REJECTED"] == 2 and result["N_USED"] == 1
    assert row(result, "idle_land_stock_to_revive")["value"] == pytest.approx(0.15, abs=1e-3)


def test_ledgers_and_measures_of_other_algorithms(run_alg, run):
    from tests.processing_algs.quota import case

    chosen = case.parcels()
    quota = [(code, year, 20.0) for code in case.COUNTIES for year in range(2021, 2026)]
    made = case.run(run_alg, chosen, QUOTA=case.quota_table(quota), MEASURES="memory:")
    ledger = {(r["level"], r["code"]): r for r in rows_of(made["LEDGER"]) if r["year"] == 0}
    result = run(made["LEDGER"], AS_OF=case.AS_OF.isoformat())
    key = "new_urban_construction_land_cap_2025"
    for code in case.COUNTIES:
        found, printed = row(result, key, code, "allotted"), ledger["county", code]
        assert found["value"] == round(printed["used_mu"] / 10000, 4) and found["verdict"] == printed["verdict"]
    region = row(result, key)
    assert region["verdict"] == "not_computable" and region["covered"] == len(case.COUNTIES)
    judged = row(run(made["MEASURES"], AS_OF=case.AS_OF.isoformat()), key)
    assert (judged["value"], judged["verdict"]) == (region["value"], "not_computable")


def test_measures_of_compliance_come_back_the_same(run, tmp_path):
    first = run(whole_region(), MEASURES="memory:")
    again = run(first["MEASURES"])
    for target in ("urbanization_rate_2025", "urbanization_rate_2035"):
        one, two = row(first, target), row(again, target)
        assert (one["value"], one["verdict"], one["gap"]) == (two["value"], two["verdict"], two["gap"])
    part = run(table([("150121", 10.0, 9.9)], COUNTY), MEASURES="memory:")
    assert row(run(part["MEASURES"]), "urbanization_rate_2025")["verdict"] == "not_computable"


def test_files_roles_and_inputs_stay(run, tmp_path):
    path = tmp_path / "统计 表.gpkg"
    source = save(whole_region(), path, "旗县")
    before = fingerprint(path)
    out = str(tmp_path / "评估.gpkg")
    run(source, OUTPUT=out, REJECTS=str(tmp_path / "r.gpkg"))
    assert role_in_file(out) == "compliance" and fingerprint(path) == before
    chosen = QgsVectorLayer(source, "x", "ogr")
    chosen.setCustomProperty("nm_urban/role", "toilets")  # the user's word wins
    from nm_urban.nm_urban_plugin.analysis.reading.roles import detect_role, set_role

    assert detect_role(chosen) == ("toilets", "chosen")
    set_role(chosen, "")
    assert detect_role(chosen) == ("county_table", "by_fields")
    assert detect_role(QgsVectorLayer(out, "y", "ogr")) == ("compliance", "in_file")


@pytest.mark.parametrize(
    ("change", "words"),
    [({"ROLE": "park"}, "ROLE: there is no layer role 'park'"), ({"PLACE": "nowhere"}, "nowhere"),
     ({"AS_OF": "2024-13-01"}, "AS_OF"), ({"TARGETS": '{"targets": [\n{"id": 5}]}'}, "TARGETS, line 2"),
     ({"TARGETS": "/no/such/own.json"}, "own.json"), ({"COVERS": "呼包鄂"}, "COVERS"),
     ({"FIELDS": '{"pop_urban": "nothing"}'}, "nothing"),
     ({"FIELDS": '{"pop_urbn": "x"}'}, "did you mean 'pop_urban'")])  # fmt: skip
def test_refusals_name_the_parameter(run, change, words):
    with pytest.raises(QgsProcessingException, match=words):
        run(whole_region(), **change)


def test_a_mapping_wins(run):
    source = table([(code, 5.0, 10.0, 7.0) for code in ALL],
                   [("code", str), ("pop_urban", float), ("all", float), ("urban2", float)])
    result = run(source, FIELDS='{"pop_total": "all", "pop_urban": "urban2"}')
    assert row(result, "urbanization_rate_2025")["value"] == 70


def test_an_unknown_layer_still_gets_its_list(run):
    result = run(table([("a",)], [("something", str)]))
    assert result["N_ROWS"] == 186 and result["N_NOT_COMPUTABLE"] > 80
    result = run(table([], COUNTY))
    assert row(result, "urbanization_rate_2025")["value"] is None


HOSTILE = ["<img src=x onerror=alert(1)>", "=cmd|'/C calc'!A0", "'; DROP TABLE \"t\"; --", "\u202eevil\u202c",
           "x" * 10_000]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_plain_text(run, tmp_path, text):
    own = json.dumps({"targets": [{"id": text[:200], "name_zh": text, "name_en": text, "source": text, "quote": text,
                                   "indicator": "urbanization_rate", "place": "150121", "value": 1, "unit": text}]})
    source = table([("150121", text, text), (text, "10", "5"), ("150122", "10", "5")],
                   [("code", str), ("pop_total", str), ("pop_urban", str)], name=text)
    out = str(tmp_path / "out.gpkg")
    result = run(source, TARGETS=own, OUTPUT=out)
    found = [r for r in rows_of(result["OUTPUT"]) if r["origin"] == "own"]
    assert [(r["name"], r["quote"], r["source"]) for r in found] == [(text, text, text)]
    assert {r["src_layer"] for r in rows_of(result["OUTPUT"])} == {text}
    assert result["N_REJECTED"] >= 1


def test_cancel_leaves_nothing(provider, tmp_path):
    from qgis.core import QgsApplication, QgsProcessingContext

    class Stop(QgsProcessingFeedback):
        def setProgress(self, value):
            self.cancel()

    out = tmp_path / "out.gpkg"
    algorithm = QgsApplication.processingRegistry().algorithmById("nmurban:compliance").create()
    feedback = Stop(False)
    result, ok = algorithm.run({"INPUT": whole_region(), "AS_OF": DAY, "OUTPUT": str(out)}, QgsProcessingContext(),
                               feedback)
    assert not out.exists() and not result.get("OUTPUT")


def test_live_updates_equal_a_fresh_run(provider):
    """What the dock does: a snapshot, then edits by difference."""
    import datetime as dt

    from nm_urban.nm_urban_plugin.jobs.targets.job import IndicatorRun
    from nm_urban.nm_urban_plugin.jobs.targets.reader import snapshot

    source = layer([(rectangle(37_500_000 + 2000 * k, 4_500_000, 37_501_000 + 2000 * k, 4_501_000), "150121", k % 2)
                    for k in range(40)], [("code", str), ("revived", int)], crs="EPSG:4525")
    live = IndicatorRun(snapshot(source), dt.date(2024, 6, 30), keep=True, size=7)
    live.run()
    source.startEditing()
    ids = sorted(f.id() for f in source.getFeatures())
    source.changeAttributeValue(ids[0], 1, 1)
    source.deleteFeature(ids[1])
    live.update(source.getFeatures([ids[0]]))
    live.forget([ids[1]])
    fresh = IndicatorRun(snapshot(source), dt.date(2024, 6, 30), keep=True)
    fresh.run()
    for one, two in zip(live.assessment.rows(), fresh.assessment.rows()):
        assert (one.target.id, one.value, one.n, one.verdict) == (two.target.id, two.value, two.n, two.verdict)
    chosen = next(r for r in live.assessment.rows() if r.target.id == "idle_land_stock_to_revive")
    assert len(live.assessment.fids_behind(chosen)) == chosen.n == 20


def test_county_polygons_with_statistics(run):
    """County units as a layer of polygons, codes as numbers, plain field names."""
    rows = [(rectangle(100 + k * 0.1, 40, 100.05 + k * 0.1, 40.05), int(code), "x", 1000, 690)
            for k, code in enumerate(ALL)]
    source = layer(rows, [("code", int), ("name", str), ("pop_total", int), ("pop_urban", int)], crs="EPSG:4490")
    result = run(source)
    found = row(result, "urbanization_rate_2025")
    assert (found["value"], found["verdict"], found["covered"]) == (69, "met", 103)
    assert row(result, "cities_count_2020")["value"] == 20 and row(result, "county_seats_count_2020")["value"] == 69


def test_thresholds_are_tests_of_each_feature(run):
    rows = [(f"POINT (111.{k} 41)", code, dist) for k, (code, dist) in enumerate(zip(ALL, range(250, 353)))]
    source = layer(rows, [("code", str), ("到绿地距离", float)], crs="EPSG:4490", kind="Point")
    found = row(run(source), "green_within_300m_2025")
    # 250 … 352 m: 52 of them lie farther than 300 m
    assert (found["value"], found["n_fail"], found["n"], found["verdict"]) == (52, 52, 103, "no_number")
    assert "52 of 103 fail <= 300" in found["method"] and found["goal"] == 300


@pytest.mark.parametrize("day", ["2024-06-30", "2026-06-30"])
def test_history_says_which_document_stands(run, day):
    source = table([("150102", "已消除")], [("code", str), ("积水点状态", str)])
    result = run(source, AS_OF=day, COVERS="150000")
    old, new = row(result, "flood_points_old_town_2025"), row(result, "flood_points_dynamic_zero")
    assert old["stands"] == (day < "2026") and new["stands"] == 1
    assert ("superseded by flood_points_dynamic_zero" in old["method"]) == (day > "2026")
    assert "flood_points_old_town_2025" in new["history"]
    met = [r for r in rows_of(result["OUTPUT"]) if r["verdict"] == "met"]
    assert result["N_MET"] == sum(r["stands"] for r in met)
