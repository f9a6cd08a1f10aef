"""Which cells of a grid lie wholly inside at least one of many circles on the ellipsoid.

What lies in them needs no drawing: the union of a dense crowd of circles is decided near its rim only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid import trig

#: No radius of curvature of the ellipsoid (m) is larger, or smaller, between the equator and 56°.
_MOST_M, _LEAST_M = 6_400_000.0, 6_335_000.0

#: Cells across the largest radius: few are drawn quickly, many leave out more where lines are dense.
COARSE, FINE = 6, 24
#: No more cells than this: a region too wide for them gets larger ones, which only means that fewer are covered.
_MOST_CELLS = 1 << 22

#: Part of a radius that is left out, for circles that are drawn with chords.
_CHORD = 0.997


@dataclass(frozen=True)
class Cover:
    """A grid of cells in degrees: west and south of the grid, size (dx, dy), full (rows, columns) bool = covered."""

    west: float
    south: float
    size: tuple[float, float]
    full: np.ndarray

    def holds(self, boxes: np.ndarray) -> np.ndarray:
        """(n,) bool: boxes (n, 4: xmin, ymin, xmax, ymax) that touch covered cells only."""
        count = np.zeros((self.full.shape[0] + 1, self.full.shape[1] + 1), np.int64)
        count[1:, 1:] = self.full.cumsum(axis=0, dtype=np.int64).cumsum(axis=1, dtype=np.int64)
        (rows, columns), (dx, dy) = self.full.shape, self.size
        a, c = (np.floor((boxes[:, k] - self.west) / dx).astype(np.int64) for k in (0, 2))
        b, d = (np.floor((boxes[:, k] - self.south) / dy).astype(np.int64) for k in (1, 3))
        inside = (a >= 0) & (b >= 0) & (c < columns) & (d < rows)
        a, c = np.clip(a, 0, columns - 1), np.clip(c, 0, columns - 1)
        b, d = np.clip(b, 0, rows - 1), np.clip(d, 0, rows - 1)
        found = count[d + 1, c + 1] - count[b, c + 1] - count[d + 1, a] + count[b, a]
        return inside & (found == (d - b + 1) * (c - a + 1))

    def holds_discs(self, centre: np.ndarray, radius: np.ndarray) -> np.ndarray:
        """(n,) bool: circles (centres (n, 2) in degrees, radii in metres) that surely touch covered cells only."""
        (rows, columns), (dx, dy) = self.full.shape, self.size
        count = np.zeros((rows, columns + 1), np.int64)
        np.cumsum(self.full, axis=1, out=count[:, 1:], dtype=np.int64)
        up = trig.degrees(1.002 * radius / _LEAST_M)
        stretch = 1 / trig.cos(trig.radians(np.minimum(np.abs(centre[:, 1]) + up, 89.0)))
        x, y = centre[:, 0] - self.west, centre[:, 1] - self.south
        inside = np.zeros(len(radius), bool)
        at = np.nonzero((y - up >= 0) & (y + up < rows * dy) & (x - up * stretch >= 0)
                        & (x + up * stretch < columns * dx))[0]
        row = np.floor((y[at] - up[at]) / dy).astype(np.int64)
        while len(at):
            edge = row * dy
            near = np.maximum(np.maximum(edge - y[at], y[at] - edge - dy), 0.0)
            out = np.sqrt(np.maximum(np.square(up[at]) - np.square(near), 0.0)) * stretch[at]
            a, c = (np.floor((x[at] + side * out) / dx).astype(np.int64) for side in (-1, 1))
            whole = count[row, c + 1] - count[row, a] == c - a + 1
            done = whole & ((row + 1) * dy > y[at] + up[at])
            inside[at[done]] = True
            go = whole & ~done
            at, row = at[go], row[go] + 1
        return inside

    def rectangles(self) -> np.ndarray:
        """Closed rings (k, 5, 2) around the runs of covered cells in each row."""
        edge = np.diff(np.pad(self.full, ((0, 0), (1, 1))).astype(np.int8), axis=1)
        row, start = np.nonzero(edge == 1)
        end = np.nonzero(edge == -1)[1]
        x0, x1 = self.west + start * self.size[0], self.west + end * self.size[0]
        y0, y1 = self.south + row * self.size[1], self.south + (row + 1) * self.size[1]
        return np.stack([np.stack(side, axis=1) for side in ((x0, x1, x1, x0, x0), (y0, y0, y1, y1, y0))], axis=2)


def cover_of(centre: np.ndarray, radius: np.ndarray, across_most: int = COARSE) -> Cover | None:
    """The cells that circles (centres (n, 2) in degrees, radii (n,) in metres) cover wholly; None where none is.

    A cell counts where its farthest corner is surely no farther from one centre than 0.997 of the radius: the way
    straight in degrees is never shorter than the geodesic, and it is measured with the largest radius of curvature and
    the widest parallel that it meets.
    """
    most = float(radius.max(initial=0.0))
    if most <= 0 or len(centre) < 2:
        return None
    low, high = centre.min(axis=0), centre.max(axis=0)
    latitude = np.abs(centre[:, 1])
    widest, narrowest = trig.cos(trig.radians([latitude.min(), latitude.max()])).tolist()
    step = trig.degrees(most / across_most / _MOST_M) * np.array([1 / max(widest, 0.1), 1.0])
    reach = trig.degrees(most / _LEAST_M) * np.array([1 / max(narrowest, 0.1), 1.0])
    wide = high - low + 2 * reach
    step = step * max(1.0, np.sqrt(wide[0] / step[0] * (wide[1] / step[1]) / _MOST_CELLS))
    west, south = low - reach
    columns, rows = (np.ceil(wide / step).astype(np.int64) + 1).tolist()
    x, y = centre[:, 0] - west, centre[:, 1] - south
    row = np.floor(y / step[1]).astype(np.int64)
    north = trig.degrees(most / _LEAST_M)
    scale = trig.radians(1.0) * _MOST_M
    across = scale * trig.cos(trig.radians(np.maximum(np.abs(centre[:, 1]) - north, 0.0)))
    # +1 where a run of covered cells of a row begins, −1 behind its end
    change = np.zeros(rows * (columns + 1), np.int64)
    k = int(np.ceil(trig.degrees(most / _LEAST_M) / step[1]))
    for dr in range(-k, k + 1):
        low_edge = (row + dr) * step[1] - y
        dy = scale * np.maximum(np.abs(low_edge), np.abs(low_edge + step[1]))
        room = np.square(_CHORD * radius) - np.square(dy)
        some = np.nonzero(room > 0)[0]
        out = np.sqrt(room[some]) / across[some]
        begin = np.ceil((x[some] - out) / step[0]).astype(np.int64)
        end = np.floor((x[some] + out) / step[0]).astype(np.int64)
        some, begin, end = (v[end > begin] for v in (row[some] + dr, begin, end))
        change += np.bincount(some * (columns + 1) + begin, minlength=len(change))
        change -= np.bincount(some * (columns + 1) + end, minlength=len(change))
    inside = np.cumsum(change.reshape(rows, columns + 1), axis=1, dtype=np.int64)
    full = inside[:, :columns] > 0
    return Cover(float(west), float(south), (float(step[0]), float(step[1])), full) if full.any() else None


def boxes_of(start: np.ndarray, end: np.ndarray, radius: np.ndarray) -> np.ndarray:
    """(n, 4) degrees that surely hold all within radius (n,) metres of pieces from start (n, 2) to end (n, 2)."""
    up = trig.degrees(1.002 * radius / _LEAST_M)
    polar = np.maximum(np.abs(start[:, 1]), np.abs(end[:, 1])) + up
    out = up / trig.cos(trig.radians(np.minimum(polar, 89.0)))
    low, high = np.minimum(start, end), np.maximum(start, end)
    return np.stack([low[:, 0] - out, low[:, 1] - up, high[:, 0] + out, high[:, 1] + up], axis=1)


def discs_of(start: np.ndarray, end: np.ndarray, radius: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centres (n, 2) in degrees and radii (n,) in metres of circles that surely hold all within radius (n,) metres of
    pieces from start (n, 2) to end (n, 2)."""
    half = trig.radians(np.abs(end - start) / 2) * _MOST_M
    return (start + end) / 2, radius + np.sqrt(np.square(half[:, 0]) + np.square(half[:, 1]))
