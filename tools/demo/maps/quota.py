"""The demo's map: counties by share of quota used, as PNG and PDF, from the shipped A3 layout."""

from dataclasses import dataclass
from pathlib import Path

from tools.common import ROOT, verdict_zh
from tools.demo.maps import page
from tools.demo.maps.qgis_app import (  # before the rest of QGIS
    ALBERS_NOTE,
    ELLIPSOID,
    chinese_font,
    map_crs,
    start_qgis,
)

from qgis.core import (  # isort: skip
    QgsCoordinateTransform,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtXml import QDomDocument  # isort: skip

from tools.demo.maps import layers as map_layers

TEMPLATE = ROOT / "resources" / "layouts" / "quota_map_a3.qpt"
MU_PER_HA = 15
_EASTWARD = 0.7  # of the free width: the region stands to the left, the legend has the lower right corner


@dataclass(frozen=True)
class MapMeta:
    """What is written around the map. as_of: ISO date; method: METHOD text of the run; data_note: source of the
    county lines, '' for what the counties layer says of itself."""

    title: str = "内蒙古自治区新增建设用地指标使用情况图"
    subtitle: str = "各旗县市区已用指标占下达指标与奖励指标之和的比例（2021—2025年）"
    as_of: str = ""
    method: str = ""
    data_note: str = ""
    synthetic: bool = True


def make_map(counties_gpkg, ledger_gpkg, out_png, out_pdf, meta=None, layer="counties"):
    """Draw the map of the ledger in `ledger_gpkg` (layer ledger) and write PNG (200 dpi) and PDF (texts as text).

    Both files are written beside their place, then renamed. Raises RuntimeError naming what cannot be read or written.
    """
    meta = meta or MapMeta()
    start_qgis()
    rows = map_layers.read_ledger(ledger_gpkg)
    layers = map_layers.build(counties_gpkg, rows, layer)
    project = QgsProject()
    project.setCrs(map_crs())
    project.setEllipsoid(ELLIPSOID)
    project.addMapLayers(layers.ordered(), False)
    layout = _load(project)
    _aim(layout.itemById("map"), layers)
    _fill(layout, layers.region, meta, meta.data_note or map_layers.source_note(counties_gpkg, layer))
    _legend(layout, layers)
    page.export(layout, Path(out_png), Path(out_pdf))


def _load(project):
    document = QDomDocument()
    document.setContent(TEMPLATE.read_text(encoding="utf-8"))
    layout = QgsPrintLayout(project)
    _, good = layout.loadFromTemplate(document, QgsReadWriteContext())
    if not good:
        raise RuntimeError(f"QGIS cannot read {TEMPLATE.name}")
    family = chinese_font()
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            font = item.font()
            font.setFamily(family)
            item.setFont(font)
        elif isinstance(item, QgsLayoutItemScaleBar):
            form = item.textFormat()
            font = form.font()
            font.setFamily(family)
            form.setFont(font)
            item.setTextFormat(form)
    return layout


def _aim(frame, layers):
    """Fit the region into the frame with a margin, and draw in this order."""
    if not isinstance(frame, QgsLayoutItemMap):
        raise RuntimeError(f"{TEMPLATE.name} has no map with the id map")
    frame.setCrs(map_crs())
    frame.setLayers(layers.ordered())
    frame.setKeepLayerSet(True)
    to_map = QgsCoordinateTransform(layers.counties.crs(), map_crs(), QgsProject.instance().transformContext())
    box = None
    for feature in layers.counties.getFeatures():
        geometry = feature.geometry()
        geometry.transform(to_map)
        if box is None:
            box = geometry.boundingBox()
        else:
            box.combineExtentWith(geometry.boundingBox())
    if box is None:
        raise RuntimeError("the counties layer is empty")
    box.scale(1.04)
    frame.zoomToExtent(box)
    step = 100000.0  # a round scale is easier to read and to measure with
    frame.setScale(step * -(-frame.scale() // step))
    free = frame.extent()
    slack = (free.width() - box.width()) / 2
    frame.moveContent(_EASTWARD * slack / free.width() * frame.rect().width(), 0)


def _number(value, decimals):
    return "—" if value is None else f"{value:.{decimals}f}"


def _region_box(region):
    """Three text columns: names, 亩, 公顷. 公顷 of allotments is 亩/15; the use has its own printed 公顷."""
    region = region or {}
    names, mu, ha = ["项目"], ["亩"], ["公顷"]
    for name, key in (("下达指标", "quota_mu"), ("奖励指标", "reward_mu"), ("已用", "used_mu"), ("结余", "balance_mu")):
        value = region.get(key)
        names.append(name)
        mu.append(_number(value, 2))
        if key == "used_mu":
            ha.append(_number(region.get("used_ha"), 4))
        else:
            ha.append(_number(None if value is None else value / MU_PER_HA, 4))
    share = region.get("used_pct")
    names += ["使用率", "判定"]
    mu += ["—" if share is None else f"{share:.2f}%", verdict_zh(region["verdict"]) if region.get("verdict") else "—"]
    return "\n".join(names), "\n".join(mu), "\n".join(ha)


def _fill(layout, region, meta, data_note):
    names, mu, ha = _region_box(region)
    stamp = "示例数据（合成指标，非官方数据）"
    source = "；".join(["数据：" + (data_note or "旗县市区界由用户提供"), "界线仅供示意，不作划界依据"])
    if meta.synthetic:
        source += "；地块、控制线、地类与指标均为合成示例数据，非官方分解"
    texts = {
        "title": meta.title,
        "subtitle": meta.subtitle,
        "box_names": names,
        "box_mu": mu,
        "box_ha": ha,
        "stamp": stamp if meta.synthetic else "",
        "note_crs": ALBERS_NOTE,
        "note_data": source,
        "note_method": f"截止日期：{meta.as_of or '—'}；方法：{meta.method or '—'}",
    }
    for name, content in texts.items():
        item = layout.itemById(name)
        if not isinstance(item, QgsLayoutItemLabel):
            raise RuntimeError(f"{TEMPLATE.name} has no label with the id {name}")
        item.setVisibility(bool(content))
        item.setText(content.replace("[%", "[ %"))  # a text from data must not be evaluated as an expression


def _legend(layout, layers):
    item = layout.itemById("legend")
    if not isinstance(item, QgsLayoutItemLegend):
        raise RuntimeError(f"{TEMPLATE.name} has no legend with the id legend")
    item.setAutoUpdateModel(False)  # from here on the legend has a tree of its own
    tree = item.model().rootGroup()
    tree.clear()
    shares = tree.addLayer(layers.counties)
    shares.setName("指标使用率")
    leagues = tree.addLayer(layers.leagues)
    leagues.setName("盟市界")
    QgsLegendRenderer.setNodeLegendStyle(shares, QgsLegendStyle.Style.Subgroup)
    family = chinese_font()
    styles = QgsLegendStyle.Style
    for style in (styles.Title, styles.Group, styles.Subgroup, styles.SymbolLabel):
        font = item.styleFont(style)
        font.setFamily(family)
        item.setStyleFont(style, font)
    item.adjustBoxSize()
