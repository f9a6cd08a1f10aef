"""Runs inside QGIS (``qgis --code``, see run_qgis.sh): start the plugin, open what was asked for, take a picture."""

import os
import runpy
import traceback

import qgis.utils
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QGuiApplication
from qgis.utils import iface

PLUGIN = "nm_urban"
SETTLE_MS = 2500


def main():
    """Start the plugin; with NM_URBAN_SHOT in the environment quit after the picture, whatever happens."""
    area = QGuiApplication.primaryScreen().availableGeometry()
    # A screen in memory has no window manager that could maximise the window.
    iface.mainWindow().setGeometry(area)
    qgis.utils.updateAvailablePlugins()
    QgsSettings().setValue(f"PythonPlugins/{PLUGIN}", True)
    if PLUGIN not in qgis.utils.active_plugins:
        started = qgis.utils.loadPlugin(PLUGIN) and qgis.utils.startPlugin(PLUGIN)
        if not started:
            print(f"run: the plugin {PLUGIN} did not start; see the message log", flush=True)
    dialog = os.environ.get("NM_URBAN_DIALOG")
    if dialog:
        open_dialog(dialog, area)
    if os.environ.get("NM_URBAN_SHOT"):
        QTimer.singleShot(SETTLE_MS, take_picture)
    if os.environ.get("NM_URBAN_TOUR"):
        QTimer.singleShot(SETTLE_MS, lambda: runpy.run_path(os.environ["NM_URBAN_TOUR_SCRIPT"]))


def open_dialog(algorithm_id, area):
    """Open an algorithm's dialog through the plugin's own menu and lay it over the map, inside ``area``."""
    name = algorithm_id.split(":")[-1]
    plugin = qgis.utils.plugins.get(PLUGIN)
    window = plugin.menu.open_dialog(f"nmurban:{name}") if plugin and plugin.menu else None
    if window is None:
        print(f"run: no dialog for {algorithm_id}", flush=True)
        return
    window.resize(min(1040, area.width() - 80), min(720, area.height() - 120))
    window.move(area.right() - window.width() - 30, area.top() + 110)
    window.raise_()


def take_picture():
    """Save the whole screen and leave QGIS without asking about unsaved changes; wait while the map is drawn."""
    if iface.mapCanvas().isDrawing():
        QTimer.singleShot(500, take_picture)
        return
    path = os.environ["NM_URBAN_SHOT"]
    os.makedirs(os.path.dirname(path), exist_ok=True)
    saved = QGuiApplication.primaryScreen().grabWindow(0).save(path)
    print(f"run: {'saved' if saved else 'could not save'} {path}", flush=True)
    qgis.utils.unloadPlugin(PLUGIN)
    os._exit(0 if saved else 1)


def start():
    """Run `main`; a failure is printed, and ends QGIS if it was started for a picture only."""
    try:
        main()
    except Exception:
        traceback.print_exc()
        if os.environ.get("NM_URBAN_SHOT") or os.environ.get("NM_URBAN_TOUR"):
            os._exit(1)


# The project is read after this script, so wait until QGIS is idle.
QTimer.singleShot(SETTLE_MS, start)
