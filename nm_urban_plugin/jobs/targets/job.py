"""The evaluation of one layer against the targets: plan it on the main thread, run it in a task, ask it for rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from qgis.core import QgsFeatureRequest, QgsFeedback

from ...analysis.reading.area import OFFICIAL
from ...analysis.reading.batches import features_of, plain
from ...analysis.reading.roles import role_of_fields
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core.cells import UnreadableCell, event_day, number, percents, text, unit_named
from ...core.measurement import Measurement
from ...core.messages import Message, MessageError
from ...core.places import REGION, code_of, name_of, normalise_code
from ...core.resources import BilingualError
from ...core.roles import field_roles
from ...core.tables import BLANK, NOTE, SIGNATURE, TOTAL, UNITS, row_kind
from ...core.targets.assessment import MEASURES, Assessment
from ...core.targets.indicators import indicator_of, indicators
from ...core.targets.own import Own
from ...core.targets.registry import register
from ...core.targets.rows import possible_share
from ...core.targets.scopes import Scope
from ...core.targets.words import said
from ...core.verdict import NOTHING, Text
from .reader import CHUNK, IndicatorReader, fields_of, kind_of

_MEASURE_FIELDS = ("indicator", "code", "date", "value", "unit", "n", "method", "src_layer", "missing")


@dataclass
class IndicatorRun:
    """One evaluation.

    given     the layer; role: its layer role, '' = by its fields; overrides: field role → field (FIELDS)
    places    only rows for these; a layer without county codes is taken to be of a single place given here (never of
              the whole region: that needs Own.covers)
    keep      True for live updates (`update`, `forget`, `fids_behind`)
    """

    given: Given
    as_of: dt.date
    role: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    own: Own = field(default_factory=Own)
    places: Sequence[Scope] = ()
    method: str = OFFICIAL
    keep: bool = False
    size: int = CHUNK
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        source = self.given.source
        names = [f.name() for f in source.fields()]
        self.role = self.role or role_of_fields(source.fields(), source.wkbType(), self.overrides) or ""
        self.fields = fields_of(names, self.role, self.overrides)
        self.kind = kind_of(self.given)
        self.assessment = Assessment(
            self.role, self.fields, self.as_of, own=self.own, places=self.places, source=self.given.name,
            assumed=self._assumed(), keep=self.keep, geometry=self.kind)
        state = self.assessment
        self.reader = IndicatorReader(
            self.given, self.fields, state.wanted, self.tally, needs_area=state.needs_area,
            needs_length=state.needs_length, method=self.method, size=self.size)
        state.method = self._method()

    def run(self, feedback: QgsFeedback | None = None) -> Assessment | None:
        """Read all features, chunk by chunk; None where it was cancelled. May run in a task."""
        if self.role == MEASURES:
            self.assessment.add_measures(self._measures())
            return self.assessment
        if not self.assessment.wanted and not (self.reader.needs_area or self.reader.needs_length):
            return self.assessment  # nothing in this layer answers a target
        total, done = self.reader.count, 0
        for columns in self.reader:
            self._add(columns)
            done += len(columns)
            if feedback is not None:
                if feedback.isCanceled():
                    return None
                feedback.setProgress(90.0 * min(1.0, done / total) if total > 0 else 0.0)
        for fid, reason in self.assessment.contradictions():
            self.tally.reject(self.given.name, fid, reason)
        return self.assessment

    def update(self, features) -> None:
        """Features that were added or changed (keep only)."""
        self.assessment.replace(self.reader.columns_of(features))

    def forget(self, fids) -> None:
        """Features that were deleted (keep only)."""
        self.assessment.remove(fids)

    def _add(self, columns) -> None:
        for fid, role in self.assessment.add(columns):
            if isinstance(role, Message):
                reason = role
            elif role in self.fields:
                reason = Message("targets.cell_unreadable", {"field": self.fields[role], "role": _role_name(role)})
            else:
                reason = Message("targets.not_measurable")
            self.tally.reject(self.given.name, fid, reason)

    def _assumed(self) -> str:
        one = self.places[0].key if len(self.places) == 1 else ""
        known = one != REGION and normalise_code(one) and name_of(one)
        return one if known and "county_code" not in self.fields else ""

    def _method(self) -> Text:
        """What the figures of this layer rest on: units assumed."""
        out = NOTHING
        units, strange = self.reader.assumed_units(), self.reader.strange_units()
        if units:
            out += said("units_assumed", fields=tuple(units))
        if strange:
            out += said("units_strange", fields=tuple(strange))
        return out

    def _measures(self) -> list[Measurement]:
        names = {f.name().lower(): f.name() for f in self.given.source.fields()}
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        rows = []
        for feature in features_of(self.given.source, request):
            self.tally.read += 1
            raw = {key: plain(feature.attribute(names[key])) if key in names else None for key in _MEASURE_FIELDS}
            kind = row_kind([plain(value) for value in feature.attributes()])
            if kind in (TOTAL, UNITS, NOTE, SIGNATURE) and not code_of(raw["code"]):
                self.tally.reject(self.given.name, feature.id(), Message(f"shared.row_{kind}"))
            elif kind != BLANK:
                rows.append((feature.id(), raw))
        shares = self._shares(rows)
        out = []
        for fid, raw in rows:
            try:
                out.append(_measurement(raw, shares.get(fid)))
            except BilingualError as error:
                self.tally.reject(self.given.name, fid, error)
                continue
            self.tally.used += 1
        return out

    def _shares(self, rows) -> dict[int, Fraction | None]:
        """Feature id → share of 100, of the rows that measure one: a column of an indicator is read as a whole."""
        columns: dict[tuple[str, str], list] = {}
        for fid, raw in rows:
            key, unit = text(raw["indicator"]), text(raw["unit"])
            if is_share_named(key) and (not unit or unit_named(unit, "rate")):
                columns.setdefault((key, unit), []).append((fid, raw["value"]))
        out: dict[int, Fraction | None] = {}
        fractions = []
        for (key, unit), cells in columns.items():
            found = percents([value for _, value in cells], unit)
            fractions += [key] if found.as_fractions and not unit else []
            for k, (fid, _) in enumerate(cells):
                if k not in found.unreadable:
                    out[fid] = found.values[k]
        if fractions:
            self.assessment.method += said("fractions", fields=tuple(fractions))
        return out


def is_share_named(key: str) -> bool:
    """Whether an id of a target or an indicator is that of a part of a whole."""
    indicator = indicators().get(key) or indicator_of().get(key)
    return indicator.is_share() if indicator is not None else key in register() and register()[key].unit == "%"


def _measurement(raw: Mapping, share: Fraction | None) -> Measurement:
    """One row of a table of measures. Raises `BilingualError` where it cannot be read, or its share cannot be."""
    key, cell = text(raw["indicator"]), raw["value"]
    try:
        found = share if share is not None else number(cell)
    except UnreadableCell as error:
        raise MessageError("targets.measure_row") from error
    if not key:
        raise MessageError("targets.measure_row")
    if share is not None and not possible_share(float(share)):
        raise MessageError("targets.impossible_share", value=f"{float(share):.4g}")
    day, count = event_day(raw["date"]), number(raw["n"])
    return Measurement(key, code_of(raw["code"]) or text(raw["code"]), day, None if found is None else float(found),
                       text(raw["unit"]) if share is None else "%", None if count is None else int(count),
                       text(raw["method"]), text(raw["src_layer"]), text(raw["missing"]))


def _role_name(role: str) -> BilingualError:
    known = field_roles()[role]
    return BilingualError(known.en, known.zh)
