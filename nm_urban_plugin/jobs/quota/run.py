"""Land-quota accounting of a parcel layer: measure, cut by county, overlay, share out to the cent, sum into leaves.

The layer is read once. The first step measures the parcels, lists what cannot be used, and finds those over which
another parcel may lie, so that overlaps can be given to the earlier one; coordinates are kept in a temporary file. The
second step cuts and sums. Both work on several batches at a time, pieces are handed out as columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.overlay.depth import NetEdges, may_overlap
from ...analysis.overlay.landuse import LandUse
from ...analysis.overlay.overlay import Overlay
from ...analysis.overlay.precedence import Claims
from ...analysis.overlay.zones import ZoneLayer
from ...analysis.reading.area import OFFICIAL, feature_cents
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import Clean, Intake
from ...analysis.reading.kept import KeptBatches
from ...analysis.reading.parallel import stream
from ...analysis.reading.tally import LayerRefused, Tally
from ...core.cells import is_empty, says_not_yet, text
from ...core.dates import is_moved, parse_column
from ...core.landuse import LandAreas
from ...core.quota.ledger import Plan
from ...i18n import locale, tr
from .pieces import (
    CARRIED,
    COUNTED,
    OUT_OF_PERIOD,
    OVERLAP,
    STATUS,
    UNDATED,
    PieceBatch,
    Shared,
)

__all__ = ["CARRIED", "COUNTED", "OUT_OF_PERIOD", "OVERLAP", "UNDATED", "NoDates", "PieceBatch", "QuotaRun"]

_COUNTED, _OVERLAP, _UNDATED, _OUT_OF_PERIOD, _EARLIER = range(len(STATUS))


class NoDates(LayerRefused):
    """The date field holds no date at all: surely the wrong field."""


class Pieces(Protocol):
    """Takes pieces as they come, batch by batch."""

    def write(self, batches: list[PieceBatch]) -> None:
        """Take them."""


@dataclass
class _Read:
    """What the first step knows of a batch: days (ordinals, 0 = none), status, boxes, texts that are carried (None = no
    such field); areas (cents) and net edges."""

    number: int
    batch: Clean | None
    day: np.ndarray
    status: np.ndarray
    bounds: np.ndarray
    texts: list[list[str | None] | None]
    total: np.ndarray | None = None
    net: NetEdges | None = None


@dataclass
class QuotaRun:
    """Inputs of one run. *counties* has as labels the indices of *codes* (ascending), *names* are those of the codes;
    after :meth:`run` *cells* are the leaves of the ledger, *out_of_period* cents, *undated* cents by county code, and
    *n_unjudged* parcels without a date or on land of unknown class, *moved* days that are others in China."""

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
    names: dict[str, str] = field(default_factory=dict)
    cells: dict[tuple[str, str, int], LandAreas] = field(default_factory=dict)
    out_of_period: int = 0
    undated: dict[str, int] = field(default_factory=dict)
    n_unjudged: int = 0
    moved: int = 0

    def run(self, pieces: Pieces, feedback: QgsFeedback) -> bool:
        """Fill *cells* (leaves of the ledger) and hand out the pieces. False when the user cancelled."""
        layers = [layer for layer in self.lines.values() if layer is not None]
        if self.land_use is not None:
            layers.append(self.land_use.zones)
        overlay = self.overlay = Overlay(self.counties, layers, self.frame.reach, max(self.intake.count, 0))
        with KeptBatches(self.frame) as kept:
            read = self._read(kept, feedback)
            if read is None:
                return False
            claims = self._claims(kept, read)
            for done, batch in enumerate(stream(lambda one: self._cut(overlay, kept, claims, one), read), 1):
                for key, cell in batch.leaves():
                    if key[0] == OUT_OF_PERIOD:
                        self.out_of_period += cell.area
                    else:
                        self.cells.setdefault(key, LandAreas()).add(cell)
                for code, cents in batch.undated():
                    self.undated[code] = self.undated.get(code, 0) + cents
                self.n_unjudged += batch.n_unjudged
                pieces.write([batch])
                feedback.setProgress(50 + 50 * done / len(read))
                if feedback.isCanceled():
                    return False
        return True

    # -- first step -------------------------------------------------------------------------------------------

    def _read(self, kept: KeptBatches, feedback: QgsFeedback) -> list[_Read] | None:
        out = []
        done = 0
        for one in stream(self._measure, self._dated()):
            kept.add(one.batch)
            one.batch = None
            out.append(one)
            done += len(one.day)
            if self.intake.count > 0:
                feedback.setProgress(50 * min(1.0, done / self.intake.count))
            if feedback.isCanceled():
                return None
        if self._unreadable and not self._dated_any:
            raise NoDates(tr("Layer '{name}': field '{field}' holds no dates ({example}). Choose the field of the "
                             "approval date.").format(name=self.frame.name, field=self.date_field,
                                                      example=self._unreadable))
        return out

    def _dated(self) -> Iterator[_Read]:
        """Batches with their days; what has none is listed, in the order of the layer."""
        first, last = self.plan.start.toordinal(), self.plan.counted_until.toordinal()
        self._unreadable, self._dated_any = "", False
        for number, batch in enumerate(self.intake):
            cells = batch.columns[self.date_field]
            days, errors = parse_column(cells)
            errors = {k: error for k, error in errors.items() if not says_not_yet(cells[k])}
            self.moved += sum(map(is_moved, cells))
            day = np.array([0 if one is None else one.toordinal() for one in days], np.int64)
            self._list_undated(batch, day, errors)
            self._dated_any |= bool((day > 0).any())
            counted = (day >= first) & (day <= last)
            status = np.where(day == 0, _UNDATED, np.where(counted, _COUNTED, _OUT_OF_PERIOD))
            self.tally.used += int(counted.sum())
            self.tally.listed += int((status == _OUT_OF_PERIOD).sum())
            texts = [None if name is None else _said(batch.columns[name]) for name in self.carried]
            yield _Read(number, batch, day, status, batch.rings.bounds(), texts)

    def _list_undated(self, batch: Clean, day: np.ndarray, errors: dict) -> None:
        lang = locale()
        for k in np.nonzero(day == 0)[0].tolist():
            if k not in errors:
                why = tr("no approval date in field '{field}': measured, not counted").format(field=self.date_field)
            else:
                value = batch.columns[self.date_field][k]
                self._unreadable = self._unreadable or tr("feature {fid}: '{value}'").format(
                    fid=batch.fids[k], value=value)
                why = tr("impossible date in field '{field}': {why}; measured, not counted").format(
                    field=self.date_field, why=errors[k].text(lang))
            self.tally.reject(self.frame.name, batch.fids[k], why)

    def _measure(self, one: _Read) -> _Read:
        """Areas and net edges of a batch."""
        one.total = feature_cents(self.frame, one.batch.rings, one.batch.shapes, self.method)
        one.net = NetEdges.of(one.batch.rings)
        return one

    def _claims(self, kept: KeptBatches, read: list[_Read]) -> Claims:
        """Counted parcels over which another one may lie that was approved before, also before the plan began."""
        none = np.zeros(0, np.int64)
        day = np.concatenate([none, *(one.day for one in read)])
        counted = np.concatenate([none, *(one.status for one in read)]) == _COUNTED
        start = self.plan.start.toordinal()
        holds = counted | ((day > 0) & (day < start))
        bounds = np.concatenate([np.zeros((0, 4)), *(one.bounds for one in read)])
        net = NetEdges.joined([one.net for one in read])
        rows = np.nonzero(may_overlap(net, bounds, self.frame.unit_m) & holds)[0]
        for one in read:
            one.net = None
        return Claims(kept, rows, day[rows], bounds[rows], counted[rows], start)

    # -- second step ------------------------------------------------------------------------------------------

    def _cut(self, overlay: Overlay, kept: KeptBatches, claims: Claims, one: _Read) -> PieceBatch:
        """Cut, measure and share out one batch."""
        batch = kept.batch(one.number)
        shapes = batch.shapes
        claimed, only_before = claims.on(one.number, shapes)
        cells = overlay.run(shapes, claimed, shapes.known(one.total / 100.0))
        shared = Shared.of(batch, cells, one.total)
        lines = {name: None if layer is None else shared.inside(cells, layer.name)
                 for name, layer in self.lines.items()}
        land = None
        if self.land_use is not None:
            land = self.land_use.columns(cells.measured[self.land_use.zones.name], shared.piece_of_cell, shared.area)
        wkb, bounds = shared.geometries(batch, cells, self.frame)
        keep = np.nonzero(shared.area)[0]
        owner = shared.owner[keep]
        overlapping = np.where(np.isin(owner, only_before), _EARLIER, _OVERLAP)
        status = np.where(shared.claimed[keep] & (one.status[owner] == _COUNTED), overlapping, one.status[owner])
        rows = owner.tolist()
        return PieceBatch(
            batch.fids[owner], shared.label[keep], one.day[owner], status, shared.area[keep],
            {name: None if values is None else values[keep] for name, values in lines.items()},
            None if land is None else {key: values[keep] for key, values in land.items()},
            [wkb[k] for k in keep.tolist()], bounds[keep], tuple(self.codes),
            tuple(self.names.get(code, "") for code in self.codes),
            [None if column is None else [column[f] for f in rows] for column in one.texts])


def _said(column: list) -> list[str | None]:
    """Cells as texts, None where they are empty; each distinct one once."""
    known = {}
    for value in column:
        key = (type(value), value)
        if key not in known:
            known[key] = None if is_empty(value) else text(value)
    return [known[type(value), value] for value in column]
