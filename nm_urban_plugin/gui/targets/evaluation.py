"""One layer's evaluation for the dock: planned on the main thread, read in a task, kept up to date by differences.

Layers up to KEEP features stay in memory, feature by feature, so that an edit, another date, a filter or a selection
needs no second reading. Larger ones are read through each time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsFeature, QgsFeatureRequest, QgsVectorLayer

from ...analysis.reading.area import OFFICIAL
from ...analysis.reading.batches import FeatureReader
from ...analysis.reading.roles import FIELDS_PROPERTY
from ...analysis.reading.source import Given
from ...core.roles import parse_fields_json
from ...core.targets.assessment import MEASURES
from ...core.targets.own import Own
from ...core.targets.rows import TargetRow
from ...core.targets.scopes import Scope
from ...jobs.targets.job import IndicatorRun
from ...jobs.targets.reader import CHUNK, SnapshotSource, snapshot
from .columns_store import ColumnsStore, part

KEEP = 50_000

#: Features per chunk where all of them stay in memory.
_BIG_CHUNK = 4 * CHUNK


@dataclass(frozen=True)
class Question:
    """What is asked of a layer. selected: only its selected features."""

    role: str
    as_of: dt.date
    places: tuple[Scope, ...] = ()
    own: Own = field(default_factory=Own)
    method: str = OFFICIAL
    selected: bool = False


class SelectedSource(SnapshotSource):
    """The chosen features of a layer, as they are now."""

    def __init__(self, layer: QgsVectorLayer, fids: Sequence[int]) -> None:
        super().__init__(layer)
        self._fids = list(fids)

    def getFeatures(self, request=None):
        limited = QgsFeatureRequest(request) if request is not None else QgsFeatureRequest()
        return super().getFeatures(limited.setFilterFids(self._fids))

    def featureCount(self):
        return len(self._fids)


def overrides_of(layer: QgsVectorLayer) -> dict[str, str]:
    """Field role → field, as remembered in the layer. Raises `FieldsJsonError`."""
    return parse_fields_json(str(layer.customProperty(FIELDS_PROPERTY, "") or ""))


class Evaluation:
    """Make it on the main thread (raises CrsRefused, BilingualError); then read, edit, place one at a time, in a task.

    before: the evaluation of the same layer that this one takes the place of; what it has measured is used again.
    """

    def __init__(self, layer: QgsVectorLayer, question: Question, before: Evaluation | None = None) -> None:
        self.question = question
        self.layer_id = layer.id()
        self.selected = tuple(layer.selectedFeatureIds()) if question.selected else None
        count = layer.featureCount()
        self.keep = 0 <= count <= KEEP
        self.store = ColumnsStore() if self.keep else None
        if self.keep and before is not None and before.can_serve(question, layer):
            self.store = before.store
        few = question.selected and not self.keep
        given = snapshot(layer)
        if few:
            given = Given(SelectedSource(layer, self.selected), layer.crs(), layer.name())
        keep = self.keep or (few and len(self.selected) <= KEEP)
        self.run = IndicatorRun(
            given, question.as_of, question.role, overrides_of(layer), question.own, question.places, question.method,
            keep, _BIG_CHUNK if self.keep else CHUNK)
        # what the columns kept in memory depend on
        self.signature = (self.run.role, tuple(sorted(self.run.fields.items())), tuple(self.run.reader.wanted),
                          self.run.reader.needs_area, self.run.reader.needs_length, question.method)
        if self.store is not None and before is not None and self.store is before.store:
            if before.signature != self.signature:
                self.store = ColumnsStore()
            else:
                self.run.tally = before.run.tally
        self.complete = False

    def can_serve(self, question: Question, layer: QgsVectorLayer) -> bool:
        """Whether what was measured here still holds for another question to the layer."""
        return (self.complete and self.store is not None and self.layer_id == layer.id()
                and question.method == self.question.method)

    @property
    def live(self) -> bool:
        """True where edits can be followed feature by feature."""
        return self.complete and self.keep and self.run.role != MEASURES

    # -- in a task ----------------------------------------------------------------------------------------------

    def read(self, feedback) -> list[TargetRow] | None:
        """All features; None where it was cancelled."""
        if self.keep and self.run.role != MEASURES:
            done = self._from_store(feedback) if len(self.store) else self._all(feedback)
        else:
            done = self.run.run(feedback) is not None
        if not done:
            return None
        self.complete = True
        return self.run.assessment.rows()

    def edit(self, features: Sequence[QgsFeature], deleted: Sequence[int]) -> list[TargetRow]:
        """Features as they are now, and the ids of those that went."""
        state = self.run.assessment
        gone = list(deleted)
        chosen = None if self.selected is None else set(self.selected)
        if features:
            columns = self.run.reader.columns_of(features)
            present = columns.fids.tolist()
            lost = [f.id() for f in features if f.id() not in set(present)]
            gone += lost  # they cannot be measured any more
            self.store.add(columns)
            state.replace(self._chosen(columns, chosen))
            self.store.remove(gone)
            self.store.unusable.update(lost)
        else:
            self.store.remove(gone)
        if gone:
            state.remove(gone)
        return state.rows()

    def place(self, places: tuple[Scope, ...]) -> list[TargetRow]:
        """The same sums for other places."""
        self.run.assessment.places = places
        return self.run.assessment.rows()

    def can_place(self, question: Question) -> bool:
        """True where only the places differ, and no feature gets its code from the place."""
        same = Question(question.role, question.as_of, self.question.places, question.own, question.method,
                        question.selected)
        return self.complete and not question.selected and same == self.question and "county_code" in self.run.fields

    def _all(self, feedback) -> bool:
        """Read everything: one thread reads, another one measures."""
        reader, given = self.run.reader, self.run.given
        if not self.run.assessment.wanted and not (reader.needs_area or reader.needs_length):
            return True  # nothing in this layer answers a target
        batches = FeatureReader(given.source, reader.names, given.layer, self.run.size)
        total = given.source.featureCount()
        done, waiting = 0, None
        with ThreadPoolExecutor(1, thread_name_prefix="nm_urban_dock") as pool:
            for batch in batches:
                if waiting is not None:
                    self._add(*waiting.result())
                waiting = pool.submit(self._measure, batch)
                done += len(batch)
                feedback.setProgress(90.0 * min(1.0, done / total) if total > 0 else 0.0)
                if feedback.isCanceled():
                    return False
            if waiting is not None:
                self._add(*waiting.result())
        return not feedback.isCanceled()

    def _measure(self, batch):
        self.run.tally.read += len(batch)
        return self.run.reader.columns(batch), batch.fids.tolist()

    def _add(self, columns, fids) -> None:
        self.store.add(columns)
        usable = set(columns.fids.tolist())
        self.store.unusable.update(fid for fid in fids if fid not in usable)
        chosen = None if self.selected is None else set(self.selected)
        self.run.assessment.add(self._chosen(columns, chosen))

    def _chosen(self, columns, chosen):
        """The columns of a batch that are to be counted."""
        if chosen is None:
            return columns
        return part(columns, np.array([k for k, fid in enumerate(columns.fids.tolist()) if fid in chosen], np.int64))

    def _from_store(self, feedback) -> bool:
        """Count again what was measured before; read only features that are new."""
        there = shown_ids(self.run.given.source)
        unknown = self.store.unknown(there)
        if 2 * len(unknown) > len(there):
            if len(self.store) > KEEP:
                self.store = ColumnsStore()
            return self._all(feedback)
        state = self.run.assessment
        wanted = there if self.selected is None else set(there) & set(self.selected)
        for columns in self.store.take(wanted):
            state.add(columns)
            if feedback.isCanceled():
                return False
        features = []
        if unknown:
            features = list(self.run.given.source.getFeatures(QgsFeatureRequest().setFilterFids(unknown)))
        for first in range(0, len(features), CHUNK):
            some = features[first : first + CHUNK]
            self._add(self.run.reader.columns_of(some), [feature.id() for feature in some])
            if feedback.isCanceled():
                return False
        return True


def shown_ids(source) -> list[int]:
    """Ids of the features that a source shows."""
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setSubsetOfAttributes([])
    return [feature.id() for feature in source.getFeatures(request)]
