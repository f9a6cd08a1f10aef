"""Sentences as a key and its values; the words of both languages stand in ``resources/messages/<topic>.json``.

Rules and jobs return a `Message`, or raise a `MessageError` that holds one; only faces (algorithms, docks, sheets) ask
for its text in a language. A file is an object ``{"key": {"en": "… {name} …", "zh": "… {name} …"}}``; a test holds that
every key has both languages with the same placeholders and that each placeholder is fed.

Example::

    >>> Message("shared.covers", {"k": 1, "n": 103}).text("en")
    'covers 1 of 103 county units'
"""

from __future__ import annotations

import functools
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .resources import ROOT, BilingualError, ResourceError, read_json, require

LANGUAGES = ("en", "zh")


@functools.lru_cache(maxsize=64)
def catalogue(topic: str) -> Mapping[str, Mapping[str, str]]:
    """The sentences of a topic: key → language → template. Raises `ResourceError` naming file and key."""
    name = f"messages/{topic}.json"
    data = read_json(ROOT / "messages" / f"{topic}.json")
    for key, words in data.items():
        require(f"{name}: {key}", words, LANGUAGES)
        if placeholders(words["en"]) != placeholders(words["zh"]):
            raise ResourceError(f"{name}: {key}: the two languages name different values",
                                f"{name}：{key}：中英文的占位符不一致")
    return MappingProxyType(data)


def placeholders(template: str) -> frozenset[str]:
    """The names of the values that a template asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


@dataclass(frozen=True)
class Message:
    """One sentence: *key* is '<topic>.<name>'; *values* fill the placeholders, and may be messages themselves."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "zh") -> str:
        """The sentence in Chinese for every language that starts with zh, else in English. Raises `ResourceError`."""
        topic, _, name = self.key.partition(".")
        words = catalogue(topic).get(name)
        language = "zh" if lang.lower().startswith("zh") else "en"
        if words is None or not placeholders(words[language]) <= self.values.keys():
            raise ResourceError(f"messages/{topic}.json: no sentence '{name}' for {sorted(self.values)}",
                                f"messages/{topic}.json：没有适用的语句“{name}”（{sorted(self.values)}）")
        return words[language].format(**{key: worded(value, lang) for key, value in self.values.items()})


def worded(value: Any, lang: str) -> Any:
    """A value for a sentence: messages, errors and what else has words in both languages (``text(lang)``), and
    tuples of them, in the language; all else as it is."""
    if callable(getattr(value, "text", None)):
        return value.text(lang)
    if isinstance(value, (tuple, list)):
        return ("、" if lang.lower().startswith("zh") else ", ").join(str(worded(one, lang)) for one in value)
    return value


class MessageError(BilingualError):
    """An error that holds a `Message`; ``str()`` is its English text."""

    def __init__(self, key: str, **values: Any):
        message = Message(key, values)
        super().__init__(message.text("en"), message.text("zh"))
        self.message = message
