"""What a layer is made into: edges kept once, labels of free cells, running integrals, cells where features overlap."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.outlines import UNIT_M2, Outlines, fixed
from nm_urban.nm_urban_plugin.analysis.overlay.partition import NONE, Partition
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import edge_integrals, ring_integrals
from tests.analysis.overlay import engine_worlds as worlds
from tests.analysis.overlay.engine_worlds import partition_of, placed
from tests.analysis.worlds import rings_of

shapely = pytest.importorskip("shapely")


def world(seed):
    random = np.random.default_rng(seed)
    return placed(worlds.zones_of(worlds.KINDS[seed % 4], random)[0])


def test_a_shared_edge_is_kept_once_with_a_feature_on_each_side():
    part = partition_of(placed([shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)]))
    assert len(part.x0) == 7
    shared = np.nonzero((part.x0 == worlds.E + 100) & (part.x1 == worlds.E + 100))[0]
    assert part.y0[shared] < part.y1[shared]
    assert (part.left[shared], part.right[shared]) == (0, 1)
    assert (np.sort(np.stack([part.left, part.right]), axis=0)[0] == NONE).sum() == 6


@pytest.mark.parametrize("seed", range(8))
def test_sides_of_edges(seed):
    """Just left and just right of an edge that no other lies on is what it says."""
    zones = world(seed)
    part = partition_of(zones)
    x, y = 0.5 * (part.x0 + part.x1), 0.5 * (part.y0 + part.y1)
    dx, dy = part.x1 - part.x0, part.y1 - part.y0
    off = 1e-5 / np.hypot(dx, dy)
    tree = shapely.STRtree(zones)
    for sign, side in ((1, part.left), (-1, part.right)):
        points = shapely.points(x - sign * off * dy, y + sign * off * dx)
        point, zone = tree.query(points, "within")
        found = np.full(len(x), NONE)
        found[point] = zone
        assert np.array_equal(found[side != NONE], side[side != NONE])
        if seed % 4:  # lattices have edges on edges
            assert np.array_equal(found, side)


@pytest.mark.parametrize("seed", range(8))
def test_labels_of_free_cells(seed):
    zones = world(seed)
    part = partition_of(zones)
    g = part.grid
    x, y = g.x0 + (np.arange(g.nx) + 0.5) * g.cell, g.y0 + (np.arange(g.ny) + 0.5) * g.cell
    middle = shapely.points(*(v.ravel() for v in np.meshgrid(x, y)))
    expected = np.full(g.size, NONE)
    point, zone = shapely.STRtree(zones).query(middle, "within")
    expected[point] = zone
    free = ~part.touched
    assert free.any() and not part.dirty.any() and part.dirty_table is None
    assert np.array_equal(part.label[free], expected[free])
    # and no border comes into a free cell
    cells = shapely.box(*(v.ravel() for v in (*np.meshgrid(x - g.cell / 2, y - g.cell / 2),
                                              *np.meshgrid(x + g.cell / 2, y + g.cell / 2))))[free]
    assert not len(shapely.STRtree(cells).query(shapely.boundary(zones), "intersects")[0])


@pytest.mark.parametrize("seed", range(4))
def test_running_integrals(seed):
    """Along every ring the integral where it enters an edge is the sum of the edges before."""
    zones = world(seed)
    rings = Outlines.of(rings_of(zones)).rings
    part = Partition(rings)
    assert part.start_total * UNIT_M2 == pytest.approx(ring_integrals(rings), abs=1e-4)
    assert np.array_equal(part.start_feature, rings.shape)
    where = {(x0, y0, x1, y1): k for k, (x0, y0, x1, y1) in
             enumerate(zip(part.x0.tolist(), part.y0.tolist(), part.x1.tolist(), part.y1.tolist()))}
    for ring, (first, last) in enumerate(zip(rings.first, rings.first[1:] - 1)):
        assert (part.start_x[ring], part.start_y[ring]) == (rings.x[first], rings.y[first])
        total = 0
        for i in range(first, last):
            ends = rings.x[i], rings.y[i], rings.x[i + 1], rings.y[i + 1]
            k = where.get(ends)
            if k is not None:
                assert (part.at_left[k], part.ring_left[k]) == (total, ring)
                total += part.whole[k]
            else:
                k = where[ends[2:] + ends[:2]]
                assert (part.at_right[k], part.ring_right[k]) == (total, ring)
                total -= part.whole[k]
        assert total == part.start_total[ring]
    assert np.array_equal(part.whole, fixed(edge_integrals(part.x0, part.y0, part.x1, part.y1)))


def test_edges_without_length_are_left_out():
    doubled = shapely.Polygon([(0, 0), (100, 0), (100, 0), (100, 100), (0, 100)])
    assert len(partition_of([doubled]).x0) == 4


def test_no_features():
    part = partition_of([])
    assert part.n == 0 and len(part.x0) == 0 and not part.touched.any() and (part.label == NONE).all()


SHEET = shapely.box(0, 0, 2000, 2000)


@pytest.mark.parametrize("other", [
    SHEET, shapely.box(700, 700, 900, 900), shapely.box(701, 701, 709, 709), shapely.box(1900, 500, 2100, 700),
    shapely.box(0, 700, 300, 900), shapely.box(0, 0, 2000, 300), shapely.Polygon([(0, 0), (2000, 0), (1000, 700)]),
    shapely.Polygon([(0, 0), (1000, 0.0004), (2000, 0), (1000, -300)]),
])
@pytest.mark.parametrize("swapped", [False, True])
def test_cells_where_features_overlap_are_dirty(other, swapped):
    zones = placed([other, SHEET] if swapped else [SHEET, other])
    part = partition_of(zones)
    g = part.grid
    lap = zones[0].intersection(zones[1])
    column, row = np.arange(g.size) % g.nx, np.arange(g.size) // g.nx
    x, y = g.x0 + column * g.cell, g.y0 + row * g.cell
    cells = shapely.box(x, y, x + g.cell, y + g.cell)
    common = shapely.area(shapely.intersection(cells, lap)) > 1e-5
    assert common.any() and part.dirty[common].all()


@pytest.mark.parametrize("off", [0.0, 3e-7, -3e-7])
@pytest.mark.parametrize("seed", range(5))
def test_vertices_on_edges_of_neighbours_are_no_overlap(off, seed):
    """A T-junction that lies on the long edge but for rounding leaves nothing to GEOS, however the edge runs."""
    random = np.random.default_rng(seed)
    turn = np.exp(1j * random.uniform(0, 2 * np.pi))
    along = np.sort(random.uniform(100, 900, 3))
    upper = [0, 1000, 1000 + 400j, 400j]
    cuts = [0, *(along + 1j * off), 1000]
    lower = [[a, a.real - 300j, b.real - 300j, b] for a, b in zip(np.array(cuts), np.array(cuts)[1:])]
    zones = [shapely.Polygon([((turn * p).real, (turn * p).imag) for p in ring]) for ring in (upper, *lower)]
    assert not partition_of(placed(zones)).dirty.any()
