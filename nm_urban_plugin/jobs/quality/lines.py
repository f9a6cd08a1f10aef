"""Checks of lines: their length on the ellipsoid, ends that meet no other line."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsDistanceArea, QgsGeometry

from ...analysis.reading.area import ELLIPSOID
from ...analysis.reading.batches import Batch
from ...analysis.reading.frames import Frame
from ...core.quality import Finding, Rule
from ...core.quality.checks.findings import of_rows
from ...core.quality.checks.shapes import check_lines

_DEGREE_M = 111_195.0


class LineChecks:
    """Rules Q4101, Q4701 and Q4702 of one line layer, batch by batch."""

    def __init__(self, role: str, table: Mapping[str, Rule], frame: Frame) -> None:
        self._role, self._rules = role, table
        self._measure = QgsDistanceArea()
        self._measure.setSourceCrs(frame.crs, QgsCoordinateTransformContext())
        self._measure.setEllipsoid(ELLIPSOID)
        self._scale = (_DEGREE_M if frame.geographic else 1.0) / table["Q4702"].limit("snap")
        self._ends = table["Q4702"].is_for(role)
        self._vertices: list[np.ndarray] = []
        self._places: list[tuple[int, float, float]] = []

    def batch(self, read: Batch) -> list[Finding]:
        lengths = np.full(len(read), -1.0)
        for k in range(len(read)):
            geometry = QgsGeometry()
            geometry.fromWkb(read.blob(k))
            if not geometry.isNull() and not geometry.isEmpty():
                lengths[k] = self._measure.measureLength(geometry)
                if self._ends:
                    self._remember(int(read.fids[k]), geometry)
        out = check_lines(read.fids, lengths, self._role, self._rules)
        return out + of_rows("Q4101", "no_geometry", read.fids, lengths < 0)

    def _remember(self, fid: int, geometry: QgsGeometry) -> None:
        for line in geometry.asMultiPolyline() if geometry.isMultipart() else [geometry.asPolyline()]:
            if len(line) > 1:
                self._vertices.append(self._key(np.array([[p.x(), p.y()] for p in line])))
                self._places += [(fid, line[0].x(), line[0].y()), (fid, line[-1].x(), line[-1].y())]

    def _key(self, xy: np.ndarray) -> np.ndarray:
        """(n,) complex numbers of grid places, which can be sorted and compared."""
        grid = np.rint(xy * self._scale)
        return grid[:, 0] + 1j * grid[:, 1]

    def finish(self) -> list[Finding]:
        """Ends at which there is no other vertex, of this line or another."""
        if not self._vertices:
            return []
        known, count = np.unique(np.concatenate(self._vertices), return_counts=True)
        fids = np.array([one[0] for one in self._places], np.int64)
        xy = np.array([one[1:] for one in self._places])
        alone = np.nonzero(count[np.searchsorted(known, self._key(xy))] == 1)[0]
        return of_rows("Q4702", "dangling", fids, alone, None, xy[alone, 0], xy[alone, 1])
