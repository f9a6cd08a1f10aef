"""Whether polygons fit together edge by edge: what neighbours share cancels out, what is left shows where they do not.

Each polygon is read with its interior on the left. In a sound coverage every edge inside it occurs twice, once in each
direction; at its outer border once. Edges are compared by 64-bit keys of their ends on a fine grid, batch by batch, so
that of a million patches only those are looked at again that have an edge without its opposite.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from ...ellipsoid import trig
from ...rings import Rings, expand

#: Edges held in memory before they go to disk, and the number of files they go to.
_HELD, _BUCKETS = 2_000_000, 32
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX2 = np.uint64(0xBF58476D1CE4E5B9)
_DEGREE = 111_195.0


def _mixed(values: np.ndarray) -> np.ndarray:
    """A bijective scramble of 64-bit numbers."""
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * _MIX2
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


def vertex_keys(rings: Rings, geographic: bool, snap: float) -> np.ndarray:
    """(v,) uint64 key of each vertex on a grid of *snap* metres."""
    scale = (_DEGREE if geographic else 1.0) / snap
    x = np.rint(rings.x * scale).astype(np.int64).view(np.uint64)
    y = np.rint(rings.y * scale).astype(np.int64).view(np.uint64)
    with np.errstate(over="ignore"):
        return _mixed(_mixed(x * _MIX + np.uint64(1)) + y * _MIX)


def edge_keys(rings: Rings, vertex: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(key of each edge whatever its direction, whether it runs from the smaller vertex key to the greater), in the
    order of `Rings.edges`; edges without length on the grid get the key 0."""
    edge = rings.edges()
    a, b = vertex[edge], vertex[edge + 1]
    up = a < b
    low, high = np.where(up, a, b), np.where(up, b, a)
    with np.errstate(over="ignore"):
        keys = _mixed(low + _mixed(high) * np.uint64(3))
    return np.where(low == high, np.uint64(0), keys), up


def ring_turns(rings: Rings) -> np.ndarray:
    """(r,) bool: rings whose interior lies on the right, so that their edges have to be read backwards."""
    return (rings.turns() > 0) == rings.hole


class EdgeBook:
    """Edges of all polygons of a layer, those that cancel taken out. Use as a context: what is on disk is removed.

    >>> with EdgeBook(snap=0.0001) as book:      # doctest: +SKIP
    ...     book.add(rings, first=0)
    ...     loose = book.loose()
    """

    def __init__(self, snap: float = 0.0001, geographic: bool = False, held: int = _HELD) -> None:
        self._snap, self._geographic, self._most = snap, geographic, held
        self._keys: list[np.ndarray] = []
        self._marks: list[np.ndarray] = []
        self._count = 0
        self._folder: tempfile.TemporaryDirectory | None = None

    def __enter__(self) -> EdgeBook:
        return self

    def __exit__(self, *_) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def add(self, rings: Rings, first: int) -> None:
        """The polygons of one batch; *first* is the number of its first polygon in the layer."""
        self.hold(*batch_edges(rings, vertex_keys(rings, self._geographic, self._snap)), first)

    def hold(self, keys: np.ndarray, marks: np.ndarray, first: int) -> None:
        """What `batch_edges` left of one batch."""
        marks = marks + 2 * first
        self._keys.append(keys)
        self._marks.append(marks)
        self._count += len(keys)
        if self._count > self._most:
            keys, marks = _rest(np.concatenate(self._keys), np.concatenate(self._marks))
            self._keys, self._marks, self._count = [keys], [marks], len(keys)
            if self._count > self._most // 2:
                self._to_disk(keys, marks)
                self._keys, self._marks, self._count = [], [], 0

    def _to_disk(self, keys: np.ndarray, marks: np.ndarray) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="nm_urban_")
        bucket = keys % np.uint64(_BUCKETS)
        for k in range(_BUCKETS):
            here = bucket == k
            with open(self._file(k), "ab") as stream:
                stream.write(np.stack([keys[here], marks[here].view(np.uint64)], 1).tobytes())

    def _file(self, k: int) -> Path:
        return Path(self._folder.name) / f"edges_{k}"

    def loose(self) -> np.ndarray:
        """Numbers of the polygons that have an edge without exactly one opposite, ascending."""
        keys = np.concatenate(self._keys) if self._keys else np.zeros(0, np.uint64)
        marks = np.concatenate(self._marks) if self._marks else np.zeros(0, np.int64)
        found = []
        if self._folder is None:
            found.append(_rest(keys, marks)[1] >> 1)
        else:
            self._to_disk(keys, marks)
            for k in range(_BUCKETS):
                data = np.fromfile(self._file(k), np.uint64).reshape(-1, 2)
                found.append(_rest(data[:, 0].copy(), data[:, 1].copy().view(np.int64))[1] >> 1)
        return np.unique(np.concatenate(found))


def batch_edges(rings: Rings, vertex: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(keys, marks) of the edges of one batch that do not cancel within it; mark = 2 · polygon + direction. Needs
    nothing of the other batches, so that several can be made side by side."""
    if not len(rings.shape):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    keys, up = edge_keys(rings, vertex)
    ring = rings.vertex_ring[rings.edges()]
    up ^= ring_turns(rings)[ring]
    return _rest(keys, rings.shape[ring] * 2 + up)


def still_loose(rings: Rings, snap: float, near: float) -> np.ndarray:
    """Numbers of the polygons (in metres) that have an edge without its opposite even after edges are split at the
    vertices of others that lie on them, within *near* metres: what is left borders an overlap, a gap or the outside."""
    vertex = vertex_keys(rings, False, snap)
    keys, up = edge_keys(rings, vertex)
    edge = rings.edges()
    turn = ring_turns(rings)[rings.vertex_ring[edge]]
    rest = _rest(keys, np.arange(len(edge), dtype=np.int64) * 2 + (up ^ turn))[1] >> 1
    if not len(rest):
        return rest
    rest.sort()
    a = edge[rest]
    point, on, place = _on_edges(rings, a, vertex, near)
    # the vertices of each loose edge in their order: its start, what lies on it, its end
    one = np.ones(len(a), np.int64)
    number = np.concatenate([np.arange(len(a), dtype=np.int64)] * 2 + [on])
    share = np.concatenate([np.zeros(len(a)), np.ones(len(a)), place])
    which = np.concatenate([a, a + one, point])
    order = np.lexsort((share, number))
    number, which = number[order], vertex[which[order]]
    start = np.nonzero(number[1:] == number[:-1])[0]
    low, high = which[start], which[start + 1]
    rising = low < high
    with np.errstate(over="ignore"):
        keys = _mixed(np.where(rising, low, high) + _mixed(np.where(rising, high, low)) * np.uint64(3))
    keys = np.where(low == high, np.uint64(0), keys)
    owner = rest[number[start]]
    polygon = rings.shape[rings.vertex_ring[edge[owner]]]
    return np.unique(_rest(keys, polygon * 2 + (rising ^ turn[owner]))[1] >> 1)


def _on_edges(rings: Rings, a: np.ndarray, vertex: np.ndarray, near: float):
    """(vertex, number of the edge, share of its length) of vertices of the edges *a* (by their first vertex) that lie
    on other ones of them."""
    points = np.unique(np.concatenate([a, a + 1]))
    _, first = np.unique(vertex[points], return_index=True)
    points = points[first]
    x0, y0, x1, y1 = rings.x[a], rings.y[a], rings.x[a + 1], rings.y[a + 1]
    length = trig.hypot(x1 - x0, y1 - y0)
    cell = max(float(np.median(length)) * 2, near)
    left, low = rings.x[points].min() - near, rings.y[points].min() - near
    width = int((rings.x[points].max() - left) // cell) + 3
    home = ((rings.y[points] - low) // cell).astype(np.int64) * width + ((rings.x[points] - left) // cell).astype(
        np.int64)
    order = np.argsort(home, kind="stable")
    points, home = points[order], home[order]
    i0 = ((np.minimum(x0, x1) - near - left) // cell).astype(np.int64).clip(0)
    i1 = ((np.maximum(x0, x1) + near - left) // cell).astype(np.int64)
    j0 = ((np.minimum(y0, y1) - near - low) // cell).astype(np.int64).clip(0)
    j1 = ((np.maximum(y0, y1) + near - low) // cell).astype(np.int64)
    line, who = expand(j0, j1 - j0 + 1)
    begin = np.searchsorted(home, line * width + i0[who], "left")
    at, which = expand(begin, np.searchsorted(home, line * width + i1[who], "right") - begin)
    point, on = points[at], who[which]
    dx, dy = x1[on] - x0[on], y1[on] - y0[on]
    px, py = rings.x[point] - x0[on], rings.y[point] - y0[on]
    square = np.maximum(length[on] ** 2, 1e-300)
    share = (px * dx + py * dy) / square
    beside = np.abs(px * dy - py * dx) <= near * length[on]
    ends = (vertex[point] == vertex[a[on]]) | (vertex[point] == vertex[a[on] + 1])
    good = beside & ~ends & (share > 0) & (share < 1)
    return point[good], on[good], share[good]


def _rest(keys: np.ndarray, marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges that are not cancelled by exactly one opposite edge; edges without length are dropped."""
    order = np.argsort(keys)
    keys, marks = keys[order], marks[order]
    new = np.ones(len(keys), bool)
    new[1:] = keys[1:] != keys[:-1]
    start = np.nonzero(new)[0]
    if not len(start):
        return keys, marks
    size = np.diff(np.append(start, len(keys)))
    pair = start[size == 2]
    pair = pair[((marks[pair] ^ marks[pair + 1]) & 1) == 1]
    keep = keys != 0
    keep[pair] = keep[pair + 1] = False
    return keys[keep], marks[keep]
