"""One card for the two that belong together: new construction land (64 万亩) and the stock to be revived (67.94 万亩).

The stock is larger than the whole five-year cap, so neither is shown without the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import QApplication, QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from ...core.places import REGION
from ...core.targets.bars import Bar, bar_of
from ...core.targets.registry import register
from ...core.targets.rows import TargetRow, name_of_scope
from ...i18n import locale, tr, tr_noop
from ..widgets.elided_label import ElidedLabel
from .delegates import paint_bar
from .formatting import goal_text, verdict_words, with_unit
from .verdict_marks import paint_mark

QUOTA, STOCK = "new_urban_construction_land_cap_2025", "idle_land_stock_to_revive"
_TITLES = {
    QUOTA: tr_noop("Increment: new construction land"),
    STOCK: tr_noop("Stock: idle and unsupplied land revived"),
}


class BarLine(QWidget):
    """The mark of the verdict and the bar. words: a label beside it, which has the colour of text."""

    def __init__(self, words: QWidget, parent=None) -> None:
        super().__init__(parent)
        self._beside = words
        self.bar: Bar | None = None
        self.verdict = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(1.3 * self.fontMetrics().height()))

    def show_row(self, row: TargetRow | None) -> None:
        """Another row; None: an empty bar."""
        self.bar, self.verdict = (bar_of(row), row.verdict) if row is not None else (None, "")
        self.update()

    def paintEvent(self, _event) -> None:  # noqa: N802 (the name is Qt's)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._palette()
        em, box = self.fontMetrics().height(), QRectF(self.rect())
        if self.verdict:
            paint_mark(painter, QRectF(0, (box.height() - em) / 2, em, em), self.verdict, palette)
        if self.bar is not None:
            paint_bar(painter, box.adjusted(em, 0, 0, 0), self.bar, self.verdict, palette, em)
        painter.end()

    def _palette(self) -> QPalette:
        """The palette to paint in: where a theme's style sheet makes the ground of a plain widget transparent, its
        colours of ground and text are not those that one sees."""
        palette = QPalette(self.palette())
        if palette.color(QPalette.ColorRole.Base).alpha() == 0:
            seen = self._beside.palette().color(QPalette.ColorRole.WindowText)
            palette.setColor(QPalette.ColorRole.Base, QApplication.palette().color(QPalette.ColorRole.Base))
            palette.setColor(QPalette.ColorRole.Text, seen)
        return palette


@dataclass
class _Known:
    """The last row of a target, and the layer it came from."""

    row: TargetRow
    layer_id: str


class _Half(QWidget):
    def __init__(self, target: str, parent=None) -> None:
        super().__init__(parent)
        self.target = target
        self.title, self.figures, self.words = ElidedLabel(self), ElidedLabel(self), ElidedLabel(self)
        self.line = BarLine(self.figures, self)
        self.title.show_text(tr(_TITLES[target]))
        font = self.figures.font()
        font.setBold(True)
        self.figures.setFont(font)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget in (self.title, self.figures, self.line, self.words):
            box.addWidget(widget)

    def show_known(self, known: _Known | None, area_unit: str, current: bool) -> None:
        target = register()[self.target]
        if known is None:
            self.figures.show_text(goal_text(target.comparator, target.value, target.unit, area_unit))
            self.words.show_text(tr("No layer shown yet that answers it"))
            self.line.show_row(None)
            self.line.hide()
        else:
            row = known.row
            goal = goal_text(row.target.comparator, row.goal, row.target.unit, area_unit)
            self.figures.show_text(f"{with_unit(row.value, row.value_unit, area_unit)}  ({goal})")
            parts = [verdict_words(row), name_of_scope(row.scope, locale())]
            if not current:
                parts.append(tr("from layer {name}").format(name=row.source))
            self.words.show_text(" · ".join(parts))
            self.line.show_row(row)
            self.line.show()
        self.setEnabled(known is None or current)


def _telling(rows: list[TargetRow]) -> TargetRow | None:
    """The row of the plan; for a place that has its own quota or task, that one."""
    plan = next((row for row in rows if row.origin == "register"), None)
    if plan is None or plan.scope.key == REGION:
        return plan or next(iter(rows), None)
    return next((row for row in rows if row.origin != "register" and row.scope.key == plan.scope.key), plan)


class QuotaCard(QFrame):
    """Both halves side by side, or one above the other where the dock is narrow."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(tr("Increment and stock"))
        self.halves = {target: _Half(target, self) for target in (QUOTA, STOCK)}
        self._known: dict[str, _Known] = {}
        self._layer_id = ""
        self._area_unit = ""
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(6, 4, 6, 4)
        self._box.setSpacing(12)
        for half in self.halves.values():
            self._box.addWidget(half, 1)
        self._show()

    def show_rows(self, rows: list[TargetRow], layer_id: str, area_unit: str) -> None:
        """What a layer says of the two; the other one keeps what was known."""
        self._layer_id, self._area_unit = layer_id, area_unit
        for target in self.halves:
            found = _telling([row for row in rows if row.target.id == target and row.value is not None])
            if found is not None:
                self._known[target] = _Known(found, layer_id)
            elif target in self._known and self._known[target].layer_id == layer_id:
                del self._known[target]
        self._show()

    def forget(self, layer_id: str = "") -> None:
        """What came from a layer that is gone; '' = all."""
        self._known = {key: known for key, known in self._known.items() if layer_id and known.layer_id != layer_id}
        self._show()

    def resizeEvent(self, event) -> None:  # noqa: N802 (the name is Qt's)
        super().resizeEvent(event)
        wide = self.width() >= 24 * self.fontMetrics().height()
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != direction:
            self._box.setDirection(direction)

    def _show(self) -> None:
        for target, half in self.halves.items():
            known = self._known.get(target)
            half.show_known(known, self._area_unit, known is not None and known.layer_id == self._layer_id)
