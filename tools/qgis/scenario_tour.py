"""Runs inside QGIS (see run_qgis.sh --tour FOLDER --of scenario): drives the scenario panel by mouse and keyboard.

It reads the demo data (make demo), changes none of it, takes pictures, prints a line per step with the time from a turn
of a slider to the new table, and ends with "tour: all steps passed", or with the step that failed.
"""

import os
import sys
import time
import traceback
from pathlib import Path

import qgis.utils
from qgis.core import QgsApplication, QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QToolButton
from qgis.utils import iface

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(os.environ["NM_URBAN_TOUR"])
PART = os.environ.get("NM_URBAN_PART", "")
LEFT = Qt.MouseButton.LeftButton
INPUT = ROOT / "build" / "demo" / "classes_input.gpkg"


def check(fact, text):
    if not fact:
        raise AssertionError(text)
    print(f"tour: {text}", flush=True)


def picture(name):
    QTest.qWait(300)
    while iface.mapCanvas().isDrawing():
        QTest.qWait(100)
    QTest.qWait(200)
    OUT.mkdir(parents=True, exist_ok=True)
    QGuiApplication.primaryScreen().grabWindow(0).save(str(OUT / f"{name}.png"))


def opened_panel():
    """The panel, opened by a click on its button of the toolbar."""
    plugin = qgis.utils.plugins["nm_urban"]
    face = plugin.panels[1]
    face.dock.hide()
    button = next(b for b in plugin.menu.toolbar.findChildren(QToolButton) if b.defaultAction() is face.action)
    if button.isVisible():
        QTest.mouseClick(button, LEFT)
    else:
        face.action.trigger()
    QTest.qWait(300)
    check(face.dock.isVisible(), "the panel opened by its button")
    face.dock.raise_()
    iface.mainWindow().resizeDocks([face.dock], [320 if PART == "narrow" else 560], Qt.Orientation.Horizontal)
    return face.dock


def wait(panel):
    while panel.run.busy or panel.watch.pending:
        QTest.qWait(20)


def run():
    layer = QgsVectorLayer(f"{INPUT}|layername=hooks", "旗县挂钩数据（合成）", "ogr")
    check(layer.isValid(), "demo data found")
    QgsProject.instance().addMapLayer(layer)
    iface.mapCanvas().zoomToFeatureExtent(layer.extent())
    QApplication.setActiveWindow(iface.mainWindow())
    start = time.perf_counter()
    panel = opened_panel()
    check(len(panel.allotment.shares) == 103, f"103 counties {1000 * (time.perf_counter() - start) - 300:.0f} ms later")
    start = time.perf_counter()
    QTest.mouseClick(panel.body.on_map, LEFT)
    check(panel.map.layer.featureCount() == 103, f"map made in {1000 * (time.perf_counter() - start):.0f} ms")
    node = QgsProject.instance().layerTreeRoot().findLayer(panel.map.layer.id())
    node.setExpanded(False)
    node.setExpanded(True)  # the legend
    cap = panel.body.controls.cap
    cap.setFocus()
    cap.selectAll()
    QTest.keyClicks(cap, "60000")
    wait(panel)
    check(panel.allotment.allotted == 6_000_000 and panel.allotment.scaled,
          f"cap 60000.00: allotted {panel.allotment.allotted / 100:.2f}, factor {panel.allotment.scale:.6f}")
    panel.body.view.setCurrentIndex(panel.model.index(3, 0))
    picture("start")
    slider, times = panel.body.controls.dials["k1"].slider, []
    slider.setFocus()
    for _ in range(10):
        start = time.perf_counter()
        QTest.keyClick(slider, Qt.Key.Key_Right)
        times.append(1000 * (time.perf_counter() - start))
    drawn = {f["code"]: f["capped_mu"] for f in panel.map.layer.getFeatures()}
    check(drawn == {s.claim.code: s.capped / 100 for s in panel.allotment.shares},
          f"k1 by ten keys to {slider.value() / 100:g}: table and map follow in at most {max(times):.0f} ms")
    wait(panel)
    bar = panel.body.bar
    bar.name.setFocus()
    bar.name.lineEdit().insert("盘活优先")
    QTest.mouseClick(bar.save, LEFT)
    check(panel.store.names() == ["盘活优先"], "saved by name")
    wait(panel)
    picture("scenario")
    for page, name in ((1, "sensitivity"), (2, "coefficients")):
        panel.body.pages.setCurrentIndex(page)
        picture(name)
    panel.body.pages.setCurrentIndex(0)
    qgis.utils.reloadPlugin("nm_urban")
    QTest.qWait(300)
    panel = qgis.utils.plugins["nm_urban"].panels[1].dock
    wait(panel)
    check(panel.isVisible() and panel.body.on_map.isChecked() and panel.store.names() == ["盘活优先"],
          "plugin reloaded: open again, with map and scenario")
    QgsProject.instance().clear()
    QTest.qWait(300)
    check(panel.allotment is None and not panel.body.on_map.isChecked(), "project closed: nothing is left")
    picture("empty")


def main():
    code = 1
    try:
        if os.environ.get("NM_URBAN_THEME") == "dark":
            QgsApplication.setUITheme("Night Mapping")
        QgsSettings().setValue("app/projectDirtyPrompt", False)
        for canvas in iface.mainWindow().findChildren(QgsMapCanvas):
            canvas.setParallelRenderingEnabled(False)
        run()
        print("tour: all steps passed", flush=True)
        code = 0
    except Exception:
        traceback.print_exc()
        picture("failed")
    sys.stdout.flush()
    os._exit(code)


main()
