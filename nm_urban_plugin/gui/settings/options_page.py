"""The options page: tolerance, area method, date of evaluation, unit of areas, own targets."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.gui import QgsFileWidget, QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDateEdit, QDoubleSpinBox, QFormLayout, QLabel, QVBoxLayout

from ...analysis.reading.area import GEODESIC, OFFICIAL, PLANAR
from ...core.measurement import unit_word
from ...core.resources import ROOT, BilingualError
from ...i18n import locale, tr
from .settings import AREA_UNITS, Choices, read_choices, write_choices


class OptionsPage(QgsOptionsPageWidget):
    """One form; stored when the dialog is accepted. *stored* is called then."""

    def __init__(self, parent=None, stored=None) -> None:
        super().__init__(parent)
        self._stored = stored
        self.points, self.share = self._spin(tr(" points")), self._spin(" %")
        self.method = QComboBox(self)
        self.method.addItem(tr("Official ellipsoidal area"), OFFICIAL)
        self.method.addItem(tr("Geodesic"), GEODESIC)
        self.method.addItem(tr("Planar"), PLANAR)
        self.unit = QComboBox(self)
        for unit in AREA_UNITS:
            self.unit.addItem(unit_word(unit, locale()) or tr("As in the plan"), unit)
        self.today = QCheckBox(tr("Today"), self)
        self.date = QDateEdit(self)
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.today.toggled.connect(self.date.setDisabled)
        self.file = QgsFileWidget(self)
        self.file.setFilter(tr("Targets (*.json)"))
        self.told = QLabel(self)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.file.fileChanged.connect(self._check)
        form = QFormLayout()
        form.addRow(tr("“About” allows, of a rate"), self.points)
        form.addRow(tr("“About” allows, of a total"), self.share)
        form.addRow(tr("Area method"), self.method)
        form.addRow(tr("Areas are shown in"), self.unit)
        form.addRow(tr("Date of evaluation"), self.today)
        form.addRow("", self.date)
        form.addRow(tr("Own targets and values"), self.file)
        form.addRow("", self.told)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(form)
        outer.addStretch(1)
        self._show(read_choices())

    def choices(self) -> Choices:
        """What the form says."""
        day = "" if self.today.isChecked() else self.date.date().toString("yyyy-MM-dd")
        return Choices(self.points.value(), self.share.value(), self.method.currentData(), day,
                       self.unit.currentData(), self.file.filePath().strip())

    def apply(self) -> None:
        """Called by QGIS when the dialog is accepted."""
        write_choices(self.choices())
        if self._stored is not None:
            self._stored()

    def _show(self, choices: Choices) -> None:
        self.points.setValue(choices.tolerance_points)
        self.share.setValue(choices.tolerance_total_pct)
        self.method.setCurrentIndex(max(0, self.method.findData(choices.area_method)))
        self.unit.setCurrentIndex(max(0, self.unit.findData(choices.area_unit)))
        day = choices.day
        self.date.setDate(QDate(day.year, day.month, day.day))
        self.today.setChecked(not choices.as_of)
        self.date.setEnabled(bool(choices.as_of))
        self.file.setFilePath(choices.own_file)
        self._check()

    def _check(self, *_ignored) -> None:
        path = self.file.filePath().strip()
        if not path:
            self.told.setText(tr("A JSON file with targets of the county or values of statistics; see the manual."))
            return
        try:
            own = Choices(own_file=path).own()
        except BilingualError as error:
            self.told.setText(error.text(locale()))
            return
        self.told.setText(tr("{name}: {targets} targets, {values} values").format(
            name=Path(path).name, targets=len(own.targets), values=len(own.values)))

    def _spin(self, suffix: str) -> QDoubleSpinBox:
        spin = QDoubleSpinBox(self)
        spin.setRange(0, 100)
        spin.setDecimals(2)
        spin.setSingleStep(0.5)
        spin.setSuffix(suffix)
        return spin


class OptionsFactory(QgsOptionsWidgetFactory):
    """What QGIS asks for the page."""

    def __init__(self, stored=None) -> None:
        super().__init__(tr("NM Urban"), icon())
        self._stored = stored

    def icon(self) -> QIcon:
        return icon()

    def createWidget(self, parent):  # noqa: N802 (the name is QGIS's)
        return OptionsPage(parent, self._stored)


def icon() -> QIcon:
    """The plugin's icon."""
    path = ROOT / "icons" / "nm_urban.svg"
    return QIcon(str(path)) if path.is_file() else QgsApplication.getThemeIcon("propertyicons/settings.svg")
