"""Independent pieces of numpy work on several cores: numpy lets go of the interpreter lock inside its loops.

Results come back in the order of the items and do not depend on the number of threads. Nothing that runs here may
use QGIS layers or sources. Work that is itself on a thread of the pool is done in place.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Callable

#: More threads than this only wait for memory.
_MOST_THREADS = 4

_NAME = "nm_urban"


def _threads() -> int:
    return min(_MOST_THREADS, os.cpu_count() or 1)


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor | None:
    return ThreadPoolExecutor(_threads(), thread_name_prefix=_NAME) if _threads() > 1 else None


def _free_pool() -> ThreadPoolExecutor | None:
    """The pool, unless this is one of its threads: waiting there for others could wait for ever."""
    return None if threading.current_thread().name.startswith(_NAME) else _pool()


def ahead(function: Callable, *arguments) -> None:
    """Begin function(*arguments), whose result is kept where it is asked for, if there is a core for it. Where it
    fails it will be called again, and fail, when the result is needed."""
    pool = _free_pool()
    if pool is not None:
        pool.submit(function, *arguments)


def each(function: Callable, items: Sequence) -> list:
    """[function(item) for item in items], side by side where there are cores for it."""
    pool = _free_pool()
    if pool is None or len(items) < 2:
        return [function(item) for item in items]
    return list(pool.map(function, items))


def stream(function: Callable, items: Iterable) -> Iterator:
    """map(function, items) with an item under way per thread; *items* is read by the caller's thread."""
    pool = _free_pool()
    if pool is None:
        yield from map(function, items)
        return
    under_way: deque = deque()
    try:
        for item in items:
            under_way.append(pool.submit(function, item))
            if len(under_way) > _threads():
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        for future in under_way:
            future.cancel()
