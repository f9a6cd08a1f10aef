"""``make digits`` in small: the installed numpy with and without its vector kernels."""

import sys

import numpy as np
import pytest

from tools import digits
from tools.digits import __main__ as command


@pytest.fixture()
def world(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    return str(command.parcels(300))


def test_the_world_is_one_of_closed_rings(world):
    data = np.load(world)
    first = data["first"]
    assert first[0] == 0 and first[-1] == len(data["x"]) == len(data["y"])
    assert (data["x"][first[:-1]] == data["x"][first[1:] - 1]).all()
    assert data["hole"].any() and (np.diff(data["shape"]) >= 0).all() and data["n"] == data["shape"][-1] + 1


def test_the_digits_are_the_same_without_vector_kernels(world):
    every = command.run(sys.executable)["features"]
    found = [command.run(sys.executable, world, without=without) for without in ([], every)]
    assert found[0]["features"] == every and found[1]["features"] == []
    for key in command.MARKS:
        assert found[0][key] == found[1][key], key
    assert found[0]["parcels"] > 250 and digits.__doc__


def test_a_build_without_a_python_is_left_out(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "FOLDER", tmp_path)
    assert command.environment("0.0", range(1, 2)) is None
    assert command.python_for(range(sys.version_info[1], sys.version_info[1] + 1)) is not None
