"""The line under the rows: how many of each verdict are shown."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy

from ...core.targets.assessment import numbers
from ...core.targets.rows import TargetRow
from ...i18n import tr
from .formatting import VERDICT_NAMES


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
        parts += [f"{tr(VERDICT_NAMES[verdict])} {count}" for verdict, count in numbers(shown).items() if count]
        self.setText(" · ".join(parts))
