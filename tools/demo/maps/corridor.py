"""The demo's corridor map of 呼包鄂乌 and 榆林: corridors by status, the axis with its rings, nodes, travel times."""

from tools.demo.maps import page
from tools.demo.maps.layers import source_note
from tools.demo.maps.qgis_app import ALBERS_NOTE, ELLIPSOID, map_crs, start_qgis  # before the rest of QGIS

from qgis.core import (  # isort: skip
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProject,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

TITLE = "呼包鄂乌及榆林交通通道图（示例）"
SUBTITLE = "规划点名的铁路、公路通道；实线为现状（沿示例路网的最短路径），虚线为在建、规划和前期（示意直线）"
LEAGUES = ("150100", "150200", "150600", "150900", "610800")
EXTENT = (106.6, 36.7, 114.6, 42.6)  # degrees
NOTE = "界线仅供示意，不作划界依据；路网为简化图，没有线名，缺支线；通道名称和地点按规划文件，出处见通道线图层"
NETWORK = {"railways": ("示例路网：铁路", "#8a8a8a", 0.35), "roads": ("示例路网：公路", "#cfcfcf", 0.2)}
BIG = "\"code\" IN ('150100', '150200', '150600', '150900', '610800')"


def draw(base, corridors, rings, nodes, times, png, pdf):
    """Write the map.

    base: the demo's base.gpkg; corridors: GeoPackage with rail_lines and road_lines; rings: (GeoPackage, table) of the
    axis buffer or None; nodes: rows (place, text by road, text by rail); times: rows (pair, rail, road).
    """
    start_qgis()
    project = QgsProject()
    project.setCrs(map_crs())
    project.setEllipsoid(ELLIPSOID)
    layers = _layers(base, corridors, rings)
    project.addMapLayers(list(layers.values()), False)
    layout = page.new_page(project)
    to_map = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4490"), map_crs(), project.transformContext())
    frame = page.frame(layout, (10, 27, 292, 242), map_crs(), list(layers.values()),
                       to_map.transformBoundingBox(QgsRectangle(*EXTENT)))
    page.text(layout, TITLE, 10, 7, 400, 12, 20, True)
    page.text(layout, SUBTITLE, 10, 18, 400, 8, 10)
    left = 308
    page.text(layout, "图例", left, 27, 60, 7, 12, True)
    shown = ("rings", "road", "rail", "places", "leagues", "railways", "roads")
    page.legend(layout, frame, [layers[key] for key in shown if key in layers], left - 2, 32, 104)
    below = 155.0
    page.text(layout, "发展轴支撑点（距轴线，5公里以内为在轴上）", left, below, 104, 7, 10, True)
    below = page.table(layout, [("支撑点", "沿公路", "沿铁路"), *nodes], left, below + 7, (28, 37, 37), 8)
    page.text(layout, "出行时间（分钟，含两端接驳）", left, below + 3, 104, 7, 10, True)
    below = page.table(layout, [("城市对", "铁路", "公路"), *times], left, below + 10, (52, 24, 24), 8)
    speeds = "铁路120公里/小时、公路60公里/小时，规划未给出速度"
    page.text(layout, speeds, left, below + 1, 104, 6, 7.5, color="#555555")
    page.scale_bar(layout, frame, left, 259, 50)
    notes = (f"{ALBERS_NOTE}\n数据：{source_note(base, 'railways')}；{source_note(base, 'counties')}；"
             f"{source_note(base, 'corridor_places')}\n{NOTE}")
    page.text(layout, notes, 10, 272, 400, 20, 8, color="#333333")
    page.export(layout, png, pdf)


def _layers(base, corridors, rings):
    """Layers by key, in the order of drawing, top first."""
    layers = {**cities(base), "names": _names(base), "places": _places(base)}
    for key, title in (("rail", "铁路通道"), ("road", "公路通道和发展轴")):
        subset = "\"mode\" <> 'any'" + (" OR \"key\" = 'hbey_axis'" if key == "road" else "")
        layers[key] = page.open_layer(corridors, f"{key}_lines", title, "corridorlines", subset)
        page.label_layer(layers[key], "if(\"status\" in ('planned', 'preliminary', 'building'), \"corridor\", '')", 7,
                         "#7a1f1f" if key == "rail" else "#9a5c00", placement=QgsPalLayerSettings.Placement.Curved)
    layers["leagues"] = leagues(base)
    if rings is not None:
        layers["rings"] = page.open_layer(*rings, "发展轴缓冲带")
        bands = ((2000, "#2f9e78"), (5000, "#7cc9ac"), (10_000, "#cfeadf"))
        layers["rings"].setRenderer(QgsCategorizedSymbolRenderer("width_m", [
            QgsRendererCategory(width, QgsFillSymbol.createSimple({"color": color, "outline_style": "no"}),
                                f"{width // 1000}公里以内") for width, color in bands]))
        layers["rings"].setOpacity(0.65)
    for key, (title, color, width) in NETWORK.items():
        layers[key] = page.open_layer(base, key, title)
        symbol = QgsLineSymbol.createSimple({"color": color, "width": str(width)})
        layers[key].setRenderer(QgsSingleSymbolRenderer(symbol))
    layers["units"] = page.open_layer(base, "counties", "旗县界")
    layers["beyond"] = page.open_layer(base, "neighbours", "榆林市各县区")
    for key in ("units", "beyond"):
        symbol = QgsFillSymbol.createSimple({"color": "#fbfaf5", "outline_color": "#d9d4c5", "outline_width": "0.15"})
        layers[key].setRenderer(QgsSingleSymbolRenderer(symbol))
    return layers


def leagues(base):
    """Outlines of the five cities, dissolved from their county units."""
    made = QgsVectorLayer("Polygon?crs=EPSG:4490&field=code:string", "市界（呼包鄂乌、榆林）", "memory")
    parts = {}
    for table in ("counties", "neighbours"):
        for feature in page.open_layer(base, table, table).getFeatures():
            if feature["league"] in LEAGUES:
                parts.setdefault(feature["league"], []).append(feature.geometry().buffer(1e-5, 2))
    for code, shapes in sorted(parts.items()):
        feature = QgsFeature(made.fields())
        feature.setGeometry(QgsGeometry.unaryUnion(shapes).buffer(-1e-5, 2))
        feature.setAttributes([code])
        made.dataProvider().addFeature(feature)
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#5b5b5b", "outline_width": "0.45"})
    made.setRenderer(QgsSingleSymbolRenderer(symbol))
    return made


def _places(base):
    """Places of the register as dots."""
    layer = page.open_layer(base, "corridor_places", "通道上的地点", subset="\"kind\" = 'register'")
    symbol = QgsMarkerSymbol.createSimple({"name": "circle", "color": "#ffffff", "outline_color": "#10202b",
                                           "outline_width": "0.4", "size": "2.2"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def _names(base):
    """The same places again, for their names only, so that lines never cover them."""
    layer = page.open_layer(base, "corridor_places", "地名", subset=f"\"kind\" = 'register' AND NOT {BIG}")
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple({"size": "0", "outline_style": "no"})))
    page.label_layer(layer, '"name"', 8.5)
    return layer


def cities(base):
    """The five cities: their names are always shown."""
    layer = page.open_layer(base, "corridor_places", "城市", subset=BIG)
    symbol = QgsMarkerSymbol.createSimple({"name": "circle", "color": "#10202b", "outline_color": "#ffffff",
                                           "outline_width": "0.4", "size": "3.2"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    page.label_layer(layer, '"name"', 11, bold=True, always=True)
    return {"cities": layer}
