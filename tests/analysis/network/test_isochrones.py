"""Isochrones: shapes whose area and border are known by hand."""

import math

import numpy as np
import pytest
from qgis.core import QgsFeedback, QgsGeometry, QgsPointXY

from nm_urban.nm_urban_plugin.analysis.network import isochrones
from nm_urban.nm_urban_plugin.analysis.network.graph import Network
from nm_urban.nm_urban_plugin.analysis.network.isochrones import Access, isochrone, reached
from nm_urban.nm_urban_plugin.analysis.network.lines import SpeedRule, read_lines
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.core.corridors.travel import rules
from tests.analysis.network import case

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(a=6378137, rf=298.257222101)
WALK = Access(5.0, 1500.0)  # 5 m/s, tail 1500 m


def network_of(paths, points, kmh=36.0):
    lines = read_lines(case.given(case.lines_layer(paths)), SpeedRule(rules(), "rail", kmh=kmh), Tally(), QgsFeedback())
    return Network(lines, np.array(points, float), 5000.0)


def area(geometry):
    """m² by PROJ, outer ring minus holes."""
    total = 0.0
    for rings in geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]:
        parts = [abs(GEOD.polygon_area_perimeter([p.x() for p in r], [p.y() for p in r])[0]) for r in rings]
        total += parts[0] - sum(parts[1:])
    return total


def inside(geometry, lon, lat):
    return geometry.contains(QgsGeometry.fromPointXY(QgsPointXY(lon, lat)))


def test_along_one_line_to_both_sides(qgis_app):
    """36 km/h = 10 m/s on a straight line; after 1000 s 10 km each way. The tail is full up to 700 s (7 km), then falls
    to nothing at 10 km: by hand two half hulls."""
    origin = (111.3, 40.0)
    network = network_of([[(111.0, 40.0), (111.6, 40.0)]], [origin])
    shape = isochrone(network, 0, np.array(origin), 1000.0, WALK)
    # per side: 7 km x 3 km, then the hull of a circle of 1500 m and a point 3000 m on: two tangents and an arc
    d, r = 3000.0, 1500.0
    lean = math.acos(r / d)
    tip = r * d * math.sin(lean) - r * r * lean  # the hull beyond the circle
    wanted = 2 * (7000 * 2 * r + math.pi * r * r / 2 + tip)
    # the half circles of both ends are inside the hull of the middle part: count the circle once per end
    assert area(shape) == pytest.approx(wanted, rel=0.002)
    metre = 1 / (math.cos(math.radians(40.0)) * 111_413)
    assert inside(shape, 111.3 + 9_950 * metre, 40.0) and not inside(shape, 111.3 + 10_050 * metre, 40.0)
    assert inside(shape, 111.3, 40.0 + 1490 / 111_035) and not inside(shape, 111.3, 40.0 + 1510 / 111_035)


def test_access_takes_time_and_the_origin_has_its_own_circle(qgis_app):
    """2000 m north of the line at 5 m/s: 400 s pass before the line is reached; the tail round the origin is 1500 m."""
    origin = (111.3, 40.0 + 2000 / 111_035)
    network = network_of([[(111.0, 40.0), (111.6, 40.0)]], [origin])
    metre = 1 / (math.cos(math.radians(40.0)) * 111_413)
    shape = isochrone(network, 0, np.array(origin), 1000.0, WALK)
    assert inside(shape, 111.3 + 5_950 * metre, 40.0) and not inside(shape, 111.3 + 6_050 * metre, 40.0)
    assert inside(shape, 111.3, origin[1] + 1490 / 111_035) and not inside(shape, 111.3, origin[1] + 1510 / 111_035)
    early = isochrone(network, 0, np.array(origin), 300.0, WALK)  # the line is not reached yet
    assert area(early) == pytest.approx(math.pi * 1500**2, rel=0.003)


def test_a_loop_is_entered_from_both_ends(qgis_app):
    """A square of 4 sides: the far side is met in the middle, nothing is counted beyond."""
    a, b, c_, d = (111.0, 40.0), (111.1, 40.0), (111.1, 40.1), (111.0, 40.1)
    network = network_of([[a, b], [b, c_], [c_, d], [d, a]], [a])
    for limit in (100.0, 1500.0, 1e6):
        pieces = reached(network, 0, limit)
        assert (pieces.t_end <= limit + 1e-9).all() and (pieces.t_end >= pieces.t_start).all()
        metres = sum(GEOD.inv(*s, *e)[2] for s, e in zip(pieces.start.tolist(), pieces.end.tolist()))
        around = GEOD.line_length([p[0] for p in (a, b, c_, d, a)], [p[1] for p in (a, b, c_, d, a)])
        assert metres == pytest.approx(min(2 * limit * 10, around), rel=1e-5)  # edges are straight in degrees


def test_isochrones_are_nested_and_valid(qgis_app):
    network = network_of(case.real_network("rail"), [city[2:] for city in case.CITIES], 120.0)
    access = Access(30 / 3.6, 5000.0)
    at = np.array(case.CITIES[0][2:])
    shapes = []
    for minutes in (5, 15, 30, 60):
        before = (shapes[-1][0] * 60, shapes[-1][1]) if shapes else None
        shapes.append((minutes, isochrone(network, 0, at, minutes * 60, access, None, before)))
        alone = isochrone(network, 0, at, minutes * 60, access)
        assert shapes[-1][1].symDifference(alone).area() < 1e-7 * alone.area()  # arcs with other corners
    shapes = [shape for _, shape in shapes]
    assert all(shape.isGeosValid() for shape in shapes)
    areas = [area(shape) for shape in shapes]
    assert areas == sorted(areas)
    for small, large in zip(shapes, shapes[1:]):
        assert small.difference(large).area() < 1e-12 * large.area()


def test_points_inside_are_those_that_can_be_reached_in_time(qgis_app):
    """Random points near a real network: inside exactly if some vertex of a dense sampling leaves time enough."""
    paths = case.real_network("rail")
    at = case.CITIES[0][2:]
    network = network_of(paths, [at], 120.0)
    limit, access = 1800.0, Access(30 / 3.6, 5000.0)
    shape = isochrone(network, 0, np.array(at), limit, access)
    judge = case.Judge(paths, 120.0, GEOD)
    start, far = judge.tie(at)
    times = judge.seconds(start)
    dense = [(at, 0.0)]
    for a, others in judge.edges.items():
        for b, seconds, _ in others:
            n = max(2, int(seconds / 2))
            dense += [((a[0] + (b[0] - a[0]) * k / n, a[1] + (b[1] - a[1]) * k / n),
                       far / access.speed + times[a] + seconds * k / n) for k in range(n + 1) if a in times]
    rng = np.random.default_rng(3)
    dense = [(p, t) for p, t in dense if t < limit]
    where, when = np.array([p for p, _ in dense]), np.array([t for _, t in dense])
    radius = np.minimum(access.tail_m, access.speed * (limit - when))
    for lon, lat in zip(at[0] + rng.uniform(-0.7, 0.7, 150), at[1] + rng.uniform(-0.2, 0.2, 150)):
        gap = GEOD.inv(np.full(len(where), lon), np.full(len(where), lat), where[:, 0], where[:, 1])[2] - radius
        if abs(gap.min()) > 60:  # nearer than that the sampling and the chords decide
            assert inside(shape, lon, lat) == (gap.min() < 0), (lon, lat, gap.min())


def dense_network():
    """Streets every 900 m or so in a square of 20 km, some missing: far denser than the tail of 1500 m."""
    rng = np.random.default_rng(5)
    n = 24
    at = np.stack(np.meshgrid(111 + 0.01 * np.arange(n), 40 + 0.008 * np.arange(n), indexing="ij"), 2)
    at += rng.normal(0, 0.001, at.shape)
    paths = [[tuple(at[i, j]), tuple(at[i + a, j + b])] for i in range(n) for j in range(n) for a, b in ((1, 0), (0, 1))
             if i + a < n and j + b < n and rng.random() < 0.8]
    return paths, tuple(at[12, 12])


@pytest.mark.parametrize(("limit", "share"), [(400.0, 1.0), (900.0, 0.75), (4000.0, 0.35)])
def test_what_is_covered_need_not_be_drawn(qgis_app, monkeypatch, limit, share):
    """The isochrone of a dense network is the union of all its capsules, though most of them were left out."""
    paths, origin = dense_network()
    network = network_of(paths, [origin])
    drawn = []
    whole = isochrones.capsules
    monkeypatch.setattr(isochrones, "capsules", lambda *args: drawn.append(len(args[0])) or whole(*args))
    found = isochrone(network, 0, np.array(origin), limit, WALK)
    few = sum(drawn)
    drawn.clear()
    monkeypatch.setattr(isochrones, "cover_of", lambda *_: None)
    wanted = isochrone(network, 0, np.array(origin), limit, WALK)
    assert found.isGeosValid() and wanted.isGeosValid()
    assert few < share * sum(drawn)
    assert found.symDifference(wanted).area() < 1e-9 * wanted.area()


def test_cancelled_within_an_isochrone(qgis_app):
    paths, origin = dense_network()
    feedback = QgsFeedback()
    feedback.cancel()
    assert isochrone(network_of(paths, [origin]), 0, np.array(origin), 4000.0, WALK, feedback) is None
