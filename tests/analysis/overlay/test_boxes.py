"""Boxes that meet: every pair with area in common and no other, against all pairs tried."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay import boxes
from nm_urban.nm_urban_plugin.analysis.overlay.boxes import BoxIndex


def random_boxes(random, n, whole):
    """Boxes of very different sizes; *whole* numbers make many of them touch."""
    corner = random.uniform(0, 100, (n, 2))
    size = random.exponential(3, (n, 2)) * random.choice([1, 1, 20], (n, 1))
    if whole:
        corner, size = np.floor(corner), np.ceil(size)
    return np.concatenate([corner, corner + size], 1)


@pytest.mark.parametrize("seed", range(12))
def test_all_pairs_and_no_other(seed, monkeypatch):
    monkeypatch.setattr(boxes, "_QUERIES_AT_A_TIME", 37)  # several chunks
    random = np.random.default_rng(seed)
    one, two = random_boxes(random, 120, seed % 2), random_boxes(random, 150, seed % 2) + random.integers(0, 40)
    query, row = BoxIndex(two).meeting(one)
    meet = ((one[:, None, :2] < two[None, :, 2:]) & (two[None, :, :2] < one[:, None, 2:])).all(axis=2)
    assert list(zip(query, row)) == list(zip(*np.nonzero(meet)))


def test_none_of_none():
    none = np.zeros((0, 4))
    some = np.array([[0.0, 0, 1, 1]])
    for index, asked in ((none, some), (some, none), (none, none)):
        query, row = BoxIndex(index).meeting(asked)
        assert len(query) == len(row) == 0
