"""The table of the dock: keyboard, columns that give way where there is little room."""

from __future__ import annotations

from qgis.PyQt.QtCore import QByteArray, QItemSelectionModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ...core.targets.rows import TargetRow
from ...i18n import tr
from ..widgets.buttons import as_rows
from .delegates import BarDelegate, VerdictDelegate
from .model import BAR, GAP, GOAL, NAME, PLACE, ROW_ROLE, VALUE, VERDICT, key_of

#: Columns in the order in which they give way where there is little room.
_GIVE_WAY = (PLACE, GAP, BAR, GOAL)
#: Width of each column in heights of a line; the name takes what remains, and never less than its own.
_WIDTHS = {NAME: 9, PLACE: 6, VALUE: 6, GOAL: 7.4, BAR: 4.6, VERDICT: 7.6, GAP: 8}
_NARROW_WIDTHS = {VALUE: 5, VERDICT: 5}


class RowsView(QTableView):
    """row_chosen(): another row has the focus, or none."""

    row_chosen = pyqtSignal()

    def __init__(self, model, parent=None) -> None:
        super().__init__(parent)
        self.setModel(model)
        as_rows(self, tr("Targets"), QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(BAR, BarDelegate(self))
        self.setItemDelegateForColumn(VERDICT, VerdictDelegate(self))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(20)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._own_widths = False
        self._fitting = False
        self._key = None
        head.sectionResized.connect(self._on_resized)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self._fit()

    def row(self) -> TargetRow | None:
        """The row that is chosen."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def keep_row(self) -> None:
        """Choose the same row again where it is still there."""
        if self._key is None or self.currentIndex().isValid():
            return
        model = self.model()
        for k in range(model.rowCount()):
            if key_of(model.index(k, 0).data(ROW_ROLE)) == self._key:
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self.selectionModel().setCurrentIndex(model.index(k, 0), flags)
                return

    def state(self) -> QByteArray:
        """Widths and order of the columns, to be stored; empty where the user never changed them."""
        return self.horizontalHeader().saveState() if self._own_widths else QByteArray()

    def restore(self, state) -> None:
        """The stored widths; sorting starts in the order of the register."""
        if isinstance(state, QByteArray) and not state.isEmpty() and self.horizontalHeader().restoreState(state):
            self._own_widths = True
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._fit()

    def resizeEvent(self, event) -> None:  # noqa: N802 (the name is Qt's)
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the columns for which there is room."""
        em = self.fontMetrics().height()
        room = (self.width() - self.verticalScrollBar().sizeHint().width()) / em
        self._fitting = True
        needed = sum(_WIDTHS.values())
        for column in _GIVE_WAY:
            hidden = needed > room
            needed -= _WIDTHS[column] * hidden
            self.setColumnHidden(column, hidden)
        narrow = self.isColumnHidden(GOAL)
        if not self._own_widths or narrow:
            for column, width in _WIDTHS.items():
                width = _NARROW_WIDTHS.get(column, width) if narrow else width
                if column != NAME and not self.isColumnHidden(column):
                    self.setColumnWidth(column, round(width * em))
        self.model().sourceModel().name_places(self.isColumnHidden(PLACE))
        self.verticalHeader().setDefaultSectionSize(round(1.75 * em))
        self._fitting = False

    def _on_resized(self, _column, _old, _new) -> None:
        if not self._fitting and self.isVisible() and self.horizontalHeader().underMouse():
            self._own_widths = True

    def _on_current(self, current, _previous) -> None:
        if current.isValid():
            self._key = key_of(current.data(ROW_ROLE))
        self.row_chosen.emit()
