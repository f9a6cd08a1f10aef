"""Drawings of the county styles: classes by where they come from, growth types, quota earned by the hooks.

Each takes *at* (0 Chinese, 1 English).
"""

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsRuleBasedRenderer
from qgis.PyQt.QtGui import QColor

from tools.assets.styles import classes_words as words
from tools.assets.styles import symbols as draw

CLASS_FILL = {"urban": "#d9694f", "agri": "#e3c02a", "eco": "#2b8a62"}
GROWTH_FILL = {"expand": "#d9694f", "stable": "#8fb3d9", "shrink": "#9e8ab8"}
EDGE = "#7a7a7a"
#: Upper limits (亩) of the classes of the quota map, and their colours.
QUOTA = ((0, "#ffffff"), (500, "#eaf5ee"), (1500, "#b7dec5"), (3000, "#70bd95"), (6000, "#2b8a62"), (None, "#0f5238"))


def _pale(color):
    """The colour mixed with three parts of white."""
    return QColor(*((channel + 3 * 255) // 4 for channel in QColor(color).getRgb()[:3])).name()


def countyclass(at):
    """Class by colour; what is official or reported is filled, a computed proposal is hatched."""
    layer = draw.table({**words.COUNTYCLASS})
    categories = []
    for key, color in CLASS_FILL.items():
        dark = QColor(color).darker(125).name()
        symbols = {"official": draw.fill(dark, EDGE, 0.15), "reported": draw.fill(color, EDGE, 0.15),
                   "computed": draw.hatch(color, EDGE, _pale(color), 1.5, 45, 0.45, 0.15)}
        for source, symbol in symbols.items():
            title = f"{words.CLASS[key][at]}{words.JOIN[at].format(words.SOURCE[source][at])}"
            categories.append(QgsRendererCategory(f"{key}_{source}", symbol, title))
    categories.append(QgsRendererCategory("_missing", draw.hatch("#b0b0b0", EDGE, "#ffffff", 1.6, 135, 0.2, 0.15),
                                          words.SOURCE["missing"][at]))
    layer.setRenderer(QgsCategorizedSymbolRenderer("coalesce(\"cls\", '') || '_' || \"cls_src\"", categories))
    draw.label(layer, "coalesce(\"cls_name\", '')", 2000000)
    draw.name_fields(layer, words.COUNTYCLASS, at)
    draw.name_values(layer, "cls", words.CLASS, at)
    draw.name_values(layer, "cls_comp", words.CLASS, at)
    draw.name_values(layer, "cls_src", words.SOURCE, at)
    for name in ("growth", "growth_ms"):
        draw.name_values(layer, name, words.GROWTH, at)
    return layer


def county_growth(at):
    """Growth type of the plan by colour; hatched where the measured type is another; red edge = alert."""
    layer = draw.table({**words.COUNTYCLASS})
    root = QgsRuleBasedRenderer.Rule(None)
    for key, color in GROWTH_FILL.items():
        for other in (0, 1):
            symbol = (draw.hatch("#4a4a4a", EDGE, color, 1.8, 45, 0.25, 0.15) if other else
                      draw.fill(color, EDGE, 0.15))
            rule = QgsRuleBasedRenderer.Rule(symbol)
            rule.setFilterExpression(f"\"growth\" = '{key}' AND coalesce(\"mismatch\", 0) = {other}")
            rule.setLabel(words.GROWTH[key][at] + (words.DIFFERS[at] if other else ""))
            root.appendChild(rule)
    alert = draw.fill("#ffffff", "#c00000", 0.7, 0)
    rule = QgsRuleBasedRenderer.Rule(alert)
    rule.setFilterExpression('"blind" = 1')
    rule.setLabel(words.BLIND[at])
    root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.name_fields(layer, words.COUNTYCLASS, at)
    return layer


def quotahooks(at):
    """Counties by the quota allotted to them."""
    layer = draw.table(words.QUOTAHOOKS)
    root = QgsRuleBasedRenderer.Rule(None)
    low = None
    for high, color in QUOTA:
        parts = [f'"capped_mu" > {low}'] if low is not None else []
        parts += [f'"capped_mu" <= {high}'] if high is not None else []
        rule = QgsRuleBasedRenderer.Rule(draw.fill(color, EDGE, 0.15))
        rule.setFilterExpression(" AND ".join(parts))
        unit = words.MU[at]
        rule.setLabel(f"0 {unit}" if low is None else f"> {low} {unit}" if high is None else f"{low}–{high} {unit}")
        root.appendChild(rule)
        low = high
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.label(layer, "\"name\" || '\\n' || format_number(\"capped_mu\", 2)", 2500000)
    draw.name_fields(layer, words.QUOTAHOOKS, at)
    draw.name_values(layer, "growth", words.GROWTH, at)
    draw.name_values(layer, "task", words.TASK, at)
    draw.name_values(layer, "level", words.LEVEL, at)
    return layer


def quotahooks_whatif(at):
    """The table of scenarios."""
    layer = draw.table(words.WHATIF, "None")
    draw.name_fields(layer, words.WHATIF, at)
    return layer


DRAWN = {"countyclass": countyclass, "county_growth": county_growth, "quotahooks": quotahooks,
         "quotahooks_whatif": quotahooks_whatif}
TABLES = ("quotahooks_whatif",)
