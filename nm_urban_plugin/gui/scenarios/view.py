"""The table of the scenario panel: keyboard, copying, widths that follow the font."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from ...i18n import tr
from ..widgets.buttons import as_rows
from .model import BASE, CAPPED, CHANGE, CODE, D_K1, D_K2, FACTOR, NAME, PEOPLE, STOCK, WHY

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
