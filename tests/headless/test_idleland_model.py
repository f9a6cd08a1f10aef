"""The shipped model and batch of idleland name what exists and give the figures of the algorithm itself."""

import json
from pathlib import Path

from qgis.core import QgsProcessingModelAlgorithm

from tests.builders import printed_rows, role_in_file, save
from tests.processing_algs.idle import case
from tests.processing_algs.idle.test_idleland import A, approved, sold
from tools.common import ROOT

MODELS = ROOT / "resources" / "models"


def _inputs(folder):
    path = folder / "in.gpkg"
    layers = {"APPROVED": approved((0, 0, 333, 100, A, "2019-05-01")),
              "SUPPLIED": sold((case.square(0, 0), {"供地日期": "2020-01-01", "约定动工日期": "2021-01-01"})),
              "COUNTIES": case.counties()}
    return {**{name: save(made, path, name.lower()) for name, made in layers.items()}, "AS_OF": "2024-06-30"}


def test_the_shipped_model_gives_the_same_figures(qgis_process, run_alg, tmp_path):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(MODELS / "idleland.model3")) and model.initAlgorithm() is None
    wanted = {d.name().split(":")[-1]: d.name() for d in model.destinationParameterDefinitions()}
    assert set(wanted) == {"unsupplied", "idle", "ledger", "documents", "rejects"}
    inputs = _inputs(tmp_path)
    one = {name: str(tmp_path / f"{name}.gpkg") for name in ("UNSUPPLIED", "IDLE", "LEDGER")}
    run_alg("idleland", {**inputs, **one})
    two = {full: str(tmp_path / f"model_{short}.gpkg") for short, full in wanted.items()}
    qgis_process.run(str(MODELS / "idleland.model3"), {**inputs, **two})
    for name, path in one.items():
        assert printed_rows(path) == printed_rows(two[wanted[name.lower()]])
    assert role_in_file(two[wanted["ledger"]]) == "idleland_ledger"


def test_the_shipped_batch_names_parameters_that_exist(provider):
    batch = json.loads((MODELS / "idleland_batch.json").read_text(encoding="utf-8"))["inputs"]
    assert set(batch) <= {d.name() for d in provider.algorithm("idleland").parameterDefinitions()} and "AS_OF" in batch
    assert not any(Path(str(value).split("|")[0]).is_absolute() for value in batch.values())
