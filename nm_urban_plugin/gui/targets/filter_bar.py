"""What is shown of the rows: place, document, tier, verdict, search, only answered ones, only selected features."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from ...core.targets.assessment import numbers
from ...core.targets.registry import TIERS, documents
from ...core.targets.rows import TargetRow
from ...core.targets.words import verdict_title
from ...core.verdict import VERDICTS
from ...i18n import locale, tr
from .model import Criteria
from .place_box import PlaceBox
from .verdict_marks import mark_icon

_GROUP = "nm_urban/dock"
_TYPING_MS = 200


class FilterBar(QWidget):
    """criteria_changed(): other rows of the same evaluation; question_changed(): it must be computed."""

    criteria_changed = pyqtSignal()
    question_changed = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.place = PlaceBox(self)
        self.document, self.tier, self.verdict = (self._combo(name) for name in (
            tr("Document"), tr("Tier"), tr("Verdict")))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search name, clause, place"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search"))
        self.answered = QCheckBox(tr("Only targets this layer answers"), self)
        self.selected = QCheckBox(tr("Only selected features"), self)
        for box in (self.answered, self.selected):
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fill()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.place, 0, 0, 1, 3)
        grid.addWidget(self.search, 0, 3, 1, 3)
        for k, box in enumerate((self.document, self.tier, self.verdict)):
            grid.addWidget(box, 1, 2 * k, 1, 2)
        grid.addWidget(self.answered, 2, 0, 1, 3)
        grid.addWidget(self.selected, 2, 3, 1, 3)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._on_criteria)
        self._restore()
        for box in (self.document, self.tier, self.verdict):
            box.activated[int].connect(self._on_criteria)
        self.search.textChanged.connect(self._typing.start)
        self.answered.toggled.connect(self._on_criteria)
        self.selected.toggled.connect(self._on_question)
        self.place.placed.connect(self._on_question)

    def criteria(self) -> Criteria:
        """What the rows must fit."""
        return Criteria(self.document.currentData() or "", self.tier.currentData() or "",
                        self.verdict.currentData() or "", self.search.text().strip(), self.answered.isChecked())

    def clear(self) -> None:
        """Show all rows, also those that the layer does not answer."""
        self.answered.setChecked(False)
        for box in (self.document, self.tier, self.verdict):
            box.setCurrentIndex(0)
        self.search.clear()
        self._typing.stop()
        self.place.choose("")
        self._on_criteria()

    def in_words(self) -> list[str]:
        """The filters in use, for the report."""
        lang = locale()
        out = [scope.name(lang) for scope in self.place.scopes]
        out += [box.currentText() for box in (self.document, self.tier, self.verdict) if box.currentData()]
        if self.search.text().strip():
            out.append(f"“{self.search.text().strip()}”")
        return out + [box.text() for box in (self.answered, self.selected) if box.isChecked()]

    def in_order(self) -> tuple[QWidget, ...]:
        """The parts as the Tab key goes through them."""
        return (self.place, self.search, self.document, self.tier, self.verdict, self.answered, self.selected)

    def restyle(self) -> None:
        """The marks in the colours of another palette."""
        for k, verdict in enumerate(VERDICTS, 1):
            self.verdict.setItemIcon(k, mark_icon(verdict, self.palette()))

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(5)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return box

    def _fill(self) -> None:
        self.document.addItem(tr("All documents"), "")
        for key, document in documents().items():
            title = document.title if locale() == "zh" else document.title_en
            self.document.addItem(f"{key} {title}", key)
            self.document.setItemData(self.document.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
        self.document.addItem(tr("Own targets and quotas"), "own")
        self.document.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tier.addItem(tr("All tiers"), "")
        for tier in TIERS:
            self.tier.addItem(tr("Own targets") if tier == "own" else tr("Tier {tier}").format(tier=tier), tier)
        self.verdict.addItem(tr("All verdicts"), "")
        for verdict in VERDICTS:
            self.verdict.addItem(mark_icon(verdict, self.palette()), verdict_title(verdict, locale()), verdict)

    def _on_criteria(self, *_ignored) -> None:
        self._save()
        self.criteria_changed.emit()

    def _on_question(self, *_ignored) -> None:
        self._save()
        self.question_changed.emit()

    def _save(self) -> None:
        settings = QgsSettings()
        for name, box in (("document", self.document), ("tier", self.tier), ("verdict", self.verdict)):
            settings.setValue(f"{_GROUP}/{name}", box.currentData() or "")
        settings.setValue(f"{_GROUP}/place", self.place.text_in_use)
        settings.setValue(f"{_GROUP}/search", self.search.text())
        settings.setValue(f"{_GROUP}/answered", self.answered.isChecked())
        settings.setValue(f"{_GROUP}/selected", self.selected.isChecked())

    def _restore(self) -> None:
        settings = QgsSettings()
        for name, box in (("document", self.document), ("tier", self.tier), ("verdict", self.verdict)):
            at = box.findData(str(settings.value(f"{_GROUP}/{name}", "") or ""))
            box.setCurrentIndex(max(0, at))
        self.place.choose(str(settings.value(f"{_GROUP}/place", "") or ""))
        self.search.setText(str(settings.value(f"{_GROUP}/search", "") or "")[:200])
        self.answered.setChecked(settings.value(f"{_GROUP}/answered", True, type=bool))
        self.selected.setChecked(settings.value(f"{_GROUP}/selected", False, type=bool))


class SummaryLine(QLabel):
    """Counts by verdict, superseded rows left out."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def show_rows(self, shown: list[TargetRow], all_rows: list[TargetRow]) -> None:
        """Rows shown, of all rows."""
        self.setVisible(bool(all_rows))
        parts = [tr("{k} of {n} rows").format(k=len(shown), n=len(all_rows))]
        parts += [f"{verdict_title(verdict, locale())} {count}" for verdict, count in numbers(shown).items() if count]
        self.setText(" · ".join(parts))
