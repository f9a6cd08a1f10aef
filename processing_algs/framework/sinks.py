"""The outputs of one run: opened when everything is computed, filled one after the other, removed if the run fails.

All outputs may be tables of one GeoPackage, which has one writer: only one is open at a time, and the context manager
holds that. A cancelled run raises `Cancelled` out of the loop that fills an output, wherever that loop stands.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from qgis.core import QgsFeature, QgsFeatureSink, QgsGeometry, QgsProcessingException, QgsWkbTypes
from qgis.PyQt import sip

from ...nm_urban_plugin.analysis.geos.by_qgis import geometry_from_wkb
from ...nm_urban_plugin.analysis.reading.tally import Tally
from ...nm_urban_plugin.analysis.writing.columns import for_qgis
from ...nm_urban_plugin.core.messages import worded
from ...nm_urban_plugin.core.whole_file import NotWritten
from ...nm_urban_plugin.i18n import locale, tr
from .bulk import Carried, Place, Rows, WriteFailed, write_carried, write_rows
from .carried import carried_features
from .destinations import clean_up, geopackage_table, is_geopackage, is_shapefile, rename_waiting
from .fields import MEASURE_FIELDS, REJECT_FIELDS, make_field, make_fields
from .styles import style_on_load

REJECTS, MEASURES = "REJECTS", "MEASURES"
TABLE = QgsWkbTypes.Type.NoGeometry

#: Most bytes of a text in the table of a shapefile.
_DBF_BYTES = 254

#: At most so many rows between two looks at the cancel button.
_LOOK_EVERY = 500


class Cancelled(Exception):
    """The user cancelled while outputs were written; nothing of them stays."""


class TextCuts:
    """Cuts the texts that are too long for a shapefile, between two characters, and counts them: its columns hold 254
    bytes, in UTF-8 some 84 Chinese characters."""

    def __init__(self, fields, encoding: str) -> None:
        try:
            self._encoding = codecs.lookup(encoding).name
        except LookupError:  # "System"
            self._encoding = "utf-8"
        self._most = [(k, field.name(), min(field.length() or _DBF_BYTES, _DBF_BYTES))
                      for k, field in enumerate(fields) if field.type() == make_field("", "text").type()]
        self._cut: dict[str, list[int]] = {}

    def fitting(self, values: Sequence) -> list:
        """The values of a row with its texts as long as they may be."""
        values = list(values)
        for k, name, most in self._most:
            # no character has more than four bytes
            if isinstance(values[k], str) and 4 * len(values[k]) > most:
                raw = values[k].encode(self._encoding, "replace")
                if len(raw) > most:
                    values[k] = raw[:most].decode(self._encoding, "ignore")
                    seen = self._cut.setdefault(name, [0, 0, most])
                    seen[0], seen[1] = seen[0] + 1, max(seen[1], len(raw))
        return values

    def say(self, output: str, feedback) -> None:
        """A warning for each column of which texts were cut."""
        for name, (n, longest, most) in self._cut.items():
            feedback.pushWarning(tr("{output}: the shapefile cut {n} texts of column {name} to {most} bytes (the "
                                    "longest has {longest}). Choose a GeoPackage to keep them whole.").format(
                output=output, n=n, name=name, most=most, longest=longest))


class Sink:
    """One output that is open; rows are added to it and counted."""

    def __init__(self, name: str, sink: QgsFeatureSink, feedback, span: tuple[float, float], total: int,
                 cuts: TextCuts | None = None) -> None:
        self.name, self.count, self._cuts = name, 0, cuts
        self._sink, self._feedback = sink, feedback
        self._from, self._step = span[0], (span[1] - span[0]) / total if total else 0.0
        self._every = max(1, min(_LOOK_EVERY, total // 50)) if total else _LOOK_EVERY

    def add(self, geometry: QgsGeometry | None, values: Sequence) -> None:
        """Add one row or fail loudly: a full disk must not end as a short table. Raises `Cancelled`."""
        if self._cuts is not None:
            values = self._cuts.fitting(values)
        feature = QgsFeature()
        if geometry is not None:
            feature.setGeometry(geometry)
        feature.setAttributes(list(values))
        if not self._sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(tr("Writing of {name} failed: {error}").format(
                name=self.name, error=self._sink.lastError() if hasattr(self._sink, "lastError") else ""))
        self.count += 1
        if self.count % self._every == 0:
            if self._step:
                self._feedback.setProgress(self._from + self._step * self.count)
            if self._feedback.isCanceled():
                raise Cancelled

    def add_batch(self, rows: Rows) -> None:
        """Add the rows of a batch of columns."""
        for blob, values in zip(rows.wkb, zip(*map(for_qgis, rows.columns))):
            self.add(None if blob is None else geometry_from_wkb(blob), values)

    def add_rows(self, rows: Iterable[Sequence]) -> None:
        """Add rows without geometry."""
        for values in rows:
            self.add(None, values)


class Outputs:
    """The outputs of one run; `results` holds the entries of those that were written, `roles` their layers."""

    def __init__(self, algorithm, parameters, context, feedback) -> None:
        self.results: dict = {}
        self.roles: dict[str, str] = {}  # role → where its layer was written
        self._algorithm, self._parameters, self._context, self.feedback = algorithm, parameters, context, feedback
        self._written: list[str] = []

    def is_wanted(self, name: str) -> bool:
        """Whether an optional output was asked for."""
        return self._parameters.get(name) not in (None, "")

    @contextmanager
    def open(self, name: str, fields, wkb, crs, role: str, total: int = 0, span: tuple[float, float] = (80, 95),
             repeats: bool = False) -> Iterator[Sink | None]:
        """Open an output for the length of a ``with``; None where an optional one is not wanted.

        *fields* are QgsFields or a tuple of specs of `make_fields`; *role* decides style and recognition; with *total*
        rows the progress runs over *span*; *repeats*: the field fid names features of other layers, so it cannot be the
        key of a GeoPackage. Raises QgsProcessingException where the output cannot be made.
        """
        fields = make_fields(*fields) if isinstance(fields, tuple) else fields
        sink, dest = self._opened(name, fields, wkb, crs, repeats)
        if sink is None:
            yield None
            return
        self._written.append(dest)
        style_on_load(self._context, dest, role, self._algorithm.about)
        self._algorithm.about.roles.append((dest, role))
        cuts = TextCuts(fields, self._context.defaultEncoding()) if is_shapefile(dest) else None
        try:
            yield Sink(name, sink, self.feedback, span, total, cuts)
        finally:
            # closed for good: a traceback or a variable would keep its file locked
            sip.delete(sink)
        if self.feedback.isCanceled():
            raise Cancelled
        if cuts is not None:
            cuts.say(name, self.feedback)
        self.results[name], self.roles[role] = dest, dest

    def _opened(self, name: str, fields, wkb, crs, repeats: bool):
        parameters, context, algorithm = self._parameters, self._context, self._algorithm
        if (wkb == TABLE or repeats) and fields.lookupField("fid") >= 0 and is_geopackage(parameters.get(name)):
            return geopackage_table(parameters[name], algorithm.parameterAsOutputLayer(parameters, name, context),
                                    context, fields, crs, wkb)
        sink, dest = algorithm.parameterAsSink(parameters, name, context, fields, wkb, crs)
        if sink is None:
            definition = algorithm.parameterDefinition(name)
            if definition.flags() & definition.Flag.FlagOptional and not self.is_wanted(name):
                return None, None
            raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
        return sink, dest

    def columns(self, name: str, fields, wkb, crs, role: str, batches: Iterable[Rows], total: int = 0,
                span: tuple[float, float] = (80, 95)) -> None:
        """Write an output batch by batch, where it is wanted; *batches* may be gone through twice. As :meth:`open`."""
        fields = make_fields(*fields) if isinstance(fields, tuple) else fields

        def write(place: Place) -> bool:
            write_rows(place, fields, wkb, crs, self._context, batches, self._watch(total, span))
            return True

        if self._in_bulk(name, wkb, role, write):
            return
        with self.open(name, fields, wkb, crs, role, total, span) as sink:
            for rows in batches if sink is not None else ():
                sink.add_batch(rows)

    def carried(self, name: str, fields, wkb, role: str, carried: Carried, span: tuple[float, float] = (80, 95)
                ) -> None:
        """Write the user's features with our columns behind theirs. As :meth:`open`."""
        given, total = carried.given, len(carried.fids)
        if self._in_bulk(name, wkb, role, lambda place: write_carried(
                place, fields, wkb, given.crs, self._context, carried, self._watch(total, span))):
            return
        multi = QgsWkbTypes.isMultiType(wkb)
        with self.open(name, fields, wkb, given.crs, role, total, span) as sink:
            ours = list(map(for_qgis, carried.columns))
            for k, geometry, attributes in carried_features(given.source, carried.fids, carried.mended):
                drawn = wkb != TABLE and not geometry.isNull()
                if drawn and multi:
                    geometry.convertToMultiType()
                sink.add(geometry if drawn else None, [*attributes, *(column[k] for column in ours)])

    def _in_bulk(self, name: str, wkb, role: str, write: Callable[[Place], bool]) -> bool:
        """Write an output in bulk; False where its place, or its source, must be written by QGIS."""
        place = Place.of(self._parameters.get(name), wkb)
        if place is None:
            return False
        try:
            if not write(place):
                return False
        except NotWritten as error:
            raise QgsProcessingException(error.text(locale())) from error
        except WriteFailed as error:
            self.feedback.pushDebugInfo(f"{name} is written by QGIS: {error}")
            return False
        finally:
            if place.touched:
                self._written.append(place.layer)
        dest = self._algorithm.parameterAsOutputLayer(self._parameters, name, self._context)
        rename_waiting(self._context, dest, place.layer)
        style_on_load(self._context, place.layer, role, self._algorithm.about)
        self._algorithm.about.roles.append((place.layer, role))
        self.results[name], self.roles[role] = place.layer, place.layer
        return True

    def _watch(self, total: int, span: tuple[float, float]) -> Callable[[int], None]:
        """Tells the progress after so many of *total* rows; raises `Cancelled`."""
        def watch(count: int) -> None:
            if total:
                self.feedback.setProgress(span[0] + (span[1] - span[0]) * min(1.0, count / total))
            if self.feedback.isCanceled():
                raise Cancelled
        return watch

    def table(self, name: str, fields, crs, role: str, rows: Iterable[Sequence]) -> None:
        """Write a table without geometry, where it is wanted."""
        with self.open(name, fields, TABLE, crs, role) as sink:
            if sink is not None:
                sink.add_rows(rows)

    def measures(self, rows: Iterable[Sequence], crs, fields=MEASURE_FIELDS) -> None:
        """Write MEASURES where it is wanted."""
        self.table(MEASURES, fields, crs, "measures", rows)

    def rejects(self, tally: Tally, crs) -> None:
        """Write the table of rejected and repaired features where it is wanted."""
        self.table(REJECTS, REJECT_FIELDS, crs, "rejects",
                   ([r.src, r.fid, worded(r.reason, locale()), r.action, r.d_area_m2] for r in tally.rejects))

    def discard(self) -> None:
        """Remove everything that this run has written; says what cannot be removed."""
        clean_up(self._written, self.feedback)
