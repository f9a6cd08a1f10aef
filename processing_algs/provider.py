"""The Processing provider `nmurban`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..nm_urban_plugin.i18n import tr
from .conformity import Conformity
from .landquota import LandQuota
from .parcelarea import ParcelArea

ALGORITHMS = (ParcelArea, Conformity, LandQuota)

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
