"""Times of arrival against a plain Dijkstra; places on lines that are drawn over each other; vertices that are one."""

import numpy as np
import pytest
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.network.graph import BY_LENGTH, BY_TIME, Network, joined
from nm_urban.nm_urban_plugin.analysis.network.isochrones import reached
from nm_urban.nm_urban_plugin.analysis.network.lines import SpeedRule, read_lines
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.core.corridors.travel import rules
from tests.analysis.network import case

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(a=6378137, rf=298.257222101)


def network_of(paths, points, kmh=36.0):
    lines = read_lines(case.given(case.lines_layer(paths)), SpeedRule(rules(), "rail", kmh=kmh), Tally(), QgsFeedback())
    return Network(lines, np.array(points, float), 50_000.0)


def metres(*points):
    return GEOD.line_length([p[0] for p in points], [p[1] for p in points])


@pytest.mark.parametrize("city", range(4))
def test_every_segment_is_reached_when_the_judge_says(qgis_app, city):
    paths, at = case.real_network("rail"), case.CITIES[city][2:]
    network = network_of(paths, [at], 120.0)
    judge = case.Judge(paths, 120.0, GEOD)
    start, _ = judge.tie(at)
    times = judge.seconds(start)
    found = network.arrivals(0, 1e9)
    known = {}
    for place, t in zip(map(tuple, np.concatenate([found.start, found.end]).tolist()),
                        np.concatenate([found.t_start, found.t_end]).tolist()):
        known.setdefault(place, set()).add(round(t, 4))
    wanted = {vertex: t for vertex, t in times.items() if vertex != start}
    assert set(wanted) <= set(known)
    # the judge's foot of the city on its line is known to some metres along it
    assert all(len(known[v]) == 1 for v in wanted)
    assert max(abs(min(known[v]) - t) for v, t in wanted.items()) < 0.1
    assert np.abs(found.t_start - found.t_end).max() <= found.seconds.max() + 1e-9


def test_what_is_reached_grows_with_the_limit_and_waits_for_the_delay(qgis_app):
    network = network_of(case.real_network("rail"), [case.CITIES[0][2:]], 120.0)

    def length(pieces):
        return sum(GEOD.inv(*a, *b)[2] for a, b in zip(pieces.start.tolist(), pieces.end.tolist()))

    short, long_, late = (length(reached(network, 0, *how)) for how in ((600.0,), (1200.0,), (1200.0, 600.0)))
    assert short == pytest.approx(late, rel=1e-9) and short < long_
    assert len(reached(network, 0, 600.0, 700.0)) == 0


def test_a_place_on_lines_drawn_over_each_other_is_on_all_of_them(qgis_app):
    """Two tracks on one parallel, one ends 1 km before the other: from the place between them either may be taken."""
    west, short, far = (111.0, 40.0), (111.03, 40.0), (111.04, 40.0)
    north, south = (111.03, 40.01), (111.04, 39.99)
    network = network_of([[west, short], [west, far], [short, north], [far, south]], [(111.01, 40.001), north, south])
    place = tuple(network.tied[0].tolist())
    assert place == pytest.approx((111.01, 40.0), abs=1e-6) and len(network._of(0)) == 2
    for to, corner in ((1, short), (2, far)):
        wanted = metres(place, corner, (north, south)[to - 1])
        for by in (BY_LENGTH, BY_TIME):
            path = network.path(0, to, by)
            assert path.length_m == pytest.approx(wanted, abs=0.01)
            assert path.seconds == pytest.approx(wanted / 10, abs=1e-3)
            assert path.lonlat.tolist() == [list(place), list(corner), list((north, south)[to - 1])]
    pieces = reached(network, 0, 60.0)
    total = sum(GEOD.inv(*a, *b)[2] for a, b in zip(pieces.start.tolist(), pieces.end.tolist()))
    assert total == pytest.approx(4 * 600, rel=1e-6)  # 600 m each way on both


def test_near_vertices_take_the_place_of_the_earliest_and_rows_of_them_do_not_collapse():
    tolerance = 1.0
    points = np.array([[10.0, 10.0], [10.9, 10.0], [11.8, 10.0], [10.5, 10.9], [10.0, 12.0], [10.0, 10.0]])
    # the second is near the first; the third near the second only, which moved: it stays; the fourth near the first
    assert joined(points, tolerance).tolist() == [[10, 10], [10, 10], [11.8, 10], [10, 10], [10, 12], [10, 10]]
    assert joined(points, 0.0) is points and len(joined(np.zeros((0, 2)), 1.0)) == 0


def test_joining_vertices_is_that_of_a_plain_loop():
    random = np.random.default_rng(7)
    points = np.round(random.uniform(0, 12, (400, 2)), 2)
    stay, wanted = [], []
    for x, y in points.tolist():
        near = [p for p in stay if abs(p[0] - x) <= 0.5 and abs(p[1] - y) <= 0.5]
        wanted.append(near[0] if near else [x, y])
        stay += [] if near else [[x, y]]
    assert joined(points, 0.5).tolist() == wanted
