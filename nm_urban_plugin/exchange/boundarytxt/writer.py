"""Writer of boundary-point files: what the reader calls clean, byte for byte.

Outer rings run clockwise on the map, holes anticlockwise; each ring starts where it was drawn (or in its north-west
corner) and is closed by its first point and label; labels J1 … run on through a parcel. Coordinates have 3 decimals,
and the declared area is the official one of the coordinates as they are written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from ...core.ellipsoid.gauss import FALSE_EASTING, PREFIX_UNIT, Zone
from ...core.ellipsoid.official import official_areas
from ...core.resources import BilingualError
from ...core.rings import Rings, join
from ...core.units import cents, ha, scaled_half_up
from ...core.whole_file import NotWritten, whole_file
from .format import (
    AREA_SHAPE,
    DATE,
    DATUM,
    HEADER,
    POINTS,
    PRECISION,
    PRODUCER,
    PROJECTION,
    TRANSFORMATION,
    UNIT,
    VERSION,
    WIDTH,
    ZONE,
)
from .topology import fault_of

#: What ENCODING may be.
ENCODINGS = ("gb18030", "utf-8", "utf-8-sig", "gbk")
LINE_END = "\r\n"
_PER_METRE = 1000
_FORBIDDEN = re.compile(r"[,\r\n\t@]+")


class WriteError(BilingualError):
    """The file cannot be written; the message says why."""


@dataclass
class Entry:
    """One parcel to write: attributes as text, and closed rings of (easting with prefix, northing) in whole mm."""

    number: str
    name: str
    sheet: str
    use: str
    dlbm: str
    rings: list[np.ndarray]
    extra: list[str] = field(default_factory=list)
    cents: int = 0

    @property
    def count(self) -> int:
        """界址点数: all point lines, closing points included."""
        return sum(len(ring) for ring in self.rings)


def clean_text(value: str) -> str:
    """A value as a column can carry it: without commas, line ends and @."""
    return _FORBIDDEN.sub(" ", value).strip()


def rings_in_mm(rings: Rings, zone: Zone, northwest: bool = False) -> tuple[list[np.ndarray], str | None]:
    """One polygon of (e, n) in metres from the meridian → its rings as they are written.

    Returns (rings, None), or ([], kind of the fault) where rounding to the millimetre leaves no polygon.
    """
    x = scaled_half_up(rings.x + (FALSE_EASTING + zone.number * PREFIX_UNIT), 3)
    y = scaled_half_up(rings.y, 3)
    out = []
    for k, hole in enumerate(rings.hole):
        ring = np.stack([x[rings.first[k] : rings.first[k + 1]], y[rings.first[k] : rings.first[k + 1]]], axis=1)
        ring = ring[np.concatenate([[True], (np.diff(ring, axis=0) != 0).any(axis=1)])]
        if len(ring) < 4:
            return [], "few_points"
        if _is_clockwise(ring) == bool(hole):
            ring = ring[::-1]
        out.append(_from_northwest(ring) if northwest else ring)
    origin = np.min([ring.min(axis=0) for ring in out], axis=0)
    fault = fault_of([ring - origin for ring in out])
    return ([], fault.kind) if fault else (out, None)


def polygons(rings: Rings) -> Iterator[Rings]:
    """The polygons of a batch one by one (Rings.take would walk through the whole batch for each)."""
    ring_of = np.searchsorted(rings.shape, np.arange(rings.n + 1, dtype=np.int64))
    for a, b in zip(ring_of[:-1], ring_of[1:]):
        at = slice(rings.first[a], rings.first[b])
        yield Rings(rings.x[at], rings.y[at], rings.first[a : b + 1] - rings.first[a], np.zeros(b - a, np.int64),
                    rings.part[a:b], rings.hole[a:b], 1)


def _is_clockwise(ring: np.ndarray) -> bool:
    """On the map, north up. Exact: whole numbers near the origin."""
    x, y = (ring - ring[0]).T
    return bool((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() < 0)


def _from_northwest(ring: np.ndarray) -> np.ndarray:
    """The same ring, starting at the corner nearest to the north-west corner of its box."""
    corners = ring[:-1]
    start = int(np.argmin((corners[:, 0] - corners[:, 0].min()) + (corners[:, 1].max() - corners[:, 1])))
    turned = np.roll(corners, -start, axis=0)
    return np.concatenate([turned, turned[:1]])


def measure(entries: list[Entry], zone: Zone) -> None:
    """Set the official area of every entry, from the coordinates as they are written."""
    false_easting = FALSE_EASTING + zone.number * PREFIX_UNIT
    shapes = []
    for entry in entries:
        points = np.concatenate(entry.rings)
        count = np.array([len(ring) for ring in entry.rings], np.int64)
        # a hole runs anticlockwise, so orientation tells it from an outer ring
        hole = np.array([not _is_clockwise(ring) for ring in entry.rings])
        index = np.zeros(len(count), np.int64)
        shapes.append(Rings((points[:, 0] - false_easting * _PER_METRE) / _PER_METRE, points[:, 1] / _PER_METRE,
                            np.concatenate([[0], np.cumsum(count, dtype=np.int64)]), index, index, hole, 1))
    for entry, area in zip(entries, cents(np.maximum(official_areas(join(shapes)), 0.0))):
        entry.cents = int(area)


def lines(entries: Iterable[Entry], zone: Zone, producer: str, date: str) -> Iterator[str]:
    """The lines of a file, without line ends."""
    header = {VERSION: "1.01版本", PRODUCER: re.sub("[\r\n]+", " ", producer), DATE: date, DATUM: "2000国家大地坐标系",
              WIDTH: zone.width, PROJECTION: "高斯克吕格", UNIT: "米", ZONE: zone.number, PRECISION: "0.001",
              TRANSFORMATION: ",,,,,,"}
    yield f"[{HEADER}]"
    yield from (f"{key}={value}" for key, value in header.items())
    yield f"[{POINTS}]"
    for entry in entries:
        yield ",".join([str(entry.count), f"{float(ha(entry.cents)):.4f}", entry.number, entry.name, AREA_SHAPE,
                        entry.sheet, entry.use, entry.dlbm, *entry.extra, "@"])
        first = 1
        for number, ring in enumerate(entry.rings, 1):
            labels = [*range(first, first + len(ring) - 1), first]
            for label, (x, y) in zip(labels, ring.tolist()):
                yield f"J{label},{number},{_metres(y)},{_metres(x)}"
            first += len(ring) - 1


def _metres(mm: int) -> str:
    return f"{mm // _PER_METRE}.{mm % _PER_METRE:03d}"


def write(path: str | os.PathLike, text_lines: Iterable[str], encoding: str = ENCODINGS[0]) -> None:
    """Write beside the place, then rename: the file is whole or not there. Raises WriteError."""
    try:
        with whole_file(path) as beside, open(beside, "w", encoding=encoding, newline="") as file:
            for line in text_lines:
                file.write(line + LINE_END)
    except UnicodeEncodeError as error:
        what = error.object[error.start : error.end].encode("unicode_escape").decode("ascii")
        raise WriteError(f"the character {what} cannot be written in {encoding}",
                         f"字符 {what} 无法用 {encoding} 编码写出") from error
    except NotWritten as error:
        raise WriteError(error.en, error.zh) from error
