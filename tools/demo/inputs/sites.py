"""Where the synthetic parcels go: blocks of parcels on a lattice of slots around real (or generated) settlements.

Every block keeps to its own slot, so blocks never overlap. Some are put on purpose on county borders, on the region's
border, just outside the region, and on the border of two 3-degree zones.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from osgeo import gdal, ogr

from tools.demo import gpkg
from tools.demo.inputs import counties, mesh, places

GRID = 5  # most columns and rows in a block
WEST, NORTH, STEP = 97.0, 54.0, 0.01
ZONE_BORDERS = (112.5, 109.5, 115.5)
MEAN_HA = 7.3  # of a parcel when 5 000 are asked for: puts use of the quota at 55-90 %


def mean_hectares(parcels: int) -> float:
    """Mean parcel area by size of the data set: total area is constant from 2 000 to 41 000 parcels, then grows."""
    return MEAN_HA * float(np.clip(5000 / parcels, 0.12, 2.5))


class UnitRaster:
    """Index of the county unit at a point, -1 outside: 0.01 degree cells, for placing only, never for measuring."""

    def __init__(self, units: counties.Counties):
        columns, rows = 3000, 1700
        store = gpkg.memory_source()
        layer = store.CreateLayer("u", gpkg.crs("EPSG:4490"), ogr.wkbUnknown)
        layer.CreateField(ogr.FieldDefn("k", ogr.OFTInteger))
        for k, shape in enumerate(shapely.to_wkb(units.geometry)):
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetField(0, k)
            feature.SetGeometry(ogr.CreateGeometryFromWkb(shape))
            layer.CreateFeature(feature)
        raster = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Int16)
        raster.SetGeoTransform((WEST, STEP, 0, NORTH, 0, -STEP))
        raster.SetProjection(gpkg.crs("EPSG:4490").ExportToWkt())
        raster.GetRasterBand(1).Fill(-1)
        gdal.RasterizeLayer(raster, [1], layer, options=["ATTRIBUTE=k"])
        self._cells = raster.GetRasterBand(1).ReadAsArray()

    def at(self, lonlat: np.ndarray) -> np.ndarray:
        """Unit index for points (n, 2)."""
        column = np.floor((lonlat[:, 0] - WEST) / STEP).astype(int)
        row = np.floor((NORTH - lonlat[:, 1]) / STEP).astype(int)
        ok = (column >= 0) & (column < self._cells.shape[1]) & (row >= 0) & (row < self._cells.shape[0])
        return np.where(ok, self._cells[np.where(ok, row, 0), np.where(ok, column, 0)], -1)


@dataclass
class Sites:
    """Blocks of parcels, parallel arrays. Widths and heights are metres; unused columns and rows are 0."""

    slot_m: float
    slot_deg: np.ndarray
    centre: np.ndarray
    angle: np.ndarray
    columns: np.ndarray
    rows: np.ndarray
    width: np.ndarray
    height: np.ndarray
    unit: np.ndarray
    place: np.ndarray
    kind: np.ndarray
    broken_centre: np.ndarray = field(default_factory=lambda: np.zeros(2))


def _sizes(
    parcels: int, seed: int, hectares: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, float]:
    """Columns, rows, widths, heights, angles of enough blocks, and the slot's side in metres; a parcel has *hectares*
    on average."""
    rng = np.random.default_rng([seed, 1])
    guess = parcels // 8 + 40
    columns, rows = rng.integers(2, GRID + 1, (2, guess))
    columns[:16] = rows[:16] = 3  # these stand on borders: an odd number puts a parcel on the line itself
    need = int(np.searchsorted(np.cumsum(columns * rows), parcels * 1.04 + 24)) + 1
    columns, rows = columns[:need], rows[:need]
    width, height = np.clip(np.exp(rng.normal(0, 0.38, (2, need, GRID))), 0.4, 2.4)
    width *= np.arange(GRID) < columns[:, None]
    height *= np.arange(GRID) < rows[:, None]
    scale = np.clip(np.exp(rng.normal(0, 0.55, need)), 0.22, 2.0)
    aspect = np.exp(rng.normal(0, 0.2, need))
    width *= (scale * aspect)[:, None]
    height *= (scale / aspect)[:, None]
    angle = rng.uniform(-np.pi / 4, np.pi / 4, need)
    c, s = np.abs(np.cos(angle)), np.abs(np.sin(angle))
    total = width.sum(1), height.sum(1)
    extent = 1.08 * np.maximum(total[0] * c + total[1] * s, total[0] * s + total[1] * c)
    slot = float(np.quantile(extent, 0.8))
    shrink = np.minimum(1.0, slot / extent)[:, None]
    width, height = width * shrink, height * shrink
    area = (width.sum(1) * height.sum(1)).sum() / (columns * rows).sum()
    factor = np.sqrt(hectares * 1e4 / area)
    return columns, rows, width * factor, height * factor, angle, slot * factor


class _Lattice:
    """Slots already taken, on a lattice in degrees that is everywhere at least as wide as a block."""

    def __init__(self, slot_m: float):
        self.step = np.array([slot_m / np.cos(np.radians(54.0)), slot_m]) / mesh.METRES_PER_DEGREE
        self.taken: set[tuple[int, int]] = set()

    def reserve(self, centre: np.ndarray) -> bool:
        """Take every slot that a block at ``centre`` may touch; False (and nothing taken) if one is not free."""
        low = np.floor((centre - self.step / 2) / self.step + 1e-9).astype(int)
        high = np.ceil((centre + self.step / 2) / self.step - 1e-9).astype(int)
        slots = {(i, j) for i in range(low[0], high[0]) for j in range(low[1], high[1])}
        if slots & self.taken:
            return False
        self.taken |= slots
        return True

    def centre(self, slots: np.ndarray) -> np.ndarray:
        return (slots + 0.5) * self.step


def _border_points(units: counties.Counties, raster: UnitRaster, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points on borders between units, and points on the region's own border, in random order."""
    lines = shapely.segmentize(shapely.boundary(units.geometry), 0.02)
    points = np.unique(np.round(shapely.get_coordinates(lines), 6), axis=0)
    around = np.stack([raster.at(points + np.array(d)) for d in ((0.02, 0), (-0.02, 0), (0, 0.02), (0, -0.02))])
    inner = (around.min(0) >= 0) & (around.min(0) != around.max(0))
    edge = (around.min(0) < 0) & (around.max(0) >= 0)
    rng = np.random.default_rng([seed, 2])
    return rng.permutation(points[inner]), rng.permutation(points[edge])


def _specials(
    count: int, units: counties.Counties, raster: UnitRaster, towns: places.Settlements, lattice: _Lattice, seed: int
) -> list[tuple[str, np.ndarray]]:
    """Kind and centre of the blocks on borders, outside the region, and the one site of broken geometries."""
    inner, edge = _border_points(units, raster, seed)
    chosen: list[tuple[str, np.ndarray]] = []

    def take(kind: str, candidates: np.ndarray, wanted: int) -> None:
        for point in candidates:
            if wanted <= 0:
                return
            if lattice.reserve(point):
                chosen.append((kind, point))
                wanted -= 1

    for lon in ZONE_BORDERS:
        near = towns.lonlat[np.argsort(np.abs(towns.lonlat[:, 0] - lon), kind="stable")[:12]]
        on_line = np.column_stack([np.full(len(near), lon), near[:, 1]])
        before = len(chosen)
        take("zone_border", on_line[raster.at(on_line) >= 0], 2)
        if len(chosen) > before:
            break
    turns = np.arange(8) * np.pi / 4
    ring = np.column_stack([np.cos(turns), np.sin(turns)]) * lattice.step
    away = edge[:400, None, :] + ring[None] * 1.3
    free = raster.at(away.reshape(-1, 2)) < 0
    for turn in ring:
        free &= raster.at((away + turn * 0.8).reshape(-1, 2)) < 0
    take("outside", away.reshape(-1, 2)[free], min(5, 1 + count // 200))
    take("region_border", edge[400:], 1)
    apart = np.sqrt(((inner[:, None, :] - towns.lonlat[None]) ** 2).sum(-1)).min(1) if len(inner) else np.zeros(0)
    take("county_border", inner[np.argsort(apart > 0.3, kind="stable")], int(np.clip(0.03 * count, 2, 2000)))
    biggest = towns.lonlat[int(np.argmax(towns.population))]
    take("broken", biggest + np.array([[0.1, 0.06], [0.14, 0.1], [0.2, 0.12], [0.3, 0.2]]), 1)
    return chosen


def place_blocks(
    parcels: int, units: counties.Counties, towns: places.Settlements, seed: int, hectares: float = 0.0
) -> Sites:
    """Lay out the blocks for ``parcels`` parcels (a few more fit, the generator cuts the rest) of ``hectares`` on
    average; 0 = :func:`mean_hectares`."""
    columns, rows, width, height, angle, slot_m = _sizes(parcels, seed, hectares or mean_hectares(parcels))
    count = len(columns)
    rng = np.random.default_rng([seed, 3])
    raster, lattice = UnitRaster(units), _Lattice(slot_m)
    special = _specials(count, units, raster, towns, lattice, seed)
    broken = [point for kind, point in special if kind == "broken"]
    special = [item for item in special if item[0] != "broken"][: count // 2]
    kinds = [kind for kind, _ in special]
    centres = [point for _, point in special]
    nearest = [int(np.argmin(((towns.lonlat - point) ** 2).sum(1))) for point in centres]

    normal = count - len(special)
    weight = np.zeros(len(units.code))
    np.add.at(weight, towns.unit, (towns.population + 2000.0) ** 0.55)
    weight *= np.exp(rng.normal(0, 0.4, len(weight)))
    least = min(1, normal // len(weight))
    per_unit = least + mesh.tie_out(weight, normal - least * len(weight))
    reach = int(np.sqrt(per_unit.max() * 3)) + 14
    di, dj = (axis.ravel() for axis in np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1)))
    distance = np.hypot(di, dj) * (1 + 0.5 * rng.random(di.size))
    spiral = np.column_stack([di, dj])[np.argsort(distance, kind="stable")]
    pointer = np.zeros(len(towns.name), dtype=np.int64)
    todo = []
    for unit, wanted in enumerate(per_unit.tolist()):
        home = np.flatnonzero(towns.unit == unit)
        share = mesh.tie_out((towns.population[home] + 2000.0) ** 0.5, wanted)
        todo += [(unit, int(p)) for p, n in zip(home, share.tolist()) for _ in range(n)]
    rural = rng.random(len(todo)) < 0.12
    turn, far = rng.uniform(0, 2 * np.pi, len(todo)), rng.uniform(3, 11, len(todo)) * slot_m
    start = np.floor(towns.lonlat / lattice.step).astype(np.int64)
    fits = {}

    def candidates(place: int) -> tuple[np.ndarray, np.ndarray]:
        if place not in fits:
            slots = start[place] + spiral
            fits[place] = slots, raster.at(lattice.centre(slots))
        return fits[place]

    for k, (unit, place) in enumerate(todo):
        slots, found = candidates(place)
        slot = None
        if rural[k]:
            step = np.array([np.cos(turn[k]), np.sin(turn[k])]) * far[k] / slot_m
            guess = np.floor(start[place] + step).astype(np.int64)
            if tuple(guess.tolist()) not in lattice.taken and raster.at(lattice.centre(guess[None]))[0] >= 0:
                slot = guess
        while slot is None and pointer[place] < 2 * len(slots):
            at = int(pointer[place])  # first round: slots of the own unit; second round: any unit
            pointer[place] += 1
            guess, owner = slots[at % len(slots)], found[at % len(slots)]
            if (owner == unit or (at >= len(slots) and owner >= 0)) and tuple(guess.tolist()) not in lattice.taken:
                slot = guess
        if slot is None:
            continue  # no room left around this place
        lattice.taken.add(tuple(slot.tolist()))
        kinds.append("rural" if rural[k] else "normal")
        centres.append(lattice.centre(slot))
        nearest.append(place)
    got = len(centres)
    order = np.concatenate([np.arange(len(special)), len(special) + rng.permutation(got - len(special))])
    centre, place = np.array(centres)[order], np.array(nearest)[order]
    unit = raster.at(centre)
    unit = np.where(unit < 0, towns.unit[place], unit)
    return Sites(
        slot_m, lattice.step, centre, angle[:got], columns[:got], rows[:got], width[:got], height[:got],
        unit, place, np.array(kinds)[order], broken[0] if broken else centre[-1],
    )  # fmt: skip
