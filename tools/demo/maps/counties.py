"""Maps of the county demo: one layer in a shipped style, league borders and names, title, legend and notes, as PNG."""

from pathlib import Path

from tools.demo.maps import page
from tools.demo.maps.qgis_app import ALBERS_NOTE, chinese_font, map_crs, start_qgis  # before the rest of QGIS

from qgis.core import (  # isort: skip
    QgsCoordinateTransform,
    QgsGeometry,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QFont  # isort: skip

from tools.demo.inputs.counties import LEAGUES  # isort: skip
from tools.demo.maps.layers import _CLOSE_GAPS_DEG, _feature, _memory, _style_labels, _style_leagues  # isort: skip

MAP_BOX = (8, 20, 281, 168)


def draw(gpkg, table, style, out_png, title, note, method):
    """Write the map of one result table. Raises RuntimeError naming what cannot be read or written."""
    start_qgis()
    counties = QgsVectorLayer(f"{gpkg}|layername={table}", "counties", "ogr")
    if not counties.isValid():
        raise RuntimeError(f"cannot read the layer {table} of {gpkg}")
    message, good = counties.loadNamedStyle(str(page.STYLES / f"{style}.qml"))
    if not good:
        raise RuntimeError(f"{style}.qml: {message}")
    counties.setLabelsEnabled(False)
    borders, names = _leagues(counties)
    layers = [names, borders, counties]
    project = QgsProject()
    project.addMapLayers(layers, False)
    crs = map_crs()
    project.setCrs(crs)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    frame = QgsLayoutItemMap(layout)
    page.place(layout, frame, *MAP_BOX)
    frame.setCrs(crs)
    frame.setLayers(layers)
    frame.setFrameEnabled(True)
    box = QgsCoordinateTransform(counties.crs(), crs, project.transformContext()).transformBoundingBox(
        counties.extent())
    box.scale(1.03)
    frame.setExtent(box)  # a new frame has none to zoom from; this keeps its width, so the height is set again
    page.place(layout, frame, *MAP_BOX)
    frame.zoomToExtent(box)
    page.text(layout, title, 8, 6, 281, 11, 17, True)
    _legend(layout, frame, counties, borders)
    page.scale_bar(layout, frame, 215, 172, 200, "公里", 70)
    page.text(layout, f"{ALBERS_NOTE}\n{note}\n{method}", 8, 189, 281, 19, 6.3)
    page.export(layout, Path(out_png))


def _leagues(counties):
    """League borders and their names, made from the counties."""
    shapes, title = {}, LEAGUES
    for feature in counties.getFeatures():
        code = feature["code"]
        if isinstance(code, str) and code and not feature.geometry().isNull():
            shapes.setdefault(code[:4] + "00", []).append(feature.geometry())
    borders = _memory("Polygon", counties.crs(), "盟市界", ())
    names = _memory("Point", counties.crs(), "盟市名称", ())
    for code, parts in sorted(shapes.items()):
        grown = [part.buffer(_CLOSE_GAPS_DEG, 2) for part in parts]
        whole = QgsGeometry.unaryUnion(grown).buffer(-_CLOSE_GAPS_DEG, 2)
        spot = whole.poleOfInaccessibility(0.01)[0]
        borders.dataProvider().addFeature(_feature(borders, whole, [code, title.get(code, code), None]))
        names.dataProvider().addFeature(_feature(names, spot, [code, title.get(code, code), None]))
    _style_leagues(borders)
    _style_labels(names)
    settings = names.labeling().settings()
    settings.placement = QgsPalLayerSettings.Placement.AroundPoint  # 乌海市 and 鄂尔多斯市 lie close together
    text = settings.format()
    text.setSize(8)
    settings.setFormat(text)
    names.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    for layer in (borders, names):
        layer.updateExtents()
    return borders, names


def _font(size, bold=False):
    font = QFont(chinese_font())
    font.setPointSizeF(size)
    font.setBold(bold)
    return font


def _legend(layout, frame, counties, borders):
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(frame)
    legend.setLegendFilterByMapEnabled(True)
    legend.setAutoUpdateModel(False)
    tree = legend.model().rootGroup()
    tree.clear()
    tree.addLayer(counties)
    tree.addLayer(borders).setName("盟市界")
    QgsLegendRenderer.setNodeLegendStyle(tree.children()[0], QgsLegendStyle.Style.Hidden)
    for style in (QgsLegendStyle.Style.Subgroup, QgsLegendStyle.Style.SymbolLabel):
        legend.setStyleFont(style, _font(9))
    legend.setBackgroundEnabled(True)
    page.place(layout, legend, 12, 24, 70, 60)
    legend.adjustBoxSize()
