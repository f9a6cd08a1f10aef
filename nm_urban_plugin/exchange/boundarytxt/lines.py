"""Lines of an exchange file → sections with their header, parcels and points, still as text with line numbers.

Structure is read after Unicode normalisation (NFKC: full-width signs become half-width), names are left as they
stand. A line that cannot be read spoils the parcel in which it stands, and no other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from .format import AREA_SHAPE, COLUMNS, HEADER, KEYS, POINTS
from .notes import Note, note

_BLANK = " \t\u3000\ufeff\x1a\x00"
_SECTION = re.compile(r"[\[【]\s*([^\[\]【】]*?)\s*[\]】]?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{0,12})?")
#: As many columns make a parcel line even where the @ is missing; a point has 4 at most.
_PARCEL_COLUMNS = 7
_SHOWN = 60


@dataclass(frozen=True)
class Point:
    """A point line: x and y as they stand, in the order of the file; ring None where there is no ring number."""

    line: int
    label: str
    ring: int | None
    x: str
    y: str


@dataclass
class RawParcel:
    """A parcel: its first and last line, columns by name, points, remarks and faults."""

    line: int
    columns: dict[str, str]
    extra: list[str] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    faults: list[Note] = field(default_factory=list)
    last: int = 0


@dataclass
class Section:
    """One [属性描述] with the parcels that follow it. header: key → (line, value)."""

    header: dict[str, tuple[int, str]] = field(default_factory=dict)
    parcels: list[RawParcel] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def plain(text: str) -> str:
    """NFKC and no blanks around: the form in which structure is read."""
    return unicodedata.normalize("NFKC", text).strip(_BLANK)


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def sections_of(lines: list[str]) -> list[Section]:
    """The sections of a file; a file without [属性描述] is one section with an empty header."""
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        reader.take(number, line.strip(_BLANK))
    return reader.finished()


class _Reader:
    """Takes the lines one by one. mode: header | points | other (a section of which nothing is read)."""

    def __init__(self) -> None:
        self.sections = [Section()]
        self.mode = HEADER
        self.inside_block = False
        self.parcel: RawParcel | None = None
        self._wide: list[int] = []
        self._loose: list[int] = []

    def take(self, number: int, text: str) -> None:
        line = plain(text)
        if not line:
            return
        section = _SECTION.fullmatch(line)
        if section and (line.startswith("[") or section.group(1) in (HEADER, POINTS)):
            self._section(number, section.group(1), text)
            return
        if line.startswith("【") or (self.inside_block and not line.endswith("@")
                                    and _point(number, _tokens(line)) is None):
            self._block(number, line)
            return
        self.inside_block = False
        bare = line.strip("{}" + _BLANK)
        if bare != line:
            self._say_once("braces", number)
            text, line = text.strip("{}｛｝" + _BLANK), bare
            if not bare:
                return
        key, equals, _ = line.partition("=")
        if equals and (key.strip() in KEYS or (self.mode == HEADER and not line.endswith("@"))):
            self._key(number, text)
        elif line.endswith("@") or len(line.split(",")) >= _PARCEL_COLUMNS:
            self._parcel_line(number, text)
        else:
            self._point_line(number, line, text)

    def finished(self) -> list[Section]:
        self._close_parcel()
        return [s for s in self.sections if s.header or s.parcels or s.notes]

    @property
    def section(self) -> Section:
        return self.sections[-1]

    def _say_once(self, code: str, number: int) -> None:
        if all(n.code != code for n in self.section.notes):
            self.section.notes.append(note(number, code))

    def _section(self, number: int, name: str, text: str) -> None:
        self._close_parcel()
        self.inside_block = False
        if name == HEADER:
            if self.section.header or self.section.parcels:
                self.sections.append(Section())
            self.mode = HEADER
        elif "坐标" in name:
            self.mode = "points"
        else:
            self.mode = "other"
            self.section.notes.append(note(number, "section_skipped", name=name[:_SHOWN]))
        if "[" not in text:
            self.section.notes.append(note(number, "fullwidth", n=1))

    def _block(self, number: int, line: str) -> None:
        """A list of fields or an explanation in 【】, over one line or several."""
        if not self.inside_block:
            self.section.notes.append(note(number, "block_skipped"))
        self.inside_block = "】" not in line

    def _key(self, number: int, text: str) -> None:
        if self.mode == "points":
            self._close_parcel()
            self.sections.append(Section())
            self.section.notes.append(note(number, "header_missing"))
            self.mode = HEADER
        key, equals, value = text.partition("=")
        if not equals:
            key, _, value = text.partition("＝")
            self.section.notes.append(note(number, "fullwidth", n=1))
        key = plain(key)
        if key not in KEYS:
            self.section.notes.append(note(number, "unknown_key", key=key[:_SHOWN]))
        elif key in self.section.header:
            self.section.notes.append(note(number, "twice", key=key))
        else:
            self.section.header[key] = (number, value.strip(_BLANK))

    def _parcel_line(self, number: int, text: str) -> None:
        self._close_parcel()
        notes = []
        tokens = [t.strip(_BLANK) for t in text.split(",")]
        if len(tokens) <= len(COLUMNS) and "，" in text:
            tokens = [t.strip(_BLANK) for t in re.split("[,，]", text)]
            notes.append(note(number, "fullwidth", n=1))
        if plain(tokens[-1]) == "@":
            tokens.pop()
        else:
            notes.append(note(number, "at_sign"))
            tokens[-1] = tokens[-1].rstrip("@＠")
        if len(tokens) < len(COLUMNS):
            notes.append(note(number, "columns", n=len(tokens)))
            tokens += [""] * (len(COLUMNS) - len(tokens))
        name, shape = COLUMNS.index("name"), COLUMNS.index("shape")
        if tokens[shape] != AREA_SHAPE and AREA_SHAPE in tokens[shape + 1 : len(tokens) - 3]:
            end = tokens.index(AREA_SHAPE, shape)
            tokens[name:end] = [",".join(tokens[name:end])]
            notes.append(note(number, "name_comma"))
        columns = dict(zip(COLUMNS, tokens))
        for key in ("count", "area", "number", "shape", "dlbm"):
            if plain(columns[key]) != columns[key]:
                columns[key] = plain(columns[key])
                if not any(n.code == "fullwidth" for n in notes):
                    notes.append(note(number, "fullwidth", n=1))
        if self.mode != "points":
            notes.append(note(number, "section_missing"))
            self.mode = "points"
        self.parcel = RawParcel(number, columns, tokens[len(COLUMNS) :], notes=notes, last=number)
        if not is_number(columns["count"]) and not is_number(columns["area"]):
            self.parcel.faults.append(note(number, "parcel_line"))

    def _point_line(self, number: int, line: str, text: str) -> None:
        tokens = _tokens(line)
        point = _point(number, tokens)
        if point is None and self.parcel is None:
            if self.mode != "other":
                self.section.notes.append(note(number, "line_skipped"))
            return
        if self.parcel is None:
            self.parcel = RawParcel(number, dict.fromkeys(COLUMNS, ""), notes=[note(number, "no_parcel_line")])
            self.mode = "points"
        self.parcel.last = number
        if point is None:
            self.parcel.faults.append(note(number, "point", text=text[:_SHOWN]))
            return
        self.parcel.points.append(point)
        if plain(text) != text:
            self._wide.append(number)
        if ",".join(tokens) != line:
            self._loose.append(number)

    def _close_parcel(self) -> None:
        if self.parcel is None:
            return
        for numbers, code in ((self._wide, "fullwidth"), (self._loose, "separator")):
            if numbers:
                self.parcel.notes.append(note(numbers[0], code, n=len(numbers)))
                numbers.clear()
        self.section.parcels.append(self.parcel)
        self.parcel = None


def _tokens(line: str) -> list[str]:
    """Columns of a normalised point line: by commas, else by blanks, tabs or semicolons; empty ones at the end off."""
    parts = line.split(",") if "," in line else re.split(r"[;\s]+", line)
    tokens = [part.strip(_BLANK) for part in parts]
    while tokens and not tokens[-1]:
        tokens.pop()
    return tokens


def _point(line: int, tokens: list[str]) -> Point | None:
    """(label, ring, x, y), (label, x, y) or (x, y); None for anything else."""
    if not 2 <= len(tokens) <= 4 or not all(is_number(t) for t in tokens[-2:]):
        return None
    ring = None
    if len(tokens) == 4:
        if not re.fullmatch("[0-9]{1,6}", tokens[1]):
            return None
        ring = int(tokens[1])
    return Point(line, tokens[0] if len(tokens) > 2 else "", ring, *tokens[-2:])
