"""Drawing of the style of compliance's output: a table with words for values and colours by verdict.

It takes *at* (0 Chinese, 1 English).
"""

from qgis.core import QgsConditionalStyle
from qgis.PyQt.QtGui import QColor

from tools.assets.styles import symbols as draw

FIELDS = {
    "target": ("目标编号", "Target id"),
    "name": ("目标", "Target"),
    "place": ("地区代码", "Place code"),
    "place_name": ("地区", "Place"),
    "value": ("数值", "Value"),
    "val_unit": ("数值单位", "Unit of the value"),
    "goal": ("目标值", "Goal"),
    "cmp": ("比较", "Comparator"),
    "unit": ("单位", "Unit"),
    "year": ("年份", "Year"),
    "verdict": ("判定", "Verdict"),
    "gap": ("差距(负为余)", "Gap (negative = in reserve)"),
    "gap_phys": ("实物差距", "Gap in physical units"),
    "phys_unit": ("实物单位", "Physical unit"),
    "pace": ("进度", "Pace"),
    "expected": ("当前应达", "Due now"),
    "state": ("期限", "State"),
    "stands": ("有效", "Stands"),
    "kind": ("类别", "Kind"),
    "tier": ("层级", "Tier"),
    "origin": ("来源", "Origin"),
    "indicator": ("指标编号", "Indicator"),
    "n": ("要素数", "Features"),
    "n_skipped": ("未计入", "Skipped"),
    "n_fail": ("不符合", "Failing"),
    "covered": ("覆盖单元", "Units covered"),
    "units": ("应覆盖单元", "Units of the target"),
    "missing": ("缺少", "Missing"),
    "method": ("方法", "Method"),
    "source": ("出处", "Source"),
    "quote": ("原文", "Quote"),
    "history": ("历史提法", "History"),
    "src_layer": ("数据图层", "Layer"),
}
PACE = {"on_schedule": ("符合序时进度", "On schedule"), "behind": ("落后于进度", "Behind"), "": ("", "")}
STATE = {"due": ("已到期", "Due"), "live": ("未到期", "Not due yet"), "undated": ("未写明年份", "Undated")}
KIND = {
    "target": ("目标", "Target"),
    "threshold": ("门槛值", "Threshold"),
    "rule": ("规则", "Rule"),
    "baseline": ("基数", "Baseline"),
}
ORIGIN = {
    "register": ("规划", "Plans"),
    "own": ("自有目标", "Own"),
    "allotted": ("本地指标或任务", "Own quota or task"),
}


def compliance(at):
    """Rows of targets: a table."""
    verdicts = draw.verdict_names()
    layer = draw.table(FIELDS, "None")
    draw.name_fields(layer, FIELDS, at)
    for name, words in (("verdict", verdicts), ("pace", PACE), ("state", STATE), ("kind", KIND), ("origin", ORIGIN)):
        draw.name_values(layer, name, {key: pair for key, pair in words.items() if key}, at)
    styles = []
    for verdict, color in draw.VERDICT_FILL.items():
        style = QgsConditionalStyle(f"@value = '{verdict}'")
        style.setBackgroundColor(QColor(color))
        style.setName(verdicts[verdict][at])
        styles.append(style)
    layer.conditionalStyles().setFieldStyles("verdict", styles)
    gone = QgsConditionalStyle('"stands" = 0')
    gone.setTextColor(QColor("#8c8c8c"))
    layer.conditionalStyles().setRowStyles([gone])
    return layer


DRAWN = {"compliance": compliance}
TABLES = ("compliance",)
