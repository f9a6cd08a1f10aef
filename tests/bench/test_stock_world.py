"""The stock benchmark's world is what it claims to be: shared borders, three supplies to an approval, some oddities."""

import numpy as np
import pytest
import shapely

from tools.bench import stock_world


@pytest.fixture(scope="module")
def layers():
    return stock_world.layers(400)


def test_sizes_and_validity(layers):
    approvals, supplies = layers
    assert len(approvals) == pytest.approx(400, rel=0.08)
    assert len(supplies) / len(approvals) == pytest.approx(stock_world.SUPPLIES, rel=0.08)
    assert shapely.is_valid(approvals).all() and shapely.is_valid(supplies).all()


def test_most_supplies_share_their_vertices_with_an_approval_and_some_are_odd(layers):
    approvals, supplies = layers
    whole = shapely.union_all(approvals)
    inside = shapely.area(supplies[shapely.area(shapely.difference(supplies, whole)) < 1e-6])
    assert len(inside) > 0.95 * len(supplies)
    edges = {tuple(xy) for xy in shapely.get_coordinates(approvals).tolist()}
    shared = [np.mean([tuple(xy) in edges for xy in shapely.get_coordinates(s).tolist()]) for s in supplies[:200]]
    assert np.mean(shared) > 0.5
    total = shapely.area(supplies).sum()
    assert 0.005 < 1 - shapely.area(shapely.union_all(supplies)) / total < 0.02  # one of a hundred twice


def test_the_same_seed_gives_the_same_world(layers):
    again = stock_world.layers(400)
    assert all(shapely.equals_exact(a, b, 0).all() for a, b in zip(layers, again))
