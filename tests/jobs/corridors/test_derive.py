"""Register corridors on unnamed lines: paths through ordered places, gaps, spurs, places off the network."""

import numpy as np
import pytest
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.network.lines import no_lines
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from nm_urban.nm_urban_plugin.core.corridors import nodes as c
from nm_urban.nm_urban_plugin.jobs.corridors import derive as nc
from tests.analysis.network import case

A, B, C, D = (111.0, 40.0), (111.3, 40.0), (111.6, 40.1), (111.9, 40.0)


def place(name, at):
    return c.NamedPlace(name, "150100", name, *(at or (None, None)))


def corridor(*places, supports=(), status=c.EXISTING):
    return c.Corridor("k", "某线", "line", c.RAIL, status, tuple(places), frozenset(), tuple(supports), (), ())


def derived(paths, item, snap_m=5000.0):
    (found,) = nc.derive_corridors(case.given(case.lines_layer(paths)), [item], snap_m, Tally(), QgsFeedback())
    return found


def corners(line):
    """Vertices of a line without those that only split a long straight edge."""
    line = np.asarray(line)
    one, two = np.diff(line, axis=0)[:-1].T, np.diff(line, axis=0)[1:].T
    straight = np.abs(one[0] * two[1] - one[1] * two[0]) < 1e-12
    return line[np.concatenate([[True], ~straight, [True]])].tolist()


def test_the_shortest_path_through_the_ordered_places():
    paths = [[A, B], [B, C], [C, D], [B, (111.6, 39.95), D]]  # past C, or a little shorter to the south
    found = derived(paths, corridor(place("a", A), place("d", D)))
    assert found.kind == nc.DERIVED and found.connected and len(found.parts) == 1
    assert corners(found.parts[0]) == [list(p) for p in (A, B, (111.6, 39.95), D)]
    through = derived(paths, corridor(place("a", A), place("c", C), place("d", D)))
    assert corners(through.parts[0]) == [list(p) for p in (A, B, C, D)]
    assert through.length_m == pytest.approx(sum(leg.length_m for leg in through.legs)) and not through.skipped


def test_a_place_off_the_network_is_skipped_and_said():
    far, unknown = place("far", (111.3, 40.2)), place("unknown", None)
    support = place("s", (111.3, 40.07))
    found = derived([[A, B, C, D]], corridor(place("a", A), far, unknown, place("d", D), supports=[support]))
    assert found.connected and found.skipped == ("far", "unknown")
    assert found.net_m["far"] > 20_000 > 8000 > found.net_m["s"] > 5000 and "unknown" not in found.net_m
    assert [(leg.a, leg.b, leg.gap) for leg in found.legs] == [("a", "d", False)]


def test_a_detour_is_a_gap():
    """From B to C only by a way five times as long: the layer lacks the corridor's line there."""
    around = [B, (111.3, 41.0), (111.6, 41.0), C]
    found = derived([[A, B], around, [C, D]], corridor(*(place(n, at) for n, at in zip("abcd", (A, B, C, D)))))
    assert not found.connected and [leg.gap for leg in found.legs] == [False, True, False]
    assert [corners(part) for part in found.parts] == [[list(A), list(B)], [list(C), list(D)]]


def test_no_way_is_a_gap_and_no_part_is_no_line():
    found = derived([[A, B], [C, D]], corridor(place("a", A), place("d", D)))
    assert (found.kind, found.parts, found.connected, found.legs[0].length_m) == (nc.NO_LINE, (), False, None)
    alone = derived([[A, B]], corridor(place("a", A), place("d", D)))
    assert alone.kind == nc.NO_LINE and alone.skipped == ("d",)


def test_a_spur_that_is_run_in_and_out_is_left_out():
    station = (111.3, 40.02)  # at the end of a branch
    found = derived([[A, B, D], [B, station]], corridor(place("a", A), place("s", station), place("d", D)))
    assert found.connected and corners(found.parts[0]) == [list(A), list(D)]  # B lies straight between


@pytest.mark.parametrize("status", [c.BUILDING, c.PLANNED, c.PRELIMINARY])
def test_what_does_not_exist_is_schematic(status):
    item = corridor(place("a", A), place("x", None), place("d", D), status=status)
    found = derived([[A, B, D]], item)
    assert (found.kind, found.connected, found.skipped) == (nc.SCHEMATIC, False, ("x",))
    assert found.parts[0].tolist() == [list(A), list(D)]
    (without,) = nc.derive(no_lines(), [item], 5000.0, QgsFeedback())
    assert without.parts[0].tolist() == found.parts[0].tolist()


def test_the_real_axis_and_its_support_points(qgis_app):
    """呼包鄂榆发展轴 on the extract, which ends south of 鄂尔多斯: only what the network reaches can be judged."""
    axis = c.corridor("呼包鄂榆发展轴")
    for mode, reached in (("rail", {"呼和浩特市", "包头市"}), ("road", {"呼和浩特市", "包头市", "鄂尔多斯市"})):
        source = case.lines_layer(case.real_network(mode))
        (found,) = nc.derive_corridors(case.given(source), [axis], 5000.0, Tally(), QgsFeedback())
        assert found.kind == nc.DERIVED and {leg.a for leg in found.legs} | {leg.b for leg in found.legs} >= reached
        assert set(found.net_m) == {p.name for p in (*axis.places, *axis.supports)}
        assert found.net_m["神木市"] > 5000 and found.net_m["靖边县"] > 5000
        assert (np.diff(found.parts[0], axis=0) != 0).any(axis=1).all()  # no vertex twice in a row
