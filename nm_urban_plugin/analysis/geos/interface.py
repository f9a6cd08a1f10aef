"""What the overlay asks of GEOS. Geometries are opaque: only the implementation that made one can use it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

Geometry = Any

#: A grid (m; degrees only where a layer is cut at zone borders) that GEOS can always work on; taken only where it gave
#: up twice.
LAST_GRID = 1e-6


class Prepared(Protocol):
    """A geometry made ready to be asked often; it serves one thread at a time."""

    def intersects(self, other: Geometry) -> bool: ...

    def contains(self, other: Geometry) -> bool: ...


class Geos(Protocol):
    """Polygons in one plane; areas in the square of its unit. Every geometry handed back is polygonal, and empty where
    nothing polygonal is left."""

    def read(self, wkb: bytes) -> Geometry:
        """A polygon as it is."""

    def write(self, geometry: Geometry) -> bytes:
        """Its WKB, two-dimensional."""

    def is_valid(self, geometry: Geometry) -> bool: ...

    def made_valid(self, geometry: Geometry) -> Geometry: ...

    def area(self, geometry: Geometry) -> float: ...

    def box(self, geometry: Geometry) -> np.ndarray:
        """(4,) west, south, east, north."""

    def intersection(self, one: Geometry, other: Geometry) -> Geometry: ...

    def difference(self, one: Geometry, other: Geometry) -> Geometry: ...

    def union(self, geometries: Sequence[Geometry]) -> Geometry: ...

    def without_slivers(self, geometry: Geometry, least: float) -> Geometry:
        """Without the parts of no more than the *least* area."""

    def subdivided(self, geometry: Geometry, vertices: int) -> list[Geometry]:
        """Parts of few vertices that together are the geometry and do not overlap; none is empty."""

    def prepared(self, geometry: Geometry) -> Prepared: ...


#: Plane area (m²) below which a difference of areas is rounding noise of GEOS, far under the cent.
NOISE_M2 = 1e-5


def common(geos: Geos, one: Geometry, other: Geometry) -> Geometry:
    """What two polygons in metres share. Parts of no width that an earlier cut left must not be cut again: GEOS has
    then taken a hectare for common that lay outside."""
    return geos.without_slivers(geos.intersection(one, other), NOISE_M2)


def minus(geos: Geos, one: Geometry, other: Geometry) -> Geometry:
    """What of *one* is not in *other*, in metres, without parts of no width."""
    return geos.without_slivers(geos.difference(one, other), NOISE_M2)


def sound(geos: Geos, wkb: bytes) -> Geometry:
    """A polygon in the plane as GEOS can cut it. What is valid in its layer's CRS can cross itself in the plane by less
    than the sagitta (a hole that touches a long edge of its shell), and GEOS then cuts wrongly or not at all."""
    geometry = geos.read(wkb)
    return geometry if geos.is_valid(geometry) else geos.made_valid(geometry)
