"""Pieces of parcels by county as columns, and their sums by leaf of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...analysis.geos.by_qgis import united
from ...analysis.overlay.overlay import Cells
from ...analysis.overlay.partition import NONE
from ...analysis.overlay.zones import OUTSIDE
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import Clean
from ...analysis.reading.wkb import decode, encode
from ...core.landuse import LAND, LandAreas
from ...core.quota.ledger import WHOLE_PERIOD
from ...core.rings import Rings, join
from ...core.units import apportion

COUNTED, OVERLAP, UNDATED, OUT_OF_PERIOD = "counted", "overlap", "undated", "out_of_period"
#: A piece of a counted parcel on land that was approved before the plan began: land is new only once.
EARLIER = "earlier"
STATUS = (COUNTED, OVERLAP, UNDATED, OUT_OF_PERIOD, EARLIER)

#: Roles of the parcels' fields that are carried through to their pieces.
CARRIED = ("project_name", "approval_id", "parcel_use", "holder")


@dataclass(frozen=True)
class Piece:
    """One part of one parcel; areas in cents, None where the layer behind them was not given. texts: what a list names
    the parcel by, in the order of CARRIED."""

    src_fid: int
    code: str
    year: int | None
    date: dt.date | None
    status: str
    area: int
    lines: dict[str, int | None]
    land: LandAreas | None
    wkb: bytes
    texts: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class PieceBatch:
    """Columns (p,) of pieces in the order of their parcels and counties; areas int64 cents.

    county  index into the codes of the counties, OUTSIDE where none;  day  ordinal, 0 = none;  status  place in STATUS
    lines   by line, None where it was not given;  land  by class (core.landuse.LAND), None without land use
    wkb     MultiPolygons in the layer's CRS;  bounds  (p, 4)
    texts   a column for each of CARRIED, None where the layer has no such field
    """

    src_fid: np.ndarray
    county: np.ndarray
    day: np.ndarray
    status: np.ndarray
    area: np.ndarray
    lines: dict[str, np.ndarray | None]
    land: dict[str, np.ndarray] | None
    wkb: list[bytes]
    bounds: np.ndarray
    codes: tuple[str, ...]
    names: tuple[str, ...]
    texts: list[list[str | None] | None]

    def __len__(self) -> int:
        return len(self.src_fid)

    @property
    def dates(self) -> list[dt.date | None]:
        """(p,) the day of each."""
        known = {day: dt.date.fromordinal(day) if day else None for day in np.unique(self.day).tolist()}
        return [known[day] for day in self.day.tolist()]

    def rows(self) -> Iterator[Piece]:
        """One record a piece."""
        for k, day in enumerate(self.dates):
            land = None
            if self.land is not None:
                land = LandAreas(int(self.area[k]), *(int(self.land[key][k]) for key in LAND))
            code = "" if self.county[k] == OUTSIDE else self.codes[self.county[k]]
            yield Piece(int(self.src_fid[k]), code, day.year if day else None, day, STATUS[self.status[k]],
                        int(self.area[k]), {n: None if v is None else int(v[k]) for n, v in self.lines.items()}, land,
                        self.wkb[k], tuple(None if column is None else column[k] for column in self.texts))

    def leaves(self) -> Iterator[tuple[tuple[str, str, int], LandAreas]]:
        """((level, county, year), sums) per leaf of the ledger; level out_of_period is none of it."""
        year = np.array([0 if day is None else day.year for day in self.dates], np.int64)
        keys, at = np.unique(np.stack([self.status, self.county, year], 1), axis=0, return_inverse=True)
        columns = [self.area, *(np.zeros((len(LAND), len(self)), np.int64) if self.land is None else
                                (self.land[key] for key in LAND))]
        sums = np.zeros((len(columns), len(keys)), np.int64)
        for total, values in zip(sums, columns):
            np.add.at(total, at.reshape(-1), values)
        for (status, county, of_year), cents in zip(keys.tolist(), sums.T.tolist()):
            word = STATUS[status]
            if word == COUNTED:
                key = ("county", self.codes[county], of_year) if county != OUTSIDE else ("outside", "", of_year)
            else:
                level = OVERLAP if word == EARLIER else word
                key = (level, "", WHOLE_PERIOD if word == UNDATED else of_year)
            yield key, LandAreas(*cents)

    def undated(self) -> Iterator[tuple[str, int]]:
        """(county code, cents) of the parcels without a date."""
        rows = np.nonzero((self.status == STATUS.index(UNDATED)) & (self.county != OUTSIDE))[0]
        for county in np.unique(self.county[rows]).tolist():
            yield self.codes[county], int(self.area[rows][self.county[rows] == county].sum())

    @property
    def n_unjudged(self) -> int:
        """Parcels of which it is not known whether they, or a part of them, are new construction land of the period."""
        open_ = self.status == STATUS.index(UNDATED)
        if self.land is not None:
            open_ |= (self.status == STATUS.index(COUNTED)) & (self.land["unknown"] > 0)
        return len(np.unique(self.src_fid[open_]))


@dataclass(frozen=True)
class Shared:
    """Cells of one batch put together to pieces: owner (feature), label, claimed, cents; piece of each cell."""

    owner: np.ndarray
    label: np.ndarray
    claimed: np.ndarray
    area: np.ndarray
    piece_of_cell: np.ndarray

    @staticmethod
    def of(batch: Clean, cells: Cells, total: np.ndarray) -> Shared:
        """A feature cut at a zone border has several shapes: its cells of one county become one piece. The *total*
        cents of each feature are shared out among its pieces."""
        feature = batch.shapes.feature[cells.shape]
        width = int(cells.label.max(initial=OUTSIDE)) + 2
        key = (feature * width + cells.label + 1) * 2 + cells.claimed
        pieces, piece_of_cell = np.unique(key, return_inverse=True)
        piece_of_cell = piece_of_cell.reshape(-1)
        claimed, pieces = pieces % 2, pieces // 2
        owner, label = pieces // width, pieces % width - 1
        raw = np.bincount(piece_of_cell, cells.area, minlength=len(pieces))
        return Shared(owner, label, claimed.astype(bool), apportion(raw, owner, total, ties=(label, claimed)),
                      piece_of_cell)

    def inside(self, cells: Cells, name: str) -> np.ndarray:
        """(p,) cents of each piece in any zone of a layer, shared out against what lies in none."""
        measured = cells.measured[name]
        within = np.where(measured.label != OUTSIDE, measured.area, 0.0)
        piece = self.piece_of_cell[measured.cell]
        raw_in = np.bincount(piece, within, minlength=len(self.area))
        raw_all = np.bincount(piece, measured.area, minlength=len(self.area))
        both = np.concatenate([raw_in, np.maximum(raw_all - raw_in, 0.0)])
        group = np.tile(np.arange(len(self.area), dtype=np.int64), 2)
        order = np.repeat([0, 1], len(self.area))
        return apportion(both, group, self.area, ties=(order,))[: len(self.area)]

    def geometries(self, batch: Clean, cells: Cells, frame: Frame) -> tuple[list[bytes], np.ndarray]:
        """WKB and box of each piece in the layer's CRS; a parcel that is not cut keeps its own vertices."""
        n = len(self.area)
        wkb: list[bytes] = [b""] * n
        bounds = np.full((n, 4), np.nan)
        feature = batch.shapes.feature[cells.shape]
        alone = np.bincount(self.piece_of_cell, minlength=n)[self.piece_of_cell] == 1
        intact = alone & (cells.drawn == NONE)
        intact &= np.bincount(batch.shapes.feature, minlength=len(batch))[feature] == 1

        def put(pieces: np.ndarray, rings: Rings) -> None:
            bounds[pieces] = rings.bounds()
            for k, blob in zip(pieces.tolist(), encode(rings)):
                wkb[k] = blob

        whole = np.nonzero(intact)[0]
        whole = whole[np.argsort(feature[whole], kind="stable")]
        put(self.piece_of_cell[whole], batch.rings.take(feature[whole]))
        rest = np.nonzero(~intact)[0]
        made, rest = _in_source(batch, cells, frame, rest)
        one = alone[rest]
        put(self.piece_of_cell[rest[one]], made.take(np.nonzero(one)[0]))
        parts: dict[int, list[bytes]] = {}
        several = np.nonzero(~one)[0]
        for k, blob in zip(self.piece_of_cell[rest[several]].tolist(), encode(made.take(several))):
            parts.setdefault(k, []).append(blob)
        if parts:
            put(np.array(list(parts), np.int64), decode([bytes(united(p).asWkb()) for p in parts.values()]).rings)
        return wkb, bounds


def _in_source(batch: Clean, cells: Cells, frame: Frame, which: np.ndarray) -> tuple[Rings, np.ndarray]:
    """Polygons of cells in the layer's CRS: those that were drawn and whole shapes; and the cells in their order."""
    drawn = which[cells.drawn[which] != NONE]
    whole = which[cells.drawn[which] == NONE]
    order = np.concatenate([drawn, whole])
    plane = join([cells.pieces.ordered(cells.drawn[drawn]), batch.shapes.rings.ordered(cells.shape[whole])])
    meridian = batch.shapes.meridian[cells.shape[order]][plane.vertex_shape()]
    return plane.with_xy(*frame.source(plane.x, plane.y, meridian)), order
