"""Exact area of every parcel in every zone of every zone layer.

One interface for all algorithms:

    overlay = Overlay(split=counties, measure=[eco, farmland, ...])
    cells = overlay.run(shapes, claims)

*split* cuts the shapes into cells (parcel x county; what lies in no county is a cell too); each layer of *measure*
then tells how much of each cell lies in which of its zones. *claims* are places of a shape that already belong to
another parcel; they become cells of their own. Areas are raw: ellipsoidal, edges straight in the Gauss plane
(core.straight), additive, in m². Rounding and sharing out to the cent is the caller's (core.units.apportion).

Cutting is GEOS on tiles of the zones: candidates by bounding box, wholly covered shapes recognised by the prepared
tile, all others intersected. Where zones of one layer overlap inside a cell, the place is given to the smallest label
and the surplus is summed in `doubly`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry

from ..core.straight import straight_areas
from .cutting import NOISE_M2, Cutter, split_claim
from .frames import Shapes, polygons_of
from .wkb import decode, encode
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
    area      (c,) raw m²
    geometry  (c,) plane geometry, None where the cell is the whole shape
    measured  per measured layer's name
    """

    shape: np.ndarray
    label: np.ndarray
    claimed: np.ndarray
    area: np.ndarray
    geometry: list[QgsGeometry | None]
    measured: dict[str, Measured]


@dataclass
class Overlay:
    """Zone layers to overlay with.

    reach    degrees that shapes may lie from the meridian of their plane (Frame.reach)
    doubly   per layer, m² that lie in more than one of its features
    """

    split: ZoneLayer | None = None
    measure: Sequence[ZoneLayer] = ()
    reach: float = 6.0

    def __post_init__(self) -> None:
        self.cutter = Cutter(self.reach)

    @property
    def doubly(self) -> dict[str, float]:
        return self.cutter.doubly

    def run(self, shapes: Shapes, claims: Mapping[int, QgsGeometry] | None = None) -> Cells:
        """Cut and measure one batch of shapes; *claims* by index of the shape, in its plane."""
        claims = claims or {}
        wholes = [_geometry(blob) for blob in encode(shapes.rings)]
        owner, label, claimed, geometry = [], [], [], []
        for k, whole in enumerate(wholes):
            for part, is_claimed in split_claim(whole, claims.get(k)):
                for zone, piece in self._split(part, float(shapes.meridian[k])):
                    owner.append(k)
                    label.append(zone)
                    claimed.append(is_claimed)
                    geometry.append(None if piece is whole else piece)
        owner_ = np.array(owner, np.int64)
        area = _areas(geometry, straight_areas(shapes.rings)[owner_] if len(owner_) else np.zeros(0))
        measured = {
            layer.name: self._measure(layer, [g or wholes[k] for g, k in zip(geometry, owner)],
                                      shapes.meridian[owner_], area)
            for layer in self.measure
        }
        return Cells(owner_, np.array(label, np.int64), np.array(claimed, bool), area, geometry, measured)

    def _split(self, part: QgsGeometry, meridian: float) -> list[tuple[int, QgsGeometry]]:
        """(label, piece) of a part by the split layer; the part itself where nothing is cut."""
        if self.split is None:
            return [(OUTSIDE, part)]
        pieces = self.cutter.cut(self.split, part, meridian)
        if len(pieces) == 1 and pieces[0][1] is part:
            return pieces
        rest = part
        if pieces:
            rest = polygons_of(part.difference(QgsGeometry.unaryUnion([g for _, g in pieces])))
        return [*pieces, (OUTSIDE, rest)] if rest.area() > 0 else pieces

    def _measure(self, layer: ZoneLayer, cells: list[QgsGeometry], meridian: np.ndarray, area: np.ndarray) -> Measured:
        cell, label, pieces = [], [], []
        for k, geometry in enumerate(cells):
            for zone, piece in self.cutter.cut(layer, geometry, float(meridian[k])):
                cell.append(k)
                label.append(zone)
                pieces.append(None if piece is geometry else piece)
        cell_ = np.array(cell, np.int64)
        inside = _areas(pieces, area[cell_])
        outside = np.maximum(area - np.bincount(cell_, inside, minlength=len(cells)), 0.0)
        outside[outside < NOISE_M2] = 0.0
        left = np.nonzero(outside)[0]
        return Measured(
            np.concatenate([cell_, left]),
            np.concatenate([np.array(label, np.int64), np.full(len(left), OUTSIDE)]),
            np.concatenate([inside, outside[left]]),
        )


def _geometry(blob: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(blob)
    return geometry


def _areas(pieces: Sequence[QgsGeometry | None], whole: np.ndarray) -> np.ndarray:
    """Raw m² of pieces; None stands for the whole, whose area is given."""
    out = np.array(whole, np.float64)
    cut = [k for k, piece in enumerate(pieces) if piece is not None]
    if cut:
        decoded = decode([bytes(pieces[k].asWkb()) for k in cut])
        out[cut] = straight_areas(decoded.rings)
    return out
