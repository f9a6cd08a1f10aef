"""Settings of the scenario panel: what they make of the parameter table, and what a stored one may hold."""

import json

import pytest

from nm_urban.nm_urban_plugin.core.hooks.policy import hook_rules
from nm_urban.nm_urban_plugin.core.hooks.scenario import MORE, Setting, SettingError, setting_of, standard

RULES = hook_rules()
PLAIN = standard(RULES, 640_000)


def test_the_standard_is_the_parameter_table():
    rules = PLAIN.rules(RULES)
    assert PLAIN.cap_hundredths == 64_000_000 and PLAIN.graded
    assert all(getattr(rules, key) == getattr(RULES, key) for key in ("k1", "k2", "tilt", *MORE))


def test_graded_values_are_scaled_and_one_for_all_replaces_them():
    half = Setting(1, 0.5, 50, True, 1.1).rules(RULES)
    assert [half.k2_of(x) for x in (90, 120, 200, None)] == [50, 40, 25, 25]
    one = Setting(1, 0.5, 70, False, 1.1).rules(RULES)
    assert [one.k2_of(x) for x in (90, 120, 200, None)] == [70] * 4


def test_further_coefficients():
    rules = Setting(1, 0.5, 100, True, 1.1, {"k2_low": 90.0, "task_done": 1.2}).rules(RULES)
    assert (rules.k2_of(50), rules.task_done, rules.task_missed) == (90, 1.2, RULES.task_missed)
    with pytest.raises(SettingError, match="step 1"):
        Setting(1, 0.5, 100, True, 1.1, {"k2_step1": 160.0}).rules(RULES)


def test_a_setting_comes_back_from_json():
    one = Setting(60_000.55, 0.25, 80, False, 1.3, {"base": 12.5})
    assert setting_of(json.loads(json.dumps(one.record()))) == one
    assert one.cap_hundredths == 6_000_055


@pytest.mark.parametrize(("change", "word"), [
    ({"k1": -1}, "k1"), ({"k1": float("nan")}, "k1"), ({"k1": float("inf")}, "k1"), ({"k1": "1"}, "k1"),
    ({"tilt": True}, "tilt"), ({"cap": 1e12}, "cap"), ({"graded": 1}, "graded"), ({"more": []}, "more"),
    ({"more": {"core": 1}}, "core"), ({"more": {"base": None}}, "base"), ({"k2": None}, "k2")])
def test_what_cannot_be_is_refused_by_name(change, word):
    with pytest.raises(SettingError, match=word) as found:
        setting_of({**PLAIN.record(), **change})
    assert word in found.value.zh
    with pytest.raises(SettingError):
        setting_of([change])
