"""The street graph: nodes, edges between them, and the vertices along the edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...core.rings import expand
from .cells import Cells
from .lines import AGAINST, AS_DRAWN, Lines, Origin

#: Where lines of one level meet: at vertices that they share, or wherever they cross.
VERTEX, CROSSING = "vertex", "crossing"

#: What an edge costs: its length in millimetres, or the time to travel it in milliseconds.
LENGTH, TIME = "length", "time"


@dataclass(frozen=True, eq=False)
class Moves:
    """Ends of lines that were moved: line, whether its last vertex (else its first), from and to (k, 2) in metres, and
    how far in metres (k,)."""

    line: np.ndarray
    at_end: np.ndarray
    origin: np.ndarray
    target: np.ndarray
    distance: np.ndarray


@dataclass(frozen=True, eq=False)
class Report:
    """What building the graph met with.

    lines, vertices      as given
    short                lines without length; they have no edge
    repeated             vertices that repeat the one before them
    hanging              ends of lines that touched nothing
    moves                those that were joined to something within the tolerance
    cuts                 places where a segment was cut: by an end that meets it, or (`CROSSING`) by another line
    open_crossings       crossings of one level without a common vertex that were left as they are (`VERTEX`)
    level_crossings      crossings of lines of different levels
    """

    lines: int
    vertices: int
    short: int
    repeated: int
    hanging: int
    moves: Moves
    cuts: int
    open_crossings: int
    level_crossings: int


@dataclass(frozen=True, eq=False)
class Graph:
    """A noded graph. Edge e runs from node u[e] to node v[e] along the vertices lo[e] … hi[e] of its line.

    x, y     (v,) int32 vertices in millimetres from ``origin``
    source   (v,) int32 which vertex of the lines each is, −1 for those that were made by a cut or moved
    lo, hi   (m,) int64 first and last vertex of each edge; edges follow their lines, in order
    u, v     (m,) int32 nodes; u = v for a loop
    length   (m,) float64, whole millimetres ≥ 1, each rounded half-up once
    line     (m,) int32 line of each edge
    node     (n, 2) int32 millimetres of the nodes
    lines    the lines as given, for their directions, levels and speeds
    """

    origin: Origin
    x: np.ndarray
    y: np.ndarray
    source: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    u: np.ndarray
    v: np.ndarray
    length: np.ndarray
    line: np.ndarray
    node: np.ndarray
    lines: Lines
    cells: Cells
    report: Report

    @property
    def n(self) -> int:
        """How many nodes there are."""
        return len(self.node)

    @property
    def m(self) -> int:
        """How many edges there are."""
        return len(self.lo)

    @property
    def node_xy(self) -> np.ndarray:
        """(n, 2) nodes in metres."""
        return self.origin.outward(self.node[:, 0], self.node[:, 1])

    @property
    def forward(self) -> np.ndarray:
        """(m,) bool: may be travelled from u to v."""
        return self.lines.oneway[self.line] != AGAINST

    @property
    def backward(self) -> np.ndarray:
        """(m,) bool: may be travelled from v to u."""
        return self.lines.oneway[self.line] != AS_DRAWN

    @cached_property
    def degree(self) -> np.ndarray:
        """(n,) int64 ends of edges at each node; a loop counts twice."""
        return np.bincount(self.u, minlength=self.n) + np.bincount(self.v, minlength=self.n)

    def costs(self, by: str) -> np.ndarray:
        """(m,) float64 whole millimetres (`LENGTH`), or whole milliseconds ≥ 1 at the lines' speeds (`TIME`)."""
        if by == LENGTH:
            return self.length
        if by != TIME:
            raise ValueError(by)
        if self.lines.kmh is None:
            raise ValueError("the lines have no speeds")
        return np.maximum(np.floor(self.length * (3.6 / self.lines.kmh[self.line]) + 0.5), 1.0)

    @cached_property
    def run(self) -> np.ndarray:
        """(v,) float64 millimetres run along all edges up to each vertex; only differences within an edge count."""
        step = np.zeros(len(self.x))
        if len(self.lo):
            step[1:] = self.origin.lengths(self.x, self.y)
            step[self.first_vertices] = 0.0
        return np.cumsum(step, dtype=step.dtype)

    @cached_property
    def first_vertices(self) -> np.ndarray:
        """int64 first vertex of each line that has an edge."""
        new = np.ones(self.m, bool)
        np.not_equal(self.line[1:], self.line[:-1], out=new[1:])
        return self.lo[new]

    @cached_property
    def last_vertices(self) -> np.ndarray:
        """int64 last vertex of each line that has an edge."""
        new = np.ones(self.m, bool)
        np.not_equal(self.line[1:], self.line[:-1], out=new[:-1])
        return self.hi[new]

    def edge_of(self, segment: np.ndarray) -> np.ndarray:
        """int64 edge of each segment (the vertex where it starts)."""
        return np.searchsorted(self.lo, segment, "right") - 1

    def along(self, edge: np.ndarray, offset: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(segment, share): where *offset* millimetres along edges lie; offsets need not be whole."""
        lo, hi = self.lo[edge], self.hi[edge]
        begin = self.run[lo]
        raw = begin + offset * ((self.run[hi] - begin) / self.length[edge])
        segment = np.clip(np.searchsorted(self.run, raw, "right") - 1, lo, hi - 1)
        size = self.run[segment + 1] - self.run[segment]
        return segment, np.clip((raw - self.run[segment]) / np.maximum(size, 1e-9), 0.0, 1.0)

    def position(self, edge: np.ndarray, offset: np.ndarray) -> np.ndarray:
        """(p, 2) metres of the places *offset* millimetres along edges."""
        segment, share = self.along(np.asarray(edge, np.int64), np.asarray(offset, np.float64))
        return self.origin.outward(*self.between(segment, share))

    def between(self, segment: np.ndarray, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """x, y float64 millimetres of the places at a *share* of segments."""
        x0, y0 = self.x[segment].astype(np.float64), self.y[segment].astype(np.float64)
        return x0 + share * (self.x[segment + 1] - x0), y0 + share * (self.y[segment + 1] - y0)

    def stretches(self, edge, begin, end) -> tuple[np.ndarray, np.ndarray]:
        """Polylines of stretches of edges, from *begin* to *end* millimetres along each (begin ≤ end).

        Returns (xy (w, 2) float64 metres, first (k + 1,) int64), as GeoArrow holds lines.
        """
        edge = np.asarray(edge, np.int64)
        s0, t0 = self.along(edge, np.asarray(begin, np.float64))
        s1, t1 = self.along(edge, np.asarray(end, np.float64))
        # inner vertices lie strictly between: after s0, up to s1, but not where the stretch ends on it
        count = np.maximum(s1 - (t1 <= 0) - s0, 0)
        inner, owner = expand(s0 + 1, count)
        first = np.concatenate([[0], np.cumsum(count + 2, dtype=np.int64)]).astype(np.int64)
        xy = np.empty((int(first[-1]), 2))
        xy[first[:-1]] = self.origin.outward(*self.between(s0, t0))
        xy[first[1:] - 1] = self.origin.outward(*self.between(s1, t1))
        place = inner - (s0 + 1)[owner] + first[owner] + 1
        xy[place] = self.origin.outward(self.x[inner], self.y[inner])
        return xy, first

    def edges_xy(self, edge) -> tuple[np.ndarray, np.ndarray]:
        """Polylines of whole edges, as :meth:`stretches`."""
        edge = np.asarray(edge, np.int64)
        count = self.hi[edge] - self.lo[edge] + 1
        at, _ = expand(self.lo[edge], count)
        first = np.concatenate([[0], np.cumsum(count, dtype=np.int64)]).astype(np.int64)
        return self.origin.outward(self.x[at], self.y[at]), first
