"""Area of every parcel of a batch in every feature of a partition, without building one piece.

Most parcels meet no edge of the layer: the label of their cells is the answer. For the others, by Green's theorem,
the area common to parcel P and feature f is the integral of F dn along the parts of ∂P in f and of ∂f in P. Each part
runs between two crossings of the boundaries, so with running integrals I_P and I_f along the rings
(core.ellipsoid.straight)

    area(P ∩ f) = Σ ± (I_P − I_f)  over the crossings,  + where P leaves f, − where it enters
                + Σ ∮ over rings of P that start in f  +  Σ ∮ over rings of f that start in P

Only crossings, ring starts and their locations are needed; no vertex in between is looked at again. All predicates
break ties alike (predicates), the sums are of integers (partition), so the result does not depend on the order of
anything. What contradicts itself (unbalanced crossings, an area below zero or above the whole) is handed back for GEOS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.ellipsoid.straight import edge_integrals
from ...core.rings import expand
from .grid import chunks
from .location import UNKNOWN, locate
from .outlines import UNIT_M2, Outlines, fixed
from .partition import NONE, Partition
from .predicates import crossings, zone_point_in_parcel_edge

#: An area may be below 0 or above the whole by this much (m²) before it counts as contradictory.
_TOLERANCE_M2 = 1e-3

_PAIRS_AT_A_TIME = 1 << 18

#: A parcel whose ring-start tests would need more pairs than this goes to GEOS.
_MOST_PAIRS = 20_000_000


@dataclass(frozen=True)
class Table:
    """(k,) shape, feature, raw m²; what lies in no feature is left out. *failed*: shapes that GEOS must do."""

    shape: np.ndarray
    feature: np.ndarray
    area: np.ndarray
    failed: np.ndarray


def seen(bounds: np.ndarray, partition: Partition) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the boxes *bounds* (n, 4) tell alone: (n,) bool, whether an edge of the layer comes near; bool, whether
    features overlap there; and the one feature that holds the whole box where no edge is near, NONE outside."""
    grid = partition.grid
    box = grid.box(*bounds.T)
    near = grid.count(partition.touched_table, *box) > 0
    dirty = np.zeros(len(near), bool)
    if partition.dirty_table is not None:
        dirty = grid.count(partition.dirty_table, *box) > 0
    return near, dirty, partition.label[box[2] * grid.nx + box[0]].astype(np.int64)


def tabulate(parcels: Outlines, partition: Partition) -> Table:
    """Areas of parcels in the features of a partition, both in the same plane."""
    near, failed, label = seen(parcels.bounds, partition)
    calm = np.nonzero(~near & ~failed & (label != NONE))[0]
    label = label[calm]
    exact = np.nonzero(near & ~failed)[0]
    if not len(exact):
        return Table(calm, label, parcels.area[calm], np.nonzero(failed)[0])
    shape, feature, area, bad = _exact(parcels.take(exact), partition)
    failed[exact[bad]] = True
    return Table(np.concatenate([calm, exact[shape]]), np.concatenate([label, feature]),
                 np.concatenate([parcels.area[calm], area]), np.nonzero(failed)[0])


def _exact(parcels: Outlines, partition: Partition):
    """(shape, feature, area, bad shapes) of parcels that come near an edge of the layer."""
    rings = parcels.rings
    a, b, to_left, x, y = _events(parcels, partition)
    bad = np.zeros(parcels.n, bool)
    on_parcel = parcels.running[a] + fixed(edge_integrals(rings.x[a], rings.y[a], x, y))
    on_zone = fixed(edge_integrals(partition.x0[b], partition.y0[b], x, y))
    # each crossing leaves the feature on one side of the zone edge and enters the one on the other
    event = np.concatenate([np.nonzero(partition.left[b] != NONE)[0], np.nonzero(partition.right[b] != NONE)[0]])
    on_left = np.arange(len(event), dtype=np.int64) < np.count_nonzero(partition.left[b] != NONE)
    edge, ring = b[event], rings.vertex_ring[a[event]]
    shape = rings.shape[ring]
    feature = np.where(on_left, partition.left[edge], partition.right[edge])
    along = on_zone[event]
    along += np.where(on_left, partition.at_left[edge], partition.at_right[edge] - partition.whole[edge])
    sign = np.where(to_left[event] == on_left, np.int64(-1), np.int64(1))
    keys = [shape * partition.n + feature]
    values = [sign * (on_parcel[event] - along)]
    # along a ring of the parcel a feature is entered as often as it is left, along a ring of the zone the parcel is
    zone_ring = np.where(on_left, partition.ring_left[edge], partition.ring_right[edge])
    for balance in (ring * partition.n + feature,
                    shape * len(partition.start_feature) + zone_ring):
        _, inverse, total = _summed(balance, sign)
        bad[shape[total[inverse] != 0]] = True

    starts = rings.first[:-1]
    home = locate(partition, rings.x[starts], rings.y[starts])
    bad[rings.shape[home == UNKNOWN]] = True
    at_home = np.nonzero(home >= 0)[0]
    keys.append(rings.shape[at_home] * partition.n + home[at_home])
    values.append(parcels.total(at_home))

    shape, zone_ring, too_many = _starts_inside(parcels, partition)
    bad[too_many] = True
    # a shape that nothing cuts has the area of the whole, to the bit, as if no edge had come near
    uncut = np.ones(parcels.n, bool)
    uncut[rings.shape[rings.vertex_ring[a]]] = uncut[shape] = False
    uncut[rings.shape[home != home[np.searchsorted(rings.shape, rings.shape)]]] = False
    keys.append(shape * partition.n + partition.start_feature[zone_ring])
    values.append(partition.start_total[zone_ring])

    place, _, units = _summed(np.concatenate(keys), np.concatenate(values))
    shape, feature = place // partition.n, place % partition.n
    area = np.where(uncut[shape], parcels.area[shape], units * UNIT_M2)
    bad[shape[(area < -_TOLERANCE_M2) | (area > parcels.area[shape] + _TOLERANCE_M2)]] = True
    bad |= np.bincount(shape, area, minlength=parcels.n) > parcels.area + _TOLERANCE_M2
    keep = ~bad[shape] & (units > 0)
    return shape[keep], feature[keep], np.minimum(area[keep], parcels.area[shape[keep]]), np.nonzero(bad)[0]


def _summed(key: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sums of int64 values by key: the keys ascending, the place of each value among them, the sums (exact)."""
    order = np.argsort(key, kind="stable")
    ascending = key[order]
    new = np.ones(len(key), bool)
    new[1:] = ascending[1:] != ascending[:-1]
    first = np.nonzero(new)[0]
    inverse = np.empty(len(key), np.int64)
    inverse[order] = np.cumsum(new, dtype=np.int64) - 1
    total = np.add.reduceat(value[order], first) if len(first) else np.zeros(0, np.int64)
    return ascending[first], inverse, total


def _events(parcels: Outlines, partition: Partition):
    """Crossings of parcel edges with zone edges: (parcel edge, zone edge, goes to the left of it, x, y)."""
    x0, y0, x1, y1 = parcels.edges
    edge, cell = _near_cells(parcels, partition)
    first = partition.cell_start[cell].astype(np.int64)
    count = partition.cell_start[cell + 1].astype(np.int64) - first
    found = []
    for part in chunks(count, _PAIRS_AT_A_TIME):
        at, which = expand(first[part], count[part])
        a, b = edge[part][which], partition.edge_of[at].astype(np.int64)
        meet = np.nonzero(_overlap(x0[a], x1[a], partition.x0[b], partition.x1[b]))[0]
        a, b = a[meet], b[meet]
        meet = np.nonzero(_overlap(y0[a], y1[a], partition.y0[b], partition.y1[b]))[0]
        a, b = a[meet], b[meet]
        crosses, to_left, x, y = crossings(x0[a], y0[a], x1[a], y1[a], partition.x0[b], partition.y0[b],
                                           partition.x1[b], partition.y1[b])
        pick = np.nonzero(crosses)[0]
        found.append((a[pick], b[pick], to_left[pick], x[pick], y[pick]))
    if not found:
        none = np.zeros(0, np.int64)
        return none, none, np.zeros(0, bool), np.zeros(0), np.zeros(0)
    a, b, to_left, x, y = (np.concatenate(column) for column in zip(*found))
    # edges that share several cells were paired several times
    _, once = np.unique(a * len(partition.x0) + b, return_index=True)
    return a[once], b[once], to_left[once], x[once], y[once]


def _near_cells(parcels: Outlines, partition: Partition) -> tuple[np.ndarray, np.ndarray]:
    """(edge, cell) of every touched cell that a parcel edge may share with a zone edge. Most edges lie in one cell."""
    grid = partition.grid
    rings = parcels.rings
    cell = grid.nearest(rings.x, rings.y)
    one = rings.closing.copy()
    one[:-1] |= cell[1:] == cell[:-1]
    lone = np.nonzero(partition.touched[cell] & one)[0]
    several = np.nonzero(~one)[0]
    ends = [v[several] for v in parcels.edges]
    box = grid.box(np.minimum(ends[0], ends[2]), np.minimum(ends[1], ends[3]),
                   np.maximum(ends[0], ends[2]), np.maximum(ends[1], ends[3]))
    near = np.nonzero(grid.count(partition.touched_table, *box) > 0)[0]
    edge, other = grid.cells_of_edges(*(v[near] for v in ends))
    hit = np.nonzero(partition.touched[other])[0]
    return np.concatenate([lone, several[near[edge[hit]]]]), np.concatenate([cell[lone], other[hit]])


def _overlap(a0, a1, b0, b1) -> np.ndarray:
    """Whether the spans of edges a and b along one axis meet."""
    return (np.minimum(a0, a1) <= np.maximum(b0, b1)) & (np.minimum(b0, b1) <= np.maximum(a0, a1))


def _starts_inside(parcels: Outlines, partition: Partition):
    """(shape, zone ring) where the zone ring starts inside the shape; and shapes with too many to test."""
    grid = partition.grid
    c0, c1, r0, r1 = grid.box(*parcels.bounds.T)
    row, shape = expand(r0, np.maximum(r1 - r0 + 1, 0))
    first = partition.start_cell[row * grid.nx + c0[shape]].astype(np.int64)
    count = partition.start_cell[row * grid.nx + c1[shape] + 1].astype(np.int64) - first
    some = np.nonzero(count > 0)[0]
    at, which = expand(first[some], count[some])
    shape = shape[some][which]
    zone_ring = partition.start_order[at]
    x, y = partition.start_x[zone_ring], partition.start_y[zone_ring]
    low_x, low_y, high_x, high_y = parcels.bounds[shape].T
    inside = np.nonzero((x >= low_x) & (x <= high_x) & (y >= low_y) & (y <= high_y))[0]
    shape, zone_ring, x, y = shape[inside], zone_ring[inside], x[inside], y[inside]
    count = np.diff(parcels.first)[shape]
    load = np.bincount(shape, count, minlength=parcels.n)
    too_many = np.nonzero(load > _MOST_PAIRS)[0]
    light = np.nonzero(load[shape] <= _MOST_PAIRS)[0]
    shape, zone_ring, x, y, count = shape[light], zone_ring[light], x[light], y[light], count[light]
    odd = np.zeros(len(shape), bool)
    for part in chunks(count, _PAIRS_AT_A_TIME):
        edge, which = expand(parcels.first[shape[part]], count[part])
        hit = zone_point_in_parcel_edge(x[part][which], y[part][which], *(v[edge] for v in parcels.edges))
        odd[part] = np.bincount(which, hit, minlength=len(count[part])) % 2 == 1
    return shape[odd], zone_ring[odd], too_many
