"""A packed R-tree as SQLite stores it: the rows of the three shadow tables of an rtree virtual table, made by numpy.

Boxes are put in the order of a Hilbert curve through their middles (Kamel and Faloutsos 1993) and cut into nodes that
are filled evenly. A node is a blob: u16 depth (in the root), u16 number of cells, and per cell i64 id (row or child)
and four f32 xmin, xmax, ymin, ymax, all big endian, padded to the node size (sqlite.org/rtree.html §3.4).
"""

from __future__ import annotations

import struct

import numpy as np

_CELL = np.dtype([("id", ">i8"), ("box", ">f4", 4)])
_HEAD = 4
_HILBERT_BITS = 16


def lowered(values: np.ndarray) -> np.ndarray:
    """float64 → float32, rounded down: a box must not lose what lies on its border."""
    out = values.astype(np.float32)
    return np.where(out > values, np.nextafter(out, np.float32(-np.inf)), out)


def raised(values: np.ndarray) -> np.ndarray:
    """float64 → float32, rounded up."""
    out = values.astype(np.float32)
    return np.where(out < values, np.nextafter(out, np.float32(np.inf)), out)


def hilbert(x: np.ndarray, y: np.ndarray, bits: int = _HILBERT_BITS) -> np.ndarray:
    """(n,) int64 place of points (int64, of *bits* bits) on the Hilbert curve."""
    place = np.zeros(len(x), np.int64)
    step = 1 << (bits - 1)
    while step:
        right, up = (x & step) > 0, (y & step) > 0
        place += step * step * ((3 * right) ^ up)
        flip = right & ~up
        low = (step << 1) - 1
        x, y = np.where(flip, low - x, x) & low, np.where(flip, low - y, y) & low
        x, y = np.where(up, x, y), np.where(up, y, x)
        step >>= 1
    return place


def packed(ids: np.ndarray, bounds: np.ndarray, node_size: int
           ) -> tuple[list[tuple[int, bytes]], list[tuple[int, int]], list[tuple[int, int]]]:
    """Rows of the tables _node (nodeno, data), _rowid (rowid, nodeno) and _parent (nodeno, parentnode).

    ids (n,) int64, n > 0; bounds (n, 4) xmin, ymin, xmax, ymax; *node_size* bytes of a node.
    """
    most = (node_size - _HEAD) // _CELL.itemsize
    low = bounds[:, :2].min(0)
    side = max(float((bounds[:, 2:].max(0) - low).max()), 1e-9)
    middle = ((bounds[:, :2] + bounds[:, 2:]) / 2 - low) * (((1 << _HILBERT_BITS) - 1) / side)
    order = np.argsort(hilbert(*middle.astype(np.int64).T), kind="stable")
    boxes = np.stack([lowered(bounds[order, 0]), raised(bounds[order, 2]), lowered(bounds[order, 1]),
                      raised(bounds[order, 3])], 1)
    levels = _levels(boxes, most)
    # the root is node 1; the others are numbered level by level from the top
    number, start = [], 1
    for _, cut in reversed(levels):
        number.insert(0, np.arange(start, start + len(cut) - 1, dtype=np.int64))
        start += len(cut) - 1
    nodes: list[tuple[int, bytes]] = []
    parents: list[tuple[int, int]] = []
    inner, rowids = ids[order].astype(np.int64), []
    for level, (box, cut) in enumerate(levels):
        depth = level if level == len(levels) - 1 else 0
        nodes += _nodes(inner, box, cut, number[level], depth, node_size)
        owner = np.repeat(number[level], np.diff(cut)).tolist()
        if level:
            parents += zip(inner.tolist(), owner)
        else:
            rowids = sorted(zip(inner.tolist(), owner))
        inner = number[level]
    return nodes, rowids, parents


def _levels(boxes: np.ndarray, most: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """From the leaves up: boxes of the cells, and where they are cut into nodes (evenly, so that none is too empty)."""
    out = []
    while True:
        parts = -(-len(boxes) // most)
        cut = np.linspace(0, len(boxes), parts + 1).astype(np.int64)
        out.append((boxes, cut))
        if parts == 1:
            return out
        boxes = np.stack([(np.maximum if k % 2 else np.minimum).reduceat(boxes[:, k], cut[:-1]) for k in range(4)], 1)


def _nodes(ids, boxes, cut, number, depth: int, node_size: int) -> list[tuple[int, bytes]]:
    """(node number, blob) of one level."""
    cells = np.zeros(len(ids), _CELL)
    cells["id"], cells["box"] = ids, boxes
    raw, size = cells.tobytes(), _CELL.itemsize
    return [(node, (struct.pack(">HH", depth, b - a) + raw[size * a : size * b]).ljust(node_size, b"\0"))
            for node, a, b in zip(number.tolist(), cut[:-1].tolist(), cut[1:].tolist())]
