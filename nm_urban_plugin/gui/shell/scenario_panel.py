"""The scenario panel in QGIS: what `load` adds, `unload` takes away."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon

from ...core.resources import ROOT
from ...i18n import tr
from ..scenarios.dock import ScenarioDock

_VISIBLE = "nm_urban/scenarios/visible"


class ScenarioFace:
    """*menu* is the plugin's menu: its title and toolbar get an action. *beside*: the dock to stand behind as a tab."""

    def __init__(self, iface, menu, beside=None) -> None:
        self.iface, self.menu, self._beside = iface, menu, beside
        self.dock: ScenarioDock | None = None
        self.action = None
        self._placed = False

    def load(self) -> None:
        """Add the panel (hidden, unless it was open before) and its action."""
        self.dock = ScenarioDock(self.iface)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self._tabify()
        self.dock.setVisible(QgsSettings().value(_VISIBLE, False, type=bool))
        self.action = self.dock.toggleViewAction()
        self.action.setObjectName("NmUrban_scenarios")
        self.action.setIcon(QIcon(str(ROOT / "icons" / "scenarios.svg")))
        self.action.setToolTip(tr("Quota scenarios: turn k1, k2 and tilt, see what every county earns"))
        self.action.triggered.connect(self._to_front)
        self.iface.addPluginToMenu(self.menu.title, self.action)
        self.menu.toolbar.addAction(self.action)

    def unload(self) -> None:
        """Take everything away again."""
        if self.dock is None:
            return
        QgsSettings().setValue(_VISIBLE, not self.dock.isHidden())
        self.action.triggered.disconnect(self._to_front)
        self.dock.close_down()
        self.iface.removePluginMenu(self.menu.title, self.action)
        if self.menu.toolbar is not None:
            self.menu.toolbar.removeAction(self.action)
        self.iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        self.dock = self.action = None

    def _to_front(self, shown: bool) -> None:
        if not shown:
            return
        if not self._placed:  # QGIS may have laid its docks anew since the plugin was loaded
            self._tabify()
            self._placed = True
        self.dock.raise_()  # a dock that is shown as a tab may stay behind

    def _tabify(self) -> None:
        """Behind the other dock, unless one of them was taken away from there."""
        window = self.iface.mainWindow()
        if self._beside is None or self.dock.isFloating() or self._beside.isFloating():
            return
        if window.dockWidgetArea(self._beside) == window.dockWidgetArea(self.dock):
            window.tabifyDockWidget(self._beside, self.dock)
