"""A made-up town, as large as wanted: streets with a river through them, gates of parks, facilities, compounds.

Streets are a warped grid of blocks about 110 m wide with one link in ten missing; every fifth street is a main street.
The river runs from west to east and is crossed at every twelfth street only, by bridges (level 1). The drawing has the
faults that drawings have: one end in a hundred stops 0.2 m short of its junction, and some long lines cross others
without a vertex, half of them flyovers. The same seed gives the same town.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK_M = 110.0
#: A corner of the 3° zone of 111° E, near Hohhot: eastings from the meridian, northings.
EAST, NORTH = 20_000.0, 4_500_000.0

_MAIN_EVERY, _BRIDGE_EVERY = 5, 12
_MISSING, _SHORT_ENDS, _SHORT_BY_M = 0.10, 0.01, 0.2
_KMH = {"main": 50.0, "side": 30.0, "fly": 60.0}


@dataclass(frozen=True)
class Streets:
    """n polylines: xy (v, 2) metres, first (n + 1,) offsets, oneway, level, kmh, lanes (n,), kind (n,) text; blocks
    (b, 2) the middles of the blocks between them; corner and size of the town in metres."""

    xy: np.ndarray
    first: np.ndarray
    oneway: np.ndarray
    level: np.ndarray
    kmh: np.ndarray
    lanes: np.ndarray
    kind: np.ndarray
    blocks: np.ndarray
    corner: tuple[float, float]
    size: float

    @property
    def n(self) -> int:
        """How many streets."""
        return len(self.first) - 1


def streets(count: int, seed: int = 7, inner: int = 2) -> Streets:
    """About *count* streets, from junction to junction, each with *inner* vertices between its ends."""
    random = np.random.default_rng(seed)
    side = int(np.sqrt(count / 1.8)) + 1
    node = _junctions(random, side)
    pair, main, bridge = _links(random, side)
    lines = _bent(random, node[pair[:, 0]], node[pair[:, 1]], inner)
    _draw_short(random, lines)
    main, n = main.copy(), len(lines)
    k = max(4, count // 2000)
    start = node.min(axis=0) + random.uniform(0, side * BLOCK_M, (k, 2))
    flying = np.round(np.stack([start, start + random.normal(0, 6 * BLOCK_M, (k, 2))], 1), 3)
    first = np.concatenate([np.arange(n + 1) * (inner + 2), n * (inner + 2) + 2 * np.arange(1, k + 1)]).astype(np.int64)
    oneway = np.zeros(n + k, np.int8)
    oneway[:n] = np.where(~main & (random.random(n) < 0.05), random.choice([-1, 1], n), 0)
    level = np.concatenate([bridge.astype(np.int16), np.arange(k) % 2]).astype(np.int16)
    kind = np.concatenate([np.where(main, "main", "side"), np.full(k, "fly")])
    return Streets(np.concatenate([lines.reshape(-1, 2), flying.reshape(-1, 2)]), first, oneway, level,
                   np.vectorize(_KMH.get, otypes=[float])(kind), np.where(kind == "side", 2, 4), kind,
                   _blocks(node, side), (float(node[:, 0].min()), float(node[:, 1].min())), side * BLOCK_M)


def _junctions(random, side: int) -> np.ndarray:
    """(side², 2) junctions of the warped grid, to the millimetre."""
    i, j = np.meshgrid(np.arange(side), np.arange(side), indexing="ij")
    wobble = random.normal(0, 0.15 * BLOCK_M, (2, side, side))
    x = i * BLOCK_M + wobble[0] + 0.35 * BLOCK_M * np.sin(j / 19)
    y = j * BLOCK_M + wobble[1] + 0.35 * BLOCK_M * np.sin(i / 21)
    return np.round(np.stack([EAST + x.ravel(), NORTH + y.ravel()], 1), 3)


def _blocks(node: np.ndarray, side: int) -> np.ndarray:
    """((side − 1)², 2) middles of the four junctions around each block."""
    grid = node.reshape(side, side, 2)
    return ((grid[:-1, :-1] + grid[1:, :-1] + grid[:-1, 1:] + grid[1:, 1:]) / 4).reshape(-1, 2)


def _links(random, side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(n, 2) junctions that streets join, which are main streets, and which are bridges."""
    number = np.arange(side * side).reshape(side, side)
    i, j = np.meshgrid(np.arange(side), np.arange(side), indexing="ij")
    across = np.stack([number[:-1].ravel(), number[1:].ravel()], 1)
    up = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], 1)
    pair = np.concatenate([across, up])
    main = np.concatenate([j[:-1].ravel() % _MAIN_EVERY == 0, i[:, :-1].ravel() % _MAIN_EVERY == 0])
    over = np.concatenate([np.zeros(len(across), bool), j[:, :-1].ravel() == side // 2])
    column = np.concatenate([np.zeros(len(across), np.int64), i[:, :-1].ravel()])
    bridge = over & (column % _BRIDGE_EVERY == 0)
    keep = (random.random(len(pair)) > _MISSING) & ~over | bridge
    return pair[keep], main[keep], bridge[keep]


def _bent(random, a: np.ndarray, b: np.ndarray, inner: int) -> np.ndarray:
    """(n, inner + 2, 2) streets from a to b, slightly bent."""
    share = np.linspace(0, 1, inner + 2)
    line = a[:, None] + share[None, :, None] * (b - a)[:, None]
    normal = np.stack([a[:, 1] - b[:, 1], b[:, 0] - a[:, 0]], 1)
    bow = random.normal(0, 0.05, len(a))[:, None] * np.sin(np.pi * share)[None]
    line = np.round(line + bow[:, :, None] * normal[:, None], 3)
    line[:, 0], line[:, -1] = a, b
    return line


def _draw_short(random, lines: np.ndarray) -> None:
    """Some streets stop short of their last junction."""
    short = np.nonzero(random.random(len(lines)) < _SHORT_ENDS)[0]
    step = lines[short, -2] - lines[short, -1]
    lines[short, -1] += _SHORT_BY_M * step / np.hypot(step[:, 0], step[:, 1])[:, None]
    lines[short, -1] = np.round(lines[short, -1], 3)


def points(town: Streets, count: int, seed: int) -> np.ndarray:
    """(count, 2) places anywhere in the town."""
    inside = np.random.default_rng(seed).uniform(0.02, 0.98, (count, 2))
    return np.array(town.corner) + inside * town.size


def compounds(town: Streets, count: int, seed: int = 11) -> tuple[np.ndarray, np.ndarray]:
    """Closed rectangles (count, 5, 2) inside blocks, one in a block while there are enough, and the people in each."""
    random = np.random.default_rng(seed)
    n = len(town.blocks)
    block = np.concatenate([random.permutation(n) for _ in range(-(-count // n))])[:count]
    half = random.uniform(12, 38, (count, 2))
    angle = random.normal(0, 0.15, count)
    corner = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]], float)[None] * half[:, None]
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    turned = np.stack([corner[..., 0] * cos - corner[..., 1] * sin, corner[..., 0] * sin + corner[..., 1] * cos], -1)
    middle = town.blocks[block] + random.normal(0, 6, (count, 2))
    return np.round(middle[:, None] + turned, 3), random.integers(50, 2200, count)
