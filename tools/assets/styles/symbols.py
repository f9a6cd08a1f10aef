"""What all styles are drawn with: fills, hatches, labels, words of fields and values."""

import re

from qgis.core import (
    QgsEditorWidgetSetup,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsPalLayerSettings,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

from tools.common import import_nm_urban

LANGUAGES = ("zh", "en")
FONTS = ["Noto Sans CJK SC", "Microsoft YaHei", "SimHei", "PingFang SC"]
NUMBERS = re.compile(r"_(m2|mu|ha|pct)$")
AREA_LABEL = ("format_number(\"area_mu\", 2) || ' 亩'", "format_number(\"area_mu\", 2) || ' mu'")
VERDICT_FILL = {"met": "#e2efda", "not_met": "#f8cbad", "pending": "#ddebf7", "at_risk": "#ffe699",
                "not_computable": "#e7e6e6"}


def verdict_names():
    """Verdict → (中文, English): the one wording of the plugin."""
    import_nm_urban()
    from nm_urban.nm_urban_plugin.core.targets.words import verdict_title
    from nm_urban.nm_urban_plugin.core.verdict import VERDICTS

    return {verdict: (verdict_title(verdict, "zh"), verdict_title(verdict, "en")) for verdict in VERDICTS}


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
