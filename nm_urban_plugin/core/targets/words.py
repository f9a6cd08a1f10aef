"""Words of the targets: sentences from ``resources/messages/targets.json``, and units as an English reader knows them.

A row's method is a chain of sentences, so they are joined as `Text`; each of them stands in the file under its key.
"""

from __future__ import annotations

from typing import Any

from ..measurement import unit_word
from ..messages import Message
from ..verdict import Text, verdict_word


def said(key: str, **values: Any) -> Text:
    """A sentence of ``messages/targets.json`` in both languages. Raises `ResourceError` where it is not there."""
    parts = [Message(f"targets.{key}", {name: _in(value, lang) for name, value in values.items()}).text(lang)
             for lang in ("en", "zh")]
    return Text(*parts)


def _in(value: Any, lang: str) -> Any:
    return value.text(lang) if isinstance(value, (Text, Message)) else value


def verdict_title(verdict: str, lang: str) -> str:
    """The word of a verdict at the head of a cell or a list: the one of `core.verdict`, with a capital in English."""
    word = verdict_word(verdict, lang)
    return word[:1].upper() + word[1:]


def amount(value: float, unit: str) -> Text:
    """A value with its unit in both languages, six digits."""
    return Text(*(f"{value:.6g} {unit_word(unit, lang)}".rstrip() for lang in ("en", "zh")))


def unit_words(unit: str) -> Text:
    """A unit in both languages."""
    return Text(unit_word(unit, "en"), unit_word(unit, "zh"))
