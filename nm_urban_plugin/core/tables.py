"""What the rows of a bureau's table are, and which of several rows of one key count.

A sheet holds more than data: totals, a row of units, notes, a line to sign. None of them is data; each is listed with
what it was taken for. One county (and year) in several rows: identical rows count once; rows that differ are all listed
and none is used, for nobody can tell which is right.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .cells import Unit, UnreadableCell, is_empty, number, plain, unit_named

DATA, BLANK, TOTAL, UNITS, NOTE, SIGNATURE = "data", "blank", "total", "units", "note", "signature"

_TOTAL = re.compile(
    r"(?:[\u4e00-\u9fffA-Z0-9〔〕()]{0,16})?(?:合计|小计|总计|累计|共计|总和|总数|汇总)(?:数|值|面积)?(?:[(].*[)])?[::]?"
    r"|(?:全区|全盟|全市|全旗|全县)(?:合计|总计|小计)?|(?:GRAND|SUB)?-?TOTALS?[::]?|SUM[::]?")
_UNITS_ROW = re.compile(r"[(]?(?:计量|面积|金额|数据)?单位[::].*|UNITS?[::].*")
_NOTE = re.compile(r"(?:注|备注|附注|说明|填表说明|填报说明|数据来源|资料来源|来源|NOTES?|SOURCE)\d*[::.、].*")
_SIGNATURE = re.compile(
    r"(?:填报|填表|制表|编制|统计|审核|复核|核定|校核|单位|部门|分管|主要|经办|联系)?"
    r"(?:单位|人|人员|负责人|领导|日期|时间|电话|签字|签章|盖章|审核|复核)(?:[(].*[)])?[::].*"
    r"|(?:填报|填表|制表|审核|复核|经办)人?.{0,12}(?:签字|签章|盖章).*")
#: A totals word stands at the head of its row, as a rule in place of a number or a name.
_HEAD = 3


def row_kind(cells: Sequence[Any]) -> str:
    """What a row of a table without geometry is: `DATA`, `BLANK`, `TOTAL`, `UNITS`, `NOTE` or `SIGNATURE`.

    *cells* are all cells of the row in the order of its columns. Words are looked for in the first three filled cells,
    so that 合计 in a remark at the end of a data row does no harm.

    >>> row_kind(["合计", None, "15.0000"]), row_kind(["内政土发〔2021〕15号", "10.0"]), row_kind(["单位：公顷", None])
    ('total', 'data', 'units')
    """
    filled = [cell for cell in cells if not is_empty(cell)]
    if not filled:
        return BLANK
    words = ["".join(plain(cell).split()) for cell in filled[:_HEAD] if isinstance(cell, str)]
    if any(_TOTAL.fullmatch(word) for word in words):
        return TOTAL
    head = words[0] if words and isinstance(filled[0], str) else ""
    if _UNITS_ROW.fullmatch(head) and len(filled) <= _HEAD:
        return UNITS
    if _NOTE.fullmatch(head) and not _has_number(filled[1:]):
        return NOTE
    if _SIGNATURE.fullmatch(head) and not _has_number(filled[1:]):
        return SIGNATURE
    return DATA


def unit_of_row(cells: Sequence[Any], dimension: str) -> Unit | None:
    """The unit of a dimension that a row of units names, None where it names none or several.

    >>> unit_of_row(["单位：公顷、人", None], "area").name
    '公顷'
    """
    head = next((str(cell) for cell in cells if not is_empty(cell)), "")
    words = re.split(r"[:：、,，;；/()（）\s]+", head)
    found = [unit for unit in (unit_named(word, dimension) for word in words if word) if unit is not None]
    return found[0] if len({unit.factor for unit in found}) == 1 else None


def _has_number(cells: Sequence[Any]) -> bool:
    for cell in cells:
        try:
            if number(cell) is not None:
                return True
        except UnreadableCell:
            continue
    return False


@dataclass(frozen=True)
class Unique:
    """Which rows of a table count, one for each key.

    chosen    key → row (index) that counts
    repeated  rows that say the same as an earlier one of their key: counted once
    differing key → all rows that contradict each other: none is used
    """

    chosen: Mapping[Hashable, int]
    repeated: Sequence[int]
    differing: Mapping[Hashable, Sequence[int]] = field(default_factory=dict)


def one_per_key(keys: Sequence[Hashable], values: Sequence[Hashable]) -> Unique:
    """One row for each key (county, or county and year) by the rule of repeated rows; the result does not depend on the
    order of the rows, except that the first of identical rows is named. A key of None takes no part.

    >>> found = one_per_key(["a", "b", "a", "b"], [1, 2, 1, 3])
    >>> dict(found.chosen), list(found.repeated), {key: list(rows) for key, rows in found.differing.items()}
    ({'a': 0}, [2], {'b': [1, 3]})
    """
    rows: dict[Hashable, list[int]] = {}
    for row, key in enumerate(keys):
        if key is not None:
            rows.setdefault(key, []).append(row)
    chosen: dict[Hashable, int] = {}
    repeated: list[int] = []
    differing: dict[Hashable, list[int]] = {}
    for key, same in rows.items():
        if all(values[row] == values[same[0]] for row in same):
            chosen[key] = same[0]
            repeated += same[1:]
        else:
            differing[key] = same
    return Unique(chosen, sorted(repeated), differing)
