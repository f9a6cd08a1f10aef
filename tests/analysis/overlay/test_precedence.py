"""Overlaps between parcels: the earliest date, then the smallest id; every place is counted once."""

import datetime as dt

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsGeometry

from nm_urban.nm_urban_plugin.analysis.geos import default
from nm_urban.nm_urban_plugin.analysis.overlay.precedence import ClaimIndex, claim_of, claims_among
from nm_urban.nm_urban_plugin.analysis.overlay.zones import ZoneLayer
from nm_urban.nm_urban_plugin.analysis.reading.batches import FeatureReader
from nm_urban.nm_urban_plugin.analysis.reading.intake import Intake
from nm_urban.nm_urban_plugin.analysis.reading.spool import Spool
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.analysis.reading.wkb import encode
from nm_urban.nm_urban_plugin.core.quota.ledger import Plan
from nm_urban.nm_urban_plugin.jobs.quota.run import COUNTED, OVERLAP, QuotaRun
from tests.analysis.worlds import frame, qgs, rings_of
from tests.builders import layer, rectangle

GEOS = default()

LAWS = settings(deadline=None, max_examples=100)
box = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 12), st.integers(1, 12)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3]))


@LAWS
@given(st.lists(st.tuples(box, st.integers(0, 3)), min_size=1, max_size=25), st.booleans(), st.randoms())
def test_the_index_finds_exactly_the_earlier_overlapping_boxes(rows, giant, random):
    if giant:  # one parcel as large as the county must not break the grid
        rows = [*rows, ((0, 0, 100_000, 100_000), 1)]
    fids = np.array(random.sample(range(1, 10_000), len(rows)))
    boxes = np.array([b for b, _ in rows], float)
    days = np.array([738_000 + d for _, d in rows])
    found = ClaimIndex(fids, days, boxes).earlier(np.arange(len(rows)))
    for k, (a, _) in enumerate(rows):
        expected = [j for j, (b, _) in enumerate(rows)
                    if (days[j], fids[j]) < (days[k], fids[k])
                    and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]  # touching is no overlap
        expected.sort(key=lambda j: (days[j], fids[j]))
        assert found.get(k, np.zeros(0)).tolist() == expected


def test_an_index_of_nothing():
    ClaimIndex(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros((0, 4)))


def test_claim_of_neighbours_that_touch_or_overlap():
    shape, right, over, far = qgs(rings_of([rectangle(0, 0, 10, 10), rectangle(10, 0, 20, 10),
                                            rectangle(5, 5, 15, 15), rectangle(50, 50, 60, 60)]))
    assert claim_of(GEOS, shape, []) is None
    assert claim_of(GEOS, shape, [right, far]) is None
    assert claim_of(GEOS, shape, [right, over, far]).area() == 25
    assert claim_of(GEOS, shape, [over, over]).area() == 25  # an overlap of overlaps is one place
    assert claim_of(GEOS, shape, [shape]).area() == 100


# -- through the whole run -------------------------------------------------------------------------------------------

X, Y = 37_555_000, 4_520_000
PLAN = Plan(64_000_000, dt.date(2021, 1, 1), dt.date(2025, 12, 31), dt.date(2025, 6, 30))


class Quiet:
    """A feedback that nobody cancels."""

    def isCanceled(self):  # noqa: N802
        return False

    def setProgress(self, _):  # noqa: N802
        return None


def run(rows, crs="EPSG:4525", county=None, size=4096):
    """[(WKT, date text)] → (pieces, cells, tally); the one county is 150102."""
    source = layer(rows, [("d", str)], crs=crs)
    where, tally = frame(crs), Tally()
    intake = Intake(FeatureReader(source, ["d"], size=size), where, tally)
    county = county or rectangle(X - 5000, Y - 5000, X + 5000, Y + 5000)
    counties = ZoneLayer("counties", where, rings_of([county]), np.array([0]))
    job = QuotaRun(intake, where, "d", PLAN, counties, ["150102"], tally)
    with Spool() as spool:
        assert job.run(spool, Quiet())
        return [piece for batch in spool for piece in batch.rows()], job.cells, tally


def square(dx, dy, side=100):
    return rectangle(X + dx, Y + dy, X + dx + side, Y + dy + side)


def counted(pieces):
    """{fid: m² of the plane, rounded} of the counted pieces; 1 ha here is 9999.25 m² on the ellipsoid."""
    out = {}
    for p in pieces:
        if p.status == COUNTED:
            out[p.src_fid] = out.get(p.src_fid, 0) + p.area / 100 / 0.999925
    return {fid: round(v) for fid, v in out.items()}


def test_the_earliest_date_wins_then_the_smallest_id():
    pieces, _, _ = run([(square(0, 0), "2023-05-01"), (square(50, 0), "2022-05-01"), (square(50, 50), "2022-05-01")])
    # 2 is first; 3 has the same day but a greater id; 1 is last
    assert counted(pieces) == {2: 10_000, 3: 5_000, 1: 5_000}


def test_an_overlap_of_three_is_counted_once():
    pieces, cells, _ = run([(square(0, 0), "2022-01-01"), (square(50, 0), "2022-01-02"), (square(0, 50), "2022-01-03")])
    assert counted(pieces) == {1: 10_000, 2: 5_000, 3: 10_000 - 5_000}
    # 3 loses its lower half: to 1, and to 2 where both lie, but that quarter only once
    assert sum(p.area for p in pieces if p.src_fid == 3) == pytest.approx(999_925, abs=2)
    assert cells["overlap", "", 2022].area == sum(p.area for p in pieces if p.status == OVERLAP)


@pytest.mark.parametrize("size", [1, 2, 4096])
def test_identical_duplicates_are_counted_once_in_any_batch_size(size):
    rows = [(square(0, 0), f"2022-01-0{k}") for k in (3, 1, 2, 1)]
    pieces, cells, tally = run(rows, size=size)
    assert [(p.src_fid, p.status, p.area) for p in pieces] == [
        (1, OVERLAP, 999_925), (2, COUNTED, 999_925), (3, OVERLAP, 999_925), (4, OVERLAP, 999_925)]
    assert cells["county", "150102", 2022].area == 999_925
    assert cells["overlap", "", 2022].area == 3 * 999_925
    assert (tally.read, tally.used) == (4, 4)


def test_what_is_not_counted_claims_nothing():
    rows = [(square(0, 0), None), (square(0, 0), "2020-12-31"), (square(0, 0), "2025-07-01"),
            (square(0, 0), "2022-13-01"), (square(0, 0), "2024-01-01"), (None, "2021-01-01")]
    pieces, cells, tally = run(rows)
    assert [(p.src_fid, p.status) for p in pieces] == [
        (1, "undated"), (2, "out_of_period"), (3, "out_of_period"), (4, "undated"), (5, "earlier")]
    assert cells["undated", "", 0].area == 2 * 999_925
    assert (tally.read, tally.used, tally.listed, tally.count("rejected")) == (6, 1, 2, 3)


def test_first_and_last_day_count():
    rows = [(square(200 * k, 0), d) for k, d in enumerate(["2021-01-01", "2025-06-30"])]
    assert counted(run(rows)[0]) == {1: 10_000, 2: 10_000}


def test_a_mended_parcel_claims_what_it_was_mended_to():
    bow = f"POLYGON (({X} {Y},{X + 100} {Y + 100},{X + 100} {Y},{X} {Y + 100},{X} {Y}))"
    pieces, _, _ = run([(square(0, 0), "2023-01-01"), (bow, "2022-01-01")])
    assert counted(pieces) == {1: 5_000, 2: 5_000}


def test_parcels_that_reach_over_the_zone_border_claim_on_both_sides():
    """In degrees: 2 is cut at 112.5°, 1 lies across the same border; together they are the union."""
    wide, narrow = rectangle(110.0, 41.0, 113.9, 41.01), rectangle(112.49, 41.0, 112.51, 41.02)
    pieces, cells, _ = run([(narrow, "2023-01-01"), (wide, "2022-01-01")], "EPSG:4490",
                           rectangle(105, 40, 118, 42))
    area = {(p.src_fid, p.status): p.area for p in pieces}
    assert set(area) == {(1, COUNTED), (1, OVERLAP), (2, COUNTED)}
    # the lower half of 1: a sheet of 0.02° by 0.01° in both halves, which differ by the convergence of the meridians
    assert area[1, OVERLAP] / area[1, COUNTED] == pytest.approx(np.cos(np.radians(41.005)) / np.cos(np.radians(41.015)),
                                                                rel=1e-5)
    alone = run([(wide, "2022-01-01")], "EPSG:4490", rectangle(105, 40, 118, 42))[1]
    assert area[2, COUNTED] == alone["county", "150102", 2022].area


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(*[st.integers(0, 6)] * 2, *[st.integers(1, 4)] * 2, st.integers(1, 9)),
                min_size=1, max_size=8))
def test_counted_pieces_are_the_union(parcels):
    """Whatever the dates, Σ counted = area of the union: here a count of grid squares of 50 m."""
    rows = [(rectangle(X + 50 * x, Y + 50 * y, X + 50 * (x + w), Y + 50 * (y + h)), f"2022-03-0{d}")
            for x, y, w, h, d in parcels]
    owner = {}
    for fid, (x, y, w, h, d) in enumerate(parcels, 1):
        for place in ((i, j) for i in range(x, x + w) for j in range(y, y + h)):
            owner[place] = min(owner.get(place, (99, 99)), (d, fid))
    expected = {}
    for _, fid in owner.values():
        expected[fid] = expected.get(fid, 0) + 1
    pieces, _, _ = run(rows)
    assert {fid: round(m2 / 2500, 2) for fid, m2 in counted(pieces).items()} == expected
    for fid, (_, _, w, h, _) in enumerate(parcels, 1):
        assert sum(p.area for p in pieces if p.src_fid == fid) == pytest.approx(w * h * 2500 * 99.9925, rel=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_claims_of_many_are_those_of_each(seed):
    """Against GEOS pair by pair: squares of a lattice, some shifted by whole or odd distances over their neighbours, so
    that pairs share borders, corners, whole squares, slivers and nothing."""
    random = np.random.default_rng(seed)
    shapes = []
    for k in range(60):
        x, y = 50.0 * random.integers(0, 6), 50.0 * random.integers(0, 6)
        if k % 3 == 0:
            x, y = x + random.choice([0.3, 1e-5, 17.77]), y - random.choice([0, 0.2, 3.1])
        shapes.append(shapely.box(x, y, x + 50, y + 50 * random.integers(1, 3)))
    rings = rings_of([shapely.transform(s, lambda xy: xy + (55_000.0, 4_520_000.0)) for s in shapes])
    before = [sorted(random.choice(60, random.integers(0, 12), replace=False).tolist()) for _ in shapes]
    geometries = []
    for blob in encode(rings):
        geometry = QgsGeometry()
        geometry.fromWkb(blob)
        geometries.append(geometry)
    expected = {k: claim_of(GEOS, geometries[k], [geometries[j] for j in one]) for k, one in enumerate(before)}
    expected = {k: claim for k, claim in expected.items() if claim is not None}
    found = claims_among(rings, rings, before)
    assert found.keys() == expected.keys() and 10 < len(found) < 60
    for k, claim in found.items():
        assert claim.area() == pytest.approx(expected[k].area(), abs=1e-6)
        assert claim.symDifference(expected[k]).area() < 1e-6
    assert claims_among(rings, rings, [[] for _ in shapes]) == {}
