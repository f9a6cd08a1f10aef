"""Styles of the data check: places by severity, and the table of what can be computed."""

from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory, QgsRuleBasedRenderer

from tools.assets.styles import quality_words as words
from tools.assets.styles import symbols as draw

MARKS = {"error": ("cross_fill", "#c0392b", "3.6"), "warn": ("triangle", "#e08e0b", "3.2"),
         "hint": ("circle", "#4a7fb5", "2.2")}


REPAIRED_FILL = {"same": ("#e9efe7", "#8fa593"), "changed": ("#f2c14e", "#9c5b00")}


def datacheck(at):
    """A point per issue: shape and colour tell the severity, so that a grey print still does."""
    layer = draw.table(words.ISSUES, "Point")
    categories = []
    for key, (form, colour, size) in MARKS.items():
        symbol = QgsMarkerSymbol.createSimple({"name": form, "color": colour, "size": size, "outline_color": "#ffffff",
                                               "outline_width": "0.3"})
        categories.append(QgsRendererCategory(key, symbol, words.SEVERITY[key][at]))
    layer.setRenderer(QgsCategorizedSymbolRenderer("severity", categories))
    draw.label(layer, '"rule"', 5000)
    draw.name_fields(layer, words.ISSUES, at)
    draw.name_values(layer, "severity", words.SEVERITY, at)
    draw.name_values(layer, "fixable", words.YES, at)
    return layer


def datacheck_ready(at):
    """Which algorithm has its layers: a table."""
    layer = draw.table(words.READINESS, "None")
    draw.name_fields(layer, words.READINESS, at)
    draw.name_values(layer, "ready", words.YES, at)
    return layer


def datarepair(at):
    """Repaired patches: those that were changed stand out."""
    layer = draw.table(words.REPAIRED)
    root = QgsRuleBasedRenderer.Rule(None)
    for key, shown in (("same", "coalesce(\"repaired\", '') = ''"), ("changed", "coalesce(\"repaired\", '') <> ''")):
        rule = QgsRuleBasedRenderer.Rule(draw.fill(*REPAIRED_FILL[key], 0.2, 120))
        rule.setFilterExpression(shown)
        rule.setLabel(words.REPAIRED_STATE[key][at])
        root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.name_fields(layer, words.REPAIRED, at)
    return layer


def datarepair_changes(at):
    """What was changed: a table."""
    layer = draw.table(words.CHANGES, "None")
    draw.name_fields(layer, words.CHANGES, at)
    draw.name_values(layer, "step", words.STEP, at)
    return layer


DRAWN = {"datarepair": datarepair, "datarepair_changes": datarepair_changes, "datacheck": datacheck,
         "datacheck_ready": datacheck_ready}
TABLES = ("datacheck_ready", "datarepair_changes")
