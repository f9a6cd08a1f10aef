"""Pieces of shapes in the zones of a layer, one per label, and what lies in no zone: drawn, checked, never guessed.

Features of one label are joined, and the outside is what is left of a shape, by cancelling the edges that they share
(chains). Two safeguards decide what counts: every piece must have the area that the table of the engine gives it, an
independent sum, and must be a valid polygon. A shape of which anything fails is handed back for GEOS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...core.ellipsoid.straight import straight_areas
from ...core.rings import Rings, expand, join, surely_simple
from ..overlay.outlines import Outlines
from .chains import Edges, bounding
from .loops import Loops, polygons
from .tracing import Drawn

#: Areas drawn and tabulated differ by no more than this (m²): a hundredth of what is ever printed.
AGREE_M2 = 1e-4

OUTSIDE = -1


@dataclass(frozen=True)
class Table:
    """(k,) shape, label (OUTSIDE = in no zone), raw m²: what pieces must have."""

    shape: np.ndarray
    label: np.ndarray
    area: np.ndarray

    def with_outside(self, whole: np.ndarray, which: np.ndarray, noise: float) -> Table:
        """The rows of the shapes *which* ((n,) bool) of the areas *whole* (n,), and what of them lies in no zone where
        that is more than *noise*."""
        rest = whole - np.bincount(self.shape, self.area, minlength=len(whole))
        out = np.nonzero(which & (rest > noise))[0]
        keep = np.nonzero(which[self.shape])[0]
        label = np.concatenate([self.label[keep], np.full(len(out), OUTSIDE, np.int64)])
        return Table(np.concatenate([self.shape[keep], out]), label, np.concatenate([self.area[keep], rest[out]]))


@dataclass(frozen=True)
class Pieces:
    """(p,) shape and label of each piece, ascending; polygon k of *rings*; *failed* (n,) bool: shapes without any."""

    shape: np.ndarray
    label: np.ndarray
    rings: Rings
    failed: np.ndarray


def pieces(shapes: Outlines, drawn: Drawn, label_of: np.ndarray, table: Table, valid: Callable[[Rings], np.ndarray]
           ) -> Pieces:
    """From what was *drawn* of shapes in the features of a layer, label_of (features,) of each.

    *table*: the areas of all shapes that are not to fail. *valid* tells of polygons, n bools, which of them are valid.
    """
    maker = _Maker(shapes, drawn, label_of, table, valid)
    found = maker.attempt(np.nonzero(~drawn.failed)[0], False)
    again = np.nonzero(found.failed & ~drawn.failed)[0]
    if not len(again):
        return found
    more = maker.attempt(again, True)
    shape, label = np.concatenate([found.shape, more.shape]), np.concatenate([found.label, more.label])
    rings = join([found.rings, more.rings])
    order = np.lexsort((label, shape))
    return Pieces(shape[order], label[order], rings.ordered(order), found.failed & more.failed)


def in_layer(layer, reach: float, outlines: Outlines, meridian: np.ndarray, which: np.ndarray, table: Table,
             valid: Callable[[Rings], np.ndarray]) -> Pieces:
    """Pieces of outlines[which] (ascending; in the plane about the *meridian* (n,) of each) in a ZoneLayer and outside
    of it, of the areas in *table*. Those that cannot be drawn soundly are left out; *reach* as in Overlay."""
    failed = np.ones(outlines.n, bool)
    shapes, labels, rings = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], []
    for one in np.unique(meridian[which]):
        here = which[meridian[which] == one]
        label_of, blocks = layer.blocks(float(one), reach)
        number = np.full(outlines.n, -1, np.int64)
        number[here] = np.arange(len(here), dtype=np.int64)
        rows = np.nonzero(number[table.shape] >= 0)[0]
        some = outlines.take(here)
        wanted = Table(number[table.shape[rows]], table.label[rows], table.area[rows])
        found = pieces(some, blocks.draw(some), label_of, wanted, valid)
        failed[here] = found.failed
        shapes.append(here[found.shape])
        labels.append(found.label)
        rings.append(found.rings)
    return Pieces(np.concatenate(shapes), np.concatenate(labels), join(rings), failed)


@dataclass
class _Maker:
    """Makes pieces of some shapes. *width*: labels and the outside, number 0 of each shape."""

    shapes: Outlines
    drawn: Drawn
    label_of: np.ndarray
    table: Table
    valid: Callable[[Rings], np.ndarray]

    def __post_init__(self) -> None:
        self.width = int(max(self.label_of.max(initial=-1), self.table.label.max(initial=-1))) + 2
        self.shape, feature = np.divmod(self.drawn.loops.owner, max(len(self.label_of), 1))
        self.key = self.shape * self.width + self.label_of[feature] + 1

    def attempt(self, which: np.ndarray, split: bool) -> Pieces:
        """Pieces of the shapes *which*; *split*: borders in common may have other vertices, which costs more."""
        wanted = np.zeros(self.shapes.n, bool)
        wanted[which] = True
        failed = ~wanted
        mine = np.nonzero(wanted[self.shape])[0]
        loops = self.drawn.loops.picked(mine, self.drawn.loops.owner[mine])
        parts = [self._joined(loops, self.key[mine], failed, split)]
        rows = np.nonzero(wanted[self.table.shape])[0]
        table = Table(self.table.shape[rows], self.table.label[rows], self.table.area[rows])
        outside = np.unique(table.shape[table.label == OUTSIDE])
        if len(outside):
            parts.append(self._left(outside, loops, self.shape[mine], failed, split))
        owner, rings = polygons(Loops.joined(parts))
        self._check(owner, rings, table, failed)
        keep = np.nonzero(~failed[owner // self.width])[0]
        return Pieces(owner[keep] // self.width, owner[keep] % self.width - 1, rings.take(keep), failed)

    def _joined(self, loops: Loops, key: np.ndarray, failed: np.ndarray, split: bool) -> Loops:
        """Rings by shape and label: those of one feature as they are, of several without the borders between them."""
        pairs = np.unique(np.stack([key, loops.owner], 1), axis=0)[:, 0] if len(key) else key
        several = np.isin(key, pairs[1:][pairs[1:] == pairs[:-1]])
        if not several.any():
            return replace(loops, owner=key)
        rest, alone = np.nonzero(several)[0], np.nonzero(~several)[0]
        joined = self._bounded(Edges.of(loops.picked(rest, key[rest])), failed, split)
        return Loops.joined([loops.picked(alone, key[alone]), joined])

    def _left(self, outside: np.ndarray, loops: Loops, shape: np.ndarray, failed: np.ndarray, split: bool) -> Loops:
        """Rings of what is left of the shapes *outside* when all their pieces are taken away."""
        taken = np.nonzero(np.isin(shape, outside))[0]
        pieces_there = Edges.of(loops.picked(taken, shape[taken] * self.width), backwards=True)
        return self._bounded(Edges.of(self._with_crossings(outside)).plus(pieces_there), failed, split)

    def _bounded(self, edges: Edges, failed: np.ndarray, split: bool) -> Loops:
        """Rings of a chain when what cancels is gone; owners that do not close are marked."""
        loops, loose = bounding(edges.net()[0].split() if split else edges)
        failed[loose // self.width] = True
        return loops

    def _with_crossings(self, which: np.ndarray) -> Loops:
        """The rings of some shapes, with a vertex wherever a zone's border crosses; owned by their outside."""
        rings, drawn = self.shapes.rings, self.drawn
        ring = np.nonzero(np.isin(rings.shape, which))[0]
        vertex, at = expand(rings.first[ring], rings.count[ring])
        more = np.nonzero(np.isin(rings.vertex_ring[drawn.edge], ring))[0]
        # crossings come after the vertex where their edge starts, in their order along it
        order = np.argsort(np.concatenate([vertex, drawn.edge[more]]), kind="stable")
        x = np.concatenate([rings.x[vertex], drawn.x[more]])[order]
        y = np.concatenate([rings.y[vertex], drawn.y[more]])[order]
        of = np.concatenate([at, np.searchsorted(ring, rings.vertex_ring[drawn.edge[more]])])[order]
        count = np.bincount(of, minlength=len(ring))
        return Loops(rings.shape[ring] * self.width, x, y, np.append(0, np.cumsum(count, dtype=np.int64)))

    def _check(self, owner: np.ndarray, rings: Rings, table: Table, failed: np.ndarray) -> None:
        """Mark shapes a piece of which has not the area of the table, or is not valid."""
        key = np.concatenate([table.shape * self.width + table.label + 1, owner])
        place, at = np.unique(key, return_inverse=True)
        both = np.concatenate([table.area, -straight_areas(rings)])
        off = np.bincount(at.reshape(-1), both, minlength=len(place))
        failed[place[np.abs(off) > AGREE_M2] // self.width] = True
        doubt = np.nonzero(~surely_simple(rings) & ~failed[owner // self.width])[0]
        if len(doubt):
            failed[owner[doubt[~self.valid(rings.take(doubt))]] // self.width] = True
