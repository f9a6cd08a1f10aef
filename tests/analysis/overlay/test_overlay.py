"""The overlay against shapely on random worlds, and its laws: it conserves, whatever the order, tiling and CRS."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis.overlay import zones as zones_module
from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Overlay
from nm_urban.nm_urban_plugin.analysis.overlay.zones import OUTSIDE, ZoneLayer
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from tests.analysis.worlds import frame, geometries_of, plane_shapes, qgs, rings_of

shapely = pytest.importorskip("shapely")
affinity = pytest.importorskip("shapely.affinity")
ops = pytest.importorskip("shapely.ops")
LAWS = settings(deadline=None, max_examples=60)
E, N = 55_000, 4_520_000  # in the plane of zone 37
FE = 37_500_000.0


def layer(name, polygons, labels=None, crs="EPSG:4525"):
    """Zones given in the plane of zone 37, as a layer of a CRS."""
    where = frame(crs, name)
    plane = rings_of(polygons)
    rings = plane.with_xy(*where.source(plane.x, plane.y, 111.0))
    return ZoneLayer(name, where, rings, np.arange(len(polygons)) if labels is None else np.array(labels, np.int64))


def ellipsoidal(geometry) -> float:
    """m² of what shapely made, without the points and lines where polygons only touch."""
    parts = [p for p in getattr(geometry, "geoms", [geometry]) if p.area > 0]
    return float(straight_areas(rings_of(parts)).sum())


def expected_cells(parcels, polygons, labels):
    """(parcel, label) → polygon by shapely: overlapping zones go to the smallest label, the rest is OUTSIDE."""
    out = {}
    for k, parcel in enumerate(parcels):
        rest = parcel
        for label in sorted(set(labels)):
            zone = shapely.union_all([p for p, own in zip(polygons, labels) if own == label])
            out[k, label] = rest.intersection(zone)
            rest = rest.difference(zone)
        out[k, OUTSIDE] = rest
    return out


def check(parcels, polygons, labels=None, crs="EPSG:4525", tolerance=1e-4):
    labels = list(range(len(polygons))) if labels is None else labels
    zone_layer = layer("zones", polygons, labels, crs)
    shapes = plane_shapes(parcels)
    cells = Overlay(split=zone_layer).run(shapes)
    expected = expected_cells(parcels, polygons, labels)
    wholes = qgs(shapes.rings)
    found = {}
    for k in range(len(cells.shape)):
        key = int(cells.shape[k]), int(cells.label[k])
        geometry = geometries_of(cells)[k] or wholes[key[0]]
        assert key not in found, "one cell per parcel and zone"
        found[key] = geometry.area()
        assert cells.area[k] == pytest.approx(ellipsoidal(expected[key]), abs=tolerance)
    for key, polygon in expected.items():
        assert found.get(key, 0.0) == pytest.approx(polygon.area, abs=tolerance)
    whole = straight_areas(shapes.rings)
    # a crossing moves by an ulp of the northing (1e-9 m) on edges of up to 600 m, and slivers thinner than that vanish
    assert np.bincount(cells.shape, cells.area, minlength=len(parcels)) == pytest.approx(whole, abs=1e-4)
    # measured instead of split: the same areas, and they conserve too
    again = Overlay(measure=[zone_layer]).run(shapes)
    measured = again.measured["zones"]
    assert np.bincount(measured.cell, measured.area, minlength=len(parcels)) == pytest.approx(whole, abs=1e-4)
    for (k, label), polygon in expected.items():
        pick = (again.shape[measured.cell] == k) & (measured.label == label)
        assert measured.area[pick].sum() == pytest.approx(ellipsoidal(polygon), abs=tolerance)
    return cells, again


COORDINATE = st.integers(0, 12).map(lambda k: 50.0 * k)  # a coarse grid: shared borders, vertices on edges, collinear

MILLIMETRE = st.integers(0, 600_000).map(lambda k: k / 1000)


@st.composite
def polygons(draw, grid=COORDINATE):
    """Valid polygons, some with holes and several parts."""
    kind = draw(st.sampled_from(["box", "hull", "hole", "parts", "fine"]))
    x, y = draw(grid), draw(grid)
    if kind == "box":
        shape = shapely.box(x, y, x + draw(st.sampled_from([50, 150, 300])), y + draw(st.sampled_from([50, 100, 250])))
    elif kind == "hull":
        points = draw(st.lists(st.tuples(grid, grid), min_size=4, max_size=7, unique=True))
        shape = shapely.MultiPoint(points).convex_hull
    elif kind == "hole":
        shape = shapely.box(x, y, x + 300, y + 300).difference(shapely.box(x + 50, y + 50, x + 150, y + 200))
    elif kind == "parts":
        shape = shapely.union_all([shapely.box(x + 200 * k, y, x + 200 * k + 100, y + 100) for k in range(3)])
    else:
        # millimetres, as surveyed: GEOS snaps what is closer than some micrometres, in each version another way
        points = draw(st.lists(st.tuples(MILLIMETRE, MILLIMETRE), min_size=4, max_size=8, unique=True))
        shape = shapely.MultiPoint(points).convex_hull
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.area < 1:
        shape = shapely.box(x, y, x + 50, y + 50)
    return affinity.translate(shape, E, N)


@LAWS
@given(st.lists(polygons(), min_size=1, max_size=4), st.lists(polygons(), max_size=5), st.data())
def test_random_worlds_against_shapely(parcels, zone_polygons, data):
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(zone_polygons), max_size=len(zone_polygons)))
    check(parcels, zone_polygons, labels)


@LAWS
@given(st.lists(polygons(), min_size=1, max_size=3), st.lists(polygons(), min_size=2, max_size=4),
       st.lists(polygons(), min_size=1, max_size=3))
def test_split_and_measured_layers_together_conserve(parcels, counties, line):
    shapes = plane_shapes(parcels)
    cells = Overlay(layer("c", counties), [layer("line", line, [0] * len(line))]).run(shapes)
    measured = cells.measured["line"]
    sums = np.bincount(measured.cell, measured.area, minlength=len(cells.shape))
    assert sums == pytest.approx(cells.area, abs=2e-5)
    inside = measured.area[measured.label != OUTSIDE].sum()
    one = shapely.union_all(line)
    assert inside == pytest.approx(sum(ellipsoidal(p.intersection(one)) for p in parcels), abs=1e-3)


@LAWS
@given(st.lists(polygons(), min_size=2, max_size=4), st.lists(polygons(), min_size=1, max_size=4), st.randoms())
def test_order_of_features_does_not_matter(parcels, zone_polygons, random):
    def areas(parcel_order, zone_order):
        where = ZoneLayer("z", frame(), *_ordered(zone_polygons, zone_order))
        cells = Overlay(split=where).run(plane_shapes([parcels[k] for k in parcel_order]))
        return {(parcel_order[s], int(label)): a for s, label, a in zip(cells.shape, cells.label, cells.area)}

    def _ordered(items, order):
        plane = rings_of([items[k] for k in order])
        return plane.with_xy(plane.x + FE, plane.y), np.array(order)

    plain = areas(list(range(len(parcels))), list(range(len(zone_polygons))))
    mixed = areas(random.sample(range(len(parcels)), len(parcels)),
                  random.sample(range(len(zone_polygons)), len(zone_polygons)))
    for key in plain.keys() | mixed.keys():
        assert plain.get(key, 0.0) == pytest.approx(mixed.get(key, 0.0), abs=1e-6)


PARCEL = affinity.translate(shapely.box(0, 0, 200, 100), E, N)


@pytest.mark.parametrize("zone_polygons", [
    [PARCEL],  # the parcel itself is the zone
    [affinity.translate(PARCEL, 200, 0)],  # a shared edge only
    [affinity.translate(PARCEL, 200, 100)],  # a shared corner only
    [affinity.translate(PARCEL, 100, 0), affinity.translate(PARCEL, -100, 0)],  # a shared edge through the parcel
    [affinity.translate(shapely.Polygon([(0, 0), (100, 0), (200, 0), (200, 50), (0, 50)]), E, N)],  # collinear
    [affinity.translate(shapely.box(-50, -50, 250, 150).difference(shapely.box(0, 0, 200, 100)), E, N)],  # in its hole
    [affinity.translate(shapely.box(50, 25, 150, 75), E, N)],  # inside
    [PARCEL, PARCEL, affinity.translate(PARCEL, 50, 50)],  # the same zone twice
    [],
])
def test_borderline_worlds(zone_polygons):
    check([PARCEL], zone_polygons)


def test_the_parcel_itself_is_handed_back_uncut():
    cells = Overlay(split=layer("z", [PARCEL.buffer(10)])).run(plane_shapes([PARCEL]))
    assert geometries_of(cells) == [None] and cells.label.tolist() == [0]
    assert cells.area.tolist() == straight_areas(plane_shapes([PARCEL]).rings).tolist()


def test_overlapping_zones_are_counted_once_and_the_surplus_is_told():
    half = affinity.translate(PARCEL, 100, 0)
    overlay = Overlay(split=layer("counties", [PARCEL, half]))
    cells = overlay.run(plane_shapes([PARCEL]))
    assert cells.label.tolist() == [0] and cells.area.sum() == pytest.approx(ellipsoidal(PARCEL), abs=1e-6)
    assert overlay.doubly == {"counties": pytest.approx(10_000, abs=1e-3)}


def test_features_of_one_label_may_overlap():
    overlay = Overlay(measure=[layer("eco", [PARCEL, affinity.translate(PARCEL, 100, 0)], [0, 0])])
    measured = overlay.run(plane_shapes([affinity.translate(PARCEL, 50, 0)])).measured["eco"]
    assert measured.label.tolist() == [0] and measured.area[0] == pytest.approx(ellipsoidal(PARCEL), abs=0.01)


@pytest.mark.parametrize("vertices", [6, 16, 128])
def test_tiling_a_zone_does_not_change_areas(vertices, monkeypatch):
    monkeypatch.setattr(zones_module, "_TILE_VERTICES", max(8, vertices))
    angle = np.linspace(0, 2 * np.pi, 401)[:-1]
    radius = 300 + 60 * np.sin(9 * angle)
    blob = shapely.Polygon(np.stack([E + radius * np.cos(angle), N + radius * np.sin(angle)], 1))
    blob = blob.difference(affinity.translate(shapely.box(-50, -50, 50, 50), E, N))
    parcels = [affinity.translate(shapely.box(0, 0, 110, 90), E + 110 * i, N + 90 * j)
               for i, j in itertools.product(range(-4, 4), range(-4, 4))]
    check(parcels, [blob])


def test_splitting_a_zone_in_two_changes_nothing():
    zone = affinity.translate(shapely.box(-100, 20, 150.25, 80.5), E, N)
    cut = shapely.LineString([(E + 33.3, N - 100), (E + 47.7, N + 200)])
    halves = list(ops.split(zone, cut).geoms)
    one = Overlay(measure=[layer("a", [zone])]).run(plane_shapes([PARCEL])).measured["a"]
    two = Overlay(measure=[layer("a", halves, [0, 0])]).run(plane_shapes([PARCEL])).measured["a"]
    assert two.area[two.label == 0].sum() == pytest.approx(one.area[one.label == 0].sum(), abs=1e-6)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4546", "EPSG:4497", "EPSG:4526", "EPSG:32649", "EPSG:3857"])
def test_the_crs_of_the_zones_does_not_matter(crs):
    """Zones with a vertex every 20 m, so that 'straight' means the same in every CRS."""
    zone_polygons = [shapely.segmentize(affinity.translate(shapely.Polygon(p), E, N), 20.0) for p in (
        [(-300, -200), (400, -150), (380, 60), (120, 40), (-300, 90)], [(400, -150), (900, 100), (380, 60)])]
    parcels = [affinity.translate(shapely.box(0, 0, 150, 120), E + 140 * i, N + 90 * j)
               for i in range(-2, 3) for j in range(-2, 2)]
    check(parcels, zone_polygons, crs=crs, tolerance=0.01)


def test_parcels_beyond_all_zones():
    far = affinity.translate(PARCEL, 50_000, 0)
    cells = Overlay(split=layer("z", [PARCEL])).run(plane_shapes([far]))
    assert cells.label.tolist() == [OUTSIDE] and geometries_of(cells) == [None]


def test_nothing():
    cells = Overlay(layer("z", [PARCEL]), [layer("m", [])]).run(plane_shapes([]))
    assert len(cells.shape) == len(cells.area) == len(cells.measured["m"].cell) == 0


def test_claimed_places_become_cells_of_their_own():
    (claim,) = qgs(rings_of([affinity.translate(shapely.box(150, -10, 400, 60), E, N)]))
    zone_layer = layer("z", [affinity.translate(shapely.box(-10, -10, 170, 110), E, N)])
    cells = Overlay(zone_layer).run(plane_shapes([PARCEL]), {0: claim})
    plane = {(int(z), bool(c)): g.area() for z, c, g in zip(cells.label, cells.claimed, geometries_of(cells))}
    assert plane == {(0, False): pytest.approx(150 * 100 + 20 * 40), (OUTSIDE, False): pytest.approx(30 * 40),
                     (0, True): pytest.approx(20 * 60), (OUTSIDE, True): pytest.approx(30 * 60)}
    assert cells.area.sum() == pytest.approx(ellipsoidal(PARCEL), abs=1e-6)


def test_a_hole_that_touches_its_shell_in_degrees():
    """Valid in degrees; in the plane the shell's long edge is a curve and the hole's corner may lie beyond it."""
    west, south = 111.6, 40.8
    shell = [(west, south), (west + 0.1, south), (west + 0.1, south + 0.05), (west, south + 0.05)]
    hole = [(west + 0.0371, south), (west + 0.06, south + 0.02), (west + 0.05, south + 0.03)]
    zone = ZoneLayer("z", frame("EPSG:4490"), rings_of([shapely.Polygon(shell, [hole])]), np.array([0]))
    assert qgs(zone.rings)[0].isGeosValid()
    where = frame("EPSG:4490")
    step = 0.01
    parcels = rings_of([shapely.box(west + step * i, south - 0.01, west + step * (i + 1), south + 0.06)
                        for i in range(10)])
    shapes = where.shapes(parcels)
    cells = Overlay(split=zone, reach=where.reach).run(shapes)
    whole = straight_areas(shapes.rings)
    assert np.bincount(cells.shape, cells.area, minlength=10) == pytest.approx(whole, abs=1e-4)
    expected = straight_areas(where.to_meridian(zone.rings, 111.0)).sum()
    assert cells.area[cells.label == 0].sum() == pytest.approx(expected, abs=2.0)  # 1 mm along 4 km of borders


def test_shapes_ascend_by_feature_though_some_are_cut_at_zone_borders():
    where = frame("EPSG:4490")
    boxes = [shapely.box(x, 41, x + w, 41.01) for x, w in ((111, 0.01), (109, 5), (114, 0.01), (112, 4), (111.5, 0.01))]
    shapes = where.shapes(rings_of(boxes))
    assert (np.diff(shapes.feature) >= 0).all()
    assert set(shapes.feature.tolist()) == set(range(5)) and len(shapes.meridian) == shapes.rings.n > 6
    alone = np.concatenate([straight_areas(where.shapes(rings_of([b])).rings).sum(keepdims=True) for b in boxes])
    assert np.bincount(shapes.feature, straight_areas(shapes.rings)) == pytest.approx(alone, rel=1e-12)


def test_polygons_are_taken_in_ascending_order_or_not_at_all():
    rings = rings_of([shapely.box(k, 0, k + 1, 1) for k in range(4)])
    assert rings.take([0, 2, 3]).n == 3
    for wrong in ([2, 0], [1, 1]):
        with pytest.raises(ValueError, match="ascending"):
            rings.take(wrong)
