"""Draw the QML styles in resources/styles: ``python -m tools.assets.styles`` (needs a Python that sees qgis).

Each style is written twice, ``<name>.qml`` (Chinese) and ``<name>_en.qml``, then stripped of what changes from run to
run and of the doubled property lists that only QGIS before 3.22 reads, so that equal drawings are equal files.
"""

import json
import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsConditionalStyle,
    QgsEditorWidgetSetup,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

from tools.assets.styles import classes as style_counties
from tools.assets.styles import corridors as style_corridors
from tools.assets.styles import hourcircle as style_transit
from tools.assets.styles import idle as style_stock
from tools.assets.styles import qml, words
from tools.assets.styles import targets as style_targets
from tools.common import ROOT

STYLES = ROOT / "resources" / "styles"
LANGUAGES = ("zh", "en")
FONTS = ["Noto Sans CJK SC", "Microsoft YaHei", "SimHei", "PingFang SC"]
NUMBERS = re.compile(r"_(m2|mu|ha|pct)$")
SHARE_FILL = {"upto25": "#eaf5ee", "upto50": "#b7dec5", "upto75": "#70bd95", "upto100": "#2b8a62", "over": "#d7301f"}
STATUS_FILL = {"counted": "#2b8a62", "overlap": "#f28e2b", "undated": "#9e6ebd", "out_of_period": "#a6a6a6"}
VERDICT_FILL = {"met": "#e2efda", "not_met": "#f8cbad", "at_risk": "#ffe699", "not_computable": "#e7e6e6"}
AREA_LABEL = ("format_number(\"area_mu\", 2) || ' 亩'", "format_number(\"area_mu\", 2) || ' mu'")
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
BOUNDARYTXT_FILL = {"clean": ("#57b08c", "#1f7a5c"), "warned": ("#f2a03d", "#b23b3b")}
ZONE_FILL = {"城镇集中建设区": "#e8743b", "城镇弹性发展区": "#f4b183", "特别用途区": "#c9a0dc", "": "#d9d9d9"}


def fill(color, outline="#555555", width=0.2, alpha=255):
    """Plain polygon symbol; width in mm."""
    paint = QColor(color)
    paint.setAlpha(alpha)
    properties = {"outline_color": outline, "outline_width": str(width), "joinstyle": "round"}
    symbol = QgsFillSymbol.createSimple(properties)
    symbol.symbolLayer(0).setFillColor(paint)
    return symbol


def hatch(color, outline, background="", distance=2.0, angle=45.0, line=0.25, width=0.4):
    """Hatched polygon symbol with an outline; distances in mm."""
    symbol = QgsFillSymbol.createSimple(
        {
            "style": "solid" if background else "no",
            "color": background or "#ffffff",
            "outline_color": outline,
            "outline_width": str(width),
            "joinstyle": "round",
        }
    )
    pattern = QgsLinePatternFillSymbolLayer()
    pattern.setLineAngle(angle)
    pattern.setDistance(distance)
    pattern.setSubSymbol(QgsLineSymbol.createSimple({"color": color, "width": str(line)}))
    symbol.appendSymbolLayer(pattern)
    return symbol


def table(fields, geometry="Polygon"):
    """Memory layer with these fields; the names say which hold numbers."""
    kinds = {"year": "integer", "sliver": "integer", "date": "date", "src_fid": "long", "fid": "long"}
    columns = [f"field={name}:{kinds.get(name, 'double' if NUMBERS.search(name) else 'string')}" for name in fields]
    crs = ["crs=EPSG:4490"] if geometry != "None" else []
    return QgsVectorLayer(f"{geometry}?{'&'.join(crs + columns)}", "style", "memory")


def name_fields(layer, fields, at):
    """Aliases in the language `at` (0 Chinese, 1 English); every field must be there."""
    for name, alias in fields.items():
        layer.setFieldAlias(layer.fields().indexOf(name), alias[at])


def name_values(layer, field, values, at):
    """Attribute table and forms show words instead of the stored ASCII strings."""
    pairs = [{names[at]: value} for value, names in values.items()]
    layer.setEditorWidgetSetup(layer.fields().indexOf(field), QgsEditorWidgetSetup("ValueMap", {"map": pairs}))


def label(layer, expression, max_scale, size=8.0, color="#222222", inside=False):
    """Labels with a white halo, from scale 1:max_scale inwards; *inside* looks for room within the polygon."""
    text = QgsTextFormat()
    font = QFont(FONTS[0])
    text.setFont(font)
    text.setFamilies(FONTS)
    text.setSize(size)
    text.setColor(QColor(color))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.7)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(text)
    settings.scaleVisibility = True
    settings.minimumScale = max_scale
    if inside:
        settings.placement = QgsPalLayerSettings.Placement.Horizontal
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def pieces(at):
    """Pieces by status; grey and dashed colours for what is not counted."""
    layer = table(words.PIECES)
    categories = [
        QgsRendererCategory(key, fill(STATUS_FILL[key], QColor(STATUS_FILL[key]).darker(160).name(), 0.26), names[at])
        for key, names in words.STATUS.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("status", categories))
    label(layer, AREA_LABEL[at], 10000)
    name_fields(layer, words.PIECES, at)
    name_values(layer, "status", words.STATUS, at)
    return layer


def ledger(at):
    """The ledger is a table: names, words for values, and colours by verdict."""
    layer = table(words.LEDGER, "None")
    name_fields(layer, words.LEDGER, at)
    name_values(layer, "level", words.LEVEL, at)
    name_values(layer, "verdict", words.VERDICT, at)
    styles = []
    for verdict, color in VERDICT_FILL.items():
        style = QgsConditionalStyle(f"@value = '{verdict}'")
        style.setBackgroundColor(QColor(color))
        style.setName(words.VERDICT[verdict][at])
        styles.append(style)
    layer.conditionalStyles().setFieldStyles("verdict", styles)
    over = QgsConditionalStyle("@value < 0")
    over.setTextColor(QColor("#c00000"))
    layer.conditionalStyles().setFieldStyles("balance_mu", [over])
    total = QgsConditionalStyle("\"level\" IN ('region', 'league') AND \"year\" = 0")
    total.setBackgroundColor(QColor("#ededed"))
    layer.conditionalStyles().setRowStyles([total])
    return layer


def parcelarea(at):
    """Measured parcels: outline and light fill, area in 亩 when near."""
    layer = table(words.PARCELAREA)
    layer.setRenderer(QgsSingleSymbolRenderer(fill("#f2b632", "#8a5a00", 0.3, 110)))
    label(layer, AREA_LABEL[at], 10000)
    name_fields(layer, words.PARCELAREA, at)
    return layer


def boundarytxt(at):
    """Parcels of boundary-point files: what was warned of or repaired stands out; number, name and declared area."""
    layer = table(words.BOUNDARYTXT)
    filled = "coalesce(\"warnings\", '') <> ''"
    root = QgsRuleBasedRenderer.Rule(None)
    for key, shown in (("clean", f"NOT ({filled})"), ("warned", filled)):
        rule = QgsRuleBasedRenderer.Rule(fill(*BOUNDARYTXT_FILL[key], 0.4, 90))
        rule.setFilterExpression(shown)
        rule.setLabel(words.BOUNDARYTXT_STATE[key][at])
        root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    unit = ("公顷", "ha")[at]
    parts = "trim(coalesce(\"parcel_no\", '') || ' ' || coalesce(\"name\", ''))"
    label(layer, f"{parts} || '\\n' || format_number(\"area_m2\" / 10000, 4) || ' {unit}'", 25000, inside=True)
    name_fields(layer, words.BOUNDARYTXT, at)
    return layer


def rejects(at):
    """The list of bad features: a table."""
    layer = table(words.REJECTS, "None")
    name_fields(layer, words.REJECTS, at)
    name_values(layer, "action", words.ACTION, at)
    return layer


def measures(at):
    """The list of indicator values: a table."""
    layer = table(words.MEASURES, "None")
    name_fields(layer, words.MEASURES, at)
    return layer


def conformity(at):
    """Projects by verdict; the words are those of the rule table."""
    layer = table(words.CONFORMITY)
    rules = json.loads((ROOT / "resources" / "policies" / "conformity.json").read_text(encoding="utf-8"))["verdicts"]
    verdicts = {key: (rules[key]["title"], rules[key]["title_en"]) for key in CONFORMITY_FILL}
    categories = [
        QgsRendererCategory(key, fill(CONFORMITY_FILL[key], QColor(CONFORMITY_FILL[key]).darker(160).name(), 0.3, 120),
                            names[at])
        for key, names in verdicts.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("verdict", categories))
    label(layer, ("format_number(\"area_m2\" / 10000, 4) || ' 公顷'",
                  "format_number(\"area_m2\" / 10000, 4) || ' ha'")[at], 10000)
    name_fields(layer, words.CONFORMITY, at)
    name_values(layer, "verdict", verdicts, at)
    return layer


def conformity_pieces(at):
    """Pieces by line: conflicts in full colour, the boundary as a thin line, slivers with an edge that is seen."""
    layer = table(words.CONFORMITY_PIECES)
    root = QgsRuleBasedRenderer.Rule(None)
    for key, names in words.CONTROL_LINE.items():
        edge = QColor(LINE_FILL[key]).darker(150).name()
        symbol = fill(LINE_FILL[key], edge, 0.25, 30 if key == "ubd" else 150)
        if key != "ubd":
            light = QColor(LINE_FILL[key]).lighter(125).name()
            symbol = hatch(edge, edge, light, 1.2, 45 if key == "eco" else 135, 0.3, 0.5)
        rule = QgsRuleBasedRenderer.Rule(symbol)
        rule.setFilterExpression(f"\"line\" = '{key}' AND coalesce(\"sliver\", 0) = 0")
        rule.setLabel(names[at])
        root.appendChild(rule)
    rule = QgsRuleBasedRenderer.Rule(fill("#ff00c8", "#ff00c8", 0.9))
    rule.setFilterExpression('"sliver" = 1')
    rule.setLabel(words.SLIVER[at])
    root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    label(layer, "format_number(\"area_m2\", 2) || ' m²'", 5000)
    name_fields(layer, words.CONFORMITY_PIECES, at)
    name_values(layer, "line", words.CONTROL_LINE, at)
    name_values(layer, "sliver", words.YES_NO, at)
    return layer


def county_usedpct(at):
    """County units by share of quota used. Red only over 100 %, also where there is use and the quota is zero."""
    layer = table(words.LEDGER)
    over = "coalesce(attribute('verdict'), '') = 'not_met'"
    limits = {"upto25": (None, 25), "upto50": (25, 50), "upto75": (50, 75), "upto100": (75, 100)}
    root = QgsRuleBasedRenderer.Rule(None)
    for key, (low, high) in limits.items():
        lower = f'"used_pct" > {low} AND ' if low is not None else ""
        rule = QgsRuleBasedRenderer.Rule(fill(SHARE_FILL[key], "#8c8c8c", 0.12))
        rule.setFilterExpression(f'{lower}"used_pct" <= {high} AND NOT {over}')
        rule.setLabel(words.SHARE[key][at])
        root.appendChild(rule)
    rule = QgsRuleBasedRenderer.Rule(fill(SHARE_FILL["over"], "#8c8c8c", 0.12))
    rule.setFilterExpression(f'"used_pct" > 100 OR {over}')
    rule.setLabel(words.SHARE["over"][at])
    root.appendChild(rule)
    rule = QgsRuleBasedRenderer.Rule(hatch("#b0b0b0", "#8c8c8c", "#ffffff", 1.6, 45, 0.18, 0.12))
    rule.setFilterExpression(f'"used_pct" IS NULL AND NOT {over}')
    rule.setLabel(words.SHARE["none"][at])
    root.appendChild(rule)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    shown = "\"name\" || coalesce('\\n' || format_number(\"used_pct\", 2) || '%', '')"
    label(layer, shown, 2500000)
    name_fields(layer, words.LEDGER, at)
    name_values(layer, "verdict", words.VERDICT, at)
    return layer


def eco_redline(at):
    """Ecological redline: green hatch, red outline."""
    layer = table({"fid": None})
    layer.setRenderer(QgsSingleSymbolRenderer(hatch("#2e9e4f", "#d7301f", "", 2.4, 45, 0.3, 0.5)))
    return layer


def farmland(at):
    """Permanent basic farmland: yellow."""
    layer = table({"fid": None})
    layer.setRenderer(QgsSingleSymbolRenderer(fill("#ffe34d", "#b58900", 0.3, 150)))
    return layer


def urban_boundary(at):
    """Zones of the urban development boundary by their name."""
    layer = table({"GHFQMC": None})
    categories = [
        QgsRendererCategory(key or None, fill(ZONE_FILL[key], "#8f2d10", 0.45, 110), names[at])
        for key, names in words.ZONES.items()
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("GHFQMC", categories))
    return layer


def dltb(at):
    """Land-use patches in the survey's colours; the K of 可调整 codes is left off. Names exist in Chinese only."""
    layer = table({"DLBM": None})
    survey = json.loads((ROOT / "resources" / "landuse.json").read_text(encoding="utf-8"))["tables"]["third"]
    categories = []
    for item in survey["items"]:
        if "rgb" in item:
            symbol = fill(QColor(*item["rgb"]).name(), "#999999", 0.08)
            categories.append(QgsRendererCategory(item["code"], symbol, f"{item['code']} {item['name']}"))
    categories.append(QgsRendererCategory(None, fill("#eeeeee", "#999999", 0.08), "其他地类" if at == 0 else "Other"))
    layer.setRenderer(QgsCategorizedSymbolRenderer("regexp_replace(\"DLBM\", '[A-GI-Z]+$', '')", categories))
    return layer


DRAWN = {
    "landquota_pieces": pieces,
    "landquota_ledger": ledger,
    "parcelarea": parcelarea,
    "boundarytxt": boundarytxt,
    "conformity": conformity,
    "conformity_pieces": conformity_pieces,
    "rejects": rejects,
    "measures": measures,
    "county_usedpct": county_usedpct,
    "eco_redline": eco_redline,
    "farmland": farmland,
    "urban_boundary": urban_boundary,
    "dltb": dltb,
    **style_corridors.DRAWN,
    **style_counties.DRAWN,
    **style_stock.DRAWN,
    **style_targets.DRAWN,
    **style_transit.DRAWN,
}
PARTS = (
    QgsMapLayer.StyleCategory.Symbology
    | QgsMapLayer.StyleCategory.Labeling
    | QgsMapLayer.StyleCategory.Fields
    | QgsMapLayer.StyleCategory.Forms
    | QgsMapLayer.StyleCategory.AttributeTable
)
TABLES = ("landquota_ledger", "rejects", "measures", *style_counties.TABLES,
          *style_stock.TABLES, *style_targets.TABLES, *style_transit.TABLES)


def style_text(name, language):
    """QML text of one style in one language ("zh" or "en"); QGIS must be initialised."""
    layer = DRAWN[name](LANGUAGES.index(language))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "style.qml"
        message, saved = layer.saveNamedStyle(str(path), PARTS)
        if not saved:
            raise RuntimeError(message)
        return qml.compact_style(path.read_text(encoding="utf-8"), name not in TABLES)


def main():
    """Write every style in both languages."""
    application = QgsApplication([], False)
    application.initQgis()
    STYLES.mkdir(parents=True, exist_ok=True)
    for name in DRAWN:
        for language, tail in zip(LANGUAGES, ("", "_en")):
            path = STYLES / f"{name}{tail}.qml"
            qml.write(path, style_text(name, language))
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size} bytes")
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
