"""What a run of the benchmark found, and its file."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tools.bench.compare import Disagreement
from tools.bench.measure import Measured


@dataclass
class AtSize:
    """One size: parcels, the runs by method, and the disagreement with shapely by method."""

    n: int = 0
    methods: dict[str, Measured] = field(default_factory=dict)
    agree: dict[str, Disagreement] = field(default_factory=dict)


@dataclass
class Results:
    """Everything that the report needs. *algorithms*: name → size → runs from end to end; *skipped*: key or 'key size'
    → why there are no figures."""

    machine: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    start_mb: float = 0.0
    sizes: dict[int, AtSize] = field(default_factory=dict)
    algorithms: dict[str, dict[int, Measured]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @staticmethod
    def load(path: Path) -> Results:
        """The inverse of :meth:`save`."""
        raw = json.loads(path.read_text(encoding="utf-8"))
        sizes = {
            int(size): AtSize(one["n"], {k: Measured.from_dict(v) for k, v in one["methods"].items()},
                              {k: Disagreement(**v) for k, v in one["agree"].items()})
            for size, one in raw["sizes"].items()}
        algorithms = {name: {int(size): Measured.from_dict(one) for size, one in by_size.items()}
                      for name, by_size in raw.get("algorithms", {}).items()}
        return Results(raw["machine"], raw["versions"], raw["start_mb"], sizes, algorithms, raw["skipped"])


def machine() -> str:
    """This machine in words."""
    model = ""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = Path("/etc/os-release")
    system = platform.system()
    if release.exists():
        pairs = dict(line.split("=", 1) for line in release.read_text(encoding="utf-8").splitlines() if "=" in line)
        system = pairs.get("PRETTY_NAME", system).strip('"')
    cores = os.cpu_count() or 1
    return f"{cores} core{'s' if cores > 1 else ''} ({model or platform.machine()}), {memory:.0f} GiB, {system}"
