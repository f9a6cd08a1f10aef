"""Land-quota accounting of a parcel layer: measure, cut by county, overlay, share out to the cent, sum into leaves.

Two passes over the parcels. The first measures them, lists what cannot be used and keeps a small index of the counted
ones (52 bytes each), so that overlaps between parcels can be given to the earlier one. The second cuts and sums, and
spools the pieces to disk: outputs are opened only when everything has succeeded.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeatureRequest, QgsFeatureSource, QgsFeedback, QgsGeometry

from ...analysis.overlay.landuse import LandUse
from ...analysis.overlay.overlay import Cells, Overlay
from ...analysis.overlay.precedence import ClaimIndex, claims_among
from ...analysis.overlay.zones import OUTSIDE, ZoneLayer
from ...analysis.reading.area import OFFICIAL, feature_cents
from ...analysis.reading.batches import BATCH_SIZE, features_of
from ...analysis.reading.frames import Frame, united
from ...analysis.reading.intake import Clean, Intake
from ...analysis.reading.spool import Spool
from ...analysis.reading.tally import LayerRefused, Tally
from ...analysis.reading.wkb import decode, encode
from ...core.cells import is_empty, text
from ...core.dates import ImpossibleDate, parse_date
from ...core.landuse import LandAreas
from ...core.quota.ledger import WHOLE_PERIOD, Plan
from ...core.rings import Rings, join
from ...core.units import apportion
from ...i18n import locale, tr

COUNTED, OVERLAP, UNDATED, OUT_OF_PERIOD = "counted", "overlap", "undated", "out_of_period"

#: Roles of the parcels' fields that are carried through to their pieces.
CARRIED = ("project_name", "approval_id", "parcel_use", "holder")


class NoDates(LayerRefused):
    """The date field holds no date at all: surely the wrong field."""


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


@dataclass
class QuotaRun:
    """Inputs of one run. *counties* has as labels the indices of *codes* (ascending)."""

    source: QgsFeatureSource
    intake: Intake
    frame: Frame
    date_field: str
    plan: Plan
    counties: ZoneLayer
    codes: Sequence[str]
    tally: Tally
    lines: dict[str, ZoneLayer | None] = field(default_factory=dict)
    land_use: LandUse | None = None
    method: str = OFFICIAL
    carried: Sequence[str | None] = (None,) * len(CARRIED)
    cells: dict[tuple[str, str, int], LandAreas] = field(default_factory=dict)
    out_of_period: int = 0
    _mended: dict[int, Rings] = field(default_factory=dict)

    def run(self, spool: Spool, feedback: QgsFeedback) -> bool:
        """Fill *cells* (leaves of the ledger) and the spool of pieces. False when the user cancelled."""
        index = self._index(feedback)
        if index is None:
            return False
        layers = [layer for layer in self.lines.values() if layer is not None]
        if self.land_use is not None:
            layers.append(self.land_use.zones)
        overlay = self.overlay = Overlay(self.counties, layers, self.frame.reach, max(self.intake.count, 0))
        done, waiting = 0, deque()
        for cells in overlay.stream(self._prepared(index, waiting)):
            batch, total, dates, status = waiting.popleft()
            self._book(batch, total, cells, dates, status, spool)
            done += len(batch)
            self._progress(feedback, 50, done)
            if feedback.isCanceled():
                return False
        return True

    def _prepared(self, index: ClaimIndex, waiting: deque) -> Iterator:
        """Shapes, claims and areas of each batch, for the overlay; what belongs to them waits until the cells come."""
        counted_so_far = 0
        for batch in self.intake:
            dates = self._dates(batch)
            status = self._status(dates)
            counted = np.array([s == COUNTED for s in status], bool)
            rows = np.full(len(batch), -1, np.int64)
            rows[counted] = counted_so_far + np.arange(int(counted.sum()), dtype=np.int64)
            counted_so_far += int(counted.sum())
            total = feature_cents(self.frame, batch.rings, batch.shapes, self.method)
            waiting.append((batch, total, dates, status))
            yield batch.shapes, self._claims(batch, rows, index), batch.shapes.known(total / 100.0)

    # -- first pass -------------------------------------------------------------------------------------------

    def _index(self, feedback: QgsFeedback) -> ClaimIndex | None:
        fids, days, boxes = [], [], []
        dated = unreadable = done = 0
        example = ""
        lang = locale()
        for batch in self.intake:
            for fid, value in zip(batch.fids, batch.columns[self.date_field]):
                try:
                    if parse_date(value) is not None:
                        dated += 1
                    else:
                        self.tally.reject(self.frame.name, fid, tr("no approval date in field '{field}': measured, "
                                          "not counted").format(field=self.date_field))
                except ImpossibleDate as error:
                    unreadable += 1
                    example = example or tr("feature {fid}: '{value}'").format(fid=fid, value=value)
                    self.tally.reject(self.frame.name, fid, tr("impossible date in field '{field}': {why}; measured, "
                                      "not counted").format(field=self.date_field, why=error.text(lang)))
            status = self._status(self._dates(batch))
            counted = np.array([s == COUNTED for s in status], bool)
            fids.append(batch.fids[counted])
            days.append(np.array([d.toordinal() for d, c in zip(self._dates(batch), counted) if c], np.int32))
            boxes.append(batch.rings.bounds()[counted])
            self.tally.used += int(counted.sum())
            self.tally.listed += status.count(OUT_OF_PERIOD)
            for k in np.nonzero(batch.mended)[0]:
                self._mended[int(batch.fids[k])] = batch.rings.take([k])
            done += len(batch)
            self._progress(feedback, 0, done)
            if feedback.isCanceled():
                return None
        if unreadable and not dated:
            raise NoDates(tr("Layer '{name}': field '{field}' holds no dates ({example}). Choose the field of the "
                             "approval date.").format(name=self.frame.name, field=self.date_field, example=example))
        if not fids:
            return ClaimIndex(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros((0, 4)))
        return ClaimIndex(np.concatenate(fids), np.concatenate(days), np.concatenate(boxes))

    def _progress(self, feedback: QgsFeedback, start: float, done: int) -> None:
        total = self.intake.count
        feedback.setProgress(start + 50 * min(1.0, done / total) if total > 0 else start)

    def _dates(self, batch: Clean) -> list[dt.date | None]:
        out: list[dt.date | None] = []
        for value in batch.columns[self.date_field]:
            try:
                out.append(parse_date(value))
            except ImpossibleDate:  # listed in the first pass
                out.append(None)
        return out

    def _status(self, dates: Sequence[dt.date | None]) -> list[str]:
        first, last = self.plan.start, self.plan.counted_until
        return [UNDATED if d is None else COUNTED if first <= d <= last else OUT_OF_PERIOD for d in dates]

    # -- second pass ------------------------------------------------------------------------------------------

    def _claims(self, batch: Clean, rows: np.ndarray, index: ClaimIndex) -> dict[int, QgsGeometry]:
        """Per shape of the batch, the part that earlier parcels hold."""
        counted = rows[rows >= 0]
        if not len(counted):
            return {}
        earlier = index.earlier(counted)
        if not earlier:
            return {}
        row_of_feature = {k: int(row) for k, row in enumerate(rows) if int(row) in earlier}
        claims = {}
        for meridian in np.unique(batch.shapes.meridian):
            here = [k for k in np.nonzero(batch.shapes.meridian == meridian)[0].tolist()
                    if int(batch.shapes.feature[k]) in row_of_feature]
            before = [index.fids[earlier[row_of_feature[int(batch.shapes.feature[k])]]].tolist() for k in here]
            place, others = self._neighbours(sorted({fid for one in before for fid in one}), float(meridian))
            found = claims_among(batch.shapes.rings.take(here), others, [[place[fid] for fid in one] for one in before])
            claims.update({here[k]: claim for k, claim in found.items()})
        return claims

    def _neighbours(self, fids: list[int], meridian: float) -> tuple[dict[int, int], Rings]:
        """Other parcels of the layer in the plane about a meridian, the mended ones as they were mended; and the place
        of each."""
        names, parts = [], []
        for at in range(0, len(fids), BATCH_SIZE):
            known = {fid: self._mended[fid] for fid in fids[at : at + BATCH_SIZE] if fid in self._mended}
            request = QgsFeatureRequest().setSubsetOfAttributes([]).setFilterFids(
                [fid for fid in fids[at : at + BATCH_SIZE] if fid not in known])
            plain = {f.id(): bytes(f.geometry().asWkb()) for f in features_of(self.source, request)}
            names += [*plain, *known]
            parts += [decode(list(plain.values())).rings, *known.values()]
        return {fid: k for k, fid in enumerate(names)}, self.frame.to_meridian(join(parts), meridian)

    def _book(self, batch: Clean, total: np.ndarray, cells: Cells, dates, status, spool: Spool) -> None:
        """Share out one batch to the cent, add it to the leaves, spool the pieces."""
        feature = batch.shapes.feature[cells.shape]
        # a feature cut at a zone border has several shapes: its cells of one county become one piece
        key = np.stack([feature, cells.label, cells.claimed.astype(np.int64)], 1)
        pieces, piece_of_cell = np.unique(key, axis=0, return_inverse=True)
        piece_of_cell = piece_of_cell.reshape(-1)
        owner, label, claimed = pieces.T if len(pieces) else (np.zeros(0, np.int64),) * 3
        raw = np.bincount(piece_of_cell, cells.area, minlength=len(pieces))
        area = apportion(raw, owner, total, ties=(label, claimed))
        lines: dict[str, np.ndarray | None] = {}
        for name, layer in self.lines.items():
            lines[name] = None if layer is None else _inside(cells, layer.name, piece_of_cell, area)
        land = None
        if self.land_use is not None:
            land = self.land_use.split(cells.measured[self.land_use.zones.name], piece_of_cell, area)
        wkb = self._geometries(batch, cells, piece_of_cell, len(pieces))
        texts = [None if name is None else batch.columns[name] for name in self.carried]
        records = []
        for k in np.nonzero(area)[0].tolist():
            f = int(owner[k])
            what = OVERLAP if claimed[k] and status[f] == COUNTED else status[f]
            cell = land[k] if land is not None else LandAreas()
            cell.area = int(area[k])
            code = "" if label[k] == OUTSIDE else self.codes[label[k]]
            self._add(what, code, dates[f], cell)
            records.append(Piece(
                int(batch.fids[f]), code, dates[f].year if dates[f] else None, dates[f], what, int(area[k]),
                {name: None if v is None else int(v[k]) for name, v in lines.items()},
                cell if land is not None else None, wkb[k], tuple(None if c is None else _said(c[f]) for c in texts)))
        spool.write(records)

    def _add(self, status: str, code: str, date: dt.date | None, cell: LandAreas) -> None:
        if status == OUT_OF_PERIOD:
            self.out_of_period += cell.area
            return
        if status == COUNTED:
            key = ("county", code, date.year) if code else ("outside", "", date.year)
        elif status == OVERLAP:
            key = ("overlap", "", date.year)
        else:
            key = ("undated", "", WHOLE_PERIOD)
        self.cells.setdefault(key, LandAreas()).add(cell)

    def _geometries(self, batch: Clean, cells: Cells, piece_of_cell: np.ndarray, n: int) -> list[bytes]:
        """WKB of each piece in the layer's CRS; a parcel that is not cut keeps its own vertices."""
        cells_of_piece = np.bincount(piece_of_cell, minlength=n)
        shapes_of_feature = np.bincount(batch.shapes.feature, minlength=len(batch))
        feature = batch.shapes.feature[cells.shape]
        uncut = np.array([g is None for g in cells.geometry], bool)
        intact = uncut & (cells_of_piece[piece_of_cell] == 1) & (shapes_of_feature[feature] == 1)
        out: list[bytes] = [b""] * n
        originals = encode(batch.rings)
        for c in np.nonzero(intact)[0].tolist():
            out[piece_of_cell[c]] = originals[feature[c]]
        drawn = np.nonzero(~intact)[0]
        planes = [
            encode(batch.shapes.rings.take([cells.shape[c]]))[0] if cells.geometry[c] is None
            else bytes(cells.geometry[c].asWkb())
            for c in drawn.tolist()
        ]
        plane = decode(planes).rings
        meridian = batch.shapes.meridian[cells.shape[drawn]][plane.vertex_shape()]
        parts: dict[int, list[bytes]] = {}
        for k, blob in zip(piece_of_cell[drawn].tolist(),
                           encode(plane.with_xy(*self.frame.source(plane.x, plane.y, meridian)))):
            parts.setdefault(k, []).append(blob)
        for k, pieces in parts.items():
            out[k] = pieces[0] if len(pieces) == 1 else bytes(united(pieces).asWkb())
        return out


def _said(value) -> str | None:
    """A cell as text, None where it is empty."""
    return None if is_empty(value) else text(value)


def _inside(cells: Cells, name: str, piece_of_cell: np.ndarray, area: np.ndarray) -> np.ndarray:
    """(p,) cents of each piece in any zone of a layer, shared out against what lies in none."""
    measured = cells.measured[name]
    within = np.where(measured.label != OUTSIDE, measured.area, 0.0)
    piece = piece_of_cell[measured.cell]
    raw_in = np.bincount(piece, within, minlength=len(area))
    raw_all = np.bincount(piece, measured.area, minlength=len(area))
    both = np.concatenate([raw_in, np.maximum(raw_all - raw_in, 0.0)])
    group = np.tile(np.arange(len(area), dtype=np.int64), 2)
    order = np.repeat([0, 1], len(area))
    return apportion(both, group, area, ties=(order,))[: len(area)]
