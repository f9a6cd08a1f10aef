"""Bigger worlds: zones that tile the plane, parcels laid on their vertices and edges, against shapely."""

import numpy as np
import pytest
from qgis.core import QgsGeometry

from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Overlay
from nm_urban.nm_urban_plugin.analysis.overlay.zones import OUTSIDE, ZoneLayer
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from tests.analysis.worlds import frame, plane_shapes, rings_of

shapely = pytest.importorskip("shapely")
affinity = pytest.importorskip("shapely.affinity")
E, N, SIZE = 55_000.0, 4_520_000.0, 4_000.0


def tiling(random, n, decimals):
    """Voronoi cells of n points: every border is shared by two; rounded, so that all see the same ones."""
    points = shapely.MultiPoint(random.uniform(0, SIZE, (n, 2)))
    cells = shapely.voronoi_polygons(points, extend_to=shapely.box(0, 0, SIZE, SIZE)).geoms
    frame_box = shapely.box(0, 0, SIZE, SIZE)
    out = []
    for cell in cells:
        rounded = shapely.transform(cell.intersection(frame_box), lambda p: np.round(p, decimals))
        out.append(affinity.translate(rounded, E, N))
    assert all(z.is_valid for z in out)
    return out


def parcels_on(random, zones, n):
    """Boxes at random, boxes from zone vertex to zone vertex, whole zones, zones with a hole, triangles on an edge."""
    vertices = np.concatenate([shapely.get_coordinates(z) for z in zones])
    out = []
    for k in range(n):
        kind = k % 6
        if kind == 0:
            x, y = E + random.uniform(-100, SIZE), N + random.uniform(-100, SIZE)
            out.append(shapely.box(x, y, x + random.uniform(1, 900), y + random.uniform(1, 900)))
        elif kind == 1:
            (x, y), (u, v) = vertices[random.integers(len(vertices), size=2)]
            out.append(shapely.box(min(x, u), min(y, v), max(x, u), max(y, v)))
        elif kind == 2:
            out.append(zones[random.integers(len(zones))])
        elif kind == 3:
            zone = zones[random.integers(len(zones))]
            centre = zone.representative_point()
            out.append(zone.difference(centre.buffer(20, quad_segs=2)))
        elif kind == 4:
            ring = np.array(zones[random.integers(len(zones))].exterior.coords)
            a, b = ring[0], ring[1]
            out.append(shapely.Polygon([a, b, (a + b) / 2 + random.uniform(-300, 300, 2)]))
        else:
            out.append(shapely.union_all([zones[i] for i in random.integers(len(zones), size=3)]))
    return [p for p in out if p.area > 1 and p.is_valid]


def ellipsoidal(pieces):
    """[(key, shapely geometry)] → {key: raw m²}; points and lines of contact count nothing."""
    parts = [(key, p) for key, g in pieces for p in getattr(g, "geoms", [g]) if p.area > 0]
    out = {}
    for (key, _), area in zip(parts, straight_areas(rings_of([p for _, p in parts]))):
        out[key] = out.get(key, 0.0) + float(area)
    return out


def areas_by_shapely(parcels, zones, labels):
    """{(parcel, label): raw m²}, piece by piece; a place in several zones goes to the first of them."""
    tree, pieces = shapely.STRtree(zones), []
    for k, parcel in enumerate(parcels):
        rest = parcel
        for z in sorted(tree.query(parcel).tolist()):
            pieces.append(((k, labels[z]), rest.intersection(zones[z])))
            rest = rest.difference(zones[z])
        pieces.append(((k, OUTSIDE), rest))
    return ellipsoidal(pieces)


def found(cells):
    out = {}
    for shape, label, area in zip(cells.shape.tolist(), cells.label.tolist(), cells.area.tolist()):
        out[shape, label] = out.get((shape, label), 0.0) + area
    return out


def as_layer(zones, labels, name="zones"):
    plane = rings_of(zones)
    return ZoneLayer(name, frame(), plane.with_xy(plane.x + 37_500_000.0, plane.y), np.array(labels, np.int64))


@pytest.mark.parametrize("seed, decimals", [(1, 0), (2, 3), (3, 1)])
def test_tilings(seed, decimals):
    random = np.random.default_rng(seed)
    zones = tiling(random, 70, decimals)
    parcels = parcels_on(random, zones, 240)
    labels = (np.arange(len(zones)) % 9).tolist()  # several zones of one label, also neighbours
    expected = areas_by_shapely(parcels, zones, labels)
    overlay = Overlay(as_layer(zones, labels), [as_layer(zones, labels)], expected=len(parcels))
    cells = overlay.run(plane_shapes(parcels))
    got = found(cells)
    for key in expected.keys() | got.keys():
        assert got.get(key, 0.0) == pytest.approx(expected.get(key, 0.0), abs=1e-4), key
    whole = straight_areas(plane_shapes(parcels).rings)
    sums = np.bincount(cells.shape, cells.area, minlength=len(parcels))
    assert sums == pytest.approx(whole, abs=1e-4)
    # measured again within the cells: each cell lies wholly in its own zone
    measured = cells.measured["zones"]
    own = measured.label == cells.label[measured.cell]
    assert measured.area[~own].sum() == pytest.approx(0, abs=1e-2)
    assert measured.area[own].sum() == pytest.approx(whole.sum(), abs=1e-2)


def test_batches_of_any_size_measure_the_same():
    random = np.random.default_rng(5)
    zones = tiling(random, 30, 2)
    parcels = parcels_on(random, zones, 60)
    layer = as_layer(zones, range(len(zones)))
    together = found(Overlay(layer).run(plane_shapes(parcels)))
    alone = {}
    overlay = Overlay(as_layer(zones, range(len(zones))))
    for k, parcel in enumerate(parcels):
        alone.update({(k, label): area for (_, label), area in found(overlay.run(plane_shapes([parcel]))).items()})
    assert together.keys() == alone.keys()
    for key, area in together.items():
        assert alone[key] == pytest.approx(area, abs=1e-6)


def test_the_order_of_zones_and_their_rings_does_not_matter():
    random = np.random.default_rng(6)
    zones = tiling(random, 30, 2)
    parcels = parcels_on(random, zones, 60)
    plain = found(Overlay(as_layer(zones, range(len(zones)))).run(plane_shapes(parcels)))
    order = random.permutation(len(zones))
    turned = [zones[k].reverse() if k % 2 else zones[k] for k in order]
    mixed = found(Overlay(as_layer(turned, order)).run(plane_shapes([p.reverse() for p in parcels])))
    for key in plain.keys() | mixed.keys():
        assert mixed.get(key, 0.0) == pytest.approx(plain.get(key, 0.0), abs=1e-5)


def test_zones_that_overlap_by_a_hair_and_by_a_lot():
    """Neighbours digitised apart: gaps and laps of centimetres; a place in two zones goes to the smaller label."""
    random = np.random.default_rng(7)
    def astray(ring):
        moved = ring[:-1] + random.normal(0, 0.02, ring[:-1].shape)
        return shapely.Polygon(moved)

    zones = [astray(shapely.get_coordinates(z)) for z in tiling(random, 25, 2)]
    zones = [z if z.is_valid else z.buffer(0) for z in zones]
    zones.append(affinity.translate(shapely.box(500, 500, 2500, 1500), E, N))  # and one that lies across many
    parcels = parcels_on(random, zones[:-1], 60)
    labels = list(range(len(zones)))
    expected = areas_by_shapely(parcels, zones, labels)
    overlay = Overlay(as_layer(zones, labels))
    got = found(overlay.run(plane_shapes(parcels)))
    for key in expected.keys() | got.keys():
        assert got.get(key, 0.0) == pytest.approx(expected.get(key, 0.0), abs=1e-3), key
    assert overlay.doubly["zones"] > 1000


def listed(cells, layers):
    """What a run found, in an order of its own: the cells, and what lies where in each layer."""
    whole = sorted(zip(cells.shape.tolist(), cells.label.tolist(), cells.claimed.tolist(), cells.area.tolist()))
    return whole, {name: sorted(zip(cells.shape[cells.measured[name].cell].tolist(),
                                    cells.measured[name].label.tolist(), cells.measured[name].area.tolist()))
                   for name in layers}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("split", [False, True])
def test_a_known_area_spares_the_measuring_and_changes_nothing_else(seed, split):
    """With the raw areas as the known ones a run finds the same to the bit; with others, other figures for the shapes
    that lie whole in one zone of every layer, and for no other. NaN is unknown."""
    random = np.random.default_rng(seed)
    zones, others = tiling(random, 9, 1), [affinity.translate(z, 333.3, 77.7) for z in tiling(random, 5, 2)]
    x, y = E + random.uniform(-500, SIZE + 500, 80), N + random.uniform(-500, SIZE + 500, 80)
    small = [shapely.box(a, b, a + 20, b + 30) for a, b in zip(x, y)]
    shapes = plane_shapes(small + parcels_on(random, zones, 30))
    layers = [as_layer(zones, range(9)), as_layer(others, range(5), "others")]
    overlay = Overlay(layers[0] if split else None, layers[1:] if split else layers)
    names = [layer.name for layer in overlay.measure]
    raw = straight_areas(shapes.rings)
    plain = overlay.run(shapes)
    assert listed(overlay.run(shapes, known=raw), names) == listed(plain, names)
    holes = np.where(random.random(len(raw)) < 0.3, np.nan, raw)
    assert listed(overlay.run(shapes, known=holes), names) == listed(plain, names)
    doubled = overlay.run(shapes, known=2 * raw)
    kept = np.isclose(doubled.area, raw[doubled.shape], rtol=1e-12) | (doubled.area < raw[doubled.shape])
    assert 20 < np.count_nonzero(~kept) < len(raw)
    assert np.array_equal(doubled.area[~kept], 2 * raw[doubled.shape[~kept]])
    once = np.bincount(plain.shape) == 1
    for name in names:
        once &= np.bincount(plain.shape[plain.measured[name].cell], minlength=len(raw)) == 1
    assert once[doubled.shape[~kept]].all()


def test_a_claimed_shape_is_cut_though_its_area_is_known():
    zone = as_layer([shapely.box(E, N, E + 4000, N + 4000)], [0])
    shapes = plane_shapes([shapely.box(E + 1000, N + 1000, E + 1100, N + 1100)] * 2)
    claim = QgsGeometry.fromWkt(shapely.box(E + 1050, N + 1000, E + 1100, N + 1100).wkt)
    cells = Overlay(zone).run(shapes, {1: claim}, straight_areas(shapes.rings))
    assert sorted(zip(cells.shape.tolist(), cells.claimed.tolist())) == [(0, False), (1, False), (1, True)]
    assert cells.area[cells.shape == 1].sum() == pytest.approx(cells.area[cells.shape == 0].item(), abs=1e-6)
