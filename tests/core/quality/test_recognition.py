"""Roles told from signals; what is ambiguous stays ambiguous; a contradiction is questioned."""

import pytest

from nm_urban.nm_urban_plugin.core.quality import Signs, doubt, kinds, match_columns, recognise, spread
from nm_urban.nm_urban_plugin.core.quality.naming import hits, words_of

DLTB = {"fields": ("BSM", "DLBM", "DLMC", "TBMJ"), "geometry": "polygon",
        "sample": {"DLBM": ["0103", "0301"], "TBMJ": [1.0, 2.0]}}
FARMLAND = {"fields": ("YJJBNTTBBH", "TBBH", "DLBM", "DLMC", "YJJBNTMJ", "TBMJ"), "geometry": "polygon",
            "sample": {"DLBM": ["0103"], "YJJBNTMJ": [5.0]}}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("GCS330300G02_CZKFBJ_PY", ("CZKFBJ",)),
        ("PCS330300_XZ_TDZY_YJJBNTBHTB_PY", ("XZ", "TDZY", "YJJBNTBHTB")),
        ("gh_zykzx_2021_czkfbj_py_latest_3_0", ("GH", "ZYKZX", "CZKFBJ")),
        ("三调DLTB2023", ("三调", "DLTB")),
        ("生态保护红线STBHHX", ("生态保护红线", "STBHHX")),
        ("ＤＬＴＢ－副本", ("DLTB", "副本")),
        ("150123_2024", ()),
    ],
)
def test_a_name_is_left_with_its_telling_words(name, words):
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("name", "role"),
    [("YJJBNTBHTB", "farmland"), ("CJDCQJX", "admin_lines"), ("CJDCQ", "villages_admin"), ("DLTBGXGC", "dltb_process"),
     ("DLTBGX", "dltb_update"), ("JQDLTB", "present_use"), ("CZCDYD", "town_land"), ("D371402LUNC2019HDLTB", "dltb")],
)
def test_the_longest_token_of_a_name_wins(name, role):
    assert role in hits(name)[0].roles


def test_a_short_token_must_be_a_word_of_its_own():
    assert not any("parks" in hit.roles for hit in hits("GYMJ"))
    assert any("parks" in hit.roles for hit in hits("GY_2023"))


def test_fields_are_found_by_pinyin_chinese_and_what_a_shapefile_left():
    found = match_columns(["地类编码", "批准文号", "约定动工日", "YJJBNTTBMJ", "QSDWDM_1", "hxmcnk99"])
    assert found["landuse_code"][0] == "地类编码" and found["approval_id"][0] == "批准文号"
    assert found["agreed_start"][0] == "约定动工日"  # 约定动工日期 cut at 10 bytes of GBK
    assert found["QSDWDM"][0] == "QSDWDM_1" and found["HXMC"][0] == "hxmcnk99"


def test_land_use_is_recognised_without_any_name():
    answer = recognise(Signs(file="aaa", **DLTB))
    assert (answer.role, answer.state, answer.generation) == ("dltb", "certain", "third")
    assert answer.reasons and answer.runner_up != "dltb"


def test_the_length_of_codes_tells_the_level_of_an_area():
    same = {"file": "XZQ", "fields": ("XZQDM", "XZQMC", "DCMJ"), "geometry": "polygon"}
    for codes, role in ((["150123", "150124"], "counties"), (["150123100", "150123101"], "towns_admin"),
                        (["150100", "150200"], "leagues")):
        assert recognise(Signs(sample={"XZQDM": codes}, **same)).role == role


def test_a_list_of_approvals_with_no_name_is_not_guessed():
    answer = recognise(Signs(file="aaa", fields=("批准文号", "批准日期", "面积"), geometry="polygon",
                             sample={"批准文号": ["内政土发〔2021〕3号"], "批准日期": ["2021-03-04"]}))
    assert (answer.role, answer.state) == ("", "ambiguous")
    assert {answer.candidates[0].role, answer.runner_up} == {"approved_land", "new_construction"}


def test_values_speak_against_a_name():
    answer = recognise(Signs(file="DLTB", fields=("DLBM", "TBMJ", "DLMC"), geometry="polygon",
                             sample={"DLBM": ["甲", "乙"], "TBMJ": [1, 2]}))
    assert answer.state != "certain" and answer.candidates[0].against


def test_codes_of_two_surveys_are_noted():
    answer = recognise(Signs(file="DLTB", fields=("DLBM", "TBMJ"), geometry="polygon",
                             sample={"DLBM": ["011", "0103", "031", "0301"]}))
    assert answer.generation == "mixed" and any(note.key == "quality.mixed_codes" for note in answer.notes)


def test_farmland_chosen_as_land_use_is_questioned_and_land_use_is_not():
    asked = doubt("dltb", Signs(file="永久基本农田", **FARMLAND))
    assert asked.strong and asked.looks_like == "farmland"
    assert "永久基本农田" in asked.message.text("zh") and "permanent basic farmland" in asked.message.text("en")
    assert doubt("dltb", Signs(file="aaa", **DLTB)) is None
    assert doubt("farmland", Signs(file="DLTB", **DLTB)).looks_like == "dltb"


def test_changed_patches_are_no_full_layer():
    signs = Signs(file="DLTBGX", fields=("BSM", "DLBM", "TBMJ", "BGXW", "GXSJ"), geometry="polygon",
                  sample={"DLBM": ["0103"], "BGXW": ["1"]})
    assert recognise(signs).role == "dltb_update"
    assert doubt("dltb", signs).looks_like == "dltb_update"


def test_roles_that_may_stand_in_are_not_questioned():
    towns = Signs(file="XZQ", fields=("XZQDM", "XZQMC", "DCMJ"), geometry="polygon",
                  sample={"XZQDM": ["150123100", "150123101"]})
    assert doubt("counties", towns) is None
    assert doubt("no such role", towns) is None


def test_every_role_has_words():
    assert all(kind.zh and kind.en and kind.geometry for kind in kinds().values())


def test_a_sample_is_spread_over_the_whole_table():
    rows = spread(1_000_000)
    assert rows[0] == 0 and rows[-1] == 999_999 and len(rows) == 200
    assert spread(3).tolist() == [0, 1, 2] and spread(0).tolist() == []
