"""Lines of a railway or road layer as a network takes them: plain polylines in degrees, each with mode and speed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeatureRequest, QgsFeedback, QgsGeometry, QgsWkbTypes

from ..core.corridor_register import ANY, RAIL, ROAD
from ..core.hourcircle import Rules, read_speed
from ..i18n import tr
from .crs import CrsRefused
from .features import features_of, plain
from .frames import Frame
from .loading import Given
from .rejects import Tally

_MOSTLY = 0.5  # share of misplaced features from which on the layer's CRS is to blame


@dataclass(frozen=True)
class SpeedRule:
    """How a line gets its speed: its own field, else *kmh* for all, else its class, else the default of its mode.

    mode `ANY`: each line's mode by its class; a line of no or unknown class has *otherwise*.
    """

    rules: Rules
    mode: str = ANY
    speed_field: str | None = None
    class_field: str | None = None
    kmh: float | None = None
    otherwise: str = ROAD


@dataclass
class Lines:
    """n polylines: vertices lon, lat (v, 2) in degrees (CGCS2000), first (n + 1,) where each starts; fid, speed (km/h)
    and mode of each; how many speeds came from where, and unknown classes with their counts."""

    lonlat: np.ndarray
    first: np.ndarray
    fid: np.ndarray
    kmh: np.ndarray
    rail: np.ndarray
    from_field: int = 0
    by_class: int = 0
    by_default: int = 0
    unknown: dict[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return len(self.fid)

    def of_mode(self, mode: str) -> Lines:
        """The lines of one mode."""
        keep = np.nonzero(self.rail == (mode == RAIL))[0]
        count = np.diff(self.first)[keep]
        first = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
        at = np.arange(first[-1]) - np.repeat(first[:-1], count) + np.repeat(self.first[keep], count)
        return Lines(self.lonlat[at], first, self.fid[keep], self.kmh[keep], self.rail[keep])

    def segments(self) -> tuple[np.ndarray, np.ndarray]:
        """Starts and ends (s, 2) of all straight segments."""
        inner = np.ones(len(self.lonlat), bool)
        inner[self.first[1:] - 1] = False
        at = np.nonzero(inner)[0]
        return self.lonlat[at], self.lonlat[at + 1]


def no_lines() -> Lines:
    """An empty network."""
    return Lines(np.zeros((0, 2)), np.zeros(1, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, bool))


def polylines(geometry: QgsGeometry) -> tuple[list[np.ndarray], str]:
    """The parts of a line geometry as arrays (m, 2), repeated points dropped; or none of them and why."""
    if geometry.isNull() or geometry.isEmpty():
        return [], tr("the geometry is empty")
    if geometry.type() != QgsWkbTypes.GeometryType.LineGeometry:
        return [], tr("the geometry is not a line")
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        geometry.convertToStraightSegment()
    parts = geometry.asMultiPolyline() if geometry.isMultipart() else [geometry.asPolyline()]
    out = []
    for part in parts:
        xy = np.array([(p.x(), p.y()) for p in part], np.float64).reshape(-1, 2)
        if not np.isfinite(xy).all():
            return [], tr("a coordinate is not a number")
        moved = np.ones(len(xy), bool)
        moved[1:] = (xy[1:] != xy[:-1]).any(axis=1)
        if moved.sum() > 1:
            out.append(xy[moved])
    return (out, "") if out else ([], tr("the line has no length"))


def read_lines(given: Given, rule: SpeedRule, tally: Tally, feedback: QgsFeedback) -> Lines:
    """All usable lines of a layer; what cannot be used is listed in *tally*. Raises CrsRefused.

    An edge is taken as the geodesic between its ends: over the 100 m to 20 km between vertices of such layers its
    length differs from that of the drawn edge by less than a millionth.
    """
    frame = Frame(given.crs, given.name)
    wanted = [name for name in (rule.speed_field, rule.class_field) if name]
    fields = given.source.fields()
    request = QgsFeatureRequest().setSubsetOfAttributes([fields.lookupField(name) for name in wanted])
    parts, fids, speeds, rails = [], [], [], []
    lines = no_lines()
    total, misplaced, seen = max(given.source.featureCount(), 1), 0, 0
    for number, feature in enumerate(features_of(given.source, request), 1):
        if number % 1000 == 0:
            feedback.setProgress(20 * min(number / total, 1))
            if feedback.isCanceled():
                break
        tally.read += 1
        drawn, why = polylines(feature.geometry())
        seen += not why
        if not why:
            xy = np.concatenate(drawn)
            bounds = np.array([[*xy.min(axis=0), *xy.max(axis=0)]])
            if frame.misplaced(bounds)[0] or np.ptp(xy[:, 0]) > 180 and frame.geographic:
                misplaced += 1
                why = frame.why_misplaced(*((bounds[0, :2] + bounds[0, 2:]) / 2))
        if not why:
            rail, kmh, why = _speed(feature, rule, lines)
        if why:
            tally.reject(given.name, feature.id(), why)
            continue
        tally.used += 1
        for xy in drawn:
            parts.append(xy)
            fids.append(feature.id())
            speeds.append(kmh)
            rails.append(rail)
    if misplaced > _MOSTLY * max(seen, 1):
        last = tally.rejects[-1].reason
        raise CrsRefused(tr("Layer '{name}': {why}.").format(name=given.name, why=last))
    if parts:
        lines.lonlat = np.stack(frame.lonlat(*np.concatenate(parts).T), axis=1)
        lines.first = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
        lines.fid, lines.kmh, lines.rail = np.array(fids, np.int64), np.array(speeds), np.array(rails, bool)
    return lines


def _speed(feature, rule: SpeedRule, lines: Lines) -> tuple[bool, float, str]:
    """Whether a line is a railway, its km/h; or why it cannot be used."""
    known = None
    if rule.class_field:
        value = plain(feature.attribute(rule.class_field))
        known = rule.rules.classify(value)
        if known is None and value not in (None, ""):
            lines.unknown[str(value)] = lines.unknown.get(str(value), 0) + 1
    mode = rule.mode if rule.mode != ANY else known[0] if known else rule.otherwise
    if rule.speed_field:
        value = plain(feature.attribute(rule.speed_field))
        try:
            own = read_speed(value)
        except ValueError:
            return False, 0.0, tr("'{value}' in field '{field}' is no speed in km/h (1 to 1000)").format(
                value=value, field=rule.speed_field)
        if own is not None:
            lines.from_field += 1
            return mode == RAIL, own, ""
    if rule.kmh is None and known and known[0] == mode:
        lines.by_class += 1
        return mode == RAIL, known[1], ""
    lines.by_default += 1
    return mode == RAIL, rule.kmh if rule.kmh is not None else rule.rules.default_kmh(mode), ""
