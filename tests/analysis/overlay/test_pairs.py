"""Areas that pairs have in common, against shapely's pieces measured alike; ties are the normal case."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay import pairs
from nm_urban.nm_urban_plugin.analysis.overlay.outlines import Outlines
from nm_urban.nm_urban_plugin.analysis.overlay.pairs import common_areas
from tests.analysis.overlay.engine_worlds import KINDS, by_shapely, parcels_of, placed, zones_of
from tests.analysis.worlds import rings_of

shapely = pytest.importorskip("shapely")


def every_pair(one, two):
    p, q = np.meshgrid(np.arange(len(one)), np.arange(len(two)), indexing="ij")
    return p.ravel(), q.ravel()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_every_pair_agrees_with_shapely(kind, seed):
    random = np.random.default_rng([seed, len(kind)])
    zones, size = zones_of(kind, random)
    zones = [z for z in zones if z.is_valid]
    one, two = placed(parcels_of(random, zones, size, 60)), placed(zones)
    p, q = every_pair(one, two)
    got = common_areas(Outlines.of(rings_of(one)), Outlines.of(rings_of(two)), p, q)
    known = ~np.isnan(got)
    assert known.mean() > 0.999  # what contradicts itself is said, and rare
    assert got[known] == pytest.approx(by_shapely(one, two).ravel()[known], abs=1e-4)


@pytest.mark.parametrize("kind", ["lattice", "wiggled"])
def test_a_layer_with_itself(kind):
    zones, _ = zones_of(kind, np.random.default_rng(3))
    shapes = placed(zones)
    outlines = Outlines.of(rings_of(shapes))
    p, q = every_pair(shapes, shapes)
    area = common_areas(outlines, outlines, p, q).reshape(len(shapes), -1)
    assert np.diag(area) == pytest.approx(outlines.area, abs=1e-5)
    assert np.abs(area - np.diag(np.diag(area))).max() < 1e-5  # neighbours only touch


def test_giants_are_measured_on_a_grid_and_alike(monkeypatch):
    random = np.random.default_rng(5)
    zones, size = zones_of("blobs", random)
    one, two = placed(parcels_of(random, zones, size, 60)), placed(zones)
    p, q = every_pair(one, two)
    outlines = Outlines.of(rings_of(one)), Outlines.of(rings_of(two))
    plain = common_areas(*outlines, p, q)
    asked = []
    inner = pairs._in_giant
    monkeypatch.setattr(pairs, "_in_giant", lambda *args: asked.append(1) or inner(*args))
    monkeypatch.setattr(pairs, "_HEAVY", 300)
    assert common_areas(*outlines, p, q) == pytest.approx(plain, abs=1e-5, nan_ok=True)
    assert asked


def test_chunks_change_nothing(monkeypatch):
    random = np.random.default_rng(6)
    zones, size = zones_of("wiggled", random)
    one, two = placed(parcels_of(random, zones, size, 60)), placed(zones)
    p, q = every_pair(one, two)
    outlines = Outlines.of(rings_of(one)), Outlines.of(rings_of(two))
    whole = common_areas(*outlines, p, q)
    monkeypatch.setattr(pairs, "_EDGES_AT_A_TIME", 500)
    monkeypatch.setattr(pairs, "_MEETINGS_AT_A_TIME", 100)
    assert np.array_equal(common_areas(*outlines, p, q), whole, equal_nan=True)


def test_no_pairs():
    none = Outlines.of(rings_of([]))
    assert len(common_areas(none, none, np.zeros(0, int), np.zeros(0, int))) == 0
