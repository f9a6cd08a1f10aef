"""Fills a bureau's own workbook: placeholders become figures, rows are repeated, everything else stays as it is.

Styles, merged cells, drop-downs, print set-up, other sheets, pictures and notes are kept: only the parts that must
change are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import TemplateError
from ..results import Results
from ..values import Printed, as_text
from .package import Package, parse
from .sheet import Row, TemplateSheet, rich_text
from .shifts import Shift, moved
from .slots import FACTS, Printout, Source, Sources, folded, only_slot, replaced, slots_in, sum_of
from .styles import Styles

#: What stands before calcPr in a workbook part; its order is fixed.
_BEFORE_CALC = ("sheets", "functionGroups", "externalReferences", "definedNames")
_EMPTY_STYLES = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


@dataclass
class _Job:
    """One sheet to be filled: the form of each repeated row, and what it prints."""

    sheet: TemplateSheet
    part: str
    repeated: dict[int, Source] = field(default_factory=dict)
    printouts: dict[int, Printout] = field(default_factory=dict)
    shift: Shift = field(default_factory=Shift)


def fill_template(template: str, path: str, results: Results, at: int) -> list[str]:
    """Fill `template` into `path`; returns the names of the sheets that were filled. Raises TemplateError, OSError."""
    facts = {
        **results.facts,
        "method": _joined(results.facts.get("method")),
        "notes": _joined(results.facts.get("notes")),
    }
    with Package(template) as package:
        book, styles_part, styles, sheets = _opened(package)
        sources = Sources(results, at)
        # a sheet of formulas is written anew too: they may speak of rows that move
        jobs = [_planned(_Job(sheet, part), sources) for part, sheet in sheets if sheet.has_slots or sheet.has_formulas]
        _fill(package, book, jobs, sources, facts)
        if styles.changed:
            package.changed[styles_part] = styles.document.to_bytes()
        package.save(path)
    return [job.sheet.name for job in jobs if job.sheet.has_slots]


def placeholders_of(template: str) -> list[str]:
    """Names of all placeholders of a template. Raises TemplateError where it is unsafe, broken, or has none."""
    with Package(template) as package:
        sheets = _opened(package)[3]
    return [name for _, sheet in sheets for row in sheet.rows for text in row.texts.values() for name in slots_in(text)]


def _opened(package: Package) -> tuple[str, str, Styles, list[tuple[str, TemplateSheet]]]:
    """(workbook part, styles part, styles, [(part, sheet)]) of a template; raises where no sheet has a placeholder."""
    book, listed = package.sheets()
    related = {kind: target for kind, target in package.related(book).values()}
    shared = _shared(package, related.get("sharedStrings", ""))
    styles_part = related.get("styles", "")
    styles = Styles(package.parse(styles_part) if package.has(styles_part) else parse(_EMPTY_STYLES, "styles"))
    sheets = [(part, TemplateSheet(name, package.parse(part), shared, styles)) for name, part in listed]
    if not any(sheet.has_slots for _, sheet in sheets):
        raise TemplateError("forms.no_placeholder", example="{{appr_id}}")
    return book, styles_part, styles, sheets


def _joined(value: Any) -> Any:
    return "；".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _shared(package: Package, part: str) -> list[str]:
    return [rich_text(one) for one in package.parse(part).root.walk("si")] if package.has(part) else []


def _record_names(text: str) -> list[str]:
    """Placeholders of a text that stand for a record, not for a fact or a total."""
    return [name for name in slots_in(text) if folded(name) not in map(folded, FACTS) and sum_of(name) is None]


def _planned(job: _Job, sources: Sources) -> _Job:
    """Which rows are repeated, for which form, how often. Several rows of a sheet may print different forms."""
    times = {}
    for row in job.sheet.rows:
        names = [name for text in row.texts.values() for name in _record_names(text)]
        if not names:
            continue
        source = sources.of_row(names)
        decimals = {}
        for letter, text in row.texts.items():
            name = only_slot(text)
            shown = job.sheet.decimals_of(row, letter)
            if (
                name
                and shown is not None
                and (found := source.find(sources.named(name)[1]))
                and found.column is not None
            ):
                decimals[found.column.key] = shown
        job.repeated[row.number] = source
        job.printouts[row.number] = source.lines(decimals)
        times[row.number] = len(job.printouts[row.number].rows)
    job.shift = Shift(times)
    return job


def _fill(package: Package, book: str, jobs: list[_Job], sources: Sources, facts: Mapping[str, Any]) -> None:
    by_name = {job.sheet.name: job.shift for job in jobs}

    def others(name: str) -> Shift:
        return by_name.get(name, Shift())

    for job in jobs:
        job.sheet.fill(job.shift, others, lambda row, copy, job=job: _values(job, row, copy, sources, facts))
        package.changed[job.part] = job.sheet.document.to_bytes()
        for kind, part in package.related(job.part).values():
            _follow(package, kind, part, job.shift)
    formulas = any(job.sheet.has_formulas for job in jobs)
    _workbook(package, book, others, formulas)


def _values(job: _Job, row: Row, copy: int, sources: Sources, facts: Mapping[str, Any]) -> dict[str, Printed]:
    """Values of the cells of one row that hold placeholders."""
    source, printout = job.repeated.get(row.number), job.printouts.get(row.number)
    record = printout.rows[copy] if printout is not None and printout.rows else None
    out: dict[str, Printed] = {}
    for letter, text in row.texts.items():
        found = {name: _value(name, job, source, printout, record, sources, facts) for name in slots_in(text)}
        alone = only_slot(text)
        out[letter] = (
            found[alone]
            if alone
            else replaced(text, {name: "" if value is None else as_text(value) for name, value in found.items()})
        )
    return out


def _value(name: str, job: _Job, source, printout, record, sources: Sources, facts: Mapping[str, Any]) -> Printed:
    summed = sum_of(name)
    if summed is not None:
        return _total(summed, job, sources)
    fact = {folded(key): one for key, one in FACTS.items()}.get(folded(name))
    if fact is not None:
        return facts.get(fact)
    if record is None:
        return None
    chosen = source.find(sources.named(name)[1])
    return printout.value(record, chosen)


def _total(name: str, job: _Job, sources: Sources) -> Printed:
    """A total of what this sheet prints; of another form where it is named."""
    named, rest = sources.named(name)
    for number, source in job.repeated.items():
        if named in (None, source) and (chosen := source.find(rest)) is not None:
            return job.printouts[number].sum(chosen)
    source = named or sources.of_row([name])
    return source.lines({}).sum(source.find(rest))


def _follow(package: Package, kind: str, part: str, shift: Shift) -> None:
    """Pictures, notes and tables of a sheet stand at rows too."""
    if not package.has(part) or not shift.times:
        return
    if kind in ("drawing", "vmlDrawing"):
        text = package.read(part).decode("utf-8")
        pattern = re.compile(r"(<(?:\w+:)?[Rr]ow>)(\d+)(</)")
        package.changed[part] = pattern.sub(lambda m: f"{m[1]}{shift.first(int(m[2]) + 1) - 1}{m[3]}", text).encode(
            "utf-8"
        )
    elif kind in ("comments", "table"):
        document = package.parse(part)
        for local in ("comment", "table", "autoFilter"):
            for node in document.root.walk(local):
                ref = shift.range(node.get("ref"))
                node.set("ref", ref.split(":")[0] if local == "comment" else ref)
        package.changed[part] = document.to_bytes()


def _workbook(package: Package, book: str, others, formulas: bool) -> None:
    """Names (print areas and titles) move with their rows; formulas are calculated when the book is opened."""
    document = package.parse(book)
    root = document.root
    for name in root.walk("definedName"):
        if name.text:
            name.text = moved(name.text, Shift(), others)
    if formulas:
        settings = root.find("calcPr")
        if settings is None:
            settings = root.make("calcPr")
            before = [k for k, one in enumerate(root.nodes) if not isinstance(one, str) and one.local in _BEFORE_CALC]
            root.nodes.insert(max(before) + 1, settings)
        settings.set("fullCalcOnLoad", "1")
    package.changed[book] = document.to_bytes()
    _drop_chain(package, book)


def _drop_chain(package: Package, book: str) -> None:
    """The order of calculation names cells that have moved: programs make it anew."""
    chain = next((part for kind, part in package.related(book).values() if kind == "calcChain"), "")
    if not package.has(chain):
        return
    package.dropped.add(chain)
    folder, _, file = book.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    for part in (rels, "[Content_Types].xml"):
        document = package.parse(part)
        document.root.prune(lambda one: one.get("Type").endswith("/calcChain") or one.get("PartName") == f"/{chain}")
        package.changed[part] = document.to_bytes()
