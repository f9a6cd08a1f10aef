"""The table of the scenario panel: keyboard, copying, widths that follow the font."""

from __future__ import annotations

from qgis.core import QgsMapLayerModel, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QEvent, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAbstractItemView, QApplication, QComboBox, QHeaderView, QSizePolicy, QTableView

from ...i18n import tr
from ..widgets.buttons import as_rows
from ..widgets.plain_text import one_line, tooltip
from .model import BASE, CAPPED, CHANGE, CODE, D_K1, D_K2, FACTOR, NAME, PEOPLE, STOCK, WHY
from .source import county_tables

#: Width of each column in heights of a line.
_WIDTHS = {NAME: 7, CAPPED: 6, CHANGE: 5.5, BASE: 5, STOCK: 5.5, PEOPLE: 5.5, FACTOR: 4.5, D_K1: 5, D_K2: 5, WHY: 40,
           CODE: 5}


class SharesView(QTableView):
    """Rows are chosen, Ctrl+C copies those that are chosen (all where none is), headings sort."""

    def __init__(self, model, parent=None) -> None:
        super().__init__(parent)
        self.setModel(model)
        as_rows(self, tr("Counties"), QAbstractItemView.SelectionMode.ExtendedSelection)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setHighlightSections(False)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        em = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(round(1.6 * em))
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, round(width * em))

    def copy(self) -> None:
        """The chosen rows, or all, into the clipboard."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        QApplication.clipboard().setText(self.model().lines(rows or list(range(self.model().rowCount()))))

    def event(self, event) -> bool:
        # QGIS copies features by this key; in the table it copies rows
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event) -> None:  # noqa: N802 (the name is Qt's)
        if event.matches(QKeySequence.StandardKey.Copy):
            event.accept()
            self.copy()
        else:
            super().keyPressEvent(event)


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
