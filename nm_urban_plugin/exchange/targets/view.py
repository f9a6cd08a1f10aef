"""The view of the targets as files: a sheet, or text for Excel (csv, utf-8-sig). For the report see report.

A record is a dict with the keys of words.COLUMNS; numbers are as printed (rounded), None where there is none.
Text of layers and of the user's files is data: nothing in it is taken for a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...core.whole_file import whole_file
from ..xlsx.workbook import Column, Workbook
from .words import COLUMNS, FILLS, PRINTED, SIGNS, VERDICTS, caption, pick

#: A cell that starts with one of these is taken for a formula by spreadsheets; full-width forms too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
#: Blanks and marks of direction that could hide such a sign.
_UNSEEN = " \u00a0\u3000\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


@dataclass(frozen=True)
class ViewMeta:
    """What stands around the rows. filters, conventions: lines in the user's language."""

    layer: str
    role: str
    as_of: str
    lang: str = "zh"
    filters: Sequence[str] = ()
    conventions: Sequence[str] = ()


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(_UNSEEN).startswith(_FORMULA) else text


def write_xlsx(path: str, records: Sequence[Mapping], meta: ViewMeta) -> None:
    """Write the sheet; it appears only when it is complete. Raises NotWritten where that cannot be done."""
    lang = meta.lang
    words = {"verdict": {key: pick(pair, lang) for key, pair in VERDICTS.items()},
             "cmp": {sign: pick(pair, lang) for sign, pair in SIGNS.items()}}
    columns = [
        Column(key, pick((en, zh), lang), width, kind, words=words.get(key, {}),
               fills=FILLS if key == "verdict" else {})
        for key, en, zh, width, kind in COLUMNS
    ]
    # one sheet to print, one with all there is
    printable = [next(column for column in columns if column.key == key) for key in PRINTED]
    subtitle = f"{caption('layer', lang)}: {meta.layer}    {caption('as_of', lang)}: {meta.as_of}"
    with Workbook(path) as book:
        for name, some in (("title", printable), ("all", columns)):
            with book.sheet(caption(name, lang), some, caption("title", lang), subtitle, paper="A3",
                            freeze_columns=1) as sheet:
                sheet.rows(records)
                sheet.notes([*head_lines(meta), *meta.conventions])


def write_csv(path: str, records: Sequence[Mapping], meta: ViewMeta) -> None:
    """Write the rows as csv with a byte order mark (Excel reads it as UTF-8); it appears only when it is complete."""
    lang = meta.lang
    with whole_file(path) as beside, open(beside, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([pick((en, zh), lang) for _, en, zh, _, _ in COLUMNS])
        for record in records:
            writer.writerow([_cell(key, record.get(key), lang) for key, *_ in COLUMNS])


def head_lines(meta: ViewMeta) -> list[str]:
    """Layer, role, date and filters, a line each."""
    lang = meta.lang
    pairs = [("layer", meta.layer), ("role", meta.role or caption("unset", lang)), ("as_of", meta.as_of)]
    if meta.filters:
        pairs.append(("filters", " · ".join(meta.filters)))
    return [f"{caption(key, lang)}: {text}" for key, text in pairs]


def _cell(key: str, value, lang: str):
    if value is None:
        return ""
    if key == "verdict":
        return pick(VERDICTS[value], lang)
    if key == "cmp":
        return pick(SIGNS[value], lang)
    return inert(value) if isinstance(value, str) else value
