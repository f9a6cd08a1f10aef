"""Cutting of polygons by zones with GEOS: exact pieces as geometries, one polygon at a time.

Candidates are found by bounding box among the tiles of the zones; a polygon that lies wholly in one tile is recognised
by the prepared tile; all others are intersected. Where zones of one layer overlap, the place goes to the smallest label
and the surplus is summed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...core.rings import Rings
from ..geos import NOISE_M2, Geometry, Geos, common, default, minus
from ..reading.wkb import encode
from .zones import ZoneLayer


@dataclass
class Cutter:
    """Cuts polygons by zone layers.

    reach    degrees that polygons may lie from the meridian of their plane (Frame.reach)
    doubly   per layer, m² that lie in more than one of its features
    """

    reach: float = 6.0
    doubly: dict[str, float] = field(default_factory=dict)
    geos: Geos = field(default_factory=default)

    def cut(self, layer: ZoneLayer, geometry: Geometry, meridian: float) -> list[tuple[int, Geometry]]:
        """(label, piece) of a geometry in one layer, one per label, disjoint, ascending. The geometry itself is
        handed back where one zone covers it."""
        tiles = layer.tiles(meridian, self.reach, self.geos)
        near = tiles.near(self.geos.box(geometry))
        if not near:
            return []
        covering = [t for t in near if tiles.contains(t, geometry)]
        features = {tiles.features[t] for t in near}
        if covering and len(features) == 1:
            return [(tiles.labels[covering[0]], geometry)]
        engine = self.geos.prepared(geometry)
        by_feature: dict[int, list[Geometry]] = {}
        for tile in near:
            other = tiles.geometries[tile]
            if not engine.intersects(other):
                continue
            piece = geometry if tile in covering else common(self.geos, geometry, other)
            if self.geos.area(piece) > 0:
                by_feature.setdefault(tiles.features[tile], []).append(piece)
        label_of = {f: tiles.labels[t] for t in near for f in [tiles.features[t]]}
        return self._disjoint(layer.name, geometry, by_feature, label_of)

    def _disjoint(self, name, geometry, by_feature, label_of) -> list[tuple[int, Geometry]]:
        """Pieces per feature → disjoint pieces per label; overlaps go to the smallest label and are summed."""
        if len(by_feature) == 1:
            ((feature, pieces),) = by_feature.items()
            return [(label_of[feature], pieces[0] if len(pieces) == 1 else self.geos.union(pieces))]
        whole = {f: p[0] if len(p) == 1 else self.geos.union(p) for f, p in by_feature.items()}
        by_label: dict[int, list[Geometry]] = {}
        for feature in sorted(whole, key=lambda f: (label_of[f], f)):
            by_label.setdefault(label_of[feature], []).append(whole[feature])
        total = sum(map(self.geos.area, whole.values()))
        union = self.geos.union(list(whole.values())) if whole else None
        surplus = total - self.geos.area(union) if union is not None else 0.0
        joined = {label: g[0] if len(g) == 1 else self.geos.union(g) for label, g in by_label.items()}
        if surplus <= NOISE_M2 + 1e-12 * total:
            return sorted(joined.items(), key=lambda item: item[0])
        self.doubly[name] = self.doubly.get(name, 0.0) + surplus
        out, taken = [], None
        for label in sorted(joined):
            piece = joined[label] if taken is None else minus(self.geos, joined[label], taken)
            if self.geos.area(piece) > 0:
                out.append((label, piece))
            taken = joined[label] if taken is None else self.geos.union([taken, joined[label]])
        return out


def split_claim(geos: Geos, whole: Geometry, claim: Geometry | None) -> list[tuple[Geometry, bool]]:
    """The part of a shape that is its own, and the part that belongs to another parcel."""
    if claim is None:
        return [(whole, False)]
    inside = common(geos, whole, claim)
    own = minus(geos, whole, claim)
    return [(g, flag) for g, flag in ((own, False), (inside, True)) if geos.area(g) > 0]


def valid(rings: Rings, geos: Geos | None = None) -> np.ndarray:
    """(n,) bool, which polygons GEOS finds valid."""
    geos = geos or default()
    return np.array([geos.is_valid(geos.read(blob)) for blob in encode(rings)], bool)
