"""Run a job in a process of its own and measure it, from outside and by its own clock."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tools.bench.libraries import Unavailable, peers_python, postgis
from tools.bench.methods import BUDGET_S, RUNS, Method
from tools.common import BUILD, ROOT


class JobFailed(RuntimeError):
    """A job ended with an error; the message is its last line."""


@dataclass(frozen=True)
class Run:
    """One run of one job.

    seconds, cpu, peak_mb  from when everything was imported until the result was there (see jobs.clock)
    wall, whole_cpu, whole_peak_mb  of the whole process, from outside
    stages, facts          what the job printed
    """

    seconds: float
    cpu: float
    peak_mb: float
    wall: float
    whole_cpu: float
    whole_peak_mb: float
    stages: dict[str, float] = field(default_factory=dict)
    facts: dict[str, float] = field(default_factory=dict)


@dataclass
class Measured:
    """The runs of one method at one size; *n* = parcels taken, *factor* to extrapolate from a sample."""

    runs: list[Run] = field(default_factory=list)
    factor: float = 1.0

    def median(self, what: str) -> float:
        """Median of a figure of the runs."""
        return statistics.median(getattr(run, what) for run in self.runs)

    @property
    def seconds(self) -> float:
        """Median, for all parcels."""
        return self.median("seconds") * self.factor

    def stage(self, name: str) -> float:
        """Median seconds of a stage."""
        return statistics.median(run.stages[name] for run in self.runs)

    def as_dict(self) -> dict:
        """For JSON."""
        return asdict(self)

    @staticmethod
    def from_dict(raw: dict) -> Measured:
        """The inverse of :meth:`as_dict`."""
        return Measured([Run(**run) for run in raw["runs"]], raw["factor"])


def available(method: Method) -> None:
    """Get what a method needs; raises Unavailable with the reason."""
    if method.peers:
        peers_python()
    if method.postgis:
        postgis()


def run(method: Method, size: int, out: Path | None = None) -> Run:
    """Run a job once. Raises JobFailed, or Unavailable where it lacks a library."""
    python = str(peers_python()) if method.peers else sys.executable
    command = [python, "-m", f"tools.bench.jobs.{method.job}", str(size), *method.flags]
    if out is not None:
        command += ["--out", str(out)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(_runtime_folder())}
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        began = time.perf_counter()
        # wait4 tells what this one process used; the small memory of this one does not count as its
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stdout, stderr=stderr)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        stderr.seek(0)
        lines = stdout.read().decode("utf-8", "replace").splitlines()
        errors = stderr.read().decode("utf-8", "replace").strip().splitlines()
    printed = [json.loads(line) for line in lines if line.startswith("{")]
    if process.returncode or not printed or "peak_mb" not in printed[-1]:
        words = errors[-1] if errors else f"exit code {process.returncode}"
        raise Unavailable(words) if "Unavailable" in words else JobFailed(f"{method.job} {size}: {words}")
    facts = printed.pop()
    return Run(facts.pop("seconds"), facts.pop("cpu"), facts.pop("peak_mb"), wall, used.ru_utime + used.ru_stime,
               used.ru_maxrss / 1024, {p["stage"]: p["seconds"] for p in printed if "stage" in p}, facts)


def _runtime_folder() -> Path:
    """Qt complains where there is none."""
    folder = BUILD / "bench" / "runtime"
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return folder


def run_in_turn(methods: list[Method], size: int, runs: int = RUNS) -> dict[str, Measured]:
    """Quick methods one after another, several times over, so that a busy moment of the machine meets all of them."""
    out = {method.key: Measured() for method in methods}
    for _ in range(runs):
        for method in methods:
            out[method.key].runs.append(run(method, size))
    return out


def run_slow(method: Method, size: int, out: Path | None, runs: int = RUNS) -> Measured:
    """A slow method: the first run also writes its cells, after its clock has stopped."""
    measured = Measured([run(method, size, out)])
    while len(measured.runs) < runs and sum(r.wall for r in measured.runs) + measured.median("wall") < BUDGET_S:
        measured.runs.append(run(method, size))
    return measured
