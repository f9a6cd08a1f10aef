"""Approvals and supplies for the stock benchmark: seeded, cached as GeoPackages, EPSG:4527.

A partition of small parcels (tools.bench.parcels, neighbours share their borders vertex by vertex) on a region of
60 x 105 km. Each 2 x 2 of them is one approval; of its four parcels none to all were supplied, three on average, so
that most borders of supplies are borders of approvals or of other supplies. In one approval of fifty the supplies were
surveyed anew (vertices off by centimetres), one supply of a hundred is drawn twice, and one approval of a hundred was
approved again with its eastern neighbour.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely

from tools.bench import parcels, region
from tools.common import BUILD
from tools.demo import gpkg

VERSION = 1
FOLDER = BUILD / "bench" / f"stock{VERSION}"
APPROVED, SUPPLIED = "approved", "supplied"

#: Supplies per approval.
SUPPLIES = 3

_SEED = 700
_SCALE = 0.25
_BEND = 0.45
_SHARES = ((4, 0.55), (3, 0.18), (2, 0.10), (1, 0.07), (0, 0.10))
_RESURVEYED, _TWICE, _AGAIN = 0.02, 0.01, 0.01
_WRITE = 50_000

_APPROVED_FIELDS = [gpkg.Field("PZWH", width=40, alias="批准文号"), gpkg.Field("PZRQ", "date", alias="批准日期"),
                    gpkg.Field("XZQDM", width=6, alias="行政区代码")]
_SUPPLIED_FIELDS = [gpkg.Field("DZJGH", width=40, alias="电子监管号"), gpkg.Field("GDRQ", "date", alias="供地日期"),
                    gpkg.Field("XZQDM", width=6, alias="行政区代码")]


def path(name: str, size: int) -> Path:
    """The GeoPackage of one layer for about *size* approvals; its table has the layer's name."""
    return FOLDER / f"{name}_{size}.gpkg"



def layers(size: int) -> tuple[np.ndarray, np.ndarray]:
    """(approvals, supplies) as shapely multipolygons; their order is that in the files."""
    rng = np.random.default_rng(_SEED)
    units = parcels.partition(4 * size, _SEED, _BEND)
    polygons = units.polygons(0, len(units))
    origin = np.array([region.X0, region.Y0])
    polygons = shapely.transform(polygons, lambda xy: np.round(origin + _SCALE * (xy - origin), 4))
    wide = int(units.column.max()) // 2 + 1
    group = units.row // 2 * wide + units.column // 2
    order = np.argsort(group, kind="stable")
    polygons, group = polygons[order], np.unique(group[order], return_inverse=True)[1]
    start = np.searchsorted(group, np.arange(group[-1] + 2))
    approvals = np.array([_joined(polygons[a:b]) for a, b in zip(start[:-1], start[1:])])
    supplied = _choose(rng, start)
    new = rng.random(len(approvals)) < _RESURVEYED
    moved = shapely.transform(polygons[supplied & new[group]], lambda xy: np.round(xy + _off(xy), 4))
    supplies = polygons.copy()
    supplies[supplied & new[group]] = np.where(shapely.is_valid(moved), moved, supplies[supplied & new[group]])
    supplies = supplies[supplied]
    twice = rng.choice(len(supplies), int(_TWICE * len(supplies)), replace=False)
    again = rng.choice(len(approvals) - 1, int(_AGAIN * len(approvals)), replace=False)
    joint = np.array([_joined(approvals[k : k + 2]) for k in again])
    return (np.concatenate([approvals, joint[shapely.is_valid(joint)]]), np.concatenate([supplies, supplies[twice]]))


def _joined(polygons: np.ndarray):
    joined = shapely.coverage_union_all(polygons)
    return shapely.multipolygons(shapely.get_parts(joined)) if joined.geom_type == "Polygon" else joined


def _choose(rng, start: np.ndarray) -> np.ndarray:
    """Which units are supplied: of each group the first few in random order."""
    count = np.diff(start)
    wanted = rng.choice([n for n, _ in _SHARES], len(count), p=[p for _, p in _SHARES])
    wanted = np.where(wanted == 4, count, wanted)  # islands in holes are units too
    owner = np.repeat(np.arange(len(count)), count)
    order = np.lexsort((rng.random(len(owner)), owner))
    rank = np.empty(len(owner), np.int64)
    rank[order] = np.arange(len(owner)) - start[:-1][owner[order]]
    return rank < wanted[owner]


def _off(xy: np.ndarray) -> np.ndarray:
    """Centimetres that depend on the vertex alone, so that neighbours stay neighbours."""
    return 0.03 * np.stack([np.sin(13.7 * xy[:, 0] + 5.3 * xy[:, 1]), np.cos(7.1 * xy[:, 0] - 11.9 * xy[:, 1])], 1)


def build(size: int, say: Callable[[str], None] = print) -> None:
    """Write the two layers if they are not there yet."""
    if path(APPROVED, size).exists() and path(SUPPLIED, size).exists():
        return
    rng = np.random.default_rng(_SEED + 1)
    approvals, supplies = layers(size)
    for name, fields, shapes, first, days in ((SUPPLIED, _SUPPLIED_FIELDS, supplies, "2018-01-01", 2800),
                                              (APPROVED, _APPROVED_FIELDS, approvals, "2012-01-01", 4000)):
        dates = np.datetime64(first) + rng.integers(0, days, len(shapes))
        with gpkg.create(path(name, size), region.CRS) as package:
            layer = package.layer(name, fields, "multipolygon", synthetic=True)
            for at in range(0, len(shapes), _WRITE):
                to = min(at + _WRITE, len(shapes))
                layer.write(list(shapely.to_wkb(shapes[at:to])), {
                    fields[0].name: [f"{k:09d}" for k in range(at, to)],
                    fields[1].name: [str(d) for d in dates[at:to]],
                    fields[2].name: ["152502"] * (to - at)})
        vertices = int(shapely.get_num_coordinates(shapes).sum())
        say(f"bench: made {path(name, size).name}: {len(shapes):,} parcels, mean {vertices / len(shapes):.1f} vertices")
