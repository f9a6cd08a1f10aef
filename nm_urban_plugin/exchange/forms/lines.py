"""The lines of a printed table: leaves in order, subtotals and totals that are sums of printed leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .errors import FormError, Words
from .results import Table
from .schema import Column, Form, Tree
from .sources import chosen, pivoted, summed
from .values import Printed, filled, fraction, holds, order_key, printed

LEAF, SUBTOTAL, TOTAL = "", "subtotal", "total"


@dataclass(frozen=True)
class Line:
    """One printed row: its values by column, and its emphasis. raw: the record behind a leaf."""

    values: Sequence[Printed]
    mark: str = LEAF
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """What a page prints below its header. partial: headings of summed columns in which leaves had no value → how
    many; bound: columns whose field the layer has."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    partial: Mapping[str, int]
    n: int


class Lines:
    """Makes lines of the records of one table for one form, in one language."""

    def __init__(self, form: Form, table: Table, at: int):
        self._form, self._at = form, at
        self._records = chosen(table, form.where)
        self.columns, self._fields = self._bound(table)
        self._groups = [group for group in form.groups if table.find([group.by])]
        self._number = 0

    def _bound(self, table: Table) -> tuple[list[Column], dict[str, str | None]]:
        """The columns, repeated ones spread out, and the field of each; raises where a required one is missing."""
        form = self._form
        fields = {column.key: table.find(column.sources) for column in form.columns}
        for column in form.columns:
            if column.required and fields[column.key] is None:
                names = " / ".join(column.sources)
                raise FormError("forms.needs_field", form=Words(form.name), field=names, layer=table.name or table.role)
        if form.sums:
            numbers = [fields[c.key] for c in form.columns if c.kind == "number" and c.total == "sum" and fields[c.key]]
            self._records = summed(self._records, form.sums, tuple(dict.fromkeys(numbers)))
        if not form.pivot:
            return list(form.columns), fields
        keys = [name for one in form.pivot if (name := table.find([one]))]
        self._records, values = pivoted(self._records, keys, form.across)
        return self._spread(values, fields)

    def _spread(self, values, fields) -> tuple[list[Column], dict]:
        columns: list[Column] = []
        bound = {}
        run: list[Column] = []
        for column in [*self._form.columns, None]:
            if column is not None and column.repeat:
                run.append(column)
                continue
            for value in values if run else ():
                for one in run:
                    label = self._form.total_label[self._at] if value in (0, "0") else str(value)
                    headings = tuple(
                        (filled(text[0], {"value": label}), filled(text[1], {"value": label}))
                        if value not in (0, "0")
                        else _plain(text, self._form.total_label)
                        for text in one.headings
                    )
                    spread = replace(one, key=f"{one.key}@{value}", headings=headings)
                    columns.append(spread)
                    bound[spread.key] = f"{fields[one.key]}@{value}" if fields[one.key] else None
            run = []
            if column is not None:
                columns.append(column)
                bound[column.key] = fields[column.key]
        return columns, bound

    # -- pages and lines --------------------------------------------------------------------------------------

    def pages(self) -> list[tuple[Mapping[str, Any], Body]]:
        """(first record, body) of each page, in the order of the page keys; one page where the form asks for none."""
        if not self._form.pages:
            return [(self._records[0] if self._records else {}, self._body(self._records))]
        found: dict[tuple, list] = {}
        for record in self._records:
            found.setdefault(tuple(record.get(key) for key in self._form.pages), []).append(record)
        return [
            (found[key][0], self._body(found[key])) for key in sorted(found, key=lambda k: [order_key(v) for v in k])
        ]

    def _body(self, records: Sequence[Mapping[str, Any]]) -> Body:
        form, self._number = self._form, 0
        given = [record for record in records if form.total_from and holds(record, form.total_from)]
        records = [record for record in records if not (form.total_from and holds(record, form.total_from))]
        ordered = (
            sorted(records, key=lambda r: [order_key(r.get(name)) for name in form.order]) if form.order else records
        )
        if form.tree:
            lines = [self._unit_line(record, form.tree) for record in self._climbed(ordered, form.tree)]
        else:
            lines = list(self._grouped(ordered, 0))
        leaves = [line for line in lines if line.mark == LEAF]
        if form.tree:  # the ledger brings its own totals; `total` only says where its root stands
            return Body(self.columns, lines, {}, len(leaves))
        if form.total != "none" and (given or leaves):
            total = self._given_total(given[0]) if given else self._total(leaves, form.total_label[self._at], TOTAL)
            lines = [total, *lines] if form.total == "first" else [*lines, total]
        return Body(
            self.columns, lines, self._partial(leaves) if form.total != "none" and not given else {}, len(leaves)
        )

    def _grouped(self, records: Sequence[Mapping[str, Any]], depth: int) -> Iterator[Line]:
        if depth == len(self._groups):
            yield from (self._leaf(record) for record in records)
            return
        group = self._groups[depth]
        found: dict[Any, list] = {}
        for record in records:
            found.setdefault(record.get(group.by), []).append(record)
        for value, members in found.items():
            lines = list(self._grouped(members, depth + 1))
            leaves = [line for line in lines if line.mark == LEAF]
            shown = self._worded(group.by, value)
            label = filled(group.label[self._at], {"value": shown, "n": len(leaves)}, missing="—")
            subtotal = self._total(leaves, label, SUBTOTAL, self._label_at(group.by))
            yield from [subtotal, *lines] if group.subtotal == "before" else [*lines, subtotal]

    def _worded(self, name: str, value: Any) -> Any:
        column = next((c for c in self.columns if self._fields.get(c.key) == name), None)
        return printed(column, value, self._at) if column else value

    def _climbed(self, records, tree: Tree) -> list[Mapping[str, Any]]:
        """Each branch before its leaves, by code; the rest in its own order behind; the root first or last."""
        rank = {tree.root: 0 if self._form.total != "last" else 9, tree.branch: 1, tree.leaf: 1}
        tail = list(tree.labels)

        def key(record):
            level, code = str(record.get(tree.level)), str(record.get(tree.code) or "")
            if level not in rank:
                return (2, tail.index(level) if level in tail else len(tail), 0, code)
            return (
                rank[level],
                0 if level == tree.root else int(code[:4] or 0) if code[:4].isdigit() else 0,
                level == tree.leaf,
                code,
            )

        return sorted(records, key=key)

    def _unit_line(self, record: Mapping[str, Any], tree: Tree) -> Line:
        level = str(record.get(tree.level))
        line = self._leaf(record, number=level == tree.leaf)
        mark = {tree.root: TOTAL, tree.branch: SUBTOTAL}.get(level, LEAF)
        values = list(line.values)
        at = self._label_at()
        if level in tree.labels:
            values[at] = tree.labels[level][self._at]
        elif level == tree.leaf:
            values[at] = "　" + str(values[at] or record.get(tree.code) or "")
        return Line(values, mark, record)

    def _leaf(self, record: Mapping[str, Any], number: bool = True) -> Line:
        self._number += number
        by_key: dict[str, Printed] = {}
        for column in self.columns:
            if column.kind == "serial":
                by_key[column.key] = Decimal(self._number) if number else None
            elif column.fixed[0]:
                by_key[column.key] = column.fixed[self._at]
            elif not column.plus:
                name = self._fields[column.key]
                by_key[column.key] = printed(column, record.get(name), self._at) if name else None
        for column in self.columns:
            if column.plus:
                by_key[column.key] = _combined(column, by_key)
            elif column.ratio and not column.sources:
                by_key[column.key] = _ratio(column, by_key)
        return Line([by_key[column.key] for column in self.columns], LEAF, record)

    # -- totals -----------------------------------------------------------------------------------------------

    def _label_at(self, field: str = "") -> int:
        """Column of a label: that of the field by which rows are grouped, else the first of text."""
        grouped = [k for k, c in enumerate(self.columns) if field and self._fields.get(c.key) == field]
        if grouped:
            return grouped[0]
        kinds = [column.kind for column in self.columns]
        return kinds.index("text") if "text" in kinds else 0

    def _total(self, leaves: Sequence[Line], label: str, mark: str, at: int | None = None) -> Line:
        sums: dict[str, Printed] = {}
        for k, column in enumerate(self.columns):
            known = [line.values[k] for line in leaves if isinstance(line.values[k], Decimal)]
            if column.total == "sum":
                sums[column.key] = sum(known, Decimal(0)) if known else None
            elif column.total == "count":
                sums[column.key] = Decimal(len(leaves))
        for column in self.columns:
            if column.total == "ratio":
                sums[column.key] = _ratio(column, sums)
        values = [sums.get(column.key, "") for column in self.columns]
        values[self._label_at() if at is None else at] = label
        return Line(values, mark)

    def _given_total(self, record: Mapping[str, Any]) -> Line:
        """The total as the result states it; that it is the sum of the leaves is a matter of the form's ties."""
        line = self._leaf(record, number=False)
        values = list(line.values)
        values[self._label_at()] = self._form.total_label[self._at]
        return Line(values, TOTAL, record)

    def _partial(self, leaves: Sequence[Line]) -> dict[str, int]:
        """Summed columns in which some leaves have a value and others have none: their total is that of a part."""
        out = {}
        for k, column in enumerate(self.columns):
            if column.total == "sum":
                absent = sum(not isinstance(line.values[k], Decimal) for line in leaves)
                if 0 < absent < len(leaves):
                    out[" ".join(text[self._at] for text in column.headings)] = absent
        return out


def _plain(text, label):
    """A heading of a repeated column for the whole period: the label itself where it named the year."""
    return tuple(label) if "{value}" in text[0] else text


def _combined(column: Column, values: Mapping[str, Printed]) -> Printed:
    """Sum of other printed columns. The first and all that are taken off must be known; other parts may be absent."""
    needed = [values.get(key) for key in (column.plus[0], *column.less)]
    if not all(isinstance(one, Decimal) for one in needed):
        return None
    plus = [values.get(key) for key in column.plus]
    less = [values.get(key) for key in column.less]
    return sum(v for v in plus if isinstance(v, Decimal)) - sum(v for v in less if isinstance(v, Decimal))


def _ratio(column: Column, sums: Mapping[str, Printed]) -> Printed:
    above = [sums.get(key) for key in column.ratio[0]]
    below = [sums.get(key) for key in column.ratio[1]]
    if not isinstance(above[0], Decimal) or not isinstance(below[0], Decimal):
        return None
    whole = sum(Fraction(one) for one in below if isinstance(one, Decimal))
    part = sum(Fraction(one) for one in above if isinstance(one, Decimal))
    return fraction(part * Fraction(str(column.ratio[2])) / whole, column.decimals) if whole > 0 else None
