"""Parcels as a planar partition of the region: neighbours share their borders vertex by vertex.

A grid with jittered nodes; each grid edge becomes a chain of 2 … 15 segments that waver across it. One parcel of a
hundred has a hole, which another parcel fills; one of two hundred has a second part three cells to the east. Written in
blocks of 40 x 40 cells, about the order of a survey's database. All of it is index arithmetic on flat arrays: a million
parcels take a minute, most of it writing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal

from tools.bench import region
from tools.demo import gpkg

_JITTER, _WAVER = 0.24, 0.10
_BEND = 0.17
_HOLE_VERTICES = 9
_BLOCK = 40
_WRITE = 50_000
_CODES = (("0101", "水田"), ("0103", "旱地"), ("0201", "果园"), ("0301", "乔木林地"), ("0305", "灌木林地"),
          ("0401", "天然牧草地"), ("0403", "人工牧草地"), ("0601", "工业用地"), ("0702", "农村宅基地"),
          ("1006", "农村道路"), ("1101", "河流水面"), ("1202", "设施农用地"))

FIELDS = [gpkg.Field("BSM", width=18, alias="标识码"), gpkg.Field("DLBM", width=5, alias="地类编码"),
          gpkg.Field("DLMC", width=60, alias="地类名称"), gpkg.Field("QSDWDM", width=19, alias="权属单位代码"),
          gpkg.Field("ZLDWDM", width=19, alias="坐落单位代码"), gpkg.Field("TBMJ", "real", alias="图斑面积"),
          gpkg.Field("KCXS", "real", alias="扣除系数"), gpkg.Field("SJNF", "int", alias="数据年份"),
          gpkg.Field("PZRQ", "date", alias="批准日期")]


@dataclass(frozen=True)
class Partition:
    """Multipolygons in ragged form (shapely.from_ragged_array), and the grid cell (row, column) of each."""

    xy: np.ndarray
    rings: np.ndarray
    parts: np.ndarray
    shapes: np.ndarray
    row: np.ndarray
    column: np.ndarray

    def __len__(self) -> int:
        return len(self.row)

    def polygons(self, start: int, stop: int) -> np.ndarray:
        """Shapely multipolygons start … stop−1."""
        shapes = self.shapes[start : stop + 1]
        parts = self.parts[shapes[0] : shapes[-1] + 1]
        rings = self.rings[parts[0] : parts[-1] + 1]
        return shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, self.xy[rings[0] : rings[-1]],
                                         (rings - rings[0], parts - parts[0], shapes - shapes[0]))


def _ranges(start: np.ndarray, count: np.ndarray, step: np.ndarray) -> np.ndarray:
    """start[i], start[i] + step[i], … (count[i] of them), one after another."""
    at = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(start, count) + at * np.repeat(step, count)


def _chains(rng, nodes, a, b, straight, bend):
    """Inner vertices of the chains from node a to node b: (xy, count, first)."""
    count = np.clip(rng.geometric(bend, len(a)), 1, 14)
    edge = np.repeat(np.arange(len(a)), count)
    first = np.cumsum(count) - count
    t = np.arange(len(edge)) - first[edge] + 1 + rng.uniform(-0.3, 0.3, len(edge))
    t /= count[edge] + 1
    along = (nodes[b] - nodes[a])[edge]
    across = rng.uniform(-_WAVER, _WAVER, len(edge)) * np.sin(np.pi * t)
    across[straight[edge]] = 0
    left = np.stack([-along[:, 1], along[:, 0]], 1)
    return nodes[a][edge] + t[:, None] * along + across[:, None] * left, count, first


def _cells(rng, nx: int, ny: int, bend: float):
    """Rings of the grid cells: vertices in grid units, and how many of each cell."""
    x, y = np.meshgrid(np.arange(nx + 1.0), np.arange(ny + 1.0))
    x[:, 1:-1] += rng.uniform(-_JITTER, _JITTER, x[:, 1:-1].shape)
    y[1:-1, :] += rng.uniform(-_JITTER, _JITTER, y[1:-1, :].shape)
    nodes = np.stack([x.ravel(), y.ravel()], 1)
    number = np.arange((nx + 1) * (ny + 1)).reshape(ny + 1, nx + 1)
    frame = np.zeros((ny + 1, nx), bool)
    frame[[0, -1], :] = True
    lying = _chains(rng, nodes, number[:, :-1].ravel(), number[:, 1:].ravel(), frame.ravel(), bend)
    frame = np.zeros((ny, nx + 1), bool)
    frame[:, [0, -1]] = True
    upright = _chains(rng, nodes, number[:-1, :].ravel(), number[1:, :].ravel(), frame.ravel(), bend)
    points = np.concatenate([nodes, lying[0], upright[0]])
    lying_at, upright_at = len(nodes) + lying[2], len(nodes) + len(lying[0]) + upright[2]

    row, column = (v.ravel() for v in np.mgrid[0:ny, 0:nx])
    south, west = row * nx + column, row * (nx + 1) + column
    north, east = south + nx, west + 1
    one = np.ones(nx * ny, np.int64)
    corner = [number[row, column], number[row, column + 1], number[row + 1, column + 1], number[row + 1, column]]
    pieces = [  # first vertex, count, step: counter-clockwise from the south-west corner, and closed
        (corner[0], one, one), (lying_at[south], lying[1][south], one),
        (corner[1], one, one), (upright_at[east], upright[1][east], one),
        (corner[2], one, one), (lying_at[north] + lying[1][north] - 1, lying[1][north], -one),
        (corner[3], one, one), (upright_at[west] + upright[1][west] - 1, upright[1][west], -one),
        (corner[0], one, one)]
    start, count, step = (np.stack(column, 1) for column in zip(*pieces))
    return points[_ranges(start.ravel(), count.ravel(), step.ravel())], count.sum(1), row, column


def _island_rings(rng, row, column):
    """(k, 10, 2) closed counter-clockwise rings about the middles of cells, in grid units."""
    angle = np.linspace(0, 2 * np.pi, _HOLE_VERTICES + 1)
    radius = rng.uniform(0.05, 0.10, (len(row), _HOLE_VERTICES))
    radius = np.concatenate([radius, radius[:, :1]], 1)
    ring = np.stack([column[:, None] + 0.5 + radius * np.cos(angle), row[:, None] + 0.5 + radius * np.sin(angle)], 2)
    ring[:, -1] = ring[:, 0]
    return ring


def partition(size: int, seed: int = 100, bend: float = _BEND) -> Partition:
    """About *size* parcels that fill the region; a side has 1 / *bend* inner vertices on average."""
    rng = np.random.default_rng(seed)
    nx = round(math.sqrt(size * region.WIDTH / region.HEIGHT))
    ny = round(size / nx)
    xy, count, row, column = _cells(rng, nx, ny, bend)
    n = nx * ny
    holed = np.sort(rng.choice(n, n // 100, replace=False))
    islands = _island_rings(rng, row[holed], column[holed])

    # second parts: cell c takes c + 3 of its row; a cell is used once
    wish = rng.choice(n, n // 200, replace=False)
    wish = np.sort(wish[column[wish] < nx - 3])
    wish = wish[~np.isin(wish + 3, wish) & ~np.isin(wish - 3, wish)]
    owner, part = np.arange(n), np.zeros(n, np.int64)
    owner[wish + 3], part[wish + 3] = wish, 1

    # all rings: outer ones of the cells, holes (clockwise), islands; each with its shape, its part, hole or not
    k = len(holed)
    ring_xy = np.concatenate([xy, islands[:, ::-1].reshape(-1, 2), islands.reshape(-1, 2)])
    ring_count = np.concatenate([count, np.full(2 * k, _HOLE_VERTICES + 1)])
    ring_first = np.cumsum(ring_count) - ring_count
    shape = np.concatenate([owner, owner[holed], n + np.arange(k)])
    part = np.concatenate([part, part[holed], np.zeros(k, np.int64)])
    hole = np.repeat([False, True, False], [n, k, k])
    cell = np.concatenate([owner, owner[holed], holed])

    block = row[cell] // _BLOCK * (nx + 1) + column[cell] // _BLOCK
    order = np.lexsort((hole, part, shape, block))
    shape, part, hole, cell = shape[order], part[order], hole[order], cell[order]
    new_shape = np.diff(shape, prepend=-1) != 0
    new_part = new_shape | (np.diff(part, prepend=0) != 0)
    index = _ranges(ring_first[order], ring_count[order], np.ones(len(order), np.int64))
    scale = np.array([region.WIDTH / nx, region.HEIGHT / ny])
    out = np.round(np.array([region.X0, region.Y0]) + ring_xy[index] * scale, 4)
    rings = np.concatenate([[0], np.cumsum(ring_count[order])])
    parts = np.append(np.nonzero(new_part)[0], len(order))
    shapes = np.append(np.searchsorted(parts, np.nonzero(new_shape)[0]), len(parts) - 1)
    first = cell[new_shape]
    return Partition(out, rings, parts, shapes, row[first], column[first])


def _columns(rng, parcels: Partition, start: int, stop: int) -> dict[str, list]:
    n = stop - start
    code = rng.integers(0, len(_CODES), n)
    unit = [f"1525{r // 30:03d}{c // 30:03d}" for r, c in zip(parcels.row[start:stop], parcels.column[start:stop])]
    days = np.datetime64("2021-01-01") + rng.integers(0, 1826, n)
    return {"BSM": [f"1525{k:014d}" for k in range(start, stop)],
            "DLBM": [_CODES[k][0] for k in code], "DLMC": [_CODES[k][1] for k in code],
            "QSDWDM": [f"{u}000" for u in unit], "ZLDWDM": unit,
            "TBMJ": rng.uniform(0, 1e6, n).round(2), "KCXS": rng.uniform(0, 0.2, n).round(4),
            "SJNF": np.full(n, 2024), "PZRQ": [str(d) for d in days]}


def write(path: Path, size: int) -> str:
    """Write the layer; returns a few words on it."""
    parcels = partition(size)
    rng = np.random.default_rng(101)
    with gpkg.create(path, region.CRS) as package:
        layer = package.layer("parcels", FIELDS, "multipolygon", synthetic=True)
        for start in range(0, len(parcels), _WRITE):
            stop = min(start + _WRITE, len(parcels))
            layer.write(list(shapely.to_wkb(parcels.polygons(start, stop))), _columns(rng, parcels, start, stop))
    return (f"{len(parcels):,} parcels, {len(parcels.xy):,} vertices "
            f"(mean {len(parcels.xy) / len(parcels):.1f}), {path.stat().st_size / 1e6:.0f} MB")


def write_sample(source: Path, path: Path, step: int) -> str:
    """Copy every *step*-th parcel with its fid; returns a few words on the copy."""
    temporary = path.with_name(f".{path.stem}.part.gpkg")
    temporary.unlink(missing_ok=True)
    copy = gdal.VectorTranslate(str(temporary), str(source), format="GPKG", layers=["parcels"],
                                where=f"fid % {int(step)} = 0", options=["-preserve_fid"])
    count = copy.GetLayer(0).GetFeatureCount()
    del copy
    temporary.replace(path)
    return f"{count:,} parcels"
