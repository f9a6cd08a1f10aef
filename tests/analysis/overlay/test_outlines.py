"""Outlines: which way rings turn, and the integrals that run along them."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.outlines import UNIT_M2, Outlines, fixed
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import edge_integrals, ring_integrals, straight_areas
from tests.analysis.overlay import engine_worlds as worlds
from tests.analysis.worlds import rings_of

shapely = pytest.importorskip("shapely")
SHELL, HOLE = [(0, 0), (9, 0), (9, 9), (0, 9)], [(3, 3), (3, 6), (6, 6), (6, 3)]


def world(seed):
    random = np.random.default_rng(seed)
    zones, size = worlds.zones_of(worlds.KINDS[seed % 4], random)
    return worlds.placed(worlds.parcels_of(random, zones, size)), worlds.placed(zones)


def test_rings_are_turned_where_they_must_be_and_nowhere_else():
    right = rings_of([shapely.Polygon(SHELL, [HOLE])])
    wrong = rings_of([shapely.Polygon(SHELL[::-1], [HOLE[::-1]])])
    assert Outlines.of(right).rings is right
    turned = Outlines.of(wrong).rings
    assert (ring_integrals(turned) > 0).tolist() == [True, False]
    assert turned.x[:5].tolist() == wrong.x[:5].tolist()[::-1]
    part = rings_of([shapely.Polygon(SHELL), shapely.Polygon(SHELL[::-1])])  # only the second is turned
    turned = Outlines.of(part).rings
    assert turned.x[:5].tolist() == part.x[:5].tolist() and turned.x[5:].tolist() != part.x[5:].tolist()


@pytest.mark.parametrize("seed", range(4))
def test_integrals_run_from_the_start_of_each_ring(seed):
    """Edge by edge, in whichever direction the rings were given."""
    parcels, zones = world(seed)
    for shapes in (parcels, zones, [shapely.reverse(z) for z in zones]):
        given = rings_of(shapes)
        outlines = Outlines.of(given)
        rings = outlines.rings
        assert outlines.area == pytest.approx(straight_areas(given), rel=1e-12)
        for ring, (first, last) in enumerate(zip(rings.first, rings.first[1:] - 1)):
            here, after = slice(first, last), slice(first + 1, last + 1)
            steps = fixed(edge_integrals(rings.x[here], rings.y[here], rings.x[after], rings.y[after]))
            assert np.array_equal(outlines.running[first : last + 1], np.append(0, np.cumsum(steps)))
            total = outlines.total(np.array([ring]))[0]
            assert total == steps.sum() and (total > 0) != rings.hole[ring]
        assert outlines.total(np.arange(len(rings.shape))) * UNIT_M2 == pytest.approx(ring_integrals(rings), abs=1e-5)


def test_taken_and_joined_outlines_are_those_of_their_polygons():
    parcels, zones = world(5)
    every = Outlines.of(rings_of(parcels + zones))
    some = np.arange(0, every.n, 3)
    alone = Outlines.of(rings_of([(parcels + zones)[k] for k in some]))
    joined = Outlines.of(rings_of(parcels)).plus(Outlines.of(rings_of(zones)))
    for got, expected in ((every.take(some), alone), (joined, every)):
        for name in ("area", "bounds", "running"):
            assert np.array_equal(getattr(got, name), getattr(expected, name))
        assert np.array_equal(got.rings.x, expected.rings.x) and np.array_equal(got.rings.first, expected.rings.first)
