"""The dock 目标达成: every target of the plans against the layer that is chosen in the layers panel."""

from __future__ import annotations

from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QSplitter, QToolBar, QVBoxLayout, QWidget

from ...analysis.reading.roles import detect_role, set_role
from ...core.resources import BilingualError
from ...core.targets.own import Own
from ...core.targets.rows import TargetRow
from ...i18n import locale, tr
from ..settings.settings import read_choices
from ..widgets.buttons import number_of
from .actions import DockActions
from .details import Details
from .empty_page import RowsOrMessage
from .evaluation import Question
from .evaluator import CANCELLED, DONE, FAILED, RUNNING, Evaluator
from .filter_bar import FilterBar, SummaryLine
from .header_bar import HeaderBar
from .model import RowsFilter, RowsModel
from .quota_card import QuotaCard
from .view import RowsView

_GROUP = "nm_urban/dock"


class TargetsDock(QgsDockWidget):
    """Ties the parts together. *open_algorithm(id)* opens a dialog of Processing. `close_down` leaves nothing."""

    def __init__(self, iface, open_algorithm) -> None:
        super().__init__(tr("Plan targets"), iface.mainWindow())
        self.setObjectName("NmUrbanTargetsDock")
        self.iface = iface
        self._choices = read_choices()
        self._own, self._own_error = Own(), ""
        self.area_unit = self._choices.area_unit
        self.evaluator = Evaluator(self._question, self)
        self.model, self.proxy = RowsModel(self), RowsFilter(self)
        self.proxy.setSourceModel(self.model)
        self._build()
        self.actions_ = DockActions(self, open_algorithm)
        self._fill_tools()
        self._links = [
            (iface.currentLayerChanged, self.follow),
            (QgsProject.instance().cleared, self._on_project_cleared),
            (self.visibilityChanged, self._on_visible),
            (self.evaluator.published, self._on_rows),
            (self.evaluator.changed, self._on_state),
            (self.evaluator.progressed, self.header.show_percent),
            (self.evaluator.watch.renamed, self._show_layer),
            (self.evaluator.watch.gone, self._on_gone),
            (self.header.role_chosen, self._on_role),
            (self.header.date_chosen, self.evaluator.refresh),
            (self.header.cancelled, self.evaluator.cancel),
            (self.header.refreshed, self.recompute),
            (self.header.slow, self._dim),
            (self.filters.criteria_changed, self._on_criteria),
            (self.filters.question_changed, self.evaluator.refresh),
            (self.filters.place.refused, self.header.say),
            (self.body.clear_filters, self.filters.clear),
            (self.view.row_chosen, self._on_row),
        ]
        for signal, slot in self._links:
            signal.connect(slot)
        self.proxy.use(self.filters.criteria())
        self.follow(iface.activeLayer())

    # -- for the actions ----------------------------------------------------------------------------------------

    def row(self) -> TargetRow | None:
        """The row that is chosen."""
        return self.view.row()

    def rows(self) -> list[TargetRow]:
        """The rows that are shown."""
        return self.proxy.shown()

    # -- life ---------------------------------------------------------------------------------------------------

    def follow(self, layer) -> None:
        """Show another layer; anything but a vector layer or a table shows what to do."""
        self.actions_.behind.stop()
        self.evaluator.set_layer(layer if isinstance(layer, QgsVectorLayer) else None)
        self._show_layer()
        self._on_state()

    def recompute(self) -> None:
        """Read the layer anew, whatever is known of it."""
        self.evaluator.evaluation = None
        self.evaluator.refresh()

    def use_choices(self) -> None:
        """The options page was stored."""
        before, self._choices = self._choices, read_choices()
        self.area_unit = self._choices.area_unit
        if before.as_of != self._choices.as_of:
            self.header.set_day(self._choices.day)
        self.model.show([], self.area_unit)
        self._on_rows(self.evaluator.rows)
        self.evaluator.refresh()

    def close_down(self) -> None:
        """Disconnect everything and stop what runs; the dock can then be deleted."""
        self._save()
        self.actions_.behind.stop()
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._links = []
        self.evaluator.close()
        self.view.setModel(None)

    # -- parts --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        inner = QWidget(self)
        self.header, self.filters, self.card = HeaderBar(inner), FilterBar(inner), QuotaCard(inner)
        self.view, self.details, self.summary = RowsView(self.proxy, inner), Details(inner), SummaryLine(inner)
        self.body = RowsOrMessage(self.view, inner)
        self.tools = QToolBar(inner)
        self.splitter = QSplitter(Qt.Orientation.Vertical, inner)
        upper = QWidget(self.splitter)
        box = QVBoxLayout(upper)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        for widget in (self.body, self.summary, self.tools):
            box.addWidget(widget)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setChildrenCollapsible(True)
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(6, 4, 6, 4)
        outer.setSpacing(4)
        for widget in (self.header, self.filters, self.card):
            outer.addWidget(widget)
        outer.addWidget(self.splitter, 1)
        self.setWidget(inner)
        order = (self.header.date, self.header.again, self.header.role, self.header.stop, *self.filters.in_order(),
                 self.body.button, self.view, self.tools, self.details)
        for one, two in zip(order, order[1:]):
            self.setTabOrder(one, two)
        self.header.set_day(self._choices.day)
        settings = QgsSettings()
        state = settings.value(f"{_GROUP}/splitter")
        if state is not None:
            self.splitter.restoreState(state)
        self.view.restore(settings.value(f"{_GROUP}/columns"))

    def _fill_tools(self) -> None:
        self.tools.setIconSize(self.iface.iconSize(True))
        self.tools.setAccessibleName(tr("Actions on the row"))
        for action in self.actions_.all:
            self.tools.addAction(action)
            self.view.addAction(action)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for button in self.tools.findChildren(QWidget):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # -- what happens -------------------------------------------------------------------------------------------

    def _question(self, layer: QgsVectorLayer) -> Question:
        try:
            self._own, self._own_error = self._choices.own(), ""
        except BilingualError as error:
            self._own, self._own_error = Own(), error.text(locale())
        return Question(detect_role(layer)[0], self.header.day, self.filters.place.scopes, self._own,
                        self._choices.area_method, self.filters.selected.isChecked())

    def _show_layer(self) -> None:
        self.header.show_layer(self.evaluator.layer)

    def _on_rows(self, rows: list) -> None:
        layer = self.evaluator.layer
        self.model.show(rows, self.area_unit)
        self.card.show_rows(rows, layer.id() if layer is not None else "", self.area_unit)
        self.view.keep_row()
        self._on_criteria()

    def _on_criteria(self) -> None:
        self.proxy.use(self.filters.criteria())
        self.summary.show_rows(self.rows(), self.model.rows)
        self._on_row()
        self._show_body()

    def _on_row(self) -> None:
        self.details.show_row(self.row(), self.area_unit, self.model.dimmed)
        self.actions_.update()

    def _on_state(self) -> None:
        evaluator = self.evaluator
        self.header.working(evaluator.state == RUNNING)
        known = evaluator.evaluation is not None and evaluator.evaluation.complete
        # an edit is made up for before it could be seen that its value is old
        self._dim(evaluator.state in (CANCELLED, FAILED) or (evaluator.state != DONE and not known))
        if evaluator.state == CANCELLED:
            self.header.say(tr("Cancelled: the values shown are old. Press Ctrl+R to compute them."))
        else:
            self.header.say(evaluator.message or self._own_error)
        self._show_body()
        self.actions_.update()

    def _dim(self, dimmed: bool = True) -> None:
        self.model.dim(dimmed and bool(self.model.rows))
        self.card.setEnabled(not self.model.dimmed)

    def _show_body(self) -> None:
        evaluation = self.evaluator.evaluation
        role = evaluation.run.role if evaluation is not None else None
        self.body.show_state(self.evaluator, role, bool(self.model.rows), self.proxy.rowCount(),
                             self.filters.criteria())

    def _on_role(self, role: str) -> None:
        if self.evaluator.layer is not None:
            set_role(self.evaluator.layer, role)
            QgsProject.instance().setDirty(True)
            self._show_layer()
            self.recompute()

    def _on_gone(self) -> None:
        self._show_layer()
        self.model.show([], self.area_unit)
        self.card.forget()
        self._on_criteria()

    def _on_project_cleared(self) -> None:
        self.evaluator.forget()
        self.card.forget()

    def _on_visible(self, visible: bool) -> None:
        self.evaluator.set_visible(visible)

    def changeEvent(self, event) -> None:  # noqa: N802 (the name is Qt's)
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "filters"):
            self.filters.restyle()

    def event(self, event) -> bool:
        # Keys of the dock that QGIS uses for something else belong to the dock while it has the focus.
        if event.type() == QEvent.Type.ShortcutOverride and self._action_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event) -> None:  # noqa: N802
        found = self._action_of(event)
        if found is None:
            super().keyPressEvent(event)
            return
        event.accept()
        found()

    def _action_of(self, event):
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(event.key() | number_of(held))
        own = {"Ctrl+F": self._to_search, "Ctrl+R": self.recompute, "Esc": self.evaluator.cancel}
        for keys, slot in own.items():
            if pressed == QKeySequence(keys) and (keys != "Esc" or self.evaluator.busy):
                return slot
        if self.focusWidget() is not self.view:
            return None
        for action in self.actions_.all:
            if pressed == QKeySequence(action.property("keys")) and action.isEnabled():
                return action.trigger
        return None

    def _to_search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _save(self) -> None:
        settings = QgsSettings()
        settings.setValue(f"{_GROUP}/splitter", self.splitter.saveState())
        settings.setValue(f"{_GROUP}/columns", self.view.state())
