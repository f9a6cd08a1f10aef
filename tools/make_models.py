"""Write the example models of resources/models: ``python -m tools.make_models`` (needs a Python that sees qgis).

They are drawn with the API so that a parameter that is renamed breaks here and in the tests, not at the user's.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_HASH_SEED", "0")  # the same order of attributes in every file

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF

ROOT = Path(__file__).resolve().parents[1]

POLYGON, TABLE = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector

#: Parameter of landquota → title in the model's dialog, type, optional.
INPUTS = {
    "INPUT": ("新增建设用地图斑", POLYGON, False),
    "COUNTIES": ("旗县市区界", POLYGON, False),
    "QUOTA": ("指标表", TABLE, True),
    "REWARD": ("奖励指标表", TABLE, True),
    "ECO_REDLINE": ("生态保护红线", POLYGON, True),
    "FARMLAND": ("永久基本农田", POLYGON, True),
    "URBAN_BOUNDARY": ("城镇开发边界", POLYGON, True),
    "LANDUSE": ("现状地类图斑 DLTB", POLYGON, True),
}

#: Output of landquota → name of the model's output (a script says landquota:ledger), title in its dialog.
OUTPUTS = {
    "OUTPUT": ("pieces", "分旗县图斑块"),
    "LEDGER": ("ledger", "指标台账"),
    "REJECTS": ("rejects", "剔除与修复要素"),
}


def landquota_model():
    """The accounting with the dates as one parameter: a start for a bureau's own model."""
    model = QgsProcessingModelAlgorithm("建设用地指标核算（示例模型）", "NM Urban 示例模型", "nm_landquota")
    model.setName("建设用地指标核算（示例模型）")
    child = QgsProcessingModelChildAlgorithm("nmurban:landquota")
    child.setChildId("landquota")
    child.setDescription("建设用地指标核算")
    for row, (name, (title, kind, optional)) in enumerate(INPUTS.items()):
        definition = QgsProcessingParameterFeatureSource(name, title, [kind], None, optional)
        _place(model, definition, row)
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromModelParameter(name)])
    _place(model, QgsProcessingParameterString("AS_OF", "评估日期 YYYY-MM-DD", "", False, True), len(INPUTS))
    child.addParameterSources("AS_OF", [QgsProcessingModelChildParameterSource.fromModelParameter("AS_OF")])
    child.setPosition(QPointF(520, 320))
    outputs = {}
    for row, (child_output, (name, title)) in enumerate(OUTPUTS.items()):
        output = QgsProcessingModelOutput(name, title)
        output.setChildId("landquota")
        output.setChildOutputName(child_output)
        output.setPosition(QPointF(820, 220 + 110 * row))
        outputs[name] = output
    child.setModelOutputs(outputs)
    model.addChildAlgorithm(child)
    return model


def _place(model, definition, row):
    component = QgsProcessingModelParameter(definition.name())
    component.setPosition(QPointF(140, 80 + 90 * row))
    model.addModelParameter(definition, component)


def main():
    app = QgsApplication([], False)
    app.initQgis()
    sys.path.insert(0, str(ROOT / "build" / "plugins"))
    from nm_urban.processing_algs.provider import NmUrbanProvider

    QgsApplication.processingRegistry().addProvider(NmUrbanProvider())
    folder = ROOT / "resources" / "models"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "landquota.model3"
    if not landquota_model().toFile(str(path)):
        raise SystemExit(f"cannot write {path}")
    check = QgsProcessingModelAlgorithm()
    if not check.fromFile(str(path)):
        raise SystemExit(f"cannot read back {path}")
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
