"""Independent pieces of numpy work on several cores: numpy lets go of the interpreter lock inside its loops.

Results come back in the order of the items and do not depend on the number of threads. Nothing that runs here may
use QGIS layers or sources, or call :func:`each` again.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Callable

#: More threads than this only wait for memory.
_MOST_THREADS = 4


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor | None:
    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    return ThreadPoolExecutor(threads, thread_name_prefix="nm_urban") if threads > 1 else None


def each(function: Callable, items: Sequence) -> list:
    """[function(item) for item in items], side by side where there are cores for it."""
    pool = _pool()
    if pool is None or len(items) < 2:
        return [function(item) for item in items]
    return list(pool.map(function, items))
