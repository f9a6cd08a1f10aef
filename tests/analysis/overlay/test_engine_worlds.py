"""The engine against shapely on whole worlds: what it measures, what it hands to GEOS, and what must not matter."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.geos import NOISE_M2
from nm_urban.nm_urban_plugin.analysis.overlay import overlaps, partition, tabulate
from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Overlay
from nm_urban.nm_urban_plugin.analysis.overlay.zones import OUTSIDE
from nm_urban.nm_urban_plugin.analysis.reading import parallel
from nm_urban.nm_urban_plugin.core.ellipsoid import straight
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from tests.analysis.overlay import engine_worlds as worlds
from tests.analysis.overlay.engine_worlds import E, N, by_shapely, layer_of, partition_of, placed, tabled
from tests.analysis.worlds import plane_shapes, rings_of

shapely = pytest.importorskip("shapely")
SEEDS = range(40)
WORST_M2 = 1e-4


def world(seed):
    """(parcels, zones) in the plane; the four kinds of worlds take turns."""
    random = np.random.default_rng(seed)
    zones, size = worlds.zones_of(worlds.KINDS[seed % 4], random)
    return placed(worlds.parcels_of(random, zones, size)), placed(zones)


def agrees(got, expected):
    assert np.abs(got - expected).max(initial=0.0) < WORST_M2
    assert np.count_nonzero(got > 0.01) == np.count_nonzero(expected > 0.01)


def measured(overlay, parcels, labels):
    """(parcel, label) raw m² by Overlay.run, the last column OUTSIDE, after checking that it conserves."""
    cells = overlay.run(plane_shapes(parcels))
    assert cells.shape.tolist() == list(range(len(parcels)))
    found = cells.measured["zones"]
    assert (found.area >= 0).all()
    assert np.abs(np.bincount(found.cell, found.area, minlength=len(parcels)) - cells.area).max(initial=0.0) < NOISE_M2
    out = np.zeros((len(parcels), max(labels, default=-1) + 2))
    np.add.at(out, (found.cell, found.label), found.area)
    return out


def union_reading(parcels, zones, labels):
    """As :func:`measured`, by shapely: a place in several zones belongs to the smallest label."""
    rest, columns = np.array(parcels), []
    for label in range(max(labels) + 1):
        zone = shapely.union_all([z for z, own in zip(zones, labels) if own == label])
        columns.append(by_shapely(list(rest), [zone]))
        rest = shapely.difference(rest, zone)
    columns.append(np.array([[straight_areas(rings_of([r])).sum() if r.area > 0 else 0.0] for r in rest]))
    return np.hstack(columns)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_worlds(seed, capsys):
    parcels, zones = world(seed)
    part = partition_of(zones)
    got, failed = tabled(parcels, part)
    expected = by_shapely(parcels, zones)
    with capsys.disabled():
        print(f"\nworld {seed} {worlds.KINDS[seed % 4]}: {len(parcels)} parcels, {len(zones)} zones, "
              f"{len(failed) / len(parcels):.1%} to GEOS, worst {np.abs(got - expected).max():.1e} m2", end="")
    assert not len(failed), "no zones overlap, so nothing is GEOS's"
    agrees(got, expected)
    overlay = Overlay(measure=[layer_of(zones)])
    agrees(measured(overlay, parcels, range(len(zones)))[:, :-1], expected)
    assert overlay.handed == 0


@pytest.mark.parametrize("seed", range(12))
def test_borders_that_differ_by_rounding_are_no_overlaps(seed):
    """As after a change of CRS: neighbours have every vertex a few nanometres apart, so that no edge is shared. Parcels
    go to GEOS that have a vertex in such a gap, or where a row of cells runs through one of a lattice's vertices."""
    parcels, zones = world(seed)
    astray = [shapely.transform(z, lambda xy, k=k: xy + 3e-9 * np.sin(1e3 * xy + k)) for k, z in enumerate(zones)]
    got, failed = tabled(parcels, partition_of(astray))
    rest = np.setdiff1d(np.arange(len(parcels)), failed)
    assert np.abs(got - by_shapely(parcels, zones))[rest].max() < WORST_M2
    assert worlds.KINDS[seed % 4] == "lattice" or len(failed) < 0.15 * len(parcels)


def shifted(polygon, x, y):
    return shapely.transform(polygon, lambda xy: xy + (x, y))


BOX = shapely.box(0, 0, 400, 300)
SLOPE = [(0, 0), (900, 70), (900, 400), (0, 400)]  # its lower edge is the one that others end on
OVERLAPS = {
    "across": [BOX, shifted(BOX, 130.5, 77.25)],
    "collinear": [shapely.box(0, 0, 50, 40), shapely.box(20, 0, 70, 40)],
    "nested": [BOX, shapely.box(150, 100, 250, 200)],
    "nested, small": [BOX, shapely.box(151, 101, 158, 109)],
    "nested, smaller label inside": [shapely.box(150, 100, 250, 200), BOX],
    "nested on the border": [BOX, shapely.box(0, 0, 100, 50)],
    "twice": [BOX, BOX],
    "twice among neighbours": [shifted(BOX, 400, 0), BOX, BOX, shifted(BOX, -400, 0)],
    # the corner of the lower two lies 0.4 mm inside the upper one: no edges cross, they share their ends
    "T-junction": [shapely.Polygon(SLOPE), shapely.Polygon([(0, 0), (0, -300), (450, -300), (450, 35.0004)]),
                   shapely.Polygon([(450, 35.0004), (450, -300), (900, -300), (900, 70)])],
    "T-junction of level edges": [
        shapely.box(0, 0, 900, 200), shapely.Polygon([(0, 0), (0, -200), (450, -200), (450, 0.0004)]),
        shapely.Polygon([(450, 0.0004), (450, -200), (900, -200), (900, 0)])],
    "T-junctions without common ends": [
        shapely.Polygon(SLOPE), shapely.Polygon([(90, 7.0005), (90, -300), (450, -300), (450, 35.0004)]),
        shapely.Polygon([(450, 35.0004), (450, -300), (810, -300), (810, 63.0003)])],
    "nested on the border, small": [BOX, shapely.box(61, 0, 71, 9)],
    "a vertex more on one side": [shapely.Polygon(SLOPE),
                                  shapely.Polygon([(0, 0), (0, -300), (900, -300), (900, 70), (450, 35.0004)])],
    "a vertex more on one side of a level edge": [
        shapely.box(0, 0, 900, 200), shapely.Polygon([(0, 0), (0, -200), (900, -200), (900, 0), (450, 0.0004)])],
    "a vertex more, and more beyond": [
        shapely.box(0, 0, 600, 200),
        shapely.Polygon([(0, 0), (0, -300), (900, -300), (900, -10), (600, 0), (300, 0.0004)])],
    "a bulge between the rows": [BOX, shapely.Polygon([(0, 0), (100, -50), (350, 5), (399, 5), (420, -90), (0, -90)])],
    "through a corner": [BOX, shapely.Polygon([(-100, -75), (400, 300), (-100, 300)])],
    "a corner on an edge": [BOX, shapely.Polygon([(200, 0), (300, 20), (100, 20)])],
}


@pytest.mark.parametrize("case", OVERLAPS)
@pytest.mark.parametrize("at", [0.0, 33.0])  # where the grid's lines lie must not matter
def test_overlapping_zones_are_geos_business(case, at):
    zones = placed(OVERLAPS[case] + [shapely.box(5000, 3000 - at, 5100, 3050)], E, N)
    random = np.random.default_rng(11)
    parcels = [p for p in worlds.parcels_of(random, placed(zones, -E, -N), 900, 150) if p.area < 1e6]
    parcels = placed([*parcels, shapely.box(-500, -500, 1400, 900), shapely.box(5010, 3010, 5020, 3020)])
    pairs = [a.intersection(b) for k, a in enumerate(zones) for b in zones[k + 1 :]]
    lap = shapely.union_all([p for p in pairs if p.area > 1e-3])
    touched = np.nonzero(shapely.area(shapely.intersection(parcels, lap)) > WORST_M2)[0]
    assert len(touched) > 1
    _, failed = tabled(parcels, partition_of(zones))
    assert set(touched) <= set(failed) and len(parcels) - 1 not in failed
    for labels in (list(range(len(zones))), [len(zones) - 1 - k for k in range(len(zones))], [0] * len(zones)):
        overlay = Overlay(measure=[layer_of(zones, labels)])
        agrees(measured(overlay, parcels, labels), union_reading(parcels, zones, labels))
        assert overlay.handed >= len(touched)


# -- what must not matter -----------------------------------------------------------------------------------------


def whole_run(parcels, zones, size=None, order=None):
    """{(parcel, label): m²} by Overlay.run in batches; two layers, so that threads have something to do."""
    order = np.arange(len(parcels)) if order is None else order
    overlay = Overlay(measure=[layer_of(zones), layer_of(zones, np.arange(len(zones)) % 3, "thirds")])
    out = {}
    for at in range(0, len(order), size or len(order)):
        batch = order[at : at + (size or len(order))]
        cells = overlay.run(plane_shapes([parcels[k] for k in batch]))
        for name, found in cells.measured.items():
            out.update({(name, int(batch[c]), int(z)): a
                        for c, z, a in zip(found.cell, found.label.tolist(), found.area.tolist())})
    return out


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_bits_depend_neither_on_order_nor_batches_nor_threads(seed, monkeypatch):
    parcels, zones = world(seed)
    plain = whole_run(parcels, zones)
    assert whole_run(parcels, zones, order=np.random.default_rng(seed).permutation(len(parcels))) == plain
    assert whole_run(parcels, zones, size=1) == plain
    assert whole_run(parcels, zones, size=37) == plain
    monkeypatch.setattr(tabulate, "_PAIRS_AT_A_TIME", 50)
    monkeypatch.setattr(overlaps, "_PAIRS_AT_A_TIME", 50)
    assert whole_run(parcels, zones) == plain
    monkeypatch.setattr(parallel, "_pool", lambda: None)
    assert whole_run(parcels, zones) == plain
    with parallel.ThreadPoolExecutor(3) as pool:
        monkeypatch.setattr(parallel, "_pool", lambda: pool)
        assert whole_run(parcels, zones) == plain


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_bits_do_not_depend_on_the_grid(seed, monkeypatch):
    parcels, zones = world(seed)
    plain, _ = tabled(parcels, partition_of(zones))
    far = shapely.box(E - 150_000, N - 150_000, E - 149_000, N - 149_000)  # makes the world, and so its cells, big
    grids = set()
    for expected in (0, 1000, 100_000, 1_000_000):
        part = partition_of([*zones, far], expected)
        grids.add(part.grid)
        got, failed = tabled(parcels, part)
        assert not len(failed) and np.array_equal(got[:, :-1], plain)
    for cell in (7.3, 60.0, 1000.0, 1e5):
        monkeypatch.setattr(partition, "_SMALLEST_CELL_M", cell)
        part = partition_of(zones)
        grids.add(part.grid)
        got, failed = tabled(parcels, part)
        assert not len(failed) and np.array_equal(got, plain)
    assert len(grids) == 7


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_bits_do_not_depend_on_starts_and_directions_of_zone_rings(seed):
    parcels, zones = world(seed)
    random = np.random.default_rng(seed)

    def turned(polygon):
        def ring(r):
            xy = np.roll(shapely.get_coordinates(r)[:-1], random.integers(50), axis=0)
            return xy[:: random.choice([-1, 1])]

        return shapely.MultiPolygon([shapely.Polygon(ring(p.exterior), [ring(h) for h in p.interiors])
                                     for p in shapely.get_parts(polygon)])

    plain, _ = tabled(parcels, partition_of(zones))
    again, failed = tabled(parcels, partition_of([turned(z) for z in zones]))
    assert not len(failed) and np.array_equal(plain, again)
    order = random.permutation(len(zones))
    mixed, failed = tabled([turned(p) for p in parcels], partition_of([zones[k] for k in order]))
    assert not len(failed) and np.abs(mixed - plain[:, order]).max() < 1e-6


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("shift", [(1, 0), (-137, 2048), (-99_000, -1_000_000)])
def test_translation_by_whole_metres(seed, shift, monkeypatch):
    """In a flat plane, for on the ellipsoid the same figure has another area elsewhere."""
    for module in (straight, tabulate):
        monkeypatch.setattr(module, "edge_integrals", lambda e0, n0, e1, n1: 0.5 * (e0 + e1) * (n1 - n0))
    parcels, zones = world(seed)
    here, _ = tabled(parcels, partition_of(zones))
    there, failed = tabled([shifted(p, *shift) for p in parcels], partition_of([shifted(z, *shift) for z in zones]))
    assert not len(failed) and np.abs(here - there).max() < 1e-6


# -- shapes that ask much -----------------------------------------------------------------------------------------


def test_features_with_the_same_label_are_summed():
    parcels, zones = world(1)
    labels = (np.arange(len(zones)) % 3).tolist()
    got = measured(Overlay(measure=[layer_of(zones, labels)]), parcels, labels)
    expected = by_shapely(parcels, zones)
    for label in range(3):
        assert np.abs(got[:, label] - expected[:, label::3].sum(axis=1)).max() < WORST_M2


def test_nothing_anywhere():
    parcels, zones = world(0)
    got, failed = tabled(parcels, partition_of([]))
    assert got.shape == (len(parcels), 0) and not len(failed)
    got, failed = tabled([], partition_of(zones))
    assert got.shape == (0, len(zones)) and not len(failed)
    found = Overlay(measure=[layer_of([])]).run(plane_shapes(parcels)).measured["zones"]
    assert (found.label == OUTSIDE).all() and len(found.cell) == len(parcels)


@pytest.mark.parametrize("away", [(1e5, 0), (-1e5, 0), (0, 1e5), (0, -1e5), (3000, 3000)])
def test_parcels_outside_the_grid(away):
    parcels, zones = world(2)
    got, failed = tabled([shifted(p, *away) for p in parcels], partition_of(zones))
    assert not got.any() and not len(failed)


def test_parcels_around_the_whole_layer():
    _, zones = world(2)
    parcels = [shapely.box(E - 9e4, N - 9e4, E + 9e4, N + 9e4), shapely.box(E - 9e4, N + 500, E + 9e4, N + 900)]
    got, failed = tabled(parcels, partition_of(zones))
    assert not len(failed)
    agrees(got, by_shapely(parcels, zones))


def test_parcels_with_hundreds_of_small_zones():
    random = np.random.default_rng(3)
    zones = placed(worlds.wiggled_grid(random, 60, 40.0, 3))
    parcels = [worlds.star(random, random.uniform(300, 2100, 2), 900, 60, 3) for _ in range(12)]
    parcels = placed([p for p in parcels if p.is_valid])
    got, failed = tabled(parcels, partition_of(zones))
    assert not len(failed) and (got > 0).sum(axis=1).max() > 300
    agrees(got, by_shapely(parcels, zones))


def test_a_parcel_of_20000_vertices():
    random = np.random.default_rng(4)
    zones = placed(worlds.wiggled_grid(random, 12, 400.0, 3))
    angle = np.linspace(0, 2 * np.pi, 20_001)[:-1]
    r = 1900 + random.uniform(-2, 2, len(angle))
    ring = np.column_stack([2400 + r * np.cos(angle), 2400 + r * np.sin(angle)])
    parcels = placed([shapely.Polygon(np.round(ring, 3))])
    assert parcels[0].is_valid
    got, failed = tabled(parcels, partition_of(zones))
    assert not len(failed)
    agrees(got, by_shapely(parcels, zones))


def test_thousands_of_small_patches():
    random = np.random.default_rng(5)
    x, y = (v.ravel() * 300.0 for v in np.meshgrid(np.arange(70), np.arange(70)))
    zones = placed([worlds.star(random, c, 140, 7, 3) for c in zip(x, y)])
    zones = [z for z in zones if z.is_valid and z.area > 1]
    parcels = placed([worlds.star(random, random.uniform(0, 21_000, 2), 500, 9, 2) for _ in range(300)])
    parcels = [p for p in parcels if p.is_valid]
    assert len(zones) > 4000
    got, failed = tabled(parcels, partition_of(zones, 300))
    assert not len(failed)
    agrees(got, by_shapely(parcels, zones))
