"""Reached pieces against sampling, and the laws of distances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.analysis import streets
from tests.analysis.streets import worlds
from tools.bench import town


def sampled(reach, net, limit, random, count=3000):
    """Random whole places: are they in a piece, and are they within the limit?"""
    graph = net.graph
    pieces = reach.pieces(limit)
    edge = random.integers(0, graph.m, count)
    offset = np.floor(random.random(count) * (graph.length[edge] + 1))
    places = streets.Places(edge, offset, np.zeros(count))
    far, _ = reach.at(places)
    # by edge, then begin: the pieces of an edge are few
    lo, hi = np.searchsorted(pieces.edge, edge, "left"), np.searchsorted(pieces.edge, edge, "right")
    inside = np.zeros(count, bool)
    for step in range(int((hi - lo).max(initial=0))):
        k = np.minimum(lo + step, max(len(pieces) - 1, 0))
        inside |= (lo + step < hi) & (pieces.begin[k] <= offset) & (offset <= pieces.end[k])
    at_node = (offset == 0) | (offset == graph.length[edge])  # a node is reached over its other edges as well
    return inside[~at_node], (far <= limit)[~at_node]


@pytest.mark.parametrize("seed", range(6))
def test_pieces_hold_exactly_what_is_within_the_limit(seed):
    random = np.random.default_rng(seed)
    drawn = town.streets(3000, seed=seed)
    lines = streets.Lines.of(drawn.xy, drawn.first, drawn.oneway, drawn.level, drawn.kmh)
    graph = streets.build(lines, streets.Rules(junctions=streets.CROSSING))
    net = streets.Net(graph, oneway=bool(seed % 2), toward=bool(seed % 3))
    reach = streets.nearest(net, streets.tie(graph, town.points(drawn, 15, seed + 50), 300.0), 1_200_000)
    for limit in (300_000, 500_000, 1_200_000):
        inside, near = sampled(reach, net, limit, random)
        assert np.array_equal(inside, near) and near.any() and not near.all()


@pytest.mark.parametrize("seed", range(200))
def test_pieces_of_multigraphs(seed):
    random = np.random.default_rng(seed)
    graph = worlds.multigraph(random)
    net = streets.Net(graph, oneway=bool(seed % 2), toward=bool(seed % 3))
    reach = streets.nearest(net, worlds.places(random, graph, int(random.integers(1, 12))), 70)
    for limit in (0, 13, 70):
        inside, near = sampled(reach, net, limit, random, 400)
        # a piece without length is none
        assert not (inside & ~near).any() and (near & ~inside).sum() <= np.count_nonzero(near)
        pieces = reach.pieces(limit)
        assert (pieces.begin < pieces.end).all() and (pieces.end <= graph.length[pieces.edge]).all()


@pytest.mark.parametrize("seed", range(100))
def test_distance_runs_straight_along_rising_pieces(seed):
    random = np.random.default_rng(seed)
    graph = worlds.multigraph(random, most=60)
    net = streets.Net(graph, oneway=bool(seed % 2), toward=bool(seed % 3))
    reach = streets.nearest(net, worlds.places(random, graph, int(random.integers(1, 9))), 150)
    whole, rising = reach.pieces(), reach.pieces(rising=True)
    assert (rising.end - rising.begin).sum() == pytest.approx((whole.end - whole.begin).sum())
    assert np.abs(np.abs(rising.cost_end - rising.cost_begin) - (rising.end - rising.begin)).max(initial=0) < 1e-9
    for share in (0.25, 0.5, 0.75):  # an end may be a node or a source, which another way may reach sooner
        at = rising.begin + share * (rising.end - rising.begin)
        cost = rising.cost_begin + share * (rising.cost_end - rising.cost_begin)
        k = np.floor(at) == at
        far, _ = reach.at(streets.Places(rising.edge[k], at[k], np.zeros(int(k.sum()))))
        assert np.array_equal(far, cost[k])


seeds = st.integers(0, 2**32 - 1)


def question(seed, count=6):
    random = np.random.default_rng(seed)
    graph = worlds.multigraph(random)
    net = streets.Net(graph, oneway=bool(random.integers(2)), toward=bool(random.integers(2)))
    return random, net, worlds.places(random, graph, count)


@settings(max_examples=150, deadline=None)
@given(seeds, st.integers(0, 200))
def test_a_limit_only_leaves_out(seed, limit):
    _, net, sources = question(seed)
    free, bound = streets.nearest(net, sources), streets.nearest(net, sources, limit)
    assert np.array_equal(bound.far, np.where(free.far <= limit, free.far, np.inf))
    assert np.array_equal(bound.source, np.where(free.far <= limit, free.source, -1))


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_the_nearest_of_all_is_the_nearest_of_each(seed):
    _, net, sources = question(seed)
    one_by_one = np.array([streets.nearest(net, sources.take([k])).far for k in range(len(sources))])
    reach = streets.nearest(net, sources)
    assert np.array_equal(reach.far, one_by_one.min(axis=0))
    found = np.isfinite(reach.far)
    assert np.array_equal(reach.source[found], one_by_one.argmin(axis=0)[found])


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_there_and_back_are_equally_far_without_one_way_streets(seed):
    random, net, places = question(seed)
    net = streets.Net(net.graph)
    there = streets.pairs(net, places, places, 10_000)
    back = {(t, s): c for s, t, c in zip(there.source, there.target, there.cost)}
    assert all(back[s, t] == c for s, t, c in zip(there.source, there.target, there.cost))


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_toward_is_from_with_every_street_turned(seed):
    random, net, places = question(seed)
    graph = net.graph
    turned = worlds.graph_of(graph.n, graph.u, graph.v, graph.length, -graph.lines.oneway)
    to = streets.nearest(streets.Net(graph, oneway=True, toward=True), places)
    out = streets.nearest(streets.Net(turned, oneway=True, toward=False), places)
    assert np.array_equal(to.far, out.far) and np.array_equal(to.source, out.source)


@settings(max_examples=100, deadline=None)
@given(seeds, st.integers(0, 60), st.integers(0, 60))
def test_a_wider_limit_reaches_no_less(seed, a, b):
    _, net, sources = question(seed)
    reach = streets.nearest(net, sources, 60)
    length = [float((p.end - p.begin).sum()) for p in (reach.pieces(min(a, b)), reach.pieces(max(a, b)))]
    assert length[0] <= length[1] <= net.graph.length.sum()


@settings(max_examples=60, deadline=None)
@given(seeds, st.data())
def test_cutting_a_street_at_a_vertex_changes_no_distance(seed, data):
    random = np.random.default_rng(seed)
    parts = [np.round(random.uniform(0, 300, (int(random.integers(2, 6)), 2))) for _ in range(8)]
    rules = streets.Rules(0.0, streets.CROSSING, ellipsoidal=False)
    cut = []
    for part in parts:
        k = data.draw(st.integers(1, len(part) - 1))
        cut += [part[: k + 1], part[k:]]
    reached = []
    points = random.uniform(0, 300, (20, 2))
    for drawn in (parts, cut):
        first = np.concatenate([[0], np.cumsum([len(p) for p in drawn])])
        graph = streets.build(streets.Lines.of(np.concatenate(drawn), first), rules)
        reach = streets.nearest(streets.Net(graph), streets.tie(graph, points[:3], 500.0))
        reached.append(reach.at(streets.tie(graph, points, 500.0))[0])
    a, b = reached
    assert np.array_equal(np.isfinite(a), np.isfinite(b))
    assert np.abs(a[np.isfinite(a)] - b[np.isfinite(b)]).max(initial=0) <= 60  # every edge is rounded to a millimetre


def test_what_makes_no_sense_is_refused():
    _, net, sources = question(1)
    with pytest.raises(ValueError, match="whole numbers"):
        streets.nearest(net, sources, cost=np.full(len(sources), 0.5))
    with pytest.raises(ValueError, match="whole numbers"):
        streets.nearest(net, sources, cost=np.full(len(sources), -1.0))
    with pytest.raises(ValueError, match="that far"):
        streets.nearest(net, sources, 10).pieces(11)
    with pytest.raises(ValueError, match="limit"):
        streets.pairs(net, sources, sources, np.inf)
    with pytest.raises(ValueError, match="no speeds"):
        streets.nearest(streets.Net(net.graph, by=streets.TIME), sources, cost=np.zeros(len(sources)))
