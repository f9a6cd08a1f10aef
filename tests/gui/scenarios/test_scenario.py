"""The scenario panel as a user meets it: sliders, table, map, names, keyboard, languages, and no trace afterwards."""

import time

import pytest
from qgis.core import QgsFeature, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel

from nm_urban.nm_urban_plugin.gui.scenarios import model as columns
from tests.builders import layer, rectangle, table

FIELDS = [("旗县代码", str), ("旗县名称", str), ("处置面积（亩）", float), ("落户人数", float),
          ("人均城镇建设用地", float)]
ROWS = [("150102", "新城区", 100.0, 300.0, 95.0), ("150781", "满洲里市", 100.0, 300.0, 120.0),
        ("152921", "阿拉善左旗", 50.0, 10.0, None)]
LEFT = Qt.MouseButton.LeftButton


def county_layer(rows=ROWS, name="旗县表"):
    """Squares with the rows of a county table."""
    return layer([(rectangle(37_500_000 + 2000 * k, 4_500_000, 37_501_000 + 2000 * k, 4_501_000), *row)
                  for k, row in enumerate(rows)], FIELDS, name=name)


def shown(dock):
    """code → what the table shows as allotted, in 亩."""
    model = dock.model
    return {model.text(row, columns.CODE): float(model.text(row, columns.CAPPED).replace(",", ""))
            for row in range(len(model.order))}


def settle(dock, seconds=10.0):
    until = time.monotonic() + seconds
    quiet = 0
    while quiet < 3:
        assert time.monotonic() < until
        QApplication.processEvents()
        time.sleep(0.01)
        quiet = 0 if dock.run.busy or dock.watch.pending else quiet + 1


@pytest.fixture
def make_panel(iface, provider):
    from nm_urban.nm_urban_plugin.gui.scenarios.dock import ScenarioDock

    QgsProject.instance().clear()
    made = []

    def make(*layers, show=True):
        QgsProject.instance().addMapLayers(list(layers))
        dock = ScenarioDock(iface)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        made.append(dock)
        if show:
            iface.window.show()
            dock.show()
            settle(dock)
        return dock

    yield make
    for dock in made:
        dock.close_down()
        dock.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QgsProject.instance().clear()
    QgsSettings().remove("nm_urban")


def test_figures_by_hand_total_and_rest(make_panel):
    """新城区 (50 + 45) x 1.1 = 104.50 (core); 满洲里 50 + 300 x 80 x 3/2000 = 86; 左旗 shrinks: 0. Rest of 640000."""
    dock = make_panel(county_layer())
    assert shown(dock) == {"150102": 104.5, "150781": 86.0, "152921": 0.0}
    model = dock.model
    assert model.rowCount() == 5 and model.text(3, columns.CAPPED) == "190.50"
    assert model.text(4, columns.CAPPED) == "639,809.50" and model.text(0, columns.FACTOR) == "1.1"
    assert all(model.text(row, columns.WHY) for row in (0, 1, 2, 4))
    assert "190.50" in dock.body.sums.text() and "639,809.50" in dock.body.sums.text()


def test_sliders_keys_and_numbers_change_table_and_map_at_once(make_panel):
    dock = make_panel(county_layer())
    QTest.mouseClick(dock.body.on_map, LEFT)
    drawn = dock.map.layer
    assert drawn.featureCount() == 3 and drawn.renderer().type() == "RuleRenderer"

    def on_map():
        return {f["code"]: f["capped_mu"] for f in drawn.getFeatures()}

    assert on_map() == shown(dock)
    k1 = dock.body.controls.dials["k1"]
    k1.slider.setFocus()
    k1.slider.setValue(100)  # k1 = 1
    assert k1.spin.value() == 1 and shown(dock)["150102"] == 159.5  # (100 + 45) x 1.1
    assert on_map() == shown(dock)
    QTest.keyClick(k1.slider, Qt.Key.Key_Right)
    assert k1.spin.value() == 1.05 and on_map()["150781"] == 141.0
    tilt = dock.body.controls.dials["tilt"].spin
    tilt.setFocus()
    tilt.selectAll()
    QTest.keyClicks(tilt, "2")
    assert dock.body.controls.dials["tilt"].slider.value() == 200
    assert shown(dock)["150102"] == 300.0  # (105 + 45) x 2
    dock.body.controls.cap.setValue(100)
    assert sum(round(100 * v) for v in shown(dock).values()) == 10_000 == dock.allotment.cap
    assert dock.model.rowCount() == 4 and on_map() == shown(dock)
    QTest.mouseClick(dock.body.on_map, LEFT)
    assert dock.map.layer is None and len(QgsProject.instance().mapLayers()) == 1


def test_k2_graded_and_one_for_all(make_panel):
    dock = make_panel(county_layer())
    controls = dock.body.controls
    controls.dials["k2"].slider.setValue(50)
    assert shown(dock)["150102"] == round((50 + 22.5) * 1.1, 2) and "50 / 40 / 25" in controls.steps.accessibleName()
    controls.kind.setCurrentIndex(1)
    controls.kind.activated[int].emit(1)
    assert controls.dials["k2"].spin.suffix() == " m²" and controls.dials["k2"].value == 80
    assert dock.model.text(0, columns.PEOPLE) == "36.00"
    dock.body.more.spins["base"].setValue(10)
    assert dock.model.text(0, columns.BASE) == "10.00" and dock.setting().more == {"base": 10}


def test_sensitivity_follows_after_a_pause(make_panel):
    """k1 + 10 % gives 新城区 5 x 1.1 more; with k1 and k2 doubled 2 x (95 x 1.1 + 86) are earned."""
    dock = make_panel(county_layer())
    assert dock.model.text(0, columns.D_K1) == "+5.50" and dock.model.text(3, columns.D_K1) == "+10.50"
    cells = dock.body.sensitivity.table
    assert cells.item(4, 4).text() == "381.00" and cells.item(2, 2).text() == "190.50" and cells.item(0, 0).text() == (
        "0.00")
    dock.body.controls.dials["k1"].put(1.0)
    dock.compute()
    assert dock.model.text(0, columns.D_K1) == "—" and cells.item(2, 2).text() == "…"
    settle(dock)
    assert dock.model.text(0, columns.D_K1) == "+11.00"


def test_scenarios_are_kept_with_the_project(make_panel, tmp_path):
    dock = make_panel(county_layer())
    bar, project = dock.body.bar, QgsProject.instance()
    k1 = dock.body.controls.dials["k1"].spin
    k1.setValue(1)
    bar.name.setFocus()
    bar.name.lineEdit().insert("<b>高</b>&=方案")
    QTest.mouseClick(bar.save, LEFT)
    assert project.isDirty() and dock.store.names() == ["<b>高</b>&=方案"]
    dock.reset()
    assert k1.value() == 0.5 and bar.typed == ""
    bar.name.setCurrentIndex(0)
    bar.name.activated[int].emit(0)
    assert k1.value() == 1 and not bar.rename.isEnabled()
    bar.name.lineEdit().selectAll()
    bar.name.lineEdit().insert("高方案")
    QTest.mouseClick(bar.rename, LEFT)
    assert dock.store.names() == ["高方案"] and bar.current == "高方案"
    k1.setValue(0.75)
    QTest.keyClick(bar.name.lineEdit(), Qt.Key.Key_Return)
    assert dock.store.get("高方案").k1 == 0.75
    path = tmp_path / "方案.qgz"
    assert project.write(str(path))
    project.clear()
    assert dock.store.names() == [] and bar.name.count() == 0 and dock.body.controls.dials["k1"].value == 0.5
    assert project.read(str(path))
    assert [bar.name.itemText(k) for k in range(bar.name.count())] == ["高方案"]
    dock.load_scenario("高方案")
    assert k1.value() == 0.75
    QTest.mouseClick(bar.delete, LEFT)
    assert dock.store.names() == [] and k1.value() == 0.75 and bar.typed == "高方案"


def test_comparing_with_a_scenario(make_panel):
    dock = make_panel(county_layer())
    dock.body.controls.dials["k1"].spin.setValue(1)
    assert dock.model.text(0, columns.CHANGE) == "+55.00"  # against the parameter table
    dock.save_scenario("A")
    dock.body.bar.against.setCurrentIndex(dock.body.bar.against.findData("A"))
    dock.body.bar.against.activated[int].emit(1)
    assert dock.model.text(0, columns.CHANGE) == "0.00"
    dock.body.controls.dials["k1"].spin.setValue(0)
    assert dock.model.text(0, columns.CHANGE) == "-110.00"


def test_a_broken_entry_is_told_and_kept(make_panel):
    project = QgsProject.instance()
    dock = make_panel(county_layer())
    project.writeEntry("nm_urban", "/hooks_scenarios", '{"坏": {"k1": "x"}}')
    dock.load_scenario("坏")
    assert "坏" in dock.body.message.text() and "k1" not in dock.body.sums.text()
    dock.save_scenario("好")
    assert dock.store.names() == ["坏", "好"] or dock.store.names() == sorted(["坏", "好"])
    project.writeEntry("nm_urban", "/hooks_scenarios", "not json")
    assert dock.store.names() == []


def test_follows_edits_and_the_choice_of_table(make_panel):
    source = county_layer()
    more = table([("150724", 1000.0)], [("code", str), ("disposed", float)], name="另一表")
    dock = make_panel(source, more)
    tables = dock.body.tables
    assert tables.count() == 2 and tables.layer() is source  # it has more of the figures
    source.startEditing()
    source.changeAttributeValue(next(source.getFeatures()).id(), 2, 200.0)
    settle(dock)
    assert shown(dock)["150102"] == 159.5
    feature = QgsFeature(source.fields())
    feature.setAttributes(["150724", "鄂温克", 10.0, None, None])
    source.addFeature(feature)
    settle(dock)
    assert shown(dock)["150724"] == 5.0
    source.rollBack()
    settle(dock)
    assert shown(dock) == {"150102": 104.5, "150781": 86.0, "152921": 0.0}
    tables.setCurrentIndex(tables.findData(more.id()))
    tables.activated[int].emit(tables.currentIndex())
    assert shown(dock) == {"150724": 500.0}
    QTest.mouseClick(dock.body.on_map, LEFT)  # the polygons of the other layer
    assert {f["code"]: f["capped_mu"] for f in dock.map.layer.getFeatures()}["150102"] is not None
    QgsProject.instance().removeMapLayer(more.id())
    settle(dock)
    assert tables.layer() is source and len(shown(dock)) == 3


def test_what_cannot_be_used_is_told(make_panel):
    bad = county_layer([*ROWS, ("159999", "无", 1.0, 1.0, 1.0), ("150103", "回民区", -5.0, None, None)])
    dock = make_panel(bad)
    assert len(shown(dock)) == 3 and dock.notes.startswith("2 rows cannot be used") and "159999" in dock.notes
    QgsProject.instance().removeMapLayer(bad.id())
    settle(dock)
    assert "No county table" in dock.body.message.text() and dock.model.rowCount() == 0
    dock.body.more.spins["k2_step1"].setValue(200)
    QgsProject.instance().addMapLayer(county_layer())
    settle(dock)
    assert "step 1" in dock.body.message.text() and dock.model.rowCount() == 0


def test_texts_of_layers_are_plain_text(make_panel):
    nasty = '<img src="file:///etc/hostname"><b>x</b>'
    dock = make_panel(county_layer([("150102", nasty, 100.0, 0.0, None), ("150781", "=1+1", 1.0, 0.0, None)],
                                   name="<h1>表</h1>"))
    model = dock.model
    assert model.text(0, columns.NAME) == nasty
    assert "<img" not in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dock.body.findChildren(QLabel) if label.text()
               and not label.objectName().startswith("qt_"))
    dock.view = dock.body.view
    dock.view.selectAll()
    QTest.keyClick(dock.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 5 and lines[2].startswith("'=1+1\t")


def test_every_assumed_number_is_marked_and_the_cap_is_stated(make_panel):
    dock = make_panel(county_layer())
    marks = dock.body.controls.marks
    assert {key: mark.text() for key, mark in marks.items()} == {"cap": "stated", "k1": "assumed", "k2": "assumed",
                                                                  "tilt": "assumed"}
    assert "64万亩" in marks["cap"].toolTip() and "No plan states" in marks["k1"].toolTip()
    dock.body.controls.cap.setValue(60_000)
    assert marks["cap"].text() == "changed" and "640,000" in marks["cap"].toolTip()


def test_sorting_keeps_the_total_below_and_the_choice(make_panel):
    dock = make_panel(county_layer())
    view = dock.body.view
    view.setCurrentIndex(dock.model.index(0, 0))
    assert "100.00" in dock.body.words.toPlainText()
    view.sortByColumn(columns.CAPPED, Qt.SortOrder.AscendingOrder)
    assert list(shown(dock)) == ["152921", "150781", "150102"] and dock.model.text(3, 0) == "Total"
    assert view.currentIndex().row() == 2
    dock.body.controls.dials["tilt"].spin.setValue(0)  # now 新城区 has nothing
    assert list(shown(dock).values()) == sorted(shown(dock).values())


def test_tab_reaches_every_part(make_panel):
    dock = make_panel(county_layer())
    body = dock.body
    QApplication.setActiveWindow(dock.window())
    body.tables.setFocus()
    seen = set()
    for _ in range(40):
        widget = QApplication.focusWidget()
        seen.add(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    wanted = {body.tables, body.bar.name, body.bar.against, body.controls.cap, body.controls.kind, body.on_map,
              body.view, body.words}
    wanted |= {part for dial in body.controls.dials.values() for part in (dial.slider, dial.spin)}
    assert wanted <= seen


def test_hidden_panel_computes_nothing(make_panel):
    dock = make_panel(county_layer(), show=False)
    dock.body.controls.dials["k1"].spin.setValue(1)
    assert dock.allotment is None
    dock.parent().show()
    dock.show()
    settle(dock)
    assert shown(dock)["150102"] == 159.5
    dock.hide()
    assert not dock.run.busy


def test_a_map_of_a_stored_project_is_filled_again(make_panel, tmp_path):
    dock = make_panel()
    project, path = QgsProject.instance(), tmp_path / "图.qgz"
    source = tmp_path / "counties.gpkg"
    from qgis.core import QgsVectorFileWriter, QgsVectorLayer

    made = county_layer()
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(made, str(source), project.transformContext(), options)
    project.addMapLayer(QgsVectorLayer(str(source), "旗县", "ogr"))
    settle(dock)
    QTest.mouseClick(dock.body.on_map, LEFT)
    assert dock.map.layer.featureCount() == 3
    assert project.write(str(path))
    project.clear()
    assert not dock.body.on_map.isChecked()
    assert project.read(str(path))
    settle(dock)
    assert dock.body.on_map.isChecked() and dock.map.layer.featureCount() == 3
    assert sum("scenario" in one.name().lower() for one in project.mapLayers().values()) == 1


def test_nothing_stays_connected(iface, provider):
    from nm_urban.nm_urban_plugin.gui.scenarios.dock import ScenarioDock

    project, source = QgsProject.instance(), county_layer()
    project.addMapLayer(source)
    watched = [(project, name) for name in ("layersAdded", "layersRemoved", "readProject", "cleared")]
    watched += [(source, name) for name in ("attributeValueChanged", "featureAdded", "willBeDeleted", "dataChanged",
                                            "subsetStringChanged", "nameChanged")]

    def receivers():
        return [one.receivers(getattr(one, name)) for one, name in watched]

    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # of the tests before
    before = receivers()
    for _ in range(20):
        dock = ScenarioDock(iface)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        iface.window.show()
        dock.show()
        QApplication.processEvents()
        assert receivers() != before
        dock.close_down()
        iface.removeDockWidget(dock)
        dock.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert receivers() == before
    project.clear()
