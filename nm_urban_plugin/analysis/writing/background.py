"""A thread that writes while others compute: sqlite3 lets go of the interpreter lock inside its calls."""

from __future__ import annotations

import queue
import threading
from typing import Callable

#: Batches that may wait for the writer; whoever comes with more waits himself, so that memory stays bounded.
_WAITING = 4


class Background:
    """Calls ``write(*batch)`` for each batch put, in order, on a thread of its own. *begin* makes that function there
    (an sqlite3 connection belongs to its thread); last of all *end* is called there, or *leave* where anything failed.

    An error of the writer is raised by the next :meth:`put`, or by :meth:`finish`.
    """

    def __init__(self, begin: Callable[[], Callable], end: Callable[[], object], leave: Callable[[], object]) -> None:
        self._begin, self._end, self._leave = begin, end, leave
        self._queue: queue.Queue = queue.Queue(_WAITING)
        self._error: BaseException | None = None
        self._given_up = False
        self._thread = threading.Thread(target=self._run, name="writer of the tables", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        write = None
        while True:
            batch = self._queue.get()  # also after an error: nobody must wait for a place for ever
            if self._error is not None or self._given_up:
                if batch is None:
                    break
                continue
            try:
                write = write or self._begin()
                if batch is None:
                    self._end()
                    return
                write(*batch)
            except BaseException as error:  # handed over to the thread that computes
                self._error = error
                if batch is None:
                    break
        self._leave()

    def put(self, *batch) -> None:
        """Hand over a batch; waits while too many are waiting."""
        if self._error is not None:
            raise self._error
        self._queue.put(batch)

    def finish(self) -> None:
        """Wait until everything is written and ended."""
        self._queue.put(None)
        self._thread.join()
        if self._error is not None:
            raise self._error

    def give_up(self) -> None:
        """Forget what is waiting and wait for the thread's end, whatever happened to it."""
        self._given_up = True
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
