"""Conservation: whatever the supplies, the CRS and the way they are cut up, the parts sum to the approvals."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis.reading.wkb import decode
from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import inverse
from nm_urban.nm_urban_plugin.core.rings import Rings
from tests.analysis.stock.case import FALSE_EASTING, World, X, Y, assert_agrees, by_shapely, parcels_of, raw, taken
from tests.analysis.worlds import frame

shapely = pytest.importorskip("shapely")
box = shapely.box

_ALWAYS = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def split(polygon, place, upright):
    """A polygon cut in two by a straight line through its box."""
    x0, y0, x1, y1 = polygon.bounds
    x, y = x0 + place * (x1 - x0), y0 + place * (y1 - y0)
    side = box(x0 - 1, y0 - 1, x, y1 + 1) if upright else box(x0 - 1, y0 - 1, x1 + 1, y)
    return [p for whole in (polygon.intersection(side), polygon.difference(side))
            for p in shapely.get_parts(whole) if p.geom_type == "Polygon" and p.area > 0.1]


@_ALWAYS
@given(st.lists(st.tuples(st.integers(0, 10**6), st.floats(0.1, 0.9), st.booleans()), max_size=12),
       st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=6))
def test_splits_and_merges_of_the_supplies_change_no_total(splits, merges):
    approved = [box(0, 0, 300, 200), box(300, 0, 500, 200), box(0, 200, 500, 260), box(450, 150, 700, 400)]
    before = [box(0, 0, 120, 200), box(120, 50, 420, 150), box(300, 180, 460, 230), box(600, 300, 800, 500)]
    after = list(before)
    for which, place, upright in splits:
        after += split(after.pop(which % len(after)), place, upright)
    for one, other in merges:
        first = after.pop(one % len(after))
        after.append(shapely.union_all([first, after.pop(other % len(after))]) if after else first)
    old, _ = taken(World(approved, before).request())
    new, _ = taken(World(approved, after).request())
    assert new.unsupplied.tolist() == old.unsupplied.tolist()
    assert new.supplied.tolist() == old.supplied.tolist()
    assert new.area.sum() == new.overlap.sum() + new.supplied.sum() + new.unsupplied.sum()
    assert new.supply_doubled.sum() == 0


def _lonlat(meridian):
    """Worlds about (0, 0), laid out in the plane about *meridian*, to degrees; edges get straight there."""
    def there(polygon):
        def move(xy):
            return np.column_stack(inverse(xy[:, 0] + X - FALSE_EASTING, xy[:, 1] + Y, meridian))
        return shapely.transform(polygon, move)
    return there


def _grid(random, side, columns, rows):
    """Units of a grid with uneven lines."""
    x, y = (np.append(0, np.cumsum(np.round(random.uniform(0.5, 1.5, k) * side, 2))) for k in (columns, rows))
    return [[box(a, c, b, d) for a, b in zip(x, x[1:])] for c, d in zip(y, y[1:])]


def _world(random, side=60.0, columns=10, rows=6):
    units = _grid(random, side, columns, rows)
    approved = [shapely.union_all([units[r][c] for r in (j, j + 1) for c in (i, i + 1)])
                for j in range(0, rows, 2) for i in range(0, columns, 2)]
    every = [u for row in units for u in row]
    supplied = [u for u in every if random.random() < 0.7]
    cancelled = [u for u in every if random.random() < 0.1]
    return World(approved, supplied, cancelled, supplied_late=(random.random(len(supplied)) < 0.4).tolist(),
                 cancelled_late=(random.random(len(cancelled)) < 0.4).tolist())


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4326", "EPSG:4546", "EPSG:3857"])
def test_any_crs_conserves_and_agrees_with_shapely(crs):
    world = _world(np.random.default_rng(5))
    if crs == "EPSG:4546":  # the same zone, without its number in the easting
        request = world.request(lambda p: shapely.transform(p, lambda xy: xy + (X - FALSE_EASTING + 500_000, Y)), crs)
    elif crs == "EPSG:3857":
        there = _lonlat(111.0)

        def mercator(p):
            r = 6378137.0
            return shapely.transform(there(p), lambda d: np.column_stack(
                [np.radians(d[:, 0]) * r, r * np.log(np.tan(np.pi / 4 + np.radians(d[:, 1]) / 2))]))
        request = world.request(mercator, crs)
    else:
        request = world.request(_lonlat(111.0), crs)
    stock, pieces = taken(request)
    expected = by_shapely(world)
    if crs == "EPSG:3857":  # chords of long edges differ by the Mercator scale: compare the shares
        assert stock.supplied / stock.area == pytest.approx(expected["supplied"] / expected["area"], abs=1e-6)
    else:
        assert_agrees(stock, expected, expected["area"], raw(world.supplied))
    assert all(shapely.is_valid(shapely.from_wkb([p.wkb for p in pieces])))


def test_layers_in_different_crs_meet():
    world = _world(np.random.default_rng(6))
    request = world.request(other=(_lonlat(111.0), "EPSG:4490"))
    stock, _ = taken(request)
    expected = by_shapely(world)
    # edges straight in degrees leave those straight in the plane by some micrometres, points by their last digits
    assert stock.supplied / 100 == pytest.approx(expected["supplied"], abs=0.05)
    assert stock.unsupplied / 100 == pytest.approx(expected["unsupplied"], abs=0.05)


def test_an_approval_across_two_zones_is_one_whole():
    # 4 x 0.02 degrees about 112.5, where zones 37 and 38 meet: it reaches 2 degrees to either side
    def degrees(x0, x1, y0=42.0, y1=42.02):
        return box(x0, y0, x1, y1)
    approved = parcels_of([degrees(110.5, 114.5), degrees(111.0, 111.1, 42.02, 42.03)], "EPSG:4490")
    supplied = parcels_of([degrees(112.4, 112.7), degrees(110.5, 110.6)], "EPSG:4490")
    none = World([box(0, 0, 1, 1)]).request()
    request = type(none)(approved, np.zeros(2, int), supplied, np.zeros(2, int), np.zeros(2, bool))
    stock, pieces = taken(request)
    assert stock.supplied[0] == pytest.approx(supplied.cents.sum(), rel=1e-5)
    assert stock.supply_outside.max() <= 200  # two edges of 20 km, each within 0.1 mm: under 2 m²
    west, east = sorted((p for p in pieces if p.row == 0), key=lambda p: shapely.from_wkb(p.wkb).bounds[0])
    assert shapely.from_wkb(west.wkb).bounds[2] == pytest.approx(112.4, abs=1e-8)
    assert shapely.from_wkb(east.wkb).bounds[::2] == pytest.approx((112.7, 114.5), abs=1e-8)
    assert (east.cents + west.cents) == stock.unsupplied[0]


def test_a_giant_approval_takes_the_grid_and_agrees():
    # 30 000 vertices on the border and 400 supplies: too many for edge by edge
    angle = np.linspace(0, 2 * np.pi, 30_000, endpoint=False)
    radius = 3000 + 40 * np.sin(300 * angle)
    giant = shapely.Polygon(np.round(3000 + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), 3))
    random = np.random.default_rng(8)
    supplied = [u for row in _grid(random, 250, 24, 24) for u in row if random.random() < 0.7]
    world = World([giant], supplied)
    stock, _ = taken(world.request())
    expected = by_shapely(world)
    assert_agrees(stock, expected, expected["area"], raw(world.supplied))


def documents(size, seed):
    """*size* approvals of four units each in an even lattice with wavering corners, three units supplied on average,
    and for every approval the document that it belongs to. (approvals, supplies, cancelled, documents)"""
    random = np.random.default_rng(seed)
    wide = int(np.sqrt(size)) + 1
    nodes = np.stack(np.meshgrid(np.arange(2 * wide + 1.0), np.arange(2 * wide + 1.0)), 2) * 60
    nodes = np.round(nodes + random.uniform(-20, 20, nodes.shape), 3) + (X, Y)
    row, column = np.divmod(np.arange(size), wide)

    def rings(path, at_row, at_column):
        """Closed rings through the nodes of *path* (offsets of row and column)."""
        xy = np.stack([nodes[at_row + r, at_column + c] for r, c in path], 1)
        n, k = xy.shape[:2]
        return Rings(xy[..., 0].ravel(), xy[..., 1].ravel(), np.arange(n + 1) * k, np.arange(n),
                     np.zeros(n, np.int64), np.zeros(n, bool), n)

    outline = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)]
    unit = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]
    at_row, at_column = (np.repeat(2 * v, 4) + np.tile(step, size)
                         for v, step in ((row, [0, 0, 1, 1]), (column, [0, 1, 0, 1])))
    state = random.choice([0, 1, 2], 4 * size, p=[0.2, 0.75, 0.05])
    supplied, gone = (np.nonzero(state == s)[0] for s in (1, 2))
    twice = np.sort(np.append(supplied, random.choice(supplied, size // 100, replace=False)))
    return (rings(outline, 2 * row, 2 * column), rings(unit, at_row[twice], at_column[twice]),
            rings(unit, at_row[gone], at_column[gone]), random.integers(0, size // 7, size))


def test_twenty_thousand_approvals_conserve_each_document_exactly():
    from nm_urban.nm_urban_plugin.analysis.reading.area import feature_cents
    from nm_urban.nm_urban_plugin.analysis.stock.account import Parcels, Request

    approved, supplied, gone, document = documents(20_000, 3)
    where = frame()
    layers = [Parcels("layer", where, np.arange(r.n), feature_cents(where, r, where.shapes(r)), r)
              for r in (approved, supplied, gone)]
    assert len(layers[0]) == 20_000 and len(layers[1]) == pytest.approx(60_000, rel=0.02)
    random = np.random.default_rng(4)
    stock, pieces = taken(Request(layers[0], random.integers(0, 9, 20_000), layers[1],
                                  random.integers(0, 9, len(layers[1])), random.random(len(layers[1])) < 0.5, layers[2],
                                  random.random(len(layers[2])) < 0.5))
    whole, parts = (np.bincount(document, v).astype(np.int64) for v in (
        stock.area, stock.overlap + stock.supplied + stock.cancelled + stock.unsupplied))
    assert np.array_equal(whole, parts)
    left = np.zeros(document.max() + 1, np.int64)
    np.add.at(left, document[[p.row for p in pieces]], [p.cents for p in pieces])
    assert np.array_equal(left, np.bincount(document, stock.unsupplied).astype(np.int64))
    # nothing overlaps here but what is drawn twice, and every unit lies in its approval
    assert stock.supply_outside.sum() == 0 and stock.overlap.sum() == 0
    assert (stock.supply_doubled > 0).sum() == 200
    single = stock.supply_within.sum() + layers[2].cents.sum()
    assert stock.supplied.sum() + stock.cancelled.sum() == pytest.approx(single, abs=len(layers[1]) + len(layers[2]))


def test_pieces_stay_in_their_approval_and_keep_their_vertices():
    world = _world(np.random.default_rng(9))
    request = world.request()
    _, pieces = taken(request)
    whole = shapely.from_wkb(request.approved.wkb(np.arange(len(request.approved))))
    known = {tuple(xy) for layer in (request.approved, request.supplied, request.cancelled)
             for xy in np.column_stack([layer.rings.x, layer.rings.y]).tolist()}
    for piece in pieces:
        polygon = shapely.from_wkb(piece.wkb)
        assert polygon.difference(whole[piece.row]).area < 1e-4
        assert {tuple(xy) for xy in shapely.get_coordinates(polygon).tolist()} <= known
    assert decode([pieces[0].wkb]).rings.n == 1
