"""Buffers cell by cell, each in an azimuthal equidistant plane about its own centre, then brought back and united.

A cell is 1.6° by 1.2°, so nothing that is buffered in it lies more than 100 km from its centre: there distances in the
plane are off by forty parts in a million at most, and that is allowed for (analysis.buffers.outline). Where a line
leaves a cell both sides are rounded about the same vertex, so their buffers overlap and leave no seam.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr
from qgis.core import QgsFeedback

from ...core.ellipsoid import trig
from ...core.ellipsoid.gauss import forward
from ...core.ellipsoid.geodesic import from_plane, to_plane
from ...core.rings import Rings, mean
from ..reading.frames import Frame
from ..reading.parallel import stream
from ..reading.wkb import decode, encode
from .outline import circles, drawn_pieces, runs
from .paths import Paths, decode_paths, lines_wkb, polygons_wkb

#: Size of a cell in degrees of longitude and latitude.
_CELL = (1.6, 1.2)

#: Parts of the width: how far lines may be generalised before they are buffered, and how far the drawn outline,
#: straight in the layer's CRS, may keep from the one in the plane.
GENERAL, DRAWN = 3e-5, 3e-5
#: Strips and fans of this many segments are united first.
_BLOCK = 64
_EARTH_M = 6.371e6
#: Largest tangent of a latitude in the region: straight in degrees, an edge of length s bulges by s² tan φ / 8R.
_STEEPEST = 1.4

_POLYGONS = (ogr.wkbPolygon, ogr.wkbMultiPolygon)


class BufferFailed(RuntimeError):
    """GEOS could not unite what it was given, not even after repair."""


@dataclass(frozen=True)
class Job:
    """What one cell has of one group: segments by their start vertex, and lone points, both (k,) indices."""

    group: int
    width: float
    centre: tuple[float, float]
    segments: np.ndarray
    points: np.ndarray


def jobs_of(dense: Paths, group: np.ndarray, widths: np.ndarray) -> list[Job]:
    """Cells of paths in degrees (densified); *group* (p,) of each path, −1 = none, *widths* (g,) in metres."""
    segment = dense.edges()
    path = dense.vertex_path[segment]
    point = dense.first[:-1][dense.count == 1]
    item = np.concatenate([segment, point])
    owner = np.concatenate([group[path], group[dense.count == 1]])
    lon = np.concatenate([(dense.x[segment] + dense.x[segment + 1]) / 2, dense.x[point]])
    lat = np.concatenate([(dense.y[segment] + dense.y[segment + 1]) / 2, dense.y[point]])
    column, row = np.floor(lon / _CELL[0]).astype(np.int64), np.floor(lat / _CELL[1]).astype(np.int64)
    lone = np.arange(len(item), dtype=np.int64) >= len(segment)
    used = owner >= 0
    order = np.lexsort((item, lone, column, row, owner))
    order = order[used[order]]
    key = np.stack([owner, row, column], 1)[order]
    begin = np.nonzero(np.append(True, (np.diff(key, axis=0) != 0).any(axis=1)))[0] if len(order) else []
    out = []
    for a, b in zip(begin, np.append(begin[1:], len(order))):
        which = order[a:b]
        centre = ((column[which[0]] + 0.5) * _CELL[0], (row[which[0]] + 0.5) * _CELL[1])
        out.append(Job(int(owner[which[0]]), float(widths[owner[which[0]]]), centre, item[which[~lone[which]]],
                       item[which[lone[which]]]))
    return out


def buffered(dense: Paths, jobs: Sequence[Job], frame: Frame, feedback: QgsFeedback, span: tuple[float, float]
             ) -> dict[int, list[bytes]]:
    """Per group the outlines of its cells as WKB in the layer's CRS, not yet united."""
    path = dense.vertex_path
    out: dict[int, list[bytes]] = {}
    for number, (job, blob) in enumerate(stream(lambda job: (job, _one(dense, path, job, frame)), jobs), 1):
        out.setdefault(job.group, []).append(blob)
        if number % 16 == 0:
            feedback.setProgress(span[0] + (span[1] - span[0]) * number / len(jobs))
            if feedback.isCanceled():
                break
    return out


def _one(dense: Paths, path: np.ndarray, job: Job, frame: Frame) -> bytes:
    """Buffer of one cell: plane → strips, fans, circles → union → the layer's CRS."""
    groups = []
    if len(job.segments):
        index, first = runs(job.segments, path[job.segments])
        place, inverse = np.unique(dense.x[index] + 1j * dense.y[index], return_inverse=True)
        x, y = to_plane(place.real, place.imag, job.centre)  # equal vertices stay equal
        inverse = inverse.reshape(-1)
        a, b, flat = _generalised(x[inverse], y[inverse], first, GENERAL * job.width)
        groups = _in_blocks(drawn_pieces(a, b, job.width))
        if len(flat):
            groups.append([circles(flat[:, 0], flat[:, 1], job.width)])
    if len(job.points):
        x, y = to_plane(dense.x[job.points], dense.y[job.points], job.centre)
        groups.append([circles(x, y, job.width)])
    whole = united([united([polygons_wkb(group)]) for group in groups])
    return encode(_drawn(decode([whole]).rings, job, frame))[0]


def _in_blocks(pieces: list[tuple[np.ndarray, np.ndarray]]) -> list[list[np.ndarray]]:
    """Pieces of outlines in blocks of neighbours along the lines."""
    many = max((int(at.max(initial=0)) for _, at in pieces), default=-1) // _BLOCK + 1
    found = [[rings[at // _BLOCK == block] for rings, at in pieces] for block in range(many)]
    return [[rings for rings in block if len(rings)] for block in found]


def _generalised(x, y, first, tolerance: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Segments (s, 2), (s, 2) of runs generalised by Douglas and Peucker; runs that shrank to a point (k, 2)."""
    lines = ogr.CreateGeometryFromWkb(lines_wkb(x, y, first))
    simple = _tried(lambda: lines.Simplify(tolerance))
    raw = np.frombuffer(bytes((simple or lines).ExportToWkb()), np.uint8)
    paths, _ = decode_paths(raw, np.array([0, len(raw)], np.int64))
    edge = paths.edges()
    xy = np.stack([paths.x, paths.y], 1)
    long = (xy[edge] != xy[edge + 1]).any(axis=1)
    lost = np.setdiff1d(np.arange(len(paths.feature), dtype=np.int64), paths.vertex_path[edge[long]])
    flat = xy[paths.first[:-1][lost]]
    if len(paths.feature) < len(first) - 1:  # a small loop may be gone altogether
        flat = np.concatenate([flat, np.stack([x, y], 1)[first[:-1]]])
    return xy[edge[long]], xy[edge[long] + 1], flat


def _drawn(rings: Rings, job: Job, frame: Frame) -> Rings:
    """Rings of a plane in the layer's CRS, with points inserted so that edges straight there keep to them."""
    start = rings.edges()
    longest = np.sqrt(8 * _EARTH_M / _STEEPEST * DRAWN * job.width)
    length = trig.hypot(rings.x[start + 1] - rings.x[start], rings.y[start + 1] - rings.y[start])
    pieces = np.ones(len(rings.x), np.int64)
    pieces[start] = np.maximum(np.ceil(length / longest), 1).astype(np.int64)
    dense = rings.with_points(pieces)
    x, y = to_layer(frame, *from_plane(dense.x, dense.y, job.centre))
    last, first = dense.first[1:] - 1, dense.first[:-1]
    x[last], y[last] = x[first], y[first]  # closed to the last bit
    return dense.with_xy(x, y)


def to_layer(frame: Frame, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude, latitude → coordinates of the layer."""
    if frame.geographic:
        return lon, lat
    meridian = frame.zone.meridian if frame.zone is not None else round(mean(lon) if len(lon) else 0.0)
    return frame.source(*forward(lon, lat, meridian), meridian)


# -- GEOS through OGR, whose calls let go of the interpreter lock ------------------------------------------------

def united(blobs: Sequence[bytes]) -> bytes:
    """Union of (multi)polygons as WKB of a MultiPolygon. Raises BufferFailed."""
    result = _union([_geometry(blob) for blob in blobs])
    if result is None:
        result = _union([_tried(lambda g=g: g.MakeValid()) or g for g in map(_geometry, blobs)])
    if result is None:
        raise BufferFailed(gdal.GetLastErrorMsg())
    return bytes(ogr.ForceToMultiPolygon(result).ExportToWkb(ogr.wkbNDR))


def _union(geometries: list) -> ogr.Geometry | None:
    bag = ogr.Geometry(ogr.wkbMultiPolygon)
    for geometry in geometries:
        for part in polygons(geometry):
            bag.AddGeometry(part)
    return _tried(bag.UnionCascaded) if bag.GetGeometryCount() else bag


def combined(name: str, one: bytes, two: bytes) -> bytes:
    """Difference or Intersection (the name of OGR's method) of two areas, polygons only. Raises BufferFailed."""
    a, b = _geometry(one), _geometry(two)
    result = _tried(lambda: getattr(a, name)(b))
    if result is None:
        a, b = (_tried(lambda g=g: g.MakeValid()) or g for g in (a, b))
        result = _tried(lambda: getattr(a, name)(b))
    if result is None:
        raise BufferFailed(gdal.GetLastErrorMsg())
    bag = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in polygons(result):
        bag.AddGeometry(part)
    return bytes(bag.ExportToWkb(ogr.wkbNDR))


def valid(blob: bytes) -> bytes:
    """The area itself where GEOS finds it valid, else its repaired form."""
    geometry = _geometry(blob)
    if geometry.IsEmpty() or geometry.IsValid():
        return blob
    mended = _tried(geometry.MakeValid)
    return united([bytes(part.ExportToWkb(ogr.wkbNDR)) for part in polygons(mended)]) if mended is not None else blob


def polygons(geometry: ogr.Geometry) -> list[ogr.Geometry]:
    """The polygons in a result of GEOS, as borrowed parts."""
    flat = ogr.GT_Flatten(geometry.GetGeometryType())
    if flat == ogr.wkbPolygon:
        return [] if geometry.IsEmpty() else [geometry]
    return [part for k in range(geometry.GetGeometryCount()) for part in polygons(geometry.GetGeometryRef(k))]


def _geometry(blob: bytes) -> ogr.Geometry:
    return ogr.CreateGeometryFromWkb(blob)


def _tried(call):
    """call(), None where OGR says no in either of its ways."""
    try:
        return call()
    except RuntimeError:  # GDAL raises where another plugin told it to
        return None
