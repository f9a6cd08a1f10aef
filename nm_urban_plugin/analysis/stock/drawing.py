"""Polygons of a batch as GEOS cuts them, fetched once, and their areas measured all at once."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsGeometry

from ...core.ellipsoid.straight import straight_areas
from ..overlay.outlines import Outlines
from ..reading.frames import sound
from ..reading.wkb import decode, encode
from .cut import common


class Drawn:
    """Some polygons of *outlines* by their number there; made sound for GEOS when first asked for."""

    def __init__(self, outlines: Outlines, numbers) -> None:
        numbers = np.unique(np.asarray(numbers, np.int64))
        self._blobs = dict(zip(numbers.tolist(), encode(outlines.rings.take(numbers))))
        self._made: dict[int, QgsGeometry] = {}

    def __getitem__(self, number: int) -> QgsGeometry:
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = sound(self._blobs[number])
        return made


def raw_areas(polygons: list[QgsGeometry]) -> np.ndarray:
    """(n,) raw m² of polygons in the plane."""
    return straight_areas(decode([bytes(g.asWkb()) for g in polygons]).rings) if polygons else np.zeros(0)


def common_by_geos(one: Outlines, two: Outlines, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """pairs.common_areas with GEOS: for the few whose boundaries contradict each other."""
    first, second = Drawn(one, p), Drawn(two, q)
    return raw_areas([common(first[a], second[b]) for a, b in zip(p.tolist(), q.tolist())])
