"""WKB of whole batches to flat rings and back, without a Python loop per vertex or per polygon.

Layout of a (multi)polygon: byte order u1, type u4, [count u4 of parts, each with its own byte order and type,]
count u4 of rings, per ring count u4 of points, then the points. The walker advances all polygons in step: one
round per part and per ring of the most complex polygon, each round a numpy operation over all that are left.
Types: OGC 06-103r4 §8.2 (Z = +1000, M = +2000, ZM = +3000) and the older EWKB flags. Curves, collections and
big-endian input are left to the caller, by index.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import Rings, expand, owners

_POLYGON, _MULTIPOLYGON = 3, 6
_POINTS_AT_A_TIME = 1 << 16
_EWKB_Z, _EWKB_M, _EWKB_SRID = 0x80000000, 0x40000000, 0x20000000


@dataclass(frozen=True)
class Decoded:
    """rings of the readable polygons; *other* = indices that are no plain, whole polygon; *unclosed* = those that had a
    ring without closing vertex (closed here)."""

    rings: Rings
    other: np.ndarray
    unclosed: np.ndarray


def _u4(buffer: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Little-endian unsigned 32-bit numbers at arbitrary byte offsets."""
    every = np.ndarray((max(len(buffer) - 3, 0),), "<u4", buffer=buffer, strides=(1,))
    return every[at].astype(np.int64)


def decode(blobs: list[bytes | None]) -> Decoded:
    """Decode one WKB per feature; None and empty ones give polygons without rings."""
    lengths = np.array([len(b) if b else 0 for b in blobs], np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    buffer = np.frombuffer(b"".join(b for b in blobs if b), np.uint8)
    return decode_buffer(buffer, offsets)


def decode_buffer(buffer: np.ndarray, offsets: np.ndarray) -> Decoded:
    """Decode n WKBs lying one after another in *buffer* (u1) at *offsets* (n+1), as an Arrow column holds them."""
    n = len(offsets) - 1
    start = np.asarray(offsets[:-1], np.int64)
    length = np.diff(offsets)
    present = np.nonzero(length >= 9)[0]
    code = _u4(buffer, start[present] + 1)
    iso = code & 0xFFFF
    extra = ((code & _EWKB_Z) != 0).astype(np.int64) + ((code & _EWKB_M) != 0)
    base = iso % 1000
    dims = 2 + np.where(iso >= 3000, 2, np.where(iso >= 1000, 1, extra))
    plain = (buffer[start[present]] == 1) & ((base == _POLYGON) | (base == _MULTIPOLYGON))
    plain &= (code & _EWKB_SRID) == 0
    other = np.concatenate([present[~plain], np.nonzero((length > 0) & (length < 9))[0]])
    found = []
    for dim in np.unique(dims[plain]):
        pick = plain & (dims == dim)
        who = present[pick]
        table, torn = _walk(buffer, start[who], start[who] + length[who], who, base[pick] == _MULTIPOLYGON, int(dim))
        found.append(table)
        other = np.concatenate([other, torn])
    return _assemble(n, found, np.sort(other))


def _walk(buffer, at, end, who, multi, dims):
    """Ring table of polygons of one dimension: (x, y, count, shape, part, hole) in file order, or None; and the indices
    whose counts do not fit their own bytes (a damaged file): nothing of them is read."""
    stride = 8 * dims
    parts_left = np.where(multi, _u4(buffer, at + 5), 1)
    cursor = np.where(multi, at + 9, at)
    part = np.zeros(len(at), np.int64)
    table, torn = [], [np.zeros(0, np.int64)]
    while True:
        fits = (cursor + 9 <= end) & (buffer[np.minimum(cursor, end - 1)] == 1)
        torn.append(who[(parts_left > 0) & ~fits])
        active = (parts_left > 0) & fits
        if not active.any():
            break
        who, cursor, end, parts_left, part = (v[active] for v in (who, cursor, end, parts_left, part))
        rings_left = _u4(buffer, cursor + 5)
        cursor = cursor + 9
        number = 0
        while True:
            has = np.nonzero(rings_left > number)[0]
            if not len(has):
                break
            room = end[has] - cursor[has] - 4
            count = _u4(buffer, np.where(room >= 0, cursor[has], 0))
            fits = (room >= 0) & (count <= room // stride)
            torn.append(who[has[~fits]])
            rings_left[has[~fits]] = parts_left[has[~fits]] = 0
            has, count = has[fits], count[fits]
            table.append((cursor[has] + 4, count, who[has], part[has], np.full(len(has), number > 0)))
            cursor[has] += 4 + stride * count
            number += 1
        parts_left = parts_left - 1
        part = part + 1
    lost = np.concatenate(torn)
    if not table:
        return None, lost
    byte, count, shape, part, hole = (np.concatenate(column) for column in zip(*table))
    order = np.lexsort((byte, shape))
    order = order[~np.isin(shape[order], lost)] if len(lost) else order
    byte, count, shape, part, hole = byte[order], count[order], shape[order], part[order], hole[order]
    return (*_points(buffer, byte, count, stride), count, shape, part, hole), lost


def _points(buffer, byte, count, stride) -> tuple[np.ndarray, np.ndarray]:
    """x and y of rings of *count* points that start at *byte*; some rings at a time, to stay in the cache."""
    first = np.cumsum(count, dtype=np.int64) - count
    x, y = (np.empty(int(count.sum())) for _ in range(2))
    # one unaligned 16-byte gather per point: x and y lie side by side
    pairs = np.ndarray((max(len(buffer) - 15, 0),), "V16", buffer=buffer, strides=(1,))
    cuts = np.append(np.searchsorted(first, np.arange(0, len(x), _POINTS_AT_A_TIME, dtype=np.int64)), len(count))
    for a, b in zip(cuts[:-1], cuts[1:]):
        if a == b:  # one ring longer than a chunk
            continue
        ring = owners(count[a:b])
        at = (byte[a:b] - stride * (first[a:b] - first[a]))[ring]
        at += stride * np.arange(len(ring), dtype=np.int64)
        xy = pairs[at].view("<f8").reshape(-1, 2)
        here = slice(first[a], first[a] + len(ring))
        x[here], y[here] = xy[:, 0], xy[:, 1]
    return x, y


def _assemble(n, found, other) -> Decoded:
    """Drop empty rings, close open ones, and put the polygons of all dimensions in feature order."""
    tables = [t for t in found if t is not None]
    if not tables:
        return Decoded(Rings.empty(n), other, np.zeros(0, np.int64))
    x, y, count, shape, part, hole = tables[0] if len(tables) == 1 else map(np.concatenate, zip(*tables))
    first = np.cumsum(count, dtype=np.int64) - count
    order = np.argsort(shape, kind="stable")
    order = order[count[order] > 0]
    some, last = first[order], (first + count - 1)[order]
    open_ = (x[some] != x[last]) | (y[some] != y[last])
    if len(tables) == 1 and len(order) == len(count) and not open_.any():  # as it should be: nothing to do
        return Decoded(Rings(x, y, np.append(first, len(x)), shape, part, hole, n), other, np.zeros(0, np.int64))
    count, shape, part, hole, first = count[order], shape[order], part[order], hole[order], some
    index, ring = expand(first, count + open_)
    past = index > last[ring]  # the vertex that closes an open ring is its first one again
    index[past] = first[ring[past]]
    offsets = np.concatenate([[0], np.cumsum(count + open_, dtype=np.int64)])
    rings = Rings(x[index], y[index], offsets, shape, part, hole, n)
    return Decoded(rings, other, np.unique(shape[open_]))


def encode(rings: Rings) -> list[bytes]:
    """One little-endian 2D MultiPolygon WKB per polygon of *rings*."""
    new_shape = np.ones(len(rings.shape), bool)
    new_shape[1:] = np.diff(rings.shape) != 0
    new_part = new_shape.copy()
    new_part[1:] |= np.diff(rings.part) != 0
    # head of each polygon, of each part before its first ring, of each ring, then its points
    earlier = np.arange(len(rings.shape), dtype=np.int64)
    at = 9 * (rings.shape + 1) + 9 * np.cumsum(new_part, dtype=np.int64) + 4 * earlier + 16 * rings.first[:-1]
    ring_of = np.searchsorted(rings.shape, np.arange(rings.n + 1, dtype=np.int64))
    part = np.append(0, np.cumsum(new_part, dtype=np.int64))[ring_of]
    begin = 9 * np.arange(rings.n + 1, dtype=np.int64) + 9 * part + 4 * ring_of + 16 * rings.first[ring_of]
    out = np.zeros(int(begin[-1]) + 16, np.uint8)
    numbers = np.ndarray((len(out) - 3,), "<u4", buffer=out, strides=(1,))
    points = np.ndarray((len(out) - 15,), "V16", buffer=out, strides=(1,))
    first_ring = np.nonzero(new_part)[0]
    for head, kind, count in ((begin[:-1], _MULTIPOLYGON, np.diff(part)),
                              (at[first_ring] - 9, _POLYGON, np.diff(np.append(first_ring, len(rings.shape))))):
        out[head] = 1
        numbers[head + 1] = kind
        numbers[head + 5] = count
    numbers[at] = rings.count
    xy = np.empty((len(rings.x), 2), "<f8")
    xy[:, 0], xy[:, 1] = rings.x, rings.y
    earlier = np.arange(len(xy), dtype=np.int64)
    points[(at + 4 - 16 * rings.first[:-1])[rings.vertex_ring] + 16 * earlier] = xy.view("V16")[:, 0]
    whole = out.tobytes()
    return [whole[a:b] for a, b in zip(begin[:-1].tolist(), begin[1:].tolist())]


