"""The geometry of one batch: what is missing, curved, invalid or badly formed; its edges, boxes and keys for later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from qgis.core import Qgis, QgsGeometry, QgsWkbTypes

from ...analysis.reading.batches import Batch as Read
from ...analysis.reading.wkb import decode_buffer
from ...core.quality import Finding, Rule
from ...core.quality.checks.coverage import batch_edges, vertex_keys
from ...core.quality.checks.findings import of_rows
from ...core.quality.checks.shapes import check_shapes, shape_keys
from ...core.rings import Rings, surely_simple


@dataclass
class Drawn:
    """Polygons of one batch.

    rings (n polygons in the layer's CRS), other: features that are no plain polygons; unclosed: those with an open ring
    nan: polygons with a coordinate that is no number (0 stands for it here)
    doubtful: polygons that GEOS has to judge; keys, marks: edges left over in the batch; shape: (n,) keys of boundaries
    boxes (n, 4)
    """

    rings: Rings
    other: np.ndarray
    unclosed: np.ndarray
    nan: np.ndarray
    doubtful: np.ndarray
    keys: np.ndarray
    marks: np.ndarray
    shape: np.ndarray
    boxes: np.ndarray


def drawn(read: Read, geographic: bool, snap: float) -> Drawn:
    """Everything of a batch that needs numbers only, so that several batches can be made side by side."""
    decoded = decode_buffer(read.buffer, read.offsets)
    rings = decoded.rings
    bad = ~(np.isfinite(rings.x) & np.isfinite(rings.y))
    nan = np.unique(rings.vertex_shape()[bad])
    rings.x[bad] = rings.y[bad] = 0.0
    vertex = vertex_keys(rings, geographic, snap)
    have = np.zeros(len(read), bool)
    have[rings.shape] = True
    doubtful = np.nonzero(have & ~surely_simple(rings))[0]
    keys, marks = batch_edges(rings, vertex)
    shape = shape_keys(rings, vertex)
    return Drawn(rings, decoded.other, decoded.unclosed, nan, doubtful, keys, marks, shape, rings.bounds())


def check_batch(read: Read, made: Drawn, role: str, table: Mapping[str, Rule], geographic: bool,
                codes: np.ndarray | None) -> tuple[list[Finding], np.ndarray]:
    """(findings, (n,) bool: sound polygons)."""
    out: list[Finding] = []
    fids, n = read.fids, len(read)
    sound = np.zeros(n, bool)
    sound[made.rings.shape] = True
    curved, strange = [], []
    for k in made.other.tolist():
        geometry = QgsGeometry()
        geometry.fromWkb(read.blob(k))
        (curved if QgsWkbTypes.isCurvedType(geometry.wkbType()) else strange).append(k)
        sound[k] = False
    out += of_rows("Q4104", "curved", fids, np.array(curved, np.int64))
    out += of_rows("Q4102", "not_polygon", fids, np.array(strange, np.int64))
    out += of_rows("Q4102", "not_finite", fids, made.nan)
    missing = ~sound
    missing[made.other] = False
    sound[made.nan] = False
    out += of_rows("Q4101", "no_geometry", fids, missing)
    out += _invalid(read, made, sound)
    unclosed = made.unclosed[sound[made.unclosed]]
    out += of_rows("Q4102", "unclosed", fids, unclosed)
    some = np.nonzero(sound)[0]
    rings = made.rings if len(some) == n else made.rings.take(some)
    out += check_shapes(fids[some], rings, geographic, role, table, None if codes is None else codes[some])
    return out, sound


def _invalid(read: Read, made: Drawn, sound: np.ndarray) -> list[Finding]:
    """Polygons that GEOS calls invalid, at the place it names. Its words differ by version: they are not quoted."""
    rows, x, y = [], [], []
    for k in made.doubtful[sound[made.doubtful]].tolist():
        geometry = QgsGeometry()
        geometry.fromWkb(read.blob(k))
        if geometry.isGeosValid():
            continue
        sound[k] = False
        errors = geometry.validateGeometry(Qgis.GeometryValidationEngine.Geos)
        place = next((e.where() for e in errors if e.hasWhere()), None)
        rows.append(k)
        x.append(place.x() if place else np.nan)
        y.append(place.y() if place else np.nan)
    return of_rows("Q4102", "invalid", read.fids, np.array(rows, np.int64), None, np.array(x), np.array(y))
