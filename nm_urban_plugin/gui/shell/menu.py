"""The plugin's menu and toolbar: one action for every algorithm, which opens its Processing dialog."""

from functools import partial

from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QAction

from ...i18n import tr


class AlgorithmMenu:
    """A submenu of Plugins and a toolbar. What `load` adds, `unload` takes away."""

    def __init__(self, iface, provider):
        self.iface = iface
        self.provider = provider
        self.title = ""
        self.toolbar = None
        self.actions = []
        self._dialogs = []

    def load(self):
        """Add the menu and the toolbar; call once, on the main thread."""
        self.title = tr("NM Urban")
        self.toolbar = self.iface.addToolBar(self.title)
        self.toolbar.setObjectName("NmUrbanToolBar")
        for algorithm in sorted(self.provider.algorithms(), key=lambda a: (a.groupId(), a.name())):
            action = QAction(algorithm.icon(), algorithm.displayName(), self.iface.mainWindow())
            action.setObjectName(f"NmUrban_{algorithm.name()}")
            action.setToolTip(algorithm.shortDescription() or algorithm.displayName())
            action.triggered.connect(partial(self.open_dialog, algorithm.id()))
            self.iface.addPluginToMenu(self.title, action)
            self.toolbar.addAction(action)
            self.actions.append(action)

    def unload(self):
        """Close the dialogs and remove every action, the menu and the toolbar."""
        for dialog in self._alive_dialogs():
            dialog.close()
        self._dialogs = []
        for action in self.actions:
            self.iface.removePluginMenu(self.title, action)
            action.deleteLater()
        self.actions = []
        if self.toolbar is not None:
            self.toolbar.deleteLater()
            self.toolbar = None

    def open_dialog(self, algorithm_id, _checked=False):
        """Open the Processing dialog of an algorithm beside the map, not modal; return it (None if there is none)."""
        # The Processing plugin may be started after this one, so it is imported when it is needed.
        from processing import createAlgorithmDialog

        dialog = createAlgorithmDialog(algorithm_id, {})
        if dialog is not None:
            # Python must hold the dialog, or it would vanish at once.
            self._dialogs = [*self._alive_dialogs(), dialog]
            dialog.show()
        return dialog

    def _alive_dialogs(self):
        return [dialog for dialog in self._dialogs if not sip.isdeleted(dialog)]
