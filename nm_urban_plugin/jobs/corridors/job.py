"""One run of corridor buffers from layers to rings, nodes and measures."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.buffers.chainage import Axis
from ...analysis.buffers.rings import Ring, WidthError, check_width, clip_area, make_rings, ring_areas
from ...analysis.buffers.source import Source, read_source
from ...analysis.reading.source import Given
from ...analysis.reading.tally import REJECTED, Tally
from ...analysis.reading.wkb import decode
from ...core.corridors.nodes import Corridor, Hub, Node, hub_scores
from ...core.resources import BilingualError, why_no_json
from ...core.units import cents
from ...i18n import locale, tr
from .groups import DERIVED, NO_LINE, SCHEMATIC, Group, by_field, by_register
from .nodes import Places, clipped, judge_places, load_places
from .zones import Fact, facts, people_missing


@dataclass(frozen=True)
class CorridorResult:
    """Result of a run. rings with their areas in cents (n,); nodes; axes per corridor; measures; words."""

    groups: list[Group]
    rings: list[Ring]
    area: np.ndarray
    nodes: list[Node]
    hubs: list[Hub]
    axes: list[Axis]
    facts: list[Fact]
    source: Source
    integrated: int
    warnings: list[str]


@dataclass
class CorridorJob:
    """What was asked for. *rings* ascending widths in metres; empty: one ring of *width*, or of each feature's own
    width where *width_field* names one; with *class_widths* (class → metres) that field holds the class. *wanted* are
    corridors of the register; then *dissolve_field* holds the names of the lines."""

    lines: Given
    width: float
    rings: list[float]
    tally: Tally
    width_field: str | None = None
    class_widths: dict[str, float] = field(default_factory=dict)
    dissolve_field: str | None = None
    wanted: Sequence[Corridor] = ()
    clip: Given | None = None
    places: Given | None = None
    zones: Sequence[Given] = ()
    snap_m: float = 5_000.0
    measures: bool = False
    as_of: dt.date = field(default_factory=dt.date.today)
    warnings: list[str] = field(default_factory=list)

    def run(self, feedback: QgsFeedback) -> CorridorResult | None:
        """Compute everything; None when cancelled. Raises CrsRefused, BilingualError, BufferFailed."""
        side_tally = self.tally.aside()
        columns = list(dict.fromkeys(name for name in (self.width_field, self.dissolve_field) if name))
        source = read_source(self.lines, columns, self.tally, feedback)
        if feedback.isCanceled():
            return None
        source, own = self._widths(source)
        self.tally.used = len(source)
        groups, source, owner = self._groups(source, feedback)
        own = np.concatenate([own, np.full(len(source) - len(own), self.width)])
        source, owner, own = _only(source, np.nonzero(owner >= 0)[0]), owner[owner >= 0], own[owner >= 0]
        clip = clip_area(self.clip, source.frame, side_tally, feedback) if self.clip is not None else None
        given = load_places(self.places, side_tally, feedback) if self.places is not None else None
        if given is not None and clip is not None:
            given = clipped(given, source.frame, clip)
        if feedback.isCanceled():
            return None
        levels = self.rings or (own if self.width_field else [self.width])
        rings = make_rings(source, owner, len(groups), levels, feedback, clip)
        if rings is None:
            return None
        polygons = decode([ring.wkb for ring in rings]).rings
        area, wide = ring_areas(source.frame, polygons)
        area = cents(np.maximum(area, 0.0))
        limit = [self._limit(own[owner == k]) for k in range(len(groups))]
        judged = judge_places(groups, source, owner, limit, self.snap_m, given, feedback, bool(self.wanted))
        if feedback.isCanceled():
            return None
        found: list[Fact] = []
        if self.measures:
            found = [Fact(k, "corridor_area_m2", int(value) / 100, "m2") for k, value in enumerate(area)]
            found += self._people(rings, judged.far, given)
            found += facts(source.frame, polygons, area, wide, self.zones, side_tally, feedback)
        self._say(groups, source, rings, clip)
        return CorridorResult(groups, rings, area, judged.nodes, hub_scores(judged.nodes), judged.axes, found, source,
                    int(wide.sum()), self.warnings)

    def _limit(self, own: np.ndarray) -> float:
        """How far a place may lie to be on a corridor: WIDTH, or the largest width of its features."""
        return float(own.max()) if self.width_field and not self.rings and len(own) else self.width

    def _widths(self, source: Source) -> tuple[Source, np.ndarray]:
        """Usable features with their widths; one whose own width cannot be used is listed."""
        own = np.full(len(source), self.width)
        if not self.width_field:
            return source, own
        reasons: dict[int, str] = {}
        for k, value in enumerate(source.columns[self.width_field]):
            try:
                own[k] = self._width_of(value)
            except WidthError as error:
                reasons[k] = _words(error)
        for k, why in reasons.items():
            self.tally.reject(self.lines.name, source.fids[k], why)
        keep = np.array([k for k in range(len(source)) if k not in reasons], np.int64)
        return _only(source, keep), own[keep]

    def _width_of(self, value) -> float:
        if not self.class_widths:
            return check_width(value, self.width_field)
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value or "").strip()
        if text not in self.class_widths:
            known = ", ".join(self.class_widths)
            raise WidthError(f"{self.width_field}: the class '{text}' has no width; CLASS_WIDTHS has: {known}",
                             f"{self.width_field}：类别“{text}”没有宽度，CLASS_WIDTHS 中有：{known}")
        return self.class_widths[text]

    def _groups(self, source: Source, feedback: QgsFeedback) -> tuple[list[Group], Source, np.ndarray]:
        values = source.columns[self.dissolve_field] if self.dissolve_field else None
        if self.wanted:
            return by_register(source, values, self.wanted, self.snap_m, feedback)
        groups, owner = by_field(source, values, self.lines.name)
        return groups, source, owner

    def _people(self, rings: list[Ring], far: list[np.ndarray], given: Places | None) -> list[Fact]:
        """Places and their people per ring, by distance: farther than the inner width, no farther than the outer."""
        out = []
        for k, ring in enumerate(rings):
            if given is None:
                out.append(Fact(k, "corridor_population", None, "人", missing="PLACES"))
                continue
            distance = far[ring.corridor]
            inside = distance <= ring.width
            if ring.number > 1:
                inside &= distance > ring.inner
            people = given.people[inside]
            known = np.isfinite(people)
            out.append(Fact(k, "corridor_places_n", float(inside.sum()), "1", source=given.layer))
            value = math.fsum(people[known].tolist()) if known.any() or not inside.any() else None
            out.append(Fact(k, "corridor_population", value, "人", int(known.sum()), source=given.layer,
                            missing=people_missing(int((~known).sum()), len(people), value)))
        return out

    def _say(self, groups: list[Group], source: Source, rings: list[Ring], clip: bytes | None) -> None:
        sketched = [g.name for g in groups if g.kind == SCHEMATIC]
        if sketched:
            self.warnings.append(tr("Not built yet, sketched only, nothing is buffered: {names}").format(
                names=", ".join(sketched)))
        without = [g.name for g in groups if g.kind == NO_LINE]
        if without:
            self.warnings.append(tr("No line found in the layer for: {names}. Give the field with the names of the "
                                    "lines (DISSOLVE_FIELD), or a larger SNAP_M.").format(names=", ".join(without)))
        for group in groups:
            if group.kind == DERIVED and not group.connected:
                self.warnings.append(tr("{name}: the derived line has gaps; no chainage").format(name=group.name))
            if group.skipped:
                self.warnings.append(tr("{name}: farther than SNAP_M from the lines, or without position: {places}"
                                        ).format(name=group.name, places=", ".join(group.skipped)))
        lost = len({r.fid for r in self.tally.rejects if r.action == REJECTED and self.clip is not None
                    and r.src == self.clip.name})
        if lost:
            self.warnings.append(tr("Layer '{name}': {n} features could not be used; what lies in them is not seen. "
                                    "See the table of rejects.").format(name=self.clip.name, n=lost))
        if not len(source):
            self.warnings.append(tr("Layer '{name}' has no usable features.").format(name=self.lines.name))
        empty = sum(not len(decode([ring.wkb]).rings.shape) for ring in rings)
        if empty and clip is not None:
            self.warnings.append(tr("{n} rings lie wholly outside the clip region").format(n=empty))


def _words(error: BilingualError) -> str:
    """The words of an error in the user's language."""
    return error.text(locale())


def _only(source: Source, keep: np.ndarray) -> Source:
    """The source with these features (ascending indices) only."""
    if len(keep) == len(source):
        return source
    new = np.full(len(source), -1, np.int64)
    new[keep] = np.arange(len(keep), dtype=np.int64)
    paths = source.paths.take(np.nonzero(new[source.paths.feature] >= 0)[0])
    paths = type(paths)(paths.x, paths.y, paths.first, new[paths.feature])
    columns = {name: [values[k] for k in keep] for name, values in source.columns.items()}
    rings = None if source.rings is None else source.rings.take(keep)
    return Source(source.frame, source.fids[keep], columns, paths, rings)


def parse_class_widths(text: str | None) -> dict[str, float]:
    """A JSON object {"class": metres}; empty text gives none. Raises WidthError."""
    if not str(text or "").strip():
        return {}
    try:
        data = json.loads(str(text))
    except json.JSONDecodeError as error:
        raise WidthError(f"CLASS_WIDTHS is not valid JSON, line {error.lineno}: {error.msg}",
                         f"CLASS_WIDTHS 第 {error.lineno} 行不是有效的 JSON（{why_no_json(error).zh}）") from error
    if not isinstance(data, dict) or not data:
        raise WidthError('CLASS_WIDTHS: an object {"class": metres} is expected',
                         'CLASS_WIDTHS：应为对象 {"类别": 米}')
    return {str(key).strip(): check_width(value, f"CLASS_WIDTHS, {key}") for key, value in data.items()}
