"""Where the network comes near to points and to outlines: the nearest place on every edge within a distance.

Two segments that do not cross are nearest at an end of one of them. So the distance of an outline's side to a street's
segment is 0 where they cross, else the least of the four distances of an end to the other segment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid import trig
from ...core.rings import expand, owners
from .cells import foot, least
from .graph import Graph
from .lines import MM
from .places import HALF, Places, offsets

#: Sides of outlines handled at a time. No result depends on it.
_SIDES = 1 << 14


@dataclass(frozen=True, eq=False)
class Approaches:
    """Where edges come near to things: thing (k,) int64, ascending; edge (k,) int64; offset (k,) float64 whole mm along
    it; distance (k,) float64 whole mm on the ellipsoid; xy (k, 2) metres, the place of the thing that is so near. One
    row for each thing and edge, the nearest (in the plane)."""

    thing: np.ndarray
    edge: np.ndarray
    offset: np.ndarray
    distance: np.ndarray
    xy: np.ndarray

    def __len__(self) -> int:
        return len(self.thing)

    def nearest(self, n: int) -> Places:
        """The nearest place of each of n things (ties: smaller edge)."""
        out = Places(np.full(n, -1, np.int64), np.zeros(n), np.full(n, np.inf))
        if len(self.thing):
            first, lead = least(self.thing, self.distance, self.edge)
            k = self.thing[first]
            out.edge[k], out.offset[k], out.access[k] = self.edge[lead], self.offset[lead], self.distance[lead]
        return out


def near_points(graph: Graph, xy: np.ndarray, radius_m: float) -> Approaches:
    """Every edge that comes within *radius_m* of points (p, 2), at its nearest place."""
    x, y = graph.origin.inward(xy)
    first = np.arange(len(x) + 1, dtype=np.int64)
    return _near(graph, x, y, first, np.zeros(0, np.int64), radius_m * MM)


def near_outlines(graph: Graph, xy: np.ndarray, first: np.ndarray, thing: np.ndarray, radius_m: float) -> Approaches:
    """Every edge that comes within *radius_m* of outlines, at its nearest place: distance 0 where it crosses one.

    Rings (or lines) r are xy[first[r] : first[r + 1]] (closed rings repeat their first vertex); thing (r,) int64,
    ascending: the polygon that each belongs to.
    """
    x, y = graph.origin.inward(xy)
    first, thing = np.asarray(first, np.int64), np.asarray(thing, np.int64)
    ring = owners(np.diff(first))
    side = np.nonzero(ring[1:] == ring[:-1])[0].astype(np.int64)
    found = _near(graph, x, y, first, side, radius_m * MM)
    # by ring so far; now by thing
    group = thing[found.thing]
    order = np.lexsort((found.distance, found.edge, group))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(group[order]) != 0) | (np.diff(found.edge[order]) != 0)
    k = order[new]
    return Approaches(group[k], found.edge[k], found.offset[k], found.distance[k], found.xy[k])


def tie_outlines(graph: Graph, xy: np.ndarray, first: np.ndarray, thing: np.ndarray, n: int, limit_m: float) -> Places:
    """Tie n polygons at the place of their outlines that is nearest to a street, within *limit_m*.

    Rings as in :func:`near_outlines`; a polygon that a street enters has access 0. The surroundings are doubled until
    something is found, so a wide limit costs nothing where streets are near.
    """
    first, thing = np.asarray(first, np.int64), np.asarray(thing, np.int64)
    out = Places(np.full(n, -1, np.int64), np.zeros(n), np.full(n, np.inf))
    rings = np.arange(len(thing), dtype=np.int64)
    radius = min(limit_m, (1 << graph.cells.shift) / MM / 2)
    while len(rings):
        count = np.diff(first)[rings]
        at, _ = expand(first[rings], count)
        some = np.concatenate([[0], np.cumsum(count, dtype=np.int64)]).astype(np.int64)
        found = near_outlines(graph, np.asarray(xy, np.float64)[at], some, thing[rings], radius).nearest(n)
        hit = found.edge >= 0
        out.edge[hit], out.offset[hit], out.access[hit] = found.edge[hit], found.offset[hit], found.access[hit]
        if radius >= limit_m:
            break
        rings = rings[out.edge[thing[rings]] < 0]
        radius = min(2 * radius, limit_m)
    return out


def _near(graph: Graph, x, y, first, side, radius: float) -> Approaches:
    """Approaches by ring (or point, where there are no sides)."""
    ring = owners(np.diff(first))
    rows = []
    start = side if len(side) else np.arange(len(x), dtype=np.int64)
    end = start + 1 if len(side) else start
    for a in range(0, len(start), _SIDES):
        s, e = start[a: a + _SIDES], end[a: a + _SIDES]
        x0, x1, y0, y1 = x[s], x[e], y[s], y[e]
        who, segment = _in_boxes(graph, np.minimum(x0, x1) - radius, np.minimum(y0, y1) - radius,
                                 np.maximum(x0, x1) + radius, np.maximum(y0, y1) + radius)
        share, far, px, py = _closest(graph, (x0[who], y0[who], x1[who], y1[who]), segment)
        ok = np.nonzero(far <= radius)[0]
        if not len(ok):
            continue
        group, edge = ring[s[who[ok]]], graph.edge_of(segment[ok])
        order = np.lexsort((segment[ok], far[ok], edge, group))
        group, edge = group[order], edge[order]
        new = np.ones(len(order), bool)
        new[1:] = (np.diff(group) != 0) | (np.diff(edge) != 0)
        k = ok[order[new]]
        edge, offset = offsets(graph, segment[k], share[k])
        sx, sy = graph.between(segment[k], share[k])
        access = np.floor(graph.origin.chords(px[k], py[k], sx - px[k], sy - py[k]) + HALF)
        rows.append((group[new], edge, offset, access, graph.origin.outward(px[k], py[k])))
    if not rows:
        none = np.zeros(0, np.int64)
        return Approaches(none, none, np.zeros(0), np.zeros(0), np.zeros((0, 2)))
    group, edge, offset, far, xy = (np.concatenate(column) for column in zip(*rows))
    order = np.lexsort((far, edge, group))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(group[order]) != 0) | (np.diff(edge[order]) != 0)
    k = order[new]
    return Approaches(group[k], edge[k], offset[k], far[k], xy[k])


def _in_boxes(graph: Graph, x0, y0, x1, y1) -> tuple[np.ndarray, np.ndarray]:
    """(box, segment) where the boxes meet those of segments."""
    who, segment = graph.cells.within(x0, y0, x1, y1)
    for values, low, high in ((graph.x, x0, x1), (graph.y, y0, y1)):
        a, b = values[segment], values[segment + 1]
        keep = (np.minimum(a, b) <= high[who]) & (np.maximum(a, b) >= low[who])
        who, segment = who[keep], segment[keep]
    return who, segment


def _closest(graph: Graph, sides, segment):
    """(share of the segment, distance, x, y of the nearest place of the side) of sides and segments, in mm."""
    ax, ay, bx, by = sides
    cx, cy = graph.x[segment].astype(np.float64), graph.y[segment].astype(np.float64)
    dx, dy = graph.x[segment + 1].astype(np.float64), graph.y[segment + 1].astype(np.float64)
    share, far = foot(ax, ay, (graph.x, graph.y), segment)
    px, py = ax.copy(), ay.copy()
    t, d = foot(bx, by, (graph.x, graph.y), segment)
    near = d < far
    share, far = np.where(near, t, share), np.where(near, d, far)
    px, py = np.where(near, bx, px), np.where(near, by, py)
    wx, wy = bx - ax, by - ay
    square = np.maximum(wx * wx + wy * wy, 1e-12)
    for at, x, y in ((0.0, cx, cy), (1.0, dx, dy)):
        t = np.clip(((x - ax) * wx + (y - ay) * wy) / square, 0.0, 1.0)
        qx, qy = ax + t * wx, ay + t * wy
        d = trig.hypot(qx - x, qy - y)
        near = d < far
        share, far = np.where(near, at, share), np.where(near, d, far)
        px, py = np.where(near, qx, px), np.where(near, qy, py)
    ux, uy = dx - cx, dy - cy
    turn = wx * uy - wy * ux
    with np.errstate(divide="ignore", invalid="ignore"):
        s = ((cx - ax) * uy - (cy - ay) * ux) / turn
        t = ((cx - ax) * wy - (cy - ay) * wx) / turn
    hit = (turn != 0) & (s >= 0) & (s <= 1) & (t >= 0) & (t <= 1)
    s[~hit] = 0.0
    share, far = np.where(hit, t, share), np.where(hit, 0.0, far)
    return share, far, np.where(hit, ax + s * wx, px), np.where(hit, ay + s * wy, py)
