"""One ledger, whoever runs it: Processing in this process, the shipped model, qgis_process, and the shipped batch."""

import json
from pathlib import Path

import pytest
from qgis.core import QgsProcessingModelAlgorithm

from tests.builders import LONLAT, fingerprint, layer, polygon, printed_rows, role_in_file, rows_of, save
from tests.processing_algs.area.official_vectors import OFFICIAL, in_crs
from tests.processing_algs.quota import case
from tools.common import ROOT
from tools.qgis.qgis_process import QgisProcess, QgisProcessError

MODELS = ROOT / "resources" / "models"
TABLES = {"OUTPUT": "landquota_pieces", "LEDGER": "landquota_ledger", "MEASURES": "measures", "REJECTS": "rejects"}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory, provider):
    """Inputs as files, with a Chinese path, counties in degrees, and something of every kind that is listed."""
    folder = tmp_path_factory.mktemp("输入 数据")
    path = folder / "核算 '输入'.gpkg"
    chosen = case.parcels()
    quota = [(code, year, 20.0 + k) for k, code in enumerate(case.COUNTIES) for year in range(2021, 2026)]
    layers = {
        "INPUT": case.parcel_layer(chosen), "COUNTIES": case.county_layer(LONLAT), "LANDUSE": case.land_use_layer(),
        "QUOTA": case.quota_table(quota), "REWARD": case.quota_table([("150102", 2022, 3.5)], value="奖励指标"),
        **case.line_layers(),
    }
    found = {name: save(made, path, f"{name.lower()}_层") for name, made in layers.items()}
    return {**found, "AS_OF": case.AS_OF.isoformat()}, path


def outputs(folder, names=tuple(TABLES)):
    folder.mkdir()
    return {name: str(folder / f"{TABLES[name]}.gpkg") for name in names}


@pytest.fixture(scope="module")
def reference(inputs, tmp_path_factory, provider):
    """Outputs and results of processing.run."""
    import processing

    out = outputs(tmp_path_factory.mktemp("run") / "gui")
    return out, processing.run("nmurban:landquota", {**inputs[0], **out})


def check_same(one, two, names=tuple(TABLES), without=()):
    for name in names:
        rows = printed_rows(one[name], without=without)
        assert rows and rows == printed_rows(two[name], without=without), name


def test_reference_is_the_right_answer(reference):
    chosen = case.parcels()
    assert case.found_pieces(reference[1]) == case.expected_pieces(chosen)
    assert {row["status"] for row in rows_of(reference[1]["OUTPUT"])} == {
        "counted", "overlap", "earlier", "undated", "out_of_period"}


def test_a_second_run_gives_the_same_bytes_of_figures(run_alg, inputs, reference, tmp_path):
    out = outputs(tmp_path / "again")
    result = run_alg("landquota", {**inputs[0], **out})
    check_same(reference[0], out)
    assert {k: v for k, v in result.items() if k not in out} == {
        k: v for k, v in reference[1].items() if k not in out}


def test_qgis_process_gives_the_same_figures(qgis_process, inputs, reference, tmp_path):
    before = fingerprint(inputs[1])
    out = outputs(tmp_path / "出 'q'")
    answer = qgis_process.run_json("nmurban:landquota", {**inputs[0], **out})
    check_same(reference[0], out)
    numbers = {k: v for k, v in reference[1].items() if k not in out}
    assert json.dumps({k: answer["results"][k] for k in numbers}, sort_keys=True) == json.dumps(numbers, sort_keys=True)
    assert {name: role_in_file(out[name]) for name in TABLES} == TABLES
    assert fingerprint(inputs[1]) == before


def test_qgis_process_in_chinese_gives_the_same_figures(inputs, reference, tmp_path_factory, tmp_path):
    from tools.release.link_plugin import link

    chinese = QgisProcess(tmp_path_factory.mktemp("profile_zh"), plugin_path=link(), language="zh-Hans")
    chinese.enable()
    out = outputs(tmp_path / "zh")
    results = chinese.run("nmurban:landquota", {**inputs[0], **out})
    words = ("name", "reason", "method")
    check_same(reference[0], out, without=words)
    assert results["USED_MU"] == reference[1]["USED_MU"] and "椭球" in results["METHOD"]
    names = {row["name"] for row in rows_of(out["LEDGER"])}
    assert all(any("一" <= c <= "鿿" for c in name) for name in names), names
    assert all(not any(c.isascii() and c.isalpha() for c in row["reason"].replace("PZRQ", ""))
               for row in rows_of(out["REJECTS"]))


def test_the_shipped_model_gives_the_same_figures(run_alg, inputs, reference, tmp_path):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(MODELS / "landquota.model3")) and model.initAlgorithm() is None
    import processing

    wanted = {d.name().split(":")[-1]: d.name() for d in model.destinationParameterDefinitions()}
    assert {"pieces", "ledger"} <= set(wanted)
    out = outputs(tmp_path / "model", ("OUTPUT", "LEDGER"))
    processing.run(model, {**inputs[0], wanted["pieces"]: out["OUTPUT"], wanted["ledger"]: out["LEDGER"],
                           **{full: "memory:" for short, full in wanted.items() if short not in ("pieces", "ledger")}})
    check_same(reference[0], out, ("OUTPUT", "LEDGER"))
    assert role_in_file(out["LEDGER"]) == "landquota_ledger"


def test_the_shipped_model_in_qgis_process(qgis_process, inputs, reference, tmp_path):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(MODELS / "landquota.model3"))
    wanted = {d.name().split(":")[-1]: d.name() for d in model.destinationParameterDefinitions()}
    out = outputs(tmp_path / "model", ("OUTPUT", "LEDGER"))
    more = {full: str(tmp_path / f"{short}.gpkg") for short, full in wanted.items()
            if short not in ("pieces", "ledger")}
    qgis_process.run(str(MODELS / "landquota.model3"), {
        **inputs[0], wanted["pieces"]: out["OUTPUT"], wanted["ledger"]: out["LEDGER"], **more})
    check_same(reference[0], out, ("OUTPUT", "LEDGER"))


def test_the_shipped_batch_names_parameters_that_exist_and_runs(qgis_process, inputs, reference, provider, tmp_path):
    batch = json.loads((MODELS / "landquota_batch.json").read_text(encoding="utf-8"))["inputs"]
    algorithm = provider.algorithm("landquota")
    known = {d.name() for d in algorithm.parameterDefinitions()}
    assert set(batch) <= known and "AS_OF" in batch
    assert not any(Path(str(value).split("|")[0]).is_absolute() for value in batch.values())
    out = outputs(tmp_path / "batch", [name for name in TABLES if name in batch])
    mine = {**batch, **{k: v for k, v in inputs[0].items() if k in batch}, **out}
    results = qgis_process.run("nmurban:landquota", mine)
    check_same(reference[0], out, out)
    assert results["USED_MU"] == reference[1]["USED_MU"]


@pytest.mark.parametrize("name", [v[0] for v in OFFICIAL])
def test_official_values_through_qgis_process(qgis_process, tmp_path, name):
    _, rings, crs, expected = next(v for v in OFFICIAL if v[0] == name)
    source = save(layer([(polygon(*rings),)], crs=crs), tmp_path / "in.gpkg", "地块")
    results = qgis_process.run("nmurban:parcelarea", {"INPUT": source, "OUTPUT": tmp_path / "out.gpkg"})
    assert results["TOTAL_M2"] == expected and rows_of(tmp_path / "out.gpkg")[0]["area_m2"] == expected
    assert "图斑椭球面积" in results["METHOD"] and role_in_file(tmp_path / "out.gpkg") == "parcelarea"
    if expected < 1e6:
        degrees = save(layer([(polygon(*in_crs(rings, crs, LONLAT)),)], crs=LONLAT), tmp_path / "deg.gpkg", "地块")
        other = qgis_process.run("nmurban:parcelarea", {"INPUT": degrees, "OUTPUT": tmp_path / "deg_out.gpkg"})
        assert abs(other["TOTAL_M2"] - expected) <= 0.01 + 1e-9


def test_a_refused_layer_leaves_nothing_and_says_why(qgis_process, tmp_path):
    source = save(layer([(polygon(*OFFICIAL[0][1]),)], crs="EPSG:2349"), tmp_path / "in.gpkg", "地块")
    with pytest.raises(QgisProcessError, match="Xi'an 1980"):
        qgis_process.run("nmurban:parcelarea", {"INPUT": source, "OUTPUT": tmp_path / "out.gpkg"})
    assert not (tmp_path / "out.gpkg").exists()
