"""GEOS through QgsGeometry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.core import QgsGeometry, QgsWkbTypes

from .interface import LAST_GRID, sound


def polygons_of(geometry: QgsGeometry) -> QgsGeometry:
    """The polygonal part of a GEOS result (touching polygons also give points and lines); empty if there is none."""
    if geometry.isNull() or geometry.isEmpty():
        return QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")
    polygon = QgsWkbTypes.GeometryType.PolygonGeometry
    if geometry.type() == polygon:
        return geometry
    parts = [g for g in geometry.asGeometryCollection() if g.type() == polygon and not g.isEmpty()]
    return QgsGeometry.collectGeometry(parts) if parts else QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")


def geometry_from_wkb(wkb: bytes) -> QgsGeometry:
    """A polygon as it is."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def united(blobs: list[bytes]) -> QgsGeometry:
    """Parts of one polygon that were made in several planes, as one geometry in the layer's CRS.

    Their common borders agree to a nanometre only; where GEOS stumbles over that the parts are joined one by one, each
    made valid, and what still cannot be joined stays a part of its own.
    """
    parts = [sound_geometry(blob) for blob in blobs]
    whole = QgsGeometry.unaryUnion(parts)
    if not whole.isNull() and whole.isGeosValid():
        return polygons_of(whole)
    whole = parts[0]
    for part in parts[1:]:
        more = whole.combine(part)
        whole = QgsGeometry.collectGeometry([whole, part]) if more.isNull() else more
    return polygons_of(whole if whole.isGeosValid() else whole.makeValid())


def sound_geometry(wkb: bytes) -> QgsGeometry:
    """`interface.sound` where QGIS is at hand."""
    return sound(_GEOS, wkb)


class _Prepared:
    def __init__(self, geometry: QgsGeometry) -> None:
        self._geometry = geometry  # the engine does not keep it alive
        self._engine = QgsGeometry.createGeometryEngine(geometry.constGet())
        self._engine.prepareGeometry()

    def intersects(self, other: QgsGeometry) -> bool:
        return self._engine.intersects(other.constGet())

    def contains(self, other: QgsGeometry) -> bool:
        return self._engine.contains(other.constGet())


class QgisGeos:
    """See `interface.Geos`."""

    read = staticmethod(geometry_from_wkb)
    prepared = staticmethod(_Prepared)

    def write(self, geometry: QgsGeometry) -> bytes:
        return bytes(geometry.asWkb())

    def is_valid(self, geometry: QgsGeometry) -> bool:
        return geometry.isGeosValid()

    def made_valid(self, geometry: QgsGeometry) -> QgsGeometry:
        return polygons_of(geometry.makeValid())

    def area(self, geometry: QgsGeometry) -> float:
        return geometry.area()

    def box(self, geometry: QgsGeometry) -> np.ndarray:
        box = geometry.boundingBox()
        return np.array([box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()])

    def intersection(self, one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
        return self._done("intersection", one, other)

    def difference(self, one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
        return self._done("difference", one, other)

    def union(self, geometries: Sequence[QgsGeometry]) -> QgsGeometry:
        if len(geometries) == 1:
            return geometries[0]
        joined = QgsGeometry.unaryUnion(list(geometries))
        if joined.isNull():
            joined = QgsGeometry.unaryUnion(list(map(self._on_grid, geometries)))
        return polygons_of(joined)

    def _done(self, operation: str, one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
        """A null result is GEOS giving up: again with what is surely valid, then on a grid."""
        found = getattr(one, operation)(other)
        if found.isNull():
            found = getattr(self._valid(one), operation)(self._valid(other))
        if found.isNull():
            found = getattr(self._on_grid(one), operation)(self._on_grid(other))
        return polygons_of(found)

    def _valid(self, geometry: QgsGeometry) -> QgsGeometry:
        return geometry if geometry.isGeosValid() else self.made_valid(geometry)

    def _on_grid(self, geometry: QgsGeometry) -> QgsGeometry:
        return self._valid(geometry.snappedToGrid(LAST_GRID, LAST_GRID))

    def without_slivers(self, geometry: QgsGeometry, least: float) -> QgsGeometry:
        if not geometry.isMultipart():
            return geometry
        parts = geometry.asGeometryCollection()
        kept = [part for part in parts if part.area() > least]
        return geometry if len(kept) == len(parts) else polygons_of(QgsGeometry.collectGeometry(kept))

    def subdivided(self, geometry: QgsGeometry, vertices: int) -> list[QgsGeometry]:
        return [part for part in geometry.subdivide(vertices).asGeometryCollection() if not part.isEmpty()]


_GEOS = QgisGeos()
