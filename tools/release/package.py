"""Build ``dist/nm_urban-<version>.zip``: only what is on the allow-list, the same bytes every time."""

import argparse
import os
import sys
import zipfile
from pathlib import Path

from tools.common import DIST, PACKAGE, ROOT, version
from tools.release import manual

TOP_FILES = ("__init__.py", "metadata.txt", "LICENSE", "README.md", "README.zh.md", "CHANGELOG.md")
CODE_FOLDERS = ("nm_urban_plugin", "processing_algs")
RESOURCE_SUFFIXES = {".json", ".qml", ".qpt", ".svg", ".model3", ".png", ".html", ".xlsx"}
REQUIRED = (*TOP_FILES, "i18n/nm_urban_zh.qm", "resources/icons/nm_urban.svg")
SKIPPED_FOLDERS = {"__pycache__"}
# ZIP has no earlier date; a fixed one makes the archive reproducible.
EPOCH = (1980, 1, 1, 0, 0, 0)


class PackageError(RuntimeError):
    """Something that must be in the zip is missing, or something lies there that may not ship."""


def _files(folder):
    return (
        path
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and not SKIPPED_FOLDERS.intersection(path.relative_to(ROOT).parts)
    )


def shipped_files():
    """Return the files that ship, relative to the root, with forward slashes, sorted.

    Raises PackageError for a missing file or for one that the allow-list does not know: nothing is left out silently.
    """
    allowed = [name for name in TOP_FILES if (ROOT / name).is_file()]
    strangers = []
    for folder in (*CODE_FOLDERS, "resources"):
        suffixes = {".py"} if folder in CODE_FOLDERS else RESOURCE_SUFFIXES
        for path in _files(folder):
            name = path.relative_to(ROOT).as_posix()
            (allowed if path.suffix in suffixes else strangers).append(name)
    allowed += [path.relative_to(ROOT).as_posix() for path in _files("i18n") if path.suffix == ".qm"]
    allowed += manual.pages(ROOT)
    missing = [name for name in REQUIRED if name not in allowed]
    if missing:
        raise PackageError("missing in the package: " + ", ".join(missing))
    if strangers:
        raise PackageError("not on the allow-list of tools/release/package.py: " + ", ".join(strangers))
    return sorted(allowed)


def contents():
    """Return {name: bytes} of everything that ships: files as they are, the manual as HTML, READMEs that lead to it."""
    made = manual.pages(ROOT)
    out = {}
    for name in shipped_files():
        out[name] = made[name] if name in made else (ROOT / name).read_bytes()
        if name.startswith("README"):
            out[name] = manual.readme(out[name].decode("utf-8"), made).encode("utf-8")
    return out


def build(target=None):
    """Write the zip and return its path. ``target``: a folder, ``dist`` by default."""
    folder = Path(target or DIST)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{PACKAGE}-{version()}.zip"
    beside = path.with_suffix(".zip.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in contents().items():
            info = zipfile.ZipInfo(f"{PACKAGE}/{name}", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    os.replace(beside, path)
    return path


def main():
    """Command line: build the zip and say how big it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default=None, help="folder of the zip (default: dist)")
    try:
        path = build(parser.parse_args().out)
    except PackageError as error:
        sys.exit(f"package: {error}")
    with zipfile.ZipFile(path) as archive:
        count = len(archive.namelist())
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    print(f"package: {shown}, {count} files, {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
