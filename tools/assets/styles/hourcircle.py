"""Styles of the hour circle: isochrones, travel times, exit corridors. ``__main__`` writes them."""

from qgis.core import (
    QgsConditionalStyle,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from tools.assets.styles import symbols as draw

CIRCLE = {
    "origin": ("起点", "Origin"),
    "code": ("代码", "Code"),
    "mode": ("方式", "Mode"),
    "minutes": ("分钟", "Minutes"),
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "pop": ("圈内人口(人)", "People inside"),
    "n_towns": ("圈内城镇数", "Towns inside"),
    "towns": ("圈内城镇", "Names of the towns"),
}
MATRIX = {
    "o": ("起点", "From"),
    "d": ("终点", "To"),
    "minutes": ("时间(分钟)", "Time (min)"),
    "mode": ("方式", "Mode"),
    "o_code": ("起点代码", "Code from"),
    "d_code": ("终点代码", "Code to"),
    "net_min": ("线路上(分钟)", "On lines (min)"),
    "acc_min": ("两端接驳(分钟)", "Access (min)"),
    "length_m": ("线路长度(米)", "Length on lines (m)"),
    "spoke": ("含呼和浩特", "With Hohhot"),
    "within": ("在时限内", "Within the limit"),
    "why": ("算不出的原因", "Why there is no time"),
}
EXITS = {
    "exit": ("通道编号", "Exit corridor"),
    "src_fid": ("线路要素号", "Line id"),
    "chain_m": ("沿边界距离(米)", "Along the boundary (m)"),
}
LINES = {
    "key": ("编号", "Key"),
    "corridor": ("通道", "Corridor"),
    "mode": ("方式", "Mode"),
    "status": ("状态", "Status"),
    "kind": ("线位", "Line"),
    "length_m": ("长度(米)", "Length (m)"),
    "connected": ("连通", "Connected"),
    "places": ("经过地点", "Places"),
    "gaps": ("断开处", "Gaps"),
    "source": ("出处", "Source"),
    "quote": ("原文", "Quote"),
}
STATUS = {
    "existing": ("现状", "existing"),
    "building": ("在建", "being built"),
    "planned": ("规划", "planned"),
    "preliminary": ("前期", "being prepared"),
}
KIND = {"derived": ("网络上找到", "found on the network"), "schematic": ("示意", "schematic")}
LINE_COLOR = {"rail": "#a3262a", "road": "#d98200", "any": "#0f6b4f"}
LINE_MODE = {"any": ("发展轴和通道", "Axis, channel"), "rail": ("铁路", "Railway"), "road": ("高速公路", "Expressway")}
DASHES = {"existing": None, "building": [5.0, 1.6], "planned": [3.0, 2.4], "preliminary": [1.2, 2.2]}  # mm
MODE = {"rail": ("铁路", "Rail"), "road": ("公路", "Road")}
YES_NO = {"0": ("否", "no"), "1": ("是", "yes")}
WITHIN = {'"within" = 0': "#f8cbad", '"within" = 1': "#e2efda", '"minutes" IS NULL': "#e7e6e6"}
BANDS = (
    ('"minutes" <= 30', "#1a6fb0", ("30分钟以内", "within 30 min")),
    ('"minutes" > 30 AND "minutes" <= 60', "#57a5d8", ("60分钟以内", "within 60 min")),
    ('"minutes" > 60 AND "minutes" <= 120', "#b5d8ef", ("120分钟以内", "within 120 min")),
    ('"minutes" > 120', "#e3eff8", ("120分钟以上", "more than 120 min")),
)


def hourcircle(at):
    """Isochrones from dark (near) to light; road has a dashed edge."""
    layer = draw.table(CIRCLE)
    root = QgsRuleBasedRenderer.Rule(None)
    for mode, names in MODE.items():
        for condition, color, words in BANDS:
            symbol = draw.fill(color, QColor(color).darker(150).name(), 0.35, 110)
            if mode == "road":
                symbol.symbolLayer(0).setStrokeStyle(Qt.PenStyle.DashLine)
            rule = QgsRuleBasedRenderer.Rule(symbol)
            rule.setFilterExpression(f"\"mode\" = '{mode}' AND {condition}")
            rule.setLabel(f"{names[at]} {words[at]}")
            root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.name_fields(layer, CIRCLE, at)
    draw.name_values(layer, "mode", MODE, at)
    return layer


def matrix(at):
    """A table; times beyond the limit in red, within it in green."""
    layer = draw.table(MATRIX, "None")
    draw.name_fields(layer, MATRIX, at)
    draw.name_values(layer, "mode", MODE, at)
    for field in ("spoke", "within"):
        draw.name_values(layer, field, YES_NO, at)
    styles = []
    for condition, color in WITHIN.items():
        style = QgsConditionalStyle(condition)
        style.setBackgroundColor(QColor(color))
        styles.append(style)
    layer.conditionalStyles().setFieldStyles("minutes", styles)
    return layer


def exits(at):
    """Crossings of the city boundary with the number of the exit corridor."""
    layer = draw.table(EXITS, "Point")
    properties = {"name": "triangle", "color": "#f2b632", "outline_color": "#8a5a00", "size": "3.4"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(properties)))
    draw.label(layer, '"exit"', 2_000_000)
    draw.name_fields(layer, EXITS, at)
    return layer


def corridorlines(at):
    """Corridors by mode and status: a solid line exists, a dashed one does not (yet)."""
    layer = draw.table(LINES, "LineString")
    root = QgsRuleBasedRenderer.Rule(None)
    for mode, names in LINE_MODE.items():
        for status, words in STATUS.items():
            width = 1.6 if mode == "any" else 0.8 if status == "existing" else 0.7
            symbol = QgsLineSymbol.createSimple({"color": LINE_COLOR[mode], "width": str(width), "capstyle": "flat",
                                                 "joinstyle": "round"})
            if DASHES[status]:
                symbol.symbolLayer(0).setUseCustomDashPattern(True)
                symbol.symbolLayer(0).setCustomDashVector(DASHES[status])
            if mode == "any":
                symbol.setOpacity(0.5)
            rule = QgsRuleBasedRenderer.Rule(symbol)
            rule.setFilterExpression(f"\"mode\" = '{mode}' AND \"status\" = '{status}'")
            rule.setLabel(f"{names[at]}（{words[at]}）" if at == 0 else f"{names[at]}, {words[at]}")
            root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.name_fields(layer, LINES, at)
    draw.name_values(layer, "status", STATUS, at)
    draw.name_values(layer, "kind", KIND, at)
    draw.name_values(layer, "connected", YES_NO, at)
    draw.name_values(layer, "mode", {"any": ("铁路和公路", "Rail and road"), **MODE}, at)
    return layer


DRAWN = {"corridorlines": corridorlines, "hourcircle": hourcircle, "hourcircle_matrix": matrix, "exits": exits}
TABLES = ("hourcircle_matrix",)
