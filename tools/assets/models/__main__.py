"""Write the example models of resources/models: ``python -m tools.assets.models`` (needs a Python that sees qgis).

They are drawn with the API so that a parameter that is renamed breaks here and in the tests, not at the user's.
"""

import os
import sys
from dataclasses import dataclass
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

from tools.assets.models import atlas as model_atlas
from tools.assets.models import counties as model_counties

ROOT = Path(__file__).resolve().parents[3]

POLYGON, TABLE = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector


@dataclass(frozen=True)
class Example:
    """A model of one algorithm with the date as a parameter: a start for a bureau's own model.

    inputs   parameter → title in the model's dialog, type, optional
    outputs  output → name of the model's output (a script says landquota:ledger), title in its dialog
    """

    algorithm: str
    title: str
    name: str
    inputs: dict[str, tuple[str, int, bool]]
    outputs: dict[str, tuple[str, str]]


EXAMPLES = (
    Example("landquota", "建设用地指标核算", "nm_landquota", {
        "INPUT": ("新增建设用地图斑", POLYGON, False),
        "COUNTIES": ("旗县市区界", POLYGON, False),
        "QUOTA": ("指标表", TABLE, True),
        "REWARD": ("奖励指标表", TABLE, True),
        "ECO_REDLINE": ("生态保护红线", POLYGON, True),
        "FARMLAND": ("永久基本农田", POLYGON, True),
        "URBAN_BOUNDARY": ("城镇开发边界", POLYGON, True),
        "LANDUSE": ("现状地类图斑 DLTB", POLYGON, True),
    }, {
        "OUTPUT": ("pieces", "分旗县图斑块"),
        "LEDGER": ("ledger", "指标台账"),
        "REJECTS": ("rejects", "剔除与修复要素"),
    }),
    Example("idleland", "批而未供、闲置土地清查", "nm_idleland", {
        "APPROVED": ("批准用地（图层或表）", TABLE, False),
        "SUPPLIED": ("供应宗地（图层或表）", TABLE, False),
        "CANCELLED": ("核销批文（图层或表）", TABLE, True),
        "COUNTIES": ("旗县市区界", POLYGON, True),
        "TASKS": ("处置任务表", TABLE, True),
    }, {
        "UNSUPPLIED": ("unsupplied", "批而未供图块"),
        "IDLE": ("idle", "供应宗地清查"),
        "LEDGER": ("ledger", "存量台账"),
        "DOCUMENTS": ("documents", "批文图账对照"),
        "REJECTS": ("rejects", "剔除与修复要素"),
    }),
)


def model_of(example: Example) -> QgsProcessingModelAlgorithm:
    """The model; inputs to the left, the algorithm in the middle, outputs to the right."""
    title = f"{example.title}（示例模型）"
    model = QgsProcessingModelAlgorithm(title, "NM Urban 示例模型", example.name)
    model.setName(title)
    child = QgsProcessingModelChildAlgorithm(f"nmurban:{example.algorithm}")
    child.setChildId(example.algorithm)
    child.setDescription(example.title)
    for row, (name, (words, kind, optional)) in enumerate(example.inputs.items()):
        definition = QgsProcessingParameterFeatureSource(name, words, [kind], None, optional)
        _place(model, definition, row)
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromModelParameter(name)])
    _place(model, QgsProcessingParameterString("AS_OF", "评估日期 YYYY-MM-DD", "", False, True), len(example.inputs))
    child.addParameterSources("AS_OF", [QgsProcessingModelChildParameterSource.fromModelParameter("AS_OF")])
    child.setPosition(QPointF(520, 320))
    outputs = {}
    for row, (child_output, (name, words)) in enumerate(example.outputs.items()):
        output = QgsProcessingModelOutput(name, words)
        output.setChildId(example.algorithm)
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
    models = {f"{example.algorithm}.model3": model_of(example) for example in EXAMPLES}
    models[model_atlas.FILE] = model_atlas.corridor_atlas()
    models[model_counties.FILE] = model_counties.county_quota()
    for name, model in models.items():
        path = folder / name
        if not model.toFile(str(path)):
            raise SystemExit(f"cannot write {path}")
        check = QgsProcessingModelAlgorithm()
        if not check.fromFile(str(path)):
            raise SystemExit(f"cannot read back {path}")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
