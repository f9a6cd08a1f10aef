"""One reading is taken, several are refused: cases whose answer a surveyor can give by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis.reading.intake import read_one_way
from nm_urban.nm_urban_plugin.core.rings import Rings
from tests.analysis.worlds import qgs, rings_of

shapely = pytest.importorskip("shapely")
ops = pytest.importorskip("shapely.ops")
LAWS = settings(deadline=None, max_examples=60)

ONE_READING = {
    "bow-tie of two triangles": ("POLYGON ((0 0,4 4,4 0,0 4,0 0))", 8.0),
    "spike outwards": ("POLYGON ((0 0,4 0,4 4,2 4,2 9,2 4,0 4,0 0))", 16.0),
    "spike inwards": ("POLYGON ((0 0,4 0,4 4,2 4,2 1,2 4,0 4,0 0))", 16.0),
    "a ring that touches itself in a vertex": ("POLYGON ((0 0,4 0,4 4,2 0,0 4,0 0))", 8.0),
    "figure of eight through one vertex": ("POLYGON ((0 0,2 2,4 0,4 4,2 2,0 4,0 0))", 8.0),
    "hole drawn into the shell as a loop": ("POLYGON ((0 0,9 0,9 9,0 9,0 0,3 3,3 6,6 6,6 3,3 3,0 0))", 72.0),
    "hole touching the shell along an edge": ("POLYGON ((0 0,9 0,9 9,0 9,0 0),(0 3,3 3,3 6,0 6,0 3))", 72.0),
    "hole touching the shell in two points": ("POLYGON ((0 0,9 0,9 9,0 9,0 0),(0 4,4 9,4 4,0 4))", 71.0),
    "two holes that share an edge": (
        "POLYGON ((0 0,9 0,9 9,0 9,0 0),(2 2,4 2,4 4,2 4,2 2),(4 2,6 2,6 4,4 4,4 2))", 73.0),
    "parts that share an edge": ("MULTIPOLYGON (((0 0,4 0,4 4,0 4,0 0)),((4 0,8 0,8 4,4 4,4 0)))", 32.0),
    "a crossing and a hole beside it": ("POLYGON ((0 0,8 8,8 0,0 8,0 0),(0.5 3.5,1 3.5,1 4.5,0.5 4.5,0.5 3.5))", 31.5),
}
SEVERAL = {
    "a ring that laps over itself": "POLYGON ((0 0,6 0,6 4,2 4,2 2,4 2,4 6,0 6,0 0))",
    "a ring drawn twice around": "POLYGON ((0 0,4 0,4 4,0 4,0 0,4 0,4 4,0 4,0 0))",
    "parts that overlap": "MULTIPOLYGON (((0 0,4 0,4 4,0 4,0 0)),((2 2,6 2,6 6,2 6,2 2)))",
    "a part in a part": "MULTIPOLYGON (((0 0,9 0,9 9,0 9,0 0)),((2 2,4 2,4 4,2 4,2 2)))",
    "the same part twice": "MULTIPOLYGON (((0 0,4 0,4 4,0 4,0 0)),((0 0,4 0,4 4,0 4,0 0)))",
    "holes that overlap": "POLYGON ((0 0,9 0,9 9,0 9,0 0),(2 2,5 2,5 5,2 5,2 2),(4 4,7 4,7 7,4 7,4 4))",
    "a hole in a hole": "POLYGON ((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(3 3,5 3,5 5,3 5,3 3))",
    "a hole outside the shell": "POLYGON ((0 0,4 0,4 4,0 4,0 0),(6 6,8 6,8 8,6 8,6 6))",
    "a hole half outside": "POLYGON ((0 0,4 0,4 4,0 4,0 0),(2 2,6 2,6 3,2 3,2 2))",
}
NOTHING = {
    "a line there and back": "POLYGON ((0 0,4 0,0 0))",
    "three points in a row": "POLYGON ((0 0,2 2,4 4,0 0))",
    "one point": "POLYGON ((1 1,1 1,1 1,1 1))",
    "a hole as large as the shell": "POLYGON ((0 0,4 0,4 4,0 4,0 0),(0 0,4 0,4 4,0 4,0 0))",
}


def moved(wkt, dx=37_555_000.0, dy=4_520_000.0):
    rings = rings_of([wkt])
    return rings.with_xy(rings.x + dx, rings.y + dy)


@pytest.mark.parametrize("wkt, area", ONE_READING.values(), ids=ONE_READING.keys())
def test_one_reading(wkt, area):
    for rings in (rings_of([wkt]), moved(wkt)):
        reading = read_one_way(rings)
        assert reading is not None
        (geometry,) = qgs(reading)
        assert geometry.isGeosValid()
        assert geometry.area() == pytest.approx(area, abs=1e-6)


@pytest.mark.parametrize("wkt", SEVERAL.values(), ids=SEVERAL.keys())
def test_several_readings_are_refused(wkt):
    assert read_one_way(rings_of([wkt])) is None
    assert read_one_way(moved(wkt)) is None


@pytest.mark.parametrize("wkt", NOTHING.values(), ids=NOTHING.keys())
def test_nothing_enclosed(wkt):
    assert read_one_way(rings_of([wkt])) is None


@LAWS
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=7))
def test_a_single_ring_is_read_by_both_rules_or_not_at_all(points):
    """Even-odd by the symmetric difference of the triangles of a fan, winding by the sum of turning angles."""
    rings = rings_of([shapely.geometry.Polygon([(float(x), float(y)) for x, y in [*points, points[0]]])])
    reading = read_one_way(rings)
    odd = shapely.geometry.Polygon()
    for a, b in zip(points, points[1:]):  # the XOR of the triangles of a fan is the even-odd interior
        odd = odd.symmetric_difference(shapely.geometry.Polygon([points[0], a, b]))
    odd = odd.buffer(0)
    line = shapely.geometry.LineString([*points, points[0]])
    nonzero = shapely.union_all([
        face for face in ops.polygonize(shapely.union_all([line]))
        if winding(points, face.representative_point()) != 0])
    if reading is None:
        assert odd.area == pytest.approx(0, abs=1e-9) or nonzero.symmetric_difference(odd).area > 1e-9
    else:
        assert nonzero.symmetric_difference(odd).area < 1e-9
        (geometry,) = qgs(reading)
        assert geometry.area() == pytest.approx(odd.area, abs=1e-9)


def winding(points, at):
    """Sum of the turning angles, in turns."""
    from cmath import phase

    around = [complex(x - at.x, y - at.y) for x, y in points]
    return round(sum(phase(b / a) for a, b in zip(around, around[1:] + around[:1])) / 6.283185307179586)


def test_an_empty_polygon_has_no_reading():
    assert read_one_way(Rings.empty(1)) is None
