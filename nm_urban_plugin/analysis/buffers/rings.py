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

from ...core.resources import BilingualError
from ...core.rings import Rings
from ..reading.parallel import each
from ..reading.wkb import decode, encode
from .paths import Paths
from .plane import DRAWN, buffered, combined, jobs_of, united, valid
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
        metres = 111_320.0 * np.array([np.cos(np.radians(rings.y.mean())), 1.0])
    ring = rings.vertex_ring[start]
    at = rings.first[:-1][ring]  # near the origin, or the products lose digits
    x0, y0 = (rings.x[start] - rings.x[at]) * metres[0], (rings.y[start] - rings.y[at]) * metres[1]
    x1, y1 = (rings.x[start + 1] - rings.x[at]) * metres[0], (rings.y[start + 1] - rings.y[at]) * metres[1]
    area = np.abs(np.bincount(ring, 0.5 * (x0 * y1 - x1 * y0), minlength=len(rings.shape)))
    length = np.bincount(ring, np.hypot(x1 - x0, y1 - y0), minlength=len(rings.shape))
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
