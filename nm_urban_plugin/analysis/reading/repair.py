"""Reading of invalid polygons: accepted where there is only one way to read them, refused otherwise.

The rings are noded and cut into faces. A face belongs to the polygon by the even-odd rule where an odd number of
rings wind around it, by the nonzero rule where it lies in an outer ring and in no hole. If both rules name the same
faces (a bow-tie, a ring that touches itself, a spike), that is the polygon; if they differ (a ring that laps over
itself, parts or holes that overlap), nobody but the surveyor can say what was meant.
"""

from __future__ import annotations

import numpy as np
from qgis.core import QgsGeometry

from ...core.rings import Rings
from .frames import polygons_of
from .wkb import decode


def read_one_way(rings: Rings) -> Rings | None:
    """The one reading of a single polygon (rings.n == 1), or None where there are several or nothing is enclosed."""
    lines = []
    for a, b in zip(rings.first[:-1], rings.first[1:]):
        if b - a >= 3:
            xy = np.stack([rings.x[a:b], rings.y[a:b]], 1).astype("<f8")
            line = QgsGeometry()
            line.fromWkb(b"\x01\x02\x00\x00\x00" + np.uint32(b - a).astype("<u4").tobytes() + xy.tobytes())
            lines.append(line)
    if not lines:
        return None
    noded = QgsGeometry.unaryUnion(lines)
    faces = QgsGeometry.polygonize([noded])
    kept = []
    for face in faces.asGeometryCollection():
        inner = face.pointOnSurface()
        if inner.isNull():
            continue
        point = inner.asPoint()
        even_odd, nonzero = _readings(rings, point.x(), point.y())
        if even_odd != nonzero:
            return None
        if nonzero:
            kept.append(face)
    if not kept:
        return None
    united = polygons_of(QgsGeometry.unaryUnion(kept))
    if united.isEmpty() or not united.isGeosValid():
        return None
    return decode([bytes(united.asWkb())]).rings


def _readings(rings: Rings, x: float, y: float) -> tuple[bool, bool]:
    """Whether (x, y) is inside by the even-odd and by the nonzero rule."""
    winding = np.array([_winding(rings, k, x, y) for k in range(len(rings.shape))], np.int64)
    even_odd = bool((np.abs(winding) % 2).sum() % 2)
    nonzero = False
    for part in np.unique(rings.part):
        own = rings.part == part
        nonzero |= bool((winding[own & ~rings.hole] != 0).any() and not (winding[own & rings.hole] != 0).any())
    return even_odd, nonzero


def _winding(rings: Rings, ring: int, x: float, y: float) -> int:
    """How often a ring winds around a point off it (Sunday's crossing rule)."""
    a, b = rings.first[ring], rings.first[ring + 1]
    x0, y0, x1, y1 = rings.x[a : b - 1], rings.y[a : b - 1], rings.x[a + 1 : b], rings.y[a + 1 : b]
    side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
    up = (y0 <= y) & (y1 > y) & (side > 0)
    down = (y0 > y) & (y1 <= y) & (side < 0)
    return int(up.sum()) - int(down.sum())
