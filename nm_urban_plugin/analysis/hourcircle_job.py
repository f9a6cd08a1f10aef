"""The hour circle: travel times among places, isochrones around them, and who lives inside; rail and road apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback, QgsGeometry, QgsWkbTypes

from ..core import places
from ..core.corridor_register import RAIL, ROAD
from ..core.hourcircle import Pair, Reading, Rules, city_indexes, read_pairs
from ..i18n import tr
from .area import OFFICIAL, feature_cents
from .buffers_read import read_source
from .crs import CrsRefused
from .frames import LONLAT, Frame
from .isochrones import Access, isochrone
from .loading import Given
from .network import BY_TIME, TOLERANCE_M, Network
from .network_lines import Lines, SpeedRule, read_lines
from .population import Population
from .rejects import Tally
from .wkb import decode

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


@dataclass
class Done:
    """All results. ``pairs`` per mode (each pair once), ``readings`` per mode: all pairs and spokes, of the cities of
    the circle where at least two of them are origins, else of all origins (``of_cities`` says which)."""

    origins: Origins
    lines: Lines
    modes: tuple[str, ...]
    pairs: dict[str, list[Pair]] = field(default_factory=dict)
    circles: list[Circle] = field(default_factory=list)
    all_pairs: dict[str, Reading] = field(default_factory=dict)
    spokes: dict[str, Reading | None] = field(default_factory=dict)
    snap_m: dict[str, np.ndarray] = field(default_factory=dict)
    of_cities: bool = False
    missing_cities: tuple[str, ...] = ()
    cities: dict[str, int] = field(default_factory=dict)


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
    """The points of a layer; a multipoint counts where it has one point only. Raises CrsRefused."""
    columns = list(dict.fromkeys([*name_fields, *([code_field] if code_field else [])]))
    beside = Tally(rejects=tally.rejects)  # the features read are those of the network
    source = read_source(given, columns, beside, feedback)
    points = np.bincount(source.paths.feature, minlength=len(source))
    for k in np.nonzero(points > 1)[0].tolist():
        tally.reject(given.name, source.fids[k], tr("one point is expected, not several"))
    kept = np.nonzero(points == 1)[0]
    if not len(kept):
        raise CrsRefused(tr("Layer '{name}' has no usable points: see the table of rejects.").format(name=given.name)
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


def run(given: Given, origins: Origins, task: Task, population: Population | None, tally: Tally, feedback: QgsFeedback
        ) -> Done:
    """Travel times and isochrones for every mode that the lines have. Raises CrsRefused."""
    lines = read_lines(given, task.speeds, tally, feedback)
    modes = tuple(mode for mode in MODES if (lines.rail == (mode == RAIL)).any())
    done = Done(origins, lines, modes)
    rule = task.speeds.rules
    done.cities = city_indexes(origins.codes, origins.names, rule, places.name_of)
    done.of_cities = len(done.cities) > 1
    done.missing_cities = tuple(city for city in rule.cities if city not in done.cities) if done.of_cities else ()
    for number, mode in enumerate(modes):
        if feedback.isCanceled():
            return done
        network = Network(lines.of_mode(mode), origins.lonlat, task.snap_m, feedback, task.tolerance_m)
        done.snap_m[mode] = network.snap_m
        done.pairs[mode] = _matrix(network, task)
        _read(done, mode, rule)
        span = 70 / len(modes)
        _circles(done, mode, network, task, population, feedback, 25 + span * number, span)
    return done


def _matrix(network: Network, task: Task) -> list[Pair]:
    """Every pair of origins once, with access at both ends."""
    out = []
    for o in range(len(network.node)):
        for d in range(o + 1, len(network.node)):
            far = [k for k in (o, d) if network.node[k] < 0]
            if far:
                why = tr("no line within {m:.0f} m of {place}")
                out.append(Pair(o, d, None, why=why.format(m=task.snap_m, place="{" + str(far[0]) + "}")))
                continue
            path = network.path(o, d, BY_TIME)
            if path is None:
                out.append(Pair(o, d, None, why=tr("no way through the network")))
                continue
            access = float(network.snap_m[o] + network.snap_m[d]) / task.access.speed
            out.append(Pair(o, d, (path.seconds + access) / 60, path.seconds / 60, access / 60, path.length_m))
    return out


def _read(done: Done, mode: str, rule: Rules) -> None:
    """All pairs and spokes: of the circle's cities, else of all origins (spokes then need the hub as well)."""
    pairs = done.pairs[mode]
    if done.of_cities:
        inside = set(done.cities.values())
        pairs = [p for p in pairs if p.o in inside and p.d in inside]
    done.all_pairs[mode] = read_pairs(pairs, rule.limit(mode))
    hub = done.cities.get(rule.hub)
    done.spokes[mode] = None if hub is None else read_pairs(pairs, rule.limit(mode), hub)


def _circles(done: Done, mode: str, network: Network, task: Task, population: Population | None, feedback: QgsFeedback,
             start: float, span: float) -> None:
    frame = Frame(_lonlat_crs(), "isochrones")
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
        people, towns = population.inside(geometry) if population is not None else (None, None)
        done.circles.append(Circle(k, mode, minutes, geometry, area, people, towns))
        feedback.setProgress(start + span * number / len(jobs))


def _lonlat_crs():
    from qgis.core import QgsCoordinateReferenceSystem

    return QgsCoordinateReferenceSystem(LONLAT)


def is_point(wkb_type) -> bool:
    """Whether a layer holds points."""
    return QgsWkbTypes.geometryType(wkb_type) == QgsWkbTypes.GeometryType.PointGeometry
