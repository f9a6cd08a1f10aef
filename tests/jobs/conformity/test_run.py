"""The run behind conformity: it conserves per line, whatever the batches and the order, and pieces fill their zones."""

import random

import numpy as np
import pytest
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.overlay.zones import ZoneLayer
from nm_urban.nm_urban_plugin.analysis.reading.intake import Clean
from nm_urban.nm_urban_plugin.analysis.reading.spool import Spool
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.core.conformity.judging import rules
from nm_urban.nm_urban_plugin.jobs.conformity.run import ConformityRun, NamedZones
from tests.analysis.worlds import frame, qgs, rings_of

shapely = pytest.importorskip("shapely")
E, N = 55_000, 4_520_000  # in the plane of zone 37


class Batches:
    """Stands for an Intake: clean batches of polygons given in the plane of zone 37."""

    def __init__(self, polygons, crs, sizes, fids):
        self.frame = frame(crs, "projects")
        self.count = len(polygons)
        self._tally = Tally()
        plane = rings_of(polygons)
        self._rings = plane.with_xy(*self.frame.source(plane.x, plane.y, 111.0))
        self._cuts = np.cumsum([0, *sizes])
        self._fids = np.array(fids, np.int64)

    def __iter__(self):
        for a, b in zip(self._cuts, self._cuts[1:]):
            rows = np.arange(a, b)
            yield Clean(self._fids[rows], self._rings.take(rows), {}, np.zeros(len(rows), bool), self.frame)


def zones(name, polygons, names, named=True):
    where = frame("EPSG:4525", name)
    plane = rings_of(polygons)
    distinct = sorted(set(names))
    labels = np.array([distinct.index(n) for n in names], np.int64)
    rings = plane.with_xy(*where.source(plane.x, plane.y, 111.0))
    return NamedZones(ZoneLayer(name, where, rings, labels), distinct, named)


def blob(random_, x, y, size):
    points = [(x + random_.uniform(0, size), y + random_.uniform(0, size)) for _ in range(9)]
    return shapely.convex_hull(shapely.MultiPoint(points))


def world(seed):
    random_ = random.Random(seed)  # noqa: S311
    projects = [blob(random_, E + random_.uniform(0, 3000), N + random_.uniform(0, 3000), 600) for _ in range(25)]
    eco = [blob(random_, E + random_.uniform(0, 3000), N + random_.uniform(0, 3000), 1500) for _ in range(4)]
    ubd = [shapely.box(E + 700 * k, N, E + 700 * (k + 1), N + 2000) for k in range(3)]
    lines = {"eco": zones("eco", eco, ["甲", "乙", "甲", "丙"]), "farm": None,
             "ubd": zones("ubd", ubd, ["城镇集中建设区", "城镇弹性发展区", "特别用途区"])}
    return projects, eco, lines


def check(projects, lines, sizes=None, fids=None, crs="EPSG:4525", geometries=True):
    intake = Batches(projects, crs, sizes or [len(projects)], fids or range(1, len(projects) + 1))
    run = ConformityRun(intake, intake.frame, rules(), lines, Tally(), geometries=geometries)
    with Spool() as spool:
        checked = run.run(spool, QgsFeedback())
        return run, checked, [piece for batch in spool for piece in batch.rows()]


@pytest.mark.parametrize("seed", range(6))
def test_pieces_sum_to_the_line_and_zones_to_the_boundary(seed):
    projects, eco, lines = world(seed)
    run, checked, pieces = check(projects, lines)
    union = shapely.union_all(eco)
    for k, project in enumerate(projects):
        for key in ("eco", "ubd"):
            found = [p.area for p in pieces if p.src_fid == k + 1 and p.line == key]
            assert sum(found) == checked.lines[key][k] <= checked.area[k]
        assert sum(int(checked.zones[z][k]) for z in ("conc", "elas", "spec", "other")) == checked.lines["ubd"][k]
        share = project.intersection(union).area / project.area
        assert abs(checked.lines["eco"][k] - share * checked.area[k]) < 5 + 1e-5 * checked.area[k]
    assert checked.lines["farm"] is None
    assert abs(run.exact["eco"] - checked.lines["eco"].sum() / 100) < 0.01 * len(projects)
    assert run.n_pieces == len(pieces) and run.n_slivers == sum(p.sliver for p in pieces)


@pytest.mark.parametrize("seed", [1, 4])
def test_batches_and_order_change_nothing(seed):
    projects, _, lines = world(seed)
    _, checked, pieces = check(projects, lines)
    order = random.Random(seed).sample(range(25), 25)  # noqa: S311
    _, other, others = check([projects[k] for k in order], world(seed)[2], [1, 7, 0, 17], [k + 1 for k in order])
    back = np.argsort(other.fids)
    for key in ("eco", "ubd"):
        assert (other.lines[key][back] == checked.lines[key]).all()
    assert (other.verdict[back] == checked.verdict).all() and (other.area[back] == checked.area).all()
    assert sorted(pieces, key=lambda p: (p.src_fid, p.line, p.zone)) == sorted(
        others, key=lambda p: (p.src_fid, p.line, p.zone))


@pytest.mark.parametrize("crs", ["EPSG:4525", "EPSG:4490", "EPSG:4526"])
def test_geometries_fill_their_part_of_the_zone(crs):
    projects, eco, lines = world(2)
    _, checked, pieces = check(projects, lines, crs=crs)
    where = frame(crs, "projects")
    for piece in pieces:
        shape = shapely.from_wkb(piece.wkb)
        assert shape.is_valid and shape.geom_type == "MultiPolygon"
        plane = shapely.transform(shape, lambda xy: np.stack(where.plane(xy[:, 0], xy[:, 1], 111.0), 1))
        assert abs(plane.area - piece.area / 100) < 0.02 + 1e-3 * plane.area
        assert plane.difference(projects[piece.src_fid - 1].buffer(0.01)).area < 1e-6
        if piece.line == "eco":
            assert plane.difference(shapely.union_all(eco).buffer(0.01)).area < 1e-6


def test_a_project_that_a_zone_covers_keeps_its_vertices():
    box = shapely.box(E + 10.125, N + 10, E + 20, N + 20.5)
    lines = {"eco": zones("eco", [shapely.box(E, N, E + 100, N + 100)], ["甲"]), "farm": None, "ubd": None}
    _, checked, pieces = check([box], lines)
    assert checked.lines["eco"][0] == checked.area[0] == pieces[0].area and not checked.slivers[0]
    drawn = qgs(Batches([box], "EPSG:4525", [1], [1])._rings)[0]
    assert pieces[0].wkb == bytes(drawn.asWkb())


def test_without_geometries_the_figures_are_the_same():
    projects, _, lines = world(5)
    _, one, with_ = check(projects, lines)
    _, two, without = check(projects, world(5)[2], geometries=False)
    assert [(p.src_fid, p.line, p.zone, p.area) for p in with_] == [(p.src_fid, p.line, p.zone, p.area)
                                                                    for p in without]
    assert not any(p.wkb for p in without) and (one.verdict == two.verdict).all()


def test_a_project_over_a_zone_border_is_one_project():
    # 112.5° is the border of the 3-degree zones 37 and 38; wide enough to be cut there
    wide = shapely.box(109.0, 41.0, 113.0, 41.01)
    where = frame("EPSG:4490", "projects")
    eco = ZoneLayer("eco", where, rings_of([shapely.box(112.0, 40.9, 112.9, 41.1)]), np.zeros(1, np.int64))

    class One(Batches):
        def __init__(self):
            self.frame, self.count = where, 1
            self._rings, self._cuts, self._fids = rings_of([wide]), np.array([0, 1]), np.array([5])

    intake = One()
    run = ConformityRun(intake, where, rules(), {"eco": NamedZones(eco, [""]), "farm": None, "ubd": None}, Tally())
    with Spool() as spool:
        checked = run.run(spool, QgsFeedback())
        pieces = [piece for batch in spool for piece in batch.rows()]
    assert len(pieces) == 1 and pieces[0].src_fid == 5 and pieces[0].area == checked.lines["eco"][0]
    shape = shapely.from_wkb(pieces[0].wkb)
    assert shape.is_valid and abs(shape.area - 0.9 * 0.01) < 1e-6
    assert abs(checked.lines["eco"][0] / checked.area[0] - 0.9 / 4) < 1e-4
