"""The evaluation of one layer against the targets: plan it on the main thread, run it in a task, ask it for rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qgis.core import QgsFeatureRequest, QgsFeedback

from ...analysis.reading.area import OFFICIAL
from ...analysis.reading.batches import features_of, plain
from ...analysis.reading.roles import role_of_fields
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core.dates import ImpossibleDate, parse_date
from ...core.measurement import Measurement, finite
from ...core.places import REGION, name_of, normalise_code
from ...core.roles import field_roles
from ...core.targets.assessment import MEASURES, Assessment
from ...core.targets.own import Own
from ...core.targets.scopes import Scope
from ...core.verdict import NOTHING, Text
from ...i18n import tr
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
        return self.assessment

    def update(self, features) -> None:
        """Features that were added or changed (keep only)."""
        self.assessment.replace(self.reader.columns_of(features))

    def forget(self, fids) -> None:
        """Features that were deleted (keep only)."""
        self.assessment.remove(fids)

    def _add(self, columns) -> None:
        for fid, role in self.assessment.add(columns):
            if role in self.fields:
                reason = tr("field '{field}' ({role}) is empty or cannot be read: not counted where it is needed")
                reason = reason.format(field=self.fields[role], role=_role_name(role))
            else:
                reason = tr("cannot be measured")
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
            listed = ", ".join(units)
            out += Text(f"units assumed, as the headings name none: {listed}", f"字段名未写单位，按此计：{listed}")
        if strange:
            listed = ", ".join(strange)
            out += Text(f"not read, as the unit in the heading does not fit: {listed}",
                        f"字段名中的单位不适用，未读取：{listed}")
        return out

    def _measures(self) -> list[Measurement]:
        names = {f.name().lower(): f.name() for f in self.given.source.fields()}
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        out = []
        for feature in features_of(self.given.source, request):
            self.tally.read += 1
            raw = {key: plain(feature.attribute(names[key])) if key in names else None for key in _MEASURE_FIELDS}
            value, key = finite(raw["value"]), str(raw["indicator"] or "").strip()
            try:
                day = parse_date(raw["date"])
            except ImpossibleDate as error:
                self.tally.reject(self.given.name, feature.id(), str(error))
                continue
            if not key or (raw["value"] not in (None, "") and value is None):
                self.tally.reject(self.given.name, feature.id(),
                                  tr("a row of measures needs an indicator and a number"))
                continue
            self.tally.used += 1
            count = finite(raw["n"])
            code = normalise_code(raw["code"]) or str(raw["code"] or "").strip()
            out.append(Measurement(key, code, day, value, str(raw["unit"] or ""), None if count is None else int(count),
                                   str(raw["method"] or ""), str(raw["src_layer"] or ""), str(raw["missing"] or "")))
        return out


def _role_name(role: str) -> str:
    from ...i18n import locale

    known = field_roles()[role]
    return known.zh if locale() == "zh" else known.en
