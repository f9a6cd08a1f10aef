"""The street network engine: drawn lines → a noded graph → who reaches what, exactly.

The door to this folder. Everything is numpy; nothing here knows a layer, a plan or a parameter.

    from ..analysis import streets

    lines = streets.Lines.of(xy, first, oneway, level, kmh)       # metres of a Gauss plane, false easting taken off
    graph = streets.build(lines, streets.Rules(tolerance_m=0.5, junctions=streets.VERTEX))
    net = streets.Net(graph)                                      # on foot: millimetres, both ways
    gates, homes = streets.tie(graph, gate_xy, 300.0), streets.tie(graph, home_xy, 300.0)
    reach = streets.nearest(net, gates, 500_000)                  # 500 m
    far, gate = reach.at(homes)                                   # far <= 500_000: within 500 m, access counted
    pieces = reach.pieces()                                       # reached stretches, cut exactly
    xy, first = graph.stretches(pieces.edge, pieces.begin, pieces.end)
    found = streets.pairs(net, gates, homes, 1_200_000)           # all (gate, home) within 1200 m

Units. Coordinates are metres; lengths, offsets and distances whole millimetres, times whole milliseconds, all held in
float64: sums are exact in any order, 'within 500 m' means <= 500 000, and every correct method gives the same bits.
Offsets of variable-length things are int64, as in GeoArrow; -1 stands for 'none', inf for 'not reached'.
"""

from __future__ import annotations

from .chains import Chains
from .components import components
from .graph import CROSSING, LENGTH, TIME, VERTEX, Graph, Moves, Report
from .lines import AGAINST, AS_DRAWN, BOTH, Lines
from .net import Net
from .noding import Rules, build
from .outlines import Approaches, near_outlines, near_points, tie_outlines
from .pairs import Pairs, node_pairs, pairs
from .places import Places, at_nodes, tie
from .reach import Pieces, Reach, nearest
from .routes import Tree, Way

__all__ = [
    "AGAINST", "AS_DRAWN", "BOTH", "CROSSING", "LENGTH", "TIME", "VERTEX", "Approaches", "Chains", "Graph", "Lines",
    "Moves", "Net", "Pairs", "Pieces", "Places", "Reach", "Report", "Rules", "Tree", "Way", "at_nodes", "build",
    "components", "near_outlines", "near_points", "nearest", "node_pairs", "pairs", "tie", "tie_outlines",
]
