"""The example model 'corridor atlas': lines of the plans' corridors, their rings, nodes and measures in one run."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF

FILE = "corridor_atlas.model3"
TITLE = "通道图集（示例模型）"

_KIND = QgsProcessing.SourceType
#: Parameters of the model; the names are those of corridorbuffer.
INPUTS = (
    QgsProcessingParameterFeatureSource("INPUT", "铁路或公路", [_KIND.TypeVectorLine]),
    QgsProcessingParameterString("CORRIDORS", "规划通道（名称，逗号分隔）", "京包铁路,包兰铁路,呼包鄂榆发展轴"),
    QgsProcessingParameterString("RINGS", "多环宽度（米，逗号分隔）", "5000,10000,20000"),
    QgsProcessingParameterNumber("WIDTH", "判定地点在通道上的宽度（米）", QgsProcessingParameterNumber.Type.Double,
                                 10000),
    QgsProcessingParameterFeatureSource("PLACES", "城镇点", [_KIND.TypeVectorPoint], None, True),
    QgsProcessingParameterMultipleLayers("ZONES", "旗县、地类、控制线", _KIND.TypeVectorPolygon, None, True),
    QgsProcessingParameterFeatureSource("CLIP", "裁剪范围", [_KIND.TypeVectorPolygon], None, True),
    QgsProcessingParameterString("AS_OF", "评估日期 YYYY-MM-DD", "", False, True),
)

#: Algorithm → its title, the parameters it takes from the model, and output → (name of the model's output, title).
CHILDREN = {
    "corridorlines": ("规划通道线位", ("INPUT", "CORRIDORS"), {"OUTPUT": ("lines", "通道线位（虚线为规划）")}),
    "corridorbuffer": ("交通廊道缓冲", tuple(definition.name() for definition in INPUTS), {
        "OUTPUT": ("rings", "廊道环带"), "NODES": ("nodes", "廊道节点"), "MEASURES": ("measures", "指标值表"),
        "REJECTS": ("rejects", "剔除与修复要素")}),
}


def corridor_atlas() -> QgsProcessingModelAlgorithm:
    """The model; the registry must know the plugin's provider."""
    model = QgsProcessingModelAlgorithm(TITLE, "NM Urban 示例模型", "nm_corridor_atlas")
    model.setName(TITLE)
    for row, definition in enumerate(INPUTS):
        component = QgsProcessingModelParameter(definition.name())
        component.setPosition(QPointF(140, 80 + 90 * row))
        model.addModelParameter(definition.clone(), component)
    for column, (algorithm, (title, taken, outputs)) in enumerate(CHILDREN.items()):
        child = QgsProcessingModelChildAlgorithm(f"nmurban:{algorithm}")
        child.setChildId(algorithm)
        child.setDescription(title)
        for name in taken:
            child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromModelParameter(name)])
        child.setPosition(QPointF(520, 160 + 260 * column))
        found = {}
        for row, (child_output, (name, words)) in enumerate(outputs.items()):
            output = QgsProcessingModelOutput(name, words)
            output.setChildId(algorithm)
            output.setChildOutputName(child_output)
            output.setPosition(QPointF(840, 120 + 260 * column + 110 * row))
            found[name] = output
        child.setModelOutputs(found)
        model.addChildAlgorithm(child)
    return model
