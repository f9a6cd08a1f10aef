"""The spatial part of the stock: against shapely on random worlds, and by hand where a reading decides."""

import numpy as np
import pytest
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.overlay.zones import OUTSIDE, ZoneLayer
from nm_urban.nm_urban_plugin.analysis.reading.source import Given
from nm_urban.nm_urban_plugin.analysis.reading.spool import Spool
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.analysis.stock.account import read_parcels, take_stock, zone_of
from tests.analysis.overlay.engine_worlds import blobs, lattice, star, wiggled_grid
from tests.analysis.stock.case import World, assert_agrees, by_shapely, parcels_of, raw, taken
from tests.analysis.worlds import frame, rings_of
from tests.builders import layer

shapely = pytest.importorskip("shapely")
box = shapely.box


def world_of(kind, random):
    """Approvals of some kind; of their parts, or of other polygons, some are supplied and some cancelled."""
    decimals = int(random.integers(0, 4))
    if kind == "lattice":
        units = lattice(random, 1500)
    elif kind == "wiggled":
        units = wiggled_grid(random, 8, 100.0, decimals)
    else:
        units = [p for p in shapely.get_parts(blobs(random, 1200, decimals)) if p.area > 1]
    group = random.integers(0, max(2, len(units) // 3), len(units))
    join = shapely.union_all if kind == "lattice" else shapely.coverage_union_all
    approved = [join([u for u, g in zip(units, group) if g == k]) for k in np.unique(group)]
    supplied = [u for u in units if random.random() < 0.6]
    cancelled = [u for u in units if random.random() < 0.15]
    size = float(max(shapely.total_bounds(np.array(units))))
    stray = [star(random, random.uniform(0, size, 2), size * random.uniform(0.05, 0.2), 9, decimals) for _ in range(9)]
    stray = [s for s in stray if s.is_valid and s.area > 1]
    extra = int(random.integers(0, 4))
    approved, supplied, cancelled = approved + stray[:extra], supplied + stray[2:5], cancelled + stray[4:6]
    supplied += [supplied[k] for k in random.integers(0, len(supplied), int(random.integers(0, 3)))]  # drawn twice
    days = [random.integers(0, 5, len(p)).tolist() for p in (approved, supplied)]
    return World(approved, supplied, cancelled, *days, (random.random(len(supplied)) < 0.4).tolist(),
                 (random.random(len(cancelled)) < 0.5).tolist())


@pytest.mark.parametrize("kind", ["lattice", "wiggled", "blobs"])
@pytest.mark.parametrize("seed", range(12))
def test_random_worlds_agree_with_shapely(kind, seed):
    world = world_of(kind, np.random.default_rng([seed, len(kind)]))
    stock, pieces = taken(world.request())
    expected = by_shapely(world)
    assert_agrees(stock, expected, expected["area"], raw(world.supplied))
    left = expected["unsupplied"]
    drawn = np.zeros(len(left))
    np.add.at(drawn, [p.row for p in pieces], [p.cents / 100 for p in pieces])
    assert drawn == pytest.approx(left, abs=0.05, rel=1e-6)


def test_a_supply_within_leaves_the_rest_as_one_piece():
    stock, (piece,) = taken(World([box(0, 0, 100, 100)], [box(0, 0, 40, 100)]).request())
    # 40 m of 100 m: the shares of one official area, whatever that is
    assert stock.supplied[0] == pytest.approx(0.4 * stock.area[0], abs=1)
    assert (piece.row, piece.cents, piece.whole) == (0, stock.unsupplied[0], False)
    assert shapely.from_wkb(piece.wkb).equals(shapely.transform(box(40, 0, 100, 100), _there))


def test_a_supply_in_the_middle_leaves_a_ring_and_one_across_leaves_two_pieces():
    world = World([box(0, 0, 100, 100), box(200, 0, 300, 100)], [box(40, 40, 60, 60), box(240, -10, 260, 110)])
    stock, pieces = taken(world.request())
    shapes = [shapely.from_wkb(p.wkb) for p in pieces]
    assert [p.row for p in pieces] == [0, 1, 1]
    assert len(shapes[0].geoms[0].interiors) == 1
    assert pieces[1].cents == pytest.approx(pieces[2].cents, abs=20)  # the scale differs by 1 in 10 000 at most
    assert stock.supply_outside[1] == pytest.approx(20 * 20 * 100, abs=3)


def test_untouched_approvals_keep_their_vertices_and_fall_into_their_parts():
    two = shapely.union_all([box(0, 0, 10, 10), box(20, 0, 30, 10)])
    stock, pieces = taken(World([two, box(50, 0, 60, 10)]).request())
    assert [(p.row, p.whole) for p in pieces] == [(0, True), (0, True), (1, True)]
    assert stock.unsupplied.tolist() == stock.area.tolist()
    assert shapely.get_coordinates(shapely.from_wkb(pieces[2].wkb)).tolist() == _there(
        shapely.get_coordinates(box(50, 0, 60, 10))).tolist()


def test_pieces_of_an_approval_come_from_north_to_south_then_from_west_to_east():
    # a supplied cross leaves four quarters; the north-western one is the smallest
    cross = [box(0, 60, 100, 70), box(30, 0, 40, 100)]
    _, pieces = taken(World([box(0, 0, 100, 100)], cross).request())
    corner = [shapely.from_wkb(p.wkb).bounds[:2] for p in pieces]
    wanted = [_there(np.array([xy]))[0] for xy in ([0.0, 70.0], [40.0, 70.0], [0.0, 0.0], [40.0, 0.0])]
    assert np.array(corner) == pytest.approx(np.array(wanted), abs=0.01)


def test_a_sliver_is_a_piece_like_any_other():
    # the supply was surveyed 2 cm short of the eastern border: 0.02 x 100 m = 2 m²
    stock, (piece,) = taken(World([box(0, 0, 100, 100)], [box(0, 0, 99.98, 100)]).request())
    assert piece.cents == stock.unsupplied[0] == pytest.approx(200, abs=1)


def test_touching_supplies_take_all_and_leave_no_sliver():
    third = [box(0, 0, 33.333, 100), box(33.333, 0, 66.667, 51.117), box(33.333, 51.117, 66.667, 100),
             box(66.667, 0, 100, 100)]
    stock, pieces = taken(World([box(0, 0, 100, 100)], third).request())
    assert (stock.unsupplied[0], pieces) == (0, [])
    assert stock.supply_outside.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("days, later", [([5, 9], 1), ([9, 5], 0), ([5, 5], 1)])
def test_an_overlap_of_approvals_belongs_to_the_earlier_day_then_to_the_smaller_fid(days, later):
    world = World([box(0, 0, 100, 100), box(60, 0, 160, 100)], [box(70, 0, 90, 100)], approved_days=days)
    stock, pieces = taken(world.request())
    first = 1 - later
    assert stock.overlap[first] == 0
    assert stock.overlap[later] == pytest.approx(0.4 * stock.area[later], abs=1)
    assert stock.supplied[later] == 0  # the supply lies in the overlap
    assert stock.supplied[first] == pytest.approx(0.2 * stock.area[first], abs=1)
    assert stock.supply_within[0] == stock.supply_area[0]
    assert stock.approved.sum() == stock.area.sum() - stock.overlap.sum()
    assert list(zip(stock.link_approved, stock.link_supplied)) == [(first, 0)]


def test_the_same_approval_three_times_is_counted_once():
    stock, pieces = taken(World([box(0, 0, 100, 100)] * 3, [box(0, 0, 50, 100)], approved_days=[3, 1, 2]).request())
    assert stock.approved.tolist() == [0, stock.area[1], 0]
    assert {p.row for p in pieces} == {1}


def test_a_supply_drawn_twice_and_a_third_one_across_both():
    world = World([box(0, 0, 100, 100)], [box(0, 0, 50, 100), box(0, 0, 50, 100), box(40, 0, 60, 100)],
                  supplied_days=[2, 1, 3])
    stock, _ = taken(world.request())
    a = stock.area[0]
    assert stock.supplied[0] == pytest.approx(0.6 * a, abs=1)
    assert stock.supply_doubled[0] == stock.supply_area[0]  # the second was supplied a day before
    assert stock.supply_doubled[1] == 0
    assert stock.supply_doubled[2] == pytest.approx(0.1 * a, abs=1)
    assert stock.supply_within[2] == pytest.approx(0.1 * a, abs=1)


def test_supplies_outside_every_approval_are_outside_and_their_overlap_is_doubled():
    world = World([box(0, 0, 10, 10)], [box(50, 0, 60, 10), box(55, 0, 65, 10), box(900, 900, 910, 910)])
    stock, _ = taken(world.request())
    a = stock.supply_area
    assert stock.supply_within.tolist() == [0, 0, 0]
    assert stock.supply_outside[[0, 2]].tolist() == a[[0, 2]].tolist()
    assert stock.supply_doubled[1] == pytest.approx(a[1] / 2, abs=1)


@pytest.mark.parametrize("supply_late", [False, True])
@pytest.mark.parametrize("cancel_late", [False, True])
def test_what_is_supplied_and_cancelled_is_supplied_and_disposed_once(supply_late, cancel_late):
    # supplied 0 … 50, cancelled 30 … 80, of 100
    world = World([box(0, 0, 100, 100)], [box(0, 0, 50, 100)], [box(30, 0, 80, 100)],
                  supplied_late=[supply_late], cancelled_late=[cancel_late])
    stock, _ = taken(world.request())
    share = stock.area[0] / 100
    assert stock.supplied[0] == pytest.approx(50 * share, abs=1)
    assert stock.cancelled[0] == pytest.approx(30 * share, abs=1)
    # land that was cancelled before the base date was in stock no more: supplying it later disposes of nothing
    supplied_since = {(False, False): 0, (False, True): 0, (True, False): 30, (True, True): 50}
    assert stock.disposed_supplied[0] == pytest.approx(supplied_since[supply_late, cancel_late] * share, abs=1)
    assert stock.disposed_cancelled[0] == pytest.approx(30 * share * cancel_late, abs=1)


def test_no_supplies_no_approvals():
    stock, pieces = taken(World([box(0, 0, 10, 10)]).request())
    assert stock.unsupplied.tolist() == stock.area.tolist() and len(pieces) == 1
    stock, pieces = taken(World([], [box(0, 0, 10, 10)]).request())
    assert stock.supply_outside.tolist() == stock.supply_area.tolist() and not pieces
    stock, pieces = taken(World([]).request())
    assert len(stock.area) == len(stock.supply_area) == len(pieces) == 0


def _there(xy):
    return xy + (37_555_000.0, 4_520_000.0)


def test_the_county_of_a_parcel_is_the_one_that_holds_most_of_it():
    units = [box(0, 0, 100, 100), box(100, 0, 200, 100)]
    rings = rings_of([shapely.transform(u, _there) for u in units])
    zones = ZoneLayer("counties", frame(), rings, np.array([3, 1]))
    shapes = [box(10, 10, 20, 20), box(90, 0, 130, 10), box(80, 0, 120, 10), box(300, 0, 310, 10), box(190, 0, 300, 10)]
    # of equal shares the smaller label; the last lies for a tenth only in a county
    assert zone_of(parcels_of([shapely.transform(s, _there) for s in shapes]), zones).tolist() == [3, 1, 1, OUTSIDE, 1]
    assert zone_of(parcels_of([]), zones).tolist() == []


def test_parcels_are_read_measured_and_listed():
    rows = [(shapely.transform(box(0, 0, 100, 100), _there).wkt, "甲"), (None, "乙"),
            (shapely.transform(box(0, 0, 50, 50), _there).wkt, "丙")]
    source, tally, seen = layer(rows, [("PZWH", str)], name="批准"), Tally(), []
    parcels = read_parcels(Given(source, source.crs(), "批准", source), ["PZWH"], tally, QgsFeedback(),
                           advance=seen.append)
    assert parcels.columns["PZWH"] == ["甲", "丙"] and seen == [2]
    assert parcels.cents[1] == pytest.approx(parcels.cents[0] / 4, abs=1)
    assert [r.action for r in tally.rejects] == ["rejected"]
    second = parcels.take([1])
    assert (len(second), second.columns["PZWH"]) == (1, ["丙"]) and second.fids[0] == parcels.fids[1]
    assert shapely.from_wkb(second.wkb([0])[0]).area == pytest.approx(2500)


def test_cancelling_stops_the_run():
    feedback = QgsFeedback()
    feedback.cancel()
    with Spool() as spool:
        assert take_stock(World([box(0, 0, 10, 10)]).request(), spool, feedback) is None
