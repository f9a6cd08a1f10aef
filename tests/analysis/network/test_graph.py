"""Snapping, travel times and paths, against an independent Dijkstra; what is joined and what is not."""

import numpy as np
import pytest
from qgis.core import QgsFeedback, QgsGeometry, QgsPointXY

from nm_urban.nm_urban_plugin.analysis.network.graph import BY_LENGTH, BY_TIME, Network, geodesic
from nm_urban.nm_urban_plugin.analysis.network.lines import SpeedRule, read_lines
from nm_urban.nm_urban_plugin.analysis.reading.crs import CrsRefused
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.core.corridors.travel import rules
from tests.analysis.network import case
from tests.builders import layer

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(a=6378137, rf=298.257222101)


def lines_of(source, **more):
    tally = Tally()
    return read_lines(case.given(source), SpeedRule(rules(), **more), tally, QgsFeedback()), tally


def network_of(paths, points, snap_m=10_000.0, tolerance=1.0, **more):
    lines, _ = lines_of(case.lines_layer(paths), **more)
    return Network(lines, np.array(points, float), snap_m, tolerance)


def grid(rng, n):
    """Edges of a jittered n x n grid, some left out, as single lines of two or three vertices."""
    node = {(i, j): (111 + 0.1 * i + 0.03 * rng.random(), 40 + 0.08 * j + 0.03 * rng.random())
            for i in range(n) for j in range(n)}
    paths = []
    for (i, j), a in node.items():
        for other in ((i + 1, j), (i, j + 1)):
            if other in node and rng.random() < 0.75:
                b = node[other]
                middle = ((a[0] + b[0]) / 2 + 0.01 * rng.random(), (a[1] + b[1]) / 2)
                paths.append([a, middle, b] if rng.random() < 0.5 else [a, b])
    return paths


@pytest.mark.parametrize("seed", range(6))
def test_travel_times_are_those_of_an_independent_dijkstra(qgis_app, seed):
    rng = np.random.default_rng(seed)
    paths = grid(rng, 6)
    kmh = [float(rng.integers(30, 200)) for _ in paths]
    points = [(111 + 0.5 * rng.random(), 40 + 0.4 * rng.random()) for _ in range(4)]
    source = case.lines_layer(paths, (("v", float),), [(v,) for v in kmh])
    lines, _ = lines_of(source, speed_field="v")
    network = Network(lines, np.array(points), 50_000.0)
    judge = case.Judge(paths, kmh, GEOD)
    tied = [judge.tie(point) for point in points]
    for k, (_, far) in enumerate(tied):
        assert network.snap_m[k] == pytest.approx(far, abs=0.05)
    for o in range(4):
        times = judge.seconds(tied[o][0])
        for d in range(4):
            wanted = times.get(tied[d][0])
            path = network.path(o, d, BY_TIME)
            if wanted is None:
                assert path is None
            else:
                # the foot on a long edge is known to half a metre: the distance hardly changes there
                assert path.seconds == pytest.approx(wanted, abs=0.1)
                assert network.costs(o, BY_TIME)[network.node[d]] == pytest.approx(path.seconds, abs=1e-6)


@pytest.mark.parametrize("mode", ["rail", "road"])
def test_the_four_cities_on_the_real_network(qgis_app, mode):
    """呼包鄂乌 on the OpenStreetMap graph: minutes without access, all six pairs."""
    paths = case.real_network(mode)
    kmh = 120.0 if mode == "rail" else 60.0
    network = network_of(paths, [city[2:] for city in case.CITIES], mode=mode)
    judge = case.Judge(paths, kmh, GEOD)
    tied = [judge.tie(city[2:]) for city in case.CITIES]
    for o in range(4):
        assert network.snap_m[o] == pytest.approx(tied[o][1], abs=0.5)
        times = judge.seconds(tied[o][0])
        for d in range(o + 1, 4):
            path = network.path(o, d, BY_TIME)
            assert path.seconds / 60 == pytest.approx(times[tied[d][0]] / 60, abs=0.005)
            assert path.length_m == pytest.approx(path.seconds * kmh / 3.6, rel=1e-9)


def test_lengths_are_geodesic_whatever_the_layers_crs(qgis_app):
    """One meridian arc of 0.5° and one parallel edge, in degrees, in a Gauss zone and in Web Mercator."""
    path = [(111.0, 40.0), (111.0, 40.5), (111.2, 40.5)]
    wanted = GEOD.line_length([p[0] for p in path], [p[1] for p in path])
    for crs in ("EPSG:4490", "EPSG:4546", "EPSG:4525", "EPSG:3857", "EPSG:4326"):
        there = pyproj.Transformer.from_crs("+proj=longlat +ellps=GRS80", _proj(crs), always_xy=True)
        source = case.lines_layer([[there.transform(*p) for p in path]], crs=crs)
        lines, tally = lines_of(source)
        network = Network(lines, np.array([path[0], path[-1]]), 100.0)
        assert not tally.rejects and (network.snap_m < 0.01).all(), crs
        assert network.path(0, 1, BY_LENGTH).length_m == pytest.approx(wanted, abs=0.05), crs


def _proj(crs):
    """PROJ strings: the registry of codes may not be at hand in this interpreter."""
    gauss = "+proj=tmerc +lon_0=111 +k=1 +ellps=GRS80 +units=m +x_0={}"
    return {"EPSG:4490": "+proj=longlat +ellps=GRS80", "EPSG:4326": "+proj=longlat +ellps=GRS80",
            "EPSG:4546": gauss.format(500_000), "EPSG:4525": gauss.format(37_500_000),
            "EPSG:3857": "+proj=merc +a=6378137 +b=6378137 +units=m"}[crs]


def test_lines_that_cross_without_a_vertex_are_not_joined(qgis_app):
    cross = [[(111.0, 40.0), (111.2, 40.0)], [(111.1, 39.9), (111.1, 40.1)]]
    network = network_of(cross, [(111.0, 40.0), (111.1, 40.1)])
    assert network.path(0, 1, BY_LENGTH) is None
    joined = [[(111.0, 40.0), (111.1, 40.0), (111.2, 40.0)], [(111.1, 39.9), (111.1, 40.0), (111.1, 40.1)]]
    assert network_of(joined, [(111.0, 40.0), (111.1, 40.1)]).path(0, 1, BY_LENGTH) is not None


@pytest.mark.parametrize(("gap_m", "joined"), [(0.5, True), (3.0, False)])
def test_ends_within_the_tolerance_are_one_junction(qgis_app, gap_m, joined):
    paths = [[(111.0, 40.0), (111.1, 40.0)], [(111.1, 40.0 + gap_m / 111_030), (111.2, 40.0)]]
    found = network_of(paths, [(111.0, 40.0), (111.2, 40.0)]).path(0, 1, BY_LENGTH)
    assert (found is not None) == joined


def test_snapping_is_the_nearest_place_and_far_points_are_not_tied(qgis_app):
    network = network_of([[(111.0, 40.0), (111.3, 40.0)]], [(111.1, 40.05), (111.1, 40.2), (110.9, 40.0)], 6000.0)
    wanted = [GEOD.inv(111.1, 40.05, 111.1, 40.0)[2], GEOD.inv(111.1, 40.2, 111.1, 40.0)[2],
              GEOD.inv(110.9, 40.0, 111.0, 40.0)[2]]
    # the straight edge in degrees is no geodesic: its nearest place is off the foot by millimetres only
    assert network.snap_m == pytest.approx(wanted, abs=0.1)
    assert (network.node >= 0).tolist() == [True, False, False]
    with_none, _ = lines_of(layer([], crs="EPSG:4490", kind="LineString"))
    assert np.isinf(Network(with_none, np.array([[111.0, 40.0]]), 1e9).snap_m).all()


def test_speeds_by_field_class_and_default(qgis_app):
    one, two = (111.0, 40.0), (111.1, 40.0)
    rows = [("motorway", None), ("primary", None), ("rail", None), ("canal", None), ("motorway", 77.0), (None, None)]
    source = case.lines_layer([[one, two]] * 6, (("kind", str), ("v", float)), rows)
    lines, _ = lines_of(source, class_field="kind", speed_field="v")
    assert lines.kmh.tolist() == [100, 60, 120, 60, 77, 60]
    assert lines.rail.tolist() == [False, False, True, False, False, False]
    assert (lines.from_field, lines.by_class, lines.by_default, lines.unknown) == (1, 3, 2, {"canal": 1})
    assert lines.of_mode("rail").n == 1 and lines.of_mode("road").n == 5
    lines, _ = lines_of(source, class_field="kind", mode="rail")
    assert lines.kmh.tolist() == [120] * 6 and lines.rail.all()
    lines, _ = lines_of(source, class_field="kind", speed_field="v", kmh=90.0)
    assert lines.kmh.tolist() == [90, 90, 90, 90, 77, 90]


@pytest.mark.parametrize(("wkt", "words"), [
    (None, "no geometry"), ("LINESTRING EMPTY", "empty"), ("LINESTRING (111 40, 111 40)", "no length"),
    ("LINESTRING (40 111, 41 111)", "swapped"), ("LINESTRING (500000 4400000, 500100 4400000)", "metres"),
    ("LINESTRING (179 40, -179 40)", "180° meridian"), ("LINESTRING (150 40, 151 40)", "outside China"),
    (QgsGeometry.fromPolylineXY([QgsPointXY(111, 40), QgsPointXY(float("nan"), 41)]), "not a number"),
])
def test_a_bad_line_is_listed_and_the_others_count(qgis_app, wkt, words):
    rows = [("LINESTRING (111 40, 111.1 40)",)] * 3 + [(wkt,)]
    lines, tally = lines_of(layer(rows, crs="EPSG:4490", kind="LineString"))
    assert lines.n == 3 and len(tally.rejects) == 1 and tally.used == 3 and tally.read == 4
    assert words in tally.rejects[0].reason


@pytest.mark.parametrize("value", [0.0, -3.0, 5000.0, float("nan")])
def test_a_speed_that_is_none_is_listed(qgis_app, value):
    source = case.lines_layer([[(111.0, 40.0), (111.1, 40.0)]] * 2, (("v", float),), [(value,), (80.0,)])
    lines, tally = lines_of(source, speed_field="v")
    assert lines.kmh.tolist() == [80.0]
    assert "'v'" in tally.rejects[0].reason and "km/h" in tally.rejects[0].reason


def test_a_layer_in_the_wrong_crs_is_refused(qgis_app):
    with pytest.raises(CrsRefused, match="lines"):
        lines_of(case.lines_layer([[(500_000.0, 4_400_000.0), (500_100.0, 4_400_000.0)]], crs="EPSG:4490"))
    with pytest.raises(CrsRefused, match="no CRS"):
        lines_of(case.lines_layer([[(111.0, 40.0), (111.1, 40.0)]], crs=""))


def test_multilines_and_repeated_points(qgis_app):
    wkt = "MULTILINESTRING ((111 40, 111 40, 111.1 40), (112 40, 112 40), (112 40, 112.1 40))"
    lines, tally = lines_of(layer([(wkt,)], crs="EPSG:4490", kind="MultiLineString"))
    assert lines.n == 2 and tally.used == 1 and tally.count("rejected") == 0
    assert [(r.action, "without length" in r.reason) for r in tally.rejects] == [("repaired", True)]
    assert lines.lonlat[lines.first[:-1], 0].tolist() == [111, 112]  # the long edges are split on the way
    assert geodesic(111, 40, 111.1, 40) == pytest.approx(GEOD.inv(111, 40, 111.1, 40)[2], abs=1e-3)


def test_a_long_edge_is_straight_in_the_layers_crs(qgis_app):
    """One edge of 4° by 3° in degrees, Gauss zone 39 (6° west of its meridian) and Web Mercator: three different lines,
    whose lengths are summed here over 20 000 pieces; a place half-way along the edge lies on the line."""
    ends, lengths = [(109.0, 39.0), (113.0, 42.0)], []
    zone_39 = "+proj=tmerc +lon_0=117 +k=1 +ellps=GRS80 +units=m +x_0=39500000"
    for crs, proj in (("EPSG:4490", _proj("EPSG:4490")), ("EPSG:4527", zone_39), ("EPSG:3857", _proj("EPSG:3857"))):
        there = pyproj.Transformer.from_crs("+proj=longlat +ellps=GRS80", proj, always_xy=True)
        a, b = (there.transform(*end) for end in ends)
        share = np.linspace(0, 1, 20_001)
        x, y = a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        lon, lat = there.transform(x, y, direction="INVERSE")
        lines, tally = lines_of(case.lines_layer([[a, b]], crs=crs))
        network = Network(lines, np.array([*ends, (lon[10_000], lat[10_000])]), 100.0)
        assert not tally.rejects and (network.snap_m < 0.5).all(), crs
        lengths.append(GEOD.line_length(lon, lat))
        assert network.path(0, 1, BY_LENGTH).length_m == pytest.approx(lengths[-1], rel=1e-7), crs
    assert np.ptp(lengths) > 20
