"""Cells of the dock that are drawn: the bar with value, goal and trajectory, and the verdict with its mark."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ...core.targets.bars import Bar
from ..widgets.buttons import number_of
from .model import BAR_ROLE, DIMMED_ROLE, VERDICT_ROLE
from .verdict_marks import colour_of, paint_mark

_DIMMED = 0.45


def _background(option: QStyleOptionViewItem, index, delegate: QStyledItemDelegate) -> QStyleOptionViewItem:
    """The option of a cell whose ground is drawn by the style, without its text."""
    plain = QStyleOptionViewItem(option)
    delegate.initStyleOption(plain, index)
    return plain


def _draw_ground(painter: QPainter, plain: QStyleOptionViewItem) -> None:
    style = plain.widget.style() if plain.widget is not None else QApplication.style()
    style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, plain, painter, plain.widget)


def _plate(painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
    """On a chosen row the marks stand on a plate of the usual ground: they would be lost on the colour of the row."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(box, 3, 3)


class BarDelegate(QStyledItemDelegate):
    """value = bar, goal = upright line through it, trajectory = diamond."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:
        _draw_ground(painter, _background(option, index, self))
        bar = index.data(BAR_ROLE)
        if not isinstance(bar, Bar):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(DIMMED_ROLE):
            painter.setOpacity(_DIMMED)
        _plate(painter, QRectF(option.rect).adjusted(2, 2, -2, -2), option)
        paint_bar(painter, QRectF(option.rect), bar, index.data(VERDICT_ROLE), option.palette,
                  option.fontMetrics.height())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:
        em = option.fontMetrics.height()
        return QSize(6 * em, round(1.7 * em))


def paint_bar(painter: QPainter, box: QRectF, bar: Bar, verdict: str, palette: QPalette, em: float) -> None:
    """Draw a bar into a box; em: height of the text beside it."""
    inner = box.adjusted(0.4 * em, 0, -0.4 * em, 0)
    height = min(0.55 * em, inner.height() - 4)
    top = inner.center().y() - height / 2

    def at(share: float) -> float:
        return inner.left() + share * inner.width()

    text, ground = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    groove = QColor(text)
    groove.setAlphaF(0.14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(groove)
    painter.drawRect(QRectF(inner.left(), top, inner.width(), height))
    painter.setBrush(colour_of(verdict, palette))
    left, right = sorted((at(bar.zero), at(bar.value)))
    painter.drawRect(QRectF(left, top, max(right - left, 1.0), height))
    # a rim in the colour of the ground keeps the marks apart from the bar
    x = at(bar.goal)
    for colour, width in ((ground, 0.32 * em), (text, max(1.6, 0.13 * em))):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(x, top - 0.28 * em), QPointF(x, top + height + 0.28 * em))
    if bar.expected is not None:
        x, y, r = at(bar.expected), inner.center().y(), 0.34 * em
        painter.setPen(QPen(text, max(1.0, 0.08 * em)))
        painter.setBrush(ground)
        painter.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]))


class VerdictDelegate(QStyledItemDelegate):
    """The mark of a verdict, then its words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:
        plain = _background(option, index, self)
        words, plain.text = plain.text, ""
        _draw_ground(painter, plain)
        em = option.fontMetrics.height()
        side = 0.95 * em
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(DIMMED_ROLE):
            painter.setOpacity(_DIMMED)
        mark = QRectF(box.left() + 0.3 * em, box.center().y() - side / 2, side, side)
        _plate(painter, mark.adjusted(-2, -2, 2, 2), option)
        paint_mark(painter, mark, index.data(VERDICT_ROLE), option.palette)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        room = box.adjusted(side + 0.7 * em, 0, -0.2 * em, 0)
        painter.drawText(room, number_of(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                         option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room.width())))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + round(1.4 * option.fontMetrics.height()), size.height())
