"""An index of segments: which may meet each other, and which are near a point.

The plane is cut into square cells of a power of two of millimetres. For each cell that a segment may touch there is an
entry; the entries are sorted by cell, column by column, so that the cells of one column between two rows are one run
of entries, found by bisection. No array has the size of the plane, so one long motorway costs nothing extra.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid import trig
from ...core.rings import expand

#: Cells are this many times as wide as half of the segments are long.
_WIDE = 1.4
#: Segments, points and pairs handled at a time. No result depends on it.
_SEGMENTS, _POINTS, _PAIRS = 1 << 19, 1 << 14, 1 << 20
#: A point's surroundings are wider than asked by this (mm): vertices of cuts are rounded.
_SLACK = 2.0


@dataclass(frozen=True, eq=False)
class Cells:
    """Entries (m,) sorted by ``key`` = column · 2^rows + row of the cell, and the segment of each.

    shift: log2 of the cell's width in mm; rows: bits of a row number; west, south: corner of the first cell (mm);
    slack: how far (mm) vertices were moved since. ``parts`` (v + 1,) tells which segments have come of segment k:
    parts[k] … parts[k + 1] − 1; None while they are the same.
    """

    shift: int
    rows: int
    west: int
    south: int
    key: np.ndarray
    segment: np.ndarray
    slack: float = _SLACK
    parts: np.ndarray | None = None

    @staticmethod
    def of(x: np.ndarray, y: np.ndarray, last: np.ndarray) -> Cells:
        """The index of segments k → k + 1 of vertices in whole mm; none starts at a *last* vertex of a line."""
        start = np.nonzero(~last)[0].astype(np.int64)
        if not len(start):
            return Cells(10, 1, 0, 0, np.zeros(0, np.int64), np.zeros(0, np.int32))
        shift = _shift(_extents(x, y, start))
        west, south = int(x.min()) - 1, int(y.min()) - 1
        rows = _bits((int(y.max()) + 1 - south) >> shift)
        columns = _bits((int(x.max()) + 1 - west) >> shift)
        number = _bits(len(x))
        if rows + columns + number > 63:  # never for segments that are longer than a few millimetres
            shift += (rows + columns + number - 62) // 2 + 1
            rows = _bits((int(y.max()) + 1 - south) >> shift)
        packed = [_entries(x, y, start[a: a + _SEGMENTS], shift, rows, (west, south), number)
                  for a in range(0, len(start), _SEGMENTS)]
        entry = np.concatenate(packed)
        del packed
        entry.sort()
        once = np.ones(len(entry), bool)
        np.not_equal(entry[1:], entry[:-1], out=once[1:])
        if not once.all():
            entry = entry[once]
        segment = (entry & ((1 << number) - 1)).astype(np.int32)
        entry >>= number
        return Cells(shift, rows, west, south, entry, segment)

    def _column(self, x: np.ndarray) -> np.ndarray:
        return np.floor((x - self.west) / (1 << self.shift)).astype(np.int64)

    def _row(self, y: np.ndarray) -> np.ndarray:
        row = np.floor((y - self.south) / (1 << self.shift)).astype(np.int64)
        return np.clip(row, 0, (1 << self.rows) - 1)

    def near(self, x: np.ndarray, y: np.ndarray, radius) -> tuple[np.ndarray, np.ndarray]:
        """(point, segment) int64 of all segments whose cells lie within *radius* (mm, scalar or one per point) of
        points (p,) in mm. Points ascend; a segment may come several times."""
        return self.within(x - radius, y - radius, x + radius, y + radius)

    def within(self, x0, y0, x1, y1) -> tuple[np.ndarray, np.ndarray]:
        """(box, segment) int64 of all segments whose cells meet boxes (p,) in mm, as :meth:`near`."""
        if not len(self.key):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        top = int(self.key[-1] >> self.rows)
        low = np.maximum(self._column(x0 - self.slack), 0)
        high = np.minimum(self._column(x1 + self.slack), top)
        column, who = expand(low, np.maximum(high - low + 1, 0))
        bottom, upper = self._row(y0 - self.slack), self._row(y1 + self.slack)
        base = column << self.rows
        begin = np.searchsorted(self.key, base + bottom[who], "left")
        end = np.searchsorted(self.key, base + upper[who], "right")
        at, which = expand(begin, end - begin)
        return self._present(who[which], self.segment[at].astype(np.int64))

    def _present(self, who: np.ndarray, segment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Segments as they were indexed → what has come of them."""
        if self.parts is None:
            return who, segment
        begin = self.parts[segment].astype(np.int64)
        segment, which = expand(begin, self.parts[segment + 1] - begin)
        return who[which], segment

    def pairs(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """All pairs of segments i < j (int64) that share a cell, in batches; a pair may come several times."""
        n = len(self.key)
        if n < 2:
            return
        cell = np.ones(n, bool)
        np.not_equal(self.key[1:], self.key[:-1], out=cell[1:])
        size = np.diff(np.append(np.nonzero(cell)[0], n)).astype(np.int64)
        behind = np.repeat(np.cumsum(size, dtype=np.int64), size)
        behind -= np.arange(1, n + 1, dtype=np.int64)  # entries of the same cell after each
        total = np.cumsum(behind, dtype=np.int64)
        begin = 0
        while begin < n:
            done = int(total[begin - 1]) if begin else 0
            end = max(begin + 1, int(np.searchsorted(total, done + _PAIRS, "right")))
            which = np.arange(begin, end, dtype=np.int64)
            other, owner = expand(which + 1, behind[begin:end])
            yield self.segment[begin + owner].astype(np.int64), self.segment[other].astype(np.int64)
            begin = end

    def nearest(self, x, y, vertices: tuple[np.ndarray, np.ndarray], limit: float, allowed=None
                ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The nearest segment of each point (p,) within *limit* mm: segment (−1: none), share of it, distance in mm.

        Ties go to the smaller segment. *vertices* x, y of the segments; *allowed*(segments) tells which count. The
        surroundings grow until what is found is surely the nearest.
        """
        best = np.full(len(x), -1, np.int64)
        share, far = np.zeros(len(x)), np.full(len(x), np.inf)
        todo = np.arange(len(x), dtype=np.int64)
        radius, many = min(float(1 << self.shift), limit), _POINTS
        while len(todo):
            for a in range(0, len(todo), many):
                lot = todo[a: a + many]
                who, segment = self.near(x[lot], y[lot], radius)
                if allowed is not None:
                    keep = allowed(segment)
                    who, segment = who[keep], segment[keep]
                if not len(who):
                    continue
                t, d = foot(x[lot[who]], y[lot[who]], vertices, segment)
                first, lead = least(who, d, segment)
                k = lot[who[first]]
                best[k], share[k], far[k] = segment[lead], t[lead], d[lead]
            if radius >= limit:
                break
            todo = todo[far[todo] > radius]
            radius, many = min(2 * radius, limit), max(many // 4, 1)  # four times as much around each
        out = far > limit
        best[out], far[out] = -1, np.inf
        return best, share, far


def least(group: np.ndarray, value: np.ndarray, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of rows whose *group* ascends: where each group begins, and the row of its least value (ties: smaller key)."""
    first = np.nonzero(np.diff(group, prepend=-1))[0]
    size = np.diff(np.append(first, len(group)))
    low = np.repeat(np.minimum.reduceat(value, first), size)
    rank = np.where(value == low, key, np.iinfo(np.int64).max)
    winner = np.repeat(np.minimum.reduceat(rank, first), size) == rank
    hit = np.nonzero(winner & (value == low))[0]
    return first, hit[np.nonzero(np.diff(group[hit], prepend=-1))[0]]


def foot(px, py, vertices, segment) -> tuple[np.ndarray, np.ndarray]:
    """Share along each segment of the place nearest to (px, py), and the distance to it (mm, in the plane)."""
    x, y = vertices
    x0, y0 = x[segment].astype(np.float64), y[segment].astype(np.float64)
    dx, dy = x[segment + 1] - x0, y[segment + 1] - y0
    square = np.maximum(dx * dx + dy * dy, 1e-12)
    t = np.clip(((px - x0) * dx + (py - y0) * dy) / square, 0.0, 1.0)
    return t, trig.hypot(x0 + t * dx - px, y0 + t * dy - py)


def _bits(highest: int) -> int:
    return max(int(highest).bit_length(), 1)


def _extents(x, y, start) -> np.ndarray:
    """float64 widths or heights of the segments, whichever is larger."""
    wide = np.abs(x[start + 1].astype(np.float64) - x[start])
    return np.maximum(wide, np.abs(y[start + 1].astype(np.float64) - y[start]))


def _shift(extent: np.ndarray) -> int:
    """log2 of the cell's width: by the median, but not so fine that long segments make most of the entries."""
    wide = max(_WIDE * float(np.median(extent)), float(extent.sum()) / (3 * len(extent)), 1000.0)
    return int(round(np.log2(wide)))


def _entries(x, y, start, shift: int, rows: int, corner, number: int) -> np.ndarray:
    """Sortable entries of some segments; long ones are cut into pieces whose boxes hold few cells."""
    x0, y0 = x[start].astype(np.int64) - corner[0], y[start].astype(np.int64) - corner[1]
    x1, y1 = x[start + 1].astype(np.int64) - corner[0], y[start + 1].astype(np.int64) - corner[1]
    pieces = 1 + (np.maximum(np.abs(x1 - x0), np.abs(y1 - y0)) >> (shift + 1))
    long = np.nonzero(pieces > 1)[0]
    short = np.nonzero(pieces == 1)[0]
    out = [_box_entries(*(v[short] for v in (x0, y0, x1, y1)), start[short], shift, rows, number)]
    if len(long):
        step, owner = expand(np.zeros(len(long), np.int64), pieces[long])
        who = long[owner]
        ends = []
        for share in (step / pieces[who], (step + 1) / pieces[who]):
            ends += [x0[who] + share * (x1 - x0)[who], y0[who] + share * (y1 - y0)[who]]
        low = [np.maximum(np.floor(np.minimum(a, b)) - 1, 0).astype(np.int64) for a, b in zip(ends[:2], ends[2:])]
        high = [np.ceil(np.maximum(a, b)).astype(np.int64) + 1 for a, b in zip(ends[:2], ends[2:])]
        out.append(_box_entries(*low, *high, start[who], shift, rows, number))
    return np.concatenate(out)


def _box_entries(x0, y0, x1, y1, segment, shift: int, rows: int, number: int) -> np.ndarray:
    c0, c1 = np.minimum(x0, x1) >> shift, np.maximum(x0, x1) >> shift
    r0, r1 = np.minimum(y0, y1) >> shift, np.maximum(y0, y1) >> shift
    high = r1 - r0 + 1
    k, who = expand(np.zeros(len(segment), np.int64), (c1 - c0 + 1) * high)
    high = high[who]
    across = k // high
    key = (c0[who] + across) << rows
    key += r0[who] + (k - across * high)
    key <<= number
    key += segment[who]
    return key
