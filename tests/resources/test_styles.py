"""The shipped styles: whole, bilingual, loadable, and as the generator draws them."""

import json
import re
import xml.etree.ElementTree as ET

import pytest

from tools.common import ROOT

STYLES = ROOT / "resources" / "styles"
NAMES = sorted(path.stem for path in STYLES.glob("*.qml") if not path.stem.endswith("_en"))
PIECES = (
    "src_fid:integer,code:string(6),name:string(60),year:integer,date:date,status:string(20),area_m2:double,"
    "area_ha:double,area_mu:double,eco_m2:double,farm_m2:double,ubd_m2:double,agri_m2:double,crop_m2:double,unused_m2:double,"
    "built_m2:double,unknown_m2:double"
)
LEDGER = (
    "level:string(10),code:string(6),name:string(60),year:integer,quota_mu:double,reward_mu:double,used_mu:double,"
    "used_ha:double,balance_mu:double,used_pct:double,agri_mu:double,crop_mu:double,unused_mu:double,built_mu:double,"
    "unknown_mu:double,verdict:string(20)"
)
REJECTS = "src:string,fid:integer,reason:string,action:string,d_area_m2:double"
CHINESE = re.compile("[\u4e00-\u9fff]")


def memory_layer(fields, geometry="Polygon?crs=EPSG:4490&"):
    from qgis.core import QgsVectorLayer

    head = geometry if geometry else "None?"
    layer = QgsVectorLayer(head + "&".join(f"field={field}" for field in fields.split(",")), "图层", "memory")
    assert layer.isValid()
    return layer


def styled(layer, name):
    message, good = layer.loadNamedStyle(str(STYLES / f"{name}.qml"))
    assert good, message
    return layer


def test_every_style_has_both_languages():
    assert {"landquota_pieces", "landquota_ledger", "parcelarea", "rejects", "county_usedpct"} <= set(NAMES)
    assert {path.stem for path in STYLES.glob("*_en.qml")} == {name + "_en" for name in NAMES}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("dltb", "urban_boundary")])
def test_english_variant_shows_no_chinese(name):
    root = ET.parse(STYLES / f"{name}_en.qml").getroot()
    shown = [item.get(key, "") for item in root.iter() for key in ("label", "name", "legendString", "fieldName")]
    assert not [text for text in shown if CHINESE.search(text or "")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tail", ["", "_en"])
def test_nothing_of_this_machine_and_nothing_random(name, tail):
    text = (STYLES / f"{name}{tail}.qml").read_text(encoding="utf-8")
    assert not re.search(r"\{[0-9a-f]{8}-|base64|/home/|/usr/|<prop ", text)


@pytest.mark.parametrize("tail", ["", "_en"])
def test_pieces(qgis_app, tail):
    layer = styled(memory_layer(PIECES), "landquota_pieces" + tail)
    renderer = layer.renderer()
    assert renderer.classAttribute() == "status"
    assert [c.value() for c in renderer.categories()] == ["counted", "overlap", "earlier", "undated", "out_of_period"]
    aliases = [layer.attributeAlias(i) for i in range(layer.fields().count())]
    assert all(aliases)
    assert aliases[0] == ("Source fid" if tail else "源要素号")
    assert layer.editorWidgetSetup(layer.fields().indexOf("status")).type() == "ValueMap"


def test_ledger_is_a_table(qgis_app):
    layer = styled(memory_layer(LEDGER, ""), "landquota_ledger")
    assert all(layer.attributeAlias(i) for i in range(layer.fields().count()))
    widget = layer.editorWidgetSetup(layer.fields().indexOf("verdict"))
    words = {value: word for pair in widget.config()["map"] for word, value in pair.items()}
    assert words["not_met"] == "未达标"
    assert len(layer.conditionalStyles().fieldStyles("verdict")) == 5


def test_words_are_those_of_the_sheets():
    from nm_urban.nm_urban_plugin.exchange.forms.library import FOLDER
    from tools.assets.styles import idle_words
    from tools.assets.styles.symbols import verdict_names
    from tools.assets.styles.words import CONTROL_LINE, STATUS

    sheet = json.loads((FOLDER / "_words.json").read_text(encoding="utf-8"))
    assert {key: list(names) for key, names in verdict_names().items()} == sheet["verdict"]
    assert {key: list(names) for key, names in idle_words.KIND.items()} == sheet["kind"]
    assert set(STATUS) <= set(sheet["status"]) and set(CONTROL_LINE) == set(sheet["line"])
    assert {key: list(names) for key, names in STATUS.items()} == {key: sheet["status"][key] for key in STATUS}


@pytest.mark.parametrize(
    ("kind", "months", "in_stock", "disposed", "label"),
    [
        ("not_started", 12, 1, 0, "闲置：未动工满两年（收回）"),
        ("not_started", 11, 1, 0, "闲置：未动工满一年（征缴闲置费）"),
        ("government_cause", 30, 1, 0, "闲置：政府原因"),
        ("halted", 5, 1, 0, "闲置：中止开发，已认定"),
        ("halted", 5, 0, 0, "中止开发，需人工认定"),
        ("unknown", None, 0, 0, "缺日期，无法判定"),
        ("not_idle", None, 0, 1, "曾闲置，已处置"),
        ("not_idle", None, 0, 0, "不闲置"),
    ],
)
def test_every_supplied_parcel_falls_in_one_class(qgis_app, kind, months, in_stock, disposed, label):
    from qgis.core import QgsFeature

    layer = styled(memory_layer("kind:string,months:integer,in_stock:integer,disposed:integer"), "idleland_idle")
    feature = QgsFeature(layer.fields())
    feature["kind"], feature["months"], feature["in_stock"], feature["disposed"] = kind, months, in_stock, disposed
    assert _classes(layer, feature) == [label]


@pytest.mark.parametrize(
    ("age", "lapsed", "sliver", "label"),
    [("<1", "no", 0, "不满1年"), (">5", "unknown", 0, "满5年"), (">5", "yes", 0, "批准文件已失效"),
     ("2-5", "yes", 1, "碎片（小于最小图块面积）"), (None, "unknown", 0, "无批准日期")],
)
def test_every_unsupplied_piece_falls_in_one_class(qgis_app, age, lapsed, sliver, label):
    from qgis.core import QgsFeature

    layer = styled(memory_layer("age_class:string,lapsed:string,sliver:integer"), "idleland_unsupplied")
    feature = QgsFeature(layer.fields())
    feature["age_class"], feature["lapsed"], feature["sliver"] = age, lapsed, sliver
    assert _classes(layer, feature) == [label]


def _classes(layer, feature):
    """Labels of the classes in which a feature is drawn."""
    from qgis.core import QgsExpressionContext, QgsExpressionContextUtils, QgsGeometry, QgsRenderContext

    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0,1 0,1 1,0 0))"))
    renderer, context = layer.renderer().clone(), QgsRenderContext()
    scope = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    scope.setFeature(feature)
    context.setExpressionContext(scope)
    renderer.startRender(context, layer.fields())
    keys = renderer.legendKeysForFeature(feature, context)
    renderer.stopRender(context)
    labels = {item.ruleKey(): item.label() for item in renderer.legendSymbolItems()}
    return [labels[key] for key in keys if key in labels]  # the root of the rules is a key too


@pytest.mark.parametrize("geometry", ["", "Polygon?crs=EPSG:4490&"])
def test_rejects_with_and_without_geometry(qgis_app, geometry):
    layer = styled(memory_layer(REJECTS, geometry), "rejects")
    assert layer.attributeAlias(2) == "原因"


def test_parcelarea_leaves_other_fields_alone(qgis_app):
    layer = styled(memory_layer("DKMC:string,area_m2:double,adj_m2:double"), "parcelarea")
    assert [layer.attributeAlias(i) for i in range(3)] == ["", "椭球面积(㎡)", "平差后面积(㎡)"]


@pytest.mark.parametrize(
    ("share", "verdict", "label"),
    [
        (0, "met", "0—25%"),
        (25, "met", "0—25%"),
        (25.01, "met", "25—50%"),
        (75, "at_risk", "50—75%"),
        (100, "met", "75—100%"),
        (100, "not_met", ">100%（超指标）"),
        (100.01, "not_met", ">100%（超指标）"),
        (100.01, None, ">100%（超指标）"),
        (None, "not_met", ">100%（超指标）"),
        (None, "not_computable", "无指标或无数据"),
        (None, None, "无指标或无数据"),
    ],
)
def test_every_county_falls_in_one_class(qgis_app, share, verdict, label):
    from qgis.core import QgsFeature

    layer = styled(memory_layer(LEDGER), "county_usedpct")
    feature = QgsFeature(layer.fields())
    feature["used_pct"], feature["verdict"] = share, verdict
    assert _classes(layer, feature) == [label]


@pytest.mark.parametrize(
    ("code", "known"), [("0102", True), ("0201K", True), ("05H1", True), ("08H2A", True), ("x", False)]
)
def test_land_use_codes(qgis_app, code, known):
    from qgis.core import QgsExpression, QgsExpressionContext, QgsFeature

    layer = styled(memory_layer("DLBM:string"), "dltb")
    feature = QgsFeature(layer.fields())
    feature["DLBM"] = code
    context = QgsExpressionContext()
    context.setFields(layer.fields())
    context.setFeature(feature)
    value = QgsExpression(layer.renderer().classAttribute()).evaluate(context)
    assert (value in [c.value() for c in layer.renderer().categories()]) is known


@pytest.mark.parametrize("name", NAMES)
def test_files_are_as_the_generator_draws_them(qgis_app, name):
    from qgis.core import Qgis

    from tools.assets.styles import __main__ as make_styles

    if not 32200 <= Qgis.QGIS_VERSION_INT < 32300:
        pytest.skip("the shipped files are written by QGIS 3.22")
    for language, tail in (("zh", ""), ("en", "_en")):
        shipped = (STYLES / f"{name}{tail}.qml").read_text(encoding="utf-8")
        assert make_styles.style_text(name, language) == shipped
