"""Places at corridors: distance, chainage, whether they lie on them, in which ring they lie, and who lives there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from qgis.core import QgsFeedback, QgsGeometry, QgsPoint

from ...analysis.buffers.chainage import Axis
from ...analysis.buffers.paths import Paths
from ...analysis.buffers.plane import to_layer
from ...analysis.buffers.source import Source, densified, read_source
from ...analysis.geos.by_qgis import geometry_from_wkb
from ...analysis.reading.frames import Frame
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...analysis.reading.wkb import encode
from ...core import places
from ...core.cells import distinct, heading_unit, not_negative, unit_named
from ...core.corridors.nodes import GIVEN, ROUTE, SUPPORT, Node, judge, ordered
from ...core.messages import Message
from ...core.roles import match
from .groups import DERIVED, Group

#: Roles that may name a place, the best first.
_NAMES = ("place_name", "county_name", "project_name")


@dataclass(frozen=True)
class Places:
    """k places: lon, lat in degrees, names, codes ('' where unknown), people (NaN where unknown), name of the layer."""

    lon: np.ndarray
    lat: np.ndarray
    names: list[str]
    codes: list[str]
    people: np.ndarray
    layer: str

    def __len__(self) -> int:
        return len(self.names)


def load_places(given: Given, tally: Tally, feedback: QgsFeedback) -> Places:
    """Points of a layer; of a multipoint the first. Raises CrsRefused."""
    names_ = [f.name() for f in given.source.fields()]
    roles = {role: match(role, names_) for role in (*_NAMES, "county_code", "pop_total")}
    columns = list(dict.fromkeys(name for name in roles.values() if name))
    source = read_source(given, columns, tally, feedback)
    _, first = np.unique(source.paths.feature, return_index=True)
    at = source.paths.first[:-1][first]
    lon, lat = source.frame.lonlat(source.paths.x[at], source.paths.y[at])

    def value(role: str, k: int):
        return source.columns[roles[role]][k] if roles[role] else None

    names, codes = [], []
    for k in range(len(source)):
        code = places.code_of(value("county_code", k)) or ""
        texts = [str(value(role, k) or "").strip() for role in _NAMES]
        names.append(next(filter(None, texts), "") or places.name_of(code) or str(source.fids[k]))
        codes.append(code)
    people = _people(given, roles["pop_total"], source, tally)
    return Places(lon, lat, names, codes, people, given.name)


def _people(given: Given, field: str | None, source: Source, tally: Tally) -> np.ndarray:
    """(k,) people of the places, NaN where the cell is empty or unreadable (which is listed)."""
    if field is None:
        return np.full(len(source), np.nan)
    unit = heading_unit(field, "people") or unit_named("人", "people")
    counts, errors = distinct(source.columns[field], lambda cell: not_negative(cell, unit))
    for row, error in errors.items():
        tally.reject(given.name, source.fids[row], Message("shared.cell_unknown", {"why": error, "field": field}))
    return np.array([np.nan if count is None else float(count) for count in counts], np.float64)


@dataclass(frozen=True)
class Placed(Node):
    """A node with its position in degrees; None where the register has none."""

    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class Judged:
    """Nodes in order, and, per corridor, the metres (k,) from each place of the layer to it (infinite without line)."""

    nodes: list[Placed]
    far: list[np.ndarray]
    axes: list[Axis]


def judge_places(groups: Sequence[Group], source: Source, owner: np.ndarray, limit: Sequence[float], snap_m: float,
                 given: Places | None, feedback: QgsFeedback, all_register: bool) -> Judged:
    """Every place of the layer, and of the register where it is asked for, against every corridor."""
    dense = densified(source.frame, source.paths)
    nodes: list[Placed] = []
    far, axes = [], []
    for number, group in enumerate(groups):
        axis = Axis(_parts(dense, owner == number))
        axes.append(axis)
        rows: list[Placed] = []
        named = None if all_register else set() if given is None else set(given.names)
        zero, begins = _zero(group, axis, max(limit[number], snap_m), named)
        if given is not None:
            distance, chain = axis.locate(given.lon, given.lat)
            distance = np.where(_inside(source, owner == number, given), 0.0, distance)
            far.append(distance)
            for k in range(len(given)):
                node = judge(given.names[k], given.codes[k], group.name, _number(distance[k]),
                             _number(zero(chain[k])), limit[number], GIVEN)
                rows.append(_at(node, float(given.lon[k]), float(given.lat[k])))
        if group.entry is not None and all_register:
            rows += _of_register(group, axis, zero, limit[number], snap_m)
        nodes += rows if begins else _from_first(rows)
        if feedback.isCanceled():
            break
    return Judged(ordered(nodes), far, axes)


def _of_register(group: Group, axis: Axis, zero, limit: float, snap_m: float) -> list[Placed]:
    """The corridor's own places: those in order along it, and its support points."""
    rows, seen = [], set()
    supports = {place.name for place in group.entry.supports}
    for place in (*group.entry.places, *group.entry.supports):
        if place.name in seen:
            continue
        seen.add(place.name)
        distance = chain = None
        if place.located:
            found = axis.locate(np.array([place.lon]), np.array([place.lat]))
            distance, chain = _number(found[0][0]), _number(zero(found[1][0]))
        node = judge(place.name, place.code, group.name, distance, chain, limit,
                     SUPPORT if place.name in supports else ROUTE,
                     group.net_m.get(place.name) if group.kind == DERIVED else None, snap_m, place.located)
        rows.append(_at(node, place.lon, place.lat))
    return rows


def _parts(dense: Paths, chosen: np.ndarray) -> list[np.ndarray]:
    """Paths of the chosen features as arrays of lon, lat."""
    xy = np.stack([dense.x, dense.y], 1)
    return [xy[dense.first[k]: dense.first[k + 1]] for k in np.nonzero(chosen[dense.feature])[0].tolist()]


def _zero(group: Group, axis: Axis, near_m: float, named: set[str] | None):
    """A function from chainage along the axis to chainage in the order of the register's places, and whether that is
    counted from the first of them that lies at the line (within *near_m*) and stands among the nodes (is *named*; None:
    all of them do): where none does, or the register does not know the corridor, it is not."""
    located = [place for place in group.entry.places if place.located] if group.entry else []
    if len(located) < 2 or axis.path is None:
        return (lambda chain: chain), False
    distance, chain = axis.locate(np.array([p.lon for p in located]), np.array([p.lat for p in located]))
    sign = 1.0 if chain[-1] >= chain[0] else -1.0
    stands = np.array([named is None or place.name in named for place in located], bool)
    at_line = chain[(distance <= near_m) & stands]
    first = at_line[0] if len(at_line) else chain[0]
    return (lambda value: sign * (value - first)), bool(len(at_line))


def _from_first(rows: list[Placed]) -> list[Placed]:
    """Nodes of a corridor none of whose ordered places is known: chainage from the first place on the corridor."""
    on = [row.chain_m for row in rows if row.on and row.chain_m is not None]
    if not on:
        return rows
    return [row if row.chain_m is None else replace(row, chain_m=row.chain_m - min(on)) for row in rows]


def clipped(given: Places, frame: Frame, clip: bytes) -> Places:
    """The places in a clip region (WKB in the CRS of *frame*), its border included."""
    keep = np.nonzero(_in_polygons(given, frame, [clip]))[0]
    return replace(given, lon=given.lon[keep], lat=given.lat[keep], names=[given.names[k] for k in keep],
                   codes=[given.codes[k] for k in keep], people=given.people[keep])


def _inside(source: Source, chosen: np.ndarray, given: Places) -> np.ndarray:
    """(k,) bool: places inside the polygons of a corridor; none where its features are lines or points."""
    if source.rings is None:
        return np.zeros(len(given), bool)
    return _in_polygons(given, source.frame, encode(source.rings.take(np.nonzero(chosen[:source.rings.n])[0])))


def _in_polygons(given: Places, frame: Frame, blobs: Sequence[bytes]) -> np.ndarray:
    """(k,) bool: places in any of the polygons (WKB in the CRS of *frame*), borders included."""
    out = np.zeros(len(given), bool)
    if not len(given):
        return out
    x, y = to_layer(frame, given.lon, given.lat)
    for blob in blobs:
        polygon = geometry_from_wkb(blob)
        box = polygon.boundingBox()
        near = np.nonzero((x >= box.xMinimum()) & (x <= box.xMaximum()) & (y >= box.yMinimum())
                          & (y <= box.yMaximum()))[0]
        engine = QgsGeometry.createGeometryEngine(polygon.constGet())
        engine.prepareGeometry()
        for k in near.tolist():
            out[k] |= engine.intersects(QgsPoint(float(x[k]), float(y[k])))
    return out


def _at(node: Node, lon: float | None, lat: float | None) -> Placed:
    return Placed(**{f.name: getattr(node, f.name) for f in fields(Node)}, lon=lon, lat=lat)


def _number(value) -> float | None:
    return float(value) if np.isfinite(value) else None
