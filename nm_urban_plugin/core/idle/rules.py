"""Thresholds, causes and disposal modes of the stock-land inventory, read from resources/policies/idleland.json.

《闲置土地处置办法》(国土资源部令第53号) art. 2, 8, 12, 14; 自然资规〔2018〕1号 for lapsed approvals.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..cells import NO_WORDS, UnreadableCell, is_empty, says_not_yet, yes_no
from ..resources import ROOT, ResourceError, policy, read_json, require

GOVERNMENT, FORCE_MAJEURE, HOLDER, MIXED, NOT_STATED = "government", "force_majeure", "holder", "mixed", ""

_BLANKS = re.compile(r"[\s_]+")
_SEPARATORS = re.compile(r"[、，,;；/+&|]|以及|及|与|和")
_ARTICLE_ITEM = re.compile(r"(?:第八条|art\.?8)(?:第一款)?第?[(]?([1-6一二三四五六])(?!款)[)项]?")
_SECOND_PARAGRAPH = re.compile(r"第八条第二款|art\.?8para\.?2")
_CHINESE_DIGITS = {digit: k for k, digit in enumerate("一二三四五六", 1)}


@dataclass(frozen=True)
class Cause:
    """Why land lies idle: kind, and the item of art. 8 para. 1 (1 … 6; 0 = none)."""

    kind: str = NOT_STATED
    item: int = 0


@dataclass(frozen=True)
class Rules:
    """Numbers of the Order and of the notice; years are whole years, shares exact fractions."""

    idle_years: int
    halted_years: int
    developed_share: Fraction
    invested_share: Fraction
    delivery_years: int
    fee_years: int
    fee_pct: Fraction
    take_years: int
    extension_years: int
    temporary_years: int
    lapse_years: int
    age_bounds: tuple[int, ...]


@functools.lru_cache(maxsize=1)
def rules() -> Rules:
    """The rules of the bundled policy file. Raises `ResourceError`."""
    entries = policy("idleland")
    require("idleland.json: entries", entries, Rules.__dataclass_fields__)
    values: dict[str, Any] = {}
    for key in Rules.__dataclass_fields__:
        value = entries[key].value
        try:
            if key.endswith("_years"):
                values[key] = _whole(value)
            elif key == "age_bounds":
                values[key] = tuple(int(part) for part in str(value).split(","))
            else:
                values[key] = Fraction(str(value))
        except (ValueError, ZeroDivisionError) as err:
            raise ResourceError(f"idleland.json: {key}: {value!r} cannot be read",
                                f"idleland.json：{key}：无法识别 {value!r}") from err
    if list(values["age_bounds"]) != sorted(set(values["age_bounds"])):
        raise ResourceError("idleland.json: age_bounds must ascend", "idleland.json：age_bounds 应递增")
    return Rules(**values)


def _whole(value) -> int:
    if int(value) != value or value < 1:
        raise ValueError(value)
    return int(value)


@functools.lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    data = read_json(ROOT / "policies" / "idleland.json")
    require("idleland.json", data, ("causes", "routes", "modes"))
    require("idleland.json: causes", data["causes"], ("mixed", "not_government", "not_holder", "government", "holder",
                                                      "force_majeure", "items", "other_item"))
    require("idleland.json: modes", data["modes"], ("fee", "ends", "back"))
    return data


def _plain(text: Any) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", str(text)).casefold())


def _has(text: str, words) -> bool:
    return any(_plain(word) in text for word in words)


@functools.lru_cache(maxsize=4096)
def cause_of(text: Any) -> Cause:
    """The cause that a text names: '政府原因', '规划调整', '企业资金不足', '第八条第(四)项', '政府原因、企业原因' …

    A denial goes first ('非政府原因' is the holder's), then who acted, then what happened. Text that names both is
    mixed; text that names none is not stated.
    """
    plain = _plain(text or "")
    if is_empty(text) or plain.upper() in NO_WORDS:
        return Cause()
    words = _words()["causes"]
    if _SECOND_PARAGRAPH.search(plain):
        return Cause(FORCE_MAJEURE)
    if _has(plain, words["mixed"]):
        return Cause(MIXED, _item(plain, words))
    found = [kind for part in _SEPARATORS.split(plain) for kind in _kinds(part, words)]
    kinds = set(found)
    item = _item(plain, words)
    if HOLDER in kinds and kinds & {GOVERNMENT, FORCE_MAJEURE}:
        return Cause(MIXED, item)
    if GOVERNMENT in kinds:
        return Cause(GOVERNMENT, item)
    if FORCE_MAJEURE in kinds:
        return Cause(FORCE_MAJEURE)
    return Cause(HOLDER) if HOLDER in kinds else Cause()


def _kinds(part: str, words) -> list[str]:
    if _has(part, words["not_government"]):
        return [HOLDER]
    if _has(part, words["not_holder"]):
        return [GOVERNMENT]
    who = [kind for kind, key in ((GOVERNMENT, "government"), (HOLDER, "holder")) if _has(part, words[key])]
    if _has(part, words["force_majeure"]):
        who.append(FORCE_MAJEURE)
    if who:
        return who
    return [GOVERNMENT] if any(_has(part, entry["words"]) for entry in words["items"]) else []


def _item(plain: str, words) -> int:
    stated = _ARTICLE_ITEM.search(plain)
    if stated:
        digit = stated.group(1)
        return _CHINESE_DIGITS.get(digit) or int(digit)
    for entry in words["items"]:
        if _has(plain, entry["words"]):
            return int(entry["item"])
    return int(words["other_item"]["item"])


def item_words(item: int) -> tuple[str, str]:
    """(Chinese, English) name of an item of art. 8."""
    words = _words()["causes"]
    entry = next((entry for entry in words["items"] if entry["item"] == item), words["other_item"])
    return entry["zh"], entry["en"]


def routes(lang: str) -> str:
    """The disposal routes of art. 12 with their limits, in one sentence."""
    zh = lang.startswith("zh")
    return ("；" if zh else "; ").join(
        f"（{'一二三四五六'[route['item'] - 1]}）{route['zh']}" if zh else f"({route['item']}) {route['en']}"
        for route in _words()["routes"])


def is_recognised(value: Any) -> bool:
    """Whether a field like 认定书文号 or 是否认定 says yes: a document number does, 否, 无, 未认定 and 0 do not."""
    if says_not_yet(value):
        return False
    try:
        return bool(yes_no(value))
    except UnreadableCell:  # neither yes nor no: the number of the document that recognises the land
        return True


@functools.lru_cache(maxsize=1024)
def mode_of(text: Any) -> str:
    """What a disposal mode does: 'fee' (only a fee, nothing is brought to use), 'back' (the land left its holder),
    'other'. An empty mode is 'other': the date alone says that the land was disposed of."""
    plain = _plain(text or "")
    words = _words()["modes"]
    if _has(plain, words["back"]):
        return "back"
    return "fee" if _has(plain, words["fee"]) and not _has(plain, words["ends"]) else "other"
