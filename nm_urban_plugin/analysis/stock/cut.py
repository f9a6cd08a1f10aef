"""Cutting of one approval by what was supplied and cancelled there, with GEOS.

The overlay engine measures without drawing; here is what it cannot do: the polygons that are left of an approval, and
the approvals near supplies or cancellations that overlap each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.core import QgsGeometry

from ...core.ellipsoid.straight import straight_areas
from ..geos.by_qgis import polygons_of, sound_geometry
from ..overlay.outlines import Outlines
from ..reading.wkb import decode, encode

#: Parts of an approval parcel, in the order of the columns of settle.Settled.parts:
#: of an earlier approval; supplied by the base date; cancelled then and supplied since; supplied since; cancelled by
#: the base date; cancelled since; left.
OVERLAP, EARLY, REVIVED, LATE, CANCELLED_EARLY, CANCELLED_LATE, LEFT = range(7)
PARTS = 7

#: A grid (m) that GEOS can always work on; taken only where it gave up twice.
_LAST_GRID_M = 1e-6


def common(one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """Polygons that both have."""
    return _done("intersection", one, other)


def minus(one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """Polygons of the first that the other leaves."""
    return _done("difference", one, other)


def union(several: Sequence[QgsGeometry]) -> QgsGeometry:
    """All of them as one; GEOS has no polygons to join where there are none."""
    if len(several) == 1:
        return several[0]
    joined = QgsGeometry.unaryUnion(list(several))
    if joined.isNull():
        joined = QgsGeometry.unaryUnion([_valid(g.snappedToGrid(_LAST_GRID_M, _LAST_GRID_M)) for g in several])
    return polygons_of(joined)


def _done(operation: str, one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    found = getattr(one, operation)(other)
    if found.isNull():
        found = getattr(_valid(one), operation)(_valid(other))
    if found.isNull():
        found = getattr(_valid(one.snappedToGrid(_LAST_GRID_M, _LAST_GRID_M)), operation)(
            _valid(other.snappedToGrid(_LAST_GRID_M, _LAST_GRID_M)))
    return polygons_of(found)


def _valid(geometry: QgsGeometry) -> QgsGeometry:
    return geometry if geometry.isGeosValid() else polygons_of(geometry.makeValid())


def cut_parcel(own: QgsGeometry, supplies: Sequence[tuple[int, bool, QgsGeometry]],
               cancelled: Sequence[tuple[bool, QgsGeometry]]) -> tuple[list[tuple[int, int, QgsGeometry]], QgsGeometry]:
    """Disjoint parts of an approval, and what is left of it.

    supplies   (number, late, polygon) in order of precedence, early ones first: a place belongs to the first
    cancelled  (late, polygon)

    Returns ([(part, number of the supply or −1, polygon)], the rest).
    """
    out: list[tuple[int, int, QgsGeometry]] = []
    rest = own
    held = {late: [g for is_late, g in cancelled if is_late == late] for late in (False, True)}
    before = union(held[False]) if held[False] else None
    for number, late, polygon in supplies:
        piece = common(rest, polygon)
        if piece.area() <= 0:
            continue
        rest = minus(rest, polygon)
        if late and before is not None:
            revived = common(piece, before)
            if revived.area() > 0:
                out.append((REVIVED, number, revived))
                piece = minus(piece, before)
        if piece.area() > 0:
            out.append((LATE if late else EARLY, number, piece))
    for late, part in ((False, CANCELLED_EARLY), (True, CANCELLED_LATE)):
        if not held[late]:
            continue
        whole = before if not late else union(held[True])
        piece = common(rest, whole)
        if piece.area() > 0:
            out.append((part, -1, piece))
            rest = minus(rest, whole)
    return out, rest


class Drawn:
    """Some polygons of *outlines* by their number there; made sound for GEOS when first asked for."""

    def __init__(self, outlines: Outlines, numbers) -> None:
        numbers = np.unique(np.asarray(numbers, np.int64))
        self._blobs = dict(zip(numbers.tolist(), encode(outlines.rings.take(numbers))))
        self._made: dict[int, QgsGeometry] = {}

    def __getitem__(self, number: int) -> QgsGeometry:
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = sound_geometry(self._blobs[number])
        return made


def raw_areas(polygons: list[QgsGeometry]) -> np.ndarray:
    """(n,) raw m² of polygons in the plane."""
    return straight_areas(decode([bytes(g.asWkb()) for g in polygons]).rings) if polygons else np.zeros(0)


def common_by_geos(one: Outlines, two: Outlines, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """pairs.common_areas with GEOS: for the few whose boundaries contradict each other."""
    first, second = Drawn(one, p), Drawn(two, q)
    return raw_areas([common(first[a], second[b]) for a, b in zip(p.tolist(), q.tolist())])
