"""The rows, or where there are none, what to do about it."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ...core.targets.indicators import layer_roles_answering
from ...core.targets.readiness import layer_name
from ...i18n import locale, tr
from .evaluator import CANCELLED, FAILED, RUNNING, Evaluator
from .model import Criteria


class RowsOrMessage(QStackedWidget):
    """clear_filters(): the button of the message was pressed."""

    clear_filters = pyqtSignal()

    def __init__(self, view: QWidget, parent=None) -> None:
        super().__init__(parent)
        page = QWidget(self)
        self.words = QLabel(page)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(tr("Show all targets"), page)
        self.button.clicked.connect(self.clear_filters.emit)
        box = QVBoxLayout(page)
        box.addStretch(1)
        box.addWidget(self.words)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self.addWidget(view)
        self.addWidget(page)

    def show_state(self, evaluator: Evaluator, role: str | None, has_rows: bool, shown: int, criteria: Criteria
                   ) -> None:
        """Rows where some are shown, else the reason and the remedy. role: None where it is not known yet."""
        words, button = "", False
        if evaluator.layer is None:
            words = tr("Choose a vector layer or a table in the layers panel: its values are compared with the targets "
                       "of the plans.")
        elif shown:
            words = ""
        elif evaluator.state == RUNNING and not has_rows:
            words = tr("The targets are being evaluated …")
        elif evaluator.state == FAILED:
            words = tr("This layer cannot be evaluated; see the message above.")
        elif evaluator.state == CANCELLED and not has_rows:
            words = tr("Cancelled. Press Ctrl+R to compute the values.")
        elif has_rows:
            words, button = self._nothing_fits(role, criteria)
        self.words.setText(words)
        self.button.setVisible(button)
        self.setCurrentIndex(1 if words else 0)

    def _nothing_fits(self, role: str | None, criteria: Criteria) -> tuple[str, bool]:
        plain = Criteria(answered=criteria.answered)
        if not criteria.answered or criteria != plain:
            return tr("No row fits the filters."), True
        if role == "":
            return tr("The fields do not tell what this layer is. Choose its role above; it is remembered in the "
                      "layer."), True
        if role is not None and role not in layer_roles_answering() and role != "measures":
            return tr("No target can be answered from “{role}”. Layers that answer targets: {names} …").format(
                role=layer_name(role, locale()),
                names=", ".join(layer_name(one, locale()) for one in layer_roles_answering()[:6])), True
        return tr("No target can be answered from this layer: fields are missing. Show all targets to see which."), True
