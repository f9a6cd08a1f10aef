"""Hour circle: the policy file, speeds, and the two readings of 'one hour'."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import places, transport
from nm_urban.nm_urban_plugin.core.corridors import travel as h
from nm_urban.nm_urban_plugin.core.resources import ROOT, ResourceError

POLICY = ROOT / "policies" / "hourcircle.json"


def test_the_speeds_are_marked_as_stated_by_no_plan():
    rule = h.rules()
    assert [rule.number(key) for key in ("rail_kmh", "motorway_kmh", "road_kmh")] == [120, 100, 60]
    assert all(rule.entries[key].external for key in rule.entries if not key.endswith("_limit_min"))
    assert all(not rule.entries[f"{mode}_limit_min"].external and rule.limit(mode) == 60 for mode in ("rail", "road"))
    assert rule.cities == places.city_set("呼包鄂乌").codes and rule.hub == "150100"


@pytest.mark.parametrize(("value", "found"), [
    ("motorway", ("road", 100.0)), ("高速公路", ("road", 100.0)), (" Primary ", ("road", 60.0)),
    ("国道", ("road", 60.0)),
    ("rail", ("rail", 120.0)), ("高铁", ("rail", 120.0)), ("", None), (None, None), ("canal", None)])
def test_classes(value, found):
    assert h.rules().classify(value) == found


@pytest.mark.parametrize(("value", "speed"), [
    (120, 120.0), ("120", 120.0), (" 80 km/h ", 80.0), ("１２０公里/小时", 120.0), (None, None), ("", None),
    ("  ", None)])
def test_speeds_are_read(value, speed):
    assert transport.read_speed(value) == speed


@pytest.mark.parametrize("value", [0, -5, float("nan"), float("inf"), 1001, "fast", "60;80", 0.5])
def test_what_is_no_speed(value):
    with pytest.raises(ValueError):
        transport.read_speed(value)


def test_minutes():
    assert h.read_minutes("30，60、120") == (30.0, 60.0, 120.0)
    assert h.read_minutes(" 120; 45.5 45.5") == (45.5, 120.0)
    for text in ("", ",", "0", "-30", "30,abc", "1441", "nan", "inf"):
        with pytest.raises(ValueError):
            h.read_minutes(text)


def pair(o, d, minutes):
    return h.Pair(o, d, minutes)


def test_the_two_readings_differ():
    """Hub 0: every city within 60 minutes of it, yet two of them 100 minutes apart."""
    pairs = [pair(0, 1, 50.0), pair(0, 2, 60.0), pair(1, 2, 100.0)]
    every, spokes = h.read_pairs(pairs, 60), h.read_pairs(pairs, 60, 0)
    assert (every.verdict, every.within, every.pairs, every.minutes, every.worst) == (h.NOT_MET, 2, 3, 100.0, (1, 2))
    assert (spokes.verdict, spokes.within, spokes.pairs, spokes.minutes, spokes.worst) == (h.MET, 2, 2, 60.0, (0, 2))


def test_not_computable_is_neither_met_nor_not_met():
    assert h.read_pairs([], 60).verdict == h.NOT_COMPUTABLE
    assert h.read_pairs([pair(0, 1, None)], 60).verdict == h.NOT_COMPUTABLE
    half = h.read_pairs([pair(0, 1, 30.0), pair(0, 2, None)], 60)
    assert (half.verdict, half.unreached, half.minutes) == (h.NOT_COMPUTABLE, 1, 30.0)
    # one pair that takes longer proves it, whatever the missing one would say
    assert h.read_pairs([pair(0, 1, 61.0), pair(0, 2, None)], 60).verdict == h.NOT_MET


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(st.none(), st.floats(0, 200)), min_size=1, max_size=12), st.floats(1, 120))
def test_readings_count_every_pair_once(times, limit):
    reading = h.read_pairs([pair(0, k + 1, t) for k, t in enumerate(times)], limit, 0)
    longer = sum(t is not None and t > limit for t in times)
    assert reading.within + reading.unreached + longer == reading.pairs == len(times)
    assert (reading.verdict == h.MET) == (longer == 0 and reading.unreached == 0)
    assert (reading.verdict == h.NOT_MET) == (longer > 0)
    assert reading.minutes is None or math.isclose(reading.minutes, max(t for t in times if t is not None))


def test_cities_are_known_by_code_or_name():
    names = ["某站", "呼和浩特", "包头市", "东胜区", "鄂尔多斯", "集宁"]
    found = h.city_indexes(["", "", "150200", "150602", "", "150900"], names, h.rules(), places.name_of)
    assert found == {"150100": 1, "150200": 2, "150600": 4, "150900": 5}
    # a code that says otherwise wins over the name
    assert h.city_indexes(["150121"], ["呼和浩特市"], h.rules(), places.name_of) == {}


@pytest.mark.parametrize(("change", "words"), [
    (lambda d: d["entries"].pop("rail_kmh"), "rail_kmh"),
    (lambda d: d["entries"]["rail_kmh"].update(value=0), "rail_kmh"),
    (lambda d: d["entries"]["rail_kmh"].update(value=5000), "travel speed"),
    (lambda d: d["entries"]["tail_m"].update(unit="km/h"), "tail_m"),
    (lambda d: d["classes"][0].update(mode="air"), "mode"),
    (lambda d: d["classes"][0].update(speed="tail_m"), "speed"),
    (lambda d: d["classes"][1]["values"].append("RAIL"), "RAIL"),
    (lambda d: d["circle"].update(hub="150400"), "hub"),
    (lambda d: d.pop("classes"), "classes"),
])
def test_a_mistake_in_the_policy_is_named(tmp_path, change, words):
    data = json.loads(POLICY.read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "速度.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ResourceError, match=words) as caught:
        h.read_rules(path)
    assert "速度.json" in str(caught.value)


def test_an_edited_policy_counts(tmp_path):
    data = json.loads(POLICY.read_text(encoding="utf-8"))
    data["entries"]["rail_kmh"]["value"] = 250
    path = tmp_path / "p.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert h.read_rules(path).classify("铁路") == ("rail", 250.0)
