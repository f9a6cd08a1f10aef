"""Points in features against shapely, on borders by the rule of ties: the zone layer is moved by (ε₁, ε₂)."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.location import UNKNOWN, locate
from tests.analysis.overlay import engine_worlds as worlds

shapely = pytest.importorskip("shapely")
#: Moving the points back by this much is moving the zones: more than rounding, less than any distance in the worlds.
EPSILON = 1e-5, 1e-10


def by_shapely(zones, xy):
    """(k,) zone of each point, −1 = none."""
    points = shapely.points(xy - EPSILON)
    out = np.full(len(xy), -1)
    point, zone = shapely.STRtree(zones).query(points, "within")
    out[point] = zone
    assert len(point) == len(set(point.tolist()))
    return out


def world(seed):
    """Zones with whole coordinates, unplaced: there the rule of ties can be acted out with floats."""
    random = np.random.default_rng(seed)
    if seed % 2:
        zones, size = worlds.wiggled_grid(random, 8, 100.0, 0), 800
    else:
        zones, size = worlds.lattice(random, 1000), 1000
    return [z for z in zones if random.random() < 0.8], size, random


@pytest.mark.parametrize("seed", range(6))
def test_random_points(seed):
    zones, size, random = world(seed)
    xy = random.uniform(-0.2 * size, 1.2 * size, (3000, 2))
    assert np.array_equal(locate(worlds.partition_of(zones), *xy.T), by_shapely(zones, xy))


@pytest.mark.parametrize("seed", range(6))
def test_points_on_borders(seed):
    zones, _, random = world(seed)
    ring = [shapely.get_coordinates(z.exterior) for z in zones]
    vertices = np.concatenate([r[:-1] for r in ring])
    middles = np.concatenate([0.5 * (r[:-1] + r[1:]) for r in ring])
    level = np.column_stack([random.uniform(-50, 1050, len(vertices)), vertices[:, 1]])  # rays through vertices
    for xy in (vertices, middles, level):
        assert np.array_equal(locate(worlds.partition_of(zones), *xy.T), by_shapely(zones, xy))


@pytest.mark.parametrize("seed", range(6))
def test_rays_along_rows_and_up_columns_agree(seed):
    """Each kind alone, also for points on borders, where only the rule of ties decides."""
    zones, size, random = world(seed)
    vertices = np.concatenate([shapely.get_coordinates(z.exterior)[:-1] for z in zones])
    xy = np.concatenate([vertices, 0.5 * (vertices + np.roll(vertices, 1, axis=0)), random.uniform(0, size, (500, 2))])
    expected = by_shapely(zones, xy)
    for kept in ("free_left", "free_below"):
        partition = worlds.partition_of(zones)
        other = {"free_left": "free_below", "free_below": "free_left"}[kept]
        free = (~partition.touched).nonzero()[0]
        only = np.full(partition.grid.size, -1, np.int32)
        only[free] = getattr(partition, other)[free]  # a free cell stays its own
        setattr(partition, other, only)
        assert np.array_equal(locate(partition, *xy.T), expected)


@pytest.mark.parametrize("kind", ["blobs", "islands"])
def test_points_in_holes_and_islands(kind):
    random = np.random.default_rng(8)
    zones, size = worlds.zones_of(kind, random)
    zones = worlds.placed(zones)
    xy = random.uniform(0, size, (4000, 2)) + (worlds.E, worlds.N)
    found = locate(worlds.partition_of(zones), *xy.T)
    assert np.array_equal(found, by_shapely(zones, xy))
    assert len(np.unique(found)) == len(zones) + 1


def test_points_beyond_the_grid_and_no_points():
    part = worlds.partition_of([shapely.box(0, 0, 100, 100)])
    far = np.array([-1e6, 1e6, 50.0, 50.0]), np.array([50.0, 50.0, -1e6, 1e6])
    assert (locate(part, *far) == -1).all()
    assert not len(locate(part, np.zeros(0), np.zeros(0)))
    assert (locate(worlds.partition_of([]), *far) == -1).all()


@pytest.mark.parametrize("zones", [
    [shapely.box(0, 0, 900, 900), shapely.box(300, 300, 600, 600)],
    [shapely.box(0, 0, 600, 600), shapely.box(300, 300, 900, 900)],
])
def test_where_zones_overlap_nothing_false_is_told(zones):
    xy = np.random.default_rng(9).uniform(-100, 1000, (3000, 2))
    inside = np.array([shapely.contains_xy(z, xy) for z in zones])
    found = locate(worlds.partition_of(zones), *xy.T)
    assert (found[inside.all(axis=0)] == UNKNOWN).all()
    once = inside.sum(axis=0) < 2
    told = np.where(inside.any(axis=0), inside.argmax(axis=0), -1)
    assert np.array_equal(found[once], told[once])


def test_twice_the_same_zone_is_never_taken_for_none():
    box = shapely.box(0, 0, 900, 900)
    found = locate(worlds.partition_of([box, box]), np.array([450.0, 1200.0]), np.array([450.0, 450.0]))
    assert found[0] != -1 and found[1] == -1
