"""Boundary-point files through qgis_process: byte for byte round, the shipped batches, and Chinese words."""

import json

import pytest

from tests.builders import files_in, role_in_file, rows_of
from tools.common import ROOT
from tools.demo.inputs import boundary_files
from tools.qgis.qgis_process import QgisProcess, QgisProcessError
from tools.release.link_plugin import link

FOLDER = ROOT / "tests" / "data" / "boundary_txt"
MODELS = ROOT / "resources" / "models"


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    process = QgisProcess(tmp_path_factory.mktemp("profile_zh"), plugin_path=link(), language="zh-Hans")
    process.enable()
    return process


def test_round_trip(qgis_process, tmp_path):
    out = tmp_path / "地块 '1'.gpkg"
    result = qgis_process.run("nmurban:boundarytxtimport", {"INPUT": FOLDER / "clean_gb18030.txt", "OUTPUT": out})
    assert result["TOTAL_M2"] == 1442808.82 and role_in_file(out) == "boundarytxt"
    done = qgis_process.run("nmurban:boundarytxtexport", {"INPUT": out, "OUTPUT": tmp_path / "成果.txt"})
    assert (tmp_path / "成果.txt").read_bytes() == (FOLDER / "clean_gb18030.txt").read_bytes()
    assert done["N_POINTS"] == 15 and done["TOTAL_M2"] == 1442808.82


def test_words_are_chinese(chinese, tmp_path):
    out, rejects = tmp_path / "o.gpkg", tmp_path / "r.gpkg"
    chinese.run("nmurban:boundarytxtimport", {"INPUT": FOLDER, "OUTPUT": out, "REJECTS": rejects})
    texts = [row["reason"] for row in rows_of(rejects)] + [row["warnings"] for row in rows_of(out) if row["warnings"]]
    assert len(texts) > 100
    for text in texts:
        assert any("一" <= c <= "鿿" for c in text), text
        assert " the " not in text and "line " not in text, text


def test_the_shipped_batches_run_one_after_the_other(qgis_process, provider, tmp_path):
    made, folder = tmp_path / "parcels.gpkg", tmp_path / "坐标 文件"
    parcels = boundary_files.make(folder)
    for name, mine in (("boundarytxtimport", {"OUTPUT": made, "REJECTS": tmp_path / "r.gpkg"}),
                       ("boundarytxtexport", {"INPUT": made, "OUTPUT": tmp_path / "o.txt", "REJECTS":
                                              tmp_path / "x.gpkg"})):
        batch = json.loads((MODELS / f"{name}_batch.json").read_text(encoding="utf-8"))["inputs"]
        assert set(batch) <= {d.name() for d in provider.algorithm(name).parameterDefinitions()}
        if name == "boundarytxtimport":
            assert ROOT / batch["INPUT"] == boundary_files.FOLDER
            mine["INPUT"] = folder
        result = qgis_process.run(f"nmurban:{name}", {**batch, **mine})
        assert (result["N_USED"], result["N_REJECTED"]) == (parcels, 0)
    assert (tmp_path / "o.txt").stat().st_size > 10_000


def test_a_refusal_leaves_no_file(qgis_process, tmp_path):
    with pytest.raises(QgisProcessError, match="no file or folder"):
        qgis_process.run("nmurban:boundarytxtimport", {"INPUT": tmp_path / "none.txt", "OUTPUT": tmp_path / "o.gpkg"})
    assert files_in(tmp_path) == []
