"""WKB of lines and points to flat arrays, and of many small polygons back, without a Python loop per vertex.

Layout (OGC 06-103r4 §8.2): byte order u1, type u4, then for a line count u4 and the points, for a point its numbers,
for the multi forms a count u4 and that many of the single ones. Z is type + 1000, M + 2000, ZM + 3000.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from ...core.rings import expand

POINT, LINE, MULTIPOINT, MULTILINE = 1, 2, 4, 5
_HEADER = 5


@dataclass(frozen=True)
class Paths:
    """Lines and points: vertices x, y (v,), first (p + 1,) where each path starts, feature (p,) that it belongs to
    (ascending). A path of one vertex is a point."""

    x: np.ndarray
    y: np.ndarray
    first: np.ndarray
    feature: np.ndarray

    @property
    def count(self) -> np.ndarray:
        """(p,) vertices of each path."""
        return np.diff(self.first)

    @property
    def vertex_path(self) -> np.ndarray:
        """(v,) path of each vertex."""
        return np.repeat(np.arange(len(self.feature), dtype=np.int64), self.count)

    def edges(self) -> np.ndarray:
        """Indices i of the edges i → i + 1."""
        inner = np.ones(len(self.x), bool)
        inner[self.first[1:] - 1] = False
        return np.nonzero(inner)[0]

    def keep_vertices(self, keep: np.ndarray) -> Paths:
        """Only the vertices that *keep* (v,) marks; paths left without any are gone."""
        count = np.bincount(self.vertex_path[keep], minlength=len(self.feature))
        left = count > 0
        first = np.concatenate([[0], np.cumsum(count[left], dtype=np.int64)]).astype(np.int64)
        return Paths(self.x[keep], self.y[keep], first, self.feature[left])

    def take(self, paths: np.ndarray) -> Paths:
        """The paths at these indices, with the features as they were."""
        count = self.count[paths]
        index, _ = expand(self.first[:-1][paths], count)
        return Paths(self.x[index], self.y[index], np.concatenate([[0], np.cumsum(count, dtype=np.int64)]),
                     self.feature[paths])


def decode_paths(buffer: np.ndarray, offsets: np.ndarray) -> tuple[Paths, np.ndarray]:
    """n WKBs in *buffer* (u1) at *offsets* (n + 1) → paths, and the indices of what is neither line nor point here:
    empty ones, curves, polygons, big-endian or damaged bytes."""
    start, end = np.asarray(offsets[:-1], np.int64), np.asarray(offsets[1:], np.int64)
    n = len(start)
    good = np.zeros(n, bool)
    present = np.nonzero(end - start >= 9)[0]
    kind, stride = _types(buffer, start[present])
    data, count = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for base, ahead in ((POINT, _HEADER), (LINE, _HEADER + 4)):
        who = present[kind == base]
        wide = stride[kind == base]
        many = np.ones(len(who), np.int64) if base == POINT else _u4(buffer, start[who] + _HEADER)
        fits = start[who] + ahead + many * wide <= end[who]
        good[who[fits]] = True
        data[who[fits]], count[who[fits]] = start[who[fits]] + ahead, many[fits]
    widths = np.zeros(n, np.int64)
    widths[present] = stride
    table = [(data[good], count[good], np.nonzero(good)[0], widths[good])]
    for k, wide in zip(present[(kind == MULTIPOINT) | (kind == MULTILINE)].tolist(),
                       stride[(kind == MULTIPOINT) | (kind == MULTILINE)].tolist()):
        parts = _parts(buffer[start[k]: end[k]].tobytes(), wide)
        if parts is not None:
            good[k] = True
            at, many = parts
            table.append((at + start[k], many, np.full(len(at), k, np.int64), np.full(len(at), wide, np.int64)))
    data, count, feature, widths = (np.concatenate(column) for column in zip(*table))
    order = np.lexsort((data, feature))
    order = order[count[order] > 0]
    data, count, feature, widths = data[order], count[order], feature[order], widths[order]
    step, path = expand(np.zeros(len(count), np.int64), count)
    pairs = np.ndarray((max(len(buffer) - 15, 0),), "V16", buffer=buffer, strides=(1,))
    xy = pairs[data[path] + widths[path] * step].view("<f8").reshape(-1, 2)
    first = np.concatenate([[0], np.cumsum(count, dtype=np.int64)]).astype(np.int64)
    return Paths(xy[:, 0].copy(), xy[:, 1].copy(), first, feature), np.nonzero(~good)[0]


def _u4(buffer: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Little-endian unsigned numbers at arbitrary byte offsets."""
    if not len(at):
        return np.zeros(0, np.int64)
    return np.ndarray((len(buffer) - 3,), "V4", buffer=buffer, strides=(1,))[at].view("<u4").astype(np.int64)


def _types(buffer: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Base type and bytes per point of the geometries at *at*; type 0 where the form is not known here."""
    code = _u4(buffer, at + 1)
    known = (buffer[at] == 1) & (code < 4000)
    return np.where(known, code % 1000, 0), 8 * (2 + np.array([0, 1, 1, 2], np.int64)[np.where(known, code // 1000, 0)])


def _parts(blob: bytes, stride: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Where the points of each part of a multi geometry lie in *blob*, and how many; None where it is damaged."""
    (left,) = struct.unpack_from("<I", blob, _HEADER)
    at, found, end = _HEADER + 4, [], len(blob)
    for _ in range(left):
        if at + 9 > end or blob[at] != 1:
            return None
        line = struct.unpack_from("<I", blob, at + 1)[0] % 1000 == LINE
        many = struct.unpack_from("<I", blob, at + _HEADER)[0] if line else 1
        at += _HEADER + 4 * line
        if at + many * stride > end:
            return None
        found.append((at, many))
        at += many * stride
    table = np.array(found, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def lines_wkb(x: np.ndarray, y: np.ndarray, first: np.ndarray) -> bytes:
    """One MultiLineString of all the runs of vertices."""
    raw = np.stack([x, y], 1).astype("<f8").tobytes()
    out = [struct.pack("<BII", 1, MULTILINE, len(first) - 1)]
    for a, b in zip(first[:-1].tolist(), first[1:].tolist()):
        out += [struct.pack("<BII", 1, LINE, b - a), raw[16 * a: 16 * b]]
    return b"".join(out)


def polygons_wkb(groups: list[np.ndarray]) -> bytes:
    """One MultiPolygon (its parts may overlap) of rings without holes: arrays (k, c, 2) of k closed rings each."""
    body = []
    for rings in groups:
        k, c = rings.shape[:2]
        table = np.zeros(k, [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"),
                             ("xy", "<f8", (c, 2))])
        table["order"], table["type"], table["rings"], table["points"], table["xy"] = 1, 3, 1, c, rings
        body.append(table.tobytes())
    return struct.pack("<BII", 1, 6, sum(len(rings) for rings in groups)) + b"".join(body)
