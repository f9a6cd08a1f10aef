"""``make digits``: the cents of the 201 126-parcel world under several numpy builds, with and without vector kernels.

Builds of numpy are got from the package index into build/digits, each for a Python that has wheels of it (those in PATH
and those of pyenv are tried); each runs twice, the second time with NPY_DISABLE_CPU_FEATURES naming all features beyond
its baseline. The core needs numpy only. The parcels are those of the world of ``make bench``; all builds read the same
file. Exit status 1 where a fingerprint differs, 2 where fewer than four builds could be had.

    python -m tools.digits [--size 200000]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np

from tools.common import BUILD, ROOT

FOLDER = BUILD / "digits"

#: Builds, and the minor versions of Python 3 that have wheels of them.
BUILDS = {"1.21.6": range(9, 11), "1.24.4": range(9, 12), "1.26.4": range(9, 13), "2.0.2": range(9, 13),
          "2.4.0": range(11, 15)}
FEWEST = 4

#: What must be the same, and what it stands for.
MARKS = {"cents": "official areas in cents", "straight": "areas of straight edges, to the last bit",
         "gauss": "longitude, latitude and back, to the last bit", "sheets": "areas of map sheets",
         "lines": "geodesics, circles, buffers", "functions": "the functions of core.ellipsoid.trig"}


def python_for(minors: range) -> str | None:
    """An interpreter of one of these minor versions, the newest found; None where there is none."""
    for minor in reversed(minors):
        name = f"python3.{minor}"
        if sys.version_info[:2] == (3, minor):
            return os.path.realpath(sys.executable)
        pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"3.{minor}.*/bin/{name}"))
        found = shutil.which(name)
        if found or pyenv:
            return str(pyenv[-1]) if pyenv else found  # in PATH pyenv has only scripts that may fail
    return None


def environment(version: str, minors: range) -> Path | None:
    """The Python of a virtual environment with this numpy and nothing else, made at the first call."""
    folder = FOLDER / f"np{version}"
    python, stamp = folder / "bin" / "python", folder / ".ready"
    if stamp.exists():
        return python
    base = python_for(minors)
    if base is None:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    for command in ([base, "-m", "venv", str(folder)],
                    [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                     "--only-binary", ":all:", f"numpy=={version}"]):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            print(f"digits: numpy {version}: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
            return None
    stamp.write_text(version, encoding="utf-8")
    return python


def parcels(size: int) -> Path:
    """The parcels of the benchmark's world as flat arrays, eastings without the false easting; written once."""
    path = FOLDER / f"parcels_{size}.npz"
    if not path.exists():
        from tools.bench import region
        from tools.bench.parcels import partition

        FOLDER.mkdir(parents=True, exist_ok=True)
        made = partition(size)
        ring = np.arange(len(made.rings) - 1)
        part = np.searchsorted(made.parts, ring, "right") - 1
        shape = np.searchsorted(made.shapes, part, "right") - 1
        with open(path, "wb") as file:
            np.savez(file, x=made.xy[:, 0] - region.FALSE_EASTING, y=made.xy[:, 1], first=made.rings, shape=shape,
                     part=part - made.shapes[shape], hole=~np.isin(ring, made.parts), n=len(made))
    return path


def run(python: Path, *arguments: str, without: list[str] = ()) -> dict:
    """What ``tools.digits.reckon`` prints under *python*, with the processor's features *without* turned off."""
    settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NPY_DISABLE_CPU_FEATURES": " ".join(without)}
    done = subprocess.run([str(python), "-m", "tools.digits.reckon", *arguments], cwd=ROOT, env=settings,
                          capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"digits: {python}: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout)


def main() -> int:
    """Run all builds and compare."""
    parser = argparse.ArgumentParser(prog="python -m tools.digits", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=200_000, help="about how many parcels")
    size = parser.parse_args().size
    path = str(parcels(size))
    results = []
    builds = 0
    for version, minors in BUILDS.items():
        python = environment(version, minors)
        if python is None:
            print(f"digits: numpy {version}: no Python here has wheels of it; left out")
            continue
        builds += 1
        every = run(python)["features"]
        for without in ([], every):
            found = run(python, path, without=without)
            results.append(found)
            with_ = "baseline only" if without else f"up to {every[-1] if every else 'the baseline'}"
            print(f"numpy {found['numpy']:<7} Python {found['python']:<8} {with_:<18} "
                  f"{found['parcels']:,} parcels, {found['total_cents'] / 100:,.2f} m2, cents {found['cents']} "
                  f"({found['seconds']} s)", flush=True)
    same = True
    for key, words in MARKS.items():
        values = {found[key] for found in results}
        same &= len(values) == 1
        print(f"{'identical' if len(values) == 1 else 'DIFFERENT'}  {words}: {', '.join(sorted(values))}")
    if builds < FEWEST:
        print(f"digits: only {builds} builds of numpy could be had, {FEWEST} are wanted")
        return 2
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
