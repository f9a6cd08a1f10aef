"""What the user turns: cap, k1, k2 and tilt by slider and number; k2 graded by land per head, or one for all."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from ...core.hooks.policy import HookRules
from ...core.hooks.scenario import AS_GRADED, Setting, most_of, standard
from ...core.resources import PolicyEntry
from ...i18n import tr
from ..widgets.elided_label import ElidedLabel
from ..widgets.plain_text import tooltip
from .dial import CalmSpin, Dial, Mark

#: Where the sliders end; the spin boxes go on.
_SPANS = {"k1": 2.0, "k2": 200.0, "tilt": 2.0}


class Controls(QWidget):
    """changed(): another setting, see `setting`. *cap*: the policy entry of the quota to be allotted."""

    changed = pyqtSignal()

    def __init__(self, table: HookRules, cap: PolicyEntry, parent=None) -> None:
        super().__init__(parent)
        self.table = table
        self._standard = standard(table, float(cap.value))
        self.cap = CalmSpin(2, most_of("cap"), 100, self)
        self.cap.setGroupSeparatorShown(True)
        self.cap.setSuffix(" 亩")
        self.cap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        names = {"cap": tr("Cap"), "k1": tr("k1, stock"), "k2": tr("k2, people"), "tilt": tr("t, core regions")}
        helps = {
            "cap": tr("Quota to be allotted to all counties together (亩)"),
            "k1": tr("Quota per 亩 of disposed stock land"),
            "k2": tr("Land per settled person: one number for all counties (m²), or percent of the values graded by "
                     "present urban land per head"),
            "tilt": tr("Factor of the core regions; 1 = no tilt"),
        }
        self.dials = {
            "k1": Dial(names["k1"], 100, _SPANS["k1"], most_of("k1"), 3, self),
            "k2": Dial(names["k2"], 1, _SPANS["k2"], most_of("k2"), 1, self),
            "tilt": Dial(names["tilt"], 100, _SPANS["tilt"], most_of("tilt"), 3, self),
        }
        entries = table.entries
        self.marks = {"cap": Mark(cap, self), "k1": Mark(entries.get("k1"), self),
                      "k2": Mark(entries.get("k2", entries.get("k2_mid")), self),
                      "tilt": Mark(entries.get("tilt"), self)}
        self.kind = QComboBox(self)
        self.kind.addItem(tr("graded by land per head, percent"), True)
        self.kind.addItem(tr("one for all counties"), False)
        self.kind.setAccessibleName(tr("Kind of k2"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(4)
        self.steps = ElidedLabel(self)
        self.cap.setAccessibleName(names["cap"])
        self.cap.setToolTip(tooltip(helps["cap"]))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for key, at in (("cap", 0), ("k1", 1), ("k2", 2), ("tilt", 4)):
            label = QLabel(names[key], self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setToolTip(tooltip(helps[key]))
            grid.addWidget(label, at, 0)
            grid.addWidget(self.marks[key], at, 3)
            if key == "cap":
                label.setBuddy(self.cap)
                grid.addWidget(self.cap, at, 1, 1, 2)
                continue
            dial = self.dials[key]
            dial.explain(helps[key])
            label.setBuddy(dial.spin)
            grid.addWidget(dial.slider, at, 1)
            grid.addWidget(dial.spin, at, 2)
            dial.changed.connect(self._on_changed)
        grid.addWidget(self.kind, 3, 1)
        grid.addWidget(self.steps, 3, 2, 1, 2)
        grid.setColumnStretch(1, 1)
        self.cap.valueChanged[float].connect(self._on_changed)
        self.kind.activated[int].connect(self._on_kind)
        self._more: dict[str, float] = {}
        self.put(self._standard)

    @property
    def standard(self) -> Setting:
        """What the parameter table says."""
        return self._standard

    def setting(self) -> Setting:
        """What is shown now."""
        return Setting(self.cap.value(), self.dials["k1"].value, self.dials["k2"].value,
                       bool(self.kind.currentData()), self.dials["tilt"].value, dict(self._more))

    def put(self, setting: Setting) -> None:
        """Show another setting without telling anybody."""
        self._more = dict(setting.more)
        self.cap.put(setting.cap)
        blocker = QSignalBlocker(self.kind)
        self.kind.setCurrentIndex(0 if setting.graded else 1)
        blocker.unblock()
        for key in ("k1", "k2", "tilt"):
            self.dials[key].put(getattr(setting, key))
        self._words()

    def use_more(self, more: Mapping[str, float]) -> None:
        """Other further coefficients; tells."""
        self._more = dict(more)
        self._on_changed()

    def in_order(self) -> list[QWidget]:
        """The parts as the Tab key goes through them."""
        k1, k2, tilt = self.dials.values()
        return [self.cap, k1.slider, k1.spin, k2.slider, k2.spin, self.kind, tilt.slider, tilt.spin]

    def _on_kind(self, _at: int) -> None:
        # the number of one kind says nothing in the other
        rules = self.table
        fresh = AS_GRADED if self.kind.currentData() else (rules.k2 if rules.k2 is not None else rules.k2_mid)
        self.dials["k2"].put(fresh)
        self._on_changed()

    def _on_changed(self, *_ignored) -> None:
        self._words()
        self.changed.emit()

    def _words(self) -> None:
        now, plain = self.setting(), self._standard
        self.marks["cap"].compare(now.cap == plain.cap)
        self.dials["k2"].spin.setSuffix(" %" if now.graded else " m²")
        if now.graded:
            steps = [now.more.get(key, getattr(self.table, key)) * now.k2 / AS_GRADED
                     for key in ("k2_low", "k2_mid", "k2_high")]
            self.steps.show_text(" / ".join(f"{step:g}" for step in steps) + " m²")
        else:
            self.steps.show_text(tr("{k2:g} m² for all").format(k2=now.k2))
