"""A run that fails or is cancelled leaves no file, and no run ever writes over what it reads."""

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from tests.builders import corners, files_in, fingerprint, geopackage, layer, polygon, rows_of
from tests.processing_algs.quota import case

OUTPUTS = {"parcelarea": ("OUTPUT", "REJECTS"), "landquota": ("OUTPUT", "LEDGER", "MEASURES", "REJECTS")}


class CancelAt(QgsProcessingFeedback):
    """Cancels the run as soon as the progress has come this far."""

    def __init__(self, percent):
        super().__init__(False)
        self.percent = percent
        if percent is None:
            self.cancel()
        else:
            self.progressChanged.connect(self.look)

    def look(self, value):
        if value >= self.percent:
            self.cancel()


@pytest.fixture
def source(tmp_path):
    chosen = case.parcels()
    rows = [(polygon(corners(*chosen[f][0][0])), chosen[f][2]) for f in sorted(chosen)]
    path = tmp_path / "in" / "输入.gpkg"
    path.parent.mkdir()
    return geopackage(path, "地块", rows, [("PZRQ", str)])


def parameters_of(algorithm, source, folder, ending=".gpkg"):
    folder.mkdir(exist_ok=True)
    out = {name: str(folder / f"{name}{ending}") for name in OUTPUTS[algorithm]}
    more = {"COUNTIES": case.county_layer(), "AS_OF": "2024-06-30"} if algorithm == "landquota" else {}
    return {"INPUT": str(source), **more, **out}


@pytest.mark.parametrize("algorithm", list(OUTPUTS))
@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".csv"])
@pytest.mark.parametrize("percent", [None, 1, 40, 55, 62, 80, 99])
def test_a_cancelled_run_leaves_no_file(run_alg, source, tmp_path, algorithm, ending, percent):
    before = fingerprint(source)
    feedback = CancelAt(percent)
    result = run_alg(algorithm, parameters_of(algorithm, source, tmp_path / "out", ending), feedback)
    if feedback.isCanceled():
        assert files_in(tmp_path / "out") == [] and not any(name in result for name in OUTPUTS[algorithm])
    else:  # it was done before the progress came so far
        assert len(files_in(tmp_path / "out")) >= len(OUTPUTS[algorithm]) and percent >= 80
    assert fingerprint(source) == before


@pytest.mark.parametrize(("algorithm", "bad"), [(a, name) for a, names in OUTPUTS.items() for name in names])
def test_one_output_that_cannot_be_written_takes_the_others_with_it(run_alg, source, tmp_path, algorithm, bad):
    parameters = parameters_of(algorithm, source, tmp_path / "out")
    parameters[bad] = str(tmp_path / "out" / "no such folder" / "x" / "o.gpkg")
    (tmp_path / "out" / "no such folder").write_text("a file, so no folder can be made", encoding="utf-8")
    with pytest.raises(QgsProcessingException):
        run_alg(algorithm, parameters)
    assert files_in(tmp_path / "out") == ["no such folder"]


def test_a_control_that_cannot_be_met_leaves_no_file(run_alg, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(QgsProcessingException):
        run_alg("parcelarea", {"INPUT": layer([], []), "CONTROL_AREA": 5, "OUTPUT": str(tmp_path / "out" / "o.gpkg")})
    assert files_in(tmp_path / "out") == []


@pytest.mark.parametrize("name", ["OUTPUT", "LEDGER", "REJECTS"])
@pytest.mark.parametrize("victim", ["INPUT", "COUNTIES", "QUOTA"])
def test_no_output_over_an_input(run_alg, source, tmp_path, name, victim):
    parameters = parameters_of("landquota", source, tmp_path / "out")
    counties = geopackage(tmp_path / "in" / "旗县.gpkg", "旗县", [
        (polygon(corners(*r[0])), code) for code, r in case.COUNTIES.items()], [("XZQDM", str)])
    quota = tmp_path / "in" / "指标.csv"
    quota.write_text("code,year,quota_mu\n150102,2022,5\n", encoding="utf-8")
    parameters.update(COUNTIES=str(counties), QUOTA=str(quota))
    inputs = [source, counties, quota]
    before = fingerprint(*inputs)
    parameters[name] = parameters[victim]
    with pytest.raises(QgsProcessingException, match="overwrite"):
        run_alg("landquota", parameters)
    assert fingerprint(*inputs) == before and files_in(tmp_path / "out") == []
    parameters[name] = f"ogr:dbname='{source}' table=\"地块\" (geom)"
    with pytest.raises(QgsProcessingException, match="overwrite"):
        run_alg("landquota", parameters)
    assert fingerprint(*inputs) == before


def test_two_outputs_need_two_files(run_alg, source, tmp_path):
    parameters = parameters_of("landquota", source, tmp_path / "out")
    parameters["LEDGER"] = parameters["OUTPUT"]
    with pytest.raises(QgsProcessingException, match="overwrite"):
        run_alg("landquota", parameters)
    one = tmp_path / "out" / "all.gpkg"
    for name in OUTPUTS["landquota"]:
        parameters[name] = f"ogr:dbname='{one}' table=\"{name.lower()}\""
    parameters["OUTPUT"] += " (geom)"
    result = run_alg("landquota", parameters)
    assert len(rows_of(f"{one}|layername=ledger")) > 10 and len(rows_of(f"{one}|layername=output")) > 50
    assert len(rows_of(f"{one}|layername=rejects")) == result["N_REJECTED"]


def test_a_failure_in_an_existing_geopackage_keeps_its_other_tables(run_alg, source, tmp_path):
    store = geopackage(tmp_path / "in" / "库.gpkg", "旧层", [("POINT (1 2)", "x")], [("n", str)])
    parameters = parameters_of("landquota", source, tmp_path / "out")
    parameters["OUTPUT"] = f"ogr:dbname='{store}' table=\"新层\" (geom)"
    parameters["LEDGER"] = str(tmp_path / "out" / "nowhere" / "l.gpkg")
    (tmp_path / "out" / "nowhere").write_text("", encoding="utf-8")
    with pytest.raises(QgsProcessingException):
        run_alg("landquota", parameters)
    from osgeo import ogr

    assert [made.GetName() for made in ogr.Open(str(store))] == ["旧层"]
    assert rows_of(f"{store}|layername=旧层")[0]["n"] == "x"
