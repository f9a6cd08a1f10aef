"""One three-line case of rectangles: layers for the algorithm, and cents by a second author
(tests/processing_algs/quota/oracle.py)."""

import random

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

from tests.builders import ZONE37, corners, layer, polygon, rectangle
from tests.processing_algs.quota import oracle

X, Y = 37550000, 4515000
FE = 37_500_000
LINES = ("eco", "farm", "ubd")
# line → [(rectangle, zone name)]; zones of one name may overlap, zones of two names do not
ZONES = {
    "eco": [((X, Y, X + 2000, Y + 2000), "水源涵养"), ((X + 1500, Y + 500, X + 2500, Y + 1500), "水源涵养"),
            ((X + 3000, Y, X + 3600.5, Y + 4000), "防风固沙")],
    "farm": [((X + 1000, Y + 1000, X + 4000, Y + 3000), "000001"),
             ((X + 4000, Y + 1000, X + 4500, Y + 3000.25), "000002")],
    "ubd": [((X + 5000, Y, X + 7000, Y + 3000), "城镇集中建设区"),
            ((X + 7000, Y, X + 7500, Y + 3000), "城镇弹性发展区"),
            ((X + 7500, Y, X + 8000, Y + 3000), "特别用途区"), ((X + 5000, Y + 3000, X + 6000, Y + 4000), "留白区")],
}  # fmt: skip
FIELDS = {"eco": "LHLX", "farm": "YJJBNTTBBH", "ubd": "GHFQMC"}
PARAMETERS = {"eco": "ECO_REDLINE", "farm": "FARMLAND", "ubd": "URBAN_BOUNDARY"}
# chosen by hand: (rectangle, hole or None)
BY_HAND = [
    ((X + 1200, Y + 1200, X + 1300, Y + 1300), None),  # in the red line and in farmland
    ((X + 100, Y + 100, X + 300, Y + 200), (X + 150, Y + 120, X + 250, Y + 180)),  # in the red line, with a hole
    ((X + 2600, Y + 1100, X + 2700, Y + 1200), None),  # in farmland only
    ((X + 5100, Y + 100, X + 5300, Y + 300), None),  # inside the boundary
    ((X + 6900, Y + 100, X + 7600, Y + 300), None),  # over three zones of the boundary
    ((X + 5900, Y + 3900, X + 6100, Y + 4100), None),  # partly outside, in a zone that no rule knows
    ((X + 9000, Y + 100, X + 9100, Y + 200), None),  # in nothing
    ((X + 2499.999, Y + 900, X + 2600, Y + 950), None),  # a sliver of 0.05 m² in the red line
    ((X + 4999.98, Y + 500, X + 5100, Y + 550), None),  # 1.00 m² outside the boundary
    ((X, Y, X + 2000, Y + 2000), None),  # equal to a zone
    ((X + 8000, Y + 500, X + 8100, Y + 550), None),  # touches the boundary from outside
]


def projects(n=40, seed=3):
    """The chosen ones, then random ones."""
    random_ = random.Random(seed)  # noqa: S311
    out = list(BY_HAND)
    for k in range(n):
        x, y = X + random_.uniform(-200, 8200), Y + random_.uniform(-200, 4200)
        outer = tuple(round(v, 3) for v in (x, y, x + random_.uniform(10, 900), y + random_.uniform(10, 700)))
        w, h = outer[2] - outer[0], outer[3] - outer[1]
        hole = tuple(round(v, 3) for v in (outer[0] + w / 4, outer[1] + h / 3, outer[0] + w / 2, outer[1] + h / 2))
        out.append((outer, hole if k % 5 == 0 else None))
    return out


def project_layer(chosen, crs=ZONE37, step=None, name="项目"):
    rows = [(_to(crs, polygon(corners(*o, step), *([corners(*h, step)] if h else []))), f"项目{k}", 7)
            for k, (o, h) in enumerate(chosen)]
    return layer(rows, [("XMMC", str), ("area_m2", int)], crs=crs, name=name)


def line_layer(key, crs=ZONE37, step=None, fields=True):
    rows = [(_to(crs, rectangle(*r, step=step)), *([name] if fields else [])) for r, name in ZONES[key]]
    return layer(rows, [(FIELDS[key], str)] if fields else [], crs=crs, name=f"线{key}")


def line_layers(*keys, **more):
    return {PARAMETERS[key]: line_layer(key, **more) for key in keys or LINES}


def _to(crs, wkt):
    shape = QgsGeometry.fromWkt(wkt)
    if crs != ZONE37:
        shape.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(ZONE37), QgsCoordinateReferenceSystem(crs),
                                               QgsProject.instance()))
    return shape


def expected(chosen, key):
    """[{zone or None (outside): cents}] per project for one line: strips between all edges, largest remainder."""
    out = []
    farm_names = key == "farm"  # patch numbers are no zones
    for outer, hole in chosen:
        boxes = [outer, *([hole] if hole else []), *(r for r, _ in ZONES[key])]
        xs = sorted({min(max(v, outer[0]), outer[2]) for r in boxes for v in (r[0], r[2])})
        ys = sorted({min(max(v, outer[1]), outer[3]) for r in boxes for v in (r[1], r[3])})
        raw = {}
        for x0, x1 in zip(xs, xs[1:]):
            for y0, y1 in zip(ys, ys[1:]):
                x, y = (x0 + x1) / 2, (y0 + y1) / 2
                if hole and _in(hole, x, y):
                    continue
                zone = next((name for r, name in ZONES[key] if _in(r, x, y)), None)
                zone = "" if farm_names and zone is not None else zone
                raw[zone] = raw.get(zone, 0.0) + oracle.ring_area(corners(x0, y0, x1, y1), FE, rounded=False)
        # ties: zones in the order of their names, what lies outside last
        ordered = {(zone is None, zone or ""): area for zone, area in raw.items()}
        shares = oracle.share(ordered, oracle.parcel_cents((outer, hole)))
        out.append({None if outside else zone: cents for (outside, zone), cents in shares.items()})
    return out


def verdict(area, eco, farm, ubd, tolerance=100):
    """By hand, by the readings of the manual; cents."""
    on_eco, on_farm = eco is not None and eco > tolerance, farm is not None and farm > tolerance
    if on_eco or on_farm:
        return "conflict_both" if on_eco and on_farm else "conflict_eco" if on_eco else "conflict_farm"
    if None in (eco, farm, ubd):
        return "not_computable"
    if area - ubd <= tolerance:
        return "inside_boundary"
    return "outside_boundary" if ubd <= tolerance else "partly_outside"


def _in(r, x, y):
    return r[0] < x < r[2] and r[1] < y < r[3]
