"""Styles of corridor buffers: rings by corridor and distance, nodes by what was judged. ``__main__`` writes them."""

from qgis.core import (
    QgsMarkerSymbol,
    QgsProperty,
    QgsRuleBasedRenderer,
    QgsSymbolLayer,
)

from tools.assets.styles import symbols as draw

RINGS = {
    "corridor": ("廊道", "Corridor"),
    "ring": ("环", "Ring"),
    "width_m": ("外宽(米)", "Outer width (m)"),
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "inner_m": ("内宽(米)", "Inner width (m)"),
    "kind": ("线位来源", "Line"),
    "n_src": ("要素数", "Features"),
}
NODES = {
    "name": ("地点", "Place"),
    "corridor": ("廊道", "Corridor"),
    "dist_m": ("到线距离(米)", "Distance to the line (m)"),
    "chain_m": ("里程(米)", "Chainage (m)"),
    "on": ("在廊道上", "On the corridor"),
    "code": ("代码", "Code"),
    "role": ("地点类别", "Kind of place"),
    "state": ("判定", "Judgement"),
    "hub": ("所在廊道数", "Corridors it lies on"),
    "why": ("未判定的原因", "Why not judged"),
}
KIND = {
    "named": ("按名称", "by name"),
    "whole": ("整个图层", "whole layer"),
    "derived": ("最短路径推求", "derived, shortest path"),
}
ROLE = {
    "route": ("沿线地点", "along the corridor"),
    "support": ("支撑点", "support point"),
    "given": ("用户图层", "of the user's layer"),
}
STATE = {"on": ("在廊道上", "on"), "off": ("不在廊道上", "off"), "not_judged": ("未判定", "not judged")}
YES_NO = {"0": ("否", "no"), "1": ("是", "yes")}

#: Ring → colour of the legend (grey: the hue is the corridor's), share of opacity. Beyond the last one: as that.
SHADES = {1: ("#555555", 150), 2: ("#7f7f7f", 105), 3: ("#a6a6a6", 75), 4: ("#cccccc", 55)}
#: The colour wheel by the corridor's name: equal names, equal colours, on every machine.
HUE = "(ascii(left(md5(\"corridor\"), 1)) * 53 + ascii(substr(md5(\"corridor\"), 2, 1)) * 17) % 360"


def corridorbuffer(at):
    """Rings from dark (near) to light; the hue is the corridor's."""
    layer = draw.table(RINGS)
    root = QgsRuleBasedRenderer.Rule(None)
    last = max(SHADES)
    for ring, (color, alpha) in SHADES.items():
        symbol = draw.fill(color, "#44586a", 0.2, alpha)
        painted = f"color_hsva({HUE}, {60 - 10 * ring}, {62 + 7 * ring}, {alpha})"
        edge = f"color_hsva({HUE}, 70, 45, 255)"
        properties = symbol.symbolLayer(0).dataDefinedProperties()
        properties.setProperty(QgsSymbolLayer.Property.PropertyFillColor, QgsProperty.fromExpression(painted))
        properties.setProperty(QgsSymbolLayer.Property.PropertyStrokeColor, QgsProperty.fromExpression(edge))
        symbol.symbolLayer(0).setDataDefinedProperties(properties)
        rule = QgsRuleBasedRenderer.Rule(symbol)
        rule.setFilterExpression(f'"ring" = {ring}' if ring < last else f'"ring" >= {last}')
        words = (f"第 {ring} 环", f"Ring {ring}") if ring < last else (f"第 {ring} 环及以外", f"Ring {ring} and beyond")
        if ring == 1:
            words = (f"{words[0]}（颜色随廊道）", f"{words[1]} (colour by corridor)")
        rule.setLabel(words[at])
        root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.label(layer, "if(\"ring\" = 1, \"corridor\", '')", 4_000_000, inside=True)
    draw.name_fields(layer, RINGS, at)
    draw.name_values(layer, "kind", KIND, at)
    return layer


def corridor_nodes(at):
    """Nodes: filled on the corridor, hollow off it, a cross where nothing could be judged; hubs are larger."""
    layer = draw.table(NODES, "Point")
    root = QgsRuleBasedRenderer.Rule(None)
    looks = {
        "on": {"name": "circle", "color": "#c8102e", "outline_color": "#ffffff", "size": "2.8"},
        "off": {"name": "circle", "color": "#ffffff", "outline_color": "#7a7a7a", "size": "1.8"},
        "not_judged": {"name": "cross2", "color": "#7a7a7a", "outline_color": "#7a7a7a", "size": "2.2"},
    }
    for state, look in looks.items():
        symbol = QgsMarkerSymbol.createSimple({"outline_width": "0.35", **look})
        if state == "on":
            properties = symbol.symbolLayer(0).dataDefinedProperties()
            properties.setProperty(QgsSymbolLayer.Property.PropertySize,
                                   QgsProperty.fromExpression('2.4 + 0.6 * min(coalesce("hub", 1), 6)'))
            symbol.symbolLayer(0).setDataDefinedProperties(properties)
        rule = QgsRuleBasedRenderer.Rule(symbol)
        # a place has a row per corridor: what is off one may be on another
        rule.setFilterExpression(f"\"state\" = '{state}'" + (' AND "hub" = 0' if state == "off" else ""))
        rule.setLabel(STATE[state][at])
        root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.label(layer, "if(\"state\" = 'off', '', \"name\")", 4_000_000)
    draw.name_fields(layer, NODES, at)
    for field, values in (("role", ROLE), ("state", STATE), ("on", YES_NO)):
        draw.name_values(layer, field, values, at)
    return layer


DRAWN = {"corridorbuffer": corridorbuffer, "corridor_nodes": corridor_nodes}
