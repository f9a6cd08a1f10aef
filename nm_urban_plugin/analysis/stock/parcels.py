"""Parcels of one stock layer (approved, supplied or cancelled land), read once and kept as flat arrays.

What is kept per parcel is its rings in the layer's CRS (16 bytes a vertex), its box and its official area; all else is
done block by block (stock_blocks), so memory grows with the vertices of the layers and with nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

import numpy as np
from qgis.core import QgsFeedback

from ...core.rings import Rings, join
from ..reading.area import OFFICIAL, feature_cents
from ..reading.batches import FeatureReader
from ..reading.frames import Frame
from ..reading.intake import Intake
from ..reading.parallel import stream
from ..reading.source import Given
from ..reading.tally import Tally
from ..reading.wkb import encode


@dataclass(frozen=True)
class Parcels:
    """Usable polygons of one layer, in the order in which they were read; a row is an index 0 … n−1.

    name     the layer's name
    frame    its way to the Gauss plane
    fids     (n,) int64 feature ids
    cents    (n,) int64 area of each by the chosen method, rounded half-up to 0.01 m² once
    rings    polygons in the layer's CRS
    columns  per asked column n plain values (None, int, float, str, bool, datetime.date)
    """

    name: str
    frame: Frame
    fids: np.ndarray
    cents: np.ndarray
    rings: Rings
    columns: dict[str, list] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.fids)

    def take(self, rows) -> Parcels:
        """Some parcels, by ascending rows (those of the period, say)."""
        rows = np.asarray(rows, np.int64)
        columns = {name: [values[k] for k in rows.tolist()] for name, values in self.columns.items()}
        return Parcels(self.name, self.frame, self.fids[rows], self.cents[rows], self.rings.take(rows), columns)

    def wkb(self, rows) -> list[bytes]:
        """MultiPolygon WKB in the layer's CRS, of ascending rows."""
        return encode(self.rings.take(rows))


def read_parcels(given: Given, columns: list[str], tally: Tally, feedback: QgsFeedback, method: str = OFFICIAL,
                 advance: Callable[[int], None] | None = None, undrawn: list | None = None) -> Parcels | None:
    """Read and measure a polygon layer. What cannot be used is listed in *tally*; None when cancelled.

    *advance* is told how many features were read so far (for a progress bar); *undrawn* takes the features without any
    geometry (see Intake). Raises CrsRefused.
    """
    frame = Frame(given.crs, given.name)
    intake = Intake(FeatureReader(given.source, columns, given.layer), frame, tally, undrawn)
    fids, areas, rings = [], [], []
    values: dict[str, list] = {name: [] for name in columns}
    done = 0
    for batch, measured in stream(lambda one: (one, feature_cents(frame, one.rings, one.shapes, method)), intake):
        fids.append(batch.fids)
        areas.append(measured)
        rings.append(batch.rings)
        for name in values:
            values[name] += batch.columns[name]
        done += len(batch)
        if advance is not None:
            advance(done)
        if feedback.isCanceled():
            return None
    none = np.zeros(0, np.int64)
    return Parcels(given.name, frame, np.concatenate([none, *fids]), np.concatenate([none, *areas]), join(rings),
                   values)
