"""Runs inside QGIS (see run_qgis.sh --tour): drives the dock by mouse and keyboard as a user does, and takes pictures.

    tools/run_qgis.sh --lang zh-Hans --tour build/tour/zh [--theme dark] [--scale 2] [--part narrow]

It reads the demo data (make demo), changes none of it (edits are rolled back), prints a line per step and ends with
"tour: all steps passed", or with the step that failed.
"""

import os
import sys
import time
import traceback
from pathlib import Path

import qgis.utils
from qgis.core import QgsApplication, QgsFeatureRequest, QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QLineEdit, QToolButton
from qgis.utils import iface

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(os.environ["NM_URBAN_TOUR"])
PART = os.environ.get("NM_URBAN_PART", "")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

#: (file, table) of layers of different roles
LAYERS = (
    ("build/demo/input/synthetic.gpkg", "parcels"),
    ("build/demo/landquota.gpkg", "ledger"),
    ("build/demo/classes_input.gpkg", "counties"),
    ("build/demo/input/synthetic.gpkg", "urban_boundary"),
    ("build/demo/conformity.gpkg", "projects"),
    ("build/demo/input/base.gpkg", "roads"),
)


class Tour:
    def __init__(self):
        self.dock = None
        self.layers = []

    def say(self, text):
        print(f"tour: {text}", flush=True)

    def check(self, fact, text):
        if not fact:
            raise AssertionError(text)
        self.say(text)

    def wait(self, seconds=60.0):
        """Until the dock has nothing under way."""
        until, quiet = time.monotonic() + seconds, 0
        while quiet < 5:
            if time.monotonic() > until:
                raise AssertionError(f"still {self.dock.evaluator.state} after {seconds:.0f} s")
            QTest.qWait(20)
            evaluator, search = self.dock.evaluator, self.dock.actions_.behind._task
            busy = evaluator.busy or evaluator._soon.isActive() or evaluator.watch.pending or search is not None
            quiet = 0 if busy else quiet + 1

    def picture(self, name):
        QTest.qWait(200)
        while iface.mapCanvas().isDrawing():
            QTest.qWait(100)
        OUT.mkdir(parents=True, exist_ok=True)
        QGuiApplication.primaryScreen().grabWindow(0).save(str(OUT / f"{name}.png"))

    def load(self):
        for path, table in LAYERS:
            layer = QgsVectorLayer(f"{ROOT / path}|layername={table}", table, "ogr")
            if not layer.isValid():
                raise AssertionError(f"{path} {table} is missing: run make demo first")
            QgsProject.instance().addMapLayer(layer)
            self.layers.append(layer)
        iface.mapCanvas().setExtent(self.layers[2].extent())
        QTest.qWait(500)
        QApplication.setActiveWindow(iface.mainWindow())  # a screen in memory has no window manager

    def open_dock(self):
        """A click on the button of the toolbar."""
        plugin = qgis.utils.plugins["nm_urban"]
        self.dock = plugin.panels[0].dock
        self.dock.filters.clear()
        self.dock.filters.answered.setChecked(True)
        self.dock.hide()
        button = next(b for b in plugin.menu.toolbar.findChildren(QToolButton)
                      if b.defaultAction() is plugin.panels[0].action)
        if not button.isVisible():
            plugin.panels[0].action.trigger()
        else:
            QTest.mouseClick(button, LEFT)
        QTest.qWait(200)
        self.check(self.dock.isVisible(), "the dock opened by its button")
        width = {"narrow": 300, "wide": 860}.get(PART, 640)
        iface.mainWindow().resizeDocks([self.dock], [width], Qt.Orientation.Horizontal)

    def click_layer(self, layer):
        """A click into the layers panel."""
        view = iface.layerTreeView()
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        index = view.node2index(node)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(index).center())
        self.wait()

    def choose_row(self, target):
        """A click on a row."""
        view, rows = self.dock.view, self.dock.rows()
        at = next(k for k, row in enumerate(rows) if row.target.id == target)
        index = self.dock.proxy.index(at, 0)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(index).center())
        QTest.qWait(50)
        return rows[at]

    def value(self, target):
        return next(row for row in self.dock.model.rows if row.target.id == target)

    # -- the tour -----------------------------------------------------------------------------------------------

    def switch(self):
        roles = set()
        for layer in self.layers:
            self.click_layer(layer)
            evaluator = self.dock.evaluator
            role = evaluator.evaluation.run.role if evaluator.evaluation else "?"
            roles.add(role)
            self.say(f"layer {layer.name()}: role {role or '-'}, {len(self.dock.rows())} of "
                     f"{len(self.dock.model.rows)} rows shown, {self.dock.summary.text()}")
            if self.dock.rows():
                row = self.dock.rows()[min(4, len(self.dock.rows()) - 1)]
                self.choose_row(row.target.id)
            self.picture(f"layer_{layer.name()}")
        self.check(len(roles) >= 5, f"followed {len(self.layers)} layers of {len(roles)} roles")

    def edit(self):
        key = "new_urban_construction_land_cap_2025"
        layer = self.layers[0]
        self.click_layer(layer)
        before = self.value(key)
        self.choose_row(key)
        layer.startEditing()
        canvas = iface.mapCanvas()
        counted = self.dock.evaluator.evaluation.run.assessment.fids_behind(before).tolist()
        some = layer.getFeatures(QgsFeatureRequest().setFilterFids(counted))
        feature = max(some, key=lambda f: f.geometry().area())
        box = canvas.mapSettings().layerExtentToOutputExtent(layer, feature.geometry().boundingBox())
        box.scale(3)
        canvas.setExtent(box)
        canvas.refresh()
        QTest.qWait(300)
        while canvas.isDrawing():
            QTest.qWait(50)
        iface.actionSelect().trigger()
        inside = canvas.mapSettings().layerToMapCoordinates(layer, feature.geometry().pointOnSurface().asPoint())
        spot = canvas.mapSettings().mapToPixel().transform(inside)
        QTest.mouseClick(canvas.viewport(), LEFT, NONE, QPoint(int(spot.x()), int(spot.y())))
        QTest.qWait(200)
        self.check(layer.selectedFeatureCount() >= 1, "a parcel selected by a click on the map")
        count = layer.selectedFeatureCount()
        times = {}
        self.dock.evaluator.published.connect(lambda _rows: times.setdefault("shown", time.perf_counter()))
        times["edit"] = time.perf_counter()
        layer.deleteSelectedFeatures()
        self.wait()
        after = self.value(key)
        delay = (times["shown"] - times["edit"]) * 1000
        self.check(after.n == before.n - count < before.n and after.value < before.value,
                   f"parcel deleted: {before.value:.4f} -> {after.value:.4f} 万亩, {before.n} -> {after.n} features, "
                   f"shown {delay:.0f} ms after the edit, {delay - 300:.0f} ms after the pause of 300 ms")
        self.picture("edited")
        layer.undoStack().undo()
        self.wait()
        self.check(self.value(key).value == before.value, "undone: the old value is back")
        layer.rollBack()
        self.wait()

    def place(self):
        self.click_layer(self.layers[1])
        box = self.dock.filters.place.lineEdit()
        QTest.mouseClick(box, LEFT)
        box.selectAll()
        QTest.keyClicks(box, "150121")
        box.completer().popup().hide()
        QApplication.setActiveWindow(iface.mainWindow())
        QTest.keyClick(box, Qt.Key.Key_Return)
        self.wait()
        rows = self.dock.rows()
        self.check(rows and {row.scope.key for row in rows} == {"150121"}, f"filtered to 150121: {len(rows)} rows")
        judged = [row for row in rows if row.origin == "allotted"]
        self.check(judged and all(row.target.kind != "target" or row.origin != "register" or row.verdict not in (
            "met", "not_met") for row in rows), "the county is judged by its own quota, the regional target is not")
        self.picture("county")
        self.dock.filters.place.choose("")
        self.wait()

    def features(self):
        self.click_layer(self.layers[4])
        row = next(row for row in self.dock.rows() if row.n_fail)
        self.choose_row(row.target.id)
        view = self.dock.view
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Return)
        self.wait()
        layer = self.layers[4]
        self.check(layer.selectedFeatureCount() == row.n_fail, f"Enter selected and zoomed to {row.n_fail} features")
        self.picture("features")
        QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        self.check("\t" in QApplication.clipboard().text(), "Ctrl+C copied the row")

    def export(self):
        self.click_layer(self.layers[2])
        QTest.keyClick(self.dock.filters.answered, Qt.Key.Key_Space)
        self.wait()
        view = self.dock.view
        OUT.mkdir(parents=True, exist_ok=True)
        for ending in (".xlsx", ".csv", ".html"):
            path = OUT / f"view{ending}"
            path.unlink(missing_ok=True)

            def answer(path=path):
                dialog = QApplication.activeModalWidget()
                if not isinstance(dialog, QFileDialog):
                    QTimer.singleShot(100, answer)
                    return
                line = dialog.findChild(QLineEdit, "fileNameEdit")
                line.setText(str(path))
                QTest.keyClick(line, Qt.Key.Key_Return)

            view.setFocus()
            QTimer.singleShot(300, answer)
            QTest.keyClick(view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
            self.check(path.is_file(), f"exported {path.name}, {len(self.dock.rows())} rows")
        self.picture("exported")

    def keyboard(self):
        """Tab reaches every part of the dock."""
        self.click_layer(self.layers[2])
        if not self.dock.filters.answered.isChecked():
            QTest.keyClick(self.dock.filters.answered, Qt.Key.Key_Space)
        QApplication.setActiveWindow(iface.mainWindow())
        QTest.keyClick(self.dock.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        QTest.qWait(100)
        self.check(self.dock.filters.search.hasFocus(), "Ctrl+F goes to the search")
        seen = []
        self.dock.header.date.setFocus()
        for _ in range(60):
            widget = QApplication.focusWidget()
            # inside a date Tab goes from year to month to day first
            if widget is None or (widget in seen and widget is not seen[-1]) or not self.dock.isAncestorOf(widget):
                break
            seen.append(widget)
            QTest.keyClick(widget, Qt.Key.Key_Tab)
        parts = {"rows": self.dock.view, "details": self.dock.details, "role": self.dock.header.role,
                 "date": self.dock.header.date, "place": self.dock.filters.place, "verdict": self.dock.filters.verdict}
        reached = {name for name, part in parts.items()
                   if any(widget is part or part.isAncestorOf(widget) for widget in seen)}
        self.check(reached == set(parts), f"Tab reaches {', '.join(sorted(reached))} in {len(seen)} steps")

    def state(self):
        """What the user set is there again after the plugin was reloaded."""
        self.dock.filters.search.setText("率")
        QTest.qWait(400)
        qgis.utils.reloadPlugin("nm_urban")
        QTest.qWait(300)
        self.dock = qgis.utils.plugins["nm_urban"].panels[0].dock
        self.check(self.dock.isVisible() and self.dock.filters.search.text() == "率",
                   "plugin reloaded: the dock is open, with the same search")
        self.wait()
        self.dock.filters.search.clear()
        QTest.qWait(400)

    def options(self):
        """The options page, as the options dialog shows it."""
        page = qgis.utils.plugins["nm_urban"].panels[0].factory.createWidget(None)
        page.resize(620, 340)
        page.show()
        QTest.qWait(300)
        page.grab().save(str(OUT / "options.png"))
        page.close()
        self.say("the options page was shown")

    def close_project(self):
        QgsProject.instance().clear()
        QTest.qWait(500)
        self.check(self.dock.evaluator.layer is None and self.dock.body.currentIndex() == 1,
                   "project closed: the dock says what to do")
        self.picture("empty")

    def run(self):
        self.load()
        self.open_dock()
        steps = ("switch",) if PART else ("switch", "edit", "place", "features", "keyboard", "export", "state",
                                          "options", "close_project")
        for step in steps:
            getattr(self, step)()


def main():
    code = 1
    try:
        if os.environ.get("NM_URBAN_THEME") == "dark":
            QgsApplication.setUITheme("Night Mapping")
        QgsSettings().setValue("app/projectDirtyPrompt", False)
        for canvas in iface.mainWindow().findChildren(QgsMapCanvas):
            canvas.setParallelRenderingEnabled(False)
        Tour().run()
        print("tour: all steps passed", flush=True)
        code = 0
    except Exception:
        traceback.print_exc()
        OUT.mkdir(parents=True, exist_ok=True)
        QGuiApplication.primaryScreen().grabWindow(0).save(str(OUT / "failed.png"))
    sys.stdout.flush()
    os._exit(code)


main()
