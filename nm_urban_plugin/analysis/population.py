"""Who lives inside an area: points with people (towns, centres of grid cells) or polygons with people (units)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsFeatureRequest,
    QgsFeedback,
    QgsGeometry,
    QgsPoint,
    QgsWkbTypes,
)

from ..core.cells import UnreadableCell, heading_unit, not_negative, shown, unit_named
from ..i18n import tr
from .geos.by_qgis import polygons_of
from .reading.area import ELLIPSOID
from .reading.batches import features_of, plain
from .reading.frames import LONLAT, Frame
from .reading.source import Given
from .reading.tally import Tally

_MOSTLY = 0.5  # a unit counts as reached where more than this share of its area is


@dataclass
class Population:
    """A population layer in degrees: points lonlat (n, 2), or polygons with their areas; people and name of each.
    People are NaN where they are not known; *unknown* such features."""

    people: np.ndarray
    names: list[str]
    lonlat: np.ndarray
    polygons: list[QgsGeometry] = field(default_factory=list)
    areas: np.ndarray = field(default_factory=lambda: np.zeros(0))
    unknown: int = 0

    def inside(self, area: QgsGeometry) -> tuple[float | None, tuple[str, ...], int, int]:
        """People inside, the names of the towns (units: of those more than half inside), largest first, and how many
        places are inside and of how many of them the people are not known; None where they are known of none of them.

        A unit counts with the share of its area that lies inside: people are taken to be spread evenly over it.
        """
        if self.polygons:
            shares = self._shares(area)
            found, met = np.nonzero(shares > _MOSTLY)[0], np.nonzero(shares > 0)[0]
        else:
            found = met = self._points_inside(area)
            shares = np.ones(len(self.people))
        known = met[np.isfinite(self.people[met])]
        people = math.fsum((self.people * shares)[known].tolist()) if len(known) or not len(met) else None
        order = found[np.argsort(-np.nan_to_num(self.people[found]), kind="stable")]
        return people, tuple(self.names[k] for k in order if self.names[k]), len(met), len(met) - len(known)

    def _points_inside(self, area: QgsGeometry) -> np.ndarray:
        box = area.boundingBox()
        lon, lat = self.lonlat[:, 0], self.lonlat[:, 1]
        near = np.nonzero((lon >= box.xMinimum()) & (lon <= box.xMaximum()) & (lat >= box.yMinimum())
                          & (lat <= box.yMaximum()))[0]
        engine = QgsGeometry.createGeometryEngine(area.constGet())
        engine.prepareGeometry()
        return near[[engine.intersects(QgsPoint(x, y)) for x, y in self.lonlat[near].tolist()]] if len(near) else near

    def _shares(self, area: QgsGeometry) -> np.ndarray:
        measure = _measure()
        engine = QgsGeometry.createGeometryEngine(area.constGet())
        engine.prepareGeometry()
        box = area.boundingBox()
        shares = np.zeros(len(self.polygons))
        for k, unit in enumerate(self.polygons):
            if not unit.boundingBox().intersects(box) or not engine.intersects(unit.constGet()):
                continue
            if engine.contains(unit.constGet()):
                shares[k] = 1.0
            else:
                part = measure.measureArea(polygons_of(unit.intersection(area)))
                shares[k] = min(part / self.areas[k], 1.0) if self.areas[k] > 0 else 0.0
        return shares


def _measure() -> QgsDistanceArea:
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem(LONLAT), QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    return measure


def load_population(given: Given, people_field: str, name_fields: list[str], tally: Tally, feedback: QgsFeedback
                    ) -> Population:
    """All points or polygons of a layer; where the number of people is missing or unreadable (listed) it is not known,
    an unusable feature is listed. Heading and cell name the unit (人口（万人）, 2.5万人). Raises CrsRefused,
    UnitMismatch."""
    unit = heading_unit(people_field, "people") or unit_named("人", "people")
    frame = Frame(given.crs, given.name)
    to_lonlat = QgsCoordinateTransform(given.crs, QgsCoordinateReferenceSystem(LONLAT), QgsCoordinateTransformContext())
    as_points = QgsWkbTypes.geometryType(given.source.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry
    people, names, xy, shapes, unknown = [], [], [], [], 0
    for feature in features_of(given.source, QgsFeatureRequest()):
        if feedback.isCanceled():
            break
        geometry = feature.geometry()
        why, doubt = "", ""
        try:
            number = not_negative(plain(feature.attribute(people_field)), unit)
        except UnreadableCell:
            number = None
            doubt = tr("'{value}' in field '{field}' is no number of people (>= 0)").format(
                value=shown(plain(feature.attribute(people_field))), field=people_field)
        if geometry.isNull() or geometry.isEmpty():
            why = tr("the geometry is empty")
        else:
            box = geometry.boundingBox()
            bounds = np.array([[box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]])
            if not np.isfinite(bounds).all():
                why = tr("a coordinate is not a number")
            elif frame.misplaced(bounds)[0]:
                why = frame.why_misplaced(*((bounds[0, :2] + bounds[0, 2:]) / 2))
            elif not as_points and not geometry.isGeosValid():
                why = tr("the polygon crosses itself")
        if why or doubt:
            tally.reject(given.name, feature.id(), why or doubt)
        if why:
            continue
        unknown += number is None
        people.append(math.nan if number is None else float(number))
        values = [str(plain(feature.attribute(name)) or "").strip() for name in name_fields]
        names.append(next((value for value in values if value), ""))
        if as_points:
            point = geometry.centroid().asPoint()
            xy.append((point.x(), point.y()))
        else:
            geometry.transform(to_lonlat)
            shapes.append(geometry)
    lonlat = np.zeros((0, 2))
    if xy:
        lonlat = np.stack(frame.lonlat(*np.array(xy, np.float64).T), axis=1)
    measure = _measure()
    areas = np.array([measure.measureArea(shape) for shape in shapes], np.float64)
    return Population(np.array(people, np.float64), names, lonlat, shapes, areas, unknown)
