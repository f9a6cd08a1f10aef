"""Geometry by the batch for the generators: hashed noise, wiggly shared edges, rings of cells, star-shaped patches.

Neighbouring cells read the same rows of one point array, so a shared border is shared to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

METRES_PER_DEGREE = 111_320.0
_A = 6378137.0
_F = 1 / 298.257222101
_E = np.sqrt(_F * (2 - _F))
_DECIMALS = 9  # 1e-9 degree is 0.1 mm


def hash01(*keys: int | np.ndarray) -> np.ndarray:
    """Uniform numbers in [0, 1) that depend on the integer keys only (broadcast), not on order or batch size."""
    state = np.uint64(0x9E3779B97F4A7C15)
    with np.errstate(over="ignore"):
        for key in keys:
            value = np.asarray(key).astype(np.int64).astype(np.uint64)
            state = (state ^ value) * np.uint64(0xBF58476D1CE4E5B9)
            state = state ^ (state >> np.uint64(29))
            state = (state + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0x94D049BB133111EB)
            state = state ^ (state >> np.uint64(32))
    return (state >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def offsets(counts: np.ndarray) -> np.ndarray:
    """Start of each run in a flat array of runs with these lengths."""
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)


def run_position(counts: np.ndarray) -> np.ndarray:
    """0, 1, ... inside each run, flat."""
    return np.arange(int(counts.sum())) - np.repeat(offsets(counts), counts)


def wiggle(start: np.ndarray, end: np.ndarray, counts: np.ndarray, height: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Points strictly between ``start`` and ``end`` ((n, 2) each): ``counts`` per edge, moved sideways.

    The sideways step is at most ``height`` and goes to zero at both ends; ``noise`` is (sum of counts) in [0, 1).
    """
    edge = np.repeat(np.arange(len(counts)), counts)
    t = (run_position(counts) + 1) / (counts[edge] + 1)
    along = end - start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    normal = np.column_stack([-along[:, 1], along[:, 0]]) / length[:, None]
    step = height[edge] * np.sin(np.pi * t) * (2 * noise - 1)
    return start[edge] + along[edge] * t[:, None] + normal[edge] * step[:, None]


def ring_index(
    corner: np.ndarray, edge: np.ndarray, reverse: np.ndarray, first: np.ndarray, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the point array that make the (unclosed) ring of every cell, and the ring number of every row.

    ``corner``, ``edge``, ``reverse`` are (cells, 4): row of the corner where a side starts, its edge, and whether the
    edge is walked backwards. ``first`` is the row of an edge's first inner point, ``counts`` the number of them.
    """
    sides = edge.ravel()
    length = counts[sides] + 1
    side = np.repeat(np.arange(sides.size), length)
    local = run_position(length)
    inner = np.where(
        reverse.ravel()[side], first[sides][side] + counts[sides][side] - local, first[sides][side] + local - 1
    )
    rows = np.where(local == 0, corner.ravel()[side], inner)
    return rows, side // edge.shape[1]


def to_degrees(xy: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Metres east and north of ``centre`` (lon, lat; (n, 2) or (2,)) as rounded lon, lat (n, 2)."""
    centre = np.atleast_2d(centre)
    lon = centre[:, 0] + xy[:, 0] / (METRES_PER_DEGREE * np.cos(np.radians(centre[:, 1])))
    lat = centre[:, 1] + xy[:, 1] / METRES_PER_DEGREE
    return np.round(np.column_stack([lon, lat]), _DECIMALS)


def polygons(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """Polygons without holes from flat unclosed rings."""
    return shapely.polygons(shapely.linearrings(points, indices=ring))


def star_radii(radius: np.ndarray, counts: np.ndarray, key: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Angle and radius (metres) of every vertex of star-shaped patches with fractal-like borders.

    All radii lie in [0.35, 1] x ``radius``: patches in disjoint circles cannot overlap and cannot cross themselves.
    """
    patch = np.repeat(np.arange(len(radius)), counts)
    angle = 2 * np.pi * run_position(counts) / counts[patch]
    shape = np.full(len(patch), 0.74)
    for order in (2, 3, 4, 5, 7, 9, 13, 18, 25, 36, 51, 72):
        phase = 2 * np.pi * hash01(seed, key, order, 1)
        weight = (0.35 + 0.65 * hash01(seed, key, order, 2)) * 0.30 / order**0.85
        keep = order * 3 < counts  # finer waves than the vertices can show are left out
        shape += (weight * keep)[patch] * np.cos(order * angle + phase[patch])
    shape += 0.03 * (hash01(seed, key[patch], run_position(counts), 3) - 0.5)
    return angle, np.clip(shape, 0.35, 1.0) * radius[patch]


def star_counts(radius: np.ndarray, spacing: float) -> np.ndarray:
    """Number of vertices that puts them about ``spacing`` metres apart on the wiggly border."""
    return np.clip(np.rint(2 * np.pi * radius * 1.05 / spacing), 24, 4000).astype(np.int64)


def stars(centre: np.ndarray, radius: np.ndarray, spacing: float, key: np.ndarray, seed: int) -> np.ndarray:
    """Star-shaped polygons (lon, lat) around ``centre`` (n, 2) with largest ``radius`` (n,) metres."""
    counts = star_counts(radius, spacing)
    angle, r = star_radii(radius, counts, key, seed)
    patch = np.repeat(np.arange(len(radius)), counts)
    return polygons(to_degrees(np.column_stack([r * np.cos(angle), r * np.sin(angle)]), centre[patch]), patch)


def _authalic(lat: np.ndarray) -> np.ndarray:
    """q(B)/2 of the CGCS2000 ellipsoid: y of the equal-area cylinder in units of a."""
    s = np.sin(np.radians(lat))
    return (1 - _E**2) / 2 * (s / (1 - (_E * s) ** 2) + np.arctanh(_E * s) / _E)


def area_m2(geometry: np.ndarray) -> np.ndarray:
    """Ellipsoidal areas (m², CGCS2000) of lon/lat polygons; good to about 1e-6, for plausible attribute values only."""

    def equal_area(xy: np.ndarray) -> np.ndarray:
        return np.column_stack([_A * np.radians(xy[:, 0] - 110.0), _A * (_authalic(xy[:, 1]) - _authalic(45.0))])

    return shapely.area(shapely.transform(geometry, equal_area))


def grid_cells(
    gx: np.ndarray,
    gy: np.ndarray,
    node: Callable[[np.ndarray, np.ndarray], np.ndarray],
    counts: np.ndarray,
    height: float,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Rings of grid cells (gx, gy) whose corners are ``node(i, j)`` and whose sides wiggle by hash of the side.

    ``counts`` (4 per cell: south, east, north, west) must be a function of the side. Returns points and ring numbers.
    """
    n = len(gx)
    # side: start node, end node in the direction of growing i or j, so both cells compute identical points
    si = np.column_stack([gx, gx + 1, gx, gx]).ravel()
    sj = np.column_stack([gy, gy, gy + 1, gy]).ravel()
    across = np.tile([0, 1, 0, 1], n)
    start, end = node(si, sj), node(si + (across == 0), sj + across)
    edge = np.repeat(np.arange(4 * n), counts)
    noise = hash01(seed, si[edge], sj[edge], across[edge], run_position(counts))
    inner = wiggle(start, end, counts, np.full(4 * n, height), noise)
    corners = node(np.column_stack([gx, gx + 1, gx + 1, gx]).ravel(), np.column_stack([gy, gy, gy + 1, gy + 1]).ravel())
    points = np.round(np.vstack([corners, inner]), _DECIMALS)
    first = 4 * n + offsets(counts)
    sides = np.arange(4 * n).reshape(n, 4)
    reverse = np.tile([False, False, True, True], (n, 1))
    rows, ring = ring_index(sides, sides, reverse, first, counts)
    return points[rows], ring


def tie_out(weights: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in proportion to ``weights`` whose sum is ``total`` (largest remainder, first index wins ties)."""
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    short = total - int(whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:short]] += 1
    return whole


def to_multi(geometry: np.ndarray) -> np.ndarray:
    """Polygons as multipolygons of one part, so a layer holds one type."""
    result = geometry.copy()
    single = shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON
    result[single] = shapely.multipolygons(geometry[single][:, None])
    return result
