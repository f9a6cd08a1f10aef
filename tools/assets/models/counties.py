"""The example model 'class and quota': county units are classified, then earn their quota, in one run."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF

FILE = "county_quota.model3"
TITLE = "旗县分类与挂钩指标（示例模型）"

_KIND = QgsProcessing.SourceType
_POLYGON, _REAL = [_KIND.TypeVectorPolygon], QgsProcessingParameterNumber.Type.Double
_SOURCE, _NUMBER, _TEXT = (QgsProcessingParameterFeatureSource, QgsProcessingParameterNumber,
                           QgsProcessingParameterString)
#: Parameters of the model; the names are those of the algorithms.
INPUTS = (
    _SOURCE("INPUT", "旗县市区界（带人口、处置面积、落户人数等字段）", _POLYGON),
    _TEXT("MAIN_DOC", "主体功能的文件依据", "", False, True),
    _SOURCE("ECO_REDLINE", "生态保护红线", _POLYGON, None, True),
    _SOURCE("FARMLAND", "永久基本农田", _POLYGON, None, True),
    _SOURCE("LANDUSE", "现状地类图斑 DLTB", _POLYGON, None, True),
    _SOURCE("BORDER", "国界线", [_KIND.TypeVectorLine], None, True),
    _SOURCE("CITIES", "中心城市", [_KIND.TypeVectorAnyGeometry], None, True),
    _SOURCE("SEATS", "旗县政府驻地", [_KIND.TypeVectorPoint], None, True),
    _TEXT("AS_OF", "评估日期 YYYY-MM-DD", "", False, True),
    _NUMBER("CAP_MU", "分配总量（亩）", _REAL, 640000, False, 0),
    _NUMBER("K1", "k1：每处置1亩的指标（空 = 参数表）", _REAL, None, True, 0),
    _NUMBER("K2", "k2：每落户1人的平方米数（空 = 按人均用地分档）", _REAL, None, True, 0),
    _NUMBER("TILT", "重点区域倾斜系数（空 = 参数表）", _REAL, None, True, 0),
    _TEXT("FIELDS", "字段对应（JSON）", "", True, True),
)

#: Algorithm → its title, the parameters it takes from the model, and output → (name of the model's output, title).
CHILDREN = {
    "countyclass": ("旗县分类", ("INPUT", "MAIN_DOC", "ECO_REDLINE", "FARMLAND", "LANDUSE", "BORDER", "CITIES", "SEATS",
                             "AS_OF", "FIELDS"), {
        "OUTPUT": ("classes", "旗县分类"), "MEASURES": ("measures", "指标值表"),
        "REJECTS": ("rejects", "问题要素清单")}),
    "quotahooks": ("增存挂钩与人地挂钩测算", ("CAP_MU", "K1", "K2", "TILT", "FIELDS"), {
        "OUTPUT": ("quota", "分旗县指标"), "WHATIF": ("whatif", "情景"),
        "REJECTS": ("rejects", "问题要素清单（挂钩）")}),
}  # fmt: skip


def county_quota() -> QgsProcessingModelAlgorithm:
    """The model; the registry must know the plugin's provider. The classified units are the table of the hooks."""
    model = QgsProcessingModelAlgorithm(TITLE, "NM Urban 示例模型", "nm_county_quota")
    model.setName(TITLE)
    source = QgsProcessingModelChildParameterSource
    for row, definition in enumerate(INPUTS):
        component = QgsProcessingModelParameter(definition.name())
        component.setPosition(QPointF(140, 80 + 80 * row))
        model.addModelParameter(definition.clone(), component)
    for column, (algorithm, (title, taken, outputs)) in enumerate(CHILDREN.items()):
        child = QgsProcessingModelChildAlgorithm(f"nmurban:{algorithm}")
        child.setChildId(algorithm)
        child.setDescription(title)
        for name in taken:
            child.addParameterSources(name, [source.fromModelParameter(name)])
        if algorithm == "quotahooks":
            child.addParameterSources("INPUT", [source.fromChildOutput("countyclass", "OUTPUT")])
        child.setPosition(QPointF(520, 260 + 480 * column))
        found = {}
        for row, (child_output, (name, words)) in enumerate(outputs.items()):
            output = QgsProcessingModelOutput(name, words)
            output.setChildId(algorithm)
            output.setChildOutputName(child_output)
            output.setPosition(QPointF(840, 180 + 480 * column + 110 * row))
            found[name] = output
        child.setModelOutputs(found)
        model.addChildAlgorithm(child)
    return model
