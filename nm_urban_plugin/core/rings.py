"""Polygons of a whole batch as flat numpy arrays, the form in which everything here computes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np


def owners(count) -> np.ndarray:
    """(Σ count,) int64: each i repeated count[i] times: np.repeat by two running sums, two to three times as
    quick where the counts are not tiny (tests/bench/bench_rings.py)."""
    count = np.asarray(count, np.int64)
    some = np.nonzero(count)[0]
    if not len(some):
        return some
    after = np.cumsum(count[some], dtype=np.int64)
    step = np.zeros(int(after[-1]), np.int64)
    step[after[:-1]] = np.diff(some)
    step[0] = some[0]
    return np.cumsum(step, out=step)


def expand(start, count) -> tuple[np.ndarray, np.ndarray]:
    """Concatenate the ranges start[i] … start[i]+count[i]−1; returns (indices, owner i of each)."""
    count = np.asarray(count, np.int64)
    owner = owners(count)
    index = (np.asarray(start, np.int64) - (np.cumsum(count, dtype=np.int64) - count))[owner]
    index += np.arange(len(owner), dtype=np.int64)
    return index, owner


#: The lower half of a sum is reckoned in whole units of 2⁻³² of one.
_UNITS = 2.0**32
_SUMMED_AT_ONCE = 1 << 15


def grouped_sums(values: np.ndarray, first: np.ndarray) -> np.ndarray:
    """(g,) sums of float *values* from each of *first* (ascending, from 0) to the next; the same in any order.

    Each value is split into a whole number and a rest in whole units of 2⁻³²; sums of whole numbers are exact, whatever
    the order in which numpy takes them (pairwise, by the width of the processor's registers). Good for whole sums below
    2⁵³ and some four million values each; the rest that is dropped is at most 1.2e-10 a value: of metres and m²,
    never of square degrees, of which that is a square metre.
    """
    out = np.empty(len(first))
    begin = 0
    while begin < len(first):  # a few groups at a time, so that their halves stay in the cache
        end = max(begin + 1, int(np.searchsorted(first, first[begin] + _SUMMED_AT_ONCE)))
        some = values[first[begin] : first[end] if end < len(first) else len(values)]
        at = first[begin:end] - first[begin]
        whole = np.rint(some)
        with np.errstate(invalid="ignore"):  # infinite values have no rest
            rest = some - whole
        rest *= _UNITS
        np.rint(rest, out=rest)
        total = np.add.reduceat(rest, at)
        total /= _UNITS
        total += np.add.reduceat(whole, at)
        out[begin:end] = total
        begin = end
    return out


def mean(values: np.ndarray) -> float:
    """Mean of some floats, the same in any order; NaN of none."""
    return float(grouped_sums(values, np.zeros(1, np.int64))[0] / len(values)) if len(values) else float("nan")


@dataclass(frozen=True)
class Rings:
    """Closed rings of many polygons.

    x, y    (v,) float64 coordinates, every ring closed (last vertex equals the first)
    first   (r+1,) int64 offsets of the rings in x, y
    shape   (r,) int64 index of the polygon (multi-polygon) that a ring belongs to, ascending
    part    (r,) int64 number of the part within its polygon
    hole    (r,) bool, interior ring
    n       number of polygons, also of those without a ring
    """

    x: np.ndarray
    y: np.ndarray
    first: np.ndarray
    shape: np.ndarray
    part: np.ndarray
    hole: np.ndarray
    n: int

    @staticmethod
    def empty(n: int = 0) -> Rings:
        none = np.zeros(0)
        index = np.zeros(0, np.int64)
        return Rings(none, none, np.zeros(1, np.int64), index, index, np.zeros(0, bool), n)

    @cached_property
    def count(self) -> np.ndarray:
        """(r,) vertices per ring, the closing one included."""
        return np.diff(self.first)

    def with_xy(self, x: np.ndarray, y: np.ndarray) -> Rings:
        """The same rings with other coordinates."""
        return Rings(x, y, self.first, self.shape, self.part, self.hole, self.n)

    def with_points(self, pieces: np.ndarray) -> Rings:
        """The edge from each vertex in *pieces* (vertices,) int64 equal parts; 1 leaves it as it is. The last vertex of
        a ring begins no edge: its number must be 1."""
        step, vertex = expand(np.zeros(len(pieces), np.int64), pieces)
        share = step / pieces[vertex]
        after = np.minimum(vertex + 1, len(self.x) - 1)
        x = self.x[vertex] + share * (self.x[after] - self.x[vertex])
        y = self.y[vertex] + share * (self.y[after] - self.y[vertex])
        first = np.concatenate([[0], np.cumsum(pieces, dtype=np.int64)])[self.first]
        return Rings(x, y, first, self.shape, self.part, self.hole, self.n)

    def take(self, shapes) -> Rings:
        """The polygons *shapes* (ascending indices), renumbered 0 … len−1."""
        return self.picked(shapes)[1]

    def picked(self, shapes) -> tuple[np.ndarray, Rings]:
        """:meth:`take`, and where each vertex of it stands here. Raises ValueError where *shapes* do not ascend."""
        shapes = np.asarray(shapes, np.int64)
        if (shapes[1:] <= shapes[:-1]).any():
            raise ValueError("polygons can only be taken in ascending order")
        new = np.full(self.n, -1, np.int64)
        new[shapes] = np.arange(len(shapes), dtype=np.int64)
        keep = np.nonzero(new[self.shape] >= 0)[0]
        count = self.count[keep]
        index, _ = expand(self.first[keep], count)
        first = np.concatenate([[0], np.cumsum(count, dtype=np.int64)])
        return index, Rings(self.x[index], self.y[index], first, new[self.shape[keep]], self.part[keep],
                            self.hole[keep], len(shapes))

    def ordered(self, shapes) -> Rings:
        """The polygons in another order, or with repetitions; :meth:`take` is quicker where the order stays."""
        shapes = np.asarray(shapes, np.int64)
        ring_of = np.searchsorted(self.shape, np.arange(self.n + 1, dtype=np.int64))
        ring, shape = expand(ring_of[shapes], np.diff(ring_of)[shapes])
        count = self.count[ring]
        index, _ = expand(self.first[ring], count)
        first = np.append(0, np.cumsum(count, dtype=np.int64))
        return Rings(self.x[index], self.y[index], first, shape, self.part[ring], self.hole[ring], len(shapes))

    def vertex_shape(self) -> np.ndarray:
        """(v,) polygon of each vertex."""
        return self.shape[self.vertex_ring]

    def bounds(self) -> np.ndarray:
        """(n, 4) xmin, ymin, xmax, ymax of each polygon; NaN for one without a ring."""
        out = np.full((self.n, 4), np.nan)
        if not len(self.shape):
            return out
        start = np.nonzero(np.diff(self.shape, prepend=-1))[0]
        at = self.first[start]
        who = self.shape[start]
        out[who, 0] = np.minimum.reduceat(self.x, at)
        out[who, 1] = np.minimum.reduceat(self.y, at)
        out[who, 2] = np.maximum.reduceat(self.x, at)
        out[who, 3] = np.maximum.reduceat(self.y, at)
        return out

    @cached_property
    def vertex_ring(self) -> np.ndarray:
        """(v,) ring of each vertex."""
        return owners(self.count)

    @cached_property
    def closing(self) -> np.ndarray:
        """(v,) bool: the last vertex of each ring, from which no edge starts."""
        last = np.zeros(len(self.x), bool)
        last[self.first[1:] - 1] = True
        return last

    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """(v,) x and y of where the edge from each vertex ends; a closing vertex ends in itself."""
        out, last = [], self.first[1:] - 1
        for values in (self.x, self.y):
            after = np.empty_like(values)
            after[:-1] = values[1:]
            after[last] = values[last]
            out.append(after)
        return out[0], out[1]

    def edges(self) -> np.ndarray:
        """Indices i of the edges i → i+1 (the closing vertex of a ring starts none)."""
        return np.nonzero(~self.closing)[0]

    def ring_sums(self, values: np.ndarray) -> np.ndarray:
        """(r,) sum over the vertices of each ring (metres, m²); it depends neither on its company nor on the order."""
        return grouped_sums(values, self.first[:-1])

    def turns(self) -> np.ndarray:
        """(r,) twice the signed area of each ring in squares of its own extent, in any unit: the sign tells which way
        it turns (positive: x times the next y wins, anticlockwise in a plane with x to the right and y up).

        Scaled by the ring, because sums are exact to fractions of a unit only and a unit may be a degree.
        """
        if not len(self.shape):
            return np.zeros(0)
        start = self.first[:-1][self.vertex_ring]
        x, y = self.x - self.x[start], self.y - self.y[start]
        extent = np.maximum.reduceat(np.maximum(np.abs(x), np.abs(y)), self.first[:-1])
        scale = np.where(extent > 0, extent, 1.0)[self.vertex_ring]
        near = self.with_xy(x / scale, y / scale)
        x1, y1 = near.ends()
        return near.ring_sums(near.x * y1 - x1 * near.y)

    def sum_rings(self, ring_areas: np.ndarray) -> np.ndarray:
        """(n,) |outer| − Σ|holes| per part, summed over parts: the survey's rule for holes and multi-parts.

        The same whatever the order of holes and parts, which depends on who wrote the polygon.
        """
        signed = np.where(self.hole, -np.abs(ring_areas), np.abs(ring_areas))
        first = np.nonzero(np.diff(self.shape, prepend=-1))[0]
        out = np.zeros(self.n)
        out[self.shape[first]] = grouped_sums(signed, first)
        return out


def join(parts: list[Rings]) -> Rings:
    """Concatenate polygons of several :class:`Rings`, numbered in order."""
    parts = [p for p in parts if p.n]
    if not parts:
        return Rings.empty()
    vertex = np.cumsum([0] + [len(p.x) for p in parts], dtype=np.int64)
    shape = np.cumsum([0] + [p.n for p in parts], dtype=np.int64)
    first = np.concatenate([p.first[:-1] + v for p, v in zip(parts, vertex)] + [[vertex[-1]]]).astype(np.int64)
    return Rings(
        np.concatenate([p.x for p in parts]),
        np.concatenate([p.y for p in parts]),
        first,
        np.concatenate([p.shape + s for p, s in zip(parts, shape)]),
        np.concatenate([p.part for p in parts]),
        np.concatenate([p.hole for p in parts]),
        int(shape[-1]),
    )


def surely_simple(rings: Rings) -> np.ndarray:
    """(n,) bool: polygons of one ring that runs once around the mean of its vertices, always turning the same way.

    Seen from there each direction meets such a ring once, so it can neither cross nor touch itself: the polygon is
    valid. False says nothing. Angles too small to be sure of, repeated vertices and NaN give False.
    """
    out = np.zeros(rings.n, bool)
    if not len(rings.shape):
        return out
    steps = np.maximum(rings.count - 1, 1)  # the closing vertex does not count
    middle = [(rings.ring_sums(v) - v[rings.first[:-1]]) / steps for v in (rings.x, rings.y)]
    ring = rings.vertex_ring
    around = rings.with_xy(rings.x - middle[0][ring], rings.y - middle[1][ring])
    x0, y0 = around.x, around.y
    x1, y1 = around.ends()
    turn = x0 * y1 - x1 * y0
    least = 1e-9 * (np.abs(x0 * y1) + np.abs(x1 * y0))
    left, right = turn > least, turn < -least
    left[rings.closing] = right[rings.closing] = True
    up, down = (y0 <= 0) & (y1 > 0), (y0 > 0) & (y1 <= 0)
    each = rings.first[:-1]
    once = np.logical_and.reduceat(left, each) & (np.add.reduceat(up.astype(np.int64), each) == 1)
    once |= np.logical_and.reduceat(right, each) & (np.add.reduceat(down.astype(np.int64), each) == 1)
    single = np.bincount(rings.shape, minlength=rings.n) == 1
    out[rings.shape[once]] = True
    return out & single
