"""Lines of a railway or road layer as a network takes them: plain polylines in degrees, each with mode and speed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback

from ...core.transport import ANY, RAIL, ROAD, SpeedTable, read_speed
from ...i18n import tr
from ..buffers.source import Source, densified, read_source
from ..reading.source import Given
from ..reading.tally import Tally

#: How far a network's line may keep from the drawn edge (m): a 10 km edge is then long by a ten-millionth.
SAGITTA_M = 0.5


@dataclass(frozen=True)
class SpeedRule:
    """How a line gets its speed: its own field, else *kmh* for all, else its class, else the default of its mode.

    mode `ANY`: each line's mode by its class; a line of no or unknown class has *otherwise*.
    """

    rules: SpeedTable
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
        first = np.concatenate([[0], np.cumsum(count, dtype=np.int64)]).astype(np.int64)
        at = np.arange(first[-1], dtype=np.int64) - np.repeat(first[:-1], count) + np.repeat(self.first[keep], count)
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


def read_lines(given: Given, rule: SpeedRule, tally: Tally, feedback: QgsFeedback) -> Lines:
    """All usable lines of a layer; what cannot be used is listed in *tally*. Raises CrsRefused.

    An edge is straight in the layer's CRS; long ones are split until the geodesics between their points keep to it
    within `SAGITTA_M`, so that an edge may be measured as the geodesic between its ends.
    """
    wanted = [name for name in (rule.class_field, rule.speed_field) if name]
    source = read_source(given, wanted, tally, feedback)
    feedback.setProgress(15)
    lines = no_lines()
    none = [None] * len(source)
    pairs = list(zip(*(source.columns[name] if name else none for name in (rule.class_field, rule.speed_field))))
    known: dict[tuple, _Speed] = {}
    rail, kmh = np.zeros(len(source), bool), np.zeros(len(source))
    for k, pair in enumerate(pairs):
        key = repr(pair)  # what is equal by value need not be of one type: 1, 1.0, True
        if key not in known:
            known[key] = _speed(*pair, rule)
        found = known[key]
        rail[k], kmh[k] = found.rail, found.kmh
        found.n += 1
        if found.why:
            tally.reject(given.name, source.fids[k], found.why)
    for found in known.values():
        found.count(lines)
    tally.used += int((kmh > 0).sum())
    found = lines_of(source, kmh, rail)
    found.from_field, found.by_class, found.by_default = lines.from_field, lines.by_class, lines.by_default
    found.unknown = lines.unknown
    feedback.setProgress(20)
    return found


def lines_of(source: Source, kmh: np.ndarray, rail: np.ndarray) -> Lines:
    """The lines of a source with speeds and modes (n,) of its features; without those that have no speed (0)."""
    paths = densified(source.frame, source.paths.take(np.nonzero(kmh[source.paths.feature] > 0)[0]), SAGITTA_M)
    return Lines(np.stack([paths.x, paths.y], axis=1), paths.first, source.fids[paths.feature], kmh[paths.feature],
                 rail[paths.feature])


@dataclass
class _Speed:
    """What a pair of class and speed comes to: mode, km/h (0 where *why* says that there is none), where it is from
    (a count of `Lines`), the class if it is unknown, and how many features have it."""

    rail: bool = False
    kmh: float = 0.0
    origin: str = ""
    unknown: str = ""
    why: str = ""
    n: int = 0

    def count(self, lines: Lines) -> None:
        """Add to the counts of the lines."""
        if self.origin:
            setattr(lines, self.origin, getattr(lines, self.origin) + self.n)
        if self.unknown:
            lines.unknown[self.unknown] = lines.unknown.get(self.unknown, 0) + self.n


def _speed(kind, own, rule: SpeedRule) -> _Speed:
    """The speed of lines with class *kind* and *own* speed, None where the field is empty or not there."""
    known = rule.rules.classify(kind) if rule.class_field else None
    unknown = "" if known is not None or kind in (None, "") else str(kind)
    mode = rule.mode if rule.mode != ANY else known[0] if known else rule.otherwise
    rail = mode == RAIL
    try:
        drawn = read_speed(own)
    except ValueError:
        return _Speed(unknown=unknown, why=tr("'{value}' in field '{field}' is no speed in km/h (1 to 1000)").format(
            value=own, field=rule.speed_field))
    if drawn is not None:
        return _Speed(rail, drawn, "from_field", unknown)
    if rule.kmh is None and known and known[0] == mode:
        return _Speed(rail, known[1], "by_class", unknown)
    return _Speed(rail, rule.kmh if rule.kmh is not None else rule.rules.default_kmh(mode), "by_default", unknown)
