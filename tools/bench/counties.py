"""103 county units with fractal borders that neighbours share vertex by vertex.

A brick pattern: rows of 11 and 12 units in turn, so that borders meet three at a time, as on a map. Every border is a
straight line between two junctions plus a sum of octaves of noise across it; it stays within a wedge at its ends, so
that borders never cross. Beyond the parcels the region ends in a straight frame.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from tools.bench import region
from tools.common import import_nm_urban
from tools.demo import gpkg

_ROWS, _PER_ROW = 9, 11
_MARGIN = 0.02  # of the region's width and height, beyond the parcels
_JITTER = 0.15  # of a unit's width
_SPACING_M = (9.0, 42.0)  # between vertices, log-uniform per border
_AMPLITUDE, _WEDGE, _ROUGHNESS = 0.07, 0.45, 0.6


def _border(rng: np.random.Generator, a: np.ndarray, b: np.ndarray, straight: bool) -> np.ndarray:
    """(n, 2) vertices from junction a to before junction b."""
    along = b - a
    length = float(np.hypot(*along))
    if straight:
        return a[None, :]
    n = int(length / np.exp(rng.uniform(*np.log(_SPACING_M)))) + 2
    t = np.arange(n) / n
    across = np.zeros(n)
    octave, knots = 1.0, 3
    while knots < n:
        across += octave * np.interp(t, np.linspace(0, 1, knots), rng.standard_normal(knots))
        octave, knots = octave * _ROUGHNESS, 2 * knots - 1
    across *= _AMPLITUDE / np.abs(across).max()
    reach = _WEDGE * np.minimum(t, 1 - t)
    across = np.clip(across, -reach, reach)
    return a + t[:, None] * along + across[:, None] * np.array([-along[1], along[0]])


def _breaks(rng: np.random.Generator, row: int) -> np.ndarray:
    """Shares of the width at which the units of a row end, the frame included."""
    even = np.arange(1, _PER_ROW) / _PER_ROW if row % 2 == 0 else (np.arange(_PER_ROW) + 0.5) / _PER_ROW
    return np.concatenate([[0.0], even + rng.uniform(-_JITTER, _JITTER, len(even)) / _PER_ROW, [1.0]])


def polygons(seed: int = 1) -> np.ndarray:
    """The units as shapely polygons, row by row from the south-west."""
    rng = np.random.default_rng(seed)
    left, bottom = region.X0 - _MARGIN * region.WIDTH, region.Y0 - _MARGIN * region.HEIGHT
    width, height = (1 + 2 * _MARGIN) * region.WIDTH, (1 + 2 * _MARGIN) * region.HEIGHT
    feet = [_breaks(rng, row) for row in range(_ROWS)]
    heads = [f + np.r_[0, rng.uniform(-0.03, 0.03, len(f) - 2) / _PER_ROW, 0] for f in feet]

    # level k is the line between row k-1 and row k: junctions from both, sorted by their place on it
    junctions, chains = [], []
    for level in range(_ROWS + 1):
        sides = ([heads[level - 1]] if level else []) + ([feet[level]] if level < _ROWS else [])
        at = np.unique(np.concatenate(sides))
        inner = 0 < level < _ROWS
        wave = rng.uniform(-0.02, 0.02, len(at)) * height / _ROWS if inner else np.zeros(len(at))
        nodes = np.stack([left + at * width, bottom + level * height / _ROWS + wave], 1)
        junctions.append((at, nodes))
        chains.append([_border(rng, nodes[k], nodes[k + 1], not inner) for k in range(len(at) - 1)])

    def node(level: int, share: float) -> int:
        return int(np.searchsorted(junctions[level][0], share))

    out = []
    for row in range(_ROWS):
        ends = [(node(row, f), node(row + 1, h)) for f, h in zip(feet[row], heads[row])]
        uprights = [
            _border(rng, junctions[row][1][south], junctions[row + 1][1][north], k in (0, len(ends) - 1))
            for k, (south, north) in enumerate(ends)
        ]
        for k in range(len(ends) - 1):
            (sw, nw), (se, ne) = ends[k], ends[k + 1]
            north_to_west = np.concatenate([*chains[row + 1][nw:ne], junctions[row + 1][1][ne][None, :]])[::-1]
            west_down = np.concatenate([uprights[k], junctions[row + 1][1][nw][None, :]])[::-1]
            ring = np.concatenate([*chains[row][sw:se], uprights[k + 1], north_to_west[:-1], west_down])
            out.append(shapely.Polygon(np.round(ring, 4)))
    units = np.array(out)
    wrong = ~shapely.is_valid(units)
    if wrong.any():
        raise ValueError(f"county borders cross: {shapely.is_valid_reason(units[wrong])}")
    return units


def write(path: Path) -> str:
    """Write the layer; returns a few words on it."""
    import_nm_urban()
    from nm_urban.nm_urban_plugin.core import places

    units = polygons()
    known = places.counties()
    if len(known) != len(units):
        raise ValueError(f"{len(units)} polygons for {len(known)} county units")
    fields = [gpkg.Field("code", width=6, alias="行政区划代码"), gpkg.Field("name", width=60, alias="名称")]
    with gpkg.create(path, region.CRS) as package:
        layer = package.layer(region.COUNTIES, fields, "multipolygon", synthetic=True)
        codes = sorted(c.code for c in known)
        layer.write(list(shapely.to_wkb(shapely.multipolygons(units[:, None]))),
                    {"code": codes, "name": [places.name_of(c) for c in codes]})
    count = shapely.get_num_coordinates(units)
    return f"{len(units)} units, {count.sum():,} vertices ({count.min():,} to {count.max():,})"
