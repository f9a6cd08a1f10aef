"""The packed R-tree: SQLite itself must find in it what a look at every box finds."""

import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis.writing.rtree import hilbert, lowered, packed, raised


def boxes_of(n, seed=0, size=900.0):
    rng = np.random.default_rng(seed)
    low = np.stack([rng.uniform(39_400_000, 39_600_000, n), rng.uniform(4_500_000, 4_900_000, n)], 1)
    return np.concatenate([low, low + rng.uniform(0, size, (n, 2))], 1)


def filled(ids, bounds):
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE tree USING rtree(id, minx, maxx, miny, maxy)")
    size = db.execute("SELECT length(data) FROM tree_node").fetchone()[0]
    for end, rows in zip(("node", "rowid", "parent"), packed(ids, bounds, size)):
        db.execute(f"DELETE FROM tree_{end}")
        db.executemany(f"INSERT INTO tree_{end} VALUES (?, ?)", rows)
    return db


@pytest.mark.parametrize("n", [1, 2, 51, 52, 53, 102, 103, 2601, 2602, 30_000])
def test_sqlite_finds_nothing_wrong_with_it(n):
    ids = np.random.default_rng(n).permutation(10 * n)[:n] + 1
    db = filled(ids, boxes_of(n, n))
    assert db.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
    assert sorted(row[0] for row in db.execute("SELECT id FROM tree")) == sorted(ids.tolist())


def test_box_queries_find_what_a_look_at_every_box_finds():
    bounds = boxes_of(4000)
    db = filled(np.arange(1, 4001), bounds)
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(100):
        x, y, w = rng.uniform(39_400_000, 39_600_000), rng.uniform(4_500_000, 4_900_000), rng.choice([1, 5e3, 5e4])
        found = {row[0] for row in db.execute(
            "SELECT id FROM tree WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?", (x, x + w, y, y + w))}
        true = set((np.nonzero((bounds[:, 2] >= x) & (bounds[:, 0] <= x + w) & (bounds[:, 3] >= y)
                               & (bounds[:, 1] <= y + w))[0] + 1).tolist())
        # nothing is lost; a box may be found that is up to one step of a float32 (4 m) away
        near = set((np.nonzero((bounds[:, 2] >= x - 4) & (bounds[:, 0] <= x + w + 4) & (bounds[:, 3] >= y - 4)
                               & (bounds[:, 1] <= y + w + 4))[0] + 1).tolist())
        assert true <= found <= near
        hits += len(true)
    assert hits > 100


def test_rows_put_in_and_taken_out_afterwards_keep_it_in_order():
    db = filled(np.arange(1, 501), boxes_of(500))
    db.execute("INSERT INTO tree VALUES (9999, 1, 2, 1, 2)")
    db.execute("DELETE FROM tree WHERE id <= 250")
    assert db.execute("SELECT rtreecheck('tree')").fetchone() == ("ok",)
    assert db.execute("SELECT count(*) FROM tree").fetchone() == (251,)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50))
@settings(deadline=None)
def test_boxes_are_rounded_outwards_by_one_step_at_most(values):
    values = np.array(values)
    low, high = lowered(values), raised(values)
    assert low.dtype == high.dtype == np.float32
    assert (low <= values).all() and (high >= values).all()
    assert (np.nextafter(low, np.float32(np.inf)).astype(float) >= values).all()
    assert (np.nextafter(high, np.float32(-np.inf)).astype(float) <= values).all()


def test_the_hilbert_curve_steps_from_cell_to_neighbouring_cell():
    x, y = (v.ravel() for v in np.meshgrid(np.arange(16), np.arange(16)))
    place = hilbert(x, y, 4)
    order = np.argsort(place)
    assert sorted(place.tolist()) == list(range(256))
    assert (np.abs(np.diff(x[order])) + np.abs(np.diff(y[order])) == 1).all()
