"""Register corridors on a network whose lines carry no names: the shortest path through their ordered places.

Only a corridor that exists can be found in a network. One that is being built or planned is shown as straight lines
between its ordered places, flagged schematic: nothing is measured against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.network.graph import BY_LENGTH, TOLERANCE_M, Network, geodesic
from ...analysis.network.lines import Lines, SpeedRule, no_lines, read_lines
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core.corridors.register import EXISTING, Corridor, NamedPlace
from ...core.corridors.travel import rules
from ...core.transport import ANY

DERIVED, SCHEMATIC, NO_LINE = "derived", "schematic", "no_line"


@dataclass(frozen=True)
class Leg:
    """The way from one ordered place to the next: along the network (None = no way) and as the crow flies; ``gap``:
    there is none, or one so much longer that the network must lack the corridor's own line here."""

    a: str
    b: str
    length_m: float | None
    direct_m: float
    gap: bool


@dataclass(frozen=True)
class Derived:
    """A corridor's line, derived from a network.

    ``kind``: `DERIVED`; `SCHEMATIC` (not built: straight from place to place); `NO_LINE` (fewer than two places could
    be found on the network, or no way leads between them).
    ``parts``: runs of lon, lat (m, 2) in degrees (EPSG:4490), in the corridor's direction, broken at gaps;
    ``connected``: one part through all its located places; ``net_m``: how far each place of the register (ordered
    places and support points) lies from the nearest line of the network, absent where its position is unknown;
    ``skipped``: ordered places that are too far off (or have no position).
    """

    corridor: Corridor
    parts: tuple[np.ndarray, ...]
    connected: bool
    net_m: dict[str, float] = field(default_factory=dict)
    legs: tuple[Leg, ...] = ()
    skipped: tuple[str, ...] = ()
    kind: str = DERIVED

    @property
    def length_m(self) -> float:
        """Length of all legs that were found."""
        return sum(leg.length_m for leg in self.legs if leg.length_m is not None and not leg.gap)


def derive_corridors(given: Given, wanted: Sequence[Corridor], snap_m: float, tally: Tally, feedback: QgsFeedback,
                     tolerance_m: float = TOLERANCE_M) -> list[Derived]:
    """The lines of register corridors on a layer of unnamed lines; one result per corridor, in the order given.

    Each ordered place is snapped to the network within *snap_m* metres; one farther off is skipped. What cannot be used
    of the layer is listed in *tally*. Raises CrsRefused.
    """
    lines = read_lines(given, SpeedRule(rules(), ANY), tally, feedback)
    return derive(lines, wanted, snap_m, feedback, tolerance_m)


def derive(lines: Lines, wanted: Sequence[Corridor], snap_m: float, feedback: QgsFeedback,
           tolerance_m: float = TOLERANCE_M) -> list[Derived]:
    """`derive_corridors` on lines that were read already."""
    located: dict[str, NamedPlace] = {}
    for item in wanted:
        for place in (*item.places, *item.supports):
            if place.located:
                located.setdefault(place.name, place)
    index = {name: k for k, name in enumerate(located)}
    points = np.array([(place.lon, place.lat) for place in located.values()], np.float64).reshape(-1, 2)
    network = Network(lines, points, snap_m, tolerance_m)
    out = []
    for number, item in enumerate(wanted, 1):
        out.append(_derive(item, network, index, snap_m))
        feedback.setProgress(100 * number / len(wanted))
        if feedback.isCanceled():
            break
    return out


def _derive(item: Corridor, network: Network, index: dict[str, int], snap_m: float) -> Derived:
    net_m = {place.name: float(network.snap_m[index[place.name]])
             for place in (*item.places, *item.supports) if place.located}
    tied = [place for place in item.places if place.located and network.node[index[place.name]] >= 0]
    skipped = tuple(place.name for place in item.places if place not in tied)
    if item.status != EXISTING:
        return _schematic(item, net_m)
    limit = rules().number("detour_max")
    parts: list[np.ndarray] = []
    legs = []
    joined = False
    for a, b in zip(tied, tied[1:]):
        direct = geodesic(a.lon, a.lat, b.lon, b.lat)
        path = network.path(index[a.name], index[b.name], BY_LENGTH)
        # places lie up to snap_m off the line at both ends: short legs must not be taken for detours
        gap = path is None or path.length_m > limit * direct + 2 * snap_m
        legs.append(Leg(a.name, b.name, None if path is None else path.length_m, direct, gap))
        if path is None or gap or len(path.lonlat) < 2:
            joined = joined and not gap
            continue
        if joined:
            parts[-1] = _append(parts[-1], path.lonlat)
        else:
            parts.append(path.lonlat)
        joined = True
    whole = len(parts) == 1 and len(parts[0]) > 1 and not any(leg.gap for leg in legs)
    found = tuple(part for part in parts if len(part) > 1)
    return Derived(item, found, whole, net_m, tuple(legs), skipped, DERIVED if found else NO_LINE)


def _schematic(item: Corridor, net_m: dict[str, float]) -> Derived:
    """Straight from place to place in degrees; places without a position are skipped."""
    located = [place for place in item.places if place.located]
    skipped = tuple(place.name for place in item.places if not place.located)
    if len(located) < 2:
        return Derived(item, (), False, net_m, (), skipped, NO_LINE)
    line = np.array([(place.lon, place.lat) for place in located], np.float64)
    return Derived(item, (line,), False, net_m, (), skipped, SCHEMATIC)


def _append(line: np.ndarray, more: np.ndarray) -> np.ndarray:
    """One run of vertices behind another; a spur that is run in and out again is left out."""
    back = min(len(line), len(more))
    same = (line[::-1][:back] == more[:back]).all(axis=1)
    shared = back if same.all() else int(np.argmin(same))
    return np.concatenate([line[: len(line) - shared + 1], more[shared:]]) if shared else np.concatenate([line, more])


@dataclass
class LinesJob:
    """Corridors of the register as lines: on the network of *given*, or schematic where it is None."""

    given: Given | None
    wanted: Sequence[Corridor]
    snap_m: float
    tally: Tally

    def run(self, feedback: QgsFeedback) -> list[Derived]:
        """One item per corridor; incomplete when cancelled. Raises LayerRefused."""
        if self.given is None:
            return derive(no_lines(), self.wanted, self.snap_m, feedback)
        return derive_corridors(self.given, self.wanted, self.snap_m, self.tally, feedback)
