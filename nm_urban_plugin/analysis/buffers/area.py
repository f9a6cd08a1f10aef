"""Area of rings on the ellipsoid, also of those that reach over many Gauss zones.

A ring within 1.6° of the meridian of its 3° zone has the official area (图斑椭球面积), the same as parcelarea gives it.
A wider one would have to be cut at the zone borders and its parts summed; the sum is the integral of the ellipsoid's
area along its boundary, which is taken without cutting: edges straight in the layer's CRS, exact quadrature.
"""

from __future__ import annotations

import numpy as np

from ...core.ellipsoid.gauss import MAX_FROM_MERIDIAN, zone_number
from ...core.ellipsoid.geodesic import edge_strips
from ...core.rings import Rings, expand
from ..reading.area import OFFICIAL, feature_areas
from ..reading.frames import Frame

#: Edges of a plane layer are split to this length (m): straight in degrees they then keep to it within 0.3 mm.
_STEP_M = 100.0


def ring_areas(frame: Frame, rings: Rings, method: str = OFFICIAL) -> tuple[np.ndarray, np.ndarray]:
    """(n,) m² of each polygon, and (n,) bool, whether it was integrated because it reaches too far for one zone."""
    if not rings.n:
        return np.zeros(0), np.zeros(0, bool)
    wide = _wide(frame, rings)
    areas = np.zeros(rings.n)
    some = np.zeros(rings.n, bool)
    some[rings.shape] = True
    narrow = np.nonzero(some & ~wide)[0]
    if len(narrow):
        few = rings.take(narrow)
        areas[narrow] = feature_areas(frame, few, frame.shapes(few), method)
    for k in np.nonzero(wide)[0].tolist():
        areas[k] = integrated_area(frame, rings.take([k]))
    return areas, wide


def _wide(frame: Frame, rings: Rings) -> np.ndarray:
    bounds = rings.with_xy(*frame.lonlat(rings.x, rings.y)).bounds()
    west, east = bounds[:, 0], bounds[:, 2]
    with np.errstate(invalid="ignore"):
        if frame.zone is not None:
            meridian = np.full(rings.n, frame.zone.meridian)
            most = MAX_FROM_MERIDIAN if frame.zone.width == 3 else 2 * MAX_FROM_MERIDIAN
        else:
            meridian = 3.0 * zone_number(np.nan_to_num((west + east) / 2))
            most = MAX_FROM_MERIDIAN
        return np.maximum(meridian - west, east - meridian) > most


def in_degrees(frame: Frame, rings: Rings) -> Rings:
    """Polygons of a layer in longitude and latitude; edges of a plane layer are split first."""
    x, y, first = rings.x, rings.y, rings.first
    if not frame.geographic:
        start = rings.edges()
        pieces = np.ones(len(x), np.int64)
        length = np.hypot(x[start + 1] - x[start], y[start + 1] - y[start])
        pieces[start] = np.maximum(np.ceil(length / _STEP_M), 1).astype(np.int64)
        step, vertex = expand(np.zeros(len(pieces), np.int64), pieces)
        share = step / pieces[vertex]
        after = np.minimum(vertex + 1, len(x) - 1)
        first = np.concatenate([[0], np.cumsum(pieces, dtype=np.int64)])[first]
        x, y = x[vertex] + share * (x[after] - x[vertex]), y[vertex] + share * (y[after] - y[vertex])
    lon, lat = frame.lonlat(x, y)
    return Rings(lon, lat, first, rings.shape, rings.part, rings.hole, rings.n)


def integrated_area(frame: Frame, rings: Rings) -> float:
    """m² of one polygon by the integral along its boundary."""
    dense = in_degrees(frame, rings)
    if not len(dense.x):
        return 0.0
    start = dense.edges()
    strips = edge_strips(dense.x, dense.y, start, float(dense.y.mean()))
    return float(dense.sum_rings(np.bincount(dense.vertex_ring[start], strips, minlength=len(dense.shape)))[0])
