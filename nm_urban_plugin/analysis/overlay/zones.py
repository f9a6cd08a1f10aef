"""Zone layers (county units, control lines, land use) ready to be overlaid, in the plane of any Gauss zone.

For GEOS, big polygons are subdivided into tiles of few vertices, so that a parcel meets a small one; tiles of one
feature never overlap. Blocks and tiles are made per Gauss zone on demand and only where parcels are.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from ...core.rings import Rings
from ..geos import Geometry, Geos, Prepared, sound
from ..reading.parallel import ahead
from ..reading.planes import Planes
from ..reading.wkb import encode
from .blocks import Blocks

#: Vertices of a tile. Measured: 64 … 256 differ by a few percent, 1 000 doubles the time.
_TILE_VERTICES = 128

OUTSIDE = -1


class Tiles:
    """Subdivided zones in one plane: geometry, label and feature of each tile. A feature is subdivided when the first
    polygon comes near it."""

    def __init__(self, blocks: Blocks, label_of: np.ndarray, geos: Geos) -> None:
        self.geometries: list[Geometry] = []
        self.labels: list[int] = []
        self.features: list[int] = []
        self._blocks, self._label_of = blocks, label_of
        self._geos = geos
        self._of_feature: dict[int, tuple[int, np.ndarray]] = {}  # number of its first tile, boxes of its tiles
        self._engines: dict[int, Prepared] = {}
        self._lock = threading.Lock()

    def near(self, box: np.ndarray) -> list[int]:
        """Tiles whose box meets *box* (4,), in the order of their features, so that results do not depend on what came
        before."""
        with self._lock:
            features = self._blocks.near(box).tolist()
            self._make(np.array([k for k in features if k not in self._of_feature], np.int64))
            found = []
            for k in features:
                first, boxes = self._of_feature[k]
                meets = (boxes[:, :2] <= box[2:]).all(axis=1) & (boxes[:, 2:] >= box[:2]).all(axis=1)
                found += (first + np.nonzero(meets)[0]).tolist()
            return found

    def _make(self, which: np.ndarray) -> None:
        for k, blob in zip(which.tolist(), encode(self._blocks.rings.take(which))):
            tiles = self._geos.subdivided(sound(self._geos, blob), _TILE_VERTICES)
            boxes = np.array([self._geos.box(tile) for tile in tiles]).reshape(-1, 4)
            self._of_feature[k] = len(self.geometries), boxes
            self.geometries += tiles
            self.labels += [int(self._label_of[k])] * len(tiles)
            self.features += [k] * len(tiles)

    def contains(self, tile: int, geometry: Geometry) -> bool:
        """Whether the tile covers the geometry wholly (prepared once per tile)."""
        if tile not in self._engines:
            self._engines[tile] = self._geos.prepared(self.geometries[tile])
        return self._engines[tile].contains(geometry)


@dataclass
class ZoneLayer:
    """Zones of one layer: rings in the layer's CRS, and the label of each feature (an index into the caller's list).

    Features with the same label may overlap freely; where features of different labels overlap, the place belongs to
    the smaller label (the smaller key), is measured once, and its area is summed in the overlay's `doubly`.
    """

    name: str
    frame: Planes
    rings: Rings
    labels: np.ndarray

    def __post_init__(self) -> None:
        self._bounds = self.rings.bounds()
        self._lock = threading.Lock()  # batches on several threads ask for the same plane
        self._planes: dict[float, tuple[np.ndarray, Rings]] = {}
        self._tiles: dict[tuple[float, Geos], Tiles] = {}
        self._blocks: dict[float, tuple[np.ndarray, Blocks]] = {}

    def _plane(self, meridian: float, reach: float) -> tuple[np.ndarray, Rings]:
        """Features within *reach* degrees of a meridian, and their rings in the plane about it."""
        if meridian not in self._planes:
            near = self._near(meridian, reach)
            self._planes[meridian] = near, self.frame.to_meridian(self.rings.take(near), meridian)
        return self._planes[meridian]

    def blocks(self, meridian: float, reach: float, expected: int = 0) -> tuple[np.ndarray, Blocks]:
        """Label per feature, and the features ready for whole batches, in the plane about *meridian*; *expected*
        parcels are to come."""
        with self._lock:
            if meridian not in self._blocks:
                near, plane = self._plane(meridian, reach)
                self._blocks[meridian] = self.labels[near], Blocks(plane, expected)
            return self._blocks[meridian]

    def begin(self, shapes: Planes, expected: int = 0) -> ZoneLayer:
        """Begin to make ready, while other layers are read, what all shapes to come will need: where their plane is
        known and the layer is one block."""
        if shapes.zone is not None:
            ahead(self._begin, float(shapes.zone.meridian), shapes.reach, expected)
        return self

    def _begin(self, meridian: float, reach: float, expected: int) -> None:
        _, blocks = self.blocks(meridian, reach, expected)
        if len(blocks) == 1:
            blocks.block(0)

    def plans(self) -> list[tuple[float, Blocks]]:
        """(meridian, blocks) of the planes made ready so far, for the log."""
        return [(meridian, blocks) for meridian, (_, blocks) in sorted(self._blocks.items())]

    def tiles(self, meridian: float, reach: float, geos: Geos) -> Tiles:
        """Tiles for *geos* in the plane about *meridian*, of features within *reach* degrees."""
        labels, blocks = self.blocks(meridian, reach)
        with self._lock:
            if (meridian, geos) not in self._tiles:
                self._tiles[meridian, geos] = Tiles(blocks, labels, geos)
            return self._tiles[meridian, geos]

    def _near(self, meridian: float, reach: float) -> np.ndarray:
        """Features that a parcel measured about this meridian can meet."""
        x0, y0, x1, y1 = self._bounds.T
        corners = [self.frame.lonlat(x, y)[0] for x in (x0, x1) for y in (y0, y1)]
        west, east = np.min(corners, axis=0), np.max(corners, axis=0)
        with np.errstate(invalid="ignore"):
            return np.nonzero((east >= meridian - reach - 0.1) & (west <= meridian + reach + 0.1))[0]
