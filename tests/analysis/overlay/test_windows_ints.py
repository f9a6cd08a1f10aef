"""Keys of rays and edges, and sums of pairs, past 2^31 with the whole numbers that numpy below 2 makes on Windows."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay import grid
from nm_urban.nm_urban_plugin.analysis.overlay.blocks import Blocks
from nm_urban.nm_urban_plugin.analysis.overlay.outlines import Outlines
from nm_urban.nm_urban_plugin.core.rings import Rings
from tests import windows_ints

pytestmark = pytest.mark.skipif(bool(windows_ints.whole_suite), reason="compares with native")
E, N, RADIUS, PARCELS = 60_000.0, 4_520_000.0, 20_000.0, 30_000


def rings_of(xy):
    """(n, k, 2) corners of one polygon each → Rings, closed."""
    n, k = xy.shape[:2]
    closed = np.concatenate([xy, xy[:, :1]], axis=1).reshape(-1, 2)
    return Rings(closed[:, 0], closed[:, 1], np.arange(n + 1, dtype=np.int64) * (k + 1), np.arange(n, dtype=np.int64),
                 np.zeros(n, np.int64), np.zeros(n, bool), n)


def around(radius, angle):
    return np.stack([E + radius * np.cos(angle), N + radius * np.sin(angle)], axis=-1)


def zone(vertices):
    """One zone with a wavy border."""
    angle = 2 * np.pi * np.arange(vertices) / vertices
    return rings_of(around(RADIUS + 400 * np.sin(999 * angle), angle)[None])


def along_the_border():
    random = np.random.default_rng(31)
    angle = np.sort(random.uniform(0, 2 * np.pi, PARCELS))
    middle = around(RADIUS + random.uniform(-450, 450, PARCELS), angle)
    return rings_of(middle[:, None] + 10.0 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]))


def tabulated(vertices):
    parcels = Outlines.of(along_the_border())
    return Blocks(zone(vertices), PARCELS).tabulate(parcels)


@pytest.mark.parametrize("vertices", [100_000, 400_000])
def test_a_zone_of_many_vertices(monkeypatch, vertices):
    """Some 14 000 parcels ask by a ray which side they are on: 14 000 x 400 000 = 5.6e9."""
    native = tabulated(vertices)
    assert windows_ints.switch(monkeypatch) >= 8
    found = tabulated(vertices)
    assert np.array_equal(found.shape, native.shape) and np.array_equal(found.area, native.area)
    assert len(found.failed) == 0 and 10_000 < len(found.shape) < PARCELS


def test_chunks_keep_their_size_past_two_billion_pairs(monkeypatch):
    """100 crowded cells of 10 000 edges: 5e9 pairs, in slices of 262 144."""
    windows_ints.switch(monkeypatch)
    weight = np.tile(np.arange(10_000, dtype=np.int32)[::-1], 100)
    slices = list(grid.chunks(weight, 1 << 18))
    assert max(int(weight[part].sum(dtype=np.int64)) for part in slices) <= 1 << 18
    assert [part.start for part in slices[1:]] == [part.stop for part in slices[:-1]] and slices[-1].stop == len(weight)
