"""The dock in a QGIS interface of the tests."""

import time

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QApplication

from tools.qgis.stub_iface import Iface


def settle(dock, seconds=30.0):
    """Run the event loop until the dock has nothing under way."""
    until = time.monotonic() + seconds
    quiet = 0
    while quiet < 3:
        assert time.monotonic() < until, (dock.evaluator.state, dock.evaluator.message)
        QApplication.processEvents()
        time.sleep(0.01)
        evaluator = dock.evaluator
        busy = evaluator.busy or evaluator._soon.isActive() or evaluator.watch.pending or dock.actions_.behind._task
        quiet = 0 if busy else quiet + 1


@pytest.fixture
def iface(qgis_app):
    made = Iface()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def make_dock(iface, provider):
    """Makes a dock that is shown; all docks are closed down at the end."""
    from qgis.core import QgsSettings
    from qgis.PyQt.QtCore import Qt

    from nm_urban.nm_urban_plugin.gui.targets.dock import TargetsDock

    QgsSettings().remove("nm_urban")
    made = []

    def make(layer=None, opened=None, show=True):
        if layer is not None:
            QgsProject.instance().addMapLayer(layer, False)
            iface.active = layer
        opened = [] if opened is None else opened
        dock = TargetsDock(iface, opened.append)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        made.append(dock)
        if show:
            iface.window.show()
            dock.show()
            settle(dock)
        return dock

    yield make
    for dock in made:
        dock.close_down()
        dock.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QgsProject.instance().clear()
    QgsSettings().remove("nm_urban")
