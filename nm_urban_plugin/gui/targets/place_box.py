"""The choice of a place: region, sets of cities, leagues, counties; or typed, as code or name."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QSizePolicy

from ...core import places
from ...core.resources import BilingualError
from ...core.targets.scopes import Scope, parse_place
from ...i18n import locale, tr


class PlaceBox(QComboBox):
    """placed(): another place was chosen, see `scopes`; refused(message): what was typed is no place."""

    placed = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(20)
        self.setAccessibleName(tr("Place"))
        self.setToolTip(tr("Only rows for this place: choose it, or type a code or a name and press Enter."))
        self._fill()
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated[str].connect(self._on_completed)
        self.setCompleter(completer)
        self.text_in_use = ""
        self.scopes: tuple[Scope, ...] = ()
        self.activated[int].connect(self._on_chosen)
        self.lineEdit().returnPressed.connect(self._on_typed)
        self.lineEdit().setClearButtonEnabled(False)

    def choose(self, text: str) -> bool:
        """Use a code or name ('' = the targets' own places); False where there is no such place."""
        try:
            found = parse_place(text)
        except BilingualError as error:
            self.refused.emit(error.text(locale()))
            self._show()
            return False
        changed = text != self.text_in_use
        self.text_in_use, self.scopes = text, found
        self._show()
        if changed:
            self.placed.emit()
        return True

    def _fill(self) -> None:
        lang = locale()
        self.addItem(tr("Places of the targets"), "")
        self.addItem(places.name_of(places.REGION, lang), places.REGION)
        for known in places.city_sets():
            if known.codes is not None:
                self.addItem(known.name if lang == "zh" else known.name_en, known.name)
        for league in places.leagues():
            self.addItem(f"{places.name_of(league.code, lang)}  {league.code}", league.code)
            for unit in places.counties_of(league.code):
                self.addItem(f"    {places.name_of(unit.code, lang)}  {unit.code}", unit.code)

    def _show(self) -> None:
        at = self.findData(self.text_in_use)
        if at >= 0:
            self.setCurrentIndex(at)
            self.setEditText(self.itemText(at).strip())
        else:
            self.setEditText(self.text_in_use)
        self.lineEdit().setCursorPosition(0)

    def _on_chosen(self, at: int) -> None:
        self.choose(str(self.itemData(at) or ""))

    def _on_completed(self, text: str) -> None:
        at = self.findText(text)
        if at >= 0:
            self._on_chosen(at)

    def _on_typed(self) -> None:
        text = self.lineEdit().text().strip()
        same = [k for k in range(self.count()) if self.itemText(k).strip() == text]
        if same:
            self._on_chosen(same[0])
        else:
            self.choose(text)
