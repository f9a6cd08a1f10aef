"""Places on the network: where a point or a polygon's outline meets it, exactly within an edge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .graph import Graph
from .lines import MM

#: Halves are rounded up although the sum before them carries noise of 1e-5 mm.
HALF = 0.5 + 1e-4


@dataclass(frozen=True, eq=False)
class Places:
    """p places: edge (p,) int64, −1 where nothing is near enough; offset (p,) float64 whole millimetres from the edge's
    u; access (p,) float64 whole millimetres straight to it, inf where not tied."""

    edge: np.ndarray
    offset: np.ndarray
    access: np.ndarray

    def __len__(self) -> int:
        return len(self.edge)

    @property
    def tied(self) -> np.ndarray:
        """(p,) bool."""
        return self.edge >= 0

    def take(self, which) -> Places:
        """Some of the places, by index or mask."""
        return Places(self.edge[which], self.offset[which], self.access[which])


def tie(graph: Graph, xy: np.ndarray, limit_m: float, edges: np.ndarray | None = None) -> Places:
    """Tie points (p, 2), in the metres of the graph's lines, to the nearest place of the network within *limit_m*.

    Nearest in the plane, ties to the smaller edge; access is measured on the ellipsoid. *edges* (m,) bool: only these
    count (say, those of the main component). Example::

        gates = tie(graph, gate_xy, 300.0)
        gates.edge[0], gates.offset[0], gates.access[0]   # 17, 41250.0, 8032.0: 41.25 m along edge 17, 8.032 m off it
    """
    x, y = graph.origin.inward(xy)
    allowed = None if edges is None else lambda segment: edges[graph.edge_of(segment)]
    segment, share, far = graph.cells.nearest(x, y, (graph.x, graph.y), limit_m * MM, allowed)
    ok = segment >= 0
    edge, offset = offsets(graph, segment[ok], share[ok])
    px, py = graph.between(segment[ok], share[ok])
    out = Places(np.full(len(x), -1, np.int64), np.zeros(len(x)), np.full(len(x), np.inf))
    out.edge[ok], out.offset[ok] = edge, offset
    out.access[ok] = np.floor(graph.origin.chords(x[ok], y[ok], px - x[ok], py - y[ok]) + HALF)
    return out


def offsets(graph: Graph, segment: np.ndarray, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(edge, whole millimetres along it) of places at a *share* of segments."""
    edge = graph.edge_of(segment)
    begin, run = graph.run[graph.lo[edge]], graph.run
    raw = run[segment] - begin + share * (run[segment + 1] - run[segment])
    whole = run[graph.hi[edge]] - begin
    offset = np.floor(raw * (graph.length[edge] / whole) + HALF)
    return edge, np.clip(offset, 0.0, graph.length[edge])


def at_nodes(graph: Graph, node: np.ndarray) -> Places:
    """Places at nodes, without access."""
    node = np.asarray(node, np.int64)
    edge, offset = np.full(graph.n, -1, np.int64), np.zeros(graph.n)
    edge[graph.v], offset[graph.v] = np.arange(graph.m, dtype=np.int64), graph.length
    edge[graph.u], offset[graph.u] = np.arange(graph.m, dtype=np.int64), 0.0
    return Places(edge[node], offset[node], np.zeros(len(node)))
