"""One stock inventory from layers to ledger: 批而未供 by document and county, 闲置 by parcel, progress of disposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.reading.source import Given
from ...analysis.reading.spool import Spool
from ...analysis.reading.tally import Tally
from ...core import places
from ...core.idle.approvals import age_classes
from ...core.idle.ledger import Ledger, Stock, build_ledger
from ...core.idle.published import NOT_TIED, Finding
from ...core.idle.rules import rules
from ...core.messages import Message
from .balance import Balance, Inputs, take_balance
from .cells import Cells, Parcels, add_idle, document_cells, idle_within, unknown_of, years_of
from .documents import Documents, group_documents
from .inputs import Assembled, Layers, Terms, Window, assemble, has_happened, window, without_repeats
from .parcels import Judged, facts_of, judge, say_lacking
from .places import Places, load_places
from .published import read_reported
from .records import Records, declare, read_records
from .tasks import read_tasks

APPROVED, SUPPLIED, CANCELLED, COUNTIES, TASKS = "APPROVED", "SUPPLIED", "CANCELLED", "COUNTIES", "TASKS"
DECLARED = {APPROVED: "approved_area", SUPPLIED: "supplied_area", CANCELLED: "cancelled_area"}
#: Date of the event that makes a row one of its layer.
EVENT = {APPROVED: "approval_date", SUPPLIED: "supply_date", CANCELLED: "cancelled_on"}


@dataclass(frozen=True)
class IdleResult:
    """Result of a run. *chosen* are the approvals that count, *supplied* all supplies, with a code, a judgement and an
    area (cents) per row; *live* the rows supplied by AS_OF (those of the balance); *lies_in* the approval row of each;
    *was_mapped* False = unsupplied land has no drawing. *warnings* and *method* are sentences for the face to word."""

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
    method: tuple[Message, ...]
    warnings: tuple[Message, ...]
    findings: tuple[Finding, ...]
    pieces: Spool


@dataclass(frozen=True)
class _Read:
    """Everything that was read: the three layers, the county units, the tasks by code (None = no table)."""

    approved: Records
    supplied: Records
    cancelled: Records | None
    where: Places
    tasks: dict[str, int] | None


@dataclass(frozen=True)
class IdleJob:
    """What was given. *fields*: per parameter, role → field name, for the roles that the layer has."""

    layers: Layers
    fields: Mapping[str, Mapping[str, str]]
    terms: Terms
    tally: Tally = field(default_factory=Tally)

    def run(self, spool: Spool, feedback: QgsFeedback) -> IdleResult | None:
        """Compute everything; drawn pieces of unsupplied land go to the spool. None when cancelled."""
        said: list[Message] = []
        aside = self.tally.aside()  # lists into the same table, counts apart
        read = self._read_all(aside, said, feedback)
        if read is None:
            return None
        supplied = read.supplied
        say_lacking(supplied)
        facts = facts_of(supplied)
        judged = judge(facts, self.terms.base, self.terms.as_of, rules())
        days = [one.supply_date for one in facts]
        chosen = window(read.approved, self.terms)
        codes, own = read.where.codes_of(chosen.records), read.where.codes_of(supplied)
        rows = assemble(chosen, supplied, days, judged, read.cancelled, codes, own, self.terms)
        balance = take_balance(rows.inputs, spool, feedback)
        idle = None if balance is None else idle_within(rows.inputs, balance, feedback)
        if idle is None:
            return None
        documents = group_documents(rows.inputs, rows.names, balance, chosen, self.terms, rules(), idle)
        lies_in = np.full(len(supplied), -1, np.int64)
        lies_in[rows.live] = balance.lies_in
        supply_codes = [code or (codes[row] if row >= 0 else "") for code, row in zip(own, lies_in.tolist())]
        parcels = Parcels(supplied, days, judged, supply_codes, years_of(lies_in, documents))
        cells = document_cells(documents)
        if not add_idle(cells, parcels, feedback):
            return None
        ledger = self._ledger(read, cells, balance, documents, chosen, rows, parcels)
        self._say(said, balance, documents, chosen, ledger, judged)
        findings = self._reported(aside, said, feedback)
        mapped = rows.inputs.mapped
        return IdleResult(self.terms, chosen, supplied, balance, documents, supply_codes, rows.live, lies_in, judged,
                          supplied.areas(), ledger, read.where.names, mapped, self._method(rows.inputs, ledger),
                          tuple(said), findings, spool)

    # -- reading ------------------------------------------------------------------------------------------------

    def _read_all(self, aside: Tally, said: list[Message], feedback: QgsFeedback) -> _Read | None:
        """The layers and tables of the run; None when cancelled."""
        layers = self.layers
        approved = self._read(APPROVED, layers.approved, aside, said, feedback)
        supplied = self._read(SUPPLIED, layers.supplied, self.tally, said, feedback)
        cancelled = self._read(CANCELLED, layers.cancelled, aside, said, feedback)
        if approved is None or supplied is None or (cancelled is None and layers.cancelled is not None):
            return None
        county = self.fields.get(COUNTIES, {})
        where = load_places(layers.counties, county.get("county_code"), county.get("county_name"), aside, feedback)
        tasks = None if layers.tasks is None else read_tasks(layers.tasks, self.fields[TASKS], self.terms.progress,
                                                             aside, said)
        return _Read(approved, without_repeats(supplied), cancelled, where, tasks)

    def _read(self, name: str, given: Given | None, tally: Tally, said: list[Message], feedback: QgsFeedback
              ) -> Records | None:
        if given is None or feedback.isCanceled():
            return None
        records = read_records(given, dict(self.fields[name]), tally, said, feedback, self.terms.method)
        if records is None:
            return None
        return declare(records.take(has_happened(records, EVENT[name])), DECLARED[name], self.terms.unit)

    def _reported(self, tally: Tally, said: list[Message], feedback: QgsFeedback) -> tuple[Finding, ...]:
        """Checks of published figures; those that do not tie are said aloud."""
        given = self.layers.reported
        found = [] if given is None else read_reported(given, self.fields["REPORTED"], tally, said, feedback)
        said += [Message("idle.not_tied", {"name": one.name, "words": one.words}) for one in found
                 if one.result == NOT_TIED]
        return tuple(found)

    # -- the ledger ---------------------------------------------------------------------------------------------

    def _ledger(self, read: _Read, cells: Cells, balance: Balance, documents: Documents, chosen: Window,
                rows: Assembled, parcels: Parcels) -> Ledger:
        inputs = rows.inputs
        names: dict[str, str | Message] = {league.code: league.name for league in places.leagues()}
        names[places.REGION] = places.name_of(places.REGION)
        names |= {key: Message(f"idle.row_{key}") for key in (
            "no_county", "no_year", "sup_outside", "sup_twice", "appr_overlap", "out_of_window")}
        idle = sum(cell.get("idle", 0) for cell in cells.values())
        outside, idle_outside = int(balance.outside.sum()), max(0, idle - int(documents.idle.sum()))
        special = {"sup_outside": {"sup": outside, "idle": idle_outside, "idle_in": min(outside, idle_outside)},
                   "sup_twice": {"sup": int(balance.doubled.sum())},
                   "appr_overlap": {"appr": int(balance.overlap.sum())}, "out_of_window": {"appr": chosen.left_out}}
        units = {code: name for code, name in read.where.names.items() if places.is_county(code)}
        unsupplied = documents.unsupplied.tolist()
        ages = [(label or Message("idle.row_no_date"),
                 sum(u for u, own in zip(unsupplied, documents.age_classes) if own == label))
                for label in age_classes(rules().age_bounds)]
        counted = {*inputs.codes, *(parcels.codes[k] for k in rows.live.tolist())} - {""}
        unknown = unknown_of(inputs, balance, rows.live, parcels, self.terms.base < self.terms.as_of)
        return build_ledger(Stock(self.terms.progress, units, {code: places.league_of(code) for code in units}, names,
                                  cells, special, ages, read.tasks, frozenset(counted), unknown))

    # -- sentences ----------------------------------------------------------------------------------------------

    def _say(self, said: list[Message], balance: Balance, documents: Documents, chosen: Window, ledger: Ledger,
             judged: list[Judged]) -> None:
        def say(key: str, **values) -> None:
            said.append(Message(f"idle.{key}", values))

        if self.terms.base > self.terms.as_of:
            say("base_after", start=self.terms.base, day=self.terms.as_of)
        if documents.other_document:
            say("other_document", n=documents.other_document)
        if documents.other_county:
            say("other_county", n=documents.other_county)
        for key, amount in (("outside", int(balance.outside.sum())), ("doubled", int(balance.doubled.sum())),
                            ("overlap", int(balance.overlap.sum())), ("excess_cancelled", balance.excess_cancelled)):
            if amount:
                say(key, m2=f"{amount / 100:.2f}")
        if balance.outside.any() and chosen.left_out:
            say("outside_and_period")
        undecided = [k for k, one in enumerate(judged) if one.now.kind == "unknown"]
        total = ledger.total
        if undecided:
            say("idle_at_least", least=f"{total.amount('idle') / 100:.2f}", n=len(undecided))
        if ledger.unknown.n and self.terms.base < self.terms.as_of:
            say("disposed_at_least", least=f"{max(0, total.amount('disp') - ledger.unknown.less) / 100:.2f}",
                n=ledger.unknown.n, mu=f"{ledger.unknown.cents / 100:.2f}")
        if total.coverage is not None and not total.coverage.complete:
            say("part_only", covers=Message("shared.covers", {"k": total.coverage.k, "n": total.coverage.n}))

    def _method(self, inputs: Inputs, ledger: Ledger) -> tuple[Message, ...]:
        """The sentences of METHOD that are the topic's own."""
        progress = self.terms.progress
        layers = [one for one in (inputs.approved, inputs.supplied, inputs.cancelled) if one is not None]
        bare = tuple(one.name for one in layers[:2] if one.parcels is None)
        parts = []
        if inputs.mapped:
            by_table = inputs.cancelled is not None and not inputs.cancelled_mapped
            parts.append(Message("idle.method_map_and_table" if by_table else "idle.method_map"))
        elif len(bare) == 1:
            parts.append(Message("idle.method_half", {"layers": bare}))
        else:
            parts.append(Message("idle.method_documents", {"layers": bare}))
        parts += [Message("idle.method_undrawn", {"name": one.name, "n": len(one) - one.n_drawn}) for one in layers
                  if one.parcels is not None and len(one) > one.n_drawn]
        parts.append(Message("idle.method_days", {"base": progress.base, "deadline": progress.deadline}))
        silent = tuple(one.name for one in layers[:2] if one.declared is None)
        if silent:
            parts.append(Message("idle.method_no_declared", {"layers": silent}))
        ties = {key: f"{ledger.differences[key] / 100 + 0.0:+.2f}" for key in ("sup", "canc", "unsup", "idle", "disp")}
        parts.append(Message("idle.method_ties", ties))
        if ledger.total.coverage is not None and not ledger.total.coverage.complete:
            parts.append(Message("shared.covers", {"k": ledger.total.coverage.k, "n": ledger.total.coverage.n}))
        return tuple(parts)
