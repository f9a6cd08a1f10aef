"""One field mapping for all algorithms: who chooses, in which order, by which rule of case, and what is refused."""

import json

import pytest
from qgis.core import QgsProcessingException

from nm_urban.nm_urban_plugin.analysis.reading.roles import FIELDS_PROPERTY
from nm_urban.nm_urban_plugin.analysis.reading.source import Given
from nm_urban.nm_urban_plugin.core.roles import parse_fields_json
from nm_urban.processing_algs.framework.field_mapping import Wanted, field_named, resolve
from tests.builders import table

WANTED = (Wanted("INPUT", "approval_date", "DATE_FIELD", needed=True), Wanted("INPUT", "county_code"),
          Wanted("QUOTA", "county_code", needed=True), Wanted("QUOTA", "year"))


def given(*fields, name="地块"):
    layer = table([], [(field, str) for field in fields], name=name)
    return Given(layer, layer.crs(), name, layer)


def found(layer, fields="", date_field="", quota=None):
    return resolve({"INPUT": layer, "QUOTA": quota}, WANTED, parse_fields_json(fields), {"DATE_FIELD": date_field})


def test_names_and_aliases_are_recognised():
    assert found(given("批准日期", "XZQDM")) == {"INPUT": {"approval_date": "批准日期", "county_code": "XZQDM"}}


def test_a_field_parameter_goes_before_fields_and_fields_before_the_confirmed_mapping_and_recognition():
    layer = given("批准日期", "甲", "乙", "丙")
    assert found(layer)["INPUT"]["approval_date"] == "批准日期"
    layer.layer.setCustomProperty(FIELDS_PROPERTY, json.dumps({"approval_date": "丙"}))
    assert found(layer)["INPUT"]["approval_date"] == "丙"
    assert found(layer, '{"approval_date": "乙"}')["INPUT"]["approval_date"] == "乙"
    assert found(layer, '{"approval_date": "乙"}', "甲")["INPUT"]["approval_date"] == "甲"


@pytest.mark.parametrize("text", ["no json", "[1]", '{"nobody": "丙"}', '{"approval_date": "gone"}',
                                  '{"approval_date": 3}'])
def test_a_confirmed_mapping_that_no_longer_fits_is_not_used(text):
    layer = given("批准日期", "丙")
    layer.layer.setCustomProperty(FIELDS_PROPERTY, text)
    assert found(layer)["INPUT"]["approval_date"] == "批准日期"


@pytest.mark.parametrize("key", ["approval_date", "批准日期", "PZRQ", "pzrq", "Approval_Date"])
def test_fields_takes_the_role_its_chinese_label_and_its_standard_name(key):
    layer = given("some_day")
    assert found(layer, json.dumps({key: "some_day"}))["INPUT"]["approval_date"] == "some_day"


def test_another_case_will_do_where_only_one_field_can_be_meant():
    assert field_named("DATE", ["date", "x"]) == "date"
    assert field_named("DATE", ["date", "Date"]) is None
    assert field_named("Date", ["date", "Date"]) == "Date"
    assert found(given("day"), date_field="DAY")["INPUT"]["approval_date"] == "day"


@pytest.mark.parametrize(("fields", "date_field", "words"), [
    ("", "", "地块.*approval_date.*DATE_FIELD.*x, y"), ("", "nowhere", "地块.*nowhere.*x, y"),
    ('{"approval_date": "nowhere"}', "x", "nowhere"),
])
def test_what_is_missing_or_nowhere_is_named_with_layer_and_remedy(fields, date_field, words):
    with pytest.raises(QgsProcessingException, match=words):
        found(given("x", "y"), fields, date_field)


def test_all_that_is_missing_is_named_at_once():
    wanted = [Wanted("INPUT", role, needed=True) for role in ("approval_id", "approved_area")]
    with pytest.raises(QgsProcessingException, match="approval_id.*approved_area.*FIELDS"):
        resolve({"INPUT": given("x")}, wanted, {}, {})


def test_one_of_several_roles_is_enough():
    wanted = [Wanted("INPUT", "quota_mu", needed=True, or_any=("reward_mu",)), Wanted("INPUT", "reward_mu")]
    assert resolve({"INPUT": given("reward_mu")}, wanted, {}, {}) == {"INPUT": {"reward_mu": "reward_mu"}}
    with pytest.raises(QgsProcessingException, match="quota_mu.*reward_mu"):
        resolve({"INPUT": given("x")}, wanted, {}, {})


def test_a_layer_that_is_not_given_is_asked_for_nothing():
    assert "QUOTA" not in found(given("批准日期"), '{"year": "n"}')


def test_an_unknown_key_is_answered_with_all_roles():
    with pytest.raises(ValueError, match="approval_day.*did you mean.*approval_date.*county_code"):
        parse_fields_json('{"approval_day": "x"}')
