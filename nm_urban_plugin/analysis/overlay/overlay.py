"""Exact area of every parcel in every zone of every zone layer.

One interface for all algorithms:

    overlay = Overlay(split=counties, measure=[eco, farmland, ...])
    cells = overlay.run(shapes, claims)

*split* cuts the shapes into cells (parcel x county; what lies in no county is a cell too); each layer of *measure*
then tells how much of each cell lies in which of its zones. *claims* are places of a shape that already belong to
another parcel; they become cells of their own. Areas are raw: ellipsoidal, edges straight in the Gauss plane
(core.ellipsoid.straight), additive, in m². Rounding and sharing out to the cent is the caller's (core.units.apportion).
A shape whose area the caller knows already is not measured again where it lies whole in one zone of every layer.

Areas come from blocks and tabulate: whole batches, no pieces. The polygons of cells that are really cut are drawn from
the same crossings (pieces); GEOS (cutting) does the shapes that these hand back: those near features of one layer that
overlap each other, those with claims, and what cannot be drawn soundly.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from ...core.ellipsoid.straight import straight_areas
from ...core.rings import Rings, join
from ..drawing.pieces import Pieces, Table, in_layer
from ..geos import NOISE_M2, Geometry, Geos, default, minus, sound
from ..reading.parallel import each, stream
from ..reading.planes import Shapes
from ..reading.wkb import decode, encode
from .cutting import Cutter, split_claim, valid
from .outlines import Outlines
from .partition import NONE
from .zones import OUTSIDE, ZoneLayer


@dataclass(frozen=True)
class Measured:
    """Area of cells in the zones of one layer: cell (k,) index, label (k,) (OUTSIDE = in none), area (k,) raw m²."""

    cell: np.ndarray
    label: np.ndarray
    area: np.ndarray


@dataclass(frozen=True)
class Cells:
    """Parts of shapes.

    shape     (c,) index of the shape
    label     (c,) zone of the split layer, OUTSIDE where none
    claimed   (c,) bool, already belongs to another parcel
    area      (c,) raw m², the known area of a shape that was not measured
    drawn     (c,) index of the cell's polygon in *pieces*, NONE where the cell is the whole shape
    pieces    polygons in the plane of the shape
    measured  per measured layer's name
    """

    shape: np.ndarray
    label: np.ndarray
    claimed: np.ndarray
    area: np.ndarray
    drawn: np.ndarray
    pieces: Rings
    measured: dict[str, Measured]


@dataclass
class Overlay:
    """Zone layers to overlay with.

    reach      degrees that shapes may lie from the meridian of their plane (Frame.reach)
    doubly     per layer, m² that lie in more than one of its features
    expected   number of shapes to come in all, where known (only the speed depends on it)
    handed     cells that GEOS had to measure, for the log
    cut        shapes that GEOS had to cut by the split layer
    geos       what cuts them, and made the claims
    """

    split: ZoneLayer | None = None
    measure: Sequence[ZoneLayer] = ()
    reach: float = 6.0
    expected: int = 0
    handed: int = 0
    cut: int = 0
    geos: Geos = field(default_factory=default)

    def __post_init__(self) -> None:
        self.cutter = Cutter(self.reach, geos=self.geos)
        # prepared tiles are shared, and a prepared geometry serves one thread at a time
        self.one_at_a_time = threading.Lock()

    @property
    def doubly(self) -> dict[str, float]:
        return self.cutter.doubly

    def stream(self, batches: Iterable[tuple]) -> Iterator[Cells]:
        """:meth:`run` for batch after batch of its arguments, several at a time, in order."""
        return stream(lambda batch: self.run(*batch), batches)

    def run(self, shapes: Shapes, claims: Mapping[int, Geometry] | None = None, known: np.ndarray | None = None
            ) -> Cells:
        """Cut and measure one batch of shapes; *claims* by index of the shape, in its plane; *known* (n,) areas in m²,
        NaN where there is none."""
        claims = claims or {}
        if known is None:
            return self._cells(shapes, claims)
        calm, labels = self._calm(shapes, np.isfinite(known))
        calm[list(claims)] = False
        quiet, rest = np.nonzero(calm)[0], np.nonzero(~calm)[0]
        number = dict(zip(rest.tolist(), range(len(rest))))
        cells = self._cells(shapes.take(rest), {number[k]: claim for k, claim in claims.items()})
        more = len(quiet)
        label = labels[self.split.name][quiet] if self.split is not None else np.full(more, OUTSIDE, np.int64)
        return Cells(
            np.concatenate([quiet, rest[cells.shape]]),
            np.concatenate([label, cells.label]),
            np.concatenate([np.zeros(more, bool), cells.claimed]),
            np.concatenate([known[quiet], cells.area]),
            np.concatenate([np.full(more, NONE, np.int64), cells.drawn]),
            cells.pieces,
            {name: Measured(np.concatenate([np.arange(more, dtype=np.int64), more + measured.cell]),
                            np.concatenate([labels[name][quiet], measured.label]),
                            np.concatenate([known[quiet], measured.area]))
             for name, measured in cells.measured.items()})

    def _calm(self, shapes: Shapes, calm: np.ndarray) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """(n,) bool, which of the shapes *calm* no edge of any layer comes near, and the label of those per layer."""
        bounds = shapes.rings.bounds()
        layers = [*self.measure] if self.split is None else [self.split, *self.measure]
        labels = {layer.name: np.full(len(calm), OUTSIDE, np.int64) for layer in layers}
        for meridian, here, expected in self._planes(shapes.meridian):
            for layer in layers:
                label, blocks = layer.blocks(meridian, self.reach, expected)
                near, dirty, feature = blocks.seen(bounds[here])
                calm[here] &= ~near & ~dirty
                inside = np.nonzero(feature >= 0)[0]
                labels[layer.name][here[inside]] = label[feature[inside]]
        return calm, labels

    def _planes(self, meridian: np.ndarray) -> Iterator[tuple[float, np.ndarray, int]]:
        """(meridian, shapes there, number of shapes to come there in all)."""
        for one in np.unique(meridian):
            here = np.nonzero(meridian == one)[0]
            yield float(one), here, int(len(here) / len(meridian) * self.expected)

    def _cells(self, shapes: Shapes, claims: Mapping[int, Geometry]) -> Cells:
        plane = _Plane.of(shapes.rings, shapes.meridian)
        owner, label, cut, table = self._uncut(plane, claims)
        drawn = self._drawn(plane, np.setdiff1d(cut, list(claims)), table)
        rest = cut[~np.isin(cut, drawn.shape)]
        with self.one_at_a_time:
            self.cut += len(rest)
            cut_owner, cut_label, cut_claimed, geometries = self._cut(plane, rest, claims)
        made = [drawn.rings, decode([self.geos.write(g) for g in geometries]).rings] if geometries else [drawn.rings]
        polygons = join(made)
        piece_owner = np.concatenate([drawn.shape, cut_owner])
        cells = plane.take(owner)
        if len(piece_owner):
            cells = cells.plus(_Plane.of(polygons, plane.meridian[piece_owner]))
        uncut = len(owner)
        number = np.concatenate([np.full(uncut, NONE, np.int64), np.arange(len(piece_owner), dtype=np.int64)])
        return Cells(
            np.concatenate([owner, piece_owner]),
            np.concatenate([label, drawn.label, cut_label]),
            np.concatenate([np.zeros(uncut + len(drawn.shape), bool), cut_claimed]),
            cells.area,
            number,
            polygons,
            self._measured(cells, number),
        )

    def _uncut(self, plane: _Plane, claims: Mapping) -> tuple[np.ndarray, np.ndarray, np.ndarray, Table]:
        """Shapes that are one cell, with its label; the others, to be cut; and what these must have in each zone."""
        n = plane.rings.n
        label = np.full(n, OUTSIDE, np.int64)
        cut = np.zeros(n, bool)
        cut[list(claims)] = True
        none = np.zeros(0, np.int64)
        table = Table(none, none, np.zeros(0))
        if self.split is not None:
            shape, zone, area, failed = self._table(self.split, plane)
            parts = np.bincount(shape, minlength=n)
            lone = parts[shape] == 1
            cut[failed] = True
            cut |= parts > 1
            cut[shape[lone & (area < plane.area[shape] - NOISE_M2)]] = True
            label[shape[lone]] = zone[lone]
            table = Table(shape, zone, area).with_outside(plane.area, cut, NOISE_M2)
            cut_soundly = np.isin(table.shape, failed, invert=True)
            table = Table(table.shape[cut_soundly], table.label[cut_soundly], table.area[cut_soundly])
        whole = np.nonzero(~cut)[0]
        return whole, label[whole], np.nonzero(cut)[0], table

    def _drawn(self, plane: _Plane, which: np.ndarray, table: Table) -> Pieces:
        """Pieces of the shapes *which* by the split layer, as far as they can be drawn."""
        which = which[np.isin(which, table.shape)]
        return in_layer(self.split, self.reach, plane.outlines, plane.meridian, which, table,
                        partial(valid, geos=self.geos))

    def _cut(self, plane: _Plane, cut: np.ndarray, claims: Mapping):
        """Owner, label, claimed and geometry of the cells of shapes that are cut."""
        owner, label, claimed, pieces = [], [], [], []
        for k, blob in zip(cut.tolist(), encode(plane.rings.take(cut))):
            for part, is_claimed in split_claim(self.geos, sound(self.geos, blob), claims.get(k)):
                for zone, piece in self._split(part, float(plane.meridian[k])):
                    owner.append(k)
                    label.append(zone)
                    claimed.append(is_claimed)
                    pieces.append(piece)
        return np.array(owner, np.int64), np.array(label, np.int64), np.array(claimed, bool), pieces

    def _split(self, part: Geometry, meridian: float) -> list[tuple[int, Geometry]]:
        """(label, piece) of a part by the split layer; the part itself where nothing is cut."""
        if self.split is None:
            return [(OUTSIDE, part)]
        pieces = self.cutter.cut(self.split, part, meridian)
        if len(pieces) == 1 and pieces[0][1] is part:
            return pieces
        rest = part
        if pieces:
            rest = minus(self.geos, part, self.geos.union([g for _, g in pieces]))
        return [*pieces, (OUTSIDE, rest)] if self.geos.area(rest) > 0 else pieces

    def _measured(self, cells: _Plane, drawn: np.ndarray) -> dict[str, Measured]:
        tables = each(lambda layer: self._table(layer, cells), self.measure)
        with self.one_at_a_time:
            return {layer.name: self._complete(layer, cells, drawn, *table)
                    for layer, table in zip(self.measure, tables)}

    def _complete(self, layer: ZoneLayer, cells: _Plane, drawn, cell, label, area, failed) -> Measured:
        """Area of the cells in the zones of a layer: those of the table, those that GEOS must do, and the outside."""
        self.handed += len(failed)
        more_cell, more_label, pieces = [], [], []
        for k, blob in zip(failed.tolist(), encode(cells.rings.take(failed))):
            whole = sound(self.geos, blob) if drawn[k] == NONE else self.geos.read(blob)
            for zone, piece in self.cutter.cut(layer, whole, float(cells.meridian[k])):
                more_cell.append(k)
                more_label.append(zone)
                pieces.append(self.geos.write(piece))
        if pieces:
            cell = np.concatenate([cell, np.array(more_cell, np.int64)])
            label = np.concatenate([label, np.array(more_label, np.int64)])
            area = np.concatenate([area, straight_areas(decode(pieces).rings)])
        outside = np.maximum(cells.area - np.bincount(cell, area, minlength=cells.rings.n), 0.0)
        left = np.nonzero(outside >= NOISE_M2)[0]
        return Measured(
            np.concatenate([cell, left]),
            np.concatenate([label, np.full(len(left), OUTSIDE, np.int64)]),
            np.concatenate([area, outside[left]]),
        )

    def _table(self, layer: ZoneLayer, plane: _Plane):
        """(shape, label, area, failed shapes) over all planes; features of one label are summed."""
        found = []
        for meridian, here, expected in self._planes(plane.meridian):
            part = plane.take(here)
            labels, blocks = layer.blocks(meridian, self.reach, expected)
            table = blocks.tabulate(part.outlines)
            found.append((here[table.shape], labels[table.feature], table.area, here[table.failed]))
        if not found:
            none = np.zeros(0, np.int64)
            return none, none, np.zeros(0), none
        shape, label, area, failed = (np.concatenate(column) for column in zip(*found))
        width = int(label.max()) + 1 if len(label) else 1
        # only a shape that has several rows can have two of one label
        several = np.bincount(shape, minlength=plane.rings.n)[shape] > 1
        lone, several = np.nonzero(~several)[0], np.nonzero(several)[0]
        key, inverse = np.unique(shape[several] * width + label[several], return_inverse=True)
        total = np.bincount(inverse.reshape(-1), area[several], minlength=len(key))
        return (np.concatenate([shape[lone], key // width]), np.concatenate([label[lone], key % width]),
                np.concatenate([area[lone], total]), np.sort(failed))


@dataclass(frozen=True)
class _Plane:
    """Outlines, each in the plane about its meridian (n,)."""

    outlines: Outlines
    meridian: np.ndarray

    @staticmethod
    def of(rings: Rings, meridian: np.ndarray) -> _Plane:
        return _Plane(Outlines.of(rings), meridian)

    @property
    def rings(self) -> Rings:
        return self.outlines.rings

    @property
    def area(self) -> np.ndarray:
        return self.outlines.area

    def take(self, which: np.ndarray) -> _Plane:
        return _Plane(self.outlines.take(which), self.meridian[which])

    def plus(self, other: _Plane) -> _Plane:
        return _Plane(self.outlines.plus(other.outlines), np.concatenate([self.meridian, other.meridian]))
