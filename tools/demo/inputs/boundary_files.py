"""A small folder of boundary-point files (界址点坐标 TXT) for the import and its batch: one clean file, and the same
kind of parcels as careless programs write them. All made up.

    python -m tools.demo.inputs.boundary_files
"""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tools.common import ROOT, import_nm_urban

import_nm_urban()

from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import Zone  # noqa: E402
from nm_urban.nm_urban_plugin.exchange.boundarytxt.writer import Entry, lines, measure  # noqa: E402

FOLDER = ROOT / "build" / "demo" / "input" / "boundary_txt"
_ZONE = Zone(111.0, 3, True)
#: Parcels stand on a grid of this pitch (mm), so that they do not touch.
_PITCH = 1_000_000
_EAST, _NORTH = 37_552_000_000, 4_525_000_000
_PER_FILE = 8
_USES = (("工业用地", "0601"), ("城镇住宅用地", "0701"), ("商业服务业设施用地", "05H1"), ("教育用地", "08H2"))


def _unprefixed(text: str) -> str:
    """Y without zone prefix; 带号 tells the zone."""
    return re.sub(r",37(\d{6}\.)", r",\1", text)


def _east_first(text: str) -> str:
    """X and Y exchanged, areas in m²."""
    out = []
    for line in text.split("\n"):
        cells = line.split(",")
        if len(cells) == 4 and cells[0].startswith("J"):
            cells[2], cells[3] = cells[3], cells[2]
        elif cells[-1] == "@":
            cells[1] = f"{float(cells[1]) * 10_000:.2f}"
        out.append(",".join(cells))
    return "\n".join(out)


def _open_rings(text: str) -> str:
    """Closing points left out: the lines that repeat the first one of their ring."""
    out: list[str] = []
    opened = ""
    for line in text.split("\n"):
        if line == opened:
            opened = ""
            continue
        if not line.startswith("J"):
            opened = ""
        elif not opened:
            opened = line
        out.append(line)
    return "\n".join(out)


#: File → (encoding, what is wrong with it; None = nothing).
FILES: dict[str, tuple[str, Callable[[str], str] | None]] = {
    "示例旗2024年第1批次.txt": ("gb18030", None),
    "示例旗2024年第2批次_无带号.txt": ("utf-8", _unprefixed),
    "示例旗2024年第3批次_坐标颠倒.txt": ("gb18030", _east_first),
    "分区/示例旗2024年第4批次_未闭合.txt": ("utf-16", _open_rings),
}


def make(folder: Path = FOLDER, seed: int = 20251231) -> int:
    """Write the files into *folder*, which is replaced; returns the number of parcels."""
    draw = np.random.default_rng(seed)
    shutil.rmtree(folder, ignore_errors=True)
    total = 0
    for row, (name, (encoding, spoil)) in enumerate(FILES.items()):
        entries = [_entry(draw, row, column) for column in range(_PER_FILE)]
        measure(entries, _ZONE)
        text = "\n".join(lines(entries, _ZONE, "示例旗自然资源局", "2024-05-20")) + "\n"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((spoil(text) if spoil else text).replace("\n", "\r\n").encode(encoding))
        total += len(entries)
    return total


def _entry(draw: np.random.Generator, row: int, column: int) -> Entry:
    """One parcel: five to nine corners round a point of the grid; every fourth has a deduction."""
    middle = np.array([_EAST + column * _PITCH, _NORTH - row * _PITCH])
    rings = [_ring(draw, middle, int(draw.integers(5, 10)), 150_000, 400_000, clockwise=True)]
    if column % 4 == 3:
        rings.append(_ring(draw, middle, 4, 20_000, 60_000, clockwise=False))
    use, code = _USES[int(draw.integers(len(_USES)))]
    return Entry(f"{row + 1}-{column + 1}", f"示例地块{row + 1}-{column + 1}", "", use, code, rings)


def _ring(draw: np.random.Generator, middle: np.ndarray, n: int, least: int, most: int, clockwise: bool) -> np.ndarray:
    """(n + 1, 2) whole millimetres, closed; seen from the middle the corners follow each other, so no edges cross."""
    angle = (np.arange(n) + draw.uniform(0.1, 0.9, n)) * (2 * math.pi / n)
    radius = draw.uniform(least, most, n)
    points = np.rint(middle + np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None]).astype(np.int64)
    points = points[::-1] if clockwise else points
    return np.concatenate([points, points[:1]])


if __name__ == "__main__":
    print(f"{make()} parcels in {len(FILES)} files: {FOLDER}")
