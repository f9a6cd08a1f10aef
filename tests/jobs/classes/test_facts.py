"""Cells of county tables, which units touch a line, how far the next city is, and that layers are read unit by unit."""

import math

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY

from nm_urban.nm_urban_plugin.analysis.reading.source import Given
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.jobs.classes import facts as class_facts
from nm_urban.nm_urban_plugin.jobs.classes.facts import City, nearest_city, touched
from nm_urban.nm_urban_plugin.jobs.classes.shares import BUILT, CROP, FOREST, GRASS, OTHER, Cover
from tests.builders import layer


def test_kinds_of_land():
    """Forest and grass by the first two digits, whatever group they belong to (0404 is unused land)."""
    codes = ["0103", "0101", "0701", "0301", "0401", "0404", "1206", "031", "043", None, "ZZ"]
    label, kind, ridge = Cover.labels(codes, np.array([0.2, 0.0, 0.5] + [0.0] * 8))
    assert [int(kind[k]) for k in label][:7] == [CROP, CROP, BUILT, FOREST, GRASS, GRASS, OTHER]
    assert ridge[label[0]] == 0.2 and ridge[label[2]] == 0.0


def box(lon, lat, size=1.0):
    return QgsGeometry.fromWkt(f"POLYGON(({lon} {lat},{lon + size} {lat},{lon + size} {lat + size},"
                               f"{lon} {lat + size},{lon} {lat}))")


def test_nearest_city_on_the_ellipsoid(qgis_app):
    """From (111, 41) to (111, 42) on CGCS2000: one degree of meridian at 41.5, 111.0 km by R(1-e²)/(1-e² sin²)^1.5."""
    found = nearest_city([box(110.5, 40.5), box(111.5, 41.5)], [City("驻地", QgsPointXY(111.0, 41.0))],
                         [City("市", QgsPointXY(111.6, 41.9)), City("远", QgsPointXY(115, 45))])
    assert found[1] == ("市", 0.0)
    a, e2 = 6378137.0, 0.00669438002290
    m = a * (1 - e2) / (1 - e2 * math.sin(math.radians(41.45)) ** 2) ** 1.5
    n = a / math.sqrt(1 - e2 * math.sin(math.radians(41.45)) ** 2)
    flat = math.hypot(m * math.radians(0.9), n * math.cos(math.radians(41.45)) * math.radians(0.6)) / 1000
    assert found[0][0] == "市" and found[0][1] == pytest.approx(flat, rel=1e-4)
    assert nearest_city([box(110, 40)], [], []) == [None]


def test_touching_within_so_many_metres(qgis_app):
    lonlat = QgsCoordinateReferenceSystem("EPSG:4490")
    units = class_facts.units_in([bytes(box(110, 42).asWkb()), bytes(box(112, 42).asWkb())], lonlat,
                                 class_facts.plane())
    border = layer([("LINESTRING(109.99 43.003, 111.2 43.003)",), (None,)], crs="EPSG:4490", kind="LineString")
    tally = Tally()
    given = Given(border, border.crs(), "国界")
    assert touched(units, given, 500, tally) == [True, False]  # 0.003° of latitude are 333 m
    assert touched(units, given, 300, tally) == [False, False]
    assert len({(one.src, one.fid) for one in tally.rejects}) == 1, "a feature without geometry is listed"
