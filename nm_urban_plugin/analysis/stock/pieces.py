"""From raw areas of a block to cents, and from what is left to pieces: one polygon each, in the approvals' CRS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid.straight import straight_areas
from ...core.rings import Rings, join
from ...core.units import apportion
from ..geos import NOISE_M2
from ..geos.by_qgis import united
from ..reading.wkb import decode, encode
from .cut import LEFT, PARTS
from .parcels import Parcels
from .settle import Settled


@dataclass(frozen=True)
class Piece:
    """One polygon of unsupplied land.

    row    approval parcel (row of the request)
    cents  area; the pieces of a row sum to its unsupplied area
    wkb    MultiPolygon WKB of one part in the approvals' CRS
    whole  whether nothing of the approval parcel was taken (a parcel of several parts has several such pieces)
    """

    row: int
    cents: int
    wkb: bytes
    whole: bool


def share_out(settled: Settled, approved: Parcels) -> np.ndarray:
    """(rows, PARTS) cents: the official area of each approval shared out to its parts."""
    rows = len(settled.block.rows)
    raw = np.where(settled.parts > NOISE_M2, settled.parts, 0.0)
    group = np.repeat(np.arange(rows, dtype=np.int64), PARTS)
    total = approved.cents[settled.block.rows]
    return apportion(raw.ravel(), group, total, (np.tile(np.arange(PARTS, dtype=np.int64), rows),)).reshape(rows, PARTS)


def pieces_of(settled: Settled, cents: np.ndarray, approved: Parcels) -> list[Piece]:
    """The unsupplied polygons of a block, ascending by row, those of a row from north to south; *cents* from
    :func:`share_out`."""
    rows = settled.block.rows
    some = np.nonzero(cents[:, LEFT] > 0)[0]
    intact = (np.delete(cents, LEFT, axis=1)[some] == 0).all(axis=1)
    intact &= np.array([row not in settled.left for row in some.tolist()], bool)
    whole, cut = some[intact], some[~intact]
    parts = [approved.rings.take(rows[whole]), _in_layer_crs(settled, cut.tolist(), approved)]
    owner = np.concatenate([whole, cut])
    single, of = _single_parts(join(parts))
    shapes = approved.frame.shapes(single)
    raw = np.bincount(shapes.feature, straight_areas(shapes.rings), minlength=single.n)
    owner = owner[of]
    real = raw > NOISE_M2
    largest = np.zeros(single.n, bool)  # where all are noise the largest stands for what is left
    order = np.lexsort((raw, owner))
    largest[order[np.append(np.diff(owner[order]) != 0, True)[: len(order)]]] = True
    raw = np.where(real, raw, np.where(largest, NOISE_M2, 0.0))
    group = np.searchsorted(some, owner)
    order = _north_first(single, owner, approved.frame.geographic)
    place = np.empty(single.n, np.int64)
    place[order] = np.arange(single.n, dtype=np.int64)
    shared = apportion(raw, group, cents[some, LEFT], (place,))
    order = order[shared[order] > 0]
    blobs = encode(single)
    untouched = np.isin(owner, whole)
    return [Piece(int(rows[owner[k]]), int(shared[k]), blobs[k], bool(untouched[k])) for k in order.tolist()]


def _north_first(single: Rings, owner: np.ndarray, geographic: bool) -> np.ndarray:
    """Indices of the polygons by owner, then by their bounds from north to south and west to east: GEOS gives them in
    an order that differs by its version. Bounds count to 1 mm, as vertices of cuts vary by less."""
    west, south, east, north = np.round(single.bounds() / (1e-8 if geographic else 1e-3)).T
    return np.lexsort((east, -south, west, -north, owner))


def _in_layer_crs(settled: Settled, cut: list[int], approved: Parcels) -> Rings:
    """What is left of some rows, one multipolygon each."""
    planes, meridians, owner = [], [], []
    for k, row in enumerate(cut):
        for blob, meridian in settled.left[row]:
            planes.append(blob)
            meridians.append(meridian)
            owner.append(k)
    plane = decode(planes).rings
    meridian = np.array(meridians)[plane.vertex_shape()] if len(plane.shape) else np.zeros(0)
    blobs: list[list[bytes]] = [[] for _ in cut]
    for k, blob in zip(owner, encode(plane.with_xy(*approved.frame.source(plane.x, plane.y, meridian)))):
        blobs[k].append(blob)
    return decode([several[0] if len(several) == 1 else bytes(united(several).asWkb()) for several in blobs]).rings


def _single_parts(rings: Rings) -> tuple[Rings, np.ndarray]:
    """Each part as a polygon of its own, and the polygon that it was a part of."""
    new = np.ones(len(rings.shape), bool)
    new[1:] = (np.diff(rings.shape) != 0) | (np.diff(rings.part) != 0)
    number = np.cumsum(new, dtype=np.int64) - 1
    single = Rings(rings.x, rings.y, rings.first, number, np.zeros(len(number), np.int64), rings.hole, int(new.sum()))
    return single, rings.shape[new]
