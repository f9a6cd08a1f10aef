"""The demo's stock land, built offline: partial supply, several supplies to an approval, three lapsed documents, every
fate of supplied land, tasks that sum to the plan's figure."""

import sqlite3

import pytest
import shapely

from tests.tools.demo.test_data import _build, _query, _shapes


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return _build(tmp_path_factory.mktemp("存量")) / "synthetic.gpkg"


def test_layers_are_valid_and_named_by_the_standard(data):
    for name in ("stock_approved", "stock_supplied", "stock_cancelled"):
        shapes = _shapes(data, name)
        assert len(shapes) > 5 and shapely.is_valid(shapes).all(), name
    with sqlite3.connect(data) as db:
        columns = {row[1] for row in db.execute("PRAGMA table_info(stock_supplied)")}
    assert {"DZJGH", "PZWH", "GDRQ", "YDDGRQ", "SJDGRQ", "ZZKFRQ", "XZYY", "RDSWH", "CZFS", "CZRQ"} <= columns


def test_three_documents_have_lapsed(data):
    lapsed = _query(data, "SELECT PZWH FROM stock_approved WHERE BCAZRQ IS NULL")
    assert len(lapsed) == 3
    supplied = {row[0] for row in _query(data, "SELECT PZWH FROM stock_supplied")}
    assert not supplied & {row[0] for row in lapsed}


def test_supplies_are_whole_in_part_twice_outside_and_several(data):
    counts = _query(data, "SELECT PZWH, count(*) FROM stock_supplied GROUP BY 1")
    assert max(n for _, n in counts) > 3
    notes = {row[0] for row in _query(data, "SELECT DISTINCT NOTE FROM stock_supplied")}
    assert {"重复供地（示例）", "供地超出批准红线（示例）", "宗地界较批准红线内缩（示例）"} <= notes
    approved, supplied = (shapely.union_all(_shapes(data, f"stock_{name}")) for name in ("approved", "supplied"))
    assert 0.3 < shapely.area(supplied) / shapely.area(approved) < 0.98
    assert shapely.area(shapely.difference(supplied, approved)) > 0
    approvals = _shapes(data, "stock_approved")
    assert shapely.area(approved) < shapely.area(approvals).sum()  # two approvals hold one place


def test_idle_land_of_every_kind(data):
    for where in ("XZYY LIKE '企业%'", "XZYY LIKE '政府原因：%'", "ZFYYQ IS NOT NULL",
                  "ZZKFRQ IS NOT NULL AND RDSWH IS NULL", "RDSWH IS NOT NULL", "YDDGRQ IS NULL AND JDRQ IS NULL",
                  "CZRQ IS NOT NULL", "YQDGRQ IS NOT NULL"):
        assert _query(data, f"SELECT count(*) FROM stock_supplied WHERE {where}")[0][0], where


def test_tasks_sum_to_the_plan(data):
    (total, rows), = _query(data, "SELECT sum(task_mu), count(*) FROM stock_tasks")
    assert round(total, 2) == 679_400.00 and rows == 103
