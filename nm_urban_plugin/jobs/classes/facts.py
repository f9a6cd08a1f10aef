"""Facts for the flags of county units that geometry tells: which touch a line, how far the nearest centre city is."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsSpatialIndex,
)

from ...analysis.reading.area import ELLIPSOID
from ...analysis.reading.batches import features_of, plain
from ...analysis.reading.frames import LONLAT
from ...analysis.reading.source import Given
from ...analysis.reading.tally import Tally
from ...core.roles import match
from ...i18n import tr

#: Distances of some hundred metres are judged in this plane; its scale is within 2 % over the whole region.
_PLANE = "+proj=aea +lat_1=40 +lat_2=50 +lat_0=40 +lon_0=111.5 +ellps=GRS80 +units=m +no_defs"


@dataclass(frozen=True)
class City:
    """A centre city: name and where it is (degrees)."""

    name: str
    point: QgsPointXY


def plane() -> QgsCoordinateReferenceSystem:
    """The plane in which 'touches within so many metres' is judged."""
    crs = QgsCoordinateReferenceSystem()
    crs.createFromProj(_PLANE)
    return crs


def units_in(blobs: list[bytes], source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
             ) -> list[QgsGeometry]:
    """Polygons as geometries in another CRS."""
    transform = QgsCoordinateTransform(source, target, QgsCoordinateTransformContext())
    out = []
    for blob in blobs:
        geometry = QgsGeometry()
        geometry.fromWkb(blob)
        geometry.transform(transform)
        out.append(geometry)
    return out


def touched(units: list[QgsGeometry], given: Given, metres: float, tally: Tally) -> list[bool]:
    """Which units (in the plane) come within *metres* of any feature of a layer; bad features are listed."""
    index, drawn = QgsSpatialIndex(), {}
    for fid, geometry in _drawn(given, plane(), tally):
        feature = QgsFeature(fid)
        feature.setGeometry(geometry)
        index.addFeature(feature)
        drawn[fid] = geometry
    out = []
    for unit in units:
        box = unit.boundingBox().buffered(metres)
        out.append(any(drawn[fid].distance(unit) <= metres for fid in index.intersects(box)))
    return out


def cities_of(given: Given, overrides: dict[str, str], tally: Tally) -> list[City]:
    """The centre cities of a layer: its points, or the centroids of what is no point."""
    names = [field.name() for field in given.source.fields()]
    own = {key: value for key, value in overrides.items() if value in names}
    field = match("county_name", names, own)
    titles = {}
    if field is not None:
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        for feature in features_of(given.source, request):
            titles[feature.id()] = str(plain(feature.attribute(field)) or "").strip()
    out = []
    for fid, geometry in _drawn(given, QgsCoordinateReferenceSystem(LONLAT), tally):
        point = geometry.centroid().asPoint()
        out.append(City(titles.get(fid, ""), point))
    return out


def nearest_city(units: list[QgsGeometry], seats: list[City], cities: list[City]) -> list[tuple[str, float] | None]:
    """(name, km) of the nearest centre city of each unit (in degrees), 0 km where one lies in it; None without cities.

    Measured on the ellipsoid from the unit's seat, from a point inside it where there is no seat.
    """
    if not cities:
        return [None] * len(units)
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem(LONLAT), QgsCoordinateTransformContext())
    measure.setEllipsoid(ELLIPSOID)
    out: list[tuple[str, float] | None] = []
    for unit in units:
        own = next((city for city in cities if unit.contains(QgsGeometry.fromPointXY(city.point))), None)
        if own is not None:
            out.append((own.name, 0.0))
            continue
        seat = next((seat.point for seat in seats if unit.contains(QgsGeometry.fromPointXY(seat.point))), None)
        start = seat or unit.pointOnSurface().asPoint()
        metres, name = min((measure.measureLine(start, city.point), city.name) for city in cities)
        out.append((name, metres / 1000))
    return out


def _drawn(given: Given, target: QgsCoordinateReferenceSystem, tally: Tally):
    """(fid, geometry in another CRS) of the features that have one."""
    transform = QgsCoordinateTransform(given.crs, target, QgsCoordinateTransformContext())
    for feature in features_of(given.source, QgsFeatureRequest()):
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            tally.reject(given.name, feature.id(), tr("there is no geometry"))
            continue
        try:
            geometry.transform(transform)
        except QgsCsException:
            tally.reject(given.name, feature.id(), tr("the coordinates cannot be transformed: check the layer's CRS"))
            continue
        yield feature.id(), geometry
