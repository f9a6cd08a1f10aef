"""The Qt 6 check finds what breaks there, and lets the spellings pass that work on both."""

import pytest
from qgis.core import Qgis

from tools.release.check_qt6 import check_source

#: The names that newer versions of QGIS added or moved.
OLDEST = pytest.mark.skipif(Qgis.QGIS_VERSION_INT >= 32300, reason="the oldest QGIS decides which names exist")

GOOD = """
from qgis.core import Qgis, QgsFeatureRequest, QgsProcessing, QgsProcessingAlgorithm, QgsWkbTypes, QgsProcessingContext
from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterNumber, QgsFeatureSink
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction, QDialog
a = [Qt.ItemDataRole.DisplayRole, QgsProcessing.SourceType.TypeVectorPolygon, Qgis.MessageLevel.Warning]
b = [QgsProcessingParameterNumber.Type.Double, QgsProcessingParameterDefinition.Flag.FlagAdvanced]
c = [QgsWkbTypes.Type.Polygon, QgsFeatureSink.Flag.FastInsert, QgsFeatureRequest.Flag.NoGeometry]
d = QgsProcessingContext.LayerDetails
class Algorithm(QgsProcessingAlgorithm):
    def flags(self):
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading
QDialog().exec()
"""


def test_scoped_names_pass():
    assert check_source(GOOD, "x.py") == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("from PyQt5.QtCore import Qt", "use qgis.PyQt"),
        ("import PyQt6", "use qgis.PyQt"),
        ("from qgis.PyQt.QtCore import Qt\nQt.DisplayRole", "write Qt.ItemDataRole.DisplayRole"),
        pytest.param("from qgis.core import QgsProcessing\nQgsProcessing.TypeVectorPolygon", "QgsProcessing.SourceType",
                     marks=OLDEST),
        ("from qgis.core import QgsWkbTypes as W\nW.Polygon", "unscoped enum"),
        ("from qgis.core import Qgis\nQgis.Warning", "Qgis.MessageLevel"),
        pytest.param("from qgis.core import Qgis\nQgis.WkbType.Polygon", "does not exist", marks=OLDEST),
        ("from qgis.PyQt import QtCore\nQtCore.Qt.AlignLeft", "unscoped enum"),
        ("from qgis.core import QgsFeatureSink as S\nclass B(S):\n  f = lambda self: self.FastInsert", "unscoped enum"),
        pytest.param("from qgis.PyQt.QtGui import QAction", "does not exist", marks=OLDEST),
        ("from qgis.PyQt.QtCore import QRegExp", "gone in Qt 6"),
        ("from qgis.PyQt.QtCore import QVariant\nQVariant.Int", "processing_algs/framework/fields.py alone"),
        ("dialog.exec_()", "use .exec()"),
    ],
)
def test_what_breaks_is_found(source, words):
    assert any(words in message for _, message in check_source(source, "processing_algs/x.py"))


def test_the_field_factory_may_name_variant_types():
    source = "from qgis.PyQt.QtCore import QVariant\nQVariant.Type.Int"
    assert check_source(source, "processing_algs/framework/fields.py") == []
