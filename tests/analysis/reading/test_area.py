"""Areas of whole layers: the same land has the same area in whatever CRS, batch and order it comes."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from osgeo import osr
from qgis.core import QgsCoordinateReferenceSystem

from nm_urban.nm_urban_plugin.analysis.reading.area import GEODESIC, OFFICIAL, PLANAR, feature_areas, feature_cents
from nm_urban.nm_urban_plugin.analysis.reading.frames import Frame
from nm_urban.nm_urban_plugin.core.ellipsoid.official import sheet_area
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from tests.analysis.worlds import E0, N0, batches_of, frame, rings_of
from tests.builders import corners, layer, polygon, rectangle

LAWS = settings(deadline=None, max_examples=50)


def proj(source, target, points):
    """Points (x, y) from one CRS to another by PROJ itself."""
    def srs(code):
        out = osr.SpatialReference()
        out.ImportFromEPSG(code)
        out.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        return out

    moved = osr.CoordinateTransformation(srs(source), srs(target)).TransformPoints([list(p) for p in points])
    return [(x, y) for x, y, _ in moved]


def area(crs, *wkts, method=OFFICIAL):
    where = crs if isinstance(crs, Frame) else frame(f"EPSG:{crs}")
    rings = rings_of(wkts)
    return feature_areas(where, rings, where.shapes(rings), method)


T5 = polygon(
    [(37581000.5678, 4526000.1234), (37582010.25, 4526035.5), (37582350, 4525300.75), (37581700.125, 4524620.3333),
     (37580890.4, 4525010.9)], [(37581300, 4525500), (37581650.25, 4525320.5), (37581400.75, 4525150)])


def no_prefix(wkt):
    return wkt.replace("(37", "(").replace(", 37", ", ")


@pytest.mark.parametrize("wkt, cents", [
    (rectangle(E0, N0, E0 + 100, N0 + 100), 999_925),
    (rectangle(E0, N0, E0 + 1000, N0 + 1000), 99_992_421),
    (rectangle(E0, N0, E0 + 10_000, N0 + 10_000), 9_999_112_196),
    (T5, 143_280_968),
])
def test_official_vectors_with_and_without_prefix_and_in_a_custom_crs(wkt, cents):
    custom = Frame(QgsCoordinateReferenceSystem.fromProj(
        "+proj=tmerc +lat_0=0 +lon_0=111 +k=1 +x_0=37500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"), "custom")
    bare = no_prefix(wkt.replace(".0", ""))
    for where, text in ((frame("EPSG:4525"), wkt), (custom, wkt), (frame("EPSG:4546"), bare),
                        (frame("EPSG:4508"), bare)):
        rings = rings_of([text])
        assert feature_cents(where, rings, where.shapes(rings)).tolist() == [cents]


def test_the_three_methods_differ_as_published():
    wkt = rectangle(E0, N0, E0 + 1000, N0 + 1000)
    assert area(4525, wkt)[0] == pytest.approx(999924.2084, abs=1e-3)
    assert area(4525, wkt, method=GEODESIC)[0] == pytest.approx(999924.2111, abs=0.012)
    assert area(4525, wkt, method=PLANAR)[0] == pytest.approx(1_000_000, abs=1e-6)
    degrees = polygon(proj(4525, 4490, corners(E0, N0, E0 + 1000, N0 + 1000)))
    # in the Gauss plane, never in degrees; 17 mm is the sagitta of its edges, which are straight in degrees
    assert area(4490, degrees, method=PLANAR)[0] == pytest.approx(1_000_000, abs=0.01)
    assert area(4490, degrees, method=GEODESIC)[0] == pytest.approx(999924.2111, abs=0.012)


# -- the same parcel from another CRS ----------------------------------------------------------------------------


@LAWS
@given(st.integers(33, 42), st.integers(350_000, 650_000), st.integers(4_150_000, 5_800_000),
       st.sampled_from([30, 100, 333, 1000]))
def test_parcels_up_to_100_ha_from_degrees(zone, e, n, side):
    x, code = zone * 1_000_000 + e, 4488 + zone
    drawn = corners(x, n, x + side, n + side)
    here = area(code, polygon(drawn))[0]
    lonlat = proj(code, 4490, drawn)
    assume(int((sum(p[0] for p in lonlat) / 4 + 1.5) // 3) == zone)
    # its edges are straight in degrees now, 17 mm off at 1 km, but opposite ones cancel, down to two thirds of the
    # sagitta of 0.1 mm along one side
    measures = [straight_areas(w.shapes(rings_of([polygon(p)])).rings).item()
                for w, p in ((frame(f"EPSG:{code}"), drawn), (frame("EPSG:4490"), lonlat))]
    assert measures[0] == pytest.approx(measures[1], abs=max(0.01, 7e-5 * side))
    # the official chain rounds every point to 0.1 mm, here and there not the same way
    limit = max(0.01, 8e-5 * side)
    assert area(4490, polygon(lonlat))[0] == pytest.approx(here, abs=limit)
    # WGS 84 is the same to a tenth of a millimetre of the minor axis
    assert area(4326, polygon(lonlat))[0] == pytest.approx(here, abs=limit)


def official_points(points):
    """The vertices and the points that the 70 m rule puts between them."""
    out = []
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]]):
        n = int(math.hypot(bx - ax, by - ay) / 70) + 1
        out += [(ax + (bx - ax) * k / n, ay + (by - ay) * k / n) for k in range(n)]
    return out


@LAWS
@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=3, max_size=6, unique=True))
@pytest.mark.parametrize("code", [4490, 4326, 3857, 32649])
def test_any_parcel_written_out_at_its_official_points(code, points):
    drawn = official_points([(E0 + dx, N0 + dy) for dx, dy in points])
    here = area(4525, polygon(drawn))[0]
    other = polygon(proj(4525, code, drawn))
    assert area(code, other)[0] == pytest.approx(here, abs=0.01)


@pytest.mark.parametrize("code", [3857, 32649])
@pytest.mark.parametrize("side", [100, 300, 1000])
def test_web_mercator_and_utm_are_measured_on_the_ellipsoid(code, side):
    """A square drawn there, against the same square densified there and handed over in degrees.

    The straight measure shows what the change of CRS costs: nothing. The official one rounds an edge of 1 km by up to
    0.05 mm, which is 0.05 m².
    """
    (x, y), = proj(4490, code, [(111.65, 40.82)])
    drawn = rectangle(x, y, x + side, y + side)
    dense = polygon(proj(code, 4490, corners(x, y, x + side, y + side, 20.0)))
    measures = []
    for where, wkt in ((frame(f"EPSG:{code}"), drawn), (frame("EPSG:4490"), dense)):
        measures.append(straight_areas(where.shapes(rings_of([wkt])).rings).item())
    assert measures[0] == pytest.approx(measures[1], abs=0.001)
    plain = area(code, drawn)[0]
    assert plain == pytest.approx(area(4490, dense)[0], abs=0.01 + 5e-5 * side)
    if code == 3857:  # Web Mercator is too large by sec² of the latitude
        assert plain / side**2 == pytest.approx(math.cos(math.radians(40.82)) ** 2, rel=0.01)


@pytest.mark.parametrize("west, south, dlon, dlat", [
    (111.6, 40.8, 0.01, 0.01), (110.0, 41.0, 0.012, 0.009), (124.49, 51.2, 0.01, 0.008), (97.51, 41.5, 0.0117, 0.009)])
def test_a_rectangle_of_degrees_is_a_map_sheet(west, south, dlon, dlat):
    """Parallels and meridians bound a sheet whose area has a closed form: independent of the Gauss chain."""
    drawn, sheet = rectangle(west, south, west + dlon, south + dlat), sheet_area(south, south + dlat, dlon)
    assert straight_areas(frame("EPSG:4490").shapes(rings_of([drawn])).rings).item() == pytest.approx(sheet, abs=0.005)
    assert area(4490, drawn)[0] == pytest.approx(sheet, abs=0.06)  # 0.05 mm of rounding on 1 km


# -- across the zone border ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("west, east, cuts", [
    (110.0, 113.9, [112.5]), (108.2, 115.0, [109.5, 112.5]), (110.2, 112.9, [112.5]),
    (97.3, 126.0, [97.5, 100.5, 103.5, 106.5, 109.5, 112.5, 115.5, 118.5, 121.5, 124.5])])
def test_wide_polygons_are_cut_at_the_zone_borders(west, east, cuts):
    south, north = 41.0, 41.2
    whole = area(4490, rectangle(west, south, east, north))[0]
    edges = [west, *cuts, east]
    parts = sum(area(4490, rectangle(a, south, b, north))[0] for a, b in zip(edges, edges[1:]))
    # the sagitta of 1 mm on parallels of up to 250 km; a straight cut at the border would miss 5 600 m²
    assert whole == pytest.approx(parts, abs=25 * (len(cuts) + 1))
    assert whole == pytest.approx(sheet_area(south, north, east - west), rel=5e-9)
    where = frame("EPSG:4490")
    shapes = where.shapes(rings_of([rectangle(west, south, east, north)]))
    assert shapes.meridian.tolist() == [3.0 * math.floor((a + b) / 2 / 3 + 0.5) for a, b in zip(edges, edges[1:])]
    assert shapes.feature.tolist() == [0] * (len(cuts) + 1)


def test_up_to_1_6_degrees_a_polygon_stays_in_one_zone():
    where = frame("EPSG:4490")
    narrow = where.shapes(rings_of([rectangle(109.5, 41, 112.59, 41.1), rectangle(112.4, 41, 112.7, 41.1)]))
    assert narrow.meridian.tolist() == [111.0, 114.0]
    wide = where.shapes(rings_of([rectangle(109.5, 41, 112.61, 41.1)]))
    assert wide.meridian.tolist() == [111.0, 114.0]


def test_a_wide_polygon_with_hole_and_parts():
    hole = corners(112.0, 41.05, 113.0, 41.15)
    outer = polygon(corners(110, 41, 115, 41.2), hole)
    expected = sheet_area(41, 41.2, 5) - sheet_area(41.05, 41.15, 1)
    assert area(4490, outer)[0] == pytest.approx(expected, rel=5e-9)
    two = "MULTIPOLYGON (((110 41,110.1 41,110.1 41.1,110 41.1,110 41)),((114 41,114.1 41,114.1 41.1,114 41.1,114 41)))"
    assert area(4490, two)[0] == pytest.approx(2 * sheet_area(41, 41.1, 0.1), rel=5e-9)


def test_a_gauss_layer_is_never_cut():
    where = frame("EPSG:4525")
    shapes = where.shapes(rings_of([rectangle(37_300_000, N0, 37_750_000, N0 + 1000)]))
    assert shapes.meridian.tolist() == [111.0]


# -- streaming ---------------------------------------------------------------------------------------------------


def mixed(crs):
    random = np.random.default_rng(7)
    rows = []
    for k in range(23):
        lon, lat = random.uniform(109.0, 113.0), random.uniform(40, 42)
        wide = k % 6 == 0
        size = random.uniform(0.0005, 0.03)
        square = corners(lon, lat, lon + (2.4 if wide else size), lat + size)
        hole = corners(lon + size / 4, lat + size / 4, lon + size / 2, lat + size / 2)
        if crs == "EPSG:4525":
            square, hole = proj(4490, 4525, square), proj(4490, 4525, hole)
        rows.append((polygon(square, hole) if k % 3 else polygon(square),))
    return layer(rows, crs=crs)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4525"])
def test_any_batch_size_gives_the_same_bits(crs):
    source = mixed(crs)
    found = {}
    for size in (1, 2, 5, 22, 23, 4096):
        batches, _ = batches_of(source, size=size)
        parts = [feature_areas(b.frame, b.rings, b.shapes) for b in batches]
        found[size] = np.concatenate(parts).tobytes()
        assert len(found[size]) == 23 * 8
    assert len(set(found.values())) == 1


def test_nothing_to_measure():
    batches, tally = batches_of(layer([]))
    assert batches == [] and tally.read == 0
    assert area(4525, None, None).tolist() == [0.0, 0.0]
    assert area(4525).tolist() == []


def test_back_to_the_layer():
    """Pieces are cut in the plane and handed out in the layer's CRS: there and back within a micrometre."""
    for crs, x, y in (("EPSG:4490", 111.6, 40.8), ("EPSG:4525", E0, N0), ("EPSG:3857", 1.242e7, 4.985e6),
                      ("EPSG:32649", 5.5e5, 4.52e6)):
        where = frame(crs)
        xs, ys = np.array([x, x + 0.01]), np.array([y, y + 0.02])
        for meridian in (111.0, 114.0):
            back = where.source(*where.plane(xs, ys, meridian), meridian)
            limit = 1e-11 if crs == "EPSG:4490" else 1e-5 if crs == "EPSG:3857" else 1e-6
            assert max(abs(back[0] - xs).max(), abs(back[1] - ys).max()) < limit
