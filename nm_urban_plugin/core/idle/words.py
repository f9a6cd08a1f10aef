"""How a decision on idle land is said: every step with its dates and its arithmetic, in Chinese and in English."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..resources import load, require
from .role_names import RoleNames
from .rules import item_words, routes

#: Key of a sentence and the values in it.
Step = tuple[str, Mapping[str, Any]]


@functools.lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    """The sentences of resources/idle_words.json. Raises `ResourceError`."""
    data = load("idle_words")
    require("idle_words.json", data, ("steps", "actions", "clauses"))
    for group in ("steps", "actions", "clauses"):
        for key, pair in data[group].items():
            require(f"idle_words.json: {group}: {key}", pair, ("zh", "en"))
    return data


def _zh(lang: str) -> bool:
    return lang.lower().startswith("zh")


@functools.lru_cache(maxsize=1024)
def role_names(roles: tuple[str, ...], lang: str) -> str:
    """The names of field roles as a reader knows them."""
    return RoleNames(roles).text(lang)


def _value(key: str, value: Any, lang: str) -> str:
    zh = _zh(lang)
    if isinstance(value, bool):
        return ("不足" if value else "不少于") if zh else ("less than" if value else "not less than")
    if isinstance(value, dt.date):
        return value.isoformat()
    if key == "share":
        share = float(Fraction(value[0]) / Fraction(value[1]) * 100)
        return f"{share:.2f}%" if zh else f"{share:.2f} %"
    if isinstance(value, (Fraction, Decimal)):
        return f"{float(value):.4f}".rstrip("0").rstrip(".")
    if key == "mode":
        return (f"（{value}）" if zh else f" ({value})") if value else ""
    if key == "item" and zh:
        return "一二三四五六"[value - 1] if value else "六"
    return str(value)


def say(steps: Iterable[Step], lang: str = "zh") -> str:
    """The steps of a decision as one text."""
    key_of_lang = "zh" if _zh(lang) else "en"
    words = _words()["steps"]
    parts = []
    for key, values in steps:
        shown = {name: _value(name, value, lang) for name, value in values.items() if name != "roles"}
        if "roles" in values:
            shown["role_names"] = role_names(values["roles"], lang)
        if "item" in values:
            shown["item_words"] = item_words(values["item"])[0 if _zh(lang) else 1]
        parts.append(words[key][key_of_lang].format(**shown))
    return ("；" if _zh(lang) else "; ").join(parts)


@functools.lru_cache(maxsize=1024)
def say_action(action: str, missing: tuple[str, ...], lang: str = "zh") -> str:
    """What is to be done; '' where nothing is."""
    text = _words()["actions"][action]["zh" if _zh(lang) else "en"]
    return text.format(routes=routes(lang), role_names=role_names(missing, lang))


@functools.lru_cache(maxsize=1024)
def say_clauses(clauses: tuple[str, ...], lang: str = "zh") -> str:
    """The clauses of the Order: '53号令第二条第一款、第十四条第（一）项'; '' where there is none."""
    found = [_words()["clauses"][key]["zh" if _zh(lang) else "en"] for key in clauses]
    if not found:
        return ""
    return "53号令" + "、".join(found) if _zh(lang) else "Order 53: " + ", ".join(found)
