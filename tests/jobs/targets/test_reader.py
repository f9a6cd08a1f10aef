"""Columns of a layer: the fast path and the feature path agree, areas are official, roles and fields are found."""

import datetime as dt

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

from nm_urban.nm_urban_plugin.analysis.reading.source import Given
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.jobs.targets.job import IndicatorRun
from nm_urban.nm_urban_plugin.jobs.targets.reader import IndicatorReader, fields_of, snapshot
from tests.builders import layer, rectangle, rows_of, save, table

DAY = dt.date(2024, 6, 30)


def squares(n):
    return [rectangle(37_500_000 + 2000 * k, 4_500_000, 37_501_000 + 2000 * k, 4_501_000 + 10 * k) for k in range(n)]


@pytest.fixture
def stock():
    rows = [(shape, f"1501{21 + k % 3}", k % 2, 2000 + k) for k, shape in enumerate(squares(30))]
    return layer(rows, [("XZQDM", str), ("是否盘活", int), ("年度", int)], crs="EPSG:4525", name="存量")


def test_the_fast_path_gives_the_same_rows(stock, tmp_path):
    source = save(stock, tmp_path / "存量 '1'.gpkg", "stock")
    found = QgsVectorLayer(source, "x", "ogr")
    runs = [IndicatorRun(snapshot(stock), DAY, "stock_parcels"),
            IndicatorRun(snapshot(found), DAY, "stock_parcels", size=7)]
    assert all(run.run() is not None for run in runs)
    assert runs[1].reader._reader.path_taken in ("arrow", "features")
    one, two = ([(r.target.id, r.value, r.n, r.verdict, r.covered) for r in run.assessment.rows()] for run in runs)
    assert one == two


def test_areas_are_those_of_parcelarea(stock, run_alg):
    printed = [r["area_m2"] for r in rows_of(run_alg("parcelarea", {"INPUT": stock, "OUTPUT": "memory:"})["OUTPUT"])]
    reader = IndicatorReader(snapshot(stock), {"county_code": "XZQDM"}, [], Tally(), needs_area=True, size=4)
    area = np.concatenate([columns.area for columns in reader])
    assert area.tolist() == [round(value * 100) for value in printed]


def test_fields_are_found_and_overrides_win():
    names = ["XZQDM", "常住人口（万人）", "城镇人口", "别的"]
    found = fields_of(names, "county_table")
    assert found["pop_total"] == "常住人口（万人）" and found["county_code"] == "XZQDM" and "gdp" not in found
    assert fields_of(names, "county_table", {"gdp": "别的"})["gdp"] == "别的"


def test_edits_in_progress_are_seen(stock):
    stock.startEditing()
    stock.deleteFeature(next(stock.getFeatures()).id())
    run = IndicatorRun(snapshot(stock), DAY, "stock_parcels", keep=True)
    run.run()
    assert run.tally.used == 29


def test_cancel(stock):
    from qgis.core import QgsFeedback

    feedback = QgsFeedback()
    feedback.cancel()
    assert IndicatorRun(snapshot(stock), DAY, "stock_parcels").run(feedback) is None


def test_units_that_are_assumed_are_told():
    source = table([("150121", 100.0, 10.0)], [("code", str), ("绿地面积", float), ("建成区面积（公顷）", float)])
    run = IndicatorRun(Given(source, source.crs(), "t", source), DAY, "county_table")
    run.run()
    assert run.reader.assumed_units() == ["绿地面积: m2"]
    row = next(r for r in run.assessment.rows() if r.target.id == "green_space_rate_2025")
    assert row.value == pytest.approx(100 * 100 / 100_000) and "绿地面积: m2" in row.method.zh


def test_names_do_where_codes_are_missing():
    source = table([("土默特左旗", 100.0, 60.0), ("没有的旗", 1.0, 1.0)],
                   [("旗县名称", str), ("常住人口", float), ("城镇人口", float)])
    run = IndicatorRun(snapshot(source), DAY, "county_table")
    run.run()
    row = next(r for r in run.assessment.rows() if r.target.id == "urbanization_rate_2025")
    assert (row.value, row.covered) == (60, 1)
    matrix = table([("呼和浩特市", "包头市", 59.0, "rail", "150100"), ("包头市", "鄂尔多斯市", 70.0, "rail", "150200"),
                    ("包头市", "西安市", 300.0, "rail", "150200")],
                   [("o", str), ("d", str), ("minutes", float), ("mode", str), ("o_code", str)])
    run = IndicatorRun(snapshot(matrix), DAY)
    run.run()
    row = next(r for r in run.assessment.rows() if r.target.id == "hbew_one_hour_rail")
    assert (row.n, row.n_fail, row.verdict) == (2, 1, "no_number")  # Xi'an is none of the four cities
