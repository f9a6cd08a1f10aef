"""The Processing provider `nmurban`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..nm_urban_plugin.i18n import tr
from .boundarytxtexport import BoundaryTxtExport
from .boundarytxtimport import BoundaryTxtImport
from .compliance import Compliance
from .conformity import Conformity
from .corridorbuffer import CorridorBuffer
from .corridorlines import CorridorLines
from .countyclass import CountyClass
from .hourcircle import HourCircle
from .idleland import IdleLand
from .landquota import LandQuota
from .parcelarea import ParcelArea
from .quotahooks import QuotaHooks

ALGORITHMS = (ParcelArea, Conformity, CorridorBuffer, CorridorLines, HourCircle, LandQuota, IdleLand, CountyClass,
              QuotaHooks, Compliance, BoundaryTxtImport, BoundaryTxtExport)

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
