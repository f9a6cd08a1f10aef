"""Seeded random worlds for the overlay engine, and what shapely makes of them. No zones of these worlds overlap."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.outlines import Outlines
from nm_urban.nm_urban_plugin.analysis.overlay.partition import Partition
from nm_urban.nm_urban_plugin.analysis.overlay.tabulate import tabulate
from nm_urban.nm_urban_plugin.analysis.overlay.zones import ZoneLayer
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from tests.analysis.worlds import frame, rings_of

shapely = pytest.importorskip("shapely")
E, N = 55_000.0, 4_520_000.0  # in the plane of zone 37
STEP = 50  # of the lattice
KINDS = ("lattice", "wiggled", "blobs", "islands")


def placed(polygons, e=E, n=N):
    return [shapely.transform(p, lambda xy: xy + (e, n)) for p in polygons]


def star(random, centre, radius, vertices, decimals):
    angle = np.sort(random.uniform(0, 2 * np.pi, vertices))
    r = radius * random.uniform(0.4, 1, vertices)
    ring = np.column_stack([centre[0] + r * np.cos(angle), centre[1] + r * np.sin(angle)])
    return shapely.Polygon(np.round(ring, decimals))


# -- zones ------------------------------------------------------------------------------------------------------


def lattice(random, size):
    """Rectangles cut from rectangles: collinear borders and T-junctions everywhere; some joined, some left out."""
    done, todo = [], [(0, 0, size // STEP, size // STEP)]
    while todo:
        x0, y0, x1, y1 = todo.pop()
        if max(x1 - x0, y1 - y0) <= random.integers(1, 9):
            done.append(shapely.box(STEP * x0, STEP * y0, STEP * x1, STEP * y1))
        elif x1 - x0 >= y1 - y0:
            x = random.integers(x0 + 1, x1)
            todo += [(x0, y0, x, y1), (x, y0, x1, y1)]
        else:
            y = random.integers(y0 + 1, y1)
            todo += [(x0, y0, x1, y), (x0, y, x1, y1)]
    return done


def wiggled_grid(random, k, step, decimals):
    """k · k quadrilaterals over displaced nodes that neighbours share."""
    x, y = np.meshgrid(np.arange(k + 1.0), np.arange(k + 1.0))
    x, y = (np.round((v + random.uniform(-0.3, 0.3, v.shape)) * step, decimals) for v in (x, y))
    node = np.stack([x, y], axis=2)
    return [shapely.Polygon([node[i, j], node[i, j + 1], node[i + 1, j + 1], node[i + 1, j]])
            for i in range(k) for j in range(k)]


def blobs(random, size, decimals):
    """Faces of the arrangement of random stars, sorted by the first star that covers them: holes and many parts."""
    stars = [star(random, random.uniform(0, size, 2), random.uniform(100, 500), random.integers(4, 30), decimals)
             for _ in range(random.integers(4, 14))]
    stars = [s for s in stars if s.is_valid]
    lines = shapely.union_all([s.exterior for s in stars], grid_size=10.0**-decimals)
    faces = list(shapely.polygonize([lines]).geoms)
    owner = [next((k for k, s in enumerate(stars) if s.contains(f.representative_point())), -1) for f in faces]
    return [shapely.coverage_union_all([f for f, o in zip(faces, owner) if o == k]) for k in sorted({*owner} - {-1})]


def islands(random, size, decimals):
    """Rings in rings in rings, each filling the hole of the one about it; some of them missing."""
    out = []
    for x in range(3):
        for y in range(3):
            angle = np.sort(random.uniform(0, 2 * np.pi, 17))
            centre, r = (np.array([x, y]) + 0.5) * size / 3, size / 6 * random.uniform(0.6, 1, 17)
            along = np.column_stack([r * np.cos(angle), r * np.sin(angle)])
            rings = [np.round(centre + share * along, decimals) for share in (1.0, 0.75, 0.5, 0.25)]
            nest = [shapely.Polygon(a, [b]) for a, b in zip(rings, rings[1:])] + [shapely.Polygon(rings[-1])]
            out += [z for z in nest if random.random() < 0.8 and z.is_valid]
    return out


def zones_of(kind, random):
    """(zones, size of the world)."""
    decimals = int(random.integers(0, 4))
    if kind == "lattice":
        size = 1500
        zones = lattice(random, size)
    elif kind == "wiggled":
        k, step = int(random.integers(3, 9)), float(random.choice([50, 200, 1000]))
        zones, size = wiggled_grid(random, k, step, decimals), k * step
    elif kind == "blobs":
        zones, size = blobs(random, 2000, decimals), 2000
    else:
        zones, size = islands(random, 2000, decimals), 2000
    if kind != "blobs":  # several of them are one feature, some nobody's
        group = random.integers(-1, max(2, 2 * len(zones) // 3), len(zones))
        join = shapely.union_all if kind == "lattice" else shapely.coverage_union_all  # which keeps edges to the bit
        zones = [join([z for z, g in zip(zones, group) if g == k]) for k in np.unique(group[group >= 0])]
    return zones, size


# -- parcels ----------------------------------------------------------------------------------------------------


def parcels_of(random, zones, size, count=120):
    scale = float(random.choice([20, 60, 150, 400]))
    out = [_parcel(random, zones, size, scale, k % 10) for k in range(count)]
    return [p for p in out if p.is_valid and p.area > 1]


def _parcel(random, zones, size, scale, kind):
    zone = zones[random.integers(len(zones))]
    part = shapely.get_parts(zone)[0]
    x, y = random.uniform(-0.1 * size, 1.1 * size, 2)
    if kind <= 2:  # on the lattice
        x, y = round(x / STEP) * STEP, round(y / STEP) * STEP
        w, h = random.integers(1, 8, 2) * STEP
        box = shapely.box(x, y, x + w, y + h)
        if kind == 2 and min(w, h) > 100:
            return box.difference(shapely.box(x + 50, y + 50, x + w - 50, y + h - 50))
        return box
    if kind == 3:
        return zone
    if kind == 4:  # with what lies in its holes
        return shapely.Polygon(part.exterior)
    if kind == 5:
        return shapely.union_all([shapely.box(x, y, x + scale, y + scale),
                                  shapely.box(x + 2 * scale, y, x + 3 * scale, y + scale)])
    if kind == 6:  # on vertices and edges of a zone
        ring = shapely.get_coordinates(part.exterior)
        k = random.integers(len(ring) - 1)
        return shapely.Polygon([ring[k], 0.5 * (ring[k] + ring[k + 1]), ring[k] + random.uniform(-scale, scale, 2)])
    shape = star(random, (x, y), scale, random.integers(3, 40), int(random.integers(0, 4)))
    if kind == 7 and shape.is_valid:
        return shape.difference(shapely.Point(x, y).buffer(0.2 * scale, 4))
    return shape


# -- readings ---------------------------------------------------------------------------------------------------


def by_shapely(parcels, zones):
    """(parcel, zone) raw m², measured on the pieces in the same plane."""
    out = np.zeros((len(parcels), len(zones)))
    if not parcels or not zones:
        return out
    zone, parcel = shapely.STRtree(zones).query(parcels)[::-1]
    pieces = shapely.intersection(np.array(parcels)[parcel], np.array(zones)[zone])
    part, owner = shapely.get_parts(pieces, return_index=True)
    polygon = shapely.area(part) > 0
    area = straight_areas(rings_of(part[polygon].tolist()))
    np.add.at(out, (parcel[owner[polygon]], zone[owner[polygon]]), area)
    return out


def tabled(parcels, partition):
    """Areas as :func:`by_shapely` gives them, by the engine; and the parcels that it hands to GEOS."""
    table = tabulate(Outlines.of(rings_of(parcels)), partition)
    out = np.zeros((len(parcels), partition.n))
    np.add.at(out, (table.shape, table.feature), table.area)
    return out, table.failed


def partition_of(zones, expected=0):
    return Partition(rings_of(zones), expected)


def layer_of(zones, labels=None, name="zones"):
    plane = rings_of(zones)
    labels = np.arange(len(zones)) if labels is None else np.array(labels, np.int64)
    return ZoneLayer(name, frame(), plane.with_xy(plane.x + 37_500_000.0, plane.y), labels)
