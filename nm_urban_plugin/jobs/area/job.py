"""Official areas of a layer's polygons and their adjustment, from the layer to the columns of the output."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.reading.area import OFFICIAL, feature_cents
from ...analysis.reading.batches import FeatureReader
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import Intake
from ...analysis.reading.parallel import stream
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...analysis.reading.wkb import encode
from .adjustment import Adjusted, Controls, adjust


@dataclass(frozen=True)
class AreaResult:
    """Areas of n features.

    fids      (n,) feature ids
    bounds    (n, 4) their boxes in the layer's CRS
    area      (n,) int64 cents of the official area
    adjusted  areas after adjustment, in cents, and which of them are unknown
    mended    feature id → WKB of the features that were repaired
    """

    frame: Frame
    fids: np.ndarray
    bounds: np.ndarray
    area: np.ndarray
    adjusted: Adjusted
    mended: dict[int, bytes]
    warnings: list[str]

    @property
    def total(self) -> int:
        """Cents of all adjusted areas that are known."""
        return int(self.adjusted.cents[~self.adjusted.unknown].sum())


@dataclass
class AreaJob:
    """What was asked for. *control* is the control area of the whole layer in cents, or None; *control_field* holds one
    per group of *group_field* instead ('' = no such field)."""

    parcels: Given
    tally: Tally
    group_field: str = ""
    control: int | None = None
    control_field: str = ""
    method: str = OFFICIAL

    def run(self, feedback: QgsFeedback) -> AreaResult | None:
        """Measure and adjust; None when cancelled. Raises CrsRefused, ControlError, ConservationError."""
        frame = Frame(self.parcels.crs, self.parcels.name)
        columns = [name for name in (self.group_field, self.control_field) if name]
        controls = Controls(self.control, bool(self.control_field))
        reader = FeatureReader(self.parcels.source, columns, self.parcels.layer)
        fids, bounds, areas, mended = [], [np.zeros((0, 4))], [], {}
        for batch, cents in stream(lambda one: (one, feature_cents(frame, one.rings, one.shapes, self.method)),
                                   Intake(reader, frame, self.tally)):
            fids.append(batch.fids)
            bounds.append(batch.rings.bounds())
            areas.append(cents)
            controls.add(batch.columns.get(self.group_field), batch.columns.get(self.control_field), len(batch))
            for k in np.nonzero(batch.mended)[0]:
                mended[int(batch.fids[k])] = encode(batch.rings.take([k]))[0]
            if reader.count > 0:
                feedback.setProgress(60 * self.tally.read / reader.count)
            if feedback.isCanceled():
                return None
        fid = np.concatenate(fids) if fids else np.zeros(0, np.int64)
        area = np.concatenate(areas) if areas else np.zeros(0, np.int64)
        adjusted = adjust(area, fid, controls)
        self.tally.used = int((~adjusted.unknown).sum())
        for k in np.nonzero(adjusted.unknown)[0]:
            self.tally.reject(self.parcels.name, fid[k], adjusted.reason[int(k)])
        return AreaResult(frame, fid, np.concatenate(bounds), area, adjusted, mended, adjusted.warnings)
