"""How far places lie from a corridor's lines, and how far along them: geodesic distances, chainage (里程).

Lines come densified (source.densified), so that an edge may stand for the geodesic between its ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ...core.ellipsoid.geodesic import direct, inverse, to_plane, to_space
from ...core.rings import expand

#: Edges are looked at in groups of this many; a group whose ball is too far away is passed over.
_GROUP = 64

#: Pairs of point and group, or of point and edge, handled at a time.
_MOST_PAIRS = 1 << 20

#: Decimals of a degree to which ends of lines that meet must agree (0.1 m).
_MEET = 6


class Axis:
    """Lines of one corridor: *parts* are arrays (k, 2) of longitude, latitude; one of a single vertex is a point."""

    def __init__(self, parts: Sequence[np.ndarray]) -> None:
        self.parts = [np.asarray(part, np.float64).reshape(-1, 2) for part in parts if len(part)]

    @cached_property
    def path(self) -> np.ndarray | None:
        """The lines as one (k, 2) run of vertices, in the direction of the first part; None where they are not one
        connected path: loose parts, branches, closed rings."""
        lines = [part for part in self.parts if len(part) > 1]
        if len(lines) != len(self.parts) or not lines:
            return None
        ends: dict[tuple, list[int]] = {}
        for k, line in enumerate(lines):
            for end in (line[0], line[-1]):
                ends.setdefault(tuple(np.round(end, _MEET)), []).append(k)
        free = [place for place, who in ends.items() if len(who) == 1]
        if len(free) != 2 or any(len(who) > 2 for who in ends.values()):
            return None
        forwards = self._walk(lines, ends, free[0])
        if len(forwards[0]) != len(lines):
            return None  # a path and, apart from it, closed rings
        order, turned = forwards
        if turned[order.index(0)]:  # keep to the direction in which the first line was drawn
            order, turned = order[::-1], [not flag for flag in turned[::-1]]
        runs = [lines[k][::-1] if flag else lines[k] for k, flag in zip(order, turned)]
        return np.concatenate([runs[0], *(run[1:] for run in runs[1:])])

    @staticmethod
    def _walk(lines, ends, place) -> tuple[list[int], list[bool]]:
        """Lines in the order in which they are met from a free end, and which of them run backwards."""
        order, turned, seen = [], [], set()
        while True:
            following = [k for k in ends[place] if k not in seen]
            if not following:
                return order, turned
            k = following[0]
            seen.add(k)
            back = tuple(np.round(lines[k][0], _MEET)) != place
            order.append(k)
            turned.append(back)
            place = tuple(np.round(lines[k][0 if back else -1], _MEET))

    @cached_property
    def length_m(self) -> float:
        """Length of all lines in metres."""
        return math.fsum(self._edges[2].tolist())

    @cached_property
    def _edges(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Starts and ends (e, 2) of the edges, of the path where there is one; their lengths; chainage of the starts
        (NaN without a path)."""
        parts = self.parts if self.path is None else [self.path]
        a = [part[:-1] if len(part) > 1 else part for part in parts]
        b = [part[1:] if len(part) > 1 else part for part in parts]
        start, end = (np.concatenate(side) if side else np.zeros((0, 2)) for side in (a, b))
        length = inverse(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[0]
        chain = np.full(len(start), np.nan) if self.path is None else np.cumsum(length) - length
        return start, end, length, chain

    @cached_property
    def _balls(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """First edge of each group, centre (g, 3) and radius (g,) of a ball that holds its edges."""
        start, end, _, _ = self._edges
        first = np.arange(0, len(start), _GROUP, dtype=np.int64)
        low = np.minimum(to_space(*start.T), to_space(*end.T))
        high = np.maximum(to_space(*start.T), to_space(*end.T))
        low, high = np.minimum.reduceat(low, first), np.maximum.reduceat(high, first)
        return first, (low + high) / 2, np.sqrt(((high - low) ** 2).sum(axis=1)) / 2

    def distance(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """(m,) metres from points to the nearest line, infinite without lines."""
        return self.locate(lon, lat)[0]

    def locate(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(m,) metres from points to the nearest line, and chainage of the foot (NaN without a path)."""
        lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        best, chain = np.full(len(lon), np.inf), np.full(len(lon), np.nan)
        if not len(self._edges[0]):
            return best, chain
        step = max(_MOST_PAIRS // (len(self._balls[0]) + 1), 1)
        for at in range(0, len(lon), step):
            to = slice(at, at + step)
            best[to], chain[to] = self._some(lon[to], lat[to])
        return best, chain

    def _some(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        first, centre, radius = self._balls
        start, end, length, chain = self._edges
        away = np.sqrt(((to_space(lon, lat)[:, None, :] - centre[None]) ** 2).sum(axis=2))
        bound = (away + radius).min(axis=1)
        point, group = np.nonzero(away - radius <= bound[:, None] + 1e-3)
        edge, pair = expand(first[group], np.minimum(_GROUP, len(start) - first[group]))
        point = point[pair]
        best, foot_chain = np.full(len(lon), np.inf), np.full(len(lon), np.nan)
        for k in range(0, len(edge), _MOST_PAIRS):
            to = slice(k, k + _MOST_PAIRS)
            e, p = edge[to], point[to]
            far, share = _to_edges(lon[p], lat[p], start[e], end[e])
            order = np.lexsort((e, far, p))
            head = order[np.append(True, p[order][1:] != p[order][:-1])]
            better = far[head] < best[p[head]]
            head = head[better]
            best[p[head]] = far[head]
            foot_chain[p[head]] = chain[e[head]] + share[head] * length[e[head]]
        return best, foot_chain


def _to_edges(lon, lat, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(k,) metres from points to edges, and where on the edge (0 … 1) the foot lies.

    The foot is found in the plane about the point, where its own distances are exact, then measured again: a small
    error of the foot makes none in the distance.
    """
    ax, ay = to_plane(start[:, 0], start[:, 1], (lon, lat))
    bx, by = to_plane(end[:, 0], end[:, 1], (lon, lat))
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    share = np.clip(-(ax * dx + ay * dy) / np.where(square > 0, square, 1.0), 0.0, 1.0)
    length, azimuth = inverse(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    foot = direct(start[:, 0], start[:, 1], azimuth, share * length)
    return inverse(lon, lat, *foot)[0], share
