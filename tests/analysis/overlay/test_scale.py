"""A polygon of a million vertices is measured and overlaid in seconds, and right."""

import time

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Overlay
from nm_urban.nm_urban_plugin.analysis.overlay.zones import OUTSIDE, ZoneLayer
from nm_urban.nm_urban_plugin.analysis.reading.area import feature_areas
from nm_urban.nm_urban_plugin.analysis.reading.wkb import decode, encode
from nm_urban.nm_urban_plugin.core.ellipsoid.official import plane_areas
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from nm_urban.nm_urban_plugin.core.rings import Rings
from tests.analysis.worlds import E0, N0, frame, plane_shapes

N = 1_000_000
RADIUS, WAVE = 50_000.0, 400.0


def coastline(n=N):
    """A circle of 50 km with 999 waves of 400 m: (E0, N0) its centre, in EPSG:4525."""
    angle = 2 * np.pi * np.arange(n) / n
    radius = RADIUS + WAVE * np.sin(999 * angle)
    x, y = E0 + radius * np.cos(angle), N0 + radius * np.sin(angle)
    one = np.zeros(1, np.int64)
    return Rings(np.append(x, x[0]), np.append(y, y[0]), np.array([0, n + 1]), one, one, np.zeros(1, bool), 1)


@pytest.fixture(scope="module")
def big():
    return coastline()


def test_wkb_of_a_million_vertices(big):
    start = time.monotonic()
    back = decode(encode(big)).rings
    assert np.array_equal(back.x, big.x) and np.array_equal(back.y, big.y)
    assert time.monotonic() - start < 5


def test_area_of_a_million_vertices(big):
    where = frame()
    start = time.monotonic()
    (area,) = feature_areas(where, big, where.shapes(big))
    assert time.monotonic() - start < 20
    # ∫ ½ r² dφ of a circle with waves: π (R² + w²/2), on the plane
    plane = np.pi * (RADIUS**2 + WAVE**2 / 2)
    assert plane_areas(big).item() == pytest.approx(plane, rel=1e-8)
    assert area == pytest.approx(straight_areas(where.shapes(big).rings).item(), rel=1e-8)
    assert -2e-4 < area / plane - 1 < 0  # 5 … 105 km off the meridian: up to 140 ppm less than the plane


def test_overlay_with_a_zone_of_a_million_vertices(big):
    zone = ZoneLayer("z", frame(), big, np.array([0]))
    start = time.monotonic()
    boxes = []
    for angle in np.linspace(0, 2 * np.pi, 60, endpoint=False):  # parcels of 1 km across the coast, two more in and out
        for away in (-3000, 0, 3000):
            x = E0 - 37_500_000 + (RADIUS + away) * np.cos(angle)
            y = N0 + (RADIUS + away) * np.sin(angle)
            boxes.append(f"POLYGON (({x} {y},{x + 1000} {y},{x + 1000} {y + 1000},{x} {y + 1000},{x} {y}))")
    shapes = plane_shapes(boxes)
    cells = Overlay(split=zone).run(shapes)
    assert time.monotonic() - start < 30
    whole = straight_areas(shapes.rings)
    assert np.bincount(cells.shape, cells.area, minlength=180) == pytest.approx(whole, abs=1e-4)
    inside = np.bincount(cells.shape[cells.label == 0], cells.area[cells.label == 0], minlength=180)
    assert inside[0::3] == pytest.approx(whole[0::3], abs=1e-6)  # 3 km landward
    assert inside[2::3] == pytest.approx(0 * whole[2::3], abs=1e-6)  # 3 km seaward
    assert (cells.label[np.isin(cells.shape, np.arange(2, 180, 3))] == OUTSIDE).all()
    coast = inside[1::3].sum()
    # the same by counting points: 1 000 x 1 000 raster cells of 1 m in each of the 60 coastal parcels, every 4th
    ticks = np.arange(2, 1000, 4) + 0.0
    expected = 0.0
    for k in range(1, 180, 3):
        x0, y0 = shapes.rings.x[5 * k] - (E0 - 37_500_000), shapes.rings.y[5 * k] - N0
        px, py = np.meshgrid(x0 + ticks, y0 + ticks)
        within = np.hypot(px, py) <= RADIUS + WAVE * np.sin(999 * np.arctan2(py, px))
        expected += within.mean() * whole[k]
    assert coast == pytest.approx(expected, rel=2e-3)


def test_memory_is_bounded_by_the_chunk(monkeypatch):
    """The densified points of one huge polygon are never held at once."""
    from nm_urban.nm_urban_plugin.core.ellipsoid import official as ellipsoid

    seen = []
    inverse = ellipsoid.inverse_gauss
    monkeypatch.setattr(ellipsoid, "_CHUNK_POINTS", 50_000)
    monkeypatch.setattr(ellipsoid, "inverse_gauss", lambda e, n: seen.append(len(e)) or inverse(e, n))
    one = np.zeros(1, np.int64)
    ring = coastline(100_000)
    ellipsoid.official_areas(Rings(ring.x - 37_500_000, ring.y, ring.first, one, one, np.zeros(1, bool), 1))
    assert max(seen) <= 51_000 and sum(seen) >= 100_000
