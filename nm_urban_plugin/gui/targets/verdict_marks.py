"""Marks of the verdicts: a shape of its own for each, so that none is told by its colour alone."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap, QPolygonF

from ...core.verdict import AT_RISK, MET, NO_NUMBER, NOT_COMPUTABLE, NOT_MET, PENDING

#: verdict → colour on a light, on a dark ground; each has a contrast of 3:1 and more
_COLOURS = {
    MET: ("#1a7f37", "#57c26b"),
    NOT_MET: ("#c4232f", "#ff7b72"),
    PENDING: ("#0969da", "#58a6ff"),
    AT_RISK: ("#9a6700", "#e3b341"),
    NOT_COMPUTABLE: ("#6e7781", "#9aa4ae"),
    NO_NUMBER: ("#6e7781", "#9aa4ae"),
}


def is_dark(palette: QPalette) -> bool:
    """Whether text is light on dark."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def colour_of(verdict: str, palette: QPalette) -> QColor:
    """The colour of a verdict on the ground of this palette."""
    return QColor(_COLOURS[verdict][is_dark(palette)])


def paint_mark(painter: QPainter, box: QRectF, verdict: str, palette: QPalette) -> None:
    """Draw the mark into a square box: disc with a tick, square with a cross, clock, triangle, question, dash."""
    side = min(box.width(), box.height())
    colour, ground = colour_of(verdict, palette), palette.color(QPalette.ColorRole.Base)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(side / 16, side / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    line = QPen(ground, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if verdict == MET:
        painter.drawEllipse(QRectF(1, 1, 14, 14))
        painter.setPen(line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(4.6, 8.4), QPointF(7, 10.8), QPointF(11.4, 5.6)]))
    elif verdict == NOT_MET:
        painter.drawRoundedRect(QRectF(1.5, 1.5, 13, 13), 2, 2)
        painter.setPen(line)
        painter.drawLine(QPointF(5.2, 5.2), QPointF(10.8, 10.8))
        painter.drawLine(QPointF(10.8, 5.2), QPointF(5.2, 10.8))
    elif verdict == PENDING:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.8))
        painter.drawEllipse(QRectF(1.8, 1.8, 12.4, 12.4))
        painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF([QPointF(8, 4.6), QPointF(8, 8.2), QPointF(10.8, 9.8)]))
    elif verdict == AT_RISK:
        shape = QPainterPath(QPointF(8, 1))
        shape.lineTo(15.4, 14.6)
        shape.lineTo(0.6, 14.6)
        shape.closeSubpath()
        painter.drawPath(shape)
        painter.setPen(QPen(ground, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(8, 6), QPointF(8, 9.6))
        painter.drawPoint(QPointF(8, 12.4))
    elif verdict == NOT_COMPUTABLE:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.6))
        painter.drawEllipse(QRectF(1.8, 1.8, 12.4, 12.4))
        painter.setPen(QPen(colour, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        hook = QPainterPath(QPointF(5.9, 6.4))
        hook.cubicTo(5.9, 3.6, 10.2, 3.6, 10.2, 6.4)
        hook.cubicTo(10.2, 8, 8, 7.9, 8, 9.6)
        painter.drawPath(hook)
        painter.drawPoint(QPointF(8, 11.9))
    else:
        painter.drawRoundedRect(QRectF(2.5, 6.8, 11, 2.4), 1.2, 1.2)
    painter.restore()


def mark_icon(verdict: str, palette: QPalette, side: int = 64) -> QIcon:
    """The mark as an icon; on a chosen line it stands on a plate of the usual ground, as in the table of the dock."""
    icon = QIcon(_picture(verdict, palette, side, plate=False))
    for mode in (QIcon.Mode.Active, QIcon.Mode.Selected):
        icon.addPixmap(_picture(verdict, palette, side, plate=True), mode)
    return icon


def _picture(verdict: str, palette: QPalette, side: int, plate: bool) -> QPixmap:
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    box = QRectF(0, 0, side, side)
    if plate:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(box, side / 8, side / 8)
        box.adjust(side / 12, side / 12, -side / 12, -side / 12)
    paint_mark(painter, box, verdict, palette)
    painter.end()
    return picture
