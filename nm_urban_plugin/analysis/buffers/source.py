"""Lines, points and polygons to be buffered: read in batches, every unusable feature listed with its reason.

An edge is straight in its own layer's CRS. Before anything else it is densified there, until geodesics between its
points stay within a millimetre of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsAbstractGeometry, QgsFeedback, QgsGeometry, QgsWkbTypes

from ...core.ellipsoid import trig
from ...core.ellipsoid.geodesic import to_space
from ...core.rings import Rings, expand, join
from ...i18n import tr
from ..reading.batches import Batch, FeatureReader
from ..reading.crs import LAT, LON, CrsRefused
from ..reading.frames import Frame
from ..reading.intake import Intake
from ..reading.source import Given
from ..reading.tally import Tally
from .paths import Paths, decode_paths

#: Edges leave the geodesics between their points by less than this; points are no farther apart than LONGEST_M.
SAGITTA_M, LONGEST_M = 0.001, 5_000.0

#: Share of the first batch that must lie off the CRS before the layer as a whole is refused.
_MOSTLY = 0.5
#: A plane coordinate larger than this belongs to no point of China in any zone.
_FARTHEST_M = 6e7
_HALF_TURN = 180.0
#: How far from its meridian the series of a Gauss zone holds (about 20° of longitude).
_SERIES_M = 2.5e6


class _WideFrame(Frame):
    """A frame that takes polygons as far from the zone's meridian as it takes lines: they are not measured in the
    zone's plane, only their boundaries are read."""

    def misplaced(self, bounds: np.ndarray) -> np.ndarray:
        middle = (bounds[:, :2] + bounds[:, 2:]) / 2
        known = np.isfinite(middle[:, 0])
        return known & ~_in_china(self, np.where(known, middle[:, 0], 0.0), np.where(known, middle[:, 1], 0.0))


@dataclass(frozen=True)
class Source:
    """n usable features of a layer: ids, asked columns, their lines, points or boundaries as paths (layer CRS), and,
    of polygons, their rings as well (shape = feature)."""

    frame: Frame
    fids: np.ndarray
    columns: dict[str, list]
    paths: Paths
    rings: Rings | None = None

    def __len__(self) -> int:
        return len(self.fids)


def read_source(given: Given, columns: Sequence[str], tally: Tally, feedback: QgsFeedback) -> Source:
    """All usable features of a layer of lines, points or polygons. Raises CrsRefused."""
    frame = _WideFrame(given.crs, given.name)
    reader = FeatureReader(given.source, list(columns), given.layer)
    kind = QgsWkbTypes.geometryType(given.source.wkbType())
    if kind == QgsWkbTypes.GeometryType.PolygonGeometry:
        return _read_polygons(reader, frame, columns, tally, feedback)
    of_lines = kind == QgsWkbTypes.GeometryType.LineGeometry
    fids, parts = [np.zeros(0, np.int64)], []
    values: dict[str, list] = {name: [] for name in columns}
    for number, batch in enumerate(reader):
        tally.read += len(batch)
        paths, reasons = _clean(batch, frame, tally, number == 0, of_lines)
        for k in sorted(reasons):
            tally.reject(frame.name, batch.fids[k], reasons[k])
        kept = np.array([k for k in range(len(batch)) if k not in reasons], np.int64)
        new = np.cumsum(np.isin(np.arange(len(batch), dtype=np.int64), kept), dtype=np.int64) - 1 + sum(map(len, fids))
        parts.append(Paths(paths.x, paths.y, paths.first, new[paths.feature]))
        fids.append(batch.fids[kept])
        for name in columns:
            values[name] += [batch.columns[name][k] for k in kept]
        if feedback.isCanceled():
            break
    return Source(frame, np.concatenate(fids), values, _joined(parts))


def _read_polygons(reader: FeatureReader, frame: Frame, columns: Sequence[str], tally: Tally, feedback: QgsFeedback
                   ) -> Source:
    fids, parts = [np.zeros(0, np.int64)], []
    values: dict[str, list] = {name: [] for name in columns}
    for batch in Intake(reader, frame, tally):
        fids.append(batch.fids)
        parts.append(batch.rings)
        for name in columns:
            values[name] += batch.columns[name]
        if feedback.isCanceled():
            break
    rings = join(parts)
    return Source(frame, np.concatenate(fids), values, Paths(rings.x, rings.y, rings.first, rings.shape), rings)


def _joined(parts: list[Paths]) -> Paths:
    if not parts:
        return Paths(np.zeros(0), np.zeros(0), np.zeros(1, np.int64), np.zeros(0, np.int64))
    at = np.cumsum([0] + [len(p.x) for p in parts], dtype=np.int64)
    first = np.concatenate([p.first[:-1] + a for p, a in zip(parts, at)] + [at[-1:]])
    return Paths(np.concatenate([p.x for p in parts]), np.concatenate([p.y for p in parts]), first,
                 np.concatenate([p.feature for p in parts]))


def _clean(batch: Batch, frame: Frame, tally: Tally, first: bool, of_lines: bool) -> tuple[Paths, dict[int, str]]:
    """Usable paths of a batch (features numbered as in it), and why the others are not."""
    paths, other = decode_paths(batch.buffer, batch.offsets)
    reasons: dict[int, str] = {}
    straight: list[Paths] = []
    for k in other.tolist():
        found, why = _straightened(batch.blob(k), k)
        if found is None:
            reasons[k] = why
        else:
            straight.append(found)
            tally.repaired(frame.name, batch.fids[k], why, None)
    if straight:
        paths = _joined([paths, *straight])
        paths = paths.take(np.argsort(paths.feature, kind="stable"))
    bad = np.unique(paths.feature[paths.vertex_path[~(np.isfinite(paths.x) & np.isfinite(paths.y))]])
    for k in bad.tolist():
        blank = batch.offsets[k + 1] - batch.offsets[k] == 21 and len(paths.take(paths.feature == k).x) == 1
        reasons[k] = tr("the geometry is empty") if blank else tr("a coordinate is not a number")
    have = np.isin(np.arange(len(batch), dtype=np.int64), paths.feature)
    for k in np.nonzero(~have)[0].tolist():
        reasons.setdefault(k, tr("the geometry is empty") if batch.offsets[k + 1] > batch.offsets[k]
                           else tr("there is no geometry"))
    paths = paths.take(np.nonzero(~np.isin(paths.feature, list(reasons)))[0])
    paths = _without_repeats(paths, reasons, batch, frame, tally, of_lines)
    reasons.update(_off_place(paths, frame, first))
    return paths.take(np.nonzero(~np.isin(paths.feature, list(reasons)))[0]), reasons


def _without_repeats(paths: Paths, reasons: dict[int, str], batch: Batch, frame: Frame, tally: Tally, of_lines: bool
                     ) -> Paths:
    """Repeated vertices are dropped; a line part without length is left out, a feature without any other rejected."""
    again = np.zeros(len(paths.x), bool)
    edge = paths.edges()
    again[edge + 1] = (paths.x[edge] == paths.x[edge + 1]) & (paths.y[edge] == paths.y[edge + 1])
    was_line = (paths.count > 1) | of_lines  # a line of a single vertex is no station
    found = paths.keep_vertices(~again)
    flat = was_line & (found.count == 1)
    if not flat.any():
        return found
    sound = np.unique(found.feature[~flat])
    for k in np.unique(found.feature[flat]).tolist():
        if k in sound:
            tally.repaired(frame.name, batch.fids[k], tr("a part of the line without length was left out"), None)
        else:
            reasons[k] = tr("the line has no length")
    return found.take(np.nonzero(~flat)[0])


def _straightened(blob: bytes, k: int) -> tuple[Paths | None, str]:
    """A curve as a plain line; or None and why the geometry cannot be used."""
    if not blob:
        return None, tr("there is no geometry")
    geometry = QgsGeometry()
    geometry.fromWkb(blob)
    if geometry.isNull() or geometry.isEmpty():
        return None, tr("the geometry is empty")
    if geometry.type() not in (QgsWkbTypes.GeometryType.LineGeometry, QgsWkbTypes.GeometryType.PointGeometry):
        return None, tr("the geometry is neither a line nor a point")
    curved = QgsWkbTypes.isCurvedType(geometry.wkbType())
    box = geometry.boundingBox()
    degrees = max(abs(box.xMaximum()), abs(box.yMaximum())) <= 360
    geometry.convertToStraightSegment(SAGITTA_M / 111_320 if degrees else SAGITTA_M,
                                      QgsAbstractGeometry.SegmentationToleranceType.MaximumDifference)
    raw = np.frombuffer(bytes(geometry.asWkb()), np.uint8)
    paths, other = decode_paths(raw, np.array([0, len(raw)], np.int64))
    if len(other):
        return None, tr("the geometry is neither a line nor a point")
    words = tr("arcs were replaced by chords within 1 mm") if curved else tr("read from another form")
    return Paths(paths.x, paths.y, paths.first, np.full(len(paths.feature), k, np.int64)), words


def _off_place(paths: Paths, frame: Frame, first: bool) -> dict[int, str]:
    """Features that cannot lie where their coordinates say, with the reason. Raises CrsRefused where most do not."""
    reasons: dict[int, str] = {}
    if not len(paths.x):
        return reasons
    owner = paths.feature[paths.vertex_path]
    if frame.geographic:
        edge = paths.edges()
        over = np.abs(np.diff(paths.x))[edge] > _HALF_TURN if len(edge) else np.zeros(0, bool)
        for k in np.unique(owner[edge[over]]).tolist():
            reasons[k] = tr("an edge spans more than 180° of longitude: split the line where it crosses the 180° "
                            "meridian, or correct its coordinates")
    inside = _in_china(frame, paths.x, paths.y)
    off = np.nonzero(~inside)[0]
    for k, at in zip(*np.unique(owner[off], return_index=True)):
        reasons.setdefault(int(k), frame.why_misplaced(paths.x[off[at]], paths.y[off[at]]))
    if first and len(reasons) > _MOSTLY * len(np.unique(paths.feature)):
        raise CrsRefused(tr("Layer '{name}': {why}.").format(name=frame.name, why=next(iter(reasons.values()))))
    return reasons


def _in_china(frame: Frame, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(n,) bool: points of a layer that lie in China, in a zone's CRS also far from its meridian."""
    x, y = np.clip(x, -_FARTHEST_M, _FARTHEST_M), np.clip(y, -_FARTHEST_M, _FARTHEST_M)
    near = np.ones(len(x), bool)
    if frame.zone is not None:  # the series of the zone holds within 20° only
        near = np.abs(x - frame.zone.false_easting) < _SERIES_M
        x = np.where(near, x, frame.zone.false_easting)
    with np.errstate(invalid="ignore"):
        lon, lat = frame.lonlat(x, y)
        return near & (lon >= LON[0]) & (lon <= LON[1]) & (lat >= LAT[0]) & (lat <= LAT[1])


def densified(frame: Frame, paths: Paths, sagitta_m: float = SAGITTA_M) -> Paths:
    """The paths in longitude and latitude, with points inserted evenly on each edge (straight in the layer's CRS) until
    the geodesics between them keep to it within the sagitta and none is longer than LONGEST_M."""
    for _ in range(8):
        edge = paths.edges()
        lon, lat = frame.lonlat(paths.x, paths.y)
        space = to_space(lon, lat)
        chord = space[edge + 1] - space[edge]
        length = np.sqrt((chord**2).sum(axis=1))
        dx, dy = paths.x[edge + 1] - paths.x[edge], paths.y[edge + 1] - paths.y[edge]
        aside = np.zeros(len(edge))
        for share in (0.25, 0.5, 0.75):
            where = frame.lonlat(paths.x[edge] + share * dx, paths.y[edge] + share * dy)
            aside = np.maximum(aside, _aside(to_space(*where) - space[edge], chord, length, *where))
        pieces = np.maximum(np.ceil(np.sqrt(aside / (0.9 * sagitta_m))), np.ceil(length / LONGEST_M)).astype(np.int64)
        pieces = np.where((aside < sagitta_m) & (length <= LONGEST_M), 1, np.maximum(pieces, 2))
        if not (pieces > 1).any():
            break
        every = np.ones(len(paths.x), np.int64)
        every[edge] = pieces
        step, vertex = expand(np.zeros(len(every), np.int64), every)
        share = step / every[vertex]
        after = np.minimum(vertex + 1, len(paths.x) - 1)
        first = np.concatenate([[0], np.cumsum(every, dtype=np.int64)])[paths.first]
        paths = Paths(paths.x[vertex] + share * (paths.x[after] - paths.x[vertex]),
                      paths.y[vertex] + share * (paths.y[after] - paths.y[vertex]), first, paths.feature)
    return Paths(*frame.lonlat(paths.x, paths.y), paths.first, paths.feature)


def _aside(offset: np.ndarray, chord: np.ndarray, length: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """How far points lie beside the plane that stands upright on a chord: (k,) metres."""
    lam, phi = trig.radians(lon), trig.radians(lat)
    (sin_lam, cos_lam), (sin, cos) = trig.sin_cos(lam), trig.sin_cos(phi)
    up = np.stack([cos * cos_lam, cos * sin_lam, sin], 1)
    across = np.cross(up, chord / np.maximum(length, 1e-9)[:, None])
    return np.abs((offset * across).sum(axis=1))
