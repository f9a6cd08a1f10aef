"""idleland: processing.run and qgis_process print the same digits, on the map and by tables."""

import json

import pytest

from tests.builders import fingerprint, printed_rows, role_in_file, rows_of, save, table
from tests.processing_algs.idle import case
from tests.processing_algs.idle.test_idleland import A, B, approved, sold

OUTPUTS = {"UNSUPPLIED": "idleland_unsupplied", "IDLE": "idleland_idle", "LEDGER": "idleland_ledger",
           "DOCUMENTS": "idleland_documents", "MEASURES": "measures", "REJECTS": "rejects"}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """{parameter: source} of tables in one GeoPackage with a Chinese name, and its path."""
    path = tmp_path_factory.mktemp("in") / "存量土地 '数据'.gpkg"
    layers = {
        "APPROVED": approved((0, 0, 333, 100, A, "2019-05-01"), (6, 0, 100, 777, B, "2020-02-29", "2021-01-01", 7.5)),
        "SUPPLIED": sold((case.square(0, 0), {"供地日期": "2020-01-01", "约定动工日期": "2021-01-01", "批准文号": A}),
                         (case.square(6, 0, 99.95, 300), {"供地日期": "2022-05-01", "约定动工日期": "2023-06-31"}),
                         (case.square(6, 0, 120, 50), {"供地日期": "2023-05-01", "闲置原因": "规划调整"})),
        "CANCELLED": case.cancellations([(case.square(6, 0, 100, 400), B, "2023-01-01", None)]),
        "COUNTIES": case.counties(),
        "TASKS": table([("150102", 100.0), ("150202", 30.5)], [("code", str), ("处置任务", float)]),
    }
    found = {name: save(made, path, f"{name.lower()}_层") for name, made in layers.items()}
    return {**found, "AS_OF": "2024-06-30"}, path


def outputs(folder):
    folder.mkdir()
    return {name: str(folder / f"{role}.gpkg") for name, role in OUTPUTS.items()}


def test_qgis_process_gives_the_same_digits(qgis_process, run_alg, inputs, tmp_path):
    before = fingerprint(inputs[1])
    one, two = outputs(tmp_path / "gui"), outputs(tmp_path / "出 'q'")
    reference = run_alg("idleland", {**inputs[0], **one})
    answer = qgis_process.run_json("nmurban:idleland", {**inputs[0], **two})["results"]
    for name in OUTPUTS:
        rows = printed_rows(one[name])
        assert rows == printed_rows(two[name]) and (rows or name == "REJECTS"), name
    numbers = {key: value for key, value in reference.items() if key not in OUTPUTS}
    assert json.dumps({key: answer[key] for key in numbers}, sort_keys=True) == json.dumps(numbers, sort_keys=True)
    assert {name: role_in_file(two[name]) for name in OUTPUTS} == OUTPUTS
    assert fingerprint(inputs[1]) == before
    assert numbers["UNSUPPLIED_MU"] > 0 and numbers["CANCELLED_MU"] > 0 and numbers["N_REJECTED"] == 1


def test_tables_through_qgis_process(qgis_process, tmp_path):
    """Two CSV files, everything as text: 2 公顷 approved, 0.5 sold: 22.50 亩 left, 7.50 亩 idle."""
    approvals, sales = tmp_path / "批准 表.csv", tmp_path / "供应 表.csv"
    approvals.write_text(f"批准文号,批准日期,批准面积（公顷）,旗县代码\n{A},2019年5月1日,2.0,150102\n",
                         encoding="utf-8-sig")
    sales.write_text(f"批准文号,供地日期,供地面积（公顷）,约定动工日期,实际动工日期\n{A},20200101,0.5,2021/3/5,\n",
                     encoding="utf-8-sig")
    out = outputs(tmp_path / "out")
    answer = qgis_process.run("nmurban:idleland", {"APPROVED": approvals, "SUPPLIED": sales, "AS_OF": "2024-06-30",
                                                   **out})
    assert (answer["UNSUPPLIED_MU"], answer["IDLE_MU"], answer["STOCK_MU"]) == (22.5, 7.5, 30.0)
    (row,) = rows_of(out["IDLE"])
    assert row["kind"] == "not_started" and row["months"] == 27
    assert rows_of(out["UNSUPPLIED"])[0]["code"] == "150102"
