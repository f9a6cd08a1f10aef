"""The conformity demo's maps: pieces over the three lines at one spot, and a sheet with every conflict, with legend."""

from pathlib import Path

from tools.demo.maps import page
from tools.demo.maps.qgis_app import chinese_font, start_qgis  # before the rest of QGIS

from qgis.core import (  # isort: skip
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsLayoutItemLegend,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtGui import QFont  # isort: skip

TITLE, SHEET_TITLE = "三线符合性审查图（示例）", "三线冲突一览（示例）"
MADE_UP = "合成示例数据，非真实控制线和项目。"
#: style, table, name, in the results (else among the inputs); top first
LAYERS = (
    ("conformity_pieces", "pieces", "项目在三线内的分块", True),
    ("conformity", "projects", "项目审查结论", True),
    ("eco_redline", "eco_redline", "生态保护红线", False),
    ("farmland", "farmland", "永久基本农田", False),
    ("urban_boundary", "urban_boundary", "城镇开发边界", False),
)
MAP_BOX, SIDE_X, SIDE_WIDTH = (8, 22, 212, 168), 225, 66
#: A conflict that takes a smaller share of its project is shown by itself.
SMALL = 0.03
#: The sheet (A3): columns, and a cell's width and height with its line of text (mm).
COLUMNS, CELL_W, CELL_H, TEXT_H, SHEET_SIDE = 6, 57.0, 40.0, 5.0, 356


def draw(results_gpkg, synthetic_gpkg, spot, out_png, method):
    """Write the map of *spot* (west, south, east, north in degrees). Raises RuntimeError naming what cannot be read."""
    start_qgis()
    project = QgsProject()
    layers = _layers(results_gpkg, synthetic_gpkg)
    page.label_layer(layers[1], '"src_fid"', 8, bold=True, always=True)
    project.addMapLayers(layers, False)
    crs = _zone_at((spot[0] + spot[2]) / 2)
    project.setCrs(crs)
    layout = page.new_page(project, "A4")
    shown = list(layers[1].getFeatures(QgsFeatureRequest(QgsRectangle(*spot))))
    frame = page.frame(layout, MAP_BOX, crs, layers, _around(shown, layers[1].crs(), crs, project), 1000.0)
    page.text(layout, TITLE, 8, 7, 280, 12, 18, True)
    _legend(layout, frame, layers, SIDE_X, 22, SIDE_WIDTH)
    listed = [f"{f['src_fid']}：{_conflict(f)}" for f in sorted(shown, key=lambda f: f["src_fid"]) if _conflict(f)]
    page.text(layout, "\n".join(["占用面积（m²）", *listed]), SIDE_X + 2, 140, SIDE_WIDTH, 34, 8)
    page.scale_bar(layout, frame, SIDE_X, 176, 250, "米", SIDE_WIDTH)
    meridian = 3 * int(((spot[0] + spot[2]) / 2 + 1.5) // 3)
    grid = f"2000国家大地坐标系，3度带，中央经线{meridian}°E（{crs.authid()}）"
    note = f"坐标系：{grid}；注记为项目源要素号。{MADE_UP}\n{method}"
    page.text(layout, note, 8, 192, 281, 16, 7)
    page.export(layout, Path(out_png))


def draw_conflicts(results_gpkg, synthetic_gpkg, out_png, out_pdf, method):
    """Write a sheet with a small map of every project that takes from a line. Returns their number."""
    start_qgis()
    project = QgsProject()
    layers = _layers(results_gpkg, synthetic_gpkg)
    project.addMapLayers(layers, False)
    conflicts = QgsFeatureRequest().setFilterExpression("\"verdict\" LIKE 'conflict%'")
    found = sorted(layers[1].getFeatures(conflicts), key=lambda f: f["src_fid"])
    layout = page.new_page(project, "A3")
    page.text(layout, SHEET_TITLE, 8, 6, 300, 12, 18, True)
    first = None
    for number, feature in enumerate(found):
        x = 8 + number % COLUMNS * CELL_W
        y = 20 + number // COLUMNS * CELL_H
        crs = _zone_at(feature.geometry().boundingBox().center().x())
        box = (x, y + TEXT_H, CELL_W - 2, CELL_H - TEXT_H - 2)
        near, mark = [feature], ""
        if feature["eco_m2"] + feature["farm_m2"] < SMALL * feature["area_m2"]:
            near, mark = _taken(layers[0], feature["src_fid"]), "（局部）"
        item = page.frame(layout, box, crs, layers, _around(near, layers[1].crs(), crs, project), 100.0)
        words = f"{feature['src_fid']}  1:{item.scale():.0f}{mark}  {_conflict(feature)}"
        page.text(layout, words, x, y + 0.8, CELL_W + 4, 5, 6)
        first = first or item
    if first is not None:
        _legend(layout, first, layers, SHEET_SIDE, 20, 60, by_map=False)
    note = f"共 {len(found)} 个项目占用红线或永久基本农田；面积单位 m²。{MADE_UP}\n{method}"
    page.text(layout, note, 8, 280, 400, 14, 7)
    page.export(layout, Path(out_png), Path(out_pdf))
    return len(found)


def _taken(pieces, fid):
    """The pieces of a project that lie in the red line or in basic farmland."""
    return list(pieces.getFeatures(QgsFeatureRequest().setFilterExpression(
        f"\"src_fid\" = {int(fid)} AND \"line\" IN ('eco', 'farm')")))


def _layers(results_gpkg, synthetic_gpkg):
    return [page.open_layer(results_gpkg if result else synthetic_gpkg, table, name, style)
            for style, table, name, result in LAYERS]


def _around(features, source, crs, project):
    """The box around some features in another CRS, with half of it as margin."""
    there = QgsRectangle()
    for feature in features:
        there.combineExtentWith(feature.geometry().boundingBox())
    box = QgsCoordinateTransform(source, crs, project.transformContext()).transformBoundingBox(there)
    box.scale(1.5)
    return box


def _conflict(feature):
    """What a project takes from the red line and from basic farmland, in words; '' for nothing."""
    lines = (("eco_m2", "红线"), ("farm_m2", "永久基本农田"))
    return "，".join(f"{title} {feature[field]:.2f}" for field, title in lines if feature[field])


def _zone_at(longitude):
    """The CGCS2000 3-degree Gauss zone without prefix around a longitude."""
    return QgsCoordinateReferenceSystem(f"EPSG:{4509 + int((longitude + 1.5) // 3)}")


def _legend(layout, frame, layers, x, y, width, by_map=True):
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(frame)
    legend.setLegendFilterByMapEnabled(by_map)
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
    page.place(layout, legend, x, y, width, 130)
    legend.adjustBoxSize()
