"""Three-line check of a project layer: measure, overlay, share out to the cent per line, judge, draw the pieces.

One pass, several batches at a time. Per line the raw areas of a project in each zone, and outside of all, are shared
out against its area (core.units.apportion), so zone pieces + outside = area exactly, and the pieces of a line sum to
its area in that line. Pieces are drawn only where they are wanted, and only for projects that a line does not cover
wholly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback, QgsGeometry

from ...analysis.drawing.pieces import Table, in_layer
from ...analysis.geos.by_qgis import geometry_from_wkb
from ...analysis.overlay.cutting import Cutter, valid
from ...analysis.overlay.landuse import LandUse
from ...analysis.overlay.outlines import Outlines
from ...analysis.overlay.overlay import Cells, Overlay
from ...analysis.overlay.zones import OUTSIDE, ZoneLayer
from ...analysis.reading.area import OFFICIAL, feature_cents
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import Clean, Intake
from ...analysis.reading.parallel import stream
from ...analysis.reading.spool import Spool
from ...analysis.reading.tally import Tally
from ...analysis.reading.wkb import decode, encode
from ...core.conformity.judging import LINES, UBD, ZONES, Projects, Rules, exceeds, judge
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
    """Part of one project in one zone of one line: cents, and WKB in the project layer's CRS (None = not drawn)."""

    src_fid: int
    line: str
    zone: str
    area: int
    sliver: bool
    wkb: bytes | None


@dataclass(frozen=True)
class PieceBatch:
    """Columns (p,) of the pieces of one line: ids, names of the zones, int64 cents, bool; WKB (None where none was
    asked for) and boxes (p, 4)."""

    line: str
    src_fid: np.ndarray
    zone: list[str]
    area: np.ndarray
    sliver: np.ndarray
    wkb: list[bytes | None]
    bounds: np.ndarray

    def __len__(self) -> int:
        return len(self.src_fid)

    def rows(self) -> list[Piece]:
        """One record a piece."""
        return [Piece(*row) for row in zip(self.src_fid.tolist(), [self.line] * len(self), self.zone,
                                           self.area.tolist(), self.sliver.tolist(), self.wkb)]


@dataclass(frozen=True)
class Checked(Projects):
    """Columns (n,) of all projects in the order in which they were read; cents, None where a layer was not given.

    lines by eco, farm, ubd; zones by conc, elas, spec, other (None: no zone field); land by agri … unknown.
    bounds (n, 4) in the layer's CRS.
    """

    fids: np.ndarray
    land: dict[str, np.ndarray] | None
    bounds: np.ndarray


@dataclass(frozen=True)
class _Batch:
    """What is known of one batch: its rows, its pieces, and per line the area before it was rounded (m²) and the labels
    of the zones met."""

    clean: Clean
    checked: Checked
    pieces: list[PieceBatch]
    exact: dict[str, float]
    met: dict[str, set[int]]


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
        for one in stream(self._check, self.intake):
            done.append(one.checked)
            spool.write(one.pieces)
            self.n_pieces += sum(map(len, one.pieces))
            self.n_slivers += sum(int(pieces.sliver.sum()) for pieces in one.pieces)
            for key, area in one.exact.items():
                self.exact[key] = self.exact.get(key, 0.0) + area
                self.met.setdefault(key, set()).update(one.met[key])
            self.tally.used += len(one.clean)
            for k in np.nonzero(one.clean.mended)[0]:
                self.mended[int(one.clean.fids[k])] = encode(one.clean.rings.take([k]))[0]
            if self.intake.count > 0:
                feedback.setProgress(min(80.0, 80 * self.tally.used / self.intake.count))
            if feedback.isCanceled():
                return None
        return self._joined(done)

    def _check(self, batch: Clean) -> _Batch:
        n = len(batch)
        total = feature_cents(self.frame, batch.rings, batch.shapes, self.method)
        cells = self.overlay.run(batch.shapes, known=batch.shapes.known(total / 100.0))
        feature = batch.shapes.feature[cells.shape]
        slivers = np.zeros(n, bool)
        lines: dict[str, np.ndarray | None] = {}
        exact: dict[str, float] = {}
        met: dict[str, set[int]] = {}
        zones = None
        pieces: list[PieceBatch] = []
        for key in LINES:
            named = self.lines.get(key)
            lines[key] = None
            if named is None:
                continue
            shares, exact[key], met[key] = self._share(cells, named, feature, total)
            lines[key] = shares.sum(n)
            parts = np.nonzero((shares.slot != shares.outside) & (shares.cents > 0))[0]
            small = ~exceeds(shares.cents, self.tolerance)
            slivers[shares.owner[parts[small[parts]]]] = True
            if key == UBD and named.named:
                zones = self._by_zone(shares, named, n)
            pieces.append(self._pieces(key, named, batch, cells, shares, parts, small))
        land = None
        if self.land_use is not None:
            land = self.land_use.columns(cells.measured[self.land_use.zones.name], feature, total)
        checked = Checked(total, lines, zones, judge(total, lines, self.tolerance), slivers, batch.fids, land,
                          batch.rings.bounds())
        return _Batch(batch, checked, pieces, exact, met)

    @staticmethod
    def _share(cells: Cells, named: NamedZones, feature: np.ndarray, total: np.ndarray
               ) -> tuple[_Shares, float, set[int]]:
        """The shares in one line, the area in it before it was rounded (m²), and the labels of the zones met."""
        measured = cells.measured[named.zones.name]
        outside = len(named.names)
        slot = np.where(measured.label == OUTSIDE, outside, measured.label)
        part, inverse = np.unique(feature[measured.cell] * (outside + 1) + slot, return_inverse=True)
        owner, slot = part // (outside + 1), part % (outside + 1)
        raw = np.bincount(inverse.reshape(-1), measured.area, minlength=len(part))
        whole = np.bincount(owner, raw, minlength=len(total))
        scale = np.divide(total / 100.0, whole, out=np.zeros(len(total)), where=whole > 0)
        inside = slot != outside
        exact = math.fsum((raw * scale[owner])[inside].tolist())
        met = set(slot[inside & (raw > 0)].tolist())
        return _Shares(owner, slot, apportion(raw, owner, total, ties=(slot,)), outside), exact, met

    def _by_zone(self, shares: _Shares, named: NamedZones, n: int) -> dict[str, np.ndarray]:
        keys = np.array([kind or "other" for kind in named.kinds_by(self.rules)] + [""])
        wanted = dict.fromkeys((*ZONES, *self.rules.zones, "other"))
        return {key: shares.sum(n, keys == key) for key in wanted}

    # -- pieces -----------------------------------------------------------------------------------------------

    def _pieces(self, key, named, batch, cells, shares, parts, small) -> PieceBatch:
        wkb: list[bytes | None] = [None] * len(parts)
        bounds = np.full((len(parts), 4), np.nan)
        if self.geometries and len(parts):
            for which, rings in self._polygons(named.zones, batch, cells, shares, parts):
                bounds[which] = rings.bounds()
                for k, blob in zip(which.tolist(), encode(rings)):
                    wkb[k] = blob
        names = np.array(named.names, object)[shares.slot[parts]].tolist()
        return PieceBatch(key, batch.fids[shares.owner[parts]], names, shares.cents[parts], small[parts], wkb, bounds)

    def _polygons(self, layer: ZoneLayer, batch: Clean, cells: Cells, shares: _Shares, parts: np.ndarray
                  ) -> list[tuple[np.ndarray, Rings]]:
        """(places among *parts*, their polygons in the layer's CRS). A project that one zone covers keeps its own
        vertices."""
        owner, slot = shares.owner[parts], shares.slot[parts]
        alone = (np.bincount(shares.owner, minlength=len(batch)) == 1)[owner]
        whole = np.nonzero(alone)[0]  # one part a project, in their order
        found = [(whole, batch.rings.take(owner[whole]))]
        shape = np.nonzero(np.isin(batch.shapes.feature, owner[~alone]))[0]
        place, meridian, plane = self._drawn(layer, batch, cells, shape, shares.outside, owner * shares.outside + slot)
        source = plane.with_xy(*self.frame.source(plane.x, plane.y, meridian[plane.vertex_shape()]))
        order = np.argsort(place, kind="stable")
        place, source = place[order], source.ordered(order)
        lone = np.bincount(place, minlength=len(parts))[place] == 1
        found.append((place[lone], source.take(np.nonzero(lone)[0])))
        rest = np.nonzero(~lone)[0]
        several: dict[int, list[bytes]] = {}
        for k, blob in zip(place[rest].tolist(), encode(source.take(rest))):
            several.setdefault(k, []).append(blob)
        if several:
            made = [QgsGeometry.unaryUnion([geometry_from_wkb(one) for one in blobs]) for blobs in several.values()]
            found.append((np.array(list(several), np.int64), decode([bytes(one.asWkb()) for one in made]).rings))
        return found

    def _drawn(self, layer: ZoneLayer, batch: Clean, cells: Cells, shape: np.ndarray, width: int, keys: np.ndarray
               ) -> tuple[np.ndarray, np.ndarray, Rings]:
        """Pieces of the shapes *shape* (ascending) in the zones of a line, as far as feature · width + label is one of
        *keys* (ascending): place of that, meridian of the plane, polygon in it. GEOS cuts what cannot be drawn."""
        measured = cells.measured[layer.name]
        of_cell = np.full(batch.shapes.rings.n, -1, np.int64)
        of_cell[shape] = np.arange(len(shape), dtype=np.int64)
        rows = np.nonzero((of_cell[cells.shape[measured.cell]] >= 0) & (measured.label != OUTSIDE))[0]
        table = Table(of_cell[cells.shape[measured.cell[rows]]], measured.label[rows], measured.area[rows])
        rings, meridian = batch.shapes.rings.take(shape), batch.shapes.meridian[shape]
        drawn = in_layer(layer, self.frame.reach, Outlines.of(rings), meridian,
                         np.arange(len(shape), dtype=np.int64), table, valid)
        rest = np.nonzero(drawn.failed)[0]
        owner, label, polygons = [drawn.shape], [drawn.label], [drawn.rings]
        with self.overlay.one_at_a_time:
            for k, blob in zip(rest.tolist(), encode(rings.take(rest))):
                for zone, piece in self._cutter.cut(layer, geometry_from_wkb(blob), float(meridian[k])):
                    owner.append(np.array([k], np.int64))
                    label.append(np.array([zone], np.int64))
                    polygons.append(decode([bytes(piece.asWkb())]).rings)
        owner, label = np.concatenate(owner), np.concatenate(label)
        key = batch.shapes.feature[shape[owner]] * width + label
        place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        wanted = np.nonzero(keys[place] == key)[0]
        return place[wanted], meridian[owner[wanted]], join(polygons).take(wanted)

    def _joined(self, done: list[Checked]) -> Checked:
        """All batches as one; a layer without usable projects gives columns of length 0."""
        nothing = np.zeros(0, np.int64)
        given = {key: self.lines.get(key) is not None for key in LINES}
        if not done:
            lines = {key: nothing if given[key] else None for key in LINES}
            return Checked(nothing, lines, None, nothing.astype("<U16"), nothing.astype(bool), nothing, None,
                           np.zeros((0, 4)))

        def column(pick) -> np.ndarray:
            return np.concatenate([pick(one) for one in done])

        def columns(pick) -> dict[str, np.ndarray] | None:
            keys = pick(done[0])
            return None if keys is None else {key: column(lambda one, k=key: pick(one)[k]) for key in keys}

        lines = {key: column(lambda one, k=key: one.lines[k]) if given[key] else None for key in LINES}
        return Checked(column(lambda one: one.area), lines, columns(lambda one: one.zones),
                       column(lambda one: one.verdict), column(lambda one: one.slivers), column(lambda one: one.fids),
                       columns(lambda one: one.land), column(lambda one: one.bounds))
