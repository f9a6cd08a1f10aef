"""A network of lines with QGIS's own network analysis: places snapped to it, shortest paths, travel times.

The graph is built by QgsVectorLayerDirector and searched by QgsGraphAnalyzer; lengths are those of the CGCS2000
ellipsoid. Lines are joined where they share a vertex (within the tolerance); lines that merely cross are not, as a
flyover is no junction. All lines may be travelled both ways.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from qgis.analysis import (
    QgsGraph,
    QgsGraphAnalyzer,
    QgsGraphBuilder,
    QgsNetworkDistanceStrategy,
    QgsNetworkSpeedStrategy,
    QgsVectorLayerDirector,
)
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeature,
    QgsFeatureSink,
    QgsFeedback,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)

from ...core.ellipsoid.geodesic import to_space
from ..reading.area import ELLIPSOID
from ..reading.frames import LONLAT
from .lines import Lines

BY_LENGTH, BY_TIME = 0, 1

#: Vertices closer together than this are one junction.
TOLERANCE_M = 1.0
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Path:
    """A way through the network: vertices lon, lat (m, 2) in degrees, its length and the time it takes."""

    lonlat: np.ndarray
    length_m: float
    seconds: float


def geodesic(ax: float, ay: float, bx: float, by: float) -> float:
    """Metres between two points in degrees on the CGCS2000 ellipsoid."""
    return _measure().measureLine(QgsPointXY(ax, ay), QgsPointXY(bx, by))


def _measure() -> QgsDistanceArea:
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem(LONLAT), QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    return measure


def snap(lines: Lines, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The place on the lines that is nearest to each of points (p, 2): (p, 2) in degrees, and how far (p,) in metres.

    The nearest place is found among straight chords through the earth, then measured on the ellipsoid. Infinitely far
    where there are no lines.
    """
    where, far = np.array(points, np.float64).reshape(-1, 2).copy(), np.full(len(points), np.inf)
    start, end = lines.segments()
    if not len(start):
        return where, far
    a, b = to_space(*start.T), to_space(*end.T)
    step = b - a
    square = np.maximum((step**2).sum(axis=1), 1e-12)
    measure = _measure()
    for k, p in enumerate(to_space(*where.T)):
        share = np.clip(((p - a) * step).sum(axis=1) / square, 0.0, 1.0)
        best = int(np.argmin(((a + share[:, None] * step - p) ** 2).sum(axis=1)))
        at = start[best] + share[best] * (end[best] - start[best])
        far[k] = measure.measureLine(QgsPointXY(*map(float, where[k])), QgsPointXY(*map(float, at)))
        where[k] = at
    return where, far


class Network:
    """The graph of *lines* with *points* (p, 2) tied to it, those within *snap_m* of it.

    snap_m (p,): distance of each point to its nearest line; node (p,): its vertex, −1 where it is too far; tied (p, 2):
    where it meets the network. Vertices lonlat (v, 2); segments a, b (s,) with length (m) and seconds.
    """

    def __init__(self, lines: Lines, points: np.ndarray, snap_m: float, feedback: QgsFeedback,
                 tolerance_m: float = TOLERANCE_M) -> None:
        points = np.asarray(points, np.float64).reshape(-1, 2)
        self.tied, self.snap_m = snap(lines, points)
        near = np.nonzero(self.snap_m <= snap_m)[0]
        self.node = np.full(len(points), -1, np.int64)
        self._graph: QgsGraph = self._build(lines, self.tied[near], feedback, tolerance_m)
        graph = self._graph
        count = graph.vertexCount()
        self.lonlat = np.array([(p.x(), p.y()) for p in (graph.vertex(k).point() for k in range(count))]).reshape(-1, 2)
        edges = [(e.fromVertex(), e.toVertex(), e.cost(BY_LENGTH), e.cost(BY_TIME))
                 for e in map(graph.edge, range(graph.edgeCount()))]
        table = np.array(edges, np.float64).reshape(-1, 4)
        table = table[table[:, 0] < table[:, 1]]  # every segment is there both ways
        self.a, self.b = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
        self.length, self.seconds = table[:, 2], table[:, 3]
        for k in near if count else ():
            gap = (self.lonlat - self.tied[k]) * (math.cos(math.radians(self.tied[k, 1])), 1.0)
            self.node[k] = int(np.argmin((gap**2).sum(axis=1)))
        self._trees: dict[tuple[int, int], tuple[list[int], np.ndarray]] = {}

    @staticmethod
    def _build(lines: Lines, points: np.ndarray, feedback: QgsFeedback, tolerance_m: float) -> QgsGraph:
        layer = QgsVectorLayer(f"LineString?crs={LONLAT}&field=kmh:double", "network", "memory")
        features = []
        for k in range(lines.n):
            feature = QgsFeature(layer.fields())
            xy = lines.lonlat[lines.first[k]: lines.first[k + 1]].tolist()
            feature.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(x, y) for x, y in xy]))
            feature.setAttributes([float(lines.kmh[k])])
            features.append(feature)
        layer.dataProvider().addFeatures(features, QgsFeatureSink.Flag.FastInsert)
        director = QgsVectorLayerDirector(layer, -1, "", "", "", QgsVectorLayerDirector.Direction.DirectionBoth)
        director.addStrategy(QgsNetworkDistanceStrategy())
        director.addStrategy(QgsNetworkSpeedStrategy(0, 1.0, 1000 / 3600))
        builder = QgsGraphBuilder(layer.crs(), False, tolerance_m / _METRES_PER_DEGREE, ELLIPSOID)
        director.makeGraph(builder, [QgsPointXY(x, y) for x, y in points.tolist()], feedback)
        return builder.graph()

    def costs(self, point: int, by: int) -> np.ndarray:
        """(v,) metres or seconds from a point to every vertex, infinite where no way leads. The point must be tied."""
        return self._tree(point, by)[1]

    def _tree(self, point: int, by: int) -> tuple[list[int], np.ndarray]:
        key = (int(self.node[point]), by)
        if key not in self._trees:
            tree, cost = QgsGraphAnalyzer.dijkstra(self._graph, key[0], by)
            values = np.array(cost, np.float64)
            values[values > 1e300] = np.inf
            self._trees[key] = (tree, values)
        return self._trees[key]

    def path(self, start: int, end: int, by: int) -> Path | None:
        """The shortest (`BY_LENGTH`) or quickest (`BY_TIME`) way between two points; None where there is none."""
        if self.node[start] < 0 or self.node[end] < 0:
            return None
        tree, cost = self._tree(start, by)
        at, source = int(self.node[end]), int(self.node[start])
        if not np.isfinite(cost[at]):
            return None
        vertices, length, seconds = [at], 0.0, 0.0
        while at != source:
            edge = self._graph.edge(tree[at])
            length += edge.cost(BY_LENGTH)
            seconds += edge.cost(BY_TIME)
            at = edge.fromVertex()
            vertices.append(at)
        return Path(self.lonlat[vertices[::-1]], length, seconds)
