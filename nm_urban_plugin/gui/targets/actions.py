"""What can be done with a row: to the features behind it, copy, export, run the algorithm that fills a gap."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAction, QApplication, QFileDialog

from ...core.targets.rows import TargetRow
from ...core.whole_file import NotWritten
from ...i18n import locale, tr
from ..widgets.plain_text import menu_text, one_line
from .export import ending_of, export, file_filter
from .features_behind import FeaturesBehind
from .formatting import gap_words, goal_text, verdict_words, with_unit

_FOLDER = "nm_urban/dock/folder"
PROVIDER = "nmurban"

#: Layer roles whose algorithm is not told by the beginning of their name.
_MADE_BY = {"corridor_nodes": "corridorbuffer", "time_matrix": "hourcircle", "exit_corridors": "corridorbuffer"}
#: The box around more features than this is the box of the layer: asking each one would take too long.
_ZOOM_MOST = 20_000


def algorithm_for(row: TargetRow):
    """The algorithm whose output answers the row's indicator; None where there is none.

    The outputs of an algorithm bear its name (landquota_ledger), which is how it is found.
    """
    provider = QgsApplication.processingRegistry().providerById(PROVIDER)
    if provider is None or row.indicator is None:
        return None
    known = {algorithm.name(): algorithm for algorithm in provider.algorithms()}
    for form in row.indicator.forms:
        for role in form.roles:
            for name in (_MADE_BY.get(role, ""), role, role.partition("_")[0]):
                if name in known:
                    return known[name]
    return None


class DockActions(QObject):
    """The actions of the dock. *dock* offers iface, evaluator, row(), rows(), area_unit, filters, open_algorithm."""

    def __init__(self, dock, open_algorithm: Callable) -> None:
        super().__init__(dock)
        self.dock, self._open_algorithm = dock, open_algorithm
        self.behind = FeaturesBehind(self)
        make = self._action
        self.zoom = make("mActionZoomToSelected.svg", tr("Zoom to the features"), "Return", self._zoom)
        self.select = make("mIconSelected.svg", tr("Select the features"), "Ctrl+Return", self._select)
        self.table = make("mActionOpenTable.svg", tr("Open their table"), "Ctrl+T", self._table)
        self.copy = make("mActionEditCopy.svg", tr("Copy"), "Ctrl+C", self._copy)
        self.export = make("mActionSharingExport.svg", tr("Export the view …"), "Ctrl+E", self.ask_export)
        self.run = make("processingAlgorithm.svg", tr("Run the algorithm"), "Ctrl+G", self._run)
        self.all = (self.zoom, self.select, self.table, self.copy, self.export, self.run)
        self.update()

    def update(self) -> None:
        """What is possible with the row that is chosen now."""
        row, evaluation = self.dock.row(), self.dock.evaluator.evaluation
        features = row is not None and row.value is not None and bool(row.codes) and evaluation is not None
        for action in (self.zoom, self.select, self.table):
            action.setEnabled(features)
        if self.dock.evaluator.layer is not None and not self.dock.evaluator.layer.isSpatial():
            self.zoom.setEnabled(False)
        self.copy.setEnabled(row is not None)
        self.export.setEnabled(bool(self.dock.rows()) and evaluation is not None)
        algorithm = algorithm_for(row) if row is not None else None
        self.run.setEnabled(algorithm is not None)
        name = tr("Run the algorithm")
        if algorithm is not None:
            name = tr("Run “{name}”").format(name=algorithm.displayName())
        self.run.setText(menu_text(name))
        self.run.setToolTip(escape(name))

    def export_to(self, path: str) -> str:
        """Write the rows that are shown; '' where that failed, which is then said."""
        dock = self.dock
        try:
            written = export(path, dock.rows(), dock.evaluator.evaluation, dock.filters.in_words(), dock.area_unit)
        except NotWritten as error:
            self._say(error.text(locale()), Qgis.MessageLevel.Critical)
            return ""
        self._say(tr("{n} rows written to {path}").format(n=len(dock.rows()), path=written), Qgis.MessageLevel.Success)
        return written

    def ask_export(self) -> None:
        """Ask for a file, then write it."""
        settings = QgsSettings()
        folder = str(settings.value(_FOLDER, str(Path.home())) or "")
        name = one_line(self.dock.evaluator.layer.name(), 60)
        name = "".join("_" if character in '\\/:*?"<>|' else character for character in name).strip(". ")
        start = str(Path(folder) / f"{tr('Targets')}_{name}")
        path, chosen = QFileDialog.getSaveFileName(self.dock, tr("Export the view"), start, file_filter())
        if path:
            settings.setValue(_FOLDER, str(Path(path).parent))
            self.export_to(path if Path(path).suffix else path + ending_of(chosen))

    def _zoom(self) -> None:
        def done(fids) -> None:
            layer, canvas = self.dock.evaluator.layer, self.dock.iface.mapCanvas()
            self._select_ids(layer, fids)
            if len(fids) > _ZOOM_MOST:
                canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
                canvas.refresh()
            elif len(fids):
                canvas.zoomToSelected(layer)

        self._find(done)

    def _select(self) -> None:
        self._find(lambda fids: self._select_ids(self.dock.evaluator.layer, fids))

    def _table(self) -> None:
        def done(fids) -> None:
            layer = self.dock.evaluator.layer
            self._select_ids(layer, fids)
            self.dock.iface.showAttributeTable(layer, "is_selected()")

        self._find(done)

    def _find(self, done: Callable) -> None:
        row, evaluator = self.dock.row(), self.dock.evaluator
        layer = evaluator.layer

        def found(fids) -> None:
            self.dock.header.say("")
            if evaluator.layer is not layer:
                return
            if not len(fids):
                self._say(tr("No feature stands behind this number."), Qgis.MessageLevel.Info)
            done(fids)

        if row is not None and layer is not None:
            self.dock.header.say(tr("Finding the features behind the number …"))
            self.behind.find(layer, evaluator.evaluation, row, found)

    def _select_ids(self, layer, fids) -> None:
        layer.selectByIds(list(fids))

    def _copy(self) -> None:
        row = self.dock.row()
        if row is None:
            return
        dock, target = self.dock, row.target
        parts = (dock.model.text(row, 0), dock.model.text(row, 1),
                 with_unit(row.value, one_line(row.value_unit), dock.area_unit),
                 goal_text(target.comparator, row.goal, one_line(target.unit), dock.area_unit, target.year),
                 verdict_words(row), gap_words(row, dock.area_unit), one_line(target.quote_clean, 2000),
                 one_line(target.source))
        QApplication.clipboard().setText("\t".join(parts))

    def _run(self) -> None:
        row = self.dock.row()
        algorithm = algorithm_for(row) if row is not None else None
        if algorithm is not None:
            self._open_algorithm(algorithm.id())

    def _say(self, message: str, level) -> None:
        # the message bar reads HTML
        self.dock.iface.messageBar().pushMessage(tr("NM Urban"), escape(message), level)

    def _action(self, icon: str, words: str, keys: str, slot: Callable) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(icon), words, self)
        # The dock hands the keys on itself (see TargetsDock.keyPressEvent): QGIS uses some of them for itself.
        action.setToolTip(f"{words} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
        action.setProperty("keys", keys)
        action.triggered.connect(lambda _checked=False: slot())
        return action
