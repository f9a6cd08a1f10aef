"""One folded key of document numbers: 内政土发〔2021〕15号 with [2021], （2021） or blanks is one document.

A document is found by its key in every table (approvals, supplies, cancellations); what is printed is the number as the
layer has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from .cells import text

_OPEN, _CLOSE = "〔", "〕"
#: Every kind of bracket about the year becomes the one that the norm for official documents prescribes.
_BRACKETS = str.maketrans({**dict.fromkeys("([{<【〖《⟨〈﹝「『", _OPEN),
                           **dict.fromkeys(")]}>】〗》⟩〉﹞」』", _CLOSE)})
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_ZEROS = re.compile(r"(?<=〕)(?:第)?0*(?=\d)")
_YEAR_ALONE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年)?第?0*(\d+)号$")
_DASHES = re.compile(r"[‐‑‒–—―−﹣]")


def document_key(number: Any) -> str:
    """The key by which two spellings of one document number are the same; '' for an empty cell.

    NFKC, upper case, one kind of bracket and dash, no blanks or invisible signs, no zeros or 第 after the year::

        >>> document_key(" 内政土发[2021] 015号") == document_key("内政土发（２０２１）15号")
        True
    """
    # blanks go before NFKC and after it: some signs become a blank and a mark
    folded = unicodedata.normalize("NFKC", _BLANKS.sub("", unicodedata.normalize("NFKC", text(number)))).upper()
    folded = _DASHES.sub("-", _BLANKS.sub("", folded)).translate(_BRACKETS)
    folded = _ZEROS.sub("", folded)
    if _OPEN not in folded:  # 内政土发2021年15号 names the same document as 内政土发〔2021〕15号
        folded = _YEAR_ALONE.sub(rf"{_OPEN}\1{_CLOSE}\2号", folded)
    if _OPEN in folded and folded[-1:].isdigit():  # the closing 号 is often left out
        folded += "号"
    return folded


def document_keys(numbers: Iterable[Any]) -> list[str]:
    """`document_key` of each number, each distinct value folded once."""
    known: dict = {}
    out = []
    for number in numbers:
        if number not in known:
            known[number] = document_key(number)
        out.append(known[number])
    return out


def partnerless(keys: Iterable[str], partners: Mapping[str, Any] | set[str]) -> list[str]:
    """The keys, each once and in their order, that no partner bears: the log names them as likely slips of the hand."""
    return [key for key in dict.fromkeys(keys) if key and key not in partners]
