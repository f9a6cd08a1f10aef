"""The plugin loads in qgis_process, and its answers and refusals come through."""

import pytest

from tools.qgis.qgis_process import QgisProcessError, arguments_of, parse_json


def test_provider_and_its_frozen_algorithms_are_listed(qgis_process):
    offered = qgis_process.algorithms()["nmurban"]
    assert {"nmurban:parcelarea", "nmurban:landquota"} <= set(offered)


def test_a_missing_input_is_an_error_not_an_empty_result(qgis_process, tmp_path):
    output = tmp_path / "out.gpkg"
    with pytest.raises(QgisProcessError, match="Could not load source layer for INPUT"):
        qgis_process.run("nmurban:parcelarea", {"INPUT": tmp_path / "no such file.gpkg", "OUTPUT": output})
    assert not output.exists()


def test_parameters_become_arguments():
    parameters = {"A": 1.5, "B": True, "C": None, "D": ["x", "y"], "E": {"role": "字段"}}
    assert arguments_of(parameters) == ["A=1.5", "B=true", "D=x", "D=y", 'E={"role": "字段"}']


def test_json_is_found_between_other_words():
    assert parse_json('noise\n{"a": {"b": 1}}\nmore') == {"a": {"b": 1}}
    with pytest.raises(QgisProcessError):
        parse_json("nothing here")
