"""Same verdicts in Processing and in qgis_process."""

import json

from nm_urban.nm_urban_plugin.core import places
from tests.builders import layer, printed_rows, rectangle, role_in_file, save, table

TABLES = {"OUTPUT": "compliance", "MEASURES": "measures", "REJECTS": "rejects"}


def inputs(folder):
    path = folder / "评估 '输入'.gpkg"
    codes = [unit.code for unit in places.counties()]
    rows = [(code, 10.0 + k, 7.0 + 0.5 * k, 100.0 * k, 900.0, None if k == 3 else 5.0) for k, code in enumerate(codes)]
    counties = save(table(rows, [("code", str), ("常住人口（万人）", float), ("城镇人口（万人）", float),
                                 ("disp_mu", float), ("task_mu", float), ("地区生产总值（亿元）", float)]),
                    path, "旗县")
    squares = [rectangle(37_500_000 + 2000 * k, 4_500_000, 37_501_000 + 2000 * k, 4_501_000) for k in range(12)]
    stock = save(layer([(square, code, "是") for square, code in zip(squares, codes)],
                       [("code", str), ("是否盘活", str)], crs="EPSG:4525"), path, "存量")
    own = folder / "自有.json"
    own.write_text(json.dumps({"targets": [
        {"id": "甲", "answers": "urbanization_rate_2025", "place": "150121", "value": 60, "comparator": ">=",
         "year": 2030, "baseline": {"value": 50, "date": "2020-12-31"}}]}, ensure_ascii=False), encoding="utf-8")
    return counties, stock, str(own)


def test_same_rows(run_alg, qgis_process, tmp_path_factory):
    folder = tmp_path_factory.mktemp("输入 数据")
    counties, stock, own = inputs(folder)
    for number, (source, more) in enumerate(((counties, {"TARGETS": own}), (stock, {"ANSWERED": True}))):
        given = {"INPUT": source, "AS_OF": "2024-06-30", **more}
        one, two = ({name: str(folder / f"{kind}_{number}_{name}.gpkg") for name in TABLES} for kind in ("a", "b"))
        here = run_alg("compliance", {**given, **one})
        there = qgis_process.run_json("nmurban:compliance", {**given, **two})["results"]
        for name in TABLES:
            assert printed_rows(one[name]) == printed_rows(two[name]), name
            assert role_in_file(two[name]) == TABLES[name]
        numbers = [key for key in here if key.startswith("N_") or key == "METHOD"]
        assert {key: here[key] for key in numbers} == {key: there[key] for key in numbers}
        assert len(printed_rows(one["OUTPUT"])) == here["N_ROWS"] > 0
