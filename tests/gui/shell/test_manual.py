"""The manual opens from the plugin's own folder, in the user's language."""

from nm_urban.nm_urban_plugin.gui.shell import manual as manual_action
from nm_urban.nm_urban_plugin.gui.shell.manual import ManualAction, manual_file


class Menu:
    title = "NM Urban"


def test_the_page_before_the_text_before_nothing(tmp_path):
    assert manual_file("zh", tmp_path) is None
    (tmp_path / "manual.zh.md").write_text("x", encoding="utf-8")
    assert manual_file("zh", tmp_path).name == "manual.zh.md"
    (tmp_path / "manual.zh.html").write_text("x", encoding="utf-8")
    assert manual_file("zh", tmp_path).name == "manual.zh.html"
    assert manual_file("en", tmp_path) is None
    assert {manual_file(language).stem for language in ("zh", "en")} == {"manual.zh", "manual.en"}


def test_the_action_opens_it_or_says_why_not(iface, monkeypatch):
    opened, answer = [], True
    monkeypatch.setattr(manual_action, "locale", lambda: "zh")
    monkeypatch.setattr(manual_action.QDesktopServices, "openUrl",
                        lambda url: opened.append(url.toLocalFile()) or answer)
    face = ManualAction(iface, Menu)
    face.load()
    assert face.action in iface.menus["NM Urban"] and face.action in iface.pluginHelpMenu().actions()
    face.action.trigger()
    assert len(opened) == 1 and opened[0].endswith("docs/manual.zh.md")
    assert iface.messageBar().currentItem() is None
    answer = False
    face.action.trigger()
    assert "manual.zh.md" in iface.messageBar().currentItem().text()
    face.unload()
    assert not iface.menus["NM Urban"] and not iface.pluginHelpMenu().actions()
    face.unload()
