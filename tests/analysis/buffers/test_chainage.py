"""Distance of places to a corridor and chainage along it, against PROJ's geodesics."""

import numpy as np
import pytest
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.buffers.chainage import Axis
from nm_urban.nm_urban_plugin.analysis.buffers.source import densified
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.core.corridors.nodes import UnknownCorridor
from nm_urban.nm_urban_plugin.jobs.corridors.groups import Group, by_field, by_register, wanted_corridors
from nm_urban.nm_urban_plugin.jobs.corridors.nodes import judge_places, load_places
from tests.analysis.buffers import case
from tests.builders import LONLAT, layer
from tools.bench import geodesic_judge as judge


def axis_of(lines):
    found = case.read(case.lines_layer(lines))
    dense = densified(found.frame, found.paths)
    xy = np.column_stack([dense.x, dense.y])
    return Axis([xy[a:b] for a, b in zip(dense.first[:-1], dense.first[1:])])


def test_distance_is_that_of_the_judge_near_and_far():
    line = case.west_east()
    rng = np.random.default_rng(4)
    at = line[rng.integers(0, len(line), 3000)] + rng.normal(0, 1, (3000, 2)) * rng.choice([0.001, 0.05, 2], (3000, 1))
    found = axis_of([line]).distance(*at.T)
    assert np.abs(found - judge.distances([line], at)).max() < 0.01


def test_chainage_is_the_length_of_the_line_up_to_the_foot():
    line = case.west_east()
    axis = axis_of([line])
    steps = judge.inverse(*(fine := judge.cut(line, 20.0))[:-1].T, *fine[1:].T)
    assert axis.length_m == pytest.approx(steps.sum(), rel=1e-7)
    _, chain = axis.locate(*line[[0, 50, 200, -1]].T)
    starts = [np.argmin(np.abs(fine - line[k]).sum(axis=1)) for k in (0, 50, 200, -1)]
    assert chain == pytest.approx([steps[:k].sum() for k in starts], abs=0.5)


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
@pytest.mark.parametrize("turned", [(), (1,), (0, 2), (0, 1, 2)])
def test_pieces_in_any_order_and_direction_are_one_path(order, turned):
    vertices = np.array([[111, 40], [111.4, 40.1], [111.8, 40], [112.3, 40.3]], float)
    pieces = [vertices[k: k + 2] for k in range(3)]
    pieces = [piece[::-1] if k in turned else piece for k, piece in enumerate(pieces)]
    axis = axis_of([pieces[k] for k in order])
    path = axis.path
    assert path is not None and len(axis.parts) == 3
    ends = {tuple(path[0]), tuple(path[-1])}
    assert ends == {(111.0, 40.0), (112.3, 40.3)}
    first = pieces[order[0]]  # the direction is that of the first line
    _, chain = axis.locate(*first.T)
    assert chain[0] < chain[1]


@pytest.mark.parametrize("lines", [
    [[[111, 40], [112, 40]], [[112.1, 40], [113, 40]]],
    [[[111, 40], [112, 40]], [[112, 40], [113, 40]], [[112, 40], [112, 41]]],
    [[[111, 40], [112, 40], [112, 41], [111, 40]]],
    [[[111, 40], [112, 40]], [[113, 41], [113.5, 41], [113.5, 41.5], [113, 41]]],
], ids=["gap", "branch", "ring", "path and ring"])
def test_no_chainage_where_there_is_no_single_path(lines):
    distance, chain = axis_of(lines).locate(np.array([111.5]), np.array([40.1]))
    assert np.isfinite(distance[0]) and np.isnan(chain[0])


def test_without_lines_everything_is_infinitely_far():
    distance, chain = Axis([]).locate(np.array([111.5, 112.0]), np.array([40.1, 40.0]))
    assert np.isinf(distance).all() and np.isnan(chain).all() and Axis([]).path is None


def places(rows):
    return layer([(f"POINT ({x!r} {y!r})", name, code, people) for name, code, x, y, people in rows],
                 (("名称", str), ("代码", str), ("人口", int)), LONLAT, "Point", "地点")


def judged(lines, rows, limit=5000.0, groups=None, owner=None):
    source = case.read(case.lines_layer(lines))
    found, mine = by_field(source, None, "线路")
    loaded = load_places(case.given(places(rows)), Tally(), QgsFeedback())
    return judge_places(groups or found, source, mine if owner is None else owner, [limit] * 9, 5000.0, loaded,
                        QgsFeedback(), False)


def test_nodes_in_order_from_the_first_place_on_the_corridor():
    # a meridian: a degree of latitude at 40° is 111.04 km; places at its foot, in the middle, off it, and at the end
    rows = [("北", "150105", 111.0, 41.0, 5), ("南", "150102", 111.01, 40.2, 7), ("远", "150103", 111.2, 40.4, 1),
            ("中", "150104", 110.96, 40.6, 9)]
    nodes = judged([[[111, 40], [111, 41.5]]], rows).nodes
    assert [n.name for n in nodes] == ["南", "远", "中", "北"]
    assert [n.on for n in nodes] == [1, 0, 1, 1]
    south = judge.inverse(111.0, 40.2, 111.0, np.array([40.4, 40.6, 41.0]))
    assert nodes[0].chain_m == pytest.approx(0, abs=1e-6)
    # the foot of a place off the line lies a few metres north of its own latitude, as great circles bend
    assert [n.chain_m for n in nodes[1:]] == pytest.approx(south, abs=30)
    assert nodes[0].dist_m == pytest.approx(judge.inverse(111.0, 40.2, 111.01, 40.2), abs=0.05)


def test_a_place_inside_a_park_is_on_it():
    park = layer([("POLYGON ((111 40, 111.5 40, 111.5 40.4, 111 40.4, 111 40))",)], (), LONLAT)
    source = case.read(park)
    groups, owner = by_field(source, None, "园区")
    loaded = load_places(case.given(places([("内", "", 111.25, 40.2, 1), ("外", "", 111.51, 40.2, 1)])), Tally(),
                         QgsFeedback())
    inside, outside = judge_places(groups, source, owner, [500.0], 5000.0, loaded, QgsFeedback(), False).nodes
    assert (inside.dist_m, inside.on, outside.on) == (0.0, 1, 0)
    assert outside.dist_m == pytest.approx(judge.inverse(111.5, 40.2, 111.51, 40.2), abs=0.1)


def test_corridors_by_field_are_sorted_and_numbers_read_as_text():
    lines = case.random_lines(37, 4)
    values = [(2.0,), (1.0,), (2.0,), (None,)]
    source = case.read(case.lines_layer(lines, fields=(("名", float),), values=values), ["名"])
    groups, owner = by_field(source, source.columns["名"], "x")
    assert [g.name for g in groups] == ["", "1", "2"] and owner.tolist() == [2, 1, 2, 0]
    assert [g.n for g in groups] == [1, 1, 2]


def test_register_takes_lines_that_bear_the_name_and_derives_the_others():
    # a line through the ordered places of 京包 that is in this layer without a name, and one called 包茂高速
    item = wanted_corridors("京包铁路")[0]
    located = [(p.lon, p.lat) for p in item.places if p.located]
    other = [[109.8, 40.6], [109.8, 39.6]]
    lines = case.lines_layer([located, other], fields=(("name", str),), values=[(None,), ("包茂高速公路",)])
    source = case.read(lines, ["name"])
    wanted = wanted_corridors("京包铁路, 包茂高速公路，hu_bao_hsr；京包线")
    assert len(wanted) == 3  # 京包线 is an alias of the first
    groups, more, owner = by_register(source, source.columns["name"], wanted, 5000.0, QgsFeedback())
    assert [g.kind for g in groups] == ["derived", "named", "schematic"]
    assert len(more) == 3 and owner.tolist() == [-1, 1, 0]
    nodes = judge_places(groups, more, owner, [5000.0] * 3, 5000.0, None, QgsFeedback(), True).nodes
    mine = [n for n in nodes if n.corridor == "京包铁路"]
    assert [n.name for n in mine] == [p.name for p in item.places if p.located]
    assert mine[0].chain_m == 0 and all(n.on == 1 and n.dist_m < 1 for n in mine)
    sketch = [n for n in nodes if n.corridor == groups[2].name]
    assert sketch and all(n.on is None and n.state == "not_judged" for n in sketch)


def test_unknown_corridor_names_those_there_are():
    with pytest.raises(UnknownCorridor, match="京包"):
        wanted_corridors("不存在的通道")
    assert len(wanted_corridors("*")) > 30 and wanted_corridors("") == []


def test_group_without_lines_is_not_judged():
    rows = [("甲", "150102", 111.0, 40.0, 1)]
    nodes = judged([[[111, 40], [112, 40]]], rows, groups=[Group("空", "no_line")], owner=np.array([-1])).nodes
    assert [(n.on, n.state, n.dist_m) for n in nodes] == [(None, "not_judged", None)]
