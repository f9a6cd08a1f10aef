"""Checks of the control lines and planning zones: zone names, types, areas of permanent farmland."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..codelists import word_list
from .columns import Batch
from .findings import Finding, of_rows
from .rules import Rule
from .survey import base_code

_FARMLAND_OK = ("01",)


def check_plan(role: str, batch: Batch, table: Mapping[str, Rule]) -> list[Finding]:
    """Rules Q5602 … Q5604 of one batch."""
    if role == "urban_boundary":
        return _boundary(batch)
    if role == "eco_redline":
        return _redline(batch)
    return _farmland(batch, table) if role == "farmland" else []


def _boundary(batch: Batch) -> list[Finding]:
    column = batch.first("zone_name", "zone_code", "BJFQ", "LX")
    if not column:
        return []
    words = word_list("boundary_zone")
    bad = batch.where(column, lambda text: bool(text) and not any(
        word == text or (not text.isdigit() and not word.isdigit() and word in text) for word in words))
    out = of_rows("Q5602", "boundary_zone", batch.fids, bad, {"value": batch.pick(column, np.nonzero(bad)[0])},
                  field=batch.name(column))
    return out + of_rows("Q5602", "empty", batch.fids, batch.empty(column), field=batch.name(column))


def _redline(batch: Batch) -> list[Finding]:
    columns = [column for column in ("HXLX", "LXBM") if batch.has(column)]
    columns = columns or [column for column in ("redline_type",) if batch.has(column)]
    if not columns:
        return []
    empty = np.logical_and.reduce([batch.empty(column) for column in columns])
    return of_rows("Q5603", "empty", batch.fids, empty, field=batch.name(columns[0]))


def _farmland(batch: Batch, table: Mapping[str, Rule]) -> list[Finding]:
    out = []
    limit = table["Q5604"].limit("area") + 1e-6
    code = batch.first("landuse_code", "DLBM")
    if code:
        bad = batch.where(code, lambda text: bool(text) and base_code(text)[:2] not in _FARMLAND_OK
                          and text.upper()[-1:] != "K" and base_code(text) not in ("011", "012", "013"))
        out += of_rows("Q5604", "farmland_class", batch.fids, bad, {"value": batch.pick(code, np.nonzero(bad)[0])})
    if batch.has("YJJBNTTBMJ"):
        whole = batch.numbers("YJJBNTTBMJ")
        for column in ("kcmj", "YJJBNTMJ"):
            if batch.has(column):
                part = batch.numbers(column)
                bad = part > whole + limit
                out += of_rows("Q5604", "farmland_area", batch.fids, bad, {"part": part[bad], "whole": whole[bad]},
                               field=batch.name(column))
    return out
