"""What the name of a file, a table or a folder says: the words left when dates, codes and versions are taken off."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .catalogue import kinds

_SPLIT = re.compile(r"[_\-.\s()\[\]{}（）【】〔〕《》“”\"'、，,;；:：+&#~]+")
_BORDER = re.compile(r"(?<=[\u3400-\u9fff])(?=[0-9A-Z])|(?<=[0-9A-Z])(?=[\u3400-\u9fff])")
_CODE = re.compile(r"[1-8]\d{5}(?:\d{3}|\d{6}|\d{13})?")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:\d{2}(?:\d{2})?)?年?度?")
_CRS = re.compile(r"[GP]CS\d*(?:G\d+)?")
_TAIL = re.compile(r"(?:PY|PT|LN|PL|H|P|L|A|LATEST|FINAL|COPY|NEW|V\d+|\d{1,3})")
_NOISE = ("副本", "导出", "最终版", "最终", "最新", "定稿", "修改", "新建", "成果", "数据", "入库", "分析库", "图层",
          "年度")
_SHORT = 3
"""ASCII tokens of this length or less must be a word of their own: GY is not found in GYMJ."""


def folded(text: str) -> str:
    """The text as names are compared: width and case do not count."""
    return unicodedata.normalize("NFKC", text).replace("\x00", "").upper().strip()


def words_of(name: str) -> tuple[str, ...]:
    """The telling words of a name: 'GCS330300G02_CZKFBJ_PY' → ('CZKFBJ',), '三调DLTB2023' → ('三调', 'DLTB').

    Blanks, punctuation and borders between Chinese and other letters part words; years, codes of
    6, 9, 12 or 19 digits, prefixes of a coordinate system, suffixes of geometry and versions are dropped.
    """
    out = []
    for piece in _SPLIT.split(folded(name)):
        for word in _BORDER.split(piece):
            word = re.sub(r"^(?:\d{4}年?度?)(?=\D)", "", word)
            word = re.sub(r"(?<=[A-Z])(?:19|20)\d{2}(?:\d{4})?$", "", word)
            for noise in _NOISE:
                word = word.replace(noise, "") if len(word) > len(noise) else word
            if word and not any(p.fullmatch(word) for p in (_CODE, _YEAR, _CRS, _TAIL)) and not word.isdigit():
                out.append(word)
    return tuple(out)


@dataclass(frozen=True)
class Hit:
    """A token of the catalogue found in a name, with the roles that own it."""

    token: str
    roles: tuple[str, ...]
    whole: bool


@functools.lru_cache(maxsize=1)
def _owners() -> Mapping[str, tuple[str, ...]]:
    owners: dict[str, list[str]] = {}
    for kind in kinds().values():
        for token in () if kind.result else kind.tokens:  # a result is told by its columns, not by its name
            owners.setdefault(folded(token), []).append(kind.role)
    # the longest first: YJJBNTBHTB before JBNT, CJDCQJX before CJDCQ
    return {token: tuple(owners[token]) for token in sorted(owners, key=lambda t: (-_weight(t), t))}


def _weight(token: str) -> int:
    """A Chinese character says as much as two letters of pinyin initials."""
    return sum(2 if ord(c) > 0x2E80 else 1 for c in token)


def hits(name: str) -> tuple[Hit, ...]:
    """Tokens in a name, the longest first; what a longer one covers is not found again inside it."""
    words = words_of(name)
    joined = folded(name)
    free = [list(word) for word in words]
    found = []
    for token, roles in _owners().items():
        ascii_short = len(token) <= _SHORT and token.isascii()
        for at, word in enumerate(words):
            text = "".join(free[at])
            place = text.find(token)
            if place < 0 or (ascii_short and word != token):
                continue
            free[at][place : place + len(token)] = "\x00" * len(token)
            found.append(Hit(token, roles, word == token))
            break
        else:
            # a token that the splitter would part: URBAN_BOUNDARY
            if "_" in token and token in joined:
                found.append(Hit(token, roles, True))
    return tuple(found)


def in_folders(words: Iterable[str], folders: Iterable[str]) -> tuple[str, str] | None:
    """(word, folder) of the first folder name, the nearest first, that holds one of the words; None if none does."""
    plain = [folded(word) for word in words]
    for folder in folders:
        text = folded(folder)
        for word in plain:
            if word and word in text:
                return word, folder
    return None
