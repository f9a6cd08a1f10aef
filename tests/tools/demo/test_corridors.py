"""The demo's corridor inputs: places of the register, and the county units beyond the region."""

import json

import numpy as np
import shapely

from tools.demo.inputs import counties, neighbours
from tools.demo.runs.batch import inputs_of


def test_places_are_those_of_the_register_that_have_a_position():
    register = json.loads(neighbours.REGISTER.read_text(encoding="utf-8"))["places"]
    rows = neighbours.places(neighbours.none())
    located = [place["name"] for place in register if place["lon"] is not None]
    assert rows["name"] == located and set(rows["kind"]) == {"register"} and len(located) == len(register) - 1


def test_a_unit_without_a_place_of_its_own_gets_its_label_point():
    box = shapely.box(110, 38, 111, 39)
    units = counties.Counties(["610881", "610827"], ["神木市", "米脂县"], ["610800"] * 2, ["榆林市"] * 2,
                              np.array([box, box], object), np.array([[110.5, 38.8], [110.2, 37.8]]), True)
    rows = neighbours.places(units)
    labels = [(code, name) for code, name, kind in zip(rows["code"], rows["name"], rows["kind"]) if kind == "label"]
    assert labels == [("610827", "米脂县")]
    assert (rows["lon"][-1], rows["lat"][-1]) == (110.2, 37.8)


def test_the_shipped_batch_of_the_hour_circle_names_frozen_parameters():
    inputs = inputs_of("hourcircle", ("OUTPUT", "MATRIX"))
    assert {"INPUT", "ORIGINS", "MODE", "MINUTES", "POPULATION", "AS_OF"} == set(inputs)
    assert all(code in inputs["ORIGINS"] for code in ("150100", "150200", "150600", "150900"))
