"""Outputs whose place is taken are refused before anything is computed; cleaning up never hides the first error."""

import errno
import os
import time
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProject, QgsVectorLayer

from nm_urban.nm_urban_plugin import i18n
from nm_urban.processing_algs.framework import algorithm as base
from nm_urban.processing_algs.framework import destinations, held
from tests.builders import corners, files_in, fingerprint, geopackage, polygon
from tests.processing_algs.quota import case

ENDINGS = [".gpkg", ".shp", ".csv", ".tab"]


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: None)


@pytest.fixture
def source(tmp_path):
    chosen = case.parcels()
    rows = [(polygon(corners(*chosen[f][0][0])), chosen[f][2]) for f in sorted(chosen)]
    (tmp_path / "in").mkdir()
    return str(geopackage(tmp_path / "in" / "输入.gpkg", "地块", rows, [("PZRQ", str)]))


def parameters_of(source, folder, ending):
    folder.mkdir(exist_ok=True)
    return {"INPUT": source, "OUTPUT": str(folder / f"结果{ending}")}


@pytest.fixture
def nothing_computed(monkeypatch):
    """Call it, and no algorithm may open an input any more."""
    def never(*_arguments):
        raise AssertionError("something was computed")

    return lambda: monkeypatch.setattr(base, "Given", never)


@pytest.fixture
def shown():
    """Show a file in the project; it goes again afterwards."""
    ids = []

    def show(path, name):
        made = QgsVectorLayer(path, name, "delimitedtext" if path.startswith("file:") else "ogr")
        assert made.isValid(), path
        ids.append(QgsProject.instance().addMapLayer(made, False).id())
        return ids[-1]

    yield show
    QgsProject.instance().removeMapLayers(ids)


def holding(monkeypatch, *paths):
    """The system as Windows is while somebody has these files open: neither renamed, replaced nor removed."""
    held_ = {os.path.abspath(path) for path in paths}

    def refusing(function):
        def call(*arguments, **options):
            paths = map(os.path.abspath, map(os.fspath, arguments[:2]))
            if any(one in held_ and os.path.lexists(one) for one in paths):
                raise PermissionError(errno.EACCES, "Permission denied", arguments[0])
            return function(*arguments, **options)

        return call

    for name in ("rename", "replace", "unlink", "remove"):
        monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    monkeypatch.setattr(Path, "unlink", lambda self, missing_ok=False: os.unlink(self) if (
        self.exists() or not missing_ok) else None)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_loaded_is_refused(run_alg, source, tmp_path, shown, nothing_computed, ending):
    parameters = parameters_of(source, tmp_path / "out", ending)
    run_alg("parcelarea", parameters)
    before = fingerprint(*(tmp_path / "out").iterdir())
    shown(parameters["OUTPUT"], "上次的结果")
    nothing_computed()
    with pytest.raises(QgsProcessingException, match="is loaded in the project as layer “上次的结果”. Remove"):
        run_alg("parcelarea", parameters)
    assert fingerprint(*(tmp_path / "out").iterdir()) == before


def test_a_model_is_refused_too_and_a_removed_layer_frees_the_file(run_alg, provider, source, tmp_path, shown):
    """A model asks the algorithm itself, not checkParameterValues."""
    from qgis.core import QgsProcessingContext

    parameters = parameters_of(source, tmp_path / "out", ".gpkg")
    run_alg("parcelarea", parameters)
    layer = shown(parameters["OUTPUT"], "结果")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = provider.algorithm("parcelarea")
    with pytest.raises(QgsProcessingException, match="is loaded in the project"):
        algorithm.run(parameters, context, QgsProcessingFeedback(), {}, False)
    QgsProject.instance().removeMapLayer(layer)
    assert run_alg("parcelarea", parameters)["OUTPUT"]


def test_a_csv_shown_as_delimited_text_counts(run_alg, source, tmp_path, shown):
    parameters = parameters_of(source, tmp_path / "out", ".csv")
    run_alg("parcelarea", parameters)
    shown(Path(parameters["OUTPUT"]).as_uri() + "?type=csv", "表")
    with pytest.raises(QgsProcessingException, match="layer “表”"):
        run_alg("parcelarea", parameters)


def test_another_table_of_a_geopackage_that_is_loaded_is_fine(run_alg, source, shown):
    shown(f"{source}|layername=地块", "地块")
    assert run_alg("parcelarea", {"INPUT": source, "OUTPUT": f"ogr:dbname='{source}' table=\"新\" (geom)"})["OUTPUT"]


@pytest.mark.parametrize(("ending", "component"), [
    (".gpkg", ".gpkg"), (".csv", ".csv"), (".shp", ".shp"), (".shp", ".dbf"), (".shp", ".shx"), (".shp", ".prj"),
    (".tab", ".dat"), (".tab", ".map")])
def test_a_file_that_is_open_elsewhere_is_refused(run_alg, source, tmp_path, monkeypatch, nothing_computed, ending,
                                                  component):
    parameters = parameters_of(source, tmp_path / "out", ending)
    run_alg("parcelarea", parameters)
    before = fingerprint(*(tmp_path / "out").iterdir())
    nothing_computed()
    holding(monkeypatch, tmp_path / "out" / f"结果{component}")
    with pytest.raises(QgsProcessingException, match=f"结果{component} is open in another program, or may not be "
                                                     "changed. Close it there"):
        run_alg("parcelarea", parameters)
    assert fingerprint(*(tmp_path / "out").iterdir()) == before


def test_the_words_are_chinese_where_qgis_is(run_alg, source, tmp_path, monkeypatch):
    parameters = parameters_of(source, tmp_path / "out", ".csv")
    run_alg("parcelarea", parameters)
    holding(monkeypatch, parameters["OUTPUT"])
    monkeypatch.setattr(i18n, "locale", lambda: "zh")
    assert i18n.install_translator()
    try:
        with pytest.raises(QgsProcessingException, match="已被其他程序打开，或不允许修改。请先在该程序中关闭"):
            held.refuse_held({"OUTPUT": parameters["OUTPUT"]}, [])
    finally:
        i18n.remove_translator()


def test_a_text_file_of_boundary_points_is_asked_for_too(run_alg, source, tmp_path, monkeypatch):
    path = tmp_path / "界址点.txt"
    path.write_text("old", encoding="utf-8")
    holding(monkeypatch, path)
    with pytest.raises(QgsProcessingException, match="is open in another program"):
        run_alg("boundarytxtexport", {"INPUT": source, "OUTPUT": str(path)})
    assert path.read_text(encoding="utf-8") == "old"


class Heard(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, warning):
        self.warnings.append(warning)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_first_error_comes_through_and_all_outputs_are_tried(run_alg, source, tmp_path, monkeypatch, ending):
    """The last output cannot be made, and a scanner holds the first one: the second goes, the first is named."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "file").write_text("", encoding="utf-8")
    paths = {name: str(out / f"{name}{ending}") for name in ("OUTPUT", "LEDGER")}
    monkeypatch.setattr(destinations, "opened", lambda *_arguments: None)  # GDAL cannot remove them
    holding(monkeypatch, paths["OUTPUT"])
    feedback = Heard()
    with pytest.raises(QgsProcessingException, match=rf"^(Could not create layer|Writing of) .*rejects\{ending}"):
        run_alg("landquota", {"INPUT": source, "COUNTIES": case.county_layer(), "AS_OF": "2024-06-30", **paths,
                              "REJECTS": str(out / "file" / f"rejects{ending}")}, feedback)
    assert files_in(out) == [f"OUTPUT{ending}", "file"]
    said = [text for text in feedback.warnings if "could not be removed" in text]
    assert len(said) == 1 and paths["OUTPUT"] in said[0] and "open in another program" in said[0]


def test_a_share_that_is_gone_is_compared_by_its_path(tmp_path, monkeypatch):
    one = tmp_path / "a.gpkg"
    one.write_bytes(b"")

    def gone(self, other):
        raise OSError(errno.EHOSTDOWN, "The network path was not found")

    monkeypatch.setattr(Path, "samefile", gone)
    assert destinations.same_file(str(one), str(tmp_path / "." / "a.gpkg"))
    assert not destinations.same_file(str(one), str(tmp_path))


@pytest.mark.parametrize("names", [("a.SHP", "a.DBF", "a.shx"), ("a.shp", "a.dbf", "a.shp.xml"), ("a.tab", "a.MAP"),
                                   ("a.dbf", "a.prj")])
def test_components_in_any_case(tmp_path, names):
    for name in (*names, "a.txt", "b.dbf"):
        (tmp_path / name).write_bytes(b"")
    assert {path.name for path in destinations.components(str(tmp_path / names[0]))} == set(names)
