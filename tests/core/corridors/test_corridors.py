"""The register of corridors and what it says about places: judgements, order, hubs, exits."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.core.corridors import nodes as c
from nm_urban.nm_urban_plugin.core.resources import ResourceError, load

AXIS_SUPPORTS = {"土默特右旗": "150221", "准格尔旗": "150622", "托克托县": "150122", "达拉特旗": "150621",
                 "伊金霍洛旗": "150627", "神木市": "610881", "靖边县": "610824"}


def register():
    return copy.deepcopy(dict(load("corridors")))


def test_the_register_is_whole():
    everything = c.corridors()
    assert len(everything) == 44 and len({item.key for item in everything}) == 44
    for item in everything:
        assert item.mode in c.MODES and item.status in c.STATUSES and item.name and item.name_en
        assert len(item.places) > 1 and item.via <= {place.name for place in item.places}
        assert all(clause.source and clause.quote for clause in item.sources)
    # a corridor is named by a document, so at least one of its places or its name is
    assert {item.status for item in everything} == set(c.STATUSES)


def test_codes_agree_with_the_register_of_places():
    for place in c.named_places():
        if place.code.startswith("15"):
            assert places.is_county(place.code) or places.league_of(place.code) == place.code
            if places.name_of(place.code) != place.name:  # a town or a crossing inside a county unit
                assert place.name in ("满都拉", "巴彦浩特", "上海庙", "赛罕塔拉", "白音查干")


def test_the_axis_has_its_seven_support_points():
    axis = c.corridor("呼包鄂榆发展轴")
    assert {place.name: place.code for place in axis.supports} == AXIS_SUPPORTS
    assert [p.name for p in axis.places if p.name not in axis.via] == ["呼和浩特市", "包头市", "鄂尔多斯市", "榆林市"]
    assert axis.fits("rail") and axis.fits("road") and not axis.dashed


@pytest.mark.parametrize(("text", "key"), [
    ("京包", "jingbao_rail"), ("京包 线", "jingbao_rail"), ("ＪＩＮＧＢＡＯ_rail", "jingbao_rail"),
    ("g65", "baomao_road"), ("包茂高速", "baomao_road"),
    ("Beijing–Baotou railway", "jingbao_rail"), ("保德—榆林高速公路", "baode_yulin_road")])
def test_a_corridor_is_found_by_key_name_and_alias(text, key):
    assert c.find(text).key == key == c.corridor(text).key


def test_an_unknown_corridor_is_named():
    assert c.find("京沪") is None and c.find(None) is None
    with pytest.raises(c.UnknownCorridor, match="京沪"):
        c.chosen("京包, 京沪")
    assert "京沪" in pytest.raises(c.UnknownCorridor, c.corridor, "京沪").value.zh


def test_chosen():
    assert [item.key for item in c.chosen("京包、G65，京包线")] == ["jingbao_rail", "baomao_road"]
    assert c.chosen("", "road") == list(c.corridors("road")) == c.chosen(" * ", "road")
    assert all(item.mode in ("road", "any") for item in c.chosen("", "road"))


def test_planned_ones_are_dashed():
    assert c.corridor("保德－榆林高速公路").dashed and c.corridor("呼包高铁").dashed
    assert not c.corridor("京包").dashed and not c.corridor("集大高铁").dashed


def test_twelve_exits_are_wanted():
    wanted = c.exits_wanted()
    assert (wanted.count, wanted.place.code) == (12, "150100") and "12条出市通道" in wanted.clause.quote


@pytest.mark.parametrize(("change", "words"), [
    (lambda d: d["corridors"][1].update(mode="air"), "mode"),
    (lambda d: d["corridors"][1].update(status="perhaps"), "status"),
    (lambda d: d["corridors"][1].update(places=["呼和浩特市", "某地"]), "某地"),
    (lambda d: d["corridors"][1].update(places=["呼和浩特市"], via=[]), "two places"),
    (lambda d: d["corridors"][1].update(via=["额济纳旗"]), "额济纳旗"),
    (lambda d: d["corridors"][1].update(sources=[]), "source"),
    (lambda d: d["corridors"][1].update(aliases=["G65"]), "already stands for"),
    (lambda d: d["corridors"][1].pop("quote", None) or d["corridors"][1].pop("sources"), "sources missing"),
    (lambda d: d["places"][0].update(code="15010"), "code"),
    (lambda d: d["places"][0].update(lon=None), "lon and lat"),
    (lambda d: d["places"][0].update(lon=40.8, lat=111.6), "lon and lat"),
    (lambda d: d["places"].append(dict(d["places"][0])), "twice"),
    (lambda d: d["exits"].update(value="12"), "exits"),
])
def test_a_mistake_in_the_register_is_named(change, words):
    data = register()
    change(data)
    with pytest.raises(ResourceError, match=words) as caught:
        c.read_register(data)
    assert "corridors.json" in str(caught.value) and "corridors.json" in caught.value.zh


@pytest.mark.parametrize(("dist", "net", "located", "state", "why"), [
    (5000.0, None, True, c.ON, ""),
    (5000.01, None, True, c.OFF, ""),
    (5000.01, 5000.0, True, c.OFF, ""),
    (80_000.0, 5000.01, True, c.NOT_JUDGED, "off_network"),
    (4000.0, 9000.0, True, c.ON, ""),  # on the corridor all the same
    (None, None, True, c.NOT_JUDGED, "no_line"),
    (float("nan"), None, True, c.NOT_JUDGED, "no_line"),
    (100.0, None, False, c.NOT_JUDGED, "no_position"),
])
def test_on_off_and_not_judged(dist, net, located, state, why):
    node = c.judge("甲", "150101", "京包", dist, 12.0, 5000.0, net_m=net, snap_m=5000.0, located=located)
    assert (node.state, node.why, node.on) == (state, why, {c.ON: 1, c.OFF: 0, c.NOT_JUDGED: None}[state])
    if why in ("no_line", "no_position"):
        assert node.dist_m is None and node.chain_m is None


@pytest.mark.parametrize("width", [0, -1, float("nan"), float("inf")])
def test_a_width_that_is_none(width):
    with pytest.raises(ValueError, match="width"):
        c.judge("甲", "", "京包", 1.0, 1.0, width)


def node(name, corridor, chain, state=c.ON, dist=1.0):
    return c.Node(name, name, corridor, dist, chain, state)


def test_nodes_are_ordered_by_chainage_within_their_corridor():
    nodes = [node("c", "B", None, dist=9.0), node("b", "B", 7.0), node("x", "A", 3.0), node("a", "B", 2.0),
             node("d", "B", None, dist=4.0)]
    assert [n.name for n in c.ordered(nodes)] == ["a", "b", "d", "c", "x"]


def test_hub_score_counts_corridors_not_nodes():
    nodes = [node("甲", "A", 1.0), node("甲", "A", 2.0), node("甲", "B", 1.0), node("乙", "A", 5.0),
             node("丙", "C", 5.0, c.OFF), node("乙", "C", 5.0, c.NOT_JUDGED)]
    assert [(hub.name, hub.score, hub.corridors) for hub in c.hub_scores(nodes)] == [("甲", 2, ("A", "B")),
                                                                                    ("乙", 1, ("A",))]


def test_exits_are_grouped_along_the_closed_boundary():
    # 9990, 10 and 50 are one exit across the start of the boundary; 900 and 990 another; 5000 stands alone
    labels = c.exit_groups(np.array([10, 50, 900, 990, 5000, 9990.0]), 10_000, 200)
    assert labels.tolist() == [2, 2, 0, 0, 1, 2]
    assert c.exit_groups(np.zeros(0), 10_000, 200).tolist() == []
    assert c.exit_groups(np.array([3.0]), 10_000, 200).tolist() == [0]
    assert len(set(c.exit_groups(np.arange(0, 10_000, 100.0), 10_000, 200))) == 1  # all the way round


@settings(deadline=None, max_examples=80)
@given(st.lists(st.integers(0, 9999), min_size=1, max_size=25, unique=True), st.integers(1, 3000), st.integers(0, 9999))
def test_the_number_of_exits_does_not_depend_on_the_start(chain, gap, turn):
    chain = np.array(chain, float)
    labels = c.exit_groups(chain, 10_000, gap)
    turned = c.exit_groups((chain + turn) % 10_000, 10_000, gap)
    # by hand: every step to the next crossing that is longer than the gap ends an exit
    steps = np.diff(np.append(np.sort(chain), np.sort(chain)[0] + 10_000))
    assert len(set(labels.tolist())) == len(set(turned.tolist())) == max(int((steps > gap).sum()), 1)
    assert sorted(set(labels.tolist())) == list(range(labels.max() + 1))
    same = labels[:, None] == labels[None, :]
    assert (same == (turned[:, None] == turned[None, :])).all()
