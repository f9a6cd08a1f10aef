"""Outlines of changing radius, against PROJ's geodesics and plane geometry worked out by hand."""

import math

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.network import capsules as c

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(a=6378137, rf=298.257222101)


@pytest.mark.parametrize(("lat", "metres", "allowed"), [(37.5, 5000, 0.002), (53.0, 5000, 0.002), (45.0, 20_000, 0.1)])
def test_offset_is_a_geodesic_distance(lat, metres, allowed):
    azimuth = np.linspace(-math.pi, math.pi, 361)
    lon, lats = c.offset(np.full(361, 111.0), np.full(361, lat), azimuth, np.full(361, float(metres)))
    _, _, found = GEOD.inv(np.full(361, 111.0), np.full(361, lat), lon, lats)
    assert np.abs(found - metres).max() < allowed


def distance_to_axis(points, start, end, n=20_001):
    """Metres from each point to the nearest of n points on the straight (in degrees) axis, and where that is."""
    share = np.linspace(0, 1, n)
    axis = start + share[:, None] * (end - start)
    out, at = [], []
    for x, y in points:
        _, _, d = GEOD.inv(np.full(n, x), np.full(n, y), axis[:, 0], axis[:, 1])
        out.append(d.min())
        at.append(share[d.argmin()])
    return np.array(out), np.array(at)


def test_equal_radii_give_a_buffer():
    start, end = np.array([111.0, 40.8]), np.array([111.06, 40.84])
    ring = c.capsules(start[None], end[None], np.array([3000.0]), np.array([3000.0]))[0]
    far, _ = distance_to_axis(ring, start, end)
    assert np.abs(far - 3000).max() < 0.3  # metres; the arcs' own points lie on the circle
    assert (ring[0] == ring[-1]).all()


def test_a_tapered_one_is_the_hull_of_its_two_circles():
    """Support function of the hull of two circles: in every direction the farther of the two."""
    start, end = np.array([111.0, 40.8]), np.array([111.05, 40.8])
    ring = c.capsules(start[None], end[None], np.array([4000.0]), np.array([1000.0]))[0]
    east = (ring[:, 0] - 111.0) * np.radians(1) * c.curvature_radii(np.array([40.8]))[1] * math.cos(math.radians(40.8))
    north = (ring[:, 1] - 40.8) * np.radians(1) * c.curvature_radii(np.array([40.8]))[0]
    gap = 0.05 * np.radians(1) * c.curvature_radii(np.array([40.8]))[1][0] * math.cos(math.radians(40.8))
    for angle in np.radians(np.arange(0, 360, 5)):
        reach = (east * math.cos(angle) + north * math.sin(angle)).max()
        wanted = max(4000.0, gap * math.cos(angle) + 1000.0)
        assert wanted - 0.0022 * 4000 - 1 < reach < wanted + 2


@pytest.mark.parametrize(("r_start", "r_end"), [(5000.0, 100.0), (100.0, 5000.0), (2500.0, 2500.0)])
def test_a_circle_that_holds_the_other_is_the_whole(r_start, r_end):
    """No length, or the smaller circle wholly inside the larger."""
    start = np.array([111.0, 40.8])
    end = start if r_start == r_end else start + [0.001, 0.0]
    ring = c.capsules(start[None], end[None], np.array([r_start]), np.array([r_end]))[0]
    centre = start if r_start >= r_end else end
    _, _, far = GEOD.inv(np.full(len(ring), centre[0]), np.full(len(ring), centre[1]), ring[:, 0], ring[:, 1])
    assert np.abs(far - max(r_start, r_end)).max() < 0.01
