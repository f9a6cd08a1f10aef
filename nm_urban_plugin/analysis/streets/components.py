"""Components: which nodes hang together, whatever the directions."""

from __future__ import annotations

import numpy as np

from .graph import Graph


def labels(n: int, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """(n,) int64: the smallest node of each node's component.

    Every root that an edge joins to a smaller one hooks onto the smallest of these; trees are then flattened, edges
    inside a tree dropped, and so on: a few rounds.
    """
    root = np.arange(n, dtype=np.int64)
    a, b = u.astype(np.int64), v.astype(np.int64)
    while True:
        low, high = np.minimum(a, b), np.maximum(a, b)
        open_ = low != high
        low, high = low[open_], high[open_]
        if not len(low):
            return root
        np.minimum.at(root, high, low)
        while True:
            up = root[root]
            if np.array_equal(up, root):
                break
            root = up
        a, b = root[low], root[high]


def components(graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    """(n,) int64 component of each node and (c,) float64 its length in mm; the longest is 0, ties by smaller node."""
    _, which = np.unique(labels(graph.n, graph.u, graph.v), return_inverse=True)
    which = which.reshape(-1)
    length = np.bincount(which[graph.u], graph.length, minlength=int(which.max(initial=-1)) + 1)
    order = np.argsort(-length, kind="stable")
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order), dtype=np.int64)
    return number[which], length[order]
