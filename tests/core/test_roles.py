import datetime
import json

import pytest

from nm_urban.nm_urban_plugin.core import resources, roles
from nm_urban.nm_urban_plugin.core.roles import FieldsJsonError, UnknownRole, match, parse_fields_json, role_of_schema

FROZEN = {
    "approval_id", "approval_date", "approved_area", "compensated_on", "supply_id", "supply_date", "supplied_area",
    "agreed_start", "delivery_date", "actual_start", "due_area", "developed_area", "total_investment", "invested",
    "halted_since", "cause", "recognised", "disposal_mode", "disposal_date", "county_code", "county_name", "year",
    "quota_mu", "reward_mu", "task_mu", "main_function", "pop_total", "pop_urban", "landuse_code", "kcxs", "tbmj",
    "zone_name", "zone_code", "parcel_id", "project_name",
}  # fmt: skip


def test_all_agreed_roles_are_there():
    assert set(roles.field_roles()) >= FROZEN
    for role in roles.field_roles().values():
        assert role.zh and role.en
        assert match(role.key, [role.aliases[0]]) == role.aliases[0]
        assert len(set(role.aliases)) == len(role.aliases)


@pytest.mark.parametrize(
    ("role", "fields", "want"),
    [
        ("approval_date", ["fid", "PZRQ"], "PZRQ"),
        ("approval_date", ["pzrq"], "pzrq"),
        ("approval_date", ["批准时间"], "批准时间"),
        ("approval_date", ["appr_date"], "appr_date"),
        ("approval_date", [" 批 准 日 期 "], " 批 准 日 期 "),
        ("approval_date", ["ApprDate"], "ApprDate"),
        ("approval_date", ["日期", "批准日期"], "批准日期"),
        ("county_code", ["ＸＺＱＤＭ"], "ＸＺＱＤＭ"),
        ("county_code", ["code", "XZQDM"], "code"),
        ("county_code", ["name", "PAC"], "PAC"),
        ("county_name", ["XZQDM", "XZQMC"], "XZQMC"),
        ("year", ["年度"], "年度"),
        ("quota_mu", ["计划指标（亩）"], "计划指标（亩）"),
        ("quota_mu", ["计划指标(单位：亩)"], "计划指标(单位：亩)"),
        ("quota_mu", ["计划指标（公顷）"], "计划指标（公顷）"),
        ("quota_mu", ["计划指标（公顷）", "计划指标（亩）"], "计划指标（亩）"),
        ("rep_sup_mu", ["已供面积（公顷）"], None),
        ("quota_mu", ["计划指标（公顷）", "指标亩"], "指标亩"),
        ("approved_area", ["批准面积（公顷）"], "批准面积（公顷）"),
        ("approval_date", ["fid", "name"], None),
        ("approval_date", [], None),
    ],
)
def test_match(role, fields, want):
    assert match(role, fields) == want


def test_the_unit_of_a_heading_can_be_asked():
    assert roles.unit_in_name("批准面积（公顷）") == "ha"
    assert roles.unit_in_name("指标 (万亩)") == "wanmu"
    assert roles.unit_in_name("面积㎡") is None
    assert roles.unit_in_name("(亩)") is None


def test_names_cut_by_a_shapefile():
    assert match("approval_date", ["approval_d"]) == "approval_d"
    assert match("approval_date", ["批准日"]) == "批准日"  # UTF-8: three characters fit into ten bytes
    assert match("approval_date", ["批准日\ufffd"]) == "批准日\ufffd"
    assert match("total_investment", ["TOTAL_INVE"]) == "TOTAL_INVE"
    assert match("approved_area", ["批准面积（"]) == "批准面积（"  # GBK, cut inside the bracket of （公顷）
    assert match("approved_area", ["面积（公顷"]) == "面积（公顷"
    assert match("task_mu", ["任务（亩"]) == "任务（亩"
    assert match("task_mu", ["任务（公顷"]) == "任务（公顷" and match("task_mu", ["任务（"]) is None
    assert match("task_mu", ["处置任务（"]) is None  # the unit is gone, and 亩 would be a guess
    # 行政区代码 and 行政区名称 are cut to the same three characters: no guess.
    assert match("county_code", ["行政区"]) is None
    assert match("county_name", ["行政区"]) is None


def test_overrides_win():
    fields = ["PZRQ", "my_date"]
    assert match("approval_date", fields, {"approval_date": "my_date"}) == "my_date"
    assert match("approval_date", fields, {"approval_date": "MY_DATE"}) == "my_date"
    assert match("approval_date", fields, {"year": "my_date"}) == "PZRQ"
    with pytest.raises(FieldsJsonError, match="my_day.*PZRQ, my_date"):
        match("approval_date", fields, {"approval_date": "my_day"})
    with pytest.raises(UnknownRole, match="did you mean 'approval_date'"):
        match("aproval_date", fields)
    assert roles.match_all(["year", "approval_date"], fields) == {"year": None, "approval_date": "PZRQ"}


def test_fields_json():
    assert parse_fields_json(None) == parse_fields_json(" \n") == parse_fields_json("{}") == {}
    assert parse_fields_json('{"year": "年 度", "quota_mu": " zb "}') == {"year": "年 度", "quota_mu": "zb"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{\n "year": "ND"\n "quota_mu": "zb"\n}', r"line 3, column 2.*quota_mu"),
        ('{\n "year": "ND",\n "quotamu": "zb"\n}', r"line 3: there is no role 'quotamu'; did you mean 'quota_mu'"),
        ('{\n "year": "ND",\n\n "year": "NF"\n}', r"line 4: 'year' stands twice"),
        ('{\n "year": 5}', r"line 2: 'year' needs the name of a field"),
        ('{"year": null}', r"line 1: 'year' needs"),
        ('{"year": ""}', r"needs the name"),
        ('["year"]', r"an object"),
        ('[["year", "ND"]]', r"an object"),
        ("year", r"line 1, column 1"),
        ('{"year": "ND"', r"line 1"),
    ],
)
def test_fields_json_errors_name_the_line(text, message):
    with pytest.raises(FieldsJsonError, match=message) as error:
        parse_fields_json(text)
    assert "FIELDS" in error.value.zh and error.value.zh != str(error.value)


@pytest.mark.parametrize(
    ("fields", "geometry", "want"),
    [
        ("code name", "polygon", "counties"),
        ("BSM YSDM XZQDM XZQMC DCMJ", "polygon", "counties"),
        ("code name", "point", None),
        ("code year quota_mu", "none", "quota_table"),
        ("旗县代码 年度 奖励指标（亩）", "none", "reward_table"),
        ("旗县代码 年度 计划指标（亩）", None, "quota_table"),
        ("BSM YSDM TBBH DLBM DLMC QSXZ TBMJ KCXS TBDLMJ", "polygon", "dltb"),
        ("BSM XZQDM XZQMC GHFQDM GHFQMC MJ", "polygon", "urban_boundary"),
        ("BSM YSDM XJXZQDM SJXZQMC XJXZQMC LHLX MJ", "polygon", "eco_redline"),
        ("BSM XZQDM XZQMC YJJBNTTBBH TBBH DLBM DLMC YJJBNTTBMJ YJJBNTMJ", "polygon", "farmland"),
        ("parcel_id PZWH PZRQ XMMC", "polygon", "new_construction"),
        ("src_fid code year area_m2 eco_m2 farm_m2 ubd_m2", "polygon", "landquota_pieces"),
        ("level code name year quota_mu reward_mu used_mu used_ha balance_mu used_pct agri_mu verdict", "polygon",
         "landquota_ledger"),
        ("indicator code date value unit n method src_layer missing", "none", "measures"),
        ("fid src reason action d_area_m2", "none", "rejects"),
        ("a b c", "polygon", None),
        ("", "none", None),
    ],
)  # fmt: skip
def test_layers_are_known_by_their_schema(fields, geometry, want):
    assert role_of_schema(fields.split(), geometry) == want


def test_every_layer_role_can_be_reached():
    assert {layer.role for layer in roles.layer_roles()} >= {
        "counties", "quota_table", "reward_table", "dltb", "urban_boundary", "eco_redline", "farmland",
        "new_construction", "landquota_pieces", "landquota_ledger", "measures", "rejects", "conformity",
        "conformity_pieces",
    }  # fmt: skip
    with pytest.raises(ValueError, match="geometry"):
        role_of_schema(["code"], "polygons")


def test_the_landquota_policy():
    policy = resources.policy("landquota")
    assert policy["cap_mu"].value == 640000 and policy["cap_mu"].unit == "亩"
    assert "64万亩" in policy["cap_mu"].quote and not policy["cap_mu"].external
    assert policy["start"].value == datetime.date(2021, 1, 1) and policy["start"].external
    assert policy["end"].value == datetime.date(2025, 12, 31)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": "64万"}, "a number"),
        ({"value": -1}, "a number"),
        ({"value": True}, "a number"),
        ({"unit": "mu"}, "is not one of"),
        ({"unit": "date"}, "a date YYYY-MM-DD"),
        ({"quote": ""}, "needs its quote"),
        ({"external": "no"}, "true or false"),
        ({"source": None}, "a text"),
    ],
)
def test_a_policy_file_of_the_user_is_checked(tmp_path, change, message):
    entry = {"value": 640000, "unit": "亩", "source": "s", "quote": "q", "external": False, **change}
    path = tmp_path / "我的政策.json"
    path.write_text(json.dumps({"entries": {"cap_mu": entry}}, ensure_ascii=False), encoding="utf-8-sig")
    with pytest.raises(resources.ResourceError, match=message) as error:
        resources.read_policy(path)
    assert "我的政策.json" in str(error.value) and error.value.zh


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "line 1"), ('{"a": 1, "a": 2}', "'a' stands twice"), ("[]", "top level"), ('{"entries": 3}', "object"),
     ("{}", "entries missing"), ('{"entries": {"cap_mu": 5}}', "an object"),
     ('{"entries": {"cap_mu": {}}}', "missing")],
)  # fmt: skip
def test_a_broken_file_is_named(tmp_path, text, message):
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(resources.ResourceError, match=message):
        resources.read_policy(path)
    with pytest.raises(resources.ResourceError, match="nowhere.json"):
        resources.read_json(tmp_path / "nowhere.json")


def test_the_plan_period_must_run_forward():
    policy = dict(resources.policy("landquota"))
    policy["start"], policy["end"] = policy["end"], policy["start"]
    with pytest.raises(resources.ResourceError, match="before"):
        resources.check_landquota(policy)
    with pytest.raises(resources.ResourceError, match="cap_mu"):
        resources.check_landquota({})
