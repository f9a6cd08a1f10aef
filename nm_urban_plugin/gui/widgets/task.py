"""Work of the dock beside the main thread, with progress and cancel."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication, QgsTask

#: Tasks that still run. A task that is no longer wanted is cancelled and left to end by itself; Python must hold it
#: until then, or QGIS would call into an object that is gone.
_under_way: set = set()


class DockTask(QgsTask):
    """Runs ``work(self)``; *self* serves as feedback (isCanceled, setProgress). ``done(task)`` is called on the main
    thread, unless the task was dropped. After it ``result`` holds what work returned, ``error`` what it raised."""

    def __init__(self, title: str, work: Callable, done: Callable) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt)
        self._work, self._done = work, done
        self.result = None
        self.error: Exception | None = None
        self.dropped = False

    def start(self) -> DockTask:
        """Hand the task to QGIS; call on the main thread."""
        _under_way.add(self)
        QgsApplication.taskManager().addTask(self)
        return self

    def drop(self) -> None:
        """Cancel, and never call done."""
        self.dropped = True
        self._done = None
        self.cancel()

    def run(self) -> bool:
        try:
            self.result = self._work(self)
        except Exception as error:  # whatever it is, it is shown by the dock and must not end QGIS
            self.error = error
        return self.error is None and not self.isCanceled()

    def finished(self, _result: bool) -> None:
        _under_way.discard(self)
        done, self._work, self._done = self._done, None, None
        if done is not None and not self.dropped:
            done(self)


def under_way() -> int:
    """How many tasks of the dock still run."""
    return len(_under_way)
