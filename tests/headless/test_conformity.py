"""conformity through qgis_process: in Chinese, all outputs in one GeoPackage, the same numbers as in the layers."""

import pytest
from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

from tests.builders import files_in, geometries_of, role_in_file, rows_of
from tests.processing_algs.conformity import case
from tools.qgis.qgis_process import QgisProcess, QgisProcessError
from tools.release.link_plugin import link


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    process = QgisProcess(tmp_path_factory.mktemp("profile_zh"), plugin_path=link(), language="zh-Hans")
    process.enable()
    return process


@pytest.fixture
def inputs(tmp_path):
    """{parameter: path} of the case as GeoPackages with Chinese names."""
    folder = tmp_path / "输入"
    folder.mkdir()
    layers = {"INPUT": case.project_layer(case.projects(10)), **case.line_layers()}
    paths = {}
    for name, layer in layers.items():
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GPKG"
        options.layerName = name.lower()
        paths[name] = folder / f"{name}_图层.gpkg"
        done = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(paths[name]), QgsCoordinateTransformContext(),
                                                         options)
        assert done[0] == QgsVectorFileWriter.WriterError.NoError
    return paths


def test_projects_are_checked(chinese, inputs, tmp_path):
    gpkg = tmp_path / "审查.gpkg"
    out = {"OUTPUT": f"ogr:dbname='{gpkg}' table=\"projects\" (geom)", "MEASURES": f"ogr:dbname='{gpkg}' table=\"m\"",
           "PIECES": f"ogr:dbname='{gpkg}' table=\"pieces\" (geom)", "REJECTS": f"ogr:dbname='{gpkg}' table=\"r\""}
    result = chinese.run("nmurban:conformity", {**inputs, "AS_OF": "2025-12-31", "TOLERANCE_M2": 1, **out})
    rows = rows_of(f"{gpkg}|layername=projects")
    assert len(rows) == result["N_USED"] == 21
    assert result["N_CONFLICT"] == sum(row["verdict"].startswith("conflict") for row in rows) > 3
    assert result["ECO_M2"] == pytest.approx(sum(row["eco_m2"] for row in rows), abs=1e-6)
    assert rows[0]["why"].startswith("占用生态保护红线") and "不可逾越的红线" in rows[0]["why"]
    assert "容差 1.00 m²" in result["METHOD"]
    pieces = f"{gpkg}|layername=pieces"
    assert len(geometries_of(pieces)) == result["N_PIECES"] == len(rows_of(pieces))
    assert role_in_file(gpkg, "projects") == "conformity" and role_in_file(gpkg, "pieces") == "conformity_pieces"


def test_a_refusal_leaves_no_file(chinese, inputs, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(QgisProcessError, match="TOLERANCE_M2"):
        chinese.run("nmurban:conformity", {**inputs, "TOLERANCE_M2": -2, "OUTPUT": tmp_path / "out" / "o.gpkg"})
    assert files_in(tmp_path / "out") == []
