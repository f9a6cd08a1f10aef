"""The raster: supersets of what edges and boxes touch, and counts that agree with counting."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.grid import Grid, chunks, grouped

GRID = Grid(-3.0, 5.0, 2.5, 13, 9)


def boxes(random, n, scale=20.0):
    x, y = random.uniform(-12, 38, n), random.uniform(-4, 36, n)
    w, h = random.uniform(0, scale, (2, n))
    return x, y, x + w, y + h


@pytest.mark.parametrize("box, cell, most", [((0, 0, 100, 40), 60.0, 1000), ((5, 5, 5, 5), 60.0, 10),
                                             ((1e5, 4e6, 3e5, 5e6), 60.0, 50_000), ((0, 0, 1e6, 1e-9), 1.0, 5000)])
def test_a_grid_has_room_all_round(box, cell, most):
    grid = Grid.over(*box, cell, most)
    assert grid.cell >= cell and (grid.nx - 5) * (grid.ny - 5) <= most and grid.size == grid.nx * grid.ny
    c0, c1, r0, r1 = (v.item() for v in grid.box(*(np.array([float(v)]) for v in box)))
    assert c0 >= 1 and r0 >= 1 and c1 <= grid.nx - 2 and r1 <= grid.ny - 2


def test_boxes_are_cut_to_the_grid_and_lie_in_its_rim_outside():
    sides = [[-9.0, 5, 90, 90], [0.1, 6, 4.9, 7], [60, 6, 61, 7], [0, -9, 4, 0], [np.nan] * 4]
    c0, c1, r0, r1 = GRID.box(*np.array(sides).T)
    assert [v.tolist() for v in (c0, c1, r0, r1)] == [[0, 1, 12, 1, 0], [12, 3, 12, 2, 0], [0, 0, 0, 0, 0],
                                                      [8, 0, 0, 0, 0]]
    box, cell = GRID.cells_of_boxes(c0, c1, r0, r1)
    assert np.bincount(box).tolist() == [GRID.size, 3, 1, 2, 1]
    assert cell[box == 1].tolist() == [1, 2, 3] and sorted(cell[box == 0].tolist()) == list(range(GRID.size))


def test_the_nearest_cell_of_a_point_is_its_own_or_on_the_rim():
    x, y = np.array([-3.0, -0.5, 29.4, 99, -99, np.nan]), np.array([5.0, 7.5, 27.4, 99, 6, 6])
    assert GRID.nearest(x, y).tolist() == [0, 1 * 13 + 1, 8 * 13 + 12, 8 * 13 + 12, 0, 0]


@pytest.mark.parametrize("kind", ["any", "on the lines", "level", "points"])
def test_cells_of_edges_hold_all_that_they_touch(kind):
    random = np.random.default_rng(1)
    xa, ya, xb, yb = boxes(random, 200)
    flip = random.random(200) < 0.5
    ya, yb = np.where(flip, yb, ya), np.where(flip, ya, yb)
    if kind == "on the lines":  # vertices and edges on the borders of cells
        xa, xb = (GRID.x0 + GRID.cell * np.rint(v / GRID.cell) for v in (xa, xb))
        ya, yb = (GRID.y0 + GRID.cell * np.rint(v / GRID.cell) for v in (ya, yb))
    elif kind == "level":
        yb = ya
    elif kind == "points":
        xb, yb = xa, ya
    edge, cell = GRID.cells_of_edges(xa, ya, xb, yb)
    found = set(zip(edge.tolist(), cell.tolist()))
    touched = _touched(xa, ya, xb, yb)
    assert touched <= found
    assert len(found) <= 4 * len(touched) + 400  # and not half the grid


def _touched(xa, ya, xb, yb):
    """(edge, cell) that share a point, by the separating axis: the box of the edge, and the corners' side of it."""
    column, row = np.arange(GRID.size) % GRID.nx, np.arange(GRID.size) // GRID.nx
    x0, y0 = GRID.x0 + GRID.cell * column, GRID.y0 + GRID.cell * row
    x1, y1 = x0 + GRID.cell, y0 + GRID.cell
    out = set()
    for k, (ax, ay, bx, by) in enumerate(zip(xa, ya, xb, yb)):
        near = (min(ax, bx) <= x1) & (max(ax, bx) >= x0) & (min(ay, by) <= y1) & (max(ay, by) >= y0)
        side = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x in (x0, x1) for y in (y0, y1)]
        near &= (np.min(side, axis=0) <= 0) & (np.max(side, axis=0) >= 0)
        out |= {(k, int(c)) for c in np.nonzero(near)[0]}
    return out


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_summed_areas_count_as_brute_force_does(share):
    random = np.random.default_rng(2)
    marked = random.random(GRID.size) < share
    table = GRID.summed(marked)
    raster = marked.reshape(GRID.ny, GRID.nx)
    box = GRID.box(*boxes(random, 300))
    brute = [raster[r0 : r1 + 1, c0 : c1 + 1].sum() for c0, c1, r0, r1 in zip(*box)]
    assert GRID.count(table, *box).tolist() == brute


def test_far_boxes_count_nothing():
    """Cells on the rim are spare, so nothing that is laid on a grid marks them."""
    marked = np.zeros((GRID.ny, GRID.nx), bool)
    marked[1:-1, 1:-1] = True
    table = GRID.summed(marked.ravel())
    for x, y in ((1e7, 6), (-1e7, 6), (0, 1e7), (0, -1e7), (1e7, 1e7)):
        assert GRID.count(table, *GRID.box(*(np.array([v]) for v in (x, y, x + 3, y + 3)))).tolist() == [0]


def test_grouped():
    keys = np.array([3, 0, 3, 1, 0, 3])
    order, start = grouped(keys, 5)
    assert start.tolist() == [0, 2, 3, 3, 6, 6]
    assert [order[a:b].tolist() for a, b in zip(start, start[1:])] == [[1, 4], [3], [], [0, 2, 5], []]
    order, start = grouped(np.zeros(0, np.int64), 2)
    assert not len(order) and start.tolist() == [0, 0, 0]


@pytest.mark.parametrize("most", [1, 5, 50, 10**9])
def test_chunks_are_everything_once_and_not_too_big(most):
    weight = np.random.default_rng(3).integers(0, 9, 100)
    parts = list(chunks(weight, most))
    assert np.concatenate([np.arange(100)[p] for p in parts]).tolist() == list(range(100))
    assert all(weight[p].sum() <= most or p.stop - p.start == 1 for p in parts)
    assert not list(chunks(np.zeros(0, np.int64), most))
