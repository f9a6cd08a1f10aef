"""图斑椭球面积 against published vectors, an independent per-vertex implementation, PROJ, and the closed form.

Rings in this file are written as a surveyor writes them: (X north, Y east with the 3° zone prefix).
"""

import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import osr

from nm_urban.nm_urban_plugin.core.ellipsoid import official as ellipsoid
from nm_urban.nm_urban_plugin.core.rings import Rings, join
from nm_urban.nm_urban_plugin.core.units import cents

LAWS = settings(deadline=None, max_examples=50)


def polygon(*rings, false_easting=None) -> Rings:
    """One part; the first ring is the outer one. (X, Y) → (e, n), closed."""
    x, y, first = [], [], [0]
    for ring in rings:
        for north, east in [*ring, ring[0]]:
            prefix = int(east // 1_000_000) * 1_000_000
            x.append(east - (prefix + 500_000 if false_easting is None else false_easting))
            y.append(north)
        first.append(len(x))
    k = len(rings)
    return Rings(np.array(x, float), np.array(y, float), np.array(first), np.zeros(k, int), np.zeros(k, int),
                 np.arange(k) > 0, 1)


def square(x, y, side):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


T1 = [square(4520000, 37555000, 100)]
T2 = [square(4520000, 37555000, 1000)]
T3 = [square(4520000, 37555000, 10_000)]
T5 = [
    [(4526000.1234, 37581000.5678), (4526035.5, 37582010.25), (4525300.75, 37582350), (4524620.3333, 37581700.125),
     (4525010.9, 37580890.4)],
    [(4525500, 37581300), (4525320.5, 37581650.25), (4525150, 37581400.75)],
]
T7 = [square(4650000, 33640000, 1000)]


# -- an independent implementation of the official text: one vertex at a time, decimal roundings ------------------

_A, _B = 6378137.0, 6356752.31414036
_E2, _EE2, _C = 0.0066943800229008, 0.0067394967754790, 6399593.62586402
_FOOT = (1.57048761144159e-07, 5.05250178820567e-03, 2.98472900956587e-05, 2.41626669230084e-07, 2.22241238938534e-09)
_SERIES = (1.003364089834193, 1.124189381927124e-03, 1.699459473518905e-06, 2.717857845577555e-09,
           4.358419004834514e-12)  # A … E as published for CGCS2000
_RHO = 206264.8062471


def quantised(value, decimals):
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def to_bl(north: Decimal, east: Decimal):
    """(X, Y with prefix) → B, L in seconds, 6 decimals."""
    zone = int(east // 1_000_000)
    y = float(east - 500_000 - zone * 1_000_000)
    e = _FOOT[0] * float(north)
    s, c = math.sin(e), math.cos(e)
    bf = e + c * (_FOOT[1] * s - _FOOT[2] * s**3 + _FOOT[3] * s**5 - _FOOT[4] * s**7)
    t, cos = math.tan(bf), math.cos(bf)
    eta2 = _EE2 * cos * cos
    v = math.sqrt(1 + eta2)
    u = y / (_C / v)
    b = bf - 0.5 * v * v * t * u**2 + (5 + 3 * t**2 + eta2 - 9 * eta2 * t**2) * v * v * t * u**4 / 24 \
        - (61 + 90 * t**2 + 45 * t**4) * v * v * t * u**6 / 720
    lon = u / cos - (1 + 2 * t**2 + eta2) * u**3 / cos / 6 \
        + (5 + 28 * t**2 + 24 * t**4 + 6 * eta2 + 8 * eta2 * t**2) * u**5 / cos / 120
    return quantised(b * _RHO, 6), quantised(lon * _RHO, 6) + 3 * zone * 3600


def official_by_hand(rings) -> Decimal:
    """|outer| − Σ|holes| in m² by the official chain, 70 m, not yet rounded to 0.01."""
    total = 0.0
    for number, ring in enumerate(rings):
        ring = [(quantised(repr(x), 4), quantised(repr(y), 4)) for x, y in ring]
        dense = []
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
            length = math.hypot(x1 - x0, y1 - y0)
            inserted = int(length / 70) if length > 70 else 0
            for k in range(inserted + 1):
                dense.append((quantised(x0 + (x1 - x0) * k / (inserted + 1), 4),
                              quantised(y0 + (y1 - y0) * k / (inserted + 1), 4)))
        bl = [to_bl(x, y) for x, y in dense]
        reference = bl[0][1]  # any meridian: it cancels in a closed ring
        area = 0.0
        for (b0, l0), (b1, l1) in zip(bl, bl[1:] + bl[:1]):
            dl = float((l0 - reference + l1 - reference) / 2) / _RHO
            half, middle = float(b1 - b0) / _RHO / 2, float(b0 + b1) / _RHO / 2
            area += 2 * _B * _B * dl * sum(
                (-1) ** k * f * math.sin((2 * k + 1) * half) * math.cos((2 * k + 1) * middle)
                for k, f in enumerate(_SERIES))
        total += -abs(area) if number else abs(area)
    return total


# -- vectors -----------------------------------------------------------------------------------------------------

VECTORS = [(T1, "9999.25"), (T2, "999924.21"), (T3, "99991121.96"), (T5, "1432809.68"), (T7, "999514.56")]


@pytest.mark.parametrize("rings, expected", VECTORS)
def test_official_vectors(rings, expected):
    measured = ellipsoid.official_areas(polygon(*rings))
    assert cents(measured).item() == int(Decimal(expected) * 100)
    assert quantised(official_by_hand(rings), 2) == Decimal(expected)


@pytest.mark.parametrize("rings, expected", [
    (T1, 9999.2544), (T2, 999924.2091), (T3, 99991121.9419), (T5, 1432809.6831), (T7, 999514.5584)])
def test_without_the_intermediate_roundings(rings, expected):
    assert ellipsoid.official_areas(polygon(*rings), rounded=False).item() == pytest.approx(expected, abs=6e-5)


def test_map_sheet():
    # 1:10000 at 40°: 2'30" by 3'45"
    assert ellipsoid.sheet_area(40, 40 + 2.5 / 60, 3.75 / 60) == pytest.approx(24684446.2425, abs=5e-5)


def test_constants_are_those_of_cgcs2000():
    assert pytest.approx(6356752.31414036, abs=1e-8) == ellipsoid.B
    assert pytest.approx(0.0066943800229008, rel=1e-13) == ellipsoid.E2
    assert pytest.approx(0.0067394967754790, rel=1e-13) == ellipsoid.E2_SECOND
    assert pytest.approx(6399593.62586402, abs=1e-7) == ellipsoid.POLAR_RADIUS
    assert ellipsoid.trapezoid_constants() == pytest.approx(_SERIES, rel=1e-14)


# -- what the known errors look like: a self-test that would find them -----------------------------------------------


def ppm_on_t2():
    return (ellipsoid.official_areas(polygon(*T2), rounded=False).item() / 999924.2091 - 1) * 1e6


def test_trap_second_for_first_eccentricity(monkeypatch):
    wrong = ellipsoid.trapezoid_constants(ellipsoid.E2_SECOND)
    monkeypatch.setattr(ellipsoid, "_STRIP", ellipsoid._strip_polynomial(*wrong))
    assert ppm_on_t2() == pytest.approx(38.66, abs=0.01)


def test_trap_minor_axis_of_xian_1980(monkeypatch):
    monkeypatch.setattr(ellipsoid, "B", 6356755.2882)
    assert ppm_on_t2() == pytest.approx(0.94, abs=0.01)


def test_trap_major_for_minor_axis(monkeypatch):
    monkeypatch.setattr(ellipsoid, "B", ellipsoid.A)
    assert ppm_on_t2() == pytest.approx(6739, abs=1)


def test_trap_vertices_only():
    """Trapezoids from corner to corner of 10 km, by the whole formula: strips of 70 m need less of it."""
    ring = polygon(*T3)
    longitude, latitude = ellipsoid.inverse_gauss(ring.x, ring.y)
    strips = ellipsoid.trapezoid(latitude[:-1], latitude[1:], 0.5 * (longitude[:-1] + longitude[1:]))
    assert abs(strips.sum()) == pytest.approx(99991152.4553, abs=1e-3)


@pytest.mark.parametrize("north", [4_100_000.0, 5_000_000.0, 5_900_000.0])
def test_strips_are_the_trapezoid_formula(north):
    """70 m and less, anywhere in the strip: the part that is left out is 1e-12 of the strip at most."""
    rng = np.random.default_rng(7)
    e, n = rng.uniform(-250_000, 250_000, 400), north + rng.uniform(0, 1000, 400)
    turn = rng.uniform(0, 2 * np.pi, 400)
    first = ellipsoid.inverse_gauss(e, n)
    second = ellipsoid.inverse_gauss(e + 70 * np.cos(turn), n + 70 * np.sin(turn))
    strips = ellipsoid._strips(*first, *second, 1.0)
    whole = ellipsoid.trapezoid(first[1], second[1], 0.5 * (first[0] + second[0]))
    assert strips == pytest.approx(whole, rel=1e-12, abs=1e-6)


def test_trap_plane_area_is_not_ellipsoidal():
    assert ellipsoid.plane_areas(polygon(*T2)).item() == 1_000_000.0
    assert ellipsoid.plane_areas(polygon(*T5)).item() == pytest.approx(1433044.3028, abs=5e-5)


# -- laws --------------------------------------------------------------------------------------------------------

METRE = st.integers(-4_000_000, 4_000_000).map(lambda k: k / 10_000)  # four decimals, ±400 m


@st.composite
def parcels(draw, decimals=4):
    """A parcel somewhere in zones 33–42, star-shaped or not: self-crossing rings have an official Σ, too."""
    zone = draw(st.integers(33, 42))
    x, y = draw(st.integers(4_150_000, 5_850_000)), draw(st.integers(360_000, 640_000))
    points = draw(st.lists(st.tuples(METRE, METRE), min_size=3, max_size=8, unique=True))
    return [(round(x + dx, decimals), round(zone * 1_000_000 + y + dy, decimals)) for dx, dy in points]


@LAWS
@given(parcels())
def test_equals_the_independent_implementation(ring):
    # a tie of the 6th decimal of a second, decided by float noise, would move a point by 3e-5 m
    assert ellipsoid.official_areas(polygon(ring)).item() == pytest.approx(abs(official_by_hand([ring])), abs=5e-3)


@LAWS
@given(parcels(), st.integers(0, 7), st.booleans())
def test_ring_start_and_direction_do_not_matter(ring, turn, reverse):
    other = ring[turn % len(ring):] + ring[: turn % len(ring)]
    other = other[::-1] if reverse else other
    a, b = (ellipsoid.official_areas(polygon(r)).item() for r in (ring, other))
    assert a == pytest.approx(b, abs=1e-6)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 40_000_000), st.integers(0, 40_000_000)), min_size=3, max_size=6,
                unique=True))
def test_the_zone_prefix_does_not_change_a_cent(points):
    # coordinates of five decimals that end in 5: a tie of the first rounding, which a float of 37 million m blurs
    north = [f"{4_520_000 + a // 10**5}.{a % 10**5 // 10:04d}5" for a, _ in points]
    east = [f"{540_000 + b // 10**5}.{b % 10**5 // 10:04d}5" for _, b in points]
    plain = [(float(x), float(y)) for x, y in zip(north, east)]
    prefixed = [(float(x), float("37" + y)) for x, y in zip(north, east)]
    a = ellipsoid.official_areas(polygon(plain, false_easting=500_000.0))
    b = ellipsoid.official_areas(polygon(prefixed, false_easting=37_500_000.0))
    assert a.tobytes() == b.tobytes()
    assert a.item() == pytest.approx(abs(official_by_hand([prefixed])), abs=5e-3)


@LAWS
@given(st.lists(parcels(), min_size=1, max_size=6), st.integers(1, 400))
def test_batches_and_chunks_are_bit_identical(rings, chunk):
    each = [polygon(r) for r in rings]
    alone = np.concatenate([ellipsoid.official_areas(p) for p in each])
    together = ellipsoid.official_areas(join(each))
    assert together.tobytes() == alone.tobytes()
    assert ellipsoid.official_areas(join(each[::-1]))[::-1].tobytes() == alone.tobytes()
    kept = ellipsoid._CHUNK_POINTS
    try:
        ellipsoid._CHUNK_POINTS = chunk
        assert ellipsoid.official_areas(join(each)).tobytes() == alone.tobytes()
    finally:
        ellipsoid._CHUNK_POINTS = kept


def test_multipart_and_empty():
    two = polygon(*T1, *T2)
    two = Rings(two.x, two.y, two.first, np.array([1, 1]), np.array([0, 1]), np.array([False, False]), 3)
    sums = ellipsoid.official_areas(two)
    assert sums[0] == sums[2] == 0.0
    assert cents(sums[1]).item() == cents(ellipsoid.official_areas(join([polygon(*T1), polygon(*T2)])).sum()).item()
    assert ellipsoid.official_areas(Rings.empty(2)).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("side, inserted", [(69.99, 0), (70.0, 0), (70.01, 1), (139.99, 1), (140.0, 2), (700.0, 10)])
def test_seventy_metres(side, inserted, monkeypatch):
    """int(length/70) points go into an edge longer than 70 m, none into one of exactly 70 m."""
    seen = []
    inverse = ellipsoid.inverse_gauss
    monkeypatch.setattr(ellipsoid, "inverse_gauss", lambda e, n: seen.append(len(e)) or inverse(e, n))
    ellipsoid.official_areas(polygon(square(4520000.0, 37555000.0, side)))
    assert sum(seen) == 4 * (inserted + 1) + 2  # each point once, the closing vertex twice


def test_seventy_metres_in_any_direction(monkeypatch):
    """Turned by 3-4-5 an edge of 70 m is one of 42 and 56 m: float noise of full coordinates must not cut it."""
    seen = []
    inverse = ellipsoid.inverse_gauss
    monkeypatch.setattr(ellipsoid, "inverse_gauss", lambda e, n: seen.append(len(e)) or inverse(e, n))
    random = np.random.default_rng(4)
    for k in range(300):
        size = (k % 3 + 1) * 70
        a, b = 0.6 * size, 0.8 * size
        e, n = round(random.uniform(-2e5, 2e5), 4), round(random.uniform(4.1e6, 5.9e6), 4)
        corners = [(e, n), (e + a, n + b), (e + a - b, n + a + b), (e - b, n + a)]
        x, y = np.round(np.array([*corners, corners[0]]), 4).T
        one = np.zeros(1, np.int64)
        seen.clear()
        ellipsoid.official_areas(Rings(x, y, np.array([0, 5]), one, one, np.zeros(1, bool), 1))
        assert sum(seen) == 4 * (1 if size == 70 else size // 70 + 1) + 2


# -- against PROJ and the closed form --------------------------------------------------------------------------------


def transformer(source, target):
    def crs(code):
        out = osr.SpatialReference()
        out.ImportFromEPSG(code)
        out.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        return out

    return osr.CoordinateTransformation(crs(source), crs(target))


@pytest.mark.parametrize("zone", range(33, 43))
def test_inverse_series_against_proj(zone):
    lon, lat = (g.ravel() for g in np.meshgrid(3 * zone + np.linspace(-1.6, 1.6, 9), np.linspace(37, 53.5, 12)))
    en = np.array(transformer(4490, 4509 + zone).TransformPoints(np.stack([lon, lat], 1).tolist()))
    l_rad, b_rad = ellipsoid.inverse_gauss(en[:, 0] - 500_000, en[:, 1])
    seconds = 3600 * np.maximum(abs(np.degrees(l_rad) + 3 * zone - lon), abs(np.degrees(b_rad) - lat))
    assert seconds.max() < 4.5e-6  # 0.14 mm: what the official series is worth


@pytest.mark.parametrize("south", [37.5, 40.0, 45.0, 53.0])
def test_trapezoid_against_the_closed_form(south):
    e = math.sqrt(_E2)

    def q(lat):
        s = math.sin(math.radians(lat))
        return s / (1 - _E2 * s * s) + math.log((1 + e * s) / (1 - e * s)) / (2 * e)

    closed = _B**2 * math.radians(3.75 / 60) / 2 * (q(south + 2.5 / 60) - q(south))
    assert ellipsoid.sheet_area(south, south + 2.5 / 60, 3.75 / 60) == pytest.approx(closed, abs=2e-4)


# -- who wrote the polygon does not matter ----------------------------------------------------------------------------


def rotated(ring, k):
    return [*ring[k:], *ring[:k]]


@LAWS
@given(st.integers(0, 8), st.integers(0, 8), st.booleans())
def test_the_same_bits_wherever_a_ring_begins_and_in_whatever_order_its_holes_stand(k, m, swapped):
    outer = T3[0][:1] + [(4520000 + 37.1234 * i, 37565000 + 211.777 * i * (9 - i)) for i in range(1, 9)]
    holes = [square(4521000.1234, 37556000.4321, 33.3333), square(4522000.5, 37557000.25, 61.0001)]
    plain = polygon(outer, *holes)
    turned = polygon(rotated(outer, k), *(rotated(h, m % 4) for h in (holes[::-1] if swapped else holes)))
    for rounded in (True, False):
        assert ellipsoid.official_areas(turned, rounded).item() == ellipsoid.official_areas(plain, rounded).item()
