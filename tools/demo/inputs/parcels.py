"""Synthetic new-construction parcels: blocks with exactly shared borders, holes, multi-parts, slivers, overlaps.

Nothing here is a real parcel. The same seed gives the same bytes of geometry and attributes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from tools.demo.inputs import counties, mesh, transit
from tools.demo.inputs.sites import GRID, Sites

CHUNK = 4000  # blocks built at a time; part of the definition of the data, do not change
CELL, HOLED, FILLER, MULTI, SLIVER, OVERLAP = range(6)
KINDS = ("cell", "with hole", "hole filler", "multi-part", "sliver", "overlap")


@dataclass
class Parcels:
    """Parallel arrays: WKB (lon, lat), centroid, area in m², declared unit, document, date, kind, block."""

    wkb: np.ndarray
    centroid: np.ndarray
    area: np.ndarray
    unit: np.ndarray
    outside: np.ndarray
    document: np.ndarray
    date: np.ndarray
    kind: np.ndarray
    block: np.ndarray


class _Chunk:
    """Lattice of one chunk of blocks: corners (b, 6, 6), horizontal sides (b, 6, 5), vertical sides (b, 5, 6)."""

    def __init__(self, sites: Sites, part: slice, rng: np.random.Generator):
        self.sites, self.part = sites, part
        width, height = sites.width[part], sites.height[part]
        self.columns, self.rows = sites.columns[part], sites.rows[part]
        n = self.n = len(width)
        self.x = np.concatenate([np.zeros((n, 1)), np.cumsum(width, 1)], 1) - width.sum(1)[:, None] / 2
        self.y = np.concatenate([np.zeros((n, 1)), np.cumsum(height, 1)], 1) - height.sum(1)[:, None] / 2
        w, h = np.where(width > 0, width, np.inf), np.where(height > 0, height, np.inf)
        pad = np.full((n, 1), np.inf)
        self.near_x = np.minimum(np.hstack([pad, w]), np.hstack([w, pad]))  # narrower column beside a grid line
        self.near_y = np.minimum(np.hstack([pad, h]), np.hstack([h, pad]))
        self.w, self.h = w, h
        self.jitter = rng.uniform(-0.1, 0.1, (2, n, GRID + 1, GRID + 1))
        draw = rng.random((2, n, GRID + 1, GRID))
        index = np.arange(GRID)
        line = np.arange(GRID + 1)
        in_column, in_row = index < self.columns[:, None], index < self.rows[:, None]
        used_h = in_column[:, None, :] & (line <= self.rows[:, None])[:, :, None]
        used_v = in_row[:, None, :] & (line <= self.columns[:, None])[:, :, None]  # (b, column line, row)
        self.counts = np.where(np.stack([used_h, used_v]), 1 + (14 * draw**2.2).astype(np.int64), 0)
        self.noise = rng.random(int(self.counts.sum()))
        self.hole = rng.random((n, 16))
        self.flag = rng.random((n, 4))

    def points(self, calm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Metres east and north of the block centre, and block number, of all corners and inner points.

        Blocks flagged ``calm`` get straight sides (used where wiggling made an invalid cell).
        """
        n, live = self.n, (~calm)[:, None, None]
        finite_x, finite_y = (np.where(np.isfinite(a), a, 0) for a in (self.near_x, self.near_y))
        cx = self.x[:, None, :] + self.jitter[0] * finite_x[:, None, :] * live
        cy = self.y[:, :, None] + self.jitter[1] * finite_y[:, :, None] * live
        corner = np.stack([cx, cy], -1)  # (b, row line, column line, 2)
        start = np.stack([corner[:, :, :-1], corner[:, :-1, :].transpose(0, 2, 1, 3)])
        end = np.stack([corner[:, :, 1:], corner[:, 1:, :].transpose(0, 2, 1, 3)])
        room_h = np.minimum(self.w[:, None, :], self.near_y[:, :, None])
        room_v = np.minimum(self.h[:, None, :], self.near_x[:, :, None])
        room = np.stack([room_h, room_v])
        amplitude = 0.07 * np.where(np.isfinite(room), room, 0) * live
        counts = self.counts.ravel()
        inner = mesh.wiggle(start.reshape(-1, 2), end.reshape(-1, 2), counts, amplitude.ravel(), self.noise)
        sides = np.tile(np.repeat(np.arange(n), (GRID + 1) * GRID), 2)
        block = np.concatenate([np.repeat(np.arange(n), (GRID + 1) ** 2), np.repeat(sides, counts)])
        return np.vstack([corner.reshape(-1, 2), inner]), block

    def degrees(self, xy: np.ndarray, block: np.ndarray) -> np.ndarray:
        """Turn block metres into lon, lat."""
        angle, centre = self.sites.angle[self.part][block], self.sites.centre[self.part][block]
        c, s = np.cos(angle), np.sin(angle)
        return mesh.to_degrees(np.column_stack([xy[:, 0] * c - xy[:, 1] * s, xy[:, 0] * s + xy[:, 1] * c]), centre)

    def cells(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Block, row and column of every cell that is used, in order."""
        used = (np.arange(GRID) < self.rows[:, None])[:, :, None] & (np.arange(GRID) < self.columns[:, None])[:, None]
        return tuple(np.nonzero(used))

    def corner_id(self, block: np.ndarray, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        return (block * (GRID + 1) + row) * (GRID + 1) + column

    def side_id(self, block: np.ndarray, row: np.ndarray, column: np.ndarray, vertical: bool) -> np.ndarray:
        """Number of the side that starts at this corner and runs east, or north if ``vertical``."""
        line, along = (column, row) if vertical else (row, column)
        return ((int(vertical) * self.n + block) * (GRID + 1) + line) * GRID + along

    def rings(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows of the point array for the ring of every used cell, and ring numbers."""
        b, r, c = self.cells()
        corner = np.column_stack([self.corner_id(b, r + i, c + j) for i, j in ((0, 0), (0, 1), (1, 1), (1, 0))])
        edge = np.column_stack(
            [
                self.side_id(b, r, c, False),
                self.side_id(b, r, c + 1, True),
                self.side_id(b, r + 1, c, False),
                self.side_id(b, r, c, True),
            ]
        )
        counts = self.counts.ravel()
        first = self.n * (GRID + 1) ** 2 + mesh.offsets(counts)
        reverse = np.tile([False, False, True, True], (len(b), 1))
        return mesh.ring_index(corner, edge, reverse, first, counts)


def _blob(chunk: _Chunk, block: np.ndarray, xy: np.ndarray, radius: np.ndarray, counts: np.ndarray, draw: np.ndarray):
    """Small star-shaped rings (linear rings, lon/lat) around ``xy`` in block metres."""
    ring = np.repeat(np.arange(len(block)), counts)
    position = mesh.run_position(counts)
    angle = 2 * np.pi * position / counts[ring]
    r = radius[ring] * (0.6 + 0.4 * draw[ring, position % draw.shape[1]])
    flat = xy[ring] + np.column_stack([r * np.cos(angle), r * np.sin(angle)])
    return shapely.linearrings(chunk.degrees(flat, block[ring]), indices=ring)


def _build(sites: Sites, part: slice, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Geometries, block numbers (in the chunk) and kinds of one chunk, in block order."""
    chunk = _Chunk(sites, part, rng)
    rows, ring = chunk.rings()
    block, row, column = chunk.cells()
    calm = np.zeros(chunk.n, dtype=bool)
    for _ in range(2):
        xy, owner = chunk.points(calm)
        lonlat = chunk.degrees(xy, owner)
        shells = shapely.linearrings(lonlat[rows], indices=ring)
        shape = shapely.polygons(shells)
        valid = shapely.is_valid(shape)
        if valid.all():
            break
        calm[block[~valid]] = True
    kind = np.full(len(shape), CELL)
    wide, high = chunk.w[block, column], chunk.h[block, row]
    forced = np.arange(chunk.n) + (part.start or 0) < 6  # the first blocks hold every oddity, however few there are
    middle = np.column_stack([(chunk.x[block, column] + chunk.x[block, column + 1]) / 2,
                              (chunk.y[block, row] + chunk.y[block, row + 1]) / 2])  # fmt: skip

    holed = np.flatnonzero(((chunk.flag[:, 0] < 0.32) | forced)[block] & (row == 1) & (column == 1))
    inner = _blob(chunk, block[holed], middle[holed], 0.24 * np.minimum(wide, high)[holed],
                  8 + (chunk.hole[block[holed], 15] * 9).astype(np.int64), chunk.hole[block[holed]])  # fmt: skip
    shape[holed] = shapely.polygons(shells[holed], holes=inner[:, None])
    kind[holed] = HOLED
    filled = (chunk.hole[block[holed], 14] < 0.33) | forced[block[holed]]
    extra = [(shapely.polygons(inner[filled]), block[holed][filled], FILLER)]

    pair = ((chunk.flag[:, 1] < 0.16) | forced)[block] & (chunk.columns[block] >= 3) & (row == 0)
    left, right = np.flatnonzero(pair & (column == 0)), np.flatnonzero(pair & (column == 2))
    shape[left] = shapely.multipolygons(np.column_stack([shape[left], shape[right]]))
    kind[left] = MULTI
    keep = np.ones(len(shape), dtype=bool)
    keep[right] = False

    counts, first = chunk.counts.ravel(), chunk.n * (GRID + 1) ** 2 + mesh.offsets(chunk.counts.ravel())
    thin = np.flatnonzero((chunk.flag[:, 2] < 0.03) | forced)
    slivers = []
    for b in thin:  # 1 m wide along the block's north side, sharing that side with the parcel there
        top = int(chunk.rows[b])
        side = int(chunk.side_id(b, top, 0, False))
        line = [int(chunk.corner_id(b, top, 0)), *range(first[side], first[side] + counts[side])]
        line.append(int(chunk.corner_id(b, top, 1)))
        moved = chunk.degrees(xy[line] + np.array([0.0, 1.0]), owner[line])
        slivers.append(shapely.Polygon(np.vstack([lonlat[line], moved[::-1]])))
    extra.append((np.array(slivers, dtype=object), thin, SLIVER))

    over = np.flatnonzero((chunk.flag[:, 3] < 0.05) | forced)
    last = chunk.rows[over] - 1
    at = np.column_stack([chunk.x[over, 1], (chunk.y[over, last] + chunk.y[over, last + 1]) / 2])
    radius = 0.3 * np.minimum(chunk.near_x[over, 1], chunk.h[over, last])
    blobs = _blob(chunk, over, at, radius, 8 + (chunk.hole[over, 13] * 12).astype(np.int64), chunk.hole[over])
    extra.append((shapely.polygons(blobs), over, OVERLAP))

    shapes = np.concatenate([shape[keep], *(e[0] for e in extra)])
    blocks = np.concatenate([block[keep], *(e[1] for e in extra)])
    kinds = np.concatenate([kind[keep], *(np.full(len(e[0]), e[2]) for e in extra)])
    order = np.argsort(blocks, kind="stable")
    return shapes[order], blocks[order], kinds[order]


def approval_dates(document: np.ndarray, seed: int) -> np.ndarray:
    """Date (datetime64[D]) of each document number: 94 % in 2021-2025, the rest half before and half after.

    The first documents of blocks 8 and 9 lie before and after, so the smallest data set has both too.
    """
    when, within = mesh.hash01(seed, 40, document), mesh.hash01(seed, 41, document)
    when = np.select([document == 8 * 4, document == 9 * 4], [0.0, 1.0], when)
    start = np.select([when < 0.03, when > 0.97], ["2018-03-01", "2026-01-01"], "2021-01-01").astype("datetime64[D]")
    days = np.select([when < 0.03, when > 0.97], [1036, 180], 1826)
    return start + (within * days).astype(np.int64)


def generate(count: int, sites: Sites, units: counties.Counties, seed: int) -> Parcels:
    """``count`` valid parcels; raises ValueError if the sites hold fewer or a parcel came out invalid."""
    columns: list[tuple[np.ndarray, ...]] = []
    total = 0
    for number, start in enumerate(range(0, len(sites.angle), CHUNK)):
        part = slice(start, start + CHUNK)
        shape, block, kind = _build(sites, part, np.random.default_rng([seed, 10, number]))
        shape, block, kind = (a[: count - total] for a in (shape, block, kind))
        if not shapely.is_valid(shape).all():
            raise ValueError("the generator made an invalid parcel; try another seed")
        centroid = shapely.get_coordinates(shapely.centroid(shape))
        wkb = shapely.to_wkb(shape, byte_order=1)
        columns.append((wkb, centroid, mesh.area_m2(shape), kind, block + start))
        total += len(shape)
        if total >= count:
            break
    if total < count:
        raise ValueError(f"room for {total} parcels only, {count} asked for")
    wkb, centroid, area, kind, block = (np.concatenate(c) for c in zip(*columns))
    first = np.flatnonzero(np.r_[True, block[1:] != block[:-1]])
    position = np.arange(count) - np.repeat(first, np.diff(np.r_[first, count]))
    late = (position >= 6) & (kind != OVERLAP)
    document = block * 4 + np.select([kind == OVERLAP, kind == FILLER, late], [2, 3, 1], 0)
    date = approval_dates(document, seed)
    twin = approval_dates(block * 4, seed), approval_dates(block * 4 + 1, seed)
    clash = (kind == OVERLAP) & ((date == twin[0]) | (date == twin[1]))
    date[clash] += 37
    where = transit.locate(units, centroid)
    unit = np.where(where < 0, sites.unit[block], where)
    return Parcels(wkb, centroid, area, unit, where < 0, document, date, kind, block)
