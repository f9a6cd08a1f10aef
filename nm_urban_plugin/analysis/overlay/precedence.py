"""Parcels that overlap each other: which of them the overlap belongs to.

The reading: an overlap belongs to the earliest date, then to the smallest feature id, and is counted
once. Only parcels over which another one may lie at all (depth) are looked at; the index holds 52 bytes for each of
them (id, date, box, cell order).
"""

from __future__ import annotations

import numpy as np

from ...core.rings import Rings, owners
from ..geos import Geometry, Geos, common, default
from ..reading.kept import KeptBatches
from ..reading.planes import Shapes
from ..reading.wkb import encode
from .boxes import BoxIndex
from .outlines import Outlines
from .pairs import common_areas

#: Overlaps smaller than a tenth of a cent are rounding noise of shared borders.
_NOISE_M2 = 1e-3


class ClaimIndex:
    """Boxes of the counted parcels on a grid, to find those that come before a given one.

    fids (n,), days (n,) proleptic ordinals of the approval dates, boxes (n, 4) in the layer's CRS.
    """

    def __init__(self, fids: np.ndarray, days: np.ndarray, boxes: np.ndarray) -> None:
        self.fids, self.days, self.boxes = fids, days.astype(np.int32), boxes
        self._index = BoxIndex(boxes)

    def earlier(self, rows: np.ndarray) -> dict[int, np.ndarray]:
        """For each index row: rows whose boxes overlap its own and that come before it, in order of precedence."""
        rows = np.asarray(rows, np.int64)
        query, b = self._index.meeting(self.boxes[rows])
        a = rows[query]
        before = (self.days[b] < self.days[a]) | ((self.days[b] == self.days[a]) & (self.fids[b] < self.fids[a]))
        a, b = a[before], b[before]
        order = np.lexsort((self.fids[b], self.days[b], a))
        a, b = a[order], b[order]
        start = np.nonzero(np.diff(a, prepend=-1))[0]
        return dict(zip(a[start].tolist(), np.split(b, start[1:]))) if len(a) else {}


class Claims:
    """Claims on the shapes of kept batches.

    rows    (k,) of the parcels that may have or make a claim, ascending; days (k,) ordinals; boxes (k, 4) in the
            layer's CRS
    counted (k,) whether a parcel is counted: the others hold land, but nobody asks what is held of theirs
    since   what is dated before this day lies before the period
    """

    def __init__(self, kept: KeptBatches, rows: np.ndarray, days: np.ndarray, boxes: np.ndarray, counted: np.ndarray,
                 since: int, geos: Geos | None = None) -> None:
        self._geos = geos or default()
        self._kept, self._rows, self._counted = kept, rows, counted
        self._before_period = days < since
        self._index = ClaimIndex(kept.fids[rows], days, boxes)

    def on(self, number: int, shapes: Shapes) -> tuple[dict[int, Geometry], np.ndarray]:
        """By shape of batch *number*, the part that earlier parcels hold; and the features (int64) of which only
        parcels from before the period hold a part."""
        first, last = self._kept.first_row[number : number + 2]
        mine = np.arange(*np.searchsorted(self._rows, [first, last]), dtype=np.int64)
        mine = mine[self._counted[mine]]
        earlier = self._index.earlier(mine) if len(mine) else {}
        if not earlier:
            return {}, np.zeros(0, np.int64)
        of_feature = {int(self._rows[k]) - first: before for k, before in earlier.items()}
        held = np.isin(shapes.feature, list(of_feature))
        parts: tuple[dict[int, Geometry], ...] = ({}, {})  # by parcels of the period, by those before it
        for meridian in np.unique(shapes.meridian[held]):
            here = np.nonzero(held & (shapes.meridian == meridian))[0].tolist()
            before = [of_feature[int(shapes.feature[k])] for k in here]
            others = np.unique(np.concatenate(before))
            rings = self._kept.frame.to_meridian(self._kept.rings_of(self._rows[others]), float(meridian))
            mine_here = shapes.rings.take(here)
            for found, chosen in zip(parts, (~self._before_period, self._before_period)):
                places = [np.searchsorted(others, one[chosen[one]]).tolist() for one in before]
                if any(places):
                    among = claims_among(mine_here, rings, places, self._geos)
                    found.update({here[k]: claim for k, claim in among.items()})
        within, prior = parts
        claims = dict(within)
        for k, claim in prior.items():
            claims[k] = self._geos.union([claims[k], claim]) if k in claims else claim
        features = shapes.feature
        only = {int(features[k]) for k in prior} - {int(features[k]) for k in within}
        return claims, np.array(sorted(only), np.int64)


def claims_among(shapes: Rings, others: Rings, before: list[list[int]], geos: Geos | None = None
                 ) -> dict[int, Geometry]:
    """Per shape the part that earlier parcels hold; *before* are those of the *others* that come before it, all in one
    plane. Most of them only touch: GEOS gets the pairs whose boundaries do enclose an area."""
    geos = geos or default()
    count = np.array([len(one) for one in before], np.int64)
    p, q = owners(count), np.array([k for one in before for k in one], np.int64)
    area = common_areas(Outlines.of(shapes), Outlines.of(others), p, q)
    real = np.nonzero(np.isnan(area) | (area > 0.5 * _NOISE_M2))[0]
    some, needed = np.unique(p[real]), np.unique(q[real])
    drawn = dict(zip(some.tolist(), map(geos.read, encode(shapes.take(some)))))
    held = dict(zip(needed.tolist(), map(geos.read, encode(others.take(needed)))))
    partners: dict[int, list[Geometry]] = {}
    for k, other in zip(p[real].tolist(), q[real].tolist()):
        partners.setdefault(k, []).append(held[other])
    claims = {k: claim_of(geos, drawn[k], geometries) for k, geometries in partners.items()}
    return {k: claim for k, claim in claims.items() if claim is not None}


def claim_of(geos: Geos, shape: Geometry, before: list[Geometry]) -> Geometry | None:
    """The part of a shape that earlier parcels hold (all in one plane), or None."""
    engine = geos.prepared(shape)
    held = []
    for other in before:
        if engine.intersects(other):
            mine = common(geos, shape, other)
            if geos.area(mine) > _NOISE_M2:
                held.append(mine)
    if not held:
        return None
    return held[0] if len(held) == 1 else geos.union(held)
