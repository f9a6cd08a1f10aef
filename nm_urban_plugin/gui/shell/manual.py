"""The manual in the browser, from the plugin's own folder: bureaus work without a network."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QAction

from ...i18n import locale, tr

_DOCS = Path(__file__).resolve().parents[3] / "docs"


def manual_file(language: str, folder: Path = _DOCS) -> Path | None:
    """The manual in a language: the page that ships with the plugin, in a source tree the text; None without either."""
    found = (folder / f"manual.{language}.{suffix}" for suffix in ("html", "md"))
    return next((path for path in found if path.is_file()), None)


class ManualAction:
    """*menu* is the plugin's menu, which gets an action that opens the manual; so does QGIS's own Help menu."""

    def __init__(self, iface, menu) -> None:
        self.iface, self.menu = iface, menu
        self.action: QAction | None = None

    def load(self) -> None:
        """Add the action."""
        icon = QgsApplication.getThemeIcon("/mActionHelpContents.svg")
        self.action = QAction(icon, tr("NM Urban manual"), self.iface.mainWindow())
        self.action.setObjectName("NmUrban_manual")
        self.action.triggered.connect(self.open)
        self.iface.addPluginToMenu(self.menu.title, self.action)
        self.iface.pluginHelpMenu().addAction(self.action)

    def unload(self) -> None:
        """Take it away again."""
        if self.action is None:
            return
        self.iface.removePluginMenu(self.menu.title, self.action)
        self.iface.pluginHelpMenu().removeAction(self.action)
        self.action.deleteLater()
        self.action = None

    def open(self, _checked: bool = False) -> bool:
        """Open the manual in the user's language; say so where this installation lacks it."""
        path = manual_file(locale())
        if path is not None and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            return True
        text = tr("The manual cannot be opened: {path}").format(path=path or _DOCS)
        self.iface.messageBar().pushWarning(tr("NM Urban"), text)
        return False
