"""Parcels counted once, and the account of a neighbourhood: against shapely and against the whole."""

from dataclasses import replace

import numpy as np
import pytest
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.reading.spool import Spool
from nm_urban.nm_urban_plugin.analysis.stock.account import take_stock
from nm_urban.nm_urban_plugin.analysis.stock.blocks import approvals_near
from nm_urban.nm_urban_plugin.analysis.stock.once import areas_counted_once
from tests.analysis.stock.case import World, X, Y, parcels_of

shapely = pytest.importorskip("shapely")
box = shapely.box


def there(polygons):
    return [shapely.transform(one, lambda xy: xy + (X, Y)) for one in polygons]


def rectangles(random, n, size=600):
    return [box(x, y, x + w, y + h) for x, y, w, h in
            zip(random.integers(0, size, n), random.integers(0, size, n), random.integers(20, 200, n),
                random.integers(20, 200, n))]


@pytest.mark.parametrize("seed", range(8))
def test_each_square_metre_belongs_to_the_first(seed):
    random = np.random.default_rng(seed)
    polygons = rectangles(random, 25)
    order = random.integers(0, 5, len(polygons))
    parcels = parcels_of(there(polygons))
    once = areas_counted_once(parcels, order, QgsFeedback())
    rank = sorted(range(len(polygons)), key=lambda k: (order[k], k))
    held = shapely.Polygon()
    for k in rank:
        whole, mine = polygons[k].area, polygons[k].difference(held).area
        assert once[k] == pytest.approx(parcels.cents[k] * mine / whole, abs=2 + parcels.cents[k] * 1e-6)
        held = held.union(polygons[k])


def test_what_touches_nothing_keeps_its_area_and_nothing_is_nothing():
    parcels = parcels_of(there([box(0, 0, 10, 10), box(10, 0, 20, 10), box(50, 50, 60, 60)]))
    assert (areas_counted_once(parcels, np.zeros(3, np.int64), QgsFeedback()) == parcels.cents).all()
    assert len(areas_counted_once(parcels.take([]), np.zeros(0, np.int64), QgsFeedback())) == 0


def account(request):
    with Spool() as spool:
        return take_stock(request, spool, QgsFeedback())


@pytest.mark.parametrize("seed", range(6))
def test_the_account_of_a_neighbourhood_is_that_of_the_whole(seed):
    random = np.random.default_rng(100 + seed)
    request = World(rectangles(random, 60, 2500), rectangles(random, 3, 2500),
                    approved_days=random.integers(0, 3, 60)).request()
    touched, near = approvals_near(request.approved, request.supplied)
    part = account(replace(request, approved=request.approved.take(near),
                           approved_days=request.approved_days[near]))
    whole = account(request)
    assert len(near) < len(whole.area) and (np.abs(part.supplied - whole.supplied[near]) <= 1).all()
    others = np.setdiff1d(np.arange(len(whole.area)), touched)
    assert len(touched) <= len(near)
    assert not whole.supplied[others].any()
