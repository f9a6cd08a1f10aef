"""All other coefficients of the hooks, each with its mark, and the clauses that the hooks rest on."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ...core.hooks.policy import CLAUSES, HookRules
from ...core.hooks.scenario import MORE, most_of
from ...i18n import locale, tr, tr_noop
from ..widgets.plain_text import one_line
from .dial import CalmSpin, Mark

_NAMES = {
    "k2_low": tr_noop("k2 where land per head is small (m²)"),
    "k2_mid": tr_noop("k2 where it is middling (m²)"),
    "k2_high": tr_noop("k2 where it is large (m²)"),
    "k2_unknown": tr_noop("k2 where it is not known (m²)"),
    "k2_step1": tr_noop("Small: land per head up to (m²)"),
    "k2_step2": tr_noop("Middling: up to (m²)"),
    "task_done": tr_noop("p, both disposal tasks done"),
    "task_missed": tr_noop("p, a disposal task missed"),
    "base": tr_noop("Base quota where none is given (亩)"),
}
_CLAUSE_NAMES = {
    "stock": tr_noop("Stock hook"),
    "people": tr_noop("People hook"),
    "people_county": tr_noop("People hook, counties"),
    "core": tr_noop("Core regions"),
    "shrink": tr_noop("Shrinking type"),
    "boundary": tr_noop("Urban boundary"),
}


class MoreControls(QScrollArea):
    """changed(): see `values`, those that differ from the parameter table."""

    changed = pyqtSignal()

    def __init__(self, table: HookRules, parent=None) -> None:
        super().__init__(parent)
        self._table = table
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget(self)
        box = QVBoxLayout(inner)
        box.setContentsMargins(2, 4, 2, 4)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.spins: dict[str, CalmSpin] = {}
        for key in MORE:
            factor = key.startswith("task")
            spin = CalmSpin(3 if factor else 2, most_of(key), 0.05 if factor else 5, inner)
            spin.setAccessibleName(tr(_NAMES[key]))
            spin.put(getattr(table, key))
            spin.valueChanged[float].connect(self._on_changed)
            self.spins[key] = spin
            field = QWidget(inner)
            line = QGridLayout(field)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(spin, 0, 0)
            line.addWidget(Mark(table.entries.get(key), field), 0, 1)
            line.setColumnStretch(0, 1)
            form.addRow(self._words(tr(_NAMES[key]), inner), field)
        box.addLayout(form)
        box.addSpacing(6)
        for key in CLAUSES:
            quote, source, source_en = table.clauses[key]
            head = self._words(tr(_CLAUSE_NAMES[key]), inner)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            box.addWidget(head)
            clause = self._words(f"「{quote}」\n{source if locale() == 'zh' else source_en}", inner)
            clause.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            box.addWidget(clause)
        box.addStretch(1)
        self.setWidget(inner)

    def values(self) -> dict[str, float]:
        """The coefficients that are not those of the parameter table."""
        return {key: spin.value() for key, spin in self.spins.items() if spin.value() != getattr(self._table, key)}

    def put(self, more: Mapping[str, float]) -> None:
        """Show other coefficients without telling anybody."""
        for key, spin in self.spins.items():
            spin.put(more.get(key, getattr(self._table, key)))

    def _on_changed(self, _value: float) -> None:
        self.changed.emit()

    @staticmethod
    def _words(text: str, parent: QWidget) -> QLabel:
        label = QLabel(parent)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText("\n".join(one_line(line, 1000) for line in text.split("\n")))
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored if "\n" in text else QSizePolicy.Policy.Preferred,
                            QSizePolicy.Policy.Preferred)
        return label
