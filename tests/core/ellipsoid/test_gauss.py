"""Zones against the EPSG register of GDAL, projection and scale against PROJ."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import osr

from nm_urban.nm_urban_plugin.core.ellipsoid import gauss
from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import Zone, zone_of_epsg, zone_of_parameters

LAWS = settings(deadline=None, max_examples=100)
CODES = range(4491, 4555)


def srs(code):
    out = osr.SpatialReference()
    assert out.ImportFromEPSG(code) == 0
    out.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return out


def proj(source, target, points):
    return np.array(osr.CoordinateTransformation(srs(source), srs(target)).TransformPoints(points.tolist()))[:, :2]


@pytest.mark.parametrize("code", CODES)
def test_every_epsg_zone_is_the_registers(code):
    zone, official = zone_of_epsg(code), srs(code)
    assert zone.meridian == official.GetProjParm("central_meridian")
    assert zone.false_easting == official.GetProjParm("false_easting")
    assert zone.epsg == code
    name = official.GetName()
    assert ("3-degree" in name) == (zone.width == 3)
    assert ("zone" in name) == zone.prefixed and ("CM" in name) != zone.prefixed
    if zone.prefixed:
        assert name.endswith(f"zone {zone.number}")
        assert int(zone.false_easting // 1_000_000) == zone.number


def test_other_codes_are_no_zones():
    found = {code for code in range(2300, 32700) if zone_of_epsg(code) is not None}
    assert found == set(CODES)  # neither 4490, 4479 nor Xi'an 80, BJ54, UTM


@pytest.mark.parametrize("code", CODES)
def test_a_zone_is_recognised_by_its_parameters(code):
    zone = zone_of_epsg(code)
    found = zone_of_parameters(zone.meridian, zone.false_easting)
    assert (found.meridian, found.false_easting) == (zone.meridian, zone.false_easting)
    # without prefix, a 6° zone on the meridian of a 3° zone is the same plane
    assert found == zone or (not zone.prefixed and found == Zone(zone.meridian, 3, False))


@pytest.mark.parametrize("meridian, false_easting", [
    (112, 500_000), (111, 0), (111, 38_500_000), (114, 37_500_000), (111.5, 37_500_000), (111, 500_001),
    (111.00001, 37_500_000), (113, 500_000)])
def test_what_is_no_zone(meridian, false_easting):
    assert zone_of_parameters(meridian, false_easting) is None


def test_inner_mongolia_by_hand():
    assert [zone_of_epsg(4488 + n).meridian for n in range(33, 43)] == [3 * n for n in range(33, 43)]
    assert zone_of_epsg(4525) == Zone(111.0, 3, True) and zone_of_epsg(4546) == Zone(111.0, 3, False)
    assert zone_of_epsg(4497) == Zone(111.0, 6, True) and zone_of_epsg(4497).number == 19


def test_zone_number_gives_the_border_to_the_east():
    degrees = [97.49999, 97.5, 98.99, 100.49999, 100.5, 111, 112.4999, 112.5, 126.06]
    assert gauss.zone_number(degrees).tolist() == [32, 33, 33, 33, 34, 37, 37, 38, 42]


@pytest.mark.parametrize("code", [4534, 4542, 4546, 4551, 4554])
def test_projection_against_proj(code):
    zone = zone_of_epsg(code)
    lon, lat = (g.ravel() for g in np.meshgrid(zone.meridian + np.linspace(-3, 3, 13), np.linspace(16, 55, 14)))
    en = proj(4490, code, np.stack([lon, lat], 1))
    e, n = gauss.forward(lon, lat, zone.meridian)
    assert np.hypot(e + 500_000 - en[:, 0], n - en[:, 1]).max() < 2e-8
    back_lon, back_lat = gauss.inverse(en[:, 0] - 500_000, en[:, 1], zone.meridian)
    assert max(abs(back_lon - lon).max(), abs(back_lat - lat).max()) < 3e-13


@LAWS
@given(st.floats(-4, 4), st.floats(10, 60), st.integers(25, 45))
def test_there_and_back(dl, lat, number):
    e, n = gauss.forward(3.0 * number + dl, lat, 3.0 * number)
    lon, lat2 = gauss.inverse(e, n, 3.0 * number)
    assert abs(lon - (3.0 * number + dl)) < 5e-13 and abs(lat2 - lat) < 5e-13


def test_meridian_per_point():
    e, _ = gauss.forward(np.array([111.2, 114.2]), np.array([40.0, 40.0]), np.array([111.0, 114.0]))
    assert e[0] == pytest.approx(e[1], abs=1e-8)


@pytest.mark.parametrize("dl, lat", [(0.0, 40.0), (1.5, 42.0), (-1.5, 53.0), (3.0, 38.0), (-2.9, 20.0)])
def test_scale_against_proj_by_finite_differences(dl, lat):
    """k² = plane area over ellipsoidal area of a patch of 0.002°, both from first principles."""
    h = 0.001
    corners = np.array([[111 + dl - h, lat], [111 + dl + h, lat], [111 + dl, lat - h], [111 + dl, lat + h]])
    w, e, s, n = proj(4490, 4546, corners)
    cross = (e[0] - w[0]) * (n[1] - s[1]) - (e[1] - w[1]) * (n[0] - s[0])
    e2 = 0.0066943800229008
    sin = math.sin(math.radians(lat))
    meridian_radius = 6378137 * (1 - e2) / (1 - e2 * sin * sin) ** 1.5
    parallel_radius = 6378137 * math.cos(math.radians(lat)) / math.sqrt(1 - e2 * sin * sin)
    k_squared = cross / (meridian_radius * parallel_radius * math.radians(2 * h) ** 2)
    east, north = gauss.forward(111 + dl, lat, 111)
    assert gauss.inverse_scale_squared(east, north) == pytest.approx(1 / k_squared, rel=2e-9)


def test_scale_is_one_on_the_meridian_only():
    assert gauss.inverse_scale_squared(0.0, 4_500_000.0) == pytest.approx(1, abs=1e-14)
    assert gauss.inverse_scale_squared(130_000.0, 4_500_000.0) == pytest.approx(1 - 416e-6, abs=2e-6)
