"""The names of the scenarios: choose one to load it, type one to save or rename; and what to compare with."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from ...i18n import tr
from ..widgets.buttons import tool_button
from .store import LONGEST_NAME, clean_name


class ScenarioBar(QWidget):
    """loaded(name), saved(name), renamed(old, new), deleted(name), reset(); compared(): see `reference`."""

    loaded = pyqtSignal(str)
    saved = pyqtSignal(str)
    renamed = pyqtSignal(str, str)
    deleted = pyqtSignal(str)
    reset = pyqtSignal()
    compared = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.name, self.against = QComboBox(self), QComboBox(self)
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setCompleter(None)  # completing would change the name that is typed
        self.name.lineEdit().setPlaceholderText(tr("Name of the scenario"))
        self.name.lineEdit().setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(tr("Scenario"))
        self.against.setAccessibleName(tr("Compare with"))
        for box in (self.name, self.against):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.save = tool_button(self, "mActionFileSave.svg", tr("Save the scenario in the project under this name"))
        self.rename = tool_button(self, "mActionToggleEditing.svg",
                                  tr("Give the loaded scenario the name that is typed"))
        self.delete = tool_button(self, "mActionDeleteSelected.svg", tr("Delete this scenario from the project"))
        self.back = tool_button(self, "mActionUndo.svg", tr("Back to the parameter table"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._label(tr("Scenario"), self.name), 0, 0)
        grid.addWidget(self.name, 0, 1)
        for at, button in enumerate((self.save, self.rename, self.delete, self.back), 2):
            grid.addWidget(button, 0, at)
        grid.addWidget(self._label(tr("Compare with"), self.against), 1, 0)
        grid.addWidget(self.against, 1, 1, 1, 5)
        grid.setColumnStretch(1, 1)
        self.current, self._names = "", []
        self.show_names([])
        self.name.activated[int].connect(lambda at: self.loaded.emit(self.name.itemText(at)))
        self.name.lineEdit().returnPressed.connect(self._on_enter)
        self.name.editTextChanged.connect(lambda _text: self._enable())
        self.against.activated[int].connect(lambda _at: self.compared.emit())
        self.save.clicked.connect(lambda: self.saved.emit(self.typed))
        self.rename.clicked.connect(lambda: self.renamed.emit(self.current, self.typed))
        self.delete.clicked.connect(lambda: self.deleted.emit(self.typed))
        self.back.clicked.connect(self.reset.emit)

    @property
    def typed(self) -> str:
        """The name in the box."""
        return clean_name(self.name.currentText())

    @property
    def reference(self) -> str:
        """The scenario to compare with; '' = the parameter table."""
        return str(self.against.currentData() or "")

    def show_names(self, names: list[str], current: str = "", text: str | None = None) -> None:
        """Names in the project; *current* is loaded. *text* in the box, None = the current name."""
        chosen = self.reference
        blockers = [QSignalBlocker(box) for box in (self.name, self.against)]
        self._names, self.current = list(names), current if current in names else ""
        self.name.clear()
        self.name.addItems(self._names)
        self.name.setCurrentIndex(self.name.findText(self.current, Qt.MatchFlag.MatchExactly) if self.current else -1)
        self.name.setEditText(self.current if text is None else text)
        self.against.clear()
        self.against.addItem(tr("Parameter table"), "")
        for name in self._names:
            self.against.addItem(name, name)
        self.against.setCurrentIndex(max(0, self.against.findData(chosen)))
        for blocker in blockers:
            blocker.unblock()
        self._enable()

    def in_order(self) -> list[QWidget]:
        """The parts as the Tab key goes through them."""
        return [self.name, self.save, self.rename, self.delete, self.back, self.against]

    def _enable(self) -> None:
        name = self.typed
        self.save.setEnabled(bool(name))
        self.rename.setEnabled(bool(self.current and name) and name not in self._names)
        self.delete.setEnabled(name in self._names)

    def _on_enter(self) -> None:
        name = self.typed
        if name in self._names and name != self.current:
            self.loaded.emit(name)
        elif name:
            self.saved.emit(name)

    def _label(self, words: str, buddy: QWidget) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(buddy)
        return label
