"""Points of one parcel → closed rings, then outer rings and holes by containment; what had to be mended is said.

地块圈号 1 is the outer ring, 2 and more are deductions (扣除). In practice ring numbers are missing, all 1, or stand
for separate parts: a ring also ends where its first point returns, and place decides between hole and part.
"""

from __future__ import annotations

from dataclasses import dataclass

from .notes import Note, note
from .tokens import Point
from .topology import depths, fault_of, nesting, whole


@dataclass
class Ring:
    """Points without repetitions and closing point; closed_at: line of the closing point, None without one."""

    number: int
    points: list[Point]
    closed_at: int | None = None


@dataclass(frozen=True)
class Shape:
    """Rings of a sound parcel in order: outer ring, its holes, next outer ring, …; part and hole of each."""

    rings: list[Ring]
    part: list[int]
    hole: list[bool]
    closed: int  # rings whose closing point stands in the file
    repeated: int  # points left out because they repeat the one before


def shape_of(points: list[Point]) -> tuple[Shape | None, list[Note]]:
    """The shape and the remarks; None with the reason as last remark where the points make no polygon."""
    splitter = _Splitter()
    for point in points:
        splitter.take(point)
    notes = splitter.finish()
    if splitter.fault is not None:
        return None, [*notes, splitter.fault]
    rings = splitter.rings
    grid = whole([[(p.x, p.y) for p in (*ring.points, ring.points[0])] for ring in rings])
    fault = fault_of(grid)
    if fault is not None:
        (one, edge), (other, far) = fault.one, fault.other
        line, other_line = rings[one].points[edge].line, rings[other].points[far].line
        if fault.kind == "spike":
            return None, [*notes, note(max(line, other_line), "spike")]
        return None, [*notes, note(line, fault.kind, other=other_line)]
    shape, more = _nested(rings, nesting(grid), splitter.repeated)
    return shape, notes + more


def _same(one: Point, two: Point) -> bool:
    return float(one.x) == float(two.x) and float(one.y) == float(two.y)


class _Splitter:
    """Takes the points one by one and cuts them into rings."""

    def __init__(self) -> None:
        self.rings: list[Ring] = []
        self.notes: list[Note] = []
        self.fault: Note | None = None
        self.repeated = 0
        self._current: Ring | None = None
        self._given: int | None = None
        self._before: Point | None = None

    def take(self, point: Point) -> None:
        if self._current is None:
            self._start(point)
        elif point.ring != self._given:
            if any(ring.points[0].ring == point.ring for ring in self.rings):
                self._fail(note(point.line, "ring_again", ring=point.ring))
            self._end()
            self._start(point)
        elif self._before is not None and _same(point, self._before):
            self.repeated += 1
            self.notes.append(note(point.line, "repeated"))
        elif self._current.closed_at is not None:
            self.notes.append(note(point.line, "ring_split", ring=self._current.number, closed=self._current.closed_at))
            self._end()
            self._start(point)
        else:
            self._add(point)
        self._before = point

    def finish(self) -> list[Note]:
        self._end()
        if any(ring.points[0].ring is None for ring in self.rings):
            self.notes.insert(0, note(self.rings[0].points[0].line, "ring_missing"))
        return self.notes

    def _start(self, point: Point) -> None:
        self._given = point.ring
        self._current = Ring(len(self.rings) + 1 if point.ring is None else point.ring, [point])
        self._before = None

    def _add(self, point: Point) -> None:
        ring = self._current
        first = ring.points[0]
        if len(ring.points) >= 3 and _same(point, first):
            ring.closed_at = point.line
            if point.label != first.label:
                self.notes.append(note(point.line, "closing_label", label=point.label, first=first.label))
            return
        ring.points.append(point)

    def _end(self) -> None:
        """Close the current ring."""
        ring = self._current
        if ring is None:
            return
        self._current = None
        self.rings.append(ring)
        first, last = ring.points[0], ring.points[-1]
        if len({(float(p.x), float(p.y)) for p in ring.points}) < 3:
            self._fail(note(first.line, "few_points", ring=ring.number))
        elif ring.closed_at is None and last.label and last.label == first.label:
            self._fail(note(last.line, "closing_differs", label=last.label, first=first.line))
        elif ring.closed_at is None:
            self.notes.append(note(last.line, "unclosed", ring=ring.number))

    def _fail(self, fault: Note) -> None:
        self.fault = self.fault or fault


def _nested(rings: list[Ring], parent: list[int], repeated: int) -> tuple[Shape, list[Note]]:
    """Even depth = outer ring, odd depth = hole of the ring around it."""
    depth = depths(parent)
    outer = [k for k in range(len(rings)) if depth[k] % 2 == 0]
    notes = [note(rings[k].points[0].line, "ring_part", ring=rings[k].number) for k in outer if k > 0]
    if depth[0] % 2:
        notes.insert(0, note(rings[0].points[0].line, "ring_order", ring=rings[0].number))
    order, part, hole = [], [], []
    for number, k in enumerate(outer):
        own = [k, *(m for m in range(len(rings)) if depth[m] % 2 and parent[m] == k)]
        order += own
        part += [number] * len(own)
        hole += [False] + [True] * (len(own) - 1)
    shape = Shape([rings[k] for k in order], part, hole, sum(r.closed_at is not None for r in rings), repeated)
    return shape, notes
