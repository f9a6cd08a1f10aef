"""Who may overlap whom: nobody is missed, and of a clean partition nobody is suspected without need."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.depth import NetEdges, may_overlap
from nm_urban.nm_urban_plugin.analysis.overlay.outlines import Outlines
from tests.analysis.overlay import engine_worlds as worlds
from tests.analysis.overlay.engine_worlds import placed
from tests.analysis.worlds import rings_of

shapely = pytest.importorskip("shapely")


def doubtful(polygons, batches=1):
    parts = [Outlines.of(rings_of(polygons[k::batches])) for k in range(batches)]
    net = NetEdges.joined([NetEdges.of(p.rings) for p in parts])
    order = np.argsort(np.concatenate([np.arange(len(polygons))[k::batches] for k in range(batches)]))
    return may_overlap(net, np.concatenate([p.bounds for p in parts])[order])


def overlapping(polygons):
    a, b = shapely.STRtree(polygons).query(polygons)
    keep = a != b
    area = shapely.area(shapely.intersection(np.array(polygons)[a[keep]], np.array(polygons)[b[keep]]))
    return np.isin(np.arange(len(polygons)), a[keep][area > 1e-3])


def grid_of(seed, k=20):
    return placed(worlds.wiggled_grid(np.random.default_rng(seed), k, 200.0, 3))


@pytest.mark.parametrize("batches", [1, 3])
def test_a_clean_partition_is_doubtful_at_its_rim_only(batches):
    units = grid_of(1)
    found = doubtful(units, batches)
    inner = np.array([0 < k // 20 < 19 and 0 < k % 20 < 19 for k in range(400)])
    assert not found[inner].any()
    assert found[~inner].any()


@pytest.mark.parametrize("seed", range(10))
def test_no_overlap_is_missed(seed):
    random = np.random.default_rng(seed)
    units = grid_of(seed)
    for k in random.integers(0, 400, 12):
        units[k] = shapely.transform(units[k], lambda xy: xy + random.uniform(-40, 40, 2))
    found, true = doubtful(units), overlapping(units)
    assert true.any() and not (true & ~found).any()
    assert found.mean() < 0.6


def test_a_polygon_drawn_twice_and_one_within_another_are_seen():
    units = grid_of(2)
    middle, small = units[190], units[230].centroid.buffer(2)
    found = doubtful([*units, middle, small])
    assert found[[190, 400, 230, 401]].all()


@pytest.mark.parametrize("seed", range(12))
def test_random_worlds(seed):
    random = np.random.default_rng(seed)
    zones, size = worlds.zones_of(worlds.KINDS[seed % 4], random)
    polygons = placed(worlds.parcels_of(random, zones, size) + zones)
    assert not (overlapping(polygons) & ~doubtful(polygons)).any()


def test_nothing_and_polygons_without_rings():
    assert doubtful([]).tolist() == []
    assert doubtful([None, None]).tolist() == [False, False]
    assert NetEdges.joined([]).times.tolist() == []
