"""Lines on which corridor buffers are judged: across the region from west to east, and random ones in every zone."""

from __future__ import annotations

import numpy as np

#: Widths (m) of tables and tests.
WIDTHS = (500.0, 5000.0, 20000.0)
#: The 3-degree zones of the region.
ZONES = tuple(range(33, 43))


def west_east() -> np.ndarray:
    """2 400 km along the Yellow River and on to the east, with bends, and straights of tens of kilometres."""
    rng = np.random.default_rng(7)
    t = np.sort(np.concatenate([np.linspace(0, 1, 120), rng.uniform(0, 1, 280)]))
    return np.column_stack([97.5 + 28 * t, 41 + 6 * t * t + 0.4 * np.sin(31 * t) + rng.normal(0, 0.01, len(t))])


def random_lines(zone: int, count: int = 3, seed: int = 0) -> list[np.ndarray]:
    """Lines of 40 random steps about the meridian of a 3-degree zone."""
    rng = np.random.default_rng([zone, seed])
    start = np.column_stack([3 * zone + rng.uniform(-1, 1, count), rng.uniform(38, 50, count)])
    return [p + np.cumsum(np.vstack([[0, 0], rng.normal(0, 0.05, (40, 2))]), axis=0) for p in start]
