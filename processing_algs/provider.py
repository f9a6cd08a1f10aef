"""The Processing provider `nmurban`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..nm_urban_plugin.i18n import tr
from .area.parcelarea import ParcelArea
from .boundarytxt.boundarytxtexport import BoundaryTxtExport
from .boundarytxt.boundarytxtimport import BoundaryTxtImport
from .classes.countyclass import CountyClass
from .conformity.conformity import Conformity
from .corridors.corridorbuffer import CorridorBuffer
from .corridors.corridorlines import CorridorLines
from .corridors.hourcircle import HourCircle
from .hooks.quotahooks import QuotaHooks
from .idle.idleland import IdleLand
from .quality.datacheck import DataCheck
from .quality.datarepair import DataRepair
from .quota.landquota import LandQuota
from .sheets.sheet import SheetExport
from .targets.compliance import Compliance

ALGORITHMS = (ParcelArea, Conformity, CorridorBuffer, CorridorLines, HourCircle, LandQuota, IdleLand, CountyClass,
              QuotaHooks, Compliance, BoundaryTxtImport, BoundaryTxtExport, SheetExport, DataCheck,
              DataRepair)

_ICON = Path(__file__).resolve().parent.parent / "resources" / "icons" / "nm_urban.svg"


class NmUrbanProvider(QgsProcessingProvider):
    """All algorithms of the plugin; ids are frozen (nmurban:landquota, …)."""

    def id(self) -> str:
        return "nmurban"

    def name(self) -> str:
        return tr("NM Urban")

    def longName(self) -> str:
        return tr("NM Urban: urbanization plans of Inner Mongolia")

    def icon(self) -> QIcon:
        return QIcon(str(_ICON))

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
