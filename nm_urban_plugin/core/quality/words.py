"""What the quality topic says: a key and its values; the sentences in both languages stand in a resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..resources import ResourceError, load


@dataclass(frozen=True)
class Said:
    """One sentence: its key in resources/messages/quality.json, and the values that it names.

    A value may itself be a `Said`; text of layers is put in as it is, and the faces escape it.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str = "zh") -> str:
        """The sentence in Chinese for every tag that begins with 'zh', else in English. Raises `ResourceError`."""
        pair = load("messages/quality")["sentences"].get(self.key)
        if pair is None:
            raise ResourceError(f"messages/quality.json: {self.key} missing", f"messages/quality.json：缺少 {self.key}")
        chinese = lang.lower().startswith("zh")
        words = {name: value.text(lang) if isinstance(value, (Said, Names)) else value
                 for name, value in self.values.items()}
        return pair[0 if chinese else 1].format(**words)


@dataclass(frozen=True)
class Names:
    """Things that bear a name in each language, as they are listed in a sentence."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def text(self, lang: str = "zh") -> str:
        return "、".join(self.zh) if lang.lower().startswith("zh") else ", ".join(self.en)


def said(key: str, **values: Any) -> Said:
    """`Said` with its values as keywords."""
    return Said(key, values)
