"""The plugin starts and stops as QGIS does it, in a process of its own (a provider can be registered only once)."""

import json
import subprocess
import sys
import textwrap

import pytest

from tools.common import ROOT

SCRIPT = """
import json, sys
sys.path.insert(0, {root!r})
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QDockWidget, QToolBar

app = QgsApplication([], True)
app.initQgis()
sys.path.append(app.pkgDataPath() + "/python/plugins")
QgsSettings().setValue("locale/userLocale", {language!r})
from tools.qgis.stub_iface import Iface
from tools.common import import_nm_urban

def provider():
    return QgsApplication.processingRegistry().providerById("nmurban")

iface = Iface() if {with_iface} else None
plugin = import_nm_urban().classFactory(iface)
plugin.initProcessing()
found = {{"ids": sorted(a.name() for a in provider().algorithms()), "names": [], "tools": 0}}
plugin.initGui()
if iface:
    (title, actions), = iface.menus.items()
    toolbar = next(bar for bar in iface.window.findChildren(QToolBar) if bar.objectName() == "NmUrbanToolBar")
    docks = iface.window.findChildren(QDockWidget)
    found.update(docks=[dock.windowTitle() for dock in docks], pages=len(iface.factories))
    found.update(title=title, names=[a.text() for a in actions], tools=len(toolbar.actions()))
    found["help"] = [a.text() for a in iface.pluginHelpMenu().actions()]
    found["icons"] = all(not a.icon().isNull() for a in actions)
plugin.unload()
app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
found["left"] = [provider() is not None]
if iface:
    found["left"] += [bool(iface.window.findChildren(QToolBar)), any(iface.menus.values())]
    found["left"] += [bool(iface.window.findChildren(QDockWidget)), bool(iface.factories)]
    found["left"].append(bool(iface.pluginHelpMenu().actions()))
plugin.initGui()
found["again"] = provider() is not None
plugin.unload()
print("FOUND" + json.dumps(found))
"""


def life(tmp_path, language="en_US", with_iface=True):
    script = textwrap.dedent(SCRIPT).format(root=str(ROOT), language=language, with_iface=with_iface)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("FOUND")), None)
    assert line, done.stderr
    return json.loads(line[5:])


def test_menu_and_toolbar_show_every_algorithm_and_go_without_a_trace(tmp_path):
    found = life(tmp_path)
    assert {"parcelarea", "landquota"} <= set(found["ids"])
    assert found["tools"] == len(found["ids"]) + 2  # the docks
    assert len(found["names"]) == found["tools"] + 1 and found["names"][-1:] == found["help"] == ["NM Urban manual"]
    assert found["docks"] == ["Plan targets", "Quota scenarios"] and found["pages"] == 1
    assert found["icons"]
    assert found["title"] == "NM Urban"
    assert found["left"] == [False] * 6
    assert found["again"]


@pytest.mark.parametrize("language", ["zh_CN", "zh-Hans"])
def test_everything_is_chinese_in_a_chinese_qgis(tmp_path, language):
    found = life(tmp_path, language)
    assert "内蒙古新型城镇化" in found["title"] and found["docks"] == ["目标达成", "挂钩情景"]
    for name in found["names"]:
        assert any("\u4e00" <= character <= "\u9fff" for character in name), name


def test_without_a_window_there_is_a_provider_and_no_menu(tmp_path):
    found = life(tmp_path, with_iface=False)
    assert {"parcelarea", "landquota"} <= set(found["ids"])
    assert found["names"] == []
    assert found["left"] == [False]
