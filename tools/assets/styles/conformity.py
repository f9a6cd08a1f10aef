"""Styles of the three-line check, of the control lines and of land use."""

import json

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
)
from qgis.PyQt.QtGui import QColor

from tools.assets.styles import symbols as draw
from tools.assets.styles import words
from tools.common import ROOT

CONFORMITY_FILL = {
    "conflict_both": "#7b1fa2",
    "conflict_eco": "#d7301f",
    "conflict_farm": "#f28e2b",
    "not_computable": "#bdbdbd",
    "inside_boundary": "#2b8a62",
    "outside_boundary": "#4a7fb5",
    "partly_outside": "#e3c02a",
}
LINE_FILL = {"eco": "#d7301f", "farm": "#f28e2b", "ubd": "#4a7fb5"}
ZONE_FILL = {"城镇集中建设区": "#e8743b", "城镇弹性发展区": "#f4b183", "特别用途区": "#c9a0dc", "": "#d9d9d9"}


def conformity(at):
    """Projects by verdict; the words are those of the rule draw.table."""
    layer = draw.table(words.CONFORMITY)
    rules = json.loads((ROOT / "resources" / "policies" / "conformity.json").read_text(encoding="utf-8"))["verdicts"]
    verdicts = {key: (rules[key]["title"], rules[key]["title_en"]) for key in CONFORMITY_FILL}
    categories = [
        QgsRendererCategory(
            key, draw.fill(CONFORMITY_FILL[key], QColor(CONFORMITY_FILL[key]).darker(160).name(), 0.3, 120), names[at])
        for key, names in verdicts.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("verdict", categories))
    draw.label(layer, ("format_number(\"area_m2\" / 10000, 4) || ' 公顷'",
                  "format_number(\"area_m2\" / 10000, 4) || ' ha'")[at], 10000)
    draw.name_fields(layer, words.CONFORMITY, at)
    draw.name_values(layer, "verdict", verdicts, at)
    return layer


def conformity_pieces(at):
    """Pieces by line: conflicts in full colour, the boundary as a thin line, slivers with an edge that is seen."""
    layer = draw.table(words.CONFORMITY_PIECES)
    root = QgsRuleBasedRenderer.Rule(None)
    for key, names in words.CONTROL_LINE.items():
        edge = QColor(LINE_FILL[key]).darker(150).name()
        symbol = draw.fill(LINE_FILL[key], edge, 0.25, 30 if key == "ubd" else 150)
        if key != "ubd":
            light = QColor(LINE_FILL[key]).lighter(125).name()
            symbol = draw.hatch(edge, edge, light, 1.2, 45 if key == "eco" else 135, 0.3, 0.5)
        rule = QgsRuleBasedRenderer.Rule(symbol)
        rule.setFilterExpression(f"\"line\" = '{key}' AND coalesce(\"sliver\", 0) = 0")
        rule.setLabel(names[at])
        root.appendChild(rule)
    rule = QgsRuleBasedRenderer.Rule(draw.fill("#ff00c8", "#ff00c8", 0.9))
    rule.setFilterExpression('"sliver" = 1')
    rule.setLabel(words.SLIVER[at])
    root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.label(layer, "format_number(\"area_m2\", 2) || ' m²'", 5000)
    draw.name_fields(layer, words.CONFORMITY_PIECES, at)
    draw.name_values(layer, "line", words.CONTROL_LINE, at)
    draw.name_values(layer, "sliver", words.YES_NO, at)
    return layer


def eco_redline(at):
    """Ecological redline: green draw.hatch, red outline."""
    layer = draw.table({"fid": None})
    layer.setRenderer(QgsSingleSymbolRenderer(draw.hatch("#2e9e4f", "#d7301f", "", 2.4, 45, 0.3, 0.5)))
    return layer


def farmland(at):
    """Permanent basic farmland: yellow."""
    layer = draw.table({"fid": None})
    layer.setRenderer(QgsSingleSymbolRenderer(draw.fill("#ffe34d", "#b58900", 0.3, 150)))
    return layer


def urban_boundary(at):
    """Zones of the urban development boundary by their name."""
    layer = draw.table({"GHFQMC": None})
    categories = [
        QgsRendererCategory(key or None, draw.fill(ZONE_FILL[key], "#8f2d10", 0.45, 110), names[at])
        for key, names in words.ZONES.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("GHFQMC", categories))
    return layer


def dltb(at):
    """Land-use patches in the survey's colours; the K of 可调整 codes is left off. Names exist in Chinese only."""
    layer = draw.table({"DLBM": None})
    survey = json.loads((ROOT / "resources" / "landuse.json").read_text(encoding="utf-8"))["tables"]["third"]
    categories = []
    for item in survey["items"]:
        if "rgb" in item:
            symbol = draw.fill(QColor(*item["rgb"]).name(), "#999999", 0.08)
            categories.append(QgsRendererCategory(item["code"], symbol, f"{item['code']} {item['name']}"))
    rest = draw.fill("#eeeeee", "#999999", 0.08)
    categories.append(QgsRendererCategory(None, rest, "其他地类" if at == 0 else "Other"))
    layer.setRenderer(QgsCategorizedSymbolRenderer("regexp_replace(\"DLBM\", '[A-GI-Z]+$', '')", categories))
    return layer


DRAWN = {
    "conformity": conformity,
    "conformity_pieces": conformity_pieces,
    "eco_redline": eco_redline,
    "farmland": farmland,
    "urban_boundary": urban_boundary,
    "dltb": dltb,
}
TABLES = ()
