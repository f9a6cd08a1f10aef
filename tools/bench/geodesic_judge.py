"""An independent judge of buffers: PROJ's geodesics (Karney), which share no code with the plugin.

A line is straight between its vertices in longitude and latitude. It is cut into short pieces; the distance of a point
to it is the smallest geodesic distance to the two pieces beside the nearest cut, each by the parabola through three
samples (the square of a distance is quadratic along a short piece to a part in 10⁹).
"""

import numpy as np
import pyproj
from scipy.spatial import cKDTree

GEOD = pyproj.Geod(a=6378137, rf=298.257222101)


def inverse(lon1, lat1, lon2, lat2):
    """Distances in metres, broadcast."""
    columns = [np.ascontiguousarray(c) for c in np.broadcast_arrays(*(np.asarray(v, float) for v in (
        lon1, lat1, lon2, lat2)))]
    return np.asarray(GEOD.inv(*columns)[2])


def cut(vertices, step=50.0):
    """(n, 2) points of a line, straight in degrees, no farther apart than *step* metres."""
    vertices = np.asarray(vertices, float)
    a, b = vertices[:-1], vertices[1:]
    pieces = np.maximum(np.ceil(inverse(a[:, 0], a[:, 1], b[:, 0], b[:, 1]) / step), 1).astype(int)
    runs = [p + (q - p) * (np.arange(n) / n)[:, None] for p, q, n in zip(a, b, pieces)]
    return np.concatenate([*runs, vertices[-1:]])


def _space(lonlat):
    lam, phi = np.radians(lonlat).T
    e2 = 1 - (1 - 1 / 298.257222101) ** 2
    across = 6378137 / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    return np.column_stack([across * np.cos(phi) * np.cos(lam), across * np.cos(phi) * np.sin(lam),
                            across * (1 - e2) * np.sin(phi)])


def distances(lines, points, step=50.0):
    """(m,) metres from points (m, 2) to the nearest of some lines (vertices in degrees)."""
    cuts = [cut(line, step) for line in lines]
    axis, ends = np.concatenate(cuts), np.cumsum([len(c) for c in cuts])
    points = np.asarray(points, float)
    _, nearest = cKDTree(_space(axis)).query(_space(points))
    best = np.full(len(points), np.inf)
    for other in (np.maximum(nearest - 1, 0), np.minimum(nearest + 1, len(axis) - 1)):
        same = np.searchsorted(ends, nearest, side="right") == np.searchsorted(ends, other, side="right")
        a, b = axis[nearest], np.where(same[:, None], axis[other], axis[nearest])
        square = [_at(a, b, u, points) ** 2 for u in (0.0, 0.5, 1.0)]
        bend = 2 * (square[0] + square[2] - 2 * square[1])
        foot = np.where(bend > 0, (bend + square[0] - square[2]) / np.where(bend > 0, 2 * bend, 1), 0.0)
        best = np.minimum(best, _at(a, b, np.clip(foot, 0, 1), points))
    return best


def _at(a, b, share, points):
    share = np.broadcast_to(share, len(points))
    return inverse(a[:, 0] + share * (b[:, 0] - a[:, 0]), a[:, 1] + share * (b[:, 1] - a[:, 1]), *points.T)


def polygon_area(polygon, step_deg=0.002):
    """m² of a shapely polygon or multipolygon whose edges are straight in degrees: geodesic area of a fine copy."""
    import shapely

    total = 0.0
    for part in shapely.get_parts(shapely.segmentize(polygon, step_deg)):
        for ring, sign in [(part.exterior, 1), *((hole, -1) for hole in part.interiors)]:
            total += sign * abs(GEOD.polygon_area_perimeter(*shapely.get_coordinates(ring).T)[0])
    return total
