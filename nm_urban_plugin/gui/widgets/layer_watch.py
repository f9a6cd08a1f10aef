"""What happens to the layer that is shown: edits collected feature by feature, told after a pause.

Everything that is connected is in one list and is disconnected from it, so that nothing is left behind.
"""

from __future__ import annotations

from qgis.core import QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal

DEBOUNCE_MS = 300


class LayerWatch(QObject):
    """Watches one layer at a time.

    edited    features changed or went (see `take`)
    outdated  the layer must be read anew; filtered: only other features of it are shown
    selected  the selection changed; renamed: the name; gone: the layer is about to be deleted
    """

    edited = pyqtSignal()
    outdated = pyqtSignal()
    filtered = pyqtSignal()
    selected = pyqtSignal()
    renamed = pyqtSignal()
    gone = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer: QgsVectorLayer | None = None
        self.changed: set[int] = set()
        self.deleted: set[int] = set()
        self._links: list[tuple] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._tell)
        self._due: set[str] = set()
        self._committing = False
        self._filter = ""

    def attach(self, layer: QgsVectorLayer | None) -> None:
        """Watch *layer* instead of the one before; None: watch nothing."""
        self.detach()
        if layer is None:
            return
        self.layer = layer
        self._filter = layer.subsetString()
        for signal, slot in (
            (layer.attributeValueChanged, self._on_value), (layer.geometryChanged, self._on_geometry),
            (layer.featureAdded, self._on_changed), (layer.featuresDeleted, self._on_deleted),
            (layer.beforeCommitChanges, self._on_commit), (layer.committedFeaturesAdded, self._on_committed),
            (layer.afterCommitChanges, self._on_commit_end), (layer.afterRollBack, self._on_commit_end),
            (layer.updatedFields, self._on_outdated), (layer.subsetStringChanged, self._on_data),
            (layer.crsChanged, self._on_outdated), (layer.dataSourceChanged, self._on_outdated),
            (layer.dataChanged, self._on_data), (layer.selectionChanged, self._on_selection),
            (layer.nameChanged, self._on_name), (layer.willBeDeleted, self._on_gone),
        ):  # fmt: skip
            signal.connect(slot)
            self._links.append((signal, slot))

    def detach(self) -> None:
        """Leave the layer, with nothing connected and nothing collected."""
        links, self._links = self._links, []
        if self.layer is not None and not sip.isdeleted(self.layer):
            for signal, slot in links:
                signal.disconnect(slot)
        self.layer = None
        self._pause.stop()
        self._due.clear()
        self._committing = False
        self.take()

    def take(self) -> tuple[set[int], set[int]]:
        """(changed or added, deleted) since the last time; what was collected is forgotten."""
        found = self.changed - self.deleted, self.deleted
        self.changed, self.deleted = set(), set()
        return found

    @property
    def dirty(self) -> bool:
        """True while features changed that are not in the last evaluation."""
        return bool(self.changed or self.deleted or "outdated" in self._due)

    @property
    def pending(self) -> bool:
        """True while something happened that has not been told yet, or was not taken."""
        return bool(self._due or self.changed or self.deleted)

    def _after(self, what: str) -> None:
        self._due.add(what)
        self._pause.start()

    def _tell(self) -> None:
        due, self._due = self._due, set()
        self._filter = self.layer.subsetString()
        if "outdated" in due:
            self.take()
            self.outdated.emit()
            return
        if "filtered" in due:
            self.filtered.emit()
        if "edited" in due:
            self.edited.emit()
        if "selected" in due:
            self.selected.emit()

    def _on_value(self, fid, _index, _value) -> None:
        self._on_changed(fid)

    def _on_geometry(self, fid, _geometry) -> None:
        self._on_changed(fid)

    def _on_changed(self, fid) -> None:
        self.deleted.discard(fid)
        self.changed.add(fid)
        self._after("edited")

    def _on_deleted(self, fids) -> None:
        self.deleted.update(fids)
        self.changed.difference_update(fids)
        self._after("edited")

    def _on_commit(self) -> None:
        self._committing = True

    def _on_committed(self, _layer_id, features) -> None:
        """New features get their lasting ids; the passing ones (negative) are told as deleted by the layer."""
        for feature in features:
            self._on_changed(feature.id())

    def _on_commit_end(self) -> None:
        self._committing = False

    def _on_data(self) -> None:
        # The provider also says so while the layer's own edits are written, which are known already, and for a filter.
        if self.layer.subsetString() != self._filter:
            self._after("filtered")
        elif not self._committing:
            self._on_outdated()

    def _on_outdated(self, *_ignored) -> None:
        self._after("outdated")

    def _on_selection(self, *_ignored) -> None:
        self._after("selected")

    def _on_name(self) -> None:
        self.renamed.emit()

    def _on_gone(self) -> None:
        self.detach()
        self.gone.emit()
