"""corridorbuffer through qgis_process: the same figures, and a refusal that leaves nothing behind."""

import json

import pytest
from qgis.core import QgsProcessingModelAlgorithm

from nm_urban.nm_urban_plugin.core.corridors.nodes import corridor
from tests.analysis.buffers import case
from tests.builders import files_in, layer, printed_rows, role_in_file, rows_of, save
from tools.common import ROOT
from tools.qgis.qgis_process import QgisProcessError

MODELS = ROOT / "resources" / "models"


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "输入 数据"
    folder.mkdir()
    lines = case.lines_layer(case.random_lines(37, 2), fields=(("线名", str),), values=[("甲线",), ("乙线",)])
    places = layer([("POINT (111.2 40.2)", "某镇", 3)], (("名称", str), ("人口", int)), "EPSG:4490", "Point")
    return save(lines, folder / "线.gpkg", "线"), save(places, folder / "地点.gpkg", "地点")


def test_same_figures_as_in_qgis(qgis_process, run_alg, source, tmp_path):
    asked = {"INPUT": source[0], "PLACES": source[1], "DISSOLVE_FIELD": "线名", "RINGS": "500,800,1500", "WIDTH": 1500,
             "AS_OF": "2025-12-31"}
    names = ("OUTPUT", "NODES", "MEASURES", "REJECTS")
    one, two = ({name: str(tmp_path / folder / f"{name}.gpkg") for name in names} for folder in ("a", "b"))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    here = run_alg("corridorbuffer", {**asked, **one})
    there = qgis_process.run("nmurban:corridorbuffer", {**asked, **two})
    for name in names[:3]:
        assert printed_rows(one[name]) == printed_rows(two[name])
    assert there["TOTAL_M2"] == pytest.approx(here["TOTAL_M2"], abs=1e-6) and there["N_RINGS"] == 6
    assert role_in_file(two["OUTPUT"]) == "corridorbuffer"
    assert [row["ring"] for row in rows_of(two["OUTPUT"])] == [1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize("width", ["0", "-5", "nan", "10000000"])
def test_a_wrong_width_is_refused(qgis_process, source, tmp_path, width):
    (tmp_path / "out").mkdir()
    with pytest.raises(QgisProcessError, match="WIDTH"):
        qgis_process.run("nmurban:corridorbuffer", {"INPUT": source[0], "WIDTH": width,
                                                    "OUTPUT": tmp_path / "out" / "o.gpkg"})
    assert files_in(tmp_path / "out") == []


def test_the_shipped_model_gives_the_same_figures(qgis_process, run_alg, tmp_path):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(MODELS / "corridor_atlas.model3")) and model.initAlgorithm() is None
    wanted = {d.name().split(":")[-1]: d.name() for d in model.destinationParameterDefinitions()}
    assert set(wanted) == {"lines", "rings", "nodes", "measures", "rejects"}
    located = [(p.lon, p.lat) for p in corridor("京包铁路").places if p.located]
    lines = save(case.lines_layer([located]), tmp_path / "线.gpkg", "线")
    asked = {"INPUT": lines, "CORRIDORS": "京包铁路,hu_bao_hsr", "RINGS": "5000,10000", "WIDTH": 8000,
             "AS_OF": "2025-12-31"}
    one = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "NODES", "MEASURES")}
    run_alg("corridorbuffer", {**asked, **one})
    two = {full: str(tmp_path / f"model_{short}.gpkg") for short, full in wanted.items()}
    qgis_process.run(str(MODELS / "corridor_atlas.model3"), {**asked, **two})
    for name, short in (("OUTPUT", "rings"), ("NODES", "nodes"), ("MEASURES", "measures")):
        assert printed_rows(one[name]) == printed_rows(two[wanted[short]])
    assert {row["kind"] for row in rows_of(two[wanted["lines"]])} == {"derived", "schematic"}


def test_the_shipped_batch_names_parameters_that_exist(provider):
    batch = json.loads((MODELS / "corridorbuffer_batch.json").read_text(encoding="utf-8"))["inputs"]
    assert set(batch) <= {d.name() for d in provider.algorithm("corridorbuffer").parameterDefinitions()}
    assert "AS_OF" in batch and all(not str(value).startswith("/") for value in batch.values())
