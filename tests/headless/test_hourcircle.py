"""hourcircle and corridorlines through qgis_process: in Chinese, in one GeoPackage, the same figures as in QGIS."""

import pytest

from tests.analysis.network import case
from tests.builders import role_in_file, rows_of, save
from tools.qgis.qgis_process import QgisProcess, QgisProcessError
from tools.release.link_plugin import link


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    process = QgisProcess(tmp_path_factory.mktemp("profile_zh"), plugin_path=link(), language="zh-Hans")
    process.enable()
    return process


@pytest.fixture(scope="module")
def inputs(qgis_app, tmp_path_factory):
    gpkg = tmp_path_factory.mktemp("输入") / "路网.gpkg"
    return {"INPUT": save(case.lines_layer(case.real_network("rail")), gpkg, "rail"),
            "ORIGINS": save(case.cities_layer(), gpkg, "cities")}


def test_the_four_cities(chinese, inputs, run_alg, tmp_path):
    gpkg = tmp_path / "小时圈.gpkg"
    common = {**inputs, "MODE": "rail", "MINUTES": "30,60", "AS_OF": "2025-12-31"}
    result = chinese.run("nmurban:hourcircle", {
        **common, "OUTPUT": f"ogr:dbname='{gpkg}' table=\"circles\" (geom)",
        "MATRIX": f"ogr:dbname='{gpkg}' table=\"matrix\""})
    here = run_alg("hourcircle", {**common, "OUTPUT": "memory:", "MATRIX": "memory:"})
    for name in ("RAIL_MAX_MIN", "RAIL_SPOKE_MIN", "RAIL_N_PAIRS", "RAIL_N_WITHIN", "RAIL_VERDICT", "N_USED"):
        assert result[name] == here[name], name
    minutes = [row["minutes"] for row in rows_of(f"{gpkg}|layername=matrix")]
    assert minutes == [row["minutes"] for row in rows_of(here["MATRIX"])] and len(minutes) == 12
    areas = [(r["origin"], r["minutes"], r["area_m2"]) for r in rows_of(f"{gpkg}|layername=circles")]
    assert areas == [(r["origin"], r["minutes"], r["area_m2"]) for r in rows_of(here["OUTPUT"])] and len(areas) == 8
    assert role_in_file(gpkg, "circles") == "hourcircle" and role_in_file(gpkg, "matrix") == "hourcircle_matrix"
    assert "网络最短时间路径" in result["METHOD"] and "铁路 120 km/h" in result["METHOD"]


def test_corridor_lines(chinese, inputs, tmp_path):
    result = chinese.run("nmurban:corridorlines", {
        "INPUT": inputs["INPUT"], "MODE": "rail", "CORRIDORS": "京包,呼包高铁", "OUTPUT": tmp_path / "通道.gpkg"})
    rows = rows_of(str(tmp_path / "通道.gpkg"))
    assert [row["corridor"] for row in rows] == ["京包铁路", "呼和浩特至包头高速铁路"]
    assert (result["N_DERIVED"], result["N_SCHEMATIC"]) == (1, 1)


def test_a_refusal_leaves_no_file(chinese, inputs, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(QgisProcessError, match="MINUTES"):
        chinese.run("nmurban:hourcircle", {**inputs, "MINUTES": "abc", "OUTPUT": tmp_path / "out" / "o.gpkg"})
    assert list((tmp_path / "out").iterdir()) == []
