"""面积平差: the adjusted areas sum to the control to the cent, in proportion, and nothing is adjusted in silence."""

from fractions import Fraction

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from tests.builders import layer, rectangle, rows_of
from tests.processing_algs.quota import oracle

E, N = 37555000, 4520000
FIELDS = [("村", str), ("控制面积", float)]


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.lines = []

    def pushWarning(self, text):
        self.lines.append(text)


def villages(*rows):
    """Layer of rectangles 20 … 20 + 13.7 k m wide; rows: (village, control)."""
    shapes = [rectangle(E + 400 * k, N, E + 400 * k + 20 + 13.7 * k, N + 31.3) for k in range(len(rows))]
    return layer([(s, *row) for s, row in zip(shapes, rows)], FIELDS, name="图斑")


def cents(value):
    return None if value is None else round(value * 100)


def adjusted(run_alg, source, feedback=None, **more):
    result = run_alg("parcelarea", {"INPUT": source, "OUTPUT": "memory:", "REJECTS": "memory:", **more}, feedback)
    return result, rows_of(result["OUTPUT"])


@pytest.mark.parametrize("factor", [0.9, 0.9999, 1.0, 1.00003, 1.1])
def test_one_control_for_the_layer(run_alg, factor):
    source = villages(*[("甲", None)] * 17)
    _, rows = adjusted(run_alg, source)
    areas = [cents(row["area_m2"]) for row in rows]
    control = round(sum(areas) * factor)
    result, rows = adjusted(run_alg, source, CONTROL_AREA=control / 100)
    got = [cents(row["adj_m2"]) for row in rows]
    assert [cents(row["area_m2"]) for row in rows] == areas, "the measured area stays as measured"
    assert sum(got) == control and cents(result["TOTAL_M2"]) == control
    assert got == list(oracle.share(dict(enumerate(areas)), control).values())
    for area, new in zip(areas, got):
        assert abs(new - Fraction(area * control, sum(areas))) < 1
    assert f"{control / 100:.2f}" in result["METHOD"]


def test_without_control_the_areas_are_the_adjusted_areas(run_alg):
    result, rows = adjusted(run_alg, villages(("甲", None), ("乙", None)), GROUP_FIELD="村")
    assert [row["adj_m2"] for row in rows] == [row["area_m2"] for row in rows]
    assert cents(result["TOTAL_M2"]) == sum(cents(row["area_m2"]) for row in rows)


def test_groups_with_their_controls(run_alg):
    source = villages(("甲", 2000.01), ("乙", 5000.0), ("甲", 2000.01), ("乙", 5000.0), ("甲", 2000.01))
    result, rows = adjusted(run_alg, source, GROUP_FIELD="村", CONTROL_FIELD="控制面积")
    for name, control in (("甲", 200_001), ("乙", 500_000)):
        members = {k: cents(row["area_m2"]) for k, row in enumerate(rows) if row["村"] == name}
        assert {k: cents(rows[k]["adj_m2"]) for k in members} == oracle.share(members, control)
    assert cents(result["TOTAL_M2"]) == 700_001 and rows_of(result["REJECTS"]) == []


@pytest.mark.parametrize(("values", "word"), [((None, None), "no control"), ((2000.0, 2001.0), "different"),
                                              ((2000.0, None), "different"), ((-5.0, -5.0), "positive"),
                                              ((0.0, 0.0), "positive")])
def test_a_group_without_one_control_is_listed_and_not_adjusted(run_alg, values, word):
    source = villages(("甲", values[0]), ("乙", 5000.0), ("甲", values[1]))
    result, rows = adjusted(run_alg, source, GROUP_FIELD="村", CONTROL_FIELD="控制面积")
    assert [row["adj_m2"] for row in rows] == [None, 5000.0, None]
    assert all(row["area_m2"] > 0 for row in rows) and result["TOTAL_M2"] == 5000.0
    rejects = rows_of(result["REJECTS"])
    assert {row["fid"] for row in rejects} == {1, 3} and all(word in row["reason"] for row in rejects)
    assert all("甲" in row["reason"] for row in rejects)


def test_one_control_over_groups_is_shared_step_by_step(run_alg):
    source = villages(("甲", None), ("乙", None), ("甲", None), ("乙", None))
    _, rows = adjusted(run_alg, source)
    areas = [cents(row["area_m2"]) for row in rows]
    control = sum(areas) + 137
    _, rows = adjusted(run_alg, source, GROUP_FIELD="村", CONTROL_AREA=control / 100)
    groups = oracle.share({0: areas[0] + areas[2], 1: areas[1] + areas[3]}, control)
    for group in (0, 1):
        members = {k: areas[k] for k in range(4) if k % 2 == group}
        assert {k: cents(rows[k]["adj_m2"]) for k in members} == oracle.share(members, groups[group])


def test_ties_go_to_the_smaller_feature_id(run_alg):
    same = [(rectangle(E, N + 50 * k, E + 10, N + 50 * k + 10), "甲", None) for k in range(3)]
    source = layer(same, FIELDS)
    _, rows = adjusted(run_alg, source)
    areas = [cents(row["area_m2"]) for row in rows]
    assert len(set(areas)) == 1
    _, rows = adjusted(run_alg, source, CONTROL_AREA=(sum(areas) + 2) / 100)
    assert [cents(row["adj_m2"]) - areas[0] for row in rows] == [1, 1, 0]


def test_a_large_misclosure_is_said_aloud(run_alg):
    log = Log()
    adjusted(run_alg, villages(("甲", None)), log, CONTROL_AREA=0.0626)  # hectares, surely
    assert any("1 %" in line for line in log.lines)
    log = Log()
    adjusted(run_alg, villages(("甲", None)), log, CONTROL_AREA=626.0)
    assert not any("1 %" in line for line in log.lines)


@pytest.mark.parametrize(("more", "word"), [
    ({"CONTROL_AREA": 5.0, "CONTROL_FIELD": "控制面积"}, "not both"), ({"CONTROL_FIELD": "没有"}, "没有"),
    ({"GROUP_FIELD": "没有"}, "没有"), ({"CONTROL_FIELD": "村"}, "numbers"), ({"CONTROL_AREA": -1}, "CONTROL_AREA"),
    ({"CONTROL_AREA": 0}, "more than zero")])
def test_impossible_controls_are_refused(run_alg, more, word):
    with pytest.raises(QgsProcessingException, match=word):
        adjusted(run_alg, villages(("甲", 1.0), ("乙", 2.0)), **more)


def test_rejected_features_take_no_share(run_alg):
    source = layer([(rectangle(E, N, E + 10, N + 10), "甲", None), (None, "甲", None)], FIELDS)
    result, rows = adjusted(run_alg, source, CONTROL_AREA=101.0)
    assert [row["adj_m2"] for row in rows] == [101.0] and result["N_REJECTED"] == 1


def test_every_feature_read_is_used_or_rejected(run_alg):
    source = villages(("甲", None), ("乙", 5000.0), ("甲", None))
    result, _ = adjusted(run_alg, source, GROUP_FIELD="村", CONTROL_FIELD="控制面积")
    assert result["N_READ"] == result["N_USED"] + result["N_REJECTED"] == 3
