"""Lines of an exchange file → sections with their header, parcels and points, still as text with line numbers.

Structure is read after Unicode normalisation (NFKC: full-width signs become half-width), names are left as they
stand. A line that cannot be read spoils the parcel in which it stands, and no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .format import AREA_SHAPE, COLUMNS, HEADER, POINTS, key_of
from .notes import Note, note
from .tokens import BLANK, Point, area_of, columns_of, filler_of, is_number, plain, point_of

_SECTION = re.compile(r"[\[【]\s*([^\[\]【】]*?)\s*[\]】]?")
#: As many columns make a parcel line even where the @ is missing, unless two of them are coordinates.
_PARCEL_COLUMNS = 7
_SHOWN = 60


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


def sections_of(lines: list[str]) -> list[Section]:
    """The sections of a file; a file without [属性描述] is one section with an empty header."""
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        reader.take(number, line.strip(BLANK))
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
        self._worded: list[int] = []
        self._more: list[int] = []

    def take(self, number: int, text: str) -> None:
        line = plain(text)
        if not line:
            return
        section = _SECTION.fullmatch(line)
        if section and (line.startswith("[") or section.group(1) in (HEADER, POINTS)):
            self._section(number, section.group(1), text)
            return
        if line.startswith("【") or (self.inside_block and not line.endswith("@")
                                    and point_of(number, columns_of(line)) is None):
            self._block(number, line)
            return
        self.inside_block = False
        found = self._key_in(text, line)
        if found:
            self._key(number, *found)
            return
        filler = filler_of(line)
        if filler:
            (self.parcel or self.section).notes.append(note(number, filler))
            if filler == "closing_skipped":
                self._close_parcel()
            return
        bare = line.strip("{}" + BLANK)
        if bare != line:
            self._say_once("braces", number)
            text, line = text.strip("{}｛｝" + BLANK), bare
            if not bare:
                return
        if line.rstrip(";" + BLANK).endswith("@"):
            line, text = line.rstrip(";" + BLANK), text.rstrip(";；" + BLANK)
            self._parcel_line(number, text)
        elif len(line.split(",")) >= _PARCEL_COLUMNS and point_of(number, columns_of(line)) is None:
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

    def _key_in(self, text: str, line: str) -> tuple[str, str, str] | None:
        """(key, sign, value) where a line is one of a header, with = or, for a known key, another sign."""
        for signs in ("=＝", ":：", ",，\t\u3000 "):
            at = min((text.find(sign) for sign in signs if sign in text), default=-1)
            if at < 0:
                continue
            known = key_of(plain(text[:at]))
            inside = self.mode == HEADER and not line.endswith("@")
            if (known and (inside or signs[0] in "=:")) or (signs[0] == "=" and inside):
                return plain(text[:at]), text[at], text[at + 1 :].lstrip(":：=＝" + BLANK)
        return None

    def _key(self, number: int, key: str, sign: str, value: str) -> None:
        if self.mode == "points":
            self._close_parcel()
            self.sections.append(Section())
            self.section.notes.append(note(number, "header_missing"))
            self.mode = HEADER
        if sign == "＝":
            self.section.notes.append(note(number, "fullwidth", n=1))
        elif sign != "=":
            self._say_once("header_sign", number)
        known = key_of(key)
        if known is None:
            self.section.notes.append(note(number, "unknown_key", key=key[:_SHOWN]))
        elif known in self.section.header:
            self.section.notes.append(note(number, "twice", key=key))
        else:
            self.section.header[known] = (number, value.strip(BLANK))

    def _parcel_line(self, number: int, text: str) -> None:
        self._close_parcel()
        notes = []
        tokens = [t.strip(BLANK) for t in text.split(",")]
        if len(tokens) <= len(COLUMNS) and "，" in text:
            tokens = [t.strip(BLANK) for t in re.split("[,，]", text)]
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
        extra: list[str] = []
        if _is_ministry_line(tokens):
            extra = tokens[2:4]
            del tokens[2:4]
            tokens += [""] * (len(COLUMNS) - len(tokens))
            notes = [n for n in notes if n.code != "columns"]
            notes.append(note(number, "ministry_line", county=extra[0], place=extra[1][:_SHOWN]))
        elif tokens[shape] != AREA_SHAPE and AREA_SHAPE in tokens[shape + 1 : len(tokens) - 3]:
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
        self.parcel = RawParcel(number, columns, extra + tokens[len(COLUMNS) :], notes=notes, last=number)
        if not is_number(columns["count"]) and area_of(columns["area"]) is None:
            self.parcel.faults.append(note(number, "parcel_line"))

    def _point_line(self, number: int, line: str, text: str) -> None:
        tokens = columns_of(line)
        point = point_of(number, tokens)
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
        if point.worded:
            self._worded.append(number)
        if point.more:
            self._more.append(number)
        if ",".join(tokens) != line:
            self._loose.append(number)

    def _close_parcel(self) -> None:
        if self.parcel is None:
            return
        for numbers, code in ((self._wide, "fullwidth"), (self._loose, "separator"), (self._worded, "ring_wording"),
                              (self._more, "more_columns")):
            if numbers:
                self.parcel.notes.append(note(numbers[0], code, n=len(numbers)))
                numbers.clear()
        self.section.parcels.append(self.parcel)
        self.parcel = None


def _is_ministry_line(tokens: list[str]) -> bool:
    """Whether a parcel line follows the 省部标: code of the place and 坐落 before number and name, ten commas."""
    shape = COLUMNS.index("shape") + 2
    return (len(tokens) > shape and tokens[shape] == AREA_SHAPE and AREA_SHAPE not in tokens[:shape]
            and re.fullmatch("[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?", plain(tokens[2])) is not None)
