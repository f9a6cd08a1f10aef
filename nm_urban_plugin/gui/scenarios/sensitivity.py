"""Sensitivity: the sums for k1 and k2 from nothing to twice, and what ten percent more gives every county.

It takes some 27 allotments, so it is computed after a pause and in portions: the panel stays at hand meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.hooks.allotment import Allotment, Claim
from ...core.hooks.policy import HookRules
from ...core.hooks.sensitivity import MARGIN, STEPS, Scenario, margin, scenario
from ...i18n import tr
from ..widgets.buttons import number_of
from .model import mu

_PAUSE_MS = 150
#: Allotments of one portion: some 5 ms each for 103 counties.
_PORTION = 3


class SensitivityRun(QObject):
    """margined(k1, k2): code → change in hundredths of a 亩; gridded(list of `Scenario`)."""

    margined = pyqtSignal(object, object)
    gridded = pyqtSignal(object)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._jobs: list[Callable] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)

    @property
    def busy(self) -> bool:
        return self._timer.isActive() or bool(self._jobs)

    def start(self, claims: Sequence[Claim], rules: HookRules, now: Allotment) -> None:
        """Compute for another setting; what was under way is dropped."""
        changes: list = []
        cells: list[Scenario] = []
        steps = [(k1, k2) for k1 in STEPS for k2 in STEPS]
        self._jobs = [
            lambda: changes.append(margin(claims, rules, now, k1=MARGIN)),
            lambda: changes.append(margin(claims, rules, now, k2=MARGIN)),
            lambda: self.margined.emit(*changes),
            *(lambda k1=k1, k2=k2: cells.append(scenario(claims, rules, now.cap, k1, k2)) for k1, k2 in steps),
            lambda: self.gridded.emit(cells),
        ]
        self._timer.start(_PAUSE_MS)

    def stop(self) -> None:
        """Drop what is under way."""
        self._timer.stop()
        self._jobs = []

    def _step(self) -> None:
        portion, self._jobs = self._jobs[:_PORTION], self._jobs[_PORTION:]
        for job in portion:
            job()
        if self._jobs:
            self._timer.start(0)


class SensitivityTable(QWidget):
    """k1 by rows, k2 by columns, each from nothing to twice; the measure is chosen above."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.measure = QComboBox(self)
        self.measure.setAccessibleName(tr("Sum that is shown"))
        for words, key in ((tr("Allotted (亩)"), "allotted"), (tr("Earned before limits (亩)"), "demand"),
                           (tr("Left unallocated (亩)"), "rest"), (tr("Factor of scaling"), "scale"),
                           (tr("Counties limited"), "limited")):
            self.measure.addItem(words, key)
        self.table = QTableWidget(len(STEPS), len(STEPS), self)
        self.table.setAccessibleName(tr("Sensitivity"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalHeaderLabels([f"k2 × {step:g}" for step in STEPS])
        self.table.setVerticalHeaderLabels([f"k1 × {step:g}" for step in STEPS])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(round(9 * self.fontMetrics().height()))
        note = QLabel(tr("Rows: k1 times the factor; columns: k2 times the factor; in the middle the scenario as it "
                         "is. What ten percent more gives each county stands in the table of counties."), self)
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 4, 2, 4)
        for widget in (self.measure, self.table, note):
            box.addWidget(widget)
        box.addStretch(1)
        self._cells: list[Scenario] = []
        self.measure.currentIndexChanged[int].connect(lambda _at: self._fill())

    def show_cells(self, cells: list[Scenario]) -> None:
        """Another grid, k1 outer; [] = not known (yet)."""
        self._cells = list(cells)
        self._fill()

    def _fill(self) -> None:
        key = self.measure.currentData()
        side = number_of(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for at in range(len(STEPS) ** 2):
            row, column = divmod(at, len(STEPS))
            item = self.table.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                item.setTextAlignment(side)
                self.table.setItem(row, column, item)
                font = item.font()
                font.setBold(STEPS[row] == STEPS[column] == 1)
                item.setFont(font)
            item.setText(self._words(self._cells[at], key) if self._cells else "…")

    @staticmethod
    def _words(cell: Scenario, key: str) -> str:
        if key == "scale":
            return f"{cell.scale:.6f}"
        return str(cell.limited) if key == "limited" else mu(getattr(cell, key))
