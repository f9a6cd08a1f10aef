"""Zone layers (county units, control lines, land use) ready to be overlaid, in the plane of any Gauss zone.

For GEOS, big polygons are subdivided into tiles of few vertices, so that a parcel meets a small one; tiles of one
feature never overlap. Blocks and tiles are made per Gauss zone on demand and only where parcels are.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsSpatialIndex

from ...core.rings import Rings
from ..reading.frames import Frame, sound
from ..reading.parallel import ahead
from ..reading.wkb import encode
from .blocks import Blocks

#: Vertices of a tile. Measured: 64 … 256 differ by a few percent, 1 000 doubles the time.
_TILE_VERTICES = 128

OUTSIDE = -1


class Tiles:
    """Subdivided zones in one plane: geometry, label and feature of each tile, with an index of their boxes. A feature
    is subdivided when the first polygon comes near it."""

    def __init__(self, blocks: Blocks, label_of: np.ndarray) -> None:
        self.geometries: list[QgsGeometry] = []
        self.labels: list[int] = []
        self.features: list[int] = []
        self._blocks, self._label_of = blocks, label_of
        self._made = np.zeros(blocks.n, bool)
        self._engines: dict[int, object] = {}
        self._index = QgsSpatialIndex()
        self._lock = threading.Lock()

    def near(self, box: QgsRectangle) -> list[int]:
        """Tiles whose box meets *box*, in the order of their features, so that results depend neither on the index nor
        on what came before."""
        with self._lock:
            found = self._blocks.near(np.array([box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]))
            self._make(found[~self._made[found]])
            return sorted(self._index.intersects(box), key=lambda tile: (self.features[tile], tile))

    def _make(self, which: np.ndarray) -> None:
        for k, blob in zip(which.tolist(), encode(self._blocks.rings.take(which))):
            for tile in sound(blob).subdivide(_TILE_VERTICES).asGeometryCollection():
                if not tile.isEmpty():
                    feature = QgsFeature(len(self.geometries))
                    feature.setGeometry(tile)
                    self._index.addFeature(feature)
                    self.geometries.append(tile)
                    self.labels.append(int(self._label_of[k]))
                    self.features.append(k)
        self._made[which] = True

    def contains(self, tile: int, geometry: QgsGeometry) -> bool:
        """Whether the tile covers the geometry wholly (prepared once per tile)."""
        engine = self._engines.get(tile)
        if engine is None:
            engine = QgsGeometry.createGeometryEngine(self.geometries[tile].constGet())
            engine.prepareGeometry()
            self._engines[tile] = engine
        return engine.contains(geometry.constGet())


@dataclass
class ZoneLayer:
    """Zones of one layer: rings in the layer's CRS, and the label of each feature (an index into the caller's list).

    Features with the same label may overlap freely; where features of different labels overlap, the place belongs to
    the smaller label (the smaller key), is measured once, and its area is summed in the overlay's `doubly`.
    """

    name: str
    frame: Frame
    rings: Rings
    labels: np.ndarray

    def __post_init__(self) -> None:
        self._bounds = self.rings.bounds()
        self._lock = threading.Lock()  # batches on several threads ask for the same plane
        self._planes: dict[float, tuple[np.ndarray, Rings]] = {}
        self._tiles: dict[float, Tiles] = {}
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

    def begin(self, shapes: Frame, expected: int = 0) -> ZoneLayer:
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

    def tiles(self, meridian: float, reach: float) -> Tiles:
        """Tiles for GEOS in the plane about *meridian*, of features within *reach* degrees."""
        labels, blocks = self.blocks(meridian, reach)
        with self._lock:
            if meridian not in self._tiles:
                self._tiles[meridian] = Tiles(blocks, labels)
            return self._tiles[meridian]

    def _near(self, meridian: float, reach: float) -> np.ndarray:
        """Features that a parcel measured about this meridian can meet."""
        x0, y0, x1, y1 = self._bounds.T
        corners = [self.frame.lonlat(x, y)[0] for x in (x0, x1) for y in (y0, y1)]
        west, east = np.min(corners, axis=0), np.max(corners, axis=0)
        with np.errstate(invalid="ignore"):
            return np.nonzero((east >= meridian - reach - 0.1) & (west <= meridian + reach + 0.1))[0]
