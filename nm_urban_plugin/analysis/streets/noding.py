"""From drawn lines to a graph: ends joined, lines cut where they meet, edges between the places where they do."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...core.ellipsoid import trig
from .cells import Cells
from .crossings import Meetings, find_meetings
from .graph import CROSSING, VERTEX, Graph, Moves, Report
from .lines import MM, Lines, middle
from .snapping import Joins, join_ends
from .soup import Soup, soup_of


@dataclass(frozen=True)
class Rules:
    """How lines become a graph.

    tolerance_m  hanging ends this near to another line are joined to it (m); 0 joins none
    junctions    `VERTEX`: lines of one level meet where they share a vertex or where one ends on the other;
                 `CROSSING`: wherever they cross
    touching     with `VERTEX`: an end that lies on another line without a vertex there is a junction as well
    ellipsoidal  lengths on the ellipsoid of CGCS2000 (coordinates of a Gauss plane), else in the plane
    """

    tolerance_m: float = 0.5
    junctions: str = VERTEX
    touching: bool = True
    ellipsoidal: bool = True


def build(lines: Lines, rules: Rules | None = None) -> Graph:
    """The noded graph of lines.

    Nodes are the ends of lines and the places that lines share; nodes where only two edges end remain, for the edges
    know their lines (the search leaves them out). Lines on different levels share a place only where the one farther
    from the ground ends there. Deterministic, and independent of the order of coordinates' bits: the same drawing gives
    the same graph. Raises ValueError for lines spread over more than 4000 km or an unknown rule.
    """
    rules = rules or Rules()
    if rules.junctions not in (VERTEX, CROSSING) or not rules.tolerance_m >= 0:
        raise ValueError(f"{rules.junctions}, {rules.tolerance_m}: no such rule")
    soup, repeated, short = soup_of(lines, middle(lines.xy, rules.ellipsoidal))
    cells = Cells.of(soup.x, soup.y, soup.last)
    joins = join_ends(soup, cells, lines.level, rules.tolerance_m * MM)
    moves = _move(soup, joins)
    meetings = find_meetings(soup, cells, lines.level, rules.junctions == CROSSING, rules.touching)
    parts, cuts = _cut(soup, joins, meetings)
    slack = cells.slack + float(moves.distance.max(initial=0.0)) * MM
    cells = replace(cells, parts=parts, slack=slack)
    gone = lines.n - short - len(np.unique(soup.line))
    report = Report(lines.n, len(lines.xy), short + gone, repeated, len(joins.hanging), moves, cuts,
                    meetings.open_crossings, meetings.level_crossings)
    return _graph(soup, lines, cells, report)


def _move(soup: Soup, joins: Joins) -> Moves:
    """Move the ends; the list of what was moved."""
    vertex = joins.hanging[joins.moved]
    before = soup.origin.outward(soup.x[vertex], soup.y[vertex])
    dx = soup.x[vertex].astype(np.float64) - joins.x
    dy = soup.y[vertex].astype(np.float64) - joins.y
    at_end = soup.last[vertex]
    soup.x[vertex], soup.y[vertex] = joins.x, joins.y
    soup.source[vertex] = -1
    if len(vertex):
        soup.place[vertex] = soup.places_at(joins.x, joins.y)
    return Moves(soup.line[vertex].astype(np.int64), at_end, before, soup.origin.outward(joins.x, joins.y),
                 trig.hypot(dx, dy) / MM)


def _cut(soup: Soup, joins: Joins, meetings: Meetings) -> tuple[np.ndarray | None, int]:
    """Insert the vertices of all cuts. Returns where each vertex and thus each segment went (None: nowhere), and how
    many cuts there were."""
    at = joins.cut >= 0
    segment = np.concatenate([joins.cut[at], meetings.segment])
    x, y = np.concatenate([joins.x[at], meetings.x]), np.concatenate([joins.y[at], meetings.y])
    if not len(segment) and not _repeats(soup.place, soup.line).any():
        return None, 0
    x0, y0 = soup.x[segment].astype(np.float64), soup.y[segment].astype(np.float64)
    dx, dy = soup.x[segment + 1] - x0, soup.y[segment + 1] - y0
    order = np.lexsort(((x - x0) * dx + (y - y0) * dy, segment))
    segment, x, y = segment[order], x[order], y[order]
    n = len(soup.x)
    behind = np.bincount(segment, minlength=n)
    where = np.arange(n, dtype=np.int64)
    where[1:] += np.cumsum(behind, dtype=np.int64)[:-1]  # new index of each old vertex
    new = np.arange(len(segment), dtype=np.int64) + segment + 1
    place = soup.places_at(x, y) if len(x) else np.zeros(0, np.int32)
    columns = []
    none = np.full(len(segment), -1, np.int32)
    for old, added in ((soup.x, x), (soup.y, y), (soup.line, soup.line[segment]), (soup.source, none),
                       (soup.place, place)):
        column = np.empty(n + len(segment), np.int32)
        column[where], column[new] = old, added
        columns.append(column)
    x, y, line, source, place = columns
    keep = ~_repeats(place, line)
    alone = np.bincount(line[keep], minlength=int(line[-1]) + 1) < 2
    if alone.any():
        keep &= ~alone[line]
    parts = np.concatenate([where, [len(x)]])
    if not keep.all():
        x, y, line, source, place = x[keep], y[keep], line[keep], source[keep], place[keep]
        kept = np.concatenate([[0], np.cumsum(keep, dtype=np.int64)])
        # a vertex that went is the one before it; segments between them are gone
        parts = np.where(np.append(keep, True)[parts], kept[parts], np.maximum(kept[parts] - 1, 0))
        parts = _without_gaps(parts, soup, kept, keep, where)
    soup.x, soup.y, soup.line, soup.source, soup.place = x, y, line, source, place
    return parts.astype(np.int32), len(segment)


def _repeats(place: np.ndarray, line: np.ndarray) -> np.ndarray:
    """(v,) bool: vertices at the place of the one before them."""
    out = np.zeros(len(place), bool)
    out[1:] = (place[1:] == place[:-1]) & (line[1:] == line[:-1])
    return out


def _without_gaps(parts, soup: Soup, kept, keep, where) -> np.ndarray:
    """Segments of lines that are gone have no parts."""
    lines_gone = np.ones(int(soup.line[-1]) + 1, bool)
    lines_gone[soup.line[keep[where]]] = False
    gone = np.append(lines_gone[soup.line], False)
    parts[gone] = kept[:-1][where][gone[:-1]]
    return parts


def _nodes(soup: Soup, level: np.ndarray) -> tuple[np.ndarray, int]:
    """(v,) int32 id of each vertex's place and level, and how many ids there are.

    At a place where several levels come together the one nearest to the ground keeps the id. Another level joins it
    there only where one of its own lines ends; of two equally far from the ground both must end.
    """
    own = level[soup.line]
    if not own.any():
        return soup.place, soup.places
    raised = np.zeros(soup.places, bool)
    raised[soup.place[own != 0]] = True
    at = np.nonzero(raised[soup.place])[0]
    ends = (soup.last | soup.begin)[at]
    key = soup.place[at].astype(np.int64) << 17
    key += own[at].astype(np.int64) + (1 << 16)
    group, back = np.unique(key, return_inverse=True)
    back = back.reshape(-1)
    has_end = np.bincount(back[ends], minlength=len(group)) > 0
    place, of_level = group >> 17, (group & ((1 << 17) - 1)) - (1 << 16)
    order = np.lexsort((of_level, np.abs(of_level), place))
    first = np.nonzero(np.diff(place[order], prepend=-1))[0]
    base = np.repeat(order[first], np.diff(np.append(first, len(order))))  # of the groups in that order
    ground = np.empty(len(group), np.int64)
    ground[order] = base
    joined = has_end & ((np.abs(of_level) > np.abs(of_level[ground])) | has_end[ground])
    joined |= ground == np.arange(len(group), dtype=np.int64)
    ids = place.copy()
    ids[~joined] = soup.places + np.arange(int(np.count_nonzero(~joined)), dtype=np.int64)
    node = soup.place.copy()
    node[at] = ids[back]
    return node, soup.places + int(np.count_nonzero(~joined))


def _graph(soup: Soup, lines: Lines, cells: Cells, report: Report) -> Graph:
    """Edges between the vertices that are nodes."""
    node, count = _nodes(soup, lines.level)
    stop = soup.last | soup.begin
    stop |= (np.bincount(node, minlength=count) > 1)[node]
    stops = np.nonzero(stop)[0].astype(np.int64)
    line = soup.line[stops]
    same = line[:-1] == line[1:]
    lo, hi = stops[:-1][same], stops[1:][same]
    used = np.zeros(count, bool)
    used[node[stops]] = True
    number = np.cumsum(used, dtype=np.int32) - np.int32(1)
    at = number[node[stops]]
    xy = np.empty((int(np.count_nonzero(used)), 2), np.int32)
    xy[at, 0], xy[at, 1] = soup.x[stops], soup.y[stops]
    length = np.zeros(0)
    if len(lo):
        step = soup.origin.lengths(soup.x, soup.y)
        step[soup.last[:-1]] = 0.0
        length = np.maximum(np.floor(np.add.reduceat(step, lo) + 0.5), 1.0)
    return Graph(soup.origin, soup.x, soup.y, soup.source, lo, hi, number[node[lo]], number[node[hi]], length,
                 soup.line[lo], xy, lines, cells, report)
