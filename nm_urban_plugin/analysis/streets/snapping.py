"""Ends of lines that hang in the air are joined to what they nearly touch.

Only ends that touch nothing are moved, all else stays as drawn. An end goes to the nearest vertex of another line
within the tolerance (also to the other end of its own line, which closes a ring), else to the nearest place inside a
segment, which is cut there. Ties go to the smaller vertex. Of two ends that point at each other the earlier one stays.
Ends that point at ends that move follow them to where these go; every move is reported with its distance, which in
such a row of ends may be more than the tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid import trig
from .cells import Cells, foot
from .soup import Soup


@dataclass(frozen=True, eq=False)
class Joins:
    """hanging (h,) vertices of ends that hang; moved: index into them; x, y (k,) int32 new places of those; cut (k,)
    the segment that is cut there, or −1."""

    hanging: np.ndarray
    moved: np.ndarray
    x: np.ndarray
    y: np.ndarray
    cut: np.ndarray


def may_join(end_level: np.ndarray, other_level: np.ndarray) -> np.ndarray:
    """Whether an end may be joined to a line: of its own level, or of one nearer to the ground (the foot of a bridge).
    """
    return (end_level == other_level) | (np.abs(end_level) > np.abs(other_level))


def hanging_ends(soup: Soup) -> np.ndarray:
    """int64 vertices that are ends of lines and share their place with no other vertex."""
    count = np.bincount(soup.place, minlength=soup.places)
    ends = np.nonzero(soup.last | soup.begin)[0].astype(np.int64)
    return ends[count[soup.place[ends]] == 1]


def join_ends(soup: Soup, cells: Cells, level: np.ndarray, tolerance: float) -> Joins:
    """Where the hanging ends go; *level* (n,) of the lines, *tolerance* in mm."""
    hanging = hanging_ends(soup)
    found = _targets(soup, cells, level, hanging, tolerance) if tolerance > 0 and len(hanging) else None
    if found is None:
        none = np.zeros(0, np.int64)
        return Joins(hanging, none, none.astype(np.int32), none.astype(np.int32), none)
    who, vertex, segment, x, y = found
    of = np.full(len(soup.x), -1, np.int64)
    of[hanging] = np.arange(len(hanging), dtype=np.int64)
    goes = np.full(len(hanging), -1, np.int64)  # the hanging end that it points at
    goes[who] = np.where(vertex >= 0, of[np.maximum(vertex, 0)], -1)
    row = np.full(len(hanging), -1, np.int64)
    row[who] = np.arange(len(who), dtype=np.int64)
    root, stays = _roots(goes, row >= 0)
    x_of, y_of = soup.x[hanging], soup.y[hanging]
    here = np.nonzero((row >= 0) & (goes < 0) & ~stays)[0]
    x_of[here], y_of[here] = x[row[here]], y[row[here]]
    x_of, y_of = x_of[root], y_of[root]
    moved = np.nonzero((x_of != soup.x[hanging]) | (y_of != soup.y[hanging]))[0]
    cut = np.where(row[root] >= 0, segment[np.maximum(row[root], 0)], -1)
    cut[goes[root] >= 0] = -1
    cut[stays[root]] = -1
    return Joins(hanging, moved, x_of[moved], y_of[moved], cut[moved])


def _roots(goes: np.ndarray, aimed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the rows of ends that point at each other lead: the end at which each stops, and which ends stay put."""
    at = np.arange(len(goes), dtype=np.int64)
    mutual = (goes >= 0) & (goes[np.maximum(goes, 0)] == at) & (at < goes)
    stays = mutual.copy()
    step = np.where((goes >= 0) & ~stays, goes, at)
    for _ in range(max(len(goes).bit_length(), 1)):
        step = step[step]
    loose = step[step] != step  # a ring of ends: none of them moves
    stays |= loose | ~aimed
    return np.where(loose, at, step), stays


def _targets(soup: Soup, cells: Cells, level, hanging, tolerance):
    """(hanging end, vertex or −1, segment or −1, x, y) of what each end goes to; None where there is nothing."""
    px, py = soup.x[hanging].astype(np.float64), soup.y[hanging].astype(np.float64)
    who, segment = cells.near(px, py, tolerance)
    if not len(who):
        return None
    end = hanging[who]
    fits = may_join(level[soup.line[end]], level[soup.line[segment]])
    who, segment, end = who[fits], segment[fits], end[fits]
    t, d = foot(px[who], py[who], (soup.x, soup.y), segment)
    own = soup.line[end] == soup.line[segment]
    ends = soup.last | soup.begin
    rows = []
    for vertex in (segment, segment + 1):
        far = trig.hypot(soup.x[vertex] - px[who], soup.y[vertex] - py[who])
        ok = (far <= tolerance) & (~own | ends[vertex]) & (vertex != end)
        ok &= ~(own & (np.abs(vertex - end) < 3))  # closing a ring needs more than a line and back
        k = vertex[ok]
        rows.append((who[ok], np.zeros(len(k), np.int64), far[ok], k, np.full(len(k), -1, np.int64),
                     soup.x[k], soup.y[k]))
    ok = ~own & (d <= tolerance) & (t > 0) & (t < 1)
    k, share = segment[ok], t[ok]
    # from the middle of the segment, so that it does not matter in which direction it was drawn
    x, y = (np.rint((v[k].astype(np.float64) + v[k + 1]) / 2 + (share - 0.5) * (v[k + 1].astype(np.float64) - v[k])
                    ).astype(np.int32) for v in (soup.x, soup.y))
    rows.append((who[ok], np.ones(len(k), np.int64), d[ok], np.full(len(k), -1, np.int64), k, x, y))
    who, rank, far, vertex, segment, x, y = (np.concatenate(column) for column in zip(*rows))
    if not len(who):
        return None
    order = np.lexsort((np.where(rank == 0, vertex, segment), far, rank, who))
    lead = order[np.nonzero(np.diff(who[order], prepend=-1))[0]]
    return who[lead], vertex[lead], segment[lead], x[lead], y[lead]
