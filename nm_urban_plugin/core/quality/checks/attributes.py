"""Checks of attributes that hold for every layer: code lists, ranges, empty cells, repeats, totals among the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ..catalogue import Kind, kind_of
from ..codelists import code_list, is_sea_use, list_title, second_codes, third_codes
from ..files.headrows import NUMBERS, SIGNATURE, TOTAL, UNIT, kind_of_row
from ..headings import column_names
from ..values import cell_text, number_of
from ..words import Names, said
from .columns import Batch, Repeats
from .findings import Finding, of_rows
from .rules import Rule

#: Column → its code list; blanks are for the rule of empty cells.
_LISTS = {"QSXZ": "ownership", "GDLX": "crop_kind", "GDPDJB": "slope_grade", "CZCLX": "town_kind",
          "CZCSXM": "town_kind", "GZQLXDM": "old_control", "JXLX": "border"}
_AREAS = ("tbmj", "tbdlmj", "kcmj", "MJ", "DCMJ", "JSMJ", "CZCMJ", "farmland_area", "YJJBNTTBMJ", "YDMJ", "GHDLMJ",
          "approved_area", "supplied_area", "XZJSYDMJ", "NZYMJ", "PZGDMJ", "cancelled_area", "quota_mu", "reward_mu",
          "task_mu", "pop_total", "pop_urban")
_PERCENT = re.compile(r"_pct$|比例|占比|比重|率（%）|率\(%\)|率$")
#: Fields that hold personal data in permanent farmland and contract layers.
_PERSONAL = frozenset(("ZRR", "ZRRZJHM", "ZRRMC", "ZZRR", "CFZR", "ZMC", "LXDH", "JZDZ", "SFZH", "SFZHM",
                       "身份证号", "身份证号码", "联系电话", "手机号", "手机号码", "家庭住址",
                       "责任人证件号码", "证件号码", "电话"))
#: What a column of the survey must at least be wide, where it is text.
_WIDTHS = {"BSM": 18, "DLBM": 4, "landuse_code": 4, "ZLDWDM": 19, "QSDWDM": 19, "XZQDM": 6, "YSDM": 10}
#: A name cut at 10 bytes within a character, and the number that a driver gives to the second of two such names.
_CUT_END = re.compile("\ufffd+(?:_\\d+)?$")
_SERIAL = frozenset(("FID", "OBJECTID", "OGC_FID", "ID", "GID", "ROW_ID", "序号", "SHAPE_LENG", "SHAPE_AREA"))


class AttributeChecks:
    """The general checks of one layer, batch by batch; `finish` gives what only the whole layer tells."""

    def __init__(self, role: str, table: Mapping[str, Rule], is_table: bool) -> None:
        self._kind: Kind | None = kind_of(role)
        self._rules = table
        self._is_table = is_table
        self._bsm, self._tbbh, self._rows, self._places = Repeats(), Repeats(), Repeats(), Repeats()
        self._sums: dict[str, float] = {}
        self._totals: list[tuple[int, str, float]] = []

    def batch(self, batch: Batch) -> list[Finding]:
        """What is wrong with these rows by themselves."""
        out: list[Finding] = []
        for check in (self._required, self._codes, self._ranges, self._ids, self._table_rows):
            out += check(batch)
        return out

    def _required(self, batch: Batch) -> list[Finding]:
        out = []
        for group in self._kind.need if self._kind else ():
            columns = [column for column in group if batch.has(column)]
            if columns:
                empty = np.logical_and.reduce([batch.empty(column) for column in columns])
                out += of_rows("Q3106", "empty", batch.fids, empty, field=batch.name(columns[0]))
        return out

    def _codes(self, batch: Batch) -> list[Finding]:
        out = []
        for column, name in _LISTS.items():
            if batch.has(column):
                known = code_list(name)
                out += self._by_value(batch, column, lambda text, known=known: text.upper() not in known,
                                      title=list_title(name))
        column = batch.first("landuse_code", "DLBM")
        if column:
            out += self._by_value(batch, column, lambda text: not _known_class(text), title="地类编码")
        return out

    def _by_value(self, batch: Batch, column: str, wrong: Callable[[str], bool], title: str) -> list[Finding]:
        texts, at = batch.texts(column)
        out = []
        for k, text in enumerate(texts):
            if text and wrong(text):
                out += of_rows("Q3104", "not_in_list", batch.fids, at == k, field=batch.name(column), value=text,
                               title=title)
        return out

    def _ranges(self, batch: Batch) -> list[Finding]:
        out = []
        if batch.has("kcxs"):
            numbers = batch.numbers("kcxs")
            filled = numbers[np.isfinite(numbers)]
            percent = len(filled) and (filled[filled != 0] >= 1).all() and filled.max(initial=0) <= 60 and filled.any()
            if percent:
                out += of_rows("Q3105", "percent_share", batch.fids, np.isfinite(numbers) & (numbers != 0),
                               field=batch.name("kcxs"))
            else:
                bad = (numbers < 0) | (numbers >= self._rules["Q3105"].limit("share_max"))
                out += of_rows("Q3105", "share_range", batch.fids, bad, {"value": numbers[bad]},
                               field=batch.name("kcxs"))
        for column in _AREAS:
            if batch.has(column):
                numbers = batch.numbers(column)
                out += of_rows("Q3105", "negative", batch.fids, numbers < 0, {"value": numbers[numbers < 0]},
                               field=batch.name(column))
                unread = np.isnan(numbers) & ~batch.empty(column)
                out += of_rows("Q3105", "no_number", batch.fids, unread,
                               {"value": batch.pick(column, np.nonzero(unread)[0])}, field=batch.name(column))
        for column in batch.values:
            if _PERCENT.search(column) or _PERCENT.search(batch.name(column)):
                numbers = batch.numbers(column)
                bad = (numbers < 0) | (numbers > 100)
                out += of_rows("Q3105", "percent_range", batch.fids, bad, {"value": numbers[bad]},
                               field=batch.name(column))
        return out

    def _ids(self, batch: Batch) -> list[Finding]:
        out = []
        if batch.has("BSM"):
            out += of_rows("Q3301", "empty", batch.fids, batch.empty("BSM"), field=batch.name("BSM"))
            self._bsm.add(batch.fids, [text or None for text in batch.every("BSM")])
            length = int(self._rules["Q3301"].limit("length"))
            texts, _ = batch.texts("BSM")
            if any(len(text) == length for text in texts):
                bad = batch.where("BSM", lambda text: bool(text) and len(text) != length)
                out += of_rows("Q3301", "id_length", batch.fids, bad, {"value": batch.pick("BSM", np.nonzero(bad)[0])},
                               length=length)
        if batch.has("TBBH", "ZLDWDM"):
            pairs = zip(batch.every("ZLDWDM"), batch.every("TBBH"))
            self._tbbh.add(batch.fids, [pair if all(pair) else None for pair in pairs])
        return out

    def _table_rows(self, batch: Batch) -> list[Finding]:
        """Whole rows: repeats, totals, units and signatures among the data, and one county and year twice."""
        if not self._is_table:
            return []
        names = [name for name in batch.values if batch.name(name).upper() not in _SERIAL]
        rows = list(zip(*(batch.values[name] for name in names))) if names else []
        # the words of a row of totals or units stand in the first column, often that of the running number
        first = list(zip(*(batch.values[name] for name in batch.values if name not in names))) or [()] * len(rows)
        out, data, totals = [], [], []
        for k, row in enumerate(rows):
            row = (*(cell for cell in first[k] if isinstance(cell, str) and number_of(cell) is None), *row)
            kind = kind_of_row(row, len(row))
            if kind in (TOTAL, UNIT, SIGNATURE, NUMBERS):
                words = " ".join(text for cell in row if (text := cell_text(cell)))[:60]
                out += of_rows("Q7202", "no_data_row", batch.fids, np.array([k]), kind=said(f"row_{kind}"), text=words)
            (totals if kind == TOTAL else data).append(k)
        self._rows.add(batch.fids[data], [tuple(map(cell_text, rows[k])) if any(map(cell_text, rows[k])) else None
                                          for k in data])
        self._one_place(batch, data)
        self._add_up(batch, data, totals)
        return out

    def _one_place(self, batch: Batch, data: list[int]) -> None:
        place = batch.first("county_code", "county_name")
        if not place or not self._kind or self._kind.role not in ("quota_table", "reward_table", "disposal_tasks"):
            return
        keys = batch.pick(place, np.array(data, np.int64))
        year = batch.first("year", "ZBND", "ND")
        years = batch.pick(year, np.array(data, np.int64)) if year else [""] * len(keys)
        self._places.add(batch.fids[data], [(a, b) if a else None for a, b in zip(keys, years)])

    def _add_up(self, batch: Batch, data: list[int], totals: list[int]) -> None:
        for column in _AREAS:
            if batch.has(column):
                numbers = batch.numbers(column)
                self._sums[column] = self._sums.get(column, 0.0) + float(np.nansum(numbers[data]))
                self._totals += [(int(batch.fids[k]), column, float(numbers[k])) for k in totals
                                 if np.isfinite(numbers[k])]

    def finish(self, fields: Mapping[str, str]) -> list[Finding]:
        """What only all rows together tell."""
        out = []
        for rule, repeats, key in (("Q3301", self._bsm, "repeated_id"), ("Q3302", self._tbbh, "repeated_number"),
                                   ("Q3303", self._rows, "repeated_row"), ("Q3303", self._places, "place_twice")):
            again, first = repeats.repeated()
            out += of_rows(rule, key, again, np.arange(len(again), dtype=np.int64), {"first": first})
        for fid, column, total in self._grand_totals():
            limit = self._rules["Q7201"].limit("mu")
            if abs(total - self._sums[column]) > limit:
                out += of_rows("Q7201", "total_differs", np.array([fid]), np.zeros(1, np.int64), total=total,
                               sum=round(self._sums[column], 4), field=fields.get(column, column))
        return out

    def _grand_totals(self) -> list[tuple[int, str, float]]:
        """Totals that should be the sum of all rows: the only one of a column; several may be subtotals."""
        return [one for one in self._totals if sum(other[1] == one[1] for other in self._totals) == 1]


def _known_class(text: str) -> bool:
    code = re.sub(r"(?<=\d)[AK]$", "", text.upper())
    return code in third_codes() or code in second_codes() or is_sea_use(code) or code in ("201", "202", "203", "205")


def check_structure(role: str, names: Sequence[str], columns: Mapping[str, str], kinds_of: Mapping[str, tuple[str, int]]
                    ) -> list[Finding]:
    """Fields of a layer: garbled names, missing ones, types and widths, personal data.

    names: all field names; columns: column → field; kinds_of: field → (text, real, int or date; width, 0 = unknown).
    """
    out = []
    garbled = [name for name in names if "\ufffd" in _CUT_END.sub("", name) or _mojibake(name)]
    if garbled:
        out.append(Finding("Q3101", "garbled_names", {"n": len(garbled)}))
    personal = [name for name in names if name.upper() in _PERSONAL]
    if personal:
        out.append(Finding("Q5606", "personal_fields", {"fields": tuple(personal)}))
    kind = kind_of(role)
    for group in dict.fromkeys((*kind.need, *kind.must)) if kind else ():
        if not any(column in columns for column in group):
            zh, en = zip(*(column_names(column) for column in group))
            names_of = Names((" / ".join(zh[:3]),), (" / ".join(en[:3]),))
            out.append(Finding("Q3102", "field_missing", {"fields": names_of}))
    for column, field_name in columns.items():
        what, width = kinds_of.get(field_name, ("", 0))
        if column in _AREAS and what == "text":
            out.append(Finding("Q3102", "area_is_text", {"field": field_name}))
        if column in _WIDTHS and what == "text" and 0 < width < _WIDTHS[column]:
            out.append(Finding("Q3102", "too_narrow", {"field": field_name, "width": width, "least": _WIDTHS[column]}))
        if column in _WIDTHS and what in ("real", "int") and column != "BSM":
            out.append(Finding("Q3102", "code_is_number", {"field": field_name}))
    return out


def _mojibake(name: str) -> bool:
    """Whether a name is GBK read as Latin: several letters of the upper half and nothing Chinese."""
    upper = sum(0x80 <= ord(c) <= 0xFF for c in name)
    return upper >= 2 and not any(0x3400 <= ord(c) <= 0x9FFF for c in name)
