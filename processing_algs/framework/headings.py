"""Why no field of a table was recognised, and what helps: title rows, sheets of text alone, text that is GBK.

A table whose header is not its first row has fields named Field1, Field2 … or after its title; one whose text was read
in the wrong encoding has names that nobody can read. The message then says so, instead of listing those names alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qgis.core import QgsFeatureRequest

from ...nm_urban_plugin.analysis.reading.batches import features_of, plain
from ...nm_urban_plugin.analysis.reading.source import Given
from ...nm_urban_plugin.core.cells import is_empty, shown
from ...nm_urban_plugin.core.messages import Message
from ...nm_urban_plugin.core.roles import field_roles, match

#: A header stands among so many first rows, or nowhere.
_FIRST_ROWS = 20
#: Names that readers give to columns without a header.
_GIVEN_NAME = re.compile(r"(?:Field|field_|Column|F|列|字段)_?\d+", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def advice(given: Given, names: Sequence[str], missing: Sequence[str]) -> Message | None:
    """What is wrong with the headings of a table of which the roles *missing* were not found; None where nothing shows.

    Reads the first rows of the table.
    """
    if _is_garbled(names):
        return Message("headings.garbled")
    bare = all(_GIVEN_NAME.fullmatch(name) for name in names)
    wanted = [role for role in missing if role in field_roles()]
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setLimit(_FIRST_ROWS)
    for number, feature in enumerate(features_of(given.source, request)):
        cells = [plain(value) for value in feature.attributes()]
        texts = [cell.strip() for cell in cells if isinstance(cell, str) and not is_empty(cell)]
        found = sum(match(role, texts, {}) is not None for role in wanted)
        if texts and found and 2 * found >= len(wanted):
            row = number + (1 if bare else 2)
            key = "all_text" if row == 1 else "title_rows"
            return Message(f"headings.{key}", {"row": row, "cells": tuple(shown(text, 20) for text in texts[:6])})
    return Message("headings.no_header") if bare and names else None


def _is_garbled(names: Sequence[str]) -> bool:
    """Whether names hold signs of a wrong encoding: replacement characters, or GBK that was read byte by byte."""
    return any("\ufffd" in name or _was_gbk(name) for name in names)


def _was_gbk(name: str) -> bool:
    if name.isascii() or _CHINESE.search(name):
        return False
    try:
        return bool(_CHINESE.search(name.encode("latin-1").decode("gbk")))
    except UnicodeError:  # it never was one byte a letter, or no GBK: an honest name in another script
        return False
