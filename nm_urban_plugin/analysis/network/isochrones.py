"""Isochrones (等时圈): polygons around the parts of a network that are reached within given minutes.

What counts as reached within T minutes:

* the traveller goes from the origin straight to the nearest line at the access speed, then along the network at the
  lines' speeds; a line may be left anywhere (stations are not in the layer);
* from every reached point of the network, and from the origin itself, he goes on straight at the access speed for the
  time that is left, but no farther than the tail (米).

So the polygon is the union of circles about the reached points, each of radius min(tail, access speed x time left):
along a piece of line the radius falls linearly, which gives a tapered capsule, exact on the ellipsoid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeedback, QgsGeometry

from ..buffers.plane import united as union
from ..buffers.plane import valid
from ..reading.parallel import stream
from .capsules import capsules
from .cover import COARSE, FINE, Cover, boxes_of, cover_of, discs_of
from .graph import Network

_LEAST_M = 1.0  # a circle smaller than this adds nothing
_LEAST_S = 1e-6  # a piece that is passed in less is the rounding of one that is none
#: More outlines than this are worth a finer look at what covers them.
_CROWD = 4096
#: Outlines are united in blocks of this many first, neighbours in columns of this many degrees.
_BLOCK, _COLUMN = 256, 0.1


@dataclass(frozen=True)
class Access:
    """How one gets to the network and goes on from it: speed in m/s, and the longest tail in metres."""

    speed: float
    tail_m: float


@dataclass(frozen=True)
class Pieces:
    """Straight pieces of reached lines: ends (n, 2) in degrees and the seconds after departure at each of them."""

    start: np.ndarray
    end: np.ndarray
    t_start: np.ndarray
    t_end: np.ndarray

    def __len__(self) -> int:
        return len(self.t_start)


def _between(start: np.ndarray, end: np.ndarray, share: np.ndarray) -> np.ndarray:
    return start + share[:, None] * (end - start)


def reached(network: Network, point: int, limit: float, delay: float = 0.0) -> Pieces:
    """The parts of the network that are reached from a point within *limit* seconds, *delay* of them before the start.

    A segment is entered from both ends; the two streams meet where they arrive at the same time.
    """
    found = network.arrivals(point, limit - delay)
    ta, tb, w = found.t_start + delay, found.t_end + delay, np.maximum(found.seconds, 1e-9)
    with np.errstate(invalid="ignore"):
        meet = np.clip((tb - ta + w) / (2 * w), 0.0, 1.0)
    meet[np.isinf(tb)], meet[np.isinf(ta)] = 1.0, 0.0
    out = []
    for t, upto, one, two in ((ta, meet, found.start, found.end), (tb, 1 - meet, found.end, found.start)):
        with np.errstate(invalid="ignore"):
            share = np.minimum(upto, (limit - t) / w)
        keep = np.isfinite(t) & (share * w > _LEAST_S)
        out.append((one[keep], _between(one[keep], two[keep], share[keep]), t[keep], t[keep] + share[keep] * w[keep]))
    return Pieces(*(np.concatenate(column) for column in zip(*out)))


def _radii(seconds: np.ndarray, limit: float, access: Access) -> np.ndarray:
    return np.clip(access.speed * (limit - seconds), 0.0, access.tail_m)


def _kinked(pieces: Pieces, limit: float, access: Access) -> Pieces:
    """The pieces, cut where the radius begins to fall, so that it is linear along each."""
    kink = limit - access.tail_m / access.speed
    cut = (pieces.t_start < kink) & (kink < pieces.t_end)
    share = (kink - pieces.t_start[cut]) / (pieces.t_end[cut] - pieces.t_start[cut])
    middle = _between(pieces.start[cut], pieces.end[cut], share)
    at = np.full(len(share), kink)
    end, t_end = pieces.end.copy(), pieces.t_end.copy()
    end[cut], t_end[cut] = middle, at
    return Pieces(np.concatenate([pieces.start, middle]), np.concatenate([end, pieces.end[cut]]),
                  np.concatenate([pieces.t_start, at]), np.concatenate([t_end, pieces.t_end[cut]]))


def polygon(pieces: Pieces, origin: np.ndarray, limit: float, access: Access, feedback: QgsFeedback | None = None,
            within: tuple[float, QgsGeometry] | None = None) -> QgsGeometry | None:
    """The isochrone in degrees: what lies within the tail of the pieces, and of the origin (2,). None when cancelled.

    *within* is a smaller limit and its isochrone. That is a part of this one: pieces that had their full radius there
    are not drawn again, and united with the others it lies in this one to the last corner.

    Where lines are dense most circles lie inside others: what lies wholly in the covered cells of a grid is left out,
    and the cells, which lie inside the circles, take its place. The area is the same, the work is that of its rim.
    """
    pieces = _kinked(pieces, limit, access)
    start = np.concatenate([pieces.start, origin[None, :]])
    end = np.concatenate([pieces.end, origin[None, :]])
    r_start = np.append(_radii(pieces.t_start, limit, access), min(access.tail_m, access.speed * limit))
    r_end = np.append(_radii(pieces.t_end, limit, access), r_start[-1])
    keep = np.maximum(r_start, r_end) > _LEAST_M
    if within is not None:
        full = access.tail_m / access.speed
        keep &= np.append(pieces.t_end, 0.0) > within[0] - full
        if not keep.any():
            return QgsGeometry(within[1])
    cells, kept = _uncovered(start, end, r_start, r_end, np.nonzero(keep)[0])
    kept = kept[np.lexsort((start[kept, 1], np.floor(start[kept, 0] / _COLUMN)))]  # neighbours are united first
    blocks = [kept[a: a + _BLOCK] for a in range(0, len(kept), _BLOCK)]

    def one(block: np.ndarray) -> bytes:
        return union(_polygons(capsules(start[block], end[block], r_start[block], r_end[block])))

    parts = [] if within is None else [bytes(within[1].asWkb())]
    if cells is not None:
        parts.append(union(_polygons(cells.rectangles())))
    for part in stream(one, blocks):
        parts.append(part)
        if feedback is not None and feedback.isCanceled():
            return None
    whole = QgsGeometry()
    whole.fromWkb(valid(union(parts)))
    return whole


def _uncovered(start, end, r_start, r_end, kept: np.ndarray) -> tuple[Cover | None, np.ndarray]:
    """Covered cells, and which of the capsules *kept* are not wholly in them. Where many are left the cells are made
    smaller: most of these stick out of the coarse ones only."""
    most = np.maximum(r_start, r_end)
    ends, radii = np.concatenate([start, end]), np.concatenate([r_start, r_end])
    cells, rest = None, kept
    for across in (COARSE, FINE):
        cells = cover_of(ends, radii, across)
        if cells is None:
            return None, kept
        rest = kept[~cells.holds(boxes_of(start[kept], end[kept], most[kept]))]
        rest = rest[~cells.holds_discs(*discs_of(start[rest], end[rest], most[rest]))]
        if len(rest) <= _CROWD:
            break
    return cells, rest


def _polygons(rings: np.ndarray) -> list[bytes]:
    """WKB of one polygon per ring; rings (n, k, 2) are closed."""
    head = b"\x01\x03\x00\x00\x00\x01\x00\x00\x00" + np.uint32(rings.shape[1]).astype("<u4").tobytes()
    return [head + ring.astype("<f8").tobytes() for ring in rings]


def isochrone(network: Network, point: int, origin: np.ndarray, limit: float, access: Access,
              feedback: QgsFeedback | None = None, within: tuple[float, QgsGeometry] | None = None
              ) -> QgsGeometry | None:
    """The isochrone of a tied point of the network, *limit* in seconds; *origin* (2,) is where it really lies. None
    when cancelled."""
    pieces = reached(network, point, limit, float(network.snap_m[point]) / access.speed)
    return polygon(pieces, origin, limit, access, feedback, within)
