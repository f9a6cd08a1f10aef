"""Sentences of the quality topic, and names in both languages to put into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..messages import Message

Said = Message


@dataclass(frozen=True)
class Names:
    """Things that bear a name in each language, as a sentence lists them."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def text(self, lang: str = "zh") -> str:
        return "、".join(self.zh) if lang.lower().startswith("zh") else ", ".join(self.en)


def said(key: str, **values: Any) -> Message:
    """The sentence *key* of resources/messages/quality.json with its values."""
    return Message(f"quality.{key}", values)
