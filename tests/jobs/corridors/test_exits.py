"""Exit corridors: crossings of a boundary, grouped along it."""

import pytest
from qgis.core import QgsFeedback, QgsGeometry, QgsPointXY

from nm_urban.nm_urban_plugin.analysis.network.lines import SpeedRule, read_lines
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.core.corridors.travel import rules
from nm_urban.nm_urban_plugin.jobs.corridors.exits import crossings, from_north, load_boundary
from tests.analysis.network import case
from tests.builders import layer, polygon, rectangle

CITY = rectangle(111.5, 40.7, 111.8, 40.9)


def lines_of(paths):
    return read_lines(case.given(case.lines_layer(paths)), SpeedRule(rules()), Tally(), QgsFeedback())


def boundary(*wkts):
    return load_boundary(case.given(layer([(w,) for w in wkts], crs="EPSG:4490")), Tally())


def test_two_carriageways_are_one_exit(qgis_app):
    east = [[(111.6, 40.80), (112.0, 40.80)], [(111.6, 40.801), (112.0, 40.801)]]  # 110 m apart
    south = [[(111.65, 40.8), (111.65, 40.5)]]
    inner = [[(111.6, 40.75), (111.7, 40.75)]]
    found = crossings(boundary(CITY), lines_of(east + south + inner), 1000.0, QgsFeedback())
    assert len(found) == 3 and {c.fid: c.exit for c in found}.keys() == {1, 2, 3}
    by_line = {c.fid: c.exit for c in found}
    assert by_line[1] == by_line[2] != by_line[3] and set(by_line.values()) == {1, 2}
    assert len({c.exit for c in crossings(boundary(CITY), lines_of(east + south), 50.0, QgsFeedback())}) == 3


def test_chainage_is_metres_along_the_boundary(qgis_app):
    pyproj = pytest.importorskip("pyproj")
    geod = pyproj.Geod(a=6378137, rf=298.257222101)
    (one,) = crossings(boundary(CITY), lines_of([[(111.7, 40.8), (111.7, 40.5)]]), 1000.0, QgsFeedback())
    # from the north-western corner clockwise: the northern side, the eastern side, a third of the southern one
    walk = [(111.5, 40.9), (111.8, 40.9), (111.8, 40.7), (111.7, 40.7)]
    wanted = sum(geod.inv(*a, *b)[2] for a, b in zip(walk, walk[1:]))
    assert one.chain_m == pytest.approx(wanted, abs=0.5) and (one.lon, one.lat) == pytest.approx((111.7, 40.7))


@pytest.mark.parametrize("turn", range(5))
@pytest.mark.parametrize("step", [1, -1])
def test_a_ring_starts_in_the_north_wherever_geos_starts_it(turn, step):
    ring = [(111.5, 40.9), (111.8, 40.9 + 1e-14), (111.9, 40.75), (111.8, 40.7), (111.5, 40.7)]
    turned = (ring[turn:] + ring[:turn])[::step]
    found = from_north([QgsPointXY(x, y) for x, y in [*turned, turned[0]]])
    assert [(p.x(), p.y()) for p in found] == [*ring, ring[0]]


def test_exits_are_numbered_from_the_northern_part_on(qgis_app):
    south, north = rectangle(111.5, 40.7, 111.8, 40.9), rectangle(111.5, 41.0, 111.8, 41.1)
    roads = [[(111.7, 40.8), (111.7, 40.6)], [(111.7, 41.05), (111.7, 41.3)]]
    for parts in ((south, north), (north, south)):
        found = crossings(boundary(*parts), lines_of(roads), 1000.0, QgsFeedback())
        assert [(c.exit, c.fid) for c in found] == [(1, 2), (2, 1)]


def test_units_of_the_city_are_one_area_and_holes_are_no_exits(qgis_app):
    west, east = rectangle(111.5, 40.7, 111.65, 40.9), rectangle(111.65, 40.7, 111.8, 40.9)
    road = [[(111.4, 40.8), (111.9, 40.8)]]
    assert len(crossings(boundary(west, east), lines_of(road), 1000.0, QgsFeedback())) == 2
    holed = polygon([(111.5, 40.7), (111.8, 40.7), (111.8, 40.9), (111.5, 40.9)],
                    [(111.6, 40.75), (111.7, 40.75), (111.7, 40.85), (111.6, 40.85)])
    assert len(crossings(boundary(holed), lines_of(road), 1000.0, QgsFeedback())) == 2


def test_a_bad_boundary_is_listed(qgis_app):
    tally = Tally()
    bow_tie = "POLYGON ((111 40, 112 41, 112 40, 111 41, 111 40))"
    area = load_boundary(case.given(layer([(bow_tie,), (None,), (CITY,)], crs="EPSG:4490")), tally)
    assert len(tally.rejects) == 2 and area.area() == pytest.approx(QgsGeometry.fromWkt(CITY).area())
    assert load_boundary(case.given(layer([(None,)], crs="EPSG:4490")), Tally()).isNull()
