"""One land-quota accounting from layers to ledger: loads what stands beside the parcels, runs, builds the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qgis.core import QgsFeedback

from ...analysis.layers.loading import load_counties, load_land_use, load_line
from ...analysis.layers.report import say_plan, title_of
from ...analysis.reading.area import OFFICIAL
from ...analysis.reading.batches import FeatureReader
from ...analysis.reading.county_table import YearlyTable, load_yearly
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import Intake
from ...analysis.reading.source import Given, rect_around
from ...analysis.reading.spool import Spool
from ...analysis.reading.tally import Tally
from ...core import places
from ...core.messages import Message
from ...core.quota.ledger import Account, Ledger, Plan, build_ledger
from ...i18n import tr
from .run import CARRIED, QuotaRun

LINES = ("eco", "farm", "ubd")

#: Surplus area of overlapping zones (m²) below which it is not worth a word.
_WORTH_SAYING_M2 = 1.0


@dataclass(frozen=True)
class QuotaTables:
    quota: Given | None = None
    reward: Given | None = None


@dataclass(frozen=True)
class QuotaResult:
    """Result of a run. *special_mu*: 亩 of outside, overlap, undated; *out_of_period* in cents; *text* for METHOD."""

    ledger: Ledger
    frame: Frame
    plan: Plan
    names: dict[str, str]
    has_quota: bool
    special_mu: dict[str, float]
    out_of_period: int
    tally_of_parcels: Tally
    warnings: list[str]
    text: str
    source_name: str
    n_unjudged: int
    pieces: Spool


@dataclass
class QuotaJob:
    """What was asked for. *fields*: parameter → role → field."""

    parcels: Given
    counties: Given
    lines: dict[str, Given | None]
    land_use: Given | None
    tables: QuotaTables
    fields: Mapping[str, Mapping[str, str]]
    plan: Plan
    tally: Tally
    method: str = OFFICIAL
    warnings: list[str] = field(default_factory=list)

    def run(self, spool: Spool, feedback: QgsFeedback) -> QuotaResult | None:
        """Compute everything; pieces go to the spool. None when cancelled."""
        frame = Frame(self.parcels.crs, self.parcels.name)
        side_tally = self.tally.aside()  # lists into the same table, counts apart
        counties, codes, names = load_counties(self.counties, self.fields["COUNTIES"]["county_code"],
                                               self.fields["COUNTIES"].get("county_name"), side_tally, feedback)
        expected = max(self.parcels.source.featureCount(), 0)
        counties.begin(frame, expected)
        lines = {key: None if given is None else load_line(
                     key, given, side_tally, feedback, rect_around(self.parcels, given.crs)).begin(frame, expected)
                 for key, given in self.lines.items()}
        land_use = self._land_use(side_tally, feedback)
        quota = self._yearly(self.tables.quota, "QUOTA", "quota_mu", side_tally)
        reward = self._yearly(self.tables.reward, "REWARD", "reward_mu", side_tally)
        if feedback.isCanceled():
            return None
        date_field = self.fields["INPUT"]["approval_date"]
        carried = [self.fields["INPUT"].get(role) for role in CARRIED]
        columns = list(dict.fromkeys([date_field, *(name for name in carried if name)]))
        reader = FeatureReader(self.parcels.source, columns, self.parcels.layer)
        run = QuotaRun(Intake(reader, frame, self.tally), frame, date_field, self.plan, counties, codes, self.tally,
                       lines, land_use, self.method, carried, names)
        if not run.run(spool, feedback):
            return None
        say_plan(run.overlay, reader, feedback)
        ledger = self._ledger(run, codes, names, quota, reward)
        self._say(run, codes, quota)
        if run.moved:
            self.warnings.append(Message("shared.moved_days", {
                "name": self.parcels.name, "field": date_field, "n": run.moved}))
        special = {level: 0.0 for level in ("outside", "overlap", "undated")}
        special.update({row.level: row.used / 100 for row in ledger.rows if row.level in special and row.year == 0})
        return QuotaResult(ledger, frame, self.plan, names, quota is not None, special, run.out_of_period, self.tally,
                    self.warnings, self._text(ledger, codes), self.parcels.name, run.n_unjudged, spool)

    def _land_use(self, tally: Tally, feedback: QgsFeedback):
        if self.land_use is None:
            return None
        near = rect_around(self.parcels, self.land_use.crs)
        found, said = load_land_use(self.land_use, self.fields["LANDUSE"]["landuse_code"],
                                       self.fields["LANDUSE"].get("kcxs"), tally, feedback, near)
        self.warnings += said
        return found

    def _yearly(self, given: Given | None, parameter: str, role: str, tally: Tally) -> YearlyTable | None:
        if given is None:
            return None
        fields = self.fields[parameter]
        table = load_yearly(given, fields["county_code"], fields.get("year"), fields[role], self.plan.years, tally)
        self.warnings += table.warnings
        return table

    def _ledger(self, run: QuotaRun, codes, names, quota, reward) -> Ledger:
        level_names = {league.code: league.name for league in places.leagues()}
        level_names[places.REGION] = places.name_of(places.REGION)
        level_names.update(outside=tr("Outside all counties"), overlap=tr("Overlap, counted once"),
                           undated=tr("Without date"))
        groups = {} if quota is None else {league.code: amount for league in places.leagues()
                                           for amount in (quota.of_group(league.code),) if amount is not None}
        return build_ledger(Account(
            self.plan, {code: names[code] for code in codes}, {code: places.league_of(code) for code in codes},
            level_names, run.cells, None if quota is None else quota.values,
            None if reward is None else reward.values, groups, run.land_use is not None, run.undated,
            self.tally.used))

    def _say(self, run: QuotaRun, codes: list[str], quota: YearlyTable | None) -> None:
        if quota is not None and quota.total != self.plan.cap:
            self.warnings.append(tr("The quota table sums to {total:.2f} 亩, the cap is {cap:.2f} 亩; the cap stands "
                                    "for the region.").format(total=quota.total / 100, cap=self.plan.cap / 100))
        own = None if quota is None else quota.of_group(places.REGION)
        if own is not None and own != self.plan.cap:
            self.warnings.append(Message("quota.region_row", {"own": f"{own / 100:.2f}",
                                                              "cap": f"{self.plan.cap / 100:.2f}"}))
        if not codes:
            self.warnings.append(tr("Layer '{name}' has no usable county unit.").format(name=self.counties.name))
        for name, surplus in run.overlay.doubly.items():
            if surplus > _WORTH_SAYING_M2:
                self.warnings.append(tr("Zones of {name} overlap each other inside the parcels by {m2:.2f} m²; counted "
                                        "once.").format(name=title_of(name), m2=surplus))

    def _text(self, ledger: Ledger, codes: list[str]) -> str:
        parts = [tr("counted {first} to {last}").format(first=self.plan.start, last=self.plan.counted_until)]
        if self.land_use is None:
            parts.append(tr("no land use given: the whole parcel counts as new construction land"))
        else:
            parts.append(tr("new construction land = farm land + unused land"))
        total = len(places.counties())
        parts.append(tr("{k} of {n} county units").format(k=len(codes), n=total))
        parts.append(tr("tied total minus exact total {d:+.2f} 亩").format(d=ledger.tie_difference / 100))
        return "; ".join(parts)


