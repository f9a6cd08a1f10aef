"""A clip region in the CRS of the buffered layer. Its edges are straight in its own CRS and densified there first."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsFeedback

from ...core.rings import Rings, expand
from ..overlay.loading import Given, load_zones
from ..reading.frames import SAGITTA_M, Frame, sound
from ..reading.tally import Tally
from ..reading.wkb import encode
from .plane import to_layer, united

_METRES_PER_DEGREE = 111_320.0


def clip_area(given: Given, frame: Frame, tally: Tally, feedback: QgsFeedback) -> bytes:
    """Union of the polygons of a layer as WKB in the CRS of *frame*; unusable ones are listed. Raises CrsRefused."""
    own, rings, _, _ = load_zones(given, [], tally, feedback)
    if own.crs != frame.crs:
        rings = carried(own, frame, rings)
    return united([bytes(sound(blob).asWkb()) for blob in encode(rings)])


def carried(own: Frame, frame: Frame, rings: Rings) -> Rings:
    """Polygons of one CRS in another, with points inserted evenly until edges straight here are straight there within
    0.1 mm."""
    metres = _METRES_PER_DEGREE if frame.geographic else 1.0

    def there(x, y):
        return to_layer(frame, *own.lonlat(x, y))

    for _ in range(8):
        start = rings.edges()
        if not len(start):
            break
        x, y = there(rings.x, rings.y)
        dx, dy = rings.x[start + 1] - rings.x[start], rings.y[start + 1] - rings.y[start]
        aside = np.zeros(len(start))
        for share in (0.25, 0.5, 0.75):
            mx, my = there(rings.x[start] + share * dx, rings.y[start] + share * dy)
            aside = np.maximum(aside, metres * np.hypot(mx - x[start] - share * (x[start + 1] - x[start]),
                                                        my - y[start] - share * (y[start + 1] - y[start])))
        if aside.max() < SAGITTA_M:
            break
        pieces = np.ones(len(rings.x), np.int64)
        needed = np.ceil(np.sqrt(aside / (0.9 * SAGITTA_M))).astype(np.int64)
        pieces[start] = np.where(aside < SAGITTA_M, 1, needed)
        step, vertex = expand(np.zeros(len(pieces), np.int64), pieces)
        share = step / pieces[vertex]
        after = np.minimum(vertex + 1, len(rings.x) - 1)
        first = np.concatenate([[0], np.cumsum(pieces, dtype=np.int64)])[rings.first]
        rings = Rings(rings.x[vertex] + share * (rings.x[after] - rings.x[vertex]),
                      rings.y[vertex] + share * (rings.y[after] - rings.y[vertex]), first, rings.shape, rings.part,
                      rings.hole, rings.n)
    return rings.with_xy(*there(rings.x, rings.y))
