"""Parcels that are broken on purpose, each with a note that says how: what a plugin must list and survive."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
import shapely

from tools.demo.inputs import mesh

SIDE = 120.0  # metres


def _ring(*xy: tuple[float, float]) -> list[tuple[float, float]]:
    return list(xy)


def _wkb(rings: list[np.ndarray], z: float | None = None) -> bytes:
    """A multipolygon of one part, exactly these vertices: shapely would close, drop or refuse some of them."""
    high = 0x80000000 if z is not None else 0
    data = struct.pack("<BIIBII", 1, 6 | high, 1, 1, 3 | high, len(rings))
    for ring in rings:
        values = ring if z is None else np.column_stack([ring, z + np.arange(len(ring))])
        data += struct.pack("<I", len(ring)) + np.ascontiguousarray(values, dtype="<f8").tobytes()
    return data


def shapes(
    centre: np.ndarray, project: Callable[[np.ndarray], np.ndarray]
) -> list[tuple[str, bytes | None, bool, str | None]]:
    """Note, WKB (None = null geometry), whether the date is missing, and a county code to declare instead.

    ``centre`` is lon, lat; the shapes stand in a row-wise grid around it. ``project`` takes lon, lat (n, 2) to the CRS.
    """
    s = SIDE
    square = _ring((0, 0), (0, s), (s, s), (s, 0), (0, 0))
    loop = _ring((0, 0), (s, 0), (s, s), (0, s), (0, 0), (s / 2, 0), (s / 2, s), (0, s), (0, 0))
    double = _ring((0, 0), (0, 0), (0, s), (0, s), (0, s), (s, s), (s, 0), (s, 0), (0, 0), (0, 0))
    spike = _ring((0, 0), (0, s), (s, s), (s, s / 2), (2 * s, s / 2), (s, s / 2), (s, 0), (0, 0))
    hole_out = _ring((1.2 * s, 0), (1.6 * s, 0), (1.6 * s, s / 2), (1.2 * s, s / 2), (1.2 * s, 0))
    flat = _ring((0, 0), (s, s), (2 * s, 2 * s), (0, 0))
    cross = _ring((0, 0), (s, s), (s, 0), (0, s), (0, 0))
    half = [(x + s / 2, y + s / 2) for x, y in square]
    spec: list[tuple[str, list | None, float | None, bool, str | None]] = [
        ("null geometry 空几何(NULL)", None, None, False, None),
        ("empty geometry 空几何(EMPTY)", [], None, False, None),
        ("bow-tie 自相交(蝴蝶结)", [cross], None, False, None),
        ("self-overlapping ring 环自重叠", [loop], None, False, None),
        ("duplicate vertices 重复点", [double], None, False, None),
        ("unclosed ring 环不闭合", [square[:-1]], None, False, None),
        ("spike 尖刺", [spike], None, False, None),
        ("hole outside shell 内环在外环之外", [square, hole_out], None, False, None),
        ("zero area 零面积", [flat], None, False, None),
        ("overlapping parts 部件重叠", ["parts", square, half], None, False, None),
        ("two-point ring 环不足三点", [square[:2]], None, False, None),
        ("polygon with Z 带Z坐标", [square], 1050.0, False, None),
        ("missing date 缺少日期", [square], None, True, None),
        ("unknown county code 未知行政区代码", [square], None, False, "159999"),
    ]
    made = []

    def place(ring: list[tuple[float, float]], shift: np.ndarray) -> np.ndarray:
        return project(mesh.to_degrees(np.array(ring, dtype=float) + shift, centre))

    for number, (note, rings, z, no_date, code) in enumerate(spec):
        shift = np.array([(number % 5) - 2.0, (number // 5) - 1.0]) * 3 * s
        if rings is None:
            wkb = None
        elif not rings:
            wkb = struct.pack("<BII", 1, 6, 0)
        elif rings[0] == "parts":
            parts = [shapely.Polygon(place(r, shift)) for r in rings[1:]]
            wkb = shapely.to_wkb(shapely.MultiPolygon(parts), byte_order=1)
        else:
            wkb = _wkb([place(r, shift) for r in rings], z)
        made.append((note, wkb, no_date, code))
    return made
