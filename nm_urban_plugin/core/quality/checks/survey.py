"""Checks of land-use patches and their kin: class and name, ownership, deductions, attributes bound to a class."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np

from ...landuse import classes, patch_areas
from ..codelists import code_list, second_codes, third_codes
from ..values import code_generation
from .columns import Batch
from .findings import Finding, of_rows
from .rules import Rule

_LINEAR = ("1001", "1003", "1004", "1006", "1009", "1101", "1107")
_IN_TOWN = re.compile(r"05.*|06.*|07.*|08.*|09|1004|1005|1201")
_CROP, _DRY = ("0101", "0102", "0103", "011", "012", "013"), ("0103", "013")
_MINES = ("0602", "0603", "1201")
#: Class (by its beginning) → the refinements and the planting attributes that it may bear (rules 6101 of the survey).
_REFINED = (("01", "HDGD HQGD LQGD MQGD SHGD SMGD"), ("02", "LQYD"), ("04", "GCCD"),
            ("0601", "HDGY GTGY MTGY SNGY BLGY DLGY"), ("0602", "FQ"), ("1001", "FQ"), ("1003", "FQ"), ("03", ""),
            ("1104", ""))
_PLANTED = (("01", "LS FLS LYFL XG LLJZ WG"), ("02", "JKHF GCHF"), ("03", "JKHF GCHF"), ("0404", "GCHF"), ("0401", ""),
            ("0402", ""), ("0403", ""), ("0601", ""), ("0602", ""), ("1001", ""), ("1003", ""))
_NAME_ALSO = {"0810": ("公园与绿地", "公园绿地"), "0809": ("公用设施用地",), "08H1": ("机关团体新闻出版用地",),
              "08H2": ("科教文卫用地",), "05H1": ("商业服务业设施用地",)}


def base_code(text: str) -> str:
    """A class code without the letter of its working class: 0201K → 0201."""
    return re.sub(r"(?<=\d)[AK]$", "", text.upper())


class SurveyChecks:
    """Rules Q62xx for one layer, batch by batch. county: the six digits that unit codes should begin with, '' = any."""

    def __init__(self, table: Mapping[str, Rule], county: str = "") -> None:
        self._rules = table
        self._county = county
        self._seen: dict[str, int] = {}

    def batch(self, batch: Batch) -> list[Finding]:
        out: list[Finding] = []
        if not batch.first("landuse_code", "DLBM"):
            return out
        code = batch.first("landuse_code", "DLBM")
        texts, at = batch.texts(code)
        for text, count in zip(texts, np.bincount(at, minlength=len(texts)).tolist()):
            self._seen[text] = self._seen.get(text, 0) + count
        for check in (self._names, self._units, self._deduction, self._cropland, self._width, self._town, self._bound):
            out += check(batch, code)
        return out

    def finish(self) -> list[Finding]:
        """Codes of two surveys in one layer."""
        if code_generation(list(self._seen)) != "mixed":
            return []
        three = sum(n for text, n in self._seen.items() if code_generation([text]) == "second")
        four = sum(n for text, n in self._seen.items() if base_code(text) in third_codes())
        return [Finding("Q6201", "two_surveys", {"three": three, "four": four})]

    def _names(self, batch: Batch, code: str) -> list[Finding]:
        name = batch.first("landuse_name", "DLMC")
        if not name:
            return []
        codes, names, pair = _pairs(batch, code, name)
        out = []
        for k, (text, words) in enumerate(zip(codes, names)):
            right = _names_of(text)
            if text and words and right and words.replace("（", "(").split("(")[0] not in right:
                out += of_rows("Q6201", "name_differs", batch.fids, pair == k, code=text, name=words, right=right[0])
        return out

    def _units(self, batch: Batch, code: str) -> list[Finding]:
        out = []
        for column in ("QSDWDM", "ZLDWDM"):
            if batch.has(column):
                bad = batch.where(column, lambda text: bool(text) and not (
                    re.fullmatch(r"\d{12}|\d{19}", text) and text.startswith(self._county)))
                out += of_rows("Q6202", "unit_code" if self._county else "unit_code_any", batch.fids, bad,
                               {"value": batch.pick(column, np.nonzero(bad)[0])}, field=batch.name(column),
                               **({"county": self._county} if self._county else {}))
        return out

    def _deduction(self, batch: Batch, code: str) -> list[Finding]:
        out = []
        limit = self._rules["Q6203"].limit("area") + 1e-6
        crop = batch.where(code, lambda text: base_code(text) in _CROP)
        if batch.has("kcxs"):
            share = batch.numbers("kcxs")
            bad = ~crop & (share > 0) & ~batch.empty(code)
            out += of_rows("Q6203", "share_off_crop", batch.fids, bad, {"value": share[bad]})
        if batch.has("KCDLBM"):
            out += of_rows("Q6203", "ridge_off_crop", batch.fids, ~crop & ~batch.empty("KCDLBM") & ~batch.empty(code))
        if batch.has("tbmj", "kcxs", "kcmj"):
            whole, part = batch.numbers("tbmj"), batch.numbers("kcmj")
            share = np.nan_to_num(batch.numbers("kcxs"))
            _, due = patch_areas(whole, share)
            bad = np.abs(part - due) > limit
            out += of_rows("Q6203", "deducted_area", batch.fids, bad, {"value": part[bad], "right": due[bad]})
        if batch.has("tbmj", "kcmj", "tbdlmj"):
            due = batch.numbers("tbmj") - np.nan_to_num(batch.numbers("kcmj"))
            bad = np.abs(batch.numbers("tbdlmj") - due) > limit
            out += of_rows("Q6203", "net_area", batch.fids, bad,
                           {"value": batch.numbers("tbdlmj")[bad], "right": np.round(due[bad], 2)})
        return out

    def _cropland(self, batch: Batch, code: str) -> list[Finding]:
        out = []
        crop = batch.where(code, lambda text: base_code(text) in _CROP)
        known = ~batch.empty(code)
        for column in ("GDLX", "GDPDJB"):
            if batch.has(column):
                empty = batch.empty(column)
                out += of_rows("Q6204", "crop_only", batch.fids, known & ~crop & ~empty, field=batch.name(column))
                if not empty.all():  # a column nobody fills says nothing
                    missing = crop & empty & (batch.where(code, lambda text: base_code(text) in _DRY)
                                              if column == "GDLX" else True)
                    out += of_rows("Q6204", "crop_needs", batch.fids, missing, field=batch.name(column))
        return out

    def _width(self, batch: Batch, code: str) -> list[Finding]:
        if not batch.has("XZDWKD"):
            return []
        linear = batch.where(code, lambda text: base_code(text) in _LINEAR)
        return of_rows("Q6205", "width_off_line", batch.fids, ~linear & (batch.numbers("XZDWKD") > 0))

    def _town(self, batch: Batch, code: str) -> list[Finding]:
        if not batch.has("CZCSXM"):
            return []
        codes, towns, pair = _pairs(batch, code, "CZCSXM")
        wrong = np.array([bool(town) and not _town_fits(base_code(text), town.upper())
                          for text, town in zip(codes, towns)], bool)[pair]
        return of_rows("Q6206", "town_attribute", batch.fids, wrong,
                       {"code": batch.pick(code, np.nonzero(wrong)[0]),
                        "town": batch.pick("CZCSXM", np.nonzero(wrong)[0])})

    def _bound(self, batch: Batch, code: str) -> list[Finding]:
        out = []
        for rule, column, table in (("Q6209", "TBXHDM", _REFINED), ("Q6210", "ZZSXDM", _PLANTED)):
            if batch.has(column):
                codes, marks, pair = _pairs(batch, code, column)
                wrong = np.array([bool(mark) and not _may_bear(base_code(text), mark.upper(), table)
                                  for text, mark in zip(codes, marks)], bool)[pair]
                rows = np.nonzero(wrong)[0]
                out += of_rows(rule, "not_with_class", batch.fids, wrong,
                               {"code": batch.pick(code, rows), "value": batch.pick(column, rows)},
                               field=batch.name(column))
        return out


def _pairs(batch: Batch, one: str, two: str) -> tuple[list[str], list[str], np.ndarray]:
    """The distinct pairs of two columns, and (n,) which of them each row has."""
    first, a = batch.texts(one)
    second, b = batch.texts(two)
    keys, at = np.unique(a * len(second) + b, return_inverse=True)
    return ([first[k // len(second)] for k in keys.tolist()], [second[k % len(second)] for k in keys.tolist()],
            at.reshape(-1))


def _names_of(code: str) -> tuple[str, ...]:
    base = base_code(code)
    table = "third" if base in third_codes() else "second" if base in second_codes() else ""
    if not table or (base.isdigit() and 201 <= int(base) <= 205):
        return ()
    name = classes(table)[base].name
    suffix = {"K": f"可调整{name}", "A": name}.get(code.upper()[-1:], name)
    return (name, suffix, name.removesuffix("用地"), *_NAME_ALSO.get(base, ()))


def _town_fits(code: str, town: str) -> bool:
    if town not in code_list("town_kind"):
        return False
    if town == "204":
        return code in _MINES
    if town == "205":
        return code == "09"
    if town.endswith("A"):
        return code == "0601"
    if code in ("0602", "0603") or code == "09":
        return False
    return not (town == "203" and code in ("1001", "1002", "1101")) and not (town in ("201", "202") and code == "1006")


def _may_bear(code: str, mark: str, table) -> bool:
    for start, marks in sorted(table, key=lambda pair: -len(pair[0])):
        if code.startswith(start):
            return mark in marks.split()
    return False


def check_town_codes(batch: Batch) -> list[Finding]:
    """CZCDYD: the code's zeros follow its kind (Q6208)."""
    if not batch.has("CZCLX", "CZCDM"):
        return []
    kinds, codes, pair = _pairs(batch, "CZCLX", "CZCDM")
    tests: Mapping[str, Callable[[str], bool]] = {
        "201": lambda code: set(code[6:]) <= {"0"}, "202": lambda code: set(code[9:]) <= {"0"}}
    wrong = np.array([bool(code) and (len(code) != 19 or not tests.get(kind[:3], lambda _: True)(code))
                      for kind, code in zip(kinds, codes)], bool)[pair]
    rows = np.nonzero(wrong)[0]
    return of_rows("Q6208", "town_code", batch.fids, wrong,
                   {"kind": batch.pick("CZCLX", rows), "value": batch.pick("CZCDM", rows)})
