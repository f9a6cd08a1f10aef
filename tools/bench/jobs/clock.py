"""Time stamps of a job, printed as JSON lines for the process that measures it."""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path


def arguments(description: str, *flags: str) -> argparse.Namespace:
    """The command line of a job: size, out, and the given switches."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("size", type=int, help="which parcels (20000, 200000, 1000000)")
    parser.add_argument("--out", type=Path, help="write the cells to this .npz")
    for flag in flags:
        parser.add_argument(flag, action="store_true")
    return parser.parse_args()


def _own() -> tuple[float, float, float]:
    """Now; user and system seconds and peak memory (MB) of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _children() -> tuple[float, float]:
    """User and system seconds of the children that were waited for, and the peak memory (MB) of the largest."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


class Clock:
    """Started when everything is imported; what follows :meth:`done` (writing cells, comparing) is not measured."""

    def __init__(self) -> None:
        self._began, self._cpu, _ = _own()
        self._cpu_of_children, _ = _children()
        self._last = self._began
        self._laps: dict[str, float] = {}
        self._end: tuple[float, float, float] | None = None

    def stage(self, name: str) -> None:
        """A stage ends here."""
        now = time.perf_counter()
        print(json.dumps({"stage": name, "seconds": now - self._last}), flush=True)
        self._last = now

    def lap(self, name: str) -> None:
        """A share of a stage that comes again and again; the sums are printed at the end."""
        now = time.perf_counter()
        self._laps[name] = self._laps.get(name, 0.0) + now - self._last
        self._last = now

    def pause(self) -> None:
        """The result is there, but children still run: what they used is known when they have ended."""
        self._end = _own()

    def done(self, **facts) -> None:
        """The result is there. Prints seconds since the start, CPU seconds, peak memory, and *facts*."""
        end, cpu, peak = self._end or _own()
        cpu_of_children, peak_of_children = _children()
        for name, seconds in self._laps.items():
            print(json.dumps({"stage": name, "seconds": seconds}))
        used = cpu - self._cpu + cpu_of_children - self._cpu_of_children
        print(json.dumps({"seconds": end - self._began, "cpu": used, "peak_mb": max(peak, peak_of_children), **facts}),
              flush=True)
