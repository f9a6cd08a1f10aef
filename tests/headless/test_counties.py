"""countyclass and quotahooks through qgis_process: in Chinese, outputs in one GeoPackage, one after the other."""

import pytest

from tests.builders import files_in, layer, role_in_file, rows_of, save
from tests.processing_algs.classes import case
from tools.common import ROOT
from tools.qgis.qgis_process import QgisProcess, QgisProcessError
from tools.release.link_plugin import link

MODELS = ROOT / "resources" / "models"


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


def test_the_model_gives_the_figures_of_the_two_runs(chinese, tmp_path):
    """The classified units are the table of the hooks; its figures are those of the county layer itself.

    新城区 (40 + 300 x 50 x 3/2000) x 1.1 = 68.75, 满洲里 20 + 0.75 = 20.75; x 60 / 89.5 = 46.09 and 13.91.
    """
    rows = [("150102", "新城区", 9000.0, 8000.0, 8000.0, 2.0, 100.0, 300.0),
            ("150781", "满洲里市", 2000.0, 1500.0, 2100.0, 5.0, 50.0, 10.0)]
    fields = [("code", str), ("name", str), ("pop_total", float), ("pop_urban", float), ("pop_before", float),
              ("prim_pct", float), ("disposed", float), ("settled", float)]
    counties = save(layer([(case.box(k), *row) for k, row in enumerate(rows)], fields), tmp_path / "旗县.gpkg", "c")
    given = {"AS_OF": "2025-12-31", "CAP_MU": "60", "K1": "0.4"}
    made = {name: str(tmp_path / f"{name}.gpkg") for name in ("classes", "quota", "alone", "alone_classes")}
    chinese.run(str(MODELS / "county_quota.model3"), {
        "INPUT": counties, **given, "countyclass:classes": made["classes"], "quotahooks:quota": made["quota"]})
    chinese.run("nmurban:quotahooks", {"INPUT": counties, "CAP_MU": "60", "K1": "0.4", "OUTPUT": made["alone"]})
    chinese.run("nmurban:countyclass", {"INPUT": counties, "AS_OF": "2025-12-31", "OUTPUT": made["alone_classes"]})
    quota = rows_of(made["quota"])
    assert quota == rows_of(made["alone"]) and [row["capped_mu"] for row in quota] == [46.09, 13.91]
    assert rows_of(made["classes"]) == rows_of(made["alone_classes"]) and len(rows_of(made["classes"])) == 2


def test_a_refusal_leaves_no_file(chinese, tmp_path):
    source = save(case.county_layer(), tmp_path / "输入.gpkg", "counties")
    (tmp_path / "out").mkdir()
    with pytest.raises(QgisProcessError, match="FIELDS"):
        chinese.run("nmurban:quotahooks", {"INPUT": source, "OUTPUT": tmp_path / "out" / "o.gpkg"})
    assert files_in(tmp_path / "out") == []
