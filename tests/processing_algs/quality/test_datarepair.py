"""datarepair: each repair by hand, areas that add up, a layer that passes the data check afterwards."""

import pytest
from qgis.core import QgsProcessingException

from tests.builders import fingerprint, layer, polygon, rectangle, rows_of, save
from tests.processing_algs.quality.test_datacheck import DLTB, SOUND, X, Y, land_use, patch

OUT = {"OUTPUT": "memory:", "CHANGES": "memory:", "REJECTS": "memory:"}
NONE = {"VERTICES": False, "INVALID": False, "PARTS": False, "OVERLAPS": False, "GAPS": False, "FRAGMENTS": False}


def run(run_alg, source, only=None, **more):
    steps = {} if only is None else {**NONE, only: True}
    result = run_alg("datarepair", {"INPUT": source, **steps, **OUT, **more})
    return result, rows_of(result["OUTPUT"]), rows_of(result["CHANGES"])


def issues(run_alg, source):
    """Rules of geometry that a layer breaks."""
    found = run_alg("datacheck", {"LAYERS": [source], "ISSUES": "memory:", "AS_OF": "2025-12-31"})
    return {row["rule"] for row in rows_of(found["ISSUES"]) if row["rule"].startswith("Q4")} - {"Q4604"}


def shape(k, *points):
    ring = [(X + x, Y + y) for x, y in points]
    return (polygon(ring), f"150123{k:012d}", str(k), "0301", "乔木林地", None)


def test_a_sound_layer_stays_as_it_is(run_alg):
    result, rows, changes = run(run_alg, land_use(SOUND))
    assert changes == [] and result["D_AREA_M2"] == 0 and len(rows) == 4
    assert result["TOTAL_M2"] == pytest.approx(sum(row["MJ_JS"] for row in rows)) and result["N_CHANGES"] == 0
    assert all(row["repaired"] == "" and row["TBMJ"] is None for row in rows)


def test_an_overlap_goes_to_the_earlier_feature_and_the_sum_falls_by_it(run_alg):
    """Feature 2 reaches 10 m x 100 m into feature 1."""
    rows = [patch(1, 0, 0, 100, 100), patch(2, 90, 0, 200, 100)]
    result, out, changes = run(run_alg, land_use(rows), "OVERLAPS")
    assert [(c["src_fid"], c["step"]) for c in changes] == [(2, "overlaps")]
    assert result["D_AREA_M2"] == pytest.approx(-1000, abs=1) == pytest.approx(changes[0]["d_area_m2"], abs=1)
    assert [round(row["MJ_JS"] / 100) for row in out] == [100, 100]


def test_what_lies_in_another_feature_altogether_is_dropped_and_listed(run_alg):
    rows = [patch(1, 0, 0, 100, 100), patch(2, 20, 20, 60, 60)]
    result, out, changes = run(run_alg, land_use(rows), "OVERLAPS")
    assert [row["src_fid"] for row in out] == [1] and changes[0]["src_fid"] == 2
    assert changes[0]["d_area_m2"] == pytest.approx(-1600, abs=1) and result["N_USED"] == 1


def test_a_gap_goes_to_the_neighbour_with_the_longest_border(run_alg):
    """A hole of 20 x 100 m: feature 3 borders it on 100 m, those above and below on 20 m each."""
    rows = [patch(1, 0, 0, 220, 100), patch(2, 0, 100, 100, 200), patch(3, 120, 100, 220, 200),
            patch(4, 0, 200, 220, 300)]
    result, out, changes = run(run_alg, land_use(rows), "GAPS")
    assert [c["src_fid"] for c in changes] == [2] and result["D_AREA_M2"] == pytest.approx(2000, abs=1)
    assert result["TOTAL_M2"] == pytest.approx(220 * 300, rel=1e-3) and len(out) == 4


def test_a_fragment_goes_to_a_neighbour_of_its_class_and_the_area_stays(run_alg):
    rows = [patch(1, 0, 0, 100, 100, "0103", "旱地"), patch(2, 102, 0, 200, 100), patch(3, 100, 0, 102, 3),
            patch(4, 100, 3, 102, 100, "0103", "旱地")]
    result, out, changes = run(run_alg, land_use(rows[:3]), "FRAGMENTS")
    assert [(c["src_fid"], round(c["d_area_m2"])) for c in changes] == [(3, -6), (2, 6)]
    assert result["D_AREA_M2"] == pytest.approx(0, abs=0.02) and [row["src_fid"] for row in out] == [1, 2]


def test_vertices_spikes_parts_and_crossing_boundaries(run_alg):
    spike = shape(1, (0, 0), (100, 0), (100, 100), (50.2, 100), (50, 150), (49.8, 100), (50, 100), (0, 100))
    _, out, changes = run(run_alg, land_use([spike]), "VERTICES")
    assert changes[0]["step"] == "vertices" and out[0]["MJ_JS"] == pytest.approx(10_000, rel=1e-3)
    bow = shape(1, (0, 0), (100, 100), (100, 0), (0, 100))
    _, out, changes = run(run_alg, land_use([bow]))
    assert {c["step"] for c in changes} == {"invalid", "parts"} and [row["part"] for row in out] == [1, 2]
    assert sum(row["MJ_JS"] for row in out) == pytest.approx(5000, rel=1e-3)


def test_a_boundary_with_two_readings_is_listed_and_not_guessed(run_alg):
    lap = shape(1, (0, 0), (100, 0), (100, 100), (20, 100), (20, -20), (60, -20), (60, 60), (0, 60))
    result, out, _ = run(run_alg, land_use([lap, SOUND[3]]))
    assert [row["src_fid"] for row in out] == [2] and result["N_REJECTED"] == 1


def test_a_bad_layer_passes_the_check_afterwards_and_the_changes_add_up(run_alg, tmp_path):
    rows = [patch(1, 0, 0, 100, 100), patch(2, 90, 0, 200, 100), patch(3, 0, 100, 95, 200),
            patch(4, 100, 100, 200, 200), patch(5, 0, 200, 200, 300), patch(6, 200, 0, 202, 3),
            patch(7, 200, 3, 300, 300),
            shape(8, (300, 0), (400, 0), (400, 0.0004), (400, 300), (300, 300))]
    source = save(land_use(rows), tmp_path / "DLTB.gpkg", "DLTB")
    before = fingerprint(tmp_path / "DLTB.gpkg")
    assert {"Q4105", "Q4301", "Q4302", "Q4601"} <= issues(run_alg, source)
    given = run_alg("parcelarea", {"INPUT": source, "OUTPUT": "memory:"})["TOTAL_M2"]
    result, _, changes = run(run_alg, source)
    assert result["TOTAL_M2"] == pytest.approx(given + sum(c["d_area_m2"] for c in changes), abs=0.05)
    assert issues(run_alg, result["OUTPUT"]) == set()
    assert fingerprint(tmp_path / "DLTB.gpkg") == before


def test_a_layer_in_degrees_and_no_step_at_all_are_refused(run_alg):
    degrees = layer([(rectangle(111.8, 40.3, 111.81, 40.31), "1", "1", "0301", "乔木林地", None)], DLTB,
                    crs="EPSG:4490")
    with pytest.raises(QgsProcessingException, match="Gauss zone"):
        run(run_alg, degrees)
    with pytest.raises(QgsProcessingException, match="at least one"):
        run_alg("datarepair", {"INPUT": land_use(SOUND), **NONE, **OUT})
