"""Repairs of a polygon layer as a new layer, in the order that keeps areas honest; every change is listed.

vertices and spikes → invalid boundaries (where there is one reading only) → single parts → overlaps to the earlier
feature → gaps to the neighbour with the longest common border → fragments and slivers likewise, of the same class
first. The layer has to lie in a Gauss zone, so that nothing is moved by a change of CRS. The source stays untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeature, QgsFeedback, QgsGeometry, QgsRectangle, QgsSpatialIndex

from ...analysis.geos.by_qgis import geometry_from_wkb, polygons_of
from ...analysis.reading.area import feature_cents
from ...analysis.reading.batches import Batch, FeatureReader
from ...analysis.reading.frames import Frame
from ...analysis.reading.intake import read_one_way
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...analysis.reading.wkb import decode, encode
from ...core.ellipsoid import trig
from ...core.messages import Message, MessageError
from ...core.quality import Rule, rules, said
from ...core.quality.checks.coverage import EdgeBook
from ...core.quality.checks.shapes import check_shapes
from ...core.quality.values import cell_text
from .geometry import drawn
from .topology import Shelf, Topology

VERTICES, INVALID, PARTS, OVERLAPS, GAPS, FRAGMENTS = "vertices", "invalid", "parts", "overlaps", "gaps", "fragments"
STEPS = (VERTICES, INVALID, PARTS, OVERLAPS, GAPS, FRAGMENTS)
_BATCH = 16_384
#: Common borders shorter than this (m) are touching corners.
_BORDER_M = 1e-3


@dataclass
class Piece:
    """One feature of the new layer: id of its source feature, geometry, land-use class, steps that changed it."""

    fid: int
    geometry: QgsGeometry
    code: str
    steps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """One change: source feature, step, what was done, official m² after minus before of that feature."""

    fid: int
    step: str
    detail: Message
    d_area_m2: float


@dataclass(frozen=True)
class RepairResult:
    """pieces with their official areas (n,) in cents; changes in the order in which they were made."""

    pieces: tuple[Piece, ...]
    areas: np.ndarray
    changes: tuple[Change, ...]
    warnings: tuple[Message, ...]

    def total(self, step: str) -> float:
        """Σ of the area changes of one step, m²."""
        return round(sum(one.d_area_m2 for one in self.changes if one.step == step), 2)


@dataclass
class RepairJob:
    """What is asked for: a layer in a Gauss zone, the steps, the field of the land-use class ('' = none)."""

    given: Given
    steps: tuple[str, ...] = STEPS
    code_field: str = ""
    table: Mapping[str, Rule] = field(default_factory=rules)
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        self.frame = Frame(self.given.crs, self.given.name)
        if self.frame.zone is None:
            raise MessageError("quality.repair_zone", layer=self.given.name)

    def run(self, feedback: QgsFeedback) -> RepairResult | None:
        """None when cancelled."""
        self._changes: list[Change] = []
        self._warnings: list[Message] = []
        pieces = self._read()
        for step, work in ((VERTICES, self._vertices), (INVALID, self._invalid), (PARTS, self._parts),
                           (OVERLAPS, self._overlaps), (GAPS, self._gaps), (FRAGMENTS, self._fragments)):
            if feedback.isCanceled():
                return None
            if step in self.steps:
                pieces = work(pieces, feedback)
            feedback.setProgress(100 * (STEPS.index(step) + 1) / len(STEPS))
        self.tally.used = len({piece.fid for piece in pieces})
        return RepairResult(tuple(pieces), self._cents([p.geometry for p in pieces]), tuple(self._changes),
                            tuple(self._warnings))

    # -- reading and measuring ------------------------------------------------------------------------------------

    def _read(self) -> list[Piece]:
        columns = [self.code_field] if self.code_field else []
        out = []
        for batch in FeatureReader(self.given.source, columns, self.given.layer):
            self.tally.read += len(batch)
            codes = batch.columns[self.code_field] if columns else [""] * len(batch)
            for k, code in enumerate(codes):
                geometry = QgsGeometry()
                geometry.fromWkb(batch.blob(k))
                if geometry.isNull() or geometry.isEmpty():
                    self._leave(int(batch.fids[k]), said("no_geometry"))
                else:
                    out.append(Piece(int(batch.fids[k]), geometry, cell_text(code)))
        return out

    def _leave(self, fid: int, why: Message) -> None:
        self.tally.reject(self.given.name, fid, why)

    def _cents(self, geometries: list[QgsGeometry]) -> np.ndarray:
        rings = decode([bytes(one.asWkb()) for one in geometries]).rings
        return feature_cents(self.frame, rings, self.frame.shapes(rings)) if rings.n else np.zeros(0, np.int64)

    def _replace(self, piece: Piece, geometry: QgsGeometry, step: str, detail: Message) -> None:
        """Give a piece its new geometry, and list the change of its area."""
        before, after = self._cents([piece.geometry, geometry])
        piece.geometry = geometry
        piece.steps.append(step)
        self._changes.append(Change(piece.fid, step, detail, int(after - before) / 100))

    def _batches(self, pieces: list[Piece]):
        """The pieces as batches of the reader, numbered by their place."""
        for start in range(0, len(pieces), _BATCH):
            blobs = [bytes(piece.geometry.asWkb()) for piece in pieces[start : start + _BATCH]]
            offsets = np.zeros(len(blobs) + 1, np.int64)
            np.cumsum(np.array([len(b) for b in blobs], np.int64), out=offsets[1:])
            yield Batch(np.arange(start, start + len(blobs), dtype=np.int64), np.frombuffer(b"".join(blobs), np.uint8),
                        offsets, {})

    def _flagged(self, pieces: list[Piece], *wanted: str) -> dict[int, str]:
        """Place of a piece → rule, of those that the checks of form find."""
        out = {}
        for batch in self._batches(pieces):
            rings = drawn(batch, False, self.table["Q4106"].limit("snap")).rings
            codes = np.array([pieces[k].code for k in batch.fids.tolist()])
            for one in check_shapes(batch.fids, rings, False, "dltb", self.table, codes):
                if one.rule in wanted:
                    out.update(dict.fromkeys(one.fids.tolist(), one.rule))
        return out

    # -- steps ----------------------------------------------------------------------------------------------------

    def _vertices(self, pieces: list[Piece], feedback: QgsFeedback) -> list[Piece]:
        limit = self.table["Q4105"].limit("repeat")
        angle = self.table["Q4107"].limit("angle")
        for k in self._flagged(pieces, "Q4105", "Q4107"):
            geometry = QgsGeometry(pieces[k].geometry)
            geometry.removeDuplicateNodes(limit)
            geometry = without_spikes(geometry, angle)
            if not geometry.equals(pieces[k].geometry) and not geometry.isEmpty():
                self._replace(pieces[k], geometry, VERTICES, said("did_vertices"))
        return pieces

    def _invalid(self, pieces: list[Piece], feedback: QgsFeedback) -> list[Piece]:
        out = []
        for piece in pieces:
            if not piece.geometry.isGeosValid():
                reading = read_one_way(decode([bytes(piece.geometry.asWkb())]).rings)
                if reading is None:
                    self._leave(piece.fid, said("several_readings"))
                    continue
                self._replace(piece, geometry_from_wkb(encode(reading)[0]), INVALID, said("did_invalid"))
            out.append(piece)
        return out

    def _parts(self, pieces: list[Piece], feedback: QgsFeedback) -> list[Piece]:
        out = []
        for piece in pieces:
            parts = piece.geometry.asGeometryCollection() if piece.geometry.isMultipart() else [piece.geometry]
            if len(parts) > 1:
                self._changes.append(Change(piece.fid, PARTS, said("did_parts", n=len(parts)), 0.0))
            steps = [*piece.steps, PARTS] if len(parts) > 1 else piece.steps
            out += [Piece(piece.fid, part, piece.code, list(steps)) for part in parts]
        return out

    def _topology(self, pieces: list[Piece], feedback: QgsFeedback) -> tuple[Topology, np.ndarray]:
        snap = self.table["Q4106"].limit("snap")
        boxes, first = [], 0
        with EdgeBook(snap) as book:
            for batch in self._batches(pieces):
                made = drawn(batch, False, snap)
                book.hold(made.keys, made.marks, first)
                boxes.append(made.boxes)
                first += len(batch)
            loose = book.loose()
        numbers = np.arange(len(pieces), dtype=np.int64)
        sound = np.array([piece.geometry.isGeosValid() for piece in pieces], bool)
        return Topology(self.frame, lambda: self._batches(pieces), np.concatenate(boxes or [np.zeros((0, 4))]), numbers,
                        sound, feedback), loose

    def _overlaps(self, pieces: list[Piece], feedback: QgsFeedback) -> list[Piece]:
        work, loose = self._topology(pieces, feedback)
        with Shelf(len(pieces)) as shelf:
            found = work.overlaps(loose, shelf, self.table["Q4301"])
        pairs = sorted((int(two), int(one)) for f in found for two, one in zip(f.fids, f.each["other"]))
        gone = set()
        for later, earlier in pairs:
            if later in gone or earlier in gone:
                continue
            rest = polygons_of(pieces[later].geometry.difference(pieces[earlier].geometry))
            detail = said("did_overlap", other=pieces[earlier].fid)
            if rest.isEmpty() or rest.area() <= self.table["Q4301"].limit("area"):
                area = self._cents([pieces[later].geometry])[0]
                self._changes.append(Change(pieces[later].fid, OVERLAPS, said("did_drop", other=pieces[earlier].fid),
                                            -int(area) / 100))
                gone.add(later)
            else:
                self._replace(pieces[later], rest, OVERLAPS, detail)
        kept = [piece for k, piece in enumerate(pieces) if k not in gone]
        return self._parts(kept, feedback) if PARTS in self.steps else kept

    def _gaps(self, pieces: list[Piece], feedback: QgsFeedback) -> list[Piece]:
        work, loose = self._topology(pieces, feedback)
        with Shelf(len(pieces)) as shelf:
            work.gaps(loose, shelf, self.table["Q4302"])
        index = self._index(pieces)
        for hole in work.holes:
            hole = QgsGeometry(hole)
            hole.translate(self.frame.zone.false_easting, 0.0)
            owner = self._neighbour(pieces, index, hole, "")
            if owner is not None:
                self._merge(pieces[owner], hole, GAPS, said("did_gap", area=round(hole.area(), 2)))
        return pieces

    def _fragments(self, pieces: list[Piece], feedback: QgsFeedback) -> list[Piece]:
        flagged = self._flagged(pieces, "Q4601", "Q4602")
        index = self._index(pieces)
        gone: set[int] = set()
        for k in sorted(flagged, key=lambda k: pieces[k].geometry.area()):
            owner = self._neighbour(pieces, index, pieces[k].geometry, pieces[k].code, {k, *gone})
            if owner is None:
                self._warnings.append(said("no_neighbour", fid=pieces[k].fid))
                continue
            small = int(self._cents([pieces[k].geometry])[0]) / 100
            detail = said("did_fragment", other=pieces[owner].fid)
            self._changes.append(Change(pieces[k].fid, FRAGMENTS, detail, -small))
            self._merge(pieces[owner], pieces[k].geometry, FRAGMENTS, said("did_take", other=pieces[k].fid))
            gone.add(k)
        return [piece for k, piece in enumerate(pieces) if k not in gone]

    def _merge(self, piece: Piece, more: QgsGeometry, step: str, detail: Message) -> None:
        self._replace(piece, polygons_of(piece.geometry.combine(more)), step, detail)

    @staticmethod
    def _index(pieces: list[Piece]) -> QgsSpatialIndex:
        index = QgsSpatialIndex()
        for k, piece in enumerate(pieces):
            feature = QgsFeature(k)
            feature.setGeometry(piece.geometry)
            index.addFeature(feature)
        return index

    def _neighbour(self, pieces: list[Piece], index: QgsSpatialIndex, shape: QgsGeometry, code: str,
                   without: set[int] = frozenset()) -> int | None:
        """The piece with the longest common border, of the same class if there is one; None if nothing borders."""
        box = QgsRectangle(shape.boundingBox())
        box.grow(_BORDER_M)
        outline = QgsGeometry(shape.constGet().boundary())
        best: tuple[bool, float, int] | None = None
        for k in sorted(index.intersects(box)):
            if k in without:
                continue
            length = outline.intersection(pieces[k].geometry).length()
            rank = (bool(code) and pieces[k].code == code, length, -k)
            if length > _BORDER_M and (best is None or rank > best):
                best = rank
        return None if best is None else -best[2]


def without_spikes(geometry: QgsGeometry, angle: float) -> QgsGeometry:
    """A polygon without the vertices at which its boundary turns back within *angle* degrees."""
    limit = trig.tan(trig.radians(angle))
    polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
    kept = [[ring for ring in (_cut_ring(one, limit) for one in rings) if len(ring) >= 4] for rings in polygons]
    kept = [rings for rings in kept if rings]
    return QgsGeometry.fromMultiPolygonXY(kept) if geometry.isMultipart() else (
        QgsGeometry.fromPolygonXY(kept[0]) if kept else QgsGeometry.fromWkt("POLYGON EMPTY"))


def _cut_ring(ring: list, limit: float) -> list:
    """A closed ring without its spikes."""
    points = ring[:-1]
    again = True
    while again and len(points) > 3:
        again = False
        for k in range(len(points)):
            before, here, after = points[k - 1], points[k], points[(k + 1) % len(points)]
            ax, ay, bx, by = before.x() - here.x(), before.y() - here.y(), after.x() - here.x(), after.y() - here.y()
            dot = ax * bx + ay * by
            if dot > 0 and abs(ax * by - ay * bx) < limit * dot:
                del points[k]
                again = True
                break
    return [*points, points[0]]
