"""Pieces of a map page: layers with a shipped style, frames, texts, columns, legend, scale bar, PNG and PDF."""

import os

from tools.common import ROOT
from tools.demo.maps.qgis_app import chinese_font  # before the rest of QGIS

from qgis.core import (  # isort: skip
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt  # isort: skip
from qgis.PyQt.QtGui import QColor, QFont  # isort: skip

STYLES = ROOT / "resources" / "styles"
DPI = 200
MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters


def open_layer(path, table, name, style=None, subset=""):
    """A layer of a GeoPackage with a style of the plugin. Raises RuntimeError naming what cannot be read."""
    # the filter goes into the source: set afterwards, it reopens the file and cuts off other layers of it
    layer = QgsVectorLayer(f"{path}|layername={table}" + (f"|subset={subset}" if subset else ""), name, "ogr")
    if not layer.isValid():
        raise RuntimeError(f"cannot read the layer {table} of {path}")
    if style:
        message, good = layer.loadNamedStyle(str(STYLES / f"{style}.qml"))
        if not good:
            raise RuntimeError(f"{style}.qml: {message}")
        layer.setLabelsEnabled(False)
    return layer


def label_layer(layer, expression, size, color="#10202b", bold=False, placement=None, always=False):
    """Labels with a white halo; Qt finds the Chinese glyphs."""
    text = QgsTextFormat()
    font = QFont(chinese_font())
    font.setBold(bold)
    text.setFont(font)
    text.setSize(size)
    text.setColor(QColor(color))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = expression
    settings.isExpression = True
    settings.setFormat(text)
    settings.displayAll = always
    if placement is not None:
        settings.placement = placement
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def new_page(project, size="A3"):
    """An empty landscape layout."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(size, QgsLayoutItemPage.Orientation.Landscape)
    return layout


def place(layout, item, x, y, width, height):
    """Put an item on the page; millimetres."""
    if item.layout() is None or item.scene() is None:
        layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y, MM))
    item.attemptResize(QgsLayoutSize(width, height, MM))


def frame(layout, box, crs, layers, extent, step=100_000.0):
    """A map frame at a round scale that shows the whole extent (in its CRS)."""
    item = QgsLayoutItemMap(layout)
    place(layout, item, *box)
    item.setCrs(crs)
    item.setLayers(layers)
    item.setKeepLayerSet(True)
    item.setFrameEnabled(True)
    item.setExtent(extent)  # keeps the frame's width, so the height is set again
    place(layout, item, *box)
    item.zoomToExtent(extent)
    item.setScale(step * -(-item.scale() // step))
    return item


def text(layout, words, x, y, width, height, size, bold=False, right=False, color="#000000"):
    """A text box. A text from data must not be evaluated as an expression."""
    label = QgsLayoutItemLabel(layout)
    label.setText(words.replace("[%", "[ %"))
    font = QFont(chinese_font())
    font.setPointSizeF(size)
    font.setBold(bold)
    label.setFont(font)
    label.setFontColor(QColor(color))
    if right:
        label.setHAlign(Qt.AlignmentFlag.AlignRight)
    place(layout, label, x, y, width, height)


def table(layout, rows, x, y, widths, size=8.5, line=5.0):
    """Rows of texts in columns (the first row is the head); columns after the first are set to the right."""
    for column, width in enumerate(widths):
        left = x + sum(widths[:column])
        for number, row in enumerate(rows):
            text(layout, row[column], left, y + number * line, width, line + 1, size, number == 0, column > 0)
    return y + len(rows) * line


def legend(layout, item, layers, x, y, width, names=None, size=8.5):
    """A legend of what the frame shows; layers with one symbol have one line. Returns the legend item."""
    made = QgsLayoutItemLegend(layout)
    made.setLinkedMap(item)
    made.setLegendFilterByMapEnabled(True)
    made.setAutoUpdateModel(False)
    tree = made.model().rootGroup()
    tree.clear()
    for layer in layers:
        node = tree.addLayer(layer)
        node.setName((names or {}).get(layer.name(), layer.name()))
        alone = layer.renderer().type() == "singleSymbol"
        style = QgsLegendStyle.Style.SymbolLabel if alone else QgsLegendStyle.Style.Subgroup
        QgsLegendRenderer.setNodeLegendStyle(node, style)
    for style, points in ((QgsLegendStyle.Style.Subgroup, size + 0.8), (QgsLegendStyle.Style.SymbolLabel, size)):
        font = QFont(chinese_font())
        font.setPointSizeF(points)
        font.setBold(style == QgsLegendStyle.Style.Subgroup)
        made.setStyleFont(style, font)
    made.setSymbolWidth(13)  # long enough to tell one dash from another
    place(layout, made, x, y, width, 60)
    made.adjustBoxSize()
    return made


def scale_bar(layout, item, x, y, length, unit="公里", width=60):
    """A bar of two segments, each *length* long in kilometres, or in metres where the unit is 米."""
    units = QgsUnitTypes.DistanceUnit
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(item)
    bar.setStyle("Single Box")
    bar.setUnits(units.DistanceMeters if unit == "米" else units.DistanceKilometers)
    bar.setUnitLabel(unit)
    bar.setNumberOfSegmentsLeft(0)
    bar.setNumberOfSegments(2)
    bar.setUnitsPerSegment(length)
    form = bar.textFormat()
    form.setFont(QFont(chinese_font()))
    form.setSize(8)
    bar.setTextFormat(form)
    place(layout, bar, x, y, width, 12)


def export(layout, png, pdf=None):
    """Write PNG and PDF beside their places, then rename them. Raises RuntimeError naming the file."""
    exporter = QgsLayoutExporter(layout)
    image = QgsLayoutExporter.ImageExportSettings()
    image.dpi = DPI
    document = QgsLayoutExporter.PdfExportSettings()
    document.dpi = DPI
    for path, write, settings in ((png, exporter.exportToImage, image), (pdf, exporter.exportToPdf, document)):
        if path is None:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.stem}.part{path.suffix}")
        result = write(str(beside), settings)
        if result != QgsLayoutExporter.ExportResult.Success:
            raise RuntimeError(f"QGIS could not write {path}: {exporter.errorFile()} (result {result})")
        os.replace(beside, path)
