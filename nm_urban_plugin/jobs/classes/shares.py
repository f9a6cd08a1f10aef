"""Shares of each county unit in the ecological red line, permanent farmland, cropland, built-up land, grass and forest.

The unit's official area is shared out to the cent among the zones of a layer and what lies in none, by the overlay
engine, as everywhere; a share is cents over cents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeedback,
    QgsRectangle,
)

from ...analysis.layers.loading import load_line, load_zones
from ...analysis.overlay.landuse import LandUse, read_classes
from ...analysis.overlay.overlay import Overlay
from ...analysis.overlay.zones import OUTSIDE, ZoneLayer
from ...analysis.reading.area import OFFICIAL, feature_cents
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import Intake
from ...analysis.reading.planes import Shapes
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...analysis.reading.wkb import encode
from ...core import landuse
from ...core.messages import Message
from ...core.units import apportion

#: Indicators that a layer of control lines gives.
LINES = {"eco": "eco_pct", "farm": "farm_pct"}

CROP, BUILT, GRASS, FOREST, OTHER = range(5)
#: Indicators that land use gives, by the class of a patch.
COVER = {"crop_pct": CROP, "built_pct": BUILT, "grass_pct": GRASS, "forest_pct": FOREST}

#: First digits of the survey's codes: 03 林地, 04 草地 in the third and the second survey alike.
_FOREST, _GRASS = "03", "04"


@dataclass(frozen=True)
class Cover:
    """Patches whose labels are indices into *kind* (CROP … OTHER) and *ridge* (share of 田坎, which is no cropland)."""

    zones: ZoneLayer
    kind: np.ndarray
    ridge: np.ndarray

    @staticmethod
    def labels(codes: list, shares: np.ndarray, table: str = "auto") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Label per patch; per label its kind and share of 田坎."""
        label, group, ridge = LandUse.labels(codes, shares, table)
        kind = np.where(group == landuse.CROP, CROP, np.where(group == landuse.BUILT, BUILT, OTHER))[label]
        starts = np.array(["" if code is None else str(code).strip()[:2] for code in codes], dtype="<U2")
        green = (group[label] == landuse.AGRI_OTHER) | (group[label] == landuse.UNUSED)
        kind = np.where(green & (starts == _FOREST), FOREST, kind)
        kind = np.where(green & (starts == _GRASS), GRASS, kind)
        both = np.stack([kind.astype(np.float64), ridge[label]], 1)
        distinct, index = np.unique(both, axis=0, return_inverse=True)
        return index.reshape(-1), distinct[:, 0].astype(np.int64), distinct[:, 1]


@dataclass
class Units:
    """Columns (n,) of all units in the order in which they were read: ids, cents, percent by indicator, attributes."""

    fids: np.ndarray
    area: np.ndarray
    shares: dict[str, np.ndarray]
    columns: dict[str, list]
    wkb: list[bytes]
    mended: dict[int, bytes] = field(default_factory=dict)


def measure(intake: Intake, frame: Frame, beside: Beside, tally: Tally, feedback: QgsFeedback, method: str = OFFICIAL
            ) -> Units | None:
    """Measure every unit; None when cancelled. Units without any layer still get their area.

    The layers are read unit by unit, around it only: the land use of a region does not fit into memory.
    """
    fids, areas, blobs = [], [], []
    shares: dict[str, list] = {}
    columns: dict[str, list] = {}
    mended: dict[int, bytes] = {}
    done = 0
    for batch in intake:
        total = feature_cents(frame, batch.rings, batch.shapes, method)
        bounds = batch.rings.bounds()
        for k in range(len(batch)):
            shapes = _only(batch.shapes, k)
            for key, value in beside.shares(shapes, total[k : k + 1], bounds[k], feedback).items():
                shares.setdefault(key, []).append(value)
            done += 1
            if intake.count > 0:
                feedback.setProgress(min(70.0, 70 * done / intake.count))
            if feedback.isCanceled():
                return None
        fids.append(batch.fids)
        areas.append(total)
        drawn = encode(batch.rings)
        blobs += drawn
        for k in np.nonzero(batch.mended)[0].tolist():
            mended[int(batch.fids[k])] = drawn[k]
        for name, values in batch.columns.items():
            columns.setdefault(name, []).extend(values)
        tally.used += len(batch)
    none = np.zeros(0, np.int64)
    return Units(np.concatenate(fids) if fids else none, np.concatenate(areas) if areas else none,
                 {key: np.array(values) for key, values in shares.items()}, columns, blobs, mended)


def _only(shapes: Shapes, k: int) -> Shapes:
    """The shapes of one feature."""
    own = np.nonzero(shapes.feature == k)[0]
    return Shapes(shapes.rings.take(own), np.zeros(len(own), np.int64), shapes.meridian[own])


@dataclass
class Beside:
    """The layers whose shares are measured, read around one unit at a time.

    *land_fields*: land class and share of 田坎 of *land_use*. *doubly*: m² per layer that lie in more than one of its
    features, inside the units. *said*: how land use was read, each sentence once. What cannot be used is listed once.
    """

    frame: Frame
    lines: Mapping[str, Given]
    land_use: Given | None
    land_fields: Mapping[str, str]
    tally: Tally
    doubly: dict[str, float] = field(default_factory=dict)
    said: dict[str, Message] = field(default_factory=dict)
    _listed: set[tuple[str, int]] = field(default_factory=set)

    def shares(self, shapes: Shapes, total: np.ndarray, bounds: np.ndarray, feedback: QgsFeedback) -> dict[str, float]:
        """Percent by indicator for one unit: its shapes, cents (1,), and bounds in the unit layer's CRS."""
        lines = {key: self._line(key, given, bounds, feedback) for key, given in self.lines.items()}
        cover = None if self.land_use is None else self._cover(bounds, feedback)
        layers = [*lines.values(), *([cover.zones] if cover is not None else [])]
        if not layers:
            return {}
        overlay = Overlay(None, layers, self.frame.reach)
        cells = overlay.run(shapes)
        for name, surplus in overlay.doubly.items():
            self.doubly[name] = self.doubly.get(name, 0.0) + surplus
        feature = shapes.feature[cells.shape]
        out = {}
        for key, zones in lines.items():
            _, slot, got = _shared(cells.measured[zones.name], feature, 1, total)
            out[LINES[key]] = _percent(got[slot == 0], total)
        if cover is not None:
            _, slot, got = _shared(cells.measured[cover.zones.name], feature, len(cover.kind), total)
            kind = np.append(cover.kind, OTHER)[slot]
            net = got * np.where(kind == CROP, 1.0 - np.append(cover.ridge, 0.0)[slot], 1.0)
            out.update({name: _percent(net[kind == wanted], total) for name, wanted in COVER.items()})
        return out

    def _line(self, key: str, given: Given, bounds: np.ndarray, feedback: QgsFeedback) -> ZoneLayer:
        tally = Tally()
        zones = load_line(key, given, tally, feedback, self._around(bounds, given))
        self._list(tally)
        return zones

    def _cover(self, bounds: np.ndarray, feedback: QgsFeedback) -> Cover:
        code, ridge = self.land_fields["landuse_code"], self.land_fields.get("kcxs")
        tally = Tally()
        frame, rings, fids, values = load_zones(self.land_use, [code] + ([ridge] if ridge else []), tally, feedback,
                                                self._around(bounds, self.land_use))
        table, shares, said = read_classes(self.land_use.name, code, values[code], values.get(ridge), fids, tally)
        self.said.update((message.text("en"), message) for message in said)
        self._list(tally)
        labels, kind, share = Cover.labels(values[code], shares, table)
        return Cover(ZoneLayer("land_use", frame, rings, labels), kind, share)

    def _around(self, bounds: np.ndarray, given: Given) -> QgsRectangle | None:
        """Where a unit lies in the layer's CRS, with a margin; None = cannot be told, take all."""
        transform = QgsCoordinateTransform(self.frame.crs, given.crs, QgsCoordinateTransformContext())
        try:
            box = transform.transformBoundingBox(QgsRectangle(*bounds.tolist()))
        except QgsCsException:
            return None
        if not box.isFinite() or box.isNull():
            return None
        box.grow(0.01 * max(box.width(), box.height()) + 1e-6)
        return box

    def _list(self, tally: Tally) -> None:
        fresh = [one for one in tally.rejects if (one.src, one.fid) not in self._listed]
        self.tally.rejects.extend(fresh)
        self._listed.update((one.src, one.fid) for one in fresh)


def _shared(measured, feature: np.ndarray, slots: int, total: np.ndarray):
    """(unit, slot, cents) of one layer: zones 0 … slots − 1, slot *slots* outside; a unit's cents sum to its area."""
    slot = np.where(measured.label == OUTSIDE, slots, measured.label)
    part, inverse = np.unique(feature[measured.cell] * (slots + 1) + slot, return_inverse=True)
    owner, slot = part // (slots + 1), part % (slots + 1)
    raw = np.bincount(inverse.reshape(-1), measured.area, minlength=len(part))
    return owner, slot, apportion(raw, owner, total, ties=(slot,))


def _percent(cents: np.ndarray, total: np.ndarray) -> float:
    return 100.0 * float(cents.sum()) / max(int(total[0]), 1)
