"""Three-line check of a project layer: measure, overlay, share out to the cent per line, judge, cut the pieces.

One pass. Per line the raw areas of a project in each zone, and outside of all, are shared out against its area
(core.units.apportion), so zone pieces + outside = area exactly, and the pieces of a line sum to its area in that line.
Pieces are cut as geometries only where they are wanted, and only for projects that a line does not cover wholly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback, QgsGeometry

from ...analysis.overlay.cutting import Cutter
from ...analysis.overlay.landuse import LandUse
from ...analysis.overlay.overlay import Cells, Overlay
from ...analysis.overlay.zones import OUTSIDE, ZoneLayer
from ...analysis.reading.area import OFFICIAL, feature_cents
from ...analysis.reading.frames import Frame, geometry_from_wkb
from ...analysis.reading.intake import Clean, Intake
from ...analysis.reading.spool import Spool
from ...analysis.reading.tally import Tally
from ...analysis.reading.wkb import decode, encode
from ...core.conformity.judging import LINES, UBD, ZONES, Case, Rules, exceeds, judge
from ...core.landuse import LAND
from ...core.rings import Rings, join
from ...core.units import apportion


@dataclass(frozen=True)
class NamedZones:
    """A control line: zones whose labels are indices of *names*; named = the names come from a field.

    kinds: key of the rule table that each name means, '' where none does; None: the names themselves tell.
    """

    zones: ZoneLayer
    names: list[str]
    named: bool = False
    kinds: list[str] | None = None

    def kinds_by(self, rules: Rules) -> list[str]:
        """The key of each name."""
        return [rules.zone_of(name) for name in self.names] if self.kinds is None else self.kinds


@dataclass(frozen=True)
class Piece:
    """Part of one project in one zone of one line: cents, and WKB in the project layer's CRS (b'' = not cut)."""

    src_fid: int
    line: str
    zone: str
    area: int
    sliver: bool
    wkb: bytes


@dataclass
class Checked:
    """Columns (n,) of all projects in the order in which they were read; cents, None where a layer was not given.

    lines by eco, farm, ubd; zones by conc, elas, spec, other (None: no zone field); land by agri … unknown.
    """

    fids: np.ndarray
    area: np.ndarray
    lines: dict[str, np.ndarray | None]
    zones: dict[str, np.ndarray] | None
    land: dict[str, np.ndarray] | None
    slivers: np.ndarray
    verdict: np.ndarray

    def case(self, k: int) -> Case:
        """Project k as the rule table reads it."""
        lines = {key: None if column is None else int(column[k]) for key, column in self.lines.items()}
        zones = None if self.zones is None else {key: int(column[k]) for key, column in self.zones.items()}
        return Case(int(self.area[k]), lines, zones, str(self.verdict[k]), bool(self.slivers[k]))


@dataclass
class _Shares:
    """One line in one batch: part → feature, slot (zone, the last one is outside) and cents."""

    owner: np.ndarray
    slot: np.ndarray
    cents: np.ndarray
    outside: int

    def sum(self, n: int, pick: np.ndarray | None = None) -> np.ndarray:
        """(n,) cents per feature in any zone, or in the slots *pick* (bool per slot)."""
        inside = self.slot != self.outside if pick is None else pick[self.slot]
        out = np.zeros(n, np.int64)
        np.add.at(out, self.owner[inside], self.cents[inside])
        return out


@dataclass
class ConformityRun:
    """Inputs of one run, and after :meth:`run` *mended* (fid → WKB), *exact* (m² per line, unrounded), *met* (labels
    of the zones per line in which a project lies), *n_pieces* and *n_slivers*. *tolerance* in m²."""

    intake: Intake
    frame: Frame
    rules: Rules
    lines: Mapping[str, NamedZones | None]
    tally: Tally
    land_use: LandUse | None = None
    tolerance: float = 1.0
    method: str = OFFICIAL
    geometries: bool = True
    mended: dict[int, bytes] = field(default_factory=dict)
    exact: dict[str, float] = field(default_factory=dict)
    met: dict[str, set[int]] = field(default_factory=dict)
    n_pieces: int = 0
    n_slivers: int = 0

    def run(self, spool: Spool, feedback: QgsFeedback) -> Checked | None:
        """Check every project; pieces go to the spool. None when cancelled."""
        layers = [named.zones for named in self.lines.values() if named is not None]
        if self.land_use is not None:
            layers.append(self.land_use.zones)
        self.overlay = Overlay(None, layers, self.frame.reach)
        self._cutter = Cutter(self.frame.reach)
        done: list[Checked] = []
        for batch in self.intake:
            done.append(self._check(batch, spool))
            self.tally.used += len(batch)
            for k in np.nonzero(batch.mended)[0]:
                self.mended[int(batch.fids[k])] = encode(batch.rings.take([k]))[0]
            if self.intake.count > 0:
                feedback.setProgress(min(80.0, 80 * self.tally.read / self.intake.count))
            if feedback.isCanceled():
                return None
        return self._joined(done)

    def _check(self, batch: Clean, spool: Spool) -> Checked:
        n = len(batch)
        total = feature_cents(self.frame, batch.rings, batch.shapes, self.method)
        cells = self.overlay.run(batch.shapes, known=batch.shapes.known(total / 100.0))
        feature = batch.shapes.feature[cells.shape]
        slivers = np.zeros(n, bool)
        lines: dict[str, np.ndarray | None] = {}
        zones = None
        pieces: list[Piece] = []
        for key in LINES:
            named = self.lines.get(key)
            lines[key] = None
            if named is None:
                continue
            shares = self._share(key, cells, named, feature, total)
            lines[key] = shares.sum(n)
            parts = np.nonzero((shares.slot != shares.outside) & (shares.cents > 0))[0]
            small = ~exceeds(shares.cents, self.tolerance)
            slivers[shares.owner[parts[small[parts]]]] = True
            if key == UBD and named.named:
                zones = self._by_zone(shares, named, n)
            pieces += self._pieces(key, named, batch, cells, shares, parts, small)
        spool.write(pieces)
        self.n_pieces += len(pieces)
        self.n_slivers += sum(piece.sliver for piece in pieces)
        land = None
        if self.land_use is not None:
            split = self.land_use.split(cells.measured[self.land_use.zones.name], feature, total)
            land = {key: np.array([getattr(cell, key) for cell in split], np.int64) for key in LAND}
        return Checked(batch.fids, total, lines, zones, land, slivers, judge(total, lines, self.tolerance))

    def _share(self, key: str, cells: Cells, named: NamedZones, feature: np.ndarray, total: np.ndarray) -> _Shares:
        measured = cells.measured[named.zones.name]
        outside = len(named.names)
        slot = np.where(measured.label == OUTSIDE, outside, measured.label)
        part, inverse = np.unique(feature[measured.cell] * (outside + 1) + slot, return_inverse=True)
        owner, slot = part // (outside + 1), part % (outside + 1)
        raw = np.bincount(inverse.reshape(-1), measured.area, minlength=len(part))
        whole = np.bincount(owner, raw, minlength=len(total))
        scale = np.divide(total / 100.0, whole, out=np.zeros(len(total)), where=whole > 0)
        inside = slot != outside
        self.met.setdefault(key, set()).update(slot[inside & (raw > 0)].tolist())
        self.exact[key] = self.exact.get(key, 0.0) + math.fsum((raw * scale[owner])[inside].tolist())
        return _Shares(owner, slot, apportion(raw, owner, total, ties=(slot,)), outside)

    def _by_zone(self, shares: _Shares, named: NamedZones, n: int) -> dict[str, np.ndarray]:
        keys = np.array([kind or "other" for kind in named.kinds_by(self.rules)] + [""])
        wanted = dict.fromkeys((*ZONES, *self.rules.zones, "other"))
        return {key: shares.sum(n, keys == key) for key in wanted}

    # -- pieces -----------------------------------------------------------------------------------------------

    def _pieces(self, key, named, batch, cells, shares, parts, small) -> list[Piece]:
        wkb = self._geometries(named.zones, batch, cells, shares, parts) if self.geometries else {}
        return [Piece(int(batch.fids[shares.owner[p]]), key, named.names[shares.slot[p]], int(shares.cents[p]),
                      bool(small[p]), wkb.get(p, b"")) for p in parts.tolist()]

    def _geometries(self, layer: ZoneLayer, batch: Clean, cells: Cells, shares: _Shares, parts: np.ndarray
                    ) -> dict[int, bytes]:
        """WKB of each part in the layer's CRS. A project that one zone covers keeps its own vertices."""
        out: dict[int, bytes] = {}
        if not len(parts):
            return out
        features = np.unique(shares.owner[parts])
        alone = np.bincount(shares.owner, minlength=len(batch)) == 1
        drawn = dict(zip(features.tolist(), encode(batch.rings.take(features))))
        part_of = {(int(shares.owner[p]), int(shares.slot[p])): p for p in parts.tolist()}
        back: dict[int, list[Rings]] = {}
        feature_of_cell = batch.shapes.feature[cells.shape]
        for c in np.nonzero(np.isin(feature_of_cell, features))[0].tolist():
            owner, shape = int(feature_of_cell[c]), int(cells.shape[c])
            if alone[owner]:
                continue
            meridian = float(batch.shapes.meridian[shape])
            whole = cells.geometry[c] or geometry_from_wkb(encode(batch.shapes.rings.take([shape]))[0])
            for label, piece in self._cutter.cut(layer, whole, meridian):
                p = part_of.get((owner, label))
                if p is not None:
                    plane = decode([bytes(piece.asWkb())]).rings
                    back.setdefault(p, []).append(plane.with_xy(*self.frame.source(plane.x, plane.y, meridian)))
        for p in parts[alone[shares.owner[parts]]].tolist():
            out[p] = drawn[int(shares.owner[p])]
        for p, found in back.items():
            blobs = encode(join(found))
            out[p] = blobs[0] if len(blobs) == 1 else bytes(
                QgsGeometry.unaryUnion([geometry_from_wkb(blob) for blob in blobs]).asWkb())
        return out

    def _joined(self, done: list[Checked]) -> Checked:
        """All batches as one; a layer without usable projects gives columns of length 0."""
        nothing = np.zeros(0, np.int64)
        given = {key: self.lines.get(key) is not None for key in LINES}
        if not done:
            lines = {key: nothing if given[key] else None for key in LINES}
            return Checked(nothing, nothing, lines, None, None, nothing.astype(bool), nothing.astype("<U16"))

        def column(pick) -> np.ndarray:
            return np.concatenate([pick(one) for one in done])

        lines = {key: column(lambda one, k=key: one.lines[k]) if given[key] else None for key in LINES}
        zones = land = None
        if done[0].zones is not None:
            zones = {key: column(lambda one, k=key: one.zones[k]) for key in done[0].zones}
        if done[0].land is not None:
            land = {key: column(lambda one, k=key: one.land[k]) for key in done[0].land}
        return Checked(column(lambda one: one.fids), column(lambda one: one.area), lines, zones, land,
                       column(lambda one: one.slivers), column(lambda one: one.verdict))
