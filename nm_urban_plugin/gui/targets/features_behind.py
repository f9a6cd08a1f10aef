"""The features behind a number: their ids, from memory or by reading the layer once more in a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject

from ...core.targets.rows import TargetRow
from ...i18n import tr
from ...jobs.targets.job import IndicatorRun
from ...jobs.targets.reader import CHUNK, snapshot
from ..widgets.task import DockTask
from .evaluation import Evaluation, overrides_of


def ids_in(run: IndicatorRun, row: TargetRow) -> list[int]:
    """Ids of the features that fail the row's test, where it has one and some fail; else of those counted."""
    return [int(fid) for fid in run.assessment.fids_behind(row, failing=row.target.kind != "target" and row.n_fail > 0)]


class FeaturesBehind(QObject):
    """Finds ids one row at a time; a new search takes the place of the one before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: DockTask | None = None

    def find(self, layer: QgsVectorLayer, evaluation: Evaluation | None, row: TargetRow,
             done: Callable[[Sequence[int]], None]) -> None:
        """Call *done* with the ids, at once where they are known, else when they have been found."""
        self.stop()
        if evaluation is not None and evaluation.live:
            done(ids_in(evaluation.run, row))
            return
        if evaluation is None:
            return
        question = evaluation.question
        run = IndicatorRun(snapshot(layer), question.as_of, question.role, overrides_of(layer), question.own,
                           question.places, question.method, True, CHUNK)

        def work(feedback):
            return ids_in(run, row) if run.run(feedback) is not None else None

        def finished(task: DockTask) -> None:
            self._task = None
            if task.result is not None:
                done(task.result)

        self._task = DockTask(tr("Finding the features behind a number"), work, finished).start()

    def stop(self) -> None:
        """Give up the search."""
        task, self._task = self._task, None
        if task is not None:
            task.drop()
