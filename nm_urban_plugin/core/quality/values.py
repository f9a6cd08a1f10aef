"""What the values of a column look like: each test gives the share of the filled cells that fit it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..cells import EMPTY_SIGNS, UnreadableCell, is_empty, number
from ..dates import ImpossibleDate, parse_date
from ..places import is_county, league_of
from .codelists import code_list, is_sea_use, second_codes, third_codes, word_list

#: No ASCII sign of emptiness is longer.
_LONGEST_SIGN = max(len(sign) for sign in EMPTY_SIGNS if sign.isascii())
_DOCUMENT = re.compile(r"(?:19|20)\d{2}.{0,12}?\d+\s*号?|.*字.*\d+号")
_CONTRACT = re.compile(r"(?=.*\d{3})[0-9A-Z\u4e00-\u9fff\-_〔〕()\[\]（）]{6,40}号?")
_SUFFIX = re.compile(r"([0-9H]+)[AK]")


def cell_text(value: Any) -> str:
    """A cell as it is compared: NFKC, whole numbers without .0, no blanks about it, '' for a sign of emptiness."""
    if type(value) is str and len(value) > _LONGEST_SIGN and value.isascii() and value[0] > "'" and value[-1] > "'":
        return value  # most cells of a large layer are such codes
    if isinstance(value, bool) or is_empty(value):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    return unicodedata.normalize("NFKC", str(value)).strip().strip("'\x00").strip()


def number_of(value: Any) -> float | None:
    """The number in a cell as `core.cells` reads it, None where there is none or where it has a rest."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if value == value and abs(value) != float("inf") else None
    try:
        found = number(value)
    except UnreadableCell:
        return None
    return None if found is None else float(found)


def _code(text: str) -> str:
    match = _SUFFIX.fullmatch(text.upper())
    return match.group(1) if match else text.upper()


def _is_date(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ImpossibleDate as error:
        return error.kind in ("only_month", "only_year")


def _is_survey_code(text: str) -> bool:
    code = _code(text)
    return code in third_codes() or code in second_codes()


def _has_word(name: str) -> Callable[[str], bool]:
    return lambda text: any(word in text for word in word_list(name))


def _equals_word(name: str) -> Callable[[str], bool]:
    return lambda text: text in word_list(name)


def _digits(text: str) -> str:
    return text if text.isdigit() else ""


def _is_plan_use(text: str) -> bool:
    code = _code(text)
    return (is_sea_use(code) or code in code_list("old_use_zone") or bool(re.fullmatch(r"[123]\d{3}|[123]\d{2}", code))
            or bool(re.fullmatch(r"[A-Z]{1,2}\d{0,3}", code)))


FILLED = "filled"

#: Test name → whether one filled cell (as `cell_text`) fits.
TESTS: Mapping[str, Callable[[str], bool]] = {
    "survey_code": _is_survey_code,
    "crop_code": lambda text: _code(text) in ("0101", "0102", "0103", "011", "012", "013"),
    "any_use_code": lambda text: _is_survey_code(text) or is_sea_use(_code(text)),
    "plan_use_code": _is_plan_use,
    "league_code": lambda text: len(_digits(text)) == 6 and text.endswith("00") and league_of(text) == text,
    "county_code": lambda text: len(_digits(text)) == 6 and (is_county(text) or not text.endswith("00")),
    "township_code": lambda text: len(_digits(text)) == 9,
    "village_code": lambda text: len(_digits(text)) in (12, 19),
    "border_code": lambda text: text in code_list("border"),
    "town_kind": lambda text: text.upper() in code_list("town_kind"),
    "old_control": lambda text: text in code_list("old_control"),
    "plan_zone": _has_word("plan_zone"),
    "boundary_zone": lambda text: _has_word("boundary_zone")(text) if not text.isdigit() else text in word_list(
        "boundary_zone"),
    "village_word": _has_word("village_word"),
    "road_word": lambda text: _has_word("road")(text.lower()),
    "rail_word": lambda text: _has_word("rail")(text.lower()),
    "slope": lambda text: text in code_list("slope_grade"),
    "date": _is_date,
    "document": lambda text: bool(_DOCUMENT.search(text)),
    "contract": lambda text: bool(_CONTRACT.fullmatch(text.upper())),
    "number": lambda text: number_of(text) is not None,
    "not_empty": lambda text: not text.isdigit() or len(text) < 12,
}


def share(test: str, values: Sequence[Any]) -> float | None:
    """The share (0 … 1) of filled cells that fit the test; None where no cell is filled. KeyError: no such test.

    The test 'filled' gives the share of the cells that are filled.
    """
    if test == FILLED:
        return sum(bool(cell_text(value)) for value in values) / len(values) if values else None
    fits, texts = TESTS[test], [text for value in values if (text := cell_text(value))]
    if not texts:
        return None
    known = {text: fits(text) for text in set(texts)}
    return sum(known[text] for text in texts) / len(texts)


def code_generation(values: Sequence[Any]) -> str:
    """Of land-use codes: 'third', 'second', 'mixed' (both lengths in earnest) or '' (neither)."""
    codes = [_code(text) for value in values if (text := cell_text(value))]
    third = sum(code in third_codes() for code in codes)
    second = sum(code in second_codes() and not 201 <= int(code) <= 205 for code in codes if code.isdigit())
    if third and second:
        return "mixed"
    return "third" if third else "second" if second else ""
