"""The stock demo's map: counties by stock, and one spot with every parcel by kind and age, as PNG and PDF."""

from collections import defaultdict
from pathlib import Path

from osgeo import ogr

from tools.demo.maps import layers as map_layers
from tools.demo.maps import page
from tools.demo.maps.qgis_app import ALBERS_NOTE, ELLIPSOID, map_crs, start_qgis  # before the rest of QGIS

from qgis.core import (  # isort: skip
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsPalLayerSettings,
    QgsProject,
    QgsRectangle,
    QgsRendererRange,
    QgsSingleSymbolRenderer,
)

TITLE = "内蒙古自治区批而未供和闲置土地清查图（示例）"
SUBTITLE = "各旗县市区存量（批而未供 + 闲置）与一处逐宗清查"
NOTE = "界线仅供示意，不作划界依据；批文、宗地和任务均为合成示例数据，非官方数据"
#: Upper limits of the classes of stock (亩), and their colours.
CLASSES = ((0, "#ffffff"), (1000, "#fdf0c8"), (2500, "#fbd07c"), (5000, "#f0953f"), (10000, "#d2622a"),
           (1e9, "#8e2f10"))
#: Side of the spot in degrees of latitude.
_SPOT = 0.05
_MAP, _SIDE, _WIDTH = (10, 27, 262, 172), 278, 132


def draw(base, results, png, pdf, as_of, method):
    """Write the map. base: the demo's base.gpkg; results: idleland.gpkg. Raises RuntimeError naming what cannot be read
    or written."""
    start_qgis()
    project = QgsProject()
    project.setCrs(map_crs())
    project.setEllipsoid(ELLIPSOID)
    rows = map_layers.read_ledger(results)
    made = map_layers.build(base, [dict(row, used_pct=None) for row in rows if not row["year"]])
    _stock(made.counties, {row["code"]: row for row in rows if row["level"] == "county"})
    pieces = page.open_layer(results, "unsupplied", "批而未供（按批准年限）", "idleland_unsupplied")
    parcels = page.open_layer(results, "idle", "已供宗地（按判定和闲置年限）", "idleland_idle")
    units = page.open_layer(base, "counties", "旗县市区界")
    units.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(
        {"color": "#00000000", "outline_color": "#78909c", "outline_width": "0.4"})))
    page.label_layer(pieces, "if(\"area_mu\" > 20, format_number(\"area_mu\", 1) || '亩', '')", 7)
    page.label_layer(parcels, "if(\"kind\" IN ('not_idle', 'unknown') OR \"area_mu\" < 20, '', "
                              "coalesce(\"months\" || '个月', ''))", 7)
    page.label_layer(made.labels, '"name"', 8.5, bold=True, placement=QgsPalLayerSettings.Placement.AroundPoint)
    project.addMapLayers([*made.ordered(), pieces, parcels, units], False)
    layout = page.new_page(project)
    page.text(layout, TITLE, 10, 7, 400, 12, 20, True)
    page.text(layout, SUBTITLE, 10, 18, 400, 8, 10)
    region = _frame(layout, made, project)
    x, y, name = spot(results)
    crs = QgsCoordinateReferenceSystem(f"EPSG:{4509 + int((x + 1.5) // 3)}")
    there = QgsCoordinateTransform(pieces.crs(), crs, project.transformContext()).transformBoundingBox(
        QgsRectangle(x - 0.66 * _SPOT, y - _SPOT / 2, x + 0.66 * _SPOT, y + _SPOT / 2))
    page.text(layout, f"逐宗清查：{name}附近", _SIDE, 27, _WIDTH, 7, 12, True)
    near = page.frame(layout, (_SIDE, 35, _WIDTH, 108), crs, [pieces, parcels, units], there, 5000.0)
    page.scale_bar(layout, near, _SIDE, 144, 0.5)
    zone = f"1:{near.scale():.0f}　2000国家大地坐标系，3度带，中央经线{3 * int((x + 1.5) // 3)}°E"
    page.text(layout, zone, _SIDE + 58, 147, 74, 6, 8, right=True)
    _legends(layout, region, near, made, pieces, parcels)
    _figures(layout, rows)
    notes = (f"{ALBERS_NOTE}\n数据：{map_layers.source_note(base)}；{NOTE}\n截止日期：{as_of}；方法：{method}")
    page.text(layout, notes, 10, 272, 400, 20, 7.5, color="#333333")
    page.export(layout, Path(png), Path(pdf))


def spot(results):
    """(longitude, latitude, county) of the middle of the place with the most kinds of stock land within a spot."""
    source = ogr.Open(str(results))
    kinds, count, names, boxes = (defaultdict(set), defaultdict(int), {}, defaultdict(list))
    for table, key, name, skip in (("unsupplied", "age_class", "name", ""), ("idle", "kind", "cnty_name", "not_idle")):
        for feature in source.GetLayerByName(table):
            west, east, south, north = feature.GetGeometryRef().GetEnvelope()
            x, y = (west + east) / 2, (south + north) / 2
            cell = int(x // (1.32 * _SPOT)), int(y // _SPOT)
            count[cell] += 1
            names[cell] = feature.GetField(name) or "—"
            boxes[cell].append((x, y))
            if feature.GetField(key) != skip:
                kinds[cell].add((table, feature.GetField(key)))
    best = max(sorted(count), key=lambda cell: (len(kinds[cell]), count[cell]))
    middle = [sum(v) / len(v) for v in zip(*boxes[best])]
    return (*middle, names[best])


def _stock(counties, rows):
    """Colour the counties by the stock of their ledger row; it stands in the field used_pct of the joined layer."""
    field = counties.fields().indexOf("used_pct")
    provider = counties.dataProvider()
    provider.changeAttributeValues({
        feature.id(): {field: rows[feature["code"]]["stock_mu"]}
        for feature in counties.getFeatures() if feature["code"] in rows})
    ranges, low = [], -1.0
    for high, color in CLASSES:
        title = "无存量" if high == 0 else f"{low:,.0f} 以上" if high > 1e8 else f"{max(low, 0):,.0f}—{high:,.0f}"
        symbol = QgsFillSymbol.createSimple({"color": color, "outline_color": "#8c8c8c", "outline_width": "0.12"})
        ranges.append(QgsRendererRange(low, high, symbol, title))
        low = high
    counties.setRenderer(QgsGraduatedSymbolRenderer("used_pct", ranges))
    counties.setName("存量（亩）")


def _frame(layout, made, project):
    to_map = QgsCoordinateTransform(made.counties.crs(), map_crs(), project.transformContext())
    box = None
    for feature in made.counties.getFeatures():
        geometry = feature.geometry()
        geometry.transform(to_map)
        box = geometry.boundingBox() if box is None else box
        box.combineExtentWith(geometry.boundingBox())
    box.scale(1.03)
    frame = page.frame(layout, _MAP, map_crs(), made.ordered(), box)
    page.scale_bar(layout, frame, 12, 187, 200)
    return frame


def _legends(layout, region, near, made, pieces, parcels):
    left = 10
    for frame, layers, width in ((region, [made.counties], 50), (near, [pieces], 62), (near, [parcels], 90)):
        item = page.legend(layout, frame, layers, left, 202, width)
        item.setLegendFilterByMapEnabled(False)  # the whole inventory, not the spot alone
        item.adjustBoxSize()
        left += max(width, item.rect().width()) + 2


def _figures(layout, rows):
    """The region's figures and the counties with the largest stock."""
    total = next(row for row in rows if row["level"] == "region" and not row["year"])
    lines = [("全区", "亩", "公顷")]
    for title, key in (("批准", "appr"), ("　已供", "sup"), ("　核销", "canc"), ("　未供", "unsup"), ("闲置", "idle"),
                       ("存量 = 未供 + 闲置", "stock"), ("已处置（基准日以来）", "disp")):
        lines.append((title, f"{total[f'{key}_mu']:.2f}", f"{total[f'{key}_ha']:.4f}"))
    lines.append(("完成率", f"{total['prog_pct']:.2f} %", f"任务 {total['task_mu']:.2f} 亩"))
    page.table(layout, lines, _SIDE, 158, (52, 38, 42), 9, 5.4)
    most = sorted((row for row in rows if row["level"] == "county"), key=lambda row: -(row["stock_mu"] or 0))[:9]
    rows = [("存量最多的旗县", "存量（亩）", "完成率"),
            *((row["name"], f"{row['stock_mu']:.2f}", "—" if row["prog_pct"] is None else f"{row['prog_pct']:.2f} %")
              for row in most)]
    page.table(layout, rows, _SIDE, 212, (52, 38, 42), 9, 5.4)


