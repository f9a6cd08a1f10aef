"""The additive measure against published truth, a numeric double integral, and its own law: parts sum to the whole."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.ellipsoid import straight
from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import inverse_scale_squared
from nm_urban.nm_urban_plugin.core.ellipsoid.official import official_areas
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from nm_urban.nm_urban_plugin.core.rings import Rings

LAWS = settings(deadline=None, max_examples=80)


def polygon(*rings) -> Rings:
    """One part of (e, n) rings, closed here; the first is the outer one."""
    closed = [np.array([*ring, ring[0]], float) for ring in rings]
    xy = np.concatenate(closed)
    k = len(rings)
    return Rings(xy[:, 0].copy(), xy[:, 1].copy(), np.cumsum([0] + [len(r) for r in closed]), np.zeros(k, int),
                 np.zeros(k, int), np.arange(k) > 0, 1)


def area(*rings) -> float:
    return straight_areas(polygon(*rings)).item()


def square(e, n, side):
    return [(e, n), (e + side, n), (e + side, n + side), (e, n + side)]


def double_integral(triangle) -> float:
    """∬ k⁻² over a triangle by 12 x 12 Gauss points on the collapsed square."""
    x, w = np.polynomial.legendre.leggauss(12)
    x, w = (x + 1) / 2, w / 2
    (a, b, c) = np.array(triangle, float)
    s, t = (g.ravel() for g in np.meshgrid(x, x))
    weight = np.outer(w, w).ravel() * s  # Jacobian of (s, t) → a + s (b − a) + s t (c − b)
    p = a[:, None] + s * (b - a)[:, None] + s * t * (c - b)[:, None]
    cross = abs((b - a)[0] * (c - b)[1] - (b - a)[1] * (c - b)[0])
    return float(cross * (weight * inverse_scale_squared(p[0], p[1])).sum())


@pytest.mark.parametrize("rings, truth", [
    # straight edges in the Gauss plane, PROJ's inverse, closed-form q(B), fine points and Richardson extrapolation
    ([square(55_000, 4_520_000, 100)], 9999.2544),
    ([square(55_000, 4_520_000, 1000)], 999924.2091),
    ([square(55_000, 4_520_000, 10_000)], 99991121.9419),
    ([square(140_000, 4_650_000, 1000)], 999514.5581),
    ([[(81000.5678, 4526000.1234), (82010.25, 4526035.5), (82350, 4525300.75), (81700.125, 4524620.3333),
       (80890.4, 4525010.9)], [(81300, 4525500), (81650.25, 4525320.5), (81400.75, 4525150)]], 1432809.6737),
])
def test_published_truth(rings, truth):
    assert area(*rings) == pytest.approx(truth, abs=6e-5)


POINT = st.tuples(st.floats(-380_000, 380_000), st.floats(1_800_000, 6_000_000))


@LAWS
@given(POINT, st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=3, max_size=3),
       st.sampled_from([100, 3_000, 15_000]))
def test_triangles_against_the_double_integral(middle, corners, size):
    triangle = [(middle[0] + size * dx, middle[1] + size * dy) for dx, dy in corners]
    expected = double_integral(triangle)
    assert area(triangle) == pytest.approx(expected, rel=1e-11, abs=1e-5)


def test_the_fits_of_neighbouring_bands_agree_on_their_border():
    """Or an area would depend on where an edge is cut. 1e-9 m along a border of a kilometre is 1e-6 m²."""
    e = np.linspace(-straight.HALF_WIDTH_M, straight.HALF_WIDTH_M, 801)
    for band in range(18, 60):
        n = np.full_like(e, (band + 1) * straight._BAND_M)
        assert np.abs(straight._strip(e, n, band) - straight._strip(e, n, band + 1)).max() < 1e-9


def test_a_county_of_400_km_against_the_double_integral():
    triangle = [(-190_000, 4_300_000), (200_000, 4_450_000), (30_000, 4_690_000)]
    pieces = [triangle]
    for _ in range(3):  # four small ones for each: the quadrature of the test must not be the limit
        cut = []
        for a, b, c in np.array(pieces, float):
            ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
            cut += [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
        pieces = cut
    assert area(triangle) == pytest.approx(sum(map(double_integral, pieces)), rel=1e-12)


@LAWS
@given(POINT, st.lists(st.tuples(st.floats(-5000, 5000), st.floats(-5000, 5000)), min_size=4, max_size=4),
       st.floats(0.01, 0.99))
def test_cutting_conserves(middle, corners, share):
    """A quadrilateral a b c d cut from a to a point p on the edge b c, wherever p rounds to."""
    a, b, c, d = (np.array(middle) + np.array(corner) for corner in corners)
    p = b + share * (c - b)
    signed = [area([a, b, p]), area([a, p, c]), area([a, c, d])]

    def turn(p0, p1, p2):
        return np.sign((p1 - p0)[0] * (p2 - p0)[1] - (p1 - p0)[1] * (p2 - p0)[0])

    assume(turn(a, b, c) and turn(a, c, d))
    whole = abs(turn(a, b, p) * signed[0] + turn(a, p, c) * signed[1] + turn(a, c, d) * signed[2])
    # p is off the edge by at most an ulp of 6e6 (1e-9 m) on an edge of at most 14 km
    assert area([a, b, c, d]) == pytest.approx(whole, abs=2e-5)


def test_a_vertex_on_an_edge_changes_nothing():
    plain = square(140_000, 4_650_000, 4000)
    more = [(140_000, 4_650_000), (141_000, 4_650_000), (142_500, 4_650_000), *plain[1:]]
    assert area(more) == pytest.approx(area(plain), abs=1e-8 * 1000)
    # the official vertices-only sum would move: the reason for this measure


@pytest.mark.parametrize("side", [19_999.0, 20_000.0, 45_000.0])
def test_long_edges_are_split(side):
    n = 9
    step = side / n
    small = sum(area(square(100_000 + i * step, 4_500_000 + j * step, step)) for i in range(n) for j in range(n))
    assert area(square(100_000, 4_500_000, side)) == pytest.approx(small, rel=1e-13)


def test_holes_parts_and_empty():
    outer, hole = square(0, 4_500_000, 1000), square(200, 4_500_200, 300)
    assert area(outer, hole) == pytest.approx(area(outer) - area(hole), abs=1e-9)
    assert area(outer, hole[::-1]) == area(outer[::-1], hole) == pytest.approx(area(outer, hole), abs=1e-9)
    assert straight_areas(Rings.empty(2)).tolist() == [0.0, 0.0]


@settings(deadline=None, max_examples=30)
@given(st.integers(-155_000, 155_000), st.integers(4_150_000, 5_800_000), st.integers(1000, 12_000),
       st.floats(0.3, 3.0))
def test_the_official_rule_is_this_measure_to_a_tenth_of_a_ppm(e, n, size, stretch):
    ring = [(e, n), (e + size, n + 0.1 * size), (e + 0.8 * size, n + stretch * size), (e - 0.2 * size, n + 0.7 * size)]
    rings = polygon(ring)
    official = official_areas(rings, rounded=False).item()
    # chords of 70 m, straight in B and L, leave 0.08 mm to edges straight in the plane
    assert straight_areas(rings).item() == pytest.approx(official, rel=1e-7)


def test_east_and_west_of_the_meridian_are_mirror_images():
    assert area(square(100_000, 4_600_000, 5000)) == pytest.approx(area(square(-105_000, 4_600_000, 5000)), abs=1e-6)
