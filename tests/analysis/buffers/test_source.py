"""What is read of lines and points, what is listed and why, and widths that are none."""

import numpy as np
import pytest
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from nm_urban.nm_urban_plugin.analysis.buffers.rings import WidthError, check_width, parse_rings
from nm_urban.nm_urban_plugin.analysis.buffers.source import densified
from nm_urban.nm_urban_plugin.analysis.reading.crs import CrsRefused, why_off_zone
from nm_urban.nm_urban_plugin.analysis.reading.frames import Frame
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import Zone, forward
from tests.analysis.buffers import case
from tests.analysis.buffers.case import degrees
from tests.builders import layer
from tools.bench import geodesic_judge as judge


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


def test_a_line_of_one_vertex_is_no_station():
    tally = Tally()
    found = case.read(degrees([("LINESTRING (111 40)",), (case.wkt([[111, 40], [111.2, 40]]),)]), tally=tally)
    assert found.fids.tolist() == [2] and tally.rejects[0].reason == "the line has no length"


def test_polygons_are_taken_as_far_from_the_meridian_as_lines():
    """A park near 呼和浩特 in the zone of 117° E, 450 km to the east: only its boundary is read."""
    x, y = Frame(QgsCoordinateReferenceSystem("EPSG:4527"), "").source(*forward(
        np.array([111.6, 111.7, 111.7, 111.6]), np.array([40.8, 40.8, 40.9, 40.9]), 117.0), 117.0)
    ring = [*zip(x.tolist(), y.tolist()), (x[0], y[0])]
    words = ", ".join(f"{float(a)!r} {float(b)!r}" for a, b in ring)
    park = layer([(f"POLYGON (({words}))",)], (), "EPSG:4527", "Polygon", "park")
    found = case.read(park)
    assert len(found) == 1 and found.rings.n == 1
    (ring, polygon), = case.buffers(park, [1000.0])
    assert ring.width == 1000.0 and shapely.from_wkt(f"POINT ({x[0]} {y[0]})").within(polygon)


def test_the_remedy_is_never_what_is_so_already():
    """Eastings with the prefix of the layer's own zone, but outside China: not 'set the CRS to EPSG:4527'."""
    with pytest.raises(CrsRefused, match="EPSG:4490"):
        case.read(layer([("LINESTRING (39500000 1000000, 39500100 1000000)",)], (), "EPSG:4527", "LineString"))
    words = why_off_zone(Zone(117.0, 3, True), "EPSG:4527", 39_010_000.0, 4_500_000.0)
    assert "prefix" not in words and "EPSG:4490" in words


def test_an_empty_width_is_named_as_empty():
    with pytest.raises(WidthError) as error:
        check_width(None, "w")
    assert "there is no width" in error.value.text("en") and "None" not in error.value.text("zh")
