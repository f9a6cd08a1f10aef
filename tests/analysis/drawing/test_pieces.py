"""Pieces drawn from the crossings, against shapely: what is handed out is right, and little is handed back."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.drawing.pieces import OUTSIDE, Table, pieces
from nm_urban.nm_urban_plugin.analysis.overlay import blocks as blocks_module
from nm_urban.nm_urban_plugin.analysis.overlay.blocks import Blocks
from nm_urban.nm_urban_plugin.analysis.overlay.cutting import valid
from nm_urban.nm_urban_plugin.analysis.overlay.outlines import Outlines
from nm_urban.nm_urban_plugin.analysis.reading.wkb import encode
from tests.analysis.overlay import engine_worlds as worlds
from tests.analysis.overlay.engine_worlds import E, N, placed
from tests.analysis.worlds import rings_of

shapely = pytest.importorskip("shapely")
NOISE_M2 = 1e-5


def tabled(outlines, blocks, label_of):
    """The table of the engine by label, with the outside; shapes that it hands to GEOS."""
    found = blocks.tabulate(outlines)
    width = int(label_of.max(initial=0)) + 1
    area = np.zeros((outlines.n, width))
    np.add.at(area, (found.shape, label_of[found.feature]), found.area)
    rest = outlines.area - area.sum(1)
    rest[found.failed] = 0
    shape, label = np.nonzero(area > 0)
    out = np.nonzero(rest > NOISE_M2)[0]
    return Table(np.concatenate([shape, out]), np.concatenate([label, np.full(len(out), OUTSIDE)]),
                 np.concatenate([area[shape, label], rest[out]])), found.failed


def drawn(parcels, zones, labels=None):
    outlines, blocks = Outlines.of(rings_of(parcels)), Blocks(rings_of(zones))
    label_of = np.arange(len(zones)) if labels is None else np.asarray(labels, np.int64)
    table, failed = tabled(outlines, blocks, label_of)
    sketch = blocks.draw(outlines)
    sketch.failed[failed] = True
    return pieces(outlines, sketch, label_of, table, valid), failed


def judge(found, parcels, zones, labels=None):
    """Every piece against shapely; the same pieces, and no others, for all shapes that did not fail."""
    labels = np.arange(len(zones)) if labels is None else np.asarray(labels)
    polygons = shapely.from_wkb(encode(found.rings))
    assert shapely.is_valid(polygons).all()
    assert (np.diff(found.shape * 10_000 + found.label) > 0).all()
    unions = {int(k): shapely.union_all([z for z, own in zip(zones, labels) if own == k]) for k in np.unique(labels)}
    unions[OUTSIDE] = shapely.union_all(zones)
    total = np.zeros(len(parcels))
    for shape, label, polygon in zip(found.shape.tolist(), found.label.tolist(), polygons):
        zone = unions[label]
        true = parcels[shape].difference(zone) if label == OUTSIDE else parcels[shape].intersection(zone)
        assert polygon.symmetric_difference(true).area < 1e-4, (shape, label)
        total[shape] += polygon.area
    whole = np.nonzero(~found.failed)[0]
    assert np.abs(total - [p.area for p in parcels])[whole].max(initial=0) < 1e-3
    assert not np.isin(found.shape, np.nonzero(found.failed)[0]).any()


@pytest.mark.parametrize("seed", range(40))
def test_random_worlds(seed):
    random = np.random.default_rng(seed)
    zones, size = worlds.zones_of(worlds.KINDS[seed % 4], random)
    parcels, zones = placed(worlds.parcels_of(random, zones, size)), placed(zones)
    found, _ = drawn(parcels, zones)
    judge(found, parcels, zones)
    assert found.failed.mean() <= 0.05


@pytest.mark.parametrize("seed", range(20))
def test_features_of_one_label_are_one_piece(seed):
    random = np.random.default_rng(100 + seed)
    zones, size = worlds.zones_of(worlds.KINDS[seed % 4], random)
    parcels, zones = placed(worlds.parcels_of(random, zones, size)), placed(zones)
    labels = random.integers(0, max(2, len(zones) // 4), len(zones))
    found, _ = drawn(parcels, zones, labels)
    judge(found, parcels, zones, labels)
    assert found.failed.mean() <= 0.05


@pytest.mark.parametrize("seed", range(8))
def test_several_blocks_draw_what_one_draws(seed, monkeypatch):
    random = np.random.default_rng(seed)
    zones, size = worlds.zones_of(worlds.KINDS[seed % 4], random)
    parcels, zones = placed(worlds.parcels_of(random, zones, size)), placed(zones)
    alone, _ = drawn(parcels, zones)
    monkeypatch.setattr(blocks_module, "_MOST_VERTICES", 60)
    monkeypatch.setattr(blocks_module, "_FEWEST_FEATURES", 2)
    assert len(Blocks(rings_of(zones))) > 1
    found, _ = drawn(parcels, zones)
    judge(found, parcels, zones)
    both = ~alone.failed & ~found.failed
    assert [(s, k) for s, k in zip(found.shape.tolist(), found.label.tolist()) if both[s]] == [
        (s, k) for s, k in zip(alone.shape.tolist(), alone.label.tolist()) if both[s]]


@pytest.mark.parametrize("noise", [0.0, 1e-9, 1e-3])
def test_borders_of_parcels_and_zones_that_coincide(noise):
    """The normal case of cadastre: zones are unions of parcels, or nearly."""
    random = np.random.default_rng(3)
    units = worlds.wiggled_grid(random, 12, 100.0, 3)
    zones = [shapely.coverage_union_all([u for k, u in enumerate(units) if k // 12 // 3 == i and k % 12 // 3 == j])
             for i in range(4) for j in range(4)]
    parcels = [shapely.coverage_union_all([units[k], units[k + 1]]) for k in range(143) if k % 12 != 11]
    parcels += [shapely.coverage_union_all([units[k], units[k + 12]]) for k in range(132)]
    if noise:
        zones = [shapely.transform(z, lambda xy: xy + noise * np.sin(1e4 * xy[:, ::-1] % 97)) for z in zones]
    parcels, zones = placed(parcels), placed(zones)
    found, _ = drawn(parcels, zones)
    judge(found, parcels, zones)
    assert found.failed.mean() <= 0.05
    assert len(found.shape) > 1.1 * len(parcels) * (1 - found.failed.mean())


def box(x0, y0, x1, y1, *holes):
    return placed([shapely.Polygon(shapely.box(x0, y0, x1, y1).exterior,
                                   [shapely.box(*h).exterior for h in holes])])[0]


def one(parcel, zones, labels=None):
    """{label: plane WKT without the offset} of one parcel that must not fail."""
    found, _ = drawn([parcel], zones, labels)
    assert not found.failed.any()
    polygons = shapely.transform(shapely.from_wkb(encode(found.rings)), lambda xy: xy - (E, N))
    return {int(k): p.normalize() for k, p in zip(found.label, polygons)}


def same(got, *boxes, holes=()):
    parts = [shapely.Polygon(shapely.box(*b).exterior, [shapely.box(*h).exterior for h in holes if _in(h, b)])
             for b in boxes]
    assert got.equals_exact(shapely.MultiPolygon(parts).normalize(), 1e-6) or got.equals(shapely.MultiPolygon(parts))


def _in(hole, whole):
    return shapely.box(*whole).contains(shapely.box(*hole))


def test_a_parcel_that_reaches_outside():
    found = one(box(0, 0, 100, 50), [box(-10, -10, 40, 60)])
    same(found[0], (0, 0, 40, 50))
    same(found[OUTSIDE], (40, 0, 100, 50))


def test_an_island_of_a_zone_in_a_parcel_leaves_a_hole_outside():
    found = one(box(0, 0, 100, 100), [box(40, 40, 60, 60)])
    same(found[0], (40, 40, 60, 60))
    same(found[OUTSIDE], (0, 0, 100, 100), holes=[(40, 40, 60, 60)])


def test_a_hole_of_the_zone_is_a_hole_of_the_piece_and_outside():
    found = one(box(0, 0, 100, 100), [box(-50, -50, 150, 150, (10, 10, 20, 20))])
    same(found[0], (0, 0, 100, 100), holes=[(10, 10, 20, 20)])
    same(found[OUTSIDE], (10, 10, 20, 20))


def test_a_hole_of_the_parcel_stays_in_the_piece_where_it_lies():
    found = one(box(0, 0, 100, 100, (10, 10, 20, 20)), [box(-50, -50, 50, 150), box(50, -50, 150, 150)])
    same(found[0], (0, 0, 50, 100), holes=[(10, 10, 20, 20)])
    same(found[1], (50, 0, 100, 100))


def test_holes_stand_in_the_shell_about_them_where_there_are_several():
    teeth = [shapely.box(0, 0, 100, 40), shapely.box(0, 60, 100, 100), shapely.box(90, 0, 100, 100)]
    comb = shapely.union_all(teeth).difference(shapely.box(10, 10, 20, 20)).difference(shapely.box(10, 70, 20, 80))
    comb = placed([comb])[0]
    found = one(comb, [box(-50, -50, 60, 150), box(60, -50, 150, 150)])
    same(found[0], (0, 0, 60, 40), (0, 60, 60, 100), holes=[(10, 10, 20, 20), (10, 70, 20, 80)])


def test_neighbours_of_one_label_are_joined_and_what_is_apart_stays_apart():
    zones = [box(0, 0, 40, 100), box(40, 0, 60, 100), box(60, 0, 100, 100)]
    same(one(box(10, 10, 90, 90), zones, [5, 5, 2])[5], (10, 10, 60, 90))
    same(one(box(10, 10, 90, 90), zones, [5, 2, 5])[5], (10, 10, 40, 90), (60, 10, 90, 90))


def test_zones_that_meet_in_a_corner_within_a_parcel():
    zones = [box(0, 0, 50, 50), box(50, 50, 100, 100)]
    found = one(box(10, 10, 90, 90), zones)
    same(found[OUTSIDE], (50, 10, 90, 50), (10, 50, 50, 90))
    joined = one(box(10, 10, 90, 90), zones, [3, 3])
    same(joined[3], (10, 10, 50, 50), (50, 50, 90, 90))


def test_a_piece_whose_area_is_not_that_of_the_table_goes_back():
    parcels, zones = [box(0, 0, 100, 50), box(0, 60, 100, 90)], [box(-10, -10, 40, 160)]
    outlines, blocks = Outlines.of(rings_of(parcels)), Blocks(rings_of(zones))
    table, _ = tabled(outlines, blocks, np.array([0]))
    table.area[0] += 1e-3
    found = pieces(outlines, blocks.draw(outlines), np.array([0]), table, valid)
    assert found.failed.tolist() == [True, False]
    assert found.shape.tolist() == [1, 1]


def test_a_piece_that_is_not_valid_goes_back():
    parcels, zones = [box(0, 0, 100, 50), box(0, 60, 100, 90)], [box(-10, -10, 40, 160)]
    outlines, blocks = Outlines.of(rings_of(parcels)), Blocks(rings_of(zones))
    table, _ = tabled(outlines, blocks, np.array([0]))
    star = [shapely.transform(p, lambda xy: xy + 0.0) for p in placed([shapely.Point(50, 75).buffer(30, 2).difference(
        shapely.box(45, 50, 55, 76))])]
    concave = Outlines.of(rings_of(star + parcels[:1]))
    table, _ = tabled(concave, blocks, np.array([0]))
    asked = []

    def never(rings):
        asked.append(rings.n)
        return np.zeros(rings.n, bool)

    found = pieces(concave, blocks.draw(concave), np.array([0]), table, never)
    assert asked and found.failed.tolist() == [True, False]
