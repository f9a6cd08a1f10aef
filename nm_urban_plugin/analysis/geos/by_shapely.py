"""GEOS through shapely 2, for use without QGIS. Nothing that ships to QGIS needs it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from .interface import LAST_GRID

_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_NOTHING = shapely.MultiPolygon()
#: Of halvings: very many edges about one point never get few.
_DEEPEST = 50


def _polygons_of(geometry):
    """The polygonal part of a result."""
    if geometry is None or geometry.is_empty:
        return _NOTHING
    if shapely.get_type_id(geometry) in _POLYGONS:
        return geometry
    parts = [p for p in shapely.get_parts(shapely.get_parts(geometry)) if shapely.get_type_id(p) == _POLYGONS[0]]
    return shapely.MultiPolygon([p for p in parts if not p.is_empty])


class _Prepared:
    def __init__(self, geometry) -> None:
        self._geometry = geometry
        shapely.prepare(geometry)

    def intersects(self, other) -> bool:
        return bool(shapely.intersects(self._geometry, other))

    def contains(self, other) -> bool:
        return bool(shapely.contains(self._geometry, other))


class ShapelyGeos:
    """See `interface.Geos`."""

    read = staticmethod(shapely.from_wkb)
    prepared = staticmethod(_Prepared)

    def write(self, geometry) -> bytes:
        return shapely.to_wkb(geometry, byte_order=1, output_dimension=2)

    def is_valid(self, geometry) -> bool:
        return bool(shapely.is_valid(geometry))

    def made_valid(self, geometry):
        return _polygons_of(shapely.make_valid(geometry))

    def area(self, geometry) -> float:
        return float(shapely.area(geometry))

    def box(self, geometry) -> np.ndarray:
        return shapely.bounds(geometry)

    def intersection(self, one, other):
        return self._done(shapely.intersection, one, other)

    def difference(self, one, other):
        return self._done(shapely.difference, one, other)

    def union(self, geometries: Sequence):
        if len(geometries) == 1:
            return geometries[0]
        try:
            return _polygons_of(shapely.union_all(list(geometries)))
        except shapely.GEOSException:
            return _polygons_of(shapely.union_all(list(geometries), grid_size=LAST_GRID))

    def _done(self, operation, one, other):
        """Where GEOS gives up: again with what is surely valid, then on a grid."""
        try:
            return _polygons_of(operation(one, other))
        except shapely.GEOSException:
            one, other = (g if self.is_valid(g) else self.made_valid(g) for g in (one, other))
        try:
            return _polygons_of(operation(one, other))
        except shapely.GEOSException:
            return _polygons_of(operation(one, other, grid_size=LAST_GRID))

    def without_slivers(self, geometry, least: float):
        parts = shapely.get_parts(geometry)
        kept = parts[shapely.area(parts) > least]
        return geometry if len(kept) == len(parts) else shapely.MultiPolygon(kept.tolist())

    def subdivided(self, geometry, vertices: int) -> list:
        """Halved across the longer side of its box until every part has few vertices."""
        todo, out = [(part, 0) for part in shapely.get_parts(geometry).tolist()], []
        while todo:
            part, depth = todo.pop()
            if shapely.get_num_coordinates(part) <= vertices or depth == _DEEPEST:
                out.append(part)
                continue
            west, south, east, north = shapely.bounds(part)
            x, y = (west + east) / 2, (south + north) / 2
            wide = east - west >= north - south
            halves = ([shapely.box(west, south, x, north), shapely.box(x, south, east, north)] if wide else
                      [shapely.box(west, south, east, y), shapely.box(west, y, east, north)])
            pieces = [p for half in halves for p in shapely.get_parts(self.intersection(part, half)).tolist()]
            todo += [(piece, depth + 1) for piece in pieces if not piece.is_empty]
        return out
