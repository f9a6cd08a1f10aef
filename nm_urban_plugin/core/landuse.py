"""Land classes: a survey code (DLBM) → 农用地 (耕地 apart), 建设用地, 未利用地.

The tables live in resources/landuse.json: ``third`` and ``second`` are the codes of the two national surveys
(told apart by their length), ``gb2017`` and ``ydyh`` are used only where they are chosen, because their
codes look like survey codes and mean other things.
"""

from __future__ import annotations

import functools
import numbers
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from .cells import UnreadableCell, number, plain
from .resources import BilingualError, ResourceError, load, require

UNKNOWN, AGRI_OTHER, CROP, BUILT, UNUSED = range(5)
AGRI = (AGRI_OTHER, CROP)
"""The labels that make up 农用地: cropland is a part of it."""

TABLES = ("third", "second", "gb2017", "ydyh-2020", "ydyh-2023")

_NAME_KEYS = ("unknown", "agri_other", "crop", "built", "unused")
_GROUPS = {"agri": AGRI_OTHER, "built": BUILT, "unused": UNUSED, "mixed": UNKNOWN, "sea": UNKNOWN}
_THIRD = re.compile(r"\d{4}|\d\dH\d|09")
_SECOND = re.compile(r"\d{3}")
_PARENT = re.compile(r"20[1-5]")  # 城镇村及工矿用地: the same, and construction land, in both surveys
_SUFFIX = re.compile(r"([0-9H]+)[AK]")
_EMPTY = frozenset(("", "NULL", "<NULL>", "NONE", "NAN"))


@dataclass(frozen=True)
class LandClass:
    """One land class; ``label`` is one of the five constants, ``rgb`` None where no symbol colour is known."""

    code: str
    name: str
    label: int
    rgb: tuple[int, int, int] | None = None


@functools.cache
def classes(table: str = "third") -> Mapping[str, LandClass]:
    """Code → `LandClass` of one of `TABLES`. Raises KeyError for another name, `ResourceError` for a bad file."""
    if table not in TABLES:
        raise KeyError(f"no land-use table '{table}'; there are: {', '.join(TABLES)}")
    key, _, edition = table.partition("-")
    data = load("landuse")
    require("landuse.json", data, ("groups", "tables"))
    require("landuse.json: tables", data["tables"], (key,))
    raw_table = data["tables"][key]
    out = dict(classes(raw_table["extends"])) if "extends" in raw_table else {}
    for i, raw in enumerate(raw_table["items"]):
        here = f"landuse.json: {key}[{i}]"
        require(here, raw, ("code", "name", "group"))
        if raw["group"] not in _GROUPS or (raw.get("crop") and raw["group"] != "agri"):
            raise ResourceError(f"{here}: group is wrong", f"{here}：分组有误")
        if edition and raw.get("edition") not in ("both", edition):
            continue
        if raw["code"] in out:
            raise ResourceError(f"{here}: code {raw['code']} twice", f"{here}：代码 {raw['code']} 重复")
        label = CROP if raw.get("crop") else _GROUPS[raw["group"]]
        rgb = tuple(raw["rgb"]) if raw.get("rgb") else None
        out[raw["code"]] = LandClass(raw["code"], raw["name"], label, rgb)
    return out


def _clean(value: Any) -> str:
    """The code as text without its suffix: '0201K' and '1104A' stand for their base class; '' for NULL."""
    if value is None or isinstance(value, bool) or value != value:
        return ""
    if isinstance(value, numbers.Real):
        return str(int(value)) if float(value).is_integer() else str(value)
    text = unicodedata.normalize("NFKC", str(value)).strip().upper()
    if text in _EMPTY:
        return ""
    match = _SUFFIX.fullmatch(text)
    return match.group(1) if match else text


def _distinct(codes: Iterable[Any]) -> tuple[list, dict]:
    values = codes.tolist() if isinstance(codes, np.ndarray) else list(codes)
    return values, {value: _clean(value) for value in set(values)}


def _survey(cleaned: Iterable[str]) -> str:
    third = second = False
    for code in cleaned:
        if _PARENT.fullmatch(code):
            continue
        third = third or bool(_THIRD.fullmatch(code))
        second = second or bool(_SECOND.fullmatch(code))
    return "mixed" if third and second else "second" if second else "third"


def survey_of(codes: Iterable[Any]) -> str:
    """Which survey a whole set of codes speaks: 'third', 'second', or 'mixed' when both lengths occur.

    201–205 stand in both and decide nothing; a set without any telling code counts as 'third'.
    """
    return _survey(_distinct(codes)[1].values())


def _reader(values: Mapping[Any, str], table: str):
    """A function cleaned code → label for this set of codes."""
    if table != "auto":
        known = classes(table)
        if table.startswith("ydyh"):
            return lambda code: _longest_prefix(known, code)
        return lambda code: known[code].label if code in known else UNKNOWN
    third, second = classes("third"), classes("second")
    survey = _survey(values.values())
    # A numeric column has lost its leading zeros: 0101 水田 and 101 铁路用地 are then the same number. The
    # sign of it is that no code begins with 0 although numbers or both lengths occur.
    lost = not any(code.startswith("0") for code in values.values()) and (
        survey == "mixed" or any(isinstance(value, numbers.Real) for value in values)
    )

    def read(code: str) -> int:
        if not lost:
            rows = [third] if survey == "third" else [second] if survey == "second" else [third, second]
            return next((row[code].label for row in rows if code in row), UNKNOWN)
        readings = {
            row[form].label
            for row, forms in ((third, (code, code.zfill(4), code.zfill(2))), (second, (code, code.zfill(3))))
            for form in forms
            if form in row
        }
        return readings.pop() if len(readings) == 1 else UNKNOWN

    return read


def _longest_prefix(known: Mapping[str, LandClass], code: str) -> int:
    """The 用地用海 codes grow by two digits a level: the deepest level that has a group decides."""
    for length in (4, 2):
        if len(code) >= length and len(code) % 2 == 0 and code.isdigit():
            found = known.get(code[:length])
            if found is not None:
                return found.label
    return UNKNOWN


def classify(codes: Iterable[Any], table: str = "auto") -> np.ndarray:
    """The label of each code, shape (n,), dtype int8: `UNKNOWN`, `AGRI_OTHER`, `CROP`, `BUILT` or `UNUSED`.

    ``table`` 'auto' tells the second and the third survey apart by the whole set (`survey_of`); a set with
    both is read code by code. Codes whose meaning cannot be told (unknown, empty, or ambiguous
    because a numeric column lost its leading zeros) are `UNKNOWN`: see `unknown_codes`.
    """
    values, cleaned = _distinct(codes)
    read = _reader(cleaned, table)
    labels = {value: read(code) for value, code in cleaned.items()}
    return np.fromiter((labels[value] for value in values), dtype=np.int8, count=len(values))


#: Fields of planned use: their codes are those of 国土空间调查、规划、用途管制用地用海分类.
YDYH_FIELDS = frozenset(("ydyhfldm", "ghyddm", "ydyhdm", "ghydyhdm", "ghydyhfldm", "用地用海分类代码", "用地用海代码",
                         "用地用海分类", "规划用地代码", "规划用地用海代码"))
#: A set of codes fits a table where at least this share of its different codes stands in it.
_FITS = 0.5


class CodesRefused(BilingualError):
    """A set of land use codes that neither the surveys nor 用地用海分类 has."""


def table_of(field: str, codes: Iterable[Any]) -> str:
    """The table by which a field is read: 'auto' (the surveys) or 'ydyh-2023'.

    A field of planned use is read by 用地用海分类, and so is a set of codes that only that table has. Raises
    `CodesRefused` for a set that fits neither, with both readings.
    """
    folded = unicodedata.normalize("NFKC", field).strip().casefold()
    codes = {code for code in _distinct(codes)[1].values() if code}
    survey = sum(_in_surveys(code) for code in codes)
    ydyh = sum(_in_ydyh(code) for code in codes)
    if not codes or (folded in YDYH_FIELDS and ydyh >= _FITS * len(codes)):
        return "ydyh-2023" if folded in YDYH_FIELDS else "auto"
    if survey >= _FITS * len(codes):
        return "auto"
    if ydyh >= _FITS * len(codes):
        return "ydyh-2023"
    some, n = ", ".join(sorted(codes)[:5]), len(codes)
    raise CodesRefused(
        f"field '{field}' holds codes of no known land use table ({some} …): {survey} of {n} stand in the tables of "
        f"the land surveys (DLBM), {ydyh} in the table of planned use (YDYHFLDM); choose the right field",
        f"字段“{field}”的代码（{some}…）不属于已知的地类表：{n} 种代码中，{survey} 种见于国土调查分类（DLBM），"
        f"{ydyh} 种见于用地用海分类（YDYHFLDM）；请指定正确的字段")


def _in_surveys(code: str) -> bool:
    third, second = classes("third"), classes("second")
    return any(form in row for row in (third, second) for form in (code, code.zfill(3), code.zfill(4)))


def _in_ydyh(code: str) -> bool:
    return code.isdigit() and len(code) in (2, 4, 6) and code[:2] in classes("ydyh-2023")


@dataclass(frozen=True)
class RidgeShares:
    """KCXS of n patches: *shares* (n,) 0 … 1, 0 where it is empty or unreadable; rows of the *unreadable* cells;
    *as_percent* whether the column was read as percent, which the log says."""

    shares: np.ndarray
    unreadable: list[int]
    as_percent: bool


def ridge_shares(cells: Iterable[Any]) -> RidgeShares:
    """The deduction shares (扣除系数, 田坎系数) of a column: 0.125, '12.5%', or a column of percent.

    A column whose filled values all lie in 1 … 60 is percent. Anything else that is no share in [0, 1) is unreadable:
    cropland is never taken without its ridges in silence.
    """
    values = list(cells)
    read: dict[Any, Fraction | None] = {}
    for value in values:
        if value in read:
            continue
        written = plain(value) if isinstance(value, str) else ""
        try:
            found = number(written.removesuffix("%") if written.endswith("%") else value)
        except UnreadableCell:
            found = Decimal(-1)
        read[value] = None if found is None else Fraction(found) / (100 if written.endswith("%") and found >= 0 else 1)
    bare = [share for value, share in read.items() if share and not (isinstance(value, str) and "%" in value)]
    percent = bool(bare) and all(1 <= share <= 60 for share in bare)
    shares, unreadable = np.zeros(len(values)), []
    for row, value in enumerate(values):
        share = read[value]
        if share is None:
            continue
        if percent and share >= 1:
            share /= 100
        if 0 <= share < 1:
            shares[row] = float(share)
        else:
            unreadable.append(row)
    return RidgeShares(shares, unreadable, percent)


def unknown_codes(codes: Iterable[Any], table: str = "auto") -> dict[str, int]:
    """The codes that `classify` cannot read, as they stand → how often, in text order; empty ones as ''."""
    values, cleaned = _distinct(codes)
    read = _reader(cleaned, table)
    bad = {value for value, code in cleaned.items() if read(code) == UNKNOWN}
    count = Counter(str(value) if cleaned[value] else "" for value in values if value in bad)
    return dict(sorted(count.items()))


def group_name(label: int, lang: str = "zh") -> str:
    """The name of a label, e.g. 3 → 建设用地 / construction land. Raises IndexError for another number."""
    if label < 0:
        raise IndexError(label)
    pair = load("landuse")["groups"][_NAME_KEYS[label]]
    return pair[0] if lang.lower().startswith("zh") else pair[1]


def name_of(code: Any, table: str = "third") -> str:
    """The Chinese name of a class (DLMC) by its base code; '' if the table does not have it."""
    found = classes(table).get(_clean(code))
    return found.name if found else ""


def patch_areas(tbmj: Any, kcxs: Any) -> tuple[np.ndarray, np.ndarray]:
    """(TBDLMJ, KCMJ) in m², shape (n,), of patches with the area ``tbmj`` (m²) and the deduction share ``kcxs``.

    KCMJ = TBMJ × KCXS rounded half-up to 0.01 m², TBDLMJ = TBMJ − KCMJ to the cent. KCMJ is 田坎 (class 1203):
    it belongs to 农用地 but not to 耕地, so a piece of a patch is cropland with ``TBDLMJ`` and other
    agricultural land with ``KCMJ``; the same sum serves for pieces. ``tbmj`` is taken to 0.01 m² (half-up),
    ``kcxs`` to six decimals; an empty ``kcxs`` (NaN) is 0. A row with a negative or missing area, or with a
    share outside [0, 1), gets NaN in both: list it, do not add it. Areas up to 9·10¹⁰ m² are exact.
    """
    area = np.atleast_1d(np.asarray(tbmj, dtype=np.float64))
    share = np.atleast_1d(np.asarray(kcxs, dtype=np.float64))
    area, share = np.broadcast_arrays(area, share)
    share = np.where(np.isnan(share), 0.0, share)
    good = (area >= 0) & (area <= 9e10) & (share >= 0) & (share < 1)
    cents = np.floor(np.round(np.where(good, area, 0.0) * 100, 6) + 0.5).astype(np.int64)
    millionths = np.rint(np.where(good, share, 0.0) * 1e6).astype(np.int64)
    ridge = (cents * millionths + 500_000) // 1_000_000
    return np.where(good, (cents - ridge) / 100.0, np.nan), np.where(good, ridge / 100.0, np.nan)


#: Classes of land as printed: farm land (cropland among it), unused, construction, unknown.
LAND = ("agri", "crop", "unused", "built", "unknown")
CLASSES = ("area", *LAND)


@dataclass
class LandAreas:
    """Cents of 0.01 m² by class of land. Without a land use layer only *area* is known."""

    area: int = 0
    agri: int = 0
    crop: int = 0
    unused: int = 0
    built: int = 0
    unknown: int = 0

    def add(self, other: LandAreas) -> None:
        for name in CLASSES:
            setattr(self, name, getattr(self, name) + getattr(other, name))
