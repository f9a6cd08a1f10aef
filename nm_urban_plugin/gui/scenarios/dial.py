"""A slider and a spin box that show one number, and the mark that says whether a document states it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QFrame, QLabel, QSizePolicy, QSlider

from ...core.resources import PolicyEntry
from ...i18n import tr
from ..widgets.plain_text import tooltip


class CalmSlider(QSlider):
    """A slider that the wheel moves only while it has the focus: scrolling past it changes nothing."""

    def wheelEvent(self, event) -> None:  # noqa: N802 (the name is Qt's)
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CalmSpin(QDoubleSpinBox):
    """A spin box that the wheel moves only while it has the focus."""

    def __init__(self, decimals: int, most: float, step: float, parent=None) -> None:
        super().__init__(parent)
        self.setDecimals(decimals)
        self.setRange(0, most)
        self.setSingleStep(step)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def wheelEvent(self, event) -> None:  # noqa: N802
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def put(self, value: float) -> None:
        """Show a number without telling anybody."""
        blocker = QSignalBlocker(self)
        self.setValue(value)
        blocker.unblock()


class Dial(QObject):
    """Both in one; *per_unit* steps of the slider are 1. The slider ends at *span*, the spin box goes on to *most*.

    changed(): the user chose another number. The parts stand in the layout of the owner (see `parts`).
    """

    changed = pyqtSignal()

    def __init__(self, name: str, per_unit: int, span: float, most: float, decimals: int, parent=None) -> None:
        super().__init__(parent)
        self._per_unit = per_unit
        self.slider = CalmSlider(Qt.Orientation.Horizontal, parent)
        self.slider.setRange(0, round(span * per_unit))
        step = max(1, round(span * per_unit / 40))
        self.slider.setSingleStep(step)
        self.slider.setPageStep(5 * step)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.spin = CalmSpin(decimals, most, step / per_unit, parent)
        for part in (self.slider, self.spin):
            part.setAccessibleName(name)
        self.slider.valueChanged.connect(self._on_slider)
        self.spin.valueChanged[float].connect(self._on_spin)

    @property
    def value(self) -> float:
        return self.spin.value()

    def put(self, value: float) -> None:
        """Show a number without telling anybody."""
        self.spin.put(value)
        self._follow()

    def explain(self, text: str) -> None:
        """The tool tip of both."""
        for part in (self.slider, self.spin):
            part.setToolTip(tooltip(text))

    def _follow(self) -> None:
        blocker = QSignalBlocker(self.slider)
        self.slider.setValue(min(self.slider.maximum(), round(self.spin.value() * self._per_unit)))
        blocker.unblock()

    def _on_slider(self, position: int) -> None:
        self.spin.put(position / self._per_unit)
        self.changed.emit()

    def _on_spin(self, _value: float) -> None:
        self._follow()
        self.changed.emit()


class Mark(QLabel):
    """'assumed' or 'stated', with source, quote and note in the tool tip."""

    def __init__(self, entry: PolicyEntry | None, parent=None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMargin(2)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._entry = entry
        self.compare(True)

    def compare(self, same: bool) -> None:
        """Whether the number shown is the one of the parameter table."""
        entry = self._entry
        if entry is None or entry.external:
            words, why = tr("assumed"), tr("No plan states this number: it is an assumption, and may be changed.")
        elif same:
            words, why = tr("stated"), tr("A plan states this number.")
        else:
            words = tr("changed")
            why = tr("This is not the number that the plan states ({value:,.15g} {unit}).").format(
                value=entry.value, unit=entry.unit)
        parts = [why]
        if entry is not None:
            parts += [f"「{entry.quote}」" if entry.quote else "", entry.source, entry.note]
        self.setText(words)
        self.setToolTip(tooltip("\n".join(part for part in parts if part)))
