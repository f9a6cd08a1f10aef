"""What is left of polygons by cancelling shared edges, against shapely's difference; what does not fit is left out."""

import numpy as np
import pytest

from nm_urban.nm_urban_plugin.analysis.overlay.outlines import Outlines
from nm_urban.nm_urban_plugin.analysis.overlay.remainders import remainders
from tests.analysis.overlay.engine_worlds import wiggled_grid
from tests.analysis.worlds import rings_of

shapely = pytest.importorskip("shapely")
box = shapely.box


def left_of(whole, inner):
    """(the remainder by cancelling or None, by shapely)."""
    found = remainders(Outlines.of(rings_of([whole])), np.array([0]), Outlines.of(rings_of(inner)),
                       np.zeros(len(inner), int), np.arange(len(inner)))
    return shapely.from_wkb(found[0]) if 0 in found else None, whole.difference(shapely.union_all(inner))


@pytest.mark.parametrize("seed", range(10))
def test_units_taken_from_their_union(seed):
    random = np.random.default_rng(seed)
    units = wiggled_grid(random, 4, 50.0, 3)
    whole = shapely.coverage_union_all(units)
    taken = [u for u in units if random.random() < 0.4]
    got, expected = left_of(whole, taken)
    if got is None:  # allowed only where rings of the remainder touch, or holes lie beside several parts
        parts = shapely.get_parts(expected)
        rings = [r for p in parts for r in (p.exterior, *p.interiors)]
        points = np.concatenate([shapely.get_coordinates(r)[:-1] for r in rings])
        touching = len(np.unique(points, axis=0)) < len(points)
        assert touching or (len(parts) > 1 and any(p.interiors for p in parts))
    else:
        assert got.equals(expected)
        corners = {tuple(xy) for xy in shapely.get_coordinates(units).tolist()}
        assert {tuple(xy) for xy in shapely.get_coordinates(got).tolist()} <= corners


def test_most_of_a_batch_is_done():
    random = np.random.default_rng(0)
    wholes, inner, owner = [], [], []
    for k in range(200):
        units = [shapely.transform(u, lambda xy, k=k: xy + (300.0 * k, 0)) for u in wiggled_grid(random, 2, 50.0, 3)]
        wholes.append(shapely.coverage_union_all(units))
        taken = [units[i] for i in random.permutation(4)[: random.integers(1, 4)]]
        inner += taken
        owner += [k] * len(taken)
    found = remainders(Outlines.of(rings_of(wholes)), np.arange(200), Outlines.of(rings_of(inner)), np.array(owner),
                       np.arange(len(inner)))
    assert len(found) > 160  # two units at opposite corners leave rings that touch: those are left to GEOS
    for k, blob in found.items():
        expected = wholes[k].difference(shapely.union_all([s for s, o in zip(inner, owner) if o == k]))
        assert shapely.from_wkb(blob).equals(expected)


def test_holes_stay_and_parts_stay_apart():
    ring = shapely.Polygon(box(0, 0, 100, 100).exterior, [box(40, 40, 60, 60).exterior])
    got, expected = left_of(ring, [box(70, 70, 80, 80)])
    assert got.equals(expected) and len(got.geoms[0].interiors) == 2
    strip = shapely.Polygon([(0, 0), (40, 0), (60, 0), (100, 0), (100, 10), (60, 10), (40, 10), (0, 10)])
    got, expected = left_of(strip, [box(40, 0, 60, 10)])
    assert got.equals(expected) and len(got.geoms) == 2


@pytest.mark.parametrize("inner", [
    [box(0, 0, 50, 100)],  # no vertex of the whole where the border meets it
    [box(50, 50, 150, 80)],  # reaches out
    [box(10, 10, 60, 60), box(50, 50, 90, 90)],  # on each other
    [box(10, 10, 60, 60), box(10, 10, 60, 60)],  # twice
])
def test_what_does_not_fit_is_left_out_or_right(inner):
    got, expected = left_of(box(0, 0, 100, 100), inner)
    assert got is None or got.normalize().equals(expected.normalize())


def test_nothing_left_is_left_out():
    got, _ = left_of(box(0, 0, 100, 100), [box(0, 0, 100, 100)])
    assert got is None
