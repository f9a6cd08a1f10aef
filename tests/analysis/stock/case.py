"""Stock worlds from shapely polygons, and what shapely makes of them: GEOS unions and differences."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.reading.area import feature_cents
from nm_urban.nm_urban_plugin.analysis.reading.spool import Spool
from nm_urban.nm_urban_plugin.analysis.stock.account import Parcels, Request, Stock, take_stock
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from tests.analysis.worlds import frame, rings_of

shapely = pytest.importorskip("shapely")

#: Where worlds about (0, 0) are put, in EPSG:4525 and in its plane.
X, Y, FALSE_EASTING = 37_555_000.0, 4_520_000.0, 37_500_000.0


def parcels_of(polygons, crs="EPSG:4525", fids=None, name="parcels"):
    """Parcels as read_parcels gives them, without columns."""
    where = frame(crs, name)
    rings = rings_of(polygons)
    fids = np.arange(rings.n) if fids is None else np.asarray(fids)
    return Parcels(name, where, fids, feature_cents(where, rings, where.shapes(rings)), rings)


@dataclass
class World:
    """Polygons about (0, 0) in metres, with days and whether they came after the base date."""

    approved: list
    supplied: list = field(default_factory=list)
    cancelled: list = field(default_factory=list)
    approved_days: list = None
    supplied_days: list = None
    supplied_late: list = None
    cancelled_late: list = None

    def __post_init__(self):
        for name in ("approved", "supplied"):
            if getattr(self, f"{name}_days") is None:
                setattr(self, f"{name}_days", [0] * len(getattr(self, name)))
        for name in ("supplied", "cancelled"):
            if getattr(self, f"{name}_late") is None:
                setattr(self, f"{name}_late", [False] * len(getattr(self, name)))

    def request(self, there=lambda p: shapely.transform(p, lambda xy: xy + (X, Y)), crs="EPSG:4525", other=None):
        """The request; *there* brings a polygon to *crs* (supplies and cancellations to *other*, where given)."""
        other_there, other_crs = other or (there, crs)
        cancelled = [other_there(p) for p in self.cancelled]
        return Request(parcels_of([there(p) for p in self.approved], crs), np.array(self.approved_days, int),
                       parcels_of([other_there(p) for p in self.supplied], other_crs),
                       np.array(self.supplied_days, int), np.array(self.supplied_late, bool),
                       parcels_of(cancelled, other_crs) if cancelled else None, np.array(self.cancelled_late, bool))


def taken(request) -> tuple[Stock, list]:
    """The accounting and its pieces; conservation is asserted for every parcel."""
    with Spool() as spool:
        stock = take_stock(request, spool, QgsFeedback())
        pieces = list(spool)
    parts = stock.overlap + stock.supplied + stock.cancelled + stock.unsupplied
    assert np.array_equal(parts, stock.area) and np.array_equal(stock.area, request.approved.cents)
    for part in (stock.overlap, stock.supplied, stock.cancelled, stock.unsupplied, stock.supply_outside,
                 stock.supply_doubled, stock.supply_within):
        assert (part >= 0).all()
    assert (stock.disposed_supplied <= stock.supplied).all() and (stock.disposed_cancelled <= stock.cancelled).all()
    assert np.array_equal(stock.supply_outside + stock.supply_doubled + stock.supply_within, request.supplied.cents)
    drawn = np.zeros(len(stock.area), np.int64)
    np.add.at(drawn, [p.row for p in pieces], [p.cents for p in pieces])
    assert np.array_equal(drawn, stock.unsupplied)
    assert all(p.cents > 0 for p in pieces)
    return stock, pieces


def raw(polygons):
    """(n,) ellipsoidal m² of polygons about (0, 0), edges straight in the plane."""
    placed = [shapely.transform(only_polygons(p), lambda xy: xy + (X - FALSE_EASTING, Y)) for p in polygons]
    return straight_areas(rings_of([None if p.is_empty else p for p in placed]))


def only_polygons(geometry):
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    if geometry.geom_type == "GeometryCollection":
        parts += [q for p in shapely.get_parts(geometry) if p.geom_type == "MultiPolygon" for q in p.geoms]
    return shapely.MultiPolygon(parts)


def by_shapely(world: World) -> dict[str, np.ndarray]:
    """Raw m² per approval (overlap … disposed_cancelled) and per supply (outside, doubled, within)."""
    def union(polygons):
        return shapely.union_all(list(polygons)) if polygons else shapely.Polygon()

    def chosen(kind, late):
        return [p for p, is_late in zip(getattr(world, kind), getattr(world, f"{kind}_late")) if is_late == late]

    early, late = union(chosen("supplied", False)), union(chosen("supplied", True))
    gone, gone_late = union(chosen("cancelled", False)), union(chosen("cancelled", True))
    order = sorted(range(len(world.approved)), key=lambda k: (world.approved_days[k], k))
    before, own = shapely.Polygon(), {}
    for k in order:
        own[k] = world.approved[k].difference(before)
        before = before.union(world.approved[k])
    mine = np.array([own[k] for k in range(len(order))])
    supplied = early.union(late)
    base = early.union(gone)
    out = {"area": raw(world.approved),
           "overlap": raw([a.difference(o) for a, o in zip(world.approved, mine)]),
           "supplied": raw(shapely.intersection(mine, supplied)),
           "cancelled": raw(shapely.intersection(mine, gone.union(gone_late).difference(supplied))),
           "unsupplied": raw(shapely.difference(mine, union([supplied, gone, gone_late]))),
           "disposed_supplied": raw(shapely.intersection(mine, late.difference(base))),
           "disposed_cancelled": raw(shapely.intersection(mine, gone_late.difference(union([supplied, gone]))))}
    rank = sorted(range(len(world.supplied)),
                  key=lambda k: (world.supplied_late[k], world.supplied_days[k], k))
    every, held = union(world.approved), shapely.Polygon()
    three = {}
    for k in rank:
        fresh = world.supplied[k].difference(held)
        three[k] = (fresh.difference(every), world.supplied[k].intersection(held), fresh.intersection(every))
        held = held.union(world.supplied[k])
    for i, name in enumerate(("supply_outside", "supply_doubled", "supply_within")):
        out[name] = raw([three[k][i] for k in range(len(rank))]) if rank else np.zeros(0)
    return out


def assert_agrees(stock: Stock, expected: dict[str, np.ndarray], whole: np.ndarray, supplies: np.ndarray):
    """Cents against raw m²: each part is its share of the official area, off by at most a cent and GEOS's noise."""
    for name, values in expected.items():
        total, cents = (supplies, stock.supply_area) if name.startswith("supply_") else (whole, stock.area)
        share = values / total * cents if len(total) else values
        off = np.abs(getattr(stock, name) - share)
        bound = 1.01 if name.startswith("disposed") or name in ("overlap", "unsupplied") else 3.01
        assert (off <= bound).all(), (name, np.nonzero(off > bound), off.max())
