"""The dock and the options page in QGIS: what `load` adds, `unload` takes away."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt

from ...i18n import tr
from ..settings.options_page import OptionsFactory, icon
from ..targets.dock import TargetsDock

_VISIBLE = "nm_urban/dock/visible"


class DockFace:
    """*menu* is the plugin's menu: its title and toolbar get an action that shows and hides the dock."""

    def __init__(self, iface, menu) -> None:
        self.iface, self.menu = iface, menu
        self.dock: TargetsDock | None = None
        self.action = None
        self.factory: OptionsFactory | None = None

    def load(self) -> None:
        """Add the dock (hidden, unless it was open before), its action and the options page."""
        self.dock = TargetsDock(self.iface, self.menu.open_dialog)
        open_before = QgsSettings().value(_VISIBLE, False, type=bool)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        # Where it stood before; QGIS restores docks only at its own start.
        self.iface.mainWindow().restoreDockWidget(self.dock)
        self.dock.setVisible(open_before)
        self.action = self.dock.toggleViewAction()
        self.action.setObjectName("NmUrban_dock")
        self.action.setIcon(icon())
        self.action.setToolTip(tr("Plan targets: value, verdict and clause for the layer that is chosen"))
        self.iface.addPluginToMenu(self.menu.title, self.action)
        self.menu.toolbar.addAction(self.action)
        self.factory = OptionsFactory(self.dock.use_choices)
        self.iface.registerOptionsWidgetFactory(self.factory)

    def unload(self) -> None:
        """Take everything away again; the dock's state is stored."""
        if self.factory is not None:
            self.iface.unregisterOptionsWidgetFactory(self.factory)
            self.factory.deleteLater()
            self.factory = None
        if self.dock is None:
            return
        QgsSettings().setValue(_VISIBLE, not self.dock.isHidden())
        self.dock.close_down()
        self.iface.removePluginMenu(self.menu.title, self.action)
        if self.menu.toolbar is not None:
            self.menu.toolbar.removeAction(self.action)
        self.iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        self.dock = self.action = None
