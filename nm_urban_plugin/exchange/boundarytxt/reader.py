"""Reader of boundary-point files (勘测定界界址点坐标交换格式, 报批/备案 TXT).

    reading = read(path.read_bytes())
    for parcel in reading.parcels: parcel.rings, parcel.zone, parcel.cents, parcel.notes

Every variant and defect that practice knows is read where it can be read one way, and said with its line; everything
else is rejected whole: a parcel never comes out with a point missing or moved. Runs in any Python with numpy.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...core.ellipsoid.gauss import Zone
from ...core.ellipsoid.official import official_areas, plane_areas
from ...core.rings import Rings, join
from ...core.units import cents
from ...core.whole_file import LONGEST_PATH
from .checks import check_area, check_count, odd_ones_out
from .format import Limits, limits
from .header import head_of
from .lines import RawParcel, Section, sections_of
from .notes import INFO, REJECT, Note, note
from .parcels import Placed, are_swapped, place
from .text import AUTO, decode

#: A larger file is no boundary-point file; the reader would hold it in memory.
MAX_BYTES = 64_000_000


@dataclass(frozen=True)
class Parcel:
    """One parcel as read. rings: x = easting with zone prefix, y = northing. cents: official area in 0.01 m²."""

    line: int
    number: str
    name: str
    sheet: str
    use: str
    dlbm: str
    extra: tuple[str, ...]
    declared_ha: float | None
    cents: int
    zone: Zone
    rings: Rings
    header: dict[str, str]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Rejected:
    """A parcel (or, with line 0, a file) that was not read, why, and what had been said before."""

    line: int
    number: str
    name: str
    reason: Note
    notes: tuple[Note, ...] = ()


def text_files(folder: Path) -> tuple[list[Path], list[OSError]]:
    """The .txt files of a folder and its subfolders, and why folders could not be listed.

    Their order is the same on every system: without regard to case. Files that cannot be opened are among them, so that
    :func:`read_file` says why.
    """
    found: list[Path] = []
    closed: list[OSError] = []
    for inside, _, names in os.walk(folder, onerror=closed.append):
        found += [Path(inside, name) for name in names if name.lower().endswith(".txt")]
    return sorted(found, key=lambda path: (path.as_posix().casefold(), path.as_posix())), closed


@dataclass(frozen=True)
class Reading:
    """All of one file. notes: remarks on the file and its headers; the parcels below them carry them too."""

    parcels: list[Parcel]
    rejected: list[Rejected]
    notes: list[Note]
    encoding: str = ""


def read_file(path: Path, encoding: str = AUTO, fallback: Zone | None = None, within: Limits | None = None) -> Reading:
    """Like :func:`read`; a file that cannot be opened or is far too large is a rejected one, never an error."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _nothing(note(0, "too_large", mb=size // 1_000_000, limit=MAX_BYTES // 1_000_000))
        raw = path.read_bytes()
    except OSError as error:
        if len(str(path)) > LONGEST_PATH:
            return _nothing(note(0, "path_too_long", n=len(str(path)), most=LONGEST_PATH))
        return _nothing(note(0, "unreadable", error=error.strerror or type(error).__name__))
    return read(raw, encoding, fallback, within)


def read(raw: bytes, encoding: str = AUTO, fallback: Zone | None = None, within: Limits | None = None) -> Reading:
    """Read one file.

    encoding   `auto`, or what the file is said to be (text.ENCODINGS)
    fallback   zone of coordinates that name none
    within     window and tolerances, the shipped ones by default
    """
    within = within or limits()
    if not raw.strip():
        return _nothing(note(0, "empty"))
    text = decode(raw, encoding)
    sections = sections_of(text.lines)
    every = [parcel for section in sections for parcel in section.parcels]
    points = [point for parcel in every for point in parcel.points]
    swapped = are_swapped(points, within)
    common = [note(points[0].line, "swapped")] if swapped else []
    common += _outside(text.notes, every)
    result = Reading([], [], [*common], text.encoding)
    placed: list[tuple[Placed, Section, list[Note]]] = []
    for section in sections:
        head = head_of(section)
        result.notes.extend(head.notes)
        for parcel in section.parcels:
            own = [*common, *head.notes, *(n for n in text.notes if parcel.line <= n.line <= parcel.last)]
            found, notes = place(parcel, head, swapped, fallback, within)
            if found is None:
                result.rejected.append(_rejected(parcel, notes[-1], [*own, *notes[:-1]]))
            else:
                placed.append((found, section, [*own, *notes]))
    if not every:
        result.rejected.append(Rejected(0, "", "", note(0, "no_parcels")))
    _measure(placed, within, result)
    return result


def _measure(placed: list[tuple[Placed, Section, list[Note]]], within: Limits, result: Reading) -> None:
    """Areas of all parcels at once; then what is declared is compared with what was found."""
    if not placed:
        return
    found = [one for one, _, _ in placed]
    rings = join([one.rings for one in found])
    easting = np.array([one.zone.false_easting for one in found])[rings.vertex_shape()]
    rings = rings.with_xy(rings.x - easting, rings.y)
    areas, planes = cents(np.maximum(official_areas(rings), 0.0)), plane_areas(rings)
    odd = odd_ones_out(found)
    for k, (one, section, notes) in enumerate(placed):
        declared = check_area(one.raw, int(areas[k]), float(planes[k]), within)
        count = check_count(one, declared.agrees)
        notes = [*notes, *declared.notes, *([odd[k]] if k in odd else [])]
        if count is not None and count.level == REJECT:
            result.rejected.append(_rejected(one.raw, count, notes))
            continue
        if count is not None:
            notes.append(count)
        columns, header = one.raw.columns, {key: value for key, (_, value) in section.header.items()}
        result.parcels.append(Parcel(
            one.raw.line, columns["number"], columns["name"], columns["sheet"], columns["use"], columns["dlbm"],
            tuple(one.raw.extra), declared.ha, int(areas[k]), one.zone, one.rings, header, _ordered(notes)))
    result.rejected.sort(key=lambda r: r.line)


def _outside(notes: list[Note], parcels: list[RawParcel]) -> list[Note]:
    """Remarks on the text that belong to no parcel: on its encoding, and on lines of a header."""
    inside = set()
    for parcel in parcels:
        inside.update(range(parcel.line, parcel.last + 1))
    return [n for n in notes if n.code == "utf16" or n.line not in inside]


def _ordered(notes: list[Note]) -> tuple[Note, ...]:
    """By line, each once, without mere information."""
    return tuple(sorted({n for n in notes if n.level != INFO}, key=lambda n: (n.line, n.code)))


def _rejected(raw: RawParcel, reason: Note, notes: list[Note]) -> Rejected:
    return Rejected(raw.line, raw.columns["number"], raw.columns["name"], reason, _ordered(notes))


def _nothing(reason: Note) -> Reading:
    return Reading([], [Rejected(0, "", "", reason)], [])
