"""Fields and rows of landquota's outputs."""

from __future__ import annotations

import numpy as np
from qgis.PyQt.QtCore import QDate

from ...nm_urban_plugin.core import places
from ...nm_urban_plugin.core.messages import Message
from ...nm_urban_plugin.core.quota.ledger import WHOLE_PERIOD, Row
from ...nm_urban_plugin.core.units import ha, m2, mu
from ...nm_urban_plugin.core.verdict import WORDS, Text
from ...nm_urban_plugin.jobs.quota.job import QuotaResult
from ...nm_urban_plugin.jobs.quota.pieces import STATUS, PieceBatch
from ..framework.bulk import Rows

PIECE_FIELDS = (
    ("src_fid", "long"),
    ("code", "text", 0, 6),
    ("name", "text", 0, 80),
    ("year", "int"),
    ("date", "date"),
    ("status", "text", 0, 16),
    ("area_m2", "real", 2),
    ("area_ha", "real", 4),
    ("area_mu", "real", 2),
    ("eco_m2", "real", 2),
    ("farm_m2", "real", 2),
    ("ubd_m2", "real", 2),
    ("agri_m2", "real", 2),
    ("crop_m2", "real", 2),
    ("unused_m2", "real", 2),
    ("built_m2", "real", 2),
    ("unknown_m2", "real", 2),
    ("project", "text"),
    ("appr_id", "text"),
    ("use", "text"),
    ("holder", "text"),
)

LEDGER_FIELDS = (
    ("level", "text", 0, 16),
    ("code", "text", 0, 6),
    ("name", "text", 0, 80),
    ("year", "int"),
    ("quota_mu", "real", 2),
    ("reward_mu", "real", 2),
    ("used_mu", "real", 2),
    ("used_ha", "real", 4),
    ("balance_mu", "real", 2),
    ("used_pct", "real", 2),
    ("agri_mu", "real", 2),
    ("crop_mu", "real", 2),
    ("unused_mu", "real", 2),
    ("built_mu", "real", 2),
    ("unknown_mu", "real", 2),
    ("verdict", "text", 0, 16),
)

#: Target of the register that the region's row answers.
_INDICATOR = "new_urban_construction_land_cap_2025"


LINES, LAND = ("eco", "farm", "ubd"), ("agri", "crop", "unused", "built", "unknown")


#: So many counties are named in the log; all of them stand in the ledger.
_MOST_NAMED = 5


def piece_rows(pieces: PieceBatch) -> Rows:
    """Columns of PIECE_FIELDS."""
    dates, none = pieces.dates, [None] * len(pieces)
    codes, names = (np.array([*words, ""], object)[pieces.county].tolist() for words in (pieces.codes, pieces.names))
    land = pieces.land or {}
    measured = [*(pieces.lines[key] for key in LINES), *(land.get(key) for key in LAND)]
    return Rows(pieces.wkb, pieces.bounds, [
        pieces.src_fid, codes, names, [None if day is None else day.year for day in dates], dates,
        np.array(STATUS, object)[pieces.status].tolist(), m2(pieces.area), ha(pieces.area), mu(pieces.area),
        *(none if cents is None else m2(cents) for cents in measured),
        *(none if column is None else column for column in pieces.texts)])


def measures(done: QuotaResult, method: str) -> list[list]:
    """One row of the MEASURES table per county, league and the region: land used in the whole period."""
    as_of = done.plan.as_of
    counted = done.tally_of_parcels.used
    rows = []
    for row in done.ledger.rows:
        if row.year != WHOLE_PERIOD or row.level not in ("region", "league", "county"):
            continue
        missing = "" if row.quota is not None else "QUOTA"
        rows.append([
            _INDICATOR, row.code, QDate(as_of.year, as_of.month, as_of.day), row.used / 100, "亩",
            counted if row.level == "region" else None, method, done.source_name, missing])
    return rows


def headlines(result: QuotaResult) -> list[Message]:
    """The sentences of a report: what is covered first, what is unknown, and that nothing was counted."""
    if not result.tally_of_parcels.used:
        return [Message("quota.nothing_counted", {"read": result.tally_of_parcels.read})]
    rows = {(row.level, row.code): row for row in result.ledger.rows if row.year == WHOLE_PERIOD}
    counties = [row for (level, _), row in rows.items() if level == "county"]
    whole = len(counties) == len(places.counties())
    out = []
    if whole:
        out.append(_headline(result.ledger.total))
    else:
        out += [_headline(row) for row in counties if row.used or row.quota is not None][:_MOST_NAMED]
        out.append(Message("quota.part_of_region", {"k": len(counties), "n": len(places.counties()),
                                                    "place": result.ledger.total.name}))
    unknown = sum(row.unknown or 0 for row in counties) + rows["undated", ""].used
    if unknown:
        used = f"{result.ledger.total.used / 100:.2f}"
        out.append(Message("quota.at_least", {"used": used, "n": result.n_unjudged, "unknown": f"{unknown / 100:.2f}"}))
    return out


def _headline(row: Row) -> Message:
    values = row.as_dict()

    def printed(key: str) -> str:
        return "—" if values[key] is None else f"{values[key]:.2f}"

    share = "—" if values["used_pct"] is None else f"{values['used_pct']:.2f} %"
    return Message("quota.headline", {
        "place": row.name, "quota": printed("quota_mu"), "used": printed("used_mu"), "ha": f"{values['used_ha']:.4f}",
        "balance": printed("balance_mu"), "share": share, "verdict": Text(*WORDS[row.verdict])})
