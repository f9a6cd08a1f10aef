"""countyclass and quotahooks through qgis_process: in Chinese, outputs in one GeoPackage, one after the other."""

import pytest

from tests import county_case as case
from tests.builders import files_in, role_in_file, rows_of, save
from tools.link_plugin import link
from tools.qgis_process import QgisProcess, QgisProcessError


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    process = QgisProcess(tmp_path_factory.mktemp("profile_zh"), plugin_path=link(), language="zh-Hans")
    process.enable()
    return process


def test_classes_then_hooks(chinese, tmp_path):
    source = tmp_path / "输入.gpkg"
    counties = save(case.county_layer(main={0: "农畜产品主产区"}), source, "counties")
    land = save(case.land_use_layer(), source, "dltb")
    out = tmp_path / "分类.gpkg"
    result = chinese.run("nmurban:countyclass", {
        "INPUT": counties, "LANDUSE": land, "MAIN_DOC": "内政发〔2024〕32号", "AS_OF": "2025-12-31",
        "OUTPUT": f"ogr:dbname='{out}' table=\"classes\" (geom)", "MEASURES": f"ogr:dbname='{out}' table=\"m\""})
    rows = rows_of(f"{out}|layername=classes")
    assert (result["N_OFFICIAL"], result["N_COMPUTED"], len(rows)) == (1, 14, 15)
    assert "依据：内政发〔2024〕32号" in rows[0]["why"] and rows[1]["why"].startswith("计算建议：")
    assert role_in_file(out, "classes") == "countyclass"
    hooks = tmp_path / "挂钩.gpkg"
    result = chinese.run("nmurban:quotahooks", {
        "INPUT": f"{out}|layername=classes", "CAP_MU": "10", "FIELDS": '{"settled": "城镇人口"}',
        "OUTPUT": f"ogr:dbname='{hooks}' table=\"q\" (geom)", "WHATIF": f"ogr:dbname='{hooks}' table=\"w\""})
    rows = rows_of(f"{hooks}|layername=q")
    assert round(sum(row["capped_mu"] for row in rows), 2) == 10 == result["ALLOTTED_MU"] and len(rows) == 15
    assert all(row["why"].endswith("亩。") for row in rows) and "假定值" in result["METHOD"]
    assert len(rows_of(f"{hooks}|layername=w")) == 25


def test_a_refusal_leaves_no_file(chinese, tmp_path):
    source = save(case.county_layer(), tmp_path / "输入.gpkg", "counties")
    (tmp_path / "out").mkdir()
    with pytest.raises(QgisProcessError, match="FIELDS"):
        chinese.run("nmurban:quotahooks", {"INPUT": source, "OUTPUT": tmp_path / "out" / "o.gpkg"})
    assert files_in(tmp_path / "out") == []
