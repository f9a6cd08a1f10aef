"""Sentences in both languages: every key has both, with the same values, and each value is fed."""

import json

import pytest

from nm_urban.nm_urban_plugin.core.messages import Message, MessageError, catalogue, placeholders
from nm_urban.nm_urban_plugin.core.resources import ROOT, ResourceError

TOPICS = sorted(path.stem for path in (ROOT / "messages").glob("*.json"))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_sentence_has_both_languages_and_the_same_values(topic):
    words = json.loads((ROOT / "messages" / f"{topic}.json").read_text(encoding="utf-8"))
    assert words
    for key, pair in words.items():
        assert sorted(pair) == ["en", "zh"] and all(text.strip() for text in pair.values()), key
        assert placeholders(pair["en"]) == placeholders(pair["zh"]), key
        english = pair["en"].format_map(Blank()).replace("亩", "").replace("公顷", "")  # units have no other short name
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in english), key
    assert set(catalogue(topic)) == set(words)


class Blank(dict):
    def __missing__(self, key):
        return ""


def test_values_are_worded_in_the_language_of_the_sentence():
    inner = Message("shared.covers", {"k": 1, "n": 103})
    assert Message("shared.covers", {"k": inner, "n": (1, 2)}).text("zh-Hans") == (
        "覆盖 1、2 个旗县市区中的 覆盖 103 个旗县市区中的 1 个 个")


@pytest.mark.parametrize(("key", "values"), [("shared.nowhere", {}), ("shared.covers", {"k": 1})])
def test_a_sentence_that_is_not_there_or_not_fed_is_an_error_that_names_it(key, values):
    with pytest.raises(ResourceError, match=key.split(".")[1]):
        Message(key, values).text("en")


def test_an_error_holds_its_message():
    error = MessageError("shared.covers", k=1, n=103)
    assert str(error) == error.message.text("en") and error.text("zh") == error.message.text("zh")
