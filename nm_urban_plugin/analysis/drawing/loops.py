"""Closed rings before they are polygons: whole batches at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import Rings, expand
from ..overlay.partition import _mixed as mixed
from ..overlay.predicates import zone_point_in_parcel_edge

#: Rings of less area (m²) are borders in common, moved by rounding.
SPECK_M2 = 1e-6


@dataclass(frozen=True)
class Loops:
    """Closed rings before they are polygons: owner (r,), x, y (v,), first (r + 1,) as in Rings."""

    owner: np.ndarray
    x: np.ndarray
    y: np.ndarray
    first: np.ndarray

    @staticmethod
    def empty() -> Loops:
        return Loops(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(1, np.int64))

    @staticmethod
    def joined(parts: list[Loops]) -> Loops:
        """All of them."""
        start = np.cumsum([0, *(len(p.x) for p in parts)], dtype=np.int64)
        firsts = [p.first[:-1] + at for p, at in zip(parts, start)]
        return Loops(np.concatenate([p.owner for p in parts]), np.concatenate([p.x for p in parts]),
                     np.concatenate([p.y for p in parts]), np.append(np.concatenate(firsts), start[-1]))

    @staticmethod
    def closed(owner, x, y, first, count) -> Loops:
        """Rings of *count* vertices from *first* on in x, y; each is closed with its first vertex."""
        index, at = expand(first, count + 1)
        end = np.cumsum(count + 1, dtype=np.int64)
        index[end - 1] = first
        return Loops(owner, x[index], y[index], np.append(0, end))

    def picked(self, which: np.ndarray, owner: np.ndarray) -> Loops:
        """The rings *which* (ascending), with new owners."""
        vertex, _ = expand(self.first[which], np.diff(self.first)[which])
        first = np.append(0, np.cumsum(np.diff(self.first)[which], dtype=np.int64))
        return Loops(owner, self.x[vertex], self.y[vertex], first)

    def without_spikes(self) -> Loops:
        """Without repeated vertices (a crossing on a vertex) and ways to and fro (borders in common)."""
        owner, x, y, first = self.owner, self.x, self.y, self.first
        while len(x):
            drop = np.zeros(len(x), bool)
            drop[1:] = (x[1:] == x[:-1]) & (y[1:] == y[:-1])
            drop[first[:-1]] = False
            if not drop.any():
                drop = _spikes(x, y, first)
                if not drop.any():
                    break
            count = np.diff(first) - np.add.reduceat(drop.astype(np.int64), first[:-1])
            x, y = x[~drop], y[~drop]
            first = np.append(0, np.cumsum(count, dtype=np.int64))
            x[first[1:] - 1], y[first[1:] - 1] = x[first[:-1]], y[first[:-1]]  # closed by who is first now
        return Loops(owner, x, y, first)


    def untangled(self) -> Loops:
        """A ring that touches itself in a vertex as the rings that meet there: shells that touch, holes that touch
        their shell."""
        ring = np.repeat(np.arange(len(self.owner), dtype=np.int64), np.diff(self.first))
        start = np.ones(len(self.x), bool)
        start[self.first[1:] - 1] = False  # the closing vertex is there twice anyway
        at = np.nonzero(start)[0]
        code = mixed(ring[at].astype(np.float64), self.x[at], self.y[at])
        order = np.argsort(code)
        if not (code[order[1:]] == code[order[:-1]]).any():
            return self
        i, j = at[order[:-1]], at[order[1:]]
        twice = np.unique(ring[i[(ring[i] == ring[j]) & (self.x[i] == self.x[j]) & (self.y[i] == self.y[j])]])
        rest = np.setdiff1d(np.arange(len(self.owner), dtype=np.int64), twice)
        parts = [self.picked(rest, self.owner[rest])]
        for k in twice.tolist():  # few
            for vertex in _apart(self.x, self.y, range(self.first[k], self.first[k + 1] - 1)):
                parts.append(Loops.closed(self.owner[k : k + 1], self.x[vertex], self.y[vertex], np.zeros(1, np.int64),
                                          np.array([len(vertex)], np.int64)))
        return Loops.joined(parts)


def _apart(x, y, vertices: range) -> list[list[int]]:
    """Vertices of one ring as rings that meet no place twice."""
    out, path, place = [], [], {}
    for k in vertices:
        here = (x[k], y[k])
        if here in place:
            cut = place[here]
            out.append(path[cut:])
            for gone in path[cut:]:
                del place[(x[gone], y[gone])]
            del path[cut:]
        place[here] = len(path)
        path.append(k)
    return [*out, path]


def _spikes(x, y, first) -> np.ndarray:
    """(v,) bool, vertices whose neighbours are one place; of two such beside each other only the first."""
    start, end = first[:-1], first[1:] - 1
    before, after = np.arange(-1, len(x) - 1, dtype=np.int64), np.arange(1, len(x) + 1, dtype=np.int64)
    before[start], after[end] = end - 1, start + 1
    before, after = np.maximum(before, 0), np.minimum(after, len(x) - 1)
    drop = (x[before] == x[after]) & (y[before] == y[after]) & np.repeat(np.diff(first) > 3, np.diff(first))
    drop[end] = False
    drop[1:] &= ~drop[:-1]
    return drop


def ring_areas(loops: Loops) -> np.ndarray:
    """(r,) signed plane area of each ring, reckoned from its first vertex."""
    if not len(loops.owner):
        return np.zeros(0)
    at = np.repeat(loops.first[:-1], np.diff(loops.first))
    dx, dy = loops.x - loops.x[at], loops.y - loops.y[at]
    cross = np.zeros(len(dx))
    cross[:-1] = dx[:-1] * dy[1:] - dx[1:] * dy[:-1]
    cross[loops.first[1:] - 1] = 0.0
    return 0.5 * np.add.reduceat(cross, loops.first[:-1])


def polygons(loops: Loops) -> tuple[np.ndarray, Rings]:
    """Owners (p,) ascending, and their polygons: shells run to the left, holes to the right and stand in the smallest
    shell about them. A hole without a shell stands alone; who checks areas will see it. Specks are left out."""
    loops = loops.without_spikes().untangled()
    area, count = ring_areas(loops), np.diff(loops.first)
    kept = np.nonzero((np.abs(area) >= SPECK_M2) & (count >= 4))[0]
    hole = area < 0
    order = kept[np.lexsort((kept, hole[kept], loops.owner[kept]))]
    owner, shape = np.unique(loops.owner[order], return_inverse=True)
    shape, hole = shape.reshape(-1), hole[order]
    vertex, _ = expand(loops.first[order], count[order])
    rings = Rings(loops.x[vertex], loops.y[vertex], np.append(0, np.cumsum(count[order], dtype=np.int64)), shape,
                  np.zeros(len(order), np.int64), hole, len(owner))
    shells = np.bincount(shape, ~hole, minlength=len(owner)).astype(np.int64)
    if not (shells > 1).any():
        return owner, rings
    number = np.cumsum(~hole, dtype=np.int64) - 1
    part = np.where(hole, 0, number - number[np.searchsorted(shape, shape)])
    lost = np.nonzero(hole & (shells[shape] > 1))[0]
    part[lost] = part[_shell_of(rings, np.abs(area[order]), lost, shells)]
    order = np.lexsort((hole, part, shape))
    vertex, _ = expand(rings.first[:-1][order], rings.count[order])
    first = np.append(0, np.cumsum(rings.count[order], dtype=np.int64))
    return owner, Rings(rings.x[vertex], rings.y[vertex], first, shape[order], part[order], hole[order], len(owner))


def _shell_of(rings: Rings, area: np.ndarray, holes: np.ndarray, shells: np.ndarray) -> np.ndarray:
    """Ring of the smallest shell about the first vertex of each of *holes*; the first shell where there is none."""
    first = np.searchsorted(rings.shape, rings.shape[holes])  # shells stand before holes
    shell, row = expand(first, shells[rings.shape[holes]])
    x, y = rings.x[rings.first[holes]], rings.y[rings.first[holes]]
    edge, pair = expand(rings.first[shell], rings.count[shell] - 1)
    hit = zone_point_in_parcel_edge(x[row[pair]], y[row[pair]], rings.x[edge], rings.y[edge], rings.x[edge + 1],
                                    rings.y[edge + 1])
    inside = np.bincount(pair, hit, minlength=len(shell)) % 2 == 1
    best = np.lexsort((np.where(inside, area[shell], np.inf), row))
    return shell[best[np.nonzero(np.diff(row[best], prepend=-1))[0]]]
