"""Draw the print layouts in resources/layouts: ``python -m tools.assets.layouts`` (needs a Python that sees qgis).

quota_map_a3.qpt: A3 landscape map of counties by share of quota used. Item ids are stable: title, subtitle, map,
legend_box, legend, scalebar, scale_number, north, north_text, stamp, box, box_title, box_names, box_mu, box_ha,
note_crs, note_data, note_method. The north arrow is a marker of two half triangles, so that no picture is needed.
"""

import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemMarker,
    QgsLayoutItemPage,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
    QgsSimpleMarkerSymbolLayer,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QColor, QFont

from tools.assets.styles import qml
from tools.common import ROOT

LAYOUTS = ROOT / "resources" / "layouts"
#: Fonts of text formats, in order of choice: Linux, Windows, macOS.
FAMILIES = ["Noto Sans CJK SC", "Microsoft YaHei", "SimHei", "PingFang SC"]
#: A plain font keeps one name in a template: that of Windows. Elsewhere Qt chooses, and warns of nothing.
FAMILY = "Microsoft YaHei"
INK = "#1c2b36"


def place(item, name, x, y, width, height):
    """Give a layout item its id, position and size in mm."""
    item.setId(name)
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))
    item.layout().addLayoutItem(item)
    return item


def text(layout, name, content, box, size, bold=False, color=INK, align="left", valign="middle"):
    """A label; box = (x, y, width, height) in mm."""
    label = QgsLayoutItemLabel(layout)
    label.setText(content)
    font = QFont(FAMILY)
    font.setPointSizeF(size)
    font.setBold(bold)
    label.setFont(font)
    label.setFontColor(QColor(color))
    flag = Qt.AlignmentFlag
    label.setHAlign({"left": flag.AlignLeft, "right": flag.AlignRight, "center": flag.AlignHCenter}[align])
    label.setVAlign({"top": flag.AlignTop, "middle": flag.AlignVCenter}[valign])
    label.setMarginX(0)
    label.setMarginY(0)
    return place(label, name, *box)


def rectangle(layout, name, box, color, outline, width):
    """A filled rectangle; box in mm, width of its line in mm."""
    shape = QgsLayoutItemShape(layout)
    shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    properties = {"color": color, "outline_color": outline, "outline_width": str(width), "joinstyle": "miter"}
    shape.setSymbol(QgsFillSymbol.createSimple(properties))
    return place(shape, name, *box)


def map_frame(layout, box):
    """The map with a light graticule every 5 degrees, annotated inside the frame."""
    frame = QgsLayoutItemMap(layout)
    place(frame, "map", *box)
    frame.setExtent(QgsRectangle(-1500000, 4100000, 1500000, 6000000))
    frame.attemptResize(QgsLayoutSize(*box[2:]))  # an extent changes the shape of the item
    frame.setFrameEnabled(True)
    frame.setFrameStrokeColor(QColor(INK))
    frame.setFrameStrokeWidth(QgsLayoutMeasurement(0.3))
    frame.setBackgroundColor(QColor("#ffffff"))
    grid = QgsLayoutItemMapGrid("graticule", frame)
    grid.setCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    grid.setIntervalX(5)
    grid.setIntervalY(5)
    grid.setLineSymbol(QgsLineSymbol.createSimple({"color": "#c9d6de", "width": "0.12"}))
    grid.setAnnotationEnabled(True)
    grid.setAnnotationFormat(QgsLayoutItemMapGrid.AnnotationFormat.CustomFormat)
    grid.setAnnotationExpression("format_number(abs(@grid_number), 0) || '°' || if(@grid_axis = 'x', 'E', 'N')")
    sides = QgsLayoutItemMapGrid.BorderSide
    for side in (sides.Left, sides.Right, sides.Top, sides.Bottom):
        grid.setAnnotationPosition(QgsLayoutItemMapGrid.AnnotationPosition.InsideMapFrame, side)
        shown = "LatitudeOnly" if side in (sides.Left, sides.Right) else "LongitudeOnly"
        grid.setAnnotationDisplay(getattr(QgsLayoutItemMapGrid.DisplayMode, shown), side)
    form = QgsTextFormat()
    form.setFont(QFont(FAMILIES[0]))
    form.setFamilies(FAMILIES)
    form.setSize(7)
    form.setColor(QColor("#6b7f8c"))
    grid.setAnnotationTextFormat(form)
    frame.grids().addGrid(grid)
    return frame


def north_arrow(layout, frame, box):
    """Arrow of a dark and a light half that follows the north of the map."""
    symbol = QgsMarkerSymbol()
    symbol.deleteSymbolLayer(0)
    for half, color in (("LeftHalfTriangle", INK), ("RightHalfTriangle", "#ffffff")):
        layer = QgsSimpleMarkerSymbolLayer(getattr(QgsSimpleMarkerSymbolLayer.Shape, half), 11)
        layer.setColor(QColor(color))
        layer.setStrokeColor(QColor(INK))
        layer.setStrokeWidth(0.3)
        layer.setOffset(QPointF(0, 0))
        symbol.appendSymbolLayer(layer)
    marker = QgsLayoutItemMarker(layout)
    marker.setSymbol(symbol)
    place(marker, "north", *box)
    marker.setLinkedMap(frame)
    middle = QgsLayoutPoint(box[0] + box[2] / 2, box[1] + box[3] / 2)
    marker.setReferencePoint(QgsLayoutItemMarker.ReferencePoint.Middle)
    marker.attemptMove(middle)  # the item takes the size of its symbol
    return marker


def legend(layout, frame, box):
    """Legend without frame of its own (it stands in a box), filled by the layers of the map."""
    item = QgsLayoutItemLegend(layout)
    item.setLinkedMap(frame)
    item.setTitle("图例")
    sizes = {
        QgsLegendStyle.Style.Title: (12, True),
        QgsLegendStyle.Style.Group: (9.5, True),
        QgsLegendStyle.Style.Subgroup: (9.5, True),
        QgsLegendStyle.Style.Symbol: (9, False),  # has no text, and yet a font
        QgsLegendStyle.Style.SymbolLabel: (9, False),
    }
    for style, (size, bold) in sizes.items():
        font = QFont(FAMILY)
        font.setPointSizeF(size)
        font.setBold(bold)
        item.setStyleFont(style, font)
    item.setFontColor(QColor(INK))
    item.setSymbolWidth(9)
    item.setSymbolHeight(4.6)
    item.setBackgroundEnabled(False)
    place(item, "legend", *box)
    return item


def scale_bar(layout, frame, name, style, box):
    """Scale bar in kilometres, or the scale as a number."""
    bar = QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(frame)
    bar.setStyle(style)
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    bar.setUnitLabel("公里")
    bar.setUnitsPerSegment(200)
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setHeight(2)
    form = bar.textFormat()
    form.setFont(QFont(FAMILIES[0]))
    form.setFamilies(FAMILIES)
    form.setSize(8)
    form.setColor(QColor(INK))
    bar.setTextFormat(form)
    place(bar, name, *box)
    return bar


def quota_map_a3(project):
    """The A3 layout; texts are placeholders that the caller fills."""
    layout = QgsPrintLayout(project)
    layout.setName("指标使用情况图 A3")
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize("A3", QgsLayoutItemPage.Orientation.Landscape)
    layout.renderContext().setDpi(200)
    frame = map_frame(layout, (10, 29, 400, 244))
    text(layout, "title", "新增建设用地指标使用情况图", (10, 8, 400, 13), 26, True, align="center")
    text(layout, "subtitle", "各旗县市区已用指标占比", (10, 21, 400, 7), 11, color="#4a5c68", align="center")
    rectangle(layout, "box", (16, 36, 92, 50), "#ffffff", INK, 0.25)
    text(layout, "box_title", "全区指标使用情况", (20, 38, 84, 8), 11.5, True)
    text(layout, "box_names", "项目", (20, 47, 28, 37), 9.5, valign="top")
    text(layout, "box_mu", "亩", (46, 47, 29, 37), 9.5, align="right", valign="top")
    text(layout, "box_ha", "公顷", (76, 47, 28, 37), 9.5, align="right", valign="top")
    stamp = text(layout, "stamp", "示例数据", (16, 89, 92, 9), 11, True, color="#c00000", align="center")
    stamp.setBackgroundEnabled(True)
    stamp.setBackgroundColor(QColor("#fff5f5"))
    stamp.setFrameEnabled(True)
    stamp.setFrameStrokeColor(QColor("#c00000"))
    stamp.setFrameStrokeWidth(QgsLayoutMeasurement(0.3))
    rectangle(layout, "legend_box", (330, 181, 74, 88), "#ffffff", INK, 0.25)
    legend(layout, frame, (334, 182.5, 66, 50))
    scale_bar(layout, frame, "scalebar", "Single Box", (335, 250.5, 62, 12))
    scale_bar(layout, frame, "scale_number", "Numeric", (335, 262, 62, 6))
    north_arrow(layout, frame, (387, 42, 13, 13))
    text(layout, "north_text", "北", (387, 34, 13, 7), 11, True, align="center")
    text(layout, "note_crs", "坐标系", (10, 275, 400, 5), 8, color="#4a5c68")
    text(layout, "note_data", "数据来源", (10, 280, 400, 5), 8, color="#4a5c68")
    text(layout, "note_method", "方法与日期", (10, 285, 400, 9), 8, color="#4a5c68", valign="top")
    return layout


DRAWN = {"quota_map_a3": quota_map_a3}


def template_text(name):
    """QPT text of one layout; QGIS must be initialised."""
    project = QgsProject()
    layout = DRAWN[name](project)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layout.qpt"
        if not layout.saveAsTemplate(str(path), QgsReadWriteContext()):
            raise RuntimeError(f"could not write {path}")
        content = path.read_text(encoding="utf-8")
    found = dict.fromkeys(re.findall(r"\{[0-9a-f-]{36}\}", content))
    for number, uuid in enumerate(found, start=1):
        content = content.replace(uuid, f"{{00000000-0000-0000-0000-{number:012d}}}")
    root = ET.fromstring(content)
    for parent in root.iter():
        for child in list(parent):
            if qml.is_noise(child, parent):
                parent.remove(child)
    return qml.serialise(root)


def main():
    """Write every layout."""
    application = QgsApplication([], False)
    application.initQgis()
    LAYOUTS.mkdir(parents=True, exist_ok=True)
    for name in DRAWN:
        path = LAYOUTS / f"{name}.qpt"
        qml.write(path, template_text(name))
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size} bytes")
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
