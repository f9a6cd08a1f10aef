"""What the reader and the writer of boundary-point files have to say: codes here, words in both languages as data
(resources/boundarytxt_notes.json), because this room runs without QGIS."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.resources import load

#: Levels: a repair changed what was read, a warning did not but needs a look, a reject is the reason for one.
INFO, WARNING, REPAIR, REJECT = "info", "warning", "repair", "reject"


@dataclass(frozen=True)
class Note:
    """One remark: its line in the file (from 1; 0 = the file as a whole), code and values."""

    line: int
    code: str
    values: tuple[tuple[str, object], ...] = ()

    @property
    def level(self) -> str:
        return _entry(self.code)["level"]

    def words(self, language: str) -> str:
        """The remark without its line, in Chinese for 'zh…', else in English."""
        template = _entry(self.code)["zh" if language.lower().startswith("zh") else "en"]
        return template.format(**dict(self.values))

    def text(self, language: str = "en") -> str:
        """The remark with its line."""
        if not self.line:
            return self.words(language)
        if language.lower().startswith("zh"):
            return f"第{self.line}行：{self.words(language)}"
        return f"line {self.line}: {self.words(language)}"


def note(line: int, code: str, **values) -> Note:
    """A :class:`Note`; a code without words raises KeyError at once, not when it is shown."""
    _entry(code)
    return Note(line, code, tuple(values.items()))


def merged(notes: list[Note], code: str = "fullwidth") -> list[Note]:
    """Remarks of one code that count lines ({n}) as one remark at the first of them."""
    same = [n for n in notes if n.code == code]
    if len(same) < 2:
        return notes
    total = {(n.line, n.values) for n in same}
    one = note(min(n.line for n in same), code, n=sum(dict(values)["n"] for _, values in total))
    return [one, *(n for n in notes if n.code != code)]


def _entry(code: str) -> dict[str, str]:
    return load("boundarytxt_notes")["notes"][code]
