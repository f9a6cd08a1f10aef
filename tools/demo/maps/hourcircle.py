"""The demo's hour circle map: isochrones of the four cities by rail and by road, side by side."""

from tools.common import verdict_zh
from tools.demo.maps import page
from tools.demo.maps.corridor import cities, leagues
from tools.demo.maps.layers import source_note
from tools.demo.maps.qgis_app import ALBERS_NOTE, ELLIPSOID, map_crs, start_qgis  # before the rest of QGIS

from qgis.core import (  # isort: skip
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
)

TITLE = "呼包鄂乌小时交通圈（示例）"
EXTENT = (107.5, 38.3, 115.3, 42.7)  # degrees
SIDES = (("rail", "铁路", "railways", 10), ("road", "公路", "roads", 212))


def draw(base, circles, rail, road, png):
    """Write the map; rail and road are the results of the two runs."""
    start_qgis()
    project = QgsProject()
    project.setCrs(map_crs())
    project.setEllipsoid(ELLIPSOID)
    layout = page.new_page(project)
    page.text(layout, TITLE, 10, 7, 400, 12, 20, True)
    page.text(layout, "由各市中心出发30、60、120分钟内可到的范围；120分钟圈包含60分钟圈和30分钟圈", 10, 18, 400, 8, 10)
    to_map = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4490"), map_crs(), project.transformContext())
    extent = to_map.transformBoundingBox(QgsRectangle(*EXTENT))
    for (mode, title, table, x), results in zip(SIDES, (rail, road)):
        layers = _layers(base, circles, mode, table)
        project.addMapLayers(list(layers.values()), False)
        frame = page.frame(layout, (x, 36, 198, 170), map_crs(), list(layers.values()), extent)
        page.text(layout, f"{title}：{_verdict(results, mode.upper())}", x, 28, 198, 8, 11, True)
        page.legend(layout, frame, [layers["circles"], layers["network"], layers["leagues"]], x - 2, 208, 90)
        page.scale_bar(layout, frame, x + 138, 210, 50)
        people = _people(circles, mode)
        head = ("圈内人口（万人）", "30分钟", "60分钟", "120分钟")
        page.table(layout, [head, *people], x + 70, 226, (44, 26, 26, 28), 8.5)
    sources = "；".join(source_note(base, table) for table in ("railways", "counties", "settlements"))
    notes = (f"{ALBERS_NOTE}\n数据：{sources}；人口按居民点累加，同一城市可能有市和城区两个点\n{rail['METHOD']}"
             "\n界线仅供示意，不作划界依据")
    page.text(layout, notes, 10, 270, 400, 24, 7.5, color="#333333")
    page.export(layout, png)


def _verdict(results, mode):
    return (f"两两之间最慢 {results[f'{mode}_MAX_MIN']:.1f} 分钟，{verdict_zh(results[f'{mode}_VERDICT'])}；"
            f"到呼和浩特最慢 {results[f'{mode}_SPOKE_MIN']:.1f} 分钟，{verdict_zh(results[f'{mode}_SPOKE_VERDICT'])}")


def _people(circles, mode):
    """Rows of the table: city, and 万人 within 30, 60 and 120 minutes."""
    found = {}
    for feature in page.open_layer(circles, f"{mode}_circles", mode).getFeatures():
        found.setdefault(feature["origin"], {})[int(feature["minutes"])] = feature["pop"]
    return [(name, *(f"{(people.get(minutes) or 0) / 10_000:.1f}" for minutes in (30, 60, 120)))
            for name, people in found.items()]


def _layers(base, circles, mode, table):
    """Layers by key, top first."""
    layers = {**cities(base), "leagues": leagues(base)}
    layers["network"] = page.open_layer(base, table, "示例路网")
    symbol = QgsLineSymbol.createSimple({"color": "#6f6f6f", "width": "0.25"})
    layers["network"].setRenderer(QgsSingleSymbolRenderer(symbol))
    layers["circles"] = page.open_layer(circles, f"{mode}_circles", "等时圈", "hourcircle")
    layers["units"] = page.open_layer(base, "counties", "旗县界")
    symbol = QgsFillSymbol.createSimple({"color": "#fbfaf5", "outline_color": "#d9d4c5", "outline_width": "0.15"})
    layers["units"].setRenderer(QgsSingleSymbolRenderer(symbol))
    return layers
