"""Fields and rows of idleland's outputs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from qgis.PyQt.QtCore import QDate

from ...nm_urban_plugin.analysis.reading.wkb import decode, encode
from ...nm_urban_plugin.core.idle.approvals import NO_YEAR
from ...nm_urban_plugin.core.idle.ledger import Row, share_out
from ...nm_urban_plugin.core.idle.published import NOT_TIED
from ...nm_urban_plugin.core.idle.words import say, say_action, say_clauses
from ...nm_urban_plugin.core.messages import Message, worded
from ...nm_urban_plugin.core.units import mu, percent_hundredths
from ...nm_urban_plugin.i18n import locale
from ...nm_urban_plugin.jobs.idle.documents import Documents
from ...nm_urban_plugin.jobs.idle.job import IdleResult
from ...nm_urban_plugin.jobs.idle.pieces import Unsupplied, pieces
from ..framework.bulk import Rows
from ..framework.fields import LONG

UNSUPPLIED_FIELDS = (
    ("src_fid", "long"), ("appr_id", "text"), ("project", "text"), ("code", "text", 0, 6), ("name", "text", 0, 80),
    ("year", "int"), ("appr_date", "date"), ("area_m2", "real", 2), ("area_ha", "real", 4), ("area_mu", "real", 2),
    ("decl_m2", "real", 2), ("age_y", "int"), ("age_class", "text", 0, 8), ("lapsed", "text", 0, 8), ("sliver", "int"),
    ("lapse_why", "text"),
)  # fmt: skip

IDLE_FIELDS = (
    ("src_fid", "long"), ("code", "text", 0, 6), ("cnty_name", "text", 0, 80), ("kind", "text", 0, 20),
    ("idle_from", "date"), ("months", "int"), ("article", "text"), ("action", "text", 0, LONG), ("area_m2", "real", 2),
    ("area_mu", "real", 2), ("decl_m2", "real", 2), ("start_due", "date"), ("fee_from", "date"), ("take_from", "date"),
    ("fee", "real", 4), ("in_stock", "int"), ("disposed", "int"), ("lies_in", "text"),
    ("out_m2", "real", 2), ("twice_m2", "real", 2), ("why", "text", 0, LONG),
)  # fmt: skip

_AREAS = ("appr", "sup", "canc", "unsup", "idle", "halted", "stock", "disp")
LEDGER_FIELDS = (
    ("level", "text", 0, 16), ("code", "text", 0, 6), ("name", "text", 0, 80),
    *((f"{key}_mu", "real", 2) for key in _AREAS), ("unsup_pct", "real", 2), ("idle_pct", "real", 2),
    ("verdict", "text", 0, 16), ("year", "int"), ("sup_pct", "real", 2), ("task_mu", "real", 2),
    ("prog_pct", "real", 2), *((f"{key}_ha", "real", 4) for key in _AREAS), ("idle_in_mu", "real", 2),
)  # fmt: skip

DOCUMENT_FIELDS = (
    ("appr_id", "text"), ("project", "text"), ("code", "text", 0, 6), ("name", "text", 0, 80), ("year", "int"),
    ("appr_date", "date"), ("n_parcels", "int"), ("n_supply", "int"), ("appr_m2", "real", 2), ("sup_m2", "real", 2),
    ("canc_m2", "real", 2), ("unsup_m2", "real", 2), ("overlap_m2", "real", 2), ("decl_appr", "real", 2),
    ("decl_sup", "real", 2), ("decl_canc", "real", 2), ("decl_uns", "real", 2), ("d_appr_m2", "real", 2),
    ("d_uns_m2", "real", 2), ("appr_mu", "real", 2), ("sup_mu", "real", 2), ("canc_mu", "real", 2),
    ("unsup_mu", "real", 2), ("age_y", "int"), ("age_class", "text", 0, 8), ("lapsed", "text", 0, 8),
    ("lapse_why", "text"),
)  # fmt: skip

CHECK_FIELDS = (
    ("src_fid", "long"), ("name", "text"), ("check", "text", 0, 8), ("item", "text", 0, 16), ("unit", "text", 0, 8),
    ("printed", "real", 4), ("computed", "real", 4), ("diff", "real", 4), ("result", "text", 0, 16),
    ("words", "text", 0, LONG),
)  # fmt: skip

#: Target of the register that the region's row answers.
INDICATOR = "idle_land_stock_to_revive"


def _date(day) -> QDate | None:
    return None if day is None else QDate(day.year, day.month, day.day)


def _m2(cents) -> float | None:
    return None if cents is None else int(cents) / 100


#: Pieces of a batch of rows.
_BATCH = 10_000


class UnsuppliedRows:
    """Rows of UNSUPPLIED_FIELDS, batch by batch, as often as they are asked for; counts pieces and slivers."""

    def __init__(self, done: IdleResult, least_cents: float) -> None:
        self._done, self._least = done, least_cents
        self.count = self.slivers = 0

    def __iter__(self) -> Iterator[Rows]:
        found = pieces(self._done, self._done.pieces)
        self.count, self.slivers = len(found), int((found.cents < self._least).sum())
        for start in range(0, len(found), _BATCH):
            blobs = list(islice(found.wkb, _BATCH))
            rings = decode([blob or None for blob in blobs]).rings
            drawn = [polygon if blob else None for polygon, blob in zip(encode(rings), blobs)]
            yield Rows(drawn, rings.bounds(), self._columns(found, slice(start, start + _BATCH)))

    def _columns(self, found: Unsupplied, part: slice) -> list:
        """Columns of UNSUPPLIED_FIELDS of some pieces: what is said of a document, and the piece's own figures."""
        done, documents = self._done, self._done.documents
        which = documents.row_of[found.row[part]].tolist()
        codes = [documents.codes[k] for k in which]
        years = [None if documents.years[k] == NO_YEAR else documents.years[k] for k in which]
        why = {k: _why(documents, k) for k in set(which)}
        return [
            done.chosen.records.fids[found.row[part]], [documents.ids[k] for k in which],
            [documents.names[k] for k in which], codes, [done.names.get(code, "") for code in codes], years,
            [documents.dates[k] for k in which], found.cents[part] / 100, found.ha[part], found.mu[part],
            [_m2(cents) for cents in found.declared[part]], [documents.ages[k] for k in which],
            [documents.age_classes[k] for k in which], [documents.lapsed[k].state for k in which],
            found.cents[part] < self._least, [why[k] for k in which]]


def _why(documents: Documents, k: int) -> str | None:
    """Why nobody but a person can say whether a document has lapsed; None where it is clear."""
    return None if documents.lapsed[k].why is None else worded(documents.lapsed[k].why, locale())


def ledger_rows(done: IdleResult) -> Iterator[list]:
    """The rows of the ledger in the order of LEDGER_FIELDS."""
    for row in done.ledger.rows:
        yield [worded(value, locale()) for value in row.as_dict().values()]


def idle_columns(done: IdleResult, language: str) -> list:
    """Columns of IDLE_FIELDS, a value for each supplied parcel."""
    n, balance, documents = len(done.supply_cents), done.balance, done.documents
    none: list = [None] * n
    # m² outside approved land and in an earlier supply; none where it does not count, or no map says it
    outside, doubled = np.full((2, n), np.nan)
    outside[done.live] = balance.outside / 100
    doubled[done.live] = np.where(done.live < done.supplied.n_drawn, balance.doubled / 100, np.nan)
    documents_of = np.append(documents.row_of, -1)[done.lies_in].tolist()
    declared = done.supplied.declared
    *decided, why = _judged(done, language)
    return [
        done.supplied.fids, done.supply_codes, [done.names.get(code, "") for code in done.supply_codes], *decided[:5],
        done.supply_cents / 100, mu(done.supply_cents),
        none if declared is None else [_m2(cents) for cents in declared], *decided[5:],
        ["" if k < 0 else documents.ids[k] for k in documents_of], outside, doubled, why]


def _judged(done: IdleResult, language: str) -> Iterator[list]:
    """Columns of what was decided; parcels with the same facts share one record, which is put into words once."""
    records = {id(one): one for one in done.judged}
    said = {}
    for key, one in records.items():
        now = one.now
        said[key] = (now.kind, now.idle_from, now.months, say_clauses(now.clauses, language),
                     say_action(now.action, now.missing, language), now.start, now.fee_from, now.take_from,
                     None if now.fee is None else float(now.fee), int(now.counts), int(one.left),
                     say(now.steps, language))
    rows = [said[id(one)] for one in done.judged]
    return (list(column) for column in zip(*rows)) if rows else iter([[] for _ in range(12)])


def document_rows(done: IdleResult) -> Iterator[list]:
    """One row per document and county; their 亩 share out what the ledger prints for county and year."""
    documents = done.documents
    leaves = sorted(done.ledger.leaves)
    index = {key: k for k, key in enumerate(leaves)}
    group = [index[key] for key in zip(documents.codes, documents.years)]
    printed = {}
    for part, values in (("sup", documents.supplied), ("canc", documents.cancelled), ("unsup", documents.unsupplied)):
        totals = [done.ledger.leaves[key].mu[part] for key in leaves]
        printed[part] = share_out(values, group, totals).tolist()
    for k in range(len(documents)):
        yield _document_row(done, documents, k, {part: values[k] for part, values in printed.items()})


def _document_row(done: IdleResult, d: Documents, k: int, printed: dict[str, int]) -> list:
    declared = [d.declared[key][k] for key in ("approved", "supplied", "cancelled", "unsupplied")]
    drawn = int(d.drawn[k])
    year = d.years[k]
    return [d.ids[k], d.names[k], d.codes[k], done.names.get(d.codes[k], ""), None if year == NO_YEAR else year,
            _date(d.dates[k]), int(d.n_parcels[k]), int(d.n_supplies[k]), _m2(d.approved[k]), _m2(d.supplied[k]),
            _m2(d.cancelled[k]), _m2(d.unsupplied[k]), _m2(d.overlap[k]), *(_m2(value) for value in declared),
            None if declared[0] is None else (declared[0] - drawn) / 100,
            None if declared[3] is None else (declared[3] - int(d.unsupplied[k])) / 100,
            sum(printed.values()) / 100, *(printed[part] / 100 for part in ("sup", "canc", "unsup")),
            d.ages[k], d.age_classes[k], d.lapsed[k].state, _why(d, k)]


def check_rows(done: IdleResult) -> list[list]:
    """One row per check of a published figure."""
    return [[f.row, f.name, f.check, f.item, f.unit, float(f.printed), round(float(f.computed), 4),
             round(float(f.printed - f.computed), 4), f.result, f.words] for f in done.findings]


def measures(done: IdleResult, method: str) -> list[list]:
    """Rows of the MEASURES table: disposed, unsupplied, idle and stock land per county, league and the region."""
    day = _date(done.terms.as_of)
    n = len(done.chosen.records) + len(done.supplied)
    source = ", ".join((done.chosen.records.name, done.supplied.name))
    rows = []
    for row in done.ledger.rows:
        if row.level not in ("region", "league", "county"):
            continue
        for indicator, part in ((INDICATOR, "disp"), ("stock_unsupplied_mu", "unsup"), ("stock_idle_mu", "idle"),
                                ("stock_land_mu", "stock")):
            missing = "TASKS" if part == "disp" and row.goal is None else ""
            if row.coverage is not None and not row.coverage.complete:
                missing = worded(Message("shared.covers", {"k": row.coverage.k, "n": row.coverage.n}), locale())
            amount = row.amount(part)
            rows.append([indicator, row.code, day, None if amount is None else amount / 100, "亩",
                         n if row.level == "region" else None, method, source, missing])
    return rows


def numbers(done: IdleResult, n_slivers: int, n_pieces: int) -> dict:
    """The totals as numbers."""
    total = done.ledger.total.as_dict()
    # of TARGET_MU, also where the table of tasks gives the region a row of its own
    progress = percent_hundredths(done.ledger.total.amount("disp"), done.terms.progress.target)
    kinds = [one.now.kind for one in done.judged]
    balance = done.balance
    return {
        "UNSUPPLIED_MU": total["unsup_mu"], "IDLE_MU": total["idle_mu"], "HALTED_MU": total["halted_mu"],
        "STOCK_MU": total["stock_mu"], "DISPOSED_MU": total["disp_mu"],
        "PROGRESS_PCT": None if progress is None else progress / 100,
        "APPROVED_MU": total["appr_mu"], "SUPPLIED_MU": total["sup_mu"], "CANCELLED_MU": total["canc_mu"],
        "OUTSIDE_MU": float(mu(int(balance.outside.sum()))), "TWICE_MU": float(mu(int(balance.doubled.sum()))),
        "OVERLAP_MU": float(mu(int(balance.overlap.sum()))), "N_DOCUMENTS": len(set(done.documents.ids)),
        "N_LAPSED": len({d for d, yes in zip(done.documents.ids, done.documents.lapsed) if yes.state == "yes"}),
        "N_PIECES": n_pieces, "N_SLIVERS": n_slivers, "N_IDLE": sum(one.now.counts for one in done.judged),
        "N_HALTED": kinds.count("halted"), "N_UNKNOWN": kinds.count("unknown"),
        "N_NOT_TIED": sum(one.result == NOT_TIED for one in done.findings),
    }


def say_ledger(feedback, total: Row) -> None:
    """The headline in the log: what a reader wants to see first. It speaks of what is covered."""
    values = total.as_dict()
    shown = {key: f"{values[f'{key}_mu']:.2f}" for key in _AREAS}
    if total.coverage is not None and not total.coverage.complete:
        covers = Message("shared.covers", {"k": total.coverage.k, "n": total.coverage.n})
        feedback.pushInfo(Message("idle.headline_part", {**shown, "covers": covers}).text(locale()))
        return
    share = "—" if values["prog_pct"] is None else f"{values['prog_pct']:.2f} %"
    feedback.pushInfo(Message("idle.headline", {**shown, "share": share}).text(locale()))
