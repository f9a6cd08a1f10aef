"""Which parcels of a block have how much area in common, in the plane about one meridian.

Most pairs whose boxes meet only touch each other, and most supplies lie wholly inside one approval that overlaps no
other; such a supply can lie in no second one, and supplies in different ones cannot overlap. So few pairs are left to
be looked at closely.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.rings import expand
from ..geos import NOISE_M2, common, default
from ..overlay.grid import grouped
from ..overlay.outlines import Outlines
from ..overlay.pairs import common_areas
from .cut import Drawn, common_by_geos, raw_areas

#: Boxes may stick out of each other by this much (m) where a parcel lies wholly in another one.
_SKIN_M = 1e-5


@dataclass(frozen=True)
class Shared:
    """(k,) positions of two parcels and the raw m² that they have in common, more than noise."""

    one: np.ndarray
    two: np.ndarray
    area: np.ndarray

    @staticmethod
    def of(one: Outlines, two: Outlines, p: np.ndarray, q: np.ndarray) -> Shared:
        """Those of the pairs one[p], two[q] that have area in common."""
        area = sure_areas(one, two, p, q)
        real = np.nonzero(area > NOISE_M2)[0]
        return Shared(p[real], q[real], area[real])


def sure_areas(one: Outlines, two: Outlines, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """(k,) raw m² in common, with GEOS where the boundaries contradict each other."""
    area = common_areas(one, two, p, q)
    unsure = np.nonzero(np.isnan(area))[0]
    area[unsure] = common_by_geos(one, two, p[unsure], q[unsure])
    return area


def partners(among: tuple[np.ndarray, np.ndarray], rows: np.ndarray, every: np.ndarray
             ) -> tuple[np.ndarray, np.ndarray]:
    """(position in *rows*, position in *every*) of parcels whose boxes meet; *every* ascending."""
    other, start = among
    at, who = expand(start[rows], start[rows + 1] - start[rows])
    if not len(at):
        return who, at
    place = np.minimum(np.searchsorted(every, other[at]), len(every) - 1)
    here = every[place] == other[at]
    return who[here], place[here]


def approvals_on_each_other(shapes: Outlines, numbers: np.ndarray, near: Outlines, every: np.ndarray,
                            rank: np.ndarray, among) -> tuple[Shared, np.ndarray]:
    """Earlier approvals that overlap *shapes*, and whether a shape overlaps any other, earlier or later.

    numbers  (s,) approval of each shape, ascending; every  (e,) approval of each polygon of *near*, ascending
    Returns (Shared of shape and position in every, (s,) bool).
    """
    shape, other = partners(among, numbers, every)
    before = rank[every[other]] < rank[numbers[shape]]
    once = before | ~np.isin(every[other], numbers)  # a pair of shapes is looked at from the later one
    shape, other, before = shape[once], other[once], before[once]
    area = sure_areas(shapes, near, shape, other)
    real = area > NOISE_M2
    touched = np.zeros(len(numbers), bool)
    touched[shape[real]] = True
    touched |= np.isin(numbers, every[other[real]])
    real &= before
    return Shared(shape[real], other[real], area[real]), touched


def covers_in_shapes(shapes: Outlines, covers: Outlines, shape: np.ndarray, cover: np.ndarray, touched: np.ndarray
                     ) -> tuple[Shared, np.ndarray]:
    """(Shared of shape and cover, home): of pairs whose boxes meet.

    home (c,) the shape that a cover lies wholly in, where that shape overlaps no other (*touched*); −1 = none.
    """
    outer, inner = shapes.bounds[shape], covers.bounds[cover]
    around = (outer[:, :2] <= inner[:, :2] + _SKIN_M).all(axis=1) & (outer[:, 2:] >= inner[:, 2:] - _SKIN_M).all(axis=1)
    area = np.zeros(len(shape))
    area[around] = sure_areas(shapes, covers, shape[around], cover[around])
    inside = around & (area >= covers.area[cover] - NOISE_M2) & ~touched[shape]
    home = np.full(covers.n, -1, np.int64)
    home[cover[inside]] = shape[inside]
    rest = ~around & (home[cover] < 0)
    area[rest] = sure_areas(shapes, covers, shape[rest], cover[rest])
    real = (area > NOISE_M2) & ((home[cover] < 0) | (home[cover] == shape))
    return Shared(shape[real], cover[real], area[real]), home


def covers_on_each_other(covers: Outlines, numbers: np.ndarray, home: np.ndarray, rank: np.ndarray, among) -> Shared:
    """Covers that overlap each other, the one of lower rank first; *numbers* (c,) ascending."""
    early, late = partners(among, numbers, numbers)
    near = (home[early] < 0) | (home[late] < 0) | (home[early] == home[late])
    pick = near & (rank[numbers[early]] < rank[numbers[late]])
    return Shared.of(covers, covers, early[pick], late[pick])


@dataclass(frozen=True)
class Counted:
    """What each cover holds of each shape with every place counted once.

    area       like inside.area, less what covers before it hold
    shape, early, late, lost   (k,) where *late* lost its place to *early*, raw m²
    entangled  shapes in which a cover loses places to several others: these must be cut one after the other
    """

    area: np.ndarray
    shape: np.ndarray
    early: np.ndarray
    late: np.ndarray
    lost: np.ndarray
    entangled: np.ndarray


def counted_once(shapes: Outlines, covers: Outlines, inside: Shared, overlaps: Shared, home: np.ndarray) -> Counted:
    """Take from the covers of each shape what an earlier one (overlaps.one before overlaps.two) holds there."""
    key = inside.one * (covers.n + 1) + inside.two
    order = np.argsort(key)
    of_cover, start = grouped(inside.two, covers.n)
    at, pair = expand(start[overlaps.two], np.diff(start)[overlaps.two])
    at = of_cover[at]  # entries of *inside* of the later cover of each pair
    shape, early, late = inside.one[at], overlaps.one[pair], overlaps.two[pair]
    wanted = shape * (covers.n + 1) + early
    place = np.minimum(np.searchsorted(key[order], wanted), max(len(key) - 1, 0))
    both = key[order[place]] == wanted if len(wanted) else np.zeros(0, bool)
    at, shape, early, late, lost = at[both], shape[both], early[both], late[both], overlaps.area[pair[both]].copy()
    across = np.nonzero((home[early] != shape) & (home[late] != shape))[0]  # the overlap may reach out of the shape
    geos, whole, cover = default(), Drawn(shapes, shape[across]), Drawn(covers, np.append(early[across], late[across]))
    three = zip(shape[across].tolist(), early[across].tolist(), late[across].tolist())
    lost[across] = raw_areas([common(geos, common(geos, whole[s], cover[a]), cover[b]) for s, a, b in three])
    area = inside.area.copy()
    np.subtract.at(area, at, lost)
    entangled = np.unique(inside.one[np.bincount(at, minlength=len(area)) > 1])
    return Counted(np.maximum(area, 0.0), shape, early, late, lost, entangled)
