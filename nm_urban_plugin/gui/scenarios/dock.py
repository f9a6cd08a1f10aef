"""The scenario panel: turn k1, k2 and tilt, and see at once what every county earns, in the table and on the map."""

from __future__ import annotations

from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsDockWidget

from ...core.hooks.allotment import Allotment, ClaimError, allot
from ...core.hooks.policy import HookRules
from ...core.hooks.scenario import Setting, SettingError
from ...i18n import locale, tr
from ...jobs.hooks.job import warnings_of
from ..widgets.layer_watch import LayerWatch
from ..widgets.plain_text import one_line
from .body import LowScreen, ScenarioBody
from .map import ScenarioMap
from .model import SharesModel, mu
from .sensitivity import SensitivityRun
from .source import CountyTable, TableRefused, read_table, shapes_layer, shapes_of
from .store import ScenarioStore


class ScenarioDock(QgsDockWidget):
    """Ties the parts together; computes only while it is visible. `close_down` leaves nothing connected."""

    def __init__(self, iface) -> None:
        super().__init__(tr("Quota scenarios"), iface.mainWindow())
        self.setObjectName("NmUrbanScenarioDock")
        self.project = QgsProject.instance()
        self.store, self.map = ScenarioStore(self.project), ScenarioMap(self.project)
        self.county_table: CountyTable | None = None
        self.allotment: Allotment | None = None
        self.watch, self.run, self.model = LayerWatch(self), SensitivityRun(self), SharesModel(self)
        self._stale, self._shown = True, False
        self._said, self.notes = "", ""
        self._compared: tuple[CountyTable, Setting, dict[str, int]] | None = None
        self.body = ScenarioBody(self.project, self.model, self)
        self.setWidget(LowScreen(self.body, self))
        self._links = [
            (self.visibilityChanged, self._on_visible),
            (self.project.layersAdded, self._on_layers),
            (self.project.layersRemoved, self._on_removed),
            (self.project.readProject, self._on_project),
            (self.project.cleared, self._on_project),
            (self.body.tables.chosen, self._on_table),
            (self.watch.edited, self._on_edited), (self.watch.outdated, self._on_edited),
            (self.watch.filtered, self._on_edited), (self.watch.gone, self._on_layers),
            (self.body.controls.changed, self.compute), (self.body.more.changed, self._on_more),
            (self.body.bar.loaded, self.load_scenario), (self.body.bar.saved, self.save_scenario),
            (self.body.bar.renamed, self.rename_scenario), (self.body.bar.deleted, self.delete_scenario),
            (self.body.bar.reset, self.reset), (self.body.bar.compared, self.compute),
            (self.body.on_map.toggled, self._on_map),
            (self.run.margined, self._on_margins), (self.run.gridded, self.body.sensitivity.show_cells),
            (self.body.view.selectionModel().currentRowChanged, self._on_row),
        ]  # fmt: skip
        for signal, slot in self._links:
            signal.connect(slot)
        self._on_project()

    # -- scenarios ----------------------------------------------------------------------------------------------

    def setting(self) -> Setting:
        """What is shown now."""
        return self.body.controls.setting()

    def put(self, setting: Setting) -> None:
        """Show another setting and compute it."""
        self.body.controls.put(setting)
        self.body.more.put(setting.more)
        self.compute()

    def load_scenario(self, name: str) -> None:
        """Show a stored scenario; says what is wrong with one that cannot be read."""
        try:
            setting = self.store.get(name)
        except SettingError as error:
            self.body.bar.show_names(self.store.names(), self.body.bar.current)
            self.body.say(tr("Scenario “{name}” cannot be read: {why}").format(name=name, why=error.text(locale())))
            return
        self.body.bar.show_names(self.store.names(), name)
        self.put(setting)

    def save_scenario(self, name: str) -> None:
        """Store what is shown under a name."""
        if name:
            self.store.put(name, self.setting())
            self.body.bar.show_names(self.store.names(), name)
            self.compute()

    def rename_scenario(self, old: str, new: str) -> None:
        """Another name for a stored scenario."""
        if old and new:
            self.store.rename(old, new)
            self.body.bar.show_names(self.store.names(), new)

    def delete_scenario(self, name: str) -> None:
        """Take a scenario out of the project; what is shown stays, so that saving brings it back."""
        self.store.delete(name)
        self.body.bar.show_names(self.store.names(), "", name)
        self.compute()

    def reset(self) -> None:
        """Back to the parameter table."""
        self.body.bar.show_names(self.store.names(), "", "")
        self.put(self.body.controls.standard)

    # -- computing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the county table anew and compute."""
        layer, self.county_table = self.body.tables.layer(), None
        message = ""
        if layer is None:
            message = tr("No county table: load a layer with county codes and disposed land, settled people or base "
                         "quota; county polygons in it, or in another layer, make the map.")
        else:
            try:
                self.county_table = read_table(layer)
            except TableRefused as error:
                message = str(error)
        self._said = message
        self._stale = False
        self.compute()
        self._draw()

    def compute(self) -> None:
        """Allot for the setting shown; table and map follow at once, the sensitivity after a pause."""
        if not self._shown or self._stale:
            return
        self.run.stop()
        message, rules = self._said, None
        self.allotment, reference = None, {}
        setting = self.setting()
        if self.county_table is not None:
            claims = self.county_table.claims
            try:
                rules = setting.rules(self.body.controls.table)
                self.allotment = allot(claims, rules, setting.cap_hundredths)
                reference, message = self._reference(claims, message)
            except (SettingError, ClaimError) as error:
                message = error.text(locale())
        self.model.show(self.allotment, rules, reference)
        self._summarise(rules)
        self.body.say(message)
        if self.map.layer is not None:
            self.map.update(self._shares())
        self.body.sensitivity.show_cells([])
        if self.allotment is not None and self.allotment.shares:
            self.run.start(self.county_table.claims, rules, self.allotment)
        self._on_row()

    def _reference(self, claims, message: str) -> tuple[dict[str, int], str]:
        """code → share in the scenario compared with."""
        name, other = self.body.bar.reference, self.body.controls.standard
        if name:
            try:
                other = self.store.get(name)
            except SettingError as error:
                return {}, tr("Scenario “{name}” cannot be read: {why}").format(name=name, why=error.text(locale()))
        known = self._compared
        if known is None or known[0] is not self.county_table or known[1] != other:
            done = allot(claims, other.rules(self.body.controls.table), other.cap_hundredths)
            known = (self.county_table, other, {share.claim.code: share.capped for share in done.shares})
            self._compared = known
        return known[2], message

    def _shares(self) -> dict:
        if self.allotment is None:
            return {}
        reference, out = self.model.reference, {}
        for row, k in enumerate(self.model.order):
            share = self.allotment.shares[k]
            code = share.claim.code
            change = share.capped - reference[code] if code in reference else None
            out[code] = (share, change, self.model.sentence(row))
        return out

    def _draw(self) -> None:
        """Shapes and shares into the layer in memory, where it is wanted."""
        if not self.body.on_map.isChecked():
            return
        table = self.body.tables.layer()
        source = shapes_layer(self.project, table) if table is not None else None
        if source is None:
            self.body.say(self._said or tr(
                "No map: neither the table nor another layer has polygons with county codes."))
            self.map.show({}, self.project.crs(), {})
            return
        self.map.show(shapes_of(source), source.crs(), self._shares())

    def _summarise(self, rules: HookRules | None) -> None:
        one, table = self.allotment, self.county_table
        if one is None or table is None:
            self.body.sums.setText("")
            self.notes = ""
            return
        words = tr("Earned {demand}, after limits {wanted}, allotted {allotted}, left {rest} 亩; factor of scaling "
                   "{scale:.6f}; {limited} of {n} counties limited.").format(
            demand=mu(one.demand), wanted=mu(one.wanted), allotted=mu(one.allotted), rest=mu(one.rest), scale=one.scale,
            limited=sum(bool(share.limits) for share in one.shares), n=len(one.shares))
        self.body.sums.setText(words)
        notes = [one_line(message.text(locale())) for message in table.said]
        notes += warnings_of(one, rules, one_line(self.body.tables.currentText()))
        if table.rejected:
            notes.insert(0, tr("{n} rows cannot be used, the first because: {why}").format(
                n=table.rejected, why=one_line(table.reason)))
        self.notes = "\n".join(notes)

    # -- what happens -------------------------------------------------------------------------------------------

    def _on_visible(self, visible: bool) -> None:
        self._shown = visible
        if visible and self._stale:
            self.refresh()
        elif not visible:
            self.run.stop()
            self._stale = True

    def _on_project(self, *_ignored) -> None:
        """Another project, or none: nothing of the one before stays."""
        self.map.forget()
        self.body.tick_map(self.map.adopt())
        self.body.bar.show_names(self.store.names(), "", "")
        self.body.controls.put(self.body.controls.standard)
        self.body.more.put({})
        self._on_layers()

    def _on_layers(self, *_ignored) -> None:
        before = self.body.tables.layer()
        self.body.tables.fill()
        if self.body.tables.layer() is not before or before is None or self.watch.layer is None:
            self._on_table()
        elif self._shown and not self._stale and self.map.is_empty:
            self._draw()  # perhaps one of the new layers has the polygons

    def _on_removed(self, ids) -> None:
        if self.map.layer is None and self.body.on_map.isChecked():
            self.map.forget()
            self.body.tick_map(False)
        if any(self.body.tables.findData(one) >= 0 for one in ids):
            self._on_layers()

    def _on_table(self, *_ignored) -> None:
        layer = self.body.tables.layer()
        self.watch.attach(layer if isinstance(layer, QgsVectorLayer) else None)
        self._on_edited()

    def _on_edited(self, *_ignored) -> None:
        self.watch.take()
        self._stale = True
        if self._shown:
            self.refresh()

    def _on_more(self) -> None:
        self.body.controls.use_more(self.body.more.values())

    def _on_map(self, wanted: bool) -> None:
        if not wanted:
            self.map.remove()
        elif not self._stale:
            self._draw()

    def _on_margins(self, k1, k2) -> None:
        self.model.show_margins(k1, k2)

    def _on_row(self, *_ignored) -> None:
        index = self.body.view.currentIndex()
        text = self.model.sentence(index.row()) if index.isValid() else ""
        shown = text or self.notes or tr("Choose a county to see how its share comes about.")
        if shown != self.body.words.toPlainText():
            self.body.words.setPlainText(shown)

    # -- life ---------------------------------------------------------------------------------------------------

    def close_down(self) -> None:
        """Disconnect everything and stop what runs; the layer on the map is left to the project."""
        self.run.stop()
        self.watch.detach()
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._links = []
        self.map.forget()
        self.body.view.setModel(None)
