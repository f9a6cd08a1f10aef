"""What is read of lines and points, what is listed and why, and widths that are none."""

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from nm_urban.nm_urban_plugin.analysis.buffers import WidthError, check_width, parse_rings
from nm_urban.nm_urban_plugin.analysis.buffers_read import densified
from nm_urban.nm_urban_plugin.analysis.crs import CrsRefused
from nm_urban.nm_urban_plugin.analysis.rejects import Tally
from tests import corridor_case as case
from tests.builders import layer
from tests.corridor_case import degrees
from tools import geodesic_judge as judge


def test_densified_keeps_the_vertices_and_the_geodesics_keep_to_the_edge():
    found = case.read(case.lines_layer([[[97.5, 42.0], [125.5, 50.0]]]))
    dense = densified(found.frame, found.paths)
    share = (dense.x - 97.5) / 28
    assert np.abs(42 + 8 * share - dense.y).max() < 1e-12
    a, b = slice(None, -1), slice(1, None)
    azimuth, _, length = judge.GEOD.inv(dense.x[a], dense.y[a], dense.x[b], dense.y[b])
    middle = np.column_stack(judge.GEOD.fwd(dense.x[a], dense.y[a], azimuth, np.asarray(length) / 2)[:2])
    assert length.max() < 5001
    assert judge.distances([np.column_stack([dense.x, dense.y])], middle, 1e9).max() < 0.0011


def test_bad_lines_are_listed_and_the_good_ones_buffered():
    tally = Tally()
    rows = [case.wkt([[111, 40], [111.2, 40]]), None, "LINESTRING EMPTY", "LINESTRING (111 40, 111 40, 111 40)",
            "LINESTRING (111 40, 111 40, 111.1 40.1, 111.1 40.1, 111.2 40)", "LINESTRING (179 50, -179 50)",
            "LINESTRING (2 48, 3 49)"]
    found = case.read(degrees([(r,) for r in rows]), tally=tally)
    assert found.fids.tolist() == [1, 5]
    assert found.paths.x.tolist() == [111, 111.2, 111, 111.1, 111.2]
    assert [r.fid for r in tally.rejects] == [2, 3, 4, 6, 7]
    assert "180" in tally.rejects[3].reason and tally.read == 7


def test_a_multiline_loses_only_its_part_without_length():
    tally = Tally()
    both = "MULTILINESTRING ((111 40, 111 40), (111 40, 111.2 40.1))"
    found = case.read(degrees([(both,)], "MultiLineString"), tally=tally)
    assert len(found) == 1 and found.paths.count.tolist() == [2]
    assert [r.action for r in tally.rejects] == ["repaired"]


def test_not_a_number_z_m_and_curves():
    tally = Tally()
    line = QgsGeometry.fromWkt("LINESTRING ZM (111 40 5 6, 111.2 40.1 7 8)")
    curve = QgsGeometry.fromWkt("CIRCULARSTRING (111 40, 111.1 40.1, 111.2 40)")
    nan = QgsGeometry()
    nan.fromWkb(np.array([1], "u1").tobytes() + np.array([2, 2], "<u4").tobytes()
                + np.array([111, 40, np.nan, 41], "<f8").tobytes())
    found = case.read(degrees([(line,), (curve,), (nan,)]), tally=tally)
    assert found.paths.x[:2].tolist() == [111, 111.2] and found.fids.tolist() == [1, 2]
    assert found.paths.count[1] > 100
    assert {(r.fid, r.action) for r in tally.rejects} == {(2, "repaired"), (3, "rejected")}


@pytest.mark.parametrize("crs, why", [("", "CRS"), ("EPSG:2349", "1980"), ("EPSG:27700", "CGCS2000")])
def test_crs_that_cannot_be_used(crs, why):
    with pytest.raises(CrsRefused, match=why):
        case.read(layer([("LINESTRING (111 40, 112 40)",)], crs=crs, kind="LineString"))


def test_lines_across_the_180th_meridian_only():
    with pytest.raises(CrsRefused, match="180"):
        case.read(case.lines_layer([[[179.0, 50.0], [-179.0, 51.0]]]))


def test_layer_in_the_wrong_zone_is_refused_with_the_remedy():
    with pytest.raises(CrsRefused, match="4546"):
        case.read(layer([("LINESTRING (400000 4500000, 500000 4500000)",)], crs="EPSG:4525", kind="LineString"))


@pytest.mark.parametrize("value", [0, -5, float("nan"), float("inf"), 1e7, None, "wide", ""])
def test_widths_that_are_none(value):
    with pytest.raises(WidthError, match="WIDTH") as told:
        check_width(value, "WIDTH")
    assert "WIDTH" in told.value.text("zh") and "200,000" in told.value.text("zh")


def test_list_of_rings():
    assert parse_rings("1500, 500，800;500") == [500.0, 800.0, 1500.0]
    assert parse_rings("") == parse_rings(None) == []
    for wrong in ("500,-1", "500,nan", "500,1e7", "500 800", "500,500.1", ",".join(str(k) for k in range(1, 30))):
        with pytest.raises(WidthError, match="RINGS"):
            parse_rings(wrong)


def test_an_empty_layer_gives_no_rings():
    assert case.buffers(degrees([]), [500.0]) == []


def test_layer_crs_is_kept():
    assert QgsCoordinateReferenceSystem("EPSG:4490") == case.read(case.lines_layer([[[111, 40], [112, 40]]])).frame.crs
