"""Text of layers, files and users as plain text: one line of it, or escaped where a widget would read it as HTML."""

from __future__ import annotations

import re
from html import escape

#: Marks that turn the direction of a line around, and characters that are no text.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

#: No line of the dock is longer; the details and the exports have all of it.
LONGEST = 300


def one_line(text: object, longest: int = LONGEST) -> str:
    """Text for a cell, a label or a menu: no line breaks, no direction marks, of bounded length."""
    out = _TURNING.sub("", _CONTROL.sub(" ", str(text))).strip()
    return out if len(out) <= longest else out[: longest - 1] + "…"


def rich(text: object) -> str:
    """Text inside HTML that we wrote: escaped, line breaks kept, direction marks dropped."""
    return escape(_TURNING.sub("", str(text))).replace("\n", "<br>")


def tooltip(text: object, longest: int = 1500) -> str:
    """A tool tip. Qt guesses whether a tip is HTML, so it always is, with the text escaped."""
    out = str(text)
    return f"<p>{rich(out if len(out) <= longest else out[:longest] + '…')}</p>" if out else ""


def menu_text(text: object) -> str:
    """Text of a menu entry: an ampersand is no shortcut."""
    return one_line(text, 80).replace("&", "&&")
