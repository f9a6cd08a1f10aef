"""Field names and headings → columns of the catalogue: exactly, loosely, cut by a shapefile, or alike at first."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

from ..roles import field_roles
from .catalogue import own_columns, weak_spellings

_BRACKETS = re.compile(r"[(\[【〔（][^()\[\]【】〔〕（）]*[)\]】〕）]?$")
_LOOSE = re.compile(r"[_\-.·:：、\s/\\*]")
_JOINED = re.compile(r"_\d{1,2}$")  # QSDWDM_1 after a join
_CUT = 10
_PREFIX = 6
#: A heading that proves the column, one that many tables have, and one that only begins alike.
STRONG, WEAK, ALIKE = 1.0, 0.5, 0.75


def plain_heading(name: str) -> str:
    """A heading as it is compared: no width, case, blanks, line breaks; without a unit in brackets at its end."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name).replace("\x00", "")).casefold().rstrip("\ufffd")
    cut = _BRACKETS.sub("", text)
    return cut or text


def _loose(text: str) -> str:
    return _LOOSE.sub("", text)


@functools.lru_cache(maxsize=1)
def _spellings() -> Mapping[str, dict[str, None]]:
    """Plain spelling → the columns that have it (ordered)."""
    out: dict[str, dict[str, None]] = {}
    for key, names in [*own_columns().items(), *((r.key, r.aliases) for r in field_roles().values())]:
        for name in names:
            for form in {plain_heading(name), _loose(plain_heading(name))}:
                out.setdefault(form, {})[key] = None
    return out


@functools.lru_cache(maxsize=1)
def _cut_spellings() -> Mapping[str, dict[str, None]]:
    """What is left of a spelling that a shapefile cut at 10 bytes, in UTF-8 or GBK → its columns."""
    out: dict[str, dict[str, None]] = {}
    for spelling, keys in sorted(_spellings().items(), key=lambda pair: len(pair[0])):
        for encoding in ("utf-8", "gb18030"):
            raw = spelling.encode(encoding)
            if len(raw) > _CUT:
                form = raw[:_CUT].decode(encoding, errors="ignore")
                # of several that it may have been, the shortest: 常住人 is 常住人口 and not 常住人口城镇化率
                if len(form) >= 3 and form not in _spellings() and form not in out:
                    out[form] = dict(keys)
    return out


@functools.lru_cache(maxsize=4096)
def columns_of(name: str) -> Mapping[str, float]:
    """The columns that a field of this name may be → how sure: 1 its own name, 0.5 a name that many tables have."""
    text = plain_heading(name)
    found = _spellings().get(text) or _spellings().get(_loose(text))
    if found is None and _JOINED.search(text):
        found = _spellings().get(_JOINED.sub("", text))
    if found is not None:
        strength = WEAK if text in weak_spellings() else STRONG
        return dict.fromkeys(found, strength)
    found = _cut_spellings().get(text)
    if found is not None:
        return dict.fromkeys(found, STRONG)
    if text.isascii() and len(text) >= _PREFIX:  # garbled tails: hxmcnk99 and the like
        alike = {key for spelling, keys in _spellings().items()
                 if len(spelling) >= _PREFIX and spelling.isascii() and text.startswith(spelling) for key in keys}
        if len(alike) == 1:
            return dict.fromkeys(alike, ALIKE)
    return {}


def match_columns(names: Iterable[str]) -> dict[str, tuple[str, float]]:
    """Column → (field that is it, how sure), over all fields of a table; the surer field wins, then the one whose
    spelling stands first in the register, then the first of the table."""
    out: dict[str, tuple[str, float]] = {}
    ranks: dict[str, tuple[float, int]] = {}
    for name in names:
        for column, strength in columns_of(name).items():
            rank = (strength, -_order(column, name))
            if column not in ranks or rank > ranks[column]:
                ranks[column] = rank
                out[column] = name, strength
    return out


def _order(column: str, name: str) -> int:
    """The place of a name among the spellings of a column; after all of them where it is none of them as it stands."""
    role = field_roles().get(column)
    spellings = [plain_heading(one) for one in (role.aliases if role else own_columns().get(column, ()))]
    text = plain_heading(name)
    return spellings.index(text) if text in spellings else len(spellings)


def column_names(column: str) -> tuple[str, str]:
    """(zh, en) by which a column is called in a message."""
    role = field_roles().get(column)
    if role is not None:
        return role.zh, role.en
    names = own_columns().get(column, (column,))
    chinese = next((n for n in names if not n.isascii()), names[0])
    return (chinese if chinese == names[0] else f"{chinese}（{names[0]}）"), names[0]
