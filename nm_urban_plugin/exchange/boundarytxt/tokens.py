"""One line of an exchange file: its plain form, its columns, the boundary point it holds, or what else it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

BLANK = " \t\u3000\ufeff\x1a\x00"
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{0,12})?")
_RING = re.compile(r"(第|圈)?([0-9]{1,6})(\.0*)?(号?圈)?")

#: A number of at least so many digits before the point is a coordinate: X has 7, Y has 6 or 8.
_COORDINATE = re.compile(r"[0-9]{6,8}(\.[0-9]{0,12})?")

_HEADINGS = re.compile(
    r"(界址)?点号|(界址点|点)?序号|(地块)?圈号|[XY](坐标|值)?|[纵横北东](坐标)?[XY]?|[XY]\(?[纵横北东](坐标)?\)?|坐标[XY]?|"
    r"边长|间距|界标(类型|种类|材质)?|标志|"
    r"界址点数|(地块)?面积|地块(编号|号|名称|名|用途)|编号|名称|(记录)?图形(属性)?|图幅号?|用途|地类(编码|代码|名称)?|备注|说明|"
    r"行政区代码|权属单位(名称|代码)?|坐落")
_UNIT_OF_HEADING = re.compile(r"\((m|米|公顷|ha|hm2|亩|m2|平方米|点、?线、?面)\)", re.IGNORECASE)
_CLOSING = re.compile(
    r"(以下)?(空白|无正文)|(文件|坐标|数据|地块|全文)?(结束|完毕|完)|THE END|END( OF FILE)?|EOF", re.IGNORECASE)
_RULE = re.compile(r"[-=*_~—–─━═·.…#+|/\s]{2,}")
_REMARK = re.compile(
    r"(备注|说明|注|制表(人|单位)?|填表(人)?|审核(人)?|检查(人)?|测量(人|员)?|编制(人|单位)?|单位|(打印)?日期)[:;].*|"
    r"第[0-9]+页([,/ ]*共[0-9]+页)?|(合计|总计|小计|共计)[^@]*")

#: Units that stand behind an area, by their names after NFKC.
_AREA_UNITS = {"公顷": ("公顷", "ha", "HA", "hm2"), "亩": ("亩", "市亩"),
               "平方米": ("平方米", "平米", "m2", "M2", "m^2"), "平方公里": ("平方公里", "平方千米", "km2")}
_AREA = re.compile(r"([0-9]{1,12}(\.[0-9]{0,12})?)\s*\(?(" + "|".join(
    re.escape(word) for words in _AREA_UNITS.values() for word in words) + r")?\)?")


@dataclass(frozen=True)
class Point:
    """A point line: x and y as they stand, in the order of the file; ring None where there is no ring number.

    worded: the ring number was written as 1.0, 第1圈 …; more: columns beside label, ring, X and Y that were left out.
    """

    line: int
    label: str
    ring: int | None
    x: str
    y: str
    worded: bool = False
    more: int = 0


def plain(text: str) -> str:
    """NFKC and no blanks around: the form in which structure is read."""
    return unicodedata.normalize("NFKC", text).strip(BLANK)


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def area_of(text: str) -> tuple[str, str] | None:
    """(number, unit) of a normalised area: 公顷, 亩, 平方米, 平方公里, '' where none stands there; None for no area."""
    found = _AREA.fullmatch(text)
    if found is None:
        return None
    return found.group(1), next((unit for unit, words in _AREA_UNITS.items() if found.group(3) in words), "")


def columns_of(line: str) -> list[str]:
    """Columns of a normalised point line: by commas, else by blanks, tabs or semicolons; empty ones at the end off."""
    parts = line.split(",") if "," in line else re.split(r"[;\s]+", line)
    tokens = [part.strip(BLANK) for part in parts]
    while tokens and not tokens[-1].strip(";"):
        tokens.pop()
    if tokens:
        tokens[-1] = tokens[-1].rstrip(";" + BLANK)
    return tokens


def point_of(line: int, tokens: list[str]) -> Point | None:
    """(label, ring, x, y), (label, x, y) or (x, y), also with columns beside them; None for anything else.

    Columns beside them (界标类型, 边长 …) are told by the coordinates: no other number has so many digits. Where three
    columns look like coordinates, or two like ring numbers, nothing is chosen.
    """
    if len(tokens) < 2:
        return None
    if len(tokens) <= 4 and all(is_number(t) for t in tokens[-2:]):
        before, pair, after = tokens[:-2], tokens[-2:], []
    else:
        at = [k for k, token in enumerate(tokens) if _COORDINATE.fullmatch(token)]
        if len(at) != 2 or at[1] != at[0] + 1:
            return None
        before, pair, after = tokens[: at[0]], tokens[at[0] : at[1] + 1], tokens[at[1] + 1 :]
    if len(before) == 2 and not after:
        ring = _RING.fullmatch(before[1])
        return None if ring is None else Point(
            line, before[0], int(ring.group(2)), *pair, worded=ring.group() != ring.group(2))
    rings = [found for found in map(_RING.fullmatch, before[1:]) if found]
    if len(rings) > 1 or len(before) + len(after) > 8 or any(_odd(token) for token in (*before, *after)):
        return None
    ring = rings[0] if rings else None
    return Point(line, before[0] if before else "", int(ring.group(2)) if ring else None, *pair,
                 worded=ring is not None and ring.group() != ring.group(2),
                 more=len(before) - bool(before) - len(rings) + len(after))


def _odd(token: str) -> bool:
    """Whether a column may be a damaged coordinate: digits enough, but no number."""
    return len(re.findall("[0-9]", token)) >= 6 and not is_number(token)


def filler_of(line: str) -> str | None:
    """What a normalised line is that carries no data: code of its remark (heading, rule, closing); None for data."""
    if _RULE.fullmatch(line):
        return "rule_skipped"
    bare = line.strip("[]()<>【】《》-=*_~—–─━·.…。;,!" + BLANK)
    if _CLOSING.fullmatch(bare):
        return "closing_skipped"
    if _REMARK.fullmatch(line.replace("；", ";")):
        return "remark_skipped"
    tokens = [_UNIT_OF_HEADING.sub("", t).strip() for t in columns_of(line.rstrip("@" + BLANK)) if t.strip(BLANK)]
    if len(tokens) > 1 and all(_HEADINGS.fullmatch(token.upper()) for token in tokens):
        return "heading_skipped"
    return None
