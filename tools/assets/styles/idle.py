"""Drawings of the stock styles: unsupplied land by age, supplied parcels by kind and age of idleness, the tables.

Each takes *at* (0 Chinese, 1 English).
"""

from qgis.core import QgsConditionalStyle, QgsRuleBasedRenderer
from qgis.PyQt.QtGui import QColor

from tools.assets.styles import idle_words as words
from tools.assets.styles import symbols as draw

#: Darker = older.
AGE_FILL = {"<1": "#fdf0c8", "1-2": "#fbd07c", "2-5": "#f0953f", ">5": "#b9501f"}
AGE_EDGE = "#7a4a1a"
#: Filter, fill, hatch (or none) of supplied parcels; the first that fits is drawn. 12 months after idle_from two years
#: have gone by since the agreed start (art. 14).
IDLE = (
    ("take_back", "\"kind\" = 'not_started' AND \"months\" >= 12", "#c4161c", None),
    ("fee", "\"kind\" = 'not_started' AND coalesce(\"months\", 0) < 12", "#f4756b", None),
    ("government_cause", "\"kind\" = 'government_cause'", "#8e6bbf", None),
    ("recognised", "\"kind\" = 'halted' AND \"in_stock\" = 1", "#e3a51a", None),
    ("halted", "\"kind\" = 'halted' AND coalesce(\"in_stock\", 0) = 0", "#fff0b8", "#c98a00"),
    ("unknown", "\"kind\" = 'unknown'", "#ffffff", "#8c8c8c"),
    ("disposed", "\"kind\" = 'not_idle' AND \"disposed\" = 1", "#4aa3a2", None),
    ("not_idle", "\"kind\" = 'not_idle' AND coalesce(\"disposed\", 0) = 0", "#dbe9d8", None),
)
LAPSED_FILL = {"yes": "#f8cbad", "unknown": "#e7e6e6"}


def _rule(symbol, shown, title):
    rule = QgsRuleBasedRenderer.Rule(symbol)
    rule.setFilterExpression(shown)
    rule.setLabel(title)
    return rule


def unsupplied(at):
    """Pieces by age of the approval; lapsed documents are hatched, slivers have an edge that is seen."""
    layer = draw.table(words.UNSUPPLIED)
    root = QgsRuleBasedRenderer.Rule(None)
    for key, color in AGE_FILL.items():
        shown = f"\"age_class\" = '{key}' AND \"lapsed\" <> 'yes' AND \"sliver\" = 0"
        root.appendChild(_rule(draw.fill(color, AGE_EDGE, 0.2, 220), shown, words.AGE[key][at]))
    lapsed = draw.hatch("#5b1a86", "#5b1a86", "#e7d3f2", 1.6, 45, 0.35, 0.5)
    root.appendChild(_rule(lapsed, "\"lapsed\" = 'yes' AND \"sliver\" = 0", words.LAPSED_PIECE[at]))
    undated = "coalesce(\"age_class\", '') = '' AND \"lapsed\" <> 'yes' AND \"sliver\" = 0"
    root.appendChild(_rule(draw.hatch("#8c8c8c", "#8c8c8c", "#ffffff", 1.6), undated, words.AGE[""][at]))
    root.appendChild(_rule(draw.fill("#ff00c8", "#ff00c8", 0.9), '"sliver" = 1', words.SLIVER[at]))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    draw.label(layer, draw.AREA_LABEL[at], 25000)
    draw.name_fields(layer, words.UNSUPPLIED, at)
    draw.name_values(layer, "age_class", {key: pair for key, pair in words.AGE.items() if key}, at)
    draw.name_values(layer, "lapsed", words.LAPSED, at)
    draw.name_values(layer, "sliver", words.YES_NO, at)
    return layer


def idle(at):
    """Supplied parcels by kind, not started ones by what art. 14 says of their age."""
    layer = draw.table(words.IDLE)
    root = QgsRuleBasedRenderer.Rule(None)
    for key, shown, color, lines in IDLE:
        edge = "#9db39a" if key == "not_idle" else QColor(lines or color).darker(150).name()
        symbol = draw.hatch(lines, edge, color, 1.4, 45, 0.3, 0.3) if lines else draw.fill(color, edge, 0.25, 220)
        root.appendChild(_rule(symbol, shown, words.IDLE_CLASS[key][at]))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    shown = ("if(\"kind\" IN ('not_idle', 'unknown'), '', format_number(\"area_mu\", 2) || ' 亩\\n' || "
             "coalesce(\"months\" || ' 个月', ''))",
             "if(\"kind\" IN ('not_idle', 'unknown'), '', format_number(\"area_mu\", 2) || ' mu\\n' || "
             "coalesce(\"months\" || ' months', ''))")
    draw.label(layer, shown[at], 25000)
    draw.name_fields(layer, words.IDLE, at)
    draw.name_values(layer, "kind", words.KIND, at)
    for name in ("in_stock", "disposed"):
        draw.name_values(layer, name, words.YES_NO, at)
    return layer


def ledger(at):
    """The stock ledger: a table with words for values, colours by verdict, totals set off."""
    layer = draw.table(words.LEDGER, "None")
    draw.name_fields(layer, words.LEDGER, at)
    draw.name_values(layer, "level", words.LEVEL, at)
    draw.name_values(layer, "verdict", draw.verdict_names(), at)
    _color(layer, "verdict", draw.VERDICT_FILL, draw.verdict_names(), at)
    total = QgsConditionalStyle("\"level\" IN ('region', 'league')")
    total.setBackgroundColor(QColor("#ededed"))
    layer.conditionalStyles().setRowStyles([total])
    return layer


def documents(at):
    """Documents, map against ledger: a table; lapsed ones stand out, differences are red."""
    layer = draw.table(words.DOCUMENTS, "None")
    draw.name_fields(layer, words.DOCUMENTS, at)
    draw.name_values(layer, "age_class", {key: pair for key, pair in words.AGE.items() if key}, at)
    draw.name_values(layer, "lapsed", words.LAPSED, at)
    _color(layer, "lapsed", LAPSED_FILL, words.LAPSED, at)
    for name in ("d_appr_m2", "d_uns_m2"):
        off = QgsConditionalStyle("abs(@value) >= 1")
        off.setTextColor(QColor("#c00000"))
        layer.conditionalStyles().setFieldStyles(name, [off])
    return layer


def checks(at):
    """Checks of published figures: a table."""
    layer = draw.table(words.CHECKS, "None")
    draw.name_fields(layer, words.CHECKS, at)
    draw.name_values(layer, "result", words.RESULT, at)
    _color(layer, "result", {"ties": "#e2efda", "does_not_tie": "#f8cbad", "coarse": "#ffe699"}, words.RESULT, at)
    return layer


def _color(layer, field, fills, names, at):
    styles = []
    for value, color in fills.items():
        style = QgsConditionalStyle(f"@value = '{value}'")
        style.setBackgroundColor(QColor(color))
        style.setName(names[value][at])
        styles.append(style)
    layer.conditionalStyles().setFieldStyles(field, styles)


DRAWN = {
    "idleland_unsupplied": unsupplied,
    "idleland_idle": idle,
    "idleland_ledger": ledger,
    "idleland_documents": documents,
    "idleland_checks": checks,
}
TABLES = ("idleland_ledger", "idleland_documents", "idleland_checks")
