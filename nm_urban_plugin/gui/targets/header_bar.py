"""The head of the dock: the layer that is shown, its role, the date of evaluation, progress and what went wrong."""

from __future__ import annotations

import datetime as dt

from qgis.core import QgsMapLayerModel, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QSignalBlocker, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDateEdit,
    QGridLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

from ...analysis.reading.roles import BY_FIELDS, CHOSEN, IN_FILE, detect_role
from ...core.targets.indicators import layer_roles_answering
from ...core.targets.readiness import layer_name
from ...i18n import locale, tr, tr_noop
from ..widgets.buttons import tool_button
from ..widgets.elided_label import ElidedLabel

#: Work that ends sooner is not announced: it would only flicker.
SHOW_AFTER_MS = 200

#: Width, in heights of a line, from which on the head is one line.
_WIDE = 28

_FOUND = {
    CHOSEN: tr_noop("You chose this role; it is remembered in the layer."),
    IN_FILE: tr_noop("The role is written in the layer's file."),
    BY_FIELDS: tr_noop("The role was told by the names of the fields."),
}


class HeaderBar(QWidget):
    """role_chosen(role) ('' = automatic), date_chosen(), cancelled(), refreshed(); slow(): the work takes its time."""

    role_chosen = pyqtSignal(str)
    date_chosen = pyqtSignal()
    cancelled = pyqtSignal()
    refreshed = pyqtSignal()
    slow = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.icon, self.name = QLabel(self), ElidedLabel(self)
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.role = QComboBox(self)
        self.role.setAccessibleName(tr("Role of the layer"))
        self.role.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.role.setMinimumContentsLength(8)
        self.role.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.date = QDateEdit(self)
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setDateRange(QDate(2000, 1, 1), QDate(2100, 12, 31))
        self.date.setAccessibleName(tr("Date of evaluation"))
        self.date.setToolTip(tr("Date of evaluation: what is due, and what should be reached by now"))
        self.again = tool_button(self, "mActionRefresh.svg", tr("Compute again (Ctrl+R)"))
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(True)
        self.progress.setFormat(tr("Computing … %p %"))
        self.stop = tool_button(self, "mTaskCancel.svg", tr("Cancel (Esc)"))
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.icon, 0, 0)
        grid.addWidget(self.name, 0, 1)
        grid.addWidget(self.date, 0, 3)
        grid.addWidget(self.again, 0, 4)
        grid.addWidget(self.role, 1, 0, 1, 5)
        grid.addWidget(self.progress, 2, 0, 1, 4)
        grid.addWidget(self.stop, 2, 4)
        grid.addWidget(self.message, 3, 0, 1, 5)
        grid.setColumnStretch(1, 2)
        self._wide = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SHOW_AFTER_MS)
        self._slow.timeout.connect(self._show_progress)
        self.role.activated[int].connect(lambda at: self.role_chosen.emit(str(self.role.itemData(at) or "")))
        self.date.dateChanged.connect(self._on_date)
        self.again.clicked.connect(self.refreshed.emit)
        self.stop.clicked.connect(self.cancelled.emit)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(400)
        self._waiting.timeout.connect(self.date_chosen.emit)
        self.working(False)
        self.say("")

    @property
    def day(self) -> dt.date:
        return dt.date(*self.date.date().getDate())

    def set_day(self, day: dt.date) -> None:
        """Show a date without telling anybody."""
        blocker = QSignalBlocker(self.date)
        self.date.setDate(QDate(day.year, day.month, day.day))
        blocker.unblock()

    def resizeEvent(self, event) -> None:  # noqa: N802 (the name is Qt's)
        """The role stands beside the name where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE * self.fontMetrics().height()
        if wide != self._wide:
            self._wide = wide
            self._grid.removeWidget(self.role)
            self._grid.addWidget(self.role, *((0, 2) if wide else (1, 0, 1, 5)))
            self._grid.setColumnStretch(2, 3 if wide else 0)

    def show_layer(self, layer: QgsVectorLayer | None) -> None:
        """Name, icon and role of the layer."""
        with_layer = layer is not None
        self.name.show_text(layer.name() if with_layer else tr("No layer"))
        side = self.fontMetrics().height()
        self.icon.setVisible(with_layer)
        self.role.setVisible(with_layer)
        if with_layer:
            self.icon.setPixmap(QgsMapLayerModel.iconForLayer(layer).pixmap(side, side))
            self._fill_roles(layer)

    def _fill_roles(self, layer: QgsVectorLayer) -> None:
        lang = locale()
        role, how = detect_role(layer)
        blocker = QSignalBlocker(self.role)
        self.role.clear()
        if how == CHOSEN:
            self.role.addItem(tr("Role: automatic"), "")
        else:
            found = layer_name(role, lang) if role else tr("not known, choose it here")
            self.role.addItem(tr("Role: {name}").format(name=found), "")
        answering = sorted({*layer_roles_answering(), "measures"}, key=lambda key: layer_name(key, lang))
        if how == CHOSEN and role not in answering:
            answering.append(role)
        for key in answering:
            self.role.addItem(layer_name(key, lang), key)
        self.role.setCurrentIndex(self.role.findData(role) if how == CHOSEN else 0)
        self.role.setToolTip(tr(_FOUND[how]) if how in _FOUND else tr(
            "The fields do not tell what this layer is: choose its role; it is remembered in the layer."))
        blocker.unblock()

    def working(self, busy: bool) -> None:
        """Progress and cancel come up where the work takes its time."""
        if busy:
            if not self.progress.isVisible() and not self._slow.isActive():
                self._slow.start()
            return
        self._slow.stop()
        self.progress.setValue(0)
        for widget in (self.progress, self.stop):
            widget.setVisible(False)

    def show_percent(self, percent: float) -> None:
        """Progress of the work."""
        self.progress.setValue(int(percent))

    def say(self, message: str) -> None:
        """A line under the head: what went wrong and what to do; '' = none."""
        self.message.setText(message)
        self.message.setVisible(bool(message))

    def _show_progress(self) -> None:
        for widget in (self.progress, self.stop):
            widget.setVisible(True)
        self.slow.emit()

    def _on_date(self, _date) -> None:
        # typing a date passes through others
        self._waiting.start()
