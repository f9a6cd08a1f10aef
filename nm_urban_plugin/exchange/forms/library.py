"""The forms and books of resources/forms: found, read once, checked.

A file is a form (one sheet) or a book: `{"kind": "book", "name": […], "forms": [ids]}`, the sheets of one workbook.
_words.json holds the word tables that forms share, _ties.json the sums that must hold in ledgers that several print.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...core.resources import ROOT, read_json
from .errors import FormError, Words
from .reader import Reader
from .schema import Form, Text

FOLDER = ROOT / "forms"
_BOOK_KEYS = {"kind", "name", "forms", "note"}


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook, by id."""

    id: str
    name: Text
    forms: Sequence[str]


@functools.lru_cache(maxsize=1)
def _words() -> dict:
    reader = Reader("_words", {})
    return {
        table: {key: reader.text(pair, f"{table}.{key}") for key, pair in words.items()}
        for table, words in read_json(FOLDER / "_words.json").items()
        if table != "note"
    }


@functools.lru_cache(maxsize=1)
def _ties() -> dict:
    return {name: ties for name, ties in read_json(FOLDER / "_ties.json").items() if name != "note"}


def form_ids() -> tuple[str, ...]:
    """All ids that FORM may name, forms and books, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json") if not path.name.startswith("_")))


@functools.cache
def read(form_id: str) -> Form | Book:
    """One form or book by its id. Raises FormError with the place of a mistake in the file."""
    data = read_json(FOLDER / f"{form_id}.json")
    reader = Reader(form_id, _words(), _ties())
    if data.get("kind") == "book":
        unknown = sorted(set(data) - _BOOK_KEYS)
        forms = data.get("forms")
        if unknown or not isinstance(forms, list) or not forms or "name" not in data:
            raise FormError("forms.no_book", file=f"{form_id}.json")
        return Book(form_id, reader.text(data["name"], "name"), tuple(forms))
    return reader.form(data)


def id_of(name: str) -> str:
    """The id of a form or book by its id, its name or the name of its tab, in either language. Raises FormError."""
    wanted = " ".join(name.split()).casefold()
    for form_id in form_ids():
        found = read(form_id)
        if wanted in (form_id.casefold(), *(one.casefold() for one in (*found.name, *getattr(found, "tab", ())))):
            return form_id
    raise FormError(
        "forms.no_form", name=name, have=[Words(f"{text}（{one}）" for text in read(one).name) for one in form_ids()]
    )


def sheets_of(names: Iterable[str]) -> list[Form]:
    """The forms that a list of ids or names stands for, books opened, each form once."""
    out: dict[str, Form] = {}
    for form_id in map(id_of, names):
        found = read(form_id)
        for one in found.forms if isinstance(found, Book) else (form_id,):
            form = read(one)
            if isinstance(form, Book):
                raise FormError("forms.book_in_book", file=f"{form_id}.json", book=one)
            out.setdefault(one, form)
    return list(out.values())


def forms_for(role: str) -> tuple[str, ...]:
    """Ids of the forms that print a layer of this role."""
    out = []
    for form_id in form_ids():
        found = read(form_id)
        if isinstance(found, Form) and (role in found.source or any(role in one.source for one in found.unite)):
            out.append(form_id)
    return tuple(out)


def name_of(form_id: str, lang: str) -> str:
    """What a form or book is called."""
    return read(form_id).name[0 if lang.startswith("zh") else 1]
