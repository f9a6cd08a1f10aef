"""One block of the stock: how much of each approval was supplied, was cancelled or is left, in raw m².

Areas that pairs of parcels have in common (pairs) tell nearly all: most supplies lie wholly inside one approval and
overlap nothing. GEOS is asked only where parcels of one kind really overlap each other (approvals, supplies,
cancellations), and to draw what is left of an approval that was supplied in part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import Rings, join
from ..geos import NOISE_M2, Geometry, common, default, minus
from ..overlay.outlines import Outlines
from ..overlay.remainders import remainders
from .blocks import Block
from .cut import (
    CANCELLED_EARLY,
    CANCELLED_LATE,
    EARLY,
    LATE,
    LEFT,
    OVERLAP,
    PARTS,
    REVIVED,
    Drawn,
    cut_parcel,
    raw_areas,
)
from .parcels import Parcels
from .relations import Shared, approvals_on_each_other, counted_once, covers_in_shapes, covers_on_each_other


@dataclass(frozen=True)
class Covers:
    """Supplied and then cancelled parcels, numbered through.

    late    (k,) bool, after the base date
    rank    (k,) place of each in the order of precedence: supplies (early before late, then day, then fid), then
            cancellations
    """

    supplied: Parcels
    cancelled: Parcels | None
    late: np.ndarray
    rank: np.ndarray

    def rings(self, numbers: np.ndarray, meridian: float) -> Rings:
        """Polygons of ascending numbers in the plane about a meridian."""
        s = len(self.supplied)
        parts = []
        for layer, which in ((self.supplied, numbers[numbers < s]), (self.cancelled, numbers[numbers >= s] - s)):
            if layer is not None and len(which):
                parts.append(layer.frame.to_meridian(layer.rings.take(which), meridian))
        return join(parts)


@dataclass
class Settled:
    """Raw m² of a block.

    parts      (rows, PARTS), see cut
    link_row, link_supply, link_area   how much of which supply lies in which approval (rows of the layers)
    supply_area, supply_doubled        of block.own
    left       per row (position in block.rows) what is left (WKB), with the meridian of its plane; not of rows of
               which nothing was taken
    """

    block: Block
    parts: np.ndarray
    link_row: np.ndarray
    link_supply: np.ndarray
    link_area: np.ndarray
    supply_area: np.ndarray
    supply_doubled: np.ndarray
    left: dict[int, list[tuple[bytes, float]]]


@dataclass(frozen=True)
class Settlement:
    """Settles blocks; *approved_rank*: precedence among approvals; *among_…*: the plan's lists of boxes that meet."""

    approved: Parcels
    approved_rank: np.ndarray
    covers: Covers
    among_approvals: tuple[np.ndarray, np.ndarray]
    among_covers: tuple[np.ndarray, np.ndarray]

    def settle(self, block: Block) -> Settled:
        """One block."""
        shapes = self.approved.frame.shapes(self.approved.rings.take(block.rows))
        parted = np.bincount(shapes.feature, minlength=len(block.rows)) > 1
        planes = []
        area = doubled = np.zeros(len(block.own))
        left: dict[int, list[tuple[bytes, float]]] = {}
        for meridian in np.unique(np.append(shapes.meridian, block.meridian)).tolist():
            here = np.nonzero(shapes.meridian == meridian)[0]
            plane = _Plane(self, block, meridian, shapes.rings.take(here), shapes.feature[here])
            plane.settle_approvals(parted)
            if meridian == block.meridian:
                area, doubled = plane.settle_supplies()
            for row, rest in plane.left:
                left.setdefault(row, []).append((rest, meridian))
            planes.append(plane)
        links = [np.concatenate(column) for column in zip(*(link for plane in planes for link in plane.links))]
        return Settled(block, sum(plane.parts for plane in planes), *links, area, doubled, left)


class _Plane:
    """One block in the plane about one meridian.

    shapes     approvals here, with their row (position in block.rows), ascending
    covers     block.covers in this plane
    parts, links, left   see Settled; links = [(row, supply, area), …], left = [(row, WKB), …]
    """

    def __init__(self, of: Settlement, block: Block, meridian: float, rings: Rings, row: np.ndarray) -> None:
        self.of, self.block, self.row = of, block, row
        self.shapes = Outlines.of(rings)
        self.covers = Outlines.of(of.covers.rings(block.covers, meridian))
        self.parts = np.zeros((len(block.rows), PARTS))
        self.links = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
        self.left: list[tuple[int, bytes]] = []
        start = of.among_approvals[1]
        doubtful = block.rows[start[block.rows + 1] > start[block.rows]]  # the others lie on no other approval
        every = np.union1d(doubtful, block.beside)
        self.near = Outlines.of(of.approved.frame.to_meridian(of.approved.rings.take(every), meridian))
        self.earlier, touched = approvals_on_each_other(self.shapes, block.rows[row], self.near, every,
                                                        of.approved_rank, of.among_approvals)
        at = np.full(len(block.rows), -1, np.int64)
        at[row] = np.arange(len(row), dtype=np.int64)
        shape, cover = at[block.pair_row], block.pair_cover
        self.inside, self.home = covers_in_shapes(self.shapes, self.covers, shape[shape >= 0], cover[shape >= 0],
                                                  touched)
        self.overlaps = covers_on_each_other(self.covers, block.covers, self.home, of.covers.rank, of.among_covers)

    # -- supplies -----------------------------------------------------------------------------------------------

    def settle_supplies(self) -> tuple[np.ndarray, np.ndarray]:
        """Area of the block's own supplies, and what of it earlier supplies hold."""
        at = np.searchsorted(self.block.covers, self.block.own)
        supplied = self.block.covers[self.overlaps.two] < len(self.of.covers.supplied)  # the first is one, too
        early, late, area = (v[supplied] for v in (self.overlaps.one, self.overlaps.two, self.overlaps.area))
        doubled = np.bincount(late, area, minlength=self.covers.n)
        several = np.intersect1d(np.nonzero(np.bincount(late, minlength=self.covers.n) > 1)[0], at)
        geos, polygons = default(), Drawn(self.covers, np.append(several, early[np.isin(late, several)]))
        doubled[several] = raw_areas([
            common(geos, polygons[k], geos.union([polygons[e] for e in early[late == k].tolist()]))
            for k in several.tolist()])
        return self.covers.area[at], np.minimum(doubled, self.covers.area)[at]

    # -- approvals ----------------------------------------------------------------------------------------------

    def settle_approvals(self, parted: np.ndarray) -> None:
        """Parts of the shapes of this plane; *parted*: rows that are cut at zone borders."""
        n = len(self.row)
        counted = counted_once(self.shapes, self.covers, self.inside, self.overlaps, self.home)
        hard = np.zeros(n, bool)
        hard[self.earlier.one] = True
        hard[counted.entangled] = True
        plain = ~hard[self.inside.one]
        shape, cover, area = self.inside.one[plain], self.inside.two[plain], counted.area[plain]
        part = self._part_of_cover()
        self._book(self.row[shape], part[cover], area)
        self._link(self.row[shape], self.block.covers[cover], area)
        revived = ~hard[counted.shape] & (part[counted.early] == LATE) & (part[counted.late] == CANCELLED_EARLY)
        back, again = self.row[counted.shape[revived]], counted.lost[revived]
        self._book(back, REVIVED, again)
        self._book(back, LATE, -again)
        left = np.maximum(self.shapes.area - np.bincount(shape, area, minlength=n), 0.0)
        left[hard | (left <= NOISE_M2)] = 0.0
        self._book(self.row, LEFT, left)
        some = np.bincount(self.inside.one, minlength=n) > 0
        drawn = np.nonzero((left > 0) & (some | parted[self.row]))[0]
        # a cover that other ones hold wholly changes nothing
        real = hard[self.inside.one] | (counted.area > NOISE_M2)
        inside = Shared(self.inside.one[real], self.inside.two[real], self.inside.area[real])
        self._draw_plain(drawn, inside)
        self._cut_hard(np.nonzero(hard)[0], inside)

    def _part_of_cover(self) -> np.ndarray:
        supplied = self.block.covers < len(self.of.covers.supplied)
        late = self.of.covers.late[self.block.covers]
        return np.where(supplied, np.where(late, LATE, EARLY), np.where(late, CANCELLED_LATE, CANCELLED_EARLY))

    def _book(self, row, part, area) -> None:
        np.add.at(self.parts, (row, part), area)

    def _link(self, row, cover, area) -> None:
        mine = cover < len(self.of.covers.supplied)
        self.links.append((self.block.rows[row[mine]], cover[mine], area[mine]))

    def _draw_plain(self, which: np.ndarray, inside: Shared) -> None:
        """Draw what is left of measured shapes: less the covers that lie wholly in them, then, with GEOS, less those
        that reach over their borders."""
        fit = self.home[inside.two] == inside.one
        pick = fit & np.isin(inside.one, which)
        found = remainders(self.shapes, which, self.covers, np.searchsorted(which, inside.one[pick]), inside.two[pick])
        done = np.zeros(len(self.row), bool)
        done[which[list(found)]] = True
        pick = np.isin(inside.one, which) & ~(fit & done[inside.one])
        shape, cover = inside.one[pick], inside.two[pick]
        shapes, covers = Drawn(self.shapes, which[~done[which]]), Drawn(self.covers, cover)
        others, geos = _grouped(shape, cover), default()
        for place, k in enumerate(which.tolist()):
            blob, mine = found.get(place), others.get(k, ())
            if blob is None or len(mine):
                rest = shapes[k] if blob is None else geos.read(blob)
                blob = geos.write(minus(geos, rest, geos.union([covers[c] for c in mine])) if len(mine) else rest)
            self.left.append((int(self.row[k]), blob))

    def _cut_hard(self, which: np.ndarray, inside: Shared) -> None:
        """Cut shapes by earlier approvals and covers, one after the other, and measure the parts."""
        pick = np.isin(inside.one, which)
        inner, before = _grouped(inside.one[pick], inside.two[pick]), _grouped(self.earlier.one, self.earlier.two)
        held = np.zeros(len(self.row))
        np.maximum.at(held, self.earlier.one, self.earlier.area)
        shapes, covers = Drawn(self.shapes, which), Drawn(self.covers, inside.two[pick])
        earlier = Drawn(self.near, self.earlier.two)
        cuts, geos = [], default()
        for k in which.tolist():
            if held[k] >= self.shapes.area[k] - NOISE_M2:  # all of it lies in one that came before
                self._book(self.row[k], OVERLAP, self.shapes.area[k])
                continue
            own = shapes[k]
            if k in before:
                own = minus(geos, own, geos.union([earlier[o] for o in before[k]]))
            mine = inner.get(k, ()) if geos.area(own) > NOISE_M2 else ()
            cuts.append((k, own, *self._cut(own, np.array(mine, np.int64), covers)))
        self._book_cuts(cuts)

    def _cut(self, own: Geometry, cover: np.ndarray, polygons: Drawn):
        """cut.cut_parcel by some covers, in the order of their ranks."""
        number = self.block.covers[cover]
        order = np.argsort(self.of.covers.rank[number])
        late = self.of.covers.late[number[order]].tolist()
        each = [(n, is_late, polygons[c]) for n, is_late, c in zip(number[order].tolist(), late, cover[order].tolist())]
        supplies = len(self.of.covers.supplied)
        return cut_parcel(own, [one for one in each if one[0] < supplies],
                          [one[1:] for one in each if one[0] >= supplies])

    def _book_cuts(self, cuts: list) -> None:
        """Measure and book all shapes that were cut: [(shape, own, [(part, number, polygon)], rest), …]."""
        own, geos = raw_areas([own for _, own, *_ in cuts]), default()
        found = [(k, part, number, polygon) for k, _, several, _ in cuts for part, number, polygon in several]
        area = raw_areas([polygon for *_, polygon in found])
        shape, part, number = (np.array(column, np.int64) for column in ([f[i] for f in found] for i in range(3)))
        self._book(self.row[shape], part, area)
        self._link(self.row[shape[number >= 0]], number[number >= 0], area[number >= 0])
        taken = np.bincount(shape, area, minlength=len(self.row))
        for (k, _, _, rest), mine in zip(cuts, own.tolist()):
            row, left = int(self.row[k]), mine - float(taken[k])
            self._book(row, OVERLAP, max(float(self.shapes.area[k]) - mine, 0.0))
            if left > NOISE_M2:
                self._book(row, LEFT, left)
                self.left.append((row, geos.write(rest)))


def _grouped(keys: np.ndarray, values: np.ndarray) -> dict[int, list[int]]:
    """Values of each key, ascending."""
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    start = np.nonzero(np.diff(keys, prepend=-1))[0]
    return {k: v.tolist() for k, v in zip(keys[start].tolist(), np.split(values, start[1:]))} if len(keys) else {}
