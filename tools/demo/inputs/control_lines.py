"""Synthetic control lines (三条控制线) with fractal-like borders: red line, permanent farmland, urban boundary.

The three do not overlap each other, as the rules ask; inside a layer nothing overlaps but one patch of the red line,
on purpose. None of them is a real control line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from tools.demo.inputs import counties, landcover, mesh, places, transit
from tools.demo.inputs.sites import Sites

ZONES = (("410", "城镇集中建设区"), ("420", "城镇弹性发展区"), ("430", "特别用途区"))
SPACING = 200.0  # metres between vertices
MIN_M2 = 2e4


@dataclass
class Patches:
    """Polygons with their unit and, for the urban boundary, the zone number 0, 1, 2."""

    geometry: np.ndarray
    unit: np.ndarray
    zone: np.ndarray


def _metres(lonlat: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Rough distances (n, m) in metres."""
    d = lonlat[:, None, :] - other[None, :, :]
    return np.hypot(d[..., 0] * np.cos(np.radians(lonlat[:, 1]))[:, None], d[..., 1]) * mesh.METRES_PER_DEGREE


def urban(sites: Sites, towns: places.Settlements, seed: int) -> tuple[Patches, np.ndarray]:
    """Urban boundary by zone, and whole outlines. A town's core, and a ring cut in two along its own vertices."""
    mine = sites.kind == "normal"
    home = sites.place[mine]
    blocks = np.bincount(home, minlength=len(towns.name))
    middle = np.column_stack([np.bincount(home, c, len(blocks)) for c in sites.centre[mine].T])
    middle = np.round(np.where(blocks[:, None] > 0, middle / np.maximum(blocks, 1)[:, None], towns.lonlat), 9)
    apart = _metres(middle, middle)
    np.fill_diagonal(apart, np.inf)
    step = (sites.centre[mine] - middle[home]) * mesh.METRES_PER_DEGREE
    away = np.hypot(step[:, 0] * np.cos(np.radians(sites.centre[mine, 1])), step[:, 1])
    wanted = np.zeros(len(towns.name))
    for place in np.flatnonzero(blocks):
        far = np.quantile(away[home == place], 0.88)
        wanted[place] = max(1500.0, (far + 0.3 * sites.slot_m) / 0.76)
    given = np.zeros(len(wanted))
    for place in np.argsort(-blocks, kind="stable"):  # big towns first; a later one takes the room that is left
        room = (apart[place] - given)[given > 0].min(initial=np.inf) * 0.99
        if blocks[place] and room > 0.6 * wanted[place]:
            given[place] = min(room, wanted[place])
    town = np.flatnonzero(given)
    radius = given[town]
    counts = mesh.star_counts(radius, SPACING)
    angle, r = mesh.star_radii(radius, counts, town, seed + 20)
    outer_xy = np.column_stack([r * np.cos(angle), r * np.sin(angle)])
    ring = np.repeat(np.arange(len(town)), counts)
    outer = mesh.to_degrees(outer_xy, middle[town][ring])
    inner = mesh.to_degrees(outer_xy * 0.82, middle[town][ring])
    shapes, zones, units, whole = [], [], [], []
    for k, (first, n) in enumerate(zip(mesh.offsets(counts), counts)):
        index = first + np.arange(n)
        turn = int(mesh.hash01(seed, 21, town[k]) * n)
        a, b = np.sort([turn, (turn + 2 * n // 3) % n])
        around = index[np.arange(a, b + 1)], index[np.arange(b, a + n + 1) % n]
        big, small = sorted(around, key=len, reverse=True)
        shapes.append(shapely.Polygon(inner[index]))
        shapes += [shapely.Polygon(np.vstack([outer[s], inner[s][::-1]])) for s in (big, small)]
        zones += [0, 1, 2]
        units += [int(towns.unit[town[k]])] * 3
        whole.append(shapely.Polygon(outer[index]))
    return Patches(np.array(shapes), np.array(units), np.array(zones)), np.array(whole)


def _subtract(shape: np.ndarray, *others: np.ndarray) -> np.ndarray:
    """Each polygon less everything in ``others`` that it meets."""
    shape = shape.copy()
    for other in others:
        if not len(other):
            continue
        hit, by = shapely.STRtree(other).query(shape, "intersects")
        for k in np.unique(hit):
            rest = shapely.difference(shape[k], shapely.union_all(other[by[hit == k]]))
            parts = shapely.get_parts(rest)
            parts = parts[shapely.get_dimensions(parts) == 2]
            parts = parts[mesh.area_m2(parts) > MIN_M2]
            shape[k] = shapely.multipolygons(parts) if len(parts) else shapely.Polygon()
    return shape


def _lattice(points: np.ndarray, step: np.ndarray, reach: int) -> np.ndarray:
    """Cells of a lattice within ``reach`` cells of any point, as unique (i, j)."""
    cell = np.floor(points / step).astype(np.int64)
    around = np.arange(-reach, reach + 1)
    di, dj = (axis.ravel() for axis in np.meshgrid(around, around))
    near = (cell[:, None, :] + np.column_stack([di, dj])[None]).reshape(-1, 2)
    return np.unique(near, axis=0)


def _patches(
    cell: np.ndarray, step: np.ndarray, low: float, units: counties.Counties, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One star-shaped patch inside each cell (radius from ``low`` to 0.49 of its shorter side); those in a unit."""
    key = cell[:, 0] * 100_003 + cell[:, 1]
    share = low + (0.49 - low) * mesh.hash01(seed, key, 1)
    move = np.column_stack([mesh.hash01(seed, key, k) - 0.5 for k in (2, 3)])
    centre = np.round((cell + 0.5 + move * (1 - 2 * share[:, None])) * step, 9)
    unit = transit.locate(units, centre)
    keep = unit >= 0
    key, share, centre, unit = key[keep], share[keep], centre[keep], unit[keep]
    # 0.97: a cell is narrower at its northern end than at the patch's centre
    side = np.minimum(step[0] * np.cos(np.radians(centre[:, 1])), step[1]) * mesh.METRES_PER_DEGREE
    radius = 0.97 * side * share
    return mesh.stars(centre, radius, SPACING, key, seed), unit, centre


def red_line(
    sites: Sites, units: counties.Counties, cover: np.ndarray, towns_outline: np.ndarray, seed: int
) -> Patches:
    """Large patches, more where there is forest, grass or sand; the last one overlaps another on purpose."""
    step = np.array([0.31, 0.24])
    cell = _lattice(sites.centre, step, 1)
    igbp = landcover.sample(cover, (cell + 0.5) * step)
    chance = np.where(np.isin(igbp, (1, 3, 4, 5, 8, 10, 11, 16)), 0.42, 0.2)
    cell = cell[mesh.hash01(seed, 22, cell[:, 0], cell[:, 1]) < chance]
    shape, unit, _ = _patches(cell, step, 0.25, units, seed + 23)
    shape = _subtract(shape, towns_outline)
    keep = ~shapely.is_empty(shape)
    shape, unit = shape[keep], unit[keep]
    inside, block = shapely.STRtree(shapely.points(sites.centre)).query(shape, "contains")
    host = int(inside[0]) if len(inside) else int(np.argmax(shapely.area(shape)))
    at = sites.centre[block[0]] if len(inside) else shapely.get_coordinates(shape[host])[0]
    overlap = mesh.stars(at[None], np.array([700.0]), 60.0, np.array([7]), seed + 24)
    shape, unit = np.append(shape, overlap), np.append(unit, unit[host])
    return Patches(shape, unit, np.zeros(len(shape), dtype=np.int64))


def farmland(
    sites: Sites, units: counties.Counties, cover: np.ndarray, towns_outline: np.ndarray, red: np.ndarray, seed: int
) -> Patches:
    """Medium patches around the parcels, dense on cropland; what lies in towns or on the red line is cut away."""
    step = np.array([0.036, 0.027])
    cell = _lattice(sites.centre, step, 2)
    igbp = landcover.sample(cover, (cell + 0.5) * step)
    chance = np.select([np.isin(igbp, (12, 14)), np.isin(igbp, (9, 10, 13))], [0.75, 0.35], 0.12)
    cell = cell[mesh.hash01(seed, 25, cell[:, 0], cell[:, 1]) < chance]
    shape, unit, _ = _patches(cell, step, 0.22, units, seed + 26)
    shape = _subtract(shape, towns_outline, red)
    keep = ~shapely.is_empty(shape)
    return Patches(shape[keep], unit[keep], np.zeros(int(keep.sum()), dtype=np.int64))
