"""One raw parcel → where it lies and what it is: axes, zone prefix, rings. What cannot be told is rejected whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from ...core.ellipsoid.gauss import PREFIX_UNIT, Zone
from ...core.rings import Rings
from .format import AREA_SHAPE, Limits, zone_of_number
from .header import Head
from .lines import RawParcel
from .notes import Note, merged, note
from .rings import Shape, shape_of
from .tokens import Point

_OTHER_SHAPES = ("点", "线")


@dataclass(frozen=True)
class Placed:
    """A parcel that can be drawn: x = easting with prefix, y = northing, both as they stand in the file."""

    raw: RawParcel
    zone: Zone
    shape: Shape
    rings: Rings


def are_swapped(points: Iterable[Point], limits: Limits) -> bool:
    """Whether a file writes east first: more points fit the window that way than the other."""
    straight = swapped = 0
    for point in points:
        x, y = float(point.x), float(point.y)
        straight += limits.is_north(x) and limits.is_east(y)
        swapped += limits.is_north(y) and limits.is_east(x)
    return swapped > straight


def place(raw: RawParcel, head: Head, swapped: bool, fallback: Zone | None, limits: Limits
          ) -> tuple[Placed | None, list[Note]]:
    """The placed parcel and its remarks; None with the reason as last remark where it is rejected."""
    notes = list(merged(raw.notes))
    fault = head.fault or _fault_of_line(raw, notes)
    if fault is not None:
        return None, [*notes, fault]
    points = [replace(p, x=p.y, y=p.x) for p in raw.points] if swapped else raw.points
    zone, prefixed, said = _zone_of(points, head, fallback, limits)
    notes += said
    if zone is None:
        return None, notes
    shape, said = shape_of(points)
    notes += said
    if shape is None:
        return None, notes
    return Placed(raw, zone, shape, _rings(shape, 0 if prefixed else zone.number * PREFIX_UNIT)), notes


def _fault_of_line(raw: RawParcel, notes: list[Note]) -> Note | None:
    """Why the lines of a parcel cannot be used; what can be borne is added to *notes*."""
    if raw.faults:
        return raw.faults[0]
    shape = raw.columns["shape"]
    if shape in _OTHER_SHAPES:
        return note(raw.line, "shape", value=shape)
    if shape != AREA_SHAPE and not any(n.code == "no_parcel_line" for n in notes):
        notes.append(note(raw.line, "shape_unknown", value=shape))
    return None if raw.points else note(raw.line, "no_points")


def _zone_of(points: list[Point], head: Head, fallback: Zone | None, limits: Limits
             ) -> tuple[Zone | None, bool, list[Note]]:
    """(zone, whether the coordinates carry its prefix, remarks); no zone with the reason as last remark."""
    for p in points:
        if not (limits.is_north(float(p.x)) and limits.is_east(float(p.y))):
            return None, False, [note(p.line, "window", x=p.x, y=p.y)]
    prefixes = [int(float(p.y) // PREFIX_UNIT) for p in points]
    first = prefixes[0]
    for p, prefix in zip(points, prefixes):
        if prefix != first:
            if prefix and first:
                return None, False, [note(p.line, "two_zones", one=first, two=prefix)]
            return None, False, [note(p.line, "prefix_mixed")]
    if first:
        zone = zone_of_number(first)
        if head.zone == zone or not head.zone_line:
            return zone, True, []
        return zone, True, [note(head.zone_line, "zone_header", value=head.zone_text, zone=first)]
    zone = head.zone or fallback
    if zone is None:
        return None, False, [note(points[0].line, "zone_unknown")]
    if not limits.has(zone):
        return None, False, [note(head.zone_line if head.zone else points[0].line, "zone_window", zone=zone.number)]
    if head.zone is None:
        return zone, False, [note(points[0].line, "zone_from_crs", zone=zone.number)]
    notes = [note(points[0].line, "prefix_added", zone=zone.number)]
    if fallback is not None and fallback.meridian != zone.meridian:
        notes.append(note(head.zone_line, "crs_other", zone=zone.number, other=fallback.number))
    return zone, False, notes


def _rings(shape: Shape, prefix: int) -> Rings:
    """Closed rings; a prefix is added to the decimal text, so that no digit of it changes."""
    count = np.array([len(ring.points) + 1 for ring in shape.rings], np.int64)
    closed = [p for ring in shape.rings for p in (*ring.points, ring.points[0])]
    x = np.array([float(Decimal(p.y) + prefix) for p in closed])
    y = np.array([float(p.x) for p in closed])
    return Rings(x, y, np.concatenate([[0], np.cumsum(count, dtype=np.int64)]), np.zeros(len(count), np.int64),
                 np.array(shape.part, np.int64), np.array(shape.hole, bool), 1)
