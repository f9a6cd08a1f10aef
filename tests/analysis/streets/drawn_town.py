"""A town of twelve streets on both banks of a river with one bridge; its distances are worked out by hand.

    y 600   10 ----------------------------- .
            9                                8
        350 7 --------- . ------------------ .         north quay
                        6 (the bridge)
        250 5 --------- . -------- . ------- .         south quay
            2           3    11|   4         12 (drawn 0.3 m short of the quay, ends at y = 100)
          0 1 --------- . -----|-- . ------- .         south street
          x 0          200   300  400       600        11 flies over 1 without meeting anything
"""

import numpy as np

from nm_urban.nm_urban_plugin.analysis import streets

DRAWN = {
    "south street": [(0, 0), (200, 0), (400, 0), (600, 0)],
    "west lane": [(0, 0), (0, 250)],
    "middle lane": [(200, 0), (200, 250)],
    "east lane": [(400, 0), (400, 250)],
    "south quay": [(0, 250), (200, 250), (400, 250), (600, 250)],
    "bridge": [(200, 250), (200, 350)],
    "north quay": [(0, 350), (200, 350), (600, 350)],
    "north lane": [(600, 350), (600, 600)],
    "hill street": [(0, 350), (0, 600)],
    "top street": [(0, 600), (600, 600)],
    "flyover": [(300, -50), (300, 200)],
    "alley": [(600, 249.7), (600, 100)],
}
NAMES = list(DRAWN)
LEVEL = np.array([1 if name in ("bridge", "flyover") else 0 for name in NAMES])

#: 10 m off the east lane, 100 m up it.
GATE = (410.0, 100.0)


def lines(drawn=None, level=LEVEL, **columns):
    """The town (or another drawing) as lines."""
    parts = list((drawn or DRAWN).values()) if not isinstance(drawn, list) else drawn
    first = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    if drawn is not None and level is LEVEL:
        level = None
    return streets.Lines.of(np.concatenate([np.array(part, float) for part in parts]), first, level=level, **columns)


def graph(**rules):
    """Its graph, lengths in the plane."""
    return streets.build(lines(), streets.Rules(ellipsoidal=False, **rules))
