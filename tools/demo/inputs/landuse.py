"""Synthetic land-use patches (DLTB) under and around the parcels: a planar partition with exactly shared borders.

A patch is a cell of one fine grid over the region whose nodes and sides are moved by a hash of their own number, so two
neighbours always compute identical points. Classes follow the land cover where it is known. Nothing here is surveyed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from tools.demo.inputs import counties, landcover, mesh, transit
from tools.demo.inputs.sites import Sites

CHUNK = 40_000
MAX_PATCHES = 600_000
MISSING = 0.003  # share of patches left out on purpose
CLASSES = {
    "0102": "水浇地", "0103": "旱地", "0301": "乔木林地", "0305": "灌木林地", "0307": "其他林地", "0401": "天然牧草地",
    "0404": "其他草地", "0601": "工业用地", "0602": "采矿用地", "0701": "城镇住宅用地", "0702": "农村宅基地",
    "1003": "公路用地", "1004": "城镇村道路用地", "1006": "农村道路", "1104": "坑塘水面", "1107": "沟渠",
    "1202": "设施农用地", "1204": "盐碱地", "1205": "沙地", "1206": "裸土地",
}  # fmt: skip
CODES = tuple(CLASSES)
BUILT = np.array([code[:2] in ("06", "07") or code in ("1003", "1004") for code in CODES])
_COMMON = {"0601": 2.5, "0701": 2.5, "0702": 3, "0602": 1, "1003": 2, "1004": 1, "1006": 2, "1104": 1.5, "1107": 1,
           "1202": 2.5, "0307": 2}  # fmt: skip
_MIXES = {
    "crop": {"0103": 46, "0102": 22, "0404": 6, "0305": 3, "0401": 4},
    "grass": {"0401": 48, "0404": 12, "0103": 14, "0305": 5, "1205": 3, "1204": 2},
    "forest": {"0301": 44, "0305": 16, "0404": 8, "0103": 10, "0401": 5},
    "barren": {"1205": 30, "1206": 16, "0401": 18, "0404": 10, "0305": 6, "1204": 5},
    "urban": {"0701": 14, "0601": 10, "1004": 4, "0103": 22, "0404": 12, "0102": 10, "0305": 4},
}
_GROUP = ("crop", "grass", "forest", "barren", "urban")


def _table() -> np.ndarray:
    """Cumulative probabilities (5 groups, classes)."""
    weight = np.array([[_MIXES[g].get(c, 0) + _COMMON.get(c, 0) for c in CODES] for g in _GROUP], dtype=float)
    return np.cumsum(weight / weight.sum(1, keepdims=True), axis=1)


class Grid:
    """The fine grid: ``per_slot`` cells along each side of a slot of parcels."""

    def __init__(self, sites: Sites, cover: np.ndarray, seed: int):
        whole = np.abs((sites.centre / sites.slot_deg) % 1 - 0.5).max(1) < 1e-6  # blocks that fill exactly one slot
        own = np.floor(sites.centre[whole] / sites.slot_deg).astype(np.int64)
        off = np.floor(sites.centre[~whole] / sites.slot_deg - 0.5).astype(np.int64)
        off = (off[:, None] + np.array([[0, 0], [0, 1], [1, 0], [1, 1]])[None]).reshape(-1, 2)
        slots = np.unique(np.vstack([own, off]), axis=0)
        self.per_slot = int(np.clip(np.sqrt(MAX_PATCHES / len(slots)), 3, 7))
        self.step = sites.slot_deg / self.per_slot
        self._cover, self._seed = cover, seed
        # one cell more on each side: a border that moved inwards must not uncover a parcel
        span = np.arange(-1, self.per_slot + 1)
        di, dj = (axis.ravel() for axis in np.meshgrid(span, span))
        cells = (slots[:, None] * self.per_slot + np.column_stack([di, dj])[None]).reshape(-1, 2)
        self.cells = np.unique(cells, axis=0)

    def node(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Corner (i, j) of the grid, moved by up to 0.22 of a cell."""
        move = np.column_stack([mesh.hash01(self._seed, 50, i, j, k) - 0.5 for k in (0, 1)])
        return (np.column_stack([i, j]) + 0.44 * move) * self.step

    def land_class(self, cells: np.ndarray) -> np.ndarray:
        """Index into CODES for each cell (n, 2); neighbouring cells often agree."""
        igbp = landcover.sample(self._cover, (cells + 0.5) * self.step)
        group = np.select([np.isin(igbp, (12, 14)), np.isin(igbp, (1, 2, 3, 4, 5, 8)), igbp == 16, igbp == 13],
                          [0, 2, 3, 4], 1)  # fmt: skip
        i, j = cells[:, 0], cells[:, 1]
        alone = mesh.hash01(self._seed, 51, i, j) < 0.45
        draw = np.where(alone, mesh.hash01(self._seed, 52, i, j), mesh.hash01(self._seed, 53, i // 3, j // 2))
        return np.minimum((draw[:, None] > _table()[group]).sum(1), len(CODES) - 1)

    def is_missing(self, cells: np.ndarray) -> np.ndarray:
        """Cells that get no patch, by chance."""
        return mesh.hash01(self._seed, 54, cells[:, 0], cells[:, 1]) < MISSING

    def cell_of(self, lonlat: np.ndarray) -> np.ndarray:
        """Grid cell of each point, borders taken as straight: good enough to estimate."""
        return np.floor(lonlat / self.step).astype(np.int64)

    def geometry(self, cells: np.ndarray) -> np.ndarray:
        """Polygons of cells (n, 2)."""
        i, j = cells[:, 0], cells[:, 1]
        si, sj = np.column_stack([i, i + 1, i, i]).ravel(), np.column_stack([j, j, j + 1, j]).ravel()
        across = np.tile([0, 1, 0, 1], len(cells))
        counts = 1 + (7 * mesh.hash01(self._seed, 55, si, sj, across) ** 1.6).astype(np.int64)
        height = 0.11 * self.step.min()
        return mesh.polygons(*mesh.grid_cells(i, j, self.node, counts, height, self._seed + 56))


def generate(
    grid: Grid, units: counties.Counties, holes: np.ndarray, seed: int
) -> Iterator[tuple[np.ndarray, dict[str, np.ndarray]]]:
    """Batches of polygons and DLTB columns. Cells under the points ``holes`` (n, 2) get no patch either.

    TBMJ is ellipsoidal to about 1e-6; KCMJ = TBMJ x KCXS and TBDLMJ = TBMJ - KCMJ hold to the cent.
    """
    left_out = {tuple(c) for c in grid.cell_of(holes).tolist()}
    number = 0
    for start in range(0, len(grid.cells), CHUNK):
        cells = grid.cells[start : start + CHUNK]
        keep = ~grid.is_missing(cells) & np.array([tuple(c) not in left_out for c in cells.tolist()])
        cells = cells[keep]
        shape = grid.geometry(cells)
        if not shapely.is_valid(shape).all():
            raise ValueError("the generator made an invalid land-use patch; try another seed")
        where = transit.locate(units, shapely.get_coordinates(shapely.centroid(shape)))
        kind = grid.land_class(cells)
        code = np.array(CODES)[kind]
        cents = np.floor(mesh.area_m2(shape) * 100 + 0.5).astype(np.int64)
        factor = np.round(0.01 + 0.11 * mesh.hash01(seed, 57, cells[:, 0], cells[:, 1]), 4)
        dry = code == "0103"
        deducted = np.where(dry, np.floor(cents * factor + 0.5), 0).astype(np.int64)
        unit_code = np.where(where < 0, "150000", np.array(units.code)[where])
        village = np.char.add(unit_code, np.char.mod("%06d0000000", 100201 + cells[:, 0] % 9))
        serial = number + 1 + np.arange(len(cells))
        number += len(cells)
        yield (
            shape,
            {
                "BSM": np.char.add(unit_code, np.char.mod("2001%08d", serial)),
                "YSDM": np.full(len(cells), "2001010100"),
                "TBBH": np.char.mod("%06d", serial % 1_000_000),
                "DLBM": code,
                "DLMC": np.array([CLASSES[c] for c in CODES])[kind],
                "QSXZ": np.where(BUILT[kind], "20", "30"),
                "QSDWDM": village,
                "QSDWMC": np.full(len(cells), "示例村"),
                "ZLDWDM": village,
                "ZLDWMC": np.full(len(cells), "示例村"),
                "TBMJ": cents / 100,
                "KCDLBM": np.where(dry, "1203", "").astype(object),
                "KCXS": np.where(dry, factor, 0.0),
                "KCMJ": deducted / 100,
                "TBDLMJ": (cents - deducted) / 100,
                "SJNF": np.full(len(cells), 2023),
            },
        )
