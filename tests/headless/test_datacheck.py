"""datacheck through qgis_process: files as a bureau has them, in Chinese, and nothing beside them changes."""

import pytest

from tests.builders import files_in, fingerprint, role_in_file, rows_of
from tests.jobs.quality.test_files import QUOTA, shapefile
from tools.corpus.writers import write_csv
from tools.qgis.qgis_process import QgisProcess
from tools.release.link_plugin import link


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    process = QgisProcess(tmp_path_factory.mktemp("profile_zh"), plugin_path=link(), language="zh-Hans")
    process.enable()
    return process


def test_a_gbk_shapefile_and_a_sheet_are_checked(chinese, tmp_path):
    inputs, out = tmp_path / "数据", tmp_path / "成果"
    inputs.mkdir()
    out.mkdir()
    path = shapefile(inputs, ldid=0x57)
    write_csv(inputs / "指标.csv", QUOTA, "utf-8-sig")
    before = fingerprint(*sorted(inputs.iterdir()))
    result = chinese.run("nmurban:datacheck", {
        "LAYERS": [str(path), str(inputs / "指标.csv")], "AS_OF": "2025-12-31", "ISSUES": out / "问题.gpkg",
        "READINESS": out / "就绪.gpkg"})
    issues = rows_of(out / "问题.gpkg")
    assert result["N_LAYERS"] == 2 and "规则" in result["METHOD"]
    found = {row["rule"]: row for row in issues}
    assert found["Q3101"]["detail"].startswith("记录的编码是 GBK") and found["Q3101"]["layer"] == "DLTB"
    assert "Q7202" in found and role_in_file(out / "问题.gpkg") == "datacheck"
    ready = {(row["indicator"], row["input"]): row for row in rows_of(out / "就绪.gpkg")}
    assert ready["parcelarea", "INPUT"]["ready"] == "yes"
    assert ready["landquota", "INPUT"]["missing"].startswith("需要图层")
    assert fingerprint(*sorted(inputs.iterdir())) == before and len(files_in(inputs)) == len(before)
