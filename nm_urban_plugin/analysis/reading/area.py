"""Area of whole batches by the chosen method, in cents, and the unrounded areas in which parts are shared out."""

from __future__ import annotations

import numpy as np

from ...core.ellipsoid.official import official_areas, plane_areas
from ...core.rings import Rings
from ...core.units import cents
from .parallel import each
from .planes import Planes, Shapes

OFFICIAL, GEODESIC, PLANAR = "official", "geodesic", "planar"
METHODS = (OFFICIAL, GEODESIC, PLANAR)

#: The ellipsoid is always set by us: the project's may be NONE, and the context's is empty in headless runs.
ELLIPSOID = "EPSG:1024"

#: Fewer vertices than this are measured sooner than a thread starts.
_WORTH_SPLITTING = 50_000


def feature_areas(frame: Planes, rings: Rings, shapes: Shapes, method: str = OFFICIAL) -> np.ndarray:
    """(n,) m² of each polygon before rounding. *shapes* are frame.shapes(rings).

    official   图斑椭球面积 in the zone of each shape, summed over the shapes of a feature
    geodesic   area between geodesics of the CGCS2000 ellipsoid through the vertices
    planar     in the Gauss plane of the shape, never in degrees and never in Web Mercator
    """
    if method == GEODESIC:
        return frame.geodesic_areas(rings)
    areas = official(shapes.rings) if method == OFFICIAL else plane_areas(shapes.rings)
    return np.bincount(shapes.feature, areas, minlength=rings.n)


def official(rings: Rings) -> np.ndarray:
    """core.ellipsoid.official_areas in two halves side by side; a polygon's area does not depend on its company."""
    if len(rings.x) < _WORTH_SPLITTING:
        return official_areas(rings)
    first_ring = np.searchsorted(rings.shape, np.arange(rings.n, dtype=np.int64))
    middle = int(np.searchsorted(rings.first[first_ring], len(rings.x) // 2))
    halves = [rings.take(np.arange(0, middle, dtype=np.int64)), rings.take(np.arange(middle, rings.n, dtype=np.int64))]
    return np.concatenate(each(official_areas, halves))


def feature_cents(frame: Planes, rings: Rings, shapes: Shapes, method: str = OFFICIAL) -> np.ndarray:
    """(n,) int64: the area of each feature, rounded half-up to 0.01 m² once."""
    return cents(np.maximum(feature_areas(frame, rings, shapes, method), 0.0))
