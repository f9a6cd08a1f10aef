"""One three-line check from layers to verdicts: loads the lines with their zones, runs, collects what must be said."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback, QgsRectangle

from ...analysis.layers.loading import load_land_use, load_zones
from ...analysis.layers.report import say_plan
from ...analysis.overlay.landuse import LandUse
from ...analysis.overlay.zones import ZoneLayer
from ...analysis.reading.area import OFFICIAL
from ...analysis.reading.batches import FeatureReader
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import Intake
from ...analysis.reading.source import Given, rect_around
from ...analysis.reading.spool import Spool
from ...analysis.reading.tally import REJECTED, Tally
from ...core.conformity.judging import LINES, UBD, Rules, check_tolerance
from ...i18n import locale, tr
from .run import Checked, ConformityRun, NamedZones

#: Surplus area of overlapping zones (m²) below which it is not worth a word.
_WORTH_SAYING_M2 = 1.0


@dataclass(frozen=True)
class ConformityResult:
    """Result of a run: columns per project, counts per verdict and flag, mended geometries, texts."""

    checked: Checked
    frame: Frame
    rules: Rules
    tolerance: float
    as_of: dt.date
    tally: Tally
    mended: dict[int, bytes]
    n_pieces: int
    n_slivers: int
    warnings: list[str]
    text: str
    source_name: str
    pieces: Spool

    @property
    def verdicts(self) -> Counter:
        return Counter(self.checked.verdict.tolist())

    def total(self, key: str) -> int | None:
        """Cents of all projects in a line, None where it was not given."""
        column = self.checked.lines[key]
        return None if column is None else int(column.sum())


@dataclass
class ConformityJob:
    """What was asked for. *names* per line: fields that name its zones, the first one that is filled counts."""

    projects: Given
    lines: dict[str, Given | None]
    names: dict[str, list[str]]
    land_use: Given | None
    land_fields: Mapping[str, str]
    rules: Rules
    tally: Tally
    tolerance: float = 1.0
    method: str = OFFICIAL
    as_of: dt.date = field(default_factory=dt.date.today)
    geometries: bool = True
    warnings: list[str] = field(default_factory=list)

    def run(self, spool: Spool, feedback: QgsFeedback) -> ConformityResult | None:
        """Compute everything; pieces go to the spool. None when cancelled. Raises ToleranceError."""
        check_tolerance(self.tolerance)
        frame = Frame(self.projects.crs, self.projects.name)
        side_tally = self.tally.aside()  # lists into the same table, counts apart
        lines = {key: None if given is None else self._line(key, given, frame, side_tally, feedback)
                 for key, given in self.lines.items()}
        land_use = self._land_use(side_tally, feedback)
        if feedback.isCanceled():
            return None
        reader = FeatureReader(self.projects.source, [], self.projects.layer)
        run = ConformityRun(Intake(reader, frame, self.tally), frame, self.rules, lines, self.tally, land_use,
                            self.tolerance, self.method, self.geometries)
        checked = run.run(spool, feedback)
        if checked is None:
            return None
        say_plan(run.overlay, reader, feedback)
        self._say(run, lines)
        return ConformityResult(
            checked, frame, self.rules, self.tolerance, self.as_of, self.tally, run.mended, run.n_pieces, run.n_slivers,
            self.warnings, self._text(run, checked, lines), self.projects.name, spool)

    def _line(self, key: str, given: Given, frame: Frame, tally: Tally, feedback: QgsFeedback) -> NamedZones:
        zones = load_named(key, given, self.names.get(key, []), tally, feedback,
                           rect_around(self.projects, given.crs), self.rules if key == UBD else None)
        zones.zones.begin(frame)
        lost = tally.count(REJECTED, given.name)
        if lost:
            self.warnings.append(tr("Layer '{name}': {n} features could not be used; what lies in them is not seen. "
                                    "See the table of rejects.").format(name=given.name, n=lost))
        if given.source.featureCount() == 0:
            self.warnings.append(tr("Layer '{name}' is empty: nothing lies in it.").format(name=given.name))
        return zones

    def _land_use(self, tally: Tally, feedback: QgsFeedback) -> LandUse | None:
        if self.land_use is None:
            return None
        found, said = load_land_use(self.land_use, self.land_fields["landuse_code"], self.land_fields.get("kcxs"),
                                       tally, feedback, rect_around(self.projects, self.land_use.crs))
        self.warnings += said
        return found

    def _say(self, run: ConformityRun, lines: dict[str, NamedZones | None]) -> None:
        boundary = lines[UBD]
        if boundary is not None and not boundary.named:
            self.warnings.append(tr("Layer '{name}' has no field for the zones of the boundary: choose it in "
                                    "ZONE_FIELD to tell them apart.").format(name=self.lines[UBD].name))
        elif boundary is not None:
            kinds = boundary.kinds_by(self.rules)
            strange = list(dict.fromkeys(boundary.names[k] or "NULL" for k in sorted(run.met.get(UBD, ()))
                                         if not kinds[k]))
            if strange:
                self.warnings.append(tr("Zones of the boundary that are not in the rule table: {zones}").format(
                    zones=", ".join(strange[:20])))
        for name, surplus in run.overlay.doubly.items():
            if surplus > _WORTH_SAYING_M2:
                self.warnings.append(tr("Zones of {name} overlap each other inside the parcels by {m2:.2f} m²; counted "
                                        "once.").format(name=self._title(name), m2=surplus))

    def _title(self, key: str) -> str:
        """The name of a line in the user's language; of another layer its key."""
        return self.rules.lines[key][0 if locale() == "zh" else 1] if key in self.rules.lines else key

    def _text(self, run: ConformityRun, checked: Checked, lines: dict[str, NamedZones | None]) -> str:
        parts = [tr("tolerance {m2:.2f} m²").format(m2=self.tolerance),
                 tr("projects are judged one by one, overlapping ones each in full")]
        missing = [key for key in LINES if lines[key] is None]
        if missing:
            parts.append(tr("not given: {lines}").format(lines=", ".join(map(self._title, missing))))
        off = {key: float(checked.lines[key].sum()) / 100 - run.exact.get(key, 0.0) for key in LINES
               if key not in missing}
        ties = [f"{self._title(key)} {round(d, 2) + 0.0:+.2f}" for key, d in off.items()]  # + 0.0: no "-0.00"
        if ties:
            parts.append(tr("tied totals minus exact totals (m²): {ties}").format(ties=", ".join(ties)))
        return "; ".join(parts)


def load_named(key: str, given: Given, fields: list[str], tally: Tally, feedback: QgsFeedback,
               near: QgsRectangle | None, rules: Rules | None = None) -> NamedZones:
    """A control line with the names of its zones, ascending; without *fields* one zone without a name.

    With *rules* a zone is that of the first field which the rule table knows: where the name is that of a sub-zone
    (居住生活区 …), the code beside it tells. The name that is shown is always the first one that is filled.
    """
    frame, rings, _, values = load_zones(given, fields, tally, feedback, near)
    if not fields:
        return NamedZones(ZoneLayer(key, frame, rings, np.zeros(rings.n, np.int64)), [""])
    found = []
    for row in zip(*(values[name] for name in fields)):
        texts = [text for text in map(_name, row) if text]
        kinds = (rules.zone_of(text) for text in texts) if rules is not None else ()
        found.append((texts[0] if texts else "", next(filter(None, kinds), "")))
    every = sorted(set(found)) or [("", "")]
    index = {one: k for k, one in enumerate(every)}
    labels = np.array([index[one] for one in found], np.int64)
    return NamedZones(ZoneLayer(key, frame, rings, labels), [name for name, _ in every], True,
                      None if rules is None else [kind for _, kind in every])


def _name(value) -> str:
    """The text of a zone's name or code: a number without decimals, no blanks around; '' for NULL."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
