"""From raw batches to clean ones: polygons that can be measured, with every other feature listed and why.

Nothing is repaired silently and nothing is lost: what can be read one way only is repaired on a copy and listed with
its change of area; the rest is listed as rejected.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from qgis.core import QgsAbstractGeometry, QgsGeometry, QgsWkbTypes

from ...core.rings import Rings, join, surely_simple
from ...i18n import tr
from ..geos.by_qgis import polygons_of
from .area import feature_areas
from .batches import Batch, FeatureReader
from .crs import CrsRefused
from .frames import Frame
from .planes import SAGITTA_M, Clean
from .tally import Tally
from .wkb import decode, decode_buffer, encode

#: Share of the first batch that must lie off the CRS before the layer as a whole is refused.
_MOSTLY = 0.5

#: Smaller than half a cent: there is nothing to print.
_NO_AREA_M2 = 0.005


class Intake:
    """Clean batches of one polygon layer. Iterating again gives the same batches, but lists nothing twice.

    *undrawn*: a list that takes the features without any geometry, as (fid, {column: value}), in place of the table of
    rejects, for those who count them by what they declare.
    """

    def __init__(self, reader: FeatureReader, frame: Frame, tally: Tally, undrawn: list | None = None) -> None:
        self._reader = reader
        self._frame = frame
        self._tally = tally
        self._undrawn = undrawn
        self._passes = 0

    @property
    def count(self) -> int:
        return self._reader.count

    def __iter__(self) -> Iterator[Clean]:
        tally = self._tally if self._passes == 0 else Tally()
        self._passes += 1
        for number, batch in enumerate(self._reader):
            tally.read += len(batch)
            undrawn = self._undrawn if self._passes == 1 else None
            yield clean(batch, self._frame, tally, number == 0, undrawn)


def clean(batch: Batch, frame: Frame, tally: Tally, first: bool = False, undrawn: list | None = None) -> Clean:
    """Sort one batch. Raises CrsRefused where most of the first batch cannot lie where its CRS says."""
    decoded = decode_buffer(batch.buffer, batch.offsets)
    rings = decoded.rings
    mended: dict[int, Rings] = {}
    notes: dict[int, str] = {}
    reasons: dict[int, str] = {}

    for k in decoded.other:
        polygon, reason = _straightened(batch.blob(k), frame)
        if polygon is None:
            reasons[int(k)] = reason
        else:
            mended[int(k)] = polygon
            notes[int(k)] = reason

    have = np.zeros(len(batch), bool)
    have[rings.shape] = True
    for k in np.nonzero(~have)[0]:
        if k not in mended and k not in reasons:
            empty = batch.offsets[k + 1] > batch.offsets[k]
            reasons[int(k)] = tr("the geometry is empty") if empty else tr("there is no geometry")

    rings = _with(rings, mended)
    _check_numbers(rings, reasons)
    _check_place(rings, frame, reasons, first)
    before = {}
    for k in np.nonzero(~surely_simple(rings))[0].tolist():  # most need not be shown to GEOS
        if k in reasons:
            continue
        geometry = QgsGeometry()
        geometry.fromWkb(encode(rings.take([k]))[0] if k in mended else batch.blob(k))
        if geometry.isGeosValid():
            continue
        one = rings.take([k])
        reading = read_one_way(one)
        if reading is None:
            # The words of GEOS differ by its version and by QGIS's language, so they are not quoted.
            reasons[k] = tr("the boundary cannot be read in one way only (rings cross, overlap or touch wrongly): "
                            "redraw it")
        else:
            before[k] = one
            mended[k] = reading
    rings = _with(rings, {k: mended[k] for k in before})

    keep = np.array([k for k in range(len(batch)) if k not in reasons], np.int64)
    kept = rings.take(keep)
    nothing = np.nonzero(frame.rough_areas(kept) < _NO_AREA_M2)[0]
    if len(nothing):
        for k in nothing:
            reasons[int(keep[k])] = tr("the polygon has no area (less than 0.005 m²)")
        keep = np.delete(keep, nothing)
        kept = rings.take(keep)
    if undrawn is not None:
        _set_aside(batch, reasons, undrawn)
    _list_all(batch, frame, tally, reasons, notes, {k: (before[k], mended[k]) for k in before}, decoded.unclosed)
    columns = {name: [values[k] for k in keep] for name, values in batch.columns.items()}
    was_mended = np.isin(keep, [*mended, *decoded.unclosed.tolist()])
    return Clean(batch.fids[keep], kept, columns, was_mended, frame)


def _set_aside(batch: Batch, reasons: dict[int, str], undrawn: list) -> None:
    """Move the features that have no geometry at all from the rejects to those without a drawing."""
    for k in np.nonzero(np.diff(batch.offsets) == 0)[0].tolist():
        if reasons.pop(k, None) is not None:
            undrawn.append((int(batch.fids[k]), {name: values[k] for name, values in batch.columns.items()}))


def _list_all(batch: Batch, frame: Frame, tally: Tally, reasons: dict[int, str], notes: dict[int, str],
              crossing: dict[int, tuple[Rings, Rings]], unclosed: np.ndarray) -> None:
    """Enter what was repaired and what was rejected, in the order of the features."""
    for k in sorted(notes.keys() - reasons.keys()):
        tally.repaired(frame.name, batch.fids[k], notes[k], None)
    for k in sorted(crossing.keys() - reasons.keys()):
        before, after = crossing[k]
        d_area = _area(frame, after) - _area(frame, before)
        tally.repaired(frame.name, batch.fids[k],
                       tr("the boundary crosses or touches itself; read as the area it encloses"), round(d_area, 2))
    for k in unclosed:
        if int(k) not in reasons:
            tally.repaired(frame.name, batch.fids[k], tr("a ring was not closed; closed to its first vertex"), 0.0)
    for k in sorted(reasons):
        tally.reject(frame.name, batch.fids[k], reasons[k])


def _area(frame: Frame, rings: Rings) -> float:
    return math.fsum(feature_areas(frame, rings, frame.shapes(rings)).tolist())


def _with(rings: Rings, replaced: dict[int, Rings]) -> Rings:
    """*rings* with some polygons replaced."""
    if not replaced:
        return rings
    cuts, at = [], 0
    for k in sorted(replaced):
        cuts += [rings.take(np.arange(at, k, dtype=np.int64)), replaced[k]]
        at = k + 1
    return join([*cuts, rings.take(np.arange(at, rings.n, dtype=np.int64))])


def _straightened(blob: bytes, frame: Frame) -> tuple[Rings | None, str]:
    """A curve polygon as a plain one; or None and why it cannot be."""
    geometry = QgsGeometry()
    geometry.fromWkb(blob)
    if geometry.isNull() or geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return None, tr("the geometry is not a polygon")
    tolerance = SAGITTA_M if not frame.geographic else SAGITTA_M / 111_320
    curved = QgsWkbTypes.isCurvedType(geometry.wkbType())
    geometry.convertToStraightSegment(tolerance, QgsAbstractGeometry.SegmentationToleranceType.MaximumDifference)
    rings = decode([bytes(geometry.asWkb())]).rings
    if not len(rings.shape):
        return None, tr("the geometry is empty")
    return rings, tr("arcs were replaced by chords within 0.1 mm") if curved else tr("read from another form")


def _check_numbers(rings: Rings, reasons: dict[int, str]) -> None:
    bad = ~(np.isfinite(rings.x) & np.isfinite(rings.y))
    if bad.any():
        for k in np.unique(rings.vertex_shape()[bad]):
            reasons[int(k)] = tr("a coordinate is not a number")
        rings.x[bad] = rings.y[bad] = 0.0


def _check_place(rings: Rings, frame: Frame, reasons: dict[int, str], first: bool) -> None:
    bounds = rings.bounds()
    bounds[list(reasons)] = np.nan
    off = np.nonzero(frame.misplaced(bounds))[0]
    if not len(off):
        return
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    if first and len(off) > _MOSTLY * np.isfinite(middle[:, 0]).sum():
        raise CrsRefused(tr("Layer '{name}': {why}.").format(name=frame.name, why=frame.why_misplaced(*middle[off[0]])))
    for k in off:
        reasons[int(k)] = frame.why_misplaced(*middle[k])


def read_one_way(rings: Rings) -> Rings | None:
    """The one reading of a single polygon (rings.n == 1), or None where there are several or nothing is enclosed."""
    lines = []
    for a, b in zip(rings.first[:-1], rings.first[1:]):
        if b - a >= 3:
            xy = np.stack([rings.x[a:b], rings.y[a:b]], 1).astype("<f8")
            line = QgsGeometry()
            line.fromWkb(b"\x01\x02\x00\x00\x00" + np.uint32(b - a).astype("<u4").tobytes() + xy.tobytes())
            lines.append(line)
    if not lines:
        return None
    noded = QgsGeometry.unaryUnion(lines)
    faces = QgsGeometry.polygonize([noded])
    kept = []
    for face in faces.asGeometryCollection():
        inner = face.pointOnSurface()
        if inner.isNull():
            continue
        point = inner.asPoint()
        even_odd, nonzero = _readings(rings, point.x(), point.y())
        if even_odd != nonzero:
            return None
        if nonzero:
            kept.append(face)
    if not kept:
        return None
    united = polygons_of(QgsGeometry.unaryUnion(kept))
    if united.isEmpty() or not united.isGeosValid():
        return None
    return decode([bytes(united.asWkb())]).rings


def _readings(rings: Rings, x: float, y: float) -> tuple[bool, bool]:
    """Whether (x, y) is inside by the even-odd and by the nonzero rule."""
    winding = np.array([_winding(rings, k, x, y) for k in range(len(rings.shape))], np.int64)
    even_odd = bool((np.abs(winding) % 2).sum() % 2)
    nonzero = False
    for part in np.unique(rings.part):
        own = rings.part == part
        nonzero |= bool((winding[own & ~rings.hole] != 0).any() and not (winding[own & rings.hole] != 0).any())
    return even_odd, nonzero


def _winding(rings: Rings, ring: int, x: float, y: float) -> int:
    """How often a ring winds around a point off it (Sunday's crossing rule)."""
    a, b = rings.first[ring], rings.first[ring + 1]
    x0, y0, x1, y1 = rings.x[a : b - 1], rings.y[a : b - 1], rings.x[a + 1 : b], rings.y[a + 1 : b]
    side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
    up = (y0 <= y) & (y1 > y) & (side > 0)
    down = (y0 > y) & (y1 <= y) & (side < 0)
    return int(up.sum()) - int(down.sum())
