"""Overlaps and gaps of a polygon layer: only features with an edge that no neighbour shares are looked at again.

The edges of all features were cancelled against each other when the layer was read (core.quality.checks.coverage).
A feature without a loose edge can only be overlapped by one that has some, so the pairs to measure are those of loose
features with whatever their boxes meet. Their areas come from the overlay engine; GEOS does what that hands back. A gap
is a hole in the union of loose features that no other feature fills.
"""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Callable, Iterable

import numpy as np
from qgis.core import QgsFeedback, QgsGeometry

from ...analysis.geos.by_qgis import geometry_from_wkb, polygons_of
from ...analysis.overlay.boxes import BoxIndex
from ...analysis.overlay.outlines import Outlines
from ...analysis.overlay.pairs import common_areas
from ...analysis.reading.batches import Batch
from ...analysis.reading.frames import Frame
from ...analysis.reading.wkb import decode, encode
from ...core.ellipsoid import trig
from ...core.quality import Finding, Rule
from ...core.quality.checks.coverage import still_loose
from ...core.quality.checks.findings import of_rows
from ...core.rings import Rings

_GROUP = 8_000
_ROUNDS = 4
#: Loose features in one union, and how far (m) a gap may reach over the border of its tile.
_TILE, _MARGIN_M = 4_000, 1_500.0
_DEGREE_M = 111_195.0
#: Grid on which vertices are the same, and distance at which one lies on an edge (m).
_SNAP_M, _NEAR_M = 1e-4, 1e-3


class Shelf:
    """The geometry of some features on disk, to be fetched by their number in the layer."""

    def __init__(self, count: int) -> None:
        self._file = tempfile.TemporaryFile(prefix="nm_urban_")  # noqa: SIM115
        self._at = np.full(count, -1, np.int64)
        self._size = np.zeros(count, np.int64)
        self._end = 0

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_) -> None:
        self._file.close()

    def fill(self, batches: Iterable[Batch], wanted: np.ndarray) -> None:
        """Keep the WKB of the features *wanted* (n,) bool that is not kept yet; batches in the order of the layer."""
        first = 0
        for batch in batches:
            here = np.nonzero(wanted[first : first + len(batch)] & (self._at[first : first + len(batch)] < 0))[0]
            for k in here.tolist():
                blob = batch.blob(k)
                self._at[first + k], self._size[first + k] = self._end, len(blob)
                self._file.write(blob)
                self._end += len(blob)
            first += len(batch)
        self._file.flush()

    def has(self, numbers: np.ndarray) -> np.ndarray:
        return self._at[numbers] >= 0

    def rings(self, numbers: np.ndarray) -> Rings:
        """The polygons of some features, in their order."""
        if not self._end:
            return Rings.empty(len(numbers))
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
            blobs = [memory[self._at[k] : self._at[k] + self._size[k]] for k in numbers.tolist()]
        return decode(blobs).rings


class Topology:
    """Overlaps and gaps of one layer.

    read      gives the batches of the layer anew
    boxes     (n, 4) of all features in the layer's CRS, NaN without geometry; fids (n,); sound (n,) bool, valid ones
    """

    def __init__(self, frame: Frame, read: Callable[[], Iterable[Batch]], boxes: np.ndarray, fids: np.ndarray,
                 sound: np.ndarray, feedback: QgsFeedback) -> None:
        self._frame, self._read, self._fids, self._feedback = frame, read, fids, feedback
        self._boxes = np.where(np.isnan(boxes), -1e300, boxes)
        self._sound = sound
        self._index = BoxIndex(self._boxes)
        self.holes: list[QgsGeometry] = []  # what `gaps` found, in the plane of the layer's zone

    def overlaps(self, loose: np.ndarray, shelf: Shelf, rule: Rule, key: str = "overlap") -> list[Finding]:
        """Pairs of features that share more area than the rule allows, each pair at the later of the two."""
        limit = rule.limit("area")
        known = np.zeros(len(self._fids), bool)
        fresh = loose[self._sound[loose]]
        out: list[tuple[np.ndarray, ...]] = []
        for turn in range(_ROUNDS):
            if not len(fresh) or self._feedback.isCanceled():
                break
            known[fresh] = True
            if turn == _ROUNDS - 1:  # whole coverages on each other: everything is looked at
                fresh = np.nonzero(self._sound & ~known)[0] if len(out) else fresh
                known[fresh] = True
            a, b = self._pairs(fresh, known)
            wanted = np.zeros(len(self._fids), bool)
            wanted[a] = wanted[b] = True
            shelf.fill(self._read(), wanted)
            found = self._measured(a, b, shelf, limit)
            out.append(found)
            fresh = np.unique(found[1][~known[found[1]]])
        a, b, area, x, y = (np.concatenate(column) for column in zip(*out)) if out else (np.zeros(0, np.int64),) * 5
        one, two = np.minimum(a, b), np.maximum(a, b)
        return of_rows(rule.id, key, self._fids, two.astype(np.int64),
                       {"other": self._fids[one.astype(np.int64)], "area": np.round(area, 2)}, x, y)

    def _pairs(self, fresh: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of *fresh* features with others whose boxes meet theirs; two fresh ones once."""
        query, b = self._index.meeting(self._boxes[fresh])
        a = fresh[query]
        is_fresh = np.zeros(len(known), bool)
        is_fresh[fresh] = True
        keep = (a != b) & self._sound[b] & (~known[b] | (is_fresh[b] & (a < b)))
        return a[keep], b[keep]

    def _measured(self, a: np.ndarray, b: np.ndarray, shelf: Shelf, limit: float):
        """Of pairs: (a, b, m², x, y) of those with more common area than *limit*; the place is in the layer's CRS."""
        parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0), np.zeros(0))]
        if len(a):  # what lies near each other comes into one group
            strip = np.round(self._boxes[a, 0] / max(np.ptp(self._boxes[a, 0]) / 64, 1e-9))
            order = np.lexsort((self._boxes[a, 1], strip))
            a, b = a[order], b[order]
        for start in range(0, len(a), _GROUP):
            if self._feedback.isCanceled():
                break
            parts.append(self._group(a[start : start + _GROUP], b[start : start + _GROUP], shelf, limit))
        return tuple(np.concatenate(column) for column in zip(*parts))

    def _group(self, a, b, shelf: Shelf, limit: float):
        numbers, at = np.unique(np.concatenate([a, b]), return_inverse=True)
        at = at.reshape(-1)
        plane = self._to_plane(shelf.rings(numbers))
        shapes = Outlines.of(plane)
        p, q = at[: len(a)], at[len(a) :]
        area = common_areas(shapes, shapes, p, q)
        real = np.nonzero(np.isnan(area) | (area > limit))[0]
        drawn: dict[int, QgsGeometry] = {}
        for k in np.unique(np.concatenate([p[real], q[real]])).tolist():
            drawn[k] = geometry_from_wkb(encode(plane.take([k]))[0])
        keep, x, y = [], [], []
        for k in real.tolist():
            common = polygons_of(drawn[int(p[k])].intersection(drawn[int(q[k])]))
            area[k] = common.area() if np.isnan(area[k]) else area[k]
            if area[k] > limit and not common.isEmpty():
                point = common.pointOnSurface().asPoint()
                keep.append(k)
                x.append(point.x())
                y.append(point.y())
        keep = np.array(keep, np.int64)
        x, y = self._back(np.array(x), np.array(y))
        return a[keep], b[keep], area[keep], x, y

    # -- gaps -----------------------------------------------------------------------------------------------------

    def gaps(self, loose: np.ndarray, shelf: Shelf, rule: Rule) -> list[Finding]:
        """Holes between loose features that no feature fills, larger than the rule's area and not larger than its
        largest; each at the feature beside it."""
        loose = loose[self._sound[loose]]
        wanted = np.zeros(len(self._fids), bool)
        wanted[loose] = True
        shelf.fill(self._read(), wanted)
        found = [one for tile in self._tiles(loose) for one in self._holes(*tile, shelf, rule)
                 if not self._feedback.isCanceled()]
        found = self._unfilled(found, shelf)
        self.holes = [one[5] for one in found]
        if not found:
            return []
        numbers = np.array([one[0] for one in found], np.int64)
        x, y = (np.array([one[k] for one in found]) for k in (2, 3))
        return of_rows(rule.id, "gap", self._fids, numbers, {"area": np.round([one[1] for one in found], 2)}, x, y)

    def _tiles(self, loose: np.ndarray):
        """(features, core box): squares of about `_TILE` features, each with those within the margin of it."""
        if not len(loose):
            return
        boxes = self._boxes[loose]
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        margin = _MARGIN_M / (_DEGREE_M if self._frame.geographic else 1.0)
        side = max(float(np.sqrt(np.prod(np.maximum(high - low, 1e-9)) * _TILE / len(loose))), 2 * margin)
        steps = np.maximum(np.ceil((high - low) / side).astype(np.int64), 1)
        for i in range(int(steps[0])):
            for j in range(int(steps[1])):
                corner = low + side * np.array([i, j])
                core = np.concatenate([corner, corner + side])
                wide = core + np.array([-margin, -margin, margin, margin])
                here = (boxes[:, 0] <= wide[2]) & (boxes[:, 2] >= wide[0])
                here &= (boxes[:, 1] <= wide[3]) & (boxes[:, 3] >= wide[1])
                if here.any():
                    yield loose[here], core

    def _holes(self, numbers: np.ndarray, core: np.ndarray, shelf: Shelf, rule: Rule):
        """(feature beside it, m², x, y, point in it, hole) of the holes in a union that begin in its tile's core."""
        plane = self._to_plane(shelf.rings(numbers))
        # a vertex of one on the edge of another leaves both loose: those that fit all the same border no gap
        rest = still_loose(plane, _SNAP_M, _NEAR_M)
        numbers, plane = numbers[rest], plane.take(rest)
        parts = [geometry_from_wkb(blob) for blob in encode(plane)]
        union = QgsGeometry.unaryUnion([part if part.isGeosValid() else part.makeValid() for part in parts])
        bounds = plane.bounds()
        for hole in _holes_of(union, rule.limit("area"), rule.limit("largest")):
            point = hole.pointOnSurface().asPoint()
            box = hole.boundingBox()
            x, y = (float(v[0]) for v in self._back(np.array([box.xMinimum()]), np.array([box.yMinimum()])))
            if core[0] <= x < core[2] and core[1] <= y < core[3]:
                beside = trig.hypot(np.clip(point.x(), bounds[:, 0], bounds[:, 2]) - point.x(),
                                    np.clip(point.y(), bounds[:, 1], bounds[:, 3]) - point.y())
                x, y = (float(v[0]) for v in self._back(np.array([point.x()]), np.array([point.y()])))
                yield int(numbers[int(np.nanargmin(beside))]), hole.area(), x, y, point, hole

    def _unfilled(self, found: list, shelf: Shelf) -> list:
        """Those holes that no feature of the layer fills."""
        if not found:
            return []
        xy = np.array([[one[2], one[3], one[2], one[3]] for one in found])
        xy += np.array([-1e-9, -1e-9, 1e-9, 1e-9]) * np.maximum(np.abs(xy), 1)
        query, number = self._index.meeting(xy)
        wanted = np.zeros(len(self._fids), bool)
        wanted[number] = True
        shelf.fill(self._read(), wanted & ~self._all_there(shelf, wanted))
        filled = np.zeros(len(found), bool)
        for k in np.unique(query).tolist():
            rings = self._to_plane(shelf.rings(number[query == k]))
            point = QgsGeometry.fromPointXY(found[k][4])
            filled[k] = any(geometry_from_wkb(blob).contains(point) for blob in encode(rings))
        return [one for one, full in zip(found, filled.tolist()) if not full]

    @staticmethod
    def _all_there(shelf: Shelf, wanted: np.ndarray) -> np.ndarray:
        out = np.zeros(len(wanted), bool)
        at = np.nonzero(wanted)[0]
        out[at] = shelf.has(at)
        return out

    # -- planes ---------------------------------------------------------------------------------------------------

    def _to_plane(self, rings: Rings) -> Rings:
        """Into the Gauss plane of the layer's zone, or that of the middle of these polygons."""
        if self._frame.zone is not None:
            self._meridian = float(self._frame.zone.meridian)
        elif len(rings.x):
            lon, _ = self._frame.lonlat(rings.x[:1], rings.y[:1])
            self._meridian = 3.0 * np.floor((float(lon[0]) + 1.5) / 3)
        return self._frame.to_meridian(rings, self._meridian) if len(rings.x) else rings

    def _back(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """From the plane of the last `_to_plane` into the layer's CRS."""
        return self._frame.source(x, y, self._meridian) if len(x) else (x, y)


def _holes_of(union: QgsGeometry, least: float, largest: float) -> list[QgsGeometry]:
    """The holes of a union (m² between the two), without what other parts of it fill."""
    parts = union.asGeometryCollection() if union.isMultipart() else [union]
    boxes = [part.boundingBox() for part in parts]
    out = []
    for k, polygon in enumerate(parts):
        rings = polygon.asPolygon() if not polygon.isNull() and not polygon.isEmpty() else []
        for ring in rings[1:]:
            hole = QgsGeometry.fromPolygonXY([ring])
            box = hole.boundingBox()
            inside = [parts[j] for j in range(len(parts)) if j != k and box.contains(boxes[j])]
            if inside:
                hole = polygons_of(hole.difference(QgsGeometry.unaryUnion(inside)))
            pieces = hole.asGeometryCollection() if hole.isMultipart() else [hole]
            out += [piece for piece in pieces if not piece.isEmpty() and least < piece.area() <= largest]
    return out
