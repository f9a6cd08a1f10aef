"""The buffer of straight segments in a plane as simple polygons whose union it is: strips, and fans at their ends.

Every point within r of a set of segments has its nearest point either inside a segment (then it lies in the strip of
width 2r along it) or at an end of segments, in a direction that makes no acute angle with any of them (then it lies
in the fan between the normals of two neighbouring segments whose gap exceeds a half turn). So a strip per segment and a
fan per such gap are the buffer, with round caps and joins, and no arc is drawn that another segment covers anyway.

The plane is azimuthal equidistant. At p, seen from its centre, what is r metres away in direction d on the ellipsoid is
r (1 + (p × d)²/6R²) away in the plane: radii are drawn so, and no scale error is left.

Arcs are polygons of equal area: the vertices between their ends stand outside the circle by a part θ²/12 of the radius,
the chords' middles inside by θ²/24, θ the angle of a chord.
"""

from __future__ import annotations

import numpy as np

from ...core.ellipsoid import trig
from ...core.rings import expand

#: Chords of a quarter circle. The outline then keeps to the true one within 5 parts in 100 000 of the radius.
QUARTER = 64
_CHORD = trig.PI / 2 / QUARTER

_EARTH_M = 6.371e6
_SIX_SQUARES = 6 * _EARTH_M * _EARTH_M

#: Segments that turn by more (radians) never share a strip.
_GENTLE = 0.5

#: Fans reach this much (radians, parts of r) over the strips beside and behind them, so that rounding leaves no crack.
_OVER = 1e-6
_NEARLY = 1e-7
#: A fan narrower than this is one chord: what it lacks in area is a billionth of the strip's.
_ONE_CHORD = 1e-3


def _rays(centre: np.ndarray, angle: np.ndarray, radius) -> np.ndarray:
    """(k, c, 2) points at *radius* metres of the ellipsoid in directions *angle* (k, c) from centres (k, 2)."""
    sin, cos = trig.sin_cos(angle)
    across = centre[:, 0, None] * sin - centre[:, 1, None] * cos
    drawn = radius * (1 + across * across / _SIX_SQUARES)
    return centre[:, None, :] + np.stack([cos, sin], 2) * drawn[:, :, None]


def _dot(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    return u[:, 0] * v[:, 0] + u[:, 1] * v[:, 1]


def circles(x: np.ndarray, y: np.ndarray, r: float) -> np.ndarray:
    """(k, 4·QUARTER + 1, 2) closed rings about points, of the same area as the circles."""
    angle = np.tile(_CHORD * np.arange(4 * QUARTER + 1, dtype=np.int64), (len(x), 1))
    angle[:, -1] = 0.0
    return _rays(np.stack([x, y], 1), angle, r * np.sqrt(_CHORD / trig.sin(_CHORD)))


def strips_and_fans(a: np.ndarray, b: np.ndarray, r: float) -> list[np.ndarray]:
    """Closed rings (k, c, 2), one array per number of vertices c, whose union is the buffer of the segments a → b.

    a, b are (s, 2) in metres, no segment of length 0; ends meet where their coordinates are equal to the last bit.
    Successive segments of a gentle line share one strip.
    """
    return [rings for rings, _ in drawn_pieces(a, b, r)]


def drawn_pieces(a: np.ndarray, b: np.ndarray, r: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """`strips_and_fans`, each array with the segment (k,) at which a ring is drawn: what is near along the line can be
    united first, which leaves little for the rest."""
    if not len(a):
        return []
    step = b - a
    length = trig.hypot(step[:, 0], step[:, 1])
    along = step / length[:, None]
    turn, linked = _links(a, b, along, length, r)
    ends = np.concatenate([a, b])
    node, at = np.unique(ends[:, 0] + 1j * ends[:, 1], return_inverse=True)
    at = at.reshape(-1)
    within = np.zeros(len(node), bool)
    within[at[len(a):][:-1][linked]] = True
    within &= np.bincount(at, minlength=len(node)) == 2
    return [*_strips(a, b, along, turn, linked, r), *_fans(node, at, along, within, r)]


def _links(a, b, along, length, r) -> tuple[np.ndarray, np.ndarray]:
    """(s − 1,) left turn from each segment to the next, and whether the two share a strip.

    They do where the inner sides of the strip keep more than a tenth of each segment after they were cut to their
    meeting, and where all segments of a strip head within 45° of one direction: its sides then cannot cross.
    """
    meets = (b[:-1] == a[1:]).all(axis=1)
    u, v = along[:-1], along[1:]
    turn = np.where(meets, trig.arctan2(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0], _dot(u, v)), 0.0)
    gentle = meets & (np.abs(turn) < _GENTLE)
    gentle &= r * trig.tan(np.abs(turn) / 2) <= 0.45 * np.minimum(length[:-1], length[1:])
    heading = np.concatenate([[0.0], np.cumsum(turn)])
    chain = np.concatenate([[0], np.cumsum(~gentle, dtype=np.int64)])
    first = np.concatenate([[0], np.nonzero(~gentle)[0] + 1])
    sector = np.floor((heading - heading[first][chain]) / (trig.PI / 2) + 0.5)
    return turn, gentle & (sector[:-1] == sector[1:])


def _strips(a, b, along, turn, linked, r) -> list[tuple[np.ndarray, np.ndarray]]:
    """Outlines of the strips: along the left side, back along the right one."""
    strip = np.concatenate([[0], np.cumsum(~linked, dtype=np.int64)])
    middle = (a + b) / 2
    normal = np.stack([-along[:, 1], along[:, 0]], 1)
    drawn = (r * (1 + np.square(_dot(middle, along)) / _SIX_SQUARES))[:, None] * normal
    opens, closes = np.append(True, ~linked), np.append(~linked, True)
    joint = np.nonzero(linked)[0]
    heading = trig.arctan2(along[:, 1], along[:, 0])
    points, keys = [], []
    for side in (1, -1):
        points += [(a + side * drawn)[opens], (b + side * drawn)[closes]]
        for place, late in ((np.nonzero(opens)[0], 0.0), (np.nonzero(closes)[0], 1.0)):
            keys.append(_keys(strip[place], side, place + late, np.zeros(len(place))))
        inner = joint[side * turn[joint] >= 0]
        both = drawn[inner] + drawn[inner + 1]
        points.append(b[inner] + side * both / (1 + trig.cos(turn[inner]))[:, None])
        keys.append(_keys(strip[inner], side, inner + 1.0, np.zeros(len(inner))))
        outer = joint[side * turn[joint] < 0]
        chords = _chords(np.abs(turn[outer]))
        for many in np.unique(chords).tolist():
            pick = outer[chords == many]
            share = np.arange(many + 1, dtype=np.int64) / many
            angle = heading[pick, None] + side * trig.PI / 2 + turn[pick, None] * share
            points.append(_rays(b[pick], angle, _radii(np.abs(turn[pick]), many, r)).reshape(-1, 2))
            keys.append(_keys(np.repeat(strip[pick], many + 1), side, np.repeat(pick + 1.0, many + 1),
                              np.tile(np.arange(many + 1, dtype=np.int64), len(pick))))
    order, owner = _ordered(np.concatenate(keys, 1))
    first = np.nonzero(opens)[0]
    return [(rings, first[strips]) for rings, strips in _closed(np.concatenate(points)[order], owner)]


def _keys(strip: np.ndarray, side: int, place: np.ndarray, sub: np.ndarray) -> np.ndarray:
    """Sort keys of points of a strip: its left side forwards, then its right side backwards."""
    return np.stack([strip, np.full(len(strip), side < 0), side * place, side * sub])


def _ordered(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.lexsort(keys[::-1])
    return order, keys[0][order].astype(np.int64)


def _closed(points: np.ndarray, owner: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Rings of successive points of one owner each, closed, by their number of vertices; with their owners."""
    count = np.bincount(owner)
    first = np.cumsum(count, dtype=np.int64) - count
    out = []
    for many in np.unique(count).tolist():
        begin = first[count == many]
        ring = begin[:, None] + np.append(np.arange(many, dtype=np.int64), 0)[None, :]
        out.append((points[ring], np.nonzero(count == many)[0]))
    return out


def _chords(width: np.ndarray) -> np.ndarray:
    """Chords of arcs: one more than needed, as vertices of a short arc, whose ends stand on the circle, stand out
    farther than those of a long one."""
    chords = np.ceil(width / _CHORD).astype(np.int64) + 1
    chords[width <= _ONE_CHORD] = 1
    return chords


def _radii(width: np.ndarray, chords: int, r: float) -> np.ndarray:
    """(k, chords + 1) radii of the vertices of arcs: r at their ends, between them so that areas are the sectors'."""
    radius = np.full((len(width), chords + 1), r)
    if chords > 1:
        radius[:, 1:-1] = r * _inner_radius(width, chords)[:, None]
    return radius


def _fans(node: np.ndarray, at: np.ndarray, along: np.ndarray, within: np.ndarray, r: float
          ) -> list[tuple[np.ndarray, np.ndarray]]:
    """Fans at the ends of segments (their node is *at* (2s,)), but not at nodes *within* a strip."""
    direction = np.concatenate([trig.arctan2(along[:, 1], along[:, 0]), trig.arctan2(-along[:, 1], -along[:, 0])])
    order = np.lexsort((direction, at))
    at, direction = at[order], direction[order]
    last = np.append(at[1:] != at[:-1], True)
    first = np.nonzero(np.append(True, last[:-1]))[0]
    following = np.append(direction[1:], 0.0)
    following[last] = direction[first] + 2 * trig.PI
    gap = following - direction
    wide = np.nonzero((gap > trig.PI - _NEARLY) & ~within[at])[0]
    width = np.maximum(gap[wide] - trig.PI, 0.0)
    begin = direction[wide] + trig.PI / 2
    centre = np.stack([node.real, node.imag], 1)[at[wide]]
    chords = _chords(width)
    out = []
    for many in np.unique(chords).tolist():
        pick = chords == many
        out.append((_fan(centre[pick], begin[pick], width[pick], many, r), order[wide[pick]] % len(along)))
    return out


def _fan(centre: np.ndarray, begin: np.ndarray, width: np.ndarray, chords: int, r: float) -> np.ndarray:
    """Fans of *chords* chords: a point behind the centre, one over the first strip, the arc, one over the last."""
    share = np.arange(chords + 1, dtype=np.int64) / chords
    angle = begin[:, None] + width[:, None] * share
    radius = _radii(width, chords, r)
    angle = np.concatenate([begin[:, None] - _OVER, angle, (begin + width)[:, None] + _OVER], 1)
    radius = np.pad(radius, ((0, 0), (1, 1)), constant_values=r)
    middle = begin + width / 2
    behind = centre - r * _OVER * np.stack(trig.sin_cos(middle)[::-1], 1)
    return np.concatenate([behind[:, None, :], _rays(centre, angle, radius), behind[:, None, :]], 1)


def _inner_radius(width: np.ndarray, chords: int) -> np.ndarray:
    """Radius, in units of r, of the vertices between the ends of an arc, so that the fan has the sector's area:
    2 ρ sin β + (k − 2) ρ² sin β = w for k chords of the angle β = w/k."""
    sine = trig.sin(width / chords)
    if chords == 2:
        return width / (2 * sine)
    return (np.sqrt(1 + (chords - 2) * width / sine) - 1) / (chords - 2)


def runs(segment: np.ndarray, path: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Consecutive segments (vertex numbers of their starts, ascending, with the path of each) as runs of vertices:
    (indices of the vertices, first (runs + 1,))."""
    new = np.ones(len(segment), bool)
    new[1:] = (segment[1:] != segment[:-1] + 1) | (path[1:] != path[:-1])
    begin = np.nonzero(new)[0]
    count = np.diff(np.append(begin, len(segment))) + 1
    index, _ = expand(segment[begin], count)
    return index, np.concatenate([[0], np.cumsum(count, dtype=np.int64)]).astype(np.int64)
