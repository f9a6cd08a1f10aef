"""The small language of indicators.json: terms (what is summed) and conditions (which features count)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..resources import ResourceError, load

YES, NO, UNKNOWN = 1, 0, -1
_NUMBER_OPS = ("<=", ">=", "<", ">", "=")
_WORD_OPS = ("among", "not_among", "has")
_TERM = re.compile(r"([+-]?)([$@]?[a-z0-9_]+)(\?)?")


@dataclass(frozen=True)
class Condition:
    """field, operator and what it is compared with: a number, a list of words, yes or no, or the plan period."""

    field: str
    op: str
    number: float = 0.0
    words: tuple[str, ...] = ()
    text: str = ""
    blank: int = UNKNOWN


def parse_term(text: str) -> tuple[tuple[int, str, bool], ...]:
    """'supp_m3-meter_m3' → ((1, 'supp_m3', False), (-1, 'meter_m3', False)); a ? marks what may be missing (0 then)."""
    parts = _TERM.findall(text.replace(" ", ""))
    if "".join(a + b + c for a, b, c in parts) != text.replace(" ", ""):
        raise ResourceError(f"indicators.json: term {text!r} cannot be read", f"indicators.json：无法识别 {text!r}")
    return tuple((-1 if sign == "-" else 1, name, bool(optional)) for sign, name, optional in parts)


def parse_condition(here: str, text: str) -> Condition:
    """'star >= 1', 'built_year from 2021' (to the date of evaluation), 'committee yes', 'mode among rail'; 'else_no' at
    the end: an empty field is a no.

    Raises `ResourceError`.
    """
    parts = text.split()
    blank = NO if parts[-1] == "else_no" else UNKNOWN
    parts = parts[:-1] if blank == NO else parts
    if len(parts) == 2 and parts[1] in ("yes", "no"):
        return Condition(parts[0], parts[1], text=text)
    if len(parts) == 3 and parts[1] in _NUMBER_OPS:
        return Condition(parts[0], parts[1], number=float(parts[2]), text=text)
    if len(parts) == 3 and parts[1] == "from":
        return Condition(parts[0], "from", number=float(parts[2]), text=text)
    if len(parts) == 3 and parts[1] in _WORD_OPS and parts[2] in load("indicators")["words"]:
        words = tuple(plain(word) for word in load("indicators")["words"][parts[2]])
        return Condition(parts[0], parts[1], words=words, text=text, blank=blank)
    if len(parts) == 3 and parts[1:] == ["within", "plan"]:
        return Condition(parts[0], "within", text=text)
    raise ResourceError(f"{here}: condition {text!r} cannot be read", f"{here}：无法识别条件 {text!r}")


def plain(value) -> str:
    """A word as it is compared: width, case and blanks do not count."""
    return unicodedata.normalize("NFKC", str(value)).casefold().strip()


@functools.cache
def flag_words(field: str) -> Mapping[str, int]:
    """Word → 1 or 0 for a yes/no field; some fields have words of their own (黑臭状态: 已消除 = no)."""
    data = load("indicators")
    own = data["flag_words"].get(field, {})
    # where yes is the trouble, 已完成 and its like say nothing sure: only plain words and the field's own
    common = "plain_" if own.get("trouble") else ""
    out = {plain(word): code for key, code in (("yes", YES), ("no", NO)) for word in data["words"][common + key]}
    out.update({plain(word): code for key, code in (("yes", YES), ("no", NO)) for word in own.get(key, ())})
    return out


def means_trouble(field: str) -> bool:
    """Whether the yes of a field is the trouble (黑臭, 内涝), so that words of completion say nothing sure."""
    return bool(load("indicators")["flag_words"].get(field, {}).get("trouble"))


def compare_numbers(values: np.ndarray, op: str, number: float) -> np.ndarray:
    """(n,) int8: 1, 0, or -1 where the value is NaN."""
    with np.errstate(invalid="ignore"):
        found = {"<=": values <= number, "<": values < number, ">=": values >= number, ">": values > number,
                 "=": values == number}[op]
    return np.where(np.isnan(values), UNKNOWN, found.astype(np.int8)).astype(np.int8)


def both(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Logical and of three-valued arrays: a no is a no whatever the other is."""
    out = np.where((one == UNKNOWN) | (two == UNKNOWN), UNKNOWN, one * two)
    return np.where((one == NO) | (two == NO), NO, out).astype(np.int8)
