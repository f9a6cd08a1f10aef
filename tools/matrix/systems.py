"""The Debian systems of the matrix: how they are made, and how commands run in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("chroot.sh")
INSIDE = "nm_urban"  # the project's folder in each system

#: What a run leaves in the project's folder of a system.
_KEPT = ("build", ".venv")


@dataclass(frozen=True)
class System:
    """A Debian system. ``release``: where packages come from first, '' for the suite itself."""

    name: str
    suite: str
    release: str
    what: str


SYSTEMS = {s.name: s for s in (
    System("bookworm", "bookworm", "", "Debian 12, QGIS 3.22"),
    System("trixie", "trixie", "", "Debian 13, QGIS 3.40"),
    System("forky", "forky", "", "Debian testing, QGIS 3.44"),
    System("bookworm-backports", "bookworm", "bookworm-backports", "Debian 12 with QGIS 3.40"),
    System("trixie-backports", "trixie", "trixie-backports", "Debian 13 with QGIS 3.44"),
)}


class MatrixError(RuntimeError):
    """A system cannot be made here; the message says what is missing."""


def cache_folder() -> Path:
    """Where the systems stay from run to run: NM_URBAN_MATRIX, else a folder of the user's cache."""
    given = os.environ.get("NM_URBAN_MATRIX")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nm_urban-matrix"


def check_means() -> None:
    """Raise MatrixError where this machine cannot make systems."""
    if os.geteuid() != 0:
        raise MatrixError("make matrix must run as root: it makes Debian systems with debootstrap and enters them")
    lacking = [name for name in ("debootstrap", "unshare", "chroot", "tar") if shutil.which(name) is None]
    if lacking:
        raise MatrixError(f"missing: {' '.join(lacking)} (apt-get install debootstrap util-linux)")


@dataclass(frozen=True)
class Done:
    """A command that ended: exit code, seconds, file with all that it wrote."""

    code: int
    seconds: float
    log: Path


class Box:
    """One system on this machine. ``prefix``: words before each command, such as nice -n 10."""

    def __init__(self, system: System, logs: Path, prefix: tuple[str, ...] = ()) -> None:
        self.system = system
        self.folder = cache_folder() / system.name
        self.project = self.folder / INSIDE
        self._logs = logs / system.name
        self._prefix = prefix

    def build(self) -> Done:
        """Make the system if it is not there yet."""
        arguments = [self.system.suite] + ([self.system.release] if self.system.release else [])
        return self._call("build", ["build", str(self.folder), *arguments])

    def run(self, step: str, command: str) -> Done:
        """Run a shell command in the project's folder of the system."""
        return self._call(step, ["run", str(self.folder), command])

    def _call(self, step: str, arguments: list[str]) -> Done:
        self._logs.mkdir(parents=True, exist_ok=True)
        log, start = self._logs / f"{step}.log", time.monotonic()
        with log.open("wb") as file:
            done = subprocess.run([*self._prefix, "bash", str(SCRIPT), *arguments], stdin=subprocess.DEVNULL,
                                  stdout=file, stderr=subprocess.STDOUT, check=False)
        return Done(done.returncode, time.monotonic() - start, log)

    def facts(self) -> dict[str, str]:
        """Versions of what the plugin runs on; empty where the system's Python cannot tell them."""
        done = self.run("facts", "QT_QPA_PLATFORM=offscreen /usr/bin/python3 -W ignore -m tools.matrix.facts")
        lines = [line for line in done.log.read_text(encoding="utf-8", errors="replace").splitlines()
                 if line.startswith("{")]
        return json.loads(lines[-1]) if done.code == 0 and lines else {}

    def put_project(self) -> None:
        """Copy the working tree as git sees it (files that are not ignored), and downloads of the demo."""
        self.project.mkdir(parents=True, exist_ok=True)
        for path in self.project.iterdir():
            if path.name not in _KEPT:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                                stdout=subprocess.PIPE, check=True).stdout.split(b"\0")
        for name in filter(None, map(os.fsdecode, listed)):
            if (ROOT / name).is_file() and name.split("/")[0] not in _KEPT:
                (self.project / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.project / name)
        downloads = ROOT / "build" / "cache"
        if downloads.is_dir():
            shutil.copytree(downloads, self.project / "build" / "cache", dirs_exist_ok=True)

    def test_parts(self) -> dict[str, str]:
        """Name → paths of the parts of the suite: its folders, and the files beside them. A crash costs one part."""
        tests = self.project / "tests"
        parts = {path.name: f"tests/{path.name}" for path in sorted(tests.iterdir())
                 if path.is_dir() and next(path.rglob("test_*.py"), None)}
        return parts | {"top": "tests/test_*.py"} if next(tests.glob("test_*.py"), None) else parts
