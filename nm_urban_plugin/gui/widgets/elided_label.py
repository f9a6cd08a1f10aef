"""A label of one line that shortens its text to the room there is. Text of layers, so plain text always."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy

from .plain_text import one_line, tooltip


class ElidedLabel(QLabel):
    """Shows ``one_line(text)``, with an ellipsis in the middle where it is too long; all of it in the tool tip."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._all = ""

    def show_text(self, text: str) -> None:
        """Another text."""
        self._all = one_line(text)
        self.setToolTip(tooltip(text))
        self.setAccessibleName(self._all)
        self._cut()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (the name is Qt's)
        return QSize(3 * self.fontMetrics().height(), super().minimumSizeHint().height())

    def resizeEvent(self, event) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.contentsRect().width()
        self.setText(self.fontMetrics().elidedText(self._all, Qt.TextElideMode.ElideMiddle, room))
