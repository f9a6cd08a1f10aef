"""主体功能 of county units: the official class where the user gives it, what is reported, else a computed proposal.

Source: 县城城镇化总体方案 (2023—2025) 二 (resources/classes.json). The plans name no county for two of the three
classes, so a class is an input: it counts as `official` only with a document; the bundled list is `reported` (most of
it not checked against the original); all else is a proposal, `computed`, or `missing` with the reason.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..places import is_county, normalise_code
from ..resources import ResourceError, load, require
from .proposal import Proposal

URBAN, AGRI, ECO = CLASSES = ("urban", "agri", "eco")
OFFICIAL, REPORTED, COMPUTED, MISSING = SOURCES = ("official", "reported", "computed", "missing")

_STRIP = re.compile(r"[\s()（）·,，、]")


@dataclass(frozen=True)
class MainFunction:
    """One of the three classes with its names and clause."""

    key: str
    name: str
    name_en: str
    names: tuple[str, ...]
    quote: str
    source: str
    source_en: str


@dataclass(frozen=True)
class Confidence:
    """How far a reported class can be trusted; *verified* = seen at a source that states it for the unit."""

    key: str
    name: str
    name_en: str
    verified: bool
    source: str


@dataclass(frozen=True)
class Label:
    """A class that is reported for a county unit, with the level of the list it stands in."""

    code: str
    cls: str
    level: str
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True)
class Decision:
    """The class of one unit and where it comes from; *cls* is '' where it is missing. *document*: of the user's class.
    *unknown*: what the user's field says where that is no class."""

    cls: str
    source: str
    proposal: Proposal
    document: str = ""
    label: Label | None = None
    unknown: str = ""


@functools.lru_cache(maxsize=1)
def main_functions() -> Mapping[str, MainFunction]:
    """The three classes by key. Raises `ResourceError`."""
    data = load("classes")
    require("classes.json", data, ("classes", "confidence", "labels", "flags"))
    out = {}
    for i, raw in enumerate(data["classes"]):
        require(f"classes.json: classes[{i}]", raw, MainFunction.__dataclass_fields__)
        values = {key: raw[key] for key in MainFunction.__dataclass_fields__}
        out[raw["key"]] = MainFunction(**{**values, "names": tuple(raw["names"])})
    if tuple(out) != CLASSES:
        raise ResourceError("classes.json: the classes must be urban, agri, eco",
                            "classes.json：classes 应为 urban、agri、eco")
    return out


@functools.lru_cache(maxsize=1)
def labels() -> Mapping[str, Label]:
    """Reported classes by county code. Raises `ResourceError`."""
    data = load("classes")
    known = {}
    for key, raw in data["confidence"].items():
        require(f"classes.json: confidence.{key}", raw, ("name", "name_en", "verified", "source"))
        known[key] = Confidence(key, raw["name"], raw["name_en"], raw["verified"], raw["source"])
    out = {}
    for i, raw in enumerate(data["labels"]):
        here = f"classes.json: labels[{i}]"
        require(here, raw, ("code", "cls", "level", "confidence"))
        wrong = not is_county(raw["code"]) or raw["cls"] not in CLASSES or raw["confidence"] not in known
        if wrong or raw["code"] in out:
            raise ResourceError(f"{here}: code, class or confidence is wrong, or the code stands twice",
                                f"{here}：代码、类别或可信度有误，或代码重复")
        out[raw["code"]] = Label(raw["code"], raw["cls"], raw["level"], known[raw["confidence"]], raw.get("note", ""))
    return out


@functools.lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {_plain(name): one.key for one in main_functions().values() for name in (*one.names, one.name_en)}


def _plain(text: str) -> str:
    return _STRIP.sub("", unicodedata.normalize("NFKC", text)).casefold()


def class_of_text(value: Any) -> str | None:
    """The class that a text means ('农畜产品主产区' → agri); '' for an empty value, None for one that is no class."""
    text = _plain(str(value)) if value is not None else ""
    if not text or text in ("null", "none", "nan"):
        return ""
    found = _names().get(text)
    if found is None:  # '国家级重点生态功能区（防风固沙型）': exactly one class's full name stands in it
        keys = {one.key for one in main_functions().values() if _plain(one.name) in text}
        found = next(iter(keys)) if len(keys) == 1 else None
    return found


def decide(code: str, given: Any, document: str, proposal: Proposal) -> Decision:
    """The class of a unit. *given* is what the user's field says, *document* the reference for it ('' = none).

    The user's class with a document is official; without one it is reported, yet goes before the bundled list.
    """
    said = class_of_text(given)
    unknown = "" if said is not None else str(given).strip()
    if said:
        source = OFFICIAL if document.strip() else REPORTED
        return Decision(said, source, proposal, document.strip())
    label = labels().get(normalise_code(code) or "")
    if label is not None:
        return Decision(label.cls, REPORTED, proposal, "", label, unknown)
    if proposal.cls:
        return Decision(proposal.cls, COMPUTED, proposal, "", None, unknown)
    return Decision("", MISSING, proposal, "", None, unknown)
