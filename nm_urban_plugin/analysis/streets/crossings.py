"""Where segments of different lines meet without a common vertex: they cross, or a vertex of one lies on the other.

For segments a-b and c-d let o(p, q, r) = (q − p) × (r − p). They cross properly where o(a, b, c) and o(a, b, d) have
opposite signs, and o(c, d, a) and o(c, d, b) have. A vertex within a millimetre of a segment's inside lies on it, so
streets that run over each other are cut at each other's vertices and become doubled edges, which can be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ...core.ellipsoid import trig
from .cells import Cells
from .snapping import may_join
from .soup import Soup

#: A vertex this near (mm) to the inside of a segment lies on it.
_TOUCH = 1.0

#: Vertices handled at a time. No result depends on it.
_VERTICES = 1 << 19


@dataclass(frozen=True, eq=False)
class Meetings:
    """Cuts: segment (k,), x, y (k,) int32. How many crossings of one level were left open, and how many there are of
    different levels."""

    segment: np.ndarray
    x: np.ndarray
    y: np.ndarray
    open_crossings: int
    level_crossings: int


def find_meetings(soup: Soup, cells: Cells, level: np.ndarray, everywhere: bool, touching: bool = True) -> Meetings:
    """All meetings. *everywhere*: lines are cut where they cross or touch; else only where one of them ends, and not
    even there unless *touching*."""
    cuts, crossed, crossed_by, over = [], [], [], []
    shift = np.int64(len(soup.x))
    for i, j in chain(_folds(soup), (_candidates(soup, *pair) for pair in cells.pairs())):
        touches, proper = _meet(soup, i, j)
        for k, vertex in touches:
            meets, left = _counted(soup, level, k, vertex, everywhere, touching)
            cuts.append((k[meets], soup.x[vertex[meets]].astype(np.int64), soup.y[vertex[meets]].astype(np.int64)))
            crossed_by.append(k[left] * shift + vertex[left])
        a, b = i[proper], j[proper]
        one = level[soup.line[a]] == level[soup.line[b]]
        over.append(a[~one] * shift + b[~one])
        crossed.append(a[one] * shift + b[one])
    none = np.zeros(0, np.int64)
    crossed, crossed_by, over = (np.unique(np.concatenate([none, *found])) for found in (crossed, crossed_by, over))
    if everywhere and len(crossed):
        a, b = crossed // shift, crossed % shift
        x, y = _intersection(soup, a, b)
        cuts += [(a, x, y), (b, x, y)]
    segment, x, y = (np.concatenate(c) for c in zip(*cuts)) if cuts else (none,) * 3
    order = np.lexsort((y, x, segment))
    segment, x, y = segment[order], x[order], y[order]
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(segment) != 0) | (np.diff(x) != 0) | (np.diff(y) != 0)
    return Meetings(segment[new], x[new].astype(np.int32), y[new].astype(np.int32),
                    0 if everywhere else len(crossed) + len(crossed_by), len(over))


def _folds(soup: Soup) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs of segments that follow each other along a line, where it turns back: they may run over each other."""
    for a in range(0, len(soup.x) - 2, _VERTICES):
        at = slice(a, min(a + _VERTICES, len(soup.x) - 2) + 2)
        dx, dy = np.diff(soup.x[at].astype(np.float64)), np.diff(soup.y[at].astype(np.float64))
        back = dx[:-1] * dx[1:] + dy[:-1] * dy[1:] < 0
        k = np.nonzero(back & (soup.line[at][2:] == soup.line[at][:-2]))[0].astype(np.int64) + a
        yield k, k + 1


def _candidates(soup: Soup, i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs whose boxes meet and that do not merely follow each other along a line."""
    x, y = soup.x, soup.y
    keep = (j - i > 1) | (soup.line[i] != soup.line[j])
    i, j = i[keep], j[keep]
    for v in (x, y):
        a, b, c, d = v[i], v[i + 1], v[j], v[j + 1]
        keep = np.maximum(a, b) + 1 >= np.minimum(c, d)
        keep &= np.maximum(c, d) + 1 >= np.minimum(a, b)
        i, j = i[keep], j[keep]
    return i, j


def _meet(soup: Soup, i: np.ndarray, j: np.ndarray):
    """[(segment, vertex on it)] of touches, and which pairs cross properly without touching (bool)."""
    place = soup.place
    a, b, c, d = place[i], place[i + 1], place[j], place[j + 1]
    ac, ad, bc, bd = a == c, a == d, b == c, b == d
    share = ac | ad | bc | bd
    (xa, ya), (xb, yb), (xc, yc), (xd, yd) = _corners(soup, i, j)
    abx, aby, cdx, cdy = xb - xa, yb - ya, xd - xc, yd - yc
    ab, cd = trig.hypot(abx, aby), trig.hypot(cdx, cdy)
    touches, touched = [], share.copy()
    sides = []
    for px, py, end, qx, qy, wx, wy, size, seg, vertex in (
        (xc, yc, ac | bc, xa, ya, abx, aby, ab, i, j), (xd, yd, ad | bd, xa, ya, abx, aby, ab, i, j + 1),
        (xa, ya, ac | ad, xc, yc, cdx, cdy, cd, j, i), (xb, yb, bc | bd, xc, yc, cdx, cdy, cd, j, i + 1),
    ):
        across = wx * (py - qy) - wy * (px - qx)
        sides.append(across)
        on = np.nonzero((np.abs(across) <= _TOUCH * size) & ~end)[0]
        run = (wx[on] * (px - qx)[on] + wy[on] * (py - qy)[on]) / np.maximum(size[on], 1.0)
        on = on[(run > _TOUCH) & (run < size[on] - _TOUCH)]
        touches.append((seg[on], vertex[on]))
        touched[on] = True
    proper = (sides[0] * sides[1] < 0) & (sides[2] * sides[3] < 0) & ~touched
    return touches, proper


def _counted(soup: Soup, level, segment, vertex, everywhere: bool, touching: bool) -> tuple[np.ndarray, np.ndarray]:
    """(bool, bool): touches that are junctions (of one level and, unless *everywhere*, where a line ends), and those
    of one level that are left open."""
    ends = np.zeros(len(vertex), bool)
    if len(vertex) and (touching or everywhere):
        line, n = soup.line, len(soup.line)
        ends = (vertex == 0) | (line[vertex - 1] != line[vertex])
        ends |= (vertex == n - 1) | (line[np.minimum(vertex + 1, n - 1)] != line[vertex])
    one, other = level[soup.line[vertex]], level[soup.line[segment]]
    meets = np.where(ends, may_join(one, other), (one == other) & everywhere)
    return meets, (one == other) & ~meets


def _corners(soup: Soup, i, j) -> list[tuple[np.ndarray, np.ndarray]]:
    """float64 x, y of the ends of both segments."""
    return [(soup.x[k].astype(np.float64), soup.y[k].astype(np.float64)) for k in (i, i + 1, j, j + 1)]


def _intersection(soup: Soup, i, j) -> tuple[np.ndarray, np.ndarray]:
    """int64 millimetres of where segments cross; halves are rounded alike however the segments were drawn."""
    one, other = (np.stack(_ascending(soup, k), axis=1) for k in (i, j))
    turn = np.nonzero(one != other)
    first = np.zeros(len(one), np.int64)
    first[turn[0][::-1]] = turn[1][::-1]  # the first column in which they differ
    at = np.arange(len(one), dtype=np.int64)
    swap = one[at, first] > other[at, first]
    one[swap], other[swap] = other[swap], one[swap].copy()
    (xa, ya, xb, yb), (xc, yc, xd, yd) = one.T, other.T
    dx, dy = xd - xc, yd - yc
    t = ((xc - xa) * dy - (yc - ya) * dx) / ((xb - xa) * dy - (yb - ya) * dx)
    return tuple(np.rint(p + t * (q - p)).astype(np.int64) for p, q in ((xa, xb), (ya, yb)))


def _ascending(soup: Soup, k: np.ndarray) -> tuple[np.ndarray, ...]:
    """float64 x, y of the ends of segments, the one with the smaller x (then y) first."""
    xa, ya, xb, yb = (v.astype(np.float64) for v in (soup.x[k], soup.y[k], soup.x[k + 1], soup.y[k + 1]))
    back = (xa > xb) | ((xa == xb) & (ya > yb))
    return tuple(np.where(back, q, p) for p, q in ((xa, xb), (ya, yb), (xb, xa), (yb, ya)))
