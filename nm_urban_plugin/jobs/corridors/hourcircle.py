"""The hour circle: travel times among places, isochrones around them, and who lives inside; rail and road apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsFeedback, QgsGeometry

from ...analysis.buffers.source import read_source
from ...analysis.network.graph import BY_TIME, TOLERANCE_M, Network
from ...analysis.network.isochrones import Access, isochrone
from ...analysis.network.lines import Lines, SpeedRule, read_lines
from ...analysis.population import Population, load_population
from ...analysis.reading.area import OFFICIAL, feature_cents
from ...analysis.reading.frames import LONLAT, Frame
from ...analysis.reading.source import Given
from ...analysis.reading.tally import LayerRefused, Tally
from ...analysis.reading.wkb import decode
from ...core import places
from ...core.corridors.travel import Pair, Reading, Rules, city_indexes, read_pairs
from ...core.messages import Message
from ...core.transport import ANY, RAIL, ROAD
from ...i18n import locale, tr
from .exits import Crossing, crossings, load_boundary

MODES = (RAIL, ROAD)


@dataclass(frozen=True)
class Origins:
    """k places: lonlat (k, 2) in degrees, their names, codes ('' where unknown) and feature ids."""

    lonlat: np.ndarray
    names: tuple[str, ...]
    codes: tuple[str, ...]
    fids: tuple[int, ...]


@dataclass(frozen=True)
class Circle:
    """One isochrone: of an origin (index), by a mode, within minutes; area in cents; people and towns inside."""

    origin: int
    mode: str
    minutes: float
    geometry: QgsGeometry
    cents: int
    people: float | None
    towns: tuple[str, ...] | None
    places: int = 0
    unknown: int = 0


@dataclass(frozen=True)
class HourCircleResult:
    """All results. ``pairs`` per mode (each pair once), ``all_pairs`` and ``spokes`` per mode: readings of the cities
    of the circle where at least two of them are origins, else of all origins (``of_cities`` says which). *exits*:
    crossings of the boundary, None where they are not counted."""

    origins: Origins
    lines: Lines
    modes: tuple[str, ...]
    cities: dict[str, int]
    of_cities: bool
    missing_cities: tuple[str, ...]
    pairs: dict[str, list[Pair]] = field(default_factory=dict)
    circles: list[Circle] = field(default_factory=list)
    all_pairs: dict[str, Reading] = field(default_factory=dict)
    spokes: dict[str, Reading | None] = field(default_factory=dict)
    snap_m: dict[str, np.ndarray] = field(default_factory=dict)
    exits: list[Crossing] | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Task:
    """What is asked: speeds, minutes of the isochrones, access, how far origins may lie from the lines."""

    speeds: SpeedRule
    minutes: tuple[float, ...]
    access: Access
    snap_m: float
    tolerance_m: float = TOLERANCE_M


def load_origins(given: Given, name_fields: Sequence[str], code_field: str | None, tally: Tally, feedback: QgsFeedback
                 ) -> Origins:
    """The points of a layer; a multipoint counts where it has one point only. Raises LayerRefused."""
    columns = list(dict.fromkeys([*name_fields, *([code_field] if code_field else [])]))
    side_tally = tally.aside()  # the features read are those of the network
    source = read_source(given, columns, side_tally, feedback)
    points = np.bincount(source.paths.feature, minlength=len(source))
    for k in np.nonzero(points > 1)[0].tolist():
        tally.reject(given.name, source.fids[k], tr("one point is expected, not several"))
    kept = np.nonzero(points == 1)[0]
    if not len(kept):
        raise LayerRefused(tr("Layer '{name}' has no usable points: see the table of rejects.").format(name=given.name)
                           if tally.rejects else tr("Layer '{name}' has no features.").format(name=given.name))
    at = source.paths.first[:-1][np.isin(source.paths.feature, kept)]
    lonlat = np.stack(source.frame.lonlat(source.paths.x[at], source.paths.y[at]), axis=1)
    names, codes = [], []
    for k in kept.tolist():
        texts = [str(source.columns[name][k] or "").strip() for name in name_fields]
        code = places.normalise_code(source.columns[code_field][k]) if code_field else None
        names.append(next(filter(None, texts), "") or places.name_of(code) or str(source.fids[k]))
        codes.append(code or "")
    return Origins(lonlat, _told_apart(names), tuple(codes), tuple(source.fids[kept].tolist()))


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """Names with a number behind those that repeat, so that every row of the matrix can be told."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(out)


@dataclass
class HourCircleJob:
    """What was asked for. *names* are the fields that name places, by the layer they are of; *boundary* with
    *exit_gap_m* asks for the exit corridors of a city."""

    network: Given
    origins: Given
    task: Task
    tally: Tally
    names: Mapping[str, list[str]]
    code_field: str | None = None
    population: Given | None = None
    people_field: str | None = None
    boundary: Given | None = None
    exit_gap_m: float = 0.0
    as_of: dt.date = field(default_factory=dt.date.today)

    def run(self, feedback: QgsFeedback) -> HourCircleResult | None:
        """Travel times, isochrones and exits; None when cancelled. Raises LayerRefused."""
        origins = load_origins(self.origins, self.names["ORIGINS"], self.code_field, self.tally, feedback)
        population = None
        if self.population is not None:
            population = load_population(self.population, self.people_field, self.names["POPULATION"], self.tally,
                                         feedback)
        area = None if self.boundary is None else load_boundary(self.boundary, self.tally)
        result = travel(self.network, origins, self.task, population, self.tally, feedback)
        if feedback.isCanceled():
            return None
        warnings, exits = self._warnings(result, population), None
        if area is not None and not area.isNull() and ROAD in result.modes:
            exits = crossings(area, result.lines.of_mode(ROAD), self.exit_gap_m, feedback)
        elif self.boundary is not None:
            warnings.insert(0, tr("Exit corridors are not counted: there are no roads, or no usable boundary."))
        return replace(result, exits=exits, warnings=warnings)

    def _warnings(self, result: HourCircleResult, population: Population | None) -> list[str]:
        """What a reader would otherwise take for granted; lists the origins that a network does not reach."""
        speeds, out = self.task.speeds, []
        if speeds.mode == ANY and not speeds.class_field:
            out.append(tr("Layer '{name}' has no class field: all lines are taken as roads. Set MODE to rail for "
                          "railways.").format(name=self.network.name))
        for value, count in sorted(result.lines.unknown.items(), key=lambda item: -item[1])[:10]:
            out.append(tr("Unknown class '{value}' ({n} lines): default speed of the mode").format(
                value=value, n=count))
        if not result.modes:
            out.append(tr("Layer '{name}' has no usable lines: no travel time can be computed.").format(
                name=self.network.name))
        for mode in result.modes:
            self._list_unreached(result, mode)
        if result.missing_cities:
            out.append(tr("Cities of the circle that are none of the origins: {names}").format(
                names="、".join(places.name_of(code, locale()) for code in result.missing_cities)))
        if population is not None and population.unknown:
            out.append(Message("shared.people_unknown", {"k": population.unknown, "n": len(population.people)}).text(
                locale()))
        return out

    def _list_unreached(self, result: HourCircleResult, mode: str) -> None:
        word = tr("rail") if mode == RAIL else tr("road")
        for k in np.nonzero(result.snap_m[mode] > self.task.snap_m)[0].tolist():
            self.tally.reject(self.origins.name, result.origins.fids[k], tr(
                "{place}: the nearest line ({mode}) is {far:.0f} m away, more than {limit:g} m: not judged by this mode"
            ).format(place=result.origins.names[k], mode=word, far=result.snap_m[mode][k], limit=self.task.snap_m))


def travel(given: Given, origins: Origins, task: Task, population: Population | None, tally: Tally,
           feedback: QgsFeedback) -> HourCircleResult:
    """Travel times and isochrones for every mode that the lines have. Raises LayerRefused."""
    lines, rule = read_lines(given, task.speeds, tally, feedback), task.speeds.rules
    modes = tuple(mode for mode in MODES if (lines.rail == (mode == RAIL)).any())
    cities = city_indexes(origins.codes, origins.names, rule, places.name_of)
    of_cities = len(cities) > 1
    missing = tuple(city for city in rule.cities if city not in cities) if of_cities else ()
    result = HourCircleResult(origins, lines, modes, cities, of_cities, missing)
    for number, mode in enumerate(modes):
        if feedback.isCanceled():
            return result
        network = Network(lines.of_mode(mode), origins.lonlat, task.snap_m, task.tolerance_m)
        result.snap_m[mode] = network.snap_m
        result.pairs[mode] = _matrix(network, task, origins)
        _read(result, mode, rule)
        span = 70 / len(modes)
        _circles(result, mode, network, task, population, feedback, (25 + span * number, span))
    return result


def _matrix(network: Network, task: Task, origins: Origins) -> list[Pair]:
    """Every pair of origins once, with access at both ends."""
    out, many = [], len(network.node)
    for o in range(many):
        metres, seconds = network.ways(o, BY_TIME) if network.node[o] >= 0 else (np.full(many, np.inf),) * 2
        for d in range(o + 1, many):
            far = [k for k in (o, d) if network.node[k] < 0]
            if far:
                why = tr("no line within {m:.0f} m of {place}").format(m=task.snap_m, place=origins.names[far[0]])
                out.append(Pair(o, d, None, why=why))
                continue
            if not np.isfinite(seconds[d]):
                out.append(Pair(o, d, None, why=tr("no way through the network")))
                continue
            access = float(network.snap_m[o] + network.snap_m[d]) / task.access.speed
            net = float(seconds[d])
            out.append(Pair(o, d, (net + access) / 60, net / 60, access / 60, float(metres[d])))
    return out


def _read(done: HourCircleResult, mode: str, rule: Rules) -> None:
    """All pairs and spokes: of the circle's cities, else of all origins (spokes then need the hub as well)."""
    pairs = done.pairs[mode]
    if done.of_cities:
        inside = set(done.cities.values())
        pairs = [p for p in pairs if p.o in inside and p.d in inside]
    complete = not (done.of_cities and done.missing_cities)
    done.all_pairs[mode] = read_pairs(pairs, rule.limit(mode), complete=complete)
    hub = done.cities.get(rule.hub)
    done.spokes[mode] = None if hub is None else read_pairs(pairs, rule.limit(mode), hub, complete)


def _circles(done: HourCircleResult, mode: str, network: Network, task: Task, population: Population | None,
             feedback: QgsFeedback, progress: tuple[float, float]) -> None:
    start, span = progress
    frame = Frame(QgsCoordinateReferenceSystem(LONLAT), "isochrones")
    jobs = [(k, minutes) for k in range(len(network.node)) if network.node[k] >= 0 for minutes in task.minutes]
    last: dict[int, tuple[float, QgsGeometry]] = {}
    for number, (k, minutes) in enumerate(jobs, 1):  # the minutes ascend
        geometry = isochrone(network, k, done.origins.lonlat[k], minutes * 60, task.access, feedback, last.get(k))
        if geometry is None or feedback.isCanceled():
            return
        geometry.convertToMultiType()
        last = {k: (minutes * 60, geometry)}
        rings = decode([bytes(geometry.asWkb())]).rings
        area = int(feature_cents(frame, rings, frame.shapes(rings), OFFICIAL)[0])
        reached = population.inside(geometry) if population is not None else (None, None)
        done.circles.append(Circle(k, mode, minutes, geometry, area, *reached))
        feedback.setProgress(start + span * number / len(jobs))
