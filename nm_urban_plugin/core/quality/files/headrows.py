"""Where the head of a sheet is: title, unit and note rows above it, its one to three rows, the first row of data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ... import tables
from ...tables import row_kind
from ..headings import columns_of, plain_heading
from ..values import cell_text, number_of

Cells = Sequence[Any]
Merge = tuple[int, int, int, int]
"""Row, column, rows, columns of a merged cell, from 0."""

TITLE, UNIT, NOTE, NUMBERS, TOTAL, SIGNATURE, SECTION, REPEATED, EMPTY = (
    "title", "unit", "note", "numbers", "total", "signature", "section", "repeated", "empty")

_LOOK = 30
_MOST_HEAD = 3
_UNIT = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s:：)）]+)")
_UNIT_WORD = re.compile(r"亩|万亩|公顷|平方米|平方公里|平方千米|万元|元|人|万人|m2|㎡|hm2|ha|mu", re.IGNORECASE)
_SIGN = re.compile(r"填表人|制表人?[:：]|审核人?[:：]|负责人[:：]|填报人|填报日期|填表日期|联系电话|签字|签章"
                   r"|主管领导|分管领导|校对|复核人?[:：]|(?:填报|制表)单位.{0,20}(?:盖章|公章)")
_NUMBERING = re.compile(r"(?:C|第|\()?\d{1,2}(?:栏|列|\))?|甲|乙|丙|丁|栏次|序号|\d{1,2}=.*")


@dataclass(frozen=True)
class Head:
    """rows: the head's rows; start: first row of data; above: (row, kind) of what stands before the head; unit: the
    unit line's unit, '' without one."""

    rows: tuple[int, ...]
    start: int
    above: tuple[tuple[int, str], ...]
    unit: str


def filled(row: Cells) -> list[tuple[int, str]]:
    """(column, text) of the cells that hold something."""
    return [(k, text) for k, value in enumerate(row) if (text := cell_text(value))]


def unit_of_line(cells: list[tuple[int, str]]) -> str:
    """The unit that a line such as '单位：公顷' names; '' for any other row. '填报单位' is no unit."""
    for _, text in cells:
        match = _UNIT.search(text)
        if match and not re.search(r"(?:填报|制表|编制|填表|建设|用地|报送)单位", text[: match.end()]):
            word = _UNIT_WORD.search(match.group(1))
            if word:
                return match.group(1).strip("，,。;；)）")
    return ""


def kind_of_row(row: Cells, width: int, head: Sequence[str] = ()) -> str:
    """What a row is that is no data: one of the words above; '' for a row of data."""
    cells = filled(row)
    if not cells:
        return EMPTY
    texts = [text for _, text in cells]
    if head and len(texts) > 1 and sum(plain_heading(t) in head for t in texts) >= max(2, 0.7 * len(texts)):
        return REPEATED
    kind = row_kind(row)
    if kind == tables.TOTAL and _is_total(texts):
        return TOTAL
    if kind in (tables.NOTE, tables.SIGNATURE) or texts[0].startswith(("*", "※")) and len(cells) == 1:
        return SIGNATURE if kind == tables.SIGNATURE and not unit_of_line(cells[:1]) else NOTE
    signs = sum(bool(_SIGN.search(text)) for text in texts)
    if signs and (len(cells) <= max(2, width // 2) or 2 * signs >= len(cells)):
        return SIGNATURE
    if unit_of_line(cells) and len(cells) <= 3:
        return UNIT
    if len(texts) > 2 and all(_NUMBERING.fullmatch(text) for text in texts) and _ascending(texts):
        return NUMBERS
    if len(cells) == 1 and width > 2 and number_of(texts[0]) is None:
        return SECTION
    return ""


def _is_total(texts: list[str]) -> bool:
    """Whether figures stand beside a total's word, or nothing at all; among other words it may be a heading."""
    words = [text for text in texts if number_of(text) is None]
    return len(words) < len(texts) or len(words) <= 2


def _ascending(texts: list[str]) -> bool:
    numbers = [int(match.group()) for text in texts if (match := re.search(r"\d+", text))]
    return bool(numbers) and numbers[0] <= 2 and all(b - a == 1 for a, b in zip(numbers, numbers[1:]))


def _heading_like(text: str) -> bool:
    return number_of(text) is None and len(text) <= 40 and not re.fullmatch(r"[\d.\-/年月日〔〕号]+", text)


def _score(row: Cells) -> float:
    """How much a row looks like headings: short words, none twice, known columns count double."""
    cells = filled(row)
    texts = [text for _, text in cells]
    if len(set(texts)) < 2:
        return 0.0
    words = [text for text in texts if _heading_like(text)]
    known = sum(1 for text in words if columns_of(text))
    return (len(set(words)) + 1.5 * known) * (len(words) / len(texts)) ** 2


def find_head(rows: Sequence[Cells], merges: Sequence[Merge] = ()) -> Head:
    """The head of a sheet. The row that looks most like headings, with the rows of words directly above and below it
    that belong to it; `rows` may be empty."""
    width = max((len(row) for row in rows[:_LOOK]), default=0)
    scores = [0.0 if kind_of_row(row, width) in (SIGNATURE, NOTE, UNIT, NUMBERS, TOTAL) else _score(row)
              for row in rows[:_LOOK]]
    if not scores or max(scores) <= 0:
        return Head((), 0, (), "")
    # the first of those that come near the best: data of words must not win over the head above it
    best = next(k for k, score in enumerate(scores) if score >= 0.75 * max(scores))
    first = best
    while first > 0 and best - first < _MOST_HEAD - 1 and _parent(rows, first - 1, width, merges):
        first -= 1
    last = best
    while last + 1 < len(rows) and last + 1 - first < _MOST_HEAD and _child(rows, last + 1, first, width, merges):
        last += 1
    above, unit = [], ""
    for k in range(first):
        cells = filled(rows[k])
        kind = kind_of_row(rows[k], width)
        if kind == EMPTY:
            continue
        unit = unit or unit_of_line(cells)
        above.append((k, kind if kind in (UNIT, NOTE, SIGNATURE) else TITLE))
    start = last + 1
    while start < len(rows) and kind_of_row(rows[start], width) in (NUMBERS, UNIT, EMPTY):
        kind = kind_of_row(rows[start], width)
        unit = unit or unit_of_line(filled(rows[start]))
        if kind != EMPTY:
            above.append((start, kind))
        start += 1
    return Head(tuple(range(first, last + 1)), start, tuple(above), unit)


def _parent(rows: Sequence[Cells], k: int, width: int, merges: Sequence[Merge]) -> bool:
    """Whether a row above the head's best row is part of the head: several words, or groups over it."""
    cells = filled(rows[k])
    if kind_of_row(rows[k], width) in (TITLE, UNIT, NOTE, SIGNATURE, SECTION, EMPTY, NUMBERS):
        return False
    return len(cells) >= 2 and all(_heading_like(text) for _, text in cells)


def _child(rows: Sequence[Cells], k: int, first: int, width: int, merges: Sequence[Merge]) -> bool:
    """Whether the row below is a second row of the head: words only, and each under a merged or empty cell above."""
    cells = filled(rows[k])
    if not cells or kind_of_row(rows[k], width) in (NUMBERS, UNIT, TOTAL, NOTE, SIGNATURE):
        return False
    if any(row <= k < row + tall and row >= first for row, _, tall, _ in merges if tall > 1):
        return all(_heading_like(text) for _, text in cells)
    if not all(_heading_like(text) for _, text in cells):
        return False
    above = [cell_text(value) for value in rows[k - 1]] + [""] * width
    below = [cell_text(value) for value in rows[k]] + [""] * width
    holes = [c for c in range(width) if not above[c] and below[c]]
    under = [c for c in range(width) if above[c] and not below[c]]
    # a row of data fills most columns; a second head row fills the holes that groups left
    return bool(holes) and bool(under) and all(not above[c] or _group(above, c) for c in range(width) if below[c])


def _group(above: list[str], c: int) -> bool:
    return c + 1 < len(above) and not above[c + 1]


def heading_names(rows: Sequence[Cells], head: Head, merges: Sequence[Merge] = ()) -> list[str]:
    """One name per column: the lowest heading, with its group where it would not be unique, and the group's unit."""
    width = max((len(rows[k]) for k in head.rows), default=0)
    lines = [_spread(rows, k, width, merges, last=k == head.rows[-1], head=head) for k in head.rows]
    chains = []
    for c in range(width):
        chain = [line[c] for line in lines if line[c]]
        chains.append([text for i, text in enumerate(chain) if i == 0 or text != chain[i - 1]])
    low = [chain[-1] if chain else "" for chain in chains]
    return _unique([_joined_name(chain, low.count(text) > 1) for chain, text in zip(chains, low)])


_TOTAL_WORDS = ("合计", "小计", "总计", "计")


def _joined_name(chain: list[str], twice: bool) -> str:
    """The name of a column under its groups: 面积 over 批准 gives 批准面积; a/b where nothing is known."""
    if len(chain) < 2:
        return chain[0] if chain else ""
    text, groups = chain[-1], [_without_unit(part) for part in chain[:-1]]
    unit = _unit_of_group(chain, text)
    choices = [groups[-1]] if text in _TOTAL_WORDS else [text + groups[-1]] if len(text) <= 2 else []
    choices += [] if twice else [text]
    choices += [groups[-1] + text]
    name = next((choice for choice in choices if columns_of(choice)), None)
    if name is None:
        name = text if not twice and len(text) > 2 else "/".join([*groups, text])
    return name + unit


def _spread(rows, k: int, width: int, merges, last: bool, head: Head) -> list[str]:
    """A head row with groups carried over the columns they stand above."""
    line = [_heading_text(value) for value in rows[k]] + [""] * width
    line = line[:width]
    known = [(r, c, tall, wide) for r, c, tall, wide in merges if r <= k < r + tall and r in head.rows]
    if known:
        for r, c, _, wide in known:
            text = _heading_text(rows[r][c])
            for at in range(c, min(c + wide, width)):
                line[at] = line[at] or text
        return line
    if last:
        return line
    below = [cell_text(value) for value in rows[k + 1]] + [""] * width
    for c in range(1, width):
        if not line[c] and below[c] and line[c - 1] and below[c - 1]:
            line[c] = line[c - 1]
    return line


def _heading_text(value: Any) -> str:
    """A heading as it stands, on one line; Chinese words are put together again where a line break parted them."""
    text = " ".join(str(value).split()) if cell_text(value) else ""
    return re.sub(r"(?<=[\u3400-\u9fff（）])\s+(?=[\u3400-\u9fff（）(])", "", text)


def _without_unit(text: str) -> str:
    return re.sub(r"[(（][^()（）]*[)）]$", "", text)


def _unit_of_group(chain: list[str], name: str) -> str:
    if re.search(r"[(（][^()（）]+[)）]$", name):
        return ""
    for part in reversed(chain[:-1]):
        match = re.search(r"[(（]([^()（）]+)[)）]$", part)
        if match and _UNIT_WORD.fullmatch(match.group(1).removeprefix("单位：").removeprefix("单位:")):
            return f"（{match.group(1).removeprefix('单位：').removeprefix('单位:')}）"
    return ""


def _unique(names: list[str]) -> list[str]:
    out: list[str] = []
    for k, name in enumerate(names):
        base = name or f"列{k + 1}"
        again, number = base, 2
        while again.casefold() in (n.casefold() for n in out):
            again, number = f"{base}_{number}", number + 1
        out.append(again)
    return out
