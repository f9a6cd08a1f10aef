"""True-distance buffers of lines, points and polygons: per corridor one ring polygon for each width.

    rings = Rings of corridors: make_rings(source, corridors, widths, …)

Ring i of a corridor is what lies farther than its width i−1 and no farther than its width i; ring 1 holds the lines (or
the polygons) themselves. Rings are cut out of each other, so they share their borders vertex by vertex: they do not
overlap, and their union is the buffer of the largest width.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeedback

from ...core.ellipsoid import trig
from ...core.ellipsoid.gauss import MAX_FROM_MERIDIAN, zone_number
from ...core.ellipsoid.geodesic import edge_strips
from ...core.resources import BilingualError
from ...core.rings import Rings, expand, mean
from ..geos.by_qgis import sound_geometry
from ..layers.loading import load_zones
from ..reading.area import OFFICIAL, feature_areas
from ..reading.frames import Frame
from ..reading.parallel import each
from ..reading.planes import SAGITTA_M
from ..reading.source import Given
from ..reading.tally import Tally
from ..reading.wkb import decode, encode
from .paths import Paths
from .plane import DRAWN, buffered, combined, jobs_of, to_layer, united, valid
from .source import Source, densified

#: No corridor is wider (m); a number beyond it is a wrong unit.
MOST_M = 200_000.0
#: Nor narrower: the outline of a narrower one would be rounding noise.
LEAST_M = 0.1
#: Two rings of one corridor differ by at least this part of the larger one, or their outlines, drawn with chords,
#: cross.
APART = 0.001
MOST_RINGS = 20

_SEPARATORS = str.maketrans("，、；;|\t\n", ",,,,,,,")

#: Cells are united in blocks of this many first, several blocks at a time.
_BLOCK = 48


class WidthError(BilingualError):
    """A width or a list of ring widths that cannot be used; the message says which and what is allowed."""


@dataclass(frozen=True)
class Ring:
    """One ring: corridor (index), number from 1, widths in metres (inner is 0 for the first), WKB in the layer's CRS
    (empty MultiPolygon where nothing of it is left by the clip)."""

    corridor: int
    number: int
    inner: float
    width: float
    wkb: bytes


def check_width(value, what: str) -> float:
    """The width as a number of metres. Raises WidthError, *what* names where it stands."""
    if value is None or value == "":
        raise WidthError(f"{what}: there is no width; {LEAST_M:g} to {MOST_M:,.0f} m are possible",
                         f"{what}：没有宽度，应为 {LEAST_M:g} 至 {MOST_M:,.0f} 米")
    try:
        width = float(value)
    except (TypeError, ValueError):
        width = math.nan
    if not math.isfinite(width) or not LEAST_M <= width <= MOST_M:
        raise WidthError(
            f"{what}: '{value}' is not a width in metres from {LEAST_M:g} to {MOST_M:,.0f}",
            f"{what}：“{value}”不是 {LEAST_M:g} 至 {MOST_M:,.0f} 米之间的宽度")
    return width


def parse_rings(text: str | None) -> list[float]:
    """Widths of a comma list, ascending, each once; empty text gives none. Raises WidthError."""
    parts = [part.strip() for part in str(text or "").translate(_SEPARATORS).split(",")]
    found = sorted({check_width(part, "RINGS") for part in parts if part})
    if len(found) > MOST_RINGS:
        raise WidthError(f"RINGS: {len(found)} rings; no more than {MOST_RINGS} are made",
                         f"RINGS：共 {len(found)} 圈，最多 {MOST_RINGS} 圈")
    for a, b in zip(found, found[1:]):
        if b - a < APART * b:
            raise WidthError(f"RINGS: {a:g} and {b:g} m are too close together: rings differ by 0.1 % at least",
                             f"RINGS：{a:g} 米与 {b:g} 米过于接近，相邻两圈至少应相差 0.1%")
    return found


def make_rings(source: Source, corridor: np.ndarray, n_corridors: int, widths: Sequence[float] | np.ndarray,
               feedback: QgsFeedback, clip: bytes | None = None, span: tuple[float, float] = (10, 80)
               ) -> list[Ring] | None:
    """All rings, corridor by corridor; None when cancelled.

    corridor (n,) index of the corridor of each feature, −1 = none; *widths* either one ascending list for all, as
    rings, or an array (n,) with the width of each feature (one ring per corridor, its width_m the largest). *clip* is
    an area in the layer's CRS. Raises BufferFailed.
    """
    dense = densified(source.frame, source.paths)
    own = isinstance(widths, np.ndarray)
    levels = [None] if own else list(widths)
    outlines: list[list[bytes]] = []
    share = (span[1] - span[0]) / len(levels)
    for number, level in enumerate(levels):
        begin = span[0] + number * share
        found = _outlines(source, dense, corridor, n_corridors, widths if own else float(level), feedback,
                          (begin, begin + share))
        if found is None:
            return None
        outlines.append(found)
    largest = [float(widths[corridor == c].max(initial=0.0)) for c in range(n_corridors)] if own else []
    tasks = [(c, k) for c in range(n_corridors) for k in range(len(levels)) if outlines[k][c]]

    def ring(task: tuple[int, int]) -> Ring:
        c, k = task
        shape = outlines[k][c]
        if k and outlines[k - 1][c]:
            shape = combined("Difference", shape, outlines[k - 1][c])
        if clip is not None:
            shape = combined("Intersection", shape, clip)
        return Ring(c, k + 1, 0.0 if own or not k else float(levels[k - 1]), largest[c] if own else float(levels[k]),
                    valid(shape))

    return each(ring, tasks)


def _outlines(source: Source, dense: Paths, corridor: np.ndarray, n_corridors: int, width, feedback: QgsFeedback,
              span: tuple[float, float]) -> list[bytes] | None:
    """The buffer of each corridor as WKB, b'' for one without features."""
    of_path = corridor[dense.feature]
    if isinstance(width, np.ndarray):
        pairs, group = np.unique(np.stack([of_path, width[dense.feature]], 1), axis=0, return_inverse=True)
        group = np.where(of_path >= 0, group.reshape(-1), -1)
        owner, widths = pairs[:, 0].astype(np.int64), pairs[:, 1]
    else:
        group, owner, widths = of_path, np.arange(n_corridors, dtype=np.int64), np.full(n_corridors, width)
    jobs = jobs_of(dense, group, widths)
    cells = buffered(dense, jobs, source.frame, feedback, (span[0], span[0] + 0.8 * (span[1] - span[0])))
    if feedback.isCanceled():
        return None
    blobs: list[list[bytes]] = [[] for _ in range(n_corridors)]
    for number, found in cells.items():
        blobs[int(owner[number])] += found
    if source.rings is not None:
        for k, blob in enumerate(encode(source.rings)):
            if corridor[k] >= 0:
                blobs[int(corridor[k])].append(blob)
    least = float(widths.min(initial=MOST_M)) if len(widths) else MOST_M
    blocks = [(c, found[a: a + _BLOCK]) for c, found in enumerate(blobs) for a in range(0, len(found), _BLOCK)]
    halves: list[list[bytes]] = [[] for _ in range(n_corridors)]
    for (c, _), blob in zip(blocks, each(lambda block: united(block[1]), blocks)):
        halves[c].append(blob)
    out = each(lambda found: _without_cracks(united(found), source, least) if found else b"", halves)
    feedback.setProgress(span[1])
    return None if feedback.isCanceled() else out


def _without_cracks(blob: bytes, source: Source, width: float) -> bytes:
    """The area without holes thinner than the accuracy of its outline (the cells' planes differ by as much)."""
    rings = decode([blob]).rings
    if not rings.hole.any():
        return blob
    start = rings.edges()
    metres = np.ones(2)
    if source.frame.geographic:
        metres = 111_320.0 * np.array([trig.cos(trig.radians(mean(rings.y))), 1.0])
    ring = rings.vertex_ring[start]
    at = rings.first[:-1][ring]  # near the origin, or the products lose digits
    x0, y0 = (rings.x[start] - rings.x[at]) * metres[0], (rings.y[start] - rings.y[at]) * metres[1]
    x1, y1 = (rings.x[start + 1] - rings.x[at]) * metres[0], (rings.y[start + 1] - rings.y[at]) * metres[1]
    area = np.abs(np.bincount(ring, 0.5 * (x0 * y1 - x1 * y0), minlength=len(rings.shape)))
    length = np.bincount(ring, trig.hypot(x1 - x0, y1 - y0), minlength=len(rings.shape))
    keep = ~rings.hole | (2 * area > 2 * DRAWN * width * length)
    if keep.all():
        return blob
    return encode(_only(rings, keep))[0]


def _only(rings: Rings, keep: np.ndarray) -> Rings:
    """Only the rings that *keep* (r,) marks."""
    vertices = keep[rings.vertex_ring]
    first = np.concatenate([[0], np.cumsum(rings.count[keep], dtype=np.int64)]).astype(np.int64)
    return Rings(rings.x[vertices], rings.y[vertices], first, rings.shape[keep], rings.part[keep], rings.hole[keep],
                 rings.n)


_METRES_PER_DEGREE = 111_320.0


def clip_area(given: Given, frame: Frame, tally: Tally, feedback: QgsFeedback) -> bytes:
    """Union of the polygons of a layer as WKB in the CRS of *frame*; unusable ones are listed. Raises CrsRefused."""
    own, rings, _, _ = load_zones(given, [], tally, feedback)
    if own.crs != frame.crs:
        rings = carried(own, frame, rings)
    return united([bytes(sound_geometry(blob).asWkb()) for blob in encode(rings)])


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
            aside = np.maximum(aside, metres * trig.hypot(mx - x[start] - share * (x[start + 1] - x[start]),
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
        length = trig.hypot(x[start + 1] - x[start], y[start + 1] - y[start])
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
    strips = edge_strips(dense.x, dense.y, start, mean(dense.y))
    return float(dense.sum_rings(np.bincount(dense.vertex_ring[start], strips, minlength=len(dense.shape)))[0])
