"""What two layers say of each other, measured by the overlay engine: lines that overlap, what lies outside its area."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.layers.loading import load_line
from ...analysis.overlay.overlay import Overlay
from ...analysis.overlay.zones import OUTSIDE
from ...analysis.reading.batches import FeatureReader
from ...analysis.reading.crs import CrsRefused
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import Intake
from ...analysis.reading.source import Given, rect_around
from ...analysis.reading.tally import Tally
from ...core.quality import Finding, Names, Rule, kind_of
from ...core.quality.checks.findings import of_rows
from ...core.quality.checks.survey import base_code
from ...core.quality.values import cell_text
from .source import Subject

_LINES = ("urban_boundary", "farmland", "eco_redline")
_ADMIN = ("counties", "towns_admin", "villages_admin")


@dataclass(frozen=True)
class Part:
    """One batch of a layer against another one: ids (n,), m² of each feature (n,), m² of it inside (n,), columns."""

    fids: np.ndarray
    area: np.ndarray
    inside: np.ndarray
    columns: Mapping[str, list]


def inside(one: Given, other: Given, columns: list[str], feedback: QgsFeedback) -> Iterator[Part]:
    """How much of each polygon of *one* lies in any polygon of *other*. Raises CrsRefused."""
    frame = Frame(one.crs, one.name)
    zone = load_line("other", other, Tally(), feedback, rect_around(one, other.crs))
    reader = FeatureReader(one.source, columns, one.layer)
    overlay = Overlay(measure=[zone], reach=frame.reach, expected=max(reader.count, 0))
    for batch in Intake(reader, frame, Tally()):
        if feedback.isCanceled():
            return
        cells = overlay.run(batch.shapes)
        feature = batch.shapes.feature[cells.shape]
        found = cells.measured["other"]
        hit = found.label != OUTSIDE
        yield Part(batch.fids, np.bincount(feature, cells.area, minlength=len(batch)),
                   np.bincount(feature[found.cell[hit]], found.area[hit], minlength=len(batch)), batch.columns)


class Between:
    """All rules between the layers of one check; findings with the place of their layer in *subjects*."""

    def __init__(self, subjects: Sequence[Subject], counties: Given | None, table: Mapping[str, Rule],
                 feedback: QgsFeedback) -> None:
        self._subjects, self._counties, self._rules, self._feedback = subjects, counties, table, feedback
        self.skipped: list[str] = []

    def run(self) -> list[tuple[int, Finding]]:
        out = self._crs()
        for check in (self._three_lines, self._outside_county, self._survey_area, self._supply, self._town):
            if self._feedback.isCanceled():
                break
            out += check()
        return out

    def _of_role(self, *roles: str) -> list[tuple[int, Subject]]:
        return [(k, s) for k, s in enumerate(self._subjects) if s.role in roles and s.geometry == "polygon"]

    def _each(self, k: int, one: Subject, other: Given, columns: list[str],
              found: Callable[[Part], list[Finding]]) -> list[tuple[int, Finding]]:
        """Findings of one layer against another; a layer that cannot be measured is passed over and named."""
        out = []
        try:
            for part in inside(one.given, other, columns, self._feedback):
                out += [(k, finding) for finding in found(part)]
        except CrsRefused as error:
            self.skipped.append(str(error))
        return out

    def _crs(self) -> list[tuple[int, Finding]]:
        names = dict.fromkeys(s.given.crs.authid() or s.given.crs.description() for s in self._subjects
                              if s.geometry != "none" and s.given.crs.isValid())
        return [(-1, Finding("Q2204", "crs_several", {"crs": tuple(names)}))] if len(names) > 1 else []

    def _three_lines(self) -> list[tuple[int, Finding]]:
        out = []
        rule = self._rules["Q5601"]
        lines = self._of_role(*_LINES)
        for at, (k, one) in enumerate(lines):
            for _, other in lines[at + 1 :]:
                if other.role == one.role:
                    continue
                names = {"one": _role_name(one), "two": _role_name(other)}

                def found(part: Part, names=names) -> list[Finding]:
                    bad = part.inside > rule.limit("area")
                    return of_rows("Q5601", "lines_overlap", part.fids, bad, {"area": np.round(part.inside[bad], 2)},
                                   **names)

                out += self._each(k, one, other.given, [], found)
        return out

    def _outside_county(self) -> list[tuple[int, Finding]]:
        if self._counties is None:
            return []
        limit = self._rules["Q5401"].limit("share")

        def found(part: Part) -> list[Finding]:
            out = part.area - part.inside
            bad = (out > limit * part.area) & (out > 1.0)
            return of_rows("Q5401", "outside", part.fids, bad,
                           {"share": np.round(100 * out[bad] / part.area[bad], 2)})

        return [one for k, subject in enumerate(self._subjects)
                if subject.geometry == "polygon" and subject.role not in ("counties", "leagues")
                for one in self._each(k, subject, self._counties, [], found)]

    def _survey_area(self) -> list[tuple[int, Finding]]:
        """DLTB and the administrative area cover each other (Q5501)."""
        limit = self._rules["Q5501"].limit("area")
        out = []
        for k, patches in self._of_role("dltb"):
            for j, area in self._of_role(*_ADMIN):
                for at, one, other in ((k, patches, area), (j, area, patches)):
                    names = {"one": _role_name(one), "two": _role_name(other)}

                    def found(part: Part, names=names) -> list[Finding]:
                        rest = part.area - part.inside
                        bad = rest > limit
                        return of_rows("Q5501", "not_covered", part.fids, bad, {"area": np.round(rest[bad], 2)},
                                       **names)

                    out += self._each(at, one, other.given, [], found)
        return out

    def _supply(self) -> list[tuple[int, Finding]]:
        share = self._rules["Q6303"].limit("share")

        def found(part: Part) -> list[Finding]:
            bad = (part.inside < share * part.area) & (part.area > 0)
            return of_rows("Q6303", "supply_outside", part.fids, bad,
                           {"share": np.round(100 * part.inside[bad] / part.area[bad], 2)})

        return [one for k, supplied in self._of_role("supplied_land") for _, approved in self._of_role("approved_land")
                for one in self._each(k, supplied, approved.given, [], found)]

    def _town(self) -> list[tuple[int, Finding]]:
        """Patches with a town attribute lie in the town areas (Q6207)."""
        limit = self._rules["Q6207"].limit("area")
        out = []
        for k, patches in self._of_role("dltb"):
            town, code = patches.columns.get("CZCSXM"), patches.columns.get("landuse_code")
            if not town or not code:
                continue

            def found(part: Part, town=town, code=code) -> list[Finding]:
                marked = np.array([bool(cell_text(value)) for value in part.columns[town]], bool)
                bad = marked & (part.area - part.inside > limit)
                return of_rows("Q6207", "town_outside", part.fids, bad,
                               {"code": [base_code(cell_text(part.columns[code][row])) for row in np.nonzero(bad)[0]]})

            for _, areas in self._of_role("town_land"):
                out += self._each(k, patches, areas.given, [town, code], found)
        return out


def _role_name(subject: Subject) -> Names:
    kind = kind_of(subject.role)
    return Names((kind.zh,), (kind.en,))
