"""The Chinese words are complete and are shown when QGIS speaks Chinese."""

import pytest
from qgis.core import QgsSettings

from nm_urban.nm_urban_plugin import i18n as plugin_i18n
from tools.release import i18n


@pytest.fixture
def language():
    """A function that sets QGIS's language; afterwards everything is as it was."""
    plugin_i18n.remove_translator()
    before = QgsSettings().value("locale/userLocale")

    def choose(name):
        plugin_i18n.remove_translator()
        QgsSettings().setValue("locale/userLocale", name)

    yield choose
    plugin_i18n.remove_translator()
    if before is None:
        QgsSettings().remove("locale/userLocale")
    else:
        QgsSettings().setValue("locale/userLocale", before)


def test_every_string_has_chinese_with_the_same_placeholders():
    assert i18n.problems() == []


@pytest.mark.parametrize(
    ("name", "expected"), [("zh", "zh"), ("zh_CN", "zh"), ("zh-Hans", "zh"), ("en_US", "en"), ("de", "en"), ("C", "en")]
)
def test_locale_knows_every_spelling_of_chinese(language, name, expected):
    language(name)
    assert plugin_i18n.locale() == expected


def test_an_unset_locale_falls_back_to_the_system(language, monkeypatch):
    language("")

    class System:
        def name(self):
            return "zh_CN"

    monkeypatch.setattr(plugin_i18n, "QLocale", System)
    assert plugin_i18n.locale() == "zh"


def test_words_follow_the_language(language):
    language("zh-Hans")
    assert plugin_i18n.install_translator()
    assert "内蒙古" in plugin_i18n.tr("NM Urban")
    language("en_US")
    assert not plugin_i18n.install_translator()
    assert plugin_i18n.tr("NM Urban") == "NM Urban"


def test_computed_strings_are_refused():
    assert i18n.strings_of('tr("a" "b"); self.tr("c"); tr(name); tr_noop("d")', "x.py") == ["ab", "c", "d"]
    for source in ('tr(f"{n} parcels")', 'tr("a" + b)', 'tr("%s" % n)'):
        with pytest.raises(i18n.SourceError, match="x.py:1"):
            i18n.strings_of(source, "x.py")


def test_translations_survive_a_collection(tmp_path, monkeypatch):
    monkeypatch.setattr(i18n, "TS", tmp_path / "x.ts")
    i18n.write_ts({"Area <&>": "a.py", "New": "b.py"}, {"Area <&>": "面积", "Old": "旧"})
    assert i18n.read_ts() == {"Area <&>": "面积", "New": "", "Old": "旧"}
    monkeypatch.setattr(i18n, "collect", lambda: {"Area <&>": "a.py", "New": "b.py", "{n} of %1": "c.py"})
    assert len(i18n.problems()) == 2
    i18n.write_ts(i18n.collect(), {**i18n.read_ts(), "New": "新", "{n} of %1": "第{m}个"})
    assert [line.split(":")[0] for line in i18n.problems()] == ["c.py"]
