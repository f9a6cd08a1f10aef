"""Outputs in bulk: the same rows as through QGIS's sinks, sound files, and QGIS's writer where bulk cannot be."""

import sqlite3
import time
from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
    QgsWkbTypes,
)

from nm_urban.nm_urban_plugin.analysis.writing.table import WriteFailed
from nm_urban.nm_urban_plugin.core import whole_file
from nm_urban.processing_algs.framework import bulk, sinks
from tests.builders import corners, files_in, geopackage, polygon, rectangle, rows_of, save
from tests.processing_algs.quota import case

N = len(case.parcels(40))
MULTI, SINGLE, PLAIN = QgsWkbTypes.Type.MultiPolygon, QgsWkbTypes.Type.Polygon, QgsWkbTypes.Type.NoGeometry


class Told(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.debug = []

    def pushDebugInfo(self, info):  # noqa: N802
        self.debug.append(info)


@pytest.fixture
def source(tmp_path):
    return parcel_file(tmp_path / "in" / "输入.gpkg", ogr.wkbPolygon)


def parcel_file(path, kind, more=()):
    chosen = case.parcels(40)
    rows = [(polygon(corners(*chosen[f][0][0])), chosen[f][2], f"宗地{f}'\"") for f in sorted(chosen)]
    path.parent.mkdir(exist_ok=True)
    return geopackage(path, "地块", [*rows, *more], [("PZRQ", str), ("名称", str)], kind=kind)


def landquota(source, **outputs):
    return {"INPUT": str(source), "COUNTIES": case.county_layer(), "AS_OF": "2024-06-30", "LEDGER": "memory:",
            **case.line_layers(), **outputs}


def features_of(dest):
    """Attributes (but for the key) and exact geometry of every feature."""
    layer = dest if isinstance(dest, QgsVectorLayer) else QgsVectorLayer(str(dest), "made", "ogr")
    assert layer.isValid(), dest
    names = [field.name() for field in layer.fields() if field.name() != "fid"]
    return names, [([feature[name] for name in names], feature.geometry().asWkt(17)) for feature in layer.getFeatures()]


def sound(path, table):
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("SELECT rtreecheck(?)", (f"rtree_{table}_geom",)).fetchone() == ("ok",)
    count = db.execute('SELECT count(*) FROM "{}"'.format(table.replace('"', '""'))).fetchone()
    assert db.execute("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (table,)).fetchone() == count
    db.close()
    return count[0]


def table_in(path, name):
    return f"ogr:dbname='{path}' table=\"{name}\" (geom)"


# -- the same rows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("beside", [False, True])
def test_pieces_are_those_of_a_memory_layer(run_alg, source, tmp_path, beside):
    path, told = tmp_path / "out.gpkg", Told()
    name = "pieces" if beside else "out"
    if beside:
        geopackage(path, "older", [(rectangle(0, 0, 1, 1), 5)], [("k", int)])
    there = run_alg("landquota", landquota(source, OUTPUT=table_in(path, name) if beside else str(path)), told)
    memory = run_alg("landquota", landquota(source, OUTPUT="memory:"))
    assert there["OUTPUT"] == (f"{path}|layername={name}" if beside else str(path))
    assert features_of(there["OUTPUT"]) == features_of(memory["OUTPUT"])
    assert sound(path, name) == memory["OUTPUT"].featureCount() > 40
    assert files_in(tmp_path) == ["in/输入.gpkg", "out.gpkg"]
    assert not any("written by QGIS" in words for words in told.debug)
    if beside:
        assert rows_of(f"{path}|layername=older") == [{"fid": 1, "k": 5}]


@pytest.mark.parametrize("kind", ["whole", "filtered", "selected", "single", "bow-tie", "edited"])
def test_carried_features_are_those_of_a_memory_layer(run_alg, tmp_path, kind, monkeypatch):
    bow = ("POLYGON ((37550000 4515000, 37550100 4515100, 37550100 4515000, 37550000 4515100, 37550000 4515000))",
           "2022-01-01", "蝴蝶")
    shape = ogr.wkbPolygon if kind in ("single", "bow-tie") else ogr.wkbMultiPolygon
    path = parcel_file(tmp_path / "输入.gpkg", shape, [bow] if kind == "bow-tie" else [])
    where = "|subset=\"fid\" % 3 = 1" if kind == "filtered" else ""
    layer = QgsVectorLayer(f"{path}|layername=地块{where}", "parcels", "ogr")
    assert layer.isValid()
    given = layer
    if kind == "selected":
        QgsProject.instance().addMapLayer(layer, False)
        layer.selectByIds([1, 3, 5])
        given = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    if kind == "edited":
        assert layer.startEditing() and layer.deleteFeature(2)
    copied = []
    plain = bulk.Carrier.join
    monkeypatch.setattr(bulk.Carrier, "join", lambda self, *a, **k: copied.append(1) or plain(self, *a, **k))
    made = run_alg("parcelarea", {"INPUT": given, "OUTPUT": str(tmp_path / "out.gpkg")})
    memory = run_alg("parcelarea", {"INPUT": given, "OUTPUT": "memory:"})
    assert features_of(made["OUTPUT"]) == features_of(memory["OUTPUT"])
    assert bool(copied) == (kind not in ("selected", "edited"))
    count = {"filtered": len(range(1, N + 1, 3)), "selected": 3, "bow-tie": N + 1, "edited": N - 1}.get(kind, N)
    assert sound(tmp_path / "out.gpkg", "out") == count
    if kind == "edited":
        layer.rollBack()
    if kind == "selected":
        QgsProject.instance().removeMapLayer(layer.id())


def test_the_users_columns_are_renamed_where_they_bear_our_names(run_alg, tmp_path):
    path = geopackage(tmp_path / "in.gpkg", "in", [(rectangle(case.X, case.Y, case.X + 10, case.Y + 10), 7.0, 3)],
                      [("area_m2", float), ("Area_Mu", int)], kind=ogr.wkbMultiPolygon)
    made = run_alg("parcelarea", {"INPUT": str(path), "OUTPUT": str(tmp_path / "out.gpkg")})
    (row,) = rows_of(made["OUTPUT"])
    assert (row["area_m2_1"], row["Area_Mu_1"], row["area_m2"]) == (7.0, 3, 99.99)


def test_projects_and_their_pieces_in_the_file_of_the_projects(run_alg, source):
    """OUTPUT and PIECES as further tables of the input's own GeoPackage."""
    lines = {**case.line_layers(), "AS_OF": "2024-06-30"}
    made = run_alg("conformity", {"INPUT": f"{source}|layername=地块", **lines,
                                  "OUTPUT": table_in(source, "审查"), "PIECES": table_in(source, "碎块")})
    memory = run_alg("conformity", {"INPUT": f"{source}|layername=地块", **lines, "OUTPUT": "memory:",
                                    "PIECES": "memory:"})
    for name in ("OUTPUT", "PIECES"):
        assert features_of(made[name]) == features_of(memory[name])
    assert sound(source, "审查") == N and sound(source, "碎块") == memory["PIECES"].featureCount()
    assert len(rows_of(f"{source}|layername=地块")) == N


# -- what QGIS asks of an output -------------------------------------------------------------------------------------


def test_layers_are_loaded_under_the_name_of_the_result(provider, source, tmp_path):
    for dest in (str(tmp_path / "a.gpkg"), table_in(tmp_path / "b.gpkg", "pieces")):
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        wanted = QgsProcessingOutputLayerDefinition(dest, QgsProject.instance())
        result, ok = provider.algorithm("landquota").create().run(
            landquota(source, OUTPUT=wanted), context, QgsProcessingFeedback(False))
        assert ok and [*context.layersToLoadOnCompletion()].count(result["OUTPUT"]) == 1
        assert not [key for key in context.layersToLoadOnCompletion() if key.startswith("ogr:")]
        assert context.layerToLoadOnCompletionDetails(result["OUTPUT"]).postProcessor() is not None


@pytest.mark.parametrize(("value", "wkb", "place"), [
    ("/x/y.gpkg", MULTI, ("/x/y.gpkg", "y", False)),
    ("/x/y.gpkg", SINGLE, ("/x/y.gpkg", "y", False)),
    ("ogr:dbname='/x/y.gpkg' table=\"t\" (geom)", MULTI, ("/x/y.gpkg", "t", True)),
    ("ogr:dbname='/x/y.gpkg' table=\"t\" (shape)", MULTI, None),
    ("/x/y.gpkg", PLAIN, None),
    ("/x/y.gpkg", QgsWkbTypes.Type.MultiPolygonZ, None),
    ("/x/y.gpkg|layername=t", MULTI, None),
    ("/x/y.shp", MULTI, None),
    ("memory:", MULTI, None),
    ("TEMPORARY_OUTPUT", MULTI, None),
    ("postgres://dbname='x' table=\"y\"", MULTI, None),
    (None, MULTI, None),
    ("", MULTI, None),
])
def test_where_bulk_can_write(value, wkb, place):
    found = bulk.Place.of(value, wkb)
    assert (found and (found.path, found.table, found.beside)) == place


def test_a_destination_that_is_computed_or_remapped_is_left_to_qgis(monkeypatch):
    assert bulk.Place.of(QgsProcessingOutputLayerDefinition("/x/y.gpkg"), MULTI).path == "/x/y.gpkg"
    computed = QgsProcessingOutputLayerDefinition()
    computed.sink = QgsProperty.fromExpression("'/x/y.gpkg'")
    assert bulk.Place.of(computed, MULTI) is None
    monkeypatch.setattr(bulk, "possible", lambda: False)  # a SQLite without R-tree
    assert bulk.Place.of("/x/y.gpkg", MULTI) is None


# -- when it fails ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["landquota", "parcelarea"])
@pytest.mark.parametrize("beside", [False, True])
def test_qgis_writes_where_bulk_fails(run_alg, source, tmp_path, monkeypatch, algorithm, beside):
    def refuse(*_):
        raise WriteFailed("ATTACH is not authorised")

    path, told = tmp_path / "out.gpkg", Told()
    dest = table_in(path, "out") if beside else str(path)
    parameters = landquota(source) if algorithm == "landquota" else {"INPUT": str(source)}
    memory = run_alg(algorithm, {**parameters, "OUTPUT": "memory:"})
    monkeypatch.setattr(bulk.PartFile, "publish", refuse)
    made = run_alg(algorithm, {**parameters, "OUTPUT": dest}, told)
    assert features_of(made["OUTPUT"]) == features_of(memory["OUTPUT"])
    assert [words for words in told.debug if "OUTPUT is written by QGIS: ATTACH" in words]
    assert files_in(tmp_path) == ["in/输入.gpkg", "out.gpkg"]


def test_a_file_that_cannot_be_replaced_is_named_and_stays(run_alg, source, tmp_path, monkeypatch):
    run_alg("landquota", landquota(source, OUTPUT=str(tmp_path / "out.gpkg")))
    before = (tmp_path / "out.gpkg").read_bytes()

    def held(self):
        error = PermissionError(13, "held", self.destination)
        raise whole_file.not_written(self.destination, self.path, error)

    monkeypatch.setattr(bulk.PartFile, "_replace", held)
    with pytest.raises(QgsProcessingException, match=r"out\.gpkg is open in another program"):
        run_alg("landquota", landquota(source, OUTPUT=str(tmp_path / "out.gpkg")))
    assert (tmp_path / "out.gpkg").read_bytes() == before
    assert files_in(tmp_path) == ["in/输入.gpkg", "out.gpkg"]


@pytest.mark.parametrize("beside", [False, True])
def test_a_run_cancelled_while_it_writes_leaves_what_was_there(run_alg, source, tmp_path, monkeypatch, beside):
    path = tmp_path / "out.gpkg"
    dest = table_in(path, "out") if beside else str(path)
    run_alg("landquota", landquota(source, OUTPUT=dest))
    before = path.read_bytes()
    feedback = QgsProcessingFeedback(False)
    plain = bulk.BulkTable.append

    def cancelled(self, *arguments):
        feedback.cancel()
        plain(self, *arguments)

    monkeypatch.setattr(bulk.BulkTable, "append", cancelled)
    monkeypatch.setattr(sinks.Outputs, "_watch", slowly(sinks.Outputs._watch, feedback))
    assert "OUTPUT" not in run_alg("landquota", landquota(source, OUTPUT=dest), feedback)
    assert path.read_bytes() == before
    assert files_in(tmp_path) == ["in/输入.gpkg", "out.gpkg"]


def slowly(watch, feedback):
    """The writer's thread is sure to have begun when the run looks whether it was cancelled."""
    def watching(self, *arguments):
        look = watch(self, *arguments)

        def wait(count):
            for _ in range(500):
                if feedback.isCanceled():
                    break
                time.sleep(0.01)
            look(count)
        return wait
    return watching


def test_a_table_of_the_same_name_is_replaced_and_the_others_stay(run_alg, source, tmp_path):
    path = Path(save(QgsVectorLayer(f"{source}|layername=地块", "x", "ogr"), tmp_path / "out.gpkg", "others")
                .split("|")[0])
    for _ in range(2):
        run_alg("landquota", landquota(source, OUTPUT=table_in(path, "pieces")))
    assert len(rows_of(f"{path}|layername=others")) == N
    assert sound(path, "pieces") > 40
    assert sound(path, "others") == N
