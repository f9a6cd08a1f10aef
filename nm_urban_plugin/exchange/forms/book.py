"""A workbook of forms: which sheets it has, and what stands on the sheet of methods."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ...core.resources import policy
from ..xlsx.workbook import Workbook
from .card import write_cards
from .errors import FormError
from .library import Book, form_ids, id_of, read, sheets_of
from .results import Results, Table
from .schema import Form
from .sources import missing, table_of
from .table import write_table
from .template.filling import fill_template, placeholders_of
from .values import language

METHOD_ROLE = "method"
_CHECKED = (
    "{form}：{n} 组合计关系逐位相符",
    "{form}: {n} kinds of totals are the sums of their parts to the last digit",
)
_LABELS = {
    "org": ("编制单位", "Compiled by"),
    "as_of": ("截止日期", "As of"),
    "method": ("面积与计算方法", "Area and method"),
    "source": ("数据来源", "Data"),
    "note": ("说明", "Note"),
    "checked": ("合计核对", "Totals checked"),
    "left_out": ("未列的表", "Sheets left out"),
}


def write_book(path, ids: Iterable[str], results: Results, lang: str) -> list[str]:
    """Write the forms and books of `ids` (or their names) into one workbook; returns the names of its sheets.

    A sheet of a book whose layer was not given is left out, and the sheet of methods says so; a form that was asked
    for by its own id must have its layer. Raises FormError, FormDoesNotTie, OSError; an older file then stays.
    """
    ids = [id_of(one) for one in ids]
    at = language(lang)
    forms, absent = [], []
    named = {one for one in ids if isinstance(read(one), Form)}
    for form in sheets_of(ids):
        if METHOD_ROLE in form.source or table_of(form, results) is not None:
            forms.append(form)
        elif form.id in named:
            raise missing(form)
        else:
            absent.append(form)
    if not [form for form in forms if METHOD_ROLE not in form.source]:
        raise missing(absent[0]) if absent else FormError("forms.nothing_chosen")
    results = _with_method(results, forms, absent, at)
    with Workbook(path) as book:
        for form in forms:
            (write_cards if form.kind == "card" else write_table)(book, form, results, at)
    return [form.name[at] for form in forms]


def check_forms(ids: Iterable[str]) -> None:
    """Raise FormError unless all ids are forms or books that can be read."""
    sheets_of(ids)


def check_template(template) -> None:
    """Raise TemplateError unless a bureau's own workbook can be opened and holds placeholders."""
    placeholders_of(os.fspath(template))


def fill_book(path, template, results: Results, lang: str) -> list[str]:
    """Fill a bureau's own workbook; returns what it could not fill, in words. Raises TemplateError, OSError."""
    return fill_template(os.fspath(template), os.fspath(path), results, language(lang))


def books_for(roles: Iterable[str]) -> list[str]:
    """The books that print layers of these roles, each that has a form for one of them, most telling first."""
    wanted = set(roles)
    found = []
    for form_id in form_ids():
        book = read(form_id)
        if isinstance(book, Book):
            hits = sum(bool(wanted & set(form.source)) for form in sheets_of([form_id]))
            if hits:
                found.append((-hits, form_id))
    return [form_id for _, form_id in sorted(found)]


def _with_method(results: Results, forms: Sequence[Form], absent: Sequence[Form], at: int) -> Results:
    """The results with the table of methods: what the run said, and what each form means."""
    rows: list[tuple[str, Any]] = []
    for key in ("org", "as_of", "source"):
        rows.append((_LABELS[key][at], results.facts.get(key)))
    rows += [(_LABELS["method"][at], one) for one in _list(results.facts.get("method"))]
    for form in forms:
        rows += [(label[at], text[at]) for label, text in form.how]
        rows += [(label[at], _clause(entry, at)) for entry, label in form.policy.items()]
    for form in forms:
        n = len(form.ties) + len(form.agree)
        if n:
            rows.append((_LABELS["checked"][at], _CHECKED[at].format(form=form.name[at], n=n)))
    rows += [(_LABELS["note"][at], one) for one in _list(results.facts.get("notes"))]
    if absent:
        rows.append((_LABELS["left_out"][at], "；".join(form.name[at] for form in absent)))
    records = [{"item": item, "content": content} for item, content in dict.fromkeys(rows) if content]
    table = Table(METHOD_ROLE, ("item", "content"), records)
    return replace(results, tables={**results.tables, METHOD_ROLE: table})


def _list(value: Any) -> list:
    return list(value) if isinstance(value, (list, tuple)) else [value] if value else []


def _clause(entry: str, at: int) -> str:
    """A policy number with its document and its words."""
    name, _, key = entry.partition(".")
    rule = policy(name)[key]
    value = f"{rule.value:g}" if isinstance(rule.value, float) else str(rule.value)
    parts = [
        f"{value} {rule.unit}" if rule.unit not in ("", "1", "date", "text") else value,
        rule.source,
        f"“{rule.quote}”" if rule.quote else "",
        rule.note,
    ]
    return ("；", "; ")[at].join(str(one) for one in parts if one)
