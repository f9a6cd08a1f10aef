"""Polygons of one plane with what every layer of an overlay asks of them, reckoned once.

Rings are oriented with the interior on the left, and every vertex has the running integral ∮ F dn of
core.ellipsoid.straight along its ring in fixed point: the part of a boundary between any two places is one subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...core.ellipsoid.straight import vertex_integrals
from ...core.rings import Rings, join

#: One unit of the fixed point in m².
UNIT_M2 = 2.0**-24


def fixed(m2: np.ndarray) -> np.ndarray:
    """m² → int64 in units of 2⁻²⁴ m². Sums may wrap around; differences are still right."""
    return np.rint(m2 * (1 / UNIT_M2)).astype(np.int64)


@dataclass(frozen=True)
class Outlines:
    """n polygons in one plane, oriented.

    rings     (e, n) in metres
    area      (n,) raw m²: ellipsoidal, edges straight in the plane
    bounds    (n, 4) xmin, ymin, xmax, ymax
    value     (v,) m², ∫ F dn along the edge from each vertex
    """

    rings: Rings
    area: np.ndarray
    bounds: np.ndarray
    value: np.ndarray

    @staticmethod
    def of(rings: Rings) -> Outlines:
        """From closed rings turned either way."""
        value = vertex_integrals(rings)
        signed = rings.ring_sums(value)
        area = rings.sum_rings(signed)
        turn = (signed > 0) == rings.hole
        if turn.any():
            back = _reversal(rings, turn)
            # the edge into a vertex is then the one that leaves it; before the first vertex of a ring stands a 0
            value = np.where(turn[rings.vertex_ring], -value[back - 1], value)
            rings = rings.with_xy(rings.x[back], rings.y[back])
        return Outlines(rings, area, rings.bounds(), value)

    @property
    def n(self) -> int:
        return self.rings.n

    @cached_property
    def running(self) -> np.ndarray:
        """(v,) int64, fixed-point integral from the start of its ring to each vertex."""
        out = np.zeros(len(self.value), np.int64)
        np.cumsum(fixed(self.value[:-1]), out=out[1:])
        out -= out[self.rings.first[:-1]][self.rings.vertex_ring]
        return out

    def total(self, ring: np.ndarray) -> np.ndarray:
        """Fixed-point integral of whole rings: what has run up where they close."""
        return self.running[self.rings.first[ring + 1] - 1]

    @cached_property
    def edges(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(v,) x0, y0, x1, y1 of the edge from each vertex; from a closing vertex it has no length."""
        return self.rings.x, self.rings.y, *self.rings.ends()

    @cached_property
    def first(self) -> np.ndarray:
        """(n + 1,) first vertex of each polygon."""
        return self.rings.first[np.searchsorted(self.rings.shape, np.arange(self.n + 1, dtype=np.int64))]

    def take(self, which: np.ndarray) -> Outlines:
        """The polygons *which* (ascending), renumbered."""
        if len(which) == self.n:
            return self
        vertex, rings = self.rings.picked(which)
        return Outlines(rings, self.area[which], self.bounds[which], self.value[vertex])

    def plus(self, other: Outlines) -> Outlines:
        """These polygons and then those of *other*."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in ("area", "bounds", "value"))
        return Outlines(join([self.rings, other.rings]), *map(np.concatenate, pairs))


def _reversal(rings: Rings, turn: np.ndarray) -> np.ndarray:
    """(v,) where each vertex comes from when the rings *turn* (r,) bool are read backwards."""
    index = np.arange(len(rings.x), dtype=np.int64)
    turned = np.nonzero(turn[rings.vertex_ring])[0]
    ring = rings.vertex_ring[turned]
    index[turned] = (rings.first[:-1] + rings.first[1:] - 1)[ring] - turned
    return index

