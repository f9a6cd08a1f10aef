"""Which side, which crossing: predicates that agree with each other also where things touch.

Ties are decided by simulation of simplicity (Edelsbrunner and Mücke 1990): the zone layer is thought to be moved by
(ε₁, ε₂) with ε₁ ≫ ε₂ > 0, smaller than any distance. A zero of a determinant then has a definite sign, the same in
every predicate, and vertices on edges, shared vertices and collinear edges need no case of their own.
"""

from __future__ import annotations

import numpy as np


def side_of_parcel_point(x, y, bx0, by0, bx1, by1) -> np.ndarray:
    """True where a parcel's point lies left of a zone edge b."""
    dx, dy = bx1 - bx0, by1 - by0
    d = dx * (y - by0) - dy * (x - bx0)
    return (d > 0) | ((d == 0) & ((dy > 0) | ((dy == 0) & (dx < 0))))


def side_of_zone_point(x, y, ax0, ay0, ax1, ay1) -> np.ndarray:
    """True where a zone's point lies left of a parcel edge a."""
    dx, dy = ax1 - ax0, ay1 - ay0
    d = dx * (y - ay0) - dy * (x - ax0)
    return (d > 0) | ((d == 0) & ((dy < 0) | ((dy == 0) & (dx > 0))))


def crossings(ax0, ay0, ax1, ay1, bx0, by0, bx1, by1):
    """Proper crossings of parcel edges a with zone edges b, pair by pair.

    Returns (crosses, to_left, x, y): bool, whether a goes from the right of b to its left, and the crossing point
    (meaningful where it crosses).
    """
    bdx, bdy = bx1 - bx0, by1 - by0
    d0 = bdx * (ay0 - by0) - bdy * (ax0 - bx0)
    d1 = bdx * (ay1 - by0) - bdy * (ax1 - bx0)
    tie = (bdy > 0) | ((bdy == 0) & (bdx < 0))
    left0, left1 = (d0 > 0) | ((d0 == 0) & tie), (d1 > 0) | ((d1 == 0) & tie)
    crosses = left0 != left1
    crosses &= side_of_zone_point(bx0, by0, ax0, ay0, ax1, ay1) != side_of_zone_point(bx1, by1, ax0, ay0, ax1, ay1)
    with np.errstate(divide="ignore", invalid="ignore"):
        u = np.where(crosses, d0 / (d0 - d1), 0.0)
    return crosses, left1, ax0 + u * (ax1 - ax0), ay0 + u * (ay1 - ay0)


def zone_point_in_parcel_edge(x, y, ax0, ay0, ax1, ay1) -> np.ndarray:
    """True where the ray from a zone's point to +x crosses a parcel edge; an odd number means inside."""
    up = ay1 > ay0
    return ((ay0 > y) != (ay1 > y)) & (side_of_zone_point(x, y, ax0, ay0, ax1, ay1) == up)


def zone_edge_left_of(x, y, bx0, by0, bx1, by1) -> np.ndarray:
    """True where a zone edge crosses the horizontal line through a parcel's point, left of the point."""
    up = by1 > by0
    return ((by0 >= y) != (by1 >= y)) & (side_of_parcel_point(x, y, bx0, by0, bx1, by1) != up)


def zone_edge_below(x, y, bx0, by0, bx1, by1) -> np.ndarray:
    """True where a zone edge crosses the vertical line through a parcel's point, below the point."""
    return ((bx0 >= x) != (bx1 >= x)) & (side_of_parcel_point(x, y, bx0, by0, bx1, by1) == (bx1 > bx0))


def cross_deeply(ax0, ay0, ax1, ay1, bx0, by0, bx1, by1, depth: float) -> np.ndarray:
    """True where two edges of one layer cross and each end lies farther than *depth* metres beyond the other."""
    adx, ady, bdx, bdy = ax1 - ax0, ay1 - ay0, bx1 - bx0, by1 - by0
    d0 = bdx * (ay0 - by0) - bdy * (ax0 - bx0)
    d1 = bdx * (ay1 - by0) - bdy * (ax1 - bx0)
    f0 = adx * (by0 - ay0) - ady * (bx0 - ax0)
    f1 = adx * (by1 - ay0) - ady * (bx1 - ax0)
    deep_b, deep_a = depth * np.sqrt(bdx * bdx + bdy * bdy), depth * np.sqrt(adx * adx + ady * ady)
    across_b = (np.minimum(d0, d1) < -deep_b) & (np.maximum(d0, d1) > deep_b)
    return across_b & (np.minimum(f0, f1) < -deep_a) & (np.maximum(f0, f1) > deep_a)


def vertex_on_edge(x, y, bx0, by0, bx1, by1, depth: float) -> np.ndarray:
    """True where a point lies on an edge b of its own layer, to *depth* metres, and farther than that from its ends."""
    dx, dy = bx1 - bx0, by1 - by0
    length = np.sqrt(dx * dx + dy * dy)
    along, across = dx * (x - bx0) + dy * (y - by0), dx * (y - by0) - dy * (x - bx0)
    return (np.abs(across) <= depth * length) & (along > depth * length) & (along < (length - depth) * length)
