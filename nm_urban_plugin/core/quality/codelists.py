"""Code lists and words by which values are recognised and checked (resources/quality/codelists.json)."""

from __future__ import annotations

import functools

from ..landuse import classes
from ..resources import ResourceError, load


@functools.cache
def code_list(name: str) -> frozenset[str]:
    """The codes of one list. Raises `ResourceError` for a name that is not there."""
    return frozenset(_entry("lists", name)["values"])


@functools.cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of one list, the longest first. Raises `ResourceError`."""
    return tuple(sorted(_entry("words", name), key=len, reverse=True))


def list_title(name: str) -> str:
    """What a code list is called in Chinese."""
    return _entry("lists", name)["zh"]


def _entry(group: str, name: str):
    found = load("quality/codelists")[group].get(name)
    if found is None:
        raise ResourceError(f"codelists.json: {group}.{name} missing", f"codelists.json：缺少 {group}.{name}")
    return found


@functools.cache
def third_codes() -> frozenset[str]:
    """Codes of the third survey, its working classes and first-level codes left out."""
    return frozenset(code for code in classes("third") if len(code) >= 4 or code == "09")


@functools.cache
def second_codes() -> frozenset[str]:
    """Codes of the second survey."""
    return frozenset(code for code in classes("second") if len(code) == 3)


@functools.cache
def sea_use_codes() -> frozenset[str]:
    """Codes of 国土空间调查、规划、用途管制用地用海分类, first and second level."""
    return frozenset(classes("ydyh-2023")) | frozenset(classes("ydyh-2020"))


def is_sea_use(code: str) -> bool:
    """Whether a code of any level belongs to 用地用海: its first four or two digits do."""
    known = sea_use_codes()
    return code.isdigit() and len(code) in (2, 4, 6) and (code[:4] in known or code[:2] in known)
