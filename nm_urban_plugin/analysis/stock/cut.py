"""Cutting of one approval by what was supplied and cancelled there, with GEOS.

The overlay engine measures without drawing; here is what it cannot do: the polygons that are left of an approval, and
the approvals near supplies or cancellations that overlap each other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...core.ellipsoid.straight import straight_areas
from ..geos import Geometry, common, default, minus, sound
from ..overlay.outlines import Outlines
from ..reading.wkb import decode, encode

#: Parts of an approval parcel, in the order of the columns of settle.Settled.parts:
#: of an earlier approval; supplied by the base date; cancelled then and supplied since; supplied since; cancelled by
#: the base date; cancelled since; left.
OVERLAP, EARLY, REVIVED, LATE, CANCELLED_EARLY, CANCELLED_LATE, LEFT = range(7)
PARTS = 7


def cut_parcel(own: Geometry, supplies: Sequence[tuple[int, bool, Geometry]],
               cancelled: Sequence[tuple[bool, Geometry]]) -> tuple[list[tuple[int, int, Geometry]], Geometry]:
    """Disjoint parts of an approval, and what is left of it.

    supplies   (number, late, polygon) in order of precedence, early ones first: a place belongs to the first
    cancelled  (late, polygon)

    Returns ([(part, number of the supply or −1, polygon)], the rest).
    """
    geos = default()
    area, out = geos.area, []
    rest = own
    held = {late: [g for is_late, g in cancelled if is_late == late] for late in (False, True)}
    before = geos.union(held[False]) if held[False] else None
    for number, late, polygon in supplies:
        piece = common(geos, rest, polygon)
        if area(piece) <= 0:
            continue
        rest = minus(geos, rest, polygon)
        if late and before is not None:
            revived = common(geos, piece, before)
            if area(revived) > 0:
                out.append((REVIVED, number, revived))
                piece = minus(geos, piece, before)
        if area(piece) > 0:
            out.append((LATE if late else EARLY, number, piece))
    for late, part in ((False, CANCELLED_EARLY), (True, CANCELLED_LATE)):
        if not held[late]:
            continue
        whole = before if not late else geos.union(held[True])
        piece = common(geos, rest, whole)
        if area(piece) > 0:
            out.append((part, -1, piece))
            rest = minus(geos, rest, whole)
    return out, rest


class Drawn:
    """Some polygons of *outlines* by their number there; made sound for GEOS when first asked for."""

    def __init__(self, outlines: Outlines, numbers) -> None:
        numbers = np.unique(np.asarray(numbers, np.int64))
        self._blobs = dict(zip(numbers.tolist(), encode(outlines.rings.take(numbers))))
        self._made: dict[int, Geometry] = {}

    def __getitem__(self, number: int) -> Geometry:
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = sound(default(), self._blobs[number])
        return made


def raw_areas(polygons: list[Geometry]) -> np.ndarray:
    """(n,) raw m² of polygons in the plane."""
    return straight_areas(decode(list(map(default().write, polygons))).rings) if polygons else np.zeros(0)


def common_by_geos(one: Outlines, two: Outlines, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """pairs.common_areas with GEOS: for the few whose boundaries contradict each other."""
    geos, first, second = default(), Drawn(one, p), Drawn(two, q)
    return raw_areas([common(geos, first[a], second[b]) for a, b in zip(p.tolist(), q.tolist())])
