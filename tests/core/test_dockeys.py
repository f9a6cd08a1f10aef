"""Spellings of one document number have one key; different numbers keep different keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.dockeys import document_key, document_keys, partnerless

SAME = [
    "内政土发〔2021〕15号", "内政土发[2021]15号", "内政土发（2021）15号", "内政土发(2021)15号", "内政土发〔2021〕 15号",
    "内政土发〔２０２１〕１５号", "内政土发【2021】15号", " 内政土发〔2021〕15号 ", "内政土发〔2021〕015号",
    "内政土发［2021］第15号", "内政土发〔2021〕15", "内政土发\u200b〔2021〕15号", "内政土发2021年15号",
    "内政土发﹝2021﹞15号", "内政土发《2021》15号"]


@pytest.mark.parametrize("spelling", SAME)
def test_one_document_has_one_key(spelling):
    assert document_key(spelling) == document_key(SAME[0]) != ""


@pytest.mark.parametrize("other", ["内政土发〔2021〕16号", "内政土发〔2020〕15号", "内政土字〔2021〕15号",
                                   "内政土发〔2021〕150号", "内政土发〔2021〕15-1号"])
def test_another_document_has_another_key(other):
    assert document_key(other) != document_key(SAME[0])


@pytest.mark.parametrize("empty", [None, "", " ", "—", "无", float("nan")])
def test_no_number_has_no_key(empty):
    assert document_key(empty) == ""


def test_numbers_that_are_numbers():
    assert document_key(1501212021.0) == document_key("1501212021") == "1501212021"


@given(st.text(max_size=20))
def test_a_key_is_its_own_key(text):
    assert document_key(document_key(text)) == document_key(text)


def test_partnerless_numbers_are_named_once_in_their_order():
    keys = document_keys(["乙〔2021〕2号", "甲〔2021〕1号", "乙[2021]2号", None, "丙〔2021〕3号"])
    assert partnerless(keys, {document_key("甲（2021）1号")}) == ["乙〔2021〕2号", "丙〔2021〕3号"]
