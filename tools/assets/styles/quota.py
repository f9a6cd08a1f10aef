"""Styles of the quota account: pieces by county, ledger, share of the quota used."""


from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsConditionalStyle,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
)
from qgis.PyQt.QtGui import QColor

from tools.assets.styles import symbols as draw
from tools.assets.styles import words

SHARE_FILL = {"upto25": "#eaf5ee", "upto50": "#b7dec5", "upto75": "#70bd95", "upto100": "#2b8a62", "over": "#d7301f"}
STATUS_FILL = {"counted": "#2b8a62", "overlap": "#f28e2b", "earlier": "#8c6d31", "undated": "#9e6ebd",
               "out_of_period": "#a6a6a6"}


def pieces(at):
    """Pieces by status; grey and dashed colours for what is not counted."""
    layer = draw.table(words.PIECES)
    categories = [
        QgsRendererCategory(
            key, draw.fill(STATUS_FILL[key], QColor(STATUS_FILL[key]).darker(160).name(), 0.26), names[at])
        for key, names in words.STATUS.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("status", categories))
    draw.label(layer, draw.AREA_LABEL[at], 10000)
    draw.name_fields(layer, words.PIECES, at)
    draw.name_values(layer, "status", words.STATUS, at)
    return layer


def ledger(at):
    """The ledger is a draw.table: names, words for values, and colours by verdict."""
    layer = draw.table(words.LEDGER, "None")
    draw.name_fields(layer, words.LEDGER, at)
    draw.name_values(layer, "level", words.LEVEL, at)
    draw.name_values(layer, "verdict", draw.verdict_names(), at)
    styles = []
    for verdict, color in draw.VERDICT_FILL.items():
        style = QgsConditionalStyle(f"@value = '{verdict}'")
        style.setBackgroundColor(QColor(color))
        style.setName(draw.verdict_names()[verdict][at])
        styles.append(style)
    layer.conditionalStyles().setFieldStyles("verdict", styles)
    over = QgsConditionalStyle("@value < 0")
    over.setTextColor(QColor("#c00000"))
    layer.conditionalStyles().setFieldStyles("balance_mu", [over])
    total = QgsConditionalStyle("\"level\" IN ('region', 'league') AND \"year\" = 0")
    total.setBackgroundColor(QColor("#ededed"))
    layer.conditionalStyles().setRowStyles([total])
    return layer


def county_usedpct(at):
    """County units by share of quota used. Red only over 100 %, also where there is use and the quota is zero."""
    layer = draw.table(words.LEDGER)
    over = "coalesce(attribute('verdict'), '') = 'not_met'"
    limits = {"upto25": (None, 25), "upto50": (25, 50), "upto75": (50, 75), "upto100": (75, 100)}
    root = QgsRuleBasedRenderer.Rule(None)
    for key, (low, high) in limits.items():
        lower = f'"used_pct" > {low} AND ' if low is not None else ""
        rule = QgsRuleBasedRenderer.Rule(draw.fill(SHARE_FILL[key], "#8c8c8c", 0.12))
        rule.setFilterExpression(f'{lower}"used_pct" <= {high} AND NOT {over}')
        rule.setLabel(words.SHARE[key][at])
        root.appendChild(rule)
    rule = QgsRuleBasedRenderer.Rule(draw.fill(SHARE_FILL["over"], "#8c8c8c", 0.12))
    rule.setFilterExpression(f'"used_pct" > 100 OR {over}')
    rule.setLabel(words.SHARE["over"][at])
    root.appendChild(rule)
    rule = QgsRuleBasedRenderer.Rule(draw.hatch("#b0b0b0", "#8c8c8c", "#ffffff", 1.6, 45, 0.18, 0.12))
    rule.setFilterExpression(f'"used_pct" IS NULL AND NOT {over}')
    rule.setLabel(words.SHARE["none"][at])
    root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    shown = "\"name\" || coalesce('\\n' || format_number(\"used_pct\", 2) || '%', '')"
    draw.label(layer, shown, 2500000)
    draw.name_fields(layer, words.LEDGER, at)
    draw.name_values(layer, "verdict", draw.verdict_names(), at)
    return layer


DRAWN = {"landquota_pieces": pieces, "landquota_ledger": ledger, "county_usedpct": county_usedpct}
TABLES = ("landquota_ledger",)
