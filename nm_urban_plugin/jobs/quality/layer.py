"""All checks of one layer in one pass over its features; a second one over those that do not fit their neighbours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeedback

from ...analysis.reading.batches import Batch as Read
from ...analysis.reading.batches import FeatureReader
from ...analysis.reading.crs import CrsRefused
from ...analysis.reading.frames import Frame
from ...analysis.reading.parallel import stream
from ...core.messages import Message
from ...core.quality import Finding, Names, Rule, doubt, kind_of, merged, said
from ...core.quality.checks.attributes import AttributeChecks, check_structure
from ...core.quality.checks.columns import Batch
from ...core.quality.checks.coverage import EdgeBook
from ...core.quality.checks.findings import of_rows
from ...core.quality.checks.plan import check_plan
from ...core.quality.checks.stock import StockChecks
from ...core.quality.checks.survey import SurveyChecks, base_code, check_town_codes
from .areas import AreaChecks
from .geometry import Drawn, check_batch, drawn
from .lines import LineChecks
from .source import Subject
from .topology import Shelf, Topology

_SURVEY = ("dltb", "dltb_update", "farmland", "cropland_target", "present_use")
_STOCK = ("approved_land", "new_construction", "supplied_land", "idle_list", "cancelled_land")
_TWICE_RULE = {"approved_land": ("Q6304", "approved_twice")}
_BATCH = 12_000
_ZONES = ("plan_zones", "planned_use")


@dataclass(frozen=True)
class LayerResult:
    """What was found in one layer of *count* features, and what was not checked and why (`skipped`, sentences).

    fids (n,) and boxes (n, 4) of the polygons in the layer's CRS, for the places of findings; empty for other layers
    """

    subject: Subject
    count: int
    findings: tuple[Finding, ...]
    skipped: tuple[Message, ...] = ()
    fids: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    boxes: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))

    @property
    def name(self) -> str:
        return self.subject.name


class LayerCheck:
    """One layer. table: rules by id; county: six digits that unit codes begin with ('' = any)."""

    def __init__(self, subject: Subject, table: Mapping[str, Rule], as_of: dt.date, county: str, topology: bool,
                 feedback: QgsFeedback) -> None:
        self._subject, self._rules, self._feedback = subject, table, feedback
        self._topology = topology
        role = subject.role
        self._attributes = AttributeChecks(role, table, subject.geometry == "none")
        self._survey = SurveyChecks(table, county) if role in _SURVEY else None
        self._stock = StockChecks(role, table, as_of) if role in _STOCK else None
        self._frame: Frame | None = None
        self._areas: AreaChecks | None = None
        self._lines: LineChecks | None = None
        self._fids: list[np.ndarray] = []
        self._boxes: list[np.ndarray] = []
        self._sound: list[np.ndarray] = []
        self._shapes: list[np.ndarray] = []
        self.skipped: list = []

    def run(self) -> LayerResult:
        subject = self._subject
        findings = self._of_layer()
        snap = self._rules["Q4106"].limit("snap")
        geographic = subject.given.crs.isGeographic()
        with EdgeBook(snap, geographic) as book:
            count = 0
            for read, made in self._batches(geographic, snap):
                if self._feedback.isCanceled():
                    break
                findings += self._batch(read, made, geographic)
                if made is not None:
                    book.hold(made.keys, made.marks, count)
                count += len(read)
                self._progress(count)
            findings += self._whole(book)
        kept = tuple(one for one in merged(findings) if self._rules[one.rule].is_for(subject.role))
        return LayerResult(subject, count, kept, tuple(self.skipped), _one(self._fids, np.zeros(0, np.int64)),
                           _one(self._boxes, np.zeros((0, 4))))

    # -- the layer as a whole -------------------------------------------------------------------------------------

    def _of_layer(self) -> list[Finding]:
        """CRS, structure, role."""
        subject = self._subject
        out = check_structure(subject.role, list(subject.signs.fields), subject.columns, subject.kinds)
        if subject.wrong is not None:
            out.append(Finding("Q3101", "encoding_wrong", {"read": subject.wrong[0], "found": subject.wrong[1]}))
        if subject.chosen:
            asked = doubt(subject.role, subject.signs, subject.recognition)
            if asked is not None and asked.looks_like != subject.role:  # mixed codes have a rule of their own
                out.append(Finding("Q1202", "doubt", {"message": asked.message}))
        elif not subject.role and subject.recognition.candidates:
            kinds = [kind for c in subject.recognition.candidates[:3] if (kind := kind_of(c.role))]
            names = Names(tuple(k.zh for k in kinds), tuple(k.en for k in kinds))
            out.append(Finding("Q1101", "ambiguous_role", {"roles": names}))
        elif not subject.role:
            out.append(Finding("Q1101", "unknown_role"))
        if subject.geometry == "none":
            return out
        if not subject.given.crs.isValid() or subject.given.crs.description().startswith("Undefined"):
            self.skipped.append(said("not_measured", why=said("no_crs")))
            return [*out, Finding("Q2201", "no_crs")]
        try:
            self._frame = Frame(subject.given.crs, subject.name)
        except CrsRefused as error:
            self.skipped.append(said("not_measured", why=str(error)))
            return [*out, Finding("Q2201", "crs_wrong", {"why": str(error)})]
        self._areas = AreaChecks(subject.role, self._rules, self._frame)
        if subject.geometry == "line":
            self._lines = LineChecks(subject.role, self._rules, self._frame)
        return out + self._crs()

    def _crs(self) -> list[Finding]:
        """Datum, height part, zone against longitude."""
        crs, frame = self._subject.given.crs, self._frame
        extent = self._subject.given.source.sourceExtent()
        box = np.array([[extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()]])
        if not np.isfinite(box).all() or extent.isNull():
            return []
        out = []
        if "2000" not in crs.description() and crs.ellipsoidAcronym() != "EPSG:1024":
            out.append(Finding("Q2201", "crs_other", {"crs": crs.authid() or crs.description()}))
        if crs.toWkt().startswith("COMPD_CS"):
            out.append(Finding("Q2205", "crs_height"))
        if frame.misplaced(box)[0]:
            x, y = (box[0, 0] + box[0, 2]) / 2, (box[0, 1] + box[0, 3]) / 2
            return [*out, Finding("Q2202", "crs_wrong", {"why": frame.why_misplaced(float(x), float(y))})]
        if frame.zone is not None:
            lon, _ = frame.lonlat((box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2)
            most = self._rules["Q2203"].limit("max_degrees") * (2 if frame.zone.width == 6 else 1)
            if abs(float(lon[0]) - frame.zone.meridian) > most:
                out.append(Finding("Q2203", "crs_zone", {"lon": round(float(lon[0]), 2),
                                                         "meridian": frame.zone.meridian}))
        return out

    # -- batches --------------------------------------------------------------------------------------------------

    def _reader(self, columns: list[str]) -> FeatureReader:
        given = self._subject.given
        # small batches: several are under way at a time, and each needs some twenty arrays of its vertices
        return FeatureReader(given.source, columns, given.layer, size=_BATCH)

    def _batches(self, geographic: bool, snap: float) -> Iterator[tuple[Read, Drawn | None]]:
        reader = self._reader(self._wanted())
        if self._subject.geometry != "polygon":
            yield from ((read, None) for read in reader)
            return
        yield from stream(lambda read: (read, drawn(read, geographic, snap)), reader)

    def _wanted(self) -> list[str]:
        """Fields to read: all of a table, those that a check asks for of a layer."""
        if self._subject.geometry == "none":
            return list(self._subject.signs.fields)
        return list(dict.fromkeys(self._subject.columns.values()))

    def _progress(self, count: int) -> None:
        total = self._subject.given.source.featureCount()
        if total > 0:
            self._feedback.setProgress(min(100.0, 100.0 * count / total))

    def _batch(self, read: Read, made: Drawn | None, geographic: bool) -> list[Finding]:
        batch = self._columns(read)
        out = self._attributes.batch(batch)
        code = batch.first("landuse_code", "DLBM")
        if self._survey is not None:
            out += self._survey.batch(batch)
        if self._stock is not None:
            out += self._stock.batch(batch)
        out += check_plan(self._subject.role, batch, self._rules)
        if self._subject.role == "town_land":
            out += check_town_codes(batch)
        self._fids.append(read.fids)
        if self._lines is not None:
            out += self._lines.batch(read)
        if made is None:
            return out
        codes = None
        if code:
            texts, at = batch.texts(code)
            codes = np.array([base_code(text) for text in texts] or [""])[at]
        found, sound = check_batch(read, made, self._subject.role, self._rules, geographic, codes)
        self._boxes.append(made.boxes)
        self._sound.append(sound)
        self._shapes.append(made.shape)
        out += found + self._off_place(read, made, sound)
        if self._areas is not None:
            rows = np.nonzero(sound)[0]
            out += self._areas.batch(batch, rows, made.rings if len(rows) == len(read) else made.rings.take(rows))
        return out

    def _columns(self, read: Read) -> Batch:
        values = {column: read.columns[field] for column, field in self._subject.columns.items()
                  if field in read.columns}
        fields = dict(self._subject.columns)
        if self._subject.geometry == "none":
            known = set(self._subject.columns.values())
            for name, column in read.columns.items():
                if name not in known:
                    values[name], fields[name] = column, name
        return Batch(read.fids, values, fields)

    def _off_place(self, read: Read, made: Drawn, sound: np.ndarray) -> list[Finding]:
        """Single features that cannot lie where the CRS says."""
        if self._frame is None:
            return []
        off = self._frame.misplaced(made.boxes) & sound
        if not off.any():
            return []
        sound &= ~off
        k = int(np.nonzero(off)[0][0])
        x, y = (made.boxes[k, 0] + made.boxes[k, 2]) / 2, (made.boxes[k, 1] + made.boxes[k, 3]) / 2
        return of_rows("Q2202", "crs_wrong", read.fids, off, why=self._frame.why_misplaced(float(x), float(y)))

    # -- what all features together tell --------------------------------------------------------------------------

    def _whole(self, book: EdgeBook) -> list[Finding]:
        out = self._attributes.finish(self._subject.columns)
        out += self._survey.finish() if self._survey is not None else []
        out += self._stock.finish() if self._stock is not None else []
        out += self._lines.finish() if self._lines is not None else []
        if not self._boxes or self._feedback.isCanceled():
            return out
        fids, sound = _one(self._fids), _one(self._sound)
        copies, first = self._copies(_one(self._shapes), sound)
        self._shapes.clear()
        out += of_rows("Q4106", "same_shape", fids, copies, {"first": fids[first]})
        if not self._topology or self._frame is None:
            self.skipped.append(said("no_topology"))
            return out
        sound[copies] = False  # a copy overlaps all that its original does
        return out + self._fitting(book.loose(), fids, sound)

    @staticmethod
    def _copies(keys: np.ndarray, sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(features with the boundary of an earlier one, that one)."""
        some = np.nonzero(sound & (keys != 0))[0]
        order = some[np.argsort(keys[some], kind="stable")]
        new = np.ones(len(order), bool)
        new[1:] = keys[order[1:]] != keys[order[:-1]]
        first = order[np.nonzero(new)[0][np.cumsum(new, dtype=np.int64) - 1]] if len(order) else order
        again = order[~new]
        back = np.argsort(again, kind="stable")
        return again[back], first[~new][back]

    def _fitting(self, loose: np.ndarray, fids: np.ndarray, sound: np.ndarray) -> list[Finding]:
        """Overlaps and, where the layer should cover its area, gaps."""
        work = Topology(self._frame, lambda: self._reader([]), _one(self._boxes), fids, sound, self._feedback)
        role = self._subject.role
        rule, key = _TWICE_RULE.get(role, ("Q5605" if role in _ZONES else "Q4301", "overlap"))
        with Shelf(len(fids)) as shelf:
            out = work.overlaps(loose, shelf, self._rules[rule], key)
            if self._rules["Q4302"].is_for(role) and role:
                out += work.gaps(loose, shelf, self._rules["Q4302"])
        return out


def _one(parts: list[np.ndarray], nothing: np.ndarray | None = None) -> np.ndarray:
    """The parts as one array, which takes their place in the list: a million boxes are not kept twice."""
    if not parts:
        return nothing
    if len(parts) > 1:
        parts[:] = [np.concatenate(parts)]
    return parts[0]
