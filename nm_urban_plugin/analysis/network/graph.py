"""A network of lines: places snapped to it, shortest and quickest ways, times of arrival; on the engine of `streets`.

Lengths are those of the CGCS2000 ellipsoid. Lines are joined where they share a vertex (within the tolerance); lines
that merely cross are not, as a flyover is no junction. All lines may be travelled both ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsDistanceArea, QgsPointXY

from ...core.ellipsoid.gauss import forward, inverse, zone_number
from ...core.ellipsoid.geodesic import inverse as geodesics
from ...core.ellipsoid.geodesic import to_space
from ...core.rings import expand
from .. import streets
from ..reading.area import ELLIPSOID
from ..reading.frames import LONLAT
from ..streets.cells import least
from .lines import Lines

BY_LENGTH, BY_TIME = 0, 1

#: Vertices closer together than this are one junction.
TOLERANCE_M = 1.0
_METRES_PER_DEGREE = 111_320.0

#: Ways are searched in whole millionths of a metre or second.
_FINE = 1e6
#: Segments that are farther than the nearest one in the plane by no more than this (mm) may be the nearest in space.
_DOUBT_MM = 1000.0
#: A place lies on what comes this near to it (a millimetre).
_SAME_DEGREES = 1e-8


@dataclass(frozen=True)
class Path:
    """A way through the network: vertices lon, lat (m, 2) in degrees, its length and the time it takes."""

    lonlat: np.ndarray
    length_m: float
    seconds: float


@dataclass(frozen=True)
class Segments:
    """Straight segments: ends (s, 2) in degrees, seconds from one to the other, and seconds of arrival at both ends
    (inf: not at all)."""

    start: np.ndarray
    end: np.ndarray
    seconds: np.ndarray
    t_start: np.ndarray
    t_end: np.ndarray


def geodesic(ax: float, ay: float, bx: float, by: float) -> float:
    """Metres between two points in degrees on the CGCS2000 ellipsoid."""
    return _measure().measureLine(QgsPointXY(ax, ay), QgsPointXY(bx, by))


def _measure() -> QgsDistanceArea:
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem(LONLAT), QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    return measure


class Network:
    """The graph of *lines* with *points* (p, 2) tied to it, those within *snap_m* of it.

    snap_m (p,): distance of each point to its nearest line; tied (p, 2): where it meets the network (degrees); node
    (p,): its number, −1 where it is too far.
    """

    def __init__(self, lines: Lines, points: np.ndarray, snap_m: float, tolerance_m: float = TOLERANCE_M) -> None:
        points = np.asarray(points, np.float64).reshape(-1, 2)
        lonlat = joined(lines.lonlat, tolerance_m / _METRES_PER_DEGREE)
        middle = (lonlat[:, 0].min() + lonlat[:, 0].max()) / 2 if len(lonlat) else 111.0
        meridian = 3.0 * float(zone_number(middle))
        plane = np.stack(forward(lonlat[:, 0], lonlat[:, 1], meridian), axis=1)
        rules = streets.Rules(0.0, streets.VERTEX, touching=False)
        self.graph = graph = streets.build(streets.Lines.of(plane, lines.first), rules)
        self.lonlat = _degrees(graph, lonlat, meridian)
        drawn = _as_drawn(graph, lines.lonlat, self.lonlat)
        self._step, self._run, self._edge_m = _measured(graph, drawn)
        self._speed = lines.kmh[graph.line] / 3.6
        self._edge_s = self._edge_m / self._speed
        xy = np.stack(forward(points[:, 0], points[:, 1], meridian), axis=1)
        # a point may be tied to several lines that are drawn over each other: places (q,), and whose each is
        self._owner, self._segment, self._share, self.tied, self.snap_m = _snap(graph, drawn, points, xy)
        near = self.snap_m <= snap_m
        self.node = np.where(near, np.arange(len(points), dtype=np.int64), -1)
        self._places = self._as_places(near[self._owner])
        self._trees: dict[tuple[int, int], streets.Tree] = {}

    def _as_places(self, near: np.ndarray) -> streets.Places:
        """The ties as places of the graph; offsets need not be whole."""
        edge, offset = np.full(len(near), -1, np.int64), np.zeros(len(near))
        k = np.nonzero(near)[0]
        segment = self._segment[k]
        edge[k] = self.graph.edge_of(segment)
        part = self._run[segment] - self._run[self.graph.lo[edge[k]]] + self._share[k] * self._step[segment]
        offset[k] = np.clip(part / self._edge_m[edge[k]], 0.0, 1.0) * self.graph.length[edge[k]]
        return streets.Places(edge, offset, np.zeros(len(near)))

    @cached_property
    def _nets(self) -> tuple[streets.Net, streets.Net]:
        """The graph by length and by time."""
        return tuple(streets.Net(self.graph, toward=False, costs=np.maximum(np.rint(cost * _FINE), 1).astype(np.int64))
                     for cost in (self._edge_m, self._edge_s))

    def _of(self, point: int) -> np.ndarray:
        """The places of a point."""
        return np.nonzero(self._owner == point)[0]

    def _tree(self, point: int, by: int) -> streets.Tree:
        if (point, by) not in self._trees:
            own = self._of(point)
            reach = streets.nearest(self._nets[by], self._places.take(own), cost=np.zeros(len(own)))
            self._trees[point, by] = streets.Tree.of(reach)
        return self._trees[point, by]

    def costs(self, point: int, by: int) -> np.ndarray:
        """(p,) metres or seconds from a point to every point, infinite where no way leads. The point must be tied."""
        return self.ways(point, by)[0 if by == BY_LENGTH else 1]

    def ways(self, point: int, by: int) -> tuple[np.ndarray, np.ndarray]:
        """((p,) metres, (p,) seconds) of the shortest or quickest ways from a point to every point, infinite where
        there is none. The point must be tied."""
        found = self._by_place(point, by)
        best = self._best(found[by])
        out = np.full((2, len(self.node)), np.inf)
        some = best >= 0
        out[:, some] = [values[best[some]] for values in found]
        return out[0], out[1]

    def _by_place(self, point: int, by: int) -> tuple[np.ndarray, np.ndarray]:
        """Metres and seconds (q,) to every place."""
        tree = self._tree(point, by)
        return tree.at(self._places, self._edge_m), tree.at(self._places, self._edge_s)

    def _best(self, cost: np.ndarray) -> np.ndarray:
        """(p,) the place of each point that is reached at the least *cost* (q,); −1 where it has none."""
        out = np.full(len(self.node), -1, np.int64)
        if len(self._owner):
            first, lead = least(self._owner, cost, np.arange(len(cost), dtype=np.int64))
            out[self._owner[first]] = lead
        return out

    def path(self, start: int, end: int, by: int) -> Path | None:
        """The shortest (`BY_LENGTH`) or quickest (`BY_TIME`) way between two points; None where there is none."""
        if self.node[start] < 0 or self.node[end] < 0:
            return None
        found = self._by_place(start, by)
        place = int(self._best(found[by])[end])
        way = self._tree(start, by).way(self._places, place)
        if way is None:
            return None
        metres, seconds = (float(values[place]) for values in found)
        return Path(self._drawn(way, self.tied[start], self.tied[end]), metres, seconds)

    def _drawn(self, way: streets.Way, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """(k, 2) vertices of a way in degrees."""
        graph, parts = self.graph, [start[None, :]]
        for edge, begin, stop in zip(way.edge.tolist(), way.begin.tolist(), way.end.tolist()):
            lo, hi = int(graph.lo[edge]), int(graph.hi[edge])
            at = (self._run[lo: hi + 1] - self._run[lo]) * (graph.length[edge] / self._edge_m[edge])
            at[-1] = graph.length[edge]
            inside = self.lonlat[lo: hi + 1][(at >= min(begin, stop)) & (at <= max(begin, stop))]
            parts.append(inside if begin < stop else inside[::-1])
        line = np.concatenate([*parts, end[None, :]])
        keep = np.ones(len(line), bool)
        keep[1:] = (line[1:] != line[:-1]).any(axis=1)
        return line[keep]

    def arrivals(self, point: int, limit: float) -> Segments:
        """The segments of edges that are reached from a point within *limit* seconds, with the times of arrival; those
        on which the point lies come in two parts. The point must be tied."""
        graph, at, own = self.graph, self._tree(point, BY_TIME).sums(self._edge_s), self._of(point)
        near = np.minimum(at[graph.u], at[graph.v]) < limit
        near[self._places.edge[own]] = True
        edges = np.nonzero(near)[0]
        segment, owner = expand(graph.lo[edges], graph.hi[edges] - graph.lo[edges])
        edge, run = edges[owner], self._run
        speed, ends = self._speed[edge], []
        for vertex in (segment, segment + 1):
            before = (run[vertex] - run[graph.lo[edge]]) / speed
            after = (run[graph.hi[edge]] - run[vertex]) / speed
            ends.append(np.minimum(at[graph.u[edge]] + before, at[graph.v[edge]] + after))
        found = [self.lonlat[segment], self.lonlat[segment + 1], self._step[segment] / speed, *ends]
        for place in own.tolist():
            here = np.nonzero(edge == self._places.edge[place])[0]
            start = run[self._segment[place]] + self._share[place] * self._step[self._segment[place]]
            for vertex, times in zip((segment, segment + 1), found[3:]):
                times[here] = np.minimum(times[here], np.abs(run[vertex[here]] - start) / speed[here])
        rest = [found]
        for place in own.tolist():
            k = int(np.nonzero(segment == self._segment[place])[0][0])
            rest.append(_split(found, k, self.tied[point], float(self._share[place])))
        return Segments(*(np.concatenate(column) for column in zip(*rest)))


def _split(found: list[np.ndarray], k: int, place: np.ndarray, share: float) -> list[np.ndarray]:
    """Cut segment *k* at a place where the way begins: what is before it stays, what is behind it is returned."""
    rest = [values[k: k + 1].copy() for values in found]
    found[1][k], found[2][k], found[4][k] = place, found[2][k] * share, 0.0
    rest[0][0], rest[2][0], rest[3][0] = place, rest[2][0] * (1 - share), 0.0
    return rest


def joined(lonlat: np.ndarray, tolerance: float) -> np.ndarray:
    """(v, 2) vertices in degrees, those within *tolerance* degrees in both directions of an earlier one at its place.

    A vertex goes to the earliest of those that stayed where they were, so that rows of near vertices do not collapse.
    """
    if not len(lonlat) or tolerance <= 0:
        return lonlat
    points, first, back = np.unique(lonlat, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")  # by first appearance
    points, rank = points[order], np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order), dtype=np.int64)
    later, earlier = _near_pairs(points, tolerance)
    place = np.arange(len(points), dtype=np.int64)
    stays = memoryview(place)
    for a, b in zip(later.tolist(), earlier.tolist()):  # ascending: what a goes to is settled before it is asked for
        if stays[a] == a and stays[b] == b:
            stays[a] = b
    return points[place[rank[back.reshape(-1)]]]


def _near_pairs(points: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """(later, earlier) int64 of points within *tolerance* of each other in x and y, ascending."""
    column, row = np.floor((points - points.min(axis=0)) / tolerance).astype(np.int64).T + 1
    wide = int(row.max()) + 2
    cell = column * wide + row
    order = np.argsort(cell, kind="stable")
    ranked = cell[order]
    out = [np.zeros((2, 0), np.int64)]
    for across in (-1, 0, 1):
        begin = np.searchsorted(ranked, cell + across * wide - 1, "left")
        end = np.searchsorted(ranked, cell + across * wide + 1, "right")
        at, owner = expand(begin, end - begin)
        other = order[at]
        near = (other < owner) & (np.abs(points[other] - points[owner]) <= tolerance).all(axis=1)
        out.append(np.stack([owner[near], other[near]]))
    later, earlier = np.concatenate(out, axis=1)
    sort = np.lexsort((earlier, later))
    return later[sort], earlier[sort]


def _degrees(graph: streets.Graph, lonlat: np.ndarray, meridian: float) -> np.ndarray:
    """(v, 2) vertices of the graph as they were drawn; those that were made or moved from the plane."""
    out = np.empty((len(graph.x), 2))
    drawn = graph.source >= 0
    out[drawn] = lonlat[graph.source[drawn]]
    e, n = graph.origin.outward(graph.x[~drawn], graph.y[~drawn]).T
    out[~drawn] = np.stack(inverse(e, n, meridian), axis=1)
    return out


def _as_drawn(graph: streets.Graph, lonlat: np.ndarray, joined_lonlat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Start and end (v − 1, 2) in degrees of the segment from each vertex to the next, as they were drawn: what a
    junction leaves out between vertices that it joins costs nothing."""
    end = graph.source[1:].astype(np.int64)
    known = ((end >= 0) & (graph.source[:-1] >= 0))[:, None]
    start = np.where(known, lonlat[np.maximum(end - 1, 0)], joined_lonlat[:-1])
    return start, np.where(known, lonlat[np.maximum(end, 0)], joined_lonlat[1:])


def _measured(graph: streets.Graph, drawn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Metres of the segment from each vertex (v,), up to each vertex (v,), and of each edge (m,)."""
    step = np.zeros(len(graph.x))
    if not graph.m:
        return step, step, np.zeros(0)
    step[:-1] = geodesics(*drawn[0].T, *drawn[1].T)[0]
    step[graph.last_vertices] = 0.0
    run = np.concatenate([[0.0], np.cumsum(step[:-1], dtype=np.float64)])
    return step, run, np.add.reduceat(step, graph.lo)


def _around(graph: streets.Graph, x: np.ndarray, y: np.ndarray, radius: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(point, segment) int64, ascending, of segments whose boxes come within *radius* (mm) of points; point by point,
    for around a place far off lies much."""
    found = []
    for k in range(len(x)):
        at = slice(k, k + 1)
        segment = np.unique(graph.cells.near(x[at], y[at], radius[at])[1])
        for values, middle in ((graph.x, x[k]), (graph.y, y[k])):
            one, two = values[segment], values[segment + 1]
            low, high = np.minimum(one, two), np.maximum(one, two)
            segment = segment[(low <= middle + radius[k]) & (high >= middle - radius[k])]
        found.append(segment)
    return np.repeat(np.arange(len(x), dtype=np.int64), [len(v) for v in found]), np.concatenate(found)


def _snap(graph: streets.Graph, drawn, points: np.ndarray, xy: np.ndarray):
    """The places that are nearest to points: (point, segment, share of its length), by point, and for each point the
    place in degrees (p, 2) and how far it is in metres (p,), infinitely where there are no lines.

    The nearest is looked for among straight chords through the earth, near the segment that is nearest in the plane,
    then measured on the ellipsoid. If it lies on several, as where lines are drawn over each other, all count.
    """
    n = len(points)
    where, far, none = points.copy(), np.full(n, np.inf), np.zeros(0, np.int64)
    if not graph.m or not n:
        return none, none, np.zeros(0), where, far
    x, y = graph.origin.inward(xy)
    _, _, plane = graph.cells.nearest(x, y, (graph.x, graph.y), np.inf)
    who, segment = _around(graph, x, y, plane + _DOUBT_MM)
    a, b, p = to_space(*drawn[0][segment].T), to_space(*drawn[1][segment].T), to_space(*points.T)[who]
    step = b - a
    t = np.clip(((p - a) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-12), 0.0, 1.0)
    apart = np.sqrt(((a + t[:, None] * step - p) ** 2).sum(axis=1))
    first, lead = least(who, apart, segment)
    start, end = (side[segment] for side in drawn)
    step = end - start
    where[who[first]] = start[lead] + t[lead, None] * step[lead]
    # where that lies on other segments, too, straight in degrees as they are drawn
    place = where[who]
    t = np.clip(((place - start) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-24), 0.0, 1.0)
    keep = (np.abs(start + t[:, None] * step - place) <= _SAME_DEGREES).all(axis=1)
    keep[lead] = True
    who, segment, start, end, place = who[keep], segment[keep], start[keep], end[keep], place[keep]
    behind, ahead = geodesics(*start.T, *place.T)[0], geodesics(*place.T, *end.T)[0]
    share = behind / np.maximum(behind + ahead, 1e-9)  # of the way; that in degrees runs unevenly
    measure = _measure()
    for j in range(n):
        far[j] = measure.measureLine(QgsPointXY(*map(float, points[j])), QgsPointXY(*map(float, where[j])))
    return who, segment, share, where, far
