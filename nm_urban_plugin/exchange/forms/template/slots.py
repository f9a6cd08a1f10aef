"""Placeholders of a bureau's template, {{批准文号}} or {{stock_idle.用途}}, and the figures they stand for.

A name is a heading, a key or a field of a shipped form, or a fact (行政区, 截止日期 …). A row with names of records is
printed once for each record of that form; {{合计:供地面积（亩）}} is the total of what was printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ....core.roles import field_roles
from ..errors import FormError, TemplateError, Words
from ..figures import Figures
from ..library import form_ids, read
from ..lines import LEAF, Lines
from ..results import Results
from ..schema import Column, Form
from ..sources import table_of
from ..ties import check_ties
from ..values import Printed, printed, rounded

_SLOT = re.compile(r"(?:\{\{|｛｛)\s*(.+?)\s*(?:\}\}|｝｝)", re.DOTALL)
_SUM = re.compile(r"(?:合计|总计|sum|total)\s*[:：]\s*(.+)", re.IGNORECASE | re.DOTALL)
#: Facts under the words a bureau would use for them.
FACTS = {
    "行政区": "place", "地区": "place", "place": "place", "截止日期": "as_of", "评估日期": "as_of", "as_of": "as_of",
    "编制单位": "org", "填报单位": "org", "org": "org", "计算方法": "method", "method": "method", "数据来源": "source",
    "source": "source", "说明": "notes", "notes": "notes",
}  # fmt: skip
_SERIAL = ("序号", "no", "no.", "#")


def folded(name: str) -> str:
    """A name without what people type differently: width, blanks, case, brackets, and the units' other signs."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = text.replace("㎡", "m2").replace("²", "2").replace("㎞", "km")
    return re.sub(r"[\s　_·:：]", "", text)


def slots_in(text: str) -> list[str]:
    """Names of the placeholders of a text."""
    return [found.strip() for found in _SLOT.findall(text)]


def only_slot(text: str) -> str | None:
    """The name where a text is one placeholder and nothing else."""
    found = _SLOT.fullmatch(text.strip())
    return found.group(1).strip() if found and len(slots_in(text)) == 1 else None


def replaced(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders replaced, in one pass."""
    return _SLOT.sub(lambda found: values[found.group(1).strip()], text)


def sum_of(name: str) -> str | None:
    """The column that {{合计:…}} sums, None for other names."""
    found = _SUM.fullmatch(name)
    return found.group(1).strip() if found else None


@dataclass(frozen=True)
class Chosen:
    """What one name means in one form: a printed column, or a plain field of its layer; `None, ''` is the number."""

    column: Column | None
    field: str = ""


class Source:
    """The lines of one shipped form, by the names that a template may use."""

    def __init__(self, form: Form, results: Results, at: int):
        self.form, self._results, self._at = form, results, at
        self.table = table_of(form, results)
        check_ties(form, self.table)
        lines = Lines(form, self.table, at)
        self._names: dict[str, list[Column]] = {}
        for column in lines.columns:
            for name in _names_of(column):
                held = self._names.setdefault(folded(name), [])
                if column not in held:
                    held.append(column)
        self._names.update(
            {
                folded(name): [next((c for c in lines.columns if c.kind == "serial"), Column("serial", ()))]
                for name in _SERIAL
            }
        )

    def find(self, name: str) -> Chosen | None:
        """What a name means here, None if nothing."""
        columns = self._names.get(folded(name), [])
        columns = [one for one in columns if one.key == name] or columns
        if len(columns) == 1:
            return Chosen(columns[0])
        if columns:
            raise TemplateError("forms.several_columns", name=name, form=Words(self.form.name))
        roles = [
            key
            for key, role in field_roles().items()
            if folded(name) in (folded(key), folded(role.zh), folded(role.en))
        ]
        field = self.table.find([name, *(f"role:{key}" for key in roles)])
        return Chosen(None, field) if field else None

    def lines(self, decimals: Mapping[str, int]) -> Printout:
        """What the form prints, with the decimals that the template's cells show."""
        columns = tuple(replace(c, decimals=decimals[c.key]) if c.key in decimals else c for c in self.form.columns)
        form = replace(self.form, columns=columns, groups=(), total="last" if not self.form.tree else self.form.total)
        lines = Lines(form, self.table, self._at)
        pages = lines.pages()
        if len(pages) > 1:
            raise TemplateError("forms.several_pages", form=Words(self.form.name), n=len(pages))
        body = pages[0][1]
        facts = Figures(form, self._results, self._at).of(pages[0][0])
        rows = [line for line in body.lines if form.tree or line.mark == LEAF]
        totals = [line for line in body.lines if line.mark == "total"]
        return Printout([c.key for c in body.columns], rows, totals[-1] if totals else None, facts, self._at)


@dataclass(frozen=True)
class Printout:
    """Rows of a form as a template prints them."""

    keys: Sequence[str]
    rows: Sequence[Any]
    total: Any
    facts: Mapping[str, Any]
    at: int

    def value(self, row, chosen: Chosen) -> Printed:
        """Printed value of a column, or a plain field of the record, in one row."""
        if chosen.column is not None and chosen.column.key in self.keys:
            return row.values[self.keys.index(chosen.column.key)]
        if chosen.column is not None:  # the number of the row, where the form has none
            return Decimal(self.rows.index(row) + 1)
        raw = row.raw.get(chosen.field)
        number = None if isinstance(raw, str) else rounded(raw, 6)
        if number is not None:
            return number.normalize() if number != number.to_integral_value() else number.quantize(Decimal(1))
        return printed(Column(chosen.field, (), kind="date"), raw, self.at) if raw is not None else None

    def sum(self, chosen: Chosen) -> Printed:
        """Total of a column as printed: that of the form, else the sum of its rows; of the number, how many rows."""
        if chosen.column is not None and chosen.column.key == "serial":
            return Decimal(len(self.rows))
        if chosen.column is not None and self.total is not None and chosen.column.key in self.keys:
            value = self.total.values[self.keys.index(chosen.column.key)]
            if isinstance(value, Decimal):
                return value
        known = [value for row in self.rows if isinstance(value := self.value(row, chosen), Decimal)]
        return sum(known, Decimal(0)) if known else None


def _names_of(column: Column) -> Iterator[str]:
    """Key, fields, and the headings in both languages: the last alone, and the whole path with / between."""
    yield column.key
    for name in column.sources:
        if not name.startswith("role:"):
            yield name
    for at in (0, 1):
        path = [text[at] for text in column.headings]
        yield path[-1]
        yield "/".join(path)
        yield "".join(path)
        yield re.sub(r"[（(].*?[)）]", "", path[-1]) or path[-1]


class Sources:
    """All forms that the results can fill, and the search for the one a row of a template means."""

    def __init__(self, results: Results, at: int):
        self._results, self._at = results, at
        self._made: dict[str, Source] = {}
        self._forms = [
            form
            for one in form_ids()
            if isinstance(form := read(one), Form)
            and form.kind == "table"
            and "method" not in form.source
            and table_of(form, results) is not None
        ]

    def _source(self, form: Form) -> Source:
        if form.id not in self._made:
            self._made[form.id] = Source(form, self._results, self._at)
        return self._made[form.id]

    def named(self, name: str) -> tuple[Source | None, str]:
        """(form, rest) of `form.name`; (None, name) where no form is named. A form goes by id, name or tab."""
        for mark in (".", "．", "。"):
            first, found, rest = name.partition(mark)
            if not found:
                continue
            for form in self._forms:
                if folded(first) in (folded(form.id), *map(folded, form.name), *map(folded, form.tab)):
                    return self._source(form), rest.strip()
        return None, name

    def of_row(self, names: Sequence[str]) -> Source:
        """The one form that knows all names of a row. Raises TemplateError where none or several do."""
        given = {id(source): source for name in names if (source := self.named(name)[0]) is not None}
        if len(given) > 1:
            raise TemplateError("forms.row_of_several", names=list(names))
        candidates = list(given.values())
        plain = [self.named(name)[1] for name in names]
        if not candidates:
            for form in self._forms:
                try:
                    source = self._source(form)
                    known = all(source.find(name) is not None for name in plain)
                except FormError:
                    continue
                if known:
                    candidates.append(source)
        else:
            unknown = [name for name in plain if candidates[0].find(name) is None]
            if unknown:
                raise _unknown(unknown, candidates)
        if not candidates:
            raise _unknown(plain, [])
        if len(candidates) > 1:
            ids = [source.form.id for source in candidates]
            example = f"{{{{{ids[0]}.{plain[0]}}}}}"
            raise TemplateError("forms.several_forms", names=list(names), example=example, forms=ids)
        return candidates[0]


def _unknown(names: Sequence[str], sources: Sequence[Source]) -> TemplateError:
    if sources:
        return TemplateError("forms.no_slot_in", names=list(names), form=Words(sources[0].form.name))
    return TemplateError("forms.no_slot", names=list(names))
