"""The demo's QGIS project: results, inputs and base map, styled, named in Chinese, with relative paths."""

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tools.common import ROOT
from tools.demo.maps.qgis_app import ELLIPSOID, map_crs, start_qgis  # before the rest of QGIS

from qgis.core import (  # isort: skip
    QgsCoordinateTransform,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProject,
    QgsReferencedRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtGui import QPainter  # isort: skip

STYLES = ROOT / "resources" / "styles"
ROLE_PROPERTY = "nm_urban/role"
TITLE = "NM Urban 示例：新增建设用地指标核算、三线符合性审查、存量土地清查（合成数据）"


@dataclass(frozen=True)
class Item:
    """One layer of the project: file key, table, Chinese name, style file or symbol, role, shown at the start.

    near: only drawn at scales larger than 1:near; far: only at smaller ones. where: subset of the table.
    """

    file: str
    table: str
    name: str
    style: str = ""
    symbol: object = None
    role: str = ""
    shown: bool = True
    near: int = 0
    far: int = 0
    where: str = ""


def _line(color, width, dash=False):
    style = {"color": color, "width": str(width), "line_style": "dash" if dash else "solid", "capstyle": "round"}
    return lambda: QgsLineSymbol.createSimple(style)


def _area(color, outline, width):
    style = {"color": color, "outline_color": outline, "outline_width": str(width), "joinstyle": "round"}
    return lambda: QgsFillSymbol.createSimple(style)


def _point(shape, color, size):
    style = {"name": shape, "color": color, "outline_color": "#ffffff", "size": size}
    return lambda: QgsMarkerSymbol.createSimple(style)


COUNTY_TOTALS = "\"level\" = 'county' AND \"year\" = 0"
TOTALS = Item("results", "ledger", "指标台账（旗县合计）", "landquota_ledger", where=COUNTY_TOTALS)
SHARES = Item("base", "counties", "旗县市区指标使用率", "county_usedpct", far=1000000)
#: Files without which the project is written all the same.
OPTIONAL = ("conformity", "idleland", "classes", "quotahooks", "county_input")
GROUPS = {
    "成果": (
        Item("conformity", "pieces", "三线内分块", "conformity_pieces", role="conformity_pieces", near=1000000),
        Item("conformity", "projects", "项目三线审查结论", "conformity", role="conformity", near=1000000),
        Item("conformity", "rejects", "问题要素清单（三线审查）", "rejects", role="rejects"),
        Item("idleland", "unsupplied", "批而未供", "idleland_unsupplied", role="idleland_unsupplied", near=1000000),
        Item("idleland", "idle", "供应宗地清查", "idleland_idle", role="idleland_idle", near=1000000),
        Item("idleland", "ledger", "存量台账", "idleland_ledger", role="idleland_ledger"),
        Item("idleland", "documents", "批文图账对照", "idleland_documents", role="idleland_documents"),
        Item("results", "pieces", "指标核算分块", "landquota_pieces", role="landquota_pieces", near=1000000),
        Item("results", "ledger", "指标台账", "landquota_ledger", role="landquota_ledger"),
        TOTALS,
        Item("results", "measures", "指标值记录", "measures", role="measures"),
        Item("results", "rejects", "问题要素清单", "rejects", role="rejects"),
        SHARES,
        Item("quotahooks", "quota", "增存挂钩与人地挂钩测算", "quotahooks", role="quotahooks", shown=False),
        Item("quotahooks", "whatif", "挂钩系数情景", "quotahooks_whatif", role="quotahooks_whatif"),
        Item("classes", "classes", "旗县主体功能", "countyclass", role="countyclass", shown=False),
    ),
    "输入（合成示例数据）": (
        Item("synthetic", "parcels", "新增建设用地", symbol=_area("#00000000", "#7a1fa2", 0.4), role="new_construction",
             near=1000000),
        Item("synthetic", "urban_boundary", "城镇开发边界", "urban_boundary", role="urban_boundary", near=2000000),
        Item("synthetic", "eco_redline", "生态保护红线", "eco_redline", role="eco_redline", near=2000000),
        Item("synthetic", "farmland", "永久基本农田", "farmland", role="farmland", near=2000000),
        Item("synthetic", "landuse", "地类图斑（DLTB）", "dltb", role="dltb", shown=False, near=1000000),
        Item("synthetic", "stock_approved", "批准用地", symbol=_area("#00000000", "#5d4037", 0.5), near=1000000),
        Item("synthetic", "stock_supplied", "供应宗地", symbol=_area("#00000000", "#00796b", 0.2), shown=False,
             near=1000000),
        Item("synthetic", "stock_cancelled", "核销批文", symbol=_area("#00000000", "#616161", 0.3), near=1000000),
        Item("synthetic", "quota", "计划指标表", role="quota_table"),
        Item("synthetic", "reward", "奖励指标表", role="reward_table"),
        Item("county_input", "hooks", "旗县挂钩数据", symbol=_area("#00000000", "#8d6e63", 0.3), shown=False),
    ),
    "底图": (
        Item("base", "airports", "机场", symbol=_point("star", "#1565c0", "3.4"), shown=False),
        Item("base", "settlements", "居民点", symbol=_point("circle", "#5d4037", "1.4"), shown=False, near=4000000),
        Item("base", "railways", "铁路", symbol=_line("#37474f", 0.35, True)),
        Item("base", "roads", "公路", symbol=_line("#c58b4a", 0.2), near=5000000),
        Item("base", "counties", "旗县市区界", symbol=_area("#00000000", "#78909c", 0.2), role="counties"),
        Item("base", "landcover", "土地覆盖（MCD12C1）", shown=False, symbol=_area("#e8efe2", "#c5d0bb", 0.05)),
    ),
}  # fmt: skip


def make_project(path_qgz, results=None, base=None, synthetic=None, conformity=None, idleland=None):
    """Write the project file. By default its data are landquota.gpkg, conformity.gpkg, idleland.gpkg, input/base.gpkg
    and input/synthetic.gpkg beside it; of conformity.gpkg, idleland.gpkg and those of the county demo (classes.gpkg,
    quotahooks.gpkg, classes_input.gpkg) the project has the layers where they are there.

    The file is written beside its place, then renamed. Raises RuntimeError naming a layer or style that cannot be read.
    """
    path = Path(path_qgz).resolve()
    files = {
        "results": Path(results or path.parent / "landquota.gpkg"),
        "conformity": Path(conformity or path.parent / "conformity.gpkg"),
        "idleland": Path(idleland or path.parent / "idleland.gpkg"),
        "classes": path.parent / "classes.gpkg",
        "quotahooks": path.parent / "quotahooks.gpkg",
        "county_input": path.parent / "classes_input.gpkg",
        "base": Path(base or path.parent / "input" / "base.gpkg"),
        "synthetic": Path(synthetic or path.parent / "input" / "synthetic.gpkg"),
    }
    start_qgis()
    project = QgsProject()
    project.setTitle(TITLE)
    project.setCrs(map_crs())
    project.setEllipsoid(ELLIPSOID)
    project.writeEntryBool("Paths", "/Absolute", False)
    made = {}
    for group_name, items in GROUPS.items():
        group = project.layerTreeRoot().addGroup(group_name)
        for item in items:
            if item.file in OPTIONAL and not files[item.file].exists():
                continue
            layer = _open(item, files[item.file])
            project.addMapLayer(layer, False)
            node = group.addLayer(layer)
            node.setItemVisibilityChecked(item.shown)
            node.setExpanded(item.style in ("county_usedpct", "idleland_unsupplied", "idleland_idle"))
            made[item.name] = layer
    shares = made[SHARES.name]
    _join(shares, made[TOTALS.name])
    _limit_scale(shares, SHARES)  # loading a style takes the limits away
    _view(project, shares)
    _write(project, path)


def _open(item, path):
    layer = QgsVectorLayer(f"{path}|layername={item.table}", item.name, "ogr")
    if not layer.isValid():
        raise RuntimeError(f"cannot read the layer {item.table} of {path}")
    if item.where and not layer.setSubsetString(item.where):
        raise RuntimeError(f"{item.table}: the provider does not take {item.where}")
    if item.style:
        message, good = layer.loadNamedStyle(str(STYLES / f"{item.style}.qml"))
        if not good:
            raise RuntimeError(f"{item.style}.qml: {message}")
    if item.symbol is not None:
        layer.setRenderer(QgsSingleSymbolRenderer(item.symbol()))
    _limit_scale(layer, item)
    if item.role:
        layer.setCustomProperty(ROLE_PROPERTY, item.role)
    return layer


def _limit_scale(layer, item):
    if item.near or item.far:
        layer.setScaleBasedVisibility(True)
        layer.setMinimumScale(item.near)
        layer.setMaximumScale(item.far)


def _join(counties, totals):
    """Counties take the figures of the ledger live, so the map follows when landquota runs again."""
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(totals)
    join.setJoinFieldName("code")
    join.setTargetFieldName("code")
    join.setUsingMemoryCache(True)
    join.setPrefix("")  # and no subset of fields: with the cache QGIS 3.22 then hands the values to the wrong fields
    if not counties.addJoin(join):
        raise RuntimeError("the ledger cannot be joined to the counties by code")
    message, good = counties.loadNamedStyle(str(STYLES / "county_usedpct.qml"))  # again: now the fields are there
    if not good:
        raise RuntimeError(message)
    counties.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)  # roads and railways show through


def _view(project, layer):
    transform = QgsCoordinateTransform(layer.crs(), project.crs(), project)
    box = transform.transformBoundingBox(layer.extent())
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(box, project.crs()))


def _write(project, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.stem}.part.qgs")  # in the same folder, for the relative paths
    if not project.write(str(beside)):
        raise RuntimeError(f"QGIS could not write {path}: {project.error()}")
    packed = path.with_name(f".{path.stem}.part.qgz")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(beside, f"{path.stem}.qgs")
    beside.unlink()
    os.replace(packed, path)
