"""One account of the quota hooks from a county table to shares: reads the rows, lists what cannot be used, allots."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qgis.core import QgsFeatureRequest, QgsFeedback

from ...analysis.reading.batches import features_of, plain
from ...analysis.reading.cells import is_empty, number, persons_per_one
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core import places
from ...core.hooks.allotment import UNKNOWN_TASK, Allotment, Claim, allot, task_state
from ...core.hooks.policy import HookRules
from ...core.hooks.sensitivity import Scenario, grid, margins
from ...core.hooks.words import assumed
from ...core.roles import match, unit_in_name
from ...i18n import locale, tr

#: Figures of a claim by role of the field; what they must be is >= 0.
FIGURES = {"base": "base_mu", "disposed": "disposed_mu", "settled": "settled", "per_capita": "per_capita_m2",
           "remaining": "remaining_mu", "port": "port_mu"}
#: Further figures that make up a claim.
MORE = ("task_mu", "appr_done_pct", "idle_done_pct", "urban_land_mu", "pop_urban")
#: One of these must be there, else nothing is earned by anything.
EARNING = ("base_mu", "disposed_mu", "settled")

ROLES = ("county_code", "county_name", *FIGURES.values(), *MORE)

#: Roles that count people: the unit of the heading holds (落户人数（万人）). Roles in percent.
_PEOPLE, _PERCENT = ("settled", "pop_urban"), ("appr_done_pct", "idle_done_pct")

#: More 亩 than the region has, more people than the country has: a larger figure is a slip, and could not be summed.
_MOST = 2e9

_M2_PER_MU = 2000 / 3


@dataclass(frozen=True)
class HooksResult:
    """Result: allotment, feature id per code, change of shares by k1 + 10 % and k2 + 10 %, grid of scenarios, texts."""

    allotment: Allotment
    fids: dict[str, int]
    margins: dict[str, tuple[int, int]]
    scenarios: list[Scenario]
    warnings: list[str]
    text: str


@dataclass
class HooksJob:
    """What was asked for. *fields*: role → field or None; *cap* in hundredths of a 亩."""

    table: Given
    fields: Mapping[str, str | None]
    rules: HookRules
    cap: int
    tally: Tally

    def run(self, feedback: QgsFeedback) -> HooksResult | None:
        """Read and allot; None when cancelled."""
        claims, fids = read_claims(self.table, self.fields, self.tally, feedback)
        if claims is None:
            return None
        allotment = allot(claims, self.rules, self.cap)
        names = [one.name() for one in self.table.source.fields()]
        return HooksResult(allotment, fids, margins(claims, self.rules, allotment), grid(claims, self.rules, self.cap),
                    warnings_of(allotment, self.rules, self.table.name, unread_fields(self.fields, names)),
                    self._text(allotment))

    def _text(self, allotment: Allotment) -> str:
        parts = [tr("q = t·p·[base + k1·disposed + k2·settled·3/2000]"), assumed(self.rules, locale()),
                 tr("cap {cap:.2f} 亩, earned {demand:.2f} 亩, after limits {wanted:.2f} 亩").format(
                     cap=allotment.cap / 100, demand=allotment.demand / 100, wanted=allotment.wanted / 100)]
        if allotment.scaled:
            parts.append(tr("scaled by {scale:.6f} and tied to the cap to 0.01 亩").format(scale=allotment.scale))
        else:
            parts.append(tr("not scaled, {rest:.2f} 亩 left").format(rest=allotment.rest / 100))
        return "; ".join(parts)


def read_claims(table: Given, fields: Mapping[str, str | None], tally: Tally, feedback: QgsFeedback
                ) -> tuple[list[Claim] | None, dict[str, int]]:
    """Claims of the rows that can be used, and code → feature id; the others are listed. (None, {}) when cancelled."""
    found: dict[str, list[tuple[int, Claim]]] = {}
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in features_of(table.source, request):
        if feedback.isCanceled():
            return None, {}
        tally.read += 1
        row = {role: plain(feature.attribute(name)) for role, name in fields.items() if name}
        claim, why = _claim(row, fields)
        if claim is None:
            tally.reject(table.name, feature.id(), why)
        else:
            found.setdefault(claim.code, []).append((feature.id(), claim))
    claims, fids = [], {}
    for code, rows in found.items():
        if len(rows) > 1:  # none of them: which one is right would depend on the order
            for fid, _ in rows:
                tally.reject(table.name, fid, tr("county code {code} stands in {n} rows: merge them into one").format(
                    code=code, n=len(rows)))
            continue
        fids[code], claim = rows[0]
        claims.append(claim)
        tally.used += 1
    return claims, fids


def _claim(row: Mapping[str, object], fields: Mapping[str, str | None]) -> tuple[Claim | None, str]:
    """The claim of one row, or why it cannot be used."""
    code = places.normalise_code(row["county_code"])
    if not code or not places.is_county(code):
        why = tr("unknown county code '{code}' in field '{field}': it is none of the 103 county units")
        return None, why.format(code=row["county_code"], field=fields["county_code"])
    figures: dict[str, float | None] = {}
    for role in (*FIGURES.values(), *MORE):
        value = row.get(role)
        figures[role] = None
        if is_empty(value):
            continue
        found = None if "%" in str(value) and role not in _PERCENT else number(value)
        if found is None or not (math.isfinite(found) and found >= 0):
            return None, tr("'{value}' in field '{field}' is not a number >= 0").format(
                value=value, field=fields[role])
        figures[role] = found * (persons_per_one(fields[role]) if role in _PEOPLE else 1)
        if not figures[role] <= _MOST:
            return None, tr("{value:g} in field '{field}' is too large to be true: check its unit").format(
                value=found, field=fields[role])
    if figures["per_capita_m2"] is None and figures["urban_land_mu"] is not None and figures["pop_urban"]:
        figures["per_capita_m2"] = figures["urban_land_mu"] * _M2_PER_MU / figures["pop_urban"]
    rates = [figures[role] for role in _PERCENT if fields.get(role)]
    task = task_state(figures["disposed_mu"], figures["task_mu"], rates)
    name = str(row.get("county_name") or "").strip() or places.name_of(code)
    return Claim(code, name, **{key: figures[role] for key, role in FIGURES.items()}, task=task), ""


def unread_fields(fields: Mapping[str, str | None], names: Sequence[str]) -> list[str]:
    """Fields that would serve a role but for the unit in their heading (处置面积（公顷））."""
    plain_names = {name[:-1].rsplit("(", 1)[0].rsplit("（", 1)[0]: name for name in names if unit_in_name(name)}
    found = {match(role, plain_names) for role, name in fields.items() if name is None}
    return [plain_names[one] for one in plain_names if one in found]


def warnings_of(allotment: Allotment, rules: HookRules, table: str, unread: Sequence[str] = ()) -> list[str]:
    """What is not known of the counties, and how it was taken; *unread*: see `unread_fields`."""
    shares = allotment.shares
    out = [tr("Field '{field}' is not read: its heading names another unit than 亩; convert it.").format(field=one)
           for one in unread]
    if not shares:
        out.append(tr("Table '{name}' has no usable county row.").format(name=table))
    for part, n in ((tr("disposed land"), sum(one.stock is None for one in shares)),
                    (tr("settled people"), sum(one.people is None for one in shares))):
        if n:
            out.append(tr("{part} is not reported for {n} counties: it earns them nothing.").format(part=part, n=n))
    open_ended = sum(one.claim.remaining is None for one in shares)
    if open_ended:
        out.append(tr("The remaining capacity of the urban boundary is not given for {n} counties: they "
                      "are not limited by it.").format(n=open_ended))
    unknown = sum(one.claim.task == UNKNOWN_TASK for one in shares)
    if unknown:
        out.append(tr("Whether the disposal tasks are done is not known for {n} counties: factor 1.").format(n=unknown))
    guessed = sum(one.claim.per_capita is None and bool(one.claim.settled) for one in shares)
    if guessed and rules.k2 is None:
        out.append(tr("Urban land per head is not known for {n} counties with settled people: they get "
                      "{k2:g} m² per person.").format(n=guessed, k2=rules.k2_unknown))
    return out
