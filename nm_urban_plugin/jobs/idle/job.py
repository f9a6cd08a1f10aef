"""One stock inventory from layers to ledger: 批而未供 by document and county, 闲置 by parcel, progress of disposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.reading.county_table import load_yearly
from ...analysis.reading.source import Given
from ...analysis.reading.spool import Spool
from ...analysis.reading.tally import Tally
from ...analysis.stock.account import Request, take_stock
from ...core import places
from ...core.idle.approvals import NO_YEAR, age_classes
from ...core.idle.facts import HALTED
from ...core.idle.ledger import Ledger, Stock, build_ledger
from ...core.idle.published import NOT_TIED, Finding
from ...core.idle.rules import rules
from ...i18n import tr
from .balance import Balance, Inputs, area_of, ordinals, take_balance
from .documents import Documents, group_documents
from .inputs import Layers, Terms, Window, assemble, window
from .parcels import Judged, facts_of, judge, warn
from .places import Places, load_places
from .published import read_reported
from .records import Records, declare, read_records

APPROVED, SUPPLIED, CANCELLED, COUNTIES, TASKS = "APPROVED", "SUPPLIED", "CANCELLED", "COUNTIES", "TASKS"
DECLARED = {APPROVED: "approved_area", SUPPLIED: "supplied_area", CANCELLED: "cancelled_area"}


@dataclass(frozen=True)
class IdleResult:
    """Result of a run. *approved* are the rows that count, *supplied* all of them, with a code, a judgement and an area
    (cents) per row; *live* the rows supplied by AS_OF (those of the balance); *lies_in* the approval row of each;
    *was_mapped* False = declared areas by document."""

    terms: Terms
    chosen: Window
    supplied: Records
    balance: Balance
    documents: Documents
    supply_codes: list[str]
    live: np.ndarray
    lies_in: np.ndarray
    judged: list[Judged]
    supply_cents: np.ndarray
    ledger: Ledger
    names: dict[str, str]
    was_mapped: bool
    text: str
    warnings: list[str]
    findings: list[Finding]
    pieces: Spool


@dataclass
class IdleJob:
    """What was given. *fields*: per parameter, role → field name, for the roles that the layer has."""

    layers: Layers
    fields: Mapping[str, Mapping[str, str]]
    terms: Terms
    tally: Tally
    warnings: list[str] = field(default_factory=list)

    def run(self, spool: Spool, feedback: QgsFeedback) -> IdleResult | None:
        """Compute everything; drawn pieces of unsupplied land go to the spool. None when cancelled."""
        side_tally = self.tally.aside()  # lists into the same table, counts apart
        approved = self._read(APPROVED, self.layers.approved, side_tally, feedback)
        supplied = self._read(SUPPLIED, self.layers.supplied, self.tally, feedback)
        cancelled = self._read(CANCELLED, self.layers.cancelled, side_tally, feedback)
        if approved is None or supplied is None or (cancelled is None and self.layers.cancelled is not None):
            return None
        county = self.fields.get(COUNTIES, {})
        where = load_places(self.layers.counties, county.get("county_code"), county.get("county_name"), side_tally,
                            feedback)
        tasks = self._tasks(side_tally)
        warn(supplied, self.warnings)
        facts = facts_of(supplied)
        judged = judge(facts, self.terms.base, self.terms.as_of, rules())
        days = [one.supply_date for one in facts]
        chosen = window(approved, self.terms, self.warnings)
        codes = where.codes_of(chosen.records, self.warnings)
        inputs, names, live = assemble(chosen, supplied, days, cancelled, self.terms, self.warnings)
        balance = take_balance(inputs, spool, feedback)
        if balance is None:
            return None
        documents = group_documents(inputs, names, balance, chosen, codes, self.terms, rules())
        lies_in = np.full(len(supplied), -1, np.int64)
        lies_in[live] = balance.lies_in
        supply_codes = self._supply_codes(where, supplied, lies_in, codes)
        cells = self._document_cells(documents)
        if not self._add_idle(cells, supplied, days, judged, supply_codes, lies_in, documents, feedback):
            return None
        ledger = self._ledger(where, cells, balance, documents, chosen, tasks)
        self._say(balance, documents, chosen)
        cents = area_of(supplied) if supplied.drawn is None else supplied.drawn
        return IdleResult(self.terms, chosen, supplied, balance, documents, supply_codes, live, lies_in, judged, cents,
                          ledger, where.names, inputs.mapped, self._text(inputs, ledger), self.warnings,
                          self._reported(side_tally), spool)

    def _read(self, name: str, given: Given | None, tally: Tally, feedback: QgsFeedback) -> Records | None:
        if given is None or feedback.isCanceled():
            return None
        records = read_records(given, dict(self.fields[name]), tally, feedback, self.terms.method)
        if records is not None:
            declare(records, DECLARED[name], self.terms.unit, self.warnings)
        return records

    def _reported(self, tally: Tally) -> list[Finding]:
        """Checks of published figures; those that do not tie are said aloud."""
        given = self.layers.reported
        found = [] if given is None else read_reported(given, self.fields["REPORTED"], tally)
        for one in found:
            if one.result == NOT_TIED:
                self.warnings.append(tr("Published figure does not tie, {name}: {words}").format(
                    name=one.name, words=one.words))
        return found

    def _tasks(self, tally: Tally) -> dict[str, int] | None:
        """Hundredths of a 亩 by county: the tasks of all years added up."""
        given = self.layers.tasks
        if given is None:
            return None
        progress, fields = self.terms.progress, self.fields[TASKS]
        years = range(progress.base.year, max(progress.deadline, progress.base).year + 1)
        table = load_yearly(given, fields["county_code"], fields.get("year"), fields["task_mu"], years, tally)
        out: dict[str, int] = {}
        for (code, _), amount in table.values.items():
            out[code] = out.get(code, 0) + amount
        if table.total != progress.target:
            self.warnings.append(tr("The tasks of the counties sum to {total:.2f} 亩, the goal of the region is "
                                    "{goal:.2f} 亩.").format(total=table.total / 100, goal=progress.target / 100))
        return out

    def _supply_codes(self, where: Places, supplied: Records, lies_in: np.ndarray, codes: list[str]) -> list[str]:
        """County of each supply: its own, else that of the approval it lies in."""
        own = where.codes_of(supplied, self.warnings)
        return [code or (codes[row] if row >= 0 else "") for code, row in zip(own, lies_in.tolist())]

    def _document_cells(self, documents: Documents) -> dict[tuple[str, int], dict[str, int]]:
        cells: dict[tuple[str, int], dict[str, int]] = {}
        columns = (("sup", documents.supplied), ("canc", documents.cancelled), ("unsup", documents.unsupplied),
                   ("disp", documents.disposed))
        for k, key in enumerate(zip(documents.codes, documents.years)):
            cell = cells.setdefault(key, {})
            for part, values in columns:
                cell[part] = cell.get(part, 0) + int(values[k])
        return cells

    def _add_idle(self, cells, supplied: Records, days, judged: list[Judged], codes: list[str], lies_in: np.ndarray,
                  documents: Documents, feedback: QgsFeedback) -> bool:
        """Add idle, halted and disposed parcels to the cells, each m² once. False when cancelled."""
        part_of = np.append(documents.row_of, -1)[lies_in].tolist()
        for part, wanted in (("idle", lambda one: one.now.counts), ("halted", lambda one: one.now.kind == HALTED),
                             ("disp", lambda one: one.left)):
            rows = np.array([k for k, one in enumerate(judged) if wanted(one)], np.int64)
            amounts = self._once(supplied, ordinals(days), rows, feedback)
            if amounts is None:
                return False
            for k, amount in zip(rows.tolist(), amounts.tolist()):
                year = documents.years[part_of[k]] if part_of[k] >= 0 else NO_YEAR
                cell = cells.setdefault((codes[k], year), {})
                cell[part] = cell.get(part, 0) + amount
        return True

    def _once(self, supplied: Records, days: np.ndarray, rows: np.ndarray, feedback: QgsFeedback) -> np.ndarray | None:
        """(k,) cents of some parcels, less what an earlier one of them holds; None when cancelled."""
        if supplied.parcels is None or len(rows) < 2:
            return (area_of(supplied) if supplied.drawn is None else supplied.drawn)[rows]
        nothing = supplied.parcels.take([])
        with Spool() as spool:
            stock = take_stock(Request(supplied.parcels.take(rows), days[rows], nothing, days[:0],
                                       np.zeros(0, bool)), spool, feedback)
        return None if stock is None else stock.approved

    def _ledger(self, where: Places, cells, balance: Balance, documents: Documents, chosen: Window, tasks) -> Ledger:
        names = {league.code: league.name for league in places.leagues()}
        names[places.REGION] = places.name_of(places.REGION)
        names.update(no_county=tr("In no county unit"), no_year=tr("No year"),
                     sup_outside=tr("Supplied outside approved land"), sup_twice=tr("Supplied twice, counted once"),
                     appr_overlap=tr("Approvals overlapping, counted once"),
                     out_of_window=tr("Approvals outside the period"))
        special = {"sup_outside": ("sup", balance.outside), "sup_twice": ("sup", balance.doubled),
                   "appr_overlap": ("appr", int(balance.overlap.sum())), "out_of_window": ("appr", chosen.left_out)}
        units = {code: name for code, name in where.names.items() if places.is_county(code)}
        unsupplied = documents.unsupplied.tolist()
        ages = [(label or tr("no date"), sum(u for u, own in zip(unsupplied, documents.age_classes) if own == label))
                for label in age_classes(rules().age_bounds)]
        return build_ledger(Stock(self.terms.progress, units, {code: places.league_of(code) for code in units}, names,
                                  cells, special, ages, tasks))

    def _say(self, balance: Balance, documents: Documents, chosen: Window) -> None:
        if self.terms.base > self.terms.as_of:
            self.warnings.append(tr("The base date ({start}) lies after {day}: nothing can have been disposed of since."
                                    ).format(start=self.terms.base, day=self.terms.as_of))
        if documents.other_document:
            self.warnings.append(tr("{n} supplies name another approval document than the one they lie in: see "
                                    "DOCUMENTS.").format(n=documents.other_document))
        for amount, words in (
                (balance.outside, tr("Supplied outside approved land: {m2:.2f} m²; listed, not counted as supplied.")),
                (balance.doubled, tr("Supplied twice: {m2:.2f} m²; counted once.")),
                (int(balance.overlap.sum()), tr("Approvals overlap each other by {m2:.2f} m²; counted once.")),
                (balance.excess_cancelled, tr("Cancelled beyond what was left: {m2:.2f} m²; not counted."))):
            if amount:
                self.warnings.append(words.format(m2=amount / 100))
        if balance.outside and chosen.left_out:
            self.warnings.append(tr("Supplies in approvals outside the period stand there as supplied outside approved "
                                    "land."))

    def _text(self, inputs: Inputs, ledger: Ledger) -> str:
        progress = self.terms.progress
        if inputs.mapped:
            how = tr("areas as drawn; unsupplied = approved − supplied − cancelled on the map")
            if inputs.cancelled is not None and not inputs.cancelled_mapped:
                how += tr(", cancellations deducted by document")
        else:
            how = tr("no geometry for {layers}: declared areas, unsupplied by document").format(layers=", ".join(
                one.name for one in (inputs.approved, inputs.supplied) if one.parcels is None))
        declared = [one.name for one in (inputs.approved, inputs.supplied) if one.declared is None]
        parts = [how, tr("base date {base}, deadline {deadline}").format(
            base=progress.base, deadline=progress.deadline)]
        if declared:
            parts.append(tr("no declared areas in {layers}").format(layers=", ".join(declared)))
        titles = {"sup": tr("supplied"), "canc": tr("cancelled"), "unsup": tr("unsupplied"), "idle": tr("idle"),
                  "disp": tr("disposed")}
        parts.append(tr("tied totals minus exact totals (亩): {ties}").format(
            ties=", ".join(f"{title} {ledger.differences[key] / 100 + 0.0:+.2f}" for key, title in titles.items())))
        return "; ".join(parts)
