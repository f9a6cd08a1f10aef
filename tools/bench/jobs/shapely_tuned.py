"""Shapely 2 at its best: zones subdivided, STRtree, prepared ``covers`` first, only the rest intersected, one array
call for each; ellipsoidal areas of the pieces with the plugin's own kernel (core.ellipsoid.straight). --plane leaves
those out.

Its pieces are the reference of the comparison.
"""

from __future__ import annotations

import numpy as np
import pyogrio.raw
import shapely

from tools.bench import region
from tools.bench.jobs import cells as results
from tools.bench.jobs.clock import Clock, arguments

#: Vertices of a piece of a zone; 64 to 256 differ by a few percent.
_VERTICES = 128


def read(path) -> tuple[np.ndarray, np.ndarray]:
    """(fids, geometries) of a GeoPackage."""
    _, fids, geometry, _ = pyogrio.raw.read(str(path), columns=[], return_fids=True)
    return fids, shapely.from_wkb(geometry)


def subdivide(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pieces of at most _VERTICES vertices by halving boxes; and the polygon of each. All halves of a round at once."""
    small, owners = [], []
    work, owner = polygons, np.arange(len(polygons))
    while len(work):
        done = shapely.get_num_coordinates(work) <= _VERTICES
        small.append(work[done])
        owners.append(owner[done])
        work, owner = work[~done], owner[~done]
        x0, y0, x1, y1 = shapely.bounds(work).T
        wide = x1 - x0 > y1 - y0
        xm, ym = np.where(wide, (x0 + x1) / 2, x1), np.where(wide, y1, (y0 + y1) / 2)
        boxes = [shapely.box(x0, y0, xm, ym), shapely.box(np.where(wide, xm, x0), np.where(wide, y0, ym), x1, y1)]
        parts, index = shapely.get_parts(
            np.concatenate([shapely.intersection(work, box) for box in boxes]), return_index=True)
        owner = np.concatenate([owner, owner])[index]
        keep = shapely.get_type_id(parts) == 3
        work, owner = parts[keep], owner[keep]
    return np.concatenate(small), np.concatenate(owners)


def overlay(parcels: np.ndarray, tiles: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs (parcel, tile) that meet, and the piece of each; None where the tile covers the parcel."""
    parcel, tile = shapely.STRtree(tiles).query(parcels, predicate="intersects")
    order = np.argsort(tile, kind="stable")  # neighbours in memory
    parcel, tile = parcel[order], tile[order]
    shapely.prepare(tiles)
    cut = ~shapely.covers(tiles[tile], parcels[parcel])
    pieces = np.full(len(parcel), None, object)
    pieces[cut] = shapely.intersection(parcels[parcel[cut]], tiles[tile[cut]])
    return parcel, tile, pieces


def main() -> None:
    args = arguments(__doc__, "--plane")
    clock = Clock()
    fids, parcels = read(region.parcel_path(args.size))
    whole = shapely.area(parcels)
    clock.stage("parcels read")
    if not args.plane:
        ellipsoidal = straight_areas(parcels)
        clock.stage("ellipsoidal areas of the parcels")
    zones = {}
    for name in region.ZONES:
        zone_fids, polygons = read(region.zone_path(name))
        tiles, owner = subdivide(polygons)
        zones[name] = tiles, zone_fids[owner] - 1 if name == region.COUNTIES else np.zeros(len(owner), np.int64)
    clock.stage("zones subdivided")
    out = {}
    for name, (tiles, labels) in zones.items():
        parcel, tile, pieces = overlay(parcels, tiles)
        cut = np.nonzero(shapely.is_geometry(pieces))[0]
        plane = whole[parcel]
        plane[cut] = shapely.area(pieces[cut])
        size = int(labels.max()) + 1
        cell, at = np.unique(parcel * size + labels[tile], return_inverse=True)
        found = {"fid": fids[cell // size], "label": cell % size, "plane": np.bincount(at, plane)}
        results.tabulate(found["label"], found["plane"])
        if not args.plane:
            straight = ellipsoidal[parcel]
            straight[cut] = straight_areas(pieces[cut])
            found["straight"] = np.bincount(at, straight)
            results.tabulate(found["label"], found["straight"])
        if args.out:
            out[name] = found
        clock.stage(name)
    clock.done(n=len(parcels))
    if args.out:
        results.save(args.out, out)


def straight_areas(geometries: np.ndarray, batch: int = 50_000) -> np.ndarray:
    """core.ellipsoid.straight.straight_areas of the polygons in *geometries*; lines and points count nothing."""
    from tools.common import import_nm_urban

    import_nm_urban()
    from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas as areas_of_rings
    from nm_urban.nm_urban_plugin.core.rings import Rings

    out = []
    for start in range(0, len(geometries), batch):
        some = geometries[start : start + batch]
        parts, shape = shapely.get_parts(some, return_index=True)
        inner, index = shapely.get_parts(parts, return_index=True)  # a collection may hold a multipolygon
        shape = shape[index]
        keep = shapely.get_type_id(inner) == 3
        inner, shape = inner[keep], shape[keep]
        rings, part = shapely.get_rings(inner, return_index=True)
        count = shapely.get_num_coordinates(rings)
        xy = shapely.get_coordinates(rings)
        hole = np.diff(part, prepend=-1) == 0
        first = np.concatenate([[0], np.cumsum(count)])
        out.append(areas_of_rings(
            Rings(xy[:, 0] - region.FALSE_EASTING, xy[:, 1], first, shape[part], part, hole, len(some))))
    return np.concatenate(out) if out else np.zeros(0)


if __name__ == "__main__":
    main()
