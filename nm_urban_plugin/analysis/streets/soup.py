"""Vertices on their way from drawn lines to a graph: whole millimetres, no repeats, each with the id of its place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import owners
from .lines import Lines, Origin

#: An end of a line this near (mm) to another vertex is that vertex: coordinates that came through two transformations
#: may be rounded to neighbouring millimetres.
_SAME = 1


@dataclass(eq=False)
class Soup:
    """Vertices x, y (v,) int32 mm of lines; line (v,) int32, ascending; source (v,) int32: which of the vertices given,
    −1 for those that were made or moved; place (v,) int32: equal where vertices are.

    keys (k,) sorted int64 of the places that are known, and place_of (k,) int32 the id of each; places: ids given.
    """

    origin: Origin
    x: np.ndarray
    y: np.ndarray
    line: np.ndarray
    source: np.ndarray
    place: np.ndarray
    keys: np.ndarray
    place_of: np.ndarray
    places: int

    @property
    def last(self) -> np.ndarray:
        """(v,) bool: the last vertex of each line."""
        out = np.ones(len(self.line), bool)
        np.not_equal(self.line[1:], self.line[:-1], out=out[:-1])
        return out

    @property
    def begin(self) -> np.ndarray:
        """(v,) bool: the first vertex of each line."""
        out = np.ones(len(self.line), bool)
        np.not_equal(self.line[1:], self.line[:-1], out=out[1:])
        return out

    def places_at(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """int32 ids of places, given to those that had none."""
        key = keys_of(x, y)
        at = np.minimum(np.searchsorted(self.keys, key), max(len(self.keys) - 1, 0))
        new = self.keys[at] != key
        out = self.place_of[at]
        if new.any():
            fresh, back = np.unique(key[new], return_inverse=True)
            ids = (self.places + np.arange(len(fresh), dtype=np.int64)).astype(np.int32)
            out[new] = ids[back.reshape(-1)]
            keys = np.concatenate([self.keys, fresh])
            order = np.argsort(keys, kind="stable")
            self.keys, self.place_of = keys[order], np.concatenate([self.place_of, ids])[order]
            self.places += len(fresh)
        return out


def keys_of(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """int64 numbers that are equal where vertices are, and ascend by x, then y."""
    key = x.astype(np.int64) << 32
    key += y.astype(np.int64) + (1 << 31)
    return key


def soup_of(lines: Lines, origin: Origin) -> tuple[Soup, int, int]:
    """The vertices of lines; how many repeated the one before them, and how many lines have no length."""
    x, y = (np.rint(v).astype(np.int32) for v in origin.inward(lines.xy))
    line = owners(np.diff(lines.first)).astype(np.int32)
    keep = np.ones(len(x), bool)
    keep[1:] = (x[1:] != x[:-1]) | (y[1:] != y[:-1]) | (line[1:] != line[:-1])
    repeated = len(keep) - int(np.count_nonzero(keep))
    size = np.bincount(line[keep], minlength=lines.n)
    short = size < 2
    if short.any():
        keep &= ~short[line]
    source = np.nonzero(keep)[0].astype(np.int32)
    if len(source) < len(keep):
        x, y, line = x[keep], y[keep], line[keep]
    keys, place = _identify(x, y)
    soup = Soup(origin, x, y, line, source, place, keys, np.arange(len(keys), dtype=np.int32), len(keys))
    _unite_neighbours(soup)
    return soup, repeated, int(np.count_nonzero(short))


def _identify(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sorted distinct keys, and the rank (int32) of each vertex's key among them."""
    key = keys_of(x, y)
    order = np.argsort(key)
    key = key[order]
    new = np.ones(len(key), bool)
    np.not_equal(key[1:], key[:-1], out=new[1:])
    place = np.empty(len(key), np.int32)
    place[order] = np.cumsum(new, dtype=np.int32) - 1
    return key[new], place


def _unite_neighbours(soup: Soup) -> None:
    """Ends of lines within a millimetre of another vertex in x and y take its id (the smaller one)."""
    if not len(soup.x):
        return
    ends = np.unique(soup.place[soup.last | soup.begin])
    key = soup.keys[ends]
    found = []
    for dx in (-_SAME, 0, _SAME):
        for dy in (-_SAME, 0, _SAME):
            if dx or dy:
                want = key + (dx << 32) + dy
                at = np.minimum(np.searchsorted(soup.keys, want), len(soup.keys) - 1)
                hit = np.nonzero(soup.keys[at] == want)[0]
                found.append(np.stack([ends[hit], at[hit]], axis=1))
    pair = np.concatenate(found)
    if not len(pair):
        return
    root = np.arange(soup.places, dtype=np.int32)
    while True:  # few pairs, and chains of them are shorter still
        low = np.minimum(root[pair[:, 0]], root[pair[:, 1]])
        before = root.copy()
        np.minimum.at(root, pair[:, 0], low)
        np.minimum.at(root, pair[:, 1], low)
        if np.array_equal(before, root):
            break
    soup.place, soup.place_of = root[soup.place], root
