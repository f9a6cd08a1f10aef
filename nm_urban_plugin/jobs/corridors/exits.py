"""Exit corridors of a city (出市通道): where the lines of a network leave its boundary, grouped along it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsFeedback,
    QgsGeometry,
    QgsPointXY,
)

from ...analysis.geos.by_qgis import polygons_of
from ...analysis.network.graph import geodesic
from ...analysis.network.lines import Lines
from ...analysis.reading.batches import features_of
from ...analysis.reading.frames import LONLAT, Frame
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core.corridors.nodes import exit_groups
from ...i18n import tr


@dataclass(frozen=True)
class Crossing:
    """A line crosses the boundary: which exit (from 1), the line's feature id, where (degrees), how far along it."""

    exit: int
    fid: int
    lon: float
    lat: float
    chain_m: float


def load_boundary(given: Given, tally: Tally) -> QgsGeometry:
    """The polygons of a layer as one area in degrees; unusable ones are listed. Raises CrsRefused."""
    frame = Frame(given.crs, given.name)
    there = QgsCoordinateTransform(given.crs, QgsCoordinateReferenceSystem(LONLAT), QgsCoordinateTransformContext())
    parts = []
    for feature in features_of(given.source, QgsFeatureRequest()):
        geometry = feature.geometry()
        why = ""
        if geometry.isNull() or geometry.isEmpty():
            why = tr("the geometry is empty")
        elif not geometry.isGeosValid():
            why = tr("the polygon crosses itself")
        else:
            box = geometry.boundingBox()
            if frame.misplaced(np.array([[box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]]))[0]:
                why = frame.why_misplaced(box.center().x(), box.center().y())
        if why:
            tally.reject(given.name, feature.id(), why)
            continue
        geometry.transform(there)
        parts.append(geometry)
    return polygons_of(QgsGeometry.unaryUnion(parts)) if parts else QgsGeometry()


def crossings(area: QgsGeometry, lines: Lines, gap_m: float, feedback: QgsFeedback) -> list[Crossing]:
    """Every place where a line crosses the outer boundary of *area*, in the order along it; exits are numbered over all
    its parts, from north to south. A line that runs along the boundary counts once for each run."""
    out: list[Crossing] = []
    parts = area.asMultiPolygon() if area.isMultipart() else [area.asPolygon()]
    for ring in sorted((from_north(rings[0]) for rings in parts), key=lambda ring: _northern(ring[0])):
        line = QgsGeometry.fromPolylineXY(ring)
        steps = [geodesic(a.x(), a.y(), b.x(), b.y()) for a, b in zip(ring, ring[1:])]
        chain = np.concatenate([[0.0], np.cumsum(steps)])
        found = _found(line, lines, feedback)
        along = []
        for _, point in found:
            _, at, after, _ = line.closestSegmentWithContext(point)
            before = ring[after - 1]
            along.append(chain[after - 1] + geodesic(before.x(), before.y(), at.x(), at.y()))
        number = max((c.exit for c in out), default=0)
        group = exit_groups(np.array(along), float(chain[-1]), gap_m) + 1 + number
        rows = [Crossing(int(g), fid, point.x(), point.y(), float(c))
                for (fid, point), g, c in zip(found, group, along)]
        out += sorted(rows, key=lambda crossing: (crossing.chain_m, crossing.fid))
    return out


def from_north(ring: list[QgsPointXY]) -> list[QgsPointXY]:
    """A closed ring as the same ring, clockwise from its northernmost vertex (the western one of several): where GEOS
    begins a ring, and which way it goes round, differs by its version."""
    if sum((b.x() - a.x()) * (a.y() + b.y() - 2 * ring[0].y()) for a, b in zip(ring, ring[1:])) < 0:
        ring = ring[::-1]
    first = min(range(len(ring) - 1), key=lambda k: _northern(ring[k]))
    return [*ring[first:-1], *ring[: first + 1]]


def _northern(vertex: QgsPointXY) -> tuple[float, float]:
    """Sorts by latitude from the north, then by longitude from the west; to 1e-9°, as vertices of cuts vary by less."""
    return round(-vertex.y(), 9), round(vertex.x(), 9)


def _found(ring: QgsGeometry, lines: Lines, feedback: QgsFeedback) -> list[tuple[int, QgsPointXY]]:
    """(feature id, place) of all crossings of the ring by lines."""
    box = ring.boundingBox()
    engine = QgsGeometry.createGeometryEngine(ring.constGet())
    engine.prepareGeometry()
    out = []
    for k in range(lines.n):
        xy = lines.lonlat[lines.first[k]: lines.first[k + 1]]
        low, high = xy.min(axis=0), xy.max(axis=0)
        if high[0] < box.xMinimum() or low[0] > box.xMaximum() or high[1] < box.yMinimum() or low[1] > box.yMaximum():
            continue
        if k % 1000 == 0 and feedback.isCanceled():
            break
        line = QgsGeometry.fromPolylineXY([QgsPointXY(x, y) for x, y in xy.tolist()])
        if not engine.intersects(line.constGet()):
            continue
        common = ring.intersection(line)
        pieces = common.asGeometryCollection() if common.isMultipart() else [common]
        out += [(int(lines.fid[k]), next(_corners(piece))) for piece in pieces if not piece.isEmpty()]
    return out


def _corners(geometry: QgsGeometry):
    """The vertices of a geometry as plain points."""
    for vertex in geometry.vertices():
        yield QgsPointXY(vertex.x(), vertex.y())
