"""The choice of the county table that the scenarios are computed from."""

from __future__ import annotations

from qgis.core import QgsMapLayerModel, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy

from ...i18n import tr
from ..widgets.plain_text import one_line, tooltip
from .source import county_tables


class TableBox(QComboBox):
    """chosen(): another table. Names are read anew whenever the list opens."""

    chosen = pyqtSignal()

    def __init__(self, project: QgsProject, parent=None) -> None:
        super().__init__(parent)
        self._project = project
        self.setAccessibleName(tr("County table"))
        self.setToolTip(tooltip(tr("County table: codes, and disposed land, settled people or base quota")))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated[int].connect(lambda _at: self.chosen.emit())

    def layer(self) -> QgsVectorLayer | None:
        """The table that is chosen; None where there is none."""
        found = self._project.mapLayer(str(self.currentData() or ""))
        return found if isinstance(found, QgsVectorLayer) else None

    def fill(self) -> None:
        """The tables of the project; the one that is chosen stays chosen where it is still there."""
        before = self.currentData()
        blocker = QSignalBlocker(self)
        self.clear()
        for layer in county_tables(self._project):
            self.addItem(QgsMapLayerModel.iconForLayer(layer), one_line(layer.name(), 80), layer.id())
            self.setItemData(self.count() - 1, tooltip(layer.name()), Qt.ItemDataRole.ToolTipRole)
        if not self.count():
            self.addItem(tr("No county table"), "")
        self.setCurrentIndex(max(0, self.findData(before) if before else 0))
        blocker.unblock()

    def showPopup(self) -> None:  # noqa: N802 (the name is Qt's)
        self.fill()
        super().showPopup()
