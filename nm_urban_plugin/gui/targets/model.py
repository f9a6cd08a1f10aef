"""The rows of the dock as a table model, and what filters them."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt
from qgis.PyQt.QtGui import QFont, QPalette
from qgis.PyQt.QtWidgets import QApplication

from ...core.places import REGION
from ...core.targets.bars import bar_of
from ...core.targets.rows import TargetRow, name_of_scope
from ...core.verdict import VERDICTS
from ...i18n import locale, tr, tr_noop
from ..widgets.buttons import number_of
from ..widgets.plain_text import one_line, tooltip
from .formatting import gap_words, goal_text, verdict_words, with_unit

NAME, PLACE, VALUE, GOAL, BAR, VERDICT, GAP = range(7)
HEADINGS = (tr_noop("Target"), tr_noop("Place"), tr_noop("Value"), tr_noop("Goal"), tr_noop("Progress"),
            tr_noop("Verdict"), tr_noop("Gap"))  # fmt: skip

_USER = number_of(Qt.ItemDataRole.UserRole)
ROW_ROLE, BAR_ROLE, VERDICT_ROLE, DIMMED_ROLE, SORT_ROLE = range(_USER + 1, _USER + 6)


def key_of(row: TargetRow) -> tuple:
    """What tells a row from all others, also after the next evaluation."""
    return row.target.id, row.scope.key, row.origin, row.target.year


class RowsModel(QAbstractTableModel):
    """One line per target and place."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.rows: list[TargetRow] = []
        self.area_unit = ""
        self.dimmed = False
        self._places_in_names = False

    def name_places(self, wanted: bool) -> None:
        """Whether the place is told with the name, as its own column is not shown."""
        if wanted != self._places_in_names:
            self._places_in_names = wanted
            if self.rows:
                self.dataChanged.emit(self.index(0, NAME), self.index(len(self.rows) - 1, NAME))

    def show(self, rows: list[TargetRow], area_unit: str) -> None:
        """Other rows. The same rows with other values keep the selection and the place of the view."""
        same = area_unit == self.area_unit and [key_of(r) for r in rows] == [key_of(r) for r in self.rows]
        if same:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(HEADINGS) - 1))
            return
        self.beginResetModel()
        self.rows, self.area_unit = list(rows), area_unit
        self.endResetModel()

    def dim(self, dimmed: bool) -> None:
        """Values that are not up to date are shown dimmed."""
        if dimmed != self.dimmed:
            self.dimmed = dimmed
            if self.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(HEADINGS) - 1))

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADINGS[section])
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == ROW_ROLE:
            return row
        if role == BAR_ROLE:
            return bar_of(row)
        if role == VERDICT_ROLE:
            return row.verdict
        if role == DIMMED_ROLE:
            return self.dimmed
        if role == SORT_ROLE:
            return self._sorted_by(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._tip(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(HEADINGS[column])}: {self.text(row, column) or self._tip(row, column)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (VALUE, GOAL, GAP):
            return number_of(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and column == NAME and not row.stands:
            font = QFont()
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and self.dimmed:
            return QApplication.palette().brush(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        return None

    def text(self, row: TargetRow, column: int) -> str:
        """What a cell shows."""
        if column == NAME:
            name = one_line(row.target.name(locale()))
            if self._places_in_names and row.scope.key != REGION:
                return f"{self.text(row, PLACE)} · {name}"
            return name
        if column == PLACE:
            return one_line(name_of_scope(row.scope, locale()))
        if column == VALUE:
            return with_unit(row.value, one_line(row.value_unit, 20), self.area_unit)
        if column == GOAL:
            target = row.target
            unit = one_line(target.unit, 20)
            return goal_text(target.comparator, row.goal, unit, self.area_unit, target.year)
        if column == VERDICT:
            return verdict_words(row)
        if column == GAP:
            return gap_words(row, self.area_unit)
        return ""

    def _tip(self, row: TargetRow, column: int) -> str:
        lang = locale()
        if column == NAME:
            parts = (row.target.name(lang), row.target.quote_clean, row.target.source)
            return "\n".join(part for part in parts if part)
        if column == VERDICT:
            return "\n".join(part for part in (verdict_words(row), row.missing.text(lang)) if part)
        if column == BAR:
            parts = [self.text(row, VALUE), self.text(row, GOAL)]
            if row.expected is not None:
                due = with_unit(row.expected, row.target.unit, self.area_unit)
                parts.append(tr("due now: {value}").format(value=due))
            return " · ".join(parts)
        if column == VALUE:
            return row.method.text(lang)
        return self.text(row, column)

    def _sorted_by(self, row: TargetRow, column: int):
        if column == VALUE:
            return float("-inf") if row.value is None else row.value
        if column == GOAL:
            return float("-inf") if row.goal is None else row.goal
        if column == GAP:
            return float("-inf") if row.gap is None else row.gap
        if column == BAR:
            bar = bar_of(row)
            return float("-inf") if bar is None else bar.value - bar.goal
        if column == VERDICT:
            return VERDICTS.index(row.verdict)
        return self.text(row, column)


@dataclass(frozen=True)
class Criteria:
    """Which rows are shown; '' = all. search: words that must all occur in name, quote, source, place or id."""

    document: str = ""
    tier: str = ""
    verdict: str = ""
    search: str = ""
    answered: bool = True

    def fits(self, row: TargetRow) -> bool:
        target = row.target
        if self.answered and row.value is None and not row.n_skipped:
            return False
        if self.document and target.doc != self.document and not (self.document == "own" and row.origin != "register"):
            return False
        if (self.tier and target.tier != self.tier) or (self.verdict and row.verdict != self.verdict):
            return False
        words = self.search.casefold().split()
        if not words:
            return True
        text = " ".join((target.name_zh, target.name_en, target.quote_clean, target.section, target.id, row.scope.key,
                         row.scope.name_zh, row.scope.name_en)).casefold()
        return all(word in text for word in words)


class RowsFilter(QSortFilterProxyModel):
    """The rows that fit the criteria, in the order of the register until a heading is clicked."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.criteria = Criteria()
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)

    def use(self, criteria: Criteria) -> None:
        """Other criteria."""
        if criteria != self.criteria:
            self.criteria = criteria
            self.invalidateFilter()

    def filterAcceptsRow(self, source_row, source_parent) -> bool:
        return self.criteria.fits(self.sourceModel().rows[source_row])

    def shown(self) -> list[TargetRow]:
        """The rows as they are shown, in their order."""
        return [self.index(k, 0).data(ROW_ROLE) for k in range(self.rowCount())]
