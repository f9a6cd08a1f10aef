"""One classification of county units from layers to rows: measures, compares, decides, flags, growth types."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from qgis.core import QgsCoordinateReferenceSystem, QgsFeedback

from ...analysis.reading.area import OFFICIAL
from ...analysis.reading.batches import FeatureReader
from ...analysis.reading.frames import LONLAT, Frame
from ...analysis.reading.intake import Intake
from ...analysis.reading.source import Given
from ...analysis.reading.tally import REJECTED, Tally
from ...core import places
from ...core.cells import (
    UnitMismatch,
    UnreadableCell,
    heading_unit,
    no_number,
    not_negative,
    number,
    percents,
    plain,
    shown,
    unit_named,
    yes_no,
)
from ...core.classes import growth
from ...core.classes.decision import Decision, decide
from ...core.classes.flags import Facts, flags_of
from ...core.classes.proposal import Notes, Proposal, clustering, propose
from ...core.classes.rules import ClassRules
from ...core.messages import Message
from ...core.resources import BilingualError
from ...core.roles import field_roles
from ...i18n import locale, tr
from . import facts as class_facts
from .shares import Beside, Units, measure

_CENTS_PER_KM2 = 1e8

#: Roles that count people: the unit of the heading holds.
_PEOPLE = ("pop_total", "pop_urban", "pop_before")

#: Surplus area of overlapping zones (m²) below which it is not worth a word.
_WORTH_SAYING_M2 = 1.0


@dataclass(frozen=True)
class Row:
    """One county unit: figures as compared (None = no figure), decision, flags with what they refer to, growth."""

    fid: int
    code: str
    name: str
    cents: int
    figures: Mapping[str, float | None]
    decision: Decision
    flags: tuple[str, ...]
    unjudged: tuple[str, ...]
    details: Mapping[str, str]
    assigned: str
    measured: growth.Measured


@dataclass(frozen=True)
class ClassResult:
    """Result of a run; rows in the order of the layer."""

    rows: list[Row]
    notes: Notes
    frame: Frame
    rules: ClassRules
    units: Units
    mismatches: list[growth.Mismatch]
    warnings: list[str]
    text: str
    tally: Tally
    source_name: str
    as_of: dt.date

    @property
    def classes(self) -> Counter:
        return Counter(row.decision.cls or "missing" for row in self.rows)

    @property
    def sources(self) -> Counter:
        return Counter(row.decision.source for row in self.rows)


@dataclass
class ClassJob:
    """What was asked for. *fields*: role → field of the county layer or None. *years* between the two dates."""

    counties: Given
    fields: Mapping[str, str | None]
    rules: ClassRules
    tally: Tally
    lines: Mapping[str, Given | None] = field(default_factory=dict)
    land_use: Given | None = None
    land_fields: Mapping[str, str] = field(default_factory=dict)
    border: Given | None = None
    river: Given | None = None
    cities: Given | None = None
    seats: Given | None = None
    overrides: dict[str, str] = field(default_factory=dict)
    document: str = ""
    years: float = 10.0
    method: str = OFFICIAL
    as_of: dt.date = field(default_factory=dt.date.today)
    warnings: list[str] = field(default_factory=list)

    def run(self, feedback: QgsFeedback) -> ClassResult | None:
        """Compute everything; None when cancelled."""
        frame = Frame(self.counties.crs, self.counties.name)
        side_tally = self.tally.aside()  # lists into the same table, counts apart
        columns = [name for name in self.fields.values() if name]
        intake = Intake(FeatureReader(self.counties.source, columns, self.counties.layer), frame, self.tally)
        layers = Beside(frame, {key: given for key, given in self.lines.items() if given}, self.land_use,
                        self.land_fields, side_tally)
        units = measure(intake, frame, layers, self.tally, feedback, self.method)
        if units is None:
            return None
        codes, keep = self._codes(units)
        proposals, notes, table, changes = self._propose(units, codes, keep)
        feedback.setProgress(75)
        facts = self._geometry_facts(units, keep, frame, side_tally)
        rows = self._rows(units, codes, keep, proposals, table, changes, facts)
        self._say(notes, layers.doubly, rows)
        self.warnings += layers.said.values()
        self._say_lost(side_tally)
        mismatches = growth.mismatches((row.code, row.measured) for row in rows)
        return ClassResult(rows, notes, frame, self.rules, units, mismatches, self.warnings, self._text(notes, rows),
                    self.tally, self.counties.name, self.as_of)

    # -- rows -------------------------------------------------------------------------------------------------

    def _codes(self, units: Units) -> tuple[list[str], list[int]]:
        """Code per unit, and the units that can be classified: known code, standing once. Others are listed; of a code
        that stands twice none is used, for a part is not the unit."""
        column = self.fields["county_code"]
        codes = [places.code_of(value) or "" for value in units.columns[column]]
        keep, times = [], Counter(codes)
        for k, code in enumerate(codes):
            why = places.why_no_county(units.columns[column][k], column)
            if why is None and times[code] > 1:
                why = tr("county code {code} stands twice: dissolve its parts into one feature").format(code=code)
            if why is None:
                keep.append(k)
                continue
            self.tally.reject(self.counties.name, units.fids[k], why)
            self.tally.used -= 1
        return codes, keep

    # -- figures ----------------------------------------------------------------------------------------------

    def _column(self, units: Units, role: str, keep: list[int]) -> list[float | None]:
        """The numbers of a role, None where there is no field, no value or no number."""
        name = self.fields.get(role)
        if name is None:
            return [None] * len(keep)
        if self._is_share(role):
            return self._shares(name, [units.columns[name][k] for k in keep], [units.fids[k] for k in keep])
        return [self._number(role, name, units.columns[name][k], units.fids[k]) for k in keep]

    def _is_share(self, role: str) -> bool:
        """Whether an indicator is a part of a whole; a yearly change in percent is none."""
        one = self.rules.indicators.get(role)
        return one is not None and (one.unit, one.low, one.high) == ("%", 0, 100)

    def _shares(self, name: str, cells: list, fids: list[int]) -> list[float | None]:
        """A column of shares in percent, read as a whole. Unreadable cells are listed and unknown, impossible shares
        are listed too; the unit's reason names them."""
        try:
            unit = heading_unit(name, "rate")
        except UnitMismatch as error:
            unit, cells = None, [None] * self._unreadable(name, cells, fids, dict.fromkeys(range(len(cells)), error))
        column = percents(cells, unit.name if unit else "")
        if column.as_fractions:
            self.warnings.append(Message("shared.read_as_fractions", {
                "name": self.counties.name, "field": name}).text(locale()))
        self._unreadable(name, cells, fids, {row: None for row in column.unreadable})
        for row, value in enumerate(column.values):
            if value is not None and not 0 <= value <= 100:
                self.tally.reject(self.counties.name, fids[row], Message("shared.impossible_share", {
                    "value": shown(cells[row]), "field": name}))
        return [None if value is None else float(value) for value in column.values]

    def _unreadable(self, name: str, cells: list, fids: list[int], rows: Mapping[int, BilingualError | None]) -> int:
        """Lists cells that are no number; returns how many cells there are."""
        for row, why in rows.items():
            self.tally.reject(self.counties.name, fids[row], Message("shared.cell_unknown", {
                "why": why or no_number(cells[row]), "field": name}))
        return len(cells)

    def _number(self, role: str, name: str, cell, fid: int) -> float | None:
        """The number of a cell in the role's own unit; an unreadable one is listed and unknown from then on."""
        known = field_roles().get(role)
        own = unit_named("人" if role in _PEOPLE else (known.unit if known and known.unit else ""))
        try:
            if own is None:
                found = number(plain(cell).removesuffix("%") if isinstance(cell, str) else cell)
                return None if found is None else float(found)
            found = not_negative(cell, heading_unit(name, own.dimension) or own)
        except (UnreadableCell, UnitMismatch) as error:
            self.tally.reject(self.counties.name, fid, Message("shared.cell_unknown", {"why": error, "field": name}))
            return None
        return None if found is None else float(found / own.factor)

    def _propose(self, units: Units, codes: list[str], keep: list[int]):
        def column(role: str) -> list[float | None]:
            return self._column(units, role, keep)

        table = {key: column(key) for key in self.rules.indicators}
        table.update({key: values[keep].tolist() for key, values in units.shares.items()})
        people, urban = column("pop_total"), column("pop_urban")
        km2 = [units.area[k] / _CENTS_PER_KM2 for k in keep]
        if any(value is not None for value in people):
            table["density"] = [None if p is None else p / a for p, a in zip(people, km2)]
        if any(value is not None for value in urban):
            table["urban_pct"] = [100.0 * u / p if u is not None and p else None for u, p in zip(urban, people)]
        raw = {codes[k]: growth.Change(*values) for k, *values in zip(
            keep, column("pop_before"), people, column("land_before"), column("land_now"))}
        changes = growth.merged(raw)
        if any(change.people_then is not None for change in changes.values()):
            table["people_pct"] = [growth.yearly(changes[codes[k]].people_then, changes[codes[k]].people_now,
                                                 self.years) for k in keep]
        proposals, notes = propose(table, len(keep), self.rules, clustering)
        return proposals, notes, table, changes

    def _geometry_facts(self, units: Units, keep: list[int], frame: Frame, tally: Tally) -> dict[str, list]:
        blobs = [units.wkb[k] for k in keep]
        out: dict[str, list] = {}
        flat = class_facts.units_in(blobs, frame.crs, class_facts.plane()) if self.border or self.river else []
        for key, given in (("border", self.border), ("river", self.river)):
            out[key] = [None] * len(keep) if given is None else class_facts.touched(
                flat, given, self.rules["touch_m"], tally)
        out["city"] = [None] * len(keep)
        if self.cities is not None:
            degrees = class_facts.units_in(blobs, frame.crs, QgsCoordinateReferenceSystem(LONLAT))
            seats = [] if self.seats is None else class_facts.cities_of(self.seats, self.overrides, tally)
            out["city"] = class_facts.nearest_city(
                degrees, seats, class_facts.cities_of(self.cities, self.overrides, tally))
        return out

    def _rows(self, units: Units, codes, keep, proposals: list[Proposal], table, changes, facts) -> list[Row]:
        sub = self._subcentres(units, codes, keep)
        out = []
        for n, k in enumerate(keep):
            code = codes[k]
            decision = decide(code, self._value(units, "main_function", k),
                              self._text_of(units, "main_doc", k) or self.document, proposals[n])
            found = growth.measured(changes[code], self.years, self.rules)
            city = facts["city"][n]
            people = table["people_pct"][n]
            if people is not None and not growth.plausible(people, self.rules):
                people = None  # a slip of the table raises no flag
            raised, unjudged = flags_of(Facts(
                code, decision.cls, None if city is None else city[0], None if city is None else city[1],
                facts["border"][n], facts["river"][n], self._yes(units, "exhausted", k), self._yes(units, "port", k),
                None if self.fields.get("natural_region") is None else self._text_of(units, "natural_region", k),
                sub.get(code) if sub else None, people, found.alert), self.rules)
            name = self._text_of(units, "county_name", k) or places.name_of(code)
            near = {} if city is None else dict.fromkeys(("group", "service", "satellite", "garden"),
                                                         f"{city[0]} {city[1]:.0f} km".strip())
            out.append(Row(int(units.fids[k]), code, name, int(units.area[k]),
                           {key: table[key][n] for key in self.rules.indicators}, decision, raised, unjudged, near,
                           growth.assigned(code), found))
        return out

    def _subcentres(self, units: Units, codes, keep) -> dict[str, bool]:
        """code → the largest unit of its league outside the centre (its districts, or else its largest unit)."""
        people = dict(zip([codes[k] for k in keep], self._column(units, "pop_urban", keep)))
        if all(value is None for value in people.values()):
            return {}
        out = dict.fromkeys(people, False)
        for league in places.leagues():
            here = [one for one in places.counties_of(league.code) if people.get(one.code) is not None]
            ordered = sorted(here, key=lambda one: (-people[one.code], one.code))
            districts = any(one.kind == "市辖区" for one in here)
            rest = [one for one in ordered if one.kind != "市辖区"] if districts else ordered[1:]
            if rest:
                out[rest[0].code] = True
        return out

    def _value(self, units: Units, role: str, k: int):
        name = self.fields.get(role)
        return None if name is None else units.columns[name][k]

    def _text_of(self, units: Units, role: str, k: int) -> str:
        value = self._value(units, role, k)
        return "" if value is None else str(value).strip()

    def _yes(self, units: Units, role: str, k: int) -> bool | None:
        """Whether a cell says yes; an empty one does not, an unreadable one is listed and not known."""
        name = self.fields.get(role)
        if name is None:
            return None
        try:
            return bool(yes_no(self._value(units, role, k)))
        except UnreadableCell as error:
            self.tally.reject(self.counties.name, units.fids[k], Message("shared.cell_unknown", {
                "why": error, "field": name}))
            return None

    # -- words ------------------------------------------------------------------------------------------------

    def _say(self, notes: Notes, doubly: Mapping[str, float], rows: list[Row]) -> None:
        for name, surplus in doubly.items():
            if surplus > _WORTH_SAYING_M2:
                self.warnings.append(tr("Zones of {name} overlap each other inside the parcels by {m2:.2f} m²; counted "
                                        "once.").format(name=name, m2=surplus))
        if not notes.clustered and notes.used:
            self.warnings.append(tr("scipy is not installed: the proposal rests on TOPSIS alone, without the opinion "
                                    "of the clustering. Install python3-scipy for both."))
        if notes.few and notes.used:
            self.warnings.append(tr("Only {n} units are compared: a proposal is relative to them. Use all 103 units of "
                                    "the region where you can.").format(n=notes.compared))
        if any(row.decision.unknown for row in rows):
            self.warnings.append(tr("The main function of {n} units is none of the three classes and is not used.")
                                 .format(n=sum(bool(row.decision.unknown) for row in rows)))

    def _say_lost(self, tally: Tally) -> None:
        for given in (*self.lines.values(), self.land_use):
            lost = tally.count(REJECTED, given.name) if given is not None else 0
            if lost:
                self.warnings.append(tr("Layer '{name}': {n} features could not be used; what lies in them is not "
                                        "seen. See the table of rejects.").format(name=given.name, n=lost))

    def _text(self, notes: Notes, rows: list[Row]) -> str:
        parts = [tr("{k} of {n} county units").format(k=len(rows), n=len(places.counties()))]
        if notes.used:
            parts.append(tr("compared by {keys}").format(keys=self._titles(notes.used)))
            parts.append(tr("entropy-weighted TOPSIS and Ward/k-means clustering") if notes.clustered else
                         tr("entropy-weighted TOPSIS only"))
        absent = [*notes.absent, *notes.dropped]
        if absent:
            parts.append(tr("not given or all equal: {keys}").format(keys=self._titles(absent)))
        parts.append(tr("growth over {years:g} years").format(years=self.years))
        parts.append(tr("thresholds are assumptions, no plan states them"))
        return "; ".join(parts)

    def _titles(self, keys: list[str]) -> str:
        """Names of indicators in the user's language."""
        found = [self.rules.indicators[key] for key in keys]
        return "、".join(one.name for one in found) if locale() == "zh" else ", ".join(one.name_en for one in found)
