"""Checks of the form of polygons, whole batches at a time: repeated vertices, spikes, fragments, slivers, copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...ellipsoid import plane_areas, trig
from ...rings import Rings
from .coverage import edge_keys
from .findings import Finding, of_rows
from .rules import Rule

_LINEAR = ("1001", "1002", "1003", "1004", "1006", "1009", "1101", "1107", "1203", "101", "102", "104", "111", "113",
           "117")
_DEGREE_M = 111_195.0


@dataclass(frozen=True)
class Measures:
    """n polygons in metres: area and perimeter (n,), rings about a local origin, and which are long by nature."""

    rings: Rings
    area: np.ndarray
    perimeter: np.ndarray
    step: np.ndarray

    @staticmethod
    def of(rings: Rings, geographic: bool) -> Measures:
        """*rings* in the layer's CRS; degrees are made metres by the cosine of the latitude, good to half a percent."""
        local = rings
        if geographic and len(rings.x):
            bounds = rings.bounds()
            middle = (bounds[:, 1] + bounds[:, 3]) / 2
            local = rings.with_xy(rings.x * _DEGREE_M * trig.cos(trig.radians(middle))[rings.vertex_shape()],
                                  rings.y * _DEGREE_M)
        x1, y1 = local.ends()
        step = trig.hypot(x1 - local.x, y1 - local.y)
        perimeter = np.bincount(local.vertex_shape(), step, minlength=rings.n)
        return Measures(local, plane_areas(local), perimeter, step)


def check_shapes(fids: np.ndarray, rings: Rings, geographic: bool, role: str, table: Mapping[str, Rule],
                 codes: np.ndarray | None = None) -> list[Finding]:
    """Rules Q4103 … Q4604 of one batch of polygons in the CRS of their layer; *codes* (n,) are their land-use codes."""
    size = Measures.of(rings, geographic)
    linear = np.isin(codes, _LINEAR) if codes is not None else np.zeros(rings.n, bool)
    out = _parts_and_holes(fids, rings, role, table)
    out += _vertices(fids, rings, size, table)
    out += _spikes(fids, rings, size, table)
    return out + _small(fids, rings, size, role, table, linear)


def _parts_and_holes(fids, rings: Rings, role: str, table) -> list[Finding]:
    out = []
    if table["Q4103"].is_for(role) and len(rings.shape):
        parts = np.zeros(rings.n, np.int64)
        np.maximum.at(parts, rings.shape, rings.part + 1)
        out += of_rows("Q4103", "multipart", fids, parts > 1, {"n": parts[parts > 1]})
    if table["Q4108"].is_for(role) and len(rings.shape):
        holes = np.bincount(rings.shape[rings.hole], minlength=rings.n)
        out += of_rows("Q4108", "hole", fids, holes > 0, {"n": holes[holes > 0]})
    return out


def _first_of(shape: np.ndarray) -> np.ndarray:
    """Places where a new polygon begins in ascending polygon numbers."""
    return np.nonzero(np.diff(shape, prepend=-1))[0]


def _vertices(fids, rings: Rings, size: Measures, table) -> list[Finding]:
    """Segments that are too short, told apart from vertices that are simply repeated."""
    out = []
    rule = table["Q4105"]
    edge = rings.edges()
    length = size.step[edge]
    short = length < rule.limit("short")
    for which, key in ((length < rule.limit("repeat"), "repeated_vertex"),
                       (short & (length >= rule.limit("repeat")), "short_segment")):
        at = edge[which]
        if len(at):
            shape = rings.shape[rings.vertex_ring[at]]
            first = _first_of(shape)
            out += of_rows("Q4105", key, fids, shape[first],
                           {"n": np.bincount(shape, minlength=rings.n)[shape[first]],
                            "length": np.round(size.step[at[first]], 4)}, rings.x[at[first]], rings.y[at[first]])
    return out


def _spikes(fids, rings: Rings, size: Measures, table) -> list[Finding]:
    """Vertices at which the boundary turns back within the angle of the rule."""
    if not len(rings.x):
        return []
    edge = rings.edges()
    local = size.rings
    dx, dy = np.zeros(len(rings.x)), np.zeros(len(rings.x))
    dx[edge], dy[edge] = local.x[edge + 1] - local.x[edge], local.y[edge + 1] - local.y[edge]
    # into each vertex: of a ring's first one, the edge from its last but one
    before = np.arange(len(rings.x), dtype=np.int64) - 1
    before[rings.first[:-1]] = rings.first[1:] - 2
    ax, ay, bx, by = -dx[before[edge]], -dy[before[edge]], dx[edge], dy[edge]
    dot, cross = ax * bx + ay * by, np.abs(ax * by - ay * bx)
    limit = trig.tan(trig.radians(table["Q4107"].limit("angle")))
    sharp = (dot > 0) & (cross < limit * dot)
    at = edge[sharp]
    if not len(at):
        return []
    shape = rings.shape[rings.vertex_ring[at]]
    first = _first_of(shape)
    angle = trig.degrees(trig.arctan2(cross[sharp][first], dot[sharp][first]))
    return of_rows("Q4107", "spike", fids, shape[first], {"angle": np.round(angle, 3)}, rings.x[at[first]],
                   rings.y[at[first]])


def _small(fids, rings: Rings, size: Measures, role: str, table, linear: np.ndarray) -> list[Finding]:
    """Fragments, slivers and narrow patches; a feature is listed under the first of them that fits."""
    out = []
    area, perimeter = size.area, size.perimeter
    have = (area > 0) & (perimeter > 0)
    fragment = have & (area < table["Q4601"].limit("area")) & table["Q4601"].is_for(role)
    out += of_rows("Q4601", "fragment", fids, fragment, {"area": np.round(area[fragment], 2)})
    rule = table["Q4602"]
    with np.errstate(divide="ignore", invalid="ignore"):
        compact = 4 * np.pi * area / perimeter**2
        width = 2 * area / perimeter
    sliver = have & ~fragment & ~linear & (area <= rule.limit("area")) & (width <= rule.limit("width"))
    sliver &= (compact <= rule.limit("compactness")) & rule.is_for(role)
    out += of_rows("Q4602", "sliver", fids, sliver,
                   {"area": np.round(area[sliver], 2), "width": np.round(width[sliver], 2)})
    narrow = have & ~fragment & ~sliver & ~linear
    with np.errstate(divide="ignore"):
        narrow &= 2 * perimeter / np.where(area > 0, area, np.nan) > table["Q4604"].limit("value")
    return out + of_rows("Q4604", "narrow", fids, narrow, {"width": np.round(width[narrow], 2)})


def shape_keys(rings: Rings, vertex: np.ndarray) -> np.ndarray:
    """(n,) uint64: a key of each polygon's boundary from the keys of its vertices (`vertex_keys`), whatever its first
    vertex, its sense and the order of its rings; 0 for one without a ring."""
    out = np.zeros(rings.n, np.uint64)
    if len(rings.shape):
        keys, _ = edge_keys(rings, vertex)
        shape = rings.shape[rings.vertex_ring[rings.edges()]]
        start = _first_of(shape)
        with np.errstate(over="ignore"):
            out[shape[start]] = np.add.reduceat(keys, start)
    return out


def check_lines(fids: np.ndarray, length: np.ndarray, role: str, table: Mapping[str, Rule]) -> list[Finding]:
    """Q4701: lines shorter (m) than the rule allows."""
    rule = table["Q4701"]
    bad = (length < rule.limit("length")) & (length >= 0) & rule.is_for(role)
    return of_rows("Q4701", "short_line", fids, bad, {"length": np.round(length[bad], 3)})
