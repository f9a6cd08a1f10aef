"""Areas from crossings: single cases whose answer is known, and what is handed back rather than guessed."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay import tabulate as module
from nm_urban.nm_urban_plugin.analysis.overlay.outlines import Outlines
from nm_urban.nm_urban_plugin.core.ellipsoid.straight import straight_areas
from tests.analysis.overlay.engine_worlds import by_shapely, partition_of, placed, tabled
from tests.analysis.worlds import rings_of

shapely = pytest.importorskip("shapely")
LEFT, RIGHT = shapely.box(0, 0, 400, 400), shapely.box(400, 0, 800, 400)
RING = shapely.box(0, 1000, 900, 1900).difference(shapely.box(300, 1300, 600, 1600))
CORE = shapely.box(400, 1400, 500, 1500)  # an island in the hole of the ring, touching nothing
ZONES = placed([LEFT, RIGHT, RING, CORE])
CASES = {
    "in a free cell": shapely.box(130, 130, 140, 140),
    "beside an edge": shapely.box(398, 100, 399, 101),
    "along an edge": shapely.box(390, 100, 400, 110),
    "across an edge": shapely.box(390, 100, 415, 110),
    "with a vertex on an edge": shapely.Polygon([(400, 100), (450, 90), (450, 110)]),
    "with an edge through a vertex": shapely.Polygon([(300, 300), (500, 500), (300, 500)]),
    "the zone itself": LEFT,
    "two zones": shapely.box(0, 0, 800, 400),
    "two zones with vertices on the common edge": shapely.Polygon(
        [(0, 0), (400, 0), (800, 0), (800, 400), (400, 400), (0, 400)]),
    "half a zone, edges on edges": shapely.box(0, 0, 200, 400),
    "around everything": shapely.box(-50, -50, 950, 1950),
    "the hole": shapely.box(300, 1300, 600, 1600),
    "in the hole": shapely.box(310, 1310, 390, 1390),
    "around the hole": shapely.box(200, 1200, 700, 1700),
    "the ring": RING,
    "the ring without its hole": shapely.box(0, 1000, 900, 1900),
    "with the island in its own hole": shapely.box(350, 1350, 550, 1550).difference(shapely.box(390, 1390, 510, 1510)),
    "with the island as its hole": shapely.box(350, 1350, 550, 1550).difference(CORE),
    "two parts in two zones": shapely.union_all([shapely.box(10, 10, 60, 60), shapely.box(610, 10, 660, 60)]),
    "two parts, one outside": shapely.union_all([shapely.box(10, 10, 60, 60), shapely.box(610, 510, 660, 560)]),
    "two parts, one on the border": shapely.union_all([shapely.box(10, 10, 60, 60), shapely.box(400, 10, 460, 60)]),
    "outside, along an edge": shapely.box(100, 400, 200, 450),
    "outside, at a corner": shapely.box(800, 400, 850, 450),
    "between": shapely.box(100, 500, 700, 900),
}


@pytest.mark.parametrize("case", CASES)
def test_single_cases(case):
    parcels = placed([CASES[case]])
    got, failed = tabled(parcels, partition_of(ZONES))
    assert not len(failed)
    expected = by_shapely(parcels, ZONES)
    assert np.abs(got - expected).max() < 1e-6
    assert (got > 0).tolist() == (expected > 0).tolist()


@pytest.mark.parametrize("case", ["in a free cell", "beside an edge"])
def test_what_nothing_cuts_has_the_area_of_the_whole_to_the_bit(case):
    parcels = placed([CASES[case]])
    got, _ = tabled(parcels, partition_of(ZONES))
    assert got.sum() == straight_areas(rings_of(parcels))[0]


def test_shapes_with_too_many_pairs_are_handed_back(monkeypatch):
    parcels = placed([CASES["around everything"], CASES["across an edge"]])
    monkeypatch.setattr(module, "_MOST_PAIRS", 10)
    got, failed = tabled(parcels, partition_of(ZONES))
    assert failed.tolist() == [0] and not got[0].any() and got[1].any()


def test_a_shape_that_crosses_itself_is_right_or_handed_back():
    bow = shapely.Polygon([(350, 100), (450, 200), (450, 100), (350, 200)])
    got, failed = tabled(placed([bow, CASES["across an edge"]]), partition_of(ZONES))
    whole = straight_areas(rings_of(placed([bow])))
    assert 0 in failed or got[0].sum() <= whole[0] + 1e-3
    assert got[1].sum() == pytest.approx(250, abs=0.1)


def test_rows_are_unique_and_positive():
    parcels = placed(list(CASES.values()))
    table = module.tabulate(Outlines.of(rings_of(parcels)), partition_of(ZONES))
    keys = list(zip(table.shape.tolist(), table.feature.tolist()))
    assert len(keys) == len(set(keys)) and (table.area > 0).all()
