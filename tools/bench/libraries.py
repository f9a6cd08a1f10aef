"""What the peers need: a virtual environment with shapely and DuckDB, and PostGIS. Got here, or said why not."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.common import BUILD

VENV = BUILD / "bench" / "venv"

#: The last DuckDB for which its spatial extension was on the package index as a wheel (it is loaded from there).
PACKAGES = ("numpy==2.4.6", "shapely==2.2.0", "pyogrio==0.13.0", "duckdb==1.4.4",
            "duckdb-ext-spatial==1.4.4.20260205")

_POSTGRES = Path("/usr/lib/postgresql")


class Unavailable(RuntimeError):
    """A peer cannot be had here; the message says why."""


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise Unavailable(f"{Path(command[0]).name}: {lines[-1] if lines else f'exit code {done.returncode}'}")
    return done.stdout


def peers_python() -> Path:
    """The Python of the peers' environment, made at the first call."""
    python = VENV / "bin" / "python"
    stamp = VENV / ".stamp"
    wanted = hashlib.sha256("\n".join((sys.version, str(VENV), *PACKAGES)).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(VENV, ignore_errors=True)
        _run(os.path.realpath(sys.executable), "-m", "venv", str(VENV))
        _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES)
        stamp.write_text(wanted, encoding="utf-8")
    return python


def _postgres_with_postgis() -> Path | None:
    """The bin folder of the newest PostgreSQL that has PostGIS."""
    found = [p.parent.parent for p in Path("/usr/share/postgresql").glob("*/extension/postgis.control")]
    bins = [_POSTGRES / p.name / "bin" for p in found if (_POSTGRES / p.name / "bin" / "initdb").exists()]
    return max(bins, key=lambda path: float(path.parent.name), default=None)


def postgis() -> Path:
    """The bin folder of a PostgreSQL with PostGIS; installed from the system's packages where that is possible."""
    here = _postgres_with_postgis()
    if here is None:
        if shutil.which("apt-get") is None:
            raise Unavailable("no PostgreSQL with PostGIS here, and no apt-get to install it")
        names = re.findall(r"^postgresql-\d+-postgis-3(?= )",
                           _run("apt-cache", "search", "--names-only", "^postgresql-[0-9]+-postgis-3$"), re.M)
        if not names:
            raise Unavailable("no package postgresql-*-postgis-3")
        name = max(names, key=lambda n: int(n.split("-")[1]))
        if os.geteuid():
            raise Unavailable(f"not installed; install it first: sudo apt-get install {name}")
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        _run("apt-get", "install", "-y", "-q", "--no-install-recommends", name)
        here = _postgres_with_postgis()
    if here is None:
        raise Unavailable("installed, but not found")
    if shutil.which("ogr2ogr") is None:
        raise Unavailable("ogr2ogr is missing; it loads the layers")
    return here


def versions() -> dict[str, str]:
    """Versions of the peers that are here."""
    found = dict(name.split("==") for name in PACKAGES if not name.startswith("numpy="))
    bins = _postgres_with_postgis()
    if bins is not None:
        control = Path("/usr/share/postgresql") / bins.parent.name / "extension" / "postgis.control"
        version = re.search(r"default_version = '([^']+)'", control.read_text(encoding="utf-8"))
        found["postgis"] = f"{version[1] if version else '?'} on PostgreSQL {bins.parent.name}"
    return found
