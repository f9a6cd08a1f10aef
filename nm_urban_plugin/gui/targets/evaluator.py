"""Keeps the evaluation of the layer that is shown up to date: one task at a time, nothing while nobody looks."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsFeatureRequest, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...analysis.reading.crs import CrsRefused
from ...core.resources import BilingualError
from ...i18n import locale, tr
from ..widgets.layer_watch import LayerWatch
from ..widgets.task import DockTask
from .evaluation import KEEP, Evaluation, Question

IDLE, RUNNING, DONE, CANCELLED, FAILED, HIDDEN = "idle", "running", "done", "cancelled", "failed", "hidden"

#: From this number of edited features on (a field calculator) the layer is read anew.
_MANY_EDITS = 2_000
_PROGRESS_MS = 100
#: Several changes of the filters in one moment are one question.
_TOGETHER_MS = 30
#: Layers whose last rows are remembered, to be shown dimmed while they are evaluated again.
_REMEMBERED = 8


class Evaluator(QObject):
    """*ask(layer)* makes the question to the layer, on the main thread.

    published(rows): a result; changed(): the state, or the layer, is another one; progressed(percent).
    """

    published = pyqtSignal(object)
    changed = pyqtSignal()
    progressed = pyqtSignal(float)

    def __init__(self, ask: Callable[[QgsVectorLayer], Question], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self.state, self.message = IDLE, ""
        self.evaluation: Evaluation | None = None
        self.visible = False
        self.watch = LayerWatch(self)
        self.watch.edited.connect(self._on_edited)
        self.watch.outdated.connect(self._on_outdated)
        self.watch.filtered.connect(self._on_filtered)
        self.watch.selected.connect(self._on_selected)
        self.watch.gone.connect(self._on_gone)
        self._task: DockTask | None = None
        self._task_is_edit = False
        self._wanted = self._stale = self._filtered = False
        self._last: dict[str, list] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_TOGETHER_MS)
        self._soon.timeout.connect(self._evaluate)
        self._beat = QTimer(self)
        self._beat.setInterval(_PROGRESS_MS)
        self._beat.timeout.connect(self._on_beat)

    @property
    def layer(self) -> QgsVectorLayer | None:
        return self.watch.layer

    @property
    def busy(self) -> bool:
        return self.state == RUNNING

    @property
    def rows(self) -> list:
        """The last rows of this layer, be they up to date or not."""
        return self._last.get(self.layer.id(), []) if self.layer is not None else []

    def set_layer(self, layer: QgsVectorLayer | None) -> None:
        """Follow another layer; None: none."""
        if layer is self.layer:
            return
        self._drop()
        self.evaluation = None
        self.watch.attach(layer)
        self._set(IDLE)
        if layer is not None:
            self.published.emit(self.rows)
            self.refresh()

    def set_visible(self, visible: bool) -> None:
        """Nothing is computed while the dock cannot be seen; what happened meanwhile is made up for."""
        self.visible = visible
        if not visible and self._task is not None and not self._task_is_edit:
            self._drop()
            self._stale = True
            self._set(HIDDEN)
        if visible and self._stale and self.layer is not None:
            self.refresh()

    def refresh(self) -> None:
        """Evaluate, soon: the layer, the question or the settings changed."""
        if self.layer is None:
            return
        if not self.visible:
            self._stale = True
            return
        self._soon.start()

    def cancel(self) -> None:
        """Stop; the last rows stay as they are, and are known to be old."""
        self._soon.stop()
        self._wanted = False
        if self._task is not None:
            self._drop()
            self._set(CANCELLED)

    def close(self) -> None:
        """Leave the layer and all tasks; nothing stays connected."""
        self._drop()
        self.watch.detach()
        self.evaluation = None
        self._last.clear()
        self.state = IDLE

    def forget(self) -> None:
        """The remembered rows of all layers (another project)."""
        self._last.clear()

    # -- what happens -------------------------------------------------------------------------------------------

    def _evaluate(self) -> None:
        layer = self.layer
        if layer is None:
            return
        if self._task is not None and self._task_is_edit:
            self._wanted = True
            return
        self._drop()
        self._stale = False
        if not layer.isValid():
            self._fail(tr("The source of this layer cannot be read: repair its path first."))
            return
        before = self.evaluation
        try:
            question = self._ask(layer)
            other_features, self._filtered = self._filtered or self.watch.dirty, False
            if before is not None and not other_features and before.can_place(question):
                before.question = question
                self._start(lambda feedback: before.place(question.places))
                return
            self.evaluation = Evaluation(layer, question, None if self.watch.dirty else before)
        except (BilingualError, CrsRefused) as error:
            self.evaluation = None
            self._fail(error.text(locale()) if isinstance(error, BilingualError) else str(error))
            return
        self.watch.take()
        self._start(self.evaluation.read)

    def _on_edited(self) -> None:
        evaluation = self.evaluation
        if self._task is not None or evaluation is None:
            return  # taken up when the task has ended
        if not self.visible or not evaluation.live or len(self.watch.changed) > _MANY_EDITS:
            self.watch.take()
            self.evaluation = None
            self.refresh()
            return
        changed, deleted = self.watch.take()
        if not evaluation.keep or self.layer.featureCount() > KEEP:
            self.evaluation = None
            self.refresh()
            return
        # The edit buffer belongs to the main thread.
        features = list(self.layer.getFeatures(QgsFeatureRequest().setFilterFids(list(changed)))) if changed else []
        there = {feature.id() for feature in features}
        gone = [*deleted, *(changed - there)]
        self._start(lambda feedback: evaluation.edit(features, gone), is_edit=True)

    def _on_outdated(self) -> None:
        self._drop()
        self.evaluation = None
        self.refresh()

    def _on_filtered(self) -> None:
        self._filtered = True
        self.refresh()

    def _on_selected(self) -> None:
        if self.evaluation is not None and self.evaluation.question.selected:
            self.refresh()

    def _on_gone(self) -> None:
        self._drop()
        self.evaluation = None
        self._set(IDLE)

    def _on_beat(self) -> None:
        if self._task is not None:
            self.progressed.emit(self._task.progress())

    # -- tasks --------------------------------------------------------------------------------------------------

    def _start(self, work: Callable, is_edit: bool = False) -> None:
        self._task_is_edit = is_edit
        # The title is shown by QGIS: no text of the layer in it.
        self._task = DockTask(tr("Evaluating the targets of the plans"), work, self._on_done)
        self._beat.start()
        self._set(RUNNING)
        self._task.start()

    def _drop(self) -> None:
        """Let go of the task under way. Its evaluation may be half filled and is not used again."""
        self._beat.stop()
        self._soon.stop()
        self._wanted = False
        task, self._task = self._task, None
        if task is not None:
            task.drop()
            self.evaluation = None

    def _on_done(self, task: DockTask) -> None:
        if task is not self._task:
            return
        self._task = None
        self._beat.stop()
        if task.error is not None:
            self.evaluation = None
            error = task.error
            self._fail(error.text(locale()) if isinstance(error, BilingualError) else str(error))
            return
        if task.result is None:  # cancelled in QGIS' own task list
            self.evaluation = None
            self._set(CANCELLED)
            return
        self._remember(task.result)
        self._set(DONE)
        self.published.emit(task.result)
        if self._wanted:
            self._wanted = False
            self.refresh()
        elif self.watch.changed or self.watch.deleted:
            self._on_edited()

    def _remember(self, rows: list) -> None:
        key = self.layer.id()
        self._last.pop(key, None)
        self._last[key] = rows
        while len(self._last) > _REMEMBERED:
            self._last.pop(next(iter(self._last)))

    def _fail(self, message: str) -> None:
        self.message = message
        self._set(FAILED)

    def _set(self, state: str) -> None:
        self.state = state
        if state != FAILED:
            self.message = ""
        self.changed.emit()
