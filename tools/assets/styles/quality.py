"""Styles of the data check: places by severity, and the table of what can be computed."""

from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory

from tools.assets.styles import quality_words as words
from tools.assets.styles import symbols as draw

MARKS = {"error": ("cross_fill", "#c0392b", "3.6"), "warn": ("triangle", "#e08e0b", "3.2"),
         "hint": ("circle", "#4a7fb5", "2.2")}


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


DRAWN = {"datacheck": datacheck, "datacheck_ready": datacheck_ready}
TABLES = ("datacheck_ready",)
