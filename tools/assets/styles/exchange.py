"""Styles of parcels with areas, of exchanged parcels, and of the tables that every algorithm has."""


from qgis.core import (
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
)

from tools.assets.styles import symbols as draw
from tools.assets.styles import words

BOUNDARYTXT_FILL = {"clean": ("#57b08c", "#1f7a5c"), "warned": ("#f2a03d", "#b23b3b")}


def parcelarea(at):
    """Measured parcels: outline and light draw.fill, area in 亩 when near."""
    layer = draw.table(words.PARCELAREA)
    layer.setRenderer(QgsSingleSymbolRenderer(draw.fill("#f2b632", "#8a5a00", 0.3, 110)))
    draw.label(layer, draw.AREA_LABEL[at], 10000)
    draw.name_fields(layer, words.PARCELAREA, at)
    return layer


def boundarytxt(at):
    """Parcels of boundary-point files: what was warned of or repaired stands out; number, name and declared area."""
    layer = draw.table(words.BOUNDARYTXT)
    filled = "coalesce(\"warnings\", '') <> ''"
    root = QgsRuleBasedRenderer.Rule(None)
    for key, shown in (("clean", f"NOT ({filled})"), ("warned", filled)):
        rule = QgsRuleBasedRenderer.Rule(draw.fill(*BOUNDARYTXT_FILL[key], 0.4, 90))
        rule.setFilterExpression(shown)
        rule.setLabel(words.BOUNDARYTXT_STATE[key][at])
        root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    unit = ("公顷", "ha")[at]
    parts = "trim(coalesce(\"parcel_no\", '') || ' ' || coalesce(\"name\", ''))"
    draw.label(layer, f"{parts} || '\\n' || format_number(\"area_m2\" / 10000, 4) || ' {unit}'", 25000, inside=True)
    draw.name_fields(layer, words.BOUNDARYTXT, at)
    return layer


def rejects(at):
    """The list of bad features: a draw.table."""
    layer = draw.table(words.REJECTS, "None")
    draw.name_fields(layer, words.REJECTS, at)
    draw.name_values(layer, "action", words.ACTION, at)
    return layer


def measures(at):
    """The list of indicator values: a draw.table."""
    layer = draw.table(words.MEASURES, "None")
    draw.name_fields(layer, words.MEASURES, at)
    return layer


DRAWN = {"parcelarea": parcelarea, "boundarytxt": boundarytxt, "rejects": rejects, "measures": measures}
TABLES = ("rejects", "measures")
