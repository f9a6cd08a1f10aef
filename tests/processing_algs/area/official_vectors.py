"""Test vectors of 图斑椭球面积: rings and official values, computed by an independent implementation of the recipe."""

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject

from tests.builders import corners


def square(north, east, side):
    return corners(east, north, east + side, north + side)


# (northing, easting) rings and values of an independent implementation of the official recipe
T1 = [square(4520000, 37555000, 100)]
T2 = [square(4520000, 37555000, 1000)]
T3 = [square(4520000, 37555000, 10000)]
T5 = [[(37581000.5678, 4526000.1234), (37582010.25, 4526035.5), (37582350.0, 4525300.75), (37581700.125, 4524620.3333),
       (37580890.4, 4525010.9)],
      [(37581300.0, 4525500.0), (37581650.25, 4525320.5), (37581400.75, 4525150.0)]]
T7 = [square(4650000, 33640000, 1000)]
OFFICIAL = [("T1", T1, "EPSG:4525", 9999.25), ("T2", T2, "EPSG:4525", 999924.21), ("T3", T3, "EPSG:4525", 99991121.96),
            ("T5", T5, "EPSG:4525", 1432809.68), ("T7", T7, "EPSG:4521", 999514.56)]


def in_crs(rings, crs, other):
    """Rings through PROJ."""
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(crs), QgsCoordinateReferenceSystem(other),
                                       QgsProject.instance())
    return [[(p.x(), p.y()) for p in (transform.transform(x, y) for x, y in ring)] for ring in rings]
