"""Geodesics against PROJ's (Karney), and areas against closed formulas."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.core.ellipsoid import geodesic
from nm_urban.nm_urban_plugin.core.ellipsoid.official import sheet_area
from tools.bench.geodesic_judge import GEOD


@pytest.mark.parametrize("far", [1.0, 100.0, 50e3, 300e3, 3e6])
def test_inverse_and_direct_agree_with_proj(far):
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(97, 126, 20_000), rng.uniform(37, 53, 20_000)
    azimuth, distance = rng.uniform(0, 360, 20_000), rng.uniform(0, far, 20_000)
    lon2, lat2, _ = GEOD.fwd(lon, lat, azimuth, distance)
    found, direction = geodesic.inverse(lon, lat, lon2, lat2)
    assert np.abs(found - distance).max() < 1e-4
    assert (np.abs(np.angle(np.exp(1j * (direction - np.radians(azimuth))))) * distance).max() < 1e-4
    x, y = geodesic.direct(lon, lat, np.radians(azimuth), distance)
    assert np.abs(x - lon2).max() < 1e-9 and np.abs(y - lat2).max() < 1e-9


def test_same_point_poles_and_equator():
    assert geodesic.inverse(110.0, 40.0, 110.0, 40.0)[0] == 0
    # a degree of the equator is a · π/180
    assert geodesic.inverse(110.0, 0.0, 111.0, 0.0)[0] == pytest.approx(6378137 * np.pi / 180, abs=1e-6)
    # quarter meridian of GRS 80: 10 001 965.7293 m (EPSG guidance note 7-2)
    assert geodesic.inverse(110.0, 0.0, 110.0, 90.0)[0] == pytest.approx(10_001_965.7293, abs=1e-3)


def test_plane_and_back():
    rng = np.random.default_rng(2)
    lon, lat = 110.8 + rng.uniform(-1, 1, 5000), 41.0 + rng.uniform(-1, 1, 5000)
    x, y = geodesic.to_plane(lon, lat, (110.8, 41.0))
    back = geodesic.from_plane(x, y, (110.8, 41.0))
    assert np.abs(back[0] - lon).max() < 1e-12 * 1e3 and np.abs(back[1] - lat).max() < 1e-12 * 1e3


def test_area_between_parallels_is_the_map_sheet():
    # 1 : 1 000 000 sheet (6° by 4°): the official series of 图幅理论面积 and the closed form agree to 1e-10
    strip = (geodesic.zone_to_equator(44.0) - geodesic.zone_to_equator(40.0)) * np.radians(6.0)
    assert strip == pytest.approx(sheet_area(40.0, 44.0, 6.0), rel=1e-10)


def test_strips_of_a_ring_sum_to_its_area():
    # a quadrangle of meridians and parallels, and a triangle cut from it: the two triangles make the whole
    square = np.array([[110, 40], [110, 41], [111, 41], [111, 40], [110, 40]], float)
    start = np.arange(4)
    whole = geodesic.edge_strips(square[:, 0], square[:, 1], start, 40.5).sum()
    assert whole == pytest.approx(sheet_area(40.0, 41.0, 1.0), rel=1e-10)
    halves = 0.0
    for corners in ([0, 1, 2, 0], [0, 2, 3, 0]):
        part = square[corners]
        halves += geodesic.edge_strips(part[:, 0], part[:, 1], np.arange(3), 39.0).sum()
    assert halves == pytest.approx(whole, rel=1e-12)
