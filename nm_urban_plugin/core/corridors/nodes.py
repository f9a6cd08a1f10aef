"""What the register of corridors says about places: 'is the named place on the corridor', nodes, hubs, exits.

Where a layer's lines carry no names, analysis derives the corridor's line from the network; here is only what follows
from distances and chainages. The register itself is in `register`; its names are offered here as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..transport import ANY, MODES, RAIL, ROAD
from .register import (
    BUILDING,
    EXISTING,
    PLANNED,
    PRELIMINARY,
    STATUSES,
    Clause,
    Corridor,
    Exits,
    NamedPlace,
    UnknownCorridor,
    chosen,
    corridor,
    corridors,
    exits_wanted,
    find,
    named_place,
    named_places,
    read_register,
)

__all__ = [
    "ANY", "BUILDING", "EXISTING", "GIVEN", "MODES", "NOT_JUDGED", "OFF", "ON", "PLANNED", "PRELIMINARY",
    "RAIL", "ROAD", "ROUTE", "STATUSES", "SUPPORT", "Clause", "Corridor", "Exits", "Hub", "NamedPlace", "Node",
    "UnknownCorridor", "chosen", "corridor", "corridors", "exit_groups", "exits_wanted", "find", "hub_scores",
    "judge", "named_place", "named_places", "ordered", "read_register",
]  # fmt: skip

ON, OFF, NOT_JUDGED = "on", "off", "not_judged"
ROUTE, SUPPORT, GIVEN = "route", "support", "given"


@dataclass(frozen=True)
class Node:
    """A place judged against a corridor.

    ``dist_m``: geodesic distance to the corridor's line; ``chain_m``: how far from the first ordered place its foot
    lies, None where the line is not one connected path; ``state``: `ON`, `OFF` or `NOT_JUDGED` (``why`` says the
    reason); ``role``: `ROUTE` (ordered place), `SUPPORT` or `GIVEN` (a place of the user's layer).
    """

    name: str
    code: str
    corridor: str
    dist_m: float | None
    chain_m: float | None
    state: str
    role: str = GIVEN
    why: str = ""

    @property
    def on(self) -> int | None:
        """1 on, 0 off, None not judged."""
        return {ON: 1, OFF: 0}.get(self.state)


#: Reasons why a place is not judged.
NO_LINE, NO_POSITION, OFF_NETWORK = "no_line", "no_position", "off_network"


def judge(name: str, code: str, corridor: str, dist_m: float | None, chain_m: float | None, width_m: float,
          role: str = GIVEN, net_m: float | None = None, snap_m: float | None = None, located: bool = True) -> Node:
    """Whether a place lies on a corridor: ``dist_m`` ≤ ``width_m``.

    Not judged where the place has no position, where the corridor has no line (``dist_m`` None), or, for a line derived
    from a network, where not even the network comes near the place: ``net_m``, the distance to its nearest line, is
    more than ``snap_m`` and the place is not on the corridor all the same. Raises ValueError for a width that is no
    number > 0.
    """
    if not (math.isfinite(width_m) and width_m > 0):
        raise ValueError(f"the width must be a number > 0, not {width_m}")
    if not located:
        return Node(name, code, corridor, None, None, NOT_JUDGED, role, NO_POSITION)
    if dist_m is None or not math.isfinite(dist_m):
        return Node(name, code, corridor, None, None, NOT_JUDGED, role, NO_LINE)
    if dist_m <= width_m:
        return Node(name, code, corridor, dist_m, chain_m, ON, role)
    if net_m is not None and snap_m is not None and net_m > snap_m:
        return Node(name, code, corridor, dist_m, chain_m, NOT_JUDGED, role, OFF_NETWORK)
    return Node(name, code, corridor, dist_m, chain_m, OFF, role)


def ordered(nodes: Iterable[Node]) -> list[Node]:
    """Corridor by corridor in the order given, each by chainage (unknown ones last, by distance), then by code."""
    items = list(nodes)
    rank = {name: k for k, name in enumerate(dict.fromkeys(node.corridor for node in items))}

    def key(node: Node) -> tuple:
        far = math.inf
        return (rank[node.corridor], far if node.chain_m is None else node.chain_m,
                far if node.dist_m is None else node.dist_m, node.code, node.name)

    return sorted(items, key=key)


@dataclass(frozen=True)
class Hub:
    """A place with the number of corridors that it is on (通道叠加得分)."""

    name: str
    code: str
    score: int
    corridors: tuple[str, ...]


def hub_scores(nodes: Iterable[Node]) -> list[Hub]:
    """Overlap of corridors as hub score: on how many different corridors each place lies, best first, ties by code.

    A place on none of them is left out; a place is known by code and name.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    for node in nodes:
        if node.state == ON:
            found.setdefault((node.code, node.name), {})[node.corridor] = None
    hubs = [Hub(name, code, len(on), tuple(on)) for (code, name), on in found.items()]
    return sorted(hubs, key=lambda hub: (-hub.score, hub.code, hub.name))


def exit_groups(chain_m: np.ndarray, perimeter_m: float, gap_m: float) -> np.ndarray:
    """Exit corridors among crossings of a city's boundary.

    ``chain_m`` (n,): where each line crosses, measured along the closed boundary of length ``perimeter_m``. Crossings
    that follow each other within ``gap_m`` are one exit (the two carriageways of a motorway, a road that weaves in and
    out). Returns the number of the exit of each crossing (n,), from 0 in the order along the boundary.
    """
    chain = np.mod(np.asarray(chain_m, np.float64), perimeter_m)
    if not len(chain):
        return np.zeros(0, np.int64)
    order = np.argsort(chain, kind="stable")
    along = chain[order]
    new = np.diff(along, prepend=along[-1] - perimeter_m) > gap_m
    if not new.any():  # one chain of crossings all the way round
        new[0] = True
    group = np.cumsum(new, dtype=np.int64) - 1
    group[group < 0] = group[-1]  # what lies before the first gap belongs to the last exit, across the start
    labels = np.empty(len(chain), np.int64)
    labels[order] = group
    return labels
