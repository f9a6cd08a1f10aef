"""The parts of the scenario panel and where they stand."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QSignalBlocker, QSize, Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QWidget,
)

from ...core.hooks.policy import hook_rules
from ...core.resources import policy
from ...i18n import tr
from .coefficients import MoreControls
from .controls import Controls
from .model import SharesModel
from .name_bar import ScenarioBar
from .sensitivity import SensitivityTable
from .view import SharesView, TableBox


class ScenarioBody(QWidget):
    """From top to bottom: table, scenario, coefficients, map, what is wrong, sums; then counties, sensitivity and
    further coefficients as pages."""

    def __init__(self, project: QgsProject, model: SharesModel, parent=None) -> None:
        super().__init__(parent)
        table = hook_rules()
        self.tables, self.bar = TableBox(project, self), ScenarioBar(self)
        self.controls, self.more = Controls(table, policy("landquota")["cap_mu"], self), MoreControls(table, self)
        self.on_map = QCheckBox(tr("Show on the map"), self)
        self.on_map.setToolTip(tr("A layer in memory with the county polygons; it follows every change"))
        self.message, self.sums = self._label(), self._label()
        self.view, self.words = SharesView(model, self), QPlainTextEdit(self)
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(tr("How the share comes about"))
        self.sensitivity = SensitivityTable(self)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.view)
        split.addWidget(self.words)
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 1)
        self.pages = QTabWidget(self)
        self.pages.setDocumentMode(True)
        for page, words in ((split, tr("Counties")), (self.sensitivity, tr("Sensitivity")),
                            (self.more, tr("Further coefficients"))):
            self.pages.addTab(page, words)
        em = self.fontMetrics().height()
        self.view.setMinimumHeight(9 * em)
        self.words.setMinimumHeight(3 * em)
        box = QGridLayout(self)
        box.setContentsMargins(6, 4, 6, 4)
        box.setSpacing(4)
        box.addWidget(self.tables, 0, 0)
        box.addWidget(self.on_map, 0, 1)
        for row, widget in enumerate((self.bar, self.controls, self.message, self.sums, self.pages), 1):
            box.addWidget(widget, row, 0, 1, 2)
        box.setColumnStretch(0, 1)
        box.setRowStretch(5, 1)
        order = [self.tables, self.on_map, *self.bar.in_order(), *self.controls.in_order(), self.pages.tabBar(),
                 self.view, self.words, self.sensitivity.measure, self.sensitivity.table, *self.more.spins.values()]
        for one, two in zip(order, order[1:]):
            self.setTabOrder(one, two)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (the name is Qt's)
        # what the scroll area around it must have, not what would be pleasant
        return self.layout().minimumHeightForWidth(width)

    def say(self, message: str) -> None:
        """A line above the sums: what is wrong and what to do; '' = none."""
        self.message.setText(message)
        self.message.setVisible(bool(message))

    def tick_map(self, ticked: bool) -> None:
        """Show whether there is a map, without telling anybody."""
        blocker = QSignalBlocker(self.on_map)
        self.on_map.setChecked(ticked)
        blocker.unblock()

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


class LowScreen(QScrollArea):
    """Scrolls the body up and down where the screen is low; never narrower than the body can be."""

    def __init__(self, body: ScenarioBody, parent=None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(body)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (the name is Qt's)
        least = super().minimumSizeHint()
        width = self.widget().minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(least.width(), width), least.height())
