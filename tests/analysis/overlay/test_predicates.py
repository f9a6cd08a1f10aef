"""The predicates against exact arithmetic: the zone layer really is moved, by so little that only ties notice."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.predicates import (
    cross_deeply,
    crossings,
    side_of_parcel_point,
    side_of_zone_point,
    vertex_on_edge,
    zone_edge_left_of,
    zone_point_in_parcel_edge,
)

#: ε₁ ≫ ε₂ > 0, by which the zone layer is thought to be moved.
EPSILON = Fraction(1, 10**30), Fraction(1, 10**60)


def moved(x, y):
    return Fraction(x) + EPSILON[0], Fraction(y) + EPSILON[1]


def determinant(p, a, b):
    """> 0 where p lies left of a → b; never 0 between the layers."""
    value = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    assert value != 0
    return value


def exact(point):
    return Fraction(point[0]), Fraction(point[1])


def some_edges(n, seed, size=4):
    """Pairs of edges of the layers on a small lattice: most share points, many are collinear."""
    random = np.random.default_rng(seed)
    v = random.integers(0, size, (n, 8)).astype(float)
    return v[((v[:, :2] != v[:, 2:4]).any(axis=1)) & ((v[:, 4:6] != v[:, 6:]).any(axis=1))]


@pytest.fixture(scope="module")
def pairs():
    return some_edges(4000, 1)


def test_sides_are_those_of_the_moved_layer(pairs):
    parcel_point = side_of_parcel_point(*pairs[:, [0, 1, 4, 5, 6, 7]].T)
    zone_point = side_of_zone_point(*pairs[:, [4, 5, 0, 1, 2, 3]].T)
    ties = 0
    for row, of_parcel, of_zone in zip(pairs, parcel_point, zone_point):
        a0, a1, b0, b1 = exact(row[:2]), exact(row[2:4]), moved(*row[4:6]), moved(*row[6:])
        assert of_parcel == (determinant(a0, b0, b1) > 0)
        assert of_zone == (determinant(b0, a0, a1) > 0)
        ties += abs(determinant(a0, b0, b1)) < Fraction(1, 10**20)
    assert ties > 500


def test_crossings_are_those_of_the_moved_layer(pairs):
    crosses, to_left, x, y = crossings(*pairs.T)
    for row, meets, left, px, py in zip(pairs, crosses, to_left, x, y):
        a0, a1, b0, b1 = exact(row[:2]), exact(row[2:4]), moved(*row[4:6]), moved(*row[6:])
        d0, d1 = determinant(a0, b0, b1), determinant(a1, b0, b1)
        assert meets == ((d0 > 0) != (d1 > 0) and (determinant(b0, a0, a1) > 0) != (determinant(b1, a0, a1) > 0))
        if meets:
            assert left == (d1 > 0)
            u = d0 / (d0 - d1)
            assert px == pytest.approx(float(a0[0] + u * (a1[0] - a0[0])), abs=1e-14)
            assert py == pytest.approx(float(a0[1] + u * (a1[1] - a0[1])), abs=1e-14)
    assert crosses.sum() > 500


def test_turning_an_edge_turns_the_answer(pairs):
    """Antisymmetry, also in ties."""
    turned = pairs[:, [0, 1, 2, 3, 6, 7, 4, 5]]
    plain, other = crossings(*pairs.T), crossings(*turned.T)
    assert (plain[0] == other[0]).all() and (plain[1] != other[1]).all()
    back = crossings(*pairs[:, [2, 3, 0, 1, 4, 5, 6, 7]].T)
    assert (plain[0] == back[0]).all() and (plain[1] != back[1])[plain[0]].all()
    for side, columns in ((side_of_parcel_point, [0, 1, 4, 5, 6, 7]), (side_of_zone_point, [4, 5, 0, 1, 2, 3])):
        swapped = columns[:2] + columns[4:] + columns[2:4]
        assert (side(*pairs[:, columns].T) != side(*pairs[:, swapped].T)).all()


def test_rays_are_those_of_the_moved_layer(pairs):
    to_right = zone_point_in_parcel_edge(*pairs[:, [4, 5, 0, 1, 2, 3]].T)
    to_left = zone_edge_left_of(*pairs[:, [0, 1, 4, 5, 6, 7]].T)
    for row, right, left in zip(pairs, to_right, to_left):
        a0, a1, b0, b1 = exact(row[:2]), exact(row[2:4]), moved(*row[4:6]), moved(*row[6:])
        assert right == ((a0[1] > b0[1]) != (a1[1] > b0[1]) and _at(b0[1], a0, a1) > b0[0])
        assert left == ((b0[1] > a0[1]) != (b1[1] > a0[1]) and _at(a0[1], b0, b1) < a0[0])
    assert to_right.sum() > 300 and to_left.sum() > 300


def _at(y, a, b):
    return a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])


@pytest.mark.parametrize("seed", range(20))
def test_closed_rings_are_entered_as_often_as_left(seed):
    """Whatever two rings share, vertices, edges, parts of edges: each side of the balance of tabulate is even."""
    random = np.random.default_rng(seed)
    a, b = (random.integers(0, 5, (12, 2)).astype(float) for _ in range(2))
    edges = [np.hstack([r, np.roll(r, -1, axis=0)]) for r in (a, b)]
    rows = np.array([np.concatenate(p) for p in product(*edges)])
    rows = rows[(rows[:, :2] != rows[:, 2:4]).any(axis=1) & (rows[:, 4:6] != rows[:, 6:]).any(axis=1)]
    crosses, to_left, _, _ = crossings(*rows.T)
    assert np.where(to_left, 1, -1)[crosses].sum() == 0
    assert crosses.sum() % 2 == 0


@pytest.mark.parametrize("edge, deep", [
    ((5, -5, 5, 5), True), ((5, -1e-5, 5, 5), True),
    ((5, -1e-7, 5, 5), False),  # ends in the edge, but for noise
    ((0, -5, 0, 5), False), ((5e-7, -5, 5e-7, 5), False),  # through its end
    ((5, 0, 5, 5), False), ((0, 0, 5, 5), False), ((2, 0, 8, 0), False), ((11, -5, 11, 5), False),
])
def test_cross_deeply(edge, deep):
    a, b = (np.array([v], float) for v in (0, 0, 10, 0)), (np.array([v], float) for v in edge)
    a, b = list(a), list(b)
    assert cross_deeply(*a, *b, 1e-6).tolist() == cross_deeply(*b, *a, 1e-6).tolist() == [deep]


@pytest.mark.parametrize("x, y, on", [(3, 1.5, True), (3, 1.5 + 9e-7, True), (3, 1.50001, False), (0, 0, False),
                                      (8, 4, False), (10, 5, False), (-2, -1, False), (7.99, 3.995, True)])
def test_vertex_on_edge(x, y, on):
    arguments = [np.array([float(v)]) for v in (x, y, 0, 0, 8, 4)]
    assert vertex_on_edge(*arguments, 1e-6).tolist() == [on]
