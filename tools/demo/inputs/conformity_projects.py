"""The projects of the conformity demo: some sixty synthetic parcels, most of which touch a line, and made-up roads."""

import os
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal, ogr

from tools.demo.gpkg import crs

ogr.UseExceptions()

LINES = ("eco_redline", "farmland", "urban_boundary")
WANTED = 60
SPOT_DEG = (0.035, 0.024)  # half width and height of the neighbourhood that is shown, in degrees
ROAD_DEG = 0.00035  # half width of a made-up road: some 30 m
FIELDS = ("BSM", "XMMC", "YT", "XZQDM")


@dataclass(frozen=True)
class Parcel:
    """One parcel: its values, its geometry, and which of the lines it meets."""

    values: tuple
    geometry: ogr.Geometry
    meets: frozenset

    @property
    def middle(self):
        point = self.geometry.Centroid()
        return point.GetX(), point.GetY()


def choose(synthetic_gpkg):
    """(projects as [(values, geometry)], (west, south, east, north) of the spot with the most kinds of conflicts)."""
    source = ogr.Open(str(synthetic_gpkg))
    lines = {name: source.GetLayerByName(name) for name in LINES}
    parcels = [_parcel(feature, lines) for feature in source.GetLayerByName("parcels") if _sound(feature)]
    spot = _spot([p for p in parcels if p.meets & {"eco_redline", "farmland"}])
    chosen = [p for p in parcels if _in(spot, p.middle)]
    kinds = [{"eco_redline"}, {"farmland"}, {"urban_boundary"}, {"eco_redline", "urban_boundary"},
             {"farmland", "urban_boundary"}, set()]  # fmt: skip
    for number, kind in enumerate(kinds):
        of_kind = [p for p in parcels if p.meets == kind and p not in chosen]
        share = (WANTED - len(chosen)) // (len(kinds) - number)
        step = max(1, len(of_kind) // max(1, share))
        chosen += of_kind[::step][:share]
    projects = [(p.values, p.geometry) for p in chosen]
    return [*projects, *_roads(spot, parcels, lines)], spot


def write(path, projects):
    """Write the projects as table `projects` of a new GeoPackage, beside first, then renamed."""
    path = Path(path)
    beside = path.with_name(f".{path.stem}.part.gpkg")
    beside.unlink(missing_ok=True)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(str(beside))
    layer = target.CreateLayer("projects", crs("EPSG:4490"), ogr.wkbMultiPolygon)
    for name in FIELDS:
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    layer.StartTransaction()
    for values, geometry in projects:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in zip(FIELDS, values):
            feature[name] = value
        feature.SetGeometry(ogr.ForceToMultiPolygon(geometry.Clone()))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del layer, target
    os.replace(beside, path)


def _sound(feature):
    geometry = feature.geometry()
    gdal.PushErrorHandler("CPLQuietErrorHandler")  # the parcels broken on purpose would each be a warning
    try:
        return geometry is not None and not geometry.IsEmpty() and geometry.IsValid()
    finally:
        gdal.PopErrorHandler()


def _parcel(feature, lines):
    geometry = feature.geometry().Clone()
    return Parcel(tuple(feature[name] for name in FIELDS), geometry,
                  frozenset(name for name, layer in lines.items() if _meets(layer, geometry)))


def _meets(layer, geometry):
    layer.SetSpatialFilter(geometry)
    found = any(zone.geometry().Intersects(geometry) for zone in layer)
    layer.SetSpatialFilter(None)
    return found


def _spot(conflicts):
    """The neighbourhood of the parcel that has the most kinds of conflicts around it, then the most of them."""

    def worth(parcel):
        near = [p for p in conflicts if _in(_around(parcel.middle), p.middle)]
        return len({line for p in near for line in p.meets}), len(near), parcel.values[0]

    return _around(max(conflicts, key=worth).middle)


def _around(middle):
    (x, y), (dx, dy) = middle, SPOT_DEG
    return x - dx, y - dy, x + dx, y + dy


def _in(box, point):
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _roads(spot, parcels, lines):
    """One or two roads across the spot, from the red line to farmland: no parcel lies in both."""
    ends = {name: [_end(lines[name], p.geometry) for p in parcels if name in p.meets and _in(spot, p.middle)]
            for name in ("eco_redline", "farmland")}
    out = []
    pairs = list(zip(ends["eco_redline"], ends["farmland"]))
    for number, (start, end) in enumerate(pairs[:2], 1):
        line = ogr.Geometry(ogr.wkbLineString)
        for x, y in (start, ((start[0] + end[0]) / 2 + 0.004 * number, (start[1] + end[1]) / 2), end):
            line.AddPoint_2D(x, y)
        values = (f"DEMO{number:014d}", f"公路改建工程{number}号（示例）", "公路用地", "")
        out.append((values, line.Buffer(ROAD_DEG, 6)))
    return out


def _end(layer, geometry):
    """A point inside the part of a line's zone that lies in this parcel."""
    layer.SetSpatialFilter(geometry)
    parts = [zone.geometry().Intersection(geometry) for zone in layer]
    layer.SetSpatialFilter(None)
    point = max(parts, key=lambda part: part.Area()).PointOnSurface()
    return point.GetX(), point.GetY()
