"""The plugin's docks in QGIS: what `load` adds, `unload` takes away, for every panel alike."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon

from ...core.resources import ROOT
from ...i18n import tr
from ..scenarios.dock import ScenarioDock
from ..settings.options_page import OptionsFactory, icon
from ..targets.dock import TargetsDock


class PanelController:
    """One dock with its action in the plugin's menu and toolbar. *menu* is the plugin's menu.

    A child sets NAME (of the action) and VISIBLE (the key under which it is kept whether the dock was open), and makes
    the dock, its icon and its tool tip.
    """

    NAME = VISIBLE = ""

    def __init__(self, iface, menu) -> None:
        self.iface, self.menu = iface, menu
        self.dock = None
        self.action = None

    def make_dock(self):
        raise NotImplementedError

    def icon(self) -> QIcon:
        raise NotImplementedError

    def tool_tip(self) -> str:
        raise NotImplementedError

    def place(self) -> None:
        """Put the dock where it belongs, once it was added to the window."""

    def load(self) -> None:
        """Add the dock (hidden, unless it was open before) and its action."""
        self.dock = self.make_dock()
        open_before = QgsSettings().value(self.VISIBLE, False, type=bool)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.place()
        self.dock.setVisible(open_before)
        self.action = self.dock.toggleViewAction()
        self.action.setObjectName(self.NAME)
        self.action.setIcon(self.icon())
        self.action.setToolTip(self.tool_tip())
        self.iface.addPluginToMenu(self.menu.title, self.action)
        self.menu.toolbar.addAction(self.action)

    def unload(self) -> None:
        """Take everything away again; whether the dock is open is kept."""
        if self.dock is None:
            return
        QgsSettings().setValue(self.VISIBLE, not self.dock.isHidden())
        self.dock.close_down()
        self.iface.removePluginMenu(self.menu.title, self.action)
        if self.menu.toolbar is not None:
            self.menu.toolbar.removeAction(self.action)
        self.iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        self.dock = self.action = None


class TargetsPanel(PanelController):
    """The dock of the plan's targets, and the options page that goes with it."""

    NAME, VISIBLE = "NmUrban_dock", "nm_urban/dock/visible"

    def __init__(self, iface, menu) -> None:
        super().__init__(iface, menu)
        self.factory: OptionsFactory | None = None

    def make_dock(self) -> TargetsDock:
        return TargetsDock(self.iface, self.menu.open_dialog)

    def icon(self) -> QIcon:
        return icon()

    def tool_tip(self) -> str:
        return tr("Plan targets: value, verdict and clause for the layer that is chosen")

    def place(self) -> None:
        # where it stood before; QGIS restores docks only at its own start
        self.iface.mainWindow().restoreDockWidget(self.dock)

    def load(self) -> None:
        super().load()
        self.factory = OptionsFactory(self.dock.use_choices)
        self.iface.registerOptionsWidgetFactory(self.factory)

    def unload(self) -> None:
        if self.factory is not None:
            self.iface.unregisterOptionsWidgetFactory(self.factory)
            self.factory.deleteLater()
            self.factory = None
        super().unload()


class ScenarioPanel(PanelController):
    """The panel of quota scenarios. *beside*: the dock to stand behind as a tab."""

    NAME, VISIBLE = "NmUrban_scenarios", "nm_urban/scenarios/visible"

    def __init__(self, iface, menu, beside=None) -> None:
        super().__init__(iface, menu)
        self._beside = beside
        self._placed = False

    def make_dock(self) -> ScenarioDock:
        return ScenarioDock(self.iface)

    def icon(self) -> QIcon:
        return QIcon(str(ROOT / "icons" / "scenarios.svg"))

    def tool_tip(self) -> str:
        return tr("Quota scenarios: turn k1, k2 and tilt, see what every county earns")

    def place(self) -> None:
        """Behind the other dock, unless one of them was taken away from there."""
        window = self.iface.mainWindow()
        if self._beside is None or self.dock.isFloating() or self._beside.isFloating():
            return
        if window.dockWidgetArea(self._beside) == window.dockWidgetArea(self.dock):
            window.tabifyDockWidget(self._beside, self.dock)

    def load(self) -> None:
        super().load()
        self.action.triggered.connect(self._to_front)

    def unload(self) -> None:
        if self.action is not None:
            self.action.triggered.disconnect(self._to_front)
        super().unload()

    def _to_front(self, shown: bool) -> None:
        if not shown:
            return
        if not self._placed:  # QGIS may have laid its docks anew since the plugin was loaded
            self.place()
            self._placed = True
        self.dock.raise_()  # a dock that is shown as a tab may stay behind
