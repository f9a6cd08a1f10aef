"""The split by land use, and 面积平差: sums tie to the cent, by hand and by law."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis.overlay.landuse import LandUse
from nm_urban.nm_urban_plugin.analysis.overlay.overlay import Measured
from nm_urban.nm_urban_plugin.analysis.overlay.zones import OUTSIDE, ZoneLayer
from nm_urban.nm_urban_plugin.core.landuse import BUILT, CROP, UNKNOWN, UNUSED
from nm_urban.nm_urban_plugin.core.units import apportion
from nm_urban.nm_urban_plugin.jobs.area.adjustment import ControlError, Controls, adjust
from tests.analysis.worlds import frame, rings_of
from tests.builders import rectangle

LAWS = settings(deadline=None, max_examples=60)


def land_use(codes, ridges=None):
    labels, group, ridge = LandUse.labels(codes, np.array(ridges or [0.0] * len(codes), float))
    rings = rings_of([rectangle(37_555_000 + k, 4_520_000, 37_555_001 + k, 4_520_001) for k in range(len(codes))])
    return LandUse(ZoneLayer("land_use", frame(), rings, labels), group, ridge)


def test_labels():
    labels, group, ridge = LandUse.labels(["0101", "0103", "0102", "0701", "1206", "??", None, "0101"],
                                          np.array([0.1, 0.1, 0, 0.5, 0, 0, 0, 0]))
    assert group[labels].tolist() == [CROP, CROP, CROP, BUILT, UNUSED, UNKNOWN, UNKNOWN, CROP]
    assert ridge[labels].tolist() == [0.1, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]  # only cropland has ridges, below 1
    assert labels[0] == labels[1]  # equal patches share a label


def test_split_by_hand():
    """100.00 m²: 40 crop with 10 % ridges, 20 other farmland, 15 built, 5 unused, 20 under no patch."""
    use = land_use(["0101", "0301", "0701", "1206"], [0.1, 0, 0, 0])
    label = use.zones.labels
    measured = Measured(np.zeros(5, int), np.array([*label, OUTSIDE]), np.array([40.0, 20.0, 15.0, 5.0, 20.0]))
    (cell,) = use.split(measured, np.array([0]), np.array([10_000]))
    assert (cell.area, cell.agri, cell.crop, cell.built, cell.unused, cell.unknown) == (
        10_000, 6_000, 3_600, 1_500, 500, 2_000)


@LAWS
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["0101", "0201", "0701", "1206", "zz", None]),
                          st.floats(0.001, 1e6)), min_size=1, max_size=20), st.integers(0, 10**9))
def test_split_conserves_every_piece(rows, total):
    codes = [code for _, code, _ in rows if code is not None] or ["0101"]
    use = land_use(codes, [0.07] * len(codes))
    labels = iter(use.zones.labels.tolist())
    label = [OUTSIDE if code is None else next(labels) for _, code, _ in rows]
    pieces = np.unique([p for p, _, _ in rows])
    piece_of_cell = np.searchsorted(pieces, [p for p, _, _ in rows])
    area = np.full(len(pieces), total)
    measured = Measured(np.arange(len(rows)), np.array(label), np.array([a for _, _, a in rows]))
    for cell in use.split(measured, piece_of_cell, area):
        assert cell.agri + cell.unused + cell.built + cell.unknown == cell.area == total
        assert 0 <= cell.crop <= cell.agri


# -- control areas ---------------------------------------------------------------------------------------------------


def controls(whole=None, groups=None, values=None, n=0):
    out = Controls(whole, values is not None)
    out.add(groups, values, n)
    return out


def test_without_control_the_areas_stay():
    area = np.array([3, 1, 2])
    got = adjust(area, np.array([1, 2, 3]), controls(n=3))
    assert got.cents is area and got.warnings == [] and not got.unknown.any()


def test_one_control_by_hand():
    # 10.00 + 20.00 + 30.00 to 60.01: shares 10.0016…, 20.0033…, 30.005 → the cent goes to the largest remainder
    got = adjust(np.array([1000, 2000, 3000]), np.array([1, 2, 3]), controls(6001, n=3))
    assert got.cents.tolist() == [1000, 2000, 3001]
    # equal areas: the missing cents go to the smaller ids, in whatever order they come
    got = adjust(np.array([1000, 1000, 1000]), np.array([30, 10, 20]), controls(3002, n=3))
    assert got.cents.tolist() == [1000, 1001, 1001]


def test_groups_are_adjusted_step_by_step():
    """逐级平差: 100.00 over groups of 30 and 60 → 33.33 and 66.67, then within each."""
    got = adjust(np.array([1000, 2000, 6000]), np.array([1, 2, 3]), controls(10_000, ["a", "a", "b"], n=3))
    assert got.cents.tolist() == [1111, 2222, 6667]
    assert got.warnings and "1 %" in got.warnings[0]  # 90 → 100 is no misclosure, it is another unit


def test_a_control_field_per_group():
    groups, values = ["a", "a", "b", "c", "c", "d"], [30.01, 30.01, 20.0, 5.0, 6.0, None]
    area = np.array([1000, 2000, 2001, 300, 200, 700])
    got = adjust(area, np.arange(6), controls(None, groups, values, 6))
    assert got.cents[:3].tolist() == [1000, 2001, 2000]
    assert got.cents[3:].tolist() == [300, 200, 700]  # contradicting or no control: as measured, and said
    assert got.unknown.tolist() == [False] * 3 + [True] * 3
    assert "different control areas" in got.reason[3] and "no control area" in got.reason[5]
    for bad in (-1.0, 0.0, float("nan"), float("inf")):
        refused = adjust(np.array([100]), np.array([1]), controls(None, ["a"], [bad], 1))
        assert refused.unknown.all() and refused.cents.tolist() == [100]


def test_a_control_for_nothing():
    with pytest.raises(ControlError):
        adjust(np.zeros(0, np.int64), np.zeros(0), controls(100, n=0))
    with pytest.raises(ControlError):
        adjust(np.zeros(2, np.int64), np.arange(2), controls(100, n=2))


@LAWS
@given(st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from("abc")), min_size=1, max_size=30),
       st.integers(-300, 300), st.integers(1, 7))
def test_adjusted_areas_tie_to_the_control_in_any_batching(rows, off, batch):
    area = np.array([a for a, _ in rows])
    whole = max(1, int(area.sum()) + off)
    groups = [g for _, g in rows]
    out = Controls(whole, False)
    for at in range(0, len(rows), batch):
        out.add(groups[at : at + batch], None, len(groups[at : at + batch]))
    got = adjust(area, np.arange(len(rows)), out)
    assert got.cents.sum() == whole
    sums = {g: sum(a for a, own in rows if own == g) for g in dict.fromkeys(groups)}
    target = apportion(list(sums.values()), [0] * len(sums), [whole], ties=(range(len(sums)),))
    for name, expected in zip(sums, target):
        assert got.cents[[g == name for g in groups]].sum() == expected
