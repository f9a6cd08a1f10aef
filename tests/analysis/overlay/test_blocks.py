"""A layer in many blocks: the same bits as in one, overlaps seen across blocks, and only those made that are needed."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.geos import default
from nm_urban.nm_urban_plugin.analysis.overlay import blocks as module
from nm_urban.nm_urban_plugin.analysis.overlay.blocks import Blocks
from nm_urban.nm_urban_plugin.analysis.overlay.outlines import Outlines
from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Overlay
from nm_urban.nm_urban_plugin.analysis.overlay.zones import ZoneLayer
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from nm_urban.nm_urban_plugin.core.rings import Rings
from tests.analysis.overlay import engine_worlds as worlds
from tests.analysis.worlds import frame, plane_shapes, rings_of

shapely = pytest.importorskip("shapely")


@pytest.fixture
def small(monkeypatch):
    """Blocks of a few features."""
    monkeypatch.setattr(module, "_MOST_VERTICES", 60)
    monkeypatch.setattr(module, "_FEWEST_FEATURES", 1)


def world(seed):
    random = np.random.default_rng(seed)
    kind = worlds.KINDS[seed % len(worlds.KINDS)]
    zones, size = worlds.zones_of(kind, random)
    return worlds.placed(worlds.parcels_of(random, zones, size)), worlds.placed(zones)


def run(parcels, zones, known=None):
    """{(parcel, label): area}, outside included, and the layer's blocks."""
    layer = worlds.layer_of(zones)
    overlay = Overlay(measure=[layer])
    found = overlay.run(plane_shapes(parcels), known=known).measured["zones"]
    (_, blocks), = layer.plans()
    return dict(zip(zip(found.cell.tolist(), found.label.tolist()), found.area.tolist())), blocks, overlay


@pytest.mark.parametrize("seed", range(16))
def test_bits_do_not_depend_on_the_blocks(seed, request):
    parcels, zones = world(seed)
    plain, one, _ = run(parcels, zones)
    request.getfixturevalue("small")
    again, many, overlay = run(parcels, zones)
    assert len(one) == 1 and len(many) > 1 and overlay.handed == 0
    assert again == plain
    assert sorted(np.concatenate(many._own).tolist()) == list(range(len(zones)))


@pytest.mark.parametrize("seed", range(16))
def test_what_boxes_tell(seed, request):
    """A box is calm in the same feature, or in none, whatever the blocks; more may be near, never fewer."""
    parcels, zones = world(seed)
    bounds = rings_of(parcels).bounds()
    one = Blocks(rings_of(zones))
    request.getfixturevalue("small")
    many = Blocks(rings_of(zones))
    near, _, feature = one.seen(bounds)
    close, _, again = many.seen(bounds)
    calm = ~near & ~close
    assert np.array_equal(feature[calm], again[calm])
    table = one.tabulate(Outlines.of(rings_of(parcels)))
    whole = {(s, f) for s, f in zip(table.shape.tolist(), table.feature.tolist())}
    for k in np.nonzero(~close)[0].tolist():
        assert {f for s, f in whole if s == k} == ({int(again[k])} if again[k] >= 0 else set())


@pytest.mark.parametrize("seed", range(8))
def test_overlaps_across_blocks_are_seen(seed, request):
    """Every second zone grown over its neighbours: GEOS does what lies there, each place counted once."""
    parcels, zones = world(seed)
    grown = [zone.buffer(7.3, join_style="mitre") if k % 2 else zone for k, zone in enumerate(zones)]
    plain, _, before = run(parcels, grown)
    request.getfixturevalue("small")
    again, many, after = run(parcels, grown)
    assert len(many) > 1 and after.handed > 0 and before.handed > 0
    for key in plain.keys() | again.keys():
        assert again.get(key, 0.0) == pytest.approx(plain.get(key, 0.0), abs=1e-4)


def test_only_blocks_where_parcels_are_get_made(small):
    squares = [shapely.box(x, y, x + 50, y + 50) for x in range(0, 2000, 50) for y in range(0, 2000, 50)]
    zones = worlds.placed(squares)
    parcels = worlds.placed([shapely.box(10, 10, 190, 120), shapely.box(1810, 1810, 1890, 1900)])
    found, many, _ = run(parcels, zones)
    assert len(many) > 100 and 2 <= len(many.ready) < 20
    assert sum(a for (k, _), a in found.items() if k == 0) == pytest.approx(180 * 110, rel=1e-3)
    assert len([1 for k, _ in found if k == 0]) == 4 * 3 and len([1 for k, _ in found if k == 1]) == 2 * 2


def test_features_without_rings_are_in_no_block(small):
    full = rings_of(worlds.placed([shapely.box(0, 0, 50, 50), shapely.box(100, 0, 150, 50)]))
    gaps = Rings(full.x, full.y, full.first, full.shape * 2 + 1, full.part, full.hole, 5)
    blocks = Blocks(gaps)
    assert np.concatenate(blocks._own).tolist() == [1, 3]
    table = blocks.tabulate(Outlines.of(rings_of(worlds.placed([shapely.box(-10, -10, 160, 60)]))))
    assert sorted(table.feature.tolist()) == [1, 3] and not len(table.failed)
    empty = Blocks(Rings.empty(3))
    assert len(empty) == 1 and not len(empty.tabulate(Outlines.of(full)).shape)


def test_geos_gets_tiles_of_the_features_near_it_only_whatever_came_before(small):
    """A layer of 1 600 squares, two of them overlapping: only what lies about the parcels there is cut into tiles."""
    squares = [shapely.box(x, y, x + 50, y + 50) for x in range(0, 2000, 50) for y in range(0, 2000, 50)]
    squares[820] = squares[820].buffer(3, join_style="mitre")
    zones = worlds.placed(squares)
    x, y, *_ = squares[820].bounds
    parcels = worlds.placed([shapely.box(x - 20, y + 10, x + 30, y + 90), shapely.box(x + 40, y - 20, x + 70, y + 20)])
    layer = worlds.layer_of(zones)
    overlay = Overlay(measure=[layer])
    found = overlay.run(plane_shapes(parcels)).measured["zones"]
    assert overlay.handed == 2 and overlay.doubly["zones"] > 100
    tiles = layer.tiles(111.0, 6.0, default())
    assert 4 <= len(tiles.geometries) < 60 and len(set(tiles.features)) == len(tiles.features)
    other = worlds.layer_of(zones)
    again = Overlay(measure=[other])
    apart = [again.run(plane_shapes([parcel])).measured["zones"] for parcel in parcels[::-1]][::-1]
    assert np.concatenate([one.area for one in apart]).tolist() == found.area.tolist()
    assert np.concatenate([one.label for one in apart]).tolist() == found.label.tolist()
    assert other.tiles(111.0, 6.0, default()).features != tiles.features  # made in another order


A = shapely.box(0, 0, 6000, 3000)
INSIDE = {
    "two, side by side": [shapely.box(1000, 1000, 1600, 1600), shapely.box(3000, 1000, 3600, 1600)],
    "a ring": [shapely.box(1000, 1000, 3600, 1600) - shapely.box(1600, 1100, 3000, 1500)],
    "one in two parts": [shapely.box(1000, 1000, 1600, 1600) | shapely.box(3000, 1000, 3600, 1600)],
    "a U": [shapely.box(1000, 1000, 3600, 1600) - shapely.box(1600, 1100, 3000, 1600)],
}


@pytest.mark.parametrize("inner", INSIDE.values(), ids=INSIDE.keys())
@pytest.mark.parametrize("labels", ["same", "rising", "falling"])
@pytest.mark.parametrize("known", [False, True])
def test_a_parcel_deep_inside_overlapping_features_is_inside(inner, labels, known):
    """Between two features that both lie in a third, no edge is near, and only the third is there."""
    zones = worlds.placed([A, *inner])
    label = {"same": [0] * len(zones), "rising": range(len(zones)), "falling": range(len(zones))[::-1]}[labels]
    at = [(2300, 1300), (3300, 1300), (1300, 1300), (4500, 1300), (2300, 200), (-500, 1300), (2300, 3500)]
    parcels = worlds.placed([shapely.box(x, y, x + 10, y + 10) for x, y in at])
    shapes = plane_shapes(parcels)
    overlay = Overlay(measure=[worlds.layer_of(zones, list(label))])
    cells = overlay.run(shapes, known=straight_areas(shapes.rings) if known else None)
    found = cells.measured["zones"]
    got = {k: {} for k in range(len(at))}
    for k, one, area in zip(cells.shape[found.cell].tolist(), found.label.tolist(), found.area.tolist()):
        got[k][one] = area
    for k, parcel in enumerate(parcels):
        there = [one for one, zone in zip(label, zones) if zone.contains(parcel)]
        assert list(got[k]) == [min(there, default=-1)]
        assert got[k][min(there, default=-1)] == pytest.approx(99.99, abs=0.01)


def test_what_geos_does_keeps_its_shape_when_meridians_alternate():
    """Parcels of EPSG:4490 in two 3-degree zones, east before west, each where two zones of a layer overlap."""
    where = frame("EPSG:4490")
    zones = [shapely.box(x, 40, x + 0.02, 40.02) for x in (111, 111.01, 114, 114.01)]
    east, west = shapely.box(114.0098, 40.019, 114.0102, 40.021), shapely.box(111.0099, 40.005, 111.0101, 40.006)

    def found(parcels):
        layer = ZoneLayer("zones", where, rings_of(zones), np.zeros(4, np.int64))
        overlay = Overlay(measure=[layer], reach=where.reach)
        cells = overlay.run(where.shapes(rings_of(parcels)))
        assert overlay.handed == len(parcels)
        measured = cells.measured["zones"]
        return {(int(cells.shape[c]), int(one)): round(a, 3) for c, one, a in
                zip(measured.cell, measured.label.tolist(), measured.area.tolist())}

    alone = [found([east]), found([west])]
    assert found([east, west]) == {**alone[0], **{(1, one): a for (_, one), a in alone[1].items()}}
    assert found([west, east]) == {**alone[1], **{(1, one): a for (_, one), a in alone[0].items()}}
    assert alone[0][0, 0] == pytest.approx(alone[0][0, -1], rel=1e-3) and set(alone[1]) == {(0, 0)}
