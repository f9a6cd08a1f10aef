"""The conformity demo's map: pieces over the three lines at one spot, as PNG with title, legend and scale bar."""

import os
from pathlib import Path

from tools.common import ROOT
from tools.demo.qgis_app import chinese_font, start_qgis  # before the rest of QGIS

from qgis.core import (  # isort: skip
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont  # isort: skip

STYLES = ROOT / "resources" / "styles"
DPI = 200
TITLE = "三线符合性审查图（示例）"
#: style, table, name, in the results (else among the inputs); top first
LAYERS = (
    ("conformity_pieces", "pieces", "项目在三线内的分块", True),
    ("conformity", "projects", "项目审查结论", True),
    ("eco_redline", "eco_redline", "生态保护红线", False),
    ("farmland", "farmland", "永久基本农田", False),
    ("urban_boundary", "urban_boundary", "城镇开发边界", False),
)
MM = QgsUnitTypes.LayoutUnit.LayoutMillimeters
MAP_BOX, SIDE_X, SIDE_WIDTH = (8, 22, 212, 168), 225, 66


def draw(results_gpkg, synthetic_gpkg, spot, out_png, method):
    """Write the map of *spot* (west, south, east, north in degrees). Raises RuntimeError naming what cannot be read."""
    start_qgis()
    project = QgsProject()
    layers = [_open(results_gpkg if result else synthetic_gpkg, table, name, style)
              for style, table, name, result in LAYERS]
    _label(layers[1])
    project.addMapLayers(layers, False)
    crs = _zone_at((spot[0] + spot[2]) / 2)
    project.setCrs(crs)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()  # A4, landscape
    frame = QgsLayoutItemMap(layout)
    _place(layout, frame, *MAP_BOX)
    frame.setCrs(crs)
    frame.setLayers(layers)
    frame.setFrameEnabled(True)
    shown = list(layers[1].getFeatures(QgsFeatureRequest(QgsRectangle(*spot))))
    there = QgsRectangle()
    for feature in shown:
        there.combineExtentWith(feature.geometry().boundingBox())
    box = QgsCoordinateTransform(layers[0].crs(), crs, project.transformContext()).transformBoundingBox(there)
    box.scale(1.5)
    frame.setExtent(box)  # keeps the frame's width, so the height is set again
    _place(layout, frame, *MAP_BOX)
    frame.zoomToExtent(box)
    frame.setScale(1000.0 * -(-frame.scale() // 1000.0))
    _text(layout, TITLE, 8, 7, 280, 12, 18, True)
    _legend(layout, frame, layers)
    _text(layout, _list(shown), SIDE_X + 2, 140, SIDE_WIDTH, 34, 8)
    _scale_bar(layout, frame)
    note = (f"坐标系：{crs.description()}（{crs.authid()}）；注记为项目源要素号。合成示例数据，非真实控制线和项目。"
            f"\n{method}")
    _text(layout, note, 8, 192, 281, 16, 7)
    _export(layout, Path(out_png))


def _open(path, table, name, style):
    layer = QgsVectorLayer(f"{path}|layername={table}", name, "ogr")
    if not layer.isValid():
        raise RuntimeError(f"cannot read the layer {table} of {path}")
    message, good = layer.loadNamedStyle(str(STYLES / f"{style}.qml"))
    if not good:
        raise RuntimeError(f"{style}.qml: {message}")
    layer.setLabelsEnabled(False)
    return layer


def _list(projects):
    """One line per conflict: number of the project and m² in each line."""
    rows = ["占用面积（m²）"]
    for feature in sorted(projects, key=lambda f: f["src_fid"]):
        parts = [f"{title} {feature[field]:.2f}" for field, title in (("eco_m2", "红线"), ("farm_m2", "永久基本农田"))
                 if feature[field]]
        if parts:
            rows.append(f"{feature['src_fid']}：" + "，".join(parts))
    return "\n".join(rows)


def _label(projects):
    """Numbers of the projects, so that the map and the table can be read together."""
    text = QgsTextFormat()
    font = QFont(chinese_font())
    font.setBold(True)
    text.setFont(font)
    text.setSize(8)
    text.setColor(QColor("#10202b"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = "src_fid"
    settings.setFormat(text)
    settings.displayAll = True
    projects.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    projects.setLabelsEnabled(True)


def _zone_at(longitude):
    """The CGCS2000 3-degree Gauss zone without prefix around a longitude."""
    return QgsCoordinateReferenceSystem(f"EPSG:{4509 + int((longitude + 1.5) // 3)}")


def _place(layout, item, x, y, width, height):
    if item.layout() is None or item.scene() is None:
        layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y, MM))
    item.attemptResize(QgsLayoutSize(width, height, MM))


def _text(layout, text, x, y, width, height, size, bold=False):
    label = QgsLayoutItemLabel(layout)
    label.setText(text.replace("[%", "[ %"))  # a text from data must not be evaluated as an expression
    font = QFont(chinese_font())
    font.setPointSizeF(size)
    font.setBold(bold)
    label.setFont(font)
    _place(layout, label, x, y, width, height)


def _legend(layout, frame, layers):
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(frame)
    legend.setLegendFilterByMapEnabled(True)
    legend.setAutoUpdateModel(False)
    tree = legend.model().rootGroup()
    tree.clear()
    lines = None
    for layer in layers:
        if layer.name() == LAYERS[2][2]:
            lines = tree.addGroup("三条控制线")
            QgsLegendRenderer.setNodeLegendStyle(lines, QgsLegendStyle.Style.Subgroup)
        node = (lines or tree).addLayer(layer)
        node.setName(layer.name())
        alone = layer.renderer().type() == "singleSymbol"  # its one line bears the name of the layer
        style = QgsLegendStyle.Style.Hidden if lines and not alone else QgsLegendStyle.Style.Subgroup
        style = QgsLegendStyle.Style.SymbolLabel if alone else style
        QgsLegendRenderer.setNodeLegendStyle(node, style)
    for style, size in ((QgsLegendStyle.Style.Subgroup, 10), (QgsLegendStyle.Style.SymbolLabel, 8.5)):
        font = QFont(chinese_font())
        font.setPointSizeF(size)
        font.setBold(style == QgsLegendStyle.Style.Subgroup)
        legend.setStyleFont(style, font)
    _place(layout, legend, SIDE_X, 22, SIDE_WIDTH, 130)
    legend.adjustBoxSize()


def _scale_bar(layout, frame):
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(frame)
    bar.setStyle("Single Box")
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
    bar.setUnitLabel("米")
    bar.setNumberOfSegmentsLeft(0)
    bar.setNumberOfSegments(2)
    bar.setUnitsPerSegment(250)
    form = bar.textFormat()
    form.setFont(QFont(chinese_font()))
    form.setSize(8)
    bar.setTextFormat(form)
    _place(layout, bar, SIDE_X, 176, SIDE_WIDTH, 12)


def _export(layout, path):
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.stem}.part.png")
    exporter = QgsLayoutExporter(layout)
    result = exporter.exportToImage(str(beside), settings)
    if result != QgsLayoutExporter.ExportResult.Success:
        raise RuntimeError(f"QGIS could not write {path}: {exporter.errorFile()} (result {result})")
    os.replace(beside, path)
